//! From priced items to what is charged: the patterns of M23 and the value of M06, day by day, and the month-wide
//! alternative of 参考3 (guidance fees or management fees), chosen together.

use crate::choose::{Candidate, Coming, Pattern, best_choice};
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::pricing::Priced;
use crate::rules::outpatient_management_requirement::{Eligibility, eligibility};
use crate::rules::{asbestos_management_fee, procedure_combination, repeat_visit_guidance_fee};
use rosai_document::{Op, RuleId, TableValue, Why};
use rosai_domain::{AttendanceId, Day, FactorClass, Yen};
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

/// What is charged of 参考3, whose three groups may not stand in one month: the fees of its table, 石綿疾患療養管理料,
/// 再診時療養指導管理料.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Keep {
    Management,
    /// The table's fees but 慢性疼痛疾患管理料, which takes 処置 and 外来管理加算 away.
    WithoutChronicPain,
    Asbestos,
    Guidance,
}

/// The groups of 参考3 in a month, as indices into the priced items.
struct Groups {
    management: Vec<usize>,
    asbestos: Vec<usize>,
    guidance: usize,
}

impl Groups {
    /// What may be kept, each lawful; none of it where nothing of 参考3 but guidance was entered.
    fn alternatives(&self, priced: &[Priced]) -> Vec<Keep> {
        let chronic = self.management.iter().any(|i| is_chronic_pain(&priced[*i]));
        let others = self.management.iter().any(|i| !is_chronic_pain(&priced[*i]));
        let mut out = Vec::new();
        if !self.management.is_empty() {
            out.push(Keep::Management);
        }
        if chronic && others {
            out.push(Keep::WithoutChronicPain);
        }
        if !self.asbestos.is_empty() {
            out.push(Keep::Asbestos);
        }
        // Without any guidance this charges the 処置 that 慢性疼痛疾患管理料 would include.
        if !out.is_empty() && (self.guidance > 0 || chronic) {
            out.push(Keep::Guidance);
        }
        out
    }

    /// The items that are left out where something is kept.
    fn dropped(&self, keep: Keep, priced: &[Priced]) -> Vec<usize> {
        let management = self.management.iter().filter(|i| match keep {
            Keep::Management => false,
            Keep::WithoutChronicPain => is_chronic_pain(&priced[**i]),
            Keep::Asbestos | Keep::Guidance => true,
        });
        let asbestos = self.asbestos.iter().filter(|_| keep != Keep::Asbestos);
        management.chain(asbestos).copied().collect()
    }

    /// What is kept, as a clerk calls it.
    fn ja(&self, keep: Keep, priced: &[Priced]) -> String {
        let mut names: Vec<&str> = match keep {
            Keep::Management => self.management.iter().map(|i| priced[*i].ja.as_str()).collect(),
            Keep::WithoutChronicPain => self
                .management
                .iter()
                .map(|i| &priced[*i])
                .filter(|p| !is_chronic_pain(p))
                .map(|p| p.ja.as_str())
                .collect(),
            Keep::Asbestos => vec!["石綿疾患療養管理料"],
            Keep::Guidance if self.guidance == 0 => vec!["慢性疼痛疾患管理料に包括される処置"],
            Keep::Guidance => vec!["再診時療養指導管理料"],
        };
        names.dedup();
        names.join("・")
    }
}

fn is_chronic_pain(p: &Priced) -> bool {
    p.what == CHRONIC_PAIN
}

/// The month with one of the lawful sets of 参考3: the one of the highest sum in yen.
pub(crate) fn choose_month(priced: Vec<Priced>, cx: &Cx<'_>, open: &[Finding]) -> Chosen {
    let of = |is: fn(&Priced) -> bool| -> Vec<usize> {
        (0..priced.len()).filter(|i| priced[*i].refused.is_none() && is(&priced[*i])).collect()
    };
    let groups = Groups {
        management: of(repeat_visit_guidance_fee::excluded),
        asbestos: of(|p| p.what == asbestos_management_fee::ITEM),
        guidance: repeat_visit_guidance_fee::chargeable(cx).len(),
    };
    let alternatives = groups.alternatives(&priced);
    if alternatives.is_empty() {
        return choose_days(priced, cx, open, false).0;
    }
    let mut tried: Vec<(Keep, Chosen, i64)> =
        alternatives.into_iter().map(|keep| with(keep, &groups, &priced, cx, open)).collect();
    // The highest sum; where sums are the same, the one stated first.
    let best = (0..tried.len()).rev().max_by_key(|i| tried[*i].2).unwrap_or_default();
    let compared: Vec<String> =
        tried.iter().map(|(keep, _, sum)| format!("{}なら{}", groups.ja(*keep, &priced), Yen(sum / 100))).collect();
    let (keep, mut chosen, _) = tried.swap_remove(best);
    let sums = format!("（この月の点数と指導の合計: {}）", compared.join("、"));
    explain(keep, &groups, &priced, &sums, &mut chosen);
    chosen
}

/// One set: what else is left out, the days chosen, and the month's worth in hundredths of a yen.
fn with(keep: Keep, groups: &Groups, priced: &[Priced], cx: &Cx<'_>, open: &[Finding]) -> (Keep, Chosen, i64) {
    let mut items = priced.to_vec();
    for i in groups.dropped(keep, priced) {
        items[i].refused = Some((RuleId::m(7), String::new()));
    }
    let chronic_charged = keep == Keep::Management && groups.management.iter().any(|i| is_chronic_pain(&priced[*i]));
    if chronic_charged {
        for p in items.iter_mut().filter(|p| p.refused.is_none() && included_in_chronic_pain(p)) {
            let because = "慢性疼痛疾患管理料に含まれる処置なので、別に算定できません。";
            p.refused = Some((RuleId::k(17), because.to_owned()));
        }
    }
    let (chosen, points) = choose_days(items, cx, open, chronic_charged);
    let guided = if keep == Keep::Guidance { groups.guidance as i64 } else { 0 };
    let hundredths = points * unit_price_hundredths(cx) + repeat_visit_guidance_fee::amount(cx) * 100 * guided;
    (keep, chosen, hundredths)
}

/// The sentences of what was left out.
fn explain(keep: Keep, groups: &Groups, priced: &[Priced], sums: &str, chosen: &mut Chosen) {
    let kept = groups.ja(keep, priced);
    for i in groups.dropped(keep, priced) {
        let alone = is_chronic_pain(&priced[i])
            && (keep == Keep::WithoutChronicPain || (keep == Keep::Guidance && groups.guidance == 0));
        let rule = match keep {
            _ if alone => RuleId::k(17),
            Keep::Guidance if !groups.asbestos.contains(&i) => RuleId::m(7),
            _ => RuleId::m(26),
        };
        let because = if alone {
            format!("包括される処置を別に算定するほうが高くなるので、慢性疼痛疾患管理料は算定しません{sums}。")
        } else {
            format!("{kept}と同じ月に重複算定できず（参考3）、{kept}のほうが高くなります{sums}。")
        };
        chosen.items[i].refused = Some((rule, because));
    }
    if keep != Keep::Guidance {
        chosen.guidance_refused =
            Some(format!("{kept}と同じ月に重複算定できず（参考3）、{kept}のほうが高くなるので算定しません{sums}。"));
    }
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
            && !has_other_factor(&chosen.items, *item, cx)
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
    let loser = losers(&choice.losers, &patterns, choice.pattern);
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

/// The best of every other pattern in words; patterns of one name once, at their best.
fn losers(sums: &[(usize, i64)], patterns: &[Pattern], winner: usize) -> Option<String> {
    let mut named: Vec<&str> = vec![&patterns[winner].ja];
    let mut said = Vec::new();
    for (pattern, sum) in sums {
        let ja = patterns[*pattern].ja.as_str();
        if !named.contains(&ja) {
            named.push(ja);
            said.push(format!("「{ja}」の{sum}点"));
        }
    }
    (!said.is_empty()).then(|| format!("次に高い組み合わせは{}です。", said.join("、")))
}

fn is_small_wound(p: &Priced) -> bool {
    p.what == SMALL_WOUND && !p.sites.is_empty() && p.sites.iter().all(|s| s.factor_class() == FactorClass::Trunk)
}

/// Whether 創傷処置 of the same case and day is charged at another factor: together they are one act (K26).
fn has_other_factor(items: &[Priced], item: usize, cx: &Cx<'_>) -> bool {
    let key = |p: &Priced| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        let row = p.row.as_ref()?;
        let (kubun, name) = row.family();
        Some((at.day, at.injury.clone(), kubun.to_owned(), name.to_owned()))
    };
    let same = |(i, p): (usize, &Priced)| i != item && p.refused.is_none() && key(p) == key(&items[item]);
    items.iter().enumerate().any(same)
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
