//! What happens, one thing after the other, and how it all comes to rest.

use duban::model::{ItemId, Sha};
use duban::oplog::{Entry, EntryKind, LogId, Replica as _, Role, Said, Segment, Signer as _};
use duban::share::{Folder as _, Kind, Name, sign};
use std::cell::Cell;
use std::rc::Rc;

use super::net::{Link, Mode};
use super::world::{APP, Home, World};

/// An hour and a little, in milliseconds: what waits for its hour is read again.
const ROUND: i64 = 3_700_000;

impl World {
    pub fn run(&mut self) -> Result<(), String> {
        let steps = 15 + self.rng.below(50);
        for _ in 0..steps {
            self.step();
            if let Some(failure) = self.failure.take() {
                return Err(failure);
            }
        }
        self.hold_pairs();
        self.heal();
        if self.failure.is_none() {
            self.hold();
        }
        self.failure.take().map_or(Ok(()), Err)
    }

    fn step(&mut self) {
        let by = match self.rng.below(10) {
            0..6 => 500 + self.rng.below(10_000),
            6..9 => self.rng.below(1_800_000),
            _ => self.rng.below(20_000_000),
        };
        self.net.borrow_mut().advance(by as i64);
        let all: Vec<usize> = (0..self.homes.len())
            .filter(|at| self.homes[*at].alive)
            .collect();
        let Some(home) = self.rng.pick(&all).copied() else {
            return;
        };
        match self.rng.below(100) {
            0..34 => self.write(home),
            34..62 => {
                let dies = self.rng.chance(6).then(|| self.rng.below(14) as u32);
                self.poll(home, dies);
            }
            62..74 => drop(self.keep_roster(false)),
            74..79 => {
                let modes = [
                    Mode::Gone,
                    Mode::Empty,
                    Mode::ReadOnly,
                    Mode::Lying,
                    Mode::Full,
                    Mode::Stale,
                    Mode::Cut,
                ];
                let mode = self.rng.pick(&modes).copied().unwrap_or_default();
                self.set_mode(home, mode);
            }
            79..83 => self.set_mode(home, Mode::Well),
            83..86 => self.meddle(),
            86..89 => self.come(),
            89 => self.clone_home(home),
            90 => self.back_up(home),
            91 => self.die(home),
            92 => {
                let of = &mut self.homes[home];
                of.offset = match self.rng.below(4) {
                    0 => 0,
                    1 => -86_400_000,
                    2 => 12 * 365 * 86_400_000,
                    _ => self.rng.below(1_200_000) as i64,
                };
                of.straight = false;
                let offset = of.offset;
                self.tell(|| format!("home {home}'s clock is {offset} ms off"));
            }
            93 => self.steal(home),
            94 => self.forge(home),
            95 => self.steal_keeper(),
            96 if self.rng.chance(50) => self.dismiss(),
            97 => self.usurp(),
            98 if self.homes[home].memory.old => {
                self.tell(|| format!("home {home} has a newer program"));
                self.homes[home].memory.upgrade();
            }
            _ => {}
        }
    }

    /// Somebody says something; mostly what they may.
    fn write(&mut self, home: usize) {
        for _ in 0..1 + self.rng.below(3) {
            let of = &self.homes[home];
            let member = of.memory.state().person_of(of.key.text()).cloned();
            let role = member
                .as_ref()
                .map_or(Role::Clerk, |m| of.memory.state().role(m));
            let task = self.tasks[self.rng.below(3)];
            let senior = matches!(role, Role::Registrar | Role::Coordinator);
            let day = "2024-05-17".parse().unwrap();
            let body = self.body();
            let hash = body.hash();
            let dice = self.rng.below(100);
            let notes: Vec<_> = self.homes[home]
                .memory
                .ops
                .iter()
                .filter_map(|(id, kept)| match kept.op.said {
                    Said::Note { task, dept, .. } => Some((*id, task, dept)),
                    _ => None,
                })
                .collect();
            let (said, text) = match dice {
                0..55 => {
                    let own = member.map(|m| m.departments).unwrap_or_default();
                    let from = if own.is_empty() || self.rng.chance(20) {
                        &self.departments
                    } else {
                        &own
                    };
                    let dept = self.rng.pick(from).copied().unwrap_or(self.departments[0]);
                    let register = (task, dept.to_string());
                    let mut sup = Vec::new();
                    if self.rng.chance(50) {
                        sup = self.homes[home].memory.register(&register);
                    } else if self.rng.chance(20)
                        && let Some((id, ..)) = self.rng.pick(&notes)
                    {
                        sup = vec![*id];
                    }
                    let said = Said::Note {
                        task,
                        dept,
                        on: day,
                        next: None,
                        percent: None,
                        assessment: None,
                        confidence: None,
                        for_another: false,
                        body: hash,
                        sup,
                        kept: None,
                        unchanged: None,
                        folds: vec![],
                        meeting: None,
                    };
                    (said, Some(body))
                }
                55..72 if senior || self.rng.chance(15) => {
                    let reg = ["due", "title", "lead", "support"][self.rng.below(4)];
                    let register = (task, reg.to_owned());
                    let live = self.homes[home].memory.register(&register);
                    let mut depts = Vec::new();
                    if reg == "lead" || reg == "support" {
                        depts.push(self.departments[self.rng.below(6)]);
                    }
                    let said = Said::Set {
                        task,
                        item: task,
                        reg: reg.to_owned(),
                        value: None,
                        depts,
                        on: day,
                        body: hash,
                        sup: if self.rng.chance(70) {
                            live
                        } else {
                            Vec::new()
                        },
                        meeting: None,
                    };
                    (said, Some(body))
                }
                72..82 => {
                    let Some((op, of, _)) = self.rng.pick(&notes).copied() else {
                        continue;
                    };
                    let task: ItemId = if self.rng.chance(70) { of } else { task };
                    (
                        Said::Retract {
                            task,
                            op,
                            on: day,
                            body: hash,
                        },
                        Some(body),
                    )
                }
                82..87 if senior || self.rng.chance(10) => {
                    let Some((op, ..)) = self.rng.pick(&notes).copied() else {
                        continue;
                    };
                    (
                        Said::Purge {
                            op,
                            on: day,
                            body: hash,
                        },
                        Some(body),
                    )
                }
                87..90 if senior => {
                    let document = self.rng.hex().into_bytes();
                    let sha256 = Sha::of(&document);
                    self.homes[home].memory.take_document(&document).unwrap();
                    (Said::Adopt { sha256, on: day }, None)
                }
                90..94 => {
                    let said = Said::Unknown {
                        kind: "light".to_owned(),
                        task: None,
                        reg: None,
                        body: None,
                    };
                    (said, None)
                }
                94..98 if (senior || self.rng.chance(10)) && !self.homes[home].thief => {
                    let Some((what, saw)) = self.propose(home) else {
                        continue;
                    };
                    let said = Said::Propose {
                        what,
                        on: day,
                        body: hash,
                    };
                    if !self.homes[home].memory.is_newer(&said) {
                        let op = self.say(home, said, Some(body));
                        self.proposed.insert(op, saw);
                    }
                    continue;
                }
                _ => continue,
            };
            if self.homes[home].memory.is_newer(&said) {
                continue;
            }
            if matches!(said, Said::Note { .. }) && self.rng.chance(6) {
                // A newer program says more: something that may be left out, or something that must be understood.
                let more = [r#","mood":[1]"#, r#","crit":["mood"],"mood":[1]"#];
                self.homes[home].memory.more = more[self.rng.below(2)];
            }
            self.say(home, said, text);
        }
    }

    /// Somebody changes, deletes or puts back a file.
    fn meddle(&mut self) {
        let net = self.net.borrow();
        let paths: Vec<Rc<str>> = net.central.keys().cloned().collect();
        drop(net);
        let Some(path) = self.rng.pick(&paths).cloned() else {
            return;
        };
        let bytes = self.net.borrow().central[&path].clone();
        if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return;
        }
        match self.rng.below(6) {
            0 | 1 => self.history.push((path, bytes)),
            2 => {
                if let Some((path, bytes)) = self.history.pop()
                    && !self.net.borrow().tampered.contains_key(&path)
                {
                    self.tell(|| format!("{path} is put back as it was"));
                    self.net.borrow_mut().bring_back(&path, &bytes);
                    self.litter = true;
                }
            }
            3 => {
                let copy = match path.rsplit_once('.') {
                    Some((stem, ending)) => format!("{stem} (1).{ending}"),
                    None => format!("{path} (1)"),
                };
                self.tell(|| format!("a sync program leaves {copy}"));
                self.net.borrow_mut().bring_back(&copy.into(), &bytes);
                self.litter = true;
            }
            _ => {
                // An entry of the roster stays: without any the folder is no share.
                let net = self.net.borrow();
                let entries = net.central.keys().filter(|p| p.starts_with("roster/"));
                let whole = entries.filter(|p| !net.tampered.contains_key(*p)).count();
                drop(net);
                let last = path.starts_with("roster/") && whole < 3;
                let folds = self.net.borrow().folds;
                if self.is_written(&path) && !last && folds && self.rng.chance(40) {
                    self.tell(|| format!("{path} is replaced by one in capitals"));
                    self.net.borrow_mut().shout(&path);
                } else if self.is_written(&path) && !last {
                    self.tell(|| format!("{path} is meddled with"));
                    self.net.borrow_mut().tamper(&path);
                }
                let changed = self.net.borrow().tampered.contains_key(&path);
                if changed && self.rng.chance(25) {
                    self.tell(|| format!("{path} can be changed by nobody any more"));
                    self.net.borrow_mut().locked.insert(path);
                }
            }
        }
    }

    /// Whether a file is one that a living home would write again.
    fn is_written(&self, path: &str) -> bool {
        let honest = self.honest();
        honest
            .iter()
            .any(|home| self.homes[*home].memory.holds(path))
    }

    /// A newcomer, or another computer of somebody who is there.
    fn come(&mut self) {
        if self.homes.len() >= 12 {
            return;
        }
        let person = format!("n{}", self.homes.len());
        let key = self.key("newcomer");
        let home = self.add_home(person, key);
        self.homes[home].memory.old = self.rng.chance(20);
        self.ask(home);
        self.poll(home, None);
    }

    /// A disk is copied: two homes with one key, from one point. Sometimes the program notices.
    fn clone_home(&mut self, home: usize) {
        if self.homes.len() >= 12 || self.homes[home].thief || home == self.keeper {
            return;
        }
        let mut copy = self.homes[home].clone();
        copy.view = self.net.borrow_mut().add_view();
        if self.rng.chance(40) {
            copy.log = None;
        }
        copy.backup = None;
        let log = copy.log;
        self.homes.push(copy);
        let at = self.homes.len() - 1;
        self.tell(|| format!("home {at} is a copy of home {home}, writing {log:?}"));
    }

    fn back_up(&mut self, home: usize) {
        let of = &mut self.homes[home];
        if of.thief {
            return;
        }
        match of.backup.take() {
            None => of.backup = Some(Box::new((of.memory.clone(), of.key.clone()))),
            Some(backup) => {
                let lost: Vec<_> = of
                    .memory
                    .ops
                    .iter()
                    .filter(|(id, kept)| {
                        of.memory.logs[&kept.log].own && !backup.0.ops.contains_key(*id)
                    })
                    .map(|(id, _)| *id)
                    .collect();
                of.memory = backup.0;
                // What it said since with the key before this one it takes for another's.
                let rekeyed = backup.1.text() != of.key.text();
                // The key of that day is put back with it, and signs what it had not signed yet.
                sign(&mut of.memory, &backup.1, APP, self.limits).unwrap();
                // In doubt a new log.
                of.log = None;
                for op in lost {
                    self.acknowledged.remove(&op);
                }
                self.orphans |= rekeyed;
                self.tell(|| format!("home {home} is put back from a backup"));
            }
        }
    }

    /// A computer is gone. What an entry accepted of it stays.
    fn die(&mut self, home: usize) {
        if home == self.keeper || self.homes[home].thief || self.honest().len() < 3 {
            return;
        }
        let logs: Vec<LogId> = {
            let logs = self.homes[home].memory.logs.iter();
            logs.filter(|(_, of)| of.own).map(|(log, _)| *log).collect()
        };
        let is_of = |path: &str| logs.iter().any(|log| path.contains(log.as_str()));
        self.net.borrow_mut().undo(is_of);
        self.history.retain(|(path, _)| !is_of(path));
        self.homes[home].alive = false;
        self.orphans = true;
        let memory = &self.homes[self.keeper].memory;
        let truth = &self.truth;
        self.acknowledged.retain(|op| {
            truth[op].home != home
                || memory
                    .verdicts
                    .get(op)
                    .is_some_and(|verdict| verdict.entry.is_some())
        });
        self.tell(|| format!("home {home} is gone"));
    }

    /// A clerk's disk is copied by a thief, who writes in that person's name.
    fn steal(&mut self, home: usize) {
        let of = &self.homes[home];
        let member = of.memory.state().person_of(of.key.text()).is_some();
        if self.homes.len() >= 12 || of.thief || home == self.keeper || !member {
            return;
        }
        let mut copy = self.homes[home].clone();
        copy.view = self.net.borrow_mut().add_view();
        copy.thief = true;
        copy.backup = None;
        if self.rng.chance(50) {
            copy.log = None;
        }
        if self.rng.chance(50) {
            // Back-dated.
            copy.offset = -86_400_000 * 30;
        }
        copy.straight = false;
        self.stolen
            .push((copy.person.clone(), copy.key.text().to_owned()));
        self.homes.push(copy);
        let at = self.homes.len() - 1;
        self.tell(|| format!("home {at} is a thief with the key of home {home}"));
    }

    /// A member writes into another's log.
    fn forge(&mut self, home: usize) {
        let of = &self.homes[home];
        let others: Vec<_> = of
            .memory
            .logs
            .iter()
            .filter(|(_, log)| *log.key != *of.key.text())
            .map(|(log, _)| *log)
            .collect();
        let Some(log) = self.rng.pick(&others).copied() else {
            return;
        };
        let ops = of.memory.ops.values().filter(|kept| kept.log == log);
        let ops: Vec<_> = ops
            .map(|kept| (kept.op.seq, kept.line.id, kept.op.hlc))
            .collect();
        let Some((seq, prev, hlc)) = self.rng.pick(&ops).copied() else {
            return;
        };
        let body = self.body();
        let op = duban::oplog::Op {
            seq: seq + 1,
            prev,
            hlc: hlc.next(self.now(home)),
            said: Said::Retract {
                task: self.tasks[0],
                op: prev,
                on: "2024-05-17".parse().unwrap(),
                body: body.hash(),
            },
        };
        let line = op.line().unwrap();
        let of = &self.homes[home];
        let (seal, name26) = Segment::seal(
            (self.plan, log),
            (seq + 1, prev),
            &[&line.text],
            "0.1.0",
            &of.key,
        )
        .unwrap();
        let bytes = seal.file([line.text.as_str()], &[body]);
        let kind = match self.rng.below(3) {
            0 => Kind::Tail(log, seq + 1, seq + 1),
            1 => Kind::Segment(log, seq + 1, seq + 1),
            _ => Kind::Relay,
        };
        let path = Name::new(kind, &name26).to_string();
        let link = Link {
            net: &self.net,
            view: of.view,
            steps: Cell::new(u32::MAX),
        };
        let _ = link.create_new(&path, &bytes);
        assert!(of.key.public().is_ok());
        self.forged_ops.insert(line.id);
        self.forged_files.insert(name26);
        self.tell(|| format!("home {home} forges {} in {log}", line.id.short()));
    }

    /// The registrar's key is stolen: the thief signs an entry beside or behind the last one.
    fn steal_keeper(&mut self) {
        let keeper = self.keeper;
        let memory = &self.homes[keeper].memory;
        let entries = memory.chain.entries();
        let state = memory.state();
        if state.keeper != self.homes[keeper].key.text() || memory.chain.stop.is_some() {
            return;
        }
        let beside = self.rng.chance(60) && !entries.is_empty();
        let epoch = state.epoch;
        let (before, twin) = match entries.last() {
            Some(last) if beside && last.entry.kind == EntryKind::Entry => {
                ((last.entry.entry - 1, last.entry.prev), Some(last.id))
            }
            _ => ((state.entry, state.id), None),
        };
        if self.homes.len() >= 12 {
            return;
        }
        let mut copy = self.homes[keeper].clone();
        copy.view = self.net.borrow_mut().add_view();
        (copy.thief, copy.straight, copy.log, copy.backup) = (true, false, None, None);
        self.homes.push(copy);
        let thief = self.homes.len() - 1;
        self.tell(|| format!("home {thief} is a thief with the registrar's key"));
        let key = self.key("thief");
        let member = self.member("thief", key.text(), Role::Coordinator);
        self.seniors.remove("thief");
        let hlc = self.homes[thief].memory.stamp(None);
        let mut entry = Entry::after(before, epoch, EntryKind::Entry, hlc);
        entry.members = vec![member];
        let id = self.sign_entry(thief, &entry);
        self.forged_entries.insert(id);
        if let Some(twin) = twin {
            self.pairs.push((twin, id));
        }
        self.poll(thief, None);
        self.homes[thief].key = key;
        self.homes[thief].person = "thief".to_owned();
    }

    /// Root appoints another registrar; the old one goes on signing.
    fn dismiss(&mut self) {
        let coordinators: Vec<usize> = self
            .honest()
            .into_iter()
            .filter(|home| {
                *home != self.keeper
                    && self.homes[*home]
                        .memory
                        .state()
                        .person_of(self.homes[*home].key.text())
                        .is_some()
            })
            .collect();
        let Some(next) = self.rng.pick(&coordinators).copied() else {
            return;
        };
        // What they hold is published first, since the key is replaced.
        let forged = &self.forged_entries;
        let is_forged = |home: usize| {
            self.homes[home]
                .memory
                .chain
                .entries()
                .iter()
                .any(|e| forged.contains(&e.id))
        };
        if is_forged(next) || is_forged(self.keeper) {
            return;
        }
        let old = self.keeper;
        if self.poll(old, None).is_none() || self.poll(next, None).is_none() {
            return;
        }
        if self.homes[next].memory.state().id != self.homes[old].memory.state().id {
            return;
        }
        let before = self.last_root;
        self.keeper = next;
        self.recover();
        if self.last_root == before {
            self.keeper = old;
            return;
        }
        self.tell(|| format!("home {next} keeps the roster, home {old} no more"));
        let hlc = self.homes[old].memory.stamp(None);
        let state = self.homes[old].memory.state();
        let mut entry = Entry::after((state.entry, state.id), state.epoch, EntryKind::Entry, hlc);
        let person = self.homes[old].person.clone();
        entry.members = vec![self.member(
            &person,
            self.homes[old].key.text().to_owned().as_str(),
            Role::Registrar,
        )];
        let id = self.sign_entry(old, &entry);
        self.forged_entries.insert(id);
        self.poll(old, None);
    }

    /// Somebody who does not keep the roster signs an entry.
    fn usurp(&mut self) {
        let others: Vec<usize> = (0..self.homes.len())
            .filter(|at| self.homes[*at].alive)
            .collect();
        let Some(home) = self.rng.pick(&others).copied() else {
            return;
        };
        let of = &self.homes[home];
        let state = of.memory.state();
        if state.keeper == of.key.text() || of.key.text() == self.homes[self.keeper].key.text() {
            return;
        }
        let (before, epoch, person, key) = (
            (state.entry, state.id),
            state.epoch,
            of.person.clone(),
            of.key.text().to_owned(),
        );
        let hlc = self.homes[home].memory.stamp(None);
        let mut entry = Entry::after(before, epoch, EntryKind::Entry, hlc);
        let member = self.member(&person, &key, Role::Clerk);
        entry.members = vec![member];
        let id = self.sign_entry(home, &entry);
        self.forged_entries.insert(id);
    }

    /// Everything is mended; all meet until nothing is new.
    fn heal(&mut self) {
        self.tell(|| "all is well again".to_owned());
        self.net.borrow_mut().heal();
        for of in &mut self.homes {
            of.memory.upgrade();
        }
        let damaged = self.orphans || self.litter || !self.net.borrow().tampered.is_empty();
        let mut quiet = 0;
        for round in 0..24 {
            self.net.borrow_mut().advance(ROUND);
            let mut changed = false;
            // Whoever has a copy of a home and its key may put back for ever what its owner takes away: they are not waited
            // for.
            for thief in 0..self.homes.len() {
                if self.homes[thief].thief && round < 12 {
                    changed |= self.poll(thief, None).unwrap_or(false);
                }
            }
            for home in self.honest() {
                match self.poll(home, None) {
                    Some(news) => changed |= news,
                    None => self.fail(format!("home {home} finds no share though all is well")),
                }
            }
            changed |= self.keep_roster(true);
            if self.failure.is_some() {
                return;
            }
            // What nobody writes again by itself is put back when people ask for exchanges, which carry everything.
            let purged = |of: &Home| !of.memory.erased_once.is_empty();
            let asks = damaged || self.homes.iter().any(purged);
            // Nor do they wait for ever for what does not come to rest before.
            if asks && (quiet == 0 && !changed || round % 6 == 5) {
                changed |= self.all_ask();
            }
            quiet = if changed { 0 } else { quiet + 1 };
            if quiet == 2 {
                return;
            }
        }
        let tampered: Vec<_> = self.net.borrow().tampered.keys().cloned().collect();
        self.fail(format!("it does not come to rest: {tampered:?}"));
    }
}
