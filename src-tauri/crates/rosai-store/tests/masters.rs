//! Master files and their shelves: both or neither, once, there and back, unseen without the key.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

mod common;

use common::{PASSPHRASE, change, contains, place, raw};
use rosai_store::{MasterFileWrite, MasterShelf, Store, StoreError};

fn file(kind: &str, sha256: &str, body: &str) -> MasterFileWrite {
    MasterFileWrite {
        kind: kind.to_owned(),
        edition: "2024-06-01".to_owned(),
        extent: "whole".to_owned(),
        name: format!("{kind}.csv"),
        sha256: sha256.to_owned(),
        rows: 3,
        summary: r#"{"new":3}"#.to_owned(),
        body: body.as_bytes().to_vec(),
    }
}

fn shelf(body: &str) -> MasterShelf {
    MasterShelf { body: body.as_bytes().to_vec(), note: r#"{"waiting":[]}"#.to_owned() }
}

fn shelves(store: &Store) -> Vec<(String, String)> {
    let text = |b: Vec<u8>| String::from_utf8(b).expect("text");
    store.master_shelves().expect("read").into_iter().map(|(k, s)| (k, text(s.body))).collect()
}

fn pair(kind: &str, body: &str) -> (String, String) {
    (kind.to_owned(), body.to_owned())
}

#[test]
fn there_and_back() {
    let mut store = Store::in_memory().expect("a store");
    let c = change("読み込んだ");
    let s = store.load_master(&c, file("S", "1", "rows of S"), Some(&shelf("S: 1"))).expect("loaded");
    assert_eq!((s.id, s.rows, s.extent.as_str(), s.taken_back), (1, 3, "whole", false));
    assert_eq!((s.loaded_by.as_str(), s.loaded_at.as_str()), (c.actor, c.at));
    let y = store
        .load_master(&c, file("Y", "1", "rows of Y"), Some(&shelf("Y: 1")))
        .expect("the same bytes of another kind");
    let u = store.load_master(&c, file("S", "2", "update"), Some(&shelf("S: 1 2"))).expect("loaded");
    assert_eq!(shelves(&store), [pair("S", "S: 1 2"), pair("Y", "Y: 1")]);
    assert_eq!(store.master_body(u.id).expect("read"), b"update");
    assert!(matches!(store.master_body(99), Err(StoreError::NotFound)));

    // Once more: nothing is written.
    let again = store.load_master(&c, file("S", "2", "update"), Some(&shelf("other")));
    assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
    assert_eq!(store.history(None, 10).expect("read").len(), 3);

    store.take_back_master(&c, u.id, Some(&shelf("S: 1"))).expect("taken back");
    assert!(matches!(store.take_back_master(&c, u.id, None), Err(StoreError::NotFound)));
    assert!(matches!(store.put_back_master(&c, s.id, None), Err(StoreError::Stale)));
    assert!(matches!(store.put_back_master(&c, 99, None), Err(StoreError::NotFound)));
    store.take_back_master(&c, y.id, None).expect("taken back");
    assert_eq!(shelves(&store), [pair("S", "S: 1")]);
    let files = store.master_files().expect("read");
    assert_eq!(files.iter().map(|f| f.taken_back).collect::<Vec<_>>(), [false, true, true]);
    store.put_back_master(&c, u.id, Some(&shelf("S: 1 2"))).expect("put back");
    // Loading what was taken back puts it back: the same row.
    let back = store.load_master(&c, file("Y", "1", "rows of Y"), Some(&shelf("Y: 1"))).expect("loaded again");
    assert_eq!((back.id, back.taken_back), (y.id, false));
    assert_eq!(shelves(&store), [pair("S", "S: 1 2"), pair("Y", "Y: 1")]);
    let kinds: Vec<String> = store.history(None, 4).expect("read").into_iter().map(|h| h.kind).collect();
    assert_eq!(kinds, ["load", "put_back", "take_back", "take_back"], "the newest first");
    assert_eq!(store.verify_history().expect("read"), None);
    // A shelf folded anew is no change.
    store.put_master_shelves(&[("S".to_owned(), shelf("S: anew"))]).expect("written");
    assert_eq!((shelves(&store).remove(0), store.history(None, 10).expect("read").len()), (pair("S", "S: anew"), 7));
}

#[test]
fn a_file_is_frozen_and_says_nothing_without_the_key() {
    let (folder, path) = place();
    let mut store = Store::create(&path, PASSPHRASE).expect("made");
    let body = "創傷処置 ".repeat(4000);
    store.load_master(&change("読み込んだ"), file("S", "1", &body), Some(&shelf(&body))).expect("loaded");
    let unread = |when: &str| {
        for entry in std::fs::read_dir(folder.path()).expect("the folder") {
            let entry = entry.expect("an entry");
            let bytes = std::fs::read(entry.path()).expect("a file");
            for word in ["創傷処置", "master_file", "S.csv"] {
                assert!(!contains(&bytes, word.as_bytes()), "{word} in {:?}, {when}", entry.file_name());
            }
        }
    };
    unread("while open");
    drop(store);
    unread("closed");
    let conn = raw(&path, PASSPHRASE);
    for sql in [
        "UPDATE master_file SET body = x'00'",
        "UPDATE master_file SET edition = '2024-06-02'",
        "UPDATE master_file SET loaded_by = 'x'",
        "DELETE FROM master_file",
    ] {
        let error = conn.execute_batch(sql).expect_err("a trigger forbids it");
        assert!(error.to_string().contains("a master file"), "{sql}: {error}");
    }
    // Past the triggers, the chain finds it.
    conn.execute_batch("DROP TRIGGER master_file_is_frozen; UPDATE master_file SET body = x'00'").expect("written");
    drop(conn);
    assert_eq!(Store::open(&path, PASSPHRASE).expect("opens").verify_history().expect("read"), Some(1));
}

/// Set in the process that is killed: the file.
const CHILD: &str = "ROSAI_MASTER_KILL_FILE";

/// The program is killed while it loads, again and again: every file stands with its shelf, or neither does.
#[test]
fn killed_while_loading() {
    use std::io::{BufRead, BufReader};
    let numbered = |n: u32| file("S", &n.to_string(), &format!("{n} ").repeat(30_000));
    let shelf_of = |n: u32| format!("shelf {n} ").repeat(30_000);
    if let Some(path) = std::env::var_os(CHILD) {
        let path = std::path::PathBuf::from(path);
        let mut store = Store::open(&path, PASSPHRASE).expect("opens");
        let done = u32::try_from(store.master_files().expect("read").len()).expect("a number");
        for n in done + 1.. {
            store.load_master(&change("読み込んだ"), numbered(n), Some(&shelf(&shelf_of(n)))).expect("loaded");
            println!("loaded {n}");
        }
    }
    let (_folder, path) = place();
    drop(Store::create(&path, PASSPHRASE).expect("made"));
    let mut said = 0;
    for kill in 0..6_u64 {
        let mut child = std::process::Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "killed_while_loading", "--nocapture"])
            .env(CHILD, &path)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("a process");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        // After the first load somewhere in the middle of another.
        let number = |line: &str| line.strip_prefix("loaded ").and_then(|n| n.parse::<u32>().ok());
        let first = lines.by_ref().find_map(|l| number(&l.expect("a line"))).expect("one was loaded");
        std::thread::sleep(std::time::Duration::from_millis(3 + kill * 7));
        child.kill().expect("killed");
        child.wait().expect("ended");
        said = lines.map_while(Result::ok).filter_map(|l| number(&l)).last().unwrap_or(first);
        let store = Store::open(&path, PASSPHRASE).expect("opens");
        let files = store.master_files().expect("read");
        let count = u32::try_from(files.len()).expect("a number");
        assert!(count >= said, "{count} files, {said} said");
        let last = files.last().expect("one").id;
        assert_eq!(store.master_body(last).expect("read"), numbered(count).body);
        assert_eq!(shelves(&store), [pair("S", &shelf_of(count))]);
        assert_eq!(store.verify_history().expect("read"), None);
    }
    println!("6 kills, {said} loads said, all found with their shelf");
}
