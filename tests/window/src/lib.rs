//! The real window, driven by WebKitWebDriver under Xvfb (see ARCHITECTURE.md, tests).

// Starts programs and waits for them: a tool for tests.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use anyhow::{Context, Result, bail};
use fantoccini::actions::{self, InputSource};
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The window's program and the driver are there; what is missing is said.
pub fn missing() -> Option<String> {
    let program = target().join("debug/rosai-desk");
    if !program.exists() {
        return Some(format!("{} がありません", program.display()));
    }
    let driver = Command::new("WebKitWebDriver").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if driver.is_err() {
        return Some("WebKitWebDriver がありません".to_owned());
    }
    std::env::var_os("DISPLAY").is_none().then(|| "画面(DISPLAY)がありません".to_owned())
}

/// A driver in a process group of its own: its end takes the window with it.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = self.child.wait();
    }
}

/// Starts the driver.
pub async fn driver() -> Result<Driver> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = std::fs::File::create(target().join("webdriver.log"))?;
    let child = Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .process_group(0)
        .spawn()
        .context("WebKitWebDriver")?;
    let driver = Driver { child, port };
    let start = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        if start.elapsed() > PATIENCE {
            bail!("the driver does not listen");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(driver)
}

/// One open window.
pub struct Window {
    client: Client,
}

impl Window {
    /// Opens the program on a folder; the calendar stands at `day`.
    pub async fn open(driver: &Driver, home: &Path, day: &str) -> Result<Self> {
        let program = target().join("debug/rosai-desk").canonicalize()?;
        let home = home.to_string_lossy();
        let options = serde_json::json!({ "binary": program, "args": ["--home", home, "--calendar", day] });
        let mut wanted = serde_json::Map::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(wanted).connect(&format!("http://127.0.0.1:{}", driver.port)).await?;
        Ok(Self { client })
    }

    /// Waits until the page says `text`.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let page = self.text().await?;
            if page.contains(text) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                self.picture("failed").await?;
                bail!("「{text}」 is not on the page:\n{page}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything the page says, with what stands in its boxes.
    pub async fn text(&self) -> Result<String> {
        let script = "return document.body.innerText + '\\n' + \
            [...document.querySelectorAll('input,textarea,select')].map((b) => b.value).join('\\n')";
        Ok(self.client.execute(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What a script answers, as text.
    pub async fn ask(&self, script: &str) -> Result<String> {
        let answer = self.client.execute(script, Vec::new()).await?;
        Ok(answer.as_str().map_or_else(|| answer.to_string(), str::to_owned))
    }

    /// Types into the box in focus.
    pub async fn types(&self, text: &str) -> Result<()> {
        self.client.active_element().await?.send_keys(text).await?;
        Ok(())
    }

    /// Presses one key.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.chord(&[key.into()]).await
    }

    /// Presses several keys, one held over the other.
    pub async fn chord(&self, held: &[char]) -> Result<()> {
        let mut keys = actions::KeyActions::new("keys".to_owned());
        for value in held {
            keys = keys.then(actions::KeyAction::Down { value: *value });
        }
        for value in held.iter().rev() {
            keys = keys.then(actions::KeyAction::Up { value: *value });
        }
        Ok(self.client.perform_actions(actions::Actions::from(keys)).await?)
    }

    /// Waits until the box in focus has a name that holds `name`.
    pub async fn stands_in(&self, name: &str) -> Result<()> {
        let script = "const b = document.activeElement; const by = (b.getAttribute('aria-labelledby') ?? '').split(' '); \
            return [b.getAttribute('aria-label') ?? '', b.tagName === 'BUTTON' ? b.innerText : '', ...[...(b.labels ?? [])].map((l) => l.innerText), \
            ...by.map((id) => document.getElementById(id)?.innerText ?? '')].join(' ')";
        let start = Instant::now();
        loop {
            let named = self.ask(script).await?;
            if named.contains(name) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                self.picture("failed").await?;
                bail!("the focus stands in 「{named}」, not in 「{name}」");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Types each text and goes to the next box. The driver types into an element, so the focus must have moved first.
    pub async fn fills(&self, values: &[&str]) -> Result<()> {
        for value in values {
            if !value.is_empty() {
                self.types(value).await?;
            }
            self.ask("window.left = document.activeElement; return ''").await?;
            self.press(Key::Enter).await?;
            let start = Instant::now();
            while self.ask("return String(window.left === document.activeElement)").await? == "true" {
                // The last box of a form may keep the focus while its answer is awaited.
                if start.elapsed() > Duration::from_secs(2) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Ok(())
    }

    /// Saves a picture for people.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let folder = target().join("pictures");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("window-{name}.png")), self.client.screenshot().await?)?;
        Ok(())
    }

    /// Closes the window as a person does who goes home.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }
}
