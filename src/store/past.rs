//! The past: the same view, made of the ops of that time alone.

use std::cell::RefCell;

use chrono::FixedOffset;
use rusqlite::{Connection, Params};

use super::item::{STORED, Stored};
use super::{Company, Error, Store, keep_plans, schema, sharing};
use crate::model::Day;
use crate::oplog::{Said, State};

/// Which part of the past is asked for. Both days are whole days in the plan's zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// What had happened by the end of this day, by the ops' `on` (`--as-of`).
    pub as_of: Option<Day>,
    /// What had been recorded by the end of this day, by the ops' clock (`--known-on`).
    pub known_on: Option<Day>,
}

impl Scope {
    /// Whether it is the present.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.as_of.is_none() && self.known_on.is_none()
    }

    /// Whether an op belongs to it. A plan is known from its issue date, whenever it was imported.
    fn holds(&self, stored: &Stored, zone: FixedOffset) -> bool {
        let recorded = match stored.said {
            Said::Adopt { on, .. } => on,
            _ => stored.recorded(zone).date_naive(),
        };
        let happened = stored.said.on().unwrap_or(Day::MIN);
        let is_hello = matches!(stored.said, Said::Hello { .. });
        is_hello
            || (self.as_of.is_none_or(|day| happened <= day)
                && self.known_on.is_none_or(|day| recorded <= day))
    }
}

impl Store {
    /// The store as it was: in memory, with the ops of that time alone.
    ///
    /// # Errors
    ///
    /// If an op cannot be read.
    pub fn past(&self, scope: Scope, zone: FixedOffset) -> Result<Self, Error> {
        let mut db = Connection::open_in_memory()?;
        keep_plans(&db)?;
        schema::migrate(&mut db)?;
        let tx = db.transaction()?;
        for table in ["roster", "entry", "log", "document"] {
            copy(&self.db, &tx, table, "true", [])?;
        }
        let mut found = self.db.prepare(&format!("SELECT {STORED} ORDER BY o.n"))?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let stored = Stored::read(row)?;
            if !scope.holds(&stored, zone) {
                continue;
            }
            let n = stored.n;
            copy(&self.db, &tx, "op", "n = ?1", [n])?;
            copy(&self.db, &tx, "body", "op = ?1", [n])?;
        }
        drop(rows);
        drop(found);
        let then = self.then(scope, zone)?;
        sharing::evaluate_with(&tx, &self.genesis, self.plan, then)?;
        tx.commit()?;
        Ok(Self {
            db,
            // It is in memory.
            company: Company::Others,
            genesis: self.genesis.clone(),
            plan: self.plan,
            chain: RefCell::default(),
        })
    }
}

impl Store {
    /// What the roster had said by then of departments and of windows: which there were and what they became, and which
    /// were closed; `None` for the present.
    fn then(&self, scope: Scope, zone: FixedOffset) -> Result<Option<State>, Error> {
        if scope.is_present() {
            return Ok(None);
        }
        let chain = self.chain()?;
        let known = chain.entries().iter().filter(|signed| {
            let recorded = signed.entry.hlc.time().with_timezone(&zone).date_naive();
            scope.known_on.is_none_or(|day| recorded <= day)
        });
        let known: Vec<_> = known.map(|signed| &signed.entry).collect();
        let happened = |on: Day| scope.as_of.is_none_or(|day| on <= day);
        let mut state = chain.state().clone();
        state.departments = self.genesis.departments.clone();
        for department in known.iter().flat_map(|entry| &entry.departments) {
            state.departments.retain(|known| known.id != department.id);
            state.departments.push(department.clone());
        }
        let steps = known.iter().flat_map(|entry| entry.succession.iter());
        state.succession = steps.filter(|step| happened(step.on)).cloned().collect();
        state.closings.retain(|(number, closing)| {
            let mut entries = known.iter();
            happened(closing.day) && entries.any(|entry| entry.entry == *number)
        });
        Ok(Some(state))
    }
}

/// Copies the rows of a table that meet a condition.
fn copy(
    from: &Connection,
    to: &Connection,
    table: &str,
    condition: &str,
    key: impl Params,
) -> Result<(), Error> {
    let mut found = from.prepare_cached(&format!("SELECT * FROM {table} WHERE {condition}"))?;
    let columns = found.column_count();
    let places = vec!["?"; columns].join(", ");
    let mut insert = to.prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))?;
    let mut rows = found.query(key)?;
    while let Some(row) = rows.next()? {
        let values = (0..columns)
            .map(|at| row.get::<_, rusqlite::types::Value>(at))
            .collect::<Result<Vec<_>, _>>()?;
        insert.execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}
