//! K08 特定保険医療材料
//!
//! ## 条文
//! 健保点数表は、特定保険医療材料の点数を、材料価格を10円で除して得た点数と定める。（kenpo-2024-06 J400・K950）
//!
//! ## 読み方
//! - 価格×数量を10で割り、1点未満を四捨五入する。数量を掛けてから1度だけ丸める。
//! - 使った所に手術・検査・画像診断と入れた材料はその欄に、ほかは処置の欄に置く。四肢の特例は付かない。
//!
//! ## 対象外
//! - その行為にどの材料が使えるか。
//! - 労災独自の材料（M20〜M22: 固定用伸縮性包帯、頸椎固定用シーネ等、滅菌ガーゼ）。
//!
//! ## 疑義
//! - 1点未満の端数をどうするかは告示に書かれていない。四捨五入は二次資料による（fee-schedule-history.md 4.7）。
//!   切り捨てとの差は1点まで。要確認。

use super::drug_fee::parts;
use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{DrugUse, What};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(8),
    term: "material_fee",
    ja: "特定保険医療材料",
    cites: &[Cite::new("kenpo-2024-06", "J400・K950")],
    items: &[],
    stage: Stage::Price(apply),
};

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Material(material)) = act.what() else { continue };
        // What is paid by its purchase price has rules of its own.
        if super::purchased_material::kind_of(&material.name).is_some()
            || super::appliance_comparison::answers_for(&material.name)
        {
            continue;
        }
        let one = std::slice::from_ref(material);
        let tenth = Why::step(Op::Divide, vec![super::drug_fee::price_why(one), Why::count("", 10)]);
        let why = Why::step_by(Op::HalfUpPoint, vec![tenth], cx.rule.cite());
        let section = match act.drug_use {
            Some(DrugUse::Operation) => Section::Operation,
            Some(DrugUse::Examination) => Section::Examination,
            Some(DrugUse::Imaging) => Section::Imaging,
            _ => Section::Procedure,
        };
        let mut priced = Priced::new(id, cx.rule.id, &material.name, &material.name, section, why);
        priced.parts = parts(one);
        priced.remarks = act.typed_remark();
        priced.because.push("材料の価格を10円で割った点数です。".to_owned());
        desk.priced.push(priced);
    }
}
