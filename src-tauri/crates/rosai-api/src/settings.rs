//! 設定: the clinic as it is typed and as the rules read it, print positions, backup, history.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{check, put, refuse};
use crate::wire::*;
use rosai_domain::{ClaimMethod, Dated, Day, Establishment, Facility, FacilityKind, HospitalNumber, HoursSpan, Notice};
use rosai_domain::{TaxClass, TimeOfDay, fold_width, normalize, read_count};
use rosai_fees::rules;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// 施設基準 that rules of this version ask for, with their names.
const NOTICES: &str = include_str!("../../../../assets/offices/notices.csv");
const PREFERENCES: &str = "preferences";

impl Desk {
    /// The clinic as it was entered; an empty form of revision 0 where nothing was.
    pub(crate) fn facility_form(&self) -> Result<FacilityForm, ApiError> {
        let Some(row) = self.store()?.facility()? else { return Ok(empty_form()) };
        let mut form: FacilityForm = crate::form::body(&row.body)?;
        form.revision = row.revision;
        Ok(form)
    }

    pub(crate) fn facility(&mut self, _actor: &str, _: Nothing) -> Result<FacilityForm, ApiError> {
        self.facility_form()
    }

    /// The clinic as the rules read it. What cannot be read is left out: [`check_form`] has said so.
    pub(crate) fn clinic(&self) -> Result<Facility, ApiError> {
        Ok(read_form(&self.facility_form()?).0)
    }

    pub(crate) fn check_facility(&mut self, _actor: &str, form: FacilityForm) -> Result<FacilitySaved, ApiError> {
        let form = one_spelling(form);
        let (_, messages) = read_form(&form);
        Ok(FacilitySaved { saved: false, messages, form: without_empty_rows(form) })
    }

    /// Saves the clinic. A value that cannot be read is refused: every claim would carry it.
    pub(crate) fn save_facility(&mut self, actor: &str, form: FacilityForm) -> Result<FacilitySaved, ApiError> {
        let form = one_spelling(form);
        let (_, messages) = read_form(&form);
        let form = without_empty_rows(form);
        if messages.iter().any(|m| m.severity == "blocks") {
            return Ok(FacilitySaved { saved: false, messages, form });
        }
        // The first to set up is on the list that is being saved.
        let name = if self.facility_form()?.staff.is_empty() {
            form.staff.first().map(|s| s.name.clone()).unwrap_or_default()
        } else {
            actor.to_owned()
        };
        let body = crate::form::json(&form)?;
        let row = self.write(&name, "設定を直した", |store, c| store.save_facility(c, form.revision, &body))?;
        Ok(FacilitySaved { saved: true, messages, form: FacilityForm { revision: row.revision, ..form } })
    }

    pub(crate) fn notice_kinds(&mut self, _actor: &str, _: Nothing) -> Result<NoticeKinds, ApiError> {
        Ok(NoticeKinds { kinds: notices() })
    }

    pub(crate) fn kept_preferences(&self) -> Result<Preferences, ApiError> {
        let mut kept: Preferences = match self.store()?.setting(PREFERENCES)? {
            Some(json) => crate::form::body(&json)?,
            None => Preferences { zero_fill: true, ..Preferences::default() },
        };
        kept.folder_used = self.folder(&kept).display().to_string();
        Ok(kept)
    }

    pub(crate) fn folder(&self, kept: &Preferences) -> PathBuf {
        if kept.folder.trim().is_empty() { self.door.usual_folder() } else { PathBuf::from(kept.folder.trim()) }
    }

    pub(crate) fn preferences(&mut self, _actor: &str, _: Nothing) -> Result<Preferences, ApiError> {
        self.kept_preferences()
    }

    pub(crate) fn save_preferences(&mut self, actor: &str, mut ask: Preferences) -> Result<Preferences, ApiError> {
        for place in &ask.places {
            for (field, shift) in [("dx", place.dx), ("dy", place.dy)] {
                if i64::from(shift).abs() * 10 > rosai_paper::Style::MOST.0 {
                    return Err(ApiError::at(
                        format!("{}.{field}", place.form),
                        "印字位置は、-10.0mmから10.0mmまでの0.1mm刻みで入れてください。",
                    ));
                }
            }
        }
        ask.folder_used = String::new();
        let json = crate::form::json(&ask)?;
        self.write(actor, "印刷の設定を直した", |store, c| store.save_setting(c, PREFERENCES, &json))?;
        self.kept_preferences()
    }

    /// An encrypted copy of the file beside the papers, opened once to prove it.
    pub(crate) fn backup(&mut self, actor: &str, _: Nothing) -> Result<Written, ApiError> {
        self.known(actor)?;
        if self.is_demo() {
            return Err(ApiError::refused("見本の診療所の記録は残らないので、控えは作れません。"));
        }
        let stamp: String = self.now().chars().filter(char::is_ascii_digit).take(14).collect();
        let folder = self.folder(&self.kept_preferences()?);
        // The door makes the folder and proves that it can be written to.
        let marker = format!("rosai-desk-{stamp}.txt");
        let about = "労災デスクの控えです。同じ合言葉で開きます。\n";
        self.door.write(&folder, &marker, about.as_bytes()).map_err(ApiError::refused)?;
        let path = folder.join(format!("rosai-desk-{stamp}.db"));
        self.store()?.backup_to(&path)?;
        let file = path.display().to_string();
        Ok(Written { message: format!("控えを {file} に書きました。"), files: vec![file] })
    }

    pub(crate) fn history(&mut self, _actor: &str, ask: AskHistory) -> Result<History, ApiError> {
        let lines = self.store()?.history(ask.worker, ask.limit.clamp(1, 1000))?;
        let line = |h: rosai_store::HistoryRow| HistoryLine {
            at_ja: crate::form::moment_ja(&h.at),
            actor: h.actor,
            summary: h.summary,
        };
        Ok(History { lines: lines.into_iter().map(line).collect() })
    }
}

fn empty_form() -> FacilityForm {
    FacilityForm {
        kind: "clinic".to_owned(),
        establishment: "medical_corporation".to_owned(),
        departments: vec!["整形外科".to_owned()],
        ..FacilityForm::default()
    }
}

/// 届出 the rules and acts of the fee book ask for.
pub(crate) fn notices() -> Vec<NoticeForm> {
    let line = |line: &str| {
        let (code, name) = line.split_once(',')?;
        Some(NoticeForm { code: code.to_owned(), name: name.to_owned(), ..NoticeForm::default() })
    };
    NOTICES.lines().skip(1).filter_map(line).collect()
}

/// Days as `2025-04-01` where they can be read, texts without space around them. Rows stay where they are: a message
/// names its row by the place it has on the screen.
fn one_spelling(mut form: FacilityForm) -> FacilityForm {
    for text in [&mut form.name, &mut form.address, &mut form.municipality, &mut form.director, &mut form.labor_bureau]
    {
        *text = normalize(text);
    }
    for text in [&mut form.hospital_number, &mut form.institution_code, &mut form.postal_code, &mut form.telephone] {
        *text = fold_width(text.trim());
    }
    let day = |text: &mut String| {
        if let Ok(day) = Day::parse(text) {
            *text = day.to_string();
        }
    };
    form.declared_tax_class.iter_mut().chain(&mut form.claims_by).for_each(|d| day(&mut d.from));
    for notice in &mut form.notices {
        day(&mut notice.from);
        day(&mut notice.to);
        notice.code = fold_width(notice.code.trim());
    }
    form.staff.iter_mut().for_each(|s| s.name = normalize(&s.name));
    form.departments.iter_mut().for_each(|d| *d = normalize(d));
    form
}

fn is_filled(notice: &NoticeForm) -> bool {
    !notice.code.is_empty() || !notice.from.is_empty()
}

fn has_hours(span: &HoursForm) -> bool {
    !span.from.trim().is_empty() || !span.to.trim().is_empty()
}

/// The form as it is kept: rows in which nothing was typed are none.
fn without_empty_rows(mut form: FacilityForm) -> FacilityForm {
    form.notices.retain(is_filled);
    form.hours.retain(has_hours);
    form.staff.retain(|s| !s.name.is_empty());
    form.departments.retain(|d| !d.is_empty());
    form
}

fn by_word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// The clinic the form describes, and everything that is wrong with it.
pub(crate) fn read_form(form: &FacilityForm) -> (Facility, Vec<FieldMessage>) {
    let mut out = Vec::new();
    let day = |out: &mut Vec<FieldMessage>, field: String, text: &str| put(out, &field, Day::parse(text));
    if form.name.trim().is_empty() {
        out.push(refuse("name", "医療機関の名称が空です。請求書に印刷するので入れてください。"));
    }
    let hospital_number = put(&mut out, "hospital_number", HospitalNumber::parse(&form.hospital_number));
    let code: String = form.institution_code.chars().filter(char::is_ascii_digit).collect();
    if code.is_empty() {
        out.push(check("institution_code", "医療機関コードが空です。電子で請求するときに要ります。"));
    } else if code.len() != 7 && code.len() != 10 {
        out.push(refuse("institution_code", "医療機関コードは7桁（都道府県と点数表から書くときは10桁）です。"));
    }
    for (field, text, what) in [
        ("postal_code", &form.postal_code, "郵便番号"),
        ("address", &form.address, "所在地"),
        ("telephone", &form.telephone, "電話番号"),
        ("director", &form.director, "責任者の氏名"),
        ("labor_bureau", &form.labor_bureau, "請求先の労働局"),
    ] {
        if text.trim().is_empty() {
            out.push(check(field, format!("{what}が空です。診療費請求書に印刷されません。")));
        }
    }
    let postal: String = form.postal_code.chars().filter(char::is_ascii_digit).collect();
    if !form.postal_code.is_empty() && postal.len() != 7 {
        out.push(refuse("postal_code", "郵便番号は7桁です。060-0000 のように入れてください。"));
    }
    if !form.telephone.is_empty() && form.telephone.split('-').count() != 3 {
        out.push(refuse(
            "telephone",
            "電話番号は、011-000-0000 のようにハイフンで3つに区切ってください。請求書の3つの欄に印刷します。",
        ));
    }
    let bureau = form.labor_bureau.trim_end_matches("労働局");
    if !bureau.is_empty() && !crate::office::bureaus().contains(&bureau.to_owned()) {
        out.push(check("labor_bureau", "この名前の労働局はありません。北海道、東京 のように入れてください。"));
    }
    let kind = by_word(&form.kind).unwrap_or(FacilityKind::Clinic);
    let beds = if form.beds.trim().is_empty() { Some(0) } else { put(&mut out, "beds", read_count(&form.beds)) };
    let beds = beds.unwrap_or(0);
    if kind == FacilityKind::Clinic && beds > 19 {
        out.push(check("beds", "診療所の病床は19床までです。病院なら「病院」を選んでください。"));
    }
    let establishment: Option<Establishment> = by_word(&form.establishment);
    if establishment.is_none() {
        out.push(refuse("establishment", "設立形態を選んでください。診療単価（12円か11円50銭か）がこれで決まります。"));
    }
    let establishment = establishment.unwrap_or_default();
    let mut declared_tax_class = Vec::new();
    for (i, d) in form.declared_tax_class.iter().enumerate() {
        let from = day(&mut out, format!("declared_tax_class.{i}.from"), &d.from);
        let value: Option<TaxClass> = by_word(&d.value);
        if value.is_none() {
            out.push(refuse(format!("declared_tax_class.{i}.value"), "課税か非課税かを選んでください。"));
        }
        if let (Some(from), Some(value)) = (from, value) {
            declared_tax_class.push(Dated { from, value });
        }
    }
    if establishment.tax_class().is_none() && declared_tax_class.is_empty() {
        out.push(check(
            "declared_tax_class",
            "この設立形態では、課税か非課税かを医療機関が申し出ます。入れるまで診療単価が決まりません。",
        ));
    }
    let mut hours = Vec::new();
    for (i, h) in form.hours.iter().enumerate().filter(|(_, h)| has_hours(h)) {
        let weekday = put(&mut out, &format!("hours.{i}.weekday"), read_weekday(&h.weekday));
        let from = put(&mut out, &format!("hours.{i}.from"), TimeOfDay::try_from(clock(&h.from)));
        let to = put(&mut out, &format!("hours.{i}.to"), TimeOfDay::try_from(clock(&h.to)));
        if let (Some(weekday), Some(from), Some(to)) = (weekday, from, to) {
            if from >= to {
                out.push(refuse(format!("hours.{i}.to"), "終わりが始まりより前です。時刻を確かめてください。"));
            } else {
                hours.push(HoursSpan { weekday, from, to });
            }
        }
    }
    let known: BTreeMap<String, String> = notices().into_iter().map(|n| (n.code, n.name)).collect();
    let mut notices = Vec::new();
    for (i, n) in form.notices.iter().enumerate().filter(|(_, n)| is_filled(n)) {
        let code = read_count(&n.code);
        let code = code.and_then(|c| {
            u16::try_from(c).map_err(|_| format!("コード「{c}」の届出はありません。コードを確かめてください。"))
        });
        let code = put(&mut out, &format!("notices.{i}.code"), code);
        let from = day(&mut out, format!("notices.{i}.from"), &n.from);
        let to = if n.to.trim().is_empty() { None } else { day(&mut out, format!("notices.{i}.to"), &n.to) };
        if let Some(code) = code
            && !known.contains_key(&code.to_string())
        {
            out.push(check(
                format!("notices.{i}.code"),
                "この版の計算で使う届出ではありません。コードを確かめてください（残しておいてかまいません）。",
            ));
        }
        if let (Some(code), Some(from)) = (code, from) {
            if to.is_some_and(|to| to < from) {
                out.push(refuse(format!("notices.{i}.to"), "終わりの日が始めの日より前です。日を確かめてください。"));
            }
            notices.push(Notice { code, from, to });
        }
    }
    let mut claims_by = Vec::new();
    for (i, d) in form.claims_by.iter().enumerate() {
        let from = day(&mut out, format!("claims_by.{i}.from"), &d.from);
        let value: Option<ClaimMethod> = by_word(&d.value);
        if value.is_none() {
            out.push(refuse(format!("claims_by.{i}.value"), "紙・光ディスク等・オンラインのどれかを選んでください。"));
        }
        if let (Some(from), Some(value)) = (from, value) {
            claims_by.push(Dated { from, value });
        }
    }
    let named = || form.staff.iter().enumerate().filter(|(_, s)| !s.name.is_empty());
    if named().count() == 0 {
        out.push(refuse("staff", "スタッフが1人もいません。操作する人の名前を入れてください。"));
    } else if !named().any(|(_, s)| s.administrator) {
        out.push(refuse("staff", "管理者がいません。1人は管理者にしてください。"));
    }
    for (i, s) in named() {
        if form.staff[..i].iter().any(|o| o.name == s.name) {
            out.push(refuse(format!("staff.{i}.name"), "同じ名前が2度あります。区別できる名前にしてください。"));
        }
    }
    let facility = Facility {
        name: form.name.clone(),
        hospital_number,
        institution_code: (!code.is_empty()).then_some(code),
        postal_code: form.postal_code.clone(),
        address: form.address.clone(),
        municipality: form.municipality.clone(),
        telephone: form.telephone.clone(),
        director: form.director.clone(),
        labor_bureau: bureau.to_owned(),
        kind,
        beds,
        establishment,
        declared_tax_class,
        hours,
        notices,
        claims_by,
        staff: named().map(|(_, s)| s.name.clone()).collect(),
        itemized_statements: form.itemized_statements,
    };
    (facility, out)
}

/// `1`–`8`, or 月 … 日, 祝.
fn read_weekday(text: &str) -> Result<u8, String> {
    const WORDS: [&str; 8] = ["月", "火", "水", "木", "金", "土", "日", "祝"];
    let text = fold_width(text.trim());
    let by_word = WORDS.iter().position(|w| text.starts_with(w)).map(|i| i as u8 + 1);
    by_word
        .or_else(|| text.parse().ok().filter(|n| (1..=8).contains(n)))
        .ok_or_else(|| "曜日は、月〜日か祝を選んでください。".to_owned())
}

/// `0900` and `9:00` both mean nine o'clock.
pub(crate) fn clock(text: &str) -> String {
    let text = fold_width(text.trim());
    let digits = text.chars().all(|c| c.is_ascii_digit());
    match text.len() {
        3 | 4 if digits => format!("{}:{}", &text[..text.len() - 2], &text[text.len() - 2..]),
        _ => text,
    }
}

/// `労災診療費算定マニュアル I 17`.
pub(crate) fn cite_ja(cite: &rosai_document::Cite) -> String {
    format!("{} {}", rosai_fees::document_name(&cite.doc), cite.section)
}

/// `M17 四肢の特例`.
pub(crate) fn rule_ja(id: rosai_document::RuleId) -> String {
    format!("{id} {}", rules::by_id(id).map(|r| r.ja).unwrap_or_default())
}
