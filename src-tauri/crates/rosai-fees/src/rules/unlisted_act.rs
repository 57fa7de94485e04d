//! K18 行為の特定: acts nobody's row has.
//!
//! ## 読み方
//! - An act typed by a person with points or yen and their source is charged as typed, and is 要確認.
//! - A code no row has, one not in force on the day, one that is computed elsewhere (初診料, 再診料, 時間外加算, 労災特掲)
//!   is an error on the statement: nothing is dropped in silence.
//!
//! ## 対象外
//! What the typed thing is worth.
//!
//! ## 疑義
//! None.

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, canonical_acts};
use crate::rule::Stage;
use rosai_catalogue::Missing;
use rosai_document::{Cite, Section, Why};
use rosai_domain::What;
use std::borrow::Cow;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(18),
    term: "unlisted_act",
    ja: "行為の特定",
    cites: &[Cite::new("kenpo-2024-06", "通則")],
    items: &[],
    stage: Stage::Price(apply),
};

/// 診療識別 → box, for typed things.
pub(crate) fn section_of(class: u8, yen: bool) -> Option<Section> {
    let found = Section::ALL.iter().copied().find(|s| s.class() == class)?;
    Some(match (found, yen) {
        (Section::Initial, true) => Section::InitialYen,
        (Section::Repeat, true) => Section::RepeatYen,
        (Section::Guidance, true) => Section::GuidanceYen,
        (_, true) => Section::OtherYen,
        (Section::PrescriptionSlip, false) => Section::Other,
        (section, false) => section,
    })
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in canonical_acts(cx.facts, cx.order) {
        let day = cx.facts.attendances[id.attendance.0].day;
        match act.what() {
            Some(What::Code(code)) => {
                let about = |ja: &str| cx.about_acts(&[id], code, ja);
                match cx.catalogue.act(code, day) {
                    Err(Missing::Unknown) => desk.findings.push(cx.unpriced(about(code), format!(
                        "コード「{code}」の行為は料金表にありません。コードを確かめるか、点数を調べて「コードのない行為」として出どころと一緒に入れてください。"
                    ))),
                    Err(Missing::NotInForce) => desk.findings.push(cx.unpriced(about(code), format!(
                        "コード「{code}」の行為は{}には使えません。その日に有効なコードを選んでください。", day.ja()
                    ))),
                    Ok(row) if &*row.category == "診察料" || row.is_rate() => desk.findings.push(cx.unpriced(about(&row.name), format!(
                        "「{}」は受診の日時と区分から計算します。行為からは消してください。", row.name
                    ))),
                    Ok(row) if &*row.category == "労災特掲" && !matches!(code, "101400030" | "101500150") => {
                        desk.findings.push(cx.unpriced(about(&row.name), format!(
                            "「{}」は行為と部位から計算します。もとの処置・手術のコードと部位で入れてください。", row.name
                        )));
                    }
                    Ok(_) => {}
                }
            }
            Some(What::Unlisted(typed)) => {
                let yen = typed.yen.is_some();
                let Some(section) = section_of(typed.class, yen) else {
                    desk.findings.push(cx.unpriced(cx.about_acts(&[id], &typed.name, &typed.name), format!(
                        "「{}」の診療識別「{}」はありません。11〜80の診療識別を入れてください。", typed.name, typed.class
                    )));
                    continue;
                };
                let value = typed.points.map(|p| p.0).or(typed.yen.map(|y| y.0)).unwrap_or_default();
                let why = Why::Fact {
                    ja: Cow::Borrowed("入力"),
                    said: format!("{value}（出どころ：{}）", typed.source),
                    value: Some(value.into()),
                };
                let mut priced = Priced::new(id, cx.rule.id, &typed.name, &typed.name, section, why);
                priced.yen = yen;
                priced.typed = true;
                priced.sites = act.sites.clone();
                priced.because.push(format!("人が入れた値です（要確認、出どころ：{}）。", typed.source));
                desk.priced.push(priced);
            }
            _ => {}
        }
    }
}
