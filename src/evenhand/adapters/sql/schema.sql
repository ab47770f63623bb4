-- The ledger of evenhand, format 1. docs/reference/ledger.md describes every column.
PRAGMA application_id = 0x65766864;
PRAGMA user_version = 1;

CREATE TABLE log (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    id           TEXT NOT NULL,
    verifier_key TEXT
) STRICT;

CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    leaf     TEXT NOT NULL,
    payload  TEXT
) STRICT;

CREATE TABLE tile (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hashes   BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT;

CREATE TABLE checkpoint (
    number INTEGER PRIMARY KEY,
    note   TEXT NOT NULL
) STRICT;

-- Below stands what follows from the entries; a rebuild makes it again.

CREATE TABLE record (
    position INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    parent   TEXT,
    body     TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX record_parent ON record (kind, parent);

CREATE TABLE history (
    subject  TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (subject, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    digest   BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
