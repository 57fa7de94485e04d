//! What a finished document would come to with the values of today: its own arithmetic, done again. Nothing is chosen
//! anew; what a rule would decide otherwise is a matter of assessing the month again.

use rosai_catalogue::Catalogue;
use rosai_claim::amount_ja;
use rosai_document::{ClaimDocument, TableValue, Why};
use rosai_domain::{Day, Points, Yen, read_decimal};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most a value may be: what has no room in the seven boxes of 合計額 is a slip of the pen.
const MOST: i64 = 9_999_999;

/// The amount of a notice as typed: a number from 0 to seven digits.
pub(crate) fn read_amount(typed: &str) -> Result<Decimal, String> {
    let amount = read_decimal(typed.trim().trim_end_matches(['円', '点']))?;
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err("0より小さい額です。告示・通達の額を入れてください。".to_owned());
    }
    if amount > Decimal::from(MOST) {
        return Err("額が7桁を超えています。告示・通達の額を確かめてください。".to_owned());
    }
    Ok(amount)
}

/// A document and what it would come to.
pub(crate) struct Revalued {
    /// 合計額 as it was frozen.
    pub(crate) before: Yen,
    /// 合計額 with the values of the book.
    pub(crate) after: Yen,
    /// Values that differ, by id, each once: `再診料 1,430円 → 1,450円（令和8年6月1日から）`.
    pub(crate) changes: BTreeMap<String, String>,
}

/// Computes a document again with the values of a book. Refuses where its arithmetic has no whole result then.
pub(crate) fn revalue(document: &ClaimDocument, book: &Catalogue) -> Result<Revalued, String> {
    let mut changes = BTreeMap::new();
    let (mut points, mut yen) = (Decimal::ZERO, Decimal::ZERO);
    for group in &document.groups {
        let name = group.lines.first().map(|l| l.name.as_str()).unwrap_or_default();
        let broken = || format!("「{name}」を新しい値で計算し直せません。その月を開いて確かめてください。");
        let was = group.why.evaluate().ok_or_else(broken)?;
        for (day, times) in &group.days {
            let day = Day::new(document.month.year, document.month.month, *day).ok_or_else(broken)?;
            let is = with(&group.why, book, day, &mut changes).evaluate().ok_or_else(broken)?;
            let more = (is - was).checked_mul(Decimal::from(*times)).ok_or_else(broken)?;
            *(if group.yen.is_some() { &mut yen } else { &mut points }) += more;
        }
    }
    let totals = &document.totals;
    let broken = || "点数の合計を計算し直せません。その月を開いて確かめてください。".to_owned();
    let tables = totals.yen_of_points.why().tables();
    let price = tables.last().ok_or_else(broken)?;
    let price = current(price, book, document.month.last(), &mut changes).map_or(price.value, |t| t.value);
    let points = totals.points + Points(points.to_i64().filter(|_| points.is_integer()).ok_or_else(broken)?);
    let yen = totals.yen_items + Yen(yen.to_i64().filter(|_| yen.is_integer()).ok_or_else(broken)?);
    // 円未満切捨て, once per statement (manual I 1).
    let of_points = (Decimal::from(points.0) * price).floor().to_i64().ok_or_else(broken)?;
    Ok(Revalued { before: totals.total.value(), after: Yen(of_points) + yen, changes })
}

/// The same reason with the values of a book on a day.
fn with(why: &Why, book: &Catalogue, day: Day, changes: &mut BTreeMap<String, String>) -> Why {
    match why {
        Why::Fact { .. } => why.clone(),
        Why::Table(t) => Why::Table(current(t, book, day, changes).unwrap_or_else(|| t.clone())),
        Why::Step { op, of, cite } => {
            let of = of.iter().map(|w| with(w, book, day, changes)).collect();
            Why::Step { op: op.clone(), of, cite: cite.clone() }
        }
        Why::Rule { rule, because, amount } => {
            Why::Rule { rule: *rule, because: because.clone(), amount: Box::new(with(amount, book, day, changes)) }
        }
    }
}

/// The value that stands in a book where another one stood; none where it is the same or the book has none.
fn current(
    was: &Arc<TableValue>,
    book: &Catalogue,
    day: Day,
    changes: &mut BTreeMap<String, String>,
) -> Option<Arc<TableValue>> {
    let is = in_book(was, book, day).filter(|is| is.value != was.value)?;
    let from = is.from.ja();
    let sentence = format!("{} {} → {}（{from}から）", was.ja, amount_ja(was), amount_ja(&is));
    changes.insert(was.id.to_string(), sentence);
    Some(is)
}

fn in_book(was: &TableValue, book: &Catalogue, day: Day) -> Option<Arc<TableValue>> {
    if book.item(&was.id).is_some() {
        return book.value(&was.id, day).cloned();
    }
    let row = book.act(&was.id, day).ok()?;
    // A step of a row that counts goes under the row's own code, by another name.
    let step = row.step.filter(|s| *was.ja == format!("{}（{}{}ごと）", row.name, s.step.normalize(), row.unit));
    match step {
        Some(step) => Some(Arc::new(TableValue { value: step.points, ..TableValue::clone(&row.points) })),
        None => Some(row.points.clone()),
    }
}
