//! `cargo run --release --example crowd -- PEOPLE OPS [DIR]`: a share in `DIR/share` that `PEOPLE` have written `OPS` ops
//! to, with the registrar's home in `DIR/registrar`; says what merging all of it costs a newcomer in a process of their
//! own, and what a poll costs then. A share that is there is used again; without `DIR` nothing is left behind.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used)]

#[path = "../crowd/mod.rs"]
mod crowd;

use std::path::{Path, PathBuf};
use std::time::Instant;

use duban::workspace::Workspace;

fn main() {
    if crowd::joined() {
        return;
    }
    let mut args = std::env::args().skip(1);
    let mut number = || args.next().and_then(|n| n.parse::<usize>().ok());
    let (Some(people), Some(ops)) = (number(), number()) else {
        println!("usage: crowd PEOPLE OPS [DIR]");
        return;
    };
    if let Some(dir) = args.next() {
        measure(&PathBuf::from(dir), people, ops);
    } else {
        let dir = std::env::temp_dir().join(format!("duban-crowd-{}", std::process::id()));
        measure(&dir, people, ops);
        std::fs::remove_dir_all(dir).unwrap();
    }
}

fn measure(dir: &Path, people: usize, ops: usize) {
    let (share, newcomer) = (dir.join("share"), dir.join("newcomer"));
    if !share.is_dir() {
        let start = Instant::now();
        drop(crowd::gather(&dir.join("registrar"), &share, people, ops));
        println!("gathered in {} ms", start.elapsed().as_millis());
    }
    let files = crowd::files(&share);
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    println!("{} files, {} MB", files.len(), bytes / 1_000_000);
    let _ = std::fs::remove_dir_all(&newcomer);
    let cost = crowd::join_apart(&newcomer, &share);
    println!(
        "joined: {} ops in {} ms, at most {} MB of memory",
        cost.ops,
        cost.time.as_millis(),
        cost.peak / 1_000_000
    );
    let (mut home, _) = Workspace::open(&crowd::opening(&newcomer, crowd::later())).unwrap();
    let start = Instant::now();
    let (names, opened) = crowd::poll(&mut home);
    println!(
        "nothing new: {names} names, {opened} files opened, {} ms",
        start.elapsed().as_millis()
    );
}
