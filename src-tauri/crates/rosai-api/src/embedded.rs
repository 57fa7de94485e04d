//! What travels inside the program: see `build.rs`.

/// One source file of rules.
pub(crate) struct RuleFile {
    /// Its name.
    pub(crate) name: &'static str,
    /// The headings above its code, as Markdown.
    pub(crate) headings: &'static str,
    /// Everything that stands in quotation marks.
    pub(crate) words: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
