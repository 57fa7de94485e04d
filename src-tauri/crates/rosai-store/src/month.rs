//! What happens in a month: attendances, the month's record, answers, documents issued.

use crate::error::{Result, StoreError};
use crate::open::Store;
use crate::rows::{AnswerRow, AttendanceRow, Change, DocumentRow, MonthRecordRow, MonthRows, Row};
use crate::table::{ANSWER, ATTENDANCE, INJURY_CASE, ISSUED_DOCUMENT, MONTH_RECORD, Table};
use crate::write::{Writer, expected, list, one, optional, row, standing, text};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

const ATTENDANCES: &str =
    "SELECT id, revision, body, case_id, worker_id, day, arrived FROM attendance WHERE deleted = 0";
const DOCUMENTS: &str = "SELECT id, revision, body, case_id, issued FROM issued_document WHERE deleted = 0";

fn attendance_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<AttendanceRow> {
    Ok(AttendanceRow { row: row(r)?, case: r.get(3)?, worker: r.get(4)?, day: r.get(5)?, arrived: r.get(6)? })
}

fn document_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow { row: row(r)?, case: r.get(3)?, issued: r.get(4)? })
}

/// The worker in the row of a case, an attendance, an answer ….
fn owner(conn: &Connection, table: &Table, id: u32) -> Result<u32> {
    let sql = format!("SELECT worker_id FROM {} WHERE id = ?1 AND deleted = 0", table.name);
    one(conn, &sql, [id], |r| r.get(0))?.ok_or(StoreError::NotFound)
}

/// The first and last day that a month could have.
fn span(month: &str) -> (String, String) {
    (format!("{month}-01"), format!("{month}-31"))
}

/// The month of a day; the tables refuse what is no day.
fn month_of(day: &str) -> &str {
    day.get(..7).unwrap_or(day)
}

impl Store {
    /// Everything of one worker in one month.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn month(&self, worker: u32, month: &str) -> Result<MonthRows> {
        let (from, to) = span(month);
        let sql = format!("{ATTENDANCES} AND worker_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, arrived, id");
        let attendances = list(&self.conn, &sql, params![worker, from, to], attendance_row)?;
        let sql = "SELECT id, revision, body, case_id, month FROM month_record \
                   WHERE worker_id = ?1 AND month = ?2 AND deleted = 0 ORDER BY case_id";
        let record = |r: &rusqlite::Row<'_>| Ok(MonthRecordRow { row: row(r)?, case: r.get(3)?, month: r.get(4)? });
        let records = list(&self.conn, sql, params![worker, month], record)?;
        let sql = "SELECT id, revision, body, case_id, day, question FROM answer \
                   WHERE worker_id = ?1 AND month = ?2 AND deleted = 0 ORDER BY case_id, day, question";
        let answers = list(&self.conn, sql, params![worker, month], answer_row)?;
        let sql = format!("{DOCUMENTS} AND worker_id = ?1 AND month = ?2 ORDER BY issued, id");
        let documents = list(&self.conn, &sql, params![worker, month], document_row)?;
        Ok(MonthRows { attendances, records, answers, documents })
    }

    /// Answers of a worker given in earlier months for a month as a whole, the earliest first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn answers_before(&self, worker: u32, month: &str) -> Result<Vec<AnswerRow>> {
        let sql = "SELECT id, revision, body, case_id, day, question FROM answer \
                   WHERE worker_id = ?1 AND month < ?2 AND day IS NULL AND deleted = 0 ORDER BY month, case_id, question";
        list(&self.conn, sql, params![worker, month], answer_row)
    }

    /// The months in which a worker has attendances or documents, the earliest first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn months_of(&self, worker: u32) -> Result<Vec<String>> {
        let sql = "SELECT substr(day, 1, 7) AS month FROM attendance WHERE worker_id = ?1 AND deleted = 0 \
                   UNION SELECT month FROM issued_document WHERE worker_id = ?1 AND deleted = 0 ORDER BY month";
        list(&self.conn, sql, [worker], |r| r.get(0))
    }

    /// Month and case of every month in which a case of a worker has attendances or documents, the earliest first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn case_months_of(&self, worker: u32) -> Result<Vec<(String, u32)>> {
        let sql = "SELECT substr(day, 1, 7) AS month, case_id FROM attendance WHERE worker_id = ?1 AND deleted = 0 \
                   UNION SELECT month, case_id FROM issued_document WHERE worker_id = ?1 AND deleted = 0 \
                   ORDER BY month, case_id";
        list(&self.conn, sql, [worker], |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// Worker and case of every case with an attendance, a document or a live statement in that month, by worker and case.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn cases_in_month(&self, month: &str) -> Result<Vec<(u32, u32)>> {
        let (from, to) = span(month);
        let sql = "SELECT worker_id, case_id FROM attendance WHERE day BETWEEN ?1 AND ?2 AND deleted = 0 \
                   UNION SELECT worker_id, case_id FROM issued_document WHERE month = ?3 AND deleted = 0 \
                   UNION SELECT worker_id, case_id FROM statement WHERE month = ?3 AND lifted_at IS NULL \
                   ORDER BY worker_id, case_id";
        list(&self.conn, sql, params![from, to, month], |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// Month, worker and case of everything that is not finalized: attendances or documents, and no live statement; the
    /// earliest month first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn open_months(&self) -> Result<Vec<(String, u32, u32)>> {
        let sql = "SELECT o.month, o.worker_id, o.case_id FROM ( \
                     SELECT substr(day, 1, 7) AS month, worker_id, case_id FROM attendance WHERE deleted = 0 \
                     UNION SELECT month, worker_id, case_id FROM issued_document WHERE deleted = 0) o \
                   LEFT JOIN statement s ON s.case_id = o.case_id AND s.month = o.month AND s.lifted_at IS NULL \
                   WHERE s.id IS NULL ORDER BY o.month, o.worker_id, o.case_id";
        list(&self.conn, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
    }

    /// One attendance.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn attendance(&self, id: u32) -> Result<Option<AttendanceRow>> {
        one(&self.conn, &format!("{ATTENDANCES} AND id = ?1"), [id], attendance_row)
    }

    /// Who came on a day, by time of arrival.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn attendances_on(&self, day: &str) -> Result<Vec<AttendanceRow>> {
        list(&self.conn, &format!("{ATTENDANCES} AND day = ?1 ORDER BY arrived, id"), [day], attendance_row)
    }

    /// The bodies of the attendances that were entered last, the newest first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn newest_attendances(&self, limit: u32) -> Result<Vec<String>> {
        let sql = "SELECT body FROM attendance WHERE deleted = 0 ORDER BY id DESC LIMIT ?1";
        list(&self.conn, sql, [limit], |r| r.get(0))
    }

    /// The latest attendance of a case before that day.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn last_attendance(&self, case: u32, before_day: &str) -> Result<Option<AttendanceRow>> {
        let sql =
            format!("{ATTENDANCES} AND case_id = ?1 AND day < ?2 ORDER BY day DESC, arrived DESC, id DESC LIMIT 1");
        one(&self.conn, &sql, params![case, before_day], attendance_row)
    }

    /// An attendance, new without id (`revision` then does not count). It may move to another case of its worker.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] (row, case, or a case of another worker), [`StoreError::Stale`].
    #[expect(clippy::too_many_arguments, reason = "one argument a column")]
    pub fn save_attendance(
        &mut self,
        c: &Change<'_>,
        id: Option<u32>,
        revision: u32,
        case: u32,
        day: &str,
        arrived: &str,
        body: &str,
    ) -> Result<AttendanceRow> {
        self.write(|tx| {
            let worker = owner(tx, &INJURY_CASE, case)?;
            if let Some(id) = id
                && owner(tx, &ATTENDANCE, id)? != worker
            {
                return Err(StoreError::NotFound);
            }
            let values = vec![case.into(), worker.into(), text(day), text(arrived), text(body)];
            let writer = Writer::new(tx, c).of(worker, Some(month_of(day)));
            let row = writer.save(&ATTENDANCE, id, revision, values)?.row(body);
            Ok(AttendanceRow { row, case, worker, day: day.to_owned(), arrived: arrived.to_owned() })
        })
    }

    /// An attendance is hidden; [`Store::undo`] brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Stale`].
    pub fn remove_attendance(&mut self, c: &Change<'_>, id: u32, revision: u32) -> Result<()> {
        self.write(|tx| {
            let worker = owner(tx, &ATTENDANCE, id)?;
            let now = expected(tx, &ATTENDANCE, id, revision)?;
            let day = column(&ATTENDANCE, &now.values, "day");
            Writer::new(tx, c).of(worker, Some(month_of(&day))).remove(&ATTENDANCE, id, &now)
        })
    }

    /// The record of a case's month; `revision` is 0 the first time.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] (case), [`StoreError::Stale`].
    pub fn save_month_record(
        &mut self,
        c: &Change<'_>,
        case: u32,
        month: &str,
        revision: u32,
        body: &str,
    ) -> Result<Row> {
        self.write(|tx| {
            let worker = owner(tx, &INJURY_CASE, case)?;
            let sql = "SELECT id FROM month_record WHERE case_id = ?1 AND month = ?2";
            let id: Option<u32> = one(tx, sql, params![case, month], |r| r.get(0))?;
            let writer = Writer::new(tx, c).of(worker, Some(month));
            let values = vec![case.into(), worker.into(), text(month), text(body)];
            let now = id.map(|id| MONTH_RECORD.stored(tx, id)).transpose()?.flatten();
            let saved = match (id, now) {
                // Who has not seen a removed row counts from 0.
                (Some(id), Some(now)) if revision == if now.deleted { 0 } else { now.revision } => {
                    writer.update(&MONTH_RECORD, id, &now, &values, false)?
                }
                (None, _) if revision == 0 => writer.insert(&MONTH_RECORD, None, values)?,
                _ => return Err(StoreError::Stale),
            };
            Ok(saved.row(body))
        })
    }

    /// An answer; the earlier one to the same question on the same day (or month) of the case gives way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] (case).
    pub fn save_answer(
        &mut self,
        c: &Change<'_>,
        case: u32,
        month: &str,
        day: Option<&str>,
        question: &str,
        body: &str,
    ) -> Result<Row> {
        self.write(|tx| {
            let worker = owner(tx, &INJURY_CASE, case)?;
            let sql = "SELECT id FROM answer \
                       WHERE case_id = ?1 AND month = ?2 AND ifnull(day, '') = ifnull(?3, '') AND question = ?4";
            let id: Option<u32> = one(tx, sql, params![case, month, day, question], |r| r.get(0))?;
            let writer = Writer::new(tx, c).of(worker, Some(month));
            let values = vec![case.into(), worker.into(), text(month), optional(day), text(question), text(body)];
            let now = id.map(|id| ANSWER.stored(tx, id)).transpose()?.flatten();
            let saved = match (id, now) {
                (Some(id), Some(now)) => writer.update(&ANSWER, id, &now, &values, false)?,
                _ => writer.insert(&ANSWER, None, values)?,
            };
            Ok(saved.row(body))
        })
    }

    /// An answer is hidden; [`Store::undo`] brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn remove_answer(&mut self, c: &Change<'_>, id: u32) -> Result<()> {
        self.write(|tx| {
            let worker = owner(tx, &ANSWER, id)?;
            let now = standing(tx, &ANSWER, id)?;
            let month = column(&ANSWER, &now.values, "month");
            Writer::new(tx, c).of(worker, Some(&month)).remove(&ANSWER, id, &now)
        })
    }

    /// One document.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn document(&self, id: u32) -> Result<Option<DocumentRow>> {
        one(&self.conn, &format!("{DOCUMENTS} AND id = ?1"), [id], document_row)
    }

    /// A document issued, new without id (`revision` then does not count). Its month is that of the day of issue.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] (row, case, or a case of another worker), [`StoreError::Stale`].
    pub fn save_document(
        &mut self,
        c: &Change<'_>,
        id: Option<u32>,
        revision: u32,
        case: u32,
        issued: &str,
        body: &str,
    ) -> Result<Row> {
        self.write(|tx| {
            let worker = owner(tx, &INJURY_CASE, case)?;
            if let Some(id) = id
                && owner(tx, &ISSUED_DOCUMENT, id)? != worker
            {
                return Err(StoreError::NotFound);
            }
            let month = month_of(issued);
            let values = vec![case.into(), worker.into(), text(month), text(issued), text(body)];
            Ok(Writer::new(tx, c).of(worker, Some(month)).save(&ISSUED_DOCUMENT, id, revision, values)?.row(body))
        })
    }

    /// A document is hidden; [`Store::undo`] brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Stale`].
    pub fn remove_document(&mut self, c: &Change<'_>, id: u32, revision: u32) -> Result<()> {
        self.write(|tx| {
            let worker = owner(tx, &ISSUED_DOCUMENT, id)?;
            let now = expected(tx, &ISSUED_DOCUMENT, id, revision)?;
            let month = column(&ISSUED_DOCUMENT, &now.values, "month");
            Writer::new(tx, c).of(worker, Some(&month)).remove(&ISSUED_DOCUMENT, id, &now)
        })
    }
}

/// A text column of a stored row.
fn column(table: &Table, values: &[Value], name: &str) -> String {
    match table.columns.iter().zip(values).find(|(c, _)| **c == name) {
        Some((_, Value::Text(text))) => text.clone(),
        _ => String::new(),
    }
}

fn answer_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<AnswerRow> {
    Ok(AnswerRow { row: row(r)?, case: r.get(3)?, day: r.get(4)?, question: r.get(5)? })
}
