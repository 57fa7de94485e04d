use rosai_domain::{Day, Question};
use serde::Deserialize;

/// What must come of the facts. A part that is left out is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// Every charge of the month.
    pub lines: Option<Vec<ExpectedLine>>,
    /// 小計点.
    pub points: Option<i64>,
    /// (イ).
    pub yen_of_points: Option<i64>,
    /// (ロ).
    pub yen_items: Option<i64>,
    /// 合計額.
    pub total: Option<i64>,
    /// Sums by case.
    pub statements: Option<Vec<ExpectedStatement>>,
    /// Not charged, and by which rule.
    pub refused: Option<Vec<ExpectedRefusal>>,
    /// Offered.
    pub proposed: Option<Vec<Question>>,
    /// Asked.
    pub asked: Option<Vec<Question>>,
    /// Acts that cannot be priced: parts of the sentences.
    pub unpriced: Option<Vec<String>>,
    /// Parts of the sentences about the facts; nothing is computed then.
    pub problems: Option<Vec<String>>,
    /// Parts of the faults of the statements.
    pub faults: Option<Vec<String>>,
    /// Upper frame of the statement.
    pub header: Option<ExpectedHeader>,
    /// `first` or `later`.
    pub bundle: Option<ExpectedBundle>,
    /// Day the claim is due.
    pub due: Option<Day>,
    /// 摘要 of the point items.
    pub remarks: Option<Vec<String>>,
    /// 摘要 of the yen items.
    pub yen_remarks: Option<Vec<String>>,
    /// 傷病名 as printed.
    pub diseases: Option<Vec<String>>,
    /// Numbers and what is said of them.
    pub numbers: Option<Vec<ExpectedNumber>>,
}

/// One charge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedLine {
    /// Day of the month; none for the month as a whole.
    pub day: Option<u32>,
    /// Item id, code or name.
    pub what: String,
    /// Points of one time, or …
    pub points: Option<i64>,
    /// … yen.
    pub yen: Option<i64>,
    /// Times.
    #[serde(default = "one")]
    pub times: u32,
    /// The case, where it matters.
    pub injury: Option<String>,
    /// Whether M06 read it as 52.
    #[serde(default)]
    pub read_as: bool,
}

fn one() -> u32 {
    1
}

/// Something not charged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedRefusal {
    /// Item id, code or name.
    pub what: String,
    /// The rule.
    pub by: rosai_document::RuleId,
}

/// Sums of one case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedStatement {
    /// The case.
    pub injury: String,
    /// 小計点.
    pub points: Option<i64>,
    /// (イ).
    pub yen_of_points: Option<i64>,
    /// (ロ).
    pub yen_items: Option<i64>,
    /// 合計額.
    pub total: Option<i64>,
}

/// Upper frame.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedHeader {
    /// The case; none: the first.
    pub injury: Option<String>,
    /// ①.
    pub sequence_class: Option<u8>,
    /// ②.
    pub disposition: Option<u8>,
    /// ⑩ from.
    pub from: Option<Day>,
    /// ⑩ to.
    pub to: Option<Day>,
    /// ⑪.
    pub days: Option<u32>,
}

/// 初回分 or 2回目以降分.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedBundle {
    /// 初回分.
    First,
    /// 2回目以降分.
    Later,
}

/// A 労働保険番号 as typed and what is said of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedNumber {
    /// As typed.
    pub typed: String,
    /// A part of the sentence; none where the number is good.
    pub says: Option<String>,
}
