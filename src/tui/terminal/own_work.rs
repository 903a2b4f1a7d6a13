//! What the first screen tells of the home on this computer beyond the picture.

use crate::model::{Frozen, Snapshot};
use crate::tui::app::work::{Promise, Work};
use crate::workspace::{Failure, Workspace};

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
    let units = workspace.units()?;
    let own = &snapshot.me.departments;
    let mine = snapshot.rows.iter();
    for row in mine.filter(|row| row.lead.iter().any(|lead| own.contains(lead))) {
        let (now, before) = workspace.lead_reports(row, &snapshot.outlook)?;
        let open = before.filter(|_| now.is_none());
        // Words are read only where something is told of them.
        let wanted = now.or(before).filter(|_| !units.is_empty()).or(open);
        let Some(note) = wanted.map_or(Ok(None), |op| workspace.note(op))? else {
            continue;
        };
        if let Some(unit) = units.get(&note.author) {
            work.units.push((row.id, unit.clone()));
        }
        if open.is_some() && !note.text.next.trim().is_empty() {
            work.promises.push(Promise {
                task: row.id,
                text: note.text.next.trim().to_owned(),
                by: note.next_on,
            });
        }
    }
    Ok(work)
}
