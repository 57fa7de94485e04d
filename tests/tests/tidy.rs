//! Conventions that matter are tests.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read the repository

use rosai_document::Section;
use rosai_fees::rules;
use rosai_tests::{ENGINE, root};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn text(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path.as_ref())).unwrap_or_else(|e| panic!("{}: {e}", path.as_ref().display()))
}

/// Files below a folder with these endings, build output and dependencies left out.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())) {
            let path = entry.expect("an entry").path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if !["target", "node_modules", "dist", "gen", ".git", "out", ".tools"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if endings.iter().any(|e| name.ends_with(e)) {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// Who may name whom (ARCHITECTURE.md). Paper cannot even name fees.
#[test]
fn arrows_point_one_way() {
    let allowed: &[(&str, &[&str])] = &[
        ("rosai-domain", &[]),
        ("rosai-document", &["rosai-domain"]),
        ("rosai-masters", &["rosai-domain"]),
        ("rosai-catalogue", &["rosai-domain", "rosai-document", "rosai-masters"]),
        ("rosai-fees", &["rosai-domain", "rosai-document", "rosai-catalogue"]),
        ("rosai-claim", &["rosai-domain", "rosai-document", "rosai-catalogue", "rosai-fees"]),
        ("rosai-paper", &["rosai-domain", "rosai-document"]),
        ("rosai-casefile", &["rosai-domain", "rosai-document", "rosai-catalogue", "rosai-fees", "rosai-claim"]),
        ("rosai-store", &[]),
        (
            "rosai-api",
            &[
                "rosai-domain",
                "rosai-document",
                "rosai-masters",
                "rosai-catalogue",
                "rosai-fees",
                "rosai-claim",
                "rosai-paper",
                "rosai-casefile",
                "rosai-store",
            ],
        ),
        ("rosai-door", &["rosai-api", "rosai-domain"]),
        ("rosai-cli", &["rosai-api", "rosai-door"]),
        ("xtask", &["rosai-api", "rosai-casefile", "rosai-fees"]),
    ];
    for (name, may) in allowed {
        let manifest: toml::Table = text(format!("src-tauri/crates/{name}/Cargo.toml")).parse().expect("a manifest");
        let dependencies = manifest.get("dependencies").and_then(|d| d.as_table()).expect("dependencies");
        for dependency in dependencies.keys().filter(|k| k.starts_with("rosai-")) {
            assert!(may.contains(&dependency.as_str()), "{name} may not use {dependency}");
        }
    }
    let members = files("src-tauri/crates", &["Cargo.toml"]).len();
    assert_eq!(members, allowed.len(), "every crate stands in the list");
}

/// Clock, disk, environment, floats and hash order stay out of the pure crates: clippy.toml lists them, and no pure
/// crate's source allows them.
#[test]
fn pure_crates_allow_nothing_forbidden() {
    let clippy = text("clippy.toml");
    for forbidden in
        ["std::time::SystemTime::now", "std::fs::read", "std::env::var", "std::collections::HashMap", "f64"]
    {
        assert!(clippy.contains(forbidden), "{forbidden} in clippy.toml");
    }
    for name in [
        "rosai-domain",
        "rosai-document",
        "rosai-masters",
        "rosai-catalogue",
        "rosai-fees",
        "rosai-claim",
        "rosai-casefile",
    ] {
        for path in files(&format!("src-tauri/crates/{name}/src"), &[".rs"]) {
            let source = text(&path);
            assert!(!source.contains("clippy::disallowed"), "{}", path.display());
        }
    }
}

#[test]
fn every_rule_file_has_its_headings() {
    for (file, source) in xtask::rule_files(&root()).expect("the rules") {
        let headings = xtask::heading_text(&source);
        let mut from = 0;
        for heading in ["## 条文", "## 読み方", "## 対象外", "## 疑義"] {
            let at = headings[from..]
                .find(heading)
                .unwrap_or_else(|| panic!("{file}: {heading} is missing or out of order"));
            from += at + heading.len();
            let body = headings[from..].split("\n## ").next().unwrap_or_default();
            assert!(!body.trim().is_empty(), "{file}: {heading} is empty");
        }
    }
}

#[test]
fn the_rule_book_is_fresh() {
    for (name, wanted) in xtask::rulebook().expect("the rule book") {
        let path = format!("docs/rulebook/{name}");
        let found = std::fs::read_to_string(root().join(&path)).unwrap_or_default();
        assert!(found == wanted, "{path} is stale: run `cargo xtask rulebook`");
    }
}

#[test]
fn the_bindings_of_the_screens_are_fresh() {
    let found = text(xtask::BINDINGS);
    assert!(found == rosai_api::bindings(), "{} is stale: run `cargo xtask bindings`", xtask::BINDINGS);
}

/// The manual's examples and at least three more for each rule of this version.
#[test]
fn every_rule_has_its_cases() {
    let cases = xtask::cases(&root()).expect("the case files");
    let count = |rule: &str| {
        let own = |c: &&rosai_casefile::Case| c.pending.is_none() && c.id.starts_with(&format!("{rule}-"));
        cases.iter().flat_map(|(_, c)| c).filter(own).count()
    };
    for rule in [
        "M01", "M02", "M03", "M04", "M05", "M06", "M07", "M16", "M17", "M19", "M28", "M32", "K01", "K06", "K12", "K14",
        "M23",
    ] {
        assert!(count(rule) >= 4, "{rule} has {} cases", count(rule));
    }
    let mut ids = BTreeSet::new();
    for case in cases.iter().flat_map(|(_, c)| c) {
        assert!(ids.insert(case.id.clone()), "{} stands twice", case.id);
        assert!(!case.title.is_empty() && !case.cite.is_empty(), "{}", case.id);
    }
}

fn glossary() -> Vec<(String, Vec<String>)> {
    let table: toml::Table = text("assets/glossary.toml").parse().expect("the glossary");
    let terms = table["term"].as_array().expect("terms");
    let words = |t: &toml::Value, key: &str| -> Vec<String> {
        t.get(key)
            .and_then(|v| v.as_array())
            .map(|a| a.iter().filter_map(|w| w.as_str().map(str::to_owned)).collect())
            .unwrap_or_default()
    };
    terms
        .iter()
        .map(|t| {
            let id = t["id"].as_str().expect("an id").to_owned();
            assert!(t["ja"].as_str().is_some_and(|j| !j.is_empty()), "{id} has no Japanese");
            (id, words(t, "not"))
        })
        .collect()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[test]
fn words_are_those_of_the_glossary() {
    let glossary = glossary();
    let known: BTreeSet<&str> = glossary.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(known.len(), glossary.len(), "ids are unique");
    let mut missing: Vec<String> = Vec::new();
    for rule in rules::all() {
        if !known.contains(rule.term) {
            missing.push(rule.term.to_owned());
        }
    }
    for item in ENGINE.catalogue().items() {
        if !known.contains(item.id.as_str()) {
            missing.push(item.id.clone());
        }
    }
    for section in Section::ALL {
        let word = snake(&format!("{section:?}"));
        if !known.contains(word.as_str()) {
            missing.push(word);
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "not in assets/glossary.toml");
    // Romaji drifts: what must not appear does not, in any identifier.
    let banned: BTreeSet<&str> = glossary.iter().flat_map(|(_, not)| not).map(String::as_str).collect();
    let mut found = Vec::new();
    for path in files("src-tauri", &[".rs"]).into_iter().chain(files("ui/src", &[".ts", ".svelte"])) {
        for word in text(&path).split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
            let in_tests = path.to_string_lossy().contains("rosai-paper");
            if banned.contains(snake(word).as_str()) && !in_tests {
                found.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Nothing of the machine it was written on, and no file nobody would want to open.
#[test]
fn the_repository_speaks_of_the_software_only() {
    let own = ["/wor", "k/"].concat();
    let home = ["/roo", "t/"].concat();
    for path in files(".", &[".rs", ".toml", ".md", ".yaml", ".csv", ".ts", ".svelte", ".json"]) {
        let source = text(&path);
        assert!(!source.contains(&own) && !source.contains(&home), "{} names a path of a machine", path.display());
        if path.extension().is_some_and(|e| e == "rs") {
            let lines = source.lines().count();
            assert!(lines <= 700, "{} has {lines} lines", path.display());
        }
    }
}
