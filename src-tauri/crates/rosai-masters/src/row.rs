//! One row of a master, as its file has it.

use std::sync::Arc;

/// Stands between two fields; no field holds it (the reader refuses control characters).
const BETWEEN: char = '\t';

/// The fields of one row. Columns are the official 項番, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(Arc<str>);

impl Row {
    /// A row of these fields; empty ones at the end are left away.
    pub fn new<'a>(fields: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        for (n, field) in fields.into_iter().enumerate() {
            if n > 0 {
                text.push(BETWEEN);
            }
            text.push_str(field);
        }
        Self::kept(&text)
    }

    /// A row in the one text it is kept in ([`Row::text`]).
    pub fn kept(text: &str) -> Self {
        Self(text.trim_end_matches(BETWEEN).into())
    }

    /// The one text it is kept in.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// A column; empty where the row has none.
    pub fn column(&self, number: usize) -> &str {
        self.0.split(BETWEEN).nth(number - 1).unwrap_or_default()
    }

    /// Every column; index 0 is column 1. Shorter than the layout where the last ones are empty.
    pub fn columns(&self) -> Vec<&str> {
        self.0.split(BETWEEN).collect()
    }

    /// This row with the filled columns of a sparse one laid over it. 変更区分 goes with it; an empty column changes
    /// nothing (masters.md §2).
    pub(crate) fn overlaid(&self, sparse: &Row) -> Row {
        let (own, over) = (self.columns(), sparse.columns());
        Row::new((0..own.len().max(over.len())).map(|n| {
            let new = over.get(n).copied().unwrap_or_default();
            if new.is_empty() { own.get(n).copied().unwrap_or_default() } else { new }
        }))
    }

    /// This row with the columns that are other in `after` than in `before`, where it has them as `before`.
    pub(crate) fn mended(&self, before: &Row, after: &Row) -> Row {
        let (own, before, after) = (self.columns(), before.columns(), after.columns());
        let at = |fields: &[&'_ str], n: usize| fields.get(n).map_or_else(String::new, |f| (*f).to_owned());
        let fields: Vec<String> = (0..own.len().max(after.len()))
            .map(|n| {
                let (mine, old, new) = (at(&own, n), at(&before, n), at(&after, n));
                if mine == old { new } else { mine }
            })
            .collect();
        Row::new(fields.iter().map(String::as_str))
    }

    /// This row with another value in one column.
    pub(crate) fn with(&self, number: usize, value: &str) -> Row {
        let mut fields = self.columns();
        fields.resize(fields.len().max(number), "");
        if let Some(field) = fields.get_mut(number - 1) {
            *field = value;
        }
        Row::new(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_from_one() {
        let row = Row::new(["0", "S", "111000110", "", ""]);
        assert_eq!((row.column(1), row.column(3), row.column(4), row.column(150)), ("0", "111000110", "", ""));
        assert_eq!(row.columns(), ["0", "S", "111000110"]);
        assert_eq!(Row::kept(row.text()), row);
    }
}
