import type { Migration } from './migration.js';

/**
 * What proves the time and standing of each sealed file that is kept (`spec/evidence.md`, section 5), beside the file itself. A
 * row is made with its file, in the same transaction and by the database: no way of storing a file can forget it.
 */
export const evidence: Migration = {
  version: 5,
  up: (database) =>
    database.exec(`
      CREATE TABLE evidence (
        key INTEGER PRIMARY KEY,
        packet_key INTEGER UNIQUE REFERENCES packet_octets (key),
        receipt_key INTEGER UNIQUE REFERENCES receipt (key),
        level TEXT NOT NULL DEFAULT 'B' CHECK (level IN ('B', 'T', 'LT', 'LTA')),
        -- The element xades:UnsignedProperties; absent at level B.
        properties TEXT,
        proven_at INTEGER,
        -- When the certificate of the last time stamp's authority runs out.
        renew_at INTEGER,
        -- Why the last attempt to raise it stopped short.
        gap TEXT,
        CHECK ((packet_key IS NULL) <> (receipt_key IS NULL))
      ) STRICT;
      CREATE INDEX evidence_level ON evidence (level, key);
      CREATE INDEX evidence_renewal ON evidence (renew_at) WHERE renew_at IS NOT NULL;

      -- The last CRL from each address, for a start without a network.
      CREATE TABLE crl (
        url TEXT PRIMARY KEY,
        bytes BLOB NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;

      INSERT INTO evidence (packet_key) SELECT key FROM packet_octets ORDER BY key;
      INSERT INTO evidence (receipt_key) SELECT key FROM receipt ORDER BY key;

      CREATE TRIGGER packet_evidence AFTER INSERT ON packet_octets
        BEGIN INSERT INTO evidence (packet_key) VALUES (NEW.key); END;
      CREATE TRIGGER receipt_evidence AFTER INSERT ON receipt
        BEGIN INSERT INTO evidence (receipt_key) VALUES (NEW.key); END;
    `),
};
