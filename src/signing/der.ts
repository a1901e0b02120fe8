/**
 * A strict reader of DER (ITU-T X.690, clause 10) for structures whose octets matter: what is signed is taken from the file as
 * it stands, and a list with a million entries is walked without an object for each. Only definite lengths in their
 * shortest form, tags below 31, and nothing left over; what is not so is refused with {@link DerError}, which the reader of
 * the structure turns into its own code.
 */

/** Identifier octets (X.690, 8.1.2) of the types that occur here. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific tag: constructed, or primitive. */
export function contextTag(number: number, form: 'constructed' | 'primitive' = 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

/** The octets are not the DER that was expected. Never leaves the folder: readers answer with their own code. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export interface DerElement {
  readonly tag: number;
  /** Identifier, length and content. */
  readonly octets: Buffer;
  readonly content: Buffer;
}

const longForm = 0x80;
const mostLengthOctets = 4;
const mostOidOctets = 64;

/** Where the content of the element at an offset begins and ends. @throws DerError */
export function extentAt(octets: Buffer, at: number): { readonly start: number; readonly end: number } {
  const tag = octets[at];
  const first = octets[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f)
    throw new DerError('no element here');
  let start = at + 2;
  let length = first;
  if (first >= longForm) {
    const count = first - longForm;
    if (count === 0 || count > mostLengthOctets || start + count > octets.length) {
      throw new DerError('a length that is indefinite or too long');
    }
    length = octets.readUIntBE(start, count);
    start += count;
    if (length < longForm || length < 2 ** (8 * (count - 1)))
      throw new DerError('a length not in its shortest form');
  }
  if (start + length > octets.length) throw new DerError('an element longer than what holds it');
  return { start, end: start + length };
}

/** Reads the elements of one constructed value in their order. */
export class DerReader {
  readonly #octets: Buffer;
  #at = 0;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  /** A reader inside the one element that the octets are. @throws DerError also where something follows it. */
  static inside(octets: Uint8Array, tag: number = tags.sequence): DerReader {
    const outer = new DerReader(viewOf(octets));
    const inner = outer.enter(tag);
    outer.end();
    return inner;
  }

  get done(): boolean {
    return this.#at >= this.#octets.length;
  }

  /** The tag of the next element, undefined at the end. */
  get tag(): number | undefined {
    return this.#octets[this.#at];
  }

  next(tag?: number): DerElement {
    const found = this.tag;
    if (found === undefined || (tag !== undefined && found !== tag)) {
      throw new DerError(`expected tag ${tag ?? 'any'}, found ${found ?? 'the end'}`);
    }
    const { start, end } = extentAt(this.#octets, this.#at);
    const octets = this.#octets.subarray(this.#at, end);
    this.#at = end;
    return { tag: found, octets, content: octets.subarray(octets.length - (end - start)) };
  }

  optional(tag: number): DerElement | undefined {
    return this.tag === tag ? this.next(tag) : undefined;
  }

  /** A reader of the next element's content. */
  enter(tag: number = tags.sequence): DerReader {
    return new DerReader(this.next(tag).content);
  }

  enterOptional(tag: number): DerReader | undefined {
    return this.tag === tag ? this.enter(tag) : undefined;
  }

  /** Everything up to the end, each of the tag where one is given. */
  rest(tag?: number): DerElement[] {
    const elements: DerElement[] = [];
    while (!this.done) elements.push(this.next(tag));
    return elements;
  }

  /** @throws DerError where something is left. */
  end(): void {
    if (!this.done) throw new DerError('something follows the last element');
  }

  oid(): string {
    return oidOf(this.next(tags.oid).content);
  }

  /** The content octets of an INTEGER, two's complement, shortest form. */
  integer(): Buffer {
    return integerOf(this.next(tags.integer).content);
  }

  /** An INTEGER or ENUMERATED from 0 to 2^31 - 1. */
  small(tag: number = tags.integer): number {
    return smallOf(this.next(tag).content);
  }

  octetString(): Buffer {
    return this.next(tags.octetString).content;
  }

  bitString(): Buffer {
    return bitsOf(this.next(tags.bitString).content);
  }

  generalizedTime(): Date {
    return generalizedTimeOf(this.next(tags.generalizedTime).content);
  }

  /** UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5). */
  time(): Date {
    return this.tag === tags.utcTime ? utcTimeOf(this.next().content) : this.generalizedTime();
  }
}

/** DEFAULT FALSE: TRUE is one octet of ones, and FALSE is not written. */
export function isTrue(content: Buffer): boolean {
  if (content.length !== 1 || (content[0] !== 0xff && content[0] !== 0)) throw new DerError('no BOOLEAN');
  return content[0] === 0xff;
}

export function integerOf(content: Buffer): Buffer {
  const [first, second] = content;
  if (first === undefined) throw new DerError('an INTEGER without octets');
  const superfluous = second !== undefined && (second < 0x80 ? first === 0 : first === 0xff);
  if (superfluous) throw new DerError('an INTEGER not in its shortest form');
  return content;
}

export function smallOf(content: Buffer): number {
  integerOf(content);
  const value = content.length <= 4 ? content.readIntBE(0, content.length) : -1;
  if (value < 0) throw new DerError('an INTEGER out of range');
  return value;
}

/** The octets of a BIT STRING without unused bits. */
export function bitsOf(content: Buffer): Buffer {
  if (content[0] !== 0) throw new DerError('a BIT STRING with unused bits');
  return content.subarray(1);
}

export function oidOf(content: Buffer): string {
  // An arc of many octets takes a time that grows with their square.
  if (content.length > mostOidOctets) throw new DerError('an OBJECT IDENTIFIER too long');
  const arcs: bigint[] = [];
  let arc = 0n;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new DerError('an OBJECT IDENTIFIER not in its shortest form');
    arc = arc * 128n + BigInt(octet & 0x7f);
    fresh = octet < 0x80;
    if (!fresh) continue;
    if (arcs.length === 0) {
      const root = arc < 80n ? arc / 40n : 2n;
      arcs.push(root, arc - root * 40n);
    } else arcs.push(arc);
    arc = 0n;
  }
  if (!fresh || arcs.length === 0) throw new DerError('no OBJECT IDENTIFIER');
  return arcs.join('.');
}

/** `YYYYMMDDHHMMSSZ` with a fraction that does not end in 0 (X.690, 11.7); finer than a millisecond is cut off. */
export function generalizedTimeOf(content: Buffer): Date {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/.exec(content.toString('latin1'));
  if (!match) throw new DerError('no GeneralizedTime');
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  return dateOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`, fraction);
}

/** `YYMMDDHHMMSSZ`; years from 50 on are of the twentieth century (RFC 5280, 4.1.2.5.1). */
function utcTimeOf(content: Buffer): Date {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(content.toString('latin1'));
  if (!match) throw new DerError('no UTCTime');
  const [, year = '', month, day, hour, minute, second] = match;
  return dateOf(`${Number(year) < 50 ? '20' : '19'}${year}-${month}-${day}T${hour}:${minute}:${second}`, '');
}

function dateOf(toTheSecond: string, fraction: string): Date {
  const date = new Date(`${toTheSecond}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // A day that does not exist moves into the next month.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(toTheSecond))
    throw new DerError('no such time');
  return date;
}

/** The same octets as a Buffer, without copying them. */
export function viewOf(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}
