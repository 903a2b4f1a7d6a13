//! The home of a workspace: where it is, how it is made, and where it must not be.

use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::failure::is_full;
use super::{Failure, SharingFailure};
use crate::oplog::{Identity, KeyError};
use crate::platform;
use crate::store::Store;

/// The files of a home.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) dir: PathBuf,
}

/// The bytes of the index that processes share, and as much again for other things.
const ROOM: usize = 64 * 1024;

/// Folders that sync programs leave at the top of what they sync, and the programs.
const SYNC_MARKS: &[(&str, &str)] = &[
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nutstore", "Nutstore"),
    (".owncloudsync.log", "Nextcloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".sync", "Resilio Sync"),
    (".tmp.drivedownload", "Google Drive"),
];

/// Names that synced folders go by, and the programs.
const SYNC_NAMES: &[(&str, &str)] = &[
    ("OneDrive", "OneDrive"),
    ("Dropbox", "Dropbox"),
    ("Nutstore", "Nutstore"),
    ("坚果云", "Nutstore"),
    ("我的坚果云", "Nutstore"),
    ("iCloudDrive", "iCloud"),
    ("Google Drive", "Google Drive"),
    ("iCloud Drive", "iCloud"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("百度网盘", "百度网盘"),
    ("BaiduNetdiskWorkspace", "百度网盘"),
    ("BaiduSyncdisk", "百度网盘"),
    ("WPS云盘", "WPS"),
    ("WPSDrive", "WPS"),
    ("阿里云盘", "阿里云盘"),
    ("微云", "微云"),
    ("微云同步助手", "微云"),
];

/// The home that the platform's data folder gives.
///
/// # Errors
///
/// If the environment names no data folder.
pub fn default_home() -> Result<PathBuf, Failure> {
    let base = etcetera::choose_base_strategy().map_err(|_| Failure::NoHome)?;
    Ok(base.data_dir().join("duban"))
}

/// Where the user's own settings file is looked for.
///
/// # Errors
///
/// If the environment names no configuration folder.
pub fn default_config() -> Result<PathBuf, Failure> {
    let base = etcetera::choose_base_strategy().map_err(|_| Failure::NoHome)?;
    Ok(base.config_dir().join("duban").join("config.toml"))
}

/// What this computer is called, for the roster.
#[must_use]
pub fn host_name() -> String {
    let name = platform::host().trim().to_owned();
    if name.is_empty() {
        "localhost".to_owned()
    } else {
        name
    }
}

impl Home {
    pub(super) fn database(&self) -> PathBuf {
        self.dir.join("duban.sqlite3")
    }

    pub(super) fn key(&self) -> PathBuf {
        self.dir.join("key")
    }

    pub(super) fn root_key(&self) -> PathBuf {
        self.dir.join("root-key")
    }

    /// What ties the log to this computer; see [`super::binding`].
    pub(super) fn binding(&self) -> PathBuf {
        self.dir.join("binding")
    }

    pub(super) fn drafts(&self) -> PathBuf {
        self.dir.join("drafts")
    }

    /// The home at `dir`, which need not be there.
    pub(super) fn at(dir: &Path) -> Result<Self, Failure> {
        let dir = std::path::absolute(dir).map_err(|error| Failure::File {
            path: dir.to_owned(),
            error,
        })?;
        refuse_shared(&dir)?;
        Ok(Self { dir })
    }

    /// Whether a path without links leads into the home.
    pub(super) fn holds(&self, real: &Path) -> bool {
        let home = self.dir.canonicalize();
        real.starts_with(home.as_deref().unwrap_or(&self.dir))
    }

    /// Refuses a home that cannot be written: opening one writes, whatever it is opened for.
    pub(super) fn refuse_read_only(&self) -> Result<(), Failure> {
        let folder = self.dir.ancestors().find(|folder| folder.exists());
        let database = self.database();
        let database = self.is_made().then_some(database.as_path());
        match folder
            .into_iter()
            .chain(database)
            .find(|path| !platform::can_write(path))
        {
            Some(path) => Err(Failure::ReadOnlyHome(path.to_owned())),
            None => Ok(()),
        }
    }

    /// Makes the folder, if it is not there.
    pub(super) fn make_folder(&self) -> Result<(), Failure> {
        if self.dir.is_dir() {
            return Ok(());
        }
        platform::create_private_dir(&self.dir).map_err(|error| self.file(&self.dir, error))
    }

    /// Whether there is a database already.
    pub(super) fn is_made(&self) -> bool {
        self.database().exists()
    }

    /// Finishes what a first run that was cut short had begun: the database was in its place, the keys were not yet.
    pub(super) fn finish_making(&self) -> Result<(), Failure> {
        for path in [self.key(), self.root_key()] {
            let waiting = making(&path);
            if self.is_made() && !path.exists() && waiting.exists() {
                std::fs::rename(&waiting, &path).map_err(|error| self.file(&path, error))?;
            }
        }
        Ok(())
    }

    /// Opens the database; on a full disk that may be more than SQLite can do.
    pub(super) fn store(&self) -> Result<Store, Failure> {
        Store::open(&self.database()).map_err(|error| match error {
            error if error.is_full() => Failure::FullHome(self.dir.clone()),
            error if (error.is_system() || error.is_busy()) && self.has_no_room() => {
                Failure::FullHome(self.dir.clone())
            }
            error => error.into(),
        })
    }

    /// Whether the disk has no room for what processes share of the database.
    pub(super) fn has_no_room(&self) -> bool {
        let path = self.dir.join(format!("room.{}", std::process::id()));
        let tried = replace_private(&path, &" ".repeat(ROOM));
        let _ = std::fs::remove_file(&path);
        tried.is_err_and(|error| is_full(&error))
    }

    /// Makes keys and database under other names, and puts the database in its place first: a key without a database
    /// then always means that the database was lost. The caller holds the lock.
    pub(super) fn make(
        &self,
        label: &str,
        fill: impl FnOnce(&Path, &Identity, &Identity) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.key().exists() {
            return Err(Failure::DatabaseMissing(self.database()));
        }
        refuse_in_share(&self.dir)?;
        let database = making(&self.database());
        for leftover in ["", "-wal", "-shm"] {
            let mut name = database.clone().into_os_string();
            name.push(leftover);
            remove_if_there(Path::new(&name)).map_err(|error| self.file(&database, error))?;
        }
        let key = self.generate(&self.key(), label)?;
        let root = self.generate(&self.root_key(), "duban root")?;
        // The rights are right before SQLite writes the first byte; its WAL inherits them.
        platform::create_private_file(&database).map_err(|error| self.file(&database, error))?;
        fill(&database, &key, &root)?;
        std::fs::rename(&database, self.database()).map_err(|error| self.file(&database, error))?;
        self.finish_making()
    }

    /// Makes a key and keeps it beside its place.
    fn generate(&self, path: &Path, comment: &str) -> Result<Identity, Failure> {
        let bad = |why: KeyError| Failure::KeyBad {
            path: path.to_owned(),
            why,
        };
        let key = Identity::generate(comment).map_err(bad)?;
        self.write_secret(&making(path), &key.to_openssh().map_err(bad)?)?;
        Ok(key)
    }

    /// Takes the home's lock, which is local and held only while something is made.
    pub(super) fn lock(&self) -> Result<File, Failure> {
        let path = self.dir.join("lock");
        let file = self.lock_file(&path)?;
        file.lock().map_err(|error| self.file(&path, error))?;
        Ok(file)
    }

    /// A file that processes lock, made if it is not there.
    fn lock_file(&self, path: &Path) -> Result<File, Failure> {
        let file = match platform::create_private_file(path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                File::options().write(true).open(path)
            }
            made => made,
        };
        file.map_err(|error| self.file(path, error))
    }

    /// Takes the lock under which one process of the home at a time exchanges with the share. One that `waits` waits for
    /// another; `None` is for one that does not.
    pub(super) fn lock_share(&self, waits: bool) -> Result<Option<File>, Failure> {
        let path = self.dir.join("share.lock");
        let file = self.lock_file(&path)?;
        let locked = if waits {
            file.lock()
        } else {
            match file.try_lock() {
                Ok(()) => Ok(()),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => Err(error),
            }
        };
        locked.map_err(|error| self.file(&path, error))?;
        Ok(Some(file))
    }

    /// Takes the drafts of another home over: what somebody typed there is offered here.
    pub(super) fn copy_drafts(&self, from: &Path) -> Result<(), Failure> {
        let from = Self {
            dir: from.to_owned(),
        };
        let Ok(entries) = from.drafts().read_dir() else {
            // It never had any.
            return Ok(());
        };
        for entry in entries.flatten() {
            let (path, there) = (entry.path(), self.drafts().join(entry.file_name()));
            if path.extension().is_none_or(|kind| kind != "json") || there.exists() {
                continue;
            }
            platform::create_private_dir(&self.drafts())
                .map_err(|error| self.file(&there, error))?;
            let text = std::fs::read_to_string(&path).map_err(|error| self.file(&path, error))?;
            self.write_secret(&there, &text)?;
        }
        Ok(())
    }

    /// Writes a new private file that is whole or not there.
    pub(super) fn write_secret(&self, path: &Path, text: &str) -> Result<(), Failure> {
        replace_private(path, text).map_err(|error| self.file(path, error))
    }

    fn file(&self, path: &Path, error: std::io::Error) -> Failure {
        Failure::File {
            path: path.to_owned(),
            error,
        }
    }
}

/// The name of a file while it is being made.
fn making(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".making");
    PathBuf::from(name)
}

/// Removes a file that may not be there.
pub(super) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a private file under its final name in one step: whole or not there, also after a crash.
pub(super) fn replace_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = path.with_file_name(name);
    let _ = std::fs::remove_file(&temporary);
    let written = platform::create_private_file(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written
        .and_then(|()| std::fs::rename(&temporary, path))
        .inspect_err(|_| {
            let _ = std::fs::remove_file(&temporary);
        })
}

/// Whether a folder is the plan's on a share: nothing private may lie in it.
pub(super) fn is_plan_folder(path: &Path) -> bool {
    let named = path
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.len() == 13 && name.ends_with("-v1"));
    named && path.join("roster").is_dir()
}

/// Refuses a home that would lie in a share: its private key would be there for everybody to read.
pub(super) fn refuse_in_share(dir: &Path) -> Result<(), Failure> {
    let real = real_path(dir);
    for ancestor in dir.ancestors().chain(real.ancestors()) {
        let mut inside = ancestor.read_dir().into_iter().flatten().flatten();
        if is_plan_folder(ancestor) || inside.any(|entry| is_plan_folder(&entry.path())) {
            return Err(SharingFailure::HomeInShare(ancestor.to_owned()).into());
        }
    }
    Ok(())
}

/// What a folder lies in, as far as it exists: where links lead to is what counts.
fn real_path(dir: &Path) -> PathBuf {
    dir.ancestors()
        .find_map(|ancestor| ancestor.canonicalize().ok())
        .unwrap_or_else(|| dir.to_owned())
}

/// A live database on a network file system or in a synced folder loses acknowledged writes (`sync.md` 0, no. 1).
fn refuse_shared(dir: &Path) -> Result<(), Failure> {
    let path = dir.to_owned();
    if let Some(kind) = platform::network_mount(dir) {
        return Err(Failure::NetworkHome { path, kind });
    }
    let real = real_path(dir);
    for ancestor in dir.ancestors().chain(real.ancestors()) {
        let mark = SYNC_MARKS
            .iter()
            .find(|(mark, _)| ancestor.join(mark).exists());
        let name = ancestor
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let named = SYNC_NAMES.iter().find(|(known, _)| {
            name == *known
                || name
                    .strip_prefix(known)
                    .is_some_and(|rest| rest.starts_with([' ', '-']))
        });
        if let Some((_, by)) = mark.or(named) {
            return Err(Failure::SyncedHome {
                path,
                by: (*by).to_owned(),
            });
        }
    }
    Ok(())
}
