//! Ops as they are stored, with what surrounds them; the values that people set, and what they took back.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow};
use serde::de::DeserializeOwned;

use super::Error;
use crate::model::{Day, ItemId, OpId, Register, Retraction, Value, Wordless};
use crate::oplog::{Hlc, Op, Parts, Said, Standing, Texts, Version};

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

/// The register under which stands what a newer program set, in a register that this one knows.
pub(super) const NEWER: &str = "newer";

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

/// A retraction, and how much it counts.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) standing: Standing,
    retraction: Retraction,
}

/// The retraction of a note that counts.
pub(super) fn taken_back<'a>(
    retracted: &'a HashMap<OpId, Vec<Taken>>,
    note: OpId,
    standing: &Standing,
) -> Option<&'a Retraction> {
    let found = retracted.get(&note)?;
    let first = found.iter().find(|taken| taken.standing.replaces(standing));
    first.map(|taken| &taken.retraction)
}

/// The retractions of a task's notes, the earliest first.
pub(super) fn retracted(db: &Connection, task: ItemId) -> Result<HashMap<OpId, Vec<Taken>>, Error> {
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

/// A day as the store writes it.
pub(super) fn day(text: &str) -> Result<Day, Error> {
    text.parse()
        .map_err(|_| Error::Damaged(format!("not a day: {text}")))
}
