//! Loading a picture of the home: all tasks, and the first page that is drawn before the rest is loaded.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use divan::{Bencher, black_box};
use duban::model::Snapshot;
use duban::workspace::Workspace;
use rusqlite::Connection;

use crate::corpus;

/// The rows of the list on a screen of 40 lines.
const PAGE: usize = 50;

/// The folder of all homes of this run.
static FOLDER: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("duban-bench-{}", std::process::id())));

/// The sizes whose homes are built.
static BUILT: LazyLock<Mutex<HashMap<usize, PathBuf>>> = LazyLock::new(Mutex::default);

/// The folder of a home of this size, built when it is first asked for.
pub fn dir(tasks: usize) -> PathBuf {
    let mut built = BUILT.lock().unwrap();
    let dir = built.entry(tasks).or_insert_with(|| {
        let dir = FOLDER.join(tasks.to_string());
        drop(corpus::build(&dir, tasks));
        dir
    });
    dir.clone()
}

/// The folder of a home of this size that has been in use for months, built when it is first asked for.
pub fn in_use(tasks: usize) -> PathBuf {
    let _built = BUILT.lock().unwrap();
    let dir = FOLDER.join(format!("{tasks}-in-use"));
    if !dir.is_dir() {
        drop(corpus::build_in_use(&dir, tasks));
    }
    dir
}

/// A folder for something else that goes with the homes.
pub fn scratch(name: &str) -> PathBuf {
    std::fs::create_dir_all(&*FOLDER).unwrap();
    FOLDER.join(name)
}

/// Opens the home of this size.
pub fn open(tasks: usize) -> Workspace {
    corpus::open(&dir(tasks))
}

/// A whole picture of the home of this size.
pub fn picture(tasks: usize) -> Snapshot {
    open(tasks).snapshot(usize::MAX, corpus::then()).unwrap()
}

/// Removes what was built.
pub fn remove_all() {
    let _ = std::fs::remove_dir_all(&*FOLDER);
}

/// Opening a home that is there, as every run of the program does.
#[divan::bench(args = crate::sizes())]
fn opened(bencher: Bencher<'_, '_>, tasks: usize) {
    let dir = dir(tasks);
    bencher.bench_local(|| corpus::open(&dir));
}

#[divan::bench(args = crate::sizes())]
fn first_page(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = open(tasks);
    bencher.bench_local(|| home.snapshot(PAGE, corpus::then()).unwrap());
}

#[divan::bench(args = crate::sizes())]
fn all_tasks(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = open(tasks);
    bencher.bench_local(|| home.snapshot(usize::MAX, corpus::then()).unwrap());
}

/// Everything about one task, as the pane beside the list shows it.
#[divan::bench(args = crate::sizes())]
fn detail(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = open(tasks);
    let task = picture(tasks).rows[tasks / 2].id;
    bencher.bench_local(|| home.detail(task).unwrap());
}

/// SQLite steps through the same rows and hands out every column; nothing is kept.
#[divan::bench(args = crate::sizes())]
fn floor_all_tasks(bencher: Bencher<'_, '_>, tasks: usize) {
    let db = Connection::open(dir(tasks).join("duban.sqlite3")).unwrap();
    let mut found = db.prepare("SELECT * FROM task ORDER BY ord, id").unwrap();
    let columns = found.column_count();
    bencher.bench_local(|| {
        let mut rows = found.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let _ = black_box(row.get_ref(column).unwrap());
            }
        }
    });
}
