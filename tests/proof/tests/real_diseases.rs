//! The real 傷病名 and 修飾語 masters beside the repository (`../shared/masters`), where they are there: every name is
//! recognised as itself, what a clinic types is found first, and how long a key takes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and the clock

use rosai_catalogue::{DiseaseBook, DiseaseDoubt};
use rosai_domain::{Day, Site};
use rosai_masters::{MasterFile, MasterKind, Masters, Member, fold, read};
use rosai_proof::root;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static REAL: LazyLock<Option<Masters>> = LazyLock::new(|| {
    let mut files: Vec<MasterFile> = Vec::new();
    for name in ["2024/b_20240601.txt", "2025/hb_20260101.txt", "2025/z_20250601.txt"] {
        let path = root().join("../shared/masters").join(name);
        let name = path.file_name()?.to_string_lossy().into_owned();
        let member = Member { bytes: std::fs::read(&path).ok()?, name, archive: None };
        files.push(read(&member, None, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|e| panic!("{e:?}")));
    }
    let mut masters = Masters::default();
    for kind in [MasterKind::Disease, MasterKind::Modifier] {
        masters.put(kind, fold(kind, &files).shelf);
    }
    Some(masters)
});

fn book() -> Option<(DiseaseBook, &'static Masters)> {
    let Some(masters) = REAL.as_ref() else {
        println!("skipped: no real masters beside the repository");
        return None;
    };
    let begun = Instant::now();
    let book = DiseaseBook::new(masters);
    println!("read for typing in {:?}", begun.elapsed());
    Some((book, masters))
}

fn today() -> Day {
    Day::parse("2025-10-17").expect("a day")
}

#[test]
fn every_name_of_the_master_is_recognised_as_itself() {
    let Some((book, masters)) = book() else { return };
    let shelf = masters.shelf(MasterKind::Disease).expect("loaded");
    let (mut seen, mut successors, mut ended) = (0, 0, 0);
    for (code, _) in shelf.iter().filter(|(code, _)| *code != "0000999") {
        let Some(base) = book.base(code, today()) else {
            ended += 1;
            successors += usize::from(book.successor(code, &[], today()).is_some());
            continue;
        };
        seen += 1;
        let read = book.recognise(&base.name, today()).unwrap_or_else(|| panic!("{code} {}", base.name));
        assert_eq!(read.name, &*base.name, "{code}");
        assert!(read.modifiers.is_empty(), "{code} {}: its own name is the longest", base.name);
    }
    println!("{seen} names in force, {ended} ended, {successors} of them with a successor in force");
    // 27,437 rows of 2024-06, all 廃止 99999999, one of them 未コード化 (masters/README.md; counted with awk).
    assert_eq!(seen, 27_436);
}

#[test]
fn what_a_clinic_says_is_found_first() {
    let Some((book, _)) = book() else { return };
    // Codes read off the files with awk.
    for (typed, code, modifiers) in [
        ("右橈骨遠位端骨折", "8838017", &["2056"][..]),
        ("みぎとうこつえんいたんこっせつ", "8838017", &["2056"]),
        ("左示指切創", "8834313", &["2049"]),
        ("腰椎捻挫の疑い", "8840824", &["8002"]),
        ("みぎそくかんせつねんざ", "8450012", &["2056"]),
        ("左前腕挫創", "8836600", &["2049"]),
        ("けいついねんざ", "8470024", &[]),
    ] {
        let found = book.find(typed, &[], today());
        let first = found.first().unwrap_or_else(|| panic!("{typed}"));
        assert_eq!((first.code.as_str(), first.modifiers.join(" ")), (code, modifiers.join(" ")), "{typed}: {found:?}");
    }
    assert_eq!(book.doubts("8290015", &[], today()), [DiseaseDoubt::NeedsModifier], "骨折 alone");
    // Side and site of the case are put to a name without one.
    let left = [Site::parse("左手第2指").expect("a site")];
    assert_eq!(book.find("ざそう", &left, today())[0].name, "左示指挫創");
}

/// Every beginning of what is typed, letter by letter.
#[test]
fn how_long_a_key_takes() {
    let Some((book, _)) = book() else { return };
    let left = [Site::parse("左手第2指").expect("a site")];
    let mut times: Vec<Duration> = Vec::new();
    for typed in
        ["みぎとうこつえんいたんこっせつのうたがい", "左示指切創", "だぼくしょう", "ひだりぜんわんざそう", "骨折 遠位"]
    {
        for end in typed.char_indices().map(|(i, c)| i + c.len_utf8()) {
            let begun = Instant::now();
            let found = book.find(&typed[..end], &left, today());
            times.push(begun.elapsed());
            std::hint::black_box(found);
        }
    }
    times.sort();
    println!("{} keys: median {:?}, slowest {:?}", times.len(), times[times.len() / 2], times[times.len() - 1]);
}
