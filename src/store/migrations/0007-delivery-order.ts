import type { Migration } from './migration.js';

/**
 * `delivery.last`: published when its deadline had passed, so that `retry_at` is when it expires. `outbox.about`: the
 * packet of this node that the waiting one speaks of, and must not overtake.
 */
export const deliveryOrder: Migration = {
  version: 7,
  up: (database) =>
    database.exec(`
      ALTER TABLE delivery ADD COLUMN last INTEGER NOT NULL DEFAULT 0 CHECK (last IN (0, 1));
      ALTER TABLE outbox ADD COLUMN about TEXT;
      UPDATE outbox SET about = (
        SELECT concerns FROM status WHERE status.packet_id = outbox.packet_id AND direction = 'out')
      WHERE type = 'packet';
    `),
};
