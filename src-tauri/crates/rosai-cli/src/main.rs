//! `rosai`: the commands of the product from a shell. Reads and writes files; everything else is `rosai-api`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // a door: it reads and writes files

use clap::{Parser, Subcommand};
use rosai_api::{AssessError, assess_text, demo, fees_check, fees_table, fees_table_csv};
use std::path::PathBuf;
use std::process::ExitCode;

/// 労災デスク：労災診療費を算定し、理由を示し、請求書と内訳書を作ります。
#[derive(Parser)]
#[command(name = "rosai", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// ケースファイルを算定し、期待どおりかを調べます（0 一致、1 不一致、2 読めない）。
    Assess {
        /// ケースファイル（YAML）。
        file: PathBuf,
        /// このidのケースだけ。
        #[arg(long = "case")]
        case: Option<String>,
        /// 結果をJSONで出します。
        #[arg(long, conflicts_with = "why")]
        json: bool,
        /// 理由を文で出します。
        #[arg(long)]
        why: bool,
    },
    /// 料金表。
    Fees {
        #[command(subcommand)]
        command: Fees,
    },
    /// 見本の診療所の2025年10月を計算し、書類を書き出します。
    Demo {
        /// 書き出すフォルダ。
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
enum Fees {
    /// その日に有効な値を並べます。
    Table {
        /// 日（R7.10.1、2025-10-01 など）。
        day: String,
        /// CSVで出します。
        #[arg(long)]
        csv: bool,
    },
    /// 料金表を確かめます。
    Check,
}

/// Not as expected.
const DIFFERENT: u8 = 1;
/// The input cannot be understood.
const NOT_UNDERSTOOD: u8 = 2;

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(Refusal(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(NOT_UNDERSTOOD)
        }
    }
}

/// One sentence for the person in front.
struct Refusal(String);

impl<E: std::fmt::Display> From<E> for Refusal {
    fn from(e: E) -> Self {
        Refusal(e.to_string())
    }
}

fn run(command: Command) -> Result<ExitCode, Refusal> {
    match command {
        Command::Assess { file, case, json, why } => assess(&file, case.as_deref(), json, why),
        Command::Fees { command: Fees::Table { day, csv } } => {
            if csv {
                put(&fees_table_csv(&day)?);
            } else {
                for l in fees_table(&day)? {
                    let factor = if l.factor_max.is_empty() {
                        String::new()
                    } else {
                        format!("　四肢 {}倍まで", l.factor_max)
                    };
                    put(&format!(
                        "{}　{} {}　{}{}{factor}　［{}、{}から］\n",
                        l.id, l.kubun, l.name, l.amount, l.unit, l.section, l.from
                    ));
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Fees { command: Fees::Check } => match fees_check() {
            Ok(said) => {
                put(&format!("{said}\n"));
                Ok(ExitCode::SUCCESS)
            }
            Err(problems) => {
                for p in problems {
                    eprintln!("{p}");
                }
                Ok(ExitCode::from(DIFFERENT))
            }
        },
        Command::Demo { out } => {
            let files = demo()?;
            let refuse = |e: std::io::Error| {
                format!(
                    "「{}」に書き込めません（{}）。書き込めるフォルダを指定してください。",
                    out.display(),
                    os_reason(&e)
                )
            };
            std::fs::create_dir_all(&out).map_err(refuse)?;
            for file in &files {
                std::fs::write(out.join(&file.name), &file.content).map_err(refuse)?;
            }
            put(&format!(
                "{}個のファイルを「{}」に書き出しました。README.txt から見てください。\n",
                files.len(),
                out.display()
            ));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn assess(file: &std::path::Path, case: Option<&str>, json: bool, why: bool) -> Result<ExitCode, Refusal> {
    let bytes = std::fs::read(file).map_err(|e| {
        format!("「{}」が開けません（{}）。名前と場所を確かめてください。", file.display(), os_reason(&e))
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("「{}」はUTF-8の文字ではありません。UTF-8で保存し直してください。", file.display()))?;
    let reports = match assess_text(&text, case) {
        Ok(reports) => reports,
        Err(e @ AssessError::Unreadable(_)) => return Err(Refusal(format!("{}　{e}", file.display()))),
        Err(e) => return Err(e.into()),
    };
    if json {
        put(&(serde_json::to_string_pretty(&reports)? + "\n"));
    } else {
        for report in &reports {
            put(&format!("{}\n", report.line()));
            if why {
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

/// What the system said, for people.
fn os_reason(e: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::*;
    match e.kind() {
        NotFound => "ありません",
        PermissionDenied => "開く権限がありません",
        IsADirectory => "ファイルでなくフォルダです",
        AlreadyExists | NotADirectory => "同じ名前のファイルがあります",
        StorageFull => "空きがありません",
        ReadOnlyFilesystem => "書き込みのできない場所です",
        _ => "読み書きできませんでした",
    }
}

/// Prints; a closed pipe (`| head`) ends the program quietly.
fn put(text: &str) {
    use std::io::Write;
    if std::io::stdout().write_all(text.as_bytes()).is_err() {
        std::process::exit(0);
    }
}
