//! Screens with a life outside of a session: the past, the other language, the review of a plan.

use crate::Screens;
use crate::common::Home;
use crate::press::{CTRL_E, DOWN, ENTER, ESC, F2, F10};

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/zibo-education-plan.txt");

#[test]
fn the_past_is_read_only_and_says_so() {
    let home = Home::new();
    home.ok(&[
        "note",
        "2.1.1",
        "--progress",
        "去年的进展",
        "--percent",
        "20",
        "--on",
        "2024-03-01",
    ]);
    home.ok(&[
        "note",
        "2.1.1",
        "--progress",
        "今年的进展",
        "--percent",
        "60",
        "--on",
        "2025-03-01",
    ]);
    let dump = home.ok(&["dump"]);
    let mut term = home.screens(&["--as-of", "2024-12-31"], 80, 24);
    term.shows("[只读] 截至 2024-12-31");
    term.shows("去年的进展");
    assert!(!term.text().contains("今年的进展"));
    for key in [F2, CTRL_E, "a"] {
        term.send(key);
        term.shows("不能录入");
        assert!(!term.text().contains("涉密"), "a form opened");
        term.send(DOWN);
        term.hides("不能录入");
    }
    term.send(ENTER);
    term.shows("进展记录 (");
    for key in [F2, CTRL_E, "X", "a", "i"] {
        term.send(key);
        term.shows("不能录入");
        term.send(DOWN);
        term.hides("不能录入");
    }
    term.send(ESC);
    term.shows("共 51 项");
    term.send(F10);
    assert!(term.end().success());
    assert_eq!(home.ok(&["dump"]), dump);
}

#[test]
fn the_screens_speak_english() {
    let home = Home::new();
    let mut term = home.screens(&["--lang", "en"], 80, 24);
    // The plan keeps its language, the frame around it changes.
    let foot = term.look(|screen| screen.rows(0, 80).last().unwrap());
    assert!(foot.is_ascii(), "{foot}");
    assert!(term.text().contains("lead"), "{}", term.text());
    term.send(F2);
    term.shows("No state secrets here");
    term.send("half done");
    term.shows("half done");
    term.send(F2);
    term.shows("the note is recorded");
    term.send(F10);
    assert!(term.end().success());
}

#[test]
fn a_plan_is_reviewed_and_put_in_force() {
    let home = Home::new();
    let mut term = home.screens_with(&["plan", "import", PLAN], &[], 80, 24);
    term.shows("任务 51 项");
    // Leaving without a decision changes nothing.
    term.send(F10);
    assert!(term.end().success());
    let mut term = home.screens_with(&["plan", "import", PLAN], &[], 80, 24);
    term.shows("任务 51 项");
    term.send(F2);
    term.shows("再按一次");
    term.send(F2);
    term.shows("规划已启用");
    term.shows("共 51 项");
    term.send(F10);
    assert!(term.end().success());
    assert_eq!(
        home.json(&["list", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        51
    );
}
