//! Copies of an open file.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

mod common;

use common::{PASSPHRASE, change, filled, place, raw};
use rosai_store::{Store, StoreError};

#[test]
fn a_copy_opens_with_the_same_passphrase() {
    let (folder, path) = place();
    let (mut store, ids) = filled(&path);
    let copy = folder.path().join("控え.rosai");
    store.backup_to(&copy).expect("copied");
    // The store goes on; a second copy takes the place of the first.
    store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "", "{}").expect("saved");
    let first = std::fs::read(&copy).expect("read");
    store.backup_to(&copy).expect("copied again");
    assert_ne!(std::fs::read(&copy).expect("read"), first);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("read").map(|e| e.expect("an entry").file_name()).collect();
    assert!(names.iter().all(|n| !n.to_string_lossy().contains(".part")), "{names:?}");
    assert!(!names.iter().any(|n| n == "控え.rosai-wal"), "one file alone is the copy");
    assert_eq!(store.attendances_on("2025-10-17").expect("read").len(), 1);
    drop(store);

    std::fs::remove_file(&path).expect("the original is lost");
    let mode: String = raw(&copy, PASSPHRASE).query_row("PRAGMA journal_mode", [], |r| r.get(0)).expect("read");
    assert_eq!(mode, "delete");
    assert!(matches!(Store::open(&copy, "ひらけごま2024"), Err(StoreError::WrongPassphraseOrForeign)));
    let store = Store::open(&copy, PASSPHRASE).expect("opens");
    assert_eq!(store.attendances_on("2025-10-17").expect("read").len(), 1);
    assert!(store.checker().expect("a file").run().expect("runs").is_sound());
}

#[test]
fn what_was_there_stays_when_it_fails() {
    let (folder, path) = place();
    let (store, ids) = filled(&path);
    assert!(matches!(store.backup_to(&path), Err(StoreError::AlreadyExists)), "not onto itself");
    assert!(matches!(store.backup_to(&folder.path().join("ない/控え")), Err(StoreError::NoFolder)));
    let occupied = folder.path().join("folder");
    std::fs::create_dir(&occupied).expect("a folder");
    assert!(store.backup_to(&occupied).is_err(), "not onto a folder");
    assert!(!folder.path().join("folder.part").exists());
    assert!(store.worker(ids.worker).expect("read").is_some());
}
