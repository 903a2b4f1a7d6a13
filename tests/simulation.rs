//! Histories of a shared plan, played by the simulator: what must hold holds, and whatever rule of the protocol is
//! broken, some history shows it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod simulator;

use duban::oplog::{Breach, Law};

#[test]
fn whatever_happens_nothing_is_lost_and_nobody_is_believed_who_should_not_be() {
    for seed in 0..2_000 {
        if let (Err(failure), _) = simulator::play(seed, Law::REAL, false) {
            panic!(
                "seed {seed}: {failure}\n`cargo run --release --example simulate -- --seed {seed}` tells the story"
            );
        }
    }
}

#[test]
fn every_rule_that_is_broken_shows() {
    let unseen: Vec<Breach> = Breach::ALL
        .iter()
        .copied()
        .filter(|breach| {
            (0..5_000).all(|seed| {
                simulator::play(seed, Law::breaking(*breach), false)
                    .0
                    .is_ok()
            })
        })
        .collect();
    assert_eq!(unseen, []);
}
