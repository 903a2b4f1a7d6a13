//! Importing a plan document: reading its text, and putting it in force in an empty home.

use std::sync::atomic::{AtomicUsize, Ordering};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use duban::model::Sha;
use duban::workspace::check_plan;

use crate::{corpus, home};

#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 3)]
fn read(bencher: Bencher<'_, '_>, tasks: usize) {
    let text = corpus::plan(tasks);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| check_plan(text.as_bytes()).unwrap());
}

/// The document is named by the hash of the text, so that every byte is read at least once.
#[divan::bench(args = crate::sizes(), sample_size = 1, max_time = 1)]
fn floor_read(bencher: Bencher<'_, '_>, tasks: usize) {
    let text = corpus::plan(tasks);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Sha::of(black_box(text.as_bytes())));
}

#[divan::bench(args = crate::sizes(), sample_size = 1, sample_count = 3)]
fn put_in_force(bencher: Bencher<'_, '_>, tasks: usize) {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let document = duban::import::document(check_plan(corpus::plan(tasks).as_bytes()).unwrap());
    bencher
        .with_inputs(|| {
            let n = NEXT.fetch_add(1, Ordering::Relaxed);
            corpus::open(&home::scratch(&format!("new-{n}")))
        })
        .bench_local_refs(|home| home.adopt_plan(&document, &[], corpus::then()).unwrap());
}
