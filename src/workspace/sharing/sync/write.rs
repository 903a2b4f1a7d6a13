//! What an exchange writes: what was said here and the share does not show.

use chrono::{DateTime, Utc};

use super::Site;
use crate::oplog::{Law, Replica as _};
use crate::share::{self, Collected, Published};
use crate::store::Held;
use crate::workspace::key::OwnKey;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Signs and writes what the share does not show.
    pub(super) fn publish(
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
            .map_err(|error| site.failed(error))?;
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

    /// What lies on the share now, for the writer.
    pub(super) fn listed(&self, site: Site<'_>) -> Result<Collected, Failure> {
        let mut listed = Collected::default();
        let look = self.store.look_at_share("")?;
        let own = look.own_logs()?;
        let own = own.into_iter().map(|log| format!("log/{log}"));
        let flat = ["roster", "tail", "request"].map(str::to_owned);
        for path in flat.into_iter().chain(own) {
            site.list(&path, &mut listed);
        }
        Ok(listed)
    }
}
