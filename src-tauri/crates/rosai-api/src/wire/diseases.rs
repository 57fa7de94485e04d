//! Names of diseases by the masters.

use super::wire;

wire! {
    /// Finds names of diseases.
    pub struct FindDisease {
        /// みぎとうこつえんい, 橈骨 骨折, 右橈骨遠位端骨折の疑い, a code.
        text: String,
        /// The day on which they hold.
        day: String,
        /// The case whose sides and sites come first.
        case: Option<u32>,
    }

    /// Names found.
    pub struct DiseaseHits {
        /// Whether the 傷病名 master is loaded; without it names are written out.
        loaded: bool,
        /// At most 50.
        hits: Vec<DiseaseHit>,
        /// How many there are in all.
        total: u32,
    }

    /// One name with its modifiers.
    pub struct DiseaseHit {
        /// 傷病名コード.
        code: String,
        /// 修飾語コード: prefixes in order, then suffixes in order.
        modifiers: Vec<String>,
        /// Prefixes, name, suffixes: as it stands on the claim.
        name: String,
        /// The same in its parts.
        parts: Vec<String>,
        /// What to look at (単独使用禁止 …), or empty.
        said: String,
        /// Why it may not be taken, or empty.
        refused: String,
    }

    /// Finds 修飾語; with nothing typed the sides and sites of the case, and what is put to a name most.
    pub struct FindModifier {
        /// Kana, kanji or code.
        text: String,
        /// The day.
        day: String,
        /// The case.
        case: Option<u32>,
    }

    /// Modifiers found.
    pub struct ModifierHits {
        /// At most 50.
        hits: Vec<ModifierHit>,
    }

    /// One modifier.
    pub struct ModifierHit {
        /// 修飾語コード.
        code: String,
        /// Its name.
        name: String,
        /// Whether it stands behind the name.
        suffix: bool,
        /// 部位, 左右 ….
        class_ja: String,
    }

    /// Puts a name together without saving it.
    pub struct ComposeDisease {
        /// 傷病名コード.
        code: String,
        /// 修飾語コード, in the order typed.
        modifiers: Vec<String>,
        /// The day.
        day: String,
    }

    /// What the masters say of one kept name in a month.
    pub struct DiseaseCoding {
        /// Its parts, where it has a code: 左, 示指挫創.
        parts: Vec<String>,
        /// What to look at, in sentences.
        sentences: Vec<String>,
        /// The code offered for it: the typed name recognised, or what came after an ended code.
        proposed: Option<DiseaseHit>,
    }
}
