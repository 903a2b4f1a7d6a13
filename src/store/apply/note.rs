//! The rows of notes.

use rusqlite::{Connection, params};

use crate::model::{Day, DepartmentId, ItemId, OpId};
use crate::oplog::{Hlc, Op, Said};
use crate::store::Error;

/// A note as it stands in the view.
#[derive(Debug)]
pub(in crate::store) struct NoteRow {
    task: ItemId,
    n: i64,
    id: OpId,
    log: i64,
    hlc: Hlc,
    dept: DepartmentId,
    on: Day,
    percent: Option<u8>,
    unchanged: bool,
    sup: Vec<OpId>,
}

impl NoteRow {
    /// The row of an op, if it is a note.
    pub(in crate::store) fn of((n, id): (i64, OpId), log: i64, op: &Op) -> Option<Self> {
        let Said::Note {
            task,
            dept,
            on,
            percent,
            unchanged,
            sup,
            ..
        } = &op.said
        else {
            return None;
        };
        Some(Self {
            task: *task,
            n,
            id,
            log,
            hlc: op.hlc,
            dept: *dept,
            on: *on,
            percent: *percent,
            unchanged: unchanged.is_some(),
            sup: sup.clone(),
        })
    }

    /// What rows are ordered by.
    pub(in crate::store) fn place(&self) -> (ItemId, i64) {
        (self.task, self.n)
    }

    pub(in crate::store) fn insert(&self, db: &Connection) -> Result<(), Error> {
        let sup: Vec<u8> = self.sup.iter().flat_map(|id| *id.bytes()).collect();
        db.prepare_cached(
            "INSERT INTO note (task, op, id, log, hlc, dept, day, percent, unchanged, sup)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            self.task.bytes(),
            self.n,
            self.id.bytes(),
            self.log,
            self.hlc.bits(),
            self.dept.bytes(),
            self.on.to_string(),
            self.percent,
            self.unchanged,
            Some(sup).filter(|sup| !sup.is_empty())
        ])?;
        Ok(())
    }
}
