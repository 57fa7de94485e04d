//! 受付票: a sheet loaded, checked while it is filled, saved as worker, 事業場 and case at once.

use crate::case_body::{
    CaseBody, EarlierNumber, OF_EMPLOYER, WorkerBody, arrival, cause, field_messages, parts, taken_over_slips, text,
    tidy,
};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, check, json, refuse};
use crate::intake_sheet::{self, When};
use crate::wire::*;
use rosai_domain::{Arrival, Day, InjuryCause, LaborInsuranceNumber, YearMonth, fold_width, to_katakana};
use rosai_store::{CaseRow, CaseWrite, EmployerWrite, Intake, WorkerRow, WorkerWrite};
use std::collections::BTreeMap;

/// The box at which 「同じ人ですか」 is said.
const SAME_WORKER: &str = "kana_family";

impl Desk {
    pub(crate) fn intake_sheet(&mut self, _actor: &str, ask: AskIntakeSheet) -> Result<IntakeSheet, ApiError> {
        Ok(intake_sheet::sheet(&ask.form)?.shown())
    }

    /// A case in its sheet; or a new sheet, for a known worker with what is known of them.
    pub(crate) fn intake(&mut self, _actor: &str, ask: AskIntake) -> Result<IntakeForm, ApiError> {
        if let Some(case) = ask.case {
            return self.loaded_intake(case);
        }
        let sheet = intake_sheet::sheet(&ask.form)?;
        let mut form = IntakeForm { form: ask.form.clone(), ..IntakeForm::default() };
        for field in sheet.fields().filter(|f| !f.default.is_empty()) {
            form.fields.insert(field.id.clone(), field.default.clone());
        }
        if matches!(ask.form.as_str(), "6" | "16-4") {
            form.fields.insert("before".to_owned(), "2".to_owned());
        }
        form.fields.insert("received".to_owned(), self.today_is().to_string());
        if let Some(worker) = ask.worker {
            let row = self.store()?.worker(worker)?.ok_or_else(|| ApiError::not_found("人"))?;
            let known: WorkerBody = body(&row.row.body)?;
            form.worker = Some(worker);
            form.worker_revision = row.row.revision;
            form.fields.extend(known.fields);
        }
        Ok(form)
    }

    fn loaded_intake(&self, case: u32) -> Result<IntakeForm, ApiError> {
        let (worker_row, worker, case_row, case) = self.case_with_worker(case)?;
        let mut fields = case.fields.clone();
        fields.extend(worker.fields.clone());
        Ok(IntakeForm {
            case: Some(case_row.row.id),
            worker: Some(worker_row.row.id),
            revision: case_row.row.revision,
            worker_revision: worker_row.row.revision,
            form: case.form,
            fields,
            kept: worker.kept.into_iter().chain(case.kept).collect(),
        })
    }

    pub(crate) fn case_with_worker(&self, case: u32) -> Result<(WorkerRow, WorkerBody, CaseRow, CaseBody), ApiError> {
        let row = self.store()?.case(case)?.ok_or_else(|| ApiError::not_found("傷病"))?;
        let worker = self.store()?.worker(row.worker)?.ok_or_else(|| ApiError::not_found("人"))?;
        let (worker_body, case_body) = (body(&worker.row.body)?, body(&row.row.body)?);
        Ok((worker, worker_body, row, case_body))
    }

    /// What the sheet says at this moment: nothing is written.
    pub(crate) fn check_intake(&mut self, _actor: &str, form: IntakeForm) -> Result<IntakeChecked, ApiError> {
        let known = self.known_case(&form)?;
        let mut checked = IntakeChecked {
            messages: self.intake_messages(&form, known.as_ref())?,
            hidden: hidden(&form, known.as_ref())?,
            ..IntakeChecked::default()
        };
        let (worker, case) = parts(&form)?;
        self.echo(&form, &mut checked)?;
        self.propose(&case, &mut checked)?;
        decide(&case, &mut checked);
        self.find_same(&form, &worker, &case, &mut checked)?;
        Ok(checked)
    }

    fn known_case(&self, form: &IntakeForm) -> Result<Option<CaseBody>, ApiError> {
        form.case.map(|case| self.case_with_worker(case).map(|(_, _, _, body)| body)).transpose()
    }

    /// Everything that is wrong, in the order of the sheet; what is kept as 要確認 is said too.
    fn intake_messages(&self, form: &IntakeForm, known: Option<&CaseBody>) -> Result<Vec<FieldMessage>, ApiError> {
        let today = self.today_is();
        let mut out = Vec::new();
        let hidden = hidden(form, known)?;
        let value = |id: &str| form.fields.get(id).map(|v| v.trim().to_owned()).unwrap_or_default();
        let day = |id: &str| Day::parse(&value(id)).ok();
        for field in intake_sheet::sheet(&form.form)?.fields() {
            let id = field.id.as_str();
            if hidden.contains(&field.id) {
                continue;
            }
            let kept = tidy(field, &value(id));
            field_messages(field, &kept, today, &mut out);
            match id {
                "sex" | "before" if kept.is_empty() => {
                    out.push(refuse(id, "まだ選ばれていません。用紙を見るか本人に聞いて、番号で選んでください。"));
                }
                "name" | "birth" | "injured_on" | "kana_family" if kept.is_empty() => {
                    out.push(refuse(id, format!("{}が空です。用紙を見て入れてください。", field.label)));
                }
                "labor_number" if kept.is_empty() && value("pension_number").is_empty() => {
                    out.push(check(id, "労働保険番号が空です。分かるまで「要確認」に残り、空欄のまま印刷されます。"));
                }
                "employer_name" | "employer_prefecture" | "employer_municipality" | "kana_given" if kept.is_empty() => {
                    out.push(check(id, format!("{}が空です。内訳書に印刷されません。", field.label)));
                }
                "employer_prefecture" if !crate::office::is_prefecture(&kept) => out.push(refuse(
                    id,
                    "この名前の都道府県はありません。北海道、東京都のように、最後の字まで入れてください。",
                )),
                "employer_municipality" if !kept.ends_with(['郡', '市', '区']) => out.push(refuse(
                    id,
                    "郡・市・区で終わるように入れてください（札幌市、中央区など）。内訳書で最後の字を丸で囲みます。",
                )),
                "employer_telephone" if kept.chars().any(|c| !c.is_ascii_digit() && c != '-') => {
                    out.push(check(id, "電話番号に数字でない文字があります。欄がずれていないか確かめてください。"));
                }
                "certified" if kept == "3" => out.push(check(
                    id,
                    "事業主の証明がありません。監督署に確かめ、証明のある用紙を出してもらってください。",
                )),
                "birth" => {
                    if let Some(birth) = day(id) {
                        let age = birth.age_on(today);
                        if !(15..=90).contains(&age) && birth <= today {
                            out.push(check(id, format!("{age}歳になります。元号と年を、用紙でもう一度確かめてください。")));
                        }
                    }
                }
                "injured_on" => {
                    if let (Some(injured), Some(birth)) = (day(id), day("birth"))
                        && injured < birth
                    {
                        out.push(refuse(id, "傷病年月日が生年月日より前です。どちらかを直してください。"));
                    }
                }
                "received" => {
                    if let (Some(received), Some(injured)) = (day(id), day("injured_on"))
                        && received < injured
                    {
                        out.push(refuse(id, "用紙を受け取った日が傷病年月日より前です。どちらかを直してください。"));
                    }
                }
                "before" if kept == "2" && matches!(form.form.as_str(), "5" | "16-3") => out.push(check(
                    id,
                    "労災指定の医療機関からの転医では、様式第6号（通勤は第16号の4）を出してもらいます。この用紙でよいか確かめてください。",
                )),
                "before" if kept != "2" && !kept.is_empty() && matches!(form.form.as_str(), "6" | "16-4") => out.push(check(
                    id,
                    "労災指定でない医療機関などからのときは、様式第5号（通勤は第16号の3）を出してもらいます。用紙を確かめてください。",
                )),
                "relapse" if kept == "2" => out.push(check(
                    "injured_on",
                    "再発なので、傷病年月日は初めの災害の日です。用紙の日を確かめてください。",
                )),
                "same_place_again" if kept == "2" => out.push(check(
                    "injured_on",
                    "新しい災害なので、傷病年月日は新しい災害の日です。前の災害の日のままでないか確かめてください。",
                )),
                "nature" if kept == "2" => {
                    out.push(check("injured_on", "疾病なので、医師がそうと診断した日を入れます。"));
                }
                "number_from" | "number_notice" if kept.is_empty() => out.push(refuse(
                    id,
                    format!("労働保険番号を変えるには、{}が要ります。通知がないうちは元の番号に戻してください。", field.label),
                )),
                _ => {}
            }
        }
        let patient_number = value("patient_number");
        if !patient_number.is_empty()
            && let Some(other) = self.store()?.patient_number_used(&fold_width(&patient_number))?
            && Some(other) != form.worker
        {
            out.push(refuse(
                "patient_number",
                "この診察券の番号は、ほかの人に使われています。番号を確かめてください。",
            ));
        }
        // In the order of the sheet; of two on one box the worse first.
        let order: BTreeMap<&str, usize> =
            intake_sheet::sheet(&form.form)?.fields().enumerate().map(|(i, f)| (f.id.as_str(), i)).collect();
        out.sort_by_key(|m| (order.get(m.field.as_str()).copied(), m.severity.clone()));
        Ok(out)
    }

    fn echo(&self, form: &IntakeForm, checked: &mut IntakeChecked) -> Result<(), ApiError> {
        for field in intake_sheet::sheet(&form.form)?.fields() {
            let value = form.fields.get(&field.id).map(String::as_str).unwrap_or_default();
            let echo = match (field.kind.as_str(), Day::parse(value)) {
                ("birth", Ok(day)) => format!("{}　{}歳", day.ja(), day.age_on(self.today_is())),
                ("date", Ok(day)) => day.ja_with_weekday(),
                ("month", _) => match YearMonth::try_from(tidy(field, value)) {
                    Ok(month) => month.ja(),
                    Err(_) => continue,
                },
                _ => continue,
            };
            checked.echoes.insert(field.id.clone(), echo);
        }
        if let Ok(number) = LaborInsuranceNumber::parse(text(&form.fields, "labor_number")) {
            checked.echoes.insert("labor_number".to_owned(), in_parts(&number));
        }
        Ok(())
    }

    /// Values for empty boxes: what is remembered of the 事業場, and the office its number names.
    fn propose(&self, case: &CaseBody, checked: &mut IntakeChecked) -> Result<(), ApiError> {
        let Ok(number) = LaborInsuranceNumber::parse(text(&case.fields, "labor_number")) else { return Ok(()) };
        if let Some(row) = self.store()?.employer_by_number(number.as_str())? {
            let known: BTreeMap<String, String> = body(&row.body)?;
            checked.proposals.extend(known.into_iter().filter(|(_, v)| !v.is_empty()));
        }
        if let Some(office) = crate::office::of_number(&number) {
            checked.proposals.entry("office".to_owned()).or_insert(office.name);
            let prefecture = crate::office::prefecture(&office.bureau);
            checked.proposals.entry("employer_prefecture".to_owned()).or_insert(prefecture);
        }
        checked.proposals.retain(|id, _| text(&case.fields, id).is_empty());
        Ok(())
    }

    fn find_same(
        &self,
        form: &IntakeForm,
        worker: &WorkerBody,
        case: &CaseBody,
        checked: &mut IntakeChecked,
    ) -> Result<(), ApiError> {
        let birth = text(&worker.fields, "birth");
        let kana = kana_key(worker);
        if form.worker.is_none() && !kana.is_empty() && Day::parse(birth).is_ok() {
            for row in self.store()?.same_worker(&kana, birth)? {
                checked.same_workers.push(self.worker_hit(&row)?);
            }
        }
        let (number, injured) = (number_key(case), text(&case.fields, "injured_on"));
        if number.is_empty() || Day::parse(injured).is_err() {
            return Ok(());
        }
        let same = self.store()?.same_key(&number, birth, injured)?;
        if let Some(other) = same.iter().find(|c| Some(c.row.id) != form.case) {
            checked.same_case = Some(other.row.id);
            checked.same_case_ja =
                "労働保険番号・生年月日・傷病年月日が同じ災害が、もう登録されています。2つ目は作らず、そちらを開いてください。"
                    .to_owned();
        }
        Ok(())
    }

    /// Saves the sheet. What is wrong is refused unless it is kept as 要確認; nothing typed is changed by a refusal.
    pub(crate) fn save_intake(&mut self, actor: &str, ask: SaveIntake) -> Result<IntakeSaved, ApiError> {
        let mut form = ask.form;
        let known = self.known_case(&form)?;
        let messages = self.intake_messages(&form, known.as_ref())?;
        let (worker, case) = parts(&form)?;
        let mut same = IntakeChecked::default();
        self.find_same(&form, &worker, &case, &mut same)?;
        if same.same_case.is_some() {
            // Two cases under one payment key would be claimed as one, with two 初診料: no 要確認 lets that pass.
            let messages = vec![refuse("injured_on", same.same_case_ja)];
            return Ok(IntakeSaved { saved: false, messages, form });
        }
        let mut messages = messages;
        if let Some(other) = same.same_workers.first() {
            messages.push(refuse(
                SAME_WORKER,
                format!(
                    "{}さん（{}）がもう登録されています。同じ人なら選び、別の人なら要確認として保存してください。",
                    other.name, other.birth_ja
                ),
            ));
        }
        let wrong = |m: &&FieldMessage| m.severity == "blocks" && !form.kept.contains(&m.field);
        let open: Vec<FieldMessage> = messages.iter().filter(wrong).cloned().collect();
        if !open.is_empty() && !ask.keep_all {
            return Ok(IntakeSaved { saved: false, messages: open, form });
        }
        let blocking = |field: &str| messages.iter().any(|m| m.severity == "blocks" && m.field == field);
        // Kept is what is still wrong: a mended value is no 要確認 any more.
        let still = messages.iter().filter(|m| m.severity == "blocks" && !m.text.contains("がもう登録されています"));
        form.kept = still.map(|m| m.field.clone()).collect();
        form.kept.dedup();
        // What is not asked does not count: an answer to a question that was asked for a moment goes away.
        for field in hidden(&form, known.as_ref())? {
            form.fields.remove(&field);
        }
        let (worker, mut case) = parts(&form)?;
        if let Some(known) = &known {
            case.diseases = known.diseases.clone();
            case.earlier_numbers = known.earlier_numbers.clone();
            remember_number(known, &mut case, !blocking("number_from") && !blocking("number_notice"));
        }
        if case.diseases.is_empty() && !text(&case.fields, "disease_name").is_empty() {
            let names = text(&case.fields, "disease_name").split(['、', ',', '，']);
            case.diseases =
                names.map(|n| DiseaseForm { name: n.trim().to_owned(), ..DiseaseForm::default() }).collect();
        }
        let intake = Intake {
            worker: self.worker_write(&form, &worker, &case)?,
            employer: self.employer_write(&case)?,
            case: CaseWrite {
                id: form.case,
                revision: form.revision,
                number_key: number_key(&case),
                injured_on: text(&case.fields, "injured_on").to_owned(),
                body: json(&case)?,
            },
        };
        let what = if form.case.is_some() { "受付票を直した" } else { "受付票を登録した" };
        let ids = self.write(actor, what, |store, c| store.save_intake(c, intake))?;
        Ok(IntakeSaved { saved: true, messages: Vec::new(), form: self.loaded_intake(ids.case)? })
    }

    fn worker_write(&self, form: &IntakeForm, worker: &WorkerBody, case: &CaseBody) -> Result<WorkerWrite, ApiError> {
        let f = |id| text(&worker.fields, id);
        let mut words = vec![f("name").to_owned(), f("name").replace(['　', ' '], ""), kana_key(worker)];
        words.extend([format!("{}{}", f("kana_family"), f("kana_given")), f("patient_number").to_owned()]);
        if let Ok(birth) = Day::parse(f("birth")) {
            words.extend(spellings(birth));
        }
        // A worker's search text names the 事業場 and numbers of all their cases.
        let mut cases = vec![case.clone()];
        if let Some(worker) = form.worker {
            for row in self.store()?.cases_of(worker)? {
                if Some(row.row.id) != form.case {
                    cases.push(body(&row.row.body)?);
                }
            }
        }
        for case in &cases {
            words.push(text(&case.fields, "employer_name").to_owned());
            words.push(number_key(case));
            // As it stands on the paper and behind its box.
            words.extend(LaborInsuranceNumber::parse(&number_key(case)).ok().map(|n| in_parts(&n)));
        }
        Ok(WorkerWrite {
            id: form.worker,
            revision: form.worker_revision,
            patient_number: fold_width(f("patient_number")),
            kana_key: kana_key(worker),
            birth: f("birth").to_owned(),
            search: search_text(&words.join(" ")),
            body: json(worker)?,
        })
    }

    fn employer_write(&self, case: &CaseBody) -> Result<Option<EmployerWrite>, ApiError> {
        let fields: BTreeMap<String, String> =
            OF_EMPLOYER.iter().map(|id| ((*id).to_owned(), text(&case.fields, id).to_owned())).collect();
        let (name, number) = (text(&case.fields, "employer_name"), number_key(case));
        if name.is_empty() || LaborInsuranceNumber::parse(&number).is_err() {
            return Ok(None);
        }
        let known = self.store()?.employer_by_number(&number)?;
        Ok(Some(EmployerWrite {
            id: known.as_ref().map(|r| r.id),
            revision: known.as_ref().map_or(0, |r| r.revision),
            name: name.to_owned(),
            labor_number: number.clone(),
            search: search_text(&format!("{name} {number}")),
            body: json(&fields)?,
        }))
    }

    pub(crate) fn find_employer(&mut self, _actor: &str, ask: FindEmployer) -> Result<Employers, ApiError> {
        let text_asked = search_text(&ask.text);
        if text_asked.is_empty() {
            return Ok(Employers::default());
        }
        let mut employers = Vec::new();
        for row in self.store()?.employers(&text_asked.replace('-', ""), 20)? {
            let fields: BTreeMap<String, String> = body(&row.body)?;
            let f = |id| text(&fields, id).to_owned();
            employers.push(EmployerHit {
                name: f("employer_name"),
                labor_number: f("labor_number"),
                address: format!("{}{}", f("employer_prefecture"), f("employer_municipality")),
                fields,
            });
        }
        Ok(Employers { employers })
    }
}

/// One spelling of what is searched and of what is searched for.
pub(crate) fn search_text(text: &str) -> String {
    to_katakana(&fold_width(text)).to_uppercase()
}

/// Ways to type a birth date.
fn spellings(birth: Day) -> Vec<String> {
    let (era, year) = birth.era();
    let letter = ["", "M", "", "T", "", "S", "", "H", "", "R"][usize::from(era.paper_code())];
    let (m, d) = (birth.month().month, birth.day_of_month());
    let iso = birth.to_string();
    vec![
        format!("{letter}{year}.{m}.{d}"),
        format!("{letter}{year:02}{m:02}{d:02}"),
        format!("{}{year:02}{m:02}{d:02}", era.paper_code()),
        iso.replace('-', ""),
        birth.ja(),
        iso,
    ]
}

pub(crate) fn kana_key(worker: &WorkerBody) -> String {
    let kana = format!("{}{}", text(&worker.fields, "kana_family"), text(&worker.fields, "kana_given"));
    to_katakana(&kana).replace(['　', ' ', '・'], "")
}

/// `01-1-01-012345-000`.
fn in_parts(number: &LaborInsuranceNumber) -> String {
    [number.prefecture(), number.jurisdiction(), number.office(), number.base(), number.branch()].join("-")
}

fn number_key(case: &CaseBody) -> String {
    let number = text(&case.fields, "labor_number");
    if number.is_empty() { text(&case.fields, "pension_number").to_owned() } else { number.to_owned() }
}

/// A number that was claimed under stays with the months before the notice.
fn remember_number(known: &CaseBody, case: &mut CaseBody, notified: bool) {
    let (before, after) = (text(&known.fields, "labor_number"), text(&case.fields, "labor_number"));
    // What was no number was never claimed under.
    if LaborInsuranceNumber::parse(before).is_err() || before == after || !notified {
        return;
    }
    case.earlier_numbers.push(EarlierNumber {
        labor_number: before.to_owned(),
        until: text(&case.fields, "number_from").to_owned(),
        notice: text(&case.fields, "number_notice").to_owned(),
    });
    // The notice belongs to this change; the next one asks for its own.
    for id in ["number_from", "number_notice"] {
        case.fields.insert(id.to_owned(), String::new());
    }
}

/// Boxes that are not asked now.
fn hidden(form: &IntakeForm, known: Option<&CaseBody>) -> Result<Vec<String>, ApiError> {
    let asked = |when: &When| {
        let value = text(&form.fields, &when.field);
        when.values.iter().any(|wanted| match wanted.as_str() {
            "filled" => !value.is_empty(),
            "changed" => known.is_some_and(|k| {
                let before = text(&k.fields, &when.field);
                let digits = |t: &str| fold_width(t).chars().filter(char::is_ascii_digit).collect::<String>();
                !before.is_empty() && LaborInsuranceNumber::parse(before).is_ok() && digits(before) != digits(value)
            }),
            exact => value == exact,
        })
    };
    let fields = intake_sheet::sheet(&form.form)?.fields();
    Ok(fields.filter(|f| f.when.as_ref().is_some_and(|w| !asked(w))).map(|f| f.id.clone()).collect())
}

/// What follows from the answers, in sentences.
fn decide(case: &CaseBody, checked: &mut IntakeChecked) {
    let arrival = arrival(&case.form, &case.fields);
    let commute = cause(&case.form, &case.fields) == InjuryCause::Commute;
    let (claim, change) =
        if commute { ("様式第16号の3", "様式第16号の4") } else { ("様式第5号", "様式第6号") };
    let later = taken_over_slips(case) > 0;
    let class = match arrival {
        _ if later => "5 継続",
        Arrival::Relapse => "7 再発",
        Arrival::TransferDesignated => "3 転医始診",
        _ => "1 初診",
    };
    checked.sequence_class = class.to_owned();
    let owed = if arrival == Arrival::TransferDesignated { change } else { claim };
    checked.decided.push(format!("新継再別は「{class}」です。"));
    if !later {
        let heap = if arrival == Arrival::TransferDesignated { "2回目以降分" } else { "初回分" };
        checked.decided.push(format!("要る用紙は{owed}で、請求は「{heap}」の束に入ります。"));
    }
    let received = Day::parse(text(&case.fields, "received")).is_ok();
    let handled = later && text(&case.fields, "handling_charged") == "2";
    checked.decided.push(match arrival {
        _ if !received => format!("{owed}はまだ届いていません。「今日」の画面に未着として残ります。"),
        Arrival::TransferDesignated => "請求書取扱料は、前の医療機関が算定しているので算定しません。".to_owned(),
        Arrival::Relapse => "請求書取扱料は、再発の請求書では算定しません。".to_owned(),
        _ if handled => "請求書取扱料は、もう算定しているので算定しません。".to_owned(),
        _ if !matches!(case.form.as_str(), "5" | "16-3") => {
            format!("請求書取扱料は、{claim}を受け付けるまで算定しません。")
        }
        _ => "用紙を受け付けたので、療養の給付請求書取扱料を算定します。".to_owned(),
    });
    if arrival == Arrival::Switched {
        checked
            .decided
            .push("途中からの切り替えなので、初診料は算定しません（初診は切り替えの前に済んでいます）。".to_owned());
    }
    if text(&case.fields, "third_party") == "2" {
        checked
            .decided
            .push("第三者行為災害です。労働者に、監督署へ第三者行為災害届を出すよう伝えてください。".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_body::OF_WORKER;

    #[test]
    fn a_box_belongs_to_the_worker_or_to_the_employer() {
        assert!(OF_WORKER.iter().all(|id| !OF_EMPLOYER.contains(id)));
    }

    #[test]
    fn birth_dates_are_found_in_every_spelling() {
        let birth = Day::new(1980, 4, 12).expect("a day");
        let all = spellings(birth).join(" ");
        for typed in ["S55.4.12", "S550412", "5550412", "19800412", "昭和55年4月12日", "1980-04-12"] {
            assert!(all.contains(typed), "{typed}");
        }
    }
}
