//! M05 再診料

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::FacilityKind;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(5),
    term: "repeat_visit_fee",
    ja: "再診料",
    cites: &[Cite::new("manual-2025-04", "I 5")],
    items: &[
        "repeat_visit_fee",
        "repeat_visit_fee_second_department",
        "repeat_visit_fee_phone",
        "repeat_visit_fee_same_day",
        "repeat_visit_fee_same_day_phone",
        "repeat_visit_fee_phone_second_department",
        "repeat_visit_fee_fixed_fee_collected",
    ],
    stage: Stage::Charge(apply),
};

/// 一般病床の病床数200床 from which 外来診療料 takes the place of 再診料.
const MANY_BEDS: u32 = 200;

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &rosai_domain::Attendance)| {
        let facility = &cx.facts.facility;
        let about = |what: &str| cx.about(id, what, "再診料");
        let large = facility.kind == FacilityKind::Hospital && facility.beds >= MANY_BEDS && !at.department.is_dental();
        let (item, because) = match cx.seen(id) {
            Seen::Repeat { .. } | Seen::RepeatSecond { .. } if large => {
                return Some(cx.unpriced(
                    about("repeat_visit_fee"),
                    "一般病床200床以上の病院の再診は外来診療料になります。この版ではまだ計算できません。".to_owned(),
                ));
            }
            Seen::Repeat { phone: false, because, .. } if at.fixed_fee_collected && at.department.is_dental() => {
                ("repeat_visit_fee_fixed_fee_collected", format!("{because}定額負担料を徴収したので1,020円になります。"))
            }
            Seen::Repeat { phone, again, because } => {
                let item = match (phone, again) {
                    (false, false) => "repeat_visit_fee",
                    (false, true) => "repeat_visit_fee_same_day",
                    (true, false) => "repeat_visit_fee_phone",
                    (true, true) => "repeat_visit_fee_same_day_phone",
                };
                (item, because.clone())
            }
            Seen::RepeatSecond { phone: false, because } => ("repeat_visit_fee_second_department", because.clone()),
            Seen::RepeatSecond { phone: true, because } => ("repeat_visit_fee_phone_second_department", because.clone()),
            Seen::RepeatFree(because) | Seen::NotSeen(because) => {
                return Some(cx.refuse(about("repeat_visit_fee"), because.clone()));
            }
            _ => return None,
        };
        Some(cx.charge_item(about(item), item, Section::RepeatYen, because))
    };
    cx.attendances().filter_map(one).collect()
}
