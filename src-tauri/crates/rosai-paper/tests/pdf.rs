//! What stands in the PDF is what was placed: read back with poppler, checked with qpdf.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "starts programs, writes files, reads decimals"
)]
#![allow(missing_docs, reason = "a test")]

mod sample;

use rosai_paper::{Item, Mode, Sheet, Style, pdf, place_claim_sheet, place_statement, svg};
use std::path::{Path, PathBuf};
use std::process::Command;

const FRAMED: Style =
    Style { mode: Mode::Framed, dx: rosai_paper::Mm100(0), dy: rosai_paper::Mm100(0), zero_fill: true };

fn sheets(style: Style) -> Vec<Sheet> {
    let statement = place_statement(&sample::statement(), style).expect("the sample fits");
    let claim = place_claim_sheet(&sample::claim_sheet(), style).expect("the sample fits");
    vec![statement, claim]
}

/// A PDF on disk, where the test can hand it to a program and a person can look at it.
fn written(name: &str, sheets: &[Sheet]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, pdf(sheets)).expect("the target folder can be written to");
    path
}

/// The pictures of the same sheets, for a person to look at; each must be well-formed where xmllint is installed.
#[test]
fn the_pictures_are_well_formed() {
    for sheet in sheets(FRAMED) {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.svg", sheet.form));
        std::fs::write(&path, svg(&sheet)).expect("the target folder can be written to");
        checked_by("xmllint", &["--noout"], &path);
    }
}

/// What a program says about a file; none, with a notice, where it is not installed.
fn said_by(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let output = match Command::new(program).args(arguments).arg(file).arg("-").output() {
        Ok(output) => output,
        Err(error) => {
            println!(
                "できませんでした: {program}を起動できません（{error}）。apt-get install poppler-utils qpdf libxml2-utils"
            );
            return None;
        }
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

fn checked_by(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    match Command::new(program).args(arguments).arg(file).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
            Some(said)
        }
        Err(error) => {
            println!(
                "できませんでした: {program}を起動できません（{error}）。apt-get install poppler-utils qpdf libxml2-utils"
            );
            None
        }
    }
}

/// One character and where its middle and its baseline are, in millimetres.
struct Placed {
    c: char,
    x: f64,
    y: f64,
    taken: bool,
}

fn placed(sheet: &Sheet) -> Vec<Placed> {
    let mm = |n: i64| n as f64 / 100.0;
    let mut out = Vec::new();
    for item in &sheet.items {
        let Item::Text(t) = item else { continue };
        let mut left = t.x;
        for c in t.text.chars() {
            let width = t.font.width(&c.to_string(), t.size);
            if !c.is_whitespace() {
                out.push(Placed { c, x: mm(left.0 + width.0 / 2), y: mm(t.y.0), taken: false });
            }
            left = left + width;
        }
    }
    out
}

fn attribute(word: &str, name: &str) -> f64 {
    let from = word.find(&format!("{name}=\"")).expect(name) + name.len() + 2;
    let rest = &word[from..];
    let value: f64 = rest[..rest.find('"').expect("closed")].parse().expect("a number");
    value * 25.4 / 72.0
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Every word poppler finds consists of exactly the characters placed inside its box, and no placed character is left.
fn compare(sheet: &Sheet, page: &str) {
    let mut characters = placed(sheet);
    for line in page.lines().filter(|line| line.contains("<word ")) {
        let text = unescaped(&line[line.find('>').expect("a tag") + 1..line.rfind("</word>").expect("an end")]);
        let (left, right) = (attribute(line, "xMin") - 0.1, attribute(line, "xMax") + 0.1);
        let (top, bottom) = (attribute(line, "yMin"), attribute(line, "yMax") + 0.1);
        let mut inside: Vec<&mut Placed> = characters
            .iter_mut()
            .filter(|p| !p.taken && (left..right).contains(&p.x) && (top..bottom).contains(&p.y))
            .collect();
        inside.sort_by(|a, b| a.x.total_cmp(&b.x));
        let wanted: Vec<char> = text.chars().collect();
        // A box of a large letter may hold small ones: the word's own are those in its order.
        let mut next = wanted.iter().peekable();
        for p in inside {
            if next.peek() == Some(&&p.c) {
                p.taken = true;
                next.next();
            }
        }
        assert!(next.peek().is_none(), "「{text}」は置いた位置にありません: {line}");
    }
    let left: Vec<String> =
        characters.iter().filter(|p| !p.taken).map(|p| format!("{} ({:.1}, {:.1})", p.c, p.x, p.y)).collect();
    assert!(left.is_empty(), "PDFにない文字: {left:?}");
}

#[test]
fn the_pdf_says_what_was_placed_where_it_was_placed() {
    for (name, style) in [("overlay.pdf", Style::default()), ("framed.pdf", FRAMED)] {
        let sheets = sheets(style);
        let file = written(name, &sheets);
        let Some(said) = said_by("pdftotext", &["-bbox"], &file) else {
            return;
        };
        let pages: Vec<&str> = said.split("<page ").skip(1).collect();
        assert_eq!(pages.len(), sheets.len());
        for (sheet, page) in sheets.iter().zip(pages) {
            compare(sheet, page);
        }
    }
}

#[test]
fn the_fullest_sheets_are_read_back_too() {
    let statement = place_statement(&sample::full_statement(), FRAMED).expect("it fits");
    let claim = place_claim_sheet(&sample::full_claim_sheet(), FRAMED).expect("it fits");
    let sheets = [statement, claim];
    let file = written("full.pdf", &sheets);
    let Some(said) = said_by("pdftotext", &["-bbox"], &file) else {
        return;
    };
    for (sheet, page) in sheets.iter().zip(said.split("<page ").skip(1)) {
        compare(sheet, page);
    }
}

#[test]
fn the_layout_reads_like_the_sheet() {
    let file = written("layout.pdf", &sheets(Style::default()));
    let Some(said) = said_by("pdftotext", &["-layout"], &file) else {
        return;
    };
    for words in [
        "見本　太郎",
        "ミホン　タロウ",
        "右橈骨遠位端骨折，右手関節捻挫（R7.6.2）",
        "株式会社見本製作所",
        "北海",
        "11,440",
        "令和",
    ] {
        let found = said.split_whitespace().collect::<String>().contains(&words.replace('　', ""));
        assert!(found, "「{words}」がありません:\n{said}");
    }
}

#[test]
fn the_file_is_sound_and_its_fonts_are_embedded() {
    for (name, style) in [("sound-overlay.pdf", Style::default()), ("sound-framed.pdf", FRAMED)] {
        let file = written(name, &sheets(style));
        if let Some(said) = checked_by("qpdf", &["--check"], &file) {
            assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
        }
        let Some(said) = checked_by("pdffonts", &[], &file) else {
            continue;
        };
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert_eq!(fonts.len(), 2, "{said}");
        for font in fonts {
            let marks: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(marks, ["yes", "yes", "yes"], "emb, sub, uni: {font}");
        }
    }
}

#[test]
fn the_page_is_a4_and_is_not_to_be_scaled() {
    let file = written("size.pdf", &sheets(Style::default()));
    if let Some(said) = checked_by("pdfinfo", &[], &file) {
        assert!(said.contains("(A4)"), "{said}");
    }
    let bytes = pdf(&sheets(Style::default()));
    assert!(!bytes.windows(8).any(|w| w == b"GTS_PDFX"), "it makes no claim to be PDF/X");
    assert!(
        bytes.windows(18).any(|w| w == b"/PrintScaling/None") || bytes.windows(19).any(|w| w == b"/PrintScaling /None")
    );
}

#[test]
fn the_same_sheets_give_the_same_bytes() {
    let first = pdf(&sheets(FRAMED));
    let other = pdf(&sheets(Style::default()));
    assert_ne!(first, other);
    assert!(first == pdf(&sheets(FRAMED)), "the bytes differ from run to run");
    // Seen once in another process: only a change of the form, of a font or of printpdf may change it.
    println!("{} bytes framed, {} bytes overlay", first.len(), other.len());
}

#[test]
fn no_sheets_are_an_empty_file_that_is_still_a_pdf() {
    assert!(pdf(&[]).starts_with(b"%PDF-1.7"));
}
