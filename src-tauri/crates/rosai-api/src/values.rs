//! 値の照合: values behind which no official text stands, compared with the notice by an administrator. What was
//! compared is laid over the book; drafts compute anew, what is 確定 stays as it is.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, moment_ja, put, refuse};
use crate::month_view::{state_ja, word};
use crate::revalue::{Revalued, read_amount, revalue};
use crate::wire::*;
use rosai_catalogue::{Catalogue, Overlay};
use rosai_claim::amount_ja;
use rosai_document::{ClaimDocument, Standing, TableValue, ValueUsed};
use rosai_domain::{Day, YearMonth, fold_width, has_control, normalize};
use rosai_fees::Engine;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Setting: what was compared.
const CONFIRMED: &str = "confirmed_values";
/// Longest name of a notice, and of a place in it.
const LONGEST: usize = 100;

/// Values by id and first day, each with how many statements use it.
type UsedValues = BTreeMap<(String, Day), (Arc<TableValue>, u32)>;

/// A comparison as kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    id: String,
    from: Day,
    amount: Decimal,
    notice: String,
    notice_day: Day,
    section: String,
    by: String,
    at: String,
}

impl Kept {
    fn overlay(&self) -> Overlay {
        Overlay {
            id: self.id.clone(),
            from: self.from,
            amount: self.amount,
            notice: format!("{}（{}）", self.notice, self.notice_day.ja()),
            section: self.section.clone(),
            by: self.by.clone(),
            on: self.at.get(..10).and_then(|d| Day::parse(d).ok()).unwrap_or(self.from),
        }
    }
}

/// The value a book has under an id on a day.
fn value_on(book: &Catalogue, id: &str, day: Day) -> Option<Arc<TableValue>> {
    match book.item(id) {
        Some(_) => book.value(id, day).cloned(),
        None => book.act(id, day).ok().map(|row| row.points.clone()),
    }
}

/// Where a value of the book is written: the title of the document and the section.
fn source_ja(book: &Catalogue, value: &TableValue) -> String {
    let title = book.source(&value.cite.doc).map_or(&*value.cite.doc, |s| s.short.as_str());
    format!("{title}　{}", value.cite.section)
}

/// The official code, where there is one: of an item its own, of an act its id.
fn code_of(book: &Catalogue, id: &str) -> String {
    book.item(id).map_or_else(|| id.to_owned(), |item| item.code.clone().unwrap_or_default())
}

/// The book with what fits of these comparisons, in order.
fn laid_over(book: &Catalogue, kept: &[Kept]) -> Catalogue {
    let overlays: Vec<Overlay> = kept.iter().map(Kept::overlay).collect();
    if let Ok(all) = book.with_overlay(&overlays) {
        return all;
    }
    // A newer book may have no room for one of them: the others hold.
    let mut fit: Vec<Overlay> = Vec::new();
    for overlay in overlays {
        fit.push(overlay);
        if book.with_overlay(&fit).is_err() {
            fit.pop();
        }
    }
    book.with_overlay(&fit).unwrap_or_else(|_| book.clone())
}

impl Desk {
    pub(crate) fn kept_values(&self) -> Result<Vec<Kept>, ApiError> {
        match self.store()?.setting(CONFIRMED)? {
            Some(json) => body(&json),
            None => Ok(Vec::new()),
        }
    }

    /// Computes with the values of the open file from now on.
    pub(crate) fn take_values(&mut self) -> Result<(), ApiError> {
        let catalogue = laid_over(&self.book, &self.kept_values()?);
        self.engine = Engine::new(catalogue).map_err(|p| ApiError::problems(&p))?;
        Ok(())
    }

    /// What has to be compared, and what was.
    pub(crate) fn values(&mut self, actor: &str, _: Nothing) -> Result<Values, ApiError> {
        self.values_view(actor)
    }

    fn values_view(&self, actor: &str) -> Result<Values, ApiError> {
        let kept = self.kept_values()?;
        let mut confirmed: Vec<ConfirmedValue> = kept.iter().map(|k| self.confirmed_view(k)).collect();
        confirmed.sort_by(|a, b| (&a.name, &a.from).cmp(&(&b.name, &b.from)));
        Ok(Values { may_confirm: self.is_administrator(actor)?, open: self.open_values()?, confirmed })
    }

    pub(crate) fn is_administrator(&self, actor: &str) -> Result<bool, ApiError> {
        Ok(self.facility_form()?.staff.iter().any(|s| s.name == actor && s.administrator))
    }

    fn open_values(&self) -> Result<Vec<OpenValue>, ApiError> {
        let book = self.engine.catalogue();
        let mut used = self.used_by_drafts()?;
        let mut out = Vec::new();
        let in_force = book.unofficial(self.today_is()).into_iter().map(|v| v.value);
        for value in in_force {
            let drafts = used.remove(&(value.id.to_string(), value.from)).map_or(0, |(_, n)| n);
            out.push((drafts, value));
        }
        // What drafts of earlier months use and is no longer in force.
        out.extend(used.into_values().map(|(value, drafts)| (drafts, value)));
        out.sort_by_key(|(drafts, _)| std::cmp::Reverse(*drafts));
        let view = |(drafts, value): (u32, Arc<TableValue>)| OpenValue {
            id: value.id.to_string(),
            code: code_of(book, &value.id),
            name: value.ja.to_string(),
            amount: value.value.normalize().to_string(),
            unit: value.unit.to_string(),
            from: value.from.to_string(),
            from_ja: value.from.ja(),
            standing: word(&value.standing).unwrap_or_default(),
            standing_ja: value.standing.ja().to_owned(),
            source: source_ja(book, &value),
            drafts,
        };
        Ok(out.into_iter().map(view).collect())
    }

    /// Values without an official text that statements use which are not 確定, with how many of them do.
    fn used_by_drafts(&self) -> Result<UsedValues, ApiError> {
        let mut cases: BTreeMap<(u32, String), Vec<u32>> = BTreeMap::new();
        for (month, worker, case) in self.store()?.open_months()? {
            cases.entry((worker, month)).or_default().push(case);
        }
        let mut out = UsedValues::new();
        for ((worker, month), cases) in cases {
            let Ok(month) = YearMonth::try_from(month) else { continue };
            let now = self.month_of(&self.worker_of(worker)?, month)?;
            let Some((_, found)) = now.found() else { continue };
            for statement in now.statements() {
                let open = statement.injury.parse().is_ok_and(|case| cases.contains(&case));
                let Some(document) = statement.document.filter(|_| open) else { continue };
                for used in document.values_used.iter().filter(|v| !v.standing.is_settled()) {
                    let mut tables = found.whys().flat_map(rosai_document::Why::tables);
                    let Some(value) = tables.find(|t| *t.id == *used.id && t.from == used.from) else { continue };
                    out.entry((used.id.clone(), used.from)).or_insert_with(|| (value.clone(), 0)).1 += 1;
                }
            }
        }
        Ok(out)
    }

    fn confirmed_view(&self, kept: &Kept) -> ConfirmedValue {
        let in_book = value_on(&self.book, &kept.id, kept.from);
        let laid = self.book.with_overlay(&[kept.overlay()]);
        let now = laid.as_ref().ok().and_then(|book| value_on(book, &kept.id, kept.from));
        let official = in_book.as_ref().filter(|v| v.standing == Standing::Official && v.value != kept.amount);
        let doubt = match (&laid, official) {
            (Err(problems), _) => {
                let why: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
                format!("この版の料金表には当てはまらないので、使っていません。{}", why.join("　"))
            }
            (Ok(_), Some(v)) => format!(
                "この版の料金表は、告示・通達で{}と確かめています。どちらかが違うので、照合を取り下げるか、もう一度確かめてください。",
                amount_ja(v)
            ),
            (Ok(_), None) => String::new(),
        };
        let named = now.as_ref().or(in_book.as_ref());
        ConfirmedValue {
            id: kept.id.clone(),
            code: code_of(&self.book, &kept.id),
            name: named.map_or_else(|| kept.id.clone(), |v| v.ja.to_string()),
            amount: kept.amount.normalize().to_string(),
            unit: named.map(|v| v.unit.to_string()).unwrap_or_default(),
            from: kept.from.to_string(),
            from_ja: kept.from.ja(),
            book_ja: in_book.map(|v| format!("{}（{}）", amount_ja(&v), v.standing.ja())).unwrap_or_default(),
            notice: kept.notice.clone(),
            notice_day: kept.notice_day.to_string(),
            section: kept.section.clone(),
            by: kept.by.clone(),
            at_ja: moment_ja(&kept.at),
            doubt,
        }
    }

    /// Keeps that a value was compared with a notice, as it is or corrected.
    pub(crate) fn confirm_value(&mut self, actor: &str, ask: ConfirmValue) -> Result<ValuesSaved, ApiError> {
        self.administrators_only(actor)?;
        let mut kept = self.kept_values()?;
        let (new, messages) = self.read_comparison(actor, &ask, &kept);
        let Some(new) = new.filter(|_| messages.is_empty()) else {
            let values = self.values_view(actor)?;
            return Ok(ValuesSaved { saved: false, messages, values, affected: Vec::new() });
        };
        let laid = self.book.with_overlay(&[new.overlay()]).ok().and_then(|b| value_on(&b, &new.id, new.from));
        let (name, amount) = laid.map_or_else(Default::default, |v| (v.ja.to_string(), amount_ja(&v)));
        let from = new.from;
        let summary = format!(
            "「{name}」の{}からの値を{amount}と照合した：{} {} {}",
            from.ja(),
            new.notice,
            new.notice_day.ja(),
            new.section
        );
        match kept.iter_mut().find(|k| k.id == new.id && k.from == new.from) {
            Some(old) => *old = new,
            None => kept.push(new),
        }
        self.keep_values(actor, &summary, &kept)?;
        Ok(ValuesSaved {
            saved: true,
            messages,
            values: self.values_view(actor)?,
            affected: self.affected(from.month())?,
        })
    }

    /// Takes a comparison back. Refused while something 確定 stands on it.
    pub(crate) fn withdraw_value(&mut self, actor: &str, ask: WithdrawValue) -> Result<ValuesSaved, ApiError> {
        self.administrators_only(actor)?;
        let from = Day::parse(&ask.from).map_err(|e| ApiError::at("from", e))?;
        let mut kept = self.kept_values()?;
        let place = kept.iter().position(|k| k.id == ask.id && k.from == from);
        let gone = kept.remove(place.ok_or_else(|| ApiError::not_found("照合"))?);
        let users = self.finalized_with(&gone)?;
        if let Some((name, month)) = users.first() {
            return Err(ApiError::refused(format!(
                "この照合は、確定した内訳書{}件（{name}さんの{}など）が使っているので、取り下げられません。額が違うときは、正しい額で照合し直してください。",
                users.len(),
                month.ja()
            )));
        }
        let name = value_on(self.engine.catalogue(), &gone.id, from).map_or(gone.id, |v| v.ja.to_string());
        let summary = format!("「{name}」の{}からの値の照合を取り下げた", from.ja());
        self.keep_values(actor, &summary, &kept)?;
        Ok(ValuesSaved {
            saved: true,
            messages: Vec::new(),
            values: self.values_view(actor)?,
            affected: self.affected(from.month())?,
        })
    }

    fn administrators_only(&self, actor: &str) -> Result<(), ApiError> {
        self.known(actor)?;
        if self.is_administrator(actor)? {
            return Ok(());
        }
        Err(ApiError::refused(
            "値の照合は管理者だけができます。管理者が担当を選び直してから行ってください（管理者は設定の「スタッフ」で決めます）。",
        ))
    }

    fn keep_values(&mut self, actor: &str, summary: &str, kept: &[Kept]) -> Result<(), ApiError> {
        let json = crate::form::json(&kept)?;
        self.write(actor, summary, |store, c| store.save_setting(c, CONFIRMED, &json))?;
        self.take_values()
    }

    /// Reads what was typed: the comparison, and everything that is wrong with it.
    fn read_comparison(&self, actor: &str, ask: &ConfirmValue, kept: &[Kept]) -> (Option<Kept>, Vec<FieldMessage>) {
        let mut out = Vec::new();
        let typed = fold_width(ask.id.trim());
        let id = self.book.item_of_code(&typed).map_or(typed, |item| item.id.clone());
        let known = self.book.item(&id).is_some() || self.book.acts().any(|row| *row.code == *id);
        if !known {
            out.push(refuse("id", "この項目やコードは料金表にありません。一覧から選び直してください。"));
        }
        let from = put(&mut out, "from", Day::parse(&ask.from));
        let amount = put(&mut out, "amount", read_amount(&ask.amount));
        let notice_day = put(&mut out, "notice_day", Day::parse(&ask.notice_day));
        if let Some(day) = notice_day.filter(|day| *day > self.today_is()) {
            out.push(refuse(
                "notice_day",
                format!("{}はまだ来ていない日です。告示・通達の日付を入れてください。", day.ja()),
            ));
        }
        let mut words = |field: &str, text: &str, what: &str| {
            let text = normalize(text);
            if text.is_empty() {
                out.push(refuse(field, format!("{what}が空です。何と照合したかが残るように入れてください。")));
            } else if text.chars().count() > LONGEST || has_control(&text) {
                out.push(refuse(field, format!("{what}は1行で{LONGEST}文字までにしてください。")));
            }
            text
        };
        let notice = words("notice", &ask.notice, "告示・通達の名称");
        let section = words("section", &ask.section, "告示・通達の中の箇所");
        let (Some(from), Some(amount), Some(notice_day), true) = (from, amount, notice_day, known) else {
            return (None, out);
        };
        let new = Kept { id, from, amount, notice, notice_day, section, by: actor.to_owned(), at: self.now() };
        if out.is_empty() {
            out.extend(self.comparison_messages(&new, kept));
        }
        (Some(new), out)
    }

    /// What the book says against a comparison that can be read.
    fn comparison_messages(&self, new: &Kept, kept: &[Kept]) -> Option<FieldMessage> {
        let edition = self.book.edition();
        let goes_on = self.book.item(&new.id).and_then(|i| i.ended.as_ref()).is_some_and(|(end, _)| *end == new.from);
        let value = value_on(&self.book, &new.id, new.from);
        if value.is_none() && !goes_on || new.from < edition.from || edition.to < new.from {
            let sentence = format!("{}にはこの値がありません。一覧の初日のままにしてください。", new.from.ja());
            return Some(refuse("from", sentence));
        }
        let others = || kept.iter().filter(|k| !(k.id == new.id && k.from == new.from));
        // What was once corrected can be corrected back.
        let first = others().count() == kept.len();
        if first && value.is_some_and(|v| v.standing == Standing::Official && v.value == new.amount) {
            return Some(refuse(
                "amount",
                "料金表のこの値は告示・通達で確かめてあるので、照合は要りません。違う額が告示されたときに、その額を入れてください。",
            ));
        }
        let overlays: Vec<Overlay> = others().chain([new]).map(Kept::overlay).collect();
        let laid = self.book.with_overlay(&overlays);
        let own = |p: &rosai_domain::Problem| p.place.ends_with(&new.id);
        laid.err()?.into_iter().find(own).map(|p| refuse("amount", p.message))
    }

    /// Names and months of what is 確定 with a comparison.
    fn finalized_with(&self, gone: &Kept) -> Result<Vec<(String, YearMonth)>, ApiError> {
        #[derive(Deserialize)]
        struct Uses {
            month: YearMonth,
            header: Named,
            values_used: Vec<ValueUsed>,
        }
        #[derive(Deserialize)]
        struct Named {
            worker: rosai_document::WorkerBox,
        }
        let mut out = Vec::new();
        for row in self.store()?.statements_from(&String::from(gone.from.month()))? {
            let document: Uses = body(&self.store()?.document_of(row.id)?)?;
            let uses = |v: &&ValueUsed| v.id == gone.id && v.from == gone.from && v.standing == Standing::Confirmed;
            if document.values_used.iter().any(|v| uses(&v)) {
                out.push((document.header.worker.name.as_str().to_owned(), document.month));
            }
        }
        Ok(out)
    }

    /// What is 確定 from a month on and would come to something else with the values of now.
    fn affected(&self, from: YearMonth) -> Result<Vec<AffectedStatement>, ApiError> {
        let mut out = Vec::new();
        for row in self.store()?.statements_from(&String::from(from))? {
            let document: ClaimDocument = body(&self.store()?.document_of(row.id)?)?;
            let Ok(Revalued { before, after, changes }) = revalue(&document, self.engine.catalogue()) else { continue };
            if before == after {
                continue;
            }
            let goto = Goto {
                screen: "month".to_owned(),
                worker: Some(row.worker),
                case: Some(row.case),
                day: Some(document.month.first().to_string()),
                field: None,
            };
            out.push(AffectedStatement {
                worker: row.worker,
                name: document.header.worker.name.as_str().to_owned(),
                case: row.case,
                month_ja: document.month.ja(),
                month: row.month,
                state_ja: state_ja(&row.state).to_owned(),
                before: before.0,
                after: after.0,
                values: changes.into_values().collect(),
                goto,
            });
        }
        Ok(out)
    }
}
