//! A home in memory: the protocol's other shelf, beside the program's SQLite file.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use duban::model::{DepartmentId, ItemId, OpId, Sha};
use duban::oplog::{
    Accepted, Body, Breach, Case, Chain, Deed, Docket, Entry, Finding, Genesis, Head, Hlc,
    Involved, Law, Line, LogId, LogState, News, Op, Part, Proposal, Replica, Request, RosterFile,
    Said, Seen, Segment, Signed, SignedEntry, Standing, State, Stop, Unsealed, Verdict, Version,
    current, judge,
};
use duban::share::{Kind, Name};

/// Who leads or supports a task by the plan.
pub type Plan = Rc<BTreeMap<ItemId, Vec<DepartmentId>>>;

/// An op that is here.
#[derive(Debug)]
pub struct Kept {
    pub log: LogId,
    pub op: Op,
    pub line: Line,
}

/// A log of which something is here.
#[derive(Debug, Clone)]
pub struct Log {
    pub key: Rc<str>,
    next: u64,
    pub own: bool,
    pub forked: bool,
    /// The last op that this home wrote into it.
    pub head: Option<Head>,
    /// Ops that no entry has settled.
    open: BTreeSet<OpId>,
}

#[derive(Debug, Clone)]
pub struct Memory {
    pub genesis: Rc<Genesis>,
    pub plan: Sha,
    planned: Plan,
    pub law: Law,
    /// Whether its program is an old one, which does not know all kinds of ops.
    pub old: bool,
    /// What a newer program adds to the next line.
    pub more: &'static str,
    /// What its clock says.
    pub now: DateTime<Utc>,
    heard: Hlc,
    marks: BTreeMap<String, Seen>,
    pub ops: BTreeMap<OpId, Rc<Kept>>,
    pub verdicts: BTreeMap<OpId, Verdict>,
    pub texts: BTreeMap<OpId, Body>,
    pub erased: BTreeSet<OpId>,
    /// What was ever erased here, by whatever roster was in force then.
    pub erased_once: BTreeSet<OpId>,
    pub logs: BTreeMap<LogId, Log>,
    files: BTreeMap<LogId, Vec<Rc<Signed>>>,
    /// The purges that are here, with what they name.
    purges: BTreeMap<OpId, OpId>,
    /// The corrections that are here of who leads or supports a task.
    assigned: BTreeMap<ItemId, Vec<OpId>>,
    /// The documents that ops here name.
    adopted: BTreeSet<Sha>,
    /// The files without all of their texts.
    textless: BTreeSet<String>,
    /// What verdicts were before this evaluation, of those that changed.
    was: BTreeMap<OpId, Option<Verdict>>,
    /// Grows with everything that is kept.
    pub version: u64,
    pub entries: BTreeMap<String, Rc<RosterFile>>,
    pub signed_entries: Vec<SignedEntry>,
    keys: BTreeSet<String>,
    parked: BTreeMap<String, (LogId, u64, Rc<[u8]>)>,
    pub requests: BTreeMap<LogId, Request>,
    pub request: Option<Request>,
    documents: BTreeMap<Sha, Rc<[u8]>>,
    pub chain: Rc<Chain>,
    /// The logs with new ops.
    dirty: BTreeSet<LogId>,
    new_entries: bool,
    anew: bool,
    /// The number of the last entry at the last judging, while judging piece by piece.
    before: Option<u64>,
    /// What went wrong though nothing may.
    pub complaints: Vec<String>,
}

impl Memory {
    pub fn new(genesis: &Rc<Genesis>, file: &RosterFile, planned: &Plan, law: Law) -> Self {
        let plan = file.id;
        let chain = Chain::of(genesis, plan, &[], law);
        let mut home = Self {
            genesis: genesis.clone(),
            plan,
            planned: planned.clone(),
            law,
            old: false,
            more: "",
            now: DateTime::default(),
            heard: Hlc::default(),
            marks: BTreeMap::new(),
            ops: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            texts: BTreeMap::new(),
            erased: BTreeSet::new(),
            erased_once: BTreeSet::new(),
            logs: BTreeMap::new(),
            files: BTreeMap::new(),
            purges: BTreeMap::new(),
            assigned: BTreeMap::new(),
            adopted: BTreeSet::new(),
            textless: BTreeSet::new(),
            was: BTreeMap::new(),
            version: 0,
            entries: BTreeMap::new(),
            signed_entries: Vec::new(),
            keys: BTreeSet::new(),
            parked: BTreeMap::new(),
            requests: BTreeMap::new(),
            request: None,
            documents: BTreeMap::new(),
            chain: Rc::new(chain),
            dirty: BTreeSet::new(),
            new_entries: false,
            anew: false,
            before: None,
            complaints: Vec::new(),
        };
        for member in &genesis.members {
            home.keys.extend(member.keys.iter().cloned());
        }
        home.keys.insert(genesis.root.clone());
        home.entries
            .insert(file.name26.clone(), Rc::new(file.clone()));
        home
    }

    pub fn state(&self) -> &State {
        self.chain.state()
    }

    /// A stamp for what this home says next.
    pub fn stamp(&mut self, log: Option<LogId>) -> Hlc {
        if self.heard.is_ahead(self.now) && !self.law.breaks(Breach::UnboundedClock) {
            // The clock was put right: what it said when it was wrong is forgotten.
            self.heard = Hlc::default();
        }
        let own = log.and_then(|log| self.logs.get(&log)?.head);
        let last = own.map_or(Hlc::default(), |head| head.hlc);
        last.max(self.heard).next(self.now)
    }

    /// Whether a log is to be written no more: it forks, or its clock was wrong.
    pub fn retires(&self, log: LogId) -> bool {
        self.logs
            .get(&log)
            .is_none_or(|of| of.forked || of.head.is_some_and(|head| head.hlc.is_ahead(self.now)))
    }

    /// Says something in an own log, or begins one.
    pub fn append(&mut self, log: Option<LogId>, said: Said, text: Option<Body>) -> (LogId, OpId) {
        let hlc = self.stamp(log);
        let head = log.and_then(|log| self.logs.get(&log)?.head);
        let op = Op::after(head.as_ref(), hlc, said);
        let mut line = match &op.said {
            // What a newer program says.
            Said::Unknown { kind, .. } => {
                let text = format!(
                    r#"{{"seq":{},"prev":"{}","hlc":"{hlc}","kind":"{kind}","mood":[1]}}"#,
                    op.seq, op.prev
                );
                let id = OpId::of(text.as_bytes());
                Line { text, id }
            }
            _ => op.line().unwrap(),
        };
        if !self.more.is_empty() && matches!(op.said, Said::Note { .. }) {
            let rest = line.text.trim_end_matches('}');
            line.text = format!("{rest}{}}}", std::mem::take(&mut self.more));
            line.id = OpId::of(line.text.as_bytes());
        }
        let op = Op::parse_foreign(&line.text).unwrap();
        let id = line.id;
        let log = log.unwrap_or_else(|| LogId::of(id));
        let key: Rc<str> = match &op.said {
            Said::Hello { key, .. } => key.as_str().into(),
            _ => self.logs[&log].key.clone(),
        };
        if let Some(text) = text {
            self.texts.insert(id, text);
        }
        let after = Head {
            seq: op.seq,
            id,
            hlc: op.hlc,
        };
        self.lay_down(log, &key, op, line);
        let of = self.logs.get_mut(&log).unwrap();
        of.own = true;
        of.head = Some(after);
        let Ok(_) = Replica::settle(self);
        (log, id)
    }

    /// Whether this home's program is too old for what is said.
    pub fn is_newer(&self, said: &Said) -> bool {
        let late = matches!(
            said,
            Said::Retract { .. } | Said::Set { .. } | Said::Purge { .. } | Said::Propose { .. }
        );
        self.old && late
    }

    /// A newer program understands what the old one only kept, and judges everything anew.
    pub fn upgrade(&mut self) {
        if !std::mem::take(&mut self.old) {
            return;
        }
        for kept in self.ops.values_mut() {
            if matches!(kept.op.said, Said::Unknown { .. }) {
                let line = kept.line.clone();
                let op = Op::parse_foreign(&line.text).unwrap();
                let log = kept.log;
                *kept = Rc::new(Kept { log, op, line });
            }
        }
        let all: Vec<Rc<Kept>> = self.ops.values().cloned().collect();
        for kept in all {
            self.index(&kept);
        }
        self.version += 1;
        self.verdicts.clear();
        self.anew = true;
        self.evaluate();
    }

    fn lay_down(&mut self, log: LogId, key: &Rc<str>, mut op: Op, line: Line) {
        if self.is_newer(&op.said) {
            op.said = Said::Unknown {
                kind: op.said.kind().to_owned(),
                task: None,
                reg: None,
                body: op.said.body(),
            };
        }
        let of = self.logs.entry(log).or_insert_with(|| Log {
            key: key.clone(),
            next: 0,
            own: false,
            forked: false,
            head: None,
            open: BTreeSet::new(),
        });
        of.next = of.next.max(op.seq + 1);
        of.open.insert(line.id);
        self.heard = self.heard.hear(op.hlc, self.now, self.law);
        self.dirty.insert(log);
        self.version += 1;
        let kept = Rc::new(Kept { log, op, line });
        self.index(&kept);
        self.ops.insert(kept.line.id, kept);
    }

    /// Keeps what is asked for again and again.
    fn index(&mut self, kept: &Kept) {
        let id = kept.line.id;
        match &kept.op.said {
            Said::Purge { op, .. } => {
                self.purges.insert(id, *op);
            }
            Said::Set {
                task, item, reg, ..
            } if task == item && (reg == "lead" || reg == "support") => {
                let assigned = self.assigned.entry(*task).or_default();
                if let Err(at) = assigned.binary_search(&id) {
                    assigned.insert(at, id);
                }
            }
            Said::Adopt { sha256, .. } => {
                self.adopted.insert(*sha256);
            }
            _ => {}
        }
    }

    fn way(&self, head: OpId) -> impl Iterator<Item = &Rc<Kept>> {
        let mut at = self.ops.get(&head);
        std::iter::from_fn(move || {
            let kept = at?;
            at = self.ops.get(&kept.op.prev);
            Some(kept)
        })
    }

    /// The ends of the branches of a log that no entry has settled.
    pub fn open_heads(&self, log: LogId) -> Vec<Accepted> {
        let Some(of) = self.logs.get(&log) else {
            return Vec::new();
        };
        let before: BTreeSet<OpId> = of.open.iter().map(|op| self.ops[op].op.prev).collect();
        let ends = of.open.iter().filter(|op| !before.contains(op));
        ends.map(|op| Accepted {
            log,
            seq: self.ops[op].op.seq,
            head: *op,
        })
        .collect()
    }

    pub fn person(&self, log: LogId) -> Rc<str> {
        let key = self.logs.get(&log).map_or("", |of| &of.key);
        let member = self.state().person_of(key);
        member.map_or_else(
            || log.as_str().into(),
            |member| member.person.as_str().into(),
        )
    }

    fn standing(&self, op: OpId) -> Standing {
        let verdict = self.verdicts.get(&op);
        Standing {
            author: self.person(self.ops[&op].log).as_ref().into(),
            refused: !verdict.is_some_and(Verdict::counts),
            over_others: verdict.is_some_and(|verdict| verdict.over_others),
        }
    }

    /// What stands in a register, the one that is shown first.
    pub fn register(&self, at: &Register) -> Vec<OpId> {
        let found = self.stands(|register| register == at).remove(at);
        found.unwrap_or_default()
    }

    /// The registers: what stands in each, the one that is shown first.
    pub fn registers(&self) -> BTreeMap<Register, Vec<OpId>> {
        self.stands(|_| true)
    }

    fn stands(&self, wanted: impl Fn(&Register) -> bool) -> BTreeMap<Register, Vec<OpId>> {
        let mut versions: BTreeMap<Register, Vec<Version<()>>> = BTreeMap::new();
        for (id, kept) in &self.ops {
            let Some((at, sup)) = register_of(&kept.op.said) else {
                continue;
            };
            if !wanted(&at) {
                continue;
            }
            versions.entry(at).or_default().push(Version {
                op: *id,
                hlc: kept.op.hlc,
                sup: sup.clone(),
                standing: self.standing(*id),
                value: (),
            });
        }
        let live = |versions: Vec<Version<()>>| current(&versions).iter().map(|v| v.op).collect();
        versions
            .into_iter()
            .map(|(at, versions)| (at, live(versions)))
            .collect()
    }

    /// The notes that were taken back.
    pub fn taken_back(&self) -> BTreeSet<OpId> {
        let mut back = BTreeSet::new();
        for (id, kept) in &self.ops {
            let Said::Retract { task, op, .. } = &kept.op.said else {
                continue;
            };
            let Some(Said::Note { task: of, .. }) = self.ops.get(op).map(|kept| &kept.op.said)
            else {
                continue;
            };
            let other = self.standing(*op);
            if self
                .standing(*id)
                .takes_back(*task, (*of, &other), self.law)
            {
                back.insert(*op);
            }
        }
        back
    }

    /// What was proposed and counts, the earliest first, with the key of its log.
    pub fn proposals(&self) -> Vec<(OpId, String, Proposal)> {
        let counts = |id: &OpId| self.verdicts.get(id).is_some_and(Verdict::counts);
        let mut proposals = Vec::new();
        for (id, kept) in &self.ops {
            if let Said::Propose { what, .. } = &kept.op.said
                && counts(id)
            {
                let key = self.logs[&kept.log].key.to_string();
                proposals.push((kept.op.hlc, *id, key, what.clone()));
            }
        }
        proposals.sort_by_key(|(hlc, id, ..)| (*hlc, *id));
        let proposals = proposals.into_iter();
        proposals
            .map(|(_, id, key, what)| (id, key, what))
            .collect()
    }

    /// The ops whose words are hidden, and whether for good.
    pub fn purged(&self) -> BTreeMap<OpId, bool> {
        let mut purged = BTreeMap::new();
        for (id, op) in &self.purges {
            if let Some(verdict) = self.verdicts.get(id) {
                let for_good = self.chain.ever_counted(*id, verdict);
                if for_good || verdict.counts() {
                    *purged.entry(*op).or_default() |= for_good;
                }
            }
        }
        purged
    }

    /// All that anybody can see here, as text.
    pub fn dump(&self, erased_once: &BTreeSet<OpId>) -> String {
        let mut out = String::new();
        for signed in self.chain.entries() {
            let _ = writeln!(out, "entry {} {}", signed.entry.entry, signed.id);
        }
        let _ = writeln!(out, "stop {:?}", self.chain.stop);
        for (log, of) in &self.logs {
            let _ = writeln!(
                out,
                "log {log} forked {} by {}",
                of.forked,
                self.person(*log)
            );
        }
        let purged = self.purged();
        for (id, kept) in &self.ops {
            let text = match (purged.get(id), self.texts.get(id)) {
                (Some(_), _) => "hidden",
                _ if erased_once.contains(id) => "?",
                (None, Some(body)) => &body.text,
                (None, None) => "-",
            };
            let verdict = self.verdicts.get(id);
            let _ = writeln!(
                out,
                "op {id} {} {} {verdict:?} {text}",
                kept.log, kept.op.seq
            );
        }
        for (at, live) in self.registers() {
            let _ = writeln!(out, "register {at:?} {live:?}");
        }
        let _ = writeln!(out, "back {:?}", self.taken_back());
        let _ = writeln!(out, "documents {:?}", self.documents.keys());
        out
    }

    pub fn doc_names(&self) -> Vec<Rc<str>> {
        self.documents
            .keys()
            .map(|sha| Name::new(Kind::Document, &sha.name26()).to_string().into())
            .collect()
    }

    /// What this home found a file to be.
    pub fn finding(&self, path: &str) -> Option<Finding> {
        self.marks.get(path).map(|seen| seen.finding.clone())
    }

    /// Whether this is a file that this home would write again, of itself or when it is asked to.
    pub fn holds(&self, path: &str) -> bool {
        let entry = path.starts_with("roster/");
        if entry && self.entries.keys().any(|name26| path.contains(name26)) {
            return true;
        }
        self.files
            .values()
            .flatten()
            .any(|file| name_of(file) == path)
    }

    /// Judges everything anew.
    pub fn judge_all(&mut self) {
        for (op, verdict) in std::mem::take(&mut self.verdicts) {
            self.was.entry(op).or_insert(Some(verdict));
        }
        self.before = None;
        for of in self.logs.values_mut() {
            of.open.clear();
        }
        for (id, kept) in &self.ops {
            if let Some(of) = self.logs.get_mut(&kept.log) {
                of.open.insert(*id);
            }
        }
        let chain = self.chain.clone();
        let law = self.law;
        let Ok(_) = judge(&chain, None, self, law);
        self.anew = false;
    }

    fn evaluate(&mut self) {
        let old = self.chain.clone();
        if self.new_entries {
            let chain = Chain::of(&self.genesis, self.plan, &self.signed_entries, self.law);
            self.chain = Rc::new(chain);
        }
        let continues = self.chain.entries().starts_with(old.entries());
        self.was.clear();
        if continues && !self.anew {
            self.before = Some(old.state().entry);
            let grown = self.chain.state().id != old.state().id;
            let dirty: HashSet<LogId> = self.dirty.iter().copied().collect();
            let chain = self.chain.clone();
            let law = self.law;
            let Ok(anew) = judge(&chain, (!grown).then_some(&dirty), self, law);
            self.anew |= anew;
        }
        if !continues || self.anew {
            self.judge_all();
        }
        self.hold_to(&old, continues);
        self.version += 1;
        let for_good = self.purged().into_iter().filter(|(_, for_good)| *for_good);
        let before = std::mem::replace(&mut self.erased, for_good.map(|(op, _)| op).collect());
        for op in self.erased.clone() {
            if !before.contains(&op) {
                self.erase(op);
            }
        }
        self.dirty.clear();
        (self.new_entries, self.anew) = (false, false);
    }

    /// Of another's tails the newest holds what the others held; its owner alone decides when they go from the share.
    fn keep_newest(&mut self, log: LogId) {
        let of = &self.logs[&log];
        if of.own || of.forked {
            return;
        }
        let Some(all) = self.files.get_mut(&log) else {
            return;
        };
        let files = all.clone();
        let reaches = |first: u64| {
            let mut sealed = files.iter().filter(|file| file.sealed);
            sealed.any(|file| file.last + 1 == first)
        };
        let replaces = |newer: &Signed, tail: &Signed| {
            let later = !newer.sealed && newer.last > tail.last;
            later && (newer.first <= tail.first || reaches(newer.first))
        };
        all.retain(|file| file.sealed || !files.iter().any(|newer| replaces(newer, file)));
    }

    fn erase(&mut self, op: OpId) {
        self.texts.remove(&op);
        self.erased_once.insert(op);
        let Some(kept) = self.ops.get(&op).cloned() else {
            return;
        };
        for file in self.files.get(&kept.log).into_iter().flatten() {
            if (file.first..=file.last).contains(&kept.op.seq) {
                let copy = Name::new(Kind::Relay, &file.name26).to_string();
                for path in [name_of(file), copy] {
                    if let Some(seen) = self.marks.get_mut(&path) {
                        seen.size = 0;
                    }
                }
            }
        }
    }

    /// What an entry settled stays as it is, and is what it was before the entry came.
    fn hold_to(&mut self, old: &Chain, continues: bool) {
        use duban::oplog::Refusal::NotInvolved;
        let was = std::mem::take(&mut self.was);
        if !continues {
            return;
        }
        for (op, before) in &was {
            let Some(before) = before else {
                continue;
            };
            let Some(now) = self.verdicts.get(op) else {
                self.complaints
                    .push(format!("op {} is judged no more", op.short()));
                continue;
            };
            let forked = self.logs[&self.ops[op].log].forked;
            // A correction that arrives later may tell that a department is involved.
            let involved = before.found == Some(NotInvolved) || now.found == Some(NotInvolved);
            if forked || involved {
                continue;
            }
            let next = now.entry == Some(old.state().entry + 1);
            if before.entry.is_some() && (before.entry, before.found) != (now.entry, now.found)
                || before.entry.is_none() && next && before.found != now.found
            {
                self.complaints
                    .push(format!("op {} was {before:?} and is {now:?}", op.short()));
            }
        }
    }
}

impl Docket for Memory {
    type Error = Infallible;

    fn covered(&mut self, head: &Accepted) -> Result<Vec<Case>, Infallible> {
        if self
            .ops
            .get(&head.head)
            .is_none_or(|kept| kept.log != head.log)
        {
            return Ok(Vec::new());
        }
        let open = |kept: &&Rc<Kept>| {
            let verdict = self.verdicts.get(&kept.line.id);
            verdict.is_none_or(|verdict| verdict.entry.is_none())
        };
        let mut cases: Vec<Case> = self
            .way(head.head)
            .take_while(open)
            .map(|kept| self.case(kept))
            .collect();
        cases.reverse();
        Ok(cases)
    }

    fn key_of(&self, log: LogId) -> Result<Option<String>, Infallible> {
        Ok(self.logs.get(&log).map(|of| of.key.to_string()))
    }

    fn uncovered(&mut self, logs: Option<&HashSet<LogId>>) -> Result<Vec<Case>, Infallible> {
        let wanted = self
            .logs
            .iter()
            .filter(|(log, _)| logs.is_none_or(|l| l.contains(*log)));
        let ops = wanted.flat_map(|(_, of)| &of.open);
        Ok(ops.map(|op| self.case(&self.ops[op])).collect())
    }

    fn verdict(&self, op: OpId) -> Result<Option<Verdict>, Infallible> {
        Ok(self.verdicts.get(&op).copied())
    }

    fn involved(&self, task: ItemId) -> Result<Vec<Involved>, Infallible> {
        let departments = self.planned.get(&task).cloned().unwrap_or_default();
        let mut all = vec![Involved {
            by: None,
            departments,
            part: Part::Responsible,
        }];
        for id in self.assigned.get(&task).into_iter().flatten() {
            if let Said::Set { depts, .. } = &self.ops[id].op.said {
                let departments = depts.clone();
                all.push(Involved {
                    by: Some(*id),
                    departments,
                    part: Part::Responsible,
                });
            }
        }
        Ok(all)
    }

    fn settle(&mut self, op: OpId, verdict: Verdict) -> Result<(), Infallible> {
        let Some(kept) = self.ops.get(&op) else {
            return Ok(());
        };
        let assigns =
            matches!(&kept.op.said, Said::Set { reg, .. } if reg == "lead" || reg == "support");
        if assigns && let (Some(entry), Some(before)) = (verdict.entry, self.before) {
            self.anew |= entry <= before;
        }
        if verdict.entry.is_some()
            && let Some(of) = self.logs.get_mut(&kept.log)
        {
            of.open.remove(&op);
        }
        let before = self.verdicts.insert(op, verdict);
        self.was.entry(op).or_insert(before);
        Ok(())
    }
}

impl Memory {
    fn case(&self, kept: &Kept) -> Case {
        Case {
            op: kept.line.id,
            prev: kept.op.prev,
            key: self.logs[&kept.log].key.to_string(),
            deed: Deed::from(&kept.op.said),
        }
    }

    fn log_state(&self, log: LogId, of: &Log) -> LogState {
        LogState {
            key: of.key.to_string(),
            next: of.next,
            accepted: self.state().accepted.get(&log).map(|accepted| accepted.seq),
            own: of.own,
        }
    }
}

impl Replica for Memory {
    type Error = Infallible;

    fn plan(&self) -> Sha {
        self.plan
    }

    fn seen(&self, name: &str) -> Result<Option<Seen>, Infallible> {
        Ok(self.marks.get(name).cloned())
    }

    fn mark(&mut self, name: &str, seen: &Seen) -> Result<(), Infallible> {
        if matches!(seen.finding, Finding::Textless { .. }) {
            self.textless.insert(name.to_owned());
        } else {
            self.textless.remove(name);
        }
        self.version += 1;
        self.marks.insert(name.to_owned(), seen.clone());
        Ok(())
    }

    fn textless(&self) -> Result<Vec<String>, Infallible> {
        Ok(self.textless.iter().cloned().collect())
    }

    fn knows_key(&self, key: &str) -> Result<bool, Infallible> {
        Ok(self.keys.contains(key))
    }

    fn find(&self, op: OpId) -> Result<Option<(LogId, Head)>, Infallible> {
        Ok(self.ops.get(&op).map(|kept| {
            let head = Head {
                seq: kept.op.seq,
                id: op,
                hlc: kept.op.hlc,
            };
            (kept.log, head)
        }))
    }

    fn log(&self, log: LogId) -> Result<Option<LogState>, Infallible> {
        Ok(self.logs.get(&log).map(|of| self.log_state(log, of)))
    }

    fn logs(&self) -> Result<Vec<(LogId, LogState)>, Infallible> {
        let logs = self.logs.iter();
        Ok(logs
            .map(|(log, of)| (*log, self.log_state(*log, of)))
            .collect())
    }

    fn accepted(&self) -> Result<Vec<Accepted>, Infallible> {
        Ok(self.state().accepted.values().copied().collect())
    }

    fn take(
        &mut self,
        segment: &Segment,
        news: News,
        texts: &[(OpId, &Body)],
        sealed: bool,
    ) -> Result<(), Infallible> {
        let key: Rc<str> = segment.signer.as_str().into();
        for (op, line) in segment.ops.iter().skip(news.known) {
            self.lay_down(segment.log, &key, op.clone(), line.clone());
        }
        if news.branch
            && let Some(of) = self.logs.get_mut(&segment.log)
        {
            of.forked = true;
            self.anew = true;
        }
        self.version += 1;
        for (op, body) in texts {
            self.texts.insert(*op, (*body).clone());
        }
        // An own log that lay further ahead on the share than here.
        if let Some(of) = self.logs.get_mut(&segment.log)
            && of.own
            && of.head.is_some_and(|head| head.seq < segment.head.seq)
            && !of.forked
        {
            of.head = Some(segment.head);
        }
        self.keep_signed(&Signed {
            log: segment.log,
            first: segment.first(),
            last: segment.head.seq,
            head: segment.head.id,
            sealed,
            name26: segment.name26.clone(),
            seal: segment.seal.clone(),
        })?;
        self.keep_newest(segment.log);
        Ok(())
    }

    fn lacks(&self, op: OpId) -> Result<bool, Infallible> {
        let reason = |file: &Rc<RosterFile>| file.id == op && !file.texts.is_empty();
        Ok(!self.texts.contains_key(&op)
            && !self.erased.contains(&op)
            && !self.entries.values().any(reason))
    }

    fn erased(&self, op: OpId) -> Result<bool, Infallible> {
        Ok(self.erased.contains(&op))
    }

    fn park(&mut self, name: &str, log: LogId, first: u64, bytes: &[u8]) -> Result<(), Infallible> {
        self.version += 1;
        self.parked
            .insert(name.to_owned(), (log, first, bytes.into()));
        Ok(())
    }

    fn unpark(&mut self, log: LogId) -> Result<Vec<(String, Vec<u8>)>, Infallible> {
        let (of, rest): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.parked)
            .into_iter()
            .partition(|(_, file)| file.0 == log);
        self.parked = rest;
        let mut of: Vec<_> = of.into_iter().collect();
        of.sort_by_key(|(_, (_, first, _))| *first);
        Ok(of
            .into_iter()
            .map(|(name, (.., bytes))| (name, bytes.to_vec()))
            .collect())
    }

    fn take_entry(&mut self, file: &RosterFile) -> Result<bool, Infallible> {
        if let Some(known) = self.entries.get_mut(&file.name26) {
            if known.texts.is_empty() && !file.texts.is_empty() {
                *known = Rc::new(file.clone());
                self.version += 1;
            }
            return Ok(false);
        }
        let entry = Entry::parse(&file.line).unwrap();
        for member in &entry.members {
            self.keys.extend(member.keys.iter().cloned());
        }
        self.keys.extend(entry.keeper.clone());
        self.signed_entries.push(SignedEntry {
            id: file.id,
            entry,
            signer: file.signer.clone(),
        });
        self.entries
            .insert(file.name26.clone(), Rc::new(file.clone()));
        self.new_entries = true;
        Ok(true)
    }

    fn entries(&self) -> Result<Vec<(u64, String)>, Infallible> {
        let entries = self.entries.iter();
        Ok(entries
            .map(|(name, file)| (file.entry, name.clone()))
            .collect())
    }

    fn entry_file(&self, name26: &str) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.entries.get(name26).map(|file| file.bytes()))
    }

    fn own_request(&self) -> Result<Option<Request>, Infallible> {
        Ok(self.request.clone())
    }

    fn asked(&self) -> Result<Vec<LogId>, Infallible> {
        Ok(self.requests.keys().copied().collect())
    }

    fn take_request(&mut self, request: &Request) -> Result<(), Infallible> {
        self.version += 1;
        self.requests.insert(request.log, request.clone());
        Ok(())
    }

    fn wanted_documents(&self) -> Result<Vec<Sha>, Infallible> {
        let named = self.adopted.iter();
        let wanted = named.filter(|sha| !self.documents.contains_key(*sha));
        Ok(wanted.copied().collect())
    }

    fn take_document(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.version += 1;
        self.documents.insert(Sha::of(bytes), bytes.into());
        Ok(())
    }

    fn documents(&self) -> Result<Vec<Sha>, Infallible> {
        Ok(self.documents.keys().copied().collect())
    }

    fn document(&self, sha: Sha) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.documents.get(&sha).map(|bytes| bytes.to_vec()))
    }

    fn signed(&self, log: LogId) -> Result<Vec<Signed>, Infallible> {
        let files = self.files.get(&log).into_iter().flatten();
        let mut files: Vec<Signed> = files.map(|file| (**file).clone()).collect();
        files.sort_by_key(|file| (!file.sealed, file.first, file.last));
        Ok(files)
    }

    fn keep_signed(&mut self, signed: &Signed) -> Result<(), Infallible> {
        let is_this =
            |file: &Rc<Signed>| file.name26 == signed.name26 && file.sealed == signed.sealed;
        let files = self.files.entry(signed.log).or_default();
        if !files.iter().any(is_this) {
            files.push(Rc::new(signed.clone()));
            self.version += 1;
        }
        Ok(())
    }

    fn forget_signed(&mut self, signed: &Signed) -> Result<(), Infallible> {
        if let Some(files) = self.files.get_mut(&signed.log) {
            files.retain(|file| file.name26 != signed.name26 || file.sealed != signed.sealed);
        }
        self.version += 1;
        Ok(())
    }

    fn unsealed(&self, log: LogId) -> Result<Unsealed, Infallible> {
        let Some(head) = self.logs.get(&log).and_then(|of| of.head) else {
            return Ok(Unsealed::default());
        };
        let files = self.files.get(&log).into_iter().flatten();
        let sealed = files.filter(|file| file.sealed);
        let ends: Vec<OpId> = sealed.map(|file| file.head).collect();
        let mut lines: Vec<&Rc<Kept>> = self
            .way(head.id)
            .take_while(|kept| !ends.contains(&kept.line.id))
            .collect();
        lines.reverse();
        let first = lines.first();
        Ok(Unsealed {
            first: first.map_or(head.seq + 1, |kept| kept.op.seq),
            prev: first.map_or(head.id, |kept| kept.op.prev),
            lines: lines
                .iter()
                .map(|kept| (kept.line.text.clone(), kept.line.id))
                .collect(),
        })
    }

    fn content(&self, signed: &Signed) -> Result<(Vec<String>, Vec<Body>), Infallible> {
        let count = (signed.last + 1 - signed.first) as usize;
        let mut way: Vec<&Rc<Kept>> = self.way(signed.head).take(count).collect();
        way.reverse();
        let lines = way.iter().map(|kept| kept.line.text.clone()).collect();
        let texts = way
            .iter()
            .filter_map(|kept| self.texts.get(&kept.line.id))
            .cloned();
        Ok((lines, texts.collect()))
    }

    fn settle(&mut self) -> Result<Option<Stop>, Infallible> {
        if !self.dirty.is_empty() || self.new_entries || self.anew {
            self.evaluate();
        }
        Ok(self.chain.stop.clone())
    }
}

/// Where a value stands: of which task or measure, and in which of its fields.
pub type Register = (ItemId, String);

/// The register that something is said of, and what it replaces there.
pub fn register_of(said: &Said) -> Option<(Register, &Vec<OpId>)> {
    match said {
        Said::Note {
            task, dept, sup, ..
        } => Some(((*task, dept.to_string()), sup)),
        Said::Set { item, reg, sup, .. } => Some(((*item, reg.clone()), sup)),
        _ => None,
    }
}

fn name_of(file: &Signed) -> String {
    let kind = if file.sealed {
        Kind::Segment(file.log, file.first, file.last)
    } else {
        Kind::Tail(file.log, file.first, file.last)
    };
    Name::new(kind, &file.name26).to_string()
}
