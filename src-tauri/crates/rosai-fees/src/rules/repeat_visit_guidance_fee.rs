//! M07 再診時療養指導管理料

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{AnswerValue, AttendanceId, Question};
use rust_decimal::prelude::ToPrimitive;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(7),
    term: "repeat_visit_guidance_fee",
    ja: "再診時療養指導管理料",
    cites: &[Cite::new("manual-2025-04", "I 7"), Cite::new("manual-2025-04", "II 参考3")],
    items: &["repeat_visit_guidance_fee"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "repeat_visit_guidance_fee";

/// 区分番号 of 参考3; of B001 only the seven named there.
const EXCLUDED: &[&str] = &[
    "B000", "C002", "C002-2", "C010", "C100", "C101", "C102", "C102-2", "C103", "C104", "C105", "C105-3", "C106", "C107",
    "C107-2", "C107-3", "C108", "C108-2", "C108-3", "C108-4", "C109", "C110", "C110-2", "C110-3", "C110-4", "C110-5", "C111",
    "C112", "C112-2", "C114", "C116", "C117", "C118", "C119", "C120", "C121", "I002", "I004", "I016",
];
const EXCLUDED_B001: &[&str] = &[
    "ウイルス疾患指導料", "てんかん指導料", "難病外来指導管理料", "皮膚科特定疾患指導管理料", "心臓ペースメーカー指導管理料",
    "慢性疼痛疾患管理料", "耳鼻咽喉科特定疾患指導管理料",
];

/// Whether an item is one of 参考3, which may not stand in the same month.
pub(crate) fn excluded(p: &Priced) -> bool {
    p.row.as_ref().is_some_and(|r| {
        EXCLUDED.contains(&&*r.kubun) || (&*r.kubun == "B001" && EXCLUDED_B001.iter().any(|n| r.name.starts_with(n)))
    })
}

/// 円 of one guidance, for the chooser's comparison.
pub(crate) fn amount(cx: &Cx<'_>) -> i64 {
    cx.catalogue.value(ITEM, cx.facts.month.last()).and_then(|v| v.value.to_i64()).unwrap_or(0)
}

fn was_given(cx: &Cx<'_>, at: &rosai_domain::Attendance) -> bool {
    !at.guidance.is_empty()
        || cx.facts.answer(Question::GuidanceGiven, &at.injury, at.day).is_some_and(|a| a.value == AnswerValue::Yes)
}

/// Attendances that would have the fee: guidance given at a 再診 in person, once a coming (歯科 apart, 注2).
pub(crate) fn chargeable(cx: &Cx<'_>) -> Vec<AttendanceId> {
    let mut out: Vec<AttendanceId> = Vec::new();
    for (id, at) in cx.attendances() {
        let beside = out.iter().any(|o| {
            let other = &cx.facts.attendances[o.0];
            (other.day, other.coming, other.department.is_dental()) == (at.day, at.coming, at.department.is_dental())
        });
        if was_given(cx, at) && cx.seen(id).is_repeat_in_person() && !beside {
            out.push(id);
        }
    }
    out
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let chargeable = chargeable(cx);
    let mut out = Vec::new();
    for (id, at) in cx.attendances() {
        if !was_given(cx, at) {
            continue;
        }
        let about = cx.about(id, ITEM, "再診時療養指導管理料");
        let refuse = if cx.seen(id).is_initial() {
            Some("初診の日なので、再診時療養指導管理料は算定できません。".to_owned())
        } else if matches!(cx.seen(id), Seen::Repeat { phone: true, .. } | Seen::RepeatSecond { phone: true, .. }) {
            Some("電話等による再診なので、再診時療養指導管理料は算定できません。".to_owned())
        } else if !cx.seen(id).is_repeat_in_person() {
            Some("診察をしていないので、再診時療養指導管理料は算定できません。".to_owned())
        } else if !chargeable.contains(&id) {
            Some("同時に2つ以上の診療科で指導しても、再診時療養指導管理料は1回です。".to_owned())
        } else {
            chosen.guidance_refused.clone()
        };
        if let Some(because) = refuse {
            out.push(cx.refuse(about, because));
            continue;
        }
        let said = at.guidance.iter().map(|g| g.ja()).collect::<Vec<_>>().join("・");
        let mut finding = cx.charge_item(about, ITEM, Section::GuidanceYen, format!("再診時に療養上の指導（{said}）を行ったので算定します。"));
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.remarks = at.guidance.iter().take(1).map(|g| g.ja().to_owned()).collect();
        }
        out.push(finding);
    }
    out
}
