//! Reading what somebody chose: a file, or a zip of files, whose order must not matter.

use rosai_masters::{Limits, MasterFile, MasterKind, Member, Refused, Shelf, fold, members, read};
use std::ops::ControlFlow;

/// What may come in: a revision's zips have a tenth of it.
pub(crate) const LARGEST: u64 = 500_000_000;

/// One file as it was read.
pub(crate) struct ReadMember {
    /// Its name.
    pub(crate) name: String,
    /// Its bytes' digest.
    pub(crate) sha256: String,
    /// What it is, or why it is none.
    pub(crate) outcome: Result<MasterFile, Refused>,
}

/// Every file in what was chosen. `auxiliary` is the shelf of 補助マスター, where one is loaded: 背反テーブル are told apart
/// by it. One that lies beside them counts first.
pub(crate) fn read_all(name: &str, bytes: &[u8], auxiliary: Option<&Shelf>) -> Result<Vec<ReadMember>, Refused> {
    let found = members(name, bytes, Limits::default())?;
    let mut out: Vec<Option<ReadMember>> = found.iter().map(|_| None).collect();
    let mut beside: Option<Shelf> = None;
    // Those that need another one are read once more when it is there.
    for last in [false, true] {
        for (member, place) in found.iter().zip(&mut out) {
            if place.is_some() {
                continue;
            }
            let outcome = read_one(member, beside.as_ref().or(auxiliary));
            if let Ok(file) = &outcome
                && file.kind == MasterKind::Auxiliary
            {
                beside = Some(fold(file.kind, [file]).shelf);
            }
            if last || !matches!(&outcome, Err(refused) if refused.wants_auxiliary) {
                *place = Some(ReadMember { name: member.name.clone(), sha256: digest(&member.bytes), outcome });
            }
        }
    }
    Ok(out.into_iter().flatten().collect())
}

fn read_one(member: &Member, auxiliary: Option<&Shelf>) -> Result<MasterFile, Refused> {
    read(member, auxiliary, &mut |_| ControlFlow::Continue(()))
}

fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// 医科診療行為マスター 全件 令和6年5月31日版.
pub(crate) fn title(kind: MasterKind, whole: bool, edition: rosai_domain::Day) -> String {
    format!("{} {} {}版", kind.ja(), if whole { "全件" } else { "更新" }, edition.ja())
}

/// `10133` as `10,133`.
pub(crate) fn thousands(number: usize) -> String {
    crate::month_view::grouped(&number.to_string())
}
