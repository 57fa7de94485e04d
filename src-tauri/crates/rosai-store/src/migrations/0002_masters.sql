-- Version 2. The official master files somebody loaded, and the shelves folded from them.

-- One file as it was read: 全件, 旧傷病名 or 改定分; `body` is its rows, packed by rosai-masters. Taken back is `deleted`: it can be put back. The
-- same content (`sha256` of its bytes) stands once.
CREATE TABLE master_file (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  kind TEXT NOT NULL,
  edition TEXT NOT NULL CHECK (edition GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  extent TEXT NOT NULL CHECK (extent IN ('whole', 'former', 'update')),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rows INTEGER NOT NULL,
  loaded_by TEXT NOT NULL,
  loaded_at TEXT NOT NULL,
  summary TEXT NOT NULL CHECK (json_valid(summary)),
  body BLOB NOT NULL,
  UNIQUE (kind, sha256)
) STRICT;

CREATE TRIGGER master_file_is_frozen BEFORE UPDATE ON master_file
WHEN (NEW.id, NEW.kind, NEW.edition, NEW.extent, NEW.name, NEW.sha256, NEW.rows, NEW.loaded_by, NEW.loaded_at, NEW.summary,
      NEW.body)
  IS NOT (OLD.id, OLD.kind, OLD.edition, OLD.extent, OLD.name, OLD.sha256, OLD.rows, OLD.loaded_by, OLD.loaded_at, OLD.summary,
      OLD.body)
BEGIN SELECT raise(ABORT, 'a master file is frozen'); END;
CREATE TRIGGER master_file_stays BEFORE DELETE ON master_file
BEGIN SELECT raise(ABORT, 'a master file stays'); END;

-- What the files of a kind come to, packed, and what there is to say of it. Without history: it is folded anew from the
-- files at every load.
CREATE TABLE master_shelf (
  kind TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  note TEXT NOT NULL CHECK (json_valid(note))
) STRICT;
