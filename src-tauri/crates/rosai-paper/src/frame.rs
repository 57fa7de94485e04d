//! The preprinted part, for the copy on plain paper.

use crate::form::{Align, Boxes, Field, Form, Label, Ring, Segment, Set, VerticalLabel};
use crate::ocr::{BOX_HEIGHT, BOX_WIDTH};
use crate::text::centred;
use crate::{Circle, Font, Ink, Item, Line, Mm100, Pt100, Rect, Sheet, Text};

/// What the copy says at its foot.
pub(crate) const NOTICE: &str = "控　確認用・控え　提出できません";
const THIN: Mm100 = Mm100(10);

/// Everything of the frame, in the order it is drawn: the mark of the copy lies under all else.
pub(crate) fn draw<F>(form: &Form<F>) -> Vec<Item> {
    let frame = &form.frame;
    let mut items = copy_marks();
    items.extend(frame.mark.iter().map(|s| outline(s, Ink::Black)));
    items.extend(form.fields.iter().flat_map(own_boxes));
    items.extend(frame.boxes.iter().flat_map(boxes));
    items.extend(frame.rule.iter().map(|s| rule(s, false)));
    items.extend(frame.dashed.iter().map(|s| rule(s, true)));
    items.extend(frame.bracket.iter().map(|s| rule(s, false)));
    items.extend(frame.ring.iter().flat_map(ring));
    items.extend(frame.label.iter().flat_map(label));
    items.extend(frame.vlabel.iter().flat_map(vertical_label));
    items
}

fn letters(x: Mm100, y: Mm100, size: Pt100, text: &str, ink: Ink) -> Item {
    let width = Font::Gothic.width(text, size);
    Item::Text(Text { x, y, size, font: Font::Gothic, width, text: text.to_owned(), ink, field: None })
}

/// The large pale 控, the boxed 控 top left and the sentence at the foot.
fn copy_marks() -> Vec<Item> {
    let large = Pt100(34_000);
    let width = Font::Gothic.width("控", large);
    let foot = Pt100(1200);
    let length = Font::Gothic.width(NOTICE, foot);
    vec![
        letters(centred(Mm100(0), Sheet::WIDTH, width), Mm100(20_500), large, "控", Ink::Faint),
        Item::Rect(Rect {
            x: Mm100(1350),
            y: Mm100(500),
            width: Mm100(1000),
            height: Mm100(1000),
            line: Mm100(40),
            ink: Ink::Black,
        }),
        letters(Mm100(1426), Mm100(1310), Pt100(2400), "控", Ink::Black),
        letters(centred(Mm100(0), Sheet::WIDTH, length), Mm100(29_120), foot, NOTICE, Ink::Black),
    ]
}

fn outline(s: &Segment, ink: Ink) -> Item {
    let ([x, y], [right, bottom]) = (s.from, s.to);
    Item::Rect(Rect { x, y, width: right - x, height: bottom - y, line: s.line, ink })
}

fn rule(s: &Segment, dashed: bool) -> Item {
    let point = |[x, y]: [Mm100; 2]| (x, y);
    Item::Line(Line { from: point(s.from), to: point(s.to), line: s.line, dashed, ink: Ink::Frame })
}

fn one_box(x: Mm100, y: Mm100) -> Item {
    Item::Rect(Rect { x, y, width: BOX_WIDTH, height: BOX_HEIGHT, line: THIN, ink: Ink::Frame })
}

fn own_boxes<F>(field: &Field<F>) -> Vec<Item> {
    let Set::Ocr(ocr) = &field.set else {
        return Vec::new();
    };
    let steps = 0..i64::try_from(ocr.boxes).unwrap_or_default();
    steps.map(|i| one_box(field.area.x + ocr.pitch * i, field.area.y)).collect()
}

fn boxes(row: &Boxes) -> Vec<Item> {
    let [left, top] = row.at;
    let mut items: Vec<Item> = (0..row.boxes).map(|i| one_box(left + row.pitch * i, top)).collect();
    for (i, c) in (0..).zip(row.text.chars()) {
        let text = c.to_string();
        let width = Font::Ocr.width(&text, row.font_pt);
        let x = centred(left + row.pitch * i, BOX_WIDTH, width);
        items.push(Item::Text(Text {
            x,
            y: row.baseline,
            size: row.font_pt,
            font: Font::Ocr,
            width,
            text,
            ink: Ink::Frame,
            field: None,
        }));
    }
    items
}

/// A ring is drawn, and what stands in it is centred by the ink of the font: digits and kanji alike fill 0.76 em.
fn ring(ring: &Ring) -> Vec<Item> {
    let ([left, top], [right, bottom]) = (ring.from, ring.to);
    let x = (left + right) / 2;
    let y = (top + bottom) / 2;
    let width = Font::Gothic.width(&ring.text, ring.font_pt);
    vec![
        Item::Circle(Circle { x, y, radius: (right - left) / 2, line: ring.line, ink: Ink::Frame, field: None }),
        letters(x - width / 2, y + ring.font_pt.em() * 38 / 100, ring.font_pt, &ring.text, Ink::Frame),
    ]
}

fn label(label: &Label) -> Vec<Item> {
    let ([left, _], [right, last]) = (label.from, label.to);
    let size = label.font_pt;
    let below = (0..label.lines.len()).rev();
    let mut items = Vec::new();
    for (line, below) in label.lines.iter().zip(below) {
        let y = last - label.line_pitch * i64::try_from(below).unwrap_or_default();
        let width = Font::Gothic.width(line, size);
        match label.align {
            Align::Even => items.extend(spread(line, left, right, y, size)),
            _ if line.trim().is_empty() => {}
            Align::Left => items.push(letters(left, y, size, line, Ink::Frame)),
            Align::Center => items.push(letters(centred(left, right - left, width), y, size, line, Ink::Frame)),
            Align::Right => items.push(letters(right - width, y, size, line, Ink::Frame)),
        }
    }
    items
}

/// Letters spread evenly from `left` to `right`.
fn spread(line: &str, left: Mm100, right: Mm100, y: Mm100, size: Pt100) -> Vec<Item> {
    let gaps = i64::try_from(line.chars().count()).unwrap_or_default() - 1;
    let room = right - left - size.em();
    let each = |(i, c): (i64, char)| letters(left + room * i / gaps.max(1), y, size, &c.to_string(), Ink::Frame);
    (0..).zip(line.chars()).map(each).collect()
}

fn vertical_label(label: &VerticalLabel) -> Vec<Item> {
    let ([left, _], [right, _]) = (label.from, label.to);
    let x = centred(left, right - left, label.font_pt.em());
    let letter = |(c, y): (char, &Mm100)| letters(x, *y, label.font_pt, &c.to_string(), Ink::Frame);
    label.text.chars().zip(&label.baselines).map(letter).collect()
}
