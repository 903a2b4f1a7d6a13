//! Publishing a plan: the home becomes the registrar of a share.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::sync::{Receipt, Synced};
use super::{APP, Fingerprint, SHARE, SharingFailure};
use crate::model::Sha;
use crate::oplog::{Flaw, Replica as _, RosterFile, SshVerifier};
use crate::platform;
use crate::share::{FOLDERS, Folder as _, Kind, Name};
use crate::store::Error;
use crate::workspace::key::OwnKey;
use crate::workspace::{Failure, Workspace};

/// What publishing did.
#[derive(Debug)]
pub struct Created {
    /// The plan's folder on the share.
    pub folder: PathBuf,
    /// The fingerprint of the genesis, which newcomers compare.
    pub fingerprint: Fingerprint,
    /// Whether it was published there before.
    pub again: bool,
    /// The recovery file, which must leave this computer, while it has not.
    pub recovery: Option<PathBuf>,
    /// What the first exchange did.
    pub synced: Synced,
}

impl Workspace {
    /// Publishes this home's plan in the folder `share`, with its owner as registrar. Nothing that was recorded is
    /// written anew. Where it was published before, what the folder lacks is written again.
    ///
    /// # Errors
    ///
    /// If the folder is not there or cannot be written, another keeps the roster, or the home shares its plan elsewhere.
    pub fn create_share(&mut self, share: &Path, now: DateTime<Utc>) -> Result<Created, Failure> {
        self.refuse_past()?;
        self.refuse_demo()?;
        let share = self.folder_at(share)?;
        if let Some(other) = self.share_dir()?.filter(|other| *other != share) {
            return Err(SharingFailure::SharesAlready(other).into());
        }
        if self.store.own_key()? != self.store.chain()?.state().keeper {
            return Err(SharingFailure::NotPublisher(self.registrar_name()?).into());
        }
        let again = self.share_dir()?.is_some();
        let genesis = self.genesis_file()?;
        self.unlock()?;
        let folder = self.disk(&share).root().to_owned();
        let made = FOLDERS
            .iter()
            .try_for_each(|name| platform::create_shared_dir(&share, &folder.join(name)));
        made.map_err(|error| Failure::File {
            path: folder.clone(),
            error,
        })?;
        // The first file must be there before anything is read: a folder without it is no share.
        let disk = self.disk(&share);
        let name = Name::new(Kind::Entry(0), &genesis.name26).to_string();
        match disk.create_new(&name, &genesis.bytes()) {
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
            fingerprint: Fingerprint::of(self.store.plan()),
            again,
            recovery: self.recovery_key_here()?,
            synced,
        })
    }

    /// Shares the plan through another folder from now on: another mount point, another server, or a stick elsewhere, that
    /// holds this plan already.
    ///
    /// # Errors
    ///
    /// If the home shares nothing, or the folder is not there or does not hold this plan. Then nothing was changed.
    pub fn move_share(&mut self, share: &Path, now: DateTime<Utc>) -> Result<Synced, Failure> {
        self.refuse_past()?;
        let Some(before) = self.share_dir()? else {
            return Err(SharingFailure::NotShared.into());
        };
        let share = self.folder_at(share)?;
        self.store.set_local(SHARE, &share.to_string_lossy())?;
        let synced = self.sync(Receipt::Now, now);
        if let Err(Failure::Sharing(SharingFailure::Unavailable { .. })) = &synced {
            self.store.set_local(SHARE, &before.to_string_lossy())?;
        }
        synced
    }

    /// The genesis as the share gets it. It is signed by the key that it names, whichever keeps the roster by now: here,
    /// or when that key was left.
    fn genesis_file(&self) -> Result<RosterFile, Failure> {
        if let Some(bytes) = self.kept_genesis()? {
            let damaged = |flaw: Flaw| Error::Damaged(format!("the genesis: {flaw}"));
            let read = RosterFile::read(&bytes, self.store.plan(), &SshVerifier);
            return Ok(read.map_err(damaged)?);
        }
        let key = self.holder(self.store.genesis().keeper())?;
        key.unlock().map_err(|failure| match failure {
            Failure::KeyElsewhere(key) => SharingFailure::FirstKeyAway(key).into(),
            other => other,
        })?;
        self.signed_genesis(&key)
    }

    /// The file of the genesis, if it was signed already.
    pub(in crate::workspace) fn kept_genesis(&self) -> Result<Option<Vec<u8>>, Failure> {
        let look = self.store.look_at_share("")?;
        let entries = look.entries()?.into_iter();
        let mut first = entries.filter(|(n, _)| *n == 0);
        match first.next() {
            Some((_, name)) => Ok(look.entry_file(&name)?),
            None => Ok(None),
        }
    }

    /// The genesis, signed by this key.
    pub(in crate::workspace) fn signed_genesis(&self, key: &OwnKey) -> Result<RosterFile, Failure> {
        let (line, _) = self.store.genesis().line().map_err(Error::from)?;
        RosterFile::sign(self.store.plan(), (0, Sha::default()), line, APP, key)
            .map_err(|why| key.failed(why))
    }
}
