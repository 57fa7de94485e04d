//! Dated rows: the items of the manual and the acts, from our own fee book and, as a second supplier of the same rows, from
//! the masters a clinic loads. Rules see the difference only where a column of the master says more.
//!
//! A number without its source does not load.

mod act;
mod as_on;
mod book;
mod change;
mod columns;
mod comments;
mod diseases;
mod entered;
mod finder;
mod goods;
mod index;
mod item;
mod overlay;
mod search;
mod source;
mod supply;
mod synthetic;
mod tables;

pub use act::{ActRow, LimbRule, Step};
pub use book::{Catalogue, FeeLine, Missing};
pub use change::{FeeChange, InForce};
pub use columns::{ActColumns, AgeBound, PointKind};
pub use comments::{CommentDemand, CommentPattern, CommentRow, DemandWhen};
pub use diseases::{
    Composed, DiseaseBase, DiseaseBook, DiseaseDoubt, MOST_MODIFIERS, Modifier, UNCODED, same_name, site_words,
};
pub use entered::Entered;
pub use finder::{Ask, Entry, Finder, Found, GROUPS, Hit, Said, spelling};
pub use goods::{DrugRow, MaterialAmount, MaterialKind, MaterialRow};
pub use item::{FeeItem, ItemUnit};
pub use overlay::Overlay;
pub use search::{FoundKind, RowKey, marks_of};
pub use source::{Edition, Source, document_name, document_names};
pub use supply::{Difference, RULED, VISIT_ADDITION, YEN_ROW};
pub use synthetic::{SyntheticCode, has_synthetic_codes, kenpo_code, synthetic_code, synthetic_codes};
pub use tables::{CodeLimit, Exclusion, ExclusionPeriod, InclusionPeriod, Kept};
