//! What an exchange did.

use crate::oplog::{Flaw, Stop};
use crate::share::{Collected, Published};
use crate::workspace::sharing::ProposalStatus;

/// What an exchange did.
#[derive(Debug, Default)]
pub struct Synced {
    /// How many ops of others are new here.
    pub ops: usize,
    /// How many roster entries are new here.
    pub entries: usize,
    /// How many requests of newcomers are new here.
    pub requests: usize,
    /// How many files were written.
    pub written: usize,
    /// How many own files the share did not show although they had been written.
    pub lost: usize,
    /// Why a file of the share could not be written, with its path within the plan's folder.
    pub refused: Option<(String, std::io::Error)>,
    /// Whether what was said here could not be written, nor, where everybody's files are carried, theirs.
    pub kept_back: bool,
    /// Why a file could not be written in its own place, whose copy lies in the relay folder, with its path.
    pub relayed: Option<(String, std::io::Error)>,
    /// Files put into quarantine, with the reason.
    pub quarantined: Vec<(String, Flaw)>,
    /// The last entry of the roster in force, and why it goes no further, if it could.
    pub stop: Option<(u64, Stop)>,
    /// What coordinators proposed and was answered since somebody was told.
    pub proposals: Vec<ProposalStatus>,
    /// How many logs were confirmed as received.
    pub received: usize,
    /// Whether the share holds more than one exchange takes.
    pub more: bool,
    /// Folders of the share that hold more files than are looked at, by their path within the plan's folder.
    pub crowded: Vec<String>,
    /// Copies that a sync program made of files that are here, which may go, by their path within the plan's folder.
    pub copies: Vec<String>,
    /// How many names were listed and files opened.
    pub cost: (usize, usize),
}

impl Synced {
    pub(super) fn add_read(&mut self, collected: &Collected) {
        self.ops += collected.ops;
        self.entries += collected.entries;
        self.requests += collected.requests;
        self.quarantined
            .extend(collected.quarantined.iter().cloned());
        self.more = collected.more;
        self.crowded.clone_from(&collected.crowded);
        self.copies.clone_from(&collected.copies);
        self.cost.0 += collected.names;
        self.cost.1 += collected.opened;
    }

    /// Adds what an exchange with another folder did; what that one lacked is not told of this one.
    pub(super) fn add(&mut self, there: Self) {
        self.ops += there.ops;
        self.entries += there.entries;
        self.requests += there.requests;
        self.written += there.written;
        self.refused = there.refused.or(self.refused.take());
        self.relayed = there.relayed.or(self.relayed.take());
        self.quarantined.extend(there.quarantined);
        self.stop = there.stop.or(self.stop.take());
        self.proposals.extend(there.proposals);
        self.received += there.received;
        self.more |= there.more;
    }

    pub(super) fn add_written(&mut self, published: Published) {
        self.written += published.written;
        self.lost += published.lost;
        self.refused = published.refused.or(self.refused.take());
        self.relayed = published.relayed.or(self.relayed.take());
    }
}
