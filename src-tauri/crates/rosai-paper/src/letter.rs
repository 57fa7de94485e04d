//! The papers a doctor writes: what is asked on each and how it is printed, as data (`assets/papers`). They are no
//! preprinted sheets and no machine reads them, so they are laid out freely and run on to a second page.

use crate::{Mm100, Pt100, letter_layout};
use crate::{Sheet, text};
use rosai_domain::{Day, DocumentKind, Guided, Problem, YearMonth};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SOURCES: &[&str] = &[
    include_str!("../../../../assets/papers/guidance_1.toml"),
    include_str!("../../../../assets/papers/guidance_2.toml"),
    include_str!("../../../../assets/papers/guidance_3.toml"),
    include_str!("../../../../assets/papers/guidance_4.toml"),
    include_str!("../../../../assets/papers/return_to_society.toml"),
    include_str!("../../../../assets/papers/rehabilitation_evaluation.toml"),
    include_str!("../../../../assets/papers/rehabilitation_plan.toml"),
    include_str!("../../../../assets/papers/course_summary.toml"),
];

static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    let read = |source: &&str| toml::from_str::<Letter>(source).expect("a test reads the papers");
    SOURCES.iter().map(read).map(Letter::tagged).collect()
});

/// All papers, in the order of their digits.
pub fn letters() -> &'static [Letter] {
    &LETTERS
}

/// A paper by its id.
pub fn letter(id: &str) -> Option<&'static Letter> {
    LETTERS.iter().find(|l| l.id == id)
}

/// Values by field id, as they are kept: days `2025-10-03`, months `2025-10`, choices by their value, checks joined by commas.
pub type LetterValues = BTreeMap<String, String>;

/// A paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Its id and the name of its file.
    pub id: String,
    /// What it is for the rules.
    pub document: DocumentKind,
    /// The digit that opens it.
    pub digit: String,
    /// Its name in lists and on later pages. It names no person.
    pub name: String,
    /// For whom it is, or what it is for.
    pub reader: String,
    /// The number printed on it; empty where it has none.
    pub number: String,
    /// What is printed above the title.
    pub above: String,
    /// The title with its placeholders.
    pub title: String,
    /// Where it is written.
    pub cite: LetterCite,
    /// What of it is not in the sources but inferred; empty where nothing is.
    pub inferred: String,
    /// The field that holds the day of issue.
    pub issued: String,
    /// The field that says which one it is of its kind.
    #[serde(default)]
    pub count: Option<String>,
    /// The field that names the doctor.
    pub doctor: String,
    /// Of these fields one at least says something.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// What to say where none does.
    #[serde(default)]
    pub none_said: String,
    /// The fee it brings; none where it brings none.
    #[serde(default)]
    pub fee: Option<LetterFee>,
    pub(crate) size: Pt100,
    pub(crate) pitch: Mm100,
    #[serde(default)]
    lists: BTreeMap<String, Vec<LetterOption>>,
    /// Fields in no order; [`Letter::groups`] has them as they are printed.
    #[serde(rename = "field")]
    pub fields: Vec<LetterField>,
    #[serde(rename = "block")]
    pub(crate) blocks: Vec<Block>,
    #[serde(default)]
    pub(crate) notes: Vec<String>,
}

/// Where a paper is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterCite {
    /// Document of the fee book.
    pub doc: String,
    /// Its part.
    pub section: String,
}

/// What a paper says to the rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterFee {
    /// Name of the fee.
    pub name: String,
    /// Whom a 指導管理箋 is for.
    #[serde(default)]
    pub guided: Option<Guided>,
    /// 指導管理箋 for 精神疾患.
    #[serde(default)]
    pub mental: bool,
    /// The field whose words go to the rules.
    #[serde(default)]
    pub text: Option<String>,
    /// How many are charged in all, where there is a limit.
    #[serde(default)]
    pub most: Option<u32>,
    /// What to say beyond it.
    #[serde(default)]
    pub beyond: String,
    /// Whether it is charged once a month at most.
    #[serde(default)]
    pub monthly: bool,
}

/// How a value is typed and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// A day.
    Date,
    /// A month.
    Month,
    /// A whole number.
    Number,
    /// One of several.
    Choice,
    /// Any of several.
    Checks,
    /// Written by hand: nothing is typed.
    Signature,
}

/// A field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterField {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How it is typed.
    pub kind: LetterKind,
    /// What to choose from.
    #[serde(default)]
    pub options: Vec<LetterOption>,
    /// Or the name of a list that several fields share.
    #[serde(default)]
    list: Option<String>,
    /// What is known: the first source that says something fills it.
    #[serde(default)]
    pub from: Vec<String>,
    /// Taken over from the last paper of its kind, before everything else.
    #[serde(default)]
    pub carry: bool,
    /// It is not typed here but on the 受付票.
    #[serde(default)]
    pub fixed: bool,
    /// It is demanded.
    #[serde(default)]
    pub required: bool,
    /// It is demanded where another field holds one of these values.
    #[serde(default)]
    pub required_when: Option<LetterWhen>,
    /// A sentence beside the box.
    #[serde(default)]
    pub hint: String,
    /// The choice is printed as boxes to tick; else the chosen word is ringed.
    #[serde(default)]
    boxes: bool,
    /// Full-width characters of the box and of the blank.
    #[serde(default = "some_width")]
    pub width: u32,
    /// Full-width characters of the blank, where it is not as wide as the box.
    #[serde(default)]
    blank: Option<u32>,
    /// Lines it has at least.
    #[serde(default = "one")]
    pub rows: u32,
    /// Unit behind a number.
    #[serde(default)]
    pub unit: String,
    /// A day is printed with the western year.
    #[serde(default)]
    western: bool,
    /// It lies on or after the day of this field.
    #[serde(default)]
    pub not_before: Option<String>,
    /// It does not lie in the future.
    #[serde(default)]
    pub past: bool,
}

fn some_width() -> u32 {
    6
}

fn one() -> u32 {
    1
}

/// A condition on another field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterWhen {
    /// The field.
    pub field: String,
    /// Its values; `*` is any.
    pub values: Vec<String>,
}

/// One choice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterOption {
    /// What is typed and kept: `1`.
    pub value: String,
    /// The word, as it is printed.
    pub label: String,
    /// The word to choose by, where it is another.
    #[serde(default)]
    pub word: String,
    /// `sex.1`: whose word it is.
    #[serde(skip)]
    pub(crate) tag: String,
}

/// A part of the page, from top to bottom.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Block {
    /// Cells side by side.
    Row {
        #[serde(default)]
        section: Option<String>,
        cells: Vec<Cell>,
    },
    /// Lines without a frame.
    Text {
        #[serde(default)]
        section: Option<String>,
        lines: Vec<String>,
        #[serde(default)]
        indent: Mm100,
        #[serde(default)]
        gap: Mm100,
    },
    /// Choices with a column for each word.
    Grid {
        #[serde(default)]
        section: Option<String>,
        label: String,
        label_width: Mm100,
        heads: Vec<String>,
        rows: Vec<GridRow>,
    },
}

/// A cell of a row, with or without a label at its left.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub label_width: Mm100,
    /// Of both; none: what is left of the row.
    #[serde(default)]
    pub width: Option<Mm100>,
    pub lines: Vec<String>,
}

/// A row of a grid: one field under each head.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GridRow {
    pub label: String,
    pub fields: Vec<String>,
}

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// As it stands.
    Plain(&'a str),
    /// A field, or one option of it.
    Field(&'a str, Option<&'a str>),
}

/// `氏名 {name}` taken apart.
pub(crate) fn parts(line: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some((before, (inside, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
        if !before.is_empty() {
            out.push(Part::Plain(before));
        }
        out.push(match inside.split_once('.') {
            Some((id, option)) => Part::Field(id, Some(option)),
            None => Part::Field(inside, None),
        });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Part::Plain(rest));
    }
    out
}

impl Block {
    fn section(&self) -> Option<&str> {
        match self {
            Block::Row { section, .. } | Block::Text { section, .. } | Block::Grid { section, .. } => {
                section.as_deref()
            }
        }
    }

    /// Fields, and options of fields, in the order they are printed.
    fn placed(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            Block::Row { cells, .. } => cells.iter().flat_map(|c| &c.lines).flat_map(|l| placed(l)).collect(),
            Block::Text { lines, .. } => lines.iter().flat_map(|l| placed(l)).collect(),
            Block::Grid { rows, .. } => rows.iter().flat_map(|r| &r.fields).map(|id| (id.as_str(), None)).collect(),
        }
    }
}

fn placed(line: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    parts(line).into_iter().filter_map(|part| match part {
        Part::Field(id, option) => Some((id, option)),
        Part::Plain(_) => None,
    })
}

impl Letter {
    /// Options of shared lists put where they belong, each with its tag.
    fn tagged(mut self) -> Self {
        for field in &mut self.fields {
            if let Some(list) = &field.list {
                field.options = self.lists.get(list).cloned().unwrap_or_default();
            }
            for option in &mut field.options {
                option.tag = format!("{}.{}", field.id, option.value);
            }
        }
        self
    }

    /// A field by its id.
    pub fn field(&self, id: &str) -> Option<&LetterField> {
        self.fields.iter().find(|f| f.id == id)
    }

    /// Fields that are typed, in the order they are printed, under the heading they belong to.
    pub fn groups(&self) -> Vec<(&str, Vec<&LetterField>)> {
        let mut out: Vec<(&str, Vec<&LetterField>)> = Vec::new();
        let mut waiting: Vec<&str> = placed(&self.title).map(|(id, _)| id).collect();
        let mut seen: Vec<&str> = Vec::new();
        for block in &self.blocks {
            if let Some(section) = block.section() {
                out.push((section, Vec::new()));
            }
            waiting.extend(block.placed().into_iter().map(|(id, _)| id));
            let Some((_, group)) = out.last_mut() else { continue };
            for id in waiting.drain(..) {
                let typed = self.field(id).filter(|f| f.kind != LetterKind::Signature && !seen.contains(&id));
                group.extend(typed);
                seen.push(id);
            }
        }
        out.retain(|(_, fields)| !fields.is_empty());
        out
    }

    /// A value as it is printed. One that cannot be read stands as it was typed.
    pub fn shown(&self, field: &LetterField, value: &str) -> String {
        let value = value.trim();
        match field.kind {
            LetterKind::Date => Day::parse(value).map_or_else(|_| value.to_owned(), |d| field.day_ja(d)),
            LetterKind::Month => YearMonth::try_from(value.to_owned()).map_or_else(|_| value.to_owned(), YearMonth::ja),
            LetterKind::Choice | LetterKind::Checks => {
                let chosen = field.options.iter().filter(|o| field.is_chosen(value, o));
                chosen.map(|o| o.label.as_str()).collect::<Vec<_>>().join("、")
            }
            _ => text::composed(value),
        }
    }

    /// What of a value cannot be printed, in one sentence.
    pub fn unprintable(&self, field: &LetterField, value: &str) -> Option<String> {
        let lines = self.shown(field, value);
        lines.split('\n').enumerate().find_map(|(row, line)| {
            let missing = |(_, c): &(usize, char)| !crate::Font::Gothic.draws(*c);
            line.chars().enumerate().find(missing).map(|(column, c)| text::unprintable(c, row + 1, column + 1))
        })
    }
}

impl LetterField {
    /// Whether an option is the one, or one of those, a value names.
    pub fn is_chosen(&self, value: &str, option: &LetterOption) -> bool {
        match self.kind {
            LetterKind::Checks => value.split(',').any(|v| v.trim() == option.value),
            _ => value == option.value,
        }
    }

    /// Whether a choice is printed as boxes to tick.
    pub(crate) fn has_boxes(&self) -> bool {
        self.boxes || self.kind == LetterKind::Checks
    }

    /// Whether lines have a blank of their own where nothing was written.
    pub(crate) fn has_blank(&self) -> bool {
        self.blank.is_some()
    }

    fn day_ja(&self, day: Day) -> String {
        if self.western {
            let month = day.month();
            return format!("{}年{}月{}日", month.year, month.month, day.day_of_month());
        }
        day.ja()
    }

    /// What stands where nothing was typed.
    pub(crate) fn blank(&self) -> String {
        let wide = |n: u32| "\u{3000}".repeat(n as usize);
        match self.kind {
            LetterKind::Date => format!("{}年{}月{}日", wide(2), wide(2), wide(2)),
            LetterKind::Month => format!("{}年{}月", wide(2), wide(2)),
            LetterKind::Number => wide(2),
            _ => wide(self.blank.unwrap_or(self.width)),
        }
    }
}

/// The paper with its values: one sheet, or more where a text runs on. Everything that cannot be printed is said at once.
pub fn place_letter(letter: &'static Letter, values: &LetterValues) -> Result<Vec<Sheet>, Vec<Problem>> {
    let value = |field: &LetterField| values.get(&field.id).map(String::as_str).unwrap_or_default();
    let said = |f: &LetterField| {
        let message = letter.unprintable(f, value(f))?;
        Some(Problem::new(format!("{}・{}", letter.name, f.label), message))
    };
    let problems: Vec<Problem> = letter.fields.iter().filter_map(said).collect();
    if problems.is_empty() { Ok(letter_layout::pages(letter, values)) } else { Err(problems) }
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
