//! The sheets of the 受付票 as data: boxes in the printed order, their numbers, questions and help.

use crate::error::ApiError;
use crate::wire::{Choice, IntakeField, IntakeGroup, IntakeSheet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    sheet: Vec<Sheet>,
    field: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    pub(crate) form: String,
    title: String,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    title: String,
    fields: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) id: String,
    #[serde(default)]
    no: BTreeMap<String, String>,
    pub(crate) label: String,
    pub(crate) kind: String,
    width: u32,
    #[serde(default)]
    options: Vec<Choice>,
    #[serde(default)]
    pub(crate) default: String,
    #[serde(default)]
    pub(crate) when: Option<When>,
    pub(crate) help: String,
    pub(crate) section: String,
}

/// A box that is asked only where another one says so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) field: String,
    /// Its values; `filled` any value, `changed` a value other than the one claimed under.
    pub(crate) values: Vec<String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../assets/forms/intake.toml")).expect("a test reads the sheets")
});

/// The sheet of a paper.
pub(crate) fn sheet(form: &str) -> Result<&'static Sheet, ApiError> {
    BOOK.sheet.iter().find(|s| s.form == form).ok_or_else(|| {
        ApiError::refused("その用紙の受付票はありません。様式第5号・第16号の3・第6号・第16号の4から選んでください。")
    })
}

/// A box by its id.
pub(crate) fn field(id: &str) -> Option<&'static Field> {
    BOOK.field.iter().find(|f| f.id == id)
}

impl Field {
    /// Whether this is one of the choices.
    pub(crate) fn has_option(&self, value: &str) -> bool {
        self.options.iter().any(|o| o.value == value)
    }
}

impl Sheet {
    /// Its boxes in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().flat_map(|g| &g.fields).filter_map(|id| field(id))
    }

    /// As the screen shows it.
    pub(crate) fn shown(&self) -> IntakeSheet {
        let shown = |f: &'static Field| IntakeField {
            id: f.id.clone(),
            no: f.no.get(&self.form).cloned().unwrap_or_default(),
            label: f.label.clone(),
            kind: f.kind.clone(),
            width: f.width,
            options: f.options.clone(),
            when_field: f.when.as_ref().map(|w| w.field.clone()).unwrap_or_default(),
            when_values: f.when.as_ref().map(|w| w.values.clone()).unwrap_or_default(),
        };
        let group = |g: &Group| IntakeGroup {
            title: g.title.clone(),
            fields: g.fields.iter().filter_map(|id| field(id)).map(shown).collect(),
        };
        IntakeSheet {
            form: self.form.clone(),
            title: self.title.clone(),
            groups: self.groups.iter().map(group).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_box_of_every_sheet_is_described_once_and_has_its_help() {
        for sheet in &BOOK.sheet {
            for id in sheet.groups.iter().flat_map(|g| &g.fields) {
                let field = field(id).unwrap_or_else(|| panic!("{id} of {} is not described", sheet.form));
                assert_eq!(field.help.matches('。').count(), 2, "{id}: two sentences");
                assert!(!field.section.is_empty(), "{id}");
                assert!(field.kind != "choice" || field.options.len() > 1, "{id}");
            }
        }
        let mut ids: Vec<&str> = BOOK.field.iter().map(|f| f.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), BOOK.field.len());
    }
}
