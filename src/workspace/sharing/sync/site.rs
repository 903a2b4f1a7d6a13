//! The folder that an exchange is with.

use std::path::Path;

use crate::share::{self, Collected, Disk, Folder};
use crate::store;
use crate::workspace::Failure;
use crate::workspace::sharing::SharingFailure;

/// A folder to exchange with, and its path, by which it is named to people.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) folder: &'a dyn Folder,
    pub(super) root: &'a Path,
}

impl<'a> Site<'a> {
    pub(super) fn of(disk: &'a Disk) -> Self {
        Self {
            folder: disk,
            root: disk.root(),
        }
    }

    /// Adds what lies in one folder of the share; a folder that is not there is empty.
    pub(super) fn list(self, path: &str, listed: &mut Collected) {
        let listing = share::list(self.folder, path);
        listed.listed.insert(path.to_owned(), listing);
    }

    /// What went wrong between share and home, as a failure of the verb.
    pub(super) fn failed(self, error: share::Failed<store::Error>) -> Failure {
        match error {
            share::Failed::Share(why) => SharingFailure::Unavailable {
                share: self.root.to_owned(),
                why,
            }
            .into(),
            share::Failed::Home(error) => Failure::Store(error),
            // Whatever is signed is signed before the share is written.
            share::Failed::Key(why) => Failure::KeyBad {
                path: std::path::PathBuf::new(),
                why,
            },
        }
    }
}
