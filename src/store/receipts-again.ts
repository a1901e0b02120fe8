/** Receipts that were given before, to send once more. */
import type { Work } from './commits.js';
import type { Unit } from './unit.js';

export function resendReceiptsWork(packetId: string, sha256: string, at: Date): Work<void> {
  return {
    touches: [packetId],
    octets: 0,
    run: (unit) => resendReceipts(unit, packetId, sha256, at),
  };
}

/**
 * Each stored receipt for these octets waits in the outbox afterwards, once, for every node that sent them; refusals
 * only while nothing was accepted.
 */
export async function resendReceipts(unit: Unit, packetId: string, sha256: string, at: Date): Promise<void> {
  await unit.run(
    `INSERT INTO outbox (type, packet_id, urgent, agency, packet_sha256, node, at)
     SELECT 'receipt', r.packet_id, 1, r.agency, r.packet_sha256, origin.node, ?3
     FROM receipt r, (
       SELECT sender_node AS node FROM packet
       WHERE id = ?1 AND direction = 'in' AND sha256 = ?2 AND sender_node IS NOT NULL
       UNION SELECT sender_node FROM quarantine WHERE message_id = ?1 AND sha256 = ?2
     ) origin
     WHERE r.direction = 'issued' AND r.packet_id = ?1 AND r.packet_sha256 = ?2
       AND (r.outcome = 'accepted' OR NOT EXISTS (
         SELECT 1 FROM receipt a WHERE a.direction = 'issued' AND a.packet_id = ?1 AND a.packet_sha256 = ?2
           AND a.outcome = 'accepted'))
     ORDER BY r.key
     ON CONFLICT DO NOTHING`,
    [packetId, sha256, at.getTime()],
  );
}

/** Takes receipts for these octets out of the outbox. */
export async function dropWaitingReceipts(unit: Unit, packetId: string, sha256: string): Promise<void> {
  await unit.run(`DELETE FROM outbox WHERE type = 'receipt' AND packet_id = ? AND packet_sha256 = ?`, [
    packetId,
    sha256,
  ]);
}

/** Whether a receipt was given for these octets. */
export async function isAnswered(unit: Unit, packetId: string, sha256: string): Promise<boolean> {
  const row = await unit.first(
    `SELECT 1 FROM receipt WHERE direction = 'issued' AND packet_id = ? AND packet_sha256 = ? LIMIT 1`,
    [packetId, sha256],
  );
  return row !== undefined;
}
