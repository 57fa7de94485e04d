//! 元に戻す and やり直す, over one worker's month. The history only grows: taking back is a write like any other.

use crate::error::{Result, StoreError};
use crate::open::Store;
use crate::rows::Change;
use crate::statement::live;
use crate::table::Table;
use crate::write::{Writer, one};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// The writes of a worker's month; one that moved a row out of the month counts too.
const OF_MONTH: &str = "worker_id = ?1 AND entity IN ('attendance', 'month_record', 'answer', 'issued_document') \
                        AND (month = ?2 OR ifnull(before ->> '$.month', substr(before ->> '$.day', 1, 7)) = ?2)";
/// Taken back, and not done again since.
const UNDONE: &str = "EXISTS (SELECT 1 FROM history u WHERE u.undoes = h.id \
                      AND NOT EXISTS (SELECT 1 FROM history r WHERE r.undoes = u.id))";
const FIELDS: &str = "id, entity, entity_id, before, after_sha256, summary";

/// A write that can be taken back.
struct Taken {
    id: i64,
    entity: String,
    entity_id: u32,
    before: Option<String>,
    after: Vec<u8>,
    summary: String,
}

fn taken(conn: &Connection, sql: &str, worker: u32, month: &str) -> Result<Option<Taken>> {
    one(conn, sql, params![worker, month], |r| {
        Ok(Taken {
            id: r.get(0)?,
            entity: r.get(1)?,
            entity_id: r.get(2)?,
            before: r.get(3)?,
            after: r.get(4)?,
            summary: r.get(5)?,
        })
    })
}

/// The write that [`Store::undo`] would take back.
fn newest_change() -> String {
    format!(
        "SELECT {FIELDS} FROM history h WHERE kind = 'change' AND {OF_MONTH} AND NOT {UNDONE} ORDER BY id DESC LIMIT 1"
    )
}

/// The write that [`Store::redo`] would do again.
fn newest_undo() -> String {
    format!(
        "SELECT h.id, h.entity, h.entity_id, h.before, h.after_sha256, \
         (SELECT o.summary FROM history o WHERE o.id = h.undoes) FROM history h \
         WHERE kind = 'undo' AND {OF_MONTH} AND NOT EXISTS (SELECT 1 FROM history r WHERE r.undoes = h.id) \
         AND h.id > ifnull((SELECT max(id) FROM history WHERE kind = 'change' AND {OF_MONTH}), 0) \
         ORDER BY h.id DESC LIMIT 1"
    )
}

/// A row that stood in a finalized month, or would come back into one: what is claimed stays as it is.
fn still_open(conn: &Connection, table: &Table, values: &[Value]) -> Result<()> {
    let column = |name: &str| table.columns.iter().zip(values).find(|(c, _)| **c == name).map(|(_, v)| v);
    let Some(Value::Integer(case)) = column("case_id") else { return Ok(()) };
    let Some(Value::Text(when)) = column("month").or_else(|| column("day")) else { return Ok(()) };
    let case = u32::try_from(*case).map_err(StoreError::other)?;
    match live(conn, case, when.get(..7).unwrap_or(when))? {
        Some(_) => Err(StoreError::AlreadyFinalized),
        None => Ok(()),
    }
}

/// Brings the row back as it was before that write; a row that was new is hidden.
fn take_back(writer: &Writer<'_>, taken: &Taken) -> Result<()> {
    let table = Table::named(&taken.entity).ok_or(StoreError::NotFound)?;
    let now = table.stored(writer.tx, taken.entity_id)?.ok_or(StoreError::NotFound)?;
    let snapshot = table.snapshot(taken.entity_id, now.deleted, &now.values);
    // Written since from another month's screen: taking the older write back would throw the newer one away.
    if Sha256::digest(snapshot).as_slice() != taken.after {
        return Err(StoreError::Stale);
    }
    let (values, deleted) = match &taken.before {
        Some(before) => table.restored(before, &now)?,
        None => (now.values.clone(), true),
    };
    still_open(writer.tx, table, &now.values)?;
    still_open(writer.tx, table, &values)?;
    let writer = Writer { undoes: Some(taken.id), ..*writer };
    writer.update(table, taken.entity_id, &now, &values, deleted)?;
    Ok(())
}

impl Store {
    /// Takes back the newest change of a worker's month that is not yet taken back and returns its summary; none where
    /// there is nothing left. The row gets a higher revision.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where the row was written since from another month, [`StoreError::AlreadyFinalized`] where
    /// it stands in a finalized month or came from one.
    pub fn undo(&mut self, c: &Change<'_>, worker: u32, month: &str) -> Result<Option<String>> {
        self.take("undo", &newest_change(), c, worker, month)
    }

    /// Does again what was taken back last, as long as nothing was changed in that month since; returns what
    /// [`Store::undo`] returned.
    ///
    /// # Errors
    /// As for [`Store::undo`].
    pub fn redo(&mut self, c: &Change<'_>, worker: u32, month: &str) -> Result<Option<String>> {
        self.take("redo", &newest_undo(), c, worker, month)
    }

    /// Whether there is something for [`Store::undo`] and for [`Store::redo`].
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn steps(&self, worker: u32, month: &str) -> Result<(bool, bool)> {
        let found = |sql: &str| taken(&self.conn, sql, worker, month).map(|t| t.is_some());
        Ok((found(&newest_change())?, found(&newest_undo())?))
    }

    fn take(&mut self, kind: &str, sql: &str, c: &Change<'_>, worker: u32, month: &str) -> Result<Option<String>> {
        self.write(|tx| {
            let Some(taken) = taken(tx, sql, worker, month)? else { return Ok(None) };
            let writer = Writer { kind, ..Writer::new(tx, c).of(worker, Some(month)) };
            take_back(&writer, &taken)?;
            Ok(Some(taken.summary))
        })
    }
}
