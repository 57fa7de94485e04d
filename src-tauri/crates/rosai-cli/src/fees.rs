//! `rosai fees`.

use crate::files::{put, read_text};
use crate::{DIFFERENT, Refusal};
use clap::Subcommand;
use rosai_api::{fees_affected, fees_check, fees_diff, fees_diff_csv, fees_table, fees_table_csv, selftest};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is asked of the fee book.
#[derive(Subcommand)]
pub enum Fees {
    /// その日に有効な値を並べます。
    Table {
        /// 日（R7.10.1、2025-10-01 など）。
        day: String,
        /// CSVで出します。
        #[arg(long)]
        csv: bool,
    },
    /// 2つの日のあいだで変わる値を並べます（変わった額、新しい項目、終わった項目）。
    Diff {
        /// 前の日。
        a: String,
        /// 後の日。
        b: String,
        /// CSVで出します（id,kind,code,name,unit,before,after,standing,section,from）。
        #[arg(long)]
        csv: bool,
    },
    /// 料金表を確かめます。
    Check,
    /// プログラムが持っている例題と表（算定マニュアルの例、参考10など）をすべて計算し直して確かめます（0 すべて一致、1 不一致あり）。
    Selftest,
    /// 新しい値で額が変わる内訳書を並べます（0 ない、1 ある、2 読めない）。
    ///
    /// FILE は、「月次請求」で書き出した確定の内訳書（JSON。1件か一覧）か、ケースファイル（YAML）です。
    /// 確定の内訳書は、書かれた計算を新しい値でやり直します（どれを算定するかは選び直しません）。ケースは算定し直します。
    ///
    /// --overlay の CSV は、1行目が id,from,amount,notice,section で、2行目から1行に1つ書きます。
    /// 例: repeat_visit_fee,2026-06-01,1450,令和8年◯月◯日 基発◯号,第1 2
    Affected {
        /// 確定の内訳書（JSON）か、ケースファイル（YAML）。
        file: PathBuf,
        /// 新しい値（CSV）。ないときは、確定の内訳書をこのプログラムの料金表と比べます。
        #[arg(long, value_name = "CSV")]
        overlay: Option<PathBuf>,
    },
}

/// Does what was asked.
pub fn run(ask: &Fees) -> Result<ExitCode, Refusal> {
    match ask {
        Fees::Table { day, csv: true } => put(&fees_table_csv(day)?),
        Fees::Table { day, csv: false } => table(day)?,
        Fees::Diff { a, b, csv: true } => put(&fees_diff_csv(a, b)?),
        Fees::Diff { a, b, csv: false } => diff(a, b)?,
        Fees::Check => return Ok(check()),
        Fees::Selftest => return prove(),
        Fees::Affected { file, overlay } => return affected(file, overlay.as_deref()),
    }
    Ok(ExitCode::SUCCESS)
}

fn table(day: &str) -> Result<(), Refusal> {
    for l in fees_table(day)? {
        let factor =
            if l.factor_max.is_empty() { String::new() } else { format!("　四肢 {}倍まで", l.factor_max) };
        put(&format!(
            "{}　{} {}　{}{}{factor}　［{}、{}から］\n",
            l.id, l.kubun, l.name, l.amount, l.unit, l.section, l.from
        ));
    }
    Ok(())
}

fn diff(a: &str, b: &str) -> Result<(), Refusal> {
    let all = fees_diff(a, b)?;
    for one in &all {
        put(&format!("{}\n", one.line()));
    }
    let new = all.iter().filter(|d| d.before.is_empty()).count();
    let ended = all.iter().filter(|d| d.after.is_empty()).count();
    put(&format!("変わるもの{}、新しいもの{new}、終わるもの{ended}\n", all.len() - new - ended));
    Ok(())
}

fn check() -> ExitCode {
    match fees_check() {
        Ok(said) => {
            put(&format!("{said}\n"));
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for p in problems {
                eprintln!("{p}");
            }
            ExitCode::from(DIFFERENT)
        }
    }
}

fn prove() -> Result<ExitCode, Refusal> {
    let proved = selftest()?;
    for wrong in &proved.failed {
        put(&format!("× {wrong}\n"));
    }
    put(&format!("{}\n", proved.line()));
    Ok(if proved.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

fn affected(file: &Path, overlay: Option<&Path>) -> Result<ExitCode, Refusal> {
    let overlay = overlay.map(read_text).transpose()?;
    let found = fees_affected(&read_text(file)?, overlay.as_deref())?;
    for one in &found.changed {
        put(&format!("{one}\n"));
    }
    put(&format!("{}件のうち、変わるもの{}件\n", found.looked_at, found.changed.len()));
    Ok(if found.changed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}
