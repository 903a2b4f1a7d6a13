//! Receipts: the program that keeps the roster confirms what was received, and whose it was.

use chrono::{DateTime, TimeDelta, Utc};

use crate::oplog::EntryKind;
use crate::workspace::sharing::{append_entry, next_entry};
use crate::workspace::{Failure, Workspace};

/// The registrar's program confirms what was received by itself at most this often, in minutes.
const RECEIPT_MINUTES: i64 = 60;

/// Whether the registrar's program confirms what was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// At once, because a person asked for the exchange.
    Now,
    /// At most hourly.
    Hourly,
}

impl Workspace {
    /// Confirms what was received from whom, if this home keeps the roster and there is news.
    pub(super) fn confirm(
        &mut self,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<usize, Failure> {
        let chain = self.store.chain()?;
        if chain.state().keeper != self.store.own_key()? || chain.stop.is_some() {
            return Ok(0);
        }
        let age = now.signed_duration_since(chain.state().hlc.time());
        let is_first = chain.entries().is_empty();
        if receipt == Receipt::Hourly && !is_first && age < TimeDelta::minutes(RECEIPT_MINUTES) {
            return Ok(0);
        }
        if self.store.look_at_share("")?.to_accept()?.is_empty() {
            return Ok(0);
        }
        // Nobody is asked for a passphrase while the home is held up.
        let key = self.signer()?;
        key.unlock()?;
        let mut sharing = self.store.share("", now)?;
        let accepted = sharing.to_accept()?;
        let received = accepted.len();
        let mut entry = next_entry(sharing.chain().state(), EntryKind::Entry, now);
        entry.accepted = accepted;
        append_entry(&mut sharing, &entry, None, &key)?;
        sharing.commit()?;
        Ok(received)
    }
}
