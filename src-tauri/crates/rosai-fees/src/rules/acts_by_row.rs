//! K05 K07 K09 K10 K11 K13 K17 K19 M14: acts that are worth the points of their row.
//!
//! ## 読み方
//! - One act is worth its row's points, with きざみ where the row has steps (指, 枚, 分, 単位).
//! - A row that needs a 届出 is refused where the clinic has none on that day.
//! - 写真診断 of several films: 1枚目100%, 2〜5枚目50%, half-up once per row; 撮影 has whole steps, so that rounding the
//!   two rows apart gives the same as rounding their bracket.
//! - リハビリ entered by its 健保 code is read as the 労災 row of the same name (M14); rounding is per 単位, then × 単位.
//!
//! ## 対象外
//! 電子点数表 (包括・背反・回数), 検査の判断料とまるめ, 同一部位の2種目の画像診断, リハビリの日数と上限.
//!
//! ## 疑義
//! None beyond those of the manual's own sections.

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, canonical_acts, price_rows};
use crate::rule::Stage;
use rosai_document::{Cite, Why};
use rosai_domain::What;

macro_rules! by_row {
    ($name:ident, $id:expr, $term:literal, $ja:literal, $section:literal, [$($category:literal),*]) => {
        pub(crate) static $name: Rule = Rule {
            id: $id,
            term: $term,
            ja: $ja,
            cites: &[Cite::new("kenpo-2024-06", $section)],
            items: &[],
                    stage: Stage::Price(|desk, cx| price_rows(desk, cx, &canonical_acts(cx.facts, cx.order), &[$($category),*])),
        };
    };
}

by_row!(PRESCRIBING, RuleId::k(5), "prescribing_and_dispensing", "処方・調剤", "第2章第5部", ["投薬"]);
by_row!(INJECTION, RuleId::k(7), "injection", "注射", "第2章第6部", ["注射"]);
by_row!(IMAGING, RuleId::k(9), "imaging", "画像診断", "第2章第4部", ["画像"]);
by_row!(EXAMINATION, RuleId::k(10), "examination", "検査・病理", "第2章第3部", ["検査", "病理"]);
by_row!(PROCEDURE, RuleId::k(11), "procedure", "処置・手術の行", "第2章第9部・第10部", ["処置", "手術"]);
by_row!(ANESTHESIA, RuleId::k(13), "anesthesia", "麻酔", "第2章第11部", ["麻酔"]);
by_row!(MANAGEMENT, RuleId::k(17), "medical_management", "医学管理", "第2章第1部", ["医学管理"]);
by_row!(HOME_AND_OTHER, RuleId::k(19), "home_care_and_other", "在宅・その他", "第2章第2部", ["在宅", "その他"]);

pub(crate) static REHABILITATION: Rule = Rule {
    id: RuleId::m(14),
    term: "rehabilitation",
    ja: "リハビリテーション",
    cites: &[Cite::new("manual-2025-04", "I 14")],
    items: &[],
    stage: Stage::Price(rehabilitation),
};

fn rehabilitation(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in canonical_acts(cx.facts, cx.order) {
        let Some(What::Code(code)) = act.what() else { continue };
        let day = cx.facts.attendances[id.attendance.0].day;
        let Ok(entered) = cx.catalogue.act(code, day) else { continue };
        if &*entered.category != "リハビリ" {
            continue;
        }
        let row = cx.catalogue.rosai_rehabilitation(entered, day).unwrap_or(entered);
        let mut priced = Priced::from_row(id, cx.rule.id, act, row, Why::Table(row.points.clone()));
        if row.code != entered.code {
            priced.because.push("疾患別リハビリテーションは労災の点数で算定します。".to_owned());
        }
        if row.step.is_some() {
            priced.units = act.quantity.unwrap_or(1).max(1);
        }
        desk.priced.push(priced);
    }
}
