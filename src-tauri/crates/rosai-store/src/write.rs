//! Writing one row: revision, row, history, always together.

use crate::error::{Result, StoreError};
use crate::history::{self, Entry};
use crate::open::Store;
use crate::rows::Change;
use crate::table::{Stored, Table, WORKER};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior, params_from_iter};

impl Store {
    /// All of it stands on the disk, or nothing does.
    pub(crate) fn write<T>(&mut self, body: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let out = body(&tx)?;
        tx.commit()?;
        Ok(out)
    }
}

/// Who writes what for whom; `worker` and `month` are how the history is found again.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub tx: &'a Connection,
    pub change: &'a Change<'a>,
    pub kind: &'a str,
    pub worker: Option<u32>,
    pub month: Option<&'a str>,
    pub undoes: Option<i64>,
}

/// A row after its write.
pub(crate) struct Saved {
    pub id: u32,
    pub revision: u32,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(tx: &'a Connection, change: &'a Change<'a>) -> Writer<'a> {
        Writer { tx, change, kind: "change", worker: None, month: None, undoes: None }
    }

    pub(crate) fn of(self, worker: u32, month: Option<&'a str>) -> Writer<'a> {
        Writer { worker: Some(worker), month, ..self }
    }

    /// A new row, under this id where one is given.
    pub(crate) fn insert(&self, table: &Table, id: Option<u32>, values: Vec<Value>) -> Result<Saved> {
        self.insert_numbered(table, id, 1, values)
    }

    /// A new row whose revision does not begin at 1: the next statement of a month.
    pub(crate) fn insert_numbered(
        &self,
        table: &Table,
        id: Option<u32>,
        revision: u32,
        values: Vec<Value>,
    ) -> Result<Saved> {
        let marks: Vec<String> = (0..values.len()).map(|i| format!("?{}", i + 3)).collect();
        let sql = format!(
            "INSERT INTO {} (id, revision, {}) VALUES (?1, ?2, {})",
            table.name,
            table.columns.join(", "),
            marks.join(", ")
        );
        let head = [id.map_or(Value::Null, Value::from), Value::from(revision)];
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(head.iter().chain(&values)))?;
        let id = u32::try_from(self.tx.last_insert_rowid()).map_err(StoreError::other)?;
        self.note(table, id, None, &table.snapshot(id, false, &values))?;
        Ok(Saved { id, revision })
    }

    /// A row becomes another; where it would stay the same, nothing is written.
    pub(crate) fn update(
        &self,
        table: &Table,
        id: u32,
        now: &Stored,
        values: &[Value],
        deleted: bool,
    ) -> Result<Saved> {
        let before = table.snapshot(id, now.deleted, &now.values);
        let after = table.snapshot(id, deleted, values);
        if before == after {
            return Ok(Saved { id, revision: now.revision });
        }
        let sets: Vec<String> = table.columns.iter().enumerate().map(|(i, c)| format!("{c} = ?{}", i + 4)).collect();
        let sql = format!("UPDATE {} SET revision = ?2, deleted = ?3, {} WHERE id = ?1", table.name, sets.join(", "));
        // A statement keeps its number: it says which of the month's statements it is. A master file has but one.
        let revision = if table.digested.is_some() { now.revision } else { now.revision + 1 };
        let head = [Value::from(id), Value::from(revision), Value::from(deleted)];
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(head.iter().chain(values)))?;
        self.note(table, id, Some(&before), &after)?;
        Ok(Saved { id, revision })
    }

    /// A row is hidden; it stays for the history.
    pub(crate) fn remove(&self, table: &Table, id: u32, now: &Stored) -> Result<()> {
        self.update(table, id, now, &now.values, true)?;
        Ok(())
    }

    /// A new row without id; with one, the row of that id, if it still has that revision.
    pub(crate) fn save(&self, table: &Table, id: Option<u32>, revision: u32, values: Vec<Value>) -> Result<Saved> {
        match id {
            Some(id) => self.update(table, id, &expected(self.tx, table, id, revision)?, &values, false),
            None => self.insert(table, None, values),
        }
    }

    fn note(&self, table: &Table, id: u32, before: Option<&str>, after: &str) -> Result<()> {
        let entry = Entry {
            at: self.change.at,
            actor: self.change.actor,
            kind: self.kind,
            entity: table.name,
            entity_id: id,
            worker: if table.name == WORKER.name { Some(id) } else { self.worker },
            month: self.month,
            before,
            after,
            undoes: self.undoes,
            summary: self.change.summary,
        };
        history::add(self.tx, &entry)
    }
}

/// The row as somebody read it.
pub(crate) fn expected(conn: &Connection, table: &Table, id: u32, revision: u32) -> Result<Stored> {
    let now = standing(conn, table, id)?;
    if now.revision == revision { Ok(now) } else { Err(StoreError::Stale) }
}

/// The row, if it is not removed.
pub(crate) fn standing(conn: &Connection, table: &Table, id: u32) -> Result<Stored> {
    table.stored(conn, id)?.filter(|s| !s.deleted).ok_or(StoreError::NotFound)
}

/// A text column.
pub(crate) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A text column that may be NULL.
pub(crate) fn optional(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

pub(crate) fn list<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params, map)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(crate) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    Ok(conn.prepare_cached(sql)?.query_row(params, map).optional()?)
}

/// The columns `id, revision, body` in front.
pub(crate) fn row(r: &Row<'_>) -> rusqlite::Result<crate::Row> {
    Ok(crate::Row { id: r.get(0)?, revision: r.get(1)?, body: r.get(2)? })
}
