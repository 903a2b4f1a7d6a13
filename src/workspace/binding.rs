//! What ties a home's log to this very home (`sync.md`, "Fork / clone / restore").
//!
//! Two homes that go on with one log would each say something else under one number. So a home notes beside its
//! database, not in it, which computer and which file it is, and how far its log has come. A copied disk is another
//! computer, a copied folder another file, a database put back from yesterday does not reach as far: in any of these
//! cases the home begins a new log before it writes. A log costs nothing, and what the old one holds stays.

use super::home::{Home, replace_private};
use super::{Failure, Workspace};
use crate::model::Sha;
use crate::platform;
use crate::store::Store;

/// The note beside the database: what it is tied to, the number of its last op, the log's first line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    tie: String,
    last: u64,
    log: String,
}

impl Binding {
    fn of(home: &Home, store: &Store) -> Result<Self, Failure> {
        let database = home.database();
        let file = platform::file_identity(&database).map_err(|error| Failure::File {
            path: database,
            error,
        })?;
        // Hashed: the name of a computer is nobody's business.
        let tie = Sha::of(format!("{} {file}", platform::machine()).as_bytes());
        Ok(Self {
            tie: tie.to_string(),
            last: store.last_own()?.unwrap_or(0),
            log: store.own_hello()?.id.to_string(),
        })
    }

    fn read(home: &Home) -> Option<Self> {
        let text = std::fs::read_to_string(home.binding()).ok()?;
        let mut words = text.split_whitespace();
        Some(Self {
            tie: words.next()?.to_owned(),
            last: words.next()?.parse().ok()?,
            log: words.next()?.to_owned(),
        })
    }
}

/// Whether the home's log belongs to another home, or has come further than this database knows.
pub(super) fn is_torn(home: &Home, store: &Store) -> Result<bool, Failure> {
    if store.local("log")?.is_none() {
        return Ok(false);
    }
    let now = Binding::of(home, store)?;
    Ok(Binding::read(home).is_some_and(|noted| {
        noted.tie != now.tie || (noted.log == now.log && noted.last > now.last)
    }))
}

/// Notes what the home is tied to, unless that is noted already.
pub(super) fn tie(home: &Home, store: &Store) -> Result<(), Failure> {
    let now = Binding::of(home, store)?;
    let noted = Binding::read(home);
    // How far the log has come is noted when it is shared; nothing else can be ahead of it.
    if noted.is_some_and(|noted| noted.tie == now.tie && noted.log == now.log) {
        return Ok(());
    }
    write(home, &now)
}

fn write(home: &Home, binding: &Binding) -> Result<(), Failure> {
    let path = home.binding();
    let text = format!("{} {} {}\n", binding.tie, binding.last, binding.log);
    replace_private(&path, &text).map_err(|error| Failure::File { path, error })
}

impl Workspace {
    /// Notes how far the log has come, durably, before anybody else sees it.
    pub(super) fn note_high_water(&self) -> Result<(), Failure> {
        let now = Binding::of(&self.home, &self.store)?;
        if Binding::read(&self.home).as_ref() == Some(&now) {
            return Ok(());
        }
        write(&self.home, &now)
    }
}
