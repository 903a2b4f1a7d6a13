//! What is kept beside the logs: entries of the roster, requests, documents.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::model::Sha;
use crate::oplog::{Body, LogId, Request, RosterFile, Salt, Seal, SshVerifier};
use crate::store::Error;

/// Keeps an entry of the roster, in force or not; says whether it is new.
pub(super) fn take_entry(db: &Connection, file: &RosterFile) -> Result<bool, Error> {
    let body = file.texts.first().map(|(_, body)| body);
    let new = db.execute(
        "INSERT OR IGNORE INTO entry (name, n, id, signer, line, header, last, armor, salt, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            file.name26,
            i64::try_from(file.entry).unwrap_or(i64::MAX),
            file.id.bytes(),
            file.signer,
            file.line,
            file.seal.header,
            file.seal.end,
            file.seal.armor,
            body.map(|body| body.salt.as_str()),
            body.map(|body| &body.text),
        ],
    )? > 0;
    Ok(new)
}

/// The entries that are here: their numbers and what their names must hold.
pub(super) fn entries(db: &Connection) -> Result<Vec<(u64, String)>, Error> {
    let mut found = db.prepare_cached("SELECT n, name FROM entry ORDER BY n, name")?;
    let mut rows = found.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push((
            u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0),
            row.get(1)?,
        ));
    }
    Ok(entries)
}

/// The file of an entry.
pub(super) fn entry_file(db: &Connection, name26: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(db
        .prepare_cached("SELECT line, header, last, armor, salt, text FROM entry WHERE name = ?1")?
        .query_row([name26], |row| {
            let (line, salt): (String, Option<String>) = (row.get(0)?, row.get(4)?);
            let seal = Seal {
                header: row.get(1)?,
                end: row.get(2)?,
                armor: row.get(3)?,
            };
            let text: Option<String> = row.get(5)?;
            let salt = salt.as_deref().and_then(Salt::parse);
            let body = salt.zip(text).map(|(salt, text)| Body { salt, text });
            Ok(seal.file([line.as_str()], body.as_slice()))
        })
        .optional()?)
}

/// The requests of newcomers that are here, own ones left out.
pub(super) fn requests(db: &Connection, plan: Sha) -> Result<Vec<Request>, Error> {
    let mut found = db.prepare_cached("SELECT bytes FROM request WHERE own = 0 ORDER BY name")?;
    let mut rows = found.query([])?;
    let mut requests = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
        if let Ok(request) = Request::read(bytes, plan, &SshVerifier) {
            requests.push(request);
        }
    }
    Ok(requests)
}

/// The logs of the newcomers whose requests are here.
pub(super) fn asked(db: &Connection) -> Result<Vec<LogId>, Error> {
    let mut found = db.prepare_cached("SELECT DISTINCT log FROM request")?;
    let logs: Vec<String> = found
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(logs.iter().filter_map(|log| log.parse().ok()).collect())
}

/// The own request that waits for an answer.
pub(super) fn own_request(db: &Connection, plan: Sha) -> Result<Option<Request>, Error> {
    let bytes: Option<Vec<u8>> = db
        .query_row("SELECT bytes FROM request WHERE own = 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    let read = |bytes: Vec<u8>| {
        Request::read(&bytes, plan, &SshVerifier)
            .map_err(|flaw| Error::Damaged(format!("the own request: {flaw}")))
    };
    bytes.map(read).transpose()
}

/// Keeps the own request, in place of one before.
pub(super) fn ask(db: &Connection, request: &Request) -> Result<(), Error> {
    db.execute("DELETE FROM request WHERE own = 1", [])?;
    db.execute(
        "INSERT OR REPLACE INTO request (name, log, own, bytes) VALUES (?1, ?2, 1, ?3)",
        params![request.name26, request.log.as_str(), request.bytes()],
    )?;
    Ok(())
}

/// Keeps a newcomer's request.
pub(super) fn take_request(db: &Connection, request: &Request) -> Result<(), Error> {
    db.execute(
        "INSERT OR IGNORE INTO request (name, log, own, bytes) VALUES (?1, ?2, 0, ?3)",
        params![request.name26, request.log.as_str(), request.bytes()],
    )?;
    Ok(())
}

/// The documents that ops here name and that are not here.
pub(super) fn wanted_documents(db: &Connection) -> Result<Vec<Sha>, Error> {
    let mut found = db.prepare_cached(
        "SELECT sha256 FROM (SELECT sha256 FROM adopted UNION SELECT sha256 FROM closing UNION SELECT sha256 FROM attached)
         WHERE sha256 NOT IN (SELECT sha256 FROM document)",
    )?;
    Ok(found
        .query_map([], |row| row.get(0).map(Sha::from_bytes))?
        .collect::<Result<Vec<_>, _>>()?)
}

/// The names of the documents that are here.
pub(super) fn documents(db: &Connection) -> Result<Vec<Sha>, Error> {
    let mut found = db.prepare_cached("SELECT sha256 FROM document ORDER BY n")?;
    Ok(found
        .query_map([], |row| row.get(0).map(Sha::from_bytes))?
        .collect::<Result<Vec<_>, _>>()?)
}

/// The bytes of a document.
pub(in crate::store) fn document(db: &Connection, sha: Sha) -> Result<Option<Vec<u8>>, Error> {
    Ok(db
        .prepare_cached("SELECT bytes FROM document WHERE sha256 = ?1")?
        .query_row([sha.bytes()], |row| row.get(0))
        .optional()?)
}
