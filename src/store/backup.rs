//! A backup: one SQLite file that holds everything of a home, its keys among it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::{Error, Store, schema, set_local};

impl Store {
    /// Writes a consistent copy to `file`, which must not exist, with the named secrets inside.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn backup(&self, file: &Path, secrets: &[(String, String)]) -> Result<(), Error> {
        let target = file
            .to_str()
            .ok_or_else(|| Error::NotAHome(file.display().to_string()))?;
        self.db.execute("VACUUM INTO ?1", [target])?;
        let copy = Connection::open(file)?;
        for (name, text) in secrets {
            set_local(&copy, &format!("secret:{name}"), text)?;
        }
        copy.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    /// Reads a backup without changing it: the store and the secrets in it.
    ///
    /// # Errors
    ///
    /// If the file is no backup of a home, or a newer program's.
    pub fn open_backup(file: &Path) -> Result<(Self, Vec<(String, String)>), Error> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let is_home: Option<i64> = db
            .query_row(
                "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'roster'",
                [],
                |row| row.get(0),
            )
            .optional()?;
        if is_home.is_none() {
            return Err(Error::NotAHome(file.display().to_string()));
        }
        schema::versions(&db)?;
        let mut secrets = Vec::new();
        {
            let mut found =
                db.prepare("SELECT substr(key, 8), value FROM local WHERE key LIKE 'secret:%'")?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                secrets.push((row.get(0)?, row.get(1)?));
            }
        }
        Ok((Self::of(db)?, secrets))
    }

    /// Takes the secrets of a backup out of a store that was restored from it: they live in files of their own.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn forget_secrets(&self) -> Result<(), Error> {
        self.db
            .execute("DELETE FROM local WHERE key LIKE 'secret:%'", [])?;
        Ok(())
    }
}
