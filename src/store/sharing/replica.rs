//! The store as the share sees it.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::evaluate::{self, evaluate};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Accepted, Body, Chain, Genesis, Head, Hlc, Law, Line, LogId, LogState, News, Op, Replica,
    Request, RosterFile, Said, Salt, Seal, Seen, Segment, Signed, SshVerifier, Stop, Unsealed,
};
use crate::store::append::{heard, insert, insert_document};
use crate::store::{Error, Store, apply, set_local, unread};

/// How much of the file a sharing transaction may keep in memory, in KiB.
const CACHE_KIB: i64 = 48 * 1024;

/// Where a home is read from, and whether it is written.
#[derive(Debug)]
enum Db<'a> {
    /// A transaction: what is taken stays, once it is committed.
    Write(Transaction<'a>),
    /// A look: what would be written is held back, so that nobody waits for a slow share.
    Look(&'a Connection),
}

impl Deref for Db<'_> {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        match self {
            Self::Write(tx) => tx,
            Self::Look(db) => db,
        }
    }
}

/// What a look would have written: marks of files, and the files that it signed or replaced.
#[derive(Debug, Default)]
pub struct Held {
    marks: HashMap<String, Seen>,
    kept: Vec<Signed>,
    forgotten: Vec<Signed>,
}

/// A home beside a share: a transaction in which both are brought together, or a look at what there is to do.
#[derive(Debug)]
pub struct Sharing<'a> {
    tx: Db<'a>,
    held: Held,
    genesis: &'a Genesis,
    plan: Sha,
    chain: Arc<Chain>,
    /// Which share this is: what was seen on one says nothing of another.
    place: String,
    now: DateTime<Utc>,
    heard: Hlc,
    /// Whether there is no plan here yet: whatever comes is laid down with it.
    is_bare: bool,
    /// The ops whose texts are erased for good, once that was asked.
    erased: OnceCell<HashSet<OpId>>,
    news: evaluate::News,
}

impl Store {
    /// Opens a transaction to exchange what is new with the share that goes by the name `place`.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn share(&mut self, place: &str, now: DateTime<Utc>) -> Result<Sharing<'_>, Error> {
        let chain = self.chain()?;
        // Ids are scattered over the file: what is touched again and again stays in memory meanwhile.
        self.db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let is_bare = "SELECT NOT EXISTS (SELECT 1 FROM plan)";
        if self.db.query_row(is_bare, [], |row| row.get(0))? {
            self.fill(true)?;
        }
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let is_bare = tx.query_row(is_bare, [], |row| row.get(0))?;
        Ok(Sharing {
            heard: heard(&tx)?,
            held: Held::default(),
            genesis: &self.genesis,
            plan: self.plan,
            chain,
            place: place.to_owned(),
            now,
            is_bare,
            erased: OnceCell::new(),
            news: evaluate::News::default(),
            tx: Db::Write(tx),
        })
    }

    /// Looks at what there is to exchange with the share that goes by the name `place`, holding nobody up: nothing is
    /// written, and no op is taken.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn look_at_share(&self, place: &str, now: DateTime<Utc>) -> Result<Sharing<'_>, Error> {
        Ok(Sharing {
            heard: heard(&self.db)?,
            held: Held::default(),
            genesis: &self.genesis,
            plan: self.plan,
            chain: self.chain()?,
            place: place.to_owned(),
            now,
            is_bare: false,
            erased: OnceCell::new(),
            news: evaluate::News::default(),
            tx: Db::Look(&self.db),
        })
    }
}

impl Held {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.kept.is_empty() && self.forgotten.is_empty()
    }
}

impl Sharing<'_> {
    /// Keeps all that was taken and marked.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write; then nothing was taken.
    pub fn commit(self) -> Result<(), Error> {
        let Db::Write(tx) = self.tx else {
            return Ok(());
        };
        set_local(&tx, "heard", &self.heard.to_string())?;
        tx.commit()?;
        Ok(())
    }

    /// Ends a look, and gives what it would have written.
    #[must_use]
    pub fn into_held(self) -> Held {
        self.held
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

    /// The heads of the logs from which there is something that no entry covers yet, of people whom an entry that
    /// changes nobody can judge.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn to_accept(&self) -> Result<Vec<Accepted>, Error> {
        let state = self.chain.state();
        let mut found = self.tx.prepare_cached(
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
            let Ok(log) = row
                .get_ref(0)?
                .as_str()
                .unwrap_or_default()
                .parse::<LogId>()
            else {
                continue;
            };
            if let Some(line) = row.get::<_, Option<String>>(4)? {
                followed.insert(Op::parse_kept(&line)?.prev);
            }
            // What an entry accepted and is not here comes first: nobody skips over it.
            let lacks = match state.accepted.get(&log) {
                Some(last) => super::number(&self.tx, last.head)?.is_none(),
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

    /// The requests of newcomers that are here, own ones left out.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        let mut found = self
            .tx
            .prepare_cached("SELECT bytes FROM request WHERE own = 0 ORDER BY name")?;
        let mut rows = found.query([])?;
        let mut requests = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
            if let Ok(request) = Request::read(bytes, self.plan, &SshVerifier) {
                requests.push(request);
            }
        }
        Ok(requests)
    }

    /// Keeps the own request, in place of one before.
    ///
    /// # Errors
    ///
    /// If SQLite cannot write.
    pub fn ask(&mut self, request: &Request) -> Result<(), Error> {
        self.tx.execute("DELETE FROM request WHERE own = 1", [])?;
        self.tx.execute(
            "INSERT OR REPLACE INTO request (name, log, own, bytes) VALUES (?1, ?2, 1, ?3)",
            params![request.name26, request.log.as_str(), request.bytes()],
        )?;
        Ok(())
    }

    fn is_forked(&self, log: i64) -> Result<bool, Error> {
        Ok(self
            .tx
            .prepare_cached("SELECT forked FROM author WHERE log = ?1")?
            .query_row([log], |row| row.get(0))
            .optional()?
            .unwrap_or_default())
    }

    fn is_look(&self) -> bool {
        matches!(self.tx, Db::Look(_))
    }

    /// The roster as it is now.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    fn number(&self, log: LogId) -> Result<Option<i64>, Error> {
        Ok(self
            .tx
            .prepare_cached("SELECT n FROM log WHERE id = ?1")?
            .query_row([log.as_str()], |row| row.get(0))
            .optional()?)
    }

    /// The logs, or the one that `condition` finds.
    fn states(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<(LogId, LogState)>, Error> {
        let sql = format!(
            "SELECT l.id, a.key, (SELECT max(seq) + 1 FROM op WHERE log = l.n),
               EXISTS (SELECT 1 FROM own WHERE log = l.n)
             FROM log AS l JOIN author AS a ON a.log = l.n WHERE {condition} ORDER BY l.id"
        );
        let accepted = &self.chain.state().accepted;
        let mut found = self.tx.prepare_cached(&sql)?;
        let mut rows = found.query(values)?;
        let mut states = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(log) = row
                .get_ref(0)?
                .as_str()
                .unwrap_or_default()
                .parse::<LogId>()
            else {
                continue;
            };
            let next: Option<i64> = row.get(2)?;
            let state = LogState {
                key: row.get(1)?,
                next: next.and_then(|next| u64::try_from(next).ok()).unwrap_or(0),
                accepted: accepted.get(&log).map(|accepted| accepted.seq),
                own: row.get(3)?,
            };
            states.push((log, state));
        }
        Ok(states)
    }

    /// Lays down one op of another home, and gives its number.
    fn take_op(&mut self, log: i64, op: &Op, line: &Line) -> Result<i64, Error> {
        let n = insert(&self.tx, log, op, &line.text, line.id)?;
        self.news.since.get_or_insert(n - 1);
        self.news.anew |= self.is_bare;
        // Where everything is laid down anew in the end, only whose log it is and what document is wanted must be known
        // before.
        if !self.news.anew || matches!(op.said, Said::Hello { .. } | Said::Adopt { .. }) {
            apply::record(&self.tx, self.chain.state(), (n, line.id), log, op)?;
        }
        if !self.is_bare {
            // To a newcomer everything is new.
            unread::mark(&self.tx, log, line.id, &op.said)?;
        }
        self.news.anew |= matches!(op.said, Said::Adopt { .. });
        self.heard = self.heard.hear(op.hlc, self.now, Law::REAL);
        Ok(n)
    }

    /// The ops whose texts are erased for good: by a purge that an entry settled.
    fn erased_ops(&self) -> Result<&HashSet<OpId>, Error> {
        if let Some(known) = self.erased.get() {
            return Ok(known);
        }
        let mut found = self.tx.prepare_cached(
            "SELECT p.target FROM purged AS p JOIN verdict AS v ON v.op = p.op
             WHERE v.refusal IS NULL AND v.entry IS NOT NULL",
        )?;
        let erased = found
            .query_map([], |row| row.get(0).map(OpId::from_bytes))?
            .collect::<Result<_, _>>()?;
        Ok(self.erased.get_or_init(|| erased))
    }
}

impl Replica for Sharing<'_> {
    type Error = Error;

    fn plan(&self) -> Sha {
        self.plan
    }

    fn seen(&self, name: &str) -> Result<Option<Seen>, Error> {
        if let Some(seen) = self.held.marks.get(name) {
            return Ok(Some(seen.clone()));
        }
        let found: Option<(i64, String)> = self
            .tx
            .prepare_cached("SELECT size, finding FROM seen WHERE place = ?1 AND name = ?2")?
            .query_row([&self.place, name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((size, finding)) = found else {
            return Ok(None);
        };
        Ok(Some(Seen {
            size: u64::try_from(size).unwrap_or(0),
            finding: serde_json::from_str(&finding)?,
        }))
    }

    fn mark(&mut self, name: &str, seen: &Seen) -> Result<(), Error> {
        if self.is_look() {
            self.held.marks.insert(name.to_owned(), seen.clone());
            return Ok(());
        }
        let size = i64::try_from(seen.size).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached(
                "INSERT INTO seen (place, name, size, finding) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (place, name) DO UPDATE SET size = excluded.size, finding = excluded.finding",
            )?
            .execute(params![
                self.place,
                name,
                size,
                serde_json::to_string(&seen.finding)?
            ])?;
        Ok(())
    }

    fn textless(&self) -> Result<Vec<String>, Error> {
        let mut found = self.tx.prepare_cached(
            "SELECT name FROM seen WHERE place = ?1 AND finding LIKE '%textless%'",
        )?;
        let names = found.query_map([&self.place], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    fn knows_key(&self, key: &str) -> Result<bool, Error> {
        if self.genesis.root == key || self.chain.state().person_of(key).is_some() {
            return Ok(true);
        }
        // Entries that are here and not in force yet may name it: the one that comes next, or a new registrar's.
        let quoted = serde_json::to_string(key)?;
        Ok(self
            .tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE instr(line, ?1) > 0)")?
            .query_row([quoted], |row| row.get(0))?)
    }

    fn find(&self, op: OpId) -> Result<Option<(LogId, Head)>, Error> {
        let found: Option<(String, i64, i64)> = self
            .tx
            .prepare_cached(
                "SELECT l.id, o.seq, o.hlc FROM op AS o JOIN log AS l ON l.n = o.log WHERE o.id = ?1",
            )?
            .query_row([op.bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        Ok(found.and_then(|(log, seq, hlc)| {
            let head = Head {
                seq: u64::try_from(seq).ok()?,
                id: op,
                hlc: Hlc::from_bits(hlc),
            };
            Some((log.parse().ok()?, head))
        }))
    }

    fn log(&self, log: LogId) -> Result<Option<LogState>, Error> {
        let found = self.states("l.id = ?1", [log.as_str()])?;
        Ok(found.into_iter().next().map(|(_, state)| state))
    }

    fn logs(&self) -> Result<Vec<(LogId, LogState)>, Error> {
        self.states("true", [])
    }

    fn accepted(&self) -> Result<Vec<Accepted>, Error> {
        Ok(self.chain.state().accepted.values().copied().collect())
    }

    fn take(
        &mut self,
        segment: &Segment,
        news: News,
        texts: &[(OpId, &Body)],
        sealed: bool,
    ) -> Result<(), Error> {
        if self.is_look() {
            return Ok(());
        }
        let log = match self.number(segment.log)? {
            Some(n) => n,
            None => {
                self.tx
                    .execute("INSERT INTO log (id) VALUES (?1)", [segment.log.as_str()])?;
                self.tx.last_insert_rowid()
            }
        };
        let texts: HashMap<OpId, &Body> = texts.iter().copied().collect();
        for (at, (op, line)) in segment.ops.iter().enumerate() {
            let text = texts.get(&line.id);
            let is_new = at >= news.known;
            let n = match (is_new, text) {
                (true, _) => self.take_op(log, op, line)?,
                (false, None) => continue,
                (false, Some(_)) => match super::number(&self.tx, line.id)? {
                    Some(n) => n,
                    None => continue,
                },
            };
            let Some(body) = text else {
                continue;
            };
            let added = self
                .tx
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
            self.tx
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
        self.tx
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

    fn lacks(&self, op: OpId) -> Result<bool, Error> {
        if self.erased(op)? {
            return Ok(false);
        }
        Ok(self
            .tx
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT 1 FROM body AS b JOIN op AS o ON o.n = b.op WHERE o.id = ?1)
                   AND NOT EXISTS (SELECT 1 FROM entry WHERE id = ?1 AND text IS NOT NULL)",
            )?
            .query_row([op.bytes()], |row| row.get(0))?)
    }

    fn erased(&self, op: OpId) -> Result<bool, Error> {
        Ok(self.erased_ops()?.contains(&op))
    }

    fn park(&mut self, name: &str, log: LogId, first: u64, bytes: &[u8]) -> Result<(), Error> {
        if self.is_look() {
            return Ok(());
        }
        self.tx.execute(
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
        if self.is_look() {
            return Ok(Vec::new());
        }
        let parked = {
            let mut found = self
                .tx
                .prepare_cached("SELECT name, bytes FROM parked WHERE log = ?1 ORDER BY first")?;
            found
                .query_map([log.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<_>, _>>()?
        };
        self.tx
            .execute("DELETE FROM parked WHERE log = ?1", [log.as_str()])?;
        Ok(parked)
    }

    fn take_entry(&mut self, file: &RosterFile) -> Result<bool, Error> {
        if self.is_look() {
            return Ok(true);
        }
        let body = file.texts.first().map(|(_, body)| body);
        let new = self.tx.execute(
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
        self.news.entries |= new;
        Ok(new)
    }

    fn entries(&self) -> Result<Vec<(u64, String)>, Error> {
        let mut found = self
            .tx
            .prepare_cached("SELECT n, name FROM entry ORDER BY n, name")?;
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

    fn entry_file(&self, name26: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .tx
            .prepare_cached(
                "SELECT line, header, last, armor, salt, text FROM entry WHERE name = ?1",
            )?
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

    fn own_request(&self) -> Result<Option<Request>, Error> {
        let bytes: Option<Vec<u8>> = self
            .tx
            .query_row("SELECT bytes FROM request WHERE own = 1", [], |row| {
                row.get(0)
            })
            .optional()?;
        let read = |bytes: Vec<u8>| {
            Request::read(&bytes, self.plan, &SshVerifier)
                .map_err(|flaw| Error::Damaged(format!("the own request: {flaw}")))
        };
        bytes.map(read).transpose()
    }

    fn take_request(&mut self, request: &Request) -> Result<(), Error> {
        if self.is_look() {
            return Ok(());
        }
        self.tx.execute(
            "INSERT OR IGNORE INTO request (name, log, own, bytes) VALUES (?1, ?2, 0, ?3)",
            params![request.name26, request.log.as_str(), request.bytes()],
        )?;
        Ok(())
    }

    fn wanted_documents(&self) -> Result<Vec<Sha>, Error> {
        let mut found = self.tx.prepare_cached(
            "SELECT DISTINCT sha256 FROM adopted WHERE sha256 NOT IN (SELECT sha256 FROM document)",
        )?;
        Ok(found
            .query_map([], |row| row.get(0).map(Sha::from_bytes))?
            .collect::<Result<Vec<_>, _>>()?)
    }

    fn take_document(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.is_look() {
            return Ok(());
        }
        insert_document(&self.tx, bytes)?;
        self.news.anew = true;
        Ok(())
    }

    fn documents(&self) -> Result<Vec<Sha>, Error> {
        let mut found = self
            .tx
            .prepare_cached("SELECT sha256 FROM document ORDER BY n")?;
        Ok(found
            .query_map([], |row| row.get(0).map(Sha::from_bytes))?
            .collect::<Result<Vec<_>, _>>()?)
    }

    fn document(&self, sha: Sha) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .tx
            .prepare_cached("SELECT bytes FROM document WHERE sha256 = ?1")?
            .query_row([sha.bytes()], |row| row.get(0))
            .optional()?)
    }

    fn signed(&self, log: LogId) -> Result<Vec<Signed>, Error> {
        let held = &self.held;
        let mut found = self.tx.prepare_cached(
            "SELECT s.sealed, s.first, s.last, s.name, s.head, s.header, s.end, s.armor
             FROM signed AS s JOIN log AS l ON l.n = s.log WHERE l.id = ?1
             ORDER BY s.sealed DESC, s.first, s.last, s.name",
        )?;
        let number = |row: &rusqlite::Row<'_>, at: usize| {
            row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0))
        };
        let mut signed = found
            .query_map([log.as_str()], |row| {
                Ok(Signed {
                    log,
                    sealed: row.get(0)?,
                    first: number(row, 1)?,
                    last: number(row, 2)?,
                    name26: row.get(3)?,
                    head: OpId::from_bytes(row.get(4)?),
                    seal: Seal {
                        header: row.get(5)?,
                        end: row.get(6)?,
                        armor: row.get(7)?,
                    },
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        signed.extend(held.kept.iter().filter(|signed| signed.log == log).cloned());
        signed.retain(|signed| !held.forgotten.contains(signed));
        signed.sort_by_key(|signed| (!signed.sealed, signed.first, signed.last));
        Ok(signed)
    }

    fn keep_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        if self.is_look() {
            self.held.kept.push(signed.clone());
            return Ok(());
        }
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.tx
            .prepare_cached(
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

    fn forget_signed(&mut self, signed: &Signed) -> Result<(), Error> {
        if self.is_look() {
            self.held.forgotten.push(signed.clone());
            return Ok(());
        }
        self.tx
            .prepare_cached("DELETE FROM signed WHERE name = ?1 AND sealed = ?2")?
            .execute(params![signed.name26, signed.sealed])?;
        Ok(())
    }

    fn unsealed(&self, log: LogId) -> Result<Unsealed, Error> {
        let Some(n) = self.number(log)? else {
            return Ok(Unsealed::default());
        };
        let sealed: Option<(i64, [u8; 32])> = self
            .tx
            .prepare_cached(
                "SELECT last, head FROM signed WHERE log = ?1 AND sealed = 1 ORDER BY last DESC LIMIT 1",
            )?
            .query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (last, prev) = sealed.map_or((-1, OpId::default()), |(last, head)| {
            (last, OpId::from_bytes(head))
        });
        let mut found = self.tx.prepare_cached(
            "SELECT line, id FROM op WHERE log = ?1 AND seq > ?2 ORDER BY seq, id",
        )?;
        let mut lines = found
            .query_map(params![n, last], |row| {
                Ok((row.get(0)?, OpId::from_bytes(row.get(1)?)))
            })?
            .collect::<Result<Vec<(String, OpId)>, _>>()?;
        drop(found);
        if self.is_forked(n)? {
            let signed = self.signed(log)?;
            lines = branch(lines, &signed)?;
        }
        Ok(Unsealed {
            first: u64::try_from(last + 1).unwrap_or(0),
            prev,
            lines,
        })
    }

    fn content(&self, signed: &Signed) -> Result<(Vec<String>, Vec<Body>), Error> {
        let Some(n) = self.number(signed.log)? else {
            return Ok((Vec::new(), Vec::new()));
        };
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let mut found = self.tx.prepare_cached(
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

    fn settle(&mut self) -> Result<Option<Stop>, Error> {
        if self.is_look() {
            return Ok(None);
        }
        let news = std::mem::take(&mut self.news);
        if self.is_bare && news.since.is_some() {
            // A newcomer's home takes all there is first, the plan at the end of it; it is judged once that is here.
            evaluate::fall_behind(&self.tx)?;
        } else if news.since.is_some() || news.entries || news.anew {
            self.chain = Arc::new(evaluate(&self.tx, self.genesis, self.plan, &news)?);
            self.erased.take();
        }
        Ok(self.chain.stop.clone())
    }
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
