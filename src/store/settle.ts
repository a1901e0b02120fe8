/** A receipt for a packet that went out decides its delivery (`spec/receipt.md`, points 4 to 6). */
import { deliveryStep, mirrorBusiness } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { Work } from './commits.js';
import { changeDeliveries, findDelivery, leaveOutbox } from './deliveries.js';
import { sentDigest } from './messages.js';
import type { ReceivedReceipt } from './records.js';
import type { Unit } from './unit.js';

export type Settlement = 'settled' | 'repeated' | 'late';

/**
 * `repeated`: the delivery was decided the same way before. `late`: it was decided otherwise; the receipt is kept with an
 * event `receipt.contradicts` and changes nothing.
 * @throws EdocError `store.unknown-delivery`
 */
export function settleWork(receipt: ReceivedReceipt): Work<Settlement> {
  return {
    touches: [receipt.packetId],
    octets: receipt.bytes.length,
    run: (unit) => settle(unit, receipt),
  };
}

async function settle(unit: Unit, receipt: ReceivedReceipt): Promise<Settlement> {
  const { packetId, outcome, at } = receipt;
  const row = await findDelivery(unit, packetId, receipt.recipient);
  if (!row) {
    throw new EdocError('store.unknown-delivery', {
      detail: { packet: packetId, recipient: receipt.recipient },
    });
  }
  const to = outcome === 'accepted' ? 'delivered' : 'refused';
  const step = deliveryStep(row.state, to);
  if (!step && row.state === to) return 'repeated';
  await keepReceipt(unit, receipt, row.recipient);
  if (!step) {
    unit.event({
      kind: 'receipt.contradicts',
      packetId,
      agency: row.recipient,
      detail: { state: row.state, outcome },
    });
    return 'late';
  }
  // An accepted receipt is the recipient's status 01.
  const arrived = outcome === 'accepted' ? mirrorBusiness(row.business, '01') : 'late';
  await changeDeliveries(unit, packetId, [row], {
    state: to,
    ...(arrived === 'late' ? {} : { business: arrived.next }),
    cause: 'receipt',
    at,
    code: receipt.code,
    reason: receipt.reason,
  });
  if (row.state === 'refused') {
    const detail = row.code === null ? {} : { code: row.code };
    unit.event({ kind: 'delivery.corrected', packetId, agency: row.recipient, detail });
  }
  if (row.state === 'queued') await leaveOutbox(unit, packetId);
  for (const event of receipt.events) unit.event(event);
  return 'settled';
}

async function keepReceipt(unit: Unit, receipt: ReceivedReceipt, agency: string): Promise<void> {
  unit.insert('receipt', {
    direction: 'received',
    packet_id: receipt.packetId,
    packet_sha256: (await sentDigest(unit, receipt.packetId)) ?? '',
    agency,
    outcome: receipt.outcome,
    code: receipt.code ?? null,
    reason: receipt.reason ?? null,
    bytes: receipt.bytes,
    at: receipt.at.getTime(),
  });
}
