//! Finding acts and sites while they are typed; what is copied, kept unsaved, written down, explained.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use rosai_tests::root;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn acts(office: &mut Office, typed: &str) -> FoundHits {
    office.ask("find", json!({ "text": typed, "day": "2025-10-10" }))
}

fn first(office: &mut Office, typed: &str) -> Option<String> {
    acts(office, typed).hits.first().map(|h| h.code.clone())
}

#[test]
fn an_act_is_found_by_kana_kanji_section_and_code() {
    let mut office = Office::open("2025-11-06");
    for (typed, code) in [
        ("そうしょうしょち", "140000610"),
        ("ソウショウショチ", "140000610"),
        ("ｿｳｼｮｳｼｮﾁ", "140000610"),
        ("創傷処置", "140000610"),
        ("J000", "140000610"),
        ("j000", "140000610"),
        ("Ｊ０００", "140000610"),
        ("140000610", "140000610"),
        ("１４００００６１０", "140000610"),
        ("熱傷", "140032010"),
        ("J119", "140002210"),
        ("J119 器具", "140040310"),
        ("器具 しょうえん", "140040310"),
        ("K000", "150001010"),
        ("デジタル撮影 単純", "170027910"),
        ("170000210", "170000210"),
    ] {
        assert_eq!(first(&mut office, typed).as_deref(), Some(code), "{typed}");
    }
    for typed in ["", "　", "ないものはない", "J119 J000", "'"] {
        let found = acts(&mut office, typed);
        assert_eq!((found.hits.len(), found.total), (0, 0), "{typed}");
    }
    let many = acts(&mut office, "加算");
    assert!(many.total > 50 && many.hits.len() == 50, "{}", many.total);
    let later: FoundHits = office.ask("find", json!({ "text": "113013710", "day": "2026-06-01" }));
    assert_eq!(later.total, 0, "院内トリアージ実施料 ends on 31 May 2026");
}

#[test]
fn what_is_meant_stands_before_what_goes_with_it() {
    let mut office = Office::open("2025-11-06");
    let found = acts(&mut office, "J000");
    assert_eq!(found.hits[0].name, "創傷処置（１００ｃｍ２未満）");
    assert!(found.hits[1..].iter().all(|h| h.name.contains("加算") || h.kubun != "J000"), "{:?}", found.hits);
    let areas = acts(&mut office, "熱傷処置").hits.iter().filter(|h| h.name.starts_with("熱傷処置（")).count();
    assert_eq!(areas, 1, "rows that differ in area only are one: the area is asked");
    // What the rules come to by themselves is not to be picked in front of what is entered, and says so.
    let found = acts(&mut office, "創傷処置");
    let own = found.hits.iter().find(|h| h.code == "101418490").expect("創傷処置（労災）");
    assert!(own.refused.contains("行為と部位から計算します"), "{}", own.refused);
    assert_eq!(found.hits[0].refused, "");
    let repeat = acts(&mut office, "112007410");
    assert!(repeat.hits[0].refused.contains("受診の日時と区分から"), "{}", repeat.hits[0].refused);
    assert_eq!(acts(&mut office, "101400030").hits[0].refused, "", "初診時ブラッシング料 is entered");
}

#[test]
fn an_act_says_what_it_asks_and_what_it_lacks() {
    let mut office = Office::open("2025-11-06");
    let asks = |office: &mut Office, code: &str| {
        let hit = acts(office, code).hits.remove(0);
        let asked = [
            (hit.asks_site, "site"),
            (hit.asks_area, "area"),
            (hit.asks_length, "length"),
            (hit.asks_quantity, "quantity"),
            (hit.asks_films, "films"),
        ];
        let asked: Vec<&str> = asked.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
        (asked.join(" "), hit.points, hit.class)
    };
    let told = |asked: &str, points: &str, class: u32| (asked.to_owned(), points.to_owned(), class);
    assert_eq!(asks(&mut office, "140000610"), told("site area", "52点", 40));
    assert_eq!(asks(&mut office, "150001010"), told("site length", "530点", 50));
    assert_eq!(asks(&mut office, "140040310"), told("site", "35点", 40));
    assert_eq!(asks(&mut office, "170027910"), told("films", "68点", 70));
    assert_eq!(asks(&mut office, "101805800"), told("quantity", "85点", 80));
    assert_eq!(asks(&mut office, "120001210"), told("", "42点", 25));
    // 施設基準 828–830: 運動器リハビリテーション料
    let lacks = acts(&mut office, "180756310").hits.remove(0);
    assert!(lacks.refused.contains("届出がない"), "{}", lacks.refused);
    let notice = NoticeForm { code: "830".into(), from: "R7.10.10".into(), ..NoticeForm::default() };
    let form: FacilityForm = office.ask("facility", json!({}));
    let saved: FacilitySaved = office.ask("save_facility", FacilityForm { notices: vec![notice], ..form });
    assert!(saved.saved, "{:?}", saved.messages);
    assert_eq!(acts(&mut office, "180756310").hits[0].refused, "");
    let before: FoundHits = office.ask("find", json!({ "text": "180756310", "day": "2025-10-09" }));
    assert!(before.hits[0].refused.contains("届出がない"), "the notice begins a day later");
}

fn sites(office: &mut Office, typed: &str, code: &str, case: Option<u32>) -> Vec<String> {
    let found: SiteHits =
        office.ask("find_site", json!({ "text": typed, "code": code, "day": "2025-10-10", "case": case }));
    found.hits.into_iter().map(|h| format!("{}{}", h.site, h.factor)).collect()
}

#[test]
fn a_site_is_found_as_it_is_said_and_shows_how_far_the_act_goes_there() {
    let mut office = Office::open("2025-11-06");
    let (_, case) = office.cut_finger();
    for (typed, code, site) in [
        ("みぎてゆび2", "140000610", "右手第2指×2"),
        ("ﾐｷﾞﾃﾕﾋﾞ2", "140000610", "右手第2指×2"),
        ("みぎひとさしゆび", "140000610", "右手第2指×2"),
        ("右示指", "140000610", "右手第2指×2"),
        ("右手の第2指", "140000610", "右手第2指×2"),
        ("左前腕", "140000610", "左前腕×1.5"),
        ("ひだりぜんわん", "140000610", "左前腕×1.5"),
        ("こし", "140000610", "腰部×1"),
        // 写真診断 has no 四肢の特例.
        ("右前腕", "170000510", "右前腕×1"),
        // Without an act: what the site itself would allow.
        ("右前腕", "", "右前腕×1.5"),
    ] {
        assert_eq!(sites(&mut office, typed, code, None).first().map(String::as_str), Some(site), "{typed} {code}");
    }
    let own = sites(&mut office, "", "140000610", Some(case));
    assert_eq!((own[0].as_str(), own.len()), ("左手第2指×2", 74), "the hurt one first, then the whole body");
    let fingers = sites(&mut office, "ゆび", "140000610", Some(case));
    assert_eq!(fingers[0], "左手第2指×2");
    assert_eq!(fingers.iter().collect::<BTreeSet<_>>().len(), fingers.len(), "each once");
    assert_eq!(sites(&mut office, "しっぽ", "", Some(case)), Vec::<String>::new());
    assert_eq!(office.refused("find_site", json!({ "text": "", "case": 99 })).code, Code::NotFound);
}

#[test]
fn the_visit_before_is_copied_and_none_of_another_case() {
    let mut office = Office::open("2025-11-06");
    let (_, case) = office.cut_finger();
    office.visit(case, first_visit());
    office.visit(case, dressing("R7.10.7"));
    let last = |office: &mut Office, day: &str, from: &str| -> LastVisit {
        office.ask("last_visit", json!({ "case": case, "day": day, "from": from }))
    };
    let seventh = last(&mut office, "R7.10.10", "");
    assert_eq!(seventh.day_ja, "令和7年10月7日(火)");
    assert_eq!(seventh.acts.len(), 1);
    assert_eq!(last(&mut office, "R7.10.7", "").day_ja, "令和7年10月3日(金)", "before the day, not on it");
    assert_eq!(last(&mut office, "R7.10.10", "R7.10.3").acts.len(), 8, "a day by name");
    assert_eq!(last(&mut office, "R7.10.3", ""), LastVisit::default(), "there is none before");
    assert_eq!(office.refused("last_visit", json!({ "case": case, "day": "きょう" })).place.as_deref(), Some("day"));
    let ask = json!({ "case": case, "day": "R7.10.10", "from": "きのう" });
    assert_eq!(office.refused("last_visit", ask).place.as_deref(), Some("from"));
}

#[test]
fn what_was_typed_and_not_saved_waits() {
    let mut office = Office::open("2025-11-06");
    let save = |office: &mut Office, key: &str, body: &str| {
        let _: Nothing = office.ask("save_draft", json!({ "key": key, "title": "受付票（書きかけ）", "body": body }));
    };
    let draft = |office: &mut Office, key: &str| -> Option<String> {
        let draft: Draft = office.ask("draft", json!({ "key": key }));
        draft.body
    };
    save(&mut office, "intake:new:5", "{\"name\":\"切");
    save(&mut office, "intake:new:5", "{\"name\":\"切田\"");
    save(&mut office, "act:1", "𠮷");
    assert_eq!(
        draft(&mut office, "intake:new:5").as_deref(),
        Some("{\"name\":\"切田\""),
        "whatever it is, even half JSON"
    );
    let today: Today = office.ask("today", json!({}));
    let waiting: BTreeSet<(&str, &str)> = today.drafts.iter().map(|d| (d.key.as_str(), d.title.as_str())).collect();
    assert_eq!(waiting, BTreeSet::from([("act:1", "受付票（書きかけ）"), ("intake:new:5", "受付票（書きかけ）")]));
    assert_eq!(today.drafts[0].at_ja, "令和7年11月6日 09:30");
    // It outlives the program.
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(draft(&mut office, "act:1").as_deref(), Some("𠮷"));
    let _: Nothing = office.ask("drop_draft", json!({ "key": "act:1" }));
    let _: Nothing = office.ask("drop_draft", json!({ "key": "act:1" }));
    assert_eq!(draft(&mut office, "act:1"), None);
}

#[test]
fn every_change_is_written_down_with_who_made_it() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    office.as_actor(DOCTOR, |o| o.visit(case, first_visit()));
    office.answer(case, "2025-10-03", "emergency_care", "yes");
    office.as_actor(DOCTOR, |o| o.name_diseases(worker, case, MONTH, &["左示指切創"]));
    office.record(case, MONTH, json!({ "course": "縫合した。" }));
    let _: MonthView = office.ask("undo", json!({ "worker": worker, "month": MONTH }));
    office.finalize(case, MONTH);
    let lines = |office: &mut Office, worker: Option<u32>, limit: u32| -> Vec<(String, String)> {
        let history: History = office.ask("history", json!({ "worker": worker, "limit": limit }));
        history.lines.into_iter().map(|l| (l.actor, l.summary)).collect()
    };
    let own: Vec<(String, String)> = lines(&mut office, Some(worker), 100);
    let said: Vec<(&str, &str)> = own.iter().map(|(a, s)| (a.as_str(), s.as_str())).collect();
    assert_eq!(
        said,
        [
            (CLERK, "令和7年10月の内訳書を確定した"),
            (CLERK, "元に戻した"),
            (CLERK, "令和7年10月の傷病の経過・転帰を直した"),
            (DOCTOR, "傷病名を直した"),
            (CLERK, "「初診時に救急医療を行いましたか」にはい（医師 北都）"),
            (DOCTOR, "令和7年10月3日の受診を加えた"),
            // 受付票: worker, 事業場, case
            (CLERK, "受付票を登録した"),
            (CLERK, "受付票を登録した"),
            (CLERK, "受付票を登録した"),
        ]
    );
    assert_eq!(lines(&mut office, Some(worker), 2).len(), 2);
    assert_eq!(lines(&mut office, None, 0).len(), 1, "at least one line is shown");
    let all = lines(&mut office, None, 5000);
    assert!(all.len() > own.len() && all.iter().any(|(a, s)| a == DOCTOR && s == "設定を直した"), "{all:?}");
}

/// Every `help="…"` and `data-help="…"` of the screens.
fn help_of_the_screens() -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut open: Vec<PathBuf> = vec![root().join("ui/src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("ui/src") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".svelte") {
                let text = std::fs::read_to_string(&path).expect("a text");
                let ids = text.split("help=\"").skip(1).filter_map(|rest| rest.split('"').next());
                out.extend(ids.map(str::to_owned));
            }
        }
    }
    out
}

#[test]
fn every_box_of_the_screens_has_its_help() {
    let mut office = Office::closed("2025-11-06");
    let mut ids = Vec::new();
    for id in help_of_the_screens() {
        // Ids with a part that is put in when the screen is drawn.
        match id.as_str() {
            "visit.{kind}" => ids.extend(["visit.material", "visit.unlisted"].map(str::to_owned)),
            "visit.{entry.ask}" => {
                ids.extend(["visit.area", "visit.length", "visit.quantity", "visit.films"].map(str::to_owned));
            }
            "settings.{field}" => ids.extend(["settings.claims_by", "settings.declared_tax_class"].map(str::to_owned)),
            "intake.{id}" => {
                for paper in ["5", "16-3", "6", "16-4"] {
                    let sheet: IntakeSheet = office.ask("intake_sheet", json!({ "form": paper }));
                    ids.extend(sheet.groups.into_iter().flat_map(|g| g.fields).map(|f| format!("intake.{}", f.id)));
                }
            }
            _ => ids.push(id),
        }
    }
    assert!(ids.len() > 100, "{}", ids.len());
    let missing: Vec<&String> = ids.iter().filter(|id| office.call("help", json!({ "id": id })).is_err()).collect();
    assert_eq!(missing, Vec::<&String>::new(), "no page in assets/text/help.toml");
    let help: Help = office.ask("help", json!({ "id": "intake.labor_number" }));
    assert_eq!((help.title.as_str(), help.section.as_str()), ("労働保険番号", "第3部 4(4)"));
    assert_eq!(office.refused("help", json!({ "id": "intake.nothing" })).code, Code::NotFound);
}
