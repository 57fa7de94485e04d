use rosai_casefile::{Case, Checked, Unreadable, check, read};
use rosai_domain::Problem;
use rosai_fees::{Engine, explain, explain_sum};
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

/// Assesses the cases of a file, or the one named.
pub fn assess_text(text: &str, only: Option<&str>) -> Result<Vec<CaseReport>, AssessError> {
    let cases = read(text).map_err(AssessError::Unreadable)?;
    let wanted: Vec<&Case> = cases.iter().filter(|c| only.is_none_or(|id| c.id == id)).collect();
    if let (Some(id), true) = (only, wanted.is_empty()) {
        return Err(AssessError::NoSuchCase(id.to_owned()));
    }
    let engine = engine().map_err(AssessError::FeeBook)?;
    Ok(wanted.into_iter().map(|case| report(case, check(&engine, case))).collect())
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
                let findings = found.findings.iter().map(explain);
                let sums = found.sums.iter().map(explain_sum);
                let faults = self.statements.iter().flat_map(|s| &s.faults).map(|f| {
                    let mark = if f.severity == rosai_claim::Severity::Blocks { "×" } else { "△" };
                    format!("{mark} {}", f.problem)
                });
                findings.chain(sums).chain(faults).collect::<Vec<_>>().join("\n\n") + "\n"
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
