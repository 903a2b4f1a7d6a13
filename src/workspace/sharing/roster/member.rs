//! Entries about members: let in, given other tasks, taken off, moved to another computer.

use chrono::{DateTime, Utc};

use crate::model::{Code, ItemId};
use crate::oplog::{Member, Role, person_id};
use crate::workspace::sharing::{SharingFailure, Written};
use crate::workspace::{Failure, Workspace, correct};

/// What a newcomer is approved as.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// What they may do.
    pub role: Option<Role>,
    /// The departments they write for, by any name; those they asked for, if none is given.
    pub departments: Vec<String>,
    /// The only tasks they write on; empty for all.
    pub tasks: Option<Vec<Code>>,
    /// The section (科室).
    pub unit: Option<String>,
    /// The member whose further computer this is, by name or fingerprint.
    pub person: Option<String>,
}

/// What changes about a member.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What they may do.
    pub role: Option<Role>,
    /// The departments they write for; unchanged if empty.
    pub departments: Vec<String>,
    /// The only tasks they write on; empty for all.
    pub tasks: Option<Vec<Code>>,
    /// The section (科室).
    pub unit: Option<String>,
}

impl Change {
    /// Whether nothing is to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            role,
            departments,
            tasks,
            unit,
        } = self;
        role.is_none() && departments.is_empty() && tasks.is_none() && unit.is_none()
    }
}

impl Workspace {
    /// Puts a newcomer on the roster. `whom` is the name or the fingerprint of a request. A member who was revoked is one
    /// again, with this key alone.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or not exactly one request fits.
    pub fn approve(
        &mut self,
        whom: &str,
        approval: &Approval,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let tasks = approval.tasks.as_ref();
        let tasks = tasks.map(|codes| self.tasks(codes)).transpose()?;
        self.write_entry(None, now, |desk, entry| {
            let request = desk.request(whom)?;
            let mut member = match &approval.person {
                Some(person) => desk.member(person)?.clone(),
                None => Member {
                    person: person_id(&request.key),
                    name: request.ask.name.clone(),
                    keys: Vec::new(),
                    role: Role::Clerk,
                    departments: request.ask.departments.clone(),
                    tasks: Vec::new(),
                    unit: request.ask.unit.clone(),
                    revoked: false,
                },
            };
            reinstate(&mut member);
            member.keys.push(request.key.clone());
            desk.change(
                &mut member,
                approval.role,
                &approval.departments,
                approval.unit.as_ref(),
            )?;
            if let Some(tasks) = tasks {
                member.tasks = tasks;
            }
            if member.role == Role::Clerk && member.departments.is_empty() {
                return Err(SharingFailure::ClerkWithoutDepartment(member.name).into());
            }
            entry.members.push(member);
            Ok(())
        })
    }

    /// Changes what a member may do.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, no member goes by this name, or nothing would change.
    pub fn rescope(
        &mut self,
        whom: &str,
        change: &Change,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let tasks = change
            .tasks
            .as_ref()
            .map(|codes| self.tasks(codes))
            .transpose()?;
        self.write_entry(None, now, |desk, entry| {
            let known = desk.member(whom)?;
            let mut member = known.clone();
            desk.change(
                &mut member,
                change.role,
                &change.departments,
                change.unit.as_ref(),
            )?;
            if let Some(tasks) = tasks {
                member.tasks = tasks;
            }
            if member == *known {
                return Err(SharingFailure::NothingChanges(member.name).into());
            }
            entry.members.push(member);
            Ok(())
        })
    }

    /// Takes a member off the roster: what no entry covers yet does not count, what was received stays.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or no member goes by this name, or it is the registrar.
    pub fn revoke(
        &mut self,
        whom: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let reason = correct::reason(reason)?;
        self.write_entry(Some(&reason), now, |desk, entry| {
            let mut member = desk.member(whom)?.clone();
            if member.person == desk.state.registrar {
                return Err(SharingFailure::OnlyRoot.into());
            }
            member.revoked = true;
            entry.members.push(member);
            Ok(())
        })
    }

    /// Gives a member another key in place of all they had: the computer was replaced or lost. `request` is the name or
    /// the fingerprint of the new computer's request.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or not exactly one member and request fit.
    pub fn replace_key(
        &mut self,
        whom: &str,
        request: &str,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        self.write_entry(None, now, |desk, entry| {
            let mut member = desk.member(whom)?.clone();
            let request = desk.request(request)?;
            reinstate(&mut member);
            member.keys = vec![request.key.clone()];
            if member.person == desk.state.registrar {
                entry.keeper = Some(request.key.clone());
            }
            entry.members.push(member);
            Ok(())
        })
    }

    fn tasks(&self, codes: &[Code]) -> Result<Vec<ItemId>, Failure> {
        codes
            .iter()
            .map(|code| {
                let rows = self.store.by_code(code)?;
                let first = rows.first().ok_or(Failure::NoTask(code.to_string()))?;
                Ok(first.id)
            })
            .collect()
    }
}

/// Lets a member who was revoked be one again, without the keys that were stopped.
fn reinstate(member: &mut Member) {
    if member.revoked {
        member.revoked = false;
        member.keys.clear();
    }
}
