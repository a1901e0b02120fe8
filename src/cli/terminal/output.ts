/**
 * Where the words go. For people: text on standard output, errors and progress on standard error. For programs (--json):
 * exactly one JSON document on standard output, `{"error": …}` where the command failed, and people's words still on
 * standard error. Colours only on a terminal or where FORCE_COLOR asks for them, and never
 * where NO_COLOR says so.
 */
import { styleText } from 'node:util';
import { describe, type EdocError, type Finding } from '../../errors.js';
import { safeJson } from '../../json.js';
import type { Language, Words } from './language.js';
import { clean } from './text.js';

export interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

export interface OutputOptions {
  readonly language: Language;
  readonly json: boolean;
  readonly noColour: boolean;
  /** Colours although it is no terminal; {@link noColour} is stronger. */
  readonly forceColour?: boolean;
  /** The width to keep to where standard output is no terminal. */
  readonly columns?: number | undefined;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export class Output {
  readonly language: Language;
  readonly json: boolean;
  readonly #streams: Streams;
  readonly #noColour: boolean;
  readonly #forceColour: boolean;
  readonly #columns: number | undefined;

  constructor(streams: Streams, options: OutputOptions) {
    this.#streams = streams;
    this.language = options.language;
    this.json = options.json;
    this.#noColour = options.noColour;
    this.#forceColour = options.forceColour ?? false;
    this.#columns = options.columns;
  }

  /** True where somebody looks at standard error while the command runs: progress may be drawn. */
  get watched(): boolean {
    return this.#streams.err.isTTY === true && !this.json;
  }

  /** Columns that standard output has, or that COLUMNS says; undefined where nothing should be cut. */
  get columns(): number | undefined {
    return this.#streams.out.isTTY === true ? this.#streams.out.columns : this.#columns;
  }

  say(words: Words): string {
    return words[this.language];
  }

  style(style: Style, text: string): string {
    return this.#styled(this.#streams.out, style, text);
  }

  /** Lines for people; nothing where a program reads. */
  print(...lines: readonly string[]): void {
    if (this.json) return;
    this.#streams.out.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** The one JSON document; nothing where people read. */
  document(value: object): void {
    if (this.json) this.#streams.out.write(`${safeJson(value, 2)}\n`);
  }

  /** The same, of a document that is long: in pieces, as fast as they are taken. */
  async documentIn(pieces: Iterable<string | Uint8Array>): Promise<void> {
    if (!this.json) return;
    let waiting = Buffer.allocUnsafe(chunkBytes);
    let length = 0;
    for (const piece of pieces) {
      const octets = typeof piece === 'string' ? Buffer.from(piece) : piece;
      if (length + octets.length > waiting.length) {
        await this.raw(waiting.subarray(0, length));
        // A pipe may not have taken the last one yet.
        waiting = Buffer.allocUnsafe(Math.max(chunkBytes, octets.length));
        length = 0;
      }
      waiting.set(octets, length);
      length += octets.length;
    }
    await this.raw(waiting.subarray(0, length));
  }

  /** A help page; the person asked for it, so --json changes nothing. */
  help(text: string): void {
    this.#streams.out.write(text);
  }

  /** Text as it stands on standard output, for exports and JSON lines. Resolves when more may be written. */
  raw(text: string | Uint8Array): Promise<void> {
    if (this.#streams.out.write(text)) return Promise.resolve();
    return new Promise((resolve) => this.#streams.out.once('drain', resolve));
  }

  /** A word to the person beside the result. */
  note(text: string): void {
    this.#streams.err.write(`${text}\n`);
  }

  error(error: EdocError): void {
    this.document({ error: this.errorJson(error) });
    this.#streams.err.write(this.errorText(error));
  }

  errorJson(error: EdocError): object {
    return {
      ...this.findingJson({ code: error.code, severity: 'error', detail: error.detail }),
      ...(error.place === undefined ? {} : { place: error.place }),
      retryable: error.retryable,
      findings: error.findings.map((finding) => this.findingJson(finding)),
    };
  }

  findingJson(finding: Finding): object {
    return { ...finding, ...describe(finding, this.language) };
  }

  /** What, where, what to do, and the code. */
  errorText(error: EdocError): string {
    const [only, ...more] = error.findings;
    if (only && more.length === 0) return this.#errorLines([only]);
    if (error.findings.length > 1) return this.#errorLines(error.findings);
    return this.#errorLines([{ code: error.code, severity: 'error', detail: error.detail }]);
  }

  #errorLines(findings: readonly Finding[]): string {
    return findings.map((finding) => `${this.#findingLines(this.#streams.err, finding)}\n`).join('');
  }

  /** A finding inside a result: what, code, and what to do on a line of its own. */
  findingText(finding: Finding): string {
    return this.#findingLines(this.#streams.out, finding);
  }

  #findingLines(stream: NodeJS.WriteStream, finding: Finding): string {
    const { what, todo } = describe(finding, this.language);
    const title = this.#styled(stream, severityStyles[finding.severity], this.severity(finding));
    const code = this.#styled(stream, 'dim', `[${finding.code}]`);
    return `${title} ${clean(what)} ${code}\n  → ${clean(todo)}`;
  }

  severity({ severity }: Pick<Finding, 'severity'>): string {
    return this.say(severityWords[severity]);
  }

  #styled(stream: NodeJS.WriteStream, style: Style, text: string): string {
    if (this.#noColour || (stream.isTTY !== true && !this.#forceColour)) return text;
    return styleText(style, text, { validateStream: false });
  }
}

const chunkBytes = 64 * 1024;

const severityStyles = { error: 'red', warning: 'yellow', note: 'cyan' } as const satisfies Record<
  Finding['severity'],
  Style
>;

const severityWords = {
  error: { en: 'Error:', vi: 'Lỗi:' },
  warning: { en: 'Warning:', vi: 'Cảnh báo:' },
  note: { en: 'Note:', vi: 'Lưu ý:' },
} as const satisfies Record<Finding['severity'], Words>;
