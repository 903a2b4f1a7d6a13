//! A share as one look saw it.
//!
//! A share may be slow, and a home must not be held up by it: a first look lists and reads whatever is new without
//! touching the home, and what it saw is then taken in one short transaction.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;

use super::{Folder, Listing, Rank};

/// What was answered to a question, to be answered again.
type Answers<T> = RefCell<HashMap<String, Result<T, io::ErrorKind>>>;

/// Remembers what a folder answers.
pub struct Recorder<'a> {
    folder: &'a dyn Folder,
    listings: Answers<Listing>,
    files: Answers<Vec<u8>>,
}

impl<'a> Recorder<'a> {
    /// A recorder in front of `folder`.
    #[must_use]
    pub fn new(folder: &'a dyn Folder) -> Self {
        Self {
            folder,
            listings: RefCell::default(),
            files: RefCell::default(),
        }
    }

    /// What was seen, to be asked again without asking the share.
    #[must_use]
    pub fn into_recorded(self) -> Recorded {
        Recorded {
            listings: self.listings.into_inner(),
            files: self.files,
        }
    }
}

impl Folder for Recorder<'_> {
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing> {
        let answer = self.folder.list(folder, most, rank);
        let kept = answer.as_ref().map(Clone::clone).map_err(io::Error::kind);
        self.listings.borrow_mut().insert(folder.to_owned(), kept);
        answer
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        let answer = self.folder.read(path, most);
        let kept = answer.as_ref().map(Clone::clone).map_err(io::Error::kind);
        self.files.borrow_mut().insert(path.to_owned(), kept);
        answer
    }

    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.folder.create_new(path, bytes)
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        self.folder.delete(path)
    }
}

/// A share as it was seen; it cannot be written. It gives each file away once, for together they are large.
#[derive(Debug)]
pub struct Recorded {
    listings: HashMap<String, Result<Listing, io::ErrorKind>>,
    files: Answers<Vec<u8>>,
}

impl Folder for Recorded {
    fn list(&self, folder: &str, _: usize, _: Rank<'_>) -> io::Result<Listing> {
        match self.listings.get(folder) {
            Some(answer) => answer.clone().map_err(io::Error::from),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn read(&self, path: &str, _: usize) -> io::Result<Vec<u8>> {
        match self.files.borrow_mut().remove(path) {
            Some(answer) => answer.map_err(io::Error::from),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn create_new(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn delete(&self, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
