//! Evaluating: which entries are in force, which ops count, what the ledger says then.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::chain;
use super::docket::Bench;
use crate::model::{Frozen, ItemId, Light, OpId, Sha};
use crate::oplog::{
    Chain, Deed, Docket as _, Genesis, Law, LogId, Op, Refusal, Said, State, involved, judge, may,
    replaces_others,
};
use crate::store::apply::{self, NoteRow};
use crate::store::{Error, row, schema};

/// What changed since the last evaluation.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Ops with higher numbers are new; `None` if none is.
    pub(super) since: Option<i64>,
    /// Their logs.
    pub(super) logs: HashSet<LogId>,
    /// Whether a roster entry is new.
    pub(super) entries: bool,
    /// Whether something is new that what was settled may have hung on: a branch of a log, a document.
    pub(super) anew: bool,
}

/// Judges what is new, and everything anew where that is needed; writes the lines of the tasks that changed.
pub(super) fn evaluate(
    db: &Connection,
    genesis: &Genesis,
    plan: Sha,
    news: &News,
) -> Result<Chain, Error> {
    let chain = chain(db, genesis, plan)?;
    let basis: Option<([u8; 32], String)> = db
        .query_row("SELECT last, app FROM basis", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let last = basis.as_ref().map(|(last, _)| Sha::from_bytes(*last));
    let at = last.and_then(|last| {
        let found = chain.entries().iter().find(|entry| entry.id == last);
        found
            .map(|entry| entry.entry.entry)
            .or((last == plan).then_some(0))
    });
    let continues = basis.is_some_and(|(_, app)| app == env!("CARGO_PKG_VERSION"));
    let (Some(before), true, false) = (at, continues, news.anew) else {
        evaluate_all(db, genesis, plan)?;
        return Ok(chain);
    };
    let grown = chain.state().id != last.unwrap_or_default();
    // What departments are called and became is told in every line of the ledger.
    let renames = chain.entries().iter().rev();
    let mut renames = renames.take_while(|signed| signed.entry.entry > before);
    // And what somebody alone might do, they might not once somebody else was named.
    let joined = chain.state().company.is_some_and(|entry| entry > before);
    if joined
        || renames.any(|signed| {
            !signed.entry.departments.is_empty() || !signed.entry.succession.is_empty()
        })
    {
        evaluate_all(db, genesis, plan)?;
        return Ok(chain);
    }
    if grown {
        authors(db, chain.state())?;
        closings(db, chain.state())?;
    }
    let since = news.since.unwrap_or(i64::MAX);
    let mut bench = Bench::since(db, genesis, (before, since));
    let logs = (!grown).then_some(&news.logs);
    if judge(&chain, logs, &mut bench, Law::REAL)? || bench.anew {
        evaluate_all(db, genesis, plan)?;
        return Ok(chain);
    }
    let dirty = bench.dirty;
    for task in dirty {
        row::refresh(db, task)?;
    }
    purge(db, genesis, &chain)?;
    keep_basis(db, &chain)?;
    Ok(chain)
}

/// Drops the view, lays every op down, judges all of them and writes every line.
pub(in crate::store) fn evaluate_all(
    db: &Connection,
    genesis: &Genesis,
    plan: Sha,
) -> Result<(), Error> {
    evaluate_with(db, genesis, plan, None)
}

/// The same, with which departments there were, what they became and which windows were closed as the roster had it `then`: ops are judged by
/// the whole roster.
pub(in crate::store) fn evaluate_with(
    db: &Connection,
    genesis: &Genesis,
    plan: Sha,
    then: Option<State>,
) -> Result<(), Error> {
    let chain = chain(db, genesis, plan)?;
    schema::reset_view(db)?;
    let named = then.as_ref().unwrap_or(chain.state());
    apply::begin(db, genesis, named)?;
    let mut bench = Bench::anew(db, genesis);
    let mut notes = Vec::new();
    {
        let mut found = db.prepare("SELECT n, id, log, line FROM op ORDER BY n")?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let (n, id, log) = (row.get(0)?, OpId::from_bytes(row.get(1)?), row.get(2)?);
            let line = row.get_ref(3)?.as_str().unwrap_or_default();
            let op =
                Op::parse_kept(line).map_err(|bad| Error::Damaged(format!("op {n}: {bad}")))?;
            match NoteRow::of((n, id), log, &op) {
                Some(note) => notes.push(note),
                None => apply::record(db, chain.state(), (n, id), log, &op)?,
            }
            bench.tell(log, (n, id), &op);
        }
    }
    // In the order in which they stand, each goes to the end.
    notes.sort_unstable_by_key(NoteRow::place);
    for note in notes {
        note.insert(db)?;
    }
    bench.sort();
    db.execute(
        "UPDATE author SET forked = 1 WHERE log IN
           (SELECT log FROM (SELECT log FROM op GROUP BY log, seq HAVING count(*) > 1))",
        [],
    )?;
    authors(db, chain.state())?;
    closings(db, named)?;
    judge(&chain, None, &mut bench, Law::REAL)?;
    let dirty = bench.dirty;
    for task in dirty {
        row::refresh(db, task)?;
    }
    purge(db, genesis, &chain)?;
    keep_basis(db, &chain)
}

/// Keeps that what was taken is not evaluated yet.
pub(super) fn fall_behind(db: &Connection) -> Result<(), Error> {
    db.execute("DELETE FROM basis", [])?;
    Ok(())
}

/// Whether something was taken that is not evaluated yet.
pub(in crate::store) fn is_behind(db: &Connection) -> Result<bool, Error> {
    Ok(
        db.query_row("SELECT NOT EXISTS (SELECT 1 FROM basis)", [], |row| {
            row.get(0)
        })?,
    )
}

/// Keeps what was evaluated, so that the next time tells whether it continues this.
fn keep_basis(db: &Connection, chain: &Chain) -> Result<(), Error> {
    db.execute(
        "INSERT INTO basis (one, last, app) VALUES (1, ?1, ?2)
         ON CONFLICT (one) DO UPDATE SET last = excluded.last, app = excluded.app",
        params![chain.state().id.bytes(), env!("CARGO_PKG_VERSION")],
    )?;
    let turn = crate::store::turn(db)? + 1;
    crate::store::set_local(db, "turn", &turn.to_string())
}

/// Writes who stands behind each log, by the roster as it is now.
fn authors(db: &Connection, state: &State) -> Result<(), Error> {
    let mut logs: Vec<(i64, String, String, String)> = Vec::new();
    {
        let mut found = db.prepare_cached(
            "SELECT a.log, a.key, a.label, l.id FROM author AS a JOIN log AS l ON l.n = a.log",
        )?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            logs.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        }
    }
    for (log, key, label, id) in logs {
        let member = state.person_of(&key);
        let person = member.map_or(id.as_str(), |m| m.person.as_str());
        let name = member.map_or(label.as_str(), |m| m.name.as_str());
        let over = member.is_some_and(|m| replaces_others(state.role(m), Law::REAL));
        db.prepare_cached("UPDATE author SET person = ?2, name = ?3, over = ?4 WHERE log = ?1")?
            .execute(params![log, person, name, over])?;
    }
    Ok(())
}

/// Writes which windows were closed, at which of them each task was red last, and since when the founder is not alone.
fn closings(db: &Connection, state: &State) -> Result<(), Error> {
    db.execute_batch("DELETE FROM company; DELETE FROM closing; DELETE FROM red")?;
    let number = |entry: u64| i64::try_from(entry).unwrap_or(i64::MAX);
    if let Some(entry) = state.company {
        db.execute("INSERT INTO company (entry) VALUES (?1)", [number(entry)])?;
    }
    let mut red: BTreeMap<ItemId, u64> = BTreeMap::new();
    for (entry, closing) in &state.closings {
        let (period, day) = (closing.period.to_string(), closing.day.to_string());
        db.execute(
            "INSERT INTO closing (entry, period, sha256, day) VALUES (?1, ?2, ?3, ?4)",
            params![number(*entry), period, closing.sha256.bytes(), day],
        )?;
        let Some(frozen) = apply::stored_document::<Frozen>(db, closing.sha256)? else {
            continue;
        };
        for task in frozen
            .tasks
            .iter()
            .filter(|task| task.lit.light == Light::Red)
        {
            red.insert(task.id, *entry);
        }
    }
    let mut add = db.prepare_cached("INSERT INTO red (task, entry) VALUES (?1, ?2)")?;
    for (task, entry) in red {
        add.execute(params![task.bytes(), number(entry)])?;
    }
    Ok(())
}

/// Erases words for good: those that a purge names which an entry has settled, or which was said before anything was
/// shared. A purge that is not settled only hides them, so that a stolen key erases nothing.
fn purge(db: &Connection, genesis: &Genesis, chain: &Chain) -> Result<(), Error> {
    let alone = chain.entries().is_empty();
    let purges: Vec<(i64, [u8; 32])> = db
        .prepare_cached(
            "SELECT o.n, q.id FROM purged AS p JOIN op AS o ON o.id = p.target JOIN body AS b ON b.op = o.n
             JOIN op AS q ON q.n = p.op",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let bench = Bench::since(db, genesis, (chain.state().entry, i64::MAX));
    let mut gone = Vec::new();
    for (target, purge) in purges {
        let purge = OpId::from_bytes(purge);
        // What was erased once cannot be brought back, so a purge that is voided later erases everywhere.
        let verdict = bench.verdict(purge)?;
        if verdict.is_some_and(|verdict| {
            (alone && verdict.counts()) || chain.ever_counted(purge, &verdict)
        }) {
            gone.push(target);
        }
    }
    for op in gone {
        db.execute("DELETE FROM body WHERE op = ?1", [op])?;
        // The files that held the words are no longer what was written or read, and are written again: their author's
        // by the author's program, and anybody's when a person asks for an exchange.
        db.execute(
            "UPDATE seen SET size = 0 WHERE EXISTS (
               SELECT 1 FROM signed AS s JOIN op AS o ON o.log = s.log
               WHERE o.n = ?1 AND o.seq BETWEEN s.first AND s.last AND instr(seen.name, s.name) > 0)",
            [op],
        )?;
    }
    Ok(())
}

/// Judges an op that this home has just appended, by the roster as it is now, and puts it into effect.
pub(in crate::store) fn append_verdict(
    db: &Connection,
    genesis: &Genesis,
    chain: &Chain,
    (n, id): (i64, OpId),
    said: &Said,
    refusal: Option<Refusal>,
) -> Result<(), Error> {
    match refusal {
        None => {
            if let Some(task) = apply::effect(db, genesis, (n, id), said)?.task {
                row::refresh(db, task)?;
            }
            if matches!(said, Said::Adopt { .. }) {
                row::refresh_all(db)?;
            }
            if matches!(said, Said::Purge { .. }) {
                purge(db, genesis, chain)?;
            }
        }
        Some(refusal) => {
            db.prepare_cached(
                "INSERT INTO verdict (op, entry, refusal, over, found) VALUES (?1, NULL, ?2, 0, ?2)",
            )?
            .execute(params![n, refusal.as_str()])?;
        }
    }
    Ok(())
}

/// Why an op by this key that does this would not count, if it would not, by the roster as it is now.
pub(in crate::store) fn refusal_of(
    db: &Connection,
    genesis: &Genesis,
    state: &State,
    key: &str,
    deed: &Deed,
) -> Result<Option<Refusal>, Error> {
    let bench = Bench::since(db, genesis, (state.entry, i64::MAX));
    let mut failed = None;
    let involved = |task| match involved(task, None, state, &bench) {
        Ok(involved) => involved,
        Err(error) => {
            failed = Some(error);
            Vec::new()
        }
    };
    let found = may(state, key, deed, involved);
    failed.map_or(Ok(found.err()), Err)
}
