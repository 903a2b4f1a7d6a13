//! The program agrees with whoever counts for themselves: lights and what is due, worked out by SQL over a dump.

use std::sync::Arc;

use duban::config::Taste;
use duban::tui::app::{App, Message};
use duban::words::Lang;
use duban::workspace::{Scope, Workspace};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use rusqlite::Connection;
use serde_json::Value as Json;

use crate::common::{Home, day};
use crate::usual;

/// What follows from a dump on a day.
fn worked_out(dump: &str, on: &str) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE dump (json TEXT); CREATE TABLE asked (day TEXT)")
        .unwrap();
    db.execute("INSERT INTO dump VALUES (?1)", [dump]).unwrap();
    db.execute("INSERT INTO asked VALUES (?1)", [on]).unwrap();
    if let Err(error) = db.execute_batch(include_str!("oracle.sql")) {
        // The error names the whole rest of the file.
        let error = error.to_string();
        panic!("{}", error.chars().take(500).collect::<String>());
    }
    db
}

/// The rows of a question, each as text joined by blanks.
fn rows(db: &Connection, sql: &str) -> Vec<String> {
    let mut found = db.prepare(sql).unwrap();
    let columns = found.column_count();
    let rows = found.query_map([], |row| {
        let cells = (0..columns).map(|at| {
            let cell: rusqlite::types::Value = row.get(at)?;
            Ok(match cell {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
        });
        let cells: rusqlite::Result<Vec<String>> = cells.collect();
        Ok(cells?.join(" "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Rows of JSON, each as the texts under some keys joined by blanks.
fn texts(rows: &Json, keys: &[&str]) -> Vec<String> {
    let text = |row: &Json, key: &str| match &row[key] {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &Json| {
        let cells: Vec<String> = keys.iter().map(|key| text(row, key)).collect();
        cells.join(" ")
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

/// Holds what is said against what was worked out, in whatever order.
fn same(mut said: Vec<String>, mut worked_out: Vec<String>) {
    said.sort();
    worked_out.sort();
    let rest = |from: &[String], without: &[String]| -> Vec<String> {
        let rest = from.iter().filter(|row| !without.contains(row));
        rest.cloned().collect()
    };
    let (only, missing) = (rest(&said, &worked_out), rest(&worked_out, &said));
    assert!(
        said == worked_out,
        "said: {only:#?}\nworked out: {missing:#?}"
    );
}

/// The first screen on a home as it stood on a day, without the blanks.
fn overview(home: &Home, on: Option<&str>, size: Size) -> String {
    let (workspace, _) = Workspace::open(&home.opening()).unwrap();
    let now = workspace.now();
    let workspace = match on {
        Some(on) => {
            let scope = Scope {
                as_of: Some(day(on)),
                known_on: None,
            };
            workspace.at(scope).unwrap()
        }
        None => workspace,
    };
    let snapshot = workspace.snapshot(usize::MAX, now).unwrap();
    let mut app = App::new(Taste::default(), now.with_timezone(&workspace.zone()), size);
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

/// Holds everything that the program says of a day against what follows from the dump; `past` asks for the day on a home
/// that stands at another one.
fn agrees(home: &Home, on: &str, past: bool) {
    let ask = |args: &[&str]| -> String {
        let mut args = args.to_vec();
        if past {
            args.extend(["--as-of", on]);
        }
        home.ok(&args)
    };
    let json = |args: &[&str]| -> Json {
        serde_json::from_str(&ask(&[args, &["--format", "json"]].concat())).unwrap()
    };
    let db = worked_out(&ask(&["dump"]), on);
    assert_eq!(rows(&db, "SELECT count(*) FROM light"), ["51"], "{on}");

    // Every task: where it stands, how far it is, its lights and why, and whether its report has come.
    let list = json(&["list"]);
    same(
        texts(&list, &["code", "status", "due", "expected"]),
        rows(&db, "SELECT code, status, due, ought FROM known"),
    );
    let lights = rows(&db, "SELECT code, by_rules, light FROM seen");
    let keys = ["code", "by_rules", "light"];
    same(texts(&list, &keys), lights.clone());
    same(texts(&json(&["lights"]), &keys), lights);
    let mut reasons = Vec::new();
    for row in list.as_array().unwrap() {
        let (code, kinds) = (
            row["code"].as_str().unwrap(),
            texts(&row["reasons"], &["kind"]),
        );
        reasons.extend(kinds.iter().map(|kind| format!("{code} {kind}")));
    }
    same(
        reasons,
        rows(&db, "SELECT code, reason FROM reason JOIN task USING (id)"),
    );
    same(
        texts(&list, &["code", "reporting"]),
        rows(&db, "SELECT code, report FROM due"),
    );

    // The running window of the plan, and no window closed that was closed later.
    let windows = json(&["windows"]);
    let running = texts(
        &windows,
        &["period", "from", "due", "expected", "reported", "missing"],
    );
    assert_eq!(running[..1], rows(&db, "SELECT * FROM running"), "{on}");
    assert_eq!(windows[0]["closed"], Json::Null, "{on}");
    let later = format!(
        "SELECT count(*) FROM dump, json_each(dump.json, '$.closings') WHERE value ->> 'day' > '{on}'"
    );
    assert_eq!(rows(&db, &later), ["0"], "{on}");

    // And the first screen counts the same; it leaves out the lights that no task has.
    let mut counted = Vec::new();
    for row in rows(&db, "SELECT light, count(*) FROM seen GROUP BY light") {
        let (light, count) = row.split_once(' ').unwrap();
        let light = Lang::Zh.words().follow.light(light.parse().unwrap());
        counted.push(format!("{light}{count}"));
    }
    for (named, report) in [
        ("应报", "<> 'not-expected'"),
        ("已报", "= 'reported'"),
        ("未报", "= 'missing'"),
    ] {
        let count = rows(
            &db,
            &format!("SELECT count(*) FROM due WHERE report {report}"),
        );
        counted.push(format!("{named}{}", count[0]));
    }
    counted.push("全部任务51".to_owned());
    for size in [Size::new(80, 24), Size::new(120, 40)] {
        let drawn = overview(home, past.then_some(on), size);
        let lines: Vec<&str> = drawn.lines().collect();
        for count in &counted {
            // A bar may follow, a mark that there is more, and the list beside it.
            let is_it = |line: &&str| {
                let rest = line.trim_start_matches('>').strip_prefix(count.as_str());
                rest.is_some_and(|rest| rest.starts_with(['#', '|', 'v']))
            };
            assert!(lines.iter().any(is_it), "{on} {count}: {drawn}");
        }
    }
}

#[test]
fn the_day_of_the_demo_agrees_with_a_count_over_the_dump() {
    agrees(usual(), "2024-05-17", false);
}

#[test]
fn days_of_its_past_agree_with_a_count_over_their_dumps() {
    // A day on which a window is due and the one after it; a turn of years; the first days.
    for on in [
        "2024-04-25",
        "2024-04-26",
        "2023-12-31",
        "2022-07-01",
        "2022-05-19",
    ] {
        agrees(usual(), on, true);
    }
}

#[test]
fn a_demo_after_the_end_of_the_plan_agrees_with_a_count_over_its_dump() {
    let home = Home::new();
    home.ok(&["demo", "--no-screen", "--as-of", "2026-01-05"]);
    agrees(&home, "2026-01-05", false);
}
