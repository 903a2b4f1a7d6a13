//! Every trap of `domain.md` 1.7, each in a short text written for it.

use super::{departments_of, goals_of as read_goals, import, only_task, outline};

/// A task with this text and a department.
fn task_saying(words: &str) -> duban::model::Task {
    only_task(&format!("1.做好工作。{words}（市教育局负责）"))
}

/// The goals in a sentence, printed.
fn goals_of(words: &str) -> Vec<(String, String, String, String)> {
    let task = task_saying(words);
    let own = |text: &str| text.to_owned();
    read_goals(&task)
        .into_iter()
        .map(|(name, comparator, value, unit)| (own(name), own(comparator), own(value), own(unit)))
        .collect()
}

#[test]
fn t01_names_split_over_lines() {
    let text = "1.提升素养。加强学校建设，培养创新思维和实践能力。（市\n\n教育局、市文\n\n化和旅游局、市退\n\n役军人局负责）\n";
    let task = only_task(text);
    assert_eq!(
        departments_of(&task),
        (vec!["市教育局"], vec!["市文化和旅游局", "市退役军人局"])
    );
    assert_eq!((task.lines.0, task.lines.1), (1, 7));
}

#[test]
fn t02_the_verb_alone_on_its_line() {
    let task =
        only_task("1.推进培养。形成技能人才培养体系。（市教育局、市人力资源社会保障局\n\n负责）\n");
    assert_eq!(
        departments_of(&task),
        (vec!["市教育局"], vec!["市人力资源社会保障局"])
    );
}

#[test]
fn t03_the_first_annotation_says_who_leads_in_all() {
    let one = "1.构建体系。坚持铸魂。（市委教育工委、团市委负责，列第一位\n的为牵头部门，下同）\n";
    let other = "2.提升素养。坚持引领。（市教育局、市科技局负责）\n";
    let reading = import(&format!("一、任务\n{one}{other}"));
    assert!(reading.plan.head.first_is_lead);
    assert_eq!(
        departments_of(&reading.plan.tasks[0]),
        (vec!["市委教育工委"], vec!["团市委"])
    );
    assert_eq!(
        departments_of(&reading.plan.tasks[1]),
        (vec!["市教育局"], vec!["市科技局"])
    );
    // Cut out of its document, the second is read alike, but somebody has to confirm it.
    let alone = import(other);
    assert!(!alone.plan.head.first_is_lead);
    assert_eq!(
        departments_of(&alone.plan.tasks[0]),
        (vec!["市教育局"], vec!["市科技局"])
    );
    assert!(
        alone
            .problems
            .iter()
            .any(|p| p.message.contains("没有写明谁牵头"))
    );
}

#[test]
fn t04_an_annotation_across_pages() {
    let task = only_task(
        "（一）加强领导。营造政治生态和育人环境。（市委教育工委、\n— 40 —\n\n 市委统战部负责）\n",
    );
    assert_eq!(
        departments_of(&task),
        (vec!["市委教育工委"], vec!["市委统战部"])
    );
}

#[test]
fn t05_page_numbers_in_the_middle_of_a_sentence() {
    for mark in ["— 6 —", "-6-", "－ 6 －", "第 6 页"] {
        let text = format!(
            "1.构建体系。实施学院强基固本行动。深\n\n\n\n{mark}\n\n化一体化建设，打造金课。（市教育局负责）"
        );
        let task = only_task(&text);
        assert_eq!(
            task.text,
            "实施学院强基固本行动。深化一体化建设，打造金课。"
        );
        assert_eq!((task.measures[1].lines.0, task.measures[1].lines.1), (1, 7));
    }
}

#[test]
fn t06_blanks_at_the_head_of_a_line_mean_nothing() {
    let text = "\
 1.提升水平。落实立德树人根本任务，提升公共服务水平，助
 力区域经济社会发展，优化治理效能，激发发展活力。（市
教育局负责）
  2.构建服务。建设融合教育管理平台。（市教育局负责）
 （七）构建评价体系
";
    assert_eq!(outline(text).len(), 2);
    assert!(
        import(text).plan.tasks[0]
            .text
            .contains("助力区域经济社会发展")
    );
}

#[test]
fn t07_headings_that_share_their_paragraph() {
    for title in [
        "提升学生信息素养，促进创新型人才培养",
        "促进高中特色、多样发展",
        "构建“互联网+教育”基础服务体系",
        "落实“重实践。讲效果”要求",
    ] {
        let task = only_task(&format!("4.{title}。大力开展创客教育。（市教育局负责）"));
        assert_eq!(
            (task.title.as_str(), task.text.as_str()),
            (title, "大力开展创客教育。")
        );
    }
}

#[test]
fn t08_numbers_with_and_without_blanks_in_every_style() {
    for number in [
        "7.",
        "7. ",
        "7、",
        "７．",
        "（7）",
        "(7)",
        "⑦",
        "七、",
        "（七）",
        "第七章 ",
    ] {
        let found = outline(&format!("{number}支持民办教育。依法支持。（市教育局负责）"));
        assert_eq!(
            found,
            [("7".to_owned(), "支持民办教育".to_owned())],
            "{number}"
        );
    }
}

#[test]
fn t09_one_style_of_number_on_three_levels() {
    let text = "\
一、总体要求
（一）指导思想
坚持统筹协调。
二、重点任务
（一）落实任务
1.加强建设。夯实基础。（市教育局负责）
三、组织实施
（一）加强领导。健全体制。（市委教育工委负责）
";
    let found = outline(text);
    let found: Vec<_> = found
        .iter()
        .map(|(c, t)| (c.as_str(), t.as_str()))
        .collect();
    assert_eq!(found, [("2.1.1", "加强建设"), ("3.1", "加强领导")]);
}

#[test]
fn t10_numbers_that_start_again_in_every_section() {
    let item = |n| format!("{n}.加强建设第{n}项。夯实基础。（市教育局负责）\n");
    let text = format!(
        "二、任务\n（一）甲\n{}{}（二）乙\n{}",
        item(1),
        item(2),
        item(1)
    );
    let codes: Vec<String> = outline(&text).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["2.1.1", "2.1.2", "2.2.1"]);
    assert_eq!(
        import(&text)
            .problems
            .iter()
            .filter(|p| p.message.contains("编号"))
            .count(),
        0
    );
}

#[test]
fn t11_brackets_that_are_no_annotation() {
    let task = task_saying(
        "强化校（园）本课程，减轻负担（即“双减”），在公办中小学（含特殊教育学校、幼儿园）推进。确保参加实习（实\n训）。",
    );
    assert_eq!(departments_of(&task), (vec!["市教育局"], vec![]));
    assert!(task.text.ends_with("实习（实训）。"));
    assert!(
        import("1.加强建设。完善实习（实训）。\n（此件公开发布）")
            .plan
            .tasks
            .is_empty()
    );
    // A verb inside a word is no verb: 校长负责制.
    assert!(import("1.落实责任（校长负责制）。").plan.tasks.is_empty());
}

#[test]
fn t12_names_that_contain_and() {
    let task = only_task("1.甲。乙。（市文化和旅游局、市自然资源和规划局、市工业和信息化局负责）");
    assert_eq!(
        departments_of(&task),
        (
            vec!["市文化和旅游局"],
            vec!["市自然资源和规划局", "市工业和信息化局"]
        )
    );
    let task = only_task("1.甲。乙。（市教育局和市文化和旅游局、市水利局以及市财政局负责）");
    assert_eq!(
        departments_of(&task),
        (
            vec!["市教育局"],
            vec!["市文化和旅游局", "市水利局", "市财政局"]
        )
    );
}

#[test]
fn t13_departments_that_do_not_begin_with_the_city() {
    let task = only_task("1.甲。乙。（团市委、淄博军分区战备建设处负责）");
    assert_eq!(
        departments_of(&task),
        (vec!["团市委"], vec!["淄博军分区战备建设处"])
    );
}

#[test]
fn t14_what_a_list_leaves_out() {
    let found = goals_of("到 2025 年体质测试优良率、合格率达到 55%、95%以上。");
    let found: Vec<_> = found
        .iter()
        .map(|g| (g.0.as_str(), g.1.as_str(), g.2.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("体质测试优良率", ">=", "55"),
            ("体质测试合格率", ">=", "95")
        ]
    );
    let speeds = goals_of("实现宽带万兆到县、千兆到校、百兆到班。");
    let speeds: Vec<_> = speeds
        .iter()
        .map(|g| (g.2.as_str(), g.3.as_str()))
        .collect();
    assert_eq!(
        speeds,
        [("10000", "Mbps"), ("1000", "Mbps"), ("100", "Mbps")]
    );
    let groups = goals_of("遴选 20 个左右专业群、30 个左右中职专业。");
    let groups: Vec<_> = groups
        .iter()
        .map(|g| (g.0.as_str(), g.1.as_str(), g.2.as_str()))
        .collect();
    assert_eq!(groups, [("专业群", "~", "20"), ("中职专业", "~", "30")]);
    let task = task_saying("每年培训 100 名骨干教师，开展 100 场巡讲。");
    assert!(
        task.indicators
            .iter()
            .all(|i| i.every == Some(duban::model::Every::Year))
    );
    assert_eq!(task.duties.len(), 2);
}

#[test]
fn t15_the_same_word_as_name_comparator_and_condition() {
    let found = goals_of("教师专科及以上学历占比达到85%以上，省一类以上幼儿园占比超过 60%。");
    let found: Vec<_> = found
        .iter()
        .map(|g| (g.0.as_str(), g.1.as_str(), g.2.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("教师专科及以上学历占比", ">=", "85"),
            ("省一类以上幼儿园占比", ">", "60")
        ]
    );
    let task =
        task_saying("各中小学至少配备 1 名专兼职教师，超过 1000 人规模的学校必须配备专职教师。");
    let conditions: Vec<_> = task
        .indicators
        .iter()
        .map(|i| (i.value.as_deref(), i.condition.as_deref()))
        .collect();
    assert_eq!(
        conditions,
        [
            (Some("1"), None),
            (Some("1"), Some("超过 1000 人规模的学校"))
        ]
    );
}

#[test]
fn t16_numbers_broken_over_lines() {
    let text = "1.做好工作。推动学科基地建设达到\n\n85%以上，争创 5\n\n个省级基地，投入增长 10%左\n\n右。2022\n\n年年底前，配齐配足专兼职教师。（市教育局负责）";
    let task = only_task(text);
    let found: Vec<_> = read_goals(&task)
        .into_iter()
        .map(|g| (g.1, g.2, g.3))
        .collect();
    assert_eq!(
        found,
        [
            (">=", "85", "%"),
            ("=", "5", "个"),
            ("~", "10", "%"),
            ("cover", "100", "%")
        ]
    );
    let due = task.indicators[3].due.map(|day| day.to_string());
    assert_eq!(due.as_deref(), Some("2022-12-31"));
}

#[test]
fn t17_chinese_numerals_that_count_and_those_that_do_not() {
    let found = goals_of("每个镇至少建成一所中心园，建设一个实训基地。");
    let found: Vec<_> = found
        .iter()
        .map(|g| (g.1.as_str(), g.2.as_str(), g.3.as_str()))
        .collect();
    assert_eq!(found, [(">=", "1", "所"), ("=", "1", "个")]);
    assert_eq!(
        goals_of("推出一批精品课，推进一体化建设，建成一流学科，形成一校一案。"),
        []
    );
    assert_eq!(
        goals_of(
            "落实“人才金政 37 条”，推进 5G 和 IPv6，实施 1+X 证书，推进“三个课堂”，建设十五年一贯制学校。"
        ),
        []
    );
}

#[test]
fn t18_the_same_matter_given_out_twice() {
    let text = "\
1.构建体系。以“五个一批”项目库建设为抓手，健全民办学校财务、会计制度和资产管理制度。（市委教育工委负责）
2.健全防控。全面加强“五个一批”项目库建设。（市教育局负责）
3.提升投入。健全民办学校财务、会计制度和资产管理制度，增强管理能力。（市教育局负责）
";
    let reading = import(text);
    let twice: Vec<_> = reading
        .problems
        .iter()
        .filter(|p| p.message.contains("疑似重复事项：任务 1 "))
        .map(|p| (p.line, p.quote.as_str()))
        .collect();
    assert_eq!(
        twice,
        [
            (2, "“五个一批”项目库建设"),
            (3, "健全民办学校财务、会计制度和资产管理制度")
        ]
    );
}

#[test]
fn t19_two_departments_in_one_house_stay_two() {
    let task = only_task("1.甲。各区县、各学校要制定方案。（市委教育工委、市教育局负责）");
    assert_eq!(
        departments_of(&task),
        (vec!["市委教育工委"], vec!["市教育局"])
    );
}

#[test]
fn t20_parts_without_annotations_hold_no_tasks() {
    let text = "一、总体要求\n（一）发展目标\n教育发展走在前列。建成高质量体系。\n（二）基本原则\n坚持改革。二、任务\n1.加强建设。夯实。（市教育局负责）\n";
    assert_eq!(outline(text), [("2.1".to_owned(), "加强建设".to_owned())]);
}

#[test]
fn t21_blank_lines_at_the_end() {
    let task = only_task("1.甲。乙丙丁。（市教育局负责）\n\n\n\n");
    assert_eq!((task.lines.0, task.lines.1), (1, 1));
}
