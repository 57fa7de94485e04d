//! The real masters beside the repository (`../shared/masters`), where they are there: the fee book's cases come out the
//! same, and every code of the master says something.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and the clock

mod common;

use common::{act, attendance, continuing};
use rosai_catalogue::Catalogue;
use rosai_domain::{Act, Attendance, Consultation, Notice, Site};
use rosai_fees::{Engine, Outcome};
use rosai_masters::{MasterFile, MasterKind, Masters, Member, fold, read};
use rosai_proof::{case_files, root};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

/// The masters of 令和6・7年 as a clinic would have loaded them.
static REAL: LazyLock<Option<Arc<Masters>>> = LazyLock::new(|| {
    let folder = root().join("../shared/masters");
    let mut files: Vec<MasterFile> = Vec::new();
    let mut load = |path: std::path::PathBuf| {
        let bytes = std::fs::read(&path).ok()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        let member = Member { name, bytes, archive: None };
        files.push(read(&member, None, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|e| panic!("{e:?}")));
        Some(())
    };
    for name in [
        "2024/s_ALL20240531.csv",
        "2024/rezept-master-01-20241101.csv",
        "2024/rezept-master-03-20240528.csv",
        "2025/t_20251128.csv",
    ] {
        load(folder.join(name))?;
    }
    for year in ["2024", "2025"] {
        for entry in std::fs::read_dir(folder.join(year).join("updates")).ok()? {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            // Updates of S after the whole file.
            if name.starts_with("s_") && *name >= *"s_20240601" {
                load(path)?;
            }
        }
    }
    let mut masters = Masters::default();
    for kind in [MasterKind::Act, MasterKind::RosaiAct, MasterKind::Material, MasterKind::RosaiMaterial] {
        masters.put(kind, fold(kind, &files).shelf);
    }
    Some(Arc::new(masters))
});

fn real() -> Option<Engine> {
    let Some(masters) = REAL.clone() else {
        println!("skipped: no real masters beside the repository");
        return None;
    };
    let book = Catalogue::builtin().expect("the book loads");
    let begun = std::time::Instant::now();
    let book = book.with_masters(masters);
    println!("with_masters: {:?}", begun.elapsed());
    Some(Engine::new(book).expect("an engine"))
}

#[test]
fn every_case_of_the_book_comes_out_the_same() {
    let Some(engine) = real() else { return };
    let mut wrong = Vec::new();
    let mut run = 0;
    for (file, text) in case_files() {
        for case in rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{file}: {e}")) {
            if case.pending.is_some() || case.masters {
                continue;
            }
            run += 1;
            let checked = rosai_casefile::check(&engine, &case);
            if !checked.differences.is_empty() {
                wrong.push(format!("{}: {}", case.id, checked.differences.join(" / ")));
            }
        }
    }
    assert!(run > 800, "{run}");
    assert!(wrong.is_empty(), "{} of {run}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_book_was_made_of_the_masters() {
    let Some(engine) = real() else { return };
    let said: Vec<String> = engine
        .catalogue()
        .differences()
        .iter()
        .map(|d| format!("{} {} {} {}: {} / {}", d.code, d.name, d.day, d.what, d.ours, d.masters))
        .collect();
    assert!(said.is_empty(), "{} differences\n{}", said.len(), said.join("\n"));
}

/// A charge, a refusal, a question or an error with a sentence: never a panic, never nothing.
#[test]
fn every_code_of_the_master_says_something() {
    let Some(engine) = real() else { return };
    let day = common::october(3);
    let masters = engine.catalogue().masters();
    let mut outcomes: BTreeMap<&str, u32> = BTreeMap::new();
    let mut silent = Vec::new();
    for kind in [MasterKind::Act, MasterKind::RosaiAct] {
        let shelf = masters.shelf(kind).expect("loaded");
        for (code, versions) in shelf.iter().filter(|(_, v)| v.iter().any(|v| v.holds(day))) {
            let row = &versions.last().expect("a version").row;
            let mut facts = continuing();
            let codes = (72..=81).filter_map(|n| row.column(n).parse::<u16>().ok()).filter(|c| *c > 0);
            let from = day.plus_days(-100);
            facts.facility.notices = codes.map(|code| Notice { code, from, to: None }).collect();
            let site = if row.column(85) == "K" { vec![Site::parse("腹部").expect("a site")] } else { vec![] };
            let one = Act { sites: site, ..act(code, "") };
            facts.attendances =
                vec![Attendance { consultation: Some(Consultation::Incidental), ..attendance(3, vec![one]) }];
            let found = engine.assess(&facts).unwrap_or_else(|p| panic!("{code}: {p:?}"));
            let of_act = found.findings.iter().find(|f| f.subject.acts.iter().any(|a| a.index == 0));
            match of_act {
                Some(f) if !f.sentence.is_empty() => {
                    let outcome = match &f.outcome {
                        Outcome::Charge(_) => "charged",
                        Outcome::Refused => "refused",
                        Outcome::Unpriced => "unpriced",
                        Outcome::NeedsAnswer(_) | Outcome::Proposed(_) => "asked",
                    };
                    *outcomes.entry(outcome).or_default() += 1;
                }
                _ => silent.push(format!("{code} {}", row.column(5))),
            }
        }
    }
    println!("{outcomes:?}");
    assert!(silent.is_empty(), "{} silent\n{}", silent.len(), silent.join("\n"));
    assert!(outcomes.values().sum::<u32>() > 11_000, "{outcomes:?}");
    // Most of what a clinic may enter is charged.
    assert!(outcomes["charged"] > 6_000, "{outcomes:?}");
}
