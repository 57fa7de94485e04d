//! K08 特定保険医療材料
//!
//! ## 条文
//! 健保点数表 J400 K950 等: 材料価格を10円で除して得た点数。
//!
//! ## 読み方
//! price × quantity ÷ 10, half-up to a whole point.
//!
//! ## 対象外
//! Which materials the act allows; the 労災 materials of M20–M22.
//!
//! ## 疑義
//! The 告示 does not print the fraction; half-up is what two vendors do (`fee-schedule-history.md` 4.7).

use super::drug_fee::parts;
use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, canonical_acts};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::What;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(8),
    term: "material_fee",
    ja: "特定保険医療材料",
    cites: &[Cite::new("kenpo-2024-06", "J400・K950")],
    items: &[],
    stage: Stage::Price(apply),
};

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in canonical_acts(cx.facts, cx.order) {
        let Some(What::Material(material)) = act.what() else { continue };
        let one = std::slice::from_ref(material);
        let tenth = Why::step(Op::Divide, vec![super::drug_fee::price_why(one), Why::count("", 10)]);
        let why = Why::step_by(Op::HalfUpPoint, vec![tenth], cx.rule.cite());
        let mut priced = Priced::new(id, cx.rule.id, &material.name, &material.name, Section::Procedure, why);
        priced.parts = parts(one);
        priced.because.push("材料の価格を10円で割った点数です。".to_owned());
        desk.priced.push(priced);
    }
}
