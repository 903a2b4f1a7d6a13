//! Goals of other plans, in other fields: the grammar is one of the language, not of one document.

use duban::model::{Every, Indicator};

use super::{import, only_task};

fn read(sentence: &str) -> Vec<Indicator> {
    only_task(&format!("1.做好工作。{sentence}。（市教育局负责）")).indicators
}

/// The only goal of a sentence: name, comparator, value and upper end, unit and what it is counted for.
fn check(sentence: &str, name: &str, comparator: &str, value: &str, unit: &str) {
    let found = read(sentence);
    let [goal] = found.as_slice() else {
        panic!("{sentence}: {found:#?}");
    };
    let join = |first: Option<&str>, second: &Option<String>, with: &str| {
        let parts = first.into_iter().chain(second.as_deref());
        parts.collect::<Vec<_>>().join(with)
    };
    assert_eq!(goal.name, name, "{sentence}");
    assert_eq!(goal.comparator.as_str(), comparator, "{sentence}");
    assert_eq!(
        join(goal.value.as_deref(), &goal.upper, ".."),
        value,
        "{sentence}"
    );
    assert_eq!(join(Some(&goal.unit), &goal.per, "/"), unit, "{sentence}");
}

#[test]
fn shares_and_rates() {
    check("公交分担率不低于35％", "公交分担率", ">=", "35", "%");
    check(
        "居民健康素养水平提升到40%左右",
        "居民健康素养水平",
        "~",
        "40",
        "%",
    );
    check(
        "力争研发经费投入强度达到3.2%",
        "研发经费投入强度",
        "=",
        "3.2",
        "%",
    );
    check(
        "高技能人才占比提高5个百分点以上",
        "高技能人才占比提高",
        ">=",
        "5",
        "百分点",
    );
    check(
        "90%以上的社区达到示范标准",
        "社区达到示范标准的比例",
        ">=",
        "90",
        "%",
    );
    check("师生比不低于1:18", "师生比", "ratio", "1..18", "比值");
}

#[test]
fn counts() {
    check("新增充电桩5000个以上", "新增充电桩", ">=", "5000", "个");
    check("每年新增城镇就业3万人", "新增城镇就业", "=", "30000", "人");
    check(
        "每所乡镇卫生院至少配备2名全科医生",
        "全科医生",
        ">=",
        "2",
        "名/乡镇卫生院",
    );
    check("建设10至15个示范点", "示范点", "range", "10..15", "个");
    check("培养500名技术骨干", "技术骨干培养", "=", "500", "名");
    check("打造精品课不少于２０节", "精品课", ">=", "20", "节");
    check("创建示范街4条（个）以上", "示范街", ">=", "4", "条");
    check(
        "每10所学校配备2名督学",
        "督学配备",
        "ratio",
        "2..10",
        "名/学校",
    );
}

#[test]
fn coverage() {
    check(
        "实现行政村公交全覆盖",
        "行政村公交全覆盖",
        "cover",
        "100",
        "%",
    );
    check(
        "所有公交站点达到无障碍标准",
        "公交站点达到无障碍标准",
        "cover",
        "100",
        "%",
    );
    check("村村建有文化广场", "村村建有文化广场", "cover", "100", "%");
    check(
        "公共机构全部达到节水标准",
        "公共机构达到节水标准",
        "cover",
        "100",
        "%",
    );
    check("对全体教师开展轮训", "轮训覆盖", "cover", "100", "%");
}

#[test]
fn measured_against_another() {
    check(
        "财政卫生投入只增不减",
        "财政卫生投入",
        ">=previous",
        "",
        "元",
    );
    check(
        "确保医务人员平均收入水平不低于教师平均收入水平",
        "医务人员平均收入水平÷教师平均收入水平",
        ">=",
        "1",
        "比值",
    );
}

#[test]
fn what_is_no_goal() {
    for sentence in [
        "给予300万元补助",
        "对从业人员30人以上的企业优先支持",
        "按50%给予贴息",
        "开通24小时热线",
        "给予一次性奖补",
        "健全“全覆盖”监管体系",
        "近视率控制在5%以内",
        "配齐配强执法力量",
        "推动各单位普遍开展宣传",
        "在全市营造良好氛围",
        "推进标准化考点建设",
        "每季度开展一次检查",
        "终端价格降至25元/千克",
    ] {
        assert_eq!(read(sentence), [], "{sentence}");
    }
}

#[test]
fn a_deadline_governs_what_follows_it_in_the_sentence() {
    let found = read("建设5个站点，到2027年底，建成10个中心，培育20家企业。再建30个驿站");
    let due = |at: usize| found[at].due.map(|day| day.to_string());
    assert_eq!(due(0), None);
    assert_eq!(due(1).as_deref(), Some("2027-12-31"));
    assert_eq!(due(2).as_deref(), Some("2027-12-31"));
    assert_eq!(due(3), None);
}

#[test]
fn periods_are_read_as_duties_and_those_without_a_word_are_reported() {
    let task = only_task("1.做好工作。每学年举办1次艺术节，定期开展巡查。（市教育局负责）");
    assert_eq!(task.duties.len(), 1);
    assert_eq!(task.duties[0].every, Every::SchoolYear);
    assert_eq!(task.duties[0].indicator, Some(task.indicators[0].id));
    let reading = import("1.做好工作。每季度开展一次检查。（市教育局负责）");
    assert!(
        reading
            .problems
            .iter()
            .any(|p| p.quote == "每季度开展一次检查")
    );
}
