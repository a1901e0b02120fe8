/** One version of a PDF: its objects by number, looked up as a reader does, from the newest cross-reference section to the oldest. */
import { limits } from '../limits.js';
import { sectionAt, type XrefEntry, type XrefRun, type XrefSection } from './cross-reference.js';
import { objectAt, type PdfObject } from './object.js';
import type { PdfSource } from './source.js';
import { type PdfMap, type PdfTerm, termOf, wholeOf } from './term.js';
import { unpacked } from './unpack.js';
import { type PdfAllowance, readValue } from './values.js';

export class PdfRevision {
  readonly #source: PdfSource;
  readonly #end: number;
  readonly #sections: readonly XrefSection[];
  readonly #allowance: PdfAllowance;
  readonly trailer: PdfMap;

  private constructor(
    source: PdfSource,
    end: number,
    sections: readonly [XrefSection, ...XrefSection[]],
    allowance: PdfAllowance,
  ) {
    this.#source = source;
    this.#end = end;
    this.#sections = sections;
    this.#allowance = allowance;
    this.trailer = sections[0].trailer;
  }

  /**
   * The version that ends at an octet.
   * @param xrefAt where its newest cross-reference section stands
   * @returns undefined where a section is not in order, or anything that it says lies behind the end
   */
  static async open(
    source: PdfSource,
    { end, xrefAt }: { readonly end: number; readonly xrefAt: number },
    allowance: PdfAllowance,
  ): Promise<PdfRevision | undefined> {
    const sections: XrefSection[] = [];
    const seen = new Set<number>();
    const next = [xrefAt];
    for (let at = next.shift(); at !== undefined; at = next.shift()) {
      if (seen.has(at) || seen.size >= limits.pdfUpdates) return undefined;
      seen.add(at);
      const section = await sectionAt(source, at, end, allowance);
      if (!section) return undefined;
      sections.push(section);
      // A hybrid's stream stands before the sections that came earlier (7.5.8.4).
      for (const key of ['XRefStm', 'Prev']) {
        const place = section.trailer.entries.get(key);
        const offset = wholeOf(place);
        if (place && offset === undefined) return undefined;
        if (offset !== undefined) next.push(offset);
      }
    }
    const [newest, ...others] = sections;
    return newest && new PdfRevision(source, end, [newest, ...others], allowance);
  }

  /** What the newest section that has the number says of it; `unclear` where two could be meant. */
  async lookUp(number: number): Promise<XrefEntry | undefined> {
    for (const [place, section] of this.#sections.entries()) {
      const found = await entryIn(section, number);
      if (!found) continue;
      if (!section.trailer.entries.has('XRefStm')) return found;
      // Readers that know of hybrids see what the table calls free.
      const stream = this.#sections[place + 1];
      const hidden = stream && (await entryIn(stream, number));
      if (!hidden) return found;
      return found.kind === 'free' ? hidden : { kind: 'unclear' };
    }
    return undefined;
  }

  async isFree(number: number): Promise<boolean> {
    const found = await this.lookUp(number);
    return found === undefined || found.kind === 'free';
  }

  /** Undefined where there is none, or none that can be read. */
  async object(number: number): Promise<PdfObject | undefined> {
    const entry = await this.lookUp(number);
    if (entry?.kind === 'in') return this.#packed(number, entry);
    if (entry?.kind !== 'at') return undefined;
    const object = await objectAt(this.#source, entry.offset, this.#end, this.#allowance);
    return object?.number === number ? object : undefined;
  }

  /** The term itself, or what it refers to. */
  async resolve(term: PdfTerm | undefined): Promise<PdfTerm | undefined> {
    return term?.kind === 'reference' ? (await this.object(term.number))?.term : term;
  }

  /** Takes octets that were looked at from what may be; false where it is used up. */
  charge(octets: number): boolean {
    this.#allowance.octets -= octets;
    return this.#allowance.octets > 0;
  }

  /** An object of an object stream (7.5.7). */
  async #packed(
    number: number,
    { stream, index }: { readonly stream: number; readonly index: number },
  ): Promise<PdfObject | undefined> {
    if ((await this.lookUp(stream))?.kind !== 'at') return undefined;
    const container = await this.object(stream);
    const data = container && unpacked(container);
    if (!data || container.term.kind !== 'dictionary' || !this.charge(data.length)) return undefined;
    const first = wholeOf(container.term.entries.get('First')) ?? 0;
    const heads = data
      .toString('latin1', 0, first)
      .trim()
      .split(/[\0\t\n\f\r ]+/);
    const [own, offset] = heads.slice(2 * index, 2 * index + 2).map(Number);
    if (own !== number || offset === undefined || !Number.isSafeInteger(offset)) return undefined;
    const read = readValue(data, first + offset, this.#allowance);
    const term = read && termOf(read.value, data);
    return term && { number, term };
  }

  /** The object streams that any section leads to; undefined where an offset lies behind the end, or there is too much to look at. */
  async objectStreams(): Promise<ReadonlySet<number> | undefined> {
    const streams = new Set<number>();
    for (const { entry, runs } of this.#sections) {
      for (const run of runs) {
        if (!this.charge(run.count * bytesOfRow)) return undefined;
        for (let index = 0; index < run.count; index += 1) {
          const found = await entry(run, index);
          if (found.kind === 'at' && found.offset >= this.#end) return undefined;
          if (found.kind === 'in') streams.add(found.stream);
        }
      }
    }
    return streams;
  }
}

const bytesOfRow = 20;

async function entryIn({ runs, entry }: XrefSection, number: number): Promise<XrefEntry | undefined> {
  const holding = runs.filter((run) => holds(run, number));
  const [run] = holding;
  if (!run) return undefined;
  return holding.length > 1 ? { kind: 'unclear' } : entry(run, number - run.first);
}

function holds({ first, count }: XrefRun, number: number): boolean {
  return number >= first && number < first + count;
}
