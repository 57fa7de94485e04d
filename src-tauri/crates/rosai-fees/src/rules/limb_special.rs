//! M17 四肢に対する特例取扱い

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Why};
use rosai_domain::{Act, AttendanceId, FactorClass, Question, Region, Site};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(17),
    term: "limb_special",
    ja: "四肢に対する特例取扱い",
    cites: &[
        Cite::new("manual-2025-04", "I 17"),
        Cite::new("manual-2025-04", "I 17(1)"),
        Cite::new("manual-2025-04", "I 17(2)"),
        Cite::new("manual-2025-04", "I 17(3)"),
    ],
    items: &[
        "limb_factor",
        "hand_factor",
        "finger_wound_suture_1",
        "finger_wound_suture_2",
        "finger_wound_suture_3",
        "finger_wound_suture_4",
        "finger_wound_suture_5",
        "finger_closed_reduction_1",
        "finger_closed_reduction_2",
        "finger_closed_reduction_3",
        "finger_closed_reduction_4",
        "finger_closed_reduction_5",
    ],
    stage: Stage::Price(apply),
};

const SUTURE: [&str; 5] =
    ["finger_wound_suture_1", "finger_wound_suture_2", "finger_wound_suture_3", "finger_wound_suture_4", "finger_wound_suture_5"];
const REDUCTION: [&str; 5] = [
    "finger_closed_reduction_1",
    "finger_closed_reduction_2",
    "finger_closed_reduction_3",
    "finger_closed_reduction_4",
    "finger_closed_reduction_5",
];

/// 創傷処理（筋肉、臓器に達しない）, whatever its length.
fn is_shallow_suture(code: &str) -> bool {
    matches!(code, "150001010" | "150001110" | "150284010")
}

/// 骨折非観血的整復術（手）.
fn is_hand_reduction(code: &str) -> bool {
    code == "150017210"
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (attendance, _) in cx.attendances() {
        merge_areas(desk, cx, attendance);
    }
    let mut kept = Vec::new();
    for mut priced in std::mem::take(&mut desk.priced) {
        match raise(&mut priced, cx) {
            Raised::Done => kept.push(priced),
            Raised::Finding(finding) => desk.findings.push(*finding),
        }
    }
    desk.priced = kept;
    for (attendance, _) in cx.attendances() {
        count_fingers(desk, cx, attendance);
    }
}

fn act_of<'a>(cx: &Cx<'a>, priced: &Priced) -> &'a Act {
    let id = priced.acts[0];
    &cx.facts.attendances[id.attendance.0].acts[id.index]
}

/// The class an act is raised by: the highest of one continuous area, else the one class all sites share.
fn class_of(act: &Act) -> Option<FactorClass> {
    let highest = act.sites.iter().map(|s| s.factor_class()).max()?;
    let same = act.sites.iter().all(|s| s.factor_class() == highest);
    (same || act.continuous).then_some(highest)
}

/// (3)②ただし書: areas of one family are added per factor, and the row follows from the sum.
fn merge_areas(desk: &mut Desk, cx: &Cx<'_>, attendance: AttendanceId) {
    let mut groups: BTreeMap<(String, String, FactorClass), Vec<usize>> = BTreeMap::new();
    for (i, p) in desk.priced.iter().enumerate() {
        let Some(row) = &p.row else { continue };
        if p.acts[0].attendance != attendance || row.area.is_none() || row.limb.is_none() || p.refused.is_some() {
            continue;
        }
        let Some(class) = class_of(act_of(cx, p)) else { continue };
        let (kubun, name) = row.family();
        groups.entry((kubun.to_owned(), name.to_owned(), class)).or_default().push(i);
    }
    let mut drop: Vec<usize> = Vec::new();
    for members in groups.into_values() {
        let areas: Vec<Option<Decimal>> = members.iter().map(|i| act_of(cx, &desk.priced[*i]).area).collect();
        let first = members[0];
        if members.len() > 1 && areas.iter().any(Option::is_none) {
            for i in &members {
                let p = &desk.priced[*i];
                desk.findings.push(cx.ask(cx.about_acts(&p.acts, &p.what, &p.ja), Question::Area, format!(
                    "「{}」が倍率の同じ部位に2か所以上あります。面積を合わせて区分を決めるので、それぞれの面積（cm²）を入れてください。", p.ja
                )));
            }
            drop.extend(members);
            continue;
        }
        let Some(area) = areas.iter().flatten().copied().reduce(|a, b| a + b) else { continue };
        let row = desk.priced[first].row.clone().expect("only items with a row are grouped");
        let day = cx.facts.attendances[attendance.0].day;
        let Some(wanted) = cx.catalogue.act_for_area(&row, area, day) else {
            for i in &members {
                let p = &mut desk.priced[*i];
                p.refused = Some((cx.rule.id, format!(
                    "{}cm²の「{}」には点数がありません（基本診療料に含まれます）。", area.normalize(), row.family().1
                )));
            }
            continue;
        };
        let others: Vec<Priced> = members[1..].iter().map(|i| desk.priced[*i].clone()).collect();
        let p = &mut desk.priced[first];
        for other in others {
            p.acts.extend(other.acts);
            for site in other.sites {
                if !p.sites.contains(&site) {
                    p.sites.push(site);
                }
            }
        }
        p.sites.sort();
        p.why = Why::Table(wanted.points.clone());
        p.what = wanted.code.to_string();
        p.ja = wanted.name.to_string();
        p.code = Some(wanted.code.to_string());
        p.row = Some(wanted.clone());
        p.because.push(if members.len() > 1 {
            format!("倍率の同じ部位の面積を合わせて{}cm²です。", area.normalize())
        } else {
            format!("面積は{}cm²です。", area.normalize())
        });
        drop.extend(&members[1..]);
    }
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        !drop.contains(&(index - 1))
    });
}

enum Raised {
    Done,
    Finding(Box<crate::finding::Finding>),
}

/// (3): ×1.5 or ×2.0 by site, capped by the act; 1点未満切上げ.
fn raise(p: &mut Priced, cx: &Cx<'_>) -> Raised {
    let Some(row) = p.row.clone() else { return Raised::Done };
    let Some(limb) = row.limb else { return Raised::Done };
    if limb.max <= Decimal::ONE || p.refused.is_some() {
        p.formula = formula(p, None);
        return Raised::Done;
    }
    let act = act_of(cx, p);
    let about = cx.about_acts(&p.acts, &p.what, &p.ja);
    if act.sites.is_empty() {
        return Raised::Finding(Box::new(cx.ask(about, Question::ActSite, format!(
            "「{}」は部位で点数が変わります。どこに行ったかを入れてください（右前腕、左手第2指、腰部 など）。", p.ja
        ))));
    }
    // The finger tables of (1) and (2) take the place of the factor.
    let code = p.code.clone().unwrap_or_default();
    let fingers_only = act.sites.iter().all(|s| s.region.is_finger());
    if fingers_only && (is_shallow_suture(&code) || is_hand_reduction(&code)) {
        if act.sites.iter().any(|s| s.region == Region::Finger) {
            return Raised::Finding(Box::new(cx.ask(about, Question::Finger, format!(
                "「{}」は手の指の本数で点数が決まります。どの指かを入れてください（右手第2指、左母指 など）。", p.ja
            ))));
        }
        return Raised::Done;
    }
    let Some(class) = class_of(act) else {
        return Raised::Finding(Box::new(cx.ask(about, Question::Continuous, format!(
            "「{}」の部位（{}）は倍率が違います。続いた創なら「続いた創」と入れ、別々なら部位ごとに分けて入れてください。",
            p.ja, p.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・")
        ))));
    };
    let day = cx.facts.attendances[p.acts[0].attendance.0].day;
    let item = match class {
        FactorClass::Trunk => None,
        FactorClass::Limb => cx.item("limb_factor", day),
        FactorClass::Hand => cx.item("hand_factor", day),
    };
    let Some(mut factor) = item else {
        p.because.push("四肢以外の部位なので、四肢の特例はありません。".to_owned());
        p.formula = formula(p, None);
        return Raised::Done;
    };
    if factor.value > limb.max {
        let Some(limb_factor) = cx.item("limb_factor", day) else { return Raised::Done };
        factor = limb_factor;
        p.because.push("手の部位ですが、この行為は2.0倍の対象でないので1.5倍です。".to_owned());
    } else {
        let place = if class == FactorClass::Hand { "手（手関節以下）・手の指" } else { "四肢" };
        p.because.push(format!("{place}に行ったので{}倍です。", factor.value.normalize()));
    }
    p.formula = formula(p, Some(factor.value));
    p.rule = cx.rule.id;
    let product = Why::step(Op::Times, vec![p.why.clone(), Why::Table(factor.clone())]);
    p.why = Why::step_by(Op::CeilPoint, vec![product], Cite::new("manual-2025-04", "I 17(3)"));
    Raised::Done
}

/// `(52×2.0)104`, as 記載例6 prints it; the points alone where there is no factor.
fn formula(p: &Priced, factor: Option<Decimal>) -> String {
    let base = p.why.evaluate().unwrap_or_default().normalize();
    let Some(factor) = factor else { return base.to_string() };
    let raised = (base * factor).ceil().normalize();
    let one_place = format!("{:.1}", factor);
    if p.units > 1 {
        return format!("({base}×{one_place}){raised}×{}単位", p.units);
    }
    format!("({base}×{one_place}){raised}")
}

/// (1) and (2): 手の指の創傷処理 and 骨折非観血的整復術 by the number of fingers. A finger with a dearer operation
/// goes to that (同一手術野); different fingers are added up.
fn count_fingers(desk: &mut Desk, cx: &Cx<'_>, attendance: AttendanceId) {
    let here = |p: &Priced| p.acts[0].attendance == attendance && p.refused.is_none();
    let single = |p: &Priced| -> Vec<Site> { p.sites.iter().copied().filter(|s| s.region.is_single_finger()).collect() };
    let of = |desk: &Desk, want: fn(&str) -> bool| -> Vec<usize> {
        let fits = |p: &Priced| {
            here(p) && p.code.as_deref().is_some_and(want) && !p.sites.is_empty() && single(p).len() == p.sites.len()
        };
        (0..desk.priced.len()).filter(|i| fits(&desk.priced[*i])).collect()
    };
    let sutures = of(desk, is_shallow_suture);
    let reductions = of(desk, is_hand_reduction);
    if sutures.is_empty() && reductions.is_empty() {
        return;
    }
    let day = cx.facts.attendances[attendance.0].day;
    let price = |item: &'static str| cx.item(item, day).map_or(Decimal::ZERO, |v| v.value);
    let (suture_one, reduction_one) = (price(SUTURE[0]), price(REDUCTION[0]));
    // Who has each finger: the dearest of what was done on it.
    let others: Vec<(usize, Decimal)> = (0..desk.priced.len())
        .filter(|i| !sutures.contains(i) && !reductions.contains(i) && here(&desk.priced[*i]) && desk.priced[*i].is_operation())
        .filter_map(|i| Some((i, desk.priced[i].why.evaluate()?)))
        .collect();
    let taken_by_other = |desk: &Desk, finger: Site, than: Decimal| {
        others.iter().any(|(i, points)| *points >= than && single(&desk.priced[*i]).contains(&finger))
    };
    let reduced: Vec<Site> = sites_of(desk, &reductions);
    let reduction_fingers: Vec<Site> =
        reduced.iter().copied().filter(|f| !taken_by_other(desk, *f, reduction_one)).collect();
    let suture_fingers: Vec<Site> = sites_of(desk, &sutures)
        .into_iter()
        .filter(|f| !reduction_fingers.contains(f) && !taken_by_other(desk, *f, suture_one))
        .collect();
    let merged = [
        merge_fingers(desk, cx, &sutures, &suture_fingers, &SUTURE, day),
        merge_fingers(desk, cx, &reductions, &reduction_fingers, &REDUCTION, day),
    ];
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        let i = index - 1;
        !(sutures.contains(&i) || reductions.contains(&i))
    });
    desk.priced.extend(merged.into_iter().flatten());
}

fn sites_of(desk: &Desk, items: &[usize]) -> Vec<Site> {
    let mut sites: Vec<Site> = items.iter().flat_map(|i| desk.priced[*i].sites.iter().copied()).collect();
    sites.sort();
    sites.dedup();
    sites
}

fn merge_fingers(
    desk: &Desk,
    cx: &Cx<'_>,
    items: &[usize],
    fingers: &[Site],
    table: &[&'static str; 5],
    day: rosai_domain::Day,
) -> Vec<Priced> {
    let Some(first) = items.first() else { return Vec::new() };
    let mut out = Vec::new();
    let mut p = desk.priced[*first].clone();
    p.acts.clear();
    for i in items {
        let item = &desk.priced[*i];
        if item.sites.iter().any(|s| fingers.contains(s)) {
            p.acts.extend(item.acts.iter().copied());
        } else {
            let mut refused = item.clone();
            refused.refused = Some((RuleId::k(12), "同じ指により点数の高い手術をしているので、主たる手術だけを算定します。".to_owned()));
            out.push(refused);
        }
    }
    if p.acts.is_empty() {
        return out;
    }
    // A sixth finger is on the other hand; the table ends with five (疑義).
    let Some(value) = cx.item(table[fingers.len().clamp(1, 5) - 1], day) else { return out };
    p.sites = fingers.to_vec();
    p.what = value.id.to_string();
    p.rule = cx.rule.id;
    p.because.push(format!("手の指{}本なので、本数で決まった点数です。さらに四肢加算はしません。", fingers.len()));
    if fingers.len() > 5 {
        p.because.push("左右の手で5本を超えますが、表は5本までなので5本の点数にします（疑義）。".to_owned());
    }
    p.code = cx.catalogue.item(&value.id).and_then(|i| i.code.clone());
    p.why = Why::Table(value.clone());
    p.formula = value.value.normalize().to_string();
    out.push(p);
    out
}
