//! Nothing of what is entered can be read without the passphrase.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

mod common;

use common::{PASSPHRASE, change, contains, filled, place, raw};
use rosai_store::Store;
use std::path::Path;

/// Every file of the folder, whatever it is.
fn all_bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let read =
        |e: std::fs::DirEntry| (e.file_name().to_string_lossy().into_owned(), std::fs::read(e.path()).expect("a file"));
    entries.map(|e| read(e.expect("an entry"))).collect()
}

#[test]
fn the_file_says_nothing() {
    let (folder, path) = place();
    let (mut store, ids) = filled(&path);
    for n in 0..50 {
        let body = common::body(&format!("骨折のため安静 {n}"));
        store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "", &body).expect("saved");
        store.save_draft(&format!("draft {n}"), "2025-10-17T09:30:00+09:00", &body).expect("saved");
    }
    store.backup_to(&folder.path().join("copy.rosai")).expect("a copy");
    let known = ["髙橋", "タカハシハナコ", "13101123456000", "骨折", "事務 花子", "CREATE TABLE", "SQLite format"];
    let seen = |when: &str| {
        for (name, bytes) in all_bytes(folder.path()) {
            // The index of the journal holds page numbers only, and the lock file nothing.
            for word in known {
                assert!(!contains(&bytes, word.as_bytes()), "{word} in {name}, {when}");
            }
        }
    };
    assert!(all_bytes(folder.path()).iter().any(|(name, bytes)| name.ends_with("-wal") && bytes.len() > 4096));
    seen("while open");
    drop(store);
    seen("closed");
}

#[test]
fn every_file_begins_with_its_own_chance() {
    let begin = |path: &Path| std::fs::read(path).expect("the file")[..16].to_vec();
    let (_a, one) = place();
    let (_b, two) = place();
    drop(Store::create(&one, PASSPHRASE).expect("made"));
    drop(Store::create(&two, PASSPHRASE).expect("made"));
    assert_ne!(begin(&one), begin(&two), "same passphrase, other salt, other key");
    assert_ne!(begin(&one), b"SQLite format 3\0");
    let before = begin(&one);
    let mut store = Store::open(&one, PASSPHRASE).expect("opens");
    store.save_facility(&change("施設"), 0, "{}").expect("saved");
    drop(store);
    assert_eq!(begin(&one), before, "the salt stays");
}

/// The form of the file as documented in `key.rs`: whoever has the passphrase can read it without this program.
#[test]
fn the_form_of_the_file_holds() {
    let (_folder, path) = place();
    drop(filled(&path));
    let conn = raw(&path, PASSPHRASE);
    let name: String = conn.query_row("SELECT body ->> '$.name' FROM worker", [], |r| r.get(0)).expect("read");
    assert_eq!(name, "髙橋 花子");
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |r| r.get(0)).expect("read");
    assert_eq!(mode, "wal");
}
