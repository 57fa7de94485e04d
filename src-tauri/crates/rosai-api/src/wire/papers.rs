//! 文書: the papers a doctor writes.

use super::{Choice, FieldMessage, wire};
use std::collections::BTreeMap;

wire! {
    /// The papers of a case.
    pub struct AskPapers {
        /// The case.
        case: u32,
        /// `2025-10`; empty: this month.
        month: String,
    }

    /// What can be issued in the month, and what was issued until now.
    pub struct PapersView {
        /// The worker.
        worker: u32,
        /// The case.
        case: u32,
        /// 氏名.
        name: String,
        /// カナ.
        kana: String,
        /// 生年月日 and age.
        birth_ja: String,
        /// 患者番号.
        patient_number: String,
        /// 傷病年月日.
        injured_on_ja: String,
        /// 業務災害 ….
        cause_ja: String,
        /// 傷病名 under treatment.
        diseases: String,
        /// `2025-10`.
        month: String,
        /// 令和7年10月.
        month_ja: String,
        /// The day a new paper of this month is proposed for.
        day: String,
        /// Why papers that bring a fee cannot be changed in this month; empty where they can.
        refused: String,
        /// Every kind of paper, by its digit.
        kinds: Vec<PaperKind>,
        /// What was issued for the case, newest first.
        issued: Vec<IssuedPaper>,
    }

    /// One kind of paper.
    pub struct PaperKind {
        /// `guidance_1`.
        paper: String,
        /// The digit that opens it.
        digit: String,
        /// Its name.
        name: String,
        /// For whom it is.
        reader: String,
        /// 様式 number; empty where it has none.
        number: String,
        /// The fee it brings; empty where it brings none.
        fee_ja: String,
        /// Which one of its kind a new one is.
        next: u32,
        /// The day of the last one, or empty.
        last_ja: String,
        /// Why no new one can be issued in this month, or empty.
        refused: String,
        /// What of it is only inferred, or empty.
        inferred: String,
    }

    /// One paper that was issued.
    pub struct IssuedPaper {
        /// Id.
        id: u32,
        /// Revision.
        revision: u32,
        /// Its kind.
        paper: String,
        /// Its name.
        name: String,
        /// For whom it is.
        reader: String,
        /// Day of issue.
        issued: String,
        /// Day of issue as people read it.
        issued_ja: String,
        /// `2回目`, or empty.
        count_ja: String,
        /// The doctor who signs it.
        doctor: String,
        /// When it was kept, and by whom.
        kept_ja: String,
        /// Why it cannot be changed, or empty.
        refused: String,
    }

    /// A kept paper by its id, or a new one of a kind.
    pub struct AskPaper {
        /// Id; none: a new one.
        id: Option<u32>,
        /// The case.
        case: u32,
        /// `guidance_1`.
        paper: String,
        /// Day of issue of a new one; empty: today.
        day: String,
    }

    /// A paper with everything the screen needs.
    pub struct PaperView {
        /// What is typed.
        form: PaperForm,
        /// Its name.
        name: String,
        /// For whom it is.
        reader: String,
        /// What of it is only inferred, or empty.
        inferred: String,
        /// Why it cannot be changed, or empty.
        refused: String,
        /// Where it is written.
        cite_ja: String,
        /// When it was kept, and by whom; empty for a new one.
        kept_ja: String,
        /// Fields in printed order.
        groups: Vec<PaperGroup>,
    }

    /// Fields that stand together.
    pub struct PaperGroup {
        /// Heading.
        title: String,
        /// Fields.
        fields: Vec<PaperField>,
    }

    /// One field of a paper.
    pub struct PaperField {
        /// Id.
        id: String,
        /// Label.
        label: String,
        /// `text`, `lines`, `date`, `month`, `number`, `choice`, `checks`, `fixed` (it is not typed here).
        kind: String,
        /// Width in full-width characters.
        width: u32,
        /// Lines.
        rows: u32,
        /// Choices.
        options: Vec<Choice>,
        /// Unit behind a number.
        unit: String,
        /// It is demanded.
        required: bool,
        /// A sentence beside it.
        hint: String,
        /// What a fixed field says.
        shown: String,
    }

    /// What is typed on a paper.
    pub struct PaperForm {
        /// Id; none: a new one.
        id: Option<u32>,
        /// Revision; 0: new.
        revision: u32,
        /// The case.
        case: u32,
        /// `guidance_1`.
        paper: String,
        /// Values by field id, as typed; checks joined by commas.
        values: BTreeMap<String, String>,
    }

    /// Saves it.
    pub struct SavePaper {
        /// As typed.
        form: PaperForm,
    }

    /// What came of it.
    pub struct PaperSaved {
        /// Whether it was saved.
        saved: bool,
        /// What is wrong, in printed order.
        messages: Vec<FieldMessage>,
        /// The paper as it stands now.
        form: PaperForm,
    }

    /// The pages of a paper as pictures.
    pub struct PaperSheets {
        /// Title.
        title: String,
        /// SVG in millimetres, one a page.
        pages: Vec<String>,
        /// What cannot be printed, in sentences.
        problems: Vec<String>,
    }

    /// Writes a kept paper as PDF.
    pub struct WritePaperPdf {
        /// The paper.
        id: u32,
    }

    /// Takes a paper back; 元に戻す brings it back.
    pub struct RemovePaper {
        /// The paper.
        id: u32,
        /// Revision.
        revision: u32,
    }
}
