//! The official master files a clinic loads: which there are, what a row is, and the shelves on which rows stand by key
//! and by day. Bytes come in, rows come out; no disk, no rule.
//!
//! A shelf is never written by hand: it is folded from the files that were loaded, in the order of their editions, so
//! that the order of loading does not matter and a file can be taken back.

mod fold;
mod kind;
mod layout;
mod member;
mod pack;
mod read;
mod refused;
mod report;
mod row;
mod shelf;
mod text;

pub use fold::{Folded, fold};
pub use kind::MasterKind;
pub use member::{Limits, Member, begins_like_a_master, members};
pub use read::{MasterFile, Progress, read, read_all};
pub use refused::{Refused, Rejected};
pub use report::{Change, Report, report};
pub use row::Row;
pub use shelf::{Masters, Shelf, Version};
