//! What a poll of the share costs, however much was ever said there: it lists the same folders, and opens nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "crowd/mod.rs"]
mod crowd;

const PEOPLE: usize = 60;

/// How many names a poll lists and how many files it opens, when so many ops are here and nothing is new.
fn poll_at(ops: usize) -> (usize, usize) {
    let dir = tempfile::tempdir().unwrap();
    let share = dir.path().join("share");
    let mut home = crowd::gather(&dir.path().join("home"), &share, PEOPLE, ops);
    let sealed = crowd::files(&share);
    let sealed = sealed
        .iter()
        .filter(|(path, _)| path.to_str().unwrap().ends_with(".seg"));
    assert_eq!(
        sealed.count(),
        (ops / PEOPLE - 1) / 256 * PEOPLE,
        "the history is there"
    );
    // What was just written is read once more.
    let mut cost = (0, 0);
    for _ in 0..4 {
        cost = crowd::poll(&mut home);
    }
    cost
}

#[test]
fn a_poll_lists_no_more_and_opens_nothing_however_long_the_history_is() {
    let (short, long) = (poll_at(1_000), poll_at(100_000));
    assert_eq!((short.1, long.1), (0, 0), "files were opened");
    // A log has a folder of its own once a segment of it is sealed; what lies in it is not listed.
    assert_eq!(long.0, short.0 + PEOPLE);
}
