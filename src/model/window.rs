//! Reporting windows (报送窗口): when departments report, and how many times in a row they did not (`domain.md` 5.3, C).

use chrono::{Datelike as _, Days};

use super::calendar::day_of;
use super::{Calendar, Day, Period, Rhythm};

/// When windows open and are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The first window is the one in which this day lies.
    pub from: Day,
    /// The last window is the one in which this day lies; `None` for no end.
    pub until: Option<Day>,
    /// The day of the week on which weekly windows are due; 1 is Monday.
    pub week_day: u8,
    /// The day of the month on which monthly and quarterly windows are due; the last one in a shorter month.
    pub month_day: u8,
}

/// A window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its name.
    pub period: Period,
    /// Its first day: the day after the one before was due.
    pub from: Day,
    /// The day on which reports are due, its last.
    pub due: Day,
}

/// Some days later. There may be no such day: where nothing was adopted yet, windows begin at the end of time.
fn later(day: Day, days: u8) -> Day {
    let later = day.checked_add_days(Days::new(days.into()));
    later.unwrap_or(Day::MAX)
}

impl Schedule {
    /// The day on which the window of a period is due, whether there is such a window or not.
    #[must_use]
    pub fn due(&self, period: Period) -> Day {
        let calendar = Calendar::default();
        match period.rhythm() {
            Rhythm::Week => later(period.first(&calendar), self.week_day.clamp(1, 7) - 1),
            _ => {
                let last = period.last(&calendar);
                day_of(last.year(), last.month(), u32::from(self.month_day.max(1)))
            }
        }
    }

    /// The period in whose window a day lies.
    fn period_on(&self, rhythm: Rhythm, day: Day) -> Period {
        let period = Period::of(rhythm, day, &Calendar::default());
        if day <= self.due(period) {
            period
        } else {
            period.next()
        }
    }

    /// The window of a period; `None` if there is none.
    #[must_use]
    pub fn window(&self, period: Period) -> Option<Window> {
        let window = Window {
            period,
            from: later(self.due(period.previous()), 1),
            due: self.due(period),
        };
        let ended = self.until.is_some_and(|until| until < window.from);
        (window.due >= self.from && !ended).then_some(window)
    }

    /// The window in which a day lies; `None` before the first and after the last.
    #[must_use]
    pub fn containing(&self, rhythm: Rhythm, day: Day) -> Option<Window> {
        self.window(self.period_on(rhythm, day))
    }

    /// The windows that have begun by `day`, the latest first.
    pub fn latest_first(&self, rhythm: Rhythm, day: Day) -> impl Iterator<Item = Window> {
        let day = self.until.map_or(day, |until| until.min(day));
        let first = self.window(self.period_on(rhythm, day));
        let schedule = *self;
        std::iter::successors(first, move |window| {
            schedule.window(window.period.previous())
        })
    }

    /// How many windows in a row have gone by without a report, up to `today`: those that were due before it, after the
    /// one in which the last report lies, and not before `since`.
    #[must_use]
    pub fn missed(&self, rhythm: Rhythm, report: Option<Day>, since: Day, today: Day) -> u16 {
        let missed = self.missed_windows(rhythm, report, since, today);
        missed.map_or(0, |(first, last)| {
            u16::try_from(last.index() - first.index() + 1).unwrap_or(u16::MAX)
        })
    }

    /// The first and the last of those windows.
    #[must_use]
    pub fn missed_windows(
        &self,
        rhythm: Rhythm,
        report: Option<Day>,
        since: Day,
        today: Day,
    ) -> Option<(Period, Period)> {
        let begin = self.period_on(rhythm, self.from.max(since));
        let begin = match report {
            Some(report) => begin.max(self.period_on(rhythm, report).next()),
            None => begin,
        };
        // The last one that has gone by.
        let mut last = self.period_on(rhythm, today).previous();
        if let Some(until) = self.until {
            last = last.min(self.period_on(rhythm, until));
        }
        (last >= begin).then_some((begin, last))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn schedule() -> Schedule {
        Schedule {
            from: day("2022-04-26"),
            until: Some(day("2025-12-31")),
            week_day: 5,
            month_day: 25,
        }
    }

    #[test]
    fn a_window_ends_on_its_day_and_begins_after_the_one_before() {
        let on = |rhythm, text: &str| {
            let window = schedule().containing(rhythm, day(text)).unwrap();
            format!("{} {} {}", window.period, window.from, window.due)
        };
        assert_eq!(
            on(Rhythm::Month, "2024-05-25"),
            "2024-05 2024-04-26 2024-05-25"
        );
        assert_eq!(
            on(Rhythm::Month, "2024-05-26"),
            "2024-06 2024-05-26 2024-06-25"
        );
        assert_eq!(
            on(Rhythm::Week, "2024-05-17"),
            "2024-W20 2024-05-11 2024-05-17"
        );
        assert_eq!(
            on(Rhythm::Week, "2024-05-18"),
            "2024-W21 2024-05-18 2024-05-24"
        );
        assert_eq!(
            on(Rhythm::Quarter, "2024-06-25"),
            "2024Q2 2024-03-26 2024-06-25"
        );
        let end_of_month = Schedule {
            month_day: 31,
            ..schedule()
        };
        let window = end_of_month
            .containing(Rhythm::Month, day("2023-02-10"))
            .unwrap();
        assert_eq!(
            (window.from, window.due),
            (day("2023-02-01"), day("2023-02-28"))
        );
    }

    #[test]
    fn there_are_windows_from_the_first_day_to_the_end_of_the_plan() {
        let schedule = schedule();
        assert_eq!(schedule.containing(Rhythm::Month, day("2022-04-25")), None);
        assert_eq!(
            schedule
                .containing(Rhythm::Month, day("2022-04-26"))
                .map(|w| w.period.to_string())
                .as_deref(),
            Some("2022-05")
        );
        assert!(
            schedule
                .containing(Rhythm::Month, day("2025-12-31"))
                .is_some()
        );
        assert_eq!(schedule.containing(Rhythm::Month, day("2026-02-01")), None);
        assert_eq!(
            schedule
                .latest_first(Rhythm::Month, day("2030-01-01"))
                .count(),
            45
        );
        assert_eq!(
            schedule
                .latest_first(Rhythm::Month, day("2022-04-01"))
                .count(),
            0
        );
    }

    #[test]
    fn windows_in_a_row_without_a_report_are_counted() {
        let missed = |report: Option<&str>, today: &str| {
            schedule().missed(Rhythm::Month, report.map(day), schedule().from, day(today))
        };
        assert_eq!(missed(None, "2022-05-25"), 0, "the first is still open");
        assert_eq!(missed(None, "2022-05-26"), 1);
        assert_eq!(missed(Some("2024-05-17"), "2024-05-26"), 0);
        assert_eq!(missed(Some("2024-04-25"), "2024-05-25"), 0);
        assert_eq!(missed(Some("2024-04-25"), "2024-05-26"), 1);
        assert_eq!(missed(Some("2024-03-01"), "2024-05-26"), 2);
        assert_eq!(missed(None, "2040-01-01"), 45, "no more than there were");
    }

    #[test]
    fn at_the_end_of_time_nothing_is_missed() {
        for rhythm in Rhythm::ALL {
            let never = Schedule {
                from: Day::MAX,
                until: None,
                ..schedule()
            };
            assert_eq!(never.containing(*rhythm, day("2024-05-17")), None);
            assert_eq!(never.missed(*rhythm, None, Day::MIN, day("2024-05-17")), 0);
            assert_eq!(never.missed(*rhythm, None, Day::MAX, Day::MAX), 0);
            let last = never.containing(*rhythm, Day::MAX);
            assert!(last.is_none_or(|window| window.due == Day::MAX));
        }
    }

    #[test]
    fn a_task_that_begins_to_report_later_has_not_missed_what_was_due_before() {
        let missed =
            |since: &str| schedule().missed(Rhythm::Month, None, day(since), day("2024-05-26"));
        assert_eq!(missed("2024-05-25"), 1, "due on that day");
        assert_eq!(missed("2024-05-26"), 0);
    }

    proptest! {
        #[test]
        fn counting_equals_walking(
            from in 0_u64..400, until in 400_u64..900, report in proptest::option::of(0_u64..900),
            since in 0_u64..900, today in 0_u64..1000, which in 0_usize..7, month_day in 1_u8..=31, week_day in 1_u8..=7,
        ) {
            let at = |days: u64| day("2022-01-01") + Days::new(days);
            let rhythm = Rhythm::ALL[which];
            let schedule = Schedule { from: at(from), until: Some(at(until)), week_day, month_day };
            let walked = schedule
                .latest_first(rhythm, at(1200))
                .filter(|w| w.due < at(today) && w.due >= at(since))
                .filter(|w| report.is_none_or(|report| w.from > at(report)))
                .count();
            let counted = schedule.missed(rhythm, report.map(at), at(since), at(today));
            prop_assert_eq!(usize::from(counted), walked);
        }
    }
}
