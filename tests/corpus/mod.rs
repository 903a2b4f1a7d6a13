//! Plans of any size for benches: the real one, and tasks glued from its own clauses. The same number gives the same text.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, Days, Months, Utc};
use duban::config::Config;
use duban::model::{Directory, NoteDraft};
use duban::workspace::{Keyring, Opening, Workspace, check_plan};

/// The plan in `data/`.
pub const PLAN: &str = include_str!("../../data/zibo-education-plan.txt");

/// Tasks in a section, and sections in a part, of the synthetic plan.
const TASKS: usize = 50;
const SECTIONS: usize = 40;

/// A 64-bit linear congruential generator: the same everywhere, for ever.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(((self.0 >> 33) * n as u64) >> 31).unwrap()
    }
}

/// The text of a plan with `tasks` tasks. Up to 51 it is the real plan; beyond, more sections follow it.
pub fn plan(tasks: usize) -> String {
    let mut text = PLAN.to_owned();
    let real = check_plan(PLAN.as_bytes()).unwrap().plan;
    let words: String = real.tasks.iter().map(|task| task.text.as_str()).collect();
    let sentences: Vec<&str> = words
        .split(['。', '；'])
        .filter(|s| (8..120).contains(&s.chars().count()))
        .collect();
    let clauses: Vec<&str> = words
        .split(['，', '。', '；', '：', '、', '“', '”', '（', '）'])
        .filter(|clause| (4..=14).contains(&clause.chars().count()))
        .filter(|clause| clause.chars().all(|c| !c.is_ascii()))
        .collect();
    let mut departments: Vec<&str> = real
        .tasks
        .iter()
        .flat_map(|task| task.lead.iter().chain(&task.support).map(String::as_str))
        .collect();
    departments.sort_unstable();
    departments.dedup();
    let mut random = Random(20_220_426);
    for n in 0..tasks.saturating_sub(real.tasks.len()) {
        let (part, section, task) = (n / (TASKS * SECTIONS), n / TASKS % SECTIONS, n % TASKS);
        if n % (TASKS * SECTIONS) == 0 {
            write!(text, "\n{}、续编任务\n\n", numeral(part + 4)).unwrap();
        }
        if task == 0 {
            write!(
                text,
                "（{}）{}\n\n",
                numeral(section + 1),
                clauses[random.below(clauses.len())]
            )
            .unwrap();
        }
        let title = format!(
            "{}{}",
            clauses[random.below(clauses.len())],
            clauses[random.below(clauses.len())]
        );
        let mut body = String::new();
        let length = 200 + random.below(300);
        while body.chars().count() < length {
            body.push_str(sentences[random.below(sentences.len())]);
            body.push('。');
        }
        let first = random.below(departments.len());
        let count = 1 + random.below(5);
        let names: Vec<&str> = (0..count)
            .map(|k| departments[(first + k * 7) % departments.len()])
            .collect();
        write!(
            text,
            "{}.{title}。{body}（{}负责）\n\n",
            task + 1,
            names.join("、")
        )
        .unwrap();
    }
    text
}

/// A number from 1 to 99 as it stands before a heading.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (n / 10, n % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// The time at which everything in such a home is recorded.
pub fn then() -> DateTime<Utc> {
    "2024-05-17T02:00:00Z".parse().unwrap()
}

/// How many windows a home in use has been reported on for: as many notes on each task.
pub const MONTHS: u32 = 10;

/// Opens the home in `dir`, with no plan in it if it is new.
pub fn open(dir: &Path) -> Workspace {
    open_as(dir, "", then())
}

/// Opens the home in `dir` as somebody of this department does.
pub fn open_as(dir: &Path, department: &str, now: DateTime<Utc>) -> Workspace {
    let settings = format!("[me]\ndepartment = \"{department}\"\n");
    let config = Config::read(Path::new("config.toml"), settings).unwrap();
    let (home, login, host) = (dir.to_owned(), "corpus".to_owned(), "here".to_owned());
    Workspace::open(&Opening {
        home,
        config,
        keys: Keyring::default(),
        login,
        host,
        now,
    })
    .unwrap()
    .0
}

/// Makes a home with `tasks` tasks and a note on every tenth, through the program's own verbs.
pub fn build(dir: &Path, tasks: usize) -> Workspace {
    let mut workspace = open(dir);
    if workspace.plan_title().unwrap().is_some() {
        return workspace;
    }
    let reading = workspace.read_plan(plan(tasks).as_bytes()).unwrap();
    assert_eq!(
        reading.plan.tasks.len(),
        tasks.max(51),
        "every task of the text is read"
    );
    workspace
        .adopt_plan(&duban::import::document(reading), &[], then())
        .unwrap();
    let rows = workspace.snapshot(usize::MAX, then()).unwrap().rows;
    for (n, row) in rows.iter().enumerate().step_by(10) {
        workspace.record_note(&note(row.id, n), then()).unwrap();
    }
    workspace
}

/// Makes a home with `tasks` tasks that was in use for some windows: as many notes on each task. Now and then a report
/// is missing, late, without a figure, or asks for coordination.
pub fn build_in_use(dir: &Path, tasks: usize) -> Workspace {
    let begun = then() - Months::new(MONTHS);
    let mut workspace = open_as(dir, "", begun);
    let reading = workspace.read_plan(plan(tasks).as_bytes()).unwrap();
    workspace
        .adopt_plan(&duban::import::document(reading), &[], begun)
        .unwrap();
    let rows = workspace.snapshot(usize::MAX, begun).unwrap().rows;
    for month in 1..=MONTHS {
        let now = begun + Months::new(month);
        let drafts: Vec<NoteDraft> = rows
            .iter()
            .enumerate()
            .map(|(n, row)| {
                let silent = (n + month as usize).is_multiple_of(9);
                let days = n as u64 % 20 + if silent { 30 } else { 0 };
                let mut draft = note(row.id, n);
                draft.on = (now - Days::new(days)).date_naive();
                draft.percent = (!n.is_multiple_of(5)).then(|| u8::try_from(n % 41).unwrap() + 30);
                if n.is_multiple_of(40) {
                    draft.text.coordinate = "请市财政局尽快下达专项经费。".to_owned();
                }
                draft
            })
            .collect();
        workspace.record_notes(&drafts, now).unwrap();
    }
    workspace
}

/// A note of the usual length.
pub fn note(task: duban::model::ItemId, n: usize) -> NoteDraft {
    let mut draft = NoteDraft::new(task, then().date_naive());
    draft.text.progress = format!("已完成{n}所学校专职教师招聘，正在组织面试，月底前全部到岗。");
    draft.text.next = "五月底前完成全部培训。".to_owned();
    draft.percent = u8::try_from(n % 101).ok();
    draft
}

/// The departments that the embedded file names.
pub fn directory(workspace: &Workspace) -> Directory {
    workspace.directory().unwrap()
}
