//! What the rules of returning to work ask of the course of treatment: how long it has gone on, admissions, whether the
//! worker can work; and the calendar arithmetic of months.

use crate::cx::Cx;
use crate::finding::Subject;
use crate::pricing::Verdict;
use rosai_domain::{Arrival, Day, InjuryCase, LedgerEntry, Question, Stay};

/// `R7.10.6`, as 記載例4 writes a day in 摘要.
pub(crate) fn short(day: Day) -> String {
    let (era, year) = day.era();
    let letter = match era.paper_code() {
        9 => 'R',
        7 => 'H',
        5 => 'S',
        3 => 'T',
        _ => 'M',
    };
    format!("{letter}{year}.{}.{}", day.month().month, day.day_of_month())
}

/// The same day of the month `n` months later, and whether that month has it; else that month's last day.
fn later(day: Day, n: u32) -> (Day, bool) {
    let mut month = day.month();
    for _ in 0..n {
        month = month.next();
    }
    let same = Day::new(month.year, month.month, day.day_of_month());
    (same.unwrap_or_else(|| month.last()), same.is_some())
}

/// The day on which `n` calendar months have passed; where the month has no such day, the first of the next.
pub(crate) fn months_after(day: Day, n: u32) -> Day {
    match later(day, n) {
        (day, true) => day,
        (last, false) => last.plus_days(1),
    }
}

/// The last day of the `n` months after a day (the day itself is not counted, 民法140条・143条).
pub(crate) fn last_within(day: Day, n: u32) -> Day {
    later(day, n).0
}

/// What was charged here before this month for any case of the worker.
pub(crate) fn charged_here<'a>(cx: &Cx<'a>, items: &[&str]) -> impl Iterator<Item = &'a LedgerEntry> {
    let facts = cx.facts;
    facts.ledger.iter().filter(move |e| items.contains(&e.item.as_str()))
}

/// What was charged before for any case of the worker: here before this month, or — as told — by another clinic.
pub(crate) fn charged_for_worker<'a>(cx: &Cx<'a>, items: &[&str]) -> impl Iterator<Item = &'a LedgerEntry> {
    let facts = cx.facts;
    facts.ledger.iter().chain(&facts.elsewhere).filter(move |e| items.contains(&e.item.as_str()))
}

/// The stay that covers a day of a case.
pub(crate) fn in_hospital<'a>(cx: &Cx<'a>, injury: &str, day: Day) -> Option<&'a Stay> {
    let facts = cx.facts;
    facts.stays.iter().find(|s| s.injury == injury && s.admitted <= day && s.discharged.is_none_or(|end| day <= end))
}

/// Whether a 通院 follows an admission: a stay on file that ended, else what somebody said.
pub(crate) fn after_admission(cx: &Cx<'_>, injury: &str, day: Day) -> Option<bool> {
    let ended = |s: &&Stay| s.injury == injury && s.discharged.is_some_and(|end| end < day);
    if cx.facts.stays.iter().any(|s| ended(&s)) {
        return Some(true);
    }
    cx.said(Question::AfterAdmission, injury, day)
}

/// The day of the treatment's beginning that somebody told, not before the injury.
fn told_start(cx: &Cx<'_>, case: &InjuryCase, day: Day) -> Option<Option<Day>> {
    let answer = cx.answer(Question::TreatmentStart, &case.id, day)?;
    let told = if answer.is_yes() { Day::parse(answer.text.trim()).ok() } else { None };
    Some(told.map(|d| d.max(case.injured_on)))
}

/// Whether the treatment has gone on for `n` months on a day: the sentence, or what stands in the way. What another
/// clinic did before is asked, where the case came from one and it could matter.
pub(crate) fn treated_for(cx: &Cx<'_>, injury: &str, day: Day, n: u32) -> Result<String, Verdict> {
    let case = cx.case(injury);
    let told = told_start(cx, case, day);
    let own = cx.treated_since(injury).unwrap_or(day);
    let since = told.flatten().map_or(own, |d| d.min(own));
    let reached = months_after(since, n);
    if reached <= day {
        return Ok(format!("{}から{n}か月以上療養を続けています。", since.ja()));
    }
    let elsewhere =
        matches!(case.arrival, Arrival::TransferDesignated | Arrival::TransferUndesignated | Arrival::Switched);
    if elsewhere && told.is_none() && months_after(case.injured_on, n) <= day {
        return Err(Verdict::Ask(
            Question::TreatmentStart,
            format!(
                "当院での療養（{}から）は{n}か月に満ちません。前の医療機関などでの療養を含めて、いつから療養しているかを入れてください。",
                own.ja()
            ),
        ));
    }
    Err(Verdict::Refuse(format!(
        "療養は{}からで、まだ{n}か月に満ちません。{}から算定できます。",
        since.ja(),
        reached.ja()
    )))
}

/// Whether the doctor holds that the worker can work.
pub(crate) fn able_to_work(cx: &Cx<'_>, injury: &str, day: Day, fee: &str) -> Result<(), Verdict> {
    match cx.said(Question::AbleToWork, injury, day) {
        Some(true) => Ok(()),
        Some(false) => Err(Verdict::Refuse(format!("就労が可能と医師が認めていないので、{fee}は算定できません。"))),
        None => Err(Verdict::Ask(
            Question::AbleToWork,
            format!("就労が可能と医師が認めた人に限り、{fee}を算定できます。医師が認めたかを入れてください。"),
        )),
    }
}

/// About a day of a case rather than one of its acts; the day only where the case has an attendance, because answers are
/// kept under attendances' days or under the month.
pub(crate) fn about_day(cx: &Cx<'_>, injury: &str, day: Day, what: &str, ja: &str) -> Subject {
    let attendance = cx.attendances().find(|(_, a)| a.injury == injury && a.day == day).map(|(id, _)| id);
    Subject {
        injury: injury.to_owned(),
        day: attendance.is_some().then_some(day),
        attendance,
        acts: Vec::new(),
        what: what.to_owned(),
        ja: ja.to_owned(),
    }
}

/// Whether one of these words stands in the name of a disease under treatment on a day.
pub(crate) fn has_disease(case: &InjuryCase, day: Day, is: impl Fn(&str) -> bool) -> bool {
    case.diseases.iter().any(|d| {
        let begun = d.since.is_none_or(|since| since <= day);
        let ended = d.end.as_ref().is_some_and(|end| end.day < day);
        begun && !ended && is(&rosai_domain::fold_width(&d.name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn months_pass_on_the_same_day_or_the_first_of_the_next() {
        assert_eq!(months_after(day("2025-08-06"), 2), day("2025-10-06"));
        assert_eq!(months_after(day("2025-08-31"), 1), day("2025-10-01"), "September has no 31st");
        assert_eq!(months_after(day("2025-12-31"), 2), day("2026-03-01"));
        assert_eq!(months_after(day("2025-11-30"), 3), day("2026-03-01"), "February has no 30th");
        assert_eq!(months_after(day("2025-10-15"), 3), day("2026-01-15"));
    }

    #[test]
    fn a_month_ends_on_the_same_day_or_the_last() {
        assert_eq!(last_within(day("2025-09-06"), 1), day("2025-10-06"));
        assert_eq!(last_within(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(last_within(day("2025-12-31"), 1), day("2026-01-31"));
    }

    #[test]
    fn a_day_in_remarks_is_short() {
        assert_eq!(short(day("2023-05-02")), "R5.5.2");
        assert_eq!(short(day("2019-04-30")), "H31.4.30");
    }
}
