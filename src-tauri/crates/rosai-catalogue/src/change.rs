//! What moves between two days, and what is in force without an official text behind it.

use crate::book::Catalogue;
use rosai_document::{Cite, Standing, TableValue};
use rosai_domain::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A value in force on a day, of an item or of an act.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Item id, or code of the act.
    pub id: String,
    /// `item` or `act`.
    pub kind: &'static str,
    /// Official code, where there is one.
    pub code: String,
    /// The value, with its name, first day, citation and standing.
    pub value: Arc<TableValue>,
}

/// A value that differs between two days.
#[derive(Clone, Debug, PartialEq)]
pub struct FeeChange {
    /// Item id, or code of the act.
    pub id: String,
    /// `item` or `act`.
    pub kind: &'static str,
    /// Official code, where there is one.
    pub code: String,
    /// Name on the later of the two days on which it is in force.
    pub name: String,
    /// 円, 点, ％; nothing for a factor.
    pub unit: String,
    /// Amount on the first day; none: it is new.
    pub before: Option<Decimal>,
    /// Amount on the second day; none: it has ended.
    pub after: Option<Decimal>,
    /// Standing on the second day.
    pub standing: Option<Standing>,
    /// Citation of the value on the second day; of the end, where it is written.
    pub cite: Option<Cite>,
    /// First day of the value of the second day; of an end, the first day without it.
    pub from: Option<Day>,
}

impl Catalogue {
    /// What is in force on a day, in the order of the book: items as in the manual, then acts as in their files. An item
    /// that is entered as an act stands once, as item.
    pub fn in_force(&self, day: Day) -> Vec<InForce> {
        let one = |id: &Arc<str>| match self.items.get(&**id) {
            Some(item) => Some(InForce {
                id: item.id.clone(),
                kind: "item",
                code: item.code.clone().unwrap_or_default(),
                value: item.on(day)?.clone(),
            }),
            None => Some(InForce {
                id: id.to_string(),
                kind: "act",
                code: id.to_string(),
                value: self.act(id, day).ok()?.points.clone(),
            }),
        };
        self.order.iter().filter_map(one).collect()
    }

    /// What is in force on a day and neither official nor compared with a notice, in the order of the book.
    pub fn unofficial(&self, day: Day) -> Vec<InForce> {
        self.in_force(day).into_iter().filter(|v| !v.value.standing.is_settled()).collect()
    }

    /// What differs between two days: changed, new, ended; in the order of the book.
    pub fn diff(&self, a: Day, b: Day) -> Vec<FeeChange> {
        let value = |id: &Arc<str>, day| match self.items.get(&**id) {
            Some(item) => item.on(day).cloned(),
            None => self.act(id, day).ok().map(|row| row.points.clone()),
        };
        let change = |id: &Arc<str>| {
            let (before, after) = (value(id, a), value(id, b));
            if before.as_ref().map(|v| v.value) == after.as_ref().map(|v| v.value) {
                return None;
            }
            let shown = after.as_ref().or(before.as_ref())?;
            let item = self.items.get(&**id);
            let end = || self.end_of(id, a, b);
            Some(FeeChange {
                id: id.to_string(),
                kind: if item.is_some() { "item" } else { "act" },
                code: item.map_or(Some(id.to_string()), |i| i.code.clone()).unwrap_or_default(),
                name: shown.ja.to_string(),
                unit: shown.unit.to_string(),
                before: before.as_ref().map(|v| v.value),
                after: after.as_ref().map(|v| v.value),
                standing: after.as_ref().map(|v| v.standing),
                cite: after.as_ref().map(|v| v.cite.clone()).or_else(|| end()?.1),
                from: after.as_ref().map(|v| v.from).or_else(|| Some(end()?.0)),
            })
        };
        self.order.iter().filter_map(change).collect()
    }

    /// The first day between two days (in either order) on which something in force before is no more, and where that is
    /// written.
    fn end_of(&self, id: &Arc<str>, a: Day, b: Day) -> Option<(Day, Option<Cite>)> {
        if let Some(item) = self.items.get(&**id) {
            let (day, cite) = item.ended.clone()?;
            return (a < day && day <= b).then_some((day, Some(cite)));
        }
        let rows = self.acts.get(id)?;
        let ends = rows.iter().filter_map(|r| r.to).map(|to| to.plus_days(1));
        ends.filter(|end| a < *end && *end <= b).max().map(|day| (day, None))
    }
}
