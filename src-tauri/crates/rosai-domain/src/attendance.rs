//! One coming to the clinic and what was done there; and stays, as types.

use crate::{Day, Points, Site, TimeOfDay, Yen};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Name of an attendance within the facts: its place in the list, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttendanceId(pub usize);

/// Name of an act within the facts: attendance and place in its list, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActId {
    /// The attendance.
    pub attendance: AttendanceId,
    /// The act's place in it.
    pub index: usize,
}

/// 診療科. Two names are two departments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Department(pub String);

impl Default for Department {
    fn default() -> Self {
        Self("整形外科".to_owned())
    }
}

impl Department {
    /// 歯科 and 歯科口腔外科, which the manual treats apart (I 5, I 7 注2).
    pub fn is_dental(&self) -> bool {
        self.0.contains("歯科")
    }
}

/// How the worker was seen. Left open, the engine proposes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consultation {
    /// 初診.
    Initial,
    /// 再診.
    Repeat,
    /// 電話等再診.
    Phone,
    /// 文書のみ: nobody was examined.
    DocumentsOnly,
    /// 初診・再診に附随する一連の行為: no fee of its own.
    Incidental,
}

/// 時間外等の区分 of one coming (健保点数表 初診料 注7–9, 再診料 注5–7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeClass {
    /// 診療時間内, no addition.
    Regular,
    /// 夜間・早朝等.
    NightEarly,
    /// 時間外.
    Overtime,
    /// 休日.
    Holiday,
    /// 深夜.
    Midnight,
}

/// What was guided at a 再診 (manual I 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuidanceKind {
    /// 食事.
    Meal,
    /// 日常生活動作.
    DailyLiving,
    /// 機能回復訓練.
    FunctionalRecovery,
    /// メンタルヘルス.
    MentalHealth,
}

impl GuidanceKind {
    /// `食事指導`, as 記載例4 prints it.
    pub fn ja(self) -> &'static str {
        match self {
            GuidanceKind::Meal => "食事指導",
            GuidanceKind::DailyLiving => "日常生活動作",
            GuidanceKind::FunctionalRecovery => "機能回復",
            GuidanceKind::MentalHealth => "メンタルヘルス",
        }
    }
}

/// Where drugs are used, which decides unit and class of the drug fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrugUse {
    /// 内服 (1剤1日分).
    Internal,
    /// 屯服 (1回分).
    AsNeeded,
    /// 外用 (1調剤).
    External,
    /// 皮下・筋肉内注射.
    InjectionIntramuscular,
    /// 静脈内注射.
    InjectionIntravenous,
    /// その他の注射.
    InjectionOther,
    /// 処置.
    Procedure,
    /// 手術・麻酔.
    Operation,
    /// 検査.
    Examination,
    /// 画像診断.
    Imaging,
}

/// Reads a decimal number as people write it, of any width, with commas; never a float. Refuses what is no number.
pub fn read_decimal(typed: &str) -> Result<Decimal, String> {
    let folded = crate::text::fold_width(typed.trim()).replace(',', "");
    let refuse = |_| format!("「{}」は数として読めません。12.5 のように入力してください。", crate::day::clip(typed));
    folded.parse().map_err(refuse)
}

/// Reads a whole number from 0 on, of any width. Refuses everything else.
pub fn read_count(typed: &str) -> Result<u32, String> {
    let refuse =
        |_| format!("「{}」は0以上の整数として読めません。3 のように入力してください。", crate::day::clip(typed));
    crate::text::fold_width(typed.trim()).parse().map_err(refuse)
}

fn decimal<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    read_decimal(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

fn some_decimal<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.as_deref().map(read_decimal).transpose().map_err(serde::de::Error::custom)
}

fn some_count<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.as_deref().map(read_count).transpose().map_err(serde::de::Error::custom)
}

/// One drug of a group or one material: by its code of the master, or typed by name, unit and price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrugItem {
    /// Code of the master (9 digits): the price is the master's of the day, but for a material at its purchase price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// 薬名と規格単位; empty where the master has it.
    #[serde(default)]
    pub name: String,
    /// Price of one unit in yen (薬価, purchase price); 0 where the master has it.
    #[serde(default, deserialize_with = "decimal")]
    pub price: Decimal,
    /// Quantity: a day's, a time's or a dispensing's, as the use asks.
    #[serde(deserialize_with = "decimal")]
    pub quantity: Decimal,
    /// 単位: 錠, mL, 枚.
    #[serde(default)]
    pub unit: String,
}

/// A thing the catalogue does not have: its points or price were typed by a person, from a source. Always 要確認.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlisted {
    /// Name for the 摘要.
    pub name: String,
    /// 診療識別 (11–80).
    pub class: u8,
    /// Points, or …
    #[serde(default)]
    pub points: Option<Points>,
    /// … yen.
    #[serde(default)]
    pub yen: Option<Yen>,
    /// Where the figure comes from.
    pub source: String,
}

/// What a person vouched for beside an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vouched {
    /// 緊急のために行った.
    Urgent,
}

/// A comment of the コメントマスター beside an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActComment {
    /// コメントコード (9 digits, the first an 8; the next two are its pattern).
    pub code: String,
    /// What its pattern asks for, in one spelling (`CommentRow::record`): text, digits, a day, a time, codes; empty for
    /// pattern 20.
    #[serde(default)]
    pub said: String,
}

/// What was done, once. Exactly one of `code`, `drugs`, `material`, `unlisted` says what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Act {
    /// 診療行為コード (9 digits).
    pub code: Option<String>,
    /// Drugs that make one 剤.
    pub drugs: Vec<DrugItem>,
    /// Use of the drugs.
    pub drug_use: Option<DrugUse>,
    /// 特定保険医療材料: name, price in yen, quantity.
    pub material: Option<DrugItem>,
    /// Something the catalogue does not have.
    pub unlisted: Option<Unlisted>,
    /// Sites; several where the act went over them.
    pub sites: Vec<Site>,
    /// The sites are one continuous area (続いた範囲): one act at the highest factor (manual I 17(3)).
    pub continuous: bool,
    /// Acts with one number treat one wound.
    #[serde(deserialize_with = "some_count")]
    pub wound: Option<u32>,
    /// Area in cm².
    #[serde(deserialize_with = "some_decimal")]
    pub area: Option<Decimal>,
    /// Length in cm.
    #[serde(deserialize_with = "some_decimal")]
    pub length: Option<Decimal>,
    /// 単位 (20 minutes), minutes, fingers: what the row counts.
    #[serde(deserialize_with = "some_count")]
    pub quantity: Option<u32>,
    /// Films or images.
    #[serde(deserialize_with = "some_count")]
    pub films: Option<u32>,
    /// Days of an internal drug, times of an as-needed one.
    #[serde(deserialize_with = "some_count")]
    pub days: Option<u32>,
    /// Facts somebody vouched for.
    pub vouched: Vec<Vouched>,
    /// Whom a 職場復帰支援・療養指導 reached (manual I 29); none: the worker.
    pub guided: Option<crate::Guided>,
    /// 摘要 typed beside the act.
    pub remark: String,
    /// Comments of the コメントマスター beside the act.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<ActComment>,
}

/// Which of the four kinds an [`Act`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum What<'a> {
    /// A row of the catalogue.
    Code(&'a str),
    /// Drugs of one 剤 and their use.
    Drugs(DrugUse, &'a [DrugItem]),
    /// 特定保険医療材料.
    Material(&'a DrugItem),
    /// Typed by a person.
    Unlisted(&'a Unlisted),
}

impl Act {
    /// 摘要 typed beside the act, if any.
    pub fn typed_remark(&self) -> Vec<String> {
        let text = self.remark.trim();
        if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
    }

    /// What was done; none where nothing or more than one thing was said.
    pub fn what(&self) -> Option<What<'_>> {
        let mut said = Vec::new();
        if let Some(code) = &self.code {
            said.push(What::Code(code));
        }
        if let (Some(drug_use), false) = (self.drug_use, self.drugs.is_empty()) {
            said.push(What::Drugs(drug_use, &self.drugs));
        }
        if let Some(material) = &self.material {
            said.push(What::Material(material));
        }
        if let Some(unlisted) = &self.unlisted {
            said.push(What::Unlisted(unlisted));
        }
        if said.len() == 1 { said.pop() } else { None }
    }
}

/// One coming to one department for one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The day.
    pub day: Day,
    /// The time, where somebody wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    /// Which coming of the day: 1, or 2 after having gone home (同日再診).
    #[serde(default = "one")]
    pub coming: u8,
    /// 診療科.
    #[serde(default)]
    pub department: Department,
    /// The case it is for.
    #[serde(default = "first_case")]
    pub injury: String,
    /// 初診 / 再診 …, where a person decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<Consultation>,
    /// 時間外等の区分, where a person decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_class: Option<TimeClass>,
    /// 計画的な医学管理を行った (manual I 6 注4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_management: Option<bool>,
    /// 紹介状なしの定額負担料を徴収した (manual I 2, I 5).
    #[serde(default)]
    pub fixed_fee_collected: bool,
    /// 再診時の指導 that was given (manual I 7).
    #[serde(default)]
    pub guidance: Vec<GuidanceKind>,
    /// What was done.
    #[serde(default)]
    pub acts: Vec<Act>,
}

fn one() -> u8 {
    1
}

pub(crate) fn first_case() -> String {
    "1".to_owned()
}

/// Meals of one stay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meals {
    /// Number of ordinary meals.
    pub ordinary: u32,
    /// Number of 流動食のみ.
    pub liquid: u32,
    /// Number of 特別食.
    pub special: u32,
    /// Days with 食堂.
    pub dining_room_days: u32,
}

/// 入院: admission to discharge (rules for it come with a later version).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// The case.
    #[serde(default = "first_case")]
    pub injury: String,
    /// 入院日.
    pub admitted: Day,
    /// 退院日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharged: Option<Day>,
    /// 入院基本料 by code.
    #[serde(default)]
    pub ward_fee: Option<String>,
    /// Beds of the room (1–4).
    #[serde(default)]
    pub room_beds: Option<u8>,
    /// Displayed price of the room a day, 円.
    #[serde(default)]
    pub room_price: Option<Yen>,
    /// Reason for the room (ア–エ of manual I 9).
    #[serde(default)]
    pub room_reason: Option<String>,
    /// 外泊 days.
    #[serde(default)]
    pub overnight_leave: Vec<Day>,
    /// Days a gown was lent.
    #[serde(default)]
    pub gown_days: u32,
    /// Meals.
    #[serde(default)]
    pub meals: Meals,
    /// 入院診療計画書 given within seven days, or why not.
    #[serde(default)]
    pub plan_given: Option<bool>,
}
