import type { Migration } from './migration.js';

/**
 * The register of each agency, and where every packet stands with every recipient. `entry.state` is what the lists show:
 * at the recipient the business state, or `withdrawn`; at the sender the furthest behind of its deliveries.
 */
export const register: Migration = {
  version: 2,
  up: (database) =>
    database.exec(`
      CREATE TABLE delivery (
        packet_id TEXT NOT NULL,
        direction TEXT NOT NULL DEFAULT 'out' CHECK (direction = 'out'),
        recipient TEXT NOT NULL,
        node TEXT NOT NULL,
        state TEXT NOT NULL,
        business TEXT NOT NULL,
        recall TEXT NOT NULL,
        amendment TEXT NOT NULL,
        published INTEGER NOT NULL CHECK (published IN (0, 1)),
        attempt INTEGER NOT NULL,
        retry_at INTEGER,
        deadline_at INTEGER NOT NULL,
        code TEXT,
        reason TEXT,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (packet_id, recipient),
        FOREIGN KEY (packet_id, direction) REFERENCES packet (id, direction)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX delivery_retry ON delivery (retry_at) WHERE retry_at IS NOT NULL;
      CREATE INDEX delivery_deadline ON delivery (deadline_at) WHERE state IN ('queued', 'sent');

      CREATE TABLE entry (
        key INTEGER PRIMARY KEY,
        box TEXT NOT NULL CHECK (box IN ('in', 'out')),
        agency TEXT NOT NULL,
        packet_id TEXT NOT NULL,
        counterpart TEXT NOT NULL,
        counterpart_name TEXT NOT NULL,
        document_id TEXT NOT NULL,
        code TEXT NOT NULL,
        code_key TEXT NOT NULL,
        subject TEXT NOT NULL,
        type_name TEXT NOT NULL,
        business_type INTEGER NOT NULL,
        priority INTEGER NOT NULL,
        promulgated TEXT NOT NULL,
        due TEXT,
        at INTEGER NOT NULL,
        attachments INTEGER NOT NULL,
        attachment_bytes INTEGER NOT NULL,
        business TEXT NOT NULL,
        recall TEXT NOT NULL,
        amendment TEXT NOT NULL,
        queued INTEGER NOT NULL DEFAULT 0 CHECK (queued >= 0),
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),
        problems INTEGER NOT NULL DEFAULT 0 CHECK (problems >= 0),
        delivered INTEGER NOT NULL DEFAULT 0 CHECK (delivered >= 0),
        withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0),
        state TEXT NOT NULL,
        UNIQUE (packet_id, box, agency),
        FOREIGN KEY (packet_id, box) REFERENCES packet (id, direction)
      ) STRICT;
      CREATE INDEX entry_inbox ON entry (box) WHERE box = 'in' AND recall <> 'agreed';
      CREATE INDEX entry_inbox_agency ON entry (agency) WHERE box = 'in' AND recall <> 'agreed';
      CREATE INDEX entry_outbox ON entry (box) WHERE box = 'out';
      CREATE INDEX entry_outbox_agency ON entry (agency) WHERE box = 'out';
      CREATE INDEX entry_state ON entry (box, state);
      CREATE INDEX entry_agency_state ON entry (box, agency, state);
      CREATE INDEX entry_problems ON entry (box) WHERE problems > 0;
      CREATE INDEX entry_problems_agency ON entry (agency) WHERE problems > 0;
      CREATE INDEX entry_code ON entry (code_key);

      -- Every change of state: transport and the sender's mirror under 'out', the recipient's own under 'in'.
      CREATE TABLE history (
        key INTEGER PRIMARY KEY,
        packet_id TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('in', 'out')),
        agency TEXT NOT NULL,
        machine TEXT NOT NULL CHECK (machine IN ('transport', 'business', 'recall', 'amendment')),
        from_state TEXT,
        to_state TEXT NOT NULL,
        cause TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX history_packet ON history (packet_id);
      CREATE TRIGGER history_no_update BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
      CREATE TRIGGER history_no_delete BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

      -- Status packets, sent and received, in the order they came.
      CREATE TABLE status (
        key INTEGER PRIMARY KEY,
        packet_id TEXT NOT NULL,
        direction TEXT NOT NULL,
        concerns TEXT,
        code TEXT NOT NULL,
        sender TEXT NOT NULL,
        addressee TEXT NOT NULL,
        description TEXT NOT NULL,
        staff TEXT,
        stated_at TEXT,
        standing TEXT NOT NULL CHECK (standing IN ('sent', 'applied', 'late', 'waiting', 'unrelated')),
        at INTEGER NOT NULL,
        UNIQUE (packet_id, direction),
        FOREIGN KEY (packet_id, direction) REFERENCES packet (id, direction)
      ) STRICT;
      CREATE INDEX status_concerns ON status (concerns);
      CREATE INDEX status_waiting ON status (concerns) WHERE standing = 'waiting';
    `),
};
