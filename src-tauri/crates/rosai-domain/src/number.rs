//! The numbers of the forms. Each refuses what cannot be one, with a sentence; each keeps its digits only.

use crate::day::clip;
use crate::text::fold_width;
use serde::{Deserialize, Serialize};

fn digits(typed: &str, want: usize, what: &str) -> Result<String, String> {
    let text: String = fold_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if let Some(c) = text.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!(
            "{what}「{}」に数字でない文字「{c}」があります。数字{want}桁で入力してください。",
            clip(typed)
        ));
    }
    if text.len() != want {
        return Err(format!("{what}は{want}桁です。いま{}桁あります。用紙と照らして入れ直してください。", text.len()));
    }
    Ok(text)
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $len:literal, $ja:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads the digits, of any width, with or without hyphens.
            pub fn parse(typed: &str) -> Result<Self, String> {
                digits(typed, $len, $ja).map(Self)
            }
            /// The digits.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> { Self::parse(&text) }
        }
        impl From<$name> for String {
            fn from(n: $name) -> String { n.0 }
        }
        /// Never the digits: numbers of persons stay out of logs.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("***") }
        }
    };
}

number!(
    /// 労働保険番号: 府県 2, 所掌 1, 管轄 2, 基幹番号 6, 枝番号 3 (manual part 3, 4(4)).
    LaborInsuranceNumber, 14, "労働保険番号"
);
number!(
    /// 年金証書番号: 管轄局 2, 種別 1, 西暦年 2, 番号 4.
    PensionNumber, 9, "年金証書番号"
);
number!(
    /// 指定病院等の番号.
    HospitalNumber, 7, "指定病院等の番号"
);

impl LaborInsuranceNumber {
    /// 府県.
    pub fn prefecture(&self) -> &str {
        &self.0[0..2]
    }
    /// 所掌.
    pub fn jurisdiction(&self) -> &str {
        &self.0[2..3]
    }
    /// 管轄.
    pub fn office(&self) -> &str {
        &self.0[3..5]
    }
    /// 基幹番号.
    pub fn base(&self) -> &str {
        &self.0[5..11]
    }
    /// 枝番号.
    pub fn branch(&self) -> &str {
        &self.0[11..14]
    }

    /// What looks wrong between the parts (manual part 3, 4(4)): 府県 and 所掌 everywhere, the rest only where
    /// the text gives it, for 府県 01 (北海道). These are doubts to check against the paper, not refusals.
    pub fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        let part = |s: &str| s.parse::<u32>().unwrap_or(0);
        if !(1..=47).contains(&part(self.prefecture())) {
            doubts.push(format!(
                "府県「{}」は01〜47にありません。用紙の最初の2桁を確かめてください。",
                self.prefecture()
            ));
        }
        if !matches!(self.jurisdiction(), "1" | "3" | "9") {
            doubts.push(format!(
                "所掌「{}」は1・3・9のどれでもありません。用紙の3桁目を確かめてください。",
                self.jurisdiction()
            ));
        }
        if self.prefecture() == "01" {
            let office = part(self.office());
            let range = if self.jurisdiction() == "3" { 1..=24 } else { 1..=18 };
            if matches!(self.jurisdiction(), "1" | "3" | "9") && !range.contains(&office) {
                doubts.push(format!(
                    "管轄「{}」は北海道の所掌{}では{:02}〜{:02}のはずです。用紙の4・5桁目を確かめてください。",
                    self.office(),
                    self.jurisdiction(),
                    range.start(),
                    range.end()
                ));
            }
            let last = &self.base()[5..6];
            let want = match &self.base()[0..1] {
                "0" | "4" | "5" | "6" | "7" | "8" => Some("1"),
                "9" if matches!(last, "4" | "5" | "6" | "7" | "8") => Some("1"),
                "9" if matches!(last, "0" | "1") => Some("3"),
                "1" | "3" => Some("9"),
                _ => None,
            };
            if let Some(want) = want
                && want != self.jurisdiction()
            {
                doubts.push(format!(
                    "基幹番号「{}」なら北海道では所掌は{want}のはずですが{}になっています。用紙を確かめてください。",
                    self.base(),
                    self.jurisdiction()
                ));
            }
        }
        doubts
    }
}

/// The insurance number a claim is paid under, or that it is not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsuranceNumber {
    /// Not known yet: blank on paper.
    #[default]
    Unknown,
    /// 労働保険番号.
    Labor(LaborInsuranceNumber),
    /// 年金証書番号.
    Pension(PensionNumber),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(s: &str) -> LaborInsuranceNumber {
        LaborInsuranceNumber::parse(s).expect(s)
    }

    #[test]
    fn digits_of_any_width_with_hyphens() {
        let number = n("０１-1-01-012345-000");
        assert_eq!(number.as_str(), "01101012345000");
        assert_eq!(
            (number.prefecture(), number.jurisdiction(), number.office(), number.base(), number.branch()),
            ("01", "1", "01", "012345", "000")
        );
    }

    #[test]
    fn thirteen_digits_and_letters_are_refused_with_a_sentence() {
        assert!(LaborInsuranceNumber::parse("0110101234500").expect_err("13 digits").contains("いま13桁"));
        assert!(LaborInsuranceNumber::parse("0110101234500O").expect_err("a letter").contains("数字でない文字「O」"));
        assert!(LaborInsuranceNumber::parse("").is_err());
    }

    #[test]
    fn hokkaido_in_full() {
        assert_eq!(n("01101012345000").doubts(), Vec::<String>::new());
        assert_eq!(n("01101912344000").doubts(), Vec::<String>::new(), "9…4 → 所掌1");
        assert_eq!(n("01301912341000").doubts(), Vec::<String>::new(), "9…1 → 所掌3");
        assert_eq!(n("01918312345000").doubts(), Vec::<String>::new(), "3… → 所掌9");
        assert_eq!(n("01301912340000").doubts(), Vec::<String>::new(), "9…0 → 所掌3");
        assert_eq!(n("01324912340000").doubts(), Vec::<String>::new(), "安定所24");
        assert_eq!(n("01119012345000").doubts().len(), 1, "監督署19はない");
        assert_eq!(n("01325912340000").doubts().len(), 1, "安定所25はない");
        assert_eq!(n("01901012345000").doubts().len(), 1, "0… → 所掌1");
        assert_eq!(n("01101112345000").doubts().len(), 1, "1… → 所掌9");
        assert_eq!(n("48101012345000").doubts().len(), 1, "府県48はない");
        assert_eq!(n("13201012345000").doubts().len(), 1, "所掌2はない");
        assert_eq!(n("13199012345000").doubts(), Vec::<String>::new(), "outside 北海道 the text gives no range");
    }
}
