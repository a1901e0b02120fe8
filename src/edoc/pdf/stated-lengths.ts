/**
 * Whether a stream says that it is longer than what there is of it, and so would become another one with what is added behind: the
 * word /Length wherever it stands, with its number or the object that has it.
 */
import { limits } from '../limits.js';
import type { PdfRevision } from './revision.js';
import { wholeOf } from './term.js';

/** Each letter may be written as `#xx` (ISO 32000-1, 7.3.5). */
const word =
  /\/(?:L|#4c)(?:e|#65)(?:n|#6e)(?:g|#67)(?:t|#74)(?:h|#68)(?=[\0\t\n\f\r ()<>[\]{}/%+\d])(?!\d)/gi;
const behind = /^[\0\t\n\f\r ]*\+?(\d{1,15})(?:[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+(R))?/;
/** What is looked at behind a word, and how long the longest form of the word is. */
const behindBytes = 96;
const wordBytes = 19;

export class StatedLengths {
  readonly #end: number;
  /** The last place that refers to an object for its length. */
  readonly #references = new Map<number, number>();
  #kept: Buffer = Buffer.alloc(0);
  #position = 0;
  #unclear = false;

  /** @param end of what is looked at */
  constructor(end: number) {
    this.#end = end;
  }

  /** The octets that follow those pushed before. */
  push(octets: Buffer): void {
    const window = Buffer.concat([this.#kept, octets]);
    const base = this.#position - this.#kept.length;
    this.#position += octets.length;
    const isLast = this.#position >= this.#end;
    const searched = isLast ? window.length : Math.max(0, window.length - behindBytes - wordBytes);
    const text = window.toString('latin1');
    for (const { index, 0: found } of text.matchAll(word)) {
      if (index < searched)
        this.#met(base + index, text.slice(index + found.length, index + found.length + behindBytes));
    }
    this.#kept = Buffer.from(window.subarray(searched));
  }

  #met(at: number, text: string): void {
    const [all, digits, isReference] = behind.exec(text) ?? [];
    const value = Number(digits);
    if (all === undefined) this.#unclear = true;
    else if (isReference === undefined) this.#unclear ||= at + value > this.#end;
    else this.#references.set(value, at);
    this.#unclear ||= this.#references.size > limits.pdfLengths;
  }

  /** Whether each ends before the end. */
  async areKept(revision: PdfRevision): Promise<boolean> {
    if (this.#unclear) return false;
    for (const [number, at] of this.#references) {
      const length = wholeOf((await revision.object(number))?.term);
      if (length === undefined || at + length > this.#end) return false;
    }
    return true;
  }
}
