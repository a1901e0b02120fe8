/** What a sealed file says, in so many words as identify it for people. Plain JSON: times are ISO 8601 in UTC. */
import type { DirectoryPage, DraftMessage, PacketInspection, Ping, Receipt } from '../edoc/index.js';

export type ContentSummary =
  | DocumentSummary
  | StatusSummary
  | ReceiptSummary
  | PingSummary
  | DirectorySummary;

/** An agency as the file names it. */
export interface Party {
  readonly code: string;
  readonly name?: string;
}

export interface DocumentSummary {
  readonly type: 'document';
  readonly packetId?: string;
  /** Number and notation, `7816/VPCP-KSTT`. */
  readonly number: string;
  /** `yyyy/MM/dd`, as edXML has it. */
  readonly day: string;
  /** Such as Công văn. */
  readonly documentType?: string;
  /** Trích yếu. */
  readonly subject: string;
  readonly from: Party;
  readonly to: readonly Party[];
}

export interface StatusSummary {
  readonly type: 'status';
  readonly packetId?: string;
  /** The packet that it speaks of. */
  readonly concerns?: string;
  /** Number and notation of the document that it speaks of. */
  readonly number: string;
  readonly statusCode: string;
  readonly description?: string;
  readonly from: Party;
  readonly to: readonly Party[];
}

export interface ReceiptSummary {
  readonly type: 'receipt';
  readonly packetId: string;
  readonly packetSha256: string;
  readonly outcome: 'accepted' | 'refused';
  /** Of a refusal. */
  readonly code?: string;
  readonly reason?: string;
  /** Who sent the packet. */
  readonly sender?: string;
  /** Who answers. */
  readonly recipient: string;
  readonly receivedAt: string;
}

export interface PingSummary {
  readonly type: 'ping';
  readonly pingId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly sentAt: string;
}

export interface DirectorySummary {
  readonly type: 'directory';
  readonly version: number;
  readonly page: number;
  readonly pages: number;
  readonly agencies: number;
  readonly validUntil: string;
}

/** Undefined where nothing of the message can be read. */
export function packetSummary({ packet, draft }: PacketInspection): ContentSummary | undefined {
  const message = packet?.message ?? draft;
  if (!message) return undefined;
  const ids = packet && { packetId: packet.packetId };
  if (message.kind === 'status') {
    const { responseFor, statusCode = '', description } = message;
    return {
      type: 'status',
      ...ids,
      ...(packet?.concerns === undefined ? {} : { concerns: packet.concerns }),
      number: responseFor?.code ?? '',
      statusCode,
      ...(description === undefined ? {} : { description }),
      from: party(message.from),
      to: responseFor ? [{ code: responseFor.organId ?? '' }] : [],
    };
  }
  const { code, promulgationInfo, documentType, subject = '', to = [] } = message;
  return {
    type: 'document',
    ...ids,
    number: [code?.codeNumber, code?.codeNotation].filter((part) => part !== undefined).join('/'),
    day: promulgationInfo?.promulgationDate ?? '',
    ...(documentType?.typeName === undefined ? {} : { documentType: documentType.typeName }),
    subject,
    from: party(message.from),
    to: to.map(party),
  };
}

export function receiptSummary(receipt: Receipt): ReceiptSummary {
  const { packetId, packetSha256, outcome, sender, recipient, receivedAt } = receipt;
  return {
    type: 'receipt',
    packetId,
    packetSha256,
    outcome,
    ...(receipt.outcome === 'refused' ? { code: receipt.code, reason: receipt.reason } : {}),
    ...(sender === undefined ? {} : { sender }),
    recipient,
    receivedAt: receivedAt.toISOString(),
  };
}

export function pingSummary({ pingId, sender, recipient, sentAt }: Ping): PingSummary {
  return { type: 'ping', pingId, sender, recipient, sentAt: sentAt.toISOString() };
}

export function directorySummary(directory: DirectoryPage): DirectorySummary {
  const { version, page, pages, agencies, validUntil } = directory;
  return {
    type: 'directory',
    version,
    page,
    pages,
    agencies: agencies.length,
    validUntil: validUntil.toISOString(),
  };
}

function party(organ: DraftMessage['from']): Party {
  const { organId = '', organName } = organ ?? {};
  return { code: organId, ...(organName === undefined ? {} : { name: organName }) };
}
