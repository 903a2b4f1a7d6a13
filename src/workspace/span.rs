//! The plan's time, and what cannot be because it lies outside of it.

use chrono::Datelike as _;

use super::{Failure, FollowFailure, Workspace};
use crate::model::{Calendar, Day, Period};

/// How many years before and after a plan's time figures are of use: baselines and goals lie outside of it.
const YEARS: i32 = 10;

/// The plan's time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    /// The day of issue or the first day of the period, whichever is earlier.
    start: Option<Day>,
    end: Option<Day>,
}

impl Workspace {
    /// The time of the plan in force.
    pub(super) fn span(&self) -> Result<Span, Failure> {
        let head = self.store.plan_head()?;
        Ok(head.map_or_else(Span::default, |head| Span {
            start: head.issued.into_iter().chain(head.start).min(),
            end: head.end,
        }))
    }
}

impl Span {
    /// Refuses a day on which there was no plan yet.
    pub(super) fn refuse_before(self, day: Day) -> Result<(), Failure> {
        match self.start.filter(|start| day < *start) {
            Some(start) => Err(Failure::BeforePlan { day, start }),
            None => Ok(()),
        }
    }

    /// Refuses a period that no figure of the plan is about.
    pub(super) fn refuse_far(self, period: Period) -> Result<(), Failure> {
        let calendar = Calendar::default();
        let (first, last) = (
            period.first(&calendar).year(),
            period.last(&calendar).year(),
        );
        let early = self.start.is_some_and(|start| last < start.year() - YEARS);
        let late = self.end.is_some_and(|end| first > end.year() + YEARS);
        if early || late {
            return Err(FollowFailure::FarPeriod(period).into());
        }
        Ok(())
    }
}
