//! M32 文書料
//!
//! ## 条文
//! 「取扱いについては参考15（76ページ）のとおりです。」（manual-2025-04 I 32）
//!
//! 「休業（補償）等給付請求書における診療担当者の休業に関する証明 則第13条第2項 休業（補償）等給付請求書（様式第8号、
//! 様式第16号の6） ○指定病院等 診療費請求書（含内訳） 診機様式第1号（含2～5） 病院等 → 局 2,000円」
//! 「看護の給付の看護費用の額の証明書における診療担当者の看護に関する証明 則第12条の2第3項 昭和63年5月12日基発第315号別紙
//! 様式1（同じ請求方法） 1,000円」（manual-2025-04 II 参考15）
//!
//! 「○指定病院等 診療費請求書（含内訳）診機様式第1号（含2～5）」で、4,000円のもの:
//! 「障害（補償）等給付の支給を受けようとする者が、障害（補償）等給付請求書に添付して提出した「障害の状態に関する診断書」
//! 障害（補償）等給付請求書（様式第10号、第16号の7）」「労働者の負傷又は疾病が療養の開始後1年6ヵ月を経過した日以後傷病
//! （補償）等年金の支給決定に必要と認めた場合に傷病の状態等に関する届出に添付して提出した「傷病の状態に関する診断書」
//! 傷病の状態等に関する届（様式第16号の2）」「労働者の負傷又は疾病が療養の開始後1年6ヵ月を経過した日において治っていない場
//! 合に、同日以後1ヵ月以内に提出させる傷病の状態に関する届出に添付して提出した「傷病の状態に関する診断書」 同上」
//! 「休業（補償）等給付の支給を受けようとする者の負傷又は疾病が毎年1月1日において療養開始後1年6ヵ月を経過しているときに同月
//! 中のいずれかの日の分を含む休業（補償）等給付請求書に添付して提出する傷病の状態に関する報告書に添付して提出した「傷病の
//! 状態に関する診断書」 傷病の状態等に関する報告書（様式第16号の11）」「傷病（補償）等年金の受給権者が障害の程度に変更が
//! あった場合に提出する傷病の状態の変更に関する届書に添付する「傷病の状態に関する診断書」 傷病の状態の変更に関する届
//! （年金申請様式第4号）」「介護（補償）等給付の支給を受けようとする者が介護（補償）等給付支給請求書に添付して提出した
//! 「診断書」 介護（補償）等給付支給請求書（様式第16号の2の2） ※障害（補償）等年金受給者である場合については、
//! 療養の費用請求書」（manual-2025-04 II 参考15）
//!
//! 「はり・きゅう及びマッサージの施術に係る診断書 昭57.6.2基発第384号 はり・きゅう診断書（様式第1号）
//! マッサージ診断書（様式第2号） ○指定病院等 診療費請求書（含内訳） 診機様式第1号（含2～5） はり・きゅう単独、
//! 一般医療と併用 3,000円 「施術効果の評価表」添付の場合 4,000円 マッサージ 3,000円」（manual-2025-04 II 参考15）
//!
//! 内訳書に載らないもの:
//! 「障害（補償）等年金の受給権者が、障害の程度に変更があったとして、障害（補償）等給付変更請求書に添付して提出した「障害の
//! 部位及び状態に関する診断書」 障害（補償）等給付変更請求書（様式第11号） 療養の費用請求書 告示様式第7号 4,000円」
//! 「労働者の死亡の時から引き続き障害の状態にあることにより遺族（補償）等年金転給等請求書を添付して提出した「障害の状態に
//! 関する診断書」（労働者の死亡が業務上でないという理由で遺族（補償）等年金支給の対象とならなかった場合における診断書を除
//! く。） 遺族（補償）等年金請求書（様式第12号、第16号の8） 遺族（補償）等年金転給等請求書（様式第13号） 4,000円」
//! 「労働基準監督署長が、療養（補償）等給付を受けている者（傷病（補償）等年金を受けている者を含む。）について療養の継続の要
//! 否、入院療養の要否、治ゆ等を判断するために必要と認め、診療担当医師に診断書の提出を求めた場合における当該診断書
//! ○指定病院等 通達別紙請求書、診機様式第1号の2 病院等 → 局 5,000円」「労働基準監督署長が労災法第47条の2の規定による受診命令
//! に基づいて作成依頼する意見書等 一般的な医学事項 7,000円 特に高度な医学的事項 20,000円」（manual-2025-04 II 参考15）
//!
//! 「「休業（補償）給付請求書」証明時には、当該休業期間において治療を実施している傷病名は必ず全て記入してください。特に複
//! 数の診療科受診の場合、証明を行った主治医の科で治療している傷病名のみ記載している場合が散見されますので、他科との連絡を
//! 密にし記載漏れのないように注意してください。」（manual-2025-04 第3部3(2)イ）
//! 「休業証明料及び看護料給付証明料については、必ず証明期間を記載してください。」（manual-2025-04 第3部7 記載例 休業証明 注2）
//!
//! ## 読み方
//! - 文書1枚ごとに、証明した日（交付した日）の行とする。受診のない日も、受診のない月も算定する。課税・非課税で変わらない
//!   円の項目。
//! - 休業証明2,000円と看護証明1,000円は、証明した期間（月/日～月/日）を摘要に書く。
//! - 診断書（様式第10号・第16号の7、第16号の2、第16号の11、年金申請様式第4号）4,000円、はり・きゅう3,000円
//!   （施術効果の評価表を添えれば4,000円）、マッサージ3,000円。
//! - 介護（補償）等給付の診断書4,000円は、傷病年金の傷病なら算定する。ほかは障害（補償）等年金の受給者かを尋ね
//!   （disability_pensioner）、受給者なら療養の費用請求書によるので算定しない。
//! - 様式第11号・第12号・第13号・第16号の8に添える診断書、監督署長の求めた診断書、意見書は、誰がどの紙で払うかを示して、
//!   内訳書には算定しない。
//! - 休業証明を行い、治療中の傷病名が2つ以上あるか、その傷病で2つ以上の科にかかった月は、すべての傷病名を書いたかの
//!   質問（all_diseases_named）を月に1度出す。答えなくても確定できる。「いいえ」なら休業証明を要確認とする。
//! - 指導管理箋（M29）、早期社会復帰のための指導項目（M30）、労災リハビリテーションの計画書（M14、M15）、傷病経過等概要書
//!   は、ここでは算定しない。
//!
//! ## 対象外
//! - 令和8年4月以後の額（見直しの検討会がある）。値は確かめられていないものとして料金表にある。
//! - 文書が実際に提出されたか。診断書の中身。
//! - 指定病院等でないときの請求。
//!
//! ## 疑義
//! - 同じ請求書に期間を2つに分けて証明したときの枚数。記載例（第3部）は期間2つを2枚、4,000円としているので、
//!   行った枚数とする。
//! - 意見書の請求方法の欄は読み取りで失われている。監督署の依頼によるので内訳書には載せない。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome, Subject};
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Day, DocumentKind, IssuedDocument, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(32),
    term: "document_fee",
    ja: "文書料",
    cites: &[
        Cite::new("manual-2025-04", "I 32"),
        Cite::new("manual-2025-04", "II 参考15"),
        Cite::new("manual-2025-04", "第3部3(2)イ"),
    ],
    items: &[
        ABSENCE,
        "nursing_certificate_fee",
        "disability_certificate_fee",
        "condition_report_fee_16_2",
        "condition_report_fee_16_11",
        "condition_change_report_fee",
        "care_certificate_fee",
        "acupuncture_certificate_fee",
        "acupuncture_evaluation_certificate_fee",
        "massage_certificate_fee",
    ],
    stage: Stage::Charge(apply),
};

const ABSENCE: &str = "absence_certificate_fee";

/// What becomes of a document.
enum Fate {
    /// On the slip, as this item.
    Slip(&'static str),
    /// Never on the slip: its word, and who pays by which paper.
    Elsewhere(&'static str, &'static str),
    /// No fee of this rule.
    Other,
}

fn fate(kind: DocumentKind) -> Fate {
    use DocumentKind::*;
    match kind {
        AbsenceCertificate => Fate::Slip(ABSENCE),
        NursingCertificate => Fate::Slip("nursing_certificate_fee"),
        DisabilityCertificate => Fate::Slip("disability_certificate_fee"),
        ConditionReport => Fate::Slip("condition_report_fee_16_2"),
        ConditionYearlyReport => Fate::Slip("condition_report_fee_16_11"),
        ConditionChangeReport => Fate::Slip("condition_change_report_fee"),
        CareCertificate => Fate::Slip("care_certificate_fee"),
        AcupunctureCertificate => Fate::Slip("acupuncture_certificate_fee"),
        AcupunctureEvaluation => Fate::Slip("acupuncture_evaluation_certificate_fee"),
        MassageCertificate => Fate::Slip("massage_certificate_fee"),
        DisabilityChangeCertificate => Fate::Elsewhere(
            "disability_change_certificate",
            "年金の受給者が4,000円を払い、療養の費用請求書（様式第7号）で監督署に請求します。",
        ),
        SurvivorCertificate => Fate::Elsewhere(
            "survivor_certificate",
            "遺族年金を請求する人が4,000円を払い、療養の費用請求書（様式第7号）で監督署に請求します。",
        ),
        OfficeCertificate => Fate::Elsewhere(
            "office_certificate",
            "監督署長の求めによるので、医療機関が通達別紙請求書と診機様式第1号の2で労働局に5,000円を請求します。",
        ),
        OfficeOpinion => Fate::Elsewhere(
            "office_opinion",
            "監督署長の依頼によるので、監督署が払います（一般的な医学事項7,000円、特に高度な医学的事項20,000円）。依頼とともに届く請求書で請求します。",
        ),
        ReturnToWorkGuidance
        | ReturnToSocietyGuidance
        | RehabilitationEvaluation
        | RehabilitationPlan
        | CourseSummary => Fate::Other,
    }
}

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let mut documents: Vec<&IssuedDocument> = cx.facts.documents.iter().collect();
    documents.sort_by_key(|d| (d.issued, d.from, d.to, d.injury.clone(), d.kind));
    let mut out: Vec<Finding> = Vec::new();
    for d in documents {
        match fate(d.kind) {
            Fate::Slip(item) => out.push(charged(cx, d, item)),
            Fate::Elsewhere(word, because) => {
                let because = format!("内訳書には載りません。{because}");
                out.push(cx.refuse(about(d, word), because));
            }
            Fate::Other => {}
        }
        if d.kind == DocumentKind::AbsenceCertificate
            && cx.said(Question::AllDiseasesNamed, &d.injury, d.issued).is_none()
            && !out.iter().any(|f| f.subject.injury == d.injury && matches!(f.outcome, Outcome::Proposed(_)))
            && let Some(because) = several(cx, &d.injury)
        {
            // For the month: a certificate needs no attendance on its day.
            let subject = Subject { day: None, ..about(d, ABSENCE) };
            out.push(cx.propose(subject, Question::AllDiseasesNamed, because));
        }
    }
    out
}

fn about(d: &IssuedDocument, what: &str) -> Subject {
    Subject {
        injury: d.injury.clone(),
        day: Some(d.issued),
        attendance: None,
        acts: Vec::new(),
        what: what.to_owned(),
        ja: d.kind.ja().to_owned(),
    }
}

fn charged(cx: &Cx<'_>, d: &IssuedDocument, item: &'static str) -> Finding {
    if d.kind == DocumentKind::CareCertificate && !cx.case(&d.injury).is_pension(d.issued) {
        match cx.said(Question::DisabilityPensioner, &d.injury, d.issued) {
            Some(false) => {}
            Some(true) => {
                let because = "内訳書には載りません。障害（補償）等年金の受給者が払い、療養の費用請求書（様式第7号）で監督署に請求します。";
                return cx.refuse(about(d, item), because.to_owned());
            }
            None => {
                let because = "障害（補償）等年金の受給者なら療養の費用請求書によります。受給者かを入れてください。";
                let subject = crate::treatment::about_day(cx, &d.injury, d.issued, item, d.kind.ja());
                return cx.ask(subject, Question::DisabilityPensioner, because.to_owned());
            }
        }
    }
    let said = |d: Option<Day>| d.map(Day::ja).unwrap_or_default();
    let period = |d: Option<Day>| d.map(|d| format!("{}/{}", d.month().month, d.day_of_month())).unwrap_or_default();
    let name = d.kind.ja();
    if !d.kind.has_period() {
        return cx.charge_item(
            about(d, item),
            item,
            Section::OtherYen,
            format!("{name}を{}に交付したので算定します。", d.issued.ja()),
        );
    }
    let because = format!("{name}（{}〜{}）を{}に行ったので算定します。", said(d.from), said(d.to), d.issued.ja());
    let unnamed = d.kind == DocumentKind::AbsenceCertificate
        && cx.said(Question::AllDiseasesNamed, &d.injury, d.issued) == Some(false);
    let because = if unnamed {
        because + "治療中の傷病名をすべては書いていません。監督署に出す前に書き足してください。"
    } else {
        because
    };
    let mut finding = cx.charge_item(about(d, item), item, Section::OtherYen, because);
    if let Outcome::Charge(charge) = &mut finding.outcome {
        charge.remarks.push(format!("{}～{}", period(d.from), period(d.to)));
    }
    if unnamed { finding.looked_at() } else { finding }
}

/// Why the certificate may lack a disease: several of them, or several departments.
fn several(cx: &Cx<'_>, injury: &str) -> Option<String> {
    let month = cx.facts.month;
    let under_treatment = cx.case(injury).diseases.iter().filter(|d| {
        d.since.is_none_or(|since| since <= month.last()) && d.end.as_ref().is_none_or(|e| e.day >= month.first())
    });
    let diseases = under_treatment.count();
    let mut departments: Vec<&str> =
        cx.attendances().filter(|(_, a)| a.injury == injury).map(|(_, a)| a.department.0.as_str()).collect();
    departments.sort_unstable();
    departments.dedup();
    let because = match (diseases, departments.len()) {
        (_, 2..) => format!("{}にかかっています。", departments.join("と")),
        (2.., _) => format!("傷病名が{diseases}つあります。"),
        _ => return None,
    };
    Some(format!("{because}休業証明には、休業した期間に治療している傷病名を、他科のものもすべて書きます。"))
}
