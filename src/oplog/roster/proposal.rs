//! What a coordinator proposes that the roster should say. The registrar's program enters it by itself.

use serde::{Deserialize, Serialize};

use super::{Entry, Member, Role, State, Succession};
use crate::model::{Department, OpId};

/// What an entry would change (`sync.md`, "Authority", rule 2). Receipts, rules and who keeps the roster are not among
/// it: these are the registrar's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Members as they should be, each whole.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub members: Vec<Member>,
    /// Departments that are new or described anew.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub departments: Vec<Department>,
    /// What became of departments.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub succession: Vec<Succession>,
    /// Ops that should count though they do not.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub adopt: Vec<OpId>,
    /// Ops that should not count though they do.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub void: Vec<OpId>,
}

impl Proposal {
    /// What an entry changes, as far as it can be proposed; `None` if it changes more.
    #[must_use]
    pub fn of(entry: Entry) -> Option<Self> {
        if entry.registrar.is_some() || entry.keeper.is_some() || entry.rules.is_some() {
            return None;
        }
        Some(Self {
            members: entry.members,
            departments: entry.departments,
            succession: entry.succession,
            adopt: entry.adopt,
            void: entry.void,
        })
    }

    /// Fills in the entry that does what is proposed, and names the op that proposed it.
    pub fn enter(self, proposed_by: OpId, entry: &mut Entry) {
        entry.members = self.members;
        entry.departments = self.departments;
        entry.succession = self.succession;
        entry.adopt = self.adopt;
        entry.void = self.void;
        entry.proposals = vec![proposed_by];
    }

    /// Whether a coordinator may have this entered: whoever keeps the roster and whoever coordinates is the registrar's
    /// to change and to name, and nobody's key becomes another's.
    #[must_use]
    pub fn is_admissible(&self, state: &State) -> bool {
        self.members.iter().all(|member| {
            let senior = |role| matches!(role, Role::Registrar | Role::Coordinator);
            let known = state.members.get(&member.person);
            let owns = |key: &String| {
                state
                    .person_of(key)
                    .is_none_or(|owner| owner.person == member.person)
            };
            !senior(member.role)
                && known.is_none_or(|known| !senior(state.role(known)))
                && member.keys.iter().all(owns)
        })
    }
}
