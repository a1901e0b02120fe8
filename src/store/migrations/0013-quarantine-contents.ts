import { contentsNamedIn } from '../quarantine-contents.js';
import type { Migration } from './migration.js';

/**
 * Which contents the packets in quarantine name: they may still be taken, and no row of `attachment` says that they need them. Rows go
 * with their message.
 */
export const quarantineContents: Migration = {
  version: 13,
  up: async (database) => {
    await database.exec(`
      CREATE TABLE quarantine_content (
        sha256 TEXT NOT NULL,
        quarantine_key INTEGER NOT NULL REFERENCES quarantine (key) ON DELETE CASCADE,
        PRIMARY KEY (sha256, quarantine_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX quarantine_content_message ON quarantine_content (quarantine_key);
    `);
    // One at a time: together they may be half a gigabyte.
    for (let after = 0; ; ) {
      const row = await database.first<{ key: number; type: string; bytes: Buffer }>(
        `SELECT key, type, bytes FROM quarantine WHERE state = 'kept' AND key > ? ORDER BY key LIMIT 1`,
        [after],
      );
      if (!row) return;
      after = row.key;
      await database.run(
        `INSERT INTO quarantine_content (sha256, quarantine_key) SELECT value, ?2 FROM json_each(?1)`,
        [JSON.stringify(contentsNamedIn(row.type, row.bytes)), row.key],
      );
    }
  },
};
