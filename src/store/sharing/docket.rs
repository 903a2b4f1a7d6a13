//! The ops of the store before the judge.

mod moves;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, OptionalExtension as _, params};

use moves::{Moves, part_by};

use super::{number, refusal};
use crate::model::{DepartmentId, ItemId, OpId};
use crate::oplog::{
    Accepted, Case, Deed, Docket, Genesis, Hlc, Involved, LogId, Op, Part, Refusal, Said, Verdict,
};
use crate::store::{Error, apply, row};

/// A log, as the judge sees it.
#[derive(Debug)]
struct Log {
    n: i64,
    id: String,
    /// The public key that signs it.
    key: String,
    /// The number of the last op that an entry has settled, of a log without branches.
    settled: i64,
    forked: bool,
}

/// An op that no entry has settled, as far as the judge asks.
#[derive(Debug)]
struct Open {
    op: OpId,
    prev: OpId,
    /// The number under which it is stored.
    n: i64,
    seq: i64,
    hlc: Hlc,
    deed: Deed,
    moves: Moves,
}

/// The docket of one evaluation.
#[derive(Debug)]
pub(super) struct Bench<'a> {
    pub(super) db: &'a Connection,
    pub(super) genesis: &'a Genesis,
    /// Tasks whose line may have changed.
    pub(super) dirty: HashSet<ItemId>,
    /// Whether something came out that only judging everything anew puts right.
    pub(super) anew: bool,
    /// The last entry that was in force before; `None` when everything is judged anew.
    before: Option<u64>,
    /// Ops with higher numbers are new.
    last: i64,
    /// Who was ever said to lead or support a task.
    involved: RefCell<HashMap<ItemId, Vec<Involved>>>,
    /// The open ops of the logs that were asked for, in the order that every home has them in.
    open: HashMap<i64, VecDeque<Open>>,
    /// The ops that are before the judge, with their numbers.
    called: HashMap<OpId, (i64, Moves)>,
}

impl<'a> Bench<'a> {
    /// The docket for judging what came after the op numbered `last`, when the entry numbered `before` was the last one.
    pub(super) fn since(
        db: &'a Connection,
        genesis: &'a Genesis,
        (before, last): (u64, i64),
    ) -> Self {
        Self {
            before: Some(before),
            last,
            ..Self::anew(db, genesis)
        }
    }

    /// The docket for judging everything anew; it is told of every op.
    pub(super) fn anew(db: &'a Connection, genesis: &'a Genesis) -> Self {
        Self {
            db,
            genesis,
            dirty: HashSet::new(),
            anew: false,
            before: None,
            last: 0,
            involved: RefCell::default(),
            open: HashMap::new(),
            called: HashMap::new(),
        }
    }

    /// Tells of an op that no entry has settled, and its number.
    pub(super) fn tell(&mut self, log: i64, (n, id): (i64, OpId), op: &Op) {
        self.open.entry(log).or_default().push_back(Open {
            op: id,
            prev: op.prev,
            n,
            seq: i64::try_from(op.seq).unwrap_or(i64::MAX),
            hlc: op.hlc,
            deed: Deed::from(&op.said),
            moves: Moves::from(&op.said),
        });
    }

    /// Puts the ops that were told of in the order that every home has them in.
    pub(super) fn sort(&mut self) {
        for open in self.open.values_mut() {
            let open = open.make_contiguous();
            open.sort_unstable_by_key(|open| (open.hlc, open.op));
        }
    }

    /// The open ops of a log.
    fn open(&mut self, log: &Log) -> Result<&mut VecDeque<Open>, Error> {
        if self.before.is_some() && !self.open.contains_key(&log.n) {
            let mut found = self.db.prepare_cached(
                "SELECT o.id, o.n, o.line FROM op AS o LEFT JOIN verdict AS v ON v.op = o.n
                 WHERE o.log = ?1 AND o.seq > ?2 AND v.entry IS NULL ORDER BY o.hlc, o.id",
            )?;
            let mut rows = found.query([log.n, log.settled])?;
            while let Some(row) = rows.next()? {
                let (id, n) = (OpId::from_bytes(row.get(0)?), row.get(1)?);
                let line = row.get_ref(2)?.as_str().unwrap_or_default();
                let op = Op::parse_kept(line)
                    .map_err(|bad| Error::Damaged(format!("op {}: {bad}", id.short())))?;
                self.tell(log.n, (n, id), &op);
            }
        }
        Ok(self.open.entry(log.n).or_default())
    }

    /// Calls ops before the judge.
    fn call(&mut self, log: &Log, ops: VecDeque<Open>) -> Vec<Case> {
        let mut cases = Vec::with_capacity(ops.len());
        for open in ops {
            self.called.insert(open.op, (open.n, open.moves));
            cases.push(Case {
                op: open.op,
                prev: open.prev,
                key: log.key.clone(),
                deed: open.deed,
            });
        }
        cases
    }

    /// The logs, or the one that `condition` finds.
    fn logs(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Log>, Error> {
        let sql = format!(
            "SELECT l.n, l.id, a.key, a.settled, a.forked FROM log AS l JOIN author AS a ON a.log = l.n
             WHERE {condition} ORDER BY l.id"
        );
        let mut found = self.db.prepare_cached(&sql)?;
        let logs = found.query_map(values, |row| {
            Ok(Log {
                n: row.get(0)?,
                id: row.get(1)?,
                key: row.get(2)?,
                settled: row.get(3)?,
                forked: row.get(4)?,
            })
        })?;
        Ok(logs.collect::<Result<_, _>>()?)
    }

    fn source(&self, task: ItemId) -> Result<Vec<DepartmentId>, Error> {
        let origin = row::origin(self.db, task)?;
        Ok(origin.map_or_else(Vec::new, |mut origin| {
            origin.lead.append(&mut origin.support);
            origin.lead
        }))
    }

    /// Puts an op that counts into effect, or takes note that it does not. `was`: whether it counted before, if that is
    /// known.
    fn effect(
        &mut self,
        (n, op): (i64, OpId),
        moves: Moves,
        verdict: &Verdict,
        was: Option<bool>,
    ) -> Result<(), Error> {
        match moves {
            Moves::Nothing => {}
            Moves::Line(task) => {
                self.dirty.insert(task);
            }
            Moves::Responsible(task) => {
                self.dirty.insert(task);
                // What an entry settled long ago may have hung on it.
                self.anew |= self
                    .before
                    .is_some_and(|before| verdict.entry.is_some_and(|entry| entry <= before));
            }
            Moves::More if was == Some(true) && !verdict.counts() => {
                self.anew |= self.before.is_some();
            }
            Moves::More if verdict.counts() && was != Some(true) => {
                let Some((_, said)) = stored(self.db, op)? else {
                    return Ok(());
                };
                let touched = apply::effect(self.db, self.genesis, (n, op), &said)?;
                self.anew |= touched.anew && self.before.is_some();
                self.dirty.extend(touched.task);
            }
            Moves::More => {}
        }
        Ok(())
    }
}

impl Bench<'_> {
    /// Writes what was found of the op numbered `n`.
    fn write(&self, (n, is_first): (i64, bool), verdict: &Verdict) -> Result<(), Error> {
        let entry = verdict
            .entry
            .map(|entry| i64::try_from(entry).unwrap_or(i64::MAX));
        let word = verdict.refusal.map(Refusal::as_str);
        let by_table = verdict.found.map(Refusal::as_str);
        if entry.is_some() || word.is_some() || by_table.is_some() {
            self.db
                .prepare_cached(
                    "INSERT INTO verdict (op, entry, refusal, over, found) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (op) DO UPDATE SET entry = excluded.entry, refusal = excluded.refusal,
                       over = excluded.over, found = excluded.found",
                )?
                .execute(params![n, entry, word, verdict.over_others, by_table])?;
        } else if !is_first {
            self.db
                .prepare_cached("DELETE FROM verdict WHERE op = ?1")?
                .execute([n])?;
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
            Op::parse_kept(&line)
                .map(|read| (n, read.said))
                .map_err(|bad| Error::Damaged(format!("op {n}: {bad}")))
        })
        .transpose()
}

impl Docket for Bench<'_> {
    type Error = Error;

    fn covered(&mut self, head: &Accepted) -> Result<Vec<Case>, Error> {
        let log = self.logs("l.id = ?1", [head.log.as_str()])?;
        let Some(log) = log.into_iter().next() else {
            return Ok(Vec::new());
        };
        let found: Option<(i64, i64)> = self
            .db
            .prepare_cached("SELECT log, seq FROM op WHERE id = ?1")?
            .query_row([head.head.bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((_, seq)) = found.filter(|(of, _)| *of == log.n) else {
            return Ok(Vec::new());
        };
        if !log.forked {
            if seq <= log.settled {
                return Ok(Vec::new());
            }
            self.db
                .prepare_cached("UPDATE author SET settled = ?2 WHERE log = ?1")?
                .execute([log.n, seq])?;
        }
        let open = self.open(&log)?;
        let covered = if log.forked {
            // Back from the head, as far as nothing is settled.
            let before: HashMap<OpId, OpId> = open.iter().map(|o| (o.op, o.prev)).collect();
            let mut way = HashSet::new();
            let mut at = head.head;
            while let Some(prev) = before.get(&at).filter(|_| way.insert(at)) {
                at = *prev;
            }
            let (covered, rest) = std::mem::take(open)
                .into_iter()
                .partition(|open| way.contains(&open.op));
            *open = rest;
            covered
        } else {
            open.drain(..open.partition_point(|open| open.seq <= seq))
                .collect()
        };
        Ok(self.call(&log, covered))
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
        let mut cases = Vec::new();
        for log in self.logs("true", [])? {
            if logs.is_none_or(|logs| log.id.parse().is_ok_and(|id| logs.contains(&id))) {
                let open = std::mem::take(self.open(&log)?);
                cases.extend(self.call(&log, open));
            }
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
            part: Part::Responsible,
        }];
        let mut found = self.db.prepare_cached(
            "SELECT o.line, o.id FROM value AS t JOIN op AS o ON o.n = t.op
             WHERE t.task = ?1 AND t.reg IN ('lead', 'support', 'regions')
             UNION ALL SELECT o.line, o.id FROM decision AS d JOIN op AS o ON o.n = d.op WHERE d.id = ?1",
        )?;
        let mut rows = found.query([task.bytes()])?;
        while let Some(row) = rows.next()? {
            let line = row.get_ref(0)?.as_str().unwrap_or_default();
            let (departments, part) = match Op::parse_kept(line).map(|op| op.said) {
                Ok(Said::Set { depts, reg, .. }) => (depts, part_by(&reg)),
                Ok(Said::Decide { dept, .. }) => (vec![dept], Some(Part::Responsible)),
                _ => continue,
            };
            involved.push(Involved {
                by: Some(OpId::from_bytes(row.get(1)?)),
                departments,
                part: part.unwrap_or(Part::Any),
            });
        }
        // What was said of it does not change while it is judged.
        self.involved.borrow_mut().insert(task, involved.clone());
        Ok(involved)
    }

    fn settle(&mut self, op: OpId, verdict: Verdict) -> Result<(), Error> {
        let called = self.called.remove(&op);
        let (n, moves) = match called {
            Some(called) => called,
            // An op that an entry decides of by name.
            None => match stored(self.db, op)? {
                Some((n, said)) => (n, Moves::from(&said)),
                None => return Ok(()),
            },
        };
        let is_new = self.before.is_none() || n > self.last;
        // What counted before; nothing is known of an op that is new, and of any when everything is judged anew.
        let was = if is_new && called.is_some() {
            None
        } else {
            let before: Option<Option<String>> = self
                .db
                .prepare_cached("SELECT refusal FROM verdict WHERE op = ?1")?
                .query_row([n], |row| row.get(0))
                .optional()?;
            match before {
                Some(refusal) => Some(refusal.is_none()),
                None => (!is_new).then_some(true),
            }
        };
        self.write((n, called.is_some() && is_new), &verdict)?;
        if was != Some(verdict.counts()) || verdict.entry.is_some() {
            self.effect((n, op), moves, &verdict, was)?;
        }
        Ok(())
    }
}
