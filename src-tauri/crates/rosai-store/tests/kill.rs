//! The program is killed in the middle of its work, again and again: what it said was saved is there, whole.
//!
//! `ROSAI_KILLS=200 cargo test -p rosai-store --test kill` is the long form.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests start processes and wait

mod common;

use common::{MONTH, PASSPHRASE, change, intake};
use rosai_store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Set in the process that is killed: the file.
const CHILD: &str = "ROSAI_KILL_FILE";
/// After so many kills a new file, so that its making is interrupted too.
const KILLS_A_FILE: usize = 10;
/// The latest moment of a kill after the start, ms. Deriving the key takes the first part of it.
const LONGEST: u16 = 500;

fn body(n: u32, version: u32) -> String {
    format!(r#"{{"n":{n},"version":{version},"text":"{}"}}"#, "受診の記録".repeat(20 + (n as usize * 7) % 60))
}

/// Below `limit`.
fn chance(limit: u16) -> u16 {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).expect("chance");
    u16::from_le_bytes(bytes) % limit
}

/// Makes or opens the file and saves for ever; says each thing once it is saved.
fn work(path: &Path) {
    let say = |text: String| {
        println!("{text}");
        std::io::stdout().flush().expect("said");
    };
    say(String::new());
    let mut store =
        if path.exists() { Store::open(path, PASSPHRASE) } else { Store::create(path, PASSPHRASE) }.expect("open");
    let worker = match store.find_workers(&[], 1).expect("read").first() {
        Some(worker) => worker.row.id,
        None => store.save_intake(&change("受付"), intake()).expect("saved").worker,
    };
    let case = store.cases_of(worker).expect("read")[0].row.id;
    let done = u32::try_from(store.month(worker, MONTH).expect("read").attendances.len()).expect("a number");
    for n in done + 1.. {
        let (day, summary) = (format!("2025-10-{:02}", n % 31 + 1), format!("受診 {n}"));
        let row = store.save_attendance(&change(&summary), None, 0, case, &day, "", &body(n, 1)).expect("saved");
        say(format!("saved {n}"));
        store.save_draft("draft", "2025-10-17T09:30:00+09:00", &n.to_string()).expect("saved");
        say(format!("draft {n}"));
        if n.is_multiple_of(3) {
            let summary = format!("直し {n}");
            store.save_attendance(&change(&summary), Some(row.row.id), 1, case, &day, "", &body(n, 2)).expect("saved");
            say(format!("edited {n}"));
        }
        if n.is_multiple_of(50) {
            store.backup_to(&path.with_extension("copy")).expect("copied");
            say(format!("copied {n}"));
        }
    }
}

/// What was said of a file so far: what was done, to which numbers.
type Said = BTreeMap<String, BTreeSet<u32>>;

/// Starts the work, kills it after a while; what it said.
fn killed(path: &Path) -> Said {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "killed_in_the_middle", "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("a process");
    let output = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let mut said = Said::new();
        for line in BufReader::new(output).lines() {
            let line = line.expect("a line");
            if let Some((what, n)) = line.split_once(' ')
                && let Ok(n) = n.parse()
            {
                said.entry(what.to_owned()).or_default().insert(n);
            }
        }
        said
    });
    std::thread::sleep(Duration::from_millis(chance(LONGEST).into()));
    child.kill().expect("killed");
    let status = child.wait().expect("ended");
    assert!(status.code().is_none(), "it was the kill that ended it: {status}");
    reader.join().expect("a thread")
}

/// The file after a kill: what was said, and nothing half.
fn look(path: &Path, said: &Said) {
    let last = |what: &str| said.get(what).and_then(BTreeSet::last).copied().unwrap_or(0);
    let none = BTreeSet::new();
    let edits = said.get("edited").unwrap_or(&none);
    // Opening looks at all pages.
    let store = match Store::open(path, PASSPHRASE) {
        Err(StoreError::Missing) if said.is_empty() => return,
        other => other.expect("opens"),
    };
    assert_eq!(store.verify_history().expect("read"), None);
    let workers = store.find_workers(&[], 10).expect("read");
    let Some(worker) = workers.first().map(|w| w.row.id) else {
        return assert!(said.is_empty(), "{said:?}");
    };
    let month = store.month(worker, MONTH).expect("read");
    let mut rows: Vec<(u32, String)> = month.attendances.into_iter().map(|a| (a.row.id, a.row.body)).collect();
    rows.sort();
    let count = u32::try_from(rows.len()).expect("a number");
    assert!(count >= last("saved"), "{count} rows, {} said", last("saved"));
    let history = store.history(Some(worker), u32::MAX).expect("read");
    let times = |summary: String| history.iter().filter(|h| h.summary == summary).count();
    for (n, (_, found)) in (1..).zip(&rows) {
        let edited = *found == body(n, 2);
        assert!(edited || *found == body(n, 1), "row {n} is whole: {found}");
        assert!(edited || !edits.contains(&n), "row {n} was edited");
        // Every row would take long: the newest are those that the kill could have hit.
        if n + 50 > count {
            assert_eq!(times(format!("受診 {n}")), 1);
            assert_eq!(times(format!("直し {n}")), usize::from(edited));
        }
    }
    let draft: u32 = store.draft("draft").expect("read").map_or(0, |d| d.parse().expect("a number"));
    assert!(draft >= last("draft") && draft <= count, "draft {draft}, {} said", last("draft"));
    drop(store);
    match Store::open(&path.with_extension("copy"), PASSPHRASE) {
        Err(StoreError::Missing) => assert_eq!(last("copied"), 0, "the copy is there"),
        other => {
            let copy = other.expect("a copy is whole or not there");
            let rows = copy.month(worker, MONTH).expect("read").attendances.len();
            assert!(rows.is_multiple_of(50) && rows >= last("copied") as usize, "{rows} rows in the copy");
        }
    }
}

#[test]
fn killed_in_the_middle() {
    if let Some(path) = std::env::var_os(CHILD) {
        return work(Path::new(&path));
    }
    let kills = std::env::var("ROSAI_KILLS").ok().map_or(20, |n| n.parse().expect("ROSAI_KILLS is a number"));
    let (mut folder, mut path) = common::place();
    let (mut said, mut saves, mut early) = (Said::new(), 0, 0);
    for kill in 0..kills {
        if kill % KILLS_A_FILE == 0 {
            (folder, path) = common::place();
            said.clear();
        }
        let now = killed(&path);
        early += usize::from(now.is_empty());
        saves += now.values().map(BTreeSet::len).sum::<usize>();
        for (what, numbers) in now {
            said.entry(what).or_default().extend(numbers);
        }
        look(&path, &said);
    }
    drop(folder);
    println!("{kills} kills, {early} of them before the first save; {saves} saves said, all found");
    assert!(saves > kills, "the kills came before any work: {saves} saves");
}
