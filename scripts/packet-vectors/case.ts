import type { Identity } from '../signature-vectors/pki.js';
import {
  type Attachment,
  makePacket,
  type PacketParts,
  packetIdOf,
  sha256Hex,
  transferOf,
} from './packet.js';

/** One test vector as it is written down here. */
export interface Case {
  readonly name: string;
  /** One sentence: what is special about the packet. */
  readonly about: string;
  readonly file: Buffer;
  /** Of a packet that is taken: what is read from it. */
  readonly packet?: object;
  /** Of one that is refused: all codes in the order of `spec/packet.md`; the first is that of the refusal. */
  readonly refused?: readonly string[];
}

export const letter: Attachment = {
  name: 'Công văn 215.txt',
  octets: Buffer.from('nội dung công văn\n'),
  description: 'Công văn',
};
export const list: Attachment = {
  name: 'a &amp; &lt;b&gt;.bin',
  octets: Buffer.from([0, 255, 10, 13, 26, 0x2b, 0x2f]),
  type: 'application/octet-stream',
};
export const empty: Attachment = { name: 'rỗng.txt', octets: Buffer.alloc(0) };

export const documentId = packetIdOf('H41');
export const statusId = packetIdOf('H53', '01970000-0000-7002');

const organ = (name: string, id: string, text: string) =>
  `<edXML:${name}><edXML:OrganId>${id}</edXML:OrganId><edXML:OrganName>${text}</edXML:OrganName></edXML:${name}>`;

export const documentHeader =
  organ('From', 'H41', 'UBND tỉnh Nghệ An') +
  organ('To', 'H53', 'UBND tỉnh Tây Ninh') +
  '<edXML:DocumentId>H41,2026/06/01,215/UBND-NC</edXML:DocumentId>' +
  '<edXML:Code><edXML:CodeNumber>215</edXML:CodeNumber><edXML:CodeNotation>UBND-NC</edXML:CodeNotation></edXML:Code>' +
  '<edXML:PromulgationInfo><edXML:Place>Nghệ An</edXML:Place><edXML:PromulgationDate>2026/06/01</edXML:PromulgationDate></edXML:PromulgationInfo>' +
  '<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>' +
  '<edXML:Subject>Về việc rà soát &amp; báo cáo “kết quả” quý II</edXML:Subject>' +
  '<edXML:Content></edXML:Content>' +
  '<edXML:SignerInfo><edXML:FullName>Lê Thị Minh</edXML:FullName></edXML:SignerInfo>' +
  '<edXML:OtherInfo><edXML:Priority>2</edXML:Priority><edXML:Direction>true</edXML:Direction></edXML:OtherInfo>';

export const statusHeader =
  organ('From', 'H53', 'UBND tỉnh Tây Ninh') +
  '<edXML:ResponseFor><edXML:OrganId>H41</edXML:OrganId><edXML:Code>215/UBND-NC</edXML:Code></edXML:ResponseFor>' +
  '<edXML:StatusCode>03</edXML:StatusCode><edXML:Timestamp>2026/06/01 14:59:58</edXML:Timestamp>' +
  `<ndax:Concerns xmlns:ndax="urn:ndax:packet:1" PacketId="${documentId}"></ndax:Concerns>`;

export type Changes = Partial<Omit<PacketParts, 'by'>>;

/** A document of H41 with two attachments, changed. */
export function documentOf(by: Identity, changes: Changes = {}): Buffer {
  const usual = { id: documentId, header: documentHeader, attachments: [letter, list] };
  return makePacket({ by, ...usual, ...changes });
}

/** A status of H53, changed. */
export function statusOf(by: Identity, changes: Changes = {}): Buffer {
  return makePacket({ by, id: statusId, header: statusHeader, ...changes });
}

export function manifestOf(attachments: readonly Attachment[]): object[] {
  return attachments.map(({ name, octets }) => ({
    name: name.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    sha256: sha256Hex(octets),
    size: octets.length,
    transfer: transferOf(attachments),
  }));
}
