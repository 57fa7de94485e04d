//! Wrong input: each with its sentence, nothing lost, no panic.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

#[path = "../proof/tests/common/mod.rs"]
mod common;

use common::{act, attendance, cases};
use proptest::prelude::*;
use rosai_domain::{Act, Day, Facts, HospitalNumber, LaborInsuranceNumber, PersonName, Site, YearMonth};
use rosai_tests::{ENGINE, root};

fn files(folder: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = std::fs::read_dir(root().join(folder))
        .expect("the folder is in the repository")
        .filter_map(|e| {
            let path = e.ok()?.path();
            (path.extension()? == "yaml").then_some(())?;
            Some((path.file_name()?.to_string_lossy().into_owned(), std::fs::read_to_string(&path).ok()?))
        })
        .collect();
    out.sort();
    out
}

#[test]
fn every_error_file_says_what_it_must() {
    for (file, text) in files("tests/errors") {
        for case in rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{file}: {e}")) {
            let checked = rosai_casefile::check(&ENGINE, &case);
            assert_eq!(checked.differences, Vec::<String>::new(), "{file} {}", case.id);
        }
    }
}

#[test]
fn unreadable_files_say_line_key_and_reason() {
    let files = files("tests/errors/unreadable");
    assert!(files.len() >= 20);
    for (file, text) in files {
        let said = rosai_casefile::read(&text).expect_err(&file).to_string();
        let wanted = text.lines().next().and_then(|l| l.strip_prefix("# says: ")).unwrap_or("ケースが1つもありません");
        for word in wanted.split(' ') {
            assert!(said.contains(word), "{file}: 「{word}」 in 「{said}」");
        }
    }
}

fn problems(change: impl FnOnce(&mut Facts)) -> String {
    let mut facts = rosai_casefile::Given::default().facts();
    facts.attendances = vec![attendance(6, vec![])];
    change(&mut facts);
    ENGINE.assess(&facts).expect_err("a problem").iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn ten_thousand_characters_are_refused_and_kept() {
    let long = "あ".repeat(10_000);
    assert!(
        problems(|f| f.injuries[0].course = long.clone())
            .contains("傷病の経過：10000文字あります。2000文字までに縮めてください。")
    );
    assert!(problems(|f| f.worker.name = PersonName::new(&long)).contains("40文字を超えています"));
    assert!(
        problems(|f| f.attendances[0].acts = vec![Act { remark: long.clone(), ..act("140029610", "腰部") }])
            .contains("10000文字")
    );
    assert!(problems(|f| f.attendances[0].acts = vec![act("140029610", "腰部"); 501]).contains("行為が501件あります"));
}

#[test]
fn a_character_no_font_has_stops_the_sheet_not_the_fee() {
    let text = std::fs::read_to_string(root().join("assets/demo/2025-10.yaml")).expect("the demo month");
    for (name, character) in [("𠮷田　太郎", "𠮷"), ("山田🍣太郎", "🍣")] {
        let odd = text.replacen("切田　太郎", name, 1);
        let case = rosai_casefile::read(&odd).expect("readable").remove(0);
        let checked = rosai_casefile::check(&ENGINE, &case);
        assert_eq!(checked.differences, Vec::<String>::new(), "the fee does not change");
        let document = checked.statements[0].document.as_ref().expect("a document");
        let said = rosai_paper::place_statement(document, rosai_paper::Style::default()).expect_err("no gap on paper");
        assert!(said.iter().any(|p| p.to_string().contains(character)), "{said:?}");
    }
}

#[test]
fn too_much_remark_is_an_error_until_there_is_a_continuation_sheet() {
    let text = std::fs::read_to_string(root().join("assets/demo/2025-10.yaml")).expect("the demo month");
    let case = rosai_casefile::read(&text).expect("readable").remove(0);
    let mut document = rosai_casefile::check(&ENGINE, &case).statements[0].document.clone().expect("a document");
    document.remarks =
        (0..31).map(|_| rosai_document::RemarkLine { class: None, text: "長い摘要".to_owned() }).collect();
    let said =
        rosai_paper::place_statement(&document, rosai_paper::Style::default()).expect_err("31 lines do not fit 30");
    assert!(said.iter().any(|p| p.place.contains("摘要") || p.message.contains("摘要")), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(500), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed is read or refused with a sentence; nothing panics.
    #[test]
    fn typed_things_never_panic(text in "\\PC{0,40}") {
        for said in [
            Day::parse(&text).err(),
            Site::parse(&text).err(),
            LaborInsuranceNumber::parse(&text).err(),
            HospitalNumber::parse(&text).err(),
            YearMonth::try_from(text.clone()).err(),
        ].into_iter().flatten() {
            prop_assert!(said.ends_with('。') && said.len() > 10, "{}", said);
        }
    }

    /// Days are read back from every way they are written.
    #[test]
    fn days_read_back(year in 1926i32..2100, month in 1u32..=12, day in 1u32..=28) {
        let d = Day::new(year, month, day).expect("a day");
        prop_assert_eq!(Day::parse(&d.to_string()), Ok(d));
        prop_assert_eq!(Day::parse(&d.ja()), Ok(d));
    }

    /// Files of any text are read or refused.
    #[test]
    fn files_never_panic(text in "[-a-z0-9:{}\\[\\], \"\n#&*|>日]{0,200}") {
        let _ = rosai_casefile::read(&text);
    }

    /// A good file with one place spoiled is read or refused.
    #[test]
    fn spoiled_files_never_panic(at in 0usize..4000, with in "\\PC{0,6}") {
        let text = include_str!("../../assets/demo/2025-10.yaml");
        let at = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let spoiled = format!("{}{with}{}", &text[..at], &text[at..]);
        if let Ok(cases) = rosai_casefile::read(&spoiled) {
            for case in &cases {
                let _ = rosai_casefile::check(&ENGINE, case);
            }
        }
    }
}
