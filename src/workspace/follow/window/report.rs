//! What became of a task's report in a window, by where the task stands and what was said of it.

use std::sync::Arc;

use super::WindowReport;
use crate::model::{
    Frozen, FrozenTask, IdMap, ItemId, OpId, Outlook, Reporting, Row, Window, is_reported,
};
use crate::store::{Closed, Reported};

/// What a task has to do with a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Its report is expected.
    Expected,
    /// It is not reported on any more, but counts if its report came, as of a task that was closed since.
    Voluntary,
    /// It has windows of its own, or did not count when this one was closed.
    None,
}

/// What is frozen of the reports of a closed window: of each task whether it had come, which it was, and the one before.
pub(super) struct Kept(IdMap<ItemId, (Reporting, Option<OpId>, Option<OpId>)>);

impl Kept {
    pub(super) fn new(frozen: Frozen) -> Self {
        let of = |task: FrozenTask| (task.id, (task.report, task.note, task.before));
        Self(frozen.tasks.into_iter().map(of).collect())
    }

    /// What became of a task's report, and which it is: what is frozen stays. Of what was missing, what came after the
    /// closing is late; of a task that was not there, nothing was expected.
    pub(super) fn of(
        &self,
        row: &Row,
        window: Window,
        closed: Option<&Closed>,
        said: &[Reported],
    ) -> (Reporting, Option<OpId>) {
        match self.0.get(&row.id) {
            None => (Reporting::NotExpected, None),
            Some((Reporting::Missing, ..)) => match lead_report(row, window, closed, said) {
                Some((late, false)) => (Reporting::Late, Some(late.note)),
                _ => (Reporting::Missing, None),
            },
            Some((report, note, _)) => (*report, *note),
        }
    }

    /// The lead's report before the window.
    pub(super) fn before(&self, task: ItemId) -> Option<OpId> {
        self.0.get(&task).and_then(|(.., before)| *before)
    }
}

/// Whether a report is one for this window.
fn within(window: Window) -> impl Fn(&&Reported) -> bool {
    move |reported| window.from <= reported.on && reported.on <= window.due
}

/// Whether a report of a task is its lead's.
pub(super) fn by_lead(row: &Row) -> impl Fn(&&Reported) -> bool {
    |reported| row.lead.contains(&reported.department)
}

/// What a task has to do with a window, by where it stands now.
pub(super) fn part(row: &Row, outlook: &Outlook, window: Window) -> Part {
    if outlook.rhythm_in(row, window) != window.period.rhythm() {
        return Part::None;
    }
    part_now(row, window)
}

/// What a task has to do with a window of its own rhythm, by where it stands now.
pub(super) fn part_now(row: &Row, window: Window) -> Part {
    if is_reported(row.status) && row.follow.is_expected_by(window.due) {
        Part::Expected
    } else {
        Part::Voluntary
    }
}

/// The lead's report for a window, and whether it was on time. On time is what the closing of the window covers, never
/// the author's clock.
pub(super) fn lead_report<'a>(
    row: &Row,
    window: Window,
    closed: Option<&Closed>,
    said: &'a [Reported],
) -> Option<(&'a Reported, bool)> {
    let mine = said.iter().filter(within(window)).filter(by_lead(row));
    let mut mine = mine.peekable();
    let latest = mine.peek().copied()?;
    let covered = |reported: &&Reported| {
        closed.is_none_or(|closed| reported.entry.is_some_and(|entry| entry <= closed.entry))
    };
    let on_time = mine.find(covered);
    Some((on_time.unwrap_or(latest), on_time.is_some()))
}

/// What became of a report.
pub(super) fn became(report: Option<(&Reported, bool)>, part: Part) -> Reporting {
    match (part, report) {
        (Part::None, _) | (Part::Voluntary, None) => Reporting::NotExpected,
        (_, Some((note, true))) if note.unchanged => Reporting::Unchanged,
        (_, Some((_, true))) => Reporting::Reported,
        (_, Some((_, false))) => Reporting::Late,
        (Part::Expected, None) => Reporting::Missing,
    }
}

/// What became of a task's report for a window.
pub(super) fn report(
    row: &Arc<Row>,
    part: Part,
    window: Window,
    closed: Option<&Closed>,
    said: &[Reported],
) -> WindowReport {
    let leads = by_lead(row);
    let mine = lead_report(row, window, closed, said);
    let before = said
        .iter()
        .filter(&leads)
        .find(|reported| reported.on < window.from);
    let contributions = said
        .iter()
        .filter(within(window))
        .filter(|reported| !leads(reported));
    WindowReport {
        row: Arc::clone(row),
        report: became(mine, part),
        note: mine.map(|(note, _)| note.note),
        before: before.map(|before| before.note),
        contributions: contributions.map(|reported| reported.note).collect(),
        since: None,
    }
}
