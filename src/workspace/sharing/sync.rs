//! Exchanging what is new with the share, once.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::{ProposalStatus, SharingFailure, append_entry, next_entry};
use crate::oplog::{EntryKind, Flaw, Law, Replica as _, SshVerifier, Stop};
use crate::share::{
    self, Collected, Disk, Folder, Limits, Published, Recorder, Unavailable, carry,
};
use crate::store::{self, Held};
use crate::workspace::key::{OwnKey, Roster};
use crate::workspace::{Failure, Workspace};

/// The registrar's program confirms what was received by itself at most this often, in minutes.
const RECEIPT_MINUTES: i64 = 60;

/// How often one exchange looks again while there is something new.
const ROUNDS: usize = 64;

/// Whether the registrar's program confirms what was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// At once, because a person asked for the exchange.
    Now,
    /// At most hourly.
    Hourly,
}

/// A folder to exchange with, and its path, by which it is named to people.
#[derive(Clone, Copy)]
struct Site<'a> {
    folder: &'a dyn Folder,
    root: &'a Path,
}

impl<'a> Site<'a> {
    fn of(disk: &'a Disk) -> Self {
        Self {
            folder: disk,
            root: disk.root(),
        }
    }
}

/// What becomes of what coordinators propose, where this home keeps the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proposals {
    Enter,
    Leave,
}

/// What an exchange did.
#[derive(Debug, Default)]
pub struct Synced {
    /// How many ops of others are new here.
    pub ops: usize,
    /// How many roster entries are new here.
    pub entries: usize,
    /// How many requests of newcomers are new here.
    pub requests: usize,
    /// How many files were written.
    pub written: usize,
    /// How many own files the share did not show although they had been written.
    pub lost: usize,
    /// Why a file of the share could not be written, with its path within the plan's folder.
    pub refused: Option<(String, std::io::Error)>,
    /// Whether what was said here could not be written, nor, where everybody's files are carried, theirs.
    pub kept_back: bool,
    /// Why a file could not be written in its own place, whose copy lies in the relay folder, with its path.
    pub relayed: Option<(String, std::io::Error)>,
    /// Files put into quarantine, with the reason.
    pub quarantined: Vec<(String, Flaw)>,
    /// Why the roster goes no further, if it could.
    pub stop: Option<Stop>,
    /// What coordinators proposed and was answered since somebody was told.
    pub proposals: Vec<ProposalStatus>,
    /// How many logs were confirmed as received.
    pub received: usize,
    /// Whether the share holds more than one exchange takes.
    pub more: bool,
    /// Folders of the share that hold more files than are looked at, by their path within the plan's folder.
    pub crowded: Vec<String>,
    /// Copies that a sync program made of files that are here, which may go, by their path within the plan's folder.
    pub copies: Vec<String>,
    /// How many names were listed and files opened.
    pub cost: (usize, usize),
}

impl Workspace {
    /// Exchanges what is new with the share of this home: reads, confirms what was received where this home keeps the
    /// roster, and writes what is missing.
    ///
    /// # Errors
    ///
    /// If the home shares nothing, the share is not there or is another plan's. Then nothing was changed. A share that
    /// can be read but not written is told in the result.
    pub fn sync(&mut self, receipt: Receipt, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let disk = self.own_disk()?;
        let synced = self.sync_through(&disk, receipt, now)?;
        if receipt == Receipt::Now {
            self.answers_told()?;
        }
        Ok(synced)
    }

    /// Exchanges as [`Self::sync`] does, with `folder` in the place of the share.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn sync_through(
        &mut self,
        folder: &dyn Folder,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<Synced, Failure> {
        let root = self.own_disk()?.root().to_owned();
        let _lock = self.home.lock_share(true)?;
        let root = &root;
        self.exchange(Site { folder, root }, receipt, Proposals::Enter, now)
    }

    /// Reads what is new on the share and writes nothing to it, so that the requests of newcomers are here; does nothing
    /// if this home shares nothing, or another process on it is just exchanging.
    ///
    /// # Errors
    ///
    /// If the share is not there or is another plan's.
    pub fn read_share(&mut self, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let mut synced = Synced::default();
        if !self.scope.is_present() || self.share_dir()?.is_none() {
            return Ok(synced);
        }
        let Some(_lock) = self.home.lock_share(false)? else {
            return Ok(synced);
        };
        let disk = self.own_disk()?;
        self.read(Site::of(&disk), &mut synced, now)?;
        Ok(synced)
    }

    /// Writes what the share lacks of what was said here, and reads nothing.
    pub(in crate::workspace) fn give(&mut self, now: DateTime<Utc>) -> Result<(), Failure> {
        let disk = self.own_disk()?;
        let _lock = self.home.lock_share(true)?;
        let listed = self.listed(Site::of(&disk))?;
        self.publish(Site::of(&disk), "", &listed, now)?;
        Ok(())
    }

    /// Exchanges before this home writes to the roster: what others propose is left for afterwards.
    pub(super) fn sync_before_writing(&mut self, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let disk = self.own_disk()?;
        let _lock = self.home.lock_share(true)?;
        self.exchange(Site::of(&disk), Receipt::Hourly, Proposals::Leave, now)
    }

    fn own_disk(&self) -> Result<Disk, Failure> {
        match self.share_dir()? {
            Some(share) => Ok(self.disk(&share)),
            None => {
                self.refuse_demo()?;
                Err(SharingFailure::NotShared.into())
            }
        }
    }

    /// Exchanges as [`Self::sync`] does, unless another process on this home is just doing so; then `None`.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn try_sync(
        &mut self,
        receipt: Receipt,
        now: DateTime<Utc>,
    ) -> Result<Option<Synced>, Failure> {
        match self.home.lock_share(false)? {
            Some(_lock) => {
                let disk = self.own_disk()?;
                let synced = self.exchange(Site::of(&disk), receipt, Proposals::Enter, now)?;
                self.answers_told()?;
                Ok(Some(synced))
            }
            None => Ok(None),
        }
    }

    fn exchange(
        &mut self,
        site: Site<'_>,
        receipt: Receipt,
        proposals: Proposals,
        now: DateTime<Utc>,
    ) -> Result<Synced, Failure> {
        let mut synced = Synced::default();
        let before = self.mark()?;
        let collected = self.read(site, &mut synced, now)?;
        if self.waiting_key()?.is_some() {
            let _lock = self.home.lock()?;
            self.settle_key(Roster::JustRead, now)?;
        }
        if proposals == Proposals::Enter {
            self.enter_proposals(now)?;
        }
        synced.proposals = self.answers(before)?;
        synced.received = self.confirm(receipt, now)?;
        let published = self.publish(site, "", &collected, now)?;
        synced.add_written(published);
        synced.kept_back = synced.refused.is_some();
        if receipt == Receipt::Now {
            // What somebody deleted or changed, of anybody's, is put back; a poll that finds nothing new reads no file.
            self.carry(site, "", &mut synced, now)?;
        }
        if synced.ops + synced.entries + synced.proposals.len() + synced.received > 0
            && self.store.has_purged()?
        {
            self.store.empty_wal()?;
        }
        Ok(synced)
    }

    /// Takes what is new, until there is nothing more.
    fn read(
        &mut self,
        site: Site<'_>,
        synced: &mut Synced,
        now: DateTime<Utc>,
    ) -> Result<Collected, Failure> {
        // What one look finds can make more worth reading: an entry names a key, a log names a document.
        let mut collected = Collected::default();
        for _ in 0..ROUNDS {
            collected = self.collect(site, "", now)?;
            synced.add_read(&collected);
            if collected.ops + collected.entries + collected.requests == 0 {
                break;
            }
        }
        self.judge(synced)?;
        Ok(collected)
    }

    /// Carries everybody's files to and from another folder, such as a USB stick or a second share: it is written in
    /// the same layout, and made if `to` is there and empty of it.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn sync_to(&mut self, to: &Path, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let to = std::path::absolute(to).map_err(|error| Failure::File {
            path: to.to_owned(),
            error,
        })?;
        if !to.is_dir() {
            return Err(SharingFailure::NoShareFolder(to).into());
        }
        self.refuse_own_home(&to)?;
        let disk = self.disk(&to);
        let site = Site::of(&disk);
        let place = to.to_string_lossy().into_owned();
        if !disk.root().is_dir() {
            // What nobody has published is not carried anywhere.
            if self.share_dir()?.is_none() {
                return Err(SharingFailure::NotShared.into());
            }
            for name in share::FOLDERS {
                crate::platform::create_shared_dir(&to, &disk.root().join(name)).map_err(
                    |error| Failure::File {
                        path: disk.root().to_owned(),
                        error,
                    },
                )?;
            }
        }
        let mut synced = Synced::default();
        // A new folder holds nothing yet; what it lacks is carried there all the same.
        match self.collect(site, &place, now) {
            Ok(collected) => synced.add_read(&collected),
            Err(Failure::Sharing(SharingFailure::Unavailable {
                why: Unavailable::NoRoster,
                ..
            })) => {}
            Err(other) => return Err(other),
        }
        self.judge(&mut synced)?;
        let listed = self.listed(site)?;
        let published = self.publish(site, &place, &listed, now)?;
        synced.add_written(published);
        self.carry(site, &place, &mut synced, now)?;
        synced.kept_back = synced.refused.is_some();
        // What the stick brought goes on to where everybody else looks.
        if let Some(share) = self.share_dir()?.filter(|share| *share != to) {
            let disk = self.disk(&share);
            if disk.root().is_dir() {
                self.carry(Site::of(&disk), "", &mut synced, now)?;
            }
        }
        Ok(synced)
    }

    /// Writes everybody's files that a folder does not show.
    fn carry(
        &mut self,
        site: Site<'_>,
        place: &str,
        synced: &mut Synced,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let mut listed = self.listed(site)?;
        let mut look = self.store.look_at_share(place)?;
        list(site, "doc", &mut listed);
        for (log, _) in look.logs()? {
            list(site, &format!("log/{log}"), &mut listed);
        }
        let count = format!("carried:{place}");
        let turn = self.store.local(&count)?;
        let turn: u64 = turn.and_then(|turn| turn.parse().ok()).unwrap_or(0);
        let carried = carry(site.folder, &mut look, &listed, turn, Law::REAL);
        let carried = carried.map_err(|error| failed(site, error))?;
        self.keep(place, look.into_held(), now)?;
        self.store
            .set_local(&count, &turn.wrapping_add(1).to_string())?;
        synced.add_written(carried);
        Ok(())
    }

    /// Reads the share without holding up the home, then takes what was read in one transaction.
    fn collect(
        &mut self,
        site: Site<'_>,
        place: &str,
        now: DateTime<Utc>,
    ) -> Result<Collected, Failure> {
        let recorder = Recorder::new(site.folder);
        let verifier = SshVerifier;
        let limits = Limits::default();
        let mut look = self.store.look_at_share(place)?;
        let seen = share::look(&recorder, &mut look, &verifier, now, limits);
        drop(look);
        let seen = seen.map_err(|error| failed(site, error))?;
        if seen.opened == 0 {
            return Ok(seen);
        }
        let recorded = recorder.into_recorded();
        let mut sharing = self.store.share(place, now)?;
        let taken = share::collect(&recorded, &mut sharing, &verifier, now, limits, Law::REAL)
            .map_err(|error| failed(site, error))?;
        sharing.commit()?;
        if self.store.is_own_forked()? {
            // Somebody else speaks in this log: what it holds stays, and nothing more is said in it.
            let key = self.store.own_key()?;
            self.begin_log(&key, now)?;
        }
        Ok(Collected {
            names: seen.names,
            opened: seen.opened,
            crowded: seen.crowded,
            more: seen.more || taken.more,
            ..taken
        })
    }

    /// Judges what a newcomer's home took and left for the end.
    fn judge(&mut self, synced: &mut Synced) -> Result<(), Failure> {
        self.store.catch_up()?;
        synced.stop.clone_from(&self.store.chain()?.stop);
        Ok(())
    }

    /// What lies on the share now, for the writer.
    fn listed(&self, site: Site<'_>) -> Result<Collected, Failure> {
        let mut listed = Collected::default();
        let look = self.store.look_at_share("")?;
        let own = look.own_logs()?;
        let own = own.into_iter().map(|log| format!("log/{log}"));
        let flat = ["roster", "tail", "request"].map(str::to_owned);
        for path in flat.into_iter().chain(own) {
            list(site, &path, &mut listed);
        }
        Ok(listed)
    }

    /// Signs and writes what the share does not show.
    fn publish(
        &mut self,
        site: Site<'_>,
        place: &str,
        collected: &Collected,
        now: DateTime<Utc>,
    ) -> Result<Published, Failure> {
        self.note_high_water()?;
        // The own log first, then those that were left: what is in these was signed by then, but for what a restored home
        // had. What cannot be signed now keeps nothing else from going out.
        let own = self.store.own_key()?;
        let mut keys = self.keys_at_hand()?;
        if keys.iter().all(|key| key.public != own) {
            keys.push(OwnKey::away(&own));
        }
        keys.sort_by_key(|key| key.public != own);
        let mut unsigned = Ok(());
        for key in keys {
            let signed = self.sign_with(&key, now);
            unsigned = unsigned.and(signed);
        }
        let mut look = self.store.look_at_share(place)?;
        let published = share::publish(site.folder, &mut look, collected, &own, Law::REAL)
            .map_err(|error| failed(site, error))?;
        self.keep(place, look.into_held(), now)?;
        unsigned.map(|()| published)
    }

    /// Keeps what a look held back.
    pub(in crate::workspace) fn keep(
        &mut self,
        place: &str,
        held: Held,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        // A poll that finds everything as it was writes nothing.
        if held.is_empty() {
            return Ok(());
        }
        let mut sharing = self.store.share(place, now)?;
        sharing.take_held(held)?;
        sharing.commit()?;
        Ok(())
    }

    /// Confirms what was received from whom, if this home keeps the roster and there is news.
    fn confirm(&mut self, receipt: Receipt, now: DateTime<Utc>) -> Result<usize, Failure> {
        let chain = self.store.chain()?;
        if chain.state().keeper != self.store.own_key()? || chain.stop.is_some() {
            return Ok(0);
        }
        let age = now.signed_duration_since(chain.state().hlc.time());
        let is_first = chain.entries().is_empty();
        if receipt == Receipt::Hourly && !is_first && age < TimeDelta::minutes(RECEIPT_MINUTES) {
            return Ok(0);
        }
        if self.store.look_at_share("")?.to_accept()?.is_empty() {
            return Ok(0);
        }
        // Nobody is asked for a passphrase while the home is held up.
        let key = self.signer()?;
        key.unlock()?;
        let mut sharing = self.store.share("", now)?;
        let accepted = sharing.to_accept()?;
        let received = accepted.len();
        let mut entry = next_entry(sharing.chain().state(), EntryKind::Entry, now);
        entry.accepted = accepted;
        append_entry(&mut sharing, &entry, None, &key)?;
        sharing.commit()?;
        Ok(received)
    }
}

/// Adds what lies in one folder of the share; a folder that is not there is empty.
fn list(site: Site<'_>, path: &str, listed: &mut Collected) {
    let listing = share::list(site.folder, path);
    listed.listed.insert(path.to_owned(), listing);
}

impl Synced {
    fn add_read(&mut self, collected: &Collected) {
        self.ops += collected.ops;
        self.entries += collected.entries;
        self.requests += collected.requests;
        self.quarantined
            .extend(collected.quarantined.iter().cloned());
        self.more = collected.more;
        self.crowded.clone_from(&collected.crowded);
        self.copies.clone_from(&collected.copies);
        self.cost.0 += collected.names;
        self.cost.1 += collected.opened;
    }

    fn add_written(&mut self, published: Published) {
        self.written += published.written;
        self.lost += published.lost;
        self.refused = published.refused.or(self.refused.take());
        self.relayed = published.relayed.or(self.relayed.take());
    }
}

/// What went wrong between share and home, as a failure of the verb.
fn failed(site: Site<'_>, error: share::Failed<store::Error>) -> Failure {
    match error {
        share::Failed::Share(why) => SharingFailure::Unavailable {
            share: site.root.to_owned(),
            why,
        }
        .into(),
        share::Failed::Home(error) => Failure::Store(error),
        // Whatever is signed is signed before the share is written.
        share::Failed::Key(why) => Failure::KeyBad {
            path: std::path::PathBuf::new(),
            why,
        },
    }
}
