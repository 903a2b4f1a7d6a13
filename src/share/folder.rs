//! A folder that is shared, as far as the protocol needs it: listed, read, written once, deleted from.
//!
//! No rename, no lock and no file that changes: each of these fails silently on some folder that people share
//! (`sync.md`, section 0).

use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::platform;

/// What a folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Names and sizes of files, sorted; folders have the size 0.
    pub entries: Vec<(String, u64)>,
    /// Whether more names than were asked for have a rank.
    pub more: bool,
}

/// Which names of a folder come first, where it holds more than are asked for: those of the lowest rank. A name without a
/// rank is passed over, and counts for nothing.
pub type Rank<'a> = &'a dyn Fn(&str) -> Option<u64>;

impl Listing {
    /// Lists those of `names` that come first, at most `most` of them; `size` tells the size of each, and `None` of what
    /// is no file and no folder. However many names there are, no more than `most` are held.
    pub fn first<N: Ord + AsRef<str>>(
        names: impl IntoIterator<Item = N>,
        most: usize,
        rank: Rank<'_>,
        size: impl Fn(&N) -> Option<u64>,
    ) -> Self {
        let mut more = false;
        // The last of those that come first is on top.
        let mut first: BinaryHeap<(u64, N)> = BinaryHeap::new();
        for name in names {
            let Some(rank) = rank(name.as_ref()) else {
                continue;
            };
            first.push((rank, name));
            if first.len() > most {
                first.pop();
                more = true;
            }
        }
        let named = first.into_iter().filter_map(|(_, name)| {
            let size = size(&name)?;
            Some((name.as_ref().to_owned(), size))
        });
        let mut entries: Vec<(String, u64)> = named.collect();
        entries.sort_unstable();
        Self { entries, more }
    }

    /// The size of a file; `None` if it is not there.
    #[must_use]
    pub fn size(&self, file: &str) -> Option<u64> {
        let found = self
            .entries
            .binary_search_by(|(name, _)| name.as_str().cmp(file));
        found
            .ok()
            .and_then(|at| self.entries.get(at))
            .map(|(_, size)| *size)
    }
}

/// The plan's folder on a share. Paths are relative to it, with `/` between their parts.
pub trait Folder {
    /// Lists a folder, at most `most` entries of it: those that come first ([`Rank`]).
    ///
    /// # Errors
    ///
    /// If it is not there or cannot be read.
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing>;

    /// Reads a file by a fresh open, at most `most` bytes of it.
    ///
    /// # Errors
    ///
    /// If it is not there or cannot be read.
    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>>;

    /// Writes a file that is not there yet, under its final name, and the folder it is in if need be.
    ///
    /// # Errors
    ///
    /// If it is there, or cannot be written. Success means nothing: folders lie (`sync.md`, fact 5).
    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Deletes a file.
    ///
    /// # Errors
    ///
    /// If it cannot be deleted.
    fn delete(&self, path: &str) -> io::Result<()>;
}

/// A folder on a disk, or on what the system shows as one.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    /// Whether a file may be lost in a power cut.
    hurries: bool,
}

impl Disk {
    /// The plan's folder at `root`. It is never made here: a mount point without its mount is empty.
    #[must_use]
    pub fn at(root: PathBuf) -> Self {
        Self {
            root,
            hurries: false,
        }
    }

    /// The same, waiting for no disk: for a folder that is thrown away.
    #[must_use]
    pub fn hurrying(self) -> Self {
        Self {
            hurries: true,
            ..self
        }
    }

    /// The path of the plan's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The place of a path below the plan's folder; a link among the folders on the way leads out of it, and is none.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let mut place = self.root.clone();
        for part in std::iter::once("").chain(path.split('/')) {
            match place.symlink_metadata() {
                Ok(found) if found.is_symlink() => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidInput,
                        format!("{} is a link", place.display()),
                    ));
                }
                _ => {}
            }
            if !part.is_empty() {
                place.push(part);
            }
        }
        Ok(place)
    }
}

impl Folder for Disk {
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing> {
        let place = self.place(folder)?;
        if place.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut failed = None;
        // A name that is no text is none of ours.
        let names = place.read_dir()?.map_while(|entry| match entry {
            Ok(entry) => Some(entry.file_name().into_string().ok()),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let listing = Listing::first(names.flatten(), most, rank, |name| {
            // A file that went away meanwhile is not there. No links, pipes or devices: somebody else may have put them
            // there.
            let found = place.join(name).symlink_metadata().ok()?;
            match (found.is_file(), found.is_dir()) {
                (true, _) => Some(found.len()),
                (_, true) => Some(0),
                _ => None,
            }
        });
        failed.map_or(Ok(listing), Err)
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        let file = platform::open_plain_file(&self.place(path)?)?;
        let size = file.metadata().map_or(0, |found| found.len());
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(most).min(most));
        file.take(most as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.place(path)?;
        let folder = path.parent().unwrap_or(&self.root);
        if !folder.is_dir() {
            platform::create_shared_dir(&self.root, folder)?;
        }
        let mut file = File::create_new(&path)?;
        let written = file.write_all(bytes).and_then(|()| match self.hurries {
            true => Ok(()),
            false => file.sync_all(),
        });
        // Last, and without regard to whether it works: the file is good as it is.
        let _ = platform::share_file(&file, folder);
        written
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        std::fs::remove_file(self.place(path)?)
    }
}
