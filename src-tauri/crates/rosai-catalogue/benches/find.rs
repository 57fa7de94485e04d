//! One key in the search box over 90,000 made-up rows: `cargo bench -p rosai-catalogue`. With the real masters:
//! `cargo run --release -p rosai-catalogue --example find_speed -- ../shared/masters`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs)] // a benchmark looks at the clock

#[path = "find/rows.rs"]
mod rows;

use criterion::{Criterion, criterion_group, criterion_main};
use rosai_catalogue::Ask;
use rosai_domain::Day;
use std::hint::black_box;

fn find(c: &mut Criterion) {
    let entries = rows::made_up(90_000);
    let finder = rows::finder(&entries);
    let day = Day::new(2025, 10, 10).expect("a day");
    let ask = |typed| finder.find(Ask { typed, day, groups: &[], marks: 1, most: 50 }).hits.len();
    for (what, typed) in
        [("one letter", "し"), ("three letters", "そうし"), ("two words", "関節 撮影"), ("code", "600000700")]
    {
        assert!(ask(typed) > 0, "{typed}");
        c.bench_function(&format!("find: {what}"), |b| b.iter(|| ask(black_box(typed))));
    }
    c.bench_function("find: nothing", |b| b.iter(|| ask(black_box("ないものはない"))));
    let mut slow = c.benchmark_group("build");
    slow.sample_size(10);
    slow.bench_function("90,000 rows", |b| b.iter(|| rows::finder(black_box(&entries))));
}

criterion_group!(benches, find);
criterion_main!(benches);
