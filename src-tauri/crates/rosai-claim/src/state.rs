//! The state of a statement: 下書き → 点検済 → 確定 → 提出済 → 入金済 / 返戻 / 保留 / 取下げ.

use crate::{Fault, Severity, compose};
use rosai_document::{ClaimDocument, Standing};
use rosai_domain::{Actor, Arrival, Day, Facts, InjuryCase, InsuranceNumber};
use rosai_fees::{Assessment, Outcome};
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
    /// Who finalised it.
    pub by: Actor,
    /// When.
    pub on: Day,
}

/// The statements of one worker's month, 下書き or 点検済.
pub fn statements(facts: &Facts, assessment: &Assessment, program: &str) -> Vec<Statement> {
    let one = |case: &InjuryCase| {
        let document = compose(facts, assessment, case, program);
        let concerned =
            document.is_some() || assessment.findings.iter().any(|f| f.subject.injury == case.id && f.blocks());
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

/// Most yen the seven boxes of 合計額 take.
const MOST_TOTAL: i64 = 9_999_999;
/// Boxes for (80)その他 in yen.
const OTHER_YEN_BOXES: usize = 3;

fn faults(facts: &Facts, assessment: &Assessment, case: &InjuryCase, document: Option<&ClaimDocument>) -> Vec<Fault> {
    let mut out = Vec::new();
    for f in &assessment.findings {
        if f.subject.injury != case.id && !f.subject.injury.is_empty() {
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
            _ => {}
        }
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
        for value in document.values_used.iter().filter(|v| v.standing != Standing::Official) {
            out.push(Fault::blocks(
                value.id.clone(),
                format!(
                    "この値は「{}」で、まだ通知で確かめていません。管理者が一度確かめてください。",
                    value.standing.ja()
                ),
            ));
        }
    }
    out
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
