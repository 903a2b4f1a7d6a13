//! A deterministic simulator of a plan that is shared: homes, a folder on which everything goes wrong, thieves. One
//! seed is one history, told again by the same seed.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a test's own code; each of the two programs that hold it uses a part"
)]

mod check;
mod event;
mod keys;
mod memory;
mod net;
mod proposal;
mod registrar;
mod rng;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};

use duban::oplog::Law;

pub use net::Mode;
pub use world::World;

/// Plays one history. `Err` tells what went wrong; the trace is empty unless it is asked for.
pub fn play(seed: u64, law: Law, trace: bool) -> (Result<(), String>, Vec<String>) {
    let mut world = World::new(seed, law, trace);
    let result = world.run();
    (result, world.trace)
}

/// The first of these seeds that fails, on all cores.
pub fn search(first: u64, seeds: u64, law: Law) -> Option<(u64, String)> {
    let next = AtomicU64::new(first);
    let worst = AtomicU64::new(first + seeds);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failures = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut failed = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= worst.load(Ordering::Relaxed) {
                            return failed;
                        }
                        if let (Err(failure), _) = play(seed, law, false) {
                            worst.fetch_min(seed, Ordering::Relaxed);
                            failed.push((seed, failure));
                        }
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect::<Vec<_>>()
    });
    failures.into_iter().min()
}
