//! One line of a paper with its values, broken where the cell ends.

use crate::letter::{Letter, LetterField, LetterKind, LetterValues, Part, parts};
use crate::{Circle, Font, Ink, Item, Line, Mm100, Pt100, Text};

/// How something stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Characters alone.
    Plain,
    /// A chosen word with a ring around it.
    Ring,
    /// A box with a tick in it.
    Tick,
    /// A blank with a rule under it.
    Rule,
}

/// What is not broken: a character, a day, a word to choose.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    text: String,
    units: i64,
    field: Option<&'static str>,
    look: Look,
}

/// One line of a cell.
pub(crate) type Run = Vec<Atom>;

const ROUND: &[(i64, i64)] = &[(0, 1000), (383, 924), (707, 707), (924, 383), (1000, 0)];
const THIN: Mm100 = Mm100(25);

impl Atom {
    fn new(text: &str, field: Option<&'static str>, look: Look) -> Self {
        Self { text: text.to_owned(), units: Font::Gothic.units(text), field, look }
    }

    fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    fn last(&self) -> char {
        self.text.chars().last().unwrap_or(' ')
    }
}

/// What must not begin a line, and what must not end one.
fn begins_badly(c: char) -> bool {
    "、。，．・：；？！）」』】〕］〉》〜ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％℃,.)".contains(c)
}

fn ends_badly(c: char) -> bool {
    "（「『【〔［〈《(".contains(c)
}

/// Font units that go into a width.
fn room(width: Mm100, size: Pt100) -> i64 {
    width.0 * 720 * Font::Gothic.em() / (size.0 * 254)
}

fn length(units: i64, size: Pt100) -> Mm100 {
    let per = 720 * Font::Gothic.em();
    Mm100((units * size.0 * 254 + per / 2) / per)
}

/// A text as atoms: characters, but words of letters and digits stay together as long as a line has room for them.
fn broken(text: &str, field: Option<&'static str>, most: i64, out: &mut Run) {
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut Run| {
        if Font::Gothic.units(word) > most / 2 {
            out.extend(word.chars().map(|c| Atom::new(&c.to_string(), field, Look::Plain)));
        } else if !word.is_empty() {
            out.push(Atom::new(word, field, Look::Plain));
        }
        word.clear();
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (matches!(c, '.' | '-' | '/' | '%') && !word.is_empty()) {
            word.push(c);
            continue;
        }
        flush(&mut word, out);
        out.push(Atom::new(&c.to_string(), field, Look::Plain));
    }
    flush(&mut word, out);
}

/// A template line with its values, as lines that fit. A field gets the lines it has at least, but no more than `spare`.
pub(crate) fn laid(
    letter: &'static Letter,
    values: &LetterValues,
    template: &'static str,
    width: Mm100,
    size: Pt100,
    spare: u32,
) -> Vec<Run> {
    let most = room(width, size);
    let mut paragraphs: Vec<Run> = vec![Run::new()];
    let mut least = 1;
    for part in parts(template) {
        match part {
            Part::Plain(text) => broken(text, None, most, last(&mut paragraphs)),
            Part::Field(id, option) => {
                let Some(field) = letter.field(id) else { continue };
                least = least.max(field.rows.min(spare) as usize);
                let value = values.get(id).map(|v| v.trim()).unwrap_or_default();
                put(letter, field, option, value, most, &mut paragraphs);
            }
        }
    }
    let indent = template.chars().take_while(|c| *c == '\u{3000}').count() as i64 * Font::Gothic.em();
    let mut out: Vec<Run> = Vec::new();
    for (i, paragraph) in paragraphs.into_iter().enumerate() {
        wrapped(paragraph, most, indent, i == 0, &mut out);
    }
    while out.len() < least {
        out.push(Run::new());
    }
    out
}

fn last(paragraphs: &mut Vec<Run>) -> &mut Run {
    if paragraphs.is_empty() {
        paragraphs.push(Run::new());
    }
    paragraphs.last_mut().expect("there is one")
}

fn put(
    letter: &'static Letter,
    field: &'static LetterField,
    option: Option<&str>,
    value: &str,
    most: i64,
    out: &mut Vec<Run>,
) {
    if !field.options.is_empty() {
        let words = field.options.iter().filter(|o| option.is_none_or(|wanted| wanted == o.value));
        for (i, word) in words.enumerate() {
            if i > 0 {
                broken(if field.has_boxes() { "\u{3000}" } else { "・" }, None, most, last(out));
            }
            let chosen = field.is_chosen(value, word);
            if field.has_boxes() {
                let look = if chosen { Look::Tick } else { Look::Plain };
                last(out).push(Atom::new("□", Some(&word.tag), look));
                broken(&word.label, Some(&word.tag), most, last(out));
            } else {
                let look = if chosen { Look::Ring } else { Look::Plain };
                last(out).push(Atom::new(&word.label, Some(&word.tag), look));
            }
        }
        return;
    }
    if field.kind == LetterKind::Signature {
        return last(out).push(Atom::new(&field.blank(), Some(&field.id), Look::Rule));
    }
    if value.is_empty() {
        if field.kind != LetterKind::Lines || field.has_blank() {
            last(out).push(Atom::new(&field.blank(), None, Look::Plain));
        }
        return;
    }
    let shown = letter.shown(field, value);
    if matches!(field.kind, LetterKind::Date | LetterKind::Month | LetterKind::Number) {
        let whole = Atom::new(&shown, Some(&field.id), Look::Plain);
        if whole.units <= most {
            return last(out).push(whole);
        }
    }
    for (i, line) in shown.split('\n').enumerate() {
        if i > 0 {
            out.push(Run::new());
        }
        broken(line, Some(&field.id), most, last(out));
    }
}

/// Breaks a paragraph into lines. A line has at least one atom, so that nothing is left over.
fn wrapped(atoms: Run, most: i64, indent: i64, first: bool, out: &mut Vec<Run>) {
    let mut line = Run::new();
    let mut used = 0;
    // What goes on below stands under the beginning of the text.
    let pad = || Atom { text: String::new(), units: indent, field: None, look: Look::Plain };
    if !first && indent > 0 {
        line.push(pad());
        used = indent;
    }
    for atom in atoms {
        let begun = line.iter().any(|a| !a.text.is_empty());
        if used + atom.units <= most || !begun {
            used += atom.units;
            line.push(atom);
            continue;
        }
        let mut cut = line.len();
        let bad = |line: &Run, cut: usize| {
            let next = line.get(cut).unwrap_or(&atom);
            begins_badly(next.first()) || line.get(cut.wrapping_sub(1)).is_some_and(|a| ends_badly(a.last()))
        };
        // At most four characters go down with what must not be parted from them.
        while cut > 1 && line.len() - cut < 4 && bad(&line, cut) {
            cut -= 1;
        }
        if cut <= 1 || bad(&line, cut) {
            cut = line.len();
        }
        let rest = line.split_off(cut);
        out.push(std::mem::take(&mut line));
        used = 0;
        if indent > 0 {
            line.push(pad());
            used = indent;
        }
        for atom in rest.into_iter().chain([atom]) {
            // A space of the printed text does not begin a line.
            if used <= indent && atom.field.is_none() && atom.text == "\u{3000}" {
                continue;
            }
            used += atom.units;
            line.push(atom);
        }
    }
    out.push(line);
}

/// How wide a line is.
pub(crate) fn line_width(line: &Run, size: Pt100) -> Mm100 {
    length(line.iter().map(|a| a.units).sum(), size)
}

/// Whether there is nothing on it.
pub(crate) fn is_blank(line: &Run) -> bool {
    line.iter().all(|a| a.look != Look::Rule && a.text.trim().is_empty())
}

/// Draws a line on its baseline.
pub(crate) fn draw(line: &Run, left: Mm100, y: Mm100, size: Pt100, out: &mut Vec<Item>) {
    let mut used = 0;
    let mut at = 0;
    while let Some(atom) = line.get(at) {
        let alike = line[at..].iter().take_while(|a| a.field == atom.field && a.look == Look::Plain).count().max(1);
        let text: String = line[at..at + alike].iter().map(|a| a.text.as_str()).collect();
        let units: i64 = line[at..at + alike].iter().map(|a| a.units).sum();
        let x = left + length(used, size);
        let width = length(units, size);
        if !text.trim().is_empty() {
            out.push(words(&text, x, y, size, atom.field));
        }
        match atom.look {
            Look::Plain => {}
            Look::Ring => ring(&text, x, width, y, size, atom.field, out),
            Look::Tick => out.push(words("✓", x, y - size.em() * 6 / 100, size, atom.field)),
            Look::Rule => out.push(rule((x, y + Mm100(70)), (x + width, y + Mm100(70)))),
        }
        used += units;
        at += alike;
    }
}

pub(crate) fn words(text: &str, x: Mm100, y: Mm100, size: Pt100, field: Option<&'static str>) -> Item {
    let width = Font::Gothic.width(text, size);
    Item::Text(Text { x, y, size, font: Font::Gothic, width, text: text.to_owned(), ink: Ink::Black, field })
}

fn rule(from: (Mm100, Mm100), to: (Mm100, Mm100)) -> Item {
    Item::Line(Line { from, to, line: THIN, dashed: false, ink: Ink::Black })
}

/// A circle around one character, a round-ended ring around a word.
fn ring(text: &str, x: Mm100, width: Mm100, y: Mm100, size: Pt100, field: Option<&'static str>, out: &mut Vec<Item>) {
    let em = size.em();
    let radius = em * 62 / 100;
    let middle = y - em * 38 / 100;
    if text.chars().count() == 1 {
        let x = x + width / 2;
        out.push(Item::Circle(Circle { x, y: middle, radius, line: THIN, ink: Ink::Black, field }));
        return;
    }
    let half = em * 50 / 100;
    let (left, right) = (x + half - em * 12 / 100, x + width - half + em * 12 / 100);
    let around: Vec<(Mm100, Mm100)> = [(right, 1, -1), (right, 1, 1), (left, -1, 1), (left, -1, -1)]
        .into_iter()
        .enumerate()
        .flat_map(|(i, (centre, side, way))| {
            // Each quarter runs on from the one before.
            let quarter = ROUND.iter().map(move |(across, down)| (*across, *down));
            let turned: Vec<(i64, i64)> = if i % 2 == 0 { quarter.collect() } else { quarter.rev().collect() };
            turned.into_iter().map(move |(across, down)| {
                (centre + Mm100(half.0 * across * side / 1000), middle + Mm100(radius.0 * down * way / 1000))
            })
        })
        .collect();
    let next = around.iter().cycle().skip(1);
    out.extend(around.iter().zip(next).filter(|(a, b)| a != b).map(|(a, b)| rule(*a, *b)));
}
