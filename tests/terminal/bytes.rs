//! What goes over the line: few bytes, and none that could harm or misplace.

use std::time::Duration;

use unicode_width::UnicodeWidthChar as _;

use crate::common::Home;
use crate::press::{CTRL_T, DOWN, END, ENTER, ESC, F2, F10};
use crate::pty::{Term, bytes_until_drawn};
use crate::{Screens, selected};

/// Moves the cursor down until `code` is selected and its detail shown; the bytes the list took.
fn down(term: &mut Term, code: &str) -> usize {
    // What came before is not to be counted.
    term.is_quiet_for(Duration::from_millis(300));
    let before = term.bytes();
    term.send(DOWN);
    term.until(code, |screen| {
        let rows: Vec<String> = screen.rows(73, 47).collect();
        selected(screen).contains(code) && rows.iter().any(|row| row.contains(code))
    });
    // The list is drawn first, the detail beside it once the cursor rests.
    bytes_until_drawn(&before, &term.bytes_since(before.len()), (120, 40), (0, 72))
}

#[test]
fn moving_and_scrolling_cost_few_bytes() {
    let home = Home::new();
    let codes: Vec<String> = home
        .json(&["list", "--format", "json"])
        .as_array()
        .unwrap()
        .iter()
        .map(|task| task["code"].as_str().unwrap().to_owned())
        .collect();
    let mut term = home.screens(&[], 120, 40);
    term.until("the first detail", |screen| {
        screen.rows(73, 47).any(|row| row.contains("2.1.1"))
    });
    for code in &codes[1..4] {
        let bytes = down(&mut term, code);
        assert!((1..=400).contains(&bytes), "{bytes} bytes to {code}");
    }
    // To the last row of the list: heads take one row, the frame four.
    for code in &codes[4..35] {
        term.send(DOWN);
        term.until(code, |screen| selected(screen).contains(code));
    }
    let last_row = term.look(|screen| {
        let row = screen.rows(0, 120).position(|row| row.starts_with('>'));
        row.unwrap()
    });
    assert_eq!(last_row, 37, "the cursor is not at the foot of the list");
    for code in &codes[35..38] {
        let bytes = down(&mut term, code);
        assert!((1..=2048).contains(&bytes), "{bytes} bytes to {code}");
    }
    term.send(F10);
    assert!(term.end().success());
}

/// What a stranger might put into a text to command the terminal or to mislead its reader.
const HOSTILE: &str = "甲\x1b]0;owned\x07\x1b[2J\x1b[31m\u{9b}5n\u{202e}乙\u{2066}丙\u{200b}\u{200f}\u{feff}\u{ad}\u{2028}丁\u{7f}\u{8}戊";
/// Characters that one terminal draws in one cell and another in two.
const AMBIGUOUS: &str = "“引”‘号’……——①Ⅱ×÷±°→≥αЖ┃■★…·";

/// Asserts that what was sent holds nothing but text of known width and the commands of our own screens.
fn assert_harmless(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("UTF-8 alone");
    assert!(text.contains("owned"), "the text itself is shown");
    for bad in ["\x1b]", "\x07", "\x1b[31m", "\x1bP", "\x1b_", "\x1b[5n"] {
        assert!(!text.contains(bad), "{bad:?} was sent");
    }
    for c in text.chars() {
        let ours = matches!(c, '\x1b' | '\r' | '\n' | '\x08');
        assert!(ours || !c.is_control(), "{c:?} was sent");
        assert!(ours || !duban::text::is_unsafe(c), "{c:?} was sent");
        assert_eq!(c.width(), c.width_cjk(), "the width of {c:?} is ambiguous");
    }
}

#[test]
fn nothing_harmful_is_ever_sent() {
    let home = Home::new();
    let hostile = format!("{HOSTILE}{AMBIGUOUS}");
    // Shells and programs hand over anything but NUL.
    home.ok(&[
        "note",
        "2.1.1",
        "--progress",
        &hostile,
        "--problems",
        &hostile,
        "--reporter",
        &hostile,
    ]);
    home.ok(&[
        "task", "edit", "2.1.1", "--title", &hostile, "--leader", &hostile, "--reason", &hostile,
    ]);
    home.ok(&[
        "task",
        "add",
        "--section",
        "2.1",
        "--title",
        &hostile,
        "--text",
        &hostile,
        "--lead",
        "市教育局",
        "--reason",
        "试",
    ]);
    // Such a thing is no name to begin with; a title is kept without what is harmful, a note as it was typed.
    let refused = home.run(&["departments", "add", &hostile, "--reason", &hostile]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    for (cols, rows) in [(80, 24), (120, 40), (160, 45)] {
        let mut term = home.screens_with(&[], &[], cols, rows);
        term.enter_ledger();
        term.until("the title", |s| s.contents().contains("甲"));
        term.send(ENTER);
        term.shows("亮灯原因");
        term.send("\x1b[6~");
        term.until("the note", |s| s.contents().contains("填报人"));
        term.send(END);
        term.send(CTRL_T);
        term.shows(" 历史 |");
        term.send(ESC);
        term.hides(" 历史 |");
        term.send(ESC);
        term.shows(" 台账 |");
        term.send("/");
        term.shows("搜索: ");
        term.send(format!("\x1b[200~{hostile}\x1b[201~"));
        term.shows("没有找到");
        term.send(ESC);
        term.hides("搜索: ");
        // A paste may hold anything, too, but the end of a paste.
        term.send(F2);
        term.shows("不得录入涉密信息");
        term.send(format!("\x1b[200~{hostile}贴完\x1b[201~"));
        term.shows("贴完");
        term.send(F10);
        assert!(term.end().success());
        assert_harmless(&term.bytes());
        std::fs::remove_dir_all(home.dir().join("drafts")).unwrap();
    }
    // What was typed is kept as it was; only the picture of it is clean.
    let shown = home.json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(shown[0]["notes"][0]["problems"], hostile.as_str());
}
