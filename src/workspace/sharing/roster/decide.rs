//! Entries about single ops: whether they count.

use chrono::{DateTime, Utc};

use crate::model::OpId;
use crate::workspace::sharing::{SharingFailure, Written};
use crate::workspace::{Failure, Workspace, correct};

/// What is decided of single ops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They count though they would not.
    Adopt,
    /// They do not count though they would.
    Void,
}

impl Workspace {
    /// Decides of single ops whether they count.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, there is no reason, or an op is unknown.
    pub fn decide(
        &mut self,
        decision: Decision,
        ops: &[String],
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let reason = correct::reason(reason)?;
        let ops = ops
            .iter()
            .map(|op| self.find_op(op))
            .collect::<Result<Vec<OpId>, Failure>>()?;
        self.write_entry(Some(&reason), now, |_, entry| {
            match decision {
                Decision::Adopt => entry.adopt = ops,
                Decision::Void => entry.void = ops,
            }
            Ok(())
        })
    }

    /// The op whose id begins with `prefix`, at least four characters of it.
    ///
    /// # Errors
    ///
    /// If none or several begin so.
    pub fn find_op(&self, prefix: &str) -> Result<OpId, Failure> {
        let unknown = || Failure::from(SharingFailure::NoOp(prefix.to_owned()));
        if prefix.len() < 4 {
            return Err(unknown());
        }
        let mut found = self.store.ops_from(prefix)?.into_iter();
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(unknown()),
        }
    }
}
