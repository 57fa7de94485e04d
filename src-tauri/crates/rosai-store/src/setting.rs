//! Settings, and drafts of what somebody is typing.

use crate::error::Result;
use crate::open::Store;
use crate::rows::Change;
use crate::table::SETTING;
use crate::write::{Writer, list, one, standing, text};

impl Store {
    /// A setting, JSON.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        one(&self.conn, "SELECT body FROM setting WHERE key = ?1 AND deleted = 0", [key], |r| r.get(0))
    }

    /// A setting, JSON; the last one written holds.
    ///
    /// # Errors
    /// Only where the file cannot be written.
    pub fn save_setting(&mut self, c: &Change<'_>, key: &str, value_json: &str) -> Result<()> {
        self.write(|tx| {
            let writer = Writer::new(tx, c);
            let values = vec![text(key), text(value_json)];
            match one(tx, "SELECT id FROM setting WHERE key = ?1", [key], |r| r.get(0))? {
                Some(id) => writer.update(&SETTING, id, &standing(tx, &SETTING, id)?, &values, false)?,
                None => writer.insert(&SETTING, None, values)?,
            };
            Ok(())
        })
    }

    /// A draft, JSON.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<String>> {
        one(&self.conn, "SELECT body FROM draft WHERE key = ?1", [key], |r| r.get(0))
    }

    /// A draft, JSON, in place of the earlier one under this key. Drafts have no history.
    ///
    /// # Errors
    /// Only where the file cannot be written.
    pub fn save_draft(&mut self, key: &str, at: &str, body: &str) -> Result<()> {
        self.write(|tx| {
            let sql = "INSERT INTO draft (key, at, body) VALUES (?1, ?2, ?3) \
                       ON CONFLICT (key) DO UPDATE SET at = excluded.at, body = excluded.body";
            tx.prepare_cached(sql)?.execute([key, at, body])?;
            Ok(())
        })
    }

    /// The draft goes away; it is no error where there is none.
    ///
    /// # Errors
    /// Only where the file cannot be written.
    pub fn drop_draft(&mut self, key: &str) -> Result<()> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM draft WHERE key = ?1")?.execute([key])?;
            Ok(())
        })
    }

    /// Key and moment of every draft, the newest first.
    ///
    /// # Errors
    /// Only where the file cannot be read.
    pub fn drafts(&self) -> Result<Vec<(String, String)>> {
        list(&self.conn, "SELECT key, at FROM draft ORDER BY at DESC, key", [], |r| Ok((r.get(0)?, r.get(1)?)))
    }
}
