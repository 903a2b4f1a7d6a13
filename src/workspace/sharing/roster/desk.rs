//! What an entry is written from: who and what is named, found.

use crate::model::{DepartmentId, Directory};
use crate::oplog::{Member, Request, Role, State};
use crate::workspace::sharing::{Fingerprint, SharingFailure};
use crate::workspace::{Failure, find_department};

/// What an entry is written from.
#[derive(Debug)]
pub(in crate::workspace) struct Desk<'a> {
    pub(in crate::workspace::sharing) state: &'a State,
    pub(in crate::workspace::sharing) requests: &'a [Request],
    pub(in crate::workspace::sharing) directory: &'a Directory,
}

impl Desk<'_> {
    /// The one request of this name or fingerprint.
    pub(super) fn request(&self, whom: &str) -> Result<&Request, Failure> {
        let fingerprint: Option<Fingerprint> = whom.parse().ok();
        let fits = |request: &&Request| match fingerprint {
            Some(print) => Fingerprint::of_key(&request.key) == print,
            None => request.ask.name == whom.trim(),
        };
        let mut found = self.requests.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(SharingFailure::NoRequest(whom.to_owned()).into()),
            (Some(_), Some(_)) => Err(SharingFailure::TwoRequests(whom.to_owned()).into()),
        }
    }

    /// The one member of this name or person id.
    pub(super) fn member(&self, whom: &str) -> Result<&Member, Failure> {
        let whom = whom.trim();
        if let Some(member) = self.state.members.get(whom) {
            return Ok(member);
        }
        let mut found = self.state.members.values().filter(|m| m.name == whom);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Err(SharingFailure::NoMember(whom.to_owned()).into()),
            (Some(_), Some(_)) => Err(SharingFailure::TwoMembers(whom.to_owned()).into()),
        }
    }

    pub(super) fn departments(&self, names: &[String]) -> Result<Vec<DepartmentId>, Failure> {
        names
            .iter()
            .map(|name| find_department(self.directory, name))
            .collect()
    }

    pub(super) fn change(
        &self,
        member: &mut Member,
        role: Option<Role>,
        departments: &[String],
        unit: Option<&String>,
    ) -> Result<(), Failure> {
        if let Some(role) = role {
            if role == Role::Registrar && member.person != self.state.registrar {
                return Err(SharingFailure::OnlyRoot.into());
            }
            member.role = role;
        }
        if !departments.is_empty() {
            member.departments = self.departments(departments)?;
        }
        if let Some(unit) = unit {
            member.unit.clone_from(unit);
        }
        Ok(())
    }
}
