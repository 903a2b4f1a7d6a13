//! The follow-up of a home in use, with ten notes on each task: lights and windows of a day, the pages that ask the home.

use std::path::Path;

use divan::{Bencher, black_box};
use duban::model::Period;
use duban::tui::app::follow::Ask;
use duban::tui::terminal::{Home as _, OwnHome};
use duban::words::Lang;
use rusqlite::Connection;

use crate::{corpus, home};

/// The department that leads more tasks than any other.
pub const DEPARTMENT: &str = "市教育局";

/// A home as the screens of somebody of this department have it, with its picture taken.
pub fn own(dir: &Path, department: &str) -> OwnHome {
    let workspace = corpus::open_as(dir, department, corpus::then());
    let mut own = OwnHome::new(workspace, Lang::Zh.words());
    own.snapshot().unwrap();
    own
}

/// The home of somebody who works alone, and writes for a department.
fn clerk(tasks: usize) -> OwnHome {
    own(&home::in_use(tasks), DEPARTMENT)
}

/// Every light with its reasons and what became of every report of the running windows, from a picture.
#[divan::bench(args = crate::sizes())]
fn lights_and_windows(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = corpus::open(&home::in_use(tasks));
    let picture = home.snapshot(usize::MAX, corpus::then()).unwrap();
    bencher.bench_local(|| {
        for row in picture.rows.iter() {
            black_box((picture.outlook.lit(row), picture.outlook.reporting(row)));
        }
    });
}

/// The same from the disk: every line is read, and lit.
#[divan::bench(args = crate::sizes())]
fn picture(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = corpus::open(&home::in_use(tasks));
    bencher.bench_local(|| home.snapshot(usize::MAX, corpus::then()).unwrap());
}

/// What became of each report of one window, from the notes on the disk.
#[divan::bench(args = crate::sizes())]
fn window(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = corpus::open(&home::in_use(tasks));
    let picture = home.snapshot(usize::MAX, corpus::then()).unwrap();
    let running: Period = "2024-05".parse().unwrap();
    bencher.bench_local(|| home.window(&picture, Some(running)).unwrap());
}

/// SQLite steps through all notes.
#[divan::bench(args = crate::sizes())]
fn floor_window(bencher: Bencher<'_, '_>, tasks: usize) {
    let db = Connection::open(home::in_use(tasks).join("duban.sqlite3")).unwrap();
    let mut found = db.prepare("SELECT task, dept, day FROM note").unwrap();
    bencher.bench_local(|| {
        let mut rows = found.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..3 {
                let _ = black_box(row.get_ref(column).unwrap());
            }
        }
    });
}

/// The list of windows.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn windows_page(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut own = clerk(tasks);
    bencher.bench_local(|| own.ask(Ask::Windows).unwrap());
}

/// The list of indicators.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn indicators_page(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut own = clerk(tasks);
    bencher.bench_local(|| own.ask(Ask::Indicators).unwrap());
}

/// Whose list of indicators, where a plan is shared: the registrar gives figures of every task, and is asked about none;
/// a clerk of some, and of each it is found out whether they may.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Registrar,
    Clerk,
}

/// The list of indicators of a plan that is shared.
#[divan::bench(args = members(), sample_size = 1, max_time = 3)]
fn indicators_page_shared(bencher: Bencher<'_, '_>, (whose, tasks): (Whose, usize)) {
    let [registrar, clerk] = home::shared(tasks, DEPARTMENT);
    let dir = match whose {
        Whose::Registrar => registrar,
        Whose::Clerk => clerk,
    };
    let mut own = own(&dir, "");
    bencher.bench_local(|| own.ask(Ask::Indicators).unwrap());
}

/// Either of them at each size.
fn members() -> Vec<(Whose, usize)> {
    let of = |tasks| [Whose::Registrar, Whose::Clerk].map(|whose| (whose, tasks));
    crate::sizes().into_iter().flat_map(of).collect()
}

/// The requests that wait.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn approvals_page(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut own = clerk(tasks);
    bencher.bench_local(|| own.ask(Ask::Requests).unwrap());
}

/// What a meeting begins with.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn meetings_page(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut own = clerk(tasks);
    bencher.bench_local(|| own.ask(Ask::Meetings).unwrap());
}

/// What the first screen tells a clerk beyond the picture.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn my_work(bencher: Bencher<'_, '_>, tasks: usize) {
    let mut own = clerk(tasks);
    bencher.bench_local(|| own.work().unwrap());
}
