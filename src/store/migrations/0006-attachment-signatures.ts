import type { Migration } from './migration.js';

/**
 * What the signatures inside received PDF files prove (`spec/pdf-signatures.md`, section 6). A row is made with its attachment, by
 * the database; it waits until somebody looked. Packets that came before are looked at too.
 */
export const attachmentSignatures: Migration = {
  version: 6,
  up: (database) =>
    database.exec(`
      CREATE TABLE attachment_signatures (
        key INTEGER PRIMARY KEY,
        packet_id TEXT NOT NULL,
        -- The attachment's, of the packet that came in.
        ordinal INTEGER NOT NULL,
        -- NULL until it was looked at.
        verdict TEXT CHECK (verdict IN ('valid', 'indeterminate', 'invalid', 'none', 'unread')),
        -- JSON, for people to read.
        report TEXT,
        at INTEGER,
        UNIQUE (packet_id, ordinal)
      ) STRICT;
      CREATE INDEX attachment_signatures_waiting ON attachment_signatures (key) WHERE verdict IS NULL;

      INSERT INTO attachment_signatures (packet_id, ordinal)
        SELECT packet_id, ordinal FROM attachment
        WHERE direction = 'in' AND (content_type = 'application/pdf' OR lower(name) LIKE '%.pdf');

      CREATE TRIGGER attachment_looked_at AFTER INSERT ON attachment
        WHEN NEW.direction = 'in' AND (NEW.content_type = 'application/pdf' OR lower(NEW.name) LIKE '%.pdf')
        BEGIN INSERT INTO attachment_signatures (packet_id, ordinal) VALUES (NEW.packet_id, NEW.ordinal); END;
    `),
};
