//! Statements of a month: from findings to finished documents, their faults, state, bundles and deadlines.
//!
//! Knows neither paper positions nor record layouts.

mod bundle;
mod compose;
mod fault;
mod state;

pub use bundle::{Bundle, BundleClass, bundle_class, bundle_class_of, bundles, claim_sheet, due_day};
pub use compose::compose;
pub use fault::{Fault, Severity};
pub use state::{Finalized, State, Statement, amount_ja, finalize, statements};
