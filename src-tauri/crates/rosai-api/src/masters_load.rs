//! Loading masters: pieces of a file come in, the file is read, shown, kept or dropped.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::masters::packed;
use crate::masters_read::{LARGEST, ReadMember, extent, read_chosen, thousands, title};
use crate::wire::*;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rosai_masters::{MasterFile, MasterKind, Refused, Shelf, begins_like_a_master};
use rosai_store::MasterFileWrite;
use std::collections::BTreeMap;

/// Largest piece.
const PIECE: usize = 1_048_576;
/// Longest name of a file that is kept.
const LONGEST_NAME: usize = 120;

/// Files on their way in.
#[derive(Default)]
pub(crate) struct Uploads {
    last: u32,
    open: BTreeMap<u32, Upload>,
}

struct Upload {
    name: String,
    size: u64,
    bytes: Vec<u8>,
    read: Option<Vec<ReadMember>>,
}

impl Uploads {
    fn get(&mut self, id: u32) -> Result<&mut Upload, ApiError> {
        self.open.get_mut(&id).ok_or_else(|| {
            ApiError::refused("この読み込みは取り消されています。入れるときは、ファイルを選び直してください。")
        })
    }

    fn begin(&mut self, name: &str, size: u64) -> Result<u32, ApiError> {
        let under_way: u64 = self.open.values().map(|u| u.size).sum();
        if size == 0 {
            return Err(ApiError::refused(format!("「{name}」は空のファイルです。ダウンロードし直してください。")));
        }
        if under_way.saturating_add(size) > LARGEST {
            return Err(ApiError::refused(format!(
                "「{name}」は大きすぎます。一度に読み込めるのは合わせて500MBまでです。マスターのファイルかどうかを確かめてください。"
            )));
        }
        self.last += 1;
        self.open.insert(self.last, Upload { name: name.to_owned(), size, bytes: Vec::new(), read: None });
        Ok(self.last)
    }

    /// Takes bytes up. What begins like no master ends here.
    fn put(&mut self, id: u32, piece: &[u8]) -> Result<MasterProgress, ApiError> {
        let upload = self.get(id)?;
        let first = upload.bytes.is_empty();
        let done = if (upload.bytes.len() + piece.len()) as u64 > upload.size {
            Err(format!(
                "「{}」が、はじめに言った大きさより長く届きました。ファイルを選び直してください。",
                upload.name
            ))
        } else if first {
            begins_like_a_master(&upload.name, piece).map_err(|refused| refused.sentence)
        } else {
            Ok(())
        };
        if let Err(sentence) = done {
            self.open.remove(&id);
            return Err(ApiError::refused(sentence));
        }
        upload.bytes.extend_from_slice(piece);
        Ok(MasterProgress { id, received: upload.bytes.len() as u64, size: upload.size })
    }
}

/// The name as it is kept and shown: one line, no folder.
fn short_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.trim().is_empty() { "名前のないファイル".to_owned() } else { name }
}

impl Desk {
    /// A file of masters will come in pieces.
    pub(crate) fn begin_master(&mut self, actor: &str, ask: BeginMaster) -> Result<MasterProgress, ApiError> {
        self.masters_by_administrators(actor)?;
        let id = self.uploads.begin(&short_name(&ask.name), ask.size)?;
        Ok(MasterProgress { id, received: 0, size: ask.size })
    }

    /// The next piece of it.
    pub(crate) fn put_master_chunk(&mut self, actor: &str, ask: MasterChunk) -> Result<MasterProgress, ApiError> {
        self.masters_by_administrators(actor)?;
        let broken = || ApiError::refused("届いたファイルの一部が読めません。ファイルを選び直してください。");
        if ask.base64.len() > PIECE / 3 * 4 + 4 {
            return Err(broken());
        }
        let piece = BASE64_STANDARD.decode(ask.base64.as_bytes()).map_err(|_| broken())?;
        self.uploads.put(ask.id, &piece)
    }

    /// Bytes of a door that has them at hand: the shell. Answers the id of the sending.
    pub fn take_master(&mut self, actor: &str, name: &str, bytes: &[u8]) -> Result<u32, ApiError> {
        self.masters_by_administrators(actor)?;
        let id = self.uploads.begin(&short_name(name), bytes.len() as u64)?;
        self.uploads.put(id, bytes)?;
        Ok(id)
    }

    /// Reads what came. Nothing is kept yet.
    pub(crate) fn read_master(&mut self, actor: &str, ask: MasterUpload) -> Result<MasterRead, ApiError> {
        self.masters_by_administrators(actor)?;
        let auxiliary = self.book.masters().shelf(MasterKind::Auxiliary);
        let upload = self.uploads.get(ask.id)?;
        if (upload.bytes.len() as u64) < upload.size {
            return Err(ApiError::refused(format!(
                "「{}」は、まだ全部は届いていません。ファイルを選び直してください。",
                upload.name
            )));
        }
        let read = read_chosen(&upload.name, &upload.bytes, auxiliary);
        let name = upload.name.clone();
        match read {
            Err(refused) => {
                // A zip that is none: there is nothing to keep.
                self.uploads.open.remove(&ask.id);
                Ok(MasterRead { id: ask.id, members: vec![refused_member(&name, &refused)], name })
            }
            Ok(read) => {
                let members = read.iter().map(|m| self.member_view(m)).collect::<Result<_, _>>()?;
                self.uploads.get(ask.id)?.read = Some(read);
                Ok(MasterRead { id: ask.id, name, members })
            }
        }
    }

    fn member_view(&self, member: &ReadMember) -> Result<MasterMember, ApiError> {
        let Ok(file) = &member.outcome else { return Ok(member_of(member)) };
        let there = self.store()?.master_files()?.into_iter();
        let there = there.filter(|f| !f.taken_back).find(|f| f.kind == file.kind.id() && f.sha256 == member.sha256);
        let view = member_of(member);
        Ok(match there {
            Some(_) => MasterMember {
                state: "same".to_owned(),
                message: format!("{}は、もう入っています。何も変わりません。", view.title),
                ..view
            },
            None => view,
        })
    }

    /// Keeps what was read and is no refusal; each file stands whole or not at all.
    pub(crate) fn keep_master(&mut self, actor: &str, ask: MasterUpload) -> Result<MasterKept, ApiError> {
        self.masters_by_administrators(actor)?;
        let unread =
            || ApiError::refused("まだ読み取っていないファイルは入れられません。ファイルを選び直してください。");
        let read = self.uploads.get(ask.id)?.read.take().ok_or_else(unread)?;
        self.uploads.open.remove(&ask.id);
        let (mut reports, mut shelves) = (Vec::new(), Vec::new());
        let mut left = Ok(());
        for member in read {
            if let Ok(file) = member.outcome {
                match self.keep_file(actor, &member.name, &member.sha256, &file) {
                    Ok(Some((report, shelf))) => {
                        reports.push(report);
                        shelves.push((file.kind, shelf));
                    }
                    Ok(None) => {}
                    Err(error) => {
                        left = Err(error);
                        break;
                    }
                }
            }
        }
        // What was kept before a refusal counts.
        self.take_shelves(shelves)?;
        left?;
        Ok(MasterKept { reports, masters: self.masters_view(actor)? })
    }

    /// One file with the shelf it makes; none where the same content is there.
    fn keep_file(
        &mut self,
        actor: &str,
        name: &str,
        sha256: &str,
        file: &MasterFile,
    ) -> Result<Option<(MasterReport, Shelf)>, ApiError> {
        let (kind, rows) = (file.kind.id(), u32::try_from(file.rows.len()).unwrap_or(u32::MAX));
        let known = self.store()?.master_files()?.into_iter().find(|f| f.kind == kind && f.sha256 == sha256);
        if known.as_ref().is_some_and(|f| !f.taken_back) {
            return Ok(None);
        }
        let (folded, mut report) = self.folded_with(known.as_ref().map(|f| f.id), file)?;
        let shelf = packed(&folded)?;
        let title = title(file);
        let write = MasterFileWrite {
            kind: kind.to_owned(),
            edition: file.edition.to_string(),
            extent: extent(file).to_owned(),
            name: short_name(name),
            sha256: sha256.to_owned(),
            rows,
            summary: crate::form::json(&crate::masters::Summary::of(&report))?,
            body: file.pack(),
        };
        let summary = format!("{title}（{}、{}行）を入れた", write.name, thousands(file.rows.len()));
        report.file = self.write(actor, &summary, |store, c| store.load_master(c, write, Some(&shelf)))?.id;
        Ok(Some((report, folded.shelf)))
    }

    /// The file is not kept after all.
    pub(crate) fn drop_master(&mut self, _actor: &str, ask: MasterUpload) -> Result<Nothing, ApiError> {
        self.uploads.open.remove(&ask.id);
        Ok(Nothing {})
    }
}

/// What a file is, whatever was loaded before.
pub(crate) fn member_of(member: &ReadMember) -> MasterMember {
    let file = match &member.outcome {
        Err(refused) => return refused_member(&member.name, refused),
        Ok(file) => file,
    };
    let title = title(file);
    MasterMember {
        name: member.name.clone(),
        state: "ready".to_owned(),
        message: format!("{title}（{}行）", thousands(file.rows.len())),
        title,
        rows: u32::try_from(file.rows.len()).unwrap_or(u32::MAX),
        ..MasterMember::default()
    }
}

fn refused_member(name: &str, refused: &Refused) -> MasterMember {
    let row = |r: &rosai_masters::Rejected| RejectedRow { line: r.line, column: r.column, reason: r.reason.clone() };
    MasterMember {
        name: name.to_owned(),
        state: if refused.wants_auxiliary { "waits" } else { "refused" }.to_owned(),
        message: refused.sentence.clone(),
        rejected: refused.rejected.iter().map(row).collect(),
        rejected_total: u32::try_from(refused.total).unwrap_or(u32::MAX),
        ..MasterMember::default()
    }
}
