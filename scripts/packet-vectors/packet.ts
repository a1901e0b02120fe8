/**
 * Writes packets, good and bad (`spec/packet.md`): every part can be changed, and the seal is made to fit. It shares no
 * code with `src/edoc`, so that the vectors also hold the two against each other.
 */
import { createHash } from 'node:crypto';
import { forge } from '../signature-vectors/forge.js';
import type { Identity } from '../signature-vectors/pki.js';

type Edit = (text: string) => string;

export interface Attachment {
  readonly name: string;
  readonly octets: Buffer;
  readonly type?: string;
  readonly description?: string;
}

export interface PacketParts {
  readonly by: Identity;
  readonly id: string;
  /** The text of MessageHeader. */
  readonly header: string;
  /** Left out: a status, without TraceHeaderList and body. */
  readonly attachments?: readonly Attachment[];
  /** Before it is sealed: of what is signed before and after the seal. */
  readonly head?: Edit;
  readonly tail?: Edit;
  /** After it was sealed: of what follows the envelope. */
  readonly after?: Edit;
}

const mostInline = 262_144;
const same: Edit = (text) => text;

export function makePacket({ by, id, header, attachments, head, tail, after }: PacketParts): Buffer {
  const trace = attachments ? '<edXML:TraceHeaderList></edXML:TraceHeaderList>' : '';
  const end = '</edXML:edXMLEnvelope>';
  const rest = (after ?? same)(`${attachmentsText(attachments ?? [])}</edXML>\n`);
  return forge({
    by,
    uri: `#packet-${id}`,
    head: () =>
      (head ?? same)(
        `<edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016" Id="packet-${id}">` +
          `<edXML:edXMLHeader><edXML:MessageHeader>${header}</edXML:MessageHeader>${trace}`,
      ),
    tail: () =>
      (tail ?? same)(`</edXML:edXMLHeader>${attachments ? bodyText(attachments) : ''}</edXML:edXMLEnvelope>`),
    file: (text) => text.slice(0, text.indexOf(end) + end.length) + rest,
  });
}

/** A UUIDv7 that the agency may use: its last 62 bits are of SHA-256 over label, agency and its first half. */
export function packetIdOf(agency: string, start = '01970000-0000-7001'): string {
  const first = Buffer.from(start.replaceAll('-', ''), 'hex');
  const digest = createHash('sha256').update(`ndax-packet-id\0${agency}\0`).update(first).digest();
  const bits = (0b10n << 62n) | (digest.readBigUInt64BE() >> 2n);
  const hex = bits.toString(16).padStart(16, '0');
  return `${start}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

export function transferOf(attachments: readonly Attachment[]): 'inline' | 'parts' {
  return attachments.reduce((sum, { octets }) => sum + octets.length, 0) <= mostInline ? 'inline' : 'parts';
}

export function sha256Hex(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex');
}

function bodyText(attachments: readonly Attachment[]): string {
  const transfer = transferOf(attachments);
  const references = attachments.map(
    ({ name, octets, type = 'text/plain', description = '' }, index) =>
      `<edXML:Reference><edXML:ContentId>cid:${index + 1}</edXML:ContentId>` +
      `<edXML:ContentType>${type}</edXML:ContentType><edXML:Description>${description}</edXML:Description>` +
      `<edXML:AttachmentName>${name}</edXML:AttachmentName>` +
      `<ndax:Content xmlns:ndax="urn:ndax:packet:1" Sha256="${sha256Hex(octets)}" Size="${octets.length}" ` +
      `Transfer="${transfer}"></ndax:Content></edXML:Reference>`,
  );
  return `<edXML:edXMLBody><edXML:edXMLManifest version="1.0">${references.join('')}</edXML:edXMLManifest></edXML:edXMLBody>`;
}

function attachmentsText(attachments: readonly Attachment[]): string {
  if (attachments.length === 0 || transferOf(attachments) === 'parts') return '';
  const all = attachments.map(({ name, octets, type = 'text/plain', description = '' }, index) =>
    inlineText(index + 1, name, description, type, octets.toString('base64')),
  );
  return `<AttachmentEncoded>${all.join('')}</AttachmentEncoded>`;
}

export function inlineText(
  number: number,
  name: string,
  description: string,
  type: string,
  encoded: string,
): string {
  return (
    `<Attachment><ContentId>cid:${number}</ContentId><AttachmentName>${name}</AttachmentName>` +
    `<Description>${description}</Description><ContentType>${type}</ContentType>` +
    `<ContentTransferEncoded>${encoded}</ContentTransferEncoded></Attachment>`
  );
}
