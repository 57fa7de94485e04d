//! What every form needs: messages beside a field, JSON in and out, moments for people.

use crate::error::{ApiError, Code};
use crate::wire::FieldMessage;
use rosai_domain::Day;

/// A message that says the value is none.
pub(crate) fn refuse(field: impl Into<String>, text: impl Into<String>) -> FieldMessage {
    FieldMessage { field: field.into(), severity: "blocks".to_owned(), text: text.into() }
}

/// A message that asks to look again.
pub(crate) fn check(field: impl Into<String>, text: impl Into<String>) -> FieldMessage {
    FieldMessage { field: field.into(), severity: "check".to_owned(), text: text.into() }
}

/// The value, or a message in its place.
pub(crate) fn put<T>(out: &mut Vec<FieldMessage>, field: &str, read: Result<T, String>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(sentence) => {
            out.push(refuse(field, sentence));
            None
        }
    }
}

/// What we wrote ourselves, read back.
pub(crate) fn body<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, ApiError> {
    serde_json::from_str(json).map_err(broken)
}

/// What is kept.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(broken)
}

fn broken(error: serde_json::Error) -> ApiError {
    ApiError {
        code: Code::Internal,
        message: "記録の1件が読めません。ほかの記録は無事です。担当者に知らせてください。".to_owned(),
        place: Some(error.to_string()),
    }
}

/// `10月17日 9:30` of a moment.
pub(crate) fn moment_ja(at: &str) -> String {
    let day = at.get(..10).and_then(|d| Day::parse(d).ok());
    let time = at.get(11..16).unwrap_or_default();
    match day {
        Some(day) => format!("{} {time}", day.ja()),
        None => at.to_owned(),
    }
}

/// A day as it is kept: `2025-10-03` where it can be read, else as typed.
pub(crate) fn kept_day(text: &str) -> String {
    Day::parse(text).map_or_else(|_| text.trim().to_owned(), |d| d.to_string())
}

/// 事業 of an id.
pub(crate) fn case_id(case: u32) -> String {
    case.to_string()
}
