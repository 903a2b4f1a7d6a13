//! The schema in versioned steps (`PRAGMA user_version`). Steps are only ever added.
//!
//! `roster`, `entry`, `log`, `op`, `body` and `document` are the truth; `own`, `signed`, `seen`, `parked`, `request`,
//! `unread` and `local` are what this home did and saw; all other tables are a view of the truth and can be dropped and
//! rebuilt at any time.

use rusqlite::{Connection, TransactionBehavior};

use super::Error;

/// Bytes in a page. A note touches some eight pages at random places. Measured over 30 notes each, median bytes
/// written to the WAL per note at 51 and at 10,000 tasks: 8.4 and 11.5 KB with pages of 1 KiB, 12.4 and 16.6 KB with
/// 2 KiB, 24.7 and 28.8 KB with 4 KiB, 49.3 KB with 8 KiB; the file itself is 1 to 3 % smaller with small pages.
pub(super) const PAGE_SIZE: u32 = 1024;

/// The tables of the view, in the order they can be dropped.
pub(super) const VIEW: &[&str] = &[
    "basis",
    "company",
    "closing",
    "red",
    "attached",
    "meeting",
    "decision",
    "reminder",
    "adopted",
    "proposal",
    "heir",
    "verdict",
    "purged",
    "note",
    "retract",
    "value",
    "source",
    "task",
    "section",
    "department",
    "plan",
    "author",
];

const STEPS: &[&str] = &[
    // 1: the truth.
    "CREATE TABLE roster (n INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;
     CREATE TABLE log (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
     CREATE TABLE op (
       n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, log INTEGER NOT NULL REFERENCES log(n),
       seq INTEGER NOT NULL, hlc INTEGER NOT NULL, line TEXT NOT NULL) STRICT;
     CREATE INDEX op_log ON op(log, seq);
     CREATE TABLE body (
       op INTEGER PRIMARY KEY REFERENCES op(n), salt TEXT NOT NULL, text TEXT NOT NULL) STRICT;
     CREATE TABLE document (n INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
     CREATE TABLE local (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    // 2: what is shared. Every log was the home's own until now.
    "CREATE TABLE own (log INTEGER PRIMARY KEY REFERENCES log(n)) STRICT;
     INSERT INTO own SELECT n FROM log;
     CREATE TABLE entry (
       name TEXT PRIMARY KEY, n INTEGER NOT NULL, id BLOB NOT NULL, signer TEXT NOT NULL, line TEXT NOT NULL,
       header TEXT NOT NULL, last TEXT NOT NULL, armor TEXT NOT NULL, salt TEXT, text TEXT) STRICT;
     CREATE TABLE signed (
       log INTEGER NOT NULL REFERENCES log(n), sealed INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
       name TEXT NOT NULL, head BLOB NOT NULL, header TEXT NOT NULL, end TEXT NOT NULL, armor TEXT NOT NULL,
       PRIMARY KEY (log, sealed, first, name)) STRICT, WITHOUT ROWID;
     CREATE TABLE seen (
       place TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, finding TEXT NOT NULL,
       PRIMARY KEY (place, name)) STRICT, WITHOUT ROWID;
     CREATE TABLE parked (
       name TEXT PRIMARY KEY, log TEXT NOT NULL, first INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
     CREATE TABLE request (
       name TEXT PRIMARY KEY, log TEXT NOT NULL, own INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;",
    // 3: what others said and nobody has looked at here.
    "CREATE TABLE unread (task BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;",
];

/// The view. It is not versioned: a program that needs another one drops it and rebuilds. A note bears what the line of
/// its task is made of, so that thousands of ops, which are long, need not be read for it.
const VIEW_TABLES: &str = "
     CREATE TABLE author (
       log INTEGER PRIMARY KEY, key TEXT NOT NULL, label TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL,
       over INTEGER NOT NULL, settled INTEGER NOT NULL, forked INTEGER NOT NULL) STRICT;
     CREATE TABLE verdict (
       op INTEGER PRIMARY KEY REFERENCES op(n), entry INTEGER, refusal TEXT, over INTEGER NOT NULL,
       found TEXT) STRICT;
     CREATE INDEX verdict_refused ON verdict(op) WHERE refusal IS NOT NULL;
     CREATE TABLE purged (target BLOB NOT NULL, op INTEGER NOT NULL, PRIMARY KEY (target, op)) STRICT, WITHOUT ROWID;
     CREATE TABLE heir (
       dept BLOB NOT NULL, ord INTEGER NOT NULL, heir BLOB NOT NULL, PRIMARY KEY (dept, ord)) STRICT, WITHOUT ROWID;
     CREATE TABLE adopted (op INTEGER PRIMARY KEY, sha256 BLOB NOT NULL) STRICT;
     CREATE TABLE proposal (op INTEGER PRIMARY KEY) STRICT;
     CREATE TABLE company (entry INTEGER PRIMARY KEY) STRICT;
     CREATE TABLE closing (
       entry INTEGER PRIMARY KEY, period TEXT NOT NULL, sha256 BLOB NOT NULL, day TEXT NOT NULL) STRICT;
     CREATE TABLE red (task BLOB NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (task, entry)) STRICT, WITHOUT ROWID;
     CREATE TABLE attached (op INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (op, sha256)) STRICT, WITHOUT ROWID;
     CREATE TABLE meeting (op INTEGER PRIMARY KEY, id BLOB NOT NULL, agenda INTEGER NOT NULL) STRICT;
     CREATE INDEX meeting_id ON meeting(id);
     CREATE TABLE decision (op INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, meeting BLOB, dept BLOB NOT NULL) STRICT;
     CREATE TABLE reminder (op INTEGER PRIMARY KEY, dept BLOB NOT NULL) STRICT;
     CREATE TABLE basis (one INTEGER PRIMARY KEY CHECK (one = 1), last BLOB NOT NULL, app TEXT NOT NULL) STRICT;
     CREATE TABLE plan (one INTEGER PRIMARY KEY CHECK (one = 1), op INTEGER NOT NULL, sha256 BLOB NOT NULL,
       head TEXT NOT NULL) STRICT;
     CREATE TABLE section (ord BLOB PRIMARY KEY, title TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE department (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, entry TEXT NOT NULL) STRICT;
     CREATE TABLE task (
       n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ord BLOB NOT NULL, title TEXT NOT NULL,
       lead BLOB NOT NULL, support BLOB NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL,
       due TEXT, due_source TEXT NOT NULL, percent INTEGER, updated TEXT, notes INTEGER NOT NULL,
       leader TEXT NOT NULL, conflict INTEGER NOT NULL, follow TEXT) STRICT;
     CREATE INDEX task_ord ON task(ord, id);
     CREATE TABLE source (
       task INTEGER PRIMARY KEY REFERENCES task(n), text TEXT NOT NULL, origin TEXT NOT NULL) STRICT;
     CREATE TABLE value (
       task BLOB NOT NULL, item BLOB NOT NULL, reg TEXT NOT NULL, op INTEGER NOT NULL REFERENCES op(n),
       PRIMARY KEY (task, item, reg, op)) STRICT, WITHOUT ROWID;
     CREATE TABLE note (
       task BLOB NOT NULL, op INTEGER NOT NULL REFERENCES op(n), id BLOB NOT NULL, log INTEGER NOT NULL,
       hlc INTEGER NOT NULL, dept BLOB NOT NULL, day TEXT NOT NULL, percent INTEGER, unchanged INTEGER NOT NULL,
       sup BLOB,
       PRIMARY KEY (task, op)) STRICT, WITHOUT ROWID;
     CREATE TABLE retract (
       task BLOB NOT NULL, target BLOB NOT NULL, op INTEGER NOT NULL REFERENCES op(n),
       PRIMARY KEY (task, target, op)) STRICT, WITHOUT ROWID;";

/// Which form of the view this program reads; another one is dropped and rebuilt.
pub(super) const VIEW_FORM: &str = "12";

/// The version of the truth's tables in a file, and that of this program; one that is newer is refused.
pub(super) fn versions(db: &Connection) -> Result<(i64, i64), Error> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    Ok((found, known))
}

/// Brings the truth's tables up to this program's version.
pub(super) fn migrate(db: &mut Connection) -> Result<(), Error> {
    let (version, steps) = versions(db)?;
    if version == steps {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster; the version read inside the transaction decides.
    let version: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", steps)?;
    tx.commit()?;
    Ok(())
}

/// Drops the view and lays it out empty.
pub(super) fn reset_view(db: &Connection) -> Result<(), Error> {
    for table in VIEW {
        db.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    db.execute_batch(VIEW_TABLES)?;
    Ok(())
}
