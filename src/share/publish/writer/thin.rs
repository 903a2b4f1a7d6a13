//! What is deleted: tails that others replace, and what else still holds words that were purged.

use std::collections::HashSet;

use super::file::name_of;
use super::{Writer, is_turn};
use crate::oplog::{
    Accepted, Breach, Finding, LARGEST_FILE, LogId, PROVEN, Replica, Seen, Signed, ops_told,
};
use crate::share::{Failed, Kind, Name};

impl Writer<'_> {
    /// Deletes tails that others replace. A tail goes when its ops are all in what stays, when what stays was shown by
    /// later polls, and when an entry has accepted it; of those that none has accepted the oldest and the newest stay.
    pub(in crate::share::publish) fn thin<R: Replica>(
        &mut self,
        home: &mut R,
        log: LogId,
    ) -> Result<(), Failed<R::Error>> {
        let signed = home.signed(log).map_err(Failed::Home)?;
        let (mut stay, mut tails): (Vec<Signed>, Vec<Signed>) =
            signed.into_iter().partition(|file| file.sealed);
        tails.sort_by_key(|tail| (tail.first, tail.last));
        let Some(newest) = tails.pop() else {
            return Ok(());
        };
        if tails.is_empty() {
            return Ok(());
        }
        let head = newest.last;
        stay.push(newest);
        let careless = self.law.breaks(Breach::DeleteUnread);
        let mut held: HashSet<String> = HashSet::new();
        for file in &stay {
            let name = name_of(file);
            let copy = Name::new(Kind::Relay, &name.hash);
            let proven = self.is_proven(home, &name)? || self.is_proven(home, &copy)?;
            if !proven && !careless {
                return Ok(());
            }
            held.extend(home.content(file).map_err(Failed::Home)?.0);
        }
        let accepted: Option<Accepted> = home
            .accepted()
            .map_err(Failed::Home)?
            .into_iter()
            .find(|accepted| accepted.log == log);
        let accepted = accepted.map(|accepted| accepted.seq);
        let replaced = careless || accepted >= Some(head);
        // The oldest of those that nobody has accepted.
        let keep = tails
            .iter()
            .find(|tail| accepted < Some(tail.last))
            .map(|tail| tail.last);
        for tail in tails {
            // What is accepted stays in sight until its successor is accepted.
            let covered = accepted >= Some(tail.last);
            if !replaced && (covered || Some(tail.last) == keep) {
                continue;
            }
            let (lines, _) = home.content(&tail).map_err(Failed::Home)?;
            if !lines.iter().all(|line| held.contains(line))
                && !self.law.breaks(Breach::LongerTailReplaces)
            {
                continue;
            }
            let name = name_of(&tail);
            let copy = Name::new(Kind::Relay, &name.hash);
            if !self.remove(&name) || !self.remove(&copy) {
                continue;
            }
            home.forget_signed(&tail).map_err(Failed::Home)?;
        }
        Ok(())
    }

    /// Whether later polls showed a file, and this one does.
    fn is_proven<R: Replica>(&mut self, home: &R, name: &Name) -> Result<bool, Failed<R::Error>> {
        let path = name.path();
        Ok(match home.seen(&path).map_err(Failed::Home)? {
            Some(Seen { size, finding }) => {
                self.shown(&path) == Some(size)
                    && matches!(
                        finding,
                        Finding::Taken | Finding::Written { shown: PROVEN.. }
                    )
            }
            None => false,
        })
    }

    /// Deletes a file, if it is there; says whether it is gone.
    fn remove(&mut self, name: &Name) -> bool {
        let path = name.path();
        if self.shown(&path).is_none() {
            return true;
        }
        let deleted = self.folder.delete(&path);
        let gone = deleted.is_ok();
        match deleted {
            Ok(()) => self.done.thinned += 1,
            Err(error) => self.done.refused = Some((path, error)),
        }
        gone
    }

    /// Deletes what else of a log lies on the share and holds words that were purged: copies that a sync program made,
    /// and tails that were thinned and put back. All that is in it must be here, for this home to write; what holds no
    /// such words is left alone. `rewritten`: words were just taken out of a file of this log, else as their turn comes.
    pub(super) fn sweep<R: Replica>(
        &mut self,
        home: &R,
        log: LogId,
        rewritten: bool,
    ) -> Result<(), Failed<R::Error>> {
        let signed = home.signed(log).map_err(Failed::Home)?;
        let own: HashSet<String> = signed.iter().map(|f| name_of(f).path()).collect();
        let (sealed, turn) = (format!("log/{log}"), self.turn);
        for (folder, begin) in [("tail", log.as_str()), (sealed.as_str(), "")] {
            let listing = self.listing(folder).entries.iter().map(|(file, _)| file);
            let names = listing.filter(|file| file.starts_with(begin));
            let others: Vec<String> = names
                .filter_map(|file| {
                    let name = Name::parse(folder, file)?;
                    let path = format!("{folder}/{file}");
                    let wanted = rewritten || turn.is_some_and(|turn| is_turn(&name, turn));
                    (wanted && !own.contains(&path)).then_some(path)
                })
                .collect();
            self.delete_purged(home, others)?;
        }
        Ok(())
    }

    /// Deletes the copies in the relay folder that hold words that were purged, as [`Self::sweep`] does of one log. What is
    /// still to lie there is put there again without them.
    pub(super) fn sweep_copies<R: Replica>(
        &mut self,
        home: &R,
        rewritten: bool,
    ) -> Result<(), Failed<R::Error>> {
        let turn = self.turn;
        let files = self.listing("relay").entries.iter().map(|(file, _)| file);
        let copies = files.filter_map(|file| {
            let name = Name::parse("relay", file)?;
            let wanted = rewritten || turn.is_some_and(|turn| is_turn(&name, turn));
            wanted.then(|| format!("relay/{file}"))
        });
        let copies = copies.collect();
        self.delete_purged(home, copies)
    }

    fn delete_purged<R: Replica>(
        &mut self,
        home: &R,
        paths: Vec<String>,
    ) -> Result<(), Failed<R::Error>> {
        for path in paths {
            if !self.is_purged(home, &path)? || self.law.breaks(Breach::CopiesKeepWords) {
                continue;
            }
            match self.folder.delete(&path) {
                Ok(()) => self.done.thinned += 1,
                Err(error) => self.done.refused = Some((path, error)),
            }
        }
        Ok(())
    }

    /// Whether a file holds words that were purged, and beside them only what is here.
    fn is_purged<R: Replica>(&self, home: &R, path: &str) -> Result<bool, Failed<R::Error>> {
        let Ok(bytes) = self.folder.read(path, LARGEST_FILE + 1) else {
            return Ok(false);
        };
        let mut purged = false;
        for (op, told) in ops_told(&bytes).unwrap_or_default() {
            if home.find(op).map_err(Failed::Home)?.is_none()
                || told && home.lacks(op).map_err(Failed::Home)?
            {
                return Ok(false);
            }
            purged |= told && home.erased(op).map_err(Failed::Home)?;
        }
        Ok(purged)
    }
}
