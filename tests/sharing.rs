//! Several homes on one plan through real folders: published, joined, exchanged, carried, revoked, purged, and every
//! fault that a plain folder can have.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use chrono::Utc;
use common::Home;
use common::office::{
    Office, approve, conflicts, copy_of, files, holds, join, note, notes, op_of, plan_in, refused,
};
use duban::model::{Edit, Register, Value};
use duban::share::TURNS;
use duban::workspace::{Receipt, Workspace};
use serde_json::Value as Json;

#[test]
fn what_a_newcomer_records_counts_once_the_registrar_lets_them_in() {
    let office = Office::new();
    let clerk = office.newcomer("李强", "市体育局");
    note(&clerk, "2.1.4", "市体育局", "已配齐体育器材");
    office.settle(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 0, "not let in yet");
    office
        .registrar
        .ok(&["roster", "approve", "李强", "--role", "clerk", "--yes"]);
    office.agree(&[&clerk]);
    let seen = notes(&office.registrar, "2.1.4");
    assert_eq!(seen[0]["progress"], "已配齐体育器材");
    assert_eq!(seen[0]["author"], "李强");
    // Nothing that was recorded before there was a share was written anew.
    let status = office
        .registrar
        .json(&["share", "status", "--format", "json"]);
    let people = status["people"].as_array().unwrap();
    assert!(
        people
            .iter()
            .all(|person| person["ops"] == person["received"] && person["missing"] == 0),
        "{status}"
    );
}

#[test]
fn what_a_coordinator_proposes_the_registrars_program_enters() {
    let office = Office::new();
    let deputy = office.member("王芳", "市教育局", "coordinator");
    let clerk = office.newcomer("赵敏", "市财政局");
    let approve = ["roster", "approve", "赵敏", "--role", "clerk", "--yes"];
    office.settle(&[&deputy, &clerk]);
    let refused_to_clerk = clerk.run(&approve);
    assert_eq!(refused_to_clerk.code, 1, "{}", refused_to_clerk.out);
    let said = deputy.ok(&approve);
    assert!(said.contains("已提议"), "{said}");
    // She is not on the roster before the registrar's program was there.
    note(&clerk, "2.2.1", "市财政局", "资金已拨付");
    clerk.ok(&["sync"]);
    deputy.ok(&["sync"]);
    assert_eq!(notes(&deputy, "2.2.1").len(), 0);
    office.agree(&[&deputy, &clerk]);
    for home in [&office.registrar, &deputy, &clerk] {
        assert_eq!(notes(home, "2.2.1").len(), 1);
    }
    // Seniors are the registrar's to name and to dismiss.
    for (whom, role) in [("赵敏", "coordinator"), ("tester", "observer")] {
        let denied = deputy.run(&["roster", "scope", whom, "--role", role]);
        assert_eq!(denied.code, 1, "{whom}: {}", denied.out);
    }
    // Whoever has not seen what the registrar did undoes none of it.
    let unit = ["roster", "scope", "赵敏", "--unit", "一科"];
    deputy.ok(&unit);
    office
        .registrar
        .ok(&["roster", "scope", "赵敏", "--unit", "二科"]);
    let units = |home: &Home| {
        let roster = home.json(&["roster", "--format", "json"]);
        let all = roster.as_array().unwrap().clone();
        let found = all.into_iter().find(|person| person["name"] == "赵敏");
        found.unwrap()["unit"].clone()
    };
    office.agree(&[&deputy]);
    assert_eq!(units(&office.registrar), "二科");
    let revoke = ["roster", "revoke", "赵敏", "--reason", "调离"];
    deputy.ok(&revoke);
    office.agree(&[&deputy]);
    note(&clerk, "2.2.1", "市财政局", "离任后");
    office.settle(&[&deputy, &clerk]);
    assert_eq!(refused(&office.registrar).get("revoked"), Some(&1));
    let history = deputy.json(&["history", "--format", "json"]).to_string();
    assert!(history.contains("调离"), "{history}");
    // What was entered is not entered again.
    let newest = |home: &Home| files(&office.plan()).len() + home.ok(&["dump"]).len();
    let before = newest(&office.registrar);
    office.registrar.ok(&["sync"]);
    office.registrar.ok(&["sync"]);
    assert_eq!(newest(&office.registrar), before);
}

#[test]
fn requests_are_seen_without_a_sync_and_none_is_approved_unseen() {
    let office = Office::new();
    office.registrar.ok(&["sync"]);
    let written = files(&office.plan());
    office.newcomer("李强", "市体育局");
    let roster = office.registrar.ok(&["roster"]);
    assert!(roster.contains("李强"), "{roster}");
    let after = files(&office.plan()).into_keys();
    let new: Vec<_> = after.filter(|path| !written.contains_key(path)).collect();
    assert!(
        new.iter().all(|path| !path.starts_with("roster")),
        "looking writes nothing: {new:?}"
    );
    office.newcomer("周敏", "市教育局");
    // Without a terminal the question for its fingerprint cannot be asked, so nobody is let in.
    let unasked = office.registrar.run(&["roster", "approve", "周敏"]);
    assert_eq!(unasked.code, 2, "{}{}", unasked.out, unasked.err);
    let nobody = office.registrar.run(&["roster", "approve", "赵敏"]);
    assert_eq!(nobody.code, 1, "{}{}", nobody.out, nobody.err);
    // A share that is away is said; what is known is shown all the same.
    std::fs::rename(office.plan(), office.share().join("away")).unwrap();
    let run = office.registrar.run(&["roster"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("上次同步时的名册"), "{}", run.err);
    assert!(run.out.contains("李强"), "{}", run.out);
}

#[test]
fn both_sides_hear_what_became_of_what_was_proposed() {
    let office = Office::new();
    let deputy = office.member("王芳", "市教育局", "coordinator");
    let clerk = office.newcomer("赵敏", "市财政局");
    office.settle(&[&deputy, &clerk]);
    let fates = |home: &Home| -> Vec<String> {
        let status = home.json(&["share", "status", "--format", "json"]);
        let all = status["proposals"].as_array().unwrap().iter();
        all.map(|told| {
            assert_eq!(
                (&told["author"], &told["about"][0]),
                (&"王芳".into(), &"赵敏".into())
            );
            told["fate"].as_str().unwrap().to_owned()
        })
        .collect()
    };
    deputy.ok(&["roster", "approve", "赵敏", "--role", "clerk", "--yes"]);
    assert_eq!(fates(&deputy), ["waiting"]);
    let status = deputy.ok(&["share", "status"]);
    assert!(status.contains("等掌管名册的程序写进"), "{status}");
    let entered = "王芳 提议 (批准 赵敏: 填报人, 市财政局): 已写进名册";
    let said = office.registrar.ok(&["sync"]);
    assert!(said.contains(entered), "{said}");
    let said = deputy.ok(&["sync"]);
    assert!(said.contains(entered), "{said}");
    // Both change the same clerk; the registrar's program has the first word.
    deputy.ok(&["roster", "scope", "赵敏", "--unit", "一科"]);
    office
        .registrar
        .ok(&["roster", "scope", "赵敏", "--unit", "二科"]);
    let overtaken = "王芳 提议 (赵敏 改为 填报人, 市财政局, 一科): 没有写进: 名册此后已另有改动";
    for home in [&office.registrar, &deputy] {
        let said = home.ok(&["sync"]);
        assert!(said.contains(overtaken), "{said}");
        // Said once, and then to be looked up.
        let again = home.ok(&["sync"]);
        assert!(!again.contains("提议"), "{again}");
        let status = home.ok(&["share", "status"]);
        assert!(status.contains(overtaken), "{status}");
        assert!(!status.contains("已写进名册"), "{status}");
        let history = home.ok(&["history"]);
        assert!(history.contains("[已写进名册]"), "{history}");
        assert!(
            history.contains("[没有写进: 名册此后已另有改动"),
            "{history}"
        );
        assert_eq!(fates(home), ["entered", "overtaken"]);
    }
    // It is nobody else's business, and no news to who comes later.
    assert!(fates(&clerk).is_empty());
    let late = Home::new();
    let print = office.fingerprint();
    let joined = join(&late, &office.share(), "孙七", "市体育局", &print);
    assert_eq!(joined.code, 0, "{}", joined.err);
    assert!(!joined.out.contains("提议"), "{}", joined.out);
}

#[test]
fn whoever_is_taken_off_the_roster_proposes_nothing_any_more_though_it_was_received() {
    let office = Office::new();
    let deputy = office.member("王芳", "市教育局", "coordinator");
    let clerk = office.newcomer("赵敏", "市财政局");
    office.settle(&[&deputy, &clerk]);
    deputy.ok(&["roster", "approve", "赵敏", "--role", "clerk", "--yes"]);
    deputy.ok(&["sync"]);
    // An hour and more has passed: the registrar's program confirms what it reads before it writes.
    let later = chrono::Utc::now() + chrono::TimeDelta::hours(2);
    let (mut registrar, _) = Workspace::open(&office.registrar.opening()).unwrap();
    registrar.revoke("王芳", "调离", later).unwrap();
    for _ in 0..3 {
        registrar.sync(Receipt::Now, later).unwrap();
    }
    drop(registrar);
    let roster = office.registrar.json(&["roster", "--format", "json"]);
    let all = roster.as_array().unwrap();
    let named = |name: &str| all.iter().find(|person| person["name"] == name);
    assert_eq!(named("王芳").unwrap()["revoked"], true);
    let waits = &named("赵敏").unwrap()["waiting"];
    assert_eq!(waits, true, "nobody who may has let her in");
}

#[test]
fn what_a_newcomers_home_took_and_did_not_judge_any_more_is_judged_when_it_is_opened() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "已配齐体育器材");
    office.agree(&[&clerk]);
    let newcomer = office.newcomer("周敏", "市教育局");
    let dump = newcomer.ok(&["dump"]);
    // So a power cut between the two leaves it: the ops are here, and no view of them.
    let cut = "DELETE FROM basis; DELETE FROM note; DELETE FROM verdict;";
    newcomer.sql().execute_batch(cut).unwrap();
    assert_eq!(newcomer.ok(&["dump"]), dump);
    assert_eq!(notes(&newcomer, "2.1.4").len(), 1);
    let journal: String = newcomer
        .sql()
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(journal, "wal", "it is set up for daily use");
}

#[test]
fn two_who_measured_differently_apart_see_both_figures_and_settle_it() {
    let office = Office::new();
    let clerk = office.member("李强", "市教育局", "clerk");
    let set = |home: &Home, value: &str, source: &str| {
        let given = ["indicators", "set", "2.1.4/2", "2023", value];
        home.ok(&[&given[..], &["--source", source]].concat());
    };
    set(&office.registrar, "52.8", "督导组");
    set(&clerk, "53.2", "体测中心");
    office.agree(&[&clerk]);
    for home in [&office.registrar, &clerk] {
        let conflicts = home.json(&["list", "冲突", "--format", "json"]);
        assert_eq!(conflicts[0]["code"], "2.1.4");
        let shown = home.ok(&["show", "2.1.4"]);
        assert!(shown.contains("! 冲突, 实际值 2023: 52.8; "), "{shown}");
        assert!(shown.contains("! 冲突, 实际值 2023: 53.2; 李强"), "{shown}");
        let all = home.json(&["indicators", "编号:2.1.4", "--format", "json"]);
        let marked: Vec<&Json> = all
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["conflict"] == true)
            .collect();
        assert_eq!(marked.len(), 1, "{all}");
    }
    // The same value from both would be no conflict; one more entry settles it everywhere.
    set(&office.registrar, "53.2", "体测中心");
    office.agree(&[&clerk]);
    for home in [&office.registrar, &clerk] {
        let conflicts = home.json(&["list", "冲突", "--format", "json"]);
        assert_eq!(conflicts.as_array().unwrap().len(), 0);
    }
}

#[test]
fn a_request_that_was_made_while_another_suspended_the_task_still_waits() {
    let office = Office::new();
    let clerk = office.member("李强", "市教育局", "clerk");
    let asked = ["--due", "2026-06-30", "--reason", "材料未齐"];
    clerk.ok(&[&["extend", "request", "2.1.4"][..], &asked].concat());
    let reason = ["--reason", "等待上级政策", "--yes"];
    office
        .registrar
        .ok(&[&["step", "suspend", "2.1.4"][..], &reason].concat());
    // Whatever is received first.
    office.registrar.ok(&["sync"]);
    office.agree(&[&clerk]);
    for home in [&office.registrar, &clerk] {
        let waiting = home.json(&["list", "待审核", "--format", "json"]);
        assert_eq!(waiting[0]["code"], "2.1.4", "{waiting}");
        assert_eq!(waiting[0]["status"], "suspended", "{waiting}");
    }
    let agreed = ["--reason", "同意", "--yes"];
    office
        .registrar
        .ok(&[&["extend", "grant", "2.1.4"][..], &agreed].concat());
    office.agree(&[&clerk]);
    let task = clerk.json(&["show", "2.1.4", "--format", "json"]);
    assert_eq!(task[0]["due"], "2026-06-30");
}

#[test]
fn two_who_corrected_one_note_apart_see_both_and_settle_it() {
    let office = Office::new();
    let other = office.member("周敏", "市教育局", "coordinator");
    let correct = |home: &Home, ids: &str, percent: &str| {
        let said = ["--percent", percent, "--progress", "改正"];
        home.ok(&[&["note", "2.1.4", "--supersedes", ids][..], &said].concat());
    };
    let first = note(&office.registrar, "2.1.4", "市教育局", "原文");
    office.agree(&[&other]);
    correct(&office.registrar, &first, "41");
    correct(&other, &first, "42");
    office.agree(&[&other]);
    let live = |home: &Home| -> Vec<Json> {
        let notes = notes(home, "2.1.4").into_iter();
        let counts = |note: &Json| note["superseded_by"].is_null() && note["retracted"].is_null();
        notes.filter(counts).collect()
    };
    for home in [&office.registrar, &other] {
        assert_eq!(conflicts(home), 1);
        let both = live(home);
        assert_eq!(both.len(), 2);
        assert_eq!(both[0]["against"][0], both[1]["op"]);
        assert_eq!(both[1]["against"][0], both[0]["op"]);
        let shown = home.ok(&["show", "2.1.4"]);
        assert_eq!(shown.matches("! 冲突").count(), 2, "{shown}");
    }
    // Whoever goes on from one of them has not settled it; one in the place of both has.
    let ids = |home: &Home| {
        let both = live(home);
        let ids = both
            .iter()
            .map(|note| note["op"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let [one, left] = ids(&other).try_into().unwrap();
    let said = ["--percent", "43", "--supersedes", &one];
    let run = other.run(&[&["note", "2.1.4"][..], &said].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains(left.get(..8).unwrap()), "{}", run.err);
    office.agree(&[&other]);
    assert_eq!(conflicts(&office.registrar), 1);
    correct(&office.registrar, &ids(&office.registrar).join(","), "44");
    office.agree(&[&other]);
    for home in [&office.registrar, &other] {
        assert_eq!(conflicts(home), 0);
        let left = live(home);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["percent"], 44);
    }
    // One takes back what another corrects.
    let last = live(&other)[0]["op"].as_str().unwrap().to_owned();
    correct(&office.registrar, &last, "45");
    other.ok(&["note", "--retract", &last, "--reason", "报错了"]);
    office.agree(&[&other]);
    for home in [&office.registrar, &other] {
        assert_eq!(conflicts(home), 1);
        assert_eq!(live(home)[0]["against"][0], last.as_str());
        assert!(home.ok(&["show", "2.1.4"]).contains("另有人撤回"));
    }
    correct(&other, live(&other)[0]["op"].as_str().unwrap(), "46");
    office.agree(&[&other]);
    assert_eq!(conflicts(&office.registrar), 0);
}

#[test]
fn two_who_changed_one_field_apart_see_both_values_and_settle_it() {
    let office = Office::new();
    let other = office.member("周敏", "市教育局", "coordinator");
    office.registrar.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--due",
        "2024-06-30",
        "--reason",
        "会议一",
    ]);
    other.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--due",
        "2024-12-31",
        "--reason",
        "会议二",
    ]);
    office.agree(&[&other]);
    let conflicts = other.json(&["list", "冲突", "--format", "json"]);
    assert_eq!(conflicts.as_array().unwrap().len(), 1);
    let shown = other.ok(&["show", "2.1.1"]);
    assert!(shown.contains("! 互相矛盾"), "{shown}");
    other.ok(&[
        "task",
        "edit",
        "2.1.1",
        "--due",
        "2024-09-30",
        "--reason",
        "核定",
    ]);
    office.agree(&[&other]);
    let conflicts = office.registrar.json(&["list", "冲突", "--format", "json"]);
    assert_eq!(conflicts.as_array().unwrap().len(), 0);
    let task = office
        .registrar
        .json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(task[0]["due"], "2024-09-30");
}

#[test]
fn a_clerk_writes_for_the_own_departments_on_their_tasks_and_corrects_nothing() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let other = clerk.run(&[
        "note",
        "2.1.4",
        "--department",
        "市教育局",
        "--progress",
        "代教育局填",
    ]);
    assert_eq!(other.code, 1, "{}{}", other.out, other.err);
    let edit = clerk.run(&[
        "task",
        "edit",
        "2.1.4",
        "--lead",
        "市体育局",
        "--reason",
        "抢牵头",
    ]);
    assert_eq!(edit.code, 1, "{}{}", edit.out, edit.err);
    let remind = clerk.run(&["remind", "--record", "电话"]);
    assert_eq!(
        (remind.code, remind.out.as_str()),
        (1, ""),
        "{}",
        remind.err
    );
    let roster = clerk.run(&["roster", "revoke", "李强", "--reason", "试试"]);
    assert_eq!(roster.code, 1, "{}{}", roster.out, roster.err);
    office.agree(&[&clerk]);
    assert!(refused(&office.registrar).is_empty());
}

#[test]
fn whoever_was_revoked_changes_nothing_with_files_from_before() {
    let office = Office::new();
    let honest = office.member("周敏", "市教育局", "coordinator");
    let thief = office.member("李强", "市体育局", "clerk");
    let kept = note(&thief, "2.1.4", "市体育局", "停用之前已报");
    office.settle(&[&honest, &thief]);
    office
        .registrar
        .ok(&["roster", "revoke", "李强", "--reason", "电脑失窃"]);
    // Whoever has the computer goes on, and puts the days back.
    thief.ok(&[
        "note",
        "2.1.4",
        "--department",
        "市体育局",
        "--progress",
        "倒签的记录",
        "--on",
        "2023-01-01",
    ]);
    thief.ok(&["note", "--retract", &kept, "--reason", "毁掉以前的"]);
    office.settle(&[&honest, &thief]);
    let seen = notes(&honest, "2.1.4");
    let counted: Vec<&Json> = seen.iter().filter(|n| n["refused"].is_null()).collect();
    assert_eq!(counted.len(), 1, "{seen:?}");
    assert_eq!(counted[0]["progress"], "停用之前已报");
    assert!(counted[0]["retracted"].is_null());
    assert_eq!(refused(&honest).get("revoked"), Some(&2));
    office.agree(&[&honest]);
    // One of them was honest after all, and is taken by name.
    let late = op_of(&office.registrar, "2.1.4", "倒签的记录");
    office
        .registrar
        .ok(&["roster", "adopt", &late, "--reason", "核实无误"]);
    office.agree(&[&honest]);
    let seen = notes(&honest, "2.1.4");
    assert_eq!(seen.iter().filter(|n| n["refused"].is_null()).count(), 2);
    // And what counted can be voided by name.
    office
        .registrar
        .ok(&["roster", "void", &kept, "--reason", "查实是编造"]);
    office.agree(&[&honest]);
    assert_eq!(refused(&honest).get("voided"), Some(&1));
}

#[test]
fn a_purged_sentence_is_found_nowhere_and_everything_still_verifies() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let words = "身份证号370303199001010011";
    let op = note(&clerk, "2.1.4", "市体育局", words);
    note(&clerk, "2.1.4", "市体育局", "后面照常填报");
    office.settle(&[&clerk]);
    assert!(
        files(&office.share())
            .values()
            .any(|file| holds(file, words))
    );
    let denied = clerk.run(&["purge", &op, "--yes", "--reason", "误录"]);
    assert_eq!(denied.code, 1, "{}", denied.err);
    office
        .registrar
        .ok(&["purge", &op, "--yes", "--reason", "涉个人信息"]);
    let again = office
        .registrar
        .run(&["purge", &op, "--yes", "--reason", "再清一次"]);
    assert_eq!(again.code, 1, "{}", again.out);
    assert!(again.err.contains("已经登记清除"), "{}", again.err);
    for home in [&office.registrar, &clerk, &office.registrar, &clerk] {
        let synced = home.run(&["sync"]);
        let alarm = synced.err.contains("已重写");
        assert!(!alarm, "words taken out are no loss: {}", synced.err);
    }
    office.agree(&[&clerk]);
    for folder in [office.share(), office.registrar.dir(), clerk.dir()] {
        for (path, bytes) in files(&folder) {
            assert!(!holds(&bytes, words), "{}", path.display());
        }
    }
    let left = notes(&clerk, "2.1.4");
    assert_eq!(left.len(), 2, "the note itself stays");
    let purged = left.iter().filter(|note| note["wordless"] == "purged");
    assert_eq!(purged.count(), 1, "and says why it is empty");
    let history = clerk.json(&["history", "2.1.4", "--format", "json"]);
    let mut changes = history.as_array().unwrap().iter();
    let change = changes.find(|change| change["op"] == op.as_str()).unwrap();
    assert_eq!(change["wordless"], "purged");
    let history = clerk.ok(&["history", "2.1.4"]);
    assert_eq!(history.matches("[文字已清除]").count(), 1, "{history}");
    let again = office
        .registrar
        .run(&["purge", &op, "--yes", "--reason", "误录"]);
    assert_eq!(again.code, 1, "{}", again.out);
}

#[test]
fn purged_words_leave_the_share_though_their_author_is_away() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let words = "身份证号370303199001010022";
    let op = note(&clerk, "2.1.4", "市体育局", words);
    note(&clerk, "2.1.4", "市体育局", "后面照常填报");
    office.settle(&[&clerk]);
    let registrar = &office.registrar;
    registrar.ok(&["purge", &op, "--yes", "--reason", "涉个人信息"]);
    let holding = || {
        files(&office.share())
            .values()
            .any(|file| holds(file, words))
    };
    assert!(holding());
    for _ in 0..3 {
        let synced = registrar.run(&["sync"]);
        assert!(!synced.err.contains("已重写"), "{}", synced.err);
    }
    assert!(!holding());
    office.agree(&[&clerk]);
    assert!(!holding());
}

#[test]
fn copies_that_a_sync_program_made_lose_purged_words_and_nothing_that_is_nowhere_else() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let words = "身份证号370303199001010033";
    let op = note(&clerk, "2.1.4", "市体育局", words);
    office.settle(&[&clerk]);
    let lies = files(&office.plan());
    let is_tail = |path: &&PathBuf| path.starts_with("tail");
    let tail = lies
        .keys()
        .filter(is_tail)
        .find(|path| holds(&lies[*path], words));
    let tail = office.plan().join(tail.unwrap());
    let bytes = std::fs::read(&tail).unwrap();
    let stem = tail.to_str().unwrap().trim_end_matches(".tail").to_owned();
    let copy = |mark: &str, bytes: &[u8]| {
        let path = PathBuf::from(format!("{stem}{mark}.tail"));
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let gone = [
        copy(" (1)", &bytes),
        copy(".sync-conflict-20240517-080000-ABCDEFG", &bytes),
    ];
    // What cannot be read as a whole, and what holds a line that is not known here.
    let more = [&bytes[..], b"{\"kept\":1}\n"].concat();
    let kept = [
        copy("-PC01", &bytes[..bytes.len() - 9]),
        copy("-PC02", &more),
    ];
    // The tail is thinned, and its copies are all that is left of it.
    note(&clerk, "2.1.4", "市体育局", "后面照常填报");
    office.settle(&[&clerk]);
    office.settle(&[&clerk]);
    assert!(!tail.exists(), "the tail is to go");
    let other = lies
        .keys()
        .filter(is_tail)
        .find(|path| !holds(&lies[*path], words));
    let other = office.plan().join(other.unwrap());
    let clean = other.with_extension("conflict.tail");
    std::fs::write(&clean, &lies[other.strip_prefix(office.plan()).unwrap()]).unwrap();
    for path in gone.iter().chain(&kept) {
        assert!(path.exists(), "nothing was purged yet");
    }
    let registrar = &office.registrar;
    registrar.ok(&["purge", &op, "--yes", "--reason", "涉个人信息"]);
    for _ in 0..3 {
        registrar.ok(&["sync"]);
    }
    for path in &gone {
        assert!(!path.exists(), "{}", path.display());
    }
    for path in kept.iter().chain([&clean]) {
        assert!(path.exists(), "{}", path.display());
    }
    // One that comes later, too.
    let late = copy(" (2)", &bytes);
    for _ in 0..TURNS {
        clerk.ok(&["sync"]);
    }
    assert!(!late.exists());
    office.agree(&[&clerk]);
}

#[test]
fn an_absent_an_empty_and_a_wrong_folder_change_nothing_and_are_named() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "之前的");
    office.settle(&[&clerk]);
    let before = clerk.ok(&["dump"]);
    let (plan, aside) = (office.plan(), office.share().join("aside"));
    std::fs::rename(&plan, &aside).unwrap();
    let gone = clerk.run(&["sync"]);
    assert_eq!(gone.code, 1);
    assert!(gone.err.contains(plan.to_str().unwrap()), "{}", gone.err);
    assert!(!plan.exists(), "the root is never made");
    // An empty mount point is no share either; what is missing is named.
    std::fs::create_dir(&plan).unwrap();
    let bare = clerk.run(&["sync"]);
    assert_eq!(bare.code, 1);
    let roster = plan.join("roster");
    assert!(bare.err.contains(roster.to_str().unwrap()), "{}", bare.err);
    assert_eq!(std::fs::read_dir(&plan).unwrap().count(), 0);
    std::fs::create_dir(plan.join("roster")).unwrap();
    let empty = clerk.run(&["sync"]);
    assert_eq!(empty.code, 1);
    assert_eq!(files(&plan).len(), 0, "{}", empty.err);
    // Nor is another plan's folder, whatever it is called.
    let other = Office::new();
    note(&other.registrar, "2.1.4", "市体育局", "别的规划");
    other.settle(&[]);
    std::fs::remove_dir(plan.join("roster")).unwrap();
    let copied = Command::new("cp")
        .arg("-a")
        .arg(other.plan().join("."))
        .arg(&plan)
        .status();
    assert!(copied.unwrap().success());
    let lies = files(&plan);
    let wrong = clerk.run(&["sync"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains(plan.to_str().unwrap()), "{}", wrong.err);
    assert!(files(&plan) == lies, "nothing is put there");
    assert_eq!(clerk.ok(&["dump"]), before);
    // What is recorded meanwhile goes out once the folder is back.
    note(&clerk, "2.1.4", "市体育局", "离线时填的");
    std::fs::remove_dir_all(&plan).unwrap();
    std::fs::rename(&aside, &plan).unwrap();
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
}

#[test]
fn files_that_somebody_deletes_cuts_or_fills_with_zeros_are_written_again() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "第一条");
    office.settle(&[&clerk]);
    let whole = files(&office.plan());
    for spoil in ["delete", "cut", "zeros", "empty"] {
        for (name, bytes) in &whole {
            let path = &office.plan().join(name);
            match spoil {
                // A folder without any entry of the roster is no share.
                "delete" if path.to_str().unwrap().contains("/00000000-") => {}
                "delete" => std::fs::remove_file(path).unwrap(),
                "cut" => std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
                "zeros" => std::fs::write(path, vec![0; bytes.len()]).unwrap(),
                _ => std::fs::write(path, "").unwrap(),
            }
        }
        let before = clerk.ok(&["dump"]);
        // The genesis is gone as well for a moment, so some exchanges may be refused.
        for _ in 0..3 {
            office.registrar.run(&["sync"]);
            clerk.run(&["sync"]);
        }
        assert_eq!(clerk.ok(&["dump"]), before, "{spoil}");
        office.agree(&[&clerk]);
        // A change that keeps the size is noticed when the turn of the file comes.
        let spoiled = || -> Vec<PathBuf> {
            let now = files(&office.plan());
            let spoiled = whole
                .iter()
                .filter(|(path, bytes)| now.get(*path).is_some_and(|now| now != *bytes));
            spoiled.map(|(path, _)| path.clone()).collect()
        };
        for _ in 0..TURNS {
            if spoiled().is_empty() {
                break;
            }
            office.registrar.ok(&["sync"]);
            clerk.ok(&["sync"]);
        }
        assert_eq!(spoiled(), Vec::<PathBuf>::new(), "{spoil}");
        // A newcomer finds everything.
        let later = office.newcomer("王芳", "市财政局");
        assert_eq!(notes(&later, "2.1.4").len(), 1, "{spoil}");
    }
}

#[test]
fn what_is_changed_in_its_place_is_mended_by_whoever_holds_it_though_its_author_is_away() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "还没有人动过");
    office.settle(&[&clerk]);
    let whole = files(&office.plan());
    let words = |path: &&PathBuf| holds(&whole[*path], "还没有人动过");
    let tail = whole.keys().find(words).unwrap();
    let path = office.plan().join(tail);
    std::fs::write(&path, vec![b'x'; whole[tail].len()]).unwrap();
    for _ in 0..TURNS {
        office.registrar.ok(&["sync"]);
    }
    assert!(std::fs::read(&path).unwrap() == whole[tail]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_named() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "一条");
    office.settle(&[&clerk]);
    let before = clerk.ok(&["dump"]);
    let whole = files(&office.plan());
    let tail = whole.keys().find(|path| path.starts_with("tail")).unwrap();
    let place = office.plan().join(tail);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    let told = [&office.registrar, &clerk].map(|home| home.run(&["sync"]).err);
    let named = format!("{}: 这是目录", tail.display());
    assert!(told.iter().any(|told| told.contains(&named)), "{told:?}");
    std::fs::remove_dir(&place).unwrap();
    office.agree(&[&clerk]);
    assert_eq!(clerk.ok(&["dump"]), before);
}

#[test]
fn what_has_lost_its_place_comes_back_by_way_of_a_copy_until_its_place_is_free() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let (words, secret) = ("已配齐体育器材", "身份证号370303199001010044");
    note(&clerk, "2.1.4", "市体育局", words);
    let op = note(&clerk, "2.1.4", "市体育局", secret);
    office.settle(&[&clerk]);
    let registrar = &office.registrar;
    let whole = files(&office.plan());
    let of_clerk = |path: &&PathBuf| holds(&whole[*path], words);
    let tails: Vec<&PathBuf> = whole.keys().filter(of_clerk).collect();
    assert_eq!(tails.len(), 1, "{tails:?}");
    // The author's computer is gone, and nobody can write there.
    let place = office.plan().join(tails[0]);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    let copies = || files(&office.plan().join("relay"));
    for told in ["副本放在", "副本放在"] {
        let run = registrar.run(&["sync"]);
        assert!(run.err.contains(told), "{}", run.err);
        assert!(copies().values().eq([&whole[tails[0]]]), "one, and whole");
    }
    let later = office.newcomer("王芳", "市财政局");
    assert_eq!(notes(&later, "2.1.4").len(), 2, "taken from the copy");
    // Words that were purged leave the copy too, and somebody who puts the old copy back does not bring them back.
    registrar.ok(&["purge", &op, "--yes", "--reason", "涉个人信息"]);
    for _ in 0..3 {
        registrar.ok(&["sync"]);
    }
    let told = |words: &str| copies().values().any(|copy| holds(copy, words));
    assert!(told(words) && !told(secret));
    // Somebody else who holds it puts it in its place as soon as that is free, and the copy goes.
    std::fs::remove_dir(&place).unwrap();
    later.ok(&["sync"]);
    registrar.ok(&["sync"]);
    assert!(place.is_file());
    for _ in 0..2 {
        registrar.ok(&["sync"]);
    }
    assert_eq!(copies().len(), 0, "it is needed no more");
    office.agree(&[&clerk]);
    later.ok(&["sync"]);
    assert_eq!(notes(&later, "2.1.4").len(), 2);
}

#[test]
fn a_share_that_cannot_be_written_loses_nothing_and_says_so() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    clerk.ok(&["sync"]);
    // Files where the folders were: nobody can write there, not even whoever may do everything.
    let folders = ["tail", "relay"].map(|name| office.plan().join(name));
    let away = |folder: &PathBuf| folder.with_extension("away");
    for folder in &folders {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::rename(folder, away(folder)).unwrap();
        std::fs::write(folder, "").unwrap();
    }
    note(&clerk, "2.1.4", "市体育局", "写不出去的");
    let run = clerk.run(&["sync"]);
    assert!(run.err.contains("未能写入共享"), "{}", run.err);
    assert_eq!(run.code, 1, "cron is to see it");
    for folder in &folders {
        std::fs::remove_file(folder).unwrap();
        std::fs::rename(away(folder), folder).unwrap();
    }
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
    assert_eq!(clerk.run(&["sync"]).code, 0);
}

#[test]
fn a_newcomer_whose_plan_is_still_on_its_way_waits_for_it() {
    let office = Office::new();
    let doc = office.plan().join("doc");
    for file in doc.read_dir().unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let clerk = office.newcomer("李四", "市财政局");
    let tasks = |home: &Home| {
        home.json(&["list", "--format", "json"])
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(tasks(&clerk), 0);
    assert!(clerk.run(&["list"]).err.contains("duban sync"));
    // The registrar's program puts it back; nothing was said in its place meanwhile.
    approve(&office.registrar, "李四", "clerk");
    office.agree(&[&clerk]);
    assert_eq!(tasks(&clerk), 51);
    assert_eq!(refused(&clerk), BTreeMap::new());
}

#[test]
fn a_document_may_be_larger_than_other_files_and_arrives() {
    let office = Office::new();
    let clerk = office.member("李四", "市财政局", "clerk");
    let proof = office.registrar.folder().join("扫描件.pdf");
    let bytes: Vec<u8> = (0..4_500_000_u32)
        .flat_map(|n| n.to_le_bytes())
        .take(4_500_000)
        .collect();
    std::fs::write(&proof, &bytes).unwrap();
    let proof = proof.to_str().unwrap();
    let mut request = vec!["close", "request", "2.1.1", "--reason", "完成"];
    request.extend(["--attach", proof, "--department", "市委教育工委"]);
    office.registrar.ok(&request);
    office.settle(&[&clerk]);
    let out = clerk.folder().join("out.pdf");
    clerk.ok(&["evidence", "2.1.1", "1", "-o", out.to_str().unwrap()]);
    assert!(std::fs::read(&out).unwrap() == bytes, "it is the same");
    // It is there, and is not taken for another one that has to be mended.
    let again = office.registrar.run(&["sync"]);
    assert!(!again.err.contains("已重写"), "{}", again.err);
}

#[test]
fn a_stick_carries_everybodys_files_both_ways() {
    let office = Office::new();
    let near = office.member("李强", "市体育局", "clerk");
    note(&near, "2.1.4", "市体育局", "局里填的");
    office.settle(&[&near]);
    // Somebody whom no network reaches joins from a stick, and answers by it.
    let stick = tempfile::tempdir().unwrap();
    let to = stick.path().to_str().unwrap();
    office.registrar.ok(&["sync", "--to", to]);
    let far = Home::new();
    far.ok(&[
        "join",
        to,
        "--name",
        "赵刚",
        "--department",
        "市卫生健康委",
        "--fingerprint",
        &office.fingerprint(),
    ]);
    assert_eq!(notes(&far, "2.1.4").len(), 1);
    note(&far, "2.1.4", "市卫生健康委", "远处填的");
    far.ok(&["sync"]);
    office.registrar.ok(&["sync", "--to", to]);
    office
        .registrar
        .ok(&["roster", "approve", "赵刚", "--role", "clerk", "--yes"]);
    office.registrar.ok(&["sync", "--to", to]);
    office.settle(&[&near]);
    office.registrar.ok(&["sync", "--to", to]);
    far.ok(&["sync"]);
    office.agree(&[&near]);
    assert_eq!(notes(&near, "2.1.4").len(), 2);
    assert_eq!(far.ok(&["dump"]), near.ok(&["dump"]));
}

#[test]
fn one_trip_of_the_stick_brings_words_to_the_office_and_the_receipt_back() {
    let office = Office::new();
    let stick = tempfile::tempdir().unwrap();
    let to = stick.path().to_str().unwrap();
    office.registrar.ok(&["sync", "--to", to]);
    let far = Home::new();
    join(
        &far,
        stick.path(),
        "赵刚",
        "市卫生健康委",
        &office.fingerprint(),
    );
    office.registrar.ok(&["sync", "--to", to]);
    common::office::approve(&office.registrar, "赵刚", "clerk");
    office.registrar.ok(&["sync", "--to", to]);
    far.ok(&["sync"]);
    note(&far, "2.1.4", "市卫生健康委", "远处填的");
    far.ok(&["sync"]);
    office.registrar.ok(&["sync", "--to", to]);
    far.ok(&["sync"]);
    let status = far.json(&["share", "status", "--format", "json"]);
    let people = status["people"].as_array().unwrap();
    let me = people.iter().find(|person| person["me"] == true).unwrap();
    assert_eq!(me["ops"], me["received"], "{status}");
    // It is the stick that lacks what another one held, not the share.
    std::fs::remove_dir_all(plan_in(stick.path()).unwrap()).unwrap();
    let again = office.registrar.run(&["sync", "--to", to]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.err.contains(to), "{}", again.err);
}

#[test]
fn a_share_that_has_moved_is_used_where_it_is_now() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "搬家前填的");
    let (place, empty) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = office.plan();
    std::fs::rename(&plan, place.path().join(plan.file_name().unwrap())).unwrap();
    let gone = clerk.run(&["sync"]);
    assert!(gone.err.contains("duban share move"), "{}", gone.err);
    // A folder that does not hold the plan is not taken for it.
    let wrong = clerk.run(&["share", "move", empty.path().to_str().unwrap()]);
    assert_eq!(wrong.code, 1, "{}", wrong.out);
    assert_eq!(files(empty.path()).len(), 0);
    assert_eq!(clerk.run(&["sync"]).code, 1, "it looks where it looked");
    let status = |home: &Home| home.json(&["share", "status", "--format", "json"]);
    assert_eq!(status(&clerk)["presence"], "gone");
    assert!(clerk.ok(&["share", "status"]).contains("现在不在"));
    for home in [&clerk, &office.registrar] {
        home.ok(&["share", "move", place.path().to_str().unwrap()]);
    }
    assert_eq!(status(&clerk)["presence"], "there");
    note(&clerk, "2.1.4", "市体育局", "搬家后填的");
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
}

#[test]
fn a_copied_home_begins_a_log_of_its_own_and_nothing_is_lost() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "复制之前");
    office.settle(&[&clerk]);
    let copy = copy_of(&clerk);
    note(&clerk, "2.1.4", "市体育局", "原来的电脑填的");
    note(&copy, "2.1.4", "市体育局", "拷贝的电脑填的");
    office.agree(&[&clerk, &copy]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 3);
    let status = office
        .registrar
        .json(&["share", "status", "--format", "json"]);
    assert!(
        status["people"]
            .as_array()
            .unwrap()
            .iter()
            .all(|p| p["forked"] == false),
        "{status}"
    );
}

#[test]
fn two_who_speak_in_one_log_are_both_heard_and_neither_goes_on_with_it() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    // A copy that nothing tells from its original: what would is gone.
    let copy = copy_of(&clerk);
    for home in [&clerk, &copy] {
        let _ = std::fs::remove_file(home.dir().join("binding"));
    }
    note(&clerk, "2.1.4", "市体育局", "原来的电脑填的");
    note(&copy, "2.1.4", "市体育局", "拷贝的电脑填的");
    office.agree(&[&clerk, &copy]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
    let status = office
        .registrar
        .json(&["share", "status", "--format", "json"]);
    let people = status["people"].as_array().unwrap();
    assert!(people.iter().any(|p| p["forked"] == true), "{status}");
    note(&clerk, "2.1.4", "市体育局", "原来的电脑再填");
    note(&copy, "2.1.4", "市体育局", "拷贝的电脑再填");
    office.agree(&[&clerk, &copy]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 4);
}

#[test]
fn a_database_put_back_from_yesterday_goes_on_without_a_second_voice() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    clerk.ok(&["verify"]);
    let yesterday = std::fs::read(clerk.database()).unwrap();
    note(&clerk, "2.1.4", "市体育局", "昨天之后填的");
    office.settle(&[&clerk]);
    for ending in ["", "-wal", "-shm"] {
        let mut path = clerk.database().into_os_string();
        path.push(ending);
        let _ = std::fs::remove_file(PathBuf::from(path));
    }
    std::fs::write(clerk.database(), yesterday).unwrap();
    note(&clerk, "2.1.4", "市体育局", "放回之后填的");
    office.agree(&[&clerk]);
    assert_eq!(
        notes(&clerk, "2.1.4").len(),
        2,
        "what the share held is back"
    );
    let status = office
        .registrar
        .json(&["share", "status", "--format", "json"]);
    assert!(
        status["people"]
            .as_array()
            .unwrap()
            .iter()
            .all(|p| p["forked"] == false),
        "{status}"
    );
}

#[test]
fn the_recovery_key_alone_appoints_another_registrar() {
    let office = Office::new();
    let heir = office.member("周敏", "市教育局", "coordinator");
    let clerk = office.member("李强", "市体育局", "clerk");
    let safe = tempfile::tempdir().unwrap();
    let root = safe.path().join("root-key");
    std::fs::rename(office.registrar.dir().join("root-key"), &root).unwrap();
    let own = heir.dir().join("key");
    let wrong = heir.run(&["roster", "recover", "--root", own.to_str().unwrap()]);
    assert_eq!(wrong.code, 1, "{}", wrong.err);
    heir.ok(&["roster", "recover", "--root", root.to_str().unwrap()]);
    // The lost computer speaks on, to no effect.
    let old = office
        .registrar
        .run(&["roster", "revoke", "李强", "--reason", "报复"]);
    assert_eq!(old.code, 1, "{}", old.err);
    note(&clerk, "2.1.4", "市体育局", "换人之后照常");
    clerk.ok(&["sync"]);
    heir.ok(&["sync"]);
    clerk.ok(&["sync"]);
    let roster = clerk.json(&["roster", "--format", "json"]);
    let role = |name: &str| {
        let mut people = roster.as_array().unwrap().iter();
        people.find(|p| p["name"] == name).unwrap().clone()
    };
    assert_eq!(role("周敏")["role"], "registrar");
    assert_eq!(role("tester")["revoked"], true);
    assert_eq!(notes(&heir, "2.1.4").len(), 1);
    assert_eq!(heir.ok(&["dump"]), clerk.ok(&["dump"]));
}

#[test]
fn a_roster_that_two_entries_contradict_is_told_by_every_exchange() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    // Somebody with a copy of the registrar's disk works on a copy of the share.
    let (thief, elsewhere) = (copy_of(&office.registrar), tempfile::tempdir().unwrap());
    let copy = elsewhere.path().join(office.plan().file_name().unwrap());
    for (path, bytes) in files(&office.plan()) {
        std::fs::create_dir_all(copy.join(&path).parent().unwrap()).unwrap();
        std::fs::write(copy.join(path), bytes).unwrap();
    }
    thief.ok(&["share", "move", elsewhere.path().to_str().unwrap()]);
    thief.ok(&["roster", "scope", "李强", "--unit", "一科"]);
    office
        .registrar
        .ok(&["roster", "scope", "李强", "--unit", "二科"]);
    for path in files(&copy)
        .keys()
        .filter(|path| path.starts_with("roster"))
    {
        std::fs::copy(copy.join(path), office.plan().join(path)).unwrap();
    }
    for home in [&clerk, &office.registrar, &clerk] {
        let run = home.run(&["sync"]);
        assert!(run.err.contains("名册停在第"), "{}", run.err);
        assert!(run.err.contains("duban roster recover"), "{}", run.err);
    }
}

#[test]
fn a_renamed_department_keeps_its_clerk_its_tasks_and_its_past() {
    let office = Office::new();
    let clerk = office.member("孙丽", "市大数据局", "clerk");
    let tasks = clerk.json(&["list", "单位:市大数据局", "--format", "json"]);
    let code = tasks[0]["code"].as_str().unwrap().to_owned();
    note(&clerk, &code, "市大数据局", "改名之前");
    office.settle(&[&clerk]);
    office.registrar.ok(&[
        "department",
        "rename",
        "市大数据局",
        "市数据局",
        "--from",
        "2024-03-01",
    ]);
    office.settle(&[&clerk]);
    clerk.ok(&[
        "note",
        &code,
        "--department",
        "市数据局",
        "--progress",
        "改名之后",
    ]);
    office.agree(&[&clerk]);
    assert!(refused(&office.registrar).is_empty());
    let seen = notes(&office.registrar, &code);
    assert_eq!(seen.len(), 2);
    // What became another has nothing left; it is told of where that is asked for.
    let named = |args: &[&str]| -> Vec<String> {
        let all = clerk.json(&[args, &["--format", "json"]].concat());
        let all = all.as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let old = "市大数据局".to_owned();
    assert!(!named(&["departments"]).contains(&old));
    assert!(named(&["departments", "--all"]).contains(&old));
    // Before that day it went by the name it had, and was the clerk's all the same.
    let led = |day: &str| {
        let shown = clerk.json(&["show", &code, "--as-of", day, "--format", "json"]);
        let mine = clerk.json(&["list", "我的", "--as-of", day, "--format", "json"]);
        let mine = mine.as_array().unwrap().iter();
        assert!(
            mine.clone().any(|task| task["code"] == code.as_str()),
            "{day}"
        );
        (
            shown[0]["lead"].to_string(),
            shown[0]["support"].to_string(),
        )
    };
    let (lead, support) = led("2024-02-29");
    assert!(
        [&lead, &support]
            .iter()
            .any(|names| names.contains("市大数据局")),
        "{lead} {support}"
    );
    assert!(!lead.contains("市数据局") && !support.contains("市数据局"));
    let (lead, support) = led("2024-03-01");
    assert!(
        [&lead, &support]
            .iter()
            .any(|names| names.contains("市数据局")),
        "{lead} {support}"
    );
    // Nor was the other name known before it was entered, though it is in force since: everything bears the name of then.
    for day in ["2023-12-31", "2024-06-30"] {
        let known = ["--known-on", day];
        let names = named(&[&["departments"][..], &known].concat());
        assert!(names.contains(&old), "{day}: {names:?}");
        assert!(!names.contains(&"市数据局".to_owned()), "{day}: {names:?}");
        let shown = clerk.json(&[&["show", &code, "--format", "json"][..], &known].concat());
        let led = format!("{}{}", shown[0]["lead"], shown[0]["support"]);
        assert!(
            led.contains("市大数据局") && !led.contains("市数据局"),
            "{led}"
        );
    }
    let names = named(&["departments", "--known-on", "2999-12-31"]);
    assert!(
        names.contains(&"市数据局".to_owned()) && !names.contains(&old),
        "{names:?}"
    );
}

#[test]
fn a_change_of_the_roster_reaches_a_picture_that_was_taken_before_it() {
    let office = Office::new();
    let clerk = office.member("王五", "市教育局", "clerk");
    let op = note(&clerk, "2.1.4", "市教育局", "要作废的");
    office.settle(&[&clerk]);
    let (mut home, _) = Workspace::open(&office.registrar.opening()).unwrap();
    let task = home.task("2.1.4").unwrap().id;
    let before = home.snapshot(usize::MAX, Utc::now()).unwrap();
    assert_eq!(before.row(task).unwrap().notes, 1);
    assert!(before.unread.contains(&task));
    assert!(home.refreshed(&before, Utc::now()).unwrap().is_none());
    // No op is new after this: the roster alone says that the note does not count.
    let why = ["--reason", "查实不符"];
    office
        .registrar
        .ok(&[&["roster", "void", &op], why.as_slice()].concat());
    let after = home.refreshed(&before, Utc::now()).unwrap().unwrap();
    assert_eq!(after.row(task).unwrap().notes, 0);
    // What did not change is the same, so that a screen draws one line anew.
    let changed = after.changed_since(&before).unwrap();
    let changed: Vec<_> = changed.iter().map(|(_, new)| new.id).collect();
    assert_eq!(changed, [task]);
    // An exchange that finds everything as it was is no news, and writes nothing.
    let version = home.data_version().unwrap();
    office.settle(&[&clerk]);
    let settled = home.data_version().unwrap();
    let (mut other, _) = Workspace::open(&office.registrar.opening()).unwrap();
    let synced = other.try_sync(Receipt::Hourly, Utc::now()).unwrap();
    assert_eq!(synced.unwrap().written, 0);
    assert_ne!(version, settled);
    assert_eq!(home.data_version().unwrap(), settled);
}

#[test]
fn how_far_the_own_words_have_come_is_known_step_by_step() {
    let office = Office::new();
    let clerk = office.member("王五", "市教育局", "clerk");
    office.settle(&[&clerk]);
    let far = || {
        let (home, _) = Workspace::open(&clerk.opening()).unwrap();
        let picture = home.snapshot(1, Utc::now()).unwrap();
        let delivery = picture.delivery.unwrap();
        (delivery.unsent, delivery.unreceived, delivery.refused)
    };
    assert_eq!(far(), (0, 0, 0));
    note(&clerk, "2.1.4", "市教育局", "第一步");
    assert_eq!(far(), (1, 1, 0), "saved here");
    let (mut home, _) = Workspace::open(&clerk.opening()).unwrap();
    let mut exchange = || {
        let synced = home.try_sync(Receipt::Hourly, Utc::now()).unwrap();
        synced.unwrap().written
    };
    assert_eq!(exchange(), 1);
    assert_eq!(far(), (1, 1, 0), "written, and not seen there yet");
    assert_eq!(exchange(), 0);
    assert_eq!(far(), (0, 1, 0), "in the folder");
    office.registrar.ok(&["sync"]);
    clerk.ok(&["sync"]);
    assert_eq!(far(), (0, 0, 0), "received");
    let op = note(&clerk, "2.1.4", "市教育局", "要作废的");
    office.settle(&[&clerk]);
    office
        .registrar
        .ok(&["roster", "void", &op, "--reason", "查实不符"]);
    clerk.ok(&["sync"]);
    assert_eq!(far(), (0, 0, 1), "voided");
}

/// The tails that hold these words, by their path within the plan's folder.
fn tails_with(office: &Office, words: &str) -> Vec<PathBuf> {
    let tails = files(&office.plan()).into_iter();
    tails
        .filter(|(path, bytes)| path.starts_with("tail") && holds(bytes, words))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn what_somebody_deleted_is_told_by_its_author_and_changes_nothing() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "有人删了它");
    office.settle(&[&clerk]);
    for path in tails_with(&office, "有人删了它") {
        std::fs::remove_file(office.plan().join(path)).unwrap();
    }
    let before = office.registrar.ok(&["dump"]);
    let run = clerk.run(&["sync"]);
    assert!(run.err.contains("1 个写过的文件"), "{}", run.err);
    assert_eq!(tails_with(&office, "有人删了它").len(), 1);
    office.agree(&[&clerk]);
    assert_eq!(office.registrar.ok(&["dump"]), before);
}

#[test]
fn a_share_that_was_put_back_to_yesterday_changes_nothing_and_is_filled_again() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "昨天的");
    office.settle(&[&clerk]);
    let yesterday = files(&office.plan());
    note(&clerk, "2.1.4", "市体育局", "今天的");
    office.settle(&[&clerk]);
    let before = office.registrar.ok(&["dump"]);
    for path in files(&office.plan()).keys() {
        std::fs::remove_file(office.plan().join(path)).unwrap();
    }
    for (path, bytes) in &yesterday {
        std::fs::write(office.plan().join(path), bytes).unwrap();
    }
    // Somebody new is told that more exists than lies there.
    let later = office.newcomer("王芳", "市财政局");
    assert_eq!(notes(&later, "2.1.4").len(), 1);
    office.agree(&[&clerk]);
    assert_eq!(office.registrar.ok(&["dump"]), before);
    later.ok(&["sync"]);
    assert_eq!(notes(&later, "2.1.4").len(), 2);
    assert!(!tails_with(&office, "今天的").is_empty());
}

#[test]
fn what_an_entry_has_accepted_and_nobody_shows_is_counted_as_missing() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    note(&clerk, "2.1.4", "市体育局", "第一条");
    note(&clerk, "2.1.4", "市体育局", "第二条");
    office.settle(&[&clerk]);
    let missing = |home: &Home| -> u64 {
        let status = home.json(&["share", "status", "--format", "json"]);
        let people = status["people"].as_array().unwrap().iter();
        people
            .map(|person| person["missing"].as_u64().unwrap())
            .sum()
    };
    let kept = files(&office.plan());
    let hidden = tails_with(&office, "第二条");
    assert!(!hidden.is_empty());
    for path in &hidden {
        std::fs::remove_file(office.plan().join(path)).unwrap();
    }
    // All of a log is withheld: not even its beginning is there.
    let later = office.newcomer("王芳", "市财政局");
    assert_eq!(notes(&later, "2.1.4").len(), 0);
    assert_eq!(missing(&later), 3, "the beginning, and two notes");
    for path in &hidden {
        std::fs::write(office.plan().join(path), &kept[path]).unwrap();
    }
    later.ok(&["sync"]);
    assert_eq!((missing(&later), notes(&later, "2.1.4").len()), (0, 2));
}

#[test]
fn what_lies_in_a_conflict_copy_alone_is_taken_and_a_copy_beside_its_file_may_go() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    note(&clerk, "2.1.4", "市体育局", "只在副本里");
    clerk.ok(&["sync"]);
    let tails = tails_with(&office, "只在副本里");
    let [tail] = tails.as_slice() else {
        panic!("{tails:?}");
    };
    let tail = office.plan().join(tail);
    let copy = tail.with_extension("sync-conflict-20240517-080000-ABCDEFG.tail");
    std::fs::rename(&tail, &copy).unwrap();
    let run = office.registrar.run(&["sync"]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
    // Its own name is free: then it is no copy that may go.
    assert!(!run.err.contains("冲突副本"), "{}", run.err);
    office.settle(&[&clerk]);
    std::fs::write(&tail, std::fs::read(&copy).unwrap()).unwrap();
    let told = [&office.registrar, &clerk].map(|home| home.run(&["sync"]).err);
    for told in told {
        assert!(told.contains("留下 1 个冲突副本"), "{told}");
    }
    std::fs::remove_file(copy).unwrap();
    let run = office.registrar.run(&["sync"]);
    assert!(!run.err.contains("冲突副本"), "{}", run.err);
    office.agree(&[&clerk]);
}

#[test]
fn what_a_clock_years_ahead_or_behind_recorded_is_kept_and_flagged_and_no_correction_of_it_is_lost()
{
    let office = Office::new();
    let ahead = office.member("周敏", "市教育局", "coordinator");
    let behind = office.member("钱进", "市教育局", "coordinator");
    let all = [&office.registrar, &ahead, &behind];
    let due = |home: &Home| -> Json {
        let task = home.json(&["show", "2.1.1", "--format", "json"]);
        task[0]["due"].clone()
    };
    // Each sees what the one before set, whatever its clock says.
    let years = chrono::TimeDelta::days(3653);
    let now = Utc::now();
    let clocks = [
        (0, now + years, 1),
        (1, now - years, 2),
        (2, now, 0),
        (3, now - years, 2),
    ];
    for (turn, clock, who) in clocks {
        let day = format!("2025-0{}-01", turn + 1);
        let (mut home, _) = Workspace::open(&all[who].opening()).unwrap();
        let task = home.task("2.1.1").unwrap().id;
        let edit = Edit {
            task,
            item: task,
            register: Register::Due,
            value: Value::Day(Some(common::day(&day))),
            reason: format!("第{turn}次"),
            seen: None,
        };
        home.correct(&edit, clock).unwrap();
        drop(home);
        office.agree(&[&ahead, &behind]);
        for home in all {
            assert_eq!((due(home), conflicts(home)), (day.clone().into(), 0));
        }
    }
    assert!(refused(&office.registrar).is_empty());
    for home in all {
        let status = home.json(&["share", "status", "--format", "json"]);
        let people = status["people"].as_array().unwrap().iter();
        let flagged: Vec<&Json> = people.filter(|p| p["clock_ahead"] == true).collect();
        assert_eq!(flagged.len(), 1, "{status}");
        assert_eq!(flagged[0]["name"], "周敏");
        let shown = home.ok(&["share", "status"]);
        assert!(shown.contains("周敏 [时钟超前]"), "{shown}");
    }
}

/// Everybody on the roster and all who ask to be, as JSON.
fn roster(home: &Home) -> Vec<Json> {
    let roster = home.json(&["roster", "--format", "json"]);
    roster.as_array().unwrap().clone()
}

/// The fingerprint of the one whom the roster lists so.
fn print_of(home: &Home, fits: impl Fn(&Json) -> bool) -> String {
    let all = roster(home);
    let found: Vec<&Json> = all.iter().filter(|listed| fits(listed)).collect();
    assert_eq!(found.len(), 1, "{all:?}");
    found[0]["fingerprints"][0].as_str().unwrap().to_owned()
}

#[test]
fn two_of_one_name_are_told_apart_by_a_fingerprint_wherever_a_name_is_taken() {
    let office = Office::new();
    let first = office.member("李强", "市体育局", "clerk");
    let sports = print_of(&office.registrar, |listed| listed["name"] == "李强");
    let second = office.newcomer("李强", "市教育局");
    // Two requests of one name are told apart in the same way.
    let third = office.newcomer("李强", "市财政局");
    office.registrar.ok(&["roster"]);
    let asked = |department: &str| {
        print_of(&office.registrar, |listed| {
            listed["waiting"] == true && listed["departments"][0] == department
        })
    };
    let (school, money) = (asked("市教育局"), asked("市财政局"));
    let run = office
        .registrar
        .run(&["roster", "approve", "李强", "--yes"]);
    assert_eq!(run.code, 1, "{}", run.out);
    for print in [&school, &money] {
        let line = run.err.lines().find(|line| line.contains(print.as_str()));
        assert!(line.unwrap().contains("待批准"), "{}", run.err);
    }
    office
        .registrar
        .ok(&["roster", "approve", &school, "--yes"]);
    office.registrar.ok(&["roster", "approve", &money, "--yes"]);
    let revoke = |whom: &str| {
        let reason = ["--reason", "调离"];
        office
            .registrar
            .run(&[&["roster", "revoke", whom][..], &reason].concat())
    };
    let scope = |whom: &str, unit: &str| {
        office
            .registrar
            .run(&["roster", "scope", whom, "--unit", unit])
    };
    // Whom of them it could be is said, each with what tells them apart.
    for run in [revoke("李强"), scope("李强", "一科")] {
        assert_eq!(run.code, 1, "{}", run.out);
        for (print, department) in [
            (&sports, "市体育局"),
            (&school, "市教育局"),
            (&money, "市财政局"),
        ] {
            let line = run.err.lines().find(|line| line.contains(print.as_str()));
            let line = line.unwrap_or_else(|| panic!("{print}: {}", run.err));
            assert!(
                line.contains(department) && line.contains("填报人"),
                "{line}"
            );
        }
    }
    let run = scope(&money, "二科");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("李强"), "{}", run.out);
    // Whoever answers a request of a name that is there hears what makes it one person.
    office.newcomer("李强", "市体育局");
    let print = print_of(&office.registrar, |listed| listed["waiting"] == true);
    let shown = office.registrar.run(&["roster", "approve", &print]);
    assert!(shown.out.contains("--person"), "{}", shown.out);
    // The form that scripts use; one of the keys as they stand in `allowed-signers`.
    let signers = office.registrar.ok(&["allowed-signers"]);
    let key = signers.lines().find_map(|line| {
        let at = line.find("ssh-ed25519")?;
        let mut words = line.get(at..)?.split(' ');
        let key = format!("{} {}", words.next()?, words.next()?);
        let print = duban::workspace::Fingerprint::of_key(&key);
        (print.to_string() == money).then_some(key)
    });
    let sha = duban::model::Sha::of(key.unwrap().as_bytes());
    let run = revoke(&format!("SHA256:{sha}"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(revoke(&sports).code, 0);
    let states: Vec<(String, bool)> = roster(&office.registrar)
        .iter()
        .filter(|listed| listed["name"] == "李强")
        .map(|listed| {
            let department = listed["departments"][0].as_str().unwrap().to_owned();
            (department, listed["revoked"] == true)
        })
        .collect();
    assert!(
        states.contains(&("市体育局".to_owned(), true)),
        "{states:?}"
    );
    assert!(
        states.contains(&("市财政局".to_owned(), true)),
        "{states:?}"
    );
    assert!(
        states.contains(&("市教育局".to_owned(), false)),
        "{states:?}"
    );
    // The only one who is not revoked is meant by the name.
    let run = scope("李强", "体卫艺科");
    assert_eq!(run.code, 0, "{}", run.err);
    office.settle(&[&first, &second, &third]);
    let found = roster(&office.registrar);
    let unit = found.iter().find(|l| l["unit"] == "体卫艺科").unwrap();
    assert_eq!(unit["departments"][0], "市教育局");
    // A further computer goes to the one whose fingerprint is given, and replaces by it as well.
    let other = office.newcomer("李强的笔记本", "市教育局");
    let run = office.registrar.run(&[
        "roster",
        "approve",
        "李强的笔记本",
        "--person",
        &school,
        "--yes",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    office.agree(&[&second, &other]);
    let newer = office.newcomer("李强的新机", "市教育局");
    let run = office
        .registrar
        .run(&["roster", "replace", &school, "李强的新机"]);
    assert_eq!(run.code, 0, "{}", run.err);
    office.agree(&[&second, &other, &newer]);
    let all = roster(&office.registrar);
    let one = all.iter().find(|l| l["unit"] == "体卫艺科").unwrap();
    assert_eq!(one["fingerprints"].as_array().unwrap().len(), 1, "{one}");
}

#[test]
fn whoever_was_revoked_asks_again_from_the_same_home_and_is_the_same_person() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let first = note(&clerk, "2.1.4", "市体育局", "已配齐体育器材");
    office.agree(&[&clerk]);
    let before = print_of(&office.registrar, |listed| listed["name"] == "李强");
    let old_key = std::fs::read(clerk.dir().join("key")).unwrap();
    // Whoever is on the roster is told that nothing needs to be asked.
    let run = join(
        &clerk,
        &office.share(),
        "李强",
        "市体育局",
        &office.fingerprint(),
    );
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("duban sync"), "{}", run.err);
    office
        .registrar
        .ok(&["roster", "revoke", "李强", "--reason", "误停"]);
    clerk.ok(&["sync"]);
    let run = clerk.run(&["note", "2.1.4", "--progress", "停用以后"]);
    assert_eq!(run.code, 1, "{}", run.out);
    let run = join(
        &clerk,
        &office.share(),
        "李强",
        "市体育局",
        &office.fingerprint(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("--person"), "{}", run.out);
    let kept = std::fs::read(clerk.dir().join("key.stopped-1")).unwrap();
    assert!(kept == old_key, "the old key is kept");
    // He records while he waits, as any newcomer does.
    note(&clerk, "2.1.4", "市体育局", "等待批准时");
    clerk.ok(&["sync"]);
    office.registrar.ok(&["sync"]);
    let waits = print_of(&office.registrar, |listed| listed["waiting"] == true);
    assert_ne!(waits, before, "another key asks");
    let approve = ["roster", "approve", "李强", "--person", "李强", "--yes"];
    office.registrar.ok(&approve);
    office.agree(&[&clerk]);
    let all = roster(&office.registrar);
    let named: Vec<&Json> = all.iter().filter(|l| l["name"] == "李强").collect();
    assert_eq!(named.len(), 1, "one person: {all:?}");
    assert_eq!(named[0]["revoked"], false);
    assert_eq!(
        named[0]["fingerprints"],
        serde_json::json!([waits]),
        "the old key stays stopped"
    );
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 2);
    // The old notes are his still.
    clerk.ok(&["note", "--retract", &first, "--reason", "重复了"]);
    office.agree(&[&clerk]);
    let live = notes(&office.registrar, "2.1.4").into_iter();
    let live: Vec<Json> = live.filter(|note| note["retracted"].is_null()).collect();
    assert_eq!(live.len(), 1, "{live:?}");
    assert_eq!(live[0]["progress"], "等待批准时");
    // Nothing that had been received lost its effect meanwhile.
    assert_eq!(refused(&office.registrar).get("revoked"), None);
}

#[test]
fn whose_stopped_key_the_settings_name_hears_what_to_do() {
    let office = Office::new();
    let clerk = Home::new();
    let key = clerk.folder().join("person-key");
    let person = duban::oplog::Identity::generate("person").unwrap();
    std::fs::write(&key, person.to_openssh().unwrap()).unwrap();
    let config = clerk.folder().join("duban.toml");
    std::fs::write(&config, format!("identity = '{}'\n", key.display())).unwrap();
    let (share, print) = (office.share(), office.fingerprint());
    let asks = ["join", share.to_str().unwrap(), "--name", "李强"];
    let place = ["--department", "市体育局", "--fingerprint", &print];
    let asks = [&asks[..], &place].concat();
    let with_key = ["--config", config.to_str().unwrap()];
    clerk.ok(&[&with_key[..], &asks].concat());
    office.registrar.ok(&["roster", "approve", "李强", "--yes"]);
    clerk.ok(&[&with_key[..], &["sync"]].concat());
    office
        .registrar
        .ok(&["roster", "revoke", "李强", "--reason", "离岗"]);
    let run = clerk.run(&[&with_key[..], &asks].concat());
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(
        run.err.contains("identity") && run.err.contains("--home"),
        "{}",
        run.err
    );
    // Without that line the home's own key asks.
    clerk.ok(&asks);
    office.registrar.ok(&["roster", "approve", "李强", "--yes"]);
    note(&clerk, "2.1.4", "市体育局", "又回来了");
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.4").len(), 1);
}

/// The number of the newest roster entry in force.
fn newest_entry(home: &Home) -> u64 {
    let status = home.json(&["share", "status", "--format", "json"]);
    status["entry"].as_u64().unwrap()
}

#[test]
fn a_limit_of_tasks_is_lifted_again() {
    let office = Office::new();
    let clerk = office.member("李强", "市教育局", "clerk");
    let scope = |limit: &[&str]| {
        office
            .registrar
            .ok(&[&["roster", "scope", "李强"][..], limit].concat())
    };
    scope(&["--task", "2.1.4"]);
    clerk.ok(&["sync"]);
    let say = ["note", "2.1.5", "--progress", "已开工"];
    assert_eq!(clerk.run(&say).code, 1, "only the one task");
    let table = office.registrar.ok(&["roster"]);
    assert!(table.contains("只限 2.1.4"), "{table}");
    // Both at once contradict each other.
    let both = ["roster", "scope", "李强", "--task", "2.1.4", "--all-tasks"];
    assert_eq!(office.registrar.run(&both).code, 2);
    scope(&["--all-tasks"]);
    clerk.ok(&["sync"]);
    clerk.ok(&say);
    office.agree(&[&clerk]);
    assert_eq!(notes(&office.registrar, "2.1.5").len(), 1);
    let table = office.registrar.ok(&["roster"]);
    assert!(!table.contains("只限"), "{table}");
}

#[test]
fn a_change_of_the_roster_that_changes_nothing_is_not_written_and_not_said_to_be() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&clerk]);
    let before = newest_entry(&office.registrar);
    // The one who keeps the roster stays who they are, whatever is said of their role.
    let run = office
        .registrar
        .run(&["roster", "scope", "tester", "--role", "clerk"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("恢复密钥"), "{}", run.err);
    let run = office.registrar.run(&["roster", "scope", "李强"]);
    assert_eq!(run.code, 2, "{}", run.out);
    for flag in ["--role", "--department", "--task", "--all-tasks", "--unit"] {
        assert!(run.err.contains(flag), "{}", run.err);
    }
    let run = office
        .registrar
        .run(&["roster", "scope", "李强", "--role", "clerk"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert_eq!(
        newest_entry(&office.registrar),
        before,
        "nothing was written"
    );
    // What else is the registrar's can be changed.
    office
        .registrar
        .ok(&["roster", "scope", "tester", "--unit", "综合科"]);
    assert_eq!(newest_entry(&office.registrar), before + 1);
}

#[test]
fn a_request_that_is_refused_is_listed_no_more_and_may_be_made_anew() {
    let office = Office::new();
    let stranger = office.newcomer("赵敏", "市财政局");
    let clerk = office.newcomer("李强", "市体育局");
    let waiting = |home: &Home| -> Vec<String> {
        let all = roster(home).into_iter();
        let waits = all.filter(|listed| listed["waiting"] == true);
        waits
            .map(|listed| listed["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(waiting(&office.registrar), ["赵敏", "李强"]);
    let print = print_of(&office.registrar, |listed| listed["name"] == "赵敏");
    // Whoever does not answer requests refuses none.
    assert_eq!(stranger.run(&["roster", "refuse", "李强"]).code, 1);
    let entry = newest_entry(&office.registrar);
    let said = office.registrar.ok(&["roster", "refuse", "赵敏"]);
    assert!(said.contains("这个库里不再列出"), "{said}");
    assert_eq!(waiting(&office.registrar), ["李强"]);
    assert_eq!(
        newest_entry(&office.registrar),
        entry,
        "the roster says nothing"
    );
    // Their program writes it again, and that changes nothing.
    office.settle(&[&stranger, &clerk]);
    assert_eq!(waiting(&office.registrar), ["李强"]);
    let status = office
        .registrar
        .json(&["share", "status", "--format", "json"]);
    assert_eq!(status["requests"], 1);
    let nobody = office
        .registrar
        .run(&["roster", "approve", "赵敏", "--yes"]);
    assert_eq!(nobody.code, 1, "{}", nobody.out);
    // Asked anew, it is there again; what it says now is what counts.
    office.join(&stranger, "赵敏", "市教育局");
    assert_eq!(waiting(&office.registrar), ["李强", "赵敏"]);
    office.registrar.ok(&["roster", "refuse", &print]);
    assert_eq!(waiting(&office.registrar), ["李强"]);
    // A slip is put right by the fingerprint.
    let typed = print.replace(' ', "-");
    office.registrar.ok(&["roster", "approve", &typed, "--yes"]);
    let all = roster(&office.registrar);
    let member = all.iter().find(|listed| listed["name"] == "赵敏").unwrap();
    assert_eq!(member["waiting"], false);
    assert_eq!(member["departments"][0], "市教育局");
}

#[test]
fn publishing_again_says_so_and_whoever_may_not_hears_what_to_do() {
    let office = Office::new();
    let create = |home: &Home, folder: &std::path::Path| {
        home.run(&["share", "create", folder.to_str().unwrap()])
    };
    // The fingerprint stands in a line of its own, which no terminal of 80 cells cuts.
    let again = create(&office.registrar, &office.share());
    assert_eq!(again.code, 0, "{}", again.err);
    let print = office.fingerprint();
    assert!(
        again.out.lines().any(|line| line.trim() == print),
        "{}",
        again.out
    );
    let root = office.registrar.dir().join("root-key");
    assert!(again.out.contains(root.to_str().unwrap()), "{}", again.out);
    assert!(again.out.contains("早已发布"), "{}", again.out);
    std::fs::remove_file(&root).unwrap();
    let again = create(&office.registrar, &office.share());
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(!again.out.contains("root-key"), "{}", again.out);
    // The folder was moved.
    let other = tempfile::tempdir().unwrap();
    let moved = create(&office.registrar, other.path());
    assert_eq!(moved.code, 1, "{}", moved.out);
    assert!(moved.err.contains("sync --to"), "{}", moved.err);
    let deputy = Home::new();
    let joined = join(&deputy, &office.share(), "王芳", "市教育局", &print);
    let own = print_of(&office.registrar, |listed| listed["name"] == "王芳");
    for print in [&print, &own] {
        let alone = joined.out.lines().any(|line| line.trim() == print);
        assert!(alone, "{}", joined.out);
    }
    office.registrar.ok(&[
        "roster",
        "approve",
        "王芳",
        "--role",
        "coordinator",
        "--yes",
    ]);
    deputy.ok(&["sync"]);
    let denied = create(&deputy, &office.share());
    assert_eq!(denied.code, 1, "{}", denied.out);
    assert!(denied.err.contains("duban sync"), "{}", denied.err);
    assert!(denied.err.contains("recover --root"), "{}", denied.err);
}

#[test]
fn who_asks_to_be_let_in_is_shown_with_department_and_the_whole_fingerprint() {
    let office = Office::new();
    let home = Home::new();
    let (share, print) = (office.share(), office.fingerprint());
    let asks = ["join", share.to_str().unwrap(), "--name", "王芳"];
    home.ok(&[&asks[..], &["--fingerprint", &print]].concat());
    let own = print_of(&office.registrar, |listed| listed["name"] == "王芳");
    let shown = office.registrar.run(&["roster", "approve", "王芳"]);
    assert_eq!(shown.code, 2, "{}", shown.out);
    assert!(!shown.out.contains("()"), "{}", shown.out);
    assert!(shown.out.contains("没有写单位"), "{}", shown.out);
    assert!(
        shown.out.lines().any(|line| line.trim() == own),
        "{}",
        shown.out
    );
}

#[test]
fn what_a_coordinator_proposes_is_said_and_not_only_of_whom() {
    let office = Office::new();
    let deputy = office.member("王芳", "市教育局", "coordinator");
    let clerk = office.member("李强", "市体育局", "clerk");
    office.settle(&[&deputy, &clerk]);
    let op = note(&clerk, "2.1.4", "市体育局", "已配齐");
    office.agree(&[&deputy, &clerk]);
    let reason = ["--reason", "核实"];
    deputy.ok(&[
        "roster", "scope", "李强", "--task", "2.1.4", "--unit", "一科",
    ]);
    deputy.ok(&[&["roster", "void", &op][..], &reason].concat());
    let rename = [
        "department",
        "rename",
        "市财政局",
        "市财金局",
        "--from",
        "2024-06-01",
    ];
    deputy.ok(&rename);
    let status = deputy.ok(&["share", "status"]);
    for said in [
        "提议 (李强 改为 填报人, 市体育局, 一科, (只限 2.1.4))".to_owned(),
        format!("提议 (作废 {})", op.get(..8).unwrap()),
        "提议 (市财政局 变为 市财金局)".to_owned(),
    ] {
        assert!(status.contains(&said), "{said}: {status}");
    }
    office.agree(&[&deputy, &clerk]);
    deputy.ok(&[&["roster", "revoke", "李强"][..], &reason].concat());
    let status = deputy.ok(&["share", "status"]);
    assert!(status.contains("提议 (停用 李强)"), "{status}");
}

/// The people that `share status` tells of, as JSON.
fn people(home: &Home) -> Vec<Json> {
    let status = home.json(&["share", "status", "--format", "json"]);
    status["people"].as_array().unwrap().clone()
}

#[test]
fn who_waits_for_approval_is_named_and_said_to_wait() {
    let office = Office::new();
    let clerk = office.newcomer("李强", "市体育局");
    note(&clerk, "2.1.4", "市体育局", "已配齐");
    clerk.ok(&["sync"]);
    office.registrar.ok(&["sync"]);
    // At home the own name stands, and why it does not count.
    let own = people(&clerk).into_iter().find(|one| one["me"] == true);
    let own = own.unwrap();
    assert_eq!(own["name"], "李强", "{own}");
    assert_eq!(own["waiting"], true);
    assert_eq!(own["departments"][0], "市体育局");
    let status = clerk.ok(&["share", "status"]);
    assert!(status.contains("等督查员批准"), "{status}");
    assert!(!status.contains("还没有登记"), "{status}");
    // Nor is it alarming to the registrar, to whom the request is shown.
    let status = office.registrar.ok(&["share", "status"]);
    assert!(!status.contains("未登记"), "{status}");
    assert!(status.contains("待批准: 1"), "{status}");
    // Whoever is refused is somebody who wrote without being on the roster.
    office.registrar.ok(&["roster", "refuse", "李强"]);
    let status = office.registrar.ok(&["share", "status"]);
    assert!(status.contains("未登记"), "{status}");
}

#[test]
fn people_of_one_name_are_told_apart_and_every_key_is_shown() {
    let office = Office::new();
    let first = office.member("李强", "市体育局", "clerk");
    let second = office.newcomer("李强", "市教育局");
    let print = print_of(&office.registrar, |listed| listed["waiting"] == true);
    office.registrar.ok(&["roster", "approve", &print, "--yes"]);
    let laptop = office.newcomer("笔记本", "市教育局");
    let further = print_of(&office.registrar, |listed| listed["waiting"] == true);
    let person = ["roster", "approve", "笔记本", "--person", &print, "--yes"];
    office.registrar.ok(&person);
    for home in [&first, &second, &laptop] {
        home.ok(&["sync"]);
    }
    office.settle(&[&first, &second, &laptop]);
    for table in [
        office.registrar.ok(&["share", "status"]),
        office.registrar.ok(&["roster"]),
    ] {
        for (print, place) in [(&print, "市教育局"), (&further, "李强")] {
            let line = table.lines().find(|line| line.contains(print.as_str()));
            let line = line.unwrap_or_else(|| panic!("{print}: {table}"));
            assert!(line.contains(place) && line.contains("李强"), "{table}");
        }
    }
    let departments: Vec<Json> = people(&office.registrar)
        .into_iter()
        .filter(|one| one["name"] == "李强")
        .map(|one| one["departments"][0].clone())
        .collect();
    assert_eq!(departments.len(), 2, "{departments:?}");
    assert_ne!(departments[0], departments[1]);
}

#[test]
fn whoever_was_revoked_hears_it_at_once() {
    let office = Office::new();
    let clerk = office.member("李强", "市体育局", "clerk");
    let run = clerk.run(&["list", "编号:2.1.4"]);
    assert!(!run.err.contains("停用"), "{}", run.err);
    office
        .registrar
        .ok(&["roster", "revoke", "李强", "--reason", "离岗"]);
    // In the very exchange that brings it, and from then on.
    for command in [
        &["sync"][..],
        &["list", "编号:2.1.4"],
        &["sync"],
        &["share", "status"],
    ] {
        let run = clerk.run(command);
        assert_eq!(run.code, 0, "{}", run.err);
        let said = run.err.matches("已从名册停用").count();
        assert_eq!(said, 1, "{command:?}: {}", run.err);
        assert!(run.err.contains("tester"), "whom to ask: {}", run.err);
    }
    let (workspace, _) = Workspace::open(&clerk.opening()).unwrap();
    let picture = workspace.snapshot(1, chrono::Utc::now()).unwrap();
    let membership = picture.delivery.as_ref().unwrap().membership;
    assert_eq!(membership, duban::model::Membership::Stopped);
}

#[test]
fn a_department_is_found_by_what_it_was_called_and_the_examples_work_in_their_order() {
    for document in ["README.md", "README.zh-CN.md"] {
        let office = Office::new();
        let registrar = &office.registrar;
        let codes = |filter: &str| -> Vec<String> {
            let list = registrar.json(&["list", filter, "--format", "json"]);
            let all = list.as_array().unwrap().iter();
            all.map(|row| row["code"].as_str().unwrap().to_owned())
                .collect()
        };
        let before = codes("单位:市科技局");
        assert!(!before.is_empty());
        let text = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
        let text = std::fs::read_to_string(text).unwrap();
        let examples = text.lines().filter(|line| {
            ["rename", "merge", "split"]
                .iter()
                .any(|verb| line.starts_with(&format!("duban department {verb} ")))
        });
        for example in examples {
            let words: Vec<&str> = example.split(' ').skip(1).collect();
            registrar.ok(&words);
            if words[1] == "merge" {
                // By the full name that it had, by a short one, and by the one that it has.
                for name in ["市科技局", "科技局", "市科技和数据局"] {
                    let found = codes(&format!("单位:{name}"));
                    let all = before.iter().all(|code| found.contains(code));
                    assert!(all, "{document}, {name}: {found:?}");
                }
            }
        }
        // Over several steps.
        let found = codes("单位:市科技局");
        assert!(before.iter().all(|code| found.contains(code)), "{found:?}");
        assert_eq!(found, codes("单位:市数据资源局"));
    }
}
