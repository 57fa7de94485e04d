//! Rows go in and come out: people, months, statements, settings, drafts.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // the store reads files

mod common;

use common::{MONTH, body, change, intake, memory};
use rosai_store::{CaseWrite, EmployerWrite, FinalizeWrite, Intake, Store, StoreError, WorkerWrite};

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

#[test]
fn facility() {
    let mut store = Store::in_memory().expect("a store");
    assert_eq!(store.facility().expect("read"), None);
    assert!(matches!(store.save_facility(&change("施設"), 1, "{}"), Err(StoreError::Stale)));
    let first = store.save_facility(&change("施設"), 0, r#"{"name":"A"}"#).expect("saved");
    assert_eq!((first.id, first.revision), (1, 1));
    assert!(matches!(store.save_facility(&change("施設"), 0, "{}"), Err(StoreError::Stale)));
    let second = store.save_facility(&change("施設"), 1, r#"{"name":"B"}"#).expect("saved");
    assert_eq!(second.revision, 2);
    assert_eq!(store.facility().expect("read"), Some(second));
}

#[test]
fn intake_is_one_write() {
    let (mut store, ids) = memory();
    let case = store.case(ids.case).expect("read").expect("the case");
    assert_eq!((case.worker, case.employer), (ids.worker, ids.employer));
    assert_eq!((case.injured_on.as_str(), case.number_key.as_str()), ("2025-09-30", "13101123456000"));
    assert_eq!(store.history(None, 10).expect("read").len(), 3);

    // The same person again, with a stale case: neither worker nor employer is written.
    let mut again = intake();
    again.worker.id = Some(ids.worker);
    again.worker.revision = 1;
    again.worker.body = body("直した");
    again.case.id = Some(ids.case);
    again.case.revision = 7;
    assert!(matches!(store.save_intake(&change("受付"), again.clone()), Err(StoreError::Stale)));
    assert_eq!(store.worker(ids.worker).expect("read").expect("the worker").row.revision, 1);
    assert_eq!(store.history(None, 10).expect("read").len(), 3);

    // A case without employer, of the same worker; the unchanged worker gets no history.
    again.worker.body = intake().worker.body;
    again.employer = None;
    again.case.revision = 1;
    let same = store.save_intake(&change("受付"), again).expect("saved");
    assert_eq!((same.worker, same.employer, same.case), (ids.worker, None, ids.case));
    assert_eq!(store.case(ids.case).expect("read").expect("the case").employer, None);
    assert_eq!(store.history(None, 10).expect("read").len(), 4);

    // Nobody else's case.
    let other = store.save_intake(&change("受付"), intake()).expect("saved");
    let stolen = Intake {
        worker: WorkerWrite { id: Some(other.worker), revision: 1, ..intake().worker },
        employer: None,
        case: CaseWrite { id: Some(ids.case), revision: 2, ..intake().case },
    };
    assert!(matches!(store.save_intake(&change("受付"), stolen), Err(StoreError::NotFound)));
}

#[test]
fn people_are_found() {
    let (mut store, first) = memory();
    let mut other = intake();
    other.worker.patient_number = "1002".to_owned();
    other.worker.search = "高橋一郎 タカハシイチロウ A100%_\\".to_owned();
    other.worker.birth = "1990-01-01".to_owned();
    other.employer = None;
    let second = store.save_intake(&change("受付"), other).expect("saved");
    let found = |store: &Store, needles: &[&str]| -> Vec<u32> {
        store.find_workers(&words(needles), 10).expect("read").iter().map(|w| w.row.id).collect()
    };
    assert_eq!(found(&store, &["タカハシ"]), [second.worker, first.worker], "the newest first");
    assert_eq!(found(&store, &["タカハシ", "ハナコ"]), [first.worker]);
    assert_eq!(found(&store, &["橋"]), [second.worker, first.worker], "one character");
    assert_eq!(found(&store, &["0%_"]), [second.worker], "no wildcards");
    assert_eq!(found(&store, &["a100"]), [second.worker], "ASCII in either case");
    assert_eq!(found(&store, &["サトウ"]), [] as [u32; 0]);
    assert_eq!(found(&store, &[]).len(), 2);
    store.save_attendance(&change("受診"), None, 0, first.case, "2025-10-17", "", "{}").expect("saved");
    assert_eq!(found(&store, &["タカハシ"]), [first.worker, second.worker], "who came last is first");

    assert_eq!(store.same_worker("タカハシハナコ", "1980-04-01").expect("read").len(), 1);
    assert_eq!(store.same_worker("タカハシハナコ", "1980-04-02").expect("read").len(), 0);
    assert_eq!(store.same_key("13101123456000", "1980-04-01", "2025-09-30").expect("read")[0].row.id, first.case);
    assert_eq!(store.same_key("13101123456000", "1980-04-02", "2025-09-30").expect("read").len(), 0);
    assert_eq!(store.patient_number_used("1002").expect("read"), Some(second.worker));
    assert_eq!(store.patient_number_used("1003").expect("read"), None);
    let some = store.workers(&[second.worker, 99, first.worker]).expect("read");
    assert_eq!(some.iter().map(|w| w.patient_number.as_str()).collect::<Vec<_>>(), ["1002", "1001"]);
    assert_eq!(store.cases_of(first.worker).expect("read").len(), 1);
    let open = |store: &Store, since: &str| -> Vec<u32> {
        store.open_cases(since).expect("read").iter().map(|c| c.row.id).collect()
    };
    assert_eq!(open(&store, "2025-10-17"), [first.case, second.case], "who came, and who never came yet");
    assert_eq!(open(&store, "2025-10-18"), [second.case]);
    store.save_document(&change("証明"), None, 0, second.case, "2025-10-18", "{}").expect("saved");
    assert_eq!(open(&store, "2025-10-18"), [second.case], "a paper is a sign of life too");
    assert_eq!(open(&store, "2025-10-19"), [] as [u32; 0]);
}

#[test]
fn employers_are_found() {
    let (mut store, ids) = memory();
    let id = ids.employer.expect("an employer");
    assert_eq!(store.employers("セイサク", 5).expect("read")[0].id, id);
    assert_eq!(store.employers("", 5).expect("read").len(), 1);
    assert_eq!(store.employers("ない", 5).expect("read").len(), 0);
    assert_eq!(store.employer_by_number("13101123456000").expect("read").expect("found").id, id);
    assert_eq!(store.employer_by_number("1").expect("read"), None);
    let mut next = intake();
    next.worker.patient_number = "2".to_owned();
    next.employer =
        Some(EmployerWrite { id: Some(id), revision: 1, name: "改名".to_owned(), ..intake().employer.expect("one") });
    assert_eq!(store.save_intake(&change("受付"), next).expect("saved").employer, Some(id));
    assert_eq!(store.employer(id).expect("read").expect("found").revision, 2);
}

#[test]
fn a_case_is_saved() {
    let (mut store, ids) = memory();
    let write = CaseWrite { id: Some(ids.case), revision: 1, body: body("転帰"), ..intake().case };
    assert_eq!(store.save_case(&change("傷病"), &write).expect("saved").revision, 2);
    assert!(matches!(store.save_case(&change("傷病"), &write), Err(StoreError::Stale)));
    assert!(matches!(store.save_case(&change("傷病"), &CaseWrite::default()), Err(StoreError::NotFound)));
    let case = store.case(ids.case).expect("read").expect("the case");
    assert_eq!((case.worker, case.employer, case.row.body), (ids.worker, ids.employer, body("転帰")));
    assert_eq!(store.history(Some(ids.worker), 1).expect("read")[0].entity, "injury_case");
}

#[test]
fn a_month_comes_out_as_it_went_in() {
    let (mut store, ids) = memory();
    let c = change("入力");
    // A body stays as it is, to the byte: order, spaces, characters beyond the first plane.
    let odd = "{ \"b\":1.0,\"a\":\"𠮷野\\u3042\\n\" }";
    let late = store.save_attendance(&c, None, 0, ids.case, "2025-10-17", "10:30", odd).expect("saved");
    let early = store.save_attendance(&c, None, 0, ids.case, "2025-10-17", "09:00", "{}").expect("saved");
    let last = store.save_attendance(&c, None, 0, ids.case, "2025-10-31", "", "{}").expect("saved");
    store.save_attendance(&c, None, 0, ids.case, "2025-11-01", "", "{}").expect("saved");
    store.save_month_record(&c, ids.case, MONTH, 0, &body("経過")).expect("saved");
    let answer = store.save_answer(&c, ids.case, MONTH, Some("2025-10-17"), "q1", "true").expect("saved");
    store.save_answer(&c, ids.case, MONTH, None, "q1", "false").expect("saved");
    let document = store.save_document(&c, None, 0, ids.case, "2025-10-20", "{}").expect("saved");
    let month = store.month(ids.worker, MONTH).expect("read");
    assert_eq!(month.attendances, [early.clone(), late.clone(), last.clone()]);
    assert_eq!(late.row.body, odd);
    assert_eq!(month.records[0].row.body, body("経過"));
    let answers: Vec<_> = month.answers.iter().map(|a| (a.day.as_deref(), a.row.body.as_str())).collect();
    assert_eq!(answers, [(None, "false"), (Some("2025-10-17"), "true")]);
    assert_eq!(month.documents[0].row.id, document.id);

    assert_eq!(store.months_of(ids.worker).expect("read"), ["2025-10", "2025-11"]);
    assert_eq!(store.cases_in_month(MONTH).expect("read"), [(ids.worker, ids.case)]);
    assert_eq!(store.cases_in_month("2025-12").expect("read"), []);
    assert_eq!(store.attendances_on("2025-10-17").expect("read"), [early.clone(), late.clone()]);
    assert_eq!(store.last_attendance(ids.case, "2025-10-31").expect("read"), Some(late.clone()));
    assert_eq!(store.last_attendance(ids.case, "2025-10-17").expect("read"), None);
    assert_eq!(store.attendance(last.row.id).expect("read"), Some(last.clone()));

    // The same answer key is the same row.
    let again = store.save_answer(&c, ids.case, MONTH, Some("2025-10-17"), "q1", "null").expect("saved");
    assert_eq!((again.id, again.revision), (answer.id, 2));

    // Removed rows are gone, and saving a removed key makes it live again.
    store.remove_attendance(&c, early.row.id, 1).expect("removed");
    store.remove_answer(&c, answer.id).expect("removed");
    store.remove_document(&c, document.id, 1).expect("removed");
    let month = store.month(ids.worker, MONTH).expect("read");
    assert_eq!((month.attendances.len(), month.answers.len(), month.documents.len()), (2, 1, 0));
    assert_eq!(store.attendance(early.row.id).expect("read"), None);
    assert!(matches!(store.remove_attendance(&c, early.row.id, 2), Err(StoreError::NotFound)));
    assert!(matches!(store.remove_answer(&c, answer.id), Err(StoreError::NotFound)));
    assert!(matches!(store.remove_document(&c, document.id, 2), Err(StoreError::NotFound)));
    let revived = store.save_answer(&c, ids.case, MONTH, Some("2025-10-17"), "q1", "true").expect("saved");
    assert_eq!(revived.id, answer.id);
    assert_eq!(store.month(ids.worker, MONTH).expect("read").answers.len(), 2);
    assert_eq!(store.verify_history().expect("read"), None);
}

#[test]
fn saves_look_at_the_revision() {
    let (mut store, ids) = memory();
    let c = change("入力");
    let a = store.save_attendance(&c, None, 0, ids.case, "2025-10-17", "", "{}").expect("saved");
    let count = |store: &Store| store.history(None, 1000).expect("read").len();
    let before = count(&store);
    let same = store.save_attendance(&c, Some(a.row.id), 1, ids.case, "2025-10-17", "", "{}").expect("saved");
    assert_eq!((same.row.revision, count(&store)), (1, before), "nothing changed, nothing written");
    let b = store.save_attendance(&c, Some(a.row.id), 1, ids.case, "2025-10-18", "", "{}").expect("saved");
    assert_eq!((b.row.revision, count(&store)), (2, before + 1));
    let stale = store.save_attendance(&c, Some(a.row.id), 1, ids.case, "2025-10-19", "", "{}");
    assert!(matches!(stale, Err(StoreError::Stale)));
    assert!(matches!(store.remove_attendance(&c, a.row.id, 1), Err(StoreError::Stale)));
    assert!(matches!(
        store.save_attendance(&c, Some(99), 1, ids.case, "2025-10-19", "", "{}"),
        Err(StoreError::NotFound)
    ));
    assert!(matches!(store.save_attendance(&c, None, 0, 99, "2025-10-19", "", "{}"), Err(StoreError::NotFound)));
    let record = store.save_month_record(&c, ids.case, MONTH, 0, "{}").expect("saved");
    assert!(matches!(store.save_month_record(&c, ids.case, MONTH, 0, "[]"), Err(StoreError::Stale)));
    let next = store.save_month_record(&c, ids.case, MONTH, record.revision, "[]").expect("saved");
    assert_eq!((next.id, next.revision), (record.id, 2));
    let document = store.save_document(&c, None, 0, ids.case, "2025-10-20", "{}").expect("saved");
    assert!(matches!(
        store.save_document(&c, Some(document.id), 9, ids.case, "2025-10-20", "[]"),
        Err(StoreError::Stale)
    ));
    assert!(matches!(store.remove_document(&c, document.id, 9), Err(StoreError::Stale)));

    // Rows of one worker never go to another.
    let other = store.save_intake(&c, intake()).expect("saved");
    let moved = store.save_attendance(&c, Some(a.row.id), 2, other.case, "2025-10-18", "", "{}");
    assert!(matches!(moved, Err(StoreError::NotFound)));
    let moved = store.save_document(&c, Some(document.id), 1, other.case, "2025-10-20", "{}");
    assert!(matches!(moved, Err(StoreError::NotFound)));
}

#[test]
fn what_is_no_json_or_no_day_is_refused_whole() {
    let (mut store, ids) = memory();
    let before = store.history(None, 1000).expect("read");
    let c = change("入力");
    for (day, text) in [("2025-10-17", "{"), ("2025-10-17", ""), ("10/17", "{}"), ("", "{}"), ("令和7年10月", "{}")]
    {
        let error = store.save_attendance(&c, None, 0, ids.case, day, "", text).expect_err("refused");
        assert!(matches!(error, StoreError::Other(_)), "{error:?}");
        assert!(error.detail().is_some_and(|d| d.contains("CHECK")), "{error:?}");
        assert!(error.to_string().ends_with("ください。"));
    }
    assert_eq!(store.history(None, 1000).expect("read"), before, "no history without its row");
    store.save_attendance(&c, None, 0, ids.case, "2025-10-17", "", "{}").expect("and the store goes on");
}

fn frozen(case: u32, month: &str, total: i64) -> FinalizeWrite {
    FinalizeWrite {
        case,
        month: month.to_owned(),
        json: format!("{{\"total\": {total}}}"),
        sha256: "ab".repeat(32),
        total,
        program: "rosai 0.1.0".to_owned(),
        ledger: vec![(format!("{month}-17"), "first_visit".to_owned()), (format!("{month}-18"), "cast".to_owned())],
    }
}

#[test]
fn statements() {
    let (mut store, ids) = memory();
    let c = change("確定");
    let first = store.finalize(&c, frozen(ids.case, "2025-10", 3820)).expect("finalized");
    assert_eq!((first.revision, first.total, first.state.as_str()), (1, 3820, "finalized"));
    assert_eq!((first.worker, first.finalized_by.as_str()), (ids.worker, c.actor));
    let again = store.finalize(&c, frozen(ids.case, "2025-10", 1));
    assert!(matches!(again, Err(StoreError::AlreadyFinalized)));
    let half = FinalizeWrite { json: "{".to_owned(), ..frozen(ids.case, "2025-09", 1) };
    assert!(matches!(store.finalize(&c, half), Err(StoreError::Other(_))), "half a document");
    assert!(matches!(store.finalize(&c, frozen(99, "2025-10", 1)), Err(StoreError::NotFound)));
    assert_eq!(store.statement(ids.case, "2025-10").expect("read"), Some(first.clone()));
    assert_eq!(store.cases_in_month("2025-10").expect("read"), [(ids.worker, ids.case)], "a statement alone counts");
    assert_eq!(store.case_months_of(ids.worker).expect("read"), [], "but is no treatment");

    // The ledger: only months before.
    let items = |store: &Store, month: &str| -> Vec<String> {
        store.ledger(ids.worker, month).expect("read").into_iter().map(|l| l.item).collect()
    };
    assert_eq!(items(&store, "2025-10"), [] as [&str; 0]);
    assert_eq!(items(&store, "2025-11"), ["first_visit", "cast"]);
    assert_eq!(store.ledger(ids.worker, "2025-11").expect("read")[0].month, "2025-10");

    // Handed in: no longer to be lifted.
    store.set_state(&c, first.id, "printed").expect("set");
    assert!(matches!(store.lift(&c, ids.case, "2025-10", "誤り"), Err(StoreError::CannotLift)));
    store.set_state(&c, first.id, "finalized").expect("set");
    store.lift(&c, ids.case, "2025-10", "負傷日の誤り").expect("lifted");
    assert!(matches!(store.lift(&c, ids.case, "2025-10", "誤り"), Err(StoreError::NotFound)));
    assert!(matches!(store.set_state(&c, first.id, "printed"), Err(StoreError::NotFound)));
    assert_eq!(store.statement(ids.case, "2025-10").expect("read"), None);
    assert_eq!(items(&store, "2025-11"), [] as [&str; 0]);

    let second = store.finalize(&c, frozen(ids.case, "2025-10", 4000)).expect("finalized anew");
    assert_eq!(second.revision, 2);
    let all = store.statements_of(ids.worker).expect("read");
    assert_eq!(all.iter().map(|s| (s.revision, s.total)).collect::<Vec<_>>(), [(1, 3820), (2, 4000)]);
    let lifted = Some((c.actor.to_owned(), c.at.to_owned(), "負傷日の誤り".to_owned()));
    assert_eq!((&all[0].lifted, &all[1].lifted), (&lifted, &None));
    let json = |id| store.document_of(id).expect("read");
    assert_eq!((json(all[0].id), json(second.id)), (r#"{"total": 3820}"#.to_owned(), r#"{"total": 4000}"#.to_owned()));
    assert!(matches!(store.document_of(99), Err(StoreError::NotFound)));
    assert_eq!(store.statements_in("2025-10").expect("read"), [second]);
    let kinds: Vec<_> = store.history(Some(ids.worker), 5).expect("read").into_iter().map(|h| h.kind).collect();
    assert_eq!(kinds, ["finalize", "lift", "state", "state", "finalize"]);
    assert_eq!(store.verify_history().expect("read"), None);
}

#[test]
fn settings_and_drafts() {
    let mut store = Store::in_memory().expect("a store");
    assert_eq!(store.setting("paper").expect("read"), None);
    store.save_setting(&change("設定"), "paper", r#"{"dx":1}"#).expect("saved");
    store.save_setting(&change("設定"), "paper", r#"{"dx":2}"#).expect("saved");
    store.save_setting(&change("設定"), "paper", r#"{"dx":2}"#).expect("saved");
    assert_eq!(store.setting("paper").expect("read").as_deref(), Some(r#"{"dx":2}"#));
    assert_eq!(store.history(None, 10).expect("read").len(), 2);

    assert_eq!(store.drafts().expect("read"), []);
    store.save_draft("attendance/1", "2025-10-17T09:30:00+09:00", r#"{"half":1}"#).expect("saved");
    store.save_draft("attendance/1", "2025-10-17T09:31:00+09:00", r#"{"half":2}"#).expect("saved");
    store.save_draft("intake", "2025-10-17T09:32:00+09:00", "{}").expect("saved");
    assert_eq!(store.draft("attendance/1").expect("read").as_deref(), Some(r#"{"half":2}"#));
    let keys: Vec<_> = store.drafts().expect("read").into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["intake", "attendance/1"]);
    store.drop_draft("intake").expect("dropped");
    store.drop_draft("intake").expect("no error");
    assert_eq!(store.draft("intake").expect("read"), None);
    assert_eq!(store.history(None, 10).expect("read").len(), 2, "drafts have no history");
    assert!(store.checker().is_none());
    assert!(matches!(store.backup_to(std::path::Path::new("copy")), Err(StoreError::NoFile)));
}

#[test]
fn what_is_open_and_what_is_finalized_from_a_month_on() {
    let (mut store, ids) = memory();
    let c = change("受診");
    let (worker, case) = (ids.worker, ids.case);
    for day in ["2025-11-04", "2025-10-03", "2025-10-07"] {
        store.save_attendance(&c, None, 0, case, day, "", "{}").expect("saved");
    }
    let paper = store.save_document(&c, None, 0, case, "2025-09-30", "{}").expect("saved");
    let month = |month: &str| (month.to_owned(), worker, case);
    // A document alone is work of its month, too; each month once, the earliest first.
    assert_eq!(store.open_months().expect("read"), [month("2025-09"), month("2025-10"), month("2025-11")]);
    store.remove_document(&c, paper.id, paper.revision).expect("removed");
    store.finalize(&c, frozen(case, "2025-10", 3820)).expect("finalized");
    assert_eq!(store.open_months().expect("read"), [month("2025-11")]);
    store.finalize(&c, frozen(case, "2025-11", 1430)).expect("finalized");
    assert_eq!(store.open_months().expect("read"), []);

    let from = |store: &Store, month: &str| -> Vec<(String, i64)> {
        store.statements_from(month).expect("read").into_iter().map(|s| (s.month, s.total)).collect()
    };
    assert_eq!(from(&store, "2025-10"), [("2025-10".to_owned(), 3820), ("2025-11".to_owned(), 1430)]);
    assert_eq!(from(&store, "2025-11"), [("2025-11".to_owned(), 1430)]);
    assert_eq!(from(&store, "2025-12"), []);
    // What was lifted is open again.
    store.lift(&c, case, "2025-10", "直す").expect("lifted");
    assert_eq!(store.open_months().expect("read"), [month("2025-10")]);
    assert_eq!(from(&store, "2025-10"), [("2025-11".to_owned(), 1430)]);
}
