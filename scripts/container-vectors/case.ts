/** The container that the cases change, and how they change it. */
import { readPacket, writeReadable } from '../../src/edoc/index.js';
import { certificateToPem, packetSeal, trustFromPem, verifySeal } from '../../src/signing/index.js';
import { Evidence } from '../evidence-vectors/evidence.js';
import { documentId, documentOf, letter, list, statusOf } from '../packet-vectors/case.js';
import { sha256Hex } from '../packet-vectors/packet.js';
import { usualTime } from '../signature-vectors/case.js';
import { forge } from '../signature-vectors/forge.js';
import type { Identity, Pki } from '../signature-vectors/pki.js';
import { type RawEntry, type RawZip, rawZip } from './raw-zip.js';
import { forgeSignature, type Listed, manifestFile, type SignatureForgery } from './signature.js';

export interface Case {
  readonly name: string;
  /** One sentence: what is special about the container. */
  readonly about: string;
  readonly file: Buffer;
  /** The first code with which it is refused; left out: it is accepted. */
  readonly code?: string;
  /** The time of verification; left out, {@link usualTime}. */
  readonly at?: string;
  /** The level of the container's seal; left out: B. */
  readonly level?: 'T' | 'LT' | 'LTA';
  readonly provenAt?: string;
}

export interface Changes {
  /** Before the list is signed. */
  readonly files?: (files: readonly Listed[]) => Listed[];
  readonly signature?: Partial<SignatureForgery>;
  /** What is put around the signature. */
  readonly evidence?: (sealed: Evidence, files: readonly Listed[]) => Evidence;
  /** After it was signed: the entries, from `mimetype` to the signature. */
  readonly entries?: (entries: readonly RawEntry[]) => RawEntry[];
  readonly zip?: Omit<RawZip, 'entries'>;
}

/** Makes the usual container, changed: packet, readable copy, two attachments, a receipt and a status. */
export type MakeContainer = (changes?: Changes) => Buffer;

export const documentFile = 'document.edxml';
export const receiptFile = 'receipts/receipt-H53.xml';
export const letterFile = `attachments/${letter.name}`;

export async function usualFiles(pki: Pki): Promise<Listed[]> {
  const packet = documentOf(pki.ecdsa);
  const trust = trustFromPem(certificateToPem(pki.root));
  const { message, contents } = readPacket(
    await verifySeal(packet, packetSeal, trust, { at: new Date(usualTime) }),
  );
  const xml = (name: string, content: Buffer) => ({ name, type: 'application/xml', content });
  return [
    xml(documentFile, packet),
    { name: 'message.xml', type: 'text/xml', content: Buffer.from(await writeReadable(message, contents)) },
    { name: letterFile, type: 'text/plain', content: letter.octets },
    { name: 'attachments/a & _b_.bin', type: 'application/octet-stream', content: list.octets },
    xml(receiptFile, receiptFor(pki.other, packet)),
    xml('statuses/status-H53-03.edxml', statusOf(pki.other)),
  ];
}

/** H53 accepted the packet. */
export function receiptFor(by: Identity, packet: Buffer, packetId = documentId): Buffer {
  const contents = [letter, list].map(
    ({ octets }) => `<Content Sha256="${sha256Hex(octets)}" Size="${octets.length}"></Content>`,
  );
  return forge({
    by,
    kind: 'receipt',
    head: () =>
      `<Receipt xmlns="urn:ndax:receipt:1" Version="1"><PacketId>${packetId}</PacketId>` +
      `<PacketSha256>${sha256Hex(packet)}</PacketSha256><Sender>H41</Sender><Recipient>H53</Recipient>` +
      `<Outcome>accepted</Outcome>${contents.join('')}<ReceivedAt>2026-06-01T07:59:58.123Z</ReceivedAt>` +
      `<LogHead Sequence="7" Sha256="${'cd'.repeat(32)}"></LogHead>`,
  });
}

export function makerOf(pki: Pki, usual: readonly Listed[]): MakeContainer {
  return (changes: Changes = {}) => {
    const { files = (all) => [...all], signature, entries = (all) => [...all], zip } = changes;
    const { evidence = (sealed: Evidence) => sealed } = changes;
    const listed = files(usual);
    const sealed = forgeSignature({ by: pki.ecdsa, files: listed, ...signature });
    const content = Buffer.concat(listed.map((file) => file.content));
    const all = [
      { name: 'mimetype', content: Buffer.from('application/vnd.etsi.asic-e+zip') },
      ...listed.map(({ name, content }) => ({ name, content })),
      { name: 'META-INF/manifest.xml', content: manifestFile(listed.map(asXml)) },
      {
        name: 'META-INF/signatures001.xml',
        content: evidence(new Evidence(sealed, [], content), listed).file(),
      },
    ];
    return rawZip({ entries: entries(all), ...zip });
  };
}

/** An edit of one entry; it must be there. */
export function change(
  name: string,
  edit: (entry: RawEntry) => Partial<RawEntry>,
): (entries: readonly RawEntry[]) => RawEntry[] {
  return (entries) => {
    if (!entries.some((entry) => entry.name === name)) throw new Error(`no entry ${name}`);
    return entries.map((entry) => (entry.name === name ? { ...entry, ...edit(entry) } : entry));
  };
}

/** The same for a file before it is signed. */
export function changeFile(
  name: string,
  edit: (file: Listed) => Partial<Listed>,
): (files: readonly Listed[]) => Listed[] {
  return (files) => {
    if (!files.some((file) => file.name === name)) throw new Error(`no file ${name}`);
    return files.map((file) => (file.name === name ? { ...file, ...edit(file) } : file));
  };
}

export function without<Item extends { readonly name: string | Buffer }>(
  name: string,
): (items: readonly Item[]) => Item[] {
  return (items) => {
    const left = items.filter((item) => item.name !== name);
    if (left.length === items.length) throw new Error(`nothing named ${name}`);
    return left;
  };
}

function asXml({ name, type, content }: Listed): Listed {
  return { name: name.replaceAll('&', '&amp;'), type, content };
}
