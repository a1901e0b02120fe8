/** Receipts that were given before, to send once more. */
import { type OrganId, organId } from '../edoc/index.js';
import type { Work } from './commits.js';
import type { RowSource } from './log-rows.js';
import type { Unit } from './unit.js';

/** A receipt that this node answers with, as it is sent now. */
export interface GivenReceipt {
  readonly key: number;
  readonly agency: OrganId;
  readonly bytes: Buffer;
  /** When these octets were sealed. */
  readonly at: Date;
}

/** The same statement under a newer certificate. */
export interface RenewedReceipt {
  /** What it takes the place of; where another one did so meanwhile, that one stays. */
  readonly renews: GivenReceipt;
  readonly bytes: Buffer;
}

/** What these octets are answered with: refusals only while nothing was accepted. `r` is the receipt. */
const isAnswer = `r.direction = 'issued' AND r.packet_id = ?1 AND r.packet_sha256 = ?2
  AND (r.outcome = 'accepted' OR NOT EXISTS (
    SELECT 1 FROM receipt a WHERE a.direction = 'issued' AND a.packet_id = ?1 AND a.packet_sha256 = ?2
      AND a.outcome = 'accepted'))`;

export async function givenReceipts(
  source: RowSource,
  packetId: string,
  sha256: string,
): Promise<GivenReceipt[]> {
  const rows = await source.all<{ key: number; agency: string; bytes: Buffer; at: number }>(
    `SELECT r.key, r.agency, COALESCE(n.bytes, r.bytes) AS bytes, COALESCE(n.at, r.at) AS at
     FROM receipt r LEFT JOIN receipt_renewal n ON n.receipt_key = r.key WHERE ${isAnswer} ORDER BY r.key`,
    [packetId, sha256],
  );
  return rows.map(({ agency, at, ...row }) => ({ ...row, agency: organId(agency), at: new Date(at) }));
}

export function resendReceiptsWork(
  packetId: string,
  sha256: string,
  at: Date,
  renewed: readonly RenewedReceipt[] = [],
): Work<void> {
  return {
    touches: [packetId],
    octets: renewed.reduce((sum, { bytes }) => sum + bytes.length, 0),
    run: async (unit) => {
      for (const one of renewed) await keepRenewed(unit, packetId, one, at);
      await resendReceipts(unit, packetId, sha256, at);
    },
  };
}

async function keepRenewed(
  unit: Unit,
  packetId: string,
  { renews: { key, agency, bytes: before }, bytes }: RenewedReceipt,
  at: Date,
): Promise<void> {
  const present = await unit.first<{ bytes: Buffer }>(
    `SELECT COALESCE(n.bytes, r.bytes) AS bytes FROM receipt r LEFT JOIN receipt_renewal n ON n.receipt_key = r.key
     WHERE r.key = ?`,
    [key],
  );
  if (!present?.bytes.equals(before)) return;
  await unit.run('INSERT OR REPLACE INTO receipt_renewal (receipt_key, bytes, at) VALUES (?, ?, ?)', [
    key,
    bytes,
    at.getTime(),
  ]);
  unit.event({ kind: 'receipt.renewed', packetId, agency });
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
     WHERE ${isAnswer}
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
