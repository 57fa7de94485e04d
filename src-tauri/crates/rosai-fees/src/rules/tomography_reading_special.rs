//! M13 コンピューター断層診断の特例
//!
//! ## 条文
//! 「コンピューター断層診断の特例 225点」「他の医療機関でコンピューター断層撮影 (磁気共鳴コンピューター断層撮影、
//! 血流予備量比コンピューター断層撮影 及び非放射性キセノン脳血流動態検査を含み、健保点数表の「E-101-3 ポジトロン断層・
//! コンピューター断層複合撮影」及び「E101-4 ポジトロン断層・磁気共鳴コンピューター断層複合撮影」は含まない。)
//! を実施したフィルムについて診断を行った場合は、初診料を算定した日に限り、従来より「E203 コンピューター断層診断」
//! を算定できることとされていますが、再診時に他の医療機関でコンピューター断層撮影を実施したフィルムについて診断を行った
//! 場合は、月1回に限りコンピューター断層診断の特例 (225点) を算定できます。」「ただし、他院へ画像撮影を依頼し、
//! 撮影されたフィルムについて自院又は他院で「E203 コンピューター断層診断」を算定できる場合は、当該特例は算定できません。
//! 」（manual-2025-04 I 13）
//!
//! ## 読み方
//! - 他院撮影の診断は、健保のコード（他医撮影のコンピューター断層診断）でも、労災のコード（断層診断の特例）でも入れられ
//!   る。どちらで入れても、その傷病の初診料（2つ目の診療科の初診料を含む）を算定する日なら E203 の450点、
//!   再診の日なら特例の225点とする。
//! - E203は、自院の撮影の断層診断と合わせて月1回（K16）。特例も労働者1人について月1回。
//! - 特例は、再診の日（再診料を算定しない再診、電話等による再診を含む）の診断に算定する。診察のない日には算定しない。
//! - 当院が他院へ依頼した撮影なら（tomography_requested が「はい」）、特例は算定しない理由を示す。
//!   答えがなければ算定して、要確認の印を付ける。
//! - 同じ日に E203 を算定していれば、同じフィルムの診断とみて特例を算定しない。同じ月の別の日に E203 を算定していれば、
//!   特例を算定して要確認の印を付ける。
//!
//! ## 対象外
//! - 撮影の種類（ポジトロン断層との複合撮影でないか）。
//! - 他院が同じフィルムについて E203 を算定したか。依頼した撮影かどうかの答えで見る。
//!
//! ## 疑義
//! - 「算定できる場合」は、実際に算定したかではなく、依頼した撮影なら自院か他院のどちらかで算定できるという意味に読む。
//!   返還にならない読み。
//! - 初診の日に E203 を算定した月に、別のフィルムを再診で診断したとき。特例は E203 とは別の項目なので算定し、
//!   フィルムが別かを人に確かめてもらう（要確認）。
//! - 「月1回」は傷病ごとか労働者ごとか。労働者1人について1回とする。返還にならない読み。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, row_why};
use crate::rule::Stage;
use rosai_catalogue::ActRow;
use rosai_document::{Cite, Why};
use rosai_domain::{Act, ActId, Attendance, AttendanceId, Day, Question, What};
use std::sync::Arc;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(13),
    term: "tomography_reading_special",
    ja: "コンピューター断層診断の特例",
    cites: &[Cite::new("manual-2025-04", "I 13")],
    items: &[ITEM],
    stage: Stage::Price(apply),
};

const ITEM: &str = "tomography_reading_special";

/// 他医撮影のコンピューター断層診断.
pub(crate) const OUTSIDE_READING: &str = "170019950";

/// コンピューター断層診断 of the clinic's own pictures.
pub(crate) const OWN_READING: &str = "170015410";

/// A reading of somebody else's pictures, entered by either code.
struct Reading<'a> {
    id: ActId,
    act: &'a Act,
    at: &'a Attendance,
    entered: &'a Arc<ActRow>,
}

fn readings<'a>(cx: &Cx<'a>) -> Vec<Reading<'a>> {
    let one = |(id, act): &(ActId, &'a Act)| {
        let at = &cx.facts.attendances[id.attendance.0];
        let Some(What::Code(code)) = act.what() else { return None };
        let entered = cx.catalogue.act(code, at.day).ok()?;
        let listed = code == OUTSIDE_READING || &*entered.points.id == ITEM;
        listed.then_some(Reading { id: *id, act, at, entered })
    };
    cx.acts.iter().filter_map(one).collect()
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let special_code = cx.catalogue.item(ITEM).and_then(|i| i.code.clone()).unwrap_or_default();
    let mut special_on: Option<Day> = None;
    for reading in readings(cx) {
        let day = reading.at.day;
        let about = || cx.about_acts(&[reading.id], &reading.entered.points.id, &reading.entered.name);
        if let Err(because) = row_why(reading.act, reading.entered) {
            desk.findings.push(cx.unpriced(about(), because));
            continue;
        }
        let initial = of_day(cx, reading.at, |s| matches!(s, Seen::Initial(_) | Seen::InitialSecond(_)));
        let code = if initial { OUTSIDE_READING } else { special_code.as_str() };
        let Ok(row) = cx.catalogue.act(code, day) else {
            let because = format!("「{}」は{}には定めがありません。", reading.entered.name, day.ja());
            desk.findings.push(cx.unpriced(about(), because));
            continue;
        };
        let why = Why::Table(row.points.clone());
        let mut priced = Priced::from_row(reading.id, cx.rule.id, reading.act, row, why);
        if initial {
            priced
                .because
                .push("初診料を算定する日に他院撮影のフィルムを診断したので、断層診断を算定します。".to_owned());
            desk.priced.push(priced);
            continue;
        }
        match refusal(cx, desk, &reading, special_on) {
            Some(because) => priced.refused = Some((cx.rule.id, because)),
            None => {
                special_on = Some(day);
                priced
                    .because
                    .push("再診時に他院撮影のフィルムを診断したので、断層診断の特例を算定します。".to_owned());
                doubts(cx, desk, &reading, &mut priced);
            }
        }
        desk.priced.push(priced);
    }
}

/// Whether an attendance of the same case and day was seen so.
fn of_day(cx: &Cx<'_>, at: &Attendance, want: fn(&Seen) -> bool) -> bool {
    let same = |a: &Attendance| (a.day, &a.injury) == (at.day, &at.injury);
    cx.attendances().any(|(id, a): (AttendanceId, &Attendance)| same(a) && want(cx.seen(id)))
}

/// Days on which E203 is charged.
fn reading_days(cx: &Cx<'_>, desk: &Desk) -> Vec<Day> {
    let charged = |p: &&Priced| p.refused.is_none() && (p.what == OWN_READING || p.what == OUTSIDE_READING);
    desk.priced.iter().filter(charged).map(|p| cx.facts.attendances[p.acts[0].attendance.0].day).collect()
}

/// Why the special fee is not charged.
fn refusal(cx: &Cx<'_>, desk: &Desk, reading: &Reading<'_>, special_on: Option<Day>) -> Option<String> {
    let at = reading.at;
    let repeat = |s: &Seen| matches!(s, Seen::Repeat { .. } | Seen::RepeatSecond { .. } | Seen::RepeatFree(_));
    if !of_day(cx, at, repeat) {
        return Some(
            "断層診断の特例は再診時の診断の料金なので、診察のない日には算定できません。診察した日に入れてください。"
                .to_owned(),
        );
    }
    if cx.said(Question::TomographyRequested, &at.injury, at.day) == Some(true) {
        return Some(
            "当院が他院へ依頼した撮影のフィルムなので、断層診断の特例は算定できません（断層診断は依頼した撮影のほうで算定します）。"
                .to_owned(),
        );
    }
    if let Some(before) = special_on {
        return Some(format!("断層診断の特例は月1回に限り、{}に算定しています。", before.ja()));
    }
    let same_day = reading_days(cx, desk).contains(&at.day);
    same_day.then(|| "同じ日にコンピューター断層診断（450点）を算定しているので、特例は算定できません。".to_owned())
}

/// What somebody should look at before the claim is handed in.
fn doubts(cx: &Cx<'_>, desk: &Desk, reading: &Reading<'_>, priced: &mut Priced) {
    if cx.said(Question::TomographyRequested, &reading.at.injury, reading.at.day).is_none() {
        priced.check = true;
        priced.because.push("当院が他院へ依頼した撮影なら算定できません。確かめてください（要確認）。".to_owned());
    }
    if let Some(other) = reading_days(cx, desk).first() {
        priced.check = true;
        priced.because.push(format!(
            "{}にコンピューター断層診断を算定しています。同じフィルムなら特例は算定できません（要確認）。",
            other.ja()
        ));
    }
}
