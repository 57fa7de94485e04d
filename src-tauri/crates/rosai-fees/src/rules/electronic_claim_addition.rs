//! M28 労災電子化加算

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::ClaimMethod;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(28),
    term: "electronic_claim_addition",
    ja: "労災電子化加算",
    cites: &[Cite::new("manual-2025-04", "I 28")],
    items: &["electronic_claim_addition"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let month = cx.facts.month;
    if cx.facts.facility.claim_method(month.last()) == ClaimMethod::Paper {
        return Vec::new();
    }
    let has_slip = |id: &str| {
        cx.facts.attendances.iter().any(|a| a.injury == id) || cx.facts.documents.iter().any(|d| d.injury == id)
    };
    let one = |case: &rosai_domain::InjuryCase| {
        let subject = Subject {
            injury: case.id.clone(),
            day: None,
            attendance: None,
            acts: Vec::new(),
            what: "electronic_claim_addition".to_owned(),
            ja: "労災電子化加算".to_owned(),
        };
        if cx.item("electronic_claim_addition", month.last()).is_none() {
            return cx.refuse(subject, "労災電子化加算は令和8年3月診療分までの予定なので算定しません。".to_owned());
        }
        cx.charge_item(subject, "electronic_claim_addition", Section::Other, "電子レセプトで請求するので、内訳書1件につき算定します。".to_owned())
    };
    cx.facts.injuries.iter().filter(|c| has_slip(&c.id)).map(one).collect()
}
