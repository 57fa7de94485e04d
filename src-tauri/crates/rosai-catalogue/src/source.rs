//! The documents values cite, and the days the book covers (`assets/fees/sources.toml`).

use rosai_domain::{Day, Problem};
use serde::Deserialize;
use std::sync::LazyLock;

/// A name for what is in force over some months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// First day the book covers.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A document a value may cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name in citations.
    pub id: String,
    /// Its title.
    pub ja: String,
    /// What a clerk calls it; the title where nothing shorter is given.
    pub short: String,
    /// First day of treatment it speaks for.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    id: String,
    ja: String,
    short: Option<String>,
    from: toml::value::Datetime,
    to: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    from: toml::value::Datetime,
    to: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSources {
    book: RawBook,
    source: Vec<RawSource>,
}

/// The documents of the book the program carries: their id, and what a clerk calls them.
pub fn document_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    static SOURCES: LazyLock<Vec<Source>> =
        LazyLock::new(|| parse(crate::book::SOURCES).map(|(_, sources)| sources).unwrap_or_default());
    SOURCES.iter().map(|s| (s.id.as_str(), s.short.as_str()))
}

/// What a clerk calls a document of the book the program carries.
pub fn document_name(id: &str) -> Option<&'static str> {
    document_names().find(|(known, _)| *known == id).map(|(_, short)| short)
}

/// A day as TOML writes it.
pub(crate) fn day_of(date: &toml::value::Datetime) -> Option<Day> {
    let d = date.date?;
    Day::new(d.year.into(), d.month.into(), d.day.into())
}

/// Two days in order.
fn span(from: &toml::value::Datetime, to: &toml::value::Datetime) -> Option<(Day, Day)> {
    day_of(from).zip(day_of(to)).filter(|(from, to)| from <= to)
}

/// The days of the book and its documents; all problems at once.
pub(crate) fn parse(text: &str) -> Result<(Edition, Vec<Source>), Vec<Problem>> {
    let raw: RawSources = toml::from_str(text).map_err(|e| vec![Problem::new("sources.toml", e.to_string())])?;
    let mut problems = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    for one in raw.source {
        let place = format!("sources.toml・{}", one.id);
        if sources.iter().any(|s| s.id == one.id) {
            problems.push(Problem::new(&place, "同じ名前の資料が2度あります。"));
        }
        if one.ja.trim().is_empty() {
            problems.push(Problem::new(&place, "資料の題名（ja）がありません。"));
        }
        match span(&one.from, &one.to) {
            Some((from, to)) => {
                let short = one.short.unwrap_or_else(|| one.ja.clone());
                sources.push(Source { id: one.id, ja: one.ja, short, from, to });
            }
            None => problems.push(Problem::new(&place, "資料の期間（from、to）が読めません。")),
        }
    }
    match span(&raw.book.from, &raw.book.to) {
        Some((from, to)) if problems.is_empty() => Ok((Edition { from, to }, sources)),
        Some(_) => Err(problems),
        None => {
            problems.push(Problem::new("sources.toml・book", "料金表の期間（from、to）が読めません。"));
            Err(problems)
        }
    }
}

/// The first day of `from`–`to` for which none of the documents speaks.
pub(crate) fn unspoken_day(documents: &[&Source], from: Day, to: Day) -> Option<Day> {
    let mut day = from;
    while day <= to {
        // The document that speaks for this day and reaches furthest.
        match documents.iter().filter(|d| d.from <= day && day <= d.to).map(|d| d.to).max() {
            Some(last) => day = last.plus_days(1),
            None => return Some(day),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "[book]\nfrom = 2024-06-01\nto = 2027-05-31\n";
    const A: &str = "[[source]]\nid = \"a\"\nja = \"甲\"\nfrom = 2024-06-01\nto = 2025-03-31\n";

    fn said(text: &str) -> String {
        parse(text).expect_err("bad").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn documents_and_days_that_cannot_be_read_are_said() {
        let (edition, sources) = parse(&format!("{BOOK}{A}")).expect("good");
        assert_eq!(
            (edition.from, edition.to),
            (Day::parse("R6.6.1").expect("day"), Day::parse("R9.5.31").expect("day"))
        );
        assert_eq!((sources[0].ja.as_str(), sources[0].short.as_str()), ("甲", "甲"));
        assert!(said(&format!("{BOOK}{A}{A}")).contains("2度"));
        assert!(said(&format!("{BOOK}{}", A.replace("甲", " "))).contains("題名"));
        assert!(said(&format!("{BOOK}{}", A.replace("2025-03-31", "2024-05-31"))).contains("資料の期間"));
        assert!(said(&format!("{}{A}", BOOK.replace("2027", "2023"))).contains("料金表の期間"));
        assert!(said(A).contains("book"), "the days of the book have to be said");
    }

    #[test]
    fn the_first_day_nobody_speaks_for() {
        let day = |t| Day::parse(t).expect(t);
        let source = |from, to| Source {
            id: String::new(),
            ja: String::new(),
            short: String::new(),
            from: day(from),
            to: day(to),
        };
        let (a, b) = (source("R6.6.1", "R7.3.31"), source("R7.4.1", "R8.5.31"));
        let unspoken = |documents: &[&Source], from, to| unspoken_day(documents, day(from), day(to));
        assert_eq!(unspoken(&[&a, &b], "R6.6.1", "R8.5.31"), None);
        assert_eq!(unspoken(&[&b, &a], "R6.6.1", "R8.6.1"), Some(day("R8.6.1")));
        assert_eq!(unspoken(&[&b], "R6.6.1", "R8.5.31"), Some(day("R6.6.1")));
        assert_eq!(unspoken(&[&a], "R6.6.1", "R8.5.31"), Some(day("R7.4.1")));
    }
}
