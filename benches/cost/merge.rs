//! Merging what many people said: a newcomer's first exchange, in a process of its own. Beside the time of each size its
//! peak of memory is printed.

use std::path::PathBuf;
use std::sync::Mutex;

use divan::Bencher;
use duban::model::Sha;
use rusqlite::Connection;

use crate::{crowd, home};

/// How many people wrote.
const PEOPLE: usize = 60;

/// How many ops they wrote together.
const OPS: [usize; 2] = [10_000, 100_000];

/// Shares are made one after the other.
static MAKING: Mutex<()> = Mutex::new(());

/// A share that holds so many ops, made when it is first asked for.
fn share(ops: usize) -> PathBuf {
    let _made = MAKING.lock().unwrap();
    let dir = home::scratch(&format!("crowd-{ops}"));
    let share = dir.join("share");
    if !share.is_dir() {
        drop(crowd::gather(&dir.join("registrar"), &share, PEOPLE, ops));
    }
    share
}

/// From an empty home to the view of all of it.
#[divan::bench(args = OPS, sample_count = 5)]
fn joined(bencher: Bencher<'_, '_>, ops: usize) {
    let share = share(ops);
    let home = home::scratch("newcomer");
    let mut peak = 0;
    bencher
        .with_inputs(|| {
            let _ = std::fs::remove_dir_all(&home);
        })
        .bench_local_values(|()| {
            let cost = crowd::join_apart(&home, &share);
            assert!(cost.ops >= ops / PEOPLE * PEOPLE);
            peak = peak.max(cost.peak);
        });
    let _ = std::fs::remove_dir_all(&home);
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "joined, {ops} ops: at most {} MB of memory",
            peak / 1_000_000
        );
    }
}

/// A poll that finds nothing new.
#[divan::bench(args = OPS)]
fn polled(bencher: Bencher<'_, '_>, ops: usize) {
    let share = share(ops);
    let dir = home::scratch(&format!("poller-{ops}"));
    let (mut home, _) = crowd::newcomer(&dir, &share);
    bencher.bench_local(|| crowd::poll(&mut home));
}

/// SQLite lays down as many ops and words with the same indexes, in one transaction; nothing is read, verified or judged.
#[divan::bench(args = OPS, sample_count = 5)]
fn floor_joined(bencher: Bencher<'_, '_>, ops: usize) {
    let path = home::scratch("floor-merge.sqlite3");
    let (line, text) = ("x".repeat(360), "y".repeat(120));
    bencher
        .with_inputs(|| {
            let _ = std::fs::remove_file(&path);
        })
        .bench_local_values(|()| {
            let mut db = Connection::open(&path).unwrap();
            db.execute_batch(
                "PRAGMA page_size = 1024; PRAGMA cache_size = -49152; PRAGMA synchronous = full;
                 CREATE TABLE op (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, log INTEGER NOT NULL,
                   seq INTEGER NOT NULL, hlc INTEGER NOT NULL, line TEXT NOT NULL);
                 CREATE INDEX op_log ON op(log, seq);
                 CREATE TABLE body (op INTEGER PRIMARY KEY, salt TEXT NOT NULL, text TEXT NOT NULL);",
            )
            .unwrap();
            let tx = db.transaction().unwrap();
            {
                let mut op = tx
                    .prepare("INSERT INTO op (id, log, seq, hlc, line) VALUES (?1, ?2, ?3, ?3, ?4)")
                    .unwrap();
                let mut body = tx.prepare("INSERT INTO body VALUES (?1, ?2, ?3)").unwrap();
                let people = i64::try_from(PEOPLE).unwrap();
                for n in 0..i64::try_from(ops).unwrap() {
                    let id = Sha::of(&n.to_le_bytes());
                    op.execute((id.bytes(), n % people, n / people, &line))
                        .unwrap();
                    body.execute((n + 1, "0".repeat(32), &text)).unwrap();
                }
            }
            tx.commit().unwrap();
        });
}
