//! What stands only in the journal when the machine goes down.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests copy files

mod common;

use common::{PASSPHRASE, change, filled, place};
use rosai_store::{Store, StoreError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DAY: &str = "2025-10-17";
const ROWS: usize = 20;

fn journal(path: &Path) -> PathBuf {
    path.with_file_name("clinic.rosai-wal")
}

/// File and journal as they are on the disk while the store is open: all rows stand in the journal only.
fn gone_down() -> (TempDir, PathBuf) {
    let (_folder, path) = place();
    let (mut store, ids) = filled(&path);
    for n in 0..ROWS {
        let body = common::body(&format!("{n} {}", "記録".repeat(300)));
        store.save_attendance(&change("受診"), None, 0, ids.case, DAY, &format!("{n:02}"), &body).expect("saved");
    }
    let (folder, copy) = place();
    std::fs::copy(&path, &copy).expect("copied");
    std::fs::copy(journal(&path), journal(&copy)).expect("copied");
    (folder, copy)
}

#[test]
fn the_journal_is_taken_in() {
    let (_folder, path) = gone_down();
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    assert_eq!(store.attendances_on(DAY).expect("read").len(), ROWS);
    drop(store);
    assert!(!journal(&path).exists(), "closed, the file alone is enough");
    assert_eq!(Store::open(&path, PASSPHRASE).expect("opens").attendances_on(DAY).expect("read").len(), ROWS);
}

/// Trying a wrong passphrase first costs nothing.
#[test]
fn a_wrong_passphrase_loses_nothing_of_it() {
    let (_folder, path) = gone_down();
    for _ in 0..3 {
        assert!(matches!(Store::open(&path, "ひらけごま2024"), Err(StoreError::WrongPassphraseOrForeign)));
    }
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    assert_eq!(store.attendances_on(DAY).expect("read").len(), ROWS);
    assert_eq!(store.verify_history().expect("read"), None);
}

/// The end of the journal is missing or noise: the writes before it are whole, the rest is not there.
#[test]
fn a_torn_journal_is_a_shorter_past() {
    let (_folder, whole) = gone_down();
    let (file, log) = (std::fs::read(&whole).expect("read"), std::fs::read(journal(&whole)).expect("read"));
    let mut counts = Vec::new();
    for part in 0..=24 {
        let (_folder, path) = place();
        let length = log.len() * part / 24;
        let mut torn = log[..length].to_vec();
        if part % 2 == 1 {
            torn.resize(log.len(), 0xA5);
        }
        std::fs::write(&path, &file).expect("written");
        std::fs::write(journal(&path), torn).expect("written");
        let store = Store::open(&path, PASSPHRASE).expect("opens");
        assert_eq!(store.verify_history().expect("read"), None, "{length} bytes");
        let rows = store.attendances_on(DAY).expect("read");
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row.row.body, common::body(&format!("{n} {}", "記録".repeat(300))));
        }
        counts.push(rows.len());
    }
    assert!(counts.is_sorted(), "{counts:?}");
    assert_eq!((counts[0], counts[24]), (0, ROWS));
}
