import type { Migration } from './migration.js';

/**
 * What was sealed, sent and answered, byte for byte. Times are milliseconds since 1970, identifiers and digests are text
 * as in the specification. The octets stand apart so that reading about packets does not read through them.
 */
export const packets: Migration = {
  version: 1,
  up: (database) =>
    database.exec(`
      CREATE TABLE packet (
        id TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        kind TEXT NOT NULL CHECK (kind IN ('document', 'status')),
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        sender TEXT NOT NULL,
        sender_node TEXT,
        seal_certificate TEXT,
        lane TEXT,
        at INTEGER NOT NULL,
        PRIMARY KEY (id, direction)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE packet_octets (
        key INTEGER PRIMARY KEY,
        packet_id TEXT NOT NULL,
        direction TEXT NOT NULL,
        bytes BLOB NOT NULL,
        UNIQUE (packet_id, direction),
        FOREIGN KEY (packet_id, direction) REFERENCES packet (id, direction)
      ) STRICT;

      CREATE TABLE attachment (
        packet_id TEXT NOT NULL,
        direction TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        name TEXT NOT NULL,
        content_type TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        transfer TEXT NOT NULL CHECK (transfer IN ('inline', 'parts')),
        PRIMARY KEY (packet_id, direction, ordinal),
        FOREIGN KEY (packet_id, direction) REFERENCES packet (id, direction)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attachment_content ON attachment (sha256);

      -- Issued by us for a packet that came, or received for one that went out. The digest is the packet's.
      CREATE TABLE receipt (
        key INTEGER PRIMARY KEY,
        direction TEXT NOT NULL CHECK (direction IN ('issued', 'received')),
        packet_id TEXT NOT NULL,
        packet_sha256 TEXT NOT NULL,
        agency TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
        code TEXT,
        reason TEXT,
        bytes BLOB NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (direction, packet_id, packet_sha256, agency, outcome)
      ) STRICT;

      CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        type TEXT NOT NULL CHECK (type IN ('packet', 'receipt')),
        packet_id TEXT NOT NULL,
        urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
        -- For a receipt: whose, for which octets, and where it goes. A packet goes where its queued deliveries say.
        agency TEXT,
        packet_sha256 TEXT,
        node TEXT
      ) STRICT;
      CREATE INDEX outbox_turn ON outbox (urgent DESC, id);
      CREATE UNIQUE INDEX outbox_once ON outbox (packet_id, type, agency, packet_sha256, node);

      CREATE TABLE quarantine (
        key INTEGER PRIMARY KEY,
        type TEXT NOT NULL,
        message_id TEXT NOT NULL,
        sender_node TEXT NOT NULL,
        code TEXT NOT NULL,
        place TEXT,
        sha256 TEXT NOT NULL,
        bytes BLOB NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (message_id, type, sender_node, sha256)
      ) STRICT;
    `),
};
