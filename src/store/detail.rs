//! Everything about one task: what the plan says, what people corrected and added, what was noted.

mod items;

pub(super) use items::{Items, measures, original};

use std::collections::HashSet;

use chrono::FixedOffset;
use rusqlite::Connection;
use serde::Deserialize;

use items::items_and_corrections;

use super::item::{self, Stored};
use super::note;
use super::read::{directory, one_row, sections};
use super::row::{self, Origin};
use super::said;
use super::{Error, Store, Writing, history};
use crate::model::{
    Code, Correction, Detail, Directory, Figure, IdMap, Indicator, ItemId, Lines, Section,
};

impl Store {
    /// Everything about one task.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn detail(&self, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
        detail(&*self.db.unchecked_transaction()?, task, zone)
    }

    /// The indicators of every task that has some, in one walk.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn indicated(&self, zone: FixedOffset) -> Result<IdMap<ItemId, Indicated>, Error> {
        let db = &*self.db.unchecked_transaction()?;
        let directory = directory(db)?;
        let told: HashSet<ItemId> = db
            .prepare_cached("SELECT DISTINCT task FROM value")?
            .query_map([], |row| row.get(0).map(ItemId::from_bytes))?
            .collect::<Result<_, _>>()?;
        let mut found = db.prepare_cached(
            "SELECT t.id, s.origin FROM task AS t JOIN source AS s ON s.task = t.n ORDER BY t.n",
        )?;
        let mut rows = found.query([])?;
        let mut all = IdMap::default();
        while let Some(row) = rows.next()? {
            let task = ItemId::from_bytes(row.get(0)?);
            let origin = row.get_ref(1)?.as_str().unwrap_or_default();
            let of = if told.contains(&task) {
                let ops = item::said_of(db, task)?;
                indicated(&serde_json::from_str(origin)?, &ops, &directory, zone)
            } else {
                let Slim { task } = serde_json::from_str(origin)?;
                Indicated {
                    indicators: task.indicators,
                    ..Indicated::default()
                }
            };
            if !of.indicators.is_empty() {
                all.insert(task, of);
            }
        }
        Ok(all)
    }
}

/// The indicators of a task and what they are judged by.
#[derive(Debug, Clone, Default)]
pub struct Indicated {
    /// The indicators, corrections applied, dropped ones left out.
    pub indicators: Vec<Indicator>,
    /// The corrections that stand.
    pub corrections: Vec<Correction>,
    /// The figures, the latest period first.
    pub figures: Vec<Figure>,
}

/// Of what the source has of a task, the indicators alone.
#[derive(Debug, Deserialize)]
struct Slim {
    task: SlimTask,
}

/// See [`Slim`].
#[derive(Debug, Deserialize)]
struct SlimTask {
    indicators: Vec<Indicator>,
}

fn indicated(
    origin: &Origin,
    ops: &[Stored],
    directory: &Directory,
    zone: FixedOffset,
) -> Indicated {
    let (items, corrections) = items_and_corrections(origin, ops, directory, zone);
    Indicated {
        indicators: items.indicators,
        corrections,
        figures: said::figures(ops, zone),
    }
}

impl Writing<'_> {
    /// Everything about one task, as it stands in this transaction.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn detail(&self, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
        detail(&self.tx, task, zone)
    }
}

fn detail(db: &Connection, task: ItemId, zone: FixedOffset) -> Result<Option<Detail>, Error> {
    let (Some(row), Some(origin)) = (one_row(db, task)?, row::origin(db, task)?) else {
        return Ok(None);
    };
    let directory = directory(db)?;
    let ops = item::said_of(db, task)?;
    let (items, corrections) = items_and_corrections(&origin, &ops, &directory, zone);
    let path = if origin.task.path.is_empty() {
        headings(db, &row.code)?
    } else {
        origin.task.path.clone()
    };
    let notes = note::notes(db, task, zone)?;
    let changes = history::of(db, Some(task), usize::MAX, zone, &directory)?;
    let stands_in_the_plan = origin.task.lines != Lines(0, 0);
    Ok(Some(Detail {
        row,
        path,
        text: origin.task.text,
        lines: stands_in_the_plan.then_some(origin.task.lines),
        rule: origin.rule,
        corrections,
        measures: items.measures,
        indicators: items.indicators,
        duties: items.duties,
        steps: said::steps(&ops, zone),
        figures: said::figures(&ops, zone),
        done: said::done(&ops),
        notes,
        changes,
    }))
}

/// The headings above a code.
fn headings(db: &Connection, code: &Code) -> Result<Vec<String>, Error> {
    let above = |section: &Section| code.is_within(&section.code) && section.code != *code;
    Ok(sections(db)?
        .into_iter()
        .filter(above)
        .map(|section| section.title)
        .collect())
}
