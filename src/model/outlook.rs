//! What the follow-up of all tasks hangs on, on one day: the rules of that day, the windows, the plan's time.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Calendar, Day, Detail, DueSource, Facts, Lit, Period, Reporting, Rhythm, Row, Rules, Schedule,
    Status, Watch, Window, expected, light,
};

/// The day, and everything that is the same for all tasks on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The day.
    pub day: Day,
    /// The rules in force on it.
    pub rules: Rules,
    /// Their version: the number of the roster entry that says them.
    pub version: u64,
    /// The day from which progress is expected: the plan's issue date, else the first day of its period.
    pub start: Option<Day>,
    /// The last day of the plan.
    pub end: Option<Day>,
    /// The day on which the plan was adopted here: there are windows from then on.
    pub adopted: Option<Day>,
    /// Which tasks were red when windows were closed.
    pub watch: Watch,
}

impl Outlook {
    /// When windows open and are due.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        self.rules
            .schedule(self.adopted.unwrap_or(Day::MAX), self.end)
    }

    /// How often a task is reported on: as it says itself, weekly under special supervision, else as often as all are.
    #[must_use]
    pub fn rhythm(&self, row: &Row) -> (Rhythm, Option<Day>) {
        match row.follow.rhythm {
            Some((rhythm, since)) => (rhythm, Some(since)),
            None if row.follow.supervised => (Rhythm::Week, row.follow.supervised_since),
            None => (self.rules.rhythm(), None),
        }
    }

    /// How often a task was reported on in the days of a window: before it had a rhythm of its own, as often as all are.
    #[must_use]
    pub fn rhythm_in(&self, row: &Row, window: Window) -> Rhythm {
        match self.rhythm(row) {
            (_, Some(since)) if window.due < since => self.rules.rhythm(),
            (rhythm, _) => rhythm,
        }
    }

    /// The window in which a task is to be reported on now; `None` if it has ended or there are no windows.
    #[must_use]
    pub fn window(&self, row: &Row) -> Option<Window> {
        self.running_window(row).filter(|_| is_reported(row.status))
    }

    /// The window of the task's rhythm in which the day lies, whether or not the task is to be reported on.
    #[must_use]
    pub fn running_window(&self, row: &Row) -> Option<Window> {
        self.schedule().containing(self.rhythm(row).0, self.day)
    }

    /// Whether the report that is due in the running window has come.
    #[must_use]
    pub fn reporting(&self, row: &Row) -> Reporting {
        reporting(
            row,
            self.schedule().containing(self.rhythm(row).0, self.day),
        )
    }

    /// The windows in which the day lies, for asking about many tasks.
    #[must_use]
    pub fn running(&self) -> Running<'_> {
        let window = |rhythm: &Rhythm| (*rhythm, self.schedule().containing(*rhythm, self.day));
        Running {
            outlook: self,
            windows: Rhythm::ALL.iter().map(window).collect(),
        }
    }

    /// The first and last day of a task's time.
    #[must_use]
    pub fn span(&self, row: &Row) -> (Day, Day) {
        let due = row.due.or(self.end).unwrap_or(Day::MAX);
        (self.start.unwrap_or(due), due)
    }

    /// The percent that is expected of a task on the day; `None` where it has no deadline to be measured by.
    #[must_use]
    pub fn expected(&self, row: &Row) -> Option<u8> {
        let (start, due) = self.span(row);
        row.due.map(|_| expected(start, due, self.day))
    }

    /// The windows in a row that have gone by without a report on the task (`domain.md` 5.3, C).
    #[must_use]
    pub fn missed(&self, row: &Row) -> Option<Missed> {
        if !is_reported(row.status) {
            return None;
        }
        let (rhythm, since) = self.rhythm(row);
        let since = since.max(row.follow.expected_since).unwrap_or(Day::MIN);
        let (schedule, reported) = (self.schedule(), row.follow.reported);
        let (first, last) = schedule.missed_windows(rhythm, reported, since, self.day)?;
        Some(Missed {
            first,
            last,
            windows: schedule.missed(rhythm, reported, since, self.day),
        })
    }

    /// The light of a task by the rules, with its reasons.
    #[must_use]
    pub fn lit(&self, row: &Row) -> Lit {
        let (start, due) = self.span(row);
        let rhythm = self.rhythm(row).0;
        let calendar: &Calendar = &self.rules.calendar;
        let asked = |since: Option<Day>| since.map_or(0, |on| calendar.working_days(on, self.day));
        let missed = self.missed(row).map_or(0, |missed| missed.windows);
        let facts = Facts {
            status: row.status,
            start,
            due,
            has_due: row.due.is_some(),
            due_is_plan_end: row.due_source == DueSource::Plan || row.due.is_none(),
            percent: row.percent,
            milestones: &row.follow.milestones,
            reported: row.follow.reported.is_some(),
            missed,
            unsigned: if row.status == Status::Assigned {
                asked(row.follow.since)
            } else {
                0
            },
            closing_on: row.follow.closing,
            needs_coordination: row.follow.coordinate,
            recovering: self.watch.is_on(row.id, rhythm, self.rules.recover_windows),
        };
        light(&facts, &self.rules, self.day)
    }

    /// Gives the line of a task that is shown in full its light.
    pub fn light_up(&self, detail: &mut Detail) {
        let lit = self.lit(&detail.row);
        Arc::make_mut(&mut detail.row).lit = lit;
    }

    /// Whether the plan's time has passed, so that what is left is a matter of the final evaluation (终期评估).
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.end.is_some_and(|end| self.day > end)
    }
}

/// Windows in a row that have gone by without a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// The first.
    pub first: Period,
    /// The last; the first, if there is one.
    pub last: Period,
    /// How many.
    pub windows: u16,
}

/// The running windows of every rhythm.
#[derive(Debug, Clone)]
pub struct Running<'a> {
    outlook: &'a Outlook,
    windows: Vec<(Rhythm, Option<Window>)>,
}

impl Running<'_> {
    /// As [`Outlook::reporting`].
    #[must_use]
    pub fn reporting(&self, row: &Row) -> Reporting {
        let rhythm = self.outlook.rhythm(row).0;
        let mut windows = self.windows.iter();
        let window = windows.find(|(of, _)| *of == rhythm);
        reporting(row, window.and_then(|(_, window)| *window))
    }
}

/// Whether the report has come that is due in the window. One that came before the task was closed or returned counts.
fn reporting(row: &Row, window: Option<Window>) -> Reporting {
    let Some(window) = window else {
        return Reporting::NotExpected;
    };
    if row.follow.reported.is_some_and(|on| on >= window.from) {
        Reporting::Reported
    } else if is_reported(row.status) && row.follow.is_expected_by(window.due) {
        Reporting::Missing
    } else {
        Reporting::NotExpected
    }
}

/// Whether a task in this status is reported on.
#[must_use]
pub fn is_reported(status: Status) -> bool {
    !status.is_final() && !matches!(status, Status::Draft | Status::Returned | Status::Suspended)
}
