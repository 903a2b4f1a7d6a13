//! The roster: who is on it, who asks to be, and the entries by which the registrar changes it.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};

use super::Fingerprint;
use super::{SharingFailure, Written};
use crate::model::{Code, Day, Department, DepartmentId, Directory, ItemId, OpId};
use crate::oplog::{EntryKind, Member, Request, Role, State, Stop, Succession, person_id};
use crate::workspace::{Failure, Workspace, find_department};

use super::{append_entry, next_entry};

/// What an entry is written from.
#[derive(Debug)]
pub(in crate::workspace) struct Desk<'a> {
    pub(super) state: &'a State,
    pub(super) requests: &'a [Request],
    pub(super) directory: &'a Directory,
}

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

/// What a newcomer is approved as.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// What they may do.
    pub role: Option<Role>,
    /// The departments they write for, by any name; those they asked for, if none is given.
    pub departments: Vec<String>,
    /// The only tasks they write on.
    pub tasks: Vec<Code>,
    /// The section (科室).
    pub unit: Option<String>,
    /// The member whose further computer this is, by name.
    pub person: Option<String>,
}

/// What changes about a member.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What they may do.
    pub role: Option<Role>,
    /// The departments they write for; unchanged if empty.
    pub departments: Vec<String>,
    /// The only tasks they write on.
    pub tasks: Option<Vec<Code>>,
    /// The section (科室).
    pub unit: Option<String>,
}

/// What is decided of single ops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They count though they would not.
    Adopt,
    /// They do not count though they would.
    Void,
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

    /// Those who ask to be put on the roster, the latest last.
    ///
    /// # Errors
    ///
    /// If the home cannot be read.
    pub fn waiting(&mut self) -> Result<Vec<Waiting>, Failure> {
        let directory = self.directory()?;
        let requests = self.requests()?;
        Ok(requests
            .iter()
            .map(|request| Waiting {
                name: request.ask.name.clone(),
                departments: names(&directory, &request.ask.departments),
                unit: request.ask.unit.clone(),
                label: request.ask.label.clone(),
                fingerprint: Fingerprint::of_key(&request.key),
                asked: request.ask.hlc.time().with_timezone(&self.zone),
            })
            .collect())
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

    /// Puts a newcomer on the roster. `whom` is the name or the fingerprint of a request.
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
        let tasks = self.tasks(&approval.tasks)?;
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
            member.keys.push(request.key.clone());
            desk.change(
                &mut member,
                approval.role,
                &approval.departments,
                approval.unit.as_ref(),
            )?;
            if !tasks.is_empty() {
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
    /// If this home's owner neither keeps the roster nor coordinates, or no member goes by this name.
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
            let mut member = desk.member(whom)?.clone();
            desk.change(
                &mut member,
                change.role,
                &change.departments,
                change.unit.as_ref(),
            )?;
            if let Some(tasks) = tasks {
                member.tasks = tasks;
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
        let reason = super::super::correct::reason(reason)?;
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
            member.keys = vec![request.key.clone()];
            if member.person == desk.state.registrar {
                entry.keeper = Some(request.key.clone());
            }
            entry.members.push(member);
            Ok(())
        })
    }

    /// Decides of single ops whether they count.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, there is no reason, or an op is unknown.
    pub fn decide(
        &mut self,
        decision: Decision,
        ops: &[String],
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        let reason = super::super::correct::reason(reason)?;
        let ops = ops
            .iter()
            .map(|op| self.find_op(op))
            .collect::<Result<Vec<OpId>, Failure>>()?;
        self.write_entry(Some(&reason), now, |_, entry| {
            match decision {
                Decision::Adopt => entry.adopt = ops,
                Decision::Void => entry.void = ops,
            }
            Ok(())
        })
    }

    /// The op whose id begins with `prefix`, at least four characters of it.
    ///
    /// # Errors
    ///
    /// If none or several begin so.
    pub fn find_op(&self, prefix: &str) -> Result<OpId, Failure> {
        let unknown = || Failure::from(SharingFailure::NoOp(prefix.to_owned()));
        if prefix.len() < 4 {
            return Err(unknown());
        }
        let mut found = self.store.ops_from(prefix)?.into_iter();
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(unknown()),
        }
    }

    /// Lets departments become others from a day on: one into one is a renaming, several into one a merger, one into
    /// several a split. Scope, duties and history follow.
    ///
    /// # Errors
    ///
    /// If this home's owner neither keeps the roster nor coordinates, or a department is unknown.
    pub fn succeed(
        &mut self,
        from: &[String],
        to: &[String],
        on: Day,
        now: DateTime<Utc>,
    ) -> Result<Written, Failure> {
        self.write_entry(None, now, |desk, entry| {
            let mut from = desk.departments(from)?;
            for department in &from {
                if desk.state.current(&[*department]) != [*department] {
                    let name = desk.directory.name(*department);
                    return Err(SharingFailure::BecameAlready(name).into());
                }
            }
            let is_renaming = from.len() == 1 && to.len() == 1;
            let mut heirs = Vec::new();
            for name in to {
                let name = name.trim();
                if name.is_empty() || name.chars().any(char::is_control) {
                    return Err(Failure::BadName(name.to_owned()));
                }
                // By its full name alone: what it was known by before may be what it is called now.
                let known = desk.directory.iter().find(|known| known.name == name);
                if is_renaming && known.is_some() {
                    return Err(SharingFailure::NameInUse(name.to_owned()).into());
                }
                let department = known.cloned().unwrap_or_else(|| Department::named(name));
                heirs.push(department.id);
                if desk.directory.get(department.id).is_none() {
                    entry.departments.push(department);
                }
            }
            // One of those that merge may go on under its name.
            from.retain(|department| !heirs.contains(department));
            if from.is_empty() {
                return Err(SharingFailure::SameDepartment.into());
            }
            entry.succession.push(Succession {
                from,
                to: heirs,
                on,
            });
            Ok(())
        })
    }

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
            self.sync(super::Receipt::Hourly, now)?;
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
            self.sync(super::Receipt::Now, now)?;
        }
        Ok(())
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

impl Desk<'_> {
    /// The one request of this name or fingerprint.
    fn request(&self, whom: &str) -> Result<&Request, Failure> {
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
    fn member(&self, whom: &str) -> Result<&Member, Failure> {
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

    fn departments(&self, names: &[String]) -> Result<Vec<DepartmentId>, Failure> {
        names
            .iter()
            .map(|name| find_department(self.directory, name))
            .collect()
    }

    fn change(
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

fn names(directory: &Directory, departments: &[DepartmentId]) -> Vec<String> {
    departments.iter().map(|id| directory.name(*id)).collect()
}
