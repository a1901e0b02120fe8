/** Messages that were refused, with their octets, the reason and where they came from; and receipts to send once more. */
import { createHash } from 'node:crypto';
import type { Work } from './commits.js';
import { insertIssuedReceipt } from './packet-rows.js';
import type { QuarantineRecord } from './records.js';
import type { Unit } from './unit.js';

/**
 * Keeps the message and puts its refusals into the outbox. The same octets from the same node again are kept once and
 * answered with the receipts of the first time. So are octets that were answered while this refusal was made, because they
 * came twice at once: whoever was accepted is not refused as well.
 */
export function quarantineWork(record: QuarantineRecord): Work<void> {
  return {
    touches: [record.messageId],
    octets: record.bytes.length,
    run: (unit) => quarantine(unit, record),
  };
}

async function quarantine(unit: Unit, record: QuarantineRecord): Promise<void> {
  const { messageId, type, senderNode, bytes } = record;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = await unit.first(
    'SELECT 1 FROM quarantine WHERE message_id = ? AND type = ? AND sender_node = ? AND sha256 = ?',
    [messageId, type, senderNode, sha256],
  );
  const answered = record.receipts.length > 0 && (await isAnswered(unit, messageId, sha256));
  if (known || answered) {
    await resendReceipts(unit, messageId, sha256);
    return;
  }
  unit.insert('quarantine', {
    type,
    message_id: messageId,
    sender_node: senderNode,
    code: record.code,
    place: record.place ?? null,
    sha256,
    bytes,
    at: record.at.getTime(),
  });
  for (const receipt of record.receipts) {
    insertIssuedReceipt(unit, { packetId: messageId, sha256, node: senderNode }, receipt);
  }
  for (const event of record.events) unit.event(event);
}

async function isAnswered(unit: Unit, packetId: string, sha256: string): Promise<boolean> {
  const receipt = await unit.first(
    `SELECT 1 FROM receipt WHERE direction = 'issued' AND packet_id = ? AND packet_sha256 = ? LIMIT 1`,
    [packetId, sha256],
  );
  return receipt !== undefined;
}

export function resendWork(packetId: string, sha256: string): Work<void> {
  return {
    touches: [packetId],
    octets: 0,
    run: (unit) => resendReceipts(unit, packetId, sha256),
  };
}

/** Each stored receipt for these octets waits in the outbox afterwards, once, for every node that sent them. */
async function resendReceipts(unit: Unit, packetId: string, sha256: string): Promise<void> {
  await unit.run(
    `INSERT INTO outbox (type, packet_id, urgent, agency, packet_sha256, node)
     SELECT 'receipt', r.packet_id, 1, r.agency, r.packet_sha256, origin.node
     FROM receipt r, (
       SELECT sender_node AS node FROM packet
       WHERE id = ?1 AND direction = 'in' AND sha256 = ?2 AND sender_node IS NOT NULL
       UNION SELECT sender_node FROM quarantine WHERE message_id = ?1 AND sha256 = ?2
     ) origin
     WHERE r.direction = 'issued' AND r.packet_id = ?1 AND r.packet_sha256 = ?2
     ORDER BY r.key
     ON CONFLICT DO NOTHING`,
    [packetId, sha256],
  );
}
