//! Reading the YAML, with every refusal as a Japanese sentence at its line and key.

use crate::Case;
use serde_saphyr::{Error, MessageFormatter};
use std::borrow::Cow;

/// Why a file could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Line, from 1; 0 where the place is not known.
    pub line: u64,
    /// The key on that line, where there is one.
    pub key: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 {
            write!(f, "{}行目", self.line)?;
        }
        if !self.key.is_empty() {
            write!(f, "「{}」", self.key)?;
        }
        write!(f, "：{}", self.message)
    }
}

struct Japanese;

impl MessageFormatter for Japanese {
    fn format_message<'a>(&self, err: &'a Error) -> Cow<'a, str> {
        let list = |words: &[&str]| words.join("、");
        Cow::Owned(match err {
            Error::SerdeUnknownField { field, expected, .. } => {
                format!("「{field}」という項目はありません。使える項目は {} です。", list(expected))
            }
            Error::SerdeMissingField { field, .. } => format!("項目「{field}」がありません。書き足してください。"),
            Error::SerdeUnknownVariant { variant, expected, .. } => {
                format!("「{variant}」は選べません。{} から選んでください。", list(expected))
            }
            Error::SerdeInvalidType { .. }
            | Error::SerdeInvalidValue { .. }
            | Error::InvalidScalar { .. }
            | Error::Unexpected { .. } => {
                "値の形が違います。数・文字・一覧の別を README の書き方で確かめてください。".to_owned()
            }
            Error::DuplicateMappingKey { key, .. } => {
                format!(
                    "同じ項目{}が2度あります。1つにしてください。",
                    key.as_deref().map(|k| format!("「{k}」")).unwrap_or_default()
                )
            }
            // Sentences of the domain (dates, numbers, sites) come through here as they are.
            Error::Message { msg, .. } => msg.clone(),
            Error::WithSnippet { error, .. } => return self.format_message(error),
            _ => "YAMLとして読めません。この行の字下げ・コロン・かっこを確かめてください。".to_owned(),
        })
    }
}

/// Reads a file of cases.
pub fn read(text: &str) -> Result<Vec<Case>, Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable {
            line: 0, key: String::new(), message: "ケースが1つもありません。".to_owned()
        });
    }
    let cases: Vec<Case> = serde_saphyr::from_str(text).map_err(|e| unreadable(&e, text))?;
    for (i, case) in cases.iter().enumerate() {
        if cases[..i].iter().any(|c| c.id == case.id) {
            return Err(Unreadable {
                line: 0,
                key: case.id.clone(),
                message: "同じ id のケースが2度あります。".to_owned(),
            });
        }
    }
    Ok(cases)
}

fn unreadable(error: &Error, text: &str) -> Unreadable {
    let line = error.location().map_or(0, |l| l.line());
    let source = usize::try_from(line).ok().and_then(|n| text.lines().nth(n.checked_sub(1)?)).unwrap_or_default();
    let column = error.location().map_or(0, |l| usize::try_from(l.column()).unwrap_or(0));
    // The key nearest before the place: `- {day: 3, site: 右前腕}` has several on a line.
    let upto: String = source.chars().take(column.max(1)).collect();
    let after: String =
        source.chars().skip(column.max(1)).take_while(|c| !matches!(c, ' ' | ',' | '}' | '{')).collect();
    let key_at = |part: &str| {
        // A colon inside a value (25:00) has no space behind it.
        let (before, _) = part.rsplit_once(": ").or_else(|| part.strip_suffix(':').map(|b| (b, "")))?;
        before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().map(str::to_owned).filter(|k| !k.is_empty())
    };
    let key = key_at(&format!("{upto}{after}")).unwrap_or_default();
    Unreadable { line, key, message: Japanese.format_message(error).into_owned() }
}
