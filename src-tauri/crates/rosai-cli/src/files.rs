//! Reading files and printing, with every refusal in Japanese.

use crate::Refusal;
use std::io::Write;
use std::path::Path;

/// A file as text.
pub fn read_text(file: &Path) -> Result<String, Refusal> {
    let bytes = std::fs::read(file).map_err(|e| {
        format!("「{}」が開けません（{}）。名前と場所を確かめてください。", file.display(), os_reason(&e))
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("「{}」はUTF-8の文字ではありません。UTF-8で保存し直してください。", file.display()))?;
    Ok(text)
}

/// What the system said, for people.
pub fn os_reason(e: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::*;
    match e.kind() {
        NotFound => "ありません",
        PermissionDenied => "開く権限がありません",
        IsADirectory => "ファイルでなくフォルダです",
        AlreadyExists | NotADirectory => "同じ名前のファイルがあります",
        StorageFull => "空きがありません",
        ReadOnlyFilesystem => "書き込みのできない場所です",
        _ => "読み書きできませんでした",
    }
}

/// Prints; a closed pipe (`| head`) ends the program quietly.
pub fn put(text: &str) {
    if std::io::stdout().write_all(text.as_bytes()).is_err() {
        std::process::exit(0);
    }
}
