//! K03 外来管理加算の要件
//!
//! ## 条文
//! 健保点数表は、入院中でない患者の再診に、処置・手術・リハビリテーションなどを行わず計画的な医学管理を行ったとき、
//! 外来管理加算52点を加えると定める。電話等による再診には加えない。（kenpo-2024-06 A001 注8）
//!
//! 「注4 健保点数表の再診料の注8にかかわらず従前どおり計画的な医学管理を行った場合に算定できます。」
//! （manual-2025-04 I 6 注4）
//!
//! ## 読み方
//! - 来院ごとに、1,420円の再診があるときだけ見る（2つ以上あれば、歯科でないもの、電話等でないものを先にとる）。
//!   710円の再診、再診料を算定しない受診には外来管理加算がない。
//! - 電話等による再診、歯科・歯科口腔外科の再診、一般病床200床以上の病院では、算定しない理由を示す。
//! - 計画的な医学管理を行ったかは、受診に入れた印、なければ答えによる。どちらもなければ算定せずに尋ねる。
//! - 同じ来院に、点数の決まらない行為や答え待ちの行為があれば、外来管理加算を決めない（先にそちらを直してもらう）。
//!
//! ## 対象外
//! - 懇切丁寧な説明などの注8の要件。注4が「従前どおり」とするので見ない。
//! - ほかの保険の同じ日の処置等。
//!
//! ## 疑義
//! - 「従前どおり」がいつの要件か。計画的な医学管理だけを求めていたときの要件と読み、説明の記録などは求めない。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::Cite;
use rosai_domain::{AnswerValue, AttendanceId, Day, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(3),
    term: "outpatient_management_requirement",
    ja: "外来管理加算の要件",
    cites: &[Cite::new("kenpo-2024-06", "A001 注8"), Cite::new("manual-2025-04", "I 6 注4")],
    items: &[],
    stage: Stage::Consulted,
};

/// Whether one coming may have 外来管理加算 at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Eligibility {
    Yes(AttendanceId),
    No(AttendanceId, String),
    Proposed(AttendanceId, String),
}

/// None where the coming has no 再診 to add to.
pub(crate) fn eligibility(cx: &Cx<'_>, day: Day, coming: u8, open: &[Finding]) -> Option<Eligibility> {
    let here = || cx.attendances().filter(|(_, a)| (a.day, a.coming) == (day, coming));
    // A 再診 of 医科 is what it is added to; one of 歯科 beside it does not take it away.
    let mut repeats: Vec<_> = here()
        .filter_map(|(id, at)| match cx.seen(id) {
            Seen::Repeat { phone, .. } => Some((id, at, *phone)),
            _ => None,
        })
        .collect();
    repeats.sort_by_key(|(_, at, phone)| (at.department.is_dental(), *phone));
    let (id, at, phone) = *repeats.first()?;
    if phone {
        return Some(Eligibility::No(id, "電話等による再診では外来管理加算は算定できません。".to_owned()));
    }
    if at.department.is_dental() {
        return Some(Eligibility::No(id, "歯科の再診には外来管理加算はありません。".to_owned()));
    }
    if super::procedure_combination::is_large(cx.facts) {
        return Some(Eligibility::No(
            id,
            "外来診療料の病院（一般病床200床以上）には外来管理加算はありません。".to_owned(),
        ));
    }
    let undecided =
        open.iter().find(|f| f.blocks() && f.subject.attendance.is_some_and(|a| here().any(|(h, _)| h == a)));
    if let Some(finding) = undecided {
        return Some(Eligibility::No(
            id,
            format!(
                "「{}」がまだ決まらないので、外来管理加算は決められません。先にそちらを直してください。",
                finding.subject.ja
            ),
        ));
    }
    let said = at.planned_management.or_else(|| {
        let answer = cx.facts.answer(Question::PlannedManagement, &at.injury, day)?;
        Some(answer.value == AnswerValue::Yes)
    });
    Some(match said {
        Some(true) => Eligibility::Yes(id),
        Some(false) => {
            Eligibility::No(id, "計画的な医学管理を行っていないので、外来管理加算は算定できません。".to_owned())
        }
        None => Eligibility::Proposed(
            id,
            "計画的な医学管理を行いましたか。行ったなら外来管理加算（特例を含む）を算定できます。".to_owned(),
        ),
    })
}
