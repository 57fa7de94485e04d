//! M06 外来管理加算の特例

use super::*;
use crate::cx::Cx;
use crate::day_choice::AdditionKind;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::Question;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(6),
    term: "outpatient_management_addition",
    ja: "外来管理加算の特例",
    cites: &[Cite::new("manual-2025-04", "I 6"), Cite::new("kenpo-2024-06", "A001 注8")],
    items: &["outpatient_management_addition", "outpatient_management_special_addition", "wound_care_small_off_limb"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let one = |choice: &crate::day_choice::AdditionChoice| {
        let about = |what: &str| cx.about(choice.attendance, what, "外来管理加算");
        let loser = choice.loser.clone().unwrap_or_default();
        match &choice.kind {
            AdditionKind::Plain => cx.charge_item(
                about("outpatient_management_addition"),
                "outpatient_management_addition",
                Section::OutpatientManagement,
                "外来管理加算を算定できない処置等を行わず、計画的な医学管理を行ったので算定します。".to_owned(),
            ),
            AdditionKind::Special(ja, points) => cx.charge_item(
                about("outpatient_management_special_addition"),
                "outpatient_management_special_addition",
                Section::OutpatientManagement,
                format!("最も低い処置等「{ja}」が{points}点で52点に満たないので、特例として外来管理加算を算定します。{loser}"),
            ),
            AdditionKind::Refused(because) => cx.refuse(about("outpatient_management_addition"), format!("{because}{loser}")),
            AdditionKind::Proposed(because) => {
                cx.propose(about("outpatient_management_addition"), Question::PlannedManagement, because.clone())
            }
        }
    };
    chosen.additions.iter().map(one).collect()
}
