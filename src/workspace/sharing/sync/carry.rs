//! What is carried: everybody's files, back to the share or by way of another folder.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::{Receipt, Site, Synced};
use crate::oplog::{Law, Replica as _};
use crate::share::{self, Unavailable};
use crate::workspace::sharing::SharingFailure;
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Carries everybody's files to and from another folder, such as a USB stick or a second share: it is written in
    /// the same layout, and made if `to` is there and empty of it.
    ///
    /// # Errors
    ///
    /// As [`Self::sync`].
    pub fn sync_to(&mut self, to: &Path, now: DateTime<Utc>) -> Result<Synced, Failure> {
        let to = self.folder_at(to)?;
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
        // What the folder brought goes on to where everybody else looks, and what is said of it there comes along.
        if self.share_dir()?.is_some_and(|share| share != to) {
            match self.sync(Receipt::Now, now) {
                Ok(there) => synced.add(there),
                Err(Failure::Sharing(SharingFailure::Unavailable { .. })) => {}
                Err(other) => return Err(other),
            }
        }
        let listed = self.listed(site)?;
        let published = self.publish(site, &place, &listed, now)?;
        synced.add_written(published);
        self.carry(site, &place, &mut synced, now)?;
        synced.kept_back = synced.refused.is_some();
        Ok(synced)
    }

    /// Writes everybody's files that a folder does not show.
    pub(super) fn carry(
        &mut self,
        site: Site<'_>,
        place: &str,
        synced: &mut Synced,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let mut listed = self.listed(site)?;
        let mut look = self.store.look_at_share(place)?;
        site.list("doc", &mut listed);
        for (log, _) in look.logs()? {
            site.list(&format!("log/{log}"), &mut listed);
        }
        let count = format!("carried:{place}");
        let turn = self.store.local(&count)?;
        let turn: u64 = turn.and_then(|turn| turn.parse().ok()).unwrap_or(0);
        let carried = share::carry(site.folder, &mut look, &listed, turn, Law::REAL);
        let carried = carried.map_err(|error| site.failed(error))?;
        self.keep(place, look.into_held(), now)?;
        self.store
            .set_local(&count, &turn.wrapping_add(1).to_string())?;
        synced.add_written(carried);
        Ok(())
    }
}
