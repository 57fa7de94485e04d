//! Certificates and diagnoses of 参考15: those charged on the slip, and those another paper pays, said with the reason.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, json, put, refuse};
use crate::month_facts::DocumentBody;
use crate::month_view::word;
use crate::wire::*;
use rosai_domain::{Day, DocumentKind};

/// Kinds that are recorded by day alone; the doctor's papers have a screen of their own.
const KINDS: [DocumentKind; 14] = [
    DocumentKind::AbsenceCertificate,
    DocumentKind::NursingCertificate,
    DocumentKind::DisabilityCertificate,
    DocumentKind::ConditionReport,
    DocumentKind::ConditionYearlyReport,
    DocumentKind::ConditionChangeReport,
    DocumentKind::CareCertificate,
    DocumentKind::AcupunctureCertificate,
    DocumentKind::AcupunctureEvaluation,
    DocumentKind::MassageCertificate,
    DocumentKind::DisabilityChangeCertificate,
    DocumentKind::SurvivorCertificate,
    DocumentKind::OfficeCertificate,
    DocumentKind::OfficeOpinion,
];

fn kind_of(typed: &str) -> Option<DocumentKind> {
    KINDS.into_iter().find(|k| word(k).as_deref() == Some(typed))
}

impl Desk {
    /// Kinds of certificates, in the order of 参考15 as a clinic meets them.
    pub(crate) fn certificate_kinds(&mut self, _actor: &str, _: Nothing) -> Result<CertificateKinds, ApiError> {
        let one = |kind: &DocumentKind| CertificateKind {
            kind: word(kind).unwrap_or_default(),
            ja: kind.ja().to_owned(),
            has_period: kind.has_period(),
        };
        Ok(CertificateKinds { kinds: KINDS.iter().map(one).collect() })
    }

    /// Records a certificate, mends it, or takes it back.
    pub(crate) fn save_document(&mut self, actor: &str, ask: SaveDocument) -> Result<AttendanceSaved, ApiError> {
        let (_, _, row, _) = self.case_with_worker(ask.case)?;
        let of = self.worker_of(row.worker)?;
        let before = ask.id.map(|id| self.store()?.document(id)?.ok_or_else(|| ApiError::not_found("文書")));
        if let Some(before) = before.transpose()? {
            // A paper of 文書 holds more than a period: it is mended where it was written.
            if crate::papers::is_paper(&before.row.body)? {
                return Err(ApiError::refused("これは証明ではありません。「文書」の画面で直してください。"));
            }
            body::<DocumentBody>(&before.row.body)?;
            self.still_open(&of, before.case, Day::parse(&before.issued).map_err(ApiError::refused)?.month())?;
        }
        let kind = kind_of(&ask.kind).ok_or_else(|| ApiError::at("kind", "文書の種類を一覧から選んでください。"))?;
        let mut messages = Vec::new();
        let day = |messages: &mut Vec<FieldMessage>, field: &str, text: &str| put(messages, field, Day::parse(text));
        let issued = day(&mut messages, "issued", &ask.issued);
        let month = issued.map_or_else(|| self.today_is().month(), Day::month);
        let (mut from, mut to) = (None, None);
        if kind.has_period() {
            from = day(&mut messages, "from", &ask.from);
            to = day(&mut messages, "to", &ask.to);
        }
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            messages.push(refuse("to", "証明する期間の終わりが始めより前です。どちらかを直してください。"));
        }
        if let Some(issued) = issued.filter(|d| *d > self.today_is()) {
            messages.push(refuse("issued", format!("{}はまだ来ていない日です。日を確かめてください。", issued.ja())));
        }
        let (Some(issued), true) = (issued, messages.is_empty()) else {
            return self.not_saved(&of, month, messages);
        };
        self.still_open(&of, ask.case, month)?;
        let ja = kind.ja();
        if ask.remove {
            let id = ask.id.ok_or_else(|| ApiError::not_found("文書"))?;
            self.write(actor, &format!("{ja}を取り消した"), |store, c| {
                store.remove_document(c, id, ask.revision)
            })?;
            return self.saved(row.worker, month, None);
        }
        let period = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
        let kept =
            DocumentBody { kind, from: period(from), to: period(to), guided: None, mental: false, text: String::new() };
        let kept = json(&kept)?;
        let issued = issued.to_string();
        let document = self.write(actor, &format!("{ja}を記録した"), |store, c| {
            store.save_document(c, ask.id, ask.revision, ask.case, &issued, &kept)
        })?;
        self.saved(row.worker, month, Some(document.id))
    }
}
