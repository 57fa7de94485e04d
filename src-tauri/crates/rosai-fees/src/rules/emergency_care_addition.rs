//! M03 救急医療管理加算

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{AnswerValue, Arrival, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(3),
    term: "emergency_care_addition",
    ja: "救急医療管理加算",
    cites: &[Cite::new("manual-2025-04", "I 3")],
    items: &["emergency_care_addition_outpatient"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "emergency_care_addition_outpatient";

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for (id, at) in cx.attendances() {
        if !cx.seen(id).is_initial() {
            continue;
        }
        let case = cx.case(&at.injury);
        let about = cx.about(id, ITEM, "救急医療管理加算");
        let admitted = cx.facts.stays.iter().any(|s| s.injury == at.injury && s.admitted == at.day);
        let charged = out.iter().any(|f| f.subject.injury == at.injury && f.charge().is_some());
        let refuse = if !matches!(cx.seen(id), Seen::Initial(_)) {
            Some("2科目以降の初診なので、救急医療管理加算は算定できません。")
        } else if case.arrival == Arrival::Relapse {
            Some("再発なので、救急医療管理加算は算定できません。")
        } else if at.fixed_fee_collected {
            Some("初診時自己負担金を徴収したので、救急医療管理加算は重複して算定できません。")
        } else if cx.in_ledger(&at.injury, &[ITEM, "emergency_care_addition_inpatient", "101800880", "101800890"]).is_some() || charged {
            Some("同一傷病につき1回限りで、すでに算定しています。")
        } else if admitted {
            Some("初診に引き続き入院したので、入院外の救急医療管理加算は算定できません（入院の分で算定します）。")
        } else {
            None
        };
        if let Some(because) = refuse {
            out.push(cx.refuse(about, because.to_owned()));
            continue;
        }
        let answer = cx.facts.answer(Question::EmergencyCare, &at.injury, at.day);
        out.push(match answer {
            Some(a) if a.value == AnswerValue::Yes => cx.charge_item(
                about,
                ITEM,
                Section::OtherYen,
                format!("初診時に救急医療を行ったと{}が確かめたので算定します。", a.by),
            ),
            Some(a) => cx.refuse(about, format!("救急医療は行っていないと{}が確かめました。", a.by)),
            None => cx.propose(about, Question::EmergencyCare, "初診時に救急医療を行いましたか。行ったなら1,250円を算定できます。".to_owned()),
        });
    }
    out
}
