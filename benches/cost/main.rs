//! What things cost at 51, 1,000 and 10,000 tasks, and at 100,000 if `DUBAN_BENCH_LARGE=1` is set: `cargo bench`.
//!
//! Beside each cost stands a floor: the least that any program would have to do for the same thing, measured in the
//! same run. Times differ from machine to machine; how many times the floor something takes does not, so that this is
//! what to compare.
//!
//! The homes are built through the program's own verbs (`tests/corpus`) in a folder that is removed at the end.
//! `cargo bench -- search` runs one group. Bytes sent to the terminal and written to
//! disk are budgets held by tests (`tests/backend.rs`, `tests/home.rs`), for they do not vary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/crowd/mod.rs"]
mod crowd;

mod follow;
mod frame;
mod home;
mod import;
mod merge;
mod note;
mod report;
mod search;

fn main() {
    // The newcomers of `merge`, the writers of `report`.
    if crowd::joined() || report::written() {
        return;
    }
    divan::main();
    home::remove_all();
}

/// The sizes to measure at, in tasks.
fn sizes() -> Vec<usize> {
    let large = std::env::var_os("DUBAN_BENCH_LARGE").is_some_and(|set| set == "1");
    let mut sizes = vec![51, 1_000, 10_000];
    sizes.extend(large.then_some(100_000));
    sizes
}
