//! `identity` in the settings: a person's own key signs, in a file, under a passphrase or in an agent.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::common::office::{self, Office, files, note, notes, refused};
use crate::common::{Home, Run};
use crate::pty::Term;

/// A key made by OpenSSH, in the folder of a home.
fn key(home: &Home, name: &str, passphrase: &str) -> PathBuf {
    let path = home.folder().join(name);
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-C", "", "-N", passphrase, "-f"])
        .arg(&path)
        .status();
    assert!(made.unwrap().success());
    path
}

/// The public half, as the roster bears it.
fn public(key: &Path) -> String {
    let text = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    text.trim().to_owned()
}

/// Lets the settings of a home name this key file.
fn name(home: &Home, key: &str) {
    let folder = home.folder().join(".config/duban");
    std::fs::create_dir_all(&folder).unwrap();
    let line = format!("identity = \"{key}\"\n");
    std::fs::write(folder.join("config.toml"), line).unwrap();
}

/// The keys of the member of this name.
fn keys_of(home: &Home, name: &str) -> Vec<String> {
    let signers = home.ok(&["allowed-signers"]);
    let roster = home.json(&["roster", "--format", "json"]);
    let mut people = roster.as_array().unwrap().iter();
    let person = people.find(|person| person["name"] == name).unwrap();
    let id = person["person"].as_str().unwrap();
    let lines = signers.lines().filter(|line| line.contains(id));
    lines
        .map(|line| {
            let (_, key) = line.split_once(" ssh-ed25519 ").unwrap();
            format!("ssh-ed25519 {}", key.split(' ').next().unwrap())
        })
        .collect()
}

/// How many files of ops on the share this key signed.
fn signed_by(office: &Office, key: &Path) -> usize {
    let desk = tempfile::tempdir().unwrap();
    let (allowed, signature) = (desk.path().join("allowed"), desk.path().join("signature"));
    std::fs::write(&allowed, format!("me {}", public(key))).unwrap();
    let ops = files(&office.plan()).into_iter().filter(|(path, _)| {
        let path = path.to_str().unwrap();
        path.starts_with("log") || path.starts_with("tail")
    });
    ops.filter(|(_, bytes)| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let (_, armor) = text.split_once("-----BEGIN").unwrap();
        std::fs::write(&signature, format!("-----BEGIN{armor}")).unwrap();
        let found = Command::new("ssh-keygen")
            .args(["-Y", "find-principals", "-f"])
            .arg(&allowed)
            .arg("-s")
            .arg(&signature)
            .output()
            .unwrap();
        found.status.success()
    })
    .count()
}

pub fn a_new_home_is_the_persons_own_from_the_start() {
    let home = Home::new();
    let own = key(&home, "own", "");
    name(&home, "~/own");
    let office = Office::of(home);
    assert_eq!(keys_of(&office.registrar, "tester"), [public(&own)]);
    // A newcomer's home as well.
    let clerk = Home::new();
    let theirs = key(&clerk, "theirs", "");
    name(&clerk, theirs.to_str().unwrap());
    office.join(&clerk, "李强", "市体育局");
    office::approve(&office.registrar, "李强", "clerk");
    clerk.ok(&["sync"]);
    note(&clerk, "2.1.4", "市体育局", "本人的密钥签的");
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
    assert_eq!(keys_of(&clerk, "李强"), [public(&theirs)]);
    assert!(signed_by(&office, &own) > 0 && signed_by(&office, &theirs) > 0);
    assert!(office::verify_by_openssh(&clerk, &office.plan()) >= 5);
}

pub fn a_home_that_shares_nothing_changes_its_key_without_a_question() {
    let home = Home::new();
    note(&home, "2.1.4", "市体育局", "库的密钥");
    let (first, second) = (key(&home, "first", ""), key(&home, "second", ""));
    for (at, key) in [&first, &second].into_iter().enumerate() {
        name(&home, key.to_str().unwrap());
        let run = home.run(&["note", "2.1.4", "--progress", &format!("第{at}把")]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    }
    // The log of the first one was signed when it was left, so that the key may go.
    std::fs::remove_file(&first).unwrap();
    let office = Office::of(home);
    office.registrar.ok(&["verify"]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 3);
    assert_eq!(keys_of(&office.registrar, "tester").len(), 3);
    // What was said under each of the three keys reaches others, and counts.
    let clerk = office.member("李强", "市体育局", "clerk");
    assert_eq!(notes(&clerk, "2.1.4").len(), 3);
    office.agree(&[&clerk]);
    assert!(refused(&clerk).is_empty());
    assert!(office::verify_by_openssh(&clerk, &office.plan()) >= 5);
}

pub fn a_key_of_ones_own_gives_way_to_another_before_anything_is_shared() {
    let home = Home::new();
    let (first, second) = (key(&home, "first", ""), key(&home, "second", ""));
    name(&home, "~/first");
    note(&home, "2.1.4", "市教育局", "第一把");
    name(&home, "~/second");
    note(&home, "2.1.4", "市教育局", "第二把");
    std::fs::remove_file(&first).unwrap();
    std::fs::remove_file(first.with_extension("pub")).unwrap();
    let office = Office::of(home);
    assert_eq!(keys_of(&office.registrar, "tester").len(), 2);
    let clerk = office.member("李强", "市体育局", "clerk");
    assert_eq!(notes(&clerk, "2.1.4").len(), 2);
    office.agree(&[&clerk]);
    assert!(office::verify_by_openssh(&clerk, &office.plan()) >= 4);
    // Where the first one was gone before it signed, both are told what to do: which file, and the way out.
    let home = Home::new();
    let first = key(&home, "first", "");
    std::fs::copy(&second, home.folder().join("second")).unwrap();
    name(&home, "~/first");
    note(&home, "2.1.4", "市教育局", "还没签名");
    std::fs::remove_file(&first).unwrap();
    std::fs::remove_file(first.with_extension("pub")).unwrap();
    name(&home, "~/second");
    let run = home.run(&["note", "2.1.4", "--progress", "照常填报"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("放回原处") && run.err.contains("first"),
        "{}",
        run.err
    );
    let folder = tempfile::tempdir().unwrap();
    let run = home.run(&["share", "create", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("--bring-notes"), "{}", run.err);
}

pub fn the_registrars_new_key_keeps_the_roster_after_an_exchange() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let own = key(&office.registrar, "own", "");
    name(&office.registrar, "~/own");
    note(&office.registrar, "2.1.4", "市体育局", "换密钥之前");
    office.settle(&[&clerk]);
    note(&office.registrar, "2.1.4", "市体育局", "换密钥之后");
    office
        .registrar
        .ok(&["roster", "scope", "李强", "--role", "coordinator"]);
    office.agree(&[&clerk]);
    assert!(refused(&clerk).is_empty());
    assert_eq!(notes(&clerk, "2.1.4").len(), 2);
    assert!(signed_by(&office, &own) > 0);
    // And back again: the settings name none.
    name(&office.registrar, "");
    office.settle(&[&clerk]);
    let before = signed_by(&office, &own);
    note(&office.registrar, "2.1.4", "市体育局", "换回来");
    office
        .registrar
        .ok(&["roster", "scope", "李强", "--role", "clerk"]);
    office.agree(&[&clerk]);
    assert_eq!(notes(&clerk, "2.1.4").len(), 3);
    assert_eq!(signed_by(&office, &own), before);
}

pub fn a_members_new_key_waits_for_the_registrar() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "原来的密钥");
    let own = key(&clerk, "own", "");
    name(&clerk, "~/own");
    // Nothing stands still meanwhile, and it is said why the new key does not sign.
    let run = clerk.run(&["note", "2.1.4", "--progress", "还没批准"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("own") && run.err.contains("duban join"),
        "{}",
        run.err
    );
    office.agree(&[&clerk]);
    assert_eq!(signed_by(&office, &own), 0);
    office.join(&clerk, "李强", "市体育局");
    note(&clerk, "2.1.4", "市体育局", "已经申请");
    office.settle(&[&clerk]);
    assert!(refused(&office.registrar).is_empty());
    let (person, role) = (["--person", "李强"], ["--role", "clerk", "--yes"]);
    let approve = [&["roster", "approve", "李强"], person.as_slice(), &role].concat();
    office.registrar.ok(&approve);
    clerk.ok(&["sync"]);
    let run = clerk.run(&["note", "2.1.4", "--progress", "新的密钥"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    office.agree(&[&clerk]);
    assert!(signed_by(&office, &own) > 0);
    assert!(refused(&office.registrar).is_empty());
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 4);
    assert_eq!(keys_of(&office.registrar, "李强").len(), 2);
    let roster = office.registrar.json(&["roster", "--format", "json"]);
    assert_eq!(roster.as_array().unwrap().len(), 2, "{roster}");
}

pub fn a_lost_key_holds_back_only_what_it_did_not_sign() {
    let office = Office::new();
    let clerk = Home::new();
    let own = key(&clerk, "own", "");
    name(&clerk, "~/own");
    office.join(&clerk, "李强", "市体育局");
    office::approve(&office.registrar, "李强", "clerk");
    clerk.ok(&["sync"]);
    note(&clerk, "2.1.4", "市体育局", "丢失之前");
    office.settle(&[&clerk]);
    // The settings name no key any more, and the one before is gone.
    let safe = clerk.folder().join("safe");
    std::fs::rename(&own, &safe).unwrap();
    std::fs::remove_file(own.with_extension("pub")).unwrap();
    name(&clerk, "");
    clerk.ok(&["sync"]);
    note(&clerk, "2.1.4", "市体育局", "没有密钥时填的");
    note(&office.registrar, "2.1.4", "市体育局", "督查室填的");
    office.registrar.ok(&["sync"]);
    let run = clerk.run(&["sync"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("identity"), "{}", run.err);
    assert_eq!(notes(&clerk, "2.1.4").len(), 3, "what others say arrives");
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
    // The home's own key is let in; what the lost one did not sign is waited for all the same.
    let share = office.share();
    let join = office::join(&clerk, &share, "李强", "市体育局", &office.fingerprint());
    assert_eq!(join.code, 1, "{}", join.out);
    office.registrar.ok(&["sync"]);
    let approve = ["roster", "approve", "李强", "--person", "李强"];
    let role = ["--role", "clerk", "--yes"];
    office.registrar.ok(&[approve.as_slice(), &role].concat());
    assert_eq!(clerk.run(&["sync"]).code, 1);
    std::fs::rename(&safe, &own).unwrap();
    office.agree(&[&clerk]);
    note(&clerk, "2.1.4", "市体育局", "换了密钥");
    std::fs::remove_file(&own).unwrap();
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 4);
    assert!(refused(&office.registrar).is_empty());
}

pub fn a_key_that_is_anothers_takes_nothing_over() {
    let office = Office::new();
    let clerk = Home::new();
    let theirs = key(&clerk, "theirs", "");
    name(&clerk, "~/theirs");
    office.join(&clerk, "李强", "市体育局");
    office::approve(&office.registrar, "李强", "clerk");
    // Of the one key the private half is to be had, of the other not.
    let stranger = key(&clerk, "stranger", "");
    std::fs::remove_file(&stranger).unwrap();
    let before = keys_of(&office.registrar, "tester");
    for (key, unit) in [(&theirs, "一科"), (&stranger, "二科")] {
        let public = key.with_extension("pub");
        name(&office.registrar, public.to_str().unwrap());
        let run = office.registrar.run(&["sync"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(public.to_str().unwrap()), "{}", run.err);
        let scope = ["roster", "scope", "李强", "--unit", unit];
        office.registrar.ok(&scope);
        assert_eq!(keys_of(&office.registrar, "tester"), before);
    }
    // A home is not begun for whoever cannot sign.
    let home = Home::new();
    name(&home, stranger.with_extension("pub").to_str().unwrap());
    let run = home.run(&["list"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("ssh-add"), "{}", run.err);
    assert!(!home.dir().join("duban.sqlite3").exists());
}

/// An agent of our own, with these keys in it.
struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Agent {
    fn with(folder: &Path, keys: &[&Path]) -> Self {
        let socket = folder.join("agent");
        let child = Command::new("ssh-agent")
            .args(["-D", "-a"])
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let agent = Self { child, socket };
        let patience = std::time::Instant::now() + crate::pty::PATIENCE;
        while !agent.socket.exists() {
            assert!(std::time::Instant::now() < patience, "no agent");
            std::thread::yield_now();
        }
        for key in keys {
            let added = Command::new("ssh-add")
                .args(["-q"])
                .arg(key)
                .env("SSH_AUTH_SOCK", &agent.socket)
                .status();
            assert!(added.unwrap().success());
        }
        agent
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs with an agent, or without one that answers.
fn run(home: &Home, agent: Option<&Agent>, args: &[&str]) -> Run {
    let mut command = home.command(args);
    command.env("PATH", std::env::var_os("PATH").unwrap());
    if let Some(agent) = agent {
        command.env("SSH_AUTH_SOCK", &agent.socket);
    }
    Run::of(command.output().unwrap())
}

pub fn an_agent_signs_for_a_key_that_is_not_here() {
    let office = Office::new();
    let clerk = Home::new();
    let own = key(&clerk, "own", "");
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::with(folder.path(), &[&own]);
    std::fs::remove_file(&own).unwrap();
    let fingerprint = office.fingerprint();
    for named in ["~/own", "~/own.pub"] {
        name(&clerk, named);
        let share = office.share();
        let join = [
            "join",
            share.to_str().unwrap(),
            "--name",
            "李强",
            "--department",
            "市体育局",
            "--fingerprint",
            &fingerprint,
        ];
        let joined = run(&clerk, Some(&agent), &join);
        assert_eq!(joined.code, 0, "{named}: {}", joined.err);
    }
    office.registrar.ok(&["sync"]);
    office::approve(&office.registrar, "李强", "clerk");
    // Whoever records needs no key; whoever shares does, and hears what to do about it.
    note(&clerk, "2.1.4", "市体育局", "代理签的");
    let without = run(&clerk, None, &["sync"]);
    assert_eq!(without.code, 1);
    assert!(without.err.contains("own.pub"), "{}", without.err);
    assert!(without.err.contains("ssh-add"), "{}", without.err);
    let synced = run(&clerk, Some(&agent), &["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.err);
    office.registrar.ok(&["sync"]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
    assert!(refused(&office.registrar).is_empty());
    assert!(signed_by(&office, &own) > 0);
    assert!(office::verify_by_openssh(&office.registrar, &office.plan()) >= 5);
}

pub fn a_locked_key_is_asked_for_once_and_never_a_script() {
    let home = Home::new();
    let own = key(&home, "own", "多次 sesame");
    name(&home, "~/own");
    // To record and to look takes no key.
    note(&home, "2.1.4", "市体育局", "没有口令也能填");
    let folder = tempfile::tempdir().unwrap();
    let create = ["share", "create", folder.path().to_str().unwrap()];
    let script = home.run(&create);
    assert_eq!(script.code, 1, "{}", script.out);
    assert!(script.err.contains("ssh-add"), "{}", script.err);
    assert!(office::plan_in(folder.path()).is_none(), "{}", script.err);
    let mut term = Term::start(&home.command(&create), 100, 30);
    term.shows("口令");
    term.send("wrong\r".as_bytes());
    term.until("the question again", |screen| {
        screen.contents().matches("own 的口令").count() == 2
    });
    term.send("多次 sesamee\u{7f}\r".as_bytes());
    let status = term.end();
    assert!(status.success(), "{}", term.text());
    let said = term.text();
    assert!(
        !said.contains("sesame") && !said.contains("wrong"),
        "{said}"
    );
    assert_eq!(said.matches("own 的口令").count(), 2, "{said}");
    assert!(office::plan_in(folder.path()).is_some());
    // An agent that holds the key spares the question.
    let again = Agent::with(folder.path(), &[]);
    let mut add = Term::start(
        Command::new("ssh-add")
            .arg(&own)
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("SSH_AUTH_SOCK", &again.socket),
        80,
        24,
    );
    add.shows("passphrase");
    add.send("多次 sesame\r".as_bytes());
    assert!(add.end().success());
    note(&home, "2.1.4", "市体育局", "代理里的口令");
    let synced = run(&home, Some(&again), &["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.err);
    // Nobody is asked for what need not be signed.
    let nothing = home.run(&["sync"]);
    assert_eq!(nothing.code, 0, "{}", nothing.err);
}

pub fn the_screens_ask_before_they_take_the_terminal() {
    let home = Home::new();
    let own = key(&home, "own", "");
    name(&home, "~/own");
    let office = Office::of(home);
    let locked = Command::new("ssh-keygen")
        .args(["-q", "-p", "-P", "", "-N", "sesame", "-f"])
        .arg(&own)
        .status();
    assert!(locked.unwrap().success());
    let home = &office.registrar;
    let screens = || {
        let mut command = home.command(&[]);
        command.env("TERM", "xterm-256color");
        Term::start(&command, 100, 30)
    };
    let sent = || signed_by(&office, &own);
    let before = sent();
    note(home, "2.1.4", "市体育局", "等着签名");
    // Enter alone: everything can be done but send.
    let mut term = screens();
    term.shows("own 的口令");
    term.send("\r");
    term.shows("未进共享 1");
    term.shows("密钥已锁");
    term.send("\u{13}");
    term.shows("有口令, 没有打开");
    term.send("\u{1b}[21~");
    term.end();
    assert_eq!(sent(), before);
    let mut term = screens();
    term.shows("own 的口令");
    term.send("sesame\r");
    term.shows("已进共享");
    term.send("\u{1b}[21~");
    term.end();
    assert!(sent() > before);
}

pub fn keys_that_cannot_sign_are_refused_with_what_to_do() {
    let home = Home::new();
    let office = Office::new();
    let print = office.fingerprint();
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    for (file, told) in [
        ("sk.pub", "sk-ssh-ed25519@openssh.com"),
        ("rsa", "ssh-rsa"),
        ("ecdsa.pub", "ecdsa-sha2-nistp256"),
        ("message", "message"),
        ("nowhere", "nowhere"),
    ] {
        let path = vectors.join(file);
        name(&home, path.to_str().unwrap());
        let run = home.run(&["list"]);
        assert_eq!(run.code, 1, "{file}: {}", run.out);
        assert!(run.err.contains(told), "{file}: {}", run.err);
        assert!(run.err.contains("办法"), "{file}: {}", run.err);
        assert!(!home.dir().exists(), "{file}");
        let run = office::join(&home, &office.share(), "李强", "市体育局", &print);
        assert_eq!(run.code, 1, "{file}: {}", run.out);
        assert!(!home.dir().exists(), "{file}");
        let check = home.run(&["config", "check"]);
        assert_eq!(check.code, 2, "{file}");
        assert!(
            check.err.contains("config.toml:1: identity"),
            "{}",
            check.err
        );
    }
    // The public half alone, which no agent holds: nothing is made, and what is there stays in its place.
    let own = key(&home, "own", "");
    std::fs::remove_file(&own).unwrap();
    name(&home, "~/own");
    for is_there in [false, true] {
        if is_there {
            name(&home, "");
            note(&home, "2.1.4", "市教育局", "库里的填报");
            name(&home, "~/own");
        }
        let mut join = home.command(&["join", "--name", "李强", "--department", "市体育局"]);
        join.args(["--fingerprint", &print, "--bring-notes"]);
        let run = Run::of(join.arg(office.share()).output().unwrap());
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        assert_eq!(home.dir().exists(), is_there, "{}", run.err);
    }
    name(&home, "");
    assert_eq!(notes(&home, "2.1.4").len(), 1);
    name(&home, "keys/mine");
    let run = home.run(&["list"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("~/"), "{}", run.err);
}
