//! How fast a month of statements becomes a PDF.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use criterion::{Criterion, criterion_group, criterion_main};
use rosai_paper::{Style, pdf, place_statement};
use std::hint::black_box;

fn thousand_statements(c: &mut Criterion) {
    let document = sample::statement();
    let mut group = c.benchmark_group("paper");
    group.sample_size(10);
    group.bench_function("1,000 statements to PDF", |b| {
        b.iter(|| {
            let place = |_| place_statement(black_box(&document), Style::default()).expect("the sample fits");
            pdf(&(0..1000).map(place).collect::<Vec<_>>())
        });
    });
    group.bench_function("1,000 statements placed", |b| {
        b.iter(|| {
            (0..1000).map(|_| place_statement(black_box(&document), Style::default())).filter(Result::is_ok).count()
        });
    });
    group.finish();
}

criterion_group!(benches, thousand_statements);
criterion_main!(benches);
