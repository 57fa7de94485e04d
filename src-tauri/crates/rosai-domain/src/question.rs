//! What only a person can say, and what people said.

use crate::{Day, Problem};
use serde::{Deserialize, Serialize};

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// はい / いいえ.
    YesNo,
    /// A few words that go into 摘要; いいえ refuses.
    Words,
    /// A day; いいえ where nobody knows it.
    Day,
    /// One of these.
    Choice(&'static [&'static str]),
    /// Entering the act, or the clinic's settings, anew.
    Elsewhere,
}

macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident: $ja:literal, $kind:expr;)*) => {
        /// A question only a person can answer. Its answer is kept as a fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Question { $($(#[$doc])* $name),* }

        impl Question {
            /// Every question.
            pub const ALL: &[Question] = &[$(Question::$name),*];

            /// As it is asked.
            pub fn ja(self) -> &'static str {
                match self { $(Question::$name => $ja),* }
            }

            /// What answer it takes.
            pub fn kind(self) -> AnswerKind {
                match self { $(Question::$name => $kind),* }
            }
        }
    };
}

questions! {
    /// M03.
    EmergencyCare: "初診時に救急医療を行いましたか", AnswerKind::YesNo;
    /// M06.
    PlannedManagement: "計画的な医学管理を行いましたか", AnswerKind::YesNo;
    /// K14.
    Urgent: "緊急のために行いましたか", AnswerKind::YesNo;
    /// M19.
    InitialTreatment: "初期治療の手術ですか", AnswerKind::YesNo;
    /// M01.
    TaxClass: "課税医療機関ですか", AnswerKind::Elsewhere;
    /// M17.
    ActSite: "どの部位ですか", AnswerKind::Elsewhere;
    /// M17.
    Finger: "どの指ですか", AnswerKind::Elsewhere;
    /// M17.
    Area: "面積は何cm²ですか", AnswerKind::Elsewhere;
    /// M17.
    Continuous: "続いた範囲ですか", AnswerKind::Elsewhere;
    /// M07.
    RepeatGuidance: "再診時に療養上の指導を行いましたか",
        AnswerKind::Choice(&["食事", "日常生活動作", "機能回復訓練", "メンタルヘルス"]);
    /// K05.
    InHousePrescription: "院内で処方・調剤しましたか", AnswerKind::YesNo;
    /// K05: 処方箋料の日の院内投薬.
    BothPrescriptions: "院外処方箋の日に院内でも投薬した、緊急やむを得ない理由は何ですか", AnswerKind::Words;
    /// K09, K10: 時間外緊急院内画像診断・検査加算.
    UrgentInHouse: "直ちに処置・手術等が必要で、緊急のために院内で撮影・検査を行いましたか", AnswerKind::YesNo;
    /// M13.
    TomographyRequested: "当院が他院へ依頼した撮影ですか", AnswerKind::YesNo;
    /// M14.
    RehabilitationStart: "リハビリテーションの起算日（発症、手術、急性増悪、治療開始）はいつですか", AnswerKind::Day;
    /// M14 注1.
    OverStandardDays: "標準的算定日数を超えて行うべき医学的所見は何ですか", AnswerKind::Words;
    /// M14(2).
    OutsideFacility: "医療機関の外で訓練を行いましたか", AnswerKind::YesNo;
    /// M15.
    PlanAttached: "傷病労働者の同意を得て、職場復帰に向けた労災リハビリテーション実施計画書（転院までの結果を付記）を添付しましたか",
        AnswerKind::YesNo;
    /// M18.
    Fluoroscopy: "術中透視装置を使用しましたか", AnswerKind::YesNo;
    /// M22.
    GauzeEligible: "重度の障害で皮膚瘻などがあり、自宅で頻繁にガーゼを交換する必要があると診療担当医が認めましたか",
        AnswerKind::YesNo;
    /// M24, M29.
    AbleToWork: "就労が可能と医師が認めましたか", AnswerKind::YesNo;
    /// M24, M29.
    AfterAdmission: "入院治療の後の通院ですか", AnswerKind::YesNo;
    /// M24, M29, M30: where the case came from elsewhere.
    TreatmentStart: "前の医療機関などでの療養を含めて、療養を始めた日はいつですか", AnswerKind::Day;
    /// M24.
    MonthStay: "入院は1か月を超える見込みですか（でしたか）", AnswerKind::YesNo;
    /// M24.
    LongStay: "入院は続けて6か月を超える見込みですか（でしたか）", AnswerKind::YesNo;
    /// M24(2).
    JointVisit: "異なる職種の2人以上、又はソーシャルワーカーと一緒に訪問しましたか", AnswerKind::YesNo;
    /// M25.
    PsychiatricProgram: "職場復帰支援プログラムの要点は何ですか（写しを添付するなら「写し添付」）", AnswerKind::Words;
    /// M26, M27.
    AsbestosDisease: "肺がん・中皮腫・良性石綿胸水・びまん性胸膜肥厚のどれかですか", AnswerKind::YesNo;
    /// M27.
    AsbestosClaimAdvised: "石綿ばく露の職歴を問診し、労災請求を勧め、請求書が提出されましたか", AnswerKind::YesNo;
    /// M29(2).
    AttendingIsIndustrialPhysician: "主治医が、所属事業場の産業医を兼ねていますか", AnswerKind::YesNo;
    /// M29(4).
    ChronicAtWork: "頭頸部外傷症候群・頸肩腕症候群などの慢性的な疾病が主病で、現に就労していますか", AnswerKind::YesNo;
    /// M29(5).
    TreatmentPlanReviewed: "助言の取得・治療計画の再評価・本人への説明の3つを行いましたか", AnswerKind::YesNo;
    /// M30.
    SocietyGuidance: "所定の様式（早期社会復帰のための指導項目）で社会復帰支援の指導を行いましたか", AnswerKind::YesNo;
    /// M30.
    HealingOutlook: "治ゆが見込まれる時期はいつですか", AnswerKind::Words;
    /// K20: 第3部6(2).
    ApplianceNeeded: "療養の給付として支給できる場合（せき損などの神経障害、患部の固定など）に当たりますか", AnswerKind::YesNo;
    /// K21: 第3部5.
    ContaminationSource: "汚染血液（B型肝炎・C型肝炎）と確かめた次第は何ですか", AnswerKind::Words;
    /// K25.
    ActComment: "どのコメントを付けますか", AnswerKind::Elsewhere;
    /// M32.
    DisabilityPensioner: "障害（補償）等年金の受給者ですか", AnswerKind::YesNo;
    /// M32.
    AllDiseasesNamed: "休業証明に、治療中の傷病名（他科のものも）をすべて書きましたか", AnswerKind::YesNo;
}

impl Question {
    /// Whether the answer is about the case and stands in later months too, until somebody answers anew.
    pub fn stands(self) -> bool {
        use Question::*;
        matches!(
            self,
            RehabilitationStart
                | TreatmentStart
                | AfterAdmission
                | MonthStay
                | LongStay
                | AsbestosDisease
                | AttendingIsIndustrialPhysician
                | DisabilityPensioner
        )
    }

    /// Whether it is asked for the month (or the case) as a whole, not for a day.
    pub fn is_of_month(self) -> bool {
        self.stands() || self == Question::OverStandardDays
    }
}

/// What a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    /// はい.
    Yes,
    /// いいえ.
    No,
}

/// An answer, kept under question, case and day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// The case.
    pub injury: String,
    /// The day it speaks of; none: every day of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The answer.
    pub value: AnswerValue,
    /// The words, the day or the choice where the question takes one; else the reason of a いいえ, if one was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who vouches.
    pub by: String,
}

impl Answer {
    /// Whether somebody said はい.
    pub fn is_yes(&self) -> bool {
        self.value == AnswerValue::Yes
    }

    /// What is wrong with it: words that are missing, a day that is none, a choice that is not offered.
    pub fn problem(&self) -> Option<Problem> {
        if !self.is_yes() {
            return None;
        }
        let text = self.text.trim();
        let place = || format!("答え（{}）", self.question.ja());
        match self.question.kind() {
            AnswerKind::YesNo | AnswerKind::Elsewhere => None,
            AnswerKind::Words if text.is_empty() => Some(Problem::new(place(), "内容を1行で入れてください。")),
            AnswerKind::Words if text.chars().count() > 100 => {
                Some(Problem::new(place(), "100文字までに縮めてください（内訳書の摘要に印字します）。"))
            }
            AnswerKind::Words => None,
            AnswerKind::Day => Day::parse(text).err().map(|sentence| Problem::new(place(), sentence)),
            AnswerKind::Choice(choices) if choices.contains(&text) => None,
            AnswerKind::Choice(choices) => {
                Some(Problem::new(place(), format!("{}から選んでください。", choices.join("・"))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(question: Question, text: &str) -> Answer {
        Answer {
            question,
            injury: "1".into(),
            day: None,
            value: AnswerValue::Yes,
            text: text.into(),
            by: "院長".into(),
        }
    }

    #[test]
    fn an_answer_that_lacks_its_words_says_so() {
        let problem = |q, t: &str| answer(q, t).problem().map(|p| p.message);
        assert_eq!(problem(Question::OverStandardDays, " "), Some("内容を1行で入れてください。".into()));
        assert_eq!(problem(Question::OverStandardDays, "可動域の改善が続く"), None);
        assert!(problem(Question::HealingOutlook, &"長".repeat(101)).is_some_and(|m| m.contains("100文字")));
        assert!(problem(Question::RehabilitationStart, "きのう").is_some());
        assert_eq!(problem(Question::RehabilitationStart, "R7.5.1"), None);
        assert!(problem(Question::RepeatGuidance, "運動").is_some_and(|m| m.contains("食事")));
        assert_eq!(problem(Question::RepeatGuidance, "食事"), None);
        assert_eq!(problem(Question::Urgent, ""), None);
        let refused = Answer { value: AnswerValue::No, ..answer(Question::OverStandardDays, "") };
        assert_eq!(refused.problem(), None, "いいえ needs no words");
    }
}
