//! What this home said and can take back.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension as _};

use super::item::{self, STORED, Stored};
use super::read::task_of;
use super::{Error, Store, Writing};
use crate::model::{ItemId, OpId};
use crate::oplog::Said;

/// An op that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The op.
    pub op: OpId,
    /// The task under which it stands.
    pub task: ItemId,
    /// What it says.
    pub said: Said,
    /// When it was recorded, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
}

impl Undoable {
    fn of(task: ItemId, stored: Stored, zone: FixedOffset) -> Self {
        Self {
            op: stored.id,
            task,
            recorded: stored.recorded(zone),
            said: stored.said,
        }
    }
}

impl Writing<'_> {
    /// What an op of this home says that can be taken back, if it still counts.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn undoable(&self, op: OpId, zone: FixedOffset) -> Result<Option<Undoable>, Error> {
        let n: Option<i64> = self
            .tx
            .prepare_cached("SELECT n FROM op WHERE id = ?1")?
            .query_row([op.bytes()], |row| row.get(0))
            .optional()?;
        let found = n.map_or(Ok(None), |n| undoable(&self.tx, n))?;
        Ok(found.map(|(task, stored)| Undoable::of(task, stored, zone)))
    }
}

impl Store {
    /// What this home said last that can be taken back, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn undoable(&self, most: usize, zone: FixedOffset) -> Result<Vec<Undoable>, Error> {
        let ops = undoable_ops(&self.db, most)?;
        Ok(ops
            .into_iter()
            .map(|(task, stored)| Undoable::of(task, stored, zone))
            .collect())
    }
}

/// What this home said last that can be taken back, the latest first, each under its task. A log is in the order of time,
/// so that only the ends of the own ones are read.
pub(super) fn undoable_ops(db: &Connection, most: usize) -> Result<Vec<(ItemId, Stored)>, Error> {
    let mut own = db.prepare_cached("SELECT log FROM own")?;
    let logs: Vec<i64> = own
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for log in logs {
        let mut numbers =
            db.prepare_cached("SELECT n FROM op WHERE log = ?1 ORDER BY seq DESC, n DESC")?;
        let mut rows = numbers.query([log])?;
        let before = all.len();
        while all.len() - before < most {
            let Some(row) = rows.next()? else { break };
            all.extend(undoable(db, row.get(0)?)?);
        }
    }
    all.sort_by_key(|(_, stored)| std::cmp::Reverse((stored.hlc, stored.n)));
    all.truncate(most);
    Ok(all)
}

/// The id under which an op that is about no one task is taken back: its own.
pub(super) fn under(stored: &Stored) -> ItemId {
    task_of(&stored.said).unwrap_or_else(|| item::added_id(stored.id))
}

/// The op of this number with the task under which it is taken back, if it can be.
fn undoable(db: &Connection, n: i64) -> Result<Option<(ItemId, Stored)>, Error> {
    let sql = format!("SELECT {STORED} WHERE o.n = ?1");
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query([n])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut stored = Stored::read(row)?;
    drop(rows);
    let can = matches!(
        stored.said,
        Said::Note { .. }
            | Said::Set { .. }
            | Said::Step { .. }
            | Said::Figure { .. }
            | Said::Done { .. }
            | Said::Decide { .. }
            | Said::Remind { .. }
    );
    let task = under(&stored);
    item::mark_taken_back(db, task, &mut stored)?;
    if !can || stored.standing.refused {
        return Ok(None);
    }
    Ok(Some((task, stored)))
}
