//! Reading the view: the ledger, its lines, the words to search in.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _};

use super::item::{STORED, Stored};
use super::{Error, Store, apply, row};
use crate::model::{
    Code, Department, Directory, Document, ItemId, NoteText, OpId, Period, PlanHead, Row, Section,
    Sha, Watch,
};
use crate::oplog::{AddWhat, Hlc, Said};

/// The ledger as the view has it.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The plan in force.
    pub head: Option<PlanHead>,
    /// The headings.
    pub sections: Vec<Section>,
    /// All departments.
    pub directory: Directory,
    /// The first tasks, as many as were asked for.
    pub rows: Vec<Arc<Row>>,
    /// How many tasks there are.
    pub total: usize,
    /// The number of the newest op.
    pub revision: i64,
    /// When the plan was adopted here.
    pub adopted: Option<DateTime<Utc>>,
    /// Which tasks were red when windows were closed.
    pub watch: Watch,
}

impl Store {
    /// Reads the ledger, at most `limit` tasks of it, in one consistent picture.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn ledger(&self, limit: usize) -> Result<Ledger, Error> {
        let tx = self.db.unchecked_transaction()?;
        let total: i64 = tx.query_row("SELECT count(*) FROM task", [], |row| row.get(0))?;
        let total = usize::try_from(total).unwrap_or(0);
        let mut rows = Vec::with_capacity(limit.min(total));
        {
            let sql = format!("SELECT {} ORDER BY ord, id LIMIT ?1", row::COLUMNS);
            let mut found = tx.prepare_cached(&sql)?;
            let mut lines = found.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
            while let Some(line) = lines.next()? {
                rows.push(row::read(line)?);
            }
        }
        Ok(Ledger {
            head: apply::plan_head(&tx)?,
            sections: sections(&tx)?,
            directory: directory(&tx)?,
            rows,
            total,
            revision: revision(&tx)?,
            adopted: adopted(&tx)?,
            watch: watch(&tx)?,
        })
    }

    /// The number of the newest op; it grows with every op.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn revision(&self) -> Result<i64, Error> {
        revision(&self.db)
    }

    /// The tasks that ops newer than `revision` touch; `None` if more than lines of the ledger changed.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn touched_since(&self, revision: i64) -> Result<Option<Vec<ItemId>>, Error> {
        let mut found = self
            .db
            .prepare_cached(&format!("SELECT {STORED} WHERE o.n > ?1"))?;
        let mut rows = found.query([revision])?;
        let mut touched = Vec::new();
        while let Some(row) = rows.next()? {
            let said = Stored::read(row)?.said;
            match task_of(&said) {
                Some(task) => touched.push(task),
                None if matches!(said, Said::Hello { .. } | Said::Unknown { .. }) => {}
                None => return Ok(None),
            }
        }
        touched.sort();
        touched.dedup();
        Ok(Some(touched))
    }

    /// The line of one task.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn row(&self, task: ItemId) -> Result<Option<Arc<Row>>, Error> {
        one_row(&self.db, task)
    }

    /// The tasks with this code; more than one only where two people added one at the same time.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn by_code(&self, code: &Code) -> Result<Vec<Arc<Row>>, Error> {
        by_code(&self.db, code)
    }

    /// Hands the words of every task to `each`: first the paragraph (`None` for the note), then its notes.
    /// Stops when `each` says so.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn each_text(
        &self,
        mut each: impl FnMut(ItemId, Option<OpId>, &str) -> std::ops::ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut found = self.db.prepare_cached(
            "SELECT t.id, s.text FROM task AS t JOIN source AS s ON s.task = t.n ORDER BY t.n",
        )?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().unwrap_or_default();
            if each(ItemId::from_bytes(row.get(0)?), None, text).is_break() {
                return Ok(());
            }
        }
        let mut found = self.db.prepare_cached(
            "SELECT t.task, o.id, b.text FROM note AS t JOIN op AS o ON o.n = t.op JOIN body AS b ON b.op = o.n",
        )?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(2)?.as_str().unwrap_or_default();
            let Ok(words) = serde_json::from_str::<NoteText>(text) else {
                continue;
            };
            let text = [words.progress, words.problems, words.next, words.coordinate].join("\n");
            let (task, op) = (
                ItemId::from_bytes(row.get(0)?),
                OpId::from_bytes(row.get(1)?),
            );
            if each(task, Some(op), &text).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The head of the plan in force.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn plan_head(&self) -> Result<Option<PlanHead>, Error> {
        apply::plan_head(&self.db)
    }

    /// All departments.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn directory(&self) -> Result<Directory, Error> {
        directory(&self.db)
    }

    /// The notes whose ids begin with these hex digits, at most two of them.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn notes_from(&self, prefix: &str) -> Result<Vec<OpId>, Error> {
        let mut found = self
            .db
            .prepare_cached("SELECT id FROM note WHERE lower(hex(id)) GLOB ?1 || '*' LIMIT 2")?;
        let hex: String = prefix.chars().filter(char::is_ascii_hexdigit).collect();
        let ids = found.query_map([hex.to_ascii_lowercase()], |row| row.get(0))?;
        ids.map(|id| Ok(OpId::from_bytes(id?))).collect()
    }

    /// When something was recorded last, by whosever clock; `None` if nothing was.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn last_recorded(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let last = self
            .db
            .query_row("SELECT max(hlc) FROM op", [], |row| row.get(0));
        let last: Option<i64> = last?;
        Ok(last.map(|bits| Hlc::from_bits(bits).time()))
    }

    /// The document of the plan in force.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn document(&self) -> Result<Option<Document>, Error> {
        let sha: Option<[u8; 32]> = self
            .db
            .query_row("SELECT sha256 FROM plan", [], |row| row.get(0))
            .optional()?;
        sha.map_or(Ok(None), |sha| {
            apply::document(&self.db, Sha::from_bytes(sha))
        })
    }
}

/// When the plan was adopted here.
pub(super) fn adopted(db: &Connection) -> Result<Option<DateTime<Utc>>, Error> {
    let bits: Option<i64> = db
        .prepare_cached("SELECT o.hlc FROM plan AS p JOIN op AS o ON o.n = p.op")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(bits.map(|bits| Hlc::from_bits(bits).time()))
}

/// Which tasks were red when windows were closed, in the order in which that was said.
fn watch(db: &Connection) -> Result<Watch, Error> {
    let mut reds: HashMap<i64, Vec<ItemId>> = HashMap::new();
    let mut found = db.prepare_cached("SELECT max(entry), task FROM red GROUP BY task")?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        let task = ItemId::from_bytes(row.get(1)?);
        reds.entry(row.get(0)?).or_default().push(task);
    }
    let mut watch = Watch::default();
    let mut found = db.prepare_cached("SELECT entry, period FROM closing ORDER BY entry")?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        let (entry, period): (i64, String) = (row.get(0)?, row.get(1)?);
        let period: Period = period
            .parse()
            .map_err(|_| Error::Damaged(format!("not a period: {period}")))?;
        watch.close(period.rhythm(), reds.remove(&entry).unwrap_or_default());
    }
    Ok(watch)
}

/// The task that was there before and that an op is about.
pub(super) fn task_of(said: &Said) -> Option<ItemId> {
    match said {
        Said::Note { task, .. }
        | Said::Retract { task, .. }
        | Said::Set { task, .. }
        | Said::Step { task, .. }
        | Said::Figure { task, .. }
        | Said::Done { task, .. }
        | Said::Add {
            what: AddWhat::Measure { task, .. } | AddWhat::Indicator { task, .. },
            ..
        } => Some(*task),
        Said::Hello { .. }
        | Said::Unknown { .. }
        | Said::Adopt { .. }
        | Said::Add { .. }
        | Said::Purge { .. }
        | Said::Propose { .. }
        | Said::Meeting { .. }
        | Said::Agenda { .. }
        | Said::Decide { .. }
        | Said::Remind { .. } => None,
    }
}

pub(super) fn revision(db: &Connection) -> Result<i64, Error> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(n), 0) FROM op")?
        .query_row([], |row| row.get(0))?)
}

/// The tasks with this code.
pub(super) fn by_code(db: &Connection, code: &Code) -> Result<Vec<Arc<Row>>, Error> {
    let sql = format!("SELECT {} WHERE ord = ?1 ORDER BY id", row::COLUMNS);
    let mut found = db.prepare_cached(&sql)?;
    let mut lines = found.query([row::order(code)])?;
    let mut rows = Vec::new();
    while let Some(line) = lines.next()? {
        rows.push(row::read(line)?);
    }
    Ok(rows)
}

pub(super) fn one_row(db: &Connection, task: ItemId) -> Result<Option<Arc<Row>>, Error> {
    let mut found = db.prepare_cached(&format!("SELECT {} WHERE id = ?1", row::COLUMNS))?;
    let mut rows = found.query([task.bytes()])?;
    rows.next()?.map(row::read).transpose()
}

pub(super) fn sections(db: &Connection) -> Result<Vec<Section>, Error> {
    let mut found = db.prepare_cached("SELECT ord, title FROM section ORDER BY ord")?;
    let mut rows = found.query([])?;
    let mut sections = Vec::new();
    while let Some(row) = rows.next()? {
        sections.push(Section {
            code: row::code(&row.get::<_, Vec<u8>>(0)?),
            title: row.get(1)?,
        });
    }
    Ok(sections)
}

pub(super) fn directory(db: &Connection) -> Result<Directory, Error> {
    let mut found = db.prepare_cached("SELECT entry FROM department ORDER BY n")?;
    let mut rows = found.query([])?;
    let mut directory = Directory::default();
    while let Some(row) = rows.next()? {
        let entry = row.get_ref(0)?.as_str().unwrap_or_default();
        directory.add(serde_json::from_str::<Department>(entry)?);
    }
    Ok(directory)
}
