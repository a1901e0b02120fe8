/**
 * One cross-reference section, as a table or as a stream (ISO 32000-1, 7.5.4 and 7.5.8). Its rows stay where they are: a file may have
 * a million of them, and few are asked for.
 */
import { limits } from '../limits.js';
import { objectAt } from './object.js';
import type { PdfSource } from './source.js';
import { isName, type PdfMap, type PdfTerm, termOf, wholeOf } from './term.js';
import { unpacked } from './unpack.js';
import { type PdfAllowance, readValue } from './values.js';

export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly offset: number }
  /** In an object stream. */
  | { readonly kind: 'in'; readonly stream: number; readonly index: number }
  /** Of another generation or a type that is not known. */
  | { readonly kind: 'unclear' };

/** Numbers that stand in a row. */
interface Run {
  readonly first: number;
  readonly count: number;
  /** Offset of the first row, in the file or in the stream's data. */
  readonly at: number;
}

export interface XrefSection {
  readonly trailer: PdfMap;
  readonly runs: readonly Run[];
  /** Behind the trailer's dictionary; undefined for a stream, which is an object of its own. */
  readonly end?: number;
  /** Of a stream: its own number. */
  readonly number?: number;
  /** The row of a run. */
  entry(run: Run, index: number): Promise<XrefEntry>;
}

export type XrefRun = Run;

/** The section at an offset, which must end before `end`; undefined where it is not in order. */
export async function sectionAt(
  source: PdfSource,
  at: number,
  end: number,
  allowance: PdfAllowance,
): Promise<XrefSection | undefined> {
  if (at >= end) return undefined;
  const [word] = /^xref[\0\t\n\f\r ]+/.exec(await text(source, at, end)) ?? [];
  if (word !== undefined) return tableAt(source, at + word.length, end, allowance);
  const object = await objectAt(source, at, end, allowance);
  if (object?.term.kind !== 'dictionary' || !isName(object.term.entries.get('Type'), 'XRef'))
    return undefined;
  const data = unpacked(object);
  allowance.octets -= data?.length ?? 0;
  return data && streamSection(object.number, object.term, data);
}

const wordsBytes = 64;
const rowBytes = 20;

async function text(source: PdfSource, at: number, end: number): Promise<string> {
  return (await source.read(at, Math.max(0, Math.min(wordsBytes, end - at)))).toString('latin1');
}

async function tableAt(
  source: PdfSource,
  from: number,
  end: number,
  allowance: PdfAllowance,
): Promise<XrefSection | undefined> {
  const runs: Run[] = [];
  let at = from;
  for (;;) {
    const words = await text(source, at, end);
    const [opening, first, count] = /^(\d{1,10}) (\d{1,10}) ?(?:\r\n|\n|\r)/.exec(words) ?? [];
    if (opening === undefined) {
      const [trailer] = /^[\0\t\n\f\r ]*trailer/.exec(words) ?? [];
      return trailer === undefined
        ? undefined
        : withTrailer(source, at + trailer.length, end, runs, allowance);
    }
    runs.push({ first: Number(first), count: Number(count), at: at + opening.length });
    at += opening.length + Number(count) * rowBytes;
    if (at >= end || runs.length > limits.pdfDictionaryValues) return undefined;
  }
}

async function withTrailer(
  source: PdfSource,
  at: number,
  end: number,
  runs: readonly Run[],
  allowance: PdfAllowance,
): Promise<XrefSection | undefined> {
  const piece = await source.read(at, Math.min(trailerBytes, end - at));
  const read = readValue(piece, 0, allowance);
  const trailer = read && termOf(read.value, piece);
  if (!read || trailer?.kind !== 'dictionary') return undefined;
  let block: { from: number; octets: Buffer } = { from: 0, octets: Buffer.alloc(0) };
  const row = async (from: number) => {
    if (from < block.from || from + rowBytes > block.from + block.octets.length) {
      block = { from, octets: await source.read(from, blockBytes) };
    }
    return block.octets.toString('latin1', from - block.from, from - block.from + rowBytes);
  };
  return {
    trailer,
    runs,
    end: at + read.end,
    entry: async (run, index) => rowOf(await row(run.at + index * rowBytes)),
  };
}

const trailerBytes = 16 * 1024;
/** Rows that are read together, since who asks for one often asks for the next. */
const blockBytes = 4_000;

function rowOf(row: string): XrefEntry {
  const [, offset, generation, type] = /^(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)$/.exec(row) ?? [];
  if (type === 'f') return { kind: 'free' };
  return type === 'n' && Number(generation) === 0
    ? { kind: 'at', offset: Number(offset) }
    : { kind: 'unclear' };
}

function streamSection(number: number, trailer: PdfMap, data: Buffer): XrefSection | undefined {
  const widths = wholes(trailer.entries.get('W'));
  const size = wholeOf(trailer.entries.get('Size'));
  const index = trailer.entries.has('Index') ? wholes(trailer.entries.get('Index')) : size && [0, size];
  if (widths?.length !== 3 || !index || index.length % 2 !== 0) return undefined;
  const [typeBytes = 0, fieldBytes = 0, lastBytes = 0] = widths;
  if (typeBytes > 1 || fieldBytes < 1 || fieldBytes > 6 || lastBytes > 6) return undefined;
  const row = typeBytes + fieldBytes + lastBytes;
  const runs: Run[] = [];
  let at = 0;
  for (let pair = 0; pair < index.length; pair += 2) {
    const [first = 0, count = 0] = index.slice(pair, pair + 2);
    runs.push({ first, count, at });
    at += count * row;
  }
  if (at !== data.length) return undefined;
  const field = (from: number, bytes: number, otherwise: number) =>
    bytes === 0 ? otherwise : data.readUIntBE(from, bytes);
  return {
    trailer,
    runs,
    number,
    entry: async (run, place) => {
      const from = run.at + place * row;
      const type = field(from, typeBytes, 1);
      const one = field(from + typeBytes, fieldBytes, 0);
      const two = field(from + typeBytes + fieldBytes, lastBytes, 0);
      if (type === 0) return { kind: 'free' };
      if (type === 1 && two === 0) return { kind: 'at', offset: one };
      return type === 2 ? { kind: 'in', stream: one, index: two } : { kind: 'unclear' };
    },
  };
}

function wholes(term: PdfTerm | undefined): number[] | undefined {
  if (term?.kind !== 'array') return undefined;
  const found = term.items.map(wholeOf);
  return found.every((one) => one !== undefined) ? found : undefined;
}
