//! Why the store could not do it: one plain sentence each for the person in front, details for the log.

use rusqlite::ErrorCode;
use std::io::ErrorKind;

/// What the functions of the store return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why not. `Display` is Japanese and for the person: what happened, what is safe, what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file at this path.
    #[error(
        "記録のファイルが見つかりません。場所が変わっていないか、外付けのディスクがつながっているかを確かめてください。"
    )]
    Missing,
    /// No folder in which the file could be made.
    #[error("そのフォルダーがないので、ファイルを作れませんでした。記録はそのままです。別の場所を選んでください。")]
    NoFolder,
    /// A new file was to be made where one already is.
    #[error(
        "その場所には、すでにファイルがあります。上書きはしていません。別の名前にするか、そのファイルを開いてください。"
    )]
    AlreadyExists,
    /// The file begins like an ordinary SQLite file.
    #[error(
        "このファイルは暗号化されていないので、労災デスクの記録ではありません。ファイルには触れていません。別のファイルを選んでください。"
    )]
    Plaintext,
    /// The file has no byte.
    #[error(
        "記録のファイルの中身が空です。保存の途中で失われたおそれがあります。控え(バックアップ)から戻してください。"
    )]
    Empty,
    /// The file is shorter than any of ours.
    #[error("記録のファイルが途中で切れています。残った部分には触れていません。控え(バックアップ)から戻してください。")]
    TooShort,
    /// Something else: its size or its beginning is not that of our files.
    #[error("このファイルは労災デスクの記録ではありません。ファイルには触れていません。別のファイルを選んでください。")]
    Foreign,
    /// It cannot be deciphered: SQLCipher cannot tell a wrong passphrase from a foreign file or a broken beginning.
    #[error(
        "合言葉が違うか、労災デスクの記録ではありません。記録はそのままです。合言葉をもう一度入れるか、ファイルを選び直してください。"
    )]
    WrongPassphraseOrForeign,
    /// It deciphers, but its pages do not fit together. The text is for the log.
    #[error(
        "記録のファイルが壊れています。これ以上書き込まないように止めました。控え(バックアップ)から戻してください。"
    )]
    Damaged(String),
    /// Written by a newer program.
    #[error(
        "この記録は、もっと新しい労災デスクで作られています。記録はそのままです。新しい労災デスクで開いてください。"
    )]
    Newer {
        /// Version of the file.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// Another window or machine has it open.
    #[error(
        "この記録は、いま別の労災デスクで開かれています。記録はそのままです。そちらを閉じてから、もう一度開いてください。"
    )]
    AlreadyOpen,
    /// Folder or file cannot be written.
    #[error(
        "この場所には書き込めません。記録はそのままです。フォルダーの書き込みの許可を確かめるか、別の場所を選んでください。"
    )]
    ReadOnly,
    /// No room left on the disk.
    #[error(
        "ディスクの空きがないので、保存できませんでした。前に保存したものは無事です。空きをつくってから、もう一度保存してください。"
    )]
    DiskFull,
    /// The disk or the share did not answer. The text is for the log.
    #[error(
        "ディスクの読み書きに失敗しました。前に保存したものは無事です。ディスクのつながりを確かめて、もう一度行ってください。"
    )]
    Disk(String),
    /// A passphrase shorter than [`SHORTEST_PASSPHRASE`](crate::SHORTEST_PASSPHRASE).
    #[error("合言葉が短すぎるので、記録を作っていません。8文字以上にしてください。")]
    ShortPassphrase,
    /// The row is no longer as it was when it was read.
    #[error("ほかの画面で先に直されているので、保存していません。いまの内容を読み直してから、もう一度直してください。")]
    Stale,
    /// No such row, or it was removed.
    #[error("その記録は見つかりません。消されたのかもしれません。画面を開き直してください。")]
    NotFound,
    /// The case already has a live statement in that month.
    #[error("この月は、もう確定しています。確定した内容はそのままです。直すときは、先に確定を解いてください。")]
    AlreadyFinalized,
    /// The statement left the house: its state is not 'finalized'.
    #[error(
        "この月の請求は、確定のあとの手続きに進んでいるので、確定を解けません。内容はそのままです。先に手続きを取り消してください。"
    )]
    CannotLift,
    /// The store lives in memory and has no file.
    #[error("これは練習用の記録なので、ファイルにはできません。")]
    NoFile,
    /// A fault of the program or the machine. The text is for the log.
    #[error(
        "記録の読み書きで、思いがけない誤りがありました。前に保存したものは無事です。労災デスクを開き直してください。"
    )]
    Other(String),
}

impl StoreError {
    /// What happened in the words of the machine, for the log; never shown.
    pub fn detail(&self) -> Option<&str> {
        match self {
            StoreError::Damaged(text) | StoreError::Disk(text) | StoreError::Other(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn other(detail: impl std::fmt::Display) -> StoreError {
        StoreError::Other(detail.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk(text),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(text),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::AlreadyOpen,
            _ => StoreError::Other(text),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        match error.kind() {
            ErrorKind::NotFound => StoreError::Missing,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::Disk(error.to_string()),
        }
    }
}
