//! Reporting windows: which there are, and who has reported in them.

mod report;

use std::sync::Arc;

use report::{Kept, Part, became, by_lead, lead_report, part, part_now, report};

use super::FollowFailure;
use crate::model::{
    IdMap, ItemId, Note, OpId, Outlook, Period, Reporting, Rhythm, Row, Since, Snapshot, Window,
};
use crate::store::{Closed, Reported};
use crate::workspace::{Failure, Workspace};

/// One window with what became of its reports.
#[derive(Debug, Clone)]
pub struct WindowState {
    /// The window.
    pub window: Window,
    /// Its closing, if it was closed.
    pub closed: Option<Closed>,
    /// Per task: whether its report came, and which it is.
    pub reports: Vec<WindowReport>,
}

/// A task in a window.
#[derive(Debug, Clone)]
pub struct WindowReport {
    /// The task.
    pub row: Arc<Row>,
    /// Whether its report came.
    pub report: Reporting,
    /// The lead's report.
    pub note: Option<OpId>,
    /// The lead's report before it.
    pub before: Option<OpId>,
    /// What supporters contributed.
    pub contributions: Vec<OpId>,
    /// What became of the report since the window was closed, if it does not count any more as it is.
    pub since: Option<Since>,
}

/// How many reports of a window are expected, have come, and have come on time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WindowCounts {
    /// Expected.
    pub expected: usize,
    /// Here, in time or not.
    pub reported: usize,
    /// In time.
    pub on_time: usize,
}

impl WindowCounts {
    fn add(&mut self, report: Reporting) {
        use Reporting as R;
        let (on_time, late) = (
            matches!(report, R::Reported | R::Unchanged),
            report == R::Late,
        );
        self.expected += usize::from(report != R::NotExpected);
        self.reported += usize::from(on_time || late);
        self.on_time += usize::from(on_time);
    }
}

impl WindowState {
    /// How many reports are expected, have come, and have come on time.
    #[must_use]
    pub fn counts(&self) -> WindowCounts {
        let mut counts = WindowCounts::default();
        self.reports.iter().for_each(|of| counts.add(of.report));
        counts
    }
}

/// A window in numbers.
#[derive(Debug, Clone)]
pub struct WindowLine {
    /// The window.
    pub window: Window,
    /// Its closing, if it was closed.
    pub closed: Option<Closed>,
    /// Its reports.
    pub counts: WindowCounts,
}

impl Workspace {
    /// The windows of a rhythm that have begun, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn windows(
        &self,
        snapshot: &Snapshot,
        rhythm: Rhythm,
    ) -> Result<Vec<(Window, Option<Closed>)>, Failure> {
        let closings = self.store.closings()?;
        let schedule = snapshot.outlook.schedule();
        Ok(schedule
            .latest_first(rhythm, snapshot.day)
            .map(|window| {
                let closed = closings.iter().find(|c| c.closing.period == window.period);
                (window, closed.cloned())
            })
            .collect())
    }

    /// The windows of these rhythms that have begun, in numbers; of each rhythm the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn window_lines(
        &self,
        snapshot: &Snapshot,
        rhythms: impl IntoIterator<Item = Rhythm>,
    ) -> Result<Vec<WindowLine>, Failure> {
        let mut lines = Vec::new();
        for rhythm in rhythms {
            for (window, closed) in self.windows(snapshot, rhythm)? {
                let line = WindowLine {
                    window,
                    closed,
                    counts: WindowCounts::default(),
                };
                lines.push((self.kept(line.closed.as_ref())?, line));
            }
        }
        self.each_reports(snapshot, |_, row, said| {
            for (kept, line) in &mut lines {
                let (window, closed) = (line.window, line.closed.as_ref());
                let report = match kept {
                    Some(kept) => kept.of(row, window, closed, said).0,
                    None => {
                        let part = part(row, &snapshot.outlook, window);
                        became(lead_report(row, window, closed, said), part)
                    }
                };
                line.counts.add(report);
            }
        })?;
        // Before anybody had a rhythm of their own there were no windows of it.
        let usual = snapshot.outlook.rules.rhythm();
        let was = |line: &WindowLine| {
            let expected = line.counts.expected > 0 || line.window.period.rhythm() == usual;
            expected || line.closed.is_some()
        };
        Ok(lines
            .into_iter()
            .map(|(_, line)| line)
            .filter(was)
            .collect())
    }

    /// Hands each task of the picture, with its place, and its reports to `each`, in no order.
    fn each_reports<'a>(
        &self,
        snapshot: &'a Snapshot,
        mut each: impl FnMut(usize, &'a Arc<Row>, &[Reported]),
    ) -> Result<(), Failure> {
        let rows = snapshot.rows.iter().enumerate();
        let mut silent: IdMap<ItemId, (usize, &Arc<Row>)> =
            rows.map(|(at, row)| (row.id, (at, row))).collect();
        self.store.each_reports(|task, reports| {
            if let Some((at, row)) = silent.remove(&task) {
                each(at, row, &reports);
            }
        })?;
        for (at, row) in silent.into_values() {
            each(at, row, &[]);
        }
        Ok(())
    }

    /// The reports of the tasks of the picture, in its order, as `each` makes them.
    fn reports_of<'a>(
        &self,
        snapshot: &'a Snapshot,
        each: impl Fn(&'a Arc<Row>, &[Reported]) -> WindowReport,
    ) -> Result<Vec<WindowReport>, Failure> {
        let mut reports: Vec<Option<WindowReport>> = vec![None; snapshot.rows.len()];
        self.each_reports(snapshot, |at, row, said| {
            if let Some(place) = reports.get_mut(at) {
                *place = Some(each(row, said));
            }
        })?;
        Ok(reports.into_iter().flatten().collect())
    }

    /// The lead's latest report of a task in its running window, and the one before that window. Where there is no window,
    /// everything was said before.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn lead_reports(
        &self,
        row: &Row,
        outlook: &Outlook,
    ) -> Result<(Option<OpId>, Option<OpId>), Failure> {
        let window = outlook.window(row);
        let said = self.store.reports(row.id)?;
        let leads = by_lead(row);
        let is_now = |reported: &Reported| window.is_some_and(|window| reported.on >= window.from);
        let now = said.iter().filter(&leads).find(|said| is_now(said));
        let before = said.iter().filter(&leads).find(|said| !is_now(said));
        Ok((now.map(|said| said.note), before.map(|said| said.note)))
    }

    /// A note as it was written, whatever became of it since; `None` if it is not here.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn note(&self, note: OpId) -> Result<Option<Note>, Failure> {
        Ok(self.store.written(note, self.zone)?)
    }

    /// One window with what became of its reports; `None` for the running one of the plan's own rhythm, in which each
    /// task stands as it does in its own running window: one that is reported on weekly by its week.
    ///
    /// # Errors
    ///
    /// If there is no such window.
    pub fn window(
        &self,
        snapshot: &Snapshot,
        period: Option<Period>,
    ) -> Result<WindowState, Failure> {
        let outlook = &snapshot.outlook;
        let schedule = outlook.schedule();
        let window = match period {
            Some(period) => schedule.window(period),
            None => {
                let rhythm = outlook.rules.rhythm();
                let mut windows = schedule.latest_first(rhythm, snapshot.day);
                windows.next()
            }
        };
        let named = || period.map(|period| period.to_string()).unwrap_or_default();
        let window = window.ok_or_else(|| FollowFailure::NoWindow(named()))?;
        let closings = self.store.closings()?;
        let closed = closings
            .into_iter()
            .find(|closed| closed.closing.period == window.period);
        let kept = self.kept(closed.as_ref())?;
        let mut reports = self.reports_of(snapshot, |row, said| {
            let (part, window) = match (period, outlook.running_window(row)) {
                (Some(_), _) => (part(row, outlook, window), window),
                (None, Some(own)) => (part_now(row, own), own),
                (None, None) => (Part::None, window),
            };
            let mut live = report(row, part, window, closed.as_ref(), said);
            if let Some(kept) = kept.as_ref().filter(|_| period.is_some()) {
                (live.report, live.note) = kept.of(row, window, closed.as_ref(), said);
                live.before = kept.before(row.id);
                live.since = live.note.and_then(|note| {
                    let counts = said.iter().any(|said| said.note == note);
                    (!counts).then_some(Since::NotCounted)
                });
            }
            live
        })?;
        for report in reports.iter_mut().filter(|of| of.since.is_some()) {
            report.since = self.since(report)?;
        }
        Ok(WindowState {
            window,
            closed,
            reports,
        })
    }

    /// What became of a report that does not count any more as it is; `None` if it is not here.
    fn since(&self, report: &WindowReport) -> Result<Option<Since>, Failure> {
        let notes = self.store.notes(report.row.id, self.zone)?;
        let note = notes.iter().find(|note| Some(note.op) == report.note);
        Ok(note.map(|note| match note {
            note if note.retracted.is_some() => Since::TakenBack,
            note if note.superseded_by.is_some() => Since::Corrected,
            _ => Since::NotCounted,
        }))
    }

    /// What is frozen of a window; `None` if it was not closed, or the document is not here.
    fn kept(&self, closed: Option<&Closed>) -> Result<Option<Kept>, Failure> {
        let frozen = match closed {
            Some(closed) => self.store.frozen(closed.closing.sha256)?,
            None => None,
        };
        Ok(frozen.map(Kept::new))
    }

    /// The tasks where there is no window: before the first one and after the last. Nothing is expected.
    pub(in crate::workspace) fn without_window(
        &self,
        snapshot: &Snapshot,
    ) -> Result<WindowState, Failure> {
        let day = snapshot.day;
        let window = Window {
            period: Period::year(chrono::Datelike::year(&day)),
            from: day,
            due: day,
        };
        let reports = self.reports_of(snapshot, |row, said| {
            let before = said.iter().find(by_lead(row));
            WindowReport {
                row: Arc::clone(row),
                report: Reporting::NotExpected,
                note: None,
                before: before.map(|before| before.note),
                contributions: Vec::new(),
                since: None,
            }
        })?;
        Ok(WindowState {
            window,
            closed: None,
            reports,
        })
    }
}
