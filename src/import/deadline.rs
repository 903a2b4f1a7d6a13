//! Deadlines, spans and the periods of plans.

use std::ops::Range;

use chrono::Datelike as _;

use crate::model::Day;

use super::number::{decimal, digit, han};
use super::passage::cut;

/// A deadline as the text states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    /// The last day.
    pub(super) day: Day,
    /// Where its words begin and end.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Words before a date that make it a deadline.
const UNTIL: &[&str] = &["到", "至", "于", "在", "截至", "截止", "力争"];

/// Words behind a date that make it a deadline.
const BEFORE: &[&str] = &["之前", "以前", "前", "底", "末"];

/// All deadlines of a text, in order. A date alone (2019年度, 2026年起) is none.
pub(super) fn stated(text: &str) -> Vec<Stated> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(date) = next_date(text, from) {
        from = date.range.end;
        let before = cut(text, 0..date.range.start).trim_end();
        // 不低于2019年同期 compares.
        let compares = ["低于", "高于", "少于", "多于"]
            .iter()
            .any(|word| before.ends_with(word));
        let until = UNTIL
            .iter()
            .find(|word| before.ends_with(**word) && !compares);
        let behind = cut(text, date.range.end..text.len()).trim_start();
        let goes_on = behind.starts_with(['度', '起', '版', '第', '以', '同', '的']);
        let Some(day) = date.last_day() else {
            continue;
        };
        if date.bounded || (until.is_some() && !goes_on) {
            found.push(Stated {
                day,
                start: until.map_or(date.range.start, |word| before.len() - word.len()),
                end: date.range.end,
            });
        }
    }
    found
}

/// The first deadline of a text.
pub(super) fn first(text: &str) -> Option<Day> {
    stated(text).first().map(|stated| stated.day)
}

/// Whether a clause is nothing but a deadline: 到 2025 年, 2022年年底前, 力争到2025年底.
pub(super) fn is_only_a_deadline(clause: &str) -> bool {
    let stated = stated(clause);
    let [one] = stated.as_slice() else {
        return false;
    };
    let mut rest = cut(clause, 0..one.start).trim();
    while let Some(less) = UNTIL.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = less.trim();
    }
    let behind = cut(clause, one.end..clause.len()).trim();
    rest.is_empty() && behind.is_empty()
}

/// A date in the text; month and day may be missing.
#[derive(Debug)]
struct Date {
    range: Range<usize>,
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    /// Whether 前 or 底 follows.
    bounded: bool,
}

impl Date {
    /// The last day the date leaves.
    fn last_day(&self) -> Option<Day> {
        let month = self.month.unwrap_or(12);
        match self.day {
            Some(day) => Day::from_ymd_opt(self.year, month, day),
            None => last_of_month(self.year, month),
        }
    }
}

fn last_of_month(year: i32, month: u32) -> Option<Day> {
    let (year, month) = if month == 12 {
        (year.checked_add(1)?, 1)
    } else {
        (year, month + 1)
    };
    Day::from_ymd_opt(year, month, 1)?.pred_opt()
}

/// The next date at or behind byte `from`.
fn next_date(text: &str, from: usize) -> Option<Date> {
    let mut behind_digit = false;
    for (offset, c) in cut(text, from..text.len()).char_indices() {
        let at = from + offset;
        let begins = digit(c).is_some() || matches!(c, '二' | '一');
        if begins
            && !behind_digit
            && let Some(date) = date_at(text, at)
        {
            return Some(date);
        }
        behind_digit = digit(c).is_some();
    }
    None
}

fn date_at(text: &str, start: usize) -> Option<Date> {
    let (year, mut at) = part(text, start, "年")?;
    let year = i32::try_from(year)
        .ok()
        .filter(|y| (1949..2100).contains(y))?;
    let mut date = Date {
        range: start..at,
        year,
        month: None,
        day: None,
        bounded: false,
    };
    if let Some((month, end)) = part(text, at, "月") {
        date.month = Some(month).filter(|m| (1..=12).contains(m));
        at = end;
        if let Some((day, end)) = part(text, at, "日") {
            date.day = Some(day);
            at = end;
        }
    } else {
        // 「2022年年底前」: wrapped lines double the 年.
        let rest = cut(text, at..text.len());
        let blank = rest.len() - rest.trim_start().len();
        if rest.trim_start().starts_with("年底") || rest.trim_start().starts_with("年末") {
            at += blank + "年".len();
        }
        let rest = cut(text, at..text.len());
        for (words, month) in [
            ("上半年", 6),
            ("下半年", 12),
            ("第一季度", 3),
            ("第二季度", 6),
            ("第三季度", 9),
            ("第四季度", 12),
        ] {
            if rest.starts_with(words) {
                date.month = Some(month);
                at += words.len();
            }
        }
    }
    while let Some(word) = BEFORE
        .iter()
        .find(|word| cut(text, at..text.len()).starts_with(**word))
    {
        date.bounded = true;
        at += word.len();
    }
    date.range = start..at;
    Some(date)
}

/// A number before `unit`, blanks between them: its value and where the text goes on.
fn part(text: &str, start: usize, unit: &str) -> Option<(u32, usize)> {
    let rest = cut(text, start..text.len());
    let blank = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    // No year, month or day has more digits.
    let short = rest
        .char_indices()
        .nth(5)
        .map_or(rest, |(at, _)| cut(rest, 0..at));
    let (value, len) = match decimal(short) {
        Some((value, len)) => (value.parse().ok()?, len),
        None => han(short).and_then(|(value, len)| Some((u32::try_from(value).ok()?, len)))?,
    };
    let behind = cut(rest, len..rest.len());
    let gap = behind.len() - behind.trim_start().len();
    behind.trim_start().starts_with(unit).then_some(())?;
    Some((value, start + blank + len + gap + unit.len()))
}

/// A date that stands alone: the day a document was issued.
pub(super) fn whole_date(text: &str) -> Option<Day> {
    let text = text.trim();
    let date = date_at(text, 0)?;
    let alone = cut(text, date.range.end..text.len()).trim().is_empty();
    (alone && date.day.is_some()).then(|| date.last_day())?
}

/// What follows a number of years or months when it says how long something takes.
const LASTS: &[&str] = &["行动", "攻坚", "计划", "提升", "时间", "左右时间"];

/// What may stand before a span that nothing begins.
const FREE: &[&str] = &[
    "在", "用", "力争", "争取", "未来", "今后", "利用", "通过", "，", "；", "。", "：", ",", "、",
];

/// A span without a beginning, as ISO 8601: 在三年内, 三年行动计划 are `P3Y`.
pub(super) fn span(text: &str) -> Option<String> {
    let mut behind_number = false;
    for (at, c) in text.char_indices() {
        let rest = cut(text, at..text.len());
        let number = digit(c).is_some() || han(cut(rest, 0..c.len_utf8())).is_some();
        if number && !behind_number {
            let short = rest
                .char_indices()
                .nth(4)
                .map_or(rest, |(at, _)| cut(rest, 0..at));
            let read = decimal(short)
                .and_then(|(value, len)| Some((value.parse::<u64>().ok()?, len)))
                .or_else(|| han(short));
            if let Some((value, len)) = read {
                let unit = cut(rest, len..rest.len()).trim_start();
                for (word, letter) in [("年", 'Y'), ("个月", 'M')] {
                    let lasts = unit.strip_prefix(word).map(str::trim_start);
                    // 毕业2年内 and 退役1年内 are conditions, 在三年内 and 5年内 are spans.
                    let before = cut(text, 0..at).trim_end();
                    let free = before.is_empty() || FREE.iter().any(|word| before.ends_with(word));
                    let within = lasts.is_some_and(|rest| rest.starts_with('内')) && free;
                    let lasts =
                        lasts.is_some_and(|rest| LASTS.iter().any(|word| rest.starts_with(word)));
                    if (within || lasts) && (1..=30).contains(&value) {
                        return Some(format!("P{value}{letter}"));
                    }
                }
            }
        }
        behind_number = number;
    }
    None
}

/// The first and last day of the period a title or a text names: 十四五, 2023-2025年, 2023年.
pub(super) fn period(text: &str) -> Option<(Day, Day)> {
    let (first, last) = five_years(text).or_else(|| range_of_years(text))?;
    Some((
        Day::from_ymd_opt(first, 1, 1)?,
        Day::from_ymd_opt(last, 12, 31)?,
    ))
}

/// The one year of a yearly plan: 2023 年教育工作要点.
pub(super) fn single_year(title: &str) -> Option<(Day, Day)> {
    let date = next_date(title, 0)?;
    let year = date.last_day()?.year();
    Some((
        Day::from_ymd_opt(year, 1, 1)?,
        Day::from_ymd_opt(year, 12, 31)?,
    ))
}

/// The years of a five-year plan: 十四五, 第十四个五年规划. The third began in 1966, every other five years later.
fn five_years(text: &str) -> Option<(i32, i32)> {
    let nth = |words: &str| {
        let start = words
            .char_indices()
            .rev()
            .take_while(|&(_, c)| "一二三四五六七八九十".contains(c))
            .last()?
            .0;
        let (nth, len) = han(cut(words, start..words.len()))?;
        (start + len == words.len() && (3..=30).contains(&nth)).then_some(nth)
    };
    let short = text.match_indices("五”").filter_map(|(at, _)| {
        let words = cut(text, 0..at);
        words
            .rsplit('“')
            .next()
            .and_then(nth)
            .filter(|_| words.contains('“'))
    });
    let bare = text.match_indices("五").filter_map(|(at, five)| {
        let behind = cut(text, at + five.len()..text.len());
        let plan = ["规划", "时期", "期间", "末"]
            .iter()
            .any(|w| behind.starts_with(w));
        let words = cut(text, 0..at);
        (plan && words.ends_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']))
            .then(|| nth(words))
            .flatten()
    });
    let long = text
        .match_indices("个五年")
        .filter_map(|(at, _)| nth(cut(text, 0..at)));
    let nth = short.chain(bare).chain(long).next()?;
    let first = 1966 + 5 * (i32::try_from(nth).ok()? - 3);
    Some((first, first + 4))
}

/// 2023-2025年, 2021年至2025年.
fn range_of_years(text: &str) -> Option<(i32, i32)> {
    let mut behind_digit = false;
    for (at, c) in text.char_indices() {
        let is_digit = digit(c).is_some();
        if is_digit
            && !behind_digit
            && let Some((first, len)) = decimal(cut(text, at..text.len()))
        {
            let rest = cut(text, at + len..text.len()).trim_start();
            let rest = rest.strip_prefix('年').unwrap_or(rest).trim_start();
            let dash = ['-', '－', '—', '–', '~', '～', '至', '―'];
            let last = rest
                .strip_prefix(dash)
                .map(|rest| rest.trim_start_matches(dash).trim_start());
            if let Some((last, len)) = last.and_then(decimal)
                && let (Ok(first), Ok(last_year)) = (first.parse::<i32>(), last.parse::<i32>())
                && (1949..2100).contains(&first)
                && (first + 1..first + 31).contains(&last_year)
                && rest
                    .trim_start_matches(dash)
                    .trim_start()
                    .get(len..)
                    .is_some_and(|r| r.trim_start().starts_with('年'))
            {
                return Some((first, last_year));
            }
        }
        behind_digit = is_digit;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        first(text).map(|day| day.to_string())
    }

    #[test]
    fn deadlines_of_every_wording() {
        for (text, expected) in [
            ("到 2025 年学生体质优良率", "2025-12-31"),
            ("2022年年底前，配齐", "2022-12-31"),
            ("2022 年 年底前", "2022-12-31"),
            ("2023年底", "2023-12-31"),
            ("2024年6月底前", "2024-06-30"),
            ("２０２３年１２月底前", "2023-12-31"),
            ("期限延长至2021年4月30日", "2021-04-30"),
            ("于2024年上半年完成", "2024-06-30"),
        ] {
            assert_eq!(day(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "2019年度",
            "2035 年远景目标纲要",
            "2026 年起，每年",
            "〔2022〕2号",
            "至2026年起",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        assert!(is_only_a_deadline("力争到 2025 年底"));
        assert!(!is_only_a_deadline("到 2025 年优良率达到 55%"));
    }

    #[test]
    fn spans_without_a_beginning_stay_spans() {
        assert_eq!(span("力争在三年内形成体系").as_deref(), Some("P3Y"));
        assert_eq!(span("实施三年行动计划").as_deref(), Some("P3Y"));
        assert_eq!(span("6个月内").as_deref(), Some("P6M"));
        for text in ["十五年一贯制", "五年制高职", "具有5年以上经验", "2025年内"]
        {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn periods_of_plans() {
        let years = |text| period(text).map(|(a, b)| (a.to_string(), b.to_string()));
        let span = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(years("教育“十四五”规划"), span("2021-01-01", "2025-12-31"));
        assert_eq!(years("“十三五”时期"), span("2016-01-01", "2020-12-31"));
        assert_eq!(years("教育十五五规划"), span("2026-01-01", "2030-12-31"));
        assert_eq!(years("第十四个五年规划"), span("2021-01-01", "2025-12-31"));
        assert_eq!(
            years("方案（2026-2027 年）"),
            span("2026-01-01", "2027-12-31")
        );
        assert_eq!(years("“五个一批”"), None);
    }
}
