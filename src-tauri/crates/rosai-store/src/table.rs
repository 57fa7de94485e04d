//! The tables whose rows have a history, and how a row is written down in it.

use crate::error::Result;
use crate::history::hex;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// A table: every row has `id`, `revision`, `deleted` and these columns.
pub(crate) struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// A column too long for the history: only its digest is written down.
    pub digested: Option<&'static str>,
}

const fn table(name: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, columns, digested: None }
}

pub(crate) static FACILITY: Table = table("facility", &["body"]);
pub(crate) static EMPLOYER: Table = table("employer", &["name", "labor_number", "search", "body"]);
pub(crate) static WORKER: Table = table("worker", &["patient_number", "kana_key", "birth", "search", "body"]);
pub(crate) static INJURY_CASE: Table =
    table("injury_case", &["worker_id", "employer_id", "number_key", "injured_on", "body"]);
pub(crate) static ATTENDANCE: Table = table("attendance", &["case_id", "worker_id", "day", "arrived", "body"]);
pub(crate) static MONTH_RECORD: Table = table("month_record", &["case_id", "worker_id", "month", "body"]);
pub(crate) static ANSWER: Table = table("answer", &["case_id", "worker_id", "month", "day", "question", "body"]);
pub(crate) static ISSUED_DOCUMENT: Table =
    table("issued_document", &["case_id", "worker_id", "month", "issued", "body"]);
pub(crate) static SETTING: Table = table("setting", &["key", "body"]);
pub(crate) static STATEMENT: Table = Table {
    name: "statement",
    columns: &[
        "case_id",
        "worker_id",
        "month",
        "state",
        "json",
        "sha256",
        "total",
        "program",
        "finalized_by",
        "finalized_at",
        "lifted_by",
        "lifted_at",
        "lift_reason",
    ],
    digested: Some("json"),
};

pub(crate) static MASTER_FILE: Table = Table {
    name: "master_file",
    columns: &["kind", "edition", "extent", "name", "sha256", "rows", "loaded_by", "loaded_at", "summary", "body"],
    digested: Some("body"),
};

static ALL: [&Table; 11] = [
    &FACILITY,
    &EMPLOYER,
    &WORKER,
    &INJURY_CASE,
    &ATTENDANCE,
    &MONTH_RECORD,
    &ANSWER,
    &ISSUED_DOCUMENT,
    &SETTING,
    &STATEMENT,
    &MASTER_FILE,
];

/// A row as it stands: `values` in the order of the table's columns.
pub(crate) struct Stored {
    pub revision: u32,
    pub deleted: bool,
    pub values: Vec<Value>,
}

impl Table {
    pub(crate) fn named(name: &str) -> Option<&'static Table> {
        ALL.iter().find(|t| t.name == name).copied()
    }

    pub(crate) fn all() -> impl Iterator<Item = &'static Table> {
        ALL.iter().copied()
    }

    /// The row with this id, removed or not.
    pub(crate) fn stored(&self, conn: &Connection, id: u32) -> Result<Option<Stored>> {
        let sql = format!("SELECT revision, deleted, {} FROM {} WHERE id = ?1", self.columns.join(", "), self.name);
        let read = |row: &rusqlite::Row<'_>| {
            let values = (0..self.columns.len()).map(|i| row.get(i + 2)).collect::<Result<_, _>>()?;
            Ok(Stored { revision: row.get(0)?, deleted: row.get(1)?, values })
        };
        Ok(conn.prepare_cached(&sql)?.query_row([id], read).optional()?)
    }

    /// The row as JSON, always in the same order and to the same byte. Without the revision: undoing brings the same
    /// row back under a higher one.
    pub(crate) fn snapshot(&self, id: u32, deleted: bool, values: &[Value]) -> String {
        let mut out = format!("{{\"id\":{id},\"deleted\":{}", u8::from(deleted));
        for (column, value) in self.columns.iter().zip(values) {
            let (name, text) = match value {
                Value::Blob(bytes) if self.digested == Some(column) => {
                    (format!("{column}_sha256"), quoted(&hex(&Sha256::digest(bytes))))
                }
                Value::Text(text) => ((*column).to_owned(), quoted(text)),
                Value::Integer(number) => ((*column).to_owned(), number.to_string()),
                // The tables are STRICT and have no REAL and no other BLOB column.
                Value::Null | Value::Real(_) | Value::Blob(_) => ((*column).to_owned(), "null".to_owned()),
            };
            out.push_str(&format!(",\"{name}\":{text}"));
        }
        out.push('}');
        out
    }

    /// The values of a snapshot; a column it does not have (it is of an older version) keeps what it has now.
    pub(crate) fn restored(&self, snapshot: &str, now: &Stored) -> Result<(Vec<Value>, bool)> {
        let json: serde_json::Value = serde_json::from_str(snapshot).map_err(crate::StoreError::other)?;
        let values = self.columns.iter().zip(&now.values).map(|(column, kept)| match json.get(column) {
            Some(serde_json::Value::String(text)) => Value::Text(text.clone()),
            Some(serde_json::Value::Number(number)) => number.as_i64().map_or_else(|| kept.clone(), Value::Integer),
            Some(serde_json::Value::Null) => Value::Null,
            _ => kept.clone(),
        });
        Ok((values.collect(), json.get("deleted").and_then(serde_json::Value::as_i64) == Some(1)))
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
