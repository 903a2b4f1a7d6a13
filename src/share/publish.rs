//! Writing to the share: what this home said and the share does not show.

use std::collections::HashMap;
use std::io;

use super::{Collected, Failed, Folder, Kind, Name};
use crate::oplog::{
    Breach, Finding, Law, LogId, PROVEN, Replica, SEALED_BYTES, SEALED_OPS, Seen, Segment, Signed,
    Signer,
};

/// What was written.
#[derive(Debug, Default)]
pub struct Published {
    /// Files written in this poll; only a later one tells whether they are there.
    pub written: usize,
    /// Files of this home that earlier polls wrote and a fresh look does not show, or shows otherwise.
    pub lost: usize,
    /// Files deleted because another holds all that they held.
    pub thinned: usize,
    /// What the share said when something could not be written.
    pub refused: Option<io::Error>,
}

/// Signs what is new in the own logs and writes whatever of this home the share does not show. `collected` is what the
/// same poll saw: a home reads before it writes.
///
/// # Errors
///
/// If the home cannot be read or written, or the key refuses. A share that cannot be written is told in the result.
pub fn publish<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    signer: &dyn Signer,
    app: &str,
    collected: &Collected,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let mut writer = Writer {
        folder,
        listed: &collected.listed,
        done: Published::default(),
        law,
    };
    for log in home.own_logs().map_err(Failed::Home)? {
        sign(home, log, signer, app)?;
        writer.own_log(home, log)?;
    }
    writer.roster(home)?;
    writer.documents(home)?;
    if let Some(request) = home.own_request().map_err(Failed::Home)? {
        let name = Name::new(Kind::Request(request.log), &request.name26);
        writer.ensure(home, &name, |_| Ok(Some(request.bytes())))?;
    }
    Ok(writer.done)
}

/// Writes every file that is here, own or another's, and that the share does not show: a USB stick, a second share, or
/// what somebody deleted.
///
/// # Errors
///
/// If the home cannot be read or written.
pub fn carry<R: Replica>(
    folder: &dyn Folder,
    home: &mut R,
    collected: &Collected,
    law: Law,
) -> Result<Published, Failed<R::Error>> {
    let mut listed = collected.listed.clone();
    let logs = home.logs().map_err(Failed::Home)?;
    for (log, _) in &logs {
        let path = format!("log/{log}");
        if !listed.contains_key(&path) {
            let listing = folder.list(&path, usize::MAX).unwrap_or_default();
            listed.insert(path, listing.entries.into_iter().collect());
        }
    }
    let mut writer = Writer {
        folder,
        listed: &listed,
        done: Published::default(),
        law,
    };
    for (log, _) in logs {
        for signed in home.signed(log).map_err(Failed::Home)? {
            writer.ensure(home, &name_of(&signed), |home| file_of(home, &signed))?;
        }
    }
    writer.roster(home)?;
    writer.documents(home)?;
    Ok(writer.done)
}

fn name_of(signed: &Signed) -> Name {
    let (log, first, last) = (signed.log, signed.first, signed.last);
    let kind = if signed.sealed {
        Kind::Segment(log, first, last)
    } else {
        Kind::Tail(log, first, last)
    };
    Name::new(kind, &signed.name26)
}

/// The bytes of a signed file, with the texts that are still known.
fn file_of<R: Replica>(home: &R, signed: &Signed) -> Result<Option<Vec<u8>>, R::Error> {
    let (lines, texts) = home.content(signed)?;
    let lines = lines.iter().map(String::as_str);
    Ok(Some(signed.seal.file(lines, &texts)))
}

/// Signs what is new in an own log: seals what is full, and all that is left is the tail. At least one op always stays
/// for the tail, so that every log shows in the folder of tails.
fn sign<R: Replica>(
    home: &mut R,
    log: LogId,
    signer: &dyn Signer,
    app: &str,
) -> Result<(), Failed<R::Error>> {
    let unsealed = home.unsealed(log).map_err(Failed::Home)?;
    let key = home.log(log).map_err(Failed::Home)?.map(|state| state.key);
    // A retired log may be another key's: what was signed of it stays, nothing more can be.
    if key != Some(signer.public().map_err(Failed::Key)?) {
        return Ok(());
    }
    let plan = home.plan();
    let (mut first, mut prev) = (unsealed.first, unsealed.prev);
    let mut rest = unsealed.lines.as_slice();
    while let Some(full) = full(rest) {
        let (lines, after) = rest.split_at(full);
        let keep = seal(home, (plan, log), (first, prev), lines, true, signer, app)?;
        home.keep_signed(&keep).map_err(Failed::Home)?;
        first += full as u64;
        prev = lines.last().map_or(prev, |(_, id)| *id);
        rest = after;
    }
    let Some(last) = (first + rest.len() as u64).checked_sub(1) else {
        return Ok(());
    };
    let signed = home.signed(log).map_err(Failed::Home)?;
    if rest.is_empty()
        || signed
            .iter()
            .any(|s| !s.sealed && s.first == first && s.last == last)
    {
        return Ok(());
    }
    let keep = seal(home, (plan, log), (first, prev), rest, false, signer, app)?;
    home.keep_signed(&keep).map_err(Failed::Home)
}

/// How many of these lines make a segment, if they fill one and leave something.
fn full(lines: &[(String, crate::model::OpId)]) -> Option<usize> {
    let mut bytes = 0;
    for (at, (line, _)) in lines.iter().enumerate() {
        bytes += line.len() + 1;
        if at + 1 == SEALED_OPS || bytes >= SEALED_BYTES {
            return (at + 1 < lines.len()).then_some(at + 1);
        }
    }
    None
}

fn seal<R: Replica>(
    _: &R,
    (plan, log): (crate::model::Sha, LogId),
    (first, prev): (u64, crate::model::OpId),
    lines: &[(String, crate::model::OpId)],
    sealed: bool,
    signer: &dyn Signer,
    app: &str,
) -> Result<Signed, Failed<R::Error>> {
    let texts: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    let (seal, name26) =
        Segment::seal((plan, log), (first, prev), &texts, app, signer).map_err(Failed::Key)?;
    Ok(Signed {
        log,
        first,
        last: (first + lines.len() as u64).saturating_sub(1),
        head: lines.last().map_or(prev, |(_, id)| *id),
        sealed,
        name26,
        seal,
    })
}

struct Writer<'a> {
    folder: &'a dyn Folder,
    listed: &'a HashMap<String, HashMap<String, u64>>,
    done: Published,
    law: Law,
}

impl Writer<'_> {
    /// The size at which the poll saw a file; `None` if it was not there.
    fn shown(&self, path: &str) -> Option<u64> {
        let (folder, file) = path.rsplit_once('/')?;
        self.listed.get(folder)?.get(file).copied()
    }

    /// Sees to it that a file of this home is on the share, whole. What was written is counted as there only when a
    /// later poll shows it, read by a fresh open.
    fn ensure<R: Replica>(
        &mut self,
        home: &mut R,
        name: &Name,
        bytes: impl FnOnce(&R) -> Result<Option<Vec<u8>>, R::Error>,
    ) -> Result<(), Failed<R::Error>> {
        let path = name.to_string();
        let shown = self.shown(&path);
        let seen = home.seen(&path).map_err(Failed::Home)?;
        let proven = match &seen {
            Some(Seen {
                size,
                finding: Finding::Taken,
            }) if shown == Some(*size) => return Ok(()),
            Some(Seen {
                size,
                finding: Finding::Written { shown: times },
            }) if shown == Some(*size) => {
                if *times >= PROVEN {
                    return Ok(());
                }
                Some(*times)
            }
            _ => None,
        };
        let Some(bytes) = bytes(home).map_err(Failed::Home)? else {
            return Ok(());
        };
        let size = bytes.len() as u64;
        if shown.is_some() {
            let there = self.folder.read(&path, bytes.len() + 1);
            if there.is_ok_and(|there| there == bytes) {
                let finding = Finding::Written {
                    shown: proven.map_or(1, |times| times + 1),
                };
                return home
                    .mark(&path, &Seen { size, finding })
                    .map_err(Failed::Home);
            }
            // Cut short, changed on the way, or with words that were purged meanwhile.
            self.done.lost += 1;
            if let Err(error) = self.folder.delete(&path) {
                self.done.refused = Some(error);
                return Ok(());
            }
        } else if matches!(
            seen,
            Some(Seen {
                finding: Finding::Written { .. } | Finding::Taken,
                ..
            })
        ) {
            self.done.lost += 1;
        }
        match self.folder.create_new(&path, &bytes) {
            Ok(()) => self.done.written += 1,
            // Somebody put it back meanwhile; the next poll looks at it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                self.done.refused = Some(error);
                return Ok(());
            }
        }
        let finding = Finding::Written { shown: 0 };
        home.mark(&path, &Seen { size, finding })
            .map_err(Failed::Home)
    }

    fn own_log<R: Replica>(&mut self, home: &mut R, log: LogId) -> Result<(), Failed<R::Error>> {
        let signed = home.signed(log).map_err(Failed::Home)?;
        for file in &signed {
            self.ensure(home, &name_of(file), |home| file_of(home, file))?;
        }
        self.thin(home, log, &signed)
    }

    /// Deletes tails that others replace. A tail goes when its ops are all in what stays, when what stays was shown by
    /// later polls, and when an entry has accepted it; of those that none has accepted the oldest and the newest stay.
    fn thin<R: Replica>(
        &mut self,
        home: &mut R,
        log: LogId,
        signed: &[Signed],
    ) -> Result<(), Failed<R::Error>> {
        let mut tails: Vec<&Signed> = signed.iter().filter(|s| !s.sealed).collect();
        tails.sort_by_key(|tail| tail.last);
        let Some((newest, older)) = tails.split_last() else {
            return Ok(());
        };
        let careless = self.law.breaks(Breach::DeleteUnread);
        let stays = signed.iter().filter(|s| s.sealed).chain([*newest]);
        let mut proven = true;
        for file in stays {
            let seen = home
                .seen(&name_of(file).to_string())
                .map_err(Failed::Home)?;
            proven &= seen.is_some_and(|seen| match seen.finding {
                Finding::Written { shown } => shown >= PROVEN,
                finding => finding == Finding::Taken,
            });
        }
        if !proven && !careless {
            return Ok(());
        }
        let accepted = home
            .log(log)
            .map_err(Failed::Home)?
            .and_then(|state| state.accepted);
        let replaced = careless || accepted.is_some_and(|seq| seq >= newest.last);
        // The oldest of those that nobody has accepted.
        let keep = older
            .iter()
            .find(|tail| accepted.is_none_or(|seq| tail.last > seq))
            .map(|tail| tail.last);
        for tail in older {
            if !replaced && Some(tail.last) == keep {
                continue;
            }
            let covered = accepted.is_some_and(|seq| seq >= tail.last);
            if covered && !replaced {
                // Its successor is not accepted yet: what is accepted stays in sight until then.
                continue;
            }
            let path = name_of(tail).to_string();
            if self.shown(&path).is_some() {
                if let Err(error) = self.folder.delete(&path) {
                    self.done.refused = Some(error);
                    continue;
                }
                self.done.thinned += 1;
            }
            home.forget_signed(tail).map_err(Failed::Home)?;
        }
        Ok(())
    }

    /// Puts back entries of the roster that the share does not show: anybody who holds one does so.
    fn roster<R: Replica>(&mut self, home: &mut R) -> Result<(), Failed<R::Error>> {
        for (entry, name26) in home.entries().map_err(Failed::Home)? {
            let name = Name::new(Kind::Entry(entry), &name26);
            self.ensure(home, &name, |home| home.entry_file(&name26))?;
        }
        Ok(())
    }

    /// Writes the documents that were never written. They are content-named and nobody deletes them; what is missing
    /// all the same is noticed by whoever wants it, and carried again by [`carry`].
    fn documents<R: Replica>(&mut self, home: &mut R) -> Result<(), Failed<R::Error>> {
        for sha in home.documents().map_err(Failed::Home)? {
            let name = Name::new(Kind::Document, &sha.name26());
            let path = name.to_string();
            if home.seen(&path).map_err(Failed::Home)?.is_some() {
                continue;
            }
            let Some(bytes) = home.document(sha).map_err(Failed::Home)? else {
                continue;
            };
            match self.folder.create_new(&path, &bytes) {
                Ok(()) => self.done.written += 1,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    self.done.refused = Some(error);
                    continue;
                }
            }
            let seen = Seen {
                size: bytes.len() as u64,
                finding: Finding::Written { shown: 0 },
            };
            home.mark(&path, &seen).map_err(Failed::Home)?;
        }
        Ok(())
    }
}
