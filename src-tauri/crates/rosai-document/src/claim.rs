//! The document of one 内訳書, and the claim sheet over several.

use crate::{RuleId, Standing, Traced, Why};
use rosai_domain::{Day, InjuryCause, InsuranceNumber, PersonName, Points, Sex, YearMonth, Yen};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Which sheet a statement is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SheetKind {
    /// 内訳書 入院外用 (診機様式第3号).
    #[serde(rename = "34722")]
    Outpatient,
}

/// 新継再別 (manual part 3, 4(3)イ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SequenceClass {
    /// 初診.
    First,
    /// 転医始診.
    Transfer,
    /// 継続.
    Continuing,
    /// 再発.
    Relapse,
}

impl SequenceClass {
    /// The digit on the sheet.
    pub fn code(self) -> u8 {
        match self {
            SequenceClass::First => 1,
            SequenceClass::Transfer => 3,
            SequenceClass::Continuing => 5,
            SequenceClass::Relapse => 7,
        }
    }
}

/// 療養期間.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The worker as the sheet names him.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerBox {
    /// 氏名.
    pub name: PersonName,
    /// Kana, full-width.
    pub kana: PersonName,
    /// 生年月日.
    pub birth: Day,
    /// Age at the end of the month of treatment.
    pub age: i32,
    /// 性別 (not on the paper sheet, in the electronic claim).
    pub sex: Sex,
}

/// The employer as the sheet names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceOfWork {
    /// 事業の名称.
    pub name: String,
    /// 都道府県 with its last letter.
    pub prefecture: String,
    /// 郡市区 with its last letter.
    pub municipality: String,
}

/// What stands in the upper frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// 業務 / 複数業務要因 / 通勤 (decides the place in the bundle).
    pub cause: InjuryCause,
    /// ①.
    pub sequence_class: SequenceClass,
    /// ② digit.
    pub disposition: u8,
    /// ④.
    pub number: InsuranceNumber,
    /// ⑦.
    pub injured_on: Day,
    /// ⑩.
    pub period: Period,
    /// ⑪: 1–31, or 999 where only certificates are claimed.
    pub days: u32,
    /// 指定病院等の番号.
    pub hospital_number: String,
    /// 病院等の名称.
    pub hospital_name: String,
    /// 労働者.
    pub worker: WorkerBox,
    /// 事業場.
    pub place_of_work: PlaceOfWork,
    /// 監督署 of the 療養の給付請求書, for the 初回分 bundle.
    pub office: String,
}

/// One disease with its dates as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiseaseLine {
    /// Name and dates: `左胸部裂傷（R7.10.31治ゆ）`.
    pub text: String,
}

macro_rules! sections {
    ($($name:ident $class:literal $ja:literal;)*) => {
        /// Where a group stands in the body of the sheet. Each has one 診療識別.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Section { $(#[doc = $ja] $name,)* }
        impl Section {
            /// Every section in printed order.
            pub const ALL: &'static [Section] = &[$(Section::$name,)*];
            /// 診療識別.
            pub fn class(self) -> u8 { match self { $(Section::$name => $class,)* } }
            /// Its caption.
            pub fn ja(self) -> &'static str { match self { $(Section::$name => $ja,)* } }
        }
    };
}

sections! {
    Initial 11 "初診";
    InitialYen 11 "初診（円）";
    Repeat 12 "再診";
    OutpatientManagement 12 "外来管理加算";
    RepeatOvertime 12 "再診 時間外";
    RepeatHoliday 12 "再診 休日";
    RepeatMidnight 12 "再診 深夜";
    RepeatYen 12 "再診（円）";
    Guidance 13 "指導";
    GuidanceYen 13 "指導（円）";
    HomeVisit 14 "往診";
    HomeOther 14 "在宅 その他";
    HomeDrug 14 "在宅 薬剤";
    InternalDrug 21 "内服 薬剤";
    InternalDispensing 21 "内服 調剤";
    AsNeededDrug 22 "屯服 薬剤";
    ExternalDrug 23 "外用 薬剤";
    ExternalDispensing 23 "外用 調剤";
    Prescribing 25 "処方";
    Narcotic 26 "麻毒";
    DispensingBasic 27 "調基";
    InjectionIntramuscular 31 "皮下筋肉内";
    InjectionIntravenous 32 "静脈内";
    InjectionOther 33 "その他の注射";
    Procedure 40 "処置";
    ProcedureDrug 40 "処置 薬剤";
    Operation 50 "手術・麻酔";
    OperationDrug 50 "手術・麻酔 薬剤";
    Examination 60 "検査・病理";
    ExaminationDrug 60 "検査・病理 薬剤";
    Imaging 70 "画像診断";
    ImagingDrug 70 "画像診断 薬剤";
    PrescriptionSlip 80 "処方せん";
    Other 80 "その他";
    OtherDrug 80 "その他 薬剤";
    OtherYen 80 "その他（円）";
}

/// What a line is within its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineRole {
    /// The act itself.
    Base,
    /// 加算 of any kind: 四肢, 注, 時間外, 機能回復指導.
    Addition,
    /// A drug.
    Drug,
    /// A material.
    Material,
}

/// One line of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Official code, where there is one.
    pub code: Option<String>,
    /// Name as printed.
    pub name: String,
    /// Its role.
    pub role: LineRole,
    /// Quantity, as entered.
    pub quantity: Option<String>,
    /// Points of the line alone, where it has its own.
    pub points: Option<Points>,
}

/// One 剤: lines that are done together, so many times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Where it stands.
    pub section: Section,
    /// Its lines in order.
    pub lines: Vec<Line>,
    /// Sites, as printed.
    pub sites: String,
    /// The formula before the times: `(52×2.0)104`, `35+17（読替）52`.
    pub formula: String,
    /// Points of one time; none for yen groups.
    pub points: Option<Points>,
    /// Yen of one time; none for point groups.
    pub yen: Option<Yen>,
    /// Count per day of the month.
    pub days: BTreeMap<u32, u32>,
    /// What the box 回数 counts, where it is not the times (内服の単位).
    pub counted: u32,
    /// The reason of one time.
    pub why: Why,
    /// The rule that charged it.
    pub rule: RuleId,
    /// Remarks the text demands, and those typed.
    pub remarks: Vec<String>,
}

impl Group {
    /// How many times.
    pub fn times(&self) -> u32 {
        self.days.values().sum()
    }
    /// Points of all times.
    pub fn total_points(&self) -> Points {
        self.points.unwrap_or_default() * i64::from(self.times())
    }
    /// Yen of all times.
    pub fn total_yen(&self) -> Yen {
        self.yen.unwrap_or_default() * i64::from(self.times())
    }
}

/// A line of 摘要 as it stands on the paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemarkLine {
    /// 診療識別 on the first line of a class.
    pub class: Option<u8>,
    /// The text.
    pub text: String,
}

/// 小計 and 合計額.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Points of the month.
    pub points: Points,
    /// (イ): points × 診療単価, 円未満切捨て, once.
    pub yen_of_points: Traced<Yen>,
    /// (ロ).
    pub yen_items: Yen,
    /// (イ)+(ロ).
    pub total: Traced<Yen>,
}

/// A value the document stands on, with its standing: what the clinic must confirm where it is not official.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ValueUsed {
    /// Item or code.
    pub id: String,
    /// First day in force.
    pub from: Day,
    /// Standing.
    pub standing: Standing,
}

/// One 症状詳記.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SymptomLine {
    /// 症状詳記区分 (01–07).
    pub class: u8,
    /// The text.
    pub text: String,
}

/// One finished 内訳書.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimDocument {
    /// Version of the program that computed it.
    pub program: String,
    /// Which sheet.
    pub sheet: SheetKind,
    /// The month of treatment.
    pub month: YearMonth,
    /// Upper frame.
    pub header: Header,
    /// 傷病の部位及び傷病名.
    pub diseases: Vec<DiseaseLine>,
    /// 傷病の経過.
    pub course: String,
    /// The body.
    pub groups: Vec<Group>,
    /// 摘要 beside the point items.
    pub remarks: Vec<RemarkLine>,
    /// 摘要 beside the yen items.
    pub yen_remarks: Vec<String>,
    /// 症状詳記, which `remarks` carry too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<SymptomLine>,
    /// Sums.
    pub totals: Totals,
    /// Values it stands on.
    pub values_used: Vec<ValueUsed>,
}

impl ClaimDocument {
    /// The document as it is frozen at 確定: JSON, and the SHA-256 of that JSON in hexadecimal.
    pub fn frozen(&self) -> (String, String) {
        let json = serde_json::to_string_pretty(self).expect("a document has only string keys and finite numbers");
        let hash = Sha256::digest(json.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        (json, hash)
    }

    /// Count and points of one section.
    pub fn section_points(&self, section: Section) -> (u32, Points) {
        let groups = self.groups.iter().filter(|g| g.section == section);
        groups.fold((0, Points(0)), |(n, p), g| (n + g.counted, p + g.total_points()))
    }

    /// Count and yen of one section.
    pub fn section_yen(&self, section: Section) -> (u32, Yen) {
        let groups = self.groups.iter().filter(|g| g.section == section);
        groups.fold((0, Yen(0)), |(n, y), g| (n + g.times(), y + g.total_yen()))
    }
}

/// One finished 診療費請求書 (34720) over the slips of a bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimSheet {
    /// ① 指定病院等の番号.
    pub hospital_number: String,
    /// ③ sum of 合計額 of the slips.
    pub amount: Yen,
    /// ④ number of slips, continuation sheets not counted.
    pub slips: u32,
    /// ⑤⑥ latest month of treatment among the slips.
    pub month: YearMonth,
    /// Name of the first worker.
    pub first_worker: PersonName,
    /// ほか n 名.
    pub others: u32,
    /// 請求年月日.
    pub claimed_on: Day,
    /// 郵便番号.
    pub postal_code: String,
    /// 所在地.
    pub address: String,
    /// 名称.
    pub hospital_name: String,
    /// 責任者氏名.
    pub director: String,
    /// 電話番号.
    pub telephone: String,
    /// 労働局.
    pub labor_bureau: String,
    /// 署分, on a bundle of 初回分 only.
    pub office: Option<String>,
}
