//! The sheet by which a clinic finds dx and dy of a printer: laid on a blank form and held against the light.

use crate::form::{CLAIM_SHEET, Field, Form, STATEMENT, Set};
use crate::ocr::{BOX_HEIGHT, BOX_WIDTH};
use crate::{Font, Ink, Item, Line, Mm100, Pt100, Rect, Sheet, Style, Text};
use rosai_domain::Problem;

/// Length of the two scales in millimetres: a printer that shrinks shows it here.
const SCALE: Mm100 = Mm100(10_000);
const THIN: Mm100 = Mm100(10);

/// Outlines of the registration marks, of the first boxes and of the last box of the lowest row, shifted as the style
/// says, with two scales of 100 mm that are never shifted. Refuses an unknown form and a shift beyond 10 mm.
pub fn place_calibration(form: &str, style: Style) -> Result<Sheet, Vec<Problem>> {
    let problems = style.problems();
    if !problems.is_empty() {
        return Err(problems);
    }
    match form {
        "34722" => Ok(sheet(&STATEMENT, style)),
        "34720" => Ok(sheet(&CLAIM_SHEET, style)),
        other => Err(vec![Problem::new(
            "位置合わせ",
            format!("「{other}」の位置合わせの紙はありません。34720か34722を選んでください。"),
        )]),
    }
}

fn sheet<F>(form: &'static Form<F>, style: Style) -> Sheet {
    let marks = form.frame.mark.iter().map(|s| outline(s.from[0], s.from[1], s.to[0] - s.from[0], s.to[1] - s.from[1]));
    let mut items: Vec<Item> = marks.collect();
    let rows: Vec<Vec<(Mm100, Mm100)>> = form.fields.iter().filter_map(boxes).collect();
    let top = rows.iter().min_by_key(|r| r.first().map(|(_, y)| *y));
    let low = rows.iter().max_by_key(|r| r.last().map(|(_, y)| *y)).and_then(|r| r.last());
    items.extend(top.into_iter().flatten().chain(low).map(|(x, y)| outline(*x, *y, BOX_WIDTH, BOX_HEIGHT)));
    let mut items: Vec<Item> = items.into_iter().map(|item| item.shifted(style.dx, style.dy)).collect();
    items.extend(scales());
    let (x, mut y) = (Mm100(3000), Mm100(13_000));
    for text in [
        format!("位置合わせ　{}　{}", form.form, form.ja),
        format!("右へ {}mm　下へ {}mm", style.dx, style.dy),
        "白紙の用紙に重ねて光にすかし、四角が用紙の枠に重なるかを見ます。".to_owned(),
        "枠より左なら「右へ」を、上なら「下へ」を増やして、もう一度印刷します。".to_owned(),
        "2本の物差しがどちらも100mmでないときは、拡大縮小なし（100%）で印刷し直します。".to_owned(),
    ] {
        items.push(words(x, y, &text));
        y = y + Mm100(700);
    }
    Sheet { form: &form.form, title: "位置合わせの紙", items }
}

/// Upper left corners of the boxes of a field that a machine reads.
fn boxes<F>(field: &'static Field<F>) -> Option<Vec<(Mm100, Mm100)>> {
    let Set::Ocr(ocr) = &field.set else { return None };
    let corner = |i: usize| (Mm100(field.area.x.0 + ocr.pitch.0 * i as i64), field.area.y);
    Some((0..ocr.boxes).map(corner).collect())
}

fn outline(x: Mm100, y: Mm100, width: Mm100, height: Mm100) -> Item {
    Item::Rect(Rect { x, y, width, height, line: THIN, ink: Ink::Black })
}

fn scales() -> Vec<Item> {
    let (x, y) = (Mm100(3000), Mm100(17_500));
    let line = |from, to| Item::Line(Line { from, to, line: THIN, dashed: false, ink: Ink::Black });
    let tick = Mm100(150);
    vec![
        line((x, y), (x + SCALE, y)),
        line((x, y - tick), (x, y + tick)),
        line((x + SCALE, y - tick), (x + SCALE, y + tick)),
        line((x, y), (x, y + SCALE)),
        line((x - tick, y + SCALE), (x + tick, y + SCALE)),
        words(x + Mm100(3500), y - Mm100(200), "← 100mm →"),
        words(x + Mm100(300), y + Mm100(5000), "100mm"),
    ]
}

fn words(x: Mm100, y: Mm100, text: &str) -> Item {
    let size = Pt100(1100);
    let width = Font::Gothic.width(text, size);
    Item::Text(Text { x, y, size, font: Font::Gothic, width, text: text.to_owned(), ink: Ink::Black, field: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rects(sheet: &Sheet) -> Vec<(i64, i64)> {
        let rect = |item: &Item| match item {
            Item::Rect(r) => Some((r.x.0, r.y.0)),
            _ => None,
        };
        sheet.items.iter().filter_map(rect).collect()
    }

    #[test]
    fn the_outlines_move_with_the_shift_and_the_scales_do_not() {
        let still = place_calibration("34722", Style::default()).expect("a sheet");
        let moved =
            place_calibration("34722", Style { dx: Mm100(30), dy: Mm100(-20), ..Style::default() }).expect("a sheet");
        let (a, b) = (rects(&still), rects(&moved));
        assert!(a.len() >= 5, "three marks, the first box, the last box: {a:?}");
        assert!(a.iter().zip(&b).all(|(a, b)| (a.0 + 30, a.1 - 20) == *b));
        let lines = |s: &Sheet| s.items.iter().filter(|i| matches!(i, Item::Line(_))).cloned().collect::<Vec<_>>();
        assert_eq!(lines(&still), lines(&moved));
    }

    #[test]
    fn an_unknown_form_and_too_large_a_shift_are_refused() {
        assert!(place_calibration("34724", Style::default()).expect_err("unknown")[0].message.contains("34720か34722"));
        let far = Style { dx: Mm100(1010), ..Style::default() };
        assert!(place_calibration("34720", far).expect_err("far")[0].message.contains("ずらせません"));
    }
}
