//! The demo clinic: what is entered when it opens, and the rest of its month. Sums as worked out in assets/demo/2025-10.yaml.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::json;

/// Worker and case of somebody of the demo clinic.
fn person(office: &mut Office, kana: &str) -> (u32, u32) {
    let found: SearchHits = office.ask("search", json!({ "text": kana }));
    assert_eq!(found.hits.len(), 1, "{kana}");
    (found.hits[0].worker, found.hits[0].cases[0].case)
}

fn total(office: &mut Office, kana: &str) -> i64 {
    let (worker, _) = person(office, kana);
    let view = office.month(worker, MONTH);
    assert_eq!(view.problems, vec![], "{kana}");
    view.total
}

#[test]
fn the_four_workers_stand_where_the_calendar_stands() {
    let mut office = Office::closed("2026-01-05");
    let status: Status = office.ask("open_demo", json!({}));
    assert_eq!((status.state.as_str(), status.demo, status.today.as_str()), ("open", true, "2025-10-17"));
    assert_eq!(status.today_ja, "令和7年10月17日(金)");
    assert!(status.facility_ready && !office.file().exists(), "nothing of it is kept");
    // 切田: 点 1,910 − 外来管理加算52 (10/24) = 1,858 ×12 = 22,296 / 円 3,850+2,000+1,420×4+920 = 12,450; 救急医療は未回答
    assert_eq!(total(&mut office, "キリタ"), 34_746);
    // 足立: 点 65+102+57+53+53×2 = 383 ×12 = 4,596 / 円 3,850+2,000+1,420×2 = 8,690
    assert_eq!(total(&mut office, "アダチ"), 13_286);
    // 火野: 点 221×3+203 = 866 ×12 = 10,392 / 円 1,420×4 = 5,680
    assert_eq!(total(&mut office, "ヒノ"), 16_072);
    // 休場: 休業証明 2,000×2
    assert_eq!(total(&mut office, "ヤスバ"), 4_000);
    let view = office.close(MONTH);
    // 34,746+13,286+16,072+4,000
    assert_eq!((view.rows.len(), view.total, view.finalized, view.closed), (4, 68_104, 0, false));
    assert_eq!(view.due_ja, "令和7年10月分　提出期限 令和7年11月10日(月)（あと24日）");
    assert_eq!(view.bundles, vec![], "only what is 確定 is bound");
    let today: Today = office.ask("today", json!({}));
    assert_eq!((today.due_month.as_str(), today.days_left), ("2025-10", 24), "9月分は期限も過ぎ、残りもない");
    assert_eq!((today.arrivals.len(), today.unfinished), (0, 4));
    let refused = office.refused("backup", json!({}));
    assert!(refused.message.contains("見本の診療所"), "{}", refused.message);
    let refused = office.refused("set_calendar", json!({ "day": "10月の終わり" }));
    assert_eq!(refused.place.as_deref(), Some("day"));
}

/// The rest of October, as the demo file has it.
fn rest_of_october(office: &mut Office) -> [(u32, u32); 4] {
    let cut = person(office, "きりた");
    office.visit(cut.1, json!({ "day": "R7.10.24", "planned_management": "yes" }));
    office.answer(cut.1, "2025-10-03", "emergency_care", "yes");
    office.record(
        cut.1,
        MONTH,
        json!({ "course": "木工機械で左示指を切り受診。10月24日に治ゆと認めた。",
                "disposition": "cured", "disposition_day": "R7.10.24" }),
    );
    let ankle = person(office, "アダチ　ハナコ");
    for day in ["R7.10.22", "R7.10.29"] {
        let acts = json!([{ "code": "140040310", "sites": ["右足関節"] }]);
        office.visit(ankle.1, json!({ "day": day, "planned_management": "yes", "acts": acts }));
    }
    office.answer(ankle.1, "2025-10-08", "emergency_care", "no");
    let burn = person(office, "火野");
    let acts = json!([{ "code": "140000610", "sites": ["腰"], "area": "３０" }]);
    office.visit(burn.1, json!({ "day": "R7.10.23", "planned_management": "yes", "acts": acts }));
    let papers = person(office, "0912");
    for case in [ankle.1, burn.1, papers.1] {
        office.record(case, MONTH, json!({ "course": "治療を続ける。" }));
    }
    [cut, ankle, burn, papers]
}

#[test]
fn the_whole_month_comes_to_the_sums_worked_out_by_hand() {
    let mut office = Office::demo("2025-11-06");
    let people = rest_of_october(&mut office);
    // As in the demo file: 22,920+15,120 / 5,868+11,530 / 11,556+7,100 / 4,000
    let sums = [(1_910, 38_040), (489, 17_398), (963, 18_656), (0, 4_000)];
    for ((worker, case), (points, yen)) in people.into_iter().zip(sums) {
        let view = office.month(worker, MONTH);
        assert_eq!((view.sums[0].case, view.sums[0].points, view.sums[0].total), (case, points, yen), "{}", view.name);
        assert_eq!(view.total, yen);
    }
    let view = office.close(MONTH);
    let rows: Vec<(&str, &str, &str, u32, &str)> = view
        .rows
        .iter()
        .map(|r| (r.kana.as_str(), r.sequence_class.as_str(), r.bundle_ja.as_str(), r.days, r.state.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("アダチ　ハナコ", "1 初診", "初回分", 5, "checked"),
            ("キリタ　タロウ", "1 初診", "初回分", 6, "checked"),
            ("ヒノ　ジロウ", "5 継続", "2回目以降分", 5, "checked"),
            ("ヤスバ　サブロウ", "5 継続", "2回目以降分", 999, "checked"),
        ]
    );
    for (_, case) in people {
        office.finalize(case, MONTH);
    }
    let view = office.close(MONTH);
    // 38,040+17,398+18,656+4,000
    assert_eq!((view.total, view.finalized_total, view.closed), (78_094, 78_094, true));
    let bundles: Vec<(&str, u32, i64, Vec<&str>)> = view
        .bundles
        .iter()
        .map(|b| (b.title.as_str(), b.slips, b.amount, b.names.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        bundles,
        [
            ("初回分　札幌中央署", 1, 38_040, vec!["切田　太郎"]),
            ("初回分　札幌東署", 1, 17_398, vec!["足立　花子"]),
            // 業務 before 通勤: 4,000+18,656
            ("2回目以降分", 2, 22_656, vec!["休場　三郎", "火野　次郎"]),
        ]
    );
    claim_sheets_say_it(&mut office);
    let today: Today = office.ask("today", json!({}));
    assert_eq!((today.due_month.as_str(), today.unfinished, today.days_left), ("2025-10", 0, 4));
}

/// The three 診療費請求書 carry the bundles' amounts, and one file may hold all of them but no statement beside.
fn claim_sheets_say_it(office: &mut Office) {
    let one =
        |bundle: u32, mode: &str| json!({ "month": MONTH, "what": "claim_sheet", "bundle": bundle, "mode": mode });
    for (bundle, amount) in [(0, "38040"), (1, "17398"), (2, "22656")] {
        let sheet: SheetView = office.ask("sheet", one(bundle, "overlay"));
        assert_eq!(sheet.problems, Vec::<String>::new());
        let text = text_of(&sheet.svg);
        assert!(text.contains(amount), "{amount}: {text}");
    }
    assert_eq!(office.refused("sheet", one(3, "overlay")).code, rosai_api::Code::NotFound);
    let written: Written = office.ask("write_pdf", json!({ "sheets": [one(0, ""), one(1, ""), one(2, "")] }));
    assert!(written.message.starts_with("3枚を"), "{}", written.message);
    let (_, case) = person(office, "キリタ");
    let statement = json!({ "month": MONTH, "what": "statement", "case": case, "mode": "overlay" });
    let mixed = office.refused("write_pdf", json!({ "sheets": [one(0, ""), statement] }));
    assert!(mixed.message.contains("混ざっています"), "{}", mixed.message);
    assert!(office.refused("write_pdf", json!({ "sheets": [] })).message.contains("選ばれていません"));
}

#[test]
fn what_is_learned_is_forgotten_when_the_demo_is_left() {
    let mut office = Office::demo("2025-11-06");
    rest_of_october(&mut office);
    let status: Status = office.ask("lock", json!({}));
    assert_eq!((status.state.as_str(), status.demo), ("new", false));
    let refused = office.refused("set_calendar", json!({ "day": "2025-10-31" }));
    assert!(refused.message.contains("見本の診療所だけ"), "{}", refused.message);
    let _: Status = office.ask("open_demo", json!({}));
    assert_eq!(total(&mut office, "キリタ"), 34_746);
}
