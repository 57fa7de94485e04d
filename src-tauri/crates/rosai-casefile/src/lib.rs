//! Case files: one worker's month said in facts, and what must come of it. The format is `tests/rules/README.md`.
//!
//! Pure: text in, cases out. A file that cannot be understood says in which line, at which key and why.

mod check;
mod expect;
mod given;
mod read;

pub use check::{Checked, check};
pub use expect::{Expect, ExpectedHeader, ExpectedLine, ExpectedNumber, ExpectedRefusal, ExpectedStatement};
pub use given::Given;
pub use read::{Unreadable, read};

use serde::Deserialize;

/// One case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Unique among all files.
    pub id: String,
    /// Japanese title.
    pub title: String,
    /// Where the text says so.
    pub cite: String,
    /// The hand calculation.
    #[serde(default)]
    pub sum: String,
    /// The rule it waits for, where it belongs to a later version.
    #[serde(default)]
    pub pending: Option<String>,
    /// Whether it runs with the masters of `tests/data/masters` loaded.
    #[serde(default)]
    pub masters: bool,
    /// Facts.
    #[serde(default)]
    pub given: Given,
    /// What must come of them.
    pub expect: Expect,
}
