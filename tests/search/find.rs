//! The search line.

use std::sync::Arc;

use duban::model::{Department, Directory};
use duban::search::{Field, Index, Query, TextSearch};
use proptest::prelude::*;

use super::plan::{PLAN, Plan, row};

fn index(plan: &Plan) -> Index {
    Index::new(&plan.rows, &plan.directory)
}

/// What is typed, and what the title or a department of the first hit must then hold.
const MEANT: &[(&str, &str)] = &[
    ("学前教育", "学前教育"),
    ("xqjy", "学前教育"),
    ("xueqianjiaoyu", "学前教育"),
    ("xueqjy", "学前教育"),
    ("学前jy", "学前教育"),
    ("tzjk", "体质健康"),
    ("tizhijiankang", "体质健康"),
    ("tizhijk", "体质健康"),
    ("体质jk", "体质健康"),
    ("提升体质", "体质健康"),
    ("shide", "师德师风"),
    ("sdsf", "师德师风"),
    ("师德", "师德师风"),
    ("tsjytx", "特殊教育体系"),
    ("teshujiaoyu", "特殊教育"),
    ("mbjy", "民办教育"),
    ("民办", "民办教育"),
    ("gdjy", "高等教育"),
    ("gaodengjy", "高等教育"),
    ("chanjiaoronghe", "产教融合"),
    ("cjrh", "产教融合"),
    ("互联网", "互联网+教育"),
    ("fgf", "放管服"),
    ("fangguanfu", "放管服"),
    ("wlbz", "网络保障"),
    ("中外合作", "中外合作办学"),
    ("zwhz", "中外合作办学"),
    ("jzyth", "济淄一体化"),
    ("家校社", "家庭学校社会"),
    ("强校扩优", "强校扩优"),
    ("qxky", "强校扩优"),
    ("zhaosheng", "招生考试"),
    ("afxfk", "安全风险防控"),
    ("anquanfengxian", "安全风险"),
    ("shengtaiwenming", "生态文明"),
    ("jiating", "家庭学校社会"),
    ("发改委", "市发展改革委"),
    ("fgw", "市发展改革委"),
    ("人社局", "市人力资源社会保障局"),
    ("rsj", "市人力资源社会保障局"),
    ("住建局", "市住房城乡建设局"),
    ("sgzw", "市国资委"),
    ("国资委", "市国资委"),
    ("shijiaoyuju", "市教育局"),
    ("jyj", "市教育局"),
    ("tuanshiwei", "团市委"),
    ("军分区", "淄博军分区战备建设处"),
    ("wsjkw", "市卫生健康委"),
    ("canlian", "市残联"),
    ("lvyou", "市文化和旅游局"),
    ("luyouju", "市文化和旅游局"),
    ("jiji", "积极"),
    ("jishu", "技术"),
    ("jianquan", "健全"),
    ("dongjixu", "推动继续教育"),
    ("tiyu", "市体育局"),
    ("xuexiaoanquan", "学校安全"),
];

#[test]
fn what_was_meant_comes_first() {
    let plan = Plan::read();
    let index = index(&plan);
    let mut wrong = Vec::new();
    for (typed, meant) in MEANT {
        let hits = index.search(&Query::new(typed), 10, None);
        let Some(first) = hits.hits.first() else {
            wrong.push(format!("{typed}: nothing"));
            continue;
        };
        let task = &plan.rows[first.row];
        let named = first.department.as_ref().map_or("", |d| &*d.name);
        if !task.title.contains(meant) && named != *meant {
            wrong.push(format!("{typed}: {} {named}", task.title));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The characters of `text` at these places.
fn picked(text: &str, places: &[u32]) -> String {
    let chars: Vec<char> = text.chars().collect();
    places.iter().map(|&at| chars[at as usize]).collect()
}

#[test]
fn highlights_are_the_characters_that_were_meant() {
    let plan = Plan::read();
    let index = index(&plan);
    for (typed, found) in [
        ("tizhijk", "体质健康"),
        ("提升体质", "提升体质"),
        ("放管f", "放管服"),
        ("“互联网+", "“互联网+"),
        ("教育 大数据", "教育"),
    ] {
        let hits = index.search(&Query::new(typed), 1, None);
        let first = hits.hits.first().expect(typed);
        assert_eq!(
            picked(&plan.rows[first.row].title, &first.highlights),
            found,
            "{typed}"
        );
    }
    let hits = index.search(&Query::new("fgw"), 1, None);
    let named = hits
        .hits
        .first()
        .and_then(|hit| hit.department.clone())
        .expect("a department");
    assert_eq!(&*named.name, "市发展改革委");
    assert_eq!(picked(&named.name, &named.highlights), "发改委");
}

#[test]
fn highlights_count_the_characters_as_written() {
    let rows = Arc::new(vec![Arc::new(row("1", "建成㎡统计与ＡＩ教室"))]);
    let index = Index::new(&rows, &Directory::default());
    let hits = index.search(&Query::new("ai教"), 1, None);
    assert_eq!(
        hits.hits.first().map(|hit| hit.highlights.clone()),
        Some(vec![6, 7, 8])
    );
}

#[test]
fn an_alias_that_shares_no_characters_lights_up_the_whole_name() {
    let mut department = Department::named("市卫生健康委");
    department.aliases.push("卫计局".to_owned());
    let mut task = row("1", "提升体质");
    task.lead.push(department.id);
    let index = Index::new(
        &Arc::new(vec![Arc::new(task)]),
        &Directory::new([department]),
    );
    let hits = index.search(&Query::new("weijiju"), 1, None);
    let named = hits
        .hits
        .first()
        .and_then(|hit| hit.department.clone())
        .expect("a department");
    assert_eq!(
        (&*named.name, named.highlights),
        ("市卫生健康委", vec![0, 1, 2, 3, 4, 5])
    );
}

#[test]
fn codes_are_found_as_they_are_said() {
    let plan = Plan::read();
    let index = index(&plan);
    let codes = |typed: &str| {
        let hits = index.search(&Query::new(typed), 100, None);
        assert!(
            hits.hits.iter().all(|hit| hit.field == Field::Code),
            "{typed}"
        );
        plan.codes(hits.hits.iter().map(|hit| hit.row))
    };
    assert_eq!(codes("2.1.4"), ["2.1.4"]);
    assert_eq!(codes("２．１．４"), ["2.1.4"]);
    assert_eq!(codes("2。1。4"), ["2.1.4"]);
    assert_eq!(codes("二（一）4"), ["2.1.4"]);
    assert_eq!(codes("3.1"), ["3.1"]);
    let section: Vec<String> = (1..=8).map(|n| format!("2.1.{n}")).collect();
    assert_eq!(codes("2.1"), section);
    assert_eq!(codes("二（一）"), section);
}

#[test]
fn words_are_all_needed_in_any_order_and_any_field() {
    let plan = Plan::read();
    let index = index(&plan);
    let found = |typed: &str| {
        let hits = index.search(&Query::new(typed), 100, None);
        plan.codes(hits.survivors.rows())
    };
    assert_eq!(found("健康 学生"), found("学生 健康"));
    assert_eq!(found("健康 tiyuju 2.1"), ["2.1.4"]);
    assert_eq!(found("2.2 残联"), ["2.2.6"]);
    assert!(found("体质 残联").is_empty());
}

#[test]
fn the_lead_stands_before_the_supporters_and_titles_before_departments() {
    let plan = Plan::read();
    let index = index(&plan);
    let hits = index.search(&Query::new("市委教育工委"), 100, None).hits;
    let work = Department::id_of("市委教育工委");
    let leads = plan
        .rows
        .iter()
        .filter(|row| row.lead.contains(&work))
        .count();
    assert!(leads > 1);
    assert!(
        hits.iter()
            .take(leads)
            .all(|hit| plan.rows[hit.row].lead.contains(&work))
    );
    let hits = index.search(&Query::new("教育"), 100, None).hits;
    let titled = plan
        .rows
        .iter()
        .filter(|row| row.title.contains("教育"))
        .count();
    assert!(
        hits.iter()
            .take(titled)
            .all(|hit| plan.rows[hit.row].title.contains("教育"))
    );
    assert!(hits.len() > titled);
}

#[test]
fn texts_come_after_everything_else() {
    let plan = Plan::read();
    let index = index(&plan);
    let search = |typed: &str| {
        let query = Query::new(typed);
        let mut texts = TextSearch::new(&query);
        for (row, body) in plan.rows.iter().zip(&plan.bodies) {
            texts.look(row.id, Field::Text, body);
        }
        let shallow = index.search(&query, 100, None);
        let more = index.search_texts(&query, &texts, &shallow.survivors, 100);
        assert!(shallow.hits.iter().all(|hit| hit.score >= 1.0));
        assert!(
            more.iter()
                .all(|hit| hit.score < 1.0 && hit.field == Field::Text)
        );
        assert!(more.iter().all(|hit| !shallow.survivors.contains(hit.row)));
        plan.codes(more.iter().map(|hit| hit.row))
    };
    assert!(search("xinlijiankang").contains(&"2.1.4".to_owned()));
    assert_eq!(search("xinlijiankang"), search("心理健康"));
    // One word in the text, the other in a department or the code.
    assert_eq!(search("心理健康 tiyuju"), ["2.1.4"]);
    assert_eq!(search("2.1.4 心理健康"), ["2.1.4"]);
    assert!(search("心理健康 残联").iter().all(|code| code != "2.1.4"));
}

#[test]
fn a_note_changes_no_index_and_a_title_does() {
    let mut plan = Plan::read();
    let before = index(&plan);
    plan.change("2.1.4", |row| row.percent = Some(40));
    let after = before.refreshed(&plan.rows, &plan.directory);
    let hits = after.search(&Query::new("tzjk"), 1, None);
    assert_eq!(plan.codes(hits.hits.iter().map(|hit| hit.row)), ["2.1.4"]);
    plan.change("2.1.4", |row| row.title = "配齐校医".to_owned());
    let after = after.refreshed(&plan.rows, &plan.directory);
    assert_eq!(after.search(&Query::new("tzjk"), 1, None).total, 0);
    assert_eq!(after.search(&Query::new("配齐校医"), 1, None).total, 1);
    let mut alias = Department::named("市体育局");
    alias.aliases.push("竞体处".to_owned());
    let departments = plan.directory.iter().map(|department| {
        if department.id == alias.id {
            alias.clone()
        } else {
            department.clone()
        }
    });
    let after = after.refreshed(&plan.rows, &Directory::new(departments));
    assert_eq!(after.search(&Query::new("竞体处"), 1, None).total, 1);
}

proptest! {
    #[test]
    fn any_text_can_be_typed_and_searched(typed in "\\PC{0,80}", title in "\\PC{0,40}") {
        let rows = Arc::new(vec![Arc::new(row("1.2", &title))]);
        let index = Index::new(&rows, &Directory::new([Department::named(&title)]));
        let query = Query::new(&typed);
        let hits = index.search(&query, 10, None);
        for hit in &hits.hits {
            let length = u32::try_from(title.chars().count()).unwrap();
            prop_assert!(hit.highlights.iter().all(|&at| at < length));
            prop_assert!(hit.score.is_finite());
        }
        let mut texts = TextSearch::new(&query);
        texts.look(rows[0].id, Field::Note, &title);
    }

    /// Whatever a title holds finds it, as written or in part.
    #[test]
    fn a_part_of_a_title_finds_it(at in 0_usize..51, from in 0_usize..20, length in 1_usize..20) {
        let title = &PLAN.rows[at].title;
        let part: String = title.chars().skip(from).take(length).collect();
        prop_assume!(!part.trim().is_empty());
        let hits = index(&PLAN).search(&Query::new(&part), 100, None);
        prop_assert!(hits.survivors.contains(at), "{part}");
    }

    /// Narrowing key by key finds the same as searching afresh.
    #[test]
    fn narrowing_changes_nothing(typed in "[a-z学教育健康市2.（一）' ]{1,12}") {
        let index = index(&PLAN);
        let mut survivors = None;
        let mut text = String::new();
        for c in typed.chars() {
            text.push(c);
            let query = Query::new(&text);
            let narrowed = index.search(&query, 60, survivors.as_ref());
            let fresh = index.search(&query, 60, None);
            prop_assert_eq!(&narrowed.hits, &fresh.hits, "{}", text);
            survivors = Some(narrowed.survivors);
        }
    }
}
