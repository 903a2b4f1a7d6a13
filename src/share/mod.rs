//! The shared folder: what lies where, how it is read and written. The only code that touches it.
//!
//! ```text
//! <share>/<plan10>-v1/
//!   roster/00000007-<hash26>.ros                 the roster chain
//!   log/<log26>/<first8>-<last8>-<hash26>.seg    ops of a log, sealed: never changes, never deleted
//!   tail/<log26>-<first8>-<last8>-<hash26>.tail  all ops of a log since its last seal
//!   request/<log26>-<hash26>.req                 a newcomer's request
//!   doc/<hash26>                                 documents
//!   relay/<hash26>                               copies of files whose own place cannot be written
//! ```
//!
//! `plan10` is the first ten base32 characters of the plan's id, `hash26` 26 of the SHA-256 of the file's signed part
//! (of all of it, for a document). Numbers are decimal, eight digits. The bytes of the files are told in
//! [`crate::oplog`].
//!
//! Nothing on the share ever changes and nothing is renamed or locked; a file is written once, under its final name,
//! and says itself whether it is whole. **Absence means nothing**: no file's disappearance changes anything here, and
//! an empty folder is no share. What this home wrote counts as written only when a later look shows it.
//!
//! # Copies
//!
//! A file whose own place refuses it, because its folder is another's or something lies there that cannot be deleted, is
//! put into `relay/`, byte for byte under its hash: a home's own files, and entries and documents, in every poll; anybody's
//! when a person asks for an exchange. Everybody reads what is new there, at most 200 files in a poll, and makes of each
//! what its first line says it is, as if it had come from its own place. When a person asks for an exchange, a copy goes
//! whose file was just read whole in its own place, and so does one that holds words which were purged and nothing that
//! is not here; no home adds to more than 1,000 copies. A share that is full or read-only takes none.
//!
//! # Crowds
//!
//! Whoever may write a share may fill it. What one poll lists, opens and reads is bounded ([`Limits`]); what is known comes
//! first, chance decides among equals, and no sort of file uses up what a poll may do, so that nothing honest is kept
//! away for ever by what lies beside it (`collect/order.rs`). A folder that holds too much is named to whoever syncs.

mod collect;
mod folder;
mod name;
mod publish;
mod recorded;

pub use collect::{Collected, Limits, collect, look};
pub use folder::{Disk, Folder, Listing, Rank};
pub use name::{FOLDERS, Kind, Name};
pub use publish::{Published, TURNS, carry, publish, sign};
pub use recorded::{Recorded, Recorder};

use std::io;

use crate::model::{Sha, base32};

/// The name of the plan's folder on a share.
#[must_use]
pub fn plan_folder(plan: Sha) -> String {
    format!("{}-v1", base32(plan.bytes(), 10))
}

/// Lists the files of a folder that bear one of our names, for a writer. Of too many some are left out, and what is not
/// listed is looked at before it is written. A folder that is not there is empty.
#[must_use]
pub fn list(folder: &dyn Folder, path: &str) -> Listing {
    let ours = |file: &str| Name::parse(path, file).map(|_| 0);
    let most = Limits::default().names;
    folder.list(path, most, &ours).unwrap_or_default()
}

/// What keeps a share from being used at all. Nothing here was changed.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// The folder of the plan is not there: not mounted, or another folder.
    #[error("the plan's folder is not there: {0}")]
    Gone(io::Error),
    /// It is there, and does not hold any entry of this plan's roster.
    #[error("the folder does not hold the roster of this plan")]
    NoRoster,
}

/// What went wrong between a share and a home.
#[derive(Debug, thiserror::Error)]
pub enum Failed<E: std::error::Error + 'static> {
    /// The share.
    #[error(transparent)]
    Share(#[from] Unavailable),
    /// The home.
    #[error(transparent)]
    Home(E),
    /// The key that signs.
    #[error(transparent)]
    Key(crate::oplog::KeyError),
}
