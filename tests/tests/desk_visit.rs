//! 診療入力: what cannot be entered, and taking back and doing again what was.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};

/// Today is 6 November 2025; the finger was cut on 3 October, and the visit of that day is entered.
fn cut() -> (Office, u32, u32, u32) {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    let first = office.visit(case, first_visit());
    (office, worker, case, first)
}

/// A visit of 10 October with two good acts and one more.
fn with_act(act: Value) -> Value {
    let mut form = dressing("R7.10.10");
    let acts = form["acts"].as_array_mut().expect("acts");
    acts.push(json!({ "code": "140040310", "sites": ["左手第2指"] }));
    acts.push(act);
    form
}

fn on(day: &str) -> Value {
    dressing(day)
}

fn drug(price: &str, quantity: &str) -> Value {
    with_act(json!({ "drug_use": "external", "drugs": [{ "name": "軟膏", "price": price, "quantity": quantity }] }))
}

fn unlisted(class: &str, points: &str, yen: &str, source: &str) -> Value {
    let act = json!({ "name": "装具の調整", "class": class, "points": points, "yen": yen, "source": source });
    with_act(json!({ "unlisted": act }))
}

/// What cannot be entered, at which box it is said, and part of the sentence.
fn wrong() -> Vec<(Value, &'static str, &'static str)> {
    let no_number = "数として読めません";
    let no_count = "整数として読めません";
    let code = |more: Value| {
        let mut act = json!({ "code": "140000610" });
        act.as_object_mut().expect("an act").extend(more.as_object().expect("more").clone());
        with_act(act)
    };
    let mut many = on("R7.10.10");
    many["acts"] = (0..501).map(|_| json!({ "code": "140000610" })).collect();
    let mut tenth = on("R7.10.10");
    tenth["coming"] = 10.into();
    let mut late = on("R7.10.10");
    late["time"] = "25:00".into();
    let mut noon = on("R7.10.10");
    noon["time"] = "ひる".into();
    vec![
        (on(""), "day", "日付が空です"),
        (on("きのう"), "day", "日付として読めません"),
        (on("R7.10.2"), "day", "傷病年月日（令和7年10月3日）より前です"),
        (on("R7.9.30"), "day", "傷病年月日（令和7年10月3日）より前です"),
        (on("R7.11.7"), "day", "まだ来ていない日です"),
        (on("R7.12.1"), "day", "まだ来ていない日です"),
        (on("R7.9.31"), "day", "暦にない日です"),
        (on("R7.10.3"), "day", "受診が2度あります"),
        (late, "time", "時刻として読めません"),
        (noon, "time", "時刻として読めません"),
        (tenth, "coming", "10回目の来院は扱えません"),
        (many, "acts", "500件まで"),
        (with_act(json!({})), "acts.2", "何をしたかが決まりません"),
        (code(json!({ "unlisted": { "class": "40", "points": "1", "source": "x" } })), "acts.2", "どれか1つだけ"),
        (code(json!({ "sites": ["右こころ"] })), "acts.2.sites", "という部位はありません"),
        (code(json!({ "area": "abc" })), "acts.2.area", no_number),
        (code(json!({ "area": "0" })), "acts.2", "0より大きく25000以下"),
        (code(json!({ "area": "25001" })), "acts.2", "0より大きく25000以下"),
        (code(json!({ "area": "９".repeat(40) })), "acts.2.area", no_number),
        (code(json!({ "length": "3cm" })), "acts.2.length", no_number),
        (code(json!({ "length": "301" })), "acts.2", "0より大きく300以下"),
        (code(json!({ "quantity": "-1" })), "acts.2.quantity", no_count),
        (code(json!({ "quantity": "10001" })), "acts.2", "0より大きく10000以下"),
        (code(json!({ "films": "1.5" })), "acts.2.films", no_count),
        (code(json!({ "films": "0" })), "acts.2", "0より大きく1000以下"),
        (code(json!({ "days": "三日" })), "acts.2.days", no_count),
        (code(json!({ "wound": "い" })), "acts.2.wound", no_count),
        (code(json!({ "remark": "あ".repeat(2001) })), "acts.2", "2001文字あります"),
        (with_act(json!({ "drugs": [{ "name": "軟膏", "price": "1", "quantity": "1" }] })), "acts.2", "薬剤の使い方"),
        (drug("", "1"), "acts.2.drugs.0.price", no_number),
        (drug("十円", "1"), "acts.2.drugs.0.price", no_number),
        (drug("19.0", ""), "acts.2.drugs.0.quantity", no_number),
        (drug("-19", "1"), "acts.2", "薬価・価格「-19」は0より大きく"),
        (drug("19", "0"), "acts.2", "使用量「0」は0より大きく"),
        (
            with_act(json!({ "drug_use": "external", "drugs": [{ "name": " ", "price": "1", "quantity": "1" }] })),
            "acts.2",
            "名前は1〜200文字",
        ),
        (with_act(json!({ "material": { "name": "副木", "quantity": "1" } })), "acts.2.material.price", no_number),
        (unlisted("40", "100", "", ""), "acts.2", "出どころ"),
        (unlisted("40", "", "", "告示"), "acts.2", "点数か金額のどちらか1つ"),
        (unlisted("40", "100", "1000", "告示"), "acts.2", "点数か金額のどちらか1つ"),
        (unlisted("9", "100", "", "告示"), "acts.2.unlisted.class", "11〜80"),
        (unlisted("", "100", "", "告示"), "acts.2.unlisted.class", no_count),
        (unlisted("40", "1.5", "", "告示"), "acts.2.unlisted.points", no_count),
        (unlisted("80", "", "千円", "告示"), "acts.2.unlisted.yen", no_count),
    ]
}

fn lines_of_history(office: &mut Office) -> Vec<HistoryLine> {
    let history: History = office.ask("history", json!({ "limit": 1000 }));
    history.lines
}

#[test]
fn what_cannot_be_entered_is_said_at_its_box_and_changes_nothing() {
    let (mut office, worker, case, _) = cut();
    let (before, history) = (office.month(worker, MONTH), lines_of_history(&mut office));
    for (form, field, fragment) in wrong() {
        let said = office.attend(case, form.clone());
        let place = format!("{field} {fragment}: {:?}", said.messages);
        assert!(!said.saved && said.id.is_none(), "{place}");
        assert!(said.messages.iter().any(|m| m.field == field && m.text.contains(fragment)), "{place}");
        assert!(said.messages.iter().all(|m| m.severity == "blocks"), "{place}");
        assert_eq!(office.month(worker, MONTH), before, "{place}");
    }
    assert_eq!(lines_of_history(&mut office), history, "nothing was written");
}

#[test]
fn what_was_entered_stays_when_a_change_of_it_is_refused_and_all_faults_are_said_at_once() {
    let (mut office, worker, case, first) = cut();
    let before = office.month(worker, MONTH);
    let mut form = before.attendances[0].form.clone();
    form.time = "25:00".into();
    form.acts[0].area = "abc".into();
    form.acts[2].drugs[0].price = String::new();
    form.acts[6].days = "五".into();
    let said: AttendanceSaved = office.ask("save_attendance", SaveAttendance { form: form.clone() });
    let places: Vec<&str> = said.messages.iter().map(|m| m.field.as_str()).collect();
    assert_eq!(places, ["time", "acts.0.area", "acts.2.drugs.0.price", "acts.6.days"]);
    assert_eq!(office.month(worker, MONTH), before);
    // One after another is mended; what was right all the time is not asked again.
    form.time = "１４：２０".into();
    form.acts[0].area = String::new();
    form.acts[2].drugs[0].price = "１１．２".into();
    form.acts[6].days = "５".into();
    let said: AttendanceSaved = office.ask("save_attendance", SaveAttendance { form });
    assert!(said.saved && said.id == Some(first), "{:?}", said.messages);
    let kept = &said.view.attendances[0];
    assert_eq!((kept.form.time.as_str(), kept.form.acts[6].days.as_str(), kept.form.acts.len()), ("14:20", "5", 8));
    assert_eq!((kept.points, said.view.total), (before.attendances[0].points, before.total));
    assert_eq!(office.month(worker, MONTH).cases[0].case, case);
}

#[test]
fn an_act_the_book_does_not_know_is_kept_and_stops_the_claim() {
    let (mut office, worker, case, _) = cut();
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    office.visit(case, with_act(json!({ "code": "999999999" })));
    let view = office.month(worker, MONTH);
    let line = view.attendances[1].lines.iter().find(|l| l.outcome == "unpriced").expect("an unpriced line");
    assert_eq!(line.acts, [2]);
    let tenth = view.days.iter().find(|d| d.number == 10).expect("the tenth");
    assert_eq!((tenth.attendances, tenth.acts, tenth.waiting), (1, 3, true));
    let row = office.statement(case, MONTH);
    assert!(row.faults.iter().any(|f| f.severity == "blocks" && f.goto.screen == "visit"), "{:?}", row.faults);
    let refused = office.refused("finalize", json!({ "case": case, "month": MONTH }));
    assert!(refused.message.contains("直すところが1か所"), "{}", refused.message);
}

/// What a month says, without what counts writes.
fn said(view: &MonthView) -> String {
    let mut value = serde_json::to_value(view).expect("JSON");
    forget(&mut value);
    value.to_string()
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["revision", "can_undo", "can_redo"] {
                map.remove(key);
            }
            map.values_mut().for_each(forget);
        }
        Value::Array(all) => all.iter_mut().for_each(forget),
        _ => {}
    }
}

#[test]
fn every_step_is_taken_back_and_done_again() {
    let (mut office, worker, case, first) = cut();
    let here = json!({ "worker": worker, "month": MONTH });
    let mut states = Vec::new();
    let mut note = |office: &mut Office| {
        let view = office.month(worker, MONTH);
        assert_eq!((view.can_undo, view.can_redo), (true, false));
        states.push(said(&view));
    };
    note(&mut office);
    let second = office.visit(case, dressing("R7.10.7"));
    note(&mut office);
    let mut form = office.month(worker, MONTH).attendances[0].form.clone();
    form.acts.truncate(2);
    let _: AttendanceSaved = office.ask("save_attendance", SaveAttendance { form });
    note(&mut office);
    office.answer(case, "2025-10-03", "emergency_care", "yes");
    note(&mut office);
    office.record(case, MONTH, json!({ "course": "順調。", "remarks": ["自賠責から50,000円"] }));
    note(&mut office);
    let document = json!({ "case": case, "kind": "absence_certificate", "issued": "R7.10.31", "from": "R7.10.3", "to": "R7.10.30" });
    let _: AttendanceSaved = office.ask("save_document", document);
    note(&mut office);
    let _: AttendanceSaved = office.ask("remove_attendance", json!({ "id": second, "revision": 1 }));
    note(&mut office);
    office.answer(case, "2025-10-03", "emergency_care", "");
    note(&mut office);
    assert_eq!(states.len(), 8);
    for back in (0..7).rev() {
        let view: MonthView = office.ask("undo", &here);
        assert_eq!(said(&view), states[back], "back to step {back}");
        assert!(view.can_redo);
    }
    // The first visit itself is a step too.
    let view: MonthView = office.ask("undo", &here);
    assert_eq!((view.attendances.len(), view.can_undo), (0, false));
    let nothing = office.refused("undo", &here);
    assert!(nothing.message.contains("元に戻すことはありません"), "{}", nothing.message);
    for (step, state) in states.iter().enumerate() {
        let view: MonthView = office.ask("redo", &here);
        assert_eq!(said(&view), *state, "again to step {step}");
    }
    let nothing = office.refused("redo", &here);
    assert!(nothing.message.contains("やり直すことはありません"), "{}", nothing.message);
    // After a new change there is nothing to do again.
    let _: MonthView = office.ask("undo", &here);
    office.visit(case, dressing("R7.10.20"));
    office.refused("redo", &here);
    // Another worker's and another month's steps are their own.
    for other in [json!({ "worker": worker, "month": "2025-11" }), json!({ "worker": worker + 1, "month": MONTH })] {
        office.call("undo", other).expect_err("nothing to take back there");
    }
    assert_eq!(office.month(worker, MONTH).attendances[0].form.id, Some(first));
}

#[test]
fn who_was_slower_is_told_and_loses_nothing() {
    let (mut office, worker, case, first) = cut();
    let form = office.month(worker, MONTH).attendances[0].form.clone();
    let save = |office: &mut Office, form: &AttendanceForm| office.call("save_attendance", json!({ "form": form }));
    let mut quicker = form.clone();
    quicker.time = "15:00".into();
    save(&mut office, &quicker).expect("the first to save");
    let stale = save(&mut office, &form).expect_err("the second");
    assert_eq!(stale.code, Code::Stale);
    assert!(stale.message.contains("ほかの画面で先に直されている"), "{}", stale.message);
    assert_eq!(office.refused("remove_attendance", json!({ "id": first, "revision": 1 })).code, Code::Stale);
    assert_eq!(office.month(worker, MONTH).attendances[0].form.time, "15:00");
    office.record(case, MONTH, json!({ "course": "一人目" }));
    let record = json!({ "case": case, "month": MONTH, "record": { "course": "二人目", "revision": 0 } });
    assert_eq!(office.refused("save_month_record", record).code, Code::Stale);
    let diseases = json!({ "case": case, "month": MONTH, "revision": 7, "diseases": [{ "name": "左示指切創" }] });
    assert_eq!(office.refused("save_diseases", diseases).code, Code::Stale);
    let paper = json!({ "case": case, "kind": "absence_certificate", "issued": "R7.10.31", "from": "R7.10.3", "to": "R7.10.30" });
    let saved: AttendanceSaved = office.ask("save_document", &paper);
    let mut slower = paper;
    slower["id"] = saved.id.into();
    slower["revision"] = 9.into();
    assert_eq!(office.refused("save_document", &slower).code, Code::Stale);
    assert_eq!(office.month(worker, MONTH).cases[0].record.course, "一人目");
    for (command, request) in [
        ("remove_attendance", json!({ "id": 99, "revision": 1 })),
        ("month", json!({ "worker": 99, "month": MONTH })),
        ("intake", json!({ "case": 99 })),
        ("save_attendance", json!({ "form": { "case": 99, "day": "R7.10.3" } })),
        ("save_attendance", json!({ "form": { "id": 99, "case": case, "day": "R7.10.4" } })),
        ("finalize", json!({ "case": 99, "month": MONTH })),
    ] {
        assert_eq!(office.refused(command, request).code, Code::NotFound, "{command}");
    }
}

#[test]
fn answers_are_given_by_somebody_to_questions_there_are() {
    let (mut office, worker, case, _) = cut();
    let before = office.month(worker, MONTH);
    let ask = |question: &str, value: &str, by: &str, day: &str| json!({ "case": case, "month": MONTH, "day": day, "question": question, "value": value, "by": by });
    for (question, value, by, day, place, fragment) in [
        ("emergency_care", "yes", "", "2025-10-03", Some("by"), "スタッフから選んで"),
        ("emergency_care", "no", "北都", "2025-10-03", Some("by"), "スタッフから選んで"),
        ("emergency", "yes", DOCTOR, "2025-10-03", None, "その質問はありません"),
        ("emergency_care", "はい", DOCTOR, "2025-10-03", Some("value"), "はい・いいえ"),
        ("emergency_care", "yes", DOCTOR, "10月の3日", Some("day"), "日付として読めません"),
        ("emergency_care", "yes", DOCTOR, "2025-11-03", Some("day"), "令和7年10月の日ではありません"),
        ("emergency_care", "", DOCTOR, "2025-10-03", None, "その答えは見つかりません"),
    ] {
        let refused = office.refused("answer", ask(question, value, by, day));
        assert_eq!(refused.place.as_deref(), place, "{}", refused.message);
        assert!(refused.message.contains(fragment), "{}", refused.message);
    }
    assert_eq!(office.month(worker, MONTH), before);
    // 救急医療管理加算1,250円, answered, answered anew, taken back.
    for (value, more) in [("yes", 1_250), ("no", 0), ("yes", 1_250), ("", 0)] {
        let view: MonthView = office.ask("answer", ask("emergency_care", value, DOCTOR, "2025-10-03"));
        assert_eq!(view.total, before.total + more, "{value}");
    }
}
