//! The demo clinic: the demo month entered through the same commands a clerk uses, as far as its calendar has come.

use crate::command::Call;
use crate::desk::Desk;
use crate::error::ApiError;
use crate::wire::*;
use rosai_casefile::read;
use rosai_domain::{
    Act, Arrival, Attendance, Day, DiseaseNature, Facts, InjuryCase, InjuryCause, InsuranceNumber, Sex,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Where the calendar stands when the demo clinic opens: 令和7年10月17日.
pub(crate) static CALENDAR: LazyLock<Day> = LazyLock::new(|| Day::new(2025, 10, 17).expect("a day"));

const MONTH: &str = include_str!("../../../../assets/demo/2025-10.yaml");

fn call<T: DeserializeOwned>(
    desk: &mut Desk,
    actor: &str,
    command: &str,
    request: impl serde::Serialize,
) -> Result<T, ApiError> {
    let broken = |e: serde_json::Error| ApiError::refused(format!("見本の月が読めません（{e}）。"));
    let request = serde_json::to_value(request).map_err(broken)?;
    let answer = desk.call(Call { command: command.to_owned(), actor: actor.to_owned(), request })?;
    serde_json::from_value(answer).map_err(broken)
}

/// Enters the clinic and its four workers. What lies behind the calendar's day is left to be entered by who learns.
pub(crate) fn fill(desk: &mut Desk) -> Result<(), ApiError> {
    let cases = read(MONTH).map_err(|e| ApiError::refused(format!("見本の月が読めません（{e}）。")))?;
    let mut actor = String::new();
    for case in &cases {
        let facts = case.given.facts();
        if actor.is_empty() {
            actor = facts.facility.staff.last().cloned().unwrap_or_default();
            let _: FacilitySaved = call(desk, "", "save_facility", facility(&facts))?;
        }
        enter(desk, &actor, &facts)?;
    }
    desk.put_calendar(*CALENDAR);
    let saved: SetsSaved = call(desk, &actor, "save_sets", SaveSets { revision: 0, sets: sets() })?;
    match saved.messages.first() {
        Some(wrong) => Err(ApiError::refused(wrong.text.clone())),
        None => Ok(()),
    }
}

/// Three examples: a set that asks, one that does not, and a short word for one act.
fn sets() -> Vec<SetForm> {
    let act = |code: &str, asked: &[&str]| SetAct {
        act: ActForm { code: code.to_owned(), ..ActForm::default() },
        asked: asked.iter().map(|a| (*a).to_owned()).collect(),
        ..SetAct::default()
    };
    let films = |code: &str| SetAct {
        act: ActForm { code: code.to_owned(), films: "2".to_owned(), ..ActForm::default() },
        ..SetAct::default()
    };
    let drug = |name: &str, price: &str, quantity: &str| DrugForm {
        name: name.to_owned(),
        price: price.to_owned(),
        quantity: quantity.to_owned(),
        unit: "mL".to_owned(),
        ..DrugForm::default()
    };
    let anesthetic = ActForm {
        drug_use: "operation".to_owned(),
        drugs: vec![drug("キシロカインポリアンプ1％", "11.2", "5")],
        ..ActForm::default()
    };
    let anesthetic = SetAct { act: anesthetic, asked: vec!["drugs.0.quantity".to_owned()], ..SetAct::default() };
    let set = |name: &str, words: &[&str], acts: Vec<SetAct>| SetForm {
        name: name.to_owned(),
        abbreviations: words.iter().map(|w| (*w).to_owned()).collect(),
        acts,
        ..SetForm::default()
    };
    vec![
        set(
            "切創縫合",
            &["せほ", "縫合"],
            vec![act("101400030", &["sites"]), act("150001010", &["sites", "length"]), anesthetic],
        ),
        set("レントゲン2方向", &["れ2"], vec![films("170000510"), films("170027910"), act("170000210", &[])]),
        set("器具による物療", &["ぶ"], vec![act("140040310", &["sites"])]),
    ]
}

fn enter(desk: &mut Desk, actor: &str, facts: &Facts) -> Result<(), ApiError> {
    let Some(injury) = facts.injuries.first() else { return Ok(()) };
    let month = String::from(facts.month);
    // The last month's visits count for what was charged: the calendar follows what is entered.
    desk.put_calendar(*CALENDAR);
    let form = intake(facts, injury);
    let saved: IntakeSaved = call(desk, actor, "save_intake", SaveIntake { form, keep_all: true })?;
    let case = saved.form.case.unwrap_or_default();
    let diseases = injury.diseases.iter().map(|d| DiseaseForm { name: d.name.clone(), ..DiseaseForm::default() });
    let ask = SaveDiseases { case, revision: saved.form.revision, month: month.clone(), diseases: diseases.collect() };
    let _: AttendanceSaved = call(desk, actor, "save_diseases", ask)?;
    for at in facts.attendances.iter().filter(|a| a.day <= *CALENDAR) {
        let form = attendance(at, case);
        let saved: AttendanceSaved = call(desk, actor, "save_attendance", SaveAttendance { form })?;
        if let Some(wrong) = saved.messages.first() {
            return Err(ApiError::refused(wrong.text.clone()));
        }
    }
    for document in facts.documents.iter().filter(|d| d.issued <= *CALENDAR) {
        let ask = SaveDocument {
            case,
            kind: "absence_certificate".to_owned(),
            issued: document.issued.to_string(),
            from: document.from.map(|d| d.to_string()).unwrap_or_default(),
            to: document.to.map(|d| d.to_string()).unwrap_or_default(),
            ..SaveDocument::default()
        };
        let _: AttendanceSaved = call(desk, actor, "save_document", ask)?;
    }
    Ok(())
}

fn word<T: serde::Serialize>(value: &T) -> String {
    crate::month_view::word(value).unwrap_or_default()
}

fn facility(facts: &Facts) -> FacilityForm {
    let f = &facts.facility;
    FacilityForm {
        name: f.name.clone(),
        hospital_number: f.hospital_number.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default(),
        institution_code: f.institution_code.clone().unwrap_or_default(),
        postal_code: f.postal_code.clone(),
        address: f.address.clone(),
        municipality: f.municipality.clone(),
        telephone: f.telephone.clone(),
        director: f.director.clone(),
        labor_bureau: f.labor_bureau.clone(),
        kind: word(&f.kind),
        beds: f.beds.to_string(),
        establishment: word(&f.establishment),
        claims_by: f.claims_by.iter().map(|d| DatedText { from: d.from.to_string(), value: word(&d.value) }).collect(),
        departments: vec!["整形外科".to_owned()],
        staff: f.staff.iter().map(|s| Staff { name: s.clone(), administrator: s.starts_with("医師") }).collect(),
        ..FacilityForm::default()
    }
}

fn intake(facts: &Facts, injury: &InjuryCase) -> IntakeForm {
    let form = match injury.cause {
        InjuryCause::Commute => "16-3",
        _ => "5",
    };
    let names = |text: &str| {
        let (family, given) = text.split_once('　').unwrap_or((text, ""));
        (family.to_owned(), given.to_owned())
    };
    let (kana_family, kana_given) = names(facts.worker.kana.as_str());
    let number = match &injury.number {
        InsuranceNumber::Labor(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    let initial = facts.ledger.iter().find(|e| e.item == "initial_visit_fee").map(|e| e.day.to_string());
    let diseases = injury.diseases.iter().map(|d| d.name.as_str()).collect::<Vec<_>>().join("、");
    let slips = if injury.earlier_slips > 0 { injury.earlier_slips.to_string() } else { String::new() };
    let values = [
        ("received", injury.forms.first().map(|f| f.received.to_string()).unwrap_or_default()),
        ("patient_number", facts.worker.patient_number.clone().unwrap_or_default()),
        ("labor_number", number),
        ("sex", if facts.worker.sex == Sex::Female { "3" } else { "1" }.to_owned()),
        ("birth", facts.worker.birth.to_string()),
        ("injured_on", injury.injured_on.to_string()),
        ("kana_family", kana_family),
        ("kana_given", kana_given),
        ("name", facts.worker.name.as_str().to_owned()),
        ("certified", "1".to_owned()),
        ("employer_name", injury.employer.name.clone()),
        ("employer_prefecture", injury.employer.prefecture.clone()),
        ("employer_municipality", injury.employer.municipality.clone()),
        ("office", injury.office.clone()),
        ("site_and_state", diseases),
        ("cause", "1".to_owned()),
        ("nature", if injury.nature == DiseaseNature::Disease { "2" } else { "1" }.to_owned()),
        ("before", if injury.arrival == Arrival::TransferDesignated { "2" } else { "1" }.to_owned()),
        ("paid_until_now", "1".to_owned()),
        ("relapse", "1".to_owned()),
        ("same_place_again", "1".to_owned()),
        ("third_party", "1".to_owned()),
        ("existing_disability", "1".to_owned()),
        ("private_disease", "1".to_owned()),
        ("handling_charged", if slips.is_empty() { "" } else { "2" }.to_owned()),
        ("earlier_slips", slips),
        ("initial_charged_on", initial.unwrap_or_default()),
    ];
    IntakeForm {
        form: form.to_owned(),
        fields: values.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<BTreeMap<_, _>>(),
        ..IntakeForm::default()
    }
}

pub(crate) fn attendance(at: &Attendance, case: u32) -> AttendanceForm {
    AttendanceForm {
        case,
        day: at.day.to_string(),
        time: at.time.map(String::from).unwrap_or_default(),
        coming: u32::from(at.coming),
        department: at.department.0.clone(),
        planned_management: match at.planned_management {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        }
        .to_owned(),
        guidance: at.guidance.iter().map(word).collect(),
        acts: at.acts.iter().map(act).collect(),
        ..AttendanceForm::default()
    }
}

fn act(act: &Act) -> ActForm {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let decimal = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string()).unwrap_or_default();
    let drug = |d: &rosai_domain::DrugItem| DrugForm {
        code: d.code.clone().unwrap_or_default(),
        name: d.name.clone(),
        price: d.price.to_string(),
        quantity: d.quantity.to_string(),
        unit: d.unit.clone(),
    };
    ActForm {
        code: act.code.clone().unwrap_or_default(),
        drug_use: act.drug_use.map(|u| word(&u)).unwrap_or_default(),
        drugs: act.drugs.iter().map(drug).collect(),
        material: act.material.as_ref().map(drug),
        sites: act.sites.iter().map(|s| s.ja()).collect(),
        continuous: act.continuous,
        wound: number(act.wound),
        area: decimal(act.area),
        length: decimal(act.length),
        quantity: number(act.quantity),
        films: number(act.films),
        days: number(act.days),
        remark: act.remark.clone(),
        ..ActForm::default()
    }
}
