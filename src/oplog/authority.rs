//! Who may do what (`sync.md`, "Authority", rules 5 to 7): one table, judged by person and never by key.
//!
//! | what | registrar, coordinator | approver | clerk | observer |
//! |---|---|---|---|---|
//! | begin a log | yes | yes | yes | yes |
//! | write a note | yes | no | in scope | no |
//! | take a note back, replace a value | yes | own | own | no |
//! | correct the plan's reading, add to it, put a plan in force | yes | no | no | no |
//! | propose a roster entry, purge words | yes | no | no | no |
//! | ask for an approval, sign for a task, say that something is done | yes | no | in scope | no |
//! | give a measured figure | yes | no | in scope, and of a district its own | no |
//! | approve what another asked for; suspend, resume, withdraw, reopen | yes | yes | no | no |
//! | any other step; goals and baselines; meetings, decisions, reminders | yes | no | no | no |
//! | whatever this program does not know | no | no | no | no |
//!
//! *In scope* means: the department is one of the person's, or became of one; it leads or supports the task; and the
//! task is among the person's, where these are listed.

use std::collections::HashSet;
use std::str::FromStr;

use super::law::{Breach, Law};
use super::{Member, Role, Said, State};
use crate::model::{DepartmentId, FigureSort, ItemId, Step, Taker};

/// What an op does, as far as rights go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Begins a log.
    Begin,
    /// Speaks for a department on a task.
    Note(ItemId, DepartmentId),
    /// Takes back what was said; whether it is theirs to take back, [`super::Standing::replaces`] tells.
    Retract,
    /// Corrects or adds to the plan's reading.
    Correct,
    /// Puts a plan in force.
    AdoptPlan,
    /// Proposes a roster entry.
    Propose,
    /// Takes words out.
    Purge,
    /// Asks for an approval on a task, for a department.
    Ask(ItemId, DepartmentId),
    /// Gives a measured figure for a department, of this district (of the whole, if `None`).
    Measure(ItemId, DepartmentId, Option<DepartmentId>),
    /// Leads the follow-up: goals, meetings, decisions, reminders.
    Lead,
    /// Approves what another asked for; whether it is another's, [`super::Standing::approves`] tells.
    Approve,
    /// Something that this program does not know.
    Unknown,
}

impl From<&Said> for Deed {
    fn from(said: &Said) -> Self {
        match said {
            Said::Hello { .. } => Self::Begin,
            Said::Adopt { .. } => Self::AdoptPlan,
            Said::Note { task, dept, .. } => Self::Note(*task, *dept),
            Said::Retract { .. } => Self::Retract,
            Said::Set { .. } | Said::Add { .. } => Self::Correct,
            Said::Purge { .. } => Self::Purge,
            Said::Propose { .. } => Self::Propose,
            Said::Step {
                task, step, dept, ..
            } => match step.parse::<Step>().map(Step::taker) {
                Ok(Taker::Department) => dept.map_or(Self::Unknown, |dept| Self::Ask(*task, dept)),
                Ok(Taker::Approver) => Self::Approve,
                Ok(Taker::Coordinator) => Self::Lead,
                Err(_) => Self::Unknown,
            },
            Said::Figure {
                task,
                sort: FigureSort::Actual,
                dept: Some(dept),
                region,
                ..
            } => Self::Measure(*task, *dept, *region),
            Said::Done { task, dept, .. } => Self::Note(*task, *dept),
            Said::Figure { .. }
            | Said::Meeting { .. }
            | Said::Agenda { .. }
            | Said::Decide { .. }
            | Said::Remind { .. } => Self::Lead,
            Said::Unknown { .. } => Self::Unknown,
        }
    }
}

impl Deed {
    /// Whether it needs a department and a task in scope, and so depends on what corrections say of these.
    #[must_use]
    pub fn is_scoped(&self) -> bool {
        matches!(self, Self::Note(..) | Self::Ask(..) | Self::Measure(..))
    }
}

/// What a department has to do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It leads or supports.
    Responsible,
    /// Anything: a district that gives its own figure of an indicator, too.
    Any,
}

/// What a role may do with a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Nothing.
    No,
    /// Everywhere.
    Yes,
    /// For the departments and tasks in scope.
    InScope,
}

/// The table.
#[must_use]
pub fn grant(role: Role, deed: &Deed) -> Grant {
    use Role as R;
    match (deed, role) {
        (Deed::Begin, _) => Grant::Yes,
        (Deed::Unknown, _) => Grant::No,
        (_, R::Registrar | R::Coordinator) => Grant::Yes,
        (Deed::Approve | Deed::Retract, R::Approver) | (Deed::Retract, R::Clerk) => Grant::Yes,
        (Deed::Note(..) | Deed::Ask(..) | Deed::Measure(..), R::Clerk) => Grant::InScope,
        _ => Grant::No,
    }
}

/// Whether somebody in this role may replace what others said, not only what they said themselves.
#[must_use]
pub fn replaces_others(role: Role, law: Law) -> bool {
    matches!(role, Role::Registrar | Role::Coordinator) || law.breaks(Breach::AnybodyReplaces)
}

/// Why an op does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// No entry names the key.
    NotRegistered,
    /// The person, or this computer of theirs, was taken off the roster.
    Revoked,
    /// The role does not do such things.
    Role,
    /// The department is not one of the person's.
    Department,
    /// The task is not one of the person's.
    Task,
    /// The department neither leads nor supports the task.
    NotInvolved,
    /// It says something that this program does not know.
    Newer,
    /// A registrar voided it by name.
    Voided,
}

impl Refusal {
    /// All of them, in the order of [`Self::as_str`]'s words.
    pub const ALL: &'static [Self] = &[
        Self::NotRegistered,
        Self::Revoked,
        Self::Role,
        Self::Department,
        Self::Task,
        Self::NotInvolved,
        Self::Newer,
        Self::Voided,
    ];

    /// The word that the store and JSON bear.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotRegistered => "not-registered",
            Self::Revoked => "revoked",
            Self::Role => "role",
            Self::Department => "department",
            Self::Task => "task",
            Self::NotInvolved => "not-involved",
            Self::Newer => "newer",
            Self::Voided => "voided",
        }
    }
}

impl FromStr for Refusal {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        let found = Self::ALL.iter().find(|refusal| refusal.as_str() == word);
        found.copied().ok_or(())
    }
}

/// Whether `key` may do `deed` in this state; `involved` names the departments that lead or support a task.
///
/// # Errors
///
/// Why not.
pub fn may(
    state: &State,
    key: &str,
    deed: &Deed,
    involved: impl FnOnce(ItemId) -> Vec<(DepartmentId, Part)>,
) -> Result<(), Refusal> {
    // Whoever begins a log says nothing yet that could count.
    if *deed == Deed::Begin {
        return Ok(());
    }
    let member = state.person_of(key).ok_or(Refusal::NotRegistered)?;
    if !state.holds(member, key) {
        return Err(Refusal::Revoked);
    }
    match grant(state.role(member), deed) {
        Grant::Yes => Ok(()),
        Grant::No if *deed == Deed::Unknown => Err(Refusal::Newer),
        Grant::No => Err(Refusal::Role),
        Grant::InScope => match deed {
            Deed::Note(task, department) | Deed::Ask(task, department) => in_scope(
                state,
                member,
                (*task, *department),
                Part::Responsible,
                involved,
            ),
            Deed::Measure(task, department, region) => {
                let own = region.is_some_and(|region| region == *department);
                let part = if own { Part::Any } else { Part::Responsible };
                in_scope(state, member, (*task, *department), part, involved)
            }
            _ => Err(Refusal::Role),
        },
    }
}

fn in_scope(
    state: &State,
    member: &Member,
    (task, department): (ItemId, DepartmentId),
    part: Part,
    involved: impl FnOnce(ItemId) -> Vec<(DepartmentId, Part)>,
) -> Result<(), Refusal> {
    if !state.heirs(&member.departments).contains(&department) {
        return Err(Refusal::Department);
    }
    if !member.tasks.is_empty() && !member.tasks.contains(&task) {
        return Err(Refusal::Task);
    }
    let involved: Vec<DepartmentId> = involved(task)
        .into_iter()
        .filter(|(_, has)| part == Part::Any || *has == Part::Responsible)
        .map(|(department, _)| department)
        .collect();
    let involved: HashSet<DepartmentId> = state.heirs(&involved);
    if !involved.contains(&department) {
        return Err(Refusal::NotInvolved);
    }
    Ok(())
}
