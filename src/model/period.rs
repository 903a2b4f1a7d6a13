//! Periods (期次) and how often they come round.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, Days, Weekday};
use serde::{Deserialize, Serialize};

use super::calendar::day_of;
use super::status::keywords;
use super::{Calendar, Day, Every, written_as_text};

/// How often something comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// 每周.
    Week,
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每半年.
    Half,
    /// 每年.
    Year,
    /// 每学年.
    SchoolYear,
    /// 每学期.
    Term,
}

keywords!(Rhythm {
    Week = "week",
    Month = "month",
    Quarter = "quarter",
    Half = "half",
    Year = "year",
    SchoolYear = "school-year",
    Term = "term",
});

impl Rhythm {
    /// About how many days lie between two rounds, to tell which of two rhythms is the slower one.
    pub(super) fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 91,
            Self::Half | Self::Term => 182,
            Self::Year | Self::SchoolYear => 365,
        }
    }
}

impl From<Every> for Rhythm {
    fn from(every: Every) -> Self {
        match every {
            Every::Year => Self::Year,
            Every::SchoolYear => Self::SchoolYear,
            Every::Term => Self::Term,
            Every::Week => Self::Week,
        }
    }
}

/// A period, named alike by everybody (`domain.md` 1.5): `2024`, `2024H1`, `2024Q2`, `2024-05`, `2024-W20`, `2024-2025`,
/// `2024-2025-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    rhythm: Rhythm,
    n: u32,
}

/// A text that names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a period like 2024, 2024H1, 2024Q2, 2024-05, 2024-W20, 2024-2025 or 2024-2025-1")]
pub struct NotAPeriod;

impl Period {
    /// A year.
    #[must_use]
    pub fn year(year: i32) -> Self {
        Self {
            year,
            rhythm: Rhythm::Year,
            n: 0,
        }
    }

    /// How often periods of this sort come round.
    #[must_use]
    pub fn rhythm(self) -> Rhythm {
        self.rhythm
    }

    /// The period of this sort in which a day lies.
    #[must_use]
    pub fn of(rhythm: Rhythm, day: Day, calendar: &Calendar) -> Self {
        let (year, month) = (day.year(), day.month());
        let (year, n) = match rhythm {
            Rhythm::Week => (day.iso_week().year(), day.iso_week().week()),
            Rhythm::Month => (year, month),
            Rhythm::Quarter => (year, month.div_ceil(3)),
            Rhythm::Half => (year, month.div_ceil(6)),
            Rhythm::Year => (year, 0),
            Rhythm::SchoolYear | Rhythm::Term => {
                let begun = if day < calendar.autumn(year) {
                    year - 1
                } else {
                    year
                };
                let term = if day < calendar.spring(begun) { 1 } else { 2 };
                (begun, if rhythm == Rhythm::Term { term } else { 0 })
            }
        };
        Self { year, rhythm, n }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self, calendar: &Calendar) -> Day {
        match self.rhythm {
            Rhythm::Week => {
                Day::from_isoywd_opt(self.year, self.n, Weekday::Mon).unwrap_or(Day::MAX)
            }
            Rhythm::Month => day_of(self.year, self.n, 1),
            Rhythm::Quarter => day_of(self.year, self.n * 3 - 2, 1),
            Rhythm::Half => day_of(self.year, self.n * 6 - 5, 1),
            Rhythm::Year => day_of(self.year, 1, 1),
            Rhythm::Term if self.n == 2 => calendar.spring(self.year),
            Rhythm::SchoolYear | Rhythm::Term => calendar.autumn(self.year),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last(self, calendar: &Calendar) -> Day {
        let next = self.next().first(calendar);
        next.checked_sub_days(Days::new(1)).unwrap_or(next)
    }

    /// The period after it.
    #[must_use]
    pub fn next(self) -> Self {
        let most = self.in_a_year();
        if self.n < most {
            Self {
                n: self.n + 1,
                ..self
            }
        } else {
            Self {
                year: self.year + 1,
                n: most.min(1),
                ..self
            }
        }
    }

    /// The period before it.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.n > 1 {
            Self {
                n: self.n - 1,
                ..self
            }
        } else {
            let before = Self {
                year: self.year - 1,
                ..self
            };
            Self {
                n: before.in_a_year(),
                ..before
            }
        }
    }

    /// Its number among all periods of its sort, so that two can be subtracted.
    pub(super) fn index(self) -> i64 {
        let year = i64::from(self.year);
        match self.rhythm {
            Rhythm::Week => {
                let day = self.first(&Calendar::default());
                i64::from(day.num_days_from_ce()).div_euclid(7)
            }
            _ => year * i64::from(self.in_a_year().max(1)) + i64::from(self.n),
        }
    }

    /// How many of its sort its year has; 0 for whole years.
    fn in_a_year(self) -> u32 {
        match self.rhythm {
            // The 28th of December lies in the last week of its year.
            Rhythm::Week => day_of(self.year, 12, 28).iso_week().week(),
            Rhythm::Month => 12,
            Rhythm::Quarter => 4,
            Rhythm::Half | Rhythm::Term => 2,
            Rhythm::Year | Rhythm::SchoolYear => 0,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, n) = (self.year, self.n);
        match self.rhythm {
            Rhythm::Week => write!(f, "{year:04}-W{n:02}"),
            Rhythm::Month => write!(f, "{year:04}-{n:02}"),
            Rhythm::Quarter => write!(f, "{year:04}Q{n}"),
            Rhythm::Half => write!(f, "{year:04}H{n}"),
            Rhythm::Year => write!(f, "{year:04}"),
            Rhythm::SchoolYear => write!(f, "{year:04}-{:04}", year + 1),
            Rhythm::Term => write!(f, "{year:04}-{:04}-{n}", year + 1),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        fn number(text: &str) -> Option<u32> {
            text.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| text.parse().ok())?
        }
        let (year, rest) = text.split_at_checked(4).ok_or(NotAPeriod)?;
        let year = number(year)
            .filter(|year| (1900..=2999).contains(year))
            .ok_or(NotAPeriod)?;
        let (rhythm, n) = if rest.is_empty() {
            (Rhythm::Year, Some(0))
        } else if let Some(n) = rest.strip_prefix("-W") {
            (Rhythm::Week, number(n))
        } else if let Some(n) = rest.strip_prefix('Q') {
            (Rhythm::Quarter, number(n))
        } else if let Some(n) = rest.strip_prefix('H') {
            (Rhythm::Half, number(n))
        } else {
            let rest = rest.strip_prefix('-').ok_or(NotAPeriod)?;
            let (next, term) = rest
                .split_once('-')
                .map_or((rest, None), |(next, term)| (next, Some(term)));
            match (next.len(), term) {
                (2, None) => (Rhythm::Month, number(next)),
                (4, _) if number(next) != Some(year + 1) => return Err(NotAPeriod),
                (4, None) => (Rhythm::SchoolYear, Some(0)),
                (4, Some(term)) => (Rhythm::Term, number(term)),
                _ => return Err(NotAPeriod),
            }
        };
        let period = Self {
            year: i32::try_from(year).map_err(|_| NotAPeriod)?,
            rhythm,
            n: n.ok_or(NotAPeriod)?,
        };
        let most = period.in_a_year();
        // Written in the one way it is written, and no other.
        if period.n < most.min(1) || period.n > most || period.to_string() != text {
            return Err(NotAPeriod);
        }
        Ok(period)
    }
}

written_as_text!(Period);

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: &[&str] = &[
        "2024",
        "2024H1",
        "2024H2",
        "2024Q4",
        "2024-05",
        "2024-W20",
        "2020-W53",
        "2024-2025",
        "2024-2025-1",
        "2024-2025-2",
    ];

    #[test]
    fn a_period_is_read_as_it_is_written_and_in_no_other_way() {
        for text in ALL {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), *text);
        }
        for text in [
            "",
            "24",
            "2024-5",
            "2024-13",
            "2024-00",
            "2024-W54",
            "2021-W53",
            "2024Q5",
            "2024Q0",
            "2024H3",
            "2024-2026",
            "2024-2025-3",
            "2024-2025-0",
            "2024-05-01",
            "2024q1",
            "２０２４",
            "2024-0５",
            "+024",
            "2024 ",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn a_school_year_begins_in_autumn_and_its_second_term_in_spring() {
        let calendar = Calendar::default();
        let of =
            |rhythm, day: &str| Period::of(rhythm, day.parse().unwrap(), &calendar).to_string();
        assert_eq!(of(Rhythm::Term, "2024-08-31"), "2023-2024-2");
        assert_eq!(of(Rhythm::Term, "2024-09-01"), "2024-2025-1");
        assert_eq!(of(Rhythm::Term, "2025-01-31"), "2024-2025-1");
        assert_eq!(of(Rhythm::SchoolYear, "2025-02-01"), "2024-2025");
        assert_eq!(of(Rhythm::Week, "2024-12-30"), "2025-W01");
    }

    proptest! {
        #[test]
        fn periods_follow_one_another_without_gap(day in 0_u64..20_000, rhythm in 0_usize..7) {
            let calendar = Calendar::default();
            let day = day_of(1990, 1, 1) + Days::new(day);
            let period = Period::of(Rhythm::ALL[rhythm], day, &calendar);
            let (first, last) = (period.first(&calendar), period.last(&calendar));
            prop_assert!(first <= day && day <= last);
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.next().first(&calendar), last + Days::new(1));
            prop_assert_eq!(Period::of(Rhythm::ALL[rhythm], last + Days::new(1), &calendar), period.next());
            prop_assert!(period < period.next());
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        }
    }
}
