//! What a person may do. Two kinds of doors: the shell gives texts and gets texts; the window (and the test server) give a
//! [`Call`] to a [`Desk`], which answers with data. Nothing here knows Tauri, HTTP or the clock: a [`Door`] does.

mod answers;
mod assess;
mod attendance_form;
mod case_body;
mod certificates;
mod close;
mod command;
mod demo;
mod demo_desk;
mod desk;
mod error;
mod fees;
mod find;
mod form;
mod help;
mod intake;
mod intake_sheet;
mod month_facts;
mod month_view;
mod office;
mod papers;
mod print;
mod revalue;
mod settings;
mod today;
mod values;
mod visit;
pub mod wire;

pub use answers::ASKED_BY;
pub use assess::{AssessError, CaseReport, assess_text};
pub use command::{COMMANDS, Call, bindings};
pub use demo::{DemoError, OutputFile, demo};
pub use desk::{Desk, Door};
pub use error::{ApiError, Code};
pub use fees::{FeesError, fees_check, fees_table, fees_table_csv};
pub use rosai_domain::Day;

/// Version of the program, as it stands in every finished document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
