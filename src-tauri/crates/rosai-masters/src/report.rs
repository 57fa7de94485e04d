//! What a load changes, for people.

use crate::kind::MasterKind;
use crate::layout::{column_ja, layout, name};
use crate::shelf::{Shelf, Version};
use rosai_domain::Day;
use std::collections::BTreeSet;

/// One key that is other than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its key on the shelf.
    pub key: String,
    /// Its name.
    pub name: String,
    /// First day of the version that is new or changed.
    pub from: Day,
    /// Its last day.
    pub to: Option<Day>,
    /// Column by column: name, before, after. Columns of the edition (公表順序, 旧点数 …) are left out.
    pub what: Vec<(String, String, String)>,
}

/// What a load changes on one shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Keys after it.
    pub keys: usize,
    /// Keys that hold on the day asked for.
    pub active: usize,
    /// Keys that were not there.
    pub new: Vec<Change>,
    /// Keys with a version whose content is other than before.
    pub changed: Vec<Change>,
    /// Keys that now have a last day.
    pub ended: Vec<Change>,
    /// Keys that are gone.
    pub withdrawn: Vec<Change>,
}

impl Report {
    /// Whether nothing people would read of changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.ended.is_empty() && self.withdrawn.is_empty()
    }
}

/// Compares a shelf before and after a load; `on` is the day of [`Report::active`], as a rule the edition.
pub fn report(kind: MasterKind, before: &Shelf, after: &Shelf, on: Day) -> Report {
    let mut report = Report { keys: after.len(), active: after.active(on), ..Report::default() };
    for (key, versions) in after.iter() {
        let old = before.versions(key);
        let Some(newest) = versions.last() else { continue };
        if old.is_empty() {
            report.new.push(change(kind, key, newest, Vec::new()));
            continue;
        }
        if old == versions {
            continue;
        }
        let earlier_days: BTreeSet<Day> = old.iter().map(|v| v.from).collect();
        for (n, version) in versions.iter().enumerate() {
            // What stood on that day before; for a version of a new day, what stands before it now.
            let compared = if earlier_days.contains(&version.from) {
                old.iter().find(|v| v.from == version.from)
            } else {
                n.checked_sub(1).and_then(|n| versions.get(n)).or(old.first())
            };
            let what = compared.map(|c| differences(kind, c, version)).unwrap_or_default();
            if !what.is_empty() {
                report.changed.push(change(kind, key, version, what));
            }
        }
        let ended_before = old.last().and_then(|v| v.to);
        if newest.to.is_some() && newest.to != ended_before {
            report.ended.push(change(kind, key, newest, Vec::new()));
        }
    }
    for (key, versions) in before.iter() {
        if let (true, Some(newest)) = (after.versions(key).is_empty(), versions.last()) {
            report.withdrawn.push(change(kind, key, newest, Vec::new()));
        }
    }
    report
}

fn change(kind: MasterKind, key: &str, version: &Version, what: Vec<(String, String, String)>) -> Change {
    let name = name(kind, &version.row.columns());
    Change { key: key.to_owned(), name, from: version.from, to: version.to, what }
}

fn differences(kind: MasterKind, before: &Version, after: &Version) -> Vec<(String, String, String)> {
    let edition = layout(kind).edition;
    let (one, other) = (before.row.columns(), after.row.columns());
    let at = |fields: &[&str], n: usize| fields.get(n - 1).map_or_else(String::new, |f| (*f).to_owned());
    (1..=one.len().max(other.len()))
        .filter(|n| !edition.contains(n))
        .map(|n| (n, at(&one, n), at(&other, n)))
        .filter(|(_, before, after)| !same(before, after))
        .map(|(n, before, after)| (column_ja(kind, n), before, after))
        .collect()
}

/// Whether two values mean the same: a column a new layout added has its default (`0`, `000`, empty), and the width of a
/// number is no change.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let nothing = |v: &str| v.bytes().all(|b| matches!(b, b'0' | b'.'));
    let digits = |v: &str| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit());
    one == other
        || (nothing(one) && nothing(other))
        || (digits(one) && digits(other) && one.trim_start_matches('0') == other.trim_start_matches('0'))
}
