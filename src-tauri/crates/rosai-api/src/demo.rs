use crate::{VERSION, assess::engine};
use rosai_casefile::read;
use rosai_claim::{bundle_class, bundles, claim_sheet, due_day, finalize, statements};
use rosai_domain::{Actor, Problem};
use rosai_fees::{explain, explain_sum};
use rosai_paper::{Mode, Style, pdf, place_claim_sheet, place_statement, svg};

const MONTH: &str = include_str!("../../../../assets/demo/2025-10.yaml");

/// A file to write.
#[derive(Clone, Debug)]
pub struct OutputFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Why the demo could not be played.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The fee book does not load.
    #[error("料金表が読めません：{0}")]
    FeeBook(String),
    /// The demo month cannot be read.
    #[error("見本の月が読めません：{0}")]
    Month(String),
    /// A statement cannot be finalized or printed.
    #[error("{case}：{problems}")]
    Statement {
        /// The case.
        case: String,
        /// What stands in the way.
        problems: String,
    },
}

fn refused(case: &str, problems: &[Problem]) -> DemoError {
    DemoError::Statement {
        case: case.to_owned(),
        problems: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
    }
}

/// Plays October 2025 of the demo clinic: assess, 確定, place, print.
pub fn demo() -> Result<Vec<OutputFile>, DemoError> {
    let engine = engine().map_err(DemoError::FeeBook)?;
    let cases = read(MONTH).map_err(|e| DemoError::Month(e.to_string()))?;
    let mut files = Vec::new();
    let mut finished = Vec::new();
    let mut facility = None;
    let text = |name: String, content: String| OutputFile { name, content: content.into_bytes() };
    for case in &cases {
        let facts = case.given.facts();
        let found = engine.assess(&facts).map_err(|p| refused(&case.id, &p))?;
        let name = case.id.trim_start_matches("demo-");
        for statement in statements(&facts, &found, VERSION) {
            let actor = Actor { name: facts.facility.staff.last().cloned().unwrap_or_default() };
            let done = finalize(&statement, actor, facts.asked_on)
                .map_err(|faults| refused(&case.id, &faults.iter().map(|f| f.problem.clone()).collect::<Vec<_>>()))?;
            for (suffix, mode) in [("overlay", Mode::Overlay), ("copy", Mode::Framed)] {
                let sheet = place_statement(&done.document, Style { mode, ..Style::default() })
                    .map_err(|p| refused(&case.id, &p))?;
                files.push(OutputFile {
                    name: format!("34722-{name}-{suffix}.pdf"),
                    content: pdf(std::slice::from_ref(&sheet)),
                });
                files.push(text(format!("34722-{name}-{suffix}.svg"), svg(&sheet)));
            }
            let mut why: Vec<String> = vec![format!("{}\n", case.title)];
            why.extend(found.findings.iter().map(explain));
            why.extend(found.sums.iter().map(explain_sum));
            why.extend(statement.faults.iter().map(|f| format!("△ {}", f.problem)));
            why.push(format!("確定: {}　{}　sha256 {}", done.by.name, done.on.ja(), done.sha256));
            files.push(text(format!("34722-{name}-why.txt"), why.join("\n\n") + "\n"));
            files.push(text(format!("34722-{name}.json"), done.json));
            let class = facts.injury(&statement.injury).map(bundle_class);
            if let Some(class) = class {
                finished.push((class, done.document));
            }
        }
        facility = Some((facts.facility.clone(), facts.month, facts.asked_on));
    }
    let Some((facility, month, asked_on)) = facility else { return Ok(files) };
    for (number, bundle) in bundles(&finished).iter().enumerate() {
        let Some(claim) = claim_sheet(&facility, bundle, asked_on) else { continue };
        let name = format!("34720-{}", number + 1);
        for (suffix, mode) in [("overlay", Mode::Overlay), ("copy", Mode::Framed)] {
            let sheet =
                place_claim_sheet(&claim, Style { mode, ..Style::default() }).map_err(|p| refused(&name, &p))?;
            files.push(OutputFile { name: format!("{name}-{suffix}.pdf"), content: pdf(std::slice::from_ref(&sheet)) });
            files.push(text(format!("{name}-{suffix}.svg"), svg(&sheet)));
        }
        let json = serde_json::to_string_pretty(&claim).expect("a claim sheet has only string keys");
        files.push(text(format!("{name}.json"), json));
    }
    let due = due_day(month, facility.claim_method(month.last()));
    files.push(text("README.txt".to_owned(), format!(
        "{}の{}の請求（見本）です。提出期限は{}です。\n\n34720-*  診療費請求書（束ごと）\n34722-*  内訳書（入院外）\n*-overlay.pdf  印刷済みの用紙に重ねて印刷するもの\n*-copy.pdf  枠も印刷した控え\n*.svg  画面で見るもの（同じ配置）\n*.json  確定した文書\n*-why.txt  算定の理由\n",
        facility.name, month.ja(), due.ja_with_weekday()
    )));
    Ok(files)
}
