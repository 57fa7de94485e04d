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
