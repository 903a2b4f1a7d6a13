//! The past: the same view, made of the ops of that time alone.

use chrono::FixedOffset;
use rusqlite::{Connection, params};

use super::item::{STORED, Stored};
use super::{Error, Store, apply, keep_plans, schema};
use crate::model::{Day, OpId};
use crate::oplog::{Op, Said};

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
        schema::reset_view(&db)?;
        let tx = db.transaction()?;
        copy(
            &self.db,
            &tx,
            "SELECT n, line FROM roster",
            "INSERT INTO roster VALUES (?1, ?2)",
        )?;
        copy(
            &self.db,
            &tx,
            "SELECT n, id FROM log",
            "INSERT INTO log VALUES (?1, ?2)",
        )?;
        copy(
            &self.db,
            &tx,
            "SELECT n, sha256, bytes FROM document",
            "INSERT INTO document VALUES (?1, ?2, ?3)",
        )?;
        apply::begin(&tx, &self.genesis)?;
        let mut found = self.db.prepare(&format!("SELECT {STORED} ORDER BY o.n"))?;
        let mut rows = found.query([])?;
        while let Some(row) = rows.next()? {
            let stored = Stored::read(row)?;
            if !scope.holds(&stored, zone) {
                continue;
            }
            let n = stored.n;
            copy_one(
                &self.db,
                &tx,
                "SELECT * FROM op WHERE n = ?1",
                "INSERT INTO op VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                n,
            )?;
            copy_one(
                &self.db,
                &tx,
                "SELECT * FROM body WHERE op = ?1",
                "INSERT INTO body VALUES (?1, ?2, ?3)",
                n,
            )?;
            let line: String = row.get(3)?;
            let op = Op::parse(&line)?;
            let log: i64 =
                tx.query_row("SELECT log FROM op WHERE n = ?1", [n], |row| row.get(0))?;
            apply::op(
                &tx,
                &self.genesis,
                n,
                log,
                OpId::from_bytes(row.get(1)?),
                &op,
            )?;
        }
        drop(rows);
        drop(found);
        tx.commit()?;
        Ok(Self {
            db,
            genesis: self.genesis.clone(),
            plan: self.plan,
        })
    }
}

fn copy(from: &Connection, to: &Connection, select: &str, insert: &str) -> Result<(), Error> {
    let mut found = from.prepare(select)?;
    let columns = found.column_count();
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..columns)
            .map(|at| row.get::<_, rusqlite::types::Value>(at))
            .collect::<Result<Vec<_>, _>>()?;
        to.prepare_cached(insert)?
            .execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}

fn copy_one(
    from: &Connection,
    to: &Connection,
    select: &str,
    insert: &str,
    n: i64,
) -> Result<(), Error> {
    let mut found = from.prepare_cached(select)?;
    let columns = found.column_count();
    let mut rows = found.query(params![n])?;
    while let Some(row) = rows.next()? {
        let values = (0..columns)
            .map(|at| row.get::<_, rusqlite::types::Value>(at))
            .collect::<Result<Vec<_>, _>>()?;
        to.prepare_cached(insert)?
            .execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}
