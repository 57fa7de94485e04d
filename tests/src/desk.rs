//! A desk in a folder of its own: a calendar that a test moves, a log that a test reads, and the demo clinic's people.

use rosai_api::wire::*;
use rosai_api::{ApiError, Call, Day, Desk, Door};
use rosai_door::Machine;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Who sits at the desk.
pub const CLERK: &str = "受付 佐藤";
/// Who vouches.
pub const DOCTOR: &str = "医師 北都";
/// What opens the file.
pub const PASSPHRASE: &str = "みなとの灯り 2025";
/// The month of the demo clinic.
pub const MONTH: &str = "2025-10";

/// A door to a temporary folder.
struct TestDoor {
    machine: Machine,
    home: PathBuf,
    day: Arc<Mutex<Day>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Door for TestDoor {
    fn today(&self) -> Day {
        *self.day.lock().expect("the calendar")
    }
    fn now(&self) -> String {
        format!("{}T09:30:00+09:00", self.today())
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
        // Whatever folder somebody types: a test writes into its own.
        if !folder.starts_with(&self.home) || folder.components().any(|c| c.as_os_str() == "..") {
            return Err("試験の外のフォルダーには書きません。".to_owned());
        }
        self.machine.write(folder, name, content)
    }
    fn beside(&self, work: Box<dyn FnOnce() + Send>) {
        // At once: a test must not end before it.
        work();
    }
    fn log(&self, line: &str) {
        self.log.lock().expect("the log").push(line.to_owned());
    }
}

/// A desk with its folder.
pub struct Office {
    desk: Desk,
    day: Arc<Mutex<Day>>,
    log: Arc<Mutex<Vec<String>>>,
    folder: Option<TempDir>,
    home: PathBuf,
    /// In whose name commands go.
    pub actor: String,
}

/// A day that is one.
pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|e| panic!("{e}"))
}

impl Office {
    /// A desk on a day whose folder is empty.
    pub fn closed(today: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().to_owned();
        Self { folder: Some(folder), ..Self::at(&home, today) }
    }

    /// A desk on a day over a folder that stays.
    pub fn at(home: &Path, today: &str) -> Self {
        let day = Arc::new(Mutex::new(day(today)));
        let log = Arc::new(Mutex::new(Vec::new()));
        let machine = Machine::new(home.to_owned(), home.join("papers"), None);
        let door = TestDoor { machine, home: home.to_owned(), day: Arc::clone(&day), log: Arc::clone(&log) };
        let desk = Desk::new(Box::new(door)).unwrap_or_else(|e| panic!("{e}"));
        Self { desk, day, log, folder: None, home: home.to_owned(), actor: CLERK.to_owned() }
    }

    /// The demo clinic's house without anybody in it, in an encrypted file.
    pub fn open(today: &str) -> Self {
        let mut office = Self::closed(today);
        let again = PASSPHRASE;
        let _: Status = office.ask("create_store", json!({ "passphrase": PASSPHRASE, "again": again }));
        let saved: FacilitySaved = office.ask("save_facility", facility());
        assert!(saved.saved, "{:?}", saved.messages);
        office
    }

    /// The demo clinic; `until` moves its calendar on.
    pub fn demo(until: &str) -> Self {
        let mut office = Self::closed(until);
        let _: Status = office.ask("open_demo", json!({}));
        let _: Status = office.ask("set_calendar", json!({ "day": day(until).to_string() }));
        office
    }

    /// The same folder behind a new desk, as after a restart.
    pub fn restarted(mut self) -> Self {
        let (folder, today, home) = (self.folder.take(), self.today(), self.home.clone());
        drop(self);
        Self { folder, ..Self::at(&home, &today.to_string()) }
    }

    /// Today.
    pub fn today(&self) -> Day {
        *self.day.lock().expect("the calendar")
    }

    /// Moves today.
    pub fn on(&self, today: &str) {
        *self.day.lock().expect("the calendar") = day(today);
    }

    /// The clinic's file.
    pub fn file(&self) -> PathBuf {
        self.home.join("rosai-desk.db")
    }

    /// What the door was told to log.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().expect("the log").clone()
    }

    /// One command, whatever comes of it.
    pub fn call(&mut self, command: &str, request: impl Serialize) -> Result<Value, ApiError> {
        let request = serde_json::to_value(request).expect("a request is JSON");
        self.desk.answer_call(Call { command: command.to_owned(), actor: self.actor.clone(), request })
    }

    /// One command that is carried out.
    #[track_caller]
    pub fn ask<T: DeserializeOwned>(&mut self, command: &str, request: impl Serialize) -> T {
        match self.call(command, request) {
            Ok(answer) => serde_json::from_value(answer).unwrap_or_else(|e| panic!("{command}: {e}")),
            Err(refused) => panic!("{command}: {} {:?}", refused.message, refused.place),
        }
    }

    /// One command that is refused.
    #[track_caller]
    pub fn refused(&mut self, command: &str, request: impl Serialize) -> ApiError {
        match self.call(command, request) {
            Ok(answer) => panic!("{command} was carried out: {answer}"),
            Err(refused) => refused,
        }
    }

    /// One command in somebody else's name.
    pub fn as_actor<T>(&mut self, actor: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.actor, actor.to_owned());
        let out = act(self);
        self.actor = before;
        out
    }

    /// A fresh sheet of a paper with these boxes filled.
    pub fn sheet(&mut self, paper: &str, filled: &[(&str, &str)]) -> IntakeForm {
        let mut form: IntakeForm = self.ask("intake", json!({ "form": paper }));
        fill(&mut form, filled);
        form
    }

    /// Saves a sheet that is right; answers it as loaded.
    #[track_caller]
    pub fn register(&mut self, form: IntakeForm) -> IntakeForm {
        let saved: IntakeSaved = self.ask("save_intake", SaveIntake { form, keep_all: false });
        assert!(saved.saved, "{:?}", saved.messages);
        saved.form
    }

    /// The cut finger of the demo month: worker and case.
    #[track_caller]
    pub fn cut_finger(&mut self) -> (u32, u32) {
        let form = self.sheet("5", CUT_FINGER);
        let form = self.register(form);
        ids(&form)
    }

    /// Saves an attendance, right or wrong.
    #[track_caller]
    pub fn attend(&mut self, case: u32, mut form: Value) -> AttendanceSaved {
        form["case"] = case.into();
        self.ask("save_attendance", json!({ "form": form }))
    }

    /// Saves an attendance that is right; answers its id.
    #[track_caller]
    pub fn visit(&mut self, case: u32, form: Value) -> u32 {
        let saved = self.attend(case, form);
        assert!(saved.saved, "{:?}", saved.messages);
        saved.id.expect("a saved attendance has an id")
    }

    /// A worker's month.
    #[track_caller]
    pub fn month(&mut self, worker: u32, month: &str) -> MonthView {
        self.ask("month", json!({ "worker": worker, "month": month }))
    }

    /// 月次請求.
    #[track_caller]
    pub fn close(&mut self, month: &str) -> CloseView {
        self.ask("close", json!({ "month": month }))
    }

    /// The row of a case in 月次請求.
    #[track_caller]
    pub fn statement(&mut self, case: u32, month: &str) -> StatementRow {
        let view = self.close(month);
        view.rows.into_iter().find(|r| r.case == case).unwrap_or_else(|| panic!("case {case} has no row in {month}"))
    }

    /// 確定.
    #[track_caller]
    pub fn finalize(&mut self, case: u32, month: &str) -> CloseView {
        self.ask("finalize", json!({ "case": case, "month": month }))
    }

    /// Saves the names of diseases.
    #[track_caller]
    pub fn name_diseases(&mut self, worker: u32, case: u32, month: &str, names: &[&str]) -> AttendanceSaved {
        let view = self.month(worker, month);
        let revision = view.cases.iter().find(|c| c.case == case).expect("the case").revision;
        let diseases: Vec<Value> = names.iter().map(|n| json!({ "name": n })).collect();
        self.ask("save_diseases", json!({ "case": case, "revision": revision, "month": month, "diseases": diseases }))
    }

    /// Answers a question in the doctor's name.
    #[track_caller]
    pub fn answer(&mut self, case: u32, day: &str, question: &str, value: &str) -> MonthView {
        let month = &day[..7];
        self.ask(
            "answer",
            json!({ "case": case, "month": month, "day": day, "question": question, "value": value, "by": DOCTOR }),
        )
    }

    /// Saves the month's record.
    #[track_caller]
    pub fn record(&mut self, case: u32, month: &str, record: Value) -> AttendanceSaved {
        self.ask("save_month_record", json!({ "case": case, "month": month, "record": record }))
    }
}

/// Everything written on a picture, without space.
pub fn text_of(svg: &str) -> String {
    let inner =
        |part: &str| part.split_once('>').and_then(|(_, rest)| rest.split_once("</text>")).map(|(t, _)| t.to_owned());
    svg.split("<text")
        .skip(1)
        .filter_map(inner)
        .flat_map(|t| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Worker and case of a saved sheet.
pub fn ids(form: &IntakeForm) -> (u32, u32) {
    (form.worker.expect("a worker"), form.case.expect("a case"))
}

/// Puts values into boxes.
pub fn fill(form: &mut IntakeForm, filled: &[(&str, &str)]) {
    let values: BTreeMap<String, String> = filled.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    form.fields.extend(values);
}

/// The demo clinic, as it is typed.
pub fn facility() -> FacilityForm {
    let staff = |name: &str, administrator| Staff { name: name.to_owned(), administrator };
    FacilityForm {
        name: "北都みなと整形外科クリニック".to_owned(),
        hospital_number: "0199999".to_owned(),
        institution_code: "0119999990".to_owned(),
        postal_code: "060-0000".to_owned(),
        address: "北海道札幌市中央区北零条西零丁目".to_owned(),
        municipality: "札幌市".to_owned(),
        telephone: "011-000-0000".to_owned(),
        director: "北都　健".to_owned(),
        labor_bureau: "北海道".to_owned(),
        kind: "clinic".to_owned(),
        establishment: "medical_corporation".to_owned(),
        claims_by: vec![DatedText { from: "2020-04-01".to_owned(), value: "paper".to_owned() }],
        departments: vec!["整形外科".to_owned()],
        staff: vec![staff(DOCTOR, true), staff(CLERK, false)],
        ..FacilityForm::default()
    }
}

/// 様式第5号 of the demo month's first worker.
pub const CUT_FINGER: &[(&str, &str)] = &[
    ("received", "R7.10.6"),
    ("patient_number", "1001"),
    ("labor_number", "01-1-01-012345-000"),
    ("sex", "1"),
    ("birth", "S55.4.12"),
    ("injured_on", "R7.10.3"),
    ("kana_family", "きりた"),
    ("kana_given", "たろう"),
    ("name", "切田　太郎"),
    ("certified", "1"),
    ("employer_name", "株式会社みほん木工"),
    ("employer_prefecture", "北海道"),
    ("employer_municipality", "札幌市"),
    ("office", "札幌中央"),
    ("site_and_state", "左示指切創"),
    ("before", "1"),
];

/// The first visit of the cut finger: 洗浄, 縫合, drugs.
pub fn first_visit() -> Value {
    json!({ "day": "R7.10.3", "time": "1410", "acts": [
        { "code": "101400030", "sites": ["左手第2指"] },
        { "code": "150001010", "sites": ["左示指"], "length": "3" },
        { "drug_use": "operation",
          "drugs": [{ "name": "キシロカインポリアンプ1％", "price": "11.2", "quantity": "5", "unit": "mL" }] },
        { "code": "120001210" }, { "code": "120000710" }, { "code": "120001010" },
        { "drug_use": "internal", "days": "5",
          "drugs": [{ "name": "ロキソプロフェン錠60mg", "price": "10.4", "quantity": "3", "unit": "錠" }] },
        { "drug_use": "external",
          "drugs": [{ "name": "ゲンタマイシン軟膏0.1％", "price": "19.0", "quantity": "10", "unit": "g" }] },
    ] })
}

/// A later visit of the cut finger: 創傷処置 of 6 cm² on the finger, 104点.
pub fn dressing(day: &str) -> Value {
    json!({ "day": day, "planned_management": "yes",
            "acts": [{ "code": "140000610", "sites": ["左手第2指"], "area": "6" }] })
}
