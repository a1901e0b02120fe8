/** A delivery that was given up begins anew: the same octets under the same id, as a new attempt (`spec/lifecycle.md`, section 1). */
import { changeDeliveries, type DeliveryRow } from './deliveries.js';
import { forgetFirstSending } from './part-sending.js';
import type { Lane } from './records.js';
import type { Unit } from './unit.js';

/** The caller sets node and deadline. */
export async function beginAnew(unit: Unit, row: DeliveryRow, lane: Lane, at: Date): Promise<void> {
  const packetId = row.packet_id;
  await changeDeliveries(unit, packetId, [row], { state: 'queued', cause: 'resend', at });
  await forgetFirstSending(unit, packetId);
  await enterOutbox(unit, packetId, lane, at);
}

async function enterOutbox(unit: Unit, packetId: string, lane: Lane, at: Date): Promise<void> {
  await unit.run(
    `INSERT INTO outbox (type, packet_id, urgent, at, about)
     SELECT 'packet', ?1, ?2, ?3, (
       SELECT json_array(concerns) FROM status
       WHERE packet_id = ?1 AND direction = 'out' AND concerns IS NOT NULL)
     WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE packet_id = ?1 AND type = 'packet')`,
    [packetId, lane === 'urgent' ? 1 : 0, at.getTime()],
  );
}
