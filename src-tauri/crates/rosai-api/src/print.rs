//! Sheets on the screen and as PDF: statements, claim sheets, calibration.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, case_id};
use crate::wire::*;
use rosai_claim::{bundles, claim_sheet};
use rosai_document::ClaimDocument;
use rosai_domain::{Problem, YearMonth};
use rosai_paper::{Mm100, Mode, Sheet, Style, pdf, place_calibration, place_claim_sheet, place_statement, svg};

impl Desk {
    fn style(&self, form: &str, mode: &str) -> Result<Style, ApiError> {
        let kept = self.kept_preferences()?;
        let place = kept.places.iter().find(|p| p.form == form && (p.printer == kept.printer || p.printer.is_empty()));
        let mm = |tenths: i32| Mm100(i64::from(tenths) * 10);
        Ok(Style {
            mode: if mode == "framed" { Mode::Framed } else { Mode::Overlay },
            dx: mm(place.map_or(0, |p| p.dx)),
            dy: mm(place.map_or(0, |p| p.dy)),
            zero_fill: kept.zero_fill,
        })
    }

    /// The document of a statement: frozen where it is 確定, else as it stands now.
    pub(crate) fn document(&self, case: u32, month: YearMonth) -> Result<ClaimDocument, ApiError> {
        if let Some(row) = self.store()?.statement(case, &String::from(month))? {
            return body(&self.store()?.document_of(row.id)?);
        }
        let (_, _, row, _) = self.case_with_worker(case)?;
        let of = self.worker_of(row.worker)?;
        let now = self.month_of(&of, month)?;
        let statement = now.statements().into_iter().find(|s| s.injury == case_id(case));
        statement.and_then(|s| s.document).ok_or_else(|| {
            ApiError::refused(
                "この月の内訳書は、まだ計算できません。月次請求に出ている直すところを先に直してください。",
            )
        })
    }

    /// The placed sheet and the name of its file.
    fn placed(&self, ask: &AskSheet) -> Result<(Result<Sheet, Vec<Problem>>, String), ApiError> {
        if ask.what == "calibration" {
            let name = format!("{}-位置合わせ", ask.form);
            return Ok((place_calibration(&ask.form, self.style(&ask.form, "overlay")?), name));
        }
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let mode = if ask.mode == "framed" { "控" } else { "提出用" };
        if ask.what == "claim_sheet" {
            let done = self.finished(month)?;
            let all = bundles(&done);
            let index = ask.bundle.unwrap_or(0) as usize;
            let bundle = all.get(index).ok_or_else(|| ApiError::not_found("束"))?;
            let sheet =
                claim_sheet(&self.clinic()?, bundle, self.today_is()).ok_or_else(|| ApiError::not_found("束"))?;
            let name = format!("34720-{month}-{:02}-{mode}", index + 1);
            return Ok((place_claim_sheet(&sheet, self.style("34720", &ask.mode)?), name));
        }
        let case = ask.case.ok_or_else(|| ApiError::not_found("内訳書"))?;
        let document = self.document(case, month)?;
        Ok((place_statement(&document, self.style("34722", &ask.mode)?), format!("34722-{month}-{case:04}-{mode}")))
    }

    /// One sheet as a picture: the same placed sheet as the PDF.
    pub(crate) fn sheet(&mut self, _actor: &str, ask: AskSheet) -> Result<SheetView, ApiError> {
        let (placed, _) = self.placed(&ask)?;
        Ok(match placed {
            Ok(sheet) => SheetView { title: sheet.title.to_owned(), svg: svg(&sheet), problems: Vec::new() },
            Err(problems) => SheetView {
                title: "この内容は用紙に入りません".to_owned(),
                svg: String::new(),
                problems: problems.iter().map(ToString::to_string).collect(),
            },
        })
    }

    /// Writes sheets of one kind into one PDF in the folder of the settings.
    pub(crate) fn write_pdf(&mut self, actor: &str, ask: WritePdf) -> Result<Written, ApiError> {
        self.known(actor)?;
        let mut sheets = Vec::new();
        let mut names = Vec::new();
        for one in &ask.sheets {
            if one.what != ask.sheets[0].what {
                return Err(ApiError::refused(
                    "用紙の種類が混ざっています。内訳書と請求書は、分けて印刷してください。",
                ));
            }
            if one.what == "statement" && one.mode != "framed" {
                self.must_be_final(one)?;
            }
            let (placed, name) = self.placed(one)?;
            sheets.push(placed.map_err(|p| ApiError::problems(&p))?);
            names.push(name);
        }
        let Some(first) = names.first() else {
            return Err(ApiError::refused("書き出すものが選ばれていません。内訳書を選んでください。"));
        };
        let name = match names.len() {
            1 => format!("{first}.pdf"),
            n => format!("{first}-ほか{}枚.pdf", n - 1),
        };
        let folder = self.folder(&self.kept_preferences()?);
        let path = self.door.write(&folder, &name, &pdf(&sheets)).map_err(ApiError::refused)?;
        let file = path.display().to_string();
        Ok(Written { message: format!("{}枚を {file} に書きました。", sheets.len()), files: vec![file] })
    }

    /// What is handed in is 確定: a draft may only be printed as 控.
    fn must_be_final(&self, ask: &AskSheet) -> Result<(), ApiError> {
        let case = ask.case.ok_or_else(|| ApiError::not_found("内訳書"))?;
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        if self.store()?.statement(case, &String::from(month))?.is_none() {
            return Err(ApiError::refused(
                "まだ確定していない内訳書は、提出用の用紙に印刷できません。先に確定するか、控として印刷してください。",
            ));
        }
        Ok(())
    }
}
