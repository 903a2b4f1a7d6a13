//! Copies: what cannot be written in its own place lies in the relay folder (`sync.md`, "Folder").
//!
//! A file whose own place refuses it, because its folder or what lies there is not this home's to change, is put there by
//! whoever would write it: the author's program in every poll, anybody's when a person asks for an exchange. It goes
//! again when a person asks for an exchange and the file, read then, is whole in its own place; words that were purged
//! leave a copy as they leave any file. A share that is full or wholly read-only takes no copies either, and after the
//! first that is refused, or from [`MOST_COPIES`] on, none is tried.

use std::io;

use super::file::{File, name_as};
use super::shape::{Shape, lacking, shape};
use super::{Refusal, There, Writer};
use crate::oplog::{Breach, LARGEST_FILE, Replica};
use crate::share::{Failed, Kind, Name};

/// How many files the relay folder holds at most for a home to put one more there.
const MOST_COPIES: usize = 1_000;

/// Where the copy of a file lies.
pub(super) fn copy_of(name: &Name) -> String {
    Name::new(Kind::Relay, &name.hash).path()
}

impl Writer<'_> {
    /// Sees to it that a copy of a file lies on the share whose own place refused it; says what became of the copy. It is
    /// read `again` as its file is: somebody may have written it who lacked some of its words.
    pub(super) fn relay<R: Replica>(
        &mut self,
        home: &mut R,
        file: &File,
        again: bool,
        own: Refusal,
    ) -> Result<There, Failed<R::Error>> {
        let copy = &copy_of(&file.name());
        let may = is_about_rights(&own.why)
            && !self.copies_refused
            && (self.shown(copy).is_some() || self.listing("relay").entries.len() < MOST_COPIES)
            && !self.law.breaks(Breach::NeverRelayed);
        let there = match may && !self.has_twin(home, file)? {
            true => self.put(home, file, copy, again)?,
            false => There::AsKnown,
        };
        self.copies_refused |= matches!(there, There::Refused(_));
        let told = Some((own.path, own.why));
        // Words that were purged stay where nobody can take them out.
        if may && !self.copies_refused && !own.purged {
            self.done.relayed = told;
        } else {
            self.done.refused = told;
        }
        Ok(there)
    }

    /// Whether a tail lies on the share as a segment, or a segment as a tail. One of the two is enough, and others may hold
    /// them as the other alone. Words that it has and that have not arrived here are looked for there.
    fn has_twin<R: Replica>(&self, home: &mut R, file: &File) -> Result<bool, Failed<R::Error>> {
        let File::Ops(signed) = file else {
            return Ok(false);
        };
        let twin = name_as(signed, !signed.sealed).path();
        let there = self.folder.read(&twin, LARGEST_FILE + 1).ok();
        let here = file.bytes(home).map_err(Failed::Home)?;
        let Some((there, here)) = there.zip(here) else {
            return Ok(false);
        };
        Ok(match shape(home, &there, &here).map_err(Failed::Home)? {
            Shape::Same => true,
            Shape::More(lacks) => {
                let size = there.len() as u64;
                lacking(home, &twin, size, lacks).map_err(Failed::Home)?;
                true
            }
            Shape::Purged | Shape::Other => false,
        })
    }

    /// Deletes a copy, unless it has words that have not arrived here.
    pub(super) fn drop_copy<R: Replica>(
        &mut self,
        home: &mut R,
        file: &File,
        copy: &str,
    ) -> Result<(), Failed<R::Error>> {
        let Some(here) = file.bytes(home).map_err(Failed::Home)? else {
            return Ok(());
        };
        let Ok(there) = self.read_beside(copy, &here) else {
            return Ok(());
        };
        if let Shape::More(lacks) = shape(home, &there, &here).map_err(Failed::Home)? {
            let size = there.len() as u64;
            return lacking(home, copy, size, lacks).map_err(Failed::Home);
        }
        // Whoever may not delete it leaves it to who may.
        self.done.thinned += usize::from(self.folder.delete(copy).is_ok());
        Ok(())
    }
}

/// Whether a file was refused because of what lies in its place or who may write there, so that another place may take it.
fn is_about_rights(why: &io::Error) -> bool {
    !matches!(
        why.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::Interrupted
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::ReadOnlyFilesystem
    )
}
