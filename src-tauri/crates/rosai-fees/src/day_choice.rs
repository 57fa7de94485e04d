//! From priced items to what is charged: the patterns of M23 and the value of M06, day by day, and the month-wide
//! alternative of 参考3 (guidance fees or management fees), chosen together.

use crate::choose::{Candidate, Coming, best_choice};
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::pricing::Priced;
use crate::rules::outpatient_management_requirement::{Eligibility, eligibility};
use crate::rules::{procedure_combination, repeat_visit_guidance_fee};
use rosai_document::{Op, RuleId, TableValue, Why};
use rosai_domain::{AttendanceId, Day, FactorClass};
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

/// What became of 外来管理加算 at one attendance.
#[derive(Clone, Debug)]
pub(crate) struct AdditionChoice {
    pub attendance: AttendanceId,
    pub kind: AdditionKind,
    /// The best of the other lawful patterns, where there was one.
    pub loser: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum AdditionKind {
    Plain,
    /// The name and points of the lowest act.
    Special(String, i64),
    Refused(String),
    Proposed(String),
}

/// 慢性疼痛疾患管理料.
const CHRONIC_PAIN: &str = "113006510";

/// 創傷処置（100cm²未満）.
const SMALL_WOUND: &str = "140000610";

/// 処置 included in 慢性疼痛疾患管理料 (manual I 6 注3).
fn included_in_chronic_pain(p: &Priced) -> bool {
    p.row
        .as_ref()
        .is_some_and(|r| matches!(&*r.kubun, "J118" | "J118-2" | "J118-3" | "J119" | "J119-2" | "J119-3" | "J119-4"))
}

/// Which management fees of 参考3 are charged.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Management {
    All,
    WithoutChronicPain,
    None,
}

pub(crate) fn choose_month(priced: Vec<Priced>, cx: &Cx<'_>, open: &[Finding]) -> Chosen {
    let guidance = repeat_visit_guidance_fee::chargeable(cx);
    let management: Vec<usize> = (0..priced.len())
        .filter(|i| priced[*i].refused.is_none() && repeat_visit_guidance_fee::excluded(&priced[*i]))
        .collect();
    let chronic = management.iter().any(|i| priced[*i].what == CHRONIC_PAIN);
    let mut alternatives = vec![Management::All];
    if chronic {
        alternatives.push(Management::WithoutChronicPain);
    }
    if !management.is_empty() && (!guidance.is_empty() || chronic) {
        alternatives.push(Management::None);
    }
    if management.is_empty() {
        return choose_days(priced, cx, open, false).0;
    }
    let mut best: Option<(i64, Chosen)> = None;
    for alternative in alternatives {
        let mut items = priced.clone();
        let keeps_some = match alternative {
            Management::All => !management.is_empty(),
            Management::WithoutChronicPain => management.iter().any(|i| items[*i].what != CHRONIC_PAIN),
            Management::None => false,
        };
        for i in &management {
            let drop = match alternative {
                Management::All => false,
                Management::WithoutChronicPain => items[*i].what == CHRONIC_PAIN,
                Management::None => true,
            };
            if drop {
                items[*i].refused = Some(if guidance.is_empty() {
                    (
                        RuleId::k(17),
                        "包括される処置を別に算定するほうが高くなるので、慢性疼痛疾患管理料は算定しません。".to_owned(),
                    )
                } else {
                    (
                        RuleId::m(7),
                        "再診時療養指導管理料と同じ月に重複算定できず、再診時療養指導管理料のほうが高くなります。"
                            .to_owned(),
                    )
                });
            }
        }
        let chronic_charged = chronic && alternative == Management::All;
        if chronic_charged {
            for p in items.iter_mut().filter(|p| p.refused.is_none() && included_in_chronic_pain(p)) {
                p.refused =
                    Some((RuleId::k(17), "慢性疼痛疾患管理料に含まれる処置なので、別に算定できません。".to_owned()));
            }
        }
        let (mut chosen, points) = choose_days(items, cx, open, chronic_charged);
        let mut hundredths = points * unit_price_hundredths(cx);
        if keeps_some && !guidance.is_empty() {
            chosen.guidance_refused =
                Some("参考3の管理料と同じ月に重複算定できず、管理料のほうが高くなるので算定しません。".to_owned());
        } else {
            hundredths += repeat_visit_guidance_fee::amount(cx) * 100 * guidance.len() as i64;
        }
        if best.as_ref().is_none_or(|(most, _)| hundredths > *most) {
            best = Some((hundredths, chosen));
        }
    }
    best.map(|(_, chosen)| chosen).unwrap_or_default()
}

/// 診療単価 in hundredths of a yen, for comparing points with yen; the taxable price where the class is not known.
fn unit_price_hundredths(cx: &Cx<'_>) -> i64 {
    let exempt = cx.facts.facility.tax_class(cx.facts.month.last()) == Some(rosai_domain::TaxClass::TaxExempt);
    let id = if exempt { "yen_per_point_tax_exempt" } else { "yen_per_point_taxable" };
    let value = cx.catalogue.value(id, cx.facts.month.last());
    value.and_then(|v| (v.value * rust_decimal::Decimal::ONE_HUNDRED).to_i64()).unwrap_or(0)
}

fn choose_days(items: Vec<Priced>, cx: &Cx<'_>, open: &[Finding], chronic_charged: bool) -> (Chosen, i64) {
    let mut chosen = Chosen { items, ..Chosen::default() };
    let mut days: Vec<Day> = cx.attendances().map(|(_, a)| a.day).collect();
    days.dedup();
    let mut points = 0;
    for day in days {
        points += choose_day(day, &mut chosen, cx, open, chronic_charged);
    }
    points += chosen
        .items
        .iter()
        .filter(|p| p.refused.is_none() && !p.barred())
        .filter_map(|p| p.points().map(|n| n.0 * i64::from(p.times)))
        .sum::<i64>();
    (chosen, points)
}

fn choose_day(day: Day, chosen: &mut Chosen, cx: &Cx<'_>, open: &[Finding], chronic_charged: bool) -> i64 {
    let mut comings: Vec<u8> = cx.attendances().filter(|(_, a)| a.day == day).map(|(_, a)| a.coming).collect();
    comings.dedup();
    let eligibilities: Vec<Option<Eligibility>> = comings.iter().map(|c| eligibility(cx, day, *c, open)).collect();
    let values: Vec<Coming> = eligibilities
        .iter()
        .map(|e| Coming { addition: matches!(e, Some(Eligibility::Yes(_))), special_only: chronic_charged })
        .collect();
    let addition = cx.item("outpatient_management_addition", day).cloned();
    let small = cx.item("wound_care_small_off_limb", day).cloned();
    let (Some(addition), Some(small)) = (addition, small) else { return 0 };
    let number = addition.value.to_i64().unwrap_or(0);
    let (mut candidates, patterns, refused) = {
        let of_day: Vec<(usize, usize, &Priced)> = chosen
            .items
            .iter()
            .enumerate()
            .filter(|(_, p)| p.refused.is_none() && p.barred())
            .filter_map(|(i, p)| {
                let at = &cx.facts.attendances[p.acts[0].attendance.0];
                let coming = comings.iter().position(|c| *c == at.coming)?;
                (at.day == day).then_some((i, coming, p))
            })
            .collect();
        procedure_combination::patterns(cx.facts, &of_day)
    };
    for (i, because) in refused {
        chosen.items[i].refused = Some((RuleId::m(23), because));
    }
    // I 6 注5: 創傷処置 (100cm²未満) 四肢以外 may be taken as 45.
    for c in &mut candidates {
        if let [item] = c.items.as_slice()
            && is_small_wound(&chosen.items[*item])
        {
            c.lower = small.value.to_i64();
        }
    }
    let Some(choice) = best_choice(&candidates, &patterns, &values, number) else { return 0 };
    let charged: Vec<usize> = choice.chosen.iter().flat_map(|c| candidates[*c].items.clone()).collect();
    let entered: Vec<usize> = {
        let mut all: Vec<usize> = candidates.iter().flat_map(|c| c.items.clone()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let other = choice.loser.filter(|(p, _)| patterns[*p].ja != patterns[choice.pattern].ja);
    let loser = other.map(|(p, sum)| format!("次に高い組み合わせは「{}」の{sum}点です。", patterns[p].ja));
    for i in entered.iter().filter(|i| !charged.contains(i)) {
        let pattern = &patterns[choice.pattern].ja;
        chosen.items[*i].refused = Some((
            RuleId::m(23),
            format!(
                "同じ日に算定できるのは「{pattern}」で、その日の合計が最も高い組み合わせ（{}点）に入りません。{}",
                choice.points,
                loser.clone().unwrap_or_default()
            ),
        ));
    }
    let lower = |c: &&Candidate| c.lower.is_some() && choice.lower.contains(&c.coming);
    for c in choice.chosen.iter().map(|c| &candidates[*c]).filter(lower) {
        take_small_wound(&mut chosen.items[c.items[0]], cx, &small);
    }
    for (n, eligible) in eligibilities.into_iter().enumerate() {
        let Some(eligible) = eligible else { continue };
        let (attendance, kind) = match eligible {
            Eligibility::No(at, because) => (at, AdditionKind::Refused(because)),
            // A question whose answer changes nothing is not asked.
            Eligibility::Proposed(at, because) => match useless(&candidates, n, chosen, number) {
                Some(refused) => (at, AdditionKind::Refused(refused)),
                None => (at, AdditionKind::Proposed(because)),
            },
            Eligibility::Yes(at) => {
                let units: Vec<&Candidate> =
                    choice.chosen.iter().map(|c| &candidates[*c]).filter(|c| c.coming == n).collect();
                (at, decide(&units, chosen, &addition, number, chronic_charged))
            }
        };
        chosen.additions.push(AdditionChoice { attendance, kind, loser: loser.clone() });
    }
    choice.points
}

fn is_small_wound(p: &Priced) -> bool {
    p.what == SMALL_WOUND && !p.sites.is_empty() && p.sites.iter().all(|s| s.factor_class() == FactorClass::Trunk)
}

fn take_small_wound(p: &mut Priced, cx: &Cx<'_>, small: &Arc<TableValue>) {
    p.why = Why::Table(small.clone());
    p.what = small.id.to_string();
    p.rule = RuleId::m(6);
    p.ja = small.ja.to_string();
    p.code = cx.catalogue.item("wound_care_small_off_limb").and_then(|i| i.code.clone());
    p.formula = small.value.normalize().to_string();
    p.because.push("四肢以外の創傷処置（100cm²未満）なので45点とし、外来管理加算の特例の対象にします。".to_owned());
}

/// Why no answer could bring 外来管理加算 at a coming: every act that could be taken has its points or more.
fn useless(candidates: &[Candidate], coming: usize, chosen: &Chosen, number: i64) -> Option<String> {
    let points = |c: &Candidate| -> i64 { c.items.iter().filter_map(|i| chosen.items[*i].points()).map(|p| p.0).sum() };
    let here = || candidates.iter().filter(|c| c.coming == coming);
    let least = here().filter(|c| c.lower.is_none()).map(points).min()?;
    (least >= number && here().all(|c| c.lower.is_none())).then(|| {
        format!("処置などがどれも{number}点以上（いちばん低いもので{least}点）なので、計画的な医学管理を行っていても外来管理加算は算定できません。")
    })
}

/// Plain, special with its readings, or none; marks the items read as the addition.
fn decide(
    units: &[&Candidate],
    chosen: &mut Chosen,
    addition: &Arc<TableValue>,
    number: i64,
    chronic_charged: bool,
) -> AdditionKind {
    let points = |chosen: &Chosen, c: &Candidate| -> i64 {
        c.items.iter().filter_map(|i| chosen.items[*i].points()).map(|p| p.0).sum()
    };
    let lowest = units.iter().map(|c| (points(chosen, c), chosen.items[c.items[0]].what.clone(), c.items[0])).min();
    let Some((least, _, lowest_item)) = lowest else {
        return if chronic_charged {
            AdditionKind::Refused("慢性疼痛疾患管理料を算定しているので、外来管理加算は算定できません。".to_owned())
        } else {
            AdditionKind::Plain
        };
    };
    if least >= number {
        return AdditionKind::Refused(format!(
            "外来管理加算を算定できない処置等を行い、その点数がどれも{number}点以上（最も低いものが{least}点）なので、特例にも当たりません。"
        ));
    }
    for c in units {
        let (below, item) = (points(chosen, c) < number, c.items[0]);
        if below && item != lowest_item {
            let p = &mut chosen.items[item];
            let own = p.points().map_or(0, |n| n.0);
            p.because.push(format!(
                "{own}点は外来管理加算の{number}点に満たず、最も低い処置等でもないので、{number}点に読み替えます。"
            ));
            p.formula = format!("{own}+{}（読替）{number}", number - own);
            let own_why = if p.units == 1 {
                p.why.clone()
            } else {
                Why::step(Op::Times, vec![p.why.clone(), Why::count("単位", p.units)])
            };
            p.why = Why::step(Op::Max, vec![own_why, Why::Table(addition.clone())]);
            p.units = 1;
            p.rule = RuleId::m(6);
            chosen.read_as.push(item);
        }
    }
    AdditionKind::Special(chosen.items[lowest_item].ja.clone(), least)
}
