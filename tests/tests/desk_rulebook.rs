//! The rule book on the desk: the same pages as `docs/rulebook`, as data.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_fees::rules;
use rosai_tests::desk::*;
use serde_json::json;

#[test]
fn every_rule_has_its_line_and_its_page() {
    let mut office = Office::open("2025-11-06");
    let book: RuleBook = office.ask("rulebook", json!({}));
    let ids: Vec<String> = book.rules.iter().map(|r| r.id.clone()).collect();
    assert_eq!(ids, rules::all().map(|r| r.id.to_string()).collect::<Vec<_>>(), "in calculation order");
    for entry in &book.rules {
        assert!(!entry.name.is_empty() && !entry.cite.is_empty(), "{entry:?}");
        assert!(entry.line.ends_with('。'), "{entry:?}");
        let page: RulePage = office.ask("rule_page", json!({ "id": entry.id }));
        assert_eq!((&page.id, &page.name, &page.cite), (&entry.id, &entry.name, &entry.cite));
        let headings: Vec<&str> = page.sections.iter().map(|s| s.heading.as_str()).collect();
        assert_eq!(headings, ["条文", "読み方", "対象外", "疑義"], "{}", entry.id);
        for section in &page.sections {
            assert!(!section.paragraphs.is_empty(), "{} {}", entry.id, section.heading);
            assert!(section.paragraphs.iter().all(|p| !p.text.is_empty() && !p.text.contains('\n')), "{}", entry.id);
        }
        assert!(page.examples.iter().all(|e| e.id.starts_with(&entry.id) && !e.title.is_empty()), "{}", entry.id);
    }
}

/// The page and the Markdown say the same: every example and every value stands in both, and the text of the headings.
#[test]
fn the_page_says_what_the_markdown_says() {
    let mut office = Office::open("2025-11-06");
    for (name, text) in rosai_api::rulebook_markdown().expect("the rule book") {
        let id = name.trim_end_matches(".md");
        if id == "README" {
            continue;
        }
        let page: RulePage = office.ask("rule_page", json!({ "id": id }));
        let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        // The page calls documents and questions as a clerk does.
        let in_words = letters(&rosai_api::rulebook_in_words(&text));
        for p in page.sections.iter().flat_map(|s| &s.paragraphs) {
            assert!(in_words.contains(&letters(&p.text)), "{id}: {}", p.text);
        }
        let text = letters(&text);
        for example in &page.examples {
            assert!(text.contains(&letters(&format!("| {} |", example.id))), "{id}: {}", example.id);
        }
        for value in &page.values {
            assert!(text.contains(&format!("-`{}`", value.id)), "{id}: {}", value.id);
        }
        assert_eq!(text.matches("-`").count(), page.values.len(), "{id}");
    }
}

#[test]
fn values_are_those_of_today_and_examples_show_their_sums() {
    let mut office = Office::open("2025-11-06");
    let page: RulePage = office.ask("rule_page", json!({ "id": "m05" }));
    assert_eq!(page.id, "M05", "in either case");
    let of = |page: &RulePage, id: &str| page.values.iter().find(|v| v.id == id).cloned().expect(id);
    let repeat = of(&page, "repeat_visit_fee");
    assert_eq!((repeat.name.as_str(), repeat.amount_ja.as_str()), ("再診料", "1,420円"));
    assert_eq!((repeat.since_ja.as_str(), repeat.standing_ja.as_str()), ("令和6年6月1日から", "告示・通達で確認"));
    assert!(repeat.cite.contains("I 5"), "{}", repeat.cite);
    // 外来管理加算 beside a 処置 of 45 points, as the manual has it (I 6 注5 例①).
    let page: RulePage = office.ask("rule_page", json!({ "id": "M06" }));
    let example = page.examples.iter().find(|e| e.id == "M06-ex5-1-wound-waist").expect("the manual's own example");
    assert!(example.sum.contains("45 + 52 = 97点"), "{}", example.sum);

    office.on("2026-11-06");
    let page: RulePage = office.ask("rule_page", json!({ "id": "M05" }));
    let repeat = of(&page, "repeat_visit_fee");
    assert_eq!((repeat.amount_ja.as_str(), repeat.standing_ja.as_str()), ("1,430円", "他の実装で確認"));
    // 労災電子化加算 is over.
    let page: RulePage = office.ask("rule_page", json!({ "id": "M28" }));
    let ended = of(&page, "electronic_claim_addition");
    assert_eq!((ended.amount_ja.as_str(), ended.since_ja.as_str()), ("", "令和8年4月1日に廃止"));
    // What the clinic compared with a notice is what it reads.
    let ask = json!({ "id": "repeat_visit_fee", "from": "2026-06-01", "amount": "1450", "notice": "告示",
                      "notice_day": "R8.5.29", "section": "第1" });
    let _: ValuesSaved = office.as_actor(DOCTOR, |o| o.ask("confirm_value", ask));
    let page: RulePage = office.ask("rule_page", json!({ "id": "Ｍ０５" }));
    let repeat = of(&page, "repeat_visit_fee");
    assert_eq!((repeat.amount_ja.as_str(), repeat.standing_ja.as_str()), ("1,450円", "告示・通達と照合済"));
    assert_eq!(repeat.cite, "告示（令和8年5月29日） 第1");
}

#[test]
fn a_page_that_is_not_there() {
    let mut office = Office::closed("2025-11-06");
    for id in ["", "M99", "M", "../M05", "初診料"] {
        let refused = office.refused("rule_page", json!({ "id": id }));
        assert_eq!(refused.code, rosai_api::Code::NotFound);
        assert!(refused.message.contains("規則"), "{}", refused.message);
    }
    // The book can be read before any file is open.
    let book: RuleBook = office.ask("rulebook", json!({}));
    assert!(book.rules.len() > 30);
    let page: RulePage = office.ask("rule_page", json!({ "id": "M17" }));
    assert_eq!(
        (page.id.as_str(), page.cite.as_str()),
        ("M17", "労災診療費算定マニュアル I 17、I 17(1)、I 17(2)、I 17(3)")
    );
}
