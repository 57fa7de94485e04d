//! Values an administrator compared with the notice, laid over the book.

use crate::act::{ActRow, Step};
use crate::book::{Catalogue, Missing};
use crate::entered;
use crate::item::{FeeItem, ItemUnit};
use rosai_document::{Cite, Standing, TableValue};
use rosai_domain::{Day, Problem};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// A value compared with a notice: from a day on until the next value of the book (or the next overlay) it is this
/// amount, [`Standing::Confirmed`], with the notice as its citation. Where the amount is the one of the book it is a mere
/// confirmation. It never reaches a day before `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Item id, or code of an act.
    pub id: String,
    /// First day it holds.
    pub from: Day,
    /// The amount the notice gives.
    pub amount: Decimal,
    /// The notice: 名称・日付.
    pub notice: String,
    /// Where in it.
    pub section: String,
    /// Who compared.
    pub by: String,
    /// When.
    pub on: Day,
}

impl Overlay {
    fn place(&self) -> String {
        format!("照合・{}", self.id)
    }

    /// The value laid over another.
    fn over(&self, value: &TableValue) -> Arc<TableValue> {
        Arc::new(TableValue {
            value: self.amount,
            from: self.from,
            cite: Cite { doc: Cow::Owned(self.notice.clone()), section: Cow::Owned(self.section.clone()) },
            standing: Standing::Confirmed,
            ..value.clone()
        })
    }
}

impl Catalogue {
    /// The same book with these values laid over it; every problem at once, each a sentence.
    pub fn with_overlay(&self, overlays: &[Overlay]) -> Result<Catalogue, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut book = self.clone();
        let mut ordered: Vec<&Overlay> = overlays.iter().collect();
        ordered.sort_by_key(|o| (o.from, o.id.as_str()));
        for (n, overlay) in ordered.iter().enumerate() {
            let twice = ordered[..n].iter().any(|o| o.from == overlay.from && self.key(o) == self.key(overlay));
            if twice {
                let message = format!("{}からの照合が2つあります。1つにしてください。", overlay.from.ja());
                problems.push(Problem::new(overlay.place(), message));
            } else if let Err(message) = self.covers(overlay).and_then(|()| book.lay(overlay)) {
                problems.push(Problem::new(overlay.place(), message));
            }
        }
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    /// The item id also where its code was given.
    fn key<'a>(&'a self, overlay: &'a Overlay) -> &'a str {
        self.item_of_code(&overlay.id).map_or(&overlay.id, |item| &item.id)
    }

    fn covers(&self, overlay: &Overlay) -> Result<(), String> {
        let edition = self.edition();
        if overlay.from < edition.from || overlay.from > edition.to {
            return Err(format!(
                "{}は、この料金表（{}〜{}）の外です。この期間の日にしてください。",
                overlay.from.ja(),
                edition.from.ja(),
                edition.to.ja()
            ));
        }
        if overlay.amount < Decimal::ZERO {
            return Err(format!("「{}」は0より小さい額です。告示・通達の額を入れてください。", overlay.amount));
        }
        for (name, text) in [
            ("告示・通達の名称と日付", &overlay.notice),
            ("告示・通達の箇所", &overlay.section),
            ("照合した人", &overlay.by),
        ] {
            if text.trim().is_empty() {
                return Err(format!("{name}が入っていません。入れてください。"));
            }
        }
        Ok(())
    }

    /// Lays one value over the book.
    fn lay(&mut self, overlay: &Overlay) -> Result<(), String> {
        let id = self.key(overlay).to_owned();
        if let Some(item) = self.items.get_mut(&id) {
            over_item(item, overlay)?;
            if let (Some(_), Some(code)) = (&item.entered, &item.code) {
                self.acts.insert(code.as_str().into(), entered::rows(item));
            }
            return Ok(());
        }
        match self.act(&overlay.id, overlay.from) {
            Err(Missing::Unknown) => Err(format!("「{}」という項目やコードは料金表にありません。", overlay.id)),
            Err(Missing::NotInForce) => Err(no_value(overlay.from)),
            Ok(_) => {
                let rows = self.acts.get_mut(overlay.id.as_str()).expect("the row was found under this code");
                over_act(rows, overlay)
            }
        }
    }
}

fn no_value(day: Day) -> String {
    format!("{}には値がありません。値のある日にしてください。", day.ja())
}

fn over_item(item: &mut FeeItem, overlay: &Overlay) -> Result<(), String> {
    // A fee that ended by a plan and goes on by the notice: the day of its end is where it goes on.
    let goes_on = item.ended.as_ref().is_some_and(|(end, _)| *end == overlay.from);
    if !goes_on && item.on(overlay.from).is_none() {
        return Err(no_value(overlay.from));
    }
    if item.unit != ItemUnit::Rate && !overlay.amount.is_integer() {
        return Err(format!("「{}」は整数でありません。{}の額を入れてください。", overlay.amount, item.unit.ja()));
    }
    let last = item.values.iter().rposition(|(from, _, _)| *from <= overlay.from);
    let at = last.ok_or_else(|| no_value(overlay.from))?;
    let (from, _, value) = &item.values[at];
    let laid = (overlay.from, overlay.on, overlay.over(value));
    if *from == overlay.from {
        item.values[at] = laid;
    } else {
        item.values.insert(at + 1, laid);
    }
    if goes_on {
        item.ended = None;
    }
    Ok(())
}

fn over_act(rows: &mut Vec<Arc<ActRow>>, overlay: &Overlay) -> Result<(), String> {
    let at = rows.iter().position(|r| r.in_force(overlay.from)).ok_or_else(|| no_value(overlay.from))?;
    let old = rows[at].clone();
    let changed = old.points.value != overlay.amount;
    let step = match old.step {
        // One step is one more of the same: リハビリテーションの単位, 指.
        Some(step) if step.points == old.points.value => Some(Step { points: overlay.amount, ..step }),
        Some(_) if changed => {
            return Err(format!(
                "「{}」は数量で点数が変わるので、点数だけを書き換えられません。マスターの読み込みを待ってください。",
                old.name
            ));
        }
        step => step,
    };
    let laid = ActRow { points: overlay.over(&old.points), step, from: overlay.from, ..ActRow::clone(&old) };
    if old.from < overlay.from {
        rows[at] = Arc::new(ActRow { to: Some(overlay.from.plus_days(-1)), ..ActRow::clone(&old) });
        rows.insert(at + 1, Arc::new(laid));
    } else {
        rows[at] = Arc::new(laid);
    }
    Ok(())
}
