//! Looking: the ledger as a snapshot, one task in full, the history, the whole view, its check.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Failure, Workspace};
use crate::model::{
    Change, Code, Day, Delivery, Detail, Directory, ItemId, Light, Measured, Outlook, Row, Rules,
    Snapshot, StepTaken, in_ascii,
};
use crate::store::{Ledger, Report, Scope};

/// Gives a line its light.
fn light_up(row: &mut Arc<Row>, outlook: &Outlook) {
    let lit = outlook.lit(row);
    Arc::make_mut(row).lit = lit;
}

impl Workspace {
    /// The ledger as it is now (or as it was, in the past), at most `limit` tasks of it.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn snapshot(&self, limit: usize, now: DateTime<Utc>) -> Result<Snapshot, Failure> {
        let day = self.day(now);
        let (rules, version) = self.rules(day)?;
        // First: what is judged in between is seen by the next question.
        let turn = self.store.turn()?;
        let Ledger {
            head,
            sections,
            directory,
            mut rows,
            total,
            revision,
            adopted,
            watch,
        } = self.store.ledger(limit)?;
        let outlook = Outlook {
            day,
            version,
            start: head.as_ref().and_then(|head| head.issued.or(head.start)),
            end: head.as_ref().and_then(|head| head.end),
            adopted: adopted.map(|at| at.with_timezone(&self.zone).date_naive()),
            watch,
            rules,
        };
        for row in &mut rows {
            light_up(row, &outlook);
        }
        Ok(Snapshot {
            head: head.map(Arc::new),
            sections: Arc::new(sections),
            directory: Arc::new(directory),
            rows: Arc::new(rows),
            total,
            me: Arc::new(self.me.clone()),
            limits: outlook.rules.limits(),
            outlook: Arc::new(outlook),
            day,
            past: !self.scope.is_present(),
            demo: self.demo.is_some(),
            revision: u64::try_from(revision).unwrap_or(0),
            turn,
            delivery: self.delivery()?.map(Arc::new),
            unread: Arc::new(self.store.unread()?),
        })
    }

    /// How far what was recorded here has come; `None` where nothing is shared, and in the past.
    fn delivery(&self) -> Result<Option<Delivery>, Failure> {
        if !self.scope.is_present() || self.share_dir()?.is_none() {
            return Ok(None);
        }
        Ok(Some(Delivery {
            membership: self.membership()?,
            ..self.store.delivery(self.registrar_name()?)?
        }))
    }

    /// Keeps that a task was looked at here.
    ///
    /// # Errors
    ///
    /// If the home cannot be written.
    pub fn look_at_task(&self, task: ItemId) -> Result<(), Failure> {
        Ok(self.store.looked_at(Some(task))?)
    }

    /// The day the ledger shows: today, or the day that was asked for.
    #[must_use]
    pub fn day(&self, now: DateTime<Utc>) -> crate::model::Day {
        self.scope
            .as_of
            .or(self.scope.known_on)
            .unwrap_or_else(|| self.today(now))
    }

    /// The lights by the rules as they were on a day; `now` is the picture of the present.
    pub(super) fn lights_on(
        &self,
        day: Day,
        now: &Snapshot,
    ) -> Result<HashMap<ItemId, Light>, Failure> {
        let of = |rows: &[Arc<Row>]| rows.iter().map(|row| (row.id, row.lit.light)).collect();
        if day >= now.day {
            return Ok(of(&now.rows));
        }
        let scope = Scope {
            as_of: Some(day),
            known_on: self.scope.known_on,
        };
        let then = self.store.past(scope, self.zone)?;
        let Ledger {
            mut rows, watch, ..
        } = then.ledger(usize::MAX)?;
        let (rules, version) = self.rules(day)?;
        let outlook = Outlook {
            day,
            version,
            watch,
            rules,
            ..Outlook::clone(&now.outlook)
        };
        for row in &mut rows {
            light_up(row, &outlook);
        }
        Ok(of(&rows))
    }

    /// Brings a snapshot up to date, sharing what did not change; `None` if nothing did.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn refreshed(
        &mut self,
        old: &Snapshot,
        now: DateTime<Utc>,
    ) -> Result<Option<Snapshot>, Failure> {
        let (before, day) = (i64::try_from(old.revision).unwrap_or(0), self.day(now));
        let whole = old.rows.len() == old.total;
        let judged = self.store.turn()? != old.turn;
        if judged {
            // The roster may name the owner, or say anew what they may do.
            self.me = self.owner()?;
        }
        let revision = self.store.revision()?;
        // A new day, new lights.
        let touched = if whole && !judged && day == old.day {
            self.store.touched_since(before)?
        } else {
            None
        };
        let Some(touched) = touched else {
            return Ok(Some(self.snapshot(usize::MAX, now)?.sharing_with(old)));
        };
        let (delivery, unread) = (self.delivery()?, self.store.unread()?);
        let others_same = delivery == old.delivery.as_deref().cloned() && unread == *old.unread;
        if revision == before && day == old.day && others_same {
            return Ok(None);
        }
        let mut rows: Vec<Arc<Row>> = old.rows.iter().cloned().collect();
        for task in touched {
            let mut fresh = self.store.row(task)?;
            if let Some(row) = &mut fresh {
                light_up(row, &old.outlook);
            }
            if let (Some(fresh), Some(slot)) = (fresh, rows.iter_mut().find(|row| row.id == task)) {
                *slot = fresh;
            }
        }
        let revision = u64::try_from(revision).unwrap_or(0);
        Ok(Some(Snapshot {
            rows: Arc::new(rows),
            day,
            revision,
            delivery: delivery.map(Arc::new),
            unread: Arc::new(unread),
            ..old.clone()
        }))
    }

    /// The rules in force on a day, and their version.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn rules(&self, day: Day) -> Result<(Rules, u64), Failure> {
        let chain = self.store.chain()?;
        let (rules, version) = chain.state().rules_on(day);
        Ok((rules.clone(), version))
    }

    /// A number that changes when another process has recorded something.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn data_version(&self) -> Result<i64, Failure> {
        Ok(self.store.data_version()?)
    }

    /// All departments.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn directory(&self) -> Result<Directory, Failure> {
        Ok(self.store.directory()?)
    }

    /// Everything about one task.
    ///
    /// # Errors
    ///
    /// If there is no such task.
    pub fn detail(&self, task: ItemId) -> Result<Detail, Failure> {
        self.store
            .detail(task, self.zone)?
            .ok_or_else(|| Failure::NoTask(task.to_string()))
    }

    /// The steps that were taken with a task, the latest first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn steps(&self, task: ItemId) -> Result<Vec<StepTaken>, Failure> {
        Ok(self.store.steps(task, self.zone)?)
    }

    /// The indicators of those of these tasks that have some.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn measured<'a>(
        &self,
        rows: impl IntoIterator<Item = &'a Arc<Row>>,
    ) -> Result<Vec<Measured>, Failure> {
        let mut all = self.store.indicated(self.zone)?;
        let with = |row: &Arc<Row>| {
            let of = all.remove(&row.id)?;
            Some(Measured {
                row: Arc::clone(row),
                indicators: of.indicators,
                corrections: of.corrections,
                figures: of.figures,
            })
        };
        Ok(rows.into_iter().filter_map(with).collect())
    }

    /// The task with this code.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn task(&self, code: &str) -> Result<Arc<Row>, Failure> {
        let unknown = || Failure::NoTask(code.to_owned());
        let parsed: Code = in_ascii(code).parse().map_err(|_| unknown())?;
        self.store
            .by_code(&parsed)?
            .into_iter()
            .next()
            .ok_or_else(unknown)
    }

    /// The changes of one task or of all, the latest first, at most `limit` of them.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn history(&self, task: Option<ItemId>, limit: usize) -> Result<Vec<Change>, Failure> {
        Ok(self.store.history(task, limit, self.zone)?)
    }

    /// The whole shared view as canonical JSON.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn dump(&self) -> Result<String, Failure> {
        Ok(self.store.dump(self.zone)?)
    }

    /// Checks that everything is as it was written.
    ///
    /// # Errors
    ///
    /// If the home cannot be read at all.
    pub fn verify(&self) -> Result<Report, Failure> {
        Ok(self.store.verify(self.zone)?)
    }

    /// Drops the view and rebuilds it from the ops.
    ///
    /// # Errors
    ///
    /// If an op cannot be read.
    pub fn rebuild(&mut self) -> Result<(), Failure> {
        self.refuse_past()?;
        Ok(self.store.rebuild()?)
    }
}
