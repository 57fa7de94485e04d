//! The machine behind the desk: its clock, its folders, its disk. The window and the test server open the same door.

// Reads the clock and writes files: this crate is the door to the machine.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use rosai_api::Door;
use rosai_domain::Day;
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Japan has one zone and no summer time.
const JAPAN: i64 = 9 * 3600;
const SECONDS_A_DAY: i64 = 86_400;

/// Name of the clinic's file in its folder.
const FILE: &str = "rosai-desk.db";
/// The program's name among the folders of a person (`identifier` of `tauri.conf.json`).
const IDENTIFIER: &str = "jp.rosaidesk.desk";

/// Where the window keeps the clinic's file on this machine; none where the system names no folder for it.
pub fn usual_file() -> Option<PathBuf> {
    let of = |name: &str| std::env::var_os(name).filter(|v: &OsString| !v.is_empty()).map(PathBuf::from);
    let home = if cfg!(windows) {
        of("APPDATA")?
    } else if cfg!(target_os = "macos") {
        of("HOME")?.join("Library/Application Support")
    } else {
        of("XDG_DATA_HOME").filter(|p| p.is_absolute()).or_else(|| Some(of("HOME")?.join(".local/share")))?
    };
    Some(home.join(IDENTIFIER).join(FILE))
}

/// A door to this machine.
pub struct Machine {
    home: PathBuf,
    file: PathBuf,
    papers: PathBuf,
    calendar: Option<Day>,
}

impl Machine {
    /// A door to the file in `home`; papers go to `papers`. `calendar` makes every day that day, for tests and teaching.
    pub fn new(home: PathBuf, papers: PathBuf, calendar: Option<Day>) -> Self {
        Self { file: home.join(FILE), home, papers, calendar }
    }

    /// A door to this file of records, for the shell; log and papers go beside it.
    pub fn of_file(file: PathBuf) -> Self {
        let home = file.parent().map(Path::to_owned).unwrap_or_default();
        Self { papers: home.clone(), home, file, calendar: None }
    }
}

/// Seconds since 1970-01-01 in Japan, whatever the zone of the machine.
fn seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    i64::try_from(now).unwrap_or(0) + JAPAN
}

impl Door for Machine {
    fn today(&self) -> Day {
        let epoch = Day::new(1970, 1, 1).expect("the first of January 1970 is a day");
        self.calendar.unwrap_or_else(|| epoch.plus_days(seconds().div_euclid(SECONDS_A_DAY)))
    }

    fn now(&self) -> String {
        let of_day = seconds().rem_euclid(SECONDS_A_DAY);
        let (h, m, s) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        format!("{}T{h:02}:{m:02}:{s:02}+09:00", self.today())
    }

    fn file(&self) -> PathBuf {
        self.file.clone()
    }

    fn has_file(&self) -> bool {
        self.file().exists()
    }

    fn usual_folder(&self) -> PathBuf {
        self.papers.clone()
    }

    fn write(&self, folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf, String> {
        let told = |error: std::io::Error| {
            let why = match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ディスクの空きがないので",
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "書き込みが許されていないので",
                _ => "フォルダーに書けないので",
            };
            format!(
                "{why}、{} に保存できませんでした。記録は無事です。設定でPDFの保存先を変えるか、空きをつくってください。",
                folder.display()
            )
        };
        std::fs::create_dir_all(folder).map_err(told)?;
        // Written beside and renamed: a file of this name is whole or not there.
        let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(told)?;
        beside.write_all(content).and_then(|()| beside.as_file().sync_all()).map_err(told)?;
        let path = folder.join(name);
        beside.persist(&path).map_err(|e| told(e.error))?;
        Ok(path)
    }

    fn beside(&self, work: Box<dyn FnOnce() + Send>) {
        std::thread::spawn(work);
    }

    fn log(&self, line: &str) {
        let path = self.home.join("rosai-desk.log");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        // A log that cannot be written is no reason to stop anybody's work.
        if let Ok(mut file) = file {
            let _ = writeln!(file, "{} {line}", self.now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(home: &Path) -> Machine {
        Machine::new(home.to_owned(), home.join("papers"), None)
    }

    #[test]
    fn the_clock_is_japanese() {
        let now = machine(Path::new("/")).now();
        assert!(now.ends_with("+09:00") && now.len() == 25, "{now}");
        let fixed = Machine::new(PathBuf::new(), PathBuf::new(), Day::new(2025, 10, 17));
        assert!(fixed.now().starts_with("2025-10-17T"));
    }

    #[test]
    fn the_shell_finds_the_file_of_the_window() {
        let path = usual_file().expect("this machine names a folder");
        assert!(path.ends_with("jp.rosaidesk.desk/rosai-desk.db"), "{}", path.display());
        let conf = include_str!("../../../tauri.conf.json");
        assert!(conf.contains(&format!("\"identifier\": \"{IDENTIFIER}\"")), "the window's own name");
        let door = Machine::of_file(PathBuf::from("/a/b/clinic.db"));
        assert_eq!((door.file(), door.usual_folder()), (PathBuf::from("/a/b/clinic.db"), PathBuf::from("/a/b")));
    }

    #[test]
    fn a_paper_is_written_whole_into_a_new_folder_or_a_sentence_says_why_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let door = machine(dir.path());
        let path = door.write(&dir.path().join("a/b"), "x.pdf", b"%PDF").expect("written");
        assert_eq!(std::fs::read(path).expect("read"), b"%PDF");
        // A file where the folder should be.
        std::fs::write(dir.path().join("file"), b"x").expect("written");
        let refused = door.write(&dir.path().join("file"), "x.pdf", b"%PDF").expect_err("no folder");
        assert!(refused.contains("記録は無事です"), "{refused}");
        assert_eq!(std::fs::read(dir.path().join("file")).expect("read"), b"x");
    }
}
