//! Lines of text: width, breaking, what cannot be printed.

use crate::form::{Align, Area, TextSet, Unit};
use crate::{Font, Ink, Mm100, Text};
use unicode_normalization::UnicodeNormalization;

impl TextSet {
    /// How wide a line may be, in font units.
    fn room(&self) -> i64 {
        let em = Font::Gothic.em();
        match self.unit {
            Unit::Full => self.chars * em,
            Unit::Half => self.chars * em / 2,
        }
    }

    pub fn fits_one_line(&self, text: &str) -> bool {
        Font::Gothic.units(text) <= self.room()
    }

    /// A text broken into lines that fit. A line break in the text stays one; nothing is left out but the space at
    /// which a line ends.
    pub fn wrap(&self, text: &str) -> Vec<String> {
        let lines = |at_space| text.split('\n').flat_map(|p| self.wrap_paragraph(p, at_space)).collect::<Vec<_>>();
        if self.break_at_space {
            let nice = lines(true);
            if nice.len() <= self.lines {
                return nice;
            }
        }
        lines(false)
    }

    fn wrap_paragraph(&self, text: &str, at_space: bool) -> Vec<String> {
        let room = self.room();
        let mut lines = Vec::new();
        let mut rest = text;
        loop {
            let fitting = fitting(rest, room);
            if fitting == rest.len() {
                lines.push(rest.to_owned());
                return lines;
            }
            // The last space of the line, or right behind it; not the first character, so that every line has something.
            let behind = rest[fitting..].chars().next().filter(|c| is_space(*c)).map(|c| (fitting, c));
            let space = behind.or_else(|| rest[..fitting].char_indices().rfind(|(i, c)| *i > 0 && is_space(*c)));
            match space.filter(|_| at_space) {
                Some((i, c)) => {
                    lines.push(rest[..i].to_owned());
                    rest = &rest[i + c.len_utf8()..];
                }
                None => {
                    lines.push(rest[..fitting].to_owned());
                    rest = &rest[fitting..];
                }
            }
        }
    }

    /// The room of the field in words: `全角27文字×4行`.
    pub fn capacity(&self) -> String {
        let lines = if self.lines > 1 { format!("×{}行", self.lines) } else { String::new() };
        format!("{}{}文字{lines}", self.unit.ja(), self.chars)
    }

    /// One line where it stands.
    pub fn set(&self, area: Area, row: usize, text: String, field: &'static str) -> Text {
        let width = Font::Gothic.width(&text, self.font_pt);
        let free = area.width - width;
        let x = match self.align {
            Align::Left | Align::Even => area.x,
            Align::Center => area.x + free / 2,
            Align::Right => area.x + free,
        };
        let y = self.baseline + self.line_pitch * i64::try_from(row).unwrap_or_default();
        Text { x, y, size: self.font_pt, font: Font::Gothic, width, text, ink: Ink::Black, field: Some(field) }
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// How many bytes of a text fit in a line; at least its first character.
fn fitting(text: &str, room: i64) -> usize {
    let mut used = 0;
    for (i, c) in text.char_indices() {
        used += Font::Gothic.advance(c);
        if used > room && i > 0 {
            return i;
        }
    }
    text.len()
}

/// Composed characters: `か` and a combining mark become `が`, as the font has them.
pub(crate) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// `1234567` → `1,234,567`.
pub(crate) fn separated(n: i64) -> String {
    let digits = n.abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// What to say about a character that cannot be printed.
pub(crate) fn unprintable(c: char, line: usize, column: usize) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    if c.is_control() {
        return format!(
            "{line}行目の{column}文字目に、印字できない制御文字（{code}）があります。消して入力し直してください。"
        );
    }
    format!(
        "{line}行目の{column}文字目「{c}」（{code}）は、印字する書体にない文字です。別の字体か、かなに直してください。"
    )
}

/// Where the middle of something of a width stands.
pub(crate) fn centred(from: Mm100, room: Mm100, width: Mm100) -> Mm100 {
    from + (room - width) / 2
}
