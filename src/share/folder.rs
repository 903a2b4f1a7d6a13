//! A folder that is shared, as far as the protocol needs it: listed, read, written once, deleted from.
//!
//! No rename, no lock and no file that changes: each of these fails silently on some folder that people share
//! (`sync.md`, section 0).

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::platform;

/// What a folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Names and sizes of files, sorted; folders have the size 0.
    pub entries: Vec<(String, u64)>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

impl Listing {
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
    /// Lists a folder, at most `most` entries of it.
    ///
    /// # Errors
    ///
    /// If it is not there or cannot be read.
    fn list(&self, folder: &str, most: usize) -> io::Result<Listing>;

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
    fn list(&self, folder: &str, most: usize) -> io::Result<Listing> {
        let mut listing = Listing::default();
        let place = self.place(folder)?;
        if place.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        for entry in place.read_dir()? {
            let entry = entry?;
            if listing.entries.len() == most {
                listing.more = true;
                break;
            }
            // A name that is no text is none of ours; a file that went away meanwhile is not there.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let Ok(found) = entry.metadata() else {
                continue;
            };
            // No links, pipes or devices: somebody else may have put them there.
            if found.is_file() {
                listing.entries.push((name, found.len()));
            } else if found.is_dir() {
                listing.entries.push((name, 0));
            }
        }
        listing.entries.sort();
        Ok(listing)
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
