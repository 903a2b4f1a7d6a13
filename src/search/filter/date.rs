//! Dates as a filter holds them: a year, a month or a day stands for all its days.

use chrono::{Datelike as _, NaiveDate};

use crate::model::Day;
use crate::words::Lang;

use super::token::Operator;

/// A date of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    /// No date at all.
    None,
    /// The day on which the filter is used.
    Today,
    Year(i32),
    Month(i32, u32),
    Day(Day),
}

impl Date {
    /// Reads 2025, 2025-07, 2025-07-31, 2025年7月, 今天 or 无.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let typed = crate::search::fold::fold(typed.trim());
        match &*typed {
            "无" | "none" => return Some(Self::None),
            "今天" | "今日" | "today" => return Some(Self::Today),
            _ => {}
        }
        let typed = typed
            .strip_suffix(['年', '月', '日', '号'])
            .unwrap_or(&typed);
        let parts: Vec<&str> = typed.split(['-', '/', '.', '年', '月', '−']).collect();
        let number = |text: &str, most: usize| {
            let digits =
                (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse::<u32>().ok()).flatten()
        };
        let year = |text: &str| {
            (text.len() == 4)
                .then(|| number(text, 4))
                .flatten()
                .and_then(|year| i32::try_from(year).ok())
                .filter(|year| *year > 0)
        };
        match parts.as_slice() {
            [y] => Some(Self::Year(year(y)?)),
            [y, m] => {
                let (year, month) = (year(y)?, number(m, 2)?);
                (1..=12)
                    .contains(&month)
                    .then_some(Self::Month(year, month))
            }
            [y, m, d] => {
                NaiveDate::from_ymd_opt(year(y)?, number(m, 2)?, number(d, 2)?).map(Self::Day)
            }
            _ => None,
        }
    }

    /// The first and the last day; `None` for no date at all.
    fn span(self, today: Day) -> Option<(Day, Day)> {
        match self {
            Self::None => None,
            Self::Today => Some((today, today)),
            Self::Day(day) => Some((day, day)),
            Self::Year(year) => Some((
                NaiveDate::from_ymd_opt(year, 1, 1)?,
                NaiveDate::from_ymd_opt(year, 12, 31)?,
            )),
            Self::Month(year, month) => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                let last = (28..=31).rev().find_map(|day| first.with_day(day))?;
                Some((first, last))
            }
        }
    }

    /// Whether a day compares so with this date; no day fits only no date.
    pub(super) fn fits(self, operator: Operator, day: Option<Day>, today: Day) -> bool {
        let (Some(day), Some((first, last))) = (day, self.span(today)) else {
            return day.is_none() && self == Self::None;
        };
        match operator {
            Operator::Is => (first..=last).contains(&day),
            Operator::Less => day < first,
            Operator::AtMost => day <= last,
            Operator::More => day > last,
            Operator::AtLeast => day >= first,
        }
    }

    /// As it is typed.
    pub(super) fn write(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::None, Lang::Zh) => "无".to_owned(),
            (Self::None, Lang::En) => "none".to_owned(),
            (Self::Today, Lang::Zh) => "今天".to_owned(),
            (Self::Today, Lang::En) => "today".to_owned(),
            (Self::Year(year), _) => format!("{year:04}"),
            (Self::Month(year, month), _) => format!("{year:04}-{month:02}"),
            (Self::Day(day), _) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_for_all_its_days() {
        let today = NaiveDate::from_ymd_opt(2024, 5, 17).unwrap_or_default();
        let fits = |date: &str, operator, day: &str| {
            Date::read(date).is_some_and(|date| date.fits(operator, day.parse().ok(), today))
        };
        assert!(fits("2024-02", Operator::Is, "2024-02-29"));
        assert!(fits("2024-02", Operator::AtMost, "2024-02-29"));
        assert!(!fits("2024-02", Operator::Less, "2024-02-01"));
        assert!(fits("2024", Operator::More, "2025-01-01"));
        assert!(!fits("2024年", Operator::More, "2024-12-31"));
        assert!(fits("2024年2月29日", Operator::Is, "2024-02-29"));
        assert!(fits("今天", Operator::AtLeast, "2024-05-17"));
        assert!(fits("无", Operator::Is, "") && !fits("2024", Operator::Less, ""));
        for wrong in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-",
            "明天",
            "0000",
            "20240",
        ] {
            assert_eq!(Date::read(wrong), None, "{wrong}");
        }
    }
}
