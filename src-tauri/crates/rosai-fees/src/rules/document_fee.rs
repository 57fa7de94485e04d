//! M32 文書料
//!
//! ## 条文
//! 「取扱いについては参考15（76ページ）のとおりです。」（manual-2025-04 I 32）
//!
//! 「休業（補償）等給付請求書における診療担当者の休業に関する証明 則第13条第2項 休業（補償）等給付請求書（様式第8号、
//! 様式第16号の6） ○指定病院等 診療費請求書（含内訳） 診機様式第1号（含2～5） 病院等 → 局 2,000円」
//! （manual-2025-04 II 参考15。一覧のうちこの規則が読む行。ほかの行は対象外に挙げる）
//!
//! ## 読み方
//! - 休業証明を1枚行うごとに2,000円。受診のない日の証明も、受診のない月の証明も算定する。
//! - 証明した日の行とし、証明した期間（月/日～月/日）を摘要に書く。
//! - 枚数は行った枚数だけ数える。課税・非課税で変わらない円の項目。
//!
//! ## 対象外
//! - 看護証明1,000円、診断書（様式第10号・第16号の7、第16号の2、第16号の11、年金申請様式第4号、介護）4,000円、
//!   はり・きゅう・マッサージの診断書。値は料金表にあるが、まだ算定しない。
//! - 労働局や監督署が別に払うもの（監督署長が求めた診断書5,000円、意見書7,000円・20,000円）、
//!   療養の費用請求書で払うもの（様式第11号、第12号、第13号、第16号の8に添える診断書）。内訳書には載らない。
//! - 令和8年4月以後の額（見直しの検討会がある）。料金表の期間の外。
//!
//! ## 疑義
//! - 同じ請求書に期間を2つに分けて証明したときの枚数。記載例（第3部）は期間2つを2枚、4,000円としているので、
//!   行った枚数とする。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Day, DocumentKind};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(32),
    term: "document_fee",
    ja: "文書料",
    cites: &[Cite::new("manual-2025-04", "I 32"), Cite::new("manual-2025-04", "II 参考15")],
    items: &["absence_certificate_fee"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let mut documents: Vec<_> = cx.facts.documents.iter().collect();
    documents.sort_by_key(|d| (d.issued, d.from, d.injury.clone()));
    let period = |d: Option<Day>| d.map(|d| format!("{}/{}", d.month().month, d.day_of_month())).unwrap_or_default();
    let said = |d: Option<Day>| d.map(Day::ja).unwrap_or_default();
    let one = |d: &rosai_domain::IssuedDocument| {
        let item = match d.kind {
            DocumentKind::AbsenceCertificate => "absence_certificate_fee",
            _ => return None,
        };
        let subject = Subject {
            injury: d.injury.clone(),
            day: Some(d.issued),
            attendance: None,
            acts: Vec::new(),
            what: item.to_owned(),
            ja: "休業証明".to_owned(),
        };
        let because =
            format!("休業証明（{}〜{}）を{}に行ったので算定します。", said(d.from), said(d.to), d.issued.ja());
        let mut finding = cx.charge_item(subject, item, Section::OtherYen, because);
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.remarks.push(format!("{}～{}", period(d.from), period(d.to)));
        }
        Some(finding)
    };
    documents.into_iter().filter_map(one).collect()
}
