//! The follow-up as the store has it: where tasks stand, what was reported of them, closed windows.

use chrono::FixedOffset;
use rusqlite::Connection;

use super::append::own_log;
use super::item;
use super::note::{self, NoteFact};
use super::{Error, Store, Writing, apply, row, said, sharing};
use crate::model::{
    Closing, Course, Day, DepartmentId, FigureSort, Frozen, IdMap, ItemId, Note, OpId, Period, Sha,
    StepTaken,
};
use crate::oplog::{Deed, Refusal, Version, current};

/// A window that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The number of the roster entry that closed it.
    pub entry: u64,
    /// The window, and what is frozen.
    pub closing: Closing,
}

/// A report for a window, as far as who was on time hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The note.
    pub note: OpId,
    /// The task.
    pub task: ItemId,
    /// The department that speaks.
    pub department: DepartmentId,
    /// The day it is true of.
    pub on: Day,
    /// The number of the roster entry that settled it.
    pub entry: Option<u64>,
    /// Whether all it says is that nothing changed.
    pub unchanged: bool,
}

fn course(db: &Connection, task: ItemId) -> Result<Course, Error> {
    let said = item::said_of(db, task)?;
    let steps = row::steps(&said);
    Ok(Course::of(steps.iter().map(|(_, taken)| taken)))
}

fn person(db: &Connection, log: i64) -> Result<(String, bool), Error> {
    Ok(db.query_row(
        "SELECT person, NOT EXISTS (SELECT 1 FROM company) FROM author WHERE log = ?1",
        [log],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

impl Store {
    /// What the steps of a task come to.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn course(&self, task: ItemId) -> Result<Course, Error> {
        course(&self.db, task)
    }

    /// The owner of the home, and whether nobody else was ever named.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or the home has no log yet.
    pub fn person(&self) -> Result<(String, bool), Error> {
        person(&self.db, own_log(&self.db)?)
    }

    /// Why the owner of the home may not do this, if they may not: as [`Writing::append`] would find.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or the home has no log yet.
    pub fn refusal(&self, deed: &Deed) -> Result<Option<Refusal>, Error> {
        let key: String = self
            .db
            .prepare_cached("SELECT key FROM author WHERE log = ?1")?
            .query_row([own_log(&self.db)?], |row| row.get(0))?;
        let chain = self.chain()?;
        let found = sharing::refusal_of(&self.db, &self.genesis, chain.state(), &key, deed)?;
        // Whoever is not on the roster yet may: it counts once they are.
        Ok(found.filter(|refusal| *refusal != Refusal::NotRegistered))
    }
}

impl Writing<'_> {
    /// What the steps of a task come to.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn course(&self, task: ItemId) -> Result<Course, Error> {
        course(&self.tx, task)
    }

    /// The person who writes, and whether nobody else was ever named.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn person(&self) -> Result<(String, bool), Error> {
        person(&self.tx, self.log())
    }

    /// The figures that a new one in this place takes the place of.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn figures_in(
        &self,
        task: ItemId,
        place: (ItemId, FigureSort, Period, Option<DepartmentId>),
    ) -> Result<Vec<OpId>, Error> {
        Ok(said::standing_in(&item::said_of(&self.tx, task)?, place))
    }

    /// The ops that say whether something is done, as far as they count.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn done_of(
        &self,
        task: ItemId,
        item: ItemId,
        period: Option<Period>,
    ) -> Result<Vec<OpId>, Error> {
        let done = row::done(&item::said_of(&self.tx, task)?);
        let found = done
            .iter()
            .find(|(of, when, _)| (*of, *when) == (item, period));
        Ok(found.map_or_else(Vec::new, |(.., versions)| live(versions)))
    }
}

impl Store {
    /// The windows that were closed, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn closings(&self) -> Result<Vec<Closed>, Error> {
        closings(&self.db)
    }

    /// What was frozen under this SHA-256; `None` if it has not arrived.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn frozen(&self, sha256: Sha) -> Result<Option<Frozen>, Error> {
        apply::stored_document(&self.db, sha256)
    }

    /// The bytes of a file that is kept among the evidence; `None` if it has not arrived.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn attachment(&self, sha256: Sha) -> Result<Option<Vec<u8>>, Error> {
        sharing::document(&self.db, sha256)
    }

    /// The paragraphs of all tasks.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn task_texts(&self) -> Result<IdMap<ItemId, String>, Error> {
        let mut found = self.db.prepare_cached(
            "SELECT t.id, s.text FROM source AS s JOIN task AS t ON t.n = s.task",
        )?;
        let rows = found.query_map([], |row| {
            Ok((row.get(0).map(ItemId::from_bytes)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The steps that were taken with a task, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn steps(&self, task: ItemId, zone: FixedOffset) -> Result<Vec<StepTaken>, Error> {
        Ok(said::steps(&item::said_of(&self.db, task)?, zone))
    }

    /// The reports of a task, the latest day first, as far as they count.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn reports(&self, task: ItemId) -> Result<Vec<Reported>, Error> {
        Ok(reported(task, note::current_notes(&self.db, task)?))
    }

    /// Hands the reports of every task that has any to `each`, as [`Store::reports`] has them, in one walk.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn each_reports(&self, mut each: impl FnMut(ItemId, Vec<Reported>)) -> Result<(), Error> {
        note::each_current_notes(&self.db, |task, notes| each(task, reported(task, notes)))
    }

    /// The notes of a task with their words, the latest day first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn notes(&self, task: ItemId, zone: FixedOffset) -> Result<Vec<Note>, Error> {
        note::notes(&self.db, task, zone)
    }

    /// A note as it was written, whatever became of it since; `None` if it is not here.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn written(&self, note: OpId, zone: FixedOffset) -> Result<Option<Note>, Error> {
        note::written(&self.db, note, zone)
    }
}

fn live(versions: &[Version<Option<Day>>]) -> Vec<OpId> {
    current(versions).iter().map(|version| version.op).collect()
}

/// The windows that were closed, the latest first.
pub(super) fn closings(db: &Connection) -> Result<Vec<Closed>, Error> {
    let mut found = db.prepare_cached(
        "SELECT entry, period, day, sha256 FROM closing ORDER BY day DESC, entry DESC",
    )?;
    let mut rows = found.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (entry, period, day): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let damaged = || Error::Damaged(format!("closing {entry}"));
        all.push(Closed {
            entry: u64::try_from(entry).map_err(|_| damaged())?,
            closing: Closing {
                period: period.parse().map_err(|_| damaged())?,
                day: day.parse().map_err(|_| damaged())?,
                sha256: Sha::from_bytes(row.get(3)?),
            },
        });
    }
    Ok(all)
}

/// Notes as reports of a task, the latest day first.
fn reported(task: ItemId, mut counted: Vec<NoteFact>) -> Vec<Reported> {
    counted.sort_by_key(|note| std::cmp::Reverse((note.day, note.hlc, note.op)));
    counted
        .into_iter()
        .map(|note| Reported {
            note: note.op,
            task,
            department: note.dept,
            on: note.day,
            entry: note.entry,
            unchanged: note.unchanged,
        })
        .collect()
}
