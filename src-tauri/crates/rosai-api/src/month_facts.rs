//! One worker's month out of the store, as the rules read it; earlier months first, because what they charged is a fact.

use crate::attendance_form;
use crate::case_body::{CaseBody, MonthBody, WorkerBody, injury_case, taken_over_slips, text, worker};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, case_id};
use crate::wire::{AttendanceForm, Goto, PlacedProblem};
use rosai_claim::Statement;
use rosai_domain::{
    Answer, AnswerValue, Attendance, Day, DocumentKind, Facility, Facts, Guided, InjuryCase, IssuedDocument,
    LedgerEntry, Problem, Question, YearMonth,
};
use rosai_fees::Assessment;
use rosai_store::{CaseRow, MonthRows, StatementRow, WorkerRow};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AnswerBody {
    pub(crate) value: AnswerValue,
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) by: String,
}

/// A document as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DocumentBody {
    pub(crate) kind: DocumentKind,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: String,
    /// Whom a 指導管理箋 is for.
    #[serde(default)]
    pub(crate) guided: Option<Guided>,
    /// 指導管理箋 for 精神疾患.
    #[serde(default)]
    pub(crate) mental: bool,
    /// What it says for 摘要.
    #[serde(default)]
    pub(crate) text: String,
}

/// A case with its row.
pub(crate) struct CaseOf {
    pub(crate) row: CaseRow,
    pub(crate) body: CaseBody,
}

/// A worker with all that does not change from month to month.
pub(crate) struct WorkerOf {
    pub(crate) row: WorkerRow,
    pub(crate) body: WorkerBody,
    pub(crate) cases: Vec<CaseOf>,
    /// Statements, live ones only.
    pub(crate) statements: Vec<StatementRow>,
    facility: Facility,
}

/// One month of a worker: rows, facts, what they come to.
pub(crate) struct MonthOf {
    pub(crate) month: YearMonth,
    pub(crate) rows: MonthRows,
    /// Attendances as entered, in the order of `facts.attendances`.
    pub(crate) entered: Vec<AttendanceForm>,
    /// Records by case.
    pub(crate) records: BTreeMap<u32, (u32, MonthBody)>,
    /// The facts; or what of the kept values cannot be read.
    pub(crate) facts: Result<Facts, Vec<PlacedProblem>>,
    /// What the facts come to; or what is wrong with them.
    pub(crate) assessment: Result<Assessment, Vec<PlacedProblem>>,
}

impl MonthOf {
    /// Facts and findings, where there are any.
    pub(crate) fn found(&self) -> Option<(&Facts, &Assessment)> {
        self.facts.as_ref().ok().zip(self.assessment.as_ref().ok())
    }

    /// Statements as they stand now.
    pub(crate) fn statements(&self) -> Vec<Statement> {
        let Some((facts, found)) = self.found() else { return Vec::new() };
        rosai_claim::statements(facts, found, crate::VERSION)
    }
}

/// What earlier months leave behind.
#[derive(Default)]
struct Before {
    ledger: Vec<LedgerEntry>,
    /// Statements by case.
    slips: BTreeMap<u32, u32>,
}

impl Desk {
    pub(crate) fn worker_of(&self, id: u32) -> Result<WorkerOf, ApiError> {
        let row = self.store()?.worker(id)?.ok_or_else(|| ApiError::not_found("人"))?;
        let mut cases = Vec::new();
        for row in self.store()?.cases_of(id)? {
            cases.push(CaseOf { body: body(&row.row.body)?, row });
        }
        let statements = self.store()?.statements_of(id)?.into_iter().filter(|s| s.lifted.is_none()).collect();
        Ok(WorkerOf { body: body(&row.row.body)?, row, cases, statements, facility: self.clinic()? })
    }

    /// A month with all that earlier months say.
    pub(crate) fn month_of(&self, worker: &WorkerOf, month: YearMonth) -> Result<MonthOf, ApiError> {
        let before = self.before(worker, month)?;
        self.assembled(worker, month, &before)
    }

    /// Walks the earlier months, oldest first: 確定 ones by their ledger, open ones assessed anew.
    fn before(&self, worker: &WorkerOf, month: YearMonth) -> Result<Before, ApiError> {
        let mut before = Before::default();
        for case in &worker.cases {
            before.ledger.extend(taken_over(case));
        }
        let store = self.store()?;
        let rows = store.ledger(worker.row.row.id, &String::from(month))?;
        let entry =
            |r: rosai_store::LedgerRow| Day::parse(&r.day).ok().map(|day| ledger_entry(case_id(r.case), day, &r.item));
        before.ledger.extend(rows.into_iter().filter_map(entry));
        let mut treated: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (earlier, case) in store.case_months_of(worker.row.row.id)? {
            treated.entry(earlier).or_default().push(case);
        }
        for (name, cases) in treated {
            let Ok(earlier) = YearMonth::try_from(name.clone()) else { continue };
            if earlier >= month {
                break;
            }
            let live: Vec<u32> = worker.statements.iter().filter(|s| s.month == name).map(|s| s.case).collect();
            for case in &live {
                *before.slips.entry(*case).or_default() += 1;
            }
            if cases.iter().all(|c| live.contains(c)) {
                continue;
            }
            let open = self.assembled(worker, earlier, &before)?;
            for statement in open.statements() {
                let Ok(case) = statement.injury.parse::<u32>() else { continue };
                if live.contains(&case) || statement.document.is_none() {
                    continue;
                }
                *before.slips.entry(case).or_default() += 1;
                if let Some((_, found)) = open.found() {
                    before.ledger.extend(self.ledger_of(found, &statement.injury));
                }
            }
        }
        Ok(before)
    }

    /// What the charges of one case put into the ledger: items and codes the rules know again.
    pub(crate) fn ledger_of(&self, found: &Assessment, injury: &str) -> Vec<LedgerEntry> {
        let catalogue = self.engine.catalogue();
        let known = |item: &str, day: Day| {
            catalogue.item(item).is_some()
                || !matches!(catalogue.act(item, day), Err(rosai_catalogue::Missing::Unknown))
        };
        let of_case = found.charges().filter(|(f, _)| f.subject.injury == injury);
        of_case
            .filter_map(|(f, c)| {
                let day = f.subject.day?;
                let entry =
                    LedgerEntry { injury: injury.to_owned(), day, item: f.subject.what.clone(), guided: c.guided };
                known(&entry.item, day).then_some(entry)
            })
            .collect()
    }

    fn assembled(&self, of: &WorkerOf, month: YearMonth, before: &Before) -> Result<MonthOf, ApiError> {
        let rows = self.store()?.month(of.row.row.id, &String::from(month))?;
        let mut records = BTreeMap::new();
        for record in &rows.records {
            records.insert(record.case, (record.row.revision, body::<MonthBody>(&record.row.body)?));
        }
        let mut entered = Vec::new();
        for row in &rows.attendances {
            let form: AttendanceForm = body(&row.row.body)?;
            entered.push(AttendanceForm { id: Some(row.row.id), revision: row.row.revision, case: row.case, ..form });
        }
        let facts = self.facts(of, month, before, &rows, &entered, &records)?;
        let assessment = match &facts {
            Ok(facts) => self.engine.assess(facts).map_err(|problems| placed(of, facts, problems)),
            Err(problems) => Err(problems.clone()),
        };
        Ok(MonthOf { month, rows, entered, records, facts, assessment })
    }

    fn facts(
        &self,
        of: &WorkerOf,
        month: YearMonth,
        before: &Before,
        rows: &MonthRows,
        entered: &[AttendanceForm],
        records: &BTreeMap<u32, (u32, MonthBody)>,
    ) -> Result<Result<Facts, Vec<PlacedProblem>>, ApiError> {
        let mut problems = Vec::new();
        let about = |case: Option<u32>, field: &str, message: String| PlacedProblem {
            place: format!("受付票・{}", crate::intake_sheet::field(field).map_or(field, |f| &f.label)),
            message,
            goto: Goto {
                screen: "intake".to_owned(),
                worker: Some(of.row.row.id),
                case: case.or_else(|| of.cases.first().map(|c| c.row.row.id)),
                day: None,
                field: Some(field.to_owned()),
            },
        };
        let worker = match worker(&of.body) {
            Ok(worker) => worker,
            Err(wrong) => {
                problems.extend(wrong.into_iter().map(|(field, message)| about(None, &field, message)));
                return Ok(Err(problems));
            }
        };
        let nothing = MonthBody::default();
        let mut injuries: Vec<InjuryCase> = Vec::new();
        for case in &of.cases {
            let id = case.row.row.id;
            let record = records.get(&id).map_or(&nothing, |(_, r)| r);
            let used = entered.iter().any(|a| a.case == id) || rows.documents.iter().any(|d| d.case == id);
            match injury_case(id, &case.body, month, record, before.slips.get(&id).copied().unwrap_or(0)) {
                // A case of a later month is none of this month's.
                Ok(mut injury) if used || injury.injured_on <= month.last() => {
                    // What came after 確定 is charged in the month it came in (M04).
                    if let Some(day) = finalized_on(of, id, month) {
                        injury.forms.retain(|f| f.received <= day);
                    }
                    injuries.push(injury);
                }
                Ok(_) => {}
                Err(wrong) => problems.extend(wrong.into_iter().map(|(f, message)| about(Some(id), &f, message))),
            }
        }
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let known = |case: u32| injuries.iter().any(|i| i.id == case_id(case));
        let mut attendances: Vec<Attendance> = Vec::new();
        for form in entered {
            match attendance_form::read(form) {
                Ok(attendance) => attendances.push(attendance),
                Err(messages) => problems.extend(messages.into_iter().map(|m| PlacedProblem {
                    place: form.day.clone(),
                    message: m.text,
                    goto: Goto {
                        screen: "visit".to_owned(),
                        worker: Some(of.row.row.id),
                        case: Some(form.case),
                        day: Some(form.day.clone()),
                        field: Some(m.field),
                    },
                })),
            }
        }
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let mut answers = Vec::new();
        let word = |row: &rosai_store::AnswerRow| {
            serde_json::from_value::<Question>(serde_json::Value::String(row.question.clone()))
        };
        // What is said of the case stands until somebody says otherwise; this month's answers come last and count.
        let earlier = self.store()?.answers_before(of.row.row.id, &String::from(month))?;
        let standing = earlier.iter().filter(|row| word(row).is_ok_and(Question::stands));
        for row in standing.chain(&rows.answers) {
            let kept: AnswerBody = body(&row.row.body)?;
            let question = word(row);
            let day = row.day.as_deref().map(Day::parse).transpose();
            // An answer about a day whose visit is gone speaks of nothing any more.
            let seen = |day: Day| attendances.iter().any(|a| a.day == day && a.injury == case_id(row.case));
            if let (Ok(question), Ok(day)) = (question, day)
                && known(row.case)
                && day.is_none_or(seen)
            {
                answers.push(Answer {
                    question,
                    injury: case_id(row.case),
                    day,
                    value: kept.value,
                    text: kept.text,
                    by: kept.by,
                });
            }
        }
        let mut documents = Vec::new();
        for row in &rows.documents {
            let kept: DocumentBody = body(&row.row.body)?;
            let period = |text: &str| Day::parse(text).ok();
            if let Ok(issued) = Day::parse(&row.issued) {
                documents.push(IssuedDocument {
                    kind: kept.kind,
                    injury: case_id(row.case),
                    issued,
                    from: period(&kept.from),
                    to: period(&kept.to),
                    guided: kept.guided,
                    mental: kept.mental,
                    text: kept.text,
                });
            }
        }
        let ledger = before.ledger.iter().filter(|e| injuries.iter().any(|i| i.id == e.injury)).cloned().collect();
        let elsewhere = of.cases.iter().filter(|c| known(c.row.row.id)).flat_map(told_elsewhere).collect();
        Ok(Ok(Facts {
            asked_on: self.today_is(),
            month,
            facility: of.facility.clone(),
            worker,
            injuries,
            attendances,
            stays: Vec::new(),
            documents,
            other_insurance: Vec::new(),
            ledger,
            elsewhere,
            answers,
        }))
    }
}

/// Whether a month of a case has anything to claim: an attendance, or a document that may be charged.
pub(crate) fn may_be_claimed(rows: &MonthRows, case: u32) -> Result<bool, ApiError> {
    if rows.attendances.iter().any(|a| a.case == case) {
        return Ok(true);
    }
    for row in rows.documents.iter().filter(|d| d.case == case) {
        if body::<DocumentBody>(&row.row.body)?.kind.may_be_charged() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An item of the ledger as its table keeps it: `return_to_work_other_1/employer`.
pub(crate) fn ledger_word(entry: &LedgerEntry) -> String {
    match entry.guided.and_then(|g| crate::month_view::word(&g)) {
        Some(guided) => format!("{}/{guided}", entry.item),
        None => entry.item.clone(),
    }
}

/// Reads it back.
fn ledger_entry(injury: String, day: Day, kept: &str) -> LedgerEntry {
    let (item, guided) = kept.split_once('/').unwrap_or((kept, ""));
    let guided = serde_json::from_value(serde_json::Value::String(guided.to_owned())).ok();
    LedgerEntry { injury, day, item: item.to_owned(), guided }
}

/// The day on which a month of a case was finalized, where it is.
fn finalized_on(of: &WorkerOf, case: u32, month: YearMonth) -> Option<Day> {
    let name = String::from(month);
    let live = of.statements.iter().find(|s| s.case == case && s.month == name)?;
    Day::parse(live.finalized_at.get(..10)?).ok()
}

/// What another program charged here before this one.
fn taken_over(case: &CaseOf) -> Vec<LedgerEntry> {
    let f = |id| text(&case.body.fields, id);
    let injury = case_id(case.row.row.id);
    let mut out = Vec::new();
    let injured = Day::parse(f("injured_on"));
    // No slip before this program: nothing was charged by another one, unless somebody says on which day.
    let none_before = taken_over_slips(&case.body) == 0;
    let initial = Day::parse(f("initial_charged_on"));
    if let Ok(day) = if none_before { initial } else { initial.or_else(|_| injured.clone()) } {
        out.push(LedgerEntry { injury: injury.clone(), day, item: "initial_visit_fee".to_owned(), guided: None });
    }
    if f("handling_charged") == "2"
        && let Ok(day) = Day::parse(f("received")).or(injured.clone())
    {
        let item = "benefit_claim_handling_fee".to_owned();
        out.push(LedgerEntry { injury: injury.clone(), day, item, guided: None });
    }
    if f("society_guidance_charged") == "2"
        && let Ok(day) = injured
    {
        out.push(LedgerEntry { injury, day, item: "return_to_society_guidance_fee".to_owned(), guided: None });
    }
    out
}

/// What another clinic charged, as told at the desk.
fn told_elsewhere(case: &CaseOf) -> Vec<LedgerEntry> {
    let injury = case_id(case.row.row.id);
    let Ok(day) = Day::parse(text(&case.body.fields, "injured_on")) else { return Vec::new() };
    let told = [
        ("emergency_elsewhere", "emergency_care_addition_outpatient"),
        ("recovery_elsewhere", "functional_recovery_guidance_addition"),
    ];
    let once = told.iter().filter(|(field, _)| text(&case.body.fields, field) == "2");
    let mut out: Vec<LedgerEntry> = once
        .map(|(_, item)| LedgerEntry { injury: injury.clone(), day, item: (*item).to_owned(), guided: None })
        .collect();
    let counted = [
        ("workplace_visits_elsewhere", "workplace_visit_guidance_other", None),
        ("guided_worker_elsewhere", "return_to_work_other_1", Some(Guided::Worker)),
        ("guided_physician_elsewhere", "return_to_work_other_1", Some(Guided::IndustrialPhysician)),
        ("guided_employer_elsewhere", "return_to_work_other_1", Some(Guided::Employer)),
    ];
    for (field, item, guided) in counted {
        // More than the text ever allows is a slip of the pen that changes nothing further.
        let times = rosai_domain::read_count(text(&case.body.fields, field)).unwrap_or(0).min(6);
        let entry = LedgerEntry { injury: injury.clone(), day, item: item.to_owned(), guided };
        out.extend(std::iter::repeat_n(entry, times as usize));
    }
    out
}

/// Problems of the facts with the place where each is mended.
pub(crate) fn placed(of: &WorkerOf, facts: &Facts, problems: Vec<Problem>) -> Vec<PlacedProblem> {
    let one = |p: Problem| {
        let goto = goto_of(of, facts, &p.place);
        PlacedProblem { place: p.place, message: p.message, goto }
    };
    problems.into_iter().map(one).collect()
}

/// The screen and box for a place as the facts name it (`第1の傷病・傷病名`, `2件目の受診（…）・日`).
pub(crate) fn goto_of(of: &WorkerOf, facts: &Facts, place: &str) -> Goto {
    let mut goto = Goto { worker: Some(of.row.row.id), ..Goto::default() };
    let number = |from: &str, to: &str| place.strip_prefix(from)?.split(to).next()?.parse::<usize>().ok();
    let field = place.rsplit('・').next().unwrap_or(place);
    if let Some(n) = number("", "件目の受診") {
        let at = facts.attendances.get(n.wrapping_sub(1));
        goto.screen = "visit".to_owned();
        goto.case = at.and_then(|a| a.injury.parse().ok());
        goto.day = at.map(|a| a.day.to_string());
        let act = field.strip_suffix("番目の行為").and_then(|n| n.parse::<usize>().ok());
        goto.field = act.map(|n| format!("act:{}", n.saturating_sub(1)));
        return goto;
    }
    // Whatever else of the visit is meant, the month is.
    goto.day = Some(facts.month.first().to_string());
    let injury = number("第", "の傷病").and_then(|n| facts.injuries.get(n.wrapping_sub(1)));
    goto.case = injury.or(facts.injuries.first()).and_then(|i| i.id.parse().ok());
    (goto.screen, goto.field) = match field {
        "傷病名" => ("visit".to_owned(), Some("diseases".to_owned())),
        "傷病の経過" => ("visit".to_owned(), Some("course".to_owned())),
        "転帰の日" => ("visit".to_owned(), Some("disposition".to_owned())),
        _ if place.starts_with("設定") => ("settings".to_owned(), None),
        "生年月日" => ("intake".to_owned(), Some("birth".to_owned())),
        "氏名" => ("intake".to_owned(), Some("name".to_owned())),
        "カナ氏名" => ("intake".to_owned(), Some("kana_family".to_owned())),
        "傷病年月日" => ("intake".to_owned(), Some("injured_on".to_owned())),
        "届いた用紙" | "療養の給付請求書" | "指定病院等（変更）届" => {
            ("intake".to_owned(), Some("received".to_owned()))
        }
        "労働保険番号" => ("intake".to_owned(), Some("labor_number".to_owned())),
        _ if field.starts_with("事業場の所在地") => {
            ("intake".to_owned(), Some("employer_prefecture".to_owned()))
        }
        _ if field.starts_with("労働者の氏名") => ("intake".to_owned(), Some("name".to_owned())),
        "傷病の部位及び傷病名" => ("visit".to_owned(), Some("diseases".to_owned())),
        "事業の名称" => ("intake".to_owned(), Some("employer_name".to_owned())),
        _ if place.starts_with("休業証明") || place.contains("文書") => {
            ("visit".to_owned(), Some("document".to_owned()))
        }
        _ => {
            let day = facts.attendances.iter().map(|a| a.day).find(|d| place.starts_with(&format!("{}・", d.ja())));
            goto.day = day.map(|d| d.to_string()).or(goto.day);
            ("visit".to_owned(), None)
        }
    };
    goto
}
