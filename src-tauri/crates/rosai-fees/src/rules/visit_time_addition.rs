//! K01 時間外等（初診・再診）
//!
//! ## 条文
//! 「労災診療費は、原則として、健康保険の診療報酬点数表（以下「健保点数表」という。）にしたがって算定しますが、
//! 次に掲げる項目については、労災保険独自の算定基準を定めていますので、令和7年4月1日以降の診療ではこの取扱いにした
//! がって、労災診療費を算定して下さい。」（manual-2025-04 I）
//!
//! 健保点数表は、初診料と再診料に、保険医療機関が表示する診療時間以外の時間・休日・深夜の加算（初診85・250・480点、
//! 再診65・190・420点）を定める。深夜は22時から6時まで。休日は日曜、国民の祝日、12月29日から1月3日まで。
//! 1回の受診にはどれか1つだけを加える。（kenpo-2024-06 A000 注7・A001 注5）
//!
//! 「2つ目の診療科」の1,930円・710円にはどれも加えない（manual-2025-04 I 5、kenpo-2024-06 A000 注5）。
//!
//! ## 読み方
//! - 労災では点数の加算として、円の初診料・再診料の横に立て、診療単価を掛ける。
//! - 人が区分を入れていればそれによる。入れていなければ、時刻と診療時間から決める。時刻もなければ加算しない。
//! - 診療時間の中なら加算しない。外なら、22時から6時までは深夜、そうでなくて休日なら休日とする。
//! - 深夜でも休日でもなければ、8時前、18時以後（土曜は12時以後）、1日中休診の日だけを時間外とする。
//!   診療する日の8時から18時まで（土曜は12時まで）は、昼休みや早じまいの後など診療時間の外でも加算しない。
//! - 診療時間を設定していない医療機関は、平日8時から18時まで、土曜8時から12時までとみる。休日は休診とみる。
//! - 診療時間を設定した医療機関では、日曜は曜日7、日曜でない祝日・年末年始は曜日8の時間を使う。
//!   曜日8の時間を入れなければ休診とみる。
//! - 医療機関が決めた1日中の休診日は休日ではなく、深夜でなければ時刻によらず時間外とする。
//! - 初診は3,850円（1,850円を含む）の初診、再診は1,420円の再診（電話等、同日を含む）にだけ加える。
//!
//! ## 対象外
//! - 夜間・早朝等加算（K02）。時刻からは決めない。
//! - 時間外特例（初診230点、再診180点）。
//! - 急病などやむを得ない理由で来たか、医療機関の都合で時間外になったか。人が「診療時間内」と入れれば加算しない。
//!
//! ## 疑義
//! - 休日加算は、暦の休日というだけでなく、通常の診療をしていない時の受診であることが要る。
//!   診療時間の中の受診には加算しない。祝日に開ける医療機関は曜日8の時間を入れる。入れなければ休診とみて休日加算が付
//!   くので、設定の時に確かめる。
//! - 時間外の範囲。表示する診療時間の外はすべて時間外とも読めるが、通知の標準はおおむね8時前と18時以後（土曜は12時以
//!   後）と終日の休診日なので、その間の受診には加算しない。返還にならない読み。
//! - 休日に診療する医療機関の昼休みの受診。休日で診療時間の外なので休日加算とするが、
//!   通常の診療をしている日とも読める。要確認。
//! - 加算を12円（11円50銭）で払うか、歯科の資料のように10円とみるか。健保準拠の点数には診療単価を掛けるという総則によ
//!   る。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Attendance, Facility, TimeClass, TimeOfDay, Weekday, is_holiday};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(1),
    term: "visit_time_addition",
    ja: "時間外等（初診・再診）",
    cites: &[Cite::new("kenpo-2024-06", "A000 注7・A001 注5")],
    items: &[
        "kenpo_time_addition_initial_overtime",
        "kenpo_time_addition_initial_holiday",
        "kenpo_time_addition_initial_midnight",
        "kenpo_time_addition_repeat_overtime",
        "kenpo_time_addition_repeat_holiday",
        "kenpo_time_addition_repeat_midnight",
    ],
    stage: Stage::Charge(apply),
};

/// The class of a coming: as somebody said, else by the clock and the clinic's hours; none where nobody wrote the time.
pub(crate) fn time_class(facility: &Facility, at: &Attendance) -> Option<TimeClass> {
    if at.time_class.is_some() {
        return at.time_class;
    }
    let time = at.time?;
    if facility.is_open(at.day, Some(time)) || facility.is_between_sessions(at.day, time) {
        return Some(TimeClass::Regular);
    }
    let saturday = at.day.weekday() == Weekday::Sat;
    let evening = if saturday { TimeOfDay::new(12, 0) } else { TimeOfDay::new(18, 0) };
    let outside_band = time < TimeOfDay::new(8, 0) || time >= evening || !facility.is_open(at.day, None);
    let midnight = time >= TimeOfDay::new(22, 0) || time < TimeOfDay::new(6, 0);
    Some(if midnight {
        TimeClass::Midnight
    } else if is_holiday(at.day) {
        TimeClass::Holiday
    } else if outside_band {
        TimeClass::Overtime
    } else {
        // Between the hours of an ordinary day (昼休み, an early closing): no addition.
        TimeClass::Regular
    })
}

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &Attendance)| {
        let initial = match cx.seen(id) {
            Seen::Initial(_) => true,
            Seen::Repeat { .. } => false,
            _ => return None,
        };
        let (ja, item, section) = match (time_class(&cx.facts.facility, at)?, initial) {
            (TimeClass::Overtime, true) => ("時間外", "kenpo_time_addition_initial_overtime", Section::Initial),
            (TimeClass::Holiday, true) => ("休日", "kenpo_time_addition_initial_holiday", Section::Initial),
            (TimeClass::Midnight, true) => ("深夜", "kenpo_time_addition_initial_midnight", Section::Initial),
            (TimeClass::Overtime, false) => ("時間外", "kenpo_time_addition_repeat_overtime", Section::RepeatOvertime),
            (TimeClass::Holiday, false) => ("休日", "kenpo_time_addition_repeat_holiday", Section::RepeatHoliday),
            (TimeClass::Midnight, false) => ("深夜", "kenpo_time_addition_repeat_midnight", Section::RepeatMidnight),
            (TimeClass::Regular | TimeClass::NightEarly, _) => return None,
        };
        let because = if at.time_class.is_some() {
            format!("{ja}の受診と入力されているので算定します。")
        } else {
            format!("診療時間の外で、時刻が{ja}に当たるので算定します。")
        };
        Some(cx.charge_item(cx.about(id, item, ja), item, section, because))
    };
    cx.attendances().filter_map(one).collect()
}
