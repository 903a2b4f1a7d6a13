//! Goals measured against something else: last year's value, another quantity, a named speed of the network.

use crate::model::{Comparator, Every};

use super::super::number::{decimal, digit};
use super::super::passage::cut;
use super::words::subject;
use super::{Finding, Place};

/// Words for not falling behind the period before.
const NOT_BELOW_PREVIOUS: &[&str] = &["只增不减", "只升不降", "不低于上年", "不低于上一年"];

/// Words that compare with another quantity.
const NOT_BELOW: &[(&str, Comparator)] = &[
    ("不低于或高于", Comparator::AtLeast),
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("高于", Comparator::MoreThan),
];

/// Nouns that are counted in money.
const MONEY: &[&str] = &["支出", "投入", "经费", "收入", "工资", "拨款", "资金"];

/// 逐年只增不减
pub(super) fn previous(place: &Place<'_>) -> Option<Finding> {
    let text = place.text;
    let at = NOT_BELOW_PREVIOUS.iter().find_map(|word| text.find(word))?;
    let before = cut(text, 0..at);
    let per_head = ["按在校学生人数平均的", "按学生人数平均的", "生均"];
    // A person says 生均.
    let (name, per) = match per_head.iter().find_map(|words| before.split_once(words)) {
        Some((_, what)) => (format!("生均{}", subject(what).name), Some("生".to_owned())),
        None => (subject(place.undated(before, 0)).name, None),
    };
    let money = MONEY.iter().any(|word| name.ends_with(word));
    (!name.is_empty()).then(|| Finding {
        name,
        comparator: Comparator::NotBelowPrevious,
        unit: if money { "元" } else { "" }.to_owned(),
        per,
        every: Some(Every::Year),
        range: 0..text.len(),
        ..Finding::default()
    })
}

/// 教师平均工资收入水平不低于或高于当地公务员平均工资收入水平
pub(super) fn another(place: &Place<'_>) -> Option<Finding> {
    // Both sides must speak of the same sort of thing, or it is no comparison.
    const ALIKE: usize = 2;
    let text = place.text;
    let (at, len, comparator) = NOT_BELOW
        .iter()
        .find_map(|&(word, comparator)| Some((text.find(word)?, word.len(), comparator)))?;
    let one = subject(place.undated(cut(text, 0..at), 0)).name;
    let other: String = cut(text, at + len..text.len())
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let alike = one.chars().rev().zip(other.chars().rev());
    let alike = alike.take_while(|(a, b)| a == b).count();
    (alike >= ALIKE && one != other).then(|| Finding {
        name: format!("{one}÷{other}"),
        comparator,
        value: Some("1".into()),
        unit: "比值".into(),
        range: 0..text.len(),
        ..Finding::default()
    })
}

/// 师生比不低于 1:18
pub(super) fn proportion(place: &Place<'_>) -> Option<Finding> {
    let text = place.text;
    let (at, colon) = text
        .char_indices()
        .find(|&(_, c)| matches!(c, ':' | '：'))?;
    let before = cut(text, 0..at).trim_end();
    let start = before
        .char_indices()
        .rev()
        .take_while(|&(_, c)| digit(c).is_some() || c == '.')
        .last()?
        .0;
    let (one, _) = decimal(cut(before, start..before.len()))?;
    let (other, _) = decimal(cut(text, at + colon.len_utf8()..text.len()).trim_start())?;
    let words = NOT_BELOW.iter().find_map(|(word, _)| before.find(word));
    let name = subject(place.undated(cut(before, 0..words.unwrap_or(start)), 0)).name;
    // 8:30 is a time of day.
    name.ends_with(['比', '例']).then(|| Finding {
        name,
        comparator: Comparator::Ratio,
        value: Some(one),
        upper: Some(other),
        unit: "比值".into(),
        range: 0..text.len(),
        ..Finding::default()
    })
}

/// 万兆到县、千兆到校、百兆到班
pub(super) fn bandwidth(place: &Place<'_>) -> Vec<Finding> {
    const SPEEDS: &[(&str, &str)] = &[("百兆到", "100"), ("千兆到", "1000"), ("万兆到", "10000")];
    let text = place.text;
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for &(word, value) in SPEEDS {
        for (at, _) in text.match_indices(word) {
            let whom = cut(text, at + word.len()..text.len());
            let end = whom.find(['、', '和', '，']).unwrap_or(whom.len());
            let whom = cut(whom, 0..end).trim();
            let finding = Finding {
                name: format!("到{whom}带宽"),
                comparator: Comparator::Exactly,
                value: Some(value.to_owned()),
                unit: "Mbps".into(),
                scope: Some(whom.to_owned()),
                range: 0..text.len(),
                ..Finding::default()
            };
            if (1..=6).contains(&whom.chars().count()) {
                found.push((at, finding));
            }
        }
    }
    found.sort_by_key(|&(at, _)| at);
    found.into_iter().map(|(_, finding)| finding).collect()
}
