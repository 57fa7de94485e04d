//! The thorough look at a file, for a thread of its own.

use crate::error::{Result, StoreError};
use crate::file;
use crate::history;
use crate::key::Key;
use crate::open::Store;
use rusqlite::{Connection, OpenFlags};
use std::path::PathBuf;

/// Looks at an open file through a connection of its own, read only.
#[derive(Debug)]
pub struct Checker {
    path: PathBuf,
    key: Key,
}

/// What a [`Checker`] found; sound when all of it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What SQLite says of its tables and indexes, for the log.
    pub tables: Vec<String>,
    /// What SQLCipher says of its pages, for the log.
    pub pages: Vec<String>,
    /// The first row of the history that does not fit ([`Store::verify_history`]); not looked for in broken tables.
    pub history: Option<i64>,
}

impl CheckReport {
    /// Nothing was found.
    pub fn is_sound(&self) -> bool {
        self.tables.is_empty() && self.pages.is_empty() && self.history.is_none()
    }
}

/// A page may be read in the moment in which the store writes it: only what is seen every time is a fault.
const LOOKS: usize = 3;

impl Store {
    /// What looks at this file in another thread; none in memory.
    pub fn checker(&self) -> Option<Checker> {
        self.file.as_ref().map(|f| Checker { path: f.path.clone(), key: f.key.clone() })
    }
}

impl Checker {
    /// Looks at everything; takes seconds on a large file, while the store goes on.
    ///
    /// # Errors
    /// Where the file cannot even be read.
    pub fn run(self) -> Result<CheckReport> {
        let conn = file::connect(&self.path, &self.key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        file::recognise(&conn, false)?;
        // One moment of the store for all of it.
        conn.execute_batch("BEGIN")?;
        // A page that does not decipher ends the check with an error: a finding like any other.
        let mut tables = said(&conn, "PRAGMA integrity_check(20)").or_else(|error| match error {
            StoreError::Other(text) | StoreError::Damaged(text) => Ok(vec![text]),
            error => Err(error),
        })?;
        tables.retain(|line| line != "ok");
        let history = if tables.is_empty() { history::first_bad(&conn)? } else { None };
        conn.execute_batch("COMMIT")?;
        let mut pages = Vec::new();
        for _ in 0..LOOKS {
            pages = said(&conn, "PRAGMA cipher_integrity_check")?;
            if pages.is_empty() {
                break;
            }
        }
        Ok(CheckReport { tables, pages, history })
    }
}

fn said(conn: &Connection, pragma: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare(pragma)?;
    let lines = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines)
}
