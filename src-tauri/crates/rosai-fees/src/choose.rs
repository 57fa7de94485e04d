//! Stage 2: the chooser. Rules state what may be charged together ([`Pattern`]) and what a day is worth
//! ([`day_value`]); this takes the lawful combination with the highest total, and keeps the best loser.
//!
//! Inside a pattern the choice is proved, not searched. A coming is worth, with 外来管理加算 A and the lowest act m:
//! the sum of its acts where m ≥ A, else the sum of max(p, A) over all its acts, plus m. So a coming never loses by an
//! act of more points as long as the act stays on its side of A:
//!
//! 1. Of the pool's acts of one coming at one place only one can be taken; the dearest of those at A or more and the
//!    dearest of those below A do at least as well as any other on their side.
//! 2. Of what is left on one side of A in one coming, the dearest at as many places as the limit allows are enough: a
//!    choice with any other leaves one of those places free, and taking that one instead costs nothing.
//!
//! What remains does not grow with the day (twice the limit for each coming), and every way to take it is tried. The
//! rest of the work is one walk over the day's acts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Where, so that no two of a pattern's pool stand at one place. One of the pool stands at one place.
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
    /// Comings at which lower alternatives were taken.
    pub lower: BTreeSet<usize>,
    /// The best of every other pattern, the highest first: its number and sum.
    pub losers: Vec<(usize, i64)>,
}

/// What a day's value needs to know of the acts of one coming.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    sum: i64,
    /// Sum of max(p, A).
    raised: i64,
    lowest: Option<i64>,
}

impl Tally {
    fn add(&mut self, points: i64, addition: Addition) {
        self.sum += points;
        self.raised += points.max(addition);
        self.lowest = Some(self.lowest.map_or(points, |l| l.min(points)));
    }

    /// Points of the coming: its acts and what 外来管理加算 adds.
    fn value(&self, coming: Coming, addition: Addition) -> i64 {
        match self.lowest {
            None if coming.addition && !coming.special_only => addition,
            // The addition, the lowest as it is, the others read as at least the addition.
            Some(lowest) if coming.addition && lowest < addition => self.raised + lowest,
            _ => self.sum,
        }
    }
}

/// One coming with its small wounds at their points and at their lower alternative (I 6 注5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Both {
    full: Tally,
    lower: Option<Tally>,
}

impl Both {
    fn add(&mut self, candidate: &Candidate, addition: Addition) {
        if candidate.lower.is_some() && self.lower.is_none() {
            self.lower = Some(self.full);
        }
        self.full.add(candidate.points, addition);
        if let Some(tally) = &mut self.lower {
            tally.add(candidate.lower.unwrap_or(candidate.points), addition);
        }
    }

    /// The better of the two, and whether it is the lower one: where both are worth the same, the reading the text names.
    fn value(&self, coming: Coming, addition: Addition) -> (i64, bool) {
        let full = self.full.value(coming, addition);
        match self.lower.filter(|_| coming.addition).map(|t| t.value(coming, addition)) {
            Some(lower) if lower >= full => (lower, true),
            _ => (full, false),
        }
    }
}

/// Points of one coming: its barred acts and what 外来管理加算 adds (manual I 6). Without acts the plain addition;
/// with one below the addition, the addition, the lowest as it is, the others read as at least the addition.
pub fn day_value(acts: &[i64], coming: Coming, addition: Addition) -> i64 {
    let mut tally = Tally::default();
    for points in acts {
        tally.add(*points, addition);
    }
    tally.value(coming, addition)
}

/// The best lawful choice of a day.
pub fn best_choice(
    candidates: &[Candidate],
    patterns: &[Pattern],
    comings: &[Coming],
    addition: Addition,
) -> Option<Choice> {
    let of = |(number, pattern): (usize, &Pattern)| best_of_pattern(candidates, number, pattern, comings, addition);
    let mut of_patterns: Vec<Choice> = patterns.iter().enumerate().map(of).collect();
    // The highest sum; where sums are the same, more acts, then the pattern stated first.
    of_patterns.sort_by_key(|c| Reverse((c.points, c.chosen.len())));
    let losers = of_patterns.iter().skip(1).map(|c| (c.pattern, c.points)).collect();
    of_patterns.into_iter().next().map(|best| Choice { losers, ..best })
}

/// The best choice inside one pattern.
fn best_of_pattern(
    candidates: &[Candidate],
    number: usize,
    pattern: &Pattern,
    comings: &[Coming],
    addition: Addition,
) -> Choice {
    let mut fixed = vec![Both::default(); comings.len()];
    for c in &pattern.fixed {
        fixed[candidates[*c].coming].add(&candidates[*c], addition);
    }
    let mut best: Option<(i64, Vec<usize>)> = None;
    let mut picked = Vec::new();
    fill(&enough(candidates, pattern, addition), 0, pattern.limit, candidates, &mut picked, &mut |picked| {
        let points = value_with(&fixed, picked, candidates, comings, addition).0;
        // Where the sum is the same: more acts (what was done is charged), then those that stand first.
        let better =
            best.as_ref().is_none_or(|(most, b)| (points, picked.len(), b.as_slice()) > (*most, b.len(), picked));
        if better {
            best = Some((points, picked.to_vec()));
        }
    });
    let (points, picked) = best.unwrap_or_default();
    let lower = value_with(&fixed, &picked, candidates, comings, addition).1;
    Choice {
        points,
        pattern: number,
        chosen: pattern.fixed.iter().chain(&picked).copied().collect(),
        lower,
        losers: Vec::new(),
    }
}

/// Points of the day for the fixed acts with those picked, and the comings at which lower alternatives are taken.
fn value_with(
    fixed: &[Both],
    picked: &[usize],
    candidates: &[Candidate],
    comings: &[Coming],
    addition: Addition,
) -> (i64, BTreeSet<usize>) {
    let mut points = 0;
    let mut lower = BTreeSet::new();
    for (number, coming) in comings.iter().enumerate() {
        let mut both = fixed[number];
        for c in picked.iter().map(|p| &candidates[*p]).filter(|c| c.coming == number) {
            both.add(c, addition);
        }
        let (value, is_lower) = both.value(*coming, addition);
        points += value;
        if is_lower {
            lower.insert(number);
        }
    }
    (points, lower)
}

/// As much of the pool as a best choice can need (see the head of this file), in its own order.
fn enough(candidates: &[Candidate], pattern: &Pattern, addition: Addition) -> Vec<usize> {
    let taken: BTreeSet<usize> = pattern.fixed.iter().flat_map(|f| candidates[*f].places.iter().copied()).collect();
    let free = |c: &&usize| candidates[**c].places.iter().all(|p| !taken.contains(p));
    let mut dearest: Vec<usize> = pattern.pool.iter().filter(free).copied().collect();
    dearest.sort_by_key(|c| Reverse(candidates[*c].points));
    let mut sides: BTreeMap<(usize, bool), BTreeMap<&[usize], usize>> = BTreeMap::new();
    for c in dearest {
        let candidate = &candidates[c];
        let side = sides.entry((candidate.coming, candidate.points < addition)).or_default();
        if side.len() < pattern.limit {
            side.entry(&candidate.places).or_insert(c);
        }
    }
    let kept: BTreeSet<usize> = sides.into_values().flat_map(BTreeMap::into_values).collect();
    pattern.pool.iter().copied().filter(|c| kept.contains(c)).collect()
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
    fn the_best_of_every_other_pattern_is_kept() {
        let c = |points, place| Candidate { items: vec![place], points, lower: None, coming: 0, places: vec![place] };
        // I 23(2) 例2: 湿布35 + 53 + 53 = 141 against 53 × 3 = 159; a third pattern is worth less than both.
        let candidates = [c(53, 0), c(53, 1), c(53, 2), c(35, 3), c(24, 4)];
        let pattern = |fixed: Vec<usize>, limit| Pattern { ja: String::new(), fixed, pool: vec![0, 1, 2], limit };
        let no = Coming::default();
        // 24 + 53 + 53 = 130 for the third.
        for (patterns, winner, losers) in [
            (vec![pattern(vec![], 3), pattern(vec![3], 2), pattern(vec![4], 2)], 0, [(1, 141), (2, 130)]),
            (vec![pattern(vec![4], 2), pattern(vec![3], 2), pattern(vec![], 3)], 2, [(1, 141), (0, 130)]),
            (vec![pattern(vec![3], 2), pattern(vec![], 3), pattern(vec![4], 2)], 1, [(0, 141), (2, 130)]),
        ] {
            let choice = best_choice(&candidates, &patterns, &[no], 52).expect("a choice");
            assert_eq!((choice.points, choice.pattern, choice.losers.as_slice()), (159, winner, losers.as_slice()));
        }
    }

    #[test]
    fn what_is_enough_of_a_pool_gives_the_same_sum_as_all_of_it() {
        // Every pool of five acts with these points at two places and two comings, against all ways to take three.
        let points = [24, 35, 52, 53, 70];
        let spots = [(0, 0), (0, 1), (1, 1), (1, 2)];
        let comings = [YES, Coming::default()];
        for n in 0..(points.len() * spots.len()).pow(3) {
            let mut left = n;
            let mut candidates =
                vec![Candidate { items: vec![9], points: 45, lower: None, coming: 0, places: vec![7] }];
            for i in 0..3 {
                let (p, s) = (left % points.len(), left / points.len() % spots.len());
                left /= points.len() * spots.len();
                let (coming, place) = spots[s];
                candidates.push(Candidate {
                    items: vec![i],
                    points: points[p],
                    lower: None,
                    coming,
                    places: vec![place],
                });
            }
            let pattern = Pattern { ja: String::new(), fixed: vec![0], pool: vec![1, 2, 3], limit: 2 };
            let choice = best_choice(&candidates, std::slice::from_ref(&pattern), &comings, 52).expect("a choice");
            let mut most = 0;
            let mut picked = Vec::new();
            fill(&pattern.pool, 0, 2, &candidates, &mut picked, &mut |picked| {
                let of = |coming: usize| -> Vec<i64> {
                    let all = [0].iter().chain(picked).map(|c| &candidates[*c]);
                    all.filter(|c| c.coming == coming).map(|c| c.points).collect()
                };
                most = most.max(day_value(&of(0), comings[0], 52) + day_value(&of(1), comings[1], 52));
            });
            assert_eq!(choice.points, most, "{candidates:?}");
        }
    }

    #[test]
    fn a_lower_alternative_is_taken_at_the_coming_where_it_pays() {
        // 創傷処置 52 (45) alone: 45 + 52 = 97 against 52; beside 50 it stays: 50 + 52 + 52 = 154 against 45 + 52 + 52 = 149.
        let wound = |coming| Candidate { items: vec![coming], points: 52, lower: Some(45), coming, places: vec![] };
        let other = Candidate { items: vec![2], points: 50, lower: None, coming: 1, places: vec![] };
        let candidates = [wound(0), wound(1), other];
        let pattern = Pattern { ja: String::new(), fixed: vec![0, 1, 2], pool: vec![], limit: 0 };
        let choice = best_choice(&candidates, &[pattern], &[YES, YES], 52).expect("a choice");
        assert_eq!((choice.points, choice.lower), (97 + 154, BTreeSet::from([0])));
    }
}
