//! K14 処置・手術・麻酔の時間外等
//!
//! ## 条文
//! 処置の通則は、緊急のために休日に、又はその開始時間が診療時間以外の時間若しくは深夜である処置を行った場合に、
//! イ 処置の所定点数が1,000点以上で、届け出た保険医療機関では、休日加算1 100分の160、時間外加算1 100分の80、深夜加算1
//! 100分の160を、ロ 処置の所定点数が150点以上で、入院中の患者以外の患者では（イを除く）、休日加算2 100分の80、時間外加算2
//! 100分の40、深夜加算2 100分の80を加えると定める。手術の通則も、届け出た保険医療機関ではイ 160・80・160、ほかではロ 80・
//! 40・80（100分のいくつ）を加えると定める。（kenpo-2024-06 第9部通則5・第10部通則12）
//!
//! 麻酔の通則は、入院中の患者以外の患者に対し、緊急のために、休日、時間外又は深夜に手術を行った場合の麻酔料及び神経ブロッ
//! ク料に、それぞれ所定点数の100分の80、100分の40、100分の80を加えると定める。留意事項は、麻酔料は時間外加算等が算定でき
//! る緊急手術に伴う麻酔に限り、神経ブロック料は緊急やむを得ない理由により時間外加算等が算定できる時間に行われた場合に算定
//! し、夜間・早朝等加算を算定する初診・再診では算定できないとする。（kenpo-2024-06 第11部通則3・同留意事項 9）
//!
//! 「注1 初診時ブラッシング料を含む処置、手術の所定点数の合計が150点以上の場合に限り、時間外、
//! 深夜又は休日加算が算定できます（1点未満四捨五入）。」（manual-2025-04 I 16 注1）「注1 時間外加算及び四肢加算はできませ
//! ん。」（manual-2025-04 I 19 注1）
//!
//! ## 読み方
//! - 受診の時間の区分（K01）が時間外・休日・深夜のときだけ見る。夜間・早朝等と診療時間内では付けない。
//! - マスターを読み込んでいれば、時間加算区分（項番43）が1の行だけに付ける。
//! - 手術はすべて、処置は外来管理加算区分のある行で四肢加算後の点数が150点以上のものに付ける。注加算、
//!   処置医療機器等加算（腰部固定帯加算など）、処置の乳幼児加算、リハビリテーション、薬剤、材料、機能回復指導加算（M19）、
//!   術中透視装置使用加算（M18）には付けない。
//! - 届出（処置は施設基準コード 3362 休日・3363 時間外・3364 深夜、手術は 3397・3398・3399）がその日に効いていれば加算1の
//!   率（処置は四肢加算後の点数が1,000点以上のものだけ）、ほかは加算2の率とする。初診時ブラッシング料は加算2の率とする。
//! - 初診時ブラッシング料は、その受診の処置と手術（ブラッシング料を含む）の合計が150点以上なら、ブラッシング料に付ける
//!   （M16の疑義）。ほかの処置は、それ自身が150点以上のときに付ける。
//! - 処置は、四肢加算後（1点未満切上げ）の点数に率を掛け、1点未満を四捨五入する。
//! - 手術は、四肢加算の前の点数に（1＋率）を掛けて四捨五入し、それに四肢の倍率を掛けて切り上げた点数と、
//!   四肢加算だけの点数との差を加算とする。四肢加算のない手術と、指の本数の表による手術は、その点数に率を掛ける。
//! - どちらの順で計算しても同じにならないときは、要確認の印を付けて、ほかの順の点数を示す。
//! - 麻酔料（L000〜L009）は、同じ受診に時間外等の加算の付く手術があるときに、神経ブロック料（L100〜L105）は緊急のために行っ
//!   たときに、それぞれの率を付ける。四肢加算はない。
//! - 緊急のために行ったかは、行為の印か答えによる。なければ算定せずに尋ねる。「いいえ」なら算定しない理由を示す。
//!   ブラッシング料は、同じ受診に緊急の印のある処置・手術があれば付ける。
//! - 同一手術野などで算定しない手術には付けない。
//!
//! ## 対象外
//! - 検査・画像診断の時間外緊急院内の加算（K09、K10）。
//! - 手術を始めた時刻。受診の時刻の区分を使う。
//! - 時間外特例医療機関の率。届出の要件を満たすか。
//!
//! ## 疑義
//! - 四肢加算と時間外等の加算の順序はマニュアルにない。処置は四肢加算を先に、手術は時間外等を先にする（ORCAの扱い）。
//!   順序で点数の違うものは±1〜2点（要確認）。
//! - 150点・1,000点を四肢加算の前で見るか後で見るか。加算後で見る（ORCAの処置の扱い）。要確認。
//! - 手術の注加算（真皮縫合加算など）も所定点数に入り率が掛かるとも読める。掛けない。返還にならない読み。
//! - 神経ブロック料の加算は、通則では「手術を行った場合の」とも読めるが、留意事項により手術がなくても緊急なら付ける。
//!   要確認。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Amount, Charge, Finding};
use crate::pricing::Priced;
use crate::rule::Stage;
use crate::rules::anesthesia::{is_anesthesia, is_nerve_block};
use crate::rules::visit_time_addition::time_class;
use rosai_document::{Cite, Op, TableValue, Traced, Why};
use rosai_domain::{AnswerValue, Attendance, AttendanceId, Points, Question, TimeClass, Vouched};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(14),
    term: "procedure_time_addition",
    ja: "処置・手術・麻酔の時間外等",
    cites: &[
        Cite::new("kenpo-2024-06", "第9部通則5・第10部通則12"),
        Cite::new("manual-2025-04", "I 16 注1"),
        Cite::new("kenpo-2024-06", "第11部通則3"),
    ],
    items: &[
        "kenpo_procedure_overtime_rate",
        "kenpo_procedure_holiday_rate",
        "kenpo_procedure_midnight_rate",
        "kenpo_procedure_overtime_rate_1",
        "kenpo_procedure_holiday_rate_1",
        "kenpo_procedure_midnight_rate_1",
        "kenpo_operation_overtime_rate",
        "kenpo_operation_holiday_rate",
        "kenpo_operation_midnight_rate",
        "kenpo_operation_overtime_rate_1",
        "kenpo_operation_holiday_rate_1",
        "kenpo_operation_midnight_rate_1",
        "kenpo_anesthesia_overtime_rate",
        "kenpo_anesthesia_holiday_rate",
        "kenpo_anesthesia_midnight_rate",
        "kenpo_procedure_time_floor",
        "kenpo_procedure_time_floor_1",
    ],
    stage: Stage::Charge(apply),
};

/// What a rate goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Brushing,
    Procedure,
    Operation,
    Anesthesia,
    Block,
}

fn kind_of(p: &Priced) -> Option<Kind> {
    // 時間加算区分 of the master (column 43), where one is loaded; without, 外来管理加算区分 tells the 処置.
    let time = p.row.as_ref().and_then(|r| r.columns.as_ref()).map(|c| c.time_addition);
    if time == Some(0) && p.what != "initial_brushing_fee" && !p.what.starts_with("finger_") {
        return None;
    }
    if p.what == "initial_brushing_fee" {
        Some(Kind::Brushing)
    } else if p.is_operation() {
        Some(Kind::Operation)
    } else if p.is_category("処置") && (time == Some(1) || time.is_none() && p.barred()) {
        Some(Kind::Procedure)
    } else if is_anesthesia(p) {
        Some(Kind::Anesthesia)
    } else if is_nerve_block(p) {
        Some(Kind::Block)
    } else {
        None
    }
}

/// Name and items of a class: 加算2 of 処置, 手術, 麻酔.
fn rate_item(kind: Kind, class: TimeClass) -> Option<(&'static str, &'static str)> {
    let (ja, of) = match class {
        TimeClass::Overtime => (
            "時間外",
            ["kenpo_procedure_overtime_rate", "kenpo_operation_overtime_rate", "kenpo_anesthesia_overtime_rate"],
        ),
        TimeClass::Holiday => {
            ("休日", ["kenpo_procedure_holiday_rate", "kenpo_operation_holiday_rate", "kenpo_anesthesia_holiday_rate"])
        }
        TimeClass::Midnight => (
            "深夜",
            ["kenpo_procedure_midnight_rate", "kenpo_operation_midnight_rate", "kenpo_anesthesia_midnight_rate"],
        ),
        TimeClass::Regular | TimeClass::NightEarly => return None,
    };
    let item = match kind {
        Kind::Brushing | Kind::Procedure => of[0],
        Kind::Operation => of[1],
        Kind::Anesthesia | Kind::Block => of[2],
    };
    Some((ja, item))
}

/// 施設基準コード and item of 加算1.
fn notified_item(kind: Kind, class: TimeClass) -> Option<(u16, &'static str)> {
    Some(match (kind, class) {
        (Kind::Procedure, TimeClass::Holiday) => (3362, "kenpo_procedure_holiday_rate_1"),
        (Kind::Procedure, TimeClass::Overtime) => (3363, "kenpo_procedure_overtime_rate_1"),
        (Kind::Procedure, TimeClass::Midnight) => (3364, "kenpo_procedure_midnight_rate_1"),
        (Kind::Operation, TimeClass::Holiday) => (3397, "kenpo_operation_holiday_rate_1"),
        (Kind::Operation, TimeClass::Overtime) => (3398, "kenpo_operation_overtime_rate_1"),
        (Kind::Operation, TimeClass::Midnight) => (3399, "kenpo_operation_midnight_rate_1"),
        _ => return None,
    })
}

/// The rate of an item: 加算1 where the clinic has notified it (and a 処置 reaches 1,000 points), else 加算2.
fn item_of(
    cx: &Cx<'_>,
    at: &Attendance,
    p: &Priced,
    kind: Kind,
    class: TimeClass,
) -> Option<(&'static str, &'static str)> {
    let (ja, item) = rate_item(kind, class)?;
    let floor = cx.item("kenpo_procedure_time_floor_1", at.day).map_or(Decimal::MAX, |v| v.value);
    let reaches = kind == Kind::Operation || p.points().is_some_and(|n| Decimal::from(n.0) >= floor);
    match notified_item(kind, class) {
        Some((code, notified)) if reaches && cx.facts.facility.has_notice(code, at.day) => Some((ja, notified)),
        _ => Some((ja, item)),
    }
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    cx.attendances().flat_map(|(id, _)| of_attendance(cx, chosen, id)).collect()
}

/// What was urgent, as far as anybody said.
struct Urgency {
    answer: Option<bool>,
    /// Some 処置 or 手術 of the attendance was.
    any: bool,
    /// Some 手術 of the attendance was.
    operation: bool,
}

fn vouched(cx: &Cx<'_>, p: &Priced) -> bool {
    let act = |a: &rosai_domain::ActId| &cx.facts.attendances[a.attendance.0].acts[a.index];
    p.acts.iter().any(|a| act(a).vouched.contains(&Vouched::Urgent))
}

impl Urgency {
    fn of(&self, cx: &Cx<'_>, p: &Priced, kind: Kind) -> bool {
        match kind {
            Kind::Anesthesia => self.operation,
            Kind::Brushing => vouched(cx, p) || self.any,
            _ => vouched(cx, p) || self.answer == Some(true),
        }
    }
}

fn of_attendance(cx: &Cx<'_>, chosen: &Chosen, id: AttendanceId) -> Vec<Finding> {
    let at = &cx.facts.attendances[id.0];
    let Some(class) = time_class(&cx.facts.facility, at) else { return Vec::new() };
    if rate_item(Kind::Procedure, class).is_none() {
        return Vec::new();
    }
    let floor = cx.item("kenpo_procedure_time_floor", at.day).map_or(Decimal::ZERO, |v| v.value);
    let here: Vec<(Kind, &Priced)> = chosen
        .items
        .iter()
        .filter(|p| p.acts[0].attendance == id && p.refused.is_none())
        .filter_map(|p| Some((kind_of(p)?, p)))
        .collect();
    // I 16 注1: for ブラッシング it is the sum of the visit's 処置 and 手術 that must reach 150 points.
    let in_sum = |k: Kind| matches!(k, Kind::Brushing | Kind::Procedure | Kind::Operation);
    let sum: i64 = here.iter().filter(|(k, _)| in_sum(*k)).filter_map(|(_, p)| p.points()).map(|p| p.0).sum();
    let reaches = |kind: Kind, p: &Priced| match kind {
        Kind::Brushing => Decimal::from(sum) >= floor,
        Kind::Procedure => p.points().is_some_and(|n| Decimal::from(n.0) >= floor),
        Kind::Operation | Kind::Anesthesia | Kind::Block => true,
    };
    let due: Vec<(Kind, &Priced)> = here.into_iter().filter(|(k, p)| reaches(*k, p)).collect();
    let answer = cx.facts.answer(Question::Urgent, &at.injury, at.day).map(|a| a.value == AnswerValue::Yes);
    let said = |want: fn(Kind) -> bool| due.iter().any(|(k, p)| want(*k) && (vouched(cx, p) || answer == Some(true)));
    let urgency = Urgency {
        answer,
        any: said(|k| matches!(k, Kind::Procedure | Kind::Operation | Kind::Brushing)),
        operation: said(|k| k == Kind::Operation),
    };
    due.into_iter().filter_map(|(kind, p)| addition(cx, id, at, (kind, class), p, &urgency)).collect()
}

fn addition(
    cx: &Cx<'_>,
    id: AttendanceId,
    at: &Attendance,
    (kind, class): (Kind, TimeClass),
    p: &Priced,
    urgency: &Urgency,
) -> Option<Finding> {
    let (ja, item) = item_of(cx, at, p, kind, class)?;
    let rate = cx.item(item, at.day)?;
    let mut about = cx.about_acts(&p.acts, item, &format!("{}（{ja}加算）", p.ja));
    about.attendance = Some(id);
    if !urgency.of(cx, p, kind) {
        // 麻酔 goes with its operation, which is asked about.
        return match (kind, urgency.answer) {
            (Kind::Anesthesia, _) => None,
            (_, Some(false)) => {
                Some(cx.refuse(about, "緊急のためではないので、時間外等の加算は算定できません。".to_owned()))
            }
            _ => Some(cx.propose(
                about,
                Question::Urgent,
                format!("「{}」を{ja}に緊急のために行いましたか。行ったなら{ja}加算を算定できます。", p.ja),
            )),
        };
    }
    let orders = Orders::of(p, rate);
    let operation = kind == Kind::Operation;
    let (amount, other) =
        if operation { (orders.rate_first, orders.limb_first) } else { (orders.limb_first, orders.rate_first) };
    let mut because = if operation && orders.raised {
        format!(
            "「{}」を{ja}に緊急のために行ったので加算します。四肢加算の前の点数を{}倍して1点未満四捨五入し、四肢の倍率を掛けて切り上げた点数との差です。",
            p.ja,
            (Decimal::ONE + rate.value).normalize()
        )
    } else {
        format!(
            "「{}」を{ja}に緊急のために行ったので、点数の{}倍を加算します（1点未満四捨五入）。",
            p.ja,
            rate.value.normalize()
        )
    };
    let differs = amount.evaluate() != other.evaluate();
    if differs {
        because.push_str(&format!(
            "四肢加算と{ja}加算のどちらを先に計算するかはマニュアルになく、逆の順なら{}点です（要確認）。",
            other.evaluate().and_then(|v| v.to_i64()).unwrap_or_default()
        ));
    }
    let why = Why::Rule { rule: cx.rule.id, because: vec![because.clone()], amount: Box::new(amount) };
    let points = Traced::<Points>::points(why)?;
    let code = cx.catalogue.item(item).and_then(|i| i.code.clone());
    let charge = Charge { code, addition_to: Some(p.what.clone()), ..Charge::once(p.section, Amount::Points(points)) };
    let finding = cx.charge(about, charge, because);
    Some(if differs { finding.looked_at() } else { finding })
}

/// The addition by the two orders in which 四肢 and the rate may be taken (fee-schedule: 処置 the one, 手術 the other).
struct Orders {
    /// Half-up of the points after 四肢 × rate.
    limb_first: Why,
    /// Ceil of (half-up of base × (1 + rate)) × 四肢, less the points after 四肢.
    rate_first: Why,
    /// Whether there is 四肢加算 at all.
    raised: bool,
}

impl Orders {
    fn of(p: &Priced, rate: &Arc<TableValue>) -> Self {
        let half_up = |why: Why| Why::step_by(Op::HalfUpPoint, vec![why], Cite::new("manual-2025-04", "I 16 注1"));
        let rate_why = || Why::Table(rate.clone());
        let limb_first = half_up(Why::step(Op::Times, vec![p.why.clone(), rate_why()]));
        let Some((base, factor)) = limb_parts(&p.why) else {
            return Self { rate_first: limb_first.clone(), limb_first, raised: false };
        };
        let one_and_rate = Why::step(Op::Plus, vec![Why::count("", 1), rate_why()]);
        let with_rate = half_up(Why::step(Op::Times, vec![base.clone(), one_and_rate]));
        let product = Why::step(Op::Times, vec![with_rate, factor.clone()]);
        let raised = Why::step_by(Op::CeilPoint, vec![product], Cite::new("manual-2025-04", "I 17(3)"));
        Self { limb_first, rate_first: Why::step(Op::Minus, vec![raised, p.why.clone()]), raised: true }
    }
}

/// Points before M17 raised them.
pub(crate) fn before_limb(why: &Why) -> &Why {
    limb_parts(why).map_or(why, |(base, _)| base)
}

/// Base and factor of points that M17 raised.
fn limb_parts(why: &Why) -> Option<(&Why, &Why)> {
    let Why::Step { op: Op::CeilPoint, of, .. } = why else { return None };
    let [Why::Step { op: Op::Times, of, .. }] = of.as_slice() else { return None };
    let [base, factor] = of.as_slice() else { return None };
    Some((base, factor))
}
