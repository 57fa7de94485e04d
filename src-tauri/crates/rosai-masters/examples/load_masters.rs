//! Loads every file below the folders and files of the command line, and says what stands on the shelves, how long it
//! took and how much memory it needed: `cargo run --release -p rosai-masters --example load_masters -- ../shared/masters`
// A hand tool: it reads files and the clock.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use rosai_masters::{Limits, MasterFile, MasterKind, fold, members, read_all};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn main() {
    let mut paths = Vec::new();
    for argument in std::env::args().skip(1) {
        below(Path::new(&argument), &mut paths);
    }
    let started = std::time::Instant::now();
    let mut handed_over = Vec::new();
    for path in &paths {
        let Ok(file) = std::fs::File::open(path) else { continue };
        match members(&path.to_string_lossy(), file, Limits::default()) {
            Ok(found) => handed_over.extend(found),
            Err(refused) => println!("{refused}"),
        }
    }
    let mut files: Vec<MasterFile> = Vec::new();
    for (member, file) in handed_over.iter().zip(read_all(&handed_over, None, &mut |_| ControlFlow::Continue(()))) {
        match file {
            Ok(file) => {
                let extent = if file.former {
                    "旧"
                } else if file.whole {
                    "全件"
                } else {
                    "改定分"
                };
                println!("{} {} {extent} {} {}行", file.kind.id(), file.edition, file.name, file.rows.len());
                files.push(file);
            }
            Err(refused) => println!("{}: {refused}", member.name),
        }
    }
    drop(handed_over);
    println!("読み込み {:?}", started.elapsed());
    let packing = std::time::Instant::now();
    let packed: usize = files.iter().map(|f| f.pack().len()).sum();
    println!("格納用 {}KB {:?}", packed >> 10, packing.elapsed());
    for kind in MasterKind::ALL {
        let folding = std::time::Instant::now();
        let folded = fold(kind, &files);
        if let (Some(last), false) =
            (files.iter().filter(|f| f.kind == kind).map(|f| f.edition).max(), folded.shelf.is_empty())
        {
            let (keys, active, waiting) = (folded.shelf.len(), folded.shelf.active(last), folded.waiting.len());
            println!("{} {keys}件 {last} に有効 {active}件 待ち {waiting}件 {:?}", kind.id(), folding.elapsed());
        }
    }
    println!("合計 {:?}", started.elapsed());
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        for line in status.lines().filter(|l| l.starts_with("VmHWM")) {
            println!("最大メモリ {line}");
        }
    }
}

fn below(path: &Path, into: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
            inside.sort();
            inside.iter().for_each(|p| below(p, into));
        }
        Err(_) => into.push(path.to_owned()),
    }
}
