//! Appending: an op, its body and its document go in and are applied in one transaction.

use std::io::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::blob::ZeroBlob;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use serde::Serialize;

use super::{Error, Store, apply, local, set_local, sharing};
use crate::model::{OpId, Sha};
use crate::oplog::{Body, Chain, Deed, Genesis, Head, Hlc, Line, Op, Refusal, Said, fill_random};

/// What is to be appended: an op with what travels beside it.
#[derive(Debug)]
pub struct Entry {
    /// What the op says.
    pub said: Said,
    /// Its free text, whose hash `said` bears.
    pub body: Option<Body>,
    /// The documents it names, as far as they may be new.
    pub documents: Vec<Vec<u8>>,
}

impl Entry {
    /// An op whose free texts are `texts`; `said` makes it with the hash of their body.
    ///
    /// # Errors
    ///
    /// If the texts cannot be written as JSON.
    pub fn with_texts(
        texts: &impl Serialize,
        said: impl FnOnce(Sha) -> Said,
    ) -> Result<Self, Error> {
        let body = Body::new(serde_json::to_string(texts)?);
        Ok(Self {
            said: said(body.hash()),
            body: Some(body),
            documents: Vec::new(),
        })
    }
}

/// A transaction in which ops are appended; what it reads cannot change under it.
#[derive(Debug)]
pub struct Writing<'a> {
    pub(super) tx: Transaction<'a>,
    genesis: &'a Genesis,
    chain: Arc<Chain>,
    head: Option<Head>,
    /// The latest stamp that this home has heard of.
    heard: Hlc,
    log: i64,
    /// The public key that signs the log.
    key: String,
    /// The ids and numbers of what was appended.
    appended: Vec<OpId>,
}

impl Store {
    /// Begins a log of the home's own, in place of the one it has: `hello` is op 0. What that one holds stays.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn begin_log(&mut self, key: &str, label: &str, now: DateTime<Utc>) -> Result<(), Error> {
        let tx = self.lay_log(key, label, now)?;
        let log: i64 = tx.query_row("SELECT max(log) FROM own", [], |row| row.get(0))?;
        set_local(&tx, "log", &log.to_string())?;
        tx.commit()?;
        Ok(())
    }

    /// Makes a log of the home's own that is not written yet, for a key that asks to be let in. Gives its first line.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn lay_log_aside(
        &mut self,
        key: &str,
        label: &str,
        now: DateTime<Utc>,
    ) -> Result<Line, Error> {
        let tx = self.lay_log(key, label, now)?;
        let hello = tx.query_row(
            "SELECT line, id FROM op WHERE log = (SELECT max(log) FROM own)",
            [],
            |row| {
                Ok(Line {
                    text: row.get(0)?,
                    id: OpId::from_bytes(row.get(1)?),
                })
            },
        )?;
        tx.commit()?;
        Ok(hello)
    }

    /// Lays down the first op of a new log of the home's own.
    fn lay_log(
        &mut self,
        key: &str,
        label: &str,
        now: DateTime<Utc>,
    ) -> Result<Transaction<'_>, Error> {
        let plan = self.plan;
        let chain = self.chain()?;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut nonce = [0_u8; 16];
        fill_random(&mut nonce);
        let said = Said::Hello {
            key: key.to_owned(),
            nonce: nonce.iter().map(|b| format!("{b:02x}")).collect(),
            label: label.to_owned(),
            plan,
        };
        let op = Op::after(None, heard(&tx)?.next(now), said);
        let line = op.line()?;
        tx.execute("INSERT INTO log (id) VALUES (?1)", [line.id.name26()])?;
        let log = tx.last_insert_rowid();
        tx.execute("INSERT INTO own (log) VALUES (?1)", [log])?;
        let n = insert(&tx, log, &op, &line.text, line.id)?;
        apply::record(&tx, chain.state(), (n, line.id), log, &op)?;
        Ok(tx)
    }

    /// Retires the home's own log, so that the next op begins a new one. What it holds stays.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn retire_log(&mut self) -> Result<(), Error> {
        self.db.execute("DELETE FROM local WHERE key = 'log'", [])?;
        Ok(())
    }

    /// Opens a transaction to append in. It waits for other processes, and nothing changes until [`Writing::commit`].
    ///
    /// # Errors
    ///
    /// If the home has no log yet or SQLite cannot write.
    pub fn write(&mut self) -> Result<Writing<'_>, Error> {
        let chain = self.chain()?;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let log = own_log(&tx)?;
        let head = head(&tx, log)?;
        let key = tx
            .prepare_cached("SELECT key FROM author WHERE log = ?1")?
            .query_row([log], |row| row.get(0))?;
        Ok(Writing {
            genesis: &self.genesis,
            chain,
            head,
            heard: heard(&tx)?,
            log,
            key,
            appended: Vec::new(),
            tx,
        })
    }
}

impl Writing<'_> {
    /// Appends an op to the home's own log and applies it.
    ///
    /// # Errors
    ///
    /// If the op is too long for a line or SQLite cannot write, or the owner of the home may not say it. Whoever is not on
    /// the roster yet may: it counts once they are.
    pub fn append(&mut self, entry: Entry, now: DateTime<Utc>) -> Result<OpId, Error> {
        let Entry {
            said,
            body,
            documents,
        } = entry;
        let last = self.head.map_or(Hlc::default(), |head| head.hlc);
        let hlc = last.max(self.heard).next(now);
        let (state, deed) = (self.chain.state(), Deed::from(&said));
        let refusal = sharing::refusal_of(&self.tx, self.genesis, state, &self.key, &deed)?;
        if let Some(refusal) = refusal.filter(|refusal| *refusal != Refusal::NotRegistered) {
            return Err(Error::Refused(refusal));
        }
        self.own_only(&said)?;
        let op = Op::after(self.head.as_ref(), hlc, said);
        let line = op.line()?;
        for bytes in documents {
            insert_document(&self.tx, &bytes)?;
        }
        let n = insert(&self.tx, self.log, &op, &line.text, line.id)?;
        if let Some(body) = body {
            self.tx
                .prepare_cached("INSERT INTO body (op, salt, text) VALUES (?1, ?2, ?3)")?
                .execute(params![n, body.salt.as_str(), body.text])?;
        }
        apply::record(&self.tx, self.chain.state(), (n, line.id), self.log, &op)?;
        sharing::append_verdict(
            &self.tx,
            self.genesis,
            &self.chain,
            (n, line.id),
            &op.said,
            refusal,
        )?;
        self.head = Some(Head {
            seq: op.seq,
            id: line.id,
            hlc,
        });
        self.appended.push(line.id);
        Ok(line.id)
    }

    /// The number of the home's own log.
    pub(super) fn log(&self) -> i64 {
        self.log
    }

    /// Refuses to correct or take back what somebody else said, unless the owner of the home may.
    fn own_only(&self, said: &Said) -> Result<(), Error> {
        let targets = match said {
            Said::Note { sup, .. } => sup.as_slice(),
            Said::Retract { op, .. } => std::slice::from_ref(op),
            _ => return Ok(()),
        };
        let mut standing = self.tx.prepare_cached(
            "SELECT m.over OR m.person = a.person FROM op AS o JOIN author AS a ON a.log = o.log,
               author AS m WHERE o.id = ?1 AND m.log = ?2",
        )?;
        for target in targets {
            let may = standing
                .query_row(params![target.bytes(), self.log], |row| row.get(0))
                .optional()?;
            if may == Some(false) {
                return Err(Error::NotOwn);
            }
        }
        Ok(())
    }

    /// Makes everything appended durable, all at once.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write; then nothing was appended.
    pub fn commit(self) -> Result<Vec<OpId>, Error> {
        self.tx.commit()?;
        Ok(self.appended)
    }
}

/// The latest stamp that this home has heard of from others, as far as it follows it.
pub(super) fn heard(db: &Connection) -> Result<Hlc, Error> {
    Ok(local(db, "heard")?
        .and_then(|stamp| stamp.parse().ok())
        .unwrap_or_default())
}

pub(super) fn insert(
    db: &Connection,
    log: i64,
    op: &Op,
    line: &str,
    id: OpId,
) -> Result<i64, Error> {
    let seq = i64::try_from(op.seq).unwrap_or(i64::MAX);
    db.prepare_cached("INSERT INTO op (id, log, seq, hlc, line) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id.bytes(), log, seq, op.hlc.bits(), line])?;
    Ok(db.last_insert_rowid())
}

/// Stores a document unless it is there. Its bytes go straight to the pages: bound to a statement, SQLite would copy
/// them twice.
pub(super) fn insert_document(db: &Connection, bytes: &[u8]) -> Result<(), Error> {
    let room = ZeroBlob(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    let new = db.execute(
        "INSERT INTO document (sha256, bytes) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING",
        params![Sha::of(bytes).bytes(), room],
    )?;
    if new > 0 {
        db.blob_open("main", "document", "bytes", db.last_insert_rowid(), false)?
            .write_all(bytes)?;
    }
    Ok(())
}

pub(super) fn own_log(db: &Connection) -> Result<i64, Error> {
    local(db, "log")?
        .and_then(|n| n.parse().ok())
        .ok_or_else(|| Error::NotAHome("no log".to_owned()))
}

fn head(db: &Connection, log: i64) -> Result<Option<Head>, Error> {
    let mut newest =
        db.prepare_cached("SELECT seq, id, hlc FROM op WHERE log = ?1 ORDER BY seq DESC LIMIT 1")?;
    Ok(newest
        .query_row([log], |row| {
            Ok(Head {
                seq: u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
                id: OpId::from_bytes(row.get(1)?),
                hlc: Hlc::from_bits(row.get(2)?),
            })
        })
        .optional()?)
}
