//! The rule book inside the program.

use super::wire;

wire! {
    /// Every rule, in calculation order.
    pub struct RuleBook {
        /// The rules.
        rules: Vec<RuleEntry>,
    }

    /// One rule in the list.
    pub struct RuleEntry {
        /// `M17`.
        id: String,
        /// 四肢の特例.
        name: String,
        /// How the program reads it, its first sentence.
        line: String,
        /// Where it is written.
        cite: String,
    }

    /// Which page.
    pub struct AskRule {
        /// `M17`.
        id: String,
    }

    /// One page of the rule book.
    pub struct RulePage {
        /// `M17`.
        id: String,
        /// 四肢の特例.
        name: String,
        /// Where it is written.
        cite: String,
        /// 条文, 読み方, 対象外, 疑義, in this order.
        sections: Vec<RuleSection>,
        /// Values it reads, as they stand today.
        values: Vec<RuleValue>,
        /// Worked examples.
        examples: Vec<RuleExample>,
    }

    /// One section.
    pub struct RuleSection {
        /// 条文, 読み方, 対象外, 疑義.
        heading: String,
        /// Its paragraphs.
        paragraphs: Vec<RuleParagraph>,
    }

    /// One paragraph.
    pub struct RuleParagraph {
        /// Whether it is a point of a list.
        item: bool,
        /// The text.
        text: String,
    }

    /// One value a rule reads.
    pub struct RuleValue {
        /// Item id.
        id: String,
        /// Name.
        name: String,
        /// `1,420円`; empty where it does not exist today.
        amount_ja: String,
        /// 令和6年6月1日から; where it does not exist today, since or until when.
        since_ja: String,
        /// 告示・通達で確認 ….
        standing_ja: String,
        /// Where it is written.
        cite: String,
    }

    /// One worked example.
    pub struct RuleExample {
        /// `M06-ex-lumbar-wound`.
        id: String,
        /// What it shows.
        title: String,
        /// Where the text says so.
        cite: String,
        /// The sum worked out by hand.
        sum: String,
        /// Whether it waits for a rule that is not there yet.
        waits: bool,
    }
}
