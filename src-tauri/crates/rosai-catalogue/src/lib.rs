//! Dated rows: the items of the manual and the acts, from our own fee book. Loaded masters become a second
//! supplier of the same rows later; rules never see the difference.
//!
//! A number without its source does not load.

mod act;
mod as_on;
mod book;
mod change;
mod comments;
mod entered;
mod item;
mod overlay;
mod source;
mod synthetic;
mod tables;

pub use act::{ActRow, LimbRule, Step};
pub use book::{Catalogue, FeeLine, Missing};
pub use change::{FeeChange, InForce};
pub use comments::{CommentDemand, CommentPattern, CommentRow, DemandWhen};
pub use entered::Entered;
pub use item::{FeeItem, ItemUnit};
pub use overlay::Overlay;
pub use source::{Edition, Source, document_name, document_names};
pub use synthetic::{SyntheticCode, has_synthetic_codes, kenpo_code, synthetic_code, synthetic_codes};
pub use tables::{CodeLimit, Exclusion, ExclusionPeriod, InclusionPeriod, Kept};
