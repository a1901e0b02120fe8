/** Makes packets: first the envelope that is to be sealed, then the file around it. */
import { EdocError, throwIfErrors } from '../../errors.js';
import type { Message } from '../edxml/model.js';
import { Notes } from '../edxml/notes.js';
import { limits } from '../limits.js';
import { canonicalAround } from '../xml/canonical.js';
import { type ContentRef, checkContents } from './contents.js';
import {
  attachmentFrame,
  attachmentsEnd,
  attachmentsStart,
  envelopeElement,
  idStart,
  packetEnd,
  packetStart,
} from './form.js';
import { isPacketId } from './packet-id.js';

export interface EnvelopeOptions {
  readonly packetId: string;
  /** Required for a status, forbidden for a document: the packet that it speaks of. */
  readonly concerns?: string;
  /** In the order in which they are listed; none for a status. */
  readonly contents: readonly ContentRef[];
}

/** The signed element around the place of `ds:Signature`, and the value of its Id. */
export interface SealableEnvelope {
  readonly head: string;
  readonly tail: string;
  readonly id: string;
}

/**
 * @param message as `checkMessage` returned it: its text is in the standard's form.
 * @throws EdocError `packet.id`, `packet.concerns`, `packet.manifest`, `packet.too-large`, `attachment.…`, `edxml.secret`.
 */
export function writeEnvelope(message: Message, options: EnvelopeOptions): SealableEnvelope {
  const { packetId, concerns, contents } = options;
  if (!isPacketId(packetId)) throw new EdocError('packet.id');
  if (!concernsFits(message.kind, concerns)) throw new EdocError('packet.concerns');
  const notes = new Notes();
  checkContents(contents, notes);
  if (message.kind === 'status' && contents.length > 0) {
    notes.add('error', 'packet.manifest', 'Attachment', { reason: 'a status has no attachments' });
  }
  throwIfErrors(notes.findings);
  const { head, tail } = canonicalAround(
    envelopeElement({ packetId, message, contents, ...(concerns === undefined ? {} : { concerns }) }),
  );
  const size = Buffer.byteLength(head) + Buffer.byteLength(tail);
  if (size > limits.envelopeBytes) {
    throw new EdocError('packet.too-large', { detail: { size, most: limits.envelopeBytes } });
  }
  return { head, tail, id: idStart + packetId };
}

/** Whether the packet that a message speaks of is named exactly where it must be. */
export function concernsFits(kind: Message['kind'], concerns: string | undefined): boolean {
  return kind === 'status' ? concerns !== undefined && isPacketId(concerns) : concerns === undefined;
}

/**
 * The whole file.
 * @param signature the text of `ds:Signature`.
 * @param inline the octets of the inline attachments, in the order of `contents`; none where they travel as parts.
 */
export function assemblePacket(
  envelope: { readonly head: string; readonly tail: string },
  signature: string,
  inline: readonly Uint8Array[],
  contents: readonly ContentRef[],
): Buffer {
  const { head, tail } = envelope;
  return Buffer.from(packetStart + head + signature + tail + attachmentsText(inline, contents) + packetEnd);
}

function attachmentsText(inline: readonly Uint8Array[], contents: readonly ContentRef[]): string {
  const expected = contents.filter(({ transfer }) => transfer === 'inline').length;
  if (inline.length !== expected) {
    throw new EdocError('packet.manifest', {
      detail: { reason: `${inline.length} of ${expected} inline attachments` },
    });
  }
  if (inline.length === 0) return '';
  const texts = contents.map((content, index) => {
    const { head, tail } = attachmentFrame(content, index);
    const bytes = inline[index] ?? new Uint8Array();
    return head + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') + tail;
  });
  return attachmentsStart + texts.join('') + attachmentsEnd;
}
