//! Bringing the notes of a home along that joins another plan.
//!
//! What is brought are the notes that count in the old home, recorded anew by the newcomer, each for the same task and
//! department and true of the day it was true of; the moment of recording is the present one, because an op says when
//! it was made (`sync.md`, "HLC"). They wait for the registrar like whatever else a newcomer says.
//!
//! What is not brought is named, and stays in the old home, which is kept:
//!
//! - a note that was corrected or taken back, or whose words were purged: its author did not want it to stand, and
//!   nobody has read it yet;
//! - a note whose task is not in the shared plan, by its id (the same text of the plan gives the same ids) or by code and
//!   title together: a code alone may be another task there; or that the shared plan's rules refuse;
//! - corrections and additions: registers of the plan hold what the office decided, with its reasons, and are the
//!   coordinators' to set (`sync.md`, "Merge per kind of field"); whoever brought an old value along would either dispute
//!   each of them or write over what nobody here has seen.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::join::ASKED;
use crate::config;
use crate::model::{Change, DepartmentId, Note, NoteDraft, OpId, Row};
use crate::store::{self, Store};
use crate::workspace::home::Home;
use crate::workspace::{Failure, Workspace, note};

/// The key of the local setting that holds the old home while its notes are still to be brought.
pub(super) const FROM: &str = "bring";

/// What was brought along.
#[derive(Debug, Default)]
pub struct Brought {
    /// How many notes.
    pub notes: usize,
    /// How many of them are of a department that was not asked for, by its name: they count once the registrar gives it.
    pub unasked: BTreeMap<String, usize>,
    /// What was not, the oldest first.
    pub left: Vec<(Change, Left)>,
}

/// Why something was not brought along.
#[derive(Debug)]
pub enum Left {
    /// A later note took its place.
    Corrected,
    /// Its author took it back.
    TakenBack,
    /// Its words were taken out.
    Wordless,
    /// The shared plan has no such task.
    NoTask,
    /// The shared plan does not take it.
    Refused(Failure),
    /// It is no note.
    NoNote,
}

/// What the old home holds.
struct Old {
    changes: Vec<Change>,
    notes: HashMap<OpId, (Arc<Row>, Note)>,
}

impl Old {
    fn read(dir: &Path) -> Result<Self, Failure> {
        let home = Home {
            dir: dir.to_owned(),
        };
        if !home.is_made() {
            return Err(Failure::NoSuchHome(dir.to_owned()));
        }
        let store = Store::open(&home.database())?;
        let zone = config::zone(&store.genesis().rules.zone)
            .ok_or_else(|| store::Error::Damaged("the roster's time zone".to_owned()))?;
        let mut changes = store.history(None, usize::MAX, zone)?;
        changes.reverse();
        let mut notes = HashMap::new();
        for change in changes.iter().filter(|change| change.kind == "note") {
            let Some(task) = change.task.filter(|_| !notes.contains_key(&change.op)) else {
                continue;
            };
            if let Some(detail) = store.detail(task, zone)? {
                let all = detail.notes.into_iter();
                notes.extend(all.map(|note| (note.op, (Arc::clone(&detail.row), note))));
            }
        }
        Ok(Self { changes, notes })
    }
}

impl Workspace {
    /// Records anew what the home that this one took the place of is to bring along, if there is one; all at once, so
    /// that whoever is interrupted begins again from nothing.
    pub(super) fn bring_notes(&mut self, now: DateTime<Utc>) -> Result<Option<Brought>, Failure> {
        let Some(from) = self.store.local(FROM)? else {
            return Ok(None);
        };
        let old = Old::read(Path::new(&from))?;
        let author = self.author(now)?;
        let asked = self.store.local(ASKED)?;
        let asked = asked.and_then(|asked| serde_json::from_str(&asked).ok());
        let asked: Vec<DepartmentId> = asked.unwrap_or_default();
        let (chain, directory) = (self.store.chain()?, self.directory()?);
        let asked = chain.state().current(&asked);
        let mut brought = Brought::default();
        let mut writing = self.store.write()?;
        for change in old.changes {
            let why = match change.kind.as_str() {
                // What a first run says by itself; and what says no more than that a note is to be seen no more.
                "hello" | "plan.adopt" | "retract" | "purge" => continue,
                "note" => match old.notes.get(&change.op) {
                    Some((row, note)) => bring(&mut writing, row, note, &author, now)?,
                    None => Some(Left::NoTask),
                },
                _ => Some(Left::NoNote),
            };
            match why {
                Some(why) => brought.left.push((change, why)),
                None => {
                    brought.notes += 1;
                    if let Some((_, note)) = old.notes.get(&change.op) {
                        let now = chain.state().current(&[note.department]);
                        if !now.iter().any(|department| asked.contains(department)) {
                            let name = directory.name(note.department);
                            *brought.unasked.entry(name).or_default() += 1;
                        }
                    }
                }
            }
        }
        writing.forget_local(FROM)?;
        writing.commit()?;
        Ok(Some(brought))
    }
}

/// Records one note of the old home anew, or says why not.
fn bring(
    writing: &mut store::Writing<'_>,
    row: &Row,
    note: &Note,
    author: &note::Author,
    now: DateTime<Utc>,
) -> Result<Option<Left>, Failure> {
    if note.wordless.is_some() {
        return Ok(Some(Left::Wordless));
    }
    if note.retracted.is_some() {
        return Ok(Some(Left::TakenBack));
    }
    if note.superseded_by.is_some() {
        return Ok(Some(Left::Corrected));
    }
    let task = match writing.row(note.task)? {
        Some(same) => Some(same),
        None => writing
            .by_code(&row.code)?
            .into_iter()
            .find(|there| there.title == row.title),
    };
    let Some(task) = task else {
        return Ok(Some(Left::NoTask));
    };
    let draft = NoteDraft {
        task: task.id,
        folds: Vec::new(),
        ..NoteDraft::from(note)
    };
    match note::append(writing, &draft, author, now) {
        Ok(_) => Ok(None),
        // What the home itself cannot do is no matter of one note.
        Err(failure @ Failure::Store(_)) => Err(failure),
        Err(refused) => Ok(Some(Left::Refused(refused))),
    }
}
