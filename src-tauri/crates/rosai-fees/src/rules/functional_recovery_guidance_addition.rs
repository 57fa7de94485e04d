//! M19 手指の機能回復指導加算

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::FactorClass;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(19),
    term: "functional_recovery_guidance_addition",
    ja: "手指の機能回復指導加算",
    cites: &[Cite::new("manual-2025-04", "I 19")],
    items: &["functional_recovery_guidance_addition"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "functional_recovery_guidance_addition";

/// (1) 創傷処理・デブリードマン, (2) 皮膚切開術, (3) 筋骨格系・四肢・体幹の手術 (第10部第1節第3款, K023–K144).
fn is_listed(p: &Priced) -> bool {
    let Some(row) = &p.row else { return false };
    if !p.is_operation() {
        return false;
    }
    let main = row.kubun.split('-').next().unwrap_or_default();
    let number = main.strip_prefix('K').and_then(|n| n.parse::<u16>().ok());
    matches!(number, Some(0 | 1 | 2 | 23..=144))
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let mut operations: Vec<&Priced> = chosen
        .items
        .iter()
        .filter(|p| p.refused.is_none() && is_listed(p) && p.sites.iter().any(|s| s.factor_class() == FactorClass::Hand))
        .collect();
    operations.sort_by_key(|p| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        (at.day, at.coming, std::cmp::Reverse(p.points()), p.what.clone())
    });
    for p in operations {
        let id = p.acts[0].attendance;
        let at = &cx.facts.attendances[id.0];
        let about = cx.about(id, ITEM, "機能回復指導加算");
        let again = out.iter().any(|f| f.subject.injury == at.injury);
        if again {
            continue;
        }
        if cx.in_ledger(&at.injury, &[ITEM, "101500080"]).is_some() {
            out.push(cx.refuse(about, "初期治療で1回限りで、すでに算定しています。".to_owned()));
            continue;
        }
        let mut finding = cx.charge_item(about, ITEM, Section::Operation, format!("手（手関節以下）・手の指に「{}」を行ったので、1回に限り加算します。四肢の特例と時間外加算はありません。", p.ja));
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.addition_to = Some(p.what.clone());
        }
        out.push(finding);
    }
    out
}
