//! The fees: one worker's month in facts → findings, each with its reason.
//!
//! Rules say whether; rows of the catalogue say how much. A rule is one file under [`rules`], listed once, in
//! calculation order. Every rule is a plain function over the month; none knows who entered a fact, where it is
//! stored or how it is printed.

mod choose;
mod consultation;
mod cx;
mod day_choice;
mod engine;
mod explain;
mod finding;
mod goods;
mod pricing;
mod rule;
pub mod rules;
mod treatment;
mod what_if;

pub use choose::{Candidate, Choice, Coming, Pattern, best_choice, day_value};
pub use consultation::Seen;
pub use engine::{Assessment, Engine};
pub use explain::{document_name, explain, explain_sum};
pub use finding::{Amount, Charge, Finding, Outcome, StatementSum, Subject};
pub use rule::{Rule, Stage, Summed};
pub use rules::unlisted_act::ENTERED_ROSAI_CODES;
pub use what_if::{Comparison, LineChange, WHAT_IF_KEYS, WhatIf};
