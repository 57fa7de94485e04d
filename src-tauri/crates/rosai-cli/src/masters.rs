//! `rosai masters`: loading official masters into a file of records, or trying them without one.

use crate::files::{os_reason, put};
use crate::{DIFFERENT, Refusal};
use clap::{Args, Subcommand};
use rosai_api::wire::{MasterKept, MasterMember, MasterRead, MasterReport, MastersView, Status};
use rosai_api::{Call, Desk, FoundRow, try_masters};
use rosai_door::{Machine, usual_file};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Variable of the environment with the passphrase.
const PASSPHRASE: &str = "ROSAI_PASSPHRASE";
/// Largest file that is read; the window refuses the same.
const LARGEST: u64 = 500_000_000;

/// What is done with masters.
///
/// 記録のファイルを開く合言葉は、引数では渡せません。環境変数 ROSAI_PASSPHRASE、標準入力の1行目、端末での入力の順に読みます。
#[derive(Subcommand)]
pub enum Masters {
    /// マスターのファイル（zip・CSV・txt）を読み込みます（0 すべて入った、1 入らないものがあった、2 できない）。
    Load {
        /// ファイル。いくつでも、どの順でもかまいません。
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 記録のファイルには入れず、読めるか、何が変わるかだけを見ます（合言葉は要りません）。
        #[arg(long, conflicts_with_all = ["records", "by"])]
        dry_run: bool,
        #[command(flatten)]
        records: Records,
    },
    /// 入っているマスターと、入れたファイルを並べます。
    List {
        #[command(flatten)]
        records: Records,
    },
    /// その日に有効な行為を、名前・かな・コードで探します。
    Find {
        /// 探す言葉（空白で区切ると、すべてを含むもの）。
        text: String,
        /// 日（R7.10.1、2025-10-01 など）。
        #[arg(long)]
        on: String,
        /// 記録のファイルの代わりに、これらのファイルを読んで探します（合言葉は要りません）。
        #[arg(long = "file", conflicts_with_all = ["records", "by"])]
        files: Vec<PathBuf>,
        #[command(flatten)]
        records: Records,
    },
    /// 入れたファイルで何が変わったかを並べます。
    Report {
        /// `list` の先頭の番号。
        number: u32,
        /// 名前やコードにこの言葉を含むものだけ。
        #[arg(long, default_value = "")]
        query: String,
        #[command(flatten)]
        records: Records,
    },
}

/// Which records, and in whose name.
#[derive(Args)]
pub struct Records {
    /// 記録のファイル。ないときは、この人の労災デスクの記録。
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// だれが行うか（スタッフの名前）。管理者が1人なら要りません。
    #[arg(long, value_name = "名前")]
    by: Option<String>,
}

/// Does what was asked.
pub fn run(ask: &Masters) -> Result<ExitCode, Refusal> {
    match ask {
        Masters::Load { files, dry_run: true, .. } => rehearse(files),
        Masters::Load { files, records, .. } => load(files, records),
        Masters::List { records } => list(&mut Shell::open(records)?),
        Masters::Find { text, on, files, .. } if !files.is_empty() => {
            let trial = try_masters(&read_files(files)?, &mut |name| eprintln!("{name}　読み取り"))?;
            for member in trial.members.iter().filter(|m| m.state != "ready") {
                said_of(member);
            }
            Ok(show(&trial.find(text, on)?))
        }
        Masters::Find { text, on, records, .. } => Ok(show(&Shell::open(records)?.desk.find_rows(text, on)?)),
        Masters::Report { number, query, records } => {
            let mut shell = Shell::open(records)?;
            let report: MasterReport = shell.ask("master_report", json!({ "file": number, "query": query }))?;
            put(&format!("{}\n", report.message));
            changes(&report);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn read_files(files: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    files.iter().map(|file| Ok((name_of(file), bytes_of(file)?))).collect()
}

fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Refusal> {
    let refuse = |e: std::io::Error| {
        format!("「{}」が開けません（{}）。名前と場所を確かめてください。", file.display(), os_reason(&e))
    };
    let size = std::fs::metadata(file).map_err(refuse)?.len();
    if size > LARGEST {
        return Err(Refusal(format!(
            "「{}」は大きすぎます。500MBまでです。マスターのファイルかどうかを確かめてください。",
            file.display()
        )));
    }
    Ok(std::fs::read(file).map_err(refuse)?)
}

/// Reads without records and says what each edition would change.
fn rehearse(files: &[PathBuf]) -> Result<ExitCode, Refusal> {
    let trial = try_masters(&read_files(files)?, &mut |name| eprintln!("{name}　読み取り"))?;
    for member in &trial.members {
        said_of(member);
    }
    for report in &trial.reports {
        put(&format!("{}\n", report.message.replacen("を入れました", "を入れると", 1)));
    }
    if trial.waiting > 0 {
        put(&format!("前提となる全件ファイルのない更新の行：{}\n", trial.waiting));
    }
    let good = trial.members.iter().all(|m| m.state == "ready");
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

/// What a file is; why not, to the other stream, with the rows that stand against it.
fn said_of(member: &MasterMember) {
    // What is said of a refused file begins with its name.
    let named = if member.message.starts_with(&member.name) {
        member.message.clone()
    } else {
        format!("{}　{}", member.name, member.message)
    };
    if member.state == "ready" || member.state == "same" {
        return put(&format!("{named}\n"));
    }
    eprintln!("{named}");
    for row in &member.rejected {
        let column = if row.column > 0 { format!("・項番{}", row.column) } else { String::new() };
        eprintln!("  {}行目{column}　{}", row.line, row.reason);
    }
    let more = (member.rejected_total as usize).saturating_sub(member.rejected.len());
    if more > 0 {
        eprintln!("  ほかに{more}行");
    }
}

fn load(files: &[PathBuf], records: &Records) -> Result<ExitCode, Refusal> {
    // Before the passphrase is asked: a wrong name costs nothing.
    for file in files {
        if !file.is_file() {
            return Err(Refusal(format!("「{}」が開けません。名前と場所を確かめてください。", file.display())));
        }
    }
    let mut shell = Shell::open(records)?;
    let (mut good, mut again) = (true, Vec::new());
    for (number, file) in files.iter().enumerate() {
        eprintln!("{}/{}　{}　読み取り", number + 1, files.len(), name_of(file));
        let id = shell.desk.take_master(&shell.actor, &name_of(file), &bytes_of(file)?);
        match id {
            Ok(id) if shell.keep(id, false, &mut good)? => {}
            Ok(id) => again.push(id),
            Err(refused) => {
                eprintln!("{}　{refused}", name_of(file));
                good = false;
            }
        }
    }
    // 背反テーブル that came before 補助マスター.
    for id in again {
        shell.keep(id, true, &mut good)?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

fn list(shell: &mut Shell) -> Result<ExitCode, Refusal> {
    let view: MastersView = shell.ask("masters", json!({}))?;
    for kind in view.kinds.iter().filter(|k| k.files > 0) {
        put(&format!("{}　{}版　コード{}　今日有効{}\n", kind.ja, kind.newest_ja, kind.codes, kind.in_force));
    }
    for file in &view.files {
        let taken_back = if file.taken_back { "　取り消し" } else { "" };
        put(&format!(
            "{}　{}　{}　{}行　{}　{} {}{taken_back}\n",
            file.file, file.title, file.name, file.rows, file.said, file.by, file.at_ja
        ));
    }
    for rows in &view.waiting {
        put(&format!(
            "{}の{}版の更新{}行は、前提となる全件ファイルがまだありません。\n",
            rows.kind_ja, rows.edition_ja, rows.total
        ));
    }
    if view.files.is_empty() {
        put("マスターはまだ1つも入っていません。\n");
    }
    Ok(ExitCode::SUCCESS)
}

fn show(found: &[FoundRow]) -> ExitCode {
    for row in found {
        let name = format!("{} {}", row.kubun, row.name);
        let rest = [name.trim(), &row.amount, &row.source].into_iter().filter(|t| !t.is_empty());
        put(&format!("{}　{}　{}\n", row.kind, row.code, rest.collect::<Vec<_>>().join("　")));
    }
    put(&format!("{}件\n", found.len()));
    if found.is_empty() { ExitCode::from(DIFFERENT) } else { ExitCode::SUCCESS }
}

fn changes(report: &MasterReport) {
    let sorts = [
        ("変わった", &report.changed),
        ("終わった", &report.ended),
        ("取り消された", &report.withdrawn),
        ("新しい", &report.new),
    ];
    for (sort, changes) in sorts {
        for one in &changes.first {
            let to = if one.to_ja.is_empty() { String::new() } else { format!("{}まで", one.to_ja) };
            put(&format!("{sort}　{}　{}　{}から{to}\n", one.key, one.name, one.from_ja));
            for c in &one.columns {
                put(&format!("  {}　{} → {}\n", c.name, c.before, c.after));
            }
        }
        let more = changes.found - u32::try_from(changes.first.len()).unwrap_or(changes.found);
        if more > 0 {
            put(&format!("{sort}　ほかに{more}件（--query でしぼってください）\n"));
        }
    }
}

/// A desk over a file of records that is open.
struct Shell {
    desk: Desk,
    actor: String,
}

impl Shell {
    fn open(records: &Records) -> Result<Self, Refusal> {
        let no_folder = "この機械では記録の場所が分かりません。--records で記録のファイルを指定してください。";
        let file = records.records.clone().or_else(usual_file).ok_or(no_folder)?;
        if !file.is_file() {
            return Err(Refusal(format!(
                "記録のファイル「{}」がありません。--records で場所を指定するか、先に労災デスクではじめの設定をしてください。",
                file.display()
            )));
        }
        let passphrase = passphrase()?;
        let mut shell = Self { desk: Desk::new(Box::new(Machine::of_file(file)))?, actor: String::new() };
        let status: Status = shell.ask("unlock", json!({ "passphrase": passphrase }))?;
        shell.actor = match &records.by {
            Some(name) => name.clone(),
            None => {
                let mut administrators = status.staff.iter().filter(|s| s.administrator);
                match (administrators.next(), administrators.next()) {
                    (Some(one), None) => one.name.clone(),
                    _ => {
                        return Err(Refusal(
                            "だれが行うかが決まりません。--by に管理者の名前を指定してください。".to_owned(),
                        ));
                    }
                }
            }
        };
        Ok(shell)
    }

    fn ask<T: DeserializeOwned>(&mut self, command: &str, request: serde_json::Value) -> Result<T, Refusal> {
        let call = Call { command: command.to_owned(), actor: self.actor.clone(), request };
        Ok(serde_json::from_value(self.desk.answer_call(call)?)?)
    }

    /// Reads and keeps what was taken up; false where it waits for another file, unless it is the last time.
    fn keep(&mut self, id: u32, last: bool, good: &mut bool) -> Result<bool, Refusal> {
        let read: MasterRead = self.ask("read_master", json!({ "id": id }))?;
        let ready = read.members.iter().any(|m| m.state == "ready");
        if !last && !ready && read.members.iter().any(|m| m.state == "waits") {
            return Ok(false);
        }
        for member in read.members.iter().filter(|m| m.state != "ready") {
            said_of(member);
            *good &= member.state == "same";
        }
        if ready {
            let kept: MasterKept = self.ask("keep_master", json!({ "id": id }))?;
            for report in &kept.reports {
                put(&format!("{}\n", report.message));
            }
        } else {
            let _: serde_json::Value = self.ask("drop_master", json!({ "id": id }))?;
        }
        Ok(true)
    }
}

/// The passphrase: from the environment, from a pipe, or from the person at the terminal, who does not see it.
fn passphrase() -> Result<String, Refusal> {
    if let Ok(given) = std::env::var(PASSPHRASE) {
        return Ok(given);
    }
    let unread = |_| "合言葉が読めませんでした。もう一度行うか、環境変数 ROSAI_PASSPHRASE に入れてください。";
    if stdin().is_terminal() {
        return Ok(rpassword::prompt_password("合言葉: ").map_err(unread)?);
    }
    let mut line = String::new();
    stdin().read_line(&mut line).map_err(unread)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
