//! Letters as they are typed: width, kana, composition.

use unicode_normalization::UnicodeNormalization;

/// Full-width ASCII and half-width kana to their ordinary width (NFKC), for parsing and searching only:
/// what is kept is the NFC text, see [`normalize`].
pub fn fold_width(text: &str) -> String {
    text.nfkc().collect()
}

/// Text as it is kept: NFC, half-width kana made full, white space at both ends removed.
pub fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.trim().chars() {
        // Half-width kana and their sound marks: U+FF61–U+FF9F.
        if ('\u{FF61}'..='\u{FF9F}').contains(&c) {
            run.push(c);
        } else {
            out.extend(run.nfkc());
            run.clear();
            out.push(c);
        }
    }
    out.extend(run.nfkc());
    out.nfc().collect()
}

/// Hiragana (and half-width kana) to full-width katakana; everything else stays.
pub fn to_katakana(text: &str) -> String {
    normalize(text)
        .chars()
        .map(|c| match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// Whether the text holds a control character (a line break, a tab, a bell), which no form has room for.
pub fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_width_kana_become_full_and_marks_join() {
        assert_eq!(normalize("  ﾄﾞﾃｶﾎﾞﾁｬ "), "ドテカボチャ");
        assert_eq!(to_katakana("たなか ﾊﾅｺ"), "タナカ ハナコ");
    }

    #[test]
    fn kept_text_does_not_lose_compatibility_characters() {
        // ㈱ and 髙 are what the worker's employer writes: only search keys fold them.
        assert_eq!(normalize("㈱髙橋"), "㈱髙橋");
        assert_eq!(fold_width("㈱１２"), "(株)12");
    }

    #[test]
    fn decomposed_kana_are_composed() {
        assert_eq!(normalize("か\u{3099}"), "が");
    }
}
