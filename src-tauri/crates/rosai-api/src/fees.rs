//! The fee book from the shell: what is in force, what changes between two days, whether the book is sound.

use rosai_catalogue::{Catalogue, FeeChange, FeeLine};
use rosai_domain::{Day, Problem};
use rosai_fees::rules;

/// Why the fee table could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum FeesError {
    /// The day cannot be read.
    #[error("{0}")]
    Day(String),
    /// The book does not cover the day.
    #[error("{day}は、この料金表（{from}〜{to}）の外です。この期間の日を指定してください。")]
    NotCovered {
        /// The day asked.
        day: String,
        /// First day covered.
        from: String,
        /// Last day covered.
        to: String,
    },
    /// The book does not load.
    #[error("料金表が読めません：{0}")]
    Book(String),
}

pub(crate) fn book() -> Result<Catalogue, FeesError> {
    Catalogue::builtin().map_err(|p| FeesError::Book(p.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")))
}

/// A day as typed, where the book covers it.
fn covered(book: &Catalogue, day: &str) -> Result<Day, FeesError> {
    let day = Day::parse(day).map_err(FeesError::Day)?;
    let edition = book.edition();
    if day < edition.from || day > edition.to {
        return Err(FeesError::NotCovered { day: day.ja(), from: edition.from.ja(), to: edition.to.ja() });
    }
    Ok(day)
}

/// What is in force on a day.
pub fn fees_table(day: &str) -> Result<Vec<FeeLine>, FeesError> {
    let book = book()?;
    Ok(book.table(covered(&book, day)?))
}

/// A row of CSV.
fn csv_row(cells: &[&str]) -> String {
    let quoted = cells.iter().map(|c| {
        if c.contains([',', '"', '\n']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { (*c).to_owned() }
    });
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

/// The same as CSV with the header `id,kind,kubun,code,name,unit,amount,factor_max,section,standing,from`.
pub fn fees_table_csv(day: &str) -> Result<String, FeesError> {
    let mut out = String::from("id,kind,kubun,code,name,unit,amount,factor_max,section,standing,from\n");
    for l in fees_table(day)? {
        let cells = [
            l.id.as_str(),
            l.kind,
            &l.kubun,
            &l.code,
            &l.name,
            &l.unit,
            &l.amount,
            &l.factor_max,
            &l.section,
            &l.standing,
            &l.from,
        ];
        out.push_str(&csv_row(&cells));
    }
    Ok(out)
}

/// What differs between two days: changed, new, ended; in the order of the book.
pub fn fees_diff(a: &str, b: &str) -> Result<Vec<FeeDifference>, FeesError> {
    let book = book()?;
    let (a, b) = (covered(&book, a)?, covered(&book, b)?);
    Ok(book.diff(a, b).into_iter().map(|change| FeeDifference::of(&book, change)).collect())
}

/// One value that differs between two days, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeDifference {
    /// Item id, or code of the act.
    pub id: String,
    /// `item` or `act`.
    pub kind: &'static str,
    /// Official code, where there is one.
    pub code: String,
    /// Name.
    pub name: String,
    /// 円, 点, 率.
    pub unit: String,
    /// Amount on the first day; empty: it is new.
    pub before: String,
    /// Amount on the second day; empty: it has ended.
    pub after: String,
    /// official, … on the second day.
    pub standing: String,
    /// The same for people.
    pub standing_ja: String,
    /// Citation.
    pub section: String,
    /// First day of what stands on the second day; of an end, the first day without it.
    pub from: String,
}

impl FeeDifference {
    fn of(book: &Catalogue, change: FeeChange) -> Self {
        let amount = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string()).unwrap_or_default();
        let cite = |c: rosai_document::Cite| {
            let title = book.source(&c.doc).map_or(&*c.doc, |s| s.short.as_str());
            format!("{title} {}", c.section)
        };
        Self {
            kind: change.kind,
            code: change.code,
            name: change.name,
            unit: if change.unit.is_empty() { "率".to_owned() } else { change.unit },
            before: amount(change.before),
            after: amount(change.after),
            standing: change.standing.and_then(|s| crate::month_view::word(&s)).unwrap_or_default(),
            standing_ja: change.standing.map(|s| s.ja().to_owned()).unwrap_or_default(),
            section: change.cite.map(cite).unwrap_or_default(),
            from: change.from.map(|d| d.to_string()).unwrap_or_default(),
            id: change.id,
        }
    }

    /// One line: `再診料　1420円 → 1430円　［…］`.
    pub fn line(&self) -> String {
        let unit = if self.unit == "率" { "" } else { &self.unit };
        let shown = |amount: &str, none: &str| {
            if amount.is_empty() { none.to_owned() } else { format!("{amount}{unit}") }
        };
        let (before, after) = (shown(&self.before, "なし"), shown(&self.after, "なし（終わり）"));
        let standing = if self.standing_ja.is_empty() { String::new() } else { format!("、{}", self.standing_ja) };
        let section = if self.section.is_empty() { String::new() } else { format!("{}、", self.section) };
        format!("{}　{}　{before} → {after}　［{section}{}から{standing}］", self.id, self.name, self.from)
    }
}

/// The same as CSV with the header `id,kind,code,name,unit,before,after,standing,section,from`.
pub fn fees_diff_csv(a: &str, b: &str) -> Result<String, FeesError> {
    let mut out = String::from("id,kind,code,name,unit,before,after,standing,section,from\n");
    for d in fees_diff(a, b)? {
        let cells =
            [&d.id, d.kind, &d.code, &d.name, &d.unit, &d.before, &d.after, &d.standing, &d.section, d.from.as_str()];
        out.push_str(&csv_row(&cells));
    }
    Ok(out)
}

/// Proves the book: it loads, every value is cited, every item is read by a rule or waits for one, every first of a
/// month it covers has one value of each item. What is wrong, or how much was proved.
pub fn fees_check() -> Result<String, Vec<Problem>> {
    let book = Catalogue::builtin()?;
    let mut problems = Vec::new();
    let edition = book.edition();
    let mut months = 0;
    let mut month = edition.from.month();
    while month.first() <= edition.to {
        months += 1;
        for item in book.items() {
            if item.on(month.first()).is_some() != item.exists(month.first()) {
                problems.push(Problem::new(&item.id, format!("{}の値がありません。", month.ja())));
            }
        }
        month = month.next();
    }
    for item in book.items() {
        let read = rules::all().any(|r| r.items.contains(&item.id.as_str()));
        match (&item.pending, read) {
            (None, false) => problems.push(Problem::new(&item.id, "どの規則も読みません。")),
            (Some(rule), true) => {
                problems.push(Problem::new(&item.id, format!("{rule} を待つとありますが、もう読まれています。")))
            }
            _ => {}
        }
    }
    if problems.is_empty() {
        Ok(format!(
            "料金表を確かめました。{}〜{}の{months}か月、項目{}、行為{}、規則{}。",
            edition.from.ja(),
            edition.to.ja(),
            book.items().count(),
            book.acts().count(),
            rules::all().count()
        ))
    } else {
        Err(problems)
    }
}
