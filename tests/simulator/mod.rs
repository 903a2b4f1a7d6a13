//! A deterministic simulator of a plan that is shared: homes, a folder on which everything goes wrong, thieves. One
//! seed is one history, told again by the same seed.
#![allow(
    dead_code,
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
mod registrar;
mod rng;
mod world;

use duban::oplog::Law;
use world::World;

/// Plays one history. `Err` tells what went wrong; the trace is empty unless it is asked for.
pub fn play(seed: u64, law: Law, trace: bool) -> (Result<(), String>, Vec<String>) {
    let mut world = World::new(seed, law, trace);
    let result = world.run();
    (result, world.trace)
}
