//! K12 手術通則・同一手術野

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::Cite;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(12),
    term: "same_operative_field",
    ja: "手術通則・同一手術野",
    cites: &[Cite::new("kenpo-2024-06", "第10部通則14")],
    items: &[],
    stage: Stage::Price(apply),
};

/// Of operations of one coming in one field (one site lies in the other's), only the dearest is charged.
fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let key = |p: &Priced| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        (at.day, at.coming)
    };
    let mut operations: Vec<usize> = (0..desk.priced.len())
        .filter(|i| desk.priced[*i].is_operation() && desk.priced[*i].refused.is_none())
        .collect();
    operations.sort_by_key(|i| {
        let p = &desk.priced[*i];
        (std::cmp::Reverse(p.points()), p.what.clone())
    });
    for n in 0..operations.len() {
        let (i, dearer) = (operations[n], &operations[..n]);
        let beside = dearer.iter().find(|d| {
            let (a, b) = (&desk.priced[**d], &desk.priced[i]);
            let one_field = a.sites.iter().any(|x| b.sites.iter().any(|y| x.holds(*y) || y.holds(*x)));
            a.refused.is_none() && key(a) == key(b) && one_field
        });
        if let Some(d) = beside {
            let main = desk.priced[*d].ja.clone();
            desk.priced[i].refused =
                Some((cx.rule.id, format!("同一手術野なので、主たる手術「{main}」の点数だけを算定します。")));
        }
    }
}
