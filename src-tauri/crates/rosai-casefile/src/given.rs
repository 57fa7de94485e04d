use rosai_domain::{
    Answer, Attendance, Day, Facility, Facts, InjuryCase, IssuedDocument, LedgerEntry, OtherInsuranceAttendance, Stay,
    Worker, YearMonth,
};
use serde::Deserialize;

/// Facts as a case file says them; what is left out has the defaults of the README.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    asked_on: Option<Day>,
    month: Option<YearMonth>,
    facility: Facility,
    worker: Worker,
    injuries: Option<Vec<InjuryCase>>,
    attendances: Vec<Attendance>,
    stays: Vec<Stay>,
    documents: Vec<IssuedDocument>,
    other_insurance: Vec<OtherInsuranceAttendance>,
    ledger: Vec<LedgerEntry>,
    elsewhere: Vec<LedgerEntry>,
    answers: Vec<Answer>,
}

impl Given {
    /// The facts with the defaults filled in.
    pub fn facts(&self) -> Facts {
        let first_day = self
            .attendances
            .iter()
            .map(|a| a.day)
            .chain(self.documents.iter().map(|d| d.issued))
            .chain(self.stays.iter().map(|s| s.admitted))
            .min();
        let month = self.month.or(first_day.map(Day::month)).unwrap_or(YearMonth { year: 2025, month: 10 });
        Facts {
            asked_on: self.asked_on.unwrap_or_else(|| month.next().first().plus_days(4)),
            month,
            facility: self.facility.clone(),
            worker: self.worker.clone(),
            injuries: self.injuries.clone().unwrap_or_else(|| vec![InjuryCase::default()]),
            attendances: self.attendances.clone(),
            stays: self.stays.clone(),
            documents: self.documents.clone(),
            other_insurance: self.other_insurance.clone(),
            ledger: self.ledger.clone(),
            elsewhere: self.elsewhere.clone(),
            answers: self.answers.clone(),
        }
    }
}
