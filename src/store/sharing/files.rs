//! The files of ops that were signed, own and others': which there are, and what is in them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::log_number;
use crate::model::OpId;
use crate::oplog::{Body, LogId, Op, Salt, Seal, Signed, Unsealed};
use crate::store::Error;

/// The files of a log, sealed ones first, by their first op.
pub(super) fn signed(db: &Connection, log: LogId) -> Result<Vec<Signed>, Error> {
    let mut found = db.prepare_cached(
        "SELECT s.sealed, s.first, s.last, s.name, s.head, s.header, s.end, s.armor
         FROM signed AS s JOIN log AS l ON l.n = s.log WHERE l.id = ?1
         ORDER BY s.sealed DESC, s.first, s.last, s.name",
    )?;
    let number = |row: &rusqlite::Row<'_>, at: usize| {
        row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0))
    };
    let signed = found
        .query_map([log.as_str()], |row| {
            Ok(Signed {
                log,
                sealed: row.get(0)?,
                first: number(row, 1)?,
                last: number(row, 2)?,
                name26: row.get(3)?,
                head: OpId::from_bytes(row.get(4)?),
                seal: Arc::new(Seal {
                    header: row.get(5)?,
                    end: row.get(6)?,
                    armor: row.get(7)?,
                }),
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(signed)
}

/// Keeps a file that was signed.
pub(super) fn keep(db: &Connection, signed: &Signed) -> Result<(), Error> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT OR IGNORE INTO signed (log, sealed, first, last, name, head, header, end, armor)
             SELECT n, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM log WHERE id = ?1",
    )?
    .execute(params![
        signed.log.as_str(),
        signed.sealed,
        number(signed.first),
        number(signed.last),
        signed.name26,
        signed.head.bytes(),
        signed.seal.header,
        signed.seal.end,
        signed.seal.armor,
    ])?;
    Ok(())
}

/// Forgets a tail that was replaced.
pub(super) fn forget(db: &Connection, signed: &Signed) -> Result<(), Error> {
    db.prepare_cached("DELETE FROM signed WHERE name = ?1 AND sealed = ?2")?
        .execute(params![signed.name26, signed.sealed])?;
    Ok(())
}

/// The ops of an own log, whose files `signed` tells, behind its last sealed segment.
pub(super) fn unsealed(
    db: &Connection,
    log: LogId,
    signed: impl FnOnce() -> Result<Vec<Signed>, Error>,
) -> Result<Unsealed, Error> {
    let Some(n) = log_number(db, log)? else {
        return Ok(Unsealed::default());
    };
    let sealed: Option<(i64, [u8; 32])> = db
        .prepare_cached(
            "SELECT last, head FROM signed WHERE log = ?1 AND sealed = 1 ORDER BY last DESC LIMIT 1",
        )?
        .query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, prev) = sealed.map_or((-1, OpId::default()), |(last, head)| {
        (last, OpId::from_bytes(head))
    });
    let mut found =
        db.prepare_cached("SELECT line, id FROM op WHERE log = ?1 AND seq > ?2 ORDER BY seq, id")?;
    let mut lines = found
        .query_map(params![n, last], |row| {
            Ok((row.get(0)?, OpId::from_bytes(row.get(1)?)))
        })?
        .collect::<Result<Vec<(String, OpId)>, _>>()?;
    drop(found);
    if is_forked(db, n)? {
        lines = branch(lines, &signed()?)?;
    }
    Ok(Unsealed {
        first: u64::try_from(last + 1).unwrap_or(0),
        prev,
        lines,
    })
}

/// The lines of a signed file and the texts of its ops that are here.
pub(super) fn content(db: &Connection, signed: &Signed) -> Result<(Vec<String>, Vec<Body>), Error> {
    let Some(n) = log_number(db, signed.log)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let mut found = db.prepare_cached(
        "SELECT o.line, o.id, b.salt, b.text FROM op AS o LEFT JOIN body AS b ON b.op = o.n
         WHERE o.log = ?1 AND o.seq BETWEEN ?2 AND ?3 ORDER BY o.seq DESC",
    )?;
    let mut rows = found.query(params![n, number(signed.first), number(signed.last)])?;
    // Back from the head, so that of two branches the right one is taken.
    let mut at = signed.head;
    let (mut lines, mut bodies) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        if OpId::from_bytes(row.get(1)?) != at {
            continue;
        }
        let line: String = row.get(0)?;
        let op = Op::parse_kept(&line)?;
        at = op.prev;
        let (salt, text): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let salt = salt.as_deref().and_then(Salt::parse);
        bodies.extend(salt.zip(text).map(|(salt, text)| Body { salt, text }));
        lines.push(line);
    }
    lines.reverse();
    bodies.reverse();
    Ok((lines, bodies))
}

fn is_forked(db: &Connection, log: i64) -> Result<bool, Error> {
    Ok(db
        .prepare_cached("SELECT forked FROM author WHERE log = ?1")?
        .query_row([log], |row| row.get(0))
        .optional()?
        .unwrap_or_default())
}

/// One branch of the ops of a log that forked, from its end back: that which no file was signed of yet, if there is one.
fn branch(lines: Vec<(String, OpId)>, signed: &[Signed]) -> Result<Vec<(String, OpId)>, Error> {
    let mut before: HashMap<OpId, OpId> = HashMap::new();
    for (line, id) in &lines {
        before.insert(*id, Op::parse_kept(line)?.prev);
    }
    let followed: HashSet<OpId> = before.values().copied().collect();
    let ends = || {
        lines
            .iter()
            .map(|(_, id)| *id)
            .filter(|id| !followed.contains(id))
    };
    let unsigned = ends().find(|end| signed.iter().all(|file| file.head != *end));
    let mut way: HashSet<OpId> = HashSet::new();
    let mut at = unsigned.or_else(|| ends().next());
    while let Some(id) = at.filter(|id| way.insert(*id)) {
        at = before
            .get(&id)
            .copied()
            .filter(|prev| before.contains_key(prev));
    }
    Ok(lines
        .into_iter()
        .filter(|(_, id)| way.contains(id))
        .collect())
}
