//! The roster: who is on it, who asks to be, and the entries by which the registrar changes it.

mod decide;
mod desk;
mod member;
mod recover;
mod succeed;

pub use decide::Decision;
pub use desk::Bearer;
pub(in crate::workspace) use desk::Desk;
pub use member::{Approval, Change};

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::{Fingerprint, SharingFailure};
use crate::model::{Code, DepartmentId, Directory};
use crate::oplog::{Member, Request, Role};
use crate::workspace::{Failure, Workspace};

/// The key of the local setting that holds the requests that were refused here.
const REFUSED: &str = "refused";

/// Somebody on the roster.
#[derive(Debug, Clone)]
pub struct Listed {
    /// As the roster has them.
    pub member: Member,
    /// What they may do now.
    pub role: Role,
    /// The full names of their departments.
    pub departments: Vec<String>,
    /// The only tasks they write on; none for all of their departments'.
    pub tasks: Vec<Code>,
    /// When something of theirs was last recorded, in the plan's zone.
    pub last_heard: Option<DateTime<FixedOffset>>,
}

/// Somebody who asks to be put on the roster.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The name.
    pub name: String,
    /// The full names of the departments they speak for.
    pub departments: Vec<String>,
    /// The section (科室).
    pub unit: String,
    /// What they call their computer.
    pub label: String,
    /// The fingerprint of their key, which they read out.
    pub fingerprint: Fingerprint,
    /// When they asked, in the plan's zone.
    pub asked: DateTime<FixedOffset>,
}

impl Workspace {
    /// Everybody who was ever on the roster, the registrar first.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn roster(&self) -> Result<Vec<Listed>, Failure> {
        let chain = self.store.chain()?;
        let state = chain.state();
        let directory = self.directory()?;
        let heard = self.store.last_heard()?;
        let mut listed = Vec::new();
        for member in state.members.values() {
            let mut tasks = Vec::new();
            for task in &member.tasks {
                tasks.extend(self.store.row(*task)?.map(|row| row.code.clone()));
            }
            listed.push(Listed {
                role: state.role(member),
                departments: names(&directory, &member.departments),
                tasks,
                last_heard: heard
                    .get(&member.person)
                    .map(|hlc| hlc.time().with_timezone(&self.zone)),
                member: member.clone(),
            });
        }
        listed.sort_by(|a, b| {
            (a.member.revoked, a.role, &a.member.name).cmp(&(
                b.member.revoked,
                b.role,
                &b.member.name,
            ))
        });
        Ok(listed)
    }

    /// The section (科室) of everybody on the roster who has one, by name.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn units(&self) -> Result<HashMap<String, String>, Failure> {
        let chain = self.store.chain()?;
        let members = chain.state().members.values();
        let with_unit = members.filter(|member| !member.unit.is_empty());
        Ok(with_unit
            .map(|member| (member.name.clone(), member.unit.clone()))
            .collect())
    }

    /// Those who ask to be put on the roster, the latest last.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn waiting(&mut self) -> Result<Vec<Waiting>, Failure> {
        let directory = self.directory()?;
        let requests = self.requests()?;
        let waits = requests.iter();
        Ok(waits
            .map(|request| self.waits(request, &directory))
            .collect())
    }

    /// The one who asks to be put on the roster and goes by this name or fingerprint.
    ///
    /// # Errors
    ///
    /// If not exactly one does, or the home cannot be read.
    pub fn asker(&self, whom: &str) -> Result<Waiting, Failure> {
        let (chain, (requests, refused)) = (self.store.chain()?, self.sorted_requests()?);
        let directory = self.directory()?;
        let desk = Desk {
            state: chain.state(),
            requests: &requests,
            refused: &refused,
            directory: &directory,
        };
        Ok(self.waits(desk.request(whom)?, &directory))
    }

    /// The name of the member who goes by this name or fingerprint.
    ///
    /// # Errors
    ///
    /// If not exactly one does, or the home cannot be read.
    pub fn member_name(&self, whom: &str) -> Result<String, Failure> {
        let (chain, directory) = (self.store.chain()?, self.directory()?);
        let desk = Desk {
            state: chain.state(),
            requests: &[],
            refused: &[],
            directory: &directory,
        };
        Ok(desk.member(whom)?.name.clone())
    }

    fn waits(&self, request: &Request, directory: &Directory) -> Waiting {
        Waiting {
            name: request.ask.name.clone(),
            departments: names(directory, &request.ask.departments),
            unit: request.ask.unit.clone(),
            label: request.ask.label.clone(),
            fingerprint: Fingerprint::of_key(&request.key),
            asked: request.ask.hlc.time().with_timezone(&self.zone),
        }
    }

    /// The requests that nobody has answered yet, the latest last.
    pub(super) fn requests(&self) -> Result<Vec<Request>, Failure> {
        Ok(self.sorted_requests()?.0)
    }

    /// The requests that nobody has answered yet, and apart from them those that were refused here; of each key the
    /// latest, and the latest last.
    pub(super) fn sorted_requests(&self) -> Result<(Vec<Request>, Vec<Request>), Failure> {
        let look = self.store.look_at_share("")?;
        let mut requests = look.requests()?;
        let state = look.chain().state();
        requests.retain(|request| state.person_of(&request.key).is_none());
        requests.sort_by_key(|request| std::cmp::Reverse((request.ask.hlc, request.log)));
        let mut keys = HashSet::new();
        requests.retain(|request| keys.insert(request.key.clone()));
        requests.reverse();
        let refused = self.refused_requests()?;
        let is_open = |request: &Request| !refused.contains(&request.name26);
        Ok(requests.into_iter().partition(is_open))
    }

    /// The names of the requests that were refused here.
    fn refused_requests(&self) -> Result<Vec<String>, Failure> {
        let refused = self.store.local(REFUSED)?.unwrap_or_default();
        Ok(refused.split_whitespace().map(str::to_owned).collect())
    }

    /// Refuses the request of this name or fingerprint: it is listed no more in this home. The roster names those who are
    /// let in and has no word for others, so nobody else hears of it; whoever was refused may ask anew.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or not exactly one request fits.
    pub fn refuse(&mut self, whom: &str) -> Result<Waiting, Failure> {
        self.refuse_past()?;
        let (chain, own) = (self.store.chain()?, self.store.own_key()?);
        let (state, me) = (chain.state(), chain.state().person_of(&own));
        let may = me.is_some_and(|me| {
            let role = state.role(me);
            state.holds(me, &own) && matches!(role, Role::Registrar | Role::Coordinator)
        });
        if !may {
            return Err(SharingFailure::NotRegistrar(self.registrar_name()?).into());
        }
        let (requests, directory) = (self.requests()?, self.directory()?);
        let desk = Desk {
            state,
            requests: &requests,
            refused: &[],
            directory: &directory,
        };
        let request = desk.request(whom)?;
        let mut refused = self.refused_requests()?;
        refused.push(request.name26.clone());
        let waiting = self.waits(request, &directory);
        self.store.set_local(REFUSED, &refused.join(" "))?;
        Ok(waiting)
    }

    /// Who keeps the roster, by name.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn registrar_name(&self) -> Result<String, Failure> {
        let chain = self.store.chain()?;
        let state = chain.state();
        let registrar = state.members.get(&state.registrar);
        Ok(registrar.map_or_else(String::new, |member| member.name.clone()))
    }
}

fn names(directory: &Directory, departments: &[DepartmentId]) -> Vec<String> {
    departments.iter().map(|id| directory.name(*id)).collect()
}
