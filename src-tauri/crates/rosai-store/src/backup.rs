//! Copies: encrypted with the same key, and looked at before they count.

use crate::error::{Result, StoreError};
use crate::file::{self, beside};
use crate::key::Key;
use crate::open::{Store, discard};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

impl Store {
    /// Copies everything into a file of its own that opens with the same passphrase. It is written beside, opened again
    /// and checked, and only then takes the place of what was there.
    ///
    /// # Errors
    /// [`StoreError::NoFile`] in memory, [`StoreError::AlreadyExists`] onto the open file itself,
    /// [`StoreError::NoFolder`], [`StoreError::ReadOnly`], [`StoreError::DiskFull`]: what was there stays.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        let own = self.file.as_ref().ok_or(StoreError::NoFile)?;
        if std::fs::canonicalize(path).is_ok_and(|p| p == own.path) {
            return Err(StoreError::AlreadyExists);
        }
        if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
            return Err(StoreError::NoFolder);
        }
        copy(&self.conn, &own.key, path)
    }
}

/// A checked copy of an open file.
pub(crate) fn copy(conn: &Connection, key: &Key, to: &Path) -> Result<()> {
    let part = beside(to, ".part");
    discard(&part);
    let done = fill(conn, key, &part).and_then(|()| look_at(key, &part)).and_then(|()| file::put_in_place(&part, to));
    if done.is_err() {
        discard(&part);
    }
    done
}

fn fill(conn: &Connection, key: &Key, part: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut target = file::connect(part, key, flags)?;
    // A failed copy is thrown away: it needs no journal.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    {
        let backup = Backup::new(conn, &mut target)?;
        match backup.step(-1)? {
            StepResult::Done => {}
            other => return Err(StoreError::Other(format!("backup: {other:?}"))),
        }
    }
    // The copy said WAL of itself, as its source does; one file alone must do.
    target.execute_batch("PRAGMA journal_mode = DELETE;")?;
    target.close().map_err(|(_, error)| file::no_way_in(error))
}

fn look_at(key: &Key, part: &Path) -> Result<()> {
    file::assert_encrypted(part, key.salt())?;
    let conn = file::connect(part, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    file::recognise(&conn, false)?;
    file::quick_check(&conn)
}
