//! What people did to the items of a task: values they set, items they added, notes they wrote.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow};
use serde::de::DeserializeOwned;

use super::Error;
use crate::model::{
    Day, DepartmentId, ItemId, Note, NoteText, OpId, Register, Retraction, Value, Wordless,
};
use crate::oplog::{Hlc, Op, Parts, Said, Standing, Texts, Version, superseded};

/// The register under which the adding of an item stands.
pub(super) const ADDED: &str = "add";

/// The register under which the steps of a task stand.
pub(super) const STEP: &str = "step";

/// The register under which figures of an indicator stand.
pub(super) const FIGURE: &str = "figure";

/// The register under which it stands that something is done.
pub(super) const DONE: &str = "done";

/// The register under which the decisions about a task stand.
pub(super) const DECIDED: &str = "decide";

/// The register under which the reminders about a task stand.
pub(super) const REMINDED: &str = "remind";

/// The id of the item that an `add` op brings.
#[must_use]
pub fn added_id(op: OpId) -> ItemId {
    ItemId::mint(&["op", &op.to_string()])
}

/// The texts beside the op numbered `n`; empty ones if they have not arrived or were purged.
pub(super) fn body<T: DeserializeOwned + Default>(db: &Connection, n: i64) -> Result<T, Error> {
    let text: Option<String> = db
        .prepare_cached("SELECT text FROM body WHERE op = ?1")?
        .query_row([n], |row| row.get(0))
        .optional()?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// An op with what surrounds it in the store.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) n: i64,
    pub(super) id: OpId,
    pub(super) hlc: Hlc,
    pub(super) author: String,
    pub(super) standing: Standing,
    /// Why it does not count, if it does not.
    pub(super) refused: Option<String>,
    /// The number of the entry that settled it.
    pub(super) entry: Option<u64>,
    /// Whether its author had the whole plan alone.
    pub(super) alone: bool,
    pub(super) said: Said,
    /// Its words; those that somebody purged are not there, even before they are erased.
    pub(super) body: Option<String>,
    purged: bool,
}

/// The columns that [`Stored::read`] expects, of `op AS o` and what stands beside it.
pub(super) const STORED: &str = "o.n, o.id, o.hlc, o.line, a.name, b.text,
     a.person, v.refusal, coalesce(v.over, a.over),
     EXISTS (SELECT 1 FROM purged AS p LEFT JOIN verdict AS w ON w.op = p.op
       WHERE p.target = o.id AND w.refusal IS NULL), v.entry,
     NOT EXISTS (SELECT 1 FROM company AS c WHERE v.entry IS NULL OR v.entry > c.entry) FROM op AS o
     LEFT JOIN author AS a ON a.log = o.log LEFT JOIN body AS b ON b.op = o.n
     LEFT JOIN verdict AS v ON v.op = o.n";

impl Stored {
    pub(super) fn read(row: &SqlRow<'_>) -> Result<Self, Error> {
        let (n, line): (i64, String) = (row.get(0)?, row.get(3)?);
        let op = Op::parse_kept(&line).map_err(|bad| Error::Damaged(format!("op {n}: {bad}")))?;
        let (person, refused): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        let purged = row.get(9)?;
        let entry: Option<i64> = row.get(10)?;
        Ok(Self {
            entry: entry.and_then(|entry| u64::try_from(entry).ok()),
            alone: row.get(11)?,
            standing: Standing {
                author: person.unwrap_or_default().into(),
                refused: refused.is_some(),
                over_others: row.get::<_, Option<bool>>(8)?.unwrap_or_default(),
            },
            refused,
            n,
            id: OpId::from_bytes(row.get(1)?),
            hlc: op.hlc,
            author: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
            said: op.said,
            purged,
            body: if purged { None } else { row.get(5)? },
        })
    }

    /// Why its words are not here, if it has some and they are not.
    pub(super) fn wordless(&self) -> Option<Wordless> {
        self.said.body()?;
        match (&self.body, self.purged) {
            (Some(_), _) => None,
            (None, true) => Some(Wordless::Purged),
            (None, false) => Some(Wordless::Awaited),
        }
    }

    /// What it says of something, as one version among others.
    pub(super) fn version<T>(&self, sup: &[OpId], value: T) -> Version<T> {
        Version {
            op: self.id,
            hlc: self.hlc,
            sup: sup.to_vec(),
            standing: self.standing.clone(),
            value,
        }
    }

    /// Lets it count no more if it was taken back.
    fn mark(&mut self, retracted: &HashMap<OpId, Vec<Taken>>) {
        if taken_back(retracted, self.id, &self.standing).is_some() {
            self.standing.refused = true;
            self.refused.get_or_insert_with(|| RETRACTED.to_owned());
        }
    }

    pub(super) fn recorded(&self, zone: FixedOffset) -> DateTime<FixedOffset> {
        self.hlc.time().with_timezone(&zone)
    }

    pub(super) fn texts<T: DeserializeOwned + Default>(&self) -> T {
        self.body
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

/// The ops that stand in `table` for a task, in the order they were stored.
pub(super) fn ops_of(db: &Connection, table: &str, task: ItemId) -> Result<Vec<Stored>, Error> {
    let sql =
        format!("SELECT {STORED} JOIN {table} AS t ON t.op = o.n WHERE t.task = ?1 ORDER BY o.n");
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query([task.bytes()])?;
    let mut ops = Vec::new();
    while let Some(row) = rows.next()? {
        ops.push(Stored::read(row)?);
    }
    Ok(ops)
}

/// Everything that was said of a task beside notes, in the order it was stored; what was taken back does not count.
pub(super) fn said_of(db: &Connection, task: ItemId) -> Result<Vec<Stored>, Error> {
    let mut ops = ops_of(db, "value", task)?;
    if ops.is_empty() {
        return Ok(ops);
    }
    let retracted = retracted(db, task)?;
    for stored in &mut ops {
        stored.mark(&retracted);
    }
    Ok(ops)
}

/// Marks an op that was taken back under this task.
pub(super) fn mark_taken_back(
    db: &Connection,
    task: ItemId,
    stored: &mut Stored,
) -> Result<(), Error> {
    stored.mark(&retracted(db, task)?);
    Ok(())
}

/// Why what was taken back does not count, as a keyword.
pub(super) const RETRACTED: &str = "retracted";

/// One value that a person set.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) item: ItemId,
    pub(super) register: Register,
    /// The day it is true of.
    pub(super) on: Day,
    pub(super) version: Version<Value>,
    pub(super) reason: String,
    pub(super) author: String,
    /// The meeting at which it was said.
    pub(super) meeting: Option<ItemId>,
}

/// Every value set on the items of a task. A register or value this program does not know is left out.
pub(super) fn settings(db: &Connection, task: ItemId) -> Result<Vec<Setting>, Error> {
    let ops = said_of(db, task)?;
    Ok(ops.iter().filter_map(Setting::of).collect())
}

impl Setting {
    pub(super) fn of(stored: &Stored) -> Option<Self> {
        let Said::Set {
            item,
            reg,
            value,
            depts,
            sup,
            on,
            meeting,
            ..
        } = &stored.said
        else {
            return None;
        };
        let texts: Texts = stored.texts();
        let register = Register::named(reg)?;
        let value = Parts {
            value: value.clone(),
            depts: depts.clone(),
            text: texts.text,
        }
        .value_of(register)?;
        let version = stored.version(sup, value);
        Some(Self {
            item: *item,
            register,
            on: *on,
            version,
            reason: texts.reason,
            author: stored.author.clone(),
            meeting: *meeting,
        })
    }
}

/// What a note contributes to the ledger.
#[derive(Debug)]
pub(super) struct NoteFact {
    pub(super) op: OpId,
    pub(super) hlc: Hlc,
    pub(super) dept: DepartmentId,
    pub(super) day: Day,
    pub(super) percent: Option<u8>,
    /// The number under which it is stored.
    pub(super) n: i64,
    /// The number of the entry that settled it.
    pub(super) entry: Option<u64>,
    /// Whether all it says is that nothing changed.
    pub(super) unchanged: bool,
    sup: Vec<OpId>,
    standing: Standing,
}

/// What the facts of notes are read from, of `note AS t`.
const FACTS: &str =
    "SELECT t.id, t.hlc, t.dept, t.day, t.percent, t.sup, a.person, v.refusal IS NOT NULL,
       coalesce(v.over, a.over), t.op, v.entry, t.unchanged, t.task
     FROM note AS t JOIN author AS a ON a.log = t.log LEFT JOIN verdict AS v ON v.op = t.op";

/// Those who wrote notes: few people write many.
#[derive(Debug, Default)]
struct Authors(Vec<Arc<str>>);

impl Authors {
    fn named(&mut self, person: &str) -> Arc<str> {
        match self.0.iter().find(|known| ***known == *person) {
            Some(known) => Arc::clone(known),
            None => {
                let new: Arc<str> = person.into();
                self.0.push(Arc::clone(&new));
                new
            }
        }
    }
}

impl NoteFact {
    fn read(row: &SqlRow<'_>, authors: &mut Authors) -> Result<Self, Error> {
        let sup = row.get_ref(5)?.as_blob_or_null().unwrap_or_default();
        let entry: Option<i64> = row.get(10)?;
        Ok(Self {
            op: OpId::from_bytes(row.get(0)?),
            hlc: Hlc::from_bits(row.get(1)?),
            dept: DepartmentId::from_bytes(row.get(2)?),
            day: day(row.get_ref(3)?.as_str().unwrap_or_default())?,
            percent: row.get(4)?,
            sup: sup
                .unwrap_or_default()
                .chunks_exact(32)
                .filter_map(|id| id.try_into().ok().map(OpId::from_bytes))
                .collect(),
            standing: Standing {
                author: authors.named(row.get_ref(6)?.as_str().unwrap_or_default()),
                refused: row.get(7)?,
                over_others: row.get(8)?,
            },
            n: row.get(9)?,
            entry: entry.and_then(|entry| u64::try_from(entry).ok()),
            unchanged: row.get(11)?,
        })
    }
}

/// The notes of a task that still count: neither corrected (by the same department) nor taken back.
pub(super) fn current_notes(db: &Connection, task: ItemId) -> Result<Vec<NoteFact>, Error> {
    let mut found = db.prepare_cached(&format!("{FACTS} WHERE t.task = ?1"))?;
    let mut rows = found.query([task.bytes()])?;
    let (mut notes, mut authors) = (Vec::new(), Authors::default());
    while let Some(row) = rows.next()? {
        notes.push(NoteFact::read(row, &mut authors)?);
    }
    drop_gone(&mut notes, &retracted(db, task)?);
    Ok(notes)
}

/// Hands the notes of every task that has any to `each`, as [`current_notes`] has them, in one walk.
pub(super) fn each_current_notes(
    db: &Connection,
    mut each: impl FnMut(ItemId, Vec<NoteFact>),
) -> Result<(), Error> {
    let taken: HashSet<ItemId> = db
        .prepare_cached("SELECT DISTINCT task FROM retract")?
        .query_map([], |row| row.get(0).map(ItemId::from_bytes))?
        .collect::<Result<_, _>>()?;
    let mut end = |task: ItemId, mut notes: Vec<NoteFact>| {
        let retracted = match taken.contains(&task) {
            true => retracted(db, task)?,
            false => HashMap::new(),
        };
        drop_gone(&mut notes, &retracted);
        each(task, notes);
        Ok::<_, Error>(())
    };
    let mut found = db.prepare_cached(&format!("{FACTS} ORDER BY t.task, t.op"))?;
    let mut rows = found.query([])?;
    let (mut of, mut notes) = (None, Vec::new());
    let mut authors = Authors::default();
    while let Some(row) = rows.next()? {
        let task = ItemId::from_bytes(row.get(12)?);
        if of.is_some_and(|of| of != task) {
            end(of.unwrap_or(task), std::mem::take(&mut notes))?;
        }
        of = Some(task);
        notes.push(NoteFact::read(row, &mut authors)?);
    }
    of.map_or(Ok(()), |task| end(task, notes))
}

/// Leaves out the notes that no longer count.
fn drop_gone(notes: &mut Vec<NoteFact>, retracted: &HashMap<OpId, Vec<Taken>>) {
    let gone = gone(notes, retracted);
    notes.retain(|note| !note.standing.refused && !gone.contains(&note.op));
}

/// The notes that no longer count. A correction counts only within the same task and department, and both it and a
/// retraction only from the author or from somebody who may replace what others said.
fn gone(notes: &[NoteFact], retracted: &HashMap<OpId, Vec<Taken>>) -> HashSet<OpId> {
    let mut gone = HashSet::new();
    if retracted.is_empty() && notes.iter().all(|note| note.sup.is_empty()) {
        return gone;
    }
    let departments: HashSet<DepartmentId> = notes.iter().map(|note| note.dept).collect();
    for department in departments {
        let of = notes.iter().filter(|note| note.dept == department);
        let of = of.map(|note| (note.op, note.sup.as_slice(), &note.standing));
        gone.extend(superseded(of).into_keys());
    }
    let taken = notes
        .iter()
        .filter(|note| taken_back(retracted, note.op, &note.standing).is_some());
    gone.extend(taken.map(|note| note.op));
    gone
}

/// A retraction, and how much it counts.
#[derive(Debug)]
struct Taken {
    standing: Standing,
    retraction: Retraction,
}

/// The retraction of a note that counts.
fn taken_back<'a>(
    retracted: &'a HashMap<OpId, Vec<Taken>>,
    note: OpId,
    standing: &Standing,
) -> Option<&'a Retraction> {
    let found = retracted.get(&note)?;
    let first = found.iter().find(|taken| taken.standing.replaces(standing));
    first.map(|taken| &taken.retraction)
}

/// The retractions of a task's notes, the earliest first.
fn retracted(db: &Connection, task: ItemId) -> Result<HashMap<OpId, Vec<Taken>>, Error> {
    let mut ops = ops_of(db, "retract", task)?;
    ops.sort_by_key(|stored| (stored.hlc, stored.id));
    let mut retracted: HashMap<OpId, Vec<Taken>> = HashMap::new();
    for stored in ops {
        let reason = stored.texts::<Texts>().reason;
        if let Said::Retract { op, .. } = stored.said {
            retracted.entry(op).or_default().push(Taken {
                standing: stored.standing,
                retraction: Retraction {
                    op: stored.id,
                    author: stored.author,
                    reason,
                },
            });
        }
    }
    Ok(retracted)
}

/// Whether the latest report of any department asks for coordination (需协调). 无 asks for none.
pub(super) fn asks_coordination(db: &Connection, notes: &[NoteFact]) -> Result<bool, Error> {
    let mut latest: HashMap<DepartmentId, &NoteFact> = HashMap::new();
    for note in notes {
        let known = latest.entry(note.dept).or_insert(note);
        if (known.day, known.hlc, known.op) < (note.day, note.hlc, note.op) {
            *known = note;
        }
    }
    for note in latest.values() {
        let words: NoteText = body(db, note.n)?;
        if !matches!(words.coordinate.trim(), "" | "无" | "无。" | "没有") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A note as it was written; what became of it since is told by the others of its task.
fn note(stored: Stored, zone: FixedOffset) -> Option<(Note, Standing)> {
    let (recorded, text) = (stored.recorded(zone), stored.texts::<NoteText>());
    let wordless = stored.wordless();
    let Said::Note {
        task,
        dept,
        on,
        next,
        percent,
        assessment,
        confidence,
        for_another,
        sup,
        kept,
        unchanged,
        folds,
        meeting,
        ..
    } = stored.said
    else {
        return None;
    };
    let note = Note {
        kept,
        unchanged,
        folds,
        op: stored.id,
        task,
        department: dept,
        on,
        recorded,
        author: stored.author,
        text,
        next_on: next,
        percent,
        assessment,
        confidence,
        for_another,
        supersedes: sup,
        superseded_by: None,
        retracted: None,
        refused: stored.refused,
        wordless,
        meeting,
    };
    Some((note, stored.standing))
}

/// One note as it was written; see [`note`].
pub(super) fn written(db: &Connection, op: OpId, zone: FixedOffset) -> Result<Option<Note>, Error> {
    let mut found = db.prepare_cached(&format!("SELECT {STORED} WHERE o.id = ?1"))?;
    let mut rows = found.query([op.bytes()])?;
    let stored = rows.next()?.map(Stored::read).transpose()?;
    Ok(stored
        .and_then(|stored| note(stored, zone))
        .map(|(note, _)| note))
}

/// All notes of a task with their words, the latest day first.
pub(super) fn notes(db: &Connection, task: ItemId, zone: FixedOffset) -> Result<Vec<Note>, Error> {
    let retracted = retracted(db, task)?;
    let mut notes: Vec<Note> = Vec::new();
    let mut standings: Vec<Standing> = Vec::new();
    let said = ops_of(db, "note", task)?.into_iter();
    for (mut note, standing) in said.filter_map(|stored| note(stored, zone)) {
        note.retracted = taken_back(&retracted, note.op, &standing).cloned();
        notes.push(note);
        standings.push(standing);
    }
    // What replaces a note is named alike in every home.
    let mut order: Vec<usize> = (0..notes.len()).collect();
    order.sort_by_key(|&at| notes.get(at).map(|note| (note.recorded, note.op)));
    let mut gone: HashMap<OpId, OpId> = HashMap::new();
    for department in notes
        .iter()
        .map(|note| note.department)
        .collect::<HashSet<_>>()
    {
        let of = order
            .iter()
            .filter_map(|&at| notes.get(at).zip(standings.get(at)))
            .filter(|(note, _)| note.department == department)
            .map(|(note, standing)| (note.op, note.supersedes.as_slice(), standing));
        gone.extend(superseded(of));
    }
    for note in &mut notes {
        note.superseded_by = gone.get(&note.op).copied();
    }
    notes.sort_by_key(|note| std::cmp::Reverse((note.on, note.recorded, note.op)));
    Ok(notes)
}

/// A day as the store writes it.
pub(super) fn day(text: &str) -> Result<Day, Error> {
    text.parse()
        .map_err(|_| Error::Damaged(format!("not a day: {text}")))
}
