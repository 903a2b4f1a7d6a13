//! The writer: it sees to it that files are on the share, whole, each in its own place or else as a copy.

mod file;
mod relay;
mod shape;
mod thin;

use std::collections::HashMap;
use std::io;

use file::File;
use relay::copy_of;
use shape::{Shape, lacking, shape};

use super::{Published, TURNS};
use crate::oplog::{Breach, Finding, LARGEST_FILE, Law, LogId, PROVEN, Replica, Seen};
use crate::share::{Collected, Failed, Folder, Listing, Name, list};

/// Whether the turn of a file has come.
fn is_turn(name: &Name, turn: u64) -> bool {
    let lot = name.hash.bytes().map(u64::from).sum::<u64>();
    lot % TURNS == turn % TURNS
}

/// Puts files on the share, and takes away what they replace.
pub(super) struct Writer<'a> {
    folder: &'a dyn Folder,
    /// What the poll saw.
    seen: &'a HashMap<String, Listing>,
    /// What it did not look at.
    listed: HashMap<String, Listing>,
    /// Which files are read again though the share shows them as they were; `None` for none.
    turn: Option<u64>,
    /// What was done so far.
    pub(super) done: Published,
    /// Whether a copy was refused: then no other is tried.
    copies_refused: bool,
    law: Law,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        folder: &'a dyn Folder,
        collected: &'a Collected,
        turn: Option<u64>,
        law: Law,
    ) -> Self {
        Self {
            folder,
            seen: &collected.listed,
            listed: HashMap::new(),
            turn,
            done: Published::default(),
            copies_refused: false,
            law,
        }
    }

    /// Sees to it that all files of these logs, and what anybody puts back, are on the share.
    pub(super) fn write<R: Replica>(
        &mut self,
        home: &mut R,
        logs: &[LogId],
    ) -> Result<(), Failed<R::Error>> {
        let mut any_rewritten = false;
        for log in logs {
            let mut signed = home.signed(*log).map_err(Failed::Home)?;
            // A tail says that there is a segment before it; a segment that nobody is told of is not looked for.
            signed.sort_by_key(|file| file.sealed);
            let mut rewritten = false;
            for file in signed {
                rewritten |= self.ensure(home, &File::Ops(file))?;
            }
            any_rewritten |= rewritten;
            if rewritten || self.turn.is_some() {
                self.sweep(home, *log, rewritten)?;
            }
        }
        if any_rewritten || self.turn.is_some() {
            self.sweep_copies(home, any_rewritten)?;
        }
        let entries = home.entries().map_err(Failed::Home)?;
        let documents = home.documents().map_err(Failed::Home)?;
        let request = home.own_request().map_err(Failed::Home)?;
        let papers = entries
            .into_iter()
            .map(|(entry, name26)| File::Entry(entry, name26))
            .chain(documents.into_iter().map(File::Document))
            .chain(request.map(|request| File::Request(Box::new(request))));
        for file in papers {
            self.ensure(home, &file)?;
        }
        Ok(())
    }

    /// What lies in a folder: as the poll saw it, or as it is now.
    fn listing(&mut self, folder: &str) -> &Listing {
        if let Some(seen) = self.seen.get(folder) {
            return seen;
        }
        self.listed
            .entry(folder.to_owned())
            .or_insert_with(|| list(self.folder, folder))
    }

    /// The size at which the poll saw a file; `None` if it was not there.
    fn shown(&mut self, path: &str) -> Option<u64> {
        let (folder, file) = path.rsplit_once('/')?;
        self.listing(folder).size(file)
    }

    /// What lies where these bytes should, as far as it can be them: a document may be larger than other files are.
    fn read_beside(&self, path: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.folder.read(path, LARGEST_FILE.max(bytes.len()) + 1)
    }

    /// Sees to it that a file is on the share, whole, in its own place or else as a copy. Says whether words that were
    /// purged lay there.
    fn ensure<R: Replica>(&mut self, home: &mut R, file: &File) -> Result<bool, Failed<R::Error>> {
        let name = file.name();
        let is_copied =
            !self.listing("relay").entries.is_empty() && self.shown(&copy_of(&name)).is_some();
        // Where a copy lies, its file may be whole again in its own place.
        let is_due = |turn| is_copied || is_turn(&name, turn);
        let again = self.turn.is_some_and(is_due) && !self.law.breaks(Breach::NeverReadAgain);
        let mut there = self.put(home, file, &name.path(), again)?;
        match there {
            There::Refused(refusal) => there = self.relay(home, file, again, refusal)?,
            There::Whole if is_copied && self.turn.is_some() => {
                self.drop_copy(home, file, &copy_of(&name))?;
            }
            _ => {}
        }
        Ok(matches!(there, There::Written { purged: true }))
    }

    /// Sees to it that a file lies whole under this path. What was written is counted as there only when a later poll
    /// shows it, read by a fresh open.
    fn put<R: Replica>(
        &mut self,
        home: &mut R,
        file: &File,
        path: &str,
        again: bool,
    ) -> Result<There, Failed<R::Error>> {
        let seen = home.seen(path).map_err(Failed::Home)?;
        let (size, times) = match &seen {
            Some(Seen {
                size,
                finding: Finding::Written { shown },
            }) => (Some(*size), *shown),
            Some(Seen {
                size,
                finding: Finding::Taken | Finding::Textless { .. },
            }) => (Some(*size), PROVEN),
            _ => (None, 0),
        };
        if times >= PROVEN && !again && self.shown(path) == size {
            return Ok(There::AsKnown);
        }
        let Some(bytes) = file.bytes(home).map_err(Failed::Home)? else {
            return Ok(There::AsKnown);
        };
        let (mut is_there, mut purged) = (self.shown(path).is_some(), false);
        if !is_there {
            // Put back meanwhile, or under a name that differs only in what this folder does not tell apart.
            match self.create(path, &bytes) {
                Created::Written => self.done.lost += usize::from(size.is_some()),
                Created::Exists => is_there = true,
                Created::Refused(why) => return Ok(There::refused(false, path, why)),
            }
        }
        if is_there {
            let there = self.read_beside(path, &bytes).ok();
            let shape = match &there {
                Some(there) => shape(home, there, &bytes).map_err(Failed::Home)?,
                None => Shape::Other,
            };
            let there = there.map_or(0, |there| there.len() as u64);
            match shape {
                Shape::Same => {
                    if times < PROVEN || size != Some(there) {
                        self.shows(home, path, there, (times + 1).min(PROVEN))?;
                    }
                    return Ok(There::Whole);
                }
                Shape::More(lacks) => {
                    lacking(home, path, there, lacks).map_err(Failed::Home)?;
                    return Ok(There::AsKnown);
                }
                Shape::Purged => purged = true,
                Shape::Other => {}
            }
            if let Err(why) = self.folder.delete(path) {
                return Ok(There::refused(purged, path, why));
            }
            // What was taken out is no loss. Who puts it back at the same time is looked at by the next poll.
            match self.create(path, &bytes) {
                Created::Written | Created::Exists => {
                    self.done.lost += usize::from(!purged);
                }
                Created::Refused(why) => return Ok(There::refused(false, path, why)),
            }
        }
        // It must be shown again before it counts as there.
        self.shows(home, path, bytes.len() as u64, 0)?;
        Ok(There::Written { purged })
    }

    /// Writes a file under a name that is free.
    fn create(&mut self, path: &str, bytes: &[u8]) -> Created {
        match self.folder.create_new(path, bytes) {
            Ok(()) => {
                self.done.written += 1;
                Created::Written
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Created::Exists,
            Err(error) => Created::Refused(error),
        }
    }

    /// Keeps how often a file was shown; of one that lacks texts only the reader knows when it is whole.
    fn shows<R: Replica>(
        &self,
        home: &mut R,
        path: &str,
        size: u64,
        shown: u8,
    ) -> Result<(), Failed<R::Error>> {
        let seen = home.seen(path).map_err(Failed::Home)?;
        if seen.is_some_and(|seen| matches!(seen.finding, Finding::Textless { .. })) {
            return Ok(());
        }
        let finding = Finding::Written { shown };
        home.mark(path, &Seen { size, finding })
            .map_err(Failed::Home)
    }
}

/// What became of a file that was to be written.
enum Created {
    /// It is written.
    Written,
    /// One of its name is there.
    Exists,
    /// The share did not let it be written.
    Refused(io::Error),
}

/// What became of a file that was to be on the share.
enum There {
    /// It is as it was, or is not to be written.
    AsKnown,
    /// It was read just now, and is whole.
    Whole,
    /// It is written.
    Written {
        /// Whether words that were purged lay there.
        purged: bool,
    },
    /// The share does not let it be written.
    Refused(Refusal),
}

/// A place that the share did not let be written.
struct Refusal {
    path: String,
    why: io::Error,
    /// Whether words that were purged lie there.
    purged: bool,
}

impl There {
    fn refused(purged: bool, path: &str, why: io::Error) -> Self {
        let path = path.to_owned();
        Self::Refused(Refusal { path, why, purged })
    }
}
