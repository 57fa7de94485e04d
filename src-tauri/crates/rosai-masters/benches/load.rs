//! How long it takes to take in what a clinic loads: about 90,000 rows of S R Y T B Z and the 電子点数表. The real files
//! where they lie beside the repository, else as many rows made here.
// A bench reads files.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use rosai_masters::{MasterFile, MasterKind, Member, Shelf, fold, read_all};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const REAL: [&str; 11] = [
    "2024/s_ALL20240531.csv",
    "2024/rezept-master-01-20241101.csv",
    "2024/y_ALL20240321.csv",
    "2025/t_20251128.csv",
    "2024/b_20240601.txt",
    "2025/z_20250601.txt",
    "2025/c_20250715.csv",
    "2025/hb_20260101.txt",
    "2025/*/01補助マスターテーブル.csv",
    "2025/*/04入院基本料テーブル.csv",
    "2025/*/05算定回数テーブル.csv",
];

fn members() -> Vec<Member> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/masters");
    if !folder.is_dir() {
        eprintln!("the official masters are not beside the repository: rows made here");
        return vec![made()];
    }
    REAL.iter()
        .map(|path| {
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            Member { name, archive: None, bytes: std::fs::read(place(&folder, path)).expect("a master") }
        })
        .collect()
}

/// The path, `*` being the one folder that has it.
fn place(folder: &Path, path: &str) -> PathBuf {
    let Some((above, below)) = path.split_once("/*/") else { return folder.join(path) };
    let inside = std::fs::read_dir(folder.join(above)).expect("a folder").flatten();
    inside.map(|entry| entry.path().join(below)).find(|p| p.is_file()).expect("a master")
}

/// 90,000 drugs.
fn made() -> Member {
    let mut text = String::new();
    for n in 0..90_000 {
        let code = 600_000_000 + n;
        text.push_str(&format!(
            "\"0\",\"Y\",\"{code}\",\"5\",\"薬{n}\",\"5\",\"ｸｽﾘ\",\"33\",\"1\",\"ｇ\",\"1\",\"{}.50\"",
            n % 900
        ));
        text.push_str(&",\"0\"".repeat(15));
        text.push_str(",\"1\",\"\",\"20240401\",\"99999999\",\"2325003B2029\",\"1\",\"0\",\"薬\",\"0\",\"\",\"\",\"0\",\"0\",\"\",\"0\"\r\n");
    }
    Member { name: "y_ALL20240321.csv".to_owned(), archive: None, bytes: text.into_bytes() }
}

fn take_in(members: &[Member]) -> Vec<MasterFile> {
    read_all(members, None, &mut |_| ControlFlow::Continue(())).into_iter().map(|f| f.expect("a master")).collect()
}

fn benches(c: &mut Criterion) {
    let members = members();
    let files = take_in(&members);
    let rows: usize = files.iter().map(|f| f.rows.len()).sum();
    let mut group = c.benchmark_group("masters");
    group.sample_size(10);
    group.bench_function(format!("read {rows} rows"), |b| b.iter(|| take_in(black_box(&members))));
    group.bench_function("fold", |b| {
        b.iter(|| MasterKind::ALL.map(|kind| fold(kind, black_box(&files)).shelf));
    });
    group.bench_function("read and fold", |b| {
        b.iter(|| {
            let files = take_in(black_box(&members));
            MasterKind::ALL.map(|kind| fold(kind, &files).shelf)
        });
    });
    group.bench_function("pack files", |b| b.iter(|| files.iter().map(|f| f.pack().len()).sum::<usize>()));
    let shelves: Vec<Vec<u8>> = MasterKind::ALL.iter().map(|kind| fold(*kind, &files).shelf.pack()).collect();
    group.bench_function("unpack shelves", |b| {
        b.iter(|| shelves.iter().map(|s| Shelf::unpack(s).expect("packed").len()).sum::<usize>());
    });
    let acts = fold(MasterKind::Act, &files).shelf;
    let day = rosai_domain::Day::new(2024, 6, 1).expect("a day");
    group.bench_function("look one act up", |b| b.iter(|| acts.on(black_box("112007410"), day)));
    group.finish();
}

criterion_group!(load, benches);
criterion_main!(load);
