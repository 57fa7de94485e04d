//! How long a month takes: one demo month, and ten thousand claim months (the four demo months in turn), with reasons.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs)] // a benchmark looks at the clock

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rosai_domain::Facts;
use rosai_fees::Engine;
use std::hint::black_box;

fn months() -> Vec<Facts> {
    let text = include_str!("../../../../assets/demo/2025-10.yaml");
    rosai_casefile::read(text).expect("the demo month").iter().map(|c| c.given.facts()).collect()
}

fn assess(c: &mut Criterion) {
    let engine = Engine::builtin().unwrap_or_else(|_| panic!("the fee book loads"));
    let months = months();
    c.bench_function("one month (cut finger, 6 visits, 12 acts)", |b| b.iter(|| engine.assess(black_box(&months[0]))));
    let mut group = c.benchmark_group("claim months");
    group.throughput(Throughput::Elements(10_000)).sample_size(10);
    group.bench_function("10,000 with reasons", |b| {
        b.iter(|| {
            (0..10_000)
                .filter_map(|i| engine.assess(black_box(&months[i % 4])).ok())
                .map(|a| a.findings.len())
                .sum::<usize>()
        })
    });
    group.finish();
    c.bench_function("loading the fee book", |b| b.iter(Engine::builtin));
}

criterion_group!(benches, assess);
criterion_main!(benches);
