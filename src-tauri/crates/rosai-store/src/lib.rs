//! The records of a clinic: one SQLite file, encrypted from its first byte, with history, undo, audit and backup.
//!
//! Knows rows, revisions and days; never fee rules or paper. A body is JSON that it keeps and never reads: whatever is
//! searched or joined comes beside it as a column. Days are `YYYY-MM-DD`, months `YYYY-MM`, amounts whole yen, moments
//! RFC 3339 with the offset; it has no clock of its own.
//!
//! Every write is one transaction with its row of history. It either stands on the disk when the function returns, or
//! nothing of it does.

// Reads and writes files: this crate is the door to the disk.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod backup;
mod check;
mod error;
mod file;
mod history;
#[cfg(test)]
mod inside;
mod key;
mod master;
mod migrate;
mod month;
mod open;
mod people;
mod rows;
mod setting;
mod statement;
mod table;
mod undo;
mod write;

pub use check::{CheckReport, Checker};
pub use error::{Result, StoreError};
pub use history::HistoryRow;
pub use key::{Key, SHORTEST_PASSPHRASE};
pub use master::{MasterFileRow, MasterFileWrite, MasterShelf};
pub use open::Store;
pub use rows::{
    AnswerRow, AttendanceRow, CaseRow, CaseWrite, Change, DocumentRow, EmployerWrite, FinalizeWrite, Intake, IntakeIds,
    LedgerRow, MonthRecordRow, MonthRows, Row, StatementRow, WorkerRow, WorkerWrite,
};
