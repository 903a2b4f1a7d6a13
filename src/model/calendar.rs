//! The calendar of a plan: working days, holidays, school terms.

use chrono::{Datelike as _, Weekday};
use serde::{Deserialize, Serialize};

use super::Day;

/// Holidays, working weekends and school terms. Everything else is told from the days themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Days off between Monday and Friday.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Day>,
    /// Saturdays and Sundays on which people work (调休).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workdays: Vec<Day>,
    /// When terms begin.
    pub terms: Terms,
}

/// When the two terms of a school year begin, each as month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// The first term, with which the school year begins.
    pub autumn: (u32, u32),
    /// The second term.
    pub spring: (u32, u32),
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            autumn: (9, 1),
            spring: (2, 1),
        }
    }
}

/// The day of a year; the last day of its month where the month is shorter.
pub(super) fn day_of(year: i32, month: u32, day: u32) -> Day {
    // A month has 28 days at least.
    let found = (28..=day.max(28))
        .rev()
        .chain([28])
        .find_map(|last| Day::from_ymd_opt(year, month, day.min(last)));
    found.unwrap_or(Day::MAX)
}

impl Calendar {
    /// Whether people work on a day.
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if weekend {
            self.workdays.contains(&day)
        } else {
            !self.holidays.contains(&day)
        }
    }

    /// The working days after `from`, up to and with `to`; 0 if `to` is not later.
    #[must_use]
    pub fn working_days(&self, from: Day, to: Day) -> i64 {
        let days = (to - from).num_days();
        if days <= 0 {
            return 0;
        }
        let within = |day: &&Day| from < **day && **day <= to;
        let weekday = |day: &&Day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let weeks = days / 7;
        let rest = from
            .iter_days()
            .skip(1)
            .take(usize::try_from(days % 7).unwrap_or(0));
        let rest = rest.filter(|day| weekday(&day)).count();
        let off = self.holidays.iter().filter(within).filter(weekday).count();
        let on = self
            .workdays
            .iter()
            .filter(within)
            .filter(|day| !weekday(day))
            .count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        weeks * 5 + count(rest) - count(off) + count(on)
    }

    /// The first day of a school year.
    #[must_use]
    pub fn autumn(&self, year: i32) -> Day {
        day_of(year, self.terms.autumn.0, self.terms.autumn.1)
    }

    /// The first day of the second term of the school year that begins in `year`.
    #[must_use]
    pub fn spring(&self, year: i32) -> Day {
        day_of(year + 1, self.terms.spring.0, self.terms.spring.1)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn holidays_do_not_count_and_working_weekends_do() {
        // 国务院办公厅 2024 年部分节假日安排: 劳动节 5 月 1 日至 5 日放假, 4 月 28 日 (日)、5 月 11 日 (六) 上班.
        let calendar = Calendar {
            holidays: ["2024-05-01", "2024-05-02", "2024-05-03"].map(day).to_vec(),
            workdays: ["2024-04-28", "2024-05-11"].map(day).to_vec(),
            terms: Terms::default(),
        };
        assert_eq!(
            calendar.working_days(day("2024-04-26"), day("2024-05-06")),
            4
        );
        assert_eq!(
            calendar.working_days(day("2024-05-10"), day("2024-05-12")),
            1
        );
        assert_eq!(
            calendar.working_days(day("2024-05-12"), day("2024-05-12")),
            0
        );
        assert_eq!(
            calendar.working_days(day("2024-05-12"), day("2024-05-01")),
            0
        );
    }

    #[test]
    fn counting_by_weeks_equals_counting_by_days() {
        let calendar = Calendar {
            holidays: ["2024-10-01", "2024-10-02", "2024-10-05"].map(day).to_vec(),
            workdays: ["2024-09-29", "2024-10-08"].map(day).to_vec(),
            terms: Terms::default(),
        };
        for (from, days) in (0..20).flat_map(|from| (0..40).map(move |days| (from, days))) {
            let first = day("2024-09-20") + chrono::Days::new(from);
            let last = first + chrono::Days::new(days);
            let count = first
                .iter_days()
                .skip(1)
                .take_while(|d| *d <= last)
                .filter(|d| calendar.is_working(*d))
                .count();
            assert_eq!(
                calendar.working_days(first, last),
                i64::try_from(count).unwrap(),
                "{first} {last}"
            );
        }
        assert!(
            calendar.working_days(Day::MIN, Day::MAX) > 100_000_000,
            "without walking there"
        );
    }

    #[test]
    fn a_day_that_a_month_does_not_have_is_its_last() {
        assert_eq!(day_of(2023, 2, 31), day("2023-02-28"));
        assert_eq!(day_of(2024, 2, 29), day("2024-02-29"));
        assert_eq!(day_of(2024, 4, 31), day("2024-04-30"));
    }
}
