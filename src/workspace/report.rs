//! Filling reports: from the home as it is, or from what was frozen when a window was closed.
//!
//! Both go one way: the tasks as a closing freezes them, and the words of notes by their ids. So a closed window's report
//! prints the same bytes whatever was said since, and says less only where words were purged.

mod content;
mod file;
mod indicators;
mod meeting;

pub use file::write_new;

use chrono::{DateTime, Utc};

use crate::model::{Day, FrozenTask, ItemId, Note, Period, Reporting, Snapshot};
use crate::report::{self, Name, Report, Stamp};
use crate::words::Lang;

use super::{Failure, FollowFailure, Workspace};

/// Which report is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which one.
    pub name: Name,
    /// Its language.
    pub lang: Lang,
    /// The tasks it is about; `None` for all.
    pub tasks: Option<Vec<ItemId>>,
    /// The closed window it shows; `None` for the present.
    pub window: Option<Period>,
    /// The meeting it is about; `None` for the latest.
    pub meeting: Option<ItemId>,
}

/// What the tasks of a report were on a day.
#[derive(Debug)]
struct Picture {
    day: Day,
    rules: u64,
    window: Option<Period>,
    /// The number of the entry that closed it; `None` for the present.
    entry: Option<u64>,
    /// What was frozen, in short.
    frozen: Option<String>,
    tasks: Vec<FrozenTask>,
}

impl Workspace {
    /// Makes a report.
    ///
    /// # Errors
    ///
    /// If the window was not closed, or its document has not arrived.
    pub fn report(&self, wanted: &Wanted, now: DateTime<Utc>) -> Result<Report, Failure> {
        let snapshot = self.snapshot(usize::MAX, now)?;
        let lang = wanted.lang;
        if matches!(wanted.name, Name::Ledger | Name::Indicators | Name::Meeting)
            && wanted.window.is_some()
        {
            return Err(FollowFailure::NoFrozenReport.into());
        }
        let keeps = |id: &ItemId| wanted.tasks.as_ref().is_none_or(|tasks| tasks.contains(id));
        match wanted.name {
            Name::Ledger => {
                let stamp = stamp(&snapshot, None);
                let mut lines = Vec::new();
                let texts = self.store.task_texts()?;
                let all = report::ledger::lines(lang, &snapshot, &texts);
                for (row, line) in snapshot.rows.iter().zip(all) {
                    if keeps(&row.id) {
                        lines.push(line);
                    }
                }
                Ok(report::ledger::report(lang, stamp, &lines))
            }
            Name::Indicators => self.indicator_report(&snapshot, lang, keeps),
            Name::Meeting => self.meeting_report(&snapshot, lang, wanted.meeting),
            Name::Progress | Name::Weekly | Name::Lights => {
                let mut picture = self.picture(&snapshot, wanted.window)?;
                picture.tasks.retain(|task| keeps(&task.id));
                let stamp = stamp(&snapshot, Some(&picture));
                match wanted.name {
                    Name::Progress => self.progress_report(&picture, lang, stamp),
                    Name::Lights => self.light_report(&picture, lang, stamp),
                    _ => self.weekly_report(&picture, lang, stamp),
                }
            }
        }
    }

    /// The tasks as they are, or as they were when a window was closed.
    fn picture(&self, snapshot: &Snapshot, window: Option<Period>) -> Result<Picture, Failure> {
        if let Some(period) = window {
            let frozen = self.frozen(period)?;
            let closings = self.store.closings()?;
            let closed = closings.iter().find(|c| c.closing.period == period);
            return Ok(Picture {
                day: frozen.day,
                rules: frozen.rules,
                window: Some(period),
                entry: Some(frozen.entry),
                frozen: closed.map(|closed| closed.closing.sha256.short()),
                tasks: frozen.tasks,
            });
        }
        // Before the first window and after the last there is none; the tasks are what they are all the same.
        let (window, tasks) = match self.window(snapshot, None) {
            Ok(state) => {
                let tasks = self.as_of_now(&state, snapshot)?;
                (Some(state.window.period), tasks)
            }
            Err(Failure::Follow(FollowFailure::NoWindow(_))) => {
                let state = self.without_window(snapshot)?;
                (None, self.as_of_now(&state, snapshot)?)
            }
            Err(failure) => return Err(failure),
        };
        Ok(Picture {
            day: snapshot.day,
            rules: snapshot.outlook.version,
            window,
            entry: None,
            frozen: None,
            tasks,
        })
    }

    /// The words of a task's report: of its window, else the latest before it.
    fn note_of(&self, task: &FrozenTask) -> Result<Option<Note>, Failure> {
        let op = task.note.or(task.before);
        op.map_or(Ok(None), |op| self.note(op))
    }
}

/// What a report is drawn from.
fn stamp(snapshot: &Snapshot, picture: Option<&Picture>) -> Stamp {
    let head = snapshot.head.as_ref();
    Stamp {
        plan: head.map(|head| head.title.clone()).unwrap_or_default(),
        as_of: picture.map_or(snapshot.day, |picture| picture.day),
        window: picture
            .and_then(|picture| picture.window)
            .map(|period| period.to_string()),
        rules_version: picture.map_or(snapshot.outlook.version, |picture| picture.rules),
        snapshot: picture.and_then(|picture| picture.frozen.clone()),
        demo: snapshot.demo,
    }
}

/// Whether a report had come.
fn has_reported(task: &FrozenTask) -> bool {
    matches!(
        task.report,
        Reporting::Reported | Reporting::Unchanged | Reporting::Late
    )
}
