//! How long a key in the search box takes and how much memory the finder needs, over the masters below a folder, or over
//! 90,000 made-up rows: `cargo run --release -p rosai-catalogue --example find_speed -- ../shared/masters`
// A hand tool: it reads files and the clock.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

#[path = "../benches/find/rows.rs"]
mod rows;

use rosai_catalogue::{Ask, Catalogue, Finder};
use rosai_domain::Day;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const QUERIES: usize = 10_000;

fn main() {
    let folder = std::env::args().nth(1);
    let masters = folder.map(|f| rows::real(Path::new(&f))).unwrap_or_default();
    let mut entries = rows::entries(&masters);
    if entries.is_empty() {
        println!("マスターがないので、作った9万行ではかります。");
        entries = rows::made_up(90_000);
    }
    let typed = rows::typed(&entries, QUERIES);
    let before = resident();
    let started = Instant::now();
    let all = rows::finder(&entries);
    let built = started.elapsed();
    let (text, more) = (all.text_bytes() >> 10, resident().saturating_sub(before));
    println!("全マスターを1つに: {}件 組み立て {built:?} 文字列 {text}KB 増えたメモリ {more}KB", all.len());
    measure(&all, &typed);
    if !masters.is_empty() {
        let started = Instant::now();
        let catalogue = Catalogue::builtin().expect("the book loads").with_masters(Arc::new(masters));
        println!("料金表とマスターの行 {:?}", started.elapsed());
        let before = resident();
        let started = Instant::now();
        let entered = catalogue.finder(|_| false);
        let built = started.elapsed();
        let (text, more) = (entered.text_bytes() >> 10, resident().saturating_sub(before));
        println!("診療入力の1つの箱: {}件 組み立て {built:?} 文字列 {text}KB 増えたメモリ {more}KB", entered.len());
        measure(&entered, &typed);
        let started = Instant::now();
        let book = catalogue.diseases();
        println!("傷病名の箱: 組み立て {:?}", started.elapsed());
        let day = Day::new(2025, 9, 1).expect("a day");
        timed(&typed, |typed| book.find(typed, &[], day).len());
    }
    println!("使っているメモリ {}KB", resident());
}

/// The first query is cold: nothing of the finder was read since it was built.
fn measure<K>(finder: &Finder<K>, typed: &[String]) {
    let day = Day::new(2025, 9, 1).expect("a day");
    timed(typed, |typed| finder.find(Ask { typed, day, groups: &[], marks: 1, most: 50 }).hits.len());
}

fn timed(typed: &[String], find: impl Fn(&str) -> usize) {
    let ask = |typed: &str| {
        let started = Instant::now();
        let found = find(typed);
        (started.elapsed(), found)
    };
    let cold = ask("しょう");
    let mut times: Vec<Duration> = Vec::new();
    let mut hits = 0;
    for query in typed {
        let (time, found) = ask(query);
        times.push(time);
        hits += usize::from(found > 0);
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    let (p50, p99, most) = (at(50), at(99), at(100));
    println!("  初回 {:?}　{}回 p50 {p50:?} p99 {p99:?} 最大 {most:?}（{hits}回は見つかった）", cold.0, times.len());
}

/// KB of memory in use.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}
