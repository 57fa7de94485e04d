//! Making and opening the file.

use crate::backup;
use crate::error::{Result, StoreError};
use crate::file::{self, Head, beside};
use crate::key::{Key, SHORTEST_PASSPHRASE};
use crate::migrate::{self, MIGRATIONS};
use rusqlite::{Connection, OpenFlags};
use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The records of a clinic, open. One at a time: a lock file beside it keeps every other program out.
pub struct Store {
    // Dropped in this order: the lock goes last.
    pub(crate) conn: Connection,
    pub(crate) file: Option<OpenFile>,
}

pub(crate) struct OpenFile {
    pub path: PathBuf,
    pub key: Key,
    _lock: File,
}

/// Up to this size every file is read whole before it opens: about a quarter of a second.
const SMALL: u64 = 64 * 1024 * 1024;

/// Prepared statements kept; there are about 60.
const CACHED_STATEMENTS: usize = 128;

impl Store {
    /// Makes a new file under this passphrase and opens it. An empty file in its place is written over.
    ///
    /// # Errors
    /// [`StoreError::ShortPassphrase`], [`StoreError::NoFolder`], [`StoreError::AlreadyExists`],
    /// [`StoreError::AlreadyOpen`], [`StoreError::ReadOnly`], [`StoreError::DiskFull`]: there is no new file then.
    pub fn create(path: &Path, passphrase: &str) -> Result<Store> {
        Store::create_with(path, passphrase, MIGRATIONS)
    }

    pub(crate) fn create_with(path: &Path, passphrase: &str, steps: &[&str]) -> Result<Store> {
        if passphrase.chars().count() < SHORTEST_PASSPHRASE {
            return Err(StoreError::ShortPassphrase);
        }
        let taken = || std::fs::symlink_metadata(path).is_ok_and(|m| !m.is_file() || m.len() > 0);
        if taken() {
            return Err(StoreError::AlreadyExists);
        }
        let lock = file::lock(path).map_err(|error| match error {
            StoreError::Missing => StoreError::NoFolder,
            other => other,
        })?;
        // Somebody else may have been quicker.
        if taken() {
            return Err(StoreError::AlreadyExists);
        }
        let salt = file::new_salt()?;
        let key = Key::derive(passphrase, &salt)?;
        // Made beside and then put in its place: a file with this name is always whole.
        let new = beside(path, ".new");
        discard(&new);
        let made = make(&new, &key, steps).and_then(|()| file::assert_encrypted(&new, &salt));
        if let Err(error) = made.and_then(|()| file::put_in_place(&new, path)) {
            discard(&new);
            return Err(error);
        }
        let path = std::fs::canonicalize(path)?;
        let head = file::look(&path)?;
        Store::with(path, key, lock, steps, &head)
    }

    /// Opens a file: looks whether it is ours and whole, and brings it up to this version, with a copy of the older
    /// version beside it (`<file>.before-v<N>.bak`). A large file that was closed in order is not read whole: its
    /// [`Store::checker`] does that.
    ///
    /// # Errors
    /// Every way in which a file can be unfit has its own [`StoreError`]; the file is then as it was.
    pub fn open(path: &Path, passphrase: &str) -> Result<Store> {
        Store::open_with(path, passphrase, MIGRATIONS)
    }

    pub(crate) fn open_with(path: &Path, passphrase: &str, steps: &[&str]) -> Result<Store> {
        // The real place: two names of one file must find one lock.
        let path = std::fs::canonicalize(path)?;
        if path.is_dir() {
            return Err(StoreError::Foreign);
        }
        let lock = file::lock(&path)?;
        let store = file::look(&path).and_then(|head| {
            let key = Key::derive(passphrase, &head.salt)?;
            Store::with(path.clone(), key, lock, steps, &head)
        });
        if let Err(StoreError::Foreign | StoreError::Plaintext) = store {
            // Not our file: nothing of ours stays beside it.
            let _ = std::fs::remove_file(beside(&path, ".lock"));
        }
        store
    }

    fn with(path: PathBuf, key: Key, lock: File, steps: &[&str], head: &Head) -> Result<Store> {
        let mut conn = file::connect(&path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        file::recognise(&conn, head.strange)?;
        let found = migrate::check_version(&conn, steps)?;
        if checked_at_once(head, (found as usize) < steps.len()) {
            file::quick_check(&conn)?;
        }
        if (found as usize) < steps.len() {
            backup::copy(&conn, &key, &beside(&path, &format!(".before-v{}.bak", steps.len())))?;
            conn.pragma_update(None, "foreign_keys", false)?;
            migrate::migrate(&mut conn, steps)?;
        }
        settle(&conn)?;
        Ok(Store { conn, file: Some(OpenFile { path, key, _lock: lock }) })
    }

    /// A store without file and without encryption, for tests and for trying out.
    ///
    /// # Errors
    /// Only where there is no memory.
    pub fn in_memory() -> Result<Store> {
        let mut conn = Connection::open_in_memory()?;
        conn.pragma_update(None, "foreign_keys", false)?;
        migrate::migrate(&mut conn, MIGRATIONS)?;
        settle(&conn)?;
        Ok(Store { conn, file: None })
    }

    /// Where the file is; none in memory.
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|f| f.path.as_path())
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// Whether a file is read whole before it opens. Ten years take seconds: one that was closed in order is left to the
/// checker, which looks at it while people work; a page that does not decipher is refused whenever it is read.
pub(crate) fn checked_at_once(head: &Head, is_older: bool) -> bool {
    head.size <= SMALL || head.left_open || is_older
}

/// A new file with all tables, closed again.
fn make(path: &Path, key: &Key, steps: &[&str]) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut conn = file::connect(path, key, flags)?;
    conn.pragma_update(None, "foreign_keys", false)?;
    migrate::migrate(&mut conn, steps)?;
    conn.close().map_err(|(_, error)| error.into())
}

/// What every connection that writes is set to: what was committed survives a power cut.
fn settle(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
         PRAGMA cache_size = -65536; PRAGMA foreign_keys = ON;",
    )
    .map_err(file::no_way_in)?;
    conn.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(())
}

/// Takes away what an unfinished attempt left.
pub(crate) fn discard(path: &Path) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        // Usually not there.
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}
