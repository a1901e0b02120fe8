/** The inline attachments of a packet: unsigned, and believed only as far as the signed manifest vouches for them. */
import { hash } from 'node:crypto';
import type { Notes } from '../edxml/notes.js';
import type { ContentRef } from './contents.js';
import { attachmentFrame, attachmentsEnd, attachmentsStart, packetEnd } from './form.js';

/**
 * Reads the octets after the envelope, which must be exactly those that a writer makes.
 * @returns the octets of each inline attachment; undefined at the place of one that is missing or not the signed one.
 */
export function readInline(
  after: Buffer,
  contents: readonly ContentRef[],
  notes: Notes,
): (Buffer | undefined)[] {
  // Most packets have none, or all of them beside it.
  if (after.equals(nothingInline) && contents.every(({ transfer }) => transfer === 'parts')) return [];
  const inline = [...contents.entries()].filter(([, { transfer }]) => transfer === 'inline');
  const text = new Cursor(after);
  const framed = text.skip(attachmentsStart);
  const read = framed ? readAll(text, inline, notes) : inline.map(() => missing);
  inline.forEach(([, { name }], index) => {
    if (read[index] === missing) notes.add('error', 'packet.attachment-missing', name);
  });
  const known = !read.includes(missing) && !read.includes(outside);
  // An element without attachments is none that a writer makes, and nobody signed that it is there.
  const ended = () => framed === inline.length > 0 && text.is((framed ? attachmentsEnd : '') + packetEnd);
  if (known && framed && text.at('<Attachment>')) {
    notes.add('error', 'packet.attachment-extra', 'AttachmentEncoded');
  } else if (read.includes(outside) || (known && !ended())) {
    notes.add('error', 'packet.outside', 'AttachmentEncoded');
  }
  return read.map((result) => (Buffer.isBuffer(result) ? result : undefined));
}

const nothingInline = Buffer.from(packetEnd);

const missing = Symbol('not there');
/** Not as a writer makes it: what follows cannot be told apart any more. */
const outside = Symbol('of another form');
const wrong = Symbol('not the signed one');

type Result = Buffer | typeof missing | typeof outside | typeof wrong;

function readAll(
  text: Cursor,
  inline: readonly (readonly [index: number, content: ContentRef])[],
  notes: Notes,
): (Result | undefined)[] {
  const read: Result[] = [];
  for (const [index, content] of inline) {
    const result = readOne(text, content, index, notes);
    read.push(result);
    if (result === outside) break;
  }
  return read;
}

function readOne(text: Cursor, content: ContentRef, index: number, notes: Notes): Result {
  if (!text.at('<Attachment>')) return missing;
  const { head, tail } = attachmentFrame(content, index);
  if (!text.skip(head)) return outside;
  const encoded = text.until('<');
  if (!text.skip(tail)) return outside;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return outside;
  const { name, size, sha256 } = content;
  if (bytes.length !== size) {
    notes.add('error', 'packet.attachment-size', name, { size: bytes.length, expected: size });
    return wrong;
  }
  if (hash('sha256', bytes) !== sha256) {
    notes.add('error', 'packet.attachment-digest', name);
    return wrong;
  }
  return bytes;
}

/** Goes through octets from left to right. */
class Cursor {
  readonly #octets: Buffer;
  #position = 0;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  at(expected: string): boolean {
    const bytes = Buffer.from(expected);
    return this.#octets.subarray(this.#position, this.#position + bytes.length).equals(bytes);
  }

  skip(expected: string): boolean {
    if (!this.at(expected)) return false;
    this.#position += Buffer.byteLength(expected);
    return true;
  }

  /** Base64 is ASCII; other octets come out as characters that no base64 has. */
  until(character: string): string {
    const found = this.#octets.indexOf(character, this.#position);
    const end = found === -1 ? this.#octets.length : found;
    const text = this.#octets.toString('latin1', this.#position, end);
    this.#position = end;
    return text;
  }

  /** Exactly this and nothing more is left. */
  is(expected: string): boolean {
    return this.#octets.subarray(this.#position).equals(Buffer.from(expected));
  }
}
