/** Indirect objects (ISO 32000-1, 7.3.10) read strictly: generation 0, and a stream as long as it says. */
import { limits } from '../limits.js';
import type { PdfSource } from './source.js';
import { type PdfTerm, termOf, wholeOf } from './term.js';
import { type PdfAllowance, readValue } from './values.js';

export interface PdfObject {
  readonly number: number;
  readonly term: PdfTerm;
  /** As it stands in the file, packed. */
  readonly stream?: Buffer;
}

const head = /^(\d{1,10})[\0\t\n\f\r ]+0[\0\t\n\f\r ]+obj(?=[\0\t\n\f\r <[(/\d])/;
const objectEnd = /^[\0\t\n\f\r ]*endobj(?=[\0\t\n\f\r %]|$)/;
const streamStart = /^[\0\t\n\f\r ]*stream(?:\r\n|\n)/;
const streamEnd = /^(?:\r\n|\n|\r)?endstream[\0\t\n\f\r ]+endobj(?=[\0\t\n\f\r %]|$)/;
/** Longer than any head or end that is matched; white space may be longer, and then nothing is read. */
const wordsBytes = 64;

/** The object whose head stands at an offset of the piece, and the offset behind it. */
export function readObject(
  piece: Buffer,
  at: number,
  allowance: PdfAllowance,
): { readonly object: PdfObject; readonly end: number } | undefined {
  const [opening, digits] = head.exec(words(piece, at)) ?? [];
  const read = opening === undefined ? undefined : readValue(piece, at + opening.length, allowance);
  const term = read && termOf(read.value, piece);
  if (!read || !term) return undefined;
  const number = Number(digits);
  const [closing] = objectEnd.exec(words(piece, read.end)) ?? [];
  if (closing !== undefined) return { object: { number, term }, end: read.end + closing.length };
  const [begin] = streamStart.exec(words(piece, read.end)) ?? [];
  const length = term.kind === 'dictionary' ? wholeOf(term.entries.get('Length')) : undefined;
  if (begin === undefined || length === undefined) return undefined;
  const start = read.end + begin.length;
  const [ending] = streamEnd.exec(words(piece, start + length)) ?? [];
  if (ending === undefined) return undefined;
  const stream = piece.subarray(start, start + length);
  return { object: { number, term, stream }, end: start + length + ending.length };
}

function words(piece: Buffer, at: number): string {
  return piece.toString('latin1', at, at + wordsBytes);
}

/** Most objects are small, and many are numbers. */
const looks = [1024, 16 * 1024, 256 * 1024, limits.pdfAddedBytes];

/** The object that a cross-reference leads to, which must end before `end`; undefined also where the allowance is used up. */
export async function objectAt(
  source: PdfSource,
  offset: number,
  end: number,
  allowance: PdfAllowance,
): Promise<PdfObject | undefined> {
  let looked = 0;
  for (const reach of looks) {
    if (allowance.octets <= 0) return undefined;
    const piece = await source.read(offset, Math.max(0, Math.min(reach, end - offset)));
    if (piece.length === looked) return undefined;
    looked = piece.length;
    allowance.octets -= looked;
    const read = readObject(piece, 0, allowance);
    if (read) return read.object;
  }
  return undefined;
}
