//! Finding drugs, materials and sets beside the acts; what is used here and what fits the injury first.

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::*;
use rosai_tests::masters::{line, load};
use serde_json::{Value, json};

/// A row of Y of 2024 (42 columns): code, name, kana, unit, price, 剤形, first and last day, general name.
fn drug(filled: [&str; 9]) -> String {
    let [code, name, kana, unit, price, form, from, to, general] = filled;
    let usual = [(1, "0"), (2, "Y"), (3, code), (5, name), (7, kana), (10, unit), (11, "1"), (12, price), (28, form)];
    let dated = [(30, from), (31, to), (34, "0"), (35, name), (38, general)];
    line(42, &[&usual[..], &dated].concat())
}

/// A row of T or U (38 columns): letter, code, name, kana, unit, 金額種別, price.
fn material(filled: [&str; 7]) -> String {
    let [letter, code, name, kana, unit, kind, price] = filled;
    let usual =
        [(1, "0"), (2, letter), (3, code), (5, name), (7, kana), (10, unit), (11, kind), (12, price), (22, "0")];
    let dated = [(28, "20240601"), (30, "99999999"), (37, name)];
    line(38, &[&usual[..], &dated].concat())
}

fn sjis(text: &str) -> Vec<u8> {
    let (bytes, _, unknown) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!unknown, "a master has no letter outside CP932");
    bytes.into_owned()
}

/// A clinic with a few drugs and materials.
fn clinic() -> Office {
    let mut office = Office::open("2025-11-06");
    office.actor = DOCTOR.to_owned();
    let drugs = [
        [
            "620098801",
            "ロキソニン錠６０ｍｇ",
            "ﾛｷｿﾆﾝｼﾞｮｳ60MG",
            "錠",
            "10.10",
            "1",
            "20240401",
            "99999999",
            "【般】ロキソプロフェンＮａ錠６０ｍｇ",
        ],
        [
            "620000001",
            "ロキソプロフェンＮａ錠６０ｍｇ「見本」",
            "ﾛｷｿﾌﾟﾛﾌｪﾝNAｼﾞｮｳ60MG",
            "錠",
            "7.90",
            "1",
            "20240401",
            "99999999",
            "【般】ロキソプロフェンＮａ錠６０ｍｇ",
        ],
        [
            "620000002",
            "ロキソプロフェンＮａテープ１００ｍｇ「見本」",
            "ﾛｷｿﾌﾟﾛﾌｪﾝNAﾃｰﾌﾟ100MG",
            "枚",
            "17.10",
            "6",
            "20240401",
            "99999999",
            "【般】ロキソプロフェンＮａテープ１００ｍｇ",
        ],
        [
            "620000003",
            "キシロカインポリアンプ１％　５ｍＬ",
            "ｷｼﾛｶｲﾝﾎﾟﾘｱﾝﾌﾟ1%5ML",
            "管",
            "59.00",
            "4",
            "20240401",
            "99999999",
            "",
        ],
        ["620000004", "ロキソマルン錠", "ﾛｷｿﾏﾙﾝ", "錠", "5.00", "1", "20240401", "20250331", ""],
    ];
    load(&mut office, "y_ALL20240321.csv", &sjis(&drugs.map(drug).concat()));
    let materials = [
        ["T", "710010001", "滅菌ガーゼ見本", "ﾒｯｷﾝｶﾞｰｾﾞ", "枚", "1", "120.00"],
        ["T", "710010002", "膀胱留置用見本カテーテル", "ﾎﾞｳｺｳﾘｭｳﾁ", "本", "1", "561.00"],
    ];
    load(&mut office, "t_ALL20240315.csv", &sjis(&materials.map(material).concat()));
    let own = [["U", "788888013", "腰部固定帯加算（固定用伸縮性包帯）", "ﾖｳﾌﾞｺﾃｲﾀｲｶｻﾝ", "", "2", "0.00"]];
    load(&mut office, "rezept-master-03-20240528.csv", &sjis(&own.map(material).concat()));
    office.actor = CLERK.to_owned();
    office
}

fn found(office: &mut Office, typed: &str, more: Value) -> FoundHits {
    let mut ask = json!({ "text": typed, "day": "2025-10-10" });
    for (key, value) in more.as_object().expect("an object") {
        ask[key] = value.clone();
    }
    office.ask("find", ask)
}

fn codes(office: &mut Office, typed: &str) -> Vec<String> {
    found(office, typed, json!({})).hits.into_iter().map(|h| h.code).collect()
}

#[test]
fn a_drug_and_a_material_are_found_with_what_they_cost_on_the_day() {
    let mut office = clinic();
    for typed in ["ろきそに", "ﾛｷｿﾆﾝ", "ロキソニン", "ろきそにん ６０", "620098801", "６２００９８８０１"]
    {
        assert_eq!(codes(&mut office, typed).first().map(String::as_str), Some("620098801"), "{typed}");
    }
    // 7.90円 before 10.10円: all three are called so, by name, kana or general name.
    assert_eq!(codes(&mut office, "ロキソプロフェン"), ["620000001", "620098801", "620000002"]);
    let hit = found(&mut office, "キシロカイン", json!({})).hits.remove(0);
    assert_eq!(
        (hit.kind.as_str(), hit.price.as_str(), hit.points.as_str(), hit.unit.as_str(), hit.drug_use.as_str()),
        ("drug", "59", "59円", "管", "")
    );
    let uses = |office: &mut Office, typed| found(office, typed, json!({})).hits.remove(0).drug_use;
    assert_eq!(uses(&mut office, "620098801"), "internal");
    assert_eq!(uses(&mut office, "ろきそ てーぷ"), "external");
    let bought = found(&mut office, "788888013", json!({})).hits.remove(0);
    assert_eq!(
        (bought.kind.as_str(), bought.price.as_str(), bought.points.as_str()),
        ("material", "", "購入価格"),
        "金額種別 2"
    );
    assert_eq!(found(&mut office, "ぼうこう りゅうち", json!({})).hits[0].points, "561円");
}

#[test]
fn acts_drugs_and_materials_are_counted_apart_and_may_be_asked_alone() {
    let mut office = clinic();
    let all = found(&mut office, "がーぜ", json!({}));
    let told: Vec<(&str, u32)> = all.totals.iter().map(|t| (t.ja.as_str(), t.count)).collect();
    // ガーゼ is said of 創傷処置, and stands in 空洞切開術後ヨードホルムガーゼ処置.
    assert_eq!(told.last(), Some(&("材料", 1)), "{told:?}");
    assert_eq!(all.total, told.iter().map(|t| t.1).sum::<u32>());
    let alone = found(&mut office, "がーぜ", json!({ "kinds": ["material"] }));
    assert_eq!((alone.total, alone.hits[0].code.as_str()), (1, "710010001"));
    let drugs = found(&mut office, "ろきそ", json!({ "kinds": ["drug"] }));
    assert!(drugs.hits.iter().all(|h| h.kind == "drug") && drugs.total == 3, "{drugs:?}");
    assert_eq!(found(&mut office, "ろきそ", json!({ "kinds": ["set"] })), FoundHits::default());
    assert_eq!(found(&mut office, "ろきそ", json!({ "kinds": ["nothing"] })), FoundHits::default());
}

#[test]
fn what_is_not_in_force_on_the_day_is_shown_only_by_its_code_and_says_so() {
    let mut office = clinic();
    assert!(!codes(&mut office, "ろきそまるん").contains(&"620000004".to_owned()), "it ended on 31 March 2025");
    let ended = found(&mut office, "620000004", json!({}));
    assert_eq!((ended.hits.len(), ended.total), (1, 0));
    assert!(ended.hits[0].refused.starts_with("令和7年3月31日までのコードです"), "{}", ended.hits[0].refused);
    let before = found(&mut office, "ろきそまるん", json!({ "day": "2025-03-31" }));
    assert_eq!((before.hits[0].code.as_str(), before.hits[0].refused.as_str()), ("620000004", ""));
    // An act of the fee book: 院内トリアージ実施料 ends on 31 May 2026.
    let act = found(&mut office, "113013710", json!({ "day": "2026-06-01" }));
    assert!(act.hits[0].refused.starts_with("令和8年5月31日までのコードです"), "{}", act.hits[0].refused);
    let early = found(&mut office, "620098801", json!({ "day": "2024-03-31" }));
    assert!(early.hits[0].refused.starts_with("令和6年4月1日からのコードです"), "{}", early.hits[0].refused);
}

#[test]
fn what_the_clinic_uses_stands_first_now_and_after_the_next_opening() {
    let mut office = clinic();
    let (_, case) = office.cut_finger();
    // Both are 消炎鎮痛等処置 of 35点; by its shorter name 湿布 comes first.
    assert_eq!(codes(&mut office, "しょうえん")[0], "140002210");
    assert_eq!(codes(&mut office, "ろき")[0], "620000001", "the cheapest first");
    let drugs = json!([{ "code": "620098801", "name": "ロキソニン錠６０ｍｇ", "quantity": "3", "unit": "錠", "price": "10.1" }]);
    let acts = json!([{ "code": "140040310", "sites": ["左手第2指"] }, { "drug_use": "internal", "days": "3", "drugs": drugs }]);
    office.visit(case, json!({ "day": "R7.10.7", "acts": acts }));
    let check = |office: &mut Office| {
        assert_eq!(codes(office, "しょうえん")[0], "140040310");
        assert_eq!(codes(office, "ろき")[0], "620098801");
        assert_eq!(codes(office, "140002210"), ["140002210"], "a code is that code");
    };
    check(&mut office);
    let mut office = office.restarted();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    check(&mut office);
}

#[test]
fn what_fits_the_injury_stands_before_what_does_not() {
    let mut office = clinic();
    let cut = office.cut_finger().1;
    let mut broken: Vec<(&str, &str)> = CUT_FINGER.to_vec();
    for (field, value) in [
        ("patient_number", "1002"),
        ("birth", "S50.1.1"),
        ("kana_family", "おれた"),
        ("name", "折田　太郎"),
        ("site_and_state", "右橈骨遠位端骨折"),
    ] {
        broken.retain(|(f, _)| *f != field);
        broken.push((field, value));
    }
    let form = office.sheet("5", &broken);
    let broken = ids(&office.register(form)).1;
    let first = |office: &mut Office, typed: &str, case: u32| {
        found(office, typed, json!({ "case": case })).hits[0].name.clone()
    };
    // 処置 is written in the names of a hundred acts.
    assert!(first(&mut office, "しょち", cut).starts_with("創傷処置"));
    let name = first(&mut office, "こつ", broken);
    assert!(name.contains("骨折"), "{name}");
    assert_eq!(office.refused("find", json!({ "text": "こつ", "day": "2025-10-10", "case": 99 })).code, Code::NotFound);
}

#[test]
fn a_site_that_stands_with_an_act_is_taken_off() {
    let mut office = clinic();
    let found = found(&mut office, "両膝 レントゲン", json!({}));
    assert_eq!(found.sites, ["右膝", "左膝"]);
    assert!(found.hits[0].name.contains("単純撮影"), "{}", found.hits[0].name);
    let plain = codes(&mut office, "レントゲン");
    assert_eq!(found.hits[0].code, plain[0]);
    assert_eq!(self::found(&mut office, "右膝", json!({})), FoundHits::default(), "a site alone is no act");
}

#[test]
fn a_set_stands_in_front_where_its_abbreviation_is_typed_in_full() {
    let mut office = clinic();
    let act = |code: &str| json!({ "act": { "code": code }, "asked": ["sites"], "may_ask": [] });
    let set = json!({ "id": 0, "name": "創傷一式", "abbreviations": ["そう"], "said": [], "acts": [act("140000610"), act("140002210")] });
    let saved: SetsSaved = office.ask("save_sets", json!({ "revision": 0, "sets": [set] }));
    assert!(saved.saved, "{:?}", saved.messages);
    let kinds = |office: &mut Office, typed: &str| -> Vec<String> {
        found(office, typed, json!({})).hits.into_iter().map(|h| h.kind).collect()
    };
    let whole = found(&mut office, "ソウ", json!({}));
    assert_eq!(
        (whole.hits[0].kind.as_str(), whole.hits[0].name.as_str(), whole.hits[0].points.as_str()),
        ("set", "創傷一式", "2件")
    );
    assert!(whole.hits[0].note.contains("創傷処置"), "{}", whole.hits[0].note);
    let part = kinds(&mut office, "創傷");
    assert_eq!(part.iter().position(|k| k == "set"), Some(3), "in sight, but not under an Enter too quick: {part:?}");
    assert!(!kinds(&mut office, "骨").contains(&"set".to_owned()));
}

/// What an orthopaedic clinic enters most, and three letters for each once it does.
#[test]
fn the_ten_acts_used_most_are_three_keys_away() {
    let mut office = clinic();
    let (_, case) = office.cut_finger();
    let most = [
        ("140000610", "そうし", 12), // 創傷処置
        ("140002210", "しっぷ", 11), // 消炎鎮痛等処置（湿布処置）
        ("140040310", "でんき", 10), // 消炎鎮痛等処置（器具等による療法）
        ("140048010", "けんい", 9),  // 介達牽引
        ("170027910", "XP", 8),      // 単純撮影（デジタル撮影）
        ("120002710", "しょほ", 7),  // 処方箋料
        ("150001010", "ほうご", 6),  // 創傷処理
        ("130003510", "静注", 5),    // 静脈内注射
        ("140041750", "しーね", 4),  // 四肢ギプスシーネ
        ("150266010", "とりが", 3),  // トリガーポイント注射
    ];
    // The n-th day of October holds every act that is done more than n times.
    for n in 0..12 {
        let acts: Vec<Value> = most
            .iter()
            .filter(|(_, _, times)| *times > n)
            .map(|(code, ..)| {
                let treats = code.starts_with("14") || code.starts_with("15");
                let given = |of: &str, value: &str| if *code == of { value.to_owned() } else { String::new() };
                json!({ "code": code, "sites": if treats { vec!["左手第2指"] } else { vec![] }, "area": given("140000610", "6"),
                        "length": given("150001010", "3"), "films": given("170027910", "2") })
            })
            .collect();
        office.visit(case, json!({ "day": format!("R7.10.{}", 6 + n), "acts": acts }));
    }
    for (code, typed, _) in most {
        assert!(typed.chars().count() <= 3);
        assert_eq!(codes(&mut office, typed).first().map(String::as_str), Some(code), "{typed}");
    }
}
