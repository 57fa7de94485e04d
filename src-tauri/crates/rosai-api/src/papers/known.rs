//! What is known when a paper is begun: the worker, the case, its visits and records, the last paper of the kind.

use super::{Of, PaperBody, counted};
use crate::case_body::{CaseBody, MonthBody, number_in, text};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::body;
use crate::wire::FacilityForm;
use rosai_domain::{Day, LaborInsuranceNumber, PensionNumber, YearMonth};
use rosai_paper::{Letter, LetterField};
use rosai_store::Store;
use std::collections::BTreeMap;

/// A paper issued before.
pub(super) struct Earlier {
    pub(super) id: u32,
    pub(super) revision: u32,
    pub(super) issued: Day,
    pub(super) letter: &'static Letter,
    pub(super) body: PaperBody,
}

/// What happened with a case until now.
pub(super) struct History {
    /// Papers by day of issue.
    pub(super) papers: Vec<Earlier>,
    /// Days on which the worker came, in order.
    visits: Vec<Day>,
    /// 傷病の経過 by month.
    courses: Vec<(YearMonth, String)>,
}

impl History {
    pub(super) fn read(store: &Store, worker: u32, case: u32) -> Result<Self, ApiError> {
        let mut out = History { papers: Vec::new(), visits: Vec::new(), courses: Vec::new() };
        for (name, own) in store.case_months_of(worker)? {
            let Ok(month) = YearMonth::try_from(name.clone()) else { continue };
            if own != case {
                continue;
            }
            let rows = store.month(worker, &name)?;
            out.visits
                .extend(rows.attendances.iter().filter(|a| a.case == case).filter_map(|a| Day::parse(&a.day).ok()));
            for record in rows.records.iter().filter(|r| r.case == case) {
                let course = body::<MonthBody>(&record.row.body)?.course;
                if !course.trim().is_empty() {
                    out.courses.push((month, course));
                }
            }
            for row in rows.documents.iter().filter(|d| d.case == case) {
                let kept: PaperBody = body(&row.row.body)?;
                if let (Some(letter), Ok(issued)) = (kept.letter(), Day::parse(&row.issued)) {
                    let (id, revision) = (row.row.id, row.row.revision);
                    out.papers.push(Earlier { id, revision, issued, letter, body: kept });
                }
            }
        }
        out.papers.sort_by_key(|p| (p.issued, p.id));
        out.visits.sort_unstable();
        Ok(out)
    }

    /// Papers counted with this kind, issued until a day; `but` is left out.
    pub(super) fn of_kind(&self, letter: &Letter, until: Day, but: Option<u32>) -> Vec<&Earlier> {
        let same = |p: &&Earlier| counted(p.letter) == counted(letter) && p.issued <= until && Some(p.id) != but;
        self.papers.iter().filter(same).collect()
    }

    /// Today in this month; in an earlier one the last visit, or its last day.
    pub(super) fn proposed_day(&self, month: YearMonth, today: Day) -> Day {
        if month == today.month() || month.first() > today {
            return today;
        }
        self.visits.iter().copied().filter(|d| month.contains(*d)).max().unwrap_or_else(|| month.last())
    }

    fn visit_until(&self, day: Day) -> Option<Day> {
        self.visits.iter().copied().filter(|d| *d <= day).max()
    }
}

/// Values by source.
pub(super) struct Known {
    said: BTreeMap<String, String>,
    /// Values of the last paper of the kind.
    previous: BTreeMap<String, String>,
}

/// Sources a field may name beside `previous.<field>`; a test holds the papers to them.
#[cfg(test)]
pub(super) const SOURCES: &[&str] = &[
    "worker.name",
    "worker.birth",
    "worker.sex",
    "worker.age",
    "worker.birth_year",
    "worker.occupation",
    "case.number",
    "case.injured_on",
    "case.first_visit",
    "case.last_visit",
    "case.disease.1",
    "case.disease.2",
    "case.diseases",
    "case.site_and_state",
    "case.first_state",
    "case.course",
    "case.courses",
    "facility.name",
    "facility.address",
    "doctor.name",
    "paper.day",
    "paper.count",
    "paper.again",
    "previous.day",
];

impl Known {
    /// What stands in a field when the paper is begun.
    pub(super) fn value(&self, field: &LetterField) -> String {
        let carried = field.carry.then(|| self.previous.get(&field.id)).flatten();
        let from = |source: &String| match source.strip_prefix("previous.") {
            Some(id) if id != "day" => self.previous.get(id),
            _ => self.said.get(source),
        };
        let mut all = carried.into_iter().chain(field.from.iter().filter_map(from));
        let value = all.find(|v| !v.trim().is_empty()).cloned().unwrap_or_default();
        // A text that was written in several lines elsewhere stands in one here.
        if field.kind == rosai_paper::LetterKind::Text { value.replace('\n', "　") } else { value }
    }
}

impl Desk {
    pub(super) fn known_of(
        &self,
        actor: &str,
        of: &Of,
        history: &History,
        letter: &Letter,
        day: Day,
    ) -> Result<Known, ApiError> {
        let facility = self.facility_form()?;
        let w = |id| text(&of.worker.fields, id).to_owned();
        let c = |id| text(&of.case.fields, id).to_owned();
        let same = history.of_kind(letter, day, None);
        let shown = |d: Option<Day>| d.map(|d| d.to_string()).unwrap_or_default();
        let birth = Day::parse(&w("birth")).ok();
        let diseases = diseases(&of.case, day);
        let course = |(month, course): &(YearMonth, String)| (month.first() <= day).then(|| course.clone());
        let courses = history.courses.iter().filter(|(m, _)| m.first() <= day);
        let first = history.visits.first().copied().or_else(|| Day::parse(&c("initial_charged_on")).ok());
        let said = [
            ("worker.name", w("name")),
            ("worker.birth", shown(birth)),
            ("worker.sex", w("sex")),
            ("worker.age", birth.map(|b| b.age_on(day).to_string()).unwrap_or_default()),
            ("worker.birth_year", birth.map(birth_year).unwrap_or_default()),
            ("worker.occupation", w("occupation")),
            ("case.number", number(&of.case, day)),
            ("case.injured_on", shown(Day::parse(&c("injured_on")).ok())),
            ("case.first_visit", shown(first)),
            ("case.last_visit", shown(history.visit_until(day))),
            ("case.disease.1", diseases.first().cloned().unwrap_or_default()),
            ("case.disease.2", diseases.iter().skip(1).cloned().collect::<Vec<_>>().join("、")),
            ("case.diseases", diseases.join("、")),
            ("case.site_and_state", c("site_and_state")),
            ("case.first_state", first_state(&of.case)),
            ("case.course", history.courses.iter().rev().find_map(course).unwrap_or_default()),
            ("case.courses", courses.map(|(m, t)| format!("{}　{t}", m.ja())).collect::<Vec<_>>().join("\n")),
            ("facility.name", facility.name.clone()),
            ("facility.address", facility.address.clone()),
            ("doctor.name", doctor(actor, &facility)),
            ("paper.day", day.to_string()),
            ("paper.count", (same.len() + 1).to_string()),
            ("paper.again", if same.is_empty() { "1" } else { "2" }.to_owned()),
            ("previous.day", shown(same.last().map(|p| p.issued))),
        ];
        Ok(Known {
            said: said.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
            previous: same.last().map(|p| p.body.values.clone()).unwrap_or_default(),
        })
    }
}

/// Names under treatment on a day; where none was entered yet, what the worker's paper says.
pub(super) fn diseases(case: &CaseBody, day: Day) -> Vec<String> {
    let on = |d: &&crate::wire::DiseaseForm| {
        Day::parse(&d.since).map_or(true, |since| since <= day) && Day::parse(&d.end_day).map_or(true, |end| end >= day)
    };
    let named: Vec<String> =
        case.diseases.iter().filter(on).map(|d| d.name.clone()).filter(|n| !n.is_empty()).collect();
    if !named.is_empty() {
        return named;
    }
    let told = [text(&case.fields, "disease_name"), text(&case.fields, "site_and_state")];
    told.into_iter().find(|t| !t.is_empty()).map(|t| vec![t.to_owned()]).unwrap_or_default()
}

/// 負傷の部位及び状態, and the disability there was before.
fn first_state(case: &CaseBody) -> String {
    let f = |id| text(&case.fields, id);
    let before =
        (f("existing_disability") == "2").then(|| format!("既往の身体障害：{}", f("existing_disability_text")));
    let state = Some(f("site_and_state").to_owned()).filter(|t| !t.is_empty());
    state.into_iter().chain(before).collect::<Vec<_>>().join("\n")
}

/// `昭和55`.
fn birth_year(birth: Day) -> String {
    let (era, year) = birth.era();
    format!("{}{}", era.ja(), if year == 1 { "元".to_owned() } else { year.to_string() })
}

/// The number the case is claimed under, in its parts.
fn number(case: &CaseBody, day: Day) -> String {
    if let Ok(pension) = PensionNumber::parse(text(&case.fields, "pension_number")) {
        return pension.as_str().to_owned();
    }
    match LaborInsuranceNumber::parse(&number_in(case, day.month())) {
        Ok(n) => {
            let n = n.as_str();
            format!("{}-{}-{}-{}-{}", &n[..2], &n[2..3], &n[3..5], &n[5..11], &n[11..])
        }
        Err(_) => String::new(),
    }
}

/// Who signs: whoever writes it, where that is a doctor; else the first doctor of the staff, else the director. A family
/// name alone is completed from the director's.
fn doctor(actor: &str, facility: &FacilityForm) -> String {
    let of_staff = facility.staff.iter().map(|s| s.name.as_str());
    let named = [actor].into_iter().chain(of_staff).find_map(|n| n.trim().strip_prefix("医師"));
    let director = facility.director.trim();
    let is_space = |c: char| c == ' ' || c == '\u{3000}';
    match named.map(|n| n.trim_matches(is_space)).filter(|n| !n.is_empty()) {
        Some(name)
            if !director.starts_with(&format!("{name}\u{3000}")) && !director.starts_with(&format!("{name} ")) =>
        {
            name.to_owned()
        }
        _ => director.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{DiseaseForm, Staff};
    use rosai_paper::letters;

    #[test]
    fn papers_name_only_sources_there_are() {
        for letter in letters() {
            for source in letter.fields.iter().flat_map(|f| &f.from) {
                let of_previous = source.strip_prefix("previous.").is_some_and(|id| letter.field(id).is_some());
                assert!(of_previous || SOURCES.contains(&source.as_str()), "{}: {source}", letter.id);
            }
        }
    }

    #[test]
    fn the_doctor_is_who_writes_or_the_first_on_the_staff() {
        let staff = |name: &str| Staff { name: name.to_owned(), administrator: false };
        let facility = |director: &str, names: &[&str]| FacilityForm {
            director: director.to_owned(),
            staff: names.iter().map(|n| staff(n)).collect(),
            ..FacilityForm::default()
        };
        let two = facility("北都　健", &["受付 佐藤", "医師 北都", "医師 南　一郎"]);
        assert_eq!(doctor("受付 佐藤", &two), "北都　健");
        assert_eq!(doctor("医師 南　一郎", &two), "南　一郎");
        assert_eq!(doctor("医師 北都", &two), "北都　健");
        assert_eq!(doctor("受付 佐藤", &facility("北都　健", &["受付 佐藤"])), "北都　健");
        assert_eq!(doctor("", &facility("", &[])), "");
    }

    #[test]
    fn a_disease_that_has_ended_is_under_treatment_no_more() {
        let disease = |name: &str, since: &str, end_day: &str| DiseaseForm {
            name: name.to_owned(),
            since: since.to_owned(),
            end_day: end_day.to_owned(),
            ..DiseaseForm::default()
        };
        let case = CaseBody {
            diseases: vec![
                disease("左示指切創", "", "2025-10-24"),
                disease("左示指腱損傷", "2025-10-20", ""),
                disease("左手関節捻挫", "2025-11-01", ""),
            ],
            ..CaseBody::default()
        };
        let on = |y, m, d| diseases(&case, Day::new(y, m, d).expect("a day"));
        assert_eq!(on(2025, 10, 10), ["左示指切創"]);
        assert_eq!(on(2025, 10, 24), ["左示指切創", "左示指腱損傷"]);
        assert_eq!(on(2025, 10, 25), ["左示指腱損傷"]);
        assert_eq!(on(2025, 11, 1), ["左示指腱損傷", "左手関節捻挫"]);
    }

    #[test]
    fn a_birth_year_is_named_by_its_era() {
        let year = |y, m, d| birth_year(Day::new(y, m, d).expect("a day"));
        assert_eq!(year(1980, 4, 12), "昭和55");
        assert_eq!(year(2019, 5, 1), "令和元");
    }
}
