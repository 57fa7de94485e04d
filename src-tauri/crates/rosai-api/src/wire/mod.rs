//! What travels between a screen and the program: texts as people type them, days as `2025-10-17`, decimals as text,
//! yen and points as whole numbers. Not the types of the trade: those refuse what these must be able to carry.

mod close;
mod comments;
mod facility;
mod intake;
mod masters;
mod papers;
mod rulebook;
mod session;
mod values;
mod visit;
mod what_if;

pub use close::*;
pub use comments::*;
pub use facility::*;
pub use intake::*;
pub use masters::*;
pub use papers::*;
pub use rulebook::*;
pub use session::*;
pub use values::*;
pub use visit::*;
pub use what_if::*;

/// Derives what every wire type needs.
macro_rules! wire {
    ($($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(default, deny_unknown_fields)]
        $vis struct $name { $($(#[$field_doc])* pub $field: $ty),* })*
    };
}
pub(crate) use wire;

wire! {
    /// Nothing is asked, or nothing is answered.
    pub struct Nothing {}

    /// What is wrong with one value: it stays as it was typed.
    pub struct FieldMessage {
        /// Field.
        field: String,
        /// `blocks` (not a value at all) or `check` (to look at again).
        severity: String,
        /// One sentence: what is wrong and what to do.
        text: String,
    }

    /// A place to jump to where something is mended.
    pub struct Goto {
        /// `intake`, `visit`, `diseases`, `settings`.
        screen: String,
        /// The worker.
        worker: Option<u32>,
        /// The case.
        case: Option<u32>,
        /// The day.
        day: Option<String>,
        /// The field, where there is one; `values:repeat_visit_fee` is a value to be compared (`settings`).
        field: Option<String>,
    }
}
