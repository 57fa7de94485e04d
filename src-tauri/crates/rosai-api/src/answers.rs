//! Answers: what people say to the questions of the rules, and which lines of a month rest on them.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::json;
use crate::month_facts::AnswerBody;
use crate::month_view::word;
use crate::wire::*;
use rosai_document::RuleId;
use rosai_domain::{Answer, AnswerKind, AnswerValue, Day, Facts, Question, YearMonth, normalize};
use rosai_fees::{Assessment, Engine, Finding, Outcome};
use std::collections::BTreeMap;

/// Longest reason of a いいえ.
const LONGEST_REASON: usize = 100;

/// The questions each rule asks. A test compares it with the sources of the rules.
pub const ASKED_BY: &[(RuleId, &[Question])] = {
    use Question::*;
    &[
        (RuleId::m(1), &[TaxClass]),
        (RuleId::m(3), &[EmergencyCare]),
        (RuleId::m(6), &[PlannedManagement]),
        (RuleId::k(3), &[PlannedManagement]),
        (RuleId::m(7), &[RepeatGuidance]),
        (RuleId::m(13), &[TomographyRequested]),
        (RuleId::m(14), &[RehabilitationStart, OverStandardDays, OutsideFacility]),
        (RuleId::m(15), &[PlanAttached]),
        (RuleId::m(17), &[ActSite, Finger, Area, Continuous]),
        (RuleId::m(18), &[Fluoroscopy]),
        (RuleId::m(19), &[InitialTreatment]),
        (RuleId::m(22), &[GauzeEligible]),
        (RuleId::m(24), &[LongStay, AfterAdmission, MonthStay, JointVisit, AbleToWork, TreatmentStart]),
        (RuleId::m(25), &[PsychiatricProgram]),
        (RuleId::m(26), &[AsbestosDisease]),
        (RuleId::m(27), &[AsbestosClaimAdvised]),
        (
            RuleId::m(29),
            &[
                ChronicAtWork,
                AfterAdmission,
                AttendingIsIndustrialPhysician,
                TreatmentPlanReviewed,
                AbleToWork,
                TreatmentStart,
            ],
        ),
        (RuleId::m(30), &[SocietyGuidance, HealingOutlook, TreatmentStart]),
        (RuleId::m(31), &[Finger]),
        (RuleId::m(32), &[AllDiseasesNamed, DisabilityPensioner]),
        (RuleId::k(5), &[InHousePrescription, BothPrescriptions]),
        (RuleId::k(9), &[UrgentInHouse]),
        (RuleId::k(10), &[UrgentInHouse]),
        (RuleId::k(14), &[Urgent]),
        (RuleId::k(20), &[ApplianceNeeded]),
        (RuleId::k(21), &[ContaminationSource]),
        (RuleId::k(25), &[ActComment]),
    ]
};

fn asks(rule: RuleId, question: Question) -> bool {
    ASKED_BY.iter().any(|(r, questions)| *r == rule && questions.contains(&question))
}

/// How a question is answered: the word of the wire, and what may be chosen.
pub(crate) fn kind_of(question: Question) -> (&'static str, Vec<String>) {
    match question.kind() {
        AnswerKind::YesNo => ("yes_no", Vec::new()),
        AnswerKind::Words => ("words", Vec::new()),
        AnswerKind::Day => ("day", Vec::new()),
        AnswerKind::Choice(choices) => ("choice", choices.iter().map(|c| (*c).to_owned()).collect()),
        AnswerKind::Elsewhere => ("elsewhere", Vec::new()),
    }
}

/// An answer as people read it.
fn said_ja(question: Question, value: AnswerValue, text: &str) -> String {
    match (value, question.kind()) {
        (AnswerValue::No, _) if text.is_empty() => "いいえ".to_owned(),
        (AnswerValue::No, _) => format!("いいえ（{text}）"),
        (_, AnswerKind::Day) => Day::parse(text).map_or_else(|_| text.to_owned(), Day::ja),
        (_, AnswerKind::Words | AnswerKind::Choice(_)) => text.to_owned(),
        (_, AnswerKind::YesNo | AnswerKind::Elsewhere) if text.is_empty() => "はい".to_owned(),
        (_, AnswerKind::YesNo | AnswerKind::Elsewhere) => format!("はい（{text}）"),
    }
}

/// An answer for the screen.
pub(crate) fn given(answer: &Answer) -> GivenAnswer {
    let (answer_kind, choices) = kind_of(answer.question);
    GivenAnswer {
        question: word(&answer.question).unwrap_or_default(),
        question_ja: answer.question.ja().to_owned(),
        answer_kind: answer_kind.to_owned(),
        choices,
        case: answer.injury.parse().unwrap_or_default(),
        day: answer.day.map(|d| d.to_string()).unwrap_or_default(),
        value: word(&answer.value).unwrap_or_default(),
        text: answer.text.clone(),
        said_ja: said_ja(answer.question, answer.value, &answer.text),
        by: answer.by.clone(),
        loose: false,
    }
}

/// For each finding (by its place) the answers it rests on: of the findings about its case and day those of the rule that
/// asks; where there are several, or the rule has put its word into another's line, those that would be others without it.
pub(crate) fn resting(engine: &Engine, facts: &Facts, found: &Assessment) -> BTreeMap<usize, Vec<usize>> {
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, answer) in facts.answers.iter().enumerate() {
        let concerned = |f: &Finding| {
            let asked_anew =
                matches!(f.outcome, Outcome::Proposed(q) | Outcome::NeedsAnswer(q) if q == answer.question);
            let day = answer.day.is_none() || f.subject.day.is_none() || f.subject.day == answer.day;
            f.subject.injury == answer.injury && day && !asked_anew
        };
        let concerned: Vec<usize> = (0..found.findings.len()).filter(|i| concerned(&found.findings[*i])).collect();
        let asks = |i: &usize| asks(found.findings[*i].rule, answer.question);
        let own: Vec<usize> = concerned.iter().copied().filter(asks).collect();
        let about = match own.as_slice() {
            [_] => own,
            _ => {
                let among = if own.is_empty() { concerned } else { own.clone() };
                let others = moved_without(engine, facts, found, place, among);
                // An answer that changes nothing by itself is shown wherever it was asked.
                if others.is_empty() { own } else { others }
            }
        };
        for finding in about {
            out.entry(finding).or_default().push(place);
        }
    }
    out
}

/// Of these findings those that would be others without an answer.
fn moved_without(engine: &Engine, facts: &Facts, found: &Assessment, answer: usize, among: Vec<usize>) -> Vec<usize> {
    let mut without = facts.clone();
    without.answers.remove(answer);
    let Ok(other) = engine.assess(&without) else { return Vec::new() };
    among.into_iter().filter(|i| !other.findings.contains(&found.findings[*i])).collect()
}

impl Desk {
    /// Keeps what somebody vouches for; an empty value takes it back.
    pub(crate) fn answer(&mut self, actor: &str, ask: GiveAnswer) -> Result<MonthView, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let (_, _, case, _) = self.case_with_worker(ask.case)?;
        let of = self.worker_of(case.worker)?;
        self.still_open(&of, ask.case, month)?;
        let question: Question = serde_json::from_value(serde_json::Value::String(ask.question.clone()))
            .map_err(|_| ApiError::refused("その質問はありません。画面を開き直してください。"))?;
        let day =
            if ask.day.is_empty() { None } else { Some(Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?) };
        if let Some(day) = day.filter(|d| !month.contains(*d)) {
            return Err(ApiError::at(
                "day",
                format!("{}は{}の日ではありません。画面を開き直してください。", day.ja(), month.ja()),
            ));
        }
        let name = String::from(month);
        let rows = self.store()?.month(case.worker, &name)?;
        // On a day without a visit (a certificate was issued) the answer is kept for the month, too.
        let seen = |day: &Day| rows.attendances.iter().any(|a| a.case == ask.case && a.day == day.to_string());
        let day_text = day.filter(seen).filter(|_| !question.is_of_month()).map(|d| d.to_string());
        let value = match ask.value.as_str() {
            "yes" => AnswerValue::Yes,
            "no" => AnswerValue::No,
            "" => {
                let of_day = |day: Option<&str>| {
                    let same = |a: &&rosai_store::AnswerRow| a.case == ask.case && a.question == ask.question;
                    rows.answers.iter().filter(same).find(|a| a.day.as_deref() == day).map(|a| a.row.id)
                };
                let id = of_day(day_text.as_deref()).or_else(|| of_day(None));
                let id = id.ok_or_else(|| match question.stands() {
                    true => {
                        ApiError::refused("前の月に入れた答えです。この月で答え直すと、この月からはそちらになります。")
                    }
                    false => ApiError::not_found("答え"),
                })?;
                let summary = format!("「{}」の答えを取り消した", question.ja());
                self.write(actor, &summary, |store, c| store.remove_answer(c, id))?;
                return self.month_view(case.worker, month);
            }
            _ => return Err(ApiError::at("value", "答えは、はい・いいえのどちらかを選んでください。")),
        };
        let text = self.answer_text(question, value, &ask.text)?;
        let staff = self.facility_form()?.staff;
        if !staff.iter().any(|s| s.name == ask.by) {
            return Err(ApiError::at("by", "だれが確かめたかを、スタッフから選んでください。"));
        }
        let summary = format!("「{}」に{}（{}）", question.ja(), said_ja(question, value, &text), ask.by);
        let body = json(&AnswerBody { value, text, by: ask.by.clone() })?;
        self.write(actor, &summary, |store, c| {
            store.save_answer(c, ask.case, &name, day_text.as_deref(), &ask.question, &body)
        })?;
        self.month_view(case.worker, month)
    }

    /// The words, the day or the choice in one spelling; or one sentence why they are none.
    fn answer_text(&self, question: Question, value: AnswerValue, typed: &str) -> Result<String, ApiError> {
        let text = normalize(typed);
        let kind = question.kind();
        if kind == AnswerKind::Elsewhere {
            let where_ = if question == Question::TaxClass {
                "設定の「設立形態」か「課税区分」"
            } else {
                "その行為の入力"
            };
            return Err(ApiError::at(
                "question",
                format!("「{}」は、{where_}を直して答えます。ここでは答えを残しません。", question.ja()),
            ));
        }
        let answer = Answer { question, injury: String::new(), day: None, value, text, by: String::new() };
        if let Some(problem) = answer.problem() {
            return Err(ApiError::at("text", problem.message));
        }
        let long = answer.text.chars().count() > LONGEST_REASON;
        match (value, kind) {
            (AnswerValue::Yes, AnswerKind::Day) => {
                let day = Day::parse(&answer.text).map_err(|e| ApiError::at("text", e))?;
                if day > self.today_is() {
                    let sentence = format!("{}はまだ来ていない日です。日を確かめてください。", day.ja());
                    return Err(ApiError::at("text", sentence));
                }
                Ok(day.to_string())
            }
            (AnswerValue::No, _) | (_, AnswerKind::YesNo) if long => {
                Err(ApiError::at("text", format!("理由は{LONGEST_REASON}文字までに縮めてください。")))
            }
            _ => Ok(answer.text),
        }
    }
}
