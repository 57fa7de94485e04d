//! 設定 › マスター: official master files, sent piece by piece, read, kept, taken back.

use super::wire;

wire! {
    /// A file of masters that is about to be sent.
    pub struct BeginMaster {
        /// Its name.
        name: String,
        /// How many bytes it has.
        size: u64,
    }

    /// Which file that is being sent.
    pub struct MasterUpload {
        /// Id of the sending.
        id: u32,
    }

    /// A piece of a file.
    pub struct MasterChunk {
        /// Id of the sending.
        id: u32,
        /// The bytes, base64; at most 1 MB of them.
        base64: String,
    }

    /// How far the sending is.
    pub struct MasterProgress {
        /// Id of the sending.
        id: u32,
        /// Bytes that came.
        received: u64,
        /// Bytes there are.
        size: u64,
    }

    /// What a file turned out to be. Nothing of it is kept yet.
    pub struct MasterRead {
        /// Id of the sending.
        id: u32,
        /// Name of the file.
        name: String,
        /// The file itself, or what lies in the zip.
        members: Vec<MasterMember>,
    }

    /// One master file as it was read.
    pub struct MasterMember {
        /// Name of the file, or of the file in the zip.
        name: String,
        /// `ready` (can be kept), `same` (is there already), `waits` (another master has to be there first), `refused`.
        state: String,
        /// One sentence: what it is, or why not.
        message: String,
        /// 医科診療行為マスター 全件 令和6年5月31日版; empty where it is none.
        title: String,
        /// How many rows it has.
        rows: u32,
        /// Rows that were refused, the first hundred.
        rejected: Vec<RejectedRow>,
        /// How many were refused.
        rejected_total: u32,
    }

    /// A row that cannot be a row of its master.
    pub struct RejectedRow {
        /// Its line in the file, from 1.
        line: u32,
        /// The column (項番), from 1; 0 where it is the line as a whole.
        column: u32,
        /// Why, one sentence.
        reason: String,
    }

    /// What came of keeping a file.
    pub struct MasterKept {
        /// Of every master file in it what it changed.
        reports: Vec<MasterReport>,
        /// All masters as they stand now.
        masters: MastersView,
    }

    /// Which loaded file.
    pub struct AskMaster {
        /// Its id.
        file: u32,
    }

    /// What a loaded file changed against the editions before it.
    pub struct MasterReport {
        /// Id of the loaded file.
        file: u32,
        /// 医科診療行為マスター 全件 令和6年5月31日版.
        title: String,
        /// One sentence with the counts.
        message: String,
        /// Codes in all since then.
        codes: u32,
        /// Codes that were not there before.
        new: MasterChanges,
        /// Codes that mean something else from a day on.
        changed: MasterChanges,
        /// Codes that end.
        ended: MasterChanges,
        /// Codes taken out as if they had never been.
        withdrawn: MasterChanges,
    }

    /// Changes of one sort.
    pub struct MasterChanges {
        /// How many there are.
        total: u32,
        /// The first 500 that hold what was looked for.
        first: Vec<MasterChange>,
        /// How many hold it.
        found: u32,
    }

    /// One code that changed.
    pub struct MasterChange {
        /// The code.
        key: String,
        /// Its name.
        name: String,
        /// From which day, for people.
        from_ja: String,
        /// Its last day, for people; empty where it goes on.
        to_ja: String,
        /// Column by column what was and what is.
        columns: Vec<MasterColumn>,
    }

    /// One column that changed.
    pub struct MasterColumn {
        /// Its name.
        name: String,
        /// What stood there.
        before: String,
        /// What stands there.
        after: String,
    }

    /// Asks what a loaded file changed.
    pub struct AskMasterReport {
        /// Id of the loaded file.
        file: u32,
        /// Words that a code's key or name must hold; empty: every code.
        query: String,
    }

    /// All masters as they stand.
    pub struct MastersView {
        /// Whether the actor may load and take back (administrators).
        may_load: bool,
        /// Every kind there is, loaded or not.
        kinds: Vec<MasterKindView>,
        /// Every file that was loaded, the newest first; those taken back too.
        files: Vec<MasterFileView>,
        /// Rows of updates whose whole file is not there yet.
        waiting: Vec<WaitingRows>,
        /// Where the fee book of the program and the masters say different things, the first 500.
        differences: Vec<MasterDifference>,
        /// How many differences there are.
        differences_total: u32,
    }

    /// The masters of one kind as they stand today.
    pub struct MasterKindView {
        /// Short name: `S`, `E03-1`.
        id: String,
        /// 医科診療行為マスター.
        ja: String,
        /// Codes in all.
        codes: u32,
        /// Codes in force today.
        in_force: u32,
        /// Day of the newest edition, for people; empty where none is loaded.
        newest_ja: String,
        /// Files that count.
        files: u32,
    }

    /// One file that was loaded.
    pub struct MasterFileView {
        /// Its id.
        file: u32,
        /// Short name of its kind.
        kind: String,
        /// 医科診療行為マスター 全件 令和6年5月31日版.
        title: String,
        /// Day of its edition.
        edition: String,
        /// Name of the file.
        name: String,
        /// How many rows it has.
        rows: u32,
        /// What was said of it when it was loaded: 新しい10,133 変わった0 終わった0.
        said: String,
        /// Who loaded it.
        by: String,
        /// When, for people.
        at_ja: String,
        /// It was taken back and counts no longer.
        taken_back: bool,
    }

    /// Rows of updates that change what is not there yet.
    pub struct WaitingRows {
        /// 医薬品マスター.
        kind_ja: String,
        /// Day of the edition of the update, for people.
        edition_ja: String,
        /// How many.
        total: u32,
        /// The first codes.
        keys: Vec<String>,
    }

    /// One code of which the fee book and the masters say different things.
    pub struct MasterDifference {
        /// The code.
        code: String,
        /// Its name.
        name: String,
        /// From which day, for people.
        day_ja: String,
        /// What differs: 点数, きざみ, 単位 ….
        what: String,
        /// What the fee book says.
        ours: String,
        /// What the master says; it is computed with.
        masters: String,
    }
}
