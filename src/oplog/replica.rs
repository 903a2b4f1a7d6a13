//! What a home keeps of the share, as the code that touches the folder sees it.
//!
//! The program's own file implements it, and so does the simulator's memory: one protocol, two shelves.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Accepted, Body, Breach, Flaw, Head, Law, LogId, Request, RosterFile, Seal, Segment, Stop,
};
use crate::model::{OpId, Sha};

/// What became of a file that was seen on the share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its size when it was read, in bytes.
    pub size: u64,
    /// What it was found to be.
    pub finding: Finding,
}

/// In how many later polls an own file must be shown before another is deleted for it (`sync.md`, "Folder").
pub const PROVEN: u8 = 2;

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// All of it is here.
    Taken,
    /// It was written by this home; in so many later polls a fresh look showed it whole.
    Written {
        /// How many, up to [`PROVEN`].
        shown: u8,
    },
    /// It is here, and texts of it have not arrived. It is read again now and then.
    Textless {
        /// When it was last read, in milliseconds since 1970.
        read: i64,
        /// The ops, or the entry, whose texts were not here then.
        #[serde(default)]
        lacks: Vec<OpId>,
    },
    /// It is good, and waits for what stands before it.
    Waiting,
    /// It is not whole. It waits, and is read again.
    Pending {
        /// When it was first seen so, in milliseconds since 1970.
        since: i64,
        /// In how many polls.
        polls: u32,
        /// When it was last read, in milliseconds since 1970.
        read: i64,
    },
    /// It is by a key that no entry of the roster names yet.
    Stranger {
        /// The public key.
        key: String,
    },
    /// It is kept out: forged, of another plan, of a newer format, or senseless. It is read again now and then all the
    /// same, since another file may take its place.
    Quarantined {
        /// Why.
        flaw: Flaw,
        /// When it was last read, in milliseconds since 1970.
        read: i64,
    },
}

/// What is known of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogState {
    /// The public key that signs it.
    pub key: String,
    /// The number of the first op that is not here yet.
    pub next: u64,
    /// Up to which number an entry has accepted it; `None` if no entry has.
    pub accepted: Option<u64>,
    /// Whether this home writes it, or wrote it once.
    pub own: bool,
}

/// A file of an own log, as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The log.
    pub log: LogId,
    /// The number of its first op.
    pub first: u64,
    /// The number of its last op.
    pub last: u64,
    /// The id of its last op.
    pub head: OpId,
    /// Whether it is sealed, or a tail.
    pub sealed: bool,
    /// What its name must hold.
    pub name26: String,
    /// What surrounds the lines.
    pub seal: Arc<Seal>,
}

/// The ops of an own log that no sealed segment holds yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsealed {
    /// The number of the first.
    pub first: u64,
    /// The id of the op before it.
    pub prev: OpId,
    /// The lines with their ids, in order.
    pub lines: Vec<(String, OpId)>,
}

/// How many ops of a log beyond the last accepted one are taken; what comes after them waits.
///
/// Of a log that forks every branch is taken as far as this; there is no bound on how many branches are (`sync.md`,
/// "Fork", names four). Whichever four of more were kept, the choice does harm. By order of arrival, homes would hold
/// different ones, and differ for as long as nobody keeps the roster, or for good where the key was taken off it. By their
/// ids, so that all choose alike, what was shown already would have to be dropped for a smaller one that comes later, and
/// a thief, who picks ids until they are small, would push the honest branch out. By what the registrar accepted, nothing
/// is said of what waits to be accepted. And it would bound nothing: whoever may fork a log may as well begin another,
/// for a log costs one line. What bounds the work is what one poll opens at the most, whatever lies there; every fork is
/// flagged all the same, for a person to judge.
pub const MOST_OPEN: u64 = 5_000;

/// How a file of ops fits what is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It continues its log.
    Continues(News),
    /// What stands before its first op is not here: it waits, and is kept meanwhile though the file may go. Nobody accepts
    /// a head across what is lost (`sync.md`, "Reading", rule 3, would let the registrar): a log with a hole would be one
    /// thing where the lost ops turn up later and another where they do not. They are lost only if every home that read
    /// them is; whoever knows what they said says it again.
    Before,
    /// It does not continue the log that it says it continues, or is not by that log's key.
    Forged,
    /// The log has as many ops beyond the last accepted one as are taken: it is read again later.
    Enough,
}

/// What a file of ops brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// How many of its ops are here already; they are its first.
    pub known: usize,
    /// Whether the first op that is not here stands where the log has another one: the log forks, and everything is
    /// to be judged anew.
    pub branch: bool,
}

/// A home, as far as the share is concerned. What is not committed in the end has not happened.
pub trait Replica {
    /// What can go wrong with it.
    type Error: std::error::Error + 'static;

    /// The plan's id.
    fn plan(&self) -> Sha;

    /// What became of the file of this name (path below the plan's folder, without a conflict suffix).
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn seen(&self, name: &str) -> Result<Option<Seen>, Self::Error>;

    /// Whether an entry of the roster, in force or not, names this public key.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn knows_key(&self, key: &str) -> Result<bool, Self::Error>;

    /// The log and the head that an op here is; `None` for one that is not here.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn find(&self, op: OpId) -> Result<Option<(LogId, Head)>, Self::Error>;

    /// How a file of ops fits what is here: it must be by the key of its log, and stand behind an older op of that log.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    fn fits(&self, segment: &Segment, law: Law) -> Result<Fit, Self::Error> {
        let Some((first, _)) = segment.ops.first() else {
            return Ok(Fit::Forged);
        };
        let state = self.log(segment.log)?;
        let by_its_key = state.as_ref().is_none_or(|log| log.key == segment.signer);
        if !by_its_key && !law.breaks(Breach::AuthorFromFile) {
            return Ok(Fit::Forged);
        }
        if first.seq > 0 {
            match self.find(segment.prev)? {
                None if law.breaks(Breach::UnknownPrevTaken) => {}
                None => return Ok(Fit::Before),
                Some((log, head))
                    if log == segment.log && head.seq + 1 == first.seq && head.hlc < first.hlc => {}
                Some(_) => return Ok(Fit::Forged),
            }
        }
        // Whoever has an op has all before it: the first that is not here is found by halving.
        let (mut known, mut end) = (0, segment.ops.len());
        while known < end {
            let middle = usize::midpoint(known, end);
            match segment.ops.get(middle) {
                Some((_, line)) if self.find(line.id)?.is_some() => known = middle + 1,
                _ => end = middle,
            }
        }
        let fresh = segment.ops.get(known);
        let next = state.as_ref().map_or(0, |log| log.next);
        let branch = fresh.is_some_and(|(op, _)| op.seq < next);
        if branch && law.breaks(Breach::FirstBranchWins) {
            return Ok(Fit::Forged);
        }
        let open = state.as_ref().and_then(|log| log.accepted);
        let most = open.map_or(0, |seq| seq + 1) + MOST_OPEN;
        let own = state.is_some_and(|log| log.own);
        if fresh.is_some() && segment.head.seq >= most && !own {
            return Ok(Fit::Enough);
        }
        Ok(Fit::Continues(News { known, branch }))
    }

    /// Keeps what became of a file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn mark(&mut self, name: &str, seen: &Seen) -> Result<(), Self::Error>;

    /// The names of the files that are here without all of their texts ([`Finding::Textless`]).
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn textless(&self) -> Result<Vec<String>, Self::Error>;

    /// What is known of a log; `None` if not even its first op is here.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn log(&self, log: LogId) -> Result<Option<LogState>, Self::Error>;

    /// All logs of which something is here.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn logs(&self) -> Result<Vec<(LogId, LogState)>, Self::Error>;

    /// The last accepted head of every log that an entry in force names.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn accepted(&self) -> Result<Vec<Accepted>, Self::Error>;

    /// Takes what a file of ops brings that is not here yet, with `texts` of its ops, and the file itself. Both branches
    /// of a fork are kept, and the log is marked as forked.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    fn take(
        &mut self,
        segment: &Segment,
        news: News,
        texts: &[(OpId, &Body)],
        sealed: bool,
    ) -> Result<(), Self::Error>;

    /// Whether the text of this op, which need not be here itself, or of this roster entry, is neither here nor erased
    /// for good (by a purge that an entry settled): it would be taken if it came. Whoever erases a text marks
    /// the files that held it as of another size, so that they are looked at and written anew.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn lacks(&self, op: OpId) -> Result<bool, Self::Error>;

    /// Whether the text of this op, which need not be here itself, is erased for good.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn erased(&self, op: OpId) -> Result<bool, Self::Error>;

    /// Keeps a good file that waits for what stands before it, so that it survives its deletion.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn park(&mut self, name: &str, log: LogId, first: u64, bytes: &[u8])
    -> Result<(), Self::Error>;

    /// Takes back the files that wait in this log, the lowest first number first.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn unpark(&mut self, log: LogId) -> Result<Vec<(String, Vec<u8>)>, Self::Error>;

    /// Keeps an entry of the roster, in force or not; says whether it is new.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn take_entry(&mut self, file: &RosterFile) -> Result<bool, Self::Error>;

    /// The roster entries that are here, in force or not: their numbers and what their names must hold.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn entries(&self) -> Result<Vec<(u64, String)>, Self::Error>;

    /// The file of a roster entry, byte for byte as it came but for words that were purged.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn entry_file(&self, name26: &str) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The own request that waits for an answer.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn own_request(&self) -> Result<Option<Request>, Self::Error>;

    /// The logs of the newcomers whose requests are here.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn asked(&self) -> Result<Vec<LogId>, Self::Error>;

    /// Keeps a newcomer's request.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn take_request(&mut self, request: &Request) -> Result<(), Self::Error>;

    /// The documents that ops here name and that are not here.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn wanted_documents(&self) -> Result<Vec<Sha>, Self::Error>;

    /// Keeps a document, whose bytes are what its name says.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn take_document(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;

    /// The names of the documents that are here.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn documents(&self) -> Result<Vec<Sha>, Self::Error>;

    /// The bytes of a document.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn document(&self, sha: Sha) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The files of a log that were signed, own or another's, sealed ones first, by their first op.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn signed(&self, log: LogId) -> Result<Vec<Signed>, Self::Error>;

    /// Keeps a file of an own log that was signed.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn keep_signed(&mut self, signed: &Signed) -> Result<(), Self::Error>;

    /// Forgets a tail that was replaced.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn forget_signed(&mut self, signed: &Signed) -> Result<(), Self::Error>;

    /// The ops of an own log behind its last sealed segment. Of a log that forked: of the branch that this home wrote.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn unsealed(&self, log: LogId) -> Result<Unsealed, Self::Error>;

    /// The lines of a signed file and the texts of its ops that are here and not purged.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn content(&self, signed: &Signed) -> Result<(Vec<String>, Vec<Body>), Self::Error>;

    /// The own logs, the one that is written and those that are retired.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn own_logs(&self) -> Result<Vec<LogId>, Self::Error> {
        let logs = self.logs()?;
        Ok(logs
            .into_iter()
            .filter(|(_, state)| state.own)
            .map(|(log, _)| log)
            .collect())
    }

    /// Evaluates what was taken: which entries are in force, which ops count. Called once after all was taken.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn settle(&mut self) -> Result<Option<Stop>, Self::Error>;
}
