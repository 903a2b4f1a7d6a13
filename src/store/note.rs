//! Notes: which count, and all of them with their words.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::FixedOffset;
use rusqlite::{Connection, Row as SqlRow};

use super::Error;
use super::item::{STORED, Stored, Taken, body, day, ops_of, retracted, taken_back};
use crate::model::{Day, DepartmentId, ItemId, Note, NoteText, OpId};
use crate::oplog::{Hlc, Said, Standing, rivals, superseded};

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
    /// Whether another stands against it; told by [`current_notes`] alone.
    pub(super) disputed: bool,
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
            disputed: false,
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
    let retracted = retracted(db, task)?;
    let gone = gone(&notes, &retracted);
    let stances = notes.iter().map(|note| Stance {
        op: note.op,
        dept: note.dept,
        sup: &note.sup,
        standing: &note.standing,
        counts: !note.standing.refused && !gone.contains(&note.op),
        taken_back: taken_back(&retracted, note.op, &note.standing).is_some(),
    });
    let against = against(&stances.collect::<Vec<_>>());
    for note in &mut notes {
        note.disputed = against.contains_key(&note.op);
    }
    drop_gone(&mut notes, &retracted);
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

/// A note among those of its task, as far as it hangs on it what stands against what.
struct Stance<'a> {
    op: OpId,
    dept: DepartmentId,
    sup: &'a [OpId],
    standing: &'a Standing,
    counts: bool,
    taken_back: bool,
}

/// What stands against each note, among those of the same department; see [`rivals`].
fn against(notes: &[Stance<'_>]) -> HashMap<OpId, Vec<OpId>> {
    let mut all = HashMap::new();
    if notes.iter().all(|note| note.sup.is_empty()) {
        return all;
    }
    let named = |op: OpId| notes.iter().find(|note| note.op == op);
    let departments: HashSet<DepartmentId> = notes.iter().map(|note| note.dept).collect();
    for department in departments {
        let of = notes.iter().filter(|note| note.dept == department);
        all.extend(rivals(
            of.map(|note| (note.op, note.sup, note.standing)),
            |op| named(op).is_some_and(|note| note.counts),
            |op| named(op).is_some_and(|note| note.taken_back),
        ));
    }
    all
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
fn note(stored: Stored, zone: FixedOffset) -> Option<(Note, Standing, Hlc)> {
    let (recorded, text) = (stored.recorded(zone), stored.texts::<NoteText>());
    let (wordless, hlc) = (stored.wordless(), stored.hlc);
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
        against: Vec::new(),
        retracted: None,
        refused: stored.refused,
        wordless,
        meeting,
    };
    Some((note, stored.standing, hlc))
}

/// One note as it was written; see [`note`].
pub(super) fn written(db: &Connection, op: OpId, zone: FixedOffset) -> Result<Option<Note>, Error> {
    let mut found = db.prepare_cached(&format!("SELECT {STORED} WHERE o.id = ?1"))?;
    let mut rows = found.query([op.bytes()])?;
    let stored = rows.next()?.map(Stored::read).transpose()?;
    Ok(stored
        .and_then(|stored| note(stored, zone))
        .map(|(note, ..)| note))
}

/// All notes of a task with their words, the latest day first.
pub(super) fn notes(db: &Connection, task: ItemId, zone: FixedOffset) -> Result<Vec<Note>, Error> {
    let retracted = retracted(db, task)?;
    let said = ops_of(db, "note", task)?.into_iter();
    let mut said: Vec<(Note, Standing, Hlc)> =
        said.filter_map(|stored| note(stored, zone)).collect();
    // What replaces a note is named alike in every home.
    said.sort_by_key(|(note, _, hlc)| (*hlc, note.op));
    let mut gone: HashMap<OpId, OpId> = HashMap::new();
    for department in said
        .iter()
        .map(|(note, ..)| note.department)
        .collect::<HashSet<_>>()
    {
        let of = said
            .iter()
            .filter(|(note, ..)| note.department == department)
            .map(|(note, standing, _)| (note.op, note.supersedes.as_slice(), standing));
        gone.extend(superseded(of));
    }
    for (note, standing, _) in &mut said {
        note.retracted = taken_back(&retracted, note.op, standing).cloned();
        note.superseded_by = gone.get(&note.op).copied();
    }
    let stances = said.iter().map(|(note, standing, _)| Stance {
        op: note.op,
        dept: note.department,
        sup: &note.supersedes,
        standing,
        counts: note.is_current(),
        taken_back: note.retracted.is_some(),
    });
    let mut against = against(&stances.collect::<Vec<_>>());
    for (note, ..) in &mut said {
        note.against = against.remove(&note.op).unwrap_or_default();
    }
    // Of the same day by the whole stamp: a clock that was ahead leaves the millisecond alone behind.
    said.sort_by_key(|(note, _, hlc)| std::cmp::Reverse((note.on, *hlc, note.op)));
    Ok(said.into_iter().map(|(note, ..)| note).collect())
}
