/**
 * Whether a signature signs what it seems to: /ByteRange must be all of the file up to some octet, but for one hole, and the hole
 * must be the value of /Contents in the same dictionary, from `<` to `>` (ISO 32000-1, 12.8.1). Everything else is how
 * signatures are made to seem to cover what they do not.
 */
import type { ErrorCode, Finding } from '../../errors.js';
import { entryOf, type LocatedDictionary, onlyValue } from './dictionary.js';
import type { PdfRange } from './source.js';
import type { PdfValue } from './values.js';

export interface Covered {
  readonly ranges: readonly [PdfRange, PdfRange];
  /** The octets in the hole. */
  readonly value: Buffer;
}

const numbers = 4;
const hexadecimal = /^(?:[0-9a-fA-F]{2})+$/;

/** What is covered, or the one finding that says why nothing is. */
export function coveredBy(located: LocatedDictionary, size: number): Covered | Finding {
  const { dictionary, piece, base } = located;
  for (const key of ['ByteRange', 'Contents']) {
    if (entryOf(dictionary, key) === 'repeated') return fault('pdf.dictionary', `/${key}`);
  }
  const written = onlyValue(dictionary, 'ByteRange');
  const range = written && numbersOf(written);
  if (!range) return fault('pdf.byte-range', 'ByteRange');
  const [start, length, secondStart, secondLength] = range;
  const end = secondStart + secondLength;
  if (start !== 0 || length <= 0 || secondStart <= length) return fault('pdf.byte-range', range.join(' '));
  if (end > size) return { code: 'pdf.truncated', severity: 'error', detail: { end, size } };
  const contents = onlyValue(dictionary, 'Contents');
  if (contents?.kind !== 'hex') return fault('pdf.contents', '/Contents');
  if (base + contents.start !== length || base + contents.end !== secondStart) {
    return fault('pdf.hole', `${length}-${secondStart}`);
  }
  const digits = piece.toString('latin1', contents.start + 1, contents.end - 1);
  if (!hexadecimal.test(digits)) return fault('pdf.contents', '/Contents');
  return {
    ranges: [
      { start, length },
      { start: secondStart, length: secondLength },
    ],
    value: Buffer.from(digits, 'hex'),
  };
}

function numbersOf(value: PdfValue): readonly [number, number, number, number] | undefined {
  if (value.kind !== 'array' || value.items.length !== numbers) return undefined;
  const [one, two, three, four] = value.items.map((item) =>
    item.kind === 'word' && /^\d{1,15}$/.test(item.text) ? Number(item.text) : undefined,
  );
  if (one === undefined || two === undefined || three === undefined || four === undefined) return undefined;
  return [one, two, three, four];
}

function fault(code: ErrorCode, place: string): Finding {
  return { code, severity: 'error', detail: { place } };
}
