//! The local SQLite file: append an op and apply it in one transaction, read the view, rebuild it from the ops.

mod append;
mod apply;
mod backup;
mod detail;
mod dump;
mod error;
mod follow;
mod history;
mod item;
mod meeting;
mod note;
mod past;
mod read;
mod row;
mod said;
mod schema;
mod sharing;
mod undo;
mod unread;
mod verify;
mod writing;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};

pub use append::{Entry, Writing};
pub use detail::Indicated;
pub use error::Error;
pub use follow::{Closed, Reported};
pub use item::added_id;
pub use meeting::Reminded;
pub use past::Scope;
pub use read::Ledger;
pub use sharing::{Held, LogStatus, Look, Proposed, Sharing};
pub use undo::Undoable;
pub use verify::{Damage, Report};

use crate::model::Sha;
use crate::oplog::{Chain, Genesis};

/// How long a process waits for another one's transaction before it gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it waits to have the file for itself, which others may have for as long as they run.
const ALONE: Duration = Duration::from_secs(5);

/// The store of one home.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    company: Company,
    genesis: Genesis,
    plan: Sha,
    /// The roster, with the number of entries it was made of.
    chain: RefCell<Option<(i64, Arc<Chain>)>>,
}

impl Store {
    /// Makes the file at `path`, which is not there or empty, with `genesis`.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn create(path: &Path, genesis: &Genesis) -> Result<Self, Error> {
        let mut db = connect(path, Company::Others)?;
        schema::migrate(&mut db)?;
        let (line, _) = genesis.line()?;
        db.execute("INSERT INTO roster (n, line) VALUES (0, ?1)", [line])?;
        let mut store = Self::of(db)?;
        store.ensure_view()?;
        Ok(store)
    }

    /// Opens the file at `path`. On a disk that has no room for what processes share of it, this one alone has it while it
    /// is open, so that what is in it can be read.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, is newer than this program, or lost what it held.
    pub fn open(path: &Path) -> Result<Self, Error> {
        match Self::open_as(path, Company::Others) {
            Err(full) if full.lacks_shared_memory() => {
                let alone = Self::open_as(path, Company::Nobody);
                // Another process has it for itself: what is in the way is the disk all the same.
                alone.map_err(|error| if error.is_busy() { full } else { error })
            }
            opened => opened,
        }
    }

    fn open_as(path: &Path, company: Company) -> Result<Self, Error> {
        let mut db = connect(path, company)?;
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == 0 {
            return Err(Error::Damaged(format!("{} is empty", path.display())));
        }
        schema::migrate(&mut db)?;
        let mut store = Self::of(db)?;
        store.company = company;
        store.ensure_view()?;
        Ok(store)
    }

    /// Whether this process has the file for itself, for lack of room on the disk.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.company == Company::Nobody
    }

    /// Opens the file at `path` anew, for others as well if there is room by now.
    ///
    /// # Errors
    ///
    /// If it cannot be opened; then nothing can be read until this is called again and succeeds.
    pub fn open_again(&mut self, path: &Path) -> Result<(), Error> {
        // SQLite leaves a file to others only by closing it.
        drop(std::mem::replace(
            &mut self.db,
            Connection::open_in_memory()?,
        ));
        *self = Self::open(path)?;
        Ok(())
    }

    /// Closes the file, so that all of it is in one place.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write it out.
    pub fn close(self) -> Result<(), Error> {
        self.db.close().map_err(|(_, error)| error.into())
    }

    fn of(db: Connection) -> Result<Self, Error> {
        let line = roster_line(&db)?.ok_or_else(|| Error::NotAHome("no genesis".to_owned()))?;
        let genesis = Genesis::parse(&line)?;
        Ok(Self {
            db,
            company: Company::Others,
            genesis,
            plan: Sha::of(line.as_bytes()),
            chain: RefCell::default(),
        })
    }

    /// The roster as its entries in the file make it; read once, and again when there are more.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn chain(&self) -> Result<Arc<Chain>, Error> {
        let count = self
            .db
            .prepare_cached("SELECT count(*) FROM entry")?
            .query_row([], |row| row.get(0))?;
        if let Some((known, chain)) = &*self.chain.borrow()
            && *known == count
        {
            return Ok(Arc::clone(chain));
        }
        let chain = Arc::new(sharing::chain(&self.db, &self.genesis, self.plan)?);
        *self.chain.borrow_mut() = Some((count, Arc::clone(&chain)));
        Ok(chain)
    }

    /// The genesis of the roster.
    #[must_use]
    pub fn genesis(&self) -> &Genesis {
        &self.genesis
    }

    /// The plan's id: the SHA-256 of the genesis line.
    #[must_use]
    pub fn plan(&self) -> Sha {
        self.plan
    }

    /// A number that changes when another connection has committed (`PRAGMA data_version`).
    ///
    /// # Errors
    ///
    /// If SQLite cannot read the file.
    pub fn data_version(&self) -> Result<i64, Error> {
        Ok(self
            .db
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?)
    }

    /// How often the home was judged by the roster: then lines of the ledger may differ that no new op names.
    ///
    /// # Errors
    ///
    /// If SQLite cannot read the file.
    pub fn turn(&self) -> Result<u64, Error> {
        turn(&self.db)
    }

    /// Writes the write-ahead log out and empties it, so that what was erased stands in no file any more. Does nothing
    /// while another process reads.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn empty_wal(&self) -> Result<(), Error> {
        self.db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Whether the home's own log has two branches: another home went on with it.
    ///
    /// # Errors
    ///
    /// If SQLite cannot read the file.
    pub fn is_own_forked(&self) -> Result<bool, Error> {
        Ok(self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM author WHERE forked
               AND log = (SELECT value FROM local WHERE key = 'log'))",
            [],
            |row| row.get(0),
        )?)
    }

    /// The number of the last op of the home's own log; `None` if it has none.
    ///
    /// # Errors
    ///
    /// If SQLite cannot read the file.
    pub fn last_own(&self) -> Result<Option<u64>, Error> {
        let last: Option<i64> = self.db.query_row(
            "SELECT max(seq) FROM op WHERE log = (SELECT value FROM local WHERE key = 'log')",
            [],
            |row| row.get(0),
        )?;
        Ok(last.and_then(|last| u64::try_from(last).ok()))
    }

    /// A setting of this computer.
    ///
    /// # Errors
    ///
    /// If SQLite cannot read the file.
    pub fn local(&self, key: &str) -> Result<Option<String>, Error> {
        local(&self.db, key)
    }

    /// Keeps a setting of this computer.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write the file.
    pub fn set_local(&self, key: &str, value: &str) -> Result<(), Error> {
        set_local(&self.db, key, value)
    }

    /// Waits for no disk from now on: a power cut may take all of the file. For what is thrown away or written out at the
    /// end.
    ///
    /// # Errors
    ///
    /// If SQLite cannot.
    pub fn hurry(&self) -> Result<(), Error> {
        Ok(self.db.pragma_update(None, "synchronous", "off")?)
    }

    /// Forgets a setting of this computer.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write the file.
    pub fn forget_local(&self, key: &str) -> Result<(), Error> {
        self.db.execute("DELETE FROM local WHERE key = ?1", [key])?;
        Ok(())
    }

    /// Judges what a newcomer's home has taken and left for the end, if it has.
    ///
    /// # Errors
    ///
    /// As [`Self::rebuild`].
    pub fn catch_up(&mut self) -> Result<(), Error> {
        self.ensure_view()?;
        self.fill(false)
    }

    /// Sets the file up for being filled, or for daily use. What is laid down in a home that held nothing goes straight to
    /// its place, where a log that is written ahead would hold all of it a second time; and all of it comes in order, so
    /// that SQLite need not look for what each row names.
    fn fill(&self, from_empty: bool) -> Result<(), Error> {
        let journal: String = self
            .db
            .pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let wanted = if from_empty { "delete" } else { "wal" };
        if journal != wanted {
            // Somebody else who has the file open keeps it as it is.
            let _ = self.db.pragma_update(None, "journal_mode", wanted);
        }
        Ok(self.db.pragma_update(None, "foreign_keys", !from_empty)?)
    }

    /// Rebuilds the view unless it has the form this program reads, and nothing is here that it leaves out.
    fn ensure_view(&mut self) -> Result<(), Error> {
        if local(&self.db, "view")?.as_deref() != Some(schema::VIEW_FORM)
            || sharing::is_behind(&self.db)?
        {
            self.rebuild()?;
        }
        Ok(())
    }

    /// Drops the view and rebuilds it from the ops.
    ///
    /// # Errors
    ///
    /// If an op cannot be read, or SQLite cannot write.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        sharing::evaluate_all(&tx, &self.genesis, self.plan)?;
        set_local(&tx, "view", schema::VIEW_FORM)?;
        tx.commit()?;
        Ok(())
    }
}

/// Who else has the file open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    /// Other processes may.
    Others,
    /// Nobody: then SQLite keeps the index of the write-ahead log in memory, and needs no file for it.
    Nobody,
}

fn connect(path: &Path, company: Company) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(if is_held_alone(path) || company == Company::Nobody {
        ALONE
    } else {
        PATIENCE
    })?;
    if company == Company::Nobody {
        // It counts only before the log is used for the first time.
        db.pragma_update(None, "locking_mode", "exclusive")?;
    }
    // Only a file without pages takes the size; elsewhere it is without effect.
    db.pragma_update(None, "page_size", schema::PAGE_SIZE)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // FULL: what is acknowledged survives a power cut (`sync.md`, "Writing").
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // What is purged leaves nothing behind in free pages.
    db.pragma_update(None, "secure_delete", true)?;
    db.busy_timeout(PATIENCE)?;
    keep_plans(&db)?;
    Ok(db)
}

/// Whether it looks as if a process had the file for itself: there is a log, and not all of the index by which processes
/// share it, of which the first part is 32 KiB.
fn is_held_alone(path: &Path) -> bool {
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        std::fs::metadata(Path::new(&name)).map(|there| there.len())
    };
    beside("-wal").is_ok() && beside("-shm").map_or(true, |len| len < 32 * 1024)
}

/// Keeps statements ready from one use to the next. Without SQLite's stability guarantee the value of a parameter may
/// decide how a statement is run, and most of ours were made ready anew each time one was bound.
fn keep_plans(db: &Connection) -> Result<(), Error> {
    db.set_prepared_statement_cache_capacity(64);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn roster_line(db: &Connection) -> Result<Option<String>, Error> {
    Ok(db
        .query_row("SELECT line FROM roster WHERE n = 0", [], |row| row.get(0))
        .optional()?)
}

fn local(db: &Connection, key: &str) -> Result<Option<String>, Error> {
    Ok(db
        .prepare_cached("SELECT value FROM local WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

fn turn(db: &Connection) -> Result<u64, Error> {
    let turn = local(db, "turn")?;
    Ok(turn.and_then(|turn| turn.parse().ok()).unwrap_or(0))
}

fn set_local(db: &Connection, key: &str, value: &str) -> Result<(), Error> {
    db.execute(
        "INSERT INTO local (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}
