//! Searching on every key: titles and departments at once, bodies and notes apart.

use divan::{Bencher, black_box};
use duban::search::{Index, Query};
use memchr::memmem;

use crate::home;

/// What people type: Chinese, initials, full and partial pinyin, a department, two words.
const QUERIES: &[&str] = &[
    "心理",
    "职业教育",
    "发改委",
    "教育局 教师",
    "xljk",
    "jyj",
    "zhiyejiaoyu",
    "jiaosh",
    "x",
    "2.1",
    "学前jy",
    "xinli jiankang",
];

/// What is built when a search begins.
#[divan::bench(args = crate::sizes())]
fn prepared(bencher: Bencher<'_, '_>, tasks: usize) {
    let picture = home::picture(tasks);
    bencher.bench_local(|| Index::new(&picture.rows, &picture.directory));
}

/// One key, with nothing known of the key before it.
#[divan::bench(args = crate::sizes())]
fn titles(bencher: Bencher<'_, '_>, tasks: usize) {
    let picture = home::picture(tasks);
    let index = Index::new(&picture.rows, &picture.directory);
    let mut queries = QUERIES.iter().cycle();
    bencher
        .with_inputs(|| queries.next().copied().unwrap_or_default())
        .bench_local_values(|typed| index.search(&Query::new(typed), 1000, None));
}

/// One more letter after a key whose survivors are known.
#[divan::bench(args = crate::sizes())]
fn titles_narrowed(bencher: Bencher<'_, '_>, tasks: usize) {
    let picture = home::picture(tasks);
    let index = Index::new(&picture.rows, &picture.directory);
    let before = index.search(&Query::new("xlj"), 1000, None).survivors;
    let query = Query::new("xljk");
    bencher.bench_local(|| index.search(&query, 1000, Some(&before)));
}

/// Bytes are compared in all titles; no pinyin, no departments, no ranking.
#[divan::bench(args = crate::sizes())]
fn floor_titles(bencher: Bencher<'_, '_>, tasks: usize) {
    let rows = home::picture(tasks).rows;
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    let titles = titles.join("\n");
    let finder = memmem::Finder::new("心理健康");
    bencher.bench_local(|| finder.find_iter(black_box(titles.as_bytes())).count());
}

/// One search of all bodies, measures and notes, as it runs in the background; from the disk's cache.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 2)]
fn texts(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = home::open(tasks);
    let mut queries = QUERIES.iter().cycle();
    bencher
        .with_inputs(|| queries.next().copied().unwrap_or_default())
        .bench_local_values(|typed| home.search_texts(&Query::new(typed)).unwrap());
}

/// SQLite hands out the same words, and bytes are compared in them.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 2)]
fn floor_texts(bencher: Bencher<'_, '_>, tasks: usize) {
    let home = home::open(tasks);
    let finder = memmem::Finder::new("心理健康");
    bencher.bench_local(|| {
        let mut found = 0;
        home.each_text(&mut |_, _, text| {
            found += usize::from(finder.find(text.as_bytes()).is_some());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        found
    });
}
