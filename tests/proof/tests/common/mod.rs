//! Random months for the property tests, and the plainest attendance.
#![allow(dead_code)] // each test file is a program of its own and uses its part

use proptest::prelude::*;
use rosai_domain::{
    Act, Answer, AnswerKind, AnswerValue, Attendance, Consultation, Day, Department, DrugItem, DrugUse, Facts,
    GuidanceKind, InjuryCase, Notice, Question, Site, TimeClass, Vouched, YearMonth,
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
    // Pictures, letters, rehabilitation with its additions, operations with 術中透視, belts.
    "170011810",
    "170015410",
    "170019950",
    "180016110",
    "101805200",
    "180030770",
    "150016910",
    "150261010",
    "140052610",
    "160010010",
    // Fee items of 労災 alone, entered by their codes.
    "101700010",
    "101800360",
    "101130200",
    "101500140",
    "101800940",
    "101800950",
    "101801140",
    "101800370",
    "101130160",
    "101800900",
    "101801500",
    "101801460",
    "101801430",
    "101801450",
    "101600010",
    "101600050",
    "101600130",
];
/// Materials at purchase price, by the name a person types.
const MATERIALS: &[&str] =
    &["固定用伸縮性包帯", "頸椎固定用シーネ", "腰部固定帯", "滅菌ガーゼ", "包帯", "松葉杖", "浣腸剤", "髄内釘"];
/// Months of every edition.
const MONTHS: &[(i32, u32)] = &[(2024, 6), (2025, 3), (2025, 10), (2026, 3), (2026, 5), (2026, 6), (2026, 10)];
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
            code: None,
            name: format!("薬{price}"),
            price: Decimal::new(price.into(), 1),
            quantity: quantity.into(),
            unit: "錠".into(),
        }],
        ..Act::default()
    });
    let material = (0..MATERIALS.len(), 1u32..40_000, 1u32..3).prop_map(|(name, price, quantity)| Act {
        material: Some(DrugItem {
            code: None,
            name: MATERIALS[name].to_owned(),
            price: Decimal::new(price.into(), 1),
            quantity: quantity.into(),
            unit: "個".into(),
        }),
        ..Act::default()
    });
    prop_oneof![8 => coded, 1 => drug, 1 => material]
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

/// Answers of every kind to any question about either case.
fn any_answers() -> impl Strategy<Value = Vec<Answer>> {
    let one = (0..Question::ALL.len(), any::<bool>(), any::<bool>()).prop_map(|(question, second, yes)| {
        let question = Question::ALL[question];
        let text = match question.kind() {
            AnswerKind::Words => "所見あり",
            AnswerKind::Day => "2024-05-01",
            AnswerKind::Choice(choices) => choices[0],
            AnswerKind::YesNo | AnswerKind::Elsewhere => "",
        };
        Answer {
            question,
            injury: if second { "2" } else { "1" }.to_owned(),
            day: None,
            value: if yes { AnswerValue::Yes } else { AnswerValue::No },
            text: text.to_owned(),
            by: "医師".to_owned(),
        }
    });
    proptest::collection::vec(one, 0..8)
}

/// A month of any edition with up to twelve attendances for two cases, acts of every kind, wrong ones among them, and
/// answers to whatever might be asked.
pub fn any_month() -> impl Strategy<Value = Facts> {
    let attendances = proptest::collection::vec(any_attendance(), 0..12);
    let months = (0..MONTHS.len(), 0..4u32);
    (attendances, any_answers(), months, any::<bool>(), any::<bool>()).prop_map(
        |(attendances, answers, (month, slips), known, notified)| {
            let (year, number) = MONTHS[month];
            let month = YearMonth { year, month: number };
            let mut facts = rosai_casefile::Given::default().facts();
            (facts.month, facts.asked_on) = (month, month.next().first().plus_days(4));
            facts.injuries[0] = InjuryCase { injured_on: month.first(), ..InjuryCase::default() };
            facts.injuries.push(InjuryCase {
                id: "2".to_owned(),
                earlier_slips: u32::from(known) * slips,
                injured_on: month.first().plus_days(-120),
                ..InjuryCase::default()
            });
            if notified {
                let notice = |code| Notice { code, from: month.first(), to: None };
                facts.facility.notices = [828, 830, 3067].into_iter().map(notice).collect();
            }
            let mut seen = std::collections::BTreeSet::new();
            let in_month = |mut a: Attendance| {
                let last = month.last().day_of_month();
                a.day = month.first().plus_days(i64::from(a.day.day_of_month().min(last)) - 1);
                a
            };
            facts.attendances = attendances
                .into_iter()
                .map(in_month)
                .filter(|a| seen.insert((a.day, a.coming, a.department.clone(), a.injury.clone())))
                .collect();
            facts.answers = answers;
            facts
        },
    )
}

/// Acts no month-wide rule names: 処置, 手術, drugs and pictures that stand for themselves.
const DAILY: &[&str] = &[
    "140000610",
    "140032010",
    "140048010",
    "140030350",
    "140029610",
    "140002210",
    "140017610",
    "140019310",
    "101806000",
    "150001010",
    "150016910",
    "170000410",
];

/// A continuing case's month of acts no month-wide rule names, one attendance a day.
pub fn any_daily_month() -> impl Strategy<Value = Facts> {
    let acts = (0..DAILY.len(), 0..SITES.len() - 1).prop_map(|(code, site)| act(DAILY[code], SITES[site]));
    let visit = (any::<bool>(), proptest::collection::vec(acts, 0..5));
    proptest::collection::btree_map(1u32..=31, visit, 1..6).prop_map(|visits| {
        let mut facts = continuing();
        let notice = |code| Notice { code, from: Day::new(2025, 9, 1).expect("a day"), to: None };
        facts.facility.notices = vec![notice(830)];
        facts.attendances = visits
            .into_iter()
            .map(|(day, (planned, acts))| Attendance { planned_management: Some(planned), ..attendance(day, acts) })
            .collect();
        facts
    })
}
