//! The official files as they lie beside the repository (`../shared/masters`): every figure of its README, counted
//! there by another program. Where the folder is absent the tests say so and are left out.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_domain::Day;
use rosai_masters::{
    Limits, MasterFile, MasterKind, Member, Row, Shelf, Version, fold, members, read, read_all, report,
};
use rosai_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

fn folder() -> Option<PathBuf> {
    let folder = root().join("../shared/masters");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("left out: the official masters are not beside the repository");
    None
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn member(path: &str) -> Option<Member> {
    let path = folder()?.join(path);
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    members(&name, file, Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}")).pop()
}

fn file(path: &str) -> Option<MasterFile> {
    let member = member(path)?;
    Some(read(&member, None, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|e| panic!("{path}: {e}")))
}

/// The update files of a letter, in order of their names.
fn updates(letter: &str) -> Vec<MasterFile> {
    let mut paths = Vec::new();
    for year in ["2024", "2025"] {
        let updates = folder().expect("asked before").join(year).join("updates");
        let mut names: Vec<String> = std::fs::read_dir(updates)
            .expect("a folder")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|n| n.starts_with(&format!("{letter}_")))
            .collect();
        names.sort();
        paths.extend(names.into_iter().map(|n| format!("{year}/updates/{n}")));
    }
    paths.iter().map(|p| file(p).expect("asked before")).collect()
}

fn count(file: &MasterFile, mark: &str) -> usize {
    file.rows.iter().filter(|r| r.column(1) == mark).count()
}

/// The latest row of every key.
fn latest(shelf: &Shelf) -> BTreeMap<&str, &Version> {
    shelf.iter().filter_map(|(key, versions)| Some((key, versions.last()?))).collect()
}

/// README "Figures to check a loader against", and `inventory.csv`: rows of every file, and what each file is.
#[test]
fn every_file_is_recognised_with_the_rows_it_has() {
    let Some(folder) = folder() else { return };
    let mut inventory = csv::Reader::from_path(folder.join("inventory.csv")).expect("the inventory");
    let mut seen = 0;
    let mut all = Vec::new();
    let mut rows = Vec::new();
    for record in inventory.records() {
        let record = record.expect("a row");
        let (path, count) = (record[0].to_owned(), record[2].parse::<usize>().expect("a count"));
        if path.contains("mhlw_price") {
            let member = member(&path).expect("the folder is there");
            let refused = read(&member, None, &mut |_| ControlFlow::Continue(())).expect_err("not a master");
            assert_eq!(
                refused.sentence,
                "mhlw_price_20250716.csv はマスターファイルではありません。支払基金・厚生労働省が配布する csv（txt）か、その zip をそのまま選んでください。"
            );
            continue;
        }
        all.push(member(&path).expect("the folder is there"));
        rows.push((path, count));
    }
    for ((path, count), file) in rows.iter().zip(read_all(&all, None, &mut |_| ControlFlow::Continue(()))) {
        let file = file.unwrap_or_else(|e| panic!("{path}: {e}"));
        let name = path.rsplit('/').next().unwrap_or_default();
        let letter = match name.split(['_', '-']).next().unwrap_or_default() {
            "rezept" => ["R", "U", "D"]
                [["01", "03", "06"].iter().position(|n| name.contains(&format!("master-{n}"))).expect("one")],
            "s" => "S",
            "y" => "Y",
            "t" => "T",
            "c" => "C",
            "b" | "hb" => "B",
            "z" => "Z",
            "ck" => "CK",
            "01補助マスターテーブル.csv" => "E01",
            "03" => ["E03-2", "E03-3", "E03-4"]
                [["03-2", "03-3", "03-4"].iter().position(|n| name.starts_with(n)).expect("one")],
            "04入院基本料テーブル.csv" => "E04",
            "05算定回数テーブル.csv" => "E05",
            other => panic!("{other}"),
        };
        assert_eq!((file.kind.id(), file.rows.len()), (letter, *count), "{path}");
        assert_eq!(file.whole, !path.contains("updates") && !name.starts_with("hb"), "{path}");
        assert_eq!(file.former, name.starts_with("hb"), "{path}");
        assert_eq!(MasterFile::unpack(&file.pack()).as_ref(), Ok(&file), "{path}: packed and unpacked");
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        // The tables of the 電子点数表 have no day in their names: the latest 新設年月日 of all of them.
        let edition = if path.contains("tensuhyo") {
            "20251201".to_owned()
        } else {
            digits.get(digits.len() - 8..).expect("eight digits").to_owned()
        };
        assert_eq!(file.edition, day(&edition), "{path}");
        seen += 1;
    }
    // 82 lines of the inventory, one of which is the price list.
    assert!(seen >= 80, "only {seen} files");
}

#[test]
fn acts_of_2024_and_their_updates() {
    if folder().is_none() {
        return;
    }
    let whole = file("2024/s_ALL20240531.csv").expect("there");
    assert_eq!(whole.rows.len(), 10_133);
    assert_eq!((count(&whole, "0"), count(&whole, "3"), count(&whole, "5")), (9_784, 30, 319));
    assert!(whole.rows.iter().all(|r| r.column(88) == "99999999"));
    let points = |shelf: &Shelf, code: &str, on: &str| {
        shelf.on(code, day(on)).map(|v| v.row.column(12).to_owned()).unwrap_or_default()
    };
    let mut files = vec![whole];
    files.extend(updates("s"));
    assert_eq!(files.len(), 21, "the whole file and 20 updates");
    let folded = fold(MasterKind::Act, &files);
    assert_eq!(folded.waiting, []);
    assert_eq!((folded.shelf.len(), folded.shelf.active(day("2025-09-01"))), (10_173, 10_168));
    for (code, amount) in [("111000110", "291.00"), ("112007410", "75.00"), ("112011010", "52.00")] {
        assert_eq!(points(&folded.shelf, code, "2024-06-01"), amount, "{code}");
        assert_eq!(points(&folded.shelf, code, "2024-05-31"), "", "{code}: this file knows no earlier day");
    }
    // s_20241108: 111703170 ends on 2024-11-30, 111703270 has another name from 2024-12-01.
    let named = |on: &str| folded.shelf.on("111703270", day(on)).map(|v| v.row.column(5).to_owned());
    assert!(folded.shelf.on("111703170", day("2024-11-30")).is_some());
    assert!(folded.shelf.on("111703170", day("2024-12-01")).is_none());
    assert_eq!(named("2024-12-01").as_deref(), Some("医療情報取得加算（初診）"));
    assert_ne!(named("2024-11-30"), named("2024-12-01"));
    // s_20240621 has no day at all: it mends the row of 2024-06-01, where column 19 was 1.
    assert_eq!(folded.shelf.on("113036510", day("2024-06-01")).map(|v| v.row.column(19)), Some("0"));
}

/// R4 (edition of 2022-02-18) under R6: every month before 2024-06 still sees the values of R4.
#[test]
fn earlier_months_see_the_earlier_edition() {
    if folder().is_none() {
        return;
    }
    let (old, new) = (file("2022/s_ALL20220218.csv").expect("there"), file("2024/s_ALL20240531.csv").expect("there"));
    let rows = |file: &MasterFile| -> BTreeMap<String, Row> {
        file.rows.iter().map(|r| (r.column(3).to_owned(), r.clone())).collect()
    };
    let (before, after) = (rows(&old), rows(&new));
    let shelf = fold(MasterKind::Act, [&new, &old]).shelf;
    let mut left = 0;
    for (code, row) in &before {
        let stays = after.get(code);
        let last = stays.map_or(day("2024-05-31"), |r| day(r.column(87)).plus_days(-1));
        let found = shelf.on(code, last).unwrap_or_else(|| panic!("{code} on {last}"));
        assert_eq!(found.row, *row, "{code}");
        match stays {
            Some(new) => {
                assert_eq!(shelf.on(code, day("2024-06-01")).map(|v| &v.row), Some(new), "{code}");
            }
            None => {
                assert!(shelf.on(code, day("2024-06-01")).is_none(), "{code}");
                left += 1;
            }
        }
    }
    assert_eq!(left, before.keys().filter(|k| !after.contains_key(*k)).count());
    assert_eq!(shelf.len(), before.keys().chain(after.keys()).collect::<BTreeSet<_>>().len());
    // 初診料 288 until 2024-05-31, 291 from 2024-06-01.
    let points = |on: &str| shelf.on("111000110", day(on)).map(|v| v.row.column(12).to_owned());
    assert_eq!(points("2024-05-15").as_deref(), Some("288.00"));
    assert_eq!(points("2024-06-01").as_deref(), Some("291.00"));
    let said = report(MasterKind::Act, &fold(MasterKind::Act, [&old]).shelf, &shelf, day("2024-06-01"));
    assert_eq!(said.ended.len(), left);
    assert_eq!(said.new.len(), after.keys().filter(|k| !before.contains_key(*k)).count());
    let fee = said.changed.iter().find(|c| c.key == "111000110").expect("初診料 changed");
    assert_eq!(fee.from, day("2024-06-01"));
    assert!(fee.what.contains(&("点数".to_owned(), "288.00".to_owned(), "291.00".to_owned())), "{:?}", fee.what);
}

/// `t_ALL20240315` and its updates against the whole file of 2025-11-28: the nine codes and nine rows of the update that
/// is missing, the flags 19/20 and 公表順序 (README).
#[test]
fn updates_of_materials_give_the_whole_file() {
    if folder().is_none() {
        return;
    }
    let mut files = vec![file("2024/t_ALL20240315.csv").expect("there")];
    files.extend(updates("t"));
    let laid = fold(MasterKind::Material, &files);
    assert_eq!(laid.waiting, []);
    // Counted by the last days: the codes that end on or before 2025-08-31 are the five less.
    assert_eq!((laid.shelf.len(), laid.shelf.active(day("2025-09-01"))), (1_360, 1_355));
    let whole = fold(MasterKind::Material, [&file("2025/t_20251128.csv").expect("there")]);
    let (laid, whole) = (latest(&laid.shelf), latest(&whole.shelf));
    let open: BTreeSet<&str> = laid.iter().filter(|(_, v)| v.to.is_none()).map(|(k, _)| *k).collect();
    let added: Vec<&&str> = whole.keys().filter(|k| !open.contains(**k)).collect();
    assert_eq!(added.len(), 9, "{added:?}");
    assert!(open.iter().all(|k| whole.contains_key(k)));
    let mut changed = BTreeSet::new();
    for code in open {
        let (one, other) = (&laid[code].row, &whole[code].row);
        for n in 2..=38 {
            if one.column(n) != other.column(n) && ![19, 20, 26].contains(&n) {
                assert!([12, 18, 28].contains(&n), "{code} column {n}");
                changed.insert(code);
            }
        }
        if !changed.contains(code) {
            assert_eq!(laid[code].from, whole[code].from, "{code}");
        }
    }
    assert_eq!(changed.len(), 9);
}

#[test]
fn drugs_and_their_updates() {
    if folder().is_none() {
        return;
    }
    let mut files = vec![file("2024/y_ALL20240321.csv").expect("there")];
    files.extend(updates("y"));
    let folded = fold(MasterKind::Drug, &files);
    assert_eq!(folded.waiting, []);
    assert_eq!((folded.shelf.len(), folded.shelf.active(day("2025-09-01"))), (21_182, 20_523));
}

#[test]
fn rosai_acts() {
    if folder().is_none() {
        return;
    }
    let newest = file("2024/rezept-master-01-20241101.csv").expect("there");
    let composite = |row: &&Row| ("101410010"..="101418480").contains(&row.column(3));
    assert_eq!(newest.rows.len(), 1_098);
    assert_eq!(newest.rows.iter().filter(composite).count(), 848);
    assert_eq!(newest.rows.iter().filter(|r| !composite(r)).count(), 250);
    let files = [
        newest,
        file("2024/rezept-master-01-20240528.csv").expect("there"),
        file("2022/rezept-master-01-20221104.csv").expect("there"),
    ];
    let shelf = fold(MasterKind::RosaiAct, &files).shelf;
    let value = |code: &str, on: &str| shelf.on(code, day(on)).map(|v| v.row.column(12).to_owned()).unwrap_or_default();
    assert_eq!(
        (value("101110010", "2024-06-01"), value("101120010", "2024-06-01")),
        ("3850.00".into(), "1420.00".into())
    );
    assert_eq!(
        (value("101110010", "2024-05-31"), value("101120010", "2024-05-31")),
        ("3820.00".into(), "1400.00".into())
    );
    // The 16 rows the edition of 2024-05-28 abolishes, リハ among them: used until 2024-05-31.
    let ended = shelf.iter().filter(|(_, v)| v.last().is_some_and(|v| v.to == Some(day("2024-05-31")))).count();
    assert_eq!(ended, 16);
    assert!(shelf.on("101800230", day("2024-05-31")).is_some() && shelf.on("101800230", day("2024-06-01")).is_none());
    assert_eq!(shelf.active(day("2024-11-01")), 1_098);
}

/// Disease names: the whole file, then the names that left.
#[test]
fn names_that_left_keep_their_days() {
    if folder().is_none() {
        return;
    }
    let (whole, former) = (file("2024/b_20240601.txt").expect("there"), file("2025/hb_20260101.txt").expect("there"));
    let folded = fold(MasterKind::Disease, [&former, &whole]);
    // 27,437 + 7,965 less the 111 codes that are in both.
    assert_eq!(folded.shelf.len(), 27_437 + 7_965 - 111);
    // 3489034 １＋１／２症候群: 廃止 2003-05-31, moved to 8830496.
    let name = |on: &str| folded.shelf.on("3489034", day(on)).map(|v| v.row.column(4).to_owned());
    assert_eq!((name("2003-05-31").as_deref(), name("2003-06-01")), (Some("8830496"), None));
    // 8848186: 収載 2015-01-01, left with 2025-12-31.
    assert!(folded.shelf.on("8848186", day("2025-12-31")).is_some());
    assert!(folded.shelf.on("8848186", day("2026-01-01")).is_none());
    // A name whose reading changed on 2024-06-01 keeps its name in an old case.
    let changed = whole.rows.iter().find(|r| r.column(23) == "20240601" && !r.column(22).is_empty()).expect("one");
    let found = folded.shelf.on(changed.column(3), day(changed.column(22)));
    assert_eq!(found.map(|v| v.row.column(6)), Some(changed.column(6)));
}

/// The comments lack the whole file of March 2024: their updates wait until a whole file is there.
#[test]
fn updates_without_their_whole_file_wait() {
    if folder().is_none() {
        return;
    }
    let mut files = updates("c");
    let folded = fold(MasterKind::Comment, &files);
    assert!(!folded.waiting.is_empty());
    files.push(file("2025/c_20250715.csv").expect("there"));
    let folded = fold(MasterKind::Comment, &files);
    assert_eq!(folded.waiting, []);
    // The whole file's 3,759 rows, three of which end on 2025-09-30.
    assert_eq!(folded.shelf.active(day("2025-09-30")), 3_759);
    assert_eq!(folded.shelf.active(day("2025-10-01")), 3_756);
}

/// The four 背反 tables have one layout: with the 補助マスター their content tells them apart under any name.
#[test]
fn exclusion_tables_are_told_apart_by_content() {
    if folder().is_none() {
        return;
    }
    let auxiliary =
        fold(MasterKind::Auxiliary, [&file("2025/tensuhyo/01補助マスターテーブル.csv").expect("there")]).shelf;
    for (path, kind) in [
        ("2025/tensuhyo/03-2背反テーブル2.csv", MasterKind::ExclusionMonth),
        ("2025/tensuhyo/03-3背反テーブル3.csv", MasterKind::ExclusionSimultaneous),
        ("2025/tensuhyo/03-4背反テーブル4.csv", MasterKind::ExclusionWeek),
    ] {
        let mut renamed = member(path).expect("there");
        renamed.name = "table.csv".to_owned();
        let file = read(&renamed, Some(&auxiliary), &mut |_| ControlFlow::Continue(())).expect("a master");
        assert_eq!(file.kind, kind);
        let refused = read(&renamed, None, &mut |_| ControlFlow::Continue(())).expect_err("nothing tells");
        assert_eq!(
            refused.sentence,
            "table.csv は電子点数表の背反テーブルですが、1日・同一月・同時・1週間のどれか分かりません。先に 01 補助マスターを読み込むか、zip のまま読み込んでください。"
        );
    }
}
