//! M04 療養の給付請求書取扱料

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Arrival, Day, FormNumber, InjuryCase};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(4),
    term: "benefit_claim_handling_fee",
    ja: "療養の給付請求書取扱料",
    cites: &[Cite::new("manual-2025-04", "I 4")],
    items: &["benefit_claim_handling_fee"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "benefit_claim_handling_fee";

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    cx.facts.injuries.iter().filter_map(|case| one(cx, case)).collect()
}

fn one(cx: &Cx<'_>, case: &InjuryCase) -> Option<Finding> {
    let first = cx.attendances().filter(|(_, a)| a.injury == case.id).map(|(_, a)| a.day).min();
    let month = cx.facts.month;
    let about = |day: Option<Day>| Subject {
        injury: case.id.clone(),
        day,
        attendance: None,
        acts: Vec::new(),
        what: ITEM.to_owned(),
        ja: "療養の給付請求書取扱料".to_owned(),
    };
    let arrived_now = case.forms.iter().any(|f| month.contains(f.received)) || case.earlier_slips == 0;
    if case.forms.is_empty() || !arrived_now {
        return None;
    }
    let Some(form) = case.benefit_claim() else {
        let form = case.forms[0].form;
        let because = match form {
            FormNumber::Form6 | FormNumber::Form16_4 => format!("{}による転医始診なので、取扱料は算定できません。", form.ja()),
            _ => format!("{}（療養の費用請求書）を取り扱ったので、取扱料は算定できません。", form.ja()),
        };
        return Some(cx.refuse(about(first), because));
    };
    if case.arrival == Arrival::Relapse {
        return Some(cx.refuse(about(first), "再発の請求書なので、取扱料は算定できません。".to_owned()));
    }
    if cx.in_ledger(&case.id, &[ITEM, "101800870"]).is_some() {
        return month.contains(form.received).then(|| cx.refuse(about(Some(form.received)), "この傷病ではすでに算定しています。".to_owned()));
    }
    // The form goes with the first slip: it is charged there, however late in the month (or before the claim) it came.
    let received = form.received;
    let day = if case.earlier_slips == 0 {
        let first = first?;
        if month.contains(received) { received.max(first) } else { first }
    } else if month.contains(received) {
        received
    } else {
        return None;
    };
    Some(cx.charge_item(
        about(Some(day)),
        ITEM,
        Section::OtherYen,
        format!("{}を{}に受け付けたので算定します。", form.form.ja(), received.ja()),
    ))
}
