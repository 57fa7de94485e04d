//! K13 麻酔
//!
//! ## 条文
//! 健保点数表は、麻酔の方法ごとに所定点数を定め、同一の目的のために2以上の麻酔を行った場合の麻酔料及び神経ブロック料は、
//! 主たる麻酔の所定点数のみにより算定すると定める。（kenpo-2024-06 第11部 通則4）
//!
//! 留意事項は、同一名称の神経ブロックを複数か所に行った場合も、2種類以上の神経ブロックを行った場合も、
//! 主たるもののみ算定し、神経ブロックと同時に行われたトリガーポイント注射は、部位にかかわらず別に算定できないとする。
//! トリガーポイント注射は、施行した回数及び部位にかかわらず、1日につき1回算定する。神経ブロックに先立って行われるエックス
//! 線透視の費用は、神経ブロックの所定点数に含まれる。（kenpo-2024-06 L100・L104 留意事項）
//!
//! ## 読み方
//! - 麻酔1つは、そのコードの行の点数になる。きざみのある行（分）は、時間に応じて増える。
//! - 同じ来院の麻酔料（L000〜L009）は、点数の高いもの1つだけを算定する。
//! - 同じ来院の神経ブロック（L100〜L102）は、点数の高いもの1つだけを算定する。
//! - トリガーポイント注射は1日に1回。同じ来院で神経ブロックを算定すれば、算定しない。
//! - 神経ブロックを算定する来院の透視診断（E000）には、要確認の印を付ける。
//! - 時間外等の加算はK14が付ける。
//!
//! ## 対象外
//! - 麻酔の実施時間が正しいか。薬剤料（K06）。
//! - 持続的注入（L003、L105）の挿入当日の扱い。1日1回はK16が見る。
//! - カテラン硬膜外注射（L103）と神経ブロックの重複。
//!
//! ## 疑義
//! - 「同一の目的」か「同時」かは、入力からは分からない。同じ来院なら同じとみる。返還にならない読み。
//! - 午前と午後に来院して神経ブロックとトリガーポイント注射を別々に行ったとき。来院が違えばそれぞれ算定する。要確認。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, price_rows};
use crate::rule::Stage;
use crate::rules::count_limits::{day_of, in_order};
use rosai_document::Cite;
use rosai_domain::Day;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(13),
    term: "anesthesia",
    ja: "麻酔",
    cites: &[Cite::new("kenpo-2024-06", "第2章第11部"), Cite::new("kenpo-2024-06", "L100・L104 留意事項")],
    items: &[],
    stage: Stage::Price(apply),
};

/// 透視診断.
const FLUOROSCOPY: &str = "170000310";

fn number(p: &Priced) -> Option<u16> {
    let row = p.row.as_ref().filter(|r| &*r.category == "麻酔" && !r.is_addition())?;
    row.kubun.strip_prefix('L')?.get(..3)?.parse().ok()
}

/// 麻酔料 itself; not what is infused after it.
pub(crate) fn is_anesthesia(p: &Priced) -> bool {
    number(p).is_some_and(|n| n <= 9 && n != 3)
}

/// 神経ブロック料.
pub(crate) fn is_nerve_block(p: &Priced) -> bool {
    number(p).is_some_and(|n| (100..=105).contains(&n))
}

fn is_block(p: &Priced) -> bool {
    number(p).is_some_and(|n| (100..=102).contains(&n))
}

fn is_trigger_point(p: &Priced) -> bool {
    number(p) == Some(104)
}

fn coming(cx: &Cx<'_>, p: &Priced) -> (Day, u8) {
    let at = &cx.facts.attendances[p.acts[0].attendance.0];
    (at.day, at.coming)
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    price_rows(desk, cx, &["麻酔"]);
    main_only(desk, cx, is_anesthesia, "同じ来院の麻酔は主たるもの");
    main_only(desk, cx, is_block, "同じ来院の神経ブロックは、数や種類によらず主たるもの");
    trigger_points(desk, cx);
    fluoroscopy(desk, cx);
}

/// Of one coming the dearest only.
fn main_only(desk: &mut Desk, cx: &Cx<'_>, of: fn(&Priced) -> bool, what: &str) {
    let order = in_order(cx, &desk.priced, of);
    for (n, i) in order.iter().enumerate() {
        let main = order[..n].iter().find(|k| coming(cx, &desk.priced[**k]) == coming(cx, &desk.priced[*i]));
        if let Some(main) = main {
            let because = format!("{what}（{}）だけを算定します。", desk.priced[*main].ja);
            desk.priced[*i].refused = Some((cx.rule.id, because));
        }
    }
}

fn trigger_points(desk: &mut Desk, cx: &Cx<'_>) {
    let blocks: Vec<(Day, u8)> =
        in_order(cx, &desk.priced, is_block).into_iter().map(|i| coming(cx, &desk.priced[i])).collect();
    let mut days: Vec<Day> = Vec::new();
    for i in in_order(cx, &desk.priced, is_trigger_point) {
        let (when, day) = (coming(cx, &desk.priced[i]), day_of(cx, &desk.priced[i]));
        let because = if blocks.contains(&when) {
            "神経ブロックと同時に行ったトリガーポイント注射は、部位が違っても算定できません。薬剤料は算定できます。"
        } else if days.contains(&day) {
            "トリガーポイント注射は、回数や部位によらず1日につき1回です。薬剤料は算定できます。"
        } else {
            days.push(day);
            continue;
        };
        desk.priced[i].refused = Some((cx.rule.id, because.to_owned()));
    }
}

fn fluoroscopy(desk: &mut Desk, cx: &Cx<'_>) {
    let blocks: Vec<(Day, u8)> =
        in_order(cx, &desk.priced, is_block).into_iter().map(|i| coming(cx, &desk.priced[i])).collect();
    for i in in_order(cx, &desk.priced, |p| p.what == FLUOROSCOPY) {
        if blocks.contains(&coming(cx, &desk.priced[i])) {
            let p = &mut desk.priced[i];
            p.check = true;
            p.because.push("神経ブロックに先立つ透視なら、神経ブロックに含まれ算定できません（要確認）。".to_owned());
        }
    }
}
