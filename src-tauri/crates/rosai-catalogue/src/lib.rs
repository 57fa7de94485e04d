//! Dated rows: the items of the manual and the acts, from our own fee book. Loaded masters become a second
//! supplier of the same rows later; rules never see the difference.
//!
//! A number without its source does not load.

mod act;
mod article;
mod as_on;
mod book;
mod change;
mod diseases;
mod entered;
mod finder;
mod item;
mod overlay;
mod search;
mod source;

pub use act::{ActRow, LimbRule, Step};
pub use article::Article;
pub use book::{Catalogue, FeeLine, Missing};
pub use change::{FeeChange, InForce};
pub use diseases::{
    Composed, DiseaseBase, DiseaseBook, DiseaseDoubt, MOST_MODIFIERS, Modifier, UNCODED, same_name, site_words,
};
pub use entered::Entered;
pub use finder::{Ask, Entry, Finder, Found, GROUPS, Hit, Said, spelling};
pub use item::{FeeItem, ItemUnit};
pub use overlay::Overlay;
pub use search::{FoundKind, RowKey, marks_of};
pub use source::{Edition, Source, document_name, document_names};
