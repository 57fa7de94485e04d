//! The fields of a document that a sheet or a record can ask for, by name.

use crate::{ClaimDocument, ClaimSheet, Section};
use rosai_domain::{Day, InsuranceNumber};
use serde::{Deserialize, Serialize};

/// A value as a sheet asks for it.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Nothing to print.
    Blank,
    /// Text.
    Text(String),
    /// A number without separators; 0 is printed only where the form says so.
    Number(i64),
    /// Digits with their leading zeros.
    Digits(String),
    /// A day: era digit and three pairs.
    Date(Day),
    /// Lines of text.
    Lines(Vec<String>),
}

/// A field of a [`ClaimDocument`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldId {
    /// ① 新継再別.
    SequenceClass,
    /// ② 転帰事由.
    Disposition,
    /// ④ 労働保険番号.
    LaborInsuranceNumber,
    /// ⑥ 生年月日.
    Birth,
    /// ⑦ 傷病年月日.
    InjuredOn,
    /// ⑩ from.
    PeriodFrom,
    /// ⑩ to.
    PeriodTo,
    /// ⑪ 診療実日数.
    Days,
    /// ⑬ 合計額.
    Total,
    /// 指定病院等の番号.
    HospitalNumber,
    /// 病院等の名称.
    HospitalName,
    /// 労働者の氏名 カナ.
    Kana,
    /// 労働者の氏名.
    Name,
    /// 年齢.
    Age,
    /// 事業の名称.
    EmployerName,
    /// 都道府県 without its last letter (北海道: 北海).
    Prefecture,
    /// Its last letter.
    PrefectureKind,
    /// 郡市区 without its last letter.
    Municipality,
    /// Its last letter.
    MunicipalityKind,
    /// 傷病の部位及び傷病名.
    Diseases,
    /// 傷病の経過.
    Course,
    /// 小計 点.
    PointsTotal,
    /// (イ).
    YenOfPoints,
    /// (ロ).
    YenItems,
    /// 摘要 class column.
    RemarkClasses,
    /// 摘要 text column.
    Remarks,
    /// 摘要 beside the yen items.
    YenRemarks,
    /// The word circled beside 初診: 時間外, 休日 or 深夜.
    InitialTime,
    /// 回数 of a section.
    Count(Section),
    /// 点数 of a section.
    Points(Section),
    /// 1回点数 of a section, where all groups have the same.
    UnitPoints(Section),
    /// 回 on the yen side.
    YenCount(Section),
    /// Yen of a section.
    Yen(Section),
    /// The n-th yen amount of (80)その他 (0, 1, 2).
    OtherYen(u8),
}

/// 時間外加算・休日加算・深夜加算（初診） and the word of the sheet.
const INITIAL_TIME: [(&str, &str); 3] = [("111000570", "時間外"), ("111000670", "休日"), ("111000770", "深夜")];

/// The last letter of `札幌市` apart from the rest.
fn split_last(text: &str) -> (String, String) {
    let mut rest = text.to_owned();
    let last = rest.pop().map(String::from).unwrap_or_default();
    (rest, last)
}

impl ClaimDocument {
    /// What stands in a field.
    pub fn field(&self, id: FieldId) -> FieldValue {
        use FieldValue::*;
        let h = &self.header;
        let text = |s: &str| if s.is_empty() { Blank } else { Text(s.to_owned()) };
        let number = |n: i64| if n == 0 { Blank } else { Number(n) };
        match id {
            FieldId::SequenceClass => Number(h.sequence_class.code().into()),
            FieldId::Disposition => Number(h.disposition.into()),
            FieldId::LaborInsuranceNumber => match &h.number {
                InsuranceNumber::Labor(n) => Digits(n.as_str().to_owned()),
                _ => Blank,
            },
            FieldId::Birth => Date(h.worker.birth),
            FieldId::InjuredOn => Date(h.injured_on),
            FieldId::PeriodFrom => Date(h.period.from),
            FieldId::PeriodTo => Date(h.period.to),
            FieldId::Days => Number(h.days.into()),
            FieldId::Total => Number(self.totals.total.value().0),
            FieldId::HospitalNumber => text(&h.hospital_number),
            FieldId::HospitalName => text(&h.hospital_name),
            FieldId::Kana => text(h.worker.kana.as_str()),
            FieldId::Name => text(h.worker.name.as_str()),
            FieldId::Age => Number(h.worker.age.into()),
            FieldId::EmployerName => text(&h.place_of_work.name),
            FieldId::Prefecture => text(&split_last(&h.place_of_work.prefecture).0),
            FieldId::PrefectureKind => text(&split_last(&h.place_of_work.prefecture).1),
            FieldId::Municipality => text(&split_last(&h.place_of_work.municipality).0),
            FieldId::MunicipalityKind => text(&split_last(&h.place_of_work.municipality).1),
            FieldId::Diseases => text(&self.diseases.iter().map(|d| d.text.as_str()).collect::<Vec<_>>().join("，")),
            FieldId::Course => text(&self.course),
            FieldId::PointsTotal => number(self.totals.points.0),
            FieldId::YenOfPoints => number(self.totals.yen_of_points.value().0),
            FieldId::YenItems => number(self.totals.yen_items.0),
            FieldId::RemarkClasses => {
                Lines(self.remarks.iter().map(|r| r.class.map(|c| c.to_string()).unwrap_or_default()).collect())
            }
            FieldId::Remarks => Lines(self.remarks.iter().map(|r| r.text.clone()).collect()),
            FieldId::YenRemarks => Lines(self.yen_remarks.clone()),
            FieldId::InitialTime => {
                let lines = self.groups.iter().filter(|g| g.section == Section::Initial).flat_map(|g| &g.lines);
                let word =
                    lines.filter_map(|l| INITIAL_TIME.iter().find(|(code, _)| l.code.as_deref() == Some(*code))).next();
                word.map_or(Blank, |(_, word)| text(word))
            }
            FieldId::Count(s) => number(self.section_points(s).0.into()),
            FieldId::Points(s) => number(self.section_points(s).1.0),
            FieldId::UnitPoints(s) => {
                let mut units = self.groups.iter().filter(|g| g.section == s).filter_map(|g| g.points);
                match units.next() {
                    Some(first) if units.all(|u| u == first) => number(first.0),
                    _ => Blank,
                }
            }
            FieldId::YenCount(s) => number(self.section_yen(s).0.into()),
            FieldId::Yen(s) => number(self.section_yen(s).1.0),
            FieldId::OtherYen(n) => {
                let other = self.groups.iter().filter(|g| g.section == Section::OtherYen).nth(n.into());
                other.map_or(Blank, |g| number(g.total_yen().0))
            }
        }
    }
}

/// A field of a [`ClaimSheet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetFieldId {
    /// ①.
    HospitalNumber,
    /// ③.
    Amount,
    /// ④.
    Slips,
    /// ⑤ era digit.
    ClaimEra,
    /// ⑤ year of the era.
    ClaimYear,
    /// ⑥.
    ClaimMonth,
    /// Name of the first worker.
    FirstWorker,
    /// ほか n 名.
    Others,
    /// 請求年月日 era.
    ClaimedOnEra,
    /// Year.
    ClaimedOnYear,
    /// Month.
    ClaimedOnMonth,
    /// Day.
    ClaimedOnDay,
    /// 郵便番号.
    PostalCode,
    /// 所在地.
    Address,
    /// 名称.
    HospitalName,
    /// 責任者.
    Director,
    /// 労働局.
    LaborBureau,
    /// 署分.
    Office,
    /// Part of the telephone number between hyphens (0, 1, 2).
    Telephone(u8),
}

impl ClaimSheet {
    /// What stands in a field.
    pub fn field(&self, id: SheetFieldId) -> FieldValue {
        use FieldValue::*;
        let text = |s: &str| if s.is_empty() { Blank } else { Text(s.to_owned()) };
        let (era, year) = self.month.last().era();
        let (claimed_era, claimed_year) = self.claimed_on.era();
        match id {
            SheetFieldId::HospitalNumber => Digits(self.hospital_number.clone()),
            SheetFieldId::Amount => Number(self.amount.0),
            SheetFieldId::Slips => Number(self.slips.into()),
            SheetFieldId::ClaimEra => Number(era.paper_code().into()),
            SheetFieldId::ClaimYear => Number(year.into()),
            SheetFieldId::ClaimMonth => Number(self.month.month.into()),
            SheetFieldId::FirstWorker => text(self.first_worker.as_str()),
            SheetFieldId::Others => {
                if self.others == 0 {
                    Blank
                } else {
                    Number(self.others.into())
                }
            }
            SheetFieldId::ClaimedOnEra => text(claimed_era.ja()),
            SheetFieldId::ClaimedOnYear => Number(claimed_year.into()),
            SheetFieldId::ClaimedOnMonth => Number(self.claimed_on.month().month.into()),
            SheetFieldId::ClaimedOnDay => Number(self.claimed_on.day_of_month().into()),
            SheetFieldId::PostalCode => text(&self.postal_code),
            SheetFieldId::Address => text(&self.address),
            SheetFieldId::HospitalName => text(&self.hospital_name),
            SheetFieldId::Director => text(&self.director),
            SheetFieldId::LaborBureau => text(&self.labor_bureau),
            SheetFieldId::Office => self.office.as_deref().map_or(Blank, text),
            SheetFieldId::Telephone(n) => text(self.telephone.split('-').nth(n.into()).unwrap_or_default()),
        }
    }
}
