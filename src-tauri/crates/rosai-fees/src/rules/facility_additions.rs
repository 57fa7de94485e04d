//! K04 届出による加算
//!
//! ## 条文
//! 健保点数表は、再診料に、時間外対応加算（届出の区分により5・4・3・1点）と明細書発行体制等加算（1点）を、
//! また外来・在宅ベースアップ評価料（Ⅰ）（初診時6点、再診時2点）を定める。（kenpo-2024-06 A001 注10・A001 注11・
//! O100）
//!
//! 「その他の再診料の算定に係る取扱いについては健保点数表の注8を除き健保準拠です。」（manual-2025-04 I 5）
//!
//! ## 読み方
//! - 時間外対応加算は、再診の日に効いている届出（施設基準コード 3001・4036・3155・3002）
//!   のうち点数の高いものを1つ加える。
//! - 明細書発行体制等加算は、設定で「算定する」とした医療機関だけに、再診ごとに加える。
//! - 外来・在宅ベースアップ評価料（Ⅰ）は、届出（4307）があれば、3,850円（1,850円を含む）の初診と1,420円の再診に、
//!   傷病や来院がいくつあっても1日につき1回加える。その初診のある日は初診時の6点だけとし、
//!   先の受診の傷病の内訳書に載せる。
//! - 2科目の初診・再診（1,930円、710円）には、どれも加えない。
//!
//! ## 対象外
//! - 外来感染対策向上加算、医療情報取得加算、医療DX推進体制整備加算、ベースアップ評価料（Ⅱ）。
//! - 施設基準を満たすか。届出の記録だけを見る。
//! - 歯科の点数表による加算。
//!
//! ## 疑義
//! - 明細書発行体制等加算・時間外対応加算などを労災で算定できるかは書かれていない。I 5は710円の再診について除き、
//!   全体としては注8だけを健保準拠から除くので、1,420円の再診では健保準拠で算定できると読む。
//!   明細書発行体制等加算は設定で選んだときだけ算定する。要確認。
//! - ベースアップ評価料は労災の資料に見えない。総則の健保準拠により、届出があれば算定する。要確認。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::Attendance;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(4),
    term: "facility_additions",
    ja: "届出による加算",
    cites: &[Cite::new("kenpo-2024-06", "A001 注10・注11、O100")],
    items: &[
        "kenpo_statement_issue_addition",
        "kenpo_after_hours_response_1",
        "kenpo_after_hours_response_2",
        "kenpo_after_hours_response_3",
        "kenpo_after_hours_response_4",
        "kenpo_base_up_initial",
        "kenpo_base_up_repeat",
    ],
    stage: Stage::Charge(apply),
};

/// 時間外対応加算1–4 by 施設基準コード, the highest first.
const AFTER_HOURS: [(u16, &str); 4] = [
    (3001, "kenpo_after_hours_response_1"),
    (4036, "kenpo_after_hours_response_2"),
    (3155, "kenpo_after_hours_response_3"),
    (3002, "kenpo_after_hours_response_4"),
];
/// 外来・在宅ベースアップ評価料（Ⅰ）.
const BASE_UP: u16 = 4307;

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let facility = &cx.facts.facility;
    let mut out = Vec::new();
    let mut base_up_on: Vec<rosai_domain::Day> = Vec::new();
    for (id, at) in cx.attendances() {
        // ベースアップ評価料 is 1日につき; on a day with a 初診 it is the 初診時 one.
        let initial_that_day =
            || cx.attendances().any(|(o, a)| a.day == at.day && matches!(cx.seen(o), Seen::Initial(_)));
        let mut first_of_day = || {
            let first = !base_up_on.contains(&at.day);
            base_up_on.push(at.day);
            first
        };
        let mut add = |item: &'static str, section, because: &str| {
            out.push(cx.charge_item(cx.about(id, item, item), item, section, because.to_owned()));
        };
        let notified = |code: u16, at: &Attendance| facility.has_notice(code, at.day);
        match cx.seen(id) {
            Seen::Repeat { .. } => {
                if let Some((_, item)) = AFTER_HOURS.iter().find(|(code, _)| notified(*code, at)) {
                    add(item, Section::Repeat, "時間外対応加算の届出があるので算定します。");
                }
                if facility.itemized_statements {
                    add(
                        "kenpo_statement_issue_addition",
                        Section::Repeat,
                        "明細書発行体制等加算を算定する設定なので算定します。",
                    );
                }
                if notified(BASE_UP, at) && !initial_that_day() && first_of_day() {
                    add("kenpo_base_up_repeat", Section::Other, "ベースアップ評価料の届出があるので算定します。");
                }
            }
            Seen::Initial(_) if notified(BASE_UP, at) && first_of_day() => {
                add("kenpo_base_up_initial", Section::Other, "ベースアップ評価料の届出があるので算定します。");
            }
            _ => {}
        }
    }
    out
}
