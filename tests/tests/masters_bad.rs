//! Damaged and wrong files: each is refused with its sentence, nothing of it is loaded, nothing panics, and nothing
//! that only looks small fills the memory.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests measure time

use proptest::prelude::*;
use rosai_masters::{
    Limits, MasterFile, MasterKind, Member, Refused, begins_like_a_master, fold, members, read, read_all,
};
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A complete T row of 38 columns, written by us.
fn material(code: &str, name: &str, price: &str) -> String {
    format!(
        "\"0\",\"T\",\"{code}\",\"2\",\"{name}\",\"0\",\"\",\"6\",\"1\",\"枚\",\"1\",\"{price}\",\"0\",\"1\",\"00\",\"00\",\"1\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\",\"\",\"0\",\"0\",\"20240601\",\"00000000\",\"99999999\",\"3\",\"1\",\"0\",\"\",\"\",\"\",\"{name}\",\"000\"\r\n"
    )
}

fn three() -> String {
    [
        material("700010000", "半切", "120.00"),
        material("700020000", "大角", "115.00"),
        material("700030000", "四ツ切", "62.00"),
    ]
    .concat()
}

fn cp932(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

fn member(name: &str, bytes: impl Into<Vec<u8>>) -> Member {
    Member { name: name.to_owned(), archive: None, bytes: bytes.into() }
}

fn go(member: &Member) -> Result<MasterFile, Refused> {
    read(member, None, &mut |_| ControlFlow::Continue(()))
}

/// The sentence a file is refused with.
fn refused(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    match go(&member(name, bytes)) {
        Ok(file) => panic!("{name} was read as {:?} with {} rows", file.kind, file.rows.len()),
        Err(refused) => {
            assert!(refused.sentence.ends_with('。') && refused.sentence.starts_with(name), "{}", refused.sentence);
            refused.sentence
        }
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn the_same_rows_are_read_in_every_form() {
    let text = three();
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    let plain = go(&member("t_ALL20240315.csv", cp932(&text))).expect("CP932, CRLF");
    assert_eq!((plain.kind, plain.whole, plain.rows.len()), (MasterKind::Material, true, 3));
    for bytes in [
        text.clone().into_bytes(),
        marked,
        cp932(&text.replace("\r\n", "\n")),
        cp932(&text.replace('"', "")),
        cp932(text.trim_end()),
    ] {
        assert_eq!(go(&member("t_ALL20240315.csv", bytes)).as_ref(), Ok(&plain));
    }
    let zip = zipped(&[("a/t_ALL20240315.csv", &cp932(&text)), ("__MACOSX/a/._t_ALL20240315.csv", b"\0\0")]);
    let found = members("t.zip", &zip[..], Limits::default()).expect("a zip");
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((only.name.as_str(), only.archive.as_deref()), ("t_ALL20240315.csv", Some("t.zip")));
    assert_eq!(go(only), Ok(plain));
}

#[test]
fn a_wrong_encoding_is_refused_with_its_line() {
    let mut bytes = cp932(&three());
    let at = bytes.iter().position(|b| *b == b'\n').expect("a line") + 25;
    bytes[at] = 0xFF;
    assert_eq!(
        refused("t.csv", bytes),
        "t.csv の2行目の文字が読めません（Shift_JIS でも UTF-8 でもありません）。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。"
    );
    let utf16: Vec<u8> = three().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused("t.csv", utf16).contains("マスターファイルではありません"));
}

#[test]
fn a_file_cut_in_the_middle_is_refused() {
    let bytes = cp932(&three());
    // From the end: "000" and the line end 7, "四ツ切", 9, three empty values 9, "3","1","0", 12, two days 22: 59 bytes.
    // 60 takes the comma before them too and leaves 28 whole values, 65 cuts into value 28.
    assert_eq!(
        refused("t.csv", &bytes[..bytes.len() - 60]),
        "t.csv（特定器材マスター）は読み込みませんでした。3行目 29列目：列の数が違います（28列、1行目は38列）。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。"
    );
    assert_eq!(
        refused("t.csv", &bytes[..bytes.len() - 65]),
        "t.csv（特定器材マスター）は読み込みませんでした。3行目 28列目：引用符（\"）が閉じていません。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。"
    );
    let plain = three().replace('"', "");
    // …,フィルム,000 without its end: the last value could be cut.
    let said = refused("t.csv", plain.trim_end().as_bytes().split_last().expect("bytes").1);
    assert!(said.contains("。3行目 最後の行が途中で切れています。"), "{said}");
}

#[test]
fn every_prefix_is_read_or_refused() {
    for bytes in [cp932(&three()), three().into_bytes(), cp932(&three().replace("\r\n", "\n").replace('"', ""))] {
        let mut whole = 0;
        for end in 0..bytes.len() {
            match go(&member("t_ALL20240315.csv", &bytes[..end])) {
                Ok(file) => whole += file.rows.len(),
                Err(refused) => assert!(refused.sentence.ends_with('。')),
            }
        }
        // Only cuts between rows (before, inside and after a line end) are files: at most three of one and three of two.
        assert!(whole <= 3 + 3 * 2 + 2 * 3, "{whole}");
    }
    let zip = zipped(&[("t_ALL20240315.csv", &cp932(&three()))]);
    for end in 0..zip.len() {
        let said = members("t.zip", &zip[..end], Limits::default()).expect_err("a cut zip").sentence;
        assert!(said.starts_with("t.zip") && said.ends_with('。'), "{said}");
    }
    assert_eq!(
        members("t.zip", &zip[..zip.len() / 2], Limits::default()).expect_err("a cut zip").sentence,
        "t.zip は zip として開けません（壊れているか、途中で切れています）。配布元からもう一度ダウンロードしてください。"
    );
}

#[test]
fn a_column_too_many_is_named() {
    let wide = three().replace("\"000\"\r\n", "\"000\",\"1\"\r\n");
    let said = go(&member("t.csv", wide)).expect_err("39 columns");
    assert_eq!(
        said.sentence,
        "t.csv は特定器材マスターですが、1行目の列の数が39で、読める37〜38列ではありません（39列目）。配布元のファイルか確かめ、新しい様式のときはこのプログラムを更新してください。"
    );
    assert_eq!((said.rejected[0].line, said.rejected[0].column), (1, 39));
    // One wide line among good ones.
    let one =
        format!("{}{}", three(), material("700040000", "カビネ", "38.00").replace("\"000\"\r\n", "\"000\",\"1\"\r\n"));
    let said = go(&member("t.csv", one)).expect_err("one line of 39");
    assert_eq!((said.total, said.rejected[0].line, said.rejected[0].column), (1, 4, 39));
    assert_eq!(said.rejected[0].reason, "列の数が違います（39列、1行目は38列）");
    // Too few.
    assert!(refused("t.csv", "\"0\",\"T\",\"700010000\"\r\n").contains("列の数が3で"));
}

#[test]
fn wrong_values_are_named_with_line_and_column() {
    for (from, to, column, reason) in [
        ("700020000", "70002000", 3, "特定器材コード「70002000」は決まった桁数の数字ではありません"),
        ("700020000", "600020000", 3, "コード「600020000」は特定器材マスターのコードではありません"),
        ("115.00", "115,00", 13, ""),
        ("115.00", "１１５", 12, "金額「１１５」は金額・点数ではありません"),
        ("115.00", "-115.00", 12, "金額「-115.00」は金額・点数ではありません"),
        ("115.00", "", 12, "金額が空です"),
        ("大角", "大\"角", 5, "値の中に引用符（\"）があります"),
        ("大角", "大\t角", 5, "タブや制御文字があります"),
        ("大角", "大\u{7}角", 5, "タブや制御文字があります"),
    ] {
        let file = three().replace(from, to);
        let file = if to == "115,00" { file.replace("\"115,00\"", "115,00") } else { file };
        let bytes = if to.contains('\u{7}') { None } else { Some(file.clone()) };
        let Some(bytes) = bytes else {
            assert!(
                refused("t.csv", file).contains("マスターファイルではありません"),
                "a control byte in the first block"
            );
            continue;
        };
        let said = go(&member("t.csv", bytes)).expect_err(to);
        let first = &said.rejected[0];
        assert_eq!(first.line, 2, "{to}");
        if !reason.is_empty() {
            assert_eq!((first.column, first.reason.as_str()), (column, reason), "{to}");
        }
    }
    // The days and the mark, in every row.
    for (from, to, column, reason) in [
        ("20240601", "20240631", 28, "変更年月日「20240631」は年月日（8桁）ではありません"),
        ("20240601", "2024/6/1", 28, "変更年月日「2024/6/1」は年月日（8桁）ではありません"),
        ("\"0\",\"T\"", "\"7\",\"T\"", 1, "変更区分「7」は 0・1・2・3・5・9 のどれでもありません"),
    ] {
        let said = go(&member("t.csv", three().replace(from, to))).expect_err(to);
        assert_eq!((said.total, said.rejected[0].column, said.rejected[0].reason.as_str()), (3, column, reason));
    }
}

#[test]
fn a_code_that_stands_twice_is_refused() {
    let twice = format!("{}{}", three(), material("700010000", "半切", "121.00"));
    let said = go(&member("t.csv", twice)).expect_err("twice");
    assert_eq!((said.rejected[0].line, said.rejected[0].reason.as_str()), (4, "700010000 が1行目にもあります"));
}

#[test]
fn only_the_first_hundred_rows_are_kept() {
    let rows: String = (0..250).map(|n| material(&format!("7{n:08}"), "名", "x")).collect();
    let said = go(&member("t.csv", rows)).expect_err("no price");
    assert_eq!((said.rejected.len(), said.total), (100, 250));
    assert!(said.sentence.contains("、ほか249件。"), "{}", said.sentence);
}

#[test]
fn another_master_under_this_name_is_what_it_is_and_mixed_rows_are_refused() {
    let file = go(&member("s_ALL20240531.csv", three())).expect("a T file under an S name");
    assert_eq!((file.kind, file.edition.to_string()), (MasterKind::Material, "2024-05-31".to_owned()));
    let mixed = format!("{}{}", three(), material("600010000", "薬", "1.00").replace("\"T\"", "\"Y\""));
    let said = go(&member("t.csv", mixed)).expect_err("mixed");
    assert_eq!((said.rejected[0].line, said.rejected[0].column), (4, 2));
    assert_eq!(said.rejected[0].reason, "医薬品マスターの行が混ざっています");
    for other in ["a,b,c\n1,2,3\n", "薬価,品名\n1,2\n", "%PDF-1.7,\n", "\"0\",\"M\",\"1\"\r\n"] {
        assert!(refused("x.csv", other).contains("マスターファイルではありません"));
    }
    assert_eq!(
        members("x.csv", &b""[..], Limits::default()).expect_err("empty").sentence,
        "x.csv は空のファイルです。配布元からもう一度ダウンロードしてください。"
    );
}

#[test]
fn an_update_without_any_day_is_refused() {
    let sparse = "\"5\",\"T\",\"700010000\",".to_owned() + &"\"\",".repeat(34) + "\"001\"\r\n";
    assert_eq!(
        refused("download.csv", sparse.clone()),
        "download.csv は何日の改定分か分かりません（日付がどこにもありません）。配布時の名前（s_20240621.csv など）のまま読み込んでください。"
    );
    assert_eq!(go(&member("t_20241227.csv", sparse)).expect("dated").edition.to_string(), "2024-12-27");
}

#[test]
fn a_hollow_row_in_a_whole_file_is_refused() {
    let hollow = format!("{}\"5\",\"T\",\"700040000\",{}\"001\"\r\n", three(), "\"\",".repeat(34));
    let said = go(&member("t.csv", hollow)).expect_err("half of each");
    assert_eq!(
        (said.rejected[0].line, said.rejected[0].reason.as_str()),
        (4, "全件のファイルなのに、必須の項目が空です")
    );
    let ended = "\"9\",\"T\",\"700040000\",".to_owned() + &"\"\",".repeat(34) + "\"\"\r\n";
    let said = go(&member("t_20241115.csv", ended)).expect_err("no last day");
    assert_eq!(said.rejected[0].reason, "廃止の行に廃止年月日がありません");
}

#[test]
fn reading_can_be_stopped() {
    let rows: String = (0..2_000).map(|n| material(&format!("7{n:08}"), "名", "1.00")).collect();
    let mut told = 0;
    let said = read(&member("t.csv", rows), None, &mut |at| {
        told += 1;
        assert!(at.rows > 0 && at.done <= at.of);
        if told == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .expect_err("stopped");
    assert_eq!(said.sentence, "t.csv の読み込みをやめました。何も変わっていません。");
    assert_eq!(told, 2);
}

/// Counts what is taken from it.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.0.read(into)?;
        self.1 += taken as u64;
        Ok(taken)
    }
}

#[test]
fn two_gigabytes_of_zeros_are_refused_at_the_first_block() {
    let mut zeros = Counted(std::io::repeat(0).take(2 << 30), 0);
    let said = members("s_ALL20240531.csv", &mut zeros, Limits::default()).expect_err("zeros").sentence;
    assert_eq!(
        said,
        "s_ALL20240531.csv はマスターファイルではありません。支払基金・厚生労働省が配布する csv（txt）か、その zip をそのまま選んでください。"
    );
    assert!(zeros.1 <= 64 << 10, "{} bytes were read", zeros.1);
    assert_eq!(begins_like_a_master("s_ALL20240531.csv", &[0; 1024]).expect_err("zeros").sentence, said);
    // Rows without end: refused at the limit.
    let limits = Limits { file: 1 << 20, ..Limits::default() };
    let mut endless = Counted(Endless(three().into_bytes(), 0), 0);
    let said = members("t.csv", &mut endless, limits).expect_err("endless").sentence;
    assert_eq!(said, "t.csv が大きすぎます（1MB まで）。マスターファイルかどうか確かめてください。");
    assert!(endless.1 <= (1 << 20) + 1);
}

/// The same bytes over and over.
struct Endless(Vec<u8>, usize);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        for byte in into.iter_mut() {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(into.len())
    }
}

#[test]
fn a_bomb_does_not_go_off() {
    // 64 MB of one row, hundreds of times smaller packed.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("t_ALL20240315.csv", SimpleFileOptions::default().large_file(true)).expect("a file");
    let block = cp932(&material("700010000", "半切", "120.00").repeat(4_096));
    for _ in 0..(64 << 20) / block.len() {
        zip.write_all(&block).expect("in memory");
    }
    let bomb = zip.finish().expect("in memory").into_inner();
    assert!(bomb.len() < 1 << 20);
    let said = members("t.zip", &bomb[..], Limits::default()).expect_err("a bomb").sentence;
    assert_eq!(
        said,
        "t.zip の t_ALL20240315.csv は、解凍すると異常に大きくなるので読み込みません。配布元からもう一度ダウンロードしてください。"
    );
    // A bomb of zeros is left at its first block, and refused by name when it is read.
    let zeros = zipped(&[("zeros.csv", &vec![0u8; 64 << 20]), ("t_ALL20240315.csv", &cp932(&three()))]);
    let found = members("t.zip", &zeros[..], Limits::default()).expect("a zip");
    assert!(found.iter().all(|m| m.bytes.len() <= 64 << 10));
    let read = read_all(&found, None, &mut |_| ControlFlow::Continue(()));
    assert!(read[0].as_ref().is_err_and(|e| e.sentence.starts_with("zeros.csv はマスターファイルではありません")));
    assert!(read[1].as_ref().is_ok_and(|f| f.rows.len() == 3));
    // Many that are each within the limit.
    let one = three().repeat(4_000).into_bytes();
    let many: Vec<(String, &[u8])> = (0..4).map(|n| (format!("{n}.csv"), one.as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let limits = Limits { total: 3 << 20, ratio: 2_000, ..Limits::default() };
    let said = members("t.zip", &zipped(&many)[..], limits).expect_err("too much").sentence;
    assert_eq!(said, "1.csv が大きすぎます（3MB まで）。マスターファイルかどうか確かめてください。");
}

#[test]
fn odd_zips_are_refused() {
    let inner = zipped(&[("t_ALL20240315.csv", three().as_bytes())]);
    let nested = zipped(&[("inner.zip", &inner)]);
    assert_eq!(
        members("t.zip", &nested[..], Limits::default()).expect_err("nested").sentence,
        "t.zip の中にさらに zip（inner.zip）があります。解凍して、中の zip か csv を選んでください。"
    );
    let many: Vec<(String, Vec<u8>)> = (0..65).map(|n| (format!("{n}.csv"), three().into_bytes())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    assert_eq!(
        members("t.zip", &zipped(&many)[..], Limits::default()).expect_err("65 files").sentence,
        "t.zip の中のファイルが多すぎます（64個まで）。マスターの zip かどうか確かめてください。"
    );
    assert_eq!(
        members("t.zip", &zipped(&[])[..], Limits::default()).expect_err("empty").sentence,
        "t.zip の中にファイルがありません。選んだ zip を確かめてください。"
    );
    // A byte changed inside the packed data: its checksum tells.
    let mut damaged = zipped(&[("t_ALL20240315.csv", three().repeat(50).as_bytes())]);
    let at = damaged.len() / 3;
    damaged[at] ^= 0x55;
    assert!(members("t.zip", &damaged[..], Limits::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn random_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let said = go(&member("x.csv", bytes.clone())).expect_err("noise").sentence;
        prop_assert!(said.starts_with("x.csv") && said.ends_with('。'));
        for head in [&b"PK\x03\x04"[..], b"\xEF\xBB\xBF", b"\"0\",\"S\",\""] {
            let mut headed = head.to_vec();
            headed.extend(&bytes);
            if let Ok(found) = members("x.csv", &headed[..], Limits::default()) {
                for member in &found {
                    prop_assert!(go(member).is_err());
                }
            }
        }
    }

    /// A good file with bytes changed, removed or doubled: read or refused, and what is read folds.
    #[test]
    fn mutated_files_are_read_or_refused(
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), 0u8..3), 1..6),
    ) {
        let mut bytes = cp932(&three());
        for (at, byte, what) in changes {
            let at = at % bytes.len();
            match what {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, byte),
            }
        }
        match go(&member("t_ALL20240315.csv", bytes)) {
            Ok(file) => {
                let shelf = fold(file.kind, [&file]).shelf;
                prop_assert!(shelf.len() <= file.rows.len());
                prop_assert_eq!(MasterFile::unpack(&file.pack()), Ok(file));
            }
            Err(refused) => prop_assert!(refused.sentence.ends_with('。')),
        }
    }
}
