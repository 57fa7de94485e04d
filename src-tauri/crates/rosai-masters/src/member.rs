//! What a person hands over: one file as it is, or a zip with several. Everything is counted while it comes in, so
//! that nothing that only looks small can fill the memory.

use crate::refused::Refused;
use encoding_rs::SHIFT_JIS;
use std::io::{Cursor, Read};

/// One file, not yet read.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name without folders.
    pub name: String,
    /// The zip it came in.
    pub archive: Option<String>,
    /// Its bytes. Of a file that begins like no master only the first block is kept; [`crate::read`] refuses it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Member({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// How much is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files in one zip.
    pub members: usize,
    /// Bytes of one file as it is read, and of a zip as it is handed over.
    pub file: u64,
    /// Bytes of all files of a zip together, inflated.
    pub total: u64,
    /// How many times larger than packed a file may become (real masters: up to about 30; a bomb: up to 1,032).
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { members: 64, file: 400 << 20, total: 800 << 20, ratio: 200 }
    }
}

/// What is read at a time, and looked at before more is read.
const BLOCK: usize = 64 << 10;

/// Whether a file that begins so can be a master or a zip of them. For a page that sends a large file in pieces: ask
/// with the first one.
pub fn begins_like_a_master(name: &str, first: &[u8]) -> Result<(), Refused> {
    let first = first.get(..BLOCK).unwrap_or(first);
    if first.is_empty() {
        return Err(Refused::whole(format!("{name} は空のファイルです。配布元からもう一度ダウンロードしてください。")));
    }
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        return Ok(());
    }
    if looks_like_rows(first) { Ok(()) } else { Err(no_master(name)) }
}

pub(crate) fn no_master(name: &str) -> Refused {
    Refused::whole(format!(
        "{name} はマスターファイルではありません。支払基金・厚生労働省が配布する csv（txt）か、その zip をそのまま選んでください。"
    ))
}

/// No control character but line ends, and a comma in the first line.
fn looks_like_rows(first: &[u8]) -> bool {
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    let line = text.split(|b| *b == b'\n').next().unwrap_or_default();
    line.len() < 32 << 10
        && line.contains(&b',')
        && !text.iter().any(|b| *b < 0x20 && !matches!(b, b'\r' | b'\n' | b'\t'))
}

/// The files of what was handed over: a csv or txt as it is, or every file of a zip. A file of zeros is refused at its
/// first block, a zip that swells beyond the limits while it swells.
pub fn members(name: &str, mut input: impl Read, limits: Limits) -> Result<Vec<Member>, Refused> {
    let name = plain(name);
    let unreadable =
        |e: std::io::Error| Refused::whole(format!("{name} を読み取れません（{e}）。もう一度選んでください。"));
    let mut bytes = Vec::new();
    input.by_ref().take(BLOCK as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    begins_like_a_master(&name, &bytes)?;
    let zip = bytes.starts_with(b"PK");
    input.take((limits.file + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limits.file {
        return Err(too_large(&name, limits.file));
    }
    if zip { unzip(&name, &bytes, limits) } else { Ok(vec![Member { name, archive: None, bytes }]) }
}

fn too_large(name: &str, limit: u64) -> Refused {
    Refused::whole(format!(
        "{name} が大きすぎます（{}MB まで）。マスターファイルかどうか確かめてください。",
        limit >> 20
    ))
}

fn broken_zip(name: &str) -> Refused {
    Refused::whole(format!(
        "{name} は zip として開けません（壊れているか、途中で切れています）。配布元からもう一度ダウンロードしてください。"
    ))
}

fn unzip(name: &str, bytes: &[u8], limits: Limits) -> Result<Vec<Member>, Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken_zip(name))?;
    let mut members = Vec::new();
    let mut total: u64 = 0;
    if archive.len() > limits.members * 4 {
        return Err(too_many(name, limits));
    }
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => Refused::whole(
                format!("{name} はパスワード付きか、対応していない圧縮の zip です。解凍した csv を選んでください。"),
            ),
            _ => broken_zip(name),
        })?;
        let full = file_name(file.name_raw());
        if file.is_dir() || full.split('/').any(|part| part == "__MACOSX") {
            continue;
        }
        let own = plain(&full);
        if own.is_empty() || own.starts_with('.') {
            continue;
        }
        if members.len() == limits.members {
            return Err(too_many(name, limits));
        }
        let packed = file.compressed_size();
        let mut inflated: Vec<u8> = Vec::new();
        loop {
            let before = inflated.len();
            file.by_ref().take(BLOCK as u64).read_to_end(&mut inflated).map_err(|_| broken_zip(name))?;
            let grown = inflated.len() - before;
            if grown == 0 {
                break;
            }
            if before == 0 {
                if inflated.starts_with(b"PK\x03\x04") {
                    return Err(Refused::whole(format!(
                        "{name} の中にさらに zip（{own}）があります。解凍して、中の zip か csv を選んでください。"
                    )));
                }
                if !looks_like_rows(&inflated) {
                    break; // a document among them: its first block is enough to refuse it by name
                }
            }
            total += grown as u64;
            let size = inflated.len() as u64;
            if size > limits.file || total > limits.total {
                return Err(too_large(&own, limits.file.min(limits.total)));
            }
            if size > 1 << 20 && size / limits.ratio > packed {
                return Err(Refused::whole(format!(
                    "{name} の {own} は、解凍すると異常に大きくなるので読み込みません。配布元からもう一度ダウンロードしてください。"
                )));
            }
        }
        members.push(Member { name: own, archive: Some(name.to_owned()), bytes: inflated });
    }
    if members.is_empty() {
        return Err(Refused::whole(format!("{name} の中にファイルがありません。選んだ zip を確かめてください。")));
    }
    Ok(members)
}

fn too_many(name: &str, limits: Limits) -> Refused {
    Refused::whole(format!(
        "{name} の中のファイルが多すぎます（{}個まで）。マスターの zip かどうか確かめてください。",
        limits.members
    ))
}

/// A name in a zip: UTF-8, else CP932 as Windows writes it.
fn file_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling(raw).0.into_owned(),
    }
    .replace('\\', "/")
}

/// The name without folders and control characters, short enough for a sentence.
fn plain(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    own.chars().filter(|c| !c.is_control()).take(120).collect()
}
