//! Reading the share: what is new in it comes home.

mod logs;
mod order;
mod relay;
mod roster;

use std::collections::HashMap;
use std::io;

use chrono::{DateTime, Utc};

use super::{Failed, Folder, Listing, Name};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Breach, Finding, Flaw, LARGEST_FILE, Law, Replica, SEALED_BYTES, SEALED_OPS, Seen, Stop,
    Verifier,
};
use order::{Order, Part};

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// How much one poll does at the most, what is left waits for the next one; and how much one file holds.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Names listed in one folder, those that are known first.
    pub names: usize,
    /// Files read, of each sort a part.
    pub files: usize,
    /// Bytes read.
    pub bytes: usize,
    /// Logs looked at of which nothing is known.
    pub strangers: usize,
    /// Copies in the relay folder opened.
    pub copies: usize,
    /// A segment is sealed at this many ops.
    pub sealed_ops: usize,
    /// Or at this many bytes of lines.
    pub sealed_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            names: 50_000,
            files: 4_000,
            bytes: 64 * 1024 * 1024,
            strangers: 200,
            copies: 200,
            sealed_ops: SEALED_OPS,
            sealed_bytes: SEALED_BYTES,
        }
    }
}

impl Limits {
    /// How many of these lines fill a segment; `None` if they do not.
    pub(super) fn full_at<'a>(self, lines: impl IntoIterator<Item = &'a str>) -> Option<usize> {
        let (mut ops, mut bytes) = (0, 0);
        for line in lines {
            ops += 1;
            bytes += line.len() + 1;
            if ops >= self.sealed_ops || bytes >= self.sealed_bytes {
                return Some(ops);
            }
        }
        None
    }
}

/// What a poll found.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// What lies in the folders that were listed, by their path.
    pub listed: HashMap<String, Listing>,
    /// How many names were listed.
    pub names: usize,
    /// How many files were opened.
    pub opened: usize,
    /// How many bytes were read.
    pub bytes: usize,
    /// How many ops are new.
    pub ops: usize,
    /// How many roster entries are new.
    pub entries: usize,
    /// How many requests are new.
    pub requests: usize,
    /// Whether something was left for the next poll.
    pub more: bool,
    /// Folders that hold more files than one poll lists, by their path.
    pub crowded: Vec<String>,
    /// Files put into quarantine in this poll, with the reason.
    pub quarantined: Vec<(String, Flaw)>,
    /// Copies that a sync program made of files that are here and lie beside them, by their path: they may go.
    pub copies: Vec<String>,
    /// Why the roster goes no further, if it could.
    pub stop: Option<Stop>,
}

/// Reads what is new on the share and takes it. The home's transaction is the caller's: if it is not committed,
/// nothing was read.
///
/// # Errors
///
/// If the share is not there or is another plan's, or the home cannot be read or written.
pub fn collect<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    verifier: &dyn Verifier,
    now: DateTime<Utc>,
    limits: Limits,
    law: Law,
) -> Result<Collected, Failed<R::Error>> {
    let mut poll = Poll::new(folder, home, verifier, now, limits, law);
    poll.all()?;
    let stop = poll.home.settle().map_err(Failed::Home)?;
    Ok(Collected { stop, ..poll.found })
}

/// Opens every file that [`collect`] would, and makes nothing of it: behind a [`super::Recorder`] the share is then read
/// without the home, however slow it is. `home` is only asked what is known.
///
/// # Errors
///
/// As [`collect`].
pub fn look<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    verifier: &dyn Verifier,
    now: DateTime<Utc>,
    limits: Limits,
) -> Result<Collected, Failed<R::Error>> {
    let mut poll = Poll::new(folder, home, verifier, now, limits, Law::REAL);
    poll.only_look = true;
    poll.all()?;
    Ok(poll.found)
}

struct Poll<'a, R> {
    folder: &'a dyn Folder,
    plan: Sha,
    home: &'a mut R,
    verifier: &'a dyn Verifier,
    /// In milliseconds since 1970.
    now: i64,
    limits: Limits,
    law: Law,
    /// Whether files are opened and not made anything of.
    only_look: bool,
    order: Order,
    /// How much of its limits the poll may have used by now.
    part: Part,
    /// Copies that a sync program made, and what they are copies of, by their paths.
    copies: Vec<(String, String)>,
    found: Collected,
}

/// A file that is to be read.
struct Candidate {
    name: Name,
    /// The path that its name says.
    own: String,
    /// The path that it lies under, if that is another: a copy that a sync program made.
    copy: Option<String>,
    size: u64,
}

impl Candidate {
    /// The path that it lies under.
    fn at(&self) -> &str {
        self.copy.as_deref().unwrap_or(&self.own)
    }
}

impl<'a, R: Replica> Poll<'a, R> {
    fn new(
        folder: &'a dyn Folder,
        home: &'a mut R,
        verifier: &'a dyn Verifier,
        now: DateTime<Utc>,
        limits: Limits,
        law: Law,
    ) -> Self {
        let now = now.timestamp_millis();
        Self {
            folder,
            plan: home.plan(),
            home,
            verifier,
            now,
            limits,
            law,
            only_look: false,
            order: Order::default(),
            part: Part::All,
            copies: Vec::new(),
            found: Collected::default(),
        }
    }

    fn all(&mut self) -> Result<(), Failed<R::Error>> {
        self.part = Part::Roster;
        self.know().map_err(Failed::Home)?;
        self.roster()?;
        self.part = Part::Logs;
        if self.found.entries > 0 {
            // What entries say makes others known.
            self.know().map_err(Failed::Home)?;
        }
        self.logs()?;
        self.part = Part::Requests;
        self.requests()?;
        self.part = Part::Copies;
        self.relayed()?;
        self.part = Part::All;
        self.documents()?;
        self.tell_copies().map_err(Failed::Home)
    }

    /// Tells which copies may go: what they are copies of lies beside them, and is here with all of its texts.
    fn tell_copies(&mut self) -> Result<(), R::Error> {
        for (copy, own) in std::mem::take(&mut self.copies) {
            let beside = own.rsplit_once('/').is_some_and(|(folder, file)| {
                let listing = self.found.listed.get(folder);
                listing.is_some_and(|listing| listing.size(file).is_some())
            });
            let seen = self.home.seen(&own)?.map(|seen| seen.finding);
            if beside && matches!(seen, Some(Finding::Taken | Finding::Written { .. })) {
                self.found.copies.push(copy);
            }
        }
        Ok(())
    }

    /// Looks at what is known before files of another sort are read.
    fn know(&mut self) -> Result<(), R::Error> {
        self.order = Order::of(self.home, self.now)?;
        Ok(())
    }

    /// How many files may still be opened of this sort, and how many bytes of them read.
    fn left(&self) -> (usize, usize) {
        let left = |whole, used| self.part.of(whole).saturating_sub(used);
        (
            left(self.limits.files, self.found.opened),
            left(self.limits.bytes, self.found.bytes),
        )
    }

    /// Lists a folder; one that is not there is empty.
    fn list(&mut self, path: &str) {
        let listing = self.listing(path);
        self.saw(path, listing.unwrap_or_default());
    }

    fn listing(&self, path: &str) -> io::Result<Listing> {
        let rank = |file: &str| self.order.rank(path, file);
        self.folder.list(path, self.limits.names, &rank)
    }

    /// Keeps what lies in a folder.
    fn saw(&mut self, path: &str, listing: Listing) {
        self.found.names += listing.entries.len();
        if listing.more {
            self.found.more = true;
            self.found.crowded.push(path.to_owned());
        }
        self.found.listed.insert(path.to_owned(), listing);
    }

    /// The files of a folder that was listed which bear one of our names, their own name first.
    fn candidates(&mut self, path: &str) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        let listing = self.found.listed.get(path);
        for (file, size) in listing.iter().flat_map(|listing| &listing.entries) {
            let Some(name) = Name::parse(path, file) else {
                continue;
            };
            let own = name.path();
            let is_own = own.strip_prefix(path).and_then(|own| own.strip_prefix('/')) == Some(file);
            let copy = (!is_own).then(|| [path, "/", file].concat());
            if let Some(copy) = &copy {
                self.copies.push((copy.clone(), own.clone()));
            }
            candidates.push(Candidate {
                name,
                own,
                copy,
                size: *size,
            });
        }
        candidates.sort_by(|a, b| (&a.name, a.at().len()).cmp(&(&b.name, b.at().len())));
        candidates
    }

    /// Whether a file must be read: it is new, or was not whole and it is time to look again.
    fn is_due(&self, name: &str, size: u64) -> Result<bool, R::Error> {
        Ok(match self.home.seen(name)? {
            None => true,
            Some(Seen {
                finding: Finding::Taken | Finding::Waiting | Finding::Written { .. },
                ..
            }) => false,
            Some(seen) if seen.size != size => true,
            Some(Seen { finding, .. }) => match finding {
                // Soon at first, then ever later, hourly for ever.
                Finding::Pending { since, read, .. } => {
                    self.passed(read, (read - since).clamp(2_000, HOUR))
                }
                Finding::Quarantined { read, .. } | Finding::Textless { read, .. } => {
                    self.passed(read, HOUR)
                }
                Finding::Stranger { key } => self.home.knows_key(&key)?,
                _ => false,
            },
        })
    }

    /// Whether so much time has passed; what was read in the future was read by a clock that was put right since.
    fn passed(&self, read: i64, time: i64) -> bool {
        !(0..time).contains(&(self.now - read))
    }

    /// Reads a file unless the poll has read enough.
    fn read(&mut self, path: &str) -> Option<Vec<u8>> {
        self.read_up_to(LARGEST_FILE, path)
    }

    /// The same of a file that may have so many bytes.
    fn read_up_to(&mut self, largest: usize, path: &str) -> Option<Vec<u8>> {
        let (files, bytes) = self.left();
        if files == 0 || bytes == 0 {
            self.found.more = true;
            return None;
        }
        self.found.opened += 1;
        // One byte more than is read tells a file that is too large.
        let bytes = self.folder.read(path, largest + 1).ok()?;
        self.found.bytes += bytes.len();
        Some(bytes)
    }

    fn mark(&mut self, name: &str, size: u64, finding: Finding) -> Result<(), R::Error> {
        if let Finding::Quarantined { flaw, .. } = &finding {
            self.found.quarantined.push((name.to_owned(), flaw.clone()));
        }
        self.home.mark(name, &Seen { size, finding })
    }

    /// Keeps what is wrong with a file: it waits while it may still become whole, else it is kept out.
    fn reject(&mut self, at: &str, size: u64, flaw: Flaw) -> Result<(), R::Error> {
        let finding = match (flaw, self.home.seen(at)?.map(|seen| seen.finding)) {
            // What it lacked before it was changed is still looked for in its log.
            (_, Some(Finding::Textless { lacks, .. })) => Finding::Textless {
                read: self.now,
                lacks,
            },
            (Flaw::Unfinished(_), seen) if !self.law.breaks(Breach::DamagedAtOnce) => {
                let (since, polls) = match seen {
                    Some(Finding::Pending { since, polls, .. }) => (since, polls),
                    _ => (self.now, 0),
                };
                Finding::Pending {
                    since,
                    polls: polls.saturating_add(1),
                    read: self.now,
                }
            }
            (flaw, _) => self.kept_out(flaw),
        };
        self.mark(at, size, finding)
    }

    fn kept_out(&self, flaw: Flaw) -> Finding {
        Finding::Quarantined {
            flaw,
            read: self.now,
        }
    }

    /// Whether the file of a candidate must be read. A copy is read only where its original is not here.
    fn is_wanted(&self, file: &Candidate) -> Result<bool, R::Error> {
        let Candidate {
            own, copy, size, ..
        } = file;
        Ok(self.is_due(file.at(), *size)? && (copy.is_none() || self.is_due(own, *size)?))
    }

    /// Those of these files that must be read, as many as may be opened.
    fn wanted(&mut self, files: Vec<Candidate>) -> Result<Vec<Candidate>, R::Error> {
        let files = files.into_iter().map(|file| ((), file)).collect();
        let due = self.due(files, usize::MAX, Self::is_wanted)?;
        Ok(due.into_iter().map(|((), file)| file).collect())
    }

    /// Reads the file of a candidate that must be read with `read`, which is given the bytes; see [`Self::whole`].
    fn file<T>(
        &mut self,
        candidate: &Candidate,
        read: impl Fn(&[u8]) -> Result<T, Flaw>,
        hash: impl Fn(&T) -> String,
    ) -> Result<Option<(T, Vec<u8>)>, R::Error> {
        let found = self.read(candidate.at());
        if self.only_look {
            return Ok(None);
        }
        let found = found.map(|bytes| (read(&bytes), bytes));
        self.whole(candidate, found, hash)
    }

    /// Holds what was read in the place of a candidate against its name.
    fn whole<T>(
        &mut self,
        candidate: &Candidate,
        found: Option<(Result<T, Flaw>, Vec<u8>)>,
        hash: impl Fn(&T) -> String,
    ) -> Result<Option<(T, Vec<u8>)>, R::Error> {
        let Some((file, bytes)) = found else {
            return Ok(None);
        };
        let name = &candidate.name;
        let flaw = match file {
            Ok(file) if hash(&file) == name.hash => return Ok(Some((file, bytes))),
            Err(flaw) if self.is_named(&bytes, name) => flaw,
            // Whatever it is, it is not what its name says: changed on the way.
            _ => Flaw::unfinished("it is not what its name says"),
        };
        self.reject(candidate.at(), candidate.size, flaw)?;
        Ok(None)
    }

    /// Whether the signed part of a file is the one that its name names.
    fn is_named(&self, bytes: &[u8], name: &Name) -> bool {
        crate::oplog::signed_name26(bytes).as_deref() == Some(name.hash.as_str())
    }

    /// Whether the texts of all these ops are here, or some have not arrived.
    fn taken(&self, ops: impl IntoIterator<Item = OpId>) -> Result<Finding, R::Error> {
        let mut lacks = Vec::new();
        for op in ops {
            if self.home.lacks(op)? {
                lacks.push(op);
            }
        }
        Ok(if lacks.is_empty() {
            Finding::Taken
        } else {
            Finding::Textless {
                read: self.now,
                lacks,
            }
        })
    }
}
