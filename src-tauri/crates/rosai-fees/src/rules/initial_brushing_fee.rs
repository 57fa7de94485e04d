//! M16 初診時ブラッシング料

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, canonical_acts};
use crate::rule::Stage;
use rosai_document::{Cite, Section, Why};
use rosai_domain::What;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(16),
    term: "initial_brushing_fee",
    ja: "初診時ブラッシング料",
    cites: &[Cite::new("manual-2025-04", "I 16")],
    items: &["initial_brushing_fee"],
    stage: Stage::Price(apply),
};

/// デブリードマン (K002) and デブリードマン加算 of 創傷処理 (注2).
fn is_debridement(kubun: &str, code: &str) -> bool {
    kubun == "K002" || code == "150001570"
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut charged: Vec<&str> = Vec::new();
    for (id, act) in canonical_acts(cx.facts, cx.order) {
        let Some(What::Code(code)) = act.what() else { continue };
        if !matches!(code, "101400030" | "101500150") {
            continue;
        }
        let at = &cx.facts.attendances[id.attendance.0];
        let Some(value) = cx.item("initial_brushing_fee", at.day) else { continue };
        let debrided = desk.priced.iter().any(|p| {
            let on = &cx.facts.attendances[p.acts[0].attendance.0];
            (on.day, &on.injury) == (at.day, &at.injury)
                && p.row.as_ref().is_some_and(|r| is_debridement(&r.kubun, &r.code))
        });
        let refuse = if !matches!(cx.seen(id.attendance), Seen::Initial(_) | Seen::InitialSecond(_) | Seen::InitialThird(_)) {
            Some("初診時ではないので、初診時ブラッシング料は算定できません。")
        } else if cx.in_ledger(&at.injury, &["initial_brushing_fee", "101400030", "101500150"]).is_some()
            || charged.contains(&at.injury.as_str())
        {
            Some("同一傷病につき1回限りで、すでに算定しています。")
        } else if debrided {
            Some("デブリードマンと初診時ブラッシング料は重複して算定できません。")
        } else {
            None
        };
        let section = if code == "101500150" { Section::Operation } else { Section::Procedure };
        let mut priced = Priced::new(id, cx.rule.id, "initial_brushing_fee", &value.ja, section, Why::Table(value.clone()));
        priced.code = Some(code.to_owned());
        priced.sites = act.sites.clone();
        priced.because.push("初診時に創面の汚染を除いたので算定します。四肢の特例はありません。".to_owned());
        priced.refused = refuse.map(|r| (cx.rule.id, r.to_owned()));
        if refuse.is_none() {
            charged.push(&at.injury);
        }
        desk.priced.push(priced);
    }
}
