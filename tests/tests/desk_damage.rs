//! A file that breaks while the clinic uses it: it is said, nothing more is written, and a small file does not even open.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_tests::desk::*;
use serde_json::json;

/// One bit turned in the middle of the clinic's file.
fn break_a_page(office: &Office) {
    let mut bytes = std::fs::read(office.file()).expect("the file");
    let middle = bytes.len() / 2 / 4096 * 4096 + 1000;
    bytes[middle] ^= 1;
    std::fs::write(office.file(), bytes).expect("broken");
}

#[test]
fn a_small_broken_file_does_not_open() {
    let mut office = Office::open("2025-11-06");
    let (_, case) = office.cut_finger();
    office.visit(case, first_visit());
    let _: Status = office.ask("lock", json!({}));
    break_a_page(&office);
    let refused = office.refused("unlock", json!({ "passphrase": PASSPHRASE }));
    assert!(refused.message.contains("記録のファイルが壊れています"), "{}", refused.message);
    let status: Status = office.ask("status", json!({}));
    assert_eq!((status.state.as_str(), status.message), ("refused", refused.message));
}

#[test]
fn a_large_broken_file_is_found_by_the_daily_check_and_closed_where_it_is_read() {
    let mut office = Office::open("2025-11-06");
    office.cut_finger();
    // As large as years of a clinic: what was typed and not saved.
    for n in 0..10 {
        let body = "あ".repeat(2_400_000);
        let _: Nothing = office.ask("save_draft", json!({ "key": format!("k{n}"), "title": "t", "body": body }));
    }
    let _: Status = office.ask("lock", json!({}));
    assert!(std::fs::metadata(office.file()).expect("the file").len() > 70_000_000);
    break_a_page(&office);
    // It opens at once: the whole of it is looked at beside the work.
    office.on("2025-11-07");
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    let status: Status = office.ask("status", json!({}));
    assert_eq!(status.state, "open");
    assert!(status.check_message.contains("点検で傷が見つかりました"), "{}", status.check_message);
    let found: SearchHits = office.ask("search", json!({ "text": "キリタ" }));
    assert_eq!(found.hits.len(), 1, "what is whole can be read");
    let all: Vec<_> = (0..10).map(|n| office.call("draft", json!({ "key": format!("k{n}") }))).collect();
    let refused = all.iter().find_map(|r| r.as_ref().err()).expect("one draft lies on the broken page");
    assert!(refused.message.contains("記録のファイルが壊れています"), "{}", refused.message);
    let status: Status = office.ask("status", json!({}));
    assert_eq!((status.state.as_str(), &status.message), ("refused", &refused.message), "nothing more is written");
    // Opened again on the same day it is looked at again, until it is sound.
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    let status: Status = office.ask("status", json!({}));
    assert!(status.check_message.contains("点検で傷が見つかりました"), "{}", status.check_message);
}
