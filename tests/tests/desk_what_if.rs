//! もしも on the desk: what a month would come to, by hand, with nothing saved.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::json;

/// 創傷処置 of 50 cm² on the right forearm on 3 and 7 October 2025, form 5 received on the 6th:
/// (52 × 1.5 = 78) × 2 = 156点 × 12円 = 1,872円; 初診料 3,850 + 取扱料 2,000 + 再診料 1,420 = 7,270円; together 9,142円.
fn house() -> (Office, u32, u32) {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    for day in ["R7.10.3", "R7.10.7"] {
        office.visit(
            case,
            json!({ "day": day, "time": "14:10", "planned_management": "no",
                    "acts": [{ "code": "140000610", "sites": ["右前腕"], "area": "50" }] }),
        );
    }
    (office, worker, case)
}

#[track_caller]
fn tried(office: &mut Office, worker: u32, changes: &[(&str, &str)]) -> WhatIfView {
    let changes: Vec<WhatIfChange> =
        changes.iter().map(|(k, v)| WhatIfChange { key: (*k).to_owned(), value: (*v).to_owned() }).collect();
    office.ask("what_if", AskWhatIf { worker, month: MONTH.to_owned(), changes })
}

#[test]
fn one_thing_otherwise_gives_both_sums_and_the_lines_that_differ() {
    let (mut office, worker, _) = house();
    // 手の指 2.0倍: 52 × 2 = 104点; 182点 × 12 = 2,184 + 7,270 = 9,454円.
    let view = tried(&mut office, worker, &[("site", "2025-10-07#1:右手第2指")]);
    assert_eq!((view.before, view.after), (Some(9_142), Some(9_454)));
    let [line] = view.lines.as_slice() else { panic!("{:?}", view.lines) };
    assert_eq!((line.day.as_str(), line.day_ja.as_str()), ("2025-10-07", "令和7年10月7日(火)"));
    assert_eq!((line.before.as_str(), line.after.as_str()), ("78点", "104点"));
    assert!(line.name.contains("創傷処置") && line.because.contains("2"), "{line:?}");

    for (change, after) in [
        // no form: no 取扱料 of 2,000円
        (("form", "none"), 7_142),
        // the values of 1 June 2026: 再診料 1,430円
        (("edition", "R8.6.1"), 9_152),
        // 非課税: 156 × 11.5 = 1,794 + 7,270
        (("tax", "exempt"), 9_064),
        // 救急医療管理加算 1,250円
        (("answer", "emergency_care:yes"), 10_392),
        // the second visit a day later comes to the same
        (("date", "2025-10-07>2025-10-08"), 9_142),
    ] {
        let view = tried(&mut office, worker, &[change]);
        assert_eq!((view.before, view.after), (Some(9_142), Some(after)), "{change:?}: {:?}", view.problems);
        assert_eq!(view.problems, Vec::<String>::new());
    }
    let view = tried(&mut office, worker, &[("tax", "exempt")]);
    let [price] = view.lines.as_slice() else { panic!("{:?}", view.lines) };
    assert_eq!((price.name.as_str(), price.before.as_str(), price.after.as_str()), ("1点の単価", "12円", "11.5円"));
    // Together: 182 × 11.5 = 2,093 + 7,270.
    let both = tried(&mut office, worker, &[("site", "2025-10-07#1:右手第2指"), ("tax", "exempt")]);
    assert_eq!(both.after, Some(9_363));
}

#[test]
fn what_cannot_be_tried_is_told_in_sentences() {
    let (mut office, worker, _) = house();
    for (key, value, part) in [
        ("weather", "rain", "使えるのは"),
        ("", "", "使えるのは"),
        ("site", "2025-10-07#9:右手第2指", "9番目の行為はありません"),
        ("site", "2025-10-08#1:右手第2指", "1番目の行為はありません"),
        ("site", "2025-10-07#1:右手第九指", "部位"),
        ("date", "2025-10-08>2025-10-09", "受診はありません"),
        ("time", "2025-10-07:25:00", "時刻"),
        ("edition", "R20.1.1", "料金表"),
        ("answer", "is_it_raining:yes", "質問"),
        ("answer", "repeat_guidance:yes:運動", "食事・日常生活動作"),
        ("notice", "届出", "届出"),
    ] {
        let view = tried(&mut office, worker, &[(key, value)]);
        assert_eq!((view.before, view.after), (Some(9_142), None), "{key}={value}");
        assert!(
            view.problems.iter().any(|p| p.contains(part) || p.contains(value)),
            "{key}={value}: {:?}",
            view.problems
        );
        assert!(view.problems.iter().all(|p| p.ends_with('。')), "{:?}", view.problems);
        assert_eq!(view.lines, vec![]);
    }
    let nothing = tried(&mut office, worker, &[]);
    assert_eq!(nothing.problems, ["何を変えてみるかを、1つ以上選んでください。"]);
    // All that is wrong at once.
    let two = tried(&mut office, worker, &[("weather", "rain"), ("wind", "west"), ("tax", "exempt")]);
    assert_eq!(two.problems.len(), 2);
    let refused = office.refused("what_if", json!({ "worker": worker, "month": "2025-13", "changes": [] }));
    assert_eq!(refused.place.as_deref(), Some("month"));
    let refused = office.refused("what_if", json!({ "worker": 999, "month": MONTH, "changes": [] }));
    assert_eq!(refused.code, rosai_api::Code::NotFound);
}

#[test]
fn what_would_have_to_be_answered_is_said() {
    let (mut office, worker, _) = house();
    let mut form = facility();
    (form.revision, form.establishment) = (1, "medical_association".to_owned());
    let saved: FacilitySaved = office.ask("save_facility", form);
    assert!(saved.saved, "{:?}", saved.messages);
    // 課税区分 is not declared: there is no sum before, and none after.
    let view = tried(&mut office, worker, &[("form", "none")]);
    assert_eq!((view.before, view.after), (None, None));
    assert!(view.open.iter().any(|o| o.contains("課税")), "{:?}", view.open);
    let view = tried(&mut office, worker, &[("tax", "taxable")]);
    assert_eq!((view.before, view.after), (None, Some(9_142)));
    // A site left out is asked for; the sum lacks the act: 78点 × 12 = 936 + 7,270.
    let mut form = facility();
    form.revision = 2;
    let saved: FacilitySaved = office.ask("save_facility", form);
    assert!(saved.saved, "{:?}", saved.messages);
    let view = tried(&mut office, worker, &[("site", "2025-10-07#1:")]);
    assert_eq!(view.open.len(), 1, "{:?}", view.open);
    assert!(view.open[0].contains("部位"), "{:?}", view.open);
}

#[test]
fn nothing_is_saved_and_a_finalized_month_can_be_tried_too() {
    let (mut office, worker, case) = house();
    office.name_diseases(worker, case, MONTH, &["右前腕挫創"]);
    office.finalize(case, MONTH);
    let before = office.month(worker, MONTH);
    let history = |office: &mut Office| office.ask::<History>("history", json!({ "limit": 1000 })).lines.len();
    let lines = history(&mut office);
    let view = tried(&mut office, worker, &[("answer", "emergency_care:yes"), ("notice", "828")]);
    assert_eq!(view.after, Some(10_392));
    assert_eq!(office.month(worker, MONTH), before);
    assert_eq!(office.statement(case, MONTH).total, Some(9_142));
    assert_eq!(history(&mut office), lines);
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(office.month(worker, MONTH), before);
}

#[test]
fn a_month_that_cannot_be_computed_says_why() {
    let mut office = Office::open("2025-11-06");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("birth", "きのう")]);
    let saved: IntakeSaved = office.ask("save_intake", SaveIntake { form, keep_all: true });
    let (worker, _) = ids(&saved.form);
    let view = tried(&mut office, worker, &[("tax", "exempt")]);
    assert_eq!((view.before, view.after), (None, None));
    assert!(view.problems[0].contains("生年月日"), "{:?}", view.problems);
    let keys: WhatIfKeys = office.ask("what_if_keys", json!({ "worker": worker, "month": MONTH }));
    assert_eq!(keys, WhatIfKeys::default());
}

/// Whatever the screen offers can be tried.
#[test]
fn everything_that_is_offered_can_be_tried() {
    let (mut office, worker, case) = house();
    office.visit(case, json!({ "day": "R7.10.14", "acts": [{ "code": "120001210" }] }));
    let answer = json!({ "case": case, "month": MONTH, "question": "emergency_care", "value": "yes", "by": DOCTOR });
    let _: MonthView = office.ask("answer", answer);
    let view: WhatIfKeys = office.ask("what_if_keys", json!({ "worker": worker, "month": MONTH }));
    let keys: Vec<&str> = view.keys.iter().map(|k| k.key.as_str()).collect();
    assert_eq!(keys, ["site", "form", "date", "time", "consultation", "notice", "tax", "edition", "answer"]);
    let of = |key: &str| &view.keys.iter().find(|k| k.key == key).expect(key).targets;
    // 処方料 of the fourteenth asks for no site.
    let sites: Vec<(&str, &str)> = of("site").iter().map(|t| (t.value.as_str(), t.now.as_str())).collect();
    assert_eq!(sites, [("2025-10-03#1", "右前腕"), ("2025-10-07#1", "右前腕")]);
    assert_eq!(of("site")[0].name, "10月3日(金) 1番目　創傷処置（１００ｃｍ２未満）");
    let offered: Vec<&str> = of("site")[0].choices.iter().map(|c| c.value.as_str()).collect();
    assert!(offered.contains(&"右前腕"), "{offered:?}");
    assert_eq!((of("form")[0].now.as_str(), of("tax")[0].now.as_str()), ("様式第5号", "課税"));
    let seen: Vec<&str> = of("consultation").iter().map(|t| t.now.as_str()).collect();
    assert_eq!(seen, ["初診", "再診", "再診"]);
    assert_eq!(of("time")[0].now, "14:10");
    let asked: Vec<(&str, &str)> = of("answer").iter().map(|t| (t.value.as_str(), t.now.as_str())).collect();
    assert!(asked.contains(&("emergency_care", "はい")) && asked.contains(&("repeat_guidance", "")), "{asked:?}");
    assert!(of("edition")[0].choices.iter().any(|c| c.value == "2026-06-01"));

    let mut tried_all = 0;
    for key in &view.keys {
        for target in &key.targets {
            let typed = match target.typed.as_str() {
                "site" => vec!["右手第2指"],
                "time" => vec!["19:30"],
                "day" => vec!["R7.10.9"],
                _ => Vec::new(),
            };
            for value in target.choices.iter().map(|c| c.value.as_str()).chain(typed) {
                let value = format!("{}{}{value}", target.value, target.joint);
                let view = tried(&mut office, worker, &[(&key.key, &value)]);
                assert_eq!(view.problems, Vec::<String>::new(), "{}={value}", key.key);
                assert!(view.after.is_some() || !view.open.is_empty(), "{}={value}", key.key);
                tried_all += 1;
            }
        }
    }
    assert!(tried_all > 40, "{tried_all} were offered");
}
