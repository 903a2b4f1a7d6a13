//! Histories of a shared plan, played by the simulator: what must hold holds, and whatever rule of the protocol is
//! broken, some history shows it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod simulator;

use duban::oplog::{Breach, Law};

#[test]
fn whatever_happens_nothing_is_lost_and_nobody_is_believed_who_should_not_be() {
    if let Some((seed, failure)) = simulator::search(0, 2_000, Law::REAL) {
        panic!(
            "seed {seed}: {failure}\n`cargo run --release --example simulate -- --seed {seed}` tells the story"
        );
    }
}

#[test]
fn every_rule_that_is_broken_shows() {
    for breach in Breach::ALL {
        let shown = simulator::search(0, 3_000, Law::breaking(*breach));
        assert!(shown.is_some(), "{breach:?} goes unseen");
    }
}
