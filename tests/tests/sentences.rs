//! The sentences of the rules, as clerks read them: every different one that the case files bring out, held by snapshots.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_tests::{case_files, engine_of};
use std::collections::BTreeMap;

#[test]
fn every_sentence_the_cases_bring_out() {
    // By rule; for each sentence the first case that shows it, and the sites it speaks of.
    let mut by_rule: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (file, text) in case_files().into_iter().filter(|(f, _)| !f.starts_with("pending")) {
        for case in rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{file}: {e}")) {
            let Ok(found) = rosai_casefile::check(engine_of(&case), &case).assessment else { continue };
            for f in &found.findings {
                let sites: Vec<String> =
                    f.charge().map(|c| c.sites.iter().map(|s| s.ja()).collect()).unwrap_or_default();
                let formula = f
                    .charge()
                    .filter(|c| !sites.is_empty() || c.read_as)
                    .map(|c| format!(" {}", c.formula))
                    .unwrap_or_default();
                let example = format!("{} {}{formula}", case.id, sites.join("・"));
                by_rule.entry(f.rule.to_string()).or_default().entry(f.sentence.clone()).or_insert(example);
            }
        }
    }
    for (rule, sentences) in by_rule {
        let lines: Vec<String> =
            sentences.iter().map(|(sentence, example)| format!("{sentence}\n    （{}）", example.trim())).collect();
        insta::assert_snapshot!(rule, lines.join("\n"));
    }
}
