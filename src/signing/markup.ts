/**
 * A strict reader of tags over a sealed file: it finds where elements stand, and refuses whatever canonical XML does
 * not have, so that what it finds is what every XML parser finds. One pass, no recursion, no look back.
 * `spec/signature.md`, section 1, points 2 and 3.
 */
import { EdocError } from '../errors.js';
import { limits } from './limits.js';

/** An element that was looked for: octets `start` to `end`, with the names of its ancestors, root first. */
export interface FoundElement {
  readonly name: string;
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** An element whose markup is known without reading it: that it is well formed, with these Ids and levels, and nothing wanted inside. */
export interface KnownElement {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly ids: readonly string[];
  /** Levels of elements, its own included. */
  readonly depth: number;
}

export interface Markup {
  readonly found: readonly FoundElement[];
  /** Values of all attributes named Id, ID, id or xml:id, as written. */
  readonly ids: readonly string[];
}

const lt = 0x3c;
const gt = 0x3e;
const slash = 0x2f;
const space = 0x20;
const lineFeed = 0x0a;
const tab = 0x09;
const equals = 0x3d;
const quote = 0x22;
const ampersand = 0x26;

const textReferences = ['&amp;', '&lt;', '&gt;'];
const valueReferences = ['&amp;', '&lt;', '&quot;', '&#x9;', '&#xA;'];
const idNames = new Set(['Id', 'ID', 'id', 'xml:id']);

/**
 * Reads one root element with everything in it, and one line feed after it, which must be all.
 * @param octets the file, one character for each octet (Latin-1).
 * @param from offset of the root's start tag.
 * @param wanted which elements to report, by name as written.
 * @param known passed over, and reported.
 * @throws EdocError `seal.markup` with the offset, `seal.limit`.
 */
export function readMarkup(
  octets: string,
  from: number,
  wanted: (name: string) => boolean,
  known?: KnownElement,
): Markup {
  const found: FoundElement[] = [];
  const ids: string[] = [];
  const names: string[] = [];
  const starts: number[] = [];
  let at = from;
  do {
    if (octets.charCodeAt(at) !== lt) refuse();
    if (octets.charCodeAt(at + 1) === slash) readEndTag();
    else if (at === known?.start && names.length + known.depth <= limits.elementDepth) passOver(known);
    else readStartTag();
    if (names.length > 0) readText();
  } while (names.length > 0);
  if (octets.charCodeAt(at) !== lineFeed || at + 1 !== octets.length) refuse();
  return { found, ids };

  function passOver({ name, start, end, ids: inside }: KnownElement): void {
    found.push({ name, path: [...names], start, end });
    ids.push(...inside);
    at = end;
  }

  function readStartTag(): void {
    // Every element found tells its path, and other readers of XML call themselves for each level.
    if (names.length >= limits.elementDepth) {
      throw new EdocError('seal.limit', {
        detail: { name: 'depth', value: names.length + 1, max: limits.elementDepth },
      });
    }
    starts.push(at);
    at++;
    const name = readName();
    while (octets.charCodeAt(at) === space) readAttribute();
    if (octets.charCodeAt(at) !== gt) refuse();
    at++;
    names.push(name);
  }

  function readEndTag(): void {
    const name = names.pop();
    const start = starts.pop();
    if (name === undefined || start === undefined || !octets.startsWith(name, at + 2)) refuse();
    at += name.length + 2;
    if (octets.charCodeAt(at) !== gt) refuse();
    at++;
    if (wanted(name)) found.push({ name, path: [...names], start, end: at });
  }

  function readAttribute(): void {
    at++;
    const name = readName();
    if (octets.charCodeAt(at) !== equals || octets.charCodeAt(at + 1) !== quote) refuse();
    const start = at + 2;
    at = octets.indexOf('"', start);
    if (at === -1) refuse();
    if (!isAttributeValue(octets, start, at)) refuse();
    if (idNames.has(name)) ids.push(octets.slice(start, at));
    at++;
  }

  function readText(): void {
    const start = at;
    at = octets.indexOf('<', start);
    if (at === -1) refuse();
    if (at > start && !isText(octets.slice(start, at))) refuse();
  }

  function readName(): string {
    const start = at;
    if (!isNameStart(octets.charCodeAt(at))) refuse();
    do at++;
    while (isNameOctet(octets.charCodeAt(at)));
    return octets.slice(start, at);
  }

  function refuse(): never {
    throw new EdocError('seal.markup', { detail: { offset: Math.max(at, 0) } });
  }
}

function isText(text: string): boolean {
  return !text.includes('>') && hasOnlyReferences(text, textReferences);
}

/** Octet by octet, since values are short. */
function isAttributeValue(octets: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = octets.charCodeAt(at);
    if (octet === lt || octet === tab || octet === lineFeed) return false;
    if (octet === ampersand && !isReference(octets, at, valueReferences)) return false;
  }
  return true;
}

/** Whether each `&` begins one of the references. */
function hasOnlyReferences(text: string, references: readonly string[]): boolean {
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
    if (!isReference(text, at, references)) return false;
  }
  return true;
}

function isReference(text: string, at: number, references: readonly string[]): boolean {
  return references.some((reference) => text.startsWith(reference, at));
}

/** ASCII letters and `_`: the axis's element and attribute names have no others at their start. */
function isNameStart(octet: number): boolean {
  return (octet >= 0x61 && octet <= 0x7a) || (octet >= 0x41 && octet <= 0x5a) || octet === 0x5f;
}

function isNameOctet(octet: number): boolean {
  // digits and colon, hyphen, full stop
  return isNameStart(octet) || (octet >= 0x30 && octet <= 0x3a) || octet === 0x2d || octet === 0x2e;
}
