//! Undoing: taking back what was said, with a new op.

use chrono::{DateTime, Utc};

use super::FollowFailure;
use crate::model::{Change, OpId};
use crate::store::Undoable;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// What was said here last that can be taken back, the latest first, across sessions.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn undoable(&self, most: usize) -> Result<Vec<Undoable>, Failure> {
        Ok(self.store.undoable(most, self.zone)?)
    }

    /// The same as the history tells it.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn undoable_changes(&self, most: usize) -> Result<Vec<Change>, Failure> {
        Ok(self.store.undoable_changes(most, self.zone)?)
    }

    /// Takes back what an op said: it stays in the history, and what it had replaced stands again.
    ///
    /// # Errors
    ///
    /// If it cannot be taken back or does not count any more, or there is no reason.
    pub fn take_back(
        &mut self,
        op: OpId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<OpId, Failure> {
        let zone = self.zone;
        self.retract(op, reason, now, |writing| {
            let undoable = writing.undoable(op, zone)?;
            Ok(undoable.ok_or(FollowFailure::NothingToUndo)?.task)
        })
    }
}
