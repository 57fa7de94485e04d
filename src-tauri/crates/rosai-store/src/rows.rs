//! What goes in and comes out: rows read, rows to be written.

/// Who writes, when, and what it will be called in the history.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Name of the person.
    pub actor: &'a str,
    /// The moment, `2025-10-17T09:30:00+09:00`.
    pub at: &'a str,
    /// One line for the history and for 元に戻す.
    pub summary: &'a str,
}

/// What every row has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id in its table, from 1.
    pub id: u32,
    /// Counts the writes of this row, from 1; a save names the revision it was read with.
    pub revision: u32,
    /// JSON, byte for byte as it was given.
    pub body: String,
}

/// A worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerRow {
    /// The row.
    pub row: Row,
    /// Number on the clinic's own card.
    pub patient_number: String,
}

/// An injury of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The row.
    pub row: Row,
    /// Whose.
    pub worker: u32,
    /// Where they worked.
    pub employer: Option<u32>,
    /// Day of the injury.
    pub injured_on: String,
    /// The insurance number as a search key.
    pub number_key: String,
}

/// One attendance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceRow {
    /// The row.
    pub row: Row,
    /// For which injury.
    pub case: u32,
    /// Whose.
    pub worker: u32,
    /// The day.
    pub day: String,
    /// Time of arrival, or empty.
    pub arrived: String,
}

/// An answer to a question of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The row.
    pub row: Row,
    /// For which injury.
    pub case: u32,
    /// The day it is about; none where it is about the month.
    pub day: Option<String>,
    /// Which question.
    pub question: String,
}

/// A document issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// The row.
    pub row: Row,
    /// For which injury.
    pub case: u32,
    /// The day it was issued.
    pub issued: String,
}

/// What a case's month has once: course, outcome, remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRecordRow {
    /// The row.
    pub row: Row,
    /// For which injury.
    pub case: u32,
    /// Which month.
    pub month: String,
}

/// All of one worker in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthRows {
    /// By day, time of arrival, id.
    pub attendances: Vec<AttendanceRow>,
    /// By case.
    pub records: Vec<MonthRecordRow>,
    /// By case, day, question.
    pub answers: Vec<AnswerRow>,
    /// By day of issue, id.
    pub documents: Vec<DocumentRow>,
}

/// One item that a finalized statement charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// For which injury.
    pub case: u32,
    /// The day.
    pub day: String,
    /// Which item.
    pub item: String,
    /// The statement's month.
    pub month: String,
}

/// A finalized statement, live or lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// Id in its table.
    pub id: u32,
    /// For which injury.
    pub case: u32,
    /// Whose.
    pub worker: u32,
    /// Which month.
    pub month: String,
    /// `finalized` at first, then what [`Store::set_state`](crate::Store::set_state) said.
    pub state: String,
    /// Digest of its document as given; the document itself is read by [`Store::document_of`](crate::Store::document_of).
    pub sha256: String,
    /// Its total in yen.
    pub total: i64,
    /// The program that made it, with version.
    pub program: String,
    /// Who finalized it.
    pub finalized_by: String,
    /// When.
    pub finalized_at: String,
    /// 1, 2, … within case and month.
    pub revision: u32,
    /// By whom, when and why it was lifted; none where it is live.
    pub lifted: Option<(String, String, String)>,
}

/// A worker to be written; without id a new one. `revision` counts only with an id.
#[derive(Clone, Debug, Default)]
pub struct WorkerWrite {
    /// Which, or a new one.
    pub id: Option<u32>,
    /// The revision it was read with.
    pub revision: u32,
    /// Number on the clinic's own card.
    pub patient_number: String,
    /// Normalised kana: who has the same may be the same person.
    pub kana_key: String,
    /// Day of birth.
    pub birth: String,
    /// Normalised text in which [`Store::find_workers`](crate::Store::find_workers) looks.
    pub search: String,
    /// JSON.
    pub body: String,
}

/// An employer to be written; without id a new one. `revision` counts only with an id.
#[derive(Clone, Debug, Default)]
pub struct EmployerWrite {
    /// Which, or a new one.
    pub id: Option<u32>,
    /// The revision it was read with.
    pub revision: u32,
    /// Name; lists are in this order.
    pub name: String,
    /// 労働保険番号, digits.
    pub labor_number: String,
    /// Normalised text in which [`Store::employers`](crate::Store::employers) looks.
    pub search: String,
    /// JSON.
    pub body: String,
}

/// A case to be written; without id a new one. `revision` counts only with an id.
#[derive(Clone, Debug, Default)]
pub struct CaseWrite {
    /// Which, or a new one.
    pub id: Option<u32>,
    /// The revision it was read with.
    pub revision: u32,
    /// The insurance number as a search key.
    pub number_key: String,
    /// Day of the injury.
    pub injured_on: String,
    /// JSON.
    pub body: String,
}

/// What the reception writes at once: a worker, perhaps an employer, a case.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// The worker.
    pub worker: WorkerWrite,
    /// The employer of this case. None: the case has none, also where it had one before.
    pub employer: Option<EmployerWrite>,
    /// The case.
    pub case: CaseWrite,
}

/// What [`Store::save_intake`](crate::Store::save_intake) wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntakeIds {
    /// The worker.
    pub worker: u32,
    /// The employer.
    pub employer: Option<u32>,
    /// The case.
    pub case: u32,
}

/// A statement to be frozen.
#[derive(Clone, Debug, Default)]
pub struct FinalizeWrite {
    /// For which injury.
    pub case: u32,
    /// Which month.
    pub month: String,
    /// The frozen document.
    pub json: String,
    /// Its digest.
    pub sha256: String,
    /// Its total in yen.
    pub total: i64,
    /// The program that made it, with version.
    pub program: String,
    /// What it charged: day and item.
    pub ledger: Vec<(String, String)>,
}
