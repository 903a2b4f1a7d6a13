//! What lies beside the logs: entries of the roster, newcomers' requests, documents.

use super::Poll;
use crate::model::Sha;
use crate::oplog::{Entry, Finding, Flaw, LARGEST_DOCUMENT, Replica, Request, RosterFile};
use crate::share::{Failed, Kind, Name, Unavailable};

impl<R: Replica> Poll<'_, R> {
    pub(super) fn roster(&mut self) -> Result<(), Failed<R::Error>> {
        let listing = self.listing("roster").map_err(Unavailable::Gone)?;
        self.saw("roster", listing);
        let candidates = self.candidates("roster");
        // A look makes nothing of entries; what comes after it does.
        let mut ours = self.only_look && !candidates.is_empty();
        let names: Vec<String> = candidates.iter().map(|file| file.own.clone()).collect();
        for candidate in self.wanted(candidates).map_err(Failed::Home)? {
            let (plan, verifier) = (self.plan, self.verifier);
            let file = self
                .file(
                    &candidate,
                    |bytes| RosterFile::read(bytes, plan, verifier),
                    |file| file.name26.clone(),
                )
                .map_err(Failed::Home)?;
            if let Some((file, _)) = file {
                let finding = self.entry(file).map_err(Failed::Home)?;
                self.mark(&candidate.own, candidate.size, finding)
                    .map_err(Failed::Home)?;
            }
        }
        for name in names {
            if ours {
                break;
            }
            let seen = self.home.seen(&name).map_err(Failed::Home)?;
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
    pub(super) fn entry(&mut self, file: RosterFile) -> Result<Finding, R::Error> {
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

    pub(super) fn requests(&mut self) -> Result<(), Failed<R::Error>> {
        self.list("request");
        let candidates = self.candidates("request");
        for candidate in self.wanted(candidates).map_err(Failed::Home)? {
            let (plan, verifier) = (self.plan, self.verifier);
            let Kind::Request(log) = candidate.name.kind else {
                continue;
            };
            let request = self
                .file(
                    &candidate,
                    |bytes| {
                        let request = Request::read(bytes, plan, verifier)?;
                        if request.log == log {
                            Ok(request)
                        } else {
                            Err(Flaw::Forged("it speaks for another's log".to_owned()))
                        }
                    },
                    |request| request.name26.clone(),
                )
                .map_err(Failed::Home)?;
            if let Some((request, _)) = request {
                self.found.requests += 1;
                self.home.take_request(&request).map_err(Failed::Home)?;
                self.mark(&candidate.own, candidate.size, Finding::Taken)
                    .map_err(Failed::Home)?;
            }
        }
        Ok(())
    }

    /// Looks for the documents that are wanted, in their own place and among the copies.
    pub(super) fn documents(&mut self) -> Result<(), Failed<R::Error>> {
        for sha in self.home.wanted_documents().map_err(Failed::Home)? {
            let hash = sha.name26();
            let copies = self.found.listed.get("relay");
            let is_copied = copies.is_some_and(|copies| copies.size(&hash).is_some());
            let kinds = [Kind::Document, Kind::Relay];
            for kind in kinds.into_iter().take(1 + usize::from(is_copied)) {
                let path = Name::new(kind, &hash).path();
                let read = self.read_up_to(LARGEST_DOCUMENT, &path);
                let Some(bytes) = read.filter(|bytes| Sha::of(bytes) == sha) else {
                    continue;
                };
                self.home.take_document(&bytes).map_err(Failed::Home)?;
                self.mark(&path, bytes.len() as u64, Finding::Taken)
                    .map_err(Failed::Home)?;
                break;
            }
        }
        Ok(())
    }
}
