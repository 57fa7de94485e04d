//! Names of diseases by the masters: found, composed, recognised, refused, and looked at before a claim. The rows are ours
//! in the official layout (`tests/data/masters`).
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use base64::prelude::*;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use rosai_tests::root;
use serde_json::{Value, json};

fn load(office: &mut Office, name: &str) {
    let bytes = std::fs::read(root().join("tests/data/masters").join(name)).expect("the file");
    office.as_actor(DOCTOR, |office| {
        let begun: MasterProgress = office.ask("begin_master", json!({ "name": name, "size": bytes.len() }));
        let base64 = BASE64_STANDARD.encode(&bytes);
        let _: MasterProgress = office.ask("put_master_chunk", json!({ "id": begun.id, "base64": base64 }));
        let read: MasterRead = office.ask("read_master", json!({ "id": begun.id }));
        assert_eq!(read.members[0].state, "ready", "{:?}", read.members);
        let _: MasterKept = office.ask("keep_master", json!({ "id": begun.id }));
    });
}

/// The cut finger in a clinic that has the 傷病名 and 修飾語 masters.
fn with_masters() -> (Office, u32, u32) {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    for name in ["b_20250601.txt", "hb_20251101.txt", "z_20250601.txt"] {
        load(&mut office, name);
    }
    (office, worker, case)
}

fn find(office: &mut Office, case: u32, typed: &str) -> Vec<DiseaseHit> {
    let hits: DiseaseHits = office.ask("find_disease", json!({ "text": typed, "day": "2025-10-17", "case": case }));
    assert!(hits.loaded);
    hits.hits
}

fn form(hit: &DiseaseHit) -> Value {
    json!({ "name": hit.name, "code": hit.code, "modifiers": hit.modifiers })
}

fn save(office: &mut Office, worker: u32, case: u32, month: &str, diseases: Value) -> AttendanceSaved {
    let revision = office.month(worker, month).cases[0].revision;
    office.ask("save_diseases", json!({ "case": case, "revision": revision, "month": month, "diseases": diseases }))
}

fn faults(office: &mut Office, case: u32, month: &str) -> Vec<(String, String)> {
    let row = office.statement(case, month);
    let of = |f: &FaultView| f.place.starts_with("傷病名・");
    row.faults.into_iter().filter(of).map(|f| (f.severity, f.message)).collect()
}

#[test]
fn a_name_is_found_composed_and_kept_with_its_codes() {
    let (mut office, worker, case) = with_masters();
    // 左示指切創 stands on the 受付票: the side is put to the name of the finger.
    let hits = find(&mut office, case, "じしせ");
    assert_eq!((hits[0].name.as_str(), hits[0].code.as_str()), ("左示指切創", "8834313"));
    assert_eq!(
        (&hits[0].modifiers[..], &hits[0].parts[..]),
        (&["2049".to_owned()][..], &["左".to_owned(), "示指切創".to_owned()][..])
    );
    let typed = find(&mut office, case, "右橈骨遠位端骨折の疑い");
    assert_eq!((typed[0].code.as_str(), typed[0].modifiers.join(" ")), ("8838017", "2056 8002".to_owned()));
    let saved = save(&mut office, worker, case, MONTH, json!([form(&hits[0]), form(&typed[0])]));
    assert_eq!((saved.saved, saved.messages), (true, vec![]));
    let kept = &office.month(worker, MONTH).cases[0];
    assert_eq!(
        (kept.diseases[1].code.as_str(), kept.diseases[1].modifiers.join(" ")),
        ("8838017", "2056 8002".to_owned())
    );
    let clean = DiseaseCoding { parts: vec!["左".to_owned(), "示指切創".to_owned()], ..DiseaseCoding::default() };
    assert_eq!(kept.codings[0], clean);

    // Modifiers one by one: those of the case first; the order of the claim is made by the program.
    let ask = json!({ "text": "", "day": "2025-10-17", "case": case });
    let offered: ModifierHits = office.ask("find_modifier", ask);
    let names: Vec<&str> = offered.hits.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(names, ["左", "示指", "右", "両", "急性", "術後", "の疑い", "の術後"]);
    assert_eq!((offered.hits[0].class_ja.as_str(), offered.hits[6].suffix), ("左右", true));
    let found: ModifierHits =
        office.ask("find_modifier", json!({ "text": "うたが", "day": "2025-10-17", "case": null }));
    assert_eq!(found.hits.iter().map(|h| h.code.as_str()).collect::<Vec<_>>(), ["8002"]);
    let ask = json!({ "code": "8838017", "modifiers": ["8002", "2056"], "day": "2025-10-17" });
    let made: DiseaseHit = office.ask("compose_disease", ask);
    assert_eq!((made.name.as_str(), made.modifiers.join(" ")), ("右橈骨遠位端骨折の疑い", "2056 8002".to_owned()));
    let refused = office.refused("compose_disease", json!({ "code": "9999999", "modifiers": [], "day": "2025-10-17" }));
    assert!(refused.message.contains("使えません"), "{}", refused.message);
}

#[test]
fn a_name_without_code_is_claimed_as_it_is_and_said_once_masters_are_there() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    office.name_diseases(worker, case, MONTH, &["左示指切創", "木の破片が入った傷"]);
    assert_eq!(faults(&mut office, case, MONTH), []);
    assert_eq!(office.month(worker, MONTH).cases[0].codings, vec![]);
    let none: DiseaseHits = office.ask("find_disease", json!({ "text": "切創", "day": "2025-10-17", "case": case }));
    assert_eq!(none, DiseaseHits::default(), "nothing is loaded");

    load(&mut office, "b_20250601.txt");
    load(&mut office, "z_20250601.txt");
    let said = faults(&mut office, case, MONTH);
    assert_eq!(said.len(), 2);
    assert!(said.iter().all(|(severity, text)| severity == "check" && text.contains("未コード化")), "{said:?}");
    let codings = office.month(worker, MONTH).cases[0].codings.clone();
    // In another width it is the same name: what was typed may stay as it is.
    let spelled = json!({ "name": "左 示指切創", "code": "8834313", "modifiers": ["2049"] });
    assert!(save(&mut office, worker, case, MONTH, json!([spelled, { "name": "木の破片が入った傷" }])).saved);
    let proposed = codings[0].proposed.as_ref().expect("it is a name of the master");
    assert_eq!((proposed.name.as_str(), proposed.code.as_str()), ("左示指切創", "8834313"));
    assert_eq!(codings[1].proposed, None);
    let row = office.statement(case, MONTH);
    assert!(row.faults.iter().all(|f| f.severity != "blocks"), "it blocks nothing: {:?}", row.faults);
    // A code that is put to the name takes the fault away; a name of no code may stay.
    let saved = save(&mut office, worker, case, MONTH, json!([form(proposed), { "name": "木の破片が入った傷" }]));
    assert!(saved.saved, "{:?}", saved.messages);
    assert_eq!(faults(&mut office, case, MONTH).len(), 1);
    // 未コード化 by its own code is the same as none, and carries no modifiers.
    let own = json!({ "name": "木の破片が入った傷", "code": "0000999", "modifiers": ["2049"] });
    assert!(save(&mut office, worker, case, MONTH, json!([own])).saved);
    let kept = office.month(worker, MONTH).cases[0].diseases[0].clone();
    assert_eq!((kept.code.as_str(), kept.modifiers), ("", vec![]));
}

#[test]
fn what_may_not_be_claimed_is_refused_with_its_place() {
    let (mut office, worker, case) = with_masters();
    office.visit(case, first_visit());
    let hits = find(&mut office, case, "いがんけんしん");
    assert!(hits[0].refused.contains("保険請求に使えません"), "{:?}", hits[0]);
    let refusal = |office: &mut Office, disease: Value| {
        let saved = save(office, worker, case, MONTH, json!([disease]));
        assert!(!saved.saved);
        assert_eq!(saved.messages[0].field, "diseases.0.name");
        saved.messages[0].text.clone()
    };
    assert!(refusal(&mut office, form(&hits[0])).contains("保険請求に使えません"));
    let unknown = json!({ "name": "何か", "code": "7777777" });
    assert!(refusal(&mut office, unknown).contains("7777777"));
    let other = json!({ "name": "右示指切創", "code": "8834313", "modifiers": ["2049"] });
    assert!(refusal(&mut office, other).contains("左示指切創"));
    let many = json!({ "name": format!("{}切創", "左".repeat(21)), "code": "8798030", "modifiers": vec!["2049"; 21] });
    assert!(refusal(&mut office, many).contains("20個まで"));

    // 単独使用禁止: kept, said, and said again before the claim.
    let alone = find(&mut office, case, "こっせつ").into_iter().find(|h| h.name == "骨折").expect("骨折 alone");
    assert!(alone.said.contains("単独では使えません"), "{alone:?}");
    let saved = save(&mut office, worker, case, MONTH, json!([form(&alone)]));
    assert!(saved.saved);
    assert!(saved.messages[0].text.contains("単独では使えません") && saved.messages[0].severity == "check");
    let said = faults(&mut office, case, MONTH);
    assert!(said.len() == 1 && said[0].1.contains("修飾語を付けてください"), "{said:?}");
    let whole = json!({ "name": "右前腕骨折", "code": "8290015", "modifiers": ["2056", "1065"] });
    assert!(save(&mut office, worker, case, MONTH, json!([whole])).saved);
    assert_eq!(faults(&mut office, case, MONTH), []);
    let gone = json!({ "name": "左切創", "code": "8798030", "modifiers": ["0001"] });
    let saved = save(&mut office, worker, case, MONTH, json!([gone]));
    assert!(saved.messages[0].text.contains("修飾語「0001」は診療月に使えません"), "{:?}", saved.messages);
}

#[test]
fn a_code_that_ended_offers_what_came_after_it_and_old_claims_keep_their_name() {
    let (mut office, worker, case) = with_masters();
    office.visit(case, first_visit());
    // 古い指の切創 ended on 令和7年10月31日 and leads to 示指切創.
    let old = json!({ "name": "左古い指の切創", "code": "3489034", "modifiers": ["2049"] });
    let saved = save(&mut office, worker, case, MONTH, json!([old.clone()]));
    assert_eq!((saved.saved, saved.messages), (true, vec![]));
    assert_eq!(faults(&mut office, case, MONTH), [], "October still knows it");
    office.answer(case, "2025-10-03", "emergency_care", "no");
    office.record(case, MONTH, json!({ "course": "縫合した。", "disposition": "continuing" }));
    office.finalize(case, MONTH);

    office.on("2025-12-05");
    office.visit(case, dressing("R7.11.4"));
    let said = faults(&mut office, case, "2025-11");
    assert_eq!(said.len(), 1);
    assert!(said[0].1.contains("令和7年10月31日で終わりました") && said[0].1.contains("左示指切創"), "{said:?}");
    let coding = office.month(worker, "2025-11").cases[0].codings[0].clone();
    assert_eq!(coding.parts, ["左", "古い指の切創"]);
    let next = coding.proposed.expect("its successor");
    assert_eq!(
        (next.name.as_str(), next.code.as_str(), next.modifiers.join(" ")),
        ("左示指切創", "8834313", "2049".to_owned())
    );
    // The claimed name does not vanish; the new one stands beside it.
    let saved = save(&mut office, worker, case, "2025-11", json!([form(&next)]));
    assert!(!saved.saved && saved.messages[0].text.contains("請求に書いた傷病名"), "{:?}", saved.messages);
    let mut ended = old;
    (ended["end"], ended["end_day"]) = ("cured".into(), "2025-10-31".into());
    let mut new = form(&next);
    (new["since"], new["cause"]) = ("2025-11-01".into(), "傷病名コードの変更".into());
    let saved = save(&mut office, worker, case, "2025-11", json!([ended, new]));
    assert!(saved.saved, "{:?}", saved.messages);
    assert_eq!(faults(&mut office, case, "2025-11"), [], "what ended before the month is none of its claim's");
    let sheet: SheetView =
        office.ask("sheet", json!({ "month": MONTH, "what": "statement", "case": case, "mode": "framed" }));
    assert!(text_of(&sheet.svg).contains("左古い指の切創"), "the claim is what it was");
}

#[test]
fn a_code_that_is_not_in_force_yet_is_said() {
    let (mut office, worker, case) = with_masters();
    office.on("2026-01-10");
    let late = std::fs::read_to_string(root().join("tests/data/masters/b_20250601.txt")).expect("the file");
    let line = late.lines().find(|l| l.contains("8796007")).expect("挫創");
    assert!(line.contains("20020601"));
    // A name of 2002 in a month before it: nobody treats then, but the sentence says what to do.
    let coding = |office: &mut Office| office.month(worker, "2002-05").cases[0].codings.clone();
    let disease = json!({ "name": "左挫創", "code": "8796007", "modifiers": ["2049"] });
    assert!(save(&mut office, worker, case, MONTH, json!([disease])).saved);
    let said = coding(&mut office);
    assert!(said[0].sentences[0].contains("平成14年6月1日から使えます"), "{said:?}");
}
