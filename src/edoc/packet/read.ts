/** Reads packets whose seal was verified: strictly, every octet accounted for (`spec/packet.md`, section 4). */
import { isUtf8 } from 'node:buffer';
import { type Finding, throwIfErrors } from '../../errors.js';
import { checkMessage } from '../edxml/check.js';
import type { DraftMessage } from '../edxml/draft.js';
import type { Value } from '../edxml/layout.js';
import type { Message } from '../edxml/model.js';
import { Notes } from '../edxml/notes.js';
import { isList } from '../edxml/write-fields.js';
import { asFields } from '../edxml/write-message.js';
import { limits } from '../limits.js';
import { canonicalAround } from '../xml/canonical.js';
import { type ContentRef, checkContents } from './contents.js';
import { type Envelope, envelopeElement, packetStart } from './form.js';
import { isPacketId } from './packet-id.js';
import { readInline } from './read-attachments.js';
import { type ReadEnvelope, readEnvelope } from './read-envelope.js';
import { readLiteral } from './read-literal.js';
import { concernsFits } from './write.js';

/** The octets of a packet as the verification of its seal returns them. */
export interface PacketOctets {
  /** Before the signed element. */
  readonly before: Buffer;
  /** The signed element without `ds:Signature`. */
  readonly signed: Buffer;
  /** After the signed element. */
  readonly after: Buffer;
}

export interface Packet {
  readonly packetId: string;
  readonly message: Message;
  /** For a status: the packet that it speaks of. */
  readonly concerns?: string;
  readonly contents: readonly ContentRef[];
  /** The octets of the inline attachments, in the order of `contents`; empty where they travel as parts. */
  readonly inline: readonly Buffer[];
}

/** What can be said of a packet, however bad it is. */
export interface PacketInspection {
  /** There exactly where no finding is an error. */
  readonly packet?: Packet;
  /** What it seems to say; unchecked. */
  readonly draft?: DraftMessage;
  readonly contents: readonly ContentRef[];
  /** In the order of the inline contents; undefined for one that is missing or not the signed one. */
  readonly inline: readonly (Buffer | undefined)[];
  readonly findings: readonly Finding[];
}

/**
 * @throws EdocError with every fault: `packet.not-canonical`, `packet.outside`, `packet.id`, `packet.concerns`,
 *   `packet.manifest`, `packet.too-large`, `packet.attachment-…` (their place is the file's name), `attachment.…`, `edxml.…`.
 *   That the sender is the agency that sealed it, and that the id is its own, is for the caller to compare.
 */
export function readPacket(octets: PacketOctets): Packet {
  const { packet, findings } = inspectPacket(octets);
  throwIfErrors(findings);
  if (!packet) throw new Error('a packet without faults was not read');
  return packet;
}

/** The same without throwing, for whoever wants to see all that is wrong and what is left. */
export function inspectPacket({ before, signed, after }: PacketOctets): PacketInspection {
  const notes = new Notes();
  if (signed.length > limits.envelopeBytes) {
    notes.add('error', 'packet.too-large', 'edXMLEnvelope', {
      size: signed.length,
      most: limits.envelopeBytes,
    });
    return { contents: [], inline: [], findings: notes.findings };
  }
  const text = signed.toString('utf8');
  const literal = readLiteral(text);
  const read = literal ?? readEnvelope(text);
  if (!read) {
    notes.add('error', 'packet.not-canonical', 'edXMLEnvelope');
    return { contents: [], inline: [], findings: notes.findings };
  }
  const { draft, contents } = read;
  if (contents.length > limits.attachments) {
    const detail = { count: contents.length, most: limits.attachments };
    notes.add('error', 'attachment.too-many', 'Attachment', detail);
    return { draft, contents: [], inline: [], findings: notes.findings };
  }
  // Checked first because the writer takes checked messages only; told last, as the specification orders it.
  const { message, findings } = checkMessage(draft);
  const isCanonical =
    (literal !== undefined && isWrittenAs(asFields(message ?? draft), asFields(draft))) ||
    isAnew(read, message, text);
  // Texts are compared in place of octets, which comes to the same: UTF-8 has one form for each text.
  if (!isCanonical || !isUtf8(signed)) notes.add('error', 'packet.not-canonical', 'edXMLEnvelope');
  if (!before.equals(packetStartOctets)) notes.add('error', 'packet.outside', 'edXML');
  const inline = readInline(after, contents, notes);
  checkOutline(read, notes);
  checkContents(contents, notes);
  const all = [...notes.findings, ...findings];
  if (!message || notes.hasError()) return { draft, contents, inline, findings: all };
  return { packet: packetOf(read, message, inline), draft, contents, inline, findings: all };
}

const packetStartOctets = Buffer.from(packetStart);

/** Written anew the text is the same. An invalid message is written as it was read, to tell the two faults apart. */
function isAnew(read: ReadEnvelope, message: Message | undefined, text: string): boolean {
  const { head, tail } = canonicalAround(envelopeElement(envelopeOf(read, message ?? read.draft)));
  return head + tail === text;
}

/** The check changed nothing about how the message is written. */
function isWrittenAs(message: Value, draft: Value): boolean {
  if (typeof draft !== 'object') return typeof message !== 'object' && String(message) === String(draft);
  if (typeof message !== 'object') return false;
  if (isList(draft)) {
    return (
      isList(message) &&
      message.length === draft.length &&
      message.every((value, index) => sameAt(value, draft[index]))
    );
  }
  if (isList(message)) return false;
  const names = Object.keys(draft);
  return (
    names.length === Object.keys(message).length && names.every((name) => sameAt(message[name], draft[name]))
  );
}

function sameAt(message: Value | undefined, draft: Value | undefined): boolean {
  return message !== undefined && draft !== undefined && isWrittenAs(message, draft);
}

function envelopeOf(read: ReadEnvelope, message: Message | DraftMessage): Envelope {
  const { packetId, concerns, contents } = read;
  return { packetId, message, contents, ...(concerns === undefined ? {} : { concerns }) };
}

function checkOutline({ packetId, draft, concerns, contents }: ReadEnvelope, notes: Notes): void {
  if (!isPacketId(packetId)) notes.add('error', 'packet.id', 'edXMLEnvelope');
  if (!concernsFits(draft.kind, concerns)) notes.add('error', 'packet.concerns', 'MessageHeader');
  if (draft.kind === 'status' && contents.length > 0) {
    notes.add('error', 'packet.manifest', 'edXMLManifest', { reason: 'a status has no attachments' });
  }
}

function packetOf(read: ReadEnvelope, message: Message, inline: readonly (Buffer | undefined)[]): Packet {
  const { packetId, concerns, contents } = read;
  return {
    packetId,
    message,
    ...(concerns === undefined ? {} : { concerns }),
    contents,
    inline: inline.filter((bytes) => bytes !== undefined),
  };
}
