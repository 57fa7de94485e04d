use rosai_document::{Cite, RuleId, Section, Traced, Why};
use rosai_domain::{ActId, AttendanceId, Day, Points, Question, Site, Yen};
use serde::Serialize;

/// An amount of one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Amount {
    /// 点.
    Points(Traced<Points>),
    /// 円.
    Yen(Traced<Yen>),
}

impl Amount {
    /// The reason.
    pub fn why(&self) -> &Why {
        match self {
            Amount::Points(t) => t.why(),
            Amount::Yen(t) => t.why(),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Amount::Points(t) => write!(f, "{}", t.value()),
            Amount::Yen(t) => write!(f, "{}", t.value()),
        }
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// The case.
    pub injury: String,
    /// The day; none for the month as a whole.
    pub day: Option<Day>,
    /// The attendance.
    pub attendance: Option<AttendanceId>,
    /// The acts.
    pub acts: Vec<ActId>,
    /// Fee item id, code of the act, or the name somebody typed.
    pub what: String,
    /// Its Japanese name.
    pub ja: String,
}

/// Something charged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Charge {
    /// Official code.
    pub code: Option<String>,
    /// Box of the sheet.
    pub section: Section,
    /// Amount of one time.
    pub amount: Amount,
    /// Times (内服: days).
    pub times: u32,
    /// Sites treated.
    pub sites: Vec<Site>,
    /// What stands before the times in 摘要: `(52×2.0)104`.
    pub formula: String,
    /// Quantity with its unit, where the row counts one: `2枚`.
    pub quantity: Option<String>,
    /// Drugs and materials by name and quantity, for 摘要.
    pub parts: Vec<(String, String)>,
    /// Remarks the text demands, and those typed.
    pub remarks: Vec<String>,
    /// The charge this one is an addition to (機能回復指導加算, 時間外加算): its `what`.
    pub addition_to: Option<String>,
    /// Whether M06 read it as 52.
    pub read_as: bool,
    /// Whether somebody typed the figure: 要確認.
    pub typed: bool,
    /// Whom a 職場復帰支援・療養指導 reached (M29).
    pub guided: Option<rosai_domain::Guided>,
    /// Codes of the 労災 master an electronic claim writes behind it: 四肢加算, 読み替え加算. Their points are in the amount.
    pub with_codes: Vec<&'static str>,
}

impl Charge {
    /// One time of an amount that stands as it is.
    pub(crate) fn once(section: Section, amount: Amount) -> Self {
        let formula = match &amount {
            Amount::Points(p) => p.value().0.to_string(),
            Amount::Yen(y) => y.value().0.to_string(),
        };
        Self {
            code: None,
            section,
            amount,
            times: 1,
            sites: Vec::new(),
            formula,
            quantity: None,
            parts: Vec::new(),
            remarks: Vec::new(),
            addition_to: None,
            read_as: false,
            typed: false,
            guided: None,
            with_codes: Vec::new(),
        }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Outcome {
    /// Charged.
    Charge(Box<Charge>),
    /// Entered or thinkable, and not charged.
    Refused,
    /// Offered: a person must vouch for a fact.
    Proposed(Question),
    /// Cannot be computed until somebody answers.
    NeedsAnswer(Question),
    /// Cannot be priced: an error on the statement until resolved.
    Unpriced,
}

/// One finding of one rule, with its sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What it is about.
    pub subject: Subject,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, in one sentence a clerk reads.
    pub sentence: String,
    /// Where it is written.
    pub cite: Cite,
    /// Somebody should look at it before the claim is handed in.
    pub check: bool,
}

impl Finding {
    /// The same, to be looked at.
    pub(crate) fn looked_at(mut self) -> Self {
        self.check = true;
        self
    }

    /// The charge, where it is one, to be changed.
    pub(crate) fn charge_mut(&mut self) -> Option<&mut Charge> {
        match &mut self.outcome {
            Outcome::Charge(c) => Some(c),
            _ => None,
        }
    }

    /// The charge, where it is one.
    pub fn charge(&self) -> Option<&Charge> {
        match &self.outcome {
            Outcome::Charge(c) => Some(c),
            _ => None,
        }
    }

    /// Whether the statement may not be 確定 because of it.
    pub fn blocks(&self) -> bool {
        matches!(self.outcome, Outcome::NeedsAnswer(_) | Outcome::Unpriced)
    }

    /// Points of all times, where it charges points.
    pub fn points(&self) -> Points {
        match self.charge() {
            Some(Charge { amount: Amount::Points(p), times, .. }) => p.value() * i64::from(*times),
            _ => Points(0),
        }
    }

    /// Yen of all times, where it charges yen.
    pub fn yen(&self) -> Yen {
        match self.charge() {
            Some(Charge { amount: Amount::Yen(y), times, .. }) => y.value() * i64::from(*times),
            _ => Yen(0),
        }
    }
}

/// Sums of one statement (M01).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementSum {
    /// The case.
    pub injury: String,
    /// 小計点.
    pub points: Points,
    /// (イ).
    pub yen_of_points: Traced<Yen>,
    /// (ロ).
    pub yen_items: Yen,
    /// 合計額.
    pub total: Traced<Yen>,
}
