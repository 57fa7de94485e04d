//! Opening, today, search, history, drafts, help.

use super::{Goto, wire};

wire! {
    /// Where the program stands.
    pub struct Status {
        /// `new` (no file yet), `locked`, `open`, `refused` (the file cannot be used: `message` says why).
        state: String,
        /// Why it is refused, or what happened.
        message: String,
        /// Where the file lies.
        path: String,
        /// Whether this is the demo clinic.
        demo: bool,
        /// Today, `2025-10-17`.
        today: String,
        /// Today as people read it: 令和7年10月17日(金).
        today_ja: String,
        /// Version of the program.
        program: String,
        /// Whether the clinic has been set up.
        facility_ready: bool,
        /// Name of the clinic.
        facility_name: String,
        /// Staff, in order.
        staff: Vec<Staff>,
        /// What the last full check of the file said; empty where all is well.
        check_message: String,
    }

    /// One person of the clinic.
    pub struct Staff {
        /// Name.
        name: String,
        /// 管理者.
        administrator: bool,
    }

    /// A new, encrypted file.
    pub struct CreateStore {
        /// 合言葉.
        passphrase: String,
        /// The same again.
        again: String,
    }

    /// The passphrase of the file.
    pub struct Unlock {
        /// 合言葉.
        passphrase: String,
    }

    /// Moves the calendar of the demo clinic.
    pub struct SetCalendar {
        /// The day.
        day: String,
    }

    /// A search as it is typed.
    pub struct Search {
        /// Kana, name, birth date, patient number, employer or 労働保険番号, in parts.
        text: String,
    }

    /// Workers found, best first.
    pub struct SearchHits {
        /// At most 30.
        hits: Vec<WorkerHit>,
    }

    /// One worker in a list.
    pub struct WorkerHit {
        /// The worker.
        worker: u32,
        /// 氏名.
        name: String,
        /// カナ.
        kana: String,
        /// 生年月日 and age.
        birth_ja: String,
        /// 患者番号.
        patient_number: String,
        /// Cases, newest first.
        cases: Vec<CaseHit>,
    }

    /// One case in a list.
    pub struct CaseHit {
        /// The case.
        case: u32,
        /// 傷病年月日.
        injured_on_ja: String,
        /// 業務災害 / 通勤災害.
        cause_ja: String,
        /// 事業の名称.
        employer: String,
        /// 傷病名, the first ones.
        disease: String,
        /// Month of the last visit, `2025-10`; empty where there is none.
        last_month: String,
    }

    /// 今日.
    pub struct Today {
        /// The day.
        day: String,
        /// The day as people read it.
        day_ja: String,
        /// Who came today, in order of arrival.
        arrivals: Vec<Arrived>,
        /// What is owed, worst first.
        owed: Vec<Owed>,
        /// The month whose claim is due next.
        due_month: String,
        /// `9月分の請求は10月10日(金)まで（あと3日）`.
        due_ja: String,
        /// Days left; negative when it has passed.
        days_left: i32,
        /// Statements of that month not yet 確定.
        unfinished: u32,
        /// What was typed and not saved, by key.
        drafts: Vec<DraftHit>,
    }

    /// One who came today.
    pub struct Arrived {
        /// The attendance.
        attendance: u32,
        /// The worker.
        worker: u32,
        /// The case.
        case: u32,
        /// Time of arrival, or empty.
        time: String,
        /// 氏名.
        name: String,
        /// カナ.
        kana: String,
        /// 患者番号.
        patient_number: String,
        /// Form state: `未着` or empty.
        form: String,
        /// Number of acts entered.
        acts: u32,
    }

    /// Something owed.
    pub struct Owed {
        /// `blocks` or `check`.
        severity: String,
        /// One sentence.
        text: String,
        /// 氏名.
        name: String,
        /// Where to mend it.
        goto: Goto,
    }

    /// Something typed and not saved.
    pub struct DraftHit {
        /// Key of the draft.
        key: String,
        /// What it is.
        title: String,
        /// When.
        at_ja: String,
    }

    /// What is typed, kept as it is.
    pub struct SaveDraft {
        /// Key: `intake:new:5`, `intake:12`, `act:34`.
        key: String,
        /// What it is, for people.
        title: String,
        /// JSON of the screen.
        body: String,
    }

    /// A key.
    pub struct DraftKey {
        /// Key of the draft.
        key: String,
    }

    /// A draft, where there is one.
    pub struct Draft {
        /// JSON of the screen.
        body: Option<String>,
    }

    /// Which field F1 was pressed on.
    pub struct AskHelp {
        /// `intake.labor_number`, `visit.area`.
        id: String,
    }

    /// Help for one field.
    pub struct Help {
        /// Title.
        title: String,
        /// Two sentences.
        text: String,
        /// Where it is written.
        section: String,
    }

    /// Which part of the history.
    pub struct AskHistory {
        /// One worker's only.
        worker: Option<u32>,
        /// At most this many.
        limit: u32,
    }

    /// What was done, newest first.
    pub struct History {
        /// The lines.
        lines: Vec<HistoryLine>,
    }

    /// One change.
    pub struct HistoryLine {
        /// When, for people.
        at_ja: String,
        /// Who.
        actor: String,
        /// What.
        summary: String,
    }
}
