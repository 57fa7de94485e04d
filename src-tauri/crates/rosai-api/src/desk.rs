//! The desk: one opened file, one engine, one calendar. Its commands stand in the modules beside, one file a screen.

use crate::error::{ApiError, Code};
use crate::masters_load::Uploads;
use crate::wire::{CreateStore, Nothing, SetCalendar, Staff, Status, Unlock};
use crate::{VERSION, demo_desk};
use rosai_catalogue::Catalogue;
use rosai_domain::{Day, fold_width};
use rosai_fees::Engine;
use rosai_store::{Change, CheckReport, Store, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What only a door can know or do: the clock, the place of the file, writing a finished paper.
pub trait Door: Send {
    /// The Japanese day it is now.
    fn today(&self) -> Day;
    /// The moment, `2025-10-17T09:30:00+09:00`.
    fn now(&self) -> String;
    /// Where the clinic's file lies.
    fn file(&self) -> PathBuf;
    /// Whether that file is there.
    fn has_file(&self) -> bool;
    /// Where papers go when nobody chose a folder.
    fn usual_folder(&self) -> PathBuf;
    /// Writes a file whole or not at all; answers where it lies, or one sentence why not.
    fn write(&self, folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf, String>;
    /// Runs something beside the desk.
    fn beside(&self, work: Box<dyn FnOnce() + Send>);
    /// Writes a line for the people who look after the program; never a person's name or number.
    fn log(&self, line: &str);
}

/// Result of the daily check of the file, as it comes from beside the desk.
type Checked = Arc<Mutex<Option<Result<CheckReport, String>>>>;

/// What is open and who looks after it.
pub struct Desk {
    pub(crate) door: Box<dyn Door>,
    /// The rules over the book with what the open file's clinic compared with notices.
    pub(crate) engine: Engine,
    /// The book the program carries.
    pub(crate) carried: Catalogue,
    /// That book with the masters of the open file.
    pub(crate) book: Catalogue,
    /// Files of masters on their way in.
    pub(crate) uploads: Uploads,
    store: Option<Store>,
    /// What finds acts, drugs and materials; made when it is first needed, and anew after masters were loaded.
    pub(crate) finding: Option<crate::find::Finding>,
    /// The calendar of the demo clinic, where it is open.
    calendar: Option<Day>,
    /// Why the file could not be opened, where that is no matter of the passphrase.
    refused: String,
    checked: Checked,
}

/// Setting: the day of the last full check, and what it said.
const LAST_CHECK: &str = "last_check";

impl Desk {
    /// A desk behind a door; nothing is open yet. Refuses a fee book that does not load.
    pub fn new(door: Box<dyn Door>) -> Result<Self, String> {
        let engine = crate::assess::engine()?;
        let book = engine.catalogue().clone();
        Ok(Self {
            door,
            engine,
            carried: book.clone(),
            book,
            uploads: Uploads::default(),
            store: None,
            finding: None,
            calendar: None,
            refused: String::new(),
            checked: Checked::default(),
        })
    }

    /// Today: the demo clinic has a calendar of its own.
    pub(crate) fn today_is(&self) -> Day {
        self.calendar.unwrap_or_else(|| self.door.today())
    }

    /// The moment for the history.
    pub(crate) fn now(&self) -> String {
        match self.calendar {
            Some(day) => format!("{day}{}", self.door.now().get(10..).unwrap_or("T00:00:00+09:00")),
            None => self.door.now(),
        }
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.calendar.is_some()
    }

    pub(crate) fn store(&self) -> Result<&Store, ApiError> {
        self.store.as_ref().ok_or_else(locked)
    }

    pub(crate) fn store_mut(&mut self) -> Result<&mut Store, ApiError> {
        self.store.as_mut().ok_or_else(locked)
    }

    /// Writes in somebody's name. Who is not on the staff list may not write, once there is one.
    pub(crate) fn write<T>(
        &mut self,
        actor: &str,
        summary: &str,
        write: impl FnOnce(&mut Store, &Change<'_>) -> Result<T, StoreError>,
    ) -> Result<T, ApiError> {
        self.known(actor)?;
        let at = self.now();
        let change = Change { actor, at: &at, summary };
        let result = write(self.store_mut()?, &change);
        if let Err(error) = &result
            && let Some(detail) = error.detail()
        {
            self.door.log(detail);
        }
        Ok(result?)
    }

    /// Whether this name may act.
    pub(crate) fn known(&self, actor: &str) -> Result<(), ApiError> {
        let staff = self.staff()?;
        if staff.is_empty() || staff.iter().any(|s| s.name == actor) {
            return Ok(());
        }
        Err(ApiError {
            code: Code::Actor,
            message: "だれが操作しているかが決まっていません。担当を選んでから、もう一度行ってください。".to_owned(),
            place: None,
        })
    }

    /// Where the program stands.
    pub(crate) fn status(&mut self, _actor: &str, _: Nothing) -> Result<Status, ApiError> {
        self.take_check();
        let file = self.door.file();
        let today = self.today_is();
        let (state, facility) = match &self.store {
            Some(_) => ("open", Some(self.facility_form()?)),
            None if !self.refused.is_empty() => ("refused", None),
            None => (if self.door.has_file() { "locked" } else { "new" }, None),
        };
        let check_message = match &self.store {
            Some(store) => self.check_message(store)?,
            None => String::new(),
        };
        Ok(Status {
            state: state.to_owned(),
            message: self.refused.clone(),
            path: file.display().to_string(),
            demo: self.is_demo(),
            today: today.to_string(),
            today_ja: today.ja_with_weekday(),
            program: VERSION.to_owned(),
            facility_ready: facility.as_ref().is_some_and(|f| f.revision > 0),
            facility_name: facility.as_ref().map(|f| f.name.clone()).unwrap_or_default(),
            staff: facility.map(|f| f.staff).unwrap_or_default(),
            check_message,
        })
    }

    fn staff(&self) -> Result<Vec<Staff>, ApiError> {
        Ok(self.facility_form()?.staff)
    }

    /// A new, encrypted file.
    pub(crate) fn create_store(&mut self, actor: &str, ask: CreateStore) -> Result<Status, ApiError> {
        if one_spelling(&ask.passphrase) != one_spelling(&ask.again) {
            return Err(ApiError::at(
                "again",
                "2つの合言葉が違います。まだ何も作っていません。同じ合言葉を2度入れてください。",
            ));
        }
        self.leave();
        let store = Store::create(&self.door.file(), &one_spelling(&ask.passphrase))
            .map_err(|e| ApiError { place: Some("passphrase".to_owned()), ..self.told(e) })?;
        self.opened(store);
        self.take_masters()?;
        self.status(actor, Nothing {})
    }

    /// Opens the clinic's file.
    pub(crate) fn unlock(&mut self, actor: &str, ask: Unlock) -> Result<Status, ApiError> {
        self.leave();
        match Store::open(&self.door.file(), &one_spelling(&ask.passphrase)) {
            Ok(store) => {
                self.opened(store);
                // The first key in the search box is not to wait for the finder.
                if let Err(error) = self.take_masters().and_then(|()| self.ready_finder()) {
                    self.leave();
                    return Err(error);
                }
                self.status(actor, Nothing {})
            }
            Err(error) => {
                let passphrase = matches!(error, StoreError::WrongPassphraseOrForeign);
                let told = self.told(error);
                if !passphrase {
                    self.refused = told.message.clone();
                }
                Err(ApiError { place: passphrase.then(|| "passphrase".to_owned()), ..told })
            }
        }
    }

    /// Closes the file. What was shown as saved is in it.
    pub(crate) fn lock(&mut self, actor: &str, _: Nothing) -> Result<Status, ApiError> {
        self.leave();
        self.status(actor, Nothing {})
    }

    /// The demo clinic, with its calendar standing at 令和7年10月17日. Nothing of it is kept.
    pub(crate) fn open_demo(&mut self, actor: &str, _: Nothing) -> Result<Status, ApiError> {
        self.leave();
        let store = Store::in_memory().map_err(|e| self.told(e))?;
        self.store = Some(store);
        self.calendar = Some(*demo_desk::CALENDAR);
        if let Err(error) = self.take_values().and_then(|()| demo_desk::fill(self)) {
            self.leave();
            return Err(error);
        }
        self.calendar = Some(*demo_desk::CALENDAR);
        self.status(actor, Nothing {})
    }

    /// Moves the demo clinic's calendar.
    pub(crate) fn set_calendar(&mut self, actor: &str, ask: SetCalendar) -> Result<Status, ApiError> {
        if !self.is_demo() {
            return Err(ApiError::refused("日付を動かせるのは、見本の診療所だけです。"));
        }
        self.calendar = Some(Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?);
        self.status(actor, Nothing {})
    }

    pub(crate) fn put_calendar(&mut self, day: Day) {
        self.calendar = Some(day);
    }

    fn leave(&mut self) {
        self.store = None;
        self.finding = None;
        // What this file's clinic loaded and compared is its own.
        self.book = self.carried.clone();
        self.uploads = Uploads::default();
        if let Ok(engine) = Engine::new(self.book.clone()) {
            self.engine = engine;
        }
        self.calendar = None;
        self.refused.clear();
    }

    /// A page of the file could not be deciphered: nothing more is written into it.
    pub(crate) fn close_if_damaged(&mut self, refused: &ApiError) {
        if self.store.is_some() && refused.message == StoreError::Damaged(String::new()).to_string() {
            self.leave();
            self.refused = refused.message.clone();
        }
    }

    fn told(&self, error: StoreError) -> ApiError {
        if let Some(detail) = error.detail() {
            self.door.log(detail);
        }
        error.into()
    }

    fn opened(&mut self, store: Store) {
        // A full check once a day, beside the work: it reads the whole file. One that found something is made again.
        let due = store
            .setting(LAST_CHECK)
            .ok()
            .flatten()
            .and_then(|s| serde_json::from_str::<LastCheck>(&s).ok())
            .is_none_or(|last| last.day != self.door.today().to_string() || !last.message.is_empty());
        if due && let Some(checker) = store.checker() {
            let checked = Arc::clone(&self.checked);
            self.door.beside(Box::new(move || {
                let report = checker.run().map_err(|e| e.to_string());
                if let Ok(mut place) = checked.lock() {
                    *place = Some(report);
                }
            }));
        }
        self.store = Some(store);
    }

    /// Takes up what the check beside the desk has found.
    fn take_check(&mut self) {
        let found = self.checked.lock().ok().and_then(|mut place| place.take());
        let (Some(found), Some(store)) = (found, self.store.as_mut()) else { return };
        let message = match found {
            Ok(report) if report.is_sound() => String::new(),
            Ok(_) => "記録のファイルの点検で傷が見つかりました。すぐに控え（バックアップ）を確かめ、担当者に知らせてください。"
                .to_owned(),
            Err(sentence) => sentence,
        };
        let day = self.door.today().to_string();
        let (at, kept) = (self.door.now(), LastCheck { day, message });
        let change = Change { actor: "点検", at: &at, summary: "記録のファイルを点検した" };
        let json = serde_json::to_string(&kept).unwrap_or_default();
        if let Err(error) = store.save_setting(&change, LAST_CHECK, &json)
            && let Some(detail) = error.detail()
        {
            self.door.log(detail);
        }
    }

    fn check_message(&self, store: &Store) -> Result<String, ApiError> {
        let last = store.setting(LAST_CHECK)?.and_then(|s| serde_json::from_str::<LastCheck>(&s).ok());
        Ok(last.map(|l| l.message).unwrap_or_default())
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct LastCheck {
    day: String,
    message: String,
}

/// A passphrase in one spelling: an input method that sends full-width letters must not shut anybody out.
fn one_spelling(passphrase: &str) -> String {
    fold_width(passphrase)
}

fn locked() -> ApiError {
    ApiError {
        code: Code::Locked,
        message: "記録のファイルが閉じています。合言葉を入れて開いてください。入力中のものは下書きに残っています。"
            .to_owned(),
        place: None,
    }
}
