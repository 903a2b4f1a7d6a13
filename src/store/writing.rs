//! What can be asked inside a transaction, before an op is appended.

use std::sync::Arc;

use rusqlite::OptionalExtension as _;

use super::read::{by_code, directory, one_row, sections};
use super::{Error, Writing, apply, item, note, row};
use crate::model::{Code, DepartmentId, Directory, ItemId, OpId, Register, Row, Section, Value};
use crate::oplog::current;

impl Writing<'_> {
    /// Whether a purge of this op that counts is here.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn is_purged(&self, op: OpId) -> Result<bool, Error> {
        let mut found = self.tx.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM purged AS p LEFT JOIN verdict AS v ON v.op = p.op
             WHERE p.target = ?1 AND v.refusal IS NULL)",
        )?;
        Ok(found.query_row([op.bytes()], |row| row.get(0))?)
    }

    /// The line of one task, as it stands in this transaction.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn row(&self, task: ItemId) -> Result<Option<Arc<Row>>, Error> {
        one_row(&self.tx, task)
    }

    /// The tasks with this code, as they stand in this transaction.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn by_code(&self, code: &Code) -> Result<Vec<Arc<Row>>, Error> {
        by_code(&self.tx, code)
    }

    /// Forgets a setting of this computer together with what is appended.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn forget_local(&self, key: &str) -> Result<(), Error> {
        self.tx.execute("DELETE FROM local WHERE key = ?1", [key])?;
        Ok(())
    }

    /// All departments, as they stand in this transaction.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn directory(&self) -> Result<Directory, Error> {
        directory(&self.tx)
    }

    /// Whether a plan is in force.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn has_plan(&self) -> Result<bool, Error> {
        Ok(apply::plan_head(&self.tx)?.is_some())
    }

    /// The values of a register that a new one takes the place of.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn superseded(
        &self,
        task: ItemId,
        item: ItemId,
        register: Register,
    ) -> Result<Vec<OpId>, Error> {
        Ok(row::superseded(
            &item::settings(&self.tx, task)?,
            item,
            register,
        ))
    }

    /// The departments that a register of an item holds.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn departments_of(
        &self,
        task: ItemId,
        item: ItemId,
        register: Register,
    ) -> Result<Vec<DepartmentId>, Error> {
        let settings = item::settings(&self.tx, task)?;
        let registers = row::registers(&settings, item);
        let versions = registers
            .get(&register)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Ok(match current(versions).first().map(|first| &first.value) {
            Some(Value::Departments(departments)) => departments.clone(),
            _ => Vec::new(),
        })
    }

    /// The task and the department of a note that still counts.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn note(&self, op: OpId) -> Result<Option<(ItemId, DepartmentId)>, Error> {
        let task: Option<[u8; 10]> = self
            .tx
            .query_row(
                "SELECT t.task FROM note AS t JOIN op AS o ON o.n = t.op WHERE o.id = ?1",
                [op.bytes()],
                |row| row.get(0),
            )
            .optional()?;
        let Some(task) = task.map(ItemId::from_bytes) else {
            return Ok(None);
        };
        let notes = note::current_notes(&self.tx, task)?;
        Ok(notes
            .iter()
            .find(|note| note.op == op)
            .map(|note| (task, note.dept)))
    }

    /// The next free code in a section.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn next_code(&self, section: &Code) -> Result<Code, Error> {
        let prefix = row::order(section);
        let length = i64::try_from(prefix.len()).unwrap_or(0);
        let last: Option<Vec<u8>> = self.tx.query_row(
            "SELECT max(ord) FROM task WHERE length(ord) = ?2 + 4 AND substr(ord, 1, ?2) = ?1",
            rusqlite::params![prefix, length],
            |row| row.get(0),
        )?;
        let last = last
            .and_then(|ord| row::code(&ord).numbers().last().copied())
            .unwrap_or(0);
        let mut numbers = section.numbers().to_vec();
        numbers.push(last + 1);
        Ok(Code::new(&numbers))
    }

    /// The headings of the plan.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn sections(&self) -> Result<Vec<Section>, Error> {
        sections(&self.tx)
    }
}
