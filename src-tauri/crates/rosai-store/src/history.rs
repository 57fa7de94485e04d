//! The history: every write with the row as it was, chained so that nothing can be taken out or changed unseen.

use crate::error::Result;
use crate::migrate::SHAPE;
use crate::open::Store;
use crate::table::Table;
use crate::write::{list, one};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// From 1, without gaps.
    pub id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// `change`, `undo`, `redo`, `finalize`, `lift`, `state`; of a master file `load`, `take_back`, `put_back`.
    pub kind: String,
    /// Name of the table.
    pub entity: String,
    /// Id in that table.
    pub entity_id: u32,
    /// The worker it belongs to.
    pub worker: Option<u32>,
    /// The month it belongs to.
    pub month: Option<String>,
    /// The row as it was, JSON of its columns; none where it is new.
    pub before: Option<String>,
    /// The write that this one took back.
    pub undoes: Option<i64>,
    /// What it was called.
    pub summary: String,
}

/// What is to be written down. `after` is the row as it becomes.
pub(crate) struct Entry<'a> {
    pub at: &'a str,
    pub actor: &'a str,
    pub kind: &'a str,
    pub entity: &'a str,
    pub entity_id: u32,
    pub worker: Option<u32>,
    pub month: Option<&'a str>,
    pub before: Option<&'a str>,
    pub after: &'a str,
    pub undoes: Option<i64>,
    pub summary: &'a str,
}

const LAST: &str = "SELECT id, hash FROM history ORDER BY id DESC LIMIT 1";
const ADD: &str = "INSERT INTO history (id, at, actor, kind, entity, entity_id, worker_id, month, before, undoes, \
                   summary, shape, after_sha256, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
const ROWS: &str = "SELECT id, at, actor, kind, entity, entity_id, worker_id, month, before, undoes, summary, shape, \
                    after_sha256, hash FROM history";

pub(crate) fn add(conn: &Connection, entry: &Entry<'_>) -> Result<()> {
    let last = conn.prepare_cached(LAST)?.query_row([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)));
    let (last_id, last_hash) = last.optional()?.unwrap_or_default();
    let link = Link {
        row: HistoryRow {
            id: last_id + 1,
            at: entry.at.to_owned(),
            actor: entry.actor.to_owned(),
            kind: entry.kind.to_owned(),
            entity: entry.entity.to_owned(),
            entity_id: entry.entity_id,
            worker: entry.worker,
            month: entry.month.map(str::to_owned),
            before: entry.before.map(str::to_owned),
            undoes: entry.undoes,
            summary: entry.summary.to_owned(),
        },
        shape: SHAPE,
        after: Sha256::digest(entry.after).to_vec(),
        hash: Vec::new(),
    };
    let row = &link.row;
    conn.prepare_cached(ADD)?.execute(params![
        row.id,
        row.at,
        row.actor,
        row.kind,
        row.entity,
        row.entity_id,
        row.worker,
        row.month,
        row.before,
        row.undoes,
        row.summary,
        link.shape,
        link.after,
        link.digest(&last_hash)
    ])?;
    Ok(())
}

/// A row of the history with what chains it.
struct Link {
    row: HistoryRow,
    shape: u32,
    after: Vec<u8>,
    hash: Vec<u8>,
}

impl Link {
    fn of(row: &Row<'_>) -> rusqlite::Result<Link> {
        Ok(Link { row: history_row(row)?, shape: row.get(11)?, after: row.get(12)?, hash: row.get(13)? })
    }

    /// sha256 over the hash before it and every field, each with its length so that none can run into the next.
    fn digest(&self, previous: &[u8]) -> Vec<u8> {
        let row = &self.row;
        let number = |n: i64| Some(n.to_string());
        let fields = [
            number(row.id),
            Some(row.at.clone()),
            Some(row.actor.clone()),
            Some(row.kind.clone()),
            Some(row.entity.clone()),
            number(row.entity_id.into()),
            row.worker.map(|w| w.to_string()),
            row.month.clone(),
            row.before.clone(),
            row.undoes.map(|u| u.to_string()),
            Some(row.summary.clone()),
            number(self.shape.into()),
        ];
        let mut sha = Sha256::new();
        sha.update(previous);
        for field in fields {
            match field {
                Some(text) => {
                    sha.update((text.len() as u64).to_le_bytes());
                    sha.update(text);
                }
                None => sha.update(u64::MAX.to_le_bytes()),
            }
        }
        sha.update(&self.after);
        sha.finalize().to_vec()
    }
}

fn history_row(row: &Row<'_>) -> rusqlite::Result<HistoryRow> {
    Ok(HistoryRow {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        kind: row.get(3)?,
        entity: row.get(4)?,
        entity_id: row.get(5)?,
        worker: row.get(6)?,
        month: row.get(7)?,
        before: row.get(8)?,
        undoes: row.get(9)?,
        summary: row.get(10)?,
    })
}

/// The first row of the history that does not fit (0 where rows stand that it knows nothing of): a hash that is not of its fields, a gap, a `before` that is not the
/// row left by the write before it, or the last write of a row that is not as the row now stands.
pub(crate) fn first_bad(conn: &Connection) -> Result<Option<i64>> {
    let mut hash = Vec::new();
    let mut expected = 1;
    // Of every row the last write seen so far: its id, digest, shape.
    let mut newest: BTreeMap<(String, u32), (i64, Vec<u8>, u32)> = BTreeMap::new();
    let mut statement = conn.prepare_cached(&format!("{ROWS} ORDER BY id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let link = Link::of(row)?;
        let id = link.row.id;
        if id != expected {
            return Ok(Some(expected));
        }
        if link.digest(&hash) != link.hash {
            return Ok(Some(id));
        }
        let key = (link.row.entity.clone(), link.row.entity_id);
        let fits = match (newest.get(&key), &link.row.before) {
            (None, None) => true,
            // After a migration a row is written down with other columns: only the chain can be checked.
            (Some((_, after, shape)), Some(before)) => {
                *shape != link.shape || Sha256::digest(before).as_slice() == after.as_slice()
            }
            _ => false,
        };
        if !fits {
            return Ok(Some(id));
        }
        newest.insert(key, (id, link.after, link.shape));
        hash = link.hash;
        expected = id + 1;
    }
    let ever: Option<i64> =
        one(conn, "SELECT seq FROM sqlite_sequence WHERE name = 'history'", params![], |r| r.get(0))?;
    if ever.is_some_and(|last| last >= expected) {
        return Ok(Some(expected));
    }
    // Rows are never deleted: each table has as many as the history knows.
    for table in Table::all() {
        let known = newest.keys().filter(|(name, _)| name == table.name).count();
        let sql = format!("SELECT count(*) FROM {}", table.name);
        if one(conn, &sql, [], |r| r.get::<_, u32>(0))?.is_some_and(|rows| rows as usize > known) {
            return Ok(Some(0));
        }
    }
    let mut bad = None;
    for ((entity, entity_id), (id, after, shape)) in newest {
        let Some(table) = Table::named(&entity) else { return Ok(Some(id)) };
        let now = table.stored(conn, entity_id)?.map(|s| table.snapshot(entity_id, s.deleted, &s.values));
        let stands = now.is_some_and(|now| shape != SHAPE || Sha256::digest(now).as_slice() == after.as_slice());
        if !stands && bad.is_none_or(|b| id < b) {
            bad = Some(id);
        }
    }
    Ok(bad)
}

impl Store {
    /// The newest writes first, of one worker or of all.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn history(&self, worker: Option<u32>, limit: u32) -> Result<Vec<HistoryRow>> {
        match worker {
            Some(worker) => {
                let sql = format!("{ROWS} WHERE worker_id = ?1 ORDER BY id DESC LIMIT ?2");
                list(&self.conn, &sql, params![worker, limit], history_row)
            }
            None => list(&self.conn, &format!("{ROWS} ORDER BY id DESC LIMIT ?1"), params![limit], history_row),
        }
    }

    /// The first row of the history that does not fit its neighbours or the rows as they stand, 0 where a row
    /// stands that it knows nothing of; none when all is well.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn verify_history(&self) -> Result<Option<i64>> {
        first_bad(&self.conn)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
