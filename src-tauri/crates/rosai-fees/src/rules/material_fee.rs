//! K08 特定保険医療材料
//!
//! ## 条文
//! 健保点数表は、特定保険医療材料の点数を、材料価格を10円で除して得た点数と定める。（kenpo-2024-06 J400・K950）
//!
//! ## 読み方
//! - 価格×数量を10で割り、1点未満を四捨五入する。数量を掛けてから1度だけ丸める。
//! - 使った所に手術・検査・画像診断と入れた材料はその欄に、ほかは処置の欄に置く。四肢の特例は付かない。
//!
//! - コードで入れた材料は、特定器材マスター（労災は労災特定器材マスター）のその日の価格による。金額種別2は入れた購入価格を使い、
//!   なければ誤りとして示す。特定器材種別3は50円、4は1,000円で割る。上限点数（項番24）があれば、数量分までとする。
//! - 酸素（特定器材種別2）は、単価×使用量に補正率（マスターの行、1.3）を掛けて1円未満を四捨五入し、10で割って四捨五入する。
//!   窒素は補正率を掛けない。単価はマスターの上限価格で、低い購入価格を入れればその価格とする。
//! - マスターにないコード、その日に使えないコード、アフターケアの材料、率の行（補正率、乳幼児加算など）は誤りとして示す。
//!
//! ## 対象外
//! - その行為にどの材料が使えるか。
//! - 労災独自の材料（M20〜M22: 固定用伸縮性包帯、頸椎固定用シーネ等、滅菌ガーゼ）。
//!
//! ## 疑義
//! - 1点未満の端数をどうするかは告示に書かれていない。四捨五入は二次資料による（fee-schedule-history.md 4.7）。
//!   切り捨てとの差は1点まで。要確認。

use super::*;
use crate::cx::Cx;
use crate::goods;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
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
        let named = if material.name.trim().is_empty() { material.code.as_deref() } else { None };
        let named = named.unwrap_or(&material.name);
        let good = match goods::material(cx, material, cx.facts.attendances[id.attendance.0].day) {
            Ok(good) => good,
            Err(because) => {
                desk.findings.push(cx.unpriced(cx.about_acts(&[id], named, named), because));
                continue;
            }
        };
        if super::purchased_material::kind_of(&good.known_as).is_some()
            || super::appliance_comparison::answers_for(&good.known_as)
        {
            continue;
        }
        let why = good.points(cx.rule.cite());
        let section = match act.drug_use {
            Some(DrugUse::Operation) => Section::Operation,
            Some(DrugUse::Examination) => Section::Examination,
            Some(DrugUse::Imaging) => Section::Imaging,
            _ => Section::Procedure,
        };
        let mut priced = Priced::new(id, cx.rule.id, &good.name, &good.name, section, why);
        priced.parts = vec![good.part()];
        priced.remarks = act.typed_remark();
        priced.because.push(format!("材料の価格を{}円で割った点数です。", good.divisor));
        priced.because.extend(good.because);
        priced.check = good.check;
        desk.priced.push(priced);
    }
}
