//! The book as it stood on one day, for every day: what another edition would say.

use crate::Catalogue;
use rosai_domain::Day;
use std::sync::Arc;

impl Catalogue {
    /// The same book with the values of one day throughout. A day outside the book is refused.
    pub fn as_on(&self, day: Day) -> Result<Catalogue, String> {
        let edition = self.edition();
        if day < edition.from || edition.to < day {
            let (from, to) = (edition.from.ja(), edition.to.ja());
            return Err(format!("{}の値はこの料金表（{from}〜{to}）にありません。", day.ja()));
        }
        let mut out = self.clone();
        for item in out.items.values_mut() {
            let value = item.on(day).cloned();
            item.values.retain(|(_, _, v)| value.as_ref() == Some(v));
            for (from, _, _) in &mut item.values {
                *from = edition.from;
            }
            (item.begun, item.ended) = (None, None);
        }
        for rows in out.acts.values_mut() {
            rows.retain(|row| row.in_force(day));
            for row in rows {
                let row = Arc::make_mut(row);
                (row.from, row.to) = (edition.from, None);
            }
        }
        Ok(out)
    }
}
