//! What must always hold, over random months.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read the environment through proptest

mod common;

use common::{any_daily_month, any_month, cases};
use proptest::prelude::*;
use rosai_catalogue::Overlay;
use rosai_domain::{ActId, AttendanceId, Facts};
use rosai_fees::{Amount, Assessment, Engine, Outcome};
use rosai_proof::ENGINE;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

fn assess(facts: &Facts) -> Assessment {
    ENGINE.assess(facts).unwrap_or_else(|p| panic!("{p:?}"))
}

/// Findings without the ids that only say in which order things were entered.
fn content(found: &Assessment) -> Vec<String> {
    let mut out: Vec<String> = found
        .findings
        .iter()
        .map(|f| {
            format!(
                "{:?} {} {} {:?} {:?} {}",
                f.subject.day, f.subject.injury, f.subject.what, f.rule, f.outcome, f.sentence
            )
        })
        .collect();
    out.sort();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    /// The same facts give the same findings, in whatever order they were entered.
    #[test]
    fn the_order_of_entry_does_not_matter(facts in any_month(), seed in any::<u64>()) {
        let first = assess(&facts);
        let mut other = facts;
        let mut state = seed | 1;
        let mut next = |n: usize| { state ^= state << 13; state ^= state >> 7; state ^= state << 17; (state % (n as u64 + 1)) as usize };
        for i in (1..other.attendances.len()).rev() { let j = next(i); other.attendances.swap(i, j); }
        for a in &mut other.attendances { for i in (1..a.acts.len()).rev() { let j = next(i); a.acts.swap(i, j); } }
        other.injuries.reverse();
        let second = assess(&other);
        prop_assert_eq!(content(&first), content(&second));
        let totals = |a: &Assessment| { let mut t: Vec<_> = a.sums.iter().map(|s| (s.injury.clone(), s.total.value())).collect(); t.sort(); t };
        prop_assert_eq!(totals(&first), totals(&second));
    }

    /// Computing the reason again gives the amount; the total is the sum of the lines, cut down once.
    #[test]
    fn reasons_compute_to_their_amounts(facts in any_month()) {
        let found = assess(&facts);
        for (_, c) in found.charges() {
            let value = match &c.amount { Amount::Points(p) => p.value().0, Amount::Yen(y) => y.value().0 };
            prop_assert_eq!(c.amount.why().evaluate(), Some(Decimal::from(value)));
        }
        for s in &found.sums {
            let of_case = || found.findings.iter().filter(|f| f.subject.injury == s.injury);
            let points: i64 = of_case().map(|f| f.points().0).sum();
            let yen: i64 = of_case().map(|f| f.yen().0).sum();
            prop_assert_eq!(s.points.0, points);
            prop_assert_eq!(s.yen_items.0, yen);
            prop_assert_eq!(s.yen_of_points.value().0, points * 12);
            prop_assert_eq!(s.total.value().0, points * 12 + yen);
            prop_assert_eq!(s.total.why().evaluate(), Some(Decimal::from(s.total.value().0)));
        }
    }

    /// Nothing entered is dropped in silence: every act is charged, refused, asked about or an error — and never both
    /// charged and refused.
    #[test]
    fn every_act_is_accounted_for(facts in any_month()) {
        let found = assess(&facts);
        for (i, at) in facts.attendances.iter().enumerate() {
            for index in 0..at.acts.len() {
                let id = ActId { attendance: AttendanceId(i), index };
                let about: Vec<_> = found.findings.iter().filter(|f| f.subject.acts.contains(&id)).collect();
                let code = at.acts[index].code.as_deref().unwrap_or_default();
                let entered = ENGINE.catalogue().act(code, at.day).map(|row| row.points.id.to_string()).unwrap_or_default();
                let own: Vec<_> = about
                    .iter()
                    .filter(|f| f.charge().is_none_or(|c| c.addition_to.is_none() || f.subject.what == entered))
                    .filter(|f| !matches!(f.outcome, Outcome::Proposed(_)))
                    .collect();
                prop_assert!(!own.is_empty(), "act {:?} is lost", at.acts[index]);
                let charged = own.iter().filter(|f| f.charge().is_some()).count();
                let refused = own.iter().filter(|f| f.outcome == Outcome::Refused && !f.subject.what.starts_with("kenpo_")).count();
                prop_assert!(charged <= 1 && (charged == 0 || refused == 0), "{:?}: {} charged, {} refused", at.acts[index], charged, refused);
            }
        }
        for f in &found.findings {
            prop_assert!(!f.sentence.is_empty() && !f.cite.section.is_empty(), "{:?}", f);
        }
    }

    /// A value of another month reaches no line of this one, and every value used is in force on the day of its line.
    #[test]
    fn editions_do_not_leak(facts in any_month()) {
        let found = assess(&facts);
        let mut used: Vec<_> = found.whys().flat_map(|w| w.tables().into_iter().cloned()).collect();
        used.sort_by(|a, b| a.id.cmp(&b.id));
        used.dedup_by(|a, b| a.id == b.id);
        for (f, c) in found.charges() {
            let day = f.subject.day.unwrap_or_else(|| facts.month.last());
            for table in c.amount.why().tables() {
                prop_assert!(table.from <= day, "{} of {} on {}", table.id, table.from, day);
            }
        }
        let next = facts.month.next().first();
        let overlays: Vec<Overlay> = used
            .iter()
            .map(|v| Overlay {
                id: v.id.to_string(),
                from: next,
                amount: v.value + Decimal::ONE,
                notice: "仮の通知".to_owned(),
                section: "仮".to_owned(),
                by: "管理者".to_owned(),
                on: next,
            })
            .collect();
        let known = |o: &Overlay| ENGINE.catalogue().with_overlay(std::slice::from_ref(o)).is_ok();
        let overlays: Vec<Overlay> = overlays.into_iter().filter(known).collect();
        let other = Engine::new(ENGINE.catalogue().with_overlay(&overlays).expect("each was tried")).expect("the same items");
        prop_assert_eq!(found, other.assess(&facts).expect("the same facts"));
    }

    /// Where no month-wide rule has a word, one more day never lowers another.
    #[test]
    fn another_day_never_lowers_a_day(facts in any_daily_month(), last in any_daily_month()) {
        let worth = |found: &Assessment| {
            let mut days: BTreeMap<_, i64> = BTreeMap::new();
            for f in &found.findings {
                *days.entry(f.subject.day).or_default() += f.points().0 * 12 + f.yen().0;
            }
            days
        };
        let before = worth(&assess(&facts));
        let mut more = facts.clone();
        let free = last.attendances.into_iter().find(|a| facts.attendances.iter().all(|b| b.day != a.day));
        more.attendances.extend(free);
        let after = worth(&assess(&more));
        for (day, sum) in before {
            prop_assert!(after.get(&day).copied().unwrap_or(0) >= sum, "{:?} {} {:?}", day, sum, after.get(&day));
        }
    }
}
