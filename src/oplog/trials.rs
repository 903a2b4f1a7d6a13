//! Cases before the judge, told one by one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::convert::Infallible;

use proptest::prelude::*;

use super::roster::{EntryKind, SignedEntry};
use super::*;
use crate::model::{DepartmentId, ItemId, OpId, Rules, Sha};

const KEEPER: &str = "ssh-ed25519 keeper";
const ROOT: &str = "ssh-ed25519 root";

fn genesis() -> (Genesis, Sha) {
    let rules = Rules {
        behind_red: 20,
        ..Rules::default()
    };
    let genesis = Genesis::new("督查", KEEPER, ROOT, vec![], rules, Hlc::default());
    let (_, plan) = genesis.line().unwrap();
    (genesis, plan)
}

fn member(person: &str, role: Role) -> Member {
    Member {
        person: person.to_owned(),
        name: person.to_owned(),
        keys: vec![key(person)],
        role,
        departments: vec![department(1)],
        tasks: Vec::new(),
        unit: String::new(),
        revoked: false,
    }
}

fn key(person: &str) -> String {
    format!("ssh-ed25519 {person}")
}

fn department(n: u8) -> DepartmentId {
    DepartmentId::mint(&[&format!("d{n}")])
}

fn task() -> ItemId {
    ItemId::mint(&["t"])
}

/// A roster, the ops of some logs, and what was found of them.
struct Court {
    genesis: Genesis,
    plan: Sha,
    entries: Vec<SignedEntry>,
    /// The last good entry, as whoever signs the next one sees it.
    at: (u64, Sha, u64),
    logs: BTreeMap<LogId, (String, Vec<OpId>)>,
    deeds: HashMap<OpId, (LogId, OpId, Deed)>,
    corrections: Vec<(OpId, DepartmentId)>,
    verdicts: HashMap<OpId, Verdict>,
}

impl Court {
    fn new(members: Vec<Member>) -> Self {
        let (genesis, plan) = genesis();
        let mut court = Self {
            genesis,
            plan,
            entries: Vec::new(),
            at: (0, plan, 0),
            logs: BTreeMap::new(),
            deeds: HashMap::new(),
            corrections: Vec::new(),
            verdicts: HashMap::new(),
        };
        court.enter(KEEPER, |entry| entry.members = members);
        court
    }

    fn log(person: &str) -> LogId {
        LogId::of(Sha::of(person.as_bytes()))
    }

    /// An op in the log of this person's computer.
    fn say(&mut self, person: &str, name: &str, deed: Deed) -> OpId {
        let (log, op) = (Self::log(person), Sha::of(name.as_bytes()));
        let of = self
            .logs
            .entry(log)
            .or_insert_with(|| (key(person), Vec::new()));
        let prev = of.1.last().copied().unwrap_or_default();
        of.1.push(op);
        self.deeds.insert(op, (log, prev, deed));
        op
    }

    fn note(&mut self, person: &str, name: &str) -> OpId {
        self.say(person, name, Deed::Note(task(), department(1)))
    }

    /// The head of a person's log, as an entry accepts it.
    fn head(&self, person: &str) -> Accepted {
        let log = Self::log(person);
        let ops = &self.logs[&log].1;
        Accepted {
            log,
            seq: ops.len() as u64 - 1,
            head: *ops.last().unwrap(),
        }
    }

    fn sign(&mut self, signer: &str, entry: Entry) -> (u64, Sha, u64) {
        let (_, id) = entry.line().unwrap();
        let at = (entry.entry, id, entry.epoch);
        self.entries.push(SignedEntry {
            id,
            entry,
            signer: signer.to_owned(),
        });
        at
    }

    fn enter(&mut self, signer: &str, say: impl FnOnce(&mut Entry)) -> Sha {
        let mut entry = Entry::after(
            (self.at.0, self.at.1),
            self.at.2,
            EntryKind::Entry,
            Hlc::default(),
        );
        say(&mut entry);
        self.at = self.sign(signer, entry);
        self.at.1
    }

    fn root(&mut self, after: (u64, Sha, u64), keeper: &str) -> Sha {
        let mut entry = Entry::after(
            (after.0, after.1),
            after.2 + 1,
            EntryKind::Root,
            Hlc::default(),
        );
        let registrar = self.genesis.registrar.clone();
        entry.members = vec![Member {
            person: registrar.clone(),
            ..member(keeper, Role::Registrar)
        }];
        entry.registrar = Some(registrar);
        entry.keeper = Some(key(keeper));
        self.at = self.sign(ROOT, entry);
        self.at.1
    }

    fn chain(&self) -> Chain {
        Chain::of(&self.genesis, self.plan, &self.entries, Law::REAL)
    }

    fn judge(&mut self) -> bool {
        let chain = self.chain();
        let Ok(anew) = judge(&chain, None, self, Law::REAL);
        anew
    }

    /// Judges everything anew, and says why this op does not count.
    fn found(&mut self, op: OpId) -> Result<(), Refusal> {
        self.verdicts.clear();
        assert!(!self.judge());
        self.verdicts[&op].refusal.map_or(Ok(()), Err)
    }

    fn in_force(&self) -> Vec<Sha> {
        self.chain()
            .entries()
            .iter()
            .map(|signed| signed.id)
            .collect()
    }

    fn case(&self, op: OpId) -> Case {
        let (log, prev, deed) = self.deeds[&op].clone();
        Case {
            op,
            prev,
            key: self.logs[&log].0.clone(),
            deed,
        }
    }
}

impl Docket for Court {
    type Error = Infallible;

    fn covered(&mut self, head: &Accepted) -> Result<Vec<Case>, Infallible> {
        let ops = self
            .logs
            .get(&head.log)
            .map(|(_, ops)| ops.clone())
            .unwrap_or_default();
        let Some(end) = ops.iter().position(|op| *op == head.head) else {
            return Ok(Vec::new());
        };
        let open = |op: &&OpId| self.verdicts.get(op).is_none_or(|v| v.entry.is_none());
        Ok(ops[..=end]
            .iter()
            .filter(open)
            .map(|op| self.case(*op))
            .collect())
    }

    fn key_of(&self, log: LogId) -> Result<Option<String>, Infallible> {
        Ok(self.logs.get(&log).map(|(key, _)| key.clone()))
    }

    fn uncovered(&mut self, _: Option<&HashSet<LogId>>) -> Result<Vec<Case>, Infallible> {
        let ops = self.logs.values().flat_map(|(_, ops)| ops);
        let open = ops.filter(|op| self.verdicts.get(op).is_none_or(|v| v.entry.is_none()));
        Ok(open.map(|op| self.case(*op)).collect())
    }

    fn verdict(&self, op: OpId) -> Result<Option<Verdict>, Infallible> {
        Ok(self.verdicts.get(&op).copied())
    }

    fn involved(&self, _: ItemId) -> Result<Vec<Involved>, Infallible> {
        let plan = Involved {
            by: None,
            departments: vec![department(1)],
            part: Part::Responsible,
        };
        let said = self.corrections.iter().map(|(op, department)| Involved {
            by: Some(*op),
            departments: vec![*department],
            part: Part::Responsible,
        });
        Ok(std::iter::once(plan).chain(said).collect())
    }

    fn settle(&mut self, op: OpId, verdict: Verdict) -> Result<(), Infallible> {
        if self.deeds.contains_key(&op) {
            self.verdicts.insert(op, verdict);
        }
        Ok(())
    }
}

#[test]
fn the_registrars_laptop_is_lost() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let said = court.note("li", "a");
    let head = court.head("li");
    court.enter(KEEPER, |entry| entry.accepted = vec![head]);
    let last = court.at;
    let root = court.root(last, "new laptop");
    let late = court.enter(&key("new laptop"), |entry| entry.void = vec![]);
    assert_eq!(court.in_force()[2..], [root, late]);
    assert_eq!(court.found(said), Ok(()), "what was accepted stays");
}

#[test]
fn the_registrars_key_is_stolen() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let good = court.at;
    court.enter(KEEPER, |entry| {
        entry.members = vec![member("thief", Role::Coordinator)]
    });
    let theirs = court.say("thief", "a", Deed::Correct);
    let head = court.head("thief");
    court.enter(KEEPER, |entry| entry.accepted = vec![head]);
    assert_eq!(court.found(theirs), Ok(()), "until root speaks");
    let root = court.root(good, "new key");
    assert_eq!(court.in_force(), [good.1, root]);
    assert_eq!(court.found(theirs), Err(Refusal::NotRegistered));
}

#[test]
fn an_ex_registrar_backdates() {
    let mut court = Court::new(vec![]);
    let good = court.at;
    let root = court.root(good, "new");
    let now = court.at;
    for at in [good, now, (0, court.plan, 0)] {
        court.at = at;
        court.enter(KEEPER, |entry| {
            entry.members = vec![member("friend", Role::Coordinator)]
        });
    }
    assert_eq!(court.in_force(), [good.1, root]);
    assert_eq!(court.chain().stop, None);
}

#[test]
fn two_entries_with_one_parent() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let good = court.at;
    let said = court.note("li", "a");
    let one = court.enter(KEEPER, |entry| {
        entry.members = vec![member("a", Role::Clerk)]
    });
    court.at = good;
    let other = court.enter(KEEPER, |entry| {
        entry.members = vec![member("b", Role::Clerk)]
    });
    court.enter(KEEPER, |entry| {
        entry.members = vec![member("c", Role::Clerk)]
    });
    assert_eq!(court.in_force(), [good.1]);
    let (low, high) = (one.min(other), one.max(other));
    assert_eq!(court.chain().stop, Some(Stop::TwoFollow(low, high)));
    assert_eq!(court.found(said), Ok(()), "reporting goes on");
    let root = court.root(good, "new");
    assert_eq!(court.in_force(), [good.1, root]);
    assert_eq!(court.chain().stop, None);
}

#[test]
fn root_with_two_voices_stops_where_they_part() {
    let mut court = Court::new(vec![]);
    let good = court.at;
    court.root(good, "a");
    court.root(good, "b");
    assert_eq!(court.in_force(), [good.1]);
    assert!(matches!(court.chain().stop, Some(Stop::TwoRoots(..))));
}

#[test]
fn a_thief_with_a_clerks_key_backdates() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let before = court.note("li", "accepted");
    let head = court.head("li");
    court.enter(KEEPER, |entry| entry.accepted = vec![head]);
    let late = court.note("li", "written now, dated long ago");
    assert_eq!(court.found(late), Ok(()));
    let revoked = Member {
        revoked: true,
        ..member("li", Role::Clerk)
    };
    let head = court.head("li");
    court.enter(KEEPER, |entry| {
        entry.members = vec![revoked];
        entry.accepted = vec![head];
    });
    assert_eq!(
        court.found(late),
        Err(Refusal::Revoked),
        "the entry that changes li settles nothing of li's"
    );
    court.enter(KEEPER, |entry| entry.accepted = vec![head]);
    assert_eq!(court.found(late), Err(Refusal::Revoked));
    assert_eq!(court.found(before), Ok(()), "what was accepted stays");
    court.enter(KEEPER, |entry| entry.void = vec![before]);
    assert_eq!(court.found(before), Err(Refusal::Voided), "but by name");
}

#[test]
fn a_late_honest_op_is_adopted() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let late = court.note("li", "a");
    court.enter(KEEPER, |entry| {
        entry.members = vec![Member {
            revoked: true,
            ..member("li", Role::Clerk)
        }]
    });
    assert_eq!(court.found(late), Err(Refusal::Revoked));
    court.enter(KEEPER, |entry| entry.adopt = vec![late]);
    assert_eq!(court.found(late), Ok(()));
    court.enter(KEEPER, |entry| entry.void = vec![late]);
    assert_eq!(
        court.found(late),
        Err(Refusal::Voided),
        "the last word counts"
    );
}

#[test]
fn a_promoted_clerks_old_refused_request_stays_refused() {
    let mut court = Court::new(vec![member("li", Role::Observer)]);
    let old = court.say("li", "a", Deed::Ask(task(), department(1)));
    let head = court.head("li");
    court.enter(KEEPER, |entry| entry.accepted = vec![head]);
    court.enter(KEEPER, |entry| {
        entry.members = vec![member("li", Role::Clerk)]
    });
    let new = court.say("li", "b", Deed::Ask(task(), department(1)));
    assert_eq!(court.found(old), Err(Refusal::Role));
    assert_eq!(court.found(new), Ok(()));
}

#[test]
fn an_applicant_tries_to_approve_through_a_second_computer() {
    let two = Member {
        keys: vec![key("li"), key("li's laptop")],
        ..member("li", Role::Coordinator)
    };
    let court = Court::new(vec![two, member("wang", Role::Approver)]);
    let chain = court.chain();
    let by = |of: &str| Standing {
        author: chain
            .state()
            .person_of(&key(of))
            .unwrap()
            .person
            .as_str()
            .into(),
        ..Standing::default()
    };
    assert!(!by("li's laptop").approves(&by("li")));
    assert!(by("wang").approves(&by("li")));
}

#[test]
fn an_observer_tries_to_supersede_retract_or_remove_anothers_value() {
    let mut court = Court::new(vec![
        member("li", Role::Clerk),
        member("wang", Role::Observer),
    ]);
    for (name, deed) in [
        ("set", Deed::Correct),
        ("back", Deed::Retract),
        ("note", Deed::Note(task(), department(1))),
    ] {
        let op = court.say("wang", name, deed);
        assert_eq!(court.found(op), Err(Refusal::Role), "{name}");
    }
    let theirs = Standing {
        author: "li".into(),
        ..Standing::default()
    };
    let clerk = Standing {
        author: "zhao".into(),
        ..Standing::default()
    };
    let refused = Standing {
        refused: true,
        over_others: true,
        ..clerk.clone()
    };
    let senior = Standing {
        over_others: true,
        ..clerk.clone()
    };
    assert!(!clerk.replaces(&theirs) && !refused.replaces(&theirs) && senior.replaces(&theirs));
    assert!(!senior.takes_back(ItemId::mint(&["other"]), (task(), &theirs), Law::REAL));
}

#[test]
fn the_table_of_rights() {
    use Role::{Approver, Clerk, Coordinator, Observer, Registrar};
    let scoped = [
        Deed::Note(task(), department(1)),
        Deed::Ask(task(), department(1)),
    ];
    let senior = [Deed::Correct, Deed::AdoptPlan, Deed::Propose, Deed::Purge];
    for role in [Registrar, Coordinator, Approver, Clerk, Observer] {
        let is_senior = matches!(role, Registrar | Coordinator);
        let yes = |granted| if granted { Grant::Yes } else { Grant::No };
        assert_eq!(grant(role, &Deed::Begin), Grant::Yes);
        assert_eq!(grant(role, &Deed::Unknown), Grant::No);
        for deed in &senior {
            assert_eq!(grant(role, deed), yes(is_senior), "{role:?} {deed:?}");
        }
        for deed in &scoped {
            let expected = if role == Clerk {
                Grant::InScope
            } else {
                yes(is_senior)
            };
            assert_eq!(grant(role, deed), expected, "{role:?} {deed:?}");
        }
        assert_eq!(grant(role, &Deed::Retract), yes(role != Observer));
        assert_eq!(
            grant(role, &Deed::Approve),
            yes(is_senior || role == Approver)
        );
        assert_eq!(replaces_others(role, Law::REAL), is_senior);
    }
}

#[test]
fn a_clerk_speaks_for_the_departments_and_tasks_in_scope() {
    let other = ItemId::mint(&["other"]);
    let bound = Member {
        tasks: vec![other],
        ..member("bound", Role::Clerk)
    };
    let mut court = Court::new(vec![
        member("li", Role::Clerk),
        bound,
        Member {
            departments: vec![department(2)],
            ..member("wang", Role::Clerk)
        },
        member("chief", Role::Coordinator),
    ]);
    let foreign = court.say("li", "a", Deed::Note(task(), department(2)));
    assert_eq!(court.found(foreign), Err(Refusal::Department));
    let unlisted = court.note("bound", "b");
    assert_eq!(court.found(unlisted), Err(Refusal::Task));
    let apart = court.say("wang", "c", Deed::Note(task(), department(2)));
    assert_eq!(court.found(apart), Err(Refusal::NotInvolved));
    // A correction makes the department responsible once an entry has accepted it, and what is decided of the
    // correction later changes nothing of what was settled.
    let correction = court.say("chief", "d", Deed::Correct);
    court.corrections.push((correction, department(2)));
    assert_eq!(court.found(apart), Err(Refusal::NotInvolved));
    let heads = vec![court.head("wang"), court.head("chief")];
    court.enter(KEEPER, |entry| entry.accepted = heads);
    assert_eq!(court.found(apart), Ok(()));
    court.enter(KEEPER, |entry| entry.void = vec![correction]);
    assert_eq!(court.found(apart), Ok(()));
    let after = court.say("wang", "e", Deed::Note(task(), department(2)));
    assert_eq!(court.found(after), Err(Refusal::NotInvolved));
}

#[test]
fn what_an_earlier_entry_covered_and_arrives_late_is_noticed() {
    let mut court = Court::new(vec![member("li", Role::Clerk)]);
    let first = court.note("li", "a");
    let low = court.head("li");
    court.note("li", "b");
    let high = court.head("li");
    court.enter(KEEPER, |entry| entry.accepted = vec![high]);
    court.enter(KEEPER, |entry| entry.accepted = vec![low]);
    let late = court
        .logs
        .get_mut(&Court::log("li"))
        .unwrap()
        .1
        .pop()
        .unwrap();
    assert!(!court.judge());
    assert_eq!(court.verdicts[&first].entry, Some(3));
    court.logs.get_mut(&Court::log("li")).unwrap().1.push(late);
    assert!(court.judge(), "piece by piece comes out otherwise");
    assert_eq!(court.found(first), Ok(()));
    assert_eq!(court.verdicts[&first].entry, Some(2));
}

#[test]
fn departments_are_renamed_merged_and_split() {
    let mut court = Court::new(vec![]);
    let steps = [
        (vec![1], vec![2]),
        (vec![2, 3], vec![4]),
        (vec![4], vec![5, 6]),
    ];
    court.enter(KEEPER, |entry| {
        entry.succession = steps
            .iter()
            .map(|(from, to)| Succession {
                from: from.iter().map(|n| department(*n)).collect(),
                to: to.iter().map(|n| department(*n)).collect(),
                on: "2024-05-17".parse().unwrap(),
            })
            .collect();
    });
    let chain = court.chain();
    let heirs = |n| chain.state().heirs(&[department(n)]);
    let all = |of: &[u8]| of.iter().map(|n| department(*n)).collect::<HashSet<_>>();
    assert_eq!(heirs(1), all(&[1, 2, 4, 5, 6]), "renamed, merged, split");
    assert_eq!(heirs(3), all(&[3, 4, 5, 6]), "merged");
    assert_eq!(heirs(5), all(&[5]), "nothing flows back");
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_changes_the_chain(
        plan in prop::collection::vec((0_usize..6, 0_u8..4), 1..12),
        shuffle in any::<u64>(),
    ) {
        let mut court = Court::new(vec![]);
        let mut places = vec![(0, court.plan, 0), court.at];
        for (n, (at, what)) in plan.into_iter().enumerate() {
            court.at = places[at % places.len()];
            let name = format!("p{n}");
            match what {
                0 => drop(court.root(court.at, &name)),
                1 => drop(court.enter(&key("p0"), |entry| entry.members = vec![member(&name, Role::Clerk)])),
                _ => drop(court.enter(KEEPER, |entry| entry.members = vec![member(&name, Role::Clerk)])),
            }
            places.push(court.at);
        }
        let expected = court.chain();
        let mut entries = court.entries.clone();
        entries.extend(court.entries.iter().rev().cloned());
        let at = usize::try_from(shuffle % 1_000).unwrap_or(0) % entries.len();
        entries.rotate_left(at);
        let again = Chain::of(&court.genesis, court.plan, &entries, Law::REAL);
        prop_assert_eq!(again, expected);
    }
}

mod readers {
    use super::*;

    struct Files {
        plan: Sha,
        all: Vec<(&'static str, Vec<u8>)>,
        others: Identity,
    }

    type Reader = fn(&[u8], Sha) -> Result<String, Flaw>;

    const READERS: [(&str, Reader); 3] = [
        ("ops", |bytes, plan| {
            Segment::read(bytes, plan, &SshVerifier).map(|read| read.name26)
        }),
        ("request", |bytes, plan| {
            Request::read(bytes, plan, &SshVerifier).map(|read| read.name26)
        }),
        ("entry", |bytes, plan| {
            RosterFile::read(bytes, plan, &SshVerifier).map(|read| read.name26)
        }),
    ];

    fn files() -> Files {
        let identity = Identity::generate("a").unwrap();
        let public = identity.public().unwrap();
        let (_, plan) = genesis();
        let hello = Said::Hello {
            key: public,
            nonce: "n".to_owned(),
            label: "l".to_owned(),
            plan,
        };
        let first = Op::after(None, Hlc::default(), hello);
        let line = first.line().unwrap();
        let log = LogId::of(line.id);
        let head = Head {
            seq: 0,
            id: line.id,
            hlc: first.hlc,
        };
        let body = Body::new("已完成22所学校招聘。".to_owned());
        let said = Said::Retract {
            task: task(),
            op: line.id,
            on: "2024-05-17".parse().unwrap(),
            body: body.hash(),
        };
        let next = Op::after(Some(&head), "0000000000000001".parse().unwrap(), said)
            .line()
            .unwrap();
        let lines = [line.text.as_str(), next.text.as_str()];
        let (seal, _) = Segment::seal(
            (plan, log),
            (0, OpId::default()),
            &lines,
            "0.1.0",
            &identity,
        )
        .unwrap();
        let ask = Ask::new(
            Hlc::default(),
            "李".to_owned(),
            vec![],
            String::new(),
            String::new(),
        );
        let request = Request::sign(plan, &line, ask, "0.1.0", &identity).unwrap();
        let mut entry = Entry::after((0, plan), 0, EntryKind::Entry, Hlc::default());
        entry.body = Some(body.hash());
        let (text, _) = entry.line().unwrap();
        let mut file = RosterFile::sign(plan, (1, plan), text, "0.1.0", &identity).unwrap();
        file.texts = vec![(body.hash(), body.clone())];
        Files {
            plan,
            all: vec![
                ("ops", seal.file(lines, &[body])),
                ("request", request.bytes()),
                ("entry", file.bytes()),
            ],
            others: Identity::generate("b").unwrap(),
        }
    }

    #[test]
    fn each_reads_its_own_kind_and_plan_only() {
        let files = files();
        for (kind, bytes) in &files.all {
            for (reader, read) in READERS {
                let found = read(bytes, files.plan);
                assert_eq!(
                    found.is_ok(),
                    *kind == reader,
                    "{kind} as {reader}: {found:?}"
                );
                assert!(
                    read(bytes, Sha::of(b"another")).is_err(),
                    "{kind} as {reader} of another plan"
                );
            }
        }
    }

    #[test]
    fn a_file_cut_at_any_byte_waits_or_lacks_its_texts() {
        let files = files();
        for ((kind, bytes), (_, read)) in files.all.iter().zip(READERS) {
            let whole = read(bytes, files.plan).unwrap();
            for length in 0..bytes.len() {
                match read(&bytes[..length], files.plan) {
                    Err(Flaw::Unfinished(_)) => {}
                    Ok(name) => assert_eq!(name, whole, "{kind} cut at {length}"),
                    Err(other) => panic!("{kind} cut at {length}: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn a_changed_byte_never_passes_under_the_files_name() {
        let files = files();
        for ((kind, bytes), (_, read)) in files.all.iter().zip(READERS) {
            let whole = read(bytes, files.plan).unwrap();
            let end = String::from_utf8_lossy(bytes).find("-----END").unwrap();
            for at in 0..end {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                if let Ok(name) = read(&changed, files.plan) {
                    panic!("{kind} with byte {at} changed reads as {name}, whole {whole}");
                }
            }
        }
    }

    #[test]
    fn anothers_signature_over_the_same_bytes_is_seen() {
        let files = files();
        for ((kind, bytes), (_, read)) in files.all.iter().zip(READERS) {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let (signed, rest) = text.split_once("-----BEGIN").unwrap();
            let (_, texts) = rest.split_once("END SSH SIGNATURE-----\n").unwrap();
            let armor = files
                .others
                .sign(&namespace(files.plan), signed.as_bytes())
                .unwrap();
            let forged = format!("{signed}{armor}{texts}");
            match (*kind, read(forged.as_bytes(), files.plan)) {
                // Whether this signer may, the chain tells.
                ("entry", Ok(_)) => {
                    let file =
                        RosterFile::read(forged.as_bytes(), files.plan, &SshVerifier).unwrap();
                    assert_eq!(file.signer, files.others.public().unwrap());
                }
                (_, Err(Flaw::Forged(_))) => {}
                (kind, other) => panic!("{kind}: {other:?}"),
            }
            // A signature for another plan, though by the right key.
            let armor = files
                .others
                .sign(&namespace(Sha::of(b"x")), signed.as_bytes())
                .unwrap();
            let replayed = format!("{signed}{armor}{texts}");
            assert!(
                matches!(read(replayed.as_bytes(), files.plan), Err(Flaw::Forged(_))),
                "{kind}"
            );
        }
    }
}

#[test]
fn a_coordinator_proposes_nothing_about_seniors_and_gives_nobody_anothers_key() {
    let (genesis, plan) = genesis();
    let mut state = State::genesis(&genesis, plan);
    let mut entry = Entry::after((0, plan), 0, EntryKind::Entry, Hlc::default());
    entry.members = vec![
        member("coordinator", Role::Coordinator),
        member("clerk", Role::Clerk),
    ];
    state.take(&entry, plan, Law::REAL);
    let lets = |member: Member| {
        let mut entry = Entry::after((1, plan), 0, EntryKind::Entry, Hlc::default());
        entry.members = vec![member];
        let proposal = Proposal::of(entry, &state).unwrap();
        proposal.is_admissible(&state, Law::REAL)
    };
    assert!(lets(member("newcomer", Role::Clerk)));
    assert!(lets(member("clerk", Role::Approver)));
    assert!(!lets(member("newcomer", Role::Coordinator)), "no seniors");
    assert!(!lets(member("clerk", Role::Registrar)), "no seniors");
    assert!(
        !lets(member("coordinator", Role::Observer)),
        "nobody is put down"
    );
    let registrar = state.registrar.clone();
    let registrar = state.members.get(&registrar).cloned();
    assert!(!lets(Member {
        role: Role::Observer,
        ..registrar.unwrap()
    }));
    let mut thief = member("newcomer", Role::Clerk);
    thief.keys.push(key("coordinator"));
    assert!(!lets(thief), "a key is its person's");
    // What was proposed of a member as it was says nothing about the member as it is.
    let mut entry = Entry::after((1, plan), 0, EntryKind::Entry, Hlc::default());
    entry.members = vec![member("clerk", Role::Approver)];
    let proposal = Proposal::of(entry, &state).unwrap();
    let mut entry = Entry::after((1, plan), 0, EntryKind::Entry, Hlc::default());
    entry.members = vec![Member {
        revoked: true,
        ..member("clerk", Role::Clerk)
    }];
    state.take(&entry, plan, Law::REAL);
    assert!(
        !proposal.is_admissible(&state, Law::REAL),
        "a revocation stands"
    );
    // Whoever coordinates has it entered, once; a clerk never, nor whoever coordinates no more.
    let mut entry = Entry::after((1, plan), 0, EntryKind::Entry, Hlc::default());
    entry.members = vec![member("newcomer", Role::Clerk)];
    let proposal = Proposal::of(entry, &state).unwrap();
    let op = Sha::of(b"proposal");
    let is_due = |state: &State, by| proposal.is_due((op, &key(by)), state, Law::REAL);
    assert!(is_due(&state, "coordinator"));
    assert!(!is_due(&state, "clerk"), "a clerk proposes nothing");
    assert!(!is_due(&state, "stranger"), "nor does a stranger");
    let after = |change: &dyn Fn(&mut Entry)| {
        let mut state = state.clone();
        let mut entry = Entry::after((1, plan), 0, EntryKind::Entry, Hlc::default());
        change(&mut entry);
        state.take(&entry, plan, Law::REAL);
        state
    };
    let entered = after(&|entry| entry.proposals = vec![op]);
    assert!(!is_due(&entered, "coordinator"), "it is answered");
    let former = after(&|entry| entry.members = vec![member("coordinator", Role::Observer)]);
    assert!(!is_due(&former, "coordinator"), "the author is another");
    let adopted = after(&|entry| {
        entry.members = vec![member("coordinator", Role::Observer)];
        entry.adopt = vec![op];
    });
    assert!(is_due(&adopted, "coordinator"), "the registrar wants it");
}
