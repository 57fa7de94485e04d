//! The file on the disk: its lock, its first bytes, a connection to it.

use crate::error::{Result, StoreError};
use crate::key::{Key, SALT};
use crate::migrate::APPLICATION;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What a file begins with that nobody encrypted.
const PLAIN: &[u8; SALT] = b"SQLite format 3\0";
/// Size of SQLCipher's pages.
const PAGE: u64 = 4096;
/// What other kinds of file begin with: pictures, PDF, archives and documents of office programs.
const KNOWN: [&[u8]; 6] = [b"\x89PNG", b"%PDF", b"PK\x03\x04", b"\xFF\xD8\xFF", b"GIF8", b"\xD0\xCF\x11\xE0"];

/// A name beside the file: the same with something behind it.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Holds the lock file; the system lets go of it when the handle closes, also when the process dies.
pub(crate) fn lock(path: &Path) -> Result<File> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, ".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::AlreadyOpen),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// What can be told from a file before its key is known.
pub(crate) struct Head {
    pub salt: [u8; SALT],
    pub size: u64,
    /// Whoever had it open last did not close it: its journal is still there.
    pub left_open: bool,
    /// Its size or its first bytes are those of something else.
    pub strange: bool,
}

/// The first look at an existing file, which must also be writable.
pub(crate) fn look(path: &Path) -> Result<Head> {
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(|error| match error.kind() {
        ErrorKind::IsADirectory => StoreError::Foreign,
        _ => error.into(),
    })?;
    let size = file.metadata()?.len();
    if size == 0 {
        return Err(StoreError::Empty);
    }
    let mut salt = [0; SALT];
    match file.read_exact(&mut salt) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(StoreError::TooShort),
        other => other?,
    }
    let strange = KNOWN.iter().any(|k| salt.starts_with(k));
    if &salt == PLAIN {
        Err(StoreError::Plaintext)
    } else if size < PAGE {
        Err(if strange { StoreError::Foreign } else { StoreError::TooShort })
    } else {
        let left_open = std::fs::metadata(beside(path, "-wal")).is_ok_and(|journal| journal.len() > 0);
        Ok(Head { salt, size, left_open, strange: strange || !size.is_multiple_of(PAGE) })
    }
}

/// A salt for a new file.
pub(crate) fn new_salt() -> Result<[u8; SALT]> {
    loop {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(StoreError::other)?;
        if &salt != PLAIN {
            return Ok(salt);
        }
    }
}

/// A forgotten key is silent, so the file itself is asked: it must begin with the salt.
pub(crate) fn assert_encrypted(path: &Path, salt: &[u8; SALT]) -> Result<()> {
    let mut found = [0; SALT];
    File::open(path)?.read_exact(&mut found)?;
    if &found == PLAIN {
        Err(StoreError::Plaintext)
    } else if &found != salt {
        Err(StoreError::Other("the file does not begin with its salt".to_owned()))
    } else {
        Ok(())
    }
}

/// A connection that has the key; whether it is the right one shows at the first read.
pub(crate) fn connect(path: &Path, key: &Key, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(no_way_in)?;
    conn.execute_batch(&key.pragma())?;
    // The form of our files, also under a later SQLCipher with other habits. It would write its errors to stderr; ours
    // say more.
    conn.execute_batch("PRAGMA cipher_compatibility = 4; PRAGMA cipher_log_level = NONE;")?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(conn)
}

/// The first read with the key: is it the right one, is it our file?
pub(crate) fn recognise(conn: &Connection, strange: bool) -> Result<()> {
    let sql = "SELECT application_id FROM pragma_application_id, (SELECT count(*) FROM sqlite_schema)";
    match conn.query_row(sql, [], |r| r.get::<_, i32>(0)) {
        Ok(APPLICATION) => Ok(()),
        Ok(_) => Err(StoreError::Foreign),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(if strange { StoreError::Foreign } else { StoreError::WrongPassphraseOrForeign })
        }
        Err(error) => Err(no_way_in(error)),
    }
}

/// `SQLITE_CANTOPEN`, where the file itself was already seen: the folder takes no journal.
pub(crate) fn no_way_in(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => StoreError::ReadOnly,
        _ => error.into(),
    }
}

/// The pages fit together.
pub(crate) fn quick_check(conn: &Connection) -> Result<()> {
    let said = conn.query_row("PRAGMA quick_check(1)", [], |r| r.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => Err(StoreError::Damaged(said)),
        Err(error) => Err(match StoreError::from(error) {
            // A page that does not decipher comes back as an error of its own kind.
            StoreError::Other(text) | StoreError::Damaged(text) => StoreError::Damaged(text),
            other => other,
        }),
    }
}

/// What was renamed stays renamed when the power goes; other systems see to it themselves.
fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Puts a finished file in its place, durably.
pub(crate) fn put_in_place(from: &Path, to: &Path) -> Result<()> {
    OpenOptions::new().write(true).open(from)?.sync_all()?;
    std::fs::rename(from, to)?;
    sync_folder(to)
}
