//! M01 診療単価

use super::*;
use crate::cx::Cx;
use crate::finding::{Amount, Finding, StatementSum, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Traced, Why};
use rosai_domain::{Points, Question, TaxClass, Yen};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(1),
    term: "yen_per_point",
    ja: "診療単価",
    cites: &[Cite::new("manual-2025-04", "I 1"), Cite::new("manual-2025-04", "II 参考1")],
    items: &["yen_per_point_taxable", "yen_per_point_tax_exempt"],
    stage: Stage::Total(apply),
};

fn apply(cx: &Cx<'_>, findings: &[Finding]) -> (Vec<StatementSum>, Vec<Finding>) {
    let day = cx.facts.month.last();
    let Some(class) = cx.facts.facility.tax_class(day) else {
        let subject = Subject {
            injury: String::new(),
            day: None,
            attendance: None,
            acts: Vec::new(),
            what: "tax_class".to_owned(),
            ja: "課税区分".to_owned(),
        };
        let because = "この設立形態では課税・非課税が形だけでは決まりません。設定で課税区分（確定申告による）を入れてください。";
        return (Vec::new(), vec![cx.ask(subject, Question::TaxClass, because.to_owned())]);
    };
    let item = match class {
        TaxClass::Taxable => "yen_per_point_taxable",
        TaxClass::TaxExempt => "yen_per_point_tax_exempt",
    };
    let Some(price) = cx.item(item, day) else { return (Vec::new(), Vec::new()) };
    let sum = |injury: &str| {
        let of_case: Vec<&Finding> = findings.iter().filter(|f| f.subject.injury == injury && f.charge().is_some()).collect();
        if of_case.is_empty() {
            return None;
        }
        let times = |f: &Finding, points: bool| {
            let c = f.charge()?;
            (matches!(c.amount, Amount::Points(_)) == points)
                .then(|| if c.times == 1 { c.amount.why().clone() } else { Why::step(Op::Times, vec![c.amount.why().clone(), Why::count("回数", c.times)]) })
        };
        let all = |points: bool| -> Vec<Why> {
            let parts: Vec<Why> = of_case.iter().filter_map(|f| times(f, points)).collect();
            if parts.is_empty() { vec![Why::count("なし", 0)] } else { parts }
        };
        let product = Why::step(Op::Times, vec![Why::step(Op::Plus, all(true)), Why::Table(price.clone())]);
        let yen_of_points = Why::step_by(Op::FloorYen, vec![product], cx.rule.cite());
        let total = Why::step(Op::Plus, vec![yen_of_points.clone(), Why::step(Op::Plus, all(false))]);
        Some(StatementSum {
            injury: injury.to_owned(),
            points: of_case.iter().map(|f| f.points()).sum::<Points>(),
            yen_of_points: Traced::yen(yen_of_points)?,
            yen_items: of_case.iter().map(|f| f.yen()).sum::<Yen>(),
            total: Traced::yen(total)?,
        })
    };
    (cx.facts.injuries.iter().filter_map(|i| sum(&i.id)).collect(), Vec::new())
}
