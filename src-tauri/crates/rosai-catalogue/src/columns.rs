//! What the columns of the 医科診療行為マスター say of an act beyond its points (masters.md §3).

use rosai_domain::Day;

/// 点数識別 (column 11): what the figure of column 12 is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointKind {
    /// 1: yen.
    Yen,
    /// 3: points.
    Points,
    /// 4: points of a purchase price, which nobody but the clinic knows.
    PurchasePrice,
    /// 5: so many per cent on top of an act.
    Addition,
    /// 6: so many per cent off an act.
    Reduction,
    /// 7: 減点, of an amount the clinic knows.
    Deducted,
    /// 8: points that are taken off.
    Minus,
}

impl PointKind {
    /// The kind of a column; points where it says nothing known.
    fn of(column: &str) -> Self {
        match column {
            "1" => Self::Yen,
            "4" => Self::PurchasePrice,
            "5" => Self::Addition,
            "6" => Self::Reduction,
            "7" => Self::Deducted,
            "8" => Self::Minus,
            _ => Self::Points,
        }
    }

    /// Whether it is a percentage.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Addition | Self::Reduction)
    }
}

/// A bound of an age (columns 41, 42).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBound {
    /// Years of age.
    Years(u8),
    /// AA, AE: days since birth.
    Days(u8),
    /// B3, B6, BF, BK: the first day of the month after turning so many years.
    MonthAfter(u8),
    /// MG: 1 April after turning six.
    School,
}

impl AgeBound {
    fn of(column: &str) -> Option<Self> {
        match column {
            "" | "0" | "00" => None,
            "AA" => Some(Self::Days(28)),
            "AE" => Some(Self::Days(90)),
            "B3" => Some(Self::MonthAfter(3)),
            "B6" => Some(Self::MonthAfter(6)),
            "BF" => Some(Self::MonthAfter(15)),
            "BK" => Some(Self::MonthAfter(20)),
            "MG" => Some(Self::School),
            years => years.parse().ok().map(Self::Years),
        }
    }

    /// Whether somebody born on a day has reached it on another.
    pub fn reached(self, birth: Day, on: Day) -> bool {
        // The law lets a year of life end with the day before the birthday.
        let turned = |years: u8| {
            let (year, month) = (birth.month().year + i32::from(years), birth.month().month);
            let birthday = Day::new(year, month, birth.day_of_month());
            birthday.unwrap_or_else(|| birth.month().next().first()).plus_days(-1)
        };
        match self {
            Self::Years(years) => birth.age_on(on) >= i32::from(years),
            Self::Days(days) => birth.plus_days(i64::from(days)) <= on,
            Self::MonthAfter(years) => turned(years).month().next().first() <= on,
            Self::School => {
                let day = turned(6);
                let year = day.month().year + i32::from(day.month().month > 3);
                Day::new(year, 4, 1).is_some_and(|april| april <= on)
            }
        }
    }

    /// For people.
    pub fn ja(self) -> String {
        match self {
            Self::Years(years) => format!("{years}歳"),
            Self::Days(days) => format!("生後{days}日"),
            Self::MonthAfter(years) => format!("{years}歳になった月の翌月1日"),
            Self::School => "就学する年齢".to_owned(),
        }
    }
}

/// The columns that say what an act may be charged with, and when. Numbers are the official 項番.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActColumns {
    /// 11.
    pub point_kind: PointKind,
    /// 13: 1 入院 only, 2 入院外 only.
    pub setting: u8,
    /// 15: whether it has a box for 入院外.
    pub outpatient: bool,
    /// 16 包括対象検査.
    pub test_bundle: u8,
    /// 19: 1 病院 only, 2 診療所 only, 4 短期滞在手術等基本料3.
    pub place: u8,
    /// 21 = 4: 医療観察 only.
    pub medical_observation: bool,
    /// 35: what becomes of a quantity outside its bounds.
    pub step_error: u8,
    /// 36: the highest count; 0 none.
    pub most: u16,
    /// 37 = 1: what is above is cut; else it is looked at.
    pub most_cuts: bool,
    /// 41: allowed from here on.
    pub age_from: Option<AgeBound>,
    /// 42: allowed before.
    pub age_before: Option<AgeBound>,
    /// 43 時間加算区分.
    pub time_addition: u8,
    /// 50: 1 実施料, 2 判断料; 51: their group.
    pub judgement: (u8, u8),
    /// 52 = 1: the second in a month is worth less; 63: the group that counts together.
    pub reduced: Option<u16>,
    /// 62 = 1: does not count into 所定点数 of a percentage.
    pub outside_share: bool,
    /// 68 告示等識別区分(1): 1 3 5 base, 7 注加算, 9 通則加算.
    pub stands: char,
    /// 20, 46, 47 …: what an addition without a 注加算コード is for, as column and value.
    pub purposes: Vec<(u8, String)>,
    /// 72–77, 78–80, 81: of each group any one.
    pub facilities: Vec<Vec<u16>>,
}

/// The columns that join an addition without a 注加算コード to its acts (masters.md §3.3).
const PURPOSES: [u8; 14] = [20, 46, 47, 53, 54, 55, 64, 67, 82, 116, 119, 121, 122, 127];

/// The groups of 施設基準 (masters.md §3.4).
const FACILITIES: [(usize, usize); 3] = [(72, 77), (78, 80), (81, 81)];

impl ActColumns {
    /// Reads them; `columns[0]` is column 1.
    pub(crate) fn read(columns: &[&str]) -> Self {
        let text = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
        let number = |n: usize| text(n).parse::<u16>().unwrap_or_default();
        let small = |n: usize| text(n).parse::<u8>().unwrap_or_default();
        let set = |n: usize| !matches!(text(n), "" | "0" | "00" | "000");
        let group = |(from, to): (usize, usize)| -> Vec<u16> { (from..=to).map(number).filter(|c| *c > 0).collect() };
        Self {
            point_kind: PointKind::of(text(11)),
            setting: small(13),
            outpatient: set(15),
            test_bundle: small(16),
            place: small(19),
            medical_observation: text(21) == "4",
            step_error: small(35),
            most: number(36),
            most_cuts: text(37) == "1",
            age_from: AgeBound::of(text(41)),
            age_before: AgeBound::of(text(42)),
            time_addition: small(43),
            judgement: (small(50), small(51)),
            reduced: (text(52) == "1").then(|| number(63)),
            outside_share: text(62) == "1",
            stands: text(68).chars().next().unwrap_or('1'),
            purposes: PURPOSES
                .iter()
                .filter(|n| set(usize::from(**n)))
                .map(|n| (*n, text(usize::from(*n)).to_owned()))
                .collect(),
            facilities: FACILITIES.into_iter().map(group).filter(|g| !g.is_empty()).collect(),
        }
    }

    /// Whether the row is an addition to an act (68 = 7, 9).
    pub fn is_addition(&self) -> bool {
        matches!(self.stands, '7' | '9')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn bounds_of_age_by_day() {
        let reached =
            |bound: &str, birth: &str, on: &str| AgeBound::of(bound).expect(bound).reached(day(birth), day(on));
        assert!(AgeBound::of("00").is_none() && AgeBound::of("").is_none());
        assert!(!reached("06", "2019-10-04", "2025-10-03") && reached("06", "2019-10-04", "2025-10-04"));
        assert!(!reached("AA", "2025-10-01", "2025-10-28") && reached("AA", "2025-10-01", "2025-10-29"));
        assert!(!reached("AE", "2025-10-01", "2025-12-29") && reached("AE", "2025-10-01", "2025-12-30"));
        // Three years old on 14 April 2025 (the day before the birthday): from 1 May.
        assert!(!reached("B3", "2022-04-15", "2025-04-30") && reached("B3", "2022-04-15", "2025-05-01"));
        // Born on the first: three on 31 March, so from 1 April.
        assert!(!reached("B3", "2022-04-01", "2025-03-31") && reached("B3", "2022-04-01", "2025-04-01"));
        // Born on 1 April: six on 31 March, at school from the next day; born on 2 April: a year later.
        assert!(!reached("MG", "2019-04-01", "2025-03-31") && reached("MG", "2019-04-01", "2025-04-01"));
        assert!(!reached("MG", "2019-04-02", "2025-04-01") && reached("MG", "2019-04-02", "2026-04-01"));
        assert_eq!(AgeBound::of("BF").map(AgeBound::ja).as_deref(), Some("15歳になった月の翌月1日"));
    }

    #[test]
    fn groups_of_facilities_are_kept_apart() {
        let mut columns = [""; 90];
        (columns[71], columns[77], columns[67]) = ("3049", "3825", "1");
        let read = ActColumns::read(&columns);
        assert_eq!(read.facilities, [vec![3049], vec![3825]]);
        assert!(!read.is_addition() && read.point_kind == PointKind::Points && !read.outpatient);
    }
}
