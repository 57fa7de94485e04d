//! 設定 › マスター at the desk: files go in whole or not at all, say what they changed, and come out again.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and the clock

use rosai_api::Code;
use rosai_api::wire::*;
use rosai_tests::desk::{CLERK, DOCTOR, MONTH, Office, PASSPHRASE, dressing};
use rosai_tests::masters::{act, line, load, read, send, sparse_act, update_acts, whole_acts};
use rosai_tests::root;
use serde_json::json;
use std::io::Write;

const WHOLE: &str = "s_ALL20240531.csv";
const UPDATE: &str = "s_20250925.csv";

/// A clinic on 2025-10-17 with its doctor, an administrator, at the desk.
fn clinic() -> Office {
    let mut office = Office::open("2025-10-17");
    office.actor = DOCTOR.to_owned();
    office
}

fn view(office: &mut Office) -> MastersView {
    office.ask("masters", json!({}))
}

/// Codes, codes in force today, files of a kind.
fn kind(view: &MastersView, id: &str) -> (u32, u32, u32) {
    let kind = view.kinds.iter().find(|k| k.id == id).expect("a kind");
    (kind.codes, kind.in_force, kind.files)
}

fn counts(report: &MasterReport) -> [u32; 4] {
    [report.new.total, report.changed.total, report.ended.total, report.withdrawn.total]
}

#[test]
fn a_whole_file_and_its_update() {
    let mut office = clinic();
    let empty = view(&mut office);
    assert_eq!((empty.kinds.len(), empty.files.len(), empty.may_load), (18, 0, true));

    // In three pieces.
    let bytes = whole_acts();
    let id = send(&mut office, WHOLE, bytes.as_bytes(), bytes.len() / 3 + 1).expect("sent");
    let read: MasterRead = office.ask("read_master", json!({ "id": id }));
    let [member] = read.members.as_slice() else { panic!("{read:?}") };
    assert_eq!((member.state.as_str(), member.rows), ("ready", 3));
    assert_eq!(member.message, "医科診療行為マスター 全件 令和6年5月31日版（3行）");
    assert_eq!(view(&mut office), empty, "read is not kept");
    let kept: MasterKept = office.ask("keep_master", json!({ "id": id }));
    assert_eq!(counts(&kept.reports[0]), [3, 0, 0, 0]);
    assert_eq!(
        kept.reports[0].message,
        "医科診療行為マスター 全件 令和6年5月31日版を入れました：新しい3、変わった0、終わった0。コードは全部で3です。"
    );
    assert_eq!(kind(&kept.masters, "S"), (3, 3, 1));

    let kept = load(&mut office, UPDATE, update_acts().as_bytes());
    let report = &kept.reports[0];
    assert_eq!(counts(report), [1, 1, 1, 0]);
    // 創傷処置 52点 → 54点 from 2025-10-01.
    let changed = &report.changed.first[0];
    assert_eq!((changed.key.as_str(), changed.name.as_str()), ("140000610", "創傷処置（１００ｃｍ２未満）"));
    assert_eq!((changed.from_ja.as_str(), changed.to_ja.as_str()), ("令和7年10月1日", ""));
    let columns: Vec<_> =
        changed.columns.iter().map(|c| (c.name.as_str(), c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(columns, [("点数", "52.00", "54.00")]);
    assert_eq!(
        (report.ended.first[0].key.as_str(), report.ended.first[0].to_ja.as_str()),
        ("140002210", "令和7年9月30日")
    );
    assert_eq!(report.new.first[0].key, "140099910");
    // Four codes; 湿布 ended on 2025-09-30, so three are in force today.
    assert_eq!(kind(&kept.masters, "S"), (4, 3, 2));
    let newest = &kept.masters.files[0];
    assert_eq!((newest.title.as_str(), newest.rows), ("医科診療行為マスター 更新 令和7年9月25日版", 3));
    assert_eq!((newest.said.as_str(), newest.by.as_str()), ("新しい1　変わった1　終わった1", DOCTOR));
    assert_eq!(newest.at_ja, "令和7年10月17日 09:30");

    // The report again, narrowed by words.
    let again: MasterReport = office.ask("master_report", json!({ "file": newest.file }));
    assert_eq!(MasterReport { file: again.file, ..report.clone() }, again);
    let narrow: MasterReport = office.ask("master_report", json!({ "file": newest.file, "query": "創傷 140000" }));
    assert_eq!((narrow.changed.found, narrow.new.found, narrow.new.total), (1, 0, 1));
    let history: History = office.ask("history", json!({ "limit": 1 }));
    assert_eq!(history.lines[0].summary, "医科診療行為マスター 更新 令和7年9月25日版（s_20250925.csv、3行）を入れた");

    // It is there after a restart, and computed with.
    let before = view(&mut office);
    let mut office = office.restarted();
    office.actor = DOCTOR.to_owned();
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(view(&mut office), before);
}

#[test]
fn the_order_of_loading_is_nothing_and_rows_wait_for_their_whole_file() {
    let mut office = clinic();
    let kept = load(&mut office, UPDATE, update_acts().as_bytes());
    let [waiting] = kept.masters.waiting.as_slice() else { panic!("{:?}", kept.masters.waiting) };
    assert_eq!((waiting.kind_ja.as_str(), waiting.edition_ja.as_str()), ("医科診療行為マスター", "令和7年9月25日"));
    // The new row needs nothing before it; the change and the end do.
    assert_eq!(
        (waiting.total, waiting.keys.as_slice()),
        (2, ["140000610".to_owned(), "140002210".to_owned()].as_slice())
    );
    let kept = load(&mut office, WHOLE, whole_acts().as_bytes());
    assert_eq!(kept.masters.waiting, []);
    assert_eq!(kind(&kept.masters, "S"), (4, 3, 2));
    // Against the editions before it, an update says the same whenever it came.
    let update = kept.masters.files.iter().find(|f| f.name == UPDATE).expect("the update").file;
    let report: MasterReport = office.ask("master_report", json!({ "file": update }));
    assert_eq!(counts(&report), [1, 1, 1, 0]);
}

#[test]
fn the_same_twice_changes_nothing() {
    let mut office = clinic();
    load(&mut office, WHOLE, whole_acts().as_bytes());
    let before = (view(&mut office), office.ask::<History>("history", json!({ "limit": 50 })));
    let again = read(&mut office, "もう一度.csv", whole_acts().as_bytes());
    assert_eq!(again.members[0].state, "same");
    assert_eq!(
        again.members[0].message,
        "医科診療行為マスター 全件 令和6年6月1日版は、もう入っています。何も変わりません。"
    );
    let kept: MasterKept = office.ask("keep_master", json!({ "id": again.id }));
    assert_eq!((kept.reports, kept.masters), (vec![], before.0.clone()));
    assert_eq!(office.ask::<History>("history", json!({ "limit": 50 })), before.1);
}

#[test]
fn a_load_is_taken_back_and_put_back() {
    let mut office = clinic();
    load(&mut office, WHOLE, whole_acts().as_bytes());
    let kept = load(&mut office, UPDATE, update_acts().as_bytes());
    let with = kept.masters.clone();
    let (update, whole) = (with.files[0].file, with.files[1].file);
    let without: MastersView = office.ask("take_back_master", json!({ "file": update }));
    assert_eq!(kind(&without, "S"), (3, 3, 1), "as before the update");
    assert!(without.files[0].taken_back && !without.files[1].taken_back);
    let refused = office.refused("take_back_master", json!({ "file": update }));
    assert_eq!(refused.message, "医科診療行為マスター 更新 令和7年9月25日版は、もう取り消してあります。");
    // What it would change can still be read.
    let report: MasterReport = office.ask("master_report", json!({ "file": update }));
    assert_eq!(counts(&report), [1, 1, 1, 0]);

    let none: MastersView = office.ask("take_back_master", json!({ "file": whole }));
    assert_eq!(kind(&none, "S"), (0, 0, 0));
    let back: MastersView = office.ask("put_back_master", json!({ "file": whole }));
    assert_eq!(kind(&back, "S"), (3, 3, 1));
    let refused = office.refused("put_back_master", json!({ "file": whole }));
    assert_eq!(refused.message, "医科診療行為マスター 全件 令和6年5月31日版は、取り消してありません。");
    // Loading it again is putting it back: one row, as before.
    let kept = load(&mut office, UPDATE, update_acts().as_bytes());
    assert_eq!(kept.masters, with);
    let history: History = office.ask("history", json!({ "limit": 5 }));
    let said: Vec<&str> = history.lines.iter().map(|l| l.summary.as_str()).collect();
    assert_eq!(
        said,
        [
            "医科診療行為マスター 更新 令和7年9月25日版（s_20250925.csv、3行）を入れた",
            "医科診療行為マスター 全件 令和6年5月31日版（s_ALL20240531.csv）を元に戻した",
            "医科診療行為マスター 全件 令和6年5月31日版（s_ALL20240531.csv）を取り消した",
            "医科診療行為マスター 更新 令和7年9月25日版（s_20250925.csv）を取り消した",
            "医科診療行為マスター 更新 令和7年9月25日版（s_20250925.csv、3行）を入れた",
        ]
    );
    for command in ["take_back_master", "put_back_master", "master_report"] {
        let refused = office.refused(command, json!({ "file": 99 }));
        assert_eq!(
            (refused.code, refused.message.contains("マスターのファイルは見つかりません")),
            (Code::NotFound, true)
        );
    }
}

#[test]
fn only_an_administrator_loads() {
    let mut office = clinic();
    let id = send(&mut office, WHOLE, whole_acts().as_bytes(), 1 << 20).expect("sent");
    office.actor = CLERK.to_owned();
    assert!(!view(&mut office).may_load);
    let requests = [
        ("begin_master", json!({ "name": WHOLE, "size": 10 })),
        ("put_master_chunk", json!({ "id": id, "base64": "" })),
        ("read_master", json!({ "id": id })),
        ("keep_master", json!({ "id": id })),
        ("take_back_master", json!({ "file": 1 })),
        ("put_back_master", json!({ "file": 1 })),
    ];
    for (command, request) in requests {
        let refused = office.refused(command, request);
        assert!(
            refused.message.starts_with("マスターを入れたり取り消したりするのは管理者だけ"),
            "{command}: {}",
            refused.message
        );
    }
    office.actor = "通りすがり".to_owned();
    assert_eq!(office.refused("begin_master", json!({ "name": WHOLE, "size": 10 })).code, Code::Actor);
}

#[test]
fn what_cannot_go_in_is_refused_with_one_sentence() {
    let mut office = clinic();
    let said = |office: &mut Office, name: &str, bytes: &[u8]| -> String {
        send(office, name, bytes, 1 << 20).expect_err("refused").message
    };
    assert_eq!(said(&mut office, "a.csv", b""), "「a.csv」は空のファイルです。ダウンロードし直してください。");
    let picture = said(&mut office, "写真.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert!(picture.contains("写真.png はマスターファイルではありません"), "{picture}");
    // 2 GB of zeros are refused before they come, and at their first piece.
    let large = office.refused("begin_master", json!({ "name": "a.zip", "size": 2_000_000_000_u64 }));
    assert!(large.message.starts_with("「a.zip」は大きすぎます。"), "{}", large.message);
    assert!(said(&mut office, "零.csv", &[0; 4096]).contains("零.csv はマスターファイルではありません"));
    // Two that are too large only together.
    let first: MasterProgress = office.ask("begin_master", json!({ "name": "a.zip", "size": 300_000_000 }));
    let second = office.refused("begin_master", json!({ "name": "b.zip", "size": 300_000_000 }));
    assert!(second.message.starts_with("「b.zip」は大きすぎます。"), "{}", second.message);
    let _: Nothing = office.ask("drop_master", json!({ "id": first.id }));
    let _: MasterProgress = office.ask("begin_master", json!({ "name": "b.zip", "size": 300_000_000 }));

    // Pieces that are none, too many, or too few.
    let begun: MasterProgress = office.ask("begin_master", json!({ "name": WHOLE, "size": 5 }));
    let broken = office.refused("put_master_chunk", json!({ "id": begun.id, "base64": "だめ" }));
    assert_eq!(broken.message, "届いたファイルの一部が読めません。ファイルを選び直してください。");
    let broken = office.refused("put_master_chunk", json!({ "id": begun.id, "base64": "A".repeat(1_500_000) }));
    assert_eq!(broken.message, "届いたファイルの一部が読めません。ファイルを選び直してください。");
    let unread = office.refused("read_master", json!({ "id": begun.id }));
    assert!(unread.message.contains("まだ全部は届いていません"), "{}", unread.message);
    let unread = office.refused("keep_master", json!({ "id": begun.id }));
    assert!(unread.message.starts_with("まだ読み取っていない"), "{}", unread.message);
    // "0","S"
    let longer = office.refused("put_master_chunk", json!({ "id": begun.id, "base64": "IjAiLCJTIg==" }));
    assert!(longer.message.contains("はじめに言った大きさより長く届きました"), "{}", longer.message);
    for command in ["put_master_chunk", "read_master", "keep_master"] {
        let gone = office.refused(command, json!({ "id": begun.id }));
        assert!(gone.message.contains("取り消されています"), "{command}: {}", gone.message);
    }
    assert_eq!(view(&mut office).files, []);
}

#[test]
fn a_row_that_is_none_refuses_its_file_and_says_where() {
    let mut office = clinic();
    let wrong = act("14000061", "八桁", "52.00", "20240601", &[]);
    let points = act("140000710", "点数", "六十", "20240601", &[]);
    let bytes = [act("140000810", "創傷処置", "90.00", "20240601", &[]), wrong, points].concat();
    let read = read(&mut office, WHOLE, bytes.as_bytes());
    let [member] = read.members.as_slice() else { panic!("{read:?}") };
    assert_eq!((member.state.as_str(), member.rejected_total), ("refused", 2));
    assert!(member.message.contains(WHOLE) && member.message.contains("2行"), "{}", member.message);
    let places: Vec<_> = member.rejected.iter().map(|r| (r.line, r.column)).collect();
    assert_eq!(places, [(2, 3), (3, 12)]);
    assert!(member.rejected[0].reason.contains("診療行為コード「14000061」"), "{}", member.rejected[0].reason);
    // Keeping it keeps nothing.
    let kept: MasterKept = office.ask("keep_master", json!({ "id": read.id }));
    assert_eq!((kept.reports.len(), kept.masters.files.len()), (0, 0));
}

#[test]
fn what_is_dropped_leaves_nothing() {
    let mut office = clinic();
    let read = read(&mut office, WHOLE, whole_acts().as_bytes());
    let _: Nothing = office.ask("drop_master", json!({ "id": read.id }));
    let _: Nothing = office.ask("drop_master", json!({ "id": read.id }));
    let gone = office.refused("keep_master", json!({ "id": read.id }));
    assert!(gone.message.contains("取り消されています"), "{}", gone.message);
    assert_eq!(view(&mut office).files, []);
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a place");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// 補助マスター of two codes that exclude others on the same day (column 10).
fn auxiliary() -> String {
    let row = |code: &str| {
        line(
            27,
            &[
                (1, "0"),
                (2, code),
                (3, "試験"),
                (4, "00"),
                (5, "0000000"),
                (6, "00"),
                (7, "0000000"),
                (8, "00"),
                (9, "0000000"),
                (10, "1"),
                (11, "0"),
                (12, "0"),
                (13, "0"),
                (20, "000"),
                (21, "0"),
                (26, "20240601"),
                (27, "99999999"),
            ],
        )
    };
    [row("140000610"), row("140000710")].concat()
}

/// 背反テーブル of the same two.
fn exclusion() -> String {
    let row = |one: &str, other: &str| {
        line(
            10,
            &[
                (1, "0"),
                (2, one),
                (3, "試験"),
                (4, other),
                (5, "試験"),
                (6, "3"),
                (7, "0"),
                (9, "20240601"),
                (10, "99999999"),
            ],
        )
    };
    [row("140000610", "140000710"), row("140000710", "140000610")].concat()
}

#[test]
fn a_zip_gives_what_is_in_it_and_one_table_waits_for_another() {
    let mut office = clinic();
    // Alone, nothing says which of the four it is.
    let alone = read(&mut office, "haihan.csv", exclusion().as_bytes());
    assert_eq!(alone.members[0].state, "waits", "{:?}", alone.members);
    assert!(alone.members[0].message.contains("先に 01 補助マスターを読み込む"), "{}", alone.members[0].message);
    let bytes = zip(&[("b/haihan.csv", &exclusion()), ("hojo.csv", &auxiliary()), ("readme.pdf", "%PDF-1.7 \0")]);
    let read_zip = read(&mut office, "denshi_20240601.zip", &bytes);
    let states: Vec<_> = read_zip.members.iter().map(|m| (m.name.as_str(), m.state.as_str())).collect();
    assert_eq!(states, [("haihan.csv", "ready"), ("hojo.csv", "ready"), ("readme.pdf", "refused")]);
    assert_eq!(read_zip.members[0].title, "電子点数表 03-1 背反（1日） 全件 令和6年6月1日版");
    // Without the zip: the table that waited is read again once 補助マスター is there.
    load(&mut office, "hojo_20240601.csv", auxiliary().as_bytes());
    let again: MasterRead = office.ask("read_master", json!({ "id": alone.id }));
    assert_eq!(again.members[0].state, "ready", "{:?}", again.members);
    let kept: MasterKept = office.ask("keep_master", json!({ "id": alone.id }));
    assert_eq!(kind(&kept.masters, "E03-1"), (2, 2, 1));
    // Of the zip both are there in content already.
    let kept: MasterKept = office.ask("keep_master", json!({ "id": read_zip.id }));
    assert_eq!((kept.reports.len(), kept.masters.files.len()), (0, 2));
    let broken = read(&mut office, "切れた.zip", &bytes[..bytes.len() / 2]);
    assert_eq!(broken.members[0].state, "refused");
    assert!(broken.members[0].message.contains("切れた.zip は zip として開けません"), "{}", broken.members[0].message);
}

#[test]
fn the_demo_clinic_loads_for_itself() {
    let mut office = clinic();
    load(&mut office, WHOLE, whole_acts().as_bytes());
    let _: Status = office.ask("open_demo", json!({}));
    assert_eq!(view(&mut office).files, [], "nothing of another file");
    let kept = load(&mut office, UPDATE, update_acts().as_bytes());
    assert_eq!(kind(&kept.masters, "S"), (1, 1, 1));
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(kind(&view(&mut office), "S"), (3, 3, 1));
    // Nothing that was being sent goes over to another file.
    let id = send(&mut office, UPDATE, update_acts().as_bytes(), 1 << 20).expect("sent");
    let _: Status = office.ask("lock", json!({}));
    assert_eq!(office.refused("masters", json!({})).code, Code::Locked);
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert!(office.refused("read_master", json!({ "id": id })).message.contains("取り消されています"));
}

/// Another program packs otherwise: the shelf is folded anew from the files, and the log says so.
#[test]
fn a_shelf_that_cannot_be_read_is_folded_anew() {
    let mut office = clinic();
    load(&mut office, WHOLE, whole_acts().as_bytes());
    load(&mut office, UPDATE, update_acts().as_bytes());
    let before = view(&mut office);
    let _: Status = office.ask("lock", json!({}));
    let passphrase = rosai_domain::fold_width(PASSPHRASE);
    let mut store = rosai_store::Store::open(&office.file(), &passphrase).expect("opens");
    let bad = rosai_store::MasterShelf { body: b"otherwise".to_vec(), note: "{}".to_owned() };
    store.put_master_shelves(&[("S".to_owned(), bad.clone()), ("NEW".to_owned(), bad)]).expect("written");
    drop(store);
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(view(&mut office), before);
    assert!(office.log().iter().any(|l| l.contains("shelf S folded anew")), "{:?}", office.log());
}

/// A row marked 1 in an update takes a code out as if it had never been.
#[test]
fn a_withdrawn_code_is_named() {
    let mut office = clinic();
    load(&mut office, WHOLE, whole_acts().as_bytes());
    let update = [
        act("140002210", "消炎鎮痛等処置（湿布処置）", "35.00", "20240601", &[(1, "1")]),
        sparse_act("5", "140000610", &[(12, "54.00"), (87, "20251001")]),
    ];
    let kept = load(&mut office, UPDATE, update.concat().as_bytes());
    assert_eq!(counts(&kept.reports[0]), [0, 1, 0, 1]);
    assert_eq!(kept.reports[0].withdrawn.first[0].key, "140002210");
    assert_eq!(kept.masters.files[0].said, "新しい0　変わった1　終わった0　取り消された1");
    assert_eq!(kind(&kept.masters, "S"), (2, 2, 2));
}

/// What is loaded is computed with at once, and where the program's fee book says something else, that is said.
#[test]
fn a_loaded_value_is_charged_and_differs_from_the_book() {
    let mut office = clinic();
    let (worker, case) = office.cut_finger();
    office.visit(case, dressing("R7.10.6"));
    let before = office.month(worker, MONTH).total;
    let bytes = act("140000610", "創傷処置（１００ｃｍ２未満）", "54.00", "20240601", &[]);
    let kept = load(&mut office, WHOLE, bytes.as_bytes());
    // A finger of the hand: ×2.0. 52 → 54 is 104点 → 108点, 4点 × 12円 = 48円.
    assert_eq!(office.month(worker, MONTH).total, before + 48);
    let found: Vec<_> = kept.masters.differences.iter().filter(|d| d.what == "点数").collect();
    let [one] = found.as_slice() else { panic!("{:?}", kept.masters.differences) };
    assert_eq!((one.code.as_str(), one.day_ja.as_str()), ("140000610", "令和6年6月1日"));
    assert!(one.ours.contains("52") && one.masters.contains("54"), "{one:?}");
    assert_eq!(kept.masters.differences_total as usize, kept.masters.differences.len());
    // Taken back, the book holds.
    let file = kept.masters.files[0].file;
    let back: MastersView = office.ask("take_back_master", json!({ "file": file }));
    assert_eq!((back.differences_total, office.month(worker, MONTH).total), (0, before));
}

/// The files themselves, where this machine has them: the figures are those counted beside them.
#[test]
fn the_real_files_go_in() {
    let folder = root().join("../shared/masters");
    if !folder.is_dir() {
        eprintln!("left out: the official files are not on this machine");
        return;
    }
    let mut office = clinic();
    for (path, id, rows) in [
        ("2024/s_ALL20240531.csv", "S", 10_133),
        ("2024/rezept-master-01-20241101.csv", "R", 1_098),
        ("2024/rezept-master-03-20240528.csv", "U", 12),
        ("2025/z_20250601.txt", "Z", 2_375),
    ] {
        let bytes = std::fs::read(folder.join(path)).expect("a file");
        let kept = load(&mut office, path, &bytes);
        assert_eq!((kept.reports[0].new.total, kept.masters.files[0].rows), (rows, rows), "{path}");
        assert_eq!(kind(&kept.masters, id).0, rows, "{path}");
    }
    // Every 廃止年月日 of that S is 99999999: all in force.
    assert_eq!(kind(&view(&mut office), "S"), (10_133, 10_133, 1));
    let report: MasterReport = office.ask("master_report", json!({ "file": 1, "query": "111000110" }));
    // 500 are shown of so many, and one holds the code of 初診料.
    assert_eq!((report.new.found, report.new.first[0].name.as_str()), (1, "初診料"));
    let report: MasterReport = office.ask("master_report", json!({ "file": 1 }));
    assert_eq!((report.new.first.len(), report.new.total), (500, 10_133));
}

/// The bytes as the ministries publish them: CP932 and CRLF.
#[test]
fn cp932_is_read() {
    let mut office = clinic();
    let text = whole_acts();
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lossy);
    let kept = load(&mut office, WHOLE, &bytes);
    assert_eq!(kept.reports[0].new.first[0].name, "創傷処置（１００ｃｍ２未満）");
}
