//! An attempt to join, which leaves nothing behind if it is refused.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::workspace::home::Home;

/// What was there before.
#[derive(Debug)]
pub(super) struct Attempt {
    /// The home's folder.
    dir: PathBuf,
    /// What was in it; nothing if it was not there.
    kept: HashSet<OsString>,
    /// The folders that are made for it, the innermost first.
    made: Vec<PathBuf>,
    /// Where the home has gone that is to be replaced.
    moved: Option<PathBuf>,
}

impl Attempt {
    /// Notes what is there, after the home that is to be replaced was moved aside.
    pub(super) fn begin(home: &Home, moved: Option<&Path>) -> Self {
        let entries = home.dir.read_dir().into_iter().flatten().flatten();
        let missing = home.dir.ancestors().take_while(|folder| !folder.exists());
        Self {
            dir: home.dir.clone(),
            kept: entries.map(|entry| entry.file_name()).collect(),
            made: missing.map(Path::to_owned).collect(),
            moved: moved.map(Path::to_owned),
        }
    }

    /// Takes away what was not there, and puts the home that was there back. What cannot be taken away stays.
    pub(super) fn undo(self) {
        for entry in self.dir.read_dir().into_iter().flatten().flatten() {
            if self.kept.contains(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            let _ = match entry.file_type() {
                Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(&path),
                _ => std::fs::remove_file(&path),
            };
        }
        for folder in self.made {
            // Whatever somebody else put into it meanwhile keeps it.
            let _ = std::fs::remove_dir(folder);
        }
        if let Some(moved) = self.moved {
            let _ = std::fs::rename(moved, &self.dir);
        }
    }
}
