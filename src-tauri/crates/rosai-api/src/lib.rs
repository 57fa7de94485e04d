//! What a person may do, as plain functions: text and values in, text and bytes out. The doors (shell, later the window)
//! read and write files; nothing here does.

mod assess;
mod demo;
mod fees;

pub use assess::{AssessError, CaseReport, assess_text};
pub use demo::{DemoError, OutputFile, demo};
pub use fees::{FeesError, fees_check, fees_table, fees_table_csv};

/// Version of the program, as it stands in every finished document.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
