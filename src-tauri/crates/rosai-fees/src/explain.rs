//! Findings and sums as sentences a clerk reads.

use crate::finding::{Finding, Outcome, StatementSum};
use crate::rules;

/// A document as a clerk calls it.
pub fn document_name(id: &str) -> &str {
    rosai_catalogue::document_name(id).unwrap_or(id)
}

/// One finding in a few lines: what, how much, why, the arithmetic, where it is written.
pub fn explain(finding: &Finding) -> String {
    let day = finding.subject.day.map_or_else(|| "この月".to_owned(), |d| d.ja_with_weekday());
    let rule = rules::by_id(finding.rule);
    let mut out = match &finding.outcome {
        Outcome::Charge(c) => {
            let sites = c.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・");
            let sites = if sites.is_empty() { sites } else { format!("（{sites}）") };
            let times = if c.times == 1 { String::new() } else { format!(" × {}", c.times) };
            format!("{day}　{}{sites}　{}{times}", finding.subject.ja, c.amount)
        }
        Outcome::Refused => format!("{day}　{}　算定しません", finding.subject.ja),
        Outcome::Proposed(q) => format!("{day}　{}　確認してください：{}", finding.subject.ja, q.ja()),
        Outcome::NeedsAnswer(q) => format!("{day}　{}　答えが要ります：{}", finding.subject.ja, q.ja()),
        Outcome::Unpriced => format!("{day}　{}　計算できません", finding.subject.ja),
    };
    out.push_str(&format!("\n  理由: {}", finding.sentence));
    if let Some(charge) = finding.charge() {
        let why = charge.amount.why();
        if charge.read_as || why.tables().len() > 1 || !charge.parts.is_empty() {
            let arithmetic = why.arithmetic();
            let ends = format!("→ {}（", charge.amount).replace(',', "");
            let result = if arithmetic.contains(&ends) { String::new() } else { format!(" = {}", charge.amount) };
            out.push_str(&format!("\n  計算: {arithmetic}{result}"));
        }
        for table in why.tables().iter().filter(|t| !t.standing.is_settled()) {
            out.push_str(&format!("\n  注意: 「{}」の値は{}です。", table.ja, table.standing.ja()));
        }
    }
    let name = rule.map(|r| r.ja).unwrap_or_default();
    out.push_str(&format!(
        "\n  根拠: {} {name}（{} {}）",
        finding.rule,
        document_name(&finding.cite.doc),
        finding.cite.section
    ));
    out
}

/// The sums of one statement in a few lines.
pub fn explain_sum(sum: &StatementSum) -> String {
    let price = sum.yen_of_points.why().tables().last().map(|t| t.value.normalize().to_string()).unwrap_or_default();
    format!(
        "合計（傷病{}）　{}\n  計算: (イ) {} × {price}円 = {}（1円未満切捨て）、(ロ) {}、合計 {}\n  根拠: M01 診療単価（労災診療費算定マニュアル I 1）",
        sum.injury,
        sum.total.value(),
        sum.points,
        sum.yen_of_points.value(),
        sum.yen_items,
        sum.total.value(),
    )
}
