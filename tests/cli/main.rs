//! The command line as scripts and spreadsheets use it: exit codes, streams, formats, flags.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod follow;
mod settings;
mod usage;

use std::collections::BTreeSet;

use common::Home;
use serde_json::Value as Json;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/zibo-education-plan.txt");

#[test]
fn whoever_has_no_name_in_the_environment_has_that_of_the_account() {
    let home = Home::new();
    let mut command = home.command(&["list"]);
    assert!(command.env_remove("USER").status().unwrap().success());
    let history = home.json(&["history", "--format", "json"]);
    let account = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    let account = String::from_utf8(account.stdout).unwrap();
    assert_eq!(history[0]["author"], account.trim());
}

#[test]
fn a_file_that_is_no_database_is_told_in_the_language_of_the_settings() {
    let home = Home::new();
    home.ok(&["list"]);
    std::fs::write(home.database(), "这不是数据库".repeat(1000)).unwrap();
    let run = home.run(&["list", "--lang", "zh"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("不是数据库文件"), "{}", run.err);
    assert!(!run.err.contains("file is not a database"), "{}", run.err);
}

#[test]
fn exit_codes_tell_a_refusal_from_a_mistake() {
    let home = Home::new();
    home.ok(&["list"]);
    for (code, args) in [
        (0, &["list", "没有这样的任务xyz"][..]),
        (0, &["search", "zzzzqqqq"]),
        (1, &["show", "9.9.9"]),
        (1, &["note", "9.9.9", "--progress", "x"]),
        (1, &["note", "2.1.1", "--progress", "x", "-d", "财政居"]),
        (
            1,
            &["note", "2.1.1", "--progress", "x", "--on", "2999-01-01"],
        ),
        (1, &["note", "2.1.1", "--progress", " "]),
        (1, &["plan", "import", PLAN, "--yes"]),
        (1, &["plan", "check", "no-such-file.txt"]),
        (1, &["restore", "no-such-file.duban"]),
        (2, &["nosuchverb"]),
        (2, &["list", "--nosuchflag"]),
        (2, &["list", "牵头:财政居"]),
        (2, &["list", "--sort", "nosuch"]),
        (2, &["list", "--as-of", "someday"]),
        (2, &["note", "2.1.1", "--percent", "101"]),
        (
            2,
            &["note", "2.1.1", "--progress", "x", "--self", "wonderful"],
        ),
        (
            2,
            &["task", "edit", "2.1.1", "--reason", "nothing to change"],
        ),
        (
            2,
            &[
                "measure",
                "edit",
                "2.1.1",
                "--text",
                "x",
                "--reason",
                "no number",
            ],
        ),
    ] {
        let run = home.run(args);
        assert_eq!(run.code, code, "duban {args:?}: {}{}", run.out, run.err);
        if code != 0 {
            assert_eq!(run.out, "", "a failure writes nothing to standard output");
            assert!(!run.err.trim().is_empty(), "{args:?} fails without a word");
        }
    }
    assert!(
        home.ok(&["history"]).lines().count() <= 3,
        "nothing was recorded"
    );
}

#[test]
fn a_failure_is_told_on_standard_error_with_a_hint_in_either_language() {
    let home = Home::new();
    home.ok(&["list"]);
    let cases: [(&[&str], &[&str], &[&str]); 3] = [
        (
            &["show", "9.9.9"],
            &["没有编号为 9.9.9 的任务", "办法: ", "duban list"],
            &["there is no task 9.9.9", "hint: ", "duban list"],
        ),
        (
            &["note", "2.1.1", "-d", "财政居", "--progress", "x"],
            &["没有叫“财政居”的单位", "办法: ", "市财政局"],
            &[
                "no department goes by the name '财政居'",
                "hint: ",
                "市财政局",
            ],
        ),
        (
            &["list", "牵头:教育局 状态:办完了"],
            &["筛选有误", "第11字", "办法: ", "已销号"],
            &["the filter is wrong", "character 11", "hint: ", "closed"],
        ),
    ];
    for (args, zh, en) in cases {
        for (lang, parts) in [("zh", zh), ("en", en)] {
            let run = home.run(&[args, &["--lang", lang]].concat());
            assert_eq!(run.out, "");
            for part in parts {
                assert!(run.err.contains(part), "no {part} in: {}", run.err);
            }
        }
    }
}

#[test]
fn lists_are_the_same_json_in_both_languages() {
    let home = Home::new();
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "已开展",
        "--percent",
        "30",
        "--self",
        "进度缓慢",
    ]);
    for list in [
        &["list"][..],
        &["list", "状态:办理中", "--sort", "-进度"],
        &["show", "2.1.4"],
        &["search", "xljk"],
        &["departments"],
        &["history"],
        &["history", "2.1.4"],
    ] {
        let json = |lang| home.ok(&[list, &["--format", "json", "--lang", lang]].concat());
        let zh = json("zh");
        assert_eq!(zh, json("en"), "{list:?}");
        let rows: Vec<Json> = serde_json::from_str(&zh).unwrap();
        assert!(!rows.is_empty(), "{list:?}");
    }
    let rows = home.json(&["list", "编号:2.1.4", "--format", "json"]);
    let row = rows[0].as_object().unwrap();
    for key in [
        "code", "title", "section", "lead", "support", "status", "percent", "due", "updated",
    ] {
        assert!(row.contains_key(key), "no {key} in {row:?}");
    }
    assert_eq!(row["status"], "active");
    assert_eq!(row["percent"], 30);
    assert_eq!(row["lead"], serde_json::json!(["市教育局"]));
    // The filter speaks both languages whatever the words around it are.
    assert_eq!(
        home.ok(&["list", "lead:财政局", "--format", "json", "--lang", "zh"]),
        home.ok(&["list", "牵头:财政局", "--format", "json", "--lang", "en"]),
    );
    // Nothing found is an empty list, and why it is empty is said beside it.
    let none = home.run(&["list", "期限<2020", "--format", "json"]);
    assert_eq!((none.code, none.out.trim()), (0, "[]"));
    assert!(none.err.contains("期限<2020"), "{}", none.err);
}

#[test]
fn csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let home = Home::new();
    for formula in ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "＝1"] {
        home.ok(&[
            "task",
            "add",
            "--section",
            "2.1",
            &format!("--title={formula}"),
            "--lead",
            "教育局",
            &format!("--reason={formula}"),
        ]);
    }
    for list in [
        &["list"][..],
        &["search", "体质健康"],
        &["departments"],
        &["history"],
    ] {
        let run = home.run(&[list, &["--format", "csv"]].concat());
        let text = run.out.strip_prefix('\u{feff}').expect("a byte order mark");
        assert!(text.ends_with("\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().len();
        let mut rows = 0;
        for record in reader.records() {
            let record = record.unwrap();
            rows += 1;
            assert_eq!(record.len(), columns);
            for cell in &record {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t']),
                    "{list:?}: {cell:?} is a formula"
                );
            }
        }
        assert!(rows > 0);
    }
    // What has no value is an empty cell rather than a sign for people.
    let text = home.ok(&["list", "编号:2.1.4", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|head| head == "进度");
    let record = reader.records().next().unwrap().unwrap();
    assert_eq!(&record[at.unwrap()], "");
}

#[test]
fn global_flags_stand_before_or_after_the_verb() {
    let home = Home::new();
    let elsewhere = home.folder().join("elsewhere");
    let elsewhere = elsewhere.to_str().unwrap();
    home.ok(&[
        "--home",
        elsewhere,
        "note",
        "2.1.1",
        "--progress",
        "x",
        "--on",
        "2024-05-01",
    ]);
    assert!(!home.dir().exists(), "the flag goes before DUBAN_HOME");
    for flags in [
        &["--home", elsewhere][..],
        &["--home", elsewhere, "--lang", "en"],
        &["--home", elsewhere, "--as-of", "2024-04-30"],
        &["--home", elsewhere, "--as-of", "2024-05-01"],
        &["--home", elsewhere, "--known-on", "2023-01-01"],
    ] {
        for verb in [
            &["list", "节:2.1"][..],
            &["show", "2.1.1"],
            &["search", "体质健康"],
        ] {
            let before = home.ok(&[flags, verb].concat());
            assert_eq!(
                before,
                home.ok(&[verb, flags].concat()),
                "{flags:?} {verb:?}"
            );
            assert!(!before.is_empty());
        }
    }
    let shown = |day| home.ok(&["--home", elsewhere, "--as-of", day, "list", "编号:2.1.1"]);
    assert!(!shown("2024-04-30").contains("2024-05-01"));
    assert!(shown("2024-05-01").contains("2024-05-01"));
}

#[test]
fn what_only_shows_a_home_makes_none_where_a_flag_names_it_wrongly() {
    let home = Home::new();
    home.ok(&["note", "2.1.1", "--progress", "x"]);
    let typo = home.folder().join("hmoe");
    let name = typo.to_str().unwrap();
    for verb in [
        &["list"][..],
        &["show", "2.1.1"],
        &["search", "心理"],
        &["departments"],
        &["lights"],
        &["duties"],
        &["windows"],
        &["history"],
        &["evidence", "2.1.1"],
        &["remind"],
        &["verify"],
    ] {
        let run = home.run(&[&["--home", name], verb].concat());
        assert_eq!(run.code, 1, "{verb:?}: {}", run.out);
        assert!(run.err.contains(name), "{verb:?}: {}", run.err);
        assert!(!typo.exists(), "{verb:?}");
    }
    // The usual place is made by whatever comes first.
    let fresh = Home::new();
    fresh.ok(&["list"]);
    assert!(fresh.dir().exists());
}

#[test]
fn a_file_is_written_over_only_when_told_to() {
    let home = Home::new();
    let file = home.folder().join("out");
    for verb in [
        &["list", "--format", "csv"][..],
        &["show", "2.1.4"],
        &["search", "心理"],
        &["departments", "--format", "json"],
        &["history"],
        &["dump"],
    ] {
        std::fs::write(&file, "mine").unwrap();
        let to_file = [verb, &["-o", file.to_str().unwrap()]].concat();
        let run = home.run(&to_file);
        assert_eq!(run.code, 1, "{verb:?}");
        assert!(run.err.contains("--force"), "{}", run.err);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
        let run = home.run(&[&to_file[..], &["--force"]].concat());
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
        let written = std::fs::read_to_string(&file).unwrap();
        assert_eq!(written, home.ok(verb), "{verb:?}");
        std::fs::remove_file(&file).unwrap();
        home.ok(&to_file);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
    }
}

#[test]
fn days_and_numbers_are_read_in_either_width_and_as_an_office_writes_them() {
    let home = Home::new();
    let percent = |code: &str| {
        home.json(&["list", &format!("编号:{code}"), "--format", "json"])[0]["percent"].clone()
    };
    for (code, typed) in [("2.1.1", "５５％"), ("2.1.2", "55％"), ("２.１.３", "５５")] {
        home.ok(&["note", code, "--percent", typed, "--on", "2024年5月17日"]);
        assert_eq!(percent(code), 55, "{typed}");
        for day in ["20240516", "2024年5月16日", "２０２４-０５-１６"] {
            assert!(home.ok(&["list", "--as-of", day]).contains("未报"), "{day}");
        }
    }
    let due = [
        "task", "edit", "2.1.1", "--reason", "x", "--due", "20991231",
    ];
    home.ok(&due);
    let run = home.run(&["note", "2.1.1", "--percent", "1", "--on", "5月17日"]);
    assert_eq!(run.code, 2, "which year: {}", run.err);
    assert!(run.err.contains("2025-12-31"), "{}", run.err);
    home.ok(&["measure", "done", "2.1.4/３", "--date", "2024.5.10"]);
    home.ok(&["indicators", "set", "2.1.4/２", "２０２３", "５２．５"]);
}

#[test]
fn a_note_is_read_from_standard_input() {
    let home = Home::new();
    let latest = || {
        let shown = home.json(&["show", "2.1.4", "--format", "json"]);
        shown[0]["notes"][0]["progress"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let run = home.run_with_input(&["note", "2.1.4"], "第一行\n第二行\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(latest(), "第一行\n第二行");
    let run = home.run_with_input(&["note", "2.1.4", "-p", "-", "--percent", "5"], "又一条");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(latest(), "又一条");
    // Whoever gives something else is not waited for.
    home.ok(&["note", "2.1.4", "--problems", "只有问题"]);
    assert_eq!(home.run_with_input(&["note", "2.1.4"], "").code, 1);
    assert_eq!(home.run_with_input(&["note", "2.1.4"], " \n").code, 1);
}

#[test]
fn a_correction_keeps_the_day_and_the_department_of_the_note_it_corrects() {
    let home = Home::new();
    let said = ["--progress", "原文", "--department", "市财政局"];
    home.ok(&[&["note", "2.2.1", "--on", "2024-03-05"][..], &said].concat());
    let notes = || home.json(&["show", "2.2.1", "--format", "json"])[0]["notes"].clone();
    let first = notes()[0].clone();
    let correct = |more: &[&str]| {
        let op = notes()[0]["op"].as_str().unwrap().to_owned();
        let correction = ["note", "2.2.1", "--supersedes", &op, "--progress", "更正"];
        home.ok(&[&correction[..], more].concat());
        let latest = notes()[0].clone();
        assert_eq!(latest["supersedes"][0], op.as_str());
        latest
    };
    let second = correct(&[]);
    assert_eq!(
        (&second["on"], &second["department"]),
        (&first["on"], &first["department"])
    );
    assert_eq!(correct(&["--on", "2024-03-08"])["on"], "2024-03-08");
}

#[test]
fn what_another_office_said_is_recorded_as_told() {
    let home = Home::new();
    home.ok(&[
        "note",
        "2.2.1",
        "--progress",
        "已拨付",
        "--for",
        "市财政局",
        "--told-by",
        "张三",
        "--via",
        "电话",
    ]);
    let shown = home.json(&["show", "2.2.1", "--format", "json"]);
    let note = &shown[0]["notes"][0];
    assert_eq!(
        (note["told_by"].as_str(), note["via"].as_str()),
        (Some("张三"), Some("电话"))
    );
    assert!(home.ok(&["show", "2.2.1"]).contains("代录"));
    let run = home.run(&["note", "2.2.1", "--progress", "x", "--for", "市财政局"]);
    assert_eq!(run.code, 2, "who told it is missing: {}", run.out);
}

/// Every verb and the verbs below it, as the help lists them.
fn verbs(home: &Home, above: &[&str]) -> Vec<Vec<String>> {
    let help = home.ok(&[above, &["--help"]].concat());
    let listed = help
        .lines()
        .skip_while(|line| *line != "命令:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("    "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|verb| verb != "help");
    let mut all = Vec::new();
    for verb in listed {
        let path: Vec<String> = above
            .iter()
            .map(ToString::to_string)
            .chain([verb])
            .collect();
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        all.extend(verbs(home, &names));
        all.push(path);
    }
    all
}

#[test]
fn every_verb_has_a_page_and_is_completed() {
    let home = Home::new();
    let all = verbs(&home, &[]);
    assert!(all.len() >= 25, "{all:?}");
    let pages = home.folder().join("man");
    home.ok(&["man", "-o", pages.to_str().unwrap()]);
    for verb in &all {
        let page = pages.join(format!("duban-{}.1", verb.join("-")));
        let text = std::fs::read_to_string(&page).unwrap_or_default();
        assert!(text.contains(".SH NAME"), "no page for {verb:?}");
    }
    assert!(!pages.join("duban-help.1").exists());
    assert!(home.ok(&["man"]).contains(".SH NAME"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.ok(&["completions", shell]);
        for verb in all.iter().flatten() {
            assert!(
                script.contains(verb.as_str()),
                "{shell} does not know {verb}"
            );
        }
    }
    assert!(!home.dir().exists(), "none of this needs a home");
}

fn keys(json: &Json) -> BTreeSet<&str> {
    json.as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn names(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

#[test]
fn a_plan_is_checked_in_the_documented_shape() {
    let home = Home::new();
    let check = home.json(&["plan", "check", PLAN, "--format", "json"]);
    assert_eq!(keys(&check), names("plan tasks responsibilities problems"));
    assert_eq!(
        keys(&check["plan"]),
        names("title number issued start end first_is_lead")
    );
    let tasks = check["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 51);
    let (mut measures, mut indicators, mut duties) = (0, 0, 0);
    for task in tasks {
        assert_eq!(
            keys(task),
            names(
                "code path title text lead support lines due due_source measures indicators duties"
            )
        );
        for measure in task["measures"].as_array().unwrap() {
            assert_eq!(keys(measure), names("n text lines due span"));
            measures += 1;
        }
        for indicator in task["indicators"].as_array().unwrap() {
            assert_eq!(
                keys(indicator),
                names("name comparator value upper per unit scope condition due every source line")
            );
            indicators += 1;
        }
        for duty in task["duties"].as_array().unwrap() {
            assert_eq!(keys(duty), names("text every proposed line"));
            duties += 1;
        }
    }
    assert!(measures > 0 && indicators > 0 && duties > 0);
    let responsibilities = check["responsibilities"].as_array().unwrap();
    assert_eq!(responsibilities.len(), 51);
    for responsibility in responsibilities {
        assert_eq!(keys(responsibility), names("task text leads supports rule"));
    }
    assert!(!home.dir().exists(), "a check makes no home");
}

#[test]
fn a_document_that_is_none_is_checked_all_the_same() {
    let home = Home::new();
    let file = home.folder().join("document");
    let garbage: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bytes in [
        &b""[..],
        b"\n\n",
        b"\xff\xfe\x00",
        "没有任务的一段话。".as_bytes(),
        &garbage,
    ] {
        std::fs::write(&file, bytes).unwrap();
        for format in ["json", "table"] {
            let run = home.run(&["plan", "check", file.to_str().unwrap(), "--format", format]);
            assert_eq!(run.code, 0, "{}", run.err);
            assert!(!run.out.contains('\u{1b}'));
            if format == "json" {
                let check: Json = serde_json::from_str(&run.out).unwrap();
                assert_eq!(keys(&check), names("plan tasks responsibilities problems"));
                for problem in check["problems"].as_array().unwrap() {
                    assert_eq!(keys(problem), names("line quote message"));
                }
            }
        }
        let run = home.run(&["plan", "import", file.to_str().unwrap(), "--yes"]);
        assert_eq!(run.code, 1, "nothing to put in force: {}", run.out);
    }
}

#[test]
fn departments_say_who_leads_and_supports_how_much() {
    let home = Home::new();
    let all = home.json(&["departments", "--format", "json"]);
    let all = all.as_array().unwrap();
    let of = |name: &str| all.iter().find(|d| d["name"] == name).unwrap();
    let (mut lead, mut support) = (0, 0);
    for department in all {
        lead += department["lead"].as_u64().unwrap();
        support += department["support"].as_u64().unwrap();
    }
    // The plan names 153 pairs of a task and a department.
    assert_eq!(lead + support, 153);
    let counted = |filter: &str| {
        let tasks = home.json(&["list", filter, "--format", "json"]);
        tasks.as_array().unwrap().len() as u64
    };
    let education = of("市教育局");
    assert_eq!(education["lead"], counted("牵头:教育局"));
    assert_eq!(education["support"], counted("责任:教育局"));
    // A new one goes by its names at once, and a name is one department's alone.
    home.ok(&[
        "departments",
        "add",
        "市数字经济局",
        "--short",
        "数字局",
        "--alias",
        "数经局",
        "--reason",
        "机构改革",
    ]);
    home.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--support",
        "数经局",
        "--reason",
        "改",
    ]);
    let row = home.json(&["list", "编号:2.1.1", "--format", "json"]);
    assert_eq!(row[0]["support"], serde_json::json!(["市数字经济局"]));
    let taken = home.run(&[
        "departments",
        "add",
        "市数局",
        "--alias",
        "教育局",
        "--reason",
        "x",
    ]);
    assert_eq!(taken.code, 1, "{}", taken.out);
}

#[test]
fn history_tells_every_change_once_the_latest_first() {
    let home = Home::new();
    home.ok(&["note", "2.1.4", "--progress", "一", "--on", "2024-01-01"]);
    home.ok(&[
        "task",
        "edit",
        "2.1.5",
        "--due",
        "2024-12-31",
        "--reason",
        "提前",
    ]);
    home.ok(&["note", "2.1.4", "--progress", "二", "--on", "2023-01-01"]);
    let kinds = |args: &[&str]| -> Vec<(String, Json)> {
        home.json(&[args, &["--format", "json"]].concat())
            .as_array()
            .unwrap()
            .iter()
            .map(|change| {
                (
                    change["kind"].as_str().unwrap().to_owned(),
                    change["code"].clone(),
                )
            })
            .collect()
    };
    let all = kinds(&["history"]);
    assert_eq!(all.len(), 5, "{all:?}");
    let codes: Vec<&Json> = all.iter().take(3).map(|(_, code)| code).collect();
    // By when it was recorded, not by the day it is about.
    assert_eq!(codes, ["2.1.4", "2.1.5", "2.1.4"]);
    assert_eq!(kinds(&["history", "2.1.5"]).len(), 1);
    assert_eq!(kinds(&["history", "--limit", "2"]), all[..2]);
    assert_eq!(home.run(&["history", "9.9"]).code, 1);
    let table = home.ok(&["history", "2.1.5"]);
    assert!(
        table.contains("提前") && table.contains("2024-12-31"),
        "{table}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_told_of_the_file_that_was_written() {
    let home = Home::new();
    home.ok(&["list"]);
    for args in [
        &["list"][..],
        &["show", "2.1.4"],
        &["dump"],
        &["man"],
        &["--help"],
    ] {
        let mut command = home.command(args);
        command.stdout(std::fs::File::create("/dev/full").unwrap());
        let run = common::Run::of(command.output().unwrap());
        assert_eq!(run.code, 1, "{args:?}");
        assert!(
            run.err.contains("stdout: 磁盘已满, 没有写完"),
            "{}",
            run.err
        );
    }
    let run = home.run(&["list", "-o", "/dev/full", "--force"]);
    assert!(
        run.code == 1 && run.err.contains("/dev/full: 磁盘已满"),
        "{}",
        run.err
    );
}

#[test]
fn a_fragment_means_the_same_department_everywhere() {
    let home = Home::new();
    home.ok(&["list"]);
    // One is meant: a note is its own, and the filter agrees.
    home.ok(&["note", "2.1.4", "-d", "卫健", "--progress", "x"]);
    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(shown[0]["notes"][0]["department"], "市卫生健康委");
    let filtered = home.json(&["list", "单位:卫健", "--format", "json"]);
    assert_eq!(
        filtered,
        home.json(&["list", "单位:市卫生健康委", "--format", "json"])
    );
    // Several are meant: whoever records has to choose.
    let run = home.run(&["note", "2.1.4", "-d", "教育", "--progress", "x"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("市教育局、市委教育工委"), "{}", run.err);
    // None is meant: both name the same ones that are near.
    let note = home.run(&["note", "2.1.4", "-d", "财政居", "--progress", "x"]);
    let list = home.run(&["list", "单位:财政居"]);
    assert!(note.err.contains("市财政局") && list.err.contains("市财政局"));
}

#[test]
fn a_list_goes_into_a_pipe_that_ends_early() {
    use std::io::Read as _;
    let home = Home::new();
    home.ok(&["list"]);
    let mut child = home.spawn(&["dump"]);
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let run = common::Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}
