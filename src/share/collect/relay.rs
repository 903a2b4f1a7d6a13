//! Reading the relay folder: copies of files whose own place cannot be written.
//!
//! The name of a copy tells its hash alone. What it is, its first line says; whether ops were sealed, their number does:
//! a tail that is as long as a segment is the same bytes under another name. What is taken from a copy is kept as if it
//! had come from its own place, and is put back there by whoever can.

use std::collections::BTreeSet;

use super::{Candidate, Poll};
use crate::model::Sha;
use crate::oplog::{
    Finding, Fit, Flaw, LogId, Replica, Request, RosterFile, Segment, Sort, Verifier,
};
use crate::share::Failed;

/// What a copy is of.
enum Copy {
    Ops(Segment),
    Entry(RosterFile),
    Request(Request),
    /// A document. It is taken if it is wanted, now or later.
    Document(Sha),
}

impl Copy {
    fn read(bytes: &[u8], hash: &str, plan: Sha, verifier: &dyn Verifier) -> Result<Self, Flaw> {
        let whole = Sha::of(bytes);
        if whole.name26() == hash {
            return Ok(Self::Document(whole));
        }
        Ok(match Sort::of(bytes, plan)? {
            Sort::Ops(..) => Self::Ops(Segment::read(bytes, plan, verifier)?),
            Sort::Entry => Self::Entry(RosterFile::read(bytes, plan, verifier)?),
            Sort::Request => Self::Request(Request::read(bytes, plan, verifier)?),
        })
    }

    fn name26(&self) -> String {
        match self {
            Self::Ops(segment) => segment.name26.clone(),
            Self::Entry(file) => file.name26.clone(),
            Self::Request(request) => request.name26.clone(),
            Self::Document(sha) => sha.name26(),
        }
    }
}

impl<R: Replica> Poll<'_, R> {
    /// Reads the copies that must be read, and takes them.
    pub(super) fn relayed(&mut self) -> Result<(), Failed<R::Error>> {
        let copies = self.open_copies().map_err(Failed::Home)?;
        self.sealed_before(&copies).map_err(Failed::Home)?;
        self.take_copies(copies).map_err(Failed::Home)
    }

    /// Opens the copies that must be read, and those that wait for what stands before them; not too many.
    fn open_copies(&mut self) -> Result<Vec<(Candidate, Vec<u8>)>, R::Error> {
        self.list("relay");
        let mut copies: Vec<(Candidate, Vec<u8>)> = Vec::new();
        let files = self.candidates("relay").into_iter();
        let files = files.map(|file| ((), file)).collect();
        let due = self.due(files, self.limits.copies, |poll, file| {
            Ok(poll.is_wanted(file)? || poll.waits(file)?)
        })?;
        for ((), candidate) in due {
            if let Some(bytes) = self.read(candidate.at()) {
                copies.push((candidate, bytes));
            }
        }
        Ok(copies)
    }

    /// Takes the sealed files of the logs of which a copy begins behind what is here.
    fn sealed_before(&mut self, copies: &[(Candidate, Vec<u8>)]) -> Result<(), R::Error> {
        let mut logs: BTreeSet<LogId> = BTreeSet::new();
        for (_, bytes) in copies {
            if let Ok(Sort::Ops(log, first)) = Sort::of(bytes, self.plan) {
                let next = self.home.log(log)?.map_or(0, |log| log.next);
                let listed = self.found.listed.contains_key(&format!("log/{log}"));
                if first > next && !listed {
                    logs.insert(log);
                }
            }
        }
        let mut files = Vec::new();
        for log in logs {
            files.extend(self.sealed(log).into_iter().map(|file| (log, file)));
        }
        self.take_files(files)?;
        Ok(())
    }

    fn take_copies(&mut self, copies: Vec<(Candidate, Vec<u8>)>) -> Result<(), R::Error> {
        if self.only_look {
            return Ok(());
        }
        let (plan, verifier) = (self.plan, self.verifier);
        let (mut ops, mut grown) = (Vec::new(), BTreeSet::new());
        for (candidate, bytes) in copies {
            let read = Copy::read(&bytes, &candidate.name.hash, plan, verifier);
            let Some((copy, bytes)) = self.whole(&candidate, Some((read, bytes)), Copy::name26)?
            else {
                continue;
            };
            let finding = match copy {
                Copy::Ops(segment) => {
                    ops.push((candidate, segment, bytes));
                    continue;
                }
                Copy::Entry(file) => self.entry(file)?,
                Copy::Request(request) => {
                    self.found.requests += 1;
                    self.home.take_request(&request)?;
                    Finding::Taken
                }
                Copy::Document(sha) => {
                    if self.home.wanted_documents()?.contains(&sha) {
                        self.home.take_document(&bytes)?;
                    }
                    Finding::Taken
                }
            };
            self.mark(&candidate.own, candidate.size, finding)?;
        }
        ops.sort_by_key(|(_, segment, _)| (segment.log, segment.first()));
        for (candidate, segment, bytes) in ops {
            let sealed = self.is_sealed(&candidate.own, &segment);
            let file = (candidate.own.as_str(), candidate.size);
            if let Some(Fit::Continues(_)) = self.known(file, &segment, sealed, &bytes)? {
                grown.insert(segment.log);
            }
        }
        self.unpark_all(grown)
    }
}
