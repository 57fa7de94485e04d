//! An attendance as it is typed and as the rules read it.

use crate::form::{put, refuse};
use crate::settings::clock;
use crate::wire::{ActForm, AttendanceForm, DrugForm, FieldMessage, UnlistedForm};
use rosai_domain::{
    Act, ActComment, Attendance, Day, Department, DrugItem, Points, Site, TimeOfDay, Unlisted, Vouched, Yen, normalize,
    read_count, read_decimal,
};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// The attendance, or everything in it that cannot be read, by field (`acts.2.area`).
pub(crate) fn read(form: &AttendanceForm) -> Result<Attendance, Vec<FieldMessage>> {
    let mut out = Vec::new();
    let day = put(&mut out, "day", Day::parse(&form.day));
    let time = match form.time.trim() {
        "" => None,
        typed => put(&mut out, "time", TimeOfDay::try_from(clock(typed))),
    };
    let mut acts = Vec::new();
    for (i, act) in form.acts.iter().enumerate() {
        acts.push(read_act(act, &format!("acts.{i}"), &mut out));
    }
    let Some(day) = day.filter(|_| out.is_empty()) else { return Err(out) };
    Ok(Attendance {
        day,
        time,
        coming: u8::try_from(form.coming.max(1)).unwrap_or(u8::MAX),
        department: if form.department.trim().is_empty() {
            Department::default()
        } else {
            Department(normalize(&form.department))
        },
        injury: crate::form::case_id(form.case),
        consultation: word(&form.consultation),
        time_class: word(&form.time_class),
        planned_management: match form.planned_management.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        fixed_fee_collected: form.fixed_fee_collected,
        guidance: form.guidance.iter().filter_map(|g| word(g)).collect(),
        acts,
    })
}

fn number(out: &mut Vec<FieldMessage>, field: String, typed: &str) -> Option<Decimal> {
    if typed.trim().is_empty() { None } else { put(out, &field, read_decimal(typed)) }
}

fn count(out: &mut Vec<FieldMessage>, field: String, typed: &str) -> Option<u32> {
    if typed.trim().is_empty() { None } else { put(out, &field, read_count(typed)) }
}

/// One act, with what in it cannot be read.
pub(crate) fn read_act(form: &ActForm, at: &str, out: &mut Vec<FieldMessage>) -> Act {
    let mut sites = Vec::new();
    for typed in &form.sites {
        sites.extend(put(out, &format!("{at}.sites"), Site::parse(typed)));
    }
    let drugs = form.drugs.iter().enumerate().map(|(i, d)| read_drug(d, &format!("{at}.drugs.{i}"), out)).collect();
    Act {
        code: (!form.code.trim().is_empty()).then(|| form.code.trim().to_owned()),
        drugs,
        drug_use: word(&form.drug_use),
        material: form.material.as_ref().map(|m| read_drug(m, &format!("{at}.material"), out)),
        unlisted: form.unlisted.as_ref().map(|u| read_unlisted(u, &format!("{at}.unlisted"), out)),
        sites,
        continuous: form.continuous,
        wound: count(out, format!("{at}.wound"), &form.wound),
        area: number(out, format!("{at}.area"), &form.area),
        length: number(out, format!("{at}.length"), &form.length),
        quantity: count(out, format!("{at}.quantity"), &form.quantity),
        films: count(out, format!("{at}.films"), &form.films),
        days: count(out, format!("{at}.days"), &form.days),
        vouched: if form.urgent { vec![Vouched::Urgent] } else { Vec::new() },
        guided: word(&form.guided),
        remark: normalize(&form.remark),
        comments: form.comments.iter().map(|c| ActComment { code: c.code.clone(), said: normalize(&c.said) }).collect(),
    }
}

fn read_drug(form: &DrugForm, at: &str, out: &mut Vec<FieldMessage>) -> DrugItem {
    // The master has the price of a code; a purchase price is typed also beside a code.
    let priced = form.code.is_empty() || !form.price.trim().is_empty();
    let price = priced.then(|| put(out, &format!("{at}.price"), read_decimal(&form.price))).flatten();
    DrugItem {
        code: (!form.code.is_empty()).then(|| form.code.clone()),
        name: normalize(&form.name),
        price: price.unwrap_or_default(),
        quantity: put(out, &format!("{at}.quantity"), read_decimal(&form.quantity)).unwrap_or_default(),
        unit: normalize(&form.unit),
    }
}

fn read_unlisted(form: &UnlistedForm, at: &str, out: &mut Vec<FieldMessage>) -> Unlisted {
    let class = put(out, &format!("{at}.class"), read_count(&form.class));
    if class.is_some_and(|c| !(11..=80).contains(&c)) {
        out.push(refuse(format!("{at}.class"), "診療識別は11〜80の2桁です（40 処置、50 手術、80 その他など）。"));
    }
    let whole = |out: &mut Vec<FieldMessage>, field: &str, typed: &str| {
        count(out, format!("{at}.{field}"), &typed.replace(',', "")).map(i64::from)
    };
    Unlisted {
        name: normalize(&form.name),
        class: class.and_then(|c| u8::try_from(c).ok()).unwrap_or(80),
        points: whole(out, "points", &form.points).map(Points),
        yen: whole(out, "yen", &form.yen).map(Yen),
        source: normalize(&form.source),
    }
}

/// One spelling of what can be read; the rest as typed.
pub(crate) fn tidy(mut form: AttendanceForm) -> AttendanceForm {
    form.day = crate::form::kept_day(&form.day);
    form.time = TimeOfDay::try_from(clock(&form.time)).map_or_else(|_| form.time.trim().to_owned(), String::from);
    form.coming = form.coming.max(1);
    form.acts.iter_mut().for_each(tidy_act);
    form
}

/// One spelling of what can be read in an act; the rest as typed.
pub(crate) fn tidy_act(act: &mut ActForm) {
    for site in &mut act.sites {
        if let Ok(read) = Site::parse(site) {
            *site = read.ja();
        }
    }
    for text in [&mut act.area, &mut act.length] {
        if let Ok(read) = read_decimal(text) {
            *text = read.normalize().to_string();
        }
    }
    for text in [&mut act.quantity, &mut act.films, &mut act.days, &mut act.wound] {
        if let Ok(read) = read_count(text) {
            *text = read.to_string();
        }
    }
}
