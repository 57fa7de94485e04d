//! What the integration tests share: where the repository is, and the engine.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

pub mod desk;
pub mod masters;

pub use rosai_proof::{ENGINE, case_files, root};
