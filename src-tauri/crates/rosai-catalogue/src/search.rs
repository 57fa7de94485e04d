//! The finder of what may be entered on a day: acts of the fee book and of the masters, drugs, materials.

use crate::act::ActRow;
use crate::book::Catalogue;
use crate::finder::{Entry, Finder, Said, spelling};
use rosai_domain::Day;
use rosai_masters::{MasterKind, Version};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../../../assets/text/search-words.toml");

/// Bit of the rows with a 四肢の特例.
const LIMB: u32 = 31;

/// What a row found is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// An act of the fee book or of S and R.
    Act,
    /// A drug of Y.
    Drug,
    /// A material of T or U.
    Material,
}

impl FoundKind {
    /// Its group in the finder.
    pub fn group(self) -> u8 {
        self as u8
    }
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// What it is.
    pub kind: FoundKind,
    /// Its code.
    pub code: Box<str>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Words {
    word: Vec<Word>,
    injury: Vec<Injury>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    said: Vec<String>,
    means: Vec<String>,
    #[serde(default, rename = "for")]
    only: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Injury {
    when: Vec<String>,
    fits: Vec<String>,
}

/// The words of the file; none where it cannot be read, which a test refuses.
static KNOWN: LazyLock<Words> = LazyLock::new(|| toml::from_str(WORDS).unwrap_or_default());

/// Marks ([`crate::Ask::marks`]) of an injury: by what its diseases and its description are called, and whether it is of a limb.
pub fn marks_of(injury: &str, limb: bool) -> u32 {
    let injury = spelling(injury);
    let of = |i: &Injury| i.when.iter().any(|w| injury.contains(&spelling(w)));
    let marks = (0u32..).zip(&KNOWN.injury).filter(|(_, i)| of(i)).map(|(bit, _)| 1 << bit);
    marks.sum::<u32>() | u32::from(limb) << LIMB
}

/// Where an entry stands among equals: acts by class, length of name and points; then drugs and materials, cheap first.
type Place = (FoundKind, bool, usize, Decimal, String, Day);

impl Catalogue {
    /// A finder of all that may be entered. `computed` says which acts the rules come to by themselves.
    pub fn finder(&self, computed: impl Fn(&ActRow) -> bool) -> Finder<RowKey> {
        let mut entries: Vec<(Place, Entry<RowKey>)> = Vec::new();
        let mut families: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut limbs: BTreeSet<Box<str>> = BTreeSet::new();
        for row in self.acts() {
            let family = row.area.filter(|_| !row.is_addition()).map(|_| {
                let (kubun, name) = row.family();
                let next = families.len() as u32;
                *families.entry((kubun.to_owned(), name.to_owned())).or_insert(next)
            });
            if row.limb.is_some_and(|l| l.max > Decimal::ONE) {
                limbs.insert((*row.code).into());
            }
            let columns = row.columns.as_deref();
            if columns.is_some_and(|c| c.medical_observation) {
                continue;
            }
            // Acts of a hospital's wards have no box on an outpatient sheet.
            let elsewhere = columns.is_some_and(|c| !c.outpatient || c.setting == 1 || c.place == 1);
            let behind = match () {
                () if computed(row) => 2,
                () if row.is_addition() || row.is_rate() || row.is_share() || elsewhere => 1,
                () => 0,
            };
            let length = row.family().1.chars().count();
            let place = (FoundKind::Act, row.class != 40, length, row.points.value, row.code.to_string(), row.from);
            let texts = [&*row.code, &*row.kubun, &*row.name, &*row.kana].map(str::to_owned).into();
            let key = RowKey { kind: FoundKind::Act, code: (*row.code).into() };
            let (from, to, group) = (row.from, row.to, FoundKind::Act.group());
            entries.push((place, Entry { key, group, from, to, texts, behind, family }));
        }
        for kind in [MasterKind::Drug, MasterKind::Material, MasterKind::RosaiMaterial] {
            for (code, versions) in self.masters().shelf(kind).into_iter().flat_map(|shelf| shelf.iter()) {
                entries.extend(of_article(kind, code, versions));
            }
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let said = KNOWN.word.iter().flat_map(|w| {
            let group = w.only.as_deref().map(|only| match only {
                "drugs" => FoundKind::Drug.group(),
                "materials" => FoundKind::Material.group(),
                _ => FoundKind::Act.group(),
            });
            let of = move |word: &String, means: &String| Said { word: word.clone(), means: means.clone(), group };
            w.said.iter().flat_map(move |word| w.means.iter().map(move |means| of(word, means)))
        });
        let mut finder = Finder::new(entries.into_iter().map(|(_, e)| e), &said.collect::<Vec<_>>());
        for (bit, injury) in (0u32..).zip(&KNOWN.injury) {
            injury.fits.iter().for_each(|fits| finder.mark(bit, fits));
        }
        finder.mark_keys(LIMB, |key| key.kind == FoundKind::Act && limbs.contains(&key.code));
        finder
    }
}

/// The entries of a drug or material: one for each name it had.
fn of_article(kind: MasterKind, code: &str, versions: &[Version]) -> Vec<(Place, Entry<RowKey>)> {
    let found = if kind == MasterKind::Drug { FoundKind::Drug } else { FoundKind::Material };
    let mut out: Vec<(Place, Entry<RowKey>)> = Vec::new();
    for version in versions {
        let columns = version.row.columns();
        let at = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
        // Of dentists alone.
        if kind == MasterKind::Drug && at(28) == "8" {
            continue;
        }
        let texts: Vec<String> = match kind {
            // The general name: 【般】ロキソプロフェンナトリウム錠６０ｍｇ.
            MasterKind::Drug => vec![code, at(5), at(7), at(38).trim_start_matches("【般】")],
            // 区分番号 of the materials has no meaning at the desk.
            _ => vec![code, at(5), at(7), at(37)],
        }
        .into_iter()
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect();
        let to = last_day(kind, version);
        if let Some((_, last)) = out.last_mut()
            && last.texts == texts
            && last.to.is_some_and(|to| to.plus_days(1) == version.from)
        {
            last.to = to;
            continue;
        }
        // 選定療養: the row 「患者希望」 is a matter of 健保.
        let behind = u8::from(kind == MasterKind::Drug && at(42) == "2");
        let price = at(12).parse().unwrap_or_default();
        let length = at(5).chars().count();
        let place = (found, false, 0, price, format!("{length:03}{code}"), version.from);
        let key = RowKey { kind: found, code: code.into() };
        let entry = Entry { key, group: found.group(), from: version.from, to, texts, behind, family: None };
        out.push((place, entry));
    }
    out
}

/// Last day a row may be used: 廃止年月日, or 経過措置年月日 (Y 34, T and U 29) where that comes first.
fn last_day(kind: MasterKind, version: &Version) -> Option<Day> {
    let until = version.row.column(if kind == MasterKind::Drug { 34 } else { 29 });
    let number = |part: Option<&str>| part?.parse::<u32>().ok();
    let until = || {
        let year = i32::try_from(number(until.get(..4))?).ok()?;
        Day::new(year, number(until.get(4..6))?, number(until.get(6..8))?)
    };
    match (version.to, until().filter(|day| day.month().year < 9999)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finder::Ask;

    #[test]
    fn the_words_people_say_are_read_and_mean_something_in_the_book() {
        let words: Words = toml::from_str(WORDS).unwrap_or_else(|e| panic!("{e}"));
        assert!(words.word.len() >= 60, "{}", words.word.len());
        assert!(words.injury.len() < LIMB as usize);
        let finder = Catalogue::builtin().expect("the book loads").finder(|_| false);
        let day = Day::parse("2025-10-10").expect("a day");
        let total = |typed: &str| {
            let found = finder.find(Ask { typed, day, groups: &[], marks: 0, most: 1 });
            found.totals[0]
        };
        for word in words.word.iter().filter(|w| w.only.as_deref() != Some("drugs")) {
            assert!(word.means.iter().any(|m| total(m) > 0), "{:?} means no act of the book", word.means);
            for said in &word.said {
                assert!(total(said) > 0, "{said} is not found");
            }
        }
        for injury in &words.injury {
            assert!(injury.fits.iter().any(|f| total(f) > 0), "{:?}", injury.fits);
        }
    }

    #[test]
    fn what_is_said_at_the_desk_finds_the_act() {
        let finder = Catalogue::builtin().expect("the book loads").finder(|_| false);
        let day = Day::parse("2025-10-10").expect("a day");
        for (typed, code) in [
            ("れんとげん", "170000410"), // 単純撮影（イ）の写真診断
            ("しっぷ", "140002210"),
            ("てんてき", "130003710"),
            ("ぎぶす しーね", "140041750"),
            ("ばっし", "140000610"),
            ("じょうちゅう", "130003510"),
            ("けっさん", "160008010"),
            ("こるせっと", "140048350"),
        ] {
            let found = finder.find(Ask { typed, day, groups: &[], marks: 0, most: 5 });
            let hits: Vec<&str> = found.hits.iter().map(|h| &*h.key.code).collect();
            assert!(hits.contains(&code), "{typed}: {hits:?}");
        }
    }

    #[test]
    fn the_injury_says_what_comes_first() {
        assert_eq!(marks_of("右橈骨遠位端骨折", true), 1 << LIMB | 1);
        assert_eq!(marks_of("左示指切創", false), 2);
        assert_eq!(marks_of("", false), 0);
        let finder = Catalogue::builtin().expect("the book loads").finder(|_| false);
        let day = Day::parse("2025-10-10").expect("a day");
        let first = |typed, injury| {
            let ask = Ask { typed, day, groups: &[], marks: marks_of(injury, true), most: 1 };
            finder.find(ask).hits.first().map(|h| h.key.code.to_string())
        };
        // ソウ begins 創傷処置 and stands in the middle of 爪甲除去; ネッ begins 熱傷処置 alone.
        assert_eq!(first("そう", "左示指切創").as_deref(), Some("140000610"));
        assert_eq!(first("しょち", "両手熱傷").as_deref(), Some("140032010"), "the act of burns before all other 処置");
    }

    #[test]
    fn a_row_ends_with_its_last_day_or_with_its_transition() {
        let row = |column: usize, until: &str, to: Option<&str>| {
            let mut columns = vec![""; 42];
            columns[column - 1] = until;
            let day = |t: &str| Day::parse(t).expect(t);
            let row = rosai_masters::Row::new(columns);
            Version { from: day("2024-04-01"), to: to.map(day), row }
        };
        let last = |kind, version: &Version| last_day(kind, version).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(last(MasterKind::Drug, &row(34, "20260331", None)), "2026-03-31");
        assert_eq!(last(MasterKind::Drug, &row(34, "20260331", Some("2025-12-31"))), "2025-12-31");
        assert_eq!(last(MasterKind::Material, &row(29, "20260331", None)), "2026-03-31");
        for none in ["0", "", "00000000", "99999999"] {
            assert_eq!(last(MasterKind::Drug, &row(34, none, None)), "", "{none}");
        }
    }
}
