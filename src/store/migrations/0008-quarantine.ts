import type { Migration } from './migration.js';

/**
 * What an operator needs to deal with what was refused: enough to give the octets to the receiver once more, what became of
 * them, and counters of what was dropped to keep within the limits. Beside it: since when something waits in the outbox, and of which
 * deliveries the people were warned that no receipt comes.
 */
export const quarantine: Migration = {
  version: 8,
  up: (database) =>
    database.exec(`
      ALTER TABLE quarantine ADD COLUMN state TEXT NOT NULL DEFAULT 'kept'
        CHECK (state IN ('kept', 'accepted', 'discarded'));
      -- Octets of the message, also where they are not here any more; held are those that are.
      ALTER TABLE quarantine ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE quarantine ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE quarantine ADD COLUMN lane TEXT NOT NULL DEFAULT 'ordinary' CHECK (lane IN ('ordinary', 'urgent'));
      ALTER TABLE quarantine ADD COLUMN sent_at INTEGER;
      ALTER TABLE quarantine ADD COLUMN part_index INTEGER;
      ALTER TABLE quarantine ADD COLUMN part_count INTEGER;
      ALTER TABLE quarantine ADD COLUMN part_size INTEGER;
      ALTER TABLE quarantine ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE quarantine ADD COLUMN replayed_at INTEGER;
      ALTER TABLE quarantine ADD COLUMN replay_code TEXT;
      ALTER TABLE quarantine ADD COLUMN settled_at INTEGER;
      -- Why it was discarded, in a person's words.
      ALTER TABLE quarantine ADD COLUMN reason TEXT;
      UPDATE quarantine SET size = length(bytes), held = length(bytes);
      CREATE INDEX quarantine_node ON quarantine (sender_node, key, held);
      CREATE INDEX quarantine_all ON quarantine (key, held);
      CREATE INDEX quarantine_kept ON quarantine (key, at) WHERE state = 'kept';

      -- Since the node's first run, also of what was dropped.
      CREATE TABLE quarantine_total (
        sender_node TEXT PRIMARY KEY,
        messages INTEGER NOT NULL DEFAULT 0,
        octets INTEGER NOT NULL DEFAULT 0,
        dropped INTEGER NOT NULL DEFAULT 0,
        last_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO quarantine_total (sender_node, messages, octets, last_at)
        SELECT sender_node, COUNT(*), SUM(size), MAX(at) FROM quarantine GROUP BY sender_node;

      -- When the item was put there; what waits at this moment counts from now.
      ALTER TABLE outbox ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
      UPDATE outbox SET at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;

      CREATE INDEX delivery_problem ON delivery (state, changed_at)
        WHERE state IN ('refused', 'undeliverable', 'expired');
      CREATE TABLE delivery_warning (
        packet_id TEXT NOT NULL,
        recipient TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (packet_id, recipient)
      ) STRICT, WITHOUT ROWID;
    `),
};
