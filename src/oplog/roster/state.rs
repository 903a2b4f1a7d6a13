//! What the roster says after some of its entries.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Accepted, Entry, EntryKind, Genesis, Member, Role, Succession};
use crate::model::{Closing, Day, Department, DepartmentId, OpId, Rules, Sha};
use crate::oplog::law::{Breach, Law};
use crate::oplog::{Hlc, LogId};

/// The roster after an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The number of that entry.
    pub entry: u64,
    /// Its id.
    pub id: Sha,
    /// When it was made.
    pub hlc: Hlc,
    /// How often the root key has spoken.
    pub epoch: u64,
    /// The person who keeps the roster.
    pub registrar: String,
    /// The one public key that signs entries.
    pub keeper: String,
    /// The public root key.
    pub root: String,
    /// Everybody who was ever named, by person.
    pub members: BTreeMap<String, Member>,
    /// Whose a key was when it was last named; a key that was taken from its person stays here.
    keys: HashMap<String, String>,
    /// Departments that entries named, in order.
    pub departments: Vec<Department>,
    /// What became of departments.
    pub succession: Vec<Succession>,
    /// The shared rules as the genesis has them.
    first_rules: Rules,
    /// Those said since, each with the day from which they are in force and the number of the entry that said them.
    later_rules: Vec<(Day, u64, Rules)>,
    /// The windows that were closed, with the numbers of the entries that closed them.
    pub closings: Vec<(u64, Closing)>,
    /// The number of the first entry that named somebody beside the founder: until then the founder was alone.
    pub company: Option<u64>,
    /// The last accepted head of each log.
    pub accepted: HashMap<LogId, Accepted>,
    /// What was decided of single ops: `true` if they count.
    decided: HashMap<OpId, bool>,
    /// The proposals that were entered.
    entered: HashSet<OpId>,
}

impl State {
    /// The state that the genesis makes.
    #[must_use]
    pub fn genesis(genesis: &Genesis, plan: Sha) -> Self {
        let mut state = Self {
            entry: 0,
            id: plan,
            hlc: genesis.hlc(),
            epoch: 0,
            registrar: genesis.registrar.clone(),
            keeper: genesis.keeper().to_owned(),
            root: genesis.root.clone(),
            members: BTreeMap::new(),
            keys: HashMap::new(),
            departments: genesis.departments.clone(),
            succession: Vec::new(),
            first_rules: genesis.rules.clone(),
            later_rules: Vec::new(),
            closings: Vec::new(),
            company: None,
            accepted: HashMap::new(),
            decided: HashMap::new(),
            entered: HashSet::new(),
        };
        state.admit(&genesis.members);
        state
    }

    fn admit(&mut self, members: &[Member]) {
        for member in members {
            for key in &member.keys {
                self.keys.insert(key.clone(), member.person.clone());
            }
            self.members.insert(member.person.clone(), member.clone());
        }
    }

    /// Whether an entry signed by `signer` may follow this state.
    #[must_use]
    pub fn lets_follow(&self, entry: &Entry, signer: &str, law: Law) -> bool {
        if entry.prev != self.id || entry.entry != self.entry + 1 {
            return false;
        }
        match entry.kind {
            EntryKind::Entry => {
                let epoch = entry.epoch == self.epoch || law.breaks(Breach::NoEpoch);
                let keeps = self.members.get(&self.registrar);
                epoch
                    && entry.registrar.is_none()
                    && signer == self.keeper
                    && keeps.is_some_and(|member| !member.revoked)
            }
            EntryKind::Root => entry.epoch == self.epoch + 1 && signer == self.root,
        }
    }

    /// Takes an entry that [`Self::lets_follow`].
    pub fn take(&mut self, entry: &Entry, id: Sha, law: Law) {
        self.entry = entry.entry;
        self.id = id;
        self.hlc = entry.hlc;
        self.epoch = entry.epoch;
        if let Some(registrar) = &entry.registrar {
            self.registrar.clone_from(registrar);
        }
        if let Some(keeper) = &entry.keeper {
            self.keeper.clone_from(keeper);
        }
        self.admit(&entry.members);
        for department in &entry.departments {
            self.departments.retain(|known| known.id != department.id);
            self.departments.push(department.clone());
        }
        self.succession.extend(entry.succession.iter().cloned());
        if let Some(rules) = &entry.rules {
            let from = entry.rules_from;
            let from = from.unwrap_or_else(|| entry.hlc.time().date_naive());
            self.later_rules.push((from, entry.entry, rules.clone()));
        }
        if let Some(closing) = &entry.closing {
            self.closings.push((entry.entry, closing.clone()));
        }
        if self.company.is_none() && self.members.len() > 1 {
            self.company = Some(entry.entry);
        }
        for accepted in &entry.accepted {
            self.accepted.insert(accepted.log, *accepted);
        }
        self.entered.extend(&entry.proposals);
        let first = law.breaks(Breach::FirstMentionCounts);
        let named = entry.void.iter().map(|op| (op, false));
        for (op, counts) in named.chain(entry.adopt.iter().map(|op| (op, true))) {
            if first {
                self.decided.entry(*op).or_insert(counts);
            } else {
                self.decided.insert(*op, counts);
            }
        }
    }

    /// Every key that was ever named, with the person and the name: who may have signed what lies on the share.
    pub fn signers(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.keys.iter().map(|(key, person)| {
            let member = self.members.get(person);
            let name = member.map_or("", |member| member.name.as_str());
            (key.as_str(), person.as_str(), name)
        })
    }

    /// The rules in force on a day, and their version: the number of the entry that said them.
    #[must_use]
    pub fn rules_on(&self, day: Day) -> (&Rules, u64) {
        let mut said = self.later_rules.iter().rev();
        said.find(|(from, ..)| *from <= day)
            .map_or((&self.first_rules, 0), |(_, version, rules)| {
                (rules, *version)
            })
    }

    /// The version of the rules that were said last, whether they are in force yet or not.
    #[must_use]
    pub fn newest_rules(&self) -> u64 {
        let last = self.later_rules.last();
        last.map_or(0, |(_, version, _)| *version)
    }

    /// All rules that were ever said: from which day (`None`: from the beginning), and which version.
    pub fn all_rules(&self) -> impl Iterator<Item = (Option<Day>, u64, &Rules)> {
        let later = self.later_rules.iter();
        let later = later.map(|(from, version, rules)| (Some(*from), *version, rules));
        std::iter::once((None, 0, &self.first_rules)).chain(later)
    }

    /// Whose key this is, or was.
    #[must_use]
    pub fn person_of(&self, key: &str) -> Option<&Member> {
        self.members.get(self.keys.get(key)?)
    }

    /// Whether the key is its person's now, and the person is still a member.
    #[must_use]
    pub fn holds(&self, member: &Member, key: &str) -> bool {
        !member.revoked && member.keys.iter().any(|k| k == key)
    }

    /// Whether an accepted head of the log that `key` signs settles anything in an entry that follows this state:
    /// whoever is not a member yet, or becomes another in this very entry, is judged later.
    #[must_use]
    pub fn settles(&self, entry: &Entry, key: &str) -> bool {
        self.person_of(key)
            .is_some_and(|member| entry.members.iter().all(|m| m.person != member.person))
    }

    /// What a member may do in this state: only the one whom the chain names is registrar.
    #[must_use]
    pub fn role(&self, member: &Member) -> Role {
        match member.role {
            _ if member.person == self.registrar => Role::Registrar,
            Role::Registrar => Role::Observer,
            role => role,
        }
    }

    /// What was decided of a single op, if anything: whether it counts.
    #[must_use]
    pub fn decided(&self, op: OpId) -> Option<bool> {
        self.decided.get(&op).copied()
    }

    /// Whether an entry did what this op proposed.
    #[must_use]
    pub fn has_entered(&self, proposal: OpId) -> bool {
        self.entered.contains(&proposal)
    }

    /// What these departments are now: those that became others are replaced by them, in their place, each once.
    #[must_use]
    pub fn current(&self, departments: &[DepartmentId]) -> Vec<DepartmentId> {
        let mut now: Vec<DepartmentId> = Vec::new();
        let mut path: Vec<DepartmentId> = Vec::new();
        for department in departments {
            self.follow(*department, &mut path, &mut now);
        }
        now
    }

    fn follow(&self, at: DepartmentId, path: &mut Vec<DepartmentId>, now: &mut Vec<DepartmentId>) {
        // Whoever became what they were before, by however many steps, is that.
        let became = self
            .succession
            .iter()
            .filter(|step| step.from.contains(&at));
        let mut became = became
            .flat_map(|step| step.to.iter().copied())
            .filter(|to| !path.contains(to))
            .peekable();
        if became.peek().is_none() {
            if !now.contains(&at) {
                now.push(at);
            }
            return;
        }
        let next: Vec<DepartmentId> = became.collect();
        path.push(at);
        for to in next {
            self.follow(to, path, now);
        }
        path.pop();
    }

    /// These departments and all that they became.
    #[must_use]
    pub fn heirs(&self, departments: &[DepartmentId]) -> HashSet<DepartmentId> {
        let mut heirs: HashSet<DepartmentId> = departments.iter().copied().collect();
        // Successions stand in the order they were entered; one more round for each that was entered out of order.
        loop {
            let before = heirs.len();
            for step in &self.succession {
                if step.from.iter().any(|from| heirs.contains(from)) {
                    heirs.extend(&step.to);
                }
            }
            if heirs.len() == before {
                return heirs;
            }
        }
    }
}
