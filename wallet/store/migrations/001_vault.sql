-- The first vault. One narrow row for each credential, so that lists read few pages; the originals lie in a table beside.

CREATE TABLE about (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- place: 0 library, 1 archive, 2 trash. verdict: the rank of wallet.report.Verdict, 0 is worst.
-- Times are RFC 3339 in UTC with microseconds, so that they sort as text. seal: digest of this row (rollback.py).
CREATE TABLE credential (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL UNIQUE,
  place INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  trashed_at TEXT,
  verdict INTEGER NOT NULL,
  checked_at TEXT NOT NULL,
  newest TEXT NOT NULL,
  title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  added TEXT NOT NULL,
  changed TEXT NOT NULL,
  valid_until TEXT,
  fresh_until TEXT,
  sample INTEGER NOT NULL DEFAULT 0,
  summary BLOB NOT NULL,
  seal BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE INDEX credential_newest ON credential (place, newest, number);
CREATE INDEX credential_title ON credential (place, title, number);
CREATE INDEX credential_issuer ON credential (place, issuer, title, number);
CREATE INDEX credential_verdict ON credential (place, verdict, newest, number);
CREATE INDEX credential_valid_until ON credential (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX credential_fresh_until ON credential (fresh_until) WHERE fresh_until IS NOT NULL;
CREATE INDEX credential_sample ON credential (sample) WHERE sample = 1;

CREATE TABLE original (
  number INTEGER PRIMARY KEY REFERENCES credential (number) ON DELETE CASCADE,
  source TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE report (
  number INTEGER NOT NULL REFERENCES credential (number) ON DELETE CASCADE,
  checked_at TEXT NOT NULL,
  verdict INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (number, checked_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
  number INTEGER NOT NULL REFERENCES credential (number) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (number, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_by_name ON tag (tag, number);

CREATE TABLE note (
  number INTEGER PRIMARY KEY REFERENCES credential (number) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE words (
  number INTEGER PRIMARY KEY REFERENCES credential (number) ON DELETE CASCADE,
  packed BLOB NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_long USING fts5 (
  text, content = '', contentless_delete = 1, detail = full, tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE search_short USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
INSERT INTO search_long (search_long, rank) VALUES ('secure-delete', 1);
INSERT INTO search_short (search_short, rank) VALUES ('secure-delete', 1);

CREATE TABLE own_identifier (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE holder_key (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  did TEXT NOT NULL,
  label TEXT NOT NULL,
  made TEXT NOT NULL,
  secret BLOB NOT NULL
) STRICT, WITHOUT ROWID;
