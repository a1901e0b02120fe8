/**
 * Updates of a PDF (ISO 32000-1, 7.5.6) read strictly from the first octet to the last: objects, the cross-reference section that has
 * exactly these, and the end. Whoever looks for objects in another way finds no others.
 */
import { limits } from '../limits.js';
import { sectionAt, type XrefSection } from './cross-reference.js';
import { type PdfObject, readObject } from './object.js';
import type { PdfSource } from './source.js';
import { isName, type PdfMap, wholeOf } from './term.js';
import { type PdfAllowance, whiteSpace } from './values.js';

export interface PdfUpdate {
  readonly objects: ReadonlyMap<number, PdfObject>;
  readonly trailer: PdfMap;
  readonly xrefAt: number;
  /** Of the cross-reference section, where it is a stream. */
  readonly xrefNumber: number | undefined;
  /** Behind `%%EOF`. */
  readonly end: number;
}

interface Reading {
  readonly source: PdfSource;
  readonly allowance: PdfAllowance;
  /** What was added, and where it begins in the file. */
  readonly added: Buffer;
  readonly base: number;
}

/** The updates from an octet to the end of the file; undefined where anything else stands there, or more than is looked into. */
export async function updatesFrom(
  source: PdfSource,
  base: number,
  allowance: PdfAllowance,
): Promise<PdfUpdate[] | undefined> {
  if (source.size - base > limits.pdfAddedBytes) return undefined;
  const added = await source.read(base, source.size - base);
  const reading = { source, allowance, added, base };
  const updates: PdfUpdate[] = [];
  let at: number | undefined = 0;
  while (!isBlank(added, at)) {
    const update: PdfUpdate | undefined = await updateAt(reading, at);
    if (!update || updates.length >= limits.pdfUpdates) return undefined;
    updates.push(update);
    at = update.end - base;
  }
  return holdsNothingElse(added, updates) ? updates : undefined;
}

function isBlank(octets: Buffer, from: number): boolean {
  return octets.subarray(from).every((octet) => whiteSpace.has(octet));
}

async function updateAt(reading: Reading, from: number): Promise<PdfUpdate | undefined> {
  const { source, allowance, added, base } = reading;
  const objects = new Map<number, PdfObject>();
  const places = new Map<number, number>();
  let at = behindGap(added, from);
  let streamAt: number | undefined;
  while (at !== undefined && streamAt === undefined && !startsWith(added, at, 'xref')) {
    const read = readObject(added, at, allowance);
    if (!read || read.object.number === 0 || places.has(read.object.number)) return undefined;
    const { object, end } = read;
    places.set(object.number, base + at);
    if (isXref(object)) streamAt = at;
    else objects.set(object.number, object);
    at = behindGap(added, end);
  }
  if (at === undefined) return undefined;
  const xrefAt = base + (streamAt ?? at);
  const section = await sectionAt(source, xrefAt, source.size, allowance);
  if (!section || !(await agrees(section, places))) return undefined;
  const last = behindGap(added, section.end === undefined ? at : section.end - base);
  const end = last === undefined ? undefined : endAt(added, last, xrefAt);
  if (end === undefined) return undefined;
  return { objects, trailer: section.trailer, xrefAt, xrefNumber: section.number, end: base + end };
}

function startsWith(octets: Buffer, at: number, text: string): boolean {
  return octets.toString('latin1', at, at + text.length) === text;
}

function isXref({ term }: PdfObject): boolean {
  return term.kind === 'dictionary' && isName(term.entries.get('Type'), 'XRef');
}

/** Behind white space and comments; none of these may look like an end. */
function behindGap(octets: Buffer, from: number): number | undefined {
  let at = from;
  for (; at < octets.length; at += 1) {
    const octet = octets[at] ?? 0;
    if (whiteSpace.has(octet)) continue;
    if (octet !== percent || startsWith(octets, at, '%%EOF')) return at;
    while (at < octets.length && octets[at] !== lineFeed && octets[at] !== carriageReturn) at += 1;
  }
  return undefined;
}

const [percent = 0, lineFeed = 0, carriageReturn = 0, zero = 0] = Buffer.from('%\n\r0');

/** `startxref`, the offset, `%%EOF` and its line end. */
function endAt(octets: Buffer, at: number, xrefAt: number): number | undefined {
  const words = octets.toString('latin1', at, at + wordsBytes);
  const [all, digits] =
    /^startxref[\0\t\n\f\r ]+(\d{1,15})[\0\t\n\f\r ]+%%EOF(?:\r\n|\n|\r|$)/.exec(words) ?? [];
  return all !== undefined && Number(digits) === xrefAt ? at + all.length : undefined;
}

const wordsBytes = 64;

/** Whether the section has each object where it stands, and nothing else but the head of the free ones. */
async function agrees(section: XrefSection, places: ReadonlyMap<number, number>): Promise<boolean> {
  const left = new Map(places);
  for (const run of section.runs) {
    if (run.count > places.size + 1) return false;
    for (let index = 0; index < run.count; index += 1) {
      const number = run.first + index;
      const entry = await section.entry(run, index);
      if (number === 0 && entry.kind === 'free') continue;
      if (entry.kind !== 'at' || entry.offset !== left.get(number)) return false;
      left.delete(number);
    }
  }
  // A stream need not name itself.
  if (section.number !== undefined) left.delete(section.number);
  return left.size === 0;
}

/** No object begins and no stream ends in what was read as something else, such as a text or the data of a stream. */
function holdsNothingElse(added: Buffer, updates: readonly PdfUpdate[]): boolean {
  let objects = 0;
  let streams = 0;
  for (const { objects: own, xrefNumber } of updates) {
    objects += own.size + (xrefNumber === undefined ? 0 : 1);
    for (const { stream } of own.values()) streams += stream ? 1 : 0;
    streams += xrefNumber === undefined ? 0 : 1;
  }
  const heads = placesOf(added, 'obj').filter((at) => mayBeHead(added, at));
  return heads.length === objects && placesOf(added, 'endstream').length === streams;
}

function placesOf(octets: Buffer, word: string): number[] {
  const places: number[] = [];
  for (let at = octets.indexOf(word); at !== -1; at = octets.indexOf(word, at + word.length)) places.push(at);
  return places;
}

/** Behind a number, or at the beginning of a line, before which a comment may stand. */
function mayBeHead(octets: Buffer, word: number): boolean {
  let at = word - 1;
  for (; whiteSpace.has(octets[at] ?? 0); at -= 1) {
    if (at < 0 || octets[at] === lineFeed || octets[at] === carriageReturn) return true;
  }
  const octet = octets[at] ?? 0;
  return octet >= zero && octet < zero + 10;
}

/** Where the newest cross-reference section of the version stands that ends at an octet, but for a line end. */
export async function startXref(source: PdfSource, end: number): Promise<number | undefined> {
  const from = Math.max(0, end - wordsBytes);
  const words = (await source.read(from, end - from)).toString('latin1');
  const form = /startxref[\0\t\n\f\r ]+(\d{1,15})[\0\t\n\f\r ]+%%EOF[\r\n]{0,2}$/;
  return wholeOf({ kind: 'word', text: form.exec(words)?.[1] ?? '' });
}
