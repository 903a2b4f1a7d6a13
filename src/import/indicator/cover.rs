//! Goals that cover everything: 全覆盖, 配齐配足, 所有…达到, 校校建有.

use crate::model::Comparator;

use super::super::passage::{Enclosure, cut, is_enclosed};
use super::words::{institution, subject, without_tones};
use super::{Finding, Place};

/// 配齐配足 and its like; 配齐配强 asks for quality too, which nobody can count.
const FULLY_STAFFED: &[&str] = &["配齐配足", "配足配齐", "配齐配全", "配全配齐", "配足配全"];

/// Verbs of having and reaching: 普遍设立 can be counted, 普遍开展 cannot.
const HAVING: &[&str] = &[
    "设立", "建立", "建有", "设置", "配备", "达到", "实现", "开设",
];

/// Verbs behind 所有 and 全部.
const REACHING: &[&str] = &[
    "达到", "实现", "完成", "建成", "配备", "纳入", "建有", "设立",
];

/// Words for every one of a kind.
const EVERY_ONE: &[&str] = &["所有", "全部", "全体"];

/// Nouns doubled for every one: 校校 is every school.
const DOUBLED: &[&str] = &[
    "校校", "园园", "班班", "县县", "区区", "镇镇", "乡乡", "村村", "户户", "人人", "家家",
];

/// Verbs that may follow a doubled noun.
const DOUBLED_VERBS: &[&str] = &[
    "建有", "设有", "配有", "有", "通", "配备", "达标", "建成", "享有",
];

/// Verbs of carrying out.
const CARRYING_OUT: &[&str] = &["实施", "推行", "实行"];

/// Ends of a clause that say a standard is met.
const MET: &[&str] = &["标准化", "全达标", "达标", "全纳入", "清零"];

/// A way of saying that all are covered.
type Way = fn(&Text<'_>) -> Option<Finding>;

/// The ways, the plainest first; the first that fits counts.
const WAYS: &[Way] = &[
    full_cover,
    fully_staffed,
    covers_all,
    each_of,
    every_one_reaches,
    doubled,
    generally,
    wholly,
    standard_met,
    carried_out_everywhere,
];

/// Reads a goal of covering everything in a clause.
pub(super) fn read(place: &Place<'_>) -> Option<Finding> {
    let text = Text {
        text: place.undated(place.text, 0),
        offset: place.text.len() - place.undated(place.text, 0).len(),
        enclosures: place.enclosures,
        before: place.clause_before,
    };
    let finding = WAYS.iter().find_map(|way| way(&text))?;
    Some(Finding {
        comparator: Comparator::Cover,
        value: Some("100".into()),
        unit: "%".into(),
        range: 0..place.text.len(),
        ..finding
    })
}

struct Text<'a> {
    text: &'a str,
    offset: usize,
    enclosures: &'a [Enclosure],
    before: &'a str,
}

impl<'a> Text<'a> {
    /// What stands before and behind the first `word` that is not quoted.
    fn around(&self, word: &str) -> Option<(&'a str, &'a str)> {
        let at = self
            .text
            .match_indices(word)
            .map(|(at, _)| at)
            .find(|&at| {
                let whole = at + self.offset;
                !is_enclosed(self.enclosures, whole)
            })?;
        let behind = cut(self.text, at + word.len()..self.text.len());
        Some((cut(self.text, 0..at).trim(), behind.trim()))
    }
}

fn named(name: String, scope: Option<&str>) -> Option<Finding> {
    let scope = scope.map(str::trim).filter(|scope| !scope.is_empty());
    (!name.is_empty()).then(|| Finding {
        name: name.chars().filter(|c| !c.is_whitespace()).collect(),
        scope: scope.map(str::to_owned),
        ..Finding::default()
    })
}

/// The first of `words` that `text` begins with, and the rest.
fn starts<'a>(text: &'a str, words: &[&'static str]) -> Option<(&'static str, &'a str)> {
    words.iter().find_map(|word| {
        text.strip_prefix(word)
            .map(|rest| (*word, rest.trim_start()))
    })
}

/// 实现校园无线网络全覆盖
fn full_cover(text: &Text<'_>) -> Option<Finding> {
    let (before, _) = text.around("全覆盖")?;
    let mut object = subject(before);
    if let Some((whom, what)) = before.rsplit_once("实现") {
        let whom = subject(whom);
        object = subject(what);
        object.scope = object.scope.or(Some(whom.name));
    }
    if object.name.is_empty() {
        object.name = subject(text.before).name;
    }
    let scope = object.scope.filter(|scope| !scope.is_empty());
    let scope = scope.as_deref().or_else(|| institution(&object.name));
    named(format!("{}全覆盖", object.name), scope)
}

/// 配齐配足中小学心理健康教育教师
fn fully_staffed(text: &Text<'_>) -> Option<Finding> {
    let (word, (before, behind)) = FULLY_STAFFED
        .iter()
        .find_map(|word| Some((*word, text.around(word)?)))?;
    // 各类幼儿园依法依规配齐配足: the adverb is not part of the scope.
    let whom = institution_in(before).or_else(|| institution(behind));
    named(format!("{behind}{word}"), whom).filter(|_| !behind.is_empty())
}

/// An institution at the head of a subject, 各类 and the like included.
fn institution_in(subject: &str) -> Option<&str> {
    let subject = without_tones(subject);
    let word = institution(subject)
        .or_else(|| institution(&format!("{subject}　")).filter(|w| subject.ends_with(w)))?;
    let end = subject.find(word)? + word.len();
    Some(cut(subject, 0..end))
}

/// 实现劳动教育课程覆盖全部学生
fn covers_all(text: &Text<'_>) -> Option<Finding> {
    let (before, behind) = text.around("覆盖")?;
    starts(behind, EVERY_ONE)?;
    named(format!("{}覆盖", subject(before).name), Some(behind))
}

/// 任课教师每学期对每个学生进行学业述评
fn each_of(text: &Text<'_>) -> Option<Finding> {
    let each = [
        "对每个",
        "对每名",
        "对每位",
        "对每一名",
        "对每一个",
        "对每所",
        "对所有",
        "对全体",
    ];
    let (word, (_, behind)) = each
        .iter()
        .find_map(|word| Some((*word, text.around(word)?)))?;
    let (whom, what) = ["进行", "开展", "实施"]
        .iter()
        .find_map(|verb| behind.split_once(verb))?;
    let whom = format!("{}{whom}", word.strip_prefix('对').unwrap_or(word));
    let name = if what.is_empty() {
        String::new()
    } else {
        format!("{what}覆盖")
    };
    named(name, Some(&whom))
}

/// 全市所有中小学校达到智慧校园建设标准
fn every_one_reaches(text: &Text<'_>) -> Option<Finding> {
    let (all, (before, behind)) = EVERY_ONE
        .iter()
        .find_map(|word| Some((*word, text.around(word)?)))?;
    let (at, verb) = REACHING
        .iter()
        .filter_map(|verb| Some((behind.find(verb)?, *verb)))
        .min_by_key(|&(at, _)| at)?;
    let (whom, what) = (
        cut(behind, 0..at),
        cut(behind, at + verb.len()..behind.len()),
    );
    let read = subject(before);
    let area = read.scope.unwrap_or_default();
    if whom.is_empty() {
        // 学校全部达到标准
        let scope = format!("{area}{}", read.name);
        return named(format!("{}{verb}{what}", read.name), Some(&scope))
            .filter(|_| !read.name.is_empty());
    }
    named(
        format!("{whom}{verb}{what}"),
        Some(&format!("{area}{all}{whom}")),
    )
    .filter(|_| !what.is_empty())
}

/// 实现校校建有创客空间
fn doubled(text: &Text<'_>) -> Option<Finding> {
    let (word, (_, behind)) = DOUBLED
        .iter()
        .find_map(|word| Some((*word, text.around(word)?)))?;
    let (verb, what) = starts(behind, DOUBLED_VERBS)?;
    let one: String = word.chars().take(1).collect();
    let scope = if one == "校" {
        "每所学校".to_owned()
    } else {
        format!("每{one}")
    };
    named(format!("{word}{verb}{what}"), Some(&scope))
}

/// 中小学普遍设立劳动周
fn generally(text: &Text<'_>) -> Option<Finding> {
    let (before, behind) = text.around("普遍")?;
    let (verb, what) = starts(behind, HAVING)?;
    let read = subject(before);
    named(format!("{what}{verb}"), Some(&read.name))
        .filter(|_| !what.is_empty() && !read.name.is_empty())
}

/// 新进幼儿教师全面实现持证上岗
fn wholly(text: &Text<'_>) -> Option<Finding> {
    let (before, behind) = text.around("全面实现")?;
    let read = subject(before);
    named(format!("{}{behind}", read.name), Some(&read.name))
        .filter(|_| !read.name.is_empty() && !behind.is_empty())
}

/// 普通高中实现办学条件标准化
fn standard_met(text: &Text<'_>) -> Option<Finding> {
    let (before, behind) = text.around("实现")?;
    let read = subject(before);
    let met = MET.iter().any(|word| behind.ends_with(word));
    named(format!("{}{behind}", read.name), Some(&read.name))
        .filter(|_| met && !read.name.is_empty())
}

/// 在全市公办中小学实施校长职级制改革
fn carried_out_everywhere(text: &Text<'_>) -> Option<Finding> {
    let (_, behind) = text.around("在全")?;
    if !behind.starts_with(['市', '省', '县', '区', '州']) {
        return None;
    }
    let (at, verb) = CARRYING_OUT
        .iter()
        .filter_map(|verb| Some((behind.find(verb)?, *verb)))
        .min_by_key(|&(at, _)| at)?;
    let whom = cut(behind, 0..at);
    let what = cut(behind, at + verb.len()..behind.len());
    // 在全市实施 says where; only a kind of institution can be counted.
    let plain = whom.split(['（', '(']).next().unwrap_or(whom);
    let counted = super::words::is_institution(plain);
    named(format!("{what}{verb}"), Some(&format!("全{whom}")))
        .filter(|_| counted && !what.is_empty())
}
