import type { Migration } from './migration.js';

/**
 * How far large attachments were sent (`spec/transport.md`, section 5): a row for each content of a packet while it is on its way
 * to the broker, and for each node that asked for parts again. What is over is removed by the database.
 */
export const partSending: Migration = {
  version: 9,
  up: (database) =>
    database.exec(`
      CREATE TABLE part_sending (
        packet_id TEXT NOT NULL,
        -- Empty: the first sending, to all nodes of the packet.
        node TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        -- How many were to be sent, and how many the broker has not confirmed.
        parts INTEGER NOT NULL,
        remaining_parts INTEGER NOT NULL,
        -- JSON: [{from, to}], both included.
        remaining TEXT NOT NULL,
        -- How often the node asked.
        asked INTEGER NOT NULL DEFAULT 0,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (packet_id, node, sha256)
      ) STRICT, WITHOUT ROWID;

      CREATE TRIGGER part_sending_published AFTER DELETE ON outbox WHEN OLD.type = 'packet'
        BEGIN DELETE FROM part_sending WHERE packet_id = OLD.packet_id AND node = ''; END;
      CREATE TRIGGER part_sending_over AFTER UPDATE OF state ON delivery
        WHEN NEW.state NOT IN ('queued', 'sent') AND OLD.state IN ('queued', 'sent')
        BEGIN DELETE FROM part_sending WHERE packet_id = NEW.packet_id AND node = NEW.node; END;
    `),
};
