//! Checking that the truth is what was written, and that the view follows from it.

use std::collections::HashMap;

use chrono::FixedOffset;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::schema::VIEW;
use super::{Error, Scope, Store};
use crate::model::{OpId, Sha};
use crate::oplog::{Body, Head, Line, Op, Said, Salt};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many ops were read.
    pub ops: usize,
    /// How many bodies were read.
    pub bodies: usize,
    /// How many documents were read.
    pub documents: usize,
    /// What is not as it was written.
    pub damage: Vec<Damage>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// SQLite's own check fails.
    File(String),
    /// An op is changed, missing or out of its chain.
    Op {
        /// Its number in the file.
        n: i64,
        /// What is wrong.
        what: String,
    },
    /// A body is missing or not the one its op names.
    Body {
        /// The number of the op.
        n: i64,
    },
    /// A document is not the one its name says.
    Document(Sha),
    /// The view does not follow from the ops; rebuilding mends it.
    View,
}

impl Store {
    /// Reads everything and compares: the file, every op with its chain and body, every document, and the view.
    ///
    /// # Errors
    ///
    /// If the file cannot be read at all; damage that can be named is in the report.
    pub fn verify(&self, zone: FixedOffset) -> Result<Report, Error> {
        let mut report = Report::default();
        let check: String = self
            .db
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if check != "ok" {
            report.damage.push(Damage::File(check));
        }
        ops(&self.db, self.plan, &mut report)?;
        documents(&self.db, &mut report)?;
        // The view of all ops, made afresh in memory, must say the same.
        let same = match self.past(Scope::default(), zone) {
            Ok(fresh) => VIEW.iter().try_fold(true, |same, table| {
                Ok::<_, Error>(same && contents(&fresh.db, table)? == contents(&self.db, table)?)
            })?,
            Err(_) if !report.damage.is_empty() => true,
            Err(error) => return Err(error),
        };
        if !same {
            report.damage.push(Damage::View);
        }
        Ok(report)
    }
}

/// The SHA-256 of everything in a table, in the order of its key.
fn contents(db: &Connection, table: &str) -> Result<Sha, Error> {
    let mut found = db.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = found.column_count();
    let mut rows = found.query([])?;
    let mut hash = Sha::default();
    let mut value = Vec::new();
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            value.clear();
            // What sort of value it is, and its bytes; hashed one by one, so that none runs into the next.
            match row.get_ref(at)? {
                ValueRef::Null => value.push(0),
                ValueRef::Integer(number) => {
                    value.push(1);
                    value.extend(number.to_be_bytes());
                }
                ValueRef::Real(number) => {
                    value.push(2);
                    value.extend(number.to_be_bytes());
                }
                ValueRef::Text(text) => {
                    value.push(3);
                    value.extend(text);
                }
                ValueRef::Blob(bytes) => {
                    value.push(4);
                    value.extend(bytes);
                }
            }
            hash = Sha::of_both(hash.bytes(), &value);
        }
    }
    Ok(hash)
}

fn ops(db: &Connection, plan: Sha, report: &mut Report) -> Result<(), Error> {
    let mut names: HashMap<i64, String> = HashMap::new();
    // Both branches of a log that forked are whole, so every op may have followers.
    let mut heads: HashMap<(i64, OpId), Head> = HashMap::new();
    {
        let mut found = db.prepare("SELECT n, id FROM log")?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            names.insert(row.get(0)?, row.get(1)?);
        }
    }
    let mut found = db.prepare(
        "SELECT o.n, o.id, o.log, o.line, b.salt, b.text,
           EXISTS (SELECT 1 FROM own WHERE log = o.log)
             AND NOT EXISTS (SELECT 1 FROM purged WHERE target = o.id)
         FROM op AS o LEFT JOIN body AS b ON b.op = o.n ORDER BY o.log, o.seq, o.n",
    )?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        report.ops += 1;
        let n: i64 = row.get(0)?;
        let line = Line {
            text: row.get(3)?,
            id: OpId::from_bytes(row.get(1)?),
        };
        let mut damage = |what: String| report.damage.push(Damage::Op { n, what });
        let op = match Op::parse_foreign(&line.text) {
            Ok(op) => op,
            Err(bad) => {
                damage(bad.to_string());
                continue;
            }
        };
        let log: i64 = row.get(2)?;
        let Some(name) = names.get(&log) else {
            damage("its log is unknown".to_owned());
            continue;
        };
        let before = heads.get(&(log, op.prev));
        let next = Head::advance(before, &op, &line).unwrap_or_else(|broken| {
            damage(broken.to_string());
            Head {
                seq: op.seq,
                id: line.id,
                hlc: op.hlc,
            }
        });
        heads.insert((log, line.id), next);
        if let Said::Hello { plan: named, .. } = &op.said
            && (*named != plan || line.id.name26() != *name)
        {
            damage("hello belongs to another log or plan".to_owned());
        }
        let (salt, text): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
        let hash = salt.zip(text).and_then(|(salt, text)| {
            report.bodies += 1;
            Salt::parse(&salt).map(|salt| Body { salt, text }.hash())
        });
        // Words that have not arrived, or were purged, are no damage; words that are others than was said are.
        let lacks = hash.is_none() && !row.get::<_, bool>(6)?;
        if hash != op.said.body() && !lacks {
            report.damage.push(Damage::Body { n });
        }
    }
    Ok(())
}

fn documents(db: &Connection, report: &mut Report) -> Result<(), Error> {
    let mut found = db.prepare("SELECT sha256, bytes FROM document")?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        report.documents += 1;
        let named = Sha::from_bytes(row.get(0)?);
        if Sha::of(row.get_ref(1)?.as_blob().unwrap_or_default()) != named {
            report.damage.push(Damage::Document(named));
        }
    }
    Ok(())
}
