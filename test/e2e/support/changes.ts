/** Ways in which one octet of a file can come out different, and where to try them. */

export interface Change {
  /** `octet 412: "a" to "<"` */
  readonly words: string;
  readonly octets: Buffer;
}

/** `count` places from the first octet of a range to its last, evenly spread. */
export function spread(from: number, end: number, count: number): number[] {
  const places = Array.from({ length: count }, (_, index) =>
    Math.round(from + (index * (end - 1 - from)) / (count - 1)),
  );
  return [...new Set(places)];
}

/** One bit (another one at every place), the next value, a space, the beginning of a tag: those that change something. */
export function changesAt(octets: Buffer, place: number): Change[] {
  const before = octets[place] ?? 0;
  const values = new Set([before ^ (1 << (place % 8)), (before + 1) % 256, 0x20, 0x3c]);
  values.delete(before);
  return [...values].map((value) => ({
    words: `octet ${place}: ${shown(before)} to ${shown(value)}`,
    octets: withOctet(octets, place, value),
  }));
}

/** The last octet of the last text that is signed, changed into another digit: the file is in order but for its seal. */
export function changedInContent(octets: Buffer): Buffer {
  const before = octets.subarray(0, octets.indexOf('<ds:Signature')).toString('latin1');
  const [text] = [...before.matchAll(/>[^<>]+(?=<\/)/g)].slice(-1);
  if (!text) throw new Error('there is no text before the seal');
  const place = text.index + text[0].length - 1;
  return withOctet(octets, place, octets[place] === 0x31 ? 0x32 : 0x31);
}

/** The first part of the file, for `count` lengths from none to all but one octet. */
export function truncations(octets: Buffer, count: number): Change[] {
  return spread(0, octets.length, count).map((length) => ({
    words: `the first ${length} octets`,
    octets: octets.subarray(0, length),
  }));
}

function withOctet(octets: Buffer, place: number, value: number): Buffer {
  const changed = Buffer.from(octets);
  changed[place] = value;
  return changed;
}

function shown(value: number): string {
  return JSON.stringify(String.fromCharCode(value));
}
