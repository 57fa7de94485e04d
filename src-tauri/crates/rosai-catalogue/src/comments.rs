//! Comments of the コメントマスター: what their pattern asks for, how it is kept, how it is printed (`spec/masters.md`
//! 4.3), and which of them an act demands (コメント関連テーブル, 4.4).

use crate::{Catalogue, kenpo_code};
use rosai_domain::{Day, TimeOfDay, fold_width, normalize, read_count, read_decimal};
use rosai_masters::{MasterKind, Row};
use std::collections::BTreeMap;

/// What a comment asks for beside its text: the pattern of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommentPattern {
    /// 10: free text.
    Free,
    /// 20: nothing.
    Fixed,
    /// 30: text behind the comment's own.
    Words,
    /// 31: a 診療行為コード, printed as the act's name.
    Act,
    /// 40: digits put into the comment's own text.
    Digits,
    /// 42: a number.
    Number,
    /// 50: a day.
    Day,
    /// 51: a time of day.
    Time,
    /// 52: minutes.
    Minutes,
    /// 53: a day of the month and a time.
    DayTime,
    /// 80: a day and a number.
    DayNumber,
    /// 90: sites by 修飾語 codes.
    Sites,
}

/// Most 修飾語 a comment of pattern 90 holds (`spec/receden.md` 2.8).
const MOST_SITES: usize = 5;

impl CommentPattern {
    const ALL: [(&'static str, CommentPattern); 12] = [
        ("10", CommentPattern::Free),
        ("20", CommentPattern::Fixed),
        ("30", CommentPattern::Words),
        ("31", CommentPattern::Act),
        ("40", CommentPattern::Digits),
        ("42", CommentPattern::Number),
        ("50", CommentPattern::Day),
        ("51", CommentPattern::Time),
        ("52", CommentPattern::Minutes),
        ("53", CommentPattern::DayTime),
        ("80", CommentPattern::DayNumber),
        ("90", CommentPattern::Sites),
    ];

    /// The pattern of a comment code; none where the code is none.
    pub fn of(code: &str) -> Option<Self> {
        let digits = code.len() == 9 && code.starts_with('8') && code.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| &code[1..3])?;
        Self::ALL.iter().find(|(n, _)| *n == number).map(|(_, pattern)| *pattern)
    }

    /// How it is typed, in words; empty where nothing is.
    pub fn hint(self) -> &'static str {
        match self {
            CommentPattern::Free | CommentPattern::Words => "文で",
            CommentPattern::Fixed => "",
            CommentPattern::Act => "診療行為コード9桁",
            CommentPattern::Digits => "数字だけ。いくつかあるときは間をあけて（10 3）",
            CommentPattern::Number => "数（12.5）",
            CommentPattern::Day => "日付（R7.10.3）",
            CommentPattern::Time => "時刻（14:05）",
            CommentPattern::Minutes => "分数（30）",
            CommentPattern::DayTime => "日と時刻（3 14:05）",
            CommentPattern::DayNumber => "日付と数（R7.10.3 1234）",
            CommentPattern::Sites => "部位の修飾語（右 足）",
        }
    }
}

/// One comment in force on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRow {
    /// コメントコード.
    pub code: String,
    /// Its own text.
    pub text: String,
    /// What it asks for.
    pub pattern: CommentPattern,
    /// Pattern 40: where in the text digits go (character, from 1) and how many.
    pub places: Vec<(usize, usize)>,
}

impl CommentRow {
    fn read(code: &str, row: &Row) -> Option<Self> {
        let columns = row.columns();
        let column = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
        let number = |n: usize| column(n).parse::<usize>().unwrap_or(0);
        let places =
            (0..4).map(|i| (number(10 + 2 * i), number(11 + 2 * i))).filter(|(at, digits)| *at > 0 && *digits > 0);
        Some(Self {
            code: code.to_owned(),
            text: column(7).to_owned(),
            pattern: CommentPattern::of(code)?,
            places: places.collect(),
        })
    }

    /// What was typed, in the one spelling it is kept in (days `2025-10-03`, times `14:05`, digits with a space between);
    /// what is kept already stays. What its pattern cannot take is refused with a sentence.
    pub fn record(&self, typed: &str, catalogue: &Catalogue, on: Day) -> Result<String, String> {
        let typed = normalize(typed);
        if typed.is_empty() && self.pattern != CommentPattern::Fixed {
            return Err(format!("「{}」に書くことが空です。{}で入れてください。", self.text, self.pattern.hint()));
        }
        let wrong =
            |_| format!("「{typed}」は「{}」に使えません。{}で入れてください。", self.text, self.pattern.hint());
        let two = || typed.split_once(char::is_whitespace).map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()));
        match self.pattern {
            CommentPattern::Free | CommentPattern::Words => Ok(typed),
            CommentPattern::Fixed if typed.is_empty() => Ok(typed),
            CommentPattern::Fixed => {
                Err(format!("「{}」には何も書き足せません。文は摘要に入れてください。", self.text))
            }
            CommentPattern::Act => match catalogue.act(&fold_width(&typed), on) {
                Ok(row) => Ok(row.code.to_string()),
                Err(_) => Err(format!(
                    "「{typed}」は{}に使える診療行為コードでありません。9桁のコードを入れてください。",
                    on.ja()
                )),
            },
            CommentPattern::Digits => self.digits(&typed),
            CommentPattern::Number => read_decimal(&typed).map(|n| n.normalize().to_string()),
            CommentPattern::Day => day_or_month(&typed),
            CommentPattern::Time => time(&typed).map(String::from),
            CommentPattern::Minutes => match read_count(&typed)? {
                minutes if minutes <= 99_999 => Ok(minutes.to_string()),
                _ => Err(wrong(())),
            },
            CommentPattern::DayTime => {
                let (day, at) = two().ok_or(()).map_err(wrong)?;
                let day = read_count(day.trim_end_matches('日'))?;
                if !(1..=31).contains(&day) {
                    return Err(wrong(()));
                }
                Ok(format!("{day} {}", String::from(time(&at)?)))
            }
            CommentPattern::DayNumber => {
                let (day, number) = two().ok_or(()).map_err(wrong)?;
                let (day, number) = (Day::parse(&day)?, read_count(&number)?);
                if number > 99_999_999 { Err(wrong(())) } else { Ok(format!("{day} {number}")) }
            }
            CommentPattern::Sites => sites(&typed, catalogue, on),
        }
    }

    /// Pattern 40: as many numbers as the text has places, none longer than its place.
    fn digits(&self, typed: &str) -> Result<String, String> {
        let folded = fold_width(typed);
        let widths: Vec<usize> = self.places.iter().map(|(_, n)| *n).collect();
        let mut parts: Vec<&str> = folded.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
        let all: usize = widths.iter().sum();
        // All digits in a row, zero filled, as the electronic claim has them.
        if parts.len() == 1 && widths.len() > 1 && parts[0].len() == all {
            let (mut rest, mut cut) = (parts[0], Vec::new());
            for width in &widths {
                let (head, tail) = rest.split_at(*width);
                cut.push(head);
                rest = tail;
            }
            parts = cut;
        }
        let numbers: Vec<&str> = parts.iter().map(|p| p.trim_start_matches('0')).collect();
        let fits = numbers.len() == widths.len() && numbers.iter().zip(&widths).all(|(n, width)| n.len() <= *width);
        if fits {
            let shown = |n: &&str| if n.is_empty() { "0".to_owned() } else { (*n).to_owned() };
            return Ok(numbers.iter().map(shown).collect::<Vec<_>>().join(" "));
        }
        let each = widths.iter().map(|n| format!("{n}桁まで")).collect::<Vec<_>>().join("、");
        Err(format!("「{}」には数字を{}個（{each}）入れます。間をあけて入れてください。", self.text, widths.len()))
    }

    /// What is kept, as people type it.
    pub fn typed(&self, kept: &str, catalogue: &Catalogue, on: Day) -> String {
        match self.pattern {
            CommentPattern::Day => day_ja(kept),
            CommentPattern::DayNumber => match kept.split_once(' ') {
                Some((day, number)) => {
                    Day::parse(day).map_or_else(|_| kept.to_owned(), |day| format!("{} {number}", day.ja()))
                }
                None => kept.to_owned(),
            },
            CommentPattern::Sites => {
                let names =
                    kept.split(' ').map(|code| modifier(code, catalogue, on).unwrap_or_else(|| code.to_owned()));
                names.collect::<Vec<_>>().join(" ")
            }
            _ => kept.to_owned(),
        }
    }

    /// The whole comment as 摘要 prints it; refuses what [`CommentRow::record`] refuses.
    pub fn print(&self, kept: &str, catalogue: &Catalogue, on: Day) -> Result<String, String> {
        let kept = self.record(kept, catalogue, on)?;
        let behind = |said: &str| {
            let between = if self.text.ends_with(['；', '：', '　']) || self.text.is_empty() { "" } else { "；" };
            format!("{}{between}{said}", self.text)
        };
        Ok(match self.pattern {
            CommentPattern::Free => kept,
            CommentPattern::Fixed => self.text.clone(),
            CommentPattern::Words | CommentPattern::Number | CommentPattern::Time => behind(&kept),
            CommentPattern::Act => behind(catalogue.act(&kept, on).map_or(kept.as_str(), |row| &row.name)),
            CommentPattern::Digits => self.filled(&kept),
            CommentPattern::Day => behind(&self.typed(&kept, catalogue, on)),
            CommentPattern::Minutes => behind(&format!("{kept}分")),
            CommentPattern::DayTime => behind(&kept.replacen(' ', "日", 1)),
            CommentPattern::DayNumber => behind(&self.typed(&kept, catalogue, on).replacen(' ', "　", 1)),
            CommentPattern::Sites => behind(&self.typed(&kept, catalogue, on).replace(' ', "")),
        })
    }

    /// Full-width digits in the places of the text.
    fn filled(&self, kept: &str) -> String {
        let mut out: Vec<char> = self.text.chars().collect();
        for ((at, width), number) in self.places.iter().zip(kept.split(' ')) {
            for (i, digit) in number.chars().rev().enumerate() {
                let wide = digit.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d));
                if let (Some(place), Some(wide)) = (out.get_mut(at - 1 + width - 1 - i), wide) {
                    *place = wide;
                }
            }
        }
        out.into_iter().collect()
    }
}

/// A day, or a month where the day is not asked (算定年月): `2025-10`.
fn day_or_month(typed: &str) -> Result<String, String> {
    let month = |behind: &str| Day::parse(&format!("{typed}{behind}")).ok();
    Day::parse(typed).map(|day| day.to_string()).or_else(|refused| {
        let first = [".1", "1日", "-01"].into_iter().find_map(month).ok_or(refused)?;
        Ok(String::from(first.month()))
    })
}

/// `令和7年10月3日`, `令和7年10月`.
fn day_ja(kept: &str) -> String {
    match (Day::parse(kept), Day::parse(&format!("{kept}-01"))) {
        (Ok(day), _) => day.ja(),
        (_, Ok(first)) => first.month().ja(),
        _ => kept.to_owned(),
    }
}

/// `14:05`, `1405`, `14時5分`.
fn time(typed: &str) -> Result<TimeOfDay, String> {
    let folded = fold_width(typed).replace('時', ":").trim_end_matches('分').to_owned();
    let digits = folded.bytes().all(|b| b.is_ascii_digit());
    let read = match (folded.split_once(':'), folded.len()) {
        (Some((h, m)), _) if m.len() == 1 => format!("{h}:0{m}"),
        (Some((h, "")), _) => format!("{h}:00"),
        (None, 3 | 4) if digits => format!("{}:{}", &folded[..folded.len() - 2], &folded[folded.len() - 2..]),
        _ => folded,
    };
    TimeOfDay::try_from(read)
}

fn modifier(code: &str, catalogue: &Catalogue, on: Day) -> Option<String> {
    catalogue.masters().on(MasterKind::Modifier, code, on).map(|v| v.row.column(7).to_owned())
}

/// 修飾語 by name or code, to their codes.
fn sites(typed: &str, catalogue: &Catalogue, on: Day) -> Result<String, String> {
    let shelf = catalogue.masters().shelf(MasterKind::Modifier);
    let code = |word: &str| -> Result<String, String> {
        if modifier(&fold_width(word), catalogue, on).is_some() {
            return Ok(fold_width(word));
        }
        let named = shelf.into_iter().flat_map(|s| s.iter());
        let hit = named
            .filter(|(_, v)| v.iter().any(|v| v.holds(on) && v.row.column(7) == word))
            .map(|(code, _)| code)
            .next();
        hit.map(str::to_owned).ok_or_else(|| {
            format!("「{word}」という修飾語はありません。部位の修飾語を、間をあけて入れてください（右 足）。")
        })
    };
    let words: Vec<&str> = typed.split([' ', '　', '・']).filter(|w| !w.is_empty()).collect();
    if words.len() > MOST_SITES {
        return Err(format!("部位の修飾語は{MOST_SITES}つまでです。減らしてください。"));
    }
    Ok(words.into_iter().map(code).collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// When a comment is to be written (条件区分).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemandWhen {
    /// 01, 11: always when the act is charged.
    Always,
    /// 02, 12: where the act is charged 入院外.
    Outpatient,
    /// 02, 12: where the act is charged 入院.
    Inpatient,
    /// 03, 13: where it is charged this often or oftener in a month (疑義 of K25).
    AtLeast(u32),
    /// 00, 10, 20: on a condition the table does not tell.
    Conditional,
}

/// Comments that answer one demand: any one of them does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentDemand {
    /// When it is to be written.
    pub when: DemandWhen,
    /// 項番, 区分 and 枝番 of the 記載要領: 「0376 H002 02」.
    pub place: String,
    /// Its comments.
    pub comments: Vec<CommentRow>,
}

/// 記載要領 別表Ⅰ 医科, 別表Ⅱ 医薬品 (by the codes of drugs), 別表Ⅲ 検査値.
const OURS: [&str; 3] = ["1", "5", "6"];

impl Catalogue {
    /// Whether the コメント関連テーブル is loaded.
    pub fn has_comment_relations(&self) -> bool {
        self.masters().shelf(MasterKind::CommentRelation).is_some()
    }

    /// A comment of C or D on a day.
    pub fn comment(&self, code: &str, day: Day) -> Option<CommentRow> {
        let masters = self.masters();
        let row =
            masters.on(MasterKind::Comment, code, day).or_else(|| masters.on(MasterKind::RosaiComment, code, day))?;
        CommentRow::read(code, &row.row)
    }

    /// What the コメント関連テーブル demands or offers for a code on a day, demanded ones first. The rows of one 項番, 区分 and
    /// 枝番 are alternatives; a 労災 code is asked as the 健保 code it stands for (疑義: the table itself does not say so; the 記載要領 words them 「いずれか」).
    pub fn comment_demands(&self, code: &str, day: Day) -> Vec<CommentDemand> {
        let Some(shelf) = self.masters().shelf(MasterKind::CommentRelation) else { return Vec::new() };
        let mut groups: BTreeMap<(DemandWhen, String), Vec<CommentRow>> = BTreeMap::new();
        let (own, stands_for) = (format!("{code}\t"), format!("{}\t", kenpo_code(code)));
        let twice = own == stands_for;
        for (_, versions) in shelf.beginning(&own).chain(shelf.beginning(&stands_for).filter(|_| !twice)) {
            let Some(version) = versions.iter().find(|v| v.holds(day)) else { continue };
            let columns = version.row.columns();
            let column = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
            let when = match (column(14), column(16)) {
                ("01" | "11", _) => DemandWhen::Always,
                ("02" | "12", "1") => DemandWhen::Inpatient,
                ("02" | "12", _) => DemandWhen::Outpatient,
                ("03" | "13", _) => DemandWhen::AtLeast(column(17).parse().unwrap_or(0)),
                _ => DemandWhen::Conditional,
            };
            // 非算定理由: to be written where the act is not charged.
            if !OURS.contains(&column(2)) || column(15) == "1" {
                continue;
            }
            let Some(comment) = self.comment(column(9), day).or_else(|| untold(column(9), column(11))) else {
                continue;
            };
            let place = format!("{} {} {}", column(3), column(4), column(5));
            groups.entry((when, place)).or_default().push(comment);
        }
        groups.into_iter().map(|((when, place), comments)| CommentDemand { when, place, comments }).collect()
    }
}

/// A comment the コメントマスター lacks, by the text of the table.
fn untold(code: &str, text: &str) -> Option<CommentRow> {
    Some(CommentRow {
        code: code.to_owned(),
        text: text.to_owned(),
        pattern: CommentPattern::of(code)?,
        places: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosai_masters::{Masters, Shelf, Version};
    use std::sync::Arc;

    fn day() -> Day {
        Day::new(2025, 10, 3).expect("a day")
    }

    fn shelf(rows: &[(&str, Vec<&str>)]) -> Shelf {
        let mut shelf = Shelf::default();
        for (key, columns) in rows {
            let version = Version {
                from: Day::new(2024, 6, 1).expect("a day"),
                to: None,
                row: Row::new(columns.iter().copied()),
            };
            shelf.put(key, vec![version]);
        }
        shelf
    }

    /// Columns 1–17 of a C row with this text and these places.
    fn row<'a>(text: &'a str, places: &[&'a str]) -> Vec<&'a str> {
        let mut columns = vec!["0", "C", "8", "", "", "", text, "", ""];
        columns.extend(places);
        columns
    }

    fn catalogue() -> Catalogue {
        let mut masters = Masters::default();
        masters.put(
            MasterKind::Comment,
            shelf(&[
                ("810000001", row("", &[])),
                ("820100001", row("ア　初診又は再診時に行った検査の結果のみを聞きに来院", &[])),
                ("830100217", row("疾患名（運動器リハビリテーション料）；", &[])),
                ("831100001", row("併せて行った手術", &[])),
                ("840000085", row("初回実施　　　月　　日", &["6", "2", "9", "2"])),
                ("842100036", row("単一建物診療患者数", &[])),
                ("850100224", row("発症年月日（運動器リハビリテーション料）", &[])),
                ("851100052", row("所見の得られた時刻", &[])),
                ("852100010", row("診療に要した時間（心身医学療法）", &[])),
                ("853100001", row("検査開始日時（時間外緊急院内検査加算）", &[])),
                ("880100001", row("検査日及び測定値", &[])),
                ("890000001", row("部位", &[])),
            ]),
        );
        let modifier = |name: &'static str| vec!["0", "Z", "", "", "", "1", name];
        masters.put(MasterKind::Modifier, shelf(&[("2056", modifier("右")), ("1066", modifier("足"))]));
        Catalogue::builtin().expect("the book loads").with_masters(Arc::new(masters))
    }

    /// Every pattern: typed, kept, printed.
    #[test]
    fn what_is_typed_is_kept_in_one_spelling_and_printed() {
        let catalogue = catalogue();
        for (code, typed, kept, printed) in [
            ("810000001", " 経過良好 ", "経過良好", "経過良好"),
            ("820100001", "", "", "ア　初診又は再診時に行った検査の結果のみを聞きに来院"),
            (
                "830100217",
                "右橈骨遠位端骨折",
                "右橈骨遠位端骨折",
                "疾患名（運動器リハビリテーション料）；右橈骨遠位端骨折",
            ),
            ("831100001", "１４００００６１０", "140000610", "併せて行った手術；創傷処置（１００ｃｍ２未満）"),
            // 「初回実施　　　月　　日」: places 6–7 and 9–10.
            ("840000085", "10 3", "10 3", "初回実施　１０月　３日"),
            ("840000085", "1003", "10 3", "初回実施　１０月　３日"),
            ("840000085", "10月3日", "10 3", "初回実施　１０月　３日"),
            ("842100036", "１２．５０", "12.5", "単一建物診療患者数；12.5"),
            ("850100224", "R7.10.3", "2025-10-03", "発症年月日（運動器リハビリテーション料）；令和7年10月3日"),
            ("850100224", "R7.10", "2025-10", "発症年月日（運動器リハビリテーション料）；令和7年10月"),
            ("850100224", "令和7年10月", "2025-10", "発症年月日（運動器リハビリテーション料）；令和7年10月"),
            ("851100052", "1405", "14:05", "所見の得られた時刻；14:05"),
            ("851100052", "9時5分", "09:05", "所見の得られた時刻；09:05"),
            ("852100010", "30", "30", "診療に要した時間（心身医学療法）；30分"),
            ("853100001", "3日 22:10", "3 22:10", "検査開始日時（時間外緊急院内検査加算）；3日22:10"),
            ("880100001", "7.10.3 1234", "2025-10-03 1234", "検査日及び測定値；令和7年10月3日　1234"),
            ("890000001", "右　足", "2056 1066", "部位；右足"),
            ("890000001", "2056・1066", "2056 1066", "部位；右足"),
        ] {
            let comment = catalogue.comment(code, day()).expect(code);
            assert_eq!(comment.record(typed, &catalogue, day()).as_deref(), Ok(kept), "{code} {typed}");
            assert_eq!(comment.record(kept, &catalogue, day()).as_deref(), Ok(kept), "{code}: what is kept stays");
            let shown = comment.typed(kept, &catalogue, day());
            assert_eq!(
                comment.record(&shown, &catalogue, day()).as_deref(),
                Ok(kept),
                "{code}: shown as it can be typed"
            );
            assert_eq!(comment.print(kept, &catalogue, day()).as_deref(), Ok(printed), "{code}");
        }
    }

    #[test]
    fn what_a_pattern_cannot_take_is_said() {
        let catalogue = catalogue();
        for (code, typed, said) in [
            ("810000001", " ", "空です"),
            ("820100001", "x", "何も書き足せません"),
            ("831100001", "999999999", "診療行為コードでありません"),
            ("840000085", "10", "数字を2個（2桁まで、2桁まで）"),
            ("840000085", "100 3", "数字を2個"),
            ("840000085", "十 三", "数字を2個"),
            ("842100036", "多い", "数として読めません"),
            ("850100224", "先月", "日付として読めません"),
            ("851100052", "25:00", "時刻として読めません"),
            ("852100010", "100000", "使えません"),
            ("852100010", "半時間", "整数として読めません"),
            ("853100001", "22:10", "使えません"),
            ("853100001", "32 22:10", "使えません"),
            ("880100001", "R7.10.3", "使えません"),
            ("880100001", "R7.10.3 123456789", "使えません"),
            ("890000001", "みぎこころ", "という修飾語はありません"),
            ("890000001", "右 右 右 右 右 右", "5つまで"),
        ] {
            let comment = catalogue.comment(code, day()).expect(code);
            let refused = comment.record(typed, &catalogue, day()).expect_err(code);
            assert!(refused.contains(said), "{code} {typed}: {refused}");
            assert_eq!(comment.print(typed, &catalogue, day()), Err(refused), "{code}: nor printed");
        }
        assert_eq!(CommentPattern::of("899000001"), None);
        assert_eq!(CommentPattern::of("12"), None);
    }
}
