//! Japanese days: eras, the spellings people type, months, ages.

use crate::text::fold_width;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

pub use chrono::Weekday;

/// An era, with the two numbers it has: on paper (odd digits) and in electronic data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// 明治 (from 1868-01-25).
    Meiji,
    /// 大正 (from 1912-07-30).
    Taisho,
    /// 昭和 (from 1926-12-25).
    Showa,
    /// 平成 (from 1989-01-08).
    Heisei,
    /// 令和 (from 2019-05-01).
    Reiwa,
}

impl Era {
    const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// The era's name.
    pub fn ja(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// The digit in the era box of the OCR sheets: 1 3 5 7 9 (manual part 3, 4(3)イ).
    pub fn paper_code(self) -> u8 {
        match self {
            Era::Meiji => 1,
            Era::Taisho => 3,
            Era::Showa => 5,
            Era::Heisei => 7,
            Era::Reiwa => 9,
        }
    }

    fn letter(self) -> char {
        match self {
            Era::Meiji => 'M',
            Era::Taisho => 'T',
            Era::Showa => 'S',
            Era::Heisei => 'H',
            Era::Reiwa => 'R',
        }
    }

    fn first_day(self) -> NaiveDate {
        let (y, m, d) = match self {
            Era::Meiji => (1868, 1, 25),
            Era::Taisho => (1912, 7, 30),
            Era::Showa => (1926, 12, 25),
            Era::Heisei => (1989, 1, 8),
            Era::Reiwa => (2019, 5, 1),
        };
        NaiveDate::from_ymd_opt(y, m, d).expect("era starts are real days")
    }
}

/// One Japanese day. Written `2025-10-17` in data; people may type 和暦 in any of the spellings of [`Day::parse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The day of these numbers, or none where the calendar has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// The day in `chrono`'s terms.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The month it lies in.
    pub fn month(self) -> YearMonth {
        YearMonth { year: self.0.year(), month: self.0.month() }
    }

    /// Day of the month, 1–31.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// Day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// `n` days later (earlier where negative).
    pub fn plus_days(self, n: i64) -> Self {
        Day(self.0 + chrono::TimeDelta::days(n))
    }

    /// Era and year of the era. Days before 明治 count as 明治.
    pub fn era(self) -> (Era, i32) {
        let era = Era::ALL.into_iter().rev().find(|e| self.0 >= e.first_day()).unwrap_or(Era::Meiji);
        (era, self.0.year() - era.first_day().year() + 1)
    }

    /// `令和7年4月5日`.
    pub fn ja(self) -> String {
        let (era, year) = self.era();
        let year = if year == 1 { "元".to_owned() } else { year.to_string() };
        format!("{}{}年{}月{}日", era.ja(), year, self.0.month(), self.0.day())
    }

    /// `令和7年4月5日(土)`.
    pub fn ja_with_weekday(self) -> String {
        let w = ["月", "火", "水", "木", "金", "土", "日"][self.0.weekday().num_days_from_monday() as usize];
        format!("{}({w})", self.ja())
    }

    /// Whole years lived on `on` for somebody born on `self`.
    pub fn age_on(self, on: Day) -> i32 {
        let had_birthday = (on.0.month(), on.0.day()) >= (self.0.month(), self.0.day());
        on.0.year() - self.0.year() - i32::from(!had_birthday)
    }

    /// Reads a day as people spell it: `070405` and `7.4.5` (令和), `R7.4.5`, `令和7年4月5日`, `2025-04-05`,
    /// `9070405` (the digits of the paper), any width. A day the calendar or the era does not have is refused.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let text = fold_width(typed.trim());
        let refuse = || {
            format!(
                "「{}」は日付として読めません。令和7年4月5日、R7.4.5、2025-04-05 のように入力してください。",
                clip(typed)
            )
        };
        if text.is_empty() {
            return Err("日付が空です。令和7年4月5日のように入力してください。".to_owned());
        }
        let (era, rest) = split_era(&text);
        let rest = rest.trim_end_matches('日');
        let parts: Vec<&str> = rest.split(['-', '.', '/', '年', '月']).map(str::trim).collect();
        let number = |s: &str| -> Option<u32> {
            if s == "元" {
                return Some(1);
            }
            (!s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok()).flatten()
        };
        let (era, y, m, d) = match (parts.as_slice(), era) {
            ([y, m, d], era) => {
                let (Some(year), Some(m), Some(d)) = (number(y), number(m), number(d)) else { return Err(refuse()) };
                // Four digits and no era letter: the western year.
                if era.is_none() && y.len() == 4 {
                    return Day::new(year as i32, m, d).ok_or_else(|| no_such_day(typed));
                }
                (era.unwrap_or(Era::Reiwa), year, m, d)
            }
            ([digits], era) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                let n = |r: std::ops::Range<usize>| digits.get(r).and_then(|s| s.parse::<u32>().ok());
                match (digits.len(), era) {
                    (8, None) => {
                        let (Some(y), Some(m), Some(d)) = (n(0..4), n(4..6), n(6..8)) else { return Err(refuse()) };
                        return Day::new(y as i32, m, d).ok_or_else(|| no_such_day(typed));
                    }
                    (7, None) => {
                        let era = Era::ALL.into_iter().find(|e| n(0..1) == Some(u32::from(e.paper_code())));
                        let (Some(era), Some(y), Some(m), Some(d)) = (era, n(1..3), n(3..5), n(5..7)) else {
                            return Err(refuse());
                        };
                        (era, y, m, d)
                    }
                    (6, era) => {
                        let (Some(y), Some(m), Some(d)) = (n(0..2), n(2..4), n(4..6)) else { return Err(refuse()) };
                        (era.unwrap_or(Era::Reiwa), y, m, d)
                    }
                    _ => return Err(refuse()),
                }
            }
            _ => return Err(refuse()),
        };
        let day = Day::new(era.first_day().year() + y as i32 - 1, m, d).ok_or_else(|| no_such_day(typed))?;
        if y == 0 || day.era() != (era, y as i32) {
            return Err(format!("「{}」は{}にない日です。元号と年を確かめてください。", clip(typed), era.ja()));
        }
        Ok(day)
    }
}

fn split_era(text: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        if let Some(rest) = text.strip_prefix(era.ja()) {
            return (Some(era), rest.trim_start());
        }
        let letter = era.letter();
        if let Some(rest) = text.strip_prefix([letter, letter.to_ascii_lowercase()]) {
            return (Some(era), rest.trim_start_matches(['.', ' ']));
        }
    }
    (None, text)
}

fn no_such_day(typed: &str) -> String {
    format!("「{}」は暦にない日です。月と日を確かめてください。", clip(typed))
}

/// What was typed, short enough to stand in a sentence.
pub(crate) fn clip(typed: &str) -> String {
    if typed.chars().count() <= 30 { typed.to_owned() } else { typed.chars().take(30).chain(['…']).collect() }
}

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Day::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A calendar month, written `2025-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    /// Western year.
    pub year: i32,
    /// 1–12.
    pub month: u32,
}

impl YearMonth {
    /// First day of the month.
    pub fn first(self) -> Day {
        Day::new(self.year, self.month, 1).expect("a YearMonth has a month from 1 to 12")
    }

    /// Last day of the month.
    pub fn last(self) -> Day {
        self.next().first().plus_days(-1)
    }

    /// The month after.
    pub fn next(self) -> YearMonth {
        if self.month == 12 {
            YearMonth { year: self.year + 1, month: 1 }
        } else {
            YearMonth { year: self.year, month: self.month + 1 }
        }
    }

    /// Whether the day lies in the month.
    pub fn contains(self, day: Day) -> bool {
        day.month() == self
    }

    /// `令和7年10月`, by the month's last day.
    pub fn ja(self) -> String {
        let (era, year) = self.last().era();
        format!("{}{}年{}月", era.ja(), year, self.month)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let folded = fold_width(text.trim());
        let read = folded.split_once('-').and_then(|(y, m)| {
            if y.len() != 4 || !(1..=2).contains(&m.len()) {
                return None;
            }
            Some((y.parse::<i32>().ok()?, m.parse::<u32>().ok()?))
        });
        match read {
            Some((year, month)) if (1868..=9998).contains(&year) && (1..=12).contains(&month) => {
                Ok(YearMonth { year, month })
            }
            _ => Err(format!("「{}」は年月として読めません。2025-10 のように入力してください。", clip(&text))),
        }
    }
}

impl From<YearMonth> for String {
    fn from(m: YearMonth) -> String {
        m.to_string()
    }
}

impl std::fmt::Display for YearMonth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_day() {
        let day = Day::new(2025, 4, 5).expect("a real day");
        for typed in [
            "070405",
            "7.4.5",
            "R7.4.5",
            "r7.4.5",
            "令和7年4月5日",
            "2025-04-05",
            "２０２５－０４－０５",
            "9070405",
            "20250405",
            "Ｒ７．４．５",
        ] {
            assert_eq!(Day::parse(typed), Ok(day), "{typed}");
        }
        assert_eq!(day.ja_with_weekday(), "令和7年4月5日(土)");
    }

    #[test]
    fn the_first_year_of_an_era_and_its_edges() {
        assert_eq!(Day::parse("令和元年5月1日"), Ok(Day::new(2019, 5, 1).expect("real")));
        assert_eq!(Day::parse("H31.4.30"), Ok(Day::new(2019, 4, 30).expect("real")));
        assert!(Day::parse("H31.5.1").is_err(), "1 May 2019 is 令和");
        assert!(Day::parse("R1.4.30").is_err(), "30 April 2019 is 平成");
        assert!(Day::parse("S64.1.7").is_ok());
        assert!(Day::parse("S64.1.8").is_err());
        assert!(Day::parse("R0.1.1").is_err());
        assert_eq!(Day::parse("S55.5.5").expect("real").ja(), "昭和55年5月5日");
    }

    #[test]
    fn impossible_days_have_a_sentence_each() {
        for typed in ["2025-02-29", "R7.13.1", "R7.2.30", "令和7年4月31日"] {
            let said = Day::parse(typed).expect_err(typed);
            assert!(said.contains("暦にない日"), "{typed}: {said}");
        }
        for typed in ["", "きょう", "7/4", "R7.4", "🍣", "99999999999", "2025-4-5-6", "-1-2-3"] {
            assert!(Day::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let born = Day::new(1980, 5, 5).expect("real");
        assert_eq!(born.age_on(Day::new(2025, 5, 4).expect("real")), 44);
        assert_eq!(born.age_on(Day::new(2025, 5, 5).expect("real")), 45);
    }

    #[test]
    fn months_know_their_last_day() {
        let m = YearMonth::try_from("2024-02".to_owned()).expect("a month");
        assert_eq!(m.last().to_string(), "2024-02-29");
        assert_eq!(m.ja(), "令和6年2月");
        assert!(YearMonth::try_from("2024-13".to_owned()).is_err());
    }
}
