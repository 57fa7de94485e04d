//! Finalized statements and the ledger of what they charged.

use crate::error::{Result, StoreError};
use crate::open::Store;
use crate::rows::{Change, FinalizeWrite, LedgerRow, StatementRow};
use crate::table::{INJURY_CASE, STATEMENT, Stored};
use crate::write::{Writer, list, one, standing, text};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

const STATEMENTS: &str = "SELECT id, case_id, worker_id, month, state, sha256, total, program, finalized_by, \
                          finalized_at, revision, lifted_by, lifted_at, lift_reason FROM statement";

/// How hard a document is pressed: 6 of 10. It comes to a tenth of its length in a millisecond.
const PRESSED: u8 = 6;

fn statement_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<StatementRow> {
    let lifted: (Option<String>, Option<String>, Option<String>) = (r.get(11)?, r.get(12)?, r.get(13)?);
    Ok(StatementRow {
        id: r.get(0)?,
        case: r.get(1)?,
        worker: r.get(2)?,
        month: r.get(3)?,
        state: r.get(4)?,
        sha256: r.get(5)?,
        total: r.get(6)?,
        program: r.get(7)?,
        finalized_by: r.get(8)?,
        finalized_at: r.get(9)?,
        revision: r.get(10)?,
        lifted: match lifted {
            (Some(by), Some(at), Some(reason)) => Some((by, at, reason)),
            _ => None,
        },
    })
}

pub(crate) fn live(conn: &Connection, case: u32, month: &str) -> Result<Option<StatementRow>> {
    let sql = format!("{STATEMENTS} WHERE case_id = ?1 AND month = ?2 AND lifted_at IS NULL");
    one(conn, &sql, params![case, month], statement_row)
}

/// A statement's columns with some of them changed.
fn changed(now: &Stored, changes: &[(&str, &str)]) -> Vec<Value> {
    let columns = STATEMENT.columns.iter().zip(&now.values);
    let value = |(column, old): (&&str, &Value)| {
        changes.iter().find(|(name, _)| name == column).map_or_else(|| old.clone(), |(_, new)| text(new))
    };
    columns.map(value).collect()
}

impl Store {
    /// Freezes a statement, in the state `finalized`, with its ledger.
    ///
    /// # Errors
    /// [`StoreError::AlreadyFinalized`] where the case has a live one in that month, [`StoreError::NotFound`] (case),
    /// [`StoreError::Other`] where the document is no JSON.
    pub fn finalize(&mut self, c: &Change<'_>, statement: FinalizeWrite) -> Result<StatementRow> {
        self.write(|tx| {
            let FinalizeWrite { case, month, json, sha256, total, program, ledger } = statement;
            serde_json::from_str::<serde_json::Value>(&json).map_err(StoreError::other)?;
            standing(tx, &INJURY_CASE, case)?;
            let sql = "SELECT worker_id FROM injury_case WHERE id = ?1";
            let worker: u32 = one(tx, sql, [case], |r| r.get(0))?.ok_or(StoreError::NotFound)?;
            if live(tx, case, &month)?.is_some() {
                return Err(StoreError::AlreadyFinalized);
            }
            let sql = "SELECT ifnull(max(revision), 0) + 1 FROM statement WHERE case_id = ?1 AND month = ?2";
            let revision: u32 = one(tx, sql, params![case, month], |r| r.get(0))?.unwrap_or(1);
            let values = vec![
                case.into(),
                worker.into(),
                text(&month),
                text("finalized"),
                Value::Blob(compress_to_vec_zlib(json.as_bytes(), PRESSED)),
                Value::Text(sha256),
                total.into(),
                Value::Text(program),
                text(c.actor),
                text(c.at),
                Value::Null,
                Value::Null,
                Value::Null,
            ];
            let writer = Writer { kind: "finalize", ..Writer::new(tx, c).of(worker, Some(&month)) };
            let id = writer.insert_numbered(&STATEMENT, None, revision, values)?.id;
            let sql =
                "INSERT INTO ledger_entry (statement_id, case_id, worker_id, day, item) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut add = tx.prepare_cached(sql)?;
            for (day, item) in ledger {
                add.execute(params![id, case, worker, day, item])?;
            }
            live(tx, case, &month)?.ok_or(StoreError::NotFound)
        })
    }

    /// Lifts the live statement of a case's month; it stays, with who, when and why, and its ledger no longer counts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where none is live, [`StoreError::CannotLift`] in another state than `finalized`.
    pub fn lift(&mut self, c: &Change<'_>, case: u32, month: &str, reason: &str) -> Result<()> {
        self.write(|tx| {
            let statement = live(tx, case, month)?.ok_or(StoreError::NotFound)?;
            if statement.state != "finalized" {
                return Err(StoreError::CannotLift);
            }
            let now = standing(tx, &STATEMENT, statement.id)?;
            let values = changed(&now, &[("lifted_by", c.actor), ("lifted_at", c.at), ("lift_reason", reason)]);
            let writer = Writer { kind: "lift", ..Writer::new(tx, c).of(statement.worker, Some(month)) };
            writer.update(&STATEMENT, statement.id, &now, &values, false)?;
            Ok(())
        })
    }

    /// The state of a live statement, for instance once it was printed or handed in.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also where it was lifted.
    pub fn set_state(&mut self, c: &Change<'_>, statement_id: u32, state: &str) -> Result<()> {
        self.write(|tx| {
            let sql = format!("{STATEMENTS} WHERE id = ?1 AND lifted_at IS NULL");
            let statement = one(tx, &sql, [statement_id], statement_row)?.ok_or(StoreError::NotFound)?;
            let now = standing(tx, &STATEMENT, statement_id)?;
            let writer = Writer { kind: "state", ..Writer::new(tx, c).of(statement.worker, Some(&statement.month)) };
            writer.update(&STATEMENT, statement_id, &now, &changed(&now, &[("state", state)]), false)?;
            Ok(())
        })
    }

    /// The document of a statement, byte for byte as it was given.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Damaged`] where it cannot be unpacked.
    pub fn document_of(&self, statement_id: u32) -> Result<String> {
        let sql = "SELECT json FROM statement WHERE id = ?1";
        let pressed: Vec<u8> = one(&self.conn, sql, [statement_id], |r| r.get(0))?.ok_or(StoreError::NotFound)?;
        let damaged = |why: String| StoreError::Damaged(format!("statement {statement_id}: {why}"));
        let bytes = decompress_to_vec_zlib(&pressed).map_err(|e| damaged(e.to_string()))?;
        String::from_utf8(bytes).map_err(|e| damaged(e.to_string()))
    }

    /// The live statement of a case's month.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn statement(&self, case: u32, month: &str) -> Result<Option<StatementRow>> {
        live(&self.conn, case, month)
    }

    /// All statements of a worker, lifted ones too, by month, case, revision.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn statements_of(&self, worker: u32) -> Result<Vec<StatementRow>> {
        let sql = format!("{STATEMENTS} WHERE worker_id = ?1 ORDER BY month, case_id, revision");
        list(&self.conn, &sql, [worker], statement_row)
    }

    /// The live statements of a month, by worker and case.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn statements_in(&self, month: &str) -> Result<Vec<StatementRow>> {
        let sql = format!("{STATEMENTS} WHERE month = ?1 AND lifted_at IS NULL ORDER BY worker_id, case_id");
        list(&self.conn, &sql, [month], statement_row)
    }

    /// The live statements from a month on, by month, worker and case.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn statements_from(&self, month: &str) -> Result<Vec<StatementRow>> {
        let sql = format!("{STATEMENTS} WHERE month >= ?1 AND lifted_at IS NULL ORDER BY month, worker_id, case_id");
        list(&self.conn, &sql, [month], statement_row)
    }

    /// What the live statements of a worker's earlier months charged, by day.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn ledger(&self, worker: u32, before_month: &str) -> Result<Vec<LedgerRow>> {
        let sql = "SELECT l.case_id, l.day, l.item, s.month FROM ledger_entry l \
                   JOIN statement s ON s.id = l.statement_id AND s.lifted_at IS NULL \
                   WHERE l.worker_id = ?1 AND s.month < ?2 ORDER BY l.day, l.id";
        list(&self.conn, sql, params![worker, before_month], |r| {
            Ok(LedgerRow { case: r.get(0)?, day: r.get(1)?, item: r.get(2)?, month: r.get(3)? })
        })
    }
}
