//! Acts (`assets/fees/acts/*.csv`): one row a code and a period.

use crate::columns::ActColumns;
use rosai_document::{Cite, Section, Standing, TableValue};
use rosai_domain::{Day, Problem, fold_width, to_katakana};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// How far the 四肢の特例 goes for an act (manual I 17(3), 参考10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimbRule {
    /// The group of I 17(3)①: ア–ク.
    pub group: char,
    /// Highest factor 参考10 prints for it: 1, 1.5 or 2.
    pub max: Decimal,
}

/// きざみ: points grow by steps of a quantity (masters: 30–35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Quantity the base points cover.
    pub low: Decimal,
    /// Highest quantity.
    pub high: Option<Decimal>,
    /// Size of a step.
    pub step: Decimal,
    /// Points of a step.
    pub points: Decimal,
}

/// One act in force from a day to a day.
#[derive(Clone, Debug)]
pub struct ActRow {
    /// 診療行為コード.
    pub code: Arc<str>,
    /// 区分番号: `J119`.
    pub kubun: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Kana, half-width as in the master.
    pub kana: Arc<str>,
    /// 診療識別.
    pub class: u8,
    /// 処置, 手術, 麻酔, 検査 …; `…率` where the points are a percentage.
    pub category: Arc<str>,
    /// Points of one time, with the citation.
    pub points: Arc<TableValue>,
    /// Length in cm the row is for (長径), read from its official name: from (inclusive), to (exclusive).
    pub length: Option<(Decimal, Option<Decimal>)>,
    /// Unit of the quantity.
    pub unit: Arc<str>,
    /// Steps, where it has them.
    pub step: Option<Step>,
    /// Whether it bars 外来管理加算 (master column 外来管理加算区分 = 1; manual I 6 注1).
    pub barred: bool,
    /// 注加算コード: shared by an act and the additions to it.
    pub note_code: Option<Arc<str>>,
    /// 注加算 number, where it is one (an addition to another act).
    pub note_no: Option<Arc<str>>,
    /// 四肢の特例.
    pub limb: Option<LimbRule>,
    /// Area in cm² the row is for, read from its official name: from (inclusive), to (exclusive).
    pub area: Option<(Decimal, Option<Decimal>)>,
    /// 施設基準コード, one of which the clinic needs.
    pub facility_codes: Vec<u16>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// What the columns of the master say of it; none where no master was loaded that has it.
    pub columns: Option<Arc<ActColumns>>,
    /// What [`ActRow::search`] made.
    pub searched: OnceLock<Box<str>>,
}

/// 区分 of the rows of entered items.
pub(crate) const ITEM_CATEGORY: &str = "労災項目";

/// One spelling of what is looked for and of what is looked in: ordinary width, katakana, capitals.
pub(crate) fn search_key(text: &str) -> String {
    to_katakana(&fold_width(text)).to_uppercase()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAct {
    code: String,
    kubun: String,
    name: String,
    kana: String,
    class: u8,
    points: Decimal,
    unit: String,
    step_low: Option<Decimal>,
    step_high: Option<Decimal>,
    step: Option<Decimal>,
    step_points: Option<Decimal>,
    barred: Option<u8>,
    #[serde(rename = "time_add")]
    _time_add: Option<u8>,
    note_code: Option<String>,
    note_no: Option<String>,
    limb_group: Option<char>,
    limb_max: Option<Decimal>,
    facility: String,
    from: String,
    to: Option<String>,
    standing: Standing,
    source: String,
    category: String,
}

impl ActRow {
    /// Whether the row is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it is the row of an item of the manual that is entered as an act.
    pub fn is_item(&self) -> bool {
        &*self.category == ITEM_CATEGORY
    }

    /// Whether its points are a percentage of another act's.
    pub fn is_rate(&self) -> bool {
        self.category.ends_with('率')
    }

    /// Code, 区分番号, name and kana in one spelling, in which words are looked for; made when it is first asked for.
    pub fn search(&self) -> &str {
        let make = || search_key(&format!("{} {} {} {}", self.code, self.kubun, self.name, self.kana)).into();
        self.searched.get_or_init(make)
    }

    /// Whether it is an addition to another act.
    pub fn is_addition(&self) -> bool {
        self.note_no.is_some() || self.columns.as_ref().is_some_and(|c| c.is_addition())
    }

    /// Whether the amount is yen.
    pub fn is_yen(&self) -> bool {
        self.points.unit == "円"
    }

    /// Whether it is a percentage that somebody enters beside the act it is taken of (master rows of 点数識別 5 and 6).
    pub fn is_share(&self) -> bool {
        self.category.ends_with("割合")
    }

    /// The box of the sheet it belongs to.
    pub fn section(&self) -> Section {
        if self.is_yen() {
            return match self.class {
                11 => Section::InitialYen,
                12 => Section::RepeatYen,
                13 => Section::GuidanceYen,
                _ => Section::OtherYen,
            };
        }
        match (self.class, &*self.kubun) {
            (11, _) => Section::Initial,
            (12, _) => Section::Repeat,
            (13, _) => Section::Guidance,
            (14, "C000") => Section::HomeVisit,
            (14, _) => Section::HomeOther,
            (21, _) => Section::InternalDispensing,
            (22, _) => Section::AsNeededDrug,
            (23, _) => Section::ExternalDispensing,
            (25, _) => Section::Prescribing,
            (26, _) => Section::Narcotic,
            (27, _) => Section::DispensingBasic,
            (31, _) => Section::InjectionIntramuscular,
            (32, _) => Section::InjectionIntravenous,
            (30 | 33, _) => Section::InjectionOther,
            (40, _) => Section::Procedure,
            (50, _) => Section::Operation,
            (60, _) => Section::Examination,
            (70, _) => Section::Imaging,
            (_, "F400") => Section::PrescriptionSlip,
            _ => Section::Other,
        }
    }
}

/// `（１００ｃｍ２以上５００ｃｍ２未満）` → 100 to 500.
pub(crate) fn range_of(name: &str, unit: &str) -> Option<(Decimal, Option<Decimal>)> {
    // Most names speak of no length.
    if !name.contains('ｍ') && !name.contains('m') {
        return None;
    }
    let name = fold_width(name);
    let inside = name.split(['(', ')']).find(|part| part.contains(unit) && (unit == "cm2") == part.contains("cm2"))?;
    let number = |marker: &str| {
        let (before, _) = inside.split_once(marker)?;
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse::<Decimal>().ok()
    };
    match (number(&format!("{unit}以上")), number(&format!("{unit}未満"))) {
        (None, None) => None,
        (low, high) => Some((low.unwrap_or_default(), high)),
    }
}

impl ActRow {
    /// 区分番号 and the first part of the name: rows of one family differ in area only.
    pub fn family(&self) -> (&str, &str) {
        (&self.kubun, self.name.split('（').next().unwrap_or_default())
    }
}

/// Parses one file of acts.
pub(crate) fn parse(file: &str, text: &str, known_source: impl Fn(&str) -> bool) -> Result<Vec<ActRow>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for (line, record) in csv::Reader::from_reader(text.as_bytes()).deserialize::<RawAct>().enumerate() {
        let place = format!("{file}・{}行目", line + 2);
        let raw = match record {
            Ok(raw) => raw,
            Err(e) => {
                problems.push(Problem::new(place, e.to_string()));
                continue;
            }
        };
        let from = Day::parse(&raw.from);
        let to = raw.to.as_deref().map(Day::parse).transpose();
        let (Ok(from), Ok(to)) = (from, to) else {
            problems.push(Problem::new(place, "日付が読めません。"));
            continue;
        };
        if raw.code.len() != 9 || !raw.code.bytes().all(|b| b.is_ascii_digit()) {
            problems.push(Problem::new(&place, format!("コード「{}」が9桁の数字でありません。", raw.code)));
        }
        if !known_source(&raw.source) {
            problems.push(Problem::new(&place, format!("出典「{}」が sources.toml にありません。", raw.source)));
        }
        if raw.standing == Standing::Confirmed {
            problems.push(Problem::new(&place, "confirmed は照合の記録だけのものです。料金表には書きません。"));
        }
        let is_rate = raw.category.ends_with('率');
        let section = if raw.limb_group.is_some() { "II 参考10".to_owned() } else { raw.kubun.clone() };
        let step = match (raw.step_low, raw.step, raw.step_points) {
            (Some(low), Some(step), Some(points)) => Some(Step { low, high: raw.step_high, step, points }),
            _ => None,
        };
        rows.push(ActRow {
            searched: OnceLock::new(),
            points: Arc::new(TableValue {
                id: Cow::Owned(raw.code.clone()),
                ja: Cow::Owned(raw.name.clone()),
                value: raw.points,
                unit: Cow::Borrowed(if is_rate { "％" } else { "点" }),
                from,
                cite: Cite { doc: Cow::Owned(raw.source), section: Cow::Owned(section) },
                standing: raw.standing,
            }),
            code: raw.code.into(),
            kubun: raw.kubun.into(),
            area: range_of(&raw.name, "cm2"),
            length: range_of(&raw.name, "cm").filter(|_| raw.name.contains("長径")),
            name: raw.name.into(),
            kana: raw.kana.into(),
            class: raw.class,
            category: raw.category.into(),
            unit: raw.unit.into(),
            step,
            barred: raw.barred == Some(1),
            note_code: raw.note_code.map(Into::into),
            note_no: raw.note_no.map(Into::into),
            limb: raw.limb_group.zip(raw.limb_max).map(|(group, max)| LimbRule { group, max }),
            facility_codes: raw.facility.split_whitespace().filter_map(|c| c.parse().ok()).collect(),
            from,
            to,
            columns: None,
        });
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_from_the_official_names() {
        let range = |n: &str| range_of(n, "cm2").map(|(low, high)| (low.to_string(), high.map(|h| h.to_string())));
        assert_eq!(range("創傷処置（１００ｃｍ２未満）"), Some(("0".into(), Some("100".into()))));
        assert_eq!(range("熱傷処置（５００ｃｍ２以上３０００ｃｍ２未満）"), Some(("500".into(), Some("3000".into()))));
        assert_eq!(range("創傷処置（６０００ｃｍ２以上）"), Some(("6000".into(), None)));
        assert_eq!(range("介達牽引"), None);
        let length = range_of("創傷処理（筋肉、臓器に達する）（長径５ｃｍ以上１０ｃｍ未満）", "cm");
        assert_eq!(length, Some((Decimal::from(5), Some(Decimal::from(10)))));
    }
}
