//! Files → shelf: what every key meant from which day to which (`spec/masters.md` §2).
//!
//! Files are laid on the shelf in the order of their editions, whatever the order of loading; a whole file comes before
//! the updates of its day (laying an update twice changes nothing). What a file says, and what is done:
//!
//! - **complete row** with first day D (変更年月日; 電子点数表 新設年月日) and last day T: a version from D. The one before
//!   ends the day before, one of the same D is replaced, later ones stay.
//! - **sparse 5 / 2**: laid over the version in force at D; an empty column is *unchanged*. Without D, or with the D the
//!   version already has, it mends that version. Later versions take a changed column over where it was the same as in
//!   the version laid upon. A key nobody has seen waits.
//! - **9**: the last day of the version in force then; versions that would begin later never do.
//! - **1** in an update: the key goes, as if it had never been. In a whole file every row is loaded whatever its mark.
//! - **a key a later whole file no longer has**, still open: it ends the day before the latest 変更年月日 of that file
//!   (abolished codes leave at the next edition, and `t_ALL20240315` speaks of 2024-06-01: ending them on 2024-03-14
//!   would take codes away from three months). Where an earlier whole file already reached that day, the file's
//!   edition is all that is known. A later exact 9 wins.
//! - **電子点数表**: its rows have no 変更年月日. A row that differs from the edition before, under the same 新設年月日, holds
//!   from the latest 新設年月日 of its file on, not back to the beginning.
//! - **傷病名・修飾語**: the first version reaches back to its 収載年月日, or without one to the beginning: the mark 変更
//!   is of codes and readings, and an old case keeps its name.

use crate::kind::MasterKind;
use crate::layout::{Layout, key, layout};
use crate::read::{MasterFile, day};
use crate::report::same;
use crate::row::Row;
use crate::shelf::{Shelf, Version};
use rosai_domain::Day;
use std::collections::BTreeMap;

/// What came of folding files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The rows by key and day.
    pub shelf: Shelf,
    /// Sparse rows without a row to lay them on: edition and key. The whole file they belong to is not loaded.
    pub waiting: Vec<(Day, String)>,
}

/// Before every day a master speaks of.
fn beginning() -> Day {
    Day::new(1900, 1, 1).expect("a real day")
}

/// A key while files are laid on it.
struct Entry {
    versions: Vec<Version>,
    /// The number of the file that had it last.
    seen: usize,
    /// Whether its last day is exact, or only what its absence tells.
    absent: bool,
}

/// Folds files of one kind (others are left aside). The order they are given in does not matter.
pub fn fold<'a>(kind: MasterKind, files: impl IntoIterator<Item = &'a MasterFile>) -> Folded {
    let mut files: Vec<&MasterFile> = files.into_iter().filter(|f| f.kind == kind).collect();
    files.sort_by(|a, b| {
        let rank = |f: &MasterFile| (f.edition, u8::from(!f.whole) + u8::from(!f.whole && !f.former));
        let rows = |f: &'a MasterFile| f.rows.iter().map(Row::text);
        rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| rows(a).cmp(rows(b)))
    });
    let mut table = Table { kind, layout: layout(kind), entries: BTreeMap::new(), waiting: Vec::new() };
    let mut reached: Option<Day> = None;
    for (n, file) in files.into_iter().enumerate() {
        let days = days(file, table.layout);
        table.lay_file(n, file, &days);
        if file.whole {
            let known = days.latest.filter(|latest| reached.is_none_or(|before| *latest > before));
            table.end_absent(n, known.unwrap_or(file.edition), file.edition);
            table.waiting.clear();
            reached = reached.max(days.latest);
        }
    }
    table.finish()
}

/// The days the complete rows of a file speak of.
struct Days {
    /// Latest first day of a row that is not abolished.
    latest: Option<Day>,
    /// Earliest first day.
    earliest: Option<Day>,
}

fn days(file: &MasterFile, layout: &Layout) -> Days {
    let mut days = Days { latest: None, earliest: None };
    for row in &file.rows {
        let fields: Vec<&str> = row.columns();
        let Some(first) = first_day(&fields, layout) else { continue };
        if fields.first() != Some(&"9") {
            days.latest = days.latest.max(Some(first));
        }
        days.earliest = Some(days.earliest.map_or(first, |e| e.min(first)));
    }
    days
}

fn field<'a>(fields: &[&'a str], number: usize) -> &'a str {
    fields.get(number - 1).copied().unwrap_or_default()
}

/// The day from which a row holds, where it says one.
fn first_day(fields: &[&str], layout: &Layout) -> Option<Day> {
    day(field(fields, layout.changed)).or_else(|| day(field(fields, layout.listed?)))
}

struct Table {
    kind: MasterKind,
    layout: &'static Layout,
    entries: BTreeMap<Box<str>, Entry>,
    waiting: Vec<(Day, String)>,
}

impl Table {
    fn lay_file(&mut self, n: usize, file: &MasterFile, days: &Days) {
        for row in &file.rows {
            let fields = row.columns();
            let key = key(self.kind, &fields);
            let mark = field(&fields, 1);
            let complete = !self.layout.columns.iter().any(|c| c.must && field(&fields, c.number).is_empty());
            if complete {
                self.waiting.retain(|(_, waits)| *waits != key);
            }
            if mark == "1" && !file.whole {
                self.entries.remove(key.as_str());
            } else if complete {
                self.lay_complete(n, &key, row, &fields, days);
            } else {
                self.lay_sparse(n, key, row, &fields, file.edition);
            }
        }
    }

    fn lay_complete(&mut self, n: usize, key: &str, row: &Row, fields: &[&str], days: &Days) {
        let layout = self.layout;
        let first = first_day(fields, layout).unwrap_or_else(beginning);
        let last = day(field(fields, layout.last));
        let entry = self.entries.entry(key.into()).or_insert_with(|| Entry {
            versions: Vec::with_capacity(1),
            seen: n,
            absent: false,
        });
        entry.seen = n;
        entry.absent = false;
        let versions = &mut entry.versions;
        if let Some(last) = last
            && last < first
        {
            // A row marked 9 whose 変更年月日 is the day after its last one (C): its content is older than that.
            if let Some(version) = end(versions, last) {
                version.row = row.clone();
            } else if versions.is_empty() {
                let from = days.earliest.unwrap_or(last).min(last);
                versions.push(Version { from, to: Some(last), row: row.clone() });
            }
            return;
        }
        let mut from = first;
        if self.kind >= MasterKind::Auxiliary
            && let Some(newest) = versions.last_mut()
            && first <= newest.from
        {
            if same_content(layout, &newest.row, row) {
                newest.row = row.clone();
                newest.to = last;
                return;
            }
            from = days.latest.map_or(newest.from, |latest| latest.max(newest.from));
        }
        lay(versions, Version { from, to: last, row: row.clone() });
    }

    fn lay_sparse(&mut self, n: usize, key: String, row: &Row, fields: &[&str], edition: Day) {
        let layout = self.layout;
        let Some(entry) = self.entries.get_mut(key.as_str()).filter(|e| !e.versions.is_empty()) else {
            self.waiting.push((edition, key));
            return;
        };
        entry.seen = n;
        let last = day(field(fields, layout.last));
        if field(fields, 1) == "9" {
            let last = last.unwrap_or(edition);
            entry.absent = false;
            if let Some(version) = end(&mut entry.versions, last) {
                version.row = version.row.overlaid(row);
            }
            if entry.versions.is_empty() {
                self.entries.remove(key.as_str());
            }
            return;
        }
        let versions = &mut entry.versions;
        let newest = versions.len() - 1;
        let at = match first_day(fields, layout) {
            None => newest,
            Some(from) => versions.iter().rposition(|v| v.from <= from).unwrap_or(0),
        };
        let Some(base) = versions.get(at).cloned() else { return };
        let mut laid = base.row.overlaid(row);
        let from = first_day(fields, layout).filter(|from| *from > base.from && base.to.is_none_or(|to| *from <= to));
        // Later versions take over what was the same until now.
        for later in versions.iter_mut().skip(at + 1) {
            later.row = later.row.mended(&base.row, &laid);
        }
        let reopened = field(fields, 1) == "2" || entry.absent;
        let to = match (last, reopened) {
            (Some(last), _) => Some(last),
            (None, true) => None,
            (None, false) => base.to,
        };
        if to.is_none() && base.to.is_some() {
            laid = laid.with(layout.last, "99999999");
            entry.absent = false;
        }
        match (from, versions.get_mut(at)) {
            (Some(from), _) => lay(versions, Version { from, to, row: laid }),
            (None, Some(version)) => {
                version.row = laid;
                version.to = to;
            }
            (None, None) => {}
        }
    }

    /// Ends what the whole file `n` no longer has the day before `known`.
    fn end_absent(&mut self, n: usize, known: Day, edition: Day) {
        let never = known.max(edition);
        self.entries.retain(|_, entry| {
            if entry.seen == n {
                return true;
            }
            while entry.versions.last().is_some_and(|v| v.from >= never && v.to.is_none()) {
                entry.versions.pop(); // announced, and gone before its day
                if let Some(before) = entry.versions.last_mut() {
                    before.to = None;
                }
            }
            if let Some(newest) = entry.versions.last_mut()
                && newest.to.is_none()
            {
                let day = if newest.from < known { known } else { never };
                newest.to = Some(day.plus_days(-1));
                entry.absent = true;
            }
            !entry.versions.is_empty()
        });
    }

    fn finish(self) -> Folded {
        let listed = self.layout.listed;
        let entries = self.entries.into_iter().map(|(key, mut entry)| {
            if let (Some(listed), Some(first)) = (listed, entry.versions.first_mut()) {
                first.from = first.from.min(day(first.row.column(listed)).unwrap_or_else(beginning));
            }
            (key, entry.versions)
        });
        let mut waiting = self.waiting;
        waiting.sort();
        waiting.dedup();
        Folded { shelf: Shelf::of(entries), waiting }
    }
}

/// Whether two rows say the same, the columns of the edition aside.
fn same_content(layout: &Layout, one: &Row, other: &Row) -> bool {
    let (one, other) = (one.columns(), other.columns());
    (1..=one.len().max(other.len()))
        .filter(|n| !layout.edition.contains(n))
        .all(|n| same(field(&one, n), field(&other, n)))
}

/// Puts a version on its day: the one before ends the day before, one of the same day is replaced, later ones stay.
fn lay(versions: &mut Vec<Version>, mut version: Version) {
    versions.retain(|v| v.from != version.from);
    let at = versions.partition_point(|v| v.from < version.from);
    let eve = version.from.plus_days(-1);
    if let Some(before) = at.checked_sub(1).and_then(|n| versions.get_mut(n))
        && before.to.is_none_or(|to| to > eve)
    {
        before.to = Some(eve);
    }
    if let Some(later) = versions.get(at) {
        let eve = later.from.plus_days(-1);
        version.to = Some(version.to.map_or(eve, |to| to.min(eve)));
    }
    versions.insert(at, version);
}

/// Ends the versions on a day and gives the one that holds then. Versions that would begin later go.
fn end(versions: &mut Vec<Version>, last: Day) -> Option<&mut Version> {
    versions.retain(|v| v.from <= last);
    let version = versions.last_mut()?;
    version.to = Some(last);
    Some(version)
}
