/** Changes of DER: an element is changed, and the lengths of all around it are made to fit, or not. */
import type { Random } from './random.js';
import type { Mutation, Sample } from './target.js';

interface Element {
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly depth: number;
  /** Its ancestors, the outermost first. */
  readonly above: readonly Element[];
}

const mostElements = 2_000;

/** All elements, as far as they can be read; those inside octet strings too where they read as DER. */
export function elementsOf(der: Buffer): Element[] {
  const found: Element[] = [];
  walk(der, 0, der.length, [], found);
  return found;
}

function walk(der: Buffer, from: number, to: number, above: readonly Element[], found: Element[]): boolean {
  let at = from;
  while (at < to && found.length < mostElements) {
    const header = headerOf(der, at, to);
    if (!header) return false;
    const element = { start: at, ...header, depth: above.length, above };
    found.push(element);
    const tag = der[at] ?? 0;
    const holds = (tag & 0x20) !== 0 || tag === 0x04 || tag === 0x03;
    // A bit string begins with the number of unused bits.
    const inside = header.contentStart + (tag === 0x03 ? 1 : 0);
    if (holds && above.length < 30) {
      const before = found.length;
      if (!walk(der, inside, header.end, [...above, element], found) && (tag & 0x20) === 0)
        found.length = before;
    }
    at = header.end;
  }
  return at === to;
}

function headerOf(der: Buffer, at: number, to: number): { contentStart: number; end: number } | undefined {
  const first = der[at + 1];
  if (first === undefined) return undefined;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthOctets > 4 || at + 2 + lengthOctets > to) return undefined;
  const length = lengthOctets === 0 ? first : der.readUIntBE(at + 2, lengthOctets);
  const contentStart = at + 2 + lengthOctets;
  return contentStart + length <= to ? { contentStart, end: contentStart + length } : undefined;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const octets = Buffer.from(
    length.toString(16).padStart(length > 0xffff ? 6 : length > 0xff ? 4 : 2, '0'),
    'hex',
  );
  return Buffer.concat([Buffer.of(0x80 | octets.length), octets]);
}

/** Puts octets in the place of an element, and writes the lengths of those around it anew. */
function replaceElement(der: Buffer, element: Element, by: Buffer): Buffer {
  let { start, end } = element;
  let octets = by;
  for (const parent of element.above.toReversed()) {
    const content = Buffer.concat([
      der.subarray(parent.contentStart, start),
      octets,
      der.subarray(end, parent.end),
    ]);
    octets = Buffer.concat([der.subarray(parent.start, parent.start + 1), lengthOf(content.length), content]);
    ({ start, end } = parent);
  }
  return Buffer.concat([der.subarray(0, start), octets, der.subarray(end)]);
}

/** Other octets for an element. */
const changes: readonly ((whole: Buffer, content: Buffer, random: Random, others: () => Buffer) => Buffer)[] =
  [
    () => Buffer.alloc(0),
    (whole) => Buffer.concat([whole, whole]),
    (_whole, content, random) =>
      tlv(
        random.pick([0x02, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0xa0, 0x1f, 0x00]),
        content,
      ),
    (whole) => tlv(whole[0] ?? 0x30, Buffer.alloc(0)),
    (whole, content) => tlv(whole[0] ?? 0x30, Buffer.concat([Buffer.of(0), content])),
    (whole, content) => tlv(whole[0] ?? 0x30, Buffer.concat([content, Buffer.of(0)])),
    (whole, content) => tlv(whole[0] ?? 0x30, content.subarray(1)),
    (whole, content, random) => tlv(whole[0] ?? 0x30, flipped(content, random)),
    (whole, content, random) => tlv(whole[0] ?? 0x30, random.octets(Math.min(content.length, 64))),
    (whole, _content, random) => tlv(whole[0] ?? 0x30, Buffer.alloc(random.below(9), 0xff)),
    // Indefinite length, a length in more octets than needed, one too long, one far too long.
    (whole, content) => Buffer.concat([whole.subarray(0, 1), Buffer.of(0x80), content, Buffer.of(0, 0)]),
    (whole, content) =>
      Buffer.concat([whole.subarray(0, 1), Buffer.of(0x84, 0, 0), uint16(content.length), content]),
    (whole, content) => Buffer.concat([whole.subarray(0, 1), lengthOf(content.length + 1), content]),
    (whole, content) =>
      Buffer.concat([whole.subarray(0, 1), Buffer.of(0x84, 0x7f, 0xff, 0xff, 0xff), content]),
    (whole) => tlv(0x30, whole),
    (whole, _content, random) => nested(whole, random.chance(20) ? 1_000 : 1 + random.below(40)),
    (whole, content, random) =>
      tlv(whole[0] ?? 0x30, Buffer.concat(Array.from({ length: 1 + random.below(60) }, () => content))),
    (_whole, _content, _random, others) => others(),
  ];

function flipped(octets: Buffer, random: Random): Buffer {
  const changed = Buffer.from(octets);
  const at = random.below(changed.length);
  if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return changed;
}

function nested(octets: Buffer, depth: number): Buffer {
  let inner = octets;
  for (let level = 0; level < depth && inner.length < 6_000; level += 1) inner = tlv(0x30, inner);
  return inner;
}

function tlv(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function uint16(value: number): Buffer {
  return Buffer.of((value >> 8) & 0xff, value & 0xff);
}

/** One element of DER is changed; octets that are no DER come back as they are. */
export function mutateDer(der: Buffer, random: Random, others: readonly Buffer[] = []): Buffer {
  const elements = elementsOf(der);
  if (elements.length === 0) return der;
  const element = random.pick(elements);
  const whole = der.subarray(element.start, element.end);
  const content = der.subarray(element.contentStart, element.end);
  const elementOfOther = () => {
    const other = others.length > 0 ? random.pick(others) : der;
    const theirs = elementsOf(other);
    const { start, end } = theirs.length > 0 ? random.pick(theirs) : element;
    return other.subarray(start, end);
  };
  return replaceElement(der, element, random.pick(changes)(whole, content, random, elementOfOther));
}

export const asn1Mutation: Mutation = (input, random, corpus: readonly Sample[]) =>
  mutateDer(input, random, [random.pick(corpus).octets]);
