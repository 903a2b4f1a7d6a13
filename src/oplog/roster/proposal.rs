//! What a coordinator proposes that the roster should say. The registrar's program enters it by itself.

use serde::{Deserialize, Serialize};

use super::{Entry, Member, Role, State, Succession};
use crate::model::{Day, Department, OpId, Rules, Sha};
use crate::oplog::law::{Breach, Law};

/// What tells whether a member is as it was.
fn seen(member: Option<&Member>) -> Sha {
    let json = member.and_then(|member| serde_json::to_vec(member).ok());
    json.map_or_else(Sha::default, |json| Sha::of(&json))
}

/// What an entry would change (`sync.md`, "Authority", rule 2). Receipts, closings and who keeps the roster are not among
/// it: these are the registrar's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Members as they should be, each whole.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub members: Vec<Member>,
    /// What was seen of each of them: the SHA-256 of the member's JSON on the roster, zeros for a newcomer. Nothing that
    /// the registrar changed meanwhile is undone by who has not seen it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub saw: Vec<Sha>,
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
    /// The shared rules as they should be.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rules: Option<Rules>,
    /// The day from which they should be in force.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rules_from: Option<Day>,
    /// The version of the rules that were said last when they were proposed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rules_saw: Option<u64>,
}

impl Proposal {
    /// What an entry that was to follow `state` changes, as far as it can be proposed; `None` if it changes more.
    #[must_use]
    pub fn of(entry: Entry, state: &State) -> Option<Self> {
        if entry.registrar.is_some() || entry.keeper.is_some() || entry.closing.is_some() {
            return None;
        }
        let saw = entry.members.iter();
        let saw = saw.map(|member| seen(state.members.get(&member.person)));
        Some(Self {
            saw: saw.collect(),
            members: entry.members,
            departments: entry.departments,
            succession: entry.succession,
            adopt: entry.adopt,
            void: entry.void,
            rules_saw: entry.rules.is_some().then(|| state.newest_rules()),
            rules: entry.rules,
            rules_from: entry.rules_from,
        })
    }

    /// Fills in the entry that does what is proposed, and names the op that proposed it.
    pub fn enter(self, proposed_by: OpId, entry: &mut Entry) {
        entry.members = self.members;
        entry.departments = self.departments;
        entry.succession = self.succession;
        entry.adopt = self.adopt;
        entry.void = self.void;
        entry.rules = self.rules;
        entry.rules_from = self.rules_from;
        entry.proposals = vec![proposed_by];
    }

    /// Whether the registrar's program is to enter this, which the op `op` of the log that `key` signs proposes and which
    /// counts: no entry has, its author may still propose, or the registrar has adopted it, and it is admissible.
    #[must_use]
    pub fn is_due(&self, (op, key): (OpId, &str), state: &State, law: Law) -> bool {
        let coordinates = |member: &Member| {
            state.holds(member, key) && is_senior(state.role(member))
                || law.breaks(Breach::FormerProposes)
        };
        (!state.has_entered(op) || law.breaks(Breach::EnteredAgain))
            && (state.person_of(key).is_some_and(coordinates) || state.decided(op) == Some(true))
            && self.is_admissible(state, law)
    }

    /// Whether a coordinator may have this entered: whoever keeps the roster and whoever coordinates is the registrar's
    /// to change and to name, nobody's key becomes another's, and what the roster has said since is not undone.
    #[must_use]
    pub fn is_admissible(&self, state: &State, law: Law) -> bool {
        let blind = law.breaks(Breach::ProposalUnseen);
        let goes_on = |step: &Succession| state.current(&step.from) == step.from;
        let decides = |op: &OpId, counts| state.decided(*op).is_none_or(|known| known == counts);
        if self.saw.len() != self.members.len()
            || !self.succession.iter().all(goes_on)
            || !self.adopt.iter().all(|op| blind || decides(op, true))
            || !self.void.iter().all(|op| blind || decides(op, false))
            || self.rules.is_some() && self.rules_saw != Some(state.newest_rules())
        {
            return false;
        }
        let senior = |role| is_senior(role) && !law.breaks(Breach::ProposalOfSeniors);
        self.members.iter().zip(&self.saw).all(|(member, saw)| {
            let known = state.members.get(&member.person);
            let owns = |key: &String| {
                state
                    .person_of(key)
                    .is_none_or(|owner| owner.person == member.person)
            };
            (seen(known) == *saw || blind)
                && !senior(member.role)
                && known.is_none_or(|known| !senior(state.role(known)))
                && member.keys.iter().all(owns)
        })
    }
}

fn is_senior(role: Role) -> bool {
    matches!(role, Role::Registrar | Role::Coordinator)
}
