//! Reading what somebody chose: a file, or a zip of files.

use rosai_masters::{Limits, MasterFile, MasterKind, Refused, Shelf, members};
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

impl ReadMember {
    /// Whether it has to be read again once 補助マスター is there.
    pub(crate) fn waits(&self) -> bool {
        self.outcome.as_ref().is_err_and(|refused| refused.wants_auxiliary)
    }
}

/// Every file in what was chosen, or why there is none. `auxiliary` is the shelf of 補助マスター, where one is loaded.
pub(crate) fn read_chosen(name: &str, bytes: &[u8], auxiliary: Option<&Shelf>) -> Result<Vec<ReadMember>, Refused> {
    let found = members(name, bytes, Limits::default())?;
    // Whoever wants to stop does so between two commands.
    let outcomes = rosai_masters::read_all(&found, auxiliary, &mut |_| ControlFlow::Continue(()));
    let both = found.into_iter().zip(outcomes);
    let read = |(member, outcome): (rosai_masters::Member, Result<MasterFile, Refused>)| {
        let sha256 = digest(&member.bytes);
        ReadMember { name: member.name, sha256, outcome }
    };
    Ok(both.map(read).collect())
}

fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// 医科診療行為マスター 全件 令和6年5月31日版.
pub(crate) fn title(file: &MasterFile) -> String {
    title_of(file.kind, extent(file), file.edition)
}

/// How much of its master a file is, as the store keeps it.
pub(crate) fn extent(file: &MasterFile) -> &'static str {
    match (file.whole, file.former) {
        (_, true) => "former",
        (true, _) => "whole",
        (false, _) => "update",
    }
}

/// The same of a file whose rows are not at hand.
pub(crate) fn title_of(kind: MasterKind, extent: &str, edition: rosai_domain::Day) -> String {
    let sort = match extent {
        "former" => "旧傷病名",
        "whole" => "全件",
        _ => "更新",
    };
    format!("{} {sort} {}版", kind.ja(), edition.ja())
}

/// `10133` as `10,133`.
pub(crate) fn thousands(number: usize) -> String {
    crate::month_view::grouped(&number.to_string())
}
