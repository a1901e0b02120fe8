import type { Migration } from './migration.js';

/**
 * Documents whose evidence lies in a container outside the store (`spec/archive.md`). A row is made once that container was read
 * back; only then are the contents removed that nothing else refers to, and the row says when that was done.
 */
export const archive: Migration = {
  version: 12,
  up: (database) =>
    database.exec(`
      CREATE TABLE archived (
        key INTEGER PRIMARY KEY,
        packet_id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        -- Its name in the archive, its digest and its octets.
        container TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        -- NULL until its contents were looked at and those removed that could be.
        contents_removed_at INTEGER
      ) STRICT;
      CREATE INDEX archived_unfinished ON archived (key) WHERE contents_removed_at IS NULL;
    `),
};
