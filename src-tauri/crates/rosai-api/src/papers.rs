//! 文書: the papers a doctor writes — filled from what is known, kept with everything typed, printed. What of them brings a
//! fee goes to the rules with them.

mod check;
mod known;

use crate::case_body::{CaseBody, WorkerBody, text};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, json, moment_ja};
use crate::month_facts::WorkerOf;
use crate::month_view::{birth_ja, cause_ja};
use crate::wire::*;
use known::{Earlier, History};
use rosai_domain::{Day, DocumentKind, Guided, YearMonth};
use rosai_paper::{Letter, LetterField, LetterKind, letter, letters, pdf, place_letter, svg};
use rosai_store::CaseRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A paper as kept: what [`crate::month_facts::DocumentBody`] reads of it for the rules, and everything typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PaperBody {
    kind: DocumentKind,
    #[serde(default)]
    guided: Option<Guided>,
    #[serde(default)]
    mental: bool,
    #[serde(default)]
    text: String,
    /// Its kind; empty where the document is no paper of this screen (休業証明).
    #[serde(default)]
    paper: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    kept_by: String,
    #[serde(default)]
    kept_at: String,
}

impl PaperBody {
    fn letter(&self) -> Option<&'static Letter> {
        letter(&self.paper)
    }

    /// `10月17日 9:30　受付 佐藤`.
    fn kept_ja(&self) -> String {
        if self.kept_at.is_empty() { String::new() } else { format!("{}　{}", moment_ja(&self.kept_at), self.kept_by) }
    }

    fn value(&self, id: &str) -> &str {
        self.values.get(id).map(|v| v.trim()).unwrap_or_default()
    }
}

/// Everything about the case a paper is for.
struct Of {
    worker: WorkerBody,
    case_row: CaseRow,
    case: CaseBody,
    all: WorkerOf,
}

/// A paper that is counted with others: of one kind, for one reader.
fn counted(letter: &Letter) -> (DocumentKind, Option<Guided>) {
    (letter.document, letter.fee.as_ref().and_then(|f| f.guided))
}

impl Desk {
    fn of(&self, case: u32) -> Result<Of, ApiError> {
        let (_, worker, case_row, case) = self.case_with_worker(case)?;
        let all = self.worker_of(case_row.worker)?;
        Ok(Of { worker, case_row, case, all })
    }

    /// Why a paper of this kind cannot be changed in a month, or nothing.
    fn frozen(&self, of: &Of, letter: &Letter, month: YearMonth) -> String {
        let open = if letter.fee.is_some() { self.still_open(&of.all, of.case_row.row.id, month) } else { Ok(()) };
        open.err().map(|e| e.message).unwrap_or_default()
    }

    /// The papers of a case.
    pub(crate) fn papers(&mut self, _actor: &str, ask: AskPapers) -> Result<PapersView, ApiError> {
        let month = match ask.month.trim() {
            "" => self.today_is().month(),
            typed => YearMonth::try_from(typed.to_owned()).map_err(|e| ApiError::at("month", e))?,
        };
        self.papers_view(ask.case, month)
    }

    fn papers_view(&self, case: u32, month: YearMonth) -> Result<PapersView, ApiError> {
        let of = self.of(case)?;
        let history = self.paper_history(&of)?;
        let day = history.proposed_day(month, self.today_is());
        let f = |id| text(&of.worker.fields, id).to_owned();
        let injured = text(&of.case.fields, "injured_on");
        let kinds = letters().iter().map(|l| {
            let same = history.of_kind(l, day, None);
            PaperKind {
                paper: l.id.clone(),
                digit: l.digit.clone(),
                name: l.name.clone(),
                reader: l.reader.clone(),
                number: l.number.clone(),
                fee_ja: l.fee.as_ref().map(|f| f.name.clone()).unwrap_or_default(),
                next: same.len() as u32 + 1,
                last_ja: same.last().map(|p| p.issued.ja()).unwrap_or_default(),
                refused: self.frozen(&of, l, month),
                inferred: l.inferred.clone(),
            }
        });
        let mut issued: Vec<IssuedPaper> = history.papers.iter().map(|p| self.issued(&of, p)).collect();
        issued.reverse();
        let kinds: Vec<PaperKind> = kinds.collect();
        Ok(PapersView {
            worker: of.all.row.row.id,
            case,
            name: f("name"),
            kana: format!("{}　{}", f("kana_family"), f("kana_given")),
            birth_ja: birth_ja(&f("birth"), self.today_is()),
            patient_number: f("patient_number"),
            injured_on_ja: Day::parse(injured).map_or_else(|_| injured.to_owned(), Day::ja),
            cause_ja: cause_ja(&of.case),
            diseases: known::diseases(&of.case, day).join("、"),
            month: String::from(month),
            month_ja: month.ja(),
            day: day.to_string(),
            refused: kinds.iter().map(|k| k.refused.clone()).find(|r| !r.is_empty()).unwrap_or_default(),
            kinds,
            issued,
        })
    }

    fn issued(&self, of: &Of, p: &Earlier) -> IssuedPaper {
        let count = p.letter.count.as_deref().map(|id| p.body.value(id)).filter(|n| !n.is_empty());
        IssuedPaper {
            id: p.id,
            revision: p.revision,
            paper: p.letter.id.clone(),
            name: p.letter.name.clone(),
            reader: p.letter.reader.clone(),
            issued: p.issued.to_string(),
            issued_ja: p.issued.ja_with_weekday(),
            count_ja: count.map(|n| format!("{n}回目")).unwrap_or_default(),
            doctor: p.body.value(&p.letter.doctor).to_owned(),
            kept_ja: p.body.kept_ja(),
            refused: self.frozen(of, p.letter, p.issued.month()),
        }
    }

    /// Papers of a case, the earliest first, and its visits and records.
    fn paper_history(&self, of: &Of) -> Result<History, ApiError> {
        History::read(self.store()?, of.all.row.row.id, of.case_row.row.id)
    }

    /// A kept paper, or a new one filled from what is known.
    pub(crate) fn paper(&mut self, actor: &str, ask: AskPaper) -> Result<PaperView, ApiError> {
        if let Some(id) = ask.id {
            let (row, kept, letter) = self.kept_paper(id)?;
            let of = self.of(row.case)?;
            let month = Day::parse(&row.issued).map_err(ApiError::refused)?.month();
            let form = PaperForm {
                id: Some(id),
                revision: row.row.revision,
                case: row.case,
                paper: kept.paper.clone(),
                values: kept.values.clone(),
            };
            let view = paper_view(letter, form);
            return Ok(PaperView { refused: self.frozen(&of, letter, month), kept_ja: kept.kept_ja(), ..view });
        }
        let letter = kind_of(&ask.paper)?;
        let of = self.of(ask.case)?;
        let day = match ask.day.trim() {
            "" => self.today_is(),
            typed => Day::parse(typed).map_err(|e| ApiError::at("day", e))?,
        };
        let history = self.paper_history(&of)?;
        let known = self.known_of(actor, &of, &history, letter, day)?;
        let form = PaperForm {
            case: ask.case,
            paper: letter.id.clone(),
            values: letter.fields.iter().map(|f| (f.id.clone(), known.value(f))).collect(),
            ..PaperForm::default()
        };
        Ok(PaperView { refused: self.frozen(&of, letter, day.month()), ..paper_view(letter, form) })
    }

    fn kept_paper(&self, id: u32) -> Result<(rosai_store::DocumentRow, PaperBody, &'static Letter), ApiError> {
        let row = self.store()?.document(id)?.ok_or_else(|| ApiError::not_found("文書"))?;
        let kept: PaperBody = body(&row.row.body)?;
        let letter = kept.letter().ok_or_else(|| ApiError::not_found("文書"))?;
        Ok((row, kept, letter))
    }

    /// Saves a paper with everything typed. What the paper demands and does not say is told by field.
    pub(crate) fn save_paper(&mut self, actor: &str, ask: SavePaper) -> Result<PaperSaved, ApiError> {
        let letter = kind_of(&ask.form.paper)?;
        let before = ask.form.id.map(|id| self.kept_paper(id)).transpose()?;
        if let Some((row, kept, _)) = &before
            && (row.case != ask.form.case || kept.paper != ask.form.paper)
        {
            return Err(ApiError::not_found("文書"));
        }
        let of = self.of(ask.form.case)?;
        let mut form = check::tidy(letter, ask.form);
        let mut messages = check::messages(letter, &form.values, self.today_is());
        let issued = form.values.get(&letter.issued).and_then(|v| Day::parse(v).ok());
        if let Some((row, _, _)) = &before
            && letter.fee.is_some()
        {
            let month = Day::parse(&row.issued).map_err(ApiError::refused)?.month();
            self.still_open(&of.all, form.case, month)?;
        }
        if let Some(issued) = issued {
            if letter.fee.is_some() {
                self.still_open(&of.all, form.case, issued.month())?;
            }
            let history = self.paper_history(&of)?;
            check::against_others(letter, &form, issued, &history, &mut messages);
        }
        let Some(issued) = issued.filter(|_| messages.iter().all(|m| m.severity != "blocks")) else {
            return Ok(PaperSaved { saved: false, messages, form });
        };
        // Nothing was changed: nothing is written.
        if before.as_ref().is_some_and(|(_, kept, _)| kept.values == form.values) {
            return Ok(PaperSaved { saved: true, messages, form });
        }
        let at = self.now();
        let kept = kept_body(letter, &form, actor, &at);
        let written = json(&kept)?;
        let what = if before.is_some() { "直した" } else { "作った" };
        let summary = format!("{}（{}）を{what}", letter.name, issued.ja());
        let row = self.write(actor, &summary, |store, c| {
            store.save_document(c, form.id, form.revision, form.case, &issued.to_string(), &written)
        })?;
        (form.id, form.revision) = (Some(row.id), row.revision);
        Ok(PaperSaved { saved: true, messages, form })
    }

    /// The pages of a paper as they stand with what is typed now. Nothing is written.
    pub(crate) fn paper_sheet(&mut self, _actor: &str, form: PaperForm) -> Result<PaperSheets, ApiError> {
        let letter = kind_of(&form.paper)?;
        let form = check::tidy(letter, form);
        let title = letter.name.clone();
        Ok(match place_letter(letter, &form.values) {
            Ok(sheets) => PaperSheets { title, pages: sheets.iter().map(svg).collect(), problems: Vec::new() },
            Err(problems) => {
                PaperSheets { title, pages: Vec::new(), problems: problems.iter().map(ToString::to_string).collect() }
            }
        })
    }

    /// Writes a kept paper as PDF into the folder of the settings.
    pub(crate) fn write_paper_pdf(&mut self, actor: &str, ask: WritePaperPdf) -> Result<Written, ApiError> {
        self.known(actor)?;
        let (row, kept, letter) = self.kept_paper(ask.id)?;
        let sheets = place_letter(letter, &kept.values).map_err(|p| ApiError::problems(&p))?;
        // The name says neither whose it is nor what for.
        let name = format!("{}-{}-{:04}-{}.pdf", letter.document.ja(), row.issued, row.case, ask.id);
        let folder = self.folder(&self.kept_preferences()?);
        let path = self.door.write(&folder, &name, &pdf(&sheets)).map_err(ApiError::refused)?;
        let file = path.display().to_string();
        Ok(Written { message: format!("{}枚を {file} に書きました。", sheets.len()), files: vec![file] })
    }

    /// Takes a paper back.
    pub(crate) fn remove_paper(&mut self, actor: &str, ask: RemovePaper) -> Result<PapersView, ApiError> {
        let (row, _, letter) = self.kept_paper(ask.id)?;
        let issued = Day::parse(&row.issued).map_err(ApiError::refused)?;
        if letter.fee.is_some() {
            let of = self.of(row.case)?;
            self.still_open(&of.all, row.case, issued.month())?;
        }
        let summary = format!("{}（{}）を消した", letter.name, issued.ja());
        self.write(actor, &summary, |store, c| store.remove_document(c, ask.id, ask.revision))?;
        self.papers_view(row.case, issued.month())
    }
}

fn kind_of(paper: &str) -> Result<&'static Letter, ApiError> {
    letter(paper).ok_or_else(|| ApiError::refused("その文書の種類はありません。一覧から選び直してください。"))
}

/// The paper as it is kept, with what the rules read of it.
fn kept_body(letter: &Letter, form: &PaperForm, actor: &str, at: &str) -> PaperBody {
    let said = |id: &String| {
        let field = letter.field(id)?;
        Some(letter.shown(field, form.values.get(id)?).split('\n').collect::<Vec<_>>().join("　"))
    };
    let fee = letter.fee.as_ref();
    PaperBody {
        kind: letter.document,
        guided: fee.and_then(|f| f.guided),
        mental: fee.is_some_and(|f| f.mental),
        text: fee.and_then(|f| f.text.as_ref()).and_then(said).unwrap_or_default(),
        paper: letter.id.clone(),
        values: form.values.clone(),
        kept_by: actor.to_owned(),
        kept_at: at.to_owned(),
    }
}

fn paper_view(letter: &Letter, form: PaperForm) -> PaperView {
    let group = |(title, fields): (&str, Vec<&LetterField>)| PaperGroup {
        title: title.to_owned(),
        fields: fields.into_iter().map(|f| shown_field(letter, f, &form)).collect(),
    };
    PaperView {
        name: letter.name.clone(),
        reader: letter.reader.clone(),
        inferred: letter.inferred.clone(),
        cite_ja: format!("{} {}", rosai_fees::document_name(&letter.cite.doc), letter.cite.section),
        groups: letter.groups().into_iter().map(group).collect(),
        form,
        ..PaperView::default()
    }
}

fn shown_field(letter: &Letter, f: &LetterField, form: &PaperForm) -> PaperField {
    let word = |o: &rosai_paper::LetterOption| Choice {
        value: o.value.clone(),
        label: if o.word.is_empty() { o.label.clone() } else { o.word.clone() },
    };
    let value = form.values.get(&f.id).map(String::as_str).unwrap_or_default();
    PaperField {
        id: f.id.clone(),
        label: f.label.clone(),
        kind: if f.fixed { "fixed" } else { kind_word(f.kind) }.to_owned(),
        width: f.width,
        rows: f.rows,
        options: f.options.iter().map(word).collect(),
        unit: f.unit.clone(),
        required: f.required,
        hint: f.hint.clone(),
        shown: if f.fixed { format!("{}{}", letter.shown(f, value), f.unit) } else { String::new() },
    }
}

fn kind_word(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Text => "text",
        LetterKind::Lines => "lines",
        LetterKind::Date => "date",
        LetterKind::Month => "month",
        LetterKind::Number => "number",
        LetterKind::Choice => "choice",
        LetterKind::Checks => "checks",
        LetterKind::Signature => "signature",
    }
}

/// 休業証明 is written elsewhere: a paper of this screen must not be overwritten there.
pub(crate) fn is_paper(kept: &str) -> Result<bool, ApiError> {
    Ok(!body::<PaperBody>(kept)?.paper.is_empty())
}
