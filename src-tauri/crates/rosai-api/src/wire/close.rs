//! 月次請求.

use super::{Goto, wire};

wire! {
    /// A month.
    pub struct AskClose {
        /// `2025-10`.
        month: String,
    }

    /// 月次請求.
    pub struct CloseView {
        /// `2025-10`.
        month: String,
        /// 令和7年10月.
        month_ja: String,
        /// `提出期限 令和7年11月10日(月)（あと3日）`.
        due_ja: String,
        /// Statements, worst first.
        rows: Vec<StatementRow>,
        /// How many are 下書き.
        drafts: u32,
        /// How many are 点検済.
        checked: u32,
        /// How many are 確定 or beyond.
        finalized: u32,
        /// Sum of all, 円.
        total: i64,
        /// Sum of the 確定 ones, 円.
        finalized_total: i64,
        /// Bundles of the 確定 ones, each with its claim sheet.
        bundles: Vec<BundleView>,
        /// Whether the month is closed: nothing is left 下書き or 点検済.
        closed: bool,
    }

    /// One 内訳書.
    pub struct StatementRow {
        /// The case.
        case: u32,
        /// The worker.
        worker: u32,
        /// 氏名.
        name: String,
        /// カナ.
        kana: String,
        /// 業務 / 通勤.
        cause_ja: String,
        /// 1 初診 ….
        sequence_class: String,
        /// 初回分 / 2回目以降分.
        bundle_ja: String,
        /// `draft`, `checked`, `finalized` ….
        state: String,
        /// State as people read it.
        state_ja: String,
        /// 診療実日数.
        days: u32,
        /// 合計額 in yen; none where it cannot be computed.
        total: Option<i64>,
        /// Faults, worst first.
        faults: Vec<FaultView>,
        /// Who finalized it and when.
        finalized_ja: String,
        /// Revision of the 確定.
        revision: u32,
    }

    /// One fault.
    pub struct FaultView {
        /// `blocks` or `check`.
        severity: String,
        /// Where.
        place: String,
        /// What, and what to do.
        message: String,
        /// Jump.
        goto: Goto,
    }

    /// One bundle.
    pub struct BundleView {
        /// Place in the list, from 0.
        index: u32,
        /// `初回分　札幌中央署`.
        title: String,
        /// Slips.
        slips: u32,
        /// Amount, 円.
        amount: i64,
        /// 氏名 of the slips in order.
        names: Vec<String>,
    }

    /// 確定 of one statement.
    pub struct Finalize {
        /// The case.
        case: u32,
        /// `2025-10`.
        month: String,
    }

    /// Lifts a 確定.
    pub struct Lift {
        /// The case.
        case: u32,
        /// `2025-10`.
        month: String,
        /// Why.
        reason: String,
    }

    /// What is shown or printed.
    pub struct AskSheet {
        /// `2025-10`.
        month: String,
        /// `statement`, `claim_sheet`, `calibration`.
        what: String,
        /// The case of a statement.
        case: Option<u32>,
        /// The bundle of a claim sheet.
        bundle: Option<u32>,
        /// The form of a calibration sheet: `34722`.
        form: String,
        /// `overlay` or `framed`.
        mode: String,
    }

    /// One sheet as a picture.
    pub struct SheetView {
        /// Title.
        title: String,
        /// SVG in millimetres.
        svg: String,
        /// What cannot be printed, in sentences.
        problems: Vec<String>,
    }

    /// Writes several sheets into one PDF.
    pub struct WritePdf {
        /// Sheets of one kind, in order.
        sheets: Vec<AskSheet>,
    }
}
