//! The boxes that a machine reads: one character each, in the middle of its box.

use crate::form::{Align, Area, Ocr};
use crate::text::{centred, separated};
use crate::{Font, Ink, Item, Mm100, Style, Text};
use rosai_document::FieldValue;
use rosai_domain::Day;

/// Size of a box on all the forms.
pub(crate) const BOX_WIDTH: Mm100 = Mm100(500);
/// Size of a box on all the forms.
pub(crate) const BOX_HEIGHT: Mm100 = Mm100(700);

impl Ocr {
    /// The characters for the boxes, none where nothing is printed; or what is wrong.
    pub fn characters(&self, value: FieldValue, style: Style) -> Result<Option<String>, String> {
        let text = match value {
            FieldValue::Blank | FieldValue::Number(0) => return Ok(None),
            FieldValue::Number(n) => return self.number(n, style).map(Some),
            FieldValue::Date(day) => return Ok(Some(date(day, style))),
            FieldValue::Digits(text) | FieldValue::Text(text) => text,
            FieldValue::Lines(lines) => lines.concat(),
        };
        if let Some(c) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(format!(
                "数字でない文字「{c}」（U+{:04X}）があります。数字だけを入力してください。",
                u32::from(c)
            ));
        }
        let count = text.chars().count();
        if count > self.boxes || (self.every_box && count != self.boxes) {
            return Err(format!(
                "{}桁の欄ですが{count}桁あります。番号を用紙と見比べて入力し直してください。",
                self.boxes
            ));
        }
        Ok(Some(text))
    }

    fn number(&self, n: i64, style: Style) -> Result<String, String> {
        if n < 0 {
            return Err(format!("{}は印字できません。0より大きい数になるように直してください。", separated(n)));
        }
        let text = match (self.pair, self.yen_mark) {
            (true, _) => pair(n, style),
            (false, true) => format!("¥{n}"),
            (false, false) => n.to_string(),
        };
        if text.chars().count() > self.boxes {
            let digits = self.boxes - usize::from(self.yen_mark);
            let most = separated(10i64.pow(u32::try_from(digits).unwrap_or_default()) - 1);
            let shown = separated(n);
            return Err(format!(
                "{shown}は{digits}桁の欄に入りません（{most}まで）。数を確かめ、多すぎるときは用紙を分けてください。"
            ));
        }
        Ok(text)
    }

    /// Each character in its box; a space leaves its box blank.
    pub fn place(&self, area: Area, text: &str, field: &'static str) -> Vec<Item> {
        let first = match self.align {
            Align::Right => self.boxes.saturating_sub(text.chars().count()),
            Align::Left | Align::Center | Align::Even => 0,
        };
        let characters = text.chars().enumerate().filter(|(_, c)| *c != ' ');
        characters
            .map(|(i, c)| {
                let left = area.x + self.pitch * i64::try_from(first + i).unwrap_or_default();
                let text = c.to_string();
                // OCR-B has no ¥.
                let font = if Font::Ocr.draws(c) { Font::Ocr } else { Font::Gothic };
                let width = font.width(&text, self.font_pt);
                let x = centred(left, BOX_WIDTH, width);
                let (size, y) = (self.font_pt, self.baseline);
                Item::Text(Text { x, y, size, font, width, text, ink: Ink::Black, field: Some(field) })
            })
            .collect()
    }
}

/// Era digit and three pairs: `9070406`.
fn date(day: Day, style: Style) -> String {
    let (era, year) = day.era();
    let parts = [i64::from(year), day.month().month.into(), day.day_of_month().into()];
    format!("{}{}", era.paper_code(), parts.map(|n| pair(n, style)).concat())
}

/// A year, month or day in two boxes: a value below 10 stands in the right one.
fn pair(n: i64, style: Style) -> String {
    if style.zero_fill { format!("{n:02}") } else { format!("{n:2}") }
}
