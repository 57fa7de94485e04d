//! Sets and abbreviations: made of a day's acts, found by a short word, asked for what belongs to one worker, carried to
//! another machine in a file.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::{Value, json};

fn sets(office: &mut Office) -> SetsView {
    office.ask("sets", json!({}))
}

fn act(value: Value) -> ActForm {
    serde_json::from_value(value).expect("an act")
}

/// A set of one 創傷処置 that asks site and area.
fn wound(name: &str, words: &[&str]) -> Value {
    json!({ "name": name, "abbreviations": words,
            "acts": [{ "act": { "code": "140000610" }, "asked": ["sites", "area"] }] })
}

#[track_caller]
fn save(office: &mut Office, sets: Value) -> SetsView {
    let revision = self::sets(office).revision;
    let saved: SetsSaved = office.ask("save_sets", json!({ "revision": revision, "sets": sets }));
    assert!(saved.saved, "{:?}", saved.messages);
    saved.view
}

#[track_caller]
fn refusals(office: &mut Office, sets: Value) -> Vec<(String, String)> {
    let revision = self::sets(office).revision;
    let saved: SetsSaved = office.ask("save_sets", json!({ "revision": revision, "sets": sets }));
    assert!(!saved.saved);
    assert_eq!(saved.view.revision, revision, "nothing was written");
    saved.messages.into_iter().map(|m| (m.field, m.text)).collect()
}

#[test]
fn a_days_acts_become_a_set_and_are_entered_the_next_day_at_another_site() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    let acts = office.month(worker, MONTH).attendances[0].form.acts.clone();
    let made: SetForm = office.ask("set_of_acts", json!({ "acts": acts, "day": "2025-10-03" }));
    assert_eq!(made.name, "", "several acts have no name of their own");
    let asked: Vec<(usize, &[String])> =
        made.acts.iter().enumerate().filter(|(_, a)| !a.asked.is_empty()).map(|(i, a)| (i, &a.asked[..])).collect();
    assert_eq!(asked, [(0, &["sites".to_owned()][..]), (1, &["sites".to_owned(), "length".to_owned()][..])]);
    assert_eq!((&made.acts[1].act.sites, made.acts[1].act.length.as_str()), (&vec![], ""), "one worker's alone");
    assert_eq!(made.acts[6].may_ask, ["days", "drugs.0.quantity"]);
    assert_eq!(made.acts[6].act.days, "5", "what is not asked stays");

    let mut set = serde_json::to_value(&made).expect("JSON");
    set["name"] = "切創　縫合一式 ".into();
    set["abbreviations"] = json!(["せほ", " "]);
    set["acts"][6]["asked"] = json!(["days"]);
    let view = save(&mut office, json!([set]));
    assert_eq!((view.revision, view.sets[0].name.as_str()), (1, "切創　縫合一式"));
    assert_eq!(view.sets[0].abbreviations, ["せほ"]);

    // In any spelling; the abbreviation in full comes before a name that holds it.
    for typed in ["せほ", "セホ", "ｾﾎ", "縫合", "せ", ""] {
        let hits: SetHits = office.ask("find_sets", json!({ "text": typed, "day": "2025-10-10" }));
        assert_eq!(hits.hits.len(), 1, "{typed}");
        assert_eq!(hits.hits[0].acts.len(), 8);
    }
    let id = view.sets[0].id;
    let opened: OpenedSet = office.ask("open_set", json!({ "id": id, "day": "2025-10-10", "case": case }));
    let asks: Vec<(&str, &str, &str, &str)> =
        opened.asks.iter().map(|a| (&*a.field, &*a.label, &*a.unit, &*a.value)).collect();
    let wanted = [
        ("0.sites", "部位", "", "左手第2指"),
        ("1.sites", "部位", "", "左手第2指"),
        ("1.length", "長さ", "cm", ""),
        ("6.days", "日数", "日", "5"),
    ];
    assert_eq!(asks, wanted, "the case's only site is offered");

    let answers = |length: &str, site: &str| {
        json!([{ "field": "0.sites", "value": site }, { "field": "1.sites", "value": site },
               { "field": "1.length", "value": length }, { "field": "6.days", "value": "３" }])
    };
    let ask = json!({ "id": id, "day": "2025-10-10", "answers": answers("", "右のどこか") });
    let wrong: AppliedSet = office.ask("apply_set", ask);
    assert_eq!(wrong.acts, vec![], "nothing half");
    let fields: Vec<&str> = wrong.messages.iter().map(|m| m.field.as_str()).collect();
    assert_eq!(fields, ["0.sites", "1.length", "1.sites"]);
    assert!(wrong.messages[1].text.contains("長さが空です"), "{}", wrong.messages[1].text);

    let ask = json!({ "id": id, "day": "2025-10-10", "answers": answers("４．５", "右前腕、右手関節") });
    let right: AppliedSet = office.ask("apply_set", ask);
    assert_eq!(right.messages, vec![]);
    assert_eq!(right.acts.len(), 8);
    assert_eq!(
        (&right.acts[1].sites[..], &*right.acts[1].length),
        (&["右前腕".to_owned(), "右手関節".to_owned()][..], "4.5")
    );
    assert_eq!(right.acts[6].days, "3");
    let visit = json!({ "day": "2025-10-10", "planned_management": "yes", "acts": right.acts });
    office.visit(case, visit);
}

#[test]
fn a_set_that_cannot_be_found_again_is_refused_with_its_place() {
    let mut office = Office::open("2025-11-06");
    let said = refusals(&mut office, json!([{ "name": " ", "acts": [] }]));
    assert_eq!(said.iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>(), ["sets.0.name", "sets.0.acts"]);
    let said = refusals(&mut office, json!([wound("創処置", &["そ"]), wound("別", &["ソ"])]));
    let wanted = "略号「ソ」はセット「創処置」が使っています。別の略号にしてください。";
    assert_eq!(said, [("sets.1.abbreviations".to_owned(), wanted.to_owned())]);
    let said = refusals(&mut office, json!([wound("創処置", &["そ", "ｿ"])]));
    assert!(said[0].1.contains("2度"), "{said:?}");
    let said = refusals(&mut office, json!([wound("ａｂ", &[]), wound("AB", &[])]));
    assert_eq!(said[0].0, "sets.1.name", "one spelling");
    let said = refusals(&mut office, json!([wound(&"長".repeat(41), &[&"長".repeat(21)])]));
    assert_eq!(said.len(), 2, "{said:?}");
    let said = refusals(&mut office, json!([{ "name": "空", "acts": [{ "act": {} }] }]));
    assert!(said[0].1.contains("何をするかのない行為"), "{said:?}");
    let bad = json!({ "code": "140000610", "area": "ひろい" });
    let said = refusals(&mut office, json!([{ "name": "広", "acts": [{ "act": bad }] }]));
    assert_eq!(said[0].0, "sets.0.acts.0");
    let many: Vec<Value> = (0..101).map(|_| json!({ "act": { "code": "140000610" } })).collect();
    let said = refusals(&mut office, json!([{ "name": "多", "acts": many }]));
    assert!(said[0].1.contains("100個まで"), "{said:?}");
    let many: Vec<Value> = (0..501).map(|n| wound(&format!("セット{n}"), &[])).collect();
    let said = refusals(&mut office, json!(many));
    assert!(said[0].1.contains("500個まで"), "{said:?}");
    // One act under a short word is called by its own name.
    let view = save(&mut office, json!([wound("", &["そ"])]));
    assert_eq!(view.sets[0].name, "創傷処置（１００ｃｍ２未満）");
}

#[test]
fn two_screens_do_not_write_over_each_other() {
    let mut office = Office::open("2025-11-06");
    let view = save(&mut office, json!([wound("一", &["1"]), wound("二", &["2"])]));
    let ids: Vec<u32> = view.sets.iter().map(|s| s.id).collect();
    let ask = json!({ "revision": 0, "sets": [] });
    let refused = office.refused("save_sets", ask);
    assert_eq!(refused.code, Code::Stale);
    assert_eq!(sets(&mut office).sets.len(), 2);
    // A set that was deleted does not give its id to a new one: what was open for it asks for nothing else.
    let view = save(&mut office, json!([view.sets[0]]));
    let view = save(&mut office, json!([view.sets[0], wound("三", &[])]));
    assert!(!ids.contains(&view.sets[1].id), "{ids:?} {}", view.sets[1].id);
    let gone = office.refused("open_set", json!({ "id": ids[1], "day": "2025-10-10", "case": null }));
    assert_eq!(gone.code, Code::NotFound);
    let gone = office.refused("apply_set", json!({ "id": view.sets[1].id, "day": "いつか", "answers": [] }));
    assert_eq!(gone.place.as_deref(), Some("day"));
    // Kept over a restart, in somebody's name.
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(sets(&mut office).sets.len(), 2);
    let history: History = office.ask("history", json!({ "worker": null, "limit": 5 }));
    assert_eq!((history.lines[0].summary.as_str(), history.lines[0].actor.as_str()), ("セットを直した", CLERK));
}

#[test]
fn an_act_that_is_no_longer_in_force_is_said_when_the_set_is_used() {
    let mut office = Office::open("2026-06-05");
    let (_, case) = office.cut_finger();
    // 院内トリアージ実施料 stands in the book until 令和8年5月31日 only (tests/data/ended-2026-06.csv).
    let set = json!({ "name": "混ざったもの", "acts": [
        { "act": { "code": "113013710" } }, { "act": { "code": "140000610" }, "asked": ["sites", "area"] } ] });
    office.on("2026-05-20");
    let view = save(&mut office, json!([set]));
    assert_eq!(view.sets[0].said, Vec::<String>::new());
    office.on("2026-06-05");
    let view = sets(&mut office);
    assert_eq!(view.sets[0].said.len(), 1, "the list says it too");
    let id = view.sets[0].id;
    let before: OpenedSet = office.ask("open_set", json!({ "id": id, "day": "2026-05-31", "case": case }));
    assert_eq!((before.acts.len(), before.said.len()), (2, 0));
    let opened: OpenedSet = office.ask("open_set", json!({ "id": id, "day": "2026-06-01", "case": case }));
    assert_eq!(opened.acts.len(), 1);
    assert!(
        opened.said[0].contains("院内トリアージ実施料") && opened.said[0].contains("令和8年6月1日"),
        "{:?}",
        opened.said
    );
    let answers = json!([{ "field": "1.sites", "value": "左示指" }, { "field": "1.area", "value": "6" }]);
    let done: AppliedSet = office.ask("apply_set", json!({ "id": id, "day": "2026-06-01", "answers": answers }));
    assert_eq!(done.said, opened.said, "said again with what is entered");
    let wanted = act(json!({ "code": "140000610", "name": done.acts[0].name, "sites": ["左手第2指"], "area": "6" }));
    assert_eq!(done.acts, [wanted]);
    let hits: SetHits = office.ask("find_sets", json!({ "text": "混", "day": "2026-06-01" }));
    assert_eq!(hits.hits[0].said, opened.said[0]);
    // Saved again while the row is gone, its questions are not lost.
    let again = save(&mut office, json!([view.sets[0]]));
    assert_eq!(again.sets[0].acts[1].asked, ["sites", "area"]);
}

fn exported(office: &mut Office) -> String {
    let written: Written = office.ask("export_sets", json!({}));
    std::fs::read_to_string(&written.files[0]).expect("the file")
}

#[track_caller]
fn import(office: &mut Office, content: &str, collisions: &str) -> SetsImported {
    let revision = sets(office).revision;
    office.ask("import_sets", json!({ "revision": revision, "content": content, "collisions": collisions }))
}

fn names(view: &SetsView) -> Vec<(String, String)> {
    view.sets.iter().map(|s| (s.name.clone(), s.abbreviations.join(" "))).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_file_of_sets_is_taken_in_whole_and_what_meets_is_asked() {
    let mut there = Office::open("2025-11-06");
    let empty = there.refused("export_sets", json!({}));
    assert!(empty.message.contains("セットがまだありません"), "{}", empty.message);
    save(&mut there, json!([wound("初診", &["し"]), wound("創処置", &["そ", "き"]), wound("同じ", &["お"])]));
    let content = exported(&mut there);
    assert!(!content.contains("切田"), "nobody is named in it");

    let mut here = Office::open("2025-11-06");
    let done = import(&mut here, &content, "");
    assert!(done.saved, "{:?}", done.collisions);
    assert_eq!(names(&done.view), pairs(&[("初診", "し"), ("創処置", "そ き"), ("同じ", "お")]));
    let again = import(&mut here, &content, "");
    assert!(again.saved && again.message.contains("同じものがあった3個"), "{}", again.message);
    assert_eq!(again.view.revision, done.view.revision, "nothing new, nothing written");

    // 創処置 here is another one, き is a word of 器具, 同じ is the same.
    let clinic = json!([wound("創処置", &["ぞ"]), wound("器具", &["キ"]), wound("同じ", &["お"])]);
    save(&mut here, clinic.clone());
    let asked = import(&mut here, &content, "");
    assert!(!asked.saved);
    assert_eq!(asked.collisions, ["「創処置」という名前のセットがもうあります。"]);
    assert_eq!(names(&asked.view).len(), 3, "nothing is written before somebody has chosen");
    let bad = here.refused("import_sets", json!({ "revision": 2, "content": content, "collisions": "maybe" }));
    assert_eq!(bad.place.as_deref(), Some("collisions"));
    let stale = here.refused("import_sets", json!({ "revision": 0, "content": content, "collisions": "skip" }));
    assert_eq!(stale.code, Code::Stale);

    let skipped = import(&mut here, &content, "skip");
    let wanted = [("創処置", "ぞ"), ("器具", "キ"), ("同じ", "お"), ("初診", "し")];
    assert_eq!(names(&skipped.view), pairs(&wanted));
    assert!(
        skipped.message.contains("加えた1個、置きかえた0個、とばした1個、同じものがあった1個"),
        "{}",
        skipped.message
    );

    save(&mut here, clinic.clone());
    let replaced = import(&mut here, &content, "replace");
    let wanted = [("創処置", "そ"), ("器具", "キ"), ("同じ", "お"), ("初診", "し")];
    assert_eq!(names(&replaced.view), pairs(&wanted));
    assert!(replaced.message.contains("使われていた略号（き）は付けていません"), "{}", replaced.message);

    save(&mut here, clinic);
    let both = import(&mut here, &content, "both");
    let wanted = [("創処置", "ぞ"), ("器具", "キ"), ("同じ", "お"), ("初診", "し"), ("創処置（2）", "そ")];
    assert_eq!(names(&both.view), pairs(&wanted));

    // Met by a short word alone.
    save(&mut here, json!([wound("器具", &["ソ"])]));
    let asked = import(&mut here, &content, "");
    assert_eq!(asked.collisions, ["「創処置」の略号「そ」を、ここの「器具」が使っています。"]);
}

#[test]
fn a_damaged_file_changes_nothing() {
    let mut office = Office::open("2025-11-06");
    save(&mut office, json!([wound("一", &["1"])]));
    let content = exported(&mut office);
    let half = &content[..content.char_indices().nth(content.chars().count() / 2).expect("its middle").0];
    let newer = content.replace("\"version\": 1", "\"version\": 2");
    let other = content.replace("rosai-desk-sets", "something-else");
    let strange = content.replace("\"asked\"", "\"axed\"");
    let nameless = content.replace("\"name\": \"一\"", "\"name\": \"二\"").replace("\"140000610\"", "\"\"");
    let twice = {
        let mut file: Value = serde_json::from_str(&content).expect("JSON");
        let one = file["sets"][0].clone();
        file["sets"].as_array_mut().expect("sets").push(one);
        file.to_string()
    };
    for (file, says) in [
        ("", "セットのファイルとして読めません"),
        (half, "セットのファイルとして読めません"),
        ("[1]", "セットのファイルとして読めません"),
        (newer.as_str(), "新しい版の労災デスク"),
        (other.as_str(), "セットのファイルではありません"),
        (strange.as_str(), "セットのファイルが壊れています"),
        (nameless.as_str(), "何をするかのない行為"),
        (twice.as_str(), "もうあります"),
    ] {
        let refused = office.refused("import_sets", json!({ "revision": 1, "content": file, "collisions": "both" }));
        assert!(refused.message.contains(says), "{says}: {}", refused.message);
    }
    let long = format!("{content}{}", " ".repeat(4_000_000));
    let refused = office.refused("import_sets", json!({ "revision": 1, "content": long, "collisions": "" }));
    assert!(refused.message.contains("大きすぎます"), "{}", refused.message);
    assert_eq!(names(&sets(&mut office)), pairs(&[("一", "1")]));
    assert_eq!(sets(&mut office).revision, 1);
}

#[test]
fn the_demo_clinic_has_examples_that_work() {
    let mut office = Office::demo("2025-10-17");
    let view = sets(&mut office);
    assert_eq!(view.sets.len(), 3);
    for set in &view.sets {
        assert_eq!(set.said, Vec::<String>::new(), "{}", set.name);
        let opened: OpenedSet = office.ask("open_set", json!({ "id": set.id, "day": "2025-10-17", "case": null }));
        let value = |ask: &SetAsk| if ask.label == "部位" { "右前腕" } else { "3" };
        let answers: Vec<Value> = opened.asks.iter().map(|a| json!({ "field": a.field, "value": value(a) })).collect();
        let ask = json!({ "id": set.id, "day": "2025-10-17", "answers": answers });
        let done: AppliedSet = office.ask("apply_set", ask);
        assert_eq!((done.messages, done.acts.len()), (vec![], set.acts.len()), "{}", set.name);
    }
}
