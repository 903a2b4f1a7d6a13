//! An exchange with a share: a transaction in which home and share are brought together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::evaluate::{self, evaluate};
use super::known::{Known, answers};
use super::{Held, files, log_number, papers};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Accepted, Body, Chain, Head, Hlc, Law, Line, LogId, LogState, News, Op, Replica, Request,
    RosterFile, Said, Seen, Segment, Signed, State, Stop, Unsealed,
};
use crate::store::append::{heard, insert, insert_document};
use crate::store::{Error, Store, apply, set_local, unread};

/// How much of the file a sharing transaction may keep in memory, in KiB.
const CACHE_KIB: i64 = 48 * 1024;

/// A home that takes what a share holds.
#[derive(Debug)]
pub struct Sharing<'a> {
    db: Transaction<'a>,
    known: Known<'a>,
    now: DateTime<Utc>,
    heard: Hlc,
    /// Whether there is no plan here yet: whatever comes is laid down with it.
    is_bare: bool,
    news: evaluate::News,
}

impl Store {
    /// Opens a transaction to exchange what is new with the share that goes by the name `place`.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn share(&mut self, place: &str, now: DateTime<Utc>) -> Result<Sharing<'_>, Error> {
        // Ids are scattered over the file: what is touched again and again stays in memory meanwhile.
        self.db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let is_bare = "SELECT NOT EXISTS (SELECT 1 FROM plan)";
        if self.db.query_row(is_bare, [], |row| row.get(0))? {
            self.fill(true)?;
        }
        let db = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        Ok(Sharing {
            heard: heard(&db)?,
            known: self.known(place)?,
            now,
            is_bare: db.query_row(is_bare, [], |row| row.get(0))?,
            news: evaluate::News::default(),
            db,
        })
    }
}

impl Sharing<'_> {
    /// Keeps all that was taken and marked.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write; then nothing was taken.
    pub fn commit(self) -> Result<(), Error> {
        set_local(&self.db, "heard", &self.heard.to_string())?;
        self.db.commit()?;
        Ok(())
    }

    /// The roster as it is now.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.known.chain
    }

    /// Writes what a look held back.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn take_held(&mut self, held: Held) -> Result<(), Error> {
        for signed in &held.kept {
            self.keep_signed(signed)?;
        }
        for signed in &held.forgotten {
            self.forget_signed(signed)?;
        }
        for (name, seen) in &held.marks {
            self.mark(name, seen)?;
        }
        Ok(())
    }

    /// Keeps the own request, in place of one before.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn ask(&mut self, request: &Request) -> Result<(), Error> {
        papers::ask(&self.db, request)
    }

    /// The heads of the logs from which there is something that no entry covers yet, of people whom an entry that
    /// changes nobody can judge.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn to_accept(&self) -> Result<Vec<Accepted>, Error> {
        to_accept(&self.db, self.known.chain.state())
    }

    /// Lays down one op of another home, and gives its number.
    fn take_op(&mut self, log: i64, op: &Op, line: &Line) -> Result<i64, Error> {
        let n = insert(&self.db, log, op, &line.text, line.id)?;
        self.news.since.get_or_insert(n - 1);
        self.news.anew |= self.is_bare;
        // Where everything is laid down anew in the end, only whose log it is and what document is wanted must be known
        // before.
        if !self.news.anew || matches!(op.said, Said::Hello { .. } | Said::Adopt { .. }) {
            apply::record(&self.db, self.known.chain.state(), (n, line.id), log, op)?;
        }
        if !self.is_bare {
            // To a newcomer everything is new.
            unread::mark(&self.db, log, line.id, &op.said)?;
        }
        self.news.anew |= matches!(op.said, Said::Adopt { .. });
        self.heard = self.heard.hear(op.hlc, self.now, Law::REAL);
        Ok(n)
    }
}

impl Replica for Sharing<'_> {
    answers!();

    fn seen(&self, name: &str) -> Result<Option<Seen>, Error> {
        self.known.seen(&self.db, name)
    }

    fn mark(&mut self, name: &str, seen: &Seen) -> Result<(), Error> {
        let size = i64::try_from(seen.size).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "INSERT INTO seen (place, name, size, finding) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (place, name) DO UPDATE SET size = excluded.size, finding = excluded.finding",
            )?
            .execute(params![
                self.known.place,
                name,
                size,
                serde_json::to_string(&seen.finding)?
            ])?;
        Ok(())
    }

    fn signed(&self, log: LogId) -> Result<Vec<Signed>, Error> {
        files::signed(&self.db, log)
    }

    fn keep_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        files::keep(&self.db, signed)
    }

    fn forget_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        files::forget(&self.db, signed)
    }

    fn take(
        &mut self,
        segment: &Segment,
        news: News,
        texts: &[(OpId, &Body)],
        sealed: bool,
    ) -> Result<(), Error> {
        let log = match log_number(&self.db, segment.log)? {
            Some(n) => n,
            None => {
                self.db
                    .execute("INSERT INTO log (id) VALUES (?1)", [segment.log.as_str()])?;
                self.db.last_insert_rowid()
            }
        };
        let texts: HashMap<OpId, &Body> = texts.iter().copied().collect();
        for (at, (op, line)) in segment.ops.iter().enumerate() {
            let text = texts.get(&line.id);
            let is_new = at >= news.known;
            let n = match (is_new, text) {
                (true, _) => self.take_op(log, op, line)?,
                (false, None) => continue,
                (false, Some(_)) => match super::number(&self.db, line.id)? {
                    Some(n) => n,
                    None => continue,
                },
            };
            let Some(body) = text else {
                continue;
            };
            let added = self
                .db
                .prepare_cached(
                    "INSERT INTO body (op, salt, text) VALUES (?1, ?2, ?3) ON CONFLICT (op) DO NOTHING",
                )?
                .execute(params![n, body.salt.as_str(), body.text])?;
            // Words that come later than their op show with it.
            self.news.anew |= added > 0 && self.news.since.is_none_or(|since| n <= since);
        }
        if news.known < segment.ops.len() {
            self.news.logs.insert(segment.log);
        }
        if news.branch {
            self.db
                .prepare_cached("UPDATE author SET forked = 1 WHERE log = ?1")?
                .execute([log])?;
            self.news.anew = true;
        }
        self.keep_signed(&Signed {
            log: segment.log,
            first: segment.first(),
            last: segment.head.seq,
            head: segment.head.id,
            sealed,
            name26: segment.name26.clone(),
            seal: segment.seal.clone(),
        })?;
        // Of another's tails the newest holds what the others held; its owner alone decides when they go from the share.
        self.db
            .prepare_cached(
                "DELETE FROM signed WHERE log = ?1 AND sealed = 0
                   AND log NOT IN (SELECT log FROM own) AND NOT (SELECT forked FROM author WHERE log = ?1)
                   AND EXISTS (
                     SELECT 1 FROM signed AS t WHERE t.log = ?1 AND t.sealed = 0 AND t.last > signed.last
                       AND (t.first <= signed.first OR EXISTS (
                         SELECT 1 FROM signed AS s WHERE s.log = ?1 AND s.sealed = 1 AND s.last + 1 = t.first)))",
            )?
            .execute([log])?;
        Ok(())
    }

    fn park(&mut self, name: &str, log: LogId, first: u64, bytes: &[u8]) -> Result<(), Error> {
        self.db.execute(
            "INSERT OR IGNORE INTO parked (name, log, first, bytes) VALUES (?1, ?2, ?3, ?4)",
            params![
                name,
                log.as_str(),
                i64::try_from(first).unwrap_or(i64::MAX),
                bytes
            ],
        )?;
        Ok(())
    }

    fn unpark(&mut self, log: LogId) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let parked = {
            let mut found = self
                .db
                .prepare_cached("SELECT name, bytes FROM parked WHERE log = ?1 ORDER BY first")?;
            found
                .query_map([log.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<_>, _>>()?
        };
        self.db
            .execute("DELETE FROM parked WHERE log = ?1", [log.as_str()])?;
        Ok(parked)
    }

    fn take_entry(&mut self, file: &RosterFile) -> Result<bool, Error> {
        let new = papers::take_entry(&self.db, file)?;
        self.news.entries |= new;
        Ok(new)
    }

    fn take_request(&mut self, request: &Request) -> Result<(), Error> {
        papers::take_request(&self.db, request)
    }

    fn take_document(&mut self, bytes: &[u8]) -> Result<(), Error> {
        insert_document(&self.db, bytes)?;
        self.news.anew = true;
        Ok(())
    }

    fn settle(&mut self) -> Result<Option<Stop>, Error> {
        let news = std::mem::take(&mut self.news);
        if self.is_bare && news.since.is_some() {
            // A newcomer's home takes all there is first, the plan at the end of it; it is judged once that is here.
            evaluate::fall_behind(&self.db)?;
        } else if news.since.is_some() || news.entries || news.anew {
            self.known.chain = Arc::new(evaluate(
                &self.db,
                self.known.genesis,
                self.known.plan,
                &news,
            )?);
            self.known.erased.take();
        }
        Ok(self.known.chain.stop.clone())
    }
}

/// The heads of the logs from which there is something that no entry covers yet.
pub(super) fn to_accept(db: &Connection, state: &State) -> Result<Vec<Accepted>, Error> {
    let mut found = db.prepare_cached(
        "SELECT l.id, a.key, o.seq, o.id, CASE WHEN a.forked THEN o.line END FROM author AS a JOIN log AS l ON l.n = a.log JOIN op AS o ON o.log = l.n
         LEFT JOIN verdict AS v ON v.op = o.n
         WHERE CASE WHEN a.forked THEN v.entry IS NULL ELSE o.seq > a.settled END
           AND (a.forked OR o.seq = (SELECT max(seq) FROM op WHERE log = l.n))
         ORDER BY l.id, o.seq, o.id",
    )?;
    let mut rows = found.query([])?;
    let mut accepted: Vec<Accepted> = Vec::new();
    // Of a log with branches the ends of all of them.
    let mut followed: HashSet<OpId> = HashSet::new();
    while let Some(row) = rows.next()? {
        let key: String = row.get(1)?;
        let Some(log) = super::log_id(row)? else {
            continue;
        };
        if let Some(line) = row.get::<_, Option<String>>(4)? {
            followed.insert(Op::parse_kept(&line)?.prev);
        }
        // What an entry accepted and is not here comes first: nobody skips over it.
        let lacks = match state.accepted.get(&log) {
            Some(last) => super::number(db, last.head)?.is_none(),
            None => false,
        };
        if state.person_of(&key).is_some() && !lacks {
            accepted.push(Accepted {
                log,
                seq: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                head: OpId::from_bytes(row.get(3)?),
            });
        }
    }
    accepted.retain(|accepted| !followed.contains(&accepted.head));
    Ok(accepted)
}
