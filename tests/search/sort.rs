//! The order of the ledger.

use duban::model::{Judged, Light};
use duban::search::Sort;
use duban::words::Lang;

use super::plan::{Plan, day};

fn sorted(plan: &Plan, by: &str, take: usize) -> Vec<String> {
    let mut places: Vec<usize> = (0..plan.rows.len()).collect();
    let sort: Sort = by.parse().expect(by);
    sort.apply(&plan.rows, &plan.directory, day("2024-05-17"), &mut places);
    plan.codes(places.into_iter().take(take))
}

#[test]
fn every_column_sorts_and_what_is_missing_comes_last_either_way() {
    let mut plan = Plan::read();
    for (code, percent, updated) in [("2.1.4", 45, "2024-04-12"), ("2.2.1", 40, "2024-05-13")] {
        plan.change(code, |row| {
            row.percent = Some(percent);
            row.updated = Some(day(updated));
        });
    }
    plan.change("3.2", |row| row.due = Some(day("2022-12-31")));
    plan.change("2.8.1", |row| row.due = None);
    assert_eq!(sorted(&plan, "percent", 3), ["2.2.1", "2.1.4", "2.1.1"]);
    assert_eq!(sorted(&plan, "-进度", 3), ["2.1.4", "2.2.1", "2.1.1"]);
    assert_eq!(sorted(&plan, "updated", 2), ["2.1.4", "2.2.1"]);
    assert_eq!(sorted(&plan, "－未更新", 2), ["2.1.4", "2.2.1"]);
    assert_eq!(sorted(&plan, "期限", 1), ["3.2"]);
    for (code, light) in [("2.1.5", Light::Red), ("2.1.6", Light::Yellow)] {
        plan.change(code, |row| row.lit.light = light);
    }
    // A coordinator's light counts where it shows, and not any more the day after.
    for (code, until) in [("2.1.7", "2024-05-17"), ("2.1.8", "2024-05-16")] {
        plan.change(code, |row| {
            row.follow.judged = Some(Judged {
                light: Light::Red,
                until: day(until),
            });
        });
    }
    assert_eq!(
        sorted(&plan, "灯", 4),
        ["2.1.5", "2.1.7", "2.1.6", "2.1.1"],
        "the most urgent first"
    );
    for by in ["due", "-due"] {
        assert_eq!(
            sorted(&plan, by, 51).last().map(String::as_str),
            Some("2.8.1")
        );
    }
    assert_eq!(sorted(&plan, "-code", 1), ["3.3"]);
    assert_eq!(sorted(&plan, "-section", 4), ["3.1", "3.2", "3.3", "2.8.1"]);
    // 不断完善 before 不断优化 before 持续: by sound (wán, yōu), not by code point.
    assert_eq!(sorted(&plan, "标题", 3), ["2.7.4", "2.7.3", "2.5.1"]);
    assert_eq!(sorted(&plan, "lead", 3), ["2.1.1", "2.1.2", "2.7.1"]);
}

#[test]
fn both_languages_name_every_column() {
    for lang in [Lang::Zh, Lang::En] {
        for name in duban::search::Column::names(lang) {
            let sort: Sort = format!("-{name}").parse().expect(name);
            assert_eq!((sort.column.name(lang), sort.reverse), (name, true));
            assert_eq!(sort.to_string().parse(), Ok(sort));
        }
    }
    let wrong = "颜色".parse::<Sort>().expect_err("no such column");
    assert!(wrong.to_string().contains("颜色") && wrong.to_string().contains("due"));
    assert!(wrong.say(Lang::Zh.words()).contains("期限"));
}
