//! What the integration tests share: where the repository is, and the engine.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

pub mod desk;
pub mod masters;

pub use rosai_proof::{ENGINE, ENGINE_WITH_MASTERS, case_files, engine_of, root};
