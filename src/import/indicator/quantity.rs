//! Quantities in a clause: number, unit, and the words around them that compare.

use crate::model::Comparator;

use super::super::number::{decimal, digit, han, shift};
use super::super::passage::{Enclosure, cut};

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Where the number begins.
    pub(super) start: usize,
    /// Where the unit, and 以上 or 左右 behind it, end.
    pub(super) end: usize,
    /// Where the comparing word before it begins; `start` if there is none.
    pub(super) compared_from: usize,
    /// The number, exactly.
    pub(super) value: String,
    /// The second number of a range.
    pub(super) upper: Option<String>,
    /// The unit.
    pub(super) unit: &'static str,
    /// How it compares.
    pub(super) bound: Bound,
}

/// How a quantity compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A goal with this comparator.
    Goal(Comparator),
    /// Not to be exceeded: no goal to be reached.
    Ceiling,
}

/// Units: as the text has them, and as an indicator has them. Longer ones first where one begins another.
const UNITS: &[(&str, &str)] = &[
    ("%", "%"),
    ("％", "%"),
    ("个百分点", "百分点"),
    ("百分点", "百分点"),
    ("课时", "课时"),
    ("学时", "学时"),
    ("小时", "小时"),
    ("分钟", "分钟"),
    ("人次", "人次"),
    ("场次", "场次"),
    ("批次", "批次"),
    ("万亿元", "万亿元"),
    ("亿元", "亿元"),
    ("万元", "万元"),
    ("元", "元"),
    ("平方米", "平方米"),
    ("平方公里", "平方公里"),
    ("公里", "公里"),
    ("千瓦", "千瓦"),
    ("名", "名"),
    ("人", "人"),
    ("位", "位"),
    ("所", "所"),
    ("项", "项"),
    ("次", "次"),
    ("场", "场"),
    ("家", "家"),
    ("门", "门"),
    ("节", "节"),
    ("处", "处"),
    ("座", "座"),
    ("支", "支"),
    ("套", "套"),
    ("台", "台"),
    ("部", "部"),
    ("篇", "篇"),
    ("件", "件"),
    ("户", "户"),
    ("间", "间"),
    ("张", "张"),
    ("册", "册"),
    ("本", "本"),
    ("辆", "辆"),
    ("亩", "亩"),
    ("吨", "吨"),
    ("对", "对"),
    ("倍", "倍"),
    ("条", "条"),
    ("种", "种"),
    ("个", "个"),
];

/// What must not follow 个, 部 and the like: then they count time, or begin another word.
const NO_UNITS: &[&str] = &[
    "个月",
    "个工作日",
    "个小时",
    "个学期",
    "个方面",
    "个五年",
    "部分",
    "次方",
    "次性",
    "人制",
];

/// Words before a number that compare.
const BEFORE: &[(&str, Bound)] = &[
    ("不低于", Bound::Goal(Comparator::AtLeast)),
    ("不少于", Bound::Goal(Comparator::AtLeast)),
    ("不小于", Bound::Goal(Comparator::AtLeast)),
    ("不下于", Bound::Goal(Comparator::AtLeast)),
    ("至少", Bound::Goal(Comparator::AtLeast)),
    ("最少", Bound::Goal(Comparator::AtLeast)),
    ("超过", Bound::Goal(Comparator::MoreThan)),
    ("突破", Bound::Goal(Comparator::MoreThan)),
    ("高于", Bound::Goal(Comparator::MoreThan)),
    ("大于", Bound::Goal(Comparator::MoreThan)),
    ("多于", Bound::Goal(Comparator::MoreThan)),
    ("不超过", Bound::Ceiling),
    ("不高于", Bound::Ceiling),
    ("不大于", Bound::Ceiling),
    ("不多于", Bound::Ceiling),
    ("低于", Bound::Ceiling),
    ("控制在", Bound::Ceiling),
    ("压减到", Bound::Ceiling),
    ("最多", Bound::Ceiling),
];

/// Words behind a unit that compare.
const BEHIND: &[(&str, Bound)] = &[
    ("及以上", Bound::Goal(Comparator::AtLeast)),
    ("以上", Bound::Goal(Comparator::AtLeast)),
    ("左右", Bound::Goal(Comparator::About)),
    ("上下", Bound::Goal(Comparator::About)),
    ("以内", Bound::Ceiling),
    ("之内", Bound::Ceiling),
    ("以下", Bound::Ceiling),
];

/// A Chinese numeral with a unit is a quantity behind these; else 一个 is but an article (`domain.md` 1.7, no. 17).
const BUILDS: &[&str] = &[
    "建成",
    "新建",
    "建设",
    "改扩建",
    "扩建",
    "创建",
    "培育",
    "打造",
];

/// How many bytes may stand between a comparing word and its number: 不低于绩效工资总量的 70%.
const NEAR: usize = 36;

/// A clause with more numbers than this is a table that lost its lines.
const MOST: usize = 50;

/// The quantities of a clause, in order. Numbers in names, quotations and asides are none.
pub(super) fn quantities(clause: &str, enclosures: &[Enclosure]) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut enclosed = enclosures.iter().peekable();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, c) in clause.char_indices() {
        while enclosed.next_if(|e| e.range.end <= at).is_some() {}
        let outside = enclosed.peek().is_none_or(|e| at < e.range.start);
        let fresh = !before.is_some_and(|b| {
            b.is_ascii_alphanumeric() || digit(b).is_some() || matches!(b, '.' | '+' | '．')
        }) && !cut(clause, 0..at).trim_end().ends_with('第');
        before = Some(c);
        if at < from || !outside || !fresh {
            continue;
        }
        let behind = found.last().map_or(0, |q| q.end);
        if found.len() == MOST {
            break;
        }
        if let Some(quantity) = at_number(clause, at, behind) {
            from = quantity.end;
            found.push(quantity);
        }
    }
    found
}

fn at_number(clause: &str, start: usize, behind: usize) -> Option<Quantity> {
    let rest = cut(clause, start..clause.len());
    let arabic = decimal(rest);
    let is_han = arabic.is_none();
    let (mut value, mut at) = match arabic {
        Some((value, len)) => (value, start + len),
        None => han(rest).map(|(value, len)| (value.to_string(), start + len))?,
    };
    let mut upper = None;
    if let Some((high, end)) = upper_end(clause, at) {
        (upper, at) = (Some(high), end);
    }
    at = skip_blank(clause, at);
    let rest = cut(clause, at..clause.len());
    if let Some((places, len)) = scale(rest) {
        value = shift(&value, places);
        upper = upper.map(|high| shift(&high, places));
        at += len;
    }
    let rest = cut(clause, at..clause.len());
    if NO_UNITS.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let &(written, unit) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit))?;
    at += written.len();
    let rest = cut(clause, at..clause.len());
    // 25 元/千克 is a price.
    if rest.trim_start().starts_with(['/', '／']) {
        return None;
    }
    let rest = without_other_unit(rest);
    at = clause.len() - rest.len();
    let gap = rest.len() - rest.trim_start().len();
    let after = BEHIND
        .iter()
        .find(|(word, _)| rest.trim_start().starts_with(word));
    let end = after.map_or(at, |(word, _)| at + gap + word.len());
    let ahead = comparing(clause, behind, start);
    if is_han && !counts(clause, start, ahead.is_some() || after.is_some(), unit) {
        return None;
    }
    let bound = match (ahead, after) {
        (Some((_, Bound::Ceiling)), _) | (_, Some((_, Bound::Ceiling))) => Bound::Ceiling,
        _ if upper.is_some() => Bound::Goal(Comparator::Range),
        (Some((_, bound)), _) | (None, Some(&(_, bound))) => bound,
        (None, None) => Bound::Goal(Comparator::Exactly),
    };
    Some(Quantity {
        start,
        end,
        compared_from: ahead.map_or(start, |(at, _)| at),
        value,
        upper,
        unit,
        bound,
    })
}

/// Skips a second unit in brackets: 4 条（个）以上.
fn without_other_unit(rest: &str) -> &str {
    let mut chars = rest.chars();
    let open = matches!(chars.next(), Some('（' | '('));
    let closed = chars.next().is_some() && matches!(chars.next(), Some('）' | ')'));
    if open && closed { chars.as_str() } else { rest }
}

/// The second end of a range: 1—2, 5%-8%, 6至8.
fn upper_end(clause: &str, at: usize) -> Option<(String, usize)> {
    let rest = cut(clause, at..clause.len());
    let inner = rest.trim_start_matches(['%', '％']).trim_start();
    let dash = ['—', '-', '－', '–', '～', '~', '―', '至', '到'];
    let behind = inner
        .strip_prefix(dash)?
        .trim_start_matches(dash)
        .trim_start();
    let (value, len) = decimal(behind)?;
    Some((value, clause.len() - behind.len() + len))
}

/// 万 and the like between number and unit; before 元 they are part of the unit.
fn scale(rest: &str) -> Option<(usize, usize)> {
    if UNITS
        .iter()
        .any(|(unit, _)| unit.ends_with('元') && rest.starts_with(unit))
    {
        return None;
    }
    let c = rest.chars().next()?;
    let places = match c {
        '十' => 1,
        '百' if !rest.starts_with("百分") => 2,
        '千' if !rest.starts_with("千瓦") => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    };
    Some((places, c.len_utf8()))
}

fn skip_blank(text: &str, at: usize) -> usize {
    let rest = cut(text, at..text.len());
    at + (rest.len() - rest.trim_start().len())
}

/// The last comparing word between `from` and the number, if it is near.
fn comparing(clause: &str, from: usize, start: usize) -> Option<(usize, Bound)> {
    let before = cut(clause, from..start);
    let found = BEFORE
        .iter()
        .filter_map(|&(word, bound)| Some((before.rfind(word)?, word.len(), bound)));
    // 不超过 ends where 超过 ends; the longer word is the one that is meant.
    let (at, len, bound) = found.max_by_key(|&(at, len, _)| (at + len, len))?;
    (before.len() - at - len <= NEAR).then_some((from + at, bound))
}

/// Whether a Chinese numeral counts something rather than being part of a phrase.
fn counts(clause: &str, start: usize, compared: bool, unit: &str) -> bool {
    let before = cut(clause, 0..start).trim_end();
    if before.ends_with(['每', '第', '某', '同', '另', '这']) {
        return false;
    }
    let often = unit == "次" && before.contains('每');
    compared || often || BUILDS.iter().any(|verb| before.ends_with(verb))
}

#[cfg(test)]
mod tests {
    use super::super::super::passage::enclosures;
    use super::*;

    fn read(clause: &str) -> Vec<(String, Option<String>, &'static str, Bound)> {
        let found = quantities(clause, &enclosures(clause));
        found
            .into_iter()
            .map(|q| (q.value, q.upper, q.unit, q.bound))
            .collect()
    }

    fn one(clause: &str, value: &str, unit: &'static str, comparator: Comparator) {
        let expected = (value.to_owned(), None, unit, Bound::Goal(comparator));
        assert_eq!(read(clause), [expected], "{clause}");
    }

    #[test]
    fn words_before_and_behind_compare() {
        one("合格率达到 95%以上", "95", "%", Comparator::AtLeast);
        one("占比超过 90％", "90", "%", Comparator::MoreThan);
        one("不低于绩效工资总量的 70%", "70", "%", Comparator::AtLeast);
        one("每个镇至少建成一所中心园", "1", "所", Comparator::AtLeast);
        one("遴选 20 个左右专业群", "20", "个", Comparator::About);
        one("降低不少于 1 个百分点", "1", "百分点", Comparator::AtLeast);
        one("争创 5个基地", "5", "个", Comparator::Exactly);
        one("引进1.2万名人才", "12000", "名", Comparator::Exactly);
        one("营业收入超1.5万亿元", "1.5", "万亿元", Comparator::Exactly);
        one("新建２０所", "20", "所", Comparator::Exactly);
    }

    #[test]
    fn ranges_and_ceilings() {
        let range = Bound::Goal(Comparator::Range);
        assert_eq!(
            read("掌握 1—2 项技能"),
            [("1".into(), Some("2".into()), "项", range)]
        );
        assert_eq!(read("不超过 5%"), [("5".into(), None, "%", Bound::Ceiling)]);
        assert_eq!(
            read("控制在 45 人以内"),
            [("45".into(), None, "人", Bound::Ceiling)]
        );
    }

    #[test]
    fn names_and_phrases_are_no_quantities() {
        for clause in [
            "落实“人才金政 37 条”",
            "推进 5G 网络、IPv6 升级",
            "实施 1+X 证书制度",
            "落实“八五”普法规划",
            "推出一批精品课",
            "建成一流学科",
            "推进一体化建设",
            "形成一校一案",
            "十五年一贯制",
            "四级网络",
            "关爱每一个学生",
            "“三个课堂”应用",
            "在 3 个月内",
            "第 3 批次",
            "构建一个良好生态",
        ] {
            assert_eq!(read(clause), [], "{clause}");
        }
    }
}
