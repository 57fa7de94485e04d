//! What the tests share: a file in a folder of its own, and one worker with one case in it.
#![allow(dead_code)] // each test file uses its part

use rosai_store::{CaseWrite, Change, EmployerWrite, Intake, IntakeIds, Store, WorkerWrite};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "ひらけごま2025";
pub const MONTH: &str = "2025-10";

/// A folder and the path of a file in it.
pub fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clinic.rosai");
    (folder, path)
}

pub fn change(summary: &str) -> Change<'_> {
    Change { actor: "事務 花子", at: "2025-10-17T09:30:00+09:00", summary }
}

/// The worker 髙橋 花子 with an employer and a case.
pub fn intake() -> Intake {
    Intake {
        worker: WorkerWrite {
            patient_number: "1001".to_owned(),
            kana_key: "タカハシハナコ".to_owned(),
            birth: "1980-04-01".to_owned(),
            search: "髙橋花子 タカハシハナコ 1001".to_owned(),
            body: r#"{"name":"髙橋 花子"}"#.to_owned(),
            ..WorkerWrite::default()
        },
        employer: Some(EmployerWrite {
            name: "山田製作所".to_owned(),
            labor_number: "13101123456000".to_owned(),
            search: "山田製作所 ヤマダセイサクショ".to_owned(),
            body: r#"{"name":"山田製作所"}"#.to_owned(),
            ..EmployerWrite::default()
        }),
        case: CaseWrite {
            number_key: "13101123456000".to_owned(),
            injured_on: "2025-09-30".to_owned(),
            body: r#"{"cause":"業務"}"#.to_owned(),
            ..CaseWrite::default()
        },
    }
}

/// A store in memory with the worker.
pub fn memory() -> (Store, IntakeIds) {
    let mut store = Store::in_memory().expect("a store in memory");
    let ids = store.save_intake(&change("受付"), intake()).expect("an intake");
    (store, ids)
}

/// A file with the worker, still open.
pub fn filled(path: &Path) -> (Store, IntakeIds) {
    let mut store = Store::create(path, PASSPHRASE).expect("a new file");
    let ids = store.save_intake(&change("受付"), intake()).expect("an intake");
    (store, ids)
}

/// `text` as JSON.
pub fn body(text: &str) -> String {
    serde_json::json!({ "note": text }).to_string()
}

/// A connection of our own to a file, made from nothing but what is written down about its form: argon2id over the
/// passphrase with the first 16 bytes as salt, then SQLCipher 4 with that raw key.
pub fn raw(path: &Path, passphrase: &str) -> rusqlite::Connection {
    use argon2::{Algorithm, Argon2, Params, Version};
    let salt = std::fs::read(path).expect("the file")[..16].to_vec();
    let mut key = [0u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(65536, 3, 1, Some(32)).expect("parameters"))
        .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
        .expect("a key");
    let hex: String = key.iter().chain(&salt).map(|b| format!("{b:02x}")).collect();
    let conn = rusqlite::Connection::open(path).expect("a connection");
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";")).expect("the key");
    conn
}

/// Whether these bytes occur in it.
pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}
