//! Masters from the shell: files read and folded together without any records, and finding in what they come to.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::fees::{FeesError, book};
use crate::masters::report_view;
use crate::masters_load::member_of;
use crate::masters_read::{ReadMember, read_chosen};
use crate::wire::{MasterMember, MasterReport};
use rosai_catalogue::{ActRow, Catalogue};
use rosai_domain::Day;
use rosai_masters::{MasterFile, MasterKind, Masters, fold, report};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Master files that were read and folded together, without records.
pub struct MasterTrial {
    /// What each file is, or why it is none, in the order given.
    pub members: Vec<MasterMember>,
    /// What each edition changes against those before it, by kind and edition.
    pub reports: Vec<MasterReport>,
    /// How many rows of updates wait for their whole file.
    pub waiting: usize,
    book: Catalogue,
}

/// One act that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAct {
    /// 診療行為コード.
    pub code: String,
    /// 区分番号.
    pub kubun: String,
    /// Name.
    pub name: String,
    /// Points or yen with unit: `291点`.
    pub amount: String,
    /// Where it is written.
    pub source: String,
}

/// Reads files as the window would, all together; `step` hears the name of each before it is read.
pub fn try_masters(files: &[(String, Vec<u8>)], step: &mut dyn FnMut(&str)) -> Result<MasterTrial, FeesError> {
    let mut read: Vec<Vec<ReadMember>> = Vec::new();
    let mut auxiliary = None;
    for (name, bytes) in files {
        step(name);
        let members = read_chosen(name, bytes, auxiliary.as_ref()).unwrap_or_else(|refused| {
            vec![ReadMember { name: name.clone(), sha256: String::new(), outcome: Err(refused) }]
        });
        for file in members.iter().filter_map(|m| m.outcome.as_ref().ok()) {
            if file.kind == MasterKind::Auxiliary {
                auxiliary = Some(fold(file.kind, [file]).shelf);
            }
        }
        read.push(members);
    }
    // 背反テーブル that came before 補助マスター.
    for ((name, bytes), members) in files.iter().zip(&mut read) {
        if auxiliary.is_some() && members.iter().any(ReadMember::waits) {
            step(name);
            *members = read_chosen(name, bytes, auxiliary.as_ref()).unwrap_or_default();
        }
    }
    let mut by_kind: BTreeMap<MasterKind, Vec<&MasterFile>> = BTreeMap::new();
    for file in read.iter().flatten().filter_map(|m| m.outcome.as_ref().ok()) {
        by_kind.entry(file.kind).or_default().push(file);
    }
    let (mut masters, mut reports, mut waiting) = (Masters::default(), Vec::new(), 0);
    for (kind, mut files) in by_kind {
        files.sort_by_key(|f| f.edition);
        let mut before = fold(kind, []);
        for upto in 1..=files.len() {
            let after = fold(kind, files[..upto].iter().copied());
            let file = files[upto - 1];
            reports.push(report_view(0, file, &report(kind, &before.shelf, &after.shelf, file.edition), ""));
            before = after;
        }
        waiting += before.waiting.len();
        masters.put(kind, before.shelf);
    }
    let members = read.iter().flatten().map(member_of).collect();
    Ok(MasterTrial { members, reports, waiting, book: book()?.with_masters(Arc::new(masters)) })
}

impl MasterTrial {
    /// Acts in force on a day that hold every word typed: of the fee book and of these files.
    pub fn find(&self, typed: &str, day: &str) -> Result<Vec<FoundAct>, String> {
        found(&self.book, typed, day)
    }
}

impl Desk {
    /// Acts in force on a day that hold every word typed: of the fee book and of the masters of the open file.
    pub fn find_rows(&self, typed: &str, day: &str) -> Result<Vec<FoundAct>, ApiError> {
        self.store()?;
        found(self.engine.catalogue(), typed, day).map_err(ApiError::refused)
    }
}

fn found(book: &Catalogue, typed: &str, day: &str) -> Result<Vec<FoundAct>, String> {
    let day = Day::parse(day)?;
    let view = |row: &Arc<ActRow>| FoundAct {
        code: row.code.to_string(),
        kubun: row.kubun.to_string(),
        name: row.name.to_string(),
        amount: rosai_claim::amount_ja(&row.points),
        source: crate::settings::cite_ja(&row.points.cite),
    };
    Ok(book.find(typed, day).into_iter().map(view).collect())
}
