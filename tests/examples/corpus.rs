//! Builds a home of any size through the program's own verbs: `cargo run --release --example corpus -- N HOME [used]`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "../corpus/mod.rs"]
mod corpus;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (Some(tasks), Some(home)) = (args.first().and_then(|n| n.parse().ok()), args.get(1)) else {
        eprintln!(
            "usage: corpus N HOME [used]    makes a home with N tasks, at least 51, in the folder HOME; one in use has ten notes on each"
        );
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    let workspace = match args.get(2).map(String::as_str) {
        Some("used") => corpus::build_in_use(Path::new(home), tasks),
        _ => corpus::build(Path::new(home), tasks),
    };
    let total = workspace.snapshot(0, corpus::then()).unwrap().total;
    println!(
        "{home}: {total} tasks in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    ExitCode::SUCCESS
}
