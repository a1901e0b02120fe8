/** Messages that were refused, with their octets, the reason and where they came from. */
import { createHash } from 'node:crypto';
import type { Work } from './commits.js';
import { insertIssuedReceipt } from './packet-rows.js';
import { contentsNamedIn } from './quarantine-contents.js';
import { makeRoom } from './quarantine-room.js';
import { isAnswered, resendReceipts } from './receipts-again.js';
import type { QuarantineRecord } from './records.js';
import type { Unit } from './unit.js';

/**
 * Keeps the message and puts its refusals into the outbox. The same octets from the same node again are kept once and
 * answered with the receipts of the first time; where the first time gave none, with these. So are octets that were answered
 * while this refusal was made, because they came twice at once: whoever was accepted is not refused as well.
 */
export function quarantineWork(record: QuarantineRecord): Work<void> {
  return {
    // One after the other: each must see what the one before left of the room.
    touches: [record.messageId, 'quarantine'],
    octets: record.bytes.length,
    run: (unit) => quarantine(unit, record),
  };
}

async function quarantine(unit: Unit, record: QuarantineRecord): Promise<void> {
  const { messageId, type, senderNode, bytes, at } = record;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = await unit.first<{ key: number }>(
    'SELECT key FROM quarantine WHERE message_id = ? AND type = ? AND sender_node = ? AND sha256 = ?',
    [messageId, type, senderNode, sha256],
  );
  if (record.receipts.length > 0 ? await isAnswered(unit, messageId, sha256) : known) {
    await resendReceipts(unit, messageId, sha256, at);
    return;
  }
  if (known) {
    // The broker had given up on it, unanswered; now it is refused.
    await unit.run('UPDATE quarantine SET code = ?, place = ? WHERE key = ?', [
      record.code,
      record.place ?? null,
      known.key,
    ]);
  } else await keep(unit, record, sha256);
  for (const receipt of record.receipts) {
    insertIssuedReceipt(unit, { packetId: messageId, sha256, node: senderNode }, receipt);
  }
  for (const event of record.events) unit.event(event);
}

async function keep(unit: Unit, record: QuarantineRecord, sha256: string): Promise<void> {
  const { messageId, type, senderNode, bytes, part } = record;
  await makeRoom(unit, senderNode, bytes.length);
  await unit.run(
    `INSERT INTO quarantine (type, message_id, sender_node, code, place, sha256, bytes, at, size, held, lane, sent_at,
       part_index, part_count, part_size)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12, ?13, ?14)`,
    [
      type,
      messageId,
      senderNode,
      record.code,
      record.place ?? null,
      sha256,
      bytes,
      record.at.getTime(),
      bytes.length,
      record.lane ?? 'ordinary',
      record.sentAt?.getTime() ?? null,
      part?.index ?? null,
      part?.count ?? null,
      part?.size ?? null,
    ],
  );
  const contents = contentsNamedIn(type, bytes);
  if (contents.length > 0) {
    await unit.run(
      `INSERT INTO quarantine_content (sha256, quarantine_key)
       SELECT value, (SELECT key FROM quarantine WHERE message_id = ?2 AND type = ?3 AND sender_node = ?4 AND sha256 = ?5)
       FROM json_each(?1)`,
      [JSON.stringify(contents), messageId, type, senderNode, sha256],
    );
  }
  await unit.run(
    `INSERT INTO quarantine_total (sender_node, messages, octets, last_at) VALUES (?1, 1, ?2, ?3)
     ON CONFLICT DO UPDATE SET messages = messages + 1, octets = octets + ?2, last_at = ?3`,
    [senderNode, bytes.length, record.at.getTime()],
  );
}
