/** Heads of our event log that others hold: each receipt that this node gave names one. */
import type { RowSource } from './log-rows.js';
import type { WitnessedHead } from './log-verify.js';

/** Sealed files have one serialisation, and no text can hold a `<`: this is the element and nothing else. */
const logHead = /<LogHead Sequence="(\d{1,15})" Sha256="([0-9a-f]{64})">/;

const pageRows = 200;

/**
 * The head in every receipt that was given, in the order of giving; receipts without one are passed over, and so are those
 * that came back after a restore with a head of the part of the log that is lost (`spec/recovery.md`, section 6).
 */
export async function* issuedHeads(source: RowSource): AsyncGenerator<WitnessedHead> {
  let last = 0;
  const lost = await lostSpan(source);
  for (;;) {
    // The plus keeps SQLite to the order of keys, so that no page sorts all receipts.
    const rows = await source.all<{ key: number; packet_id: string; bytes: Buffer; kept: number | null }>(
      `SELECT key, packet_id, bytes, ${lost} AS kept FROM receipt WHERE +direction = 'issued' AND key > ? ORDER BY key LIMIT ${pageRows}`,
      [last],
    );
    for (const row of rows) {
      const [, sequence, hash] = logHead.exec(row.bytes.toString('utf8')) ?? [];
      const isLost = row.kept !== null && Number(sequence) > row.kept;
      if (sequence !== undefined && hash !== undefined && !isLost) {
        yield { sequence: Number(sequence), hash, witness: `receipt ${row.packet_id}` };
      }
      last = row.key;
    }
    if (rows.length < pageRows) return;
  }
}

/** SQL for the last sequence number that a returned receipt can vouch for; NULL for a receipt that was never away. */
async function lostSpan(source: RowSource): Promise<string> {
  // A backup of an earlier layout knows of no restores.
  const [known] = await source.all(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'returned'`);
  return known
    ? `(SELECT MAX(s.sequence) FROM returned t JOIN restore s ON s.restored_at <= t.at
        WHERE t.packet_id = receipt.packet_id AND t.direction = 'in')`
    : 'NULL';
}
