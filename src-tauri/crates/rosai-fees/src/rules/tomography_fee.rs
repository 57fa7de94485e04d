//! M12 コンピューター断層撮影料
//!
//! ## 条文
//! 「コンピューター断層撮影及び磁気共鳴コンピューター断層撮影が同一月に2回以上行われた場合であっても、
//! 所定点数を算定できます。」「注 健保点数表の同一月の2回目以降の断層撮影の費用についての逓減制については、
//! 適用しません。」（manual-2025-04 I 12。読み取りの「算定できません」を、例1・例2に合わせて「算定できます」と、「遡減
//! 制」を「逓減制」と直した）
//!
//! 「(例1) 同一月に1回目CT撮影ロ、2回目CT撮影ロを行った場合。 1回目 CT撮影ロ 900点 (+断層診断 450点) 2回目 CT撮影ロ
//! 900点 合計 1,800点 (断層診断を含め 2,250点) 算定」「(例2) 同一月に1回目CT撮影ロ、2回目MRI撮影2を行った場合。
//! 1回目 CT撮影ロ 900点 (+断層診断 450点) 2回目 MRI撮影2 1,330点 合計 2,230点 (断層診断を含め 2,680点) 算定」
//! （manual-2025-04 I 12 例1・例2）
//!
//! ## 読み方
//! - CT撮影（E200、E200-2、E201）とMRI撮影（E202）は、同じ月に何回行っても所定点数で算定し、2回目からの80%の逓減
//!   （健保点数表 第4部第3節）をしない。
//! - コンピューター断層診断（E203、450点）は、撮影の回数によらず月1回のまま（K16）。例1・例2も1回だけを数える。
//!
//! ## 対象外
//! - 撮影の医学的な必要。
//! - 同時に行った2つのCT撮影（主たる撮影だけ）。K09が見る。
//!
//! ## 疑義
//! - 「健保点数表の同一月の2回目以降」は、CTどうし、MRIどうしだけでなく、例2のとおりCTとMRIを合わせて数える逓減を指す
//!   と読む。どちらの数え方でも労災では減らさないので、結果は変わらない。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::Cite;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(12),
    term: "tomography_fee",
    ja: "コンピューター断層撮影料",
    cites: &[Cite::new("manual-2025-04", "I 12")],
    items: &[],
    stage: Stage::Price(apply),
};

/// CT撮影 or MRI撮影, no addition to one.
pub(crate) fn is_tomography(p: &Priced) -> bool {
    let kubun = |k: &str| matches!(k, "E200" | "E200-2" | "E201" | "E202");
    p.row.as_ref().is_some_and(|r| kubun(&r.kubun) && !r.is_addition())
}

/// Says on every CT or MRI after the month's first that it is charged in full.
fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let taken = count_limits::in_order(cx, &desk.priced, is_tomography);
    for i in taken.into_iter().skip(1) {
        let p = &mut desk.priced[i];
        p.because.push("同じ月の2回目からの断層撮影ですが、労災では逓減がなく、所定点数で算定します。".to_owned());
    }
}
