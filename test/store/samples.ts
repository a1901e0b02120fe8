/** Folders, stores and records for the tests of the store. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DirectoryAgency,
  type DirectoryPage,
  type DocumentMessage,
  organId,
  type StatusMessage,
} from '../../src/edoc/index.js';
import {
  type AttachmentRecord,
  type InboundRecord,
  type NewReceipt,
  type OutboundRecord,
  openStore,
  type PacketRecord,
  type Store,
} from '../../src/store/index.js';

export const sender = organId('H41');
export const first = organId('H53');
export const second = organId('H57');
export const start = new Date('2026-11-20T02:00:00.000Z');

export function afterSeconds(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1_000);
}

/** Runs with a fresh folder that is removed afterwards. */
export async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-store-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs with a fresh store, closed and removed afterwards. */
export function withStore<Result>(use: (store: Store, folder: string) => Promise<Result>): Promise<Result> {
  return inFolder(async (folder) => {
    const store = await openStore({ folder, now: () => start });
    try {
      return await use(store, folder);
    } finally {
      await store.close();
    }
  });
}

export function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

let counter = 0;

/** A packet id in the order of asking. */
export function newPacketId(): string {
  counter += 1;
  const random = randomBytes(8).toString('hex');
  return `0193${counter.toString(16).padStart(4, '0')}-0000-7000-8${random.slice(0, 3)}-${random.slice(3, 15)}`;
}

export function documentMessage(changes: Partial<DocumentMessage> = {}): DocumentMessage {
  return {
    kind: 'document',
    from: { organId: sender, organName: 'UBND tỉnh Nghệ An' },
    to: [
      { organId: first, organName: 'UBND tỉnh Tây Ninh' },
      { organId: second, organName: 'UBND thành phố Huế' },
    ],
    documentId: 'H41,2026/11/20,123/UBND-VP',
    code: { codeNumber: '123', codeNotation: 'UBND-VP' },
    promulgationInfo: { place: 'Nghệ An', promulgationDate: '2026/11/20' },
    documentType: { type: 2, typeName: 'Công văn' },
    subject: 'Về việc kiểm tra kho dữ liệu',
    otherInfo: { priority: 0 },
    responseFor: [],
    traceHeaderList: { traceHeader: [] },
    ...changes,
  };
}

export function statusMessage(statusCode: string, from = first, to = sender): StatusMessage {
  return {
    kind: 'status',
    from: { organId: from },
    responseFor: { organId: to, code: '123/UBND-VP' },
    statusCode,
    description: 'Lý do',
    timestamp: '2026/11/20 09:00:00',
  };
}

export function packetOf(
  message: DocumentMessage | StatusMessage,
  more: { packetId?: string; concerns?: string; attachments?: readonly AttachmentRecord[] } = {},
): PacketRecord {
  const { packetId = newPacketId(), attachments = [], concerns } = more;
  const bytes = Buffer.from(`<edXML>${packetId} ${message.kind} ${randomBytes(8).toString('hex')}</edXML>`);
  return {
    packetId,
    sha256: sha256(bytes),
    bytes,
    message,
    ...(concerns === undefined ? {} : { concerns }),
    attachments,
  };
}

/** A document to both recipients, at nodes of their own. */
export function outbound(
  packet = packetOf(documentMessage()),
  changes: Partial<OutboundRecord> = {},
): OutboundRecord {
  return {
    packet,
    sender,
    lane: 'ordinary',
    deliveries: [
      { recipient: first, node: 'tayninh' },
      { recipient: second, node: 'hue' },
    ],
    at: start,
    deadlineAt: afterSeconds(72 * 3_600),
    events: [{ kind: 'packet.submitted', packetId: packet.packetId, agency: sender }],
    ...changes,
  };
}

/** A status of ours to one agency. */
export function outboundStatus(
  code: string,
  concerns: string,
  changes: Partial<OutboundRecord> = {},
): OutboundRecord {
  return outbound(packetOf(statusMessage(code, first, sender), { concerns }), {
    sender: first,
    deliveries: [{ recipient: sender, node: 'nghean' }],
    ...changes,
  });
}

export function receiptBy(agency = first, changes: Partial<NewReceipt> = {}): NewReceipt {
  return {
    agency,
    outcome: 'accepted',
    bytes: Buffer.from(`<Receipt>${agency}</Receipt>`),
    at: start,
    ...changes,
  };
}

/** A document for the first recipient, as its node takes it. */
export function inbound(
  packet = packetOf(documentMessage()),
  changes: Partial<InboundRecord> = {},
): InboundRecord {
  return {
    packet,
    sender,
    senderName: 'UBND tỉnh Nghệ An',
    senderNode: 'nghean',
    receivedAt: start,
    sealCertificateSha256: 'ab'.repeat(32),
    receipts: [receiptBy()],
    events: [{ kind: 'packet.accepted', packetId: packet.packetId, agency: first }],
    ...changes,
  };
}

/** A status that came in, sealed by `from`. */
export function inboundStatus(code: string, concerns: string, from = first, to = sender): InboundRecord {
  const packet = packetOf(statusMessage(code, from, to), { concerns });
  return inbound(packet, {
    sender: from,
    senderNode: 'tayninh',
    receipts: [receiptBy(to)],
    receivedAt: afterSeconds(60),
  });
}

export function directoryPage(
  version: number,
  page: number,
  pages: number,
  agencies: DirectoryAgency[],
): DirectoryPage {
  return { version, page, pages, agencies, issuedAt: start, validUntil: afterSeconds(86_400 * 30) };
}

export function listedAgency(code: string, changes: Partial<DirectoryAgency> = {}): DirectoryAgency {
  return {
    code: organId(code),
    name: `Cơ quan ${code}`,
    node: 'nghean',
    state: 'active',
    certificates: [
      { sha256: sha256(Buffer.from(code)), notBefore: start, notAfter: afterSeconds(86_400 * 365) },
    ],
    ...changes,
  };
}

/** The code of the coded error that the promise fails with; undefined where it does not fail. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
