//! Items of the manual (`assets/fees/*.toml`).

use crate::entered::{self, Entered};
use crate::source::{Edition, Source, day_of, unspoken_day};
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
    #[serde(default)]
    also: Vec<RawCite>,
    ja: Option<String>,
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
    begun: Option<RawEnd>,
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
    /// First day it exists, with where that is written, where that is later than the first day of the book.
    pub begun: Option<(Day, Cite)>,
    /// First day it is abolished, with where that is written.
    pub ended: Option<(Day, Cite)>,
    /// Values, by first day.
    pub values: Vec<(Day, Day, Arc<TableValue>)>,
}

impl FeeItem {
    /// Whether it exists on a day: begun, and not yet abolished.
    pub fn exists(&self, day: Day) -> bool {
        self.begun.as_ref().is_none_or(|(begun, _)| *begun <= day)
            && self.ended.as_ref().is_none_or(|(ended, _)| day < *ended)
    }

    /// The value on a day.
    pub fn on(&self, day: Day) -> Option<&Arc<TableValue>> {
        if !self.exists(day) {
            return None;
        }
        self.values.iter().rev().find(|(from, _, _)| *from <= day).map(|(_, _, v)| v)
    }
}

/// What the items of a file are held against.
pub(crate) struct Against<'a> {
    /// The documents that may be cited.
    pub sources: &'a [Source],
    /// The days of the book.
    pub edition: Edition,
}

impl Against<'_> {
    fn source(&self, cite: &RawCite) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == cite.doc).filter(|_| !cite.section.trim().is_empty())
    }

    /// `begun` or `ended`, with its citation.
    fn turn(&self, raw: Option<&RawEnd>) -> Result<Option<(Day, Cite)>, String> {
        let Some(raw) = raw else { return Ok(None) };
        match day_of(&raw.from) {
            Some(day) if self.source(&raw.cite).is_some() && raw.standing != Standing::Confirmed => {
                Ok(Some((day, cite_of(&raw.cite))))
            }
            _ => Err("始まり（begun）か廃止（ended）の日か出典が読めません。".to_owned()),
        }
    }
}

fn cite_of(raw: &RawCite) -> Cite {
    Cite { doc: Cow::Owned(raw.doc.clone()), section: Cow::Owned(raw.section.clone()) }
}

/// Parses one file of items.
pub(crate) fn parse(file: &str, text: &str, against: &Against<'_>) -> Result<Vec<FeeItem>, Vec<Problem>> {
    let raw: RawFile = toml::from_str(text).map_err(|e| vec![Problem::new(file, e.to_string())])?;
    let mut problems = Vec::new();
    let mut items = Vec::new();
    for item in raw.item {
        let place = format!("{file}・{}", item.id);
        let mut say = |message: String| problems.push(Problem::new(&place, message));
        items.push(one(item, against, &mut say));
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}

/// One item; what is wrong with it is said.
fn one(item: RawItem, against: &Against<'_>, say: &mut impl FnMut(String)) -> FeeItem {
    let begun = against.turn(item.begun.as_ref()).unwrap_or_else(|message| {
        say(message);
        None
    });
    let ended = against.turn(item.ended.as_ref()).unwrap_or_else(|message| {
        say(message);
        None
    });
    let values = values(&item, ended.as_ref().map(|(day, _)| *day), against, say);
    if let Some(first) = values.first().map(|(from, _, _)| *from) {
        let begins = begun.as_ref().map_or(against.edition.from, |(day, _)| *day);
        if first > begins || (begun.is_some() && first != begins) {
            say(format!("最初の値（{}）が、料金表の初日か項目の始まり（begun）からありません。", first.ja()));
        }
    }
    let entered = entered::read(item.entered, item.kana, item.counted, item.most).unwrap_or_else(|message| {
        say(message);
        None
    });
    if entered.is_some() && (item.code.is_none() || item.unit != ItemUnit::Points) {
        say("行為として入れる項目には、9桁のコードと点数が要ります。".to_owned());
    }
    let digits = |c: &String| c.len() == 9 && c.bytes().all(|b| b.is_ascii_digit());
    if item.code.as_ref().is_some_and(|c| !digits(c)) {
        say("コードが9桁の数字でありません。".to_owned());
    }
    FeeItem {
        id: item.id,
        ja: item.ja,
        unit: item.unit,
        code: item.code,
        pending: item.pending,
        entered,
        begun,
        ended,
        values,
    }
}

/// The values of an item. Each is cited, and its documents speak for every day of the book it is in force.
fn values(
    item: &RawItem,
    ended: Option<Day>,
    against: &Against<'_>,
    say: &mut impl FnMut(String),
) -> Vec<(Day, Day, Arc<TableValue>)> {
    let mut values: Vec<(Day, Day, Arc<TableValue>)> = Vec::new();
    for (n, v) in item.value.iter().enumerate() {
        let (Some(from), Some(checked)) = (day_of(&v.from), day_of(&v.checked_on)) else {
            say("日付が読めません。".to_owned());
            continue;
        };
        let Ok(amount) = v.amount.parse::<Decimal>() else {
            say(format!("金額「{}」が数でありません。", v.amount));
            continue;
        };
        let cites: Vec<Option<&Source>> =
            std::iter::once(&v.cite).chain(&v.also).map(|cite| against.source(cite)).collect();
        if cites.contains(&None) {
            say("出典が sources.toml にありません。".to_owned());
        }
        if v.standing == Standing::Confirmed {
            say("standing = \"confirmed\" は照合の記録だけのものです。料金表には書きません。".to_owned());
        }
        if values.last().is_some_and(|(before, _, _)| *before >= from) {
            say("初日が前の値より後になっていません。".to_owned());
        }
        let next = item.value.get(n + 1).and_then(|next| day_of(&next.from));
        let last = next.into_iter().chain(ended).min().map_or(against.edition.to, |day| day.plus_days(-1));
        let documents: Vec<&Source> = cites.into_iter().flatten().collect();
        let (first, last) = (from.max(against.edition.from), last.min(against.edition.to));
        if let Some(day) = unspoken_day(&documents, first, last)
            && !documents.is_empty()
        {
            say(format!("{}の値の出典は、{}の診療について述べていません。", from.ja(), day.ja()));
        }
        let value = TableValue {
            id: Cow::Owned(item.id.clone()),
            ja: Cow::Owned(v.ja.clone().unwrap_or_else(|| item.ja.clone())),
            value: amount,
            unit: Cow::Borrowed(item.unit.ja()),
            from,
            cite: cite_of(&v.cite),
            standing: v.standing,
        };
        values.push((from, checked, Arc::new(value)));
    }
    if values.is_empty() {
        say("値がありません。".to_owned());
    }
    values
}
