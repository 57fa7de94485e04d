//! Items of the manual (`assets/fees/*.toml`).

use crate::entered::{self, Entered};
use rosai_document::{Cite, Standing, TableValue};
use rosai_domain::{Day, Problem};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::Arc;

/// Unit of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemUnit {
    /// 円.
    Yen,
    /// 点.
    Points,
    /// 倍率, 円/点.
    Rate,
}

impl ItemUnit {
    /// For people.
    pub fn ja(self) -> &'static str {
        match self {
            ItemUnit::Yen => "円",
            ItemUnit::Points => "点",
            ItemUnit::Rate => "",
        }
    }
}

/// A document a value may cite.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in citations.
    pub id: String,
    /// Its title.
    pub ja: String,
    /// First day of treatment it speaks for.
    pub from: toml::value::Datetime,
    /// Last day.
    pub to: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCite {
    doc: String,
    section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    from: toml::value::Datetime,
    amount: String,
    standing: Standing,
    cite: RawCite,
    checked_on: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEnd {
    from: toml::value::Datetime,
    cite: RawCite,
    standing: Standing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    id: String,
    ja: String,
    unit: ItemUnit,
    code: Option<String>,
    pending: Option<String>,
    entered: Option<u8>,
    kana: Option<String>,
    counted: Option<String>,
    most: Option<u32>,
    ended: Option<RawEnd>,
    value: Vec<RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    item: Vec<RawItem>,
}

/// An item of the manual with its values by date.
#[derive(Clone, Debug)]
pub struct FeeItem {
    /// Glossary word.
    pub id: String,
    /// Japanese name as printed in 摘要.
    pub ja: String,
    /// Unit.
    pub unit: ItemUnit,
    /// Official code, where there is one.
    pub code: Option<String>,
    /// The rule it waits for, where no rule reads it yet.
    pub pending: Option<String>,
    /// How a person enters it as an act; none where a rule charges it by itself.
    pub entered: Option<Entered>,
    /// First day it is abolished, with where that is written.
    pub ended: Option<(Day, Cite)>,
    /// Values, by first day.
    pub values: Vec<(Day, Day, Arc<TableValue>)>,
}

impl FeeItem {
    /// The value on a day.
    pub fn on(&self, day: Day) -> Option<&Arc<TableValue>> {
        if self.ended.as_ref().is_some_and(|(end, _)| *end <= day) {
            return None;
        }
        self.values.iter().rev().find(|(from, _, _)| *from <= day).map(|(_, _, v)| v)
    }
}

pub(crate) fn day_of(date: &toml::value::Datetime) -> Option<Day> {
    let d = date.date?;
    Day::new(d.year.into(), d.month.into(), d.day.into())
}

/// Parses one file of items.
pub(crate) fn parse(file: &str, text: &str, sources: &[Source]) -> Result<Vec<FeeItem>, Vec<Problem>> {
    let raw: RawFile = toml::from_str(text).map_err(|e| vec![Problem::new(file, e.to_string())])?;
    let mut problems = Vec::new();
    let mut items = Vec::new();
    for item in raw.item {
        let place = format!("{file}・{}", item.id);
        let cited = |c: &RawCite| sources.iter().any(|s| s.id == c.doc) && !c.section.trim().is_empty();
        let mut values: Vec<(Day, Day, Arc<TableValue>)> = Vec::new();
        for v in &item.value {
            let (Some(from), Some(checked)) = (day_of(&v.from), day_of(&v.checked_on)) else {
                problems.push(Problem::new(&place, "日付が読めません。"));
                continue;
            };
            let Ok(amount) = v.amount.parse::<Decimal>() else {
                problems.push(Problem::new(&place, format!("金額「{}」が数でありません。", v.amount)));
                continue;
            };
            if !cited(&v.cite) {
                problems.push(Problem::new(&place, "出典が sources.toml にありません。"));
            }
            if values.last().is_some_and(|(before, _, _)| *before >= from) {
                problems.push(Problem::new(&place, "初日が前の値より後になっていません。"));
            }
            values.push((
                from,
                checked,
                Arc::new(TableValue {
                    id: Cow::Owned(item.id.clone()),
                    ja: Cow::Owned(item.ja.clone()),
                    value: amount,
                    unit: Cow::Borrowed(item.unit.ja()),
                    from,
                    cite: Cite { doc: Cow::Owned(v.cite.doc.clone()), section: Cow::Owned(v.cite.section.clone()) },
                    standing: v.standing,
                }),
            ));
        }
        if values.is_empty() {
            problems.push(Problem::new(&place, "値がありません。"));
        }
        let ended = match &item.ended {
            None => None,
            Some(end) => match day_of(&end.from) {
                Some(day) if cited(&end.cite) && end.standing != Standing::Impl => Some((
                    day,
                    Cite { doc: Cow::Owned(end.cite.doc.clone()), section: Cow::Owned(end.cite.section.clone()) },
                )),
                _ => {
                    problems.push(Problem::new(&place, "廃止の日か出典が読めません。"));
                    None
                }
            },
        };
        let entered = entered::read(item.entered, item.kana, item.counted, item.most).unwrap_or_else(|message| {
            problems.push(Problem::new(&place, message));
            None
        });
        if entered.is_some() && (item.code.is_none() || item.unit != ItemUnit::Points) {
            problems.push(Problem::new(&place, "行為として入れる項目には、9桁のコードと点数が要ります。"));
        }
        let digits = |c: &String| c.len() == 9 && c.bytes().all(|b| b.is_ascii_digit());
        if item.code.as_ref().is_some_and(|c| !digits(c)) {
            problems.push(Problem::new(&place, "コードが9桁の数字でありません。"));
        }
        items.push(FeeItem {
            id: item.id,
            ja: item.ja,
            unit: item.unit,
            code: item.code,
            pending: item.pending,
            entered,
            ended,
            values,
        });
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}
