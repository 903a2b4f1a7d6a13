//! The line of a task in the ledger: derived from what the plan says, what people set and what they noted.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow, params};
use serde::{Deserialize, Serialize};

use super::Error;
use super::detail;
use super::item::{self, Setting, Stored};
use super::note;
use super::said;
use crate::model::{
    Code, Course, Day, DepartmentId, DueSource, Follow, ItemId, LeadRule, Lit, Milestone, OpId,
    Period, Register, Row, Status, Step, Taken, Task, Value,
};
use crate::oplog::{Hlc, Said, Version, current};

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

/// Everything that was said of a task, as far as its line hangs on it.
#[derive(Debug, Default)]
struct Told {
    said: Vec<Stored>,
    settings: Vec<Setting>,
    notes: Vec<note::NoteFact>,
    coordinate: bool,
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

/// The registers of one item, each with the versions that were set.
pub(super) fn registers(
    settings: &[Setting],
    item: ItemId,
) -> HashMap<Register, Vec<Version<Value>>> {
    let mut registers: HashMap<Register, Vec<Version<Value>>> = HashMap::new();
    for setting in settings.iter().filter(|setting| setting.item == item) {
        registers
            .entry(setting.register)
            .or_default()
            .push(setting.version.clone());
    }
    registers
}

/// Whether values stand beside one another that are not the same.
fn disagree(versions: &[Version<Value>]) -> bool {
    let live = current(versions);
    live.windows(2)
        .any(|pair| matches!(pair, [one, other] if one.value != other.value))
}

/// What departments that became others are now.
type Heirs = HashMap<DepartmentId, Vec<DepartmentId>>;

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

/// The departments as they are now, each once.
fn now(departments: &[DepartmentId], heirs: &Heirs) -> Vec<DepartmentId> {
    let mut now: Vec<DepartmentId> = Vec::new();
    for department in departments {
        let own = std::slice::from_ref(department);
        for heir in heirs.get(department).map_or(own, Vec::as_slice) {
            if !now.contains(heir) {
                now.push(*heir);
            }
        }
    }
    now
}

/// The line of a task: a pure function of its source, of what was said of it, and of what departments became.
fn derive(origin: &Origin, told: &Told, heirs: &Heirs) -> Row {
    let (task, settings, notes) = (&origin.task, &told.settings, &told.notes);
    let mut row = Row {
        lead: origin.lead.clone(),
        support: origin.support.clone(),
        due: task.due,
        due_source: task.due_source,
        notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        ..Row::new(task.id, task.code.clone(), task.title.clone())
    };
    let parts: HashSet<ItemId> = settings.iter().map(|setting| setting.item).collect();
    row.conflict = parts
        .into_iter()
        .any(|part| registers(settings, part).values().any(|v| disagree(v)))
        || said::figures_disagree(&told.said)
        || notes.iter().any(|note| note.disputed);
    // When the deadline was last set by hand.
    let mut set = None;
    for (register, versions) in registers(settings, task.id) {
        let live = current(&versions);
        let first = live.first();
        match (register, first.map(|first| first.value.clone())) {
            (Register::Title, Some(Value::Text(title))) => row.title = title,
            (Register::Leader, Some(Value::Text(leader))) => row.leader = leader,
            (Register::Lead, Some(Value::Departments(lead))) => row.lead = lead,
            (Register::Support, Some(Value::Departments(support))) => row.support = support,
            (Register::Due, Some(Value::Day(due))) => {
                (row.due, row.due_source) = (due, DueSource::Edit);
                set = first.map(|first| (first.hlc, first.op));
            }
            (Register::Kind, Some(Value::Kind(kind))) => row.kind = kind,
            (Register::Light, Some(Value::Judged(judged))) => row.follow.judged = judged,
            (Register::Supervised, Some(Value::Flag(flag))) => {
                row.follow.supervised = flag;
                row.follow.supervised_since = day_of(settings, first).filter(|_| flag);
            }
            (Register::Rhythm, Some(Value::Rhythm(rhythm))) => {
                row.follow.rhythm = rhythm.zip(day_of(settings, first));
            }
            _ => {}
        }
    }
    row.lead = now(&row.lead, heirs);
    row.support = now(&row.support, heirs);
    if !heirs.is_empty() {
        // A merger must not let one department do both.
        row.support
            .retain(|department| !row.lead.contains(department));
    }
    let leads = |department| {
        let now = now(&[department], heirs);
        now.iter().any(|department| row.lead.contains(department))
    };
    // The task's figure is its lead's latest; a supporter's stands beside it in the detail.
    let figures = notes
        .iter()
        .filter(|note| leads(note.dept) && note.percent.is_some());
    row.percent = figures
        .max_by_key(|note| (note.day, note.hlc, note.op))
        .and_then(|note| note.percent);
    row.updated = notes.iter().map(|note| note.day).max();
    let reports = notes.iter().filter(|note| leads(note.dept));
    row.follow.reported = reports.map(|note| note.day).max();
    row.follow.coordinate = told.coordinate;
    take_course(&mut row, told, set);
    row.follow.expected_since = row.follow.expected_since.max(origin.added);
    row.follow.first_due = (row.due != task.due).then_some(task.due).flatten();
    row.follow.milestones = milestones(origin, told);
    row
}

/// The day of which a value is true.
fn day_of(settings: &[Setting], version: Option<&&Version<Value>>) -> Option<Day> {
    let op = version?.op;
    let set = settings.iter().find(|setting| setting.version.op == op);
    set.map(|setting| setting.on)
}

/// The steps of a task, in the order in which they take effect: what the office has received comes before what it has
/// not, so that nothing that arrives late undoes what was received.
pub(super) fn steps(said: &[Stored]) -> Vec<(&Stored, Taken)> {
    let of = |stored: &Stored| match &stored.said {
        Said::Step {
            step, op, due, on, ..
        } if !stored.standing.refused => Some(Taken {
            op: stored.id,
            step: step.parse().ok()?,
            person: Arc::clone(&stored.standing.author),
            alone: stored.alone,
            on: *on,
            due: *due,
            answers: *op,
        }),
        _ => None,
    };
    let mut steps: Vec<(&Stored, Taken)> = said
        .iter()
        .filter_map(|stored| of(stored).map(|taken| (stored, taken)))
        .collect();
    steps.sort_by_key(|(stored, _)| (stored.entry.unwrap_or(u64::MAX), stored.hlc, stored.id));
    steps
}

/// Fills in what the steps of a task come to.
fn take_course(row: &mut Row, told: &Told, set: Option<(Hlc, OpId)>) {
    let steps = steps(&told.said);
    let course = Course::of(steps.iter().map(|(_, taken)| taken));
    if let Some((by, due)) = course.granted {
        let granted = steps.iter().find(|(stored, _)| stored.id == by);
        // Whichever came later stands: the deadline set by hand or the one that was granted.
        if granted.map(|(stored, _)| (stored.hlc, stored.id)) > set {
            (row.due, row.due_source) = (Some(due), DueSource::Extended);
        }
    }
    row.status = course.status;
    row.follow.since = course.since;
    row.follow.expected_since = course.expected_since;
    row.follow.closing = course.open(Step::AskClosing).map(|asked| asked.on);
    row.follow.extension = course.open(Step::AskExtension).and_then(|asked| asked.due);
    row.follow.mend_by = course.mend_by.filter(|_| course.status == Status::Rework);
}

/// The deadlines of measures that are not done.
fn milestones(origin: &Origin, told: &Told) -> Vec<Milestone> {
    if origin
        .task
        .measures
        .iter()
        .all(|measure| measure.due.is_none())
        && told.said.is_empty()
    {
        return Vec::new();
    }
    let done = done(&told.said);
    let is_done = |item: ItemId| {
        let of = done
            .iter()
            .find(|(of, period, _)| *of == item && period.is_none());
        of.is_some_and(|(.., versions)| {
            current(versions)
                .first()
                .is_some_and(|first| first.value.is_some())
        })
    };
    let mut milestones: Vec<Milestone> = detail::measures(origin, &told.said, &told.settings)
        .into_iter()
        .filter(|measure| !is_done(measure.id))
        .filter_map(|measure| {
            measure.due.map(|on| Milestone {
                name: measure.n.to_string(),
                on,
            })
        })
        .collect();
    milestones.sort_by_key(|milestone| milestone.on);
    milestones
}

/// What was said to be done: the day on which each measure, each instance of a duty or a decision was done.
type DoneVersions = Vec<(ItemId, Option<Period>, Vec<Version<Option<Day>>>)>;

/// What was said to be done, with every version of it.
pub(super) fn done(said: &[Stored]) -> DoneVersions {
    let mut all = DoneVersions::new();
    for stored in said {
        let Said::Done {
            item,
            period,
            done,
            sup,
            ..
        } = &stored.said
        else {
            continue;
        };
        let version = stored.version(sup, *done);
        match all
            .iter_mut()
            .find(|(of, when, _)| of == item && when == period)
        {
            Some((.., versions)) => versions.push(version),
            None => all.push((*item, *period, vec![version])),
        }
    }
    all
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

/// The live versions a new value of this register takes the place of.
pub(super) fn superseded(settings: &[Setting], item: ItemId, register: Register) -> Vec<OpId> {
    registers(settings, item)
        .get(&register)
        .map(|versions| current(versions).iter().map(|version| version.op).collect())
        .unwrap_or_default()
}
