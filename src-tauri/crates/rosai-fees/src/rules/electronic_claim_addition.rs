//! M28 労災電子化加算
//!
//! ## 条文
//! 「労災電子化加算 5点」「電子情報処理組織の使用による労災診療費請求又は光ディスク等を用いた労災診療費請求を行った場
//! 合、当該診療費請求内訳書1件につき5点を算定できます。」「注1 薬剤費レセプトは、「労災電子化加算」
//! の対象とはなりません。」「注2 「労災電子化加算」の算定は、令和8年3月診療分までとなる予定です。」
//! （manual-2025-04 I 28）
//!
//! ## 読み方
//! - 診療月の末日に、請求方法が光ディスク等かオンラインなら、その月の内訳書（傷病）1件につき5点。紙なら何も示さない。
//! - ほかに算定するものが1つでもある傷病に1件とする。休業証明や取扱料（M04）だけの内訳書にも算定する。
//!   ほかに算定するもののない月（文書のみや附随する一連の行為の受診だけなど）には算定しない。
//! - 令和8年4月診療分からは算定しない理由を示す。
//!
//! ## 対象外
//! - 実際にどう出したか。設定の請求方法を見るだけなので、月の後で請求方法を変えたら設定も直す。
//! - 薬剤費レセプト（薬局の請求）。
//!
//! ## 疑義
//! - 注2は令和8年3月診療分までを「予定」と言う。延長の通知を見ていないので、令和8年4月診療分からは0点とする。
//!   返還にならない読み。延長が出たら値を足す。
//! - 請求方法を診療月の末日で見るか請求の日で見るか。条文は請求を「行った場合」と言うが、
//!   計算の時にはまだ出していないので、末日の設定による。

use super::*;
use crate::cx::Cx;
use crate::finding::{Finding, Subject};
use crate::rule::{Stage, Summed};
use rosai_document::{Cite, Section};
use rosai_domain::ClaimMethod;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(28),
    term: "electronic_claim_addition",
    ja: "労災電子化加算",
    cites: &[Cite::new("manual-2025-04", "I 28")],
    items: &["electronic_claim_addition"],
    stage: Stage::Total(apply),
};

fn apply(cx: &Cx<'_>, findings: &[Finding]) -> Summed {
    let month = cx.facts.month;
    if cx.facts.facility.claim_method(month.last()) == ClaimMethod::Paper {
        return Summed::default();
    }
    // A slip exists where anything else is charged.
    let has_slip = |id: &str| findings.iter().any(|f| f.subject.injury == id && f.charge().is_some());
    let one = |case: &rosai_domain::InjuryCase| {
        let subject = Subject {
            injury: case.id.clone(),
            day: None,
            attendance: None,
            acts: Vec::new(),
            what: "electronic_claim_addition".to_owned(),
            ja: "労災電子化加算".to_owned(),
        };
        if cx.item("electronic_claim_addition", month.last()).is_none() {
            return cx.refuse(subject, "労災電子化加算は令和8年3月診療分までの予定なので算定しません。".to_owned());
        }
        cx.charge_item(
            subject,
            "electronic_claim_addition",
            Section::Other,
            "電子レセプトで請求するので、内訳書1件につき算定します。".to_owned(),
        )
    };
    let found = cx.facts.injuries.iter().filter(|c| has_slip(&c.id)).map(one).collect();
    Summed { findings: found, ..Summed::default() }
}
