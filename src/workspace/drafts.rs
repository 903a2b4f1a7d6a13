//! Drafts on disk: one file per process, form and item, written whole, gone only when the op is committed.

use std::collections::HashSet;
use std::path::PathBuf;

use super::home::replace_private;
use super::{Failure, Workspace};
use crate::model::{Draft, ItemId};
use crate::platform;

/// A draft that an earlier run left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file it is in.
    pub file: PathBuf,
    /// What was typed.
    pub draft: Draft,
}

impl Workspace {
    /// Keeps a draft, in place of the one this process kept for the same form and item, and of those it was taken over
    /// from.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn keep_draft(&self, draft: &Draft, taken_over: &[Kept]) -> Result<(), Failure> {
        let folder = self.home.drafts();
        let file = self.draft_file(&draft.form, draft.item);
        let failed = |error| Failure::File {
            path: file.clone(),
            error,
        };
        platform::create_private_dir(&folder).map_err(failed)?;
        self.claim_drafts()?;
        let text = serde_json::to_string_pretty(draft).map_err(|error| failed(error.into()))?;
        replace_private(&file, &text).map_err(failed)?;
        let taken_over = taken_over.iter().map(|kept| kept.file.clone());
        remove(taken_over.filter(|other| *other != file))
    }

    /// Removes the draft of a form whose content has been recorded, and those it was taken over from.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed.
    pub fn drop_draft(
        &self,
        form: &str,
        item: Option<ItemId>,
        taken_over: &[Kept],
    ) -> Result<(), Failure> {
        let own = self.draft_file(form, item);
        remove(taken_over.iter().map(|kept| kept.file.clone()).chain([own]))
    }

    /// The drafts that no running process is writing, the latest first. A file that is no draft is passed over and
    /// stays where it is.
    ///
    /// Two processes may have left a draft of the same form and item each: the older ones get a number behind the name
    /// of the form, so that every draft has a name of its own.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn kept_drafts(&self) -> Result<Vec<Kept>, Failure> {
        let folder = self.home.drafts();
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => {
                return Err(Failure::File {
                    path: folder,
                    error,
                });
            }
        };
        let mut kept = Vec::new();
        for entry in entries.flatten() {
            let file = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(process) = name
                .strip_suffix(".lock")
                .and_then(|name| name.parse().ok())
                && process != std::process::id()
            {
                // The lock of a process that is gone goes too.
                self.is_writing(process);
                continue;
            }
            let Some(process) = name
                .strip_suffix(".json")
                .and_then(|name| name.split('-').next()?.parse().ok())
            else {
                continue;
            };
            if process != std::process::id() && self.is_writing(process) {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if let Ok(draft) = serde_json::from_str::<Draft>(&text) {
                kept.push(Kept { file, draft });
            }
        }
        kept.sort_by(|a, b| b.draft.saved.cmp(&a.draft.saved));
        tell_apart(&mut kept);
        Ok(kept)
    }

    /// Takes the lock that says this process is writing drafts; the system gives it back however the process ends.
    fn claim_drafts(&self) -> Result<(), Failure> {
        if self.claim.get().is_some() {
            return Ok(());
        }
        let path = self.claim_file(std::process::id());
        let file = std::fs::File::create(&path).and_then(|file| {
            platform::make_private(&path)?;
            file.lock()?;
            Ok(file)
        });
        let file = file.map_err(|error| Failure::File { path, error })?;
        let _ = self.claim.set(file);
        Ok(())
    }

    /// Whether the process of this number is there and writes drafts. A number alone says nothing: it may be a dead
    /// process that nobody has waited for, or another program's by now.
    fn is_writing(&self, process: u32) -> bool {
        let path = self.claim_file(process);
        let Ok(file) = std::fs::File::open(&path) else {
            return false;
        };
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => true,
            _ => {
                let _ = std::fs::remove_file(&path);
                false
            }
        }
    }

    fn claim_file(&self, process: u32) -> PathBuf {
        self.home.drafts().join(format!("{process}.lock"))
    }

    fn draft_file(&self, form: &str, item: Option<ItemId>) -> PathBuf {
        let item = item.map_or_else(|| "new".to_owned(), |item| item.to_string());
        let form: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
        self.home
            .drafts()
            .join(format!("{}-{form}-{item}.json", std::process::id()))
    }
}

/// Removes files, if they are there.
fn remove(files: impl Iterator<Item = PathBuf>) -> Result<(), Failure> {
    for file in files {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::File { path: file, error });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Numbers the forms of drafts that would have the same name: `note`, `note.2`, `note.3`.
fn tell_apart(kept: &mut [Kept]) {
    let mut known = HashSet::new();
    for Kept { draft, .. } in kept {
        let name = draft.form.clone();
        let mut n = 1_u32;
        while !known.insert((draft.form.clone(), draft.item)) {
            n += 1;
            draft.form = format!("{name}.{n}");
        }
    }
}
