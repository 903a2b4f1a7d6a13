//! Applying an op to the view. What comes out depends on the set of ops alone, not on their order,
//! so that a rebuilt view equals one that grew op by op.

mod adopt;
mod note;

pub(super) use adopt::{document, plan_head, stored_document};
pub(super) use note::NoteRow;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use adopt::adopt;

use super::row::{self, Origin};
use super::{Error, item};
use crate::model::{Day, Department, DueSource, ItemId, Lines, OpId, Register, Task};
use crate::oplog::{AddWhat, Genesis, Law, Op, Said, State, Texts, replaces_others};

/// Fills an empty view with what the roster says.
pub(super) fn begin(db: &Connection, genesis: &Genesis, state: &State) -> Result<(), Error> {
    // Departments that entries describe anew stand in the place they had.
    let named = genesis.departments.iter().map(|department| {
        let now = state.departments.iter().find(|d| d.id == department.id);
        now.unwrap_or(department)
    });
    let new = state
        .departments
        .iter()
        .filter(|d| genesis.departments.iter().all(|known| known.id != d.id));
    let all: Vec<&Department> = named.chain(new).collect();
    for department in &all {
        add_department(db, &with_past(department, &all, state))?;
    }
    let became = state.succession.iter().flat_map(|step| step.from.iter());
    for department in became.collect::<HashSet<_>>() {
        for (ord, heir) in (0_i64..).zip(state.current(&[*department])) {
            db.prepare_cached("INSERT INTO heir (dept, ord, heir) VALUES (?1, ?2, ?3)")?
                .execute(params![department.bytes(), ord, heir.bytes()])?;
        }
    }
    Ok(())
}

/// A department with what it was called before, by which it is found as well.
fn with_past(department: &Department, all: &[&Department], state: &State) -> Department {
    let mut department = department.clone();
    for step in &state.succession {
        if !step.to.contains(&department.id) {
            continue;
        }
        for before in all.iter().filter(|d| step.from.contains(&d.id)) {
            if !department.former.contains(&before.name) {
                department.former.push(before.name.clone());
            }
        }
    }
    department
}

/// Lays down what an op says, whether it counts or not: what it replaced may have to be let through all the same.
pub(super) fn record(
    db: &Connection,
    state: &State,
    (n, id): (i64, OpId),
    log: i64,
    op: &Op,
) -> Result<(), Error> {
    match &op.said {
        Said::Hello { key, label, .. } => {
            let member = state.person_of(key);
            let log_name = id.name26();
            let person = member.map_or(log_name.as_str(), |m| m.person.as_str());
            let name = member.map_or(label.as_str(), |m| m.name.as_str());
            let over = member.is_some_and(|m| replaces_others(state.role(m), Law::REAL));
            db.execute(
                "INSERT INTO author (log, key, label, person, name, over, settled, forked)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, -1, 0)",
                params![log, key, label, person, name, over],
            )?;
            Ok(())
        }
        Said::Note { .. } => NoteRow::of((n, id), log, op).map_or(Ok(()), |note| note.insert(db)),
        Said::Retract { task, op, .. } => {
            db.prepare_cached("INSERT INTO retract (task, target, op) VALUES (?1, ?2, ?3)")?
                .execute(params![task.bytes(), op.bytes(), n])?;
            Ok(())
        }
        Said::Set {
            task, item, reg, ..
        } => add_value(db, *task, *item, reg, n),
        Said::Adopt { sha256, .. } => {
            db.execute(
                "INSERT INTO adopted (op, sha256) VALUES (?1, ?2)",
                params![n, sha256.bytes()],
            )?;
            Ok(())
        }
        Said::Purge { op, .. } => {
            db.prepare_cached("INSERT OR IGNORE INTO purged (target, op) VALUES (?1, ?2)")?
                .execute(params![op.bytes(), n])?;
            Ok(())
        }
        Said::Propose { .. } => {
            db.execute("INSERT INTO proposal (op) VALUES (?1)", [n])?;
            Ok(())
        }
        Said::Step { task, docs, .. } => {
            for sha in docs {
                db.prepare_cached("INSERT OR IGNORE INTO attached (op, sha256) VALUES (?1, ?2)")?
                    .execute(params![n, sha.bytes()])?;
            }
            add_value(db, *task, *task, item::STEP, n)
        }
        Said::Figure { task, item, .. } => add_value(db, *task, *item, item::FIGURE, n),
        Said::Done { task, item, .. } => add_value(db, *task, *item, item::DONE, n),
        Said::Meeting { item, .. } => {
            add_meeting(db, n, item.unwrap_or_else(|| item::added_id(id)), false)
        }
        Said::Agenda { item, .. } => add_meeting(db, n, *item, true),
        Said::Decide {
            meeting,
            dept,
            tasks,
            ..
        } => {
            let new = item::added_id(id);
            let meeting = meeting.as_ref().map(ItemId::bytes);
            db.execute(
                "INSERT INTO decision (op, id, meeting, dept) VALUES (?1, ?2, ?3, ?4)",
                params![n, new.bytes(), meeting, dept.bytes()],
            )?;
            for task in tasks.iter().collect::<HashSet<_>>() {
                add_value(db, *task, new, item::DECIDED, n)?;
            }
            Ok(())
        }
        Said::Remind { dept, tasks, .. } => {
            db.execute(
                "INSERT INTO reminder (op, dept) VALUES (?1, ?2)",
                params![n, dept.bytes()],
            )?;
            for task in tasks.iter().collect::<HashSet<_>>() {
                add_value(db, *task, *task, item::REMINDED, n)?;
            }
            Ok(())
        }
        Said::Unknown {
            task: Some(task),
            reg: Some(reg),
            ..
        } if Register::named(reg).is_some() => add_value(db, *task, *task, item::NEWER, n),
        Said::Add { .. } | Said::Unknown { .. } => Ok(()),
    }
}

fn add_meeting(db: &Connection, n: i64, id: ItemId, agenda: bool) -> Result<(), Error> {
    db.execute(
        "INSERT INTO meeting (op, id, agenda) VALUES (?1, ?2, ?3)",
        params![n, id.bytes(), agenda],
    )?;
    Ok(())
}

/// What putting an op into effect touched.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// The task whose line may have changed.
    pub(super) task: Option<ItemId>,
    /// Whether what was judged before may have hung on it.
    pub(super) anew: bool,
}

/// Puts an op that counts into effect.
pub(super) fn effect(
    db: &Connection,
    genesis: &Genesis,
    (n, id): (i64, OpId),
    said: &Said,
) -> Result<Touched, Error> {
    match said {
        Said::Note { task, .. }
        | Said::Retract { task, .. }
        | Said::Set { task, .. }
        | Said::Step { task, .. }
        | Said::Figure { task, .. }
        | Said::Done { task, .. } => Ok(Touched {
            task: Some(*task),
            anew: false,
        }),
        Said::Adopt { sha256, .. } => adopt(db, genesis, n, *sha256),
        Said::Add { what, on, .. } => add(db, (n, id, *on), what),
        Said::Purge { op, .. } => {
            let task = db
                .prepare_cached(
                    "SELECT t.task FROM op AS o JOIN note AS t ON t.op = o.n WHERE o.id = ?1",
                )?
                .query_row([op.bytes()], |row| row.get(0))
                .optional()?;
            Ok(Touched {
                task: task.map(ItemId::from_bytes),
                anew: false,
            })
        }
        Said::Hello { .. }
        | Said::Propose { .. }
        | Said::Meeting { .. }
        | Said::Agenda { .. }
        | Said::Decide { .. }
        | Said::Remind { .. }
        | Said::Unknown { .. } => Ok(Touched::default()),
    }
}

fn add_value(db: &Connection, task: ItemId, item: ItemId, reg: &str, n: i64) -> Result<(), Error> {
    db.prepare_cached("INSERT INTO value (task, item, reg, op) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![task.bytes(), item.bytes(), reg, n])?;
    Ok(())
}

fn add(db: &Connection, (n, id, on): (i64, OpId, Day), what: &AddWhat) -> Result<Touched, Error> {
    let new = item::added_id(id);
    let mut touched = Touched::default();
    match what {
        AddWhat::Task {
            code,
            lead,
            support,
            due,
        } => {
            let texts: Texts = item::body(db, n)?;
            let task = Task {
                id: new,
                code: code.clone(),
                path: Vec::new(),
                title: texts.title.unwrap_or_default(),
                text: texts.text.unwrap_or_default(),
                lead: Vec::new(),
                support: Vec::new(),
                lines: Lines(0, 0),
                due: *due,
                due_source: DueSource::Edit,
                measures: Vec::new(),
                indicators: Vec::new(),
                duties: Vec::new(),
            };
            add_value(db, new, new, item::ADDED, n)?;
            row::insert(
                db,
                Origin {
                    task,
                    lead: lead.clone(),
                    support: support.clone(),
                    rule: None,
                    added: Some(on),
                },
            )?;
            touched.task = Some(new);
        }
        AddWhat::Measure { task, .. } | AddWhat::Indicator { task, .. } => {
            add_value(db, *task, new, item::ADDED, n)?;
            touched.task = Some(*task);
        }
        AddWhat::Department { dept, kind } => {
            let texts: Texts = item::body(db, n)?;
            let name = texts.name.unwrap_or_else(|| dept.to_string());
            let mut department = Department::named(&name);
            department.id = *dept;
            department.kind = *kind;
            department.aliases = texts.aliases;
            if let Some(short) = texts.short {
                department.short = short;
            }
            add_department(db, &department)?;
        }
    }
    Ok(touched)
}

fn add_department(db: &Connection, department: &Department) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO department (id, entry) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
    )?
    .execute(params![
        department.id.bytes(),
        serde_json::to_string(department)?
    ])?;
    Ok(())
}
