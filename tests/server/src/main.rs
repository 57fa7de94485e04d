//! The commands of the window over loop-back HTTP, for tests in a browser. Never shipped: the program itself opens no port.
//!
//! `POST /rpc` takes a call and answers `{"ok": …}` or `{"refused": …}`; everything else is a file of the built page.

// Serves files and listens: this is a tool for tests.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use clap::Parser;
use rosai_api::{Call, Desk};
use rosai_door::Machine;
use std::path::{Path, PathBuf};
use tiny_http::{Header, Method, Request, Response, Server};

#[derive(Parser)]
struct Options {
    /// Folder of the clinic's file; papers go to `papers` in it.
    #[arg(long)]
    home: PathBuf,
    /// Folder of the built page.
    #[arg(long, default_value = "ui/dist")]
    page: PathBuf,
    /// Port on 127.0.0.1; 0 takes a free one, which is printed.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Every day is this day.
    #[arg(long)]
    calendar: Option<String>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let calendar = options.calendar.as_deref().map(read_day).transpose()?;
    let door = Machine::new(options.home.clone(), options.home.join("papers"), calendar);
    let mut desk = Desk::new(Box::new(door)).map_err(anyhow::Error::msg)?;
    let server = Server::http(("127.0.0.1", options.port)).map_err(|e| anyhow::anyhow!("{e}"))?;
    println!("http://{}", server.server_addr());
    for mut request in server.incoming_requests() {
        let answer = if *request.method() == Method::Post && request.url() == "/rpc" {
            let mut body = String::new();
            request.as_reader().read_to_string(&mut body)?;
            respond(request, "application/json", rpc(&mut desk, &body).into_bytes(), 200)
        } else {
            serve(&options.page, request)
        };
        // A browser that went away is no reason to stop.
        let _ = answer;
    }
    Ok(())
}

fn read_day(text: &str) -> anyhow::Result<rosai_api::Day> {
    rosai_api::Day::parse(text).map_err(anyhow::Error::msg)
}

fn rpc(desk: &mut Desk, body: &str) -> String {
    let answer = match serde_json::from_str::<Call>(body) {
        Ok(call) => match desk.answer_call(call) {
            Ok(value) => serde_json::json!({ "ok": value }),
            Err(refused) => serde_json::json!({ "refused": refused }),
        },
        Err(error) => {
            serde_json::json!({ "refused": { "code": "internal", "message": error.to_string(), "place": null } })
        }
    };
    answer.to_string()
}

fn serve(page: &Path, request: Request) -> std::io::Result<()> {
    let path = request.url().split('?').next().unwrap_or("/").trim_start_matches('/').to_owned();
    let path = if path.is_empty() { "index.html".to_owned() } else { path };
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let inside = !path.split('/').any(|part| part == "..");
    match std::fs::read(page.join(&path)) {
        Ok(content) if inside => respond(request, kind, content, 200),
        _ => respond(request, "text/plain", b"not found".to_vec(), 404),
    }
}

fn respond(request: Request, kind: &str, content: Vec<u8>, status: u16) -> std::io::Result<()> {
    let header = Header::from_bytes("Content-Type", kind).expect("a plain header");
    request.respond(Response::from_data(content).with_header(header).with_status_code(status))
}
