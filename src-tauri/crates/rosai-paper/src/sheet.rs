//! A placed page: what stands where, before it is a PDF or a picture.

use crate::{Font, Mm100, Pt100};

/// A colour of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// What we fill in: pure black.
    Black,
    /// What is preprinted, on the copy for checking.
    Frame,
    /// The mark of the copy, under everything else.
    Faint,
}

impl Ink {
    /// Red, green, blue, 0–255.
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Ink::Black => [0, 0, 0],
            Ink::Frame => [192, 64, 16],
            Ink::Faint => [240, 240, 240],
        }
    }
}

/// A run of characters on one baseline, set solid: each has the advance of the font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Left end.
    pub x: Mm100,
    /// Baseline.
    pub y: Mm100,
    /// Size.
    pub size: Pt100,
    /// Font.
    pub font: Font,
    /// Width of the run.
    pub width: Mm100,
    /// The characters.
    pub text: String,
    /// Colour.
    pub ink: Ink,
    /// Name of the form's field it belongs to; none for the frame.
    pub field: Option<&'static str>,
}

/// A straight line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From.
    pub from: (Mm100, Mm100),
    /// To.
    pub to: (Mm100, Mm100),
    /// Thickness.
    pub line: Mm100,
    /// Dashed, 2 mm on and 2 mm off.
    pub dashed: bool,
    /// Colour.
    pub ink: Ink,
}

/// An outlined rectangle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left.
    pub x: Mm100,
    /// Top.
    pub y: Mm100,
    /// Width.
    pub width: Mm100,
    /// Height.
    pub height: Mm100,
    /// Thickness of the outline.
    pub line: Mm100,
    /// Colour.
    pub ink: Ink,
}

/// An outlined circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Centre, from the left.
    pub x: Mm100,
    /// Centre, from the top.
    pub y: Mm100,
    /// Radius.
    pub radius: Mm100,
    /// Thickness of the outline.
    pub line: Mm100,
    /// Colour.
    pub ink: Ink,
    /// Name of the form's field it belongs to; none for the frame.
    pub field: Option<&'static str>,
}

/// One thing on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Characters.
    Text(Text),
    /// Line.
    Line(Line),
    /// Rectangle.
    Rect(Rect),
    /// Circle.
    Circle(Circle),
}

impl Item {
    /// The same thing elsewhere.
    pub(crate) fn shifted(mut self, dx: Mm100, dy: Mm100) -> Self {
        match &mut self {
            Item::Text(t) => (t.x, t.y) = (t.x + dx, t.y + dy),
            Item::Line(l) => {
                l.from = (l.from.0 + dx, l.from.1 + dy);
                l.to = (l.to.0 + dx, l.to.1 + dy);
            }
            Item::Rect(r) => (r.x, r.y) = (r.x + dx, r.y + dy),
            Item::Circle(c) => (c.x, c.y) = (c.x + dx, c.y + dy),
        }
        self
    }

    /// Name of the form's field it belongs to; none for the frame.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Item::Text(t) => t.field,
            Item::Circle(c) => c.field,
            Item::Line(_) | Item::Rect(_) => None,
        }
    }

    /// Whether all of it lies on the paper.
    pub(crate) fn on_paper(&self) -> bool {
        let on = |x: Mm100, y: Mm100| (Mm100(0)..=Sheet::WIDTH).contains(&x) && (Mm100(0)..=Sheet::HEIGHT).contains(&y);
        match self {
            Item::Text(t) => on(t.x, t.y - t.size.em() * 88 / 100) && on(t.x + t.width, t.y + t.size.em() * 12 / 100),
            Item::Line(l) => on(l.from.0, l.from.1) && on(l.to.0, l.to.1),
            Item::Rect(r) => on(r.x, r.y) && on(r.x + r.width, r.y + r.height),
            Item::Circle(c) => on(c.x - c.radius, c.y - c.radius) && on(c.x + c.radius, c.y + c.radius),
        }
    }
}

/// One page of A4 upright; origin top left, x to the right, y down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Number of the form: `34722`.
    pub form: &'static str,
    /// Title of the document it is printed in. It names no person.
    pub title: &'static str,
    /// What stands on it, in the order it is drawn.
    pub items: Vec<Item>,
}

impl Sheet {
    /// Width of the paper.
    pub const WIDTH: Mm100 = Mm100(21_000);
    /// Height of the paper.
    pub const HEIGHT: Mm100 = Mm100(29_700);

    /// What is written in a field, line by line; the characters of boxes as one line.
    pub fn read(&self, field: &str) -> Vec<String> {
        let mut lines: Vec<(Mm100, String)> = Vec::new();
        for item in &self.items {
            let Item::Text(t) = item else { continue };
            if t.field != Some(field) {
                continue;
            }
            match lines.last_mut() {
                Some((y, line)) if *y == t.y => line.push_str(&t.text),
                _ => lines.push((t.y, t.text.clone())),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Whether a preprinted word is circled.
    pub fn is_circled(&self, field: &str) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Circle(c) if c.field == Some(field)))
    }
}
