/** A packet from another node that goes into quarantine, with the refusal that it gets. */
import type { QuarantineRecord } from '../../src/store/index.js';
import { afterSeconds, first, receiptBy } from './samples.js';

export function refused(
  packetId: string,
  bytes: Buffer,
  changes: Partial<QuarantineRecord> = {},
): QuarantineRecord {
  return {
    type: 'packet',
    messageId: packetId,
    senderNode: 'nghean',
    code: 'packet.outside',
    bytes,
    at: afterSeconds(1),
    receipts: [refusal()],
    events: [{ kind: 'packet.refused', packetId }],
    ...changes,
  };
}

function refusal() {
  return receiptBy(first, { outcome: 'refused', code: 'packet.outside', bytes: Buffer.from('<refused/>') });
}
