//! K14 処置・手術の時間外等

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
        .filter(|p| is_brushing(p) || p.is_operation() || (p.is_category("処置") && p.row.as_ref().is_some_and(|r| r.note_no.is_none())))
        .collect();
    // I 16 注1: with ブラッシング it is the sum of the visit's 処置 and 手術 that must reach 150 points, and is raised.
    let brushed = here.iter().any(|p| is_brushing(p));
    let sum: i64 = here.iter().filter_map(|p| p.points()).map(|p| p.0).sum();
    let reaches = |p: &Priced| {
        p.is_operation()
            || (brushed && Decimal::from(sum) >= floor)
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
                cx.propose(about, Question::Urgent, format!("「{}」を{ja}に緊急のために行いましたか。行ったなら{ja}加算を算定できます。", p.ja))
            });
            continue;
        }
        let because = format!("「{}」を{ja}に緊急のために行ったので、点数の{}倍を加算します（1点未満四捨五入）。", p.ja, rate.value.normalize());
        let product = Why::step(Op::Times, vec![p.why.clone(), Why::Table(rate.clone())]);
        let amount = Why::step_by(Op::HalfUpPoint, vec![product], Cite::new("manual-2025-04", "I 16 注1"));
        let why = Why::Rule { rule: cx.rule.id, because: vec![because.clone()], amount: Box::new(amount) };
        let Some(points) = Traced::<Points>::points(why) else { continue };
        let code = cx.catalogue.item(item).and_then(|i| i.code.clone());
        let formula = points.value().0.to_string();
        out.push(cx.charge(about, Charge {
            code,
            section: p.section,
            amount: Amount::Points(points),
            times: 1,
            sites: Vec::new(),
            formula,
            parts: Vec::new(),
            remarks: Vec::new(),
            addition_to: Some(p.what.clone()),
            read_as: false,
            typed: false,
        }, because));
    }
    out
}
