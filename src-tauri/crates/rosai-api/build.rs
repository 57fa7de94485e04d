//! What travels inside the program beside the fee book: the headings of the rules and the worked examples, so that the
//! rule book can be read on the desk and the program can prove itself. Taken from the sources at build time: they can
//! never be stale.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // it reads the repository

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is"));
    let root = here.join("../../..");
    let mut out = String::new();
    texts(&mut out, "CASE_FILES", &root.join("tests/rules"), ".yaml");
    texts(&mut out, "TABLES", &root.join("tests/data"), ".csv");
    rules(&mut out, &here.join("../rosai-fees/src/rules"));
    let target = PathBuf::from(std::env::var("OUT_DIR").expect("cargo says where to write"));
    std::fs::write(target.join("embedded.rs"), out).expect("the build folder can be written to");
}

/// Files of a folder with this ending, by name.
fn files(folder: &Path, ending: &str) -> Vec<(String, PathBuf)> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut out: Vec<(String, PathBuf)> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            (path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(), path)
        })
        .filter(|(name, _)| name.ends_with(ending))
        .collect();
    out.sort();
    out
}

/// Every file whole.
fn texts(out: &mut String, name: &str, folder: &Path, ending: &str) {
    writeln!(out, "pub(crate) static {name}: &[(&str, &str)] = &[").expect("a string grows");
    for (file, path) in files(folder, ending) {
        let path = path.canonicalize().expect("the file is there");
        writeln!(out, "    ({file:?}, include_str!({path:?})),").expect("a string grows");
    }
    out.push_str("];\n");
}

/// Of every rule file its headings, and the words in quotation marks, by which a rule finds its file.
fn rules(out: &mut String, folder: &Path) {
    out.push_str("pub(crate) static RULE_FILES: &[RuleFile] = &[\n");
    for (file, path) in files(folder, ".rs").into_iter().filter(|(file, _)| file != "mod.rs") {
        println!("cargo::rerun-if-changed={}", path.display());
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        let headings: Vec<&str> = text
            .lines()
            .take_while(|l| l.starts_with("//!"))
            .map(|l| l.trim_start_matches("//!").strip_prefix(' ').unwrap_or(""))
            .collect();
        let code: String = text.lines().skip(headings.len()).filter(|l| !l.trim_start().starts_with("//")).collect();
        let mut words: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
        words.sort_unstable();
        words.dedup();
        let headings = headings.join("\n");
        writeln!(out, "    RuleFile {{ name: {file:?}, headings: {headings:?}, words: &{words:?} }},")
            .expect("a string grows");
    }
    out.push_str("];\n");
}
