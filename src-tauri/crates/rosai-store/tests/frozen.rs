//! History and statements cannot be changed, and whoever gets past the triggers is found.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

mod common;

use common::{PASSPHRASE, change, filled, place, raw};
use rosai_store::{FinalizeWrite, Store};
use std::path::Path;

/// A closed file with some history and a statement.
fn written(path: &Path) {
    let (mut store, ids) = filled(path);
    for n in 1..=5 {
        let day = format!("2025-10-0{n}");
        let a = store.save_attendance(&change("受診"), None, 0, ids.case, &day, "", "{}").expect("saved");
        store.save_attendance(&change("直し"), Some(a.row.id), 1, ids.case, &day, "", "[1]").expect("saved");
    }
    let statement = FinalizeWrite {
        case: ids.case,
        month: "2025-10".to_owned(),
        json: "{}".to_owned(),
        sha256: "ab".repeat(32),
        total: 3820,
        program: "rosai 0.1.0".to_owned(),
        ledger: vec![("2025-10-01".to_owned(), "first_visit".to_owned())],
    };
    store.finalize(&change("確定"), statement).expect("finalized");
    assert_eq!(store.verify_history().expect("read"), None);
}

#[test]
fn triggers_forbid_it() {
    let (_folder, path) = place();
    written(&path);
    let conn = raw(&path, PASSPHRASE);
    for (sql, says) in [
        ("UPDATE history SET summary = 'x' WHERE id = 1", "history is frozen"),
        ("UPDATE history SET hash = hash", "history is frozen"),
        ("DELETE FROM history WHERE id = 3", "history stays"),
        ("DELETE FROM history", "history stays"),
        ("UPDATE statement SET json = x'00'", "a statement is frozen"),
        ("UPDATE statement SET total = 1", "a statement is frozen"),
        ("UPDATE statement SET sha256 = '', state = 'printed'", "a statement is frozen"),
        ("UPDATE statement SET worker_id = 1, month = '2025-11'", "a statement is frozen"),
        ("UPDATE statement SET finalized_by = 'x'", "a statement is frozen"),
        ("DELETE FROM statement", "a statement stays"),
        ("UPDATE ledger_entry SET item = 'x'", "the ledger is frozen"),
        ("DELETE FROM ledger_entry", "the ledger stays"),
    ] {
        let error = conn.execute(sql, []).expect_err(sql).to_string();
        assert!(error.contains(says), "{sql}: {error}");
    }
    // One live statement for a case and month, whoever writes it.
    let twin = "INSERT INTO statement (revision, case_id, worker_id, month, state, json, sha256, total, program, \
                finalized_by, finalized_at) SELECT 2, case_id, worker_id, month, state, json, sha256, total, program, \
                finalized_by, finalized_at FROM statement";
    assert!(conn.execute(twin, []).expect_err("a twin").to_string().contains("UNIQUE"));
    conn.execute("UPDATE statement SET lifted_by = 'a', lifted_at = 'b', lift_reason = 'c'", [])
        .expect("may be lifted");
    let error = conn.execute("UPDATE statement SET lifted_by = NULL, lifted_at = NULL, lift_reason = NULL", []);
    assert!(error.expect_err("not back").to_string().contains("a statement is frozen"));
}

/// What somebody with the passphrase and another program does to the file, and the row of history it is found at.
#[test]
fn the_chain_finds_it() {
    let (folder, path) = place();
    written(&path);
    let untouched = std::fs::read(&path).expect("read");
    let copy = folder.path().join("copy.rosai");
    for (sql, first_bad) in [
        // The history itself. Rows: 1-3 intake, then 受診 and 直し in turn, 14 the statement.
        ("UPDATE history SET summary = 'x' WHERE id = 4", 4),
        ("UPDATE history SET actor = 'x' WHERE id = 7", 7),
        ("UPDATE history SET at = '2020' WHERE id = 1", 1),
        ("UPDATE history SET month = NULL WHERE id = 4", 4),
        ("UPDATE history SET before = NULL WHERE id = 5", 5),
        ("UPDATE history SET before = replace(before, '2025-10-01', '2025-10-09') WHERE id = 5", 5),
        ("UPDATE history SET after_sha256 = x'00' WHERE id = 5", 5),
        ("UPDATE history SET hash = x'00' WHERE id = 6", 6),
        ("DELETE FROM history WHERE id = 6", 6),
        ("DELETE FROM history WHERE id = 1", 1),
        ("DELETE FROM history WHERE id >= 13", 13),
        ("DELETE FROM history", 1),
        ("INSERT INTO setting (revision, key, body) VALUES (1, 'x', '1')", 0),
        // Rows as they stand: found at their last write.
        ("UPDATE worker SET body = '[]'", 1),
        ("UPDATE attendance SET day = '2025-10-09' WHERE id = 1", 5),
        ("UPDATE attendance SET deleted = 1 WHERE id = 5", 13),
        ("DELETE FROM attendance WHERE id = 5", 13),
        ("UPDATE statement SET total = 1", 14),
        ("UPDATE statement SET json = x'00'", 14),
        ("UPDATE statement SET state = 'printed'", 14),
    ] {
        std::fs::write(&copy, &untouched).expect("copied");
        let conn = raw(&copy, PASSPHRASE);
        let triggers: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .expect("read")
            .query_map([], |r| r.get(0))
            .expect("read")
            .collect::<Result<_, _>>()
            .expect("read");
        for trigger in triggers {
            conn.execute(&format!("DROP TRIGGER {trigger}"), []).expect("dropped");
        }
        conn.execute(sql, []).expect(sql);
        drop(conn);
        let store = Store::open(&copy, PASSPHRASE).expect("opens");
        assert_eq!(store.verify_history().expect("read"), Some(first_bad), "{sql}");
        let report = store.checker().expect("a file").run().expect("runs");
        assert_eq!(report.history, Some(first_bad), "{sql}");
        assert!(!report.is_sound());
    }
}

/// A damaged page of an open file is a finding of the checker, which runs in a thread of its own.
#[test]
fn the_checker_finds_a_broken_page() {
    let (_folder, path) = place();
    written(&path);
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    let checker = store.checker().expect("a file");
    let sound = std::thread::spawn(move || checker.run()).join().expect("a thread").expect("runs");
    assert!(sound.is_sound(), "{sound:?}");
    let mut bytes = std::fs::read(&path).expect("read");
    let middle = bytes.len() / 2 / 4096 * 4096 + 1000;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("broken");
    let report = store.checker().expect("a file").run().expect("runs");
    assert!(!report.tables.is_empty() && !report.pages.is_empty(), "{report:?}");
}
