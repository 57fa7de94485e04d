//! The shell over editions: what changes between two days, what a new value would change, what if, and the program's own
//! proof.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests start programs and write files

use std::path::{Path, PathBuf};
use std::process::Command;

fn rosai(arguments: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_rosai"))
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.."))
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap_or(-1))
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    folder
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("written");
    file.to_string_lossy().into_owned()
}

#[test]
fn what_changes_between_two_days() {
    // 労災電子化加算 ends on 2026-03-31 (I 28 注2).
    let (out, _, code) = rosai(&["fees", "diff", "R8.3.31", "R8.4.1"]);
    assert_eq!(code, 0);
    assert!(out.contains("electronic_claim_addition　労災電子化加算　5点 → なし（終わり）"), "{out}");
    // The other way round it is new.
    let (out, _, _) = rosai(&["fees", "diff", "R8.4.1", "R8.3.31"]);
    assert!(out.contains("労災電子化加算　なし → 5点"), "{out}");

    let (out, _, code) = rosai(&["fees", "diff", "2026-05-31", "2026-06-01", "--csv"]);
    assert_eq!(code, 0);
    assert_eq!(out.lines().next(), Some("id,kind,code,name,unit,before,after,standing,section,from"));
    // 再診料 1,420 → 1,430円, seen in another program only; 関節穿刺 120 → 144点, in the notice.
    let line = |start: &str| out.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("{start}: {out}"));
    let repeat = line("repeat_visit_fee,item,");
    assert!(repeat.contains(",円,1420,1430,impl,") && repeat.ends_with(",2026-06-01"), "{repeat}");
    assert!(line("140023010,act,140023010,").contains(",点,120,144,official,"), "{out}");
    // 初診料 stays 3,850円: what does not change is not there.
    assert!(!out.contains("\ninitial_visit_fee,"), "{out}");

    let (out, _, code) = rosai(&["fees", "diff", "R7.10.1", "R7.10.1"]);
    assert_eq!((out.as_str(), code), ("変わるもの0、新しいもの0、終わるもの0\n", 0));
    for wrong in [["R7.10.1", "きのう"], ["きのう", "R7.10.1"], ["R6.5.31", "R7.10.1"], ["R7.10.1", "R9.6.1"]] {
        let (_, err, code) = rosai(&["fees", "diff", wrong[0], wrong[1]]);
        assert_eq!(code, 2, "{wrong:?}");
        assert!(err.contains("日付として読めません") || err.contains("の外です"), "{err}");
    }
}

#[test]
fn the_program_proves_itself() {
    let (out, _, code) = rosai(&["fees", "selftest"]);
    let last = out.lines().last().unwrap_or_default();
    let (good, all) = last.split_once(" of ").unwrap_or_else(|| panic!("{last}"));
    assert_eq!((good, code), (all, 0), "{out}");
    // 552 rows of 参考10 and the cases: more than a thousand.
    assert!(all.parse::<u32>().is_ok_and(|n| n > 1_000), "{all}");
}

const CSV: &str = "id,from,amount,notice,section\n";

#[test]
fn what_a_new_value_would_change_in_finalized_statements() {
    let here = folder("affected");
    let (_, err, code) = rosai(&["demo", "--out", &here.to_string_lossy()]);
    assert_eq!(code, 0, "{err}");
    let statement = here.join("34722-cut-finger.json");
    let statement = statement.to_str().expect("a path");

    // The program's own values: nothing moves.
    let (out, _, code) = rosai(&["fees", "affected", statement]);
    assert_eq!((out.as_str(), code), ("1件のうち、変わるもの0件\n", 0));

    // 再診料 1,500円 from 10 October: three visits of five (10, 14, 24), +80 each; 38,040 + 240.
    let csv = written(&here, "repeat.csv", &format!("{CSV}repeat_visit_fee,R7.10.10,\"1,500\",告示,第1\n"));
    let (out, _, code) = rosai(&["fees", "affected", statement, "--overlay", &csv]);
    assert_eq!(code, 1);
    assert!(out.contains("令和7年10月　切田　太郎　38,040円 → 38,280円（+240円）"), "{out}");
    assert!(out.contains("再診料 1,420円 → 1,500円（令和7年10月10日から）"), "{out}");
    assert!(out.ends_with("1件のうち、変わるもの1件\n"), "{out}");

    // And 創傷処置 60点: 60 × 2.0 = 120 for 104, four times: +64点 × 12円 = +768; 39,048円. Two statements in one file.
    let two = format!("{CSV}repeat_visit_fee,2025-10-10,1500,告示,第1\n140000610,2025-10-01,60,告示,第1\n");
    let csv = written(&here, "two.csv", &two);
    let text = std::fs::read_to_string(statement).expect("the statement");
    let both = written(&here, "both.json", &format!("[{text},{text}]"));
    let (out, _, code) = rosai(&["fees", "affected", &both, "--overlay", &csv]);
    assert_eq!(code, 1);
    assert_eq!(out.matches("38,040円 → 39,048円（+1,008円）").count(), 2, "{out}");
    assert!(out.ends_with("2件のうち、変わるもの2件\n"), "{out}");

    // A claim sheet is no statement.
    let sheet = here.join("34720-1.json");
    let (_, err, code) = rosai(&["fees", "affected", sheet.to_str().expect("a path")]);
    assert_eq!(code, 2);
    assert!(err.contains("確定した内訳書のJSONとしては読めません"), "{err}");
}

#[test]
fn what_a_new_value_would_change_in_cases() {
    let here = folder("affected-cases");
    // 初診料 3,850 + 再診料 1,420 = 5,270円; with 1,500円 from the fifth: 5,350円.
    let cases = written(
        &here,
        "cases.yaml",
        "- {id: a, title: 2回, cite: c, given: {injuries: [{injured_on: 2025-10-03}], attendances: [{day: 2025-10-03}, {day: 2025-10-07, planned_management: false}]}, expect: {total: 5270}}\n- {id: b, title: 初診だけ, cite: c, given: {attendances: [{day: 2025-10-03}]}, expect: {total: 3850}}\n",
    );
    let csv = written(&here, "new.csv", &format!("{CSV}repeat_visit_fee,2025-10-05,1500,告示,第1\n"));
    let (out, _, code) = rosai(&["fees", "affected", &cases, "--overlay", &csv]);
    assert_eq!(code, 1);
    assert!(out.contains("a　2回　5,270円 → 5,350円（+80円）\n  再診料 1,420円 → 1,500円"), "{out}");
    assert!(out.ends_with("2件のうち、変わるもの1件\n"), "{out}");
    let (_, err, code) = rosai(&["fees", "affected", &cases]);
    assert_eq!(code, 2);
    assert!(err.contains("--overlay が要ります") && err.contains("id,from,amount,notice,section"), "{err}");

    for (text, part) in [
        ("", "1行目は"),
        ("a,b\n1,2\n", "1行目は"),
        (CSV, "値が1つもありません"),
        (&format!("{CSV}repeat_visit_fee,2025-10-05,1500\n"), "2行目：列の数"),
        (&format!("{CSV}repeat_visit_fee,きのう,1500,告示,第1\n"), "2行目：「きのう」"),
        (&format!("{CSV}repeat_visit_fee,2025-10-05,千,告示,第1\n"), "数として読めません"),
        (&format!("{CSV}repeat_visit_fee,2025-10-05,-1,告示,第1\n"), "0より小さい"),
        (&format!("{CSV}repeat_visit_fee,2025-10-05,99999999999,告示,第1\n"), "7桁"),
        (&format!("{CSV}no_such_fee,2025-10-05,1500,告示,第1\n"), "料金表にありません"),
        (&format!("{CSV}repeat_visit_fee,2030-10-05,1500,告示,第1\n"), "の外です"),
        (&format!("{CSV}repeat_visit_fee,2025-10-05,1500,,第1\n"), "名称と日付が入っていません"),
    ] {
        let csv = written(&here, "wrong.csv", text);
        let (_, err, code) = rosai(&["fees", "affected", &cases, "--overlay", &csv]);
        assert_eq!(code, 2, "{text}");
        assert!(err.contains(part), "{text}: {err}");
    }
    let broken = written(&here, "broken.json", "{\"program\": 1,");
    for (file, part) in [
        ("nowhere.json", "開けません"),
        (broken.as_str(), "JSONとしては読めません"),
        (csv.as_str(), "ケースファイルとして読めません"),
    ] {
        let (_, err, code) = rosai(&["fees", "affected", file]);
        assert_eq!(code, 2, "{file}");
        assert!(err.contains(part), "{file}: {err}");
    }
}

#[test]
fn what_if_on_a_case() {
    let demo = "assets/demo/2025-10.yaml";
    let ask = |more: &[&str]| rosai(&[&["assess", demo, "--case", "demo-cut-finger"], more].concat());
    // Without the form no 取扱料: 38,040 − 2,000.
    let (out, _, code) = ask(&["--what-if", "form=none"]);
    assert_eq!(code, 0);
    assert!(out.contains("合計 38,040円 → 36,040円（-2,000円）"), "{out}");
    assert!(out.contains("療養給付請求書取扱料　2,000円 → 算定なし"), "{out}");
    // 非課税, and no 救急医療: 1,910点 × 11.5円 = 21,965円; 15,120 − 1,250 = 13,870円; 35,835円.
    let (out, _, code) = ask(&["--what-if", "tax=exempt", "--what-if", "answer=emergency_care:no", "--why"]);
    assert_eq!(code, 0);
    assert!(out.contains("38,040円 → 35,835円（-2,205円）") && out.contains("1点の単価　12円 → 11.5円"), "{out}");
    assert!(out.contains("(イ) 1,910点 × 11.5円 = 21,965円"), "the reasons of the month as it would be: {out}");
    // Nothing differs: 様式第5号 is there already.
    let (out, _, _) = ask(&["--what-if", "form=5"]);
    assert!(out.contains("38,040円 → 38,040円（0円）") && out.contains("変わる行はありません"), "{out}");

    for (wrong, part) in [
        ("weather=rain", "使えるのは"),
        ("site", "使えるのは"),
        ("site=2025-10-07#9:右手第2指", "9番目の行為はありません"),
        ("date=きのう>きょう", "日付として読めません"),
        ("answer=emergency_care:maybe", "質問"),
    ] {
        let (_, err, code) = ask(&["--what-if", wrong]);
        assert_eq!(code, 2, "{wrong}");
        assert!(err.contains(part), "{wrong}: {err}");
    }
    let (_, err, code) = rosai(&["assess", demo, "--case", "none-such", "--what-if", "tax=exempt"]);
    assert_eq!(code, 2);
    assert!(err.contains("none-such"), "{err}");
    let (_, err, code) = ask(&["--what-if", "tax=exempt", "--json"]);
    assert_eq!(code, 2);
    assert!(err.contains("--json"), "{err}");
}
