//! Nonsense of every kind: an answer or a refusal, never a panic, and nothing that was accepted is lost.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

#[path = "../proof/tests/common/mod.rs"]
mod common;

use common::cases;
use proptest::prelude::*;
use rosai_api::COMMANDS;
use rosai_api::wire::*;
use rosai_domain::{fold_width, normalize};
use rosai_tests::desk::*;
use serde_json::{Value, json};
use std::sync::Mutex;

/// Texts nobody should type and somebody will.
#[rustfmt::skip]
const ABSURD: &[&str] = &[
    "", " ", "　", "\u{0}", "\n\t", "\u{7}", "\u{FEFF}", "\u{3099}", "ﾞ", "𠮷野家", "👨‍👩‍👧‍👦", "שלום\u{202E}", "Å\u{301}",
    "1e999", "-0", "９９９９９９９９９９", "2025-02-30", "9999-12-31", "0001-01-01", "R7.10.10", "R99.99.99", "2025-13", "2025-10",
    "9998-12", "1868-01", "25:00", "'; DROP TABLE worker;--", "null", "{}", "\\", "\"", "%", "../..",
    "79228162514264337593543950335", "0.0000000000000000000000000001", "-1", "0", "1", "2", "4294967296", "yes", "cured",
    "右手第2指", "140000610", "999999999", "01101012345000", "statement", "claim_sheet", "calibration", "34722", "overlay",
];

fn absurd() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(ABSURD).prop_map(str::to_owned),
        2 => "\\PC{0,40}",
        1 => any::<String>(),
        1 => (1usize..9_000).prop_map(|n| "あ".repeat(n)),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => absurd().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        2 => (0u32..40).prop_map(Value::from),
        1 => Just(json!(1.5)),
        1 => Just(json!(u64::MAX)),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,12}", inner, 0..5)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

/// An act with everything filled.
fn full_act() -> Value {
    json!({ "code": "140000610", "name": "", "drug_use": "", "sites": ["右前腕"], "continuous": false, "wound": "1",
        "area": "10", "length": "1", "quantity": "1", "films": "1", "days": "1", "urgent": false, "remark": "x",
        "material": { "name": "x", "price": "1", "quantity": "1", "unit": "枚" },
        "unlisted": { "name": "x", "class": "40", "points": "1", "yen": "", "source": "x" } })
}

/// What a screen would ask, for every command: what is changed about it finds its way further in.
fn sensible(command: &str) -> Value {
    let month = json!({ "worker": 1, "month": MONTH });
    let sheet =
        json!({ "month": MONTH, "what": "statement", "case": 1, "bundle": 0, "form": "34722", "mode": "framed" });
    let mut visit = first_visit();
    visit["case"] = 1.into();
    visit["day"] = "R7.10.16".into();
    visit["acts"].as_array_mut().expect("acts").push(full_act());
    let fields: serde_json::Map<String, Value> = CUT_FINGER.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
    let form = json!({ "form": "5", "case": 1, "worker": 1, "revision": 2, "worker_revision": 1, "fields": fields, "kept": [] });
    match command {
        "create_store" => json!({ "passphrase": "x", "again": "y" }),
        "unlock" => json!({ "passphrase": "x" }),
        "set_calendar" => json!({ "day": "2025-10-20" }),
        "check_facility" | "save_facility" => serde_json::to_value(facility()).expect("JSON"),
        "save_preferences" => json!({ "places": [{ "form": "34722", "printer": "", "dx": 1, "dy": 1 }], "printer": "",
            "folder": "", "folder_used": "", "zero_fill": true }),
        "search" | "find_employer" | "find_office" => json!({ "text": "キリ" }),
        "intake_sheet" => json!({ "form": "5" }),
        "intake" => json!({ "case": 1, "worker": 1, "form": "5" }),
        "check_intake" => form,
        "save_intake" => json!({ "form": form, "keep_all": true }),
        "month" | "undo" | "redo" | "what_if_keys" => month,
        "save_attendance" => json!({ "form": visit }),
        "remove_attendance" => json!({ "id": 2, "revision": 1 }),
        "last_visit" => json!({ "case": 1, "day": "2025-10-17", "from": "" }),
        "answer" => {
            json!({ "case": 1, "month": MONTH, "day": "2025-10-03", "question": "emergency_care", "value": "yes",
            "text": "", "by": DOCTOR })
        }
        "save_diseases" => {
            json!({ "case": 1, "revision": 2, "month": MONTH, "diseases": [{ "name": "左示指切創", "since": "",
            "cause": "", "end_day": "", "end": "" }] })
        }
        "save_month_record" => json!({ "case": 1, "month": MONTH, "record": { "revision": 0, "course": "x",
            "disposition": "cured", "disposition_day": "R7.10.17", "remarks": ["x"] } }),
        "save_document" => {
            json!({ "id": null, "revision": 0, "case": 1, "kind": "absence_certificate", "issued": "R7.10.17",
            "from": "R7.10.3", "to": "R7.10.16", "remove": false })
        }
        "find" => json!({ "text": "創傷", "day": "2025-10-17" }),
        "find_site" => json!({ "text": "右", "code": "140000610", "day": "2025-10-17", "case": 1 }),
        "find_disease" => json!({ "text": "右橈骨", "day": "2025-10-17", "case": 1 }),
        "find_modifier" => json!({ "text": "", "day": "2025-10-17", "case": 1 }),
        "compose_disease" => json!({ "code": "8838017", "modifiers": ["2056"], "day": "2025-10-17" }),
        "save_sets" => json!({ "revision": 1, "sets": [{ "id": 0, "name": "x", "abbreviations": ["y"], "said": [],
            "acts": [{ "act": full_act(), "asked": ["sites", "area", "drugs.0.quantity"], "may_ask": [] }] }] }),
        "find_sets" => json!({ "text": "せ", "day": "2025-10-17" }),
        "set_of_acts" => json!({ "acts": [full_act()], "day": "2025-10-17" }),
        "open_set" => json!({ "id": 1, "day": "2025-10-17", "case": 1 }),
        "apply_set" => json!({ "id": 1, "day": "2025-10-17", "answers": [{ "field": "0.sites", "value": "右手" },
            { "field": "1.sites", "value": "右手" }, { "field": "1.length", "value": "3" },
            { "field": "2.drugs.0.quantity", "value": "5" }] }),
        "import_sets" => json!({ "revision": 1, "collisions": "both",
            "content": "{\"kind\":\"rosai-desk-sets\",\"version\":1,\"sets\":[]}" }),
        "close" => json!({ "month": MONTH }),
        "finalize" => json!({ "case": 1, "month": MONTH }),
        "lift" => json!({ "case": 1, "month": MONTH, "reason": "x" }),
        "sheet" => sheet,
        "write_pdf" => json!({ "sheets": [sheet] }),
        "save_draft" => json!({ "key": "k", "title": "t", "body": "b" }),
        "draft" | "drop_draft" => json!({ "key": "k" }),
        "history" => json!({ "worker": 1, "limit": 5 }),
        "help" => json!({ "id": "visit.area" }),
        "export_statements" => json!({ "month": MONTH }),
        "confirm_value" => json!({ "id": "repeat_visit_fee", "from": "2026-06-01", "amount": "1430", "notice": "x",
            "notice_day": "R7.10.1", "section": "x" }),
        "withdraw_value" => json!({ "id": "repeat_visit_fee", "from": "2026-06-01" }),
        "what_if" => json!({ "worker": 1, "month": MONTH, "changes": [{ "key": "tax", "value": "exempt" },
            { "key": "site", "value": "2025-10-03#1:右手第2指" }] }),
        "rule_page" => json!({ "id": "M17" }),
        _ => json!({}),
    }
}

/// Puts a value in the place of the n-th leaf.
fn put(request: &mut Value, mut n: usize, value: &Value) {
    let leaves = count(request);
    if leaves > 0 {
        n %= leaves;
        replace(request, &mut n, value);
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(count).sum(),
        Value::Array(all) => all.iter().map(count).sum(),
        _ => 1,
    }
}

fn replace(at: &mut Value, n: &mut usize, value: &Value) -> bool {
    match at {
        Value::Object(map) => map.values_mut().any(|v| replace(v, n, value)),
        Value::Array(all) => all.iter_mut().any(|v| replace(v, n, value)),
        leaf if *n == 0 => {
            *leaf = value.clone();
            true
        }
        _ => {
            *n -= 1;
            false
        }
    }
}

/// The demo clinic, opened anew where a command has closed it.
struct Demo {
    office: Office,
    calls: usize,
}

static DEMO: Mutex<Option<Demo>> = Mutex::new(None);

fn answered(command: &str, request: &Value) {
    let mut place = DEMO.lock().expect("one after the other");
    let demo = place.get_or_insert_with(|| Demo { office: Office::demo("2025-10-20"), calls: 0 });
    demo.calls += 1;
    let status: Status = demo.office.ask("status", json!({}));
    if !status.demo || demo.calls.is_multiple_of(40) {
        let _: Status = demo.office.ask("open_demo", json!({}));
    }
    let answer = demo.office.call(command, request);
    let log = demo.office.log();
    assert!(!log.iter().any(|l| l.contains("panic")), "{command} {request}: {log:?}");
    if let Err(refused) = answer {
        assert!(refused.message.ends_with('。'), "{command}: {}", refused.message);
        assert!(!refused.message.contains("記録の1件が読めません"), "{command} {request}: {:?}", refused.place);
    }
    // The desk goes on working.
    let _: Status = demo.office.ask("status", json!({}));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_brings_the_desk_down(command in 0..COMMANDS.len(), request in any_json()) {
        answered(COMMANDS[command], &request);
    }

    #[test]
    fn no_request_that_is_almost_right_brings_the_desk_down(
        command in 0..COMMANDS.len(),
        changes in proptest::collection::vec((any::<usize>(), prop_oneof![4 => absurd().prop_map(Value::from), 1 => any_json()]), 1..4),
    ) {
        let mut request = sensible(COMMANDS[command]);
        for (n, value) in &changes {
            put(&mut request, *n, value);
        }
        answered(COMMANDS[command], &request);
    }
}

#[test]
fn every_command_answers_nothing_at_all_and_what_a_screen_asks() {
    for command in COMMANDS {
        for request in [Value::Null, json!({}), json!([]), json!("x"), json!({ "nothing": 1 }), sensible(command)] {
            answered(command, &request);
        }
    }
    let mut office = Office::demo("2025-10-20");
    let unknown = office.refused("format_disk", json!({}));
    assert_eq!(unknown.code, rosai_api::Code::Internal);
    let unknown = office.refused("search", json!({ "text": "x", "nothing": 1 }));
    assert!(unknown.message.contains("nothing"), "an unknown key is no silent loss: {}", unknown.message);
}

/// A clinic in memory that is kept from case to case, with a case that has one visit.
struct House {
    office: Office,
    worker: u32,
    case: u32,
    /// Guests so far.
    cards: u32,
}

static HOUSE: Mutex<Option<House>> = Mutex::new(None);

fn with_house(body: impl FnOnce(&mut House)) {
    let mut place = HOUSE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Moved out from time to time: 今日 looks at everybody who was registered.
    if place.as_ref().is_some_and(|house| house.cards % 100 == 99) {
        *place = None;
    }
    let house = place.get_or_insert_with(|| {
        let mut office = Office::demo("2025-10-20");
        let mut form = office.sheet("5", CUT_FINGER);
        fill(
            &mut form,
            &[("patient_number", "9001"), ("kana_family", "べつの"), ("injured_on", "R7.10.2"), ("received", "")],
        );
        let (worker, case) = ids(&office.register(form));
        House { office, worker, case, cards: 10_000 }
    });
    house.cards += 1;
    body(house);
    let log = house.office.log();
    assert!(!log.iter().any(|l| l.contains("panic")), "{log:?}");
}

fn kinds(office: &mut Office) -> Vec<(String, String)> {
    let sheet: IntakeSheet = office.ask("intake_sheet", json!({ "form": "5" }));
    sheet.groups.into_iter().flat_map(|g| g.fields).map(|f| (f.id, f.kind)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_full_of_nonsense_is_kept_as_it_was_accepted(
        typed in proptest::collection::vec((any::<usize>(), absurd()), 1..12),
    ) {
        with_house(|house| {
            let office = &mut house.office;
            let kinds = kinds(office);
            let mut form = office.sheet("5", CUT_FINGER);
            let number = format!("Z{}", house.cards);
            for (n, text) in &typed {
                form.fields.insert(kinds[n % kinds.len()].0.clone(), text.clone());
            }
            form.fields.insert("patient_number".to_owned(), number.clone());
            let saved: IntakeSaved = office.ask("save_intake", SaveIntake { form: form.clone(), keep_all: true });
            if !saved.saved {
                return;
            }
            let (worker, case) = ids(&saved.form);
            let loaded: IntakeForm = office.ask("intake", json!({ "case": case }));
            assert_eq!(loaded, saved.form);
            let checked: IntakeChecked = office.ask("check_intake", &loaded);
            for (id, _) in kinds.iter().filter(|(id, kind)| {
                matches!(kind.as_str(), "text" | "area") && !checked.hidden.contains(id)
            }) {
                let typed = form.fields.get(id).map(String::as_str).unwrap_or_default();
                assert_eq!(loaded.fields[id], normalize(typed), "{id}");
            }
            let again: IntakeSaved = office.ask("save_intake", SaveIntake { form: loaded.clone(), keep_all: false });
            assert!(again.saved, "{:?}", again.messages);
            // Letters that fall apart where digits are read may come together again.
            let spelled = |text: &String| fold_width(&fold_width(text).split_whitespace().collect::<String>());
            for (id, value) in &loaded.fields {
                assert_eq!(spelled(&again.form.fields[id]), spelled(value), "{id}: kept as it is");
            }
            let found: SearchHits = office.ask("search", json!({ "text": number }));
            assert_eq!(found.hits.iter().map(|h| h.worker).collect::<Vec<_>>(), [worker], "whoever is registered is found");
            let _: MonthView = office.month(worker, MONTH);
            let _: Today = office.ask("today", json!({}));
        });
    }

    #[test]
    fn a_visit_full_of_nonsense_is_kept_as_it_was_accepted_or_changes_nothing(
        changes in proptest::collection::vec((any::<usize>(), absurd()), 0..4),
        day in 3u32..20,
    ) {
        with_house(|house| {
            let office = &mut house.office;
            let mut form = sensible("save_attendance")["form"].take();
            form["acts"].as_array_mut().expect("acts").pop();
            form["day"] = format!("R7.10.{day}").into();
            for (n, text) in &changes {
                put(&mut form, *n, &json!(text));
            }
            form["case"] = house.case.into();
            let before = office.month(house.worker, MONTH);
            let Ok(answer) = office.call("save_attendance", json!({ "form": form })) else { return };
            let saved: AttendanceSaved = serde_json::from_value(answer).expect("an answer");
            if !saved.saved {
                assert!(!saved.messages.is_empty());
                assert_eq!(office.month(house.worker, MONTH), before);
                return;
            }
            let view = office.month(house.worker, &saved.view.month);
            assert_eq!(view, saved.view);
            let kept = &view.attendances.iter().find(|a| a.form.id == saved.id).expect("the visit").form;
            let typed: AttendanceForm = serde_json::from_value(form).expect("a form");
            assert_eq!(kept.acts.len(), typed.acts.len(), "no act is dropped");
            for (kept, typed) in kept.acts.iter().zip(&typed.acts) {
                assert_eq!((&kept.code, &kept.remark, &kept.drugs), (&typed.code, &typed.remark, &typed.drugs));
                assert_eq!(kept.sites.len(), typed.sites.len());
            }
            assert_eq!((&kept.department, &kept.guidance), (&typed.department, &typed.guidance));
            let ask = json!({ "month": view.month, "what": "statement", "case": house.case, "mode": "framed" });
            let _ = office.call("sheet", ask);
            let gone = json!({ "id": saved.id, "revision": kept.revision });
            let _: AttendanceSaved = office.ask("remove_attendance", gone);
        });
    }

    #[test]
    fn a_record_full_of_nonsense_is_kept_as_it_was_accepted_or_changes_nothing(
        course in absurd(),
        disposition in absurd(),
        day in absurd(),
        remarks in proptest::collection::vec(absurd(), 0..4),
    ) {
        with_house(|house| {
            let office = &mut house.office;
            let before = office.month(house.worker, MONTH);
            let revision = before.cases[0].record.revision;
            let record = json!({ "revision": revision, "course": course, "disposition": disposition,
                                 "disposition_day": day, "remarks": remarks });
            let saved = office.record(house.case, MONTH, record);
            let view = office.month(house.worker, MONTH);
            if !saved.saved {
                assert_eq!(view, before);
                return;
            }
            let kept = &view.cases[0].record;
            assert_eq!(kept.course, normalize(&course));
            let lines: Vec<String> = remarks.iter().map(|r| normalize(r)).filter(|r| !r.is_empty()).collect();
            assert_eq!(kept.remarks, lines);
            assert_eq!(view.problems, vec![], "what was accepted can be computed with");
            let ask = json!({ "month": MONTH, "what": "statement", "case": house.case, "mode": "overlay" });
            let _ = office.call("sheet", ask);
        });
    }
}
