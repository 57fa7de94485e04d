//! Bytes → lines → fields, strictly: what an official file never has is refused with its line.

use crate::refused::Refused;
use encoding_rs::SHIFT_JIS;
use std::borrow::Cow;

/// The text of a file: CP932, or UTF-8 with or without its mark.
pub(crate) fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Refused> {
    if let Some(marked) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(marked) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(e) => Err(undecodable(name, line_of(marked, e.valid_up_to()))),
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    if let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    // No second byte of CP932 is a line end, so lines can be looked at one by one.
    let bad = bytes
        .split(|b| *b == b'\n')
        .position(|line| SHIFT_JIS.decode_without_bom_handling_and_without_replacement(line).is_none());
    Err(undecodable(name, bad.map_or(1, |n| n + 1)))
}

fn undecodable(name: &str, line: usize) -> Refused {
    let mut refused = Refused::whole(format!(
        "{name} の{line}行目の文字が読めません（Shift_JIS でも UTF-8 でもありません）。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。"
    ));
    refused.row(line, 0, "文字が読めません");
    refused
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|b| **b == b'\n').count() + 1
}

/// The lines of a text without their ends. The last one may lack its end.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').map(|line| {
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    })
}

/// Splits a line into its fields; on failure the column (from 1) and why.
pub(crate) fn split<'a>(line: &'a str, fields: &mut Vec<&'a str>) -> Result<(), (usize, &'static str)> {
    fields.clear();
    let mut rest = line;
    loop {
        let column = fields.len() + 1;
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some(end) = quoted.find('"') else { return Err((column, "引用符（\"）が閉じていません")) };
            let Some((field, after)) = quoted.split_at_checked(end) else { return Err((column, "読めません")) };
            fields.push(field);
            let after = after.strip_prefix('"').unwrap_or(after);
            if after.is_empty() {
                break;
            }
            let Some(next) = after.strip_prefix(',') else {
                return Err((column, "値の中に引用符（\"）があります"));
            };
            rest = next;
        } else {
            let (field, next) = match rest.split_once(',') {
                Some((field, next)) => (field, Some(next)),
                None => (rest, None),
            };
            if field.contains('"') {
                return Err((column, "値の中に引用符（\"）があります"));
            }
            fields.push(field);
            match next {
                Some(next) => rest = next,
                None => break,
            }
        }
        if fields.len() > 1_000 {
            return Err((1_000, "列が多すぎます"));
        }
    }
    match line.contains(char::is_control) {
        false => Ok(()),
        true => {
            let column = fields.iter().position(|f| f.contains(char::is_control)).map_or(0, |n| n + 1);
            Err((column, "タブや制御文字があります"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_strictly() {
        let mut fields = Vec::new();
        assert_eq!(split("\"0\",\"S\",\"\",1,", &mut fields), Ok(()));
        assert_eq!(fields, ["0", "S", "", "1", ""]);
        for (line, column) in [
            ("\"0\",\"S\",\"11", 3),
            ("\"0\",\"S\"x,\"1\"", 2),
            ("\"0\",\"a\"\"b\",\"1\"", 2),
            ("0,a\"b", 2),
            ("\"0\",\"a\tb\"", 2),
            ("\"0\",\"a\0b\"", 2),
        ] {
            assert_eq!(split(line, &mut fields).map_err(|e| e.0), Err(column), "{line}");
        }
    }

    #[test]
    fn both_encodings_are_read_and_a_bad_line_is_named() {
        // 初診料 in CP932: 8F89 9066 97BF.
        let cp932: &[u8] = b"\x8F\x89\x90\x66\x97\xBF";
        assert_eq!(decode("a", cp932).map(Cow::into_owned), Ok("初診料".to_owned()));
        assert_eq!(decode("a", "初診料".as_bytes()).map(Cow::into_owned), Ok("初診料".to_owned()));
        assert_eq!(decode("a", b"\xEF\xBB\xBF\xE5\x88\x9D").map(Cow::into_owned), Ok("初".to_owned()));
        let refused = decode("a.csv", b"\"0\"\r\n\"\x8F\x89\"\r\n\"\xFF\xFF\"\r\n").expect_err("a bad byte");
        assert!(refused.sentence.starts_with("a.csv の3行目"), "{}", refused.sentence);
        let marked = decode("a.csv", b"\xEF\xBB\xBF\"0\"\n\"\xFF\"\n").expect_err("a bad byte");
        assert!(marked.sentence.starts_with("a.csv の2行目"), "{}", marked.sentence);
    }
}
