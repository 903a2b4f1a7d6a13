//! Two people on one server, each through a mount of their own, while the server is killed again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::common::Home;
use crate::common::office::{
    self, approve, conflicts, files, note, ops, plan_in, set_due, verify_by_openssh,
};
use crate::sandbox::{Daemon, is_mount, until};

/// Something that serves a folder.
pub trait Server {
    /// The folder as it is on the server itself.
    fn folder(&self) -> &Path;

    /// Ends it as a power cut would.
    fn kill(&mut self);

    /// Starts it again.
    fn start(&mut self);
}

/// A folder that a program in the background shows.
pub struct Mount {
    pub folder: PathBuf,
    command: Command,
    log: PathBuf,
    daemon: Daemon,
}

impl Mount {
    /// Has `command`, which stays in the foreground, mount at `folder`.
    pub fn new(folder: PathBuf, mut command: Command) -> Self {
        std::fs::create_dir(&folder).unwrap();
        let log = folder.with_extension("log");
        let daemon = Self::start(&folder, &mut command, &log);
        Self {
            folder,
            command,
            log,
            daemon,
        }
    }

    fn start(folder: &Path, command: &mut Command, log: &Path) -> Daemon {
        let daemon = Daemon::start(command, log);
        until("the share is mounted", || is_mount(folder));
        daemon
    }

    /// Mounts again what is not mounted any more: some of these programs crash with their server.
    fn tend(&mut self) {
        if self.daemon.has_ended() {
            let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
            self.daemon = Self::start(&self.folder, &mut self.command, &self.log);
        }
    }
}

/// The plan of two people.
struct Office<'a, S> {
    server: &'a mut S,
    mounts: [Mount; 2],
    homes: [Home; 2],
}

impl<S: Server> Office<'_, S> {
    /// The registrar publishes, the other joins as a coordinator.
    fn open(server: &mut S, mounts: [Mount; 2]) -> Office<'_, S> {
        let homes = [Home::new(), Home::new()];
        let [registrar, other] = &homes;
        let [near, far] = mounts.each_ref().map(|mount| mount.folder.as_path());
        registrar.ok(&["share", "create", near.to_str().unwrap()]);
        until("the plan is there", || {
            let plan = plan_in(far);
            plan.is_some_and(|plan| plan.join("roster").read_dir().unwrap().count() > 0)
        });
        let print = office::fingerprint(registrar);
        let run = office::join(other, far, "周敏", "市教育局", &print);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        until("the request has arrived", || {
            registrar.ok(&["sync"]);
            registrar.ok(&["roster"]).contains("周敏")
        });
        approve(registrar, "周敏", "coordinator");
        Office {
            server,
            mounts,
            homes,
        }
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(self.server.folder())
    }

    /// Whether the mount of one of them shows what the server does not hold yet. A cache that writes later begins to
    /// wait anew whenever somebody reads what it holds: whoever exchanges without end keeps it from writing at all.
    fn is_under_way(&self, who: usize) -> bool {
        let served = names(self.server.folder());
        !names(&self.mounts[who].folder).is_subset(&served)
    }

    fn see_to_mounts(&mut self) {
        for mount in &mut self.mounts {
            mount.tend();
        }
    }

    /// Begins to exchange what both have, again and again until the server holds something new; both are still at it.
    fn begin_to_write(&mut self) -> [Child; 2] {
        let before: BTreeSet<PathBuf> = self.files().into_keys().collect();
        let mut exchanges = self.homes.each_ref().map(|home| home.spawn(&["sync"]));
        until("something is written", || {
            self.see_to_mounts();
            for (who, exchange) in exchanges.iter_mut().enumerate() {
                if exchange.try_wait().unwrap().is_some() && !self.is_under_way(who) {
                    *exchange = self.homes[who].spawn(&["sync"]);
                }
            }
            let now = self.files();
            !now.keys().all(|path| before.contains(path))
        });
        exchanges
    }

    /// Both exchange what they have, until both show the same and nobody has anything left to write.
    fn agree(&mut self) {
        until("both agree", || {
            self.see_to_mounts();
            if (0..self.mounts.len()).any(|who| self.is_under_way(who)) {
                return false;
            }
            let before = self.files();
            let exchanged = self.homes.iter().all(|home| home.run(&["sync"]).code == 0);
            let [first, second] = self.homes.each_ref().map(|home| home.ok(&["dump"]));
            exchanged && first == second && self.files() == before
        });
    }
}

/// The files below a folder, none of which is opened for it; nothing of a folder that cannot be read now.
fn names(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let Ok(entries) = folder.join(&below).read_dir() else {
            continue;
        };
        for entry in entries.flatten() {
            let path = below.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                _ => drop(found.insert(path)),
            }
        }
    }
    found
}

/// Two people write at once, while the server is killed again and again.
pub fn people(server: &mut impl Server, mounts: [Mount; 2]) {
    let mut office = Office::open(server, mounts);
    office.agree();
    let [registrar, other] = office.homes.each_ref();
    let mut said = vec![
        set_due(registrar, "2.1.4", "2024-06-30", "会议一"),
        set_due(other, "2.1.4", "2024-12-31", "会议二"),
    ];
    for round in 0..4 {
        let mut say = |homes: &[Home; 2], words: &str| {
            for (who, home) in ["甲", "乙"].into_iter().zip(homes) {
                said.push(note(
                    home,
                    "2.1.4",
                    "市教育局",
                    &format!("{who}{round}{words}"),
                ));
            }
        };
        for n in 0..6 {
            say(&office.homes, &format!("-{n}{}", "填报".repeat(230)));
        }
        // As soon as the server holds the first byte of a new file it is gone.
        let mut exchanges = office.begin_to_write();
        office.server.kill();
        if round % 2 == 0 {
            // A mount may hold up whoever writes until the server is back; nobody else in the home waits for that.
            say(&office.homes, "没有服务器时填的");
        } else {
            // The lights go out on the other two as well: nobody is left to tidy up what was cut short.
            exchanges.iter_mut().for_each(|e| e.kill().unwrap());
            office.mounts.iter_mut().for_each(|m| m.daemon.kill());
        }
        office.server.start();
        until("the exchanges have ended", || {
            office.see_to_mounts();
            let mut ended = exchanges.iter_mut().map(|e| e.try_wait().unwrap());
            // Whether they saw the server go is chance; if they did, they refused and said so.
            ended.all(|status| status.is_some_and(|s| matches!(s.code(), Some(0 | 1) | None)))
        });
    }
    office.agree();
    assert_eq!(office.homes.each_ref().map(conflicts), [1, 1]);
    said.push(set_due(&office.homes[0], "2.1.4", "2024-09-30", "核定"));
    office.agree();
    for home in &office.homes {
        let held = ops(home, "2.1.4");
        let missing = said.iter().filter(|op| !held.contains(op)).count();
        assert_eq!((missing, conflicts(home)), (0, 0));
        home.ok(&["verify"]);
    }
    let plan = plan_in(office.server.folder()).unwrap();
    assert!(verify_by_openssh(&office.homes[0], &plan) >= 5);
}
