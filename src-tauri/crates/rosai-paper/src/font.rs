//! The two fonts: what they can draw and how wide it is.

use crate::{Mm100, Pt100};
use std::sync::LazyLock;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

const GOTHIC: &[u8] = include_bytes!("../../../../assets/fonts/bizud-gothic/BIZUDGothic-Regular.ttf");
const OCR: &[u8] = include_bytes!("../../../../assets/fonts/ocr-b/OCRB.otf");

static GOTHIC_FACE: LazyLock<Face<'static>> =
    LazyLock::new(|| Face::parse(GOTHIC, 0).expect("the font is compiled in"));
static OCR_FACE: LazyLock<Face<'static>> = LazyLock::new(|| Face::parse(OCR, 0).expect("the font is compiled in"));

/// A font of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Font {
    /// BIZ UDGothic Regular, for text.
    Gothic,
    /// OCR-B, for the digits a machine reads.
    Ocr,
}

/// Notes whether anything was drawn.
struct Drawn(bool);

#[expect(clippy::disallowed_types, reason = "the trait of ttf-parser speaks f32; nothing is computed")]
impl OutlineBuilder for Drawn {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {
        self.0 = true;
    }
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn close(&mut self) {}
}

impl Font {
    /// Its name for a style sheet, as the font itself says it.
    pub fn family(self) -> &'static str {
        match self {
            Font::Gothic => "BIZ UDGothic",
            Font::Ocr => "OCR B",
        }
    }

    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Font::Gothic => GOTHIC,
            Font::Ocr => OCR,
        }
    }

    fn face(self) -> &'static Face<'static> {
        match self {
            Font::Gothic => &GOTHIC_FACE,
            Font::Ocr => &OCR_FACE,
        }
    }

    fn glyph(self, c: char) -> Option<GlyphId> {
        self.face().glyph_index(c).filter(|glyph| glyph.0 != 0)
    }

    /// Whether the font draws this character: it has a glyph that leaves ink, or it is a space.
    pub fn draws(self, c: char) -> bool {
        let Some(glyph) = self.glyph(c) else {
            return false;
        };
        if matches!(c, ' ' | '\u{3000}') {
            return true;
        }
        let mut drawn = Drawn(false);
        self.face().outline_glyph(glyph, &mut drawn);
        drawn.0 && self.advance(c) > 0
    }

    /// Units of one em.
    pub(crate) fn em(self) -> i64 {
        self.face().units_per_em().into()
    }

    /// Advance in font units; one em for a character that is missing.
    pub(crate) fn advance(self, c: char) -> i64 {
        self.glyph(c).and_then(|glyph| self.face().glyph_hor_advance(glyph)).map_or_else(|| self.em(), i64::from)
    }

    /// Advance of a text in font units.
    pub(crate) fn units(self, text: &str) -> i64 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    /// Width of a text set in a size.
    pub fn width(self, text: &str, size: Pt100) -> Mm100 {
        let per = 720 * self.em();
        Mm100((self.units(text) * size.0 * 254 + per / 2) / per)
    }

    /// Left and right end, bottom and top of the ink of one character in font units.
    #[cfg(test)]
    pub(crate) fn ink(self, c: char) -> Option<(i64, i64, i64, i64)> {
        let b = self.face().glyph_bounding_box(self.glyph(c)?)?;
        Some((b.x_min.into(), b.x_max.into(), b.y_min.into(), b.y_max.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_width_letter_is_half_an_em() {
        for c in "0123456789,.-()×AZaz ｶﾞ".chars().filter(|c| *c != '×') {
            assert_eq!(Font::Gothic.advance(c) * 2, Font::Gothic.em(), "{c}");
        }
        for c in "漢字かなカナ０１×（）、。㊵①　㈱髙﨑頰塡".chars() {
            assert!(Font::Gothic.draws(c), "{c}");
            assert_eq!(Font::Gothic.advance(c), Font::Gothic.em(), "{c}");
        }
    }

    #[test]
    fn what_the_fonts_lack() {
        for c in ['𠮷', '🍣', '\u{E0100}', '\u{200B}', '\t', '\n', '\u{7F}', '\u{FEFF}'] {
            assert!(!Font::Gothic.draws(c), "U+{:04X}", u32::from(c));
        }
        assert!("0123456789".chars().all(|c| Font::Ocr.draws(c)));
        assert!(!Font::Ocr.draws('あ'));
        // The mark in the box left of an amount comes from the other font.
        assert!(!Font::Ocr.draws('¥') && Font::Gothic.draws('¥'));
    }

    #[test]
    fn ocr_digits_keep_their_box() {
        // 5.0 × 7.0 mm boxes; the digit at most 4.75 mm high (forms/README.md of the reference data).
        let size = Pt100(1700);
        for (font, characters) in [(Font::Ocr, "0123456789"), (Font::Gothic, "¥")] {
            for c in characters.chars() {
                let (left, right, bottom, top) = font.ink(c).expect("ink");
                let height = (top - bottom) * size.em().0 / font.em();
                let width = (right - left) * size.em().0 / font.em();
                assert!((420..=490).contains(&height), "{c} is {height} high");
                assert!((150..=330).contains(&width), "{c} is {width} wide");
            }
        }
    }
}
