//! Many people, one plan: the verbs of sharing.

mod attempt;
mod bring;
mod create;
mod entry;
mod failure;
mod fingerprint;
mod join;
mod proposal;
mod purge;
mod roster;
mod spoken;
mod status;
mod sync;

pub use bring::{Brought, Left};
pub use create::Created;
pub use entry::Written;
pub(super) use entry::{append_entry, next_entry};
pub use failure::SharingFailure;
pub use fingerprint::{Fingerprint, NotAFingerprint};
pub(super) use join::ASKED;
pub use join::{Joined, Newcomer, Shown, join, look_at};
pub use proposal::{Aim, Described, ProposalStatus};
pub use roster::{Approval, Bearer, Change, Decision, Listed, Waiting};
pub use spoken::{
    finding_words, flaw_words, proposal_words, role_words, stop_words, unwritten_words,
};
pub use status::{PersonStatus, Presence, ShareStatus};
pub use sync::{Receipt, Synced};

use std::path::PathBuf;

use super::{Failure, Workspace};
use crate::share::Disk;

/// The key of the local setting that holds the share's folder.
const SHARE: &str = "share";

/// The version of the program, as files say it.
pub(super) const APP: &str = env!("CARGO_PKG_VERSION");

impl Workspace {
    /// The folder that this home shares its plan through; `None` if it shares none.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn share_dir(&self) -> Result<Option<PathBuf>, Failure> {
        Ok(self.store.local(SHARE)?.map(PathBuf::from))
    }

    /// Forgets the share.
    pub(super) fn leave_share(&self) -> Result<(), Failure> {
        Ok(self.store.forget_local(SHARE)?)
    }

    /// Refuses to let what is made up go where others take it for true.
    fn refuse_demo(&self) -> Result<(), Failure> {
        match self.demo() {
            Some(_) => Err(SharingFailure::MadeUp(self.home.dir.clone()).into()),
            None => Ok(()),
        }
    }

    /// The whole path of a folder to exchange with, which must be there and apart from the home.
    fn folder_at(&self, folder: &std::path::Path) -> Result<PathBuf, Failure> {
        let folder = std::path::absolute(folder).map_err(|error| Failure::File {
            path: folder.to_owned(),
            error,
        })?;
        if !folder.is_dir() {
            return Err(SharingFailure::NoShareFolder(folder).into());
        }
        self.refuse_own_home(&folder)?;
        Ok(folder)
    }

    /// Refuses a share in which the home would lie, or which would lie in the home.
    fn refuse_own_home(&self, share: &std::path::Path) -> Result<(), Failure> {
        let real = |path: &std::path::Path| path.canonicalize().unwrap_or(path.to_owned());
        let (home, share) = (real(&self.home.dir), real(share));
        if home.starts_with(&share) || share.starts_with(&home) {
            return Err(SharingFailure::HomeInShare(share).into());
        }
        Ok(())
    }

    /// The plan's folder on a share.
    fn disk(&self, share: &std::path::Path) -> Disk {
        let disk = Disk::at(share.join(crate::share::plan_folder(self.store.plan())));
        if self.hurries { disk.hurrying() } else { disk }
    }

    /// Where the recovery key lies while it has not left this computer.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn recovery_key_here(&self) -> Result<Option<PathBuf>, Failure> {
        let shared = self.share_dir()?.is_some();
        Ok(Some(self.home.root_key()).filter(|path| shared && path.exists()))
    }
}
