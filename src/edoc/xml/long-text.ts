/**
 * Finds the base64 of large attachments in the octets of a file, so that the XML parser need not walk through tens of
 * millions of characters that cannot hold markup.
 */

export interface Run {
  /** Octets, the end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Shorter text is left to the parser. */
const minRunBytes = 65_536;

const [less, greater, ampersand] = [0x3c, 0x3e, 0x26];

/** Text between a `>` and the next `<` that is long and has no `&` and no `>`: whatever it is, it is text and nothing else. */
export function longRuns(bytes: Uint8Array): Run[] {
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const runs: Run[] = [];
  let end = 0;
  while (octets.length - end > minRunBytes) {
    const start = octets.indexOf(greater, end) + 1;
    if (start === 0) break;
    const next = octets.indexOf(less, start);
    end = next === -1 ? octets.length : next;
    const run = octets.subarray(start, end);
    const long = next !== -1 && run.length >= minRunBytes;
    if (long && !run.includes(ampersand) && !run.includes(greater)) runs.push({ start, end });
  }
  return runs;
}

/** Where the parser is in the file, though some of the text went past it. Lines and columns count from 1. */
export class Place {
  #lines = 0;
  #columns = 0;
  #inLine = 0;

  /** `text` stood behind what the parser has read, which ended at this line and column of its own. */
  skip(text: string, parserLine: number, parserColumn: number): void {
    let feeds = 0;
    let last = -1;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      feeds += 1;
      last = at;
    }
    this.#lines += feeds;
    // The parser goes on counting from the start tag; behind a line feed columns begin anew.
    const behind = text.length - last - 1;
    this.#columns = feeds > 0 ? behind - parserColumn : this.columns(parserLine) + behind;
    this.#inLine = parserLine;
  }

  line(parserLine: number): number {
    return parserLine + this.#lines;
  }

  /** What is to be added to the parser's column. */
  columns(parserLine: number): number {
    return parserLine === this.#inLine ? this.#columns : 0;
  }
}
