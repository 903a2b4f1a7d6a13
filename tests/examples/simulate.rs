//! Plays histories of a shared plan: `cargo run --release --example simulate -- [--seeds N] [--first N] [--seed N] [--breach NAME]`.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

#[path = "../simulator/mod.rs"]
mod simulator;

use std::process::ExitCode;
use std::time::Instant;

use duban::oplog::{Breach, Law};

fn main() -> ExitCode {
    let (mut seeds, mut first, mut one, mut law) = (10_000_u64, 0_u64, None, Law::REAL);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match (argument.as_str(), value.parse::<u64>()) {
            ("--seeds", Ok(number)) => seeds = number,
            ("--first", Ok(number)) => first = number,
            ("--seed", Ok(number)) => one = Some(number),
            ("--breach", _) if value == "all" => return every_breach(seeds),
            ("--breach", _) => match Breach::ALL.iter().find(|b| format!("{b:?}") == value) {
                Some(breach) => law = Law::breaking(*breach),
                None => {
                    eprintln!("no such rule; there are: {:?}", Breach::ALL);
                    return ExitCode::from(2);
                }
            },
            _ => {
                eprintln!("simulate [--seeds N] [--first N] [--seed N] [--breach NAME|all]");
                return ExitCode::from(2);
            }
        }
    }
    if let Some(seed) = one {
        let (result, trace) = simulator::play(seed, law, true);
        for line in trace {
            println!("{line}");
        }
        return match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                println!("seed {seed}: {failure}");
                ExitCode::FAILURE
            }
        };
    }
    let start = Instant::now();
    let failed = simulator::search(first, seeds, law);
    let rate = seeds as f64 / start.elapsed().as_secs_f64();
    match failed {
        None => {
            println!("{seeds} seeds from {first} on: all good, {rate:.0} a second");
            ExitCode::SUCCESS
        }
        Some((seed, failure)) => {
            println!("seed {seed}: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Breaks every rule in turn, and says which seed shows it.
fn every_breach(seeds: u64) -> ExitCode {
    let mut unseen = false;
    for breach in Breach::ALL {
        match simulator::search(0, seeds, Law::breaking(*breach)) {
            Some((seed, failure)) => println!(
                "{breach:?}: seed {seed}: {}",
                failure.lines().next().unwrap_or_default()
            ),
            None => {
                println!("{breach:?}: unseen in {seeds} seeds");
                unseen = true;
            }
        }
    }
    if unseen {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
