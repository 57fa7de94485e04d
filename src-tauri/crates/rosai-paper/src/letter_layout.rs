//! Pages of a paper: framed rows, lines without a frame, grids of choices; on to the next page where one is full.

use crate::letter::{Block, Cell, GridRow, Letter, LetterValues};
use crate::letter_line::{Run, draw, is_blank, laid, line_width, words};
use crate::text::centred;
use crate::{Font, Ink, Item, Mm100, Pt100, Rect, Sheet};

const LEFT: Mm100 = Mm100(1500);
const RIGHT: Mm100 = Mm100(19_500);
const TOP: Mm100 = Mm100(1500);
const BOTTOM: Mm100 = Mm100(28_300);
/// Between a frame and what stands in it.
const PAD: Mm100 = Mm100(110);
const THIN: Mm100 = Mm100(20);
const SMALL: Pt100 = Pt100(850);
/// A row that is parted leaves at least this many lines on either page.
const FEWEST: usize = 2;
/// A row of so many lines is not parted.
const SHORT: usize = 6;

/// The pages. Blank lines for writing by hand go, one after another, before there is a page more than is needed.
pub(crate) fn pages(letter: &'static Letter, values: &LetterValues) -> Vec<Sheet> {
    let most = letter.fields.iter().map(|f| f.rows).max().unwrap_or(1);
    let roomy = Flow::run(letter, values, most);
    if roomy.len() == 1 {
        return roomy;
    }
    let close = Flow::run(letter, values, 1);
    if close.len() == roomy.len() {
        return roomy;
    }
    let between = (2..most).rev().map(|spare| Flow::run(letter, values, spare));
    between.into_iter().find(|sheets| sheets.len() == close.len()).unwrap_or(close)
}

/// A column of a row: a label or what stands beside it.
struct Column {
    x: Mm100,
    width: Mm100,
    lines: Vec<Run>,
    is_label: bool,
}

struct Flow<'a> {
    letter: &'static Letter,
    values: &'a LetterValues,
    spare: u32,
    pages: Vec<Vec<Item>>,
    items: Vec<Item>,
    /// Where this page's first row begins.
    start: Mm100,
    y: Mm100,
}

impl<'a> Flow<'a> {
    fn run(letter: &'static Letter, values: &'a LetterValues, spare: u32) -> Vec<Sheet> {
        let mut flow = Flow { letter, values, spare, pages: Vec::new(), items: Vec::new(), start: TOP, y: TOP };
        flow.head();
        for block in &letter.blocks {
            match block {
                Block::Row { cells, .. } => flow.row(cells),
                Block::Text { lines, indent, gap, .. } => flow.text(lines, *indent, *gap),
                Block::Grid { label, label_width, heads, rows, .. } => flow.grid(label, *label_width, heads, rows),
            }
        }
        flow.notes();
        flow.finish()
    }

    /// Baseline of a line whose top is here.
    fn baseline(top: Mm100, pitch: Mm100, size: Pt100) -> Mm100 {
        top + (pitch - size.em()) / 2 + size.em() * 88 / 100
    }

    fn head(&mut self) {
        let letter = self.letter;
        let (size, y) = (Pt100(1400), TOP + Mm100(900));
        self.items.push_words(&letter.above, LEFT, TOP + Mm100(250), SMALL);
        let width = Font::Gothic.width(&letter.number, SMALL);
        self.items.push_words(&letter.number, RIGHT - width, TOP + Mm100(250), SMALL);
        for line in self.line(&letter.title, RIGHT - LEFT, size) {
            let x = centred(LEFT, RIGHT - LEFT, line_width(&line, size));
            draw(&line, x, y, size, &mut self.items);
        }
        self.start = TOP + Mm100(1300);
        self.y = self.start;
    }

    fn next_page(&mut self) {
        self.pages.push(std::mem::take(&mut self.items));
        let name = self.values.get("name").map(|n| n.trim()).unwrap_or_default();
        let text = format!("{}　{name}　（{}枚目）", self.letter.name, self.pages.len() + 1);
        self.items.push_words(&text, LEFT, TOP + Mm100(250), SMALL);
        self.start = TOP + Mm100(500);
        self.y = self.start;
    }

    fn finish(mut self) -> Vec<Sheet> {
        self.pages.push(self.items);
        let all = self.pages.len();
        let letter = self.letter;
        let sheet = |(i, mut items): (usize, Vec<Item>)| {
            if all > 1 {
                let text = format!("{} / {all}", i + 1);
                let x = centred(LEFT, RIGHT - LEFT, Font::Gothic.width(&text, SMALL));
                items.push_words(&text, x, Mm100(28_900), SMALL);
            }
            Sheet { form: &letter.id, title: &letter.name, items }
        };
        self.pages.into_iter().enumerate().map(sheet).collect()
    }

    /// Templates with their values in a cell of this width.
    fn laid(&self, templates: &'static [String], width: Mm100) -> Vec<Run> {
        templates.iter().flat_map(|t| self.line(t, width - PAD * 2, self.letter.size)).collect()
    }

    fn line(&self, template: &'static str, width: Mm100, size: Pt100) -> Vec<Run> {
        laid(self.letter, self.values, template, width, size, self.spare)
    }

    fn columns(&self, cells: &'static [Cell]) -> Vec<Column> {
        let mut out = Vec::new();
        let mut x = LEFT;
        for cell in cells {
            let width = cell.width.unwrap_or(RIGHT - x);
            if !cell.label.is_empty() {
                let lines = self.label(&cell.label, cell.label_width);
                out.push(Column { x, width: cell.label_width, lines, is_label: true });
            }
            let left = if cell.label.is_empty() { Mm100(0) } else { cell.label_width };
            let lines = self.laid(&cell.lines, width - left);
            out.push(Column { x: x + left, width: width - left, lines, is_label: false });
            x = x + width;
        }
        out
    }

    fn label(&self, label: &'static str, width: Mm100) -> Vec<Run> {
        self.line(label, width - PAD * 2, self.letter.size)
    }

    fn row(&mut self, cells: &'static [Cell]) {
        let columns = self.columns(cells);
        let all = columns.iter().map(|c| c.lines.len()).max().unwrap_or(1);
        let written = columns.iter().map(|c| c.lines.iter().rposition(|l| !is_blank(l)).map_or(0, |i| i + 1));
        let written = written.max().unwrap_or(0);
        let mut from = 0;
        loop {
            let left = all - from;
            let fitting = usize::try_from((BOTTOM - self.y - PAD * 2).0 / self.letter.pitch.0).unwrap_or(0);
            // Blank lines at the end need no page of their own.
            if left <= fitting || (fitting > 0 && written.saturating_sub(from) <= fitting) {
                return self.frame(&columns, from, from + left.min(fitting));
            }
            let parted = fitting >= FEWEST && left > FEWEST && all > SHORT;
            if self.y > self.start && !parted {
                self.next_page();
                continue;
            }
            let take = fitting.min(left - FEWEST.min(left)).max(1);
            self.frame(&columns, from, from + take);
            from += take;
            self.next_page();
        }
    }

    /// The lines `from..to` of the columns with their frames.
    fn frame(&mut self, columns: &[Column], from: usize, to: usize) {
        let (letter, pitch) = (self.letter, self.letter.pitch);
        let count = i64::try_from(to - from).unwrap_or(1);
        let height = pitch * count + PAD * 2;
        for column in columns {
            let (x, y, width) = (column.x, self.y, column.width);
            self.items.push(Item::Rect(Rect { x, y, width, height, line: THIN, ink: Ink::Black }));
            let lines = column.lines.len() as i64;
            // A label stands in the middle, and again where its cell goes on.
            let (shown, down) = if column.is_label {
                (&column.lines[..], (pitch * (count - lines).max(0)) / 2)
            } else {
                (&column.lines[from.min(column.lines.len())..to.min(column.lines.len())], Mm100(0))
            };
            for (i, line) in (0..count).zip(shown) {
                let y = Self::baseline(self.y + PAD + down + pitch * i, pitch, letter.size);
                draw(line, x + PAD, y, letter.size, &mut self.items);
            }
        }
        self.y = self.y + height;
    }

    fn text(&mut self, templates: &'static [String], indent: Mm100, gap: Mm100) {
        let (size, pitch) = (self.letter.size, self.letter.pitch);
        let lines: Vec<Run> = templates.iter().flat_map(|t| self.line(t, RIGHT - LEFT - indent, size)).collect();
        let height = gap + pitch * lines.len() as i64;
        if self.y + height > BOTTOM && self.y > self.start {
            self.next_page();
        }
        self.y = self.y + gap;
        for line in &lines {
            if self.y + pitch > BOTTOM {
                self.next_page();
            }
            draw(line, LEFT + indent, Self::baseline(self.y, pitch, size), size, &mut self.items);
            self.y = self.y + pitch;
        }
    }

    fn notes(&mut self) {
        let pitch = SMALL.em() * 125 / 100;
        self.y = self.y + Mm100(150);
        for note in &self.letter.notes {
            let lines = self.line(note, RIGHT - LEFT, SMALL);
            if self.y + pitch * lines.len() as i64 > BOTTOM + Mm100(300) {
                self.next_page();
            }
            for line in &lines {
                draw(line, LEFT, Self::baseline(self.y, pitch, SMALL), SMALL, &mut self.items);
                self.y = self.y + pitch;
            }
        }
    }

    /// Heads, the words to choose from, then a row for each thing asked, with ○ under the chosen word.
    fn grid(&mut self, label: &'static str, label_width: Mm100, heads: &'static [String], rows: &'static [GridRow]) {
        let (letter, pitch, size) = (self.letter, self.letter.pitch, self.letter.size);
        let part = (RIGHT - LEFT - label_width) / heads.len().max(1) as i64;
        let tallest = heads.iter().map(|h| self.line(h, part - Mm100(60), size).len()).max().unwrap_or(1);
        let (head, names) = (pitch * tallest as i64, pitch * 2);
        let height = head + names + pitch * rows.len() as i64;
        if self.y + height > BOTTOM && self.y > self.start {
            self.next_page();
        }
        let from = |i: usize| LEFT + label_width + part * i as i64;
        let top = self.y;
        self.cell(LEFT, top, label_width, head + names, label);
        for (i, text) in heads.iter().enumerate() {
            self.cell(from(i), top, part, head, text);
        }
        let first = rows.first().map(|r| &r.fields[..]).unwrap_or_default();
        let fields_of = |ids: &'static [String]| ids.iter().filter_map(|id| letter.field(id)).collect::<Vec<_>>();
        for (i, field) in fields_of(first).into_iter().enumerate() {
            let width = part / field.options.len().max(1) as i64;
            for (j, option) in field.options.iter().enumerate() {
                self.cell(from(i) + width * j as i64, top + head, width, names, &option.label);
            }
        }
        self.y = top + head + names;
        for row in rows {
            self.cell(LEFT, self.y, label_width, pitch, &row.label);
            for (i, field) in fields_of(&row.fields).into_iter().enumerate() {
                let width = part / field.options.len().max(1) as i64;
                let value = self.values.get(&field.id).map(|v| v.trim()).unwrap_or_default();
                for (j, option) in field.options.iter().enumerate() {
                    let x = from(i) + width * j as i64;
                    self.cell(x, self.y, width, pitch, "");
                    if field.is_chosen(value, option) {
                        let left = centred(x, width, Font::Gothic.width("○", size));
                        let y = Self::baseline(self.y, pitch, size);
                        self.items.push(words("○", left, y, size, Some(&option.tag)));
                    }
                }
            }
            self.y = self.y + pitch;
        }
    }

    /// A frame with words in its middle.
    fn cell(&mut self, x: Mm100, y: Mm100, width: Mm100, height: Mm100, text: &'static str) {
        self.items.push(Item::Rect(Rect { x, y, width, height, line: THIN, ink: Ink::Black }));
        let size = self.letter.size;
        let pitch = size.em() * 115 / 100;
        let lines = self.line(text, width - Mm100(60), size);
        let down = (height - pitch * lines.len() as i64) / 2;
        for (i, line) in (0..).zip(&lines) {
            let left = centred(x, width, line_width(line, size));
            draw(line, left, Self::baseline(y + down + pitch * i, pitch, size), size, &mut self.items);
        }
    }
}

/// Words of the paper itself.
trait PushWords {
    fn push_words(&mut self, text: &str, x: Mm100, y: Mm100, size: Pt100);
}

impl PushWords for Vec<Item> {
    fn push_words(&mut self, text: &str, x: Mm100, y: Mm100, size: Pt100) {
        if !text.trim().is_empty() {
            self.push(words(text, x, y, size, None));
        }
    }
}
