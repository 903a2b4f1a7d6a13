//! Copies: what cannot be written in its own place lies in the relay folder (`sync.md`, "Folder").
//!
//! A file whose own place refuses it, because its folder or what lies there is not this home's to change, is put there by
//! whoever would write it: the author's program in every poll, anybody's when a person asks for an exchange. It goes
//! again when a person asks for an exchange and the file, read then, is whole in its own place; words that were purged
//! leave a copy as they leave any file. A share that is full or wholly read-only takes no copies either, and after the
//! first that is refused, or from [`MOST_COPIES`] on, none is tried.

use std::collections::HashSet;
use std::io;

use super::super::Failed;
use super::{File, Refusal, Shape, There, Writer, lacking, name_as, shape};
use crate::oplog::{Breach, LARGEST_FILE, Replica};

/// How many files the relay folder holds at most for a home to put one more there.
const MOST_COPIES: usize = 1_000;

/// The copy of a file.
pub(super) struct Copy {
    pub(super) file: File,
    /// What its name holds.
    pub(super) hash: String,
    /// Where it lies, or would lie.
    pub(super) path: String,
}

/// What is to become of copies. A tail and a segment of the same ops are the same bytes, so one of the two is enough, and
/// nothing is decided before both were looked at.
#[derive(Default)]
pub(super) struct Copies {
    /// The hashes of files that lie in their own places, whole as far as is known.
    pub(super) whole: HashSet<String>,
    /// Those that are there though their files were just read and are whole in their own places.
    pub(super) needless: Vec<Copy>,
    /// Those of files whose own places were refused.
    pub(super) wanted: Vec<(Copy, Refusal)>,
    /// Whether one was refused: then no other is tried.
    refused: bool,
}

impl Writer<'_> {
    /// Writes the copies that are wanted, and deletes those that are needless. Says whether words that were purged lay in
    /// one that was written anew.
    pub(super) fn settle_copies<R: Replica>(
        &mut self,
        home: &mut R,
    ) -> Result<bool, Failed<R::Error>> {
        let mut rewritten = false;
        for copy in std::mem::take(&mut self.copies.needless) {
            self.drop_copy(home, &copy)?;
            self.copies.whole.insert(copy.hash);
        }
        for (copy, refusal) in std::mem::take(&mut self.copies.wanted) {
            rewritten |= self.relay(home, &copy, refusal)?;
        }
        self.copies.whole.clear();
        Ok(rewritten)
    }

    /// Sees to it that a copy of a file lies on the share whose own place refused it.
    fn relay<R: Replica>(
        &mut self,
        home: &mut R,
        copy: &Copy,
        own: Refusal,
    ) -> Result<bool, Failed<R::Error>> {
        let is_whole = self.copies.whole.contains(&copy.hash) || self.has_twin(home, copy)?;
        let may = is_about_rights(&own.why)
            && !self.copies.refused
            && (self.shown(&copy.path).is_some() || self.listing("relay").len() < MOST_COPIES)
            && !self.law.breaks(Breach::NeverRelayed);
        let there = match may && !is_whole {
            true => self.put(home, &copy.file, &copy.path, false)?,
            false => There::AsKnown,
        };
        self.copies.refused |= matches!(there, There::Refused(_));
        let lies = is_whole || may && !self.copies.refused;
        let told = Some((own.path, own.why));
        // Words that were purged stay where nobody can take them out.
        if lies && !own.purged {
            self.done.relayed = told;
        } else {
            self.done.refused = told;
        }
        Ok(matches!(there, There::Written { purged: true }))
    }

    /// Whether the bytes of a tail lie on the share as a segment, or those of a segment as a tail: others may hold them as
    /// that alone.
    fn has_twin<R: Replica>(&self, home: &R, copy: &Copy) -> Result<bool, Failed<R::Error>> {
        let File::Ops(signed) = &copy.file else {
            return Ok(false);
        };
        let twin = name_as(signed, !signed.sealed).path();
        let (there, here) = (self.folder.read(&twin, LARGEST_FILE + 1), &copy.file);
        Ok(there.ok() == here.bytes(home).map_err(Failed::Home)?)
    }

    /// Deletes a copy, unless it has words that have not arrived here.
    fn drop_copy<R: Replica>(&mut self, home: &mut R, copy: &Copy) -> Result<(), Failed<R::Error>> {
        let Some(here) = copy.file.bytes(home).map_err(Failed::Home)? else {
            return Ok(());
        };
        let Ok(there) = self.read_beside(&copy.path, &here) else {
            return Ok(());
        };
        if let Shape::More(lacks) = shape(home, &there, &here).map_err(Failed::Home)? {
            let size = there.len() as u64;
            return lacking(home, &copy.path, size, lacks).map_err(Failed::Home);
        }
        // Whoever may not delete it leaves it to who may.
        self.done.thinned += usize::from(self.folder.delete(&copy.path).is_ok());
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
