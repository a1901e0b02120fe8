/** Storing what goes out: packet, deliveries, register, place in the outbox and events, in one transaction. */
import { type DocumentMessage, initialAmendment, mayRecall, recallStep } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { keepEarlierGoing } from './answers.js';
import type { Work } from './commits.js';
import { changeDeliveries, findDelivery, toDelivery } from './deliveries.js';
import { takeClerkStep } from './entries.js';
import { sentDigest } from './messages.js';
import { aboutOf } from './outbox-order.js';
import { businessType, documentColumns, insertPacket, insertStatus } from './packet-rows.js';
import type { OutboundRecord } from './records.js';
import type { Unit } from './unit.js';

/**
 * `duplicate`: the same packet id with the same octets is there.
 * @throws EdocError `packet.conflict`, `status.not-allowed`, `store.not-found`, `store.unknown-delivery`
 */
export function submitWork(record: OutboundRecord): Work<'stored' | 'duplicate'> {
  const concerned = [record.step?.packetId, record.recall?.packetId].filter((id) => id !== undefined);
  return {
    touches: [record.packet.packetId, ...concerned],
    octets: record.packet.bytes.length,
    run: (unit) => submit(unit, record),
  };
}

/** @param returned given for a packet that was sent before: it is not put into the outbox, and its steps are taken by this. */
export async function submit(
  unit: Unit,
  record: OutboundRecord,
  returned?: (take: () => Promise<void>) => Promise<void>,
): Promise<'stored' | 'duplicate'> {
  const takeStep = returned ?? ((take: () => Promise<void>) => take());
  const { packet, at } = record;
  const stored = await sentDigest(unit, packet.packetId);
  if (stored === packet.sha256) return 'duplicate';
  if (stored !== undefined) throw new EdocError('packet.conflict');
  const { step, recall } = record;
  if (step) await takeStep(() => takeClerkStep(unit, step, at));
  if (recall) await takeStep(() => askBack(unit, recall, packet.packetId, at));
  if (!returned) await keepEarlierGoing(unit, record);
  insertPacket(unit, packet, { direction: 'out', sender: record.sender, lane: record.lane, at });
  insertDeliveries(unit, record);
  if (!returned && record.deliveries.length > 0) insertIntoOutbox(unit, record, await aboutOf(unit, record));
  if (packet.message.kind === 'document') insertSentEntry(unit, record, packet.message);
  else insertStatus(unit, packet, 'out', 'sent', at);
  for (const event of record.events) unit.event(event);
  return 'stored';
}

function insertDeliveries(unit: Unit, record: OutboundRecord): void {
  const { packet, at, deadlineAt } = record;
  const amendment =
    packet.message.kind === 'document' ? initialAmendment(businessType(packet.message)) : 'none';
  for (const { recipient, node } of record.deliveries) {
    unit.insert('delivery', {
      packet_id: packet.packetId,
      recipient,
      node,
      state: 'queued',
      business: 'none',
      recall: 'none',
      amendment,
      published: 0,
      attempt: 0,
      deadline_at: deadlineAt.getTime(),
      changed_at: at.getTime(),
    });
    unit.insert('history', {
      packet_id: packet.packetId,
      side: 'out',
      agency: recipient,
      machine: 'transport',
      from_state: null,
      to_state: 'queued',
      cause: 'submitted',
      at: at.getTime(),
    });
  }
}

function insertIntoOutbox(unit: Unit, record: OutboundRecord, about: string | null): void {
  unit.insert('outbox', {
    type: 'packet',
    packet_id: record.packet.packetId,
    urgent: record.lane === 'urgent' ? 1 : 0,
    agency: null,
    packet_sha256: null,
    node: null,
    about,
    at: record.at.getTime(),
  });
}

function insertSentEntry(unit: Unit, record: OutboundRecord, message: DocumentMessage): void {
  const [first] = message.to;
  unit.insert('entry', {
    box: 'out',
    agency: record.sender,
    packet_id: record.packet.packetId,
    counterpart: first?.organId ?? '',
    counterpart_name: first?.organName ?? '',
    ...documentColumns(message, record.packet.attachments),
    at: record.at.getTime(),
    business: 'none',
    recall: 'none',
    amendment: initialAmendment(businessType(message)),
    queued: record.deliveries.length,
    state: record.deliveries.length > 0 ? 'queued' : 'withdrawn',
  });
}

/** The sender asks a document back from one recipient. */
async function askBack(
  unit: Unit,
  recall: NonNullable<OutboundRecord['recall']>,
  statusId: string,
  at: Date,
): Promise<void> {
  const row = await findDelivery(unit, recall.packetId, recall.recipient);
  if (!row) {
    throw new EdocError('store.unknown-delivery', {
      detail: { packet: recall.packetId, recipient: recall.recipient },
    });
  }
  const { state: delivery, business, recall: stands } = toDelivery(row);
  const step = recallStep(stands, '13');
  if (step === 'late' || !mayRecall({ delivery, business, recall: stands })) {
    throw new EdocError('status.not-allowed', {
      detail: { code: '13', state: stands === 'none' ? delivery : stands, allowed: '–' },
    });
  }
  const change = { recall: step.next, cause: `status ${statusId}`, at };
  await changeDeliveries(unit, recall.packetId, [row], change);
}
