//! The shell as a person uses it: what it prints and how it ends.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests start programs and write files

use std::path::PathBuf;
use std::process::{Command, Output};

fn rosai(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rosai"))
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.."))
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn said(output: &Output) -> (String, String, i32) {
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap_or(-1))
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    folder
}

#[test]
fn assess_ends_with_0_1_or_2() {
    let (out, _, code) = said(&rosai(&["assess", "assets/demo/2025-10.yaml"]));
    assert_eq!(code, 0);
    assert!(out.contains("4件のうち、一致4、不一致0、待ち0"), "{out}");

    let wrong = folder("assess").join("wrong.yaml");
    std::fs::write(
        &wrong,
        "- {id: w, title: ちがう, cite: c, given: {attendances: [{day: R7.10.6}]}, expect: {total: 1}}\n",
    )
    .expect("written");
    let (out, _, code) = said(&rosai(&["assess", &wrong.to_string_lossy()]));
    assert_eq!(code, 1);
    assert!(out.contains("合計額が違います: 期待 1、結果 3850"), "{out}");

    std::fs::write(&wrong, "- {id: w, title: t, cite: c, given: {day: 1}, expect: {}}\n").expect("written");
    let (_, err, code) = said(&rosai(&["assess", &wrong.to_string_lossy()]));
    assert_eq!(code, 2);
    assert!(err.contains("1行目") && err.contains("「day」という項目はありません"), "{err}");
}

#[test]
fn files_that_are_not_there_or_not_text() {
    let (_, err, code) = said(&rosai(&["assess", "nowhere.yaml"]));
    assert_eq!(code, 2);
    assert!(err.contains("開けません"), "{err}");
    let binary = folder("binary").join("b.yaml");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).expect("written");
    let (_, err, code) = said(&rosai(&["assess", &binary.to_string_lossy()]));
    assert_eq!(code, 2);
    assert!(err.contains("UTF-8"), "{err}");
    let (_, err, code) = said(&rosai(&["assess", "assets/demo/2025-10.yaml", "--case", "none-such"]));
    assert_eq!(code, 2);
    assert!(err.contains("「none-such」という id のケースはこのファイルにありません"), "{err}");
}

#[test]
fn one_case_with_its_reasons_and_as_json() {
    let (out, _, code) = said(&rosai(&["assess", "assets/demo/2025-10.yaml", "--case", "demo-burn", "--why"]));
    assert_eq!(code, 0);
    assert!(out.contains("四肢に行ったので1.5倍です。") && out.contains("根拠: M17"), "{out}");
    let (out, _, code) = said(&rosai(&["assess", "assets/demo/2025-10.yaml", "--case", "demo-burn", "--json"]));
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json[0]["id"], "demo-burn");
    assert_eq!(json[0]["assessment"]["Ok"]["sums"][0]["total"]["value"], 18656);
}

#[test]
fn fees_table_and_check() {
    let (out, _, code) = said(&rosai(&["fees", "table", "R7.10.1", "--csv"]));
    assert_eq!(code, 0);
    assert_eq!(out.lines().next(), Some("id,kind,kubun,code,name,unit,amount,factor_max,section,standing,from"));
    assert!(
        out.contains("initial_visit_fee,item,,101110010,初診料,円,3850,,manual-2025-04 I 2,official,2024-06-01"),
        "the 初診料 row"
    );
    let (_, err, code) = said(&rosai(&["fees", "table", "R9.6.1"]));
    assert_eq!(code, 2);
    assert!(err.contains("料金表（令和6年6月1日〜令和9年5月31日）の外です"), "{err}");
    let (_, err, code) = said(&rosai(&["fees", "table", "きのう"]));
    assert_eq!(code, 2);
    assert!(err.contains("日付として読めません"), "{err}");
    let (out, _, code) = said(&rosai(&["fees", "check"]));
    assert_eq!(code, 0);
    assert!(out.contains("36か月"), "{out}");
}

#[test]
fn demo_writes_and_says_where_it_cannot() {
    let out_folder = folder("demo");
    let (out, _, code) = said(&rosai(&["demo", "--out", &out_folder.to_string_lossy()]));
    assert_eq!(code, 0);
    assert!(out.contains("書き出しました"), "{out}");
    assert!(out_folder.join("34722-cut-finger-overlay.pdf").metadata().is_ok_and(|m| m.len() > 1000));
    let file = out_folder.join("a-file");
    std::fs::write(&file, "x").expect("written");
    let (_, err, code) = said(&rosai(&["demo", "--out", &file.to_string_lossy()]));
    assert_eq!(code, 2);
    assert!(err.contains("書き込めません"), "{err}");
}
