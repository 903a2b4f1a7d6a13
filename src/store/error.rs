//! What the store could not do.

use rusqlite::ErrorCode;

use crate::model::NotAnId;
use crate::oplog::{Bad, Broken, Refusal};

/// What the store could not do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite says no.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The file was written by a newer program.
    #[error("schema {found}, this program knows {known}")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The file holds no home.
    #[error("not a home of duban: {0}")]
    NotAHome(String),
    /// Something in the file is not what was written.
    #[error("{0}")]
    Damaged(String),
    /// The owner of the home may not say it, by the roster as it is now.
    #[error("may not: {}", .0.as_str())]
    Refused(Refusal),
    /// It is about what somebody else said.
    #[error("somebody else said it")]
    NotOwn,
    /// An op could not be written as a line.
    #[error(transparent)]
    Line(#[from] Bad),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<NotAnId> for Error {
    fn from(error: NotAnId) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<Broken> for Error {
    fn from(error: Broken) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl Error {
    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.code() == Some(ErrorCode::DiskFull)
            || self.lacks_shared_memory()
            || matches!(self, Self::File(error) if error.kind() == std::io::ErrorKind::StorageFull)
    }

    /// Whether there was no room for the file that processes share (`-shm`): SQLite says no more than that it failed.
    #[must_use]
    pub fn lacks_shared_memory(&self) -> bool {
        let Self::Sqlite(error) = self else {
            return false;
        };
        let code = error.sqlite_error().map(|error| error.extended_code);
        code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
    }

    /// Whether the system said no, which SQLite tells without saying why.
    #[must_use]
    pub fn is_system(&self) -> bool {
        matches!(
            self.code(),
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure)
        )
    }

    /// Whether another process did not finish in time.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(
            self.code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
    }

    /// Whether what is in the file is not what was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_))
            || matches!(
                self.code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            )
    }

    /// Whether the file has not the tables that are asked for.
    #[must_use]
    pub fn is_other_schema(&self) -> bool {
        self.code() == Some(ErrorCode::Unknown)
    }

    /// Whether the file is none of SQLite's.
    #[must_use]
    pub fn is_no_database(&self) -> bool {
        self.code() == Some(ErrorCode::NotADatabase)
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code(),
            _ => None,
        }
    }
}
