//! Automation of the repository: what is generated from what.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it reads and writes the repository

use anyhow::{Context, Result};
use rosai_casefile::Case;
use std::path::{Path, PathBuf};

/// Where the TypeScript of the commands stands.
pub const BINDINGS: &str = "ui/src/backend/bindings.ts";

/// Writes the TypeScript of the commands.
pub fn write_bindings(root: &Path) -> Result<()> {
    Ok(std::fs::write(root.join(BINDINGS), rosai_api::bindings())?)
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Every source file of a rule with its text.
pub fn rule_files(root: &Path) -> Result<Vec<(String, String)>> {
    let folder = root.join("src-tauri/crates/rosai-fees/src/rules");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".rs") && name != "mod.rs" {
            out.push((name, std::fs::read_to_string(&path)?));
        }
    }
    out.sort();
    Ok(out)
}

/// The headings above a rule's code, as Markdown.
pub fn heading_text(source: &str) -> String {
    let lines = source.lines().take_while(|l| l.starts_with("//!"));
    lines.map(|l| l.trim_start_matches("//!").strip_prefix(' ').unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Case files by name.
pub fn cases(root: &Path) -> Result<Vec<(String, Vec<Case>)>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(root.join("tests/rules"))? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".yaml") {
            let text = std::fs::read_to_string(&path)?;
            let cases = rosai_casefile::read(&text).map_err(|e| anyhow::anyhow!("{name}: {e}"))?;
            out.push((name, cases));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(out)
}

/// The pages of the rule book by file name: one a rule, and an index. They come from the sources this program was built
/// with: the desk shows the same.
pub fn rulebook() -> Result<Vec<(String, String)>> {
    rosai_api::rulebook_markdown().map_err(anyhow::Error::msg)
}

/// Writes the rule book into `docs/rulebook/`.
pub fn write_rulebook(root: &Path) -> Result<usize> {
    let folder = root.join("docs/rulebook");
    std::fs::create_dir_all(&folder)?;
    let pages = rulebook()?;
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !pages.iter().any(|(n, _)| *n == name) {
            std::fs::remove_file(&path).with_context(|| format!("{name} cannot be removed"))?;
        }
    }
    for (name, text) in &pages {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(pages.len())
}
