//! The clinic: what it is, what it has notified, when it is open, how it claims — each with its days.

use crate::{Day, HospitalNumber, TaxClass, is_holiday};
use chrono::Weekday;
use serde::{Deserialize, Serialize};

/// A value with its first day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated<T> {
    /// First day it holds.
    pub from: Day,
    /// The value.
    pub value: T,
}

/// 設立形態, as far as it decides 課税区分 (manual 参考1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Establishment {
    /// 個人.
    #[default]
    Individual,
    /// 医療法人 (not 社会医療法人).
    MedicalCorporation,
    /// 国・地方公共団体・国立大学法人・地方独立行政法人・独立行政法人.
    Public,
    /// 日本赤十字社.
    RedCross,
    /// 社会福祉法人.
    SocialWelfare,
    /// 私立学校法による学校法人.
    School,
    /// 健康保険組合・全国健康保険協会・国民健康保険組合など.
    HealthInsurer,
    /// 共済組合とその連合会・事業団.
    MutualAid,
    /// 社会医療法人.
    SocialMedicalCorporation,
    /// 公益財団法人結核予防会.
    TuberculosisAssociation,
    /// ハンセン病療養所 run by a 公益社団法人等.
    HansenSanatorium,
    /// A hospital of a 公益法人 for scientific research.
    AcademicPublicInterest,
    /// 農業協同組合連合会 (指定されたもの).
    AgriculturalCooperative,
    /// 医師会・歯科医師会 — the clinic must say whether it is taxed.
    MedicalAssociation,
    /// 公益社団法人等 designated for 看護師等の人材確保 — the clinic must say whether it is taxed.
    NursePersonnelCorporation,
    /// その他の公益法人等 — the clinic must say whether it is taxed.
    OtherPublicInterest,
    /// 会社など.
    Other,
}

impl Establishment {
    /// 課税区分 that follows from the form alone (参考1の1); none where the clinic must be asked (参考1の2).
    pub fn tax_class(self) -> Option<TaxClass> {
        use Establishment::*;
        match self {
            Individual | MedicalCorporation | Other => Some(TaxClass::Taxable),
            Public
            | RedCross
            | SocialWelfare
            | School
            | HealthInsurer
            | MutualAid
            | SocialMedicalCorporation
            | TuberculosisAssociation
            | HansenSanatorium
            | AcademicPublicInterest
            | AgriculturalCooperative => Some(TaxClass::TaxExempt),
            MedicalAssociation | NursePersonnelCorporation | OtherPublicInterest => None,
        }
    }
}

/// 診療所 or 病院.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FacilityKind {
    /// 診療所.
    #[default]
    Clinic,
    /// 病院.
    Hospital,
}

/// How the claim is handed in (manual I 28).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimMethod {
    /// 紙レセプト.
    #[default]
    Paper,
    /// 光ディスク等.
    Media,
    /// 電子情報処理組織 (オンライン).
    Online,
}

/// One 届出, by 施設基準コード, with the days it holds. A code of five digits is no 届出 but what the clinic chose to
/// charge on labour claims ([`Facility::PRICE_RESPONSE_FEE`] and the others).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// 施設基準コード.
    pub code: u16,
    /// First day.
    pub from: Day,
    /// Last day, where it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// A time of day, `09:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// From hours and minutes.
    pub const fn new(hour: u16, minute: u16) -> Self {
        Self(hour * 60 + minute)
    }
    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let folded = crate::text::fold_width(text.trim());
        let read = folded.split_once(':').and_then(|(h, m)| {
            if !(1..=2).contains(&h.len()) || m.len() != 2 {
                return None;
            }
            Some((h.parse::<u16>().ok()?, m.parse::<u16>().ok()?))
        });
        match read {
            Some((h, m)) if h < 24 && m < 60 => Ok(Self::new(h, m)),
            _ => {
                Err(format!("「{}」は時刻として読めません。18:30 のように入力してください。", crate::day::clip(&text)))
            }
        }
    }
}

impl From<TimeOfDay> for String {
    fn from(t: TimeOfDay) -> String {
        format!("{:02}:{:02}", t.0 / 60, t.0 % 60)
    }
}

/// One span of 診療時間 on one weekday (1 月 … 7 日, 8 祝日と年末年始).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursSpan {
    /// 1 = 月曜 … 7 = 日曜, 8 = a holiday that is no Sunday.
    pub weekday: u8,
    /// Start.
    pub from: TimeOfDay,
    /// End.
    pub to: TimeOfDay,
}

/// 医療機関.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facility {
    /// 名称.
    pub name: String,
    /// 指定病院等の番号.
    pub hospital_number: Option<HospitalNumber>,
    /// 医療機関コード.
    pub institution_code: Option<String>,
    /// 郵便番号.
    pub postal_code: String,
    /// 所在地.
    pub address: String,
    /// 市町村 of the clinic, for 甲地/乙地.
    pub municipality: String,
    /// 電話番号, with hyphens.
    pub telephone: String,
    /// 責任者氏名.
    pub director: String,
    /// 労働局 the claim is addressed to: 北海道.
    pub labor_bureau: String,
    /// 診療所 / 病院.
    pub kind: FacilityKind,
    /// 一般病床数.
    pub beds: u32,
    /// 設立形態.
    pub establishment: Establishment,
    /// 課税区分 as the clinic declared it, dated; needed where 参考1の2 asks the clinic.
    pub declared_tax_class: Vec<Dated<TaxClass>>,
    /// 診療時間; empty: the standard band (8–18時, 土曜は12時まで; 日曜・祝日・年末年始は休診).
    pub hours: Vec<HoursSpan>,
    /// 届出.
    pub notices: Vec<Notice>,
    /// How it claims, dated; paper before the first entry.
    pub claims_by: Vec<Dated<ClaimMethod>>,
    /// Staff by name, for vouching.
    pub staff: Vec<String>,
    /// 明細書発行体制等加算 is claimed (a clinic that claims electronically and hands out itemised statements free).
    pub itemized_statements: bool,
}

impl Default for Facility {
    /// 個人の無床診療所 that claims on paper and has notified nothing.
    fn default() -> Self {
        Self {
            name: String::new(),
            hospital_number: None,
            institution_code: None,
            postal_code: String::new(),
            address: String::new(),
            municipality: String::new(),
            telephone: String::new(),
            director: String::new(),
            labor_bureau: String::new(),
            kind: FacilityKind::Clinic,
            beds: 0,
            establishment: Establishment::Individual,
            declared_tax_class: Vec::new(),
            hours: Vec::new(),
            notices: Vec::new(),
            claims_by: Vec::new(),
            staff: Vec::new(),
            itemized_statements: false,
        }
    }
}

/// What a clinic may choose to charge on labour claims though no text of labour's own says so. Nothing is chosen by
/// itself. A choice has its days, and 施設基準コード have at most four digits: so it is kept among the 届出, under five.
impl Facility {
    /// 外来・在宅物価対応料.
    pub const PRICE_RESPONSE_FEE: u16 = 10001;
    /// 医療情報取得加算.
    pub const MEDICAL_INFORMATION: u16 = 10002;
    /// ベースアップ評価料 with the points of a clinic that went on raising wages (賃上取組).
    pub const CONTINUED_WAGE_INCREASE: u16 = 10003;
    /// 電子的診療情報連携体制整備加算1; 10012 and 10013 are 2 and 3.
    pub const DIGITAL_COLLABORATION: u16 = 10011;
    /// 医療DX推進体制整備加算1; 10022 to 10026 are 2 to 6.
    pub const DIGITAL_PROMOTION: u16 = 10021;

    /// 区分 1–3 of 電子的診療情報連携体制整備加算, where the clinic chose to charge it.
    pub fn digital_collaboration(&self, day: Day) -> Option<u16> {
        self.chosen_class(Self::DIGITAL_COLLABORATION, 3, day)
    }

    /// 区分 1–6 of 医療DX推進体制整備加算, where the clinic chose to charge it.
    pub fn digital_promotion(&self, day: Day) -> Option<u16> {
        self.chosen_class(Self::DIGITAL_PROMOTION, 6, day)
    }

    /// The class chosen last; of two chosen on one day the one with the fewest points.
    fn chosen_class(&self, first: u16, classes: u16, day: Day) -> Option<u16> {
        let of_class = |n: &&Notice| (first..first + classes).contains(&n.code);
        let holds = |n: &&Notice| n.from <= day && n.to.is_none_or(|to| day <= to);
        self.notices.iter().filter(of_class).filter(holds).max_by_key(|n| (n.from, n.code)).map(|n| n.code - first + 1)
    }
}

fn on_day<T: Copy>(values: &[Dated<T>], day: Day) -> Option<T> {
    values.iter().filter(|v| v.from <= day).max_by_key(|v| v.from).map(|v| v.value)
}

/// 1 月 … 7 日, 8 a holiday that is no Sunday.
fn weekday_number(day: Day) -> u8 {
    match day.weekday() {
        Weekday::Sun => 7,
        _ if is_holiday(day) => 8,
        other => other.number_from_monday() as u8,
    }
}

impl Facility {
    /// 課税区分 on a day: by 設立形態 (参考1の1), else as declared; none where nobody has said.
    pub fn tax_class(&self, day: Day) -> Option<TaxClass> {
        self.establishment.tax_class().or_else(|| on_day(&self.declared_tax_class, day))
    }

    /// How it claims on a day.
    pub fn claim_method(&self, day: Day) -> ClaimMethod {
        on_day(&self.claims_by, day).unwrap_or_default()
    }

    /// Whether a 届出 holds on a day.
    pub fn has_notice(&self, code: u16, day: Day) -> bool {
        self.notices.iter().any(|n| n.code == code && n.from <= day && n.to.is_none_or(|to| day <= to))
    }

    /// Whether a minute lies between two sessions of one day (昼休み): after the first opening, before the last closing.
    pub fn is_between_sessions(&self, day: Day, at: TimeOfDay) -> bool {
        let weekday = weekday_number(day);
        let spans = || self.hours.iter().filter(|h| h.weekday == weekday);
        let (first, last) = (spans().map(|h| h.from).min(), spans().map(|h| h.to).max());
        first.is_some_and(|f| f <= at) && last.is_some_and(|l| at < l) && !self.is_open(day, Some(at))
    }

    /// Whether the displayed hours cover this minute of this weekday; the whole day where `at` is none.
    pub fn is_open(&self, day: Day, at: Option<TimeOfDay>) -> bool {
        let holiday = is_holiday(day);
        let weekday = weekday_number(day);
        let within = |from: TimeOfDay, to: TimeOfDay| at.is_none_or(|t| from <= t && t < to);
        if self.hours.is_empty() {
            return match day.weekday() {
                _ if holiday => false,
                Weekday::Sat => within(TimeOfDay::new(8, 0), TimeOfDay::new(12, 0)),
                _ => within(TimeOfDay::new(8, 0), TimeOfDay::new(18, 0)),
            };
        }
        self.hours.iter().any(|h| h.weekday == weekday && within(h.from, h.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_chosen_last_holds_on_its_days() {
        let day = |t: &str| Day::parse(t).expect(t);
        let notice = |code, from: &str, to: Option<&str>| Notice { code, from: day(from), to: to.map(day) };
        let facility = Facility {
            notices: vec![
                notice(Facility::DIGITAL_PROMOTION, "R6.10.1", None),
                notice(Facility::DIGITAL_PROMOTION + 3, "R7.4.1", Some("R8.5.31")),
                notice(Facility::DIGITAL_COLLABORATION + 2, "R8.6.1", None),
                notice(Facility::DIGITAL_COLLABORATION, "R8.6.1", None),
                notice(4035, "R6.6.1", None),
            ],
            ..Facility::default()
        };
        assert_eq!(facility.digital_promotion(day("R6.9.30")), None);
        assert_eq!(facility.digital_promotion(day("R6.10.1")), Some(1));
        assert_eq!(facility.digital_promotion(day("R7.4.1")), Some(4));
        assert_eq!(facility.digital_promotion(day("R8.6.1")), Some(1), "the later choice has ended");
        assert_eq!(facility.digital_collaboration(day("R8.5.31")), None);
        assert_eq!(
            facility.digital_collaboration(day("R8.6.1")),
            Some(3),
            "of two on one day the one with fewer points"
        );
        assert_eq!(Facility::default().digital_collaboration(day("R8.6.1")), None, "nothing is chosen by itself");
    }
}
