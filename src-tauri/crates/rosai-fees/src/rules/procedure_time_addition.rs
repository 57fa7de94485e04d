//! K14 処置・手術の時間外等
//!
//! ## 条文
//! 健保点数表は、緊急のために、休日・時間外・深夜に行った処置（150点以上）と手術に、時間外40%、
//! 休日・深夜80%を加えると定める（届出のない医療機関の加算2、入院中でない患者）。（kenpo-2024-06 第9部通則5・第10部通
//! 則12）
//!
//! 「注1 初診時ブラッシング料を含む処置、手術の所定点数の合計が150点以上の場合に限り、時間外、
//! 深夜又は休日加算が算定できます（1点未満四捨五入）。」（manual-2025-04 I 16 注1）
//!
//! ## 読み方
//! - 受診の時間の区分（K01）が時間外・休日・深夜のときだけ見る。夜間・早朝等と診療時間内では付けない。
//! - 手術はすべて、処置は外来管理加算区分のある行で四肢加算後の点数が150点以上のものに付ける。注加算、
//!   処置医療機器等加算（腰部固定帯加算など）、処置の乳幼児加算、リハビリテーション、薬剤、
//!   機能回復指導加算には付けない。
//! - 初診時ブラッシング料は、その受診の処置と手術（ブラッシング料を含む）の合計が150点以上なら、ブラッシング料に付ける
//!   （M16の疑義）。ほかの処置は、それ自身が150点以上のときに付ける。
//! - 四肢加算後の点数に率を掛け、項目ごとに1点未満を四捨五入して、別の行にする。
//! - 緊急のために行ったかは、行為の印か答えによる。なければ算定せずに尋ねる。「いいえ」なら算定しない理由を示す。
//!   ブラッシング料は、同じ受診に緊急の印のある処置・手術があれば付ける。
//! - 同一手術野などで算定しない手術には付けない。
//!
//! ## 対象外
//! - 届出による加算1（時間外80%、休日・深夜160%）。
//! - 麻酔・検査・画像診断の時間外等の加算。
//! - 手術を始めた時刻。受診の時刻の区分を使う。
//! - 行為の行の「時間加算区分」。見ない。
//!
//! ## 疑義
//! - 四肢加算と時間外等の加算の順序はマニュアルにない。処置も手術も四肢加算を先にする。ORCAは処置では同じ、
//!   手術では時間外を先にするので、手術の基本点数が10の倍数でないときに±1点の差が出る。要確認。
//! - 150点を四肢加算の前で見るか後で見るか。加算後で見る（ORCAの処置の扱い）。要確認。
//! - 手術の注加算（真皮縫合加算など）も所定点数に入り率が掛かるとも読める。掛けない。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Amount, Charge, Finding};
use crate::pricing::Priced;
use crate::rule::Stage;
use crate::rules::visit_time_addition::time_class;
use rosai_document::{Cite, Op, Traced, Why};
use rosai_domain::{AnswerValue, AttendanceId, Points, Question, TimeClass, Vouched};
use rust_decimal::Decimal;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(14),
    term: "procedure_time_addition",
    ja: "処置・手術の時間外等",
    cites: &[Cite::new("kenpo-2024-06", "第9部通則5・第10部通則12"), Cite::new("manual-2025-04", "I 16 注1")],
    items: &[
        "kenpo_procedure_overtime_rate",
        "kenpo_procedure_holiday_rate",
        "kenpo_procedure_midnight_rate",
        "kenpo_operation_overtime_rate",
        "kenpo_operation_holiday_rate",
        "kenpo_operation_midnight_rate",
        "kenpo_procedure_time_floor",
    ],
    stage: Stage::Charge(apply),
};

fn rate_item(operation: bool, class: TimeClass) -> Option<(&'static str, &'static str)> {
    Some(match (operation, class) {
        (false, TimeClass::Overtime) => ("時間外", "kenpo_procedure_overtime_rate"),
        (false, TimeClass::Holiday) => ("休日", "kenpo_procedure_holiday_rate"),
        (false, TimeClass::Midnight) => ("深夜", "kenpo_procedure_midnight_rate"),
        (true, TimeClass::Overtime) => ("時間外", "kenpo_operation_overtime_rate"),
        (true, TimeClass::Holiday) => ("休日", "kenpo_operation_holiday_rate"),
        (true, TimeClass::Midnight) => ("深夜", "kenpo_operation_midnight_rate"),
        (_, TimeClass::Regular | TimeClass::NightEarly) => return None,
    })
}

fn is_brushing(p: &Priced) -> bool {
    p.what == "initial_brushing_fee"
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    cx.attendances().flat_map(|(id, _)| of_attendance(cx, chosen, id)).collect()
}

fn of_attendance(cx: &Cx<'_>, chosen: &Chosen, id: AttendanceId) -> Vec<Finding> {
    let at = &cx.facts.attendances[id.0];
    let Some(class) = time_class(&cx.facts.facility, at) else { return Vec::new() };
    if rate_item(false, class).is_none() {
        return Vec::new();
    }
    let floor = cx.item("kenpo_procedure_time_floor", at.day).map_or(Decimal::ZERO, |v| v.value);
    let here: Vec<&Priced> = chosen
        .items
        .iter()
        .filter(|p| p.acts[0].attendance == id && p.refused.is_none())
        .filter(|p| is_brushing(p) || p.is_operation() || (p.is_category("処置") && p.barred()))
        .collect();
    // I 16 注1: for ブラッシング it is the sum of the visit's 処置 and 手術 that must reach 150 points.
    let sum: i64 = here.iter().filter_map(|p| p.points()).map(|p| p.0).sum();
    let reaches = |p: &Priced| {
        p.is_operation()
            || (is_brushing(p) && Decimal::from(sum) >= floor)
            || (!is_brushing(p) && p.points().is_some_and(|n| Decimal::from(n.0) >= floor))
    };
    let due: Vec<&Priced> = here.iter().copied().filter(|p| reaches(p)).collect();
    if due.is_empty() {
        return Vec::new();
    }
    let vouched_by_act = |p: &Priced| {
        p.acts.iter().any(|a| cx.facts.attendances[a.attendance.0].acts[a.index].vouched.contains(&Vouched::Urgent))
    };
    let answer = cx.facts.answer(Question::Urgent, &at.injury, at.day).map(|a| a.value == AnswerValue::Yes);
    let any_vouched = due.iter().any(|p| vouched_by_act(p)) || answer == Some(true);
    let mut out = Vec::new();
    for p in due {
        let Some((ja, item)) = rate_item(p.is_operation(), class) else { continue };
        let Some(rate) = cx.item(item, at.day) else { continue };
        let mut about = cx.about_acts(&p.acts, item, &format!("{}（{ja}加算）", p.ja));
        about.attendance = Some(id);
        let urgent = vouched_by_act(p) || answer == Some(true) || (is_brushing(p) && any_vouched);
        if !urgent {
            out.push(if answer == Some(false) {
                cx.refuse(about, "緊急のためではないので、時間外等の加算は算定できません。".to_owned())
            } else {
                cx.propose(
                    about,
                    Question::Urgent,
                    format!("「{}」を{ja}に緊急のために行いましたか。行ったなら{ja}加算を算定できます。", p.ja),
                )
            });
            continue;
        }
        let because = format!(
            "「{}」を{ja}に緊急のために行ったので、点数の{}倍を加算します（1点未満四捨五入）。",
            p.ja,
            rate.value.normalize()
        );
        let product = Why::step(Op::Times, vec![p.why.clone(), Why::Table(rate.clone())]);
        let amount = Why::step_by(Op::HalfUpPoint, vec![product], Cite::new("manual-2025-04", "I 16 注1"));
        let why = Why::Rule { rule: cx.rule.id, because: vec![because.clone()], amount: Box::new(amount) };
        let Some(points) = Traced::<Points>::points(why) else { continue };
        let code = cx.catalogue.item(item).and_then(|i| i.code.clone());
        let charge =
            Charge { code, addition_to: Some(p.what.clone()), ..Charge::once(p.section, Amount::Points(points)) };
        out.push(cx.charge(about, charge, because));
    }
    out
}
