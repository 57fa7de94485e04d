//! The fee book against the texts it transcribes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_domain::{Act, Attendance, Day, Facts};
use rosai_fees::Amount;
use rosai_tests::{ENGINE, root};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

fn day() -> Day {
    Day::parse("R7.10.1").expect("a day")
}

struct Printed {
    line: String,
    kubun: String,
    name: String,
    base: Decimal,
    x15: Option<Decimal>,
    x20: Option<Decimal>,
}

fn printed() -> Vec<Printed> {
    let mut reader = csv::Reader::from_path(root().join("tests/data/reference-10.csv"))
        .expect("the printed table is in the repository");
    let number = |t: &str| t.parse::<Decimal>().ok();
    reader
        .records()
        .map(|r| {
            let r = r.expect("a row");
            Printed {
                line: r[0].to_owned(),
                kubun: r[1].to_owned(),
                name: r[2].to_owned(),
                base: number(&r[3]).expect("points"),
                x15: number(&r[4]),
                x20: number(&r[5]),
            }
        })
        .collect()
}

/// 参考10 prints the products; the engine computes them. Every printed product is base × factor, 1点未満切上げ.
#[test]
fn the_printed_products_are_base_times_factor() {
    let rows = printed();
    assert_eq!(rows.len(), 552, "485 処置・手術 + 54 リハビリ + 13 労災特掲");
    let (half, two) = (Decimal::new(15, 1), Decimal::TWO);
    for r in &rows {
        if let Some(x15) = r.x15 {
            assert_eq!((r.base * half).ceil(), x15, "{} {} ×1.5", r.line, r.name);
        }
        if let Some(x20) = r.x20 {
            assert_eq!((r.base * two).ceil(), x20, "{} {} ×2.0", r.line, r.name);
        }
    }
}

/// Each printed row with a 区分 stands in the catalogue with the same points and at least its factor.
#[test]
fn every_printed_row_is_in_the_catalogue() {
    let mut missing = Vec::new();
    for r in printed() {
        let found = ENGINE.catalogue().acts().any(|a| {
            let limb = a.limb.map(|l| l.max);
            let fits = match (r.x15, r.x20) {
                (_, Some(_)) => limb == Some(Decimal::TWO) || limb == Some(Decimal::new(15, 1)),
                (Some(_), None) => limb.is_some_and(|m| m > Decimal::ONE),
                (None, None) => true,
            };
            let same_kubun = r.kubun.is_empty() || a.kubun.starts_with(&r.kubun) || r.kubun.starts_with('H');
            a.points.value == r.base && same_kubun && fits && a.in_force(day())
        });
        let item = ENGINE.catalogue().items().any(|i| i.on(day()).is_some_and(|v| v.value == r.base));
        if !(found || item) {
            missing.push(format!("{} {} {} {}", r.line, r.kubun, r.name, r.base));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Every act with a factor, by code, priced on the trunk, a limb and a hand: base × the factor its cap allows.
#[test]
fn every_limb_row_by_code_takes_its_factor() {
    let cap: Vec<_> = ENGINE.catalogue().acts().filter(|a| a.limb.is_some() && a.in_force(day())).collect();
    let codes: BTreeSet<&str> = cap.iter().map(|a| &*a.code).collect();
    assert!(codes.len() >= 890, "limb-addition.csv has 890 codes: {}", codes.len());
    for row in cap {
        let max = row.limb.map_or(Decimal::ONE, |l| l.max);
        for (site, class) in [("腰部", Decimal::ONE), ("右大腿", Decimal::new(15, 1)), ("左手関節", Decimal::TWO)]
        {
            let factor = class.min(max);
            let want = (row.points.value * factor).ceil();
            let mut facts: Facts = rosai_casefile::Given::default().facts();
            let from = Day::parse("R6.6.1").expect("a day");
            facts.facility.notices = (700..900).map(|code| rosai_domain::Notice { code, from, to: None }).collect();
            let act = Act {
                code: Some(row.code.to_string()),
                sites: vec![rosai_domain::Site::parse(site).expect(site)],
                ..Act::default()
            };
            facts.attendances = vec![Attendance {
                day: Day::parse("R7.10.6").expect("a day"),
                time: None,
                coming: 1,
                department: Default::default(),
                injury: "1".to_owned(),
                consultation: None,
                time_class: None,
                planned_management: Some(false),
                fixed_fee_collected: false,
                guidance: vec![],
                acts: vec![act],
            }];
            let found = ENGINE.assess(&facts).unwrap_or_else(|p| panic!("{p:?}"));
            let line = found.charges().find(|(f, _)| !f.subject.acts.is_empty());
            let (f, charge) = line.unwrap_or_else(|| panic!("{} {} at {site} is not charged", row.code, row.name));
            let Amount::Points(points) = &charge.amount else { panic!("points") };
            assert_eq!(Decimal::from(points.value().0), want, "{} {} at {site}: {}", row.code, row.name, f.sentence);
        }
    }
}

/// Values against the dated history of the shared specification, where it lies beside the repository.
#[test]
fn values_agree_with_the_official_codes_where_they_are_at_hand() {
    let path = root().join("../shared/spec/rosai-codes.csv");
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        eprintln!("left out: the official code list is not beside the repository");
        return;
    };
    let headers = reader.headers().expect("headers").clone();
    let column = |name: &str| headers.iter().position(|h| h == name).expect("a column of the list");
    let (code, value, from, to, status) =
        (column("code"), column("value"), column("valid_from"), column("valid_to"), column("status"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let mut compared = 0;
    for item in ENGINE.catalogue().items() {
        let Some(own) = &item.code else { continue };
        let Some(ours) = item.on(day()) else { continue };
        let in_force = |r: &&csv::StringRecord| {
            &r[code] == own.as_str()
                && &r[status] == "official"
                && &r[from] <= "2025-10-01"
                && (r[to].is_empty() || &r[to] >= "2025-10-01")
        };
        let Some(row) = rows.iter().find(in_force) else { continue };
        let official: Decimal = row[value].parse().expect("a number");
        // 入院基本料の倍率 stands in the master as a percentage to add.
        if item.unit == rosai_catalogue::ItemUnit::Rate {
            continue;
        }
        assert_eq!(ours.value, official, "{} {}", item.id, own);
        compared += 1;
    }
    assert!(compared > 60, "only {compared} items could be compared");
}
