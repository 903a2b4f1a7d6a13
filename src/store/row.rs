//! The line of a task in the ledger: derived from what the plan says, what people set and what they noted, and kept.

mod derive;

pub(super) use derive::{done, registers, steps, superseded};

use std::sync::Arc;

use derive::{Heirs, Told, derive};

use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow, params};
use serde::{Deserialize, Serialize};

use super::Error;
use super::item::{self, Setting};
use super::note;
use crate::model::{Code, Day, DepartmentId, DueSource, Follow, ItemId, LeadRule, Lit, Row, Task};

/// A task as its source has it, before anybody corrected anything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Origin {
    pub(super) task: Task,
    pub(super) lead: Vec<DepartmentId>,
    pub(super) support: Vec<DepartmentId>,
    pub(super) rule: Option<LeadRule>,
    /// The day on which it was added to the plan; `None` if the plan has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) added: Option<Day>,
}

/// A code as bytes that sort as the code does.
pub(super) fn order(code: &Code) -> Vec<u8> {
    code.numbers()
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

/// The code that sorts as these bytes do.
pub(super) fn code(order: &[u8]) -> Code {
    let numbers: Vec<u32> = order
        .chunks_exact(4)
        .filter_map(|four| four.try_into().ok().map(u32::from_be_bytes))
        .collect();
    Code::new(&numbers)
}

/// Lays down what the source says of a task, and its line as if nobody had said anything of it yet.
pub(super) fn insert(db: &Connection, mut origin: Origin) -> Result<(), Error> {
    let line = derive(&origin, &Told::default(), &heirs(db)?);
    let n = write(db, &line)?;
    // The text has a column of its own, for the search of bodies.
    let text = std::mem::take(&mut origin.task.text);
    db.prepare_cached(
        "INSERT INTO source (task, text, origin) VALUES (?1, ?2, ?3) ON CONFLICT (task) DO NOTHING",
    )?
    .execute(params![n, text, serde_json::to_string(&origin)?])?;
    Ok(())
}

/// Writes the line of a task anew. Does nothing for a task that is not known yet: its line comes with it.
pub(super) fn refresh(db: &Connection, task: ItemId) -> Result<(), Error> {
    if let Some(origin) = origin(db, task)? {
        let said = item::said_of(db, task)?;
        let notes = note::current_notes(db, task)?;
        let told = Told {
            settings: said.iter().filter_map(Setting::of).collect(),
            coordinate: note::asks_coordination(db, &notes)?,
            said,
            notes,
        };
        write(db, &derive(&origin, &told, &heirs(db)?))?;
    }
    Ok(())
}

/// Writes the lines of the tasks of which anything was said.
pub(super) fn refresh_all(db: &Connection) -> Result<(), Error> {
    let tasks: Vec<[u8; 10]> = db
        .prepare_cached("SELECT task FROM note UNION SELECT task FROM value")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for task in tasks {
        refresh(db, ItemId::from_bytes(task))?;
    }
    Ok(())
}

/// Writes the line of a task, new or in place of the one before, and gives its number.
fn write(db: &Connection, row: &Row) -> Result<i64, Error> {
    let n = db
        .prepare_cached(
            "INSERT INTO task (id, ord, title, lead, support, status, kind, due, due_source, percent, updated, notes,
               leader, conflict, follow)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT (id) DO UPDATE SET
               title = excluded.title, lead = excluded.lead, support = excluded.support, status = excluded.status,
               kind = excluded.kind, due = excluded.due, due_source = excluded.due_source,
               percent = excluded.percent, updated = excluded.updated, notes = excluded.notes,
               leader = excluded.leader, conflict = excluded.conflict, follow = excluded.follow
             RETURNING n",
        )?
        .query_row(
            params![
                row.id.bytes(),
                order(&row.code),
                row.title,
                packed(&row.lead),
                packed(&row.support),
                row.status.as_str(),
                row.kind.as_str(),
                row.due.map(|day| day.to_string()),
                due_word(row.due_source),
                row.percent,
                row.updated.map(|day| day.to_string()),
                row.notes,
                row.leader,
                row.conflict,
                packed_follow(&row.follow)?,
            ],
            |row| row.get(0),
        )?;
    Ok(n)
}

/// What the source says of a task; `None` if the task is not known yet.
pub(super) fn origin(db: &Connection, task: ItemId) -> Result<Option<Origin>, Error> {
    let found: Option<(String, String)> = db
        .prepare_cached("SELECT s.text, s.origin FROM source AS s JOIN task AS t ON t.n = s.task WHERE t.id = ?1")?
        .query_row([task.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((text, origin)) = found else {
        return Ok(None);
    };
    let mut origin: Origin = serde_json::from_str(&origin)?;
    origin.task.text = text;
    Ok(Some(origin))
}

fn heirs(db: &Connection) -> Result<Heirs, Error> {
    let mut found = db.prepare_cached("SELECT dept, heir FROM heir ORDER BY dept, ord")?;
    let mut rows = found.query([])?;
    let mut heirs = Heirs::new();
    while let Some(row) = rows.next()? {
        let department = DepartmentId::from_bytes(row.get(0)?);
        let heir = DepartmentId::from_bytes(row.get(1)?);
        heirs.entry(department).or_default().push(heir);
    }
    Ok(heirs)
}

fn packed_follow(follow: &Follow) -> Result<Option<String>, Error> {
    if *follow == Follow::default() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(follow)?))
}

fn due_word(source: DueSource) -> &'static str {
    match source {
        DueSource::Text => "text",
        DueSource::Plan => "plan",
        DueSource::Edit => "edit",
        DueSource::Extended => "extended",
    }
}

fn packed(departments: &[DepartmentId]) -> Vec<u8> {
    departments.iter().flat_map(|id| *id.bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> Vec<DepartmentId> {
    bytes
        .chunks_exact(10)
        .filter_map(|id| id.try_into().ok().map(DepartmentId::from_bytes))
        .collect()
}

/// The columns that [`read`] expects.
pub(super) const COLUMNS: &str = "id, ord, title, lead, support, status, kind, due, due_source, percent, updated, notes, leader, conflict, follow FROM task";

/// Reads a line of the ledger.
pub(super) fn read(row: &SqlRow<'_>) -> Result<Arc<Row>, Error> {
    let keyword = |at: usize| -> Result<&str, Error> {
        row.get_ref(at)?
            .as_str()
            .map_err(|_| Error::Damaged("a keyword is not text".to_owned()))
    };
    let blob = |at: usize| -> Result<&[u8], Error> {
        row.get_ref(at)?
            .as_blob()
            .map_err(|_| Error::Damaged("an id is not bytes".to_owned()))
    };
    let due: Option<String> = row.get(7)?;
    let updated: Option<String> = row.get(10)?;
    Ok(Arc::new(Row {
        id: ItemId::from_bytes(row.get(0)?),
        code: code(blob(1)?),
        title: row.get(2)?,
        lead: unpacked(blob(3)?),
        support: unpacked(blob(4)?),
        status: keyword(5)?.parse().unwrap_or_default(),
        kind: keyword(6)?.parse().unwrap_or_default(),
        due: due.as_deref().map(item::day).transpose()?,
        due_source: match keyword(8)? {
            "text" => DueSource::Text,
            "edit" => DueSource::Edit,
            "extended" => DueSource::Extended,
            _ => DueSource::Plan,
        },
        percent: row.get(9)?,
        updated: updated.as_deref().map(item::day).transpose()?,
        notes: row.get(11)?,
        leader: row.get(12)?,
        conflict: row.get(13)?,
        follow: match row.get_ref(14)?.as_str_or_null() {
            Ok(Some(follow)) => serde_json::from_str(follow)?,
            _ => Follow::default(),
        },
        lit: Lit::default(),
    }))
}
