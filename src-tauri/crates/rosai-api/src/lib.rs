//! What a person may do. Two kinds of doors: the shell gives texts and gets texts; the window (and the test server) give a
//! [`Call`] to a [`Desk`], which answers with data. Nothing here knows Tauri, HTTP or the clock: a [`Door`] does.

mod affected;
mod answers;
mod assess;
mod attendance_form;
mod case_body;
mod certificates;
mod close;
mod command;
mod comments;
mod demo;
mod demo_desk;
mod desk;
mod diseases;
mod embedded;
mod error;
mod fees;
mod find;
mod find_site;
mod form;
mod help;
mod intake;
mod intake_sheet;
mod masters;
mod masters_load;
mod masters_read;
mod masters_shell;
mod month_facts;
mod month_view;
mod office;
mod papers;
mod print;
mod revalue;
mod rulebook;
mod selftest;
mod sets;
mod sets_file;
mod settings;
mod today;
mod values;
mod visit;
mod what_if;
pub mod wire;

pub use affected::{Affected, AffectedError, OVERLAY_COLUMNS, fees_affected};
pub use answers::ASKED_BY;
pub use assess::{AssessError, CaseReport, WhatIfReport, assess_text, what_if_text};
pub use command::{COMMANDS, Call, bindings};
pub use demo::{DemoError, OutputFile, demo};
pub use desk::{Desk, Door};
pub use error::{ApiError, Code};
pub use fees::{FeeDifference, FeesError, fees_check, fees_diff, fees_diff_csv, fees_table, fees_table_csv};
pub use masters_shell::{FoundRow, MasterTrial, try_masters};
pub use rosai_domain::Day;
pub use rulebook::{rulebook_in_words, rulebook_markdown};
pub use selftest::{SelfTest, selftest};

/// Version of the program, as it stands in every finished document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
