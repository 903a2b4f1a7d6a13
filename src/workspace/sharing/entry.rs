//! Writing entries of the roster.

use chrono::{DateTime, Utc};

use super::{APP, Receipt, SharingFailure, roster};
use crate::oplog::{Body, Entry, EntryKind, Hlc, Replica as _, RosterFile};
use crate::store::{self, Sharing};
use crate::workspace::key::OwnKey;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Writes an entry of the roster that `change` fills in, and gives it to the share. The share is read first where
    /// there is one, and must be in reach.
    pub(super) fn write_entry(
        &mut self,
        reason: Option<&str>,
        now: DateTime<Utc>,
        change: impl FnOnce(&roster::Desk<'_>, &mut Entry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.refuse_past()?;
        self.unlock()?;
        let shared = self.share_dir()?.is_some();
        if shared {
            self.sync(Receipt::Hourly, now)?;
        }
        let key = self.signer()?;
        key.unlock()?;
        let chain = self.store.chain()?;
        if chain.stop.is_some() {
            return Err(SharingFailure::RosterStopped.into());
        }
        if chain.state().keeper != self.store.own_key()? {
            return Err(SharingFailure::NotRegistrar(self.registrar_name()?).into());
        }
        let body = reason.map(|reason| Body::new(reason.to_owned()));
        let requests = self.requests(now)?;
        let directory = self.directory()?;
        let mut sharing = self.store.share("", now)?;
        let mut entry = next_entry(&sharing, EntryKind::Entry, now);
        entry.body = body.as_ref().map(Body::hash);
        let desk = roster::Desk {
            state: chain.state(),
            requests: &requests,
            directory: &directory,
        };
        change(&desk, &mut entry)?;
        append_entry(&mut sharing, &entry, body, &key)?;
        sharing.commit()?;
        if shared {
            self.sync(Receipt::Hourly, now)?;
        }
        Ok(())
    }
}

/// The entry that follows the roster as it is.
pub(in crate::workspace) fn next_entry(
    sharing: &Sharing<'_>,
    kind: EntryKind,
    now: DateTime<Utc>,
) -> Entry {
    let state = sharing.chain().state();
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
