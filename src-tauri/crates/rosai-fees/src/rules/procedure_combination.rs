//! M23 処置等の特例

use super::*;
use crate::choose::{Candidate, Pattern};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::Cite;
use rosai_domain::{DiseaseNature, FacilityKind, Facts, Site};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(23),
    term: "procedure_combination",
    ja: "処置等の特例",
    cites: &[Cite::new("manual-2025-04", "I 23"), Cite::new("manual-2025-04", "II 参考11")],
    items: &[],
    stage: Stage::Choose,
};

/// The columns of 参考11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// 介達牽引 … 低出力レーザー照射: three places a day.
    Limited,
    /// 湿布処置, 肛門処置: once a day and factor.
    Daily,
    /// 疾患別リハビリテーション.
    Rehabilitation,
}

/// The column of an item; none where the section does not speak of it.
pub(crate) fn class_of(p: &Priced) -> Option<Class> {
    let row = p.row.as_ref()?;
    match (&*row.kubun, &*row.code) {
        ("J118" | "J118-2" | "J118-3" | "J119-2" | "J119-3", _) | ("J119", "140029610" | "140040310") => Some(Class::Limited),
        ("J119", "140002210") | ("J119-4", _) => Some(Class::Daily),
        _ if row.limb.is_some_and(|l| l.group == 'ク') => Some(Class::Rehabilitation),
        _ => None,
    }
}

/// A place for the three-place limit: 受傷部位 of an injury, 局所 of a disease.
fn place_of(facts: &Facts, p: &Priced, places: &mut Vec<String>) -> usize {
    let at = &facts.attendances[p.acts[0].attendance.0];
    let disease = facts.injury(&at.injury).is_some_and(|i| i.nature == DiseaseNature::Disease);
    let site = p.sites.first().copied();
    let key = match site {
        Some(site) if disease => format!("{:?}", site.local_area()),
        Some(site) => Site::ja(site),
        // 腰部固定帯固定 and 胸部固定帯固定 say their site in their name.
        None => p.ja.clone(),
    };
    places.iter().position(|k| *k == key).unwrap_or_else(|| {
        places.push(key);
        places.len() - 1
    })
}

/// Candidates and lawful patterns of one day. `items` are the day's items that bar 外来管理加算, with the number of
/// their coming. Items that may not be charged at all are returned with the reason.
pub(crate) fn patterns(facts: &Facts, items: &[(usize, usize, &Priced)]) -> (Vec<Candidate>, Vec<Pattern>, Vec<(usize, String)>) {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut refused = Vec::new();
    let mut places = Vec::new();
    let (mut always, mut limited, mut rehabilitation) = (Vec::new(), Vec::new(), Vec::new());
    let mut daily: Vec<(usize, String)> = Vec::new();
    let mut ordered = items.to_vec();
    ordered.sort_by_key(|(index, _, p)| (std::cmp::Reverse(p.points()), *index));
    for (index, coming, p) in ordered {
        let Some(points) = p.points() else { continue };
        let class = class_of(p);
        // *注1 parts 牽引等 from 湿布等 only; リハビリ may stand at the same site (I 23(3) 例1).
        let placed = matches!(class, Some(Class::Limited | Class::Daily));
        let place = if placed { vec![place_of(facts, p, &mut places)] } else { Vec::new() };
        let candidate = Candidate { items: vec![index], points: points.0, lower: None, coming, places: place };
        match class {
            Some(Class::Daily) if facts.facility.kind == FacilityKind::Hospital => {
                refused.push((index, "湿布処置と肛門処置は診療所の外来でだけ算定できます。".to_owned()));
                continue;
            }
            Some(Class::Daily) => {
                // Which site of one factor is taken only matters to the two places beside it, so three are enough.
                let factor = factor_of(p);
                let alike = |(c, f): &&(usize, String)| {
                    *f == factor && candidates[*c].points == candidate.points && candidates[*c].coming == coming
                };
                let same_place = daily.iter().filter(alike).any(|(c, _)| candidates[*c].places == candidate.places);
                if same_place || daily.iter().filter(alike).count() >= 3 {
                    refused.push((index, "湿布処置と肛門処置は、倍率の同じ部位については1日につき1回です。".to_owned()));
                    continue;
                }
                daily.push((candidates.len(), factor));
            }
            Some(Class::Limited) => limited.push(candidates.len()),
            Some(Class::Rehabilitation) => rehabilitation.push(candidates.len()),
            None => always.push(candidates.len()),
        }
        candidates.push(candidate);
    }
    let with = |more: &[usize]| always.iter().chain(more).copied().collect::<Vec<_>>();
    let pattern = |ja: &str, fixed: Vec<usize>, limit| Pattern { ja: ja.to_owned(), fixed, pool: limited.clone(), limit };
    let mut out = vec![pattern("牽引・手技・器具など3部位まで", with(&[]), 3)];
    // One a factor at most; on several factors they are one act of the day with the sum of its parts (I 23(1)②).
    for members in one_a_factor(&daily) {
        let together = match members.as_slice() {
            [one] => *one,
            several => {
                let parts: Vec<&Candidate> = several.iter().map(|c| &candidates[*c]).collect();
                let sum = Candidate {
                    items: parts.iter().flat_map(|c| c.items.clone()).collect(),
                    points: parts.iter().map(|c| c.points).sum(),
                    lower: None,
                    coming: parts[0].coming,
                    places: parts.iter().flat_map(|c| c.places.clone()).collect(),
                };
                candidates.push(sum);
                candidates.len() - 1
            }
        };
        out.push(pattern("湿布・肛門処置と、牽引・手技・器具など2部位まで", with(&[together]), 2));
    }
    if !rehabilitation.is_empty() {
        out.push(pattern("疾患別リハビリテーションと、牽引・手技・器具など1部位", with(&rehabilitation), 1));
        for (b, _) in &daily {
            let fixed: Vec<usize> = rehabilitation.iter().chain([b]).copied().collect();
            out.push(pattern(
                "疾患別リハビリテーションと湿布の1部位又は肛門処置と、牽引・手技・器具など1部位",
                with(&fixed),
                1,
            ));
        }
    }
    (candidates, out, refused)
}

/// Every way to take at most one of each factor, and at least one.
fn one_a_factor(daily: &[(usize, String)]) -> Vec<Vec<usize>> {
    let mut factors: Vec<&String> = daily.iter().map(|(_, f)| f).collect();
    factors.sort();
    factors.dedup();
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for factor in factors {
        let with_one = |way: &Vec<usize>| {
            let of_factor = daily.iter().filter(|(_, f)| f == factor);
            of_factor.map(|(c, _)| way.iter().copied().chain([*c]).collect()).collect::<Vec<Vec<usize>>>()
        };
        let more: Vec<Vec<usize>> = ways.iter().flat_map(with_one).collect();
        ways.extend(more);
    }
    ways.retain(|way| !way.is_empty());
    ways
}

fn factor_of(p: &Priced) -> String {
    p.why.tables().iter().find(|t| t.unit.is_empty()).map_or_else(|| "1".to_owned(), |t| t.value.normalize().to_string())
}
