/** Finds the dictionary that a candidate of the first pass belongs to, and takes out of it what a signature says. */
import { limits } from '../limits.js';
import type { PdfSource } from './source.js';
import {
  type PdfAllowance,
  type PdfDictionary,
  type PdfEntry,
  type PdfValue,
  readDictionary,
} from './values.js';

/** A dictionary with the piece of the file that it was read from. */
export interface LocatedDictionary {
  readonly dictionary: PdfDictionary;
  readonly piece: Buffer;
  /** Offset of the piece in the file. */
  readonly base: number;
}

/** Most dictionaries are small, and their value stands behind the key: the wide look comes second. */
const looks = [64 * 1024, limits.pdfDictionaryBytes];
/** Object heads that are tried before a candidate; each is a place where `obj` may stand in a text too. */
const mostHeads = 16;
/** Words `obj` that are looked at for that, those of `endobj` too. */
const mostWords = 64;

/** The dictionary that has a key at the offset `at`; undefined where none can be read. */
export async function dictionaryAt(
  source: PdfSource,
  at: number,
  allowance: PdfAllowance,
): Promise<LocatedDictionary | undefined> {
  let looked = 0;
  for (const reach of looks) {
    const base = Math.max(0, at - reach);
    const piece = await source.read(base, Math.min(source.size, at + reach) - base);
    // A small file was seen whole at the first look.
    if (piece.length === looked) break;
    looked = piece.length;
    for (const head of headsBefore(piece, at - base)) {
      const object = readDictionary(piece, head, allowance);
      const dictionary = object && withKeyAt(object, at - base);
      if (dictionary) return { dictionary, piece, base };
    }
  }
  return undefined;
}

/** Offsets behind `N G obj`, the nearest first. */
function headsBefore(piece: Buffer, before: number): number[] {
  const heads: number[] = [];
  let at = before;
  for (let words = 0; at > 0 && words < mostWords && heads.length < mostHeads; words += 1) {
    at = piece.lastIndexOf('obj', at - 1);
    if (at === -1) break;
    if (/\d\s+\d+\s+$/.test(piece.toString('latin1', Math.max(0, at - 24), at)))
      heads.push(at + 'obj'.length);
  }
  return heads;
}

function withKeyAt(value: PdfValue, at: number): PdfDictionary | undefined {
  if (value.kind === 'array') return firstOf(value.items, at);
  if (value.kind !== 'dictionary') return undefined;
  if (value.entries.some((entry) => entry.at === at)) return value;
  return firstOf(
    value.entries.flatMap(({ values }) => values),
    at,
  );
}

function firstOf(values: readonly PdfValue[], at: number): PdfDictionary | undefined {
  for (const value of values) {
    const found = withKeyAt(value, at);
    if (found) return found;
  }
  return undefined;
}

/** The values of a key; `repeated` where it stands there more than once, which readers take in different ways. */
export function entryOf({ entries }: PdfDictionary, key: string): PdfEntry | 'repeated' | undefined {
  const [first, ...others] = entries.filter((entry) => entry.key === key);
  return others.length > 0 ? 'repeated' : first;
}

/** The one value of a key, undefined where it is missing or repeated, or has another number of values. */
export function onlyValue(dictionary: PdfDictionary, key: string): PdfValue | undefined {
  const entry = entryOf(dictionary, key);
  return entry === undefined || entry === 'repeated' || entry.values.length !== 1
    ? undefined
    : entry.values[0];
}
