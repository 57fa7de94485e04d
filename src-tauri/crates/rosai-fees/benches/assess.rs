//! How long a month takes: one demo month, and ten thousand claim months (the four demo months in turn), with reasons.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs)] // a benchmark looks at the clock

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rosai_domain::{Act, Facts, Site};
use rosai_fees::Engine;
use std::hint::black_box;

fn months() -> Vec<Facts> {
    let text = include_str!("../../../../assets/demo/2025-10.yaml");
    rosai_casefile::read(text).expect("the demo month").iter().map(|c| c.given.facts()).collect()
}

/// One 再診 with many acts at many sites: 牽引等, 湿布等, リハビリ and what always counts, of eight different points.
fn busy_day(acts: u64) -> Facts {
    const CODES: [&str; 8] =
        ["140048010", "140030350", "140029610", "140040310", "140002210", "101806000", "140017610", "140032010"];
    let sites: Vec<Site> = Site::all().collect();
    let mut facts = months().swap_remove(0);
    facts.attendances.truncate(1);
    facts.attendances[0].planned_management = Some(true);
    facts.injuries[0].earlier_slips = 1;
    let act = |n: u64| Act {
        code: Some(CODES[n as usize % CODES.len()].to_owned()),
        sites: vec![sites[n as usize % sites.len()]],
        ..Act::default()
    };
    facts.attendances[0].acts = (0..acts).map(act).collect();
    facts
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
    // Inside a pattern the choice is proved, not searched: ten times the acts, ten times the time.
    let mut days = c.benchmark_group("one day of acts of every column of 参考11");
    for acts in [20, 50, 100, 200] {
        let facts = busy_day(acts);
        days.throughput(Throughput::Elements(acts));
        days.bench_function(acts.to_string(), |b| b.iter(|| engine.assess(black_box(&facts))));
    }
    days.finish();
    c.bench_function("loading the fee book", |b| b.iter(Engine::builtin));
}

criterion_group!(benches, assess);
criterion_main!(benches);
