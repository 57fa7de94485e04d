//! Masters from the shell: files read and folded together without any records, and finding in what they come to.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::fees::{FeesError, book};
use crate::masters::report_view;
use crate::masters_load::member_of;
use crate::masters_read::{ReadMember, read_chosen};
use crate::wire::{MasterMember, MasterReport};
use rosai_catalogue::{Ask, Catalogue, FoundKind, MaterialAmount, RowKey};
use rosai_document::TableValue;
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

/// One act, drug, material or disease that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// 行為, 薬剤, 材料, 傷病名.
    pub kind: &'static str,
    /// Code.
    pub code: String,
    /// 区分番号 of an act.
    pub kubun: String,
    /// Name.
    pub name: String,
    /// Points or yen with unit: `291点`; empty for a disease.
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
    /// What is in force on a day and holds every word typed, as the one box finds it: the fee book's and these files'.
    pub fn find(&self, typed: &str, day: &str) -> Result<Vec<FoundRow>, String> {
        found(&self.book, typed, day)
    }
}

impl Desk {
    /// What is in force on a day and holds every word typed, as the one box finds it: the fee book's and the masters'.
    pub fn find_rows(&self, typed: &str, day: &str) -> Result<Vec<FoundRow>, ApiError> {
        self.store()?;
        found(self.engine.catalogue(), typed, day).map_err(ApiError::refused)
    }
}

/// Most rows of one kind of list.
const MOST: usize = 50;

fn found(book: &Catalogue, typed: &str, day: &str) -> Result<Vec<FoundRow>, String> {
    let day = Day::parse(day)?;
    let finder = book.finder(|_| false);
    let hits = finder.find(Ask { typed, day, groups: &[], marks: 0, most: MOST }).hits;
    let rows = hits.iter().filter(|h| h.in_force).filter_map(|h| row(book, h.key, day));
    let diseases = book.diseases().find(typed, &[], day).into_iter().take(MOST).map(|d| FoundRow {
        kind: "傷病名",
        code: std::iter::once(d.code).chain(d.modifiers).collect::<Vec<_>>().join("+"),
        kubun: String::new(),
        name: d.name,
        amount: String::new(),
        source: MasterKind::Disease.ja().to_owned(),
    });
    Ok(rows.chain(diseases).collect())
}

fn row(book: &Catalogue, key: &RowKey, day: Day) -> Option<FoundRow> {
    let code = &*key.code;
    let of = |kind, kubun: &str, name: &str, amount: String, value: Option<&TableValue>| FoundRow {
        kind,
        code: code.to_owned(),
        kubun: kubun.to_owned(),
        name: name.to_owned(),
        amount,
        source: value.map(|v| crate::settings::cite_ja(&v.cite)).unwrap_or_default(),
    };
    Some(match key.kind {
        FoundKind::Act => {
            let row = book.act(code, day).ok()?;
            of("行為", &row.kubun, &row.name, rosai_claim::amount_ja(&row.points), Some(&row.points))
        }
        FoundKind::Drug => {
            let drug = book.drug(code, day)?;
            let price = format!("{}円/{}", drug.price.value.normalize(), drug.unit);
            of("薬剤", "", &drug.name, price, Some(&drug.price))
        }
        FoundKind::Material => {
            let material = book.material(code, day)?;
            let amount = match material.amount {
                MaterialAmount::Price => format!("{}円/{}", material.price.value.normalize(), material.unit),
                MaterialAmount::Purchase => "購入価格".to_owned(),
                MaterialAmount::Factor => "率".to_owned(),
            };
            of("材料", "", &material.name, amount, Some(&material.price))
        }
    })
}
