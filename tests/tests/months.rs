//! Whole months: the demo clinic and the months of `tests/months`, from facts to frozen documents and the files that are
//! written.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_claim::{Severity, finalize};
use rosai_document::{ClaimDocument, FieldId, FieldValue, Section};
use rosai_domain::{Actor, Day};
use rosai_fees::{explain, explain_sum};
use rosai_paper::{Mode, Style, place_statement};
use rosai_tests::{ENGINE, engine_of, root};

type Months = Vec<(rosai_casefile::Case, rosai_casefile::Checked)>;

fn months_of(file: &str) -> Months {
    let text = std::fs::read_to_string(root().join(file)).expect(file);
    let cases = rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{file}: {e}"));
    cases
        .into_iter()
        .map(|c| {
            let checked = rosai_casefile::check(engine_of(&c), &c);
            (c, checked)
        })
        .collect()
}

fn demo() -> Months {
    months_of("assets/demo/2025-10.yaml")
}

/// The demo, and what it has not.
fn all() -> Months {
    let mut all = demo();
    all.extend(months_of("tests/months/2025-10.yaml"));
    all.extend(months_of("tests/months/2025-10-masters.yaml"));
    all
}

#[test]
fn the_months_come_out_as_worked_out_by_hand() {
    for (case, checked) in all() {
        assert_eq!(checked.differences, Vec::<String>::new(), "{}", case.id);
    }
}

/// The wording people read: reviewed by eye, held by snapshots (`cargo insta review`).
#[test]
fn explanations_read_as_sentences() {
    for (case, checked) in all() {
        let found = checked.assessment.expect("the demo's facts are right");
        let mut text: Vec<String> = found.findings.iter().map(explain).collect();
        text.extend(found.sums.iter().map(explain_sum));
        text.extend(checked.statements.iter().flat_map(|s| &s.faults).map(|f| format!("△ {}", f.problem)));
        insta::assert_snapshot!(case.id, text.join("\n\n"));
    }
}

#[test]
fn a_document_freezes_to_the_same_bytes_and_reads_back() {
    for (case, checked) in all() {
        let statement = &checked.statements[0];
        let by = Actor { name: "受付 佐藤".to_owned() };
        let done = finalize(statement, by, Day::parse("R7.11.6").expect("a day")).expect("no fault blocks");
        let (json, hash) = done.document.frozen();
        assert_eq!((&json, &hash), (&done.json, &done.sha256), "{}", case.id);
        assert_eq!(hash.len(), 64);
        let back: ClaimDocument = serde_json::from_str(&json).expect("the document reads back");
        assert_eq!(back, done.document);
        assert_eq!(back.frozen().1, done.sha256, "reprinting does not recalculate");
    }
}

#[test]
fn boxes_are_sums_over_groups() {
    for (case, checked) in all() {
        let document = checked.statements[0].document.as_ref().expect("a document");
        let points: i64 = Section::ALL.iter().map(|s| document.section_points(*s).1.0).sum();
        let yen: i64 = Section::ALL.iter().map(|s| document.section_yen(*s).1.0).sum();
        assert_eq!(points, document.totals.points.0, "{}", case.id);
        assert_eq!(yen, document.totals.yen_items.0, "{}", case.id);
        for group in &document.groups {
            assert_eq!(
                group.why.evaluate(),
                Some(group.points.map_or(group.yen.map_or(0, |y| y.0), |p| p.0).into()),
                "{}",
                case.id
            );
        }
    }
}

#[test]
fn the_sheet_says_what_the_document_says() {
    for (case, checked) in all() {
        let document = checked.statements[0].document.as_ref().expect("a document");
        for mode in [Mode::Overlay, Mode::Framed] {
            let sheet = place_statement(document, Style { mode, ..Style::default() })
                .unwrap_or_else(|p| panic!("{}: {p:?}", case.id));
            let read = |field: &str| sheet.read(field).concat();
            assert_eq!(read("total"), document.totals.total.value().0.to_string(), "{}", case.id);
            assert_eq!(read("days"), document.header.days.to_string(), "{}", case.id);
            let FieldValue::Digits(number) = document.field(FieldId::LaborInsuranceNumber) else { panic!("a number") };
            assert_eq!(read("rodo_hoken_no"), number, "{}", case.id);
            assert_eq!(read("name"), document.header.worker.name.as_str(), "{}", case.id);
        }
    }
}

#[test]
fn an_early_visit_out_of_hours_is_circled() {
    let (case, _) = demo().remove(1);
    let mut facts = case.given.facts();
    facts.attendances[0].time = Some("06:30".to_owned().try_into().expect("a time"));
    let found = ENGINE.assess(&facts).expect("right facts");
    let statement = rosai_claim::statements(&facts, &found, "test").remove(0);
    let document = statement.document.expect("a document");
    assert_eq!(document.field(FieldId::InitialTime), FieldValue::Text("時間外".to_owned()));
    let sheet = place_statement(&document, Style::default()).expect("it fits");
    assert!(sheet.is_circled("shoshin_jikangai") && !sheet.is_circled("shoshin_shinya"));
}

#[test]
fn what_is_missing_blocks_and_what_is_doubtful_warns() {
    let (case, _) = demo().remove(0);
    let mut facts = case.given.facts();
    facts.facility.hospital_number = None;
    facts.facility.name = " ".to_owned();
    facts.worker.kana = rosai_domain::PersonName::default();
    facts.injuries[0].diseases.clear();
    facts.injuries[0].course.clear();
    facts.injuries[0].number = rosai_domain::InsuranceNumber::Unknown;
    facts.injuries[0].forms.clear();
    facts.answers.clear();
    let found = ENGINE.assess(&facts).expect("right facts");
    let statement = rosai_claim::statements(&facts, &found, "test").remove(0);
    let said = |severity: Severity| -> Vec<String> {
        statement.faults.iter().filter(|f| f.severity == severity).map(|f| f.problem.place.clone()).collect()
    };
    for place in ["設定・指定病院等の番号", "設定・名称", "労働者・カナ氏名", "傷病名"] {
        assert!(said(Severity::Blocks).iter().any(|p| p == place), "{place}: {:?}", statement.faults);
    }
    for place in ["傷病の経過", "労働保険番号", "療養の給付請求書"] {
        assert!(said(Severity::Check).iter().any(|p| p == place), "{place}: {:?}", statement.faults);
    }
    assert!(
        statement.faults.iter().any(|f| f.problem.message.contains("救急医療を行いましたか")),
        "the open proposal is on the list"
    );
    assert_eq!(statement.state, rosai_claim::State::Draft);
    assert!(finalize(&statement, Actor { name: "佐藤".into() }, Day::parse("R7.11.6").expect("a day")).is_err());
    // The faults come worst first.
    assert!(statement.faults.windows(2).all(|w| w[0].severity <= w[1].severity));
}

#[test]
fn the_demo_writes_its_files() {
    let files = rosai_api::demo().expect("the demo plays");
    let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
    for wanted in [
        "34722-cut-finger-overlay.pdf",
        "34722-burn-copy.svg",
        "34720-1.json",
        "34722-certificate-why.txt",
        "README.txt",
    ] {
        assert!(names.contains(&wanted), "{wanted} in {names:?}");
    }
    let again = rosai_api::demo().expect("the demo plays");
    assert!(files.iter().zip(&again).all(|(a, b)| a.content == b.content), "byte for byte the same");
    // Three bundles: 初回分 of two stations and one of 2回目以降分, 業務 before 通勤.
    assert_eq!(names.iter().filter(|n| n.starts_with("34720-") && n.ends_with(".json")).count(), 3);
}
