//! 合成コード: one code of the 労災診療行為マスター for areas of one 処置 under different factors
//! (`assets/fees/synthetic-codes.csv`), and the 健保 code a 労災 code stands for (`assets/fees/replaced-codes.csv`).

use crate::source;
use rosai_document::Standing;
use rosai_domain::{Day, Problem};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const CODES: &str = include_str!("../../../../assets/fees/synthetic-codes.csv");
const REPLACED: &str = include_str!("../../../../assets/fees/replaced-codes.csv");

/// A 合成コード in force from a day to a day.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntheticCode {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The acts it is made of, each with its 四肢 factor (1, 1.5 or 2): at most one a factor, in order of the factors.
    pub parts: Vec<(String, Decimal)>,
    /// Points as the master prints them.
    pub points: Decimal,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// How sure it is.
    pub standing: Standing,
    /// The document, by its name in `sources.toml`.
    pub source: String,
}

impl SyntheticCode {
    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    code: String,
    name: String,
    parts: String,
    points: Decimal,
    from: String,
    to: Option<String>,
    standing: Standing,
    source: String,
}

fn read(text: &str) -> Result<Vec<SyntheticCode>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut out = Vec::new();
    for (line, record) in csv::Reader::from_reader(text.as_bytes()).deserialize::<RawCode>().enumerate() {
        let place = format!("synthetic-codes.csv・{}行目", line + 2);
        let raw = match record {
            Ok(raw) => raw,
            Err(e) => {
                problems.push(Problem::new(place, e.to_string()));
                continue;
            }
        };
        let part = |text: &str| {
            let (code, factor) = text.split_once('x')?;
            Some((code.to_owned(), factor.parse::<Decimal>().ok()?))
        };
        let parts: Option<Vec<(String, Decimal)>> = raw.parts.split('+').map(part).collect();
        let days = (Day::parse(&raw.from), raw.to.as_deref().map(Day::parse).transpose());
        let (Some(parts), (Ok(from), Ok(to))) = (parts, days) else {
            problems.push(Problem::new(place, "部分か日付が読めません。"));
            continue;
        };
        if source::document_name(&raw.source).is_none() {
            problems.push(Problem::new(&place, format!("出典「{}」が sources.toml にありません。", raw.source)));
        }
        let RawCode { code, name, points, standing, source, .. } = raw;
        out.push(SyntheticCode { code, name, parts, points, from, to, standing, source });
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// How a set of parts is looked up.
fn key<'a>(parts: impl Iterator<Item = (&'a str, Decimal)>) -> String {
    let mut words: Vec<String> = parts.map(|(code, factor)| format!("{}x{code}", factor.normalize())).collect();
    words.sort();
    words.join("+")
}

struct Book {
    codes: Vec<SyntheticCode>,
    by_parts: BTreeMap<String, Vec<usize>>,
    part_codes: BTreeSet<String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    // A file that cannot be read gives no codes; a test holds that the one the program carries can.
    let codes = read(CODES).unwrap_or_default();
    let mut by_parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, one) in codes.iter().enumerate() {
        by_parts.entry(key(one.parts.iter().map(|(c, f)| (c.as_str(), *f)))).or_default().push(i);
    }
    let part_codes = codes.iter().flat_map(|c| c.parts.iter().map(|(code, _)| code.clone())).collect();
    Book { codes, by_parts, part_codes }
});

/// Every 合成コード the book carries.
pub fn synthetic_codes() -> &'static [SyntheticCode] {
    &BOOK.codes
}

/// Whether some 合成コード has this act as a part.
pub fn has_synthetic_codes(code: &str) -> bool {
    BOOK.part_codes.contains(code)
}

/// The 合成コード made of exactly these acts, each with its factor, on a day.
pub fn synthetic_code(parts: &[(&str, Decimal)], day: Day) -> Option<&'static SyntheticCode> {
    let places = BOOK.by_parts.get(&key(parts.iter().copied()))?;
    places.iter().map(|i| &BOOK.codes[*i]).find(|c| c.in_force(day))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReplaced {
    code: String,
    replaces: String,
    #[serde(rename = "name")]
    _name: String,
}

static STANDS_FOR: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(REPLACED.as_bytes()).into_deserialize::<RawReplaced>();
    rows.filter_map(|r| r.ok().map(|r| (r.code, r.replaces))).collect()
});

/// The 健保 code a 労災 code stands for (`spec/masters.md` §5.2); any other code is its own.
pub fn kenpo_code(code: &str) -> &str {
    STANDS_FOR.get(code).map_or(code, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    fn n(text: &str) -> Decimal {
        text.parse().expect(text)
    }

    #[test]
    fn all_848_codes_load_for_both_editions() {
        let codes = read(CODES).unwrap_or_else(|p| panic!("{p:?}"));
        for on in ["2024-06-01", "2026-05-31", "2026-06-01", "2027-05-31"] {
            assert_eq!(codes.iter().filter(|c| c.in_force(day(on))).count(), 848, "{on}");
        }
    }

    /// Each part once a factor, and one code for one set of parts.
    #[test]
    fn parts_have_different_factors() {
        for one in synthetic_codes() {
            let factors: BTreeSet<Decimal> = one.parts.iter().map(|(_, f)| *f).collect();
            assert!((2..=3).contains(&one.parts.len()) && factors.len() == one.parts.len(), "{}", one.code);
            let parts: Vec<(&str, Decimal)> = one.parts.iter().map(|(c, f)| (c.as_str(), *f)).collect();
            assert_eq!(synthetic_code(&parts, one.from).map(|c| &c.code), Some(&one.code));
        }
    }

    #[test]
    fn a_code_is_found_by_its_parts_in_any_order() {
        let on = day("2025-10-01");
        let find = |parts: &[(&str, &str)]| {
            let parts: Vec<(&str, Decimal)> = parts.iter().map(|(c, f)| (*c, n(f))).collect();
            synthetic_code(&parts, on).map(|c| (c.code.as_str(), c.points))
        };
        // 湿布 35 + 35 × 1.5 = 87.5 → 88.
        assert_eq!(find(&[("140002210", "1.5"), ("140002210", "1")]), Some(("101418450", n("88"))));
        // 35 + 52.5 + 70 = 157.5 → 158.
        let all = [("140002210", "2.0"), ("140002210", "1"), ("140002210", "1.5")];
        assert_eq!(find(&all), Some(("101418480", n("158"))));
        assert_eq!(find(&[("140002210", "1"), ("140000610", "2")]), None, "two families");
        assert_eq!(find(&[("140000610", "1")]), None, "one part");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let head = "code,name,parts,points,from,to,standing,source\n";
        let said = |row: &str| read(&format!("{head}{row}\n")).expect_err(row)[0].to_string();
        assert!(said("1,あ,140000610,130,2018-04-01,,official,r-2024-11-01").contains("2行目"));
        assert!(said("1,あ,2x1+3x2,130,2018-04-01,,official,nowhere").contains("出典"));
        assert!(said("1,あ,2x1+3x2,many,2018-04-01,,official,r-2024-11-01").contains("2行目"));
    }

    #[test]
    fn codes_of_labour_stand_for_codes_of_health() {
        assert_eq!(kenpo_code("101110010"), "111000110");
        assert_eq!(kenpo_code("101801600"), "180744210");
        assert_eq!(kenpo_code("101500070"), "150001010", "手の指の創傷処理");
        assert_eq!(kenpo_code("140000610"), "140000610");
        assert_eq!(STANDS_FOR.len(), 77);
    }
}
