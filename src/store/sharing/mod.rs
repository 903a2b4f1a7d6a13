//! What the store knows of others: their ops beside its own, the roster, which ops count.
//!
//! A verdict is a view like the ledger: it follows from ops and roster entries alone. A row of `verdict` stands for an
//! op that an entry settled, or that does not count; every other op counts, and no entry covers it yet.

mod docket;
mod evaluate;
mod exchange;
mod files;
mod known;
mod look;
mod papers;
mod proposal;
mod status;

pub(super) use evaluate::{append_verdict, evaluate_all, evaluate_with, is_behind, refusal_of};
pub use exchange::Sharing;
pub use look::{Held, Look};
pub(super) use papers::document;
pub use proposal::Proposed;
pub use status::LogStatus;

use std::str::FromStr as _;

use rusqlite::Connection;

use super::{Error, Store};
use crate::model::{OpId, Sha};
use crate::oplog::{Chain, Entry, Genesis, Law, LogId, Refusal, SignedEntry};

/// The log whose id is the first column; `None` if that is none.
fn log_id(row: &rusqlite::Row<'_>) -> Result<Option<LogId>, Error> {
    let text = row.get_ref(0)?.as_str();
    Ok(text.ok().and_then(|text| text.parse().ok()))
}

/// The roster as the entries in the file make it.
pub(super) fn chain(db: &Connection, genesis: &Genesis, plan: Sha) -> Result<Chain, Error> {
    Ok(Chain::of(genesis, plan, &entries(db)?, Law::REAL))
}

/// The entries in the file, in force or not.
fn entries(db: &Connection) -> Result<Vec<SignedEntry>, Error> {
    let mut found =
        db.prepare_cached("SELECT id, signer, line FROM entry WHERE n > 0 ORDER BY name")?;
    let mut rows = found.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let line: String = row.get(2)?;
        let entry = Entry::parse(&line)
            .map_err(|flaw| Error::Damaged(format!("a roster entry: {flaw}")))?;
        entries.push(SignedEntry {
            id: Sha::from_bytes(row.get(0)?),
            entry,
            signer: row.get(1)?,
        });
    }
    Ok(entries)
}

impl Store {
    /// The roster as it would be without this entry.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn chain_without(&self, entry: Sha) -> Result<Chain, Error> {
        let mut entries = entries(&self.db)?;
        entries.retain(|known| known.id != entry);
        Ok(Chain::of(&self.genesis, self.plan, &entries, Law::REAL))
    }
}

/// Why an op does not count, as the store writes it.
pub(super) fn refusal(word: Option<&str>) -> Option<Refusal> {
    word.and_then(|word| Refusal::from_str(word).ok())
}

/// The number under which an op is stored.
fn number(db: &Connection, op: OpId) -> Result<Option<i64>, Error> {
    use rusqlite::OptionalExtension as _;
    Ok(db
        .prepare_cached("SELECT n FROM op WHERE id = ?1")?
        .query_row([op.bytes()], |row| row.get(0))
        .optional()?)
}

/// The number under which a log is stored.
fn log_number(db: &Connection, log: LogId) -> Result<Option<i64>, Error> {
    use rusqlite::OptionalExtension as _;
    Ok(db
        .prepare_cached("SELECT n FROM log WHERE id = ?1")?
        .query_row([log.as_str()], |row| row.get(0))
        .optional()?)
}
