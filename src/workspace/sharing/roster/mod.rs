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

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::Fingerprint;
use crate::model::{Code, DepartmentId, Directory};
use crate::oplog::{Member, Request, Role};
use crate::workspace::{Failure, Workspace};

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
        let (chain, requests) = (self.store.chain()?, self.requests()?);
        let directory = self.directory()?;
        let desk = Desk {
            state: chain.state(),
            requests: &requests,
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

    /// The requests that nobody has answered yet.
    pub(super) fn requests(&self) -> Result<Vec<Request>, Failure> {
        let look = self.store.look_at_share("")?;
        let mut requests = look.requests()?;
        let state = look.chain().state();
        requests.retain(|request| state.person_of(&request.key).is_none());
        requests.sort_by_key(|request| (request.ask.hlc, request.log));
        requests.dedup_by(|a, b| a.key == b.key);
        Ok(requests)
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
