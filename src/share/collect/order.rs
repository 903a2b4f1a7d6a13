//! What comes first where a share holds more than one poll takes.
//!
//! Whoever may write the share can fill it: a million names cost one loop. None of them may keep from anybody for ever what
//! an honest person put beside it.
//!
//! - A name that is none of ours counts for nothing.
//! - Of a folder that holds more names than a poll lists, what belongs to a log or an entry that is known comes first, then
//!   what newcomers wrote who have asked, then what strangers did. Among equals chance decides, in every poll anew.
//! - No sort of file uses up what a poll may open: something is left for those that come after it ([`Part`]).
//! - Of files that are more than may be opened, every log has one in its turn, and in one log one that was never opened
//!   takes turns with the one that was opened longest ago.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{Candidate, Poll};
use crate::oplog::{Finding, LARGEST_FILE, LogId, Replica, Seen};
use crate::share::{Kind, Name};

/// How many entries of the roster behind the newest that is here come before others: nobody is so far behind for long.
const NEAR: u64 = 1_000;

/// What is known before a poll looks.
#[derive(Debug, Default)]
pub(super) struct Order {
    logs: HashSet<LogId>,
    /// Logs of newcomers who have asked to be let in.
    asked: HashSet<LogId>,
    /// The entries that are here, by what their names must hold.
    entries: HashSet<String>,
    newest: u64,
    /// Documents that are wanted, by what their names must hold.
    wanted: HashSet<String>,
    /// Differs from poll to poll.
    lot: i64,
}

impl Order {
    pub(super) fn of<R: Replica>(home: &R, now: i64) -> Result<Self, R::Error> {
        let entries = home.entries()?;
        let logs = home.logs()?.into_iter().map(|(log, _)| log);
        let accepted = home.accepted()?.into_iter().map(|accepted| accepted.log);
        Ok(Self {
            logs: logs.chain(accepted).collect(),
            asked: home.asked()?.into_iter().collect(),
            newest: entries.iter().map(|(n, _)| *n).max().unwrap_or(0),
            entries: entries.into_iter().map(|(_, name26)| name26).collect(),
            wanted: home
                .wanted_documents()?
                .iter()
                .map(|sha| sha.name26())
                .collect(),
            lot: now,
        })
    }

    /// How near a log is: 0 for one that is known.
    pub(super) fn nearness(&self, log: LogId) -> u8 {
        match () {
            () if self.logs.contains(&log) => 0,
            () if self.asked.contains(&log) => 1,
            () => 2,
        }
    }

    /// How near to what is known a file is.
    fn nearness_of(&self, name: &Name) -> u8 {
        match name.kind {
            Kind::Entry(_) if self.entries.contains(&name.hash) => 0,
            Kind::Entry(n) if n >= self.newest && n - self.newest <= NEAR => 1,
            Kind::Entry(_) => 2,
            Kind::Segment(log, ..) | Kind::Tail(log, ..) => self.nearness(log),
            // The own one; all others are strangers'.
            Kind::Request(log) => u8::from(!self.logs.contains(&log)),
            Kind::Document | Kind::Relay => u8::from(!self.wanted.contains(&name.hash)),
        }
    }

    /// The rank of a name in a folder ([`crate::share::Rank`]).
    pub(super) fn rank(&self, folder: &str, file: &str) -> Option<u64> {
        let nearness = match folder {
            "log" => self.nearness(file.parse().ok()?),
            _ => self.nearness_of(&Name::parse(folder, file)?),
        };
        Some((u64::from(nearness) << 62) | (self.draw(file) >> 2))
    }

    /// The lot of a name in this poll.
    pub(super) fn draw(&self, file: impl std::hash::Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.lot, file).hash(&mut hasher);
        hasher.finish()
    }
}

/// Up to which part of what a poll may open each sort of file comes, in the order in which they are read. What one leaves
/// goes to the next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Roster = 4,
    Logs = 13,
    Requests = 14,
    Copies = 15,
    All = 16,
}

impl Part {
    /// So much of what a poll may do.
    pub(super) fn of(self, whole: usize) -> usize {
        (whole / 16 * self as usize) + (whole % 16 * self as usize).div_ceil(16)
    }
}

impl<R: Replica> Poll<'_, R> {
    /// Those of these files that must be read, in their order; of too many, those whose turn it is. `most` is how many may
    /// be opened beside what the poll may open at all.
    pub(super) fn due<G: Copy + PartialEq>(
        &mut self,
        files: Vec<(G, Candidate)>,
        most: usize,
        is_due: impl Fn(&Self, &Candidate) -> Result<bool, R::Error>,
    ) -> Result<Vec<(G, Candidate)>, R::Error> {
        let mut due = Vec::new();
        for (group, file) in files {
            if is_due(self, &file)? {
                due.push((group, file));
            }
        }
        let left = self.left();
        let (files, bytes) = (left.0.min(most), left.1);
        let size = |file: &Candidate| {
            let size = usize::try_from(file.size).unwrap_or(usize::MAX);
            size.min(LARGEST_FILE + 1)
        };
        if due.len() <= files && due.iter().map(|(_, file)| size(file)).sum::<usize>() <= bytes {
            return Ok(due);
        }
        self.found.more = true;
        let turns = self.turns(&due)?;
        let mut taken: HashSet<usize> = HashSet::new();
        let mut used = 0;
        for at in turns.into_iter().take(files) {
            used += due.get(at).map_or(0, |(_, file)| size(file));
            // They are opened in another order: what exceeds the bytes must not come before one whose turn it is.
            if used > bytes && !taken.is_empty() {
                break;
            }
            taken.insert(at);
        }
        let mut at = 0..;
        due.retain(|_| at.next().is_some_and(|at| taken.contains(&at)));
        Ok(due)
    }

    /// In which order these files have their turn. Those of one group stand together.
    fn turns<G: Copy + PartialEq>(&self, files: &[(G, Candidate)]) -> Result<Vec<usize>, R::Error> {
        let mut turns: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        for group in files.chunk_by(|(one, _), (other, _)| one == other) {
            let (mut fresh, mut old) = (Vec::new(), Vec::new());
            for (_, file) in group {
                match self.home.seen(file.at())? {
                    None => fresh.push((self.order.nearness_of(&file.name), at)),
                    Some(seen) => old.push((last_read(&seen), at)),
                }
                at += 1;
            }
            fresh.sort_unstable();
            old.sort_unstable();
            let fresh = fresh.into_iter().map(|(_, at)| at);
            let old = old.into_iter().map(|(_, at)| at);
            turns.extend(fresh.enumerate().map(|(n, at)| (2 * n, at)));
            turns.extend(old.enumerate().map(|(n, at)| (2 * n + 1, at)));
        }
        turns.sort_unstable();
        Ok(turns.into_iter().map(|(_, at)| at).collect())
    }
}

/// When a file was last opened, in milliseconds since 1970; of one that is known to be wanted now, long ago.
fn last_read(seen: &Seen) -> i64 {
    match seen.finding {
        Finding::Textless { read, .. }
        | Finding::Pending { read, .. }
        | Finding::Quarantined { read, .. } => read,
        Finding::Taken | Finding::Written { .. } | Finding::Waiting | Finding::Stranger { .. } => {
            i64::MIN
        }
    }
}
