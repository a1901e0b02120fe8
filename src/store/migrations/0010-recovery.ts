import type { Migration } from './migration.js';

/**
 * What a restore leaves to be done (`spec/recovery.md`): which nodes were asked for what is younger than the backup and which
 * of them have answered; what came back; and, at the other end, what this node was asked for.
 */
export const recovery: Migration = {
  version: 10,
  up: (database) =>
    database.exec(`
      -- One row for each time that this store was restored; the last one counts.
      CREATE TABLE restore (
        key INTEGER PRIMARY KEY,
        backup_at INTEGER NOT NULL,
        restored_at INTEGER NOT NULL,
        -- Of the event log in the backup: heads after it were of what is lost.
        sequence INTEGER NOT NULL,
        -- The directory that was in force in the backup.
        directory INTEGER,
        finished_at INTEGER
      ) STRICT;

      CREATE TABLE resync_request (
        restore INTEGER NOT NULL REFERENCES restore (key),
        agency TEXT NOT NULL,
        node TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        bytes BLOB NOT NULL,
        publish_at INTEGER NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        outcome TEXT CHECK (outcome IN ('accepted', 'refused')),
        code TEXT,
        answered_at INTEGER,
        PRIMARY KEY (restore, agency, node)
      ) STRICT;
      CREATE INDEX resync_request_due ON resync_request (publish_at) WHERE outcome IS NULL;

      -- Packets that a peer gave back; their receipts vouch for heads of a log that is lost.
      CREATE TABLE returned (
        packet_id TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        node TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (packet_id, direction)
      ) STRICT, WITHOUT ROWID;

      -- What others asked of us: the last request for each agency, and how far we are with it.
      CREATE TABLE resync_job (
        agency TEXT PRIMARY KEY,
        recipient TEXT NOT NULL,
        node TEXT NOT NULL,
        id TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        since INTEGER NOT NULL,
        after_at INTEGER NOT NULL,
        after_id TEXT NOT NULL,
        items INTEGER NOT NULL,
        asked_at INTEGER NOT NULL,
        finished_at INTEGER,
        receipt BLOB
      ) STRICT;
      CREATE INDEX packet_by_time ON packet (at, id);
    `),
};
