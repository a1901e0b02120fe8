/**
 * Refusals (02) and answers to a recall or an amendment (15, 16) keep their order: to the sender of the document the first answer
 * that comes answers the amendment and the second the recall, unless it was refused before (`spec/lifecycle.md`, section 4).
 */
import { beginAnew } from './begin-anew.js';
import {
  changeDeliveries,
  type DeliveryChange,
  type DeliveryRow,
  deliveryColumns,
  leaveOutbox,
} from './deliveries.js';
import type { OutboundRecord } from './records.js';
import type { Unit } from './unit.js';

const ordered = `('02', '15', '16')`;
const orderedCodes: ReadonlySet<string> = new Set(['02', '15', '16']);

/** True of the status `later` while an earlier answer of the same agency about the same document is not known to have come. */
const waits = (later: string) => `${later}.code IN ${ordered} AND EXISTS (
  SELECT 1 FROM status before
  JOIN delivery way ON way.packet_id = before.packet_id AND way.state NOT IN ('delivered', 'refused')
  WHERE before.concerns = ${later}.concerns AND before.direction = 'out' AND before.sender = ${later}.sender
    AND before.code IN ${ordered} AND before.key < ${later}.key)`;

/**
 * True of a row `o` of the outbox that is such a status while an earlier one of the same agency about the same document is not known
 * to have come. One whose receipt never came may be with the broker still, so it counts as not come.
 */
export const waitsForEarlierAnswer = `(o.type = 'packet' AND EXISTS (
  SELECT 1 FROM status mine WHERE mine.packet_id = o.packet_id AND mine.direction = 'out' AND ${waits('mine')}))`;

/** The same of a status `earlier`: what is no answer does not wait behind it. */
export const isWaitingAnswer = `(${waits('earlier')})`;

type EarlierRow = DeliveryRow & { readonly lane: 'ordinary' | 'urgent' };

/**
 * An answer is stored: those before it are tried for as long as it is, and those that were given up begin anew. It means something
 * only behind them.
 */
export async function keepEarlierGoing(unit: Unit, record: OutboundRecord): Promise<void> {
  const { packet, sender, at, deadlineAt, deliveries } = record;
  const { message, concerns, packetId } = packet;
  const [to] = deliveries;
  if (message.kind !== 'status' || !orderedCodes.has(message.statusCode) || !to || concerns === undefined)
    return;
  const rows = await unit.all<EarlierRow>(
    `SELECT ${deliveryColumns.replace(/(^|, )/g, '$1d.')}, p.lane FROM status s
     JOIN delivery d ON d.packet_id = s.packet_id JOIN packet p ON p.id = s.packet_id AND p.direction = 'out'
     WHERE s.concerns = ? AND s.direction = 'out' AND s.sender = ? AND s.code IN ${ordered} AND s.packet_id <> ?
       AND d.state IN ('queued', 'sent', 'expired', 'undeliverable') ORDER BY s.key`,
    [concerns, sender, packetId],
  );
  for (const row of rows) {
    const anew = row.state === 'expired' || row.state === 'undeliverable';
    if (anew) {
      await beginAnew(unit, row, row.lane, at);
      const detail = { state: row.state, node: to.node };
      unit.event({ kind: 'delivery.resent', packetId: row.packet_id, agency: row.recipient, detail });
    }
    await unit.run(
      `UPDATE delivery SET last = 0, deadline_at = MAX(deadline_at, ?1), node = CASE WHEN ?2 THEN ?3 ELSE node END
       WHERE packet_id = ?4 AND recipient = ?5`,
      [deadlineAt.getTime(), anew ? 1 : 0, to.node, row.packet_id, row.recipient],
    );
  }
}

/**
 * An answer was given up: those that wait for it end with it, since nobody may read them without it. Returns their packets.
 * @param change as the answer's own
 */
export async function endThoseBehind(
  unit: Unit,
  packetId: string,
  { state, at }: Pick<DeliveryChange, 'at'> & { readonly state: 'expired' | 'undeliverable' },
): Promise<string[]> {
  const rows = await unit.all<DeliveryRow>(
    `SELECT ${deliveryColumns.replace(/(^|, )/g, '$1d.')} FROM status first
     JOIN status later ON later.concerns = first.concerns AND later.direction = 'out' AND later.sender = first.sender
       AND later.code IN ${ordered} AND later.key > first.key
     JOIN delivery d ON d.packet_id = later.packet_id AND d.state = 'queued'
     WHERE first.packet_id = ? AND first.direction = 'out' AND first.code IN ${ordered} ORDER BY later.key`,
    [packetId],
  );
  for (const row of rows) {
    const code = 'status.behind-another';
    await changeDeliveries(unit, row.packet_id, [row], { state, cause: `failed ${code}`, code, at });
    await leaveOutbox(unit, row.packet_id);
    unit.event({
      kind: `delivery.${state}`,
      packetId: row.packet_id,
      agency: row.recipient,
      detail: { code },
    });
  }
  return rows.map((row) => row.packet_id);
}
