//! What the first screen tells of the home on this computer beyond the picture.

use std::sync::Arc;

use crate::model::{Sha, Snapshot};
use crate::tui::app::work::{Ended, Promise, Work};
use crate::workspace::{Failure, Workspace};

/// How the window ended that was closed last, under the hash of its document: it is read once.
pub(super) type Remembered = Option<(Sha, Arc<Ended>)>;

/// What meetings decided, how the last closed window ended, and what the person's departments promised.
pub(super) fn work(
    workspace: &Workspace,
    snapshot: &Snapshot,
    ended: &mut Remembered,
) -> Result<Work, Failure> {
    let mut work = Work {
        decisions: workspace.decisions()?,
        before: last_ended(workspace, snapshot, ended)?,
        ..Work::default()
    };
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

/// How the last closed window of the plan's own rhythm ended. What has not arrived yet cannot be compared with.
fn last_ended(
    workspace: &Workspace,
    snapshot: &Snapshot,
    ended: &mut Remembered,
) -> Result<Option<Arc<Ended>>, Failure> {
    let rhythm = snapshot.outlook.rules.rhythm();
    let closings = workspace.closings()?;
    let of_rhythm = closings
        .iter()
        .filter(|closed| closed.closing.period.rhythm() == rhythm);
    let Some(last) = of_rhythm.max_by_key(|closed| closed.closing.period) else {
        return Ok(None);
    };
    let sha = last.closing.sha256;
    if ended.as_ref().is_none_or(|(of, _)| *of != sha) {
        *ended = workspace.frozen(last.closing.period).ok().map(|frozen| {
            let tasks = frozen.tasks.into_iter().map(|task| (task.id, task));
            (sha, Arc::new((frozen.period, tasks.collect())))
        });
    }
    Ok(ended.as_ref().map(|(_, ended)| Arc::clone(ended)))
}
