//! Drugs and materials of the masters by code and day (masters.md §4.1, §4.2).

use crate::book::{Catalogue, Missing};
use rosai_document::{Cite, Standing, TableValue};
use rosai_domain::Day;
use rosai_masters::{MasterKind, Masters, Version};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// A drug in force on a day (Y).
#[derive(Clone, Debug, PartialEq)]
pub struct DrugRow {
    /// 医薬品コード.
    pub code: String,
    /// 薬名と規格.
    pub name: String,
    /// Unit the price is for: 錠, 管, ｇ.
    pub unit: String,
    /// 薬価 in yen of one unit, with the citation.
    pub price: Arc<TableValue>,
    /// 28: 1 内用, 3 その他, 4 注射, 6 外用, 8 歯科.
    pub form: u8,
    /// 14: 1 麻薬, 2 毒薬, 3 覚醒剤原料, 5 向精神薬; 0 none.
    pub narcotic: u8,
    /// 21: mL of an injection; none where nothing is said.
    pub volume: Option<Decimal>,
    /// 42 = 2: 選定療養, wished for by the patient; the code of the drug it stands beside (41).
    pub wished_for: Option<String>,
    /// 34: the last day of 経過措置.
    pub until: Option<Day>,
}

/// How the price of a material becomes points (特定器材種別, column 22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaterialKind {
    /// 0: price ÷ 10.
    Tenth,
    /// 2: 酸素; `corrected`: with 補正率.
    Gas {
        /// 酸素 takes 補正率, 窒素 does not.
        corrected: bool,
    },
    /// 3: price ÷ 50.
    Fiftieth,
    /// 4: price ÷ 1000.
    Thousandth,
}

/// What the amount of a material is (金額種別, column 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaterialAmount {
    /// 1: the price in yen of one unit.
    Price,
    /// 2: the purchase price, which the clinic records.
    Purchase,
    /// 5, 9: no price but a factor on another material.
    Factor,
}

/// A material in force on a day (T, U).
#[derive(Clone, Debug, PartialEq)]
pub struct MaterialRow {
    /// 特定器材コード.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit: 枚, 巻, Ｌ.
    pub unit: String,
    /// What `price` is.
    pub amount: MaterialAmount,
    /// Yen of one unit, with the citation; 0 where the clinic records it.
    pub price: Arc<TableValue>,
    /// How it becomes points.
    pub kind: MaterialKind,
    /// 24: the highest points of one unit; none where nothing is said.
    pub most: Option<Decimal>,
    /// 23 = 1: the price is the highest of a purchase price.
    pub price_is_most: bool,
    /// Whether it is one of 労災 (U).
    pub rosai: bool,
}

/// The days on which all prices of drugs are rewritten.
fn price_revisions() -> [Day; 4] {
    [(2024, 4), (2025, 4), (2026, 4), (2027, 4)]
        .map(|(year, month)| Day::new(year, month, 1).expect("1 April is a day"))
}

/// One row in so many must begin on the day of a revision for the shelf to know it.
const KNOWN_SHARE: usize = 100;

/// The first revision of drug prices the masters do not know; none where they know all of the book.
pub(crate) fn unknown_prices(masters: &Masters) -> Option<Day> {
    let shelf = masters.shelf(MasterKind::Drug)?;
    let mut begun = [0usize; 4];
    for (_, versions) in shelf.iter() {
        for (n, day) in price_revisions().iter().enumerate() {
            begun[n] += usize::from(versions.iter().any(|v| v.from == *day));
        }
    }
    let known = (0..4).rev().find(|n| begun[*n] > 0 && begun[*n] * KNOWN_SHARE >= shelf.len());
    price_revisions().get(known.map_or(0, |n| n + 1)).copied()
}

fn decimal(text: &str) -> Decimal {
    text.parse::<Decimal>().unwrap_or_default().normalize()
}

fn day_of(text: &str) -> Option<Day> {
    if text.len() != 8 || text == "99999999" {
        return None;
    }
    Day::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)
}

fn price(version: &Version, document: &'static str, standing: Standing) -> Arc<TableValue> {
    let column = |n| version.row.column(n).to_owned();
    Arc::new(TableValue {
        id: Cow::Owned(column(3)),
        ja: Cow::Owned(column(5)),
        value: decimal(version.row.column(12)),
        unit: Cow::Borrowed("円"),
        from: version.from,
        cite: Cite { doc: Cow::Borrowed(document), section: Cow::Owned(column(3)) },
        standing,
    })
}

impl Catalogue {
    /// A drug by its code on a day: in force, and its 経過措置 not over. None where the masters have no such row that day;
    /// [`Catalogue::no_goods`] says why.
    pub fn drug(&self, code: &str, day: Day) -> Option<DrugRow> {
        let version = self.masters.on(MasterKind::Drug, code, day)?;
        let column = |n| version.row.column(n);
        let until = day_of(column(34));
        if until.is_some_and(|until| until < day) {
            return None;
        }
        // Beyond a revision the shelf does not know the price is only carried on.
        let carried = self.unknown_prices.is_some_and(|from| version.from < from && from <= day);
        let standing = if carried { Standing::Inferred } else { Standing::Official };
        Some(DrugRow {
            code: code.to_owned(),
            name: column(5).to_owned(),
            unit: column(10).to_owned(),
            price: price(version, "master-y", standing),
            form: column(28).parse().unwrap_or_default(),
            narcotic: column(14).parse().unwrap_or_default(),
            volume: Some(decimal(column(21))).filter(|v| !v.is_zero()),
            wished_for: (column(42) == "2").then(|| column(41).to_owned()),
            until,
        })
    }

    /// A material by its code on a day; none where the masters have no such row that day.
    pub fn material(&self, code: &str, day: Day) -> Option<MaterialRow> {
        let t = self.masters.on(MasterKind::Material, code, day).map(|v| (v, false));
        let (version, rosai) = t.or_else(|| Some((self.masters.on(MasterKind::RosaiMaterial, code, day)?, true)))?;
        let column = |n| version.row.column(n);
        if day_of(column(29)).is_some_and(|until| until < day) {
            return None;
        }
        Some(MaterialRow {
            code: code.to_owned(),
            name: column(5).to_owned(),
            unit: column(10).to_owned(),
            amount: match column(11) {
                "2" => MaterialAmount::Purchase,
                "5" | "9" => MaterialAmount::Factor,
                _ => MaterialAmount::Price,
            },
            price: price(version, if rosai { "master-u" } else { "master-t" }, Standing::Official),
            kind: match column(22) {
                "2" => MaterialKind::Gas { corrected: column(21) != "9" },
                "3" => MaterialKind::Fiftieth,
                "4" => MaterialKind::Thousandth,
                _ => MaterialKind::Tenth,
            },
            most: Some(decimal(column(24))).filter(|v| !v.is_zero()),
            price_is_most: column(23) == "1",
            rosai,
        })
    }

    /// The newest name of a drug or material, in force or not.
    pub fn goods_name(&self, code: &str) -> Option<&str> {
        let kinds = [MasterKind::Drug, MasterKind::Material, MasterKind::RosaiMaterial];
        let last = |kind: MasterKind| self.masters.shelf(kind)?.versions(code).last().map(|v| v.row.column(5));
        kinds.into_iter().find_map(last)
    }

    /// Why a code gives no drug or material on a day.
    pub fn no_goods(&self, code: &str) -> Missing {
        let kinds = [MasterKind::Drug, MasterKind::Material, MasterKind::RosaiMaterial];
        let known = kinds.iter().any(|k| self.masters.shelf(*k).is_some_and(|s| !s.versions(code).is_empty()));
        if known { Missing::NotInForce } else { Missing::Unknown }
    }

    /// 酸素の補正率 on a day: 1 and the per cent of its row (T, 酸素等区分 1, 金額種別 5).
    pub fn oxygen_factor(&self, day: Day) -> Option<Arc<TableValue>> {
        let version = self.masters.on(MasterKind::Material, OXYGEN_FACTOR, day)?;
        let row = price(version, "master-t", Standing::Official);
        let value = Decimal::ONE + row.value / Decimal::ONE_HUNDRED;
        Some(Arc::new(TableValue { value, unit: Cow::Borrowed(""), ..TableValue::clone(&row) }))
    }
}

/// 酸素補正率１．３（１気圧）.
const OXYGEN_FACTOR: &str = "770020070";
