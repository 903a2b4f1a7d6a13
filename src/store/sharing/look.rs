//! A look at what there is to exchange with a share. It holds nobody up, however slow the share is: nothing is taken, and
//! what would be written is held back.

use std::collections::HashMap;

use rusqlite::Connection;

use super::exchange::to_accept;
use super::known::{Known, answers};
use super::{files, papers};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Accepted, Body, Chain, Head, LogId, LogState, News, Replica, Request, RosterFile, Seen,
    Segment, Signed, Stop, Unsealed,
};
use crate::store::{Error, Store};

/// A look at a home beside a share.
#[derive(Debug)]
pub struct Look<'a> {
    db: &'a Connection,
    known: Known<'a>,
    held: Held,
}

/// What a look would have written: marks of files, and the files that it signed or replaced.
#[derive(Debug, Default)]
pub struct Held {
    pub(super) marks: HashMap<String, Seen>,
    pub(super) kept: Vec<Signed>,
    pub(super) forgotten: Vec<Signed>,
}

impl Held {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.kept.is_empty() && self.forgotten.is_empty()
    }
}

impl Store {
    /// Looks at what there is to exchange with the share that goes by the name `place`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn look_at_share(&self, place: &str) -> Result<Look<'_>, Error> {
        Ok(Look {
            db: &self.db,
            known: self.known(place)?,
            held: Held::default(),
        })
    }
}

impl Look<'_> {
    /// Ends the look, and gives what it would have written.
    #[must_use]
    pub fn into_held(self) -> Held {
        self.held
    }

    /// The roster as it is now.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.known.chain
    }

    /// The heads of the logs from which there is something that no entry covers yet, of people whom an entry that
    /// changes nobody can judge.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn to_accept(&self) -> Result<Vec<Accepted>, Error> {
        to_accept(self.db, self.known.chain.state())
    }

    /// The requests of newcomers that are here, own ones left out.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        papers::requests(self.db, self.known.plan)
    }
}

impl Replica for Look<'_> {
    answers!();

    fn seen(&self, name: &str) -> Result<Option<Seen>, Error> {
        match self.held.marks.get(name) {
            Some(seen) => Ok(Some(seen.clone())),
            None => self.known.seen(self.db, name),
        }
    }

    fn mark(&mut self, name: &str, seen: &Seen) -> Result<(), Error> {
        self.held.marks.insert(name.to_owned(), seen.clone());
        Ok(())
    }

    fn signed(&self, log: LogId) -> Result<Vec<Signed>, Error> {
        let mut signed = files::signed(self.db, log)?;
        let kept = self.held.kept.iter();
        signed.extend(kept.filter(|signed| signed.log == log).cloned());
        signed.retain(|signed| !self.held.forgotten.contains(signed));
        signed.sort_by_key(|signed| (!signed.sealed, signed.first, signed.last));
        Ok(signed)
    }

    fn keep_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        self.held.kept.push(signed.clone());
        Ok(())
    }

    fn forget_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        self.held.forgotten.push(signed.clone());
        Ok(())
    }

    fn take(&mut self, _: &Segment, _: News, _: &[(OpId, &Body)], _: bool) -> Result<(), Error> {
        Ok(())
    }

    fn park(&mut self, _: &str, _: LogId, _: u64, _: &[u8]) -> Result<(), Error> {
        Ok(())
    }

    fn unpark(&mut self, _: LogId) -> Result<Vec<(String, Vec<u8>)>, Error> {
        Ok(Vec::new())
    }

    fn take_entry(&mut self, _: &RosterFile) -> Result<bool, Error> {
        Ok(true)
    }

    fn take_request(&mut self, _: &Request) -> Result<(), Error> {
        Ok(())
    }

    fn take_document(&mut self, _: &[u8]) -> Result<(), Error> {
        Ok(())
    }

    fn settle(&mut self) -> Result<Option<Stop>, Error> {
        Ok(None)
    }
}
