//! The entry by which the root key appoints another registrar.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::oplog::{EntryKind, Member, Role, Stop, person_id};
use crate::workspace::sharing::{Receipt, SharingFailure, append_entry, next_entry};
use crate::workspace::{Failure, Workspace};

impl Workspace {
    /// Makes this home's owner the registrar, by the root key: the registrar's computer was lost or stolen, or the roster
    /// goes no further. Whoever kept it before is taken off the roster, unless it is the same person. `last_good` is the
    /// number of the last entry that is to stay, the present one if `None`.
    ///
    /// # Errors
    ///
    /// If the file holds no root key of this plan, or there is no such entry.
    pub fn recover(
        &mut self,
        root: &Path,
        last_good: Option<u64>,
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        self.refuse_past()?;
        if self.share_dir()?.is_some() {
            self.sync(Receipt::Hourly, now)?;
        }
        let own = self.store.own_key()?;
        let root = self.keys.root(root)?;
        if root.public != self.store.genesis().root {
            return Err(SharingFailure::NotRoot.into());
        }
        root.unlock()?;
        let name = self.me.name.clone();
        let mut chain = self.store.chain()?;
        // Where the root key itself spoke with two voices, one of them is followed, and settled by the next epoch.
        if let Some(Stop::TwoRoots(_, other)) = chain.stop {
            chain = Arc::new(self.store.chain_without(other)?);
        }
        let mut before = chain.state().clone();
        if let Some(last) = last_good {
            before = chain
                .state_at(last)
                .filter(|state| state.epoch == before.epoch)
                .ok_or(SharingFailure::NoEntry(last))?;
        }
        let mut sharing = self.store.share("", now)?;
        let mut entry = next_entry(sharing.chain().state(), EntryKind::Root, now);
        entry.prev = before.id;
        entry.entry = before.entry + 1;
        entry.epoch = before.epoch + 1;
        let person = before
            .person_of(&own)
            .map_or_else(|| person_id(&own), |member| member.person.clone());
        if person != before.registrar
            && let Some(registrar) = before.members.get(&before.registrar)
        {
            entry.members.push(Member {
                revoked: true,
                ..registrar.clone()
            });
        }
        let known = before.members.get(&person).cloned();
        entry.members.push(Member {
            keys: vec![own.clone()],
            role: Role::Registrar,
            revoked: false,
            ..known.unwrap_or(Member {
                person: person.clone(),
                name,
                keys: Vec::new(),
                role: Role::Registrar,
                departments: Vec::new(),
                tasks: Vec::new(),
                unit: String::new(),
                revoked: false,
            })
        });
        entry.registrar = Some(person);
        entry.keeper = Some(own);
        append_entry(&mut sharing, &entry, None, &root)?;
        let keeper = &sharing.chain().state().keeper;
        if entry.keeper.as_ref() != Some(keeper) || sharing.chain().stop.is_some() {
            // Nothing was committed.
            return Err(SharingFailure::RosterStopped.into());
        }
        sharing.commit()?;
        if self.share_dir()?.is_some() {
            self.sync(Receipt::Now, now)?;
        }
        Ok(())
    }
}
