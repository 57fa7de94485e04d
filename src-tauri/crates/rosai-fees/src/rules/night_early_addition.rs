//! K02 夜間・早朝等加算
//!
//! ## 条文
//! 健保点数表は、診療所が表示する診療時間の中で、18時（土曜は12時）から8時までに、又は休日・深夜に診たとき、
//! 初診料・再診料に50点を加えると定める。時間外等の加算とは併せて算定できない。（kenpo-2024-06 A000 注9・A001 注7）
//!
//! 「この場合において、夜間・早朝等加算、外来管理加算、時間外対応加算、明細書発行体制等加算等（注4から注8まで、
//! 注10から注20に規定する加算）は算定できません。」（manual-2025-04 I 5。710円の再診について）
//!
//! ## 読み方
//! - 人が受診の区分に「夜間・早朝等」と入れたときだけ50点を加える。時刻からは決めない。
//! - 3,850円（1,850円を含む）の初診と1,420円の再診に限る。2科目の初診・再診には加えない。
//! - 病院では算定しない理由を示す。
//!
//! ## 対象外
//! - 施設基準（週の診療時間など）を満たすか。
//! - 診療時間の中の夜間・早朝の受診を時刻から見つけること。
//!
//! ## 疑義
//! なし。

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
