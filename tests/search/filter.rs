//! The filter language.

use std::sync::Arc;

use duban::model::{Day, Department, Judged, Light, Outlook, Status, TaskKind};
use duban::search::{Context, Field, Filter, FilterError, Reason, TextSearch};
use duban::words::Lang;
use proptest::prelude::*;

use super::plan::{PLAN, Plan, day};

fn today() -> Day {
    day("2024-05-17")
}

/// Windows on the 25th of every month, from the beginning of the year.
fn outlook() -> Arc<Outlook> {
    Arc::new(Outlook {
        day: today(),
        start: Some(day("2022-04-26")),
        end: Some(day("2025-12-31")),
        adopted: Some(day("2024-01-10")),
        ..Outlook::default()
    })
}

fn parse(plan: &Plan, text: &str) -> Result<Filter, FilterError> {
    let context = Context {
        directory: &plan.directory,
        sections: &plan.sections,
        mine: &[Department::id_of("市财政局")],
        today: today(),
        outlook: &outlook(),
    };
    Filter::parse(text, &context)
}

fn texts(plan: &Plan, filter: &Filter) -> TextSearch {
    let mut texts = TextSearch::new(filter.words());
    for (row, body) in plan.rows.iter().zip(&plan.bodies) {
        texts.look(row.id, Field::Text, body);
    }
    texts
}

/// The codes of the tasks that pass, texts included.
fn passing(plan: &Plan, text: &str) -> Vec<String> {
    let filter = parse(plan, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let texts = texts(plan, &filter);
    let pass = |at: &usize| filter.matches(&plan.rows[*at], &texts);
    plan.codes((0..plan.rows.len()).filter(pass))
}

/// The plan after some work was done.
fn in_use() -> Plan {
    let mut plan = Plan::read();
    plan.change("2.1.4", |row| {
        row.due = Some(day("2022-12-31"));
        row.percent = Some(45);
        row.updated = Some(day("2024-04-12"));
        row.leader = "分管教育副市长".to_owned();
    });
    plan.change("2.2.1", |row| {
        row.percent = Some(40);
        row.updated = Some(day("2024-05-13"));
        row.kind = TaskKind::Standing;
    });
    plan.change("2.2.2", |row| {
        row.status = Status::Closed;
        row.percent = Some(100);
        row.updated = Some(day("2024-03-01"));
    });
    plan.change("3.1", |row| row.conflict = true);
    plan.change("3.2", |row| {
        row.due = None;
        row.lead.clear();
    });
    plan
}

#[test]
fn every_condition_means_the_same_in_both_languages() {
    let plan = in_use();
    for (zh, en, codes) in [
        ("编号:2.1.4", "code:2.1.4", &["2.1.4"][..]),
        ("编号：二（一）4，3.1", "code:2.1.4,3.1", &["2.1.4", "3.1"]),
        ("状态:已销号", "status:closed", &["2.2.2"]),
        ("-状态:办理中", "-status:active", &["2.2.2"]),
        ("类型:长期", "kind:standing", &["2.2.1"]),
        ("进度>=45", "percent>=45", &["2.1.4", "2.2.2"]),
        ("进度＜４５％", "percent<45%", &["2.2.1"]),
        ("进度:40,100", "percent:40,100", &["2.2.1", "2.2.2"]),
        ("期限<2025-07", "due<2025-07", &["2.1.4"]),
        ("期限≤2022年12月", "due<=2022-12", &["2.1.4"]),
        ("期限:2022", "due=2022", &["2.1.4"]),
        ("期限＜今天", "due<today", &["2.1.4"]),
        ("期限:无", "due:none", &["3.2"]),
        ("牵头:无", "lead:none", &["3.2"]),
        (
            "未更新>30 更新>2000",
            "stale>30d updated>2000",
            &["2.1.4", "2.2.2"],
        ),
        ("未更新<7天", "stale<7", &["2.2.1"]),
        (
            "更新>30天 -未报",
            "stale>30 -unreported",
            &["2.1.4", "2.2.2"],
        ),
        ("更新:2024-05", "updated:2024-05", &["2.2.1"]),
        ("冲突", "conflict", &["3.1"]),
        ("责任领导:副市长", "leader:fsz", &["2.1.4"]),
        ("节:三", "section:3", &["3.1", "3.2", "3.3"]),
        (
            "节:组织实施 -冲突",
            "section:zuzhishishi -conflict",
            &["3.2", "3.3"],
        ),
        (
            "节:二（一） 标题:体质",
            "section:2.1 title:tizhi",
            &["2.1.4"],
        ),
        ("责任:残联", "support:canlian", &["2.2.6"]),
        (
            "单位:市国资委,市残联",
            "dept:市国资委,市残联",
            &["2.2.6", "2.7.5"],
        ),
        ("单位：国资委、残联", "dept:gzw,cl", &["2.2.6", "2.7.5"]),
        ("“体质健康”", "\"体质健康\"", &["2.1.4"]),
    ] {
        assert_eq!(passing(&plan, zh), codes, "{zh}");
        assert_eq!(passing(&plan, en), codes, "{en}");
    }
}

#[test]
fn the_example_of_the_manual_works() {
    let plan = in_use();
    assert_eq!(
        passing(
            &plan,
            "牵头:教育局 状态:办理中 期限<2025-07 未更新>30 -节:三 心理"
        ),
        ["2.1.4"]
    );
    assert_eq!(passing(&plan, "").len(), 51);
}

#[test]
fn lights_and_what_is_to_be_done_are_asked_for_by_name() {
    let mut plan = in_use();
    plan.change("2.1.1", |row| row.lit.light = Light::Red);
    plan.change("2.1.2", |row| row.lit.light = Light::Yellow);
    plan.change("2.1.3", |row| {
        row.follow.judged = Some(Judged {
            light: Light::Red,
            until: today(),
        });
    });
    plan.change("2.1.5", |row| {
        row.follow.judged = Some(Judged {
            light: Light::Red,
            until: day("2024-05-16"),
        });
        row.follow.supervised = true;
        row.follow.coordinate = true;
    });
    plan.change("2.1.6", |row| row.follow.closing = Some(today()));
    plan.change("2.1.7", |row| row.follow.extension = Some(today()));
    for (zh, en, codes) in [
        ("灯:红", "light:red", &["2.1.1", "2.1.3"][..]),
        (
            "灯:红灯,黄",
            "light:red,yellow",
            &["2.1.1", "2.1.2", "2.1.3"],
        ),
        ("重点督办", "supervised", &["2.1.5"]),
        ("需协调", "coordinate", &["2.1.5"]),
        ("待审核", "waiting", &["2.1.6", "2.1.7"]),
    ] {
        assert_eq!(passing(&plan, zh), codes, "{zh}");
        assert_eq!(passing(&plan, en), codes, "{en}");
        let english = parse(&plan, zh).unwrap().write(Lang::En);
        assert_eq!(passing(&plan, &english), codes, "{english}");
    }
    // In the window that ends on the 25th of May: who reported before it, and who has ended, owes differently.
    plan.change("2.1.8", |row| row.follow.reported = Some(day("2024-04-26")));
    plan.change("2.3.1", |row| row.follow.reported = Some(day("2024-04-25")));
    let missing = passing(&plan, "未报本期");
    assert_eq!(missing, passing(&plan, "missing"));
    let owes = |code: &str| missing.iter().any(|missing| missing == code);
    assert_eq!(
        [owes("2.1.8"), owes("2.3.1"), owes("2.2.2")],
        [false, true, false]
    );
    let error = parse(&plan, "灯:紫").unwrap_err();
    assert!(error.say(Lang::Zh.words()).contains("红"), "{error}");
}

#[test]
fn whoever_never_reported_is_silent_for_ever() {
    let plan = in_use();
    assert_eq!(passing(&plan, "未报").len(), 48);
    assert_eq!(passing(&plan, "未更新>3000"), passing(&plan, "未报"));
    assert_eq!(passing(&plan, "stale>30").len(), 50);
}

#[test]
fn departments_go_by_any_of_their_names() {
    let plan = Plan::read();
    let by = |name: &str| passing(&plan, &format!("dept:{name}"));
    let reform = by("市发展改革委");
    assert_eq!(reform.len(), 10);
    for name in [
        "发改委",
        "发展改革委",
        "fgw",
        "发改",
        "fazhangaige",
        "改革委",
    ] {
        assert_eq!(by(name), reform, "{name}");
    }
    // jyj is exactly 教育局, though 市委教育工委 holds 教育 as well.
    assert_eq!(passing(&plan, "lead:jyj"), passing(&plan, "牵头:市教育局"));
    assert_eq!(
        passing(&plan, "lead:教育").len(),
        passing(&plan, "lead:市教育局").len() + passing(&plan, "lead:市委教育工委").len()
    );
}

#[test]
fn bare_words_are_decided_at_once_by_titles_and_later_by_texts() {
    let plan = Plan::read();
    let filter = parse(&plan, "体质健康,思想政治").expect("a filter");
    let at_once: Vec<usize> = (0..51)
        .filter(|&at| filter.matches(&plan.rows[at], &()))
        .collect();
    assert_eq!(plan.codes(at_once.iter().copied()), ["2.1.4"]);
    let texts = texts(&plan, &filter);
    let later: Vec<usize> = (0..51)
        .filter(|&at| filter.matches(&plan.rows[at], &texts))
        .collect();
    assert!(later.len() > 1 && at_once.iter().all(|at| later.contains(at)));
    assert!(
        parse(&plan, "节:三 未报")
            .expect("a filter")
            .words()
            .is_empty()
    );
    // Commas mean or, spaces and; a flag in quotation marks is a word.
    assert!(passing(&plan, "体质 残联").is_empty());
    assert_eq!(passing(&plan, "体质,残联"), ["2.1.4", "2.2.6"]);
    assert!(passing(&plan, "“未报”").is_empty());
    // A bare code, and a part of a status.
    assert_eq!(passing(&plan, "2.1.4,二（二）6"), ["2.1.4", "2.2.6"]);
    assert_eq!(passing(&plan, "状态:办理 3.1"), ["3.1"]);
    // Scattered letters are for the search line only.
    assert!(passing(&plan, "title:体康").is_empty());
}

#[test]
fn an_error_says_where_why_and_what_would_be_right() {
    let plan = Plan::read();
    for (text, at, said) in [
        ("心理 牵投:教育局", 3..5, "牵头"),
        ("stauts:active", 0..6, "状态"),
        ("完全不对:1", 0..4, "可用"),
        ("状态:好", 3..4, "办理中"),
        ("kind:big", 5..8, "周期"),
        ("牵头：教肓厅", 3..6, "市教育局"),
        ("期限<明天", 3..5, "2025-07-31"),
        ("due<none", 4..8, "今天"),
        ("进度>150", 3..6, "100"),
        ("未更新>很久", 4..6, "30天"),
        ("节:九", 2..3, "三、组织实施"),
        ("编号:甲", 3..4, "2.1.4"),
        ("牵头<教育局", 0..3, ":"),
        ("期限<2024,2025", 0..12, "一个值"),
        ("牵头:", 0..3, "缺少"),
        ("状态:办理中,", 0..7, "缺少"),
        ("心理 -", 3..4, "减号"),
        ("心理 “健康", 3..6, "引号"),
    ] {
        let error = parse(&plan, text).expect_err(text);
        assert_eq!(error.at, at, "{text}: {error}");
        let chinese = error.say(Lang::Zh.words());
        assert!(chinese.contains(said), "{text}: {chinese}");
        assert_ne!(chinese, error.say(Lang::En.words()));
    }
    let error = parse(&plan, "lead:qwxyz").expect_err("nobody");
    assert!(matches!(error.reason, Reason::UnknownDepartment { near, .. } if near.is_empty()));
}

#[test]
fn an_empty_result_names_the_condition() {
    let plan = in_use();
    let explain = |text: &str| {
        let filter = parse(&plan, text).expect(text);
        let texts = texts(&plan, &filter);
        let emptied = filter.explain_empty(&plan.rows, &texts)?;
        Some((emptied.condition, emptied.left, emptied.together))
    };
    assert_eq!(explain("节:三 体质"), Some(("节:三".to_owned(), 1, false)));
    assert_eq!(
        explain("状态:中止"),
        Some(("状态:中止".to_owned(), 51, false))
    );
    assert_eq!(
        explain("节:三 状态：中止 进度>10"),
        Some(("状态：中止".to_owned(), 3, true))
    );
    assert_eq!(explain("节:三"), None);
    let filter = parse(&plan, "状态:中止").expect("a filter");
    assert_eq!(filter.explain_empty(&[], &()), None);
    let said = filter.explain_empty(&plan.rows, &()).expect("a reason");
    assert!(said.say(Lang::Zh.words()).contains("状态:中止"));
    assert!(said.say(Lang::En.words()).contains("51"));
}

/// Conditions that can be read, and signs that often cannot.
fn filters() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-z教育局市0-9,，、：:<>=-]{1,6}",
        "\"[a-z ,，“”:<>-]{1,6}\"",
        "“[教育 ,、\":＜-]{1,6}”",
        "「[教育 \"“]{1,4}」",
        Just("未报".to_owned()),
        Just("“未报”".to_owned()),
        Just("办理中".to_owned()),
        Just("无".to_owned()),
        Just("2025-7".to_owned()),
        Just("30天".to_owned()),
        Just("二(一)".to_owned()),
        Just("教育局".to_owned()),
    ];
    let key = prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "牵头：",
            "support:",
            "单位=",
            "状态:",
            "kind:",
            "进度>",
            "percent<=",
            "code:",
            "节:",
            "期限<",
            "due≥",
            "updated:",
            "更新>",
            "未更新＞＝",
            "leader:",
            "标题:",
            "title:",
        ])
        .prop_map(str::to_owned),
    ];
    let condition = ("(-|－)?", key, prop::collection::vec(value, 1..3))
        .prop_map(|(minus, key, values)| format!("{minus}{key}{}", values.join(",")));
    prop::collection::vec(condition, 0..4).prop_map(|conditions| conditions.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_filter_reads_back_as_it_is_written(text in filters()) {
        if let Ok(filter) = parse(&PLAN, &text) {
            for lang in [Lang::Zh, Lang::En] {
                let written = filter.write(lang);
                prop_assert_eq!(parse(&PLAN, &written), Ok(filter.clone()), "{}", written);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in "\\PC{0,60}") {
        if let Err(error) = parse(&PLAN, &text) {
            prop_assert!(error.at.start <= error.at.end && error.at.end <= text.chars().count());
            prop_assert!(!error.say(Lang::Zh.words()).is_empty());
        }
    }
}

#[test]
fn my_tasks_are_those_my_department_leads_or_supports() {
    let mine = passing(&PLAN, "我的");
    assert_eq!(mine, passing(&PLAN, "单位:市财政局"));
    assert!(mine.len() > 10, "{mine:?}");
    assert_eq!(
        passing(&PLAN, "mine -责任:市财政局"),
        Vec::<String>::new(),
        "it never leads"
    );
    let context = Context {
        directory: &PLAN.directory,
        sections: &PLAN.sections,
        mine: &[],
        today: today(),
        outlook: &outlook(),
    };
    let error = Filter::parse("我的", &context).unwrap_err();
    assert!(error.say(Lang::Zh.words()).contains("config.toml"));
}
