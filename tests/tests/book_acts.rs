//! The acts of the fee book by day: what was in force when, against figures taken from the texts by hand.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_catalogue::{ActRow, Missing};
use rosai_document::Standing;
use rosai_domain::Day;
use rosai_fees::Amount;
use rosai_tests::{ENGINE, root};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

/// The lines of a table of `tests/data`, by the names of its columns.
fn table(file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(root().join("tests/data").join(file)).expect(file);
    let rows = reader.deserialize().map(|row| row.unwrap_or_else(|e| panic!("{file}: {e}")));
    rows.collect()
}

/// The rows of the tables of acts; items of the manual entered as acts have their own tests.
fn acts() -> impl Iterator<Item = &'static Arc<ActRow>> {
    ENGINE.catalogue().acts().filter(|row| !row.is_item())
}

fn in_force(on: &str) -> Vec<&'static Arc<ActRow>> {
    let on = day(on);
    acts().filter(|row| row.in_force(on)).collect()
}

/// A code says one thing on a day, and nothing is said twice.
#[test]
fn no_code_has_overlapping_periods() {
    let mut by_code: BTreeMap<&str, Vec<&ActRow>> = BTreeMap::new();
    for row in acts() {
        by_code.entry(&row.code).or_default().push(row);
    }
    // 568 of the 健保 list, 750 more of 参考10, 10 more of 参考11, 14 of 労災; 2 that ended on 2024-11-30; 10 of 2026-06.
    assert_eq!(by_code.len(), 568 + 750 + 10 + 14 + 2 + 10);
    for (code, rows) in by_code {
        for pair in rows.windows(2) {
            let end = pair[0].to.unwrap_or_else(|| panic!("{code}: an open row is followed by another"));
            assert_eq!(end.plus_days(1), pair[1].from, "{code}: the next row begins where the one before ends");
        }
        for row in rows {
            assert!(row.to.is_none_or(|to| row.from <= to), "{code}: {} comes after its end", row.from);
        }
    }
}

/// How many acts are in force on the days on which the book turns.
///
/// - 2025-10-01 and 2026-05-31: the 568 codes of the 健保 list of 令和6年, the 750 codes of 参考10 that are not among them
///   (890 in all, 140 of them in the list), 10 of 参考11 that stand in neither, and 14 of 労災 = 1,342.
/// - 2024-06-01: five 医療DX codes were not there yet (two came on 2024-10-01, three on 2025-04-01), nor two operations
///   (2024-12-01, 2025-03-01); 医療情報取得加算 had two more (to 2024-11-30): 1,342 - 5 - 2 + 2 = 1,337.
/// - 2024-10-01: 1,337 + 2 = 1,339. 2024-12-01: 1,339 - 2 + 1 = 1,338. 2025-03-01: + 1 = 1,339. 2025-04-01: + 3 = 1,342.
/// - 2026-06-01: 48 end (`ended-2026-06.csv`: 9 abolished, 8 rewritten without a known code and 1 not in the notice in the
///   list of 令和8年; 29 of 参考10 whose joint the notice no longer lists, and K069-2), 10 are new: 1,342 - 48 + 10 = 1,304.
#[test]
fn counts_of_acts_in_force() {
    let counted = [
        ("2024-06-01", 1_337),
        ("2024-09-30", 1_337),
        ("2024-10-01", 1_339),
        ("2024-12-01", 1_338),
        ("2025-03-01", 1_339),
        ("2025-04-01", 1_342),
        ("2025-10-01", 1_342),
        ("2026-05-31", 1_342),
        ("2026-06-01", 1_304),
        ("2026-11-22", 1_304),
        ("2027-05-31", 1_304),
    ];
    for (on, count) in counted {
        assert_eq!(in_force(on).len(), count, "{on}");
    }
    let limb = |on| in_force(on).iter().filter(|row| row.limb.is_some()).count();
    // 836 of 健保 and 54 of 労災; two operations of 参考10 came later, 30 ended with 令和8年5月.
    assert_eq!((limb("2024-06-01"), limb("2026-05-31"), limb("2026-06-01")), (888, 890, 860));
}

/// How sure the rows are: everything official to 2026-05-31; from 2026-06-01 what the list of 令和8年 says.
///
/// The list: 362 same, 47 confirmed, 31 changed, 3 renamed = 443, less 生活習慣病管理料２ (seen in another program only) and
/// 早期リハビリテーション加算 (60 or 25, the code of which is not known) = 441; the 8 rows of 参考10 that moved; 4 new ones the
/// notice prints = 453. Seen in another program only: 1 + 3 new = 4. The rest is carried on or inferred: 1,304 - 453 - 4.
#[test]
fn standing_of_acts() {
    let count = |on, standing| in_force(on).iter().filter(|row| row.points.standing == standing).count();
    for on in ["2024-06-01", "2025-10-01", "2026-05-31"] {
        assert_eq!(count(on, Standing::Official), in_force(on).len(), "{on}");
    }
    let on = "2026-06-01";
    assert_eq!(count(on, Standing::Official), 362 + 47 + 31 + 3 - 2 + 8 + 4);
    assert_eq!(count(on, Standing::Impl), 1 + 3);
    assert_eq!(count(on, Standing::Inferred), 847);
    // What was only carried on never says it is official, and what is official from then on cites the notice.
    for row in in_force(on) {
        let (doc, standing) = (&*row.points.cite.doc, row.points.standing);
        assert!(!doc.starts_with("carried") || standing == Standing::Inferred, "{} {}", row.code, row.name);
        assert!(standing != Standing::Official || doc == "kenpo-2026-06", "{} {}", row.code, row.name);
    }
    assert!(in_force(on).iter().filter(|row| row.code.starts_with("101")).all(|row| {
        row.from == day(on) && row.points.standing == Standing::Inferred // no 労災 master of 令和8年 is public
    }));
}

/// Points on a day, typed from the texts; an empty amount means that no row is in force.
#[test]
fn points_by_day() {
    let rows = table("acts-by-day.csv");
    assert!(rows.len() >= 100, "the table is there: {}", rows.len());
    for row in rows {
        let (code, on, cite) = (&row["code"], &row["day"], &row["cite"]);
        let found = ENGINE.catalogue().act(code, day(on));
        if row["points"].is_empty() {
            assert_eq!(found.err(), Some(Missing::NotInForce), "{code} {on}: {cite}");
            continue;
        }
        let act = found.unwrap_or_else(|missing| panic!("{code} {on}: {missing:?} ({cite})"));
        let points: Decimal = row["points"].parse().expect("a number");
        assert_eq!(act.points.value, points, "{code} {} {on}: {cite}", act.name);
        let standing = serde_json::to_value(act.points.standing).expect("a word");
        assert_eq!(standing, row["standing"].as_str(), "{code} {} {on}: {cite}", act.name);
    }
}

/// The bases of 参考10 that moved on 2026-06-01: before, after, and both products by hand. Where the new code is not known
/// the products alone are held, so that whoever adds the code finds them.
#[test]
fn limb_bases_that_moved_in_2026_06() {
    let number = |text: &str| text.parse::<Decimal>().ok();
    for row in table("reference-10-2026-06.csv") {
        let (code, name, sum) = (&row["code"], &row["name"], &row["sum"]);
        let (before, base) = (number(&row["before"]).expect("before"), number(&row["base"]).expect("base"));
        let (x15, x20) = (number(&row["x15"]).expect("every row has ×1.5"), number(&row["x20"]));
        assert_eq!((base * Decimal::new(15, 1)).ceil(), x15, "{name}: {sum}");
        assert!(x20.is_none_or(|x20| x20 == base * Decimal::TWO), "{name}: {sum}");
        if code.is_empty() {
            continue;
        }
        let act = |on| ENGINE.catalogue().act(code, day(on)).unwrap_or_else(|m| panic!("{code} {name} {on}: {m:?}"));
        assert_eq!(act("2026-05-31").points.value, before, "{name}");
        assert_eq!(act("2026-06-01").points.value, base, "{name}");
        for (site, factor, want) in [("腰部", 1, base), ("右大腿", 15, x15), ("左手関節", 20, x20.unwrap_or(x15))]
        {
            assert_eq!(charged(code, "2026-06-15", site), want, "{name} at {site} (×{factor}): {sum}");
        }
    }
}

/// Points of one act on a day, priced by the engine.
fn charged(code: &str, on: &str, site: &str) -> Decimal {
    let text = format!(
        "- id: one-act\n  title: 一つの行為\n  cite: 参考10\n  given:\n    attendances:\n      - day: {on}\n        \
         consultation: repeat\n        planned_management: false\n        acts:\n          - {{code: \"{code}\", \
         sites: [{site}]}}\n  expect: {{}}\n"
    );
    let cases = rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{e}"));
    let found = ENGINE.assess(&cases[0].given.facts()).unwrap_or_else(|p| panic!("{code} {on}: {p:?}"));
    let line = found.charges().find(|(f, _)| !f.subject.acts.is_empty());
    let (_, charge) = line.unwrap_or_else(|| panic!("{code} at {site} is not charged"));
    let Amount::Points(points) = &charge.amount else { panic!("{code} is paid in points") };
    Decimal::from(points.value().0)
}

/// What ended with 2026-05-31 is there on the last day and gone on the next.
#[test]
fn what_ended_with_may_2026() {
    let rows = table("ended-2026-06.csv");
    assert_eq!(rows.len(), 9 + 8 + 1 + 29 + 1, "as counted above");
    for row in &rows {
        let (code, why) = (&row["code"], &row["why"]);
        let last = ENGINE.catalogue().act(code, day("2026-05-31"));
        let act = last.unwrap_or_else(|m| panic!("{code} {}: {m:?}", row["name"]));
        assert_eq!((&*act.kubun, &*act.name), (row["kubun"].as_str(), row["name"].as_str()), "{code}");
        let next = ENGINE.catalogue().act(code, day("2026-06-01"));
        assert_eq!(next.err(), Some(Missing::NotInForce), "{code} {}: {why}", row["name"]);
    }
    // And nothing else ended: every other code of that day goes on without a gap.
    let gone = |row: &&&Arc<ActRow>| ENGINE.catalogue().act(&row.code, day("2026-06-01")).is_err();
    assert_eq!(in_force("2026-05-31").iter().filter(gone).count(), rows.len());
}

/// A row that goes on keeps its columns: only points, step, name, 区分, standing and source may differ.
#[test]
fn a_row_that_goes_on_keeps_its_columns() {
    let mut compared = 0;
    for before in in_force("2026-05-31") {
        let Ok(after) = ENGINE.catalogue().act(&before.code, day("2026-06-01")) else { continue };
        let same = |row: &ActRow| {
            let step = row.step.map(|s| (s.low, s.high, s.step, s.points == row.points.value));
            let notes = (row.note_code.clone(), row.note_no.clone(), row.facility_codes.clone());
            (row.class, row.barred, row.limb, row.area, row.length, row.unit.clone(), row.category.clone(), step, notes)
        };
        let step = |row: &ActRow| row.step.map(|s| s.points);
        assert_eq!(same(before), same(after), "{} {}", before.code, before.name);
        if before.points.value == after.points.value {
            assert_eq!(step(before), step(after), "{} {}", before.code, before.name);
        }
        compared += 1;
    }
    assert_eq!(compared, 1_342 - 48);
}
