//! Taking words out for good: personal or classified ones that were typed by mistake.

use chrono::{DateTime, Utc};

use super::super::correct;
use super::SharingFailure;
use crate::model::{Change, OpId};
use crate::oplog::{Said, Texts};
use crate::store::Entry;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// What an op said whose words are to be taken out, to be looked at first; `None` if the history does not tell it.
    ///
    /// # Errors
    ///
    /// If its words were taken out already.
    pub fn to_purge(&mut self, op: OpId) -> Result<Option<Change>, Failure> {
        self.refuse_past()?;
        let writing = self.store.write()?;
        if writing.is_purged(op)? {
            return Err(SharingFailure::PurgedAlready(op.short()).into());
        }
        drop(writing);
        let mut changes = self.history(None, usize::MAX)?.into_iter();
        Ok(changes.find(|change| change.op == op))
    }

    /// Takes the words of an op out, in every home that hears of it and on the share; the op itself stays, and the chain
    /// with its signatures still verifies. Before anything is shared the words are gone at once, else when the registrar's
    /// program has confirmed the purge.
    ///
    /// # Errors
    ///
    /// If there is no reason, somebody has done it already, or the owner of this home may not do it.
    pub fn purge(&mut self, op: OpId, reason: &str, now: DateTime<Utc>) -> Result<OpId, Failure> {
        self.refuse_past()?;
        let (today, reason) = (self.today(now), correct::reason(reason)?);
        let texts = Texts {
            reason,
            ..Texts::default()
        };
        let entry = Entry::with_texts(&texts, |body| Said::Purge {
            op,
            on: today,
            body,
        })?;
        let mut writing = self.store.write()?;
        if writing.is_purged(op)? {
            return Err(SharingFailure::PurgedAlready(op.short()).into());
        }
        let id = writing.append(entry, now)?;
        writing.commit()?;
        self.store.empty_wal()?;
        Ok(id)
    }
}
