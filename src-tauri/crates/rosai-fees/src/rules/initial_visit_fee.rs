//! M02 初診料

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(2),
    term: "initial_visit_fee",
    ja: "初診料",
    cites: &[Cite::new("manual-2025-04", "I 2"), Cite::new("manual-2025-04", "II 参考2")],
    items: &["initial_visit_fee", "initial_visit_fee_second_department", "initial_visit_fee_fixed_fee_collected"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &rosai_domain::Attendance)| {
        let about = |what: &str| cx.about(id, what, "初診料");
        let charge = |item: &'static str, because: String| {
            cx.charge_item(about(item), item, Section::InitialYen, because)
        };
        match cx.seen(id) {
            Seen::Initial(because) if at.fixed_fee_collected => Some(charge(
                "initial_visit_fee_fixed_fee_collected",
                format!("{because}紹介状なしの定額負担料を徴収したので1,850円になります。"),
            )),
            Seen::Initial(because) => Some(charge("initial_visit_fee", because.clone())),
            Seen::InitialSecond(_) if at.fixed_fee_collected => Some(cx.refuse(
                about("initial_visit_fee_second_department"),
                "2つ目の診療科で定額負担料を徴収したので、2科目の初診料は算定できません。".to_owned(),
            )),
            Seen::InitialSecond(because) => Some(charge("initial_visit_fee_second_department", because.clone())),
            Seen::InitialThird(because) => Some(cx.refuse(about("initial_visit_fee"), because.clone())),
            _ => None,
        }
    };
    cx.attendances().filter_map(one).collect()
}
