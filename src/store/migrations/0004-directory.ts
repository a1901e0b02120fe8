import type { Migration } from './migration.js';

/**
 * Versions of the directory. Pages of a version gather beside the one in force until all are there; the highest version
 * with `in_force_at` set is the one in force.
 */
export const directory: Migration = {
  version: 4,
  up: (database) =>
    database.exec(`
      CREATE TABLE directory_version (
        version INTEGER PRIMARY KEY,
        issued_at INTEGER NOT NULL,
        valid_until INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        in_force_at INTEGER
      ) STRICT;

      CREATE TABLE directory_page (
        version INTEGER NOT NULL REFERENCES directory_version (version),
        page INTEGER NOT NULL,
        PRIMARY KEY (version, page)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE directory_agency (
        version INTEGER NOT NULL,
        code TEXT NOT NULL,
        legacy_code TEXT,
        name TEXT NOT NULL,
        node TEXT NOT NULL,
        parent TEXT,
        state TEXT NOT NULL,
        successor TEXT,
        valid_from TEXT,
        valid_to TEXT,
        -- Codes and name in lower case without diacritics, for looking up.
        folded TEXT NOT NULL,
        PRIMARY KEY (version, code)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX directory_legacy ON directory_agency (version, legacy_code) WHERE legacy_code IS NOT NULL;

      CREATE TABLE directory_certificate (
        version INTEGER NOT NULL,
        code TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        not_before INTEGER NOT NULL,
        not_after INTEGER NOT NULL,
        revoked_at INTEGER,
        PRIMARY KEY (version, code, sha256)
      ) STRICT, WITHOUT ROWID;
    `),
};
