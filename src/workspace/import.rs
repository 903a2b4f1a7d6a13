//! Reading a plan document, and putting it in force.

use chrono::{DateTime, Utc};

use super::follow::Sitting;
use super::{Failure, Workspace, correct};
use crate::import::Reading;
use crate::model::{Directory, Document, Edit, Sha};
use crate::oplog::Said;
use crate::store::{self, Entry};

/// The plan that comes with the program, as it stands in `data/`.
pub(super) const EMBEDDED: &[u8] = include_bytes!("../../data/zibo-education-plan.txt");

/// Reads a plan document with the departments this program knows from the start, changing nothing.
///
/// # Errors
///
/// If the embedded departments cannot be read.
pub fn check_plan(bytes: &[u8]) -> Result<Reading, Failure> {
    let directory = crate::import::departments(super::DEPARTMENTS)
        .map_err(|error| store::Error::Damaged(format!("data/departments.toml: {error}")))?;
    Ok(crate::import::read(bytes, &directory))
}

impl Workspace {
    /// Reads a plan document with the departments this home knows, changing nothing.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn read_plan(&self, bytes: &[u8]) -> Result<Reading, Failure> {
        let directory: Directory = self.directory()?;
        Ok(crate::import::read(bytes, &directory))
    }

    /// Puts a plan in force from its issue date on, together with the corrections of what was read wrong: all or none.
    ///
    /// The departments that the plan names are known to the corrections.
    ///
    /// # Errors
    ///
    /// If a plan is in force already, the document holds no task, or a correction makes no sense (see
    /// [`Workspace::correct`]).
    pub fn adopt_plan(
        &mut self,
        document: &Document,
        edits: &[Edit],
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        self.refuse_past()?;
        let (today, zone) = (self.today(now), self.zone);
        if document.plan.tasks.is_empty() {
            return Err(Failure::EmptyPlan);
        }
        let on = document
            .plan
            .head
            .issued
            .or(document.plan.head.start)
            .unwrap_or(today);
        let bytes = serde_json::to_vec(document).map_err(store::Error::from)?;
        let mut writing = self.store.write()?;
        if writing.has_plan()? {
            drop(writing);
            let title = self.plan_title()?.unwrap_or_default();
            return Err(Failure::HasPlan(title));
        }
        let said = Said::Adopt {
            sha256: Sha::of(&bytes),
            on,
        };
        writing.append(
            Entry {
                said,
                body: None,
                documents: vec![bytes],
            },
            now,
        )?;
        let alone = Sitting::default();
        correct::append(&mut writing, edits, (today, zone, &alone), now)?;
        writing.commit()?;
        Ok(())
    }

    /// Puts the plan that comes with the program in force, in a home that has none. A home that joined somebody's plan waits
    /// for that one.
    ///
    /// # Errors
    ///
    /// If the home cannot be written.
    pub fn adopt_embedded_plan(&mut self, now: DateTime<Utc>) -> Result<(), Failure> {
        if self.plan_title()?.is_some() {
            return Ok(());
        }
        let joined = self.store.own_key()? != self.store.chain()?.state().keeper;
        if joined {
            return Ok(());
        }
        let reading = self.read_plan(EMBEDDED)?;
        match self.adopt_plan(&crate::import::document(reading), &[], now) {
            // Another process was faster.
            Err(Failure::HasPlan(_)) => Ok(()),
            other => other,
        }
    }

    /// The title of the plan in force.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn plan_title(&self) -> Result<Option<String>, Failure> {
        Ok(self.store.plan_head()?.map(|head| head.title))
    }
}
