/** The attachments of a packet as its manifest lists them, and the rules for them (`spec/packet.md`, section 2). */
import { isContentType } from '../attachment/content-type.js';
import { isFileName } from '../attachment/file-name.js';
import { carries, normalText } from '../edxml/check-leaf.js';
import { type Notes, shown } from '../edxml/notes.js';
import { secretFileName } from '../edxml/secrecy.js';
import { limits } from '../limits.js';

/** Inside the packet, or beside it in pieces (`spec/transport.md`, section 5). */
export type Transfer = 'inline' | 'parts';

export interface ContentRef {
  readonly name: string;
  /** `type/subtype` in lower case. */
  readonly contentType: string;
  readonly description: string;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  readonly transfer: Transfer;
}

/** How all attachments of one packet travel; they are never mixed. */
export function transferFor(sizes: readonly number[]): Transfer {
  return sizes.reduce((sum, size) => sum + size, 0) <= limits.inlineBytes ? 'inline' : 'parts';
}

/** Notes everything that keeps these attachments out of a packet. Places are `Attachment[1]` and so on. */
export function checkContents(contents: readonly ContentRef[], notes: Notes): void {
  if (contents.length > limits.attachments) {
    const detail = { count: contents.length, most: limits.attachments };
    notes.add('error', 'attachment.too-many', 'Attachment', detail);
  }
  const transfer = transferFor(contents.map(({ size }) => size));
  const names = new Set<string>();
  contents.forEach((content, index) => {
    const place = `Attachment[${index + 1}]`;
    checkContent(content, place, notes);
    if (names.has(content.name)) {
      notes.add('error', 'attachment.repeated-name', place, { name: shown(content.name) });
    }
    names.add(content.name);
    if (content.transfer !== transfer) {
      notes.add('error', 'packet.manifest', place, { reason: `Transfer is not ${transfer}` });
    }
  });
}

function checkContent(content: ContentRef, place: string, notes: Notes): void {
  const { name, contentType, description, sha256, size } = content;
  const fits = isFileName(name);
  if (!fits) notes.add('error', 'attachment.name', place, { most: limits.fileNameBytes });
  const secret = fits ? secretFileName(name, place) : undefined;
  if (secret) notes.add('error', 'edxml.secret', place, { mark: secret.mark });
  if (!isContentType(contentType)) {
    notes.add('error', 'attachment.content-type', place, { value: shown(contentType) });
  }
  if (carries(description, place, notes) && description !== normalText(description)) {
    notes.add('error', 'packet.manifest', place, { reason: 'Description is not NFC' });
  }
  if (description.length > limits.textCharacters) {
    const detail = { length: description.length, most: limits.textCharacters };
    notes.add('error', 'edxml.text-limit', place, detail);
  }
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    notes.add('error', 'packet.manifest', place, { reason: 'Sha256 is not 64 hexadecimal digits' });
  }
  if (!Number.isSafeInteger(size) || size < 0) {
    notes.add('error', 'packet.manifest', place, { reason: 'Size is not a number of octets' });
  } else if (size > limits.attachmentBytes) {
    notes.add('error', 'attachment.too-large', place, { size, most: limits.attachmentBytes });
  }
}
