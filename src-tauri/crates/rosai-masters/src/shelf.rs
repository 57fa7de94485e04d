//! Rows by key and by day.

use crate::kind::MasterKind;
use crate::row::Row;
use rosai_domain::Day;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a key meant from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// First day.
    pub from: Day,
    /// Last day; none: still in force.
    pub to: Option<Day>,
    /// The row.
    pub row: Row,
}

impl Version {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The rows of one kind. Keys: S R Y T U B Z E01 the code; C D the nine digits of the comment code; E02 E04
/// `group⇥code`; E03 `code①⇥code②`; E05 `code⇥unit`; CK `act⇥記載要領⇥項番⇥区分⇥枝番⇥comment⇥state`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    entries: BTreeMap<Box<str>, Vec<Version>>,
}

impl Shelf {
    /// A shelf of these keys, each with its versions in order of their days.
    pub(crate) fn of(entries: impl IntoIterator<Item = (Box<str>, Vec<Version>)>) -> Self {
        Self { entries: entries.into_iter().collect() }
    }

    /// Puts the versions of a key, in order of their days, in the place of what stood there.
    pub fn put(&mut self, key: &str, versions: Vec<Version>) {
        if versions.is_empty() {
            self.entries.remove(key);
        } else {
            self.entries.insert(key.into(), versions);
        }
    }

    /// The versions of a key, in order of their days.
    pub fn versions(&self, key: &str) -> &[Version] {
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }

    /// What a key means on a day.
    pub fn on(&self, key: &str, day: Day) -> Option<&Version> {
        self.versions(key).iter().rev().find(|v| v.holds(day))
    }

    /// Every key with its versions, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Version])> {
        self.entries.iter().map(|(key, versions)| (&**key, versions.as_slice()))
    }

    /// The keys that begin so, in order.
    pub fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a [Version])> {
        let from = self.entries.range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded));
        from.take_while(move |(key, _)| key.starts_with(prefix)).map(|(key, v)| (&**key, v.as_slice()))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many keys mean something on a day.
    pub fn active(&self, day: Day) -> usize {
        self.entries.values().filter(|v| v.iter().any(|v| v.holds(day))).count()
    }
}

/// Every shelf the clinic has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masters {
    // Shared: a load changes one of them, and the book over the others is built anew.
    shelves: BTreeMap<MasterKind, Arc<Shelf>>,
}

impl Masters {
    /// Puts a shelf in the place of the one of its kind.
    pub fn put(&mut self, kind: MasterKind, shelf: Shelf) {
        if shelf.is_empty() {
            self.shelves.remove(&kind);
        } else {
            self.shelves.insert(kind, Arc::new(shelf));
        }
    }

    /// The shelf of a kind, where one is loaded.
    pub fn shelf(&self, kind: MasterKind) -> Option<&Shelf> {
        self.shelves.get(&kind).map(Arc::as_ref)
    }

    /// Whether nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.shelves.is_empty()
    }

    /// What a key of a kind means on a day.
    pub fn on(&self, kind: MasterKind, key: &str, day: Day) -> Option<&Version> {
        self.shelf(kind)?.on(key, day)
    }
}
