//! 値の照合: what no official text stands behind keeps a statement from 確定 until an administrator compared it with the
//! notice; what was compared survives, and what is 確定 stays as it is.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};

const OCTOBER: &str = "2026-10";
const FROM: &str = "2026-06-01";

/// What the month below stands on that is not official: 初診料・再診料・診療単価 seen in another program only, the rest
/// carried on. The 52 points of 創傷処置 are in the notice of 令和8年.
const OPEN: [&str; 5] =
    ["benefit_claim_handling_fee", "initial_visit_fee", "limb_factor", "repeat_visit_fee", "yen_per_point_taxable"];

/// 創傷処置 of 50 cm² on the right forearm on 5 and 7 October 2026, form 5 at hand:
/// (52 × 1.5 = 78) × 2 = 156点 × 12円 = 1,872円; 初診料 3,850 + 取扱料 2,000 + 再診料 1,430 = 7,280円; together 9,152円.
fn house() -> (Office, u32, u32) {
    let mut office = Office::open("2026-11-06");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("injured_on", "R8.10.5"), ("received", "R8.10.5"), ("site_and_state", "右前腕挫創")]);
    let (worker, case) = ids(&office.register(form));
    for day in ["R8.10.5", "R8.10.7"] {
        office.visit(
            case,
            json!({ "day": day, "planned_management": "no",
                    "acts": [{ "code": "140000610", "sites": ["右前腕"], "area": "50" }] }),
        );
    }
    office.name_diseases(worker, case, OCTOBER, &["右前腕挫創"]);
    (office, worker, case)
}

fn compared(id: &str, amount: &str) -> Value {
    json!({ "id": id, "from": FROM, "amount": amount, "notice": "労災診療費算定基準の改定について",
            "notice_day": "R8.5.29", "section": "第1" })
}

#[track_caller]
fn confirm(office: &mut Office, ask: Value) -> ValuesSaved {
    let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("confirm_value", ask));
    assert!(saved.saved, "{:?}", saved.messages);
    saved
}

/// Everything the month stands on, as the book has it.
fn confirm_all(office: &mut Office) {
    for (id, amount) in OPEN.iter().zip(["2000", "3850", "1.5", "1430", "12"]) {
        confirm(office, compared(id, amount));
    }
}

fn values(office: &mut Office) -> Values {
    office.ask("values", json!({}))
}

#[test]
fn what_drafts_use_comes_first_with_where_it_comes_from() {
    let (mut office, worker, _) = house();
    // 156点 × 12円 = 1,872円 + 7,280円
    assert_eq!(office.month(worker, OCTOBER).total, 9_152);
    let view = values(&mut office);
    assert!(!view.may_confirm, "{CLERK} is no administrator");
    assert!(view.confirmed.is_empty());
    let mut used: Vec<&str> = view.open.iter().filter(|v| v.drafts == 1).map(|v| v.id.as_str()).collect();
    assert!(view.open[..used.len()].iter().all(|v| v.drafts == 1), "what drafts use stands first");
    used.sort_unstable();
    assert_eq!(used, OPEN);
    let repeat = view.open.iter().find(|v| v.id == "repeat_visit_fee").expect("再診料");
    assert_eq!((repeat.name.as_str(), repeat.amount.as_str(), repeat.unit.as_str()), ("再診料", "1430", "円"));
    assert_eq!((repeat.from.as_str(), repeat.from_ja.as_str()), (FROM, "令和8年6月1日"));
    assert_eq!((repeat.standing.as_str(), repeat.standing_ja.as_str()), ("impl", "他の実装で確認"));
    assert_eq!(repeat.code, "101120010");
    assert!(repeat.source.contains("他の実装"), "{}", repeat.source);
    // Neither official ones nor one twice.
    assert!(view.open.iter().all(|v| v.standing != "official" && v.id != "140000610"));
    let mut keys: Vec<(&str, &str)> = view.open.iter().map(|v| (v.id.as_str(), v.from.as_str())).collect();
    keys.sort_unstable();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all);
    let view: Values = office.as_actor(DOCTOR, |o| o.ask("values", json!({})));
    assert!(view.may_confirm);

    // Compared from 1 November on: what the draft of October uses is no longer in force, and still to be compared.
    let mut ask = compared("repeat_visit_fee", "1430");
    ask["from"] = "R8.11.1".into();
    let saved = confirm(&mut office, ask);
    let october = saved.values.open.iter().find(|v| v.id == "repeat_visit_fee").expect("used by a draft");
    assert_eq!((october.from.as_str(), october.drafts), (FROM, 1));
    assert_eq!(saved.values.open.iter().filter(|v| v.drafts == 1).count(), OPEN.len());
}

#[test]
fn nothing_is_finalized_on_a_value_nobody_compared() {
    let (mut office, worker, case) = house();
    let row = office.statement(case, OCTOBER);
    assert_eq!((row.state.as_str(), row.total), ("draft", Some(9_152)));
    let mut gotos: Vec<String> = row
        .faults
        .iter()
        .filter(|f| f.severity == "blocks")
        .map(|f| format!("{} {}", f.goto.screen, f.goto.field.as_deref().unwrap_or_default()))
        .collect();
    gotos.sort();
    assert_eq!(gotos, OPEN.map(|id| format!("settings values:{id}")));
    let fault = row.faults.iter().find(|f| f.place == "料金表の値・再診料").expect("再診料");
    for part in ["令和8年6月1日から", "1,430円", "他の実装で確認", "値の照合"] {
        assert!(fault.message.contains(part), "{part}: {}", fault.message);
    }
    let refused = office.refused("finalize", json!({ "case": case, "month": OCTOBER }));
    assert!(refused.message.contains("直すところが5か所ある"), "{}", refused.message);

    confirm_all(&mut office);
    let row = office.statement(case, OCTOBER);
    assert_eq!((row.state.as_str(), row.total), ("checked", Some(9_152)));
    let view = office.finalize(case, OCTOBER);
    assert_eq!((view.finalized, view.finalized_total), (1, 9_152));
    let view = values(&mut office);
    assert!(view.open.iter().all(|v| v.drafts == 0 && !OPEN.contains(&v.id.as_str())));
    assert_eq!(view.confirmed.len(), 5);

    // The lines cite the notice.
    let month = office.month(worker, OCTOBER);
    let facts: Vec<&String> = month.attendances.iter().flat_map(|a| &a.lines).flat_map(|l| &l.facts).collect();
    let notice = "労災診療費算定基準の改定について（令和8年5月29日） 第1";
    assert!(facts.iter().any(|f| f.contains(notice) && f.contains("再診料")), "{facts:?}");
}

#[test]
fn only_an_administrator_confirms_and_withdraws() {
    let (mut office, _, _) = house();
    let refused = office.refused("confirm_value", compared("repeat_visit_fee", "1430"));
    assert!(refused.message.contains("管理者だけ"), "{}", refused.message);
    let refused = office.refused("withdraw_value", json!({ "id": "repeat_visit_fee", "from": FROM }));
    assert!(refused.message.contains("管理者だけ"), "{}", refused.message);
    let refused =
        office.as_actor("通りすがり", |o| o.refused("confirm_value", compared("repeat_visit_fee", "1430")));
    assert_eq!(refused.code, rosai_api::Code::Actor);
    assert!(values(&mut office).confirmed.is_empty());
}

#[test]
fn what_cannot_be_read_is_told_beside_its_box_and_nothing_is_kept() {
    let (mut office, _, _) = house();
    let before: Values = office.as_actor(DOCTOR, |o| o.ask("values", json!({})));
    let wrong = [
        ("id", json!("no_such_fee"), "料金表にありません"),
        ("id", json!(""), "料金表にありません"),
        ("from", json!("きのう"), "日付として読めません"),
        ("from", json!("R6.5.31"), "値がありません"),
        ("from", json!("R20.1.1"), "値がありません"),
        ("amount", json!("千四百三十"), "数として読めません"),
        ("amount", json!(""), "数として読めません"),
        ("amount", json!("-1"), "0より小さい"),
        ("amount", json!("1430.5"), "整数でありません"),
        ("amount", json!("10000000"), "7桁を超えています"),
        ("amount", json!("9223372036854775807"), "7桁を超えています"),
        ("notice", json!(" "), "空です"),
        ("notice", json!("通".repeat(101)), "100文字"),
        ("notice", json!("基発\u{7}1号"), "1行で"),
        ("notice_day", json!(""), "日付"),
        ("notice_day", json!("R8.11.7"), "まだ来ていない日"),
        ("section", json!(""), "空です"),
    ];
    for (field, value, part) in wrong {
        let mut ask = compared("repeat_visit_fee", "1450");
        ask[field] = value.clone();
        let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("confirm_value", ask));
        assert!(!saved.saved, "{field} {value}");
        let own: Vec<&FieldMessage> = saved.messages.iter().filter(|m| m.field == field).collect();
        assert!(own.iter().any(|m| m.text.contains(part)), "{field} {value}: {:?}", saved.messages);
        assert_eq!(saved.values, before);
    }
    // Everything at once.
    let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("confirm_value", json!({})));
    let fields: Vec<&str> = saved.messages.iter().map(|m| m.field.as_str()).collect();
    assert_eq!(fields, ["id", "from", "amount", "notice_day", "notice", "section"]);
    // 52点 of 創傷処置 is official: there is nothing to compare.
    let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("confirm_value", compared("140000610", "52")));
    assert!(saved.messages[0].text.contains("照合は要りません"), "{:?}", saved.messages);
    assert_eq!(office.as_actor(DOCTOR, |o| o.ask::<Values>("values", json!({}))), before);
}

#[test]
fn a_corrected_amount_is_computed_with_at_once() {
    let (mut office, worker, case) = house();
    let mut ask = compared("repeat_visit_fee", "１，４５０円");
    ask["from"] = "R8.6.1".into();
    let saved = confirm(&mut office, ask);
    let kept = &saved.values.confirmed[0];
    assert_eq!((kept.id.as_str(), kept.amount.as_str(), kept.from.as_str()), ("repeat_visit_fee", "1450", FROM));
    assert_eq!((kept.book_ja.as_str(), kept.by.as_str()), ("1,430円（他の実装で確認）", DOCTOR));
    assert_eq!((kept.notice_day.as_str(), kept.section.as_str(), kept.doubt.as_str()), ("2026-05-29", "第1", ""));
    // + 20円
    assert_eq!(office.month(worker, OCTOBER).total, 9_172);
    // A day before the first day computes as before: 再診料 of May is 1,420円 (official).
    let earlier = json!({ "day": "R8.5.29", "planned_management": "no", "acts": [] });
    let refused = office.attend(case, earlier);
    assert!(!refused.saved, "before the injury");

    // Once more: the newer one holds, and there is one.
    let saved = confirm(&mut office, compared("repeat_visit_fee", "1440"));
    assert_eq!(saved.values.confirmed.len(), 1);
    assert_eq!(office.month(worker, OCTOBER).total, 9_162);
    let history: History = office.ask("history", json!({ "limit": 2 }));
    let first = &history.lines[1];
    assert_eq!(
        first.summary,
        "「再診料」の令和8年6月1日からの値を1,450円と照合した：労災診療費算定基準の改定について 令和8年5月29日 第1"
    );
    assert_eq!(first.actor, DOCTOR);

    // Taken back: the book's own value, which keeps the statement from 確定.
    let ask = json!({ "id": "repeat_visit_fee", "from": "R8.6.1" });
    let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("withdraw_value", ask));
    assert!(saved.values.confirmed.is_empty());
    assert_eq!(office.month(worker, OCTOBER).total, 9_152);
    assert!(saved.values.open.iter().any(|v| v.id == "repeat_visit_fee" && v.drafts == 1));
    let gone = json!({ "id": "repeat_visit_fee", "from": FROM });
    let refused = office.as_actor(DOCTOR, |o| o.refused("withdraw_value", gone));
    assert!(refused.message.contains("見つかりません"), "{}", refused.message);
}

#[test]
fn what_is_finalized_keeps_its_figures_and_says_that_a_value_moved() {
    let (mut office, worker, case) = house();
    confirm_all(&mut office);
    office.finalize(case, OCTOBER);
    assert_eq!(office.statement(case, OCTOBER).faults, vec![]);

    // 再診料 1,460円: 9,152 + 30 = 9,182円.
    let saved = confirm(&mut office, compared("repeat_visit_fee", "1460"));
    let [affected] = saved.affected.as_slice() else { panic!("{:?}", saved.affected) };
    assert_eq!((affected.worker, affected.case, affected.month.as_str()), (worker, case, OCTOBER));
    assert_eq!((affected.before, affected.after, affected.state_ja.as_str()), (9_152, 9_182, "確定"));
    assert_eq!(affected.values, ["再診料 1,430円 → 1,460円（令和8年6月1日から）"]);
    let row = office.statement(case, OCTOBER);
    assert_eq!((row.total, row.state.as_str()), (Some(9_152), "finalized"));
    let [fault] = row.faults.as_slice() else { panic!("{:?}", row.faults) };
    assert_eq!((fault.severity.as_str(), fault.place.as_str()), ("check", "確定の後の値の変更"));
    for part in ["再診料 1,430円 → 1,460円", "9,152円", "9,182円"] {
        assert!(fault.message.contains(part), "{part}: {}", fault.message);
    }
    assert_eq!(fault.goto.field.as_deref(), Some("values:repeat_visit_fee"));

    // 創傷処置 60点: 60 × 1.5 = 90点, twice 180点 × 12円 = 2,160円; 7,280 + 30 + 2,160 = 9,470円. 診療単価 11.50円 on top:
    // 180 × 11.5 = 2,070円; 9,380円.
    let saved = confirm(&mut office, compared("140000610", "60"));
    assert_eq!((saved.affected[0].before, saved.affected[0].after), (9_152, 9_470));
    let saved = confirm(&mut office, compared("yen_per_point_taxable", "11.5"));
    assert_eq!(saved.affected[0].after, 9_380);
    assert_eq!(saved.affected[0].values.len(), 3);
    assert_eq!(office.statement(case, OCTOBER).faults.len(), 1);

    // Back to the official 52点, though that needs no comparison of its own: 156 × 11.5 = 1,794 + 7,310 = 9,104円.
    let saved = confirm(&mut office, compared("140000610", "52"));
    assert_eq!(saved.affected[0].after, 9_104);

    // What it stands on cannot be withdrawn; what came later can.
    let gone = |id: &str| json!({ "id": id, "from": FROM });
    let refused = office.as_actor(DOCTOR, |o| o.refused("withdraw_value", gone("repeat_visit_fee")));
    assert!(refused.message.contains("切田") && refused.message.contains("令和8年10月"), "{}", refused.message);
    let _: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("withdraw_value", gone("140000610")));
    // Back to what it was: nothing to say.
    confirm(&mut office, compared("yen_per_point_taxable", "12"));
    let saved = confirm(&mut office, compared("repeat_visit_fee", "1430"));
    assert_eq!(saved.affected, vec![]);
    assert_eq!(office.statement(case, OCTOBER).faults, vec![]);

    // Lifted, it may go.
    let _: CloseView = office.ask("lift", json!({ "case": case, "month": OCTOBER, "reason": "値を確かめる" }));
    let saved: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("withdraw_value", gone("repeat_visit_fee")));
    assert_eq!(saved.values.confirmed.len(), 4);
    let row = office.statement(case, OCTOBER);
    assert_eq!((row.state.as_str(), row.faults.iter().filter(|f| f.severity == "blocks").count()), ("draft", 1));
}

#[test]
fn comparisons_survive_a_restart_and_stay_in_their_file() {
    let (mut office, worker, case) = house();
    confirm_all(&mut office);
    confirm(&mut office, compared("repeat_visit_fee", "1450"));
    let before = values(&mut office);
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(values(&mut office), before);
    assert_eq!(office.month(worker, OCTOBER).total, 9_172);
    assert_eq!(office.statement(case, OCTOBER).state, "checked");
    // The demo clinic has a file of its own.
    let _: Status = office.ask("open_demo", json!({}));
    let demo = values(&mut office);
    assert!(demo.confirmed.is_empty());
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(office.month(worker, OCTOBER).total, 9_172);
    let locked: Status = office.ask("lock", json!({}));
    assert_eq!(locked.state, "locked");
    let page: RulePage = office.ask("rule_page", json!({ "id": "M05" }));
    assert!(
        page.values.iter().any(|v| v.amount_ja == "1,430円") && page.values.iter().all(|v| v.amount_ja != "1,450円")
    );
    assert_eq!(office.refused("values", json!({})).code, rosai_api::Code::Locked);
}

#[test]
fn finalized_documents_are_written_for_the_shell() {
    let (mut office, _, case) = house();
    let refused = office.refused("export_statements", json!({ "month": OCTOBER }));
    assert!(refused.message.contains("まだありません"), "{}", refused.message);
    confirm_all(&mut office);
    office.finalize(case, OCTOBER);
    let written: Written = office.ask("export_statements", json!({ "month": OCTOBER }));
    assert!(written.message.contains("使い終わったら消して"), "{}", written.message);
    let text = std::fs::read_to_string(&written.files[0]).expect("the file is there");
    // Its own values change nothing, save where the clinic's notice said something else than the program's book.
    let csv = "id,from,amount,notice,section\nrepeat_visit_fee,2026-06-01,1450,令和8年10月30日 基発,第1\n";
    let found = rosai_api::fees_affected(&text, Some(csv)).expect("readable");
    assert_eq!(found.looked_at, 1);
    let [one] = found.changed.as_slice() else { panic!("{found:?}") };
    for part in ["令和8年10月", "切田", "9,152円 → 9,172円", "+20円", "再診料 1,430円 → 1,450円"] {
        assert!(one.contains(part), "{part}: {one}");
    }
    let same = rosai_api::fees_affected(&text, None).expect("readable");
    assert_eq!((same.looked_at, same.changed.len()), (1, 0));
    let wrong = office.refused("export_statements", json!({ "month": "2026-13" }));
    assert_eq!(wrong.place.as_deref(), Some("month"));
}
