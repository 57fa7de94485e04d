-- Version 1. A day is 'YYYY-MM-DD', a month 'YYYY-MM', an amount whole yen. A body is JSON that the store never reads;
-- what is searched or joined stands in columns of its own. Rows are never deleted: `deleted` hides them.

CREATE TABLE facility (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE employer (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  name TEXT NOT NULL,
  labor_number TEXT NOT NULL,
  search TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX employer_number ON employer (labor_number) WHERE deleted = 0;

CREATE TABLE worker (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  patient_number TEXT NOT NULL,
  kana_key TEXT NOT NULL,
  birth TEXT NOT NULL,
  search TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX worker_number ON worker (patient_number) WHERE deleted = 0;
CREATE INDEX worker_same ON worker (kana_key, birth) WHERE deleted = 0;

CREATE TABLE injury_case (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  employer_id INTEGER REFERENCES employer (id),
  number_key TEXT NOT NULL,
  injured_on TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX injury_case_worker ON injury_case (worker_id) WHERE deleted = 0;
CREATE INDEX injury_case_key ON injury_case (number_key, injured_on) WHERE deleted = 0;

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  arrived TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX attendance_worker ON attendance (worker_id, day) WHERE deleted = 0;
CREATE INDEX attendance_case ON attendance (case_id, day) WHERE deleted = 0;
CREATE INDEX attendance_day ON attendance (day, worker_id, case_id) WHERE deleted = 0;

CREATE TABLE month_record (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  body TEXT NOT NULL CHECK (json_valid(body)),
  UNIQUE (case_id, month)
) STRICT;
CREATE INDEX month_record_worker ON month_record (worker_id, month) WHERE deleted = 0;

CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  day TEXT CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  question TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE UNIQUE INDEX answer_key ON answer (case_id, month, ifnull(day, ''), question);
CREATE INDEX answer_worker ON answer (worker_id, month) WHERE deleted = 0;

CREATE TABLE issued_document (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  month TEXT NOT NULL CHECK (month = substr(issued, 1, 7)),
  issued TEXT NOT NULL CHECK (issued GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX issued_document_worker ON issued_document (worker_id, month) WHERE deleted = 0;
CREATE INDEX issued_document_month ON issued_document (month) WHERE deleted = 0;

-- A finalized statement, frozen. `revision` counts within case and month; lifting one makes room for the next. `json` is
-- the document, deflated (zlib): its reasons make it ten times as long.
CREATE TABLE statement (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted = 0),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  state TEXT NOT NULL,
  json BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  total INTEGER NOT NULL,
  program TEXT NOT NULL,
  finalized_by TEXT NOT NULL,
  finalized_at TEXT NOT NULL,
  lifted_by TEXT,
  lifted_at TEXT,
  lift_reason TEXT,
  UNIQUE (case_id, month, revision),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL) AND (lift_reason IS NULL) = (lifted_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX statement_live ON statement (case_id, month) WHERE lifted_at IS NULL;
CREATE INDEX statement_worker ON statement (worker_id, month);
CREATE INDEX statement_month ON statement (month) WHERE lifted_at IS NULL;

CREATE TRIGGER statement_is_frozen BEFORE UPDATE ON statement
WHEN OLD.lifted_at IS NOT NULL
  OR (NEW.id, NEW.revision, NEW.deleted, NEW.case_id, NEW.worker_id, NEW.month, NEW.json, NEW.sha256, NEW.total,
      NEW.program, NEW.finalized_by, NEW.finalized_at)
  IS NOT (OLD.id, OLD.revision, OLD.deleted, OLD.case_id, OLD.worker_id, OLD.month, OLD.json, OLD.sha256, OLD.total,
      OLD.program, OLD.finalized_by, OLD.finalized_at)
BEGIN SELECT raise(ABORT, 'a statement is frozen'); END;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement
BEGIN SELECT raise(ABORT, 'a statement stays'); END;

-- What a statement charged, item by item, for the rules that look at earlier months.
CREATE TABLE ledger_entry (
  id INTEGER PRIMARY KEY,
  statement_id INTEGER NOT NULL REFERENCES statement (id),
  case_id INTEGER NOT NULL REFERENCES injury_case (id),
  worker_id INTEGER NOT NULL REFERENCES worker (id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  item TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_entry_worker ON ledger_entry (worker_id, day);
CREATE TRIGGER ledger_entry_is_frozen BEFORE UPDATE ON ledger_entry
BEGIN SELECT raise(ABORT, 'the ledger is frozen'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN SELECT raise(ABORT, 'the ledger stays'); END;

CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  key TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- What somebody was typing: the only table without history, and the only one whose rows go away.
CREATE TABLE draft (
  key TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- Every write of the tables above but draft. `before` is the row as it was (JSON of its columns), NULL where there was
-- none; `after_sha256` is of the row as it became, which is the next `before` of that row, or the row as it stands.
-- `shape` is the version of the tables at that time. `hash` chains the rows (src/history.rs).
CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  worker_id INTEGER,
  month TEXT,
  before TEXT,
  undoes INTEGER REFERENCES history (id),
  summary TEXT NOT NULL,
  shape INTEGER NOT NULL,
  after_sha256 BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX history_worker ON history (worker_id, id);
CREATE INDEX history_undoes ON history (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER history_is_frozen BEFORE UPDATE ON history
BEGIN SELECT raise(ABORT, 'history is frozen'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN SELECT raise(ABORT, 'history stays'); END;
