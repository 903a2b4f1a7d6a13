//! What the first screen tells of the home on this computer beyond the picture.

use std::collections::HashMap;

use crate::model::{Change, Frozen, Snapshot};
use crate::tui::app::work::{Promise, Work};
use crate::workspace::{Failure, Workspace};

/// How many things that can be taken back are offered.
const UNDOABLE: usize = 30;
/// In how many of the latest changes they are looked for.
const CHANGES: usize = 1000;

/// What meetings decided, how the last closed window ended, and what the person's departments promised.
pub(super) fn work(workspace: &Workspace, snapshot: &Snapshot) -> Result<Work, Failure> {
    let mut work = Work {
        decisions: workspace.decisions()?,
        ..Work::default()
    };
    let rhythm = snapshot.outlook.rules.rhythm();
    let closings = workspace.closings()?;
    let last = closings
        .iter()
        .filter(|closed| closed.closing.period.rhythm() == rhythm)
        .max_by_key(|closed| closed.closing.period);
    if let Some(closed) = last {
        // What has not arrived yet cannot be compared with.
        let frozen = workspace.frozen(closed.closing.period).ok();
        let by_id = |frozen: Frozen| {
            let tasks = frozen.tasks.into_iter().map(|task| (task.id, task));
            (frozen.period, tasks.collect())
        };
        work.before = frozen.map(by_id);
    }
    let units: HashMap<String, String> = workspace
        .roster()?
        .into_iter()
        .map(|listed| (listed.member.name, listed.member.unit))
        .filter(|(_, unit)| !unit.is_empty())
        .collect();
    let own = &snapshot.me.departments;
    let mine = snapshot.rows.iter();
    for row in mine.filter(|row| row.lead.iter().any(|lead| own.contains(lead))) {
        let detail = workspace.detail(row.id)?;
        let reports = detail.reports(&snapshot.outlook);
        let latest = reports.now.or(reports.before);
        if let Some(unit) = latest.and_then(|note| units.get(&note.author)) {
            work.units.push((row.id, unit.clone()));
        }
        let open = reports.before.filter(|_| reports.now.is_none());
        if let Some(note) = open.filter(|note| !note.text.next.trim().is_empty()) {
            work.promises.push(Promise {
                task: row.id,
                text: note.text.next.trim().to_owned(),
                by: note.next_on,
            });
        }
    }
    Ok(work)
}

/// What was done here last and can be taken back, as the history tells it.
pub(super) fn undoable(workspace: &Workspace) -> Result<Vec<Change>, Failure> {
    let can = workspace.undoable(UNDOABLE)?;
    let changes = workspace.history(None, CHANGES)?;
    let told = |change: &Change| can.iter().any(|undoable| undoable.op == change.op);
    Ok(changes.into_iter().filter(told).collect())
}
