/**
 * Values of PDF syntax (ISO 32000-1, 7.3) read from a piece of a file: as much as a signature dictionary needs, with every
 * depth and count bounded. What is not in order is answered with undefined, never thrown.
 */
import { limits } from '../limits.js';

export type PdfValue =
  | { readonly kind: 'name'; readonly text: string }
  /** Numbers, references' parts, `true`, `null`: what stands there between white space. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly octets: Buffer }
  /** A hexadecimal string with its offsets in the piece: from `<` to behind `>`. */
  | { readonly kind: 'hex'; readonly start: number; readonly end: number }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | PdfDictionary;

export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: readonly PdfEntry[];
}

export interface PdfEntry {
  readonly key: string;
  /** Offset of the key's `/` in the piece. */
  readonly at: number;
  /** A reference `5 0 R` is its three words. */
  readonly values: readonly PdfValue[];
}

export const whiteSpace: ReadonlySet<number> = new Set(Buffer.from('\0\t\n\f\r '));
const delimiters = new Set(Buffer.from('()<>[]{}/%'));
const [open, close, less, greater, slash, percent, backslash] = Buffer.from('()<>/%\\');
const [openArray, closeArray, lineFeed, carriageReturn] = Buffer.from('[]\n\r');

/** How much of a file may yet be read; what reads takes off. */
export interface PdfAllowance {
  octets: number;
}

/**
 * The dictionary that begins at an offset of the piece, after white space; undefined where there is none, and where the
 * allowance is used up.
 */
export function readDictionary(
  piece: Buffer,
  from: number,
  allowance: PdfAllowance,
): PdfDictionary | undefined {
  const value = readValue(piece, from, allowance)?.value;
  return value?.kind === 'dictionary' ? value : undefined;
}

/** Any value, and the offset behind it; undefined as for {@link readDictionary}. */
export function readValue(
  piece: Buffer,
  from: number,
  allowance: PdfAllowance,
): { readonly value: PdfValue; readonly end: number } | undefined {
  if (allowance.octets <= 0) return undefined;
  const reader = new ValueReader(piece, from);
  const value = reader.value(0);
  allowance.octets -= reader.at - from;
  return value && { value, end: reader.at };
}

class ValueReader {
  readonly #piece: Buffer;
  #at: number;
  #values = 0;

  constructor(piece: Buffer, at: number) {
    this.#piece = piece;
    this.#at = at;
  }

  /** The offset up to which it has read. */
  get at(): number {
    return this.#at;
  }

  value(depth: number): PdfValue | undefined {
    this.#values += 1;
    if (depth > limits.pdfDictionaryDepth || this.#values > limits.pdfDictionaryValues) return undefined;
    this.#skip();
    const octet = this.#piece[this.#at];
    if (octet === slash) return { kind: 'name', text: this.#name() };
    if (octet === open) return this.#text();
    if (octet === openArray) return this.#array(depth);
    if (octet === less) return this.#piece[this.#at + 1] === less ? this.#dictionary(depth) : this.#hex();
    const text = this.#regular();
    return text === '' ? undefined : { kind: 'word', text };
  }

  #dictionary(depth: number): PdfDictionary | undefined {
    this.#at += 2;
    const entries: { key: string; at: number; values: PdfValue[] }[] = [];
    for (;;) {
      this.#skip();
      const octet = this.#piece[this.#at];
      if (octet === greater) break;
      const entry = entries.at(-1);
      // A name is a value where the key before it has none yet, else the next key.
      if (octet === slash && (!entry || entry.values.length > 0)) {
        const at = this.#at;
        entries.push({ key: this.#name(), at, values: [] });
        continue;
      }
      const value = entry && this.value(depth + 1);
      if (!value) return undefined;
      entry.values.push(value);
    }
    if (this.#piece[this.#at + 1] !== greater) return undefined;
    this.#at += 2;
    return { kind: 'dictionary', entries };
  }

  #array(depth: number): PdfValue | undefined {
    this.#at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.#skip();
      if (this.#piece[this.#at] === closeArray) break;
      const value = this.value(depth + 1);
      if (!value) return undefined;
      items.push(value);
    }
    this.#at += 1;
    return { kind: 'array', items };
  }

  #hex(): PdfValue | undefined {
    const start = this.#at;
    const end = this.#piece.indexOf('>', start);
    if (end === -1) return undefined;
    this.#at = end + 1;
    return { kind: 'hex', start, end: this.#at };
  }

  /** A literal string (7.3.4.2): parentheses may nest, a backslash escapes. */
  #text(): PdfValue | undefined {
    const octets: number[] = [];
    const end = Math.min(this.#piece.length, this.#at + mostTextOctets);
    let depth = 0;
    for (; this.#at < end; this.#at += 1) {
      let octet = this.#piece[this.#at];
      if (octet === backslash) octet = this.#escaped();
      else if (octet === open) {
        depth += 1;
        if (depth === 1) continue;
      } else if (octet === close) {
        depth -= 1;
        if (depth === 0) {
          this.#at += 1;
          return { kind: 'text', octets: Buffer.from(octets) };
        }
      }
      if (octet !== undefined && octets.length < limits.pdfTextBytes) octets.push(octet);
    }
    return undefined;
  }

  /** Leaves the position at the last octet of the escape; undefined where it stands for nothing (a line's end). */
  #escaped(): number | undefined {
    this.#at += 1;
    const letter = String.fromCharCode(this.#piece[this.#at] ?? 0);
    const octal = /^[0-7]{1,3}/.exec(this.#piece.toString('latin1', this.#at, this.#at + 3))?.[0];
    if (octal !== undefined) {
      this.#at += octal.length - 1;
      return Number.parseInt(octal, 8) & 0xff;
    }
    if (letter === '\r' && this.#piece[this.#at + 1] === lineFeed) this.#at += 1;
    if (letter === '\r' || letter === '\n') return undefined;
    return Buffer.from(escapes.get(letter) ?? letter, 'latin1')[0];
  }

  /** The name at the position, without its slash and with `#xx` resolved (7.3.5). */
  #name(): string {
    this.#at += 1;
    return this.#regular().replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }

  #regular(): string {
    const start = this.#at;
    const end = Math.min(this.#piece.length, start + mostNameOctets);
    while (this.#at < end && !isBorder(this.#piece[this.#at])) this.#at += 1;
    return this.#piece.toString('latin1', start, this.#at);
  }

  /** White space and comments; after too much of them there is nothing left to read. */
  #skip(): void {
    const end = Math.min(this.#piece.length, this.#at + mostTextOctets);
    let inComment = false;
    for (; this.#at < end; this.#at += 1) {
      const octet = this.#piece[this.#at] ?? 0;
      if (inComment) inComment = octet !== lineFeed && octet !== carriageReturn;
      else if (octet === percent) inComment = true;
      else if (!whiteSpace.has(octet)) return;
    }
    this.#at = this.#piece.length;
  }
}

/** Longer names and numbers are taken for several values; none of ours is as long (ISO 32000-1, annex C.2: 127). */
const mostNameOctets = 128;
/** A text or a gap that is longer ends the reading, so that no file makes it read the same octets over and over. */
const mostTextOctets = 32 * 1024;

const escapes = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

function isBorder(octet: number | undefined): boolean {
  return octet === undefined || whiteSpace.has(octet) || delimiters.has(octet);
}
