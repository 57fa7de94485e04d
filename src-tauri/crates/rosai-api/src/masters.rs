//! 設定 › マスター: which official masters are there, what each changed, taking one back. What is computed with is folded from
//! the files that count, so the order of loading is nothing.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, json, moment_ja};
use crate::masters_read::{extent, title, title_of};
use crate::month_view::grouped;
use crate::wire::*;
use rosai_catalogue::Difference;
use rosai_domain::{Day, fold_width};
use rosai_masters::{Change, Folded, MasterFile, MasterKind, Masters, Report, Shelf, fold, report};
use rosai_store::{MasterFileRow, MasterShelf, Store};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Changes of one sort that are shown at once.
const MOST: usize = 500;
/// Codes named of rows that wait.
const NAMED: usize = 20;

/// What was said of a file when it was loaded, as kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Summary {
    new: u32,
    changed: u32,
    ended: u32,
    withdrawn: u32,
}

impl Summary {
    pub(crate) fn of(report: &MasterReport) -> Self {
        let MasterReport { new, changed, ended, withdrawn, .. } = report;
        Self { new: new.total, changed: changed.total, ended: ended.total, withdrawn: withdrawn.total }
    }

    fn ja(&self) -> String {
        let mut out = format!(
            "新しい{}　変わった{}　終わった{}",
            grouped(&self.new.to_string()),
            grouped(&self.changed.to_string()),
            grouped(&self.ended.to_string())
        );
        if self.withdrawn > 0 {
            out.push_str(&format!("　取り消された{}", grouped(&self.withdrawn.to_string())));
        }
        out
    }
}

/// What there is to say of a shelf, as kept: rows of updates whose whole file is not there.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Note {
    waiting: Vec<(Day, String)>,
}

/// A shelf ready for the store.
pub(crate) fn packed(folded: &Folded) -> Result<MasterShelf, ApiError> {
    Ok(MasterShelf { body: folded.shelf.pack(), note: json(&Note { waiting: folded.waiting.clone() })? })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Files of one kind that count, by edition and then by loading.
fn kept_files(store: &Store, kind: &str) -> Result<Vec<(u32, MasterFile)>, ApiError> {
    let mut out = Vec::new();
    for row in store.master_files()?.into_iter().filter(|f| f.kind == kind && !f.taken_back) {
        out.push((row.id, unpacked(store, row.id)?));
    }
    out.sort_by_key(|(id, file)| place(*id, file));
    Ok(out)
}

/// Where a file stands among those of its kind: by edition, a whole file before the updates of its day (as they are
/// folded), then by loading.
fn place(id: u32, file: &MasterFile) -> (Day, u8, u32) {
    let rank = match extent(file) {
        "whole" => 0,
        "former" => 1,
        _ => 2,
    };
    (file.edition, rank, id)
}

fn unpacked(store: &Store, id: u32) -> Result<MasterFile, ApiError> {
    MasterFile::unpack(&store.master_body(id)?)
        .map_err(|_| ApiError::refused("入れたマスターのファイルが1つ読めません。取り消して、もう一度入れてください。"))
}

impl Desk {
    pub(crate) fn masters_by_administrators(&self, actor: &str) -> Result<(), ApiError> {
        self.known(actor)?;
        if self.is_administrator(actor)? {
            return Ok(());
        }
        Err(ApiError::refused(
            "マスターを入れたり取り消したりするのは管理者だけができます。管理者が担当を選び直してから行ってください（管理者は設定の「スタッフ」で決めます）。",
        ))
    }

    /// Computes with the masters of the open file from now on.
    pub(crate) fn take_masters(&mut self) -> Result<(), ApiError> {
        let (mut masters, mut anew) = (Masters::default(), Vec::new());
        for (id, shelf) in self.store()?.master_shelves()? {
            // A kind that this version does not know is a newer one's.
            let Some(kind) = MasterKind::by_id(&id) else { continue };
            let unpacked = match Shelf::unpack(&shelf.body) {
                Ok(unpacked) => unpacked,
                Err(why) => {
                    // Written by a program that packed otherwise: the files say what stood there.
                    self.door.log(&format!("shelf {id} folded anew: {why}"));
                    let files = kept_files(self.store()?, &id)?;
                    let folded = fold(kind, files.iter().map(|(_, file)| file));
                    anew.push((id, packed(&folded)?));
                    folded.shelf
                }
            };
            masters.put(kind, unpacked);
        }
        if !anew.is_empty() {
            self.store_mut()?.put_master_shelves(&anew)?;
        }
        self.lay_masters(masters)
    }

    /// The fee book with these masters, and what was compared over both.
    fn lay_masters(&mut self, masters: Masters) -> Result<(), ApiError> {
        self.book = self.carried.clone().with_masters(Arc::new(masters));
        self.take_values()
    }

    /// Computes with these shelves in the place of those of their kinds.
    pub(crate) fn take_shelves(&mut self, shelves: Vec<(MasterKind, Shelf)>) -> Result<(), ApiError> {
        let mut masters = self.book.masters().clone();
        for (kind, shelf) in shelves {
            masters.put(kind, shelf);
        }
        self.lay_masters(masters)
    }

    /// The shelf that all files of a kind come to with one more, and what that one changed. `again` is its id where it
    /// had been taken back.
    pub(crate) fn folded_with(
        &self,
        again: Option<u32>,
        file: &MasterFile,
    ) -> Result<(Folded, MasterReport), ApiError> {
        let others = kept_files(self.store()?, file.kind.id())?;
        let own = place(again.unwrap_or(u32::MAX), file);
        let (earlier, later): (Vec<_>, Vec<_>) = others.iter().partition(|(id, f)| place(*id, f) < own);
        let earlier = || earlier.iter().map(|(_, f)| f);
        let (before, after) = (fold(file.kind, earlier()), fold(file.kind, earlier().chain([file])));
        let said = report(file.kind, &before.shelf, &after.shelf, file.edition);
        let view = report_view(again.unwrap_or_default(), file, &said, "");
        if later.is_empty() {
            return Ok((after, view));
        }
        Ok((fold(file.kind, earlier().chain([file]).chain(later.iter().map(|(_, f)| f))), view))
    }

    /// All masters as they stand.
    pub(crate) fn masters(&mut self, actor: &str, _: Nothing) -> Result<MastersView, ApiError> {
        self.masters_view(actor)
    }

    pub(crate) fn masters_view(&self, actor: &str) -> Result<MastersView, ApiError> {
        let (store, today) = (self.store()?, self.today_is());
        let files = store.master_files()?;
        let kinds = MasterKind::ALL.into_iter().map(|kind| {
            let counting = || files.iter().filter(|f| f.kind == kind.id() && !f.taken_back);
            let shelf = self.book.masters().shelf(kind);
            MasterKindView {
                id: kind.id().to_owned(),
                ja: kind.ja().to_owned(),
                codes: count(shelf.map_or(0, Shelf::len)),
                in_force: count(shelf.map_or(0, |s| s.active(today))),
                newest_ja: counting().map(|f| &f.edition).max().map(|d| day_ja(d)).unwrap_or_default(),
                files: count(counting().count()),
            }
        });
        let differences = self.book.differences();
        Ok(MastersView {
            may_load: self.is_administrator(actor)?,
            kinds: kinds.collect(),
            files: files.iter().rev().map(file_view).collect(),
            waiting: waiting(store)?,
            differences: differences.iter().take(MOST).map(difference_view).collect(),
            differences_total: count(differences.len()),
        })
    }

    /// What a loaded file changed against the editions before it.
    pub(crate) fn master_report(&mut self, _actor: &str, ask: AskMasterReport) -> Result<MasterReport, ApiError> {
        let store = self.store()?;
        let row = known_file(store, ask.file)?;
        let file = unpacked(store, row.id)?;
        let own = place(row.id, &file);
        let others = kept_files(store, &row.kind)?;
        let earlier = || others.iter().filter(|(id, f)| place(*id, f) < own).map(|(_, f)| f);
        let (before, after) = (fold(file.kind, earlier()), fold(file.kind, earlier().chain([&file])));
        Ok(report_view(row.id, &file, &report(file.kind, &before.shelf, &after.shelf, file.edition), &ask.query))
    }

    /// Takes a load back: what it brought no longer counts. The file stays and can be put back.
    pub(crate) fn take_back_master(&mut self, actor: &str, ask: AskMaster) -> Result<MastersView, ApiError> {
        self.masters_by_administrators(actor)?;
        let row = known_file(self.store()?, ask.file)?;
        if row.taken_back {
            return Err(ApiError::refused(format!("{}は、もう取り消してあります。", row_title(&row))));
        }
        let mut files = kept_files(self.store()?, &row.kind)?;
        files.retain(|(id, _)| *id != row.id);
        let (kind, folded, shelf) = shelf_of(&row, &files)?;
        let summary = format!("{}（{}）を取り消した", row_title(&row), row.name);
        self.write(actor, &summary, |store, c| store.take_back_master(c, row.id, shelf.as_ref()))?;
        self.take_shelves(vec![(kind, folded.shelf)])?;
        self.masters_view(actor)
    }

    /// Puts back a load that was taken back.
    pub(crate) fn put_back_master(&mut self, actor: &str, ask: AskMaster) -> Result<MastersView, ApiError> {
        self.masters_by_administrators(actor)?;
        let row = known_file(self.store()?, ask.file)?;
        if !row.taken_back {
            return Err(ApiError::refused(format!("{}は、取り消してありません。", row_title(&row))));
        }
        let mut files = kept_files(self.store()?, &row.kind)?;
        files.push((row.id, unpacked(self.store()?, row.id)?));
        let (kind, folded, shelf) = shelf_of(&row, &files)?;
        let summary = format!("{}（{}）を元に戻した", row_title(&row), row.name);
        self.write(actor, &summary, |store, c| store.put_back_master(c, row.id, shelf.as_ref()))?;
        self.take_shelves(vec![(kind, folded.shelf)])?;
        self.masters_view(actor)
    }
}

/// What the files of a file's kind come to, and that for the store: nothing where no file is left.
fn shelf_of(
    row: &MasterFileRow,
    files: &[(u32, MasterFile)],
) -> Result<(MasterKind, Folded, Option<MasterShelf>), ApiError> {
    let newer = || {
        ApiError::refused("このマスターは、もっと新しい労災デスクで入れたものです。新しい労災デスクで行ってください。")
    };
    let kind = MasterKind::by_id(&row.kind).ok_or_else(newer)?;
    let folded = fold(kind, files.iter().map(|(_, f)| f));
    let shelf = if files.is_empty() { None } else { Some(packed(&folded)?) };
    Ok((kind, folded, shelf))
}

fn known_file(store: &Store, id: u32) -> Result<MasterFileRow, ApiError> {
    store.master_files()?.into_iter().find(|f| f.id == id).ok_or_else(|| ApiError::not_found("マスターのファイル"))
}

fn waiting(store: &Store) -> Result<Vec<WaitingRows>, ApiError> {
    let mut out = Vec::new();
    for (id, shelf) in store.master_shelves()? {
        let Some(kind) = MasterKind::by_id(&id) else { continue };
        let mut by_edition: BTreeMap<Day, Vec<String>> = BTreeMap::new();
        for (edition, key) in body::<Note>(&shelf.note)?.waiting {
            by_edition.entry(edition).or_default().push(readable(&key));
        }
        out.extend(by_edition.into_iter().map(|(edition, mut keys)| {
            let total = count(keys.len());
            keys.truncate(NAMED);
            WaitingRows { kind_ja: kind.ja().to_owned(), edition_ja: edition.ja(), total, keys }
        }));
    }
    Ok(out)
}

fn difference_view(difference: &Difference) -> MasterDifference {
    MasterDifference {
        code: difference.code.clone(),
        name: difference.name.clone(),
        day_ja: difference.day.ja(),
        what: difference.what.to_owned(),
        ours: difference.ours.clone(),
        masters: difference.masters.clone(),
    }
}

/// A key for people: its parts with a slash between.
fn readable(key: &str) -> String {
    key.replace('\t', "／")
}

fn day_ja(day: &str) -> String {
    Day::parse(day).map_or_else(|_| day.to_owned(), |d| d.ja())
}

fn row_title(row: &MasterFileRow) -> String {
    match (MasterKind::by_id(&row.kind), Day::parse(&row.edition)) {
        (Some(kind), Ok(edition)) => title_of(kind, &row.extent, edition),
        _ => row.name.clone(),
    }
}

fn file_view(row: &MasterFileRow) -> MasterFileView {
    MasterFileView {
        file: row.id,
        kind: row.kind.clone(),
        title: row_title(row),
        edition: row.edition.clone(),
        name: row.name.clone(),
        rows: row.rows,
        said: body::<Summary>(&row.summary).unwrap_or_default().ja(),
        by: row.loaded_by.clone(),
        at_ja: moment_ja(&row.loaded_at),
        taken_back: row.taken_back,
    }
}

pub(crate) fn report_view(id: u32, file: &MasterFile, said: &Report, query: &str) -> MasterReport {
    let mut view = MasterReport {
        file: id,
        title: title(file),
        message: String::new(),
        codes: count(said.keys),
        new: changes(&said.new, query),
        changed: changes(&said.changed, query),
        ended: changes(&said.ended, query),
        withdrawn: changes(&said.withdrawn, query),
    };
    view.message = format!(
        "{}を入れました：{}。コードは全部で{}です。",
        view.title,
        Summary::of(&view).ja().replace('　', "、"),
        grouped(&view.codes.to_string())
    );
    view
}

/// The first changes whose code or name holds every word.
fn changes(all: &[Change], query: &str) -> MasterChanges {
    let fold = |text: &str| fold_width(text).to_lowercase();
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let holds = |c: &&Change| {
        words.is_empty() || {
            let text = fold(&format!("{} {}", c.key, c.name));
            words.iter().all(|w| text.contains(w))
        }
    };
    let found = all.iter().filter(holds).count();
    let first = all.iter().filter(holds).take(MOST).map(|c| MasterChange {
        key: readable(&c.key),
        name: c.name.clone(),
        from_ja: c.from.ja(),
        to_ja: c.to.map(Day::ja).unwrap_or_default(),
        columns: c
            .what
            .iter()
            .map(|(name, before, after)| MasterColumn {
                name: name.to_string(),
                before: before.clone(),
                after: after.clone(),
            })
            .collect(),
    });
    MasterChanges { total: count(all.len()), first: first.collect(), found: count(found) }
}
