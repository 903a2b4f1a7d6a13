//! Folders that pass: made for a demo that is thrown away, or for one that is being made up.
//!
//! A program that is killed takes nothing away. So each of these folders holds a file that its process keeps locked;
//! whoever makes the next one takes away those that lie about and whose lock nobody holds any more.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use super::file;
use crate::oplog::fill_random;
use crate::platform;
use crate::workspace::Failure;

/// The file that is locked while a folder is somebody's.
const MARK: &str = "passing";

/// How many characters of chance a name ends in.
const CHANCE: usize = 16;

/// A folder that goes away with this.
#[derive(Debug)]
pub struct Passing {
    dir: PathBuf,
    /// Locked as long as it is open, however the process ends.
    _lock: File,
    kept: bool,
}

impl Passing {
    /// Makes a private folder that was not there, its name that of `beside` with `ending` and something unforeseen behind
    /// it; takes away what earlier ones of the kind left.
    pub(super) fn beside(beside: &Path, ending: &str) -> Result<Self, Failure> {
        let mut stem = beside.file_name().unwrap_or_default().to_owned();
        stem.push(ending);
        stem.push("-");
        let parent = beside.parent().unwrap_or(Path::new("."));
        if !parent.is_dir() {
            platform::create_private_dir(parent).map_err(|error| file(parent, error))?;
        }
        sweep(parent, &stem);
        let mut chance = [0_u8; CHANCE / 2];
        fill_random(&mut chance);
        let chance: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut name = stem;
        name.push(chance);
        let dir = beside.with_file_name(name);
        platform::create_new_private_dir(&dir).map_err(|error| file(&dir, error))?;
        let lock = mark(&dir).map_err(|error| file(&dir, error))?;
        Ok(Self {
            dir,
            _lock: lock,
            kept: false,
        })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Lets the folder stay.
    pub fn keep(mut self) {
        self.kept = true;
        let _ = std::fs::remove_file(self.dir.join(MARK));
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

/// Marks a folder as passing. The mark is locked before it bears its name, so that nobody ever finds it free.
fn mark(dir: &Path) -> std::io::Result<File> {
    let begun = dir.join(format!("{MARK}.new"));
    let lock = platform::create_private_file(&begun)?;
    lock.lock()?;
    std::fs::rename(&begun, dir.join(MARK))?;
    Ok(lock)
}

/// Takes away the folders of this kind in `parent` that nobody holds any more: own ones, that bear the name and the mark
/// which only this program gives them. Whatever cannot be told or taken away is left.
fn sweep(parent: &Path, stem: &OsString) {
    let Some(stem) = stem.to_str() else {
        return;
    };
    for entry in parent.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        let chance = name.to_str().and_then(|name| name.strip_prefix(stem));
        let is_ours = chance.is_some_and(|chance| {
            let mut digits = chance.bytes();
            chance.len() == CHANCE && digits.all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        });
        let dir = entry.path();
        if !is_ours || !platform::is_own_dir(&dir) {
            continue;
        }
        let mark = platform::open_plain_file(&dir.join(MARK));
        if let Ok(mark) = mark
            && mark.try_lock().is_ok()
        {
            let _ = std::fs::remove_dir_all(&dir);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_any_more_is_taken_away() {
        let folder = std::env::temp_dir().join(format!("duban-passing-{}", std::process::id()));
        let beside = folder.join("demo");
        let begin = || Passing::beside(&beside, "").unwrap();
        let held = begin();
        let killed = begin();
        let dead = killed.path().to_owned();
        // As a process that is killed leaves it: the folder is there, and its lock is gone.
        std::fs::rename(&dead, folder.join("aside")).unwrap();
        drop(killed);
        std::fs::rename(folder.join("aside"), &dead).unwrap();
        let kept = begin();
        assert!(!dead.exists(), "it was swept");
        let there = kept.path().to_owned();
        kept.keep();
        // Others' files of the same look have no mark, another name, or are no folders.
        let stray = folder.join("demo-0123456789abcdef");
        std::fs::create_dir(&stray).unwrap();
        let other = folder.join("demo-mine");
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join(MARK), "").unwrap();
        let last = begin();
        for path in [held.path(), &there, &stray, &other, last.path()] {
            assert!(path.exists(), "{}", path.display());
        }
        drop((held, last));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
