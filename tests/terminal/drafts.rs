//! What was typed outlives whatever ends the program.

use std::path::{Path, PathBuf};

use rustix::process::Signal;

use crate::common::Home;
use crate::press::{CTRL_S, CTRL_T, ESC, F2, F10};
use crate::start::assert_given_back;
use crate::{Screens, selected, until_kept};

#[test]
fn a_killed_program_left_what_was_typed() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("写到一半的进展");
    let file = until_kept(&home, "写到一半的进展");
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    term.signal(Signal::KILL);
    assert!(!term.end().success());

    let mut term = home.screens_with(&[], &[], 80, 24);
    term.shows("有 1 份未提交的草稿");
    term.enter_ledger();
    term.until("the mark of a draft", |s| {
        selected(s).contains('*') && selected(s).contains("2.1.1")
    });
    term.send(F2);
    term.shows("写到一半的进展");
    term.shows("已恢复");
    // Esc keeps it, as the words at the foot say; the next start offers it again.
    term.send("，还有");
    term.shows("写到一半的进展，还有");
    term.send(ESC);
    term.hides("不得录入涉密信息");
    term.send(F10);
    assert!(term.end().success());

    let mut term = home.screens_with(&[], &[], 80, 24);
    term.shows("有 1 份未提交的草稿");
    term.enter_ledger();
    term.send(F2);
    term.shows("写到一半的进展，还有");
    term.send(CTRL_S);
    term.shows("进展记录已保存");
    term.send(F10);
    assert!(term.end().success());
    assert_eq!(home.drafts(), [], "what is recorded is no draft any more");
    let shown = home.json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(shown[0]["notes"].as_array().unwrap().len(), 1);
    assert_eq!(shown[0]["notes"][0]["progress"], "写到一半的进展，还有");
}

#[test]
fn a_signal_keeps_the_draft_and_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::new();
        let mut term = home.screens(&[], 80, 24);
        term.send(F2);
        term.shows("不得录入涉密信息");
        term.send("忽然断了");
        term.shows("忽然断了");
        term.signal(signal);
        term.end();
        assert_given_back(&term);
        let drafts = home.drafts();
        assert!(
            drafts.len() == 1 && drafts[0].1.contains("忽然断了"),
            "{signal:?}: {drafts:?}"
        );
    }
}

/// A home whose folder for drafts takes none, as if its disk were full; and one where nothing else takes any either.
fn without_drafts(home: &Home) -> (PathBuf, PathBuf) {
    home.ok(&["list"]);
    std::fs::write(home.dir().join("drafts"), "").unwrap();
    let elsewhere = home.folder().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let nowhere = home.folder().join("nowhere");
    std::fs::write(&nowhere, "").unwrap();
    (elsewhere, nowhere)
}

/// The drafts below a folder.
fn drafts_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| match path.is_dir() {
        true => drafts_below(&path),
        false if path.extension().is_some_and(|kind| kind == "json") => vec![path],
        false => Vec::new(),
    };
    paths.flat_map(of).collect()
}

#[test]
fn words_that_no_disk_takes_are_not_lost_by_leaving() {
    let home = Home::new();
    let (_, nowhere) = without_drafts(&home);
    let nowhere = nowhere.to_str().unwrap();
    let env = [("XDG_STATE_HOME", nowhere), ("TMPDIR", nowhere)];
    let mut term = home.screens_with(&[], &env, 80, 24);
    term.enter_ledger();
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("哪里都存不下");
    term.shows("草稿没有存到磁盘");
    term.send(ESC);
    term.hides("不得录入涉密信息");
    term.shows("草稿没有存到磁盘");
    term.send(F10);
    term.shows("没有存下");
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.shows("哪里都存不下");
    // The home takes drafts again: leaving keeps them and asks nothing.
    std::fs::remove_file(home.dir().join("drafts")).unwrap();
    term.send(F10);
    assert!(term.end().success());
    until_kept(&home, "哪里都存不下");
}

#[test]
fn a_draft_that_the_home_does_not_take_is_kept_elsewhere_and_comes_back() {
    let home = Home::new();
    let (elsewhere, nowhere) = without_drafts(&home);
    let (elsewhere, nowhere) = (elsewhere.to_str().unwrap(), nowhere.to_str().unwrap());
    for (n, env) in [
        [("XDG_STATE_HOME", elsewhere), ("TMPDIR", nowhere)],
        [("XDG_STATE_HOME", nowhere), ("TMPDIR", elsewhere)],
    ]
    .into_iter()
    .enumerate()
    {
        let mut term = home.screens_with(&[], &env, 80, 24);
        term.enter_ledger();
        term.send(F2);
        term.shows("不得录入涉密信息");
        term.send("另存一处");
        term.shows("草稿存到");
        // Whatever ends the program.
        if n == 0 {
            term.signal(Signal::HUP);
            term.end();
        } else {
            term.send(F10);
            assert!(term.end().success());
        }
        let kept = drafts_below(Path::new(elsewhere));
        assert_eq!(kept.len(), 1, "{kept:?}");
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode(&kept[0]) & 0o777, 0o600);
            assert_eq!(mode(kept[0].parent().unwrap()) & 0o777, 0o700);
        }
        // The home takes drafts again.
        std::fs::remove_file(home.dir().join("drafts")).unwrap();
        let mut term = home.screens_with(&[], &env, 80, 24);
        term.shows("有 1 份未提交的草稿");
        term.enter_ledger();
        term.send(F2);
        term.shows("另存一处");
        term.send("，接着写");
        until_kept(&home, "另存一处，接着写");
        assert_eq!(drafts_below(Path::new(elsewhere)), [] as [PathBuf; 0]);
        term.send(CTRL_S);
        term.shows("进展记录已保存");
        // What is asked for next is answered after the draft is gone, of which nothing is said: not even of the place
        // where none could be.
        term.send(CTRL_T);
        term.shows("建库");
        let sent = term.bytes();
        assert!(!String::from_utf8_lossy(&sent).contains("不是目录"));
        term.send(F10);
        assert!(term.end().success());
        std::fs::remove_dir_all(home.dir().join("drafts")).unwrap();
        std::fs::write(home.dir().join("drafts"), "").unwrap();
    }
}

#[test]
fn a_dropped_line_keeps_the_draft() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("线路忽然断了");
    term.shows("线路忽然断了");
    term.hang_up();
    term.end();
    until_kept(&home, "线路忽然断了");
}

#[test]
fn a_dropped_line_ends_a_program_that_no_signal_reaches() {
    // As in a container, where nobody hangs up on behalf of a terminal that went away.
    let home = Home::new();
    let mut builder = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_duban"));
    builder.env_clear();
    builder.env("LANG", "C.UTF-8");
    builder.env("TERM", "xterm");
    builder.env("HOME", home.folder());
    builder.env("DUBAN_HOME", home.dir());
    builder.set_controlling_tty(false);
    let mut term = crate::pty::Term::spawn(builder, 80, 24);
    term.enter_ledger();
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("没有人通知");
    term.shows("没有人通知");
    // Without a terminal of its own it hears of no new size either; a key makes it draw.
    term.hang_up_with("！");
    term.end();
    until_kept(&home, "没有人通知");
}
