//! What the tests of sharing do and look at, whatever carries the shared folder.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use super::{Home, Run};

/// An office: the registrar's home, a shared folder, and whoever joins.
pub struct Office {
    pub registrar: Home,
    folder: tempfile::TempDir,
}

impl Office {
    pub fn new() -> Self {
        Self::of(Home::new())
    }

    /// The office of this registrar.
    pub fn of(registrar: Home) -> Self {
        let office = Self {
            registrar,
            folder: tempfile::tempdir().unwrap(),
        };
        office
            .registrar
            .ok(&["share", "create", office.share().to_str().unwrap()]);
        office
    }

    pub fn share(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The plan's folder on the share.
    pub fn plan(&self) -> PathBuf {
        plan_in(&self.share()).unwrap()
    }

    pub fn fingerprint(&self) -> String {
        fingerprint(&self.registrar)
    }

    /// Somebody who has asked to be let in.
    pub fn newcomer(&self, name: &str, department: &str) -> Home {
        let home = Home::new();
        self.join(&home, name, department);
        home
    }

    /// Asks to be let in.
    pub fn join(&self, home: &Home, name: &str, department: &str) {
        let run = join(home, &self.share(), name, department, &self.fingerprint());
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }

    /// Somebody who is let in, and knows it.
    pub fn member(&self, name: &str, department: &str, role: &str) -> Home {
        let home = self.newcomer(name, department);
        approve(&self.registrar, name, role);
        home.ok(&["sync"]);
        home
    }

    /// Lets everybody exchange until nobody has anything new.
    pub fn settle(&self, others: &[&Home]) {
        for _ in 0..3 {
            self.registrar.ok(&["sync"]);
            for home in others {
                home.ok(&["sync"]);
            }
        }
    }

    /// Everybody sees the same, and everything verifies.
    pub fn agree(&self, others: &[&Home]) {
        self.settle(others);
        let dump = self.registrar.ok(&["dump"]);
        self.registrar.ok(&["verify"]);
        for home in others {
            home.ok(&["verify"]);
            assert!(dump == home.ok(&["dump"]), "the views differ");
        }
    }
}

/// The fingerprint of the plan, as the registrar reads it out.
pub fn fingerprint(registrar: &Home) -> String {
    let status = registrar.json(&["share", "status", "--format", "json"]);
    status["fingerprint"].as_str().unwrap().to_owned()
}

/// Asks to be let in on the plan that lies in `share`.
pub fn join(home: &Home, share: &Path, name: &str, department: &str, fingerprint: &str) -> Run {
    home.run(&[
        "join",
        share.to_str().unwrap(),
        "--name",
        name,
        "--department",
        department,
        "--fingerprint",
        fingerprint,
    ])
}

pub fn approve(registrar: &Home, name: &str, role: &str) {
    registrar.ok(&["roster", "approve", name, "--role", role, "--yes"]);
}

/// Moves the deadline of a task; the id of the op.
pub fn set_due(home: &Home, code: &str, due: &str, reason: &str) -> String {
    home.ok(&["task", "edit", code, "--due", due, "--reason", reason]);
    op_of(home, code, reason)
}

/// Records a note; the id of the op.
pub fn note(home: &Home, code: &str, department: &str, text: &str) -> String {
    home.ok(&["note", code, "--department", department, "--progress", text]);
    op_of(home, code, text)
}

/// The id of the op that holds these words.
pub fn op_of(home: &Home, code: &str, text: &str) -> String {
    let history = home.json(&["history", code, "--format", "json"]);
    let found = history.as_array().unwrap().iter().find(|change| {
        let words = change.to_string();
        words.contains(text)
    });
    found.unwrap()["op"].as_str().unwrap().to_owned()
}

/// The ids of all ops about a task.
pub fn ops(home: &Home, code: &str) -> Vec<String> {
    let history = home.json(&["history", code, "--format", "json"]);
    let history = history.as_array().unwrap().iter();
    history
        .map(|change| change["op"].as_str().unwrap().to_owned())
        .collect()
}

pub fn notes(home: &Home, code: &str) -> Vec<Json> {
    let task = home.json(&["show", code, "--format", "json"]);
    task[0]["notes"].as_array().unwrap().clone()
}

/// How many tasks have two values that do not know of each other.
pub fn conflicts(home: &Home) -> usize {
    let list = home.json(&["list", "冲突", "--format", "json"]);
    list.as_array().unwrap().len()
}

/// How many ops of everybody do not count here, by reason.
pub fn refused(home: &Home) -> BTreeMap<String, u64> {
    let status = home.json(&["share", "status", "--format", "json"]);
    let mut sum = BTreeMap::new();
    for person in status["people"].as_array().unwrap() {
        for (why, count) in person["quarantined"].as_object().unwrap() {
            *sum.entry(why.clone()).or_default() += count.as_u64().unwrap();
        }
    }
    sum
}

/// A copy of a home as it is now, as a backup or a copied disk makes it.
pub fn copy_of(home: &Home) -> Home {
    let copy = Home::new();
    let (from, to) = (home.dir(), copy.dir());
    let copied = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(copied.unwrap().success());
    copy
}

/// The plan's folder on a share, if it is there.
pub fn plan_in(share: &Path) -> Option<PathBuf> {
    let mut found = share.read_dir().unwrap().map(|entry| entry.unwrap().path());
    found.find(|path| path.to_str().unwrap().ends_with("-v1"))
}

/// Every file below a folder, by its path within.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            match std::fs::read(&path) {
                Ok(bytes) => {
                    found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
                }
                // It went away meanwhile, or is the socket of a program.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => assert!(!path.is_file(), "{}: {error}", path.display()),
            }
        }
    }
    found
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

/// Holds every file in a plan's folder against OpenSSH alone, with the keys that `home` gives an auditor; how many there
/// were.
pub fn verify_by_openssh(home: &Home, plan: &Path) -> usize {
    let desk = tempfile::tempdir().unwrap();
    let (allowed, signature) = (desk.path().join("allowed"), desk.path().join("signature"));
    std::fs::write(&allowed, home.ok(&["allowed-signers"])).unwrap();
    let mut seen = 0;
    for (path, bytes) in files(plan) {
        if path.starts_with("doc") {
            continue;
        }
        seen += 1;
        let text = String::from_utf8(bytes).unwrap();
        let split = text.split_once("-----BEGIN");
        let (signed, rest) = split.unwrap_or_else(|| panic!("{}: not whole", path.display()));
        let armor = rest.split_once("-----END").unwrap().0;
        let end = "-----END SSH SIGNATURE-----\n";
        std::fs::write(&signature, format!("-----BEGIN{armor}{end}")).unwrap();
        let head: Json = serde_json::from_str(signed.lines().next().unwrap()).unwrap();
        let namespace = format!("duban-v1@{}", head["plan"].as_str().unwrap());
        let keygen = |verb: &str| {
            let mut command = Command::new("ssh-keygen");
            command.args(["-Y", verb, "-f"]).arg(&allowed);
            command.arg("-s").arg(&signature);
            command
        };
        let found = keygen("find-principals").output().unwrap();
        let who = String::from_utf8(found.stdout).unwrap();
        let mut verify = keygen("verify")
            .args(["-I", who.trim(), "-n", &namespace])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut verify.stdin.take().unwrap(), signed.as_bytes()).unwrap();
        assert!(verify.wait().unwrap().success(), "{}", path.display());
    }
    seen
}
