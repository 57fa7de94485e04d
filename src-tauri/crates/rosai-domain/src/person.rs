//! The injured worker and the employer.

use crate::text::{has_control, normalize, to_katakana};
use crate::{Day, Problem};
use serde::{Deserialize, Serialize};

/// A person's name or address. Shown to people, never to a log.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct PersonName(String);

impl PersonName {
    /// The name as it is kept (NFC, half-width kana made full).
    pub fn new(typed: &str) -> Self {
        Self(normalize(typed))
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PersonName {
    fn from(s: String) -> Self {
        Self::new(&s)
    }
}

impl From<PersonName> for String {
    fn from(n: PersonName) -> String {
        n.0
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Sex as the forms ask it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    #[default]
    Male,
    /// 女.
    Female,
}

/// 傷病労働者.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Worker {
    /// 氏名.
    pub name: PersonName,
    /// 氏名 in kana; hiragana and half-width kana are kept as katakana.
    pub kana: PersonName,
    /// 生年月日.
    pub birth: Day,
    /// 性別.
    pub sex: Sex,
    /// The clinic's own number for the patient.
    pub patient_number: Option<String>,
}

impl Default for Worker {
    /// A worker born 昭和55年5月5日 without a name, for what asks only about fees.
    fn default() -> Self {
        Self {
            name: PersonName::default(),
            kana: PersonName::default(),
            birth: Day::new(1980, 5, 5).expect("5 May 1980 is a day"),
            sex: Sex::Male,
            patient_number: None,
        }
    }
}

impl Worker {
    /// What is wrong with what was entered.
    pub fn problems(&self, asked_on: Day) -> Vec<Problem> {
        let mut out = Vec::new();
        for (place, name) in [("労働者・氏名", &self.name), ("労働者・カナ氏名", &self.kana)] {
            if has_control(name.as_str()) {
                out.push(Problem::new(place, "改行やタブが入っています。名前だけを入力してください。"));
            }
            if name.as_str().chars().count() > 40 {
                out.push(Problem::new(place, "40文字を超えています。用紙に入る長さに縮めてください。"));
            }
        }
        let kana = to_katakana(self.kana.as_str());
        if !kana.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '　' | ' ' | '・')) {
            out.push(Problem::new(
                "労働者・カナ氏名",
                "カナでない文字があります。カタカナかひらがなで入力してください。",
            ));
        }
        if self.birth > asked_on {
            out.push(Problem::new(
                "労働者・生年月日",
                format!("{}はまだ来ていない日です。生年月日を確かめてください。", self.birth.ja()),
            ));
        } else if self.birth.age_on(asked_on) > 130 {
            out.push(Problem::new(
                "労働者・生年月日",
                format!(
                    "{}生まれでは{}歳になります。元号を確かめてください。",
                    self.birth.ja(),
                    self.birth.age_on(asked_on)
                ),
            ));
        }
        out
    }
}

/// 事業場.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Employer {
    /// 事業の名称.
    pub name: String,
    /// 都道府県, with its last letter: 北海道, 東京都.
    pub prefecture: String,
    /// 郡市区, with its last letter: 札幌市, 中央区.
    pub municipality: String,
}
