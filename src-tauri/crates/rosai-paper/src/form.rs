//! The forms as data: which field of the document stands in which box.

use crate::{Mm100, Pt100};
use rosai_document::{FieldId, SheetFieldId};
use serde::Deserialize;
use std::sync::LazyLock;

/// 内訳書 34722.
pub(crate) static STATEMENT: LazyLock<Form<FieldId>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../assets/forms/34722.toml")).expect("the form is compiled in")
});
/// 請求書 34720.
pub(crate) static CLAIM_SHEET: LazyLock<Form<SheetFieldId>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../assets/forms/34720.toml")).expect("the form is compiled in")
});

/// One form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form<F> {
    pub form: String,
    pub ja: String,
    pub title: String,
    /// Where the coordinates come from.
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
    pub source: String,
    /// Every field name of the source.
    #[cfg_attr(not(test), expect(dead_code, reason = "for tests"))]
    pub names: Vec<String>,
    #[serde(rename = "field")]
    pub fields: Vec<Field<F>>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
    pub absent: Vec<Absent>,
    #[serde(default = "Vec::new")]
    pub unplaced: Vec<Unplaced<F>>,
    pub frame: Frame,
}

/// A field of the form and the field of the document that stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field<F> {
    pub name: String,
    pub ja: String,
    pub field: F,
    pub area: Area,
    pub set: Set,
    /// A blank one is a problem.
    #[serde(default)]
    pub required: bool,
    /// Used only where the text does not fit the field of this name.
    pub overflow_of: Option<String>,
    /// Its lines stand beside those of the field of this name.
    pub beside: Option<String>,
    /// Where its coordinates come from, if not from the form's source.
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
    pub source: Option<String>,
}

/// Where a field is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Area {
    pub x: Mm100,
    pub y: Mm100,
    pub width: Mm100,
    pub height: Mm100,
}

/// How a field is set.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Set {
    Ocr(Ocr),
    Text(TextSet),
    Textblock(TextSet),
    Mark(Mark),
}

/// Boxes, one character each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ocr {
    pub boxes: usize,
    pub pitch: Mm100,
    pub font_pt: Pt100,
    pub align: Align,
    pub baseline: Mm100,
    /// All boxes are filled, always.
    #[serde(default)]
    pub every_box: bool,
    /// A year or a month: the left box of a value below 10 is filled as the style says.
    #[serde(default)]
    pub pair: bool,
    /// A ¥ stands left of the first digit.
    #[serde(default)]
    pub yen_mark: bool,
}

/// Lines of text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextSet {
    pub chars: i64,
    pub unit: Unit,
    #[cfg_attr(not(test), expect(dead_code, reason = "the advance of the font is the same, a test checks it"))]
    pub pitch: Mm100,
    pub font_pt: Pt100,
    pub align: Align,
    pub baseline: Mm100,
    pub lines: usize,
    pub line_pitch: Mm100,
    #[serde(default)]
    pub thousands: bool,
    /// A line is ended at a space where the lines suffice for it.
    #[serde(default)]
    pub break_at_space: bool,
}

/// A preprinted word to be circled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    pub word: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "kept from the source; a circle is drawn instead of a glyph"))]
    pub font_pt: Pt100,
    #[cfg_attr(not(test), expect(dead_code, reason = "kept from the source; a circle is drawn instead of a glyph"))]
    pub baseline: Mm100,
}

/// What a width counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Half,
    Full,
}

impl Unit {
    pub fn ja(self) -> &'static str {
        match self {
            Unit::Half => "半角",
            Unit::Full => "全角",
        }
    }
}

/// Where in its area a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Align {
    Left,
    Center,
    Right,
    Even,
}

/// A field of the form that is not printed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
pub(crate) struct Absent {
    pub name: String,
    pub reason: String,
    pub cite: String,
}

/// Fields of the document that the form has no place for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unplaced<F> {
    pub fields: Vec<F>,
    /// Something in it would be lost: printing stops.
    #[serde(default)]
    pub blank: bool,
    pub reason: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
    pub cite: String,
}

/// What is preprinted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frame {
    pub mark: Vec<Segment>,
    pub boxes: Vec<Boxes>,
    pub rule: Vec<Segment>,
    pub dashed: Vec<Segment>,
    pub bracket: Vec<Segment>,
    pub ring: Vec<Ring>,
    pub label: Vec<Label>,
    pub vlabel: Vec<VerticalLabel>,
}

/// Two points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Segment {
    pub from: [Mm100; 2],
    pub to: [Mm100; 2],
    pub line: Mm100,
}

/// A row of boxes that we do not fill.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Boxes {
    #[cfg_attr(not(test), expect(dead_code, reason = "for people and tests"))]
    pub name: String,
    pub at: [Mm100; 2],
    pub boxes: i64,
    pub pitch: Mm100,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub font_pt: Pt100,
    #[serde(default)]
    pub baseline: Mm100,
}

/// A ring and what stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ring {
    pub from: [Mm100; 2],
    pub to: [Mm100; 2],
    pub line: Mm100,
    pub text: String,
    pub font_pt: Pt100,
}

/// Preprinted words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    pub from: [Mm100; 2],
    pub to: [Mm100; 2],
    pub align: Align,
    pub font_pt: Pt100,
    pub lines: Vec<String>,
    #[serde(default)]
    pub line_pitch: Mm100,
}

/// Preprinted words from top to bottom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerticalLabel {
    pub from: [Mm100; 2],
    pub to: [Mm100; 2],
    pub font_pt: Pt100,
    pub text: String,
    pub baselines: Vec<Mm100>,
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
