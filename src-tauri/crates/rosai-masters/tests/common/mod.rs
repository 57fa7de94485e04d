//! Rows written by us, in the official layouts.
#![allow(dead_code)] // every test uses what it needs

use rosai_domain::Day;
use rosai_masters::{MasterFile, Member, Refused, read};
use std::ops::ControlFlow;

/// A day.
pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// A line as the official files have it: every value in quotes, CRLF.
pub fn line<S: AsRef<str>>(fields: &[S]) -> String {
    let quoted: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.as_ref())).collect();
    format!("{}\r\n", quoted.join(","))
}

/// A row with the columns named (項番, from 1) and `rest` in all others.
pub fn row(columns: usize, rest: &str, filled: &[(usize, &str)]) -> Vec<String> {
    let mut fields = vec![rest.to_owned(); columns];
    for (n, value) in filled {
        fields[n - 1] = (*value).to_owned();
    }
    fields
}

/// A complete T row (38 columns).
pub fn material(mark: &str, code: &str, name: &str, price: &str, from: &str, to: &str) -> Vec<String> {
    row(
        38,
        "0",
        &[
            (1, mark),
            (2, "T"),
            (3, code),
            (5, name),
            (7, ""),
            (10, "枚"),
            (12, price),
            (25, ""),
            (28, from),
            (29, "00000000"),
            (30, to),
            (34, ""),
            (35, ""),
            (36, ""),
            (37, name),
            (38, "000"),
        ],
    )
}

/// A sparse T row: only what changed.
pub fn sparse(mark: &str, code: &str, filled: &[(usize, &str)]) -> Vec<String> {
    let mut fields = row(38, "", filled);
    fields[0] = mark.to_owned();
    fields[1] = "T".to_owned();
    fields[2] = code.to_owned();
    fields
}

/// A file of these rows.
pub fn member(name: &str, rows: &[Vec<String>]) -> Member {
    let text: String = rows.iter().map(|r| line(r)).collect();
    Member { name: name.to_owned(), archive: None, bytes: text.into_bytes() }
}

/// Reads it.
pub fn file(name: &str, rows: &[Vec<String>]) -> MasterFile {
    try_file(name, rows).unwrap_or_else(|e| panic!("{name}: {e} {:?}", e.rejected))
}

/// Reads it or says why not.
pub fn try_file(name: &str, rows: &[Vec<String>]) -> Result<MasterFile, Refused> {
    read(&member(name, rows), None, &mut |_| ControlFlow::Continue(()))
}
