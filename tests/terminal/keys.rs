//! Keys that a terminal, an input method or a shell has a hand in.

use crate::common::Home;
use crate::press::{CTRL_C, CTRL_D, CTRL_P, CTRL_S, ENTER, ESC, F10};
use crate::{Screens, selected};

#[test]
fn flow_control_job_control_and_interrupts_are_keys_like_others() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    // Ctrl+S would stop the output, Ctrl+Z and Ctrl+C the program.
    term.send(format!("{CTRL_S}\x1a\x1c{CTRL_C}"));
    term.send("j");
    term.until("the second task", |s| selected(s).contains("2.1.2"));
    term.send(CTRL_D);
    term.shows("市教育局");
    term.send(ESC);
    term.until("the ledger", |s| selected(s).contains("2.1.2"));
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn esc_and_another_key_of_one_packet_both_count() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    // Out of a form that something was typed into, down a line, and into the search.
    term.send("n");
    term.shows("进展情况");
    term.send(format!("半截{ESC}j"));
    term.until("the second task", |s| {
        selected(s).contains("2.1.2") && s.contents().contains(" *红  2.1.1")
    });
    // Down, sent behind another Esc.
    term.send(format!("{ESC}{ESC}[B"));
    term.until("the third task", |s| selected(s).contains("2.1.3"));
    term.send("kk");
    term.until("the first task", |s| selected(s).contains("2.1.1"));
    term.send("n");
    term.shows("半截");
    term.send(format!("{ESC}/"));
    term.shows("搜索:");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn an_input_method_that_is_on_does_not_lock_anybody_out() {
    let home = Home::new();
    let mut term = home.screens(&[], 80, 24);
    term.send("？");
    term.shows("帮助 - 台账");
    term.send(ESC);
    term.until("the ledger", |s| selected(s).contains("2.1.1"));
    term.send("／");
    term.shows("搜索:");
    term.send("体质健康");
    term.until("the task", |s| selected(s).contains("2.1.4"));
    term.send(ESC);
    term.shows("共 51 项");
    term.send(CTRL_P);
    term.shows("菜单 |");
    term.send(ENTER);
    term.until("what the menu begins with", |s| {
        !s.contents().contains("菜单 |")
    });
    term.send(F10);
    assert!(term.end().success());
}
