//! What there is: people, their homes, the share; and what is known to be true of them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use duban::model::{DepartmentId, ItemId, OpId, Rules, Sha};
use duban::oplog::{
    Ask, Body, Genesis, Hlc, Law, Line, LogId, Member, Request, Role, RosterFile, Said, Salt,
};
use duban::share::{Collected, Failed, Limits, TURNS, carry, collect, publish, sign};

use super::keys::{Either, Key};
use super::memory::{Memory, Plan};
use super::net::{Bytes, Link, Mode, Net};
use super::proposal::Seen;
use super::rng::Rng;

/// The version of the program that all of them run.
pub const APP: &str = "0.1.0";

/// A computer with the program on it.
#[derive(Debug, Clone)]
pub struct Home {
    pub memory: Memory,
    pub key: Key,
    pub person: String,
    /// The log that it writes.
    pub log: Option<LogId>,
    pub view: usize,
    /// How far its clock is off, in milliseconds.
    pub offset: i64,
    /// Whether its clock was right all the time.
    pub straight: bool,
    /// How often its people asked for an exchange.
    pub asked: u64,
    pub alive: bool,
    pub thief: bool,
    /// What was put aside, and the key of that day.
    pub backup: Option<Box<(Memory, Key)>>,
}

/// What is known of an op, whoever believes it.
#[derive(Debug, Clone)]
pub struct Truth {
    pub home: usize,
    pub thief: bool,
    pub task: Option<ItemId>,
    pub words: Option<String>,
}

#[derive(Debug)]
pub struct World {
    pub rng: Rng,
    pub seed: u64,
    pub law: Law,
    pub net: RefCell<Net>,
    pub homes: Vec<Home>,
    pub verifier: Either,
    pub genesis: Rc<Genesis>,
    pub genesis_file: RosterFile,
    pub plan: Sha,
    pub planned: Plan,
    pub tasks: Vec<ItemId>,
    pub departments: Vec<DepartmentId>,
    pub root: Key,
    /// The home that keeps the roster.
    pub keeper: usize,
    pub truth: BTreeMap<OpId, Truth>,
    /// Ops that must be at every home in the end.
    pub acknowledged: BTreeSet<OpId>,
    /// Ops in files that were signed by another's key.
    pub forged_ops: BTreeSet<OpId>,
    /// What the names of forged files hold.
    pub forged_files: BTreeSet<String>,
    /// Entries by those who may not.
    pub forged_entries: BTreeSet<Sha>,
    /// Two entries by one key that follow the same one.
    pub pairs: Vec<(Sha, Sha)>,
    pub last_root: Option<Sha>,
    /// Whether files may be lost that no home writes again by itself: of a home that is gone, or that was put back
    /// from the day of another key.
    pub orphans: bool,
    /// Whether a sync program left copies, or old files were put back.
    pub litter: bool,
    /// Whether people ask for their exchanges, which put back what the share lost of anybody.
    pub by_hand: bool,
    /// What the authors of proposals had seen of whom they are about.
    pub proposed: BTreeMap<OpId, Seen>,
    /// Whose key is stolen, and was not taken off the roster yet.
    pub stolen: Vec<(String, String)>,
    /// Whoever may replace what others said.
    pub seniors: BTreeSet<String>,
    pub history: Vec<(Rc<str>, Bytes)>,
    pub words: u64,
    pub trace: Vec<String>,
    pub tracing: bool,
    pub failure: Option<String>,
    pub limits: Limits,
    /// How many files one poll opened at the most.
    pub most_opened: usize,
    /// What the last poll found.
    pub last_found: Option<Collected>,
}

impl World {
    pub fn new(seed: u64, law: Law, tracing: bool) -> Self {
        let mut rng = Rng::new(seed);
        let real = seed.is_multiple_of(100);
        let key = Key::new(real, "registrar", seed);
        let root = Key::new(real, "root", seed);
        let rules = Rules {
            behind_red: 20,
            ..Rules::default()
        };
        let genesis = Genesis::new(
            "督查",
            key.text(),
            root.text(),
            vec![],
            rules,
            Hlc::default(),
        );
        let mut line: serde_json::Value = serde_json::to_value(&genesis).unwrap();
        line["nonce"] = rng.hex().into();
        let line = line.to_string();
        let plan = Sha::of(line.as_bytes());
        let genesis = Rc::new(Genesis::parse(&line).unwrap());
        let file = RosterFile::sign(plan, (0, Sha::default()), line, APP, &key).unwrap();
        let named = |what: &str, n: usize| format!("{what}{n}");
        let tasks: Vec<ItemId> = (0..3).map(|n| ItemId::mint(&[&named("t", n)])).collect();
        let departments: Vec<DepartmentId> = (0..6)
            .map(|n| DepartmentId::mint(&[&named("d", n)]))
            .collect();
        let planned = tasks
            .iter()
            .enumerate()
            .map(|(n, task)| (*task, departments.iter().skip(n).take(2).copied().collect()))
            .collect();
        let net = RefCell::new(Net::new(Rng::new(seed ^ 0xABCD)));
        net.borrow_mut().now = 1_700_000_000_000;
        net.borrow_mut().faults = rng.below(40);
        net.borrow_mut().folds = rng.chance(25);
        let mut world = Self {
            net,
            seed,
            law,
            homes: Vec::new(),
            verifier: Either { real },
            genesis,
            genesis_file: file,
            plan,
            planned: Rc::new(planned),
            tasks,
            departments,
            root,
            keeper: 0,
            truth: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            forged_ops: BTreeSet::new(),
            forged_files: BTreeSet::new(),
            forged_entries: BTreeSet::new(),
            pairs: Vec::new(),
            last_root: None,
            orphans: false,
            litter: false,
            by_hand: false,
            proposed: BTreeMap::new(),
            stolen: Vec::new(),
            seniors: BTreeSet::new(),
            history: Vec::new(),
            words: 0,
            trace: Vec::new(),
            tracing,
            failure: None,
            limits: Limits {
                sealed_ops: 2 + rng.below(6),
                ..Limits::default()
            },
            most_opened: 0,
            last_found: None,
            rng,
        };
        let founder = world.genesis.registrar.clone();
        world.seniors.insert(founder.clone());
        world.add_home(founder, key);
        world.begin();
        world
    }

    pub fn tell(&mut self, what: impl FnOnce() -> String) {
        if self.tracing {
            let now = self.net.borrow().now - 1_700_000_000_000;
            self.trace.push(format!("{:>9}s  {}", now / 1000, what()));
        }
    }

    pub fn fail(&mut self, what: String) {
        self.tell(|| format!("FAILS: {what}"));
        self.failure.get_or_insert(what);
    }

    pub fn add_home(&mut self, person: String, key: Key) -> usize {
        let memory = Memory::new(&self.genesis, &self.genesis_file, &self.planned, self.law);
        let view = self.net.borrow_mut().add_view();
        self.homes.push(Home {
            memory,
            key,
            person,
            log: None,
            view,
            offset: 0,
            straight: true,
            asked: 0,
            alive: true,
            thief: false,
            backup: None,
        });
        self.homes.len() - 1
    }

    pub fn key(&mut self, name: &str) -> Key {
        let number = self.rng.next();
        Key::new(self.verifier.real, name, number)
    }

    /// The founder begins, and names the first members.
    fn begin(&mut self) {
        self.speak(0);
        // The founder makes the folder.
        let path = duban::share::Name::new(duban::share::Kind::Entry(0), &self.genesis_file.name26);
        let bytes: Bytes = self.genesis_file.bytes().into();
        self.net
            .borrow_mut()
            .central
            .insert(path.to_string().into(), bytes);
        let mut members = Vec::new();
        for n in 0..1 + self.rng.below(4) {
            let role = match (n, self.rng.below(8)) {
                (0, _) => Role::Clerk,
                (_, 0..2) => Role::Coordinator,
                (_, 2) => Role::Observer,
                (_, 3) => Role::Approver,
                _ => Role::Clerk,
            };
            let key = self.key("first");
            let member = self.member(&format!("p{n}"), key.text(), role);
            let home = self.add_home(member.person.clone(), key);
            self.homes[home].memory.old = self.rng.chance(20);
            members.push(member);
        }
        for home in 0..self.homes.len() {
            self.homes[home].view = home;
        }
        self.net.borrow_mut().heal_views();
        self.enter(0, |entry| entry.members = members);
    }

    pub fn member(&mut self, person: &str, key: &str, role: Role) -> Member {
        if matches!(role, Role::Coordinator | Role::Registrar) {
            self.seniors.insert(person.to_owned());
        }
        let at = self.rng.below(4);
        Member {
            person: person.to_owned(),
            name: person.to_owned(),
            keys: vec![key.to_owned()],
            role,
            departments: self.departments.iter().skip(at).take(2).copied().collect(),
            tasks: Vec::new(),
            unit: String::new(),
            revoked: false,
        }
    }

    pub fn now(&self, home: usize) -> DateTime<Utc> {
        let now = self.net.borrow().now + self.homes[home].offset;
        DateTime::from_timestamp_millis(now).unwrap()
    }

    pub fn body(&mut self) -> Body {
        self.words += 1;
        Body {
            salt: Salt::parse(&self.rng.hex()).unwrap(),
            text: format!("words-{}-end", self.words),
        }
    }

    /// Says something, in a log that the home may still write.
    pub fn say(&mut self, home: usize, said: Said, text: Option<Body>) -> OpId {
        let now = self.now(home);
        let of = &mut self.homes[home];
        of.memory.now = now;
        if of.log.is_none_or(|log| of.memory.retires(log)) {
            self.speak(home);
        }
        let of = &mut self.homes[home];
        let (_, op) = of.memory.append(of.log, said, text);
        self.acknowledge(home, op);
        op
    }

    /// Begins a log.
    pub fn speak(&mut self, home: usize) -> OpId {
        let nonce = self.rng.hex();
        let now = self.now(home);
        let of = &mut self.homes[home];
        of.memory.now = now;
        let hello = Said::Hello {
            key: of.key.text().to_owned(),
            nonce,
            label: String::new(),
            plan: self.plan,
        };
        let (log, op) = of.memory.append(None, hello, None);
        of.log = Some(log);
        self.tell(|| format!("home {home} begins {log}"));
        self.acknowledge(home, op);
        op
    }

    fn acknowledge(&mut self, home: usize, op: OpId) {
        let of = &self.homes[home];
        let kept = of.memory.ops[&op].clone();
        let ahead = kept.op.hlc.time().timestamp_millis() - self.net.borrow().now;
        if of.straight && !of.thief && ahead > 601_000 {
            self.fail(format!(
                "home {home}, whose clock is right, is {ahead} ms ahead"
            ));
        }
        let task = match kept.op.said {
            Said::Note { task, .. } | Said::Retract { task, .. } | Said::Set { task, .. } => {
                Some(task)
            }
            _ => None,
        };
        let thief = self.homes[home].thief;
        let texts = &self.homes[home].memory.texts;
        let words = texts.get(&op).map(|body| body.text.clone());
        let truth = Truth {
            home,
            thief,
            task,
            words,
        };
        self.truth.insert(op, truth);
        if !thief {
            self.acknowledged.insert(op);
        }
        self.tell(|| {
            format!(
                "home {home} says {} in {} #{}: {}",
                op.short(),
                kept.log,
                kept.op.seq,
                kept.line.text
            )
        });
    }

    /// A newcomer asks to be let in.
    pub fn ask(&mut self, home: usize) {
        let hello = self.speak(home);
        let of = &mut self.homes[home];
        let line: Line = of.memory.ops[&hello].line.clone();
        let hlc = of.memory.ops[&hello].op.hlc;
        let ask = Ask::new(hlc, of.person.clone(), vec![], String::new(), String::new());
        of.memory.request = Some(Request::sign(self.plan, &line, ask, APP, &of.key).unwrap());
        self.tell(|| format!("home {home} asks to be let in"));
    }

    /// A home looks at the share and puts there what it has to say. Tells whether anything changed; `None` if the share
    /// was not to be had.
    pub fn poll(&mut self, home: usize, dies_after: Option<u32>) -> Option<bool> {
        let now = self.now(home);
        let steps = Cell::new(dies_after.unwrap_or(u32::MAX));
        let before = dies_after.map(|_| self.homes[home].memory.clone());
        let of = &mut self.homes[home];
        of.memory.now = now;
        let link = Link {
            net: &self.net,
            view: of.view,
            steps,
        };
        let found = collect(
            &link,
            &mut of.memory,
            &self.verifier,
            now,
            self.limits,
            self.law,
        );
        let found = match found {
            Ok(found) => found,
            Err(Failed::Share(_)) => {
                if let Some(before) = before {
                    self.homes[home].memory = before;
                }
                self.tell(|| format!("home {home} finds no share"));
                return None;
            }
            Err(other) => {
                self.fail(format!("home {home}: {other}"));
                return None;
            }
        };
        self.most_opened = self.most_opened.max(found.opened);
        let taken = dies_after.map(|_| of.memory.clone());
        sign(&mut of.memory, &of.key, APP, self.limits).unwrap();
        // Dies between signing and keeping what was signed, or goes on to die while it writes.
        if let Some(taken) = taken
            && self.rng.chance(20)
        {
            of.memory = taken;
            self.tell(|| format!("home {home} dies before it keeps what it signed"));
            return Some(true);
        }
        let signed = dies_after.map(|_| of.memory.clone());
        let done = publish(&link, &mut of.memory, &found, of.key.text(), self.law);
        let died = link.steps.get() == 0;
        let mut changed = found.ops + found.entries > 0;
        match done {
            Ok(done) => {
                changed |= done.written + done.thinned > 0;
                self.tell(|| format!("home {home} polls: {} ops, {} entries, opened {}, wrote {}, lost {}, thinned {}, {:?}{}",
                    found.ops, found.entries, found.opened, done.written, done.lost, done.thinned, found.stop,
                    if died { ", dies" } else { "" }));
            }
            Err(other) => self.fail(format!("home {home}: {other}")),
        }
        if died {
            // What was not committed has not happened; the share keeps what reached it.
            let back = if self.rng.chance(50) { signed } else { before };
            if let Some(back) = back {
                self.homes[home].memory = back;
            }
        } else if self.by_hand || self.rng.chance(8) && self.net.borrow().faults > 0 {
            changed |= self.carry(home, &found) && self.by_hand;
        }
        for (name, flaw) in &found.quarantined {
            if !self
                .forged_files
                .iter()
                .any(|hash| name.contains(hash.as_str()))
            {
                self.fail(format!(
                    "home {home} accuses the honest file {name}: {flaw}"
                ));
            }
        }
        for complaint in std::mem::take(&mut self.homes[home].memory.complaints) {
            self.fail(format!("home {home}: {complaint}"));
        }
        let of = &mut self.homes[home];
        if of.memory.request.is_some() && of.memory.state().person_of(of.key.text()).is_some() {
            of.memory.request = None;
            of.memory.version += 1;
        }
        self.last_found = Some(found);
        Some(changed)
    }

    /// Everybody asks for exchanges until each file was read again; tells whether anything changed. Where an exchange
    /// changed nothing at the home or on the share, and no time passes, the next one finds what it found: only the
    /// turn of what is read again is another.
    pub fn all_ask(&mut self) -> bool {
        self.by_hand = true;
        let mut changed = false;
        for home in self.honest() {
            let mut found: Option<Collected> = None;
            for _ in 0..TURNS {
                let before = self.version(home);
                match found.as_ref().filter(|_| self.failure.is_none()) {
                    Some(found) => changed |= self.carry(home, found),
                    None => {
                        changed |= self.poll(home, None).unwrap_or(false);
                        found = self.last_found.take();
                    }
                }
                if self.version(home) != before {
                    found = None;
                }
            }
        }
        self.by_hand = false;
        changed
    }

    /// Grows with whatever a home keeps, and whatever changes on the share.
    fn version(&self, home: usize) -> (u64, u64) {
        (self.homes[home].memory.version, self.net.borrow().version)
    }

    /// What a person asks for beyond a poll; tells whether anything was written.
    fn carry(&mut self, home: usize, found: &Collected) -> bool {
        let of = &mut self.homes[home];
        let link = link_of(&self.net, of.view);
        let carried = carry(&link, &mut of.memory, found, of.asked, self.law).unwrap();
        of.asked += 1;
        self.tell(|| {
            let (written, thinned) = (carried.written, carried.thinned);
            format!(
                "home {home} carries: wrote {written}, thinned {thinned}, {:?}",
                carried.refused
            )
        });
        carried.written + carried.thinned > 0
    }

    /// The homes of honest people that are still there.
    pub fn honest(&self) -> Vec<usize> {
        let homes = self.homes.iter().enumerate();
        homes
            .filter(|(_, of)| of.alive && !of.thief)
            .map(|(at, _)| at)
            .collect()
    }

    pub fn set_mode(&mut self, home: usize, mode: Mode) {
        let view = self.homes[home].view;
        self.tell(|| format!("home {home}'s share is {mode:?}"));
        self.net.borrow_mut().set(view, mode);
    }
}

fn link_of(net: &RefCell<Net>, view: usize) -> Link<'_> {
    Link {
        net,
        view,
        steps: Cell::new(u32::MAX),
    }
}
