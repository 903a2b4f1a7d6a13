//! Two homes on one folder: what one records appears on the other's screen.

use std::path::Path;
use std::time::Duration;

use crate::common::Home;
use crate::press::{CTRL_E, CTRL_S, DOWN, ENTER, ESC, F2, F10};
use crate::{Screens, selected};

/// A registrar's home and a clerk's, on one folder.
fn office(folder: &Path) -> (Home, Home) {
    let (registrar, clerk) = (Home::new(), Home::new());
    let folder = folder.to_str().unwrap();
    registrar.ok(&["share", "create", folder]);
    let status = registrar.json(&["share", "status", "--format", "json"]);
    let print = status["fingerprint"].as_str().unwrap().to_owned();
    let join = ["join", folder, "--name", "王五", "--department", "市教育局"];
    clerk.ok(&[join.as_slice(), &["--fingerprint", &print]].concat());
    registrar.ok(&["roster", "approve", "王五", "--yes"]);
    clerk.ok(&["sync"]);
    (registrar, clerk)
}

fn note(home: &Home, text: &str) {
    home.ok(&["note", "2.1.4", "--progress", text, "--percent", "37"]);
}

#[test]
fn what_a_colleague_records_appears_by_itself_marked_and_moves_no_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let (registrar, clerk) = office(folder.path());
    let mut term = registrar.screens(&[], 80, 24);
    term.send(DOWN);
    term.until("the second task", |s| selected(s).contains("2.1.2"));
    let line = term.look(selected);
    note(&clerk, "王五记的一条");
    clerk.ok(&["sync"]);
    term.until("the percent and the mark", |screen| {
        let rows: Vec<String> = screen.rows(0, 80).collect();
        rows.iter()
            .any(|row| row.contains("2.1.4") && row.contains("37%") && row.contains("+ "))
    });
    assert_eq!(term.look(selected), line);
    // The share is looked at again and again; as long as nothing is new, the terminal hears nothing of it.
    term.is_quiet_for(Duration::from_secs(16));
    term.send([DOWN, DOWN, ENTER].concat());
    term.shows("王五记的一条");
    term.send(ESC);
    term.until("no mark any more", |s| {
        selected(s).contains("2.1.4") && !selected(s).contains("+ ")
    });
    term.send(F10);
    assert!(term.end().success());
    // What was looked at stays so.
    let term = registrar.screens(&[], 80, 24);
    term.shows("37%");
    assert!(!term.text().contains("+ "), "{}", term.text());
}

#[test]
fn what_is_recorded_goes_its_way_to_the_office_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (registrar, clerk) = office(folder.path());
    let mut term = clerk.screens(&[], 80, 24);
    term.send("/2.1.4");
    term.until("the task", |s| selected(s).contains("2.1.4"));
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("进度正常");
    term.shows("进度正常");
    term.send(CTRL_S);
    term.shows("已保存 1");
    term.hides("已保存 1");
    term.shows("已进共享");
    registrar.ok(&["sync"]);
    term.shows("已报督查室");
    // Leaving takes along what is not there yet.
    term.send([F2, "走之前记的"].concat());
    term.shows("走之前记的");
    term.send(CTRL_S);
    term.shows("已保存");
    term.send(F10);
    assert!(term.end().success());
    assert!(!term.text().contains("没有写进"), "{}", term.text());
    registrar.ok(&["sync"]);
    let shown = registrar.ok(&["show", "2.1.4"]);
    assert!(shown.contains("走之前记的"), "{shown}");
}

#[test]
fn a_share_that_is_gone_is_told_and_leaving_says_that_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (_registrar, clerk) = office(folder.path());
    let away = folder.path().with_extension("away");
    std::fs::rename(folder.path(), &away).unwrap();
    let mut term = clerk.screens(&[], 80, 24);
    term.shows("离线 ");
    term.send("/2.1.4");
    term.until("the task", |s| selected(s).contains("2.1.4"));
    term.send(F2);
    term.shows("不得录入涉密信息");
    term.send("离线时记的");
    term.shows("离线时记的");
    term.send(CTRL_S);
    term.shows("已保存 1");
    term.send(F10);
    assert!(term.end().success());
    let text = term.text();
    assert!(text.contains("没有丢"), "{text}");
    std::fs::rename(&away, folder.path()).unwrap();
    let mut term = clerk.screens(&[], 80, 24);
    term.shows("已进共享");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn a_clerk_is_told_before_typing_what_is_others_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (registrar, clerk) = office(folder.path());
    // A task that the clerk's department leads and that has no indicators.
    let asked = ["close", "request", "2.1.7", "--reason", "各项举措均已完成"];
    clerk.ok(&[&asked[..], &["--evidence", "验收报告"]].concat());
    let mut term = clerk.screens(&[], 100, 30);
    term.send("P");
    term.shows("申请销号");
    term.shows("你不能批准销号、退回重办: 由督查员或审批人办理");
    term.shows("你不能审核: 由督查员办理");
    // Taking it back is their own.
    assert!(!term.text().contains("撤回申请"), "{}", term.text());
    term.send("a");
    term.shows("由督查员或审批人办理");
    // Nor does a form open in which a light would be judged, or a correction written.
    term.send(ESC);
    term.shows("台账 |");
    for key in ["L", CTRL_E] {
        term.send(key);
        term.shows("由督查员办理");
        term.send(DOWN);
    }
    term.send(F10);
    assert!(term.end().success());
    clerk.ok(&["sync"]);
    registrar.ok(&["sync"]);
    let mut term = registrar.screens(&[], 100, 30);
    term.send("P");
    term.shows("申请销号");
    term.shows("F2同意");
    assert!(!term.text().contains("你不能"), "{}", term.text());
    term.send(F10);
    assert!(term.end().success());
}
