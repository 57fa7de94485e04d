//! K18 行為の特定
//!
//! ## 条文
//! 「労災診療費は、原則として、健康保険の診療報酬点数表（以下「健保点数表」という。）にしたがって算定しますが、
//! 次に掲げる項目については、労災保険独自の算定基準を定めていますので、令和7年4月1日以降の診療ではこの取扱いにした
//! がって、労災診療費を算定して下さい。」（manual-2025-04 I）
//!
//! 健保点数表は、行為ごとに所定点数を定める。表に掲げられていない行為の点数を決める条文は、マニュアルにも、
//! ここで使う資料にもない。（kenpo-2024-06 通則）
//!
//! ## 読み方
//! - コードのない行為として人が点数か円と出どころを入れたものは、入れたとおりに算定し、要確認の印を付ける。
//!   診療識別で内訳書の欄を決める。
//! - 料金表にないコード、その日に使えないコードは、誤りとして示す。黙って捨てることはない。
//! - 受診の日時と区分から計算するもの（初診料、再診料、時間外等の加算）、行為と部位から計算するもの（労災特掲のコー
//!   ド。初診時ブラッシング料を除く）は、行為として入れられていれば誤りとして示す。
//!
//! ## 対象外
//! - 人が入れた点数や円が正しいか。
//!
//! ## 疑義
//! なし。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_catalogue::{Missing, PointKind, RULED};
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

/// 労災特掲 rows that are entered as they stand (初診時ブラッシング料); to the others the rules come by themselves.
pub const ENTERED_ROSAI_CODES: &[&str] = &["101400030", "101500150"];

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
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
                    Ok(row) if &*row.category == "労災特掲" && !ENTERED_ROSAI_CODES.contains(&code) => {
                        desk.findings.push(cx.unpriced(about(&row.name), format!(
                            "「{}」は行為と部位から計算します。もとの処置・手術のコードと部位で入れてください。", row.name
                        )));
                    }
                    Ok(row) if &*row.category == RULED => desk.findings.push(cx.unpriced(about(&row.name), format!(
                        "「{}」は受診や文書の記録から計算します。行為からは消してください。", row.name
                    ))),
                    Ok(row) if row.columns.as_ref().is_some_and(|c| matches!(c.point_kind, PointKind::PurchasePrice | PointKind::Deducted)) => {
                        desk.findings.push(cx.unpriced(about(&row.name), format!(
                            "「{}」はマスターに点数がありません（購入価格などで決まります）。点数を調べて「コードのない行為」として出どころと一緒に入れてください。", row.name
                        )));
                    }
                    Ok(_) => {}
                }
            }
            Some(What::Unlisted(typed)) => {
                let yen = typed.yen.is_some();
                let Some(section) = section_of(typed.class, yen) else {
                    desk.findings.push(cx.unpriced(
                        cx.about_acts(&[id], &typed.name, &typed.name),
                        format!(
                            "「{}」の診療識別「{}」はありません。11〜80の診療識別を入れてください。",
                            typed.name, typed.class
                        ),
                    ));
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
                priced.remarks = act.typed_remark();
                priced.because.push(format!("人が入れた値です（要確認、出どころ：{}）。", typed.source));
                desk.priced.push(priced);
            }
            _ => {}
        }
    }
}
