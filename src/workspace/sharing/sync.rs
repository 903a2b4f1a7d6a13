//! Exchanging what is new with the share, once.

mod carry;
mod read;
mod receipt;
mod site;
mod synced;
mod write;

pub use receipt::Receipt;
pub use synced::Synced;

use chrono::{DateTime, Utc};

use site::Site;

use super::SharingFailure;
use crate::share::{Disk, Folder};
use crate::workspace::key::Roster;
use crate::workspace::{Failure, Workspace};

/// What becomes of what coordinators propose, where this home keeps the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proposals {
    Enter,
    Leave,
}

impl Workspace {
    /// Exchanges what is new with the share of this home: reads, confirms what was received where this home keeps the
    /// roster, and writes what is missing.
    ///
    /// # Errors
    ///
    /// If the home shares nothing, the share is not there or is another plan's. Then nothing was changed. A share that
    /// can be read but not written is told in the result.
    pub fn sync(&mut self, receipt: Receipt, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let disk = self.own_disk()?;
        let synced = self.sync_through(&disk, receipt, now)?;
        if receipt == Receipt::Now {
            self.answers_told()?;
        }
        Ok(synced)
    }

    /// Exchanges as [`Self::sync`] does, with `folder` in the place of the share.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn sync_through(
        &mut self,
        folder: &dyn Folder,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<Synced, Failure> {
        let root = self.own_disk()?.root().to_owned();
        let _lock = self.home.lock_share(true)?;
        let root = &root;
        self.exchange(Site { folder, root }, receipt, Proposals::Enter, now)
    }

    /// Reads what is new on the share and writes nothing to it, so that the requests of newcomers are here; does nothing
    /// if this home shares nothing, or another process on it is just exchanging.
    ///
    /// # Errors
    ///
    /// If the share is not there or is another plan's.
    pub fn read_share(&mut self, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let mut synced = Synced::default();
        if !self.scope.is_present() || self.share_dir()?.is_none() {
            return Ok(synced);
        }
        let Some(_lock) = self.home.lock_share(false)? else {
            return Ok(synced);
        };
        let disk = self.own_disk()?;
        self.read(Site::of(&disk), &mut synced, now)?;
        Ok(synced)
    }

    /// Writes what the share lacks of what was said here, and reads nothing.
    pub(in crate::workspace) fn give(&mut self, now: DateTime<Utc>) -> Result<(), Failure> {
        let disk = self.own_disk()?;
        let _lock = self.home.lock_share(true)?;
        let listed = self.listed(Site::of(&disk))?;
        self.publish(Site::of(&disk), "", &listed, now)?;
        Ok(())
    }

    /// Exchanges before this home writes to the roster: what others propose is left for afterwards.
    pub(super) fn sync_before_writing(&mut self, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let disk = self.own_disk()?;
        let _lock = self.home.lock_share(true)?;
        self.exchange(Site::of(&disk), Receipt::Hourly, Proposals::Leave, now)
    }

    fn own_disk(&self) -> Result<Disk, Failure> {
        match self.share_dir()? {
            Some(share) => Ok(self.disk(&share)),
            None => {
                self.refuse_demo()?;
                Err(SharingFailure::NotShared.into())
            }
        }
    }

    /// Exchanges as [`Self::sync`] does, unless another process on this home is just doing so; then `None`.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn try_sync(
        &mut self,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<Option<Synced>, Failure> {
        match self.home.lock_share(false)? {
            Some(_lock) => {
                let disk = self.own_disk()?;
                let synced = self.exchange(Site::of(&disk), receipt, Proposals::Enter, now)?;
                self.answers_told()?;
                Ok(Some(synced))
            }
            None => Ok(None),
        }
    }

    fn exchange(
        &mut self,
        site: Site<'_>,
        receipt: Receipt,
        proposals: Proposals,
        now: DateTime<Utc>,
    ) -> Result<Synced, Failure> {
        let mut synced = Synced::default();
        let before = self.mark()?;
        let collected = self.read(site, &mut synced, now)?;
        if self.waiting_key()?.is_some() {
            let _lock = self.home.lock()?;
            self.settle_key(Roster::JustRead, now)?;
        }
        if proposals == Proposals::Enter {
            self.enter_proposals(now)?;
        }
        synced.proposals = self.answers(before)?;
        synced.received = self.confirm(receipt, now)?;
        self.see_stop(&mut synced)?;
        let published = self.publish(site, "", &collected, now)?;
        synced.add_written(published);
        synced.kept_back = synced.refused.is_some();
        if receipt == Receipt::Now {
            // What somebody deleted or changed, of anybody's, is put back; a poll that finds nothing new reads no file.
            self.carry(site, "", &mut synced, now)?;
        }
        if synced.ops + synced.entries + synced.proposals.len() + synced.received > 0
            && self.store.has_purged()?
        {
            self.store.empty_wal()?;
        }
        Ok(synced)
    }
}
