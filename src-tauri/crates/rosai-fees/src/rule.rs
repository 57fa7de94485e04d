use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, StatementSum};
use crate::pricing::Desk;
use rosai_document::{Cite, RuleId};

/// When a rule acts. See `ARCHITECTURE.md`, "How a month is assessed".
pub enum Stage {
    /// On acts: base row, 注加算, 四肢 …
    Price(fn(&mut Desk, &Cx<'_>)),
    /// States alternatives and limits to the chooser; the chooser calls it through [`crate::choose`].
    Choose,
    /// On additions, once it is known which acts are charged: they stand and fall with their act.
    Attach(fn(&mut Desk, &Cx<'_>)),
    /// Both.
    PriceAndAttach(fn(&mut Desk, &Cx<'_>), fn(&mut Desk, &Cx<'_>)),
    /// Once per attendance, day, month or injury.
    Charge(fn(&Cx<'_>, &Chosen) -> Vec<Finding>),
    /// On all that is charged, before it is summed up.
    Settle(fn(&Cx<'_>, &mut Vec<Finding>)),
    /// Once per statement.
    Total(fn(&Cx<'_>, &[Finding]) -> Summed),
    /// Decides nothing by itself; other rules ask it.
    Consulted,
}

/// What a total rule gives: sums by statement, and what stands in their way.
#[derive(Default)]
pub struct Summed {
    /// Sums.
    pub sums: Vec<StatementSum>,
    /// Findings of its own.
    pub findings: Vec<Finding>,
}

/// One rule: a section of the manual (`M…`) or something it leaves to 健保準拠 (`K…`).
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// Its word in `assets/glossary.toml`.
    pub term: &'static str,
    /// Its Japanese name.
    pub ja: &'static str,
    /// Where it is written.
    pub cites: &'static [Cite],
    /// Fee items it reads.
    pub items: &'static [&'static str],
    /// When it acts.
    pub stage: Stage,
}

impl Rule {
    /// The citation its findings carry.
    pub fn cite(&self) -> Cite {
        self.cites[0].clone()
    }
}
