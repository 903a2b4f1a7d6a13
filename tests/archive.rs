//! A folder that an earlier version of the program wrote is read for ever: what the format says is held by files that
//! stay as they are, not by a writer and a reader that change together.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use common::Home;
use common::office::{files, holds, join, notes, plan_in, verify_by_openssh};

/// What the registrar of the archived share read out.
const FINGERPRINT: &str = "85790 80430 72860 59921 01387 75684 77224 42595";

/// A copy of the archived share, for programs write where they read.
fn share(home: &Home) -> PathBuf {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive/office");
    let share = home.folder().join("share");
    let copied = Command::new("cp").arg("-r").args([&kept, &share]).status();
    assert!(copied.unwrap().success());
    share
}

#[test]
fn a_newcomer_reads_everything_that_was_said_then() {
    let home = Home::new();
    let share = share(&home);
    let joined = join(&home, &share, "赵敏", "市体育局", FINGERPRINT);
    assert_eq!(joined.code, 0, "{}", joined.err);
    home.ok(&["sync"]);
    let task = home.json(&["show", "2.1.1", "--format", "json"]);
    assert_eq!(task[0]["due"], "2024-12-31", "{task}");
    let purged = &notes(&home, "2.1.1")[0];
    assert_eq!(purged["wordless"], "purged");
    assert_eq!(purged["author"], "张伟");
    let note = &notes(&home, "2.1.2")[0];
    assert_eq!(note["author"], "李强");
    assert_eq!(note["progress"], "已建成3处劳动教育实践基地。");
    let reasons = home
        .json(&["history", "2.1.1", "--format", "json"])
        .to_string();
    assert!(reasons.contains("会议纪要"), "{reasons}");
    let roster = home.json(&["roster", "--format", "json"]);
    let people: Vec<(&str, &Json)> = roster
        .as_array()
        .unwrap()
        .iter()
        .map(|person| (person["name"].as_str().unwrap(), &person["role"]))
        .collect();
    let of = |name| people.iter().find(|(found, _)| *found == name).unwrap().1;
    assert_eq!(of("张伟"), "registrar");
    assert_eq!(of("李强"), "clerk");
    assert!(of("王芳").is_null(), "she still waits");
    home.ok(&["verify"]);
}

#[test]
fn what_was_written_then_is_left_as_it_is() {
    let home = Home::new();
    let share = share(&home);
    let before = files(&share);
    join(&home, &share, "赵敏", "市体育局", FINGERPRINT);
    for _ in 0..3 {
        home.ok(&["sync"]);
    }
    let after = files(&share);
    for (path, bytes) in &before {
        assert_eq!(after.get(path), Some(bytes), "{}", path.display());
    }
    for bytes in after.values() {
        assert!(!holds(bytes, "13800000000"), "purged then, purged for ever");
    }
}

#[test]
fn openssh_alone_verifies_every_file() {
    let home = Home::new();
    let share = share(&home);
    join(&home, &share, "赵敏", "市体育局", FINGERPRINT);
    home.ok(&["sync"]);
    let plan = plan_in(&share).unwrap();
    // The keys of those who wait for the registrar stand nowhere yet.
    let members = [
        "roster/",
        "/4plbpycncqebavfszo2s2t3xmh",
        "/bme6pwzjmgihb6halixl3hksfp",
    ];
    for path in files(&plan).into_keys() {
        let name = format!("/{}", path.display());
        if !members.iter().any(|member| name.contains(member)) {
            std::fs::remove_file(plan.join(path)).unwrap();
        }
    }
    let signed = verify_by_openssh(&home, &plan);
    assert_eq!(signed, 8);
}
