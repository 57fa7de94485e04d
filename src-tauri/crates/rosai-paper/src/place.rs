//! Placing a document on its form.

use crate::form::{CLAIM_SHEET, Field, Form, Mark, Ocr, STATEMENT, Set, TextSet, Unplaced};
use crate::text::{composed, separated, unprintable};
use crate::{Circle, Font, Ink, Item, Mm100, Mode, Sheet, Style, frame};
use rosai_document::{ClaimDocument, ClaimSheet, FieldValue, Section};
use rosai_domain::Problem;

/// The sheet of one 内訳書, or everything that keeps it from being printed.
pub fn place_statement(document: &ClaimDocument, style: Style) -> Result<Sheet, Vec<Problem>> {
    let form: &'static Form<_> = &STATEMENT;
    let mut page = Page::new(form, style, |id| document.field(id));
    let other_yen = document.groups.iter().filter(|g| g.section == Section::OtherYen).count();
    if other_yen > 3 {
        page.problem(
            "(80)その他 円",
            format!("3行の欄ですが{other_yen}件あります。同じ種類をまとめて3件までにしてください。"),
        );
    }
    page.finish()
}

/// The sheet of one 請求書, or everything that keeps it from being printed.
pub fn place_claim_sheet(sheet: &ClaimSheet, style: Style) -> Result<Sheet, Vec<Problem>> {
    let form: &'static Form<_> = &CLAIM_SHEET;
    let mut page = Page::new(form, style, |id| sheet.field(id));
    let parts = sheet.telephone.split('-').count();
    if !sheet.telephone.is_empty() && parts != 3 {
        page.problem("電話番号", format!("「-」で3つに区切ってください（例：011-000-0000）。いまは{parts}つです。"));
    }
    page.finish()
}

/// A sheet being placed.
struct Page<F: 'static, V> {
    form: &'static Form<F>,
    style: Style,
    value: V,
    items: Vec<Item>,
    problems: Vec<Problem>,
}

impl<F: Copy + PartialEq, V: Fn(F) -> FieldValue> Page<F, V> {
    fn new(form: &'static Form<F>, style: Style, value: V) -> Self {
        Self { form, style, value, items: Vec::new(), problems: style.problems() }
    }

    fn problem(&mut self, field: &str, message: String) {
        self.problems.push(Problem::new(format!("{}・{field}", self.form.ja), message));
    }

    fn finish(mut self) -> Result<Sheet, Vec<Problem>> {
        let form = self.form;
        for field in form.fields.iter().filter(|f| f.overflow_of.is_none()) {
            self.place(field);
        }
        form.fields.iter().for_each(|field| self.check_marked(field));
        form.unplaced.iter().filter(|u| u.blank).for_each(|u| self.check_blank(u));
        let (dx, dy) = (self.style.dx, self.style.dy);
        let filled: Vec<Item> = std::mem::take(&mut self.items).into_iter().map(|item| item.shifted(dx, dy)).collect();
        if self.style.problems().is_empty() && filled.iter().any(|item| !item.on_paper()) {
            self.problem(
                "印字位置",
                "ずらした結果、用紙の外にはみ出します。印字位置の調整を小さくしてください。".to_owned(),
            );
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let mut items = match self.style.mode {
            Mode::Overlay => Vec::new(),
            Mode::Framed => frame::draw(form).into_iter().map(|item| item.shifted(dx, dy)).collect(),
        };
        items.extend(filled);
        Ok(Sheet { form: &form.form, title: &form.title, items })
    }

    fn place(&mut self, field: &'static Field<F>) {
        let value = (self.value)(field.field);
        if field.required && matches!(value, FieldValue::Blank | FieldValue::Number(0)) {
            return self.problem(&field.ja, "空のままでは提出できません。元の画面で入力してください。".to_owned());
        }
        match &field.set {
            Set::Ocr(ocr) => self.place_ocr(field, ocr, value),
            Set::Mark(mark) => self.place_mark(field, mark, value),
            Set::Text(set) | Set::Textblock(set) => match &field.beside {
                Some(name) => self.place_beside(field, set, value, name),
                None => self.place_text(field, set, value),
            },
        }
    }

    fn place_ocr(&mut self, field: &'static Field<F>, ocr: &Ocr, value: FieldValue) {
        match ocr.characters(value, self.style) {
            Ok(Some(text)) => self.items.extend(ocr.place(field.area, &text, &field.name)),
            Ok(None) => {}
            Err(message) => self.problem(&field.ja, message),
        }
    }

    fn place_mark(&mut self, field: &'static Field<F>, mark: &Mark, value: FieldValue) {
        if value == FieldValue::Text(mark.word.clone()) {
            let area = field.area;
            let (x, y) = (area.x + area.width / 2, area.y + area.height / 2);
            let circle =
                Circle { x, y, radius: Mm100(175), line: Mm100(30), ink: Ink::Black, field: Some(&field.name) };
            self.items.push(Item::Circle(circle));
        }
    }

    /// A word that none of the preprinted ones says would be lost.
    fn check_marked(&mut self, field: &'static Field<F>) {
        let words: Vec<&Mark> = marks(self.form, field.field);
        let Set::Mark(first) = &field.set else {
            return;
        };
        if words.first().is_none_or(|w| !std::ptr::eq(*w, first)) {
            return;
        }
        if let FieldValue::Text(said) = (self.value)(field.field)
            && words.iter().all(|mark| mark.word != said)
        {
            let all = words.iter().map(|mark| mark.word.as_str()).collect::<Vec<_>>().join("・");
            let name = field.ja.strip_suffix(&first.word).unwrap_or(&field.ja).trim_end();
            let place = if name.is_empty() { "事業場の所在地" } else { name };
            self.problem(
                place,
                format!(
                    "最後の文字「{said}」は{all}のどれでもないので、丸で囲めません。{all}で終わるように直してください。"
                ),
            );
        }
    }

    fn check_blank(&mut self, unplaced: &Unplaced<F>) {
        for id in &unplaced.fields {
            if (self.value)(*id) != FieldValue::Blank {
                self.problem(
                    "金額と点数",
                    format!("用紙に欄のない値があります（{}）。算定をやり直してください。", unplaced.reason),
                );
            }
        }
    }

    fn place_text(&mut self, field: &'static Field<F>, set: &'static TextSet, value: FieldValue) {
        let paragraphs = match paragraphs(set, value) {
            Ok(paragraphs) => paragraphs,
            Err(message) => return self.problem(&field.ja, message),
        };
        let lines = paragraphs.iter().flat_map(|p| set.wrap(p)).collect::<Vec<_>>();
        let overflow = self.form.fields.iter().find(|f| f.overflow_of.as_ref() == Some(&field.name));
        let wider = overflow.and_then(|f| match &f.set {
            Set::Text(set) | Set::Textblock(set) => Some((f, set)),
            Set::Ocr(_) | Set::Mark(_) => None,
        });
        if lines.len() <= set.lines {
            self.put(field, set, lines.into_iter().enumerate());
        } else if let Some((field, set)) = wider {
            let lines = paragraphs.iter().flat_map(|p| set.wrap(p)).collect::<Vec<_>>();
            self.put_if_it_fits(field, set, lines);
        } else {
            self.put_if_it_fits(field, set, lines);
        }
    }

    fn put_if_it_fits(&mut self, field: &'static Field<F>, set: &TextSet, lines: Vec<String>) {
        if lines.len() > set.lines {
            let (room, needed) = (set.capacity(), lines.len());
            let message =
                format!("{room}の欄に入りません（いま{needed}行分）。{}行に入るように短くしてください。", set.lines);
            // Characters that cannot be printed are said all the same.
            self.check_glyphs(field, lines.iter().map(String::as_str).enumerate());
            return self.problem(&field.ja, message);
        }
        self.put(field, set, lines.into_iter().enumerate());
    }

    /// The class column: a class stands on the first of the lines its remark takes.
    fn place_beside(&mut self, field: &'static Field<F>, set: &TextSet, value: FieldValue, name: &str) {
        let neighbour = self.form.fields.iter().find(|f| f.name == name);
        let (Some(neighbour), FieldValue::Lines(lines)) = (neighbour, value) else {
            return;
        };
        let (Set::Text(beside) | Set::Textblock(beside), FieldValue::Lines(texts)) =
            (&neighbour.set, (self.value)(neighbour.field))
        else {
            return;
        };
        let mut row = 0;
        let mut rows = Vec::new();
        for (text, line) in texts.iter().zip(lines) {
            if !set.fits_one_line(&line) {
                self.problem(&field.ja, format!("「{line}」は{}の欄に入りません。", set.capacity()));
            }
            rows.push((row, line));
            row += beside.wrap(&composed(text)).len();
        }
        self.put(field, set, rows.into_iter());
    }

    fn put(&mut self, field: &'static Field<F>, set: &TextSet, lines: impl Iterator<Item = (usize, String)>) {
        let lines: Vec<(usize, String)> = lines.filter(|(_, line)| !line.is_empty()).collect();
        self.check_glyphs(field, lines.iter().map(|(row, line)| (*row, line.as_str())));
        self.items.extend(lines.into_iter().map(|(row, line)| Item::Text(set.set(field.area, row, line, &field.name))));
    }

    fn check_glyphs<'a>(&mut self, field: &Field<F>, lines: impl Iterator<Item = (usize, &'a str)>) {
        for (row, line) in lines {
            for (column, c) in line.chars().enumerate().filter(|(_, c)| !Font::Gothic.draws(*c)) {
                self.problem(&field.ja, unprintable(c, row + 1, column + 1));
            }
        }
    }
}

fn marks<F: PartialEq>(form: &Form<F>, id: F) -> Vec<&Mark> {
    let own = form.fields.iter().filter(|f| f.field == id);
    own.filter_map(|f| match &f.set {
        Set::Mark(mark) => Some(mark),
        _ => None,
    })
    .collect()
}

/// A value as text, before it is broken into lines; or what is wrong with it.
fn paragraphs(set: &TextSet, value: FieldValue) -> Result<Vec<String>, String> {
    Ok(match value {
        FieldValue::Blank | FieldValue::Number(0) => Vec::new(),
        FieldValue::Number(n) => {
            let shown = separated(n);
            let text = if set.thousands && set.fits_one_line(&shown) { shown.clone() } else { n.to_string() };
            if n < 0 || !set.fits_one_line(&text) {
                return Err(format!("{shown}は{}の欄に入りません。数を確かめてください。", set.capacity()));
            }
            vec![text]
        }
        FieldValue::Digits(text) | FieldValue::Text(text) => vec![composed(&text)],
        FieldValue::Date(day) => vec![day.ja()],
        FieldValue::Lines(lines) => lines.iter().map(|line| composed(line)).collect(),
    })
}
