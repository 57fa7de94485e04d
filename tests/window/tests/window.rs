//! First start → set-up → 様式第5号 → three visits → 確定 → PDF, in the real window, and once more after a restart.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // reads the PDF that was written

use anyhow::{Context, Result};
use fantoccini::key::Key;
use rosai_window_tests::{Window, driver, missing};
use std::path::Path;

const PASSPHRASE: &str = "himitsu no kotoba";
const DAY: &str = "2025-10-31";

// By hand: 10/3 ブラッシング 91, 創傷処理 530×2.0 = 1,060, 機能回復指導加算 190 = 1,341点; 初診 3,850 + 救急 1,250円
// 10/4 and 10/7 創傷処置 52×2.0 = 104点 each, 再診 1,420円 each; 請求書取扱料 2,000円
// 1,341 + 104×2 = 1,549点 × 12円 = 18,588円; 3,850 + 1,250 + 1,420×2 + 2,000 = 9,940円; 28,528円
const TOTAL: &str = "28,528円";

async fn set_up(window: &Window) -> Result<()> {
    window.sees("労災デスクをはじめます").await?;
    window.fills(&[PASSPHRASE, PASSPHRASE]).await?;
    window.stands_in("名称").await?;
    window.picture("setup").await?;
    window.fills(&["南町整形外科", "南　一郎", "0112345", "0110001234", "北海道", "011-222-3333", "0600001"]).await?;
    window.fills(&["札幌市中央区北一条西1丁目", "札幌市", "1", "0", "", ""]).await?;
    window.stands_in("氏名").await?;
    window.types("医師 南").await?;
    window.press(Key::F12).await?;
    window.sees("診療時間").await?;
    window.sees("いまは空なので").await?;
    window.press(Key::F12).await?;
    window.sees("届け出た施設基準を").await?;
    window.press(Key::F12).await?;
    window.stands_in("患者をさがす").await
}

async fn register(window: &Window) -> Result<()> {
    window.press(Key::F2).await?;
    window.sees("どの紙ですか").await?;
    window.chord(&['1']).await?;
    window.stands_in("用紙を受け取った日").await?;
    window.fills(&["071006", "2001", "01101012345000", "", "1", "5550412", "071003", "きりた", "たろう"]).await?;
    window.fills(&["切田　太郎", "0600002", "札幌市中央区北二条", "木工", "1410", "班長 山田"]).await?;
    window.fills(&["木工機械で左示指を切った", "左示指切創", "1", "株式会社みほん木工", "011-333-4444"]).await?;
    window.fills(&["0650001", "", "札幌市", "北1条", "三田 次郎", ""]).await?;
    window.fills(&["", "", "1", "", "", "", "", "", ""]).await?;
    window.picture("intake").await?;
    window.press(Key::F12).await?;
    window.sees("診療入力").await?;
    // The visit of the day the calendar stands on is open; only then do the keys belong to it.
    window.stands_in("行為").await
}

async fn open_day(window: &Window, day: u32) -> Result<()> {
    window.chord(&[Key::Alt.into(), 'c']).await?;
    window.press(Key::Home).await?;
    for _ in 1..day {
        window.press(Key::Right).await?;
    }
    window.press(Key::Enter).await?;
    window.stands_in("行為").await
}

async fn act(window: &Window, typed: &str, shown: &str, answers: &[(&str, &str)]) -> Result<()> {
    window.types(typed).await?;
    window.sees(shown).await?;
    window.press(Key::Enter).await?;
    for (question, answer) in answers {
        window.stands_in(question).await?;
        window.fills(&[answer]).await?;
    }
    window.stands_in("行為").await
}

/// The text of the one PDF in the papers, without spaces.
fn paper(home: &Path) -> Result<String> {
    let mut papers = std::fs::read_dir(home.join("papers"))?;
    let path = papers.next().context("a paper")??.path();
    let read = std::process::Command::new("pdftotext").arg(&path).arg("-").output()?;
    Ok(String::from_utf8(read.stdout)?.split_whitespace().collect())
}

#[tokio::test]
async fn from_the_first_start_to_the_paper_and_after_a_restart() -> Result<()> {
    if let Some(why) = missing() {
        eprintln!("確かめていません: {why}");
        return Ok(());
    }
    let home = tempfile::tempdir()?;
    let driver = driver().await?;
    let window = Window::open(&driver, home.path(), DAY).await?;
    set_up(&window).await?;
    register(&window).await?;
    open_day(&window, 3).await?;
    act(&window, "101400030", "ブラッシング", &[("部位", "")]).await?;
    act(&window, "そうしょうしょり", "達しない", &[("部位", ""), ("長さ", "3")]).await?;
    window.sees("初診時に救急医療を行いましたか").await?;
    window.chord(&[Key::Alt.into(), 'y']).await?;
    window.sees("23,192円").await?;
    open_day(&window, 4).await?;
    act(&window, "そうしょうしょち", "創傷処置", &[("部位", ""), ("面積", "6")]).await?;
    open_day(&window, 7).await?;
    window.press(Key::F3).await?;
    window.stands_in("すべて写す").await?;
    window.press(Key::F12).await?;
    window.sees(TOTAL).await?;
    window.picture("visit").await?;
    window.chord(&[Key::Control.into(), '2']).await?;
    window.stands_in("傷病名").await?;
    window.fills(&["左示指切創", "", "", "", "木工機械で左示指を切り縫合した。", ""]).await?;
    window.press(Key::F10).await?;
    window.sees("まとめて確定できます").await?;
    window.press(Key::F5).await?;
    window.sees("この月の内訳書はすべて確定しています。").await?;
    window.press(Key::F8).await?;
    window.sees("PDF を作る").await?;
    window.press(Key::F12).await?;
    window.sees("に書きました").await?;
    window.picture("month").await?;
    let text = paper(home.path())?;
    for said in ["切田太郎", "キリタタロウ", "左示指切創", "株式会社みほん木工", "1,549", "18,588", "9,940"]
    {
        assert!(text.contains(said), "{said} is not on the paper: {text}");
    }
    window.close().await?;

    let window = Window::open(&driver, home.path(), DAY).await?;
    window.sees("合言葉を入れてください").await?;
    window.fills(&["chigau kotoba"]).await?;
    window.sees("合言葉が違うか").await?;
    window.chord(&[Key::Control.into(), 'a']).await?;
    window.fills(&[PASSPHRASE]).await?;
    window.stands_in("患者をさがす").await?;
    window.types("きりた").await?;
    window.sees("切田").await?;
    window.press(Key::F9).await?;
    window.sees("この月の内訳書はすべて確定しています。").await?;
    window.sees(TOTAL).await?;
    window.press(Key::F7).await?;
    window.sees("印刷の前に見る").await?;
    window.picture("preview").await?;
    // The sheet on the screen says what the paper says.
    let sheet =
        window.ask("return [...document.querySelectorAll('svg text')].map((t) => t.textContent).join('')").await?;
    let sheet: String = sheet.split_whitespace().collect();
    for said in ["切田太郎", "1,549", "18,588", "9,940"] {
        assert!(sheet.contains(said), "{said} is not on the sheet");
    }
    window.close().await
}
