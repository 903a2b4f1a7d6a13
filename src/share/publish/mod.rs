//! Writing to the share: what this home said and the share does not show.

mod relay;
mod seal;
mod thin;

use std::collections::{HashMap, HashSet};
use std::io;

use super::{Collected, Failed, Folder, Kind, Limits, Listing, Name, list};
use crate::model::{OpId, Sha};
use crate::oplog::{
    Breach, Finding, LARGEST_FILE, Law, LogId, PROVEN, Replica, Request, Seen, Signed, Signer,
    texts_beside,
};

use relay::copy_of;
use seal::sign_log;

/// In so many exchanges that a person asks for every file that is here is read again on the share, one part of them each
/// time, though the share shows it in the size that it had: what was changed in its place is found, and mended by
/// whoever holds it.
pub const TURNS: u64 = 16;

/// Whether the turn of a file has come.
fn is_turn(name: &Name, turn: u64) -> bool {
    let lot = name.hash.bytes().map(u64::from).sum::<u64>();
    lot % TURNS == turn % TURNS
}

/// What was written.
#[derive(Debug, Default)]
pub struct Published {
    /// Files written in this poll; only a later one tells whether they are there.
    pub written: usize,
    /// Files of this home that earlier polls wrote and a fresh look does not show, or shows otherwise.
    pub lost: usize,
    /// Files deleted because another holds all that they held, but for words that were purged.
    pub thinned: usize,
    /// What the share said when a file could not be written or deleted, with its path within the plan's folder.
    pub refused: Option<(String, io::Error)>,
    /// What the share said of a file that could not be written in its own place and lies in the relay folder instead.
    pub relayed: Option<(String, io::Error)>,
}

/// Writes whatever of this home is signed ([`sign`]) and the share does not show. `collected` is what the same poll saw: a
/// home reads before it writes. `key` is the one that it writes with, which may have begun no log here yet.
///
/// # Errors
///
/// If the home cannot be read or written. A share that cannot be written is told in the result.
pub fn publish<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    collected: &Collected,
    key: &str,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let logs = home.logs().map_err(Failed::Home)?;
    let own_keys = logs.iter().filter(|(_, state)| state.own);
    let keys: HashSet<&str> = own_keys
        .map(|(_, state)| state.key.as_str())
        .chain([key])
        .collect();
    let (mut own, mut signed) = (Vec::new(), Vec::new());
    for (log, state) in &logs {
        if state.own {
            own.push(*log);
        }
        // A home that was put back from a backup reads what it has said since on the share, and takes it for another's.
        // Nobody else puts it back there: whatever its keys signed is its to write.
        if state.own || keys.contains(state.key.as_str()) {
            signed.push(*log);
        }
    }
    let mut writer = Writer::new(folder, collected, None, law);
    writer.write(home, &signed)?;
    for log in own {
        writer.thin(home, log)?;
    }
    Ok(writer.done)
}

/// Signs what is new in the own logs. A home must not forget what it signed once it has begun to write it: nobody but
/// the owner makes a file whole that was cut short, or deletes it. So this is kept before [`publish`] writes.
///
/// # Errors
///
/// If the home cannot be read or written, or the key refuses.
pub fn sign<R: Replica>(
    home: &mut R,
    signer: &dyn Signer,
    app: &str,
    limits: Limits,
) -> Result<(), Failed<R::Error>> {
    let key = signer.public().map_err(Failed::Key)?;
    for (log, state) in home.logs().map_err(Failed::Home)? {
        // A retired log may be another key's: what was signed of it stays, and the rest is for that key.
        if state.own && state.key == key {
            sign_log(home, log, signer, app, limits)?;
        }
    }
    Ok(())
}

/// Writes every file that is here, own or another's, and that the share does not show: a USB stick, a second share, or
/// what somebody deleted. `turn` counts how often this was done: it tells which of them are read again ([`TURNS`]).
///
/// # Errors
///
/// If the home cannot be read or written.
pub fn carry<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    collected: &Collected,
    turn: u64,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let logs = home.logs().map_err(Failed::Home)?;
    let logs: Vec<LogId> = logs.into_iter().map(|(log, _)| log).collect();
    let mut writer = Writer::new(folder, collected, Some(turn), law);
    writer.write(home, &logs)?;
    Ok(writer.done)
}

/// A file that a home puts on the share.
enum File {
    /// Ops of a log.
    Ops(Signed),
    /// An entry of the roster: its number and what its name must hold. Anybody who holds one puts it back.
    Entry(u64, String),
    /// A document. It is content-named; anybody who holds it puts it back.
    Document(Sha),
    /// The own request.
    Request(Box<Request>),
}

impl File {
    fn name(&self) -> Name {
        match self {
            Self::Ops(signed) => name_of(signed),
            Self::Entry(entry, name26) => Name::new(Kind::Entry(*entry), name26),
            Self::Document(sha) => Name::new(Kind::Document, &sha.name26()),
            Self::Request(request) => Name::new(Kind::Request(request.log), &request.name26),
        }
    }

    /// Its bytes, with the texts that are still known.
    fn bytes<R: Replica>(&self, home: &R) -> Result<Option<Vec<u8>>, R::Error> {
        match self {
            Self::Ops(signed) => {
                let (lines, texts) = home.content(signed)?;
                let lines = lines.iter().map(String::as_str);
                Ok(Some(signed.seal.file(lines, &texts)))
            }
            Self::Entry(_, name26) => home.entry_file(name26),
            Self::Document(sha) => home.document(*sha),
            Self::Request(request) => Ok(Some(request.bytes())),
        }
    }
}

fn name_of(signed: &Signed) -> Name {
    name_as(signed, signed.sealed)
}

/// The name that a file of ops has as a segment, or as a tail.
fn name_as(signed: &Signed, sealed: bool) -> Name {
    let (log, first, last) = (signed.log, signed.first, signed.last);
    let kind = if sealed {
        Kind::Segment(log, first, last)
    } else {
        Kind::Tail(log, first, last)
    };
    Name::new(kind, &signed.name26)
}

struct Writer<'a> {
    folder: &'a dyn Folder,
    /// What the poll saw.
    seen: &'a HashMap<String, Listing>,
    /// What it did not look at.
    listed: HashMap<String, Listing>,
    /// Which files are read again though the share shows them as they were; `None` for none.
    turn: Option<u64>,
    done: Published,
    /// Whether a copy was refused: then no other is tried.
    copies_refused: bool,
    law: Law,
}

impl<'a> Writer<'a> {
    fn new(folder: &'a dyn Folder, collected: &'a Collected, turn: Option<u64>, law: Law) -> Self {
        Self {
            folder,
            seen: &collected.listed,
            listed: HashMap::new(),
            turn,
            done: Published::default(),
            copies_refused: false,
            law,
        }
    }

    /// Sees to it that all files of these logs, and what anybody puts back, are on the share.
    fn write<R: Replica>(&mut self, home: &mut R, logs: &[LogId]) -> Result<(), Failed<R::Error>> {
        let mut any_rewritten = false;
        for log in logs {
            let mut signed = home.signed(*log).map_err(Failed::Home)?;
            // A tail says that there is a segment before it; a segment that nobody is told of is not looked for.
            signed.sort_by_key(|file| file.sealed);
            let mut rewritten = false;
            for file in signed {
                rewritten |= self.ensure(home, &File::Ops(file))?;
            }
            any_rewritten |= rewritten;
            if rewritten || self.turn.is_some() {
                self.sweep(home, *log, rewritten)?;
            }
        }
        if any_rewritten || self.turn.is_some() {
            self.sweep_copies(home, any_rewritten)?;
        }
        let entries = home.entries().map_err(Failed::Home)?;
        let documents = home.documents().map_err(Failed::Home)?;
        let request = home.own_request().map_err(Failed::Home)?;
        let papers = entries
            .into_iter()
            .map(|(entry, name26)| File::Entry(entry, name26))
            .chain(documents.into_iter().map(File::Document))
            .chain(request.map(|request| File::Request(Box::new(request))));
        for file in papers {
            self.ensure(home, &file)?;
        }
        Ok(())
    }

    /// What lies in a folder: as the poll saw it, or as it is now.
    fn listing(&mut self, folder: &str) -> &Listing {
        if let Some(seen) = self.seen.get(folder) {
            return seen;
        }
        self.listed
            .entry(folder.to_owned())
            .or_insert_with(|| list(self.folder, folder))
    }

    /// The size at which the poll saw a file; `None` if it was not there.
    fn shown(&mut self, path: &str) -> Option<u64> {
        let (folder, file) = path.rsplit_once('/')?;
        self.listing(folder).size(file)
    }

    /// What lies where these bytes should, as far as it can be them: a document may be larger than other files are.
    fn read_beside(&self, path: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.folder.read(path, LARGEST_FILE.max(bytes.len()) + 1)
    }

    /// Sees to it that a file is on the share, whole, in its own place or else as a copy. Says whether words that were
    /// purged lay there.
    fn ensure<R: Replica>(&mut self, home: &mut R, file: &File) -> Result<bool, Failed<R::Error>> {
        let name = file.name();
        let is_copied =
            !self.listing("relay").entries.is_empty() && self.shown(&copy_of(&name)).is_some();
        // Where a copy lies, its file may be whole again in its own place.
        let is_due = |turn| is_copied || is_turn(&name, turn);
        let again = self.turn.is_some_and(is_due) && !self.law.breaks(Breach::NeverReadAgain);
        let mut there = self.put(home, file, &name.path(), again)?;
        match there {
            There::Refused(refusal) => there = self.relay(home, file, again, refusal)?,
            There::Whole if is_copied && self.turn.is_some() => {
                self.drop_copy(home, file, &copy_of(&name))?;
            }
            _ => {}
        }
        Ok(matches!(there, There::Written { purged: true }))
    }

    /// Sees to it that a file lies whole under this path. What was written is counted as there only when a later poll
    /// shows it, read by a fresh open.
    fn put<R: Replica>(
        &mut self,
        home: &mut R,
        file: &File,
        path: &str,
        again: bool,
    ) -> Result<There, Failed<R::Error>> {
        let seen = home.seen(path).map_err(Failed::Home)?;
        let (size, times) = match &seen {
            Some(Seen {
                size,
                finding: Finding::Written { shown },
            }) => (Some(*size), *shown),
            Some(Seen {
                size,
                finding: Finding::Taken | Finding::Textless { .. },
            }) => (Some(*size), PROVEN),
            _ => (None, 0),
        };
        if times >= PROVEN && !again && self.shown(path) == size {
            return Ok(There::AsKnown);
        }
        let Some(bytes) = file.bytes(home).map_err(Failed::Home)? else {
            return Ok(There::AsKnown);
        };
        let (mut is_there, mut purged) = (self.shown(path).is_some(), false);
        if !is_there {
            // Put back meanwhile, or under a name that differs only in what this folder does not tell apart.
            match self.create(path, &bytes) {
                Created::Written => self.done.lost += usize::from(size.is_some()),
                Created::Exists => is_there = true,
                Created::Refused(why) => return Ok(There::refused(false, path, why)),
            }
        }
        if is_there {
            let there = self.read_beside(path, &bytes).ok();
            let shape = match &there {
                Some(there) => shape(home, there, &bytes).map_err(Failed::Home)?,
                None => Shape::Other,
            };
            let there = there.map_or(0, |there| there.len() as u64);
            match shape {
                Shape::Same => {
                    if times < PROVEN || size != Some(there) {
                        self.shows(home, path, there, (times + 1).min(PROVEN))?;
                    }
                    return Ok(There::Whole);
                }
                Shape::More(lacks) => {
                    lacking(home, path, there, lacks).map_err(Failed::Home)?;
                    return Ok(There::AsKnown);
                }
                Shape::Purged => purged = true,
                Shape::Other => {}
            }
            if let Err(why) = self.folder.delete(path) {
                return Ok(There::refused(purged, path, why));
            }
            // What was taken out is no loss. Who puts it back at the same time is looked at by the next poll.
            match self.create(path, &bytes) {
                Created::Written | Created::Exists => {
                    self.done.lost += usize::from(!purged);
                }
                Created::Refused(why) => return Ok(There::refused(false, path, why)),
            }
        }
        // It must be shown again before it counts as there.
        self.shows(home, path, bytes.len() as u64, 0)?;
        Ok(There::Written { purged })
    }

    /// Writes a file under a name that is free.
    fn create(&mut self, path: &str, bytes: &[u8]) -> Created {
        match self.folder.create_new(path, bytes) {
            Ok(()) => {
                self.done.written += 1;
                Created::Written
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Created::Exists,
            Err(error) => Created::Refused(error),
        }
    }

    /// Keeps how often a file was shown; of one that lacks texts only the reader knows when it is whole.
    fn shows<R: Replica>(
        &self,
        home: &mut R,
        path: &str,
        size: u64,
        shown: u8,
    ) -> Result<(), Failed<R::Error>> {
        let seen = home.seen(path).map_err(Failed::Home)?;
        if seen.is_some_and(|seen| matches!(seen.finding, Finding::Textless { .. })) {
            return Ok(());
        }
        let finding = Finding::Written { shown };
        home.mark(path, &Seen { size, finding })
            .map_err(Failed::Home)
    }
}

/// What became of a file that was to be written.
enum Created {
    /// It is written.
    Written,
    /// One of its name is there.
    Exists,
    /// The share did not let it be written.
    Refused(io::Error),
}

/// What became of a file that was to be on the share.
enum There {
    /// It is as it was, or is not to be written.
    AsKnown,
    /// It was read just now, and is whole.
    Whole,
    /// It is written.
    Written {
        /// Whether words that were purged lay there.
        purged: bool,
    },
    /// The share does not let it be written.
    Refused(Refusal),
}

/// A place that the share did not let be written.
struct Refusal {
    path: String,
    why: io::Error,
    /// Whether words that were purged lie there.
    purged: bool,
}

impl There {
    fn refused(purged: bool, path: &str, why: io::Error) -> Self {
        let path = path.to_owned();
        Self::Refused(Refusal { path, why, purged })
    }
}

/// What lies on the share, beside what this home would write.
enum Shape {
    /// The same.
    Same,
    /// The same signed part, and behind it words of these ops that have not arrived here.
    More(Vec<OpId>),
    /// The same signed part, and behind it words that were purged meanwhile.
    Purged,
    /// Something else: cut short, or changed on the way.
    Other,
}

/// Marks a file that has words which have not arrived here: the reader takes them, and then it is written as it should be.
fn lacking<R: Replica>(
    home: &mut R,
    path: &str,
    size: u64,
    lacks: Vec<OpId>,
) -> Result<(), R::Error> {
    let finding = Finding::Textless { read: 0, lacks };
    home.mark(path, &Seen { size, finding })
}

fn shape<R: Replica>(home: &R, there: &[u8], here: &[u8]) -> Result<Shape, R::Error> {
    if there == here {
        return Ok(Shape::Same);
    }
    let Some(beside) = texts_beside(there, here) else {
        return Ok(Shape::Other);
    };
    let mut lacks = Vec::new();
    for op in beside.more {
        if home.lacks(op)? {
            lacks.push(op);
        }
    }
    Ok(match (lacks.is_empty(), beside.less) {
        (false, _) => Shape::More(lacks),
        (true, false) => Shape::Purged,
        (true, true) => Shape::Other,
    })
}
