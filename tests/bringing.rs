//! Joining a plan from a home that has notes of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::PathBuf;

use common::office::{self, Office, files, note, notes, refused};
use common::{Home, Run};

/// A home in which somebody worked alone.
fn alone() -> Home {
    let home = Home::new();
    let on = ["--on", "2024-03-05", "--percent", "40"];
    let said = ["note", "2.1.4", "--department", "市体育局", "--progress"];
    home.ok(&[said.as_slice(), &["三月 'quoted' 的进展"], &on].concat());
    note(&home, "2.1.4", "市体育局", "另一条");
    let wrong = note(&home, "2.1.1", "市委教育工委", "写错了的一条");
    home.ok(&["note", "--retract", &wrong, "--reason", "写错"]);
    let purged = note(&home, "2.1.2", "市委教育工委", "不该录的一条");
    home.ok(&["purge", &purged, "--yes", "--reason", "误录"]);
    office::set_due(&home, "2.1.4", "2024-06-30", "自己的期限");
    home
}

/// Joins as the clerk of the sports office.
fn join(office: &Office, home: &Home, more: &[&str]) -> Run {
    let (share, print) = (office.share(), office.fingerprint());
    let who = ["--name", "李 强", "--department", "市体育局"];
    let args = ["join", share.to_str().unwrap(), "--fingerprint", &print];
    home.run(&[args.as_slice(), &who, more].concat())
}

/// Where the home went that was there before.
fn aside(home: &Home) -> Vec<PathBuf> {
    let all = home.folder().read_dir().unwrap();
    let paths = all.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.to_str().unwrap().contains("before-join"))
        .collect()
}

#[test]
fn a_home_with_notes_is_refused_and_told_the_command_that_brings_them() {
    let office = Office::new();
    let home = alone();
    let before = home.ok(&["dump"]);
    let run = join(&office, &home, &[]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert_eq!(home.ok(&["dump"]), before, "nothing was changed");
    assert!(aside(&home).is_empty());
    // The command is one: it is given to a shell as it stands.
    let command = run
        .err
        .lines()
        .find_map(|line| line.split_once("duban --home"));
    let command = format!("\"$PROGRAM\" --home{}", command.unwrap().1);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &command]).env_clear();
    shell.env("PROGRAM", env!("CARGO_BIN_EXE_duban"));
    shell.env("HOME", home.folder()).env("USER", "tester");
    let run = Run::of(shell.output().unwrap());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);

    // The old home is where it is said to be, whole.
    let old = aside(&home);
    assert_eq!(old.len(), 1);
    assert!(run.out.contains(old[0].to_str().unwrap()), "{}", run.out);
    assert_eq!(
        home.ok(&["--home", old[0].to_str().unwrap(), "dump"]),
        before
    );
    // What did not come along is named, each with its reason.
    assert!(run.out.contains("带来 2 条填报"), "{}", run.out);
    let left: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.contains("没有带来"))
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left[0].contains("写错了的一条") && left[0].contains("已撤回"));
    assert!(left[1].contains("2.1.2") && left[1].contains("文字已清除"));
    assert!(left[2].contains("2024-06-30") && left[2].contains("期限"));

    // They wait like all that a newcomer says, and then count, true of the day they were true of.
    office.settle(&[&home]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 0);
    office::approve(&office.registrar, "李 强", "clerk");
    office.agree(&[&home]);
    let seen = notes(&office.registrar, "2.1.4");
    assert_eq!(seen.len(), 2, "{seen:?}");
    let march = seen.iter().find(|note| note["on"] == "2024-03-05").unwrap();
    assert_eq!(march["progress"], "三月 'quoted' 的进展");
    assert_eq!(march["percent"], 40);
    assert_eq!(march["author"], "李 强");
    assert!(refused(&office.registrar).is_empty());
    let task = office
        .registrar
        .json(&["show", "2.1.4", "--format", "json"]);
    assert_ne!(task[0]["due"], "2024-06-30");
    for (path, bytes) in files(&office.share()) {
        assert!(!office::holds(&bytes, "写错了的一条"), "{}", path.display());
    }
}

#[test]
fn notes_that_fit_no_task_of_the_shared_plan_are_named_and_stay() {
    let office = Office::new();
    let home = alone();
    let add = ["task", "add", "--section", "2.1", "--title", "自己加的任务"];
    home.ok(&[add.as_slice(), &["--lead", "市体育局", "--reason", "试试"]].concat());
    let list = home.json(&["list", "自己加的任务", "--format", "json"]);
    let code = list[0]["code"].as_str().unwrap().to_owned();
    note(&home, &code, "市体育局", "自己任务的进展");
    let long = "长".repeat(150);
    home.ok(&[
        "note",
        "2.1.4",
        "--department",
        "市体育局",
        "--problems",
        &long,
    ]);
    // The shared plan allows less, and has another task under that code.
    let strict = Home::new();
    let config = strict.folder().join(".config/duban");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "[rules]\ntext_limit = 100\n").unwrap();
    let other = ["task", "add", "--section", "2.1", "--title", "别人的任务"];
    strict.ok(&[
        other.as_slice(),
        &["--lead", "市体育局", "--reason", "新增"],
    ]
    .concat());
    let strict = Office::of(strict);
    let run = join(&strict, &home, &["--bring-notes"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let left = |words: &str| {
        let mut lines = run.out.lines();
        let line = lines.find(|line| line.contains("没有带来") && line.contains(words));
        line.unwrap_or_else(|| panic!("{words} in {}", run.out))
            .to_owned()
    };
    assert!(left("自己任务的进展").contains("没有这项任务"));
    assert!(left("长长长").contains("100"));
    strict.settle(&[&home]);
    office::approve(&strict.registrar, "李 强", "clerk");
    strict.agree(&[&home]);
    assert_eq!(notes(&strict.registrar, &code).len(), 0);
    assert_eq!(notes(&strict.registrar, "2.1.4").len(), 2);
    drop(office);
}

#[test]
fn notes_of_a_department_that_was_not_asked_for_are_named_when_they_are_brought() {
    let office = Office::new();
    let home = alone();
    // As `note` without a department: the lead's.
    note(&home, "2.1.1", "市委教育工委", "牵头单位的一条");
    note(&home, "2.1.2", "市委教育工委", "又一条");
    let run = join(&office, &home, &["--bring-notes"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("带来 4 条填报"), "{}", run.out);
    let mut lines = run.out.lines();
    let line = lines.find(|line| line.contains("没有申请这个单位"));
    let line = line.unwrap_or_else(|| panic!("{}", run.out));
    assert!(line.contains("其中 2 条记在 市委教育工委 名下"), "{line}");
    // It is as was said: without that department they do not count, with it they do.
    office.registrar.ok(&["sync"]);
    office::approve(&office.registrar, "李 强", "clerk");
    office.agree(&[&home]);
    assert_eq!(refused(&office.registrar).get("department"), Some(&2));
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
}

#[test]
fn an_observers_notes_stay_without_effect() {
    let office = Office::new();
    let home = alone();
    assert_eq!(join(&office, &home, &["--bring-notes"]).code, 0);
    office.registrar.ok(&["sync"]);
    office::approve(&office.registrar, "李 强", "observer");
    office.agree(&[&home]);
    assert_eq!(refused(&office.registrar).get("role"), Some(&2));
    let seen = notes(&office.registrar, "2.1.4");
    assert!(
        seen.iter().all(|note| note["refused"] == "role"),
        "{seen:?}"
    );
}

#[test]
fn a_join_that_is_refused_leaves_everything_as_it_was() {
    let office = Office::new();
    let wrong = ["--bring-notes", "--department", "没有这个局"];
    let before = files(&office.plan());
    // A home that was there is there again, and nothing lies beside it.
    let home = alone();
    let dump = home.ok(&["dump"]);
    let run = join(&office, &home, &wrong);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("没有这个局"), "{}", run.err);
    assert_eq!(aside(&home), Vec::<PathBuf>::new());
    assert_eq!(home.ok(&["dump"]), dump);
    // Where none was, none is; a folder that was there stays, with what was in it.
    let home = Home::new();
    assert_eq!(join(&office, &home, &wrong).code, 1);
    assert!(!home.dir().exists());
    std::fs::create_dir(home.dir()).unwrap();
    assert_eq!(join(&office, &home, &wrong).code, 1);
    assert_eq!(home.dir().read_dir().unwrap().count(), 0);
    std::fs::write(home.dir().join("mine.txt"), "mine").unwrap();
    assert_eq!(join(&office, &home, &wrong).code, 1);
    assert_eq!(home.dir().read_dir().unwrap().count(), 1);
    assert_eq!(files(&office.plan()), before, "nobody else heard of it");
    let run = join(&office, &home, &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(home.dir().join("mine.txt").exists());
}

#[test]
fn whoever_is_interrupted_brings_everything_once() {
    let office = Office::new();
    let (old, home) = (alone(), Home::new());
    assert_eq!(join(&office, &home, &[]).code, 0);
    // As a home stands whose program ended after the request was signed and before the notes were recorded.
    let from = old.dir();
    let from = from.to_str().unwrap();
    let put = "INSERT INTO local (key, value) VALUES ('bring', ?1)";
    home.sql().execute(put, [from]).unwrap();
    let again = join(&office, &home, &[]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert!(again.out.contains("带来 2 条填报"), "{}", again.out);
    assert!(again.out.contains(from), "{}", again.out);
    let third = join(&office, &home, &["--bring-notes"]);
    assert_eq!(third.code, 0, "{}", third.err);
    office.registrar.ok(&["sync"]);
    office::approve(&office.registrar, "李 强", "clerk");
    office.agree(&[&home]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
}

#[test]
fn what_was_typed_and_not_recorded_comes_along() {
    use duban::model::Draft;
    let office = Office::new();
    let home = Home::new();
    let draft = Draft {
        form: "note".to_owned(),
        item: Some(home.open().task("2.1.4").unwrap().id),
        fields: vec![("progress".to_owned(), "打了一半的字".to_owned())],
        saved: "2024-05-17T10:00:00+08:00".to_owned(),
    };
    home.open().keep_draft(&draft, &[]).unwrap();
    assert_eq!(join(&office, &home, &[]).code, 0);
    let kept = home.open().kept_drafts().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].draft, draft);
    assert_eq!(aside(&home).len(), 1);
}
