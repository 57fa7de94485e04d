//! K04 届出による加算
//!
//! ## 条文
//! 「その他の再診料の算定に係る取扱いについては健保点数表の注8を除き健保準拠です。」（manual-2025-04 I 5）
//!
//! 令和8年5月まで（kenpo-2024-06）: 時間外対応加算（再診料 注10、診療所、届出の区分により5・4・3・1点）、
//! 明細書発行体制等加算（再診料 注11、診療所、1点）、外来感染対策向上加算（初診料 注11・再診料 注15、診療所、
//! 届出、「月１回に限り６点」）、医療情報取得加算（初診料 注15「月１回に限り」、再診料 注19「３月に１回に限り」。
//! 令和6年11月まで初診3点・1点、再診2点・1点、同年12月から1点）、医療ＤＸ推進体制整備加算（初診料 注16、届出、
//! 「月１回に限り」、8点。令和6年10月から3区分11・10・8点、令和7年4月から6区分12・11・10・10・9・8点）、
//! 外来・在宅ベースアップ評価料（Ⅰ）（O100、届出、初診時6点・再診時2点、1日につき）。
//!
//! 令和8年6月から（kenpo-2026-06）: 時間外対応体制加算（再診料 注10、7・5・4・2点）。
//! 「医療ＤＸ推進に係る体制として別に厚生労働大臣が定める施設基準に適合しているものとして地方厚生局長等に届け出た保険
//! 医療機関を受診した患者に対して初診を行った場合は、電子的診療情報連携体制整備加算として、月１回に限り、
//! 当該基準に係る区分に従い、次に掲げる点数をそれぞれ所定点数に加算する。この場合において、
//! 区分番号Ａ００１に掲げる再診料の注11に規定する明細書発行体制等加算は別に算定できない。」（初診料 注16、15・9・4点。
//! 再診料 注19も同じで2点）。外来・在宅ベースアップ評価料（Ⅰ）は初診時17点・再診時等4点、
//! 「継続して賃上げに係る取組を実施した保険医療機関については」23点・6点（O001 注1・2・5）。
//! 外来・在宅物価対応料は、初診・再診を行った場合に初診時2点・再診時等2点（O100 注1・2）。
//! 医療情報取得加算と医療ＤＸ推進体制整備加算はない。
//!
//! 電話等による再診では「注８、注12、注13及び注15から注20までに規定する加算は算定しない。」（再診料 注9）。
//! 2科目の初診・再診では、注6から注16まで、注4から注8まで・注10から注20までの加算は算定しない。
//! （初診料 注5・再診料 注3）
//!
//! ## 読み方
//! - その日に効いている届出（施設基準コード）で見る。時間外対応（体制）加算は 3001・4036・3155・3002 のうち点数の高い
//!   ものを1つ、外来感染対策向上加算は 3826、医療DX推進体制整備加算は 4035、ベースアップ評価料は 4307。
//! - 労災で算定できると書かれていないもののうち、届出だけでは決まらないものは、医療機関が選んだときだけ算定する。
//!   選んだことは届出と同じ欄に5桁の番号と初日で記録する（10001 物価対応料、10002 医療情報取得加算、10003
//!   ベースアップ評価料の継続賃上げの点数、10011〜10013 電子的診療情報連携体制整備加算1〜3、
//!   10021〜10026 医療DX推進体制整備加算1〜6）。明細書発行体制等加算は設定の「算定する」による。
//! - 月1回の加算は、傷病や来院がいくつあっても、初診の分と再診の分を合わせて、労働者1人につき月に1回だけ、
//!   その月の最初の受診に載せる。医療情報取得加算（再診）は、前の2か月に再診の分を算定していれば算定しない。
//! - 1日につき1回の評価料（ベースアップ評価料、物価対応料）は、傷病や来院がいくつあっても1日に1回で、
//!   初診のある日は初診時の点数だけとし、先の受診の傷病の内訳書に載せる。
//! - 電子的診療情報連携体制整備加算を算定する月は、明細書発行体制等加算をその月の再診のどれにも加えない。
//! - 電話等再診には、外来感染対策向上加算、医療情報取得加算、電子的診療情報連携体制整備加算を加えない。
//!   時間外対応（体制）加算、明細書発行体制等加算は加える。
//! - 2科目の初診・再診（1,930円、710円）には、どれも加えない。
//! - 医療情報取得加算は、労災の受診では電子資格確認で診療情報を取得しないものとして、令和6年11月までは加算1・3
//!   （3点・2点）とする。
//!
//! ## 対象外
//! - 施設基準を満たすか。届出の記録と選んだことだけを見る。
//! - 発熱患者等対応加算、連携強化加算、サーベイランス強化加算、抗菌薬適正使用体制加算、機能強化加算。
//! - ベースアップ評価料（Ⅱ）、訪問診療時の評価料。短期滞在手術等基本料1の日の評価料。
//! - 外来診療料を算定する病院の、外来診療料の注による加算。
//! - 同じ月に同じ労働者がほかの保険で受けた診療の月1回の加算（保険ごとに数える）。
//! - 歯科の点数表による加算。
//!
//! ## 疑義
//! - 明細書発行体制等加算・時間外対応加算などを労災で算定できるかは書かれていない。I 5は710円の再診について除き、
//!   全体としては注8だけを健保準拠から除くので、1,420円の再診では健保準拠で算定できると読む。要確認。
//! - ベースアップ評価料は労災の資料に見えない。総則の健保準拠により、届出があれば算定する。要確認。
//! - 物価対応料、電子的診療情報連携体制整備加算、医療情報取得加算、医療DX推進体制整備加算を労災で算定できるかは、
//!   読めたどの資料にもない。選んだ医療機関だけが算定する。要確認。
//! - 令和8年の告示のO001・O100に「1日につき」の語は見えない（機械で読み取った本文）。令和6年のマスターの
//!   「1日につき」を引き継ぎ、1日1回と読む。要確認。
//! - 「この場合において…明細書発行体制等加算は別に算定できない」を、その受診だけでなくその月と読む。
//!   再診が3回以上の月は明細書発行体制等加算のほうが高いが、届け出た医療機関は選べないと読む。要確認。
//! - 令和8年の施設基準コードの表は手元にない。時間外対応体制加算・外来感染対策向上加算・ベースアップ評価料は、
//!   令和6年と同じコードとする。要確認。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{AttendanceId, Day, Facility, FacilityKind};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(4),
    term: "facility_additions",
    ja: "届出による加算",
    cites: &[OLD, NEW],
    items: &[
        "kenpo_statement_issue_addition",
        "kenpo_after_hours_response_1",
        "kenpo_after_hours_response_2",
        "kenpo_after_hours_response_3",
        "kenpo_after_hours_response_4",
        "kenpo_infection_control_initial",
        "kenpo_infection_control_repeat",
        "kenpo_medical_information_initial_1",
        "kenpo_medical_information_initial",
        "kenpo_medical_information_repeat_3",
        "kenpo_medical_information_repeat",
        "kenpo_digital_promotion_a",
        "kenpo_digital_promotion_b",
        "kenpo_digital_promotion_c",
        "kenpo_digital_promotion_d",
        "kenpo_digital_promotion_e",
        "kenpo_digital_promotion_f",
        "kenpo_digital_collaboration_initial_1",
        "kenpo_digital_collaboration_initial_2",
        "kenpo_digital_collaboration_initial_3",
        "kenpo_digital_collaboration_repeat",
        "kenpo_base_up_initial",
        "kenpo_base_up_repeat",
        "kenpo_base_up_initial_continued",
        "kenpo_base_up_repeat_continued",
        "kenpo_price_response_initial",
        "kenpo_price_response_repeat",
    ],
    stage: Stage::Charge(apply),
};

const OLD: Cite = Cite::new("kenpo-2024-06", "A000 注11・注15・注16、A001 注10・注11・注15・注19、O100");
const NEW: Cite = Cite::new("kenpo-2026-06", "A000 注11・注16、A001 注10・注11・注15・注19、O001、O100");

/// 時間外対応（体制）加算1–4 by 施設基準コード, the highest first.
const AFTER_HOURS: [(u16, &str); 4] = [
    (3001, "kenpo_after_hours_response_1"),
    (4036, "kenpo_after_hours_response_2"),
    (3155, "kenpo_after_hours_response_3"),
    (3002, "kenpo_after_hours_response_4"),
];
/// 外来感染対策向上加算.
const INFECTION_CONTROL: u16 = 3826;
/// 医療DX推進体制整備加算.
const DIGITAL_PROMOTION: u16 = 4035;
/// 外来・在宅ベースアップ評価料（Ⅰ）.
const BASE_UP: u16 = 4307;

/// How often an addition stands: with the items that count together.
#[derive(Clone, Copy)]
enum Limit {
    EachVisit,
    OnceADay(&'static [&'static str]),
    OnceAMonth(&'static [&'static str]),
    /// Once in three months among the second items, and once a month among the first.
    OnceInThreeMonths(&'static [&'static str], &'static [&'static str]),
}

const INFECTION_FAMILY: &[&str] = &["kenpo_infection_control_initial", "kenpo_infection_control_repeat"];
const INFORMATION_FAMILY: &[&str] = &[
    "kenpo_medical_information_initial_1",
    "kenpo_medical_information_initial",
    "kenpo_medical_information_repeat_3",
    "kenpo_medical_information_repeat",
];
const PROMOTION_FAMILY: &[&str] = &[
    "kenpo_digital_promotion_a",
    "kenpo_digital_promotion_b",
    "kenpo_digital_promotion_c",
    "kenpo_digital_promotion_d",
    "kenpo_digital_promotion_e",
    "kenpo_digital_promotion_f",
];
const COLLABORATION_FAMILY: &[&str] = &[
    "kenpo_digital_collaboration_initial_1",
    "kenpo_digital_collaboration_initial_2",
    "kenpo_digital_collaboration_initial_3",
    "kenpo_digital_collaboration_repeat",
];
const BASE_UP_FAMILY: &[&str] = &[
    "kenpo_base_up_initial",
    "kenpo_base_up_repeat",
    "kenpo_base_up_initial_continued",
    "kenpo_base_up_repeat_continued",
];
const PRICE_FAMILY: &[&str] = &["kenpo_price_response_initial", "kenpo_price_response_repeat"];

/// An addition a visit may have.
struct Addition {
    item: &'static str,
    section: Section,
    limit: Limit,
    because: &'static str,
}

/// A 初診 or 再診 charged in full.
struct Visit {
    id: AttendanceId,
    day: Day,
    initial: bool,
    phone: bool,
}

impl Visit {
    /// The box of what is added to the 初診料 or 再診料.
    fn section(&self) -> Section {
        if self.initial { Section::Initial } else { Section::Repeat }
    }

    /// Of a pair of items the one for this kind of visit.
    fn of(&self, initial: &'static str, repeat: &'static str) -> &'static str {
        if self.initial { initial } else { repeat }
    }
}

type Additions = fn(&Visit, &Facility) -> Vec<Addition>;

/// What the notice in force on a day adds, and the notice.
fn in_force(day: Day) -> (Additions, Cite) {
    if day >= first(2026, 6) { (since_2026_06, NEW) } else { (since_2024_06, OLD) }
}

fn first(year: i32, month: u32) -> Day {
    Day::new(year, month, 1).expect("every month has a first day")
}

/// 令和6年6月1日から令和8年5月31日まで.
fn since_2024_06(visit: &Visit, facility: &Facility) -> Vec<Addition> {
    let mut out: Vec<Addition> =
        after_hours(visit, facility, "時間外対応加算の届出があるので算定します。").into_iter().collect();
    out.extend(statement_issue(visit, facility));
    out.extend(infection_control(visit, facility));
    if facility.has_notice(Facility::MEDICAL_INFORMATION, visit.day) && !visit.phone && is_of_a001(visit, facility) {
        let graded = visit.day < first(2024, 12);
        let item = match (visit.initial, graded) {
            (true, true) => "kenpo_medical_information_initial_1",
            (true, false) => "kenpo_medical_information_initial",
            (false, true) => "kenpo_medical_information_repeat_3",
            (false, false) => "kenpo_medical_information_repeat",
        };
        let repeats = &["kenpo_medical_information_repeat_3", "kenpo_medical_information_repeat"];
        let limit = if visit.initial {
            Limit::OnceAMonth(INFORMATION_FAMILY)
        } else {
            Limit::OnceInThreeMonths(INFORMATION_FAMILY, repeats)
        };
        let because = "医療情報取得加算を労災でも算定する設定なので算定します。";
        out.push(Addition { item, section: visit.section(), limit, because });
    }
    let promotion = facility.digital_promotion(visit.day).and_then(|class| promotion_item(class, visit.day));
    if let Some(item) = promotion.filter(|_| visit.initial && facility.has_notice(DIGITAL_PROMOTION, visit.day)) {
        out.push(Addition {
            item,
            section: Section::Initial,
            limit: Limit::OnceAMonth(PROMOTION_FAMILY),
            because: "医療DX推進体制整備加算の届出があり、労災でも算定する設定なので算定します。",
        });
    }
    if facility.has_notice(BASE_UP, visit.day) {
        out.push(Addition {
            item: visit.of("kenpo_base_up_initial", "kenpo_base_up_repeat"),
            section: Section::Other,
            limit: Limit::OnceADay(BASE_UP_FAMILY),
            because: "ベースアップ評価料の届出があるので算定します。",
        });
    }
    out
}

/// The item of a 区分 of 医療DX推進体制整備加算: one until 2024-09, three until 2025-03, six until 2026-05. A class the
/// day does not know is the one with the fewest points.
fn promotion_item(class: u16, day: Day) -> Option<&'static str> {
    let items: &[&'static str] = if day < first(2024, 10) {
        &["kenpo_digital_promotion_a"]
    } else if day < first(2025, 4) {
        &["kenpo_digital_promotion_b", "kenpo_digital_promotion_c", "kenpo_digital_promotion_a"]
    } else {
        &[
            "kenpo_digital_promotion_d",
            "kenpo_digital_promotion_e",
            "kenpo_digital_promotion_f",
            "kenpo_digital_promotion_b",
            "kenpo_digital_promotion_c",
            "kenpo_digital_promotion_a",
        ]
    };
    items.get(usize::from(class) - 1).or(items.last()).copied()
}

/// 令和8年6月1日から.
fn since_2026_06(visit: &Visit, facility: &Facility) -> Vec<Addition> {
    let mut out: Vec<Addition> =
        after_hours(visit, facility, "時間外対応体制加算の届出があるので算定します。").into_iter().collect();
    out.extend(statement_issue(visit, facility));
    out.extend(infection_control(visit, facility));
    out.extend(collaboration(visit, facility));
    if facility.has_notice(BASE_UP, visit.day) {
        let (item, because) = if facility.has_notice(Facility::CONTINUED_WAGE_INCREASE, visit.day) {
            (
                visit.of("kenpo_base_up_initial_continued", "kenpo_base_up_repeat_continued"),
                "ベースアップ評価料の届出があり、継続して賃上げに係る取組を実施した医療機関なので算定します。",
            )
        } else {
            (
                visit.of("kenpo_base_up_initial", "kenpo_base_up_repeat"),
                "ベースアップ評価料の届出があるので算定します。",
            )
        };
        out.push(Addition { item, section: Section::Other, limit: Limit::OnceADay(BASE_UP_FAMILY), because });
    }
    if facility.has_notice(Facility::PRICE_RESPONSE_FEE, visit.day) {
        out.push(Addition {
            item: visit.of("kenpo_price_response_initial", "kenpo_price_response_repeat"),
            section: Section::Other,
            limit: Limit::OnceADay(PRICE_FAMILY),
            because: "外来・在宅物価対応料を労災でも算定する設定なので算定します。",
        });
    }
    out
}

fn is_clinic(facility: &Facility) -> bool {
    facility.kind == FacilityKind::Clinic
}

/// Whether it is a 初診, or a 再診 that is no 外来診療料 (hospitals of 200 beds and more).
fn is_of_a001(visit: &Visit, facility: &Facility) -> bool {
    visit.initial || is_clinic(facility) || facility.beds < 200
}

/// 再診料 注10.
fn after_hours(visit: &Visit, facility: &Facility, because: &'static str) -> Option<Addition> {
    let (_, item) = AFTER_HOURS.iter().find(|(code, _)| facility.has_notice(*code, visit.day))?;
    let stands = !visit.initial && is_clinic(facility);
    stands.then_some(Addition { item, section: Section::Repeat, limit: Limit::EachVisit, because })
}

/// 再診料 注11.
fn statement_issue(visit: &Visit, facility: &Facility) -> Option<Addition> {
    (facility.itemized_statements && !visit.initial && is_clinic(facility)).then_some(Addition {
        item: "kenpo_statement_issue_addition",
        section: Section::Repeat,
        limit: Limit::EachVisit,
        because: "明細書発行体制等加算を算定する設定なので算定します。",
    })
}

/// 初診料 注11, 再診料 注15.
fn infection_control(visit: &Visit, facility: &Facility) -> Option<Addition> {
    let stands = facility.has_notice(INFECTION_CONTROL, visit.day) && is_clinic(facility) && !visit.phone;
    stands.then_some(Addition {
        item: visit.of("kenpo_infection_control_initial", "kenpo_infection_control_repeat"),
        section: visit.section(),
        limit: Limit::OnceAMonth(INFECTION_FAMILY),
        because: "外来感染対策向上加算の届出があるので、月に1回算定します。",
    })
}

/// 初診料 注16, 再診料 注19 of 令和8年.
fn collaboration(visit: &Visit, facility: &Facility) -> Option<Addition> {
    let initial = match facility.digital_collaboration(visit.day)? {
        1 => "kenpo_digital_collaboration_initial_1",
        2 => "kenpo_digital_collaboration_initial_2",
        _ => "kenpo_digital_collaboration_initial_3",
    };
    (!visit.phone && is_of_a001(visit, facility)).then_some(Addition {
        item: visit.of(initial, "kenpo_digital_collaboration_repeat"),
        section: visit.section(),
        limit: Limit::OnceAMonth(COLLABORATION_FAMILY),
        because: "電子的診療情報連携体制整備加算を労災でも算定する設定なので、月に1回算定します。",
    })
}

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let facility = &cx.facts.facility;
    let visits: Vec<Visit> = cx
        .attendances()
        .filter_map(|(id, at)| match cx.seen(id) {
            Seen::Initial(_) => Some(Visit { id, day: at.day, initial: true, phone: false }),
            Seen::Repeat { phone, .. } => Some(Visit { id, day: at.day, initial: false, phone: *phone }),
            _ => None,
        })
        .collect();
    // A month of 電子的診療情報連携体制整備加算 has no 明細書発行体制等加算.
    let collaborates = |v: &Visit| v.day >= first(2026, 6) && collaboration(v, facility).is_some();
    let no_statement = visits.iter().any(collaborates);
    let mut out = Vec::new();
    let mut charged: Vec<(&'static str, Day)> = Vec::new();
    let mut said = false;
    for visit in &visits {
        let (additions, cite) = in_force(visit.day);
        for addition in additions(visit, facility) {
            if addition.item == "kenpo_statement_issue_addition" && no_statement {
                if !said {
                    let subject = cx.about(visit.id, addition.item, "明細書発行体制等加算");
                    let because =
                        "電子的診療情報連携体制整備加算を算定する月なので、明細書発行体制等加算は算定できません。";
                    out.push(Finding { cite: cite.clone(), ..cx.refuse(subject, because.to_owned()) });
                    said = true;
                }
                continue;
            }
            if !stands(cx, &visits, visit, addition.limit, &charged) {
                continue;
            }
            charged.push((addition.item, visit.day));
            let subject = cx.about(visit.id, addition.item, addition.item);
            let found = cx.charge_item(subject, addition.item, addition.section, addition.because.to_owned());
            out.push(Finding { cite: cite.clone(), ..found });
        }
    }
    out
}

/// Whether an addition may stand beside what was charged in this month and, for the worker, in the months before.
fn stands(cx: &Cx<'_>, visits: &[Visit], visit: &Visit, limit: Limit, charged: &[(&'static str, Day)]) -> bool {
    let month = cx.facts.month;
    let free_in_month = |family: &[&str]| {
        let before = cx.facts.ledger.iter().any(|e| month.contains(e.day) && family.contains(&e.item.as_str()));
        !before && !charged.iter().any(|(item, _)| family.contains(item))
    };
    match limit {
        Limit::EachVisit => true,
        Limit::OnceADay(family) => {
            let initial_today = visits.iter().any(|v| v.day == visit.day && v.initial);
            let done = charged.iter().any(|(item, day)| *day == visit.day && family.contains(item));
            !done && (visit.initial || !initial_today)
        }
        Limit::OnceAMonth(family) => free_in_month(family),
        Limit::OnceInThreeMonths(family, repeats) => {
            let reaches = |day: Day| {
                let next = day.month().next();
                next == month || next.next() == month
            };
            let earlier = cx.facts.ledger.iter().any(|e| reaches(e.day) && repeats.contains(&e.item.as_str()));
            free_in_month(family) && !earlier
        }
    }
}
