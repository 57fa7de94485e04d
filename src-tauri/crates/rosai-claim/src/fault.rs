use rosai_domain::Problem;
use serde::Serialize;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The statement may not be 確定.
    Blocks,
    /// To look at before it is handed in.
    Check,
}

/// One fault of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// How bad, worst first.
    pub severity: Severity,
    /// Where, and what to do.
    pub problem: Problem,
    /// The value that has to be compared with a notice first: item id, or code of an act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Fault {
    /// A fault that blocks 確定.
    pub fn blocks(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Blocks, problem: Problem::new(place, message), value: None }
    }

    /// A fault to look at.
    pub fn check(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Check, problem: Problem::new(place, message), value: None }
    }
}
