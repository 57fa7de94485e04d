//! K12 手術通則・同一手術野
//!
//! ## 条文
//! 健保点数表は、同一手術野又は同一病巣に2つ以上の手術を同時に行った場合の費用を、主たる手術の所定点数だけで算定する
//! と定める（別に厚生労働大臣が定める場合を除く）。（kenpo-2024-06 第10部通則14）
//!
//! 「なお、創傷処理（筋肉に達しないもの。）と指（手、足）に係る手術等又は骨折非観血的整復術を各々異なる手の指に対して
//! 併せて行った場合には、同一手術野とみなさず各々の所定点数を合算した点数で算定できます。」（manual-2025-04 I 17(1)）
//! 「なお、骨折非観血的整復術と指（手、足）に係る手術等又は創傷処理（筋肉に達しないもの。）
//! を各々異なる手の指に対して併せて行った場合には、同一手術野とみなさず各々の所定点数を合算した点数で算定できます。」
//! （manual-2025-04 I 17(2)）
//!
//! ## 読み方
//! - 同じ日・同じ来院の手術を、四肢の特例などを済ませた点数の高い順に見て、部位が同じか、
//!   一方が他方に含まれるものがあれば、低いほうを算定しない。
//! - 手はその指を、足はその指を、上肢・下肢はその全部を含む。左右が分からなければ同じ側でありうるとみる。
//! - 異なる指どうしは別の手術野とする。指の本数で算定する創傷処理と整復術は、指ごとにM17が分けた後で見る。
//! - 注加算（真皮縫合加算など）は手術と数えない。同じ受診で、もとになる行為（注加算コードか区分が同じもの。
//!   リハビリテーションの注加算にはリハビリテーションの行）を1つも算定しなければ、注加算も算定しない。
//!   画像診断・注射・投薬・在宅・麻酔の注加算も同じ。
//! - 部位のない手術はM17が部位を尋ねるので、部位が入るまで比べない。
//!
//! ## 対象外
//! - 別に厚生労働大臣が定める場合（2つ目の手術の50%など）、同一病巣、神経移植術などの例外。
//! - 近接した創の長さを足して1つの創傷処理とすること。
//! - 注加算が、区分の同じ2つ以上の行為のどれのものか。1つでも算定すれば外さない。
//! - この後に処置等の特例（M23）などで外した行為の注加算を外すこと。
//!
//! ## 疑義
//! - 手とその指は、両方が1本ずつの指のときだけ別の手術野とし、手（手掌、手背）と指は同じ手術野とみる。
//!   I 17(1)(2)のなお書きが許すのは「各々異なる手の指」だけなので、返還にならない読み。
//! - 「手術野」の広さは書かれていない。同じ名前の部位（右前腕の2か所など）は1つの手術野とする。
//!   別の創なら別々に算定できるとも読める。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_catalogue::{ActRow, VISIT_ADDITION};
use rosai_document::Cite;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(12),
    term: "same_operative_field",
    ja: "手術通則・同一手術野",
    cites: &[Cite::new("kenpo-2024-06", "第10部通則14")],
    items: &[],
    stage: Stage::Price(apply),
};

/// Whether an addition may hang on an act: the same 注加算コード or 区分; without one, a purpose column of the master that
/// says the same of both (masters.md §3.3), else any act of the same kind.
fn may_carry(base: &ActRow, note: &ActRow) -> bool {
    let shared = base.note_code.is_some() && base.note_code == note.note_code;
    let rehabilitation = &*note.category == "リハビリ" && &*base.category == "リハビリ";
    if shared || (base.kubun == note.kubun && !base.kubun.is_empty()) || rehabilitation {
        return true;
    }
    let Some(columns) = note.columns.as_ref().filter(|_| note.note_code.is_none()) else { return false };
    match &base.columns {
        Some(of_base) if !columns.purposes.is_empty() => columns.purposes.iter().any(|p| of_base.purposes.contains(p)),
        _ => base.category == note.category,
    }
}

/// Whether an addition that names nothing it hangs on stands beside something of its box that has no row (まるめ).
fn carried_by_section(priced: &[Priced], note: &Priced) -> bool {
    let unnamed = note.row.as_ref().is_some_and(|r| {
        r.note_code.is_none() && r.note_no.is_none() && r.columns.as_ref().is_some_and(|c| c.purposes.is_empty())
    });
    unnamed
        && priced.iter().any(|p| {
            let here = p.acts[0].attendance == note.acts[0].attendance && p.section == note.section;
            here && p.refused.is_none() && p.row.as_ref().is_none_or(|r| !r.is_addition())
        })
}

/// A 注加算 stands with the act it is an addition to (same 注加算コード, or 区分), in the same attendance, or not at all.
pub(crate) fn drop_orphans(priced: &mut [Priced]) {
    let has_base = |priced: &[Priced], note: &Priced| {
        let row = note.row.as_ref().expect("only items with a row are asked");
        priced.iter().any(|p| {
            let Some(base) = &p.row else { return false };
            p.refused.is_none()
                && !base.is_addition()
                && p.acts[0].attendance == note.acts[0].attendance
                && may_carry(base, row)
        })
    };
    for i in 0..priced.len() {
        let note = &priced[i];
        // Additions to 初診 and 再診 hang on how the worker was seen (K23), bundles have no row to hang on.
        let hangs = |r: &ActRow| r.is_addition() && &*r.category != VISIT_ADDITION;
        let is_note = note.row.as_ref().is_some_and(|r| hangs(r) && !carried_by_section(priced, note));
        if is_note && note.refused.is_none() && !has_base(priced, note) {
            let because = "もとになる行為を算定していないので、この加算は算定できません。".to_owned();
            priced[i].refused = Some((RULE.id, because));
        }
    }
}

/// Of operations of one coming in one field (one site lies in the other's), only the dearest is charged.
fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let key = |p: &Priced| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        (at.day, at.coming)
    };
    let mut operations: Vec<usize> = (0..desk.priced.len())
        .filter(|i| desk.priced[*i].is_operation() && desk.priced[*i].refused.is_none())
        .collect();
    operations.sort_by_key(|i| {
        let p = &desk.priced[*i];
        (std::cmp::Reverse(p.points()), p.what.clone())
    });
    for n in 0..operations.len() {
        let (i, dearer) = (operations[n], &operations[..n]);
        let beside = dearer.iter().find(|d| {
            let (a, b) = (&desk.priced[**d], &desk.priced[i]);
            let one_field = a.sites.iter().any(|x| b.sites.iter().any(|y| x.holds(*y) || y.holds(*x)));
            a.refused.is_none() && key(a) == key(b) && one_field
        });
        if let Some(d) = beside {
            let main = desk.priced[*d].ja.clone();
            let sutures = [*d, i].iter().all(|n| desk.priced[*n].row.as_ref().is_some_and(|r| &*r.kubun == "K000"));
            let hint = if sutures { "近い創は、長さを足して1つで入れてください。" } else { "" };
            let because = format!("同一手術野なので、主たる手術「{main}」の点数だけを算定します。{hint}");
            desk.priced[i].refused = Some((cx.rule.id, because));
        }
    }
    drop_orphans(&mut desk.priced);
    super::initial_brushing_fee::refuse_beside_debridement(desk, cx);
}
