//! What both a look at the share and an exchange with it ask of the home.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::{OpId, Sha};
use crate::oplog::{Accepted, Chain, Genesis, Head, Hlc, LogId, LogState, Seen};
use crate::store::{Error, Store};

/// What is known of a home beside a share.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) genesis: &'a Genesis,
    pub(super) plan: Sha,
    pub(super) chain: Arc<Chain>,
    /// Which share this is: what was seen on one says nothing of another.
    pub(super) place: String,
    /// The ops whose texts are erased for good, once that was asked.
    pub(super) erased: OnceCell<HashSet<OpId>>,
}

impl Store {
    /// What is known of this home beside the share that goes by the name `place`.
    pub(super) fn known(&self, place: &str) -> Result<Known<'_>, Error> {
        Ok(Known {
            genesis: &self.genesis,
            plan: self.plan,
            chain: self.chain()?,
            place: place.to_owned(),
            erased: OnceCell::new(),
        })
    }
}

impl Known<'_> {
    pub(super) fn seen(&self, db: &Connection, name: &str) -> Result<Option<Seen>, Error> {
        let found: Option<(i64, String)> = db
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

    pub(super) fn textless(&self, db: &Connection) -> Result<Vec<String>, Error> {
        let mut found = db.prepare_cached(
            "SELECT name FROM seen WHERE place = ?1 AND finding LIKE '%textless%'",
        )?;
        let names = found.query_map([&self.place], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    pub(super) fn knows_key(&self, db: &Connection, key: &str) -> Result<bool, Error> {
        if self.genesis.root == key || self.chain.state().person_of(key).is_some() {
            return Ok(true);
        }
        // Entries that are here and not in force yet may name it: the one that comes next, or a new registrar's.
        let quoted = serde_json::to_string(key)?;
        Ok(db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE instr(line, ?1) > 0)")?
            .query_row([quoted], |row| row.get(0))?)
    }

    pub(super) fn find(db: &Connection, op: OpId) -> Result<Option<(LogId, Head)>, Error> {
        let found: Option<(String, i64, i64)> = db
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

    /// The logs, or the one that `condition` finds.
    pub(super) fn states(
        &self,
        db: &Connection,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<(LogId, LogState)>, Error> {
        let sql = format!(
            "SELECT l.id, a.key, (SELECT max(seq) + 1 FROM op WHERE log = l.n),
               EXISTS (SELECT 1 FROM own WHERE log = l.n)
             FROM log AS l JOIN author AS a ON a.log = l.n WHERE {condition} ORDER BY l.id"
        );
        let accepted = &self.chain.state().accepted;
        let mut found = db.prepare_cached(&sql)?;
        let mut rows = found.query(values)?;
        let mut states = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(log) = super::log_id(row)? else {
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

    /// The last accepted heads.
    pub(super) fn accepted(&self) -> Vec<Accepted> {
        self.chain.state().accepted.values().copied().collect()
    }

    pub(super) fn lacks(&self, db: &Connection, op: OpId) -> Result<bool, Error> {
        if self.erased(db)?.contains(&op) {
            return Ok(false);
        }
        Ok(db
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT 1 FROM body AS b JOIN op AS o ON o.n = b.op WHERE o.id = ?1)
                   AND NOT EXISTS (SELECT 1 FROM entry WHERE id = ?1 AND text IS NOT NULL)",
            )?
            .query_row([op.bytes()], |row| row.get(0))?)
    }

    /// The ops whose texts are erased for good: by a purge that an entry settled.
    pub(super) fn erased(&self, db: &Connection) -> Result<&HashSet<OpId>, Error> {
        if let Some(known) = self.erased.get() {
            return Ok(known);
        }
        let mut found = db.prepare_cached(
            "SELECT p.target FROM purged AS p JOIN verdict AS v ON v.op = p.op
             WHERE v.refusal IS NULL AND v.entry IS NOT NULL",
        )?;
        let erased = found
            .query_map([], |row| row.get(0).map(OpId::from_bytes))?
            .collect::<Result<_, _>>()?;
        Ok(self.erased.get_or_init(|| erased))
    }
}

/// The answers that a look and an exchange give alike.
macro_rules! answers {
    () => {
        type Error = Error;

        fn plan(&self) -> Sha {
            self.known.plan
        }

        fn textless(&self) -> Result<Vec<String>, Error> {
            self.known.textless(&self.db)
        }

        fn knows_key(&self, key: &str) -> Result<bool, Error> {
            self.known.knows_key(&self.db, key)
        }

        fn find(&self, op: OpId) -> Result<Option<(LogId, Head)>, Error> {
            Known::find(&self.db, op)
        }

        fn log(&self, log: LogId) -> Result<Option<LogState>, Error> {
            let found = self.known.states(&self.db, "l.id = ?1", [log.as_str()])?;
            Ok(found.into_iter().next().map(|(_, state)| state))
        }

        fn logs(&self) -> Result<Vec<(LogId, LogState)>, Error> {
            self.known.states(&self.db, "true", [])
        }

        fn accepted(&self) -> Result<Vec<Accepted>, Error> {
            Ok(self.known.accepted())
        }

        fn lacks(&self, op: OpId) -> Result<bool, Error> {
            self.known.lacks(&self.db, op)
        }

        fn erased(&self, op: OpId) -> Result<bool, Error> {
            Ok(self.known.erased(&self.db)?.contains(&op))
        }

        fn entries(&self) -> Result<Vec<(u64, String)>, Error> {
            papers::entries(&self.db)
        }

        fn entry_file(&self, name26: &str) -> Result<Option<Vec<u8>>, Error> {
            papers::entry_file(&self.db, name26)
        }

        fn own_request(&self) -> Result<Option<Request>, Error> {
            papers::own_request(&self.db, self.known.plan)
        }

        fn asked(&self) -> Result<Vec<LogId>, Error> {
            papers::asked(&self.db)
        }

        fn wanted_documents(&self) -> Result<Vec<Sha>, Error> {
            papers::wanted_documents(&self.db)
        }

        fn documents(&self) -> Result<Vec<Sha>, Error> {
            papers::documents(&self.db)
        }

        fn document(&self, sha: Sha) -> Result<Option<Vec<u8>>, Error> {
            papers::document(&self.db, sha)
        }

        fn unsealed(&self, log: LogId) -> Result<Unsealed, Error> {
            files::unsealed(&self.db, log, || self.signed(log))
        }

        fn content(&self, signed: &Signed) -> Result<(Vec<String>, Vec<Body>), Error> {
            files::content(&self.db, signed)
        }
    };
}
pub(super) use answers;
