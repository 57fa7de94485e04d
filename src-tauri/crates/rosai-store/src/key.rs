//! The key of a file: the one place that knows the passphrase.

use crate::error::{Result, StoreError};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Memory of one derivation in KiB. With the passes below about 0.1 s on an office machine: a guesser pays the same
/// for every guess. Changing any of the three locks everybody out of files already made.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over that memory.
const PASSES: u32 = 3;
/// Lanes.
const LANES: u32 = 1;

/// The shortest passphrase [`Store::create`](crate::Store::create) takes, in characters.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// Length of the salt: the first bytes of the file.
pub(crate) const SALT: usize = 16;

/// The key of one file. Wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct Key {
    key: Zeroizing<[u8; 32]>,
    salt: [u8; SALT],
}

impl Key {
    /// The key of this passphrase (argon2id) for the file that begins with this salt.
    ///
    /// # Errors
    /// Refused only where the machine cannot: not enough memory.
    pub fn derive(passphrase: &str, salt: &[u8; SALT]) -> Result<Key> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(StoreError::other)?;
        let mut key = Key { key: Zeroizing::new([0; 32]), salt: *salt };
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, key.key.as_mut_slice())
            .map_err(StoreError::other)?;
        Ok(key)
    }

    /// What the file begins with.
    pub(crate) fn salt(&self) -> &[u8; SALT] {
        &self.salt
    }

    /// What gives this key to a connection; the first statement on it.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        // Long enough from the start: growing would leave a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(160));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.key.iter().chain(&self.salt) {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\";");
        text
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(***)")
    }
}
