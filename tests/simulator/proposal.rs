//! What coordinators propose that the roster should say, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use duban::model::OpId;
use duban::oplog::{Entry, EntryKind, Member, Proposal, Role, Said, Succession, Verdict};

use super::world::World;

/// What somebody had seen of members: the person, and the member as it was on the roster.
pub type Seen = Vec<(String, Option<Member>)>;

impl World {
    /// What somebody at this home would have on the roster, mostly what a coordinator may, with what was seen of whom it
    /// is about.
    pub fn propose(&mut self, home: usize) -> Option<(Proposal, Seen)> {
        let memory = &self.homes[home].memory;
        let state = memory.state().clone();
        let verdicts: Vec<(OpId, Verdict)> =
            memory.verdicts.iter().map(|(o, v)| (*o, *v)).collect();
        let asking: Vec<_> = memory.requests.values().cloned().collect();
        let hlc = self.homes[home].memory.stamp(None);
        let mut entry = Entry::after((state.entry, state.id), state.epoch, EntryKind::Entry, hlc);
        match self.rng.below(10) {
            0..6 => {
                let known: Vec<&Member> = state.members.values().collect();
                let mut member = (*self.rng.pick(&known)?).clone();
                match self.rng.below(4) {
                    0 => member.revoked = !member.revoked,
                    1 => member.role = Role::Observer,
                    2 => member.role = Role::Coordinator,
                    _ => {
                        let at = self.rng.below(4);
                        let departments = self.departments.iter().skip(at).take(2);
                        member.departments = departments.copied().collect();
                    }
                }
                entry.members = vec![member];
            }
            6 | 7 => {
                let request = self.rng.pick(&asking)?;
                let thief = |of: &super::world::Home| of.thief && of.key.text() == request.key;
                if self.homes.iter().any(thief) || state.person_of(&request.key).is_some() {
                    return None;
                }
                entry.members = vec![self.member(&request.ask.name, &request.key, Role::Clerk)];
            }
            8 => {
                let (op, verdict) = self.rng.pick(&verdicts).copied()?;
                if verdict.counts() {
                    entry.void = vec![op];
                } else if self.truth.get(&op).is_some_and(|truth| !truth.thief) {
                    entry.adopt = vec![op];
                }
            }
            _ => {
                let (from, to) = (self.rng.below(6), self.rng.below(6));
                entry.succession = vec![Succession {
                    from: vec![self.departments[from]],
                    to: vec![self.departments[to]],
                    on: "2024-05-17".parse().unwrap(),
                }];
            }
        }
        let persons = entry.members.iter().map(|member| member.person.clone());
        let saw = persons.map(|person| (person.clone(), state.members.get(&person).cloned()));
        let saw = saw.collect();
        // The program offers only what may be proposed; whoever wrote another one may ask for anything.
        let what = Proposal::of(entry, &state)?;
        let may = what.is_admissible(&state, self.law) || self.rng.chance(30);
        may.then_some((what, saw))
    }

    /// The registrar's program enters what was proposed; tells whether anything was.
    pub fn enter_proposals(&mut self, home: usize) -> bool {
        let mut entered = false;
        for (op, key, what) in self.homes[home].memory.proposals() {
            let of = &mut self.homes[home];
            let keeps = of.memory.state().keeper == of.key.text();
            let memory = &mut of.memory;
            if memory.chain.stop.is_some()
                || !keeps
                || !what.is_due((op, &key), memory.state(), self.law)
            {
                continue;
            }
            let hlc = memory.stamp(None);
            let state = memory.state();
            let before = (state.entry, state.id);
            let mut entry = Entry::after(before, state.epoch, EntryKind::Entry, hlc);
            what.enter(op, &mut entry);
            self.sign_entry(home, &entry);
            entered = true;
        }
        if entered {
            self.poll(home, None);
        }
        entered
    }

    /// A proposal is entered once, as its author made it, by who may; it is never about seniors, and undoes nothing that
    /// its author has not seen.
    pub fn hold_proposals(&self, home: usize, wrong: &mut Vec<String>) {
        let memory = &self.homes[home].memory;
        let mut members: BTreeMap<String, Member> = BTreeMap::new();
        let mut registrar = self.genesis.registrar.clone();
        let mut decided: BTreeMap<OpId, bool> = BTreeMap::new();
        let mut entered = BTreeSet::new();
        let admit = |members: &mut BTreeMap<String, Member>, new: &[Member]| {
            members.extend(new.iter().map(|m| (m.person.clone(), m.clone())));
        };
        admit(&mut members, &self.genesis.members);
        for signed in memory.chain.entries() {
            let entry = &signed.entry;
            let senior =
                |member: &Member| member.role == Role::Coordinator || member.person == registrar;
            for op in &entry.proposals {
                let short = op.short();
                if !entered.insert(*op) {
                    wrong.push(format!("proposal {short} is entered twice"));
                }
                let Some(kept) = memory.ops.get(op) else {
                    wrong.push(format!("proposal {short} was entered, and is not here"));
                    continue;
                };
                let (Said::Propose { what, .. }, Some(saw)) =
                    (&kept.op.said, self.proposed.get(op))
                else {
                    wrong.push(format!("nobody proposed {short}"));
                    continue;
                };
                let mut asked = Entry::after((0, entry.prev), entry.epoch, entry.kind, entry.hlc);
                asked.entry = entry.entry;
                asked.proposals = vec![*op];
                (asked.members, asked.departments) =
                    (what.members.clone(), what.departments.clone());
                (asked.adopt, asked.void) = (what.adopt.clone(), what.void.clone());
                asked.succession = what.succession.clone();
                if asked != *entry {
                    wrong.push(format!("entry {} says more than {short}", entry.entry));
                }
                let key = memory.logs[&kept.log].key.to_string();
                let by = |m: &&Member| m.keys.contains(&key) && !m.revoked && senior(m);
                if members.values().find(by).is_none() && decided.get(op) != Some(&true) {
                    wrong.push(format!("proposal {short} is by nobody who may propose"));
                }
                for (person, saw) in saw {
                    if members.get(person) != saw.as_ref() {
                        wrong.push(format!("proposal {short} undoes what was not seen"));
                    }
                }
                let known = entry.members.iter().filter_map(|m| members.get(&m.person));
                if entry.members.iter().chain(known).any(senior) {
                    wrong.push(format!("proposal {short} is about seniors"));
                }
                let undone = |ops: &[OpId], counts: bool| {
                    ops.iter().any(|op| decided.get(op) == Some(&!counts))
                };
                if undone(&entry.adopt, true) || undone(&entry.void, false) {
                    wrong.push(format!("proposal {short} undoes a decision"));
                }
            }
            admit(&mut members, &entry.members);
            if let Some(person) = &entry.registrar {
                registrar.clone_from(person);
            }
            decided.extend(entry.void.iter().map(|op| (*op, false)));
            decided.extend(entry.adopt.iter().map(|op| (*op, true)));
        }
        let keeper = &self.homes[self.keeper].memory;
        for (op, key, what) in keeper.proposals() {
            if what.is_due((op, &key), keeper.state(), self.law) {
                wrong.push(format!("proposal {} was never entered", op.short()));
            }
        }
    }
}
