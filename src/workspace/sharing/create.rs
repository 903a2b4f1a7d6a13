//! Publishing a plan: the home becomes the registrar of a share.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::SharingFailure;
use super::sync::{Receipt, Synced};
use super::{APP, Fingerprint, SHARE};
use crate::model::Sha;
use crate::oplog::{Replica as _, RosterFile};
use crate::platform;
use crate::share::FOLDERS;
use crate::workspace::{Failure, Workspace};

/// What publishing did.
#[derive(Debug)]
pub struct Created {
    /// The plan's folder on the share.
    pub folder: PathBuf,
    /// The fingerprint of the genesis, which newcomers compare.
    pub fingerprint: Fingerprint,
    /// The recovery file, which must leave this computer.
    pub recovery: PathBuf,
    /// What the first exchange did.
    pub synced: Synced,
}

impl Workspace {
    /// Publishes this home's plan in the folder `share`, with its owner as registrar. Nothing that was recorded is
    /// written anew.
    ///
    /// # Errors
    ///
    /// If the folder is not there or cannot be written, or the home shares its plan already.
    pub fn create_share(&mut self, share: &Path, now: DateTime<Utc>) -> Result<Created, Failure> {
        self.refuse_past()?;
        let share = std::path::absolute(share).map_err(|error| Failure::File {
            path: share.to_owned(),
            error,
        })?;
        if let Some(other) = self.share_dir()?.filter(|other| *other != share) {
            return Err(SharingFailure::SharesAlready(other).into());
        }
        if !share.is_dir() {
            return Err(SharingFailure::NoShareFolder(share).into());
        }
        self.refuse_own_home(&share)?;
        if self.store.own_key()? != self.store.chain()?.state().keeper {
            return Err(SharingFailure::NotRegistrar(self.registrar_name()?).into());
        }
        // The genesis is signed by the key that it names, whichever keeps the roster by now.
        let key = self.holder(self.store.genesis().keeper())?;
        key.unlock()?;
        self.unlock()?;
        let folder = self.disk(&share).root().to_owned();
        let made = FOLDERS
            .iter()
            .try_for_each(|name| platform::create_shared_dir(&share, &folder.join(name)));
        made.map_err(|error| Failure::File {
            path: folder.clone(),
            error,
        })?;
        let plan = self.store.plan();
        let (line, _) = self
            .store
            .genesis()
            .line()
            .map_err(crate::store::Error::from)?;
        let genesis = RosterFile::sign(plan, (0, Sha::default()), line, APP, &key)
            .map_err(|why| key.failed(why))?;
        let bytes = genesis.bytes();
        let name = crate::share::Name::new(crate::share::Kind::Entry(0), &genesis.name26);
        // The first file must be there before anything is read: a folder without it is no share.
        let disk = self.disk(&share);
        match crate::share::Folder::create_new(&disk, &name.to_string(), &bytes) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(Failure::File {
                    path: folder,
                    error,
                });
            }
            _ => {}
        }
        let mut sharing = self.store.share("", now)?;
        sharing.take_entry(&genesis)?;
        sharing.commit()?;
        self.store.set_local(SHARE, &share.to_string_lossy())?;
        let synced = self.sync(Receipt::Now, now)?;
        Ok(Created {
            folder,
            fingerprint: Fingerprint::of(plan),
            recovery: self.home.root_key(),
            synced,
        })
    }
}
