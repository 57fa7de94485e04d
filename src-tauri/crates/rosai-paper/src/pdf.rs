//! The PDF for the printer. Floating point begins here and ends in printpdf.
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "printpdf takes f32; nothing is computed from it"
)]

use crate::{Circle, Font, Ink, Item, Line, Mm100, Pt100, Rect, Sheet, Text};
use lopdf::{Dictionary, Object, StringFormat};
use printpdf::{
    Color, FontId, LineDashPattern, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rgb, TextItem,
};
use std::sync::LazyLock;

static GOTHIC: LazyLock<ParsedFont> = LazyLock::new(|| parsed(Font::Gothic));
static OCR: LazyLock<ParsedFont> = LazyLock::new(|| parsed(Font::Ocr));

fn parsed(font: Font) -> ParsedFont {
    ParsedFont::from_bytes(font.bytes(), 0, &mut Vec::new()).expect("the font is compiled in")
}

/// The sheets as one PDF, a page each, A4, to be printed at its own size. The same sheets give the same bytes.
pub fn pdf(sheets: &[Sheet]) -> Vec<u8> {
    let mut document = PdfDocument::new(sheets.first().map_or("", |sheet| sheet.title));
    let fonts = &mut document.resources.fonts.map;
    fonts.insert(id(Font::Gothic), PdfFont::new(GOTHIC.clone()));
    fonts.insert(id(Font::Ocr), PdfFont::new(OCR.clone()));
    document.pages = sheets.iter().map(page).collect();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut out = document.to_lopdf_document(&options, &mut Vec::new());
    finish(&mut out);
    let mut bytes = Vec::new();
    out.save_to(&mut bytes).expect("writing to memory does not fail");
    bytes
}

/// What printpdf cannot say: no scaling by the printer, an ID that is the same each time, no claim to be PDF/X.
fn finish(out: &mut lopdf::Document) {
    let about = out.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(about) = about.and_then(|id| out.get_dictionary_mut(id)) {
        for key in ["GTS_PDFXVersion", "Identifier", "Author", "Creator", "Subject", "Keywords"] {
            about.remove(key.as_bytes());
        }
        about.set("Producer", Object::string_literal("rosai-desk"));
    }
    if let Ok(catalog) = out.catalog_mut() {
        let mut preferences = Dictionary::new();
        preferences.set("PrintScaling", Object::Name(b"None".to_vec()));
        catalog.set("ViewerPreferences", Object::Dictionary(preferences));
    }
    let constant = || Object::String(b"rosai-desk-paper".to_vec(), StringFormat::Hexadecimal);
    out.trailer.set("ID", Object::Array(vec![constant(), constant()]));
    out.version = "1.7".to_owned();
    out.compress();
}

/// Six capitals: that is how a PDF says that a font is a subset.
fn id(font: Font) -> FontId {
    FontId(match font {
        Font::Gothic => "GOTHIC".to_owned(),
        Font::Ocr => "OCRBXX".to_owned(),
    })
}

fn points(mm: Mm100) -> Pt {
    Pt(mm.0 as f32 * 72.0 / 2540.0)
}

/// A point of the sheet, counted from the bottom as PDF does.
fn point(x: Mm100, y: Mm100) -> Point {
    Point { x: points(x), y: points(Sheet::HEIGHT - y) }
}

fn size(pt: Pt100) -> Pt {
    Pt(pt.0 as f32 / 100.0)
}

fn colour(ink: Ink) -> Color {
    let [r, g, b] = ink.rgb().map(|part| f32::from(part) / 255.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

fn page(sheet: &Sheet) -> PdfPage {
    let mut ops = Vec::with_capacity(sheet.items.len() * 6);
    let mut pen = Pen::default();
    for item in &sheet.items {
        match item {
            Item::Text(t) => text(&mut ops, &mut pen, t),
            Item::Line(l) => line(&mut ops, &mut pen, l),
            Item::Rect(r) => rect(&mut ops, &mut pen, r),
            Item::Circle(c) => circle(&mut ops, &mut pen, c),
        }
    }
    PdfPage::new(Mm(210.0), Mm(297.0), ops)
}

/// What the page is drawn with at the moment, so that it is said only when it changes.
#[derive(Default)]
struct Pen {
    fill: Option<Ink>,
    stroke: Option<(Ink, Mm100, bool)>,
}

impl Pen {
    fn fill(&mut self, ops: &mut Vec<Op>, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn stroke(&mut self, ops: &mut Vec<Op>, ink: Ink, width: Mm100, dashed: bool) {
        if self.stroke.replace((ink, width, dashed)) == Some((ink, width, dashed)) {
            return;
        }
        let dash = if dashed {
            let step = points(Mm100(200)).0;
            LineDashPattern::new(0.0, &[step, step])
        } else {
            LineDashPattern::solid()
        };
        ops.push(Op::SetOutlineColor { col: colour(ink) });
        ops.push(Op::SetOutlineThickness { pt: points(width) });
        ops.push(Op::SetLineDashPattern { dash });
    }
}

/// The text cursor of PDF is relative to the one before, so each text is a section of its own.
fn text(ops: &mut Vec<Op>, pen: &mut Pen, t: &Text) {
    pen.fill(ops, t.ink);
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFont { font: PdfFontHandle::External(id(t.font)), size: size(t.size) });
    ops.push(Op::SetTextCursor { pos: point(t.x, t.y) });
    ops.push(Op::ShowText { items: vec![TextItem::Text(t.text.clone())] });
    ops.push(Op::EndTextSection);
}

fn path(corners: impl IntoIterator<Item = (Mm100, Mm100, bool)>, is_closed: bool) -> Op {
    let points = corners.into_iter().map(|(x, y, bezier)| LinePoint { p: point(x, y), bezier }).collect();
    Op::DrawLine { line: printpdf::Line { points, is_closed } }
}

fn line(ops: &mut Vec<Op>, pen: &mut Pen, l: &Line) {
    pen.stroke(ops, l.ink, l.line, l.dashed);
    ops.push(path([l.from, l.to].map(|(x, y)| (x, y, false)), false));
}

fn rect(ops: &mut Vec<Op>, pen: &mut Pen, r: &Rect) {
    pen.stroke(ops, r.ink, r.line, false);
    let (left, top, right, bottom) = (r.x, r.y, r.x + r.width, r.y + r.height);
    ops.push(path([(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| (x, y, false)), true));
}

/// Four quarters, each a Bézier curve whose handles stand at 0.5523 of the radius.
fn circle(ops: &mut Vec<Op>, pen: &mut Pen, c: &Circle) {
    pen.stroke(ops, c.ink, c.line, false);
    let (r, h) = (c.radius, c.radius * 5523 / 10_000);
    let zero = Mm100(0);
    let around = [
        (r, zero, false),
        (r, h, true),
        (h, r, true),
        (zero, r, false),
        (zero - h, r, true),
        (zero - r, h, true),
        (zero - r, zero, false),
        (zero - r, zero - h, true),
        (zero - h, zero - r, true),
        (zero, zero - r, false),
        (h, zero - r, true),
        (r, zero - h, true),
        (r, zero, false),
    ];
    ops.push(path(around.map(|(x, y, bezier)| (c.x + x, c.y + y, bezier)), true));
}
