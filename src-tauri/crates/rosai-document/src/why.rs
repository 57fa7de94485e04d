//! Reasons. A number is the root of its own explanation: a [`Traced`] amount is whatever its tree computes to.

use rosai_domain::{Day, Points, Yen};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// A place in a document: `manual-2025-04`, `I 17(3)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cite {
    /// Document, by its name in `assets/fees/sources.toml`.
    pub doc: Cow<'static, str>,
    /// Section, in the document's own numbering.
    pub section: Cow<'static, str>,
}

impl Cite {
    /// A citation in the code itself.
    pub const fn new(doc: &'static str, section: &'static str) -> Self {
        Self { doc: Cow::Borrowed(doc), section: Cow::Borrowed(section) }
    }
}

/// Number of a rule: `M02`, `K06`. Ids are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RuleId {
    /// `M` for a section of the manual, `K` for a rule left to 健保準拠.
    pub series: char,
    /// The number.
    pub number: u8,
}

impl RuleId {
    /// `M02` and so on.
    pub const fn m(number: u8) -> Self {
        Self { series: 'M', number }
    }
    /// `K06` and so on.
    pub const fn k(number: u8) -> Self {
        Self { series: 'K', number }
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:02}", self.series, self.number)
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for RuleId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let read = || {
            let series = text.chars().next().filter(|c| matches!(c, 'M' | 'K'))?;
            let number = text.get(1..).filter(|n| n.len() == 2)?.parse().ok()?;
            Some(RuleId { series, number })
        };
        read().ok_or_else(|| format!("「{text}」という規則はありません。M02 のように入力してください。"))
    }
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read in an official text or master.
    #[default]
    Official,
    /// Compared with the notice by an administrator of the clinic.
    Confirmed,
    /// Read at an association, a newspaper, a vendor.
    Secondary,
    /// Only seen in another program.
    Impl,
    /// Derived.
    Inferred,
}

impl Standing {
    /// Whether a statement that uses the value may be 確定: read in an official text, or compared with it.
    pub fn is_settled(self) -> bool {
        matches!(self, Standing::Official | Standing::Confirmed)
    }

    /// Its name for people.
    pub fn ja(self) -> &'static str {
        match self {
            Standing::Official => "告示・通達で確認",
            Standing::Confirmed => "告示・通達と照合済",
            Standing::Secondary => "二次資料",
            Standing::Impl => "他の実装で確認",
            Standing::Inferred => "推定",
        }
    }
}

/// A value of the fee book or of the acts, as it was in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableValue {
    /// Item id or code of the act.
    pub id: Cow<'static, str>,
    /// Its Japanese name.
    pub ja: Cow<'static, str>,
    /// The value.
    pub value: Decimal,
    /// `点`, `円`, `倍`, `回`.
    pub unit: Cow<'static, str>,
    /// First day in force.
    pub from: Day,
    /// Where it is written.
    pub cite: Cite,
    /// How sure it is.
    pub standing: Standing,
}

/// What a step does with the values below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Sum.
    Plus,
    /// Product.
    Times,
    /// Difference.
    Minus,
    /// Quotient of two.
    Divide,
    /// The greatest.
    Max,
    /// 1点未満切上げ (manual I 17(3)).
    CeilPoint,
    /// 1点未満四捨五入 (manual I 16 注1; 健保 通則).
    HalfUpPoint,
    /// 円未満切捨て (manual I 1), once per statement.
    FloorYen,
    /// 五捨五超入 of a price over 10 (健保点数表 薬剤料): 25.0円 → 2点, 25.01円 → 3点.
    DrugPoint,
}

/// Why a number is what it is. It ends in facts somebody entered and in cited values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Something somebody entered: what, and what was said; a number where it counts.
    Fact {
        /// What it is: `日数`.
        ja: Cow<'static, str>,
        /// What was entered, for people.
        said: String,
        /// Its number, where it is one.
        value: Option<Decimal>,
    },
    /// A value of a table.
    Table(Arc<TableValue>),
    /// A step of arithmetic over what is below it, with the passage that says so.
    Step {
        /// The operation.
        op: Op,
        /// What it is done with, in order.
        of: Vec<Why>,
        /// The passage, where it is a rounding or a rule's own.
        cite: Option<Cite>,
    },
    /// The rule that decided, the facts it looked at, the amount.
    Rule {
        /// The rule.
        rule: RuleId,
        /// What it looked at, in sentences.
        because: Vec<String>,
        /// The amount.
        amount: Box<Why>,
    },
}

impl Why {
    /// A counted fact.
    pub fn count(ja: &'static str, n: impl Into<Decimal>) -> Self {
        let n = n.into();
        Why::Fact { ja: Cow::Borrowed(ja), said: n.normalize().to_string(), value: Some(n) }
    }

    /// A step.
    pub fn step(op: Op, of: Vec<Why>) -> Self {
        Why::Step { op, of, cite: None }
    }

    /// A step by a passage.
    pub fn step_by(op: Op, of: Vec<Why>, cite: Cite) -> Self {
        Why::Step { op, of, cite: Some(cite) }
    }

    /// What the tree computes to; none where a leaf has no number or the arithmetic has no result.
    pub fn evaluate(&self) -> Option<Decimal> {
        match self {
            Why::Fact { value, .. } => *value,
            Why::Table(table) => Some(table.value),
            Why::Rule { amount, .. } => amount.evaluate(),
            Why::Step { op, of, .. } => {
                let mut values = of.iter().map(Why::evaluate);
                let first = values.next()??;
                match op {
                    Op::CeilPoint => Some(first.ceil()),
                    Op::HalfUpPoint => Some(first.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)),
                    Op::FloorYen => Some(first.floor()),
                    Op::DrugPoint => {
                        Some((first / Decimal::TEN).round_dp_with_strategy(0, RoundingStrategy::MidpointTowardZero))
                    }
                    Op::Plus => values.try_fold(first, |a, b| a.checked_add(b?)),
                    Op::Times => values.try_fold(first, |a, b| a.checked_mul(b?)),
                    Op::Minus => values.try_fold(first, |a, b| a.checked_sub(b?)),
                    Op::Divide => values.try_fold(first, |a, b| a.checked_div(b?)),
                    Op::Max => values.try_fold(first, |a, b| Some(a.max(b?))),
                }
            }
        }
    }

    /// Every table value in the tree, left to right.
    pub fn tables(&self) -> Vec<&Arc<TableValue>> {
        match self {
            Why::Fact { .. } => Vec::new(),
            Why::Table(table) => vec![table],
            Why::Step { of, .. } => of.iter().flat_map(Why::tables).collect(),
            Why::Rule { amount, .. } => amount.tables(),
        }
    }

    /// The arithmetic in one line: `(52点 × 2倍) = 104点`.
    pub fn arithmetic(&self) -> String {
        let join = |of: &[Why], sign: &str| of.iter().map(Why::arithmetic).collect::<Vec<_>>().join(sign);
        match self {
            Why::Fact { ja, said, .. } => format!("{ja}{said}"),
            Why::Table(t) => format!("{}{}", t.value.normalize(), t.unit),
            Why::Rule { amount, .. } => amount.arithmetic(),
            Why::Step { op, of, .. } => match op {
                Op::Plus => format!("({})", join(of, " + ")),
                Op::Times => join(of, " × "),
                Op::Minus => join(of, " − "),
                Op::Divide => join(of, " ÷ "),
                Op::Max => format!("{} のうち大きいほう", join(of, " と ")),
                Op::CeilPoint => format!("{} → {}点（1点未満切上げ）", join(of, ""), self.shown()),
                Op::HalfUpPoint => format!("{} → {}点（1点未満四捨五入）", join(of, ""), self.shown()),
                Op::FloorYen => format!("{} → {}円（1円未満切捨て）", join(of, ""), self.shown()),
                Op::DrugPoint => format!("{} ÷ 10 → {}点（五捨五超入）", join(of, ""), self.shown()),
            },
        }
    }

    fn shown(&self) -> String {
        self.evaluate().map_or_else(|| "？".to_owned(), |v| v.normalize().to_string())
    }
}

/// An amount with its reason. The amount is what the reason computes to; there is no way to make the two differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Traced<T> {
    value: T,
    why: Why,
}

impl<T: Copy> Traced<T> {
    /// The amount.
    pub fn value(&self) -> T {
        self.value
    }
    /// The reason.
    pub fn why(&self) -> &Why {
        &self.why
    }
}

fn whole(why: &Why) -> Option<i64> {
    let value = why.evaluate()?;
    value.is_integer().then(|| value.to_i64()).flatten()
}

impl Traced<Points> {
    /// The whole points the reason computes to; none where it computes to no whole number.
    pub fn points(why: Why) -> Option<Self> {
        whole(&why).map(|n| Traced { value: Points(n), why })
    }
}

impl Traced<Yen> {
    /// The whole yen the reason computes to; none where it computes to no whole number.
    pub fn yen(why: Why) -> Option<Self> {
        whole(&why).map(|n| Traced { value: Yen(n), why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Why {
        Why::count("値", text.parse::<Decimal>().expect("a number"))
    }

    #[test]
    fn rounding_as_the_texts_say() {
        let value = |op, text| Why::step(op, vec![n(text)]).evaluate().expect("a value").to_string();
        // 35 × 1.5 = 52.5 → 53 (I 6 注2).
        assert_eq!(value(Op::CeilPoint, "52.5"), "53");
        assert_eq!(value(Op::CeilPoint, "78.0"), "78");
        assert_eq!(value(Op::HalfUpPoint, "0.5"), "1");
        assert_eq!(value(Op::HalfUpPoint, "36.4"), "36");
        // 159 × 11.5 = 1,828.5 → 1,828.
        assert_eq!(value(Op::FloorYen, "1828.5"), "1828");
        // 薬剤料: 25.0円 → 2点, 25.01円 → 3点, 15円 → 1点.
        assert_eq!(value(Op::DrugPoint, "25.0"), "2");
        assert_eq!(value(Op::DrugPoint, "25.01"), "3");
        assert_eq!(value(Op::DrugPoint, "15"), "1");
    }

    #[test]
    fn an_amount_that_is_not_whole_is_no_amount() {
        assert!(Traced::points(n("1.5")).is_none());
        assert_eq!(Traced::points(n("2")).map(|t| t.value()), Some(Points(2)));
    }

    #[test]
    fn overflow_and_division_by_zero_have_no_value() {
        let max = n(&Decimal::MAX.to_string());
        assert_eq!(Why::step(Op::Times, vec![max.clone(), max]).evaluate(), None);
        assert_eq!(Why::step(Op::Divide, vec![n("1"), n("0")]).evaluate(), None);
    }
}
