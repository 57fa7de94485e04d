//! How each attendance was seen: what M02 and M05 both start from, decided in one place.

use rosai_domain::{Arrival, Attendance, AttendanceId, Consultation, Facts};

/// How an attendance counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// 初診, the first department for this accident.
    Initial(String),
    /// 初診 in a second department on the same day for the same accident (初診料 注5ただし書).
    InitialSecond(String),
    /// 初診 in a third department or later: nothing.
    InitialThird(String),
    /// 再診, charged in full. `again` where the worker came a second time that day.
    Repeat {
        /// By telephone.
        phone: bool,
        /// A second coming of the day (同日再診).
        again: bool,
        /// Why.
        because: String,
    },
    /// 再診 in a second department (再診料 注3).
    RepeatSecond {
        /// By telephone.
        phone: bool,
        /// Why.
        because: String,
    },
    /// 再診 that is not charged.
    RepeatFree(String),
    /// Nobody was examined, or it belongs to another examination.
    NotSeen(String),
}

impl Seen {
    /// Any 初診.
    pub fn is_initial(&self) -> bool {
        matches!(self, Seen::Initial(_) | Seen::InitialSecond(_) | Seen::InitialThird(_))
    }

    /// Any 再診 with a person present.
    pub fn is_repeat_in_person(&self) -> bool {
        matches!(
            self,
            Seen::Repeat { phone: false, .. } | Seen::RepeatSecond { phone: false, .. } | Seen::RepeatFree(_)
        )
    }
}

/// Attendances in an order that depends on what they say, not on when they were entered.
pub(crate) fn canonical_order(facts: &Facts) -> Vec<AttendanceId> {
    let mut order: Vec<(AttendanceId, &Attendance)> = facts.attendances().collect();
    let key = |a: &Attendance| (a.day, a.coming, a.time, a.department.clone(), a.injury.clone());
    order.sort_by_cached_key(|(_, a)| key(a));
    order.into_iter().map(|(id, _)| id).collect()
}

/// One [`Seen`] per attendance, by its place in the facts.
pub(crate) fn decide(facts: &Facts, order: &[AttendanceId]) -> Vec<Seen> {
    let mut seen: Vec<Option<Seen>> = vec![None; facts.attendances.len()];
    for (i, id) in order.iter().enumerate() {
        let at = &facts.attendances[id.0];
        let before = |want: &dyn Fn(&Attendance, &Seen) -> bool| {
            order[..i].iter().any(|b| seen[b.0].as_ref().is_some_and(|s| want(&facts.attendances[b.0], s)))
        };
        seen[id.0] = Some(decide_one(facts, at, &before, &order[..i]));
    }
    // A 再診 beside a 初診 of the same coming and department (whatever order they stand in) is not charged.
    for id in order {
        let at = &facts.attendances[id.0];
        let beside = order.iter().any(|o| {
            let other = &facts.attendances[o.0];
            o != id
                && (other.day, other.coming, &other.department) == (at.day, at.coming, &at.department)
                && matches!(seen[o.0], Some(Seen::Initial(_) | Seen::InitialSecond(_)))
        });
        if beside && matches!(seen[id.0], Some(Seen::Repeat { .. } | Seen::RepeatSecond { .. })) {
            seen[id.0] = Some(Seen::RepeatFree(
                "同じ来院・同じ診療科で新しい傷病の初診料を算定しているので、再診料は重ねて算定しません。".to_owned(),
            ));
        }
    }
    seen.into_iter().map(|s| s.expect("every attendance is in the order once")).collect()
}

type Before<'b> = &'b dyn Fn(&dyn Fn(&Attendance, &Seen) -> bool) -> bool;

fn decide_one(facts: &Facts, at: &Attendance, before: Before<'_>, earlier: &[AttendanceId]) -> Seen {
    let case = facts.injury(&at.injury).expect("Facts::problems refuses attendances without a case");
    match at.consultation {
        Some(Consultation::DocumentsOnly) => {
            return Seen::NotSeen("文書のみで診察をしていないので、初診料・再診料はありません。".to_owned());
        }
        Some(Consultation::Incidental) => {
            return Seen::NotSeen("初診・再診に附随する一連の行為なので、別の初診料・再診料はありません。".to_owned());
        }
        _ => {}
    }
    let charged_before = facts.ledger.iter().any(|e| {
        e.injury == at.injury && (e.item.starts_with("initial_visit_fee") || e.item.starts_with("repeat_visit_fee"))
    });
    let treated_before = charged_before || case.earlier_slips > 0 || case.arrival == Arrival::Switched;
    let same_case = |a: &Attendance| a.injury == at.injury;
    let seen_earlier_day = before(&|a, s| same_case(a) && a.day < at.day && !matches!(s, Seen::NotSeen(_)));
    // 注5ただし書 and 注3 speak of 医科 only: 歯科 beside 医科 is no second department.
    let one_kind = |a: &Attendance| a.department.is_dental() == at.department.is_dental();
    let initial_today = before(&|a, s| same_case(a) && a.day == at.day && one_kind(a) && s.is_initial());
    let already_here = before(&|a, s| {
        same_case(a) && a.day == at.day && a.department == at.department && !matches!(s, Seen::NotSeen(_))
    });
    let stays = facts.stays.iter().any(|s| s.admitted <= at.day && s.discharged.is_none_or(|d| at.day <= d));
    let phone = at.consultation == Some(Consultation::Phone);
    let may_be_initial = !treated_before && !seen_earlier_day && !already_here;
    let says_initial = at.consultation == Some(Consultation::Initial);
    let relapse_beside = may_be_initial && case.arrival == Arrival::Relapse && under_treatment(facts, at, before);
    if may_be_initial && !relapse_beside && !phone && (says_initial || at.consultation.is_none()) {
        return initial(at, case.arrival, initial_today, before);
    }
    let treated_in_month = before(&|a, s| same_case(a) && !matches!(s, Seen::NotSeen(_)));
    if phone && !treated_before && !treated_in_month {
        return Seen::NotSeen("まだ初診をしていない傷病の電話なので、再診料は算定できません。".to_owned());
    }
    if stays {
        return Seen::RepeatFree("入院中なので再診料は算定できません。".to_owned());
    }
    let instead = if relapse_beside {
        Some("再発ですが、ほかの傷病の診療が当院で続いているので、初診料でなく再診料を算定します（要確認）。")
    } else if says_initial {
        Some("初診と入力されていますが、この災害の診療は当院で続いているので再診料を算定します。")
    } else {
        None
    };
    repeat(facts, at, phone, instead, before, earlier)
}

/// Whether another disease of the worker is being treated here: the exception of I 2 speaks of a new accident, not of a
/// relapse.
fn under_treatment(facts: &Facts, at: &Attendance, before: Before<'_>) -> bool {
    let other_case = facts
        .injuries
        .iter()
        .any(|i| i.id != at.injury && i.earlier_slips > 0 && i.disposition_day.is_none_or(|d| d >= at.day));
    other_case
        || facts.other_insurance.iter().any(|o| o.day <= at.day)
        || before(&|a, s| a.injury != at.injury && !matches!(s, Seen::NotSeen(_)))
}

fn initial(at: &Attendance, arrival: Arrival, initial_today: bool, before: Before<'_>) -> Seen {
    if initial_today && at.department.is_dental() {
        return Seen::InitialThird(
            "同じ日・同じ災害の歯科の初診料は1回です（注5ただし書は医科だけのものです）。".to_owned(),
        );
    }
    if initial_today {
        let departments =
            before(&|a, s| a.injury == at.injury && a.day == at.day && matches!(s, Seen::InitialSecond(_)));
        return if departments {
            Seen::InitialThird("同じ日・同じ災害で3つ目の診療科なので、初診料は算定できません。".to_owned())
        } else {
            Seen::InitialSecond(
                "同じ日・同じ災害で2つ目の診療科の初診なので、健保点数表の初診料の注5ただし書に当たります。".to_owned(),
            )
        };
    }
    Seen::Initial(match arrival {
        Arrival::Relapse => "再発の初診なので初診料を算定します。".to_owned(),
        Arrival::TransferDesignated | Arrival::TransferUndesignated => {
            "ほかの医療機関から移り、当院では初めての診察なので初診料を算定します。".to_owned()
        }
        Arrival::First | Arrival::Switched => "この災害について当院で初めての診察なので初診料を算定します。".to_owned(),
    })
}

fn repeat(
    facts: &Facts,
    at: &Attendance,
    phone: bool,
    instead: Option<&str>,
    before: Before<'_>,
    earlier: &[AttendanceId],
) -> Seen {
    let one_kind = |d: &rosai_domain::Department| d.is_dental() == at.department.is_dental();
    let same_coming = |a: &Attendance| a.day == at.day && a.coming == at.coming && one_kind(&a.department);
    // 注3 counts departments of the day, whichever coming they belong to.
    let other_today = |a: &Attendance| a.day == at.day && one_kind(&a.department) && a.department != at.department;
    let repeats = |s: &Seen| matches!(s, Seen::Repeat { .. } | Seen::RepeatSecond { .. } | Seen::RepeatFree(_));
    if before(&|a, s| same_coming(a) && a.department == at.department && repeats(s)) {
        return Seen::RepeatFree(
            "同じ来院・同じ診療科で2つの傷病を診たので、再診料は主たる傷病についてだけ算定します。".to_owned(),
        );
    }
    let other_same = facts.other_insurance.iter().find(|o| o.day == at.day && o.department == at.department);
    if other_same.is_some_and(|o| o.main) {
        return Seen::RepeatFree(
            "同じ日・同じ診療科でほかの保険の傷病が主なので、労災の再診料は算定できません。".to_owned(),
        );
    }
    let other_main = facts
        .other_insurance
        .iter()
        .any(|o| o.day == at.day && o.department != at.department && one_kind(&o.department) && o.main);
    let again_here = before(&|a, s| {
        a.day == at.day && a.coming < at.coming && a.department == at.department && matches!(s, Seen::Repeat { .. })
    });
    let full = before(&|a, s| other_today(a) && matches!(s, Seen::Repeat { .. })) && !again_here;
    let second = before(&|a, s| other_today(a) && matches!(s, Seen::RepeatSecond { .. })) && !again_here;
    if full && at.department.is_dental() {
        return Seen::RepeatFree("同じ日に2つ目の歯科の再診料は算定できません（注3は医科だけのものです）。".to_owned());
    }
    if other_main && at.department.is_dental() {
        return Seen::RepeatFree(
            "同じ日にほかの保険の歯科の傷病が主なので、再診料は算定できません（注3は医科だけのものです）。".to_owned(),
        );
    }
    if second || (full && other_main) {
        return Seen::RepeatFree("同じ日に3つ目の診療科なので、再診料は算定できません。".to_owned());
    }
    if full || other_main {
        let because = if other_main {
            "同じ日に別の診療科でほかの保険の傷病が主として再診されているので、2科目の再診料を算定します。"
        } else {
            "同じ日に2つ目の診療科の再診なので、2科目の再診料を算定します。"
        };
        return Seen::RepeatSecond { phone, because: because.to_owned() };
    }
    let again = earlier.iter().any(|e| {
        let other = &facts.attendances[e.0];
        other.day == at.day && other.coming < at.coming
    });
    let because = if let Some(instead) = instead {
        instead
    } else if again {
        "同じ日に再び来院したので、同日再診料を算定します。"
    } else if phone {
        "電話等による再診なので、電話等再診料を算定します。"
    } else {
        "この災害の診療が当院で続いているので再診料を算定します。"
    };
    Seen::Repeat { phone, again, because: because.to_owned() }
}
