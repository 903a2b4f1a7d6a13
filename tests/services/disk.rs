//! A home on a disk that fills up or cannot be written: a small file system of its own, mounted where only the
//! program sees it, so that nothing is left behind.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::Home;
use crate::pty::{PATIENCE, Term};

/// What begins a process with mounts of its own: as root, or as the root of a user namespace.
const ENTER: [&[&str]; 2] = [
    &["unshare", "--mount"],
    &["unshare", "--user", "--map-root-user", "--mount"],
];

fn enter() -> Option<&'static [&'static str]> {
    let home = tempfile::tempdir().unwrap();
    ENTER.into_iter().find(|way| {
        Command::new(way[0])
            .args(&way[1..])
            .args(["mount", "-t", "tmpfs", "-o", "size=1m", "none"])
            .arg(home.path())
            .output()
            .is_ok_and(|output| output.status.success())
    })
}

/// Why these tests cannot run here.
pub fn missing() -> Option<String> {
    enter()
        .is_none()
        .then(|| "nothing may be mounted here".to_owned())
}

/// The screens on a home that a disk of 4 MiB holds, made and prepared by `script`.
fn screens(home: &Home, script: &str) -> Term {
    std::fs::create_dir(home.dir()).unwrap();
    let way = enter().unwrap();
    let script = format!(
        "set -e; mount -t tmpfs -o size=4m,mode=700 none {home}; {duban} list >/dev/null 2>&1; {script}",
        home = home.dir().display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let mut command = Command::new(way[0]);
    command
        .args(&way[1..])
        .args(["/bin/sh", "-c", &script])
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", home.folder())
        .env("DUBAN_HOME", home.dir())
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color");
    Term::start(&command, 80, 24)
}

/// A path as the program with its own mounts sees it.
fn seen_by(term: &Term, path: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", term.process()));
    root.join(path.strip_prefix("/").unwrap())
}

pub fn a_full_disk_loses_no_word() {
    let home = Home::new();
    let fill = home.dir().join("fill");
    let script = format!("exec {}", env!("CARGO_BIN_EXE_duban"));
    let mut term = screens(&home, &script);
    term.enter_ledger();
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    // Now others fill the disk to the last byte.
    let fill = seen_by(&term, &fill);
    let mut file = std::fs::File::create(&fill).unwrap();
    while std::io::Write::write(&mut file, &[0; 4096]).is_ok_and(|n| n > 0) {}
    drop(file);
    term.send("磁盘满了也不能丢");
    // Keeping the draft fails already, and a person who types hears of it.
    term.shows("磁盘已满");
    term.shows("磁盘满了也不能丢");
    term.send("\x13");
    term.shows("磁盘已满");
    term.shows("磁盘满了也不能丢");
    // While it is being saved the form takes no keys; so press until it does.
    let deadline = Instant::now() + PATIENCE;
    while term.look(|screen| screen.cursor_position().1) != 13 {
        assert!(Instant::now() < deadline, "the form takes no keys any more");
        term.send("\x1b[H");
        std::thread::sleep(Duration::from_millis(20));
    }
    term.send("\x1b[F，等一等");
    term.shows("磁盘满了也不能丢，等一等");
    // Somebody makes room: the same form is saved as if nothing had been.
    std::fs::remove_file(&fill).unwrap();
    term.send("\x13");
    term.shows("进展记录已保存");
    // What is recorded is no draft any more.
    let drafts = seen_by(&term, &home.dir().join("drafts"));
    let deadline = Instant::now() + PATIENCE;
    let is_draft = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "json")
        })
    };
    while std::fs::read_dir(&drafts).is_ok_and(|mut left| left.any(is_draft)) {
        assert!(Instant::now() < deadline, "the draft stays");
        std::thread::sleep(Duration::from_millis(10));
    }
    term.send("\r");
    term.shows("进展记录 (1)");
    term.shows("磁盘满了也不能丢，等一等");
    term.send("\x1b[21~");
    assert!(term.end().success());
}

/// Others fill the disk to the last byte.
const NO_BYTE: &str = "cat /dev/zero >fill 2>/dev/null";
/// Others make as many files as the disk takes.
const NO_FILE: &str = "n=0; while true >fill$n; do n=$((n+1)); done 2>/dev/null";

/// Runs a script in a process of its own, with a home on a disk of 4 MiB and 64 files that others filled after a note
/// was recorded; what it says.
fn on_a_full_disk(home: &Home, fill: &str, script: &str) -> String {
    std::fs::create_dir(home.dir()).unwrap();
    let way = enter().unwrap();
    let script = format!(
        "set -e; mount -t tmpfs -o size=4m,nr_inodes=64,mode=700 none {home}
         duban() {{ {duban} \"$@\"; }}
         duban note 2.1.4 --progress 磁盘满以前的话 >/dev/null
         set +e
         cd {home}; {fill}
         {script}",
        home = home.dir().display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let output = Command::new(way[0])
        .args(&way[1..])
        .args(["/bin/sh", "-c", &script])
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", home.folder())
        .env("DUBAN_HOME", home.dir())
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    String::from_utf8(said).unwrap()
}

pub fn a_home_on_a_full_disk_is_read_and_says_what_is_full() {
    let home = Home::new();
    let said = on_a_full_disk(&home, NO_BYTE, "duban show 2.1.4 2>&1; echo code=$?");
    assert!(said.contains("磁盘满以前的话"), "{said}");
    assert!(said.contains("code=0"), "{said}");
    // What would write says that nothing was recorded, and what was is there; somebody makes room, and it is.
    let home = Home::new();
    let script = "duban note 2.1.4 --progress 没有地方 2>&1; echo code=$?; duban list 编号:2.1.4 2>&1; echo code=$?
        rm $DUBAN_HOME/fill; duban note 2.1.4 --progress 又有地方了; duban show 2.1.4; duban verify";
    let said = on_a_full_disk(&home, NO_BYTE, script);
    assert!(said.contains("磁盘已满, 没有记录下来"), "{said}");
    assert!(said.contains("code=1") && said.contains("code=0"), "{said}");
    assert!(
        said.contains("磁盘满以前的话") && said.contains("又有地方了"),
        "{said}"
    );
    assert!(!said.contains("没有地方"), "{said}");
    assert!(!said.contains("disk I/O"), "{said}");
    // Where not one file can be made any more SQLite opens nothing.
    let home = Home::new();
    let script = "duban show 2.1.4 2>&1; echo code=$?; rm fill*; duban show 2.1.4";
    let said = on_a_full_disk(&home, NO_FILE, script);
    let full = format!("{} 所在的磁盘已满", home.dir().display());
    assert!(said.contains(&full) && said.contains("一条没丢"), "{said}");
    assert!(
        said.contains("code=1") && said.contains("磁盘满以前的话"),
        "{said}"
    );
}

/// Waits until a file holds this; what is in it.
fn until_told(file: &Path, end: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let told = std::fs::read_to_string(file).unwrap_or_default();
        if told.contains(end) {
            return told;
        }
        assert!(Instant::now() < deadline, "it waits: {told}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn words_typed_on_a_full_disk_are_found_again() {
    let home = Home::new();
    let script = format!(
        "cat /dev/zero >{fill} 2>/dev/null || true; exec {duban}",
        fill = home.dir().join("fill").display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let mut term = screens(&home, &script);
    term.enter_ledger();
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    term.send("一打开磁盘就是满的");
    // It is kept in the person's folder, which is on another disk, and is said to be.
    term.shows("草稿存到");
    term.send("\x1b");
    term.hides("不得录入涉密信息");
    term.send("\x1b[21~");
    assert!(term.end().success());
    let folder = home.folder().join(".local/state/duban/drafts");
    let mut homes = std::fs::read_dir(folder).unwrap();
    let drafts = std::fs::read_dir(homes.next().unwrap().unwrap().path()).unwrap();
    let mut texts = drafts.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    assert!(texts.any(|text| text.contains("一打开磁盘就是满的")));
}

pub fn screens_on_a_full_disk_keep_others_out_until_there_is_room() {
    let home = Home::new();
    let fill = home.dir().join("fill");
    let [go, told, again] = ["go", "told", "again"].map(|name| home.folder().join(name));
    let script = format!(
        "cat /dev/zero >{fill} 2>/dev/null || true
         (while [ ! -e {go} ]; do sleep 0.02; done
          {duban} list >{told} 2>&1 || echo code=$? >>{told}
          while ! {duban} list >{again} 2>&1; do sleep 0.02; done; echo code=0 >>{again}) &
         exec {duban}",
        fill = fill.display(),
        go = go.display(),
        told = told.display(),
        again = again.display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let mut term = screens(&home, &script);
    term.enter_ledger();
    // Whoever comes later hears what is in the way, and soon.
    std::fs::write(&go, "").unwrap();
    let told = until_told(&told, "code=");
    assert!(
        told.contains("所在的磁盘已满") && told.contains("code=1"),
        "{told}"
    );
    // Somebody makes room: the screens let others in, and go on.
    std::fs::remove_file(seen_by(&term, &fill)).unwrap();
    until_told(&again, "code=0");
    term.send("\x1bOQ");
    term.shows("不得录入涉密信息");
    term.send("腾出空间以后");
    term.shows("腾出空间以后");
    term.send("\x13");
    term.shows("进展记录已保存");
    term.send("\x1b[21~");
    assert!(term.end().success());
}

pub fn a_read_only_home_is_refused_in_words() {
    let home = Home::new();
    let script = format!(
        "mount -o remount,ro {home}; exec {duban}",
        home = home.dir().display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let mut term = screens(&home, &script);
    let status = term.end();
    assert_eq!(status.exit_code(), 1, "{}", term.text());
    let text = term.text();
    assert!(
        text.contains("duban:") && text.contains(&home.dir().display().to_string()),
        "{text}"
    );
    assert!(!text.contains("panicked"), "{text}");
}

/// What lies in a folder that the program sees.
fn names_in(term: &Term, folder: &Path) -> Vec<String> {
    let there = std::fs::read_dir(seen_by(term, folder)).unwrap();
    there
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// Has a report written into a folder that is mounted so, and hands over the terminal once all of this was told.
fn report_into(options: &str, told: [&str; 2], check: impl FnOnce(&Term, &Path)) {
    let home = Home::new();
    let out = home.folder().join("out");
    std::fs::create_dir(&out).unwrap();
    let script = format!(
        "mount -t tmpfs -o {options} none {out}; cd {out}; exec {duban}",
        out = out.display(),
        duban = env!("CARGO_BIN_EXE_duban"),
    );
    let mut term = screens(&home, &script);
    term.enter_ledger();
    term.send("\x1b[20~");
    term.shows("推进情况台账");
    term.send("\r");
    for said in told {
        term.shows(said);
    }
    check(&term, &out);
    term.send("\x1b[21~");
    assert!(term.end().success());
}

pub fn a_report_that_does_not_fit_is_told_and_leaves_nothing() {
    // A folder on a disk of one page, then one that takes nothing at all.
    report_into(
        "size=4k",
        ["磁盘已满", "先腾出空间"],
        |term, out| {
            assert_eq!(names_in(term, out), Vec::<String>::new());
        },
    );
    report_into("ro", ["只读", "--output"], |_, _| {});
}
