//! 文書: filled from what is known, kept with everything typed, printed as kept, and closed with the month they charge.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const DECEMBER: &str = "2025-12";

/// 20 January 2026: the finger cut on 3 October was seen in October, December and January.
fn treated() -> (Office, u32, u32) {
    let mut office = Office::open("2026-01-20");
    let mut filled = CUT_FINGER.to_vec();
    filled.push(("occupation", "木工"));
    let form = office.sheet("5", &filled);
    let (worker, case) = ids(&office.register(form));
    office.visit(case, first_visit());
    office.visit(case, dressing("R7.12.3"));
    office.visit(case, dressing("R7.12.10"));
    office.visit(case, dressing("R8.1.15"));
    let named = office.name_diseases(worker, case, DECEMBER, &["左示指切創", "左示指屈筋腱損傷"]);
    assert!(named.saved, "{:?}", named.messages);
    for (month, course) in [(MONTH, "縫合し抜糸した。"), (DECEMBER, "創は閉じ、示指の曲げにくさが残る。")]
    {
        let saved = office.record(case, month, json!({ "course": course }));
        assert!(saved.saved, "{:?}", saved.messages);
    }
    (office, worker, case)
}

#[track_caller]
fn begun(office: &mut Office, case: u32, paper: &str, day: &str) -> PaperForm {
    let view: PaperView = office.ask("paper", json!({ "case": case, "paper": paper, "day": day }));
    assert_eq!((view.form.id, view.form.revision), (None, 0));
    view.form
}

fn with(mut form: PaperForm, values: &[(&str, &str)]) -> PaperForm {
    for (id, value) in values {
        assert!(form.values.contains_key(*id), "{} has no {id}", form.paper);
        form.values.insert((*id).to_owned(), (*value).to_owned());
    }
    form
}

#[track_caller]
fn saved(office: &mut Office, form: PaperForm) -> PaperForm {
    let saved: PaperSaved = office.ask("save_paper", SavePaper { form });
    assert!(saved.saved, "{:?}", saved.messages);
    saved.form
}

/// 指導管理箋 for the worker, as a doctor finishes it.
#[track_caller]
fn guidance(office: &mut Office, case: u32, day: &str) -> PaperForm {
    let form = begun(office, case, "guidance_4", day);
    saved(office, with(form, &[("fit_for_work", "2"), ("overtime_limit", "2")]))
}

fn papers(office: &mut Office, case: u32, month: &str) -> PapersView {
    office.ask("papers", json!({ "case": case, "month": month }))
}

fn pdf_text(file: &str) -> String {
    let out = Command::new("pdftotext").args(["-layout", file, "-"]).output().expect("pdftotext (poppler-utils)");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8").split_whitespace().collect()
}

fn summaries(office: &mut Office) -> Vec<String> {
    let history: History = office.ask("history", json!({ "limit": 1000 }));
    history.lines.into_iter().map(|l| format!("{} {}", l.actor, l.summary)).collect()
}

#[test]
fn a_paper_begins_with_everything_that_is_known() {
    let (mut office, _, case) = treated();
    let form = begun(&mut office, case, "guidance_2", "2025-12-10");
    let wanted = [
        ("nth", "1"),
        ("name", "切田　太郎"),
        ("birth", "1980-04-12"),
        ("sex", "1"),
        ("former_work", "木工"),
        ("disease_1", "左示指切創"),
        ("disease_2", "左示指屈筋腱損傷"),
        ("injured_on", "2025-10-03"),
        ("first_visit_on", "2025-10-03"),
        // The first time the symptoms are those of the first visit.
        ("earlier_symptoms_kind", "1"),
        ("earlier_symptoms", "左示指切創"),
        ("attended_from", "2025-10-03"),
        // Not the visit of January: the paper is of 10 December.
        ("attended_to", "2025-12-10"),
        ("current_symptoms", "創は閉じ、示指の曲げにくさが残る。"),
        ("issued_on", "2025-12-10"),
        ("facility_name", "北都みなと整形外科クリニック"),
        ("facility_address", "北海道札幌市中央区北零条西零丁目"),
        // 医師 北都 on the staff, 北都　健 the director.
        ("doctor", "北都　健"),
        // What only a doctor can say is left to the doctor.
        ("fit_for_work", ""),
        ("progress", ""),
        ("agreed_on", ""),
    ];
    for (id, value) in wanted {
        assert_eq!(form.values.get(id).map(String::as_str), Some(value), "{id}");
    }
    let summary = begun(&mut office, case, "course_summary", "2026-01-20");
    let said = |id: &str| summary.values[id].as_str();
    assert_eq!(said("number"), "01-1-01-012345-000");
    // Born 12 April 1980: 45 on 20 January 2026.
    assert_eq!(said("age"), "45");
    assert_eq!(said("diseases"), "左示指切創、左示指屈筋腱損傷");
    assert_eq!(said("course"), "令和7年10月　縫合し抜糸した。\n令和7年12月　創は閉じ、示指の曲げにくさが残る。");
    let plan = begun(&mut office, case, "rehabilitation_plan", "");
    assert_eq!((plan.values["birth_year"].as_str(), plan.values["former_work"].as_str()), ("昭和55", "木工"));
    assert_eq!(plan.values["issued_on"], "2026-01-20", "today where no day is named");
}

#[test]
fn a_paper_is_kept_reopened_mended_and_counted() {
    let (mut office, _, case) = treated();
    let first = guidance(&mut office, case, "2025-12-10");
    assert_eq!((first.revision, first.values["fit_for_work"].as_str()), (1, "2"));
    let again: PaperView = office.ask("paper", json!({ "id": first.id, "case": case }));
    assert_eq!(again.form, first);
    assert_eq!((again.refused.as_str(), again.inferred.is_empty()), ("", false));
    assert!(again.kept_ja.ends_with(CLERK), "{}", again.kept_ja);

    // Saved as it stands: nothing is written.
    let before = summaries(&mut office);
    let same = saved(&mut office, again.form.clone());
    assert_eq!((same.revision, summaries(&mut office)), (1, before));

    let mended = as_doctor(&mut office, with(again.form, &[("current_symptoms", "示指の曲げ伸ばしで痛む。")]));
    assert_eq!(mended.revision, 2);
    let written = summaries(&mut office);
    assert_eq!(written[0], format!("{DOCTOR} 指導管理箋（本人交付用）その他の疾患（令和7年12月10日）を直した"));
    assert_eq!(written[1], format!("{CLERK} 指導管理箋（本人交付用）その他の疾患（令和7年12月10日）を作った"));
    // Who saw the earlier one must not overwrite it.
    let stale = office.refused("save_paper", SavePaper { form: with(first.clone(), &[("other_opinion", "なし")]) });
    assert_eq!(stale.code, Code::Stale);

    let view = papers(&mut office, case, DECEMBER);
    let issued: Vec<_> =
        view.issued.iter().map(|p| (p.paper.as_str(), p.issued.as_str(), p.count_ja.as_str())).collect();
    assert_eq!(issued, [("guidance_4", "2025-12-10", "1回目")]);
    assert_eq!((view.issued[0].doctor.as_str(), view.issued[0].refused.as_str()), ("北都　健", ""));
    assert!(view.issued[0].kept_ja.ends_with(DOCTOR), "{}", view.issued[0].kept_ja);
    let next: Vec<(&str, u32)> = view.kinds.iter().map(|k| (k.digit.as_str(), k.next)).collect();
    // 様式3 and 4 are both for the worker: the next one of either is the second. 様式1 and 2 go to the 産業医.
    assert_eq!(next, [("1", 1), ("2", 1), ("3", 2), ("4", 2), ("5", 1), ("6", 1), ("7", 1), ("8", 1)]);

    // The second one: the last paper's symptoms, and what a doctor said once of the work.
    let second = begun(&mut office, case, "guidance_4", "2026-01-15");
    let said = |id: &str| second.values[id].as_str();
    assert_eq!((said("nth"), said("earlier_symptoms_kind")), ("2", "2"));
    assert_eq!(said("earlier_symptoms"), "示指の曲げ伸ばしで痛む。");
    assert_eq!((said("former_work"), said("fit_for_work"), said("overtime_limit")), ("木工", "", ""));
    // One of an earlier day is not counted with a later one.
    assert_eq!(begun(&mut office, case, "guidance_4", "2025-12-03").values["nth"], "1");
}

#[track_caller]
fn as_doctor(office: &mut Office, form: PaperForm) -> PaperForm {
    office.as_actor(DOCTOR, |o| saved(o, form))
}

#[test]
fn a_paper_is_taken_back_and_comes_back() {
    let (mut office, worker, case) = treated();
    let form = guidance(&mut office, case, "2025-12-10");
    let view: PapersView = office.ask("remove_paper", json!({ "id": form.id, "revision": form.revision }));
    assert_eq!((view.month.as_str(), view.issued.len(), view.kinds[3].next), (DECEMBER, 0, 1));
    assert_eq!(office.refused("paper", json!({ "id": form.id, "case": case })).code, Code::NotFound);
    assert!(summaries(&mut office)[0].ends_with("指導管理箋（本人交付用）その他の疾患（令和7年12月10日）を消した"));
    let _: MonthView = office.ask("undo", json!({ "worker": worker, "month": DECEMBER }));
    let again: PaperView = office.ask("paper", json!({ "id": form.id, "case": case }));
    assert_eq!(again.form.values, form.values);
}

/// Paper, what is typed, the field that is wrong, a part of the sentence.
type Wrong = (&'static str, Vec<(&'static str, String)>, &'static str, &'static str);

/// What is wrong, at which field it is said, and part of the sentence.
fn wrong() -> Vec<Wrong> {
    let one = |paper, id, value: &str, said| (paper, vec![(id, value.to_owned())], id, said);
    vec![
        one("guidance_4", "nth", "", "「第何回」が空です。数を入れてください。"),
        one("guidance_4", "nth", "二回", "整数として読めません"),
        one("guidance_4", "nth", "0", "「第何回」が0です"),
        one("guidance_4", "current_symptoms", "", "「現在の症状」が空です。書いてください。"),
        one("guidance_4", "current_symptoms", &"痛".repeat(2001), "2001文字あります"),
        one("guidance_4", "disease_1", &"傷".repeat(201), "201文字あります。200文字まで"),
        one("guidance_4", "doctor", "北都\n健", "改行が入っています"),
        one("guidance_4", "fit_for_work", "", "「勤務できるか」が空です。番号で選んでください。"),
        one("guidance_4", "fit_for_work", "3", "「勤務できるか」は、示された番号から選んでください。"),
        one("guidance_4", "issued_on", "", "「渡す日」が空です。日を入れてください。"),
        one("guidance_4", "issued_on", "R8.1.21", "令和8年1月21日はまだ来ていない日です"),
        one(
            "guidance_4",
            "issued_on",
            "R7.10.2",
            "「渡す日」（令和7年10月2日）が「初診年月日」（令和7年10月3日）より前",
        ),
        one("guidance_4", "issued_on", "きのう", "日付として読めません"),
        one("guidance_4", "fixed_outlook", "来春", "年と月として読めません"),
        one("guidance_4", "fixed_outlook", "R8.13", "年と月として読めません"),
        one("guidance_4", "name", "", "「氏名」が受付票にありません"),
        (
            "guidance_4",
            vec![("work_limit", "2".to_owned())],
            "work_limit_kind",
            "「イ 作業内容の制限」で「要」を選んだので、「制限の内容」も要ります。番号で選んでください。",
        ),
        (
            "guidance_4",
            vec![("wished_work", "3".to_owned())],
            "wished_work_other",
            "「復帰を希望する職種」で「その他」を選んだので、「その他の職種」も要ります",
        ),
        (
            "guidance_4",
            vec![("admitted_from", "R7.10.10".to_owned()), ("admitted_to", "R7.10.8".to_owned())],
            "admitted_to",
            "「入院 終わり」（令和7年10月8日）が「入院 始め」（令和7年10月10日）より前です",
        ),
        one("return_to_society", "healing_outlook", "", "「治ゆ見込み年月日」が空です"),
        one("return_to_society", "general", "", "指導した項目がありません"),
        one("return_to_society", "general", "1,10", "示された番号から選んでください"),
        one("return_to_society", "general", "1,9", "番号"),
        one("rehabilitation_plan", "former_commute", "", "「これまでの通勤方法」が空です"),
        one("rehabilitation_plan", "return_goal", "", "「職場復帰に向けた目標」が空です"),
        one("rehabilitation_plan", "approach", "", "「具体的アプローチ」が空です"),
        one("rehabilitation_evaluation", "medical_reason", "", "医学的所見」が空です"),
        one("rehabilitation_evaluation", "goal_month", "", "年と月を入れてください"),
        one("course_summary", "first_state", "", "「初診時の傷病の状態及び既往の身体障害」が空です"),
    ]
}

/// A paper that can be saved.
fn right(office: &mut Office, case: u32, paper: &str) -> PaperForm {
    let form = begun(office, case, paper, "2026-01-15");
    let more: &[(&str, &str)] = match paper {
        "return_to_society" => &[("healing_outlook", "R8.2.10"), ("general", "4, 1")],
        "rehabilitation_evaluation" => &[
            ("rehabilitation_kind", "4"),
            ("counted_from_kind", "1"),
            ("counted_from", "R7.10.3"),
            ("evaluation", "示指PIP関節の屈曲70度。"),
            ("medical_reason", "屈曲の制限が残り、握力の改善が続いている。"),
            ("goal_month", "8.4"),
        ],
        "rehabilitation_plan" => &[
            ("former_commute", "自家用車"),
            ("wish", "1"),
            ("work_change", "1"),
            ("commute_change", "1"),
            ("return_goal", "電動工具を使う作業に戻る。"),
            ("approach", "電動ドライバーの握り動作"),
        ],
        "course_summary" => &[],
        _ => &[("fit_for_work", "1")],
    };
    with(form, more)
}

#[test]
fn what_a_paper_lacks_is_said_at_its_field_and_nothing_is_written() {
    let (mut office, _, case) = treated();
    let before = summaries(&mut office);
    for (paper, values, field, fragment) in wrong() {
        let mut form = right(&mut office, case, paper);
        for (id, value) in &values {
            form.values.insert((*id).to_owned(), value.clone());
        }
        // 「その他」 asks for its words at another field.
        let field = if paper == "return_to_society" && values[0].1 == "1,9" { "general_other" } else { field };
        let fragment = if field == "general_other" {
            "「その他注意すべきこと（具体的に記載する）」を選んだ"
        } else {
            fragment
        };
        let said: PaperSaved = office.ask("save_paper", SavePaper { form: form.clone() });
        let place = format!("{paper} {field} {fragment}: {:?}", said.messages);
        assert!(!said.saved && said.form.id.is_none(), "{place}");
        let own: Vec<_> = said.messages.iter().filter(|m| m.field == field && m.text.contains(fragment)).collect();
        assert!(own.iter().any(|m| m.severity == "blocks"), "{place}");
        // What was typed comes back as it was typed, wrong or not.
        for (id, value) in &values {
            let kept = &said.form.values[*id];
            let read = [value.as_str(), "2025-10-10", "2025-10-08", "2026-01-21", "2025-10-02"];
            assert!(read.contains(&kept.as_str()), "{place}: {id} {kept}");
        }
    }
    assert_eq!(summaries(&mut office), before);
    assert_eq!(papers(&mut office, case, DECEMBER).issued, vec![]);
}

#[test]
fn every_kind_of_paper_is_written_and_goes_to_the_rules() {
    let (mut office, worker, case) = treated();
    let kinds = papers(&mut office, case, "2026-01").kinds;
    for kind in &kinds {
        // 様式1 and 2 are one kind of paper for the 産業医, 3 and 4 one for the worker: one of each a day.
        let form = right(&mut office, case, &kind.paper);
        let form =
            if matches!(kind.digit.as_str(), "2" | "4") { with(form, &[("issued_on", "R8.1.16")]) } else { form };
        let form = saved(&mut office, form);
        let sheets: PaperSheets = office.ask("paper_sheet", &form);
        assert_eq!((sheets.problems.len(), sheets.pages.len()), (0, 1), "{}", kind.paper);
        let written = text_of(&sheets.pages[0]);
        assert!(written.contains("切田太郎") && written.contains("北都健"), "{}: {written}", kind.paper);
    }
    let view = office.month(worker, "2026-01");
    let mut documents: Vec<&str> = view.documents.iter().map(|d| d.kind.as_str()).collect();
    documents.sort_unstable();
    let guidance = "return_to_work_guidance";
    assert_eq!(
        documents,
        [
            "course_summary",
            "rehabilitation_evaluation",
            "rehabilitation_plan",
            "return_to_society_guidance",
            guidance,
            guidance,
            guidance,
            guidance,
        ]
    );
    assert_eq!(view.problems, vec![]);
    // 社会復帰支援指導料 130点, with both days in its line: told on 15 January, healed about 10 February (I 30(1)).
    let lines: Vec<&LineView> = view.attendances.iter().flat_map(|a| &a.lines).chain(&view.month_lines).collect();
    let society = lines.iter().find(|l| l.ja == "社会復帰支援指導料").expect("a line of M30");
    assert_eq!((society.outcome.as_str(), society.points), ("charge", 130), "{}", society.sentence);
}

#[test]
fn a_guidance_for_the_worker_is_charged_from_its_paper() {
    let (mut office, worker, case) = treated();
    // Treated since 3 October without admission: two months are over on 3 December (I 29(1)). その他の疾患・初回: 680点.
    guidance(&mut office, case, "2025-12-10");
    // Whether the doctor holds the worker able to work is asked once.
    office.answer(case, "2025-12-10", "able_to_work", "yes");
    let view = office.month(worker, DECEMBER);
    let lines: Vec<&LineView> = view.attendances.iter().flat_map(|a| &a.lines).chain(&view.month_lines).collect();
    let charged: Vec<_> = lines
        .iter()
        .filter(|l| l.rule.contains("職場復帰支援") && l.outcome == "charge")
        .map(|l| (l.day.as_str(), l.points))
        .collect();
    assert_eq!(charged, [("2025-12-10", 680)]);
}

#[test]
fn after_the_month_is_final_a_paper_with_a_fee_stays_as_it_is() {
    let (mut office, _, case) = treated();
    let form = guidance(&mut office, case, "2025-12-10");
    office.answer(case, "2025-12-10", "able_to_work", "yes");
    office.finalize(case, MONTH);
    office.finalize(case, DECEMBER);
    let said = "令和7年12月の内訳書は確定しています";
    let refused =
        |e: rosai_api::ApiError| assert!(e.code == Code::Refused && e.message.contains(said), "{}", e.message);
    refused(office.refused("save_paper", SavePaper { form: with(form.clone(), &[("other_opinion", "軽い物から")]) }));
    // Neither out of the month nor into it.
    refused(office.refused("save_paper", SavePaper { form: with(form.clone(), &[("issued_on", "R8.1.15")]) }));
    let january = right(&mut office, case, "guidance_2");
    refused(office.refused("save_paper", SavePaper { form: with(january, &[("issued_on", "R7.12.10")]) }));
    refused(office.refused("remove_paper", json!({ "id": form.id, "revision": form.revision })));
    let kept: PaperView = office.ask("paper", json!({ "id": form.id, "case": case }));
    assert!(kept.refused.contains(said) && kept.form.values == form.values, "{}", kept.refused);
    let view = papers(&mut office, case, DECEMBER);
    let open: Vec<&str> = view.kinds.iter().filter(|k| k.refused.is_empty()).map(|k| k.digit.as_str()).collect();
    assert_eq!(open, ["8"], "a summary brings no fee");
    assert!(view.refused.contains(said) && view.issued[0].refused.contains(said));
    // It can still be printed, and a summary of that month can still be written and taken back.
    let _: Written = office.ask("write_paper_pdf", json!({ "id": form.id }));
    let summary = begun(&mut office, case, "course_summary", "2025-12-10");
    let summary = saved(&mut office, summary);
    let _: PapersView = office.ask("remove_paper", json!({ "id": summary.id, "revision": summary.revision }));
    // Once the month is lifted it goes on.
    let _: CloseView = office.ask("lift", json!({ "case": case, "month": DECEMBER, "reason": "書きもらし" }));
    let mended = saved(&mut office, with(form, &[("other_opinion", "軽い物から")]));
    assert_eq!(mended.values["other_opinion"], "軽い物から");
}

#[test]
fn the_pdf_says_what_was_kept_and_its_name_says_nobody() {
    let (mut office, _, case) = treated();
    let form = begun(&mut office, case, "guidance_1", "2025-12-10");
    let more = [
        ("fit_for_work", "2"),
        ("conditions_until", "R8.3"),
        ("treatment_notes", "ロキソプロフェン錠60mg\n食後に1錠"),
        ("visits_per_month", "２"),
        ("workplace_advice", "重い物は\u{3000}両手で"),
        ("contact_note", "窓口は短時間"),
    ];
    let form = saved(&mut office, with(form, &more));
    assert_eq!((form.values["conditions_until"].as_str(), form.values["visits_per_month"].as_str()), ("2026-03", "2"));
    let written: Written = office.ask("write_paper_pdf", json!({ "id": form.id }));
    let file = &written.files[0];
    assert!(written.message.starts_with("1枚を ") && written.message.contains(file.as_str()), "{}", written.message);
    let name = Path::new(file).file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(name, format!("指導管理箋-2025-12-10-{case:04}-{}.pdf", form.id.expect("an id")));
    let text = pdf_text(file);
    for wanted in [
        "指導管理箋（産業医提出用）",
        "＜第1回目＞",
        "別紙様式1",
        "切田太郎",
        "昭和55年4月12日",
        "木工",
        "左示指屈筋腱損傷",
        "初診年月日（令和7年10月3日）",
        "通院（令和7年10月3日）〜（令和7年12月10日）",
        "創は閉じ、示指の曲げにくさが残る。",
        "ロキソプロフェン錠60mg",
        "食後に1錠",
        "1月に2回程度",
        "［条件のある期間令和8年3月頃まで］",
        "重い物は両手で",
        "窓口は短時間",
        "本人署名",
        "令和7年12月10日",
        "北海道札幌市中央区北零条西零丁目",
        "北都みなと整形外科クリニック",
        "医師名北都健",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    // The picture is the same sheet.
    let sheets: PaperSheets = office.ask("paper_sheet", &form);
    assert!(text_of(&sheets.pages[0]).contains("［条件のある期間令和8年3月頃まで］"));
}

#[test]
fn a_character_that_cannot_be_printed_is_kept_and_said() {
    let (mut office, _, case) = treated();
    let form = with(right(&mut office, case, "course_summary"), &[("reference", "転居のため🏠")]);
    let said: PaperSaved = office.ask("save_paper", SavePaper { form });
    assert!(said.saved, "{:?}", said.messages);
    let doubt = said.messages.iter().find(|m| m.field == "reference").expect("a doubt");
    assert_eq!(doubt.severity, "check");
    assert!(doubt.text.contains("1行目の6文字目「🏠」"), "{}", doubt.text);
    assert_eq!(said.form.values["reference"], "転居のため🏠");
    let sheets: PaperSheets = office.ask("paper_sheet", &said.form);
    assert_eq!((sheets.pages.len(), sheets.problems.len()), (0, 1));
    assert!(sheets.problems[0].contains("参考事項（転医の理由等）"), "{}", sheets.problems[0]);
    let refused = office.refused("write_paper_pdf", json!({ "id": said.form.id }));
    assert!(refused.message.contains("「🏠」"), "{}", refused.message);
}

#[test]
fn one_paper_of_a_kind_a_day_and_what_is_beyond_the_limit_is_said() {
    let (mut office, _, case) = treated();
    guidance(&mut office, case, "2025-12-03");
    let form = right(&mut office, case, "guidance_3");
    let twice: PaperSaved =
        office.ask("save_paper", SavePaper { form: with(form.clone(), &[("issued_on", "R7.12.3")]) });
    assert!(!twice.saved);
    assert!(
        twice
            .messages
            .iter()
            .any(|m| m.field == "issued_on" && m.text.contains("令和7年12月3日の「指導管理箋」がもうあります")),
        "{:?}",
        twice.messages
    );
    // Another reader, the same day: that is another paper.
    let doctor = right(&mut office, case, "guidance_2");
    saved(&mut office, with(doctor, &[("issued_on", "R7.12.3")]));
    // Twice in a month and the fifth are kept; somebody should look (I 29(1), (4)).
    let monthly: PaperSaved =
        office.ask("save_paper", SavePaper { form: with(form, &[("issued_on", "R7.12.10"), ("nth", "5")]) });
    assert!(monthly.saved, "{:?}", monthly.messages);
    let doubts: Vec<(&str, &str)> = monthly.messages.iter().map(|m| (m.field.as_str(), m.severity.as_str())).collect();
    assert_eq!(doubts, [("issued_on", "check"), ("nth", "check")]);
    assert!(monthly.messages[0].text.contains("令和7年12月にはもう1枚あります。職場復帰支援・療養指導料は月1回"));
    assert!(monthly.messages[1].text.contains("4回を限度"));
    // 参考14 is for once.
    let first = right(&mut office, case, "return_to_society");
    saved(&mut office, with(first, &[("issued_on", "R8.1.15")]));
    let second = with(right(&mut office, case, "return_to_society"), &[("issued_on", "R8.1.16")]);
    let second: PaperSaved = office.ask("save_paper", SavePaper { form: second });
    assert!(second.saved && second.messages.iter().any(|m| m.text.contains("1回に限る")), "{:?}", second.messages);
}

#[test]
fn a_paper_stays_with_its_case_and_is_no_certificate() {
    let (mut office, _, case) = treated();
    let form = guidance(&mut office, case, "2025-12-10");
    let overwrite = json!({ "id": form.id, "revision": form.revision, "case": case, "kind": "absence_certificate",
                            "issued": "R7.12.10", "from": "R7.10.3", "to": "R7.10.20" });
    assert!(office.refused("save_document", overwrite).message.contains("「文書」の画面で"));
    let elsewhere = PaperForm { case: case + 1, ..form.clone() };
    assert_eq!(office.refused("save_paper", SavePaper { form: elsewhere }).code, Code::NotFound);
    let another = PaperForm { paper: "guidance_3".to_owned(), ..form.clone() };
    assert_eq!(office.refused("save_paper", SavePaper { form: another }).code, Code::NotFound);
    for (command, request) in [
        ("paper", json!({ "case": case, "paper": "letter_of_love" })),
        ("paper_sheet", json!({ "paper": "", "case": case })),
        ("paper", json!({ "case": case, "paper": "guidance_1", "day": "いつか" })),
        ("papers", json!({ "case": case, "month": "10月" })),
        ("papers", json!({ "case": 999 })),
        ("write_paper_pdf", json!({ "id": 999 })),
        ("remove_paper", json!({ "id": 999, "revision": 1 })),
    ] {
        let refused = office.refused(command, request.clone());
        assert!(matches!(refused.code, Code::Refused | Code::NotFound), "{command} {request}: {}", refused.message);
        assert!(refused.message.ends_with('。'), "{}", refused.message);
    }
    // A certificate is no paper of this screen.
    let certificate: AttendanceSaved = office.ask(
        "save_document",
        json!({ "case": case, "kind": "absence_certificate", "issued": "R7.12.10", "from": "R7.10.3", "to": "R7.10.20" }),
    );
    assert_eq!(office.refused("paper", json!({ "id": certificate.id, "case": case })).code, Code::NotFound);
    assert_eq!(papers(&mut office, case, DECEMBER).issued.len(), 1);
}

#[test]
fn a_paper_is_there_after_a_restart() {
    let (mut office, _, case) = treated();
    let form = guidance(&mut office, case, "2025-12-10");
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    let again: PaperView = office.ask("paper", json!({ "id": form.id, "case": case }));
    assert_eq!(again.form, form);
    let fields: Vec<&PaperField> = again.groups.iter().flat_map(|g| &g.fields).collect();
    let fixed: Vec<(&str, &str)> =
        fields.iter().filter(|f| f.kind == "fixed").map(|f| (f.id.as_str(), f.shown.as_str())).collect();
    assert_eq!(fixed, [("name", "切田　太郎"), ("birth", "昭和55年4月12日"), ("sex", "男")]);
    let value: Value = serde_json::to_value(fields[0]).expect("JSON");
    assert_eq!(value["id"], "nth");
}

#[test]
fn a_month_of_a_summary_alone_has_nothing_to_close() {
    let (mut office, _, case) = treated();
    // November had no visit; the office asked for a summary.
    let form = begun(&mut office, case, "course_summary", "2025-11-20");
    saved(&mut office, with(form, &[("first_state", "左示指の切創。")]));
    let rows =
        |office: &mut Office, month: &str| office.ask::<CloseView>("close", json!({ "month": month })).rows.len();
    assert_eq!((rows(&mut office, "2025-11"), rows(&mut office, DECEMBER)), (0, 1));
    // A 指導管理箋 can be charged: its month is closed.
    let paper = guidance(&mut office, case, "2025-11-21");
    assert!(paper.id.is_some());
    assert_eq!(rows(&mut office, "2025-11"), 1);
}
