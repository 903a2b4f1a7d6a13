//! What an entry is written from: who and what is named, found.

use crate::model::{DepartmentId, Directory};
use crate::oplog::{Member, Request, Role, State};
use crate::text::clean;
use crate::words::Words;
use crate::workspace::sharing::{Fingerprint, SharingFailure, role_words};
use crate::workspace::{Failure, find_department};

/// What an entry is written from.
#[derive(Debug)]
pub(in crate::workspace) struct Desk<'a> {
    pub(in crate::workspace::sharing) state: &'a State,
    pub(in crate::workspace::sharing) requests: &'a [Request],
    /// Those that were refused here: they are found by fingerprint alone.
    pub(in crate::workspace::sharing) refused: &'a [Request],
    pub(in crate::workspace::sharing) directory: &'a Directory,
}

/// One of several who go by one name, as a person tells them apart.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// What the person may do; `None` for one who asks to be let in.
    role: Option<Role>,
    is_revoked: bool,
    /// The full names of the departments, and the section (科室).
    place: String,
    /// The fingerprints of the keys.
    keys: Vec<Fingerprint>,
}

impl Bearer {
    /// The fingerprint, the department and the state, in words.
    pub(in crate::workspace) fn words(&self, words: &Words) -> String {
        let state = match self.role {
            None => words.sharing.waiting,
            Some(_) if self.is_revoked => words.sharing.gone,
            Some(role) => role_words(role, words),
        };
        let keys: Vec<String> = self.keys.iter().map(Fingerprint::to_string).collect();
        let (keys, place) = (keys.join(", "), clean(&self.place));
        if place.is_empty() {
            return format!("{keys}  {state}");
        }
        format!("{keys}  {place}  {state}")
    }
}

impl Desk<'_> {
    /// The one request of this name or fingerprint.
    pub(super) fn request(&self, whom: &str) -> Result<&Request, Failure> {
        let fingerprint: Option<Fingerprint> = whom.parse().ok();
        let fits = |request: &&Request| match fingerprint {
            Some(print) => Fingerprint::of_key(&request.key) == print,
            None => request.ask.name == whom.trim(),
        };
        let refused = self.refused.iter().filter(|_| fingerprint.is_some());
        let found: Vec<&Request> = self.requests.iter().chain(refused).filter(fits).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(SharingFailure::NoRequest(whom.to_owned()).into()),
            several => {
                let bearers = several.iter().map(|request| Bearer {
                    role: None,
                    is_revoked: false,
                    place: self.place(&request.ask.departments, &request.ask.unit),
                    keys: vec![Fingerprint::of_key(&request.key)],
                });
                Err(SharingFailure::TwoRequests(whom.to_owned(), bearers.collect()).into())
            }
        }
    }

    /// The one member of this name, this person id, or with a key of this fingerprint. A name that only one bears who is
    /// not revoked stands for that one.
    pub(super) fn member(&self, whom: &str) -> Result<&Member, Failure> {
        let whom = whom.trim();
        if let Some(member) = self.state.members.get(whom) {
            return Ok(member);
        }
        let no_member = || SharingFailure::NoMember(whom.to_owned()).into();
        if let Ok(print) = whom.parse::<Fingerprint>() {
            // A key that was taken from its person is still known to be theirs.
            let mut keys = self.state.signers().map(|(key, ..)| key);
            let key = keys.find(|key| Fingerprint::of_key(key) == print);
            return key
                .and_then(|key| self.state.person_of(key))
                .ok_or_else(no_member);
        }
        let named = self.state.members.values().filter(|m| m.name == whom);
        let (gone, there): (Vec<&Member>, Vec<&Member>) = named.partition(|m| m.revoked);
        match (there.as_slice(), gone.as_slice()) {
            ([one], _) | ([], [one]) => Ok(one),
            ([], []) => Err(no_member()),
            _ => {
                let bearers = there.iter().chain(&gone).map(|member| Bearer {
                    role: Some(self.state.role(member)),
                    is_revoked: member.revoked,
                    place: self.place(&member.departments, &member.unit),
                    keys: member.keys.iter().map(|k| Fingerprint::of_key(k)).collect(),
                });
                Err(SharingFailure::TwoMembers(whom.to_owned(), bearers.collect()).into())
            }
        }
    }

    /// Where somebody works, in words.
    fn place(&self, departments: &[DepartmentId], unit: &str) -> String {
        let mut place = super::names(self.directory, departments).join("、");
        if !unit.is_empty() {
            place.push(' ');
            place.push_str(unit);
        }
        place.trim().to_owned()
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
            // Whoever keeps the roster does so whatever it says of their role.
            let keeps = member.person == self.state.registrar;
            if keeps != (role == Role::Registrar) {
                let name = member.name.clone();
                return Err(SharingFailure::RegistrarByRoot(name).into());
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
