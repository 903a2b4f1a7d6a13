//! Indicators of the plan, judged one by one.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::model::{Every, ItemId, Light, Rules, Sha};

/// 56 % of the plan's time has passed.
const MIDDLE: &str = "2024-05-17";
const AFTER: &str = "2026-01-01";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    decimal(text).unwrap()
}

fn district(n: usize) -> DepartmentId {
    DepartmentId::mint(&["district", &n.to_string()])
}

fn districts(n: usize) -> Vec<DepartmentId> {
    (0..n).map(district).collect()
}

/// An indicator as the plan words it.
fn indicator(comparator: Comparator, value: &str, unit: &str) -> Indicator {
    Indicator {
        id: ItemId::mint(&["indicator"]),
        name: String::new(),
        comparator,
        value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        upper: None,
        per: None,
        unit: unit.to_owned(),
        scope: None,
        condition: None,
        due: None,
        every: None,
        source: String::new(),
        line: 1,
    }
}

fn up_to(upper: &str, indicator: Indicator) -> Indicator {
    Indicator {
        upper: Some(upper.to_owned()),
        ..indicator
    }
}

fn per(per: &str, indicator: Indicator) -> Indicator {
    Indicator {
        per: Some(per.to_owned()),
        ..indicator
    }
}

fn named(name: &str, indicator: Indicator) -> Indicator {
    Indicator {
        name: name.to_owned(),
        ..indicator
    }
}

fn every(every: Every, indicator: Indicator) -> Indicator {
    Indicator {
        every: Some(every),
        ..indicator
    }
}

/// 优良率达到 55 % 以上.
fn fitness() -> Indicator {
    indicator(Comparator::AtLeast, "55", "%")
}

/// 每年培训 100 名.
fn trained() -> Indicator {
    every(Every::Year, indicator(Comparator::Exactly, "100", "名"))
}

fn figure(sort: FigureSort, period: &str, value: &str) -> Figure {
    let period: Period = period.parse().unwrap();
    Figure {
        op: Sha::of(value.as_bytes()),
        item: ItemId::mint(&["indicator"]),
        sort,
        period,
        region: None,
        value: Some(value.to_owned()),
        on: period.last(&Calendar::default()),
        source: String::new(),
        reason: String::new(),
        author: String::new(),
        recorded: DateTime::default(),
        gone: false,
        conflict: false,
    }
}

fn actual(period: &str, value: &str) -> Figure {
    figure(FigureSort::Actual, period, value)
}

fn baseline(period: &str, value: &str) -> Figure {
    figure(FigureSort::Baseline, period, value)
}

fn of_district(n: usize, value: &str) -> Figure {
    Figure {
        region: Some(district(n)),
        ..actual("2023", value)
    }
}

/// Figures of the districts, in their order.
fn of_districts(values: &[&str]) -> Vec<Figure> {
    let each = values.iter().enumerate();
    each.map(|(n, value)| of_district(n, value)).collect()
}

fn judged(
    indicator: &Indicator,
    figures: &[Figure],
    nature: Option<Nature>,
    regions: usize,
    today: &str,
) -> Judgement {
    let by = Yardstick {
        nature,
        regions: &districts(regions),
        start: day("2022-04-26"),
        due: day("2025-12-31"),
        rules: Rules::default().figures(),
    };
    judge(indicator, figures, &by, day(today))
}

fn found(indicator: &Indicator, figures: &[Figure], today: &str) -> (Finding, Light) {
    let judged = judged(indicator, figures, None, 0, today);
    (judged.finding, judged.light)
}

/// Whether the only value there is reaches the goal.
fn reaches(indicator: &Indicator, value: &str) -> bool {
    found(indicator, &[actual("2023", value)], MIDDLE).0 == Finding::Met
}

fn gap(indicator: &Indicator, value: &str) -> Option<String> {
    let judged = judged(indicator, &[actual("2023", value)], None, 0, MIDDLE);
    judged.gap.map(|gap| gap.to_string())
}

const MET: (Finding, Light) = (Finding::Met, Light::Green);
const ON_TRACK: (Finding, Light) = (Finding::OnTrack, Light::Green);
const BEHIND: (Finding, Light) = (Finding::Behind, Light::Yellow);
const FAR_BEHIND: (Finding, Light) = (Finding::FarBehind, Light::Red);
const OPEN: (Finding, Light) = (Finding::Open, Light::Blue);
const MISSED: (Finding, Light) = (Finding::Missed, Light::Red);
const STALE: (Finding, Light) = (Finding::Stale, Light::Grey);
const NO_DATA: (Finding, Light) = (Finding::NoData, Light::Grey);

#[test]
fn figures_are_read_as_people_write_them() {
    for (text, value) in [
        ("55", "55"),
        (" 55.20 ", "55.2"),
        ("９０％", "90"),
        ("90 %", "90"),
        ("－０．４", "-0.4"),
        ("−0.4", "-0.4"),
        ("1,234,567.8", "1234567.8"),
        ("-12，345", "-12345"),
        ("007", "7"),
    ] {
        let read = decimal(text).map(|value| value.to_string());
        assert_eq!(read.as_deref(), Some(value), "{text}");
    }
    for text in [
        "",
        "%",
        "-",
        ".",
        "1.",
        ".5",
        "--1",
        "+1",
        "1e3",
        "1.2.3",
        "1,2",
        "1234,567",
        ",123",
        "1,234.5,678",
        "1,234.567,8",
        "5 5",
        "90%%",
        "五",
        "0x10",
        "55名",
        "99999999999999999999999999999999",
    ] {
        assert_eq!(decimal(text), None, "{text}");
    }
}

#[test]
fn every_comparator_at_its_boundary() {
    assert!(reaches(&fitness(), "55") && !reaches(&fitness(), "54.99"));
    // 占比超过 65 %: that much is not yet more.
    let public = indicator(Comparator::MoreThan, "65", "%");
    assert!(reaches(&public, "65.01") && !reaches(&public, "65"));
    assert_eq!(gap(&public, "65").as_deref(), Some("0"));
    // 争创 5 个: a bare number, and more does no harm.
    let bases = indicator(Comparator::Exactly, "5", "个");
    assert!(reaches(&bases, "5") && reaches(&bases, "6") && !reaches(&bases, "4"));
    // 遴选 20 个左右: ten per cent below, and none above.
    let about = indicator(Comparator::About, "20", "个");
    assert!(reaches(&about, "18") && reaches(&about, "40") && !reaches(&about, "17.9"));
    assert_eq!(
        gap(&about, "17").as_deref(),
        Some("3"),
        "to the goal itself"
    );
    // 每 5 所配备 1 名: fewer schools each are better.
    let ratio = up_to("5", indicator(Comparator::Ratio, "1", "名"));
    assert!(reaches(&ratio, "5") && reaches(&ratio, "4.5") && !reaches(&ratio, "5.1"));
    assert_eq!(gap(&ratio, "7").as_deref(), Some("2"));
    let two = up_to("5", indicator(Comparator::Ratio, "2", "名"));
    assert!(
        reaches(&two, "2.5") && !reaches(&two, "2.6"),
        "two for five"
    );
    // 配齐配足: all of it, whatever number is written.
    let cover = indicator(Comparator::Cover, "", "%");
    assert!(reaches(&cover, "100") && !reaches(&cover, "99.9"));
}

#[test]
fn above_a_range_is_reached_and_said() {
    // 培育建设 6—8 个.
    let range = up_to("8", indicator(Comparator::Range, "6", "个"));
    let at = |value| {
        let judged = judged(&range, &[actual("2023", value)], None, 0, MIDDLE);
        (judged.finding == Finding::Met, judged.above)
    };
    assert_eq!(
        ["5", "6", "8", "9"].map(at),
        [(false, false), (true, false), (true, false), (true, true)]
    );
}

#[test]
fn without_a_figure_it_is_grey() {
    assert_eq!(found(&fitness(), &[], MIDDLE), NO_DATA);
    assert_eq!(found(&fitness(), &[], AFTER), NO_DATA);
    assert_eq!(
        found(&fitness(), &[baseline("2021", "40")], MIDDLE),
        NO_DATA
    );
    let gone = Figure {
        gone: true,
        ..actual("2023", "60")
    };
    assert_eq!(found(&fitness(), &[gone], MIDDLE), NO_DATA);
    let taken_out = Figure {
        value: None,
        ..actual("2023", "60")
    };
    assert_eq!(found(&fitness(), &[taken_out], MIDDLE), NO_DATA);
}

#[test]
fn a_figure_is_stale_after_its_days() {
    let at = |value: &str, days: u64| {
        let figure = Figure {
            on: day(MIDDLE) - chrono::Days::new(days),
            ..actual("2023", value)
        };
        found(&fitness(), &[figure], MIDDLE)
    };
    assert_eq!((at("60", 400), at("60", 401)), (MET, STALE));
    assert_eq!((at("50", 400), at("50", 401)), (OPEN, STALE));
    // Where there is nothing to compare with, too.
    let spent = every(
        Every::Year,
        indicator(Comparator::NotBelowPrevious, "", "元"),
    );
    assert_eq!(found(&spent, &[actual("2022", "100")], MIDDLE), STALE);
}

#[test]
fn without_a_baseline_only_the_gap_is_known_until_the_last_day() {
    let figures = [actual("2025-11", "51.2")];
    assert_eq!(found(&fitness(), &figures, "2025-12-31"), OPEN);
    assert_eq!(found(&fitness(), &figures, AFTER), MISSED);
    assert_eq!(gap(&fitness(), "51.2").as_deref(), Some("3.8"));
    assert_eq!(gap(&fitness(), "55"), None);
}

#[test]
fn with_a_baseline_the_way_is_compared_with_the_time() {
    // From 0 to 100 in the middle of the plan, when 56 is expected.
    let rate = indicator(Comparator::AtLeast, "100", "%");
    let at = |value| {
        found(
            &rate,
            &[baseline("2021", "0"), actual("2023", value)],
            MIDDLE,
        )
    };
    assert_eq!((at("60"), at("47")), (ON_TRACK, ON_TRACK));
    assert_eq!((at("46"), at("26")), (BEHIND, BEHIND));
    assert_eq!(at("25"), FAR_BEHIND);
    assert_eq!(at("100"), MET);
    // Rounded half up, like the progress of a task.
    assert_eq!((at("46.5"), at("46.4")), (ON_TRACK, BEHIND));
    let figures = [baseline("2021", "45"), actual("2023", "50")];
    let judged = judged(&fitness(), &figures, None, 0, MIDDLE);
    assert_eq!((judged.done_percent, judged.time_percent), (Some(50), 56));
}

#[test]
fn what_is_to_fall_is_done_as_it_falls() {
    let ratio = up_to("5", indicator(Comparator::Ratio, "1", "名"));
    let at = |value| {
        let figures = [baseline("2021", "15"), actual("2023", value)];
        let judged = judged(&ratio, &figures, None, 0, MIDDLE);
        (judged.light, judged.done_percent)
    };
    assert_eq!(at("10"), (Light::Green, Some(50)));
    assert_eq!(at("12"), (Light::Yellow, Some(30)));
    assert_eq!(at("14"), (Light::Red, Some(10)));
}

#[test]
fn below_the_baseline_is_further_behind_than_no_progress() {
    // 10 % of the time: no progress is 10 points behind.
    let early = "2022-09-07";
    let at = |value| {
        let figures = [baseline("2021", "50"), actual("2022-08", value)];
        let judged = judged(&fitness(), &figures, None, 0, early);
        assert_eq!(judged.done_percent, Some(0));
        (judged.finding, judged.light)
    };
    assert_eq!((at("50"), at("49"), at("48")), (BEHIND, BEHIND, FAR_BEHIND));
}

#[test]
fn what_was_reached_at_the_start_is_to_be_kept() {
    // 巩固课后服务全覆盖: there is no way from 100 to 100, and the time that has passed does not count.
    let cover = indicator(Comparator::Cover, "100", "%");
    let at = |value| {
        found(
            &cover,
            &[baseline("2021", "100"), actual("2022-05", value)],
            "2022-06-01",
        )
    };
    assert_eq!((at("100"), at("95")), (MET, ON_TRACK));
    assert_eq!((at("90"), at("70"), at("69")), (BEHIND, BEHIND, FAR_BEHIND));
    // Nor is who began above the goal and fell below it on the way to it.
    let figures = [baseline("2021", "60"), actual("2023", "44")];
    assert_eq!(found(&fitness(), &figures, MIDDLE), BEHIND);
}

#[test]
fn what_recurs_is_judged_by_the_period() {
    let found = |years: &[(&str, &str)], today| {
        let figures: Vec<Figure> = years.iter().map(|(p, v)| actual(p, v)).collect();
        found(&trained(), &figures, today)
    };
    assert_eq!(found(&[("2023", "100")], MIDDLE), MET);
    assert_eq!(found(&[("2023", "99")], MIDDLE), BEHIND);
    assert_eq!(found(&[("2022", "80"), ("2023", "99")], MIDDLE), FAR_BEHIND);
    assert_eq!(found(&[("2022", "80"), ("2023", "100")], MIDDLE), MET);
    assert_eq!(found(&[("2022", "100"), ("2023", "99")], MIDDLE), BEHIND);
    assert_eq!(
        found(&[("2021", "80"), ("2023", "99")], MIDDLE),
        BEHIND,
        "not in a row"
    );
}

#[test]
fn a_running_period_is_not_judged_before_it_ends() {
    let found = |years: &[(&str, &str)], today| {
        let figures = years.iter().map(|(period, value)| Figure {
            on: day("2024-03-31"),
            ..actual(period, value)
        });
        found(&trained(), &figures.collect::<Vec<_>>(), today)
    };
    assert_eq!(found(&[("2024", "40")], MIDDLE), OPEN);
    assert_eq!(found(&[("2023", "100"), ("2024", "40")], MIDDLE), OPEN);
    assert_eq!(
        found(&[("2023", "90"), ("2024", "40")], MIDDLE),
        BEHIND,
        "the year before"
    );
    let two = [("2022", "90"), ("2023", "90"), ("2024", "40")];
    assert_eq!(found(&two, MIDDLE), FAR_BEHIND);
    assert_eq!(found(&[("2023", "90"), ("2024", "100")], MIDDLE), MET);
    assert_eq!(found(&[("2024", "40")], "2024-12-31"), OPEN);
    assert_eq!(found(&[("2024", "40")], "2025-01-01"), BEHIND);
}

#[test]
fn a_goal_of_its_period_counts_before_the_plans() {
    let found = |period| {
        let figures = [
            figure(FigureSort::Target, period, "80"),
            actual("2023", "90"),
        ];
        found(&trained(), &figures, MIDDLE)
    };
    assert_eq!(found("2023"), MET);
    assert_eq!(found("2022"), BEHIND, "of another period");
}

#[test]
fn what_must_not_fall_is_held_against_the_period_before() {
    // 一般公共预算教育支出逐年只增不减.
    let spent = every(
        Every::Year,
        indicator(Comparator::NotBelowPrevious, "", "元"),
    );
    let found = |years: &[(&str, &str)]| {
        let figures: Vec<Figure> = years.iter().map(|(p, v)| actual(p, v)).collect();
        found(&spent, &figures, MIDDLE)
    };
    assert_eq!(found(&[("2023", "100")]), OPEN, "nothing to compare with");
    assert_eq!(found(&[("2022", "100"), ("2023", "100")]), MET);
    assert_eq!(found(&[("2022", "100"), ("2023", "99")]), BEHIND);
    assert_eq!(
        found(&[("2021", "101"), ("2022", "100"), ("2023", "99")]),
        FAR_BEHIND
    );
}

#[test]
fn a_binding_indicator_warns_from_yellow_on() {
    let rate = indicator(Comparator::AtLeast, "100", "%");
    let warns = |nature, value| {
        let figures = [baseline("2021", "0"), actual("2023", value)];
        judged(&rate, &figures, nature, 0, MIDDLE).warning
    };
    let mandatory = Some(Nature::Mandatory);
    assert_eq!(
        ["47", "46", "25"].map(|value| warns(mandatory, value)),
        [false, true, true]
    );
    assert!(!warns(Some(Nature::Indicative), "25") && !warns(None, "25"));
    assert!(!judged(&rate, &[], mandatory, 0, MIDDLE).warning);
}

#[test]
fn the_wording_suggests_how_much_it_binds() {
    for (source, nature) in [
        (
            "确保一般公共预算教育支出逐年只增不减",
            Some(Nature::Mandatory),
        ),
        (
            "超过 1000 人规模的学校必须配备专职教师",
            Some(Nature::Mandatory),
        ),
        (
            "每个区县至少推出 10 个典型性劳动教育基地",
            Some(Nature::Mandatory),
        ),
        (
            "奖励性绩效占比不低于绩效工资总量的 70%",
            Some(Nature::Mandatory),
        ),
        ("劳动教育课每周不少于 1 课时", Some(Nature::Mandatory)),
        (
            "力争 80%以上的区县达到国家认定标准",
            Some(Nature::Indicative),
        ),
        ("争创 5个省级学科基地", Some(Nature::Indicative)),
        ("争取 10 个左右的高职专业群", Some(Nature::Indicative)),
        (
            "原则上每 5 所幼儿园配备 1 名责任督学",
            Some(Nature::Indicative),
        ),
        (
            "可按照不低于 50％的比例用于奖励性绩效工资分配",
            Some(Nature::Indicative),
        ),
        ("建设 2 个省级示范性职教集团", None),
        ("打造可复制、可推广的先进经验", None),
    ] {
        assert_eq!(Nature::proposed(source), nature, "{source}");
    }
}

#[test]
fn the_wording_says_how_districts_add_up() {
    use Comparator as C;
    let at_least = |unit| indicator(C::AtLeast, "1", unit);
    for (indicator, aggregate) in [
        // 每个区县至少建成一所高水平中职学校.
        (per("区县", at_least("所")), Aggregate::Count),
        // 80 % 以上的区县达到国家认定标准.
        (
            named("区县达到国家认定标准的比例", at_least("%")),
            Aggregate::Count,
        ),
        // 特殊教育资源中心全覆盖.
        (indicator(C::Cover, "100", "%"), Aggregate::Count),
        // 全市建设 10 所以上省级特色高中.
        (at_least("所"), Aggregate::Sum),
        (up_to("8", indicator(C::Range, "6", "个")), Aggregate::Sum),
        (trained(), Aggregate::Sum),
        // 学生体质健康测试优良率.
        (fitness(), Aggregate::Entered),
        // 各中小学至少配备 1 名, 让每位学生掌握 1—2 项: eight districts with one each do not make eight.
        (per("校", at_least("名")), Aggregate::Entered),
        (
            per("生", up_to("2", indicator(C::Range, "1", "项"))),
            Aggregate::Entered,
        ),
        (per("镇", at_least("所")), Aggregate::Entered),
        // 每 5 所幼儿园配备 1 名.
        (
            up_to("5", indicator(C::Ratio, "1", "名")),
            Aggregate::Entered,
        ),
        (indicator(C::NotBelowPrevious, "", "元"), Aggregate::Entered),
    ] {
        assert_eq!(Aggregate::of(&indicator), aggregate, "{indicator:?}");
    }
}

#[test]
fn districts_add_up_to_the_whole() {
    let value = |indicator: &Indicator, values: &[&str]| {
        let judged = judged(indicator, &of_districts(values), None, 4, MIDDLE);
        (judged.value.map(|value| value.to_string()), judged.finding)
    };
    let is = |value: &str, finding| (Some(value.to_owned()), finding);
    let schools = indicator(Comparator::AtLeast, "10", "所");
    assert_eq!(value(&schools, &["3", "2", "5"]), is("10", Finding::Met));
    let bases = per("区县", indicator(Comparator::AtLeast, "10", "个"));
    assert_eq!(
        value(&bases, &["10", "12", "9"]),
        is("50", Finding::Open),
        "two of four"
    );
    assert_eq!(
        value(&bases, &["10", "10", "10", "10"]),
        is("100", Finding::Met)
    );
    let more = per("区县", indicator(Comparator::MoreThan, "10", "个"));
    assert_eq!(
        value(&more, &["10", "11", "11", "11"]),
        is("75", Finding::Open)
    );
    assert_eq!(
        value(&more, &["11", "11", "11", "11"]),
        is("100", Finding::Met)
    );
    let range = per("区县", up_to("2", indicator(Comparator::Range, "1", "个")));
    let all = judged(
        &range,
        &of_districts(&["1", "1", "1", "1"]),
        None,
        4,
        MIDDLE,
    );
    assert_eq!((all.finding, all.above), (Finding::Met, false));
    let recognized = named("区县比例", indicator(Comparator::AtLeast, "75", "%"));
    assert_eq!(
        value(&recognized, &["1", "0", "1", "1"]),
        is("75", Finding::Met)
    );
    let cover = indicator(Comparator::Cover, "100", "%");
    assert_eq!(
        value(&cover, &["100", "100", "99.9", "100"]),
        is("75", Finding::Open)
    );
    assert_eq!(
        value(&cover, &["100", "100", "100", "100"]),
        is("100", Finding::Met)
    );
    assert_eq!(
        value(&fitness(), &["60", "60", "60", "60"]),
        (None, Finding::NoData)
    );
}

#[test]
fn what_was_entered_for_the_whole_counts_before_its_parts() {
    let schools = indicator(Comparator::AtLeast, "10", "所");
    let mut figures = of_districts(&["3", "2"]);
    // One that was never asked.
    figures.push(of_district(9, "50"));
    let value = |figures: &[Figure]| judged(&schools, figures, None, 4, MIDDLE).value;
    assert_eq!(value(&figures), Some(number("5")));
    figures.push(actual("2023", "7"));
    assert_eq!(value(&figures), Some(number("7")));
}

#[test]
fn the_latest_period_is_the_one_that_ends_last() {
    let latest = |periods: &[&str]| {
        let figures: Vec<Figure> = periods.iter().map(|period| actual(period, "1")).collect();
        let all = series(&fitness(), &figures, &[], FigureSort::Actual);
        all.first().map(|(period, ..)| period.to_string())
    };
    assert_eq!(latest(&["2024H1", "2024Q4"]).as_deref(), Some("2024Q4"));
    assert_eq!(latest(&["2024-06", "2024Q1"]).as_deref(), Some("2024-06"));
    assert_eq!(
        latest(&["2024Q4", "2024", "2024-12"]).as_deref(),
        Some("2024")
    );
    assert_eq!(latest(&["2023", "2022-2023-2"]).as_deref(), Some("2023"));
}

/// A figure that anybody may enter: common ones, and the largest and the smallest that can be written.
fn any_number() -> impl Strategy<Value = String> {
    let digits = prop_oneof![
        "[0-9]{1,3}",
        "[1-7][0-9]{26,28}",
        "0\\.0{26}[1-9]",
        Just(Decimal::MAX.to_string()),
    ];
    (prop_oneof![Just(""), Just("-")], digits).prop_map(|(sign, digits)| format!("{sign}{digits}"))
}

proptest! {
    #[test]
    fn no_figure_is_too_large_to_be_judged(
        numbers in proptest::collection::vec(any_number(), 6), which in 0_usize..8, recurs: bool,
        district: bool, middle: bool,
    ) {
        use Comparator as C;
        let comparator = [
            C::AtLeast, C::MoreThan, C::Exactly, C::About, C::Range, C::Ratio, C::NotBelowPrevious, C::Cover,
        ][which];
        let indicator = Indicator {
            every: recurs.then_some(Every::Year),
            per: district.then(|| "区县".to_owned()),
            ..up_to(&numbers[1], indicator(comparator, &numbers[0], "个"))
        };
        let mut figures = vec![
            baseline("2021", &numbers[2]), actual("2022", &numbers[3]), of_district(0, &numbers[4]),
            of_district(1, &numbers[5]),
        ];
        if middle {
            figures.push(actual("2023", &numbers[4]));
        }
        let judged = judged(&indicator, &figures, Some(Nature::Mandatory), 2, MIDDLE);
        prop_assert_eq!(judged.finding == Finding::Met, judged.light == Light::Green && judged.gap.is_none());
        prop_assert_eq!(judged.warning, judged.light > Light::Blue);
    }

    #[test]
    fn a_number_is_read_as_it_was_written(whole in 0_u32.., digits in 0_u32..10_000, minus: bool) {
        let sign = if minus { "-" } else { "" };
        let text = format!("{sign}{whole}.{digits:04}");
        let value = number(&text);
        prop_assert_eq!(decimal(&value.to_string()), Some(value));
        let full: String = text.chars().map(|c| match c {
            '.' => '．',
            '-' => '－',
            c => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        }).collect();
        prop_assert_eq!(decimal(&full), Some(value));
    }
}
