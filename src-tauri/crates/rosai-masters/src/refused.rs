//! What is said when a file cannot be loaded.

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Line in the file, from 1.
    pub line: u32,
    /// Column (項番), from 1; 0: the line as a whole.
    pub column: u32,
    /// Why, in Japanese.
    pub reason: String,
}

/// Why nothing of a file was loaded: one sentence, and the rows that stand against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// What, where, what next.
    pub sentence: String,
    /// The first [`Refused::KEPT`] of them.
    pub rejected: Vec<Rejected>,
    /// How many rows there are against it in all.
    pub total: usize,
    /// One of the 背反 tables that only the 補助マスター tells apart: it may be read once that is there.
    pub wants_auxiliary: bool,
}

impl Refused {
    /// How many rejected rows are kept; [`Refused::total`] counts on.
    pub const KEPT: usize = 100;

    /// A file refused as a whole.
    pub fn whole(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), ..Self::default() }
    }

    /// Takes a row down.
    pub(crate) fn row(&mut self, line: usize, column: usize, reason: impl Into<String>) {
        self.total += 1;
        if self.rejected.len() < Self::KEPT {
            let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.rejected.push(Rejected { line: narrow(line), column: narrow(column), reason: reason.into() });
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Refused {}
