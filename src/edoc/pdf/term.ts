/**
 * Values of PDF in a form in which two of them can be compared, however they were written. Whatever could be read in more than one
 * way has none: keys that stand twice, texts that were cut, references to another generation than 0.
 */
import { limits } from '../limits.js';
import type { PdfValue } from './values.js';

export type PdfTerm =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  /** A literal or a hexadecimal string, its octets in hexadecimal. */
  | { readonly kind: 'string'; readonly hex: string }
  | PdfReference
  | { readonly kind: 'array'; readonly items: readonly PdfTerm[] }
  | PdfMap;

export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
}

export interface PdfMap {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfTerm>;
}

/** @param piece that the value was read from */
export function termOf(value: PdfValue, piece: Buffer): PdfTerm | undefined {
  switch (value.kind) {
    case 'name':
      return value;
    case 'word':
      return isWord(value.text) ? value : undefined;
    case 'text':
      return value.octets.length < limits.pdfTextBytes
        ? { kind: 'string', hex: value.octets.toString('hex') }
        : undefined;
    case 'hex':
      return hexTerm(piece.toString('latin1', value.start + 1, value.end - 1));
    case 'array': {
      const items = termsOf(value.items, piece);
      return items && { kind: 'array', items };
    }
    case 'dictionary':
      return mapOf(value, piece);
  }
}

function mapOf({ entries }: Extract<PdfValue, { kind: 'dictionary' }>, piece: Buffer): PdfMap | undefined {
  const terms = new Map<string, PdfTerm>();
  for (const { key, values } of entries) {
    const [term, ...others] = termsOf(values, piece) ?? [];
    if (!term || others.length > 0 || terms.has(key)) return undefined;
    terms.set(key, term);
  }
  return { kind: 'dictionary', entries: terms };
}

/** Three words `5 0 R` are one reference. */
function termsOf(values: readonly PdfValue[], piece: Buffer): PdfTerm[] | undefined {
  const terms: PdfTerm[] = [];
  for (const value of values) {
    const term = isR(value) ? referenceOf(terms.splice(-2)) : termOf(value, piece);
    if (!term) return undefined;
    terms.push(term);
  }
  return terms;
}

function isR(value: PdfValue): boolean {
  return value.kind === 'word' && value.text === 'R';
}

function referenceOf([number, generation]: readonly PdfTerm[]): PdfReference | undefined {
  const found = wholeOf(number);
  return found !== undefined && wholeOf(generation) === 0 ? { kind: 'reference', number: found } : undefined;
}

function isWord(text: string): boolean {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) || text === 'true' || text === 'false' || text === 'null';
}

function hexTerm(digits: string): PdfTerm | undefined {
  const hex = digits.replace(/[\0\t\n\f\r ]/g, '').toLowerCase();
  if (!/^[0-9a-f]*$/.test(hex)) return undefined;
  return { kind: 'string', hex: hex.length % 2 === 0 ? hex : `${hex}0` };
}

/** A non-negative whole number of at most 15 digits. */
export function wholeOf(term: PdfTerm | undefined): number | undefined {
  return term?.kind === 'word' && /^\d{1,15}$/.test(term.text) ? Number(term.text) : undefined;
}

export function isName(term: PdfTerm | undefined, ...texts: readonly string[]): boolean {
  return term?.kind === 'name' && texts.includes(term.text);
}

/** Keys may stand in any order. */
export function isSame(one: PdfTerm | undefined, other: PdfTerm | undefined): boolean {
  if (one?.kind === 'array' && other?.kind === 'array') {
    return (
      one.items.length === other.items.length &&
      one.items.every((item, index) => isSame(item, other.items[index]))
    );
  }
  if (one?.kind === 'dictionary' && other?.kind === 'dictionary') return isSameBut(one, other, []);
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two dictionaries are the same but for some keys, which may also be missing from either. */
export function isSameBut(one: PdfMap, other: PdfMap, keys: readonly string[]): boolean {
  const all = new Set([...one.entries.keys(), ...other.entries.keys()]);
  for (const key of keys) all.delete(key);
  return [...all].every((key) => {
    const [mine, theirs] = [one.entries.get(key), other.entries.get(key)];
    return mine !== undefined && theirs !== undefined && isSame(mine, theirs);
  });
}

/** Whether a dictionary has no other keys. */
export function hasOnly({ entries }: PdfMap, keys: readonly string[]): boolean {
  return [...entries.keys()].every((key) => keys.includes(key));
}
