//! Masters of rows written by us in the official layouts (`tests/data/masters`), for cases that need them.

use crate::root;
use rosai_domain::Day;
use rosai_masters::{MasterKind, Masters, Row, Shelf, Version};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns that make the key, the first and the last day of a kind.
fn columns(kind: MasterKind) -> (&'static [usize], usize, usize) {
    match kind {
        MasterKind::Act | MasterKind::RosaiAct => (&[3], 87, 88),
        MasterKind::Drug => (&[3], 30, 31),
        MasterKind::Material | MasterKind::RosaiMaterial => (&[3], 28, 30),
        // Category, pattern and serial number: column 23 is empty in D.
        MasterKind::Comment | MasterKind::RosaiComment => (&[3, 4, 5], 21, 22),
        MasterKind::CommentRelation => (&[6, 2, 3, 4, 5, 9, 10], 12, 13),
        MasterKind::Disease => (&[3], 23, 24),
        MasterKind::Modifier => (&[3], 15, 16),
        MasterKind::Auxiliary => (&[2], 26, 27),
        MasterKind::Inclusion => (&[2, 3], 6, 7),
        MasterKind::ExclusionDay
        | MasterKind::ExclusionMonth
        | MasterKind::ExclusionSimultaneous
        | MasterKind::ExclusionWeek => (&[2, 4], 9, 10),
        MasterKind::InpatientBasic => (&[2, 3], 7, 8),
        MasterKind::CountLimit => (&[2, 4], 13, 14),
    }
}

fn key(kind: MasterKind, row: &Row) -> String {
    let (columns, _, _) = columns(kind);
    if matches!(kind, MasterKind::Comment | MasterKind::RosaiComment) {
        return format!("{}{:0>2}{:0>6}", row.column(3), row.column(4), row.column(5));
    }
    columns.iter().map(|c| row.column(*c)).collect::<Vec<_>>().join("\t")
}

fn day(text: &str) -> Option<Day> {
    (!matches!(text, "" | "0" | "00000000" | "99999999")).then(|| {
        let number = |part: &str| part.parse::<u32>().unwrap_or_else(|e| panic!("{text}: {e}"));
        let year = i32::try_from(number(&text[..4])).expect("a year");
        Day::new(year, number(&text[4..6]), number(&text[6..])).unwrap_or_else(|| panic!("{text} is no day"))
    })
}

/// A shelf of rows (comma, no header): several rows of one key are its versions, each ending before the next.
pub fn shelf(kind: MasterKind, text: &str) -> Shelf {
    let (_, from, to) = columns(kind);
    let mut versions: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for record in csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records() {
        let record = record.unwrap_or_else(|e| panic!("{}: {e}", kind.id()));
        let row = Row::new(record.iter());
        let from = day(row.column(from)).unwrap_or_else(|| Day::new(1994, 10, 1).expect("a day"));
        versions.entry(key(kind, &row)).or_default().push(Version { from, to: day(row.column(to)), row });
    }
    let mut shelf = Shelf::default();
    for (key, mut list) in versions {
        list.sort_by_key(|v| v.from);
        for n in 1..list.len() {
            let before = list[n].from.plus_days(-1);
            list[n - 1].to = Some(list[n - 1].to.map_or(before, |to| to.min(before)));
        }
        shelf.put(&key, list);
    }
    shelf
}

/// The shelves of `tests/data/masters`, one file a kind: `s.csv`, `e03-1.csv`.
pub fn test_masters() -> Arc<Masters> {
    let mut masters = Masters::default();
    for kind in MasterKind::ALL {
        let path = root().join("tests/data/masters").join(format!("{}.csv", kind.id().to_lowercase()));
        if let Ok(text) = std::fs::read_to_string(path) {
            masters.put(kind, shelf(kind, &text));
        }
    }
    Arc::new(masters)
}
