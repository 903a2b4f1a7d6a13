//! What the registrar's program does: it lets in, accepts, revokes, decides; and what the root key is for.

use std::collections::BTreeMap;

use duban::model::Sha;
use duban::oplog::{
    Accepted, Entry, EntryKind, Hlc, Replica as _, Role, RosterFile, Stop, Succession, Verdict,
};

use super::world::{APP, World};

impl World {
    /// Signs an entry at this home, if it may, and publishes it. The share is read first.
    pub fn enter(&mut self, home: usize, say: impl FnOnce(&mut Entry)) -> Option<Sha> {
        self.poll(home, None)?;
        let hlc = self.homes[home].memory.stamp(None);
        let of = &self.homes[home];
        let state = of.memory.state();
        if of.memory.chain.stop.is_some() || state.keeper != of.key.text() {
            return None;
        }
        let before = (state.entry, state.id);
        let mut entry = Entry::after(before, state.epoch, EntryKind::Entry, hlc);
        say(&mut entry);
        let id = self.sign_entry(home, &entry);
        self.poll(home, None);
        Some(id)
    }

    /// Signs an entry with the home's key, whether or not it may.
    pub fn sign_entry(&mut self, home: usize, entry: &Entry) -> Sha {
        let (line, id) = entry.line().unwrap();
        let at = (entry.entry, entry.prev);
        let of = &mut self.homes[home];
        let root = entry.kind == EntryKind::Root;
        let key = if root { &self.root } else { &of.key };
        let file = RosterFile::sign(self.plan, at, line.clone(), APP, key).unwrap();
        of.memory.take_entry(&file).unwrap();
        duban::oplog::Replica::settle(&mut of.memory).unwrap();
        self.tell(|| {
            format!(
                "home {home} signs entry {} {}: {line}",
                entry.entry,
                id.short()
            )
        });
        id
    }

    /// All heads that this home holds and no entry has settled, of members' logs.
    pub fn receipts(&self, home: usize) -> Vec<Accepted> {
        let memory = &self.homes[home].memory;
        let logs = memory.logs.iter();
        let members = logs.filter(|(_, log)| memory.state().person_of(&log.key).is_some());
        // Nothing is accepted of a log of which less is here than was accepted before.
        let accepted = &memory.state().accepted;
        let here = |log| {
            accepted
                .get(log)
                .is_none_or(|last| memory.ops.contains_key(&last.head))
        };
        members
            .filter(|(log, _)| here(log))
            .flat_map(|(log, _)| memory.open_heads(*log))
            .collect()
    }

    /// What there is to do at the keeper's home; tells whether something was done.
    pub fn keep_roster(&mut self, thorough: bool) -> bool {
        let home = self.keeper;
        if self.poll(home, None).is_none() {
            return false;
        }
        let memory = &self.homes[home].memory;
        let in_force = memory.chain.entries();
        let forged = in_force.iter().any(|e| self.forged_entries.contains(&e.id));
        let usurped = memory.state().keeper != self.homes[home].key.text();
        if matches!(memory.chain.stop, Some(Stop::TwoFollow(..))) || forged || usurped {
            if thorough || self.rng.chance(30) {
                self.recover();
                return true;
            }
            return false;
        }
        // What is proposed waits now and then: the registrar writes first.
        let entered = (thorough || self.rng.chance(60)) && self.enter_proposals(home);
        let mut receipts = self.receipts(home);
        let mut members = Vec::new();
        let mut void = Vec::new();
        let mut adopt = Vec::new();
        let mut succession = Vec::new();
        // Newcomers.
        let asking: Vec<_> = self.homes[home].memory.requests.values().cloned().collect();
        for request in asking {
            let known = self.homes[home]
                .memory
                .state()
                .person_of(&request.key)
                .is_some();
            let thief = self
                .homes
                .iter()
                .any(|of| of.thief && of.key.text() == request.key);
            if !known && !thief && (thorough || self.rng.chance(60)) {
                let role = if self.rng.chance(80) {
                    Role::Clerk
                } else {
                    Role::Coordinator
                };
                members.push(self.member(&request.ask.name, &request.key, role));
            }
        }
        // A stolen key goes off the roster.
        if (thorough || self.rng.chance(40))
            && let Some((person, key)) = self.stolen.pop()
            && let Some(member) = self.homes[home].memory.state().members.get(&person)
        {
            let mut member = member.clone();
            member.keys.retain(|k| *k != key);
            member.revoked = member.keys.is_empty();
            members.push(member);
        }
        let verdicts = &self.homes[home].memory.verdicts;
        for (op, verdict) in verdicts {
            let thief = self.truth.get(op).is_some_and(|truth| truth.thief);
            let revoked = self.stolen.is_empty();
            if thief && verdict.counts() && revoked && (thorough || self.rng.chance(50)) {
                void.push(*op);
            }
        }
        if !thorough {
            // One who was let go, or becomes another.
            let persons: Vec<String> = self.homes[home]
                .memory
                .state()
                .members
                .keys()
                .cloned()
                .collect();
            if self.rng.chance(20)
                && let Some(person) = self.rng.pick(&persons).cloned()
                && person != self.homes[home].memory.state().registrar
                && members.iter().all(|m| m.person != person)
            {
                let mut member = self.homes[home].memory.state().members[&person].clone();
                let other = self.member(&person, "", member.role);
                match self.rng.below(4) {
                    0 => member.revoked = true,
                    1 => member.revoked = false,
                    2 => member.departments = other.departments,
                    _ => {
                        member.role = if member.role == Role::Clerk {
                            Role::Coordinator
                        } else {
                            Role::Clerk
                        };
                        if member.role == Role::Coordinator {
                            self.seniors.insert(person);
                        }
                    }
                }
                members.push(member);
            }
            if self.rng.chance(15) {
                let (from, to) = (self.rng.below(6), self.rng.below(6));
                succession.push(Succession {
                    from: vec![self.departments[from]],
                    to: vec![self.departments[to]],
                    on: "2024-05-17".parse().unwrap(),
                });
            }
            // An op that is decided of by name.
            let verdicts: Vec<_> = self.homes[home]
                .memory
                .verdicts
                .iter()
                .map(|(op, v)| (*op, *v))
                .collect();
            for _ in 0..2 {
                if self.rng.chance(20)
                    && let Some((op, verdict)) = self.rng.pick(&verdicts).copied()
                    && !void.contains(&op)
                {
                    let thief = self.truth.get(&op).is_none_or(|truth| truth.thief);
                    if verdict.counts() {
                        void.push(op);
                    } else if !thief {
                        adopt.push(op);
                    }
                }
            }
            // Less is accepted than is here.
            if self.rng.chance(30) {
                receipts.retain(|_| true);
                let keep = self.rng.below(receipts.len() + 1);
                receipts.truncate(keep);
            }
            if self.rng.chance(30) {
                let memory = &self.homes[home].memory;
                for accepted in &mut receipts {
                    let kept = &memory.ops[&accepted.head];
                    let prev = memory.verdicts.get(&kept.op.prev);
                    if prev.is_some_and(|verdict: &Verdict| verdict.entry.is_none()) {
                        (accepted.seq, accepted.head) = (accepted.seq - 1, kept.op.prev);
                    }
                }
            }
        }
        adopt.retain(|op| !void.contains(op));
        if receipts.is_empty() && members.is_empty() && void.is_empty() && adopt.is_empty() {
            return entered;
        }
        // Whoever is changed in this entry is accepted in the next one: that is news only once.
        if thorough && members.is_empty() && void.is_empty() {
            let settles = |accepted: &Accepted| {
                let key = &self.homes[home].memory.logs[&accepted.log].key;
                self.homes[home].memory.state().person_of(key).is_some()
            };
            receipts.retain(settles);
            if receipts.is_empty() {
                return entered;
            }
        }
        self.enter(home, |entry| {
            entry.accepted = receipts;
            entry.members = members;
            entry.void = void;
            entry.adopt = adopt;
            entry.succession = succession;
        })
        .is_some()
            || entered
    }

    /// The root key speaks: the roster goes on behind the last good entry, kept with a new key.
    pub fn recover(&mut self) {
        let home = self.keeper;
        if self.poll(home, None).is_none() {
            return;
        }
        let memory = &self.homes[home].memory;
        let mut last = (0, self.plan, 0);
        for signed in memory.chain.entries() {
            if self.forged_entries.contains(&signed.id) {
                break;
            }
            last = (signed.entry.entry, signed.id, signed.entry.epoch);
        }
        let person = self.homes[home].person.clone();
        let old = self.homes[home].key.text().to_owned();
        let key = self.key("keeper");
        let mut member = match memory_member(self, home, &person) {
            Some(member) => member,
            None => self.member(&person, key.text(), Role::Registrar),
        };
        // A key that only a lost entry named spoke for this person all the same.
        if self.homes[home].memory.knows_key(&old).unwrap() {
            member.keys.retain(|k| *k != old);
        } else {
            member.keys.push(old.clone());
        }
        member.keys.push(key.text().to_owned());
        member.revoked = false;
        let hlc: Hlc = self.homes[home].memory.stamp(None);
        let mut entry = Entry::after((last.0, last.1), last.2 + 1, EntryKind::Root, hlc);
        entry.registrar = Some(person.clone());
        entry.keeper = Some(key.text().to_owned());
        entry.members = vec![member];
        self.seniors.insert(person);
        let id = self.sign_entry(home, &entry);
        self.last_root = Some(id);
        let stolen = std::mem::take(&mut self.stolen);
        self.stolen = stolen
            .into_iter()
            .filter(|(_, stolen)| *stolen != old)
            .collect();
        // A copy of this home goes on with the old key, and counts no more.
        let of = &mut self.homes[home];
        if of.key.text() == old {
            of.key = key;
            of.log = None;
        }
        self.poll(home, None);
    }

    /// What was decided of single ops, the last word.
    pub fn decisions(&self, home: usize) -> BTreeMap<Sha, bool> {
        let mut decided = BTreeMap::new();
        for signed in self.homes[home].memory.chain.entries() {
            for op in &signed.entry.void {
                decided.insert(*op, false);
            }
            for op in &signed.entry.adopt {
                decided.insert(*op, true);
            }
        }
        decided
    }
}

fn memory_member(world: &World, home: usize, person: &str) -> Option<duban::oplog::Member> {
    world.homes[home]
        .memory
        .state()
        .members
        .get(person)
        .cloned()
}
