//! 診療入力: two cases of one worker, the month's record, and what of it stands on the paper.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};

/// The cut finger of 3 October, and a fall on the way to work on 10 October (様式第16号の3).
fn two_cases(office: &mut Office) -> (u32, u32, u32) {
    let (worker, finger) = office.cut_finger();
    let mut form: IntakeForm = office.ask("intake", json!({ "worker": worker, "form": "16-3" }));
    fill(
        &mut form,
        &[
            ("injured_on", "R7.10.10"),
            ("received", "R7.10.10"),
            ("before", "1"),
            ("labor_number", "01101012345000"),
            ("employer_name", "株式会社みほん木工"),
            ("employer_prefecture", "北海道"),
            ("employer_municipality", "札幌市"),
            ("office", "札幌中央"),
            ("site_and_state", "右膝打撲"),
        ],
    );
    let form = office.register(form);
    (worker, finger, form.case.expect("a case"))
}

fn knee(day: &str, coming: u32) -> Value {
    json!({ "day": day, "coming": coming, "planned_management": "yes",
            "acts": [{ "code": "140040310", "sites": ["右膝"] }] })
}

#[test]
fn two_cases_of_one_worker_share_a_day_and_a_visit_fee() {
    let mut office = Office::open("2025-11-06");
    let (worker, finger, knee_case) = two_cases(&mut office);
    office.visit(finger, first_visit());
    office.visit(finger, dressing("R7.10.10"));
    office.visit(knee_case, knee("R7.10.10", 1));
    office.visit(finger, dressing("R7.10.14"));
    office.visit(knee_case, knee("R7.10.14", 1));
    let view = office.month(worker, MONTH);
    assert_eq!(view.problems, vec![]);
    let yen = |view: &MonthView, case: u32, day: &str| -> (i64, i64) {
        let of = view.attendances.iter().find(|a| a.form.case == case && a.form.day == day).expect("the visit");
        (of.points, of.yen)
    };
    // 10/10: 新しい災害の初診3,850円と同じ来院なので、指の再診料はない (I 2). 膝: 器具35×1.5 = 52.5 → 53点
    assert_eq!(yen(&view, finger, "2025-10-10"), (104, 0));
    assert_eq!(yen(&view, knee_case, "2025-10-10"), (53, 3_850));
    // 10/14: 同じ来院・同じ診療科の再診料は1つ
    let fourteenth = yen(&view, finger, "2025-10-14").1 + yen(&view, knee_case, "2025-10-14").1;
    assert_eq!(fourteenth, 1_420);
    // 指: 1,442+104×2 = 1,650点 ×12 = 19,800 / 円 3,850+2,000 ＋ 膝: 53×2 = 106点 ×12 = 1,272 / 円 3,850+2,000 ＋ 再診1,420
    assert_eq!(view.total, 19_800 + 5_850 + 1_272 + 5_850 + 1_420);
    let tenth = view.days.iter().find(|d| d.number == 10).expect("the tenth");
    assert_eq!((tenth.attendances, tenth.acts), (2, 2));
    assert_eq!(view.cases.iter().map(|c| c.cause_ja.as_str()).collect::<Vec<_>>(), ["業務災害", "通勤災害"]);

    // Each has a statement of its own; one may be 確定 while the other is worked on.
    office.name_diseases(worker, finger, MONTH, &["左示指切創"]);
    office.name_diseases(worker, knee_case, MONTH, &["右膝打撲"]);
    let before = office.statement(finger, MONTH).total;
    office.finalize(finger, MONTH);
    let mut extra = dressing("R7.10.20");
    extra["case"] = finger.into();
    let refused = office.refused("save_attendance", json!({ "form": extra }));
    assert!(refused.message.contains("確定しています"), "{}", refused.message);
    let later = office.visit(knee_case, knee("R7.10.20", 1));
    let row = office.statement(finger, MONTH);
    assert_eq!((row.total, row.faults), (before, vec![]), "the finger's claim is what it was");
    // 再診1,420と53点
    assert_eq!(office.month(worker, MONTH).total, view.total + 1_420 + 636);
    // A visit goes to the other case only while both are open.
    let mut form = office.month(worker, MONTH).attendances.pop().expect("the last").form;
    assert_eq!(form.id, Some(later));
    form.case = finger;
    office.refused("save_attendance", SaveAttendance { form });
}

#[test]
fn a_worker_may_come_twice_a_day_and_each_coming_is_one_visit() {
    let mut office = Office::open("2025-11-06");
    let (worker, finger, _) = two_cases(&mut office);
    office.visit(finger, first_visit());
    office.visit(finger, dressing("R7.10.7"));
    let twice = office.attend(finger, dressing("R7.10.7"));
    assert!(twice.messages[0].text.contains("受診が2度あります"), "{:?}", twice.messages);
    let mut second = dressing("R7.10.7");
    second["coming"] = 2.into();
    second["acts"] = json!([]);
    office.visit(finger, second);
    // 同日再診1,420円と外来管理加算52点
    let view = office.month(worker, MONTH);
    let seventh: Vec<(i64, i64)> =
        view.attendances.iter().filter(|a| a.form.day == "2025-10-07").map(|a| (a.points, a.yen)).collect();
    assert_eq!(seventh, [(104, 1_420), (52, 1_420)]);
    let row = office.statement(finger, MONTH);
    assert_eq!(row.days, 2, "two days, three comings");
}

fn framed(office: &mut Office, case: u32) -> String {
    let ask = json!({ "month": MONTH, "what": "statement", "case": case, "mode": "framed" });
    let sheet: SheetView = office.ask("sheet", ask);
    assert_eq!(sheet.problems, Vec::<String>::new());
    text_of(&sheet.svg)
}

#[test]
fn what_is_written_about_the_month_stands_on_the_paper() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    let mut dressed = dressing("R7.10.7");
    dressed["acts"][0]["remark"] = "縫合部".into();
    office.visit(case, dressed);
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    let record = json!({ "course": "  洗浄のうえ縫合した。 ", "disposition": "continuing",
                         "remarks": ["自賠責から50,000円の支払い", " ", "第三者行為災害"],
                         "symptoms": [{ "class": "3", "text": "断端の被覆に縫合を要した。" }, { "class": "", "text": " " },
                                      { "class": "1", "text": "左示指の挫滅創。" }] });
    let saved = office.record(case, MONTH, record);
    assert_eq!(saved.messages, vec![]);
    let kept = &saved.view.cases[0].record;
    assert_eq!((kept.course.as_str(), kept.revision), ("洗浄のうえ縫合した。", 1));
    assert_eq!(kept.remarks, ["自賠責から50,000円の支払い", "第三者行為災害"], "an empty line is none");
    let text = framed(&mut office, case);
    for wanted in [
        "洗浄のうえ縫合した。",
        "自賠責から50,000円の支払い",
        "第三者行為災害",
        "縫合部",
        "左示指切創",
        "〔症状詳記01主たる疾患の臨床症状〕左示指の挫滅創。",
        "〔症状詳記03主な治療行為の必要性〕断端の被覆に縫合を要した。",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let next = office.month(worker, "2025-11");
    assert_eq!(next.cases[0].last_course, "洗浄のうえ縫合した。", "offered to the next month");
}

#[test]
fn a_record_that_contradicts_itself_is_said_and_not_kept() {
    let mut office = Office::open("2025-10-25");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    let before = office.month(worker, MONTH);
    let long = "あ".repeat(2_001);
    for (record, field, fragment) in [
        (json!({ "disposition": "cured" }), "disposition_day", "転帰の日が空です"),
        (json!({ "symptoms": [{ "class": "", "text": "発熱" }] }), "symptoms.0.class", "区分を選んでください"),
        (json!({ "symptoms": [{ "class": "8", "text": "発熱" }] }), "symptoms.0.class", "区分を選んでください"),
        (json!({ "disposition": "cured", "disposition_day": "月末" }), "disposition_day", "日付として読めません"),
        (json!({ "disposition": "cured", "disposition_day": "R7.9.30" }), "disposition_day", "令和7年10月）の外です"),
        (json!({ "disposition": "cured", "disposition_day": "R7.11.1" }), "disposition_day", "令和7年10月）の外です"),
        (json!({ "disposition": "cured", "disposition_day": "R7.10.31" }), "disposition_day", "まだ来ていない日です"),
        (
            json!({ "disposition": "continuing", "disposition_day": "R7.10.20" }),
            "disposition_day",
            "転帰が「継続」なのに",
        ),
        (json!({ "disposition_day": "R7.10.20" }), "disposition_day", "転帰が「継続」なのに"),
        (json!({ "disposition": "healed", "disposition_day": "R7.10.20" }), "disposition", "どれかを選んでください"),
        (json!({ "disposition": "cured", "disposition_day": "R7.10.2" }), "disposition_day", "より後に受診があります"),
        (json!({ "course": long }), "course", "2000文字を超えています"),
    ] {
        let said = office.record(case, MONTH, record.clone());
        assert!(!said.saved, "{record}");
        assert!(
            said.messages.iter().any(|m| m.field == field && m.text.contains(fragment)),
            "{record}: {:?}",
            said.messages
        );
        assert_eq!(office.month(worker, MONTH), before, "{record}");
    }
    let long = office.record(case, MONTH, json!({ "course": "あ".repeat(51) }));
    assert!(long.saved && long.messages[0].severity == "check", "{:?}", long.messages);
    assert!(long.messages[0].text.contains("50文字まで"), "{:?}", long.messages);
    for word in ["cured", "transferred", "discontinued", "died"] {
        let revision = office.month(worker, MONTH).cases[0].record.revision;
        let record = json!({ "revision": revision, "disposition": word, "disposition_day": "R7.10.20" });
        assert!(office.record(case, MONTH, record).saved, "{word}");
        assert_eq!(office.month(worker, MONTH).cases[0].record.disposition, word);
    }
    // A visit after the end of treatment contradicts the record: it is said where it is typed.
    let late = office.attend(case, dressing("R7.10.21"));
    assert!(!late.saved && late.messages[0].text.contains("転帰の日（令和7年10月20日）より後"), "{:?}", late.messages);
}

#[test]
fn certificates_are_charged_by_the_piece() {
    let mut office = Office::open("2025-10-25");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    let paper = |issued: &str, from: &str, to: &str| json!({ "case": case, "kind": "absence_certificate", "issued": issued, "from": from, "to": to });
    // Every kind of 参考15 is offered; one that is none is refused, and a diagnosis needs no period.
    let kinds: CertificateKinds = office.ask("certificate_kinds", json!({}));
    assert_eq!((kinds.kinds.len(), kinds.kinds[0].kind.as_str()), (14, "absence_certificate"));
    let mut none = paper("R7.10.20", "R7.10.3", "R7.10.9");
    none["kind"] = "指導".into();
    office.refused("save_document", &none);
    for (wrong, field, fragment) in [
        (paper("", "R7.10.3", "R7.10.9"), "issued", "日付が空です"),
        (paper("R7.10.20", "初め", "R7.10.9"), "from", "日付として読めません"),
        (paper("R7.10.20", "R7.10.3", ""), "to", "日付が空です"),
        (paper("R7.10.20", "R7.10.9", "R7.10.3"), "to", "終わりが始めより前"),
        (paper("R7.10.26", "R7.10.3", "R7.10.9"), "issued", "まだ来ていない日です"),
    ] {
        let said: AttendanceSaved = office.ask("save_document", &wrong);
        assert!(!said.saved && said.messages.iter().any(|m| m.field == field && m.text.contains(fragment)), "{wrong}");
    }
    let before = office.month(worker, MONTH).total;
    let one: AttendanceSaved = office.ask("save_document", paper("R7.10.20", "R7.10.3", "R7.10.9"));
    let two: AttendanceSaved = office.ask("save_document", paper("R7.10.20", "R7.10.10", "R7.10.19"));
    // 2,000円ずつ
    assert_eq!((one.view.total, two.view.total), (before + 2_000, before + 4_000));
    assert_eq!(two.view.month_lines.iter().filter(|l| l.ja == "休業証明").count(), 2);
    let mut gone = paper("R7.10.20", "R7.10.3", "R7.10.9");
    (gone["id"], gone["revision"], gone["remove"]) = (one.id.into(), 1.into(), true.into());
    let left: AttendanceSaved = office.ask("save_document", &gone);
    assert_eq!((left.view.total, left.view.documents.len()), (before + 2_000, 1));
    office.refused("save_document", &gone);
    let total = left.view.total;
    let diagnosis =
        json!({ "case": case, "kind": "disability_certificate", "issued": "R7.10.21", "from": "", "to": "" });
    let diagnosed: AttendanceSaved = office.ask("save_document", diagnosis);
    assert_eq!(diagnosed.view.total, total + 4_000, "様式第10号の診断書は4,000円");
    // 監督署長が求めた診断書は、内訳書でなく診機様式第1号の2で請求する。
    let asked_by_office =
        json!({ "case": case, "kind": "office_certificate", "issued": "R7.10.22", "from": "", "to": "" });
    let refused: AttendanceSaved = office.ask("save_document", asked_by_office);
    assert_eq!(refused.view.total, total + 4_000);
    let line =
        refused.view.month_lines.iter().find(|l| l.outcome == "refused" && l.sentence.contains("診機様式第1号の2"));
    assert!(line.is_some(), "{:?}", refused.view.month_lines.iter().map(|l| &l.sentence).collect::<Vec<_>>());
}
