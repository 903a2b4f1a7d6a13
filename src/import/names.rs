//! Lists of departments, taken apart into names.

use crate::model::Directory;

use super::passage::{cut, enclosures, is_enclosed, split_outside};

/// A department's name in an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The name as the text has it.
    pub(super) text: String,
    /// Whether the directory knows it.
    pub(super) is_known: bool,
    /// Whether it is known, or ends and reads like a department's name.
    pub(super) is_plausible: bool,
}

/// How names of departments and of other bodies that get tasks end.
const ENDINGS: &[&str] = &[
    "局",
    "委",
    "办",
    "部",
    "厅",
    "署",
    "院",
    "会",
    "社",
    "处",
    "队",
    "室",
    "校",
    "团",
    "公司",
    "中心",
    "政府",
    "机构",
    "单位",
    "部门",
    "地区",
    "学校",
    "高校",
    "大学",
    "学院",
    "组",
    "行",
    "区",
    "县",
    "市",
    "镇",
    "乡",
    "街道",
    "省",
    "台",
    "馆",
    "所",
    "站",
    "企业",
    "基地",
    "联",
    "党委",
    "支队",
    "工委",
    "编办",
    "外办",
    "银行",
    "海关",
    "厂",
    "总工会",
    "总局",
    "集团",
    "州",
    "旗",
    "盟",
    "商会",
    "法院",
    "科",
    "股",
    "关",
    "司",
    "党工委",
    "村",
];

/// How names begin that say of which level the department is.
const LEVELS: &[&str] = &[
    "市",
    "省",
    "区",
    "县",
    "州",
    "团",
    "各",
    "国家",
    "国务院",
    "自治区",
    "镇",
    "乡",
    "街道",
];

/// Words that join two names, but also stand inside names (市文化和旅游局).
const JOINERS: &[&str] = &["以及", "及", "和", "与", "＋", "+"];

/// What a name that begins with 各 may be cut after without being complete: 各市、县（区）政府.
const UNITS_OF_LAND: &[&str] = &[
    "各市",
    "各区",
    "各县",
    "各州",
    "各乡",
    "各镇",
    "各设区市",
    "各地级市",
];

/// Takes a list apart at its separators, but not inside brackets.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let parts = split_outside(text, 0..text.len(), &enclosures(text), |c| {
        matches!(c, '、' | '，' | ',' | '；' | ';' | '。' | '\n' | '､' | '﹑')
    });
    let mut joined: Vec<std::ops::Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last)
                if UNITS_OF_LAND
                    .iter()
                    .any(|unit| cut(text, last.clone()).trim().ends_with(unit))
                    && !cut(text, part.clone()).trim().is_empty()
                    && cut(text, last.end..part.start) == "、" =>
            {
                last.end = part.end;
            }
            _ => joined.push(part),
        }
    }
    joined.into_iter().map(|part| cut(text, part))
}

/// The names in a piece of list that has no separators left but joining words.
pub(super) fn read(piece: &str, directory: &Directory) -> Vec<Name> {
    let text: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text
        .trim_start_matches(['由', '请'])
        .trim_matches(['：', ':', '*', '/', '／', '-', '—', '|', '”', '“']);
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((first, others)) = split_joined(rest, directory) {
        names.push(name(first, directory));
        rest = others;
    }
    let last = without_etcetera(rest);
    if !last.is_empty() {
        names.push(name(last, directory));
    }
    names
}

fn name(text: &str, directory: &Directory) -> Name {
    // Longer than 「拖欠民营企业账款的所有部门和单位」 is a sentence, not a name.
    const LONGEST: usize = 40;
    let is_known = is_known(text, directory);
    Name {
        is_known,
        is_plausible: is_known || (text.chars().count() <= LONGEST && ends_like_department(text)),
        text: text.to_owned(),
    }
}

fn is_known(text: &str, directory: &Directory) -> bool {
    // Several candidates are known too.
    directory
        .find(text)
        .map_or_else(|found| !found.is_empty(), |_| true)
}

/// Whether the name says of which level the department is: 市, 省, 各.
pub(super) fn has_level(text: &str) -> bool {
    LEVELS.iter().any(|level| text.starts_with(level))
}

fn ends_like_department(text: &str) -> bool {
    // 市数据局（市人工智能局） ends like what stands before the bracket.
    let text = enclosures(text)
        .last()
        .filter(|e| e.range.end == text.len() && e.range.start > 0)
        .map_or(text, |e| cut(text, 0..e.range.start));
    text.chars().count() > 1 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// Cuts 等 off the end of a list: 市财政局等, 住房城乡建设部等国务院相关部门.
fn without_etcetera(text: &str) -> &str {
    let mut cuts = text.rmatch_indices('等').filter_map(|(at, etc)| {
        let (before, behind) = (cut(text, 0..at), cut(text, at + etc.len()..text.len()));
        let ends = behind.is_empty()
            || ["部门", "单位", "有关", "相关", "国务院", "各", "及", "共同"]
                .iter()
                .any(|word| behind.starts_with(word));
        // 高等院校 and 中等职业学校 are names.
        (ends && !before.ends_with(['高', '中', '初']) && !before.is_empty()).then_some(before)
    });
    cuts.next().unwrap_or(text)
}

/// Splits at the first word that joins two names, if both sides are names.
fn split_joined<'a>(text: &'a str, directory: &Directory) -> Option<(&'a str, &'a str)> {
    // Two names and the word between them are not longer; looking no further keeps reading linear.
    const LONGEST: usize = 600;
    if is_known(text, directory) || text.len() > LONGEST {
        return None;
    }
    let enclosed = enclosures(text);
    let outside = |at: usize| !is_enclosed(&enclosed, at);
    let mut splits: Vec<(usize, &str)> = JOINERS
        .iter()
        .flat_map(|joiner| text.match_indices(joiner))
        .filter(|&(at, _)| outside(at))
        .collect();
    splits.sort_unstable_by_key(|&(at, joiner)| (at, std::cmp::Reverse(joiner.len())));
    splits.into_iter().find_map(|(at, joiner)| {
        let before = without_etcetera(cut(text, 0..at));
        let behind = cut(text, at + joiner.len()..text.len());
        let left = is_known(before, directory) || ends_like_department(before);
        let right =
            is_known(behind, directory) || (has_level(behind) && ends_like_department(behind));
        (left && right).then_some((before, behind))
    })
}

/// The last `count` characters of a text.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    let at = text
        .char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(text.len(), |(at, _)| at);
    cut(text, at..text.len())
}
