//! M32 文書料

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Day, DocumentKind};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(32),
    term: "document_fee",
    ja: "文書料",
    cites: &[Cite::new("manual-2025-04", "I 32"), Cite::new("manual-2025-04", "II 参考15")],
    items: &["absence_certificate_fee"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let mut documents: Vec<_> = cx.facts.documents.iter().collect();
    documents.sort_by_key(|d| (d.issued, d.from, d.injury.clone()));
    let period = |d: Day| format!("{}/{}", d.month().month, d.day_of_month());
    let one = |d: &rosai_domain::IssuedDocument| {
        let item = match d.kind {
            DocumentKind::AbsenceCertificate => "absence_certificate_fee",
        };
        let subject = Subject {
            injury: d.injury.clone(),
            day: Some(d.issued),
            attendance: None,
            acts: Vec::new(),
            what: item.to_owned(),
            ja: "休業証明".to_owned(),
        };
        let because = format!("休業証明（{}〜{}）を{}に行ったので算定します。", d.from.ja(), d.to.ja(), d.issued.ja());
        let mut finding = cx.charge_item(subject, item, Section::OtherYen, because);
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.remarks.push(format!("{}～{}", period(d.from), period(d.to)));
        }
        finding
    };
    documents.into_iter().map(one).collect()
}
