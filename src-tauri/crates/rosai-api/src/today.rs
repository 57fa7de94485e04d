//! 今日: who came, who is looked for, what is owed.

use crate::case_body::{CaseBody, WorkerBody, arrival, text};
use crate::close::due_ja;
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, moment_ja};
use crate::intake::search_text;
use crate::month_view::{birth_ja, cause_ja};
use crate::wire::*;
use rosai_claim::due_day;
use rosai_domain::{Arrival, Day, YearMonth};
use rosai_store::WorkerRow;
use serde::{Deserialize, Serialize};

/// How long a case is thought to be under treatment after its last visit.
const OPEN_DAYS: i64 = 120;

/// A draft as kept: its title and the screen's own text.
#[derive(Serialize, Deserialize)]
struct DraftBody {
    title: String,
    at: String,
    body: String,
}

impl Desk {
    pub(crate) fn today(&mut self, _actor: &str, _: Nothing) -> Result<Today, ApiError> {
        let day = self.today_is();
        let mut arrivals = Vec::new();
        for row in self.store()?.attendances_on(&day.to_string())? {
            let (_, worker, _, case) = self.case_with_worker(row.case)?;
            let form: AttendanceForm = body(&row.row.body)?;
            let f = |id| text(&worker.fields, id).to_owned();
            arrivals.push(Arrived {
                attendance: row.row.id,
                worker: row.worker,
                case: row.case,
                time: row.arrived,
                name: f("name"),
                kana: format!("{}　{}", f("kana_family"), f("kana_given")),
                patient_number: f("patient_number"),
                form: if text(&case.fields, "received").is_empty() { "未着".to_owned() } else { String::new() },
                acts: form.acts.len() as u32,
            });
        }
        let month = self.due_month()?;
        let due = due_day(month, self.clinic()?.claim_method(month.last()));
        let mut drafts = Vec::new();
        for (key, _) in self.store()?.drafts()? {
            let Some(json) = self.store()?.draft(&key)? else { continue };
            let draft: DraftBody = body(&json)?;
            drafts.push(DraftHit { key, title: draft.title, at_ja: moment_ja(&draft.at) });
        }
        Ok(Today {
            day: day.to_string(),
            day_ja: day.ja_with_weekday(),
            arrivals,
            owed: self.owed(day)?,
            due_ja: due_ja(month, due, day),
            due_month: String::from(month),
            days_left: i32::try_from((due.date() - day.date()).num_days()).unwrap_or(0),
            unfinished: self.unfinished(month)?,
            drafts,
        })
    }

    /// The month whose claim is due next: last month's until its day has passed and all of it is 確定.
    fn due_month(&self) -> Result<YearMonth, ApiError> {
        let today = self.today_is();
        let last = today.month().first().plus_days(-1).month();
        let due = due_day(last, self.clinic()?.claim_method(last.last()));
        let open = today <= due || self.unfinished(last)? > 0;
        Ok(if open { last } else { today.month() })
    }

    /// Statements of a month that are not 確定: cases with a visit or a document and no live statement.
    fn unfinished(&self, month: YearMonth) -> Result<u32, ApiError> {
        let name = String::from(month);
        let done: Vec<u32> = self.store()?.statements_in(&name)?.into_iter().map(|s| s.case).collect();
        let all = self.store()?.cases_in_month(&name)?;
        Ok(all.iter().filter(|(_, case)| !done.contains(case)).count() as u32)
    }

    /// What is owed, worst first.
    fn owed(&self, today: Day) -> Result<Vec<Owed>, ApiError> {
        let mut out = Vec::new();
        let method = self.clinic()?.claim_method(today);
        for row in self.store()?.open_cases(&today.plus_days(-OPEN_DAYS).to_string())? {
            let case: CaseBody = body(&row.row.body)?;
            let worker = self.store()?.worker(row.worker)?.ok_or_else(|| ApiError::not_found("人"))?;
            let person: WorkerBody = body(&worker.row.body)?;
            let name = text(&person.fields, "name").to_owned();
            let mut owe = |severity: &str, field: &str, text: String| {
                out.push(Owed {
                    severity: severity.to_owned(),
                    text,
                    name: name.clone(),
                    goto: Goto {
                        screen: "intake".to_owned(),
                        worker: Some(row.worker),
                        case: Some(row.row.id),
                        day: None,
                        field: Some(field.to_owned()),
                    },
                });
            };
            let f = |id| text(&case.fields, id);
            if f("received").is_empty() {
                let first = self.first_month(&row)?.unwrap_or(today.month());
                let due = due_day(first, method);
                let form = form_owed(&case);
                let left = (due.date() - today.date()).num_days();
                if left < 0 {
                    owe(
                        "blocks",
                        "received",
                        format!(
                            "{form}がまだ届いていません。{}分の提出期限（{}）を過ぎ、請求が遅れています。監督署にも督促を頼んでください。",
                            first.ja(),
                            due.ja()
                        ),
                    );
                } else {
                    let severity = if left <= 10 { "blocks" } else { "check" };
                    owe(
                        severity,
                        "received",
                        format!(
                            "{form}がまだ届いていません。{}までに届かないと、{}分の請求が1か月遅れます（あと{left}日）。",
                            due.ja_with_weekday(),
                            first.ja()
                        ),
                    );
                }
            }
            if f("labor_number").is_empty() && f("pension_number").is_empty() {
                owe(
                    "check",
                    "labor_number",
                    "労働保険番号がまだ分かりません。事業場か監督署に確かめてください。".to_owned(),
                );
            }
            for kept in person.kept.iter().chain(&case.kept) {
                let label = crate::intake_sheet::field(kept).map_or(kept.as_str(), |f| &f.label);
                owe("check", kept, format!("「{label}」が要確認のままです。確かめて直してください。"));
            }
            if let Ok(injured) = Day::parse(f("injured_on"))
                && let Some(half) = months_later(injured, 18)
                && (half..=half.plus_days(60)).contains(&today)
            {
                owe(
                    "check",
                    "injured_on",
                    format!(
                        "療養開始から1年6か月になりました（{}）。傷病（補償）年金に移るかを監督署に確かめてください。",
                        half.ja()
                    ),
                );
            }
        }
        out.sort_by(|a, b| (&a.severity, &a.name).cmp(&(&b.severity, &b.name)));
        Ok(out)
    }

    /// The first month of a case here.
    fn first_month(&self, row: &rosai_store::CaseRow) -> Result<Option<YearMonth>, ApiError> {
        for month in self.store()?.months_of(row.worker)? {
            let rows = self.store()?.month(row.worker, &month)?;
            if rows.attendances.iter().any(|a| a.case == row.row.id) {
                return Ok(YearMonth::try_from(month).ok());
            }
        }
        Ok(None)
    }

    pub(crate) fn search(&mut self, _actor: &str, ask: Search) -> Result<SearchHits, ApiError> {
        let needles: Vec<String> = search_text(&ask.text).split_whitespace().map(str::to_owned).collect();
        if needles.is_empty() {
            return Ok(SearchHits::default());
        }
        let mut found = self.store()?.find_workers(&needles, 30)?;
        if found.is_empty() {
            // A birth date in a spelling that is not kept beside the name.
            let one_spelling: Vec<String> =
                needles.iter().map(|n| Day::parse(n).map_or_else(|_| n.clone(), |d| d.to_string())).collect();
            if one_spelling != needles {
                found = self.store()?.find_workers(&one_spelling, 30)?;
            }
        }
        let mut hits = Vec::new();
        for row in found {
            hits.push(self.worker_hit(&row)?);
        }
        Ok(SearchHits { hits })
    }

    pub(crate) fn worker_hit(&self, row: &WorkerRow) -> Result<WorkerHit, ApiError> {
        let person: WorkerBody = body(&row.row.body)?;
        let f = |id| text(&person.fields, id).to_owned();
        let mut cases = Vec::new();
        let months = self.store()?.months_of(row.row.id)?;
        for case_row in self.store()?.cases_of(row.row.id)? {
            let case: CaseBody = body(&case_row.row.body)?;
            let names: Vec<&str> = case.diseases.iter().map(|d| d.name.as_str()).collect();
            let injured = text(&case.fields, "injured_on");
            let disease =
                if names.is_empty() { text(&case.fields, "site_and_state").to_owned() } else { names.join("、") };
            cases.push(CaseHit {
                case: case_row.row.id,
                injured_on_ja: Day::parse(injured).map_or_else(|_| injured.to_owned(), Day::ja),
                cause_ja: cause_ja(&case),
                employer: text(&case.fields, "employer_name").to_owned(),
                disease,
                last_month: months.last().cloned().unwrap_or_default(),
            });
        }
        cases.reverse();
        Ok(WorkerHit {
            worker: row.row.id,
            name: f("name"),
            kana: format!("{}　{}", f("kana_family"), f("kana_given")),
            birth_ja: birth_ja(&f("birth"), self.today_is()),
            patient_number: f("patient_number"),
            cases,
        })
    }

    pub(crate) fn save_draft(&mut self, _actor: &str, ask: SaveDraft) -> Result<Nothing, ApiError> {
        let at = self.now();
        let draft = crate::form::json(&DraftBody { title: ask.title, at: at.clone(), body: ask.body })?;
        self.store_mut()?.save_draft(&ask.key, &at, &draft)?;
        Ok(Nothing {})
    }

    pub(crate) fn draft(&mut self, _actor: &str, ask: DraftKey) -> Result<Draft, ApiError> {
        let kept = self.store()?.draft(&ask.key)?;
        let draft: Option<DraftBody> = kept.map(|json| body(&json)).transpose()?;
        Ok(Draft { body: draft.map(|d| d.body) })
    }

    pub(crate) fn drop_draft(&mut self, _actor: &str, ask: DraftKey) -> Result<Nothing, ApiError> {
        self.store_mut()?.drop_draft(&ask.key)?;
        Ok(Nothing {})
    }
}

/// The paper that is owed: by how the case came, and by 業務 or 通勤.
fn form_owed(case: &CaseBody) -> &'static str {
    let commute = matches!(case.form.as_str(), "16-3" | "16-4");
    match (arrival(&case.form, &case.fields), commute) {
        (Arrival::TransferDesignated, false) => "様式第6号",
        (Arrival::TransferDesignated, true) => "様式第16号の4",
        (_, false) => "様式第5号",
        (_, true) => "様式第16号の3",
    }
}

/// The same day `n` months later, the last of the month where there is no such day.
fn months_later(day: Day, n: i32) -> Option<Day> {
    let (year, month) = (day.month().year, day.month().month as i32 - 1 + n);
    let month = YearMonth { year: year + month.div_euclid(12), month: month.rem_euclid(12) as u32 + 1 };
    Day::new(month.year, month.month, day.day_of_month().min(month.last().day_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_half_ends_on_the_same_day_or_the_last_of_the_month() {
        let later = |y, m, d| months_later(Day::new(y, m, d).expect("a day"), 18).map(|d| d.to_string());
        assert_eq!(later(2024, 4, 10).as_deref(), Some("2025-10-10"));
        assert_eq!(later(2023, 8, 31).as_deref(), Some("2025-02-28"));
    }
}
