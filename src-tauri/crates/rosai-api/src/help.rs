//! F1: two sentences for every box, and where it is written.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::wire::{AskHelp, Help};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: String,
    text: String,
    section: String,
}

static HELP: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../assets/text/help.toml")).expect("a test reads the help"));

impl Desk {
    /// Help for a box; boxes of the 受付票 have theirs on their sheet.
    pub(crate) fn help(&mut self, _actor: &str, ask: AskHelp) -> Result<Help, ApiError> {
        if let Some(field) = ask.id.strip_prefix("intake.").and_then(crate::intake_sheet::field) {
            return Ok(Help { title: field.label.clone(), text: field.help.clone(), section: field.section.clone() });
        }
        let entry = HELP.get(&ask.id).ok_or_else(|| ApiError::not_found("説明"))?;
        Ok(Help { title: entry.title.clone(), text: entry.text.clone(), section: entry.section.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_help_is_two_sentences_with_its_section() {
        for (id, entry) in HELP.iter() {
            assert_eq!(entry.text.matches('。').count(), 2, "{id}");
            assert!(!entry.title.is_empty() && !entry.section.is_empty(), "{id}");
        }
    }
}
