//! What proves the fees: every case by hand, the chooser against a search, and what must always hold. It knows no desk, so
//! that a changed rule is proved in seconds (mutants).

#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

mod masters;

pub use masters::{shelf, test_masters};

use rosai_casefile::Case;
use rosai_catalogue::Catalogue;
use rosai_fees::Engine;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The engine over the fee book the program carries.
pub static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::builtin().unwrap_or_else(|p| panic!("{}", p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
});

/// The same with the masters of `tests/data/masters` loaded.
pub static ENGINE_WITH_MASTERS: LazyLock<Engine> = LazyLock::new(|| {
    let said = |p: Vec<rosai_domain::Problem>| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let book = Catalogue::builtin().unwrap_or_else(|p| panic!("{}", said(p)));
    Engine::new(book.with_masters(test_masters())).unwrap_or_else(|p| panic!("{}", said(p)))
});

/// The engine a case runs on: with the masters where it asks for them (`masters: true`).
pub fn engine_of(case: &Case) -> &'static Engine {
    if case.masters { &ENGINE_WITH_MASTERS } else { &ENGINE }
}

/// Every case file with its text, by name.
pub fn case_files() -> Vec<(String, String)> {
    let folder = root().join("tests/rules");
    let mut files: Vec<(String, String)> = std::fs::read_dir(&folder)
        .expect("tests/rules is a folder of the repository")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            (path.extension()? == "yaml").then_some(())?;
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, std::fs::read_to_string(&path).ok()?))
        })
        .collect();
    files.sort();
    files
}
