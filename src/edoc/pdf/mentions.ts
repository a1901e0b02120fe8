/**
 * Whether octets refer to one of some objects: `N G R`, with comments between as the syntax allows them. Of octets that are no syntax
 * at all nothing is known, so every reading is followed at once, and what only looks like a reference counts too.
 */
import { whiteSpace } from './values.js';

const [zero = 0, letterR = 0, percent = 0, lineFeed = 0, carriageReturn = 0] = Buffer.from('0R%\n\r');
const kinds = { other: 0, digit: 1, space: 2, lineEnd: 3, percent: 4, letterR: 5 } as const;
const kindOf = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet >= zero && octet < zero + 10) return kinds.digit;
  if (octet === lineFeed || octet === carriageReturn) return kinds.lineEnd;
  if (whiteSpace.has(octet)) return kinds.space;
  if (octet === percent) return kinds.percent;
  return octet === letterR ? kinds.letterR : kinds.other;
});
const mostNumber = 10 ** 11;

export class MentionFinder {
  readonly #numbers: ReadonlySet<number>;
  /** The digits just read, as a number. */
  #value: number | undefined;
  /** Behind `N` and white space; in digits behind that; behind these and white space; in a comment behind the first or the second. */
  #first = false;
  #digits = false;
  #second = false;
  #firstComment = false;
  #secondComment = false;
  #found = false;

  constructor(numbers: ReadonlySet<number>) {
    this.#numbers = numbers;
  }

  get found(): boolean {
    return this.#found;
  }

  /** The octets that follow those pushed before. */
  push(octets: Uint8Array): void {
    let idle = this.#isIdle;
    for (const octet of octets) {
      const kind = kindOf[octet];
      // Most octets lead nowhere.
      if (idle && kind !== kinds.digit) continue;
      if (kind === kinds.digit) this.#digit(octet - zero);
      else if (kind === kinds.space || kind === kinds.lineEnd) this.#space(kind === kinds.lineEnd);
      else if (kind === kinds.percent) this.#comment();
      else {
        if (kind === kinds.letterR && (this.#second || this.#digits)) this.#found = true;
        this.#leave();
      }
      idle = this.#isIdle;
    }
  }

  get #isIdle(): boolean {
    const isBehind = this.#first || this.#digits || this.#second;
    return this.#value === undefined && !isBehind && !this.#firstComment && !this.#secondComment;
  }

  #digit(digit: number): void {
    this.#value = Math.min((this.#value ?? 0) * 10 + digit, mostNumber);
    this.#digits ||= this.#first;
    this.#first = false;
    this.#second = false;
  }

  #space(endsLine: boolean): void {
    this.#endDigits();
    if (!endsLine) return;
    this.#first ||= this.#firstComment;
    this.#second ||= this.#secondComment;
    this.#firstComment = false;
    this.#secondComment = false;
  }

  #endDigits(): void {
    this.#second ||= this.#digits;
    this.#digits = false;
    if (this.#value !== undefined && this.#numbers.has(this.#value)) this.#first = true;
    this.#value = undefined;
  }

  #comment(): void {
    this.#endDigits();
    this.#firstComment ||= this.#first;
    this.#secondComment ||= this.#second;
    this.#leave();
  }

  #leave(): void {
    this.#value = undefined;
    this.#first = false;
    this.#digits = false;
    this.#second = false;
  }
}
