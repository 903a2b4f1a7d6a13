//! A screen that is looked at for a while: other sizes, other people's changes, nothing at all.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::common::{Home, Run};
use crate::press::{CTRL_S, DOWN, ENTER, F2, F10, UP};
use crate::{Screens, selected};

#[test]
fn the_screens_follow_the_size_of_the_window() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    let list = |screen: &vt100::Screen| selected(screen).contains("2.1.1");
    let keys_at_the_foot = |screen: &vt100::Screen| {
        let (rows, cols) = screen.size();
        let foot = screen.rows(0, cols.get()).nth(usize::from(rows.get()) - 1);
        foot.is_some_and(|foot| foot.contains("F10退出"))
    };
    term.resize(120, 40);
    term.until("two panes", |s| {
        list(s) && keys_at_the_foot(s) && selected(s).contains('|')
    });
    term.resize(60, 15);
    term.until("one narrow pane", |s| {
        list(s) && keys_at_the_foot(s) && !selected(s).contains('|')
    });
    term.resize(40, 10);
    term.shows("窗口太小");
    term.shows("40x10");
    term.resize(200, 60);
    term.until("three panes", |s| {
        keys_at_the_foot(s) && s.contents().contains("市教育局")
    });
    term.resize(80, 24);
    term.until("one pane", |s| list(s) && keys_at_the_foot(s));
    // A form keeps what is in it, also through a window that is too small for it.
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("改变大小也不丢字");
    term.shows("改变大小也不丢字");
    for (cols, rows) in [(120, 40), (40, 10), (60, 15)] {
        term.resize(cols, rows);
        if cols == 40 {
            term.shows("窗口太小");
        } else {
            term.shows("改变大小也不丢字");
        }
    }
    term.resize(80, 24);
    term.shows("改变大小也不丢字");
    term.send(CTRL_S);
    term.shows("进展记录已保存");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn what_another_process_records_appears_by_itself() {
    let home = Home::new();
    let mut list = home.screens(&[], 80, 24);
    let mut detail = home.screens(&[], 120, 40);
    detail.send(ENTER);
    detail.shows("尚无进展记录");
    let mut form = home.screens(&[], 80, 24);
    form.send(F2);
    form.shows("不得录入涉密信息");
    form.send("正在写");
    form.shows("正在写");
    home.ok(&[
        "note",
        "2.1.1",
        "--progress",
        "别处记的一条",
        "--percent",
        "37",
    ]);
    list.until("the percent in the list", |s| selected(s).contains("37%"));
    list.shows("别处记的一条");
    detail.shows("别处记的一条");
    // Whoever writes is not disturbed, and loses nothing.
    form.send("，写完了");
    form.shows("正在写，写完了");
    form.send(CTRL_S);
    form.shows("进展记录已保存");
    detail.shows("正在写，写完了");
    for term in [&mut list, &mut detail, &mut form] {
        term.send(F10);
        assert!(term.end().success());
    }
    let shown = home.json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(shown[0]["notes"].as_array().unwrap().len(), 2);
}

#[test]
fn two_screens_on_one_home_lose_nothing_and_show_each_others_notes_within_two_seconds() {
    let home = Home::new();
    let mut screens = [(); 2].map(|()| {
        let mut term = home.screens(&[], 120, 40);
        term.send(ENTER);
        term.shows("尚无进展记录");
        term
    });
    let (rounds, mut waited) = (4, Vec::new());
    for round in 1..=rounds {
        // Both forms are open and both are saved at once, while a third process writes as well.
        for (term, who) in screens.iter_mut().zip(["甲", "乙"]) {
            term.send(F2);
            term.shows("不得录入涉密信息");
            term.send(format!("{who}写的第{round}条"));
            term.shows(&format!("{who}写的第{round}条"));
            // That of the round before went with the first key.
            term.hides("进展记录已保存");
        }
        let other = home.spawn(&["note", "2.1.1", "--progress", &format!("丙写的第{round}条")]);
        for term in &mut screens {
            term.send(CTRL_S);
        }
        for term in &screens {
            term.shows("进展记录已保存");
        }
        let other = Run::of(other.wait_with_output().unwrap());
        assert_eq!((other.code, other.err.as_str()), (0, ""));
        let saved = Instant::now();
        for term in &screens {
            for who in ["甲", "乙", "丙"] {
                term.shows(&format!("{who}写的第{round}条"));
            }
        }
        waited.push(saved.elapsed());
    }
    // A busy machine may be late now and then; a screen that looks too seldom is late every time.
    waited.sort_unstable();
    assert!(waited[1] <= Duration::from_secs(2), "{waited:?}");
    for term in &mut screens {
        term.send(F10);
        assert!(term.end().success());
        let sent = String::from_utf8_lossy(&term.bytes()).into_owned();
        assert!(!sent.contains("locked"), "a lock reached a person: {sent}");
    }
    let shown = home.json(&["show", "2.1.1", "--format", "json"]);
    let notes = shown[0]["notes"].as_array().unwrap();
    let said: BTreeSet<&str> = notes
        .iter()
        .map(|n| n["progress"].as_str().unwrap())
        .collect();
    assert_eq!(
        (notes.len(), said.len()),
        (3 * rounds, 3 * rounds),
        "{said:?}"
    );
    home.ok(&["verify"]);
}

#[test]
fn an_idle_screen_sends_nothing() {
    let home = Home::new();
    let mut term = home.screens(&[], 120, 40);
    term.send(DOWN);
    term.until("the second task", |s| selected(s).contains("2.1.2"));
    // Three seconds without a byte: that is the promise, and no screen that ticks gets there.
    term.is_quiet_for(Duration::from_secs(3));
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("写");
    term.shows("写");
    // The draft is written meanwhile, and the home asked whether it changed.
    term.is_quiet_for(Duration::from_secs(3));
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn a_new_size_is_not_missed_for_a_key_that_comes_with_it() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    for at in 1..=30 {
        // Neither waits for the other, so sooner or later they arrive as one.
        let (cols, key, code) = if at % 2 == 1 {
            (100, DOWN, "2.1.2")
        } else {
            (80, UP, "2.1.1")
        };
        term.resize(cols, 24);
        term.send(key);
        term.until("the cursor on the new screen", |screen| {
            let bar = screen.rows(0, cols).next().unwrap();
            selected(screen).contains(code)
                && unicode_width::UnicodeWidthStr::width(bar.trim_end()) == usize::from(cols) - 1
        });
    }
}
