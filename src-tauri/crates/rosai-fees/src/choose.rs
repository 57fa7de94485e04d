//! Stage 2: the chooser. Rules state what may be charged together ([`Pattern`]) and what a day is worth
//! ([`day_value`]); this takes the lawful combination with the highest total, and keeps the best loser.
//!
//! Inside a pattern every way to fill the limited places is tried, after a pruning that loses nothing: of acts
//! with the same points in the same coming, as many places as the limit allows are enough, for any chosen act can
//! be exchanged for a kept one at a free place without changing the total.

use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Points below which an act is read as 外来管理加算 (manual I 6): passed in, never written here.
pub type Addition = i64;

/// Something that may be charged on a day: one act, or acts that only count together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which items (indices of the caller).
    pub items: Vec<usize>,
    /// Points of all of them.
    pub points: i64,
    /// Points where it is taken at its lower alternative (I 6 注5: 52 → 45).
    pub lower: Option<i64>,
    /// Which coming of the day.
    pub coming: usize,
    /// Where, so that no two of a pattern's pool stand at one place.
    pub places: Vec<usize>,
}

/// What may be charged together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// In words, for the explanation.
    pub ja: String,
    /// Always charged.
    pub fixed: Vec<usize>,
    /// Charged up to `limit`, at different places, none of them a place of `fixed`'s own.
    pub pool: Vec<usize>,
    /// How many of the pool.
    pub limit: usize,
}

/// What a coming may have beside its acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Coming {
    /// 外来管理加算 is possible at all (再診 in full, 計画的な医学管理).
    pub addition: bool,
    /// 慢性疼痛疾患管理料 is charged this month: only the special case remains (I 6 注3).
    pub special_only: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Points of the day, 外来管理加算 included.
    pub points: i64,
    /// The pattern.
    pub pattern: usize,
    /// Chosen candidates, in order.
    pub chosen: BTreeSet<usize>,
    /// Whether lower alternatives were taken.
    pub lower: bool,
    /// The best of the other patterns: its number and sum.
    pub loser: Option<(usize, i64)>,
}

/// Points of one coming: its barred acts and what 外来管理加算 adds (manual I 6). Without acts the plain addition;
/// with one below the addition, the addition, the lowest as it is, the others read as at least the addition.
pub fn day_value(acts: &[i64], coming: Coming, addition: Addition) -> i64 {
    let sum: i64 = acts.iter().sum();
    let Some(lowest) = acts.iter().min() else {
        return if coming.addition && !coming.special_only { addition } else { 0 };
    };
    if !coming.addition || *lowest >= addition {
        return sum;
    }
    addition + lowest + acts.iter().map(|p| *p.max(&addition)).sum::<i64>() - addition
}

/// The best lawful choice of a day.
pub fn best_choice(
    candidates: &[Candidate],
    patterns: &[Pattern],
    comings: &[Coming],
    addition: Addition,
) -> Option<Choice> {
    let mut of_patterns: Vec<Choice> = patterns
        .iter()
        .enumerate()
        .filter_map(|(number, pattern)| best_of_pattern(candidates, number, pattern, comings, addition))
        .collect();
    // The highest sum; where sums are the same, more acts, then the pattern stated first.
    of_patterns.sort_by_key(|c| Reverse((c.points, c.chosen.len())));
    let loser = of_patterns.get(1).map(|c| (c.pattern, c.points));
    of_patterns.into_iter().next().map(|best| Choice { loser, ..best })
}

/// The best choice inside one pattern.
fn best_of_pattern(
    candidates: &[Candidate],
    number: usize,
    pattern: &Pattern,
    comings: &[Coming],
    addition: Addition,
) -> Option<Choice> {
    let pool = prune(candidates, pattern);
    let mut best: Option<Choice> = None;
    let mut picked = Vec::new();
    fill(&pool, 0, pattern.limit, candidates, &mut picked, &mut |picked| {
        let chosen: BTreeSet<usize> = pattern.fixed.iter().chain(picked).copied().collect();
        let has_lower = chosen.iter().any(|c| candidates[*c].lower.is_some());
        for lower in [false, true] {
            if lower && !has_lower {
                continue;
            }
            let points = total(candidates, &chosen, comings, addition, lower);
            // Where the sum is the same: more acts (what was done is charged), then the reading the text names.
            let better = best.as_ref().is_none_or(|b| {
                (points, chosen.len(), lower, &b.chosen) > (b.points, b.chosen.len(), b.lower, &chosen)
            });
            if better {
                best = Some(Choice { points, pattern: number, chosen: chosen.clone(), lower, loser: None });
            }
        }
    });
    best
}

/// Points of the whole day for a set of chosen candidates.
fn total(
    candidates: &[Candidate],
    chosen: &BTreeSet<usize>,
    comings: &[Coming],
    addition: Addition,
    lower: bool,
) -> i64 {
    comings
        .iter()
        .enumerate()
        .map(|(number, coming)| {
            let acts: Vec<i64> = chosen
                .iter()
                .map(|c| &candidates[*c])
                .filter(|c| c.coming == number)
                .map(|c| if lower && coming.addition { c.lower.unwrap_or(c.points) } else { c.points })
                .collect();
            day_value(&acts, *coming, addition)
        })
        .sum()
}

fn prune(candidates: &[Candidate], pattern: &Pattern) -> Vec<usize> {
    let fixed_places: BTreeSet<usize> =
        pattern.fixed.iter().flat_map(|f| candidates[*f].places.iter().copied()).collect();
    let mut kept: Vec<usize> = Vec::new();
    for c in &pattern.pool {
        let candidate = &candidates[*c];
        if candidate.places.iter().any(|p| fixed_places.contains(p)) {
            continue;
        }
        let alike = kept.iter().filter(|k| {
            let other = &candidates[**k];
            (other.points, other.coming) == (candidate.points, candidate.coming)
        });
        let places: BTreeSet<&Vec<usize>> = alike.map(|k| &candidates[*k].places).collect();
        if places.len() < pattern.limit && !places.contains(&candidate.places) {
            kept.push(*c);
        }
    }
    kept
}

/// Calls `take` with every way to pick at most `left` of the pool at different places.
fn fill(
    pool: &[usize],
    from: usize,
    left: usize,
    candidates: &[Candidate],
    picked: &mut Vec<usize>,
    take: &mut dyn FnMut(&[usize]),
) {
    take(picked);
    if left == 0 {
        return;
    }
    for i in from..pool.len() {
        let here = &candidates[pool[i]].places;
        if picked.iter().any(|p| candidates[*p].places.iter().any(|q| here.contains(q))) {
            continue;
        }
        picked.push(pool[i]);
        fill(pool, i + 1, left - 1, candidates, picked, take);
        picked.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Coming = Coming { addition: true, special_only: false };

    #[test]
    fn the_examples_of_the_manual() {
        // 記載例3: 眼処置25 → 25 + 52; 眼処置25 + 消炎35 → 25 + 52 + 52.
        assert_eq!(day_value(&[25], YES, 52), 77);
        assert_eq!(day_value(&[25, 35], YES, 52), 129);
        // I 6 注2: 53 is not below 52.
        assert_eq!(day_value(&[53], YES, 52), 53);
        assert_eq!(day_value(&[], YES, 52), 52);
        assert_eq!(day_value(&[51], YES, 52), 103);
        assert_eq!(day_value(&[52], YES, 52), 52);
    }

    #[test]
    fn a_dearer_act_gives_way_where_the_addition_is_worth_more() {
        // Three places of four: 53 ×3 = 159, but 53 + 53 + 35 + 52 = 193.
        let c = |points, place| Candidate { items: vec![place], points, lower: None, coming: 0, places: vec![place] };
        let candidates = [c(53, 0), c(53, 1), c(53, 2), c(35, 3)];
        let pattern = Pattern { ja: String::new(), fixed: vec![], pool: vec![0, 1, 2, 3], limit: 3 };
        let choice = best_choice(&candidates, &[pattern], &[YES], 52).expect("a choice");
        assert_eq!(choice.points, 193);
        assert!(choice.chosen.contains(&3));
    }

    #[test]
    fn the_best_loser_of_the_other_patterns_is_kept() {
        let c = |points, place| Candidate { items: vec![place], points, lower: None, coming: 0, places: vec![place] };
        // I 23(2) 例2: 湿布35 + 53 + 53 = 141 against 53 × 3 = 159; a third pattern is worth less than both.
        let candidates = [c(53, 0), c(53, 1), c(53, 2), c(35, 3), c(24, 4)];
        let pattern = |fixed: Vec<usize>, limit| Pattern { ja: String::new(), fixed, pool: vec![0, 1, 2], limit };
        let no = Coming::default();
        for (patterns, winner, loser) in [
            (vec![pattern(vec![], 3), pattern(vec![3], 2), pattern(vec![4], 2)], 0, (1, 141)),
            (vec![pattern(vec![4], 2), pattern(vec![3], 2), pattern(vec![], 3)], 2, (1, 141)),
            (vec![pattern(vec![3], 2), pattern(vec![], 3), pattern(vec![4], 2)], 1, (0, 141)),
        ] {
            let choice = best_choice(&candidates, &patterns, &[no], 52).expect("a choice");
            assert_eq!((choice.points, choice.pattern, choice.loser), (159, winner, Some(loser)));
        }
    }
}
