//! A disk that is full, a place that cannot be written. A small disk of our own needs Linux and the right to mount one
//! in a name space of its own; where that is missing the test says so and is left out.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests fill disks

mod common;

use common::{PASSPHRASE, change, filled};
use rosai_store::{Store, StoreError};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set in the process that sees the small disk.
const SMALL_DISK: &str = "ROSAI_SMALL_DISK";
/// Mounts a disk of 3 MB at the folder and goes on as the program given, in a name space where we are root.
const MOUNT: &str = r#"mount -t tmpfs -o size=3m small "$0" && exec "$@""#;

/// Runs this test again where `path` is on a disk of 3 MB; in that second run the folder of the disk.
fn small_disk(test: &str) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(SMALL_DISK) {
        return Some(folder.into());
    }
    let folder = tempfile::tempdir().expect("a folder");
    let in_name_space = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", script]).arg(folder.path());
        command
    };
    if !in_name_space(MOUNT).arg("true").output().is_ok_and(|o| o.status.success()) {
        eprintln!("left out: {test}: this machine lets us mount no small disk");
        return None;
    }
    let own = std::env::current_exe().expect("this program");
    let output = in_name_space(MOUNT)
        .arg(own)
        .args(["--exact", test, "--nocapture"])
        .env(SMALL_DISK, folder.path())
        .output()
        .expect("a process");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    None
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Writes until nothing more goes on the disk.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).expect("a file");
    while file.write_all(&[0; 512]).is_ok() {}
}

#[test]
fn a_full_disk() {
    let Some(folder) = small_disk("a_full_disk") else { return };
    let path = folder.join("clinic.rosai");
    let (mut store, ids) = filled(&path);
    let body = common::body(&"長い記録".repeat(300));
    let mut saved = Vec::new();
    let error = loop {
        match store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "", &body) {
            Ok(row) => saved.push(row),
            Err(error) => break error,
        }
        assert!(saved.len() < 10_000, "3 MB are never full");
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    fill(&folder.join("ballast"));
    for _ in 0..3 {
        let again = store.save_attendance(&change("受診"), None, 0, ids.case, "2025-10-17", "", &body);
        assert!(matches!(again, Err(StoreError::DiskFull)), "{again:?}");
    }
    // A small write may find room in what the failed ones left of the journal; then it holds.
    let draft = store.save_draft("attendance", "2025-10-17T09:30:00+09:00", "[1]");
    let kept = store.draft("attendance").expect("read");
    match draft {
        Ok(()) => assert_eq!(kept.as_deref(), Some("[1]")),
        Err(error) => assert!(matches!(error, StoreError::DiskFull) && kept.is_none(), "{error:?}"),
    }
    assert_eq!(store.attendances_on("2025-10-17").expect("read"), saved, "what was saved can be read");
    assert_eq!(store.verify_history().expect("read"), None);

    // Neither a copy nor a new file finds room; nothing half is left of them.
    let before = files(&folder);
    let copy = store.backup_to(&folder.join("copy.rosai"));
    assert!(matches!(copy, Err(StoreError::DiskFull)), "{copy:?}");
    assert_eq!(files(&folder), before);
    let new = Store::create(&folder.join("new.rosai"), PASSPHRASE);
    assert!(matches!(new, Err(StoreError::DiskFull)), "{new:?}");
    assert!(files(&folder).iter().all(|f| !f.starts_with("new") || f == "new.rosai.lock"), "{:?}", files(&folder));

    // Room again: the same store goes on, and so does the file when opened anew.
    std::fs::remove_file(folder.join("ballast")).expect("removed");
    store.save_draft("attendance", "2025-10-17T09:30:00+09:00", "{}").expect("saved");
    drop(store);
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    assert_eq!(store.attendances_on("2025-10-17").expect("read"), saved);
    assert_eq!(store.verify_history().expect("read"), None);
}

#[test]
fn a_disk_that_became_read_only() {
    let Some(folder) = small_disk("a_disk_that_became_read_only") else { return };
    let path = folder.join("clinic.rosai");
    drop(filled(&path));
    let mounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&folder).status().expect("mount");
    assert!(mounted.success());
    assert!(matches!(Store::open(&path, PASSPHRASE), Err(StoreError::ReadOnly)));
    assert!(matches!(Store::create(&folder.join("new.rosai"), PASSPHRASE), Err(StoreError::ReadOnly)));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let (store, _) = filled(&elsewhere.path().join("clinic.rosai"));
    let copy = store.backup_to(&folder.join("copy.rosai"));
    assert!(matches!(copy, Err(StoreError::ReadOnly)), "{copy:?}");
}

/// The kernel's own tree takes no file from anybody.
#[test]
fn a_place_that_takes_no_file() {
    let error = Store::create(Path::new("/sys/clinic.rosai"), PASSPHRASE).expect_err("refused");
    assert!(matches!(error, StoreError::ReadOnly), "{error:?}");
    assert!(error.to_string().ends_with("ください。"));
}

/// Set in the process that is nobody.
const NOBODY: &str = "ROSAI_NOBODY";

/// Folder, then file, without the permission to write. Root may write everywhere: it runs the test again as nobody.
#[test]
fn no_permission() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = common::place();
    drop(filled(&path));
    let allow = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a permission");
    };
    allow(folder.path(), 0o555);
    if std::fs::write(folder.path().join("try"), "").is_ok() {
        return as_nobody("no_permission");
    }
    // The lock file is already there and ours; it is the journal that finds no place.
    assert!(matches!(Store::open(&path, PASSPHRASE), Err(StoreError::ReadOnly)), "the folder");
    let create = Store::create(&folder.path().join("new.rosai"), PASSPHRASE);
    assert!(matches!(create, Err(StoreError::ReadOnly)), "a new file");
    allow(folder.path(), 0o755);
    allow(&path, 0o444);
    assert!(matches!(Store::open(&path, PASSPHRASE), Err(StoreError::ReadOnly)), "the file");
    allow(&path, 0o644);
    let store = Store::open(&path, PASSPHRASE).expect("opens");
    allow(folder.path(), 0o555);
    let copy = store.backup_to(&folder.path().join("copy.rosai"));
    assert!(matches!(copy, Err(StoreError::ReadOnly)), "{copy:?}");
    allow(folder.path(), 0o755);
}

fn as_nobody(test: &str) {
    assert!(std::env::var_os(NOBODY).is_none(), "nobody writes everywhere");
    let own = std::env::current_exe().expect("this program");
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(own);
    command.current_dir("/").env(NOBODY, "1");
    match command.args(["--exact", test, "--nocapture"]).output() {
        // 126, 127: nobody may not start this program where it is.
        Ok(output) if !matches!(output.status.code(), Some(126 | 127)) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && text.contains("1 passed"), "{text}");
        }
        _ => eprintln!("left out: {test}: root writes everywhere and cannot be nobody here"),
    }
}
