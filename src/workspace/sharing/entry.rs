//! Writing entries of the roster, or proposing them.

use chrono::{DateTime, Utc};

use super::{APP, Receipt, SharingFailure, roster};
use crate::oplog::{
    Body, Entry, EntryKind, Hlc, Law, Proposal, Replica as _, Role, RosterFile, Said, State, Texts,
};
use crate::store::{self, Sharing};
use crate::workspace::key::OwnKey;
use crate::workspace::{Failure, Workspace};

/// What became of a change of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is in force.
    Entered,
    /// It is proposed: the registrar's program enters it at its next exchange.
    Proposed,
}

impl Workspace {
    /// Writes an entry of the roster that `change` fills in, and gives it to the share; a coordinator who does not keep
    /// the roster proposes it. The share is read first where there is one, and must be in reach.
    pub(in crate::workspace) fn write_entry(
        &mut self,
        reason: Option<&str>,
        now: DateTime<Utc>,
        change: impl FnOnce(&roster::Desk<'_>, &mut Entry) -> Result<(), Failure>,
    ) -> Result<Written, Failure> {
        self.write_entry_with(reason, now, |_, desk, entry| {
            change(desk, entry).map(|()| Vec::new())
        })
    }

    /// The same where the entry hangs on what the home holds by then, and names documents, which `change` returns.
    pub(in crate::workspace) fn write_entry_with(
        &mut self,
        reason: Option<&str>,
        now: DateTime<Utc>,
        change: impl FnOnce(&Self, &roster::Desk<'_>, &mut Entry) -> Result<Vec<Vec<u8>>, Failure>,
    ) -> Result<Written, Failure> {
        self.refuse_past()?;
        self.unlock()?;
        let shared = self.share_dir()?.is_some();
        if shared {
            // What others propose waits: whoever is taken off the roster now proposes nothing any more.
            self.sync_before_writing(now)?;
        }
        let key = self.signer()?;
        key.unlock()?;
        let chain = self.store.chain()?;
        if chain.stop.is_some() {
            return Err(SharingFailure::RosterStopped.into());
        }
        let own = self.store.own_key()?;
        let keeps = chain.state().keeper == own;
        let member = chain.state().person_of(&own);
        let coordinates = member.is_some_and(|member| {
            chain.state().holds(member, &own) && chain.state().role(member) == Role::Coordinator
        });
        if !keeps && !coordinates {
            return Err(SharingFailure::NotRegistrar(self.registrar_name()?).into());
        }
        let body = reason.map(|reason| Body::new(reason.to_owned()));
        let (requests, refused) = self.sorted_requests()?;
        let directory = self.directory()?;
        let desk = roster::Desk {
            state: chain.state(),
            requests: &requests,
            refused: &refused,
            directory: &directory,
        };
        let mut entry = next_entry(chain.state(), EntryKind::Entry, now);
        entry.body = body.as_ref().map(Body::hash);
        let documents = change(self, &desk, &mut entry)?;
        let written = if keeps {
            let mut sharing = self.store.share("", now)?;
            if entry.closing.is_some() {
                // What is on time is what this very entry receives.
                entry.accepted = sharing.to_accept()?;
            }
            for bytes in &documents {
                sharing.take_document(bytes)?;
            }
            append_entry(&mut sharing, &entry, body, &key)?;
            sharing.commit()?;
            Written::Entered
        } else {
            self.propose(entry, chain.state(), reason, now)?;
            Written::Proposed
        };
        if shared {
            self.sync(Receipt::Hourly, now)?;
        }
        Ok(written)
    }

    /// Proposes what an entry would change.
    fn propose(
        &mut self,
        entry: Entry,
        state: &State,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let what = Proposal::of(entry, state).filter(|what| what.is_admissible(state, Law::REAL));
        let Some(what) = what else {
            return Err(SharingFailure::NotRegistrar(self.registrar_name()?).into());
        };
        let on = self.today(now);
        let texts = Texts {
            reason: reason.unwrap_or_default().to_owned(),
            ..Texts::default()
        };
        let entry = store::Entry::with_texts(&texts, |body| Said::Propose { what, on, body })?;
        let mut writing = self.store.write()?;
        writing.append(entry, now)?;
        writing.commit()?;
        Ok(())
    }
}

/// The entry that follows the roster as it is.
pub(in crate::workspace) fn next_entry(
    state: &State,
    kind: EntryKind,
    now: DateTime<Utc>,
) -> Entry {
    let hlc: Hlc = state.hlc.next(now);
    Entry::after((state.entry, state.id), state.epoch, kind, hlc)
}

/// Signs an entry and puts it into force here.
pub(in crate::workspace) fn append_entry(
    sharing: &mut Sharing<'_>,
    entry: &Entry,
    body: Option<Body>,
    key: &OwnKey,
) -> Result<(), Failure> {
    let plan = sharing.plan();
    let (line, _) = entry.line().map_err(store::Error::from)?;
    let signed = RosterFile::sign(plan, (entry.entry, entry.prev), line, APP, key);
    let mut file = signed.map_err(|why| key.failed(why))?;
    file.texts = body.map(|body| (body.hash(), body)).into_iter().collect();
    sharing.take_entry(&file)?;
    sharing.settle()?;
    Ok(())
}
