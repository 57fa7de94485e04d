//! What stands on the shelf after files were laid on it, sentence by sentence of `spec/masters.md` §2, on rows of our own.

mod common;

use common::{day, file, material, sparse};
use rosai_masters::{MasterFile, MasterKind, Shelf, fold, report};

const OPEN: &str = "99999999";

fn on(shelf: &Shelf, code: &str, at: &str) -> Option<(String, String)> {
    shelf.on(code, day(at)).map(|v| (v.row.column(5).to_owned(), v.row.column(12).to_owned()))
}

fn pair(name: &str, price: &str) -> Option<(String, String)> {
    Some((name.to_owned(), price.to_owned()))
}

fn whole_2024() -> MasterFile {
    file(
        "t_ALL20240315.csv",
        &[
            material("0", "700010000", "半切", "120.00", "20240601", OPEN),
            material("0", "700020000", "大角", "115.00", "20240601", OPEN),
            material("5", "700030000", "四ツ切", "62.00", "20240601", OPEN),
        ],
    )
}

#[test]
fn a_new_row_begins_and_a_sparse_one_changes_what_it_names() {
    let update = file(
        "t_20241129.csv",
        &[
            sparse("5", "700010000", &[(12, "130.00"), (17, "1"), (18, "120.00"), (28, "20241201")]),
            material("3", "700040000", "カビネ", "38.00", "20241201", OPEN),
        ],
    );
    assert!(!update.whole);
    let folded = fold(MasterKind::Material, [&update, &whole_2024()]);
    let shelf = &folded.shelf;
    assert_eq!(folded.waiting, []);
    assert_eq!(on(shelf, "700010000", "2024-11-30"), pair("半切", "120.00"));
    assert_eq!(on(shelf, "700010000", "2024-12-01"), pair("半切", "130.00"));
    assert_eq!(on(shelf, "700040000", "2024-11-30"), None);
    assert_eq!(on(shelf, "700040000", "2024-12-01"), pair("カビネ", "38.00"));
    assert_eq!(on(shelf, "700010000", "2024-05-31"), None, "nothing is guessed before the oldest edition");
    let said =
        report(MasterKind::Material, &fold(MasterKind::Material, [&whole_2024()]).shelf, shelf, day("2024-12-01"));
    assert_eq!((said.keys, said.active), (4, 4));
    assert_eq!(said.new.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["700040000"]);
    let [changed] = said.changed.as_slice() else { panic!("{:?}", said.changed) };
    assert_eq!((changed.name.as_str(), changed.from), ("半切", day("2024-12-01")));
    // 旧金額 (17, 18) and the days are of the edition.
    assert_eq!(changed.what, [("金額".to_owned(), "120.00".to_owned(), "130.00".to_owned())]);
    assert!(said.ended.is_empty() && said.withdrawn.is_empty());
}

#[test]
fn a_sparse_row_without_a_day_or_of_the_same_day_mends() {
    let update = file(
        "t_20241227.csv",
        &[
            sparse("5", "700010000", &[(37, "フィルム・半切")]),
            sparse("5", "700020000", &[(12, "116.00"), (28, "20240601")]),
        ],
    );
    let shelf = fold(MasterKind::Material, [&whole_2024(), &update]).shelf;
    let [version] = shelf.versions("700010000") else { panic!("one version") };
    assert_eq!((version.from, version.row.column(37)), (day("2024-06-01"), "フィルム・半切"));
    let [version] = shelf.versions("700020000") else { panic!("one version") };
    assert_eq!((version.from, version.row.column(12)), (day("2024-06-01"), "116.00"));
}

#[test]
fn a_mended_column_is_mended_in_later_versions_too() {
    let change = file("t_20241129.csv", &[sparse("5", "700010000", &[(12, "130.00"), (28, "20241201")])]);
    let mend = file("t_20241227.csv", &[sparse("5", "700010000", &[(12, "121.00"), (21, "3"), (28, "20240601")])]);
    let shelf = fold(MasterKind::Material, [&mend, &change, &whole_2024()]).shelf;
    assert_eq!(on(&shelf, "700010000", "2024-06-01"), pair("半切", "121.00"));
    // 130 was said of 2024-12-01 and stays; 酸素等区分 was the same in both.
    assert_eq!(on(&shelf, "700010000", "2024-12-01"), pair("半切", "130.00"));
    let kinds: Vec<&str> = shelf.versions("700010000").iter().map(|v| v.row.column(21)).collect();
    assert_eq!(kinds, ["3", "3"]);
}

#[test]
fn nine_sets_the_last_day_and_keeps_the_row() {
    let update = file("t_20241115.csv", &[sparse("9", "700020000", &[(28, "20241201"), (30, "20241130")])]);
    let shelf = fold(MasterKind::Material, [&whole_2024(), &update]).shelf;
    assert_eq!(on(&shelf, "700020000", "2024-11-30"), pair("大角", "115.00"));
    assert_eq!(on(&shelf, "700020000", "2024-12-01"), None);
    let before = fold(MasterKind::Material, [&whole_2024()]).shelf;
    let said = report(MasterKind::Material, &before, &shelf, day("2024-12-01"));
    let [ended] = said.ended.as_slice() else { panic!("{:?}", said.ended) };
    assert_eq!((ended.name.as_str(), ended.to), ("大角", Some(day("2024-11-30"))));
    assert!(said.new.is_empty() && said.changed.is_empty() && said.withdrawn.is_empty());
}

#[test]
fn one_in_an_update_withdraws_and_in_a_whole_file_does_not() {
    let update = file("t_20240412.csv", &[material("1", "700030000", "四ツ切", "62.00", "20240601", OPEN)]);
    let before = fold(MasterKind::Material, [&whole_2024()]).shelf;
    let shelf = fold(MasterKind::Material, [&whole_2024(), &update]).shelf;
    assert_eq!(shelf.versions("700030000"), []);
    let said = report(MasterKind::Material, &before, &shelf, day("2024-06-01"));
    assert_eq!(said.withdrawn.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(), ["700030000"]);
    let marked = file(
        "t_ALL20240412.csv",
        &[
            material("1", "700030000", "四ツ切", "62.00", "20240601", OPEN),
            material("0", "700010000", "半切", "120.00", "20240601", OPEN),
        ],
    );
    assert!(marked.whole);
    assert_eq!(fold(MasterKind::Material, [&marked]).shelf.len(), 2);
}

#[test]
fn what_a_later_whole_file_lacks_ends_the_day_before_its_content() {
    // Published on 2026-05-29 for 2026-06-01.
    let r8 = file(
        "t_ALL20260529.csv",
        &[
            material("0", "700010000", "半切", "125.00", "20260601", OPEN),
            material("0", "700020000", "大角", "115.00", "20260601", OPEN),
        ],
    );
    let shelf = fold(MasterKind::Material, [&r8, &whole_2024()]).shelf;
    assert_eq!(on(&shelf, "700030000", "2026-05-31"), pair("四ツ切", "62.00"));
    assert_eq!(on(&shelf, "700030000", "2026-06-01"), None);
    assert_eq!(on(&shelf, "700010000", "2026-05-31"), pair("半切", "120.00"));
    assert_eq!(on(&shelf, "700010000", "2026-06-01"), pair("半切", "125.00"));
    // An exact 9 of a later file wins, and so does one of an earlier file.
    let exact = file("t_20260702.csv", &[sparse("9", "700030000", &[(30, "20260331")])]);
    let shelf = fold(MasterKind::Material, [&exact, &r8, &whole_2024()]).shelf;
    assert_eq!(on(&shelf, "700030000", "2026-03-31"), pair("四ツ切", "62.00"));
    assert_eq!(on(&shelf, "700030000", "2026-04-01"), None);
    let exact = file("t_20241115.csv", &[sparse("9", "700030000", &[(30, "20241130")])]);
    let shelf = fold(MasterKind::Material, [&exact, &r8, &whole_2024()]).shelf;
    assert_eq!(on(&shelf, "700030000", "2024-12-01"), None);
}

#[test]
fn what_was_announced_and_is_gone_before_its_day_never_was() {
    let announced = file("t_20260115.csv", &[material("3", "700050000", "予告", "9.00", "20260601", OPEN)]);
    let later = file(
        "t_ALL20260227.csv",
        &[
            material("0", "700010000", "半切", "120.00", "20240601", OPEN),
            material("0", "700020000", "大角", "115.00", "20260301", OPEN),
            material("0", "700030000", "四ツ切", "62.00", "20240601", OPEN),
        ],
    );
    let shelf = fold(MasterKind::Material, [&whole_2024(), &announced, &later]).shelf;
    assert_eq!(shelf.versions("700050000"), []);
}

#[test]
fn a_whole_file_that_reaches_no_further_ends_by_its_own_day() {
    // Only a code left: the latest 変更年月日 is still 2024-06-01, so all that is known is the edition.
    let later = file(
        "t_ALL20240710.csv",
        &[
            material("0", "700010000", "半切", "120.00", "20240601", OPEN),
            material("0", "700020000", "大角", "115.00", "20240601", OPEN),
        ],
    );
    let shelf = fold(MasterKind::Material, [&whole_2024(), &later]).shelf;
    assert_eq!(on(&shelf, "700030000", "2024-07-09"), pair("四ツ切", "62.00"));
    assert_eq!(on(&shelf, "700030000", "2024-07-10"), None);
}

#[test]
fn a_sparse_row_waits_for_its_whole_file() {
    let update = file("t_20241129.csv", &[sparse("5", "700010000", &[(12, "130.00"), (28, "20241201")])]);
    let folded = fold(MasterKind::Material, [&update]);
    assert!(folded.shelf.is_empty());
    assert_eq!(folded.waiting, [(day("2024-11-29"), "700010000".to_owned())]);
    let folded = fold(MasterKind::Material, [&update, &whole_2024()]);
    assert_eq!(folded.waiting, []);
    assert_eq!(on(&folded.shelf, "700010000", "2024-12-01"), pair("半切", "130.00"));
}

#[test]
fn a_change_told_in_advance_and_an_abolition_before_it() {
    let announced = file("t_20260227.csv", &[sparse("5", "700020000", &[(12, "140.00"), (28, "20260601")])]);
    let ended = file("t_20260515.csv", &[sparse("9", "700020000", &[(30, "20260531")])]);
    let shelf = fold(MasterKind::Material, [&whole_2024(), &announced, &ended]).shelf;
    assert_eq!(on(&shelf, "700020000", "2026-05-31"), pair("大角", "115.00"));
    assert_eq!(on(&shelf, "700020000", "2026-06-01"), None);
}

#[test]
fn revival_opens_again() {
    let ended = file("t_20241115.csv", &[sparse("9", "700020000", &[(30, "20241130")])]);
    let revived = file("t_20250214.csv", &[sparse("2", "700020000", &[(30, OPEN)])]);
    let shelf = fold(MasterKind::Material, [&whole_2024(), &ended, &revived]).shelf;
    assert_eq!(on(&shelf, "700020000", "2025-03-01"), pair("大角", "115.00"));
    let complete = file("t_20250214.csv", &[material("2", "700020000", "大角", "118.00", "20250301", OPEN)]);
    let shelf = fold(MasterKind::Material, [&whole_2024(), &ended, &complete]).shelf;
    assert_eq!(on(&shelf, "700020000", "2024-12-01"), None);
    assert_eq!(on(&shelf, "700020000", "2025-03-01"), pair("大角", "118.00"));
}

/// The 電子点数表 has no 変更年月日: what changed under the same 新設年月日 holds from the newest day of its file.
#[test]
fn tables_change_from_the_newest_day_of_their_file() {
    let limit = |code: &str, times: &str, from: &str| {
        common::row(14, "0", &[(2, code), (3, "検査"), (4, "131"), (5, "月"), (6, times), (13, from), (14, OPEN)])
    };
    let r4 = file("05_20220401.csv", &[limit("160000110", "1", "20100401"), limit("160000210", "2", "20220401")]);
    let r6 = file("05_20240531.csv", &[limit("160000110", "2", "20100401"), limit("160000310", "1", "20240601")]);
    for files in [[&r4, &r6], [&r6, &r4]] {
        let shelf = fold(MasterKind::CountLimit, files).shelf;
        let times =
            |code: &str, at: &str| shelf.on(&format!("{code}\t131"), day(at)).map(|v| v.row.column(6).to_owned());
        assert_eq!(times("160000110", "2024-05-31").as_deref(), Some("1"));
        assert_eq!(times("160000110", "2024-06-01").as_deref(), Some("2"));
        assert_eq!(times("160000210", "2024-05-31").as_deref(), Some("2"));
        assert_eq!(times("160000210", "2024-06-01"), None);
        assert_eq!(times("160000310", "2024-06-01").as_deref(), Some("1"));
    }
}

/// C: a row marked 9 has its 変更年月日 after its last day.
#[test]
fn a_comment_that_ends_before_its_day_of_change() {
    let comment = |mark: &str, serial: &str, from: &str, to: &str| {
        let code = format!("820{serial:0>6}");
        let filled =
            [(1, mark), (2, "C"), (3, "8"), (4, "20"), (5, serial), (7, "文"), (21, from), (22, to), (23, &code)];
        common::row(30, "0", &filled)
    };
    let whole =
        file("c_20250715.csv", &[comment("0", "1", "20240601", OPEN), comment("9", "2", "20251001", "20250930")]);
    assert!(whole.whole);
    let shelf = fold(MasterKind::Comment, [&whole]).shelf;
    // Loaded alone: from the earliest day the file speaks of.
    assert!(shelf.on("820000002", day("2024-06-01")).is_some());
    assert!(shelf.on("820000002", day("2025-09-30")).is_some());
    assert!(shelf.on("820000002", day("2025-10-01")).is_none());
}
