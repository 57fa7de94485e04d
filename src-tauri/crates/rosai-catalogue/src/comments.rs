//! Comments of the コメントマスター and the 労災コメント: what their patterns take, how they read on paper, and which of them
//! an act demands (コメント関連テーブル; `spec/masters.md` §§4.3, 4.4).

use crate::Catalogue;
use rosai_domain::{Day, fold_width};
use rosai_masters::{MasterKind, Row};

/// A comment as the master has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// コメントコード (9 digits).
    pub code: String,
    /// パターン: 10, 20, 30, 31, 40, 42, 50, 51, 52, 53, 80, 90.
    pub pattern: u8,
    /// Its fixed text.
    pub text: String,
    /// Pattern 40: where digits go, as place (from 1) and number of digits.
    pub places: Vec<(usize, usize)>,
}

/// When a comment is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemandWhen {
    /// Whenever the act is charged.
    Always,
    /// When it is charged so often or oftener in a month.
    From(u32),
    /// Under conditions only a person can see: offered, not demanded.
    Offered,
}

/// Comments of one entry of the 記載要領: one of them is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// When.
    pub when: DemandWhen,
    /// Where the 記載要領 says so: `別表Ⅰ 項番0361 E200`.
    pub section: String,
    /// The comments to choose from.
    pub comments: Vec<Comment>,
}

const FULL_WIDTH: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number as it is recorded: digits, at most one point, none of it at the ends.
fn is_number(text: &str, most: usize) -> bool {
    let mut parts = text.split('.');
    let digits = |p: Option<&str>| p.is_none_or(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    !text.is_empty() && text.len() <= most && digits(parts.next()) && digits(parts.next()) && parts.next().is_none()
}

/// GYYMMDD as 令和7年10月3日; `whole`: the day must be said, else `00` leaves it out.
fn era_day(text: &str, whole: bool) -> Option<String> {
    if !is_digits(text, 7) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i32>().ok();
    let (years_before, paper) = match &text[..1] {
        "1" => (1867, 1),
        "2" => (1911, 3),
        "3" => (1925, 5),
        "4" => (1988, 7),
        "5" => (2018, 9),
        _ => return None,
    };
    let (year, month, day) = (number(1, 3)?, number(3, 5)?, number(5, 7)?);
    let without_day = day == 0 && !whole;
    let date =
        Day::new(years_before + year, month.try_into().ok()?, if without_day { 28 } else { day.try_into().ok()? })?;
    let (era, of_era) = date.era();
    if era.paper_code() != paper || i64::from(of_era) != i64::from(year) {
        return None;
    }
    let ja = date.ja();
    if without_day { ja.split_once('月').map(|(before, _)| format!("{before}月")) } else { Some(ja) }
}

/// HHMM as 14時30分.
fn clock_time(text: &str) -> Option<String> {
    if !is_digits(text, 4) {
        return None;
    }
    let (hours, minutes): (u8, u8) = (text[..2].parse().ok()?, text[2..].parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours}時{minutes:02}分"))
}

impl Comment {
    /// A comment from its row (C or D); none where the row is none.
    fn from_row(code: &str, row: &Row) -> Option<Self> {
        let number = |column: usize| row.column(column).parse::<usize>().unwrap_or_default();
        let places = [10, 12, 14, 16].map(|c| (number(c), number(c + 1)));
        Some(Self {
            code: code.to_owned(),
            pattern: row.column(4).parse().ok()?,
            text: row.column(7).to_owned(),
            places: places.into_iter().filter(|(place, digits)| *place > 0 && *digits > 0).collect(),
        })
    }

    /// What is to be recorded, for a person.
    pub fn takes(&self) -> &'static str {
        match self.pattern {
            10 => "文章",
            20 => "なし（文章は決まっています）",
            30 => "続きの文章",
            31 => "診療行為コード9桁",
            40 => "数字（桁数は決まっています）",
            42 => "数",
            50 => "年月日（元号1桁と年月日6桁、令和7年10月3日は5071003）",
            51 => "時刻（14時30分は1430）",
            52 => "分数（25分は00025）",
            53 => "日と時刻（3日14時30分は031430）",
            80 => "年月日7桁と検査の値8桁まで",
            90 => "部位の修飾語コード（4桁ずつ、5つまで）",
            _ => "決まっていない内容",
        }
    }

    /// The comment as it stands in 摘要, with what was recorded; a sentence where that does not fit its pattern.
    pub fn written(&self, said: &str, book: &Catalogue, day: Day) -> Result<String, String> {
        let typed = said.trim();
        let folded = fold_width(typed);
        let behind = |what: Option<String>| what.map(|w| format!("{}　{w}", self.text));
        let written = match self.pattern {
            10 => Some(typed.to_owned()).filter(|t| !t.is_empty()),
            20 => Some(self.text.clone()).filter(|_| typed.is_empty()),
            30 => Some(format!("{}{typed}", self.text)).filter(|_| !typed.is_empty()),
            31 => book.name_of_act(&folded, day).map(|name| format!("{}{name}", self.text)),
            40 => self.filled(&folded),
            42 => behind(is_number(&folded, 16).then(|| folded.clone())),
            50 => behind(era_day(&folded, self.text.contains("年月日") || !self.text.contains("年月"))),
            51 => behind(clock_time(&folded)),
            52 => behind(
                is_digits(&folded, 5).then(|| format!("{}分", folded.trim_start_matches('0'))).filter(|t| t != "分"),
            ),
            53 => behind(self.day_and_time(&folded)),
            80 => behind(self.day_and_result(&folded)),
            90 => book.names_of_modifiers(&folded, day).map(|names| format!("{}{names}", self.text)),
            _ => None,
        };
        written.ok_or_else(|| {
            let what = if typed.is_empty() { "空欄".to_owned() } else { format!("「{typed}」") };
            let takes = self.takes();
            format!(
                "コメント「{}」（{}）の内容が{what}です。入れるのは{takes}です。直してください。",
                self.text, self.code
            )
        })
    }

    /// Pattern 40: the digits one after another at their places, full width.
    fn filled(&self, digits: &str) -> Option<String> {
        let wanted: usize = self.places.iter().map(|(_, n)| n).sum();
        if wanted == 0 || !is_digits(digits, wanted) {
            return None;
        }
        let mut text: Vec<char> = self.text.chars().collect();
        let mut rest = digits.bytes().map(|b| FULL_WIDTH[usize::from(b - b'0')]);
        for (place, count) in &self.places {
            for at in place - 1..place - 1 + count {
                *text.get_mut(at)? = rest.next()?;
            }
        }
        Some(text.into_iter().collect())
    }

    fn day_and_time(&self, text: &str) -> Option<String> {
        if !is_digits(text, 6) {
            return None;
        }
        let day: u8 = text[..2].parse().ok()?;
        let time = clock_time(&text[2..])?;
        (1..=31).contains(&day).then(|| format!("{day}日{time}"))
    }

    fn day_and_result(&self, text: &str) -> Option<String> {
        let (date, value) = text.split_at_checked(7)?;
        let date = era_day(date, true)?;
        is_number(value, 8).then(|| {
            let shown = value.trim_start_matches('0');
            let shown = if shown.is_empty() || shown.starts_with('.') { format!("0{shown}") } else { shown.to_owned() };
            format!("{date}　{shown}")
        })
    }
}

/// 記載要領 that speak for 医科: 別表Ⅰ, 別表Ⅱ (医薬品), 別表Ⅲ (検査値).
fn of_guide(code: &str) -> Option<&'static str> {
    match code {
        "1" => Some("別表Ⅰ"),
        "5" => Some("別表Ⅱ"),
        "6" => Some("別表Ⅲ"),
        _ => None,
    }
}

/// When a row of the table asks for its comment in a clinic without beds; none where it never does.
fn when_of(row: &Row) -> Option<DemandWhen> {
    if row.column(15) == "1" || row.column(16) == "1" {
        return None;
    }
    Some(match row.column(14) {
        "01" | "11" => DemandWhen::Always,
        // 入院 was left out above.
        "02" | "12" => DemandWhen::Always,
        "03" | "13" => DemandWhen::From(row.column(17).parse().ok()?),
        _ => DemandWhen::Offered,
    })
}

impl Catalogue {
    /// A comment by its code: コメントマスター, else 労災コメント.
    pub fn comment(&self, code: &str, day: Day) -> Option<Comment> {
        let kinds = [MasterKind::Comment, MasterKind::RosaiComment];
        kinds.into_iter().find_map(|k| Comment::from_row(code, &self.masters().on(k, code, day)?.row))
    }

    /// What an act, a drug or a material asks for on a day, in the order of the table (outpatients).
    pub fn demands(&self, code: &str, day: Day) -> Vec<Demand> {
        let Some(shelf) = self.masters().shelf(MasterKind::CommentRelation) else { return Vec::new() };
        let prefix = format!("{code}\t");
        let mut out: Vec<(Demand, [String; 4])> = Vec::new();
        for (_, versions) in shelf.beginning(&prefix) {
            let Some(row) = versions.iter().rev().find(|v| v.holds(day)).map(|v| &v.row) else { continue };
            let (Some(guide), Some(when)) = (of_guide(row.column(2)), when_of(row)) else { continue };
            let entry = [2, 3, 4, 5].map(|c| row.column(c).to_owned());
            let comment = self.comment(row.column(9), day).or_else(|| named_only(row));
            let Some(comment) = comment else { continue };
            match out.iter_mut().find(|(d, e)| *e == entry && d.when == when) {
                Some((demand, _)) if demand.comments.contains(&comment) => {}
                Some((demand, _)) => demand.comments.push(comment),
                None => {
                    let section = format!("{guide} 項番{} {}", entry[1], entry[2]);
                    out.push((Demand { when, section, comments: vec![comment] }, entry));
                }
            }
        }
        out.into_iter().map(|(demand, _)| demand).collect()
    }

    /// The name of an act of the book or of the loaded masters.
    fn name_of_act(&self, code: &str, day: Day) -> Option<String> {
        if let Ok(row) = self.act(code, day) {
            return Some(row.name.to_string());
        }
        let kinds = [MasterKind::Act, MasterKind::RosaiAct];
        kinds.into_iter().find_map(|k| Some(self.masters().on(k, code, day)?.row.column(5).to_owned()))
    }

    /// The names of up to five 修飾語 codes written one after another.
    fn names_of_modifiers(&self, digits: &str, day: Day) -> Option<String> {
        if digits.is_empty() || !digits.len().is_multiple_of(4) || digits.len() > 20 || !is_digits(digits, digits.len())
        {
            return None;
        }
        let codes = (0..digits.len()).step_by(4).map(|i| &digits[i..i + 4]);
        codes.map(|c| Some(self.masters().on(MasterKind::Modifier, c, day)?.row.column(7).to_owned())).collect()
    }
}

/// A comment of which only the table of demands tells: the コメントマスター is not loaded. Pattern 40 needs its places.
fn named_only(row: &Row) -> Option<Comment> {
    let code = row.column(9);
    let pattern = code.get(1..3)?.parse().ok()?;
    Some(Comment { code: code.to_owned(), pattern, text: row.column(11).to_owned(), places: Vec::new() })
}
