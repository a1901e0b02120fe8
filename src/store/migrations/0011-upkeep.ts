import type { Migration } from './migration.js';

/** What keeps a store usable for years. */
export const upkeep: Migration = {
  version: 11,
  up: (database) =>
    database.exec(`
      -- The same statement sealed again under a newer certificate (spec/receipt.md, point 7): this is sent, the first one is kept.
      CREATE TABLE receipt_renewal (
        receipt_key INTEGER PRIMARY KEY REFERENCES receipt (key) ON DELETE CASCADE,
        bytes BLOB NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;

      -- What was told as waiting too long and is not over: told once, however often the node is started.
      CREATE TABLE alert (
        state TEXT PRIMARY KEY,
        raised_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Files that stay below the level that is asked for, which people know of and live with.
      CREATE TABLE evidence_acknowledged (
        evidence_key INTEGER PRIMARY KEY REFERENCES evidence (key) ON DELETE CASCADE,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
    `),
};
