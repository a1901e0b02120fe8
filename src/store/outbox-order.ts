/**
 * What must not overtake what, at the sender (`spec/transport.md`, section 4): a status or a document that speaks of a
 * packet of this node waits until that packet is out.
 */
import { earlierDocuments } from '../edoc/index.js';
import { isWaitingAnswer } from './answers.js';
import type { OutboundRecord } from './records.js';
import type { Unit } from './unit.js';

/** How long what was published is waited for, where only its receipt would tell that it has come. */
export const holdMs = 600_000;

/** The packets of this node that a new one speaks of, as the outbox keeps them: JSON, or null where there is none. */
export async function aboutOf(unit: Unit, { packet, sender }: OutboundRecord): Promise<string | null> {
  if (packet.message.kind === 'status')
    return packet.concerns === undefined ? null : JSON.stringify([packet.concerns]);
  const named = earlierDocuments(packet.message);
  if (named.length === 0) return null;
  const rows = await unit.all<{ packet_id: string }>(
    `SELECT packet_id FROM entry WHERE box = 'out' AND agency = ? AND document_id IN (SELECT value FROM json_each(?))`,
    [sender, JSON.stringify(named)],
  );
  return rows.length === 0 ? null : JSON.stringify(rows.map((row) => row.packet_id));
}

/** Whether the delivery `d` has been out for less than {@link holdMs} without an answer; `?3` is now. */
const justSent = `d.state = 'sent' AND abs(?3 - (
    SELECT max(h.at) FROM history h WHERE h.packet_id = d.packet_id AND h.side = 'out' AND h.agency = d.recipient
      AND h.machine = 'transport' AND h.to_state = 'sent')) < ${holdMs}`;

const sameNode = `d.node IN (SELECT node FROM delivery WHERE packet_id = o.packet_id AND state = 'queued')`;

/**
 * True of a row `o` of the outbox that has to wait: for a packet that it speaks of and that is not out yet, and, but for a
 * status 13, not answered yet; for an earlier status about the same packet. `?3` is now in milliseconds.
 */
export const isHeld = `o.about IS NOT NULL AND (
  EXISTS (
    SELECT 1 FROM json_each(o.about) a JOIN delivery d ON d.packet_id = a.value
    WHERE ${sameNode} AND (d.state = 'queued' OR (${justSent} AND NOT EXISTS (
      SELECT 1 FROM status WHERE status.packet_id = o.packet_id AND direction = 'out')))
  ) OR EXISTS (
    SELECT 1 FROM status mine JOIN status earlier
      ON earlier.concerns = mine.concerns AND earlier.direction = 'out' AND earlier.key < mine.key
    JOIN delivery d ON d.packet_id = earlier.packet_id
    WHERE mine.packet_id = o.packet_id AND mine.direction = 'out' AND ${sameNode}
      AND ((d.state = 'queued' AND NOT ${isWaitingAnswer}) OR (${justSent}))
  ))`;
