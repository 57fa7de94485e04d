//! From an empty folder to a claim that is handed in, and back: every step a clinic takes first.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_api::{ApiError, Code};
use rosai_document::ClaimDocument;
use rosai_store::Store;
use rosai_tests::desk::*;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn passphrases(office: &mut Office, passphrase: &str, again: &str) -> Result<Value, ApiError> {
    office.call("create_store", json!({ "passphrase": passphrase, "again": again }))
}

#[test]
fn a_file_is_made_only_under_a_long_passphrase_typed_twice() {
    let mut office = Office::closed("2025-11-06");
    let status: Status = office.ask("status", json!({}));
    assert_eq!((status.state.as_str(), status.facility_ready, status.demo), ("new", false, false));
    let differ = passphrases(&mut office, "ひらけごま2025", "ひらけごま2024").expect_err("two passphrases");
    assert_eq!(differ.place.as_deref(), Some("again"));
    assert!(differ.message.contains("まだ何も作っていません"), "{}", differ.message);
    let short = passphrases(&mut office, "ひらけごま", "ひらけごま").expect_err("five characters");
    assert_eq!(short.place.as_deref(), Some("passphrase"));
    assert!(short.message.contains("8文字以上"), "{}", short.message);
    assert!(!office.file().exists(), "a refusal leaves no file");
    assert_eq!(office.refused("facility", json!({})).code, Code::Locked, "nothing is open yet");
    // Full-width letters are the same passphrase: an input method must not shut anybody out.
    passphrases(&mut office, "ＡＢＣＤ１２３４", "abcd1234").expect_err("case counts");
    passphrases(&mut office, "ＡＢＣＤ１２３４", "ABCD1234").expect("one passphrase in two widths");
    let status: Status = office.ask("status", json!({}));
    assert_eq!((status.state.as_str(), status.facility_ready), ("open", false));
    let again = passphrases(&mut office, "ABCD1234", "ABCD1234").expect_err("a file is there");
    assert!(again.message.contains("上書きはしていません"), "{}", again.message);
    let _: Status = office.ask("unlock", json!({ "passphrase": "ABCD1234" }));
}

/// One thing wrong with the clinic's form: what is changed, and the message it brings.
type Wrong = (fn(&mut FacilityForm), &'static str, &'static str, &'static str);

fn hours(from: &str, to: &str, weekday: &str) -> Vec<HoursForm> {
    vec![HoursForm { weekday: weekday.to_owned(), from: from.to_owned(), to: to.to_owned() }]
}

fn notice(code: &str, from: &str, to: &str) -> Vec<NoticeForm> {
    let text = str::to_owned;
    vec![NoticeForm { code: text(code), from: text(from), to: text(to), ..NoticeForm::default() }]
}

fn dated(from: &str, value: &str) -> Vec<DatedText> {
    vec![DatedText { from: from.to_owned(), value: value.to_owned() }]
}

const WRONG: &[Wrong] = &[
    (|f| f.name = " ".into(), "name", "blocks", "名称が空です"),
    (|f| f.hospital_number = "019999".into(), "hospital_number", "blocks", "いま6桁"),
    (|f| f.hospital_number = "01999X9".into(), "hospital_number", "blocks", "数字でない文字「X」"),
    (|f| f.institution_code = "".into(), "institution_code", "check", "空です"),
    (|f| f.institution_code = "12345678".into(), "institution_code", "blocks", "7桁"),
    (|f| f.postal_code = "".into(), "postal_code", "check", "郵便番号が空です"),
    (|f| f.postal_code = "060-000".into(), "postal_code", "blocks", "郵便番号は7桁です"),
    (|f| f.address = "".into(), "address", "check", "所在地が空です"),
    (|f| f.telephone = "".into(), "telephone", "check", "電話番号が空です"),
    (|f| f.director = "".into(), "director", "check", "責任者の氏名が空です"),
    (|f| f.labor_bureau = "".into(), "labor_bureau", "check", "労働局が空です"),
    (|f| f.labor_bureau = "北海".into(), "labor_bureau", "check", "労働局はありません"),
    (|f| f.beds = "たくさん".into(), "beds", "blocks", "整数として読めません"),
    (|f| f.beds = "20".into(), "beds", "check", "19床まで"),
    (|f| f.establishment = "".into(), "establishment", "blocks", "設立形態を選んでください"),
    (|f| f.establishment = "medical_association".into(), "declared_tax_class", "check", "診療単価が決まりません"),
    (|f| f.declared_tax_class = dated("R7.2.30", "taxable"), "declared_tax_class.0.from", "blocks", "暦にない日"),
    (|f| f.declared_tax_class = dated("R7.4.1", ""), "declared_tax_class.0.value", "blocks", "選んでください"),
    (|f| f.hours = hours("9:00", "12:00", "どようび"), "hours.0.weekday", "blocks", "曜日"),
    (|f| f.hours = hours("朝", "12:00", "1"), "hours.0.from", "blocks", "時刻として読めません"),
    (|f| f.hours = hours("9:00", "25:00", "1"), "hours.0.to", "blocks", "時刻として読めません"),
    (|f| f.hours = hours("12:00", "0900", "月"), "hours.0.to", "blocks", "終わりが始まりより前"),
    (|f| f.notices = notice("八百", "R6.4.1", ""), "notices.0.code", "blocks", "整数として読めません"),
    (|f| f.notices = notice("70000", "R6.4.1", ""), "notices.0.code", "blocks", "コード"),
    (|f| f.notices = notice("999", "R6.4.1", ""), "notices.0.code", "check", "この版の計算で使う届出ではありません"),
    (|f| f.notices = notice("830", "", ""), "notices.0.from", "blocks", "日付が空です"),
    (|f| f.notices = notice("830", "R6.4.1", "いつか"), "notices.0.to", "blocks", "日付として読めません"),
    (|f| f.notices = notice("830", "R6.4.1", "R6.3.31"), "notices.0.to", "blocks", "終わりの日が始めの日より前"),
    (|f| f.claims_by = dated("2020-13-01", "paper"), "claims_by.0.from", "blocks", "暦にない日"),
    (|f| f.claims_by = dated("R2.4.1", ""), "claims_by.0.value", "blocks", "選んでください"),
    (|f| f.staff = vec![], "staff", "blocks", "1人もいません"),
    (|f| f.staff[0].administrator = false, "staff", "blocks", "管理者がいません"),
    (|f| f.staff[1].name = format!(" {DOCTOR}"), "staff.1.name", "blocks", "同じ名前が2度"),
];

#[test]
fn everything_wrong_with_the_clinic_is_said_at_its_box_and_saved_only_where_it_is_a_value() {
    let mut office = Office::closed("2025-11-06");
    passphrases(&mut office, PASSPHRASE, PASSPHRASE).expect("a file");
    for (change, field, severity, fragment) in WRONG {
        let mut form = facility();
        change(&mut form);
        let checked: FacilitySaved = office.ask("check_facility", &form);
        let said = |s: &FacilitySaved| {
            s.messages.iter().any(|m| m.field == *field && m.severity == *severity && m.text.contains(fragment))
        };
        assert!(said(&checked) && !checked.saved, "{field} {fragment}: {:?}", checked.messages);
        if *severity == "blocks" {
            let saved: FacilitySaved = office.as_actor("", |o| o.ask("save_facility", &form));
            assert!(said(&saved) && !saved.saved, "{field} {fragment}: {:?}", saved.messages);
        }
    }
    let status: Status = office.ask("status", json!({}));
    assert!(!status.facility_ready, "nothing of all that was saved");
}

#[test]
fn what_is_checked_while_typing_is_what_is_saved() {
    let mut office = Office::closed("2025-11-06");
    passphrases(&mut office, PASSPHRASE, PASSPHRASE).expect("a file");
    let wide = FacilityForm {
        hospital_number: "０１９９９９９".into(),
        institution_code: "０１１９９９９９９０".into(),
        postal_code: "０６０－００００".into(),
        labor_bureau: "北海道労働局".into(),
        hours: hours("0900", "１２：３０", "月"),
        ..facility()
    };
    let checked: FacilitySaved = office.ask("check_facility", &wide);
    assert_eq!(checked.messages, vec![], "width is no fault");
    // Before there is a staff list nobody can be on it: the first save goes in the name of the first on the list.
    let saved: FacilitySaved = office.as_actor("", |o| o.ask("save_facility", &wide));
    assert!(saved.saved, "{:?}", saved.messages);
    assert_eq!(saved.messages, checked.messages);
    assert_eq!((saved.form.postal_code.as_str(), saved.form.hospital_number.as_str()), ("060-0000", "0199999"));
    let history: History = office.ask("history", json!({ "limit": 1 }));
    assert_eq!(history.lines[0].actor, DOCTOR);
    // From now on who writes must be on the list.
    for stranger in ["", "通りすがり"] {
        office.as_actor(stranger, |o| {
            let refused = o.refused("save_facility", &saved.form);
            assert_eq!(refused.code, Code::Actor, "{}", refused.message);
            assert_eq!(o.refused("backup", json!({})).code, Code::Actor);
            let form = o.sheet("5", CUT_FINGER);
            assert_eq!(o.refused("save_intake", SaveIntake { form, keep_all: true }).code, Code::Actor);
        });
    }
    let stale = office.refused("save_facility", FacilityForm { revision: 0, ..saved.form.clone() });
    assert_eq!(stale.code, Code::Stale, "somebody else was quicker");
    let _: FacilitySaved = office.ask("save_facility", &saved.form);
}

/// Entry of the cut finger with four visits: 3 October (洗浄, 縫合), 7 and 14 (創傷処置), 24 (nothing done).
fn entered(office: &mut Office) -> (u32, u32) {
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    office.visit(case, dressing("R7.10.7"));
    let mut fourteenth = dressing("071014");
    fourteenth["guidance"] = json!(["functional_recovery"]);
    office.visit(case, fourteenth);
    office.visit(case, json!({ "day": "令和7年10月24日" }));
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    (worker, case)
}

fn total(office: &mut Office, worker: u32) -> i64 {
    office.month(worker, MONTH).total
}

/// The frozen document as it lies in the file; the desk must not have it open.
fn frozen(path: &Path, case: u32) -> (String, u32) {
    let store = Store::open(path, PASSPHRASE).expect("the clinic's file");
    let row = store.statement(case, MONTH).expect("readable").expect("a live statement");
    (store.document_of(row.id).expect("its document"), row.revision)
}

#[test]
fn a_month_from_the_paper_to_the_claim_and_back() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = entered(&mut office);
    // 点: ブラッシング91 創傷処理1,060 機能回復190 局所麻酔6 処方42 調剤11+8 内服15 外用19 創傷処置104×2 = 1,650 ×12 = 19,800円
    // 円: 初診3,850 請求書取扱料2,000 再診1,420×3 機能回復の指導920 = 11,030円
    assert_eq!(total(&mut office, worker), 19_800 + 11_030);
    let view = office.month(worker, MONTH);
    let asked: Vec<(&str, &str)> = view
        .attendances
        .iter()
        .flat_map(|a| &a.lines)
        .filter(|l| l.outcome == "proposed" && l.yes_no)
        .map(|l| (l.day.as_str(), l.question.as_str()))
        .collect();
    assert_eq!(asked, [("2025-10-03", "emergency_care"), ("2025-10-24", "planned_management")]);
    let emergency = json!({ "case": case, "month": MONTH, "day": "2025-10-03", "question": "emergency_care",
                            "value": "yes", "by": "だれか" });
    assert_eq!(office.refused("answer", emergency).place.as_deref(), Some("by"), "who vouches has a name");
    let view = office.answer(case, "2025-10-03", "emergency_care", "yes");
    assert_eq!(view.total, 19_800 + 11_030 + 1_250);
    let vouched = view.attendances[0].lines.iter().find(|l| l.question == "emergency_care").expect("the line");
    assert_eq!((vouched.outcome.as_str(), vouched.vouched_by.as_str(), vouched.yen), ("charge", DOCTOR, 1_250));
    // 外来管理加算 52点×12円 = 624円
    let view = office.answer(case, "2025-10-24", "planned_management", "yes");
    assert_eq!(view.total, 19_800 + 624 + 12_280);
    // 指導の入っていない再診2回: いいえなら金額は変わらない
    for day in ["2025-10-07", "2025-10-24"] {
        let view = office.answer(case, day, "repeat_guidance", "no");
        assert_eq!(view.total, 19_800 + 624 + 12_280, "{day}");
    }
    let cured = json!({ "course": "洗浄のうえ縫合した。10月24日に治ゆと認めた。",
                        "disposition": "cured", "disposition_day": "R7.10.24" });
    assert!(office.record(case, MONTH, cured).saved);

    let row = office.statement(case, MONTH);
    assert_eq!((row.state.as_str(), row.total, row.days), ("checked", Some(32_704), 4), "{:?}", row.faults);
    assert_eq!((row.sequence_class.as_str(), row.bundle_ja.as_str()), ("1 初診", "初回分"));
    assert_eq!(row.faults, vec![]);
    let overlay = json!({ "sheets": [{ "month": MONTH, "what": "statement", "case": case, "mode": "overlay" }] });
    let framed = json!({ "sheets": [{ "month": MONTH, "what": "statement", "case": case, "mode": "framed" }] });
    let draft = office.refused("write_pdf", &overlay);
    assert!(draft.message.contains("まだ確定していない"), "{}", draft.message);
    let _: Written = office.ask("write_pdf", &framed);

    let view = office.finalize(case, MONTH);
    assert_eq!((view.finalized, view.finalized_total, view.closed), (1, 32_704, true));
    assert_eq!(view.rows[0].revision, 1);
    let twice = office.refused("finalize", json!({ "case": case, "month": MONTH }));
    assert!(twice.message.contains("確定しています"), "{}", twice.message);
    let overlay: Written = office.ask("write_pdf", &overlay);
    let framed: Written = office.ask("write_pdf", &framed);
    assert_ne!(overlay.files, framed.files, "two papers, two files");

    // Closed and opened again: all is as it was.
    let before = office.month(worker, MONTH);
    let _: Status = office.ask("lock", json!({}));
    assert_eq!(office.refused("month", json!({ "worker": worker, "month": MONTH })).code, Code::Locked);
    let (json, revision) = frozen(&office.file(), case);
    assert_eq!(revision, 1);
    let document: ClaimDocument = serde_json::from_str(&json).expect("the document");
    assert_eq!(document.totals.total.value().0, 32_704);
    reads_as(&framed.files[0], &document);
    reads_as(&overlay.files[0], &document);
    let mut office = office.restarted();
    let status: Status = office.ask("status", json!({}));
    assert_eq!(status.state, "locked");
    let wrong = office.refused("unlock", json!({ "passphrase": "みなとの灯り 2024" }));
    assert_eq!(wrong.place.as_deref(), Some("passphrase"));
    let status: Status = office.ask("unlock", json!({ "passphrase": "みなとの灯り　２０２５" }));
    assert_eq!((status.state.as_str(), status.facility_ready), ("open", true));
    assert_eq!((status.check_message.as_str(), status.staff.len()), ("", 2));
    assert_eq!(office.month(worker, MONTH), before);

    lifted_and_finalised_again(&mut office, worker, case);
    let _: Status = office.ask("lock", json!({}));
    let (again, revision) = frozen(&office.file(), case);
    assert_eq!(revision, 2);
    assert_ne!(again, json);
    assert_eq!(office.log(), Vec::<String>::new(), "nothing went wrong inside");
}

fn lifted_and_finalised_again(office: &mut Office, worker: u32, case: u32) {
    let fourteenth = office.month(worker, MONTH).attendances[2].form.clone();
    let plain = json!({ "form": AttendanceForm { guidance: vec![], ..fourteenth } });
    let fixed = office.refused("save_attendance", &plain);
    assert!(fixed.message.contains("確定しています"), "{}", fixed.message);
    let lift = |reason: &str| json!({ "case": case, "month": MONTH, "reason": reason });
    assert_eq!(office.refused("lift", lift("　")).place.as_deref(), Some("reason"));
    let view: CloseView = office.ask("lift", lift("指導は行っていなかった"));
    assert_eq!((view.finalized, view.checked), (0, 1));
    let history: History = office.ask("history", json!({ "worker": worker, "limit": 1 }));
    assert_eq!(history.lines[0].summary, "令和7年10月の内訳書の確定を外した（指導は行っていなかった）");
    let saved: AttendanceSaved = office.ask("save_attendance", &plain);
    assert!(saved.saved, "{:?}", saved.messages);
    // 指導920円がなくなる: 32,704 − 920
    assert_eq!(saved.view.total, 31_784);
    let view = office.finalize(case, MONTH);
    assert_eq!((view.rows[0].revision, view.rows[0].total), (2, Some(31_784)));
    assert_eq!(office.refused("lift", json!({ "case": case, "month": "2025-09", "reason": "x" })).code, Code::NotFound);
}

/// What poppler reads on the paper: names and amounts as the document has them.
fn reads_as(file: &str, document: &ClaimDocument) {
    let output = match Command::new("pdftotext").args(["-layout", file, "-"]).output() {
        Ok(output) => output,
        Err(error) => {
            println!("できませんでした: pdftotextを起動できません（{error}）。apt-get install poppler-utils");
            return;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text: String = String::from_utf8_lossy(&output.stdout).split_whitespace().collect();
    let has = |wanted: &str| {
        let wanted: String = wanted.split_whitespace().collect();
        assert!(text.contains(&wanted), "「{wanted}」 in {file}: {text}");
    };
    let header = &document.header;
    has(header.worker.name.as_str());
    has(&header.hospital_name);
    has(&header.place_of_work.name);
    has(&document.diseases[0].text);
    has(&document.course);
    let totals = &document.totals;
    for amount in [totals.points.0, totals.yen_of_points.value().0, totals.yen_items.0, totals.total.value().0] {
        let plain = amount.to_string();
        let grouped = if amount >= 1000 { format!("{},{:03}", amount / 1000, amount % 1000) } else { plain.clone() };
        assert!(text.contains(&plain) || text.contains(&grouped), "{amount} in {file}: {text}");
    }
    assert!(document.remarks.iter().all(|r| {
        let wanted: String = r.text.split_whitespace().collect();
        text.contains(&wanted)
    }));
}
