//! K04 届出による加算

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
    for (id, at) in cx.attendances() {
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
                    add("kenpo_statement_issue_addition", Section::Repeat, "明細書発行体制等加算を算定する設定なので算定します。");
                }
                if notified(BASE_UP, at) {
                    add("kenpo_base_up_repeat", Section::Other, "ベースアップ評価料の届出があるので算定します。");
                }
            }
            Seen::Initial(_) if notified(BASE_UP, at) => {
                add("kenpo_base_up_initial", Section::Other, "ベースアップ評価料の届出があるので算定します。");
            }
            _ => {}
        }
    }
    out
}
