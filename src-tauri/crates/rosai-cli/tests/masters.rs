//! `rosai masters` as a person uses it: a file of records, its passphrase, master files, exit codes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests start programs and write files

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PASSPHRASE: &str = "みなとの灯り 2025";

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    folder
}

fn said(output: &Output) -> (String, String, i32) {
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap_or(-1))
}

/// `rosai masters …`; the passphrase in the environment where one is given, else on standard input.
fn masters(arguments: &[&str], environment: Option<&str>, input: &str) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rosai"));
    command.arg("masters").args(arguments).env_remove("ROSAI_PASSPHRASE");
    if let Some(passphrase) = environment {
        command.env("ROSAI_PASSPHRASE", passphrase);
    }
    let piped = || Stdio::piped();
    let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().expect("the program starts");
    // One that asks for nothing may have ended.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    said(&child.wait_with_output().expect("it ends"))
}

/// A file of records of a clinic with one administrator.
fn records(folder: &Path, staff: &[(&str, bool)]) -> String {
    use rosai_api::wire::{DatedText, FacilityForm, Staff, Status};
    let file = folder.join("clinic.db");
    let mut desk = rosai_api::Desk::new(Box::new(rosai_door::Machine::of_file(file.clone()))).expect("a desk");
    let mut call = |command: &str, request: serde_json::Value| {
        let call = rosai_api::Call { command: command.to_owned(), actor: String::new(), request };
        desk.answer_call(call).unwrap_or_else(|e| panic!("{command}: {e}"))
    };
    let made = call("create_store", serde_json::json!({ "passphrase": PASSPHRASE, "again": PASSPHRASE }));
    assert_eq!(serde_json::from_value::<Status>(made).expect("a status").state, "open");
    let staff =
        staff.iter().map(|(name, administrator)| Staff { name: (*name).to_owned(), administrator: *administrator });
    let form = FacilityForm {
        name: "みほん整形外科".to_owned(),
        director: "見本　一郎".to_owned(),
        hospital_number: "0199999".to_owned(),
        institution_code: "0119999990".to_owned(),
        labor_bureau: "北海道".to_owned(),
        kind: "clinic".to_owned(),
        establishment: "medical_corporation".to_owned(),
        claims_by: vec![DatedText { from: "2020-04-01".to_owned(), value: "paper".to_owned() }],
        staff: staff.collect(),
        ..FacilityForm::default()
    };
    let saved = call("save_facility", serde_json::to_value(form).expect("a form"));
    assert_eq!(saved["saved"], true, "{saved}");
    file.display().to_string()
}

/// A line of 医科診療行為 (150 columns) with these filled.
fn row(filled: &[(usize, &str)]) -> String {
    let cell = |n| filled.iter().find(|(column, _)| *column == n).map_or("", |(_, value)| *value);
    (1..=150).map(|n| format!("\"{}\"", cell(n))).collect::<Vec<_>>().join(",") + "\r\n"
}

fn act(code: &str, name: &str, points: &str) -> String {
    row(&[
        (1, "0"),
        (2, "S"),
        (3, code),
        (5, name),
        (11, "3"),
        (12, points),
        (13, "0"),
        (15, "400"),
        (66, "400"),
        (68, "1"),
        (87, "20240601"),
        (88, "99999999"),
        (113, name),
    ])
}

/// A whole file of two acts and an update of one of them, written into the folder.
fn files(folder: &Path) -> (String, String) {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let whole = act("140000610", "創傷処置", "52.00") + &act("140000710", "創傷処置２", "60.00");
    let update = row(&[(1, "5"), (2, "S"), (3, "140000610"), (12, "54.00"), (87, "20251001")]);
    (write("s_ALL20240531.csv", whole), write("s_20250925.csv", update))
}

#[test]
fn loaded_listed_and_reported() {
    let folder = folder("masters-load");
    let db = records(&folder, &[("医師 見本", true), ("受付 佐藤", false)]);
    let (whole, update) = files(&folder);
    // The update first: the order is nothing. The passphrase from the environment.
    let (out, err, code) = masters(&["load", &update, &whole, "--records", &db], Some(PASSPHRASE), "");
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("1/2　s_20250925.csv　読み取り") && err.contains("2/2　s_ALL20240531.csv"), "{err}");
    assert!(out.contains("医科診療行為マスター 全件 令和6年5月31日版を入れました：新しい2、"), "{out}");
    // Once more, the passphrase from a pipe: nothing changes.
    let (out, err, code) = masters(&["load", &whole, "--records", &db], None, &format!("{PASSPHRASE}\n"));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("もう入っています。何も変わりません。"), "{out}");
    let (out, err, code) = masters(&["list", "--records", &db], Some(PASSPHRASE), "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("医科診療行為マスター　令和7年9月25日版　コード2　今日有効2"), "{out}");
    assert!(out.contains("1　医科診療行為マスター 更新 令和7年9月25日版　s_20250925.csv　1行"), "{out}");
    assert!(out.contains("医師 見本"), "{out}");
    let (out, err, code) = masters(&["report", "1", "--records", &db], Some(PASSPHRASE), "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("変わった　140000610　創傷処置　令和7年10月1日から"), "{out}");
    assert!(out.contains("  点数　52.00 → 54.00"), "{out}");
    let (out, _, code) = masters(&["report", "1", "--query", "ない", "--records", &db], Some(PASSPHRASE), "");
    assert!(code == 0 && !out.contains("140000610"), "{out}");
    let (out, err, code) = masters(&["find", "140000610", "--on", "R7.10.17", "--records", &db], Some(PASSPHRASE), "");
    assert!(code == 0 && out.contains("140000610") && out.ends_with("1件\n"), "{out}{err}");
}

#[test]
fn refused_with_a_sentence() {
    let folder = folder("masters-refused");
    let db = records(&folder, &[("医師 見本", true), ("医師 もう一人", true)]);
    let (whole, _) = files(&folder);
    let refused = |arguments: &[&str], passphrase: &str, part: &str| {
        let (out, err, code) = masters(arguments, Some(passphrase), "");
        assert!(code == 2 && err.contains(part) && out.is_empty(), "{arguments:?}: {code}\n{out}{err}");
    };
    refused(&["load", &whole, "--records", &db], "ちがう合言葉です", "合言葉が違うか");
    refused(&["load", &whole, "--records", &db], PASSPHRASE, "--by に管理者の名前を指定してください");
    refused(&["load", "ない.csv", "--records", &db], PASSPHRASE, "「ない.csv」が開けません");
    refused(&["list", "--records", "ない.db"], PASSPHRASE, "記録のファイル「ない.db」がありません");
    refused(&["report", "7", "--records", &db, "--by", "医師 見本"], PASSPHRASE, "マスターのファイルは見つかりません");
    refused(&["find", "創傷", "--on", "きのう", "--file", &whole], PASSPHRASE, "日付として読めません");
    // In the name of one of the two it goes.
    let (out, err, code) = masters(&["load", &whole, "--records", &db, "--by", "医師 見本"], Some(PASSPHRASE), "");
    assert_eq!(code, 0, "{out}{err}");
    // Who is nobody's name loads nothing: said for each file, and 1 in the end.
    let (_, err, code) = masters(&["load", &whole, "--records", &db, "--by", "だれか"], Some(PASSPHRASE), "");
    assert!(code == 1 && err.contains("担当を選んでから"), "{code} {err}");
    // A file that is none, beside one that is: 1, and the place of the row.
    let bad = folder.join("bad_20240601.csv");
    std::fs::write(&bad, act("140000810", "創傷処置", "九十")).expect("written");
    let bad = bad.display().to_string();
    let (_, err, code) = masters(&["load", &bad, "--records", &db, "--by", "医師 見本"], Some(PASSPHRASE), "");
    assert!(code == 1 && err.contains("1行目・項番12　"), "{code} {err}");
}

#[test]
fn tried_without_records() {
    let folder = folder("masters-trial");
    let (whole, update) = files(&folder);
    let (out, err, code) = masters(&["load", "--dry-run", &update, &whole], None, "");
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("s_20250925.csv　読み取り"), "{err}");
    assert!(
        out.contains("医科診療行為マスター 全件 令和6年5月31日版を入れると：新しい2、変わった0、終わった0"),
        "{out}"
    );
    assert!(
        out.contains("医科診療行為マスター 更新 令和7年9月25日版を入れると：新しい0、変わった1、終わった0"),
        "{out}"
    );
    let (out, _, code) = masters(&["load", "--dry-run", &update], None, "");
    assert!(code == 0 && out.contains("前提となる全件ファイルのない更新の行：1"), "{out}");
    let note = folder.join("覚え書き.txt");
    std::fs::write(&note, "買い物").expect("written");
    let note = note.display().to_string();
    let (out, err, code) = masters(&["load", "--dry-run", &note, &whole], None, "");
    assert!(
        code == 1 && out.contains("新しい2") && err.contains("覚え書き.txt はマスターファイルではありません"),
        "{out}{err}"
    );
    let (out, err, code) = masters(&["find", "創傷", "--on", "R7.10.17", "--file", &whole], None, "");
    assert!(code == 0 && out.contains("行為　140000610　J000 創傷処置"), "{out}{err}");
    // A drug with its price: the columns of `spec/masters.md` 4.1.
    let drug = [
        (1, "0"),
        (2, "Y"),
        (3, "620098801"),
        (5, "ロキソニン錠６０ｍｇ"),
        (7, "ﾛｷｿﾆﾝｼﾞｮｳ60MG"),
        (10, "錠"),
        (11, "1"),
        (12, "10.10"),
        (28, "1"),
        (30, "20250401"),
        (31, "99999999"),
        (34, "0"),
        (35, "ロキソニン錠６０ｍｇ"),
    ];
    let cell = |n| drug.iter().find(|(column, _)| *column == n).map_or("", |(_, value)| *value);
    let text = (1..=42).map(|n| format!("\"{}\"", cell(n))).collect::<Vec<_>>().join(",") + "\r\n";
    let drugs = folder.join("y_ALL20250401.csv");
    std::fs::write(&drugs, text).expect("written");
    let (out, err, code) =
        masters(&["find", "ろきそ", "--on", "R7.10.17", "--file", &drugs.display().to_string()], None, "");
    assert!(code == 0 && out.contains("薬剤　620098801　ロキソニン錠６０ｍｇ　10.1円/錠"), "{out}{err}");
    let (out, _, code) = masters(&["find", "ないものはない", "--on", "R7.10.17", "--file", &whole], None, "");
    assert!(code == 1 && out == "0件\n", "{out}");
}
