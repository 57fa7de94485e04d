//! 受付票.

use super::{FieldMessage, WorkerHit, wire};
use std::collections::BTreeMap;

wire! {
    /// Which paper the worker brings.
    pub struct AskIntakeSheet {
        /// `5`, `16-3`, `6`, `16-4`.
        form: String,
    }

    /// The sheet of one paper: boxes in the printed order.
    pub struct IntakeSheet {
        /// `5`.
        form: String,
        /// `様式第5号`.
        title: String,
        /// Groups in order.
        groups: Vec<IntakeGroup>,
    }

    /// Boxes that stand together.
    pub struct IntakeGroup {
        /// Heading.
        title: String,
        /// Boxes.
        fields: Vec<IntakeField>,
    }

    /// One box.
    pub struct IntakeField {
        /// Id.
        id: String,
        /// Printed number: ⑤; empty where the paper has none.
        no: String,
        /// Label.
        label: String,
        /// `text`, `kana`, `date`, `birth`, `time`, `digits`, `choice`, `area`, `postal`, `office`, `number`.
        kind: String,
        /// Width in characters.
        width: u32,
        /// Choices: the digit typed and the word.
        options: Vec<Choice>,
        /// Shown only where this other field …
        when_field: String,
        /// … holds one of these values.
        when_values: Vec<String>,
    }

    /// One choice.
    pub struct Choice {
        /// What is typed and kept: `1`.
        value: String,
        /// Word.
        label: String,
    }

    /// A filled sheet.
    pub struct IntakeForm {
        /// The case; none: a new one.
        case: Option<u32>,
        /// The worker; none: a new one.
        worker: Option<u32>,
        /// Revision of the case.
        revision: u32,
        /// Revision of the worker.
        worker_revision: u32,
        /// `5`, `16-3`, `6`, `16-4`.
        form: String,
        /// Values by field id, as typed (days `2025-10-03` once they could be read).
        fields: BTreeMap<String, String>,
        /// Fields kept as 要確認 though they are wrong.
        kept: Vec<String>,
    }

    /// Loads a case into its sheet, or a new sheet for a known worker.
    pub struct AskIntake {
        /// The case.
        case: Option<u32>,
        /// A known worker for a new case.
        worker: Option<u32>,
        /// The paper, for a new case.
        form: String,
    }

    /// What the sheet says at this moment.
    pub struct IntakeChecked {
        /// What is wrong, in the order of the sheet.
        messages: Vec<FieldMessage>,
        /// How values were read: 令和7年10月3日(金)　45歳.
        echoes: BTreeMap<String, String>,
        /// Values the program proposes for empty boxes (事業場 by its number, 監督署 by its digits).
        proposals: BTreeMap<String, String>,
        /// Fields that are not asked now.
        hidden: Vec<String>,
        /// 新継再別: `1 初診`.
        sequence_class: String,
        /// What follows, in sentences: form owed, fee for the form, bundle.
        decided: Vec<String>,
        /// Workers already known who look like this one.
        same_workers: Vec<WorkerHit>,
        /// A case already known under the same key.
        same_case: Option<u32>,
        /// One sentence about it.
        same_case_ja: String,
    }

    /// Saves a sheet.
    pub struct SaveIntake {
        /// The sheet.
        form: IntakeForm,
        /// Keep every wrong value as 要確認.
        keep_all: bool,
    }

    /// What came of it.
    pub struct IntakeSaved {
        /// Whether it was saved.
        saved: bool,
        /// What is wrong and not yet kept.
        messages: Vec<FieldMessage>,
        /// The sheet as it stands now.
        form: IntakeForm,
    }

    /// Part of an employer's name or number.
    pub struct FindEmployer {
        /// As typed.
        text: String,
    }

    /// 事業場 found.
    pub struct Employers {
        /// At most 20.
        employers: Vec<EmployerHit>,
    }

    /// One 事業場.
    pub struct EmployerHit {
        /// 事業の名称.
        name: String,
        /// 労働保険番号.
        labor_number: String,
        /// Where it is.
        address: String,
        /// Values for the sheet.
        fields: BTreeMap<String, String>,
    }

    /// Part of an office's name or code.
    pub struct FindOffice {
        /// As typed.
        text: String,
    }

    /// 監督署 found.
    pub struct Offices {
        /// At most 20.
        offices: Vec<OfficeHit>,
    }

    /// One 監督署.
    pub struct OfficeHit {
        /// 局 and 署, four digits.
        code: String,
        /// 労働局: 北海道.
        bureau: String,
        /// 署: 札幌中央.
        name: String,
    }
}
