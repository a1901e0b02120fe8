/**
 * The clerk has a packet sent again (`spec/lifecycle.md`, section 1): the same octets under the same id. What is on its way
 * is published once more at once; what was given up begins anew, with a deadline of its own.
 */
import type { OrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { archivedRecord } from './archive-read.js';
import { beginAnew } from './begin-anew.js';
import type { Work } from './commits.js';
import { askedFor, type DeliveryRow, deliveryColumns, readDeliveries, toDelivery } from './deliveries.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';
import type { DeliveryRecord, Lane } from './records.js';
import type { Unit } from './unit.js';

/** A delivery of a document, or of a status about it. */
export interface Correspondence {
  /** The code of a status; absent for the document itself. */
  readonly code?: string;
  readonly delivery: DeliveryRecord;
}

export interface Resending {
  readonly packetId: string;
  readonly recipient: OrganId;
  /** Where the recipient is served now. */
  readonly node: string;
}

/**
 * `again`: it was on its way, and is published once more. `anew`: it had been given up. `waiting`: it has not gone out yet.
 * `recalled`: the document was asked back. `nothing`: the recipient has answered, or it was withdrawn.
 */
export type ResendOutcome = 'again' | 'anew' | 'waiting' | 'recalled' | 'nothing';

/** Everything that this node sent of a document and about it, in the order of sending. */
export async function correspondenceOf(source: RowSource, packetId: string): Promise<Correspondence[]> {
  const rows = await source.all<DeliveryRow & { status_code: string | null }>(
    `SELECT ${deliveryColumns.replace(/(^|, )/g, '$1d.')}, s.code AS status_code
     FROM delivery d LEFT JOIN status s ON s.packet_id = d.packet_id AND s.direction = 'out'
     WHERE d.packet_id = ?1
       OR d.packet_id IN (SELECT packet_id FROM status WHERE concerns = ?1 AND direction = 'out')
     ORDER BY s.key, d.recipient`,
    [packetId],
  );
  return rows.map((row) => ({ ...optional('code', row.status_code), delivery: toDelivery(row) }));
}

/**
 * The outcomes in the order of what is asked for. `deadlineAt` is for what begins anew.
 * @throws EdocError `content.archived` where a document would go whose attachments are in the archive; nothing is sent then
 */
export function resendWork(
  asked: readonly Resending[],
  at: Date,
  deadlineAt: Readonly<Record<Lane, Date>>,
): Work<ResendOutcome[]> {
  return {
    touches: asked.map(({ packetId }) => packetId),
    octets: 512 * asked.length,
    run: async (unit) => {
      for (const one of asked) await requireContents(unit, one);
      const outcomes: ResendOutcome[] = [];
      for (const one of asked) outcomes.push(await resend(unit, one, at, deadlineAt));
      return outcomes;
    },
  };
}

async function resend(
  unit: Unit,
  { packetId, recipient, node }: Resending,
  at: Date,
  deadlineAt: Readonly<Record<Lane, Date>>,
): Promise<ResendOutcome> {
  const [row] = await readDeliveries(unit, packetId, [recipient]);
  const outcome = row ? outcomeFor(row) : 'nothing';
  if (!row || (outcome !== 'again' && outcome !== 'anew')) return outcome;
  const packet = await unit.first<{ lane: Lane }>(
    `SELECT lane FROM packet WHERE id = ? AND direction = 'out'`,
    [packetId],
  );
  const lane = packet?.lane ?? 'ordinary';
  if (outcome === 'anew') await beginAnew(unit, row, lane, at);
  await unit.run(
    `UPDATE delivery SET node = ?1, last = 0, retry_at = CASE state WHEN 'sent' THEN ${askedFor} END,
       deadline_at = CASE WHEN state = 'queued' OR deadline_at <= ?2 THEN ?3 ELSE deadline_at END
     WHERE packet_id = ?4 AND recipient = ?5`,
    [node, at.getTime(), deadlineAt[lane].getTime(), packetId, recipient],
  );
  unit.event({ kind: 'delivery.resent', packetId, agency: recipient, detail: { state: row.state, node } });
  return outcome;
}

/** What is in the packet itself can be sent for ever. */
async function requireContents(unit: Unit, { packetId, recipient }: Resending): Promise<void> {
  const archived = await archivedRecord(unit, packetId);
  if (!archived) return;
  const [row] = await readDeliveries(unit, packetId, [recipient]);
  const outcome = row && outcomeFor(row);
  if (outcome !== 'again' && outcome !== 'anew') return;
  const inParts = await unit.first(
    `SELECT 1 FROM attachment WHERE packet_id = ? AND direction = 'out' AND transfer = 'parts' LIMIT 1`,
    [packetId],
  );
  if (!inParts) return;
  const { at, container } = archived;
  throw new EdocError('content.archived', { detail: { packet: packetId, at: at.toISOString(), container } });
}

function outcomeFor(row: DeliveryRow): ResendOutcome {
  const { state, recall } = toDelivery(row);
  if (state === 'queued') return 'waiting';
  const open = state === 'sent' || state === 'expired' || state === 'undeliverable';
  if (!open) return 'nothing';
  if (recall === 'requested' || recall === 'agreed') return 'recalled';
  return state === 'sent' ? 'again' : 'anew';
}
