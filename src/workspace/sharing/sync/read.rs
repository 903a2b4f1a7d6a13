//! What an exchange reads: the share as it lies there, taken in until there is nothing more.

use chrono::{DateTime, Utc};

use super::{Site, Synced};
use crate::oplog::{Law, SshVerifier};
use crate::share::{self, Collected, Limits, Recorder};
use crate::workspace::{Failure, Workspace};

/// How often one exchange looks again while there is something new.
const ROUNDS: usize = 64;

impl Workspace {
    /// Takes what is new, until there is nothing more.
    pub(super) fn read(
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

    /// Reads the share without holding up the home, then takes what was read in one transaction.
    pub(super) fn collect(
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
        let seen = seen.map_err(|error| site.failed(error))?;
        if seen.opened == 0 {
            return Ok(seen);
        }
        let recorded = recorder.into_recorded();
        let mut sharing = self.store.share(place, now)?;
        let taken = share::collect(&recorded, &mut sharing, &verifier, now, limits, Law::REAL)
            .map_err(|error| site.failed(error))?;
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
    pub(super) fn judge(&mut self, synced: &mut Synced) -> Result<(), Failure> {
        self.store.catch_up()?;
        self.see_stop(synced)
    }

    /// Says where the roster stops, if it does.
    pub(super) fn see_stop(&self, synced: &mut Synced) -> Result<(), Failure> {
        let chain = self.store.chain()?;
        synced.stop = chain.stop.clone().map(|stop| (chain.state().entry, stop));
        Ok(())
    }
}
