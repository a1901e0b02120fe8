/** Where the parts of a PDF stand in a text that may be any; found by their words, so also where no reader would look. */
import type { Random } from '../random.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

const forms = {
  object: /\d+ \d+ obj\b[\s\S]*?endobj/g,
  dictionary: /<<(?:[^<>]|<[^<>]*>)*>>/g,
  entry:
    /\/[A-Za-z][\w.#]*\s*(?:\[[^[\]]*\]|\([^()]*\)|<[^<>]*>|\/[\w.]+|\d+ \d+ R|-?[\d.]+|true|false|null)/g,
  byteRange: /\/ByteRange\s*\[[^[\]]*\]\s*/g,
  contents: /\/Contents\s*<[^<>]*>/g,
  stream: /stream\r?\n[\s\S]*?endstream/g,
  table: /xref\r?\n[\s\S]*?trailer/g,
  row: /\d{10} \d{5} [nf]/g,
  trailer: /trailer\s*<<[\s\S]*?>>/g,
  revision: /\n\d+ \d+ obj\b(?:(?!%%EOF)[\s\S])*%%EOF\n?/g,
  end: /startxref\s+\d+\s+%%EOF\n?/g,
  number: /(?<![\w.])\d+(?![\w.])/g,
  text: /\([^()]*\)/g,
} as const;

export type Form = keyof typeof forms;

/** Of more, only the first are looked at. */
const mostSpans = 500;

export function spansOf(text: string, form: Form): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(forms[form])) {
    if (found.length >= mostSpans) break;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** One of them; undefined where there is none. */
export function spanOf(text: string, form: Form, random: Random): Span | undefined {
  const all = spansOf(text, form);
  return all.length > 0 ? random.pick(all) : undefined;
}

export function replaced(text: string, { start, end }: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
