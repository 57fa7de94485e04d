//! The window of 労災デスク: opens one window on the embedded page of `ui/dist`.
//!
//! Nothing of the trade is here. There are no commands yet, so the page can ask for nothing:
//! `capabilities/main.json` grants no permission, and the content security policy in
//! `tauri.conf.json` lets the page load only what the program carries inside.

// The window is at the edge; what Tauri generates here keeps its files in a HashMap.
#![allow(clippy::disallowed_types)]
// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(tauri::generate_context!()) {
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
