//! Reading the share: what is new in it comes home.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::{Failed, Folder, Kind, Listing, Name, Unavailable};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Accepted, Body, Breach, Entry, Finding, Fit, Flaw, LARGEST_FILE, Law, LogId, Replica, Request,
    RosterFile, SEALED_BYTES, SEALED_OPS, Seen, Segment, Stop, Verifier,
};

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// How much one poll does at the most, what is left waits for the next one; and how much one file holds.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Names listed in one folder.
    pub names: usize,
    /// Files read.
    pub files: usize,
    /// Bytes read.
    pub bytes: usize,
    /// Logs looked at of which nothing is known.
    pub strangers: usize,
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
            sealed_ops: SEALED_OPS,
            sealed_bytes: SEALED_BYTES,
        }
    }
}

/// What a poll found.
#[derive(Debug, Clone, Default)]
pub struct Collected {
    /// When, in milliseconds since 1970.
    pub now: i64,
    /// What lies in the folders that were listed, by their path; files by name.
    pub listed: HashMap<String, HashMap<String, u64>>,
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
    /// Files put into quarantine in this poll, with the reason.
    pub quarantined: Vec<(String, Flaw)>,
    /// Copies that a sync program made of files that are here under their own names.
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
    found: Collected,
}

/// A file that is to be read.
struct Candidate {
    name: Name,
    /// The path that its name says.
    own: String,
    /// The path that it lies under: another for a copy that a sync program made.
    at: String,
    size: u64,
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
            found: Collected {
                now,
                ..Collected::default()
            },
        }
    }

    fn all(&mut self) -> Result<(), Failed<R::Error>> {
        self.roster()?;
        self.logs()?;
        self.requests()?;
        self.documents()
    }

    /// Lists a folder; one that is not there is empty.
    fn list(&mut self, path: &str) -> Listing {
        let listing = self
            .folder
            .list(path, self.limits.names)
            .unwrap_or_default();
        self.found.names += listing.entries.len();
        self.found.more |= listing.more;
        self.found
            .listed
            .insert(path.to_owned(), listing.entries.iter().cloned().collect());
        listing
    }

    /// The files of a listing that bear one of our names, their own name first.
    fn candidates(&mut self, path: &str, listing: Listing) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for (file, size) in listing.entries {
            let Some(name) = Name::parse(path, &file) else {
                continue;
            };
            let (own, at) = (name.to_string(), format!("{path}/{file}"));
            if at != own {
                self.found.copies.push(at.clone());
            }
            candidates.push(Candidate {
                name,
                own,
                at,
                size,
            });
        }
        candidates.sort_by(|a, b| (&a.name, a.at.len()).cmp(&(&b.name, b.at.len())));
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
        if self.found.opened >= self.limits.files || self.found.bytes >= self.limits.bytes {
            self.found.more = true;
            return None;
        }
        self.found.opened += 1;
        // One byte more than is read tells a file that is too large.
        let bytes = self.folder.read(path, LARGEST_FILE + 1).ok()?;
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
        let finding = match flaw {
            Flaw::Unfinished(_) if !self.law.breaks(Breach::DamagedAtOnce) => {
                let (since, polls) = match self.home.seen(at)? {
                    Some(Seen {
                        finding: Finding::Pending { since, polls, .. },
                        ..
                    }) => (since, polls),
                    _ => (self.now, 0),
                };
                Finding::Pending {
                    since,
                    polls: polls.saturating_add(1),
                    read: self.now,
                }
            }
            flaw => self.kept_out(flaw),
        };
        self.mark(at, size, finding)
    }

    fn kept_out(&self, flaw: Flaw) -> Finding {
        Finding::Quarantined {
            flaw,
            read: self.now,
        }
    }

    /// Reads the file of a candidate with `read`, which is given the bytes, and holds its name against its hash. A file
    /// that is not whole in its own place may be whole in the relay folder.
    fn whole<T>(
        &mut self,
        candidate: &Candidate,
        read: impl Fn(&[u8]) -> Result<T, Flaw>,
        hash: impl Fn(&T) -> &str,
    ) -> Result<Option<T>, R::Error> {
        let Candidate {
            name,
            own,
            at,
            size,
        } = candidate;
        // A copy is read only where its original is not here.
        if !self.is_due(at, *size)? || (at != own && !self.is_due(own, *size)?) {
            return Ok(None);
        }
        let relay = Name::new(Kind::Relay, &name.hash).to_string();
        if self.only_look {
            self.read(at);
            // Only what was looked into before, and was not whole, is looked for elsewhere.
            if self.home.seen(at)?.is_some() {
                self.read(&relay);
            }
            return Ok(None);
        }
        let mut flaw = None;
        for path in [at, &relay] {
            let Some(bytes) = self.read(path) else {
                continue;
            };
            match read(&bytes) {
                Ok(file) if hash(&file) == name.hash => return Ok(Some(file)),
                // Whatever it is, it is not what its name says: changed on the way.
                Ok(_) => flaw = flaw.or(Some(Flaw::unfinished("it is not what its name says"))),
                Err(found) if self.is_named(&bytes, name) => flaw = Some(found),
                Err(_) => flaw = flaw.or(Some(Flaw::unfinished("it is not what its name says"))),
            }
        }
        if let Some(flaw) = flaw {
            self.reject(at, *size, flaw)?;
        }
        Ok(None)
    }

    /// Whether the signed part of a file is the one that its name names.
    fn is_named(&self, bytes: &[u8], name: &Name) -> bool {
        crate::oplog::signed_name26(bytes).as_deref() == Some(name.hash.as_str())
    }

    fn roster(&mut self) -> Result<(), Failed<R::Error>> {
        let listing = self
            .folder
            .list("roster", self.limits.names)
            .map_err(Unavailable::Gone)?;
        self.found.names += listing.entries.len();
        self.found.listed.insert(
            "roster".to_owned(),
            listing.entries.iter().cloned().collect(),
        );
        let mut ours = false;
        for candidate in self.candidates("roster", listing) {
            let (plan, verifier) = (self.plan, self.verifier);
            let file = self
                .whole(
                    &candidate,
                    |bytes| RosterFile::read(bytes, plan, verifier),
                    |file| &file.name26,
                )
                .map_err(Failed::Home)?;
            if let Some(file) = file {
                let finding = self.entry(file).map_err(Failed::Home)?;
                self.mark(&candidate.own, candidate.size, finding)
                    .map_err(Failed::Home)?;
            }
            // A look makes nothing of entries; what comes after it does.
            ours |= self.only_look;
            if ours {
                continue;
            }
            let seen = self.home.seen(&candidate.own).map_err(Failed::Home)?;
            ours |= seen.is_some_and(|seen| {
                matches!(
                    seen.finding,
                    Finding::Taken | Finding::Textless { .. } | Finding::Written { .. }
                )
            });
        }
        // Any entry of this plan's roster tells that this is the place, so that a genesis that somebody deleted can be
        // put back.
        if ours {
            Ok(())
        } else {
            Err(Unavailable::NoRoster.into())
        }
    }

    /// Takes an entry, unless nobody who was ever on the roster signed it.
    fn entry(&mut self, file: RosterFile) -> Result<Finding, R::Error> {
        if file.entry > 0 && !self.home.knows_key(&file.signer)? {
            return Ok(Finding::Stranger { key: file.signer });
        }
        let reason = if file.entry == 0 {
            None
        } else {
            match Entry::parse(&file.line) {
                Ok(entry) if entry.entry == file.entry => entry.body,
                Ok(_) => return Ok(self.kept_out(Flaw::Wrong("it has another number".to_owned()))),
                Err(flaw) => return Ok(self.kept_out(flaw)),
            }
        };
        self.found.entries += usize::from(self.home.take_entry(&file)?);
        self.taken(reason.map(|_| file.id))
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

    fn logs(&mut self) -> Result<(), Failed<R::Error>> {
        let listing = self.list("tail");
        let mut waiting: BTreeMap<LogId, Vec<Candidate>> = BTreeMap::new();
        for candidate in self.candidates("tail", listing) {
            if let Kind::Tail(log, ..) = candidate.name.kind {
                waiting.entry(log).or_default().push(candidate);
            }
        }
        for (log, _) in self.list("log").entries {
            if let Ok(log) = log.parse() {
                waiting.entry(log).or_default();
            }
        }
        let accepted: HashMap<LogId, Accepted> = self
            .home
            .accepted()
            .map_err(Failed::Home)?
            .into_iter()
            .map(|accepted| (accepted.log, accepted))
            .collect();
        // Strangers last, those without a tail at the very end, and not too many of them.
        let mut order: Vec<(bool, bool, LogId)> = Vec::new();
        for (log, tails) in &waiting {
            let known = self.home.log(*log).map_err(Failed::Home)?.is_some();
            let stranger = !known && !accepted.contains_key(log);
            if !stranger || tails.is_empty() || self.any_due(tails).map_err(Failed::Home)? {
                order.push((stranger, stranger && tails.is_empty(), *log));
            }
        }
        order.sort_unstable();
        let textless = self.home.textless().map_err(Failed::Home)?;
        let mut strangers = 0;
        for (stranger, _, log) in order {
            if stranger {
                strangers += 1;
                if strangers > self.limits.strangers {
                    self.found.more = true;
                    break;
                }
            }
            let tails = waiting.remove(&log).unwrap_or_default();
            // A tail that was thinned before all its texts were here left them to a segment.
            let (sealed, tail) = (format!("log/{log}/"), format!("tail/{log}-"));
            let is_listed = |name: &String| tails.iter().any(|tail| tail.own == *name);
            let textless = textless.iter().any(|name| {
                name.starts_with(&sealed) || (name.starts_with(&tail) && !is_listed(name))
            });
            self.log(log, tails, accepted.get(&log), textless)
                .map_err(Failed::Home)?;
        }
        self.complete(textless).map_err(Failed::Home)
    }

    /// Marks the files of which all texts are here meanwhile, whatever brought them.
    fn complete(&mut self, textless: Vec<String>) -> Result<(), R::Error> {
        for name in textless {
            let Some(Seen {
                size,
                finding: Finding::Textless { lacks, .. },
            }) = self.home.seen(&name)?
            else {
                continue;
            };
            if !lacks.is_empty() && self.taken(lacks)? == Finding::Taken {
                self.mark(&name, size, Finding::Taken)?;
            }
        }
        Ok(())
    }

    /// Whether one of these files must be read, or waits for others that must.
    fn any_due(&self, files: &[Candidate]) -> Result<bool, R::Error> {
        for file in files {
            if self.is_due(&file.at, file.size)? || self.waits(file)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn waits(&self, file: &Candidate) -> Result<bool, R::Error> {
        let seen = self.home.seen(&file.own)?;
        Ok(seen.is_some_and(|seen| seen.finding == Finding::Waiting))
    }

    /// Reads what is new of one log: its tails, and its sealed files if something before the tails is missing.
    fn log(
        &mut self,
        log: LogId,
        tails: Vec<Candidate>,
        accepted: Option<&Accepted>,
        textless: bool,
    ) -> Result<(), R::Error> {
        let state = self.home.log(log)?;
        let next = state.as_ref().map_or(0, |state| state.next);
        let own = state.is_some_and(|state| state.own);
        // A log that is known always has a tail, so that its growth shows in one folder.
        let mut lacks = own || textless || next == 0;
        for tail in &tails {
            lacks |= matches!(tail.name.kind, Kind::Tail(_, first, _) if first > next);
            // A branch of a fork may wait for what lies below the other's head.
            lacks |= self.waits(tail)?;
        }
        if let Some(accepted) = accepted {
            lacks |= self.home.find(accepted.head)?.is_none();
        }
        let sealed = if lacks { self.sealed(log) } else { Vec::new() };
        let waits = self.files(log, sealed.into_iter().chain(tails))?;
        if waits && !lacks {
            let sealed = self.sealed(log);
            self.files(log, sealed)?;
        }
        Ok(())
    }

    /// The sealed files of a log.
    fn sealed(&mut self, log: LogId) -> Vec<Candidate> {
        let path = format!("log/{log}");
        let listing = self.list(&path);
        let mut files = self.candidates(&path, listing);
        files.sort_by_key(|file| match file.name.kind {
            Kind::Segment(_, first, last) => (first, last),
            _ => (0, 0),
        });
        files
    }

    /// Reads files of a log, and then those that waited for them; says whether one waits now.
    fn files(
        &mut self,
        log: LogId,
        files: impl IntoIterator<Item = Candidate>,
    ) -> Result<bool, R::Error> {
        let (mut grown, mut waits) = (false, false);
        for candidate in files {
            match self.segment(log, &candidate)? {
                Some(Fit::Continues(_)) => grown = true,
                Some(Fit::Before) => waits = true,
                _ => {}
            }
        }
        while grown {
            grown = false;
            for (name, bytes) in self.home.unpark(log)? {
                let Ok(segment) = Segment::read(&bytes, self.plan, self.verifier) else {
                    continue;
                };
                let sealed = !name.starts_with("tail/");
                let size = bytes.len() as u64;
                let fit = self.take(&name, size, &segment, sealed, &bytes)?;
                if fit == Fit::Enough {
                    self.home.park(&name, log, segment.first(), &bytes)?;
                }
                grown |= matches!(fit, Fit::Continues(_));
            }
        }
        Ok(waits)
    }

    /// Reads one file of a log, if it is time, and takes it.
    fn segment(&mut self, log: LogId, candidate: &Candidate) -> Result<Option<Fit>, R::Error> {
        let sealed = match candidate.name.kind {
            Kind::Segment(of, ..) if of == log => true,
            Kind::Tail(of, ..) if of == log => false,
            _ => return Ok(None),
        };
        let (plan, verifier) = (self.plan, self.verifier);
        let file = self.whole(
            candidate,
            |bytes| {
                let segment = Segment::read(bytes, plan, verifier)?;
                if segment.log != log {
                    return Err(Flaw::Forged("it speaks for another's log".to_owned()));
                }
                Ok((segment, bytes.to_vec()))
            },
            |(segment, _)| &segment.name26,
        )?;
        let Some((segment, bytes)) = file else {
            return Ok(None);
        };
        let (name, size) = (&candidate.own, candidate.size);
        if self.home.log(log)?.is_none() && !self.home.knows_key(&segment.signer)? {
            let key = segment.signer;
            self.mark(name, size, Finding::Stranger { key })?;
            return Ok(None);
        }
        self.take(name, size, &segment, sealed, &bytes).map(Some)
    }

    fn take(
        &mut self,
        name: &str,
        size: u64,
        segment: &Segment,
        sealed: bool,
        bytes: &[u8],
    ) -> Result<Fit, R::Error> {
        let fit = self.home.fits(segment, self.law)?;
        match fit {
            Fit::Continues(news) => {
                let texts: HashMap<Sha, &Body> = segment
                    .texts
                    .iter()
                    .map(|(sha, body)| (*sha, body))
                    .collect();
                let mut wanted = Vec::new();
                for (op, line) in &segment.ops {
                    if let Some(body) = op.said.body().and_then(|hash| texts.get(&hash))
                        // An old copy does not bring back words that were purged.
                        && (self.home.lacks(line.id)? || self.law.breaks(Breach::PurgeUndone))
                    {
                        wanted.push((line.id, *body));
                    }
                }
                self.home.take(segment, news, &wanted, sealed)?;
                self.found.ops += segment.ops.len() - news.known;
                let with_text = segment
                    .ops
                    .iter()
                    .filter(|(op, _)| op.said.body().is_some());
                let finding = self.taken(with_text.map(|(_, line)| line.id))?;
                self.mark(name, size, finding)?;
            }
            Fit::Before => {
                self.home.park(name, segment.log, segment.first(), bytes)?;
                self.mark(name, size, Finding::Waiting)?;
            }
            Fit::Forged => {
                let flaw =
                    Flaw::Forged("it is not by its log's key, or does not continue it".into());
                let finding = self.kept_out(flaw);
                self.mark(name, size, finding)?;
            }
            Fit::Enough => self.found.more = true,
        }
        Ok(fit)
    }

    fn requests(&mut self) -> Result<(), Failed<R::Error>> {
        let listing = self.list("request");
        for candidate in self.candidates("request", listing) {
            let (plan, verifier) = (self.plan, self.verifier);
            let Kind::Request(log) = candidate.name.kind else {
                continue;
            };
            let request = self
                .whole(
                    &candidate,
                    |bytes| {
                        let request = Request::read(bytes, plan, verifier)?;
                        if request.log == log {
                            Ok(request)
                        } else {
                            Err(Flaw::Forged("it speaks for another's log".to_owned()))
                        }
                    },
                    |request| &request.name26,
                )
                .map_err(Failed::Home)?;
            if let Some(request) = request {
                self.found.requests += 1;
                self.home.take_request(&request).map_err(Failed::Home)?;
                self.mark(&candidate.own, candidate.size, Finding::Taken)
                    .map_err(Failed::Home)?;
            }
        }
        Ok(())
    }

    fn documents(&mut self) -> Result<(), Failed<R::Error>> {
        for sha in self.home.wanted_documents().map_err(Failed::Home)? {
            let path = Name::new(Kind::Document, &sha.name26()).to_string();
            let Some(bytes) = self.read(&path) else {
                continue;
            };
            if Sha::of(&bytes) == sha {
                self.home.take_document(&bytes).map_err(Failed::Home)?;
                self.mark(&path, bytes.len() as u64, Finding::Taken)
                    .map_err(Failed::Home)?;
            }
        }
        Ok(())
    }
}
