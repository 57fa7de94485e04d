//! 受付票: everything that can be wrong with a sheet of each paper, and what becomes of it when it is kept as 要確認.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::json;

const PAPERS: [&str; 4] = ["5", "16-3", "6", "16-4"];

/// A sheet of a paper with nothing to say about it.
fn right(office: &mut Office, paper: &str) -> IntakeForm {
    let mut form = office.sheet(paper, CUT_FINGER);
    fill(&mut form, &[("patient_number", "")]);
    if matches!(paper, "6" | "16-4") {
        fill(&mut form, &[("before", "2"), ("before_name", "港町病院")]);
    }
    form
}

fn repeated(text: &str, n: usize) -> String {
    text.repeat(n)
}

/// What is changed on a right sheet, and the message that comes of it.
struct Wrong {
    papers: &'static [&'static str],
    changes: Vec<(&'static str, String)>,
    field: &'static str,
    severity: &'static str,
    fragment: &'static str,
}

fn wrong(changes: &[(&'static str, &str)], field: &'static str, severity: &'static str, said: &'static str) -> Wrong {
    let changes = changes.iter().map(|(id, value)| (*id, (*value).to_owned())).collect();
    Wrong { papers: &PAPERS, changes, field, severity, fragment: said }
}

/// A value that is none, in its own box.
fn no_value(field: &'static str, value: &str, said: &'static str) -> Wrong {
    wrong(&[(field, value)], field, "blocks", said)
}

/// A value to look at again.
fn doubt(field: &'static str, value: &str, said: &'static str) -> Wrong {
    wrong(&[(field, value)], field, "check", said)
}

fn only(papers: &'static [&'static str], wrong: Wrong) -> Wrong {
    Wrong { papers, ..wrong }
}

/// Today is 6 November 2025; the worker is born S55.4.12 and was hurt on R7.10.3.
fn all_that_is_no_value() -> Vec<Wrong> {
    let no_choice = "選べる番号ではありません";
    let mut rows = vec![
        no_value("name", "　", "労働者の氏名が空です"),
        no_value("birth", "", "生年月日が空です"),
        no_value("injured_on", "", "負傷又は発病年月日が空です"),
        no_value("kana_family", "", "シメイ（姓）が空です"),
        no_value("sex", "", "まだ選ばれていません"),
        no_value("before", "", "まだ選ばれていません"),
        no_value("injured_on", "S55.4.11", "生年月日より前です"),
        no_value("received", "R7.10.2", "傷病年月日より前です"),
        no_value("name", "切田\n太郎", "改行やタブ"),
        no_value("employer_name", "みほん\t木工", "改行やタブ"),
        no_value("address", &repeated("北", 401), "400文字を超えています"),
        no_value("circumstances", &repeated("切", 401), "400文字を超えています"),
        no_value("name", &repeated("太", 41), "40文字を超えています"),
        no_value("injured_on", "きのう", "日付として読めません"),
        no_value("injured_on", "R7.9.31", "暦にない日"),
        no_value("injured_on", "R7.11.7", "まだ来ていない日です"),
        no_value("birth", "H31.5.1", "平成にない日"),
        no_value("birth", "R8.1.1", "まだ来ていない日です"),
        no_value("received", "2025-11-07", "まだ来ていない日です"),
        no_value("injured_time", "25:00", "時刻として読めません"),
        no_value("injured_time", "昼ごろ", "時刻として読めません"),
        no_value("kana_family", "切田", "カナでない文字"),
        no_value("kana_given", "Taro", "カナでない文字"),
        no_value("postal_code", "060-000", "郵便番号は7桁です"),
        no_value("employer_postal_code", "〒", "郵便番号は7桁です"),
        no_value("earlier_slips", "三枚", "整数として読めません"),
        no_value("earlier_slips", "-1", "整数として読めません"),
        wrong(
            &[("earlier_slips", "1"), ("initial_charged_on", "はじめ")],
            "initial_charged_on",
            "blocks",
            "日付として読めません",
        ),
        wrong(&[("earlier_slips", "1"), ("handling_charged", "3")], "handling_charged", "blocks", no_choice),
        no_value("labor_number", "0110101234500", "いま13桁"),
        no_value("labor_number", "0110101234500O", "数字でない文字「O」"),
        no_value("pension_number", "12345678", "年金証書番号は9桁です"),
        no_value("sex", "2", no_choice),
        no_value("before", "4", no_choice),
    ];
    for choice in [
        "certified",
        "nature",
        "paid_until_now",
        "relapse",
        "same_place_again",
        "third_party",
        "existing_disability",
        "private_disease",
    ] {
        rows.push(no_value(choice, "9", no_choice));
    }
    rows.push(only(&["5", "6"], no_value("cause", "3", no_choice)));
    rows
}

fn all_to_look_at_again() -> Vec<Wrong> {
    let new_accident = "新しい災害の日です";
    vec![
        doubt("labor_number", "", "労働保険番号が空です"),
        doubt("employer_name", "", "事業の名称が空です。内訳書に印刷されません"),
        doubt("employer_prefecture", "", "内訳書に印刷されません"),
        doubt("employer_municipality", "", "内訳書に印刷されません"),
        doubt("kana_given", "", "内訳書に印刷されません"),
        doubt("certified", "3", "事業主の証明がありません"),
        // 2025 − 2011 = 14, 2025 − 1934 = 91 (born before 6 November)
        doubt("birth", "H23.4.12", "14歳になります"),
        doubt("birth", "S9.4.12", "91歳になります"),
        wrong(&[("relapse", "2")], "injured_on", "check", "初めの災害の日です"),
        wrong(&[("same_place_again", "2")], "injured_on", "check", new_accident),
        wrong(&[("nature", "2")], "injured_on", "check", "医師がそうと診断した日"),
        doubt("office", "さっぽろ", "一覧にありません"),
        doubt("labor_number", "48101012345000", "府県「48」"),
        doubt("labor_number", "13201012345000", "所掌「2」"),
        doubt("labor_number", "01119012345000", "管轄「19」"),
        doubt("labor_number", "01901012345000", "基幹番号「012345」"),
        only(&["5"], doubt("before", "2", "様式第6号（通勤は第16号の4）を出してもらいます")),
        only(&["16-3"], doubt("before", "2", "様式第6号（通勤は第16号の4）を出してもらいます")),
        only(&["6", "16-4"], doubt("before", "1", "様式第5号（通勤は第16号の3）を出してもらいます")),
        only(&["6", "16-4"], doubt("before", "3", "様式第5号（通勤は第16号の3）を出してもらいます")),
    ]
}

fn changed(form: &IntakeForm, wrong: &Wrong) -> IntakeForm {
    let mut form = form.clone();
    for (id, value) in &wrong.changes {
        form.fields.insert((*id).to_owned(), value.clone());
    }
    form
}

fn says(messages: &[FieldMessage], wrong: &Wrong) -> bool {
    let fits =
        |m: &FieldMessage| m.field == wrong.field && m.severity == wrong.severity && m.text.contains(wrong.fragment);
    messages.iter().any(fits)
}

#[test]
fn every_paper_says_what_is_wrong_with_each_box() {
    let mut office = Office::open("2025-11-06");
    for paper in PAPERS {
        let form = right(&mut office, paper);
        let checked: IntakeChecked = office.ask("check_intake", &form);
        assert_eq!(checked.messages, vec![], "{paper}: nothing to say of a right sheet");
        for wrong in all_that_is_no_value().iter().chain(&all_to_look_at_again()) {
            if !wrong.papers.contains(&paper) {
                continue;
            }
            let form = changed(&form, wrong);
            let checked: IntakeChecked = office.ask("check_intake", &form);
            let place = format!("{paper} {:?} {}: {:?}", wrong.changes, wrong.fragment, checked.messages);
            assert!(says(&checked.messages, wrong), "{place}");
            if wrong.severity == "blocks" {
                let saved: IntakeSaved = office.ask("save_intake", SaveIntake { form: form.clone(), keep_all: false });
                assert!(!saved.saved && says(&saved.messages, wrong), "{place}");
                assert_eq!(saved.form, form, "{paper} {}: nothing typed is changed by a refusal", wrong.field);
            } else {
                assert!(checked.messages.iter().all(|m| m.severity == "check"), "{place}");
            }
        }
    }
    let nobody: SearchHits = office.ask("search", json!({ "text": "キリタ" }));
    assert_eq!(nobody.hits, vec![], "a refusal writes nothing");
}

#[test]
fn what_is_only_to_be_looked_at_does_not_stop_the_sheet() {
    for wrong in all_to_look_at_again() {
        // The same worker and accident each time: a house of its own.
        let mut office = Office::open("2025-11-06");
        let form = right(&mut office, wrong.papers[0]);
        let form = office.register(changed(&form, &wrong));
        assert_eq!(form.kept, Vec::<String>::new(), "{:?}", wrong.changes);
    }
}

#[test]
fn messages_come_in_the_order_of_the_sheet_and_the_worse_first() {
    let mut office = Office::open("2025-11-06");
    let mut form = right(&mut office, "5");
    fill(
        &mut form,
        &[
            ("before", ""),
            ("labor_number", "123"),
            ("name", ""),
            ("injured_on", "あした"),
            ("nature", "2"),
            ("certified", "3"),
        ],
    );
    let checked: IntakeChecked = office.ask("check_intake", &form);
    let places: Vec<(&str, &str)> = checked.messages.iter().map(|m| (m.field.as_str(), m.severity.as_str())).collect();
    assert_eq!(
        places,
        [
            ("labor_number", "blocks"),
            ("injured_on", "blocks"),
            ("injured_on", "check"),
            ("name", "blocks"),
            ("certified", "check"),
            ("before", "blocks"),
        ]
    );
}

#[test]
fn several_lines_are_welcome_where_the_paper_has_several() {
    let mut office = Office::open("2025-11-06");
    let mut form = right(&mut office, "5");
    fill(&mut form, &[("circumstances", "木工機械で\n左示指を切った")]);
    let form = office.register(form);
    assert_eq!(form.fields["circumstances"], "木工機械で\n左示指を切った");
}

/// A day in one spelling, everything else without space and hyphens.
fn spelled(typed: &str) -> String {
    rosai_api::Day::parse(typed).map_or_else(|_| typed.replace(['-', ' ', '　'], ""), |d| d.to_string())
}

/// What 月次請求 and 今日 say about a box of a case.
fn open_places(office: &mut Office, case: u32, field: &str) -> (Option<String>, Option<String>) {
    let row = office.statement(case, MONTH);
    let fault = row.faults.iter().find(|f| f.goto.field.as_deref() == Some(field) && f.message.contains("要確認"));
    let today: Today = office.ask("today", json!({}));
    let of_case = |o: &&Owed| o.goto.case == Some(case) && o.goto.field.as_deref() == Some(field);
    let owed = today.owed.iter().filter(of_case).find(|o| o.text.contains("要確認"));
    (fault.map(|f| f.severity.clone()), owed.map(|o| o.severity.clone()))
}

#[test]
fn a_value_kept_as_it_was_typed_comes_back_until_it_is_mended() {
    for wrong in all_that_is_no_value() {
        // The same worker and accident each time: a house of its own.
        let mut office = Office::open("2025-11-06");
        let form = right(&mut office, wrong.papers[0]);
        let typed = changed(&form, &wrong);
        let ask = SaveIntake { form: typed.clone(), keep_all: true };
        let saved: IntakeSaved = office.ask("save_intake", ask);
        let place = format!("{} {:?}", wrong.field, wrong.changes);
        assert!(saved.saved && saved.form.kept.contains(&wrong.field.to_owned()), "{place}");
        let (worker, case) = ids(&saved.form);
        let loaded: IntakeForm = office.ask("intake", json!({ "case": case }));
        assert_eq!(loaded, saved.form, "{place}");
        let (kept, was) = (&loaded.fields[wrong.field], &typed.fields[wrong.field]);
        assert_eq!(spelled(kept), spelled(was), "{place}: kept as typed");
        // The sheet may be saved again without a word about it: it is already 要確認.
        let again: IntakeSaved = office.ask("save_intake", SaveIntake { form: loaded, keep_all: false });
        assert!(again.saved, "{place}: {:?}", again.messages);
        // What was kept does not stop anybody from entering the visit, unless the day itself contradicts it.
        let entered = office.attend(case, json!({ "day": "R7.10.6" }));
        if wrong.changes[0] == ("injured_on", "R7.11.7".to_owned()) {
            assert_eq!(entered.messages[0].field, "day");
            assert!(
                entered.messages.iter().any(|m| m.text.contains("傷病年月日（令和7年11月7日）より前")),
                "{entered:?}"
            );
            continue;
        }
        assert!(entered.saved, "{place}: {:?}", entered.messages);
        let severity = if matches!(wrong.field, "labor_number" | "pension_number") { "blocks" } else { "check" };
        let said = open_places(&mut office, case, wrong.field);
        assert_eq!(said, (Some(severity.to_owned()), Some("check".to_owned())), "{place}");

        let mended = office.register(IntakeForm { fields: form.fields.clone(), ..again.form });
        assert_eq!(mended.kept, Vec::<String>::new(), "{place}");
        assert_eq!(open_places(&mut office, case, wrong.field), (None, None), "{place}");
        // 様式第5号・第16号の3を受け付けた初診: 3,850円と請求書取扱料2,000円
        assert_eq!(office.month(worker, MONTH).total, 3_850 + 2_000, "{place}");
    }
}

#[test]
fn what_is_kept_is_not_forgotten_before_the_first_visit() {
    let mut office = Office::open("2025-11-06");
    let mut form = right(&mut office, "5");
    fill(&mut form, &[("received", ""), ("kana_family", "切田")]);
    let saved: IntakeSaved = office.ask("save_intake", SaveIntake { form, keep_all: true });
    let (_, case) = ids(&saved.form);
    let today: Today = office.ask("today", json!({}));
    let owed: Vec<&str> = today.owed.iter().filter(|o| o.goto.case == Some(case)).map(|o| o.text.as_str()).collect();
    assert_eq!(owed.len(), 2, "{owed:?}");
    assert!(owed.iter().any(|o| o.contains("様式第5号がまだ届いていません")), "{owed:?}");
    assert!(owed.iter().any(|o| o.contains("「シメイ（姓）」が要確認")), "{owed:?}");
}
