import type { Migration } from './migration.js';

/** The event log (`spec/log.md`). The triggers stop accidents; what stops intent is the chain of hashes. */
export const eventLog: Migration = {
  version: 3,
  up: (database) =>
    database.exec(`
      CREATE TABLE event (
        sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        packet_id TEXT,
        agency TEXT,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE INDEX event_packet ON event (packet_id) WHERE packet_id IS NOT NULL;
      CREATE TRIGGER event_no_update BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
      CREATE TRIGGER event_no_delete BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
    `),
};
