//! `rosai`: the commands of the product from a shell. Reads and writes files; everything else is `rosai-api`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // a door: it reads and writes files

mod assess;
mod fees;
mod files;
mod masters;

use clap::{Parser, Subcommand};
use files::{os_reason, put};
use rosai_api::demo;
use std::path::{Path, PathBuf};
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
    Assess(assess::Assess),
    /// 料金表。
    Fees {
        #[command(subcommand)]
        command: fees::Fees,
    },
    /// 公式マスター：読み込み、一覧、さがす、何が変わったか。
    Masters {
        #[command(subcommand)]
        command: masters::Masters,
    },
    /// 見本の診療所の2025年10月を計算し、書類を書き出します。
    Demo {
        /// 書き出すフォルダ。
        #[arg(long)]
        out: PathBuf,
    },
}

/// Not as expected, or something would change.
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
        Command::Assess(ask) => assess::run(&ask),
        Command::Fees { command } => fees::run(&command),
        Command::Masters { command } => masters::run(&command),
        Command::Demo { out } => write_demo(&out),
    }
}

fn write_demo(out: &Path) -> Result<ExitCode, Refusal> {
    let files = demo()?;
    let refuse = |e: std::io::Error| {
        format!("「{}」に書き込めません（{}）。書き込めるフォルダを指定してください。", out.display(), os_reason(&e))
    };
    std::fs::create_dir_all(out).map_err(refuse)?;
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
