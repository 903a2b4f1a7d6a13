//! The ops of the store before the judge.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{number, refusal};
use crate::model::{DepartmentId, ItemId, OpId};
use crate::oplog::{
    Accepted, Case, Deed, Docket, Genesis, Involved, LogId, Op, Refusal, Said, Verdict,
};
use crate::store::{Error, apply, row};

/// The docket of one evaluation.
#[derive(Debug)]
pub(super) struct Bench<'a> {
    pub(super) db: &'a Connection,
    pub(super) genesis: &'a Genesis,
    /// Tasks whose line may have changed.
    pub(super) dirty: HashSet<ItemId>,
    /// Whether something came out that only judging everything anew puts right.
    pub(super) anew: bool,
    /// Whether everything is judged anew already.
    pub(super) all: bool,
    /// The last entry that was in force before.
    pub(super) before: u64,
    /// The numbers of the ops that are new.
    pub(super) fresh: &'a HashSet<i64>,
    /// Who was ever said to lead or support a task.
    involved: RefCell<HashMap<ItemId, Vec<Involved>>>,
    /// The ops that were read for the judge, with their numbers.
    read: HashMap<OpId, (i64, Said)>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        db: &'a Connection,
        genesis: &'a Genesis,
        fresh: &'a HashSet<i64>,
        all: bool,
        before: u64,
    ) -> Self {
        Self {
            db,
            genesis,
            dirty: HashSet::new(),
            anew: false,
            all,
            before,
            fresh,
            involved: RefCell::default(),
            read: HashMap::new(),
        }
    }

    /// The cases among the ops that `condition` finds, in the order that every home has them in.
    fn cases(
        &mut self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Case>, Error> {
        let sql = format!(
            "SELECT o.id, a.key, o.line, o.n FROM op AS o JOIN author AS a ON a.log = o.log
             LEFT JOIN verdict AS v ON v.op = o.n WHERE {condition} ORDER BY o.hlc, o.id"
        );
        let mut found = self.db.prepare_cached(&sql)?;
        let mut rows = found.query(values)?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            let op = OpId::from_bytes(row.get(0)?);
            let line = row.get_ref(2)?.as_str().unwrap_or_default();
            let read = Op::parse_foreign(line)
                .map_err(|bad| Error::Damaged(format!("op {}: {bad}", op.short())))?;
            cases.push(Case {
                op,
                prev: read.prev,
                key: row.get(1)?,
                deed: Deed::from(&read.said),
            });
            self.read.insert(op, (row.get(3)?, read.said));
        }
        Ok(cases)
    }

    /// The ids of the ops on the way from `head` back to the beginning of its log.
    fn way(&self, log: i64, head: &Accepted) -> Result<HashSet<OpId>, Error> {
        let mut found = self
            .db
            .prepare_cached("SELECT id, line FROM op WHERE log = ?1 AND seq <= ?2")?;
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        let mut rows = found.query(params![log, seq])?;
        let mut before: HashMap<OpId, OpId> = HashMap::new();
        while let Some(row) = rows.next()? {
            let line = row.get_ref(1)?.as_str().unwrap_or_default();
            if let Ok(op) = Op::parse_foreign(line) {
                before.insert(OpId::from_bytes(row.get(0)?), op.prev);
            }
        }
        let mut way = HashSet::new();
        let mut at = head.head;
        while let Some(prev) = before.get(&at).filter(|_| way.insert(at)) {
            at = *prev;
        }
        Ok(way)
    }

    fn log(&self, log: LogId) -> Result<Option<(i64, i64, bool)>, Error> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT l.n, a.settled, a.forked FROM log AS l JOIN author AS a ON a.log = l.n WHERE l.id = ?1",
            )?
            .query_row([log.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?)
    }

    fn source(&self, task: ItemId) -> Result<Vec<DepartmentId>, Error> {
        let origin = row::origin(self.db, task)?;
        Ok(origin.map_or_else(Vec::new, |mut origin| {
            origin.lead.append(&mut origin.support);
            origin.lead
        }))
    }

    /// Puts an op that counts into effect, or takes note that it does not.
    fn effect(
        &mut self,
        (n, op): (i64, OpId),
        said: &Said,
        verdict: &Verdict,
        was: Option<bool>,
    ) -> Result<(), Error> {
        let counts = verdict.counts();
        match said {
            Said::Note { task, .. } | Said::Retract { task, .. } | Said::Set { task, .. } => {
                self.dirty.insert(*task);
                let assigns =
                    matches!(said, Said::Set { reg, .. } if reg == "lead" || reg == "support");
                // What an entry settled long ago may have hung on it.
                if assigns && verdict.entry.is_some_and(|entry| entry <= self.before) {
                    self.anew |= !self.all;
                }
            }
            Said::Adopt { .. } | Said::Add { .. } | Said::Purge { .. } => {
                if was == Some(true) && !counts {
                    self.anew |= !self.all;
                } else if counts && was != Some(true) {
                    let touched = apply::effect(self.db, self.genesis, (n, op), said)?;
                    self.anew |= touched.anew && !self.all;
                    self.dirty.extend(touched.task);
                }
            }
            Said::Hello { .. } | Said::Propose { .. } | Said::Unknown { .. } => {}
        }
        Ok(())
    }
}

/// The number of an op and what it says.
fn stored(db: &Connection, op: OpId) -> Result<Option<(i64, Said)>, Error> {
    let found: Option<(i64, String)> = db
        .prepare_cached("SELECT n, line FROM op WHERE id = ?1")?
        .query_row([op.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found
        .map(|(n, line)| {
            Op::parse_foreign(&line)
                .map(|read| (n, read.said))
                .map_err(|bad| Error::Damaged(format!("op {n}: {bad}")))
        })
        .transpose()
}

impl Docket for Bench<'_> {
    type Error = Error;

    fn covered(&mut self, head: &Accepted) -> Result<Vec<Case>, Error> {
        let Some((log, settled, forked)) = self.log(head.log)? else {
            return Ok(Vec::new());
        };
        let found: Option<(i64, i64)> = self
            .db
            .prepare_cached("SELECT log, seq FROM op WHERE id = ?1")?
            .query_row([head.head.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((_, seq)) = found.filter(|(of, _)| *of == log) else {
            return Ok(Vec::new());
        };
        if forked {
            let way = self.way(log, head)?;
            let mut cases = self.cases(
                "o.log = ?1 AND o.seq <= ?2 AND v.entry IS NULL",
                params![log, seq],
            )?;
            cases.retain(|case| way.contains(&case.op));
            return Ok(cases);
        }
        if seq <= settled {
            return Ok(Vec::new());
        }
        let cases = self.cases(
            "o.log = ?1 AND o.seq > ?2 AND o.seq <= ?3",
            params![log, settled, seq],
        )?;
        self.db
            .prepare_cached("UPDATE author SET settled = ?2 WHERE log = ?1")?
            .execute(params![log, seq])?;
        Ok(cases)
    }

    fn key_of(&self, log: LogId) -> Result<Option<String>, Error> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT a.key FROM log AS l JOIN author AS a ON a.log = l.n WHERE l.id = ?1",
            )?
            .query_row([log.as_str()], |row| row.get(0))
            .optional()?)
    }

    fn uncovered(&mut self, logs: Option<&HashSet<LogId>>) -> Result<Vec<Case>, Error> {
        let mut all: Vec<(i64, i64, bool, String)> = Vec::new();
        {
            let mut found = self.db.prepare_cached(
                "SELECT l.n, a.settled, a.forked, l.id FROM log AS l JOIN author AS a ON a.log = l.n ORDER BY l.id",
            )?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                all.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            }
        }
        let mut cases = Vec::new();
        for (log, settled, forked, id) in all {
            if logs.is_some_and(|logs| id.parse().is_ok_and(|id| !logs.contains(&id))) {
                continue;
            }
            cases.extend(if forked {
                self.cases("o.log = ?1 AND v.entry IS NULL", params![log])?
            } else {
                self.cases("o.log = ?1 AND o.seq > ?2", params![log, settled])?
            });
        }
        Ok(cases)
    }

    fn verdict(&self, op: OpId) -> Result<Option<Verdict>, Error> {
        let Some(n) = number(self.db, op)? else {
            return Ok(None);
        };
        let found = self
            .db
            .prepare_cached("SELECT entry, refusal, over, found FROM verdict WHERE op = ?1")?
            .query_row([n], |row| {
                let words: [Option<String>; 2] = [row.get(1)?, row.get(3)?];
                Ok((row.get(0)?, words, row.get(2)?))
            })
            .optional()?;
        let (entry, [word, found], over): (Option<i64>, _, _) =
            found.unwrap_or((None, [None, None], true));
        Ok(Some(Verdict {
            entry: entry.and_then(|entry| u64::try_from(entry).ok()),
            found: refusal(found.as_deref()),
            refusal: refusal(word.as_deref()),
            over_others: over,
        }))
    }

    fn involved(&self, task: ItemId) -> Result<Vec<Involved>, Error> {
        if let Some(known) = self.involved.borrow().get(&task) {
            return Ok(known.clone());
        }
        let mut involved = vec![Involved {
            by: None,
            departments: self.source(task)?,
        }];
        let mut found = self.db.prepare_cached(
            "SELECT o.line, o.id FROM value AS t JOIN op AS o ON o.n = t.op
             WHERE t.task = ?1 AND t.item = ?1 AND t.reg IN ('lead', 'support')",
        )?;
        let mut rows = found.query([task.bytes()])?;
        while let Some(row) = rows.next()? {
            let line = row.get_ref(0)?.as_str().unwrap_or_default();
            if let Ok(Op {
                said: Said::Set { depts, .. },
                ..
            }) = Op::parse(line)
            {
                involved.push(Involved {
                    by: Some(OpId::from_bytes(row.get(1)?)),
                    departments: depts,
                });
            }
        }
        // What was said of it does not change while it is judged.
        self.involved.borrow_mut().insert(task, involved.clone());
        Ok(involved)
    }

    fn settle(&mut self, op: OpId, verdict: Verdict) -> Result<(), Error> {
        let (n, said) = match self.read.remove(&op) {
            Some(read) => read,
            // An op that an entry decides of by name.
            None => match stored(self.db, op)? {
                Some(read) => read,
                None => return Ok(()),
            },
        };
        let entry = verdict
            .entry
            .map(|entry| i64::try_from(entry).unwrap_or(i64::MAX));
        let word = verdict.refusal.map(Refusal::as_str);
        let by_table = verdict.found.map(Refusal::as_str);
        // What counted before; nothing is known of an op that is new, and of any when everything is judged anew.
        let before: Option<Option<String>> = self
            .db
            .prepare_cached("SELECT refusal FROM verdict WHERE op = ?1")?
            .query_row([n], |row| row.get(0))
            .optional()?;
        let was = match before {
            Some(refusal) => Some(refusal.is_none()),
            None if self.all || self.fresh.contains(&n) => None,
            None => Some(true),
        };
        if entry.is_none() && word.is_none() && by_table.is_none() {
            self.db
                .prepare_cached("DELETE FROM verdict WHERE op = ?1")?
                .execute([n])?;
        } else {
            self.db
                .prepare_cached(
                    "INSERT INTO verdict (op, entry, refusal, over, found) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (op) DO UPDATE SET entry = excluded.entry, refusal = excluded.refusal,
                       over = excluded.over, found = excluded.found",
                )?
                .execute(params![n, entry, word, verdict.over_others, by_table])?;
        }
        if was != Some(verdict.counts()) || entry.is_some() {
            self.effect((n, op), &said, &verdict, was)?;
        }
        Ok(())
    }
}
