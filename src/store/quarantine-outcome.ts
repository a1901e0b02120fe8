/** What becomes of a message in quarantine: taken after all, given to the receiver again, discarded. */
import { EdocError } from '../errors.js';
import type { Work } from './commits.js';
import type { ReplayOutcome } from './records.js';
import type { Unit } from './unit.js';

/** The octets are in the register now: they are not needed here, and nobody needs to deal with them. */
export async function settleAccepted(unit: Unit, messageId: string, sha256: string, at: Date): Promise<void> {
  const rows = await unit.all<{ key: number; sender_node: string; code: string }>(
    `SELECT key, sender_node, code FROM quarantine WHERE message_id = ? AND sha256 = ? AND state = 'kept'`,
    [messageId, sha256],
  );
  for (const { key, sender_node, code } of rows) {
    await settle(unit, key, 'accepted', at);
    const detail = { id: key, node: sender_node, code, message: messageId };
    unit.event({ kind: 'message.released', detail });
  }
}

async function settle(
  unit: Unit,
  key: number,
  state: 'accepted' | 'discarded',
  at: Date,
  reason?: string,
): Promise<void> {
  await unit.run(
    `UPDATE quarantine SET state = ?, bytes = x'', held = 0, settled_at = ?, reason = ? WHERE key = ?`,
    [state, at.getTime(), reason ?? null, key],
  );
}

interface Row {
  readonly key: number;
  readonly state: string;
  readonly type: string;
  readonly message_id: string;
  readonly sender_node: string;
  readonly code: string;
  readonly sha256: string;
  readonly size: number;
}

/** @throws EdocError `quarantine.unknown` */
async function find(unit: Unit, id: number): Promise<Row> {
  const row = await unit.first<Row>(
    'SELECT key, state, type, message_id, sender_node, code, sha256, size FROM quarantine WHERE key = ?',
    [id],
  );
  if (!row) throw new EdocError('quarantine.unknown', { detail: { id } });
  return row;
}

/** Records what became of a replay. An accepted one settles the message unless the acceptance itself did. */
export function replayedWork(id: number, messageId: string, outcome: ReplayOutcome, at: Date): Work<void> {
  return {
    touches: [messageId],
    octets: 0,
    run: async (unit) => {
      const row = await find(unit, id);
      const code = outcome.outcome === 'refused' ? outcome.code : null;
      await unit.run(
        'UPDATE quarantine SET replays = replays + 1, replayed_at = ?, replay_code = ? WHERE key = ?',
        [at.getTime(), code, id],
      );
      const detail = { id, node: row.sender_node, message: row.message_id };
      unit.event({
        kind: 'message.replayed',
        detail: { ...detail, outcome: outcome.outcome, ...(code === null ? {} : { code }) },
      });
      if (outcome.outcome !== 'accepted' || row.state !== 'kept') return;
      await settle(unit, id, 'accepted', at);
      unit.event({ kind: 'message.released', detail: { ...detail, code: row.code } });
    },
  };
}

/**
 * Removes the octets; what was known of them stays, and the same octets again are answered as before.
 * @throws EdocError `quarantine.unknown`, `quarantine.settled`
 */
export function discardWork(id: number, messageId: string, reason: string, at: Date): Work<void> {
  return {
    touches: [messageId],
    octets: 0,
    run: async (unit) => {
      const row = await find(unit, id);
      if (row.state === 'discarded') return;
      if (row.state !== 'kept') throw new EdocError('quarantine.settled', { detail: { id } });
      await settle(unit, id, 'discarded', at, reason);
      unit.event({
        kind: 'message.discarded',
        detail: {
          id,
          type: row.type,
          node: row.sender_node,
          code: row.code,
          message: row.message_id,
          sha256: row.sha256,
          octets: row.size,
        },
      });
    },
  };
}
