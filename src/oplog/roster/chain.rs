//! Which entries are in force: the same for everybody who has seen the same entries, in whatever order.

use std::collections::HashMap;

use super::{Entry, EntryKind, Genesis, State};
use crate::model::{OpId, Sha};
use crate::oplog::Verdict;
use crate::oplog::law::{Breach, Law};

/// An entry and the key that signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedEntry {
    /// The SHA-256 of its line.
    pub id: Sha,
    /// What it says.
    pub entry: Entry,
    /// The public key that signed it.
    pub signer: String,
}

/// Why the chain goes no further though entries are there that could follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Two entries follow the last one: the registrar's key speaks with two voices. Root resolves it.
    TwoFollow(Sha, Sha),
    /// Two entries of the root key have one epoch.
    TwoRoots(Sha, Sha),
    /// The next entry says something that this program does not know.
    Newer(Sha),
}

/// The entries in force, from the first after the genesis on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    start: State,
    entries: Vec<SignedEntry>,
    state: State,
    /// Why it goes no further, if it could.
    pub stop: Option<Stop>,
    law: Law,
}

/// The entries by the hash of their line, each with all who signed it.
type Known<'a> = HashMap<Sha, Vec<&'a SignedEntry>>;

impl Chain {
    /// The chain that these entries make. Their order does not matter, nor does a repetition.
    #[must_use]
    pub fn of(genesis: &Genesis, plan: Sha, entries: &[SignedEntry], law: Law) -> Self {
        let start = State::genesis(genesis, plan);
        // Anybody can sign anybody's line anew: a line is what its right signer says, whoever else signed it.
        let mut known: Known<'_> = HashMap::new();
        for entry in entries {
            known.entry(entry.id).or_default().push(entry);
        }
        let mut follow: HashMap<Sha, Vec<&SignedEntry>> = HashMap::new();
        for entry in entries {
            follow.entry(entry.entry.prev).or_default().push(entry);
        }
        let mut chain = Self {
            state: start.clone(),
            start,
            entries: Vec::new(),
            stop: None,
            law,
        };
        if law.breaks(Breach::NoEpoch) {
            chain.go_on(&follow);
            return chain;
        }
        match chain.last_root(&known) {
            Ok(path) => {
                for entry in path {
                    chain.push(entry);
                }
                chain.go_on(&follow);
            }
            Err((shared, stop)) => {
                for entry in shared {
                    chain.push(entry);
                }
                chain.stop = Some(stop);
            }
        }
        chain
    }

    /// The way from the genesis to the root entry of the highest epoch that is valid; empty if the root key never
    /// spoke. `Err` holds what two ways share where the root key itself speaks with two voices.
    #[allow(clippy::type_complexity, reason = "used in one place")]
    fn last_root<'a>(
        &self,
        known: &Known<'a>,
    ) -> Result<Vec<&'a SignedEntry>, (Vec<&'a SignedEntry>, Stop)> {
        // Whoever else signs such an entry costs nothing.
        let mut roots: Vec<&SignedEntry> = known
            .values()
            .flatten()
            .copied()
            .filter(|e| e.entry.kind == EntryKind::Root && e.signer == self.start.root)
            .collect();
        roots.sort_by_key(|e| (std::cmp::Reverse(e.entry.epoch), e.id));
        roots.dedup_by_key(|e| e.id);
        let mut best: Option<Vec<&SignedEntry>> = None;
        for root in roots {
            if let Some(path) = &best
                && path
                    .last()
                    .is_some_and(|r| r.entry.epoch > root.entry.epoch)
            {
                break;
            }
            let Some(path) = self.path_to(root, known) else {
                continue;
            };
            let Some(other) = best.replace(path.clone()) else {
                continue;
            };
            let shared = path
                .iter()
                .zip(&other)
                .take_while(|(a, b)| a.id == b.id)
                .map(|(a, _)| *a)
                .collect();
            let ids = other.last().map_or(root.id, |other| other.id);
            return Err((shared, Stop::TwoRoots(ids, root.id)));
        }
        Ok(best.unwrap_or_default())
    }

    /// The way from the genesis to `entry`, if all of it is known and each entry may follow the one before.
    fn path_to<'a>(
        &self,
        entry: &'a SignedEntry,
        known: &Known<'a>,
    ) -> Option<Vec<&'a SignedEntry>> {
        let mut lines: Vec<&[&SignedEntry]> = Vec::new();
        let mut at = entry;
        loop {
            lines.push(known.get(&at.id)?);
            if at.entry.prev == self.start.id {
                break;
            }
            at = known.get(&at.entry.prev)?.first()?;
        }
        let mut state = self.start.clone();
        let mut path = Vec::with_capacity(lines.len());
        for line in lines.iter().rev() {
            let entry = line.iter().find(|e| {
                e.entry.crit.is_empty() && state.lets_follow(&e.entry, &e.signer, self.law)
            })?;
            state.take(&entry.entry, entry.id, self.law);
            path.push(*entry);
        }
        Some(path)
    }

    /// Follows the registrar's entries from the state on, as far as there is one voice.
    fn go_on(&mut self, follow: &HashMap<Sha, Vec<&SignedEntry>>) {
        loop {
            let mut next: Vec<&SignedEntry> = follow
                .get(&self.state.id)
                .into_iter()
                .flatten()
                .copied()
                .filter(|e| e.entry.kind == EntryKind::Entry || self.law.breaks(Breach::NoEpoch))
                .filter(|e| self.state.lets_follow(&e.entry, &e.signer, self.law))
                .collect();
            next.sort_by_key(|e| e.id);
            next.dedup_by_key(|e| e.id);
            let (Some(one), other) = (next.first(), next.get(1)) else {
                return;
            };
            self.stop = match other {
                Some(other) if !self.law.breaks(Breach::FollowsEquivocation) => {
                    Some(Stop::TwoFollow(one.id, other.id))
                }
                _ if !one.entry.crit.is_empty() => Some(Stop::Newer(one.id)),
                _ => None,
            };
            if self.stop.is_some() {
                return;
            }
            self.push(one);
        }
    }

    fn push(&mut self, entry: &SignedEntry) {
        self.state.take(&entry.entry, entry.id, self.law);
        self.entries.push(entry.clone());
    }

    /// The state after the last entry in force.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The state after the entry of this number; `None` if there is none in force.
    #[must_use]
    pub fn state_at(&self, entry: u64) -> Option<State> {
        let mut state = self.start.clone();
        for signed in &self.entries {
            if state.entry == entry {
                break;
            }
            state.take(&signed.entry, signed.id, self.law);
        }
        (state.entry == entry).then_some(state)
    }

    /// The entries in force, in order, without the genesis.
    #[must_use]
    pub fn entries(&self) -> &[SignedEntry] {
        &self.entries
    }

    /// Whether an op counted when an entry settled it, or ever since: what was done for good on its word, and cannot be
    /// undone by voiding it later, is the same at every home.
    #[must_use]
    pub fn ever_counted(&self, op: OpId, verdict: &Verdict) -> bool {
        let Some(settled) = verdict.entry else {
            return false;
        };
        let mut counts = verdict.found.is_none();
        for signed in &self.entries {
            if counts && signed.entry.entry > settled {
                return true;
            }
            if signed.entry.void.contains(&op) {
                counts = false;
            }
            if signed.entry.adopt.contains(&op) {
                counts = true;
            }
        }
        counts
    }

    /// Goes through the entries in force with the state before each one.
    ///
    /// # Errors
    ///
    /// What `see` answers.
    pub fn replay<E>(
        &self,
        mut see: impl FnMut(&State, &SignedEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut state = self.start.clone();
        for entry in &self.entries {
            if self.law.breaks(Breach::StateAfter) {
                state.take(&entry.entry, entry.id, self.law);
                see(&state, entry)?;
            } else {
                see(&state, entry)?;
                state.take(&entry.entry, entry.id, self.law);
            }
        }
        Ok(())
    }
}
