//! Questions of the rules answered on the desk: はい and いいえ, words, a day, a choice; each shown on the line that rests on
//! it, and taken back from there.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_api::{ASKED_BY, ApiError};
use rosai_domain::Question;
use rosai_tests::desk::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A worker with form 5 and no visit yet, on 6 November 2025.
fn house() -> (Office, u32, u32) {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    (office, worker, case)
}

fn plain(day: &str) -> Value {
    json!({ "day": day, "planned_management": "no", "acts": [] })
}

/// An answer in the doctor's name.
fn give(case: u32, day: &str, question: &str, value: &str, text: &str) -> Value {
    json!({ "case": case, "month": MONTH, "day": day, "question": question, "value": value, "text": text, "by": DOCTOR })
}

#[track_caller]
fn said(office: &mut Office, ask: Value) -> MonthView {
    office.ask("answer", ask)
}

#[track_caller]
fn not_taken(office: &mut Office, ask: Value) -> ApiError {
    office.refused("answer", ask)
}

/// Every line of a month.
fn lines(view: &MonthView) -> Vec<LineView> {
    view.attendances.iter().flat_map(|a| a.lines.clone()).chain(view.month_lines.clone()).collect()
}

#[track_caller]
fn line(view: &MonthView, day: &str, ja: &str) -> LineView {
    let all = lines(view);
    let found = all.iter().find(|l| l.day == day && l.ja.starts_with(ja));
    found
        .cloned()
        .unwrap_or_else(|| panic!("{ja} on {day}: {:?}", all.iter().map(|l| (&l.day, &l.ja)).collect::<Vec<_>>()))
}

#[test]
fn a_choice_is_one_of_those_offered() {
    let (mut office, worker, case) = house();
    office.visit(case, first_visit());
    office.visit(case, plain("R7.10.7"));
    let before = office.month(worker, MONTH);
    let asked = line(&before, "2025-10-07", "再診時療養指導管理料");
    assert_eq!((asked.outcome.as_str(), asked.answer_kind.as_str(), asked.yes_no), ("proposed", "choice", false));
    assert_eq!(asked.choices, ["食事", "日常生活動作", "機能回復訓練", "メンタルヘルス"]);
    assert_eq!((asked.rule_id.as_str(), asked.answers.len()), ("M07", 0));

    for wrong in ["", "運動", "食事・日常生活動作"] {
        let refused = not_taken(&mut office, give(case, "2025-10-07", "repeat_guidance", "yes", wrong));
        assert_eq!(refused.place.as_deref(), Some("text"));
        assert_eq!(refused.message, "食事・日常生活動作・機能回復訓練・メンタルヘルスから選んでください。");
    }
    assert_eq!(office.month(worker, MONTH), before, "nothing was kept");

    // 920円 each time (I 7).
    let view = said(&mut office, give(case, "2025-10-07", "repeat_guidance", "yes", " 食事 "));
    let charged = line(&view, "2025-10-07", "再診時療養指導管理料");
    assert_eq!((charged.outcome.as_str(), charged.amount.as_str()), ("charge", "920円"));
    assert_eq!(view.total, before.total + 920);
    let given = &charged.answers[0];
    assert_eq!((given.value.as_str(), given.text.as_str(), given.said_ja.as_str()), ("yes", "食事", "食事"));
    assert_eq!((given.by.as_str(), given.day.as_str(), given.loose), (DOCTOR, "2025-10-07", false));
    assert_eq!((charged.question.as_str(), charged.answer_text.as_str()), ("repeat_guidance", "食事"));
    assert_eq!(charged.vouched_by, DOCTOR);

    // Taken back from its line, and brought back.
    let back = said(&mut office, give(given.case, &given.day, &given.question, "", ""));
    assert_eq!(line(&back, "2025-10-07", "再診時療養指導管理料").outcome, "proposed");
    assert_eq!(back.total, before.total);
    let undone: MonthView = office.ask("undo", json!({ "worker": worker, "month": MONTH }));
    assert_eq!(line(&undone, "2025-10-07", "再診時療養指導管理料").answer_text, "食事");
    let history: History = office.ask("history", json!({ "worker": worker, "limit": 4 }));
    let summaries: Vec<&str> = history.lines.iter().map(|l| l.summary.as_str()).collect();
    assert!(summaries[1].contains("「再診時に療養上の指導を行いましたか」の答えを取り消した"), "{summaries:?}");
    let words = "「再診時に療養上の指導を行いましたか」に食事（医師 北都）";
    assert_eq!((summaries[2], history.lines[2].actor.as_str()), (words, CLERK));
}

/// HBIG after a needle-stick: 12,000円 ÷ 10 = 1,200点 (K06).
fn immunoglobulin(day: &str) -> Value {
    json!({ "day": day, "planned_management": "no", "acts": [{ "drug_use": "injection_intramuscular",
        "drugs": [{ "name": "乾燥抗HBs人免疫グロブリン筋注200単位", "price": "12000", "quantity": "1", "unit": "瓶" }] }] })
}

#[test]
fn words_go_onto_the_slip_and_a_refusal_keeps_its_reason() {
    let (mut office, worker, case) = house();
    office.visit(case, immunoglobulin("R7.10.3"));
    office.name_diseases(worker, case, MONTH, &["左示指針刺し"]);
    let before = office.month(worker, MONTH);
    let asked = lines(&before).into_iter().find(|l| l.outcome == "needs_answer").expect("a question");
    assert_eq!((asked.question.as_str(), asked.answer_kind.as_str()), ("contamination_source", "words"));
    assert_eq!((asked.rule_id.as_str(), asked.day.as_str()), ("K21", "2025-10-03"));

    for (wrong, part) in [("", "1行で"), (" 　", "1行で"), (&*"針".repeat(101), "100文字")] {
        let refused = not_taken(&mut office, give(case, "2025-10-03", "contamination_source", "yes", wrong));
        assert_eq!(refused.place.as_deref(), Some("text"));
        assert!(refused.message.contains(part), "{}", refused.message);
    }
    let words = "HBs抗原陽性の患者に使用した針";
    let view = said(&mut office, give(case, "2025-10-03", "contamination_source", "yes", words));
    // The rule of the drug charges; the answer of K21 stands on its line.
    let charged = line(&view, "2025-10-03", "乾燥抗HBs");
    assert_eq!((charged.outcome.as_str(), charged.points), ("charge", 1_200));
    assert_eq!(charged.answers.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), [words]);
    let sheet = json!({ "month": MONTH, "what": "statement", "case": case, "mode": "framed" });
    let sheet: SheetView = office.ask("sheet", sheet);
    assert!(text_of(&sheet.svg).contains(words), "the words stand in 摘要: {:?}", sheet.problems);

    // いいえ with its reason takes its place; too long a reason is none.
    let long = not_taken(&mut office, give(case, "2025-10-03", "contamination_source", "no", &"長".repeat(101)));
    assert!(long.message.contains("100文字"), "{}", long.message);
    let view = said(&mut office, give(case, "2025-10-03", "contamination_source", "no", "皮膚に付いただけ"));
    let refused = line(&view, "2025-10-03", "乾燥抗HBs");
    assert_eq!((refused.outcome.as_str(), refused.answer_value.as_str()), ("refused", "no"));
    assert_eq!(
        (refused.answer_text.as_str(), refused.answers[0].said_ja.as_str()),
        ("皮膚に付いただけ", "いいえ（皮膚に付いただけ）")
    );
    assert_eq!(view.answers.len(), 1, "one answer to a question");
    let none: MonthView = said(&mut office, give(case, "2025-10-03", "contamination_source", "", ""));
    assert_eq!(none.total, before.total);
    let nothing = not_taken(&mut office, give(case, "2025-10-03", "contamination_source", "", ""));
    assert!(nothing.message.contains("見つかりません"), "{}", nothing.message);
}

#[test]
fn a_day_is_a_day_that_has_come() {
    let (mut office, worker, _) = house();
    let mut form = facility();
    let notice = |code: &str| NoticeForm { code: code.into(), from: "R6.6.1".into(), ..NoticeForm::default() };
    (form.revision, form.notices) = (1, vec![notice("828"), notice("732")]);
    let saved: FacilitySaved = office.ask("save_facility", form);
    assert!(saved.saved, "{:?}", saved.messages);
    let mut sheet: IntakeForm = office.ask("intake", json!({ "worker": worker, "form": "5" }));
    fill(&mut sheet, CUT_FINGER);
    fill(&mut sheet, &[("injured_on", "R7.3.1"), ("site_and_state", "腰部捻挫"), ("received", "R7.10.6")]);
    let (worker, case) = ids(&office.register(sheet));
    // 運動器リハビリ２単位 on seven days: 14 units; 150 days after 1 March are over on 28 July.
    for day in [6, 7, 8, 9, 10, 14, 15] {
        office.visit(
            case,
            json!({ "day": format!("R7.10.{day}"), "planned_management": "no",
                    "acts": [{ "code": "101805200", "sites": ["腰部"], "quantity": "2" }] }),
        );
    }
    let view = office.month(worker, MONTH);
    let asked = lines(&view).into_iter().find(|l| l.question == "rehabilitation_start").expect("a question");
    assert_eq!((asked.answer_kind.as_str(), asked.rule_id.as_str()), ("day", "M14"));
    let day = asked.day.clone();
    for (wrong, part) in [("きのう", "日付として読めません"), ("R7.11.7", "まだ来ていない日"), ("", "日付")]
    {
        let refused = not_taken(&mut office, give(case, &day, "rehabilitation_start", "yes", wrong));
        assert_eq!(refused.place.as_deref(), Some("text"), "{wrong}");
        assert!(refused.message.contains(part), "{wrong}: {}", refused.message);
    }
    let view = said(&mut office, give(case, &day, "rehabilitation_start", "yes", "R7.9.1"));
    // From 1 September on 150 days are not over: nothing more is asked.
    assert!(lines(&view).iter().all(|l| l.outcome != "needs_answer"), "{:?}", lines(&view));
    let given = view.answers.iter().find(|a| a.question == "rehabilitation_start").expect("it is kept");
    assert_eq!((given.text.as_str(), given.said_ja.as_str()), ("2025-09-01", "令和7年9月1日"));
    // Nobody knows it: from 傷病年月日, and then the words are asked (I 14 注1).
    let view = said(&mut office, give(case, &day, "rehabilitation_start", "no", ""));
    let asked = lines(&view).into_iter().find(|l| l.outcome == "needs_answer").expect("the next question");
    assert_eq!((asked.question.as_str(), asked.answer_kind.as_str()), ("over_standard_days", "words"));
}

#[test]
fn what_is_entered_elsewhere_is_not_answered_here() {
    let (mut office, worker, case) = house();
    office.visit(case, json!({ "day": "R7.10.3", "acts": [{ "code": "140000610", "area": "6" }] }));
    let view = office.month(worker, MONTH);
    let asked = lines(&view).into_iter().find(|l| l.outcome == "needs_answer").expect("which site");
    assert_eq!((asked.question.as_str(), asked.answer_kind.as_str()), ("act_site", "elsewhere"));
    let refused = not_taken(&mut office, give(case, "2025-10-03", "act_site", "yes", "左手第2指"));
    assert!(refused.message.contains("その行為の入力を直して答えます"), "{}", refused.message);
    let refused = not_taken(&mut office, give(case, "2025-10-03", "tax_class", "yes", ""));
    assert!(refused.message.contains("設定の「設立形態」"), "{}", refused.message);
    for (ask, part) in [
        (give(case, "2025-10-03", "is_it_raining", "yes", ""), "その質問はありません"),
        (give(case, "2025-10-03", "emergency_care", "maybe", ""), "はい・いいえ"),
        (give(case, "2025-11-03", "emergency_care", "yes", ""), "令和7年10月の日ではありません"),
        (give(case, "きのう", "emergency_care", "yes", ""), "日付として読めません"),
        (
            json!({ "case": case, "month": MONTH, "day": "", "question": "emergency_care", "value": "yes", "by": "通りすがり" }),
            "スタッフから選んで",
        ),
    ] {
        let refused = not_taken(&mut office, ask.clone());
        assert!(refused.message.contains(part), "{ask}: {}", refused.message);
    }
    assert_eq!(office.month(worker, MONTH), view, "nothing was kept");
}

#[test]
fn an_answer_stands_on_the_lines_that_rest_on_it_and_on_no_other() {
    let (mut office, worker, case) = house();
    office.visit(case, first_visit());
    for day in ["R7.10.7", "R7.10.14"] {
        let mut visit = dressing(day);
        // 湿布 of the same day would do; here 外来管理加算 is what is asked: nothing but 再診.
        (visit["planned_management"], visit["acts"]) = ("".into(), json!([]));
        office.visit(case, visit);
    }
    said(&mut office, give(case, "2025-10-03", "emergency_care", "yes", ""));
    let view = said(&mut office, give(case, "2025-10-07", "planned_management", "yes", ""));
    let with = |view: &MonthView, question: &str| -> Vec<(String, String)> {
        let all = lines(view);
        let resting = all.iter().filter(|l| l.answers.iter().any(|a| a.question == question));
        resting.map(|l| (l.day.clone(), l.rule_id.clone())).collect()
    };
    let pair = |day: &str, rule: &str| (day.to_owned(), rule.to_owned());
    assert_eq!(with(&view, "emergency_care"), [pair("2025-10-03", "M03")]);
    assert_eq!(with(&view, "planned_management"), [pair("2025-10-07", "M06")]);
    assert_eq!(line(&view, "2025-10-07", "外来管理加算").outcome, "charge");
    let other = line(&view, "2025-10-14", "外来管理加算");
    assert_eq!((other.outcome.as_str(), other.answers.len()), ("proposed", 0), "the fourteenth is asked still");

    // For the whole month: the day that has no answer of its own rests on it.
    let view = said(&mut office, give(case, "", "planned_management", "yes", ""));
    let fourteenth = line(&view, "2025-10-14", "外来管理加算");
    assert_eq!((fourteenth.outcome.as_str(), fourteenth.answers[0].day.as_str()), ("charge", ""));
    let seventh = line(&view, "2025-10-07", "外来管理加算");
    assert_eq!(seventh.answers.iter().map(|a| a.day.as_str()).collect::<Vec<_>>(), ["2025-10-07"]);
    // 52点 each (I 6): 1 point 12円.
    assert_eq!(fourteenth.amount, "52点");
    assert_eq!(office.month(worker, MONTH).answers.len(), 3);
}

#[test]
fn an_answer_that_leaves_no_line_is_told_beside_the_month() {
    let (mut office, _, case) = house();
    office.visit(case, first_visit());
    office.visit(case, plain("R7.10.7"));
    let view = said(&mut office, give(case, "2025-10-07", "repeat_guidance", "no", "診察だけ"));
    let given = view.answers.iter().find(|a| a.question == "repeat_guidance").expect("it is kept");
    let on_lines = lines(&view).iter().any(|l| l.answers.iter().any(|a| a.question == "repeat_guidance"));
    assert_eq!(given.loose, !on_lines);
    assert_eq!(given.said_ja, "いいえ（診察だけ）");
    let view = said(&mut office, give(case, &given.day, "repeat_guidance", "", ""));
    assert_eq!(line(&view, "2025-10-07", "再診時療養指導管理料").outcome, "proposed");
    assert!(view.answers.is_empty());
}

#[test]
fn answers_hold_after_finalizing_and_after_a_restart() {
    let (mut office, worker, case) = house();
    office.visit(case, first_visit());
    office.visit(case, plain("R7.10.7"));
    said(&mut office, give(case, "2025-10-07", "repeat_guidance", "yes", "日常生活動作"));
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    office.finalize(case, MONTH);
    let view = office.month(worker, MONTH);
    for ask in [
        give(case, "2025-10-07", "repeat_guidance", "yes", "食事"),
        give(case, "2025-10-07", "repeat_guidance", "", ""),
        give(case, "2025-10-03", "emergency_care", "yes", ""),
    ] {
        let refused = not_taken(&mut office, ask);
        assert!(refused.message.contains("確定しています"), "{}", refused.message);
    }
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(office.month(worker, MONTH), view);
    assert_eq!(line(&view, "2025-10-07", "再診時療養指導管理料").answer_text, "日常生活動作");
}

/// The one list of who asks what, against the sources: every question in a rule's code stands under one of its rules, and
/// nothing stands there that nobody asks.
#[test]
fn who_asks_what_agrees_with_the_rules() {
    let spelled = |text: &str| -> BTreeSet<String> {
        let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        let words = code.split("Question::").skip(1);
        words.map(|w| w.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()).collect()
    };
    // What a helper asks, it asks in the name of the rule that calls it.
    let helpers = std::fs::read_to_string(rosai_tests::root().join("src-tauri/crates/rosai-fees/src/treatment.rs"))
        .expect("the helpers that ask about the treatment");
    let bodies: Vec<(String, &str)> = helpers
        .split("\nfn ")
        .flat_map(|part| part.split("\npub(crate) fn "))
        .skip(1)
        .map(|body| (body.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect(), body))
        .collect();
    let called = |text: &str| -> Vec<&(String, &str)> {
        bodies.iter().filter(|(name, _)| text.contains(&format!("{name}("))).collect()
    };
    let by_helpers = |text: &str| -> BTreeSet<String> {
        let first = called(text);
        let second = first.iter().flat_map(|(_, body)| called(body));
        first.iter().copied().chain(second).flat_map(|(_, body)| spelled(body)).collect()
    };
    let mut asked_somewhere = BTreeSet::new();
    for (file, source) in xtask::rule_files(&rosai_tests::root()).expect("the rules") {
        let mut asked = spelled(&source);
        if source.contains("treatment::") {
            asked.extend(by_helpers(&source));
        }
        let ids: Vec<String> = rosai_fees::rules::all()
            .filter(|r| source.contains(&format!("\"{}\"", r.term)) && source.contains(&format!("\"{}\"", r.ja)))
            .map(|r| r.id.to_string())
            .collect();
        let listed: BTreeSet<String> = ASKED_BY
            .iter()
            .filter(|(rule, _)| ids.contains(&rule.to_string()))
            .flat_map(|(_, questions)| questions.iter().map(|q| format!("{q:?}")))
            .collect();
        assert!(asked.is_subset(&listed), "{file} {ids:?} asks {asked:?}, listed are {listed:?}");
        asked_somewhere.extend(asked);
    }
    let listed: BTreeSet<String> =
        ASKED_BY.iter().flat_map(|(_, questions)| questions.iter().map(|q| format!("{q:?}"))).collect();
    // 計画的な医学管理 is asked by the chooser, in the name of M06 and K03.
    let missing: Vec<&String> = listed.difference(&asked_somewhere).collect();
    assert_eq!(missing, Vec::<&String>::new());
    let unlisted: Vec<&Question> = Question::ALL.iter().filter(|q| !listed.contains(&format!("{q:?}"))).collect();
    assert_eq!(unlisted, Vec::<&Question>::new(), "every question has a rule that asks it");
}

#[test]
fn what_is_said_of_the_case_stands_in_later_months() {
    let (mut office, worker, case) = house();
    office.visit(case, first_visit());
    office.visit(case, plain("R7.11.4"));
    let view = said(&mut office, give(case, "2025-10-03", "asbestos_disease", "no", ""));
    assert!(view.answers.iter().any(|a| a.question == "asbestos_disease" && a.day.is_empty()), "kept for the month");
    let of = |view: &MonthView| {
        view.answers.iter().filter(|a| a.question == "asbestos_disease").map(|a| a.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(&office.month(worker, "2025-11")), ["no"]);
    // It is taken back where it was given; answered anew, the month has its own.
    let november = |value: &str| json!({ "case": case, "month": "2025-11", "day": "", "question": "asbestos_disease", "value": value, "by": DOCTOR });
    assert!(not_taken(&mut office, november("")).message.contains("前の月に入れた答え"));
    assert_eq!(of(&said(&mut office, november("yes"))).last().map(String::as_str), Some("yes"));
    assert_eq!(of(&office.month(worker, MONTH)), ["no"], "October keeps what was said in October");
}
