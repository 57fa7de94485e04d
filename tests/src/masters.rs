//! Master files written by us in the official layouts (the layouts are `spec/masters.md` §§3–4), and sending them.

use crate::desk::Office;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rosai_api::ApiError;
use rosai_api::wire::*;
use serde_json::json;

/// A line of so many columns with these filled; numbers are the official 項番.
pub fn line(columns: usize, filled: &[(usize, &str)]) -> String {
    let cell = |n| filled.iter().rev().find(|(column, _)| *column == n).map_or("", |(_, value)| *value);
    (1..=columns).map(|n| format!("\"{}\"", cell(n))).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A complete row of 医科診療行為 (150 columns), with these laid over it.
pub fn act(code: &str, name: &str, points: &str, from: &str, over: &[(usize, &str)]) -> String {
    let usual = [
        (1, "0"),
        (2, "S"),
        (3, code),
        (5, name),
        (11, "3"),
        (12, points),
        (13, "0"),
        (15, "400"),
        (66, "400"),
        (68, "1"),
        (87, from),
        (88, "99999999"),
        (113, name),
    ];
    line(150, &[&usual, over].concat())
}

/// A sparse row of an update of 医科診療行為: only these columns.
pub fn sparse_act(mark: &str, code: &str, filled: &[(usize, &str)]) -> String {
    line(150, &[&[(1, mark), (2, "S"), (3, code)], filled].concat())
}

/// Three acts as of 2024-06-01: 創傷処置 52点 and 60点, 消炎鎮痛等処置 35点.
pub fn whole_acts() -> String {
    [
        act("140000610", "創傷処置（１００ｃｍ２未満）", "52.00", "20240601", &[]),
        act("140000710", "創傷処置（１００ｃｍ２以上５００ｃｍ２未満）", "60.00", "20240601", &[]),
        act("140002210", "消炎鎮痛等処置（湿布処置）", "35.00", "20240601", &[]),
    ]
    .concat()
}

/// An update of 2025-10: 創傷処置 54点 from the first, 湿布 ends, one new act.
pub fn update_acts() -> String {
    [
        sparse_act("5", "140000610", &[(12, "54.00"), (87, "20251001")]),
        sparse_act("9", "140002210", &[(87, "20251001"), (88, "20250930")]),
        act("140099910", "試験用処置", "100.00", "20251001", &[(1, "3")]),
    ]
    .concat()
}

/// Sends bytes in pieces of so many; the id, or why not.
pub fn send(office: &mut Office, name: &str, bytes: &[u8], piece: usize) -> Result<u32, ApiError> {
    let begun = office.call("begin_master", json!({ "name": name, "size": bytes.len() }))?;
    let id = begun["id"].as_u64().and_then(|id| u32::try_from(id).ok()).expect("an id");
    for part in bytes.chunks(piece) {
        office.call("put_master_chunk", json!({ "id": id, "base64": BASE64_STANDARD.encode(part) }))?;
    }
    Ok(id)
}

/// Sends and reads a file.
#[track_caller]
pub fn read(office: &mut Office, name: &str, bytes: &[u8]) -> MasterRead {
    let id = send(office, name, bytes, 1 << 20).unwrap_or_else(|e| panic!("{e}"));
    office.ask("read_master", json!({ "id": id }))
}

/// Sends, reads and keeps a file that is right.
#[track_caller]
pub fn load(office: &mut Office, name: &str, bytes: &[u8]) -> MasterKept {
    let read = read(office, name, bytes);
    for member in &read.members {
        assert_eq!(member.state, "ready", "{}: {:?}", member.message, member.rejected);
    }
    office.ask("keep_master", json!({ "id": read.id }))
}
