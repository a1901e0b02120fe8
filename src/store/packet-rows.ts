/** A sealed packet and what belongs to it, as rows. */
import type { DocumentMessage } from '../edoc/index.js';
import type { AttachmentRecord, Direction, Lane, NewReceipt, PacketRecord } from './records.js';
import type { RowOf } from './tables.js';
import type { Unit } from './unit.js';

export interface PacketOrigin {
  readonly direction: Direction;
  readonly sender: string;
  readonly at: Date;
  readonly lane?: Lane;
  readonly senderNode?: string;
  readonly sealCertificate?: string;
}

export function insertPacket(unit: Unit, packet: PacketRecord, origin: PacketOrigin): void {
  const { packetId } = packet;
  const { direction } = origin;
  unit.insert('packet', {
    id: packetId,
    direction,
    kind: packet.message.kind,
    sha256: packet.sha256,
    size: packet.bytes.length,
    sender: origin.sender,
    sender_node: origin.senderNode ?? null,
    seal_certificate: origin.sealCertificate ?? null,
    lane: origin.lane ?? null,
    at: origin.at.getTime(),
  });
  unit.insert('packet_octets', { packet_id: packetId, direction, bytes: packet.bytes });
  for (const [ordinal, attachment] of packet.attachments.entries()) {
    unit.insert('attachment', {
      packet_id: packetId,
      direction,
      ordinal,
      name: attachment.name,
      content_type: attachment.contentType,
      sha256: attachment.sha256,
      size: attachment.size,
      transfer: attachment.transfer,
    });
  }
}

/** What the lists show of a document. */
export function documentColumns(message: DocumentMessage, attachments: readonly AttachmentRecord[]) {
  const code = `${message.code.codeNumber}/${message.code.codeNotation}`;
  return {
    document_id: message.documentId,
    code,
    code_key: codeKey(code),
    subject: message.subject,
    type_name: message.documentType.typeName,
    business_type: businessType(message),
    priority: message.otherInfo?.priority ?? 0,
    promulgated: message.promulgationInfo.promulgationDate,
    due: message.dueDate ?? null,
    attachments: attachments.length,
    attachment_bytes: attachments.reduce((sum, { size }) => sum + size, 0),
  } satisfies Partial<RowOf<'entry'>>;
}

/** 0 new, 1 revoke, 2 update, 3 replace. */
export function businessType(message: DocumentMessage): number {
  return message.bussiness?.bussinessDocType ?? 0;
}

/** A document's number and notation as people compare them: without regard to case and outer spaces. */
export function codeKey(code: string): string {
  return code.normalize('NFC').trim().toUpperCase();
}

export function insertStatus(
  unit: Unit,
  packet: PacketRecord,
  direction: Direction,
  standing: 'sent' | 'applied' | 'late' | 'waiting' | 'unrelated',
  at: Date,
): void {
  const { message } = packet;
  if (message.kind !== 'status') return;
  unit.insert('status', {
    packet_id: packet.packetId,
    direction,
    concerns: packet.concerns ?? null,
    code: message.statusCode,
    sender: message.from.organId,
    addressee: message.responseFor.organId,
    description: message.description ?? '',
    staff: message.staffInfo?.staff ?? null,
    stated_at: message.timestamp,
    standing,
    at: at.getTime(),
  });
}

/** Keeps a receipt that this node gives and puts it into the outbox. */
export function insertIssuedReceipt(
  unit: Unit,
  answered: { readonly packetId: string; readonly sha256: string; readonly node: string },
  receipt: NewReceipt,
): void {
  unit.insert('receipt', {
    direction: 'issued',
    packet_id: answered.packetId,
    packet_sha256: answered.sha256,
    agency: receipt.agency,
    outcome: receipt.outcome,
    code: receipt.code ?? null,
    reason: null,
    bytes: receipt.bytes,
    at: receipt.at.getTime(),
  });
  unit.insert('outbox', {
    type: 'receipt',
    packet_id: answered.packetId,
    urgent: 1,
    agency: receipt.agency,
    packet_sha256: answered.sha256,
    node: answered.node,
    about: null,
    at: receipt.at.getTime(),
  });
}
