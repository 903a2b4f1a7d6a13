//! Reports of all tasks of a home in use, to a file in memory. Beside the time of the workbook its peak of memory is
//! printed, of a process that does nothing else.

use std::path::Path;
use std::process::Command;

use divan::{Bencher, black_box};
use duban::report::{Format, Name, write};
use duban::words::Lang;
use duban::workspace::Wanted;

use crate::{corpus, crowd, home};

/// Where a process is told to write a report, and nothing else.
const APART: &str = "DUBAN_BENCH_REPORT";

/// The bytes of the report of all tasks.
fn bytes(dir: &Path, name: Name, format: Format) -> Vec<u8> {
    let wanted = Wanted {
        name,
        lang: Lang::Zh,
        tasks: None,
        window: None,
        meeting: None,
    };
    let home = corpus::open(dir);
    let report = home.report(&wanted, corpus::then()).unwrap();
    write(&report, format).unwrap()
}

/// Whether this process was run to write a report; then it has.
pub fn written() -> bool {
    let Some(dir) = std::env::var_os(APART) else {
        return false;
    };
    black_box(bytes(Path::new(&dir), Name::Progress, Format::Xlsx));
    #[allow(clippy::print_stdout)]
    {
        println!("{}", crowd::peak());
    }
    true
}

/// R2 to a workbook, from opening the home to the last byte.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 10, sample_count = 5)]
fn progress_to_xlsx(bencher: Bencher<'_, '_>, tasks: usize) {
    let dir = home::in_use(tasks);
    bencher.bench_local(|| bytes(&dir, Name::Progress, Format::Xlsx));
    let mut apart = Command::new(std::env::current_exe().unwrap());
    let told = apart.env(APART, &dir).output().unwrap();
    let peak: u64 = String::from_utf8(told.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "progress_to_xlsx, {tasks} tasks: at most {} MB of memory",
            peak / 1_000_000
        );
    }
}

/// The same as text, which is little more than reading.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 10, sample_count = 5)]
fn progress_to_csv(bencher: Bencher<'_, '_>, tasks: usize) {
    let dir = home::in_use(tasks);
    bencher.bench_local(|| bytes(&dir, Name::Progress, Format::Csv));
}

/// Each of the other reports to the format that is usual for it.
#[divan::bench(args = [Name::Ledger, Name::Weekly, Name::Lights, Name::Indicators], sample_size = 1, max_time = 10, sample_count = 5)]
fn of_10_000(bencher: Bencher<'_, '_>, name: Name) {
    let dir = home::in_use(10_000);
    let format = name.formats().first().copied().unwrap();
    bencher.bench_local(|| bytes(&dir, name, format));
}
