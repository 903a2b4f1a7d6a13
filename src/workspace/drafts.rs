//! Drafts on disk: one file per process, form and item, written whole, gone only when the op is committed.

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
    /// Keeps a draft, in place of the one this process kept for the same form and item.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn keep_draft(&self, draft: &Draft) -> Result<(), Failure> {
        let folder = self.home.drafts();
        let file = self.draft_file(&draft.form, draft.item);
        let failed = |error| Failure::File {
            path: file.clone(),
            error,
        };
        platform::create_private_dir(&folder).map_err(failed)?;
        let text = serde_json::to_string_pretty(draft).map_err(|error| failed(error.into()))?;
        replace_private(&file, &text).map_err(failed)
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
        self.forget_drafts(taken_over)?;
        remove(self.draft_file(form, item))
    }

    /// Removes drafts of earlier runs, once this run has kept what they held.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed.
    pub fn forget_drafts(&self, kept: &[Kept]) -> Result<(), Failure> {
        kept.iter().try_for_each(|kept| remove(kept.file.clone()))
    }

    /// The drafts that no running process is writing, the latest first. A file that is no draft is passed over and
    /// stays where it is.
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
            let Some(process) = name
                .strip_suffix(".json")
                .and_then(|name| name.split('-').next()?.parse().ok())
            else {
                continue;
            };
            let others = process != std::process::id() && platform::is_alive(process);
            if others {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if let Ok(draft) = serde_json::from_str::<Draft>(&text) {
                kept.push(Kept { file, draft });
            }
        }
        kept.sort_by(|a, b| b.draft.saved.cmp(&a.draft.saved));
        Ok(kept)
    }

    fn draft_file(&self, form: &str, item: Option<ItemId>) -> PathBuf {
        let item = item.map_or_else(|| "new".to_owned(), |item| item.to_string());
        let form: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
        self.home
            .drafts()
            .join(format!("{}-{form}-{item}.json", std::process::id()))
    }
}

/// Removes a file that may be gone already.
fn remove(path: PathBuf) -> Result<(), Failure> {
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::File { path, error })
        }
        _ => Ok(()),
    }
}
