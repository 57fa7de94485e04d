//! K03 外来管理加算の要件

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
    let (id, at, phone) = here().find_map(|(id, at)| match cx.seen(id) {
        Seen::Repeat { phone, .. } => Some((id, at, *phone)),
        _ => None,
    })?;
    if phone {
        return Some(Eligibility::No(id, "電話等による再診では外来管理加算は算定できません。".to_owned()));
    }
    if at.department.is_dental() {
        return Some(Eligibility::No(id, "歯科の再診には外来管理加算はありません。".to_owned()));
    }
    let undecided = open.iter().find(|f| f.blocks() && f.subject.attendance.is_some_and(|a| here().any(|(h, _)| h == a)));
    if let Some(finding) = undecided {
        return Some(Eligibility::No(id, format!(
            "「{}」がまだ決まらないので、外来管理加算は決められません。先にそちらを直してください。", finding.subject.ja
        )));
    }
    let said = at.planned_management.or_else(|| {
        let answer = cx.facts.answer(Question::PlannedManagement, &at.injury, day)?;
        Some(answer.value == AnswerValue::Yes)
    });
    Some(match said {
        Some(true) => Eligibility::Yes(id),
        Some(false) => Eligibility::No(id, "計画的な医学管理を行っていないので、外来管理加算は算定できません。".to_owned()),
        None => Eligibility::Proposed(id, "計画的な医学管理を行いましたか。行ったなら外来管理加算（特例を含む）を算定できます。".to_owned()),
    })
}
