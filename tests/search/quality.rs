//! How often what was meant comes first, whatever way it is typed: every run of characters in every title.

use std::collections::BTreeSet;

use duban::search::{Index, Query};
use pinyin::ToPinyin as _;

use super::plan::PLAN;

/// A way to type a phrase.
type Way = fn(&str) -> String;

fn full(phrase: &str) -> String {
    let readings = phrase.chars().map(|c| c.to_pinyin().expect("a reading"));
    readings.map(pinyin::Pinyin::plain).collect()
}

fn initials(phrase: &str) -> String {
    let readings = phrase.chars().map(|c| c.to_pinyin().expect("a reading"));
    readings.map(pinyin::Pinyin::first_letter).collect()
}

/// Half the phrase one way, the other half another.
fn mixed(phrase: &str, one: Way, other: Way) -> String {
    let middle = phrase.chars().count() / 2;
    let (first, last): (String, String) = (
        phrase.chars().take(middle).collect(),
        phrase.chars().skip(middle).collect(),
    );
    one(&first) + &other(&last)
}

/// Every run of `length` Chinese characters in a title or a department's name.
fn phrases(length: usize) -> BTreeSet<String> {
    let titles = PLAN.rows.iter().map(|row| row.title.as_str());
    let names = PLAN.directory.iter().map(|department| &*department.name);
    let chars = titles.chain(names).map(|text| text.chars().collect());
    chars
        .flat_map(|text: Vec<char>| {
            let runs = text.windows(length).map(|run| run.iter().collect());
            runs.collect::<Vec<String>>()
        })
        .filter(|run| run.chars().all(|c| c.to_pinyin().is_some()))
        .collect()
}

/// The mean of 1/rank of the first task that holds the phrase in its title or a department, and the phrases whose
/// rank is not 1.
fn mean_reciprocal_rank(length: usize, way: Way) -> (f64, Vec<String>) {
    let index = Index::new(&PLAN.rows, &PLAN.directory);
    let (mut sum, mut count, mut missed) = (0.0, 0.0, Vec::new());
    for phrase in phrases(length) {
        let typed = way(&phrase);
        let hits = index.search(&Query::new(&typed), 100, None).hits;
        let holds = |at: usize| {
            let row = &PLAN.rows[at];
            let departments = row.lead.iter().chain(&row.support);
            let mut names = departments.map(|id| PLAN.directory.name(*id));
            row.title.contains(&phrase) || names.any(|name| name.contains(&phrase))
        };
        let rank = hits.iter().zip(1_u32..).find(|(hit, _)| holds(hit.row));
        count += 1.0;
        sum += rank.map_or(0.0, |(_, rank)| 1.0 / f64::from(rank));
        if rank.is_none_or(|(_, rank)| rank > 1) {
            let before = hits.first().map(|hit| &PLAN.rows[hit.row].title);
            missed.push(format!(
                "{typed} {phrase} at {:?} after {before:?}",
                rank.map(|(_, rank)| rank)
            ));
        }
    }
    (sum / count, missed)
}

#[test]
fn whatever_way_a_phrase_is_typed_its_task_comes_first() {
    // Few letters mean many things, so that not even the best order puts what was meant first each time.
    let ways: [(&str, Way, usize, f64); 9] = [
        ("as written", str::to_owned, 2, 1.0),
        ("as written", str::to_owned, 3, 1.0),
        ("as written", str::to_owned, 4, 1.0),
        ("in full pinyin", full, 2, 0.97),
        ("in full pinyin", full, 3, 0.99),
        ("in full pinyin", full, 4, 0.995),
        ("by initials", initials, 4, 0.97),
        (
            "characters, then initials",
            |phrase| mixed(phrase, str::to_owned, initials),
            4,
            0.99,
        ),
        (
            "full, then initials",
            |phrase| mixed(phrase, full, initials),
            4,
            0.99,
        ),
    ];
    let mut bad = Vec::new();
    for (name, way, length, least) in ways {
        let (mean, missed) = mean_reciprocal_rank(length, way);
        if mean < least {
            bad.push(format!(
                "{length} characters {name}: {mean:.4}, {missed:#?}"
            ));
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}
