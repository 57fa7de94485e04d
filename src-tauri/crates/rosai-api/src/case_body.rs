//! A worker and a case as they are kept: what was typed, box by box; and as the rules read them.

use crate::error::ApiError;
use crate::form::{check, put, refuse};
use crate::intake_sheet::{self, Field};
use crate::settings::clock;
use crate::wire::{DiseaseForm, FieldMessage, IntakeForm, SymptomForm};
use rosai_domain::{
    Arrival, Day, Disease, DiseaseEnd, DiseaseNature, Disposition, Employer, FormNumber, FormReceived, InjuryCase,
    InjuryCause, InsuranceNumber, LaborInsuranceNumber, PensionNumber, PersonName, Sex, Site, SymptomDetail, TimeOfDay,
    Worker, YearMonth, fold_width, has_control, normalize, read_count, to_katakana,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Boxes that belong to the worker; all others belong to the case.
pub(crate) const OF_WORKER: &[&str] =
    &["patient_number", "name", "kana_family", "kana_given", "birth", "sex", "postal_code", "address", "occupation"];
/// Boxes that are remembered with the 事業場.
pub(crate) const OF_EMPLOYER: &[&str] = &[
    "labor_number",
    "employer_name",
    "employer_telephone",
    "employer_postal_code",
    "employer_prefecture",
    "employer_municipality",
    "employer_address",
    "employer_owner",
    "office",
];

/// What was typed about a worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct WorkerBody {
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) kept: BTreeSet<String>,
}

/// What was typed about a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CaseBody {
    pub(crate) form: String,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) kept: BTreeSet<String>,
    /// Earlier 労働保険番号, each with the first month of the one that followed it, oldest first.
    pub(crate) earlier_numbers: Vec<EarlierNumber>,
    pub(crate) diseases: Vec<DiseaseForm>,
}

/// A number claimed under before another one was notified.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct EarlierNumber {
    pub(crate) labor_number: String,
    /// First month of the next number, `2025-11`.
    pub(crate) until: String,
    /// The notice of the next number.
    pub(crate) notice: String,
}

/// 傷病の経過, 転帰 and remarks of a month as kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MonthBody {
    pub(crate) course: String,
    pub(crate) disposition: String,
    pub(crate) disposition_day: String,
    pub(crate) remarks: Vec<String>,
    pub(crate) symptoms: Vec<SymptomForm>,
}

pub(crate) fn text<'a>(fields: &'a BTreeMap<String, String>, id: &str) -> &'a str {
    fields.get(id).map(|t| t.trim()).unwrap_or_default()
}

/// How a typed value is kept: days, kana and digits in one spelling where they can be read, else as typed.
pub(crate) fn tidy(field: &Field, typed: &str) -> String {
    match field.kind.as_str() {
        "date" | "birth" => crate::form::kept_day(typed),
        "kana" => to_katakana(typed),
        "digits" => fold_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect(),
        "postal" | "number" => fold_width(typed.trim()),
        "month" => kept_month(typed),
        "time" => TimeOfDay::try_from(clock(typed)).map_or_else(|_| typed.trim().to_owned(), String::from),
        _ => normalize(typed),
    }
}

/// `2025-11` of `R7.11`, `令和7年11月` or itself; else as typed.
fn kept_month(typed: &str) -> String {
    let typed = fold_width(typed.trim());
    let days = [format!("{typed}.1"), format!("{typed}1日"), format!("{typed}-1")];
    match days.iter().find_map(|d| Day::parse(d).ok()) {
        Some(day) => String::from(day.month()),
        None => typed,
    }
}

/// What is wrong with one box by itself.
pub(crate) fn field_messages(field: &Field, value: &str, today: Day, out: &mut Vec<FieldMessage>) {
    let id = &field.id;
    if value.is_empty() {
        return;
    }
    if has_control(value) && field.kind != "area" {
        out.push(refuse(id, "改行やタブが入っています。1行で入れてください。"));
        return;
    }
    if value.chars().count() > 400 {
        out.push(refuse(id, "400文字を超えています。短くしてください。"));
        return;
    }
    match field.kind.as_str() {
        "date" | "birth" => {
            if let Some(day) = put(out, id, Day::parse(value))
                && day > today
            {
                out.push(refuse(id, format!("{}はまだ来ていない日です。日を確かめてください。", day.ja())));
            }
        }
        "time" => {
            put(out, id, TimeOfDay::try_from(value.to_owned()));
        }
        "kana" if !value.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '　' | ' ' | '・')) => {
            out.push(refuse(id, "カナでない文字があります。カタカナかひらがなで入れてください。"));
        }
        "postal" if value.chars().filter(char::is_ascii_digit).count() != 7 => {
            out.push(refuse(id, "郵便番号は7桁です。060-0000 のように入れてください。"));
        }
        "number" => {
            put(out, id, read_count(value));
        }
        "month" => {
            put(out, id, YearMonth::try_from(value.to_owned()));
        }
        "choice" if !field.has_option(value) => {
            out.push(refuse(id, "選べる番号ではありません。示された番号から選んでください。"));
        }
        "office" if !crate::office::is_office(value) => {
            out.push(check(id, "この名前の監督署は一覧にありません。用紙の宛先を確かめてください。"));
        }
        _ => {}
    }
    match id.as_str() {
        "labor_number" => {
            if let Some(number) = put(out, id, LaborInsuranceNumber::parse(value)) {
                out.extend(number.doubts().into_iter().map(|d| check(id, d)));
            }
        }
        "pension_number" => {
            put(out, id, PensionNumber::parse(value));
        }
        "name" if value.chars().count() > 40 => {
            out.push(refuse(id, "氏名が40文字を超えています。用紙に入る長さに縮めてください。"));
        }
        _ => {}
    }
}

/// The worker as the rules read them. A birth date that cannot be read makes none.
pub(crate) fn worker(body: &WorkerBody) -> Result<Worker, Vec<(String, String)>> {
    let f = |id| text(&body.fields, id);
    let birth = Day::parse(f("birth")).map_err(|e| vec![("birth".to_owned(), e)])?;
    let kana = [f("kana_family"), f("kana_given")].into_iter().filter(|k| !k.is_empty()).collect::<Vec<_>>();
    Ok(Worker {
        name: PersonName::new(f("name")),
        kana: PersonName::new(&kana.join("　")),
        birth,
        sex: if f("sex") == "3" { Sex::Female } else { Sex::Male },
        patient_number: (!f("patient_number").is_empty()).then(|| f("patient_number").to_owned()),
    })
}

/// How the case came, from the answers at the desk.
pub(crate) fn arrival(form: &str, fields: &BTreeMap<String, String>) -> Arrival {
    match (text(fields, "relapse"), text(fields, "paid_until_now"), text(fields, "before")) {
        ("2", _, _) => Arrival::Relapse,
        (_, "2", _) => Arrival::Switched,
        (_, _, "2") => Arrival::TransferDesignated,
        (_, _, "3") => Arrival::TransferUndesignated,
        (_, _, "1") => Arrival::First,
        _ if matches!(form, "6" | "16-4") => Arrival::TransferDesignated,
        _ => Arrival::First,
    }
}

pub(crate) fn form_number(form: &str) -> Option<FormNumber> {
    serde_json::from_value(serde_json::Value::String(form.to_owned())).ok()
}

/// 業務 / 複数業務要因 / 通勤: the paper says it.
pub(crate) fn cause(form: &str, fields: &BTreeMap<String, String>) -> InjuryCause {
    match (form, text(fields, "cause")) {
        ("16-3" | "16-4", _) => InjuryCause::Commute,
        (_, "2") => InjuryCause::MultipleWork,
        _ => InjuryCause::Work,
    }
}

/// The 労働保険番号 in force in a month.
pub(crate) fn number_in(body: &CaseBody, month: YearMonth) -> String {
    let before = |e: &&EarlierNumber| YearMonth::try_from(e.until.clone()).is_ok_and(|until| month < until);
    match body.earlier_numbers.iter().find(before) {
        Some(earlier) => earlier.labor_number.clone(),
        None => text(&body.fields, "labor_number").to_owned(),
    }
}

/// The case as the rules read it in a month; what cannot be read and cannot be left open is said by field.
pub(crate) fn injury_case(
    id: u32,
    body: &CaseBody,
    month: YearMonth,
    record: &MonthBody,
    earlier_slips: u32,
) -> Result<InjuryCase, Vec<(String, String)>> {
    let f = |id| text(&body.fields, id);
    let mut problems = Vec::new();
    let injured_on = Day::parse(f("injured_on")).map_err(|e| problems.push(("injured_on".to_owned(), e))).ok();
    let mut forms = Vec::new();
    if let (Some(form), Ok(received)) = (form_number(&body.form), Day::parse(f("received"))) {
        forms.push(FormReceived { form, received });
    }
    let labor = number_in(body, month);
    let number = match (PensionNumber::parse(f("pension_number")), LaborInsuranceNumber::parse(&labor)) {
        (Ok(pension), _) => InsuranceNumber::Pension(pension),
        (_, Ok(labor)) => InsuranceNumber::Labor(labor),
        _ => InsuranceNumber::Unknown,
    };
    let diseases: Vec<Disease> = body.diseases.iter().map(disease).filter_map(|d| as_of(d, month)).collect();
    let named = diseases.iter().map(|d| d.name.as_str()).chain([f("site_and_state"), f("disease_name")]);
    let mut sites: Vec<Site> = Vec::new();
    for site in named.flat_map(Site::found_in) {
        if !sites.contains(&site) {
            sites.push(site);
        }
    }
    let Some(injured_on) = injured_on else { return Err(problems) };
    let pension_since = matches!(number, InsuranceNumber::Pension(_)).then_some(injured_on);
    Ok(InjuryCase {
        id: crate::form::case_id(id),
        cause: cause(&body.form, &body.fields),
        nature: if f("nature") == "2" { DiseaseNature::Disease } else { DiseaseNature::Wound },
        injured_on,
        arrival: arrival(&body.form, &body.fields),
        number,
        pension_since,
        employer: Employer {
            name: f("employer_name").to_owned(),
            prefecture: f("employer_prefecture").to_owned(),
            municipality: f("employer_municipality").to_owned(),
        },
        office: f("office").to_owned(),
        forms,
        third_party: f("third_party") == "2",
        diseases,
        sites,
        course: record.course.clone(),
        disposition: disposition(&record.disposition),
        disposition_day: Day::parse(&record.disposition_day).ok(),
        earlier_slips: taken_over_slips(body) + earlier_slips,
        remarks: record.remarks.clone(),
        symptoms: symptoms(&record.symptoms),
    })
}

/// 症状詳記 in order of their 区分; a 区分 that is none is refused when it is saved.
fn symptoms(forms: &[SymptomForm]) -> Vec<SymptomDetail> {
    let one = |f: &SymptomForm| Some(SymptomDetail { class: f.class.parse().ok()?, text: f.text.clone() });
    let mut out: Vec<SymptomDetail> = forms.iter().filter_map(one).collect();
    out.sort_by_key(|s| s.class);
    out
}

/// Slips handed in before this program was used.
pub(crate) fn taken_over_slips(body: &CaseBody) -> u32 {
    read_count(text(&body.fields, "earlier_slips")).unwrap_or(0)
}

pub(crate) fn disposition(word: &str) -> Disposition {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).unwrap_or_default()
}

/// Whether there is such a 転帰.
pub(crate) fn is_disposition(word: &str) -> bool {
    serde_json::from_value::<Disposition>(serde_json::Value::String(word.to_owned())).is_ok()
}

fn disease(form: &DiseaseForm) -> Disease {
    let end = Day::parse(&form.end_day).ok().filter(|_| !form.end.is_empty());
    Disease {
        name: form.name.clone(),
        code: form.code.clone(),
        modifiers: form.modifiers.clone(),
        since: Day::parse(&form.since).ok(),
        end: end.map(|day| DiseaseEnd { day, disposition: disposition(&form.end) }),
    }
}

/// The disease as the month knew it: what began later is none of it, what ended later still went on.
fn as_of(disease: Disease, month: YearMonth) -> Option<Disease> {
    let last = month.last();
    let begun = disease.since.is_none_or(|since| since <= last);
    begun.then(|| Disease { end: disease.end.filter(|e| e.day <= last), ..disease })
}

/// A filled sheet taken apart into what belongs to the worker and what to the case.
pub(crate) fn parts(form: &IntakeForm) -> Result<(WorkerBody, CaseBody), ApiError> {
    let sheet = intake_sheet::sheet(&form.form)?;
    let mut worker = WorkerBody::default();
    let mut case = CaseBody { form: form.form.clone(), ..CaseBody::default() };
    for field in sheet.fields() {
        let value = form.fields.get(&field.id).map(|v| tidy(field, v)).unwrap_or_default();
        let kept = form.kept.contains(&field.id);
        let (fields, kept_fields) = if OF_WORKER.contains(&field.id.as_str()) {
            (&mut worker.fields, &mut worker.kept)
        } else {
            (&mut case.fields, &mut case.kept)
        };
        if kept {
            kept_fields.insert(field.id.clone());
        }
        fields.insert(field.id.clone(), value);
    }
    Ok((worker, case))
}
