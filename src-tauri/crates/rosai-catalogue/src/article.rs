//! A drug or a material as the masters have it on a day, for the list from which it is chosen.

use rosai_domain::Day;
use rosai_masters::{MasterKind, Masters, Version};
use rust_decimal::Decimal;

/// One drug (Y) or material (T, U) on a day (`spec/masters.md` §§4.1, 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The code.
    pub code: String,
    /// Name for the claim.
    pub name: String,
    /// 円 a unit; none where the clinic says what it paid.
    pub price: Option<Decimal>,
    /// 錠, mL, 枚; may be empty.
    pub unit: String,
    /// 剤形 of a drug: 1 内用, 3 その他, 4 注射, 6 外用, 8 歯科; 0 of a material.
    pub form: u8,
}

impl Article {
    /// What a code of one of these kinds means on a day; none where it means nothing then.
    pub fn on(masters: &Masters, kinds: &[MasterKind], code: &str, day: Day) -> Option<Self> {
        let mut kinds = kinds.iter();
        let (kind, version) = kinds.find_map(|k| masters.on(*k, code, day).map(|v| (*k, v)))?;
        (last_day(kind, version).is_none_or(|last| day <= last)).then(|| Self::of(kind, version))
    }

    /// The drug or material of a row.
    pub fn of(kind: MasterKind, version: &Version) -> Self {
        let columns = version.row.columns();
        let at = |n: usize| columns.get(n - 1).copied().unwrap_or_default();
        let drug = kind == MasterKind::Drug;
        // 金額種別 1: the master has the price.
        let price = if at(11) == "1" { at(12).parse().ok() } else { None };
        Self {
            code: at(3).to_owned(),
            name: at(5).to_owned(),
            price,
            unit: at(10).to_owned(),
            form: if drug { at(28).parse().unwrap_or(0) } else { 0 },
        }
    }
}

/// Last day a row may be used: 廃止年月日, or 経過措置年月日 (Y 34, T and U 29) where that comes first.
pub(crate) fn last_day(kind: MasterKind, version: &Version) -> Option<Day> {
    let until = version.row.column(if kind == MasterKind::Drug { 34 } else { 29 });
    let until = match until.len() {
        8 if !matches!(until, "99999999" | "00000000") => {
            Day::parse(&format!("{}-{}-{}", &until[..4], &until[4..6], &until[6..])).ok()
        }
        _ => None,
    };
    match (version.to, until) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rosai_masters::{Row, Shelf};

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    /// A row of 42 columns with these filled.
    fn row(filled: &[(usize, &str)]) -> Version {
        let mut columns = vec![""; 42];
        for (n, text) in filled {
            columns[n - 1] = text;
        }
        Version { from: day("2024-04-01"), to: None, row: Row::new(columns) }
    }

    #[test]
    fn a_drug_has_the_price_of_the_day_and_ends_with_its_last_day() {
        let old = Version {
            to: Some(day("2025-03-31")),
            ..row(&[(3, "620098801"), (5, "錠"), (10, "錠"), (11, "1"), (12, "10.40"), (28, "1")])
        };
        let new = Version {
            from: day("2025-04-01"),
            ..row(&[(3, "620098801"), (5, "錠"), (11, "1"), (12, "10.10"), (28, "1"), (34, "20260331")])
        };
        let bought = row(&[(3, "788888003"), (5, "固定用伸縮性包帯"), (11, "2"), (12, "0.00")]);
        let (mut masters, mut drugs, mut materials) = (Masters::default(), Shelf::default(), Shelf::default());
        drugs.put("620098801", vec![old, new]);
        materials.put("788888003", vec![bought]);
        masters.put(MasterKind::Drug, drugs);
        masters.put(MasterKind::RosaiMaterial, materials);
        let price = |on| {
            let found = Article::on(&masters, &[MasterKind::Drug], "620098801", day(on));
            found.map(|a| a.price.map(|p| p.to_string()).unwrap_or_default())
        };
        assert_eq!(price("2025-03-31").as_deref(), Some("10.40"));
        assert_eq!(price("2025-04-01").as_deref(), Some("10.10"));
        assert_eq!(price("2026-03-31").as_deref(), Some("10.10"), "経過措置 to the last day");
        assert_eq!((price("2026-04-01"), price("2024-03-31")), (None, None));
        let kinds = [MasterKind::Material, MasterKind::RosaiMaterial];
        let material = Article::on(&masters, &kinds, "788888003", day("2025-10-10")).expect("on the shelf of U");
        assert_eq!((material.price, material.name.as_str(), material.form), (None, "固定用伸縮性包帯", 0));
    }
}
