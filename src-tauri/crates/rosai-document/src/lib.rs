//! What a finished claim is: amounts that carry their reasons, and the document of one 内訳書.
//!
//! A [`ClaimDocument`] is finished: exporters place and encode it, they do not calculate, look up or fill in.
//! How it was computed and where it is printed is known elsewhere.

mod claim;
mod field;
mod why;

pub use claim::{
    ClaimDocument, ClaimSheet, DiseaseLine, Group, Header, Line, LineRole, Period, PlaceOfWork, RemarkLine, Section,
    SequenceClass, SheetKind, SymptomLine, Totals, ValueUsed, WorkerBox,
};
pub use field::{FieldId, FieldValue, SheetFieldId};
pub use why::{Cite, Op, RuleId, Standing, TableValue, Traced, Why};
