//! The clinic, employers, workers and their injuries.

use crate::error::{Result, StoreError};
use crate::open::Store;
use crate::rows::{CaseRow, CaseWrite, Change, EmployerWrite, Intake, IntakeIds, Row, WorkerRow, WorkerWrite};
use crate::table::{EMPLOYER, FACILITY, INJURY_CASE, WORKER};
use crate::write::{Saved, Writer, expected, list, one, row, text};
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

const EMPLOYERS: &str = "SELECT id, revision, body FROM employer WHERE deleted = 0";
const WORKERS: &str = "SELECT id, revision, body, patient_number FROM worker WHERE deleted = 0";
const CASES: &str = "SELECT id, revision, body, worker_id, employer_id, injured_on, number_key FROM injury_case c \
                     WHERE deleted = 0";

fn worker_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<WorkerRow> {
    Ok(WorkerRow { row: row(r)?, patient_number: r.get(3)? })
}

fn case_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow { row: row(r)?, worker: r.get(3)?, employer: r.get(4)?, injured_on: r.get(5)?, number_key: r.get(6)? })
}

/// The words to look for, as `lower()` leaves them.
fn lowered(words: &[String]) -> impl Iterator<Item = String> + '_ {
    words.iter().map(|w| w.to_ascii_lowercase())
}

impl Store {
    /// The clinic, if it was entered.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn facility(&self) -> Result<Option<Row>> {
        one(&self.conn, "SELECT id, revision, body FROM facility WHERE id = 1", [], row)
    }

    /// The clinic; `revision` is 0 the first time.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where it has another revision.
    pub fn save_facility(&mut self, c: &Change<'_>, revision: u32, body: &str) -> Result<Row> {
        self.write(|tx| {
            let writer = Writer::new(tx, c);
            let values = vec![text(body)];
            let saved = match FACILITY.stored(tx, 1)? {
                Some(now) if now.revision == revision => writer.update(&FACILITY, 1, &now, &values, false)?,
                None if revision == 0 => writer.insert(&FACILITY, Some(1), values)?,
                _ => return Err(StoreError::Stale),
            };
            Ok(saved.row(body))
        })
    }

    /// A worker, perhaps an employer, and a case, all at once. A case keeps its worker; its employer becomes the one
    /// given, or none.
    ///
    /// # Errors
    /// [`StoreError::Stale`], [`StoreError::NotFound`] (also for a case of another worker): nothing is written.
    pub fn save_intake(&mut self, c: &Change<'_>, intake: Intake) -> Result<IntakeIds> {
        self.write(|tx| {
            let writer = Writer::new(tx, c);
            let WorkerWrite { id, revision, patient_number, kana_key, birth, search, body } = intake.worker;
            let values = [patient_number, kana_key, birth, search, body].map(Value::Text).to_vec();
            let worker = writer.save(&WORKER, id, revision, values)?.id;
            let writer = writer.of(worker, None);
            let employer = match intake.employer {
                Some(EmployerWrite { id, revision, name, labor_number, search, body }) => {
                    let values = [name, labor_number, search, body].map(Value::Text).to_vec();
                    Some(writer.save(&EMPLOYER, id, revision, values)?.id)
                }
                None => None,
            };
            let CaseWrite { id, revision, number_key, injured_on, body } = intake.case;
            if let Some(id) = id
                && expected(tx, &INJURY_CASE, id, revision)?.values.first() != Some(&Value::from(worker))
            {
                return Err(StoreError::NotFound);
            }
            let mut values = vec![Value::from(worker), employer.map_or(Value::Null, Value::from)];
            values.extend([number_key, injured_on, body].map(Value::Text));
            let case = writer.save(&INJURY_CASE, id, revision, values)?.id;
            Ok(IntakeIds { worker, employer, case })
        })
    }

    /// One worker.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn worker(&self, id: u32) -> Result<Option<WorkerRow>> {
        one(&self.conn, &format!("{WORKERS} AND id = ?1"), [id], worker_row)
    }

    /// Some workers, in the order of the ids; who is not there is left out.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn workers(&self, ids: &[u32]) -> Result<Vec<WorkerRow>> {
        ids.iter().filter_map(|id| self.worker(*id).transpose()).collect()
    }

    /// Workers in whose `search` every one of these words occurs (ASCII without regard to case), the most recently
    /// attended first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn find_workers(&self, needles: &[String], limit: u32) -> Result<Vec<WorkerRow>> {
        let words: Vec<String> = lowered(needles).collect();
        let has: String = (2..words.len() + 2).map(|i| format!(" AND instr(lower(search), ?{i}) > 0")).collect();
        let sql = format!(
            "{WORKERS}{has} ORDER BY (SELECT max(day) FROM attendance a WHERE a.worker_id = worker.id AND a.deleted = 0) \
             DESC NULLS LAST, id DESC LIMIT ?1"
        );
        let head = [Value::from(limit)];
        let params = head.into_iter().chain(words.into_iter().map(Value::Text));
        list(&self.conn, &sql, params_from_iter(params), worker_row)
    }

    /// Workers who may be the same person: same normalised kana, same birth.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn same_worker(&self, kana_key: &str, birth: &str) -> Result<Vec<WorkerRow>> {
        let sql = format!("{WORKERS} AND kana_key = ?1 AND birth = ?2 ORDER BY id");
        list(&self.conn, &sql, [kana_key, birth], worker_row)
    }

    /// Who has this number on the clinic's card.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn patient_number_used(&self, patient_number: &str) -> Result<Option<u32>> {
        let sql = "SELECT id FROM worker WHERE patient_number = ?1 AND deleted = 0 ORDER BY id LIMIT 1";
        one(&self.conn, sql, [patient_number], |r| r.get(0))
    }

    /// One case.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn case(&self, id: u32) -> Result<Option<CaseRow>> {
        one(&self.conn, &format!("{CASES} AND id = ?1"), [id], case_row)
    }

    /// The cases of a worker, in the order they were entered.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn cases_of(&self, worker: u32) -> Result<Vec<CaseRow>> {
        list(&self.conn, &format!("{CASES} AND worker_id = ?1 ORDER BY id"), [worker], case_row)
    }

    /// Cases that may be the same injury: same insurance number, birth and day of injury.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn same_key(&self, number_key: &str, birth: &str, injured_on: &str) -> Result<Vec<CaseRow>> {
        let sql = format!(
            "{CASES} AND number_key = ?1 AND injured_on = ?3 AND EXISTS \
             (SELECT 1 FROM worker w WHERE w.id = c.worker_id AND w.birth = ?2 AND w.deleted = 0) ORDER BY id"
        );
        list(&self.conn, &sql, [number_key, birth, injured_on], case_row)
    }

    /// Cases with an attendance or a document on or after that day, and those nobody came for yet.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn open_cases(&self, since_day: &str) -> Result<Vec<CaseRow>> {
        let sql = format!(
            "{CASES} AND (id IN (SELECT case_id FROM attendance WHERE day >= ?1 AND deleted = 0) \
             OR id IN (SELECT case_id FROM issued_document WHERE issued >= ?1 AND deleted = 0) \
             OR id NOT IN (SELECT case_id FROM attendance WHERE deleted = 0 \
             UNION ALL SELECT case_id FROM issued_document WHERE deleted = 0)) ORDER BY id"
        );
        list(&self.conn, &sql, [since_day], case_row)
    }

    /// A case that is already there; its worker and employer stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] without id or row, [`StoreError::Stale`].
    pub fn save_case(&mut self, c: &Change<'_>, case: &CaseWrite) -> Result<Row> {
        self.write(|tx| {
            let id = case.id.ok_or(StoreError::NotFound)?;
            let now = expected(tx, &INJURY_CASE, id, case.revision)?;
            let mut values: Vec<Value> = now.values.iter().take(2).cloned().collect();
            values.extend([&case.number_key, &case.injured_on, &case.body].map(|t| text(t)));
            let worker = match values.first() {
                Some(Value::Integer(worker)) => u32::try_from(*worker).ok(),
                _ => None,
            };
            let writer = Writer { worker, ..Writer::new(tx, c) };
            Ok(writer.update(&INJURY_CASE, id, &now, &values, false)?.row(&case.body))
        })
    }

    /// One employer.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn employer(&self, id: u32) -> Result<Option<Row>> {
        one(&self.conn, &format!("{EMPLOYERS} AND id = ?1"), [id], row)
    }

    /// Employers in whose `search` this word occurs (all for an empty one), by name.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn employers(&self, search: &str, limit: u32) -> Result<Vec<Row>> {
        let sql = format!("{EMPLOYERS} AND instr(lower(search), ?1) > 0 ORDER BY name, id LIMIT ?2");
        list(&self.conn, &sql, params![search.to_ascii_lowercase(), limit], row)
    }

    /// The employer with this 労働保険番号.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn employer_by_number(&self, labor_number: &str) -> Result<Option<Row>> {
        one(&self.conn, &format!("{EMPLOYERS} AND labor_number = ?1 ORDER BY id LIMIT 1"), [labor_number], row)
    }
}

impl Saved {
    /// The row as it was saved.
    pub(crate) fn row(&self, body: &str) -> Row {
        Row { id: self.id, revision: self.revision, body: body.to_owned() }
    }
}
