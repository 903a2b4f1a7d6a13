//! Closing a reporting window (封存): what is frozen, and what was.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::FollowFailure;
use super::window::{WindowReport, WindowState};
use crate::model::{Closing, Day, DepartmentId, Frozen, FrozenTask, ItemId, Period, Sha, Snapshot};
use crate::store::Closed;
use crate::workspace::sharing::Written;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Closes a window, a registrar's act: the lights, the counts and what was accepted so far are frozen.
    ///
    /// # Errors
    ///
    /// If the window is not over, was closed before, or the owner of the home does not keep the roster.
    pub fn close_window(
        &mut self,
        period: Period,
        now: DateTime<Utc>,
    ) -> Result<(Written, Frozen), Failure> {
        let mut closed = None;
        let written = self.write_entry_with(None, now, |workspace, _, entry| {
            let frozen = workspace.freeze_window(period, entry.entry, now)?;
            let bytes = serde_json::to_vec(&frozen).map_err(crate::store::Error::from)?;
            entry.closing = Some(Closing {
                period,
                day: frozen.day,
                sha256: Sha::of(&bytes),
            });
            closed = Some(frozen);
            Ok(vec![bytes])
        })?;
        let frozen = closed.ok_or(FollowFailure::NotClosed(period))?;
        Ok((written, frozen))
    }

    /// What is frozen if the entry of this number closes a window now.
    fn freeze_window(
        &self,
        period: Period,
        entry: u64,
        now: DateTime<Utc>,
    ) -> Result<Frozen, Failure> {
        let snapshot = self.snapshot(usize::MAX, now)?;
        let state = self.window(&snapshot, Some(period))?;
        if state.closed.is_some() {
            return Err(FollowFailure::ClosedAlready(period).into());
        }
        if state.window.due > snapshot.day {
            return Err(FollowFailure::WindowOpen(period, state.window.due).into());
        }
        Ok(Frozen {
            fmt: Frozen::FORM.to_owned(),
            period,
            day: snapshot.day,
            rules: snapshot.outlook.version,
            entry,
            tasks: self.as_of_now(&state, &snapshot)?,
        })
    }

    /// What was frozen when a window was closed.
    ///
    /// # Errors
    ///
    /// If it was not closed, or the document has not arrived.
    pub fn frozen(&self, period: Period) -> Result<Frozen, Failure> {
        let closings = self.store.closings()?;
        let closed = closings
            .iter()
            .find(|closed| closed.closing.period == period)
            .ok_or(FollowFailure::NotClosed(period))?;
        let frozen = self.store.frozen(closed.closing.sha256)?;
        frozen.ok_or_else(|| FollowFailure::NotArrived(period).into())
    }

    /// Which windows were closed, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn closings(&self) -> Result<Vec<Closed>, Failure> {
        Ok(self.store.closings()?)
    }

    /// What would be frozen now: to compare a running window with the one before, and to report on it.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn as_of_now(
        &self,
        state: &WindowState,
        snapshot: &Snapshot,
    ) -> Result<Vec<FrozenTask>, Failure> {
        let reminders = self.reminders_since(state.window.from)?;
        let reports = state.reports.iter();
        Ok(reports
            .map(|report| freeze(report, snapshot, &reminders))
            .collect())
    }

    /// On which days departments were reminded of each task, since a day.
    fn reminders_since(&self, from: Day) -> Result<HashMap<ItemId, Vec<Day>>, Failure> {
        let mut days: HashMap<ItemId, Vec<Day>> = HashMap::new();
        for reminded in self.reminders()?.into_iter().rev() {
            for task in reminded.tasks.iter().filter(|_| reminded.on >= from) {
                let of = days.entry(*task).or_default();
                if !of.contains(&reminded.on) {
                    of.push(reminded.on);
                }
            }
        }
        Ok(days)
    }
}

fn freeze(
    report: &WindowReport,
    snapshot: &Snapshot,
    reminders: &HashMap<ItemId, Vec<Day>>,
) -> FrozenTask {
    let (row, outlook) = (&report.row, &snapshot.outlook);
    let names = |ids: &[DepartmentId]| ids.iter().map(|id| snapshot.directory.name(*id)).collect();
    FrozenTask {
        id: row.id,
        code: row.code.clone(),
        title: row.title.clone(),
        lead: names(&row.lead),
        support: names(&row.support),
        reminded: reminders.get(&row.id).cloned().unwrap_or_default(),
        status: row.status,
        lit: row.lit.clone(),
        judged: row.follow.judged_on(outlook.day),
        percent: row.percent,
        expected: outlook.expected(row),
        due: row.due,
        report: report.report,
        note: report.note,
        before: report.before,
    }
}
