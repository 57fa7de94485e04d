//! Automation of the repository: what is generated from what.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it reads and writes the repository

use anyhow::{Context, Result, bail};
use rosai_casefile::Case;
use rosai_fees::rules;
use std::fmt::Write;
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

/// The pages of the rule book by file name: one a rule, and an index.
pub fn rulebook(root: &Path) -> Result<Vec<(String, String)>> {
    let files = rule_files(root)?;
    let cases = cases(root)?;
    let mut pages = Vec::new();
    let mut index = String::from(
        "# 規則集\n\nこのページ群は `cargo xtask rulebook` が規則のコードとケースから作ります。直接は直しません。\n\n| 規則 | 名前 | 出典 | ケース |\n|---|---|---|---|\n",
    );
    for rule in rules::all() {
        let id = rule.id.to_string();
        let call = format!("RuleId::{}({})", rule.id.series.to_ascii_lowercase(), rule.id.number);
        let defines = |text: &str| text.contains(&format!("id: {call},")) || text.contains(&format!(", {call}, \""));
        let Some((file, source)) = files.iter().find(|(_, text)| defines(text)) else {
            bail!("{id} stands in no file of rules/");
        };
        let own = |case: &&Case| {
            let file_prefix = case.id.split('-').next().unwrap_or_default();
            file_prefix == id
        };
        let own_cases: Vec<&Case> = cases.iter().flat_map(|(_, c)| c).filter(own).collect();
        let cites = rule.cites.iter().map(|c| format!("{} {}", c.doc, c.section)).collect::<Vec<_>>().join("、");
        writeln!(index, "| [{id}]({id}.md) | {} | {cites} | {} |", rule.ja, own_cases.len())?;
        let mut page = heading_text(source);
        if !page.starts_with(&format!("# {id} ")) {
            page =
                format!("# {id} {}\n\n{}", rule.ja, page.lines().skip(1).collect::<Vec<_>>().join("\n").trim_start());
        }
        write!(page, "\n\n## 値\n\n")?;
        if rule.items.is_empty() {
            page.push_str("行為の行から取ります。\n");
        }
        for item in rule.items {
            writeln!(page, "- `{item}`")?;
        }
        write!(page, "\n## ケース\n\n")?;
        if own_cases.is_empty() {
            page.push_str("この規則の名前のケースはありません。ほかの規則のケースの中で確かめています。\n");
        } else {
            page.push_str("| id | 内容 | 出典 | 計算 |\n|---|---|---|---|\n");
            for case in own_cases {
                let cell = |t: &str| t.replace('|', "｜").replace('\n', " ");
                writeln!(page, "| {} | {} | {} | {} |", case.id, cell(&case.title), cell(&case.cite), cell(&case.sum))?;
            }
        }
        writeln!(page, "\nコード: `rosai-fees/src/rules/{file}`")?;
        pages.push((format!("{id}.md"), page));
    }
    pages.push(("README.md".to_owned(), index));
    Ok(pages)
}

/// Writes the rule book into `docs/rulebook/`.
pub fn write_rulebook(root: &Path) -> Result<usize> {
    let folder = root.join("docs/rulebook");
    std::fs::create_dir_all(&folder)?;
    let pages = rulebook(root)?;
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
