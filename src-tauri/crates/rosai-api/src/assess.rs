//! Case files from the shell: assessed, and with something otherwise.

use crate::what_if::price_change;
use rosai_casefile::{Case, Checked, Unreadable, check, read};
use rosai_domain::Problem;
use rosai_domain::{Day, Yen};
use rosai_fees::{Assessment, Comparison, Engine, WhatIf, explain, explain_sum};
use serde::Serialize;

/// Why a file could not be assessed.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// The file cannot be understood.
    #[error("{0}")]
    Unreadable(Unreadable),
    /// No case of this id.
    #[error("「{0}」という id のケースはこのファイルにありません。id を確かめてください。")]
    NoSuchCase(String),
    /// The fee book the program carries does not load.
    #[error("料金表が読めません：{0}")]
    FeeBook(String),
    /// Something that was to be tried cannot be read, or speaks of nothing there is.
    #[error("{0}")]
    WhatIf(String),
}

/// What came of one case.
#[derive(Clone, Debug, Serialize)]
pub struct CaseReport {
    /// Id of the case.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The rule it waits for, where it does.
    pub pending: Option<String>,
    /// Differences from what was expected.
    pub differences: Vec<String>,
    /// Everything that was found, or what is wrong with the facts.
    pub assessment: Result<rosai_fees::Assessment, Vec<Problem>>,
    /// Statements with their documents and faults.
    pub statements: Vec<rosai_claim::Statement>,
}

pub(crate) fn engine() -> Result<Engine, String> {
    Engine::builtin().map_err(|p| p.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))
}

/// The cases of a file, or the one named.
fn wanted(text: &str, only: Option<&str>) -> Result<Vec<Case>, AssessError> {
    let mut cases = read(text).map_err(AssessError::Unreadable)?;
    cases.retain(|c| only.is_none_or(|id| c.id == id));
    match only {
        Some(id) if cases.is_empty() => Err(AssessError::NoSuchCase(id.to_owned())),
        _ => Ok(cases),
    }
}

/// Assesses the cases of a file, or the one named.
pub fn assess_text(text: &str, only: Option<&str>) -> Result<Vec<CaseReport>, AssessError> {
    let cases = wanted(text, only)?;
    let engine = engine().map_err(AssessError::FeeBook)?;
    Ok(cases.iter().map(|case| report(case, check(&engine, case))).collect())
}

/// A case as it is and as it would be.
pub struct WhatIfReport {
    /// Id of the case.
    pub id: String,
    /// Its title.
    pub title: String,
    comparison: Comparison,
}

/// Tries changes (`key=value`) on the cases of a file, or on the one named.
pub fn what_if_text(text: &str, only: Option<&str>, changes: &[String]) -> Result<Vec<WhatIfReport>, AssessError> {
    let changes: Result<Vec<WhatIf>, String> = changes.iter().map(|c| WhatIf::parse(c)).collect();
    let changes = changes.map_err(AssessError::WhatIf)?;
    let cases = wanted(text, only)?;
    let engine = engine().map_err(AssessError::FeeBook)?;
    let one = |case: Case| {
        let facts = case.given.facts();
        let comparison = engine.what_if(&facts, &changes);
        let mut comparison = comparison.map_err(|p| AssessError::WhatIf(format!("{}：{}", case.id, p.join("　"))))?;
        let price = engine.assess(&facts).ok().and_then(|before| price_change(&before, &comparison.assessment));
        comparison.lines.extend(price);
        Ok(WhatIfReport { id: case.id, title: case.title, comparison })
    };
    cases.into_iter().map(one).collect()
}

impl WhatIfReport {
    /// Both totals and every line that differs.
    pub fn text(&self) -> String {
        let c = &self.comparison;
        let more = c.after - c.before;
        let sign = if more > 0 { "+" } else { "" };
        let mut out = format!(
            "{}　{}\n  合計 {} → {}（{sign}{}）\n",
            self.id,
            self.title,
            Yen(c.before),
            Yen(c.after),
            Yen(more)
        );
        if c.lines.is_empty() {
            out.push_str("  変わる行はありません。\n");
        }
        for line in &c.lines {
            let day = line.day.map_or_else(|| "この月".to_owned(), Day::ja_with_weekday);
            let shown = |amount: &str| if amount.is_empty() { "算定なし".to_owned() } else { amount.to_owned() };
            let (before, after) = (shown(&line.before), shown(&line.after));
            out.push_str(&format!("  {day}　{}　{before} → {after}\n", line.ja));
            if !line.because.is_empty() {
                out.push_str(&format!("    {}\n", line.because));
            }
        }
        for open in c.assessment.findings.iter().filter(|f| f.blocks()) {
            out.push_str(&format!("  まだ決まりません：{}　{}\n", open.subject.ja, open.sentence));
        }
        out
    }

    /// Why the month would come to that.
    pub fn why(&self) -> String {
        told(&self.comparison.assessment).join("\n\n") + "\n"
    }
}

/// Findings and sums as sentences.
fn told(found: &Assessment) -> Vec<String> {
    found.findings.iter().map(explain).chain(found.sums.iter().map(explain_sum)).collect()
}

fn report(case: &Case, checked: Checked) -> CaseReport {
    CaseReport {
        id: case.id.clone(),
        title: case.title.clone(),
        pending: case.pending.clone(),
        differences: checked.differences,
        assessment: checked.assessment,
        statements: checked.statements,
    }
}

impl CaseReport {
    /// Whether it came as expected; a case that waits for a rule is not judged.
    pub fn as_expected(&self) -> bool {
        self.pending.is_some() || self.differences.is_empty()
    }

    /// Findings, sums and faults as sentences.
    pub fn why(&self) -> String {
        match &self.assessment {
            Err(problems) => problems.iter().map(|p| format!("× {p}\n")).collect(),
            Ok(found) => {
                let faults = self.statements.iter().flat_map(|s| &s.faults).map(|f| {
                    let mark = if f.severity == rosai_claim::Severity::Blocks { "×" } else { "△" };
                    format!("{mark} {}", f.problem)
                });
                told(found).into_iter().chain(faults).collect::<Vec<_>>().join("\n\n") + "\n"
            }
        }
    }

    /// One line: as expected or not, and the total.
    pub fn line(&self) -> String {
        let mark = match (&self.pending, self.differences.is_empty()) {
            (Some(rule), _) => format!("待ち（{rule}）"),
            (None, true) => "一致".to_owned(),
            (None, false) => "不一致".to_owned(),
        };
        let total = self.assessment.as_ref().map_or(String::new(), |a| {
            if a.sums.is_empty() && a.findings.iter().any(rosai_fees::Finding::blocks) {
                return "　合計 まだ出せません".to_owned();
            }
            let sum: i64 = a.sums.iter().map(|s| s.total.value().0).sum();
            format!("　合計 {}", rosai_domain::Yen(sum))
        });
        let differences: String = self.differences.iter().map(|d| format!("\n    {d}")).collect();
        let differences = if self.pending.is_some() { String::new() } else { differences };
        format!("{mark}　{}　{}{total}{differences}", self.id, self.title)
    }
}
