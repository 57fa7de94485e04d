//! One accident or disease of one worker, and the papers that came with it.

use crate::{Day, Employer, InsuranceNumber, Site};
use serde::{Deserialize, Serialize};

/// 業務 / 複数業務要因 / 通勤.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InjuryCause {
    /// 業務災害.
    #[default]
    Work,
    /// 複数業務要因災害.
    MultipleWork,
    /// 通勤災害.
    Commute,
}

/// How the case came to this clinic, which decides the form owed and 新継再別 (manual part 3, 4(3)イ).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// 初診: nobody treated it before.
    #[default]
    First,
    /// 転医始診 from a 労災指定 clinic, with 様式第6号 or 第16号の4.
    TransferDesignated,
    /// From a clinic that is not 労災指定 or from a 柔道整復師, with 様式第5号 or 第16号の3.
    TransferUndesignated,
    /// 再発.
    Relapse,
    /// Treated here at another payer's cost until now (健保, 自費, 自賠責).
    Switched,
}

/// 負傷 or 疾病 (manual I 23: 受傷部位 or 局所).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiseaseNature {
    /// 負傷.
    #[default]
    Wound,
    /// 疾病.
    Disease,
}

/// The form a worker brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormNumber {
    /// 様式第5号.
    #[serde(rename = "5")]
    Form5,
    /// 様式第16号の3.
    #[serde(rename = "16-3")]
    Form16_3,
    /// 様式第6号.
    #[serde(rename = "6")]
    Form6,
    /// 様式第16号の4.
    #[serde(rename = "16-4")]
    Form16_4,
    /// 様式第7号.
    #[serde(rename = "7")]
    Form7,
    /// 様式第16号の5.
    #[serde(rename = "16-5")]
    Form16_5,
}

impl FormNumber {
    /// `様式第5号`.
    pub fn ja(self) -> &'static str {
        match self {
            FormNumber::Form5 => "様式第5号",
            FormNumber::Form16_3 => "様式第16号の3",
            FormNumber::Form6 => "様式第6号",
            FormNumber::Form16_4 => "様式第16号の4",
            FormNumber::Form7 => "様式第7号",
            FormNumber::Form16_5 => "様式第16号の5",
        }
    }

    /// 療養の給付請求書: 様式第5号 or 第16号の3 (manual I 4).
    pub fn is_benefit_claim(self) -> bool {
        matches!(self, FormNumber::Form5 | FormNumber::Form16_3)
    }
}

/// A form that has arrived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormReceived {
    /// Which.
    pub form: FormNumber,
    /// The day the clinic received it.
    pub received: Day,
}

/// 転帰事由 (manual part 3, 4(3)イ; codes on the sheet: 1 3 5 7 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// 治ゆ.
    Cured,
    /// 継続.
    #[default]
    Continuing,
    /// 転医.
    Transferred,
    /// 中止.
    Discontinued,
    /// 死亡.
    Died,
}

impl Disposition {
    /// The digit on the sheet.
    pub fn code(self) -> u8 {
        match self {
            Disposition::Cured => 1,
            Disposition::Continuing => 3,
            Disposition::Transferred => 5,
            Disposition::Discontinued => 7,
            Disposition::Died => 9,
        }
    }
    /// Its name.
    pub fn ja(self) -> &'static str {
        match self {
            Disposition::Cured => "治ゆ",
            Disposition::Continuing => "継続",
            Disposition::Transferred => "転医",
            Disposition::Discontinued => "中止",
            Disposition::Died => "死亡",
        }
    }
}

/// One 傷病名 with its days. A name once claimed is never removed, it gets an end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disease {
    /// The doctor's name for it, with site and side.
    pub name: String,
    /// 傷病名コード (7 digits); empty: 未コード化.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// 修飾語コード (4 digits each), prefixes and suffixes in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
    /// First day of treatment; none: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// End, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DiseaseEnd>,
}

/// How one of several diseases ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiseaseEnd {
    /// The day.
    pub day: Day,
    /// 治ゆ, 中止 ….
    pub disposition: Disposition,
}

/// 症状詳記: why the treatment of the month was needed, by 症状詳記区分 (spec of the electronic claim, SJ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SymptomDetail {
    /// 症状詳記区分: one of [`SymptomDetail::CLASSES`].
    pub class: u8,
    /// The text.
    pub text: String,
}

impl SymptomDetail {
    /// Every 症状詳記区分 a clinic writes (50–52 and 90 are for 治験 and the payer), with its name.
    pub const CLASSES: [(u8, &str); 7] = [
        (1, "主たる疾患の臨床症状"),
        (2, "主たる疾患の診療・検査所見"),
        (3, "主な治療行為の必要性"),
        (4, "主な治療行為の経過"),
        (5, "高額な薬剤に係る症状等"),
        (6, "高額な処置・検査に係る症状等"),
        (7, "その他"),
    ];

    /// Name of its 区分; empty where there is no such 区分.
    pub fn class_ja(&self) -> &'static str {
        Self::CLASSES.iter().find(|(class, _)| *class == self.class).map_or("", |(_, ja)| ja)
    }
}

/// One accident or disease of one worker at this clinic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InjuryCase {
    /// Name of the case among the worker's cases.
    pub id: String,
    /// 業務 / 複数業務要因 / 通勤.
    pub cause: InjuryCause,
    /// 負傷 / 疾病.
    pub nature: DiseaseNature,
    /// 傷病年月日 (relapse: the original day).
    pub injured_on: Day,
    /// How it came to this clinic.
    pub arrival: Arrival,
    /// The number claimed under.
    pub number: InsuranceNumber,
    /// 年金 from this day on (a case can turn into a pension case).
    pub pension_since: Option<Day>,
    /// 事業場.
    pub employer: Employer,
    /// 労働基準監督署 by name (of 様式5号), for the 初回分 bundle.
    pub office: String,
    /// Forms that have arrived.
    pub forms: Vec<FormReceived>,
    /// 第三者行為災害.
    pub third_party: bool,
    /// 傷病名.
    pub diseases: Vec<Disease>,
    /// Sites hurt (受傷部位); they need not all be known.
    pub sites: Vec<Site>,
    /// 傷病の経過 of the month.
    pub course: String,
    /// 転帰 at the end of the month, and its day.
    pub disposition: Disposition,
    /// The day of 治ゆ, 中止, 転医, 死亡.
    pub disposition_day: Option<Day>,
    /// Slips already claimed for this case before this month.
    pub earlier_slips: u32,
    /// Lines for the 摘要 of the month's statement, typed by a person.
    pub remarks: Vec<String>,
    /// 症状詳記 of the month, in order of their 区分.
    pub symptoms: Vec<SymptomDetail>,
}

impl Default for InjuryCase {
    /// 業務災害による負傷, 2025-10-01, 初診.
    fn default() -> Self {
        Self {
            id: "1".to_owned(),
            cause: InjuryCause::Work,
            nature: DiseaseNature::Wound,
            injured_on: Day::new(2025, 10, 1).expect("1 October 2025 is a day"),
            arrival: Arrival::First,
            number: InsuranceNumber::Unknown,
            pension_since: None,
            employer: Employer::default(),
            office: String::new(),
            forms: Vec::new(),
            third_party: false,
            diseases: Vec::new(),
            sites: Vec::new(),
            course: String::new(),
            disposition: Disposition::Continuing,
            disposition_day: None,
            earlier_slips: 0,
            remarks: Vec::new(),
            symptoms: Vec::new(),
        }
    }
}

impl InjuryCase {
    /// The 療養の給付請求書 (様式第5号 / 第16号の3) that arrived, if any.
    pub fn benefit_claim(&self) -> Option<&FormReceived> {
        self.forms.iter().find(|f| f.form.is_benefit_claim())
    }

    /// Whether the case is paid as 傷病年金 on a day.
    pub fn is_pension(&self, day: Day) -> bool {
        self.pension_since.is_some_and(|since| since <= day)
    }
}
