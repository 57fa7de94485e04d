//! Files and shelves as small texts for the database: one canonical text, deflated.

use crate::kind::MasterKind;
use crate::read::MasterFile;
use crate::row::Row;
use crate::shelf::{Shelf, Version};
use rosai_domain::Day;
use std::fmt::Write;

/// First line of a packed file.
const FILE: &str = "rosai-master-file 1";
/// First line of a packed shelf.
const SHELF: &str = "rosai-master-shelf 1";
/// Stands between the parts of a line; no value holds a control character.
const BETWEEN: char = '\u{1f}';
/// More than all masters together ever were; a damaged database must not fill the memory.
const MOST: usize = 1 << 30;

fn deflate(text: &str) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 2)
}

fn inflate(packed: &[u8]) -> Result<String, String> {
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, MOST)
        .map_err(|_| "保存されたマスターが壊れています。マスターを読み込み直してください。".to_owned())?;
    String::from_utf8(bytes).map_err(|_| damaged())
}

fn damaged() -> String {
    "保存されたマスターが壊れています。マスターを読み込み直してください。".to_owned()
}

impl MasterFile {
    /// The file as bytes for the database.
    pub fn pack(&self) -> Vec<u8> {
        let extent = match (self.whole, self.former) {
            (true, _) => "whole",
            (false, true) => "former",
            (false, false) => "update",
        };
        let mut text = String::with_capacity(self.rows.iter().map(|r| r.text().len() + 1).sum::<usize>() + 200);
        let _ = writeln!(text, "{FILE}\n{}\n{extent}\n{}\n{}", self.kind.id(), self.edition, self.name);
        for row in &self.rows {
            text.push_str(row.text());
            text.push('\n');
        }
        deflate(&text)
    }

    /// The file of [`MasterFile::pack`]; one sentence where the bytes are none.
    pub fn unpack(packed: &[u8]) -> Result<MasterFile, String> {
        let text = inflate(packed)?;
        let mut lines = text.split_terminator('\n');
        let mut next = || lines.next().ok_or_else(damaged);
        if next()? != FILE {
            return Err(damaged());
        }
        let kind = MasterKind::by_id(next()?).ok_or_else(damaged)?;
        let (whole, former) = match next()? {
            "whole" => (true, false),
            "former" => (false, true),
            "update" => (false, false),
            _ => return Err(damaged()),
        };
        let edition = iso(next()?)?;
        let name = next()?.to_owned();
        let rows = lines.map(Row::kept).collect();
        Ok(MasterFile { kind, former, whole, edition, name, rows })
    }
}

impl Shelf {
    /// The shelf as bytes for the database.
    pub fn pack(&self) -> Vec<u8> {
        let mut text = format!("{SHELF}\n");
        for (key, versions) in self.iter() {
            for version in versions {
                let _ = write!(text, "{key}{BETWEEN}{}{BETWEEN}", version.from);
                if let Some(to) = version.to {
                    let _ = write!(text, "{to}");
                }
                let _ = writeln!(text, "{BETWEEN}{}", version.row.text());
            }
        }
        deflate(&text)
    }

    /// The shelf of [`Shelf::pack`]; one sentence where the bytes are none.
    pub fn unpack(packed: &[u8]) -> Result<Shelf, String> {
        let text = inflate(packed)?;
        let mut lines = text.split_terminator('\n');
        if lines.next() != Some(SHELF) {
            return Err(damaged());
        }
        let mut entries: Vec<(Box<str>, Vec<Version>)> = Vec::new();
        for line in lines {
            let mut parts = line.splitn(4, BETWEEN);
            let mut next = || parts.next().ok_or_else(damaged);
            let (key, from, to, row) = (next()?, iso(next()?)?, next()?, next()?);
            let to = if to.is_empty() { None } else { Some(iso(to)?) };
            let version = Version { from, to, row: Row::kept(row) };
            match entries.last_mut() {
                Some((last, versions)) if **last == *key => versions.push(version),
                _ => entries.push((key.into(), vec![version])),
            }
        }
        Ok(Shelf::of(entries))
    }
}

/// `2024-06-01`.
fn iso(text: &str) -> Result<Day, String> {
    let mut parts = text.splitn(3, '-');
    let mut number = || parts.next().and_then(|p| p.parse::<u32>().ok()).ok_or_else(damaged);
    let (y, m, d) = (number()?, number()?, number()?);
    i32::try_from(y).ok().and_then(|y| Day::new(y, m, d)).ok_or_else(damaged)
}
