//! A placed sheet as a picture for the screen.

use crate::{Circle, Ink, Item, Line, Rect, Sheet, Text};
use std::fmt::Write;

/// The sheet as SVG, in millimetres. Fonts are named, not embedded: the screen brings BIZ UDGothic and OCR B, and each
/// text has its length, so that another font keeps its place too.
pub fn svg(sheet: &Sheet) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\" role=\"img\"",
    );
    let _ = writeln!(out, " aria-label=\"{}\">", escaped(sheet.title));
    out.push_str(
        "<!-- fonts: BIZ UDGothic, OCR B (not embedded) -->\n<rect width=\"210\" height=\"297\" fill=\"#fff\"/>\n",
    );
    for item in &sheet.items {
        let _ = match item {
            Item::Text(t) => text(&mut out, t),
            Item::Line(l) => line(&mut out, l),
            Item::Rect(r) => rect(&mut out, r),
            Item::Circle(c) => circle(&mut out, c),
        };
    }
    out.push_str("</svg>\n");
    out
}

fn colour(ink: Ink) -> String {
    let [r, g, b] = ink.rgb();
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Text of an XML document: the five characters that mean something there, and no control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

fn text(out: &mut String, t: &Text) -> std::fmt::Result {
    let field = t.field.map(|f| format!(" data-field=\"{}\"", escaped(f))).unwrap_or_default();
    writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-family=\"'{}', monospace\" font-size=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{}\"{field}>{}</text>",
        t.x,
        t.y,
        t.font.family(),
        t.size.em(),
        t.width,
        colour(t.ink),
        escaped(&t.text)
    )
}

fn line(out: &mut String, l: &Line) -> std::fmt::Result {
    let dash = if l.dashed { " stroke-dasharray=\"2 2\"" } else { "" };
    let ((x1, y1), (x2, y2)) = (l.from, l.to);
    let (width, ink) = (l.line, colour(l.ink));
    writeln!(
        out,
        "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{ink}\" stroke-width=\"{width}\"{dash}/>"
    )
}

fn rect(out: &mut String, r: &Rect) -> std::fmt::Result {
    let (x, y, width, height, line, ink) = (r.x, r.y, r.width, r.height, r.line, colour(r.ink));
    writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{line}\"/>"
    )
}

fn circle(out: &mut String, c: &Circle) -> std::fmt::Result {
    let field = c.field.map(|f| format!(" data-field=\"{}\"", escaped(f))).unwrap_or_default();
    let (x, y, radius, line, ink) = (c.x, c.y, c.radius, c.line, colour(c.ink));
    writeln!(
        out,
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{line}\"{field}/>"
    )
}
