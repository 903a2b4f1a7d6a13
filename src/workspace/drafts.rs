//! Drafts on disk: one file per process, form and item, written whole, gone only when the op is committed.
//!
//! A home whose disk is full, or that cannot be written, takes none: then the draft goes where the person's programs keep
//! what is passing, and where that is full too, among the temporary files; the next start looks there as well.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::home::{Home, replace_private};
use super::{Failure, Workspace};
use crate::model::{Draft, ItemId, Sha};
use crate::platform;

/// A draft that an earlier run left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The files that hold it, or an older state of it.
    pub files: Vec<PathBuf>,
    /// What was typed.
    pub draft: Draft,
}

/// Where a draft was kept.
#[derive(Debug)]
pub enum Lodging {
    /// In the home.
    Home,
    /// In another folder.
    Elsewhere {
        /// The folder.
        folder: PathBuf,
        /// Why the home did not take it.
        why: Failure,
    },
}

/// The folders that drafts are kept in, the home's first.
#[derive(Debug)]
pub(super) struct Drafts {
    folders: Vec<Folder>,
}

/// A folder of drafts.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Whether others can make folders beside it.
    is_spare: bool,
    /// The lock on this process's drafts, once it has kept one here.
    claim: OnceCell<File>,
}

impl Drafts {
    pub(super) fn of(home: &Home) -> Self {
        let real = home.dir.canonicalize();
        let real = real.as_deref().unwrap_or(&home.dir);
        // The name tells the homes of one person apart.
        let tag = Sha::of(real.as_os_str().as_encoded_bytes()).to_string();
        let tag = tag.get(..16).unwrap_or(&tag);
        let state = etcetera::choose_base_strategy().ok();
        let state = state.and_then(|base| base.state_dir());
        let state = state.map(|state| state.join("duban").join("drafts").join(tag));
        let passing = std::env::temp_dir().join(format!("duban-drafts-{tag}"));
        let paths = std::iter::once(home.drafts()).chain(state).chain([passing]);
        let folders = paths.enumerate().map(|(n, path)| Folder {
            path,
            is_spare: n > 0,
            claim: OnceCell::new(),
        });
        Self {
            folders: folders.collect(),
        }
    }

    /// The files of this name, in every folder.
    fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
        self.folders
            .iter()
            .map(move |folder| folder.path.join(name))
    }
}

impl Workspace {
    /// Keeps a draft, in place of the one this process kept for the same form and item, and of those it was taken over
    /// from. Where the home does not take it, it is kept elsewhere, and older states of it stay where they are.
    ///
    /// # Errors
    ///
    /// If it cannot be written anywhere.
    pub fn keep_draft(&self, draft: &Draft, taken_over: &[Kept]) -> Result<Lodging, Failure> {
        let name = draft_name(&draft.form, draft.item);
        let mut why = None;
        for folder in &self.drafts.folders {
            match folder.keep(&name, draft) {
                Ok(()) => {
                    return Ok(match why {
                        Some(why) => Lodging::Elsewhere {
                            folder: folder.path.clone(),
                            why,
                        },
                        None => {
                            // What stays behind is offered once more than it had to be, and no more than that.
                            let older = taken_over.iter().flat_map(|kept| kept.files.clone());
                            let older = older.chain(self.drafts.files(&name));
                            let kept = folder.path.join(&name);
                            let _ = remove(older.filter(|other| *other != kept));
                            Lodging::Home
                        }
                    });
                }
                Err(failure) => why = why.or(Some(failure)),
            }
        }
        Err(why.unwrap_or(Failure::NoHome))
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
        let name = draft_name(form, item);
        let taken_over = taken_over.iter().flat_map(|kept| kept.files.clone());
        remove(taken_over.chain(self.drafts.files(&name)))
    }

    /// The drafts that no running process is writing, the latest first. A file that is no draft is passed over and
    /// stays where it is.
    ///
    /// Two processes may have left a draft of the same form and item each: the older ones get a number behind the name
    /// of the form, so that every draft has a name of its own.
    ///
    /// # Errors
    ///
    /// If the home's folder cannot be read.
    pub fn kept_drafts(&self) -> Result<Vec<Kept>, Failure> {
        let mut kept: Vec<Kept> = Vec::new();
        for folder in &self.drafts.folders {
            let found = match folder.kept() {
                Ok(found) => found,
                Err(error) if !folder.is_spare => {
                    return Err(Failure::File {
                        path: folder.path.clone(),
                        error,
                    });
                }
                Err(_) => continue,
            };
            for (file, draft) in found {
                // The same name in two folders is one draft, whose home took no more of it, or takes it again.
                let same = |kept: &&mut Kept| {
                    let mut files = kept.files.iter();
                    files.any(|other| other.file_name() == file.file_name())
                };
                match kept.iter_mut().find(same) {
                    Some(known) => {
                        known.files.push(file);
                        if known.draft.saved < draft.saved {
                            known.draft = draft;
                        }
                    }
                    None => kept.push(Kept {
                        files: vec![file],
                        draft,
                    }),
                }
            }
        }
        kept.sort_by(|a, b| b.draft.saved.cmp(&a.draft.saved));
        tell_apart(&mut kept);
        Ok(kept)
    }
}

impl Folder {
    /// Writes a draft under this name.
    fn keep(&self, name: &str, draft: &Draft) -> Result<(), Failure> {
        let file = self.path.join(name);
        let failed = |error| Failure::File {
            path: self.path.clone(),
            error,
        };
        self.make().map_err(failed)?;
        self.claim()?;
        let text = serde_json::to_string_pretty(draft).map_err(|error| failed(error.into()))?;
        replace_private(&file, &text).map_err(failed)
    }

    /// Makes the folder. Among temporary files somebody else may have made one of this name to read what is put there.
    fn make(&self) -> io::Result<()> {
        platform::create_private_dir(&self.path)?;
        if !self.is_spare {
            return Ok(());
        }
        if !platform::is_own_dir(&self.path) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        platform::make_private(&self.path)
    }

    /// The drafts in the folder that no running process is writing, with their files.
    fn kept(&self) -> io::Result<Vec<(PathBuf, Draft)>> {
        let entries = match std::fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if self.is_spare && !platform::is_own_dir(&self.path) {
            return Ok(Vec::new());
        }
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
                kept.push((file, draft));
            }
        }
        Ok(kept)
    }

    /// Takes the lock that says this process is writing drafts; the system gives it back however the process ends.
    fn claim(&self) -> Result<(), Failure> {
        if self.claim.get().is_some() {
            return Ok(());
        }
        let path = claim_file(&self.path, std::process::id());
        let file = File::create(&path).and_then(|file| {
            platform::make_private(&path)?;
            file.lock()?;
            Ok(file)
        });
        let file = file.map_err(|error| Failure::File {
            path: self.path.clone(),
            error,
        })?;
        let _ = self.claim.set(file);
        Ok(())
    }

    /// Whether the process of this number is there and writes drafts. A number alone says nothing: it may be a dead
    /// process that nobody has waited for, or another program's by now.
    fn is_writing(&self, process: u32) -> bool {
        let path = claim_file(&self.path, process);
        let Ok(file) = File::open(&path) else {
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
}

fn claim_file(folder: &Path, process: u32) -> PathBuf {
    folder.join(format!("{process}.lock"))
}

/// What the file of a draft of this process is called.
fn draft_name(form: &str, item: Option<ItemId>) -> String {
    let item = item.map_or_else(|| "new".to_owned(), |item| item.to_string());
    let form: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}-{form}-{item}.json", std::process::id())
}

/// Removes files, if they are there.
fn remove(files: impl Iterator<Item = PathBuf>) -> Result<(), Failure> {
    for file in files {
        match std::fs::remove_file(&file) {
            // Where no draft can be, as below a file or in a folder of somebody else, none is in the way.
            Err(error) if std::fs::symlink_metadata(&file).is_ok() => {
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
