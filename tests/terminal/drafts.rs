//! What was typed outlives whatever ends the program.

use rustix::process::Signal;

use crate::common::Home;
use crate::press::{CTRL_S, ESC, F2, F10};
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
