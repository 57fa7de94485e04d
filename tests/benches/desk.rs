//! How long a person waits at the desk of a clinic with ten years behind it: `cargo bench -p rosai-tests --bench desk`.
//!
//! The file is made once in `target/desk-bench/` (some minutes); every run works on a copy of it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, missing_docs)] // a benchmark looks at the clock and the disk

#[path = "desk/ten_years.rs"]
mod ten_years;

use rosai_api::wire::*;
use rosai_api::{Call, Day, Desk, Door};
use rosai_domain::YearMonth;
use rosai_door::Machine;
use rosai_tests::desk::{CLERK, PASSPHRASE};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use ten_years::{Dice, MONTHS, OPEN, TODAY, month};

/// Fewest samples of a row.
const SAMPLES: usize = 200;

/// This machine with a calendar, and the daily check beside the desk or not at all.
struct BenchDoor {
    machine: Machine,
    checks: Option<Checks>,
}

/// Checks that run beside a desk, to be waited for.
type Checks = Arc<Mutex<Vec<JoinHandle<()>>>>;

impl Door for BenchDoor {
    fn today(&self) -> Day {
        self.machine.today()
    }
    fn now(&self) -> String {
        self.machine.now()
    }
    fn file(&self) -> PathBuf {
        self.machine.file()
    }
    fn has_file(&self) -> bool {
        self.machine.has_file()
    }
    fn usual_folder(&self) -> PathBuf {
        self.machine.usual_folder()
    }
    fn write(&self, folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf, String> {
        self.machine.write(folder, name, content)
    }
    fn beside(&self, work: Box<dyn FnOnce() + Send>) {
        if let Some(checks) = &self.checks {
            checks.lock().expect("the checks").push(std::thread::spawn(work));
        }
    }
    fn log(&self, line: &str) {
        self.machine.log(line);
    }
}

fn desk(home: &Path, checks: Option<Checks>) -> Desk {
    let today = Day::parse(TODAY).expect("a day");
    let machine = Machine::new(home.to_owned(), home.join("papers"), Some(today));
    Desk::new(Box::new(BenchDoor { machine, checks })).expect("the fee book loads")
}

fn call(desk: &mut Desk, command: &str, request: Value) -> Value {
    let call = Call { command: command.to_owned(), actor: CLERK.to_owned(), request };
    desk.answer_call(call).unwrap_or_else(|e| panic!("{command}: {e}"))
}

fn ask<T: serde::de::DeserializeOwned>(desk: &mut Desk, command: &str, request: Value) -> T {
    serde_json::from_value(call(desk, command, request)).expect("an answer")
}

/// One line of the table.
struct Row {
    what: String,
    aim: Option<Duration>,
    times: Vec<Duration>,
}

impl Row {
    fn at(&self, percent: usize) -> Duration {
        self.times[(self.times.len() * percent / 100).min(self.times.len() - 1)]
    }
}

#[derive(Default)]
struct Table(Vec<Row>);

fn shown(d: Duration) -> String {
    let us = d.as_micros();
    format!("{}.{:02}", us / 1_000, us % 1_000 / 10)
}

impl Table {
    /// Measures `work`, which gets the number of the sample; `what` has an aim in milliseconds or none.
    fn measure(&mut self, what: &str, aim: Option<u64>, samples: usize, mut work: impl FnMut(usize) -> Duration) {
        let mut times: Vec<Duration> = (0..samples).map(&mut work).collect();
        times.sort_unstable();
        self.0.push(Row { what: what.to_owned(), aim: aim.map(Duration::from_millis), times });
    }

    fn print(&self) {
        println!("\n| | 回数 | p50 ms | p95 ms | 最大 ms | 目標 ms |\n|---|---:|---:|---:|---:|---|");
        for row in &self.0 {
            let aim = match row.aim {
                Some(aim) if row.at(95) <= aim => format!("{} ○", aim.as_millis()),
                Some(aim) => format!("{} ×", aim.as_millis()),
                None => "—".to_owned(),
            };
            let (p50, p95, most) = (shown(row.at(50)), shown(row.at(95)), shown(row.at(100)));
            println!("| {} | {} | {p50} | {p95} | {most} | {aim} |", row.what, row.times.len());
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    std::hint::black_box(work());
    started.elapsed()
}

/// Workers with a visit in a month.
fn treated(desk: &mut Desk, month: YearMonth) -> Vec<(u32, u32)> {
    let view: CloseView = ask(desk, "close", json!({ "month": month.to_string() }));
    assert!(
        view.rows.len() > 50 && view.rows.iter().all(|r| r.total.is_some_and(|yen| yen > 0)),
        "{month} is computed"
    );
    view.rows.iter().map(|r| (r.worker, r.case)).collect()
}

fn main() {
    if cfg!(debug_assertions) {
        println!("速さは最適化した組み立てで測ります: cargo bench -p rosai-tests --bench desk");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../desk-bench");
    std::fs::create_dir_all(&folder).expect("the target folder can be written to");
    let kept = folder.join("ten-years.db");
    if !kept.exists() {
        ten_years::generate(&folder, &kept);
    }
    let home = tempfile::tempdir_in(&folder).expect("a folder");
    std::fs::copy(&kept, home.path().join("rosai-desk.db")).expect("a copy to work on");
    let size = std::fs::metadata(&kept).expect("the file").len();
    println!("記録のファイル {}MB、今日 {TODAY}", size / 1_000_000);
    let mut table = Table::default();
    opening(&mut table, home.path());
    working(&mut table, home.path());
    table.print();
}

/// From the accepted passphrase to the first screen.
fn opening(table: &mut Table, home: &Path) {
    let opened = |checks: Option<Checks>| {
        let mut desk = desk(home, checks);
        timed(|| {
            call(&mut desk, "unlock", json!({ "passphrase": PASSPHRASE }));
            call(&mut desk, "status", json!({}));
            call(&mut desk, "today", json!({}))
        })
    };
    table.measure("合言葉 → 使える（unlock + status + today）", Some(1_500), SAMPLES, |_| opened(None));
    // The first time on a day the whole file is checked beside the desk, on the other core.
    table.measure("同じく、その日の初めて（点検が裏で動く）", Some(1_500), SAMPLES / 10, |_| {
        let checks = Checks::default();
        let time = opened(Some(Arc::clone(&checks)));
        for check in checks.lock().expect("the checks").drain(..) {
            check.join().expect("the check ends");
        }
        time
    });
}

fn working(table: &mut Table, home: &Path) {
    let mut desk = desk(home, None);
    call(&mut desk, "unlock", json!({ "passphrase": PASSPHRASE }));
    let mut dice = Dice(7);
    for (what, typed) in
        [("「キ」", "キ"), ("「きり」", "きり"), ("「キリタ タロウ」", "キリタ タロウ"), ("「みほん」", "みほん")]
    {
        table.measure(&format!("さがす {what}"), Some(30), SAMPLES, |_| {
            timed(|| call(&mut desk, "search", json!({ "text": typed })))
        });
    }
    table.measure("さがす 診察券の番号", Some(30), SAMPLES, |_| {
        let number = (1_000 + dice.below(2_000)).to_string();
        timed(|| call(&mut desk, "search", json!({ "text": number })))
    });
    table.measure("さがす いない人", Some(30), SAMPLES, |_| {
        timed(|| call(&mut desk, "search", json!({ "text": "ゾンザイシナイ" })))
    });
    for typed in ["そ", "創傷処置", "J119", "加算"] {
        table.measure(&format!("行為をさがす 「{typed}」"), Some(30), SAMPLES, |_| {
            timed(|| call(&mut desk, "find", json!({ "text": typed, "day": TODAY })))
        });
    }
    // Every month within the fee book: April 2025 … May 2026.
    let mut all: Vec<(u32, String)> = Vec::new();
    for n in MONTHS - 14..MONTHS {
        let people = treated(&mut desk, month(n));
        all.extend(people.into_iter().map(|(worker, _)| (worker, month(n).to_string())));
    }
    table.measure("受診をひらく（month、料金表のある14か月）", Some(100), 3 * SAMPLES, |_| {
        let (worker, month) = &all[dice.below(all.len())];
        timed(|| call(&mut desk, "month", json!({ "worker": worker, "month": month })))
    });
    let open = month(MONTHS - 1);
    let people = treated(&mut desk, open);
    table.measure(
        "行為を1つ加えて計算し直す（save_attendance、ディスクまで）",
        Some(50),
        SAMPLES,
        |_| {
            let (worker, _) = people[dice.below(people.len())];
            let view: MonthView = ask(&mut desk, "month", json!({ "worker": worker, "month": open.to_string() }));
            let mut form = view.attendances[dice.below(view.attendances.len())].form.clone();
            form.acts.push(ActForm { code: "140002210".into(), sites: vec!["腰部".into()], ..ActForm::default() });
            timed(|| call(&mut desk, "save_attendance", json!({ "form": form })))
        },
    );
    table.measure("元に戻す（undo）", Some(50), SAMPLES / 2, |n| {
        let (worker, _) = people[n % people.len()];
        timed(|| {
            desk.answer_call(Call {
                command: "undo".to_owned(),
                actor: CLERK.to_owned(),
                request: json!({ "worker": worker, "month": open.to_string() }),
            })
        })
    });
    for (what, n) in [("今月、下書き", MONTHS - 1), ("先月", MONTHS - OPEN), ("確定した月", MONTHS - OPEN - 1)]
    {
        let month = month(n).to_string();
        let rows = ask::<CloseView>(&mut desk, "close", json!({ "month": month })).rows.len();
        table.measure(&format!("月次請求（{what}、{rows}枚）"), None, SAMPLES, |_| {
            timed(|| call(&mut desk, "close", json!({ "month": month })))
        });
    }
    table.measure("今日", None, SAMPLES, |_| timed(|| call(&mut desk, "today", json!({}))));
}
