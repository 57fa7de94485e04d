//! `rosai fees affected`: which finished statements, or which cases of a file, another value would change.

use crate::VERSION;
use crate::fees::{FeesError, book};
use crate::revalue::{Revalued, read_amount, revalue};
use rosai_casefile::{Case, Unreadable};
use rosai_catalogue::{Catalogue, Overlay};
use rosai_claim::statements;
use rosai_document::ClaimDocument;
use rosai_domain::{Day, Problem, Yen};
use rosai_fees::Engine;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Header of the file of new values.
pub const OVERLAY_COLUMNS: &str = "id,from,amount,notice,section";

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum AffectedError {
    /// The fee book does not load.
    #[error("{0}")]
    Book(#[from] FeesError),
    /// Neither finished statements nor cases.
    #[error(
        "確定した内訳書のJSONとしては読めません（{0}）。「月次請求」で書き出したファイルか、ケースファイルを指定してください。"
    )]
    Documents(String),
    /// A case file that cannot be understood.
    #[error("ケースファイルとして読めません。{0}")]
    Cases(Unreadable),
    /// Cases come out the same while no value is another one.
    #[error("ケースファイルには --overlay が要ります。新しい値のCSV（{OVERLAY_COLUMNS}）を指定してください。")]
    NoOverlay,
    /// The file of new values cannot be read, or does not fit the book.
    #[error("新しい値のCSV：{0}")]
    Overlay(String),
    /// A statement or a case cannot be computed.
    #[error("{0}")]
    Computing(String),
}

/// What a file comes to with other values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// How many statements or cases there were.
    pub looked_at: usize,
    /// Those that would change, one text each: whose, before and after, which values.
    pub changed: Vec<String>,
}

/// Looks through a file of finished statements (JSON of the desk: one, or a list) or of cases (YAML). `overlay` is a CSV
/// of new values; without it, finished statements are held against the values of this program.
pub fn fees_affected(text: &str, overlay: Option<&str>) -> Result<Affected, AffectedError> {
    let own = book()?;
    let new = match overlay {
        Some(csv) => own.with_overlay(&read_overlay(csv)?).map_err(|p| AffectedError::Overlay(joined(&p)))?,
        None => own.clone(),
    };
    if text.trim_start().starts_with(['{', '[']) {
        return documents(text, &new);
    }
    let cases = rosai_casefile::read(text).map_err(AffectedError::Cases)?;
    if overlay.is_none() {
        return Err(AffectedError::NoOverlay);
    }
    let (own, new) = (engine(own)?, engine(new)?);
    let mut out = Affected { looked_at: cases.len(), ..Affected::default() };
    for case in &cases {
        out.changed.extend(case_changed(case, &own, &new)?);
    }
    Ok(out)
}

fn engine(book: Catalogue) -> Result<Engine, AffectedError> {
    Engine::new(book).map_err(|p| AffectedError::Overlay(joined(&p)))
}

fn joined(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("　")
}

fn documents(text: &str, book: &Catalogue) -> Result<Affected, AffectedError> {
    let unreadable = |e: serde_json::Error| AffectedError::Documents(format!("{}行目", e.line()));
    let all: Vec<ClaimDocument> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(unreadable)?
    } else {
        vec![serde_json::from_str(text).map_err(unreadable)?]
    };
    let mut out = Affected { looked_at: all.len(), ..Affected::default() };
    for document in &all {
        let whose = format!("{}　{}", document.month.ja(), document.header.worker.name.as_str());
        let moved = revalue(document, book).map_err(|why| AffectedError::Computing(format!("{whose}：{why}")))?;
        if moved.before != moved.after {
            out.changed.push(told(&whose, moved));
        }
    }
    Ok(out)
}

fn told(whose: &str, moved: Revalued) -> String {
    let Revalued { before, after, changes } = moved;
    let values: String = changes.into_values().map(|sentence| format!("\n  {sentence}")).collect();
    let more = Yen(after.0 - before.0);
    let sign = if more.0 > 0 { "+" } else { "" };
    format!("{whose}　{before} → {after}（{sign}{more}）{values}")
}

/// A case assessed with both books: here the rules choose anew.
fn case_changed(case: &Case, own: &Engine, new: &Engine) -> Result<Option<String>, AffectedError> {
    let facts = case.given.facts();
    // Facts that are wrong, or that no value could change, come to nothing with either book.
    let (Ok(was), Ok(is)) = (own.assess(&facts), new.assess(&facts)) else { return Ok(None) };
    let total = |found: &rosai_fees::Assessment| Yen(found.sums.iter().map(|s| s.total.value().0).sum());
    let (before, after) = (total(&was), total(&is));
    if before == after {
        return Ok(None);
    }
    let mut changes = BTreeMap::new();
    for statement in statements(&facts, &was, VERSION) {
        if let Some(moved) = statement.document.and_then(|d| revalue(&d, new.catalogue()).ok()) {
            changes.extend(moved.changes);
        }
    }
    Ok(Some(told(&format!("{}　{}", case.id, case.title), Revalued { before, after, changes })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOverlay {
    id: String,
    from: String,
    amount: String,
    notice: String,
    section: String,
}

fn read_overlay(text: &str) -> Result<Vec<Overlay>, AffectedError> {
    let text = text.trim_start_matches('\u{FEFF}');
    let header = text.lines().next().unwrap_or_default().trim();
    if header != OVERLAY_COLUMNS {
        return Err(AffectedError::Overlay(format!("1行目は {OVERLAY_COLUMNS} にしてください。")));
    }
    let mut out = Vec::new();
    for (i, row) in csv::Reader::from_reader(text.as_bytes()).deserialize::<RawOverlay>().enumerate() {
        let refuse = |why: String| AffectedError::Overlay(format!("{}行目：{why}", i + 2));
        let row = row.map_err(|_| refuse("列の数が違います。カンマで5つに区切ってください。".to_owned()))?;
        let from = Day::parse(&row.from).map_err(refuse)?;
        out.push(Overlay {
            id: row.id.trim().to_owned(),
            from,
            amount: read_amount(&row.amount).map_err(refuse)?,
            notice: row.notice,
            section: row.section,
            by: "rosai fees affected".to_owned(),
            on: from,
        });
    }
    if out.is_empty() {
        return Err(AffectedError::Overlay("値が1つもありません。2行目から1行に1つ書いてください。".to_owned()));
    }
    Ok(out)
}
