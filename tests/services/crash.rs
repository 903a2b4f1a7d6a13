//! A program that is killed in the middle of an exchange, at every step that it takes on the share; this test's own
//! binary plays it, on real homes and a real folder.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use chrono::{DateTime, TimeDelta, Utc};
use duban::config::Config;
use duban::oplog::signed_name26;
use duban::share::{Disk, Folder, Listing, Rank};
use duban::workspace::{Opening, Receipt, Workspace};
use rustix::process::{Signal, getpid, kill_process};

use crate::common::Home;
use crate::common::office::{self, files, note, set_due};

/// Set in the process that plays the program: the step at which it dies.
pub const CHILD: &str = "DUBAN_TEST_DIES";
/// The homes that exchange one after the other, and the plan's folder.
const HOMES: &str = "DUBAN_TEST_HOMES";
const PLAN: &str = "DUBAN_TEST_PLAN";
/// What the clock says, in milliseconds, so that every run takes the same steps.
const NOW: &str = "DUBAN_TEST_NOW";

/// A share before which a program dies: before a step, in the middle of a file, behind a step.
struct Deadly<'a> {
    disk: Disk,
    dies_at: u32,
    step: &'a Cell<u32>,
}

impl Deadly<'_> {
    /// The next step: whether it is the last.
    fn is_last(&self) -> bool {
        self.step.set(self.step.get() + 1);
        self.step.get() == self.dies_at
    }

    fn step(&self) {
        if self.is_last() {
            die();
        }
    }
}

/// As if the power were cut: nothing is tidied up.
fn die() {
    kill_process(getpid(), Signal::KILL).unwrap();
    loop {
        std::thread::park();
    }
}

impl Folder for Deadly<'_> {
    fn list(&self, folder: &str, most: usize, rank: Rank<'_>) -> io::Result<Listing> {
        self.step();
        self.disk.list(folder, most, rank)
    }

    fn read(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        self.step();
        self.disk.read(path, most)
    }

    fn create_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.step();
        if self.is_last() {
            self.disk.create_new(path, &bytes[..bytes.len() / 2])?;
            die();
        }
        self.disk.create_new(path, bytes)?;
        self.step();
        Ok(())
    }

    fn delete(&self, path: &str) -> io::Result<()> {
        self.step();
        self.disk.delete(path)?;
        self.step();
        Ok(())
    }
}

fn opening(home: &Path, now: DateTime<Utc>) -> Opening {
    Opening {
        home: home.to_owned(),
        config: Config::read(Path::new("config.toml"), "").unwrap(),
        login: "tester".to_owned(),
        host: "here".to_owned(),
        now,
        keys: duban::workspace::Keyring::default(),
    }
}

/// Exchanges at every home that is named; says how many steps it took.
pub fn exchange() -> ExitCode {
    let number = |name: &str| std::env::var(name).unwrap();
    let dies_at = number(CHILD).parse().unwrap();
    let plan = PathBuf::from(std::env::var_os(PLAN).unwrap());
    let now = DateTime::from_timestamp_millis(number(NOW).parse().unwrap()).unwrap();
    let step = Cell::new(0);
    for home in std::env::split_paths(&std::env::var_os(HOMES).unwrap()) {
        let (mut workspace, _) = Workspace::open(&opening(&home, now)).unwrap();
        let share = Deadly {
            disk: Disk::at(plan.clone()),
            dies_at,
            step: &step,
        };
        workspace.sync_through(&share, Receipt::Now, now).unwrap();
    }
    print!("{}", step.get());
    ExitCode::SUCCESS
}

/// Two people on one plan, each with something to say, and an old tail of the clerk's that has had its time.
struct Scene {
    registrar: Home,
    clerk: Home,
    share: tempfile::TempDir,
    now: DateTime<Utc>,
    /// Everything as it was before anything crashed.
    saved: Vec<(PathBuf, BTreeMap<PathBuf, Vec<u8>>)>,
}

impl Scene {
    fn new() -> Self {
        let (registrar, clerk) = (Home::new(), Home::new());
        let share = tempfile::tempdir().unwrap();
        let folder = share.path().to_str().unwrap();
        registrar.ok(&["share", "create", folder]);
        let fingerprint = office::fingerprint(&registrar);
        let joined = office::join(&clerk, share.path(), "李强", "市体育局", &fingerprint);
        assert_eq!(joined.code, 0, "{}{}", joined.out, joined.err);
        office::approve(&registrar, "李强", "clerk");
        for text in ["第一句", "第二句"] {
            note(&clerk, "2.1.4", "市体育局", text);
            clerk.ok(&["sync"]);
            registrar.ok(&["sync"]);
        }
        clerk.ok(&["sync"]);
        note(&clerk, "2.1.4", "市体育局", "断电前的话");
        set_due(&registrar, "2.1.1", "2024-11-30", "断电前的期限");
        let mut scene = Self {
            registrar,
            clerk,
            share,
            now: Utc::now() + TimeDelta::seconds(1),
            saved: Vec::new(),
        };
        for folder in scene.folders() {
            let files = files(&folder);
            scene.saved.push((folder, files));
        }
        scene
    }

    fn folders(&self) -> [PathBuf; 3] {
        let share = self.share.path().to_owned();
        [self.registrar.dir(), self.clerk.dir(), share]
    }

    /// Puts everything back, in place: a file that is another file is another home.
    fn put_back(&self) {
        for (folder, saved) in &self.saved {
            for (path, bytes) in files(folder) {
                match saved.get(&path) {
                    None => std::fs::remove_file(folder.join(path)).unwrap(),
                    Some(was) if *was != bytes => std::fs::write(folder.join(path), was).unwrap(),
                    Some(_) => {}
                }
            }
            for (path, bytes) in saved {
                if !folder.join(path).exists() {
                    std::fs::write(folder.join(path), bytes).unwrap();
                }
            }
        }
    }

    /// Exchanges until the step at which the program dies; how many steps there were if it lives.
    fn exchange(&self, dies_at: u32) -> Option<u32> {
        let (registrar, clerk) = (self.registrar.dir(), self.clerk.dir());
        let order = [&clerk, &registrar, &clerk, &clerk, &clerk];
        let output = Command::new(std::env::current_exe().unwrap())
            .env(CHILD, dies_at.to_string())
            .env(HOMES, std::env::join_paths(order).unwrap())
            .env(PLAN, office::plan_in(self.share.path()).unwrap())
            .env(NOW, self.now.timestamp_millis().to_string())
            .output()
            .unwrap();
        if output.status.signal() == Some(Signal::KILL.as_raw()) {
            return None;
        }
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "at step {dies_at}: {told}");
        Some(String::from_utf8(output.stdout).unwrap().parse().unwrap())
    }

    /// Everybody exchanges in peace; then all is as if nothing had happened.
    fn heals(&self, step: u32) -> String {
        let now = self.now + TimeDelta::seconds(1);
        let homes = [&self.clerk, &self.registrar];
        let open = |home: &Home| Workspace::open(&opening(&home.dir(), now)).unwrap().0;
        for round in 0.. {
            let mut moved = 0;
            for home in homes {
                let synced = open(home).sync(Receipt::Now, now).unwrap();
                assert!(synced.quarantined.is_empty(), "at step {step}: {synced:?}");
                moved += synced.ops + synced.entries + synced.received + synced.written;
            }
            if moved == 0 {
                break;
            }
            assert!(round < 8, "at step {step}: it does not come to rest");
        }
        let [dump, other] = homes.map(|home| open(home).dump().unwrap());
        assert!(dump == other, "at step {step}: the views differ");
        for home in homes {
            assert!(open(home).verify().unwrap().damage.is_empty());
            let doubled: i64 = home
                .sql()
                .query_row(
                    "SELECT (SELECT count(*) FROM op) - count(*) FROM (SELECT DISTINCT log, seq FROM op)",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(doubled, 0, "at step {step}");
        }
        for (path, bytes) in files(&office::plan_in(self.share.path()).unwrap()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let whole = signed_name26(&bytes).is_some_and(|hash| name.contains(&hash));
            assert!(whole || path.starts_with("doc"), "at step {step}: {name}");
        }
        dump
    }
}

pub fn whoever_is_killed_at_any_step_of_an_exchange_loses_nothing() {
    let scene = Scene::new();
    let steps = scene.exchange(u32::MAX).unwrap();
    let expected = scene.heals(0);
    for word in ["断电前的话", "断电前的期限"] {
        assert!(expected.contains(word), "{expected}");
    }
    let mut died = BTreeSet::new();
    for step in 1..=steps {
        scene.put_back();
        if scene.exchange(step).is_none() {
            died.insert(step);
        }
        assert!(scene.heals(step) == expected, "at step {step}");
    }
    assert_eq!(died.len(), steps as usize);
}
