-- The ledger of evenhand, version 1. docs/reference/ledger.md describes every column.
PRAGMA application_id = 0x65766864;
PRAGMA user_version = 1;

CREATE TABLE log (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    id           TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    verifier_key TEXT
) STRICT;

CREATE TABLE entry (
    sequence       INTEGER PRIMARY KEY,
    about          TEXT NOT NULL,
    leaf           TEXT NOT NULL,
    payload_digest BLOB,
    payload        TEXT
) STRICT;
CREATE INDEX entry_about ON entry (about);
CREATE INDEX entry_payload ON entry (payload_digest) WHERE payload_digest IS NOT NULL;

CREATE TABLE tile (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hashes   BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT;

CREATE TABLE checkpoint (
    number INTEGER PRIMARY KEY,
    size   INTEGER NOT NULL,
    note   TEXT NOT NULL
) STRICT;

CREATE TABLE record (
    position INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    parent   TEXT,
    body     TEXT NOT NULL,
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX record_parent ON record (kind, parent);

CREATE TABLE head (
    subject  TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
