//! Loading a picture of the home: all tasks, and the first page that is drawn before the rest is loaded.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use divan::{Bencher, black_box};
use duban::model::Snapshot;
use duban::workspace::{Approval, Newcomer, Receipt, Workspace, build_demo, join, look_at};
use rusqlite::Connection;

use crate::{corpus, crowd};

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

/// The folder of the demo, built when it is first asked for.
pub fn demo() -> PathBuf {
    let _built = BUILT.lock().unwrap();
    let dir = FOLDER.join("demo");
    if !dir.is_dir() {
        std::fs::create_dir_all(&*FOLDER).unwrap();
        build_demo(&dir, corpus::then().date_naive(), None).unwrap();
    }
    dir
}

/// The folders of the homes of a registrar and of a clerk of this department who share a plan of this size that has been
/// in use for months, built when they are first asked for.
pub fn shared(tasks: usize, department: &str) -> [PathBuf; 2] {
    let used = in_use(tasks);
    let _built = BUILT.lock().unwrap();
    let folder = FOLDER.join(format!("{tasks}-shared"));
    let homes = ["registrar", "clerk"].map(|name| folder.join(name));
    if folder.is_dir() {
        return homes;
    }
    let (share, now) = (folder.join("share"), corpus::then());
    std::fs::create_dir_all(&share).unwrap();
    std::fs::create_dir_all(&homes[0]).unwrap();
    for entry in used.read_dir().unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), homes[0].join(entry.file_name())).unwrap();
    }
    let mut registrar = corpus::open(&homes[0]);
    registrar.create_share(&share, now).unwrap();
    let newcomer = Newcomer {
        name: "填报".to_owned(),
        departments: vec![department.to_owned()],
        ..Newcomer::default()
    };
    let shown = look_at(&share, None).unwrap();
    let opening = crowd::opening(&homes[1], now);
    let (mut clerk, _) = join(&opening, &shown, &newcomer, "x").unwrap();
    registrar.sync(Receipt::Now, now).unwrap();
    registrar
        .approve(&newcomer.name, &Approval::default(), now)
        .unwrap();
    clerk.sync(Receipt::Now, now).unwrap();
    let [all, seen] =
        [&registrar, &clerk].map(|home| home.snapshot(usize::MAX, now).unwrap().total);
    assert_eq!(seen, all, "the clerk has the whole plan");
    homes
}

/// Which home: of so many tasks, or the demo.
#[derive(Clone, Copy)]
pub enum Which {
    Tasks(usize),
    Demo,
}

impl fmt::Debug for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tasks(tasks) => write!(f, "{tasks}"),
            Self::Demo => f.write_str("demo"),
        }
    }
}

impl Which {
    /// The home, hardly used unless it is the demo.
    pub fn dir(self) -> PathBuf {
        match self {
            Self::Tasks(tasks) => dir(tasks),
            Self::Demo => demo(),
        }
    }

    /// The home, in use for months.
    pub fn in_use(self) -> PathBuf {
        match self {
            Self::Tasks(tasks) => in_use(tasks),
            Self::Demo => demo(),
        }
    }
}

/// The homes to measure: the demo beside one of as many tasks, and the larger ones.
pub fn all() -> Vec<Which> {
    let sizes = crate::sizes().into_iter().map(Which::Tasks);
    std::iter::once(Which::Demo).chain(sizes).collect()
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
#[divan::bench(args = all())]
fn opened(bencher: Bencher<'_, '_>, which: Which) {
    let dir = which.dir();
    bencher.bench_local(|| corpus::open(&dir));
}

#[divan::bench(args = all())]
fn first_page(bencher: Bencher<'_, '_>, which: Which) {
    let home = corpus::open(&which.dir());
    bencher.bench_local(|| home.snapshot(PAGE, corpus::then()).unwrap());
}

#[divan::bench(args = all())]
fn all_tasks(bencher: Bencher<'_, '_>, which: Which) {
    let home = corpus::open(&which.dir());
    bencher.bench_local(|| home.snapshot(usize::MAX, corpus::then()).unwrap());
}

/// Everything about one task, as the pane beside the list shows it.
#[divan::bench(args = all())]
fn detail(bencher: Bencher<'_, '_>, which: Which) {
    let home = corpus::open(&which.dir());
    let rows = home.snapshot(usize::MAX, corpus::then()).unwrap().rows;
    let task = rows[rows.len() / 2].id;
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
