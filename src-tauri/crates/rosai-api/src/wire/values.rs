//! Values compared with a notice: 設定 › 値の照合.

use super::{FieldMessage, Goto, wire};

wire! {
    /// Values the clinic has to compare with a notice, and those it has compared.
    pub struct Values {
        /// Whether who acts may confirm and withdraw: an administrator may.
        may_confirm: bool,
        /// Values in force behind which no official text stands: those that drafts use first, by how many, then in the
        /// order of the book.
        open: Vec<OpenValue>,
        /// Values compared, by name and first day.
        confirmed: Vec<ConfirmedValue>,
    }

    /// One value in force that is neither official nor compared.
    pub struct OpenValue {
        /// Item id, or code of an act.
        id: String,
        /// Official code, where there is one.
        code: String,
        /// Name.
        name: String,
        /// `1430`.
        amount: String,
        /// `円`, `点`, or empty for a factor.
        unit: String,
        /// First day, `2026-06-01`.
        from: String,
        /// First day as people read it.
        from_ja: String,
        /// `secondary`, `impl`, `inferred`.
        standing: String,
        /// 二次資料, 他の実装で確認, 推定.
        standing_ja: String,
        /// Where it comes from: the document and its section.
        source: String,
        /// How many drafts of open months use it: they cannot be 確定.
        drafts: u32,
    }

    /// One value compared with a notice.
    pub struct ConfirmedValue {
        /// Item id, or code of an act.
        id: String,
        /// Official code, where there is one.
        code: String,
        /// Name.
        name: String,
        /// The amount of the notice.
        amount: String,
        /// `円`, `点`, or empty for a factor.
        unit: String,
        /// First day, `2026-06-01`.
        from: String,
        /// First day as people read it.
        from_ja: String,
        /// What the program's own book says: `1,430円（推定）`; empty where it has no value on that day.
        book_ja: String,
        /// Name of the notice.
        notice: String,
        /// Its day, `2026-03-27`.
        notice_day: String,
        /// Where in it.
        section: String,
        /// Who compared.
        by: String,
        /// When, as people read it.
        at_ja: String,
        /// What to look at again: it does not fit this version's book, or the book has read another amount officially.
        doubt: String,
    }

    /// Confirms a value, as it is or corrected. Once more for the same value: the newer one holds.
    pub struct ConfirmValue {
        /// Item id, or code of an act.
        id: String,
        /// First day it holds.
        from: String,
        /// The amount the notice gives, as typed.
        amount: String,
        /// Name of the notice.
        notice: String,
        /// Its day.
        notice_day: String,
        /// Where in it: 第1 2, 別表 ….
        section: String,
    }

    /// Takes a confirmation back; refused while a 確定 statement uses it.
    pub struct WithdrawValue {
        /// Item id, or code of an act.
        id: String,
        /// First day of the confirmation.
        from: String,
    }

    /// What came of it.
    pub struct ValuesSaved {
        /// Whether it was kept.
        saved: bool,
        /// What is wrong; `field` is `id`, `from`, `amount`, `notice`, `notice_day`, `section`.
        messages: Vec<FieldMessage>,
        /// All values as they stand now.
        values: Values,
        /// 確定 statements whose figures the value would change: they stay as they are.
        affected: Vec<AffectedStatement>,
    }

    /// One 確定 statement that a value would change.
    pub struct AffectedStatement {
        /// The worker.
        worker: u32,
        /// 氏名.
        name: String,
        /// The case.
        case: u32,
        /// `2026-10`.
        month: String,
        /// 令和8年10月.
        month_ja: String,
        /// 確定, 提出済 ….
        state_ja: String,
        /// 合計額 as it is 確定, 円.
        before: i64,
        /// 合計額 with the values of today, 円.
        after: i64,
        /// Which values, one sentence each: `再診料 1,430円 → 1,450円`.
        values: Vec<String>,
        /// 月次請求 of that month, on the row.
        goto: Goto,
    }
}
