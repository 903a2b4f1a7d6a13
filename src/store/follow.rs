//! The follow-up as the store has it: where tasks stand, meetings and decisions, reminders, closed windows.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;

use super::append::own_log;
use super::item::{self, NoteFact, STORED, Stored};
use super::read::task_of;
use super::{Error, Store, Writing, apply, row, said, sharing};
use crate::model::{
    Closing, Course, Day, Decision, DecisionWords, DepartmentId, FigureSort, Frozen, IdMap, ItemId,
    Meeting, MeetingWords, Note, OpId, Period, Sha, StepTaken,
};
use crate::oplog::{Deed, Refusal, Said, Standing, Texts, Version, current, superseded};

/// That a department was reminded (催办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reminded {
    /// The op.
    pub op: OpId,
    /// The department.
    pub department: DepartmentId,
    /// The tasks.
    pub tasks: Vec<ItemId>,
    /// How.
    pub via: String,
    /// The day.
    pub on: Day,
    /// Who did it.
    pub author: String,
    /// When, in the plan's zone.
    pub recorded: DateTime<FixedOffset>,
    /// The text.
    pub text: String,
}

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

    /// The meetings, as they stand in this transaction, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn meetings(&self, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
        meetings(&self.tx, zone)
    }

    /// The decisions, as they stand in this transaction, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        decisions(&self.tx)
    }

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
    /// The meetings, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn meetings(&self, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
        meetings(&self.db, zone)
    }

    /// The decisions, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        decisions(&self.db)
    }

    /// The reminders, the latest first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn reminders(&self, zone: FixedOffset) -> Result<Vec<Reminded>, Error> {
        let mut all = Vec::new();
        for stored in of_table(&self.db, "reminder")? {
            let (recorded, texts) = (stored.recorded(zone), stored.texts::<Texts>());
            if let (
                false,
                Said::Remind {
                    dept,
                    tasks,
                    via,
                    on,
                    ..
                },
            ) = (stored.standing.refused, stored.said)
            {
                all.push(Reminded {
                    op: stored.id,
                    department: dept,
                    tasks,
                    via,
                    on,
                    author: stored.author,
                    recorded,
                    text: texts.text.unwrap_or_default(),
                });
            }
        }
        all.sort_by_key(|reminded| {
            std::cmp::Reverse((reminded.on, reminded.recorded, reminded.op))
        });
        Ok(all)
    }

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
        Ok(reported(task, item::current_notes(&self.db, task)?))
    }

    /// Hands the reports of every task that has any to `each`, as [`Store::reports`] has them, in one walk.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn each_reports(&self, mut each: impl FnMut(ItemId, Vec<Reported>)) -> Result<(), Error> {
        item::each_current_notes(&self.db, |task, notes| each(task, reported(task, notes)))
    }

    /// The notes of a task with their words, the latest day first.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn notes(&self, task: ItemId, zone: FixedOffset) -> Result<Vec<Note>, Error> {
        item::notes(&self.db, task, zone)
    }

    /// A note as it was written, whatever became of it since; `None` if it is not here.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn written(&self, note: OpId, zone: FixedOffset) -> Result<Option<Note>, Error> {
        item::written(&self.db, note, zone)
    }

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

fn live(versions: &[Version<Option<Day>>]) -> Vec<OpId> {
    current(versions).iter().map(|version| version.op).collect()
}

/// The ops that `table` names, in the order they were stored; what was taken back under the id beside them is marked.
fn of_table(db: &Connection, table: &str) -> Result<Vec<Stored>, Error> {
    // Joined, SQLite would walk through all ops to find these few in their order.
    let sql = format!("SELECT {STORED} WHERE o.n IN (SELECT op FROM {table}) ORDER BY o.n");
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query([])?;
    let mut ops = Vec::new();
    while let Some(row) = rows.next()? {
        ops.push(Stored::read(row)?);
    }
    drop(rows);
    for stored in &mut ops {
        item::mark_taken_back(db, under(stored), stored)?;
    }
    Ok(ops)
}

/// The id under which an op that is about no one task is taken back: its own.
fn under(stored: &Stored) -> ItemId {
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

fn meetings(db: &Connection, zone: FixedOffset) -> Result<Vec<Meeting>, Error> {
    let mut words: HashMap<ItemId, Vec<Version<usize>>> = HashMap::new();
    let mut agendas: HashMap<ItemId, Vec<Version<Vec<ItemId>>>> = HashMap::new();
    let ops = of_table(db, "meeting")?;
    for (at, stored) in ops.iter().enumerate() {
        match &stored.said {
            Said::Meeting { item, sup, .. } => {
                let id = item.unwrap_or_else(|| item::added_id(stored.id));
                words.entry(id).or_default().push(stored.version(sup, at));
            }
            Said::Agenda {
                item, items, sup, ..
            } => {
                let version = stored.version(sup, items.clone());
                agendas.entry(*item).or_default().push(version);
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    for (id, versions) in words {
        let live = current(&versions);
        let Some(stored) = live.first().and_then(|first| ops.get(first.value)) else {
            continue;
        };
        let opened = ops
            .iter()
            .find(|op| item::added_id(op.id) == id)
            .unwrap_or(stored);
        let agenda = agendas
            .get(&id)
            .map(|versions| current(versions))
            .unwrap_or_default();
        let meeting = Meeting {
            id,
            op: opened.id,
            on: stored.said.on().unwrap_or_default(),
            words: stored.texts::<MeetingWords>(),
            agenda: agenda
                .first()
                .map(|first| first.value.clone())
                .unwrap_or_default(),
            agenda_ops: agenda.iter().map(|version| version.op).collect(),
            words_ops: live.iter().map(|version| version.op).collect(),
            author: opened.author.clone(),
            recorded: opened.recorded(zone),
        };
        // Of two on one day the one that was opened later comes first, though a clock may stand.
        all.push(((meeting.on, opened.hlc, meeting.op), meeting));
    }
    all.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
    Ok(all.into_iter().map(|(_, meeting)| meeting).collect())
}

fn decisions(db: &Connection) -> Result<Vec<Decision>, Error> {
    let ops = of_table(db, "decision")?;
    let gone: HashSet<OpId> = {
        let of = ops.iter().filter_map(|stored| match &stored.said {
            Said::Decide { sup, .. } => Some((stored.id, sup.as_slice(), &stored.standing)),
            _ => None,
        });
        let of: Vec<(OpId, &[OpId], &Standing)> = of.collect();
        superseded(of.iter().copied()).into_keys().collect()
    };
    let mut all = Vec::new();
    for stored in ops {
        let words = stored.texts::<DecisionWords>();
        let Said::Decide {
            sort,
            meeting,
            dept,
            tasks,
            due,
            on,
            ..
        } = stored.said
        else {
            continue;
        };
        if stored.standing.refused || gone.contains(&stored.id) {
            continue;
        }
        let id = item::added_id(stored.id);
        let said = item::said_of(db, id)?;
        let outcome = said::done(&said).into_iter().next();
        let decision = Decision {
            id,
            op: stored.id,
            sort,
            meeting,
            department: dept,
            tasks,
            due,
            on,
            words,
            author: stored.author,
            done: outcome.as_ref().and_then(|done| done.done),
            outcome: outcome.map(|done| done.text).unwrap_or_default(),
        };
        all.push((stored.hlc, decision));
    }
    // Those of one meeting in the order in which they were made.
    all.sort_by_key(|(hlc, decision)| std::cmp::Reverse((decision.on, *hlc, decision.op)));
    Ok(all.into_iter().map(|(_, decision)| decision).collect())
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
