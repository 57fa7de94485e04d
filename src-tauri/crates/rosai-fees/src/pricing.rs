//! Stage 1: acts become priced items.

use crate::cx::Cx;
use crate::finding::{Amount, Charge, Finding};
use rosai_catalogue::ActRow;
use rosai_document::{Op, RuleId, Section, TableValue, Traced, Why};
use rosai_domain::{Act, ActId, Day, Facts, Guided, Points, Question, Site, What, Yen};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;
use std::sync::Arc;

/// One or several acts, priced together.
#[derive(Clone, Debug)]
pub struct Priced {
    /// The acts.
    pub acts: Vec<ActId>,
    /// Rule that priced it.
    pub rule: RuleId,
    /// Its row, where it has one.
    pub row: Option<Arc<ActRow>>,
    /// Item id, code or typed name.
    pub what: String,
    /// Japanese name.
    pub ja: String,
    /// Official code.
    pub code: Option<String>,
    /// Box.
    pub section: Section,
    /// Reason of the amount of one time.
    pub why: Why,
    /// Whether `why` is yen.
    pub yen: bool,
    /// Units multiplied after rounding (リハビリ: per unit, then × units).
    pub units: u32,
    /// Times (内服: days).
    pub times: u32,
    /// Sites.
    pub sites: Vec<Site>,
    /// Formula for 摘要.
    pub formula: String,
    /// Quantity with its unit.
    pub quantity: Option<String>,
    /// Drugs and materials.
    pub parts: Vec<(String, String)>,
    /// Remarks.
    pub remarks: Vec<String>,
    /// Sentences so far.
    pub because: Vec<String>,
    /// Refused: by which rule and why.
    pub refused: Option<(RuleId, String)>,
    /// Somebody typed the figure.
    pub typed: bool,
    /// Somebody should look at it.
    pub check: bool,
    /// Whom it reached (M29).
    pub guided: Option<Guided>,
    /// What it is an addition to: its `what`.
    pub addition_to: Option<String>,
}

impl Priced {
    /// A fresh item for one act.
    pub(crate) fn new(id: ActId, rule: RuleId, what: &str, ja: &str, section: Section, why: Why) -> Self {
        Self {
            acts: vec![id],
            rule,
            row: None,
            what: what.to_owned(),
            ja: ja.to_owned(),
            code: None,
            section,
            why,
            yen: false,
            units: 1,
            times: 1,
            sites: Vec::new(),
            formula: String::new(),
            quantity: None,
            parts: Vec::new(),
            remarks: Vec::new(),
            because: Vec::new(),
            refused: None,
            typed: false,
            check: false,
            guided: None,
            addition_to: None,
        }
    }

    /// An item for an act from its row.
    pub(crate) fn from_row(id: ActId, rule: RuleId, act: &Act, row: &Arc<ActRow>, why: Why) -> Self {
        let mut priced = Self::new(id, rule, &row.points.id, &row.name, row.section(), why);
        priced.code = Some(row.code.to_string());
        priced.sites = act.sites.clone();
        priced.row = Some(row.clone());
        priced.yen = row.is_yen();
        let counted = if &*row.unit == "枚" { act.films } else { act.quantity };
        priced.quantity = counted.filter(|_| !row.unit.is_empty()).map(|n| format!("{n}{}", row.unit));
        priced.remarks = act.typed_remark();
        priced
    }

    /// Points of one time, units included.
    pub fn points(&self) -> Option<Points> {
        if self.yen {
            return None;
        }
        self.full_why().evaluate()?.to_i64().map(Points)
    }

    fn full_why(&self) -> Why {
        if self.units == 1 {
            return self.why.clone();
        }
        Why::step(Op::Times, vec![self.why.clone(), Why::count("単位", self.units)])
    }

    /// Whether it is an operation in the sense of 同一手術野 (not an addition to one).
    pub fn is_operation(&self) -> bool {
        self.row.as_ref().is_some_and(|r| &*r.category == "手術" && !r.is_addition())
            || self.what.starts_with("finger_")
    }

    /// Whether it is of a category.
    pub fn is_category(&self, category: &str) -> bool {
        self.row.as_ref().is_some_and(|r| &*r.category == category)
    }

    /// Whether it bars the plain 外来管理加算 (manual I 6 注1).
    pub fn barred(&self) -> bool {
        // What somebody typed as a 処置 or a 手術 is one (I 6 注1).
        let typed = self.typed && matches!(self.section, Section::Procedure | Section::Operation);
        typed || self.row.as_ref().is_some_and(|r| r.barred)
    }

    /// As a finding, charged or refused.
    pub(crate) fn into_finding(self, cx: &Cx<'_>) -> Finding {
        let subject = cx.about_acts(&self.acts, &self.what, &self.ja);
        if let Some((rule, because)) = self.refused {
            let mut finding = cx.refuse(subject, because);
            finding.rule = rule;
            return finding;
        }
        let rule = self.rule;
        let because = if self.because.is_empty() {
            "行為の点数どおりです。".to_owned()
        } else {
            self.because.join("")
        };
        let why = Why::Rule { rule, because: self.because.clone(), amount: Box::new(self.full_why()) };
        let amount = if self.yen {
            Traced::<Yen>::yen(why).map(Amount::Yen)
        } else {
            Traced::<Points>::points(why).map(Amount::Points)
        };
        let Some(amount) = amount else {
            let mut finding = cx
                .unpriced(subject, format!("「{}」の点数が整数になりません。数量と単価を確かめてください。", self.ja));
            finding.rule = rule;
            return finding;
        };
        let once = Charge::once(self.section, amount);
        let formula = if self.formula.is_empty() { once.formula.clone() } else { self.formula };
        let charge = Charge {
            code: self.code,
            times: self.times,
            sites: self.sites,
            formula,
            quantity: self.quantity,
            parts: self.parts,
            remarks: self.remarks,
            addition_to: self.addition_to,
            typed: self.typed,
            guided: self.guided,
            ..once
        };
        let mut finding = cx.charge(subject, charge, because);
        finding.rule = rule;
        finding.check = self.check;
        finding
    }
}

/// What the price stage works on.
#[derive(Default)]
pub struct Desk {
    /// Priced items.
    pub priced: Vec<Priced>,
    /// Findings about acts that could not be priced, or must not be.
    pub findings: Vec<Finding>,
}

/// Acts of the month in canonical order: by attendance, then by what they say.
pub(crate) fn canonical_acts<'a>(facts: &'a Facts, order: &[rosai_domain::AttendanceId]) -> Vec<(ActId, &'a Act)> {
    let mut out = Vec::new();
    for id in order {
        let mut acts: Vec<(ActId, &Act)> = facts.acts_of(*id).collect();
        if acts.len() > 1 {
            acts.sort_by_cached_key(|(_, act)| format!("{act:?}"));
        }
        out.extend(acts);
    }
    out
}

/// Prices every act whose row is of one of these categories by its row.
pub(crate) fn price_rows(desk: &mut Desk, cx: &Cx<'_>, categories: &[&str]) {
    for (id, act) in cx.acts {
        let Some(What::Code(code)) = act.what() else { continue };
        let day = cx.facts.attendances[id.attendance.0].day;
        let Ok(row) = cx.catalogue.act(code, day) else { continue };
        if !categories.contains(&&*row.category) {
            continue;
        }
        if let Some(finding) = without_notice(cx, *id, row, &row.facility_codes) {
            desk.findings.push(finding);
            continue;
        }
        match row_why(act, row) {
            Ok(why) => desk.priced.push(Priced::from_row(*id, cx.rule.id, act, row, why)),
            Err(because) => desk.findings.push(cx.unpriced(cx.about_acts(&[*id], code, &row.name), because)),
        }
    }
}

/// What a rule says of an act that is one of its own fee items.
pub(crate) enum Verdict {
    /// Charged: why, and what it puts into 摘要.
    Charge { because: String, remarks: Vec<String> },
    /// Charged, and somebody should look at it.
    Check { because: String, remarks: Vec<String> },
    /// Not charged.
    Refuse(String),
    /// Not computed until somebody answers.
    Ask(Question, String),
    /// Cannot be right as entered.
    Wrong(String),
}

impl Verdict {
    /// Charged without 摘要.
    pub(crate) fn charge(because: impl Into<String>) -> Self {
        Self::Charge { because: because.into(), remarks: Vec::new() }
    }
}

/// An act that is a fee item of 労災 alone, entered by its code.
#[derive(Clone, Copy)]
pub(crate) struct ItemAct<'a> {
    pub id: ActId,
    pub act: &'a Act,
    pub row: &'a Arc<ActRow>,
    pub day: Day,
    pub injury: &'a str,
}

impl ItemAct<'_> {
    /// The fee item.
    pub(crate) fn item(&self) -> &str {
        &self.row.points.id
    }
}

/// How codes of the 労災診療行為マスター begin.
const ROSAI: &str = "101";

/// Acts of the month that are one of these fee items, in canonical order.
pub(crate) fn item_acts<'a>(cx: &Cx<'a>, items: &[&str]) -> Vec<ItemAct<'a>> {
    let one = |(id, act): &(ActId, &'a Act)| {
        let at = &cx.facts.attendances[id.attendance.0];
        let Some(What::Code(code)) = act.what() else { return None };
        // Codes of the 労災 master begin so; the others need not be looked up.
        let row = code.starts_with(ROSAI).then(|| cx.catalogue.act(code, at.day).ok())??;
        let listed = items.contains(&&*row.points.id);
        listed.then_some(ItemAct { id: *id, act, row, day: at.day, injury: &at.injury })
    };
    cx.acts.iter().filter_map(one).collect()
}

/// Prices one fee item as its rule decides.
pub(crate) fn price_item(desk: &mut Desk, cx: &Cx<'_>, item: ItemAct<'_>, verdict: Verdict) {
    let about = || cx.about_acts(&[item.id], item.item(), &item.row.name);
    let why = match row_why(item.act, item.row) {
        Ok(why) => why,
        Err(because) => return desk.findings.push(cx.unpriced(about(), because)),
    };
    let mut priced = Priced::from_row(item.id, cx.rule.id, item.act, item.row, why);
    priced.guided = item.act.guided;
    match verdict {
        Verdict::Ask(question, because) => return desk.findings.push(cx.ask(about(), question, because)),
        Verdict::Wrong(because) => return desk.findings.push(cx.unpriced(about(), because)),
        Verdict::Refuse(because) => priced.refused = Some((cx.rule.id, because)),
        Verdict::Check { because, remarks } => {
            priced.check = true;
            priced.because.push(because);
            priced.remarks.extend(remarks);
        }
        Verdict::Charge { because, remarks } => {
            priced.because.push(because);
            priced.remarks.extend(remarks);
        }
    }
    desk.priced.push(priced);
}

/// The refusal of an act whose 施設基準 (any one of these codes) the clinic has not notified by that day.
pub(crate) fn without_notice(cx: &Cx<'_>, id: ActId, row: &ActRow, codes: &[u16]) -> Option<Finding> {
    let day = cx.facts.attendances[id.attendance.0].day;
    // Of each group of the master any one suffices (masters.md §3.4); the book has one group.
    let groups = row.columns.as_ref().filter(|_| codes == row.facility_codes).map(|c| c.facilities.as_slice());
    let missing = match groups {
        Some(groups) => groups.iter().map(Vec::as_slice).find(|group| !notified(cx, group, day)),
        None => Some(codes).filter(|codes| !codes.is_empty() && !notified(cx, codes, day)),
    };
    let codes = missing?;
    let codes = codes.iter().map(u16::to_string).collect::<Vec<_>>().join("・");
    let because = format!(
        "「{}」には施設基準（コード{codes}のどれか）の届出が要りますが、{}に有効な届出がありません。設定で届出を確かめてください。",
        row.name,
        day.ja()
    );
    Some(cx.refuse(cx.about_acts(&[id], &row.code, &row.name), because).looked_at())
}

/// Whether the clinic has notified one of these 施設基準コード by a day. A 名寄せコード (8xxx) stands for many that nobody lists:
/// any 届出 of the clinic may be one of them.
fn notified(cx: &Cx<'_>, codes: &[u16], day: Day) -> bool {
    let facility = &cx.facts.facility;
    let any = || facility.notices.iter().any(|n| n.from <= day && n.to.is_none_or(|to| day <= to));
    codes.iter().any(|c| facility.has_notice(*c, day))
        || (cx.has_masters() && codes.iter().any(|c| is_joint(*c)) && any())
}

/// 名寄せコード.
pub(crate) fn is_joint(code: u16) -> bool {
    (8_000..9_000).contains(&code)
}

/// A number that was typed and that the row has no use for would be swallowed; a length that the code contradicts too.
fn unusable(act: &Act, row: &ActRow) -> Option<String> {
    let name = &row.name;
    if act.quantity.is_some_and(|n| n > 1) && row.step.is_none() {
        return Some(format!("「{name}」は数量で点数が変わりません。回数分を分けて入れるか、数量を消してください。"));
    }
    if act.films.is_some() && &*row.unit != "枚" {
        return Some(format!("「{name}」は枚数で点数が変わりません。枚数を消してください。"));
    }
    if act.days.is_some() {
        return Some(format!("「{name}」に日数は使いません。日数を消してください。"));
    }
    let fingers_only = !act.sites.is_empty() && act.sites.iter().all(|s| s.region.is_finger());
    if let (Some(length), Some((low, high)), false) = (act.length, row.length, fingers_only)
        && (length < low || high.is_some_and(|h| length >= h))
    {
        return Some(format!("長さ{}cmと「{name}」が合いません。コードか長さを直してください。", length.normalize()));
    }
    None
}

/// Points of one time of a row for the quantity entered.
pub(crate) fn row_why(act: &Act, row: &Arc<ActRow>) -> Result<Why, String> {
    if let Some(because) = unusable(act, row) {
        return Err(because);
    }
    let base = Why::Table(row.points.clone());
    let Some(step) = row.step else { return Ok(base) };
    let entered = match &*row.unit {
        "枚" => act.films,
        "指" if act.quantity.is_none() && act.sites.len() > 1 => u32::try_from(act.sites.len()).ok(),
        _ => act.quantity,
    };
    let quantity = entered.map_or(step.low, Decimal::from).max(step.low);
    // きざみ上限: from here on the points grow no more (X線の6枚目以降); beyond it in fingers or parts is a slip.
    let counted = match step.high {
        // きざみエラー of the master (column 35): 0 and 2 count on and are looked at, 1 and 3 as if it were the bound.
        Some(high) if row.columns.is_some() => {
            let cut = row.columns.as_ref().is_some_and(|c| matches!(c.step_error, 1 | 3));
            if cut { quantity.min(high) } else { quantity }
        }
        Some(high) if quantity > high && &*row.unit != "枚" => {
            return Err(format!(
                "「{}」は{high}{}までです。{quantity}{}と入力されています。",
                row.name, row.unit, row.unit
            ));
        }
        Some(high) => quantity.min(high),
        None => quantity,
    };
    let steps = ((counted - step.low) / step.step).ceil();
    if steps.is_zero() {
        return Ok(base);
    }
    let each = Why::Table(Arc::new(TableValue {
        value: step.points,
        ja: Cow::Owned(format!("{}（{}{}ごと）", row.name, step.step.normalize(), row.unit)),
        ..TableValue::clone(&row.points)
    }));
    let sum = Why::step(Op::Plus, vec![base, Why::step(Op::Times, vec![each, Why::count("", steps)])]);
    Ok(if sum.evaluate().is_some_and(|v| v.is_integer()) { sum } else { Why::step(Op::HalfUpPoint, vec![sum]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_that_is_entered_has_a_code_of_the_rosai_master() {
        let book = rosai_catalogue::Catalogue::builtin().unwrap_or_else(|p| panic!("{p:?}"));
        let entered: Vec<&str> =
            book.items().filter(|i| i.entered.is_some()).filter_map(|i| i.code.as_deref()).collect();
        assert!(entered.len() > 30 && entered.iter().all(|code| code.starts_with(ROSAI)), "{entered:?}");
    }
}
