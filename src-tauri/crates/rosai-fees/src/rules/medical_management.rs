//! K17 医学管理
//!
//! ## 条文
//! 「区分番号Ａ０００に掲げる初診料を算定する初診の日に行った管理又は当該初診の日から１月以内に行った管理の費用は、
//! 初診料に含まれるものとする。」（kenpo-2024-06 B000 注2）
//!
//! 外来栄養食事指導料は、「初回の指導を行った月にあっては月２回に限り、その他の月にあっては月１回に限り算定する。」
//! （kenpo-2024-06 B001の9 注1）下肢創傷処置管理料は、「区分番号Ｊ０００－２に掲げる下肢創傷処置を算定した日の属する月に
//! おいて、月１回に限り算定する。」（kenpo-2024-06 B001の36 注）二次性骨折予防継続管理料のハは、「初回算定日の属する月か
//! ら起算して１年を限度として、月１回に限り算定する。」（kenpo-2024-06 B001の34 注3）
//!
//! 療養・就労両立支援指導料の2は、「当該保険医療機関において１を算定した患者について、…１を算定した日の属する月又はその
//! 翌月から起算して３月を限度として、月１回に限り算定する。」（kenpo-2024-06 B001-9 注2）
//!
//! 薬剤情報提供料は、「保険薬局において調剤を受けるために処方箋を交付した患者については、算定しない。」手帳記載加算は、
//! 薬剤情報提供料の所定点数に加算する。（kenpo-2024-06 B011-3 注2・注3）検査・画像情報提供加算は、診療情報提供料（Ⅰ）
//! の所定点数に加算する。（kenpo-2024-06 B009 注18）診療情報連携共有料と連携強化診療情報提供料は、同一の保険医療機関に対
//! して診療情報提供料（Ⅰ）を算定した月は、別に算定できない。（kenpo-2024-06 B010-2 注2・B011 注6）
//!
//! 「健康保険法第99条第１項の規定による傷病手当金に係る意見書を交付した場合に算定する。」（kenpo-2024-06 B012 注）
//!
//! ## 読み方
//! - 医学管理1つは、そのコードの行の点数になる。届出の要る行は届出を見る。月の回数はK16。
//! - 特定疾患療養管理料は、その傷病の初診の日（初診料を算定した日。前の月は算定の記録で見る）から1か月を過ぎるまで算定し
//!   ない。9月10日の初診なら10月10日から算定する。応当日のない日（1月31日など）の初診なら、翌々月の1日から算定する。
//! - 外来栄養食事指導料は、初回のある月は合わせて2回、ほかの月は1回。初回は1度だけで、前に初回を算定していれば算定しない。
//! - 下肢創傷処置管理料は、その月に下肢創傷処置（J000-2）を算定していなければ算定しない。
//! - 二次性骨折予防継続管理料3は、初めて算定した月から12か月目まで。
//! - 療養・就労両立支援指導料の2回目以降は、初回の記録がなければ算定して要確認の印を付け、あれば初回の翌月から数えて
//!   3か月目までとする。
//! - 薬剤情報提供料は、処方箋料を算定する日には算定しない。手帳記載加算は、同じ受診の薬剤情報提供料と、
//!   検査・画像情報提供加算は、同じ受診の診療情報提供料（Ⅰ）とだけ算定する。
//! - 診療情報連携共有料と連携強化診療情報提供料は、同じ月に診療情報提供料（Ⅰ）があれば、要確認の印を付ける。
//! - 傷病手当金意見書交付料は健康保険の傷病手当金のものなので、労災では算定しない。
//!
//! ## 対象外
//! - 対象の疾患（別に厚生労働大臣が定める疾患）に当たるか。入れた人が確かめる。
//! - 生活習慣病管理料に含まれる検査・注射・医学管理、在宅療養指導管理料との重複。
//! - 初診時だけの医学管理（院内トリアージ実施料など）の要件。
//! - 参考3の重複（M07・M26）、慢性疼痛疾患管理料に含まれる処置（M06）、職場復帰支援・療養指導料（M29）との関係。
//!
//! ## 疑義
//! - 「初診の日から1月以内」の数え方は書かれていない。初診の日を含めて1か月（応当日の前日まで）とする。
//! - 傷病手当金は業務外の傷病の給付なので、労災の内訳書では算定しないと読む。労災の休業の証明は文書料（M32）による。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, price_rows};
use crate::rule::Stage;
use crate::rules::count_limits::{day_of, in_order};
use rosai_document::Cite;
use rosai_domain::{Attendance, AttendanceId, Day, YearMonth};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(17),
    term: "medical_management",
    ja: "医学管理",
    cites: &[Cite::new("kenpo-2024-06", "第2章第1部")],
    items: &[],
    stage: Stage::Price(apply),
};

const CHRONIC_DISEASE: &str = "113001810";
const NUTRITION_FIRST: &str = "113017410";
const NUTRITION_NEXT: &str = "113017510";
const LEG_WOUND: &str = "113037010";
const FRACTURE: &str = "113036710";
const WORK_FIRST: &str = "113031810";
const WORK_NEXT: &str = "113031910";
const DRUG_INFORMATION: &str = "120002370";
const NOTEBOOK: &str = "113701310";
const LETTER: &str = "180016110";
const LETTER_PICTURES: &str = "113023570";
const SICKNESS_ALLOWANCE: &str = "180000710";

/// 処方箋料 (no addition to it).
pub(crate) const PRESCRIPTION_SLIP: [&str; 4] = ["120002710", "120002910", "120004810", "120005010"];

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    price_rows(desk, cx, &["医学管理"]);
    let of = |code: &'static str| move |p: &Priced| p.what == code;
    for i in in_order(cx, &desk.priced, of(CHRONIC_DISEASE)) {
        let because = too_soon(cx, &desk.priced[i]);
        refuse(desk, cx, i, because);
    }
    nutrition(desk, cx);
    for i in in_order(cx, &desk.priced, of(LEG_WOUND)) {
        let treated = |p: &Priced| p.refused.is_none() && p.row.as_ref().is_some_and(|r| &*r.kubun == "J000-2");
        let none = !desk.priced.iter().any(treated);
        refuse(
            desk,
            cx,
            i,
            none.then(|| "同じ月に下肢創傷処置を算定していないので、下肢創傷処置管理料は算定できません。".to_owned()),
        );
    }
    for i in in_order(cx, &desk.priced, of(FRACTURE)) {
        let over = first_before(cx, FRACTURE).filter(|d| months_from(*d, day_of(cx, &desk.priced[i])) >= 12).map(|d| {
            format!(
                "二次性骨折予防継続管理料は、初めて算定した{}から1年を限度とするので、算定できません。",
                d.month().ja()
            )
        });
        refuse(desk, cx, i, over);
    }
    work_guidance(desk, cx);
    drug_information(desk, cx);
    beside(desk, cx, LETTER_PICTURES, LETTER, "診療情報提供料（Ⅰ）");
    for i in in_order(cx, &desk.priced, |p| matches!(p.row.as_ref().map(|r| &*r.kubun), Some("B010-2" | "B011"))) {
        if !in_order(cx, &desk.priced, of(LETTER)).is_empty() {
            let p = &mut desk.priced[i];
            p.check = true;
            p.because.push(format!(
                "同じ月に診療情報提供料（Ⅰ）があります。同じ医療機関あてなら「{}」は算定できません（要確認）。",
                p.ja
            ));
        }
    }
    for i in in_order(cx, &desk.priced, of(SICKNESS_ALLOWANCE)) {
        let because = "傷病手当金は健康保険の給付なので、労災では傷病手当金意見書交付料を算定できません。休業の証明は文書（休業証明）として入れてください。";
        refuse(desk, cx, i, Some(because.to_owned()));
    }
}

fn refuse(desk: &mut Desk, cx: &Cx<'_>, i: usize, because: Option<String>) {
    if let Some(because) = because {
        desk.priced[i].refused = Some((cx.rule.id, because));
    }
}

/// The first day after one month from a day, that day counted: its day of the next month, or — where there is none —
/// the first of the month after.
fn after_one_month(day: Day) -> Day {
    let next = day.month().next();
    Day::new(next.year, next.month, day.day_of_month()).unwrap_or_else(|| next.next().first())
}

/// Calendar months from the one to the other.
fn months_from(earlier: Day, later: Day) -> i32 {
    let of = |m: YearMonth| m.year * 12 + m.month as i32;
    of(later.month()) - of(earlier.month())
}

/// The first day this was charged before, here or as told.
fn first_before(cx: &Cx<'_>, code: &str) -> Option<Day> {
    cx.facts.ledger.iter().chain(&cx.facts.elsewhere).filter(|e| e.item == code).map(|e| e.day).min()
}

/// B000 注2: the latest 初診 of the case that is less than a month ago.
fn too_soon(cx: &Cx<'_>, p: &Priced) -> Option<String> {
    let day = day_of(cx, p);
    let injury = &cx.facts.attendances[p.acts[0].attendance.0].injury;
    let charged = cx.facts.ledger.iter().filter(|e| &e.injury == injury && e.item.starts_with("initial_visit_fee"));
    let seen = cx.attendances().filter(|(id, a): &(AttendanceId, &Attendance)| {
        &a.injury == injury && matches!(cx.seen(*id), Seen::Initial(_) | Seen::InitialSecond(_))
    });
    let initial = charged.map(|e| e.day).chain(seen.map(|(_, a)| a.day)).filter(|d| *d <= day).max()?;
    let from = after_one_month(initial);
    (day < from).then(|| {
        format!(
            "初診（{}）から1月以内の管理は初診料に含まれるので、特定疾患療養管理料は算定できません。{}から算定できます。",
            initial.ja(),
            from.ja()
        )
    })
}

/// B001の9 注1.
fn nutrition(desk: &mut Desk, cx: &Cx<'_>) {
    let mut charged: Vec<String> = Vec::new();
    for i in in_order(cx, &desk.priced, |p| p.what == NUTRITION_FIRST || p.what == NUTRITION_NEXT) {
        let what = desk.priced[i].what.clone();
        let first = what == NUTRITION_FIRST;
        let again = first && (first_before(cx, NUTRITION_FIRST).is_some() || charged.contains(&what));
        let most = if first || charged.iter().any(|c| c == NUTRITION_FIRST) { 2 } else { 1 };
        let because = if again {
            Some("外来栄養食事指導料の初回はすでに算定しています。2回目以降のコードで入れてください。".to_owned())
        } else if charged.len() >= most {
            Some("外来栄養食事指導料は、初回の指導を行った月は2回、ほかの月は1回に限ります。".to_owned())
        } else {
            charged.push(what);
            None
        };
        refuse(desk, cx, i, because);
    }
}

/// B001-9 注2.
fn work_guidance(desk: &mut Desk, cx: &Cx<'_>) {
    let here = in_order(cx, &desk.priced, |p| p.what == WORK_FIRST).first().map(|i| day_of(cx, &desk.priced[*i]));
    let first = first_before(cx, WORK_FIRST).into_iter().chain(here).min();
    for i in in_order(cx, &desk.priced, |p| p.what == WORK_NEXT) {
        let day = day_of(cx, &desk.priced[i]);
        match first.filter(|d| *d <= day) {
            Some(first) => {
                let over = months_from(first, day) > 3;
                refuse(desk, cx, i, over.then(|| format!(
                    "療養・就労両立支援指導料の2回目以降は、初回（{}）の翌月から3月を限度とするので、算定できません。",
                    first.ja()
                )));
            }
            None => {
                let p = &mut desk.priced[i];
                p.check = true;
                p.because.push(
                    "初回を算定した記録がありません。当院で初回を算定した患者かを確かめてください（要確認）。"
                        .to_owned(),
                );
            }
        }
    }
}

/// B011-3 注2, 注3.
fn drug_information(desk: &mut Desk, cx: &Cx<'_>) {
    let slips: Vec<Day> = in_order(cx, &desk.priced, |p| PRESCRIPTION_SLIP.contains(&p.what.as_str()))
        .into_iter()
        .map(|i| day_of(cx, &desk.priced[i]))
        .collect();
    for i in in_order(cx, &desk.priced, |p| p.what == DRUG_INFORMATION) {
        let given = slips.contains(&day_of(cx, &desk.priced[i]));
        refuse(desk, cx, i, given.then(|| "処方箋を交付した日なので、薬剤情報提供料は算定できません。".to_owned()));
    }
    beside(desk, cx, NOTEBOOK, DRUG_INFORMATION, "薬剤情報提供料");
}

/// An addition whose row does not say what it is an addition to.
fn beside(desk: &mut Desk, cx: &Cx<'_>, addition: &str, base: &str, base_ja: &str) {
    let bases: Vec<AttendanceId> =
        in_order(cx, &desk.priced, |p| p.what == base).into_iter().map(|i| desk.priced[i].acts[0].attendance).collect();
    for i in in_order(cx, &desk.priced, |p| p.what == addition) {
        let p = &desk.priced[i];
        let alone = !bases.contains(&p.acts[0].attendance);
        let because = format!("同じ受診に{base_ja}を算定していないので、「{}」は算定できません。", p.ja);
        refuse(desk, cx, i, alone.then_some(because));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_month_from_the_initial_visit() {
        let after = |text: &str| after_one_month(Day::parse(text).expect(text)).to_string();
        assert_eq!(after("2025-09-10"), "2025-10-10");
        assert_eq!(after("2025-12-01"), "2026-01-01");
        // 応当日のない月.
        assert_eq!(after("2026-01-31"), "2026-03-01");
        assert_eq!(after("2025-08-31"), "2025-10-01");
    }
}
