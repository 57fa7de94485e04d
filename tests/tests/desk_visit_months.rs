//! 診療入力 over months: what is 確定 stays, and what one month leaves to the next.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};

const NOVEMBER: &str = "2025-11";

/// Today is 4 December 2025: the cut finger with a visit on 3 October and two in November, diseases named.
fn two_months() -> (Office, u32, u32) {
    let mut office = Office::open("2025-12-04");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    office.visit(case, dressing("R7.11.4"));
    office.visit(case, dressing("R7.11.18"));
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    (office, worker, case)
}

/// 10月: 点 91+1,060+190+6+42+11+8+15+19 = 1,442 ×12 = 17,304 / 円 初診3,850+請求書取扱料2,000
const OCTOBER_YEN: i64 = 17_304 + 5_850;
/// 11月: 点 104×2 = 208 ×12 = 2,496 / 円 再診1,420×2
const NOVEMBER_YEN: i64 = 2_496 + 2_840;

fn certificate(case: u32, issued: &str) -> Value {
    json!({ "case": case, "kind": "absence_certificate", "issued": issued, "from": "R7.10.3", "to": "R7.10.20" })
}

#[test]
fn nothing_of_a_finalized_month_can_be_changed_from_anywhere() {
    let (mut office, worker, case) = two_months();
    office.answer(case, "2025-10-03", "emergency_care", "yes");
    let kept: AttendanceSaved = office.ask("save_document", certificate(case, "R7.10.31"));
    office.finalize(case, MONTH);
    let frozen = office.month(worker, MONTH);
    assert_eq!((frozen.cases[0].state.as_str(), frozen.cases[0].state_ja.as_str()), ("finalized", "確定"));
    assert!(frozen.cases[0].finalized_ja.contains(CLERK), "{}", frozen.cases[0].finalized_ja);
    let october = frozen.attendances[0].form.clone();
    let november = office.month(worker, NOVEMBER).attendances[0].form.clone();
    let moved = |form: &AttendanceForm, day: &str| {
        json!({ "form": { "day": day, "id": form.id, "revision": form.revision,
        "case": form.case, "acts": form.acts } })
    };
    let mut other_day = certificate(case, "R7.11.30");
    other_day["id"] = kept.id.into();
    other_day["revision"] = 1.into();
    let mut removed = other_day.clone();
    removed["remove"] = true.into();
    let answer = |value: &str| {
        json!({ "case": case, "month": MONTH, "day": "2025-10-03", "question": "emergency_care",
        "value": value, "by": DOCTOR })
    };
    let mut new = dressing("R7.10.20");
    new["case"] = case.into();
    for (what, command, request) in [
        ("a new visit", "save_attendance", json!({ "form": new })),
        ("a change of a visit", "save_attendance", json!({ "form": october })),
        ("a visit moved out", "save_attendance", moved(&october, "2025-11-20")),
        ("a visit moved in", "save_attendance", moved(&november, "2025-10-20")),
        ("a visit removed", "remove_attendance", json!({ "id": october.id, "revision": october.revision })),
        ("a record", "save_month_record", json!({ "case": case, "month": MONTH, "record": { "course": "x" } })),
        ("an answer", "answer", answer("no")),
        ("an answer taken back", "answer", answer("")),
        ("a new paper", "save_document", certificate(case, "R7.10.30")),
        ("a paper moved out", "save_document", other_day),
        ("a paper removed under another day", "save_document", removed),
        ("undo", "undo", json!({ "worker": worker, "month": MONTH })),
        ("redo", "redo", json!({ "worker": worker, "month": MONTH })),
    ] {
        let refused = office.refused(command, request);
        assert!(refused.message.contains("確定しています"), "{what}: {}", refused.message);
        assert_eq!(office.month(worker, MONTH), frozen, "{what}");
    }
    assert_eq!(office.statement(case, MONTH).faults, vec![]);
    // November is open and stays so.
    office.record(case, NOVEMBER, json!({ "course": "上皮化。" }));
    let undone: MonthView = office.ask("undo", json!({ "worker": worker, "month": NOVEMBER }));
    assert_eq!(undone.cases[0].record.course, "");
}

#[test]
fn a_visit_moved_to_the_next_month_does_not_come_back_into_a_finalized_one() {
    let (mut office, worker, case) = two_months();
    let extra = office.visit(case, dressing("R7.10.20"));
    let mut form = office.month(worker, MONTH).attendances[1].form.clone();
    assert_eq!(form.id, Some(extra));
    form.day = "R7.11.20".into();
    let moved: AttendanceSaved = office.ask("save_attendance", SaveAttendance { form });
    assert!(moved.saved && moved.view.month == NOVEMBER && moved.view.attendances.len() == 3);
    office.finalize(case, MONTH);
    let refused = office.refused("undo", json!({ "worker": worker, "month": NOVEMBER }));
    assert!(refused.message.contains("確定しています"), "{}", refused.message);
    assert_eq!(office.statement(case, MONTH).faults, vec![]);
    assert_eq!(office.month(worker, NOVEMBER).attendances.len(), 3);
}

#[test]
fn an_open_month_counts_for_the_next_as_a_finalized_one_does() {
    let (mut office, worker, case) = two_months();
    for step in ["open", "finalized"] {
        assert_eq!(office.month(worker, MONTH).total, OCTOBER_YEN, "{step}");
        assert_eq!(office.month(worker, NOVEMBER).total, NOVEMBER_YEN, "{step}: 初診料も取扱料も1回だけ");
        let (october, november) = (office.statement(case, MONTH), office.statement(case, NOVEMBER));
        assert_eq!((october.sequence_class.as_str(), october.bundle_ja.as_str()), ("1 初診", "初回分"), "{step}");
        assert_eq!(
            (november.sequence_class.as_str(), november.bundle_ja.as_str()),
            ("5 継続", "2回目以降分"),
            "{step}"
        );
        let waits: Vec<&str> =
            november.faults.iter().map(|f| f.place.as_str()).filter(|p| *p == "令和7年10月").collect();
        assert_eq!(waits.len(), usize::from(step == "open"), "{step}: the earlier month first");
        if step == "open" {
            let view = office.finalize(case, MONTH);
            assert_eq!(view.finalized_total, OCTOBER_YEN);
        }
    }
    let course = office.month(worker, NOVEMBER).cases[0].last_course.clone();
    assert_eq!(course, "", "nothing was written in October");
}

/// Faults of a finalized row.
fn changed_since(office: &mut Office, case: u32, month: &str) -> Vec<String> {
    let row = office.statement(case, month);
    assert_eq!(row.state, "finalized", "{month}");
    row.faults.into_iter().map(|f| format!("{} {}：{}", f.severity, f.place, f.message)).collect()
}

#[test]
fn a_later_change_of_an_earlier_month_is_said_at_the_finalized_one() {
    let (mut office, worker, case) = two_months();
    // November first, against the advice.
    office.finalize(case, NOVEMBER);
    assert_eq!(changed_since(&mut office, case, NOVEMBER), Vec::<String>::new());
    // More in October changes October only.
    office.answer(case, "2025-10-03", "emergency_care", "yes");
    assert_eq!(office.month(worker, MONTH).total, OCTOBER_YEN + 1_250);
    assert_eq!(changed_since(&mut office, case, NOVEMBER), Vec::<String>::new());
    // Without the visit of October the one of 4 November is the first: 初診3,850と取扱料2,000に変わり、再診は1回になる。
    let first = office.month(worker, MONTH).attendances[0].form.clone();
    let _: AttendanceSaved = office.ask("remove_attendance", json!({ "id": first.id, "revision": first.revision }));
    let said = changed_since(&mut office, case, NOVEMBER);
    let now = 2_496 + 1_420 + 3_850 + 2_000;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("check 確定の後の変更："), "{said:?}");
    assert!(said[0].contains("5,336円") && said[0].contains("9,766円"), "{said:?}");
    assert_eq!((NOVEMBER_YEN, now), (5_336, 9_766));
    assert_eq!(office.statement(case, NOVEMBER).total, Some(NOVEMBER_YEN), "what is 確定 is not changed");
    let _: MonthView = office.ask("undo", json!({ "worker": worker, "month": MONTH }));
    assert_eq!(changed_since(&mut office, case, NOVEMBER), Vec::<String>::new());
}

#[test]
fn a_form_that_comes_after_the_first_claim_is_charged_in_its_month_and_once() {
    let mut office = Office::open("2025-12-04");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("received", "")]);
    let form = office.register(form);
    let (worker, case) = ids(&form);
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    office.visit(case, first_visit());
    office.visit(case, dressing("R7.11.4"));
    let today: Today = office.ask("today", json!({}));
    // 10月分の期限は11月10日: 過ぎている
    let missing = today.owed.iter().find(|o| o.goto.field.as_deref() == Some("received")).expect("the paper is owed");
    assert_eq!(missing.severity, "blocks");
    assert!(missing.text.contains("令和7年10月分の提出期限（令和7年11月10日）を過ぎ"), "{}", missing.text);
    assert_eq!(office.month(worker, MONTH).total, OCTOBER_YEN - 2_000);
    office.on("2025-11-06");
    office.finalize(case, MONTH);
    office.on("2025-12-04");
    let mut form: IntakeForm = office.ask("intake", json!({ "case": case }));
    fill(&mut form, &[("received", "R7.11.20")]);
    office.register(form);
    // 11月: 再診1,420+創傷処置104点×12+請求書取扱料2,000
    assert_eq!(office.month(worker, NOVEMBER).total, 1_420 + 1_248 + 2_000);
    assert_eq!(changed_since(&mut office, case, MONTH), Vec::<String>::new(), "October was claimed without it");
    office.finalize(case, NOVEMBER);
    office.visit(case, dressing("R7.12.2"));
    assert_eq!(office.month(worker, "2025-12").total, 1_420 + 1_248);
}

fn diseases(office: &mut Office, worker: u32, case: u32, all: Value) -> AttendanceSaved {
    let revision = office.month(worker, NOVEMBER).cases[0].revision;
    let ask = json!({ "case": case, "revision": revision, "month": NOVEMBER, "diseases": all });
    office.ask("save_diseases", ask)
}

fn said(saved: &AttendanceSaved) -> Vec<(&str, &str, &str)> {
    saved.messages.iter().map(|m| (m.field.as_str(), m.severity.as_str(), m.text.as_str())).collect()
}

#[test]
fn a_disease_that_was_claimed_gets_an_end_and_does_not_vanish() {
    let (mut office, worker, case) = two_months();
    office.finalize(case, MONTH);
    let open = office.month(worker, NOVEMBER).cases[0].diseases.clone();
    assert_eq!((open.len(), open[0].claimed), (1, true));
    // Neither left out, nor under another name, nor cut short.
    for names in
        [json!([]), json!([{ "name": "左中指切創" }]), json!([{ "name": "左示指" }]), json!([{ "name": "左" }])]
    {
        let refused = diseases(&mut office, worker, case, names.clone());
        assert!(!refused.saved, "{names}");
        let messages = said(&refused);
        assert!(
            messages.iter().any(|(f, s, t)| *f == "diseases" && *s == "blocks" && t.contains("「左示指切創」")),
            "{messages:?}"
        );
    }
    for (wrong, field, fragment) in [
        (json!({ "name": " ", "since": "R7.11.4" }), "diseases.1.name", "傷病名が空です"),
        (json!({ "name": "左中指打撲", "since": "いつか" }), "diseases.1.since", "日付として読めません"),
        (json!({ "name": "左中指打撲", "end": "cured" }), "diseases.1.end_day", "日付が空です"),
        (
            json!({ "name": "左中指打撲", "end": "continuing", "end_day": "R7.11.18" }),
            "diseases.1.end",
            "どれかを選んで",
        ),
        (json!({ "name": "左中指打撲", "end": "healed", "end_day": "R7.11.18" }), "diseases.1.end", "どれかを選んで"),
        (json!({ "name": "左中指打撲", "end_day": "R7.11.18" }), "diseases.1.end", "理由がありません"),
        (
            json!({ "name": "左中指打撲", "since": "R7.11.4", "end": "cured", "end_day": "R7.11.3" }),
            "diseases.1.end_day",
            "始めの日より前",
        ),
    ] {
        let refused = diseases(&mut office, worker, case, json!([{ "name": "左示指切創" }, wrong]));
        assert!(!refused.saved);
        let messages = said(&refused);
        assert!(messages.iter().any(|(f, s, t)| *f == field && *s == "blocks" && t.contains(fragment)), "{messages:?}");
    }
    let saved = diseases(
        &mut office,
        worker,
        case,
        json!([{ "name": "左示指切創", "end": "cured", "end_day": "R7.11.4" }, { "name": "左中指打撲", "since": "R7.11.4" }, {}]),
    );
    assert!(saved.saved && saved.messages.len() == 1, "{:?}", saved.messages);
    assert_eq!(saved.messages[0].field, "diseases.1.cause", "where it came from belongs into the course");
    assert_eq!(saved.view.cases[0].diseases.len(), 2);
    // What ended or began in November is none of October's.
    assert_eq!(changed_since(&mut office, case, MONTH), Vec::<String>::new());
    let sheet = |office: &mut Office, month: &str| -> String {
        let ask = json!({ "month": month, "what": "statement", "case": case, "mode": "framed" });
        let sheet: SheetView = office.ask("sheet", ask);
        text_of(&sheet.svg)
    };
    let (october, november) = (sheet(&mut office, MONTH), sheet(&mut office, NOVEMBER));
    assert!(october.contains("左示指切創") && !october.contains("治ゆ）") && !october.contains("左中指打撲"));
    assert!(november.contains("左示指切創（R7.11.4治ゆ）") && november.contains("左中指打撲（R7.11.4）"), "{november}");
}

#[test]
fn a_month_is_the_same_in_every_spelling() {
    let (mut office, _, case) = two_months();
    let view = office.finalize(case, " ２０２５-１０ ");
    assert_eq!((view.month.as_str(), view.finalized), (MONTH, 1));
    let sheets = json!([{ "month": "２０２５-10", "what": "statement", "case": case, "mode": "overlay" }]);
    let written: Written = office.ask("write_pdf", json!({ "sheets": sheets }));
    assert!(written.files[0].ends_with("34722-2025-10-0001-提出用.pdf"), "{:?}", written.files);
    let view: CloseView = office.ask("lift", json!({ "case": case, "month": "2025-10 ", "reason": "試し" }));
    assert_eq!(view.finalized, 0);
    for command in ["close", "month", "finalize", "undo", "redo"] {
        for month in ["", "10月", "2025", "2025-13", "2025-10-03"] {
            let refused = office.refused(
                command,
                match command {
                    "close" => json!({ "month": month }),
                    "finalize" => json!({ "case": case, "month": month }),
                    _ => json!({ "worker": 1, "month": month }),
                },
            );
            assert_eq!(refused.place.as_deref(), Some("month"), "{command} {month}: {}", refused.message);
        }
    }
}
