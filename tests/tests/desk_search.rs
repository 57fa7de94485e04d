//! Finding a worker by whatever stands on a card, a paper or in somebody's memory.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::json;

/// 切田 太郎 (born S55.4.12, card 1001, みほん木工 01101012345000) among others.
fn people(office: &mut Office) -> u32 {
    let (worker, case) = office.cut_finger();
    let others: [&[(&str, &str)]; 2] = [
        &[
            ("patient_number", "1002"),
            ("kana_family", "アダチ"),
            ("kana_given", "ハナコ"),
            ("name", "足立　花子"),
            ("birth", "H3.7.21"),
            ("labor_number", "01101067891000"),
            ("employer_name", "道央ほのぼの介護センター"),
        ],
        &[
            ("patient_number", "2001"),
            ("kana_family", "キリシマ"),
            ("kana_given", "ミナミ"),
            ("name", "霧島　𠮷南"),
            ("birth", "S55.4.13"),
            ("labor_number", "01101045678000"),
            ("employer_name", "㈲北の食堂"),
        ],
    ];
    for boxes in others {
        let mut form = office.sheet("5", CUT_FINGER);
        fill(&mut form, boxes);
        office.register(form);
    }
    office.visit(case, json!({ "day": "R7.10.6" }));
    worker
}

fn found(office: &mut Office, typed: &str) -> Vec<String> {
    let hits: SearchHits = office.ask("search", json!({ "text": typed }));
    hits.hits.into_iter().map(|h| h.name).collect()
}

#[test]
fn one_worker_is_found_by_every_spelling() {
    let mut office = Office::open("2025-11-06");
    let worker = people(&mut office);
    let kana = ["キリタ", "ｷﾘﾀ", "きりた", "キリタタロウ", "きりた たろう", "キリタ　タロウ", "ﾀﾛｳ"];
    let name = ["切田", "太郎", "切田太郎", "切田　太郎", "切田 太郎"];
    let birth = [
        "S55.4.12",
        "s55.4.12",
        "Ｓ５５．４．１２",
        "S55/4/12",
        "S55-4-12",
        "S55.04.12",
        "昭和55年4月12日",
        "昭和５５年４月１２日",
        "S550412",
        "5550412",
        "19800412",
        "1980-04-12",
        "1980-4-12",
        "1980/4/12",
        "1980.4.12",
        "1980年4月12日",
    ];
    let numbers =
        ["1001", "１００１", "01101012345000", "01-1-01-012345-000", "０１－１－０１－０１２３４５－０００", "012345"];
    let employer = ["みほん木工", "ミホン", "ﾐﾎﾝ", "株式会社みほん"];
    let several = ["キリ S55.4.12", "みほん きりた", "5550412 1001", "切田 01-1-01"];
    for typed in [&kana[..], &name, &birth, &numbers, &employer, &several].into_iter().flatten() {
        assert_eq!(found(&mut office, typed), ["切田　太郎"], "{typed}");
    }
    let hits: SearchHits = office.ask("search", json!({ "text": "1001" }));
    let hit = &hits.hits[0];
    assert_eq!((hit.worker, hit.kana.as_str(), hit.patient_number.as_str()), (worker, "キリタ　タロウ", "1001"));
    assert_eq!(hit.birth_ja, "昭和55年4月12日生　45歳");
    let case = &hit.cases[0];
    assert_eq!((case.injured_on_ja.as_str(), case.cause_ja.as_str()), ("令和7年10月3日", "業務災害"));
    assert_eq!((case.employer.as_str(), case.last_month.as_str()), ("株式会社みほん木工", "2025-10"));
    assert_eq!(case.disease, "左示指切創", "no name yet: what stands on the paper");
}

#[test]
fn several_are_found_the_last_one_seen_first() {
    let mut office = Office::open("2025-11-06");
    people(&mut office);
    assert_eq!(found(&mut office, "キリ"), ["切田　太郎", "霧島　𠮷南"], "who came last stands first");
    assert_eq!(found(&mut office, "S55.4.1"), ["切田　太郎", "霧島　𠮷南"], "half a birthday still finds");
    assert_eq!(found(&mut office, "𠮷"), ["霧島　𠮷南"]);
    assert_eq!(found(&mut office, "(有)北"), ["霧島　𠮷南"], "㈲ is found by what it stands for");
    for nothing in ["", "　", "いない人", "キリ 1002", "%", "_", "'", "H3.7.22"] {
        assert_eq!(found(&mut office, nothing), Vec::<String>::new(), "{nothing}");
    }
}

#[test]
fn a_list_has_thirty_people_at_most_and_all_cases_of_each() {
    let mut office = Office::open("2025-11-06");
    let (worker, _) = office.cut_finger();
    for n in 0..31 {
        let mut form = office.sheet("5", CUT_FINGER);
        let number = format!("3{n:03}");
        fill(&mut form, &[("patient_number", &number), ("kana_family", "ヤマダ"), ("name", "山田　太郎")]);
        form.fields.insert("birth".to_owned(), format!("S{}.1.1", 30 + n));
        office.register(form);
    }
    assert_eq!(found(&mut office, "ヤマダ").len(), 30);
    let mut form: IntakeForm = office.ask("intake", json!({ "worker": worker, "form": "16-3" }));
    fill(
        &mut form,
        &[
            ("injured_on", "R7.10.20"),
            ("before", "1"),
            ("employer_name", "別の会社"),
            ("labor_number", "01101099999000"),
        ],
    );
    office.register(form);
    let hits: SearchHits = office.ask("search", json!({ "text": "切田" }));
    let cases: Vec<(&str, &str)> =
        hits.hits[0].cases.iter().map(|c| (c.cause_ja.as_str(), c.employer.as_str())).collect();
    assert_eq!(cases, [("通勤災害", "別の会社"), ("業務災害", "株式会社みほん木工")], "the newest case first");
    for typed in ["別の会社", "01-1-01-099999-000", "きりた みほん"] {
        assert_eq!(found(&mut office, typed), ["切田　太郎"], "{typed}");
    }
}
