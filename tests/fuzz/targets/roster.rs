//! Any bytes as roster entries, one behind the other with a zero byte between them: the chain is the same in whatever
//! order they come.
#![no_main]

mod common;

use duban::oplog::{Chain, Entry, Genesis, Law, RosterFile, SignedEntry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let plan = common::plan(bytes);
    let mut genesis = None;
    let mut entries = Vec::new();
    for part in bytes.split(|byte| *byte == 0) {
        let Ok(file) = RosterFile::read(part, plan, &common::Gullible) else {
            continue;
        };
        if file.entry == 0 {
            genesis = genesis.or(Genesis::parse(&file.line).ok());
        } else if let Ok(entry) = Entry::parse(&file.line) {
            entries.push(SignedEntry {
                id: file.id,
                entry,
                signer: file.signer,
            });
        }
    }
    let Some(genesis) = genesis else {
        return;
    };
    let chain = Chain::of(&genesis, plan, &entries, Law::REAL);
    entries.reverse();
    entries.extend(entries.first().cloned());
    assert_eq!(Chain::of(&genesis, plan, &entries, Law::REAL), chain);
    for entry in chain.entries() {
        assert!(chain.state_at(entry.entry.entry).is_some());
    }
});
