/** Heads of our event log that others hold: each receipt that this node gave names one. */
import type { RowSource } from './log-rows.js';
import type { WitnessedHead } from './log-verify.js';

/** Sealed files have one serialisation, and no text can hold a `<`: this is the element and nothing else. */
const logHead = /<LogHead Sequence="(\d{1,15})" Sha256="([0-9a-f]{64})">/;

const pageRows = 200;

/** The head in every receipt that was given, in the order of giving; receipts without one are passed over. */
export async function* issuedHeads(source: RowSource): AsyncGenerator<WitnessedHead> {
  let last = 0;
  for (;;) {
    // The plus keeps SQLite to the order of keys, so that no page sorts all receipts.
    const rows = await source.all<{ key: number; packet_id: string; bytes: Buffer }>(
      `SELECT key, packet_id, bytes FROM receipt WHERE +direction = 'issued' AND key > ? ORDER BY key LIMIT ${pageRows}`,
      [last],
    );
    for (const row of rows) {
      const [, sequence, hash] = logHead.exec(row.bytes.toString('utf8')) ?? [];
      if (sequence !== undefined && hash !== undefined) {
        yield { sequence: Number(sequence), hash, witness: `receipt ${row.packet_id}` };
      }
      last = row.key;
    }
    if (rows.length < pageRows) return;
  }
}
