//! K15 逓減
//!
//! ## 条文
//! 健保点数表は、呼吸循環機能検査等（D206からD214-2まで）と超音波検査等（D215、D216）について、
//! 特に規定する場合を除き、同一の患者につき同一月において同一検査を2回以上実施した場合における2回目以降の当該検査の費用
//! は、所定点数の100分の90に相当する点数により算定すると定める。（kenpo-2024-06 第3部第3節 通則）
//!
//! 留意事項は、「同一の検査」として、心電図検査の「1」から「5」までを同一の検査として扱い、超音波検査の「1」から「5」
//! までのうち2以上のものを同一月内に同一の部位について行った場合も同一の検査として扱う。
//! （kenpo-2024-06 D208・D215 留意事項）
//!
//! 「注 健保点数表の同一月の2回目以降の断層撮影の費用についての逓減制については、適用しません。」
//! （manual-2025-04 I 12 注）
//!
//! ## 読み方
//! - 料金表の行のうち、医科診療行為マスターが逓減の対象とする検査は、心電図検査（D208）、超音波検査（D215）、
//!   サーモグラフィー検査（D216）。それぞれを1つの検査とみて、労働者1人の1か月の2回目から、所定点数の90%
//!   （1点未満四捨五入）とする。減らす割合は検査逓減の行（10%）から取る。
//! - 日の早いもの、同じ来院では点数の高いものを先の回とする。ほかの規則が算定しないとした検査は数えない。
//! - マスターを読み込んでいれば、逓減対象区分（項番52）の検査を、包括逓減区分（項番63）ごとに数える。
//! - CT・MRI撮影は、M12により減らさない。
//!
//! ## 対象外
//! - 料金表に行のない検査（負荷心電図、脳波、内視鏡など）の逓減。
//! - 他院で描写した心電図の診断（70点。行がない）。
//! - 処方料・処方箋料の逓減（K05）。
//!
//! ## 疑義
//! - 超音波検査を別の部位に行ったときも「同一検査」か。留意事項は同一の部位について書くだけなので、
//!   別の部位なら減らさないとも読める。同じ検査とみて減らす。返還にならない読み。
//! - 2つの傷病の検査を合わせて数えるか。「同一の患者につき」なので合わせる。
//! - ほかの保険で同じ月に行った検査は数えない。要確認。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Why};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(15),
    term: "reduction",
    ja: "逓減",
    cites: &[Cite::new("kenpo-2024-06", "第3部第3節 通則")],
    items: &[],
    stage: Stage::Price(apply),
};

/// 検査逓減: how many per cent are taken off.
const REDUCTION_ROW: &str = "160000190";

/// 逓減対象区分 = 1 in the master, CT and MRI (M12) left out: each is one examination.
const REDUCED: [&str; 3] = ["D208", "D215", "D216"];

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut groups: Vec<Group> = desk.priced.iter().filter_map(group).collect();
    groups.sort();
    groups.dedup();
    for wanted in groups {
        let of = |p: &Priced| group(p).as_ref() == Some(&wanted);
        for (n, i) in count_limits::in_order(cx, &desk.priced, of).into_iter().enumerate().skip(1) {
            reduce(&mut desk.priced[i], cx, n + 1);
        }
    }
}

/// What counts together: 包括逓減区分 of the master, else the 区分番号.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Master(u16),
    Kubun(String),
}

/// 包括逓減区分 of CT and MRI, which M12 does not reduce.
const TOMOGRAPHY: u16 = 201;

fn group(p: &Priced) -> Option<Group> {
    let row = p.row.as_ref().filter(|r| !r.is_addition() && &*r.category == "検査")?;
    match &row.columns {
        Some(columns) => columns.reduced.filter(|g| *g != TOMOGRAPHY).map(Group::Master),
        None => REDUCED.contains(&&*row.kubun).then(|| Group::Kubun(row.kubun.to_string())),
    }
}

fn reduce(p: &mut Priced, cx: &Cx<'_>, time: usize) {
    let day = cx.facts.attendances[p.acts[0].attendance.0].day;
    let Ok(row) = cx.catalogue.act(REDUCTION_ROW, day) else { return };
    let off = Why::Table(row.points.clone());
    let rest = Why::step(Op::Minus, vec![Why::count("", 100), off]);
    let share = Why::step(Op::Divide, vec![rest, Why::count("", 100)]);
    let product = Why::step(Op::Times, vec![p.why.clone(), share]);
    p.why = Why::step_by(Op::HalfUpPoint, vec![product], cx.rule.cite());
    p.rule = cx.rule.id;
    p.because.push(format!(
        "同じ検査の今月{time}回目なので、所定点数から{}%を引きます（1点未満四捨五入）。",
        row.points.value.normalize()
    ));
}
