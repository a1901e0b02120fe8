/** Writes DER (ITU-T X.690, clause 10): each function gives one element, identifier and length included. */
import { contextTag, tags } from './der.js';

/** An element of a tag over its content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag), lengthOctets(body.length), body]);
}

/** Parts that are undefined are left out: optional fields. */
export function sequence(...parts: readonly (Uint8Array | undefined)[]): Buffer {
  return element(tags.sequence, ...present(parts));
}

/** SET OF: the elements in the order of their octets (X.690, 11.6). */
export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return element(tags.set, ...[...parts].sort(Buffer.compare));
}

/** Explicitly tagged. */
export function explicit(number: number, ...parts: readonly (Uint8Array | undefined)[]): Buffer {
  return element(contextTag(number), ...present(parts));
}

/** The element with another tag in place of its own; it stays primitive or constructed. */
export function implicit(number: number, der: Uint8Array): Buffer {
  const retagged = Buffer.from(der);
  retagged[0] = contextTag(number, ((der[0] ?? 0) & 0x20) === 0 ? 'primitive' : 'constructed');
  return retagged;
}

export function oid(value: string): Buffer {
  const [root = 0n, second = 0n, ...arcs] = value.split('.').map(BigInt);
  return element(tags.oid, Buffer.from([root * 40n + second, ...arcs].flatMap(arcOctets)));
}

/** @param value a number that is not negative, or the octets of one, most significant first. */
export function integer(value: number | Uint8Array): Buffer {
  return element(tags.integer, positive(typeof value === 'number' ? numberOctets(value) : value));
}

export function enumerated(value: number): Buffer {
  return element(tags.enumerated, positive(numberOctets(value)));
}

export function octetString(...content: readonly Uint8Array[]): Buffer {
  return element(tags.octetString, ...content);
}

export function bitString(content: Uint8Array): Buffer {
  return element(tags.bitString, Uint8Array.of(0), content);
}

/** A BIT STRING with named bits where only one is set (X.690, 11.2.2: no zeros at the end). */
export function namedBit(bit: number): Buffer {
  const octets = Buffer.alloc(Math.floor(bit / 8) + 1);
  octets[octets.length - 1] = 0x80 >> (bit % 8);
  return element(tags.bitString, Uint8Array.of(7 - (bit % 8)), octets);
}

export function utf8String(text: string): Buffer {
  return element(tags.utf8String, Buffer.from(text));
}

export const nullValue = element(tags.null);
export const trueValue = element(tags.boolean, Uint8Array.of(0xff));

/** With the milliseconds where there are some. */
export function generalizedTime(at: Date): Buffer {
  const [toTheSecond = '', milliseconds = ''] = at.toISOString().slice(0, -1).split('.');
  const fraction = milliseconds.replace(/0+$/, '');
  const text = toTheSecond.replace(/[-:T]/g, '') + (fraction === '' ? '' : `.${fraction}`);
  return element(tags.generalizedTime, Buffer.from(`${text}Z`));
}

/** RFC 5280, 4.1.2.5: UTCTime until 2049, to the second. */
export function time(at: Date): Buffer {
  const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
  if (seconds.getUTCFullYear() >= 2050) return generalizedTime(seconds);
  const text = seconds.toISOString().slice(2, 19).replace(/[-:T]/g, '');
  return element(tags.utcTime, Buffer.from(`${text}Z`));
}

function present(parts: readonly (Uint8Array | undefined)[]): Uint8Array[] {
  return parts.filter((part) => part !== undefined);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets = numberOctets(length);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function numberOctets(value: number): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** Without zeros in front but the one that keeps it from being negative. */
function positive(octets: Uint8Array): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  const significant = first === -1 ? Uint8Array.of(0) : octets.subarray(first);
  return Buffer.concat([(significant[0] ?? 0) < 0x80 ? Buffer.alloc(0) : Buffer.alloc(1), significant]);
}

function arcOctets(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}
