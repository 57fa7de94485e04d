//! K05 処方・調剤
//!
//! ## 条文
//! 「入院中の患者以外の患者に対する１回の処方について算定する。」「１及び２以外の場合42点」
//! 「７種類以上の内服薬の投薬（臨時の投薬であって、投薬期間が２週間以内のもの…を除く。）を行った場合…29点」
//! （kenpo-2024-06 F100 注1・3・2）「イ内服薬、浸煎薬及び屯服薬（１回の処方に係る調剤につき）11点 ロ外用薬（１回の処方に
//! 係る調剤につき）８点」（kenpo-2024-06 F000の1）
//!
//! 「保険薬局において調剤を受けるために処方箋を交付した場合に、交付１回につき算定する。」（kenpo-2024-06 F400 注1）
//! 投薬の通則は、投薬の費用を、調剤料・処方料・薬剤料を合算した点数により算定し、処方箋を交付した場合は、処方箋料の所定点
//! 数のみにより算定すると定める。（kenpo-2024-06 第5部 通則1）「薬剤師が常時勤務する保険医療機関において投薬を行った場合
//! （処方箋を交付した場合を除く。）に算定する。」（kenpo-2024-06 F500 注1）
//!
//! 留意事項は、同一の患者に対して、同一診療日に、一部の薬剤を院内において投薬し、
//! 他の薬剤を院外処方箋により投薬することは、原則として認められないとし、緊急やむを得ない事態によるときは、
//! 摘要欄にその日付と理由を記載するとする。（kenpo-2024-06 F400 留意事項）
//!
//! ## 読み方
//! - 処方・調剤1つは、そのコードの行の点数になる。
//! - 内服・屯服・外用の薬剤を入れた受診で、その日に処方料も処方箋料も入っていなければ、院内で処方・調剤したかを尋ねる
//!   （in_house_prescription）。「はい」なら、受診ごとに処方料42点と、内服薬・屯服薬の調剤料11点、外用薬の調剤料8点（そ
//!   れぞれ1回の処方につき1回）を算定する。調剤料を入れてあればその分は加えない。「いいえ」なら算定しない理由を示す。
//! - 内服薬が7種類以上で投薬期間が2週間を超えれば、処方料を29点とし、要確認の印を付ける。
//! - 処方箋料を算定する日には、院内の投薬（内服・屯服・外用の薬剤料、処方料、調剤料、調剤技術基本料）を算定しない。
//!   緊急やむを得ない理由の答え（both_prescriptions）があれば、算定して、摘要に日付と理由を書く。
//!   薬剤があって答えがなければ尋ねる。
//!
//! ## 対象外
//! - 調剤技術基本料。薬剤師が常時いるかは記録にないので、入れたものだけを算定する（月1回はK16）。
//! - 向精神薬の多剤投与、不安・不眠への1年以上の投薬、一般名処方加算・麻薬等加算・特定疾患処方管理加算の要件。
//! - 注射・処置・検査などの薬剤。
//!
//! ## 疑義
//! - 「1回の処方」を受診ごとに数える。同じ日に2つの科が処方すれば2回とする（診療科が違えばそれぞれ算定できると読む）。
//!   要確認。
//! - 処方箋料の日の院内投薬は、科が違っても、傷病が違っても同じ患者の同じ日とみる。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, price_rows};
use crate::rule::Stage;
use crate::rules::count_limits::{day_of, in_order};
use crate::rules::medical_management::PRESCRIPTION_SLIP;
use rosai_document::{Cite, Section, Why};
use rosai_domain::{Attendance, AttendanceId, Day, DrugUse, Question};
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(5),
    term: "prescribing_and_dispensing",
    ja: "処方・調剤",
    cites: &[Cite::new("kenpo-2024-06", "第2章第5部"), Cite::new("kenpo-2024-06", "F400 留意事項")],
    items: &[],
    stage: Stage::PriceAndAttach(|desk, cx| price_rows(desk, cx, &["投薬"]), attach),
};

/// 処方料: その他, and 7種類以上内服薬.
const PRESCRIBING: &str = "120001210";
const PRESCRIBING_MANY: &str = "120002610";
/// 調剤料: 内服薬・屯服薬, and 外用薬.
const DISPENSING_INTERNAL: &str = "120000710";
const DISPENSING_EXTERNAL: &str = "120001010";

/// Internal drugs from which on the prescription is worth less, and the days up to which it is not.
const MANY_KINDS: usize = 7;
const SHORT_DAYS: u32 = 14;

/// A drug given in the house: 内服, 屯服 or 外用.
fn is_given_drug(p: &Priced) -> bool {
    p.row.is_none()
        && matches!(p.section, Section::InternalDrug | Section::AsNeededDrug | Section::ExternalDrug)
        && !p.typed
}

fn kubun(p: &Priced) -> &str {
    p.row.as_ref().map_or("", |r| &*r.kubun)
}

fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    let slips: BTreeSet<Day> = in_order(cx, &desk.priced, |p| PRESCRIPTION_SLIP.contains(&p.what.as_str()))
        .into_iter()
        .map(|i| day_of(cx, &desk.priced[i]))
        .collect();
    for day in &slips {
        beside_slip(desk, cx, *day);
    }
    let prescribed: BTreeSet<Day> = in_order(cx, &desk.priced, |p| kubun(p) == "F100" && is_prescribing(p))
        .into_iter()
        .map(|i| day_of(cx, &desk.priced[i]))
        .collect();
    for (id, at) in cx.attendances() {
        if !slips.contains(&at.day) && !prescribed.contains(&at.day) {
            in_house(desk, cx, id, at);
        }
    }
}

fn is_prescribing(p: &Priced) -> bool {
    p.what == PRESCRIBING || p.what == PRESCRIBING_MANY
}

/// 投薬 in the house on a day with 処方箋料.
fn beside_slip(desk: &mut Desk, cx: &Cx<'_>, day: Day) {
    let given = |p: &Priced| is_given_drug(p) || matches!(kubun(p), "F000" | "F100" | "F500");
    let items = in_order(cx, &desk.priced, |p| given(p) && day_of(cx, p) == day);
    let mut asked = false;
    for i in items {
        let id = desk.priced[i].acts[0].attendance;
        let injury = &cx.facts.attendances[id.0].injury;
        let answer = cx.answer(Question::BothPrescriptions, injury, day);
        let drug = is_given_drug(&desk.priced[i]);
        if let Some(answer) = answer.filter(|a| a.is_yes()) {
            let p = &mut desk.priced[i];
            p.because.push("院外処方箋の日ですが、緊急やむを得ない理由があるので算定します。".to_owned());
            if drug {
                p.remarks.push(format!("{} {}", day.ja(), answer.text.trim()));
            }
            continue;
        }
        if answer.is_none() && drug && !asked {
            asked = true;
            let p = &desk.priced[i];
            desk.findings.push(cx.propose(
                cx.about_acts(&p.acts, &p.what, &p.ja),
                Question::BothPrescriptions,
                "院外処方箋を交付した日の院内投薬は、原則として認められません。緊急やむを得ない理由があれば、その理由を摘要に書いて算定できます。".to_owned(),
            ));
        }
        let p = &mut desk.priced[i];
        p.refused = Some((
            cx.rule.id,
            format!(
                "処方箋料を算定する日なので、院内の投薬「{}」は算定できません。院外処方でなければ処方箋料を消してください。",
                p.ja
            ),
        ));
    }
}

/// 処方料 and 調剤料 of drugs given in the house, where nobody entered them.
fn in_house(desk: &mut Desk, cx: &Cx<'_>, id: AttendanceId, at: &Attendance) {
    let drugs = in_order(cx, &desk.priced, |p| is_given_drug(p) && p.acts[0].attendance == id);
    let Some(first) = drugs.first().map(|i| desk.priced[*i].clone()) else { return };
    let Ok(fee) = cx.catalogue.act(PRESCRIBING, at.day) else { return };
    match cx.said(Question::InHousePrescription, &at.injury, at.day) {
        None => desk.findings.push(cx.propose(
            cx.about(id, PRESCRIBING, &fee.name),
            Question::InHousePrescription,
            "薬剤が入っていますが、処方料も処方箋料もありません。院内で処方・調剤したなら、処方料と調剤料を算定できます。".to_owned(),
        )),
        Some(false) => desk.findings.push(cx.refuse(
            cx.about(id, PRESCRIBING, &fee.name),
            "院内で処方・調剤していないので、処方料と調剤料は算定できません。".to_owned(),
        )),
        Some(true) => {
            let section = |s: Section| drugs.iter().find(|i| desk.priced[**i].section == s).copied();
            let internal = section(Section::InternalDrug).or(section(Section::AsNeededDrug));
            let external = section(Section::ExternalDrug);
            let many = is_many(at);
            let mut new = vec![charge(
                cx,
                &first,
                if many { PRESCRIBING_MANY } else { PRESCRIBING },
                at.day,
                "院内で処方したので、1回の処方につき算定します。",
            )];
            if many && let Some(Some(p)) = new.first_mut() {
                p.check = true;
                p.because.push(
                    "内服薬が7種類以上で2週間を超えるので29点です。臨時の投薬などに当たるかを確かめてください（要確認）。"
                        .to_owned(),
                );
            }
            for (drug, code) in [(internal, DISPENSING_INTERNAL), (external, DISPENSING_EXTERNAL)] {
                let entered = desk.priced.iter().any(|p| {
                    p.what == code && p.refused.is_none() && p.acts[0].attendance == id
                });
                if let Some(i) = drug.filter(|_| !entered) {
                    let because = "院内で調剤したので、1回の処方につき算定します。";
                    new.push(charge(cx, &desk.priced[i].clone(), code, at.day, because));
                }
            }
            desk.priced.extend(new.into_iter().flatten());
        }
    }
}

/// 7種類以上の内服薬 for more than two weeks.
fn is_many(at: &Attendance) -> bool {
    let internal = || at.acts.iter().filter(|a| a.drug_use == Some(DrugUse::Internal));
    let kinds: BTreeSet<&str> = internal().flat_map(|a| a.drugs.iter().map(|d| d.name.as_str())).collect();
    kinds.len() >= MANY_KINDS && internal().any(|a| a.days.is_some_and(|d| d > SHORT_DAYS))
}

/// A row charged with a drug.
fn charge(cx: &Cx<'_>, drug: &Priced, code: &str, day: Day, because: &str) -> Option<Priced> {
    let row = cx.catalogue.act(code, day).ok()?;
    let why = Why::Table(row.points.clone());
    let mut p = Priced::new(drug.acts[0], cx.rule.id, code, &row.name, row.section(), why);
    p.code = Some(row.code.to_string());
    p.row = Some(row.clone());
    p.addition_to = Some(drug.what.clone());
    p.because.push(because.to_owned());
    Some(p)
}
