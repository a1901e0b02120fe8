/**
 * The bounds of the quarantine (`spec/transport.md`, section 9): the oldest messages make room, and are counted. Whoever
 * floods a node drives out what came from the same place before anything else.
 */
import { limits } from '../edoc/index.js';
import { dropWaitingReceipts } from './receipts-again.js';
import type { Unit } from './unit.js';

interface Held {
  readonly key: number;
  readonly sender_node: string;
  readonly message_id: string;
  readonly sha256: string;
}

/** Drops the oldest of the sending node until it is within its share, then the oldest of all. */
export async function makeRoom(unit: Unit, node: string, octets: number): Promise<void> {
  await dropOldest(unit, 'sender_node = ?', [node], {
    messages: limits.quarantineNodeMessages - 1,
    octets: limits.quarantineNodeBytes - octets,
  });
  await dropOldest(unit, 'TRUE', [], {
    messages: limits.quarantineMessages - 1,
    octets: limits.quarantineBytes - octets,
  });
}

async function dropOldest(
  unit: Unit,
  which: string,
  values: readonly string[],
  most: { readonly messages: number; readonly octets: number },
): Promise<void> {
  const count = async () =>
    (await unit.first<{ messages: number; octets: number }>(
      `SELECT COUNT(*) AS messages, COALESCE(SUM(held), 0) AS octets FROM quarantine WHERE ${which}`,
      values,
    )) ?? { messages: 0, octets: 0 };
  for (;;) {
    const { messages, octets } = await count();
    if (messages === 0 || (messages <= most.messages && octets <= most.octets)) return;
    const oldest = await unit.first<Held>(
      `SELECT key, sender_node, message_id, sha256 FROM quarantine WHERE ${which} ORDER BY key LIMIT 1`,
      values,
    );
    if (!oldest) return;
    await drop(unit, oldest);
  }
}

/** Every so many dropped messages of a node are an entry of the log: a flood must not fill it either. */
const droppedPerEvent = 1_000;

/**
 * Forgets a message with the refusals that were given for it, unless another message needs them. The same octets are then
 * judged anew, so that a sender whose refusal did not go out in time gets another.
 */
async function drop(unit: Unit, { key, sender_node: node, message_id, sha256 }: Held): Promise<void> {
  await unit.run('DELETE FROM quarantine WHERE key = ?', [key]);
  const needed = await unit.first(
    `SELECT 1 FROM quarantine WHERE message_id = ?1 AND sha256 = ?2
     UNION ALL SELECT 1 FROM packet WHERE id = ?1 AND direction = 'in' AND sha256 = ?2`,
    [message_id, sha256],
  );
  if (!needed) {
    const refusals = `SELECT key FROM receipt
      WHERE direction = 'issued' AND packet_id = ?1 AND packet_sha256 = ?2 AND outcome = 'refused'`;
    await unit.run(`DELETE FROM evidence WHERE receipt_key IN (${refusals})`, [message_id, sha256]);
    await unit.run(`DELETE FROM receipt WHERE key IN (${refusals})`, [message_id, sha256]);
    await dropWaitingReceipts(unit, message_id, sha256);
  }
  await unit.run('UPDATE quarantine_total SET dropped = dropped + 1 WHERE sender_node = ?', [node]);
  const total = await unit.first<{ dropped: number }>(
    'SELECT dropped FROM quarantine_total WHERE sender_node = ?',
    [node],
  );
  const dropped = total?.dropped ?? 0;
  if (dropped % droppedPerEvent === 1) unit.event({ kind: 'message.dropped', detail: { node, dropped } });
}
