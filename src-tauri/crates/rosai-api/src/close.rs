//! 月次請求: every statement of the month with its faults; 確定, its lifting; bundles.

use crate::case_body::text;
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, case_id, moment_ja};
use crate::month_facts::{MonthOf, WorkerOf, goto_of, may_be_claimed};
use crate::month_view::{cause_ja, state_ja};
use crate::revalue::{Revalued, revalue};
use crate::wire::*;
use rosai_claim::{BundleClass, Severity, Statement, bundle_class_of, bundles, due_day};
use rosai_document::{ClaimDocument, SequenceClass};
use rosai_domain::{Actor, YearMonth};
use rosai_store::{FinalizeWrite, StatementRow as FrozenRow};
use std::collections::BTreeMap;

impl Desk {
    /// The month with all its statements, worst first.
    pub(crate) fn close(&mut self, _actor: &str, ask: AskClose) -> Result<CloseView, ApiError> {
        let month = YearMonth::try_from(ask.month).map_err(|e| ApiError::at("month", e))?;
        self.close_view(month)
    }

    pub(crate) fn close_view(&self, month: YearMonth) -> Result<CloseView, ApiError> {
        let name = String::from(month);
        let mut by_worker: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (worker, case) in self.store()?.cases_in_month(&name)? {
            by_worker.entry(worker).or_default().push(case);
        }
        let mut rows = Vec::new();
        for (worker, cases) in by_worker {
            let of = self.worker_of(worker)?;
            let now = self.month_of(&of, month)?;
            let statements = now.statements();
            for case in cases {
                let live = of.statements.iter().any(|s| s.case == case && s.month == name);
                // A month of a 傷病経過等概要書 alone has nothing to claim.
                if !live && !may_be_claimed(&now.rows, case)? {
                    continue;
                }
                rows.push(self.statement_row(&of, &now, &statements, case)?);
            }
        }
        let worst = |r: &StatementRow| {
            let blocked = r.faults.iter().any(|f| f.severity == "blocks");
            (rank(&r.state), !blocked, r.faults.is_empty(), r.kana.clone())
        };
        rows.sort_by_key(worst);
        let finalized = |r: &&StatementRow| rank(&r.state) > 1;
        let count = |state: &str| rows.iter().filter(|r| r.state == state).count() as u32;
        let done = self.finished(month)?;
        let facility = self.clinic()?;
        Ok(CloseView {
            due_ja: due_ja(month, due_day(month, facility.claim_method(month.last())), self.today_is()),
            month_ja: month.ja(),
            month: name,
            drafts: count("draft"),
            checked: count("checked"),
            finalized: rows.iter().filter(finalized).count() as u32,
            total: rows.iter().filter_map(|r| r.total).sum(),
            finalized_total: rows.iter().filter(finalized).filter_map(|r| r.total).sum(),
            bundles: bundle_views(&done),
            closed: !rows.is_empty() && rows.iter().all(|r| rank(&r.state) > 1),
            rows,
        })
    }

    /// Documents of the month that are 確定.
    pub(crate) fn finished(&self, month: YearMonth) -> Result<Vec<(BundleClass, ClaimDocument)>, ApiError> {
        let mut out = Vec::new();
        for row in self.store()?.statements_in(&String::from(month))? {
            let document: ClaimDocument = body(&self.store()?.document_of(row.id)?)?;
            out.push((bundle_class_of(&document), document));
        }
        out.sort_by(|a, b| (a.0, a.1.header.worker.kana.as_str()).cmp(&(b.0, b.1.header.worker.kana.as_str())));
        Ok(out)
    }

    fn statement_row(
        &self,
        of: &WorkerOf,
        now: &MonthOf,
        statements: &[Statement],
        case: u32,
    ) -> Result<StatementRow, ApiError> {
        let month = String::from(now.month);
        let frozen = of.statements.iter().find(|s| s.case == case && s.month == month);
        let current = statements.iter().find(|s| s.injury == case_id(case));
        let document = match frozen {
            Some(row) => Some(body::<ClaimDocument>(&self.store()?.document_of(row.id)?)?),
            None => current.and_then(|s| s.document.clone()),
        };
        let case_of = of.cases.iter().find(|c| c.row.row.id == case).ok_or_else(|| ApiError::not_found("傷病"))?;
        let faults = self.faults(of, now, current, frozen, case)?;
        let blocked = faults.iter().any(|f| f.severity == "blocks");
        let state = match frozen {
            Some(row) => row.state.clone(),
            None if blocked || document.is_none() => "draft".to_owned(),
            None => "checked".to_owned(),
        };
        Ok(StatementRow {
            case,
            worker: of.row.row.id,
            name: text(&of.body.fields, "name").to_owned(),
            kana: format!("{}　{}", text(&of.body.fields, "kana_family"), text(&of.body.fields, "kana_given")),
            cause_ja: cause_ja(&case_of.body),
            sequence_class: document
                .as_ref()
                .map(|d| sequence_ja(d.header.sequence_class))
                .unwrap_or_default()
                .to_owned(),
            bundle_ja: document.as_ref().map(|d| class_ja(bundle_class_of(d))).unwrap_or_default().to_owned(),
            state_ja: state_ja(&state).to_owned(),
            state,
            days: document.as_ref().map_or(0, |d| d.header.days),
            total: document.as_ref().map(|d| d.totals.total.value().0),
            faults,
            finalized_ja: frozen
                .map(|s| format!("{}　{}", moment_ja(&s.finalized_at), s.finalized_by))
                .unwrap_or_default(),
            revision: frozen.map_or(0, |s| s.revision),
        })
    }

    fn faults(
        &self,
        of: &WorkerOf,
        now: &MonthOf,
        current: Option<&Statement>,
        frozen: Option<&FrozenRow>,
        case: u32,
    ) -> Result<Vec<FaultView>, ApiError> {
        let mut out: Vec<FaultView> = Vec::new();
        let intake = |field: Option<String>| Goto {
            screen: "intake".to_owned(),
            worker: Some(of.row.row.id),
            case: Some(case),
            day: None,
            field,
        };
        let visit = || Goto { screen: "visit".to_owned(), ..intake(None) };
        if let Err(problems) = &now.assessment {
            out.extend(problems.iter().map(|p| FaultView {
                severity: "blocks".to_owned(),
                place: p.place.clone(),
                message: p.message.clone(),
                goto: p.goto.clone(),
            }));
        }
        if let (Some(statement), Ok(facts)) = (current, &now.facts) {
            for fault in &statement.faults {
                let goto = goto_of(of, facts, &fault.problem.place);
                // A place without a number is a place of this case.
                let goto = match &fault.value {
                    Some(value) => settings_value(value),
                    None if goto.screen == "visit" || goto.screen == "intake" => Goto { case: Some(case), ..goto },
                    None => goto,
                };
                out.push(FaultView {
                    severity: if fault.severity == Severity::Blocks { "blocks" } else { "check" }.to_owned(),
                    place: fault.problem.place.clone(),
                    message: fault.problem.message.clone(),
                    goto,
                });
            }
        }
        let case_of = of.cases.iter().find(|c| c.row.row.id == case);
        for kept in of.body.kept.iter().chain(case_of.iter().flat_map(|c| &c.body.kept)) {
            let label = crate::intake_sheet::field(kept).map_or(kept.as_str(), |f| &f.label);
            // What cannot be read cannot be claimed under; the rest is a matter of looking.
            let severity = if kept == "labor_number" || kept == "pension_number" { "blocks" } else { "check" };
            out.push(FaultView {
                severity: severity.to_owned(),
                place: format!("受付票・{label}"),
                message: "要確認として残した値です。用紙や事業場に確かめて直してください。".to_owned(),
                goto: intake(Some(kept.clone())),
            });
        }
        if now.assessment.is_ok() && current.is_none_or(|s| s.document.is_none()) && frozen.is_none() {
            out.push(FaultView {
                severity: "blocks".to_owned(),
                place: "診療".to_owned(),
                message: "この月に算定するものがありません。受診の内容を確かめてください。".to_owned(),
                goto: visit(),
            });
        }
        if let (None, Some(document), Ok(facts)) = (frozen, current.and_then(|s| s.document.as_ref()), &now.facts) {
            // What does not go onto the paper is said here, before 確定 refuses it.
            let style = rosai_paper::Style::default();
            for problem in rosai_paper::place_statement(document, style).err().unwrap_or_default() {
                let field = problem.place.rsplit('・').next().unwrap_or_default().to_owned();
                let goto = Goto { case: Some(case), ..goto_of(of, facts, &field) };
                out.push(FaultView {
                    severity: "blocks".to_owned(),
                    place: problem.place,
                    message: problem.message,
                    goto,
                });
            }
            out.extend(office_faults(case_of, document, &intake));
        }
        let diseases = case_of.map(|c| self.disease_faults(&c.body.diseases, now.month)).unwrap_or_default();
        out.extend(diseases.into_iter().map(|(place, message)| FaultView {
            severity: "check".to_owned(),
            place,
            message,
            goto: Goto { field: Some("diseases".to_owned()), ..visit() },
        }));
        self.earlier_faults(of, now, case, visit, &mut out)?;
        if let (Some(row), Some(document)) = (frozen, current.and_then(|s| s.document.as_ref())) {
            // Nothing a later version of the program words differently, only what is claimed.
            let then: ClaimDocument = body(&self.store()?.document_of(row.id)?)?;
            let (was, is) = (then.totals.total.value(), document.totals.total.value());
            let moved = revalue(&then, self.engine.catalogue()).ok().filter(|m| m.before != m.after);
            let differs = (was != is && moved.as_ref().is_none_or(|m| m.after != is))
                || then.header != document.header
                || then.diseases != document.diseases
                || then.groups.len() != document.groups.len();
            out.clear();
            if differs {
                out.push(FaultView {
                    severity: "check".to_owned(),
                    place: "確定の後の変更".to_owned(),
                    message: format!(
                        "確定した内容（{was}）と、いまの記録から計算した内容（{is}）が違います。確定を外してやり直すか、記録を確かめてください。"
                    ),
                    goto: visit(),
                });
            }
            out.extend(moved.map(|m| value_fault(&m)));
        }
        out.sort_by(|a, b| (&a.severity, &a.place).cmp(&(&b.severity, &b.place)));
        out.dedup();
        Ok(out)
    }

    /// A month before that is still open may change what this month may charge.
    fn earlier_faults(
        &self,
        of: &WorkerOf,
        now: &MonthOf,
        case: u32,
        visit: impl Fn() -> Goto,
        out: &mut Vec<FaultView>,
    ) -> Result<(), ApiError> {
        for earlier in self.store()?.months_of(of.row.row.id)? {
            let Ok(month) = YearMonth::try_from(earlier.clone()) else { continue };
            let frozen = of.statements.iter().any(|s| s.case == case && s.month == earlier);
            if month >= now.month || frozen {
                continue;
            }
            let rows = self.store()?.month(of.row.row.id, &earlier)?;
            if may_be_claimed(&rows, case)? {
                out.push(FaultView {
                    severity: "check".to_owned(),
                    place: month.ja(),
                    message: format!("{}の内訳書がまだ確定していません。先にその月を確定してください。", month.ja()),
                    goto: Goto { day: Some(month.first().to_string()), ..visit() },
                });
            }
        }
        Ok(())
    }

    /// 確定: freezes the document. Refused while a fault blocks.
    pub(crate) fn finalize(&mut self, actor: &str, ask: Finalize) -> Result<CloseView, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let (_, _, case, _) = self.case_with_worker(ask.case)?;
        let of = self.worker_of(case.worker)?;
        self.still_open(&of, ask.case, month)?;
        let now = self.month_of(&of, month)?;
        let statements = now.statements();
        let current = statements.iter().find(|s| s.injury == case_id(ask.case));
        let faults = self.faults(&of, &now, current, None, ask.case)?;
        let blocking: Vec<&FaultView> = faults.iter().filter(|f| f.severity == "blocks").collect();
        if let Some(first) = blocking.first() {
            return Err(ApiError::at(
                first.place.clone(),
                format!(
                    "直すところが{}か所あるので、確定していません。{}：{}",
                    blocking.len(),
                    first.place,
                    first.message
                ),
            ));
        }
        let statement = current.ok_or_else(|| ApiError::not_found("内訳書"))?;
        let by = Actor { name: actor.to_owned() };
        let done = rosai_claim::finalize(statement, by, self.today_is())
            .map_err(|f| ApiError::problems(&f.into_iter().map(|f| f.problem).collect::<Vec<_>>()))?;
        // A sheet that cannot be printed is no claim.
        rosai_paper::place_statement(&done.document, rosai_paper::Style::default())
            .map_err(|p| ApiError::problems(&p))?;
        let ledger = now.found().map(|(_, found)| self.ledger_of(found, &case_id(ask.case))).unwrap_or_default();
        let freeze = FinalizeWrite {
            case: ask.case,
            month: String::from(month),
            total: done.document.totals.total.value().0,
            program: crate::VERSION.to_owned(),
            json: done.json,
            sha256: done.sha256,
            ledger: ledger.iter().map(|e| (e.day.to_string(), crate::month_facts::ledger_word(e))).collect(),
        };
        let summary = format!("{}の内訳書を確定した", month.ja());
        self.write(actor, &summary, |store, c| store.finalize(c, freeze))?;
        self.close_view(month)
    }

    /// Writes the 確定 documents of a month into one file, for `rosai fees affected`.
    pub(crate) fn export_statements(&mut self, actor: &str, ask: AskClose) -> Result<Written, ApiError> {
        self.known(actor)?;
        let month = YearMonth::try_from(ask.month).map_err(|e| ApiError::at("month", e))?;
        let documents: Vec<ClaimDocument> = self.finished(month)?.into_iter().map(|(_, document)| document).collect();
        if documents.is_empty() {
            return Err(ApiError::refused(format!(
                "{}には、確定した内訳書がまだありません。確定してから書き出してください。",
                month.ja()
            )));
        }
        let json = crate::form::json(&documents)?;
        let folder = self.folder(&self.kept_preferences()?);
        let name = format!("rosai-desk-{}-statements.json", String::from(month));
        let path = self.door.write(&folder, &name, json.as_bytes()).map_err(ApiError::refused)?;
        let file = path.display().to_string();
        let message = format!(
            "確定した内訳書{}件を {file} に書きました。氏名などが読めるファイルなので、使い終わったら消してください。",
            documents.len()
        );
        Ok(Written { files: vec![file], message })
    }

    /// Lifts a 確定 before it is handed in; the next one is a new revision.
    pub(crate) fn lift(&mut self, actor: &str, ask: Lift) -> Result<CloseView, ApiError> {
        let month = YearMonth::try_from(ask.month.clone()).map_err(|e| ApiError::at("month", e))?;
        let reason = ask.reason.trim();
        if reason.is_empty() {
            return Err(ApiError::at("reason", "確定を外す理由が空です。理由を入れてください（記録に残ります）。"));
        }
        let summary = format!("{}の内訳書の確定を外した（{reason}）", month.ja());
        let name = String::from(month);
        self.write(actor, &summary, |store, c| store.lift(c, ask.case, &name, reason))?;
        self.close_view(month)
    }
}

/// The section of the settings where a value is compared with its notice.
fn settings_value(id: &str) -> Goto {
    Goto { screen: "settings".to_owned(), field: Some(format!("values:{id}")), ..Goto::default() }
}

/// What is 確定 stays as it is; that its values are others now is said.
fn value_fault(moved: &Revalued) -> FaultView {
    let values: Vec<&str> = moved.changes.values().map(String::as_str).collect();
    FaultView {
        severity: "check".to_owned(),
        place: "確定の後の値の変更".to_owned(),
        message: format!(
            "確定の後に値が変わりました：{}。確定した{}はそのままです（いまの値では{}）。追加の請求や返還が要るかを確かめてください。",
            values.join("、"),
            moved.before,
            moved.after
        ),
        goto: moved.changes.keys().next().map(|id| settings_value(id)).unwrap_or_default(),
    }
}

/// What the bundle of a first slip and the desk must know beside the sheet.
fn office_faults(
    case: Option<&crate::month_facts::CaseOf>,
    document: &ClaimDocument,
    intake: &impl Fn(Option<String>) -> Goto,
) -> Vec<FaultView> {
    let Some(case) = case else { return Vec::new() };
    let mut out = Vec::new();
    let mut look = |field: &str, place: &str, message: &str| {
        out.push(FaultView {
            severity: "check".to_owned(),
            place: place.to_owned(),
            message: message.to_owned(),
            goto: intake(Some(field.to_owned())),
        });
    };
    let office = text(&case.body.fields, "office");
    if bundle_class_of(document) == BundleClass::First {
        if office.is_empty() {
            look(
                "office",
                "労働基準監督署",
                "監督署が空です。初回分は署ごとに束ねるので、用紙の宛先を入れてください。",
            );
        } else if !crate::office::is_office(office) {
            look("office", "労働基準監督署", "この名前の監督署は一覧にありません。用紙の宛先を確かめてください。");
        }
        if text(&case.body.fields, "third_party") == "2" {
            look(
                "third_party",
                "第三者行為災害",
                "第三者行為災害です。届が監督署に出ているか、自賠責から払われた分がないかを確かめてください。",
            );
        }
    }
    out
}

/// 下書き before 点検済 before 確定 and what follows it.
fn rank(state: &str) -> u8 {
    match state {
        "draft" => 0,
        "checked" => 1,
        _ => 2,
    }
}

fn sequence_ja(class: SequenceClass) -> &'static str {
    match class {
        SequenceClass::First => "1 初診",
        SequenceClass::Transfer => "3 転医始診",
        SequenceClass::Continuing => "5 継続",
        SequenceClass::Relapse => "7 再発",
    }
}

fn class_ja(class: BundleClass) -> &'static str {
    match class {
        BundleClass::First => "初回分",
        BundleClass::Later => "2回目以降分",
    }
}

/// `令和7年10月分　提出期限 令和7年11月10日(月)（あと3日）`.
pub(crate) fn due_ja(month: YearMonth, due: rosai_domain::Day, today: rosai_domain::Day) -> String {
    let left = (due.date() - today.date()).num_days();
    let left = match left {
        0 => "今日まで".to_owned(),
        n if n > 0 => format!("あと{n}日"),
        n => format!("{}日過ぎています", -n),
    };
    format!("{}分　提出期限 {}（{left}）", month.ja(), due.ja_with_weekday())
}

fn bundle_views(done: &[(BundleClass, ClaimDocument)]) -> Vec<BundleView> {
    let view = |(i, b): (usize, rosai_claim::Bundle<'_>)| {
        let office = b.office.as_ref().map(|o| format!("　{o}署")).unwrap_or_default();
        BundleView {
            index: i as u32,
            title: format!("{}{office}", class_ja(b.class)),
            slips: b.slips.len() as u32,
            amount: b.slips.iter().map(|d| d.totals.total.value().0).sum(),
            names: b.slips.iter().map(|d| d.header.worker.name.as_str().to_owned()).collect(),
        }
    };
    bundles(done).into_iter().enumerate().map(view).collect()
}
