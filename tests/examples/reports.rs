//! Writes every made-up report in every format, or the two ledgers of many tasks, and tells what each took:
//! `cargo run --release --example reports -- FOLDER [TASKS]`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[allow(dead_code)]
#[path = "../made/mod.rs"]
mod made;

use std::path::PathBuf;
use std::time::Instant;

use duban::report::{Report, ledger, progress, write};
use duban::words::Lang;

/// The ledgers of that many tasks, the texts of each as long as the longest in the plan or as the rules allow.
fn long(tasks: usize) -> Vec<Report> {
    let mut tasks_of_plan = made::ledger_lines();
    let mut progress_of_tasks = made::progress_lines();
    tasks_of_plan[0].text = "深化体教融合，".repeat(50);
    progress_of_tasks[0].progress = "已完成学校招聘，".repeat(40);
    let many = |n: usize| format!("2.{}.{}", n / 100, n % 100);
    let ledger_lines: Vec<_> = (0..tasks)
        .map(|n| {
            let mut line = tasks_of_plan[0].clone();
            line.code = many(n);
            line.text.push_str(&n.to_string());
            line
        })
        .collect();
    let progress_lines: Vec<_> = (0..tasks)
        .map(|n| {
            let mut line = progress_of_tasks[0].clone();
            line.code = many(n);
            line.progress.push_str(&n.to_string());
            line
        })
        .collect();
    vec![
        ledger::report(Lang::Zh, made::stamp(), &ledger_lines),
        progress::report(Lang::Zh, made::stamp(), &progress_lines),
    ]
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder"));
    let reports = match arguments.next() {
        Some(tasks) => long(tasks.parse().expect("a number")),
        None => made::reports(Lang::Zh),
    };
    for report in &reports {
        for format in report.name.formats() {
            let start = Instant::now();
            let bytes = write(report, *format).unwrap();
            let took = start.elapsed();
            let mut name = report.file_name(*format);
            if format.as_str() == "csv-gb18030" {
                name.insert_str(0, "gb18030_");
            }
            std::fs::write(folder.join(&name), &bytes).unwrap();
            println!("{took:>10.1?} {:>9} bytes {name}", bytes.len());
        }
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("{}", peak.unwrap_or_default());
    }
}
