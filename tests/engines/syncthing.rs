//! Two offices, each with a Syncthing and a synced folder of its own.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::common::Home;
use crate::common::office::{
    self, approve, conflicts, copy_of, files, holds, note, notes, ops, plan_in, refused, set_due,
    verify_by_openssh,
};
use crate::sandbox::{self, Daemon, sh, until};

/// What lets the tests speak to a node.
const API_KEY: &str = "key-of-the-tests";

pub fn missing() -> Option<String> {
    sandbox::missing(&["syncthing", "ssh-keygen"], false)
}

/// A Syncthing with one folder.
pub struct Node {
    dir: PathBuf,
    id: String,
    daemon: Option<Daemon>,
}

/// Two nodes that share a folder, and are connected.
pub struct Pair {
    pub near: Node,
    pub far: Node,
    _dir: tempfile::TempDir,
}

impl Node {
    fn make(dir: PathBuf) -> Self {
        std::fs::create_dir_all(dir.join("folder/.stfolder")).unwrap();
        let generate = ["generate", "--no-default-folder", "--home"];
        sh(Command::new("syncthing").args(generate).arg(&dir));
        let config = std::fs::read_to_string(dir.join("config.xml")).unwrap();
        let id = config.split("<device id=\"").nth(1).unwrap();
        let id = id.split('"').next().unwrap().to_owned();
        Self {
            dir,
            id,
            daemon: None,
        }
    }

    /// The folder that is synced.
    pub fn folder(&self) -> PathBuf {
        self.dir.join("folder")
    }

    /// Starts it on a port of the loopback. It speaks to the other node, and to nobody else.
    fn start(&mut self, port: u16, other: (&str, u16)) {
        let (me, dir) = (&self.id, self.dir.display());
        let (other, other_port) = other;
        // What is not the default: no conflict copies are kept unless they are asked for in a file written by hand.
        let config = format!(
            r#"<configuration version="36">
  <folder id="plan" path="{dir}/folder" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="1">
    <device id="{me}"/><device id="{other}"/>
    <maxConflicts>10</maxConflicts>
  </folder>
  <device id="{me}"><address>tcp://127.0.0.1:{port}</address></device>
  <device id="{other}"><address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="true"><address>{dir}/gui</address><apikey>{API_KEY}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <crashReportingEnabled>false</crashReportingEnabled>
    <startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <reconnectionIntervalS>1</reconnectionIntervalS>
  </options>
</configuration>
"#
        );
        std::fs::write(self.dir.join("config.xml"), config).unwrap();
        let mut command = Command::new("syncthing");
        command
            .args(["serve", "--no-browser", "--no-restart", "--home"])
            .arg(&self.dir)
            .env("STNOUPGRADE", "1")
            .env("STNODEFAULTFOLDER", "1");
        self.daemon = Some(Daemon::start(&mut command, &self.dir.join("log")));
    }

    /// Asks the node something; `None` while it does not answer.
    fn ask(&self, method: &str, path: &str) -> Option<String> {
        let mut line = UnixStream::connect(self.dir.join("gui")).ok()?;
        let request = format!(
            "{method} /rest/{path} HTTP/1.0\r\nHost: localhost\r\nX-API-Key: {API_KEY}\r\nContent-Length: 0\r\n\r\n"
        );
        line.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        line.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let is_good = head.lines().next()?.contains(" 200 ");
        is_good.then(|| body.to_owned())
    }

    fn is_connected(&self, other: &Self) -> bool {
        let answer = self.ask("GET", "system/connections");
        answer.is_some_and(|answer| {
            let answer: Json = serde_json::from_str(&answer).unwrap();
            answer["connections"][&other.id]["connected"] == true
        })
    }
}

impl Pair {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let [mut near, mut far] = ["near", "far"].map(|name| Node::make(dir.path().join(name)));
        near.start(22001, (&far.id, 22002));
        far.start(22002, (&near.id, 22001));
        let pair = Self {
            near,
            far,
            _dir: dir,
        };
        pair.wait_for_the_line();
        pair
    }

    fn wait_for_the_line(&self) {
        until("the nodes are connected", || {
            self.near.is_connected(&self.far) && self.far.is_connected(&self.near)
        });
    }

    /// Cuts the line between the offices.
    pub fn cut(&self) {
        self.near.ask("POST", "system/pause").unwrap();
        until("the line is cut", || {
            !self.near.is_connected(&self.far) && !self.far.is_connected(&self.near)
        });
    }

    pub fn heal(&self) {
        self.near.ask("POST", "system/resume").unwrap();
        self.wait_for_the_line();
    }

    /// Has both nodes look into their folders now, and says whether these hold the same by then.
    pub fn is_level(&self) -> bool {
        for node in [&self.near, &self.far] {
            node.ask("POST", "db/scan?folder=plan").unwrap();
        }
        files(&self.near.folder()) == files(&self.far.folder())
    }

    /// Lets everybody exchange until nothing moves any more: the folders hold the same, nobody writes, and all homes
    /// show the same.
    fn agree(&self, homes: &[&Home]) {
        until("all agree", || {
            let before = files(&self.near.folder());
            for home in homes {
                home.ok(&["sync"]);
            }
            let (level, after) = (self.is_level(), files(&self.near.folder()));
            let same = all_the_same(homes);
            if !(level && after == before && same) {
                // What a failure is to be understood by.
                let moved = after.keys().filter(|path| !before.contains_key(*path));
                let gone = before.keys().filter(|path| !after.contains_key(*path));
                let (moved, gone): (Vec<_>, Vec<_>) = (moved.collect(), gone.collect());
                eprintln!("level {level}, same {same}, new {moved:?}, gone {gone:?}");
            }
            level && after == before && same
        });
    }
}

fn all_the_same(homes: &[&Home]) -> bool {
    let mut dumps = homes.iter().map(|home| home.ok(&["dump"]));
    let first = dumps.next().unwrap();
    dumps.all(|dump| dump == first)
}

/// What a person with a stolen computer does: an old copy of the home, and a clock that was put back.
fn back_date(home: &Home, retract: &str) {
    let (mut workspace, _) = duban::workspace::Workspace::open(&home.opening()).unwrap();
    let long_ago = "2023-03-01T08:00:00Z".parse().unwrap();
    let taken = workspace.find_note(retract).unwrap();
    workspace
        .retract_note(taken, "毁掉以前的", long_ago)
        .unwrap();
}

pub fn two_offices() {
    let pair = Pair::new();
    let (near, far) = (pair.near.folder(), pair.far.folder());

    // The registrar publishes the plan in one office; a coordinator and a clerk join in the other.
    let (registrar, other, thief) = (Home::new(), Home::new(), Home::new());
    registrar.ok(&["share", "create", near.to_str().unwrap()]);
    until("the plan has arrived", || {
        pair.is_level() && plan_in(&far).is_some()
    });
    let print = office::fingerprint(&registrar);
    for (home, name, department, role) in [
        (&other, "周敏", "市教育局", "coordinator"),
        (&thief, "李强", "市体育局", "clerk"),
    ] {
        let run = office::join(home, &far, name, department, &print);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        pair.agree(&[home]);
        registrar.ok(&["sync"]);
        approve(&registrar, name, role);
    }
    let everybody = [&registrar, &other, &thief];
    pair.agree(&everybody);

    // The line is cut. Both change the deadline of one task, and both record notes on it.
    pair.cut();
    let mut said = vec![
        set_due(&registrar, "2.1.4", "2024-06-30", "会议一"),
        set_due(&other, "2.1.4", "2024-12-31", "会议二"),
        note(&thief, "2.1.4", "市体育局", "断线时填的体育器材"),
    ];
    for n in 0..3 {
        said.push(note(
            &registrar,
            "2.1.4",
            "市教育局",
            &format!("本地第{n}条"),
        ));
        said.push(note(&other, "2.1.4", "市教育局", &format!("远处第{n}条")));
        for home in everybody {
            home.ok(&["sync"]);
        }
    }
    assert_eq!((conflicts(&registrar), conflicts(&other)), (0, 0));

    // The line is back: both see both deadlines, one settles it, and both show the same to the byte.
    pair.heal();
    pair.agree(&everybody);
    assert_eq!((conflicts(&registrar), conflicts(&other)), (1, 1));
    said.push(set_due(&other, "2.1.4", "2024-09-30", "核定"));
    pair.agree(&everybody);
    assert_eq!((conflicts(&registrar), conflicts(&other)), (0, 0));
    for home in everybody {
        let task = home.json(&["show", "2.1.4", "--format", "json"]);
        assert_eq!(task[0]["due"], "2024-09-30");
        assert_eq!(notes(home, "2.1.4").len(), 7);
    }

    // A key is revoked. Whoever has it goes on, also from an old copy and with the clock put back.
    let kept = &said[2];
    let old_copy = copy_of(&thief);
    registrar.ok(&["roster", "revoke", "李强", "--reason", "电脑失窃"]);
    let on = ["--on", "2023-01-01"];
    let forged = ["note", "2.1.4", "--progress", "倒签的记录"];
    thief.ok(&[&forged[..], &["--department", "市体育局"], &on].concat());
    back_date(&old_copy, kept);
    let all = [&registrar, &other, &thief, &old_copy];
    pair.agree(&all);
    for home in [&registrar, &other] {
        let seen = notes(home, "2.1.4");
        let counted: Vec<&Json> = seen.iter().filter(|n| n["refused"].is_null()).collect();
        assert_eq!(counted.len(), 7, "{seen:?}");
        assert!(counted.iter().all(|n| n["retracted"].is_null()), "{seen:?}");
        assert_eq!(refused(home).get("revoked"), Some(&2));
    }

    // A sentence is purged, while the line is cut once more: no home and no folder holds it in the end.
    let words = "身份证号370303199001010011";
    let purged = note(&other, "2.1.4", "市教育局", words);
    said.push(note(&other, "2.1.4", "市教育局", "后面照常填报"));
    pair.agree(&all);
    assert!(files(&near).values().any(|file| holds(file, words)));
    pair.cut();
    registrar.ok(&["purge", &purged, "--yes", "--reason", "涉个人信息"]);
    said.push(note(&other, "2.1.4", "市教育局", "清除之时填的"));
    for home in all {
        home.ok(&["sync"]);
    }
    pair.heal();
    pair.agree(&all);
    let homes = all.map(Home::dir);
    for folder in [&pair.near.dir, &pair.far.dir].into_iter().chain(&homes) {
        for (path, bytes) in files(folder) {
            assert!(
                !holds(&bytes, words),
                "{}/{}",
                folder.display(),
                path.display()
            );
        }
    }

    // Nothing that was said is missing anywhere; every chain holds, by our own check and by OpenSSH alone; and Syncthing
    // found nothing that two had written.
    for home in all {
        let held = ops(home, "2.1.4");
        assert!(said.iter().all(|op| held.contains(op)), "{held:?}");
        assert!(held.contains(&purged), "the note itself stays");
        home.ok(&["verify"]);
    }
    for folder in [&near, &far] {
        assert!(verify_by_openssh(&registrar, &plan_in(folder).unwrap()) >= 10);
        assert_no_conflict_copies(folder);
    }
}

fn assert_no_conflict_copies(folder: &Path) {
    let copies: Vec<PathBuf> = files(folder)
        .into_keys()
        .filter(|path| path.to_str().unwrap().contains(".sync-conflict-"))
        .collect();
    assert!(copies.is_empty(), "{copies:?}");
}
