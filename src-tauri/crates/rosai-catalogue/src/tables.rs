//! The 電子点数表 the clinic loaded, asked by code and day (`spec/masters.md` §4.6). It speaks 健保 codes only. Without it
//! every answer is "nothing".

use crate::Catalogue;
use rosai_domain::Day;
use rosai_masters::{MasterKind, Version};

/// The period of a 背反: tables 03-1 to 03-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExclusionPeriod {
    /// 1日.
    Day,
    /// 同一月.
    Month,
    /// 同時.
    Simultaneous,
    /// 同一週.
    Week,
}

impl ExclusionPeriod {
    /// Every period.
    pub const ALL: [ExclusionPeriod; 4] = [Self::Day, Self::Month, Self::Simultaneous, Self::Week];

    /// The table.
    pub fn kind(self) -> MasterKind {
        match self {
            Self::Day => MasterKind::ExclusionDay,
            Self::Month => MasterKind::ExclusionMonth,
            Self::Simultaneous => MasterKind::ExclusionSimultaneous,
            Self::Week => MasterKind::ExclusionWeek,
        }
    }

    /// As a sentence says it: `同じ日に`.
    pub fn ja(self) -> &'static str {
        match self {
            Self::Day => "同じ日に",
            Self::Month => "同じ月に",
            Self::Simultaneous => "同時に",
            Self::Week => "同じ週に",
        }
    }

    /// The table as it is cited.
    pub fn section(self) -> &'static str {
        match self {
            Self::Day => "03-1 背反（1日）",
            Self::Month => "03-2 背反（同一月）",
            Self::Simultaneous => "03-3 背反（同時）",
            Self::Week => "03-4 背反（同一週）",
        }
    }
}

/// Which of two is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The one asked about first.
    First,
    /// The other.
    Second,
    /// Either one.
    Either,
}

/// What the table says of two codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Which of the two.
    pub kept: Kept,
    /// 特例条件: there are exceptions the table cannot express.
    pub exception: bool,
}

/// 包括単位 (01 補助マスター).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InclusionPeriod {
    /// 01 1日.
    Day,
    /// 02 同一月.
    Month,
    /// 03 同時.
    Simultaneous,
    /// 05 手術前1週間.
    WeekBefore,
    /// 06 1手術.
    Operation,
}

impl InclusionPeriod {
    /// As a sentence says it.
    pub fn ja(self) -> &'static str {
        match self {
            Self::Day => "同じ日の",
            Self::Month => "同じ月の",
            Self::Simultaneous => "同時に行った",
            Self::WeekBefore => "手術前1週間の",
            Self::Operation => "同じ手術の",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Some(match code.trim_start_matches('0') {
            "1" => Self::Day,
            "2" => Self::Month,
            "3" => Self::Simultaneous,
            "5" => Self::WeekBefore,
            "6" => Self::Operation,
            _ => return None,
        })
    }
}

/// A row of 05 算定回数.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLimit {
    /// 単位コード: 121 日, 131 月 ….
    pub unit: u16,
    /// Its name.
    pub unit_ja: String,
    /// At most so often.
    pub most: u32,
    /// 特例条件.
    pub exception: bool,
}

fn flag(version: &Version, column: usize) -> bool {
    version.row.column(column) == "1"
}

impl Catalogue {
    /// Whether any table of the 電子点数表 is loaded.
    pub fn has_electronic_table(&self) -> bool {
        let kinds = [MasterKind::Auxiliary, MasterKind::CountLimit];
        let exclusions = ExclusionPeriod::ALL.iter().map(|p| p.kind());
        kinds.into_iter().chain(exclusions).any(|k| self.masters().shelf(k).is_some())
    }

    /// Whether a code excludes anything in a period.
    pub fn excludes_something(&self, period: ExclusionPeriod, code: &str) -> bool {
        let Some(shelf) = self.masters().shelf(period.kind()) else { return false };
        shelf.beginning(&format!("{code}\t")).next().is_some()
    }

    /// What a table says of two codes on a day, whichever of its two directions it stores.
    pub fn exclusion(&self, period: ExclusionPeriod, first: &str, second: &str, day: Day) -> Option<Exclusion> {
        let shelf = self.masters().shelf(period.kind())?;
        let row = |a: &str, b: &str| {
            let version = shelf.on(&format!("{a}\t{b}"), day)?;
            let kept = match version.row.column(6) {
                "1" => Kept::First,
                "2" => Kept::Second,
                _ => Kept::Either,
            };
            Some(Exclusion { kept, exception: flag(version, 7) })
        };
        let turned = |e: Exclusion| Exclusion {
            kept: match e.kept {
                Kept::First => Kept::Second,
                Kept::Second => Kept::First,
                Kept::Either => Kept::Either,
            },
            ..e
        };
        row(first, second).or_else(|| row(second, first).map(turned))
    }

    /// The groups of acts a code contains, with the period of each (01 補助マスター, columns 4–9).
    pub fn inclusion_groups(&self, code: &str, day: Day) -> Vec<(InclusionPeriod, String)> {
        let Some(version) = self.masters().on(MasterKind::Auxiliary, code, day) else { return Vec::new() };
        let group = |column: usize| {
            let period = InclusionPeriod::of(version.row.column(column))?;
            Some((period, version.row.column(column + 1).to_owned()))
        };
        [4, 6, 8].into_iter().filter_map(group).collect()
    }

    /// Whether a group contains a code on a day; the value is its 特例条件.
    pub fn inclusion(&self, group: &str, code: &str, day: Day) -> Option<bool> {
        self.masters().on(MasterKind::Inclusion, &format!("{group}\t{code}"), day).map(|v| flag(v, 5))
    }

    /// How often a code may be charged (05 算定回数).
    pub fn code_limits(&self, code: &str, day: Day) -> Vec<CodeLimit> {
        let Some(shelf) = self.masters().shelf(MasterKind::CountLimit) else { return Vec::new() };
        let prefix = format!("{code}\t");
        let held = shelf.beginning(&prefix).filter_map(|(_, versions)| versions.iter().rev().find(|v| v.holds(day)));
        held.filter_map(|v| {
            Some(CodeLimit {
                unit: v.row.column(4).parse().ok()?,
                unit_ja: v.row.column(5).to_owned(),
                most: v.row.column(6).parse().ok()?,
                exception: flag(v, 7),
            })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosai_masters::{Masters, Row, Shelf};
    use std::sync::Arc;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    fn book(kind: MasterKind, rows: &[(&str, &[&str])]) -> Catalogue {
        let mut shelf = Shelf::default();
        for (key, fields) in rows {
            let from = day("2024-06-01");
            let version = Version { from, to: Some(day("2025-12-31")), row: Row::new(fields.iter().copied()) };
            shelf.put(key, vec![version]);
        }
        let mut masters = Masters::default();
        masters.put(kind, shelf);
        Catalogue::builtin().expect("the book").with_masters(Arc::new(masters))
    }

    #[test]
    fn a_pair_is_found_from_either_side_while_it_holds() {
        let b = book(MasterKind::ExclusionDay, &[("111\t222", &["0", "111", "甲", "222", "乙", "1", "1"])]);
        let on = |first, second, at| b.exclusion(ExclusionPeriod::Day, first, second, day(at));
        assert_eq!(on("111", "222", "2025-10-01"), Some(Exclusion { kept: Kept::First, exception: true }));
        assert_eq!(on("222", "111", "2025-10-01"), Some(Exclusion { kept: Kept::Second, exception: true }));
        assert_eq!(on("222", "111", "2026-01-01"), None);
        assert_eq!(b.exclusion(ExclusionPeriod::Month, "111", "222", day("2025-10-01")), None);
        assert!(b.excludes_something(ExclusionPeriod::Day, "111") && !b.excludes_something(ExclusionPeriod::Day, "11"));
        assert!(b.has_electronic_table());
        assert!(!Catalogue::builtin().expect("the book").has_electronic_table());
    }

    #[test]
    fn groups_with_their_periods() {
        let b = book(MasterKind::Auxiliary, &[("111", &["0", "111", "甲", "2", "A000001", "05", "B000002", "0", "0"])]);
        let groups = b.inclusion_groups("111", day("2025-10-01"));
        assert_eq!(
            groups,
            [(InclusionPeriod::Month, "A000001".to_owned()), (InclusionPeriod::WeekBefore, "B000002".to_owned())]
        );
        let b = book(MasterKind::Inclusion, &[("A000001\t222", &["0", "A000001", "222", "乙", "1"])]);
        assert_eq!(b.inclusion("A000001", "222", day("2025-10-01")), Some(true));
        assert_eq!(b.inclusion("A000001", "223", day("2025-10-01")), None);
    }

    #[test]
    fn limits_by_unit() {
        let b = book(
            MasterKind::CountLimit,
            &[
                ("111\t121", &["0", "111", "甲", "121", "日", "1", "0"]),
                ("111\t131", &["0", "111", "甲", "131", "月", "4", "1"]),
                ("1112\t131", &["0", "1112", "乙", "131", "月", "9", "1"]),
            ],
        );
        let limits = b.code_limits("111", day("2025-10-01"));
        let said: Vec<_> = limits.iter().map(|l| (l.unit, l.unit_ja.as_str(), l.most, l.exception)).collect();
        assert_eq!(said, [(121, "日", 1, false), (131, "月", 4, true)]);
    }
}
