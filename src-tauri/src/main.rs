//! The window of 労災デスク: one window on the embedded page of `ui/dist`, one command for everything the page asks.
//!
//! Nothing of the trade is here. The page asks by [`rpc`]; the answers are those of `rosai_api`. The content security
//! policy in `tauri.conf.json` lets the page load only what the program carries inside; no port is opened.

// The window is at the edge; what Tauri generates here keeps its files in a HashMap.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]
// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser;
use rosai_api::{ApiError, Call, Code, Day, Desk};
use rosai_door::Machine;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use tauri::{Manager, State};

/// How the window is started; people start it without anything.
#[derive(Parser)]
struct Options {
    /// Folder of the clinic's file, and of the papers in `papers`; else the usual folders of this machine.
    #[arg(long)]
    home: Option<PathBuf>,
    /// Every day is this day: for tests and for teaching.
    #[arg(long, value_parser = Day::parse)]
    calendar: Option<Day>,
}

type Shared = Arc<Mutex<Desk>>;

/// Whatever the page asks, in somebody's name. Runs beside the window, so that the window never stands still.
#[tauri::command]
async fn rpc(desk: State<'_, Shared>, call: Call) -> Result<serde_json::Value, ApiError> {
    let desk = Arc::clone(&desk);
    let answer = tauri::async_runtime::spawn_blocking(move || match desk.lock() {
        Ok(mut desk) => desk.answer_call(call),
        Err(_) => Err(broken()),
    });
    answer.await.unwrap_or_else(|_| Err(broken()))
}

fn broken() -> ApiError {
    ApiError {
        code: Code::Internal,
        message:
            "プログラムの内側で誤りがありました。保存したものは失われていません。閉じて、もう一度起動してください。"
                .to_owned(),
        place: None,
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    let window = tauri::Builder::default().setup(move |app| {
        let (home, papers) = match options.home {
            Some(home) => (home.clone(), home.join("papers")),
            None => {
                let home = app.path().app_data_dir()?;
                let papers = app.path().document_dir().unwrap_or_else(|_| home.clone()).join("労災デスク");
                (home, papers)
            }
        };
        // Where the folder cannot be made, opening the file says so on the screen.
        let _ = std::fs::create_dir_all(&home);
        let desk = Desk::new(Box::new(Machine::new(home, papers, options.calendar)))?;
        app.manage(Shared::new(Mutex::new(desk)));
        Ok(())
    });
    match window.invoke_handler(tauri::generate_handler![rpc]).run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "労災デスクの画面を開けませんでした。記録は何も変わっていません。\n\
                 もう一度起動し、続くときは次の文を添えて担当者に知らせてください: {error}"
            );
            ExitCode::FAILURE
        }
    }
}
