/** The octets of a sealed file before any markup is looked at. `spec/signature.md`, section 1, point 1. */
import { isAscii, isUtf8 } from 'node:buffer';
import { declaration } from './kinds.js';

const lineFeed = 0x0a;

/**
 * Any character outside the common ones that are always composed (NFC) and always allowed: tab, line feed, printable
 * Latin up to U+02FF, Vietnamese letters, dashes and quotation marks. A text without one needs no closer look.
 */
const uncommon = /[^\t\n\u0020-\u02ff\u1ea0-\u1ef9\u2010-\u2027]/;

/**
 * More marks on one letter than any writing has (UAX #15, section 13, bounds them alike). Putting a long run in order
 * takes a time that grows with its square, so nothing with one is ever composed.
 */
const heapedMarks = /\p{M}{31}/u;

/** Characters that XML does not have, and carriage return. */
const forbidden = /[^\t\n\u0020-\ufffd]/;

/**
 * Checks the frame: UTF-8, the constant first line, a line feed at the end.
 * @returns the offset of the first octet that is not as it must be, undefined where all are.
 */
export function frameFault(octets: Buffer): number | undefined {
  const opening = octets.toString('latin1', 0, declaration.length);
  if (opening !== declaration) return differenceOf(opening, declaration);
  if (octets.at(-1) !== lineFeed) return octets.length - 1;
  if (isUtf8(octets)) return undefined;
  const text = octets.toString('utf8');
  return octetOffset(text, text.indexOf('\ufffd'));
}

/** Whether {@link textFault} would find nothing, told from the common characters alone; half a character is none of them. */
export function isCommon(text: string): boolean {
  return !uncommon.test(text);
}

/**
 * Checks the characters of a piece of UTF-8: composed (NFC), none that XML does not have, no carriage return, at most 30
 * combining marks in a row. A file may be checked piece by piece where the pieces are parted by markup.
 * @returns the offset in the piece of the first octet that is not as it must be, undefined where all are.
 */
export function textFault(octets: Buffer): number | undefined {
  const text = octets.toString(isAscii(octets) ? 'latin1' : 'utf8');
  return isCommon(text) ? undefined : characterFault(text);
}

function characterFault(text: string): number | undefined {
  const at = text.search(forbidden);
  if (at !== -1) return octetOffset(text, at);
  const heap = text.search(heapedMarks);
  if (heap !== -1) return octetOffset(text, heap);
  const composed = text.normalize('NFC');
  return composed === text ? undefined : octetOffset(text, differenceOf(text, composed));
}

function differenceOf(one: string, other: string): number {
  let offset = 0;
  while (offset < one.length && one[offset] === other[offset]) offset++;
  return offset;
}

function octetOffset(text: string, characters: number): number {
  return Buffer.byteLength(text.slice(0, characters));
}
