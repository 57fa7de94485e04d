//! 診療入力: attendances, answers, diseases, the month's record — each saved at once, undone by a key.

use crate::attendance_form::{read, tidy};
use crate::case_body::{CaseBody, MonthBody, injury_case, is_disposition, text};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, case_id, check, json, kept_day, put, refuse};
use crate::month_facts::WorkerOf;
use crate::month_view::is_of;
use crate::wire::*;
use rosai_domain::{Day, SymptomDetail, YearMonth, normalize};
use rosai_store::CaseWrite;

impl Desk {
    /// Saves an attendance whole. What cannot be read, or contradicts the rest of the month, is refused with its place.
    pub(crate) fn save_attendance(&mut self, actor: &str, ask: SaveAttendance) -> Result<AttendanceSaved, ApiError> {
        let form = tidy(ask.form);
        let (_, _, case_row, _) = self.case_with_worker(form.case)?;
        let of = self.worker_of(case_row.worker)?;
        let before = form.id.map(|id| self.store()?.attendance(id)?.ok_or_else(|| ApiError::not_found("受診")));
        let before = before.transpose()?;
        let shown = Day::parse(&form.day).map(|d| d.month());
        let month = shown.clone().unwrap_or_else(|_| self.today_is().month());
        let attendance = match read(&form) {
            Ok(attendance) => attendance,
            Err(messages) => return self.not_saved(&of, month, messages),
        };
        let month = attendance.day.month();
        self.still_open(&of, form.case, month)?;
        if let Some(before) = &before {
            self.still_open(&of, before.case, Day::parse(&before.day).map_or(month, Day::month))?;
        }
        // What the whole month says about it, before anything is written.
        let now = self.month_of(&of, month)?;
        if let Ok(facts) = &now.facts {
            let mut with = facts.clone();
            // A case of a later month is none of this month's; its sentence is about the day, not about a number.
            if with.injury(&case_id(form.case)).is_none() {
                let own = of.cases.iter().find(|c| c.row.row.id == form.case);
                let read = own.map(|c| injury_case(form.case, &c.body, month, &MonthBody::default(), 0));
                with.injuries.extend(read.into_iter().flatten());
            }
            let place = now.entered.iter().position(|a| a.id.is_some() && a.id == form.id);
            let at = match place {
                Some(i) => {
                    with.attendances[i] = attendance;
                    i
                }
                None => {
                    with.attendances.push(attendance);
                    with.attendances.len() - 1
                }
            };
            let known = facts.problems();
            let own = format!("{}件目の受診", at + 1);
            let new = with.problems().into_iter().filter(|p| p.place.starts_with(&own) || !known.contains(p));
            let messages: Vec<FieldMessage> = new.map(|p| refuse(field_of(&p.place), p.message)).collect();
            if !messages.is_empty() {
                return self.not_saved(&of, month, messages);
            }
        }
        let body = json(&AttendanceForm { id: None, revision: 0, ..form.clone() })?;
        let what = if form.id.is_some() { "受診を直した" } else { "受診を加えた" };
        let summary = format!("{}の{what}", Day::parse(&form.day).map(Day::ja).unwrap_or_default());
        let row = self.write(actor, &summary, |store, c| {
            store.save_attendance(c, form.id, form.revision, form.case, &form.day, &form.time, &body)
        })?;
        self.saved(of.row.row.id, month, Some(row.row.id))
    }

    pub(crate) fn not_saved(
        &self,
        of: &WorkerOf,
        month: YearMonth,
        messages: Vec<FieldMessage>,
    ) -> Result<AttendanceSaved, ApiError> {
        let view = self.month_view(of.row.row.id, month)?;
        Ok(AttendanceSaved { saved: false, id: None, messages, view })
    }

    pub(crate) fn saved(&self, worker: u32, month: YearMonth, id: Option<u32>) -> Result<AttendanceSaved, ApiError> {
        Ok(AttendanceSaved { saved: true, id, messages: Vec::new(), view: self.month_view(worker, month)? })
    }

    /// Refuses a change to what is 確定.
    pub(crate) fn still_open(&self, of: &WorkerOf, case: u32, month: YearMonth) -> Result<(), ApiError> {
        let name = String::from(month);
        if of.statements.iter().any(|s| s.case == case && s.month == name) {
            return Err(ApiError::refused(format!(
                "{}の内訳書は確定しています。直すときは「月次請求」で確定を外してから入れてください。",
                month.ja()
            )));
        }
        Ok(())
    }

    /// Takes an attendance away; 元に戻す brings it back.
    pub(crate) fn remove_attendance(
        &mut self,
        actor: &str,
        ask: RemoveAttendance,
    ) -> Result<AttendanceSaved, ApiError> {
        let row = self.store()?.attendance(ask.id)?.ok_or_else(|| ApiError::not_found("受診"))?;
        let of = self.worker_of(row.worker)?;
        let day = Day::parse(&row.day).map_err(ApiError::refused)?;
        self.still_open(&of, row.case, day.month())?;
        let summary = format!("{}の受診を消した", day.ja());
        self.write(actor, &summary, |store, c| store.remove_attendance(c, ask.id, ask.revision))?;
        self.saved(row.worker, day.month(), None)
    }

    /// The acts of the visit before.
    pub(crate) fn last_visit(&mut self, _actor: &str, ask: AskLastVisit) -> Result<LastVisit, ApiError> {
        let before = Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?;
        let before = if ask.from.trim().is_empty() {
            before
        } else {
            Day::parse(&ask.from).map_err(|e| ApiError::at("from", e))?.plus_days(1)
        };
        let Some(row) = self.store()?.last_attendance(ask.case, &before.to_string())? else {
            return Ok(LastVisit::default());
        };
        let form: AttendanceForm = body(&row.row.body)?;
        Ok(LastVisit {
            day_ja: Day::parse(&row.day).map(Day::ja_with_weekday).unwrap_or_default(),
            acts: form.acts.into_iter().map(|a| ActForm { urgent: false, ..a }).collect(),
        })
    }

    /// Saves the diseases of a case. A name that stands on a claim gets an end, it never vanishes.
    pub(crate) fn save_diseases(&mut self, actor: &str, ask: SaveDiseases) -> Result<AttendanceSaved, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let (_, _, row, mut case) = self.case_with_worker(ask.case)?;
        let of = self.worker_of(row.worker)?;
        let mut messages = Vec::new();
        let mut diseases = Vec::new();
        for (i, mut d) in ask.diseases.into_iter().enumerate() {
            d.name = normalize(&d.name);
            d.since = kept_day(&d.since);
            d.end_day = kept_day(&d.end_day);
            d.claimed = false;
            if d.name.is_empty() && d.since.is_empty() && d.end.is_empty() {
                continue;
            }
            disease_messages(&d, i, &mut messages);
            diseases.push(d);
        }
        for name in self.claimed_names(&of, ask.case)? {
            if !diseases.iter().any(|d| is_of(&name, &d.name)) {
                messages.push(refuse(
                    "diseases",
                    format!("「{name}」は請求に書いた傷病名なので消せません。終わったときは、終わりの日と理由を入れてください。"),
                ));
            }
        }
        if messages.iter().any(|m| m.severity == "blocks") {
            return self.not_saved(&of, month, messages);
        }
        case.diseases = diseases;
        let write = self.case_write(ask.revision, &row, &case)?;
        self.write(actor, "傷病名を直した", |store, c| store.save_case(c, &write))?;
        Ok(AttendanceSaved { messages, ..self.saved(row.worker, month, None)? })
    }

    fn case_write(&self, revision: u32, row: &rosai_store::CaseRow, case: &CaseBody) -> Result<CaseWrite, ApiError> {
        Ok(CaseWrite {
            id: Some(row.row.id),
            revision,
            number_key: row.number_key.clone(),
            injured_on: text(&case.fields, "injured_on").to_owned(),
            body: json(case)?,
        })
    }

    /// Saves 傷病の経過, 転帰 and remarks of a month.
    pub(crate) fn save_month_record(&mut self, actor: &str, ask: SaveMonthRecord) -> Result<AttendanceSaved, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let (_, _, row, _) = self.case_with_worker(ask.case)?;
        let of = self.worker_of(row.worker)?;
        self.still_open(&of, ask.case, month)?;
        let r = ask.record;
        let mut messages = Vec::new();
        let ended = !matches!(r.disposition.as_str(), "" | "continuing");
        if ended && !is_disposition(&r.disposition) {
            messages.push(refuse("disposition", "転帰は、治ゆ・継続・転医・中止・死亡のどれかを選んでください。"));
        }
        let rows = self.store()?.month(row.worker, &String::from(month))?;
        let last = rows.attendances.iter().filter(|a| a.case == ask.case).filter_map(|a| Day::parse(&a.day).ok()).max();
        if ended && r.disposition_day.trim().is_empty() {
            messages.push(refuse("disposition_day", "転帰の日が空です。治ゆ・中止・転医・死亡の日を入れてください。"));
        }
        if !r.disposition_day.trim().is_empty() {
            match put(&mut messages, "disposition_day", Day::parse(&r.disposition_day)) {
                Some(day) if !month.contains(day) => messages.push(refuse(
                    "disposition_day",
                    format!("転帰の日（{}）が診療月（{}）の外です。日を確かめてください。", day.ja(), month.ja()),
                )),
                Some(day) if day > self.today_is() => {
                    messages.push(refuse("disposition_day", format!("{}はまだ来ていない日です。", day.ja())));
                }
                Some(day) if last.is_some_and(|last| last > day) => messages.push(refuse(
                    "disposition_day",
                    format!("転帰の日（{}）より後に受診があります。どちらかを直してください。", day.ja()),
                )),
                _ if !ended => messages.push(refuse(
                    "disposition_day",
                    "転帰が「継続」なのに転帰の日が入っています。どちらかを直してください。",
                )),
                _ => {}
            }
        }
        if r.course.chars().count() > 2000 {
            messages.push(refuse("course", "傷病の経過が2000文字を超えています。短くしてください。"));
        }
        for (i, symptom) in r.symptoms.iter().enumerate() {
            let known = |c: u8| SymptomDetail::CLASSES.iter().any(|(class, _)| *class == c);
            if !symptom.text.trim().is_empty() && !symptom.class.parse().is_ok_and(known) {
                messages.push(refuse(
                    format!("symptoms.{i}.class"),
                    "症状詳記の区分を選んでください（1 主たる疾患の臨床症状 など）。",
                ));
            }
        }
        if !messages.is_empty() {
            return self.not_saved(&of, month, messages);
        }
        if r.course.chars().count() > 50 {
            messages.push(check(
                "course",
                "50文字を超えています。電子で請求するときは50文字までです（紙ではこのまま印刷します）。",
            ));
        }
        let kept = MonthBody {
            course: normalize(&r.course),
            disposition: r.disposition,
            disposition_day: kept_day(&r.disposition_day),
            remarks: r.remarks.iter().map(|t| normalize(t)).filter(|t| !t.is_empty()).collect(),
            symptoms: r
                .symptoms
                .into_iter()
                .map(|s| SymptomForm { text: normalize(&s.text), ..s })
                .filter(|s| !s.text.is_empty())
                .collect(),
        };
        let (body, name) = (json(&kept)?, String::from(month));
        let summary = format!("{}の傷病の経過・転帰を直した", month.ja());
        self.write(actor, &summary, |store, c| store.save_month_record(c, ask.case, &name, r.revision, &body))?;
        Ok(AttendanceSaved { messages, ..self.saved(row.worker, month, None)? })
    }

    /// 元に戻す: the newest change of this worker's month.
    pub(crate) fn undo(&mut self, actor: &str, ask: AskMonth) -> Result<MonthView, ApiError> {
        self.step(actor, ask, true)
    }

    /// やり直す.
    pub(crate) fn redo(&mut self, actor: &str, ask: AskMonth) -> Result<MonthView, ApiError> {
        self.step(actor, ask, false)
    }

    fn step(&mut self, actor: &str, ask: AskMonth, back: bool) -> Result<MonthView, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let of = self.worker_of(ask.worker)?;
        for case in &of.cases {
            self.still_open(&of, case.row.row.id, month)?;
        }
        let name = String::from(month);
        let what = if back { "元に戻した" } else { "やり直した" };
        let done = self.write(actor, what, |store, c| {
            if back { store.undo(c, ask.worker, &name) } else { store.redo(c, ask.worker, &name) }
        })?;
        if done.is_none() {
            let nothing = if back {
                "元に戻すことはありません。"
            } else {
                "やり直すことはありません。"
            };
            return Err(ApiError::refused(nothing));
        }
        self.month_view(ask.worker, month)
    }
}

/// `2件目の受診（…）・日` → `day`; `…・3番目の行為` → `acts.2`.
fn field_of(place: &str) -> String {
    match place.rsplit('・').next().unwrap_or(place) {
        "来院" => "coming".to_owned(),
        "行為" => "acts".to_owned(),
        "傷病" => "case".to_owned(),
        last => match last.strip_suffix("番目の行為").and_then(|n| n.parse::<usize>().ok()) {
            Some(n) => format!("acts.{}", n.saturating_sub(1)),
            None => "day".to_owned(),
        },
    }
}

fn disease_messages(d: &DiseaseForm, i: usize, out: &mut Vec<FieldMessage>) {
    if d.name.is_empty() {
        out.push(refuse(format!("diseases.{i}.name"), "傷病名が空です。名前を入れるか、その行を消してください。"));
    }
    let since = if d.since.is_empty() { None } else { put(out, &format!("diseases.{i}.since"), Day::parse(&d.since)) };
    if !d.end.is_empty() {
        if d.end == "continuing" || !is_disposition(&d.end) {
            out.push(refuse(
                format!("diseases.{i}.end"),
                "終わりの理由は、治ゆ・転医・中止・死亡のどれかを選んでください。",
            ));
        }
        let end = put(out, &format!("diseases.{i}.end_day"), Day::parse(&d.end_day));
        if let (Some(since), Some(end)) = (since, end)
            && end < since
        {
            out.push(refuse(format!("diseases.{i}.end_day"), "終わりの日が始めの日より前です。日を確かめてください。"));
        }
    } else if !d.end_day.is_empty() {
        out.push(refuse(
            format!("diseases.{i}.end"),
            "終わりの日があるのに理由がありません。治ゆ・中止などを選んでください。",
        ));
    }
    if since.is_some() && d.cause.trim().is_empty() {
        out.push(check(
            format!("diseases.{i}.cause"),
            "後から加えた傷病名です。加えた原因を、傷病の経過にも書いてください。",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_the_facts_are_boxes_of_the_screen() {
        assert_eq!(field_of("2件目の受診（令和7年10月3日）・日"), "day");
        assert_eq!(field_of("1件目の受診（令和7年10月3日）・3番目の行為"), "acts.2");
    }
}
