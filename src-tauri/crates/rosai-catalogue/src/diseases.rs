//! Names of diseases out of the 傷病名 and 修飾語 masters (`spec/masters.md` §4.5): finding one while it is typed, composing
//! it of prefixes, name and suffixes, recognising a typed one, and following a code that ended to the one that came after.

use crate::act::search_key;
use memchr::memmem;
use rosai_domain::{Day, Region, Side, Site};
use rosai_masters::{MasterKind, Masters, Row, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// 未コード化傷病名: the name is written out instead of a code.
pub const UNCODED: &str = "0000999";
/// 修飾語 beside one name (SY item 5: four digits each, at most 80 bytes).
pub const MOST_MODIFIERS: usize = 20;
/// 修飾語 from this code on stand behind the name (`spec/masters.md` §4.5).
const FIRST_SUFFIX: &str = "8000";
/// Typed prefixes that are looked for at once.
const DEEP: usize = 3;

/// One name of the 傷病名 master in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiseaseBase {
    /// 傷病名コード, 7 digits.
    pub code: Box<str>,
    /// 基本名称.
    pub name: Box<str>,
    /// カナ.
    pub kana: Box<str>,
    /// 単独使用禁止: it says nothing without a modifier.
    pub needs_modifier: bool,
    /// 保険請求外: it may not stand on a claim.
    pub not_claimable: bool,
    /// An injury by ICD-10 (chapter XIX, S and T): what this clinic is asked for first.
    pub injury: bool,
    /// 移行先コード, where it leads to another one.
    pub successor: Option<Box<str>>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    name_key: Box<str>,
    kana_key: Box<str>,
}

/// One word of the 修飾語 master in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    /// 修飾語コード, 4 digits.
    pub code: Box<str>,
    /// 名称.
    pub name: Box<str>,
    /// カナ.
    pub kana: Box<str>,
    /// Second character of 修飾語区分: 1 部位, 2 左右, 3 病因, 4 経過, 5 状態, 6 患者, 7 その他, 8 接尾語.
    pub class: u8,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    name_key: Box<str>,
    kana_key: Box<str>,
}

impl Modifier {
    /// Whether it stands behind the name.
    pub fn is_suffix(&self) -> bool {
        *self.code >= *FIRST_SUFFIX
    }
}

/// A name put together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Composed {
    /// 傷病名コード.
    pub code: String,
    /// 修飾語コード: prefixes in order, then suffixes in order.
    pub modifiers: Vec<String>,
    /// Prefixes, name, suffixes.
    pub name: String,
    /// The same in its parts.
    pub parts: Vec<String>,
}

/// What a person should look at before a name is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiseaseDoubt {
    /// It has no code.
    Uncoded,
    /// The master has no such code.
    Unknown(String),
    /// The code is not in force yet.
    Begins(Day),
    /// The code ended; what came after it, where that is said.
    Ended(Day, Option<Composed>),
    /// A modifier is not in force.
    ModifierNotInForce(String),
    /// 単独使用禁止, and no modifier stands beside it.
    NeedsModifier,
    /// 保険請求外.
    NotClaimable,
    /// More modifiers than a claim carries.
    TooManyModifiers,
}

/// The two masters, read for typing. Built once after a load.
#[derive(Debug, Default)]
pub struct DiseaseBook {
    bases: Vec<DiseaseBase>,
    modifiers: Vec<Modifier>,
    base_codes: BTreeMap<Box<str>, Vec<usize>>,
    base_names: BTreeMap<Box<str>, Vec<usize>>,
    base_kana: BTreeMap<Box<str>, Vec<usize>>,
    modifier_codes: BTreeMap<Box<str>, Vec<usize>>,
    modifier_names: BTreeMap<Box<str>, Vec<usize>>,
    modifier_kana: BTreeMap<Box<str>, Vec<usize>>,
    /// Name and kana of every base in order, each behind an edge: read through for every key that is typed.
    keys: String,
    /// Where the keys of each base begin.
    key_starts: Vec<usize>,
}

/// Stands before every key; no name holds it.
const EDGE: u8 = b'\n';
/// Most names that are put together for one key typed.
const MOST_FOUND: usize = 60;

/// One spelling of what is typed and of what it is compared with: width, kana, capitals, characters of old and new form.
fn key(text: &str) -> String {
    let one = |c| match c {
        '頸' => '頚',
        '臀' => '殿',
        '頰' => '頬',
        '攣' => '挛',
        other => other,
    };
    search_key(text).chars().filter(|c| !c.is_whitespace()).map(one).collect()
}

/// Whether two names are written the same, but for width, white space and old forms of characters.
pub fn same_name(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

fn boxed(text: &str) -> Box<str> {
    key(text).into()
}

fn holds(from: Day, to: Option<Day>, day: Day) -> bool {
    from <= day && to.is_none_or(|to| day <= to)
}

impl DiseaseBook {
    /// Reads both shelves; empty where neither is loaded.
    pub fn new(masters: &Masters) -> Self {
        let mut book = Self::default();
        for (code, versions) in masters.shelf(MasterKind::Disease).iter().flat_map(|s| s.iter()) {
            for version in versions.iter().filter(|_| code != UNCODED) {
                book.put_base(code, version);
            }
        }
        for (code, versions) in masters.shelf(MasterKind::Modifier).iter().flat_map(|s| s.iter()) {
            for version in versions {
                book.put_modifier(code, version);
            }
        }
        book
    }

    fn put_base(&mut self, code: &str, version: &Version) {
        let row: &Row = &version.row;
        let (at, name) = (self.bases.len(), row.column(6));
        let (name_key, short_key, kana_key) = (boxed(name), boxed(row.column(8)), boxed(row.column(10)));
        let successor = Some(row.column(4)).filter(|c| !c.is_empty() && *c != code);
        self.base_codes.entry(code.into()).or_default().push(at);
        self.base_names.entry(name_key.clone()).or_default().push(at);
        if short_key != name_key && !short_key.is_empty() {
            self.base_names.entry(short_key).or_default().push(at);
        }
        self.base_kana.entry(kana_key.clone()).or_default().push(at);
        self.key_starts.push(self.keys.len());
        for key in [&name_key, &kana_key] {
            self.keys.push(char::from(EDGE));
            self.keys.push_str(key);
        }
        self.bases.push(DiseaseBase {
            code: code.into(),
            name: name.into(),
            kana: row.column(10).into(),
            needs_modifier: row.column(19) == "01",
            not_claimable: row.column(20) == "1",
            injury: row.column(16).starts_with(['S', 'T']),
            successor: successor.map(Into::into),
            from: version.from,
            to: version.to,
            name_key,
            kana_key,
        });
    }

    fn put_modifier(&mut self, code: &str, version: &Version) {
        let row: &Row = &version.row;
        let at = self.modifiers.len();
        let (name_key, kana_key) = (boxed(row.column(7)), boxed(row.column(10)));
        self.modifier_codes.entry(code.into()).or_default().push(at);
        self.modifier_names.entry(name_key.clone()).or_default().push(at);
        self.modifier_kana.entry(kana_key.clone()).or_default().push(at);
        self.modifiers.push(Modifier {
            code: code.into(),
            name: row.column(7).into(),
            kana: row.column(10).into(),
            class: row.column(19).as_bytes().get(1).map_or(0, |b| b.wrapping_sub(b'0')),
            from: version.from,
            to: version.to,
            name_key,
            kana_key,
        });
    }

    /// Whether the 傷病名 master is not loaded.
    pub fn is_empty(&self) -> bool {
        self.bases.is_empty()
    }

    /// The name of a code on a day.
    pub fn base(&self, code: &str, day: Day) -> Option<&DiseaseBase> {
        self.of_code(code).find(|b| holds(b.from, b.to, day))
    }

    fn of_code(&self, code: &str) -> impl Iterator<Item = &DiseaseBase> {
        self.base_codes.get(code).into_iter().flatten().map(|at| &self.bases[*at])
    }

    /// The modifier of a code on a day.
    pub fn modifier(&self, code: &str, day: Day) -> Option<&Modifier> {
        self.modifiers_of(code).find(|m| holds(m.from, m.to, day))
    }

    fn modifiers_of(&self, code: &str) -> impl Iterator<Item = &Modifier> {
        self.modifier_codes.get(code).into_iter().flatten().map(|at| &self.modifiers[*at])
    }

    /// The name of a code and modifiers on a day, modifiers in the order of the claim: prefixes, then suffixes, each in
    /// the order given. None where a code does not hold that day.
    pub fn compose(&self, code: &str, modifiers: &[String], day: Day) -> Option<Composed> {
        let base = self.base(code, day)?;
        let found: Option<Vec<&Modifier>> = modifiers.iter().map(|m| self.modifier(m, day)).collect();
        Some(composed(base, &found?))
    }

    /// The name as the masters ever said it, on whatever day: what stands on an old claim is recognised again.
    pub fn ever(&self, code: &str, modifiers: &[String]) -> Option<Composed> {
        let base = self.of_code(code).last()?;
        let found: Option<Vec<&Modifier>> = modifiers.iter().map(|m| self.modifiers_of(m).last()).collect();
        Some(composed(base, &found?))
    }

    /// A typed name as code and modifiers: the longest 傷病名 in it first, then the fewest modifiers around it. None where
    /// no name of the day, alone or with modifiers, is written so.
    pub fn recognise(&self, text: &str, day: Day) -> Option<Composed> {
        let typed = key(text);
        let ends: Vec<usize> = typed.char_indices().map(|(i, _)| i).chain([typed.len()]).collect();
        let count = ends.len() - 1;
        for length in (1..=count).rev() {
            for start in 0..=(count - length) {
                let (from, to) = (ends[start], ends[start + length]);
                let Some(bases) = self.base_names.get(&typed[from..to]) else { continue };
                let Some(base) = bases.iter().map(|at| &self.bases[*at]).find(|b| holds(b.from, b.to, day)) else {
                    continue;
                };
                let before = self.cover(&typed[..from], false, day);
                let behind = self.cover(&typed[to..], true, day);
                if let (Some(mut all), Some(behind)) = (before, behind) {
                    all.extend(behind);
                    return Some(composed(base, &all));
                }
            }
        }
        None
    }

    /// The fewest modifiers whose names are this text; of as many, the longest come first.
    fn cover(&self, text: &str, suffix: bool, day: Day) -> Option<Vec<&Modifier>> {
        if text.is_empty() {
            return Some(Vec::new());
        }
        let mut best: Option<Vec<&Modifier>> = None;
        let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
        for end in ends.into_iter().rev() {
            let Some(first) = self.named(&self.modifier_names, &text[..end], suffix, day).next() else { continue };
            let Some(rest) = self.cover(&text[end..], suffix, day) else { continue };
            if best.as_ref().is_none_or(|b| rest.len() + 1 < b.len()) {
                best = Some([first].into_iter().chain(rest).collect());
            }
        }
        best
    }

    fn named<'a>(
        &'a self,
        index: &'a BTreeMap<Box<str>, Vec<usize>>,
        text: &str,
        suffix: bool,
        day: Day,
    ) -> impl Iterator<Item = &'a Modifier> {
        let all = index.get(text).into_iter().flatten().map(|at| &self.modifiers[*at]);
        all.filter(move |m| m.is_suffix() == suffix && holds(m.from, m.to, day))
    }

    /// What came after a code by a day: its 移行先コード, and theirs in turn. None where nothing is said, or where it
    /// leads round in a ring.
    pub fn successor(&self, code: &str, modifiers: &[String], day: Day) -> Option<Composed> {
        let mut seen = vec![code.to_owned()];
        loop {
            let next = self.of_code(seen.last()?).last()?.successor.clone()?.into_string();
            if seen.contains(&next) {
                return None;
            }
            if self.base(&next, day).is_some() {
                return self.compose(&next, modifiers, day).or_else(|| self.compose(&next, &[], day));
            }
            seen.push(next);
        }
    }

    /// What is to be looked at in a code and modifiers on a day. Nothing is ever said while no master is loaded.
    pub fn doubts(&self, code: &str, modifiers: &[String], day: Day) -> Vec<DiseaseDoubt> {
        if self.is_empty() {
            return Vec::new();
        }
        if code.is_empty() || code == UNCODED {
            return vec![DiseaseDoubt::Uncoded];
        }
        let mut out = Vec::new();
        match self.base(code, day) {
            Some(base) if base.not_claimable => out.push(DiseaseDoubt::NotClaimable),
            Some(base) if base.needs_modifier && modifiers.is_empty() => out.push(DiseaseDoubt::NeedsModifier),
            Some(_) => {}
            None => out.push(match self.of_code(code).last() {
                None => DiseaseDoubt::Unknown(code.to_owned()),
                Some(base) => match base.to.filter(|to| *to < day) {
                    Some(to) => DiseaseDoubt::Ended(to, self.successor(code, modifiers, day)),
                    None => DiseaseDoubt::Begins(base.from),
                },
            }),
        }
        for modifier in modifiers {
            if self.modifier(modifier, day).is_none() {
                let name = self.modifiers_of(modifier).last().map_or(modifier.as_str(), |m| &*m.name);
                out.push(DiseaseDoubt::ModifierNotInForce(name.to_owned()));
            }
        }
        if modifiers.len() > MOST_MODIFIERS {
            out.push(DiseaseDoubt::TooManyModifiers);
        }
        out
    }

    /// Names while they are typed: the composed one that is written so, then those of the sites hurt, then names that
    /// begin with it, then names that hold it; typed modifiers (みぎ…, …の疑い) are taken off and put on again. A name that
    /// may not be claimed comes last.
    pub fn find(&self, text: &str, sites: &[Site], day: Day) -> Vec<Composed> {
        let typed = key(text);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Found<'_>> = Vec::new();
        if typed.chars().all(|c| c.is_ascii_digit()) {
            let from = self.base_codes.range::<str, _>((Bound::Included(&*typed), Bound::Unbounded));
            let begin = from.take_while(|(code, _)| code.starts_with(&typed));
            let bases = begin.flat_map(|(_, at)| at).map(|at| &self.bases[*at]);
            found.extend(bases.map(|base| Found { base, around: Vec::new(), grade: 0 }));
        }
        for (before, rest) in self.leading(&typed, day) {
            for (behind, rest) in self.trailing(rest, day) {
                let around: Vec<&Modifier> = before.iter().chain(&behind).copied().collect();
                let put = |(base, grade)| Found { base, around: around.clone(), grade };
                if around.is_empty() {
                    found.extend(self.holding(rest).map(put));
                } else {
                    found.extend(self.beginning(rest).map(put));
                }
            }
        }
        // Fragments apart from one another.
        let words: Vec<String> = text.split_whitespace().map(key).filter(|w| !w.is_empty()).collect();
        if words.len() > 1 {
            let all = |b: &DiseaseBase| words.iter().all(|w| b.name_key.contains(&**w) || b.kana_key.contains(&**w));
            found.extend(self.bases.iter().filter(|b| all(b)).map(|base| Found { base, around: Vec::new(), grade: 2 }));
        }
        found.retain(|f| holds(f.base.from, f.base.to, day));
        found.sort_by_cached_key(|f| {
            let length = f.base.name_key.chars().count();
            // The fewest words around it: 橈骨遠位端骨折 is a name of its own before it is 橈骨遠位端 + 骨折.
            (f.base.not_claimable, f.grade, f.around.len(), !f.base.injury, length)
        });
        found.truncate(MOST_FOUND);
        let mut out: Vec<Composed> = self.recognise(text, day).into_iter().collect();
        let plain: Vec<&Found<'_>> = found.iter().filter(|f| f.around.is_empty()).take(12).collect();
        let (near, far) = self.at_sites(&plain, sites, day);
        out.extend(near);
        let rest = found.iter().map(|f| composed(f.base, &f.around));
        let (first, later): (Vec<_>, Vec<_>) = rest.enumerate().partition(|(i, _)| *i < plain.len().min(1));
        out.extend(first.into_iter().map(|(_, c)| c));
        out.extend(far);
        out.extend(later.into_iter().map(|(_, c)| c));
        let mut seen = BTreeSet::new();
        out.retain(|c| seen.insert(c.name.clone()));
        out
    }

    /// Names that are, begin with, or hold what is typed, with 0, 1 or 2.
    fn holding(&self, typed: &str) -> impl Iterator<Item = (&DiseaseBase, u8)> {
        let (text, long) = (self.keys.as_bytes(), typed.chars().count() > 1);
        let mut out: Vec<(usize, u8)> = Vec::new();
        for at in memmem::find_iter(text, typed.as_bytes()) {
            let begins = text.get(at.wrapping_sub(1)) == Some(&EDGE);
            let ends = text.get(at + typed.len()).is_none_or(|b| *b == EDGE);
            let grade = if begins { u8::from(!ends) } else { 2 };
            let base = self.key_starts.partition_point(|start| *start <= at).saturating_sub(1);
            match out.last_mut() {
                Some((last, best)) if *last == base => *best = grade.min(*best),
                _ if grade < 2 || long => out.push((base, grade)),
                _ => {}
            }
        }
        out.into_iter().map(|(base, grade)| (&self.bases[base], grade))
    }

    /// The same without a scan, for what is left between typed modifiers: names that are or begin so.
    fn beginning<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = (&'a DiseaseBase, u8)> {
        [&self.base_names, &self.base_kana].into_iter().flat_map(move |index| {
            let from = index.range::<str, _>((Bound::Included(typed), Bound::Unbounded));
            let from = from.take_while(move |(name, _)| name.starts_with(typed));
            from.flat_map(move |(name, at)| {
                let grade = u8::from(**name != *typed);
                at.iter().map(move |at| (&self.bases[*at], grade))
            })
        })
    }

    /// What is typed with no, one … typed prefixes taken off, by name or by kana of two letters or more.
    fn leading<'a, 't>(&'a self, typed: &'t str, day: Day) -> Vec<(Vec<&'a Modifier>, &'t str)> {
        let mut out: Vec<(Vec<&Modifier>, &str)> = vec![(Vec::new(), typed)];
        let mut at = 0;
        while at < out.len() && out.len() < 40 {
            let (taken, rest) = out[at].clone();
            at += 1;
            if taken.len() == DEEP {
                continue;
            }
            for (end, _) in rest.char_indices().skip(1) {
                let word = &rest[..end];
                let by_name = self.named(&self.modifier_names, word, false, day);
                let spoken = word.chars().count() > 1;
                let by_kana = self.named(&self.modifier_kana, word, false, day).filter(move |_| spoken);
                for modifier in by_name.chain(by_kana).take(3) {
                    let with = taken.iter().copied().chain([modifier]).collect();
                    out.push((with, &rest[end..]));
                }
            }
        }
        out
    }

    /// The same with no or one suffix taken off.
    fn trailing<'a, 't>(&'a self, typed: &'t str, day: Day) -> Vec<(Vec<&'a Modifier>, &'t str)> {
        let mut out: Vec<(Vec<&Modifier>, &str)> = vec![(Vec::new(), typed)];
        for (start, _) in typed.char_indices().skip(1) {
            let word = &typed[start..];
            let by_name = self.named(&self.modifier_names, word, true, day);
            let spoken = word.chars().count() > 1;
            let by_kana = self.named(&self.modifier_kana, word, true, day).filter(move |_| spoken);
            out.extend(by_name.chain(by_kana).take(2).map(|m| (vec![m], &typed[..start])));
        }
        out
    }

    /// Names at the sites hurt: those that stand before the plain name (its own site, or none yet), and those behind it
    /// (the name says another site: perhaps only the side is missing).
    fn at_sites(&self, plain: &[&Found<'_>], sites: &[Site], day: Day) -> (Vec<Composed>, Vec<Composed>) {
        let (mut near, mut far) = (Vec::new(), Vec::new());
        let put = |list: &mut Vec<Composed>, parts: [&str; 3]| {
            list.extend(self.recognise(&parts.concat(), day));
        };
        for found in plain.iter().filter(|f| !f.base.not_claimable) {
            let name = &*found.base.name;
            let placed = self.names_a_site(&found.base.name_key, day);
            for site in sites {
                let words = site_words(site.region);
                let side = match site.side {
                    Some(Side::Right) => "右",
                    Some(Side::Left) => "左",
                    None => "",
                };
                if words.iter().any(|w| found.base.name_key.starts_with(&key(w))) {
                    put(&mut near, [side, "", name]);
                } else if placed && site.side.is_some() && found.grade < 2 {
                    put(&mut far, [side, "", name]);
                } else if !placed && found.grade < 2 {
                    let word = words.iter().find(|w| self.cover(&key(w), false, day).is_some());
                    put(&mut near, [side, word.copied().unwrap_or_default(), name]);
                }
            }
        }
        (near, far)
    }

    /// Whether a name begins with a 部位 of the 修飾語 master.
    fn names_a_site(&self, name_key: &str, day: Day) -> bool {
        let ends = name_key.char_indices().map(|(i, c)| i + c.len_utf8());
        ends.filter(|end| *end < name_key.len())
            .any(|end| self.named(&self.modifier_names, &name_key[..end], false, day).any(|m| m.class == 1))
    }

    /// Modifiers whose code, name or kana holds what is typed, those that begin with it first; of the day.
    pub fn find_modifier(&self, text: &str, day: Day) -> Vec<&Modifier> {
        let typed = key(text);
        let mut found: Vec<&Modifier> = Vec::new();
        if typed.is_empty() {
            return found;
        }
        let fits = |m: &&Modifier| {
            holds(m.from, m.to, day)
                && (m.name_key.contains(&*typed) || m.kana_key.contains(&*typed) || m.code.starts_with(&*typed))
        };
        found.extend(self.modifiers.iter().filter(fits));
        found.sort_by_key(|m| {
            let exact = *m.name_key == *typed || *m.kana_key == *typed || *m.code == *typed;
            let begins = m.name_key.starts_with(&*typed) || m.kana_key.starts_with(&*typed);
            (!exact, !begins, m.name_key.chars().count(), &m.code)
        });
        found
    }

    /// The modifier written so, prefix or suffix, on a day.
    pub fn modifier_named(&self, name: &str, suffix: bool, day: Day) -> Option<&Modifier> {
        self.named(&self.modifier_names, &key(name), suffix, day).next()
    }
}

/// One name found, with the typed modifiers around it.
struct Found<'a> {
    base: &'a DiseaseBase,
    around: Vec<&'a Modifier>,
    /// 0 written so, 1 begins so, 2 holds it.
    grade: u8,
}

fn composed(base: &DiseaseBase, modifiers: &[&Modifier]) -> Composed {
    let before = modifiers.iter().filter(|m| !m.is_suffix());
    let behind = modifiers.iter().filter(|m| m.is_suffix());
    let codes = before.clone().chain(behind.clone()).map(|m| m.code.to_string()).collect();
    let name = |m: &&Modifier| m.name.to_string();
    let parts: Vec<String> = before.map(name).chain([base.name.to_string()]).chain(behind.map(name)).collect();
    Composed { code: base.code.to_string(), modifiers: codes, name: parts.concat(), parts }
}

/// How the 修飾語 master calls a site, the first that it has.
pub fn site_words(region: Region) -> &'static [&'static str] {
    use Region::*;
    match region {
        Head => &["頭部"],
        Face => &["顔面"],
        Eye => &["眼"],
        Ear => &["耳"],
        Nose => &["鼻"],
        Mouth => &["口腔"],
        Neck => &["頚部", "頚"],
        Chest => &["胸部"],
        Back => &["背部"],
        Abdomen => &["腹部"],
        Waist => &["腰部"],
        Buttock => &["殿部"],
        Perineum => &["肛門"],
        Clavicle => &["鎖骨"],
        Scapula => &["肩甲部", "肩甲骨"],
        Shoulder => &["肩"],
        UpperLimb => &["上肢"],
        UpperArm => &["上腕"],
        Elbow => &["肘"],
        Forearm => &["前腕"],
        Wrist => &["手関節"],
        Hand => &["手"],
        Finger => &["手指"],
        Finger1 => &["母指"],
        Finger2 => &["示指"],
        Finger3 => &["中指"],
        Finger4 => &["環指"],
        Finger5 => &["小指"],
        Hip => &["股関節"],
        LowerLimb => &["下肢"],
        Thigh => &["大腿"],
        Knee => &["膝"],
        LowerLeg => &["下腿"],
        Ankle => &["足関節"],
        Foot => &["足"],
        Heel => &["踵部", "踵"],
        Toe => &["趾", "足指"],
        Toe1 => &["母趾", "第１趾"],
        Toe2 => &["第２趾"],
        Toe3 => &["第３趾"],
        Toe4 => &["第４趾"],
        Toe5 => &["第５趾"],
    }
}

#[cfg(test)]
#[path = "diseases_tests.rs"]
mod tests;
