//! Reading the logs: what continues them is taken, what comes too early waits.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::mpsc;

use super::{Candidate, Poll};
use crate::model::Sha;
use crate::oplog::{
    Accepted, Body, Breach, Finding, Fit, Flaw, LogId, Replica, Seen, Segment, Verifier,
};
use crate::share::{Failed, Kind, Name};

/// From so many bytes on, files are made sense of on one processor while another takes them.
const MANY_BYTES: usize = 512 * 1024;

/// How many files may be made sense of before they are taken.
const AHEAD: usize = 8;

/// A file of a log that was opened: the log, its candidate, and its bytes, unless it could not be read.
type Opened = (LogId, Candidate, Option<Vec<u8>>);

/// What was made of a file that was opened.
type Found = (LogId, Candidate, Option<(Result<Segment, Flaw>, Vec<u8>)>);

/// Makes sense of a file.
fn make_sense((log, candidate, bytes): Opened, plan: Sha, verifier: &dyn Verifier) -> Found {
    let found = bytes.map(|bytes| (read(&bytes, log, plan, verifier), bytes));
    (log, candidate, found)
}

/// Reads a file that must be of this log.
fn read(bytes: &[u8], log: LogId, plan: Sha, verifier: &dyn Verifier) -> Result<Segment, Flaw> {
    let segment = Segment::read(bytes, plan, verifier)?;
    if segment.log == log {
        Ok(segment)
    } else {
        Err(Flaw::Forged("it speaks for another's log".to_owned()))
    }
}

impl<R: Replica> Poll<'_, R> {
    pub(super) fn logs(&mut self) -> Result<(), Failed<R::Error>> {
        self.list("tail");
        let mut waiting: BTreeMap<LogId, Vec<Candidate>> = BTreeMap::new();
        for candidate in self.candidates("tail") {
            if let Kind::Tail(log, ..) = candidate.name.kind {
                waiting.entry(log).or_default().push(candidate);
            }
        }
        self.list("log");
        let folders = self.found.listed.get("log");
        for (log, _) in folders.iter().flat_map(|listing| &listing.entries) {
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
        // Strangers last, those without a tail at the very end, and not too many of them, by lot.
        let mut order: Vec<(u8, bool, u64, LogId)> = Vec::new();
        for (log, tails) in &waiting {
            let nearness = self.order.nearness(*log);
            if nearness == 0 {
                order.push((0, false, 0, *log));
            } else if tails.is_empty() || self.any_due(tails).map_err(Failed::Home)? {
                order.push((nearness, tails.is_empty(), self.order.draw(log), *log));
            }
        }
        order.sort_unstable();
        let textless = self.home.textless().map_err(Failed::Home)?;
        let (mut strangers, mut files, mut listed) = (0, Vec::new(), BTreeSet::new());
        for (nearness, _, _, log) in order {
            if nearness > 0 {
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
            let lacks = self.lacks(log, &tails, accepted.get(&log), textless);
            if lacks.map_err(Failed::Home)? {
                listed.insert(log);
                files.extend(self.sealed(log).into_iter().map(|file| (log, file)));
            }
            files.extend(tails.into_iter().map(|file| (log, file)));
        }
        let waiting = self.take_files(files).map_err(Failed::Home)?;
        let mut files = Vec::new();
        for log in waiting.difference(&listed) {
            files.extend(self.sealed(*log).into_iter().map(|file| (*log, file)));
        }
        self.take_files(files).map_err(Failed::Home)?;
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
            if self.is_due(file.at(), file.size)? || self.waits(file)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn waits(&self, file: &Candidate) -> Result<bool, R::Error> {
        let seen = self.home.seen(&file.own)?;
        Ok(seen.is_some_and(|seen| seen.finding == Finding::Waiting))
    }

    /// Whether something of a log that stands before its tails is missing.
    fn lacks(
        &self,
        log: LogId,
        tails: &[Candidate],
        accepted: Option<&Accepted>,
        textless: bool,
    ) -> Result<bool, R::Error> {
        let state = self.home.log(log)?;
        let next = state.as_ref().map_or(0, |state| state.next);
        let own = state.is_some_and(|state| state.own);
        // A log that is known always has a tail, so that its growth shows in one folder.
        let mut lacks = own || textless || next == 0;
        for tail in tails {
            lacks |= matches!(tail.name.kind, Kind::Tail(_, first, _) if first > next);
            lacks |= match self.home.seen(&tail.own)?.map(|seen| seen.finding) {
                // A branch of a fork may wait for what lies below the other's head.
                Some(Finding::Waiting) => true,
                // What is not whole here may be whole as a segment.
                Some(
                    Finding::Pending { .. }
                    | Finding::Quarantined { .. }
                    | Finding::Textless { .. },
                ) => self.is_due(tail.at(), tail.size)?,
                _ => false,
            };
        }
        if let Some(accepted) = accepted {
            lacks |= self.home.find(accepted.head)?.is_none();
        }
        Ok(lacks)
    }

    /// The sealed files of a log.
    pub(super) fn sealed(&mut self, log: LogId) -> Vec<Candidate> {
        let path = format!("log/{log}");
        self.list(&path);
        let mut files = self.candidates(&path);
        files.sort_by_key(|file| match file.name.kind {
            Kind::Segment(_, first, last) => (first, last),
            _ => (0, 0),
        });
        files
    }

    /// Reads those of these files that must be read, and takes them and then those that waited for them; says in which
    /// logs one waits now.
    pub(super) fn take_files(
        &mut self,
        files: Vec<(LogId, Candidate)>,
    ) -> Result<BTreeSet<LogId>, R::Error> {
        let opened = self.open(files)?;
        let (mut grown, mut waiting) = (BTreeSet::new(), BTreeSet::new());
        self.each(opened, |poll, (log, candidate, found)| {
            match poll.segment(&candidate, found)? {
                Some(Fit::Continues(_)) => grown.insert(log),
                Some(Fit::Before) => waiting.insert(log),
                _ => false,
            };
            Ok(())
        })?;
        self.unpark_all(grown)?;
        Ok(waiting)
    }

    /// Takes what waited in logs that grew.
    pub(super) fn unpark_all(&mut self, grown: BTreeSet<LogId>) -> Result<(), R::Error> {
        for log in grown {
            while self.unpark(log)? {}
        }
        Ok(())
    }

    /// Opens those of these files that must be read.
    fn open(&mut self, files: Vec<(LogId, Candidate)>) -> Result<Vec<Opened>, R::Error> {
        let mut opened = Vec::new();
        // The names whose own files were opened: their copies tell nothing more.
        let mut own: BTreeSet<Name> = BTreeSet::new();
        let is_of = |(log, file): &(LogId, Candidate)| match file.name.kind {
            Kind::Segment(of, ..) | Kind::Tail(of, ..) => of == *log,
            _ => false,
        };
        let files = files.into_iter().filter(is_of).collect();
        for (log, candidate) in self.due(files, usize::MAX, Self::is_wanted)? {
            if own.contains(&candidate.name) {
                continue;
            }
            let bytes = self.read(candidate.at());
            if self.only_look {
                continue;
            }
            if bytes.is_some() {
                own.insert(candidate.name.clone());
            }
            opened.push((log, candidate, bytes));
        }
        Ok(opened)
    }

    /// Makes sense of files and gives each to `take`, in order.
    fn each(
        &mut self,
        opened: Vec<Opened>,
        mut take: impl FnMut(&mut Self, Found) -> Result<(), R::Error>,
    ) -> Result<(), R::Error> {
        let (plan, verifier) = (self.plan, self.verifier);
        let bytes = |(.., bytes): &Opened| bytes.as_ref().map_or(0, Vec::len);
        let bytes: usize = opened.iter().map(bytes).sum();
        let mut files = opened
            .into_iter()
            .map(move |file| make_sense(file, plan, verifier));
        if bytes < MANY_BYTES {
            return files.try_for_each(|file| take(self, file));
        }
        std::thread::scope(|scope| {
            let (give, given) = mpsc::sync_channel(AHEAD);
            // It ends when all is given, or nobody takes any more.
            scope.spawn(move || files.all(|file| give.send(file).is_ok()));
            given.into_iter().try_for_each(|file| take(self, file))
        })
    }

    /// Takes the files of a log that waited, as far as what they waited for is here; says whether the log grew.
    fn unpark(&mut self, log: LogId) -> Result<bool, R::Error> {
        let mut grown = false;
        for (name, bytes) in self.home.unpark(log)? {
            let Ok(segment) = Segment::read(&bytes, self.plan, self.verifier) else {
                continue;
            };
            let sealed = self.is_sealed(&name, &segment);
            let size = bytes.len() as u64;
            let fit = self.take(&name, size, &segment, sealed, &bytes)?;
            if fit == Fit::Enough {
                self.home.park(&name, log, segment.first(), &bytes)?;
            }
            grown |= matches!(fit, Fit::Continues(_));
        }
        Ok(grown)
    }

    /// Whether a file of ops is a sealed one: its place tells, and of a copy that lies elsewhere its length.
    pub(super) fn is_sealed(&self, path: &str, segment: &Segment) -> bool {
        let lines = segment.ops.iter().map(|(_, line)| line.text.as_str());
        match path.split_once('/') {
            Some(("relay", _)) => self.limits.full_at(lines).is_some(),
            folder => folder.is_some_and(|(folder, _)| folder == "log"),
        }
    }

    /// Takes one file of a log.
    fn segment(
        &mut self,
        candidate: &Candidate,
        found: Option<(Result<Segment, Flaw>, Vec<u8>)>,
    ) -> Result<Option<Fit>, R::Error> {
        let file = self.whole(candidate, found, |segment| segment.name26.clone())?;
        let Some((segment, bytes)) = file else {
            return Ok(None);
        };
        let sealed = self.is_sealed(&candidate.own, &segment);
        self.known((&candidate.own, candidate.size), &segment, sealed, &bytes)
    }

    /// Takes a file of ops, unless it is by a key that nobody named yet.
    pub(super) fn known(
        &mut self,
        (name, size): (&str, u64),
        segment: &Segment,
        sealed: bool,
        bytes: &[u8],
    ) -> Result<Option<Fit>, R::Error> {
        if self.home.log(segment.log)?.is_none() && !self.home.knows_key(&segment.signer)? {
            let key = segment.signer.clone();
            self.mark(name, size, Finding::Stranger { key })?;
            return Ok(None);
        }
        self.take(name, size, segment, sealed, bytes).map(Some)
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
                let (mut wanted, mut lacking) = (Vec::new(), Vec::new());
                for (at, (op, line)) in segment.ops.iter().enumerate() {
                    let Some(hash) = op.said.body() else {
                        continue;
                    };
                    let Some(body) = texts.get(&hash) else {
                        lacking.push(line.id);
                        continue;
                    };
                    // An old copy does not bring back words that were purged.
                    let is_new = at >= news.known;
                    if (is_new && !self.home.erased(line.id)?)
                        || (!is_new && self.home.lacks(line.id)?)
                        || self.law.breaks(Breach::PurgeUndone)
                    {
                        wanted.push((line.id, *body));
                    }
                }
                self.home.take(segment, news, &wanted, sealed)?;
                self.found.ops += segment.ops.len() - news.known;
                let finding = self.taken(lacking)?;
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
}
