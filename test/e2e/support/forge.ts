/** Sealed files made by hand with a node's real keys: what a faulty or hostile node could send. */
import { createHash } from 'node:crypto';
import type { Identity } from '../../../src/agent/index.js';
import {
  assemblePacket,
  type ContentRef,
  type Message,
  type OrganId,
  packetId,
  type Receipt,
  requireMessage,
  sealedFile,
  writeEnvelope,
  writeReceipt,
} from '../../../src/edoc/index.js';
import { packetSeal, receiptSeal, seal } from '../../../src/signing/index.js';
import { letter } from './office.js';

export function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

let counter = 0;

/** An id that the sender may use, unless told to bind it to somebody else. */
export function newPacketId(sender: OrganId): string {
  counter = (counter + 1) % 4_096;
  return packetId({ sender, unixMs: Date.now(), counter });
}

/** A letter as its sender would have completed it. */
export function ownLetter(from: string, to: readonly string[]): Message {
  return requireMessage({
    ...letter({ to, from }),
    promulgationInfo: { promulgationDate: '2026/01/05' },
    documentId: 'tự tạo',
    content: 'Nội dung',
    responseFor: [],
    traceHeaderList: { traceHeader: [{ organId: from, timestamp: '2026/01/05 08:00:00' }] },
    bussiness: { bussinessDocType: 0, bussinessDocReason: 'Văn bản điện tử mới', paper: 0 },
  });
}

/** A packet sealed by this agency, whatever it says inside. */
export async function sealedPacket(
  { signer }: Identity,
  parts: {
    readonly packetId: string;
    readonly message: Message;
    readonly concerns?: string;
    readonly contents?: readonly ContentRef[];
  },
): Promise<Buffer> {
  const contents = parts.contents ?? [];
  const envelope = writeEnvelope(parts.message, { ...parts, contents });
  return assemblePacket(envelope, await seal(envelope, packetSeal, signer, new Date()), [], contents);
}

export async function sealedReceipt({ signer }: Identity, receipt: Receipt): Promise<Buffer> {
  const { head, tail } = writeReceipt(receipt);
  return sealedFile(head, await seal({ head, tail }, receiptSeal, signer, new Date()), tail);
}
