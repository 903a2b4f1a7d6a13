//! Annotations in the styles of other documents (`domain.md` section 9).

use duban::model::LeadRule::{self, AllEqual, Explicit, FirstListed, Sole};

use super::{departments_of, import, only_task};

fn check(annotation: &str, leads: &[&str], supports: &[&str], rule: LeadRule) {
    let reading = import(&format!("1.加强工作。夯实基础，完善机制。{annotation}"));
    let [found] = reading.plan.responsibilities.as_slice() else {
        panic!("{annotation}: {:?}", reading.plan.responsibilities);
    };
    assert_eq!(found.leads, leads, "{annotation}");
    assert_eq!(found.supports, supports, "{annotation}");
    assert_eq!(found.rule, rule, "{annotation}");
}

#[test]
fn brackets_with_verbs() {
    check("（市教育局负责）", &["市教育局"], &[], Sole);
    check(
        "（市教育局、市科技局负责）",
        &["市教育局"],
        &["市科技局"],
        FirstListed,
    );
    check(
        "（市教育局牵头，市财政局、市民政局等配合）",
        &["市教育局"],
        &["市财政局", "市民政局"],
        Explicit,
    );
    check(
        "（市教育局牵头，市财政局按职责分工负责）",
        &["市教育局"],
        &["市财政局"],
        Explicit,
    );
    check(
        "（市教育局、市财政局按职责分工负责）",
        &[],
        &["市教育局", "市财政局"],
        AllEqual,
    );
    check(
        "（市教育局、市财政局负责，排名不分先后）",
        &[],
        &["市教育局", "市财政局"],
        AllEqual,
    );
    check(
        "（各地区、各部门负责）",
        &[],
        &["各地区", "各部门"],
        AllEqual,
    );
    check(
        "（市教育局会同市公安局、市民政局负责）",
        &["市教育局"],
        &["市公安局", "市民政局"],
        Explicit,
    );
    check("(由市教育局负责)。", &["市教育局"], &[], Sole);
}

#[test]
fn brackets_with_labels() {
    check(
        "(牵头单位:市财政局;责任单位:市教育局、市民政局)",
        &["市财政局"],
        &["市教育局", "市民政局"],
        Explicit,
    );
    check("（责任单位：市教育局）", &["市教育局"], &[], Sole);
    check(
        "（责任单位：市教育局、市民政局等；各区政府）",
        &["市教育局"],
        &["市民政局", "各区政府"],
        FirstListed,
    );
    check(
        "（主办：市教育局；协办：市民政局）",
        &["市教育局"],
        &["市民政局"],
        Explicit,
    );
    check(
        "（责任领导：张三；责任单位：市教育局）",
        &["市教育局"],
        &[],
        Sole,
    );
    check(
        "（责任单位：市教育局、省经信厅，下同）",
        &["市教育局"],
        &["省经信厅"],
        FirstListed,
    );
}

#[test]
fn nested_brackets_and_names_with_separators_stay_whole() {
    check(
        "（市教育局,各县<市、区>人民政府,市数据局（市大数据中心）负责）",
        &["市教育局"],
        &["各县<市、区>人民政府", "市数据局（市大数据中心）"],
        FirstListed,
    );
    check(
        "（责任单位：市教育局，各市、县〔市、区〕政府）",
        &["市教育局"],
        &["各市、县〔市、区〕政府"],
        FirstListed,
    );
}

#[test]
fn etcetera_is_dropped_but_not_from_a_name() {
    check(
        "（教育部牵头，财政部等国务院相关部门及各地区按职责分工负责）",
        &["教育部"],
        &["财政部", "各地区"],
        Explicit,
    );
    check(
        "（市教育局、各高等院校负责）",
        &["市教育局"],
        &["各高等院校"],
        FirstListed,
    );
}

#[test]
fn labels_on_lines_of_their_own() {
    let text = "\
1.推进建设。打造精品课程不少于２０节。
牵头单位：市教育局
配合单位：市委宣传部、团市委，各镇政府、
街道办事处
（1）组建工作室３个。
责任单位：市教育局、市委编办
";
    let plan = import(text).plan;
    let [first, second] = plan.tasks.as_slice() else {
        panic!("{:?}", plan.tasks);
    };
    let supports = vec!["市委宣传部", "团市委", "各镇政府", "街道办事处"];
    assert_eq!(departments_of(first), (vec!["市教育局"], supports));
    assert_eq!((first.lines.0, first.lines.1), (1, 4));
    assert_eq!(departments_of(second), (vec!["市教育局"], vec!["市委编办"]));
    assert_eq!(
        (second.code.to_string(), second.lines.0),
        ("1.1".to_owned(), 5)
    );
}

#[test]
fn a_deadline_in_the_annotation_is_the_tasks() {
    for annotation in [
        "（责任单位：市教育局）（完成时限：2024年6月底前）",
        "（完成时限：２０２４年６月底前。市教育局负责）",
    ] {
        let task = only_task(&format!("1.加强工作。夯实基础，完善机制。{annotation}"));
        assert_eq!(
            task.due.map(|day| day.to_string()).as_deref(),
            Some("2024-06-30")
        );
        assert_eq!(task.due_source, duban::model::DueSource::Text);
        assert_eq!(task.lead, ["市教育局"]);
        assert_eq!(task.text, "夯实基础，完善机制。");
    }
}

#[test]
fn a_text_without_line_breaks_is_parted_at_its_numbers_and_annotations() {
    let text = "某市若干措施 现提出如下措施： 一、加大支持 1.完善服务。加快审批。(责任单位:市教育局) 2.稳定供给。\
                不得抽贷。(责任单位:市财政局)二、加强领导（一）加强统筹。健全机制。（市教育局牵头）";
    let plan = import(text).plan;
    let found: Vec<_> = plan
        .tasks
        .iter()
        .map(|t| (t.code.to_string(), t.title.as_str()))
        .collect();
    let expected = [
        ("1.1", "完善服务"),
        ("1.2", "稳定供给"),
        ("2.1", "加强统筹"),
    ];
    assert_eq!(
        found,
        expected.map(|(code, title)| (code.to_owned(), title))
    );
    assert_eq!(plan.head.title, "某市若干措施");
}

#[test]
fn a_paragraph_without_a_number_becomes_a_task_of_its_section() {
    let text =
        "一、重点任务\n推进甲。做好甲事。（市教育局负责）\n推进乙。做好乙事。（市财政局负责）\n";
    let plan = import(text).plan;
    let found: Vec<_> = plan
        .tasks
        .iter()
        .map(|t| (t.code.to_string(), t.lead[0].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("1.1".to_owned(), "市教育局"),
            ("1.2".to_owned(), "市财政局")
        ]
    );
}

#[test]
fn doubts_are_reported_with_line_and_words() {
    let message = |text: &str, line: u32, part: &str| {
        let problems = import(text).problems;
        let found = problems
            .iter()
            .any(|p| p.line == line && p.message.contains(part));
        assert!(found, "{part}: {problems:#?}");
    };
    message("没有任务的文件。", 1, "没有找到责任标注");
    message("1.甲。乙。（市教育局负责）", 1, "没有找到规划的起止时间");
    message("1.甲。乙。（市教育局、市科技局负责", 1, "右括号");
    message(
        "1.甲。乙。（市教育局负责）\n3.丙。丁。（市教育局负责）",
        2,
        "编号应接 2，这里是 3",
    );
    message(
        "1.甲。乙。（市教育局负责）\n2.丙。丁。（市教育局负责）\n3.戊。己。",
        3,
        "没有，未作为任务导入",
    );
    message(
        "1.甲。乙。（市教育局负责）\n2.戊。己。",
        2,
        "没有，未作为任务导入",
    );
    message("1.甲。乙。（市教育局、那什么负责）", 1, "不像单位名称");
    message("1.甲。近视率控制在 5%以内。（市教育局负责）", 1, "上限");
}
