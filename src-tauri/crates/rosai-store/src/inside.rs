//! Tests that need the connection or other migrations than ours.

use crate::file::{Head, beside, look};
use crate::key::SALT;
use crate::migrate::MIGRATIONS;
use crate::open::checked_at_once;
use crate::{Change, Store, StoreError};
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "ひらけごま2025";
const C: Change<'_> = Change { actor: "事務", at: "2025-10-17T09:30:00+09:00", summary: "設定" };

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clinic.rosai");
    (folder, path)
}

fn setting(path: &Path, steps: &[&str]) -> Option<String> {
    Store::open_with(path, PASSPHRASE, steps).expect("opens").setting("paper").expect("read")
}

/// The steps of the first version.
const V1: &[&str] = &[MIGRATIONS[0]];

/// A file of version 1 with one setting, closed.
fn version_1(path: &Path) {
    let mut store = Store::create_with(path, PASSPHRASE, V1).expect("made");
    store.save_setting(&C, "paper", "[1]").expect("saved");
}

#[test]
fn a_migration_keeps_the_rows_and_a_copy_of_the_file() {
    let (_folder, path) = place();
    version_1(&path);
    let step = "ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT 'new'; CREATE TABLE extra (a) STRICT;";
    let wrong = [MIGRATIONS[0], step, "CREATE TABLE b (a INTEGER) STRICT; CREATE TABLE setting (a INTEGER) STRICT;"];
    let two = [MIGRATIONS[0], "ALTER TABLE setting ADD COLUMN note TEXT NOT NULL DEFAULT 'new';"];

    // A step that fails leaves the steps before it, and the copy; the file still opens.
    let failing = Store::open_with(&path, PASSPHRASE, &wrong).expect_err("a STRICT table needs types");
    assert!(matches!(failing, StoreError::Other(_)), "{failing:?}");
    assert_eq!(setting(&path, V1).as_deref(), Some("[1]"));

    assert_eq!(setting(&path, &two).as_deref(), Some("[1]"));
    let copy = path.with_file_name("clinic.rosai.before-v2.bak");
    assert_eq!(setting(&copy, V1).as_deref(), Some("[1]"), "the copy is of the version before");
    // It was done once, and our older program now refuses.
    std::fs::remove_file(&copy).expect("removed");
    assert_eq!(setting(&path, &two).as_deref(), Some("[1]"));
    assert!(!copy.exists());
    let older = Store::open_with(&path, PASSPHRASE, V1).expect_err("newer");
    assert!(matches!(older, StoreError::Newer { found: 2, known: 1 }), "{older:?}");
}

#[test]
fn a_migration_is_whole_or_not_at_all() {
    let (_folder, path) = place();
    version_1(&path);
    let broken = [MIGRATIONS[0], "CREATE TABLE extra (a INTEGER) STRICT; DROP TABLE nowhere;"];
    assert!(Store::open_with(&path, PASSPHRASE, &broken).is_err());
    let store = Store::open_with(&path, PASSPHRASE, V1).expect("still version 1");
    let extra: u32 = store
        .conn
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'", [], |r| r.get(0))
        .expect("read");
    assert_eq!(extra, 0);
    drop(store);
    // A step that leaves rows without what they point to is refused as well.
    let orphan =
        "INSERT INTO injury_case (revision, worker_id, number_key, injured_on, body) VALUES (1, 9, '', '', '{}');";
    let error = Store::open_with(&path, PASSPHRASE, &[MIGRATIONS[0], orphan]).expect_err("refused");
    assert!(error.detail().is_some_and(|d| d.contains("point nowhere")), "{error:?}");
    drop(Store::open_with(&path, PASSPHRASE, V1).expect("still version 1"));
}

/// The first version's file becomes the second's: what stood there is there, its history holds, and masters go in.
#[test]
fn a_file_of_version_1_takes_masters() {
    assert_eq!(MIGRATIONS.len(), 2, "the next migration comes with a file of the version before in the tests");
    let (_folder, path) = place();
    version_1(&path);
    let mut store = Store::open(&path, PASSPHRASE).expect("opens");
    assert_eq!(store.setting("paper").expect("read").as_deref(), Some("[1]"));
    assert_eq!(setting(&path.with_file_name("clinic.rosai.before-v2.bak"), V1).as_deref(), Some("[1]"));
    store.load_master(&C, master(b"a"), Some(&shelf(b"shelf"))).expect("loaded");
    store.save_setting(&C, "paper", "[2]").expect("saved");
    assert_eq!(store.verify_history().expect("read"), None);
    // A row of the older version is still looked at, not only the chain.
    store.conn.execute_batch("UPDATE setting SET body = '[3]'").expect("written past the history");
    assert_eq!(store.verify_history().expect("read"), Some(3));
}

fn shelf(body: &[u8]) -> crate::MasterShelf {
    crate::MasterShelf { body: body.to_vec(), note: "{}".to_owned() }
}

fn master(body: &[u8]) -> crate::MasterFileWrite {
    crate::MasterFileWrite {
        kind: "S".to_owned(),
        edition: "2024-06-01".to_owned(),
        extent: "whole".to_owned(),
        name: "s_ALL20240531.csv".to_owned(),
        sha256: "ab".to_owned(),
        rows: 1,
        summary: "{}".to_owned(),
        body: body.to_vec(),
    }
}

/// The disk fills up while the shelf is written: neither the file nor the shelf is there, the old shelf stays.
#[test]
fn a_load_that_fails_in_the_middle_leaves_the_old_shelf() {
    let (_folder, path) = place();
    let mut store = Store::create(&path, PASSPHRASE).expect("made");
    let first = store.load_master(&C, master(b"a"), Some(&shelf(b"old"))).expect("loaded");
    let pages: u32 = store.conn.query_row("PRAGMA page_count", [], |r| r.get(0)).expect("read");
    let next = crate::MasterFileWrite { sha256: "cd".to_owned(), ..master(&[7; 20_000]) };
    let old = vec![("S".to_owned(), shelf(b"old"))];
    // Room for the file but not for its shelf.
    for (room, what) in [(0, "nothing"), (8, "the file")] {
        store
            .conn
            .query_row(&format!("PRAGMA max_page_count = {}", pages + room), [], |r| r.get::<_, u32>(0))
            .expect("set");
        let error = store.load_master(&C, next.clone(), Some(&shelf(&[9; 200_000]))).expect_err("full");
        assert!(matches!(error, StoreError::DiskFull), "{what}: {error:?}");
        assert_eq!(store.master_files().expect("read"), std::slice::from_ref(&first), "{what}");
        assert_eq!(store.master_shelves().expect("read"), old, "{what}");
        let error = store.take_back_master(&C, first.id, Some(&shelf(&[9; 200_000]))).expect_err("full");
        assert!(matches!(error, StoreError::DiskFull), "{what}: {error:?}");
        assert!(!store.master_files().expect("read")[0].taken_back, "{what}");
        assert_eq!(store.history(None, 10).expect("read").len(), 1, "{what}");
    }
    store.conn.query_row("PRAGMA max_page_count = 1000000", [], |r| r.get::<_, u32>(0)).expect("set");
    store.load_master(&C, next, Some(&shelf(&[9; 200_000]))).expect("there is room again");
    assert_eq!(store.verify_history().expect("read"), None);
}

/// SQLite's own limit stands in for the disk; `tests/disk.rs` fills a real one.
#[test]
fn full() {
    let (_folder, path) = place();
    version_1(&path);
    let mut store = Store::open(&path, PASSPHRASE).expect("opens");
    let pages: u32 = store.conn.query_row("PRAGMA page_count", [], |r| r.get(0)).expect("read");
    store.conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |r| r.get::<_, u32>(0)).expect("set");
    let large = format!("\"{}\"", "大".repeat(100_000));
    let error = store.save_setting(&C, "large", &large).expect_err("full");
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert!(matches!(store.save_draft("large", C.at, &large), Err(StoreError::DiskFull)));
    assert_eq!((store.setting("large").expect("read"), store.draft("large").expect("read")), (None, None));
    assert_eq!(store.history(None, 10).expect("read").len(), 1, "the history is back too");
    assert_eq!(store.setting("paper").expect("read").as_deref(), Some("[1]"), "what was saved is still there");
    store.conn.query_row("PRAGMA max_page_count = 1000000", [], |r| r.get::<_, u32>(0)).expect("set");
    store.save_setting(&C, "large", &large).expect("there is room again");
    assert_eq!(store.verify_history().expect("read"), None);
}

#[test]
fn commits_reach_the_disk() {
    let (_folder, path) = place();
    let store = Store::create(&path, PASSPHRASE).expect("made");
    let ask = |pragma: &str| -> String {
        store
            .conn
            .query_row(&format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"), [], |r| r.get(0))
            .expect("read")
    };
    assert_eq!(
        (ask("journal_mode").as_str(), ask("synchronous").as_str(), ask("foreign_keys").as_str()),
        ("wal", "2", "1")
    );
}

/// The window keeps the store behind a lock and the checker in a thread.
#[test]
fn both_go_to_other_threads() {
    fn goes<T: Send>() {}
    goes::<Store>();
    goes::<crate::Checker>();
}

/// A large file is left to the checker only where it was closed in order and stays as it is.
#[test]
fn what_is_read_whole_before_it_opens() {
    let (small, large) = (4096 * 4, 4096 * 100_000);
    let head = |size, left_open| Head { salt: [7; SALT], size, left_open, strange: false };
    for (size, left_open, is_older, checked) in [
        (small, false, false, true),
        (large, false, false, false),
        (large, true, false, true),
        (large, false, true, true),
    ] {
        assert_eq!(checked_at_once(&head(size, left_open), is_older), checked, "{size} {left_open} {is_older}");
    }
    let (folder, path) = place();
    version_1(&path);
    assert!(!look(&path).expect("ours").left_open, "closed in order");
    // Killed: the file and its journal as they are while somebody writes.
    let mut store = Store::open(&path, PASSPHRASE).expect("opens");
    store.save_setting(&C, "paper", "[2]").expect("saved");
    let copy = folder.path().join("copy.rosai");
    for suffix in ["", "-wal"] {
        std::fs::copy(beside(&path, suffix), beside(&copy, suffix)).expect("copied");
    }
    assert!(look(&copy).expect("ours").left_open);
}
