import type { Migration } from './migration.js';

/**
 * `delivery.last`: published when its deadline had passed, so that `retry_at` is when it expires. `outbox.about`: the
 * packets, as JSON, that the waiting one speaks of and must not overtake.
 */
export const deliveryOrder: Migration = {
  version: 7,
  up: (database) =>
    database.exec(`
      ALTER TABLE delivery ADD COLUMN last INTEGER NOT NULL DEFAULT 0 CHECK (last IN (0, 1));
      CREATE INDEX entry_document ON entry (document_id) WHERE box = 'out';
      ALTER TABLE outbox ADD COLUMN about TEXT;
      UPDATE outbox SET about = (
        SELECT json_array(concerns) FROM status WHERE status.packet_id = outbox.packet_id AND direction = 'out'
          AND concerns IS NOT NULL)
      WHERE type = 'packet';
    `),
};
