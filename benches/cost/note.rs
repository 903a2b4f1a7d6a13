//! A status note: from the call to the disk, and from the disk to the picture.

use divan::Bencher;
use rusqlite::Connection;

use crate::{corpus, home};

/// Checked, appended, applied and durable.
#[divan::bench(args = crate::sizes())]
fn recorded(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut home = home::open(tasks);
    let rows = home::picture(tasks).rows;
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n += 1;
            corpus::note(rows[n * 7919 % rows.len()].id, n)
        })
        .bench_local_refs(|note| home.record_note(note, corpus::then()).unwrap());
}

/// The next picture after a note, which shares all rows but one with the last.
#[divan::bench(args = crate::sizes())]
fn visible(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut home = home::open(tasks);
    let before = home::picture(tasks);
    let task = before.rows[tasks / 2].id;
    home.record_note(&corpus::note(task, tasks), corpus::then())
        .unwrap();
    bencher.bench_local(|| home.refreshed(&before, corpus::then()).unwrap().unwrap());
}

/// SQLite makes one row of the same length durable.
#[divan::bench]
fn floor_recorded(bencher: Bencher<'_, '_>) {
    let path = home::scratch("floor.sqlite3");
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA page_size = 1024; PRAGMA journal_mode = wal; PRAGMA synchronous = full;
         CREATE TABLE IF NOT EXISTS note (n INTEGER PRIMARY KEY, line TEXT NOT NULL);",
    )
    .unwrap();
    let mut insert = db.prepare("INSERT INTO note (line) VALUES (?1)").unwrap();
    let line = "x".repeat(900);
    bencher.bench_local(|| insert.execute([&line]).unwrap());
}
