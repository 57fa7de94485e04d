//! Master files that were loaded, and the shelves they come to. What stands in them is rosai-masters' matter.

use crate::error::{Result, StoreError};
use crate::open::Store;
use crate::rows::Change;
use crate::table::MASTER_FILE;
use crate::write::{Writer, list, one, standing, text};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// A master file to be kept.
#[derive(Clone, Debug, Default)]
pub struct MasterFileWrite {
    /// Short name of its kind.
    pub kind: String,
    /// Day of its edition.
    pub edition: String,
    /// `whole`, `former` (names that left) or `update`.
    pub extent: String,
    /// Name of the file it came from.
    pub name: String,
    /// Digest of its bytes as they came.
    pub sha256: String,
    /// How many rows it has.
    pub rows: u32,
    /// JSON: what was said of it when it was loaded.
    pub summary: String,
    /// Its rows, packed.
    pub body: Vec<u8>,
}

/// A master file as it was kept, without its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterFileRow {
    /// Id in its table.
    pub id: u32,
    /// Short name of its kind.
    pub kind: String,
    /// Day of its edition.
    pub edition: String,
    /// `whole`, `former` (names that left) or `update`.
    pub extent: String,
    /// Name of the file it came from.
    pub name: String,
    /// Digest of its bytes as they came.
    pub sha256: String,
    /// How many rows it has.
    pub rows: u32,
    /// Who loaded it.
    pub loaded_by: String,
    /// When.
    pub loaded_at: String,
    /// JSON: what was said of it when it was loaded.
    pub summary: String,
    /// It was taken back and counts no longer.
    pub taken_back: bool,
}

/// What the files of a kind come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterShelf {
    /// The rows by key and day, packed.
    pub body: Vec<u8>,
    /// JSON: what there is to say of it.
    pub note: String,
}

const FILES: &str = "SELECT id, kind, edition, extent, name, sha256, rows, loaded_by, loaded_at, summary, deleted \
                     FROM master_file";

fn file_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<MasterFileRow> {
    Ok(MasterFileRow {
        id: r.get(0)?,
        kind: r.get(1)?,
        edition: r.get(2)?,
        extent: r.get(3)?,
        name: r.get(4)?,
        sha256: r.get(5)?,
        rows: r.get(6)?,
        loaded_by: r.get(7)?,
        loaded_at: r.get(8)?,
        summary: r.get(9)?,
        taken_back: r.get(10)?,
    })
}

/// Puts the shelf of a kind in the place of the one before; none: nothing of that kind is left.
fn put_shelf(tx: &Connection, kind: &str, shelf: Option<&MasterShelf>) -> Result<()> {
    match shelf {
        Some(shelf) => {
            let sql = "INSERT INTO master_shelf (kind, body, note) VALUES (?1, ?2, ?3) \
                       ON CONFLICT (kind) DO UPDATE SET body = excluded.body, note = excluded.note";
            tx.prepare_cached(sql)?.execute(params![kind, shelf.body, shelf.note])?
        }
        None => tx.prepare_cached("DELETE FROM master_shelf WHERE kind = ?1")?.execute([kind])?,
    };
    Ok(())
}

impl Store {
    /// Keeps a master file and the shelf that all files of its kind come to with it, both or neither. Content that was
    /// taken back is put back.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where the same content stands already.
    pub fn load_master(
        &mut self,
        c: &Change<'_>,
        file: MasterFileWrite,
        shelf: Option<&MasterShelf>,
    ) -> Result<MasterFileRow> {
        self.write(|tx| {
            let known =
                one(tx, &format!("{FILES} WHERE kind = ?1 AND sha256 = ?2"), [&file.kind, &file.sha256], file_row)?;
            let id = match known {
                Some(known) if !known.taken_back => return Err(StoreError::Stale),
                Some(known) => {
                    let now = MASTER_FILE.stored(tx, known.id)?.ok_or(StoreError::NotFound)?;
                    Writer { kind: "load", ..Writer::new(tx, c) }
                        .update(&MASTER_FILE, known.id, &now, &now.values, false)?
                        .id
                }
                None => {
                    let values = vec![
                        text(&file.kind),
                        text(&file.edition),
                        text(&file.extent),
                        text(&file.name),
                        text(&file.sha256),
                        file.rows.into(),
                        text(c.actor),
                        text(c.at),
                        text(&file.summary),
                        Value::Blob(file.body),
                    ];
                    Writer { kind: "load", ..Writer::new(tx, c) }.insert(&MASTER_FILE, None, values)?.id
                }
            };
            put_shelf(tx, &file.kind, shelf)?;
            one(tx, &format!("{FILES} WHERE id = ?1"), [id], file_row)?.ok_or(StoreError::NotFound)
        })
    }

    /// Takes a file back: it stays, and no longer counts. `shelf` is what the others of its kind come to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also where it was taken back before.
    pub fn take_back_master(&mut self, c: &Change<'_>, id: u32, shelf: Option<&MasterShelf>) -> Result<()> {
        self.write(|tx| {
            let now = standing(tx, &MASTER_FILE, id)?;
            let sql = format!("{FILES} WHERE id = ?1");
            let file = one(tx, &sql, [id], file_row)?.ok_or(StoreError::NotFound)?;
            Writer { kind: "take_back", ..Writer::new(tx, c) }.remove(&MASTER_FILE, id, &now)?;
            put_shelf(tx, &file.kind, shelf)
        })
    }

    /// Puts back a file that was taken back. `shelf` is what all of its kind come to with it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Stale`] where it stands.
    pub fn put_back_master(&mut self, c: &Change<'_>, id: u32, shelf: Option<&MasterShelf>) -> Result<()> {
        self.write(|tx| {
            let sql = format!("{FILES} WHERE id = ?1");
            let file = one(tx, &sql, [id], file_row)?.ok_or(StoreError::NotFound)?;
            let now = MASTER_FILE.stored(tx, id)?.ok_or(StoreError::NotFound)?;
            if !now.deleted {
                return Err(StoreError::Stale);
            }
            let writer = Writer { kind: "put_back", ..Writer::new(tx, c) };
            writer.update(&MASTER_FILE, id, &now, &now.values, false)?;
            put_shelf(tx, &file.kind, shelf)
        })
    }

    /// Shelves anew, where the program folds otherwise than the one that wrote them.
    ///
    /// # Errors
    /// Only where the file cannot be written.
    pub fn put_master_shelves(&mut self, shelves: &[(String, MasterShelf)]) -> Result<()> {
        self.write(|tx| shelves.iter().try_for_each(|(kind, shelf)| put_shelf(tx, kind, Some(shelf))))
    }

    /// Every file, those taken back too, in the order of loading.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn master_files(&self) -> Result<Vec<MasterFileRow>> {
        list(&self.conn, &format!("{FILES} ORDER BY id"), [], file_row)
    }

    /// The rows of a file, packed as they were given.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn master_body(&self, id: u32) -> Result<Vec<u8>> {
        one(&self.conn, "SELECT body FROM master_file WHERE id = ?1", [id], |r| r.get(0))?.ok_or(StoreError::NotFound)
    }

    /// Every shelf, packed as it was given, by kind.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn master_shelves(&self) -> Result<Vec<(String, MasterShelf)>> {
        let sql = "SELECT kind, body, note FROM master_shelf ORDER BY kind";
        list(&self.conn, sql, [], |r| Ok((r.get(0)?, MasterShelf { body: r.get(1)?, note: r.get(2)? })))
    }
}
