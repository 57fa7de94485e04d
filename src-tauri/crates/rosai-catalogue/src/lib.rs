//! Dated rows: the items of the manual and the acts, from our own fee book. Loaded masters become a second
//! supplier of the same rows later; rules never see the difference.
//!
//! A number without its source does not load.

mod act;
mod as_on;
mod book;
mod change;
mod diseases;
mod entered;
mod item;
mod overlay;
mod source;

pub use act::{ActRow, LimbRule, Step};
pub use book::{Catalogue, FeeLine, Missing};
pub use change::{FeeChange, InForce};
pub use diseases::{Composed, DiseaseBase, DiseaseBook, DiseaseDoubt, MOST_MODIFIERS, Modifier, UNCODED, site_words};
pub use entered::Entered;
pub use item::{FeeItem, ItemUnit};
pub use overlay::Overlay;
pub use source::{Edition, Source, document_name, document_names};
