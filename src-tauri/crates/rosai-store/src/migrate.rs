//! The tables, version by version. Forward only; each step is one transaction with its number in `user_version`.

use crate::error::{Result, StoreError};
use rusqlite::{Connection, TransactionBehavior};

/// Step N stands at place N-1. A step that was shipped is never edited again.
pub(crate) const MIGRATIONS: &[&str] =
    &[include_str!("migrations/0001_start.sql"), include_str!("migrations/0002_masters.sql")];

/// The version since which every table with a history has the columns it has now. A new table beside them is no change.
pub(crate) const SHAPE: u32 = 1;

/// "ROSA": marks our files in SQLite's header.
pub(crate) const APPLICATION: i32 = 0x524F_5341;

pub(crate) fn version(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("SELECT user_version FROM pragma_user_version", [], |r| r.get(0))?)
}

/// Refuses a file of a newer program.
pub(crate) fn check_version(conn: &Connection, steps: &[&str]) -> Result<u32> {
    let (found, known) = (version(conn)?, u32::try_from(steps.len()).map_err(StoreError::other)?);
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(found) }
}

/// Brings the tables up to the last step. Foreign keys must be off (a step may rebuild a table); they are checked
/// before each step is committed.
pub(crate) fn migrate(conn: &mut Connection, steps: &[&str]) -> Result<()> {
    let from = check_version(conn, steps)?;
    for (number, step) in (1u32..).zip(steps).filter(|(n, _)| *n > from) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        let broken: u32 = tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0))?;
        if broken > 0 {
            return Err(StoreError::Other(format!("migration {number} leaves {broken} rows that point nowhere")));
        }
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
    }
    Ok(())
}
