//! The verbs of the follow-up, on a home whose windows begin in January 2024.

use serde_json::{Value as Json, json};

use crate::common::Home;

/// A home of one person; its plan's time has passed, so that windows can be closed and everything is late.
fn office() -> Home {
    let home = Home::new();
    let rules = home.folder().join("rules.toml");
    std::fs::write(&rules, "[rules]\nwindows_from = \"2024-01-10\"\n").unwrap();
    home.ok(&["list", "--config", rules.to_str().unwrap()]);
    home
}

fn one(home: &Home, list: &[&str]) -> Json {
    let all = home.json(&[list, &["--format", "json"]].concat());
    all.as_array()
        .unwrap()
        .first()
        .cloned()
        .unwrap_or(Json::Null)
}

fn refused(home: &Home, code: i32, args: &[&str], told: &str) {
    let run = home.run(args);
    assert_eq!(run.code, code, "duban {args:?}: {}{}", run.out, run.err);
    assert!(run.err.contains(told), "no {told} in: {}", run.err);
    assert_eq!(run.out, "", "{args:?}");
}

#[test]
fn lights_come_with_reasons_and_a_coordinators_stands_beside_them() {
    let home = office();
    let red = one(&home, &["lights", "编号:2.1.1", "--as-of", "2026-11-25"]);
    assert_eq!(red["light"], "red");
    assert_eq!(
        red["reasons"][0],
        json!({ "kind": "overdue", "days": 329, "plan_end": true })
    );
    assert_eq!(red["override"], Json::Null);
    let edit = ["task", "edit", "2.1.1", "--reason", "会议认定"];
    refused(
        &home,
        2,
        &[&edit[..], &["--light", "yellow"]].concat(),
        "--until",
    );
    refused(
        &home,
        2,
        &[&edit[..], &["--light", "grey", "--until", "2999-01-01"]].concat(),
        "yellow (黄)",
    );
    home.ok(&[&edit[..], &["--light", "黄灯", "--until", "2999-01-01"]].concat());
    let judged = one(&home, &["lights", "light:yellow"]);
    assert_eq!(
        (&judged["code"], &judged["by_rules"]),
        (&json!("2.1.1"), &json!("red"))
    );
    assert_eq!(judged["override"]["reason"], "会议认定");
    let explained = one(&home, &["lights", "--explain", "2.1.1"]);
    for key in [
        "start", "due", "expected", "percent", "window", "reported", "rules",
    ] {
        assert!(explained.get(key).is_some(), "{key} in {explained}");
    }
    let page = home.ok(&["lights", "--explain", "2.1.1"]);
    assert!(
        page.contains("系统灯: 红") && page.contains("认定灯: 黄"),
        "{page}"
    );
    home.ok(&[&edit[..], &["--light", "none"]].concat());
    assert_eq!(one(&home, &["lights", "灯:黄"]), Json::Null);
    refused(&home, 1, &["lights", "--explain", "9.9"], "duban list");
    refused(&home, 2, &["lights", "灯:紫"], "红");
    home.ok(&[
        "task",
        "edit",
        "2.1.2",
        "--supervised",
        "yes",
        "--rhythm",
        "week",
        "--reason",
        "x",
    ]);
    let list = one(&home, &["list", "重点督办", "--as-of", "2025-06-30"]);
    assert_eq!(list, Json::Null, "it was not so then");
    assert_eq!(one(&home, &["list", "重点督办"])["code"], "2.1.2");
}

#[test]
fn no_key_no_device_and_no_empty_file_becomes_evidence() {
    let home = office();
    let folder = home.folder();
    let attach = |file: &str, said: &str| {
        let request = ["close", "request", "2.1.7", "--reason", "x"];
        for way in ["--attach", "--file"] {
            let asked: Vec<&str> = request.into_iter().chain([way, file]).collect();
            refused(&home, 1, &asked, said);
        }
    };
    let key = home.dir().join("key");
    attach(key.to_str().unwrap(), "私钥");
    let empty = folder.join("空.pdf");
    std::fs::write(&empty, "").unwrap();
    attach(empty.to_str().unwrap(), "空文件");
    attach(folder.to_str().unwrap(), "普通文件");
    #[cfg(unix)]
    {
        let link = folder.join("报告.pdf");
        std::os::unix::fs::symlink(&key, &link).unwrap();
        attach(link.to_str().unwrap(), "私钥");
        attach("/dev/zero", "普通文件");
    }
    let big = folder.join("大.pdf");
    std::fs::File::create(&big)
        .and_then(|file| file.set_len(1 << 40))
        .unwrap();
    let big = big.to_str().unwrap();
    refused(
        &home,
        1,
        &[
            "close", "request", "2.1.7", "--reason", "x", "--attach", big,
        ],
        "1048576 MiB",
    );
    assert_eq!(one(&home, &["list", "待审核"]), Json::Null);
}

#[test]
fn a_task_is_closed_with_evidence_that_can_be_taken_out() {
    let home = office();
    let proof = home.folder().join("证明.txt");
    std::fs::write(&proof, "已完成").unwrap();
    let proof = proof.to_str().unwrap();
    refused(
        &home,
        1,
        &["close", "request", "2.1.7", "--reason", "x"],
        "--evidence",
    );
    refused(&home, 1, &["close", "approve", "2.1.7"], "2.1.7");
    refused(&home, 2, &["close"], "request");
    home.ok(&[
        "close",
        "request",
        "2.1.7",
        "--evidence",
        "报告@档案室#3",
        "--attach",
        proof,
        "--reason",
        "完成",
    ]);
    assert_eq!(one(&home, &["list", "待审核"])["status"], "closing");
    let pieces = home.json(&["evidence", "2.1.7", "--format", "json"]);
    assert_eq!(
        (
            &pieces[0]["place"],
            &pieces[0]["page"],
            &pieces[1]["attached"]
        ),
        (&json!("档案室"), &json!("3"), &json!(true))
    );
    let out = home.folder().join("out.txt");
    let file = out.to_str().unwrap();
    home.ok(&["evidence", "2.1.7", "2", "-o", file]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "已完成");
    std::fs::write(&out, "mine").unwrap();
    refused(&home, 1, &["evidence", "2.1.7", "2", "-o", file], "--force");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "mine");
    refused(&home, 1, &["evidence", "2.1.7", "1", "-o", file], "档案室");
    refused(&home, 1, &["evidence", "2.1.7", "9"], "duban evidence");
    home.ok(&["close", "approve", "2.1.7"]);
    let closed = one(&home, &["list", "编号:2.1.7"]);
    assert_eq!(
        (&closed["status"], &closed["light"]),
        (&json!("closed"), &json!("closed"))
    );
}

#[test]
fn a_task_that_has_ended_takes_no_report_and_one_that_is_there_is_still_corrected() {
    let home = office();
    let noted = home.ok(&["note", "2.1.7", "--progress", "已完成"]);
    let id = noted.split(['(', ')', ' ']).find(|word| word.len() == 8);
    let id = id.unwrap_or_else(|| panic!("{noted}")).trim();
    home.ok(&["step", "withdraw", "2.2.1", "--reason", "x"]);
    home.ok(&["step", "merge", "2.1.3", "--into", "2.1.1", "--reason", "x"]);
    home.ok(&[
        "close",
        "request",
        "2.1.7",
        "--evidence",
        "报告@档案室",
        "--reason",
        "完成",
    ]);
    home.ok(&["close", "approve", "2.1.7"]);
    let note = |code: &'static str| ["note", code, "--progress", "又做了一些"];
    let whole = home.ok(&["dump"]);
    refused(&home, 1, &note("2.1.7"), "duban step reopen 2.1.7");
    refused(&home, 1, &note("2.1.3"), "duban show 2.1.3");
    refused(&home, 1, &note("2.2.1"), "撤销");
    let none = ["note", "--unchanged", "as-planned", "2.1.1", "2.1.7"];
    refused(&home, 1, &none, "已销号");
    assert_eq!(home.ok(&["dump"]), whole, "of several, none");
    home.ok(&[
        "note",
        "2.1.7",
        "--supersedes",
        id,
        "--progress",
        "已全部完成",
    ]);
    home.ok(&["step", "reopen", "2.1.7", "--reason", "反弹"]);
    home.ok(&note("2.1.7"));
}

#[test]
fn several_tasks_take_a_step_together_or_not_at_all() {
    let home = office();
    let status = |code: &str| one(&home, &["list", &format!("编号:{code}")])["status"].clone();
    let both = ["step", "suspend", "2.1.1", "2.1.2", "--reason", "等批复"];
    let run = home.run(&both);
    assert_eq!(run.code, 2, "a script is not asked");
    assert!(run.err.contains("--yes"), "{}", run.err);
    assert_eq!(status("2.1.1"), "active");
    home.ok(&[&both[..], &["--yes"]].concat());
    assert_eq!(
        (status("2.1.1"), status("2.1.2")),
        (json!("suspended"), json!("suspended"))
    );
    let run = home.run(&[
        "step", "suspend", "2.1.3", "2.1.1", "--reason", "x", "--yes",
    ]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("2.1.1"), "it says which: {}", run.err);
    assert_eq!(status("2.1.3"), "active", "none of them");
    refused(
        &home,
        1,
        &["step", "merge", "2.1.3", "--reason", "x"],
        "--into",
    );
    refused(&home, 2, &["step", "fly", "2.1.3"], "suspend");
    refused(&home, 1, &["step", "carry", "2.1.3"], "--reason");
    refused(
        &home,
        1,
        &[
            "extend",
            "request",
            "2.1.3",
            "--due",
            "2020-01-01",
            "--reason",
            "x",
        ],
        "--due",
    );
    home.ok(&[
        "extend",
        "request",
        "2.1.3",
        "--due",
        "2099-01-01",
        "--reason",
        "x",
    ]);
    home.ok(&["extend", "grant", "2.1.3", "--reason", "同意"]);
    assert_eq!(one(&home, &["list", "编号:2.1.3"])["due"], "2099-01-01");
}

#[test]
fn what_was_recorded_last_is_taken_back_after_a_look() {
    let home = office();
    refused(&home, 1, &["undo", "--yes"], "--list");
    home.ok(&["step", "suspend", "2.1.1", "--reason", "x"]);
    let last = one(&home, &["undo", "--list"]);
    assert_eq!(
        (&last["kind"], &last["code"]),
        (&json!("step"), &json!("2.1.1"))
    );
    assert_eq!(home.run(&["undo"]).code, 2, "a script is not asked");
    assert_eq!(one(&home, &["list", "编号:2.1.1"])["status"], "suspended");
    let shown = home.ok(&["undo", "--yes"]);
    assert!(shown.contains("中止"), "{shown}");
    assert_eq!(one(&home, &["list", "编号:2.1.1"])["status"], "active");
    assert_eq!(one(&home, &["undo", "--list"]), Json::Null);
}

#[test]
fn a_window_is_closed_once_and_two_are_compared() {
    let home = office();
    home.ok(&["note", "2.1.1", "--progress", "x", "--on", "2024-05-20"]);
    let window = |period: &str| {
        let all = home.json(&["windows", "--format", "json"]);
        let all = all.as_array().unwrap();
        all.iter()
            .find(|window| window["period"] == period)
            .cloned()
            .unwrap()
    };
    assert_eq!(window("2024-05")["closed"], Json::Null);
    assert_eq!(
        (
            &window("2024-05")["reported"],
            &window("2024-05")["expected"]
        ),
        (&json!(1), &json!(51))
    );
    let run = home.run(&["windows", "close", "2024-05"]);
    assert_eq!(run.code, 2, "a script is not asked");
    home.ok(&["windows", "close", "2024-05", "--yes"]);
    refused(
        &home,
        1,
        &["windows", "close", "2024-05", "--yes"],
        "duban windows",
    );
    home.ok(&["note", "2.1.2", "--progress", "迟了", "--on", "2024-05-20"]);
    let may = window("2024-05");
    let counts = ["expected", "reported", "on_time", "late", "missing"].map(|key| may[key].clone());
    assert_eq!(counts, [51, 2, 1, 1, 49].map(|n| json!(n)));
    let tasks = home.json(&["windows", "2024-05", "--format", "json"]);
    assert_eq!(
        (&tasks[0]["report"], &tasks[1]["report"]),
        (&json!("reported"), &json!("late"))
    );
    refused(
        &home,
        1,
        &["windows", "compare", "2024-05", "2024-06"],
        "2024-06",
    );
    refused(
        &home,
        2,
        &["windows", "compare", "2024-05", "2024-13"],
        "2024-05",
    );
    refused(&home, 1, &["windows", "2010-01"], "duban windows");
    home.ok(&["windows", "close", "2024-06", "--yes"]);
    let changes = home.json(&[
        "windows", "compare", "2024-05", "2024-06", "--format", "json",
    ]);
    let silent = changes
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["change"] == "silent");
    assert_eq!(silent.count(), 50, "2.1.2 was missing when May was closed");
}

#[test]
fn rules_change_from_a_day_on_and_are_checked_by_name() {
    let home = office();
    let light =
        |day: &str| one(&home, &["lights", "编号:2.1.5", "--as-of", day])["reasons"].clone();
    home.ok(&[
        "note",
        "2.1.5",
        "--progress",
        "x",
        "--percent",
        "95",
        "--on",
        "2025-10-20",
    ]);
    assert_eq!(light("2025-10-24"), json!([]));
    let from = ["--from", "2025-10-01", "--reason", "会议定"];
    home.ok(&[&["rules", "set", "soon_days=90"][..], &from].concat());
    assert_eq!(light("2025-10-24")[0]["kind"], "soon");
    let all = home.json(&["rules", "--format", "json", "--as-of", "2025-09-30"]);
    assert_eq!(
        (&all[0]["in_force"], &all[1]["in_force"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        (&all[1]["from"], &all[1]["rules"]["soon_days"]),
        (&json!("2025-10-01"), &json!(90))
    );
    for (rule, told) in [
        ("sooon_days=3", "soon_days"),
        ("month_day=32", "1 至 31"),
        ("missed_yellow=9", "missed_red"),
        ("soon_days", "soon_days=20"),
        ("calendar.holidays=2025-02-30", "calendar.holidays"),
    ] {
        refused(
            &home,
            2,
            &[&["rules", "set", rule][..], &from].concat(),
            told,
        );
    }
    refused(
        &home,
        1,
        &[&["rules", "set", "zone=+07:00"][..], &from].concat(),
        "zone",
    );
    let file = home.folder().join("new.toml");
    let text = home
        .ok(&["rules", "toml"])
        .replace("week_day = 5", "week_day = 4");
    std::fs::write(&file, text).unwrap();
    home.ok(&[&["rules", "edit", file.to_str().unwrap()][..], &from].concat());
    let all = home.json(&["rules", "--format", "json"]);
    assert_eq!(
        (&all[2]["rules"]["week_day"], &all[2]["rules"]["soon_days"]),
        (&json!(4), &json!(90))
    );
}

#[test]
fn figures_are_entered_one_by_one_and_from_tables() {
    let home = office();
    for district in ["张店区", "淄川区"] {
        let kind = ["--kind", "district", "--reason", "分解"];
        home.ok(&[&["departments", "add", district][..], &kind].concat());
    }
    home.ok(&[
        "indicators",
        "set",
        "2.1.4/2",
        "2023",
        "５２.5％",
        "--source",
        "体测",
    ]);
    let found =
        |n: usize| home.json(&["indicators", "编号:2.1.4", "--format", "json"])[n - 1].clone();
    assert_eq!(
        (&found(2)["latest"], &found(2)["period"]),
        (&json!("52.5"), &json!("2023"))
    );
    refused(
        &home,
        2,
        &["indicators", "set", "2.1.4/2", "2023", "一半"],
        "一半",
    );
    refused(
        &home,
        2,
        &["indicators", "set", "2.1.4/2", "23", "1"],
        "2024-W20",
    );
    refused(
        &home,
        1,
        &["indicators", "set", "2.1.4/99", "2023", "1"],
        "99",
    );
    refused(
        &home,
        1,
        &[
            "indicators",
            "set",
            "2.1.4/2",
            "2023",
            "1",
            "--region",
            "张店区",
        ],
        "--regions",
    );
    for (value, expected) in [
        ("-5", "0% 到 100%"),
        ("5000", "0% 到 100%"),
        ("１００.1％", "100.1%"),
    ] {
        let set = ["indicators", "set", "2.1.4/2", "2024", value];
        refused(&home, 1, &set, expected);
        refused(
            &home,
            1,
            &[&set[..], &["--target"]].concat(),
            "学生体质健康测试优良率",
        );
    }
    refused(
        &home,
        1,
        &["indicators", "set", "2.1.6/4", "2024", "-3"],
        "不小于 0个",
    );
    // Myopia went up.
    home.ok(&["indicators", "set", "2.1.4/5", "2023", "-0.4"]);
    let edit = ["indicator", "edit", "2.1.4/2", "--reason", "分解"];
    home.ok(&[
        &edit[..],
        &["--regions", "张店区、淄川区", "--nature", "mandatory"],
    ]
    .concat());
    assert_eq!(
        (&found(2)["nature"], &found(2)["regions"]),
        (&json!("mandatory"), &json!(["张店区", "淄川区"]))
    );
    let file = home.folder().join("figures.csv");
    let path = file.to_str().unwrap();
    let head = "编号,序号,指标,期次,区域,数值,数据来源\n";
    let wrong = "2.1.4,3,,2023,,96,\n9.9,1,,2023,,1,\n2.1.4,3,,2023,,97,\n2.1.4,3,别的,2022,,97,\n2.1.4,3,,2022,,x,\n2.1.4,3,,2021,,9650,\n2.1.4,3,,2022,,,\n";
    std::fs::write(&file, format!("{head}{wrong}")).unwrap();
    let run = home.run(&["indicators", "import", path, "--yes"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("0% 到 100%"), "{}", run.err);
    for line in [3, 4, 5, 6, 7] {
        assert!(
            run.err.contains(&format!("figures.csv:{line}: ")),
            "{}",
            run.err
        );
    }
    assert_eq!(found(3)["latest"], Json::Null, "all or nothing");
    let (right, _, _) = encoding_rs::GB18030.encode(
        "编号,序号,指标,期次,区域,数值,数据来源\n2.1.4,3,学生体质健康测试合格率,2023,,96.5,体测\n2.1.4/2,,,2023,张店区,53,体测\n",
    );
    std::fs::write(&file, right).unwrap();
    assert_eq!(
        home.run(&["indicators", "import", path]).code,
        2,
        "a script is not asked"
    );
    let shown = home.ok(&["indicators", "import", path, "--yes"]);
    assert!(shown.contains("96.5%"), "{shown}");
    assert_eq!(found(3)["latest"], "96.5");
    let book = home.folder().join("figures.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in ["编号", "序号", "期次", "数值"].into_iter().enumerate() {
        sheet.write(2, column as u16, head).unwrap();
    }
    sheet.write(3, 0, "2.1.4").unwrap();
    sheet.write(3, 1, 3).unwrap();
    sheet.write(3, 2, 2024).unwrap();
    sheet.write(3, 3, 97.25).unwrap();
    workbook.save(&book).unwrap();
    home.ok(&["indicators", "import", book.to_str().unwrap(), "--yes"]);
    assert_eq!(
        (&found(3)["latest"], &found(3)["trend"][0]["value"]),
        (&json!("97.25"), &json!("96.5"))
    );
    std::fs::write(&file, "甲,乙\n1,2\n").unwrap();
    refused(&home, 1, &["indicators", "import", path], "编号");
    home.ok(&[
        "indicators",
        "set",
        "2.1.4/3",
        "2024",
        "none",
        "--reason",
        "误填",
    ]);
    assert_eq!(found(3)["latest"], "96.5");
}

#[test]
fn measures_and_duties_are_done_and_undone() {
    let home = office();
    home.ok(&[
        "measure",
        "done",
        "2.1.4/10",
        "--date",
        "2022-12-20",
        "--text",
        "已配齐",
    ]);
    let kinds = |home: &Home| {
        let light = one(home, &["lights", "编号:2.1.4"]);
        let reasons = light["reasons"].as_array().unwrap().clone();
        let late = reasons
            .iter()
            .filter(|one| one["kind"] == "milestone-overdue");
        late.count()
    };
    let before = kinds(&home);
    assert!(home.ok(&["show", "2.1.4"]).contains("完成 2022-12-20"));
    home.ok(&["measure", "done", "2.1.4/10", "--undo"]);
    assert_eq!(kinds(&home), before + 1);
    refused(&home, 1, &["measure", "done", "2.1.4/99"], "99");
    refused(
        &home,
        1,
        &["measure", "done", "2.1.4/1", "--date", "2999-01-01"],
        "2999-01-01",
    );
    let duty = one(&home, &["duties", "2.1.2"]);
    assert_eq!(
        (&duty["state"], &duty["period"]),
        (&json!("late"), &json!("2025"))
    );
    assert!(duty["id"].as_str().unwrap().ends_with("@2025"));
    home.ok(&["duties", "done", "2.1.2/1", "2025", "--date", "2025-11-01"]);
    assert_eq!(one(&home, &["duties", "2.1.2"])["period"], "2024");
    let done = one(&home, &["duties", "2.1.2", "--all"]);
    assert_eq!(
        (&done["state"], &done["done"]),
        (&json!("done"), &json!("2025-11-01"))
    );
    refused(
        &home,
        2,
        &["duties", "done", "2.1.2/1", "去年"],
        "2024-2025-1",
    );
}

#[test]
fn a_meeting_decides_and_its_decisions_are_followed_up() {
    let home = office();
    let opened = home.ok(&["meeting", "new", "--name", "周例会", "--on", "2024-05-17"]);
    assert!(opened.contains("2024-05-17"), "{opened}");
    home.ok(&[
        "meeting",
        "decide",
        "2024-05-17",
        "--department",
        "财政局",
        "--due",
        "2024-05-31",
        "--text",
        "拨付经费",
        "--criterion",
        "到账",
        "--task",
        "2.1.4",
    ]);
    for sort in [&[][..], &["--problem"]] {
        let base = ["meeting", "decide", "2024-05-17", "-d", "财政局"];
        let past = ["--text", "拨付", "--due", "2024-05-16"];
        refused(
            &home,
            1,
            &[&base, &past[..], sort].concat(),
            "早于会议日期 2024-05-17",
        );
    }
    let decision = one(&home, &["decisions", "--open"]);
    assert_eq!(
        (
            &decision["department"],
            &decision["late"],
            &decision["tasks"]
        ),
        (&json!("市财政局"), &json!(true), &json!(["2.1.4"]))
    );
    let id = decision["id"].as_str().unwrap();
    home.ok(&["meeting", "agenda", "2024-05-17", id, "2.1.1"]);
    let meeting = one(&home, &["meeting", "show", "2024-05-17"]);
    assert_eq!(
        (&meeting["agenda"][0]["text"], &meeting["agenda"][1]["code"]),
        (&json!("拨付经费"), &json!("2.1.1"))
    );
    assert_eq!(one(&home, &["meeting", "list"])["decisions"], 1);
    home.ok(&["decisions", "done", id, "--text", "已到账"]);
    assert_eq!(one(&home, &["decisions", "--open"]), Json::Null);
    assert_eq!(one(&home, &["decisions"])["outcome"], "已到账");
    refused(
        &home,
        1,
        &["meeting", "show", "nosuch"],
        "duban meeting list",
    );
    refused(
        &home,
        1,
        &["decisions", "done", "nosuch"],
        "duban decisions",
    );
    refused(&home, 1, &["meeting", "agenda", "2024-05-17", "9.9"], "9.9");
}

#[test]
fn a_judged_light_and_a_call_for_help_stand_alike_in_every_report() {
    let home = office();
    let base = ["task", "edit", "2.1.1", "--light", "yellow"];
    let why = ["--until", "2999-01-01", "--reason", "会议认定"];
    home.ok(&[&base[..], &why].concat());
    let lights = home.ok(&["report", "lights", "--format", "csv"]);
    assert!(
        lights.contains("认定灯 黄 (系统 红), 至 2999-01-01, tester: 会议认定; 逾期"),
        "{lights}"
    );
    // The one asked for help in a window that is over, and the other was asked for by a supporter.
    let note = |code: &str, more: &[&str]| {
        let base = ["note", code, "--progress", "在办"];
        home.ok(&[&base, more].concat());
    };
    note(
        "2.1.5",
        &["--on", "2024-05-17", "--coordinate", "请编办核编"],
    );
    note("2.1.4", &["-d", "市体育局", "--coordinate", "请财政拨款"]);
    note("2.1.6", &["--coordinate", "无"]);
    let weekly = home.ok(&["report", "weekly", "--format", "md"]);
    let asked = weekly.split("需协调").nth(2).unwrap();
    for said in ["2.1.4", "请财政拨款", "2.1.5", "请编办核编"] {
        assert!(asked.contains(said), "{said}: {weekly}");
    }
    let lights = home.ok(&["report", "lights", "--format", "csv"]);
    let listed = |text: &str| text.matches("需协调").count();
    assert_eq!((listed(&lights), listed(&weekly)), (2, 2), "{lights}");
    assert!(weekly.contains("需协调（2）"), "{weekly}");
}

#[test]
fn minutes_list_as_old_business_what_is_not_settled_yet() {
    let home = office();
    home.ok(&["meeting", "new", "--name", "周例会", "--on", "2024-05-17"]);
    let decide = |more: &[&str]| {
        let base = ["meeting", "decide", "2024-05-17", "-d", "教育局"];
        home.ok(&[&base, more].concat());
    };
    let due = ["--due", "2024-05-20"];
    decide(&[&["--text", "报送清单"], &due[..]].concat());
    decide(&[&["--text", "核定编制"], &due[..]].concat());
    decide(&["--problem", "--text", "编制不足", "--task", "2.1.4"]);
    decide(&["--text", "先行摸底", "--due", "2024-05-19"]);
    decide(&["--problem", "--text", "场地紧张", "--task", "2.1.5"]);
    let decisions = home.json(&["decisions", "--format", "json"]);
    let mut decisions = decisions.as_array().unwrap().iter();
    let done = decisions.find(|d| d["text"] == "报送清单").unwrap();
    let id = done["id"].as_str().unwrap();
    home.ok(&["decisions", "done", id]);
    home.ok(&["meeting", "new", "--name", "周例会", "--on", "2099-05-24"]);
    let old = || {
        let text = home.ok(&["report", "meeting", "--format", "md"]);
        let after = text.split("上次议定及结果").nth(1).unwrap().to_owned();
        after.split("三、").next().unwrap().to_owned()
    };
    let text = old();
    assert!(
        text.contains("核定编制") && text.contains("未完成；已超时限"),
        "{text}"
    );
    assert!(
        !text.contains("报送清单"),
        "settled before it began: {text}"
    );
    for problem in ["问题（2.1.4）：编制不足", "问题（2.1.5）：场地紧张"] {
        assert!(text.contains(problem), "{text}");
    }
    // In the order of deadlines, whatever was said first.
    let places = ["先行摸底", "核定编制", "编制不足"].map(|part| text.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
    assert!(text.contains("尚未解决"), "{text}");
    // Another day's report says that there is no problem; one that says nothing of them ends none.
    let note = |code: &str, problems: &[&str]| {
        let base = ["note", code, "--on", "2024-05-22", "--progress", "已办"];
        home.ok(&[&base, problems].concat());
    };
    note("2.1.4", &["--problems", "无"]);
    note("2.1.5", &[]);
    let text = old();
    assert!(
        !text.contains("编制不足") && text.contains("场地紧张"),
        "{text}"
    );
    // The minutes of the meeting that raised it keep it.
    let meetings = home.json(&["meeting", "list", "--format", "json"]);
    let first = meetings.as_array().unwrap().last().unwrap()["id"].clone();
    let id = first.as_str().unwrap();
    // The list counts what was decided and what was named apart.
    let listed = meetings.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&listed["decisions"], &listed["problems"]),
        (&json!(3), &json!(2))
    );
    // A problem is over as well once somebody says that it is done.
    let all = home.json(&["decisions", "--format", "json"]);
    let mut all = all.as_array().unwrap().iter();
    let problem = all.find(|d| d["text"] == "场地紧张").unwrap();
    let which = problem["id"].as_str().unwrap();
    home.ok(&["decisions", "done", which, "--text", "已腾出"]);
    assert!(!old().contains("场地紧张"), "{}", old());
    home.ok(&["undo", "--yes"]);
    assert!(old().contains("场地紧张"), "{}", old());
    // It goes by whatever the list prints, as everywhere.
    for named in [id, id.get(..8).unwrap(), id.get(..4).unwrap(), "2024-05-17"] {
        let before = home.ok(&["report", "meeting", "--meeting", named, "--format", "md"]);
        assert!(before.contains("编制不足"), "{named}: {before}");
    }
    let list = home.ok(&["meeting", "list"]);
    assert!(list.contains(id.get(..8).unwrap()), "{list}");
    refused(
        &home,
        1,
        &["report", "meeting", "--meeting", "2024-05-18"],
        "duban meeting list",
    );
}

#[test]
fn what_is_said_at_a_meeting_stands_in_its_minutes() {
    let home = office();
    home.ok(&["meeting", "new", "--name", "周例会", "--on", "2024-05-10"]);
    let new = ["meeting", "new", "--name", "周例会", "--on", "2024-05-17"];
    home.ok(&[&new[..], &["--place", "南楼", "--chair", "王强"]].concat());
    home.ok(&["meeting", "agenda", "2024-05-17", "2.1.4", "2.1.5"]);
    let minutes = || home.ok(&["report", "meeting", "--format", "md"]);
    assert!(minutes().starts_with("# 周例会议程\n"), "{}", minutes());
    let light = |code: &'static str, light: &'static str, more: &[&'static str]| {
        let base = [
            "task",
            "edit",
            code,
            "--light",
            light,
            "--until",
            "2099-06-16",
        ];
        home.ok(&[&base[..], &["--reason", "编制已批"], more].concat());
    };
    let at = ["--meeting", "2024-05-17"];
    light("2.1.4", "yellow", &at);
    light("2.1.5", "green", &[]);
    let note = [
        "note",
        "2.1.5",
        "--progress",
        "场地已定",
        "--problems",
        "无",
    ];
    home.ok(&[&note[..], &at].concat());
    home.ok(&["note", "2.1.4", "--progress", "会后另报"]);
    let decide = [
        "meeting",
        "decide",
        "2024-05-17",
        "-d",
        "教育局",
        "--task",
        "2.1.4",
    ];
    home.ok(&[&decide[..], &["--problem", "--text", "编制不足"]].concat());
    home.ok(&[&decide[..], &["--text", "报方案", "--due", "2024-05-31"]].concat());
    let edit = ["meeting", "edit", "2024-05-17", "--time", "09:00-10:30"];
    home.ok(&[
        &edit[..],
        &["--present", "张伟,李娜", "--recorder", "周明远"],
    ]
    .concat());
    let text = minutes();
    assert!(text.starts_with("# 周例会纪要\n\n2024年第2次\n"), "{text}");
    for line in [
        "时间：2024年5月17日 09:00-10:30\n",
        "地点：南楼\n",
        "主持：王强\n",
        "出席：张伟、李娜\n",
        "记录：周明远\n",
        "| 1 | 报方案 | 市教育局 | 2024-05-31 |",
        "| 1 | 编制不足 | 市教育局 |",
        "| 红改黄 | 编制已批 | 2099-06-16 |",
        "| 场地已定 |",
        "签发：\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for outside in ["会后另报", "改绿"] {
        assert!(!text.contains(outside), "{outside}: {text}");
    }
    // The last word of the meeting counts, and what was undone does not.
    light("2.1.4", "red", &at);
    assert!(minutes().contains("| 红 |") && !minutes().contains("红改黄"));
    home.ok(&["undo", "--yes"]);
    assert!(minutes().contains("红改黄"), "{}", minutes());
    refused(
        &home,
        1,
        &[
            "note",
            "2.1.7",
            "--progress",
            "x",
            "--meeting",
            "2024-05-17",
        ],
        "议程",
    );
    refused(&home, 2, &["meeting", "edit", "2024-05-17"], "--name");
}

#[test]
fn reminders_say_what_each_department_owes_and_are_told_by_their_exit_code() {
    let home = office();
    home.ok(&["meeting", "new", "--on", "2024-05-17", "--name", "例会"]);
    home.ok(&[
        "meeting",
        "decide",
        "2024-05-17",
        "-d",
        "市财政局",
        "--text",
        "拨付<b>经费",
        "--due",
        "2024-05-31",
    ]);
    let remind = |args: &[&str]| home.run(&[&["remind", "-d", "市财政局"], args].concat());
    let run = remind(&["--format", "json"]);
    assert_eq!(run.code, 10, "{}", run.err);
    let json: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (
            &json[0]["late"][0]["kind"],
            &json[0]["owed"],
            &json[0]["due"]
        ),
        (&json!("action"), &json!([]), &json!([]))
    );
    let html = remind(&["--format", "html"]).out;
    assert!(html.contains("拨付&lt;b&gt;经费"), "{html}");
    let run = remind(&["--record", "电话"]);
    assert_eq!(run.code, 10);
    assert!(
        run.out.lines().count() > 2 && run.out.contains("拨付<b>经费"),
        "{}",
        run.out
    );
    let run = remind(&["--format", "json"]);
    let json: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json[0]["reminded"]["via"], "电话");
    // It supports many tasks and leads none: what is late of those is not its own.
    let id = one(&home, &["decisions"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    home.ok(&["decisions", "done", &id]);
    let run = remind(&[]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(!run.err.is_empty());
    assert_eq!(home.run(&["remind"]).code, 10);
    refused(&home, 1, &["remind", "-d", "无此局"], "duban departments");
    refused(&home, 2, &["remind", "--format", "csv"], "html");
    let text = home.run(&["remind"]).out;
    assert!(text.contains("市教育局: 逾期"), "{text}");
}

#[test]
fn what_is_late_is_the_windows_that_have_gone_by_and_a_task_stands_once_under_each_heading() {
    let home = office();
    let remind = |day| home.run(&["remind", "-d", "市教育局", "--as-of", day]).out;
    let text = remind("2024-03-01");
    let (late, owed) = text.split_once("\n应办\n").unwrap();
    assert!(late.contains("2024-01 至 2024-02 漏报 2 期"), "{text}");
    assert!(!late.contains("2024-03 期"), "{text}");
    assert!(owed.contains("2024-03 期未报, 2024-03-25 截止"), "{text}");
    let text = remind("2024-02-01");
    assert!(text.contains("2024-01 期漏报"), "{text}");
    let mut part = Vec::new();
    let mut most = 0;
    for line in remind("2026-03-01").lines() {
        match line.trim().split_once(' ') {
            Some((code, _)) if line.starts_with("  ") => part.push(code.to_owned()),
            _ => part.clear(),
        }
        let once: std::collections::BTreeSet<&String> = part.iter().collect();
        assert_eq!(once.len(), part.len(), "{line}");
        most = most.max(part.len());
    }
    assert!(most > 1);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let home = office();
    let (long, edge) = ("长".repeat(201), "长".repeat(200));
    let note = |more: &[&str], told: &str| {
        refused(
            &home,
            1,
            &[&["note", "2.1.1", "--progress", "x"], more].concat(),
            told,
        );
    };
    note(&["--on", "1900-01-01"], "规划开始");
    note(&["--on", "2024-05-17", "--next-on", "2024-05-16"], "填报日");
    note(&["--reporter", &long], "201");
    note(&["--approver", &long], "201");
    let edit = |more: &[&str], told: &str| {
        let edit = ["task", "edit", "2.1.1", "--reason", "x"];
        refused(&home, 1, &[&edit[..], more].concat(), told);
    };
    edit(
        &["--light", "yellow", "--until", "2020-01-01"],
        "在今天之前",
    );
    edit(&["--due", "2019-01-01"], "规划开始");
    edit(&["--title", &long], "201");
    let before = |home: &Home| {
        home.json(&["history", "--format", "json"])
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(before(&home), 2, "nothing of it is kept");
    // The edge itself can be.
    home.ok(&["task", "edit", "2.1.1", "--title", &edge, "--reason", "x"]);
    home.ok(&[
        "note",
        "2.1.2",
        "--progress",
        "x",
        "--on",
        "2024-05-17",
        "--next-on",
        "2024-05-17",
        "--reporter",
        &edge,
    ]);
    home.ok(&["note", "--unchanged", "as-planned", "2.1.4", "2.1.4"]);
    let notes = one(&home, &["show", "2.1.4"])["notes"].clone();
    assert_eq!(notes.as_array().unwrap().len(), 1, "once");
    refused(&home, 1, &["meeting", "new", "--name", " "], "不能为空");
    home.ok(&["meeting", "new"]);
    let set = |day: &str| {
        home.run(&[
            "rules",
            "set",
            "month_day=20",
            "--from",
            day,
            "--reason",
            "x",
        ])
    };
    let run = set("2024-03-01");
    assert!(
        run.code == 0 && run.err.contains("已封存的窗口不变"),
        "{}",
        run.err
    );
}

#[test]
fn a_figure_is_near_the_plan_in_time_and_no_larger_or_finer_than_figures_are() {
    let home = office();
    let list = home.json(&["indicators", "--format", "json"]);
    let counted = list.as_array().unwrap().iter();
    let mut counted = counted.filter(|one| one["unit"] == "名" || one["unit"] == "所");
    let one = counted.next().unwrap();
    let code = format!("{}/{}", one["code"].as_str().unwrap(), one["n"]);
    let set = |value: &str, period: &str| home.run(&["indicators", "set", &code, period, value]);
    for (value, period, told) in [
        ("5", "1950", "太远"),
        ("99999999999999999999999", "2024", "太大"),
        ("0.1234567890123", "2024", "整数"),
    ] {
        let run = set(value, period);
        assert!(
            run.code == 1 && run.err.contains(told),
            "{value} {period}: {}",
            run.err
        );
    }
    for (value, period) in [("5", "2024"), ("4", "2015")] {
        let run = set(value, period);
        assert_eq!(run.code, 0, "{value} {period}: {}", run.err);
    }
}

#[test]
fn before_any_meeting_its_report_is_an_empty_agenda() {
    let home = office();
    let report = home.ok(&["report", "R13", "--format", "md"]);
    assert!(report.starts_with("# 会议议程\n"), "{report}");
    assert!(
        report.contains("无。") && !report.contains("纪要"),
        "{report}"
    );
}

#[test]
fn a_deadline_that_was_granted_is_an_extension_and_no_correction() {
    let home = office();
    let due = ["--due", "2999-12-31", "--reason", "工期顺延"];
    home.ok(&[&["extend", "request", "2.1.4"], &due[..]].concat());
    home.ok(&["extend", "grant", "2.1.4", "--reason", "同意"]);
    assert!(home.ok(&["show", "2.1.4"]).contains("2999-12-31 (延期)"));
    assert_eq!(one(&home, &["list", "编号:2.1.4"])["due"], "2999-12-31");
    let ledger = home.ok(&["report", "ledger", "--format", "md"]);
    assert!(ledger.contains("时限已延期") && !ledger.contains("时限已更正"));
}

#[test]
fn nothing_changed_is_said_of_several_tasks_at_once() {
    let home = office();
    home.ok(&["note", "--unchanged", "as-planned", "2.1.1", "2.1.2"]);
    for code in ["2.1.1", "2.1.2"] {
        let notes = &one(&home, &["show", code])["notes"];
        assert_eq!(notes[0]["unchanged"], "as-planned", "{code}");
    }
    let history = home.ok(&["history", "2.1.1"]);
    assert!(
        history.contains("本期无变化 (按计划推进, 无新进展)"),
        "{history}"
    );
    home.ok(&["note", "2.1.3", "--progress", "x", "--kept", "部分兑现"]);
    assert_eq!(one(&home, &["show", "2.1.3"])["notes"][0]["kept"], "partly");
    refused(
        &home,
        2,
        &["note", "2.1.1", "2.1.2", "--progress", "x"],
        "--unchanged",
    );
    refused(
        &home,
        2,
        &["note", "2.1.1", "--unchanged", "lazy"],
        "as-planned",
    );
    refused(
        &home,
        2,
        &["note", "2.1.1", "--unchanged", "waiting", "--progress", "x"],
        "--",
    );
    let run = home.run(&["note", "--unchanged", "as-planned", "2.1.4", "9.9"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        one(&home, &["show", "2.1.4"])["notes"],
        json!([]),
        "all or none"
    );
}

#[test]
fn a_coordinator_proposes_rules_that_the_registrars_program_enters() {
    let office = crate::common::office::Office::of(office());
    let coordinator = office.member("王芳", "市教育局", "coordinator");
    let clerk = office.member("李强", "市财政局", "clerk");
    let set = [
        "rules",
        "set",
        "soon_days=45",
        "--from",
        "2026-01-01",
        "--reason",
        "会议定",
    ];
    assert_eq!(clerk.run(&set).code, 1, "a clerk does not");
    coordinator.ok(&set);
    let versions = |home: &Home| {
        home.json(&["rules", "--format", "json"])
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(versions(&coordinator), 1, "only proposed");
    office.settle(&[&coordinator, &clerk]);
    assert_eq!((versions(&office.registrar), versions(&clerk)), (2, 2));
    // Closing a window stays the registrar's, and nobody else is asked first.
    let close = ["windows", "close", "2024-05"];
    for yes in [&close[..], &[&close[..], &["--yes"]].concat()] {
        refused(&coordinator, 1, yes, "tester");
    }
    assert_eq!(
        office.registrar.run(&close).code,
        2,
        "the registrar is asked"
    );
}
