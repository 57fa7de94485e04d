//! The masters as second supplier of act rows: their rows by code and day, laid over the fee book's.
//!
//! Where both know a code on a day the master's figures win, and the book keeps what no master says: how far the 四肢の特例
//! goes, the finer 区分, second branch numbers. A master only speaks against values it can know of: one whose newest change is
//! older than the first day of a value of the book says nothing of that value. Of a code the book does not have it goes on
//! beyond such a day, but no longer as official. Fee items with a code are laid over in the same way. What an administrator
//! compared with the notice ([`crate::Overlay`]) is laid over the result, so it wins over both.

use crate::act::{ActRow, Step, range_of};
use crate::book::Catalogue;
use crate::columns::{ActColumns, PointKind};
use crate::entered;
use crate::item::{FeeItem, ItemUnit};
use rosai_document::{Cite, Standing, TableValue};
use rosai_domain::Day;
use rosai_masters::{MasterKind, Masters, Shelf, Version};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The days on which the fee tables were rewritten as a whole: beyond one, an older master is only carried on.
fn revision() -> Day {
    Day::new(2026, 6, 1).expect("1 June 2026 is a day")
}

/// A figure of the fee book and of the master that differ, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// First day on which they differ.
    pub day: Day,
    /// What differs: 点数, 円, きざみ, 単位, 外来管理加算区分, 注加算.
    pub what: &'static str,
    /// What the fee book says.
    pub ours: String,
    /// What the master says; this is what is charged.
    pub masters: String,
}

/// Category of rows that rules charge by themselves from what else is entered.
pub const RULED: &str = "規則で計算";
/// Category of yen rows no rule charges.
pub const YEN_ROW: &str = "労災円";
/// Category of additions to 初診 and 再診 no rule charges.
pub const VISIT_ADDITION: &str = "診察加算";

/// One spelling of words many rows share.
#[derive(Default)]
struct Words(BTreeSet<Arc<str>>);

impl Words {
    fn one(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        let word: Arc<str> = word.into();
        self.0.insert(word.clone());
        word
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse::<Decimal>().unwrap_or_default().normalize()
}

/// Upper bounds and last days of "none".
const OPEN: &str = "99999999";

/// 診療識別: the first two digits of 点数欄集計先; 麻酔 stands in the box of 手術, 処方箋料 in that of その他.
fn class_of(outpatient: &str, inpatient: &str) -> u8 {
    let text = if matches!(outpatient, "" | "0" | "000") { inpatient } else { outpatient };
    let class = match text.get(..2) {
        Some("A1") => return text.get(1..3).and_then(|c| c.parse().ok()).unwrap_or(80),
        Some("A8") => 80,
        Some(digits) => digits.parse().unwrap_or(80),
        None => 80,
    };
    if class == 54 { 50 } else { class }
}

/// The category rules know a row by, from the alphabet of its 区分番号 or, where there is none, its class.
fn category_of(code: &str, alphabet: &str, class: u8, columns: &ActColumns) -> &'static str {
    if code.starts_with("101") || code.starts_with("102") {
        return rosai_category(code, class, columns);
    }
    match alphabet {
        "A" if matches!(class, 11 | 12) && columns.is_addition() => VISIT_ADDITION,
        "A" if matches!(class, 11 | 12) => "診察料",
        "B" => "医学管理",
        "C" => "在宅",
        "D" => "検査",
        "E" => "画像",
        "F" => "投薬",
        "G" => "注射",
        "H" => "リハビリ",
        "J" => "処置",
        "K" => "手術",
        "L" => "麻酔",
        "N" => "病理",
        "A" | "I" | "M" | "O" => "その他",
        _ => match class {
            13 => "医学管理",
            14 => "在宅",
            21..=27 => "投薬",
            30..=33 => "注射",
            40 => "処置",
            50 => "手術",
            60 => "検査",
            70 => "画像",
            _ => "その他",
        },
    }
}

/// Of the 労災 rows no item and no row of the book stands for.
fn rosai_category(code: &str, class: u8, columns: &ActColumns) -> &'static str {
    let number: u32 = code.parse().unwrap_or_default();
    // 合成コード and 読み替え加算 follow from acts and sites, 労災乗数 too.
    let composed = (101_410_010..=101_418_480).contains(&number);
    let read_as = matches!(number, 101_400_040 | 101_500_210 | 101_600_150 | 101_800_380);
    let multiplier =
        matches!(number, 101_400_010 | 101_400_020 | 101_500_010 | 101_500_020 | 101_800_010 | 101_800_080);
    if composed || read_as || multiplier {
        return "労災特掲";
    }
    match class {
        11 | 12 => "診察料",
        _ if columns.point_kind == PointKind::Yen => YEN_ROW,
        13 => "医学管理",
        40 => "処置",
        50 => "手術",
        60 => "検査",
        70 => "画像",
        _ => "その他",
    }
}

/// Percentages are entered beside the act they are taken of.
fn share_of(category: &'static str) -> &'static str {
    match category {
        "医学管理" => "医学管理割合",
        "在宅" => "在宅割合",
        "検査" | "病理" => "検査割合",
        "画像" => "画像割合",
        "投薬" => "投薬割合",
        "注射" => "注射割合",
        "リハビリ" => "リハビリ割合",
        "処置" => "処置割合",
        "手術" => "手術割合",
        "麻酔" => "麻酔割合",
        _ => "その他割合",
    }
}

/// 区分番号 for people: alphabet, number, first branch.
fn kubun_of(columns: &[&str]) -> String {
    let text = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
    let (alphabet, number, branch) = (text(85), text(92), text(93).trim_start_matches('0'));
    match alphabet {
        "" | "-" | "*" => String::new(),
        _ if branch.is_empty() => format!("{alphabet}{number:0>3}"),
        _ => format!("{alphabet}{number:0>3}-{branch}"),
    }
}

/// Columns of S and R.
const COLUMNS: usize = 150;

/// What a row is held to be: its document in citations, whether it is a row of R.
struct Maker {
    document: &'static str,
    words: Words,
}

impl Maker {
    fn row(&mut self, code: &str, version: &Version) -> ActRow {
        let mut columns: Vec<&str> = Vec::with_capacity(COLUMNS);
        columns.extend(version.row.text().split('\t'));
        let text = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
        let read = ActColumns::read(&columns);
        let class = class_of(text(15), text(66));
        let kubun = kubun_of(&columns);
        let base = category_of(code, text(85), class, &read);
        let category = if read.point_kind.is_share() && base != "労災特掲" { share_of(base) } else { base };
        let unit = match read.point_kind {
            PointKind::Yen => "円",
            PointKind::Addition | PointKind::Reduction => "％",
            _ => "点",
        };
        let value = decimal(text(12));
        let name = if text(5).is_empty() { text(113) } else { text(5) };
        let step = (text(30) == "1" && decimal(text(33)) > Decimal::ZERO).then(|| Step {
            low: decimal(text(31)),
            high: (text(32) != OPEN && !text(32).is_empty()).then(|| decimal(text(32))),
            step: decimal(text(33)),
            points: decimal(text(34)),
        });
        let note = |n: usize| Some(text(n)).filter(|t| !t.trim_start_matches('0').is_empty());
        let addition = read.is_addition();
        let facility_codes = read.facilities.iter().flatten().copied().collect();
        ActRow {
            code: code.into(),
            area: range_of(name, "cm2"),
            length: range_of(name, "cm").filter(|_| name.contains("長径")),
            name: name.into(),
            kana: text(7).into(),
            class,
            category: self.words.one(category),
            points: Arc::new(TableValue {
                id: Cow::Owned(code.to_owned()),
                ja: Cow::Owned(name.to_owned()),
                value: if read.point_kind == PointKind::Minus { -value } else { value },
                unit: Cow::Borrowed(unit),
                from: version.from,
                cite: Cite {
                    doc: Cow::Borrowed(self.document),
                    section: Cow::Owned(if kubun.is_empty() { code.to_owned() } else { kubun.clone() }),
                },
                standing: Standing::Official,
            }),
            kubun: self.words.one(&kubun),
            unit: self.words.one(if step.is_some() { text(10) } else { "" }),
            step,
            barred: text(56) == "1",
            note_code: note(38).map(|n| self.words.one(n)),
            note_no: note(39).filter(|_| addition).map(|n| self.words.one(n)),
            limb: None,
            facility_codes,
            from: version.from,
            to: version.to,
            searched: Default::default(),
            columns: Some(Arc::new(read)),
        }
    }
}

/// The newest change a shelf knows of.
fn known(shelf: &Shelf) -> Day {
    let first = |(_, versions): (&str, &[Version])| versions.iter().map(|v| v.from).max();
    shelf.iter().filter_map(first).max().unwrap_or_else(revision)
}

impl Catalogue {
    /// The book with the masters of the clinic as second supplier of rows: see the head of this module. Overlays are to be
    /// laid over the result.
    pub fn with_masters(mut self, masters: Arc<Masters>) -> Self {
        for (kind, document) in [(MasterKind::Act, "master-s"), (MasterKind::RosaiAct, "master-r")] {
            let Some(shelf) = masters.shelf(kind) else { continue };
            let known = known(shelf);
            let ruled = self.items_by_code();
            let mut maker = Maker { document, words: Words::default() };
            for (code, versions) in shelf.iter() {
                if let Some(ids) = ruled.get(code) {
                    for id in ids {
                        self.lay_item(id, code, versions, known, document);
                    }
                    if self.items_entered(code) {
                        continue;
                    }
                }
                let mut rows: Vec<Arc<ActRow>> = versions.iter().map(|v| Arc::new(maker.row(code, v))).collect();
                let merged = match self.acts.get(code) {
                    Some(book) => merge(book, &rows, known, &mut self.differences),
                    None => {
                        if ruled.contains_key(code) {
                            for row in &mut rows {
                                Arc::make_mut(row).category = maker.words.one(RULED);
                            }
                        }
                        carry(rows, known)
                    }
                };
                self.acts.insert(code.into(), merged);
            }
        }
        self.index = Arc::new(crate::index::Index::of(&self.acts));
        self.unknown_prices = crate::goods::unknown_prices(&masters);
        // What was read of the masters before is not theirs.
        self.diseases = Arc::default();
        self.masters = masters;
        self
    }

    /// Where the fee book and the masters differ; the masters are what is charged.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Items by their official code.
    fn items_by_code(&self) -> BTreeMap<String, Vec<String>> {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for item in self.items.values() {
            if let Some(code) = &item.code {
                out.entry(code.clone()).or_default().push(item.id.clone());
            }
        }
        out
    }

    fn items_entered(&self, code: &str) -> bool {
        self.item_of_code(code).is_some()
    }

    /// Lays the amounts of a master over the values of an item it can know of.
    fn lay_item(&mut self, id: &str, code: &str, versions: &[Version], known: Day, document: &'static str) {
        let Some(item) = self.items.get_mut(id).filter(|i| i.unit != ItemUnit::Rate) else { return };
        over_item(item, code, versions, known, document, &mut self.differences);
        if item.entered.is_some() {
            self.acts.insert(code.into(), entered::rows(item));
        }
    }
}

fn over_item(
    item: &mut FeeItem,
    code: &str,
    versions: &[Version],
    known: Day,
    document: &'static str,
    differences: &mut Vec<Difference>,
) {
    let book = std::mem::take(&mut item.values);
    // Every day on which either changes.
    let mut days: BTreeSet<Day> = book.iter().map(|(from, _, _)| *from).collect();
    let first = book.first().map(|(from, _, _)| *from);
    days.extend(versions.iter().map(|v| v.from).filter(|day| first.is_some_and(|first| *day > first)));
    let mut out: Vec<(Day, Day, Arc<TableValue>)> = Vec::new();
    for day in days {
        let Some((from, checked, ours)) = book.iter().rev().find(|(from, _, _)| *from <= day) else { continue };
        let master = versions.iter().rev().find(|v| v.holds(day)).filter(|_| *from <= known);
        let amount = master.map(|v| decimal(v.row.column(12)));
        let value = match (master, amount) {
            (Some(version), Some(amount)) if amount != ours.value || !ours.standing.is_settled() => {
                if amount != ours.value {
                    differences.push(Difference {
                        code: code.to_owned(),
                        name: ours.ja.to_string(),
                        day,
                        what: if item.unit == ItemUnit::Yen { "円" } else { "点数" },
                        ours: ours.value.normalize().to_string(),
                        masters: amount.to_string(),
                    });
                }
                Arc::new(TableValue {
                    value: amount,
                    from: version.from.max(*from),
                    cite: Cite { doc: Cow::Borrowed(document), section: Cow::Owned(code.to_owned()) },
                    standing: Standing::Official,
                    ..TableValue::clone(ours)
                })
            }
            _ => ours.clone(),
        };
        if out.last().is_none_or(|(_, _, last)| *last != value) {
            out.push((day, *checked, value));
        }
    }
    item.values = out;
}

/// Rows of a code the book does not have: beyond a revision the master does not know they are only carried on.
fn carry(rows: Vec<Arc<ActRow>>, known: Day) -> Vec<Arc<ActRow>> {
    let revision = revision();
    if known >= revision {
        return rows;
    }
    let mut out = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        if row.to.is_some_and(|to| to < revision) {
            out.push(row);
            continue;
        }
        let mut before = ActRow::clone(&row);
        before.to = Some(revision.plus_days(-1));
        let mut after = ActRow::clone(&row);
        after.from = revision.max(row.from);
        after.points = Arc::new(TableValue {
            from: after.from,
            standing: Standing::Inferred,
            cite: Cite { doc: Cow::Borrowed("carried-2026-06"), section: row.points.cite.section.clone() },
            ..TableValue::clone(&row.points)
        });
        if before.from < revision {
            out.push(Arc::new(before));
        }
        out.push(Arc::new(after));
    }
    out
}

/// Both suppliers of one code, period by period.
fn merge(
    book: &[Arc<ActRow>],
    master: &[Arc<ActRow>],
    known: Day,
    differences: &mut Vec<Difference>,
) -> Vec<Arc<ActRow>> {
    let rows = || book.iter().chain(master);
    let mut days: BTreeSet<Day> = rows().map(|r| r.from).collect();
    days.extend(rows().filter_map(|r| r.to).map(|to| to.plus_days(1)));
    let days: Vec<Day> = days.into_iter().collect();
    let mut out: Vec<Arc<ActRow>> = Vec::new();
    let mut said: Vec<(&'static str, String, String)> = Vec::new();
    for (n, day) in days.iter().enumerate() {
        let on = |rows: &[Arc<ActRow>]| rows.iter().find(|r| r.in_force(*day)).cloned();
        // The book ended it on a day the master cannot know of.
        let ended = book.iter().filter_map(|r| r.to).map(|to| to.plus_days(1)).any(|end| end <= *day && end > known);
        let mut row = match (on(book), on(master)) {
            (Some(ours), Some(theirs)) if ours.from <= known => {
                let joined = joined(&ours, &theirs);
                compare(&ours, &theirs, *day, differences, &mut said);
                joined
            }
            (Some(ours), _) => ActRow::clone(&ours),
            (None, Some(theirs)) if !ended => ActRow::clone(&theirs),
            _ => continue,
        };
        (row.from, row.to) = (*day, days.get(n + 1).map(|next| next.plus_days(-1)));
        out.push(Arc::new(row));
    }
    out
}

/// The master's row with what only the book says.
fn joined(ours: &ActRow, theirs: &ActRow) -> ActRow {
    let name_says = |row: &ActRow| row.area.is_some() || row.length.is_some();
    let ranges = if name_says(theirs) { theirs } else { ours };
    let (area, length) = (ranges.area, ranges.length);
    ActRow {
        kubun: ours.kubun.clone(),
        class: ours.class,
        category: ours.category.clone(),
        points: Arc::new(TableValue { unit: ours.points.unit.clone(), ..TableValue::clone(&theirs.points) }),
        limb: ours.limb,
        area,
        length,
        searched: Default::default(),
        kana: if theirs.kana.is_empty() { ours.kana.clone() } else { theirs.kana.clone() },
        ..theirs.clone()
    }
}

/// What the two say differently, each pair of values once.
fn compare(
    ours: &ActRow,
    theirs: &ActRow,
    day: Day,
    out: &mut Vec<Difference>,
    said: &mut Vec<(&'static str, String, String)>,
) {
    let step = |row: &ActRow| {
        row.step.map(|s| format!("{}から{}ごとに{}", s.low.normalize(), s.step.normalize(), s.points.normalize()))
    };
    let text = |word: Option<&Arc<str>>| word.map(|w| w.to_string()).unwrap_or_default();
    let barred = |row: &ActRow| if row.barred { "算定できない" } else { "さまたげない" }.to_owned();
    let note =
        |row: &ActRow| format!("{} {}", text(row.note_code.as_ref()), text(row.note_no.as_ref())).trim().to_owned();
    let values = [
        ("点数", ours.points.value.normalize().to_string(), theirs.points.value.to_string()),
        ("きざみ", step(ours).unwrap_or_default(), step(theirs).unwrap_or_default()),
        ("外来管理加算区分", barred(ours), barred(theirs)),
        ("注加算", note(ours), note(theirs)),
    ];
    for (what, ours_says, theirs_says) in values {
        let pair = (what, ours_says, theirs_says);
        // What the book leaves open is no difference: it carries steps and notes only where its rules read them.
        if !pair.1.is_empty() && pair.1 != pair.2 && !said.contains(&pair) {
            said.push(pair.clone());
            out.push(Difference {
                code: ours.code.to_string(),
                name: ours.name.to_string(),
                day,
                what,
                ours: pair.1,
                masters: pair.2,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Missing, Overlay};
    use rosai_masters::Row;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    /// A row of S or R with these columns.
    fn row(columns: &[(usize, &str)]) -> Row {
        let mut all = vec![""; 130];
        for (n, text) in columns {
            all[n - 1] = text;
        }
        Row::new(all)
    }

    fn act(code: &str, name: &str, points: &str) -> Row {
        row(&[
            (3, code),
            (5, name),
            (11, "3"),
            (12, points),
            (15, "400"),
            (56, "1"),
            (66, "400"),
            (68, "1"),
            (85, "J"),
            (92, "008"),
        ])
    }

    fn loaded(kind: MasterKind, rows: &[(&str, &str, Option<&str>, Row)]) -> Catalogue {
        let mut shelf = Shelf::default();
        let mut by_code: BTreeMap<&str, Vec<Version>> = BTreeMap::new();
        for (code, from, to, row) in rows {
            let version = Version { from: day(from), to: to.map(day), row: row.clone() };
            by_code.entry(code).or_default().push(version);
        }
        for (code, versions) in by_code {
            shelf.put(code, versions);
        }
        let mut masters = Masters::default();
        masters.put(kind, shelf);
        Catalogue::builtin().expect("the book").with_masters(Arc::new(masters))
    }

    fn points(book: &Catalogue, code: &str, on: &str) -> Result<(String, Standing, String), Missing> {
        let row = book.act(code, day(on))?;
        let value = &row.points;
        Ok((value.value.to_string(), value.standing, value.cite.doc.to_string()))
    }

    fn is(value: &str, standing: Standing, doc: &str) -> Result<(String, Standing, String), Missing> {
        Ok((value.to_owned(), standing, doc.to_owned()))
    }

    #[test]
    fn a_code_only_the_master_knows_ends_as_official_at_a_revision_it_does_not_know() {
        let book =
            loaded(MasterKind::Act, &[("140003210", "2024-06-01", None, act("140003210", "胸腔穿刺", "275.00"))]);
        assert_eq!(points(&book, "140003210", "2024-05-31"), Err(Missing::NotInForce));
        assert_eq!(points(&book, "140003210", "2026-05-31"), is("275", Standing::Official, "master-s"));
        assert_eq!(points(&book, "140003210", "2026-06-01"), is("275", Standing::Inferred, "carried-2026-06"));
        let row = book.act("140003210", day("2025-10-01")).expect("a row");
        assert_eq!((&*row.kubun, &*row.category, row.class, row.barred), ("J008", "処置", 40, true));
        assert!(book.differences().is_empty());
        // Nothing of it stands among what the book itself carries.
        assert!(book.unofficial(day("2026-06-01")).iter().all(|v| v.id != "140003210"));
    }

    #[test]
    fn a_master_that_knows_the_revision_speaks_beyond_it() {
        let rows = [
            ("140003210", "2024-06-01", Some("2026-05-31"), act("140003210", "胸腔穿刺", "275.00")),
            ("140003210", "2026-06-01", None, act("140003210", "胸腔穿刺", "280.00")),
        ];
        let book = loaded(MasterKind::Act, &rows);
        assert_eq!(points(&book, "140003210", "2026-05-31"), is("275", Standing::Official, "master-s"));
        assert_eq!(points(&book, "140003210", "2026-06-01"), is("280", Standing::Official, "master-s"));
    }

    #[test]
    fn where_both_know_a_code_the_master_wins_and_says_so() {
        // 創傷処置（100cm²未満）: 52 points, hand ×2.0 in the book; the master here says 53.
        let wound = act("140000610", "創傷処置（１００ｃｍ２未満）", "53.00");
        let book = loaded(MasterKind::Act, &[("140000610", "2024-06-01", None, wound)]);
        assert_eq!(points(&book, "140000610", "2025-10-01"), is("53", Standing::Official, "master-s"));
        let row = book.act("140000610", day("2025-10-01")).expect("a row");
        assert_eq!(row.limb.map(|l| l.max), Some(Decimal::TWO), "四肢の特例 stays the book's");
        assert_eq!(&*row.kubun, "J000", "so does the 区分");
        assert_eq!(row.area, Some((Decimal::ZERO, Some(Decimal::ONE_HUNDRED))));
        // A master of 令和6年 says nothing of the book's row of 令和8年.
        assert_eq!(points(&book, "140000610", "2026-06-01").map(|p| p.0).as_deref(), Ok("52"));
        let said: Vec<_> =
            book.differences().iter().map(|d| (d.what, d.ours.as_str(), d.masters.as_str(), d.day)).collect();
        assert_eq!(said, [("点数", "52", "53", day("2024-06-01"))]);
        assert!(book.act_for_area(row, Decimal::TEN, day("2025-10-01")).is_some_and(|r| *r.code == *"140000610"));
    }

    #[test]
    fn an_item_of_the_manual_follows_the_master_and_an_overlay_wins_over_both() {
        let yen = |amount| {
            row(&[(3, "101120010"), (5, "再診料"), (11, "1"), (12, amount), (15, "A12"), (68, "1"), (85, "-")])
        };
        let rows = [
            ("101120010", "2024-06-01", Some("2026-05-31"), yen("1420.00")),
            ("101120010", "2026-06-01", None, yen("1440.00")),
        ];
        let book = loaded(MasterKind::RosaiAct, &rows);
        let value =
            |book: &Catalogue, on| book.value("repeat_visit_fee", day(on)).map(|v| (v.value.to_string(), v.standing));
        assert_eq!(value(&book, "2025-10-01"), Some(("1420".to_owned(), Standing::Official)));
        assert_eq!(value(&book, "2026-06-01"), Some(("1440".to_owned(), Standing::Official)));
        let said: Vec<_> = book.differences().iter().map(|d| (d.what, d.masters.as_str(), d.day)).collect();
        assert_eq!(said, [("円", "1440", day("2026-06-01"))]);
        let overlay = Overlay {
            id: "repeat_visit_fee".to_owned(),
            from: day("2026-06-01"),
            amount: Decimal::from(1450),
            notice: "通知".to_owned(),
            section: "5".to_owned(),
            by: "管理者".to_owned(),
            on: day("2026-06-02"),
        };
        let laid = book.with_overlay(&[overlay]).expect("laid");
        assert_eq!(value(&laid, "2026-06-01"), Some(("1450".to_owned(), Standing::Confirmed)));
    }

    #[test]
    fn a_rule_keeps_its_rows_and_entered_items_their_rule() {
        let initial =
            row(&[(3, "101110010"), (5, "初診料"), (11, "1"), (12, "3850.00"), (15, "A11"), (68, "1"), (85, "-")]);
        let fluoroscopy = row(&[
            (3, "101500140"),
            (5, "術中透視装置使用加算"),
            (11, "3"),
            (12, "221.00"),
            (15, "500"),
            (68, "1"),
            (85, "-"),
        ]);
        let composed =
            row(&[(3, "101410010"), (5, "合成"), (11, "3"), (12, "131.00"), (15, "400"), (68, "3"), (85, "-")]);
        let needle = row(&[
            (3, "101801010"),
            (5, "はり・きゅう（１術）"),
            (11, "1"),
            (12, "3000.00"),
            (15, "A80"),
            (68, "1"),
            (85, "-"),
        ]);
        let book = loaded(
            MasterKind::RosaiAct,
            &[
                ("101110010", "2024-06-01", None, initial),
                ("101500140", "2016-04-01", None, fluoroscopy),
                ("101410010", "2016-04-01", None, composed),
                ("101801010", "2024-10-01", None, needle),
            ],
        );
        let category = |code| book.act(code, day("2025-10-01")).map(|r| r.category.to_string());
        assert_eq!(category("101110010").as_deref(), Ok(RULED));
        assert_eq!(category("101410010").as_deref(), Ok("労災特掲"));
        assert_eq!(category("101801010").as_deref(), Ok(YEN_ROW));
        let entered = book.act("101500140", day("2025-10-01")).expect("a row");
        assert!(entered.is_item() && entered.points.value == Decimal::from(221));
        assert!(book.act("101801010", day("2025-10-01")).is_ok_and(|r| r.is_yen()));
    }

    #[test]
    fn classes_come_from_the_box_of_the_claim() {
        assert_eq!(class_of("A80", "A80"), 80);
        assert_eq!(class_of("A12", "0"), 12);
        assert_eq!((class_of("540", "540"), class_of("331", "331"), class_of("0", "903")), (50, 33, 90));
        assert_eq!((class_of("", ""), class_of("110", "110")), (80, 11));
    }
}
