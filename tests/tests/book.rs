//! The fee book against the texts it transcribes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use Standing::{Confirmed, Impl, Inferred, Official};
use rosai_catalogue::{Catalogue, FeeChange, Overlay};
use rosai_document::{Cite, Standing};
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

// ---- The book by date (editions) ----

/// A value by hand: item, day, amount (none: not in force), standing, where it is written.
type ByHand = (&'static str, &'static str, Option<&'static str>, Standing, (&'static str, &'static str));

/// Values as the sources print them, each with its citation; sums where a value is derived.
const BY_HAND: &[ByHand] = &[
    // 診療単価 12円 / 11.5円, I 1. From 2026-06 only seen in a program (12), or carried (11.5).
    ("yen_per_point_taxable", "2024-06-01", Some("12"), Official, ("manual-2025-04", "I 1")),
    ("yen_per_point_taxable", "2026-06-01", Some("12"), Impl, ("impl-rosai-2026-09", "1点12円")),
    ("yen_per_point_tax_exempt", "2026-05-31", Some("11.5"), Official, ("manual-2025-04", "I 1")),
    ("yen_per_point_tax_exempt", "2026-06-01", Some("11.5"), Inferred, ("carried-2026-06", "I 1")),
    // 初診料: 10 × 291 + 940 = 3,850; 2科目 10 × 146 + 470 = 1,930; 3,850 − 2,000 = 1,850. The 健保 points stay in 2026.
    ("initial_visit_fee", "2024-06-01", Some("3850"), Official, ("manual-2025-04", "I 2")),
    ("initial_visit_fee", "2026-05-31", Some("3850"), Official, ("manual-2025-04", "I 2")),
    ("initial_visit_fee", "2026-06-01", Some("3850"), Impl, ("impl-rosai-2026-09", "初診料3,850円")),
    ("initial_visit_fee_second_department", "2025-10-01", Some("1930"), Official, ("manual-2025-04", "I 2")),
    (
        "initial_visit_fee_second_department",
        "2026-06-01",
        Some("1930"),
        Inferred,
        ("derived-2026-06", "10円×146点＋470円"),
    ),
    (
        "initial_visit_fee_fixed_fee_collected",
        "2026-06-01",
        Some("1850"),
        Inferred,
        ("derived-2026-06", "3,850円−2,000円"),
    ),
    // 再診料: 10 × 75 + 670 = 1,420 → 10 × 76 + 670 = 1,430; 2科目 10 × 38 + 330 = 710 → 10 × 39 + 330 = 720;
    // 歯科の定額負担 1,420 − 400 = 1,020 → 1,430 − 400 = 1,030.
    ("repeat_visit_fee", "2024-06-01", Some("1420"), Official, ("manual-2025-04", "I 5")),
    ("repeat_visit_fee", "2026-05-31", Some("1420"), Official, ("manual-2025-04", "I 5")),
    ("repeat_visit_fee", "2026-06-01", Some("1430"), Impl, ("impl-rosai-2026-09", "再診料1,430円")),
    ("repeat_visit_fee_phone", "2026-06-01", Some("1430"), Inferred, ("derived-2026-06", "再診料と同じ額")),
    ("repeat_visit_fee_same_day_phone", "2027-05-31", Some("1430"), Inferred, ("derived-2026-06", "再診料と同じ額")),
    ("repeat_visit_fee_second_department", "2026-05-31", Some("710"), Official, ("manual-2025-04", "I 5")),
    (
        "repeat_visit_fee_second_department",
        "2026-06-01",
        Some("720"),
        Inferred,
        ("derived-2026-06", "10円×39点＋330円"),
    ),
    ("repeat_visit_fee_fixed_fee_collected", "2024-06-01", Some("1020"), Inferred, ("kyoto-2025-05", "1,420円−400円")),
    ("repeat_visit_fee_fixed_fee_collected", "2025-04-01", Some("1020"), Official, ("manual-2025-04", "I 5")),
    (
        "repeat_visit_fee_fixed_fee_collected",
        "2026-06-01",
        Some("1030"),
        Inferred,
        ("derived-2026-06", "1,430円−400円"),
    ),
    ("hospital_outpatient_fee", "2026-05-31", Some("76"), Official, ("s-2024-05-31", "A002")),
    ("hospital_outpatient_fee", "2026-06-01", Some("77"), Official, ("kenpo-2026-06", "A002")),
    ("hospital_outpatient_fee_second_department", "2026-05-31", Some("38"), Official, ("s-2024-05-31", "A002 注5")),
    // What was carried over unread.
    ("emergency_care_addition_outpatient", "2026-06-01", Some("1250"), Inferred, ("carried-2026-06", "I 3")),
    ("benefit_claim_handling_fee", "2026-06-01", Some("2000"), Inferred, ("carried-2026-06", "I 4")),
    ("repeat_visit_guidance_fee", "2026-05-31", Some("920"), Official, ("manual-2025-04", "I 7")),
    ("repeat_visit_guidance_fee", "2026-06-01", Some("920"), Inferred, ("carried-2026-06", "I 7")),
    ("outpatient_management_addition", "2026-06-01", Some("52"), Official, ("kenpo-2026-06", "A001 注8")),
    ("outpatient_management_special_addition", "2026-06-01", Some("52"), Inferred, ("carried-2026-06", "I 6")),
    ("room_addition_single_a", "2024-06-01", Some("11000"), Official, ("manual-2025-04", "I 9")),
    ("gown_fee", "2024-06-01", Some("10"), Official, ("manual-2025-04", "I 10")),
    ("gown_fee", "2026-06-01", Some("10"), Inferred, ("carried-2026-06", "I 10")),
    // 食事: 670 × 1.2 = 804 → 800; 690 × 1.2 = 828 → 830 (printed); 730 × 1.2 = 876 → 880.
    ("meal_1", "2025-03-31", Some("800"), Inferred, ("s-2024-05-31", "670円×1.2＝804円")),
    ("meal_1", "2025-04-01", Some("830"), Official, ("manual-2025-04", "I 11(1)①")),
    ("meal_1", "2026-06-01", Some("880"), Inferred, ("meals-2026-02", "730円×1.2＝876円")),
    // 490 × 1.2 = 588 → 590; 510 × 1.2 = 612 → 610 (printed); 550 × 1.2 = 660.
    ("meal_2_liquid", "2025-03-31", Some("590"), Inferred, ("s-2024-05-31", "490円×1.2＝588円")),
    ("meal_2_liquid", "2025-04-01", Some("610"), Official, ("manual-2025-04", "I 11(2)②")),
    ("meal_2_liquid", "2026-06-01", Some("660"), Inferred, ("meals-2026-02", "550円×1.2＝660円")),
    // 指の創傷処理: 530 × 2.0 = 1,060.
    ("finger_wound_suture_1", "2026-06-01", Some("1060"), Inferred, ("derived-2026-06", "I 17(1)")),
    ("hand_factor", "2026-06-01", Some("2.0"), Inferred, ("carried-2026-06", "I 17(3)②")),
    // 労災電子化加算: 令和8年3月診療分まで.
    ("electronic_claim_addition", "2026-03-31", Some("5"), Official, ("manual-2025-04", "I 28")),
    ("electronic_claim_addition", "2026-04-01", None, Inferred, ("manual-2025-04", "I 28 注2")),
    // 文書料: a review of the amounts went on, so from 2026-04-01 they are carried.
    ("absence_certificate_fee", "2026-03-31", Some("2000"), Official, ("manual-2025-04", "II 参考15")),
    ("absence_certificate_fee", "2026-04-01", Some("2000"), Inferred, ("document-fee-review-2025-12", "II 参考15")),
    // 健保: 時間外対応 5/4/3/1 → 7/5/4/2; ベースアップ 6/2 → 17/4 and 23/6.
    ("kenpo_after_hours_response_1", "2026-05-31", Some("5"), Official, ("s-2024-05-31", "A001 注10")),
    ("kenpo_after_hours_response_1", "2026-06-01", Some("7"), Official, ("kenpo-2026-06", "A001 注10")),
    ("kenpo_after_hours_response_2", "2026-06-01", Some("5"), Official, ("kenpo-2026-06", "A001 注10")),
    ("kenpo_after_hours_response_3", "2026-06-01", Some("4"), Official, ("kenpo-2026-06", "A001 注10")),
    ("kenpo_after_hours_response_4", "2026-06-01", Some("2"), Official, ("kenpo-2026-06", "A001 注10")),
    ("kenpo_base_up_initial", "2026-06-01", Some("17"), Official, ("kenpo-2026-06", "O001の1")),
    ("kenpo_base_up_repeat_continued", "2026-05-31", None, Official, ("kenpo-2026-06", "O001 注5")),
    ("kenpo_base_up_repeat_continued", "2026-06-01", Some("6"), Official, ("kenpo-2026-06", "O001 注5")),
    ("kenpo_price_response_initial", "2027-05-31", Some("2"), Official, ("kenpo-2026-06", "O100の1のイ")),
    ("kenpo_digital_collaboration_initial_1", "2026-06-01", Some("15"), Official, ("kenpo-2026-06", "A000 注16イ")),
    ("kenpo_digital_promotion_b", "2024-09-30", None, Official, ("s-2024-05-31", "A000 注16")),
    ("kenpo_digital_promotion_b", "2025-03-31", Some("11"), Official, ("s-2024-05-31", "A000 注16")),
    ("kenpo_digital_promotion_b", "2025-04-01", Some("10"), Official, ("s-2024-05-31", "A000 注16")),
    ("kenpo_medical_information_initial_1", "2024-11-30", Some("3"), Official, ("s-2024-05-31", "A000 注15")),
    ("kenpo_medical_information_initial_1", "2024-12-01", None, Official, ("s-2024-05-31", "A000 注15")),
    ("kenpo_procedure_overtime_rate", "2026-06-01", Some("0.4"), Inferred, ("carried-2026-06", "J000 通則5")),
];

fn on(text: &str) -> Day {
    Day::parse(text).expect(text)
}

#[test]
fn values_by_date_are_those_written_by_hand() {
    for (id, day, amount, standing, (doc, section)) in BY_HAND {
        let item = ENGINE.catalogue().item(id).unwrap_or_else(|| panic!("{id}"));
        let (cite, found) = match (item.on(on(day)), amount) {
            (Some(value), Some(_)) => {
                assert_eq!(value.standing, *standing, "{id} on {day}");
                (value.cite.clone(), Some(value.value))
            }
            (found, _) => {
                // Not in force: where its beginning or its end is written.
                let turn = item.ended.as_ref().filter(|(end, _)| *end <= on(day)).or(item.begun.as_ref());
                (turn.unwrap_or_else(|| panic!("{id} on {day}: {found:?}")).1.clone(), found.map(|v| v.value))
            }
        };
        assert_eq!(found, amount.map(|a| a.parse().expect("an amount")), "{id} on {day}");
        assert_eq!(cite.doc, *doc, "{id} on {day}");
        assert!(cite.section.contains(section), "{id} on {day}: {} does not say {section}", cite.section);
    }
}

fn months() -> Vec<Day> {
    let edition = ENGINE.catalogue().edition();
    let mut out = Vec::new();
    let mut month = edition.from.month();
    while month.first() <= edition.to {
        out.push(month.first());
        month = month.next();
    }
    out
}

/// 36 months; on every first of a month each item a rule reads has exactly one value, unless it does not exist.
#[test]
fn no_gap_and_no_overlap_on_any_first_of_a_month() {
    let months = months();
    assert_eq!((months.len(), months[0], months[35]), (36, on("2024-06-01"), on("2027-05-01")));
    let read: BTreeSet<&str> = rosai_fees::rules::all().flat_map(|r| r.items).copied().collect();
    assert!(read.len() > 60, "{} items are read", read.len());
    for id in read {
        let item = ENGINE.catalogue().item(id).unwrap_or_else(|| panic!("{id}"));
        for day in &months {
            let begun: Vec<_> = item.values.iter().filter(|(from, _, _)| from <= day).collect();
            assert!(item.values.windows(2).all(|w| w[0].0 < w[1].0), "{id}: the first days go up");
            assert_eq!(item.on(*day).is_some(), item.exists(*day), "{id} on {day}");
            if let Some(value) = item.on(*day) {
                let last = begun.last().unwrap_or_else(|| panic!("{id} on {day}"));
                assert_eq!((value.from, &value.value), (last.0, &last.2.value), "{id} on {day}: the latest holds");
            }
        }
    }
}

/// A 初診 and a 再診 in every month the book covers: 3,850 + 1,420 = 5,270円, from 2026-06 3,850 + 1,430 = 5,280円.
#[test]
fn every_month_of_the_book_computes() {
    for first in months() {
        let open = |d: &Day| d.weekday().number_from_monday() <= 5 && !rosai_domain::is_holiday(*d);
        let days: Vec<Day> = (0..20).map(|n| first.plus_days(n)).filter(open).take(2).collect();
        let visit = |day: Day, planned: Option<bool>| Attendance {
            day,
            time: None,
            coming: 1,
            department: Default::default(),
            injury: "1".to_owned(),
            consultation: None,
            time_class: None,
            planned_management: planned,
            fixed_fee_collected: false,
            guidance: vec![],
            acts: vec![],
        };
        let mut facts: Facts = rosai_casefile::Given::default().facts();
        facts.attendances = vec![visit(days[0], None), visit(days[1], Some(false))];
        facts.month = first.month();
        facts.asked_on = first.month().next().first();
        facts.injuries[0].injured_on = days[0];
        let found = ENGINE.assess(&facts).unwrap_or_else(|p| panic!("{first}: {}", said(&p)));
        let want = if first < on("2026-06-01") { 5270 } else { 5280 };
        assert_eq!(found.sums[0].total.value().0, want, "{first}");
    }
}

/// Which items do not stand through the whole book is known by name: nothing else may have a hole.
#[test]
fn items_that_begin_or_end_are_known() {
    let manual = |id: &str| !id.starts_with("kenpo_");
    let turning: Vec<&str> = ENGINE
        .catalogue()
        .items()
        .filter(|i| (i.begun.is_some() || i.ended.is_some()) && manual(&i.id))
        .map(|i| i.id.as_str())
        .collect();
    assert_eq!(turning, ["electronic_claim_addition"], "of the manual only 労災電子化加算 ends");
    let first = months()[0];
    for item in ENGINE.catalogue().items().filter(|i| i.begun.is_none()) {
        assert!(item.values[0].0 <= first, "{} has no value on the first day of the book", item.id);
    }
}

fn said(problems: &[rosai_domain::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn changes(a: &str, b: &str) -> Vec<FeeChange> {
    ENGINE.catalogue().diff(on(a), on(b))
}

fn manual_items(changes: &[FeeChange]) -> Vec<(&str, Option<i64>, Option<i64>)> {
    let whole = |d: Option<Decimal>| d.map(|d| i64::try_from(d).expect("a whole amount"));
    let own = |c: &&FeeChange| c.kind == "item" && !c.id.starts_with("kenpo_");
    changes.iter().filter(own).map(|c| (c.id.as_str(), whole(c.before), whole(c.after))).collect()
}

#[test]
fn what_moved_on_2025_04_01_were_the_meals() {
    // 令和7年4月: only the meals (fee-schedule history 2.1, 2.3): ×1.2 of 670→690, 605→625, 536→556, 490→510.
    assert_eq!(
        manual_items(&changes("2025-03-31", "2025-04-01")),
        [
            ("meal_1", Some(800), Some(830)),
            ("meal_1_liquid", Some(730), Some(750)),
            ("meal_2", Some(640), Some(670)),
            ("meal_2_liquid", Some(590), Some(610)),
        ]
    );
}

#[test]
fn what_moved_on_2026_04_01_was_the_electronic_addition() {
    let all = changes("2026-03-31", "2026-04-01");
    assert_eq!(manual_items(&all), [("electronic_claim_addition", Some(5), None)]);
    let ended = &all[0];
    assert_eq!((ended.name.as_str(), ended.unit.as_str(), ended.standing), ("労災電子化加算", "点", None));
    assert_eq!(ended.from, Some(on("2026-04-01")));
    assert_eq!(ended.cite.as_ref().map(ToOwned::to_owned), Some(Cite::new("manual-2025-04", "I 28 注2")));
}

#[test]
fn what_moved_on_2026_06_01_in_the_order_of_the_book() {
    let all = changes("2026-05-31", "2026-06-01");
    assert_eq!(
        manual_items(&all),
        [
            ("repeat_visit_fee", Some(1420), Some(1430)),
            ("repeat_visit_fee_second_department", Some(710), Some(720)),
            ("repeat_visit_fee_phone", Some(1420), Some(1430)),
            ("repeat_visit_fee_same_day", Some(1420), Some(1430)),
            ("repeat_visit_fee_same_day_phone", Some(1420), Some(1430)),
            ("repeat_visit_fee_phone_second_department", Some(710), Some(720)),
            ("repeat_visit_fee_fixed_fee_collected", Some(1020), Some(1030)),
            ("hospital_outpatient_fee", Some(76), Some(77)),
            ("hospital_outpatient_fee_same_day", Some(76), Some(77)),
            ("hospital_outpatient_fee_second_department", Some(38), Some(39)),
            ("meal_1", Some(830), Some(880)),
            ("meal_1_liquid", Some(750), Some(800)),
            ("meal_2", Some(670), Some(720)),
            ("meal_2_liquid", Some(610), Some(660)),
        ]
    );
    let of = |id: &str| all.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("{id} changed"));
    let repeat = of("repeat_visit_fee");
    assert_eq!((repeat.code.as_str(), repeat.standing, repeat.from), ("101120010", Some(Impl), Some(on("2026-06-01"))));
    let renamed = of("kenpo_after_hours_response_1");
    assert_eq!(
        (renamed.name.as_str(), renamed.before, renamed.after),
        ("時間外対応体制加算1", Some(5.into()), Some(7.into()))
    );
    let new = of("kenpo_price_response_repeat");
    assert_eq!((new.before, new.after, new.standing), (None, Some(2.into()), Some(Official)));
    let ended = of("kenpo_medical_information_repeat");
    assert_eq!((ended.before, ended.after, ended.standing), (Some(1.into()), None, None));
    assert_eq!(ended.cite.as_ref().map(|c| c.doc.to_string()).as_deref(), Some("kenpo-2026-06"));
    // J116 関節穿刺 120 → 144.
    let act = of("140023010");
    assert_eq!((act.kind, act.before, act.after), ("act", Some(120.into()), Some(144.into())));
    let place = |id: &str| all.iter().position(|c| c.id == id).expect("it changed");
    assert!(place("meal_1") < place("kenpo_base_up_initial") && place("kenpo_base_up_initial") < place("140023010"));
    assert!(all.iter().all(|c| c.id != "initial_visit_fee"), "3,850円 stays, only its standing moves");
    assert_eq!(changes("2026-06-01", "2026-06-01"), []);
}

#[test]
fn what_is_in_force_without_an_official_text() {
    let book = ENGINE.catalogue();
    let items = |day: &str| -> Vec<String> {
        book.unofficial(on(day)).into_iter().filter(|v| v.kind == "item").map(|v| v.id).collect()
    };
    assert_eq!(items("2025-10-01"), Vec::<String>::new(), "令和7年4月版 is official throughout");
    // Before 2025-04 no text prints these: they carry no code in the 労災 master.
    assert_eq!(
        items("2024-06-01"),
        [
            "repeat_visit_fee_fixed_fee_collected",
            "overnight_leave_factor",
            "meal_1",
            "meal_1_liquid",
            "meal_special_addition",
            "meal_dining_room_addition",
            "meal_2",
            "meal_2_liquid",
            "fixation_floor",
        ]
    );
    assert_eq!(items("2026-04-01").len(), 10, "the ten 文書料 of 参考15");
    let june = items("2026-06-01");
    assert!(june.contains(&"repeat_visit_fee".to_owned()) && june.contains(&"gown_fee".to_owned()));
    assert!(!june.contains(&"kenpo_after_hours_response_1".to_owned()), "the 令和8年 notice gives it");
}

fn overlay(id: &str, from: &str, amount: &str) -> Overlay {
    Overlay {
        id: id.to_owned(),
        from: on(from),
        amount: amount.parse().expect("an amount"),
        notice: "基発0529第1号 令和8年5月29日".to_owned(),
        section: "5 再診料".to_owned(),
        by: "山田".to_owned(),
        on: on("2026-11-22"),
    }
}

#[test]
fn an_overlay_confirms_a_value_from_its_day_on() {
    let book = ENGINE.catalogue().with_overlay(&[overlay("repeat_visit_fee", "2026-06-01", "1430")]);
    let book = book.unwrap_or_else(|p| panic!("{}", said(&p)));
    let value = |day: &str| book.value("repeat_visit_fee", on(day)).expect("a value").clone();
    assert_eq!((value("2026-05-31").value, value("2026-05-31").standing), (1420.into(), Official), "no day before");
    for day in ["2026-06-01", "2027-05-31"] {
        let v = value(day);
        assert_eq!((v.value, v.standing, v.from), (1430.into(), Confirmed, on("2026-06-01")));
        assert_eq!((v.cite.doc.as_ref(), v.cite.section.as_ref()), ("基発0529第1号 令和8年5月29日", "5 再診料"));
    }
    assert!(book.unofficial(on("2026-06-01")).iter().all(|v| v.id != "repeat_visit_fee"));
    assert_eq!(
        book.diff(on("2026-06-01"), on("2027-05-31")),
        ENGINE.catalogue().diff(on("2026-06-01"), on("2027-05-31"))
    );
    assert_eq!(Standing::Confirmed.ja(), "告示・通達と照合済");
}

#[test]
fn an_overlay_holds_until_the_next_value() {
    let overlays = [
        overlay("repeat_visit_fee", "2026-10-01", "1440"),
        overlay("repeat_visit_fee", "2027-04-01", "1450"),
        overlay("meal_1", "2024-10-01", "810"),
    ];
    let book = ENGINE.catalogue().with_overlay(&overlays).unwrap_or_else(|p| panic!("{}", said(&p)));
    let value = |id: &str, day: &str| book.value(id, on(day)).map(|v| (v.value, v.standing)).expect("a value");
    assert_eq!(value("repeat_visit_fee", "2026-09-30"), (1430.into(), Impl));
    assert_eq!(value("repeat_visit_fee", "2026-10-01"), (1440.into(), Confirmed));
    assert_eq!(value("repeat_visit_fee", "2027-03-31"), (1440.into(), Confirmed));
    assert_eq!(value("repeat_visit_fee", "2027-04-01"), (1450.into(), Confirmed));
    assert_eq!(value("meal_1", "2024-09-30"), (800.into(), Inferred));
    assert_eq!(value("meal_1", "2025-03-31"), (810.into(), Confirmed));
    assert_eq!(value("meal_1", "2025-04-01"), (830.into(), Official), "the next value of the book stands");
}

#[test]
fn an_overlay_on_an_act_or_an_entered_item_moves_its_rows() {
    let overlays = [overlay("140023010", "2026-07-01", "150"), overlay("101600090", "2026-08-01", "11")];
    let book = ENGINE.catalogue().with_overlay(&overlays).unwrap_or_else(|p| panic!("{}", said(&p)));
    let row = |code: &str, day: &str| book.act(code, on(day)).unwrap_or_else(|e| panic!("{code} {day} {e:?}")).clone();
    assert_eq!(row("140023010", "2026-06-30").points.value, 144.into());
    let laid = row("140023010", "2026-07-01");
    assert_eq!((laid.points.value, laid.points.standing, laid.limb.is_some()), (150.into(), Confirmed, true));
    // 痛覚検査 9点 → 11点 a finger, by its code: item, row and step follow together.
    assert_eq!(book.value("vibration_pain", on("2026-08-01")).map(|v| v.value), Some(11.into()));
    let laid = row("101600090", "2026-08-01");
    assert_eq!((laid.points.value, laid.step.map(|s| s.points)), (11.into(), Some(11.into())));
    assert_eq!((laid.from, laid.to), (on("2026-08-01"), None));
    let before = row("101600090", "2026-07-31");
    assert_eq!((before.points.value, before.to), (9.into(), Some(on("2026-07-31"))));
}

#[test]
fn an_addition_that_went_on_after_its_planned_end() {
    let book = ENGINE.catalogue().with_overlay(&[overlay("electronic_claim_addition", "2026-04-01", "5")]);
    let book = book.unwrap_or_else(|p| panic!("{}", said(&p)));
    let value = |day: &str| book.value("electronic_claim_addition", on(day)).map(|v| (v.value, v.standing));
    assert_eq!(value("2026-03-31"), Some((5.into(), Official)));
    assert_eq!(value("2026-04-01"), Some((5.into(), Confirmed)));
}

#[test]
fn overlays_that_cannot_be_are_refused_each_with_a_sentence() {
    let refused = |o: Overlay| said(&ENGINE.catalogue().with_overlay(&[o]).expect_err("refused"));
    assert!(
        refused(overlay("no_such_fee", "2026-06-01", "1"))
            .contains("「no_such_fee」という項目やコードは料金表にありません。")
    );
    assert!(
        refused(overlay("gown_fee", "2024-05-31", "10"))
            .contains("この料金表（令和6年6月1日〜令和9年5月31日）の外です")
    );
    assert!(refused(overlay("gown_fee", "2027-06-01", "10")).contains("の外です"));
    assert!(refused(overlay("gown_fee", "2026-06-01", "-1")).contains("0より小さい額です"));
    assert!(refused(overlay("gown_fee", "2026-06-01", "10.5")).contains("整数でありません"));
    assert!(refused(overlay("kenpo_price_response_initial", "2026-05-31", "2")).contains("値がありません"));
    assert!(refused(overlay("electronic_claim_addition", "2026-05-01", "5")).contains("値がありません"));
    assert!(
        refused(Overlay { notice: " ".to_owned(), ..overlay("gown_fee", "2026-06-01", "10") }).contains("名称と日付")
    );
    assert!(refused(Overlay { section: String::new(), ..overlay("gown_fee", "2026-06-01", "10") }).contains("箇所"));
    assert!(refused(Overlay { by: String::new(), ..overlay("gown_fee", "2026-06-01", "10") }).contains("照合した人"));
    let twice = [overlay("vibration_pain", "2026-06-01", "9"), overlay("101600090", "2026-06-01", "10")];
    assert!(said(&ENGINE.catalogue().with_overlay(&twice).expect_err("twice")).contains("照合が2つあります"));
    // Every problem at once.
    let both = [overlay("no_such_fee", "2026-06-01", "1"), overlay("gown_fee", "2026-06-01", "-1")];
    assert_eq!(ENGINE.catalogue().with_overlay(&both).expect_err("both").len(), 2);
    // 写真診断 grows by half its points a film: its points alone say too little. To confirm them says nothing new.
    let stepped = ENGINE
        .catalogue()
        .acts()
        .find(|a| a.in_force(on("2026-06-01")) && a.step.is_some_and(|s| s.points != a.points.value) && !a.is_item());
    let stepped = stepped.expect("a row that grows by other steps");
    let (code, points) = (stepped.code.to_string(), stepped.points.value.to_string());
    assert!(refused(overlay(&code, "2026-06-01", "1")).contains("点数だけを書き換えられません"));
    assert!(ENGINE.catalogue().with_overlay(&[overlay(&code, "2026-06-01", &points)]).is_ok());
}

const SOURCES: &str = r#"
[book]
from = 2024-06-01
to = 2027-05-31
[[source]]
id = "old"
ja = "令和7年の資料"
from = 2025-04-01
to = 2026-05-31
[[source]]
id = "all"
ja = "通しの資料"
from = 2024-06-01
to = 2027-05-31
"#;

const ITEM: &str = r#"
[[item]]
id = "gown_fee"
ja = "病衣貸与料"
unit = "points"
  [[item.value]]
  from = 2020-04-01
  amount = "10"
  standing = "official"
  cite = { doc = "all", section = "I 10" }
  checked_on = 2026-11-22
  [[item.value]]
  from = 2026-06-01
  amount = "11"
  standing = "inferred"
  cite = { doc = "all", section = "I 10" }
  checked_on = 2026-11-22
"#;

/// The file is good as it stands, and each slip in it is refused with a sentence that names the item.
#[test]
fn a_bad_file_does_not_load() {
    assert!(Catalogue::parse(SOURCES, &[("10.toml", ITEM)], &[]).is_ok());
    let refused = |from: &str, to: &str| {
        assert!(ITEM.contains(from), "{from}");
        said(&Catalogue::parse(SOURCES, &[("10.toml", &ITEM.replace(from, to))], &[]).expect_err(to))
    };
    assert!(
        refused("cite = { doc = \"all\"", "cite = { doc = \"nowhere\"").contains("出典が sources.toml にありません")
    );
    assert!(refused("section = \"I 10\"", "section = \" \"").contains("出典が sources.toml にありません"));
    // A document speaks for its own days only: 2024-06-01 is none of them.
    assert!(refused("doc = \"all\"", "doc = \"old\"").contains("令和6年6月1日の診療について述べていません"));
    let also = "cite = { doc = \"old\", section = \"I 10\" }\n  also = [{ doc = \"nowhere\", section = \"x\" }]";
    assert!(refused("cite = { doc = \"all\", section = \"I 10\" }", also).contains("出典が sources.toml にありません"));
    assert!(refused("2026-06-01", "2020-04-01").contains("初日が前の値より後になっていません"));
    assert!(refused("2020-04-01", "2024-06-02").contains("料金表の初日か項目の始まり（begun）からありません"));
    assert!(refused("\"inferred\"", "\"confirmed\"").contains("照合の記録だけのものです"));
    assert!(refused("\"inferred\"", "\"guessed\"").contains("10.toml"));
    assert!(refused("\"10\"", "\"十\"").contains("金額「十」が数でありません"));
    assert!(refused("\"10\"", "10").contains("10.toml"), "decimals are strings");
    assert!(refused("unit = \"points\"", "unit = \"points\"\ncolour = \"red\"").contains("colour"));
    let begun = "unit = \"points\"\nbegun = { from = 2025-04-01, cite = { doc = \"all\", section = \"x\" }, standing = \"official\" }";
    assert!(refused("unit = \"points\"", begun).contains("begun"), "it begins on another day than its first value");
    let twice = format!("{ITEM}{ITEM}");
    assert!(said(&Catalogue::parse(SOURCES, &[("10.toml", &twice)], &[]).expect_err("twice")).contains("2度"));
    let no_book = SOURCES.split_once("[[source]]").map(|(_, rest)| format!("[[source]]{rest}")).expect("sources");
    assert!(Catalogue::parse(&no_book, &[("10.toml", ITEM)], &[]).is_err(), "the days of the book have to be said");
}
