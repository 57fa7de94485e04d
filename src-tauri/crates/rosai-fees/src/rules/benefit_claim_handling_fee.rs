//! M04 療養の給付請求書取扱料
//!
//! ## 条文
//! 「療養の給付請求書取扱料 2,000円」「労災指定医療機関等において、「療養（補償）等給付たる療養の給付請求書（様式第5
//! 号又は第16号の3）」を取り扱った場合に2,000円を算定できます。」「ただし、再発（様式第5号又は第16号の3）の場合や、
//! 転医始診（様式第6号又は第16号の4）の場合は算定できません。」「注 「療養（補償）等給付たる療養の費用請求書（様式第7
//! 号（1）～（5）又は第16号の5（1）～（5）」を取り扱った場合は、算定できません。」（manual-2025-04 I 4）
//!
//! ## 読み方
//! - 様式第5号か第16号の3が届いた傷病に、傷病ごとに1回2,000円を算定する。届いた事実が記録にあるので、
//!   尋ねずに算定する。
//! - 再発のとき、労災指定の医療機関からの転医始診のとき（様式第5号・第16号の3が届いていても）、
//!   様式第6号・第16号の4だけのとき、様式第7号・第16号の5だけのとき（療養の費用請求書）は、算定しない理由を示す。
//! - 指定外の医療機関や柔道整復師からの転医、健保などからの切替えで様式第5号を取り扱ったときは算定する。
//! - まだ内訳書を出していない傷病なら、初めての内訳書に載せる。届いた日がその月なら届いた日（初診より先に届いたら初め
//!   ての受診日）、そうでなければ初めての受診日の行とする。その月に受診がなければ、初診のある月に算定する旨を示す。
//! - 初めての内訳書を出した後に届いたときは、届いた月の内訳書に、届いた日の行として載せる。
//! - 前に算定した記録があれば、もう1度は算定しない。
//!
//! ## 対象外
//! - 請求書の記載が正しいか、労働基準監督署へ送られたか。
//! - 記録どうしの食い違い。指定医療機関からの転医とも再発とも入れていない傷病なら、様式第6号が届いていても、
//!   様式第5号があれば算定するので、人が確かめる。
//!
//! ## 疑義
//! - 月が終わった後、請求の前に様式が届いたとき、どの月に算定するかは書かれていない。第2部1(1)注が、
//!   給付請求書と初回の内訳書をそろえて翌月10日に出すよう求めるので、初回の内訳書に算定する。
//!   取り扱った事実は変わらず、月をどちらにとっても額は同じ。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Arrival, Day, FormNumber, InjuryCase};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(4),
    term: "benefit_claim_handling_fee",
    ja: "療養の給付請求書取扱料",
    cites: &[Cite::new("manual-2025-04", "I 4")],
    items: &["benefit_claim_handling_fee"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "benefit_claim_handling_fee";

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    cx.facts.injuries.iter().filter_map(|case| one(cx, case)).collect()
}

fn one(cx: &Cx<'_>, case: &InjuryCase) -> Option<Finding> {
    let first = cx.attendances().filter(|(_, a)| a.injury == case.id).map(|(_, a)| a.day).min();
    let month = cx.facts.month;
    let about = |day: Option<Day>| Subject {
        injury: case.id.clone(),
        day,
        attendance: None,
        acts: Vec::new(),
        what: ITEM.to_owned(),
        ja: "療養の給付請求書取扱料".to_owned(),
    };
    let arrived_now = case.forms.iter().any(|f| month.contains(f.received)) || case.earlier_slips == 0;
    if case.forms.is_empty() || !arrived_now {
        return None;
    }
    let Some(form) = case.benefit_claim() else {
        let form = case.forms[0].form;
        let because = match form {
            FormNumber::Form6 | FormNumber::Form16_4 => {
                format!("{}による転医始診なので、取扱料は算定できません。", form.ja())
            }
            _ => format!("{}（療養の費用請求書）を取り扱ったので、取扱料は算定できません。", form.ja()),
        };
        return Some(cx.refuse(about(first), because));
    };
    if case.arrival == Arrival::TransferDesignated {
        return Some(
            cx.refuse(about(first), "労災指定の医療機関からの転医始診なので、取扱料は算定できません。".to_owned()),
        );
    }
    if case.arrival == Arrival::Relapse {
        return Some(cx.refuse(about(first), "再発の請求書なので、取扱料は算定できません。".to_owned()));
    }
    if cx.in_ledger(&case.id, &[ITEM, "101800870"]).is_some() {
        return month
            .contains(form.received)
            .then(|| cx.refuse(about(Some(form.received)), "この傷病ではすでに算定しています。".to_owned()));
    }
    // The form goes with the first slip: it is charged there, however late in the month (or before the claim) it came.
    let received = form.received;
    let day = if case.earlier_slips == 0 {
        let Some(first) = first else {
            let because = "この月にまだ受診がないので、初診のある月の内訳書で算定します。";
            return Some(cx.refuse(about(Some(received)), because.to_owned()));
        };
        if month.contains(received) { received.max(first) } else { first }
    } else if month.contains(received) {
        received
    } else {
        return None;
    };
    Some(cx.charge_item(
        about(Some(day)),
        ITEM,
        Section::OtherYen,
        format!("{}を{}に受け付けたので算定します。", form.form.ja(), received.ja()),
    ))
}
