//! The state of a statement: 下書き → 点検済 → 確定 → 提出済 → 入金済 / 返戻 / 保留 / 取下げ.

use crate::{Fault, Severity, compose};
use rosai_document::{ClaimDocument, TableValue, ValueUsed, Why};
use rosai_domain::{
    Actor, Arrival, Consultation, Day, Facts, FormNumber, InjuryCase, InjuryCause, InsuranceNumber, Points, Yen,
};
use rosai_fees::{Assessment, Finding, Outcome};
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 下書き.
    Draft,
    /// 点検済.
    Checked,
    /// 確定: figures are frozen.
    Finalized,
    /// 提出済.
    Submitted,
    /// 入金済.
    Paid,
    /// 返戻.
    Returned,
    /// 保留.
    Held,
    /// 取下げ.
    Withdrawn,
}

/// One 内訳書 of the month with its faults, worst first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// The case.
    pub injury: String,
    /// The document as it stands; none where nothing can be charged yet.
    pub document: Option<ClaimDocument>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Its state.
    pub state: State,
}

/// A statement at 確定: its document frozen, with who and what computed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finalized {
    /// The document.
    pub document: ClaimDocument,
    /// Its JSON.
    pub json: String,
    /// SHA-256 of the JSON.
    pub sha256: String,
    /// Who finalized it.
    pub by: Actor,
    /// When.
    pub on: Day,
}

/// The statements of one worker's month, 下書き or 点検済.
pub fn statements(facts: &Facts, assessment: &Assessment, program: &str) -> Vec<Statement> {
    let one = |case: &InjuryCase| {
        let document = compose(facts, assessment, case, program);
        let concerned = document.is_some() || assessment.findings.iter().any(|f| concerns(f, case) && f.blocks());
        if !concerned {
            return None;
        }
        let mut faults = faults(facts, assessment, case, document.as_ref());
        faults.sort();
        let blocked = faults.iter().any(|f| f.severity == Severity::Blocks);
        let state = if blocked { State::Draft } else { State::Checked };
        Some(Statement { injury: case.id.clone(), document, faults, state })
    };
    facts.injuries.iter().filter_map(one).collect()
}

/// A finding without a case (課税区分) concerns every one.
fn concerns(finding: &Finding, case: &InjuryCase) -> bool {
    finding.subject.injury == case.id || finding.subject.injury.is_empty()
}

/// Most yen the seven boxes of 合計額 take.
const MOST_TOTAL: i64 = 9_999_999;
/// Boxes for (80)その他 in yen.
const OTHER_YEN_BOXES: usize = 3;

fn faults(facts: &Facts, assessment: &Assessment, case: &InjuryCase, document: Option<&ClaimDocument>) -> Vec<Fault> {
    let mut out = Vec::new();
    for f in &assessment.findings {
        if !concerns(f, case) {
            continue;
        }
        let day = f.subject.day.map(|d| format!("{}・", d.ja())).unwrap_or_default();
        let place = format!("{day}{}", f.subject.ja);
        match &f.outcome {
            Outcome::NeedsAnswer(_) | Outcome::Unpriced => out.push(Fault::blocks(place, &f.sentence)),
            Outcome::Proposed(_) => out.push(Fault::check(place, &f.sentence)),
            Outcome::Charge(c) if c.typed => {
                out.push(Fault::check(place, "人が入れた点数・金額です。出どころをもう一度確かめてください。"))
            }
            _ if f.check => out.push(Fault::check(place, &f.sentence)),
            _ => {}
        }
    }
    for at in facts.attendances.iter().filter(|a| a.injury == case.id) {
        let of_day = |start: &str| {
            let is =
                |f: &&Finding| f.subject.day == Some(at.day) && f.subject.injury == case.id && f.charge().is_some();
            assessment.findings.iter().filter(is).any(|f| f.subject.what.starts_with(start))
        };
        if at.consultation == Some(Consultation::Initial) && !of_day("initial_visit_fee") {
            let message = "初診と入力されていますが、この傷病の診療は続いているので初診料になりません。新しい災害なら、新しい傷病として登録してください。";
            out.push(Fault::check(format!("{}・初診料", at.day.ja()), message));
        }
        if at.consultation == Some(Consultation::Phone) && !at.acts.is_empty() {
            out.push(Fault::check(
                format!("{}・電話等再診", at.day.ja()),
                "電話等再診に処置などの行為が入っています。来院した受診の行為でないか確かめてください。",
            ));
        }
    }
    if facts.stays.iter().any(|s| s.injury == case.id) {
        out.push(Fault::blocks("入院", "入院の診療費と入院用の内訳書（34721）は、この版ではまだ計算できません。"));
    }
    for doc in facts.documents.iter().filter(|d| d.injury == case.id) {
        let Some(to) = doc.to.filter(|to| *to > doc.issued) else { continue };
        out.push(Fault::check(
            "休業証明",
            format!("証明する期間の終わり（{}）が証明した日（{}）より後です。", to.ja(), doc.issued.ja()),
        ));
    }
    let missing = |empty: bool, place: &str, what: &str| {
        empty.then(|| Fault::blocks(place, format!("{what}が入っていません。内訳書に要るので入れてください。")))
    };
    out.extend(missing(facts.facility.hospital_number.is_none(), "設定・指定病院等の番号", "指定病院等の番号"));
    out.extend(missing(facts.facility.name.trim().is_empty(), "設定・名称", "医療機関の名称"));
    out.extend(missing(facts.worker.name.as_str().is_empty(), "労働者・氏名", "氏名"));
    out.extend(missing(facts.worker.kana.as_str().is_empty(), "労働者・カナ氏名", "カナ氏名"));
    out.extend(missing(case.diseases.is_empty(), "傷病名", "傷病名"));
    if case.course.trim().is_empty() {
        out.push(Fault::check("傷病の経過", "傷病の経過が空です。審査で最も見られる欄なので書いてください。"));
    }
    if case.number == InsuranceNumber::Unknown {
        out.push(Fault::check("労働保険番号", "労働保険番号がまだ分かりません。空欄のまま印刷されます。"));
    }
    if let InsuranceNumber::Labor(number) = &case.number {
        out.extend(number.doubts().into_iter().map(|doubt| Fault::check("労働保険番号", doubt)));
    }
    if case.employer.name.trim().is_empty() {
        out.push(Fault::check("事業の名称", "事業の名称が空です。"));
    }
    if case.is_pension(facts.month.last()) {
        out.push(Fault::blocks("年金", "傷病年金の内訳書（34724）は、この版ではまだ作れません。"));
    }
    let wants_form = case.earlier_slips == 0 && case.arrival != Arrival::TransferDesignated;
    if wants_form && case.benefit_claim().is_none() {
        out.push(Fault::check(
            "療養の給付請求書",
            "様式第5号（通勤は第16号の3）がまだ届いていません。届くまで初回分を提出できません。",
        ));
    }
    let wants_change = case.earlier_slips == 0 && case.arrival == Arrival::TransferDesignated;
    let has = |wanted: &[FormNumber]| case.forms.iter().any(|f| wanted.contains(&f.form));
    if wants_change && !has(&[FormNumber::Form6, FormNumber::Form16_4]) {
        out.push(Fault::check(
            "指定病院等（変更）届",
            "様式第6号（通勤は第16号の4）がまだ届いていません。届くまで提出できません。",
        ));
    }
    let (work, commute) = ([FormNumber::Form5, FormNumber::Form6], [FormNumber::Form16_3, FormNumber::Form16_4]);
    let wrong = if case.cause == InjuryCause::Commute { has(&work) } else { has(&commute) };
    if wrong {
        out.push(Fault::check(
            "届いた用紙",
            "業務災害は様式第5号・第6号、通勤災害は様式第16号の3・第16号の4です。災害の区分と用紙を確かめてください。",
        ));
    }
    if let Some(document) = document {
        if document.totals.total.value().0 > MOST_TOTAL {
            out.push(Fault::blocks(
                "合計額",
                format!("合計額が{}で、欄（7桁）に入りません。入力を確かめてください。", document.totals.total.value()),
            ));
        }
        let other = document.groups.iter().filter(|g| g.section == rosai_document::Section::OtherYen).count();
        if other > OTHER_YEN_BOXES {
            out.push(Fault::blocks(
                "（80）その他（円）",
                format!("円の項目が{other}種類あり、欄（{OTHER_YEN_BOXES}行）に入りません。続紙はまだ作れません。"),
            ));
        }
        out.extend(unsettled(assessment, document));
    }
    out
}

/// A value with its unit, for people: `1,430円`, `52点`, `11.5`.
pub fn amount_ja(value: &TableValue) -> String {
    let number = value.value.normalize();
    match (number.to_i64().filter(|_| number.is_integer()), &*value.unit) {
        (Some(n), "円") => Yen(n).to_string(),
        (Some(n), "点") => Points(n).to_string(),
        (_, unit) => format!("{number}{unit}"),
    }
}

/// Values the document stands on that nobody has compared with a notice.
fn unsettled(assessment: &Assessment, document: &ClaimDocument) -> Vec<Fault> {
    let fault = |used: &ValueUsed| {
        let mut tables = assessment.whys().flat_map(Why::tables);
        let table = tables.find(|t| *t.id == *used.id && t.from == used.from);
        let (name, amount) = table.map_or((used.id.clone(), "値".to_owned()), |t| (t.ja.to_string(), amount_ja(t)));
        let message = format!(
            "{}からの{amount}は「{}」で、まだ告示・通達で確かめていません。管理者が設定の「値の照合」で照合すると、確定できます。",
            used.from.ja(),
            used.standing.ja()
        );
        Fault { value: Some(used.id.clone()), ..Fault::blocks(format!("料金表の値・{name}"), message) }
    };
    document.values_used.iter().filter(|v| !v.standing.is_settled()).map(fault).collect()
}

/// 確定: freezes the document. Refused while a fault blocks.
pub fn finalize(statement: &Statement, by: Actor, on: Day) -> Result<Finalized, Vec<Fault>> {
    let blocking: Vec<Fault> = statement.faults.iter().filter(|f| f.severity == Severity::Blocks).cloned().collect();
    match &statement.document {
        Some(document) if blocking.is_empty() => {
            let (json, sha256) = document.frozen();
            Ok(Finalized { document: document.clone(), json, sha256, by, on })
        }
        _ => Err(blocking),
    }
}
