//! K06 薬剤料
//!
//! ## 条文
//! 健保点数表 第2章第5部 F200 薬剤: 薬剤の価格が15円以下の場合は1点、15円を超える場合は10円又はその端数を増すごとに
//! 1点（五捨五超入）。単位は、内服薬は1剤1日分、屯服薬は1回分、外用薬は1調剤分。第6部 G100 注射の薬剤は1回分、
//! 15円以下は1点。検査・画像診断・処置・手術・麻酔の薬剤は、15円を超える場合に限り算定する。
//! （kenpo-2024-06 F200・G100・J300・K940）
//!
//! ## 読み方
//! - 1単位の薬剤の価格（薬価×使用量の合計）を出し、10で割って五捨五超入する（25.0円は2点、25.01円は3点）。
//!   投薬と注射では少なくとも1点とする。
//! - 1つの剤に入れた薬剤は、足してから1度だけ丸める。
//! - 処置・手術・検査・画像診断の薬剤は、価格が15円以下なら算定しない理由を示す。麻酔の薬剤は手術に入れる。
//! - 内服は日数、屯服は回数を掛ける。入っていなければ誤りとして示す。外用と注射などは1回とし、
//!   日数が入っていれば誤りとして示す。
//! - 四肢の特例は付かない。
//! - コードで入れた薬剤は、医薬品マスターのその日の薬価による。その日に使えないもの、経過措置の過ぎたもの、マスターにないコードは
//!   誤りとして示す。薬価改定（4月1日）の後の版が読み込まれていなければ、前の薬価で計算し、確定できない。
//! - 選定療養のコードのうち「患者希望」（選定療養区分2）は、もとのコードで入れるように示す。
//!
//! ## 対象外
//! - 多剤の逓減、湿布薬の枚数の制限、長期収載品の選定療養。
//! - 名前と薬価で入れた薬剤の薬価が正しいか。入れた値を使う。
//!
//! ## 疑義
//! - 長期収載品の選定療養は健保の仕組みで、労災の取扱いは資料にない。医療上必要な場合のコードで算定する。

use super::*;
use crate::cx::Cx;
use crate::goods::{self, Good};
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{DrugUse, What};
use rust_decimal::Decimal;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(6),
    term: "drug_fee",
    ja: "薬剤料",
    cites: &[Cite::new("kenpo-2024-06", "F200・G100・J300・K940")],
    items: &[],
    stage: Stage::Price(apply),
};

const FLOOR_YEN: Decimal = Decimal::from_parts(15, 0, 0, false, 0);

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Drugs(drug_use, drugs)) = act.what() else { continue };
        let day = cx.facts.attendances[id.attendance.0].day;
        let goods: Vec<Good> = match drugs.iter().map(|d| goods::drug(cx, d, day)).collect() {
            Ok(goods) => goods,
            Err(because) => {
                let first = &drugs[0];
                let name = first.code.as_deref().filter(|_| first.name.trim().is_empty()).unwrap_or(&first.name);
                desk.findings.push(cx.unpriced(cx.about_acts(&[id], name, name), because));
                continue;
            }
        };
        let name = goods[0].name.as_str();
        let price = Why::step(Op::Plus, goods.iter().map(|g| g.price.clone()).collect());
        let subject = || cx.about_acts(&[id], name, name);
        let Some(yen) = price.evaluate() else {
            desk.findings.push(cx.unpriced(
                subject(),
                format!("「{name}」の薬価と使用量を掛けると大きすぎます。数を確かめてください。"),
            ));
            continue;
        };
        let by_days = matches!(drug_use, DrugUse::Internal | DrugUse::AsNeeded);
        if by_days != act.days.is_some() {
            let because = if by_days {
                format!("「{name}」の日数（屯服は回数）が入っていません。入れてください。")
            } else {
                format!("「{name}」に日数は使いません。日数を消すか、使い方を内服にしてください。")
            };
            desk.findings.push(cx.unpriced(subject(), because));
            continue;
        }
        let (section, always) = match drug_use {
            DrugUse::Internal => (Section::InternalDrug, true),
            DrugUse::AsNeeded => (Section::AsNeededDrug, true),
            DrugUse::External => (Section::ExternalDrug, true),
            DrugUse::InjectionIntramuscular => (Section::InjectionIntramuscular, true),
            DrugUse::InjectionIntravenous => (Section::InjectionIntravenous, true),
            DrugUse::InjectionOther => (Section::InjectionOther, true),
            DrugUse::Procedure => (Section::ProcedureDrug, false),
            DrugUse::Operation => (Section::OperationDrug, false),
            DrugUse::Examination => (Section::ExaminationDrug, false),
            DrugUse::Imaging => (Section::ImagingDrug, false),
        };
        let small = yen <= FLOOR_YEN;
        if small && !always {
            desk.findings.push(cx.refuse(
                subject(),
                format!(
                    "薬剤の価格が{}円で15円以下なので、{}の薬剤料は算定できません。",
                    yen.normalize(),
                    section.ja()
                ),
            ));
            continue;
        }
        let points = Why::step_by(Op::DrugPoint, vec![price], cx.rule.cite());
        // 15円以下は1点: 五捨五超入 of 5円以下 would be 0.
        let why = if small { Why::step(Op::Max, vec![points, Why::count("最低点数", 1)]) } else { points };
        let mut priced = Priced::new(id, cx.rule.id, name, name, section, why);
        priced.parts = goods.iter().map(Good::part).collect();
        priced.check = goods.iter().any(|g| g.check);
        priced.times =
            if matches!(drug_use, DrugUse::Internal | DrugUse::AsNeeded) { act.days.unwrap_or(1).max(1) } else { 1 };
        priced.because.push(format!("薬剤の価格{}円を五捨五超入で点数にします。", yen.normalize()));
        priced.because.extend(goods.iter().flat_map(|g| g.because.iter().cloned()));
        priced.remarks = act.typed_remark();
        desk.priced.push(priced);
    }
}
