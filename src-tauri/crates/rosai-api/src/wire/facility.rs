//! 設定.

use super::{FieldMessage, Staff, wire};

wire! {
    /// The clinic as it is entered. Texts as typed; days `2025-04-01` once they could be read.
    pub struct FacilityForm {
        /// Revision it was loaded with; 0 for the first.
        revision: u32,
        /// 名称.
        name: String,
        /// 指定病院等の番号 (7 digits).
        hospital_number: String,
        /// 医療機関コード (10 digits with prefecture and table number, or 7).
        institution_code: String,
        /// 郵便番号.
        postal_code: String,
        /// 所在地.
        address: String,
        /// 市区町村 (甲地・乙地).
        municipality: String,
        /// 電話番号.
        telephone: String,
        /// 責任者氏名.
        director: String,
        /// 労働局: 北海道.
        labor_bureau: String,
        /// `clinic` or `hospital`.
        kind: String,
        /// 病床数.
        beds: String,
        /// 設立形態: `individual`, `medical_corporation` ….
        establishment: String,
        /// 課税区分, dated, where the form of establishment does not decide it.
        declared_tax_class: Vec<DatedText>,
        /// 診療時間; empty: the standard band.
        hours: Vec<HoursForm>,
        /// 届出.
        notices: Vec<NoticeForm>,
        /// How it claims, dated: `paper`, `media`, `online`.
        claims_by: Vec<DatedText>,
        /// 明細書発行体制等加算.
        itemized_statements: bool,
        /// 診療科 the clinic has, the usual one first.
        departments: Vec<String>,
        /// Staff.
        staff: Vec<Staff>,
    }

    /// A value from a day on.
    pub struct DatedText {
        /// First day.
        from: String,
        /// Value.
        value: String,
    }

    /// 診療時間.
    pub struct HoursForm {
        /// 1 月 … 7 日, 8 祝日.
        weekday: String,
        /// `09:00`.
        from: String,
        /// `12:30`.
        to: String,
    }

    /// 届出.
    pub struct NoticeForm {
        /// 施設基準コード.
        code: String,
        /// Its name, shown only.
        name: String,
        /// First day.
        from: String,
        /// Last day, or empty.
        to: String,
    }

    /// What came of saving.
    pub struct FacilitySaved {
        /// Whether it was saved.
        saved: bool,
        /// What is wrong.
        messages: Vec<FieldMessage>,
        /// The form as it stands now.
        form: FacilityForm,
    }

    /// 届出 the program knows.
    pub struct NoticeKinds {
        /// In order of code.
        kinds: Vec<NoticeForm>,
    }

    /// Where a form is printed on a printer.
    pub struct PrintPlace {
        /// Form: `34720`, `34722`.
        form: String,
        /// Name the clinic gives the printer; empty: any.
        printer: String,
        /// To the right in 0.1 mm, −100 … 100.
        dx: i32,
        /// Down in 0.1 mm, −100 … 100.
        dy: i32,
    }

    /// All settings that are not the clinic itself.
    pub struct Preferences {
        /// Print positions.
        places: Vec<PrintPlace>,
        /// Printer in use.
        printer: String,
        /// Folder for PDF files; empty: the usual one.
        folder: String,
        /// The folder that is used now, shown only.
        folder_used: String,
        /// Year, month and day below ten with a leading zero.
        zero_fill: bool,
    }

    /// Where a copy was written.
    pub struct Written {
        /// Files with their folders.
        files: Vec<String>,
        /// One sentence.
        message: String,
    }
}
