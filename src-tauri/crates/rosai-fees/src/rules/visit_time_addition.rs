//! K01 時間外等（初診・再診）

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Attendance, Facility, TimeClass, TimeOfDay, is_holiday};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(1),
    term: "visit_time_addition",
    ja: "時間外等（初診・再診）",
    cites: &[Cite::new("kenpo-2024-06", "A000 注7・A001 注5")],
    items: &[
        "kenpo_time_addition_initial_overtime",
        "kenpo_time_addition_initial_holiday",
        "kenpo_time_addition_initial_midnight",
        "kenpo_time_addition_repeat_overtime",
        "kenpo_time_addition_repeat_holiday",
        "kenpo_time_addition_repeat_midnight",
    ],
    stage: Stage::Charge(apply),
};

/// The class of a coming: as somebody said, else by the clock and the clinic's hours; none where nobody wrote the time.
pub(crate) fn time_class(facility: &Facility, at: &Attendance) -> Option<TimeClass> {
    if at.time_class.is_some() {
        return at.time_class;
    }
    let time = at.time?;
    if facility.is_open(at.day, Some(time)) {
        return Some(TimeClass::Regular);
    }
    let midnight = time >= TimeOfDay::new(22, 0) || time < TimeOfDay::new(6, 0);
    Some(if midnight {
        TimeClass::Midnight
    } else if is_holiday(at.day) {
        TimeClass::Holiday
    } else {
        TimeClass::Overtime
    })
}

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &Attendance)| {
        let initial = match cx.seen(id) {
            Seen::Initial(_) => true,
            Seen::Repeat { .. } => false,
            _ => return None,
        };
        let (ja, item, section) = match (time_class(&cx.facts.facility, at)?, initial) {
            (TimeClass::Overtime, true) => ("時間外", "kenpo_time_addition_initial_overtime", Section::Initial),
            (TimeClass::Holiday, true) => ("休日", "kenpo_time_addition_initial_holiday", Section::Initial),
            (TimeClass::Midnight, true) => ("深夜", "kenpo_time_addition_initial_midnight", Section::Initial),
            (TimeClass::Overtime, false) => ("時間外", "kenpo_time_addition_repeat_overtime", Section::RepeatOvertime),
            (TimeClass::Holiday, false) => ("休日", "kenpo_time_addition_repeat_holiday", Section::RepeatHoliday),
            (TimeClass::Midnight, false) => ("深夜", "kenpo_time_addition_repeat_midnight", Section::RepeatMidnight),
            (TimeClass::Regular | TimeClass::NightEarly, _) => return None,
        };
        let because = if at.time_class.is_some() {
            format!("{ja}の受診と入力されているので算定します。")
        } else {
            format!("診療時間の外で、時刻が{ja}に当たるので算定します。")
        };
        Some(cx.charge_item(cx.about(id, item, ja), item, section, because))
    };
    cx.attendances().filter_map(one).collect()
}
