//! 元に戻す and やり直す.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // the store reads files

mod common;

use common::{MONTH, change, memory};
use rosai_store::{FinalizeWrite, IntakeIds, MonthRows, Store, StoreError};

/// What can be seen of a month, without revisions.
fn seen(store: &Store, ids: &IntakeIds, month: &str) -> Vec<String> {
    let MonthRows { attendances, records, answers, documents } = store.month(ids.worker, month).expect("read");
    let attendances = attendances.iter().map(|a| format!("{} {} {}", a.day, a.arrived, a.row.body));
    let records = records.iter().map(|r| format!("record {}", r.row.body));
    let answers = answers.iter().map(|a| format!("answer {} {}", a.question, a.row.body));
    let documents = documents.iter().map(|d| format!("document {} {}", d.issued, d.row.body));
    attendances.chain(records).chain(answers).chain(documents).collect()
}

fn undo(store: &mut Store, ids: &IntakeIds) -> Option<String> {
    store.undo(&change("元に戻す"), ids.worker, MONTH).expect("undone")
}

fn redo(store: &mut Store, ids: &IntakeIds) -> Option<String> {
    store.redo(&change("やり直す"), ids.worker, MONTH).expect("redone")
}

/// Every kind of write, one after the other, all the way back and all the way forth, twice.
#[test]
fn there_and_back() {
    let (mut store, ids) = memory();
    let mut states = vec![seen(&store, &ids, MONTH)];
    let mut names: Vec<&str> = Vec::new();
    let mut step = |store: &Store, name: &'static str| {
        names.push(name);
        states.push(seen(store, &ids, MONTH));
    };
    let a = store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "09:00", "{}").expect("saved");
    step(&store, "受診");
    store.save_attendance(&change("直し"), Some(a.row.id), 1, ids.case, "2025-10-18", "", "[1]").expect("saved");
    step(&store, "直し");
    store.save_month_record(&change("経過"), ids.case, MONTH, 0, "{}").expect("saved");
    step(&store, "経過");
    store.save_month_record(&change("経過2"), ids.case, MONTH, 1, "[2]").expect("saved");
    step(&store, "経過2");
    let q = store.save_answer(&change("回答"), ids.case, MONTH, None, "q", "true").expect("saved");
    step(&store, "回答");
    store.remove_answer(&change("回答の取消"), q.id).expect("removed");
    step(&store, "回答の取消");
    let d = store.save_document(&change("書類"), None, 0, ids.case, "2025-10-20", "{}").expect("saved");
    step(&store, "書類");
    store.remove_attendance(&change("受診の取消"), a.row.id, 2).expect("removed");
    step(&store, "受診の取消");
    store.remove_document(&change("書類の取消"), d.id, 1).expect("removed");
    step(&store, "書類の取消");

    for _ in 0..2 {
        for n in (0..names.len()).rev() {
            assert_eq!(undo(&mut store, &ids).as_deref(), Some(names[n]));
            assert_eq!(seen(&store, &ids, MONTH), states[n], "before {}", names[n]);
        }
        assert_eq!(undo(&mut store, &ids), None);
        for n in 0..names.len() {
            assert_eq!(redo(&mut store, &ids).as_deref(), Some(names[n]));
            assert_eq!(seen(&store, &ids, MONTH), states[n + 1], "after {}", names[n]);
        }
        assert_eq!(redo(&mut store, &ids), None);
    }
    assert_eq!(store.verify_history().expect("read"), None);
    let kinds: Vec<String> = store.history(Some(ids.worker), 100).expect("read").into_iter().map(|h| h.kind).collect();
    assert_eq!(kinds.iter().filter(|k| *k == "undo").count(), 2 * names.len(), "taking back is a write like any other");
}

#[test]
fn back_and_forth_in_between() {
    let (mut store, ids) = memory();
    for (summary, day) in [("一", "2025-10-01"), ("二", "2025-10-02"), ("三", "2025-10-03")] {
        store.save_attendance(&change(summary), None, 0, ids.case, day, "", "{}").expect("saved");
    }
    assert_eq!(undo(&mut store, &ids).as_deref(), Some("三"));
    assert_eq!(undo(&mut store, &ids).as_deref(), Some("二"));
    assert_eq!(redo(&mut store, &ids).as_deref(), Some("二"));
    assert_eq!(undo(&mut store, &ids).as_deref(), Some("二"));
    assert_eq!(undo(&mut store, &ids).as_deref(), Some("一"));
    assert_eq!(seen(&store, &ids, MONTH).len(), 0);
    assert_eq!(redo(&mut store, &ids).as_deref(), Some("一"));
    assert_eq!(redo(&mut store, &ids).as_deref(), Some("二"));
    // A new write ends what could be done again.
    store.save_attendance(&change("四"), None, 0, ids.case, "2025-10-04", "", "{}").expect("saved");
    assert_eq!(redo(&mut store, &ids), None);
    let days: Vec<String> = seen(&store, &ids, MONTH).iter().map(|s| s[..10].to_owned()).collect();
    assert_eq!(days, ["2025-10-01", "2025-10-02", "2025-10-04"]);
    assert_eq!(undo(&mut store, &ids).as_deref(), Some("四"));
    assert_eq!(redo(&mut store, &ids).as_deref(), Some("四"));
    for name in ["四", "二", "一"] {
        assert_eq!(undo(&mut store, &ids).as_deref(), Some(name));
    }
    assert_eq!(undo(&mut store, &ids), None);
    assert_eq!(store.verify_history().expect("read"), None);
}

/// Who read the row before the undo does not write over it afterwards, although it looks the same.
#[test]
fn an_undo_is_a_new_revision() {
    let (mut store, ids) = memory();
    let a = store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "", "{}").expect("saved");
    store.save_attendance(&change("直し"), Some(a.row.id), 1, ids.case, "2025-10-17", "", "[1]").expect("saved");
    undo(&mut store, &ids);
    let now = store.attendance(a.row.id).expect("read").expect("there");
    assert_eq!((now.row.body.as_str(), now.row.revision), ("{}", 3));
    for old in [1, 2] {
        let save = store.save_attendance(&change("直し"), Some(a.row.id), old, ids.case, "2025-10-17", "", "[2]");
        assert!(matches!(save, Err(StoreError::Stale)));
    }
}

#[test]
fn only_this_worker_and_this_month() {
    let (mut store, ids) = memory();
    let other = store.save_intake(&change("受付"), common::intake()).expect("saved");
    store.save_attendance(&change("ほかの月"), None, 0, ids.case, "2025-11-01", "", "{}").expect("saved");
    store.save_attendance(&change("ほかの人"), None, 0, other.case, "2025-10-01", "", "{}").expect("saved");
    assert_eq!(undo(&mut store, &ids), None);
    assert_eq!(store.undo(&change("元に戻す"), ids.worker, "2025-11").expect("undone").as_deref(), Some("ほかの月"));
    assert_eq!(redo(&mut store, &ids), None);
    assert_eq!(seen(&store, &other, MONTH).len(), 1);
}

/// An attendance moved into the next month can be taken back from either month.
#[test]
fn across_months() {
    for from in ["2025-10", "2025-11"] {
        let (mut store, ids) = memory();
        let a = store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-31", "", "{}").expect("saved");
        store.save_attendance(&change("移動"), Some(a.row.id), 1, ids.case, "2025-11-01", "", "{}").expect("saved");
        assert_eq!(store.undo(&change("元に戻す"), ids.worker, from).expect("undone").as_deref(), Some("移動"));
        assert_eq!(seen(&store, &ids, "2025-10").len(), 1);
        assert_eq!(store.redo(&change("やり直す"), ids.worker, from).expect("redone").as_deref(), Some("移動"));
        assert_eq!(seen(&store, &ids, "2025-11").len(), 1);
        // Written again from November: October alone cannot take the move back any more.
        let now = store.attendance(a.row.id).expect("read").expect("there");
        store
            .save_attendance(&change("追記"), Some(a.row.id), now.row.revision, ids.case, "2025-11-01", "", "[1]")
            .expect("saved");
        let undone = store.undo(&change("元に戻す"), ids.worker, "2025-10");
        assert!(matches!(undone, Err(StoreError::Stale)));
        assert_eq!(store.undo(&change("元に戻す"), ids.worker, "2025-11").expect("undone").as_deref(), Some("追記"));
        assert_eq!(store.verify_history().expect("read"), None);
    }
}

/// A record that was undone is new again for who saves it.
#[test]
fn a_record_taken_back_is_saved_anew() {
    let (mut store, ids) = memory();
    store.save_month_record(&change("経過"), ids.case, MONTH, 0, "{}").expect("saved");
    undo(&mut store, &ids);
    assert_eq!(store.month(ids.worker, MONTH).expect("read").records, []);
    assert!(matches!(store.save_month_record(&change("経過"), ids.case, MONTH, 2, "{}"), Err(StoreError::Stale)));
    store.save_month_record(&change("経過"), ids.case, MONTH, 0, "[1]").expect("saved");
    assert_eq!(seen(&store, &ids, MONTH), ["record [1]"]);
    undo(&mut store, &ids);
    assert_eq!(seen(&store, &ids, MONTH).len(), 0);
}

/// A visit that was moved out of a month before that month was finalized does not come back into it.
#[test]
fn nothing_comes_back_into_a_finalized_month() {
    let (mut store, ids) = memory();
    let save = |store: &mut Store, id, revision, day: &str| {
        store.save_attendance(&change("受診"), id, revision, ids.case, day, "", "{}").expect("saved")
    };
    let row = save(&mut store, None, 0, "2025-10-17").row;
    save(&mut store, Some(row.id), row.revision, "2025-11-17");
    let october =
        FinalizeWrite { case: ids.case, month: MONTH.to_owned(), json: "{}".to_owned(), ..Default::default() };
    store.finalize(&change("確定"), october).expect("finalized");
    for month in [MONTH, "2025-11"] {
        let refused = store.undo(&change("元に戻す"), ids.worker, month).expect_err(month);
        assert!(matches!(refused, StoreError::AlreadyFinalized), "{month}: {refused}");
    }
    assert_eq!(seen(&store, &ids, "2025-11").len(), 1, "the visit stays where it is");
    store.lift(&change("外す"), ids.case, MONTH, "直す").expect("lifted");
    assert_eq!(store.steps(ids.worker, MONTH).expect("read"), (true, false));
    store.undo(&change("元に戻す"), ids.worker, MONTH).expect("undone").expect("a step");
    assert_eq!((seen(&store, &ids, MONTH).len(), seen(&store, &ids, "2025-11").len()), (1, 0));
    assert_eq!(store.steps(ids.worker, MONTH).expect("read"), (true, true));
}
