//! Random months for the property tests, and the plainest attendance.
#![allow(dead_code)] // each test file is a program of its own and uses its part

use proptest::prelude::*;
use rosai_domain::{
    Act, Answer, AnswerValue, Attendance, Consultation, Day, Department, DrugItem, DrugUse, Facts, GuidanceKind,
    InjuryCase, Question, Site, TimeClass, Vouched,
};
use rust_decimal::Decimal;

/// How many random cases: the short form, or what `PROPTEST_CASES` asks (`./dev prove`).
pub fn cases(short: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(short)
}

/// A day of October 2025.
pub fn october(day: u32) -> Day {
    Day::new(2025, 10, day).expect("October has 31 days")
}

/// A 再診 in person with these acts.
pub fn attendance(day: u32, acts: Vec<Act>) -> Attendance {
    Attendance {
        day: october(day),
        time: None,
        coming: 1,
        department: Department::default(),
        injury: "1".to_owned(),
        consultation: None,
        time_class: None,
        planned_management: Some(true),
        fixed_fee_collected: false,
        guidance: vec![],
        acts,
    }
}

/// An act by code at a site.
pub fn act(code: &str, site: &str) -> Act {
    let sites = if site.is_empty() { vec![] } else { vec![Site::parse(site).expect(site)] };
    Act { code: Some(code.to_owned()), sites, ..Act::default() }
}

/// A case in its second month, so that every attendance is a 再診.
pub fn continuing() -> Facts {
    let mut facts = rosai_casefile::Given::default().facts();
    facts.injuries[0] =
        InjuryCase { earlier_slips: 1, injured_on: Day::new(2025, 9, 1).expect("a day"), ..InjuryCase::default() };
    facts
}

const CODES: &[&str] = &[
    "140000610",
    "140032010",
    "140048010",
    "140030350",
    "140029610",
    "140040310",
    "140048350",
    "140002210",
    "140002450",
    "140017610",
    "140019310",
    "140023010",
    "101806000",
    "150001010",
    "150017210",
    "150001810",
    "150002210",
    "101400030",
    "150054110",
    "113001810",
    "113006510",
    "170000410",
    "170027910",
    "120001210",
    "130000510",
    "160008010",
    "999999999",
    "111000110",
];
const SITES: &[&str] = &[
    "腰部",
    "頸部",
    "右前腕",
    "左前腕",
    "右手",
    "右手第2指",
    "右手第3指",
    "左手第2指",
    "右膝",
    "左足第1指",
    "右眼",
    "",
];
const DEPARTMENTS: &[&str] = &["整形外科", "外科", "歯科"];

fn any_act() -> impl Strategy<Value = Act> {
    let coded =
        (0..CODES.len(), 0..SITES.len(), proptest::option::of(1u32..700), proptest::option::of(1u32..5), any::<bool>())
            .prop_map(|(code, site, area, quantity, urgent)| Act {
                area: area.map(Decimal::from),
                quantity,
                films: quantity,
                vouched: if urgent { vec![Vouched::Urgent] } else { vec![] },
                ..act(CODES[code], SITES[site])
            });
    let drug = (1u32..4000, 1u32..10, 1u32..15, any::<bool>()).prop_map(|(price, quantity, days, internal)| Act {
        drug_use: Some(if internal { DrugUse::Internal } else { DrugUse::Procedure }),
        days: Some(days),
        drugs: vec![DrugItem {
            name: format!("薬{price}"),
            price: Decimal::new(price.into(), 1),
            quantity: quantity.into(),
            unit: "錠".into(),
        }],
        ..Act::default()
    });
    prop_oneof![6 => coded, 1 => drug]
}

fn any_attendance() -> impl Strategy<Value = Attendance> {
    (
        1u32..=31,
        1u8..=2,
        0..DEPARTMENTS.len(),
        any::<bool>(),
        proptest::option::of(0usize..5),
        proptest::option::of(0usize..5),
        proptest::option::of(any::<bool>()),
        any::<bool>(),
        proptest::collection::vec(any_act(), 0..6),
    )
        .prop_map(|(day, coming, department, second, consultation, time, planned, guided, acts)| Attendance {
            coming,
            department: Department(DEPARTMENTS[department].to_owned()),
            injury: if second { "2" } else { "1" }.to_owned(),
            consultation: consultation.map(|c| {
                [
                    Consultation::Initial,
                    Consultation::Repeat,
                    Consultation::Phone,
                    Consultation::DocumentsOnly,
                    Consultation::Incidental,
                ][c]
            }),
            time_class: time.map(|t| {
                [
                    TimeClass::Regular,
                    TimeClass::NightEarly,
                    TimeClass::Overtime,
                    TimeClass::Holiday,
                    TimeClass::Midnight,
                ][t]
            }),
            planned_management: planned,
            guidance: if guided { vec![GuidanceKind::Meal] } else { vec![] },
            ..attendance(day, acts)
        })
}

/// A month with up to twelve attendances for two cases, acts of every kind, wrong ones among them.
pub fn any_month() -> impl Strategy<Value = Facts> {
    (proptest::collection::vec(any_attendance(), 0..12), any::<bool>(), any::<bool>()).prop_map(
        |(attendances, emergency, known)| {
            let mut facts = rosai_casefile::Given::default().facts();
            facts.injuries.push(InjuryCase {
                id: "2".to_owned(),
                earlier_slips: u32::from(known),
                injured_on: Day::new(2025, 9, 20).expect("a day"),
                ..InjuryCase::default()
            });
            let mut seen = std::collections::BTreeSet::new();
            facts.attendances = attendances
                .into_iter()
                .filter(|a| seen.insert((a.day, a.coming, a.department.clone(), a.injury.clone())))
                .collect();
            if emergency {
                facts.answers.push(Answer {
                    question: Question::EmergencyCare,
                    injury: "1".to_owned(),
                    day: None,
                    value: AnswerValue::Yes,
                    text: String::new(),
                    by: "医師".to_owned(),
                });
            }
            facts
        },
    )
}
