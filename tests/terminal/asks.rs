//! What is asked on a terminal before something is done that nothing undoes.

use crate::common::Home;
use crate::pty::Term;

/// Runs a command that asks, and answers it.
fn answered(home: &Home, args: &[&str], question: &str, answer: &str) -> String {
    let mut command = home.command(args);
    command.env("TERM", "xterm");
    let mut term = Term::start(&command, 120, 24);
    term.shows(question);
    term.send(answer);
    assert!(term.end().success(), "{}", term.text());
    term.text()
}

#[test]
fn words_are_purged_after_a_look_at_whose_they_are() {
    let home = Home::new();
    for text in ["电话13800000000", "照常填报"] {
        let note = [
            "note",
            "2.1.4",
            "--department",
            "市体育局",
            "--progress",
            text,
        ];
        home.ok(&[note.as_slice(), &["--on", "2024-03-05"]].concat());
    }
    let shown = || home.ok(&["show", "2.1.4", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&shown()).unwrap();
    let mut notes = all[0]["notes"].as_array().unwrap().iter();
    let wrong = notes.find(|note| note["progress"] == "电话13800000000");
    let op = wrong.unwrap()["op"].as_str().unwrap();
    let purge = ["purge", op, "--reason", "涉个人信息"];
    let before = shown();
    // A script says beforehand that it means it.
    let run = home.run(&purge);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("--yes"), "{}", run.err);
    let said = answered(&home, &purge, "清除吗?", "n\r");
    for told in [
        &op[..8],
        "2024-03-05",
        "tester",
        "2.1.4 提升学生体质健康水平",
        "市体育局",
        "电话13800000000",
        "没有清除",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("照常填报"), "{said}");
    assert_eq!(shown(), before);
    let said = answered(&home, &purge, "清除吗?", "y\r");
    assert!(said.contains("已登记清除"), "{said}");
    let left = shown();
    assert!(
        !left.contains("13800000000") && left.contains("照常填报"),
        "{left}"
    );
    // What is purged is not purged again, and nobody is asked.
    let dump = home.ok(&["dump"]);
    let mut command = home.command(&purge);
    command.env("TERM", "xterm");
    let mut term = Term::start(&command, 120, 24);
    assert!(!term.end().success());
    let said = term.text();
    assert!(
        said.contains("已经登记清除") && !said.contains("清除吗"),
        "{said}"
    );
    assert_eq!(home.ok(&["dump"]), dump);
}
