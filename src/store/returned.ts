/** Taking back what a peer holds of this node's own sending after a restore (`spec/recovery.md`, section 5). */
import type { OrganId } from '../edoc/index.js';
import { EdocError, isEdocError } from '../errors.js';
import type { Work } from './commits.js';
import { changeDeliveries, movable, readDeliveries } from './deliveries.js';
import type { OutboundRecord } from './records.js';
import { applyStatus, type IncomingStatus } from './statuses.js';
import { submit } from './submit.js';
import type { Unit } from './unit.js';

/** A packet of our own that a peer gave back. */
export interface ReturnedRecord extends OutboundRecord {
  /** Which node gave it back. */
  readonly node: string;
  readonly returnedAt: Date;
  readonly retryAt: Date;
}

/** A packet that is here again. */
interface Returned {
  readonly packet: { readonly packetId: string; readonly sha256: string };
  /** The agency that sent it. */
  readonly agency: OrganId;
  readonly direction: 'in' | 'out';
  /** Which node gave it back. */
  readonly node: string;
  /** Of what went out: its recipients. */
  readonly to?: readonly OrganId[];
}

/**
 * Stores the packet as sent. Its deliveries wait for receipts: those that came back with it, and the other recipients'.
 * `duplicate`: it is there. @throws EdocError `packet.conflict`; `recovery.order` where what it speaks of is not back yet
 */
export function returnedWork(record: ReturnedRecord): Work<'stored' | 'duplicate'> {
  const concerned = [record.step?.packetId, record.recall?.packetId].filter((id) => id !== undefined);
  return {
    touches: [record.packet.packetId, ...concerned],
    octets: record.packet.bytes.length,
    run: async (unit) => {
      const { packet, sender, node, returnedAt } = record;
      const stored = await submit(unit, record, (take) => takeIfPossible(unit, record, take));
      if (stored === 'stored') {
        const to = record.deliveries.map(({ recipient }) => recipient);
        await noteReturned(unit, { packet, agency: sender, direction: 'out', node, to }, returnedAt);
      }
      return stored;
    },
  };
}

/** Never waits in the outbox: it was published before. A second unit, since a unit does not see the rows that it makes. */
export function publishedBefore(record: ReturnedRecord): Work<void> {
  const { packetId } = record.packet;
  return {
    touches: 'everything',
    octets: 512,
    run: async (unit) => {
      const rows = movable(await readDeliveries(unit, packetId), 'sent').filter(
        ({ state }) => state === 'queued',
      );
      const waits = await unit.first(`SELECT 1 FROM outbox WHERE type = 'packet' AND packet_id = ?`, [
        packetId,
      ]);
      // One that waits in the outbox was in the backup: it is published as ever, and the receivers know it again.
      if (!waits) {
        const { returnedAt: at, retryAt } = record;
        await changeDeliveries(unit, packetId, rows, { state: 'sent', cause: 'returned', at, retryAt });
      }
      await applyWaiting(unit, packetId, record.returnedAt);
    },
  };
}

export async function noteReturned(
  unit: Unit,
  { packet: { packetId, sha256 }, agency, direction, node, to }: Returned,
  at: Date,
): Promise<void> {
  await unit.run(
    'INSERT INTO returned (packet_id, direction, node, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [packetId, direction, node, at.getTime()],
  );
  // The entry that said so the first time is in the log that is lost.
  const detail = { node, direction, sha256, ...(to ? { to: to.join(' ') } : {}) };
  unit.event({ kind: 'packet.returned', packetId, agency, detail });
}

/** A step that was taken before the restore: what it changed is in the entry already, or cannot be any more. */
async function takeIfPossible(unit: Unit, record: ReturnedRecord, take: () => Promise<void>): Promise<void> {
  try {
    await take();
  } catch (error) {
    const early = isEdocError(error, 'store.not-found') || isEdocError(error, 'store.unknown-delivery');
    if (early)
      throw new EdocError('recovery.order', { detail: { packet: record.packet.packetId }, cause: error });
    if (!isEdocError(error, 'status.not-allowed')) throw error;
    unit.event({
      kind: 'status.late',
      packetId: record.packet.packetId,
      detail: { code: record.step?.code ?? '13', concerns: record.packet.concerns ?? '' },
    });
  }
}

interface WaitingRow {
  readonly packet_id: string;
  readonly code: string;
  readonly sender: string;
  readonly addressee: string;
}

/** Answers of recipients that were here before the document was back. */
async function applyWaiting(unit: Unit, packetId: string, at: Date): Promise<void> {
  const rows = await unit.all<WaitingRow>(
    `SELECT packet_id, code, sender, addressee FROM status
     WHERE concerns = ? AND standing = 'waiting' AND code <> '13' AND direction = 'in' ORDER BY key`,
    [packetId],
  );
  for (const row of rows) {
    const status: IncomingStatus = {
      packetId: row.packet_id,
      concerns: packetId,
      code: row.code,
      sender: row.sender,
      addressee: row.addressee,
      at,
    };
    const standing = await applyStatus(unit, status);
    await unit.run(`UPDATE status SET standing = ? WHERE packet_id = ? AND direction = 'in'`, [
      standing,
      row.packet_id,
    ]);
  }
}
