//! Documents a doctor issues: some are charged on the slip, some by another way, some bring a fee with them.

use crate::Day;
use serde::{Deserialize, Serialize};

/// A document (manual I 32 and 参考15; I 14, 15, 29, 30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 休業証明 (様式第8号, 第16号の6).
    AbsenceCertificate,
    /// 看護証明.
    NursingCertificate,
    /// 診断書, 障害 (様式第10号, 第16号の7).
    DisabilityCertificate,
    /// 診断書, 傷病の状態等に関する届 (様式第16号の2).
    ConditionReport,
    /// 診断書, 傷病の状態等に関する報告書 (様式第16号の11).
    ConditionYearlyReport,
    /// 診断書, 傷病の状態の変更に関する届 (年金申請様式第4号).
    ConditionChangeReport,
    /// 介護（補償）等給付診断書 (様式第16号の2の2).
    CareCertificate,
    /// はり・きゅう診断書.
    AcupunctureCertificate,
    /// はり・きゅう診断書 with 施術効果の評価表.
    AcupunctureEvaluation,
    /// マッサージ診断書.
    MassageCertificate,
    /// 診断書, 障害給付変更 (様式第11号): 療養の費用請求書.
    DisabilityChangeCertificate,
    /// 診断書, 遺族年金 (様式第12号, 第13号, 第16号の8): 療養の費用請求書.
    SurvivorCertificate,
    /// 診断書 a 監督署長 asked for: 診機様式第1号の2.
    OfficeCertificate,
    /// 意見書 (労災法第47条の2).
    OfficeOpinion,
    /// 指導管理箋 (参考13): M29.
    ReturnToWorkGuidance,
    /// 早期社会復帰のための指導項目 (参考14): M30.
    ReturnToSocietyGuidance,
    /// 労災リハビリテーション評価計画書 (参考8): M14.
    RehabilitationEvaluation,
    /// 労災リハビリテーション実施計画書 (参考9): M15.
    RehabilitationPlan,
    /// 傷病経過等概要書.
    CourseSummary,
}

impl DocumentKind {
    /// Its name.
    pub fn ja(self) -> &'static str {
        use DocumentKind::*;
        match self {
            AbsenceCertificate => "休業証明",
            NursingCertificate => "看護証明",
            DisabilityCertificate => "診断書（様式第10号・第16号の7）",
            ConditionReport => "診断書（様式第16号の2）",
            ConditionYearlyReport => "診断書（様式第16号の11）",
            ConditionChangeReport => "診断書（年金申請様式第4号）",
            CareCertificate => "介護（補償）等給付診断書",
            AcupunctureCertificate => "はり・きゅう診断書",
            AcupunctureEvaluation => "はり・きゅう診断書（施術効果の評価表添付）",
            MassageCertificate => "マッサージ診断書",
            DisabilityChangeCertificate => "診断書（様式第11号）",
            SurvivorCertificate => "診断書（様式第12号・第13号・第16号の8）",
            OfficeCertificate => "診断書（監督署長の求めによるもの）",
            OfficeOpinion => "意見書（労災法第47条の2）",
            ReturnToWorkGuidance => "指導管理箋",
            ReturnToSocietyGuidance => "早期社会復帰のための指導項目",
            RehabilitationEvaluation => "労災リハビリテーション評価計画書",
            RehabilitationPlan => "労災リハビリテーション実施計画書",
            CourseSummary => "傷病経過等概要書",
        }
    }

    /// Whether it can be charged for, on the slip or as a guidance; the others only go with something that is.
    pub fn may_be_charged(self) -> bool {
        use DocumentKind::*;
        !matches!(self, RehabilitationEvaluation | RehabilitationPlan | CourseSummary)
    }

    /// Whether it certifies a period (証明期間 goes into 摘要).
    pub fn has_period(self) -> bool {
        matches!(self, DocumentKind::AbsenceCertificate | DocumentKind::NursingCertificate)
    }
}

/// Whom a 職場復帰支援・療養指導 reached: the three kinds of act of manual I 29(1)–(3), each counted by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guided {
    /// (1) the worker, with 指導管理箋.
    #[default]
    Worker,
    /// (2) the 産業医 of the workplace, in writing.
    IndustrialPhysician,
    /// (3) the employer, in a talk at the clinic.
    Employer,
}

impl Guided {
    /// `産業医への情報提供`.
    pub fn ja(self) -> &'static str {
        match self {
            Guided::Worker => "本人への指導",
            Guided::IndustrialPhysician => "産業医への情報提供",
            Guided::Employer => "事業主との面談",
        }
    }
}

/// A document the doctor issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedDocument {
    /// Which.
    pub kind: DocumentKind,
    /// The case.
    #[serde(default = "crate::attendance::first_case")]
    pub injury: String,
    /// The day it was certified or handed over.
    pub issued: Day,
    /// First day of the certified period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Whom a 指導管理箋 is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guided: Option<Guided>,
    /// Whether a 指導管理箋 is the one for 精神疾患.
    #[serde(default)]
    pub mental: bool,
    /// What it says for 摘要: 医学的所見 (評価計画書), 治ゆが見込まれる時期 (早期社会復帰のための指導項目).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
