use serde::{Deserialize, Serialize};

/// One thing that is wrong with what was entered: where, and one plain sentence (what, and what to do next).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Where it stands, in the words of the screen or the form: `第1の傷病・生年月日`.
    pub place: String,
    /// What is wrong and what to do next.
    pub message: String,
}

impl Problem {
    /// A problem at `place`.
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.place, self.message)
    }
}
