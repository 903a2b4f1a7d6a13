//! A share that many people have written to for years, made without waiting for them.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use duban::config::Config;
use duban::model::{DepartmentId, ItemId, NoteText, Sha};
use duban::oplog::{
    Ask, Body, Head, Hlc, Identity, Line, LogId, Op, Request, SEALED_OPS, Said, Segment, Signer,
};
use duban::share::{Disk, Folder, Kind, Name};
use duban::workspace::{
    Approval, Joined, Keyring, Newcomer, Opening, Receipt, Workspace, join, look_at,
};

/// The version that the files say.
const APP: &str = env!("CARGO_PKG_VERSION");

/// When everything happens.
pub fn then() -> DateTime<Utc> {
    "2024-05-17T08:00:00Z".parse().unwrap()
}

/// How a home in `dir` is opened.
pub fn opening(dir: &Path, now: DateTime<Utc>) -> Opening {
    Opening {
        home: dir.to_owned(),
        config: Config::read(Path::new("config.toml"), "").unwrap(),
        keys: Keyring::default(),
        login: "crowd".to_owned(),
        host: "here".to_owned(),
        now,
    }
}

/// Publishes the plan from a home in `home` to `share`, and lets `people` write `ops` ops together.
///
/// Gives the registrar's home, which has received everything.
pub fn gather(home: &Path, share: &Path, people: usize, ops: usize) -> Workspace {
    let now = then();
    let (mut registrar, _) = Workspace::open(&opening(home, now)).unwrap();
    registrar.adopt_embedded_plan(now).unwrap();
    std::fs::create_dir_all(share).unwrap();
    let created = registrar.create_share(share, now).unwrap();
    let plan = plan_of(&created.folder);
    let snapshot = registrar.snapshot(usize::MAX, now).unwrap();
    // Who may write what: every department with a task it leads or supports.
    let mut roles: Vec<(ItemId, DepartmentId)> = Vec::new();
    for row in snapshot.rows.iter() {
        roles.extend(row.lead.iter().chain(&row.support).map(|d| (row.id, *d)));
    }
    let disk = Disk::at(created.folder.clone());
    let each = ops / people;
    // First everybody is let in, then everybody writes: so the registrar's home takes it all at once.
    let mut crowd = Vec::new();
    for n in 0..people {
        let person = Person::new(plan, now);
        let own = roles[n * 7 % roles.len()].1;
        person.ask(&disk, &format!("填报{n:02}"), own);
        crowd.push((person, own));
    }
    registrar.sync(Receipt::Hourly, now).unwrap();
    for n in 0..people {
        let approval = Approval::default();
        registrar
            .approve(&format!("填报{n:02}"), &approval, now)
            .unwrap();
    }
    for (person, own) in crowd {
        person.write(&disk, &roles, own, each);
    }
    registrar
        .sync(Receipt::Now, now + TimeDelta::hours(2))
        .unwrap();
    registrar
}

/// The id of the plan whose folder this is.
fn plan_of(folder: &Path) -> Sha {
    let genesis = folder.join("roster").read_dir().unwrap();
    let genesis = genesis
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_str().unwrap().contains("/00000000-"))
        .unwrap();
    let text = std::fs::read_to_string(genesis).unwrap();
    Sha::of(text.split('\n').nth(1).unwrap().as_bytes())
}

struct Person {
    plan: Sha,
    identity: Identity,
    hello: (Op, Line),
}

impl Person {
    fn new(plan: Sha, now: DateTime<Utc>) -> Self {
        let identity = Identity::generate("crowd").unwrap();
        let said = Said::Hello {
            key: Signer::public(&identity).unwrap(),
            nonce: "00".repeat(16),
            label: "crowd".to_owned(),
            plan,
        };
        let op = Op::after(None, Hlc::default().next(now), said);
        let line = op.line().unwrap();
        Self {
            plan,
            identity,
            hello: (op, line),
        }
    }

    fn log(&self) -> LogId {
        LogId::of(self.hello.1.id)
    }

    fn ask(&self, disk: &Disk, name: &str, department: DepartmentId) {
        let ask = Ask::new(
            self.hello.0.hlc,
            name.to_owned(),
            vec![department],
            String::new(),
            "crowd".to_owned(),
        );
        let request = Request::sign(self.plan, &self.hello.1, ask, APP, &self.identity).unwrap();
        let name = Name::new(Kind::Request(request.log), &request.name26);
        disk.create_new(&name.to_string(), &request.bytes())
            .unwrap();
    }

    /// Writes `count` ops: segments that are full, and the tail.
    fn write(
        &self,
        disk: &Disk,
        roles: &[(ItemId, DepartmentId)],
        own: DepartmentId,
        count: usize,
    ) {
        let tasks: Vec<ItemId> = roles
            .iter()
            .filter(|(_, department)| *department == own)
            .map(|(task, _)| *task)
            .collect();
        let mut head = Head::advance(None, &self.hello.0, &self.hello.1).unwrap();
        let mut lines = vec![self.hello.1.clone()];
        let mut bodies: Vec<Option<Body>> = vec![None];
        for n in 1..count.max(2) {
            let words = NoteText {
                progress: format!("第{n}次报送, 按计划推进。"),
                ..NoteText::default()
            };
            let body = Body::new(serde_json::to_string(&words).unwrap());
            let said = Said::Note {
                task: tasks[n % tasks.len()],
                dept: own,
                on: "2024-05-01".parse().unwrap(),
                next: None,
                percent: Some(u8::try_from(n % 100).unwrap()),
                assessment: None,
                confidence: None,
                for_another: false,
                body: body.hash(),
                sup: Vec::new(),
                kept: None,
                unchanged: None,
                folds: Vec::new(),
                meeting: None,
            };
            let op = Op::after(Some(&head), head.hlc.next(then()), said);
            let line = op.line().unwrap();
            head = Head::advance(Some(&head), &op, &line).unwrap();
            lines.push(line);
            bodies.push(Some(body));
        }
        let (mut first, mut prev) = (0_u64, Sha::default());
        let mut at = 0;
        while at < lines.len() {
            let left = lines.len() - at;
            let sealed = left > SEALED_OPS;
            let end = at + left.min(SEALED_OPS);
            let texts: Vec<&str> = lines[at..end].iter().map(|l| l.text.as_str()).collect();
            let place = (self.plan, self.log());
            let (seal, hash) =
                Segment::seal(place, (first, prev), &texts, APP, &self.identity).unwrap();
            let last = first + texts.len() as u64 - 1;
            let kind = if sealed {
                Kind::Segment(self.log(), first, last)
            } else {
                Kind::Tail(self.log(), first, last)
            };
            let words: Vec<Body> = bodies[at..end].iter().flatten().cloned().collect();
            let file = seal.file(texts.iter().copied(), &words);
            let name = Name::new(kind, &hash).to_string();
            disk.create_new(&name, &file).unwrap();
            (first, prev) = (last + 1, lines[end - 1].id);
            at = end;
        }
    }
}

/// Lets a newcomer whose home is to be in `home` join the plan on `share`.
pub fn newcomer(home: &Path, share: &Path) -> (Workspace, Joined) {
    let shown = look_at(share, None).unwrap();
    let newcomer = Newcomer {
        name: "新来的".to_owned(),
        departments: vec!["市财政局".to_owned()],
        ..Newcomer::default()
    };
    join(&opening(home, later()), &shown, &newcomer, "x").unwrap()
}

/// When a newcomer comes.
pub fn later() -> DateTime<Utc> {
    then() + TimeDelta::hours(3)
}

/// Looks at the share once, of which all is here; gives how many names were listed and files opened.
pub fn poll(home: &mut Workspace) -> (usize, usize) {
    let synced = home.sync(Receipt::Hourly, later()).unwrap();
    assert_eq!((synced.ops, synced.entries, synced.written), (0, 0, 0));
    synced.cost
}

/// What joining cost.
#[derive(Debug)]
pub struct Cost {
    pub ops: usize,
    pub time: Duration,
    /// The most memory that the process held, in bytes; 0 where the system does not tell.
    pub peak: u64,
}

/// Where a process is told to join, and nothing else.
const JOIN: &str = "DUBAN_CROWD_JOIN";

/// Joins in a process of its own, whose memory holds nothing else: this program, run again. Its `main` begins with
/// [`joined`].
pub fn join_apart(home: &Path, share: &Path) -> Cost {
    let mut joining = Command::new(std::env::current_exe().unwrap());
    joining.env(JOIN, home).arg(share);
    let told = joining.output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let numbers: Vec<u64> = told
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    let [ops, micros, peak] = numbers[..] else {
        panic!("joining failed");
    };
    Cost {
        ops: usize::try_from(ops).unwrap(),
        time: Duration::from_micros(micros),
        peak,
    }
}

/// Whether this process was run to join; then it has.
pub fn joined() -> bool {
    let Some(home) = std::env::var_os(JOIN) else {
        return false;
    };
    let share = std::env::args_os().nth(1).unwrap();
    let start = Instant::now();
    let (home, joined) = newcomer(Path::new(&home), Path::new(&share));
    let time = start.elapsed().as_micros();
    drop(home);
    #[allow(clippy::print_stdout)]
    {
        println!("{} {time} {}", joined.synced.ops, peak());
    }
    true
}

/// The most memory that this process has held, in bytes.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Every file of a share, by its path below it, with its size.
pub fn files(share: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    let mut folders = vec![share.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                found.push((entry.path(), entry.metadata().unwrap().len()));
            }
        }
    }
    found
}
