-- What was shown, to whom, when, bound how. Append-only; a deleted entry leaves its tombstone.
CREATE TABLE ledger (
  number INTEGER PRIMARY KEY,
  entry BLOB NOT NULL
) STRICT;

-- Other things of the person's that are kept whole: followed pathways, what is planned, the learner's own word.
CREATE TABLE kept_document (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  changed TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
