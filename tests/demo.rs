//! The demo: what is made up is consistent, the same every time, marked everywhere, and kept away from what is true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[cfg(unix)]
mod pty;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{Datelike as _, Weekday};
use common::{Home, day};
use duban::config::Taste;
use duban::model::{Light, Status};
use duban::tui::app::{App, Message};
use duban::words::Lang;
use duban::workspace::{Failure, Workspace, build_demo};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use serde_json::Value as Json;

/// The day at which a demo stands unless another is asked for; the home is built once for all tests.
fn usual() -> &'static Home {
    static BUILT: OnceLock<Home> = OnceLock::new();
    BUILT.get_or_init(|| {
        let home = Home::new();
        let run = home.run(&["demo", "--no-screen"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("2024-05-17"), "{}", run.out);
        home
    })
}

/// A demo that has hardly begun.
fn early() -> Home {
    let home = Home::new();
    home.ok(&["demo", "--no-screen", "--as-of", "2022-07-01"]);
    home
}

fn counted<'j>(rows: &'j Json, key: &str) -> BTreeMap<&'j str, i64> {
    let mut counts = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        *counts.entry(row[key].as_str().unwrap()).or_default() += 1;
    }
    counts
}

#[test]
fn two_demos_of_one_day_are_equal_and_whole() {
    let (one, other) = (early(), early());
    let dump = one.ok(&["dump"]);
    assert!(dump == other.ok(&["dump"]), "the dumps differ");
    one.ok(&["verify"]);
    let folder = tempfile::tempdir().unwrap();
    let early = build_demo(&folder.path().join("home"), day("2022-04-26"), None);
    let outside = |built: &Result<(), Failure>| {
        let (first, last) = (day("2022-04-27"), day("2026-12-31"));
        matches!(built, Err(Failure::DemoOutside(from, to)) if (*from, *to) == (first, last))
    };
    assert!(outside(&early));
    let late = build_demo(&folder.path().join("home"), day("2027-01-01"), None);
    assert!(outside(&late));
    // The first day there is: nothing has happened but that the plan was put in force.
    build_demo(&folder.path().join("home"), day("2022-04-27"), None).unwrap();
    // What it was built from is gone.
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
}

#[test]
fn every_status_and_light_is_there() {
    let list = usual().json(&["list", "--format", "json"]);
    let lights = counted(&list, "light");
    for light in Light::ALL {
        assert!(
            lights.contains_key(light.as_str()),
            "{light:?} of {lights:?}"
        );
    }
    let statuses = counted(&list, "status");
    // Nothing of this plan is a draft: it was put in force as a whole.
    for status in Status::ALL
        .iter()
        .filter(|status| **status != Status::Draft)
    {
        assert!(
            statuses.contains_key(status.as_str()),
            "{status:?} of {statuses:?}"
        );
    }
    let rows = list.as_array().unwrap();
    let conflicts = rows.iter().filter(|row| row["conflict"] == true);
    assert_eq!(conflicts.count(), 1);
    let supervised = rows.iter().filter(|row| row["supervised"] == true);
    assert_eq!(supervised.count(), 3);
    let reasons: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row["reasons"].as_array().unwrap())
        .map(|reason| reason["kind"].as_str().unwrap())
        .collect();
    for reason in [
        "overdue",
        "milestone-overdue",
        "behind",
        "unreported",
        "not-signed",
        "awaits-review",
        "needs-coordination",
        "sent-back",
        "recovering",
        "soon",
        "suspended",
    ] {
        assert!(reasons.contains(reason), "{reason} of {reasons:?}");
    }
}

/// Everything that a dump holds, in tables that anybody can count.
fn tables(dump: &str) -> rusqlite::Connection {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE dump (json TEXT)").unwrap();
    db.execute("INSERT INTO dump VALUES (?1)", [dump]).unwrap();
    db.execute_batch(
        "CREATE TABLE task AS SELECT t.value AS json, t.value ->> 'code' AS code, t.value ->> 'status' AS status,
           t.value ->> 'percent' AS percent, t.value ->> 'conflict' AS conflict
           FROM dump, json_each(dump.json, '$.tasks') AS t;
         CREATE TABLE note AS SELECT code, n.value ->> 'on' AS day, n.value ->> 'recorded' AS recorded,
           n.value ->> 'percent' AS percent, n.value ->> 'department' AS department,
           n.value ->> 'unchanged' AS unchanged, n.value ->> 'kept' AS kept, n.value ->> 'folds' AS folds
           FROM task, json_each(task.json, '$.notes') AS n;
         CREATE TABLE step AS SELECT code, s.value ->> 'step' AS step, s.value ->> 'on' AS day
           FROM task, json_each(task.json, '$.steps') AS s;",
    )
    .unwrap();
    db
}

#[test]
fn the_overview_agrees_with_a_count_over_the_dump() {
    let home = usual();
    let db = tables(&home.ok(&["dump"]));
    let list = home.json(&["list", "--format", "json"]);
    let number = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(number("SELECT count(*) FROM task"), 51);
    for (status, count) in counted(&list, "status") {
        let sql = format!("SELECT count(*) FROM task WHERE status = '{status}'");
        assert_eq!(number(&sql), count, "{status}");
    }
    let lights = counted(&list, "light");
    // The lights that follow from the status alone.
    let of = |light: &str| lights.get(light).copied().unwrap_or(0);
    assert_eq!(
        of("closed"),
        number("SELECT count(*) FROM task WHERE status = 'closed'")
    );
    assert_eq!(
        of("stopped"),
        number("SELECT count(*) FROM task WHERE status IN ('merged', 'withdrawn', 'carried')")
    );
    assert_eq!(
        of("grey"),
        number("SELECT count(*) FROM task WHERE status = 'suspended'")
    );
    // Whoever leads has reported in the running window of a month.
    let reported = list.as_array().unwrap().iter().filter(|row| {
        row["supervised"] == false
            && matches!(row["reporting"].as_str(), Some("reported" | "unchanged"))
    });
    let counted = number(
        "SELECT count(DISTINCT task.code) FROM task JOIN note USING (code)
           WHERE note.day >= '2024-04-26' AND task.json ->> '$.lead[0]' = note.department
             AND coalesce(task.json ->> '$.follow.supervised', 0) = 0
             AND status NOT IN ('closed', 'merged', 'withdrawn', 'carried', 'suspended', 'returned')",
    );
    assert_eq!(i64::try_from(reported.count()).unwrap(), counted);
    assert!(counted > 10);
}

/// The first screen on a home, as it stands on its own day.
fn overview(home: &Home, size: Size) -> String {
    let (workspace, _) = Workspace::open(&home.opening()).unwrap();
    let now = workspace.now().with_timezone(&workspace.zone());
    let snapshot = workspace.snapshot(usize::MAX, workspace.now()).unwrap();
    let mut app = App::new(Taste::default(), now, size);
    app.update(Message::Loaded(Arc::new(snapshot)));
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let lines = (0..size.height).map(|y| {
        let cells = (0..size.width).map(|x| buffer[(x, y)].symbol());
        cells.collect::<String>().replace(' ', "")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_first_screen_counts_what_the_list_does() {
    let home = usual();
    let list = home.json(&["list", "--format", "json"]);
    let lights = counted(&list, "light");
    for size in [Size::new(80, 24), Size::new(120, 40)] {
        let drawn = overview(home, size);
        for light in Light::LISTED {
            let count = lights.get(light.as_str()).copied().unwrap_or(0);
            let line = format!("{}{count}", Lang::Zh.words().follow.light(light));
            assert!(drawn.contains(&line), "{line}: {drawn}");
        }
        assert!(drawn.contains("全部任务51"), "{drawn}");
        assert!(drawn.contains("2024-05-17周五周明远[演示数据]"), "{drawn}");
    }
}

#[test]
fn what_is_made_up_is_consistent() {
    let db = tables(&usual().ok(&["dump"]));
    let number = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).unwrap() };
    // What is closed is done, was asked for, and is not reported on afterwards.
    assert_eq!(
        number("SELECT count(*) FROM task WHERE status = 'closed' AND percent < 100"),
        0
    );
    assert_eq!(
        number(
            "SELECT count(*) FROM task JOIN note USING (code) JOIN step USING (code)
               WHERE status = 'closed' AND step = 'approve' AND note.recorded > step.day || 'T23:59'"
        ),
        0
    );
    // Progress only rises, but for what was sent back or taken up again.
    assert_eq!(
        number(
            "SELECT count(*) FROM note AS a JOIN note AS b USING (code)
               WHERE a.recorded < b.recorded AND a.percent > b.percent
                 AND code NOT IN (SELECT code FROM step WHERE step IN ('return', 'reopen'))"
        ),
        0
    );
    // Two years of it, and nothing after the day.
    assert!(number("SELECT count(*) FROM note") > 1000);
    assert_eq!(
        number("SELECT count(*) FROM note WHERE day >= '2024-05-17' OR day < '2022-05'"),
        0
    );
    for (what, sql) in [
        (
            "reasons for nothing new",
            "SELECT count(DISTINCT unchanged) FROM note",
        ),
        ("promises", "SELECT count(DISTINCT kept) FROM note"),
        (
            "contributions taken up",
            "SELECT count(*) FROM note WHERE folds <> '[]'",
        ),
        (
            "reports that came late",
            "SELECT count(*) FROM note WHERE substr(recorded, 1, 10) > day",
        ),
    ] {
        assert!(number(sql) > 2, "{what}");
    }
}

#[test]
fn nobody_acts_on_a_day_off() {
    let home = usual();
    let rules = home.json(&["rules", "--format", "json"]);
    let calendar = &rules[0]["rules"]["calendar"];
    let days = |name: &str| -> HashSet<&str> {
        let days = calendar[name].as_array().unwrap().iter();
        days.map(|day| day.as_str().unwrap()).collect()
    };
    let (off, on) = (days("holidays"), days("workdays"));
    assert!(
        off.contains("2024-05-01") && on.contains("2024-05-11"),
        "{calendar}"
    );
    let works = |text: &str| {
        let weekend = matches!(day(text).weekday(), Weekday::Sat | Weekday::Sun);
        if weekend {
            on.contains(text)
        } else {
            !off.contains(text)
        }
    };
    let history = home.json(&["history", "--limit", "100000", "--format", "json"]);
    for change in history.as_array().unwrap() {
        let recorded = change["recorded"].as_str().unwrap();
        let (recorded, _) = recorded.split_once('T').unwrap();
        assert!(works(recorded), "{change}");
        // A figure is of the last day of its period.
        if change["kind"] != "figure" {
            assert!(works(change["on"].as_str().unwrap()), "{change}");
        }
    }
}

#[test]
fn windows_meetings_and_figures_are_kept() {
    let home = usual();
    let windows = home.json(&["windows", "--format", "json"]);
    let windows = windows.as_array().unwrap();
    let closed = windows.iter().filter(|window| !window["closed"].is_null());
    assert_eq!(
        (windows.len(), closed.count()),
        (25, 24),
        "all but the running one"
    );
    let decisions = home.json(&["decisions", "--format", "json"]);
    let decisions = decisions.as_array().unwrap();
    let done = decisions
        .iter()
        .filter(|one| !one["done"].is_null())
        .count();
    assert!(
        done > 5 && done < decisions.len(),
        "{done} of {}",
        decisions.len()
    );
    let indicators = home.json(&["indicators", "--format", "json"]);
    let judged = counted(&indicators, "judgement");
    assert!(judged.len() > 3, "{judged:?}");
    let roster = home.json(&["roster", "--format", "json"]);
    assert_eq!(roster.as_array().unwrap().len(), 6);
}

#[test]
fn what_one_tries_there_counts_on_its_day() {
    let home = early();
    let before = home.json(&["list", "--format", "json"]);
    let silent = before.as_array().unwrap().iter();
    let mut silent = silent.filter(|row| row["reporting"] == "missing");
    let code = silent.next_back().unwrap()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let run = home.run(&["note", &code, "--progress", "试填一条", "--percent", "7"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // Whoever runs a command is told that all of it is made up.
    assert!(run.err.contains("演示数据"), "{}", run.err);
    let after = home.json(&["list", &format!("编号:{code}"), "--format", "json"]);
    assert_eq!(after[0]["reporting"], "reported");
    assert_eq!(after[0]["updated"], "2022-07-01");
    let history = home.json(&["history", &code, "--format", "json"]);
    let recorded = history[0]["recorded"].as_str().unwrap();
    assert!(recorded.starts_with("2022-07-01T09:"), "{recorded}");
    // The same demo is opened again, as it is now.
    home.ok(&["demo", "--no-screen"]);
    assert_eq!(
        home.json(&["list", &format!("编号:{code}"), "--format", "json"]),
        after
    );
}

/// Everything that stands in a file of a report, whatever its format.
fn content(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else {
        return match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned(),
        };
    };
    let mut text = String::new();
    for n in 0..archive.len() {
        archive
            .by_index(n)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap_or_default();
    }
    text
}

#[test]
fn every_report_in_every_format_is_marked() {
    let home = usual();
    let folder = tempfile::tempdir().unwrap();
    let reports = home.json(&["report", "--list", "--format", "json"]);
    let mut written = 0;
    for report in reports.as_array().unwrap() {
        let name = report["name"].as_str().unwrap();
        for format in report["formats"].as_array().unwrap() {
            let format = format.as_str().unwrap();
            let file = folder.path().join(format!("{name}.{format}"));
            home.ok(&[
                "report",
                name,
                "--format",
                format,
                "-o",
                file.to_str().unwrap(),
            ]);
            assert!(content(&file).contains("演示数据"), "{name} {format}");
            written += 1;
        }
    }
    assert!(written > 15, "{written}");
    for format in ["table", "csv"] {
        for list in [
            "list",
            "lights",
            "indicators",
            "windows",
            "decisions",
            "duties",
        ] {
            let said = home.ok(&[list, "--format", format]);
            let last = said.lines().last().unwrap();
            assert!(last.starts_with("演示数据"), "{list} {format}: {last}");
        }
    }
    assert!(home.ok(&["show", "2.1.4"]).contains("演示数据"));
    let reminded = home.run(&["remind"]);
    assert!(
        reminded.out.contains("[演示数据] 市教育局"),
        "{}",
        reminded.out
    );
}

#[test]
fn whoever_wants_to_be_a_clerk_is_one() {
    let clerk = |day: &str| {
        let home = Home::new();
        home.ok(&["demo", "--no-screen", "--as-of", day, "--as", "陈雅文"]);
        home
    };
    let home = clerk("2022-07-01");
    assert!(
        home.ok(&["dump"]) == clerk("2022-07-01").ok(&["dump"]),
        "two builds are equal"
    );
    let (all, mine) = (
        home.json(&["list", "--format", "json"]),
        home.json(&["list", "我的", "--format", "json"]),
    );
    assert_eq!(
        all,
        early().json(&["list", "--format", "json"]),
        "all of it came together here too"
    );
    assert!(mine.as_array().unwrap().len() > 40, "{mine}");
    let note = home.run(&["note", "2.1.4", "--progress", "试填", "--percent", "9"]);
    assert_eq!(note.code, 0, "{}", note.err);
    let seen = home.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(
        (
            &seen[0]["notes"][0]["author"],
            &seen[0]["notes"][0]["refused"]
        ),
        (&"陈雅文".into(), &serde_json::Value::Null)
    );
    // What another has to do is refused as it would be there.
    let run = home.run(&[
        "task",
        "edit",
        "2.1.4",
        "--due",
        "2024-12-31",
        "--reason",
        "x",
    ]);
    assert_eq!(run.code, 1, "{}", run.out);
    // It stays that person's, and nobody else is somebody.
    home.ok(&["demo", "--no-screen"]);
    let run = home.run(&["demo", "--no-screen", "--as", "周明远"]);
    assert!(run.code == 1 && run.err.contains("陈雅文"), "{}", run.err);
    let nobody = Home::new();
    let run = nobody.run(&["demo", "--no-screen", "--as", "陈雅"]);
    assert_eq!(run.code, 1);
    for told in [
        "陈雅文 填报人 市教育局",
        "周明远 督查员",
        "赵蕾 填报人 张店区",
    ] {
        assert!(run.err.contains(told), "{}", run.err);
    }
    assert!(!nobody.dir().exists());
}

#[test]
fn what_is_true_and_what_is_made_up_stay_apart() {
    let home = Home::new();
    home.ok(&["list"]);
    let dump = home.ok(&["dump"]);
    let run = home.run(&["demo", "--no-screen"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("不是演示库"), "{}", run.err);
    assert!(dump == home.ok(&["dump"]), "it was left alone");
    let folder = Home::new();
    std::fs::create_dir(folder.dir()).unwrap();
    std::fs::write(folder.dir().join("总结.txt"), "我的").unwrap();
    let run = folder.run(&["demo", "--no-screen"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("有别的东西"), "{}", run.err);
    let run = folder.run(&["demo", "--no-screen", "--as-of", "2022-04-01"]);
    assert_eq!(run.code, 1);

    let (demo, share) = (early(), tempfile::tempdir().unwrap());
    let run = demo.run(&["demo", "--no-screen", "--as-of", "2023-03-01"]);
    assert!(
        run.code == 1 && run.err.contains("2022-07-01"),
        "{}",
        run.err
    );
    let share = share.path().to_str().unwrap();
    for refused in [&["share", "create", share][..], &["sync"]] {
        let run = demo.run(refused);
        assert!(run.code == 1 && run.err.contains("不能共享"), "{}", run.err);
    }
    // What cannot be done there is not proposed.
    let status = demo.ok(&["share", "status"]);
    assert!(
        status.contains("这是演示库") && !status.contains("还没有共享"),
        "{status}"
    );
    home.ok(&["share", "create", share]);
    let print = common::office::fingerprint(&home);
    let mut join = vec!["join", share, "--name", "甲", "--department", "市教育局"];
    join.extend(["--fingerprint", &print, "--bring-notes"]);
    let run = demo.run(&join);
    assert!(run.code == 1 && run.err.contains("不能共享"), "{}", run.err);
    // Nor does a backup make it true.
    let backup = demo.folder().join("backup");
    demo.ok(&["backup", backup.to_str().unwrap()]);
    let restored = Home::new();
    restored.ok(&["restore", backup.to_str().unwrap()]);
    assert!(restored.run(&["list"]).err.contains("演示数据"));
}

#[cfg(unix)]
#[test]
fn a_demo_without_a_home_is_thrown_away() {
    let home = Home::new();
    let temporary = tempfile::tempdir().unwrap();
    let mut command = home.command(&["demo", "--as-of", "2022-06-01"]);
    command
        .env_remove("DUBAN_HOME")
        .env("TMPDIR", temporary.path())
        .env("TERM", "xterm-256color");
    let count = || temporary.path().read_dir().unwrap().count();
    // Without a terminal nothing is made.
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    assert_eq!(count(), 0);
    let mut term = pty::Term::start(&command, 80, 24);
    term.shows("[演示数据]");
    term.shows("2022-06-01");
    assert_eq!(count(), 1);
    term.send("\x1b[21~");
    assert!(term.end().success());
    assert_eq!(count(), 0);
    // One that is killed takes nothing away; the next one does, and leaves alone what is still used or was to stay.
    let mut killed = pty::Term::start(&command, 80, 24);
    killed.shows("[演示数据]");
    killed.signal(rustix::process::Signal::KILL);
    killed.end();
    assert_eq!(count(), 1);
    let mut keep = home.command(&["demo", "--as-of", "2022-06-01", "--no-screen"]);
    keep.env_remove("DUBAN_HOME")
        .env("TMPDIR", temporary.path());
    assert!(keep.status().unwrap().success());
    assert_eq!(count(), 1, "the one that is to stay");
    let mut used = pty::Term::start(&command, 80, 24);
    used.shows("[演示数据]");
    let mut next = pty::Term::start(&command, 80, 24);
    next.shows("[演示数据]");
    assert_eq!(count(), 3);
    for term in [&mut used, &mut next] {
        term.send("\x1b[21~");
        assert!(term.end().success());
    }
    assert_eq!(count(), 1);
}
