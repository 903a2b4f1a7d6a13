//! What must hold, told apart from the code that makes it so.

use std::collections::{BTreeMap, BTreeSet};

use duban::model::OpId;
use duban::oplog::{Said, Verdict, ops_told};
use memchr::memmem;

use super::memory::register_of;
use super::world::World;

/// An hour and a little, in milliseconds.
const ROUND: i64 = 3_700_000;

impl World {
    /// Two entries of one key behind the same one: nobody who knows both follows either.
    pub fn hold_pairs(&mut self) {
        let mut wrong = None;
        for home in self.honest() {
            let memory = &self.homes[home].memory;
            let known: BTreeSet<_> = memory.signed_entries.iter().map(|e| e.id).collect();
            for (one, other) in &self.pairs {
                let both = known.contains(one) && known.contains(other);
                let entries = memory.chain.entries();
                let follows = entries.iter().position(|e| e.id == *one || e.id == *other);
                if both && let Some(at) = follows {
                    let named = entries
                        .iter()
                        .skip(at)
                        .any(|e| e.entry.epoch > entries[at].entry.epoch);
                    if !named {
                        wrong = Some(format!("home {home} follows one of two entries"));
                    }
                }
            }
        }
        if let Some(wrong) = wrong {
            self.fail(wrong);
        }
    }

    pub fn hold(&mut self) {
        // Somebody new sees what all see, from the share alone.
        let key = self.key("fresh");
        let fresh = self.add_home("fresh".to_owned(), key);
        for _ in 0..4 {
            self.poll(fresh, None);
            self.net.borrow_mut().advance(ROUND);
        }
        // Words that a roster erased which root then set aside may be gone, or not.
        let erased: BTreeSet<OpId> = self
            .homes
            .iter()
            .flat_map(|of| of.memory.erased_once.iter().copied())
            .collect();
        let dumps: Vec<(usize, String)> = self
            .honest()
            .into_iter()
            .map(|home| (home, self.homes[home].memory.dump(&erased)))
            .collect();
        let (first, expected) = &dumps[0];
        for (home, dump) in &dumps[1..] {
            if dump != expected {
                let mine: BTreeSet<&str> = expected.lines().collect();
                let theirs: BTreeSet<&str> = dump.lines().collect();
                let mut paths: Vec<_> = self.net.borrow().central.keys().cloned().collect();
                paths.extend(self.homes[*first].memory.doc_names());
                for path in paths {
                    let seen: Vec<_> = [*first, *home]
                        .map(|home| self.homes[home].memory.finding(&path))
                        .into();
                    self.tell(|| format!("{path}: {seen:?}"));
                }
                let differs: Vec<_> = mine.symmetric_difference(&theirs).take(6).collect();
                return self.fail(format!("homes {first} and {home} differ: {differs:#?}"));
            }
        }
        let mut wrong = Vec::new();
        for home in self.honest() {
            let memory = &mut self.homes[home].memory;
            for op in &self.acknowledged {
                if !memory.ops.contains_key(op) {
                    wrong.push(format!("op {} is not at home {home}", op.short()));
                }
            }
            let verdicts = memory.verdicts.clone();
            memory.judge_all();
            for (op, verdict) in &memory.verdicts {
                if verdicts.get(op) != Some(verdict) {
                    wrong.push(format!(
                        "home {home}: op {} is {:?}, from scratch {verdict:?}",
                        op.short(),
                        verdicts.get(op)
                    ));
                }
            }
        }
        self.hold_ops(fresh, &mut wrong);
        self.hold_roster(fresh, &mut wrong);
        self.hold_proposals(fresh, &mut wrong);
        self.hold_values(fresh, &mut wrong);
        self.hold_words(fresh, &erased, &mut wrong);
        if let Some(wrong) = wrong.into_iter().next() {
            self.fail(wrong);
        }
    }

    /// Nothing forged counts, every fork is flagged, and nothing else.
    fn hold_ops(&self, home: usize, wrong: &mut Vec<String>) {
        let memory = &self.homes[home].memory;
        let mut places: BTreeMap<_, usize> = BTreeMap::new();
        for (op, kept) in &memory.ops {
            *places.entry((kept.log, kept.op.seq)).or_default() += 1;
            let counts = memory.verdicts.get(op).is_some_and(Verdict::counts);
            let thief = self.truth.get(op).is_none_or(|truth| truth.thief);
            let strange = matches!(kept.op.said, Said::Unknown { .. });
            if strange && counts && !self.decisions(home).contains_key(op) {
                wrong.push(format!(
                    "nobody understands op {}, and it counts",
                    op.short()
                ));
            }
            if self.forged_ops.contains(op) {
                wrong.push(format!("the forged op {} is taken", op.short()));
            } else if thief && counts && kept.op.seq > 0 {
                wrong.push(format!("the thief's op {} counts", op.short()));
            }
        }
        for (log, of) in &memory.logs {
            let forks = places.iter().any(|((at, _), ops)| at == log && *ops > 1);
            if forks != of.forked {
                wrong.push(format!("{log} forks: {forks}, flagged: {}", of.forked));
            }
        }
    }

    fn hold_roster(&self, home: usize, wrong: &mut Vec<String>) {
        let memory = &self.homes[home].memory;
        let entries = memory.chain.entries();
        for signed in entries {
            if self.forged_entries.contains(&signed.id) {
                wrong.push(format!(
                    "the forged entry {} is in force",
                    signed.id.short()
                ));
            }
        }
        if let Some(root) = self.last_root
            && entries.iter().all(|signed| signed.id != root)
        {
            wrong.push("what root said is not in force".to_owned());
        }
        if memory.chain.stop.is_some() {
            wrong.push(format!("the roster stands still: {:?}", memory.chain.stop));
        }
        for (op, counts) in self.decisions(home) {
            if memory
                .verdicts
                .get(&op)
                .is_some_and(|verdict| verdict.counts() != counts)
            {
                wrong.push(format!("op {} was decided to count: {counts}", op.short()));
            }
        }
    }

    /// What counts stands, unless somebody who may replaces it or takes it back.
    fn hold_values(&self, home: usize, wrong: &mut Vec<String>) {
        let memory = &self.homes[home].memory;
        let live: BTreeSet<OpId> = memory.registers().into_values().flatten().collect();
        let back = memory.taken_back();
        let counts = |op: &OpId| memory.verdicts.get(op).is_some_and(Verdict::counts);
        let author = |op: &OpId| memory.person(memory.ops[op].log);
        let senior = |op: &OpId| self.seniors.contains(&*author(op));
        let may = |op: &OpId, over: &OpId| counts(op) && (senior(op) || author(op) == author(over));
        for (op, kept) in &memory.ops {
            let Some((register, _)) = register_of(&kept.op.said) else {
                continue;
            };
            let replaced = || {
                memory.ops.iter().any(|(other, kept)| {
                    register_of(&kept.op.said).is_some_and(|(at, sup)| {
                        other != op && at == register && !sup.is_empty() && may(other, op)
                    })
                })
            };
            if counts(op) && !live.contains(op) && !replaced() {
                wrong.push(format!(
                    "op {} is gone, and nobody might replace it",
                    op.short()
                ));
            }
            let retracted = || {
                memory.ops.iter().any(|(other, kept)| match &kept.op.said {
                    Said::Retract { task, op: of, .. } => {
                        of == op && *task == register.0 && may(other, op)
                    }
                    _ => false,
                })
            };
            if back.contains(op) && !retracted() {
                wrong.push(format!(
                    "op {} was taken back by nobody who may",
                    op.short()
                ));
            }
        }
    }

    /// Words are where they belong, and purged ones nowhere.
    fn hold_words(&self, home: usize, erased: &BTreeSet<OpId>, wrong: &mut Vec<String>) {
        let memory = &self.homes[home].memory;
        let purged = memory.purged();
        for (op, kept) in &memory.ops {
            let named = kept.op.said.body().is_some();
            if named
                && !memory.texts.contains_key(op)
                && !purged.contains_key(op)
                && !erased.contains(op)
            {
                wrong.push(format!("the words of op {} did not arrive", op.short()));
            }
        }
        let gone = purged
            .iter()
            .filter(|(_, for_good)| **for_good)
            .map(|(op, _)| *op);
        for op in gone {
            let words = self.truth.get(&op).and_then(|truth| truth.words.as_ref());
            let net = self.net.borrow();
            // Nobody takes words out of a place that nobody may change, whatever capitals lie there.
            let is_locked = |path: &str| {
                let mut locked = net.locked.iter();
                locked.any(|place| place.eq_ignore_ascii_case(path))
            };
            for (path, bytes) in net.central.iter().filter(|(path, _)| !is_locked(path)) {
                let holds = |words: &&String| memmem::find(bytes, words.as_bytes()).is_some();
                if words.filter(holds).is_some() && ops_told(bytes).is_some() {
                    wrong.push(format!("{path} has the purged words of op {}", op.short()));
                }
            }
            for home in self.honest() {
                let memory = &self.homes[home].memory;
                if memory.texts.contains_key(&op) {
                    wrong.push(format!(
                        "home {home} has the purged words of op {}",
                        op.short()
                    ));
                }
            }
        }
    }
}
