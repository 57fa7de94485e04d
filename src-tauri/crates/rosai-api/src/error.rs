//! What a screen is told when a command was not carried out.

use rosai_domain::Problem;
use rosai_store::StoreError;
use serde::Serialize;

/// What a screen may do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The file is not open: show the passphrase.
    Locked,
    /// Somebody changed the record meanwhile: load it anew.
    Stale,
    /// Refused with a reason; nothing was changed.
    Refused,
    /// There is no such record.
    NotFound,
    /// The disk: nothing was lost of what was shown as saved.
    Disk,
    /// Who acts is not on the staff list: ask.
    Actor,
    /// A fault of the program itself.
    Internal,
}

/// Why a command was not carried out, in one plain sentence.
#[derive(Clone, Debug, PartialEq, Serialize, ts_rs::TS, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// What the screen may do.
    pub code: Code,
    /// What happened, what is safe, what to do.
    pub message: String,
    /// Field or place, where there is one.
    pub place: Option<String>,
}

impl ApiError {
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { code: Code::Refused, message: message.into(), place: None }
    }
    pub(crate) fn at(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: Code::Refused, message: message.into(), place: Some(place.into()) }
    }
    pub(crate) fn not_found(what: &str) -> Self {
        Self {
            code: Code::NotFound,
            message: format!("その{what}は見つかりません。画面を開き直してください。"),
            place: None,
        }
    }
    pub(crate) fn problems(problems: &[Problem]) -> Self {
        let message = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("　");
        Self::refused(message)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Stale => Code::Stale,
            StoreError::NotFound => Code::NotFound,
            StoreError::DiskFull | StoreError::ReadOnly => Code::Disk,
            _ => Code::Refused,
        };
        Self { code, message: error.to_string(), place: None }
    }
}
