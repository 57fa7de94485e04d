//! K22 外来診療料に含まれる検査と処置
//!
//! ## 条文
//! 健保点数表の外来診療料は、尿検査（D000〜D002-2）、糞便検査（D003、カルプロテクチンを除く）、血液形態・機能検査（D005、HbA1c、
//! 骨髄像、造血器腫瘍細胞抗原検査などを除く）と、処置のうち創傷処置（100cm²未満、100cm²以上500cm²未満）、皮膚科軟膏処置（100cm²以上
//! 500cm²未満）、膀胱洗浄、腟洗浄、眼処置、睫毛抜去、耳処置、耳管処置、鼻処置、口腔・咽頭処置、間接喉頭鏡下喉頭処置、ネブライザ、
//! 超音波ネブライザ、介達牽引、消炎鎮痛等処置を含む。（kenpo-2024-06 A002 注6）
//!
//! 「一般病床の病床数200床未満の医療機関及び一般病床の病床数200床以上の医療機関の歯科、歯科口腔外科において算定します。」
//! （manual-2025-04 I 5。200床以上の医科は健保準拠の外来診療料になる）
//!
//! ## 読み方
//! - 一般病床200床以上の病院の医科で、外来診療料を算定する受診に入れた、これらの検査と処置は算定しない。初診の受診では算定する。
//! - 牽引・消炎鎮痛等処置・固定帯固定・肛門処置は、M23（注4）が断る。
//!
//! ## 対象外
//! - 料金表にない検査。診断穿刺・検体採取料。
//! - 包括される検査の判断料は、健保点数表どおり別に算定する（K10）。
//!
//! ## 疑義
//! - 四肢の特例で点数の上がる創傷処置も含まれるか。健保準拠なので、含まれるとする。返還にならない読み。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::Cite;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(22),
    term: "hospital_outpatient_inclusion",
    ja: "外来診療料に含まれる検査と処置",
    cites: &[Cite::new("kenpo-2024-06", "A002 注6")],
    items: &[],
    stage: Stage::Price(apply),
};

/// 膀胱洗浄, 腟洗浄, 眼処置 … 超音波ネブライザ by 区分番号.
const PROCEDURES: [&str; 11] = ["J060", "J072", "J086", "J089", "J095", "J096", "J097", "J098", "J099", "J114", "J115"];
/// 創傷処置 below 500 cm².
const WOUNDS: [&str; 2] = ["140000610", "140000710"];
const EXAMINATIONS: [&str; 6] = ["D000", "D001", "D002", "D002-2", "D003", "D005"];
/// Examinations of those 区分 that stay outside.
const OUTSIDE: [&str; 5] = ["カルプロテクチン", "ＨｂＡ１ｃ", "骨髄像", "造血器腫瘍細胞抗原", "デオキシ"];

fn included(p: &Priced) -> bool {
    let Some(row) = &p.row else { return false };
    let ointment = &*row.kubun == "J053" && row.name.contains("５００ｃｍ２未満");
    let examination =
        EXAMINATIONS.contains(&&*row.kubun) && !row.is_addition() && !OUTSIDE.iter().any(|w| row.name.contains(w));
    WOUNDS.contains(&&*row.code) || PROCEDURES.contains(&&*row.kubun) || ointment || examination
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    if !super::procedure_combination::is_large(cx.facts) {
        return;
    }
    for p in desk.priced.iter_mut().filter(|p| p.refused.is_none()) {
        let id = p.acts[0].attendance;
        let dental = cx.facts.attendances[id.0].department.is_dental();
        let repeat = matches!(cx.seen(id), Seen::Repeat { .. } | Seen::RepeatSecond { .. });
        if repeat && !dental && included(p) {
            let because = "外来診療料に含まれる検査・処置なので、別に算定できません（一般病床200床以上の病院）。";
            p.refused = Some((RULE.id, because.to_owned()));
        }
    }
}
