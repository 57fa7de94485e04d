//! Drugs and materials of an act: what the master says of those entered by code, what was typed of the others.

use crate::cx::Cx;
use rosai_catalogue::{DrugRow, MaterialAmount, MaterialKind, MaterialRow, Missing};
use rosai_document::{Op, Why};
use rosai_domain::{Day, DrugItem};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A drug or a material with its price.
pub(crate) struct Good {
    /// Name for 摘要.
    pub name: String,
    /// The name rules know it by: the master's, else the one typed.
    pub known_as: String,
    /// Quantity with its unit.
    pub quantity: String,
    /// Yen of the whole quantity.
    pub price: Why,
    /// What the yen are divided by to give points.
    pub divisor: u16,
    /// The highest points of the whole quantity.
    pub most: Option<Decimal>,
    /// Sentences about it.
    pub because: Vec<String>,
    /// Somebody should look at it.
    pub check: bool,
}

fn fact(ja: &'static str, value: Decimal, unit: &str) -> Why {
    Why::Fact { ja: Cow::Borrowed(ja), said: format!("{}{unit}", value.normalize()), value: Some(value) }
}

/// The names a drug or material goes by: as typed, else the master's.
fn named(typed: &str, master: &str) -> String {
    if typed.trim().is_empty() { master.to_owned() } else { typed.to_owned() }
}

fn missing(cx: &Cx<'_>, item: &DrugItem, code: &str, day: Day, what: &str) -> String {
    let name = cx.catalogue.goods_name(code).filter(|_| item.name.trim().is_empty());
    let name = name.unwrap_or(if item.name.trim().is_empty() { code } else { &item.name });
    match cx.catalogue.no_goods(code) {
        Missing::Unknown => format!(
            "{what}「{name}」のコード{code}がマスターにありません。マスターを読み込むか、コードを消して名前と価格で入れてください。"
        ),
        Missing::NotInForce => format!(
            "{what}「{name}」（コード{code}）は{}には使えません（マスターの期間か経過措置の外です）。その日に使えるコードを選んでください。",
            day.ja()
        ),
    }
}

/// A drug of a 剤.
pub(crate) fn drug(cx: &Cx<'_>, item: &DrugItem, day: Day) -> Result<Good, String> {
    let Some(code) = &item.code else { return Ok(typed(item)) };
    let row = cx.catalogue.drug(code, day).ok_or_else(|| missing(cx, item, code, day, "薬剤"))?;
    if let Some(other) = &row.wished_for {
        return Err(format!(
            "「{}」は選定療養（患者の希望）のコードです。労災では医療上必要な場合のコード{other}で入れてください。",
            row.name
        ));
    }
    Ok(of_drug(item, &row))
}

fn of_drug(item: &DrugItem, row: &DrugRow) -> Good {
    let price = Why::step(Op::Times, vec![Why::Table(row.price.clone()), fact("使用量", item.quantity, &row.unit)]);
    let mut good = plain(named(&item.name, &row.name), item.quantity, &row.unit, price);
    if !row.price.standing.is_settled() {
        good.check = true;
        good.because.push(format!(
            "「{}」の薬価は{}からのもので、その後の薬価改定の版が読み込まれていません。医薬品マスターを読み込んでください。",
            good.name,
            row.price.from.ja()
        ));
    }
    good
}

/// A material.
pub(crate) fn material(cx: &Cx<'_>, item: &DrugItem, day: Day) -> Result<Good, String> {
    let Some(code) = &item.code else { return Ok(typed(item)) };
    let row = cx.catalogue.material(code, day).ok_or_else(|| missing(cx, item, code, day, "材料"))?;
    if code.starts_with("789") {
        return Err(format!("「{}」はアフターケアのものです。労災の診療費では請求できません。", row.name));
    }
    match row.amount {
        MaterialAmount::Factor => Err(format!(
            "「{}」はほかの材料に掛ける率です。酸素は、酸素のコードと使用量で入れれば補正率を掛けて計算します。ほかは点数を調べて「コードのない行為」として入れてください。",
            row.name
        )),
        MaterialAmount::Purchase if item.price.is_zero() => {
            Err(format!("「{}」は購入価格で算定します。購入価格（円）を入れてください。", row.name))
        }
        _ => Ok(of_material(cx, item, &row, day)),
    }
}

fn of_material(cx: &Cx<'_>, item: &DrugItem, row: &MaterialRow, day: Day) -> Good {
    let mut because = Vec::new();
    let mut check = false;
    let purchased = || fact("購入価格", item.price, "円");
    let unit_price = match row.amount {
        MaterialAmount::Purchase => purchased(),
        // The master's price is the highest that may be charged of a purchase price.
        _ if row.price_is_most && !item.price.is_zero() && item.price < row.price.value => purchased(),
        _ => {
            if row.price_is_most {
                check = item.price.is_zero();
                because.push(
                    "マスターの価格は上限です。購入価格がこれより低ければ、その価格を入れてください。".to_owned(),
                );
            }
            Why::Table(row.price.clone())
        }
    };
    let mut factors = vec![unit_price, fact("使用量", item.quantity, &row.unit)];
    let divisor = match row.kind {
        MaterialKind::Tenth => 10,
        MaterialKind::Fiftieth => 50,
        MaterialKind::Thousandth => 1_000,
        MaterialKind::Gas { corrected } => {
            match cx.catalogue.oxygen_factor(day).filter(|_| corrected) {
                Some(factor) => factors.push(Why::Table(factor)),
                None if corrected => {
                    check = true;
                    because.push("酸素の補正率がマスターにないので、掛けていません（要確認）。".to_owned());
                }
                None => {}
            }
            10
        }
    };
    let product = Why::step(Op::Times, factors);
    // 酸素 is rounded to the yen before it is divided (材料価格基準 別表 酸素及び窒素の価格).
    let gas = matches!(row.kind, MaterialKind::Gas { .. });
    let price = if gas { Why::step(Op::HalfUpPoint, vec![product]) } else { product };
    let most = row.most.map(|most| most * item.quantity);
    let mut good = plain(named(&item.name, &row.name), item.quantity, &row.unit, price);
    (good.divisor, good.most, good.because, good.check) = (divisor, most, because, check);
    good.known_as = row.name.clone();
    good
}

fn plain(name: String, quantity: Decimal, unit: &str, price: Why) -> Good {
    let quantity = format!("{}{unit}", quantity.normalize());
    Good { known_as: name.clone(), name, quantity, price, divisor: 10, most: None, because: Vec::new(), check: false }
}

/// As somebody typed it, by name and price.
fn typed(item: &DrugItem) -> Good {
    let price = vec![fact("価格", item.price, "円"), fact("使用量", item.quantity, &item.unit)];
    plain(item.name.clone(), item.quantity, &item.unit, Why::step(Op::Times, price))
}

impl Good {
    /// Points of the whole quantity, half up, as a step that cites a passage.
    pub(crate) fn points(&self, cite: rosai_document::Cite) -> Why {
        let share =
            Why::step(Op::Divide, vec![Why::step(Op::Plus, vec![self.price.clone()]), Why::count("", self.divisor)]);
        let points = Why::step_by(Op::HalfUpPoint, vec![share], cite);
        match self.most {
            Some(most) if points.evaluate().is_some_and(|p| p > most) => Why::count("上限点数", most),
            _ => points,
        }
    }

    /// Name and quantity for 摘要.
    pub(crate) fn part(&self) -> (String, String) {
        (self.name.clone(), self.quantity.clone())
    }
}
