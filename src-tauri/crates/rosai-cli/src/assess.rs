//! `rosai assess`.

use crate::files::{put, read_text};
use crate::{DIFFERENT, Refusal};
use rosai_api::{AssessError, assess_text, what_if_text};
use std::path::PathBuf;
use std::process::ExitCode;

/// What of a case file is assessed, and how it is said.
#[derive(clap::Args)]
pub struct Assess {
    /// ケースファイル（YAML）。
    file: PathBuf,
    /// このidのケースだけ。
    #[arg(long = "case")]
    case: Option<String>,
    /// 結果をJSONで出します。
    #[arg(long, conflicts_with_all = ["why", "what_if"])]
    json: bool,
    /// 理由を文で出します。
    #[arg(long)]
    why: bool,
    /// もし～だったら、いくらになるか（キー=値。何度でも）。例: --what-if site=2025-10-06#1:右手第2指
    #[arg(long = "what-if", value_name = "キー=値")]
    what_if: Vec<String>,
}

/// Assesses, or tries what was asked.
pub fn run(ask: &Assess) -> Result<ExitCode, Refusal> {
    let text = read_text(&ask.file)?;
    let said = |e: AssessError| match e {
        AssessError::Unreadable(_) => Refusal(format!("{}　{e}", ask.file.display())),
        e => e.into(),
    };
    if !ask.what_if.is_empty() {
        for report in what_if_text(&text, ask.case.as_deref(), &ask.what_if).map_err(said)? {
            put(&report.text());
            if ask.why {
                put(&format!("\n{}\n", report.why()));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let reports = assess_text(&text, ask.case.as_deref()).map_err(said)?;
    if ask.json {
        put(&(serde_json::to_string_pretty(&reports)? + "\n"));
    } else {
        for report in &reports {
            put(&format!("{}\n", report.line()));
            if ask.why {
                put(&format!("\n{}\n", report.why()));
            }
        }
        let pending = reports.iter().filter(|r| r.pending.is_some()).count();
        let same = reports.iter().filter(|r| r.pending.is_none() && r.as_expected()).count();
        put(&format!(
            "{}件のうち、一致{same}、不一致{}、待ち{pending}\n",
            reports.len(),
            reports.len() - same - pending
        ));
    }
    let good = reports.iter().all(|r| r.as_expected());
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}
