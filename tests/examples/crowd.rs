//! `cargo run --release --example crowd -- PEOPLE OPS DIR`: a share in `DIR/share` that `PEOPLE` have written `OPS` ops
//! to, with the registrar's home in `DIR/registrar`; says what merging it costs a newcomer, and what a poll costs.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used)]

#[path = "../crowd/mod.rs"]
mod crowd;

use std::path::PathBuf;
use std::time::Instant;

use duban::workspace::{Newcomer, Receipt, join, look_at};

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = || args.next().and_then(|n| n.parse::<usize>().ok());
    let (Some(people), Some(ops)) = (number(), number()) else {
        println!("usage: crowd PEOPLE OPS DIR");
        return;
    };
    let dir = PathBuf::from(args.next().expect("DIR"));
    let share = dir.join("share");
    let now = crowd::then() + chrono::TimeDelta::hours(3);
    drop(crowd::gather(&dir.join("registrar"), &share, people, ops));
    let files = crowd::files(&share);
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    println!("{} files, {bytes} bytes", files.len());
    let shown = look_at(&share, None).unwrap();
    let newcomer = Newcomer {
        name: "新来的".to_owned(),
        departments: vec!["市财政局".to_owned()],
        ..Newcomer::default()
    };
    let start = Instant::now();
    let opening = crowd::opening(&dir.join("newcomer"), now);
    let (mut home, joined) = join(&opening, &shown, &newcomer, "x").unwrap();
    println!(
        "joined: {} ops in {} ms",
        joined.synced.ops,
        start.elapsed().as_millis()
    );
    let start = Instant::now();
    let synced = home.sync(Receipt::Hourly, now).unwrap();
    println!(
        "nothing new: {} names, {} files opened, {} ms",
        synced.cost.0,
        synced.cost.1,
        start.elapsed().as_millis()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("peak, with the making of the share: {peak}");
    }
}
