//! The month as the screen shows it: what was entered, what it comes to now, and why.

use crate::answers;
use crate::case_body::{CaseBody, MonthBody, text};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, moment_ja};
use crate::month_facts::{CaseOf, DocumentBody, MonthOf, WorkerOf};
use crate::settings::{cite_ja, rule_ja};
use crate::wire::*;
use rosai_document::Why;
use rosai_domain::{Day, Facts, InjuryCause, YearMonth};
use rosai_fees::{Assessment, Finding, Outcome, explain_sum};
use std::collections::BTreeMap;

impl Desk {
    /// One worker's month.
    pub(crate) fn month(&mut self, _actor: &str, ask: AskMonth) -> Result<MonthView, ApiError> {
        let month = YearMonth::try_from(ask.month).map_err(|e| ApiError::at("month", e))?;
        self.month_view(ask.worker, month)
    }

    pub(crate) fn month_view(&self, worker: u32, month: YearMonth) -> Result<MonthView, ApiError> {
        let of = self.worker_of(worker)?;
        let now = self.month_of(&of, month)?;
        self.shown_month(&of, &now)
    }

    pub(crate) fn shown_month(&self, of: &WorkerOf, now: &MonthOf) -> Result<MonthView, ApiError> {
        let f = |id| text(&of.body.fields, id).to_owned();
        let found = now.found().map(|(facts, assessment)| Found {
            facts,
            assessment,
            resting: answers::resting(&self.engine, facts, assessment),
        });
        let mut cases = Vec::new();
        for case in &of.cases {
            cases.push(self.case_view(of, case, now)?);
        }
        let sums: Vec<SumView> =
            found.as_ref().map(|f| f.assessment.sums.iter().map(sum_view).collect()).unwrap_or_default();
        let name = String::from(now.month);
        let (can_undo, can_redo) = self.store()?.steps(of.row.row.id, &name)?;
        Ok(MonthView {
            worker: of.row.row.id,
            name: f("name"),
            kana: format!("{}　{}", f("kana_family"), f("kana_given")),
            birth_ja: birth_ja(&f("birth"), self.today_is()),
            patient_number: f("patient_number"),
            month: name,
            month_ja: now.month.ja(),
            days: calendar(now),
            cases,
            attendances: self.attendance_views(now, found.as_ref()),
            month_lines: found.as_ref().map(|f| f.lines(|f| f.subject.attendance.is_none())).unwrap_or_default(),
            documents: documents(now)?,
            total: sums.iter().map(|s| s.total).sum(),
            sums,
            problems: now.assessment.as_ref().err().cloned().unwrap_or_default(),
            answers: now.facts.as_ref().map(|f| all_answers(f, found.as_ref())).unwrap_or_default(),
            can_undo,
            can_redo,
        })
    }

    fn case_view(&self, of: &WorkerOf, case: &CaseOf, now: &MonthOf) -> Result<CaseView, ApiError> {
        let id = case.row.row.id;
        let f = |field| text(&case.body.fields, field).to_owned();
        let month = String::from(now.month);
        let live = of.statements.iter().find(|s| s.case == id && s.month == month);
        let statement = now.statements().into_iter().find(|s| s.injury == crate::form::case_id(id));
        let state = match (live, &statement) {
            (Some(live), _) => live.state.clone(),
            (None, Some(s)) if s.state == rosai_claim::State::Checked => "checked".to_owned(),
            _ => "draft".to_owned(),
        };
        let claimed = self.claimed_names(of, id)?;
        let diseases = case
            .body
            .diseases
            .iter()
            .map(|d| DiseaseForm { claimed: claimed.iter().any(|text| is_of(text, &d.name)), ..d.clone() });
        let injury = now.facts.as_ref().ok().and_then(|f| f.injury(&crate::form::case_id(id)));
        Ok(CaseView {
            case: id,
            revision: case.row.row.revision,
            injured_on_ja: Day::parse(&f("injured_on")).map_or_else(|_| f("injured_on"), Day::ja),
            cause_ja: cause_ja(&case.body),
            employer: f("employer_name"),
            form_ja: form_ja(&case.body),
            diseases: diseases.collect(),
            coded: !self.engine.catalogue().diseases().is_empty(),
            codings: self.codings(&case.body.diseases, now.month),
            sites: injury.map(|i| i.sites.iter().map(|s| s.ja()).collect()).unwrap_or_default(),
            record: record_form(now.records.get(&id)),
            last_course: self.last_course(of, id, now.month)?,
            state_ja: state_ja(&state).to_owned(),
            state,
            finalized_ja: live
                .map(|s| format!("{}　{}　（{}回目の確定）", moment_ja(&s.finalized_at), s.finalized_by, s.revision))
                .unwrap_or_default(),
        })
    }

    /// Disease lines of every statement ever finalized for a case.
    pub(crate) fn claimed_names(&self, of: &WorkerOf, case: u32) -> Result<Vec<String>, ApiError> {
        let mut out = Vec::new();
        for s in self.store()?.statements_of(of.row.row.id)?.iter().filter(|s| s.case == case) {
            let document: Claimed = body(&self.store()?.document_of(s.id)?)?;
            out.extend(document.diseases.into_iter().map(|d| d.text));
        }
        Ok(out)
    }

    fn last_course(&self, of: &WorkerOf, case: u32, month: YearMonth) -> Result<String, ApiError> {
        let before = month.first().plus_days(-1).month();
        let rows = self.store()?.month(of.row.row.id, &String::from(before))?;
        match rows.records.iter().find(|r| r.case == case) {
            Some(record) => Ok(body::<MonthBody>(&record.row.body)?.course),
            None => Ok(String::new()),
        }
    }
}

/// What of a document names its diseases; the rest of it is skipped over.
#[derive(serde::Deserialize)]
struct Claimed {
    diseases: Vec<rosai_document::DiseaseLine>,
}

/// Whether a line of a claim (`左示指切創（R7.10.3）（R7.10.24治ゆ）`) is of this disease: the name and dates, nothing else.
pub(crate) fn is_of(claimed: &str, name: &str) -> bool {
    let is_date = |part: &str| {
        let mut letters = part.chars();
        matches!(letters.next(), Some('M' | 'T' | 'S' | 'H' | 'R'))
            && letters.next().is_some_and(|c| c.is_ascii_digit())
    };
    let dates = claimed.strip_prefix(name).map(|rest| rest.split_terminator('）'));
    dates.is_some_and(|mut parts| parts.all(|part| part.strip_prefix('（').is_some_and(is_date)))
}

/// `昭和55年4月12日生　45歳`.
pub(crate) fn birth_ja(birth: &str, today: Day) -> String {
    match Day::parse(birth) {
        Ok(day) => format!("{}生　{}歳", day.ja(), day.age_on(today)),
        Err(_) => birth.to_owned(),
    }
}

pub(crate) fn cause_ja(body: &CaseBody) -> String {
    match crate::case_body::cause(&body.form, &body.fields) {
        InjuryCause::Work => "業務災害",
        InjuryCause::MultipleWork => "複数業務要因災害",
        InjuryCause::Commute => "通勤災害",
    }
    .to_owned()
}

/// `様式第5号　未着`.
fn form_ja(body: &CaseBody) -> String {
    let name = crate::case_body::form_number(&body.form).map(|n| n.ja()).unwrap_or("用紙");
    match Day::parse(text(&body.fields, "received")) {
        Ok(day) => format!("{name}　{}受付", day.ja()),
        Err(_) => format!("{name}　未着"),
    }
}

pub(crate) fn state_ja(state: &str) -> &'static str {
    match state {
        "checked" => "点検済",
        "finalized" => "確定",
        "submitted" => "提出済",
        "paid" => "入金済",
        "returned" => "返戻",
        "held" => "保留",
        "withdrawn" => "取下げ",
        _ => "下書き",
    }
}

pub(crate) fn record_form(record: Option<&(u32, MonthBody)>) -> MonthRecordForm {
    let (revision, body) = record.cloned().unwrap_or_default();
    let disposition = if body.disposition.is_empty() { "continuing".to_owned() } else { body.disposition };
    MonthRecordForm {
        revision,
        course: body.course,
        disposition,
        disposition_day: body.disposition_day,
        remarks: body.remarks,
        symptoms: body.symptoms,
    }
}

fn documents(now: &MonthOf) -> Result<Vec<SaveDocument>, ApiError> {
    let mut out = Vec::new();
    for row in &now.rows.documents {
        let kept: DocumentBody = body(&row.row.body)?;
        out.push(SaveDocument {
            id: Some(row.row.id),
            revision: row.row.revision,
            case: row.case,
            kind: word(&kept.kind).unwrap_or_default(),
            issued: row.issued.clone(),
            from: kept.from,
            to: kept.to,
            remove: false,
        });
    }
    Ok(out)
}

fn calendar(now: &MonthOf) -> Vec<CalendarDay> {
    let waiting = |day: Day| {
        now.found().is_some_and(|(_, a)| {
            let open = |f: &Finding| f.blocks() || matches!(f.outcome, Outcome::Proposed(_));
            a.findings.iter().any(|f| f.subject.day == Some(day) && open(f))
        })
    };
    let mut out = Vec::new();
    let mut day = now.month.first();
    while now.month.contains(day) {
        let on_day = || now.entered.iter().filter(|a| a.day == day.to_string());
        out.push(CalendarDay {
            day: day.to_string(),
            number: day.day_of_month(),
            weekday: day.weekday().number_from_monday(),
            holiday: rosai_domain::is_holiday(day),
            attendances: on_day().count() as u32,
            acts: on_day().map(|a| a.acts.len()).sum::<usize>() as u32,
            waiting: waiting(day),
        });
        day = day.plus_days(1);
    }
    out
}

impl Desk {
    /// The acts by their names, whichever name was typed with them.
    fn named(&self, form: &AttendanceForm) -> AttendanceForm {
        let mut form = form.clone();
        if let Ok(day) = Day::parse(&form.day) {
            for act in form.acts.iter_mut().filter(|a| !a.code.is_empty()) {
                if let Ok(row) = self.engine.catalogue().act(&act.code, day) {
                    act.name = row.name.to_string();
                }
            }
        }
        form
    }

    fn attendance_views(&self, now: &MonthOf, found: Option<&Found<'_>>) -> Vec<AttendanceView> {
        attendance_views(now, found, |form| self.named(form))
    }
}

fn attendance_views(
    now: &MonthOf,
    found: Option<&Found<'_>>,
    named: impl Fn(&AttendanceForm) -> AttendanceForm,
) -> Vec<AttendanceView> {
    let mut out = Vec::new();
    for (i, form) in now.entered.iter().enumerate() {
        let of_this = |f: &Finding| f.subject.attendance.is_some_and(|id| id.0 == i);
        let lines = found.map(|found| found.lines(of_this)).unwrap_or_default();
        let seen = found.and_then(|found| {
            let of_this = |f: &&Finding| of_this(f) && f.charge().is_some();
            found.assessment.findings.iter().filter(of_this).find_map(|f| match f.subject.what.as_str() {
                w if w.starts_with("initial_visit_fee") => Some("初診"),
                w if w.starts_with("repeat_visit_fee") => Some("再診"),
                _ => None,
            })
        });
        out.push(AttendanceView {
            form: named(form),
            day_ja: Day::parse(&form.day).map_or_else(|_| form.day.clone(), Day::ja_with_weekday),
            seen_ja: seen.unwrap_or("診察料なし").to_owned(),
            points: lines.iter().map(|l| l.points).sum(),
            yen: lines.iter().map(|l| l.yen).sum(),
            lines,
        });
    }
    out
}

fn sum_view(sum: &rosai_fees::StatementSum) -> SumView {
    let price = sum.yen_of_points.why().tables().last().map(|t| t.value.normalize().to_string());
    SumView {
        case: sum.injury.parse().unwrap_or_default(),
        points: sum.points.0,
        yen_per_point: price.unwrap_or_default(),
        yen_of_points: sum.yen_of_points.value().0,
        yen_items: sum.yen_items.0,
        total: sum.total.value().0,
        sentence: explain_sum(sum),
    }
}

/// The findings of a month with the answers each rests on.
struct Found<'a> {
    facts: &'a Facts,
    assessment: &'a Assessment,
    resting: BTreeMap<usize, Vec<usize>>,
}

impl Found<'_> {
    fn lines(&self, of: impl Fn(&Finding) -> bool) -> Vec<LineView> {
        let findings = self.assessment.findings.iter().enumerate();
        findings.filter(|(_, f)| of(f)).map(|(i, f)| line(f, self.answers(i))).collect()
    }

    fn answers(&self, finding: usize) -> Vec<GivenAnswer> {
        let places = self.resting.get(&finding).into_iter().flatten();
        places.filter_map(|i| self.facts.answers.get(*i)).map(answers::given).collect()
    }
}

/// Every answer of the month; without findings all are loose.
fn all_answers(facts: &Facts, found: Option<&Found<'_>>) -> Vec<GivenAnswer> {
    let on_line = |i: usize| found.is_some_and(|f| f.resting.values().any(|places| places.contains(&i)));
    let given = facts.answers.iter().enumerate();
    given.map(|(i, a)| GivenAnswer { loose: !on_line(i), ..answers::given(a) }).collect()
}

fn line(f: &Finding, answers: Vec<GivenAnswer>) -> LineView {
    let (outcome, asked) = match &f.outcome {
        Outcome::Charge(_) => ("charge", None),
        Outcome::Refused => ("refused", None),
        Outcome::Proposed(q) => ("proposed", Some(*q)),
        Outcome::NeedsAnswer(q) => ("needs_answer", Some(*q)),
        Outcome::Unpriced => ("unpriced", None),
    };
    let asked = asked.map(|question| {
        let (answer_kind, choices) = answers::kind_of(question);
        GivenAnswer {
            question: word(&question).unwrap_or_default(),
            question_ja: question.ja().to_owned(),
            answer_kind: answer_kind.to_owned(),
            choices,
            ..GivenAnswer::default()
        }
    });
    let shown = asked.or_else(|| answers.first().cloned()).unwrap_or_default();
    let charge = f.charge();
    let why = charge.map(|c| c.amount.why());
    let mut used = Vec::new();
    if let Some(why) = why {
        facts_of(why, &mut used);
    }
    LineView {
        acts: f
            .subject
            .acts
            .iter()
            .filter(|a| Some(a.attendance) == f.subject.attendance)
            .map(|a| a.index as u32)
            .collect(),
        outcome: outcome.to_owned(),
        ja: f.subject.ja.clone(),
        sites: charge.map(|c| c.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・")).unwrap_or_default(),
        amount: charge.map(|c| c.amount.to_string()).unwrap_or_default(),
        times: charge.map_or(0, |c| c.times),
        points: f.points().0,
        yen: f.yen().0,
        sentence: f.sentence.clone(),
        // One value taken as it stands is no arithmetic.
        arithmetic: why.filter(|w| !matches!(w, Why::Table(_))).map(|w| grouped(&w.arithmetic())).unwrap_or_default(),
        facts: used,
        rule: rule_ja(f.rule),
        rule_id: f.rule.to_string(),
        cite: cite_ja(&f.cite),
        check: f.check,
        yes_no: shown.answer_kind == "yes_no",
        question: shown.question,
        question_ja: shown.question_ja,
        answer_kind: shown.answer_kind,
        choices: shown.choices,
        answer_value: shown.value,
        answer_text: shown.text,
        vouched_by: shown.by,
        answers,
        case: f.subject.injury.parse().unwrap_or_default(),
        day: f.subject.day.map(|d| d.to_string()).unwrap_or_default(),
    }
}

pub(crate) fn word<T: serde::Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned))
}

/// Thousands separators in every number of a text: 1060 → 1,060.
pub(crate) fn grouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        let left = chars[..i].iter().rev().take_while(|c| c.is_ascii_digit()).count();
        let right = chars[i..].iter().take_while(|c| c.is_ascii_digit()).count();
        let decimal = chars[..i - left].last() == Some(&'.');
        if left > 0 && right > 0 && right % 3 == 0 && !decimal {
            out.push(',');
        }
        out.push(*c);
    }
    out
}

/// Facts at the leaves of a reason, each once, in words.
fn facts_of(why: &Why, out: &mut Vec<String>) {
    let mut put = |text: String| {
        if !out.contains(&text) {
            out.push(text);
        }
    };
    match why {
        Why::Fact { ja, said, .. } => put(format!("{ja} {said}")),
        Why::Table(t) => put(format!(
            "{} {}{}（{} {}、{}から）",
            t.ja,
            grouped(&t.value.normalize().to_string()),
            t.unit,
            rosai_fees::document_name(&t.cite.doc),
            t.cite.section,
            t.from.ja()
        )),
        Why::Step { of, .. } => of.iter().for_each(|w| facts_of(w, out)),
        Why::Rule { because, amount, .. } => {
            because.iter().cloned().for_each(&mut put);
            facts_of(amount, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_sentences_have_separators() {
        assert_eq!(grouped("(530×2.0)1060点 12.0625"), "(530×2.0)1,060点 12.0625");
        assert_eq!(grouped("1234567円"), "1,234,567円");
    }
}
