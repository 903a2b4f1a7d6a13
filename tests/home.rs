//! A home on disk: made privately, shared by processes, rebuilt from its ops, backed up, noticed when damaged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Home, Run, day, now};
use duban::model::{Addition, Edit, NewItem, NoteDraft, Register, Value};
use duban::workspace::{Failure, Kept, Workspace};
use proptest::prelude::*;

#[test]
fn the_first_run_makes_a_private_home_with_the_whole_plan() {
    let home = Home::new();
    let run = home.run(&["list", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let tasks: Vec<serde_json::Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(tasks.len(), 51);
    assert!(
        run.err.contains("home"),
        "a new home is announced: {}",
        run.err
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&home.dir()), 0o700);
        for entry in std::fs::read_dir(home.dir()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
    let first: String = home
        .sql()
        .query_row("SELECT line FROM op WHERE seq = 0", [], |r| r.get(0))
        .unwrap();
    assert!(
        first.contains(r#""kind":"hello","key":"ssh-ed25519 "#),
        "{first}"
    );
    // The second run neither makes nor imports anything.
    let before = std::fs::metadata(home.database()).unwrap().len();
    assert_eq!(home.run(&["list"]).err, "");
    assert_eq!(std::fs::metadata(home.database()).unwrap().len(), before);
}

#[test]
fn the_key_is_one_that_openssh_reads() {
    let home = Home::new();
    home.ok(&["list"]);
    let text = std::fs::read_to_string(home.dir().join("key")).unwrap();
    assert!(
        text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"),
        "{text}"
    );
    let public = ssh_key::PrivateKey::from_openssh(&text)
        .unwrap()
        .public_key()
        .to_openssh()
        .unwrap();
    let line: String = home
        .sql()
        .query_row("SELECT line FROM op WHERE seq = 0", [], |r| r.get(0))
        .unwrap();
    let bare = public
        .rsplit_once(' ')
        .map_or(public.as_str(), |(bare, _)| bare);
    assert!(line.contains(bare), "{line} does not name {bare}");
}

#[test]
fn a_home_in_a_synced_folder_is_refused_and_not_made() {
    let home = Home::new();
    std::fs::create_dir(home.folder().join(".stfolder")).unwrap();
    let run = home.run(&["list"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("Syncthing") && run.err.contains("--home"),
        "{}",
        run.err
    );
    assert!(!home.dir().exists());
}

#[test]
fn a_home_that_cannot_be_written_says_which_folder_and_what_to_do() {
    use std::os::unix::fs::{PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    let home = Home::new();
    home.ok(&["list"]);
    // Whoever may do everything is stopped by no rights: then somebody else is.
    let nobody = rustix::process::geteuid().is_root().then_some(65534);
    for path in [
        home.folder().to_owned(),
        home.dir(),
        home.database(),
        home.dir().join("key"),
    ] {
        chown(path, nobody, nobody).unwrap();
    }
    let rights = |mode| std::fs::set_permissions(home.dir(), std::fs::Permissions::from_mode(mode));
    let run = |args: &[&str]| {
        let mut command = home.command(args);
        if let Some(nobody) = nobody {
            command.uid(nobody).gid(nobody);
        }
        Run::of(command.output().unwrap())
    };
    rights(0o500).unwrap();
    let entries = || {
        let entries = std::fs::read_dir(home.dir()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = entries();
    let folder = home.dir().to_str().unwrap().to_owned();
    for verb in ["list", "verify"] {
        let refused = run(&[verb]);
        assert_eq!(refused.code, 1, "{}", refused.err);
        let says = |what: &str| refused.err.contains(what);
        assert!(
            says(&format!("{folder} 不能写")) && says("--home"),
            "{}",
            refused.err
        );
        assert_eq!(refused.err.lines().count(), 2, "{}", refused.err);
    }
    let new = home.dir().join("new");
    let refused = run(&[
        "note",
        "2.1.1",
        "--percent",
        "1",
        "--home",
        new.to_str().unwrap(),
    ]);
    assert!(
        refused.err.contains(&format!("{folder} 不能写")),
        "{}",
        refused.err
    );
    rights(0o700).unwrap();
    assert_eq!(entries(), before);
}

#[test]
fn processes_that_start_and_write_at_once_lose_nothing() {
    let home = Home::new();
    // The home does not exist yet: all of them race to make it.
    let children: Vec<_> = (0..6)
        .map(|n| {
            home.spawn(&[
                "note",
                "2.1.4",
                "-d",
                "市教育局",
                "--progress",
                &format!("第{n}次"),
                "--percent",
                "10",
            ])
        })
        .collect();
    let runs: Vec<Run> = children
        .into_iter()
        .map(|child| Run::of(child.wait_with_output().unwrap()))
        .collect();
    for run in &runs {
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        assert!(!run.err.contains("locked"), "{}", run.err);
    }
    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    let mut notes: Vec<&str> = shown[0]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["progress"].as_str().unwrap())
        .collect();
    notes.sort_unstable();
    assert_eq!(
        notes,
        ["第0次", "第1次", "第2次", "第3次", "第4次", "第5次"]
    );
    let adopted: i64 = home
        .sql()
        .query_row(
            "SELECT count(*) FROM op WHERE line LIKE '%plan.adopt%'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(adopted, 1, "the plan is put in force once");
    home.ok(&["verify"]);
}

#[test]
fn a_running_process_sees_what_another_one_recorded() {
    let home = Home::new();
    let mut workspace = home.open();
    let before = workspace.snapshot(usize::MAX, now()).unwrap();
    let version = workspace.data_version().unwrap();
    assert_eq!(
        workspace.data_version().unwrap(),
        version,
        "nothing happened, nothing changes"
    );
    home.ok(&["note", "2.1.5", "--progress", "已开展", "--percent", "30"]);
    assert_ne!(workspace.data_version().unwrap(), version);
    let after = workspace
        .refreshed(&before, now())
        .unwrap()
        .expect("a newer picture");
    let changed: Vec<String> = after
        .rows
        .iter()
        .zip(before.rows.iter())
        .filter(|(new, old)| !std::sync::Arc::ptr_eq(new, old))
        .map(|(new, _)| new.code.to_string())
        .collect();
    assert_eq!(
        changed,
        ["2.1.5"],
        "all other lines are shared between the pictures"
    );
    assert!(workspace.refreshed(&after, now()).unwrap().is_none());
}

#[test]
fn a_note_writes_at_most_16_kib() {
    let home = Home::new();
    let mut workspace = home.open();
    let wal = home.dir().join("duban.sqlite3-wal");
    let task = workspace.task("2.1.4").unwrap().id;
    let mut written: Vec<u64> = (0..41)
        .map(|n| {
            let before = std::fs::metadata(&wal).map_or(0, |file| file.len());
            let mut draft = NoteDraft::new(task, day("2024-05-17"));
            draft.text.progress =
                format!("已完成{n}所学校专职心理教师招聘，正在组织面试，月底前全部到岗。");
            draft.percent = Some(n);
            workspace.record_note(&draft, now()).unwrap();
            std::fs::metadata(&wal)
                .unwrap()
                .len()
                .saturating_sub(before)
        })
        .collect();
    written.sort_unstable();
    let median = written[written.len() / 2];
    assert!(
        median > 0 && median <= 16 * 1024,
        "a note wrote {median} bytes"
    );
}

#[test]
fn the_past_is_what_had_happened_or_was_known_by_then() {
    let home = Home::new();
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "第一季度",
        "--percent",
        "20",
        "--on",
        "2024-03-31",
    ]);
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "第二季度",
        "--percent",
        "40",
        "--on",
        "2024-06-30",
    ]);
    let percent = |args: &[&str]| {
        let mut all = vec!["list", "编号:2.1.4", "--format", "json"];
        all.extend(args);
        home.json(&all)[0]["percent"].clone()
    };
    assert_eq!(percent(&[]), 40);
    assert_eq!(percent(&["--as-of", "2024-06-29"]), 20);
    assert_eq!(percent(&["--as-of", "2024-03-30"]), serde_json::Value::Null);
    // Both were recorded today, so yesterday nobody knew; but the plan was known from its issue date.
    assert_eq!(
        percent(&["--known-on", "2024-06-30"]),
        serde_json::Value::Null
    );
    assert_eq!(
        home.json(&["list", "--as-of", "2022-04-26", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        51
    );
    assert_eq!(
        home.json(&["list", "--as-of", "2022-04-25", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let refused = home.run(&["note", "2.1.4", "--progress", "x", "--as-of", "2024-06-30"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    let hit = home.ok(&["search", "第二季度", "--as-of", "2024-05-01"]);
    assert!(!hit.contains("2.1.4"), "{hit}");
}

#[test]
fn a_corrected_note_stays_and_no_longer_counts() {
    let home = Home::new();
    home.ok(&["note", "2.1.4", "--progress", "误报", "--percent", "90"]);
    let id = |n: usize| {
        let shown = home.json(&["show", "2.1.4", "--format", "json"]);
        shown[0]["notes"][n]["op"]
            .as_str()
            .unwrap()
            .chars()
            .take(8)
            .collect::<String>()
    };
    let wrong = id(0);
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "更正后",
        "--percent",
        "45",
        "--supersedes",
        &wrong,
    ]);
    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(shown[0]["percent"], 45);
    assert_eq!(shown[0]["notes"].as_array().unwrap().len(), 2);
    let again = home.run(&[
        "note",
        "2.1.4",
        "--progress",
        "再更正",
        "--supersedes",
        &wrong,
    ]);
    assert_eq!(
        again.code, 1,
        "a note that does not count cannot be corrected: {}",
        again.out
    );
    home.ok(&["note", "--retract", &id(0), "--reason", "重复填报"]);
    let shown = home.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(shown[0]["percent"], serde_json::Value::Null);
    assert_eq!(shown[0]["notes"][0]["retracted"]["reason"], "重复填报");
    home.ok(&["verify"]);
}

#[test]
fn the_figure_of_a_task_is_its_leads() {
    let home = Home::new();
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "牵头",
        "--percent",
        "30",
        "--on",
        "2024-05-01",
    ]);
    home.ok(&[
        "note",
        "2.1.4",
        "--progress",
        "责任",
        "--percent",
        "80",
        "-d",
        "卫健委",
        "--on",
        "2024-05-02",
    ]);
    let row = &home.json(&["list", "编号:2.1.4", "--format", "json"])[0];
    assert_eq!(
        (row["percent"].as_u64(), row["updated"].as_str()),
        (Some(30), Some("2024-05-02"))
    );
    // When the lead turns out to be another one, so does the figure.
    home.ok(&[
        "task",
        "edit",
        "2.1.4",
        "--lead",
        "市卫生健康委",
        "--support",
        "市教育局、市体育局",
        "--reason",
        "标注有误",
    ]);
    assert_eq!(
        home.json(&["list", "编号:2.1.4", "--format", "json"])[0]["percent"],
        80
    );
}

#[test]
fn a_correction_keeps_the_original_in_sight() {
    let home = Home::new();
    home.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--lead",
        "市教育局",
        "--reason",
        "文件勘误",
    ]);
    let both = home.run(&["task", "edit", "2.1.1", "--lead", "宣传部", "--reason", "x"]);
    assert_eq!(
        both.code, 1,
        "a department does not both lead and support: {}",
        both.out
    );
    home.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--lead",
        "宣传部",
        "--support",
        "团市委",
        "--reason",
        "再次勘误",
    ]);
    home.ok(&[
        "indicator",
        "edit",
        "2.1.4/1",
        "--value",
        "2",
        "--reason",
        "口径",
    ]);
    home.ok(&["indicator", "edit", "2.1.4/2", "--drop", "--reason", "重复"]);
    let shown = home.json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(shown[0]["lead"][0], "市委宣传部");
    let corrections = shown[0]["corrections"].as_array().unwrap();
    let correction = corrections
        .iter()
        .find(|c| c["register"] == "lead")
        .unwrap();
    assert_eq!(
        (correction["original"].as_str(), correction["now"].as_str()),
        (Some("市委教育工委"), Some("市委宣传部"))
    );
    let mut history = home.json(&["history", "2.1.1", "--format", "json"]);
    let history = history.as_array_mut().unwrap();
    history.retain(|change| change["register"] == "lead");
    assert_eq!(
        (history[0]["before"].as_str(), history[0]["after"].as_str()),
        (Some("市教育局"), Some("市委宣传部"))
    );
    assert_eq!(history[1]["before"], "市委教育工委");
    let before =
        home.json(&["show", "2.1.4", "--format", "json", "--as-of", "2022-12-31"])[0]["indicators"]
            .clone();
    let after = home.json(&["show", "2.1.4", "--format", "json"])[0]["indicators"].clone();
    assert_eq!(
        after.as_array().unwrap().len() + 1,
        before.as_array().unwrap().len()
    );
    assert_eq!(
        (before[0]["value"].as_str(), after[0]["value"].as_str()),
        (Some("1"), Some("2"))
    );
    let same = home.run(&[
        "task",
        "edit",
        "2.1.1",
        "--lead",
        "市委宣传部",
        "--reason",
        "x",
    ]);
    assert_eq!(same.code, 1, "{}", same.out);
}

#[test]
fn corrections_that_did_not_see_each_other_both_stand_until_one_settles_them() {
    let home = Home::new();
    let mut workspace = home.open();
    let task = workspace.task("2.1.4").unwrap().id;
    let measure = workspace.detail(task).unwrap().measures[0].id;
    let edit = |item, register, value: &str, seen| Edit {
        task,
        item,
        register,
        value: Value::Text(value.into()),
        reason: "会议议定".into(),
        seen,
    };
    let mut correct = |edit: Edit| workspace.correct(&edit, now()).unwrap();
    let first = correct(edit(task, Register::Title, "甲方案", Some(vec![])));
    let second = correct(edit(task, Register::Title, "乙方案", Some(vec![])));
    let listed = |filter: &str| home.ok(&["list", filter]).contains("2.1.4");
    assert!(listed("冲突"));
    let detail = workspace.detail(task).unwrap();
    let values: Vec<&str> = detail.corrections.iter().map(|c| c.now.as_str()).collect();
    assert_eq!(
        (values, detail.row.title.as_str()),
        (vec!["乙方案", "甲方案"], "乙方案")
    );
    // A third who saw only the first does not settle it, and one who saw both does, even by what stands.
    let mut correct = |edit: Edit| workspace.correct(&edit, now()).unwrap();
    let third = correct(edit(task, Register::Title, "丙方案", Some(vec![first])));
    assert!(listed("冲突"));
    correct(edit(
        task,
        Register::Title,
        "丙方案",
        Some(vec![second, third]),
    ));
    assert!(!listed("冲突"));
    // The same said twice is no conflict, and neither is a part of a task free of them.
    correct(edit(task, Register::Title, "丙方案", Some(vec![])));
    assert!(!listed("冲突"));
    correct(edit(measure, Register::Text, "甲。", Some(vec![])));
    correct(edit(measure, Register::Text, "乙。", Some(vec![])));
    assert!(listed("冲突"));
    // The command line sees what stands in the moment in which it records.
    home.ok(&[
        "measure", "edit", "2.1.4/1", "--text", "乙。", "--reason", "核定",
    ]);
    assert!(!listed("冲突"));
    let grown = workspace.dump().unwrap();
    workspace.rebuild().unwrap();
    assert_eq!(workspace.dump().unwrap(), grown);
}

#[test]
fn a_duty_is_confirmed_corrected_and_left_out() {
    let home = Home::new();
    let duty = || home.json(&["show", "2.1.6", "--format", "json"])[0]["duties"].clone();
    let inferred = duty();
    let (text, every) = (
        inferred[1]["text"].clone(),
        inferred[1]["every"].as_str().unwrap(),
    );
    assert_eq!(inferred[1]["proposed"], true);
    let edit = |rest: &[&str]| {
        let mut args = vec!["duty", "edit", "2.1.6/2", "--reason", "科室确认"];
        args.extend(rest);
        home.run(&args)
    };
    assert_eq!(edit(&["--every", every]).code, 0);
    assert_eq!(
        (&duty()[1]["proposed"], &duty()[1]["every"]),
        (&false.into(), &every.into())
    );
    assert_eq!(edit(&["--every", every]).code, 1, "it is confirmed already");
    assert_eq!(
        edit(&["--every", "none"]).code,
        1,
        "a duty without a period is none"
    );
    assert_eq!(edit(&["--every", "term"]).code, 0);
    assert_eq!(duty()[1]["every"], "term");
    assert_eq!(edit(&["--drop"]).code, 0);
    assert!(
        duty()
            .as_array()
            .unwrap()
            .iter()
            .all(|duty| duty["text"] != text)
    );
}

#[test]
fn a_part_that_another_left_out_is_not_corrected_any_more() {
    let home = Home::new();
    let mut workspace = home.open();
    let task = workspace.task("2.1.4").unwrap().id;
    let duban::model::Measure { id: item, text, .. } =
        workspace.detail(task).unwrap().measures[0].clone();
    home.ok(&["measure", "edit", "2.1.4/1", "--drop", "--reason", "重复"]);
    let edit = Edit {
        task,
        item,
        register: Register::Text,
        value: Value::Text("新内容。".into()),
        reason: "勘误".into(),
        seen: Some(vec![]),
    };
    let refused = workspace.correct(&edit, now());
    assert!(
        matches!(&refused, Err(Failure::Dropped { reason, .. }) if reason == "重复"),
        "{refused:?}"
    );
    // Its words stay beside the reason, and it can be taken in again.
    let detail = workspace.detail(task).unwrap();
    assert_eq!(detail.corrections[0].original.as_ref(), Some(&text));
    let back = Edit {
        register: Register::Dropped,
        value: Value::Flag(false),
        seen: None,
        ..edit
    };
    workspace.correct(&back, now()).unwrap();
    assert_eq!(workspace.detail(task).unwrap().measures[0].text, text);
}

#[test]
fn an_added_task_gets_the_next_code_of_its_section() {
    let home = Home::new();
    let add = [
        "task",
        "add",
        "--section",
        "2.1",
        "--title",
        "校园午餐",
        "--lead",
        "教育局",
        "--support",
        "卫健委,财政局",
        "--reason",
        "会议议定",
    ];
    let none = serde_json::Value::Null;
    assert!(home.ok(&add).contains("2.1.9"));
    assert!(home.ok(&add).contains("2.1.10"));
    home.ok(&[
        "measure",
        "add",
        "2.1.9",
        "--text",
        "公示菜单。",
        "--reason",
        "会议议定",
    ]);
    home.ok(&[
        "measure",
        "edit",
        "2.1.9/1",
        "--due",
        "2025-06-30",
        "--reason",
        "会议议定",
    ]);
    let shown = home.json(&["show", "2.1.9", "--format", "json"]);
    assert_eq!(
        (
            shown[0]["measures"][0]["text"].as_str(),
            shown[0]["measures"][0]["due"].as_str()
        ),
        (Some("公示菜单。"), Some("2025-06-30"))
    );
    assert_eq!(shown[0]["lead"][0], "市教育局");
    // Without a deadline nothing says how far it should be.
    home.ok(&["note", "2.1.9", "--percent", "1"]);
    let listed = home.json(&["list", "编号:2.1.9", "--format", "json"]);
    assert_eq!((&listed[0]["due"], &listed[0]["expected"]), (&none, &none));
    let why = home.ok(&["lights", "--explain", "2.1.9"]);
    assert!(why.contains("序时: --") && !why.contains("滞后"), "{why}");
    home.ok(&[
        "task",
        "edit",
        "2.1.9",
        "--due",
        "2099-12-31",
        "--reason",
        "会议议定",
    ]);
    let listed = home.json(&["list", "编号:2.1.9", "--format", "json"]);
    assert!(listed[0]["expected"].is_u64(), "{listed}");
    let wrong = home.run(&[
        "task",
        "add",
        "--section",
        "9.9",
        "--title",
        "x",
        "--lead",
        "教育局",
        "--reason",
        "y",
    ]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("2.1"),
        "the hint names the sections: {}",
        wrong.err
    );
    home.ok(&["verify"]);
}

#[test]
fn a_backup_makes_the_same_home_elsewhere() {
    let home = Home::new();
    home.ok(&["note", "3.2", "--progress", "已部署", "--percent", "5"]);
    let file = home.folder().join("backup.duban");
    let file = file.to_str().unwrap();
    home.ok(&["backup", file]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert_eq!(
        home.run(&["backup", file]).code,
        1,
        "a backup is not written over by chance"
    );
    home.ok(&["backup", file, "--force"]);
    let other = home.folder().join("other");
    let elsewhere = other.to_str().unwrap();
    home.ok(&["--home", elsewhere, "restore", file]);
    let tasks = |args: &[&str]| {
        let mut dump = home.json(args);
        dump["tasks"].take()
    };
    assert_eq!(tasks(&["dump"]), tasks(&["dump", "--home", elsewhere]));
    home.ok(&["--home", elsewhere, "note", "3.2", "--progress", "恢复后"]);
    home.ok(&["--home", elsewhere, "verify"]);
    // A restored home speaks in a log of its own, so that two copies never fork one.
    let logs: i64 = rusqlite::Connection::open(other.join("duban.sqlite3"))
        .unwrap()
        .query_row("SELECT count(*) FROM log", [], |row| row.get(0))
        .unwrap();
    assert_eq!(logs, 2);
    assert_eq!(
        home.run(&["restore", file]).code,
        1,
        "a home that is there is not replaced by chance"
    );
    let moved = home.ok(&["restore", file, "--force"]);
    let aside = std::fs::read_dir(home.folder()).unwrap().any(|e| {
        e.unwrap()
            .file_name()
            .to_string_lossy()
            .contains("before-restore")
    });
    assert!(aside, "{moved}");
}

#[test]
fn a_backup_is_restored_where_a_home_may_be_and_nowhere_else() {
    let home = Home::new();
    home.ok(&["note", "3.2", "--progress", "已部署"]);
    let file = home.folder().join("backup.duban");
    let file = file.to_str().unwrap();
    home.ok(&["backup", file]);
    let folder = |name: &str| {
        let folder = home.folder().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    };
    let (share, synced) = (folder("share"), folder("synced"));
    home.ok(&["share", "create", share.to_str().unwrap()]);
    let plan = share.read_dir().unwrap().next().unwrap().unwrap().path();
    std::fs::create_dir(synced.join(".stfolder")).unwrap();
    let mut places = vec![share.join("home"), plan.join("home"), synced.join("home")];
    #[cfg(unix)]
    {
        let link = home.folder().join("link");
        std::os::unix::fs::symlink(&share, &link).unwrap();
        places.push(link.join("home"));
    }
    for place in places {
        let at = place.to_str().unwrap();
        // As a new home is refused there.
        let made = home.run(&["--home", at, "note", "3.2", "--progress", "x"]);
        assert_eq!(made.code, 1, "{at}: {}", made.out);
        for force in [[].as_slice(), &["--force"]] {
            let run = home.run(&[&["--home", at, "restore", file], force].concat());
            assert_eq!(run.code, 1, "{at}: {}", run.out);
            assert_eq!(run.err, made.err);
            assert!(!place.join("key").exists(), "{at}");
        }
        assert!(!place.exists(), "{at}");
    }
}

#[test]
fn what_is_wrong_with_a_backup_is_said_in_the_language_of_the_rest() {
    let home = Home::new();
    home.ok(&["note", "3.2", "--progress", "已部署"]);
    let good = home.folder().join("good.duban");
    home.ok(&["backup", good.to_str().unwrap()]);
    let bytes = std::fs::read(&good).unwrap();
    let with = |name: &str, change: &str| {
        let file = home.folder().join(name);
        std::fs::write(&file, &bytes).unwrap();
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(change).unwrap();
        file
    };
    let of = |name: &str, bytes: &[u8]| {
        let file = home.folder().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    };
    let foreign = home.folder().join("foreign.db");
    let db = rusqlite::Connection::open(&foreign).unwrap();
    db.execute_batch("CREATE TABLE roster (day TEXT)").unwrap();
    drop(db);
    let wrong = [
        (
            of("letter.txt", "这是一封信，不是备份".repeat(99).as_bytes()),
            "不是备份文件",
        ),
        (of("empty", b""), "别的程序的数据库"),
        (foreign, "别的程序的数据库"),
        (of("cut.duban", &bytes[..bytes.len() / 2]), "已损坏或不完整"),
        (
            with(
                "changed.duban",
                "UPDATE body SET text = replace(text, '部署', '布署')",
            ),
            "已损坏或不完整",
        ),
        (
            with("newer.duban", "PRAGMA user_version = 99"),
            "更新版本的督办",
        ),
    ];
    let before = home.ok(&["dump"]);
    for (file, said) in wrong {
        let run = home.run(&["restore", file.to_str().unwrap(), "--force"]);
        assert_eq!(run.code, 3, "{said}: {}", run.out);
        assert!(run.err.contains(said), "{said}: {}", run.err);
        assert!(run.err.contains("什么都没有改动"), "{}", run.err);
        let english = run.err.replace(file.to_str().unwrap(), "");
        let english = english.replace("duban", "").replace("SQLite", "");
        assert!(
            !english.contains(|c: char| c.is_ascii_alphabetic()),
            "{english}"
        );
        assert_eq!(home.ok(&["dump"]), before);
    }
}

#[test]
fn damage_is_named_and_ends_with_3() {
    let home = Home::new();
    home.ok(&["note", "2.1.4", "--progress", "原话"]);
    let db = home.sql();
    db.execute("UPDATE body SET text = replace(text, '原话', '改话')", [])
        .unwrap();
    let run = home.run(&["verify"]);
    assert_eq!(run.code, 3, "{}", run.err);
    db.execute("UPDATE body SET text = replace(text, '改话', '原话')", [])
        .unwrap();
    home.ok(&["verify"]);
    db.execute(
        "UPDATE op SET line = replace(line, '\"on\":\"20', '\"on\":\"19') WHERE seq = 2",
        [],
    )
    .unwrap();
    let run = home.run(&["verify"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains('3'), "the op is named: {}", run.err);
    db.execute(
        "UPDATE op SET line = replace(line, '\"on\":\"19', '\"on\":\"20') WHERE seq = 2",
        [],
    )
    .unwrap();
    let (salt, text): (String, String) = db
        .query_row("SELECT salt, text FROM body", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let op: i64 = db
        .query_row("SELECT op FROM body", [], |row| row.get(0))
        .unwrap();
    db.execute("DELETE FROM body", []).unwrap();
    assert_eq!(
        home.run(&["verify"]).code,
        3,
        "words that are gone are missed"
    );
    db.execute(
        "INSERT INTO body (op, salt, text) VALUES (?1, ?2, ?3)",
        (op, salt, text),
    )
    .unwrap();
    db.execute("UPDATE note SET percent = 99", []).unwrap();
    assert_eq!(
        home.run(&["verify"]).code,
        3,
        "every table of the view counts"
    );
    home.ok(&["verify", "--rebuild"]);
    // A view that went astray is no loss: it is rebuilt.
    db.execute("UPDATE task SET title = '假' WHERE n = 1", [])
        .unwrap();
    assert_eq!(home.run(&["verify"]).code, 3);
    home.ok(&["verify", "--rebuild"]);
    drop(db);
    let bytes = std::fs::read(home.database()).unwrap();
    std::fs::write(home.database(), vec![0x2a; bytes.len()]).unwrap();
    let run = home.run(&["list"]);
    assert_eq!(run.code, 3, "{}", run.err);
}

#[test]
fn a_lost_database_is_not_replaced_by_a_new_one() {
    let home = Home::new();
    home.ok(&["note", "2.1.4", "--progress", "不能丢"]);
    let file = home.folder().join("backup");
    home.ok(&["backup", file.to_str().unwrap()]);
    std::fs::write(home.database(), "").unwrap();
    for args in [&["list"][..], &["verify"]] {
        let run = home.run(args);
        assert_eq!(run.code, 3, "an emptied database: {}{}", run.out, run.err);
    }
    std::fs::remove_file(home.database()).unwrap();
    let run = home.run(&["list"]);
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(run.err.contains("restore"), "{}", run.err);
    assert!(!home.database().exists());
    home.ok(&["restore", file.to_str().unwrap(), "--force"]);
    assert!(home.ok(&["show", "2.1.4"]).contains("不能丢"));
}

#[test]
fn a_first_run_that_was_cut_short_is_finished() {
    let home = Home::new();
    home.ok(&["list"]);
    let [key, root] = ["key", "root-key"].map(|name| home.dir().join(name));
    let waiting = |path: &std::path::Path| format!("{}.making", path.display());
    // Cut off after the database came to its place.
    std::fs::rename(&key, waiting(&key)).unwrap();
    std::fs::rename(&root, waiting(&root)).unwrap();
    home.ok(&["verify"]);
    assert!(key.exists() && root.exists());
    // Cut off before it did.
    std::fs::rename(&key, waiting(&key)).unwrap();
    std::fs::remove_file(&root).unwrap();
    std::fs::rename(home.database(), waiting(&home.database())).unwrap();
    home.ok(&["list"]);
    home.ok(&["verify"]);
}

#[test]
fn a_home_of_a_newer_program_is_left_alone() {
    let home = Home::new();
    home.ok(&["list"]);
    home.sql().pragma_update(None, "user_version", 99).unwrap();
    let run = home.run(&["list"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let version: i64 = home
        .sql()
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(version, 99);
}

#[test]
fn drafts_are_private_and_outlive_the_process_that_wrote_them() {
    let home = Home::new();
    let workspace = home.open();
    let draft = duban::model::Draft {
        form: "note".into(),
        item: Some(workspace.task("2.1.4").unwrap().id),
        fields: vec![("progress".into(), "写到一半".into())],
        saved: "2024-05-17T10:00:00+08:00".into(),
    };
    workspace.keep_draft(&draft, &[]).unwrap();
    let mut files = std::fs::read_dir(home.dir().join("drafts"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = files
        .find(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    // Another process's draft is offered once that process is gone, however it went, and not before: the lock it
    // holds tells, not its number, which may be in use again.
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let rest = name.split_once('-').unwrap().1.to_owned();
    let theirs = file.with_file_name(format!("1-{rest}"));
    std::fs::rename(&file, &theirs).unwrap();
    let lock = std::fs::File::create(file.with_file_name("1.lock")).unwrap();
    lock.lock().unwrap();
    // The lock of a process that left no draft does not stay.
    let dead = file.with_file_name("2.lock");
    std::fs::write(&dead, "").unwrap();
    assert_eq!(workspace.kept_drafts().unwrap(), []);
    assert!(!dead.exists() && file.with_file_name("1.lock").exists());
    drop(lock);
    let kept = workspace.kept_drafts().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].draft, draft);
    workspace
        .drop_draft(&draft.form, draft.item, &kept)
        .unwrap();
    assert_eq!(workspace.kept_drafts().unwrap(), []);
}

#[test]
fn a_plan_and_its_corrections_come_into_force_together_or_not_at_all() {
    let home = Home::new();
    let text = "示例市教育规划\n\n二、重点任务\n\n（一）发展\n\n1.扩大学位。新建学校3所。（牵头单位：示例市学位办；责任单位：示例市财政局）\n";
    let (mut workspace, _) = Workspace::open(&home.opening()).unwrap();
    let reading = workspace.read_plan(text.as_bytes()).unwrap();
    let document = duban::import::document(reading);
    let task = &document.plan.tasks[0];
    let edit = |register, value| Edit {
        task: task.id,
        item: task.id,
        register,
        value,
        reason: "导入校对".into(),
        seen: None,
    };
    // A department that only this plan names.
    let other = duban::model::Department::id_of("示例市财政局");
    let right = edit(Register::Lead, Value::Departments(vec![other]));
    let alone = edit(Register::Support, Value::Departments(Vec::new()));
    let wrong = edit(Register::Title, Value::Text(" ".into()));
    let now = now();
    let refused = workspace.adopt_plan(&document, &[right.clone(), alone.clone(), wrong], now);
    assert!(
        matches!(refused, Err(Failure::EmptyValue(Register::Title))),
        "{refused:?}"
    );
    assert_eq!(workspace.plan_title().unwrap(), None);
    workspace
        .adopt_plan(&document, &[right, alone], now)
        .unwrap();
    let detail = workspace.detail(task.id).unwrap();
    assert_eq!(detail.row.lead, [other]);
    assert!(detail.row.support.is_empty());
    let lead = |c: &&duban::model::Correction| c.register == "lead";
    let correction = detail.corrections.iter().find(lead).unwrap();
    assert_eq!(correction.original.as_deref(), Some("示例市学位办"));
    assert_eq!(correction.now, "示例市财政局");
}

#[test]
fn no_draft_takes_the_place_of_another() {
    let home = Home::new();
    let workspace = home.open();
    let draft = |form: &str, text: &str, saved: &str| duban::model::Draft {
        form: form.into(),
        item: Some(workspace.task("2.1.4").unwrap().id),
        fields: vec![("progress".into(), text.into())],
        saved: saved.into(),
    };
    let folder = home.dir().join("drafts");
    // Two corrections of one task, and the notes that two processes left behind.
    for (form, text, saved) in [
        ("correct-note-1a2b3c4d", "甲", "2024-05-17T10:00:00+08:00"),
        ("correct-note-5e6f7a8b", "乙", "2024-05-17T10:01:00+08:00"),
        ("note", "丙", "2024-05-17T10:02:00+08:00"),
    ] {
        workspace
            .keep_draft(&draft(form, text, saved), &[])
            .unwrap();
    }
    let mut gone = std::process::Command::new("true").spawn().unwrap();
    gone.wait().unwrap();
    let other = draft("note", "丁", "2024-05-17T09:00:00+08:00");
    let file = folder.join(format!("{}-note-{}.json", gone.id(), other.item.unwrap()));
    std::fs::write(&file, serde_json::to_string(&other).unwrap()).unwrap();
    let kept = workspace.kept_drafts().unwrap();
    let named: Vec<(&str, &str)> = kept
        .iter()
        .map(|kept| (kept.draft.form.as_str(), kept.draft.field("progress")))
        .collect();
    assert_eq!(
        named,
        [
            ("note", "丙"),
            ("correct-note-5e6f7a8b", "乙"),
            ("correct-note-1a2b3c4d", "甲"),
            ("note.2", "丁"),
        ]
    );
    // What is taken over is in one file again.
    let mut taken = kept[3].draft.clone();
    taken.fields[0].1.push_str("，接着写");
    workspace.keep_draft(&taken, &kept[3..]).unwrap();
    assert!(!file.exists());
    let texts: Vec<Kept> = workspace.kept_drafts().unwrap();
    assert_eq!(texts.len(), 4);
    assert!(texts.iter().any(|kept| kept.draft == taken));
}

/// Something a person does.
#[derive(Debug, Clone)]
enum Deed {
    Note {
        task: usize,
        department: usize,
        percent: u8,
        correct: bool,
    },
    Retract,
    Title {
        task: usize,
        text: String,
        /// Whether its author saw none of the corrections before.
        blind: bool,
    },
    Lead {
        task: usize,
        department: usize,
        blind: bool,
    },
    AddTask,
    AddMeasure {
        task: usize,
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0_usize..6, 0_usize..4, 0_u8..=100, any::<bool>()).prop_map(|(task, department, percent, correct)| {
            Deed::Note { task, department, percent, correct }
        }),
        1 => Just(Deed::Retract),
        1 => (0_usize..6, "[一-三a-c]{1,4}", any::<bool>()).prop_map(|(task, text, blind)| Deed::Title { task, text, blind }),
        1 => (0_usize..6, 0_usize..30, any::<bool>()).prop_map(|(task, department, blind)| Deed::Lead { task, department, blind }),
        1 => Just(Deed::AddTask),
        1 => (0_usize..6).prop_map(|task| Deed::AddMeasure { task }),
    ]
}

fn perform(workspace: &mut Workspace, deed: &Deed) -> Result<(), Failure> {
    let snapshot = workspace.snapshot(usize::MAX, now())?;
    let row = |n: usize| snapshot.rows[n % snapshot.rows.len()].clone();
    let department = |n: usize| snapshot.directory.iter().nth(n).unwrap().id;
    let reason = "理由".to_owned();
    match deed {
        Deed::Note {
            task,
            department,
            percent,
            correct,
        } => {
            let row = row(*task);
            let involved: Vec<_> = row.lead.iter().chain(&row.support).copied().collect();
            let mut draft = NoteDraft::new(row.id, day("2024-05-17"));
            draft.department = Some(involved[department % involved.len()]);
            draft.percent = Some(*percent);
            if *correct {
                let current = workspace
                    .detail(row.id)?
                    .notes
                    .into_iter()
                    .find(duban::model::Note::is_current);
                draft.supersedes = current.map(|note| note.op).into_iter().collect();
            }
            workspace.record_note(&draft, now()).map(|_| ())
        }
        Deed::Retract => {
            let rows: Vec<_> = snapshot
                .rows
                .iter()
                .filter(|row| row.notes > 0)
                .cloned()
                .collect();
            let Some(row) = rows.first() else {
                return Ok(());
            };
            let note = workspace
                .detail(row.id)?
                .notes
                .into_iter()
                .find(duban::model::Note::is_current)
                .unwrap();
            workspace.retract_note(note.op, &reason, now()).map(|_| ())
        }
        Deed::Title { task, text, blind } => {
            let id = row(*task).id;
            let value = Value::Text(text.clone());
            workspace
                .correct(
                    &Edit {
                        task: id,
                        item: id,
                        register: Register::Title,
                        value,
                        reason,
                        seen: blind.then(Vec::new),
                    },
                    now(),
                )
                .map(|_| ())
        }
        Deed::Lead {
            task,
            department: n,
            blind,
        } => {
            let id = row(*task).id;
            let value = Value::Departments(vec![department(*n)]);
            workspace
                .correct(
                    &Edit {
                        task: id,
                        item: id,
                        register: Register::Lead,
                        value,
                        reason,
                        seen: blind.then(Vec::new),
                    },
                    now(),
                )
                .map(|_| ())
        }
        Deed::AddTask => {
            let item = NewItem::Task {
                section: "2.1".parse().unwrap(),
                title: "新任务".into(),
                text: "内容。".into(),
                lead: vec![department(0)],
                support: vec![department(1)],
                due: None,
            };
            workspace.add(&Addition { item, reason }, now()).map(|_| ())
        }
        Deed::AddMeasure { task } => {
            let item = NewItem::Measure {
                task: row(*task).id,
                text: "新举措。".into(),
                due: Some(day("2025-01-01")),
            };
            workspace.add(&Addition { item, reason }, now()).map(|_| ())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuilt_view_is_the_view_that_grew(deeds in prop::collection::vec(deed(), 1..25)) {
        let home = Home::new();
        let mut workspace = home.open();
        let mut before = workspace.snapshot(usize::MAX, now()).unwrap();
        for deed in &deeds {
            match perform(&mut workspace, deed) {
                Ok(()) | Err(Failure::NoChange { .. } | Failure::BothRoles(_)) => {}
                Err(failure) => panic!("{deed:?}: {failure}"),
            }
            // The picture that is brought up to date equals one taken afresh.
            let fresh = workspace.snapshot(usize::MAX, now()).unwrap();
            if let Some(newer) = workspace.refreshed(&before, now()).unwrap() {
                before = newer;
            }
            prop_assert_eq!(&before.rows, &fresh.rows);
        }
        let grown = workspace.dump().unwrap();
        prop_assert_eq!(workspace.verify().unwrap().damage, vec![]);
        workspace.rebuild().unwrap();
        prop_assert_eq!(workspace.dump().unwrap(), grown);
    }
}

#[test]
fn every_body_that_is_missing_is_named_and_a_flood_of_them_is_counted() {
    let home = Home::new();
    for n in 0..24 {
        let text = format!("第{n}次");
        home.ok(&["note", "2.1.4", "-d", "市教育局", "--progress", &text]);
    }
    home.ok(&["verify"]);
    let lose = |how: &str| {
        let sql =
            format!("DELETE FROM body WHERE op IN (SELECT op FROM body ORDER BY op DESC {how})");
        home.sql().execute_batch(&sql).unwrap();
        let run = home.run(&["verify"]);
        assert_eq!(run.code, 3, "{}", run.err);
        run.err
    };
    let three = lose("LIMIT 3");
    assert_eq!(three.matches("的文字缺失").count(), 3, "{three}");
    assert!(!three.contains("另有"), "{three}");
    let all = lose("LIMIT 21");
    assert!(
        all.contains("损坏 24 处") && all.contains("另有 4 处"),
        "{all}"
    );
    assert_eq!(all.matches("的文字缺失").count(), 20, "{all}");
    // The history says of each that its words are not here.
    let history = home.ok(&["history", "2.1.4"]);
    assert_eq!(history.matches("[文字还没到齐]").count(), 24, "{history}");
}
