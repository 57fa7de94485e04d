//! Making and opening a file: everything that can be wrong with it has its own sentence.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests make and break files

mod common;

use common::{PASSPHRASE, filled, place, raw};
use rosai_store::{Store, StoreError};
use std::path::Path;

/// The error of opening; the bytes of the file must be as they were.
fn refused(path: &Path, passphrase: &str) -> StoreError {
    let before = std::fs::read(path).ok();
    let error = Store::open(path, passphrase).expect_err("a refusal");
    assert_eq!(std::fs::read(path).ok(), before, "the file is as it was");
    let text = error.to_string();
    assert!(text.ends_with("ください。"), "says what to do: {text}");
    let ours = !matches!(error, StoreError::Foreign | StoreError::Plaintext);
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    assert!(ours || !Path::new(&lock).exists(), "nothing of ours stays beside a foreign file");
    error
}

/// A closed file with some hundred rows, so that it has many pages.
fn many_pages(path: &Path) {
    let (mut store, ids) = filled(path);
    for n in 0..300 {
        let body = common::body(&"長い記録".repeat(40));
        store
            .save_attendance(&common::change("受診"), None, 0, ids.case, "2025-10-17", &format!("{n}"), &body)
            .expect("saved");
    }
}

fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).expect("chance");
    bytes
}

#[test]
fn opens_what_it_made() {
    let (_folder, path) = place();
    let (store, ids) = filled(&path);
    drop(store);
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    let worker = store.worker(ids.worker).expect("read").expect("the worker");
    assert_eq!(worker.row.body, r#"{"name":"髙橋 花子"}"#);
    assert_eq!(store.path().and_then(Path::file_name), path.file_name());
    let report = store.checker().expect("a file").run().expect("runs");
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn wrong_passphrase() {
    let (_folder, path) = place();
    drop(filled(&path));
    assert!(matches!(refused(&path, "ひらけごま2024"), StoreError::WrongPassphraseOrForeign));
    assert!(matches!(refused(&path, ""), StoreError::WrongPassphraseOrForeign));
    drop(Store::open(&path, PASSPHRASE).expect("the right one still opens"));
}

#[test]
fn short_passphrase() {
    let (_folder, path) = place();
    // Seven characters, many bytes.
    assert!(matches!(Store::create(&path, "ひらけごま12"), Err(StoreError::ShortPassphrase)));
    assert!(!path.exists());
    drop(Store::create(&path, "ひらけごま123").expect("eight are enough"));
}

#[test]
fn missing() {
    let (folder, path) = place();
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Missing));
    assert!(matches!(refused(&folder.path().join("ない/clinic.rosai"), PASSPHRASE), StoreError::Missing));
    let error = Store::create(&folder.path().join("ない/clinic.rosai"), PASSPHRASE).expect_err("no folder");
    assert!(matches!(error, StoreError::NoFolder));
}

#[test]
fn never_over_an_existing_file() {
    let (folder, path) = place();
    std::fs::write(&path, "大事な書類").expect("written");
    assert!(matches!(Store::create(&path, PASSPHRASE), Err(StoreError::AlreadyExists)));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "大事な書類");
    // A folder with that name is one too.
    assert!(matches!(Store::create(folder.path(), PASSPHRASE), Err(StoreError::AlreadyExists)));
    std::fs::write(&path, "").expect("written");
    drop(Store::create(&path, PASSPHRASE).expect("an empty file gives way"));
}

#[test]
fn plaintext() {
    let (_folder, path) = place();
    let conn = rusqlite::Connection::open(&path).expect("a plain file");
    conn.execute_batch("CREATE TABLE t (a)").expect("a table");
    drop(conn);
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Plaintext));
}

#[test]
fn foreign() {
    let (folder, path) = place();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    picture.extend(noise(4096 * 3 - 8));
    std::fs::write(&path, &picture).expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Foreign), "a picture of whole pages");
    std::fs::write(&path, &picture[..100]).expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Foreign), "a small picture");
    std::fs::write(&path, noise(10_001)).expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Foreign), "no whole pages");
    std::fs::write(&path, noise(8192)).expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::WrongPassphraseOrForeign), "noise of whole pages");
    assert!(matches!(refused(folder.path(), PASSPHRASE), StoreError::Foreign), "a folder");
}

#[test]
fn another_program_s_file_under_the_same_passphrase() {
    let (_folder, path) = place();
    drop(filled(&path));
    let conn = raw(&path, PASSPHRASE);
    conn.execute_batch("PRAGMA application_id = 1").expect("set");
    drop(conn);
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Foreign));
}

#[test]
fn empty_or_too_short() {
    let (_folder, path) = place();
    std::fs::write(&path, "").expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::Empty));
    std::fs::remove_file(&path).expect("removed");
    many_pages(&path);
    let whole = std::fs::read(&path).expect("read");
    for length in [5, 100, 4095] {
        std::fs::write(&path, &whole[..length]).expect("written");
        assert!(matches!(refused(&path, PASSPHRASE), StoreError::TooShort), "{length} bytes");
    }
}

#[test]
fn damaged() {
    let (_folder, path) = place();
    many_pages(&path);
    let whole = std::fs::read(&path).expect("read");
    let pages = whole.len() / 4096;
    assert!(pages > 20, "{pages} pages");
    // A flipped bit in any page but the first.
    for page in [1, 2, pages / 2, pages - 1] {
        let mut broken = whole.clone();
        broken[page * 4096 + 2000] ^= 1;
        std::fs::write(&path, &broken).expect("written");
        let error = refused(&path, PASSPHRASE);
        assert!(matches!(error, StoreError::Damaged(_)), "page {page}: {error:?}");
        assert!(error.detail().is_some_and(|d| !error.to_string().contains(d)), "the detail is for the log");
    }
    // In the first page it cannot be told from a wrong passphrase.
    let mut broken = whole.clone();
    broken[2000] ^= 1;
    std::fs::write(&path, &broken).expect("written");
    assert!(matches!(refused(&path, PASSPHRASE), StoreError::WrongPassphraseOrForeign));
    // Cut off, between pages and within one.
    for length in [pages / 2 * 4096, pages / 2 * 4096 + 1000, 4096] {
        std::fs::write(&path, &whole[..length]).expect("written");
        let error = refused(&path, PASSPHRASE);
        assert!(matches!(error, StoreError::Damaged(_)), "{length} bytes: {error:?}");
    }
    std::fs::write(&path, &whole).expect("written");
    drop(Store::open(&path, PASSPHRASE).expect("whole again"));
}

#[test]
fn newer() {
    let (_folder, path) = place();
    drop(filled(&path));
    let conn = raw(&path, PASSPHRASE);
    conn.execute_batch("PRAGMA user_version = 99").expect("set");
    drop(conn);
    match refused(&path, PASSPHRASE) {
        StoreError::Newer { found: 99, known } => assert!(known < 99),
        other => panic!("{other:?}"),
    }
}

#[test]
fn opened_twice() {
    let (folder, path) = place();
    let (store, _) = filled(&path);
    let twice = |path: &Path| Store::open(path, PASSPHRASE).expect_err("a refusal");
    assert!(matches!(twice(&path), StoreError::AlreadyOpen));
    assert!(matches!(Store::create(&path, PASSPHRASE), Err(StoreError::AlreadyExists)));
    #[cfg(unix)]
    {
        let link = folder.path().join("link.rosai");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert!(matches!(twice(&link), StoreError::AlreadyOpen), "under another name");
    }
    let _ = &folder;
    drop(store);
    drop(Store::open(&path, PASSPHRASE).expect("free again"));
}

/// Set in the other process: the file.
const OTHER: &str = "ROSAI_OPEN_ELSEWHERE";

#[test]
fn opened_by_another_process() {
    if let Some(path) = std::env::var_os(OTHER) {
        let error = Store::open(Path::new(&path), PASSPHRASE).expect_err("a refusal");
        return assert!(matches!(error, StoreError::AlreadyOpen), "{error:?}");
    }
    let (_folder, path) = place();
    let (store, _) = filled(&path);
    let own = std::env::current_exe().expect("this program");
    let mut command = std::process::Command::new(own);
    let output = command.args(["--exact", "opened_by_another_process"]).env(OTHER, &path).output().expect("a process");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    drop(store);
}

#[test]
fn an_unfinished_creation_is_in_nobody_s_way() {
    let (folder, path) = place();
    std::fs::write(folder.path().join("clinic.rosai.new"), noise(5000)).expect("written");
    drop(filled(&path));
    assert!(!folder.path().join("clinic.rosai.new").exists());
    drop(Store::open(&path, PASSPHRASE).expect("opens"));
}

#[test]
fn a_key_is_never_printed() {
    let key = rosai_store::Key::derive(PASSPHRASE, &[7; 16]).expect("a key");
    assert_eq!(format!("{key:?}"), "Key(***)");
}
