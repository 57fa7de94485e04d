//! An invented claim for tests and the benchmark; nobody in it exists.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "each test uses a part of it")]

use rosai_document::*;
use rosai_domain::{Day, InjuryCause, InsuranceNumber, LaborInsuranceNumber, PersonName, Points, Sex, YearMonth, Yen};
use std::collections::BTreeMap;

pub fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

pub fn yen(n: i64) -> Traced<Yen> {
    Traced::yen(Why::count("見本", n)).expect("whole yen")
}

pub fn group(section: Section, points: i64, days: &[u32]) -> Group {
    Group {
        section,
        lines: Vec::new(),
        sites: String::new(),
        formula: String::new(),
        points: Some(Points(points)),
        yen: None,
        days: days.iter().map(|d| (*d, 1)).collect::<BTreeMap<_, _>>(),
        counted: u32::try_from(days.len()).expect("few"),
        why: Why::count("見本", points),
        rule: RuleId::m(1),
        remarks: Vec::new(),
    }
}

pub fn yen_group(section: Section, amount: i64, days: &[u32]) -> Group {
    Group { points: None, yen: Some(Yen(amount)), ..group(section, 0, days) }
}

fn remark(class: Option<u8>, text: &str) -> RemarkLine {
    RemarkLine { class, text: text.to_owned() }
}

/// A month with something in nearly every field.
pub fn statement() -> ClaimDocument {
    use Section::*;
    let days = [2, 5, 9, 12, 16, 19, 23, 26];
    let groups = vec![
        yen_group(RepeatYen, 1430, &days),
        yen_group(GuidanceYen, 920, &[2]),
        yen_group(OtherYen, 4000, &[30]),
        yen_group(OtherYen, 2000, &[30]),
        group(OutpatientManagement, 52, &days),
        group(RepeatOvertime, 65, &[12]),
        group(HomeVisit, 720, &[19]),
        Group { counted: 14, ..group(InternalDrug, 6, &days) },
        group(InternalDispensing, 11, &[2, 16]),
        group(Prescribing, 42, &[2, 16]),
        group(InjectionIntramuscular, 25, &[2, 5]),
        group(Procedure, 70, &days),
        group(ProcedureDrug, 12, &[2]),
        group(Operation, 1280, &[2]),
        group(Examination, 144, &[2]),
        group(Imaging, 287, &[2]),
        group(PrescriptionSlip, 60, &[2, 16]),
        group(Other, 185, &days),
    ];
    let points = groups.iter().map(Group::total_points).sum::<Points>();
    let yen_items = groups.iter().map(Group::total_yen).sum::<Yen>();
    let of_points = points.0 * 12;
    ClaimDocument {
        program: "見本".to_owned(),
        sheet: SheetKind::Outpatient,
        month: YearMonth::try_from("2025-06".to_owned()).expect("a month"),
        header: Header {
            cause: InjuryCause::Work,
            sequence_class: SequenceClass::Continuing,
            disposition: 3,
            number: InsuranceNumber::Labor(LaborInsuranceNumber::parse("01101012345000").expect("a number")),
            injured_on: day("R7.3.5"),
            period: Period { from: day("R7.6.2"), to: day("R7.6.30") },
            days: 8,
            hospital_number: "0123456".to_owned(),
            hospital_name: "医療法人見本会　見本整形外科クリニック".to_owned(),
            worker: WorkerBox {
                name: PersonName::new("見本　太郎"),
                kana: PersonName::new("ミホン　タロウ"),
                birth: day("S55.4.12"),
                age: 45,
                sex: Sex::Male,
            },
            place_of_work: PlaceOfWork {
                name: "株式会社見本製作所　札幌工場".to_owned(),
                prefecture: "北海道".to_owned(),
                municipality: "札幌市中央区".to_owned(),
            },
            office: "札幌中央".to_owned(),
        },
        diseases: vec![
            DiseaseLine { text: "右橈骨遠位端骨折".to_owned() },
            DiseaseLine { text: "右手関節捻挫（R7.6.2）".to_owned() },
        ],
        course: "ギプス固定後、可動域訓練を継続中。腫脹は軽減し、握力も改善している。\nなお疼痛があり、通院を続ける。"
            .to_owned(),
        groups,
        remarks: vec![
            remark(Some(12), "外来管理加算　52×8"),
            remark(None, "時間外加算　65×1"),
            remark(Some(14), "往診　720×1（19日）"),
            remark(Some(40), "消炎鎮痛等処置（右手）"),
            remark(None, "　（35×2.0）70×8"),
            remark(Some(50), "非観血的整復術（前腕、右）（2日）とそのあとのギプス固定を同じ日に行った"),
            remark(Some(70), "単純撮影（デジタル）287×1"),
            remark(Some(80), "四肢のリハビリテーション　運動器リハビリテーション料（Ⅰ）185×1単位×8"),
        ],
        symptoms: Vec::new(),
        yen_remarks: vec!["再診料 1,430×8".to_owned(), "療養・就労両立支援の相談を行い指導した（2日）".to_owned()],
        totals: Totals { points, yen_of_points: yen(of_points), yen_items, total: yen(of_points + yen_items.0) },
        values_used: Vec::new(),
    }
}

/// A claim sheet with everything filled in.
pub fn claim_sheet() -> ClaimSheet {
    ClaimSheet {
        hospital_number: "0123456".to_owned(),
        amount: Yen(1_284_560),
        slips: 23,
        month: YearMonth::try_from("2025-06".to_owned()).expect("a month"),
        first_worker: PersonName::new("見本　太郎"),
        others: 22,
        claimed_on: day("R7.7.9"),
        postal_code: "060-0001".to_owned(),
        address: "北海道札幌市中央区北一条西一丁目１番１号　見本ビル３階".to_owned(),
        hospital_name: "医療法人見本会　見本整形外科クリニック".to_owned(),
        director: "見本　花子".to_owned(),
        telephone: "011-000-0000".to_owned(),
        labor_bureau: "北海道".to_owned(),
        office: Some("札幌中央".to_owned()),
    }
}

/// The fullest statement the sheet can hold.
pub fn full_statement() -> ClaimDocument {
    let mut full = statement();
    let header = &mut full.header;
    header.days = 999;
    header.hospital_name = "病".repeat(45);
    header.worker.name = PersonName::new(&"名".repeat(30));
    header.worker.kana = PersonName::new(&"カ".repeat(25));
    header.place_of_work.name = "事".repeat(40);
    header.place_of_work.prefecture = "神奈川県".to_owned();
    header.place_of_work.municipality = "横浜市都筑茅ヶ崎南区".to_owned();
    full.diseases = vec![DiseaseLine { text: "傷".repeat(66) }];
    full.course = "経".repeat(108);
    full.remarks = (0..30).map(|_| remark(Some(12), &"摘".repeat(26))).collect();
    full.yen_remarks = vec!["要".repeat(14); 8];
    full.groups = Section::ALL
        .iter()
        .filter(|s| !matches!(s, Section::InitialYen | Section::RepeatYen | Section::GuidanceYen | Section::OtherYen))
        .map(|s| Group { counted: 999, ..group(*s, 7777, &(1..=31).collect::<Vec<_>>()) })
        .chain([Section::InitialYen, Section::RepeatYen, Section::GuidanceYen].map(|s| yen_group(s, 99_999, &[1, 2])))
        .chain([1, 2, 3].map(|_| yen_group(Section::OtherYen, 999_999, &[1])))
        .collect();
    full.totals = Totals {
        points: Points(99_999),
        yen_of_points: yen(8_888_888),
        yen_items: Yen(999_999),
        total: yen(9_999_999),
    };
    full
}

/// The fullest claim sheet.
pub fn full_claim_sheet() -> ClaimSheet {
    ClaimSheet {
        amount: Yen(99_999_999),
        slips: 999,
        first_worker: PersonName::new(&"名".repeat(26)),
        others: 998,
        address: "住".repeat(50),
        hospital_name: "病".repeat(50),
        director: "長".repeat(50),
        telephone: "09999-9999-9999".to_owned(),
        labor_bureau: "神奈川県".to_owned(),
        office: Some("署".repeat(12)),
        ..claim_sheet()
    }
}
