//! 診療入力.

use super::{DiseaseCoding, FieldMessage, Goto, wire};

wire! {
    /// One worker's month.
    pub struct AskMonth {
        /// The worker.
        worker: u32,
        /// `2025-10`.
        month: String,
    }

    /// One worker's month as the screen shows it: facts, what they come to, and why.
    pub struct MonthView {
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
        /// `2025-10`.
        month: String,
        /// 令和7年10月.
        month_ja: String,
        /// The days of the month.
        days: Vec<CalendarDay>,
        /// The worker's cases.
        cases: Vec<CaseView>,
        /// Attendances in order of day and coming.
        attendances: Vec<AttendanceView>,
        /// Lines that belong to no attendance (the month, documents).
        month_lines: Vec<LineView>,
        /// Documents issued in the month.
        documents: Vec<SaveDocument>,
        /// Sums by case.
        sums: Vec<SumView>,
        /// Sum over all cases, 円.
        total: i64,
        /// What is wrong with the facts, so that nothing could be computed.
        problems: Vec<PlacedProblem>,
        /// Everything somebody answered for the month, also what no line speaks of any more.
        answers: Vec<GivenAnswer>,
        /// Whether a step can be taken back.
        can_undo: bool,
        /// Whether a step can be done again.
        can_redo: bool,
    }

    /// A problem with the place where it is mended.
    pub struct PlacedProblem {
        /// Where.
        place: String,
        /// What, and what to do.
        message: String,
        /// Jump.
        goto: Goto,
    }

    /// One day of the calendar.
    pub struct CalendarDay {
        /// `2025-10-03`.
        day: String,
        /// 1–31.
        number: u32,
        /// 1 月 … 7 日.
        weekday: u32,
        /// 祝日 or 年末年始.
        holiday: bool,
        /// Attendances.
        attendances: u32,
        /// Acts.
        acts: u32,
        /// Whether something of the day needs an answer or cannot be priced.
        waiting: bool,
    }

    /// One case beside the month.
    pub struct CaseView {
        /// The case.
        case: u32,
        /// Revision.
        revision: u32,
        /// 傷病年月日.
        injured_on_ja: String,
        /// 業務災害 ….
        cause_ja: String,
        /// 事業の名称.
        employer: String,
        /// 様式第5号 … and whether it has come.
        form_ja: String,
        /// Diseases.
        diseases: Vec<DiseaseForm>,
        /// What the masters say of each of them, in the same order; empty while none is loaded.
        codings: Vec<DiseaseCoding>,
        /// Whether the 傷病名 master is loaded: names are then found, not only typed.
        coded: bool,
        /// Sites hurt, as typed in the diseases: offered first.
        sites: Vec<String>,
        /// 傷病の経過, 転帰, remarks of the month.
        record: MonthRecordForm,
        /// Last month's 傷病の経過, to be taken over.
        last_course: String,
        /// State of the statement: `draft`, `checked`, `finalized`, `submitted` ….
        state: String,
        /// State as people read it.
        state_ja: String,
        /// Who finalized it, when.
        finalized_ja: String,
    }

    /// One disease.
    pub struct DiseaseForm {
        /// The doctor's name with side and site.
        name: String,
        /// 傷病名コード; empty: 未コード化.
        code: String,
        /// 修飾語コード, prefixes and suffixes in order.
        modifiers: Vec<String>,
        /// First day; empty: from the beginning.
        since: String,
        /// Cause of a name added later.
        cause: String,
        /// Day it ended.
        end_day: String,
        /// `cured`, `transferred`, `discontinued`, `died`; empty: goes on.
        end: String,
        /// Whether it stands on a claim already, so that it cannot vanish.
        claimed: bool,
    }

    /// Diseases of a case.
    pub struct SaveDiseases {
        /// The case.
        case: u32,
        /// Revision of the case.
        revision: u32,
        /// Month whose view is answered.
        month: String,
        /// All of them, in order.
        diseases: Vec<DiseaseForm>,
    }

    /// 傷病の経過, 転帰 and remarks of one month.
    pub struct MonthRecordForm {
        /// Revision; 0: not there yet.
        revision: u32,
        /// 傷病の経過.
        course: String,
        /// `continuing`, `cured`, `transferred`, `discontinued`, `died`.
        disposition: String,
        /// Its day.
        disposition_day: String,
        /// 摘要 of the statement, one line each.
        remarks: Vec<String>,
        /// 症状詳記.
        symptoms: Vec<SymptomForm>,
    }

    /// One 症状詳記.
    pub struct SymptomForm {
        /// 症状詳記区分: `1`–`7`.
        class: String,
        /// The text.
        text: String,
    }

    /// Saves it.
    pub struct SaveMonthRecord {
        /// The case.
        case: u32,
        /// `2025-10`.
        month: String,
        /// The record.
        record: MonthRecordForm,
    }

    /// One attendance with what it comes to.
    pub struct AttendanceView {
        /// As entered.
        form: AttendanceForm,
        /// The day as people read it.
        day_ja: String,
        /// 初診 / 再診 … as decided.
        seen_ja: String,
        /// Lines in order; `acts` of a line are places in `form.acts`.
        lines: Vec<LineView>,
        /// Points of the day.
        points: i64,
        /// Yen of the day beside the points.
        yen: i64,
    }

    /// One attendance as entered.
    pub struct AttendanceForm {
        /// Id; none: new.
        id: Option<u32>,
        /// Revision; 0: new.
        revision: u32,
        /// The case.
        case: u32,
        /// `2025-10-03` or as typed.
        day: String,
        /// `14:10` or empty.
        time: String,
        /// 1, or 2 after having gone home.
        coming: u32,
        /// 診療科.
        department: String,
        /// `initial`, `repeat`, `phone`, `documents_only`, `incidental`; empty: the program decides.
        consultation: String,
        /// `regular`, `night_early`, `overtime`, `holiday`, `midnight`; empty: the program decides.
        time_class: String,
        /// 計画的な医学管理: `yes`, `no`, empty.
        planned_management: String,
        /// 再診時の指導: `meal`, `daily_living`, `functional_recovery`, `mental_health`.
        guidance: Vec<String>,
        /// 定額負担料を徴収した.
        fixed_fee_collected: bool,
        /// Acts in order.
        acts: Vec<ActForm>,
    }

    /// One act as entered. Exactly one of `code`, `drugs`, `material`, `unlisted` says what.
    pub struct ActForm {
        /// 診療行為コード.
        code: String,
        /// Its name, shown only.
        name: String,
        /// `internal`, `as_needed`, `external`, `injection_intramuscular`, `injection_intravenous`, `injection_other`,
        /// `procedure`, `operation`, `examination`, `imaging`; empty where there are no drugs.
        drug_use: String,
        /// Drugs of one 剤.
        drugs: Vec<DrugForm>,
        /// 特定保険医療材料.
        material: Option<DrugForm>,
        /// Something the fee book does not have.
        unlisted: Option<UnlistedForm>,
        /// Sites: 右手第2指.
        sites: Vec<String>,
        /// The sites are one continuous area.
        continuous: bool,
        /// Number of the wound.
        wound: String,
        /// cm².
        area: String,
        /// cm.
        length: String,
        /// Units, minutes, fingers.
        quantity: String,
        /// 枚.
        films: String,
        /// Days of an internal drug, times of an as-needed one.
        days: String,
        /// 緊急のために行った.
        urgent: bool,
        /// Whom a 職場復帰支援・療養指導 reached: `worker`, `industrial_physician`, `employer`; empty: the worker.
        guided: String,
        /// 摘要 beside the act.
        remark: String,
        /// Comments of the コメントマスター.
        comments: Vec<CommentForm>,
    }

    /// One comment beside an act.
    pub struct CommentForm {
        /// コメントコード.
        code: String,
        /// What its pattern asks for, as typed.
        said: String,
    }

    /// One drug or material.
    pub struct DrugForm {
        /// Code of the master; empty: typed by name and price.
        code: String,
        /// Name and 規格.
        name: String,
        /// 円 a unit.
        price: String,
        /// How much.
        quantity: String,
        /// 錠, mL, 枚.
        unit: String,
    }

    /// Something the fee book does not have: 要確認.
    pub struct UnlistedForm {
        /// Name for 摘要.
        name: String,
        /// 診療識別.
        class: String,
        /// Points, or …
        points: String,
        /// … yen.
        yen: String,
        /// Where the figure comes from.
        source: String,
    }

    /// One line of what a day or a month comes to.
    pub struct LineView {
        /// Places of the acts in the attendance, from 0.
        acts: Vec<u32>,
        /// `charge`, `refused`, `proposed`, `needs_answer`, `unpriced`.
        outcome: String,
        /// Name.
        ja: String,
        /// Sites.
        sites: String,
        /// Amount of one time with its unit: `104点`, `1,420円`; empty where none.
        amount: String,
        /// Times.
        times: u32,
        /// Points of all times.
        points: i64,
        /// Yen of all times.
        yen: i64,
        /// Why, in one sentence.
        sentence: String,
        /// The arithmetic, where there is one.
        arithmetic: String,
        /// Facts it used, in words.
        facts: Vec<String>,
        /// Rule: `M17 四肢の特例`.
        rule: String,
        /// `M17`: its page is [`super::AskRule`].
        rule_id: String,
        /// Where it is written.
        cite: String,
        /// Someone should look at it.
        check: bool,
        /// The question that is asked, else the first that was answered: `emergency_care`.
        question: String,
        /// The question in words.
        question_ja: String,
        /// How it is answered: `yes_no`, `words`, `day`, `choice`, `elsewhere` (by entering the act or the settings anew);
        /// empty where there is no question. いいえ is an answer to each but `elsewhere`.
        answer_kind: String,
        /// Whether はい / いいえ alone settles it: `answer_kind` is `yes_no`.
        yes_no: bool,
        /// What may be chosen, where `answer_kind` is `choice`.
        choices: Vec<String>,
        /// What was answered beside はい: words, day, choice, or the reason of a いいえ.
        answer_text: String,
        /// `yes` or `no`, where `question` was answered.
        answer_value: String,
        /// Everything answered that this line rests on.
        answers: Vec<GivenAnswer>,
        /// Case it belongs to.
        case: u32,
        /// Day, or empty.
        day: String,
        /// Who vouched, where somebody did.
        vouched_by: String,
    }

    /// What somebody answered. Giving the same question, case and day an empty value takes it back.
    pub struct GivenAnswer {
        /// `emergency_care`.
        question: String,
        /// The question in words.
        question_ja: String,
        /// `yes_no`, `words`, `day`, `choice`.
        answer_kind: String,
        /// What may be chosen, where it is a choice.
        choices: Vec<String>,
        /// The case.
        case: u32,
        /// The day; empty: the whole month.
        day: String,
        /// `yes` or `no`.
        value: String,
        /// Words, day, choice, or the reason of a いいえ.
        text: String,
        /// As people read it: `はい`, `いいえ（理由）`, `令和7年5月1日`, `食事`.
        said_ja: String,
        /// Who vouches.
        by: String,
        /// No line rests on it: it is shown, and taken back, beside its day or the month ([`MonthView::answers`]).
        loose: bool,
    }

    /// Sums of one statement.
    pub struct SumView {
        /// The case.
        case: u32,
        /// Points.
        points: i64,
        /// 円 a point: `12`.
        yen_per_point: String,
        /// (イ).
        yen_of_points: i64,
        /// (ロ).
        yen_items: i64,
        /// 合計.
        total: i64,
        /// The sum in words.
        sentence: String,
    }

    /// Saves an attendance whole.
    pub struct SaveAttendance {
        /// As entered.
        form: AttendanceForm,
    }

    /// What came of it: the month anew.
    pub struct AttendanceSaved {
        /// Whether it was saved.
        saved: bool,
        /// Id of the attendance.
        id: Option<u32>,
        /// What is wrong; `field` is `day`, `time`, `acts.2.area` ….
        messages: Vec<FieldMessage>,
        /// The month as it stands now.
        view: MonthView,
    }

    /// Removes an attendance (undo brings it back).
    pub struct RemoveAttendance {
        /// The attendance.
        id: u32,
        /// Revision.
        revision: u32,
    }

    /// Do: the acts of the last visit of this case before the day, or of the day named.
    pub struct AskLastVisit {
        /// The case.
        case: u32,
        /// The day that is being entered.
        day: String,
        /// A day to copy from; empty: the last.
        from: String,
    }

    /// The last visit.
    pub struct LastVisit {
        /// Its day as people read it; empty: there is none.
        day_ja: String,
        /// Its acts. What somebody vouched for that day (計画的な医学管理, 指導) is not copied: it is asked anew.
        acts: Vec<ActForm>,
    }

    /// An answer somebody vouches for.
    pub struct GiveAnswer {
        /// The case.
        case: u32,
        /// Month whose view is answered.
        month: String,
        /// The day; empty: the whole month.
        day: String,
        /// The question.
        question: String,
        /// `yes` or `no`; empty takes the answer back.
        value: String,
        /// With `yes`: the words, the day or the choice where the question takes one. With `no`: the reason, if there is one.
        text: String,
        /// Who vouches.
        by: String,
    }

    /// Finds sites.
    pub struct FindSite {
        /// みぎてゆび2, 右前腕.
        text: String,
        /// The act, for its factor; may be empty.
        code: String,
        /// The day.
        day: String,
        /// The case, whose sites come first.
        case: Option<u32>,
    }

    /// Sites found.
    pub struct SiteHits {
        /// At most 120.
        hits: Vec<SiteHit>,
    }

    /// One site.
    pub struct SiteHit {
        /// 右手第2指.
        site: String,
        /// How far the act may be raised here: `×2`, `×1.5`, `×1`.
        factor: String,
    }

    /// Kinds of certificates and diagnoses (参考15).
    pub struct CertificateKinds {
        /// In the order they are offered.
        kinds: Vec<CertificateKind>,
    }

    /// One kind.
    pub struct CertificateKind {
        /// `absence_certificate` ….
        kind: String,
        /// Its name.
        ja: String,
        /// Whether it certifies a period.
        has_period: bool,
    }

    /// A certificate or diagnosis that was issued.
    pub struct SaveDocument {
        /// Id; none: new.
        id: Option<u32>,
        /// Revision.
        revision: u32,
        /// The case.
        case: u32,
        /// One of the kinds.
        kind: String,
        /// Day of certification.
        issued: String,
        /// First day certified.
        from: String,
        /// Last day certified.
        to: String,
        /// Whether it is taken back.
        remove: bool,
    }
}
