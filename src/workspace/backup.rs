//! Backup and restore: one file that holds everything, and a home made of it.

use std::path::{Path, PathBuf};

use super::home::{Home, refuse_in_share};
use super::{BadBackup, Failure, Workspace};
use crate::config;
use crate::platform;
use crate::store::{Report, Store};

impl Workspace {
    /// Writes a backup: the database with the keys inside, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// If the file exists and `replace` is not [`Replace::Yes`], or cannot be written.
    pub fn backup(&self, file: &Path, replace: Replace) -> Result<(), Failure> {
        if file.exists() && replace == Replace::No {
            return Err(Failure::Exists(file.to_owned()));
        }
        let failed = |error| Failure::File {
            path: file.to_owned(),
            error,
        };
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let temporary = file.with_file_name(name);
        let _ = std::fs::remove_file(&temporary);
        // SQLite writes into the empty file, so the rights are right from the first byte.
        platform::create_private_file(&temporary).map_err(failed)?;
        let mut secrets = Vec::new();
        for path in [self.home.key(), self.home.root_key()] {
            if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                secrets.push((name, text));
            }
        }
        let written = self
            .store
            .backup(&temporary, &secrets)
            .map_err(Failure::from);
        written
            .and_then(|()| std::fs::rename(&temporary, file).map_err(failed))
            .inspect_err(|_| {
                let _ = std::fs::remove_file(&temporary);
            })
    }
}

/// Whether something that exists may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// It may not.
    No,
    /// It may.
    Yes,
}

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// What the check of the backup found; there is no damage in it.
    pub report: Report,
    /// Where the home that was there has gone.
    pub moved: Option<PathBuf>,
}

/// Makes a home of a backup, after checking all of it. A home that is there is refused, or moved aside, never deleted.
///
/// The next op begins a new log: the old one may have gone on elsewhere since the backup was made.
///
/// # Errors
///
/// If the backup is damaged or none, if a home must not be in this folder, or if there is one and `replace` is not [`Replace::Yes`].
pub fn restore(
    file: &Path,
    dir: &Path,
    replace: Replace,
    stamp: &str,
) -> Result<Restored, Failure> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::File { path, error }
    };
    // Before anything is moved or written: the keys are in the backup as well.
    let home = Home::at(dir)?;
    refuse_in_share(&home.dir)?;
    std::fs::metadata(file).map_err(failed(file))?;
    let bad = |why: BadBackup| Failure::BadBackup {
        path: file.to_owned(),
        why,
    };
    let (backup, secrets) = Store::open_backup(file).map_err(|error| bad(error.into()))?;
    let zone = config::zone(&backup.genesis().rules.zone).ok_or_else(|| bad(BadBackup::Damaged))?;
    let report = backup.verify(zone).map_err(|error| bad(error.into()))?;
    if !report.damage.is_empty() {
        return Err(bad(BadBackup::Damaged));
    }
    drop(backup);
    let mut moved = None;
    if Workspace::is_in(dir) {
        if replace == Replace::No {
            return Err(Failure::HomeExists(dir.to_owned()));
        }
        let mut name = dir.file_name().unwrap_or_default().to_owned();
        name.push(format!(".before-restore-{stamp}"));
        let aside = dir.with_file_name(name);
        if aside.exists() {
            return Err(Failure::Exists(aside));
        }
        std::fs::rename(dir, &aside).map_err(failed(&aside))?;
        moved = Some(aside);
    }
    home.make_folder()?;
    let _lock = home.lock()?;
    for (name, text) in &secrets {
        let path = match name.as_str() {
            "key" => home.key(),
            "root-key" => home.root_key(),
            _ => continue,
        };
        home.write_secret(&path, text)?;
    }
    let database = home.database();
    platform::create_private_file(&database).map_err(failed(&database))?;
    std::fs::copy(file, &database).map_err(failed(&database))?;
    platform::make_private(&database).map_err(failed(&database))?;
    let mut store = Store::open(&database)?;
    store.forget_secrets()?;
    store.retire_log()?;
    Ok(Restored { report, moved })
}
