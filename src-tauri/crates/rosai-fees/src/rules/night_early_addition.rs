//! K02 夜間・早朝等加算

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Attendance, FacilityKind, TimeClass};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(2),
    term: "night_early_addition",
    ja: "夜間・早朝等加算",
    cites: &[Cite::new("kenpo-2024-06", "A000 注9・A001 注7")],
    items: &["kenpo_night_early_initial", "kenpo_night_early_repeat"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &Attendance)| {
        if at.time_class != Some(TimeClass::NightEarly) {
            return None;
        }
        let (item, section) = match cx.seen(id) {
            Seen::Initial(_) => ("kenpo_night_early_initial", Section::Initial),
            Seen::Repeat { .. } => ("kenpo_night_early_repeat", Section::RepeatOvertime),
            _ => return None,
        };
        let about = cx.about(id, item, "夜間・早朝等加算");
        Some(if cx.facts.facility.kind == FacilityKind::Hospital {
            cx.refuse(about, "夜間・早朝等加算は診療所でだけ算定できます。".to_owned())
        } else {
            cx.charge_item(about, item, section, "夜間・早朝等の受診と入力されているので算定します。".to_owned())
        })
    };
    cx.attendances().filter_map(one).collect()
}
