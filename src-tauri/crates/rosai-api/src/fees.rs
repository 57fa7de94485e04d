use rosai_catalogue::{Catalogue, FeeLine};
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

fn book() -> Result<Catalogue, FeesError> {
    Catalogue::builtin().map_err(|p| FeesError::Book(p.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")))
}

/// What is in force on a day.
pub fn fees_table(day: &str) -> Result<Vec<FeeLine>, FeesError> {
    let day = Day::parse(day).map_err(FeesError::Day)?;
    let book = book()?;
    let edition = book.edition();
    if day < edition.from || day > edition.to {
        return Err(FeesError::NotCovered { day: day.ja(), from: edition.from.ja(), to: edition.to.ja() });
    }
    Ok(book.table(day))
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
        let quoted = cells.map(|c| {
            if c.contains([',', '"', '\n']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.to_owned() }
        });
        out.push_str(&quoted.join(","));
        out.push('\n');
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
            let ended = item.ended.as_ref().is_some_and(|(end, _)| *end <= month.first());
            if item.on(month.first()).is_none() != ended {
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
