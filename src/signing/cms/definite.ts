/**
 * CMS messages of strangers may be BER: RFC 5652 asks for DER only in what is signed. Here lengths that are indefinite become
 * definite, and strings in pieces one piece; everything else stays octet for octet, so that what was DER is left alone.
 */
import { EdocError } from '../../errors.js';
import { DerError, extentAt, tags, viewOf } from '../der.js';
import { element } from '../der-write.js';
import { limits } from '../limits.js';

const indefinite = 0x80;
const constructed = 0x20;

interface Converted {
  readonly octets: Buffer;
  /** Where the element ended in the input. */
  readonly end: number;
  /** Whether the octets are others than those of the input. */
  readonly changed: boolean;
}

/**
 * The first element of the octets with definite lengths, and how many octets it took of them: in PDF files zeros follow it.
 * @throws EdocError `cms.malformed`, `cms.limit`.
 */
export function definiteCms(octets: Uint8Array): { readonly der: Buffer; readonly length: number } {
  if (octets.length > limits.cmsBytes) {
    throw new EdocError('cms.limit', { detail: { name: 'cms', value: octets.length, max: limits.cmsBytes } });
  }
  try {
    const { octets: der, end } = convert(viewOf(octets), 0, 0);
    return { der, length: end };
  } catch (cause) {
    if (cause instanceof DerError) throw new EdocError('cms.malformed', { cause });
    throw cause;
  }
}

function convert(input: Buffer, at: number, depth: number): Converted {
  if (depth > limits.cmsDepth) throw new DerError('too many levels');
  const tag = input[at] ?? 0;
  if (input[at + 1] === indefinite && (tag & constructed) !== 0) {
    const { parts, end } = children(input, at + 2, undefined, depth);
    return { octets: joined(tag, parts), end, changed: true };
  }
  const { start, end } = extentAt(input, at);
  const own = input.subarray(at, end);
  if ((tag & constructed) === 0) return { octets: own, end, changed: false };
  const inside = children(input.subarray(0, end), start, end, depth);
  const changed = tag === inPieces || inside.changed;
  return { octets: changed ? joined(tag, inside.parts) : own, end, changed };
}

/** An OCTET STRING made of several. */
const inPieces = tags.octetString | constructed;

function joined(tag: number, parts: readonly Buffer[]): Buffer {
  if (tag !== inPieces) return element(tag, ...parts);
  const pieces = parts.map((part) => {
    if (part[0] !== tags.octetString) throw new DerError('no piece of an OCTET STRING');
    return part.subarray(extentAt(part, 0).start);
  });
  return element(tags.octetString, ...pieces);
}

/** The elements up to an end, or up to the two zeros that close an indefinite length. */
function children(input: Buffer, from: number, to: number | undefined, depth: number) {
  const parts: Buffer[] = [];
  let changed = false;
  let at = from;
  while (to === undefined ? input[at] !== 0 || input[at + 1] !== 0 : at < to) {
    const part = convert(input, at, depth + 1);
    parts.push(part.octets);
    changed ||= part.changed;
    at = part.end;
  }
  return { parts, end: at + 2, changed };
}
