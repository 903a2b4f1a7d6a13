//! What others said and nobody has looked at here. It is this home's alone: no op tells who reads what.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::read::task_of;
use super::{Error, Store, item};
use crate::model::{ItemId, OpId};
use crate::oplog::{AddWhat, Said};

impl Store {
    /// The tasks that others said something about since they were looked at.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn unread(&self) -> Result<BTreeSet<ItemId>, Error> {
        Ok(self
            .db
            .prepare_cached("SELECT task FROM unread")?
            .query_map([], |row| row.get(0).map(ItemId::from_bytes))?
            .collect::<Result<_, _>>()?)
    }

    /// Keeps that a task was looked at; all of them, if none is named.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn looked_at(&self, task: Option<ItemId>) -> Result<(), Error> {
        match task {
            Some(task) => self
                .db
                .execute("DELETE FROM unread WHERE task = ?1", [task.bytes()])?,
            None => self.db.execute("DELETE FROM unread", [])?,
        };
        Ok(())
    }
}

/// Marks the task that an op of somebody else is about.
pub(super) fn mark(db: &Connection, log: i64, id: OpId, said: &Said) -> Result<(), Error> {
    let task = match said {
        Said::Add {
            what: AddWhat::Task { .. },
            ..
        } => Some(item::added_id(id)),
        said => task_of(said),
    };
    let Some(task) = task else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO unread (task) SELECT ?1 WHERE ?2 NOT IN (SELECT log FROM own)
         ON CONFLICT (task) DO NOTHING",
    )?
    .execute(rusqlite::params![task.bytes(), log])?;
    Ok(())
}
