/**
 * Reads well-formed, namespace-correct XML into a tree of {@link ReadElement}, with limits. A document type is refused,
 * so there are no entities beyond the five of XML itself, nothing external is ever fetched, and nothing expands.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { EdocError } from '../../errors.js';
import { limits } from '../limits.js';
import { heapsMarks } from './combining.js';
import type { ReadElement } from './element.js';
import { longRuns, Place } from './long-text.js';

/** Octets decoded at a time: a large file is never held as one long string beside its octets. */
const chunkBytes = 65_536;

interface Building {
  name: string;
  namespace: string;
  tag: string;
  attributes: { name: string; namespace: string; value: string }[];
  children: Building[];
  text: string;
  line: number;
  column: number;
}

export interface ParseOptions {
  /** Local name of the element whose text may be as long as the file: that of base64 attachments. */
  readonly longText?: string;
}

/**
 * Places in errors are `line:column`, both from 1.
 * @throws EdocError `edxml.not-well-formed`, `edxml.encoding`, `edxml.doctype`, `edxml.limit`.
 */
export function parseXml(bytes: Uint8Array, options: ParseOptions = {}): ReadElement {
  if (bytes.length > limits.messageBytes) limit('octets', limits.messageBytes, '1:1');
  const parser = new SaxesParser({ xmlns: true, position: true });
  const place = new Place();
  const open: Building[] = [];
  let root: Building | undefined;
  let elements = 0;
  let start = { line: 1, column: 1 };
  let openedAt = '';

  const at = (columnsBack: number) => ({
    line: place.line(parser.line),
    column: Math.max(1, parser.column + place.columns(parser.line) - columnsBack),
  });
  // The character that was read last.
  const where = () => `${at(0).line}:${at(0).column}`;
  parser.on('error', (error) => {
    throw new EdocError('edxml.not-well-formed', { place: where(), detail: { reason: reasonOf(error) } });
  });
  parser.on('doctype', () => {
    throw new EdocError('edxml.doctype', { place: where() });
  });
  // Counted while the tag is read: the parser would gather as many as the file holds.
  let attributes = 0;
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.attributes) {
      limit('attributes', limits.attributes, `${start.line}:${start.column}`);
    }
  });
  parser.on('opentagstart', (tag) => {
    attributes = 0;
    // saxes tells of the tag after it has read the name and the character behind it.
    start = at(tag.name.length + 1);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > limits.elements) limit('elements', limits.elements, where());
    if (open.length >= limits.elementDepth) limit('levels of elements', limits.elementDepth, where());
    const building = opened(tag, start);
    const parent = open.at(-1);
    if (parent) parent.children.push(building);
    else root = building;
    open.push(building);
    openedAt = where();
  });
  parser.on('closetag', () => {
    requireFewMarks(open.pop()?.text ?? '', where());
  });
  const addText = (piece: string) => {
    const current = open.at(-1);
    if (!current) return;
    // Indentation between elements is nobody's text, and thousands of recipients have much of it.
    if (current.children.length > 0 && piece.trim() === '') return;
    current.text += piece;
    if (current.text.length > limits.textCharacters && current.name !== options.longText) {
      limit('characters in one element', limits.textCharacters, where());
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);

  const decoder = new TextDecoder('utf-8', { fatal: true });
  const feed = (octets: Uint8Array) => {
    for (let from = 0; from < octets.length; from += chunkBytes) {
      parser.write(decoded(decoder, octets.subarray(from, from + chunkBytes), where));
    }
  };
  let fed = 0;
  for (const run of options.longText === undefined ? [] : longRuns(bytes)) {
    feed(bytes.subarray(fed, run.start));
    fed = run.start;
    const current = open.at(-1);
    // Only right behind the start tag is it certain that the parser holds no text back.
    if (current?.name !== options.longText || openedAt !== where()) continue;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + run.start, run.end - run.start).toString(
      'latin1',
    );
    addText(text);
    place.skip(text, parser.line, parser.column);
    fed = run.end;
  }
  feed(bytes.subarray(fed));
  parser.write(decoded(decoder, undefined, where)).close();
  if (!root)
    throw new EdocError('edxml.not-well-formed', { place: where(), detail: { reason: 'no element' } });
  return root;
}

/** The text of the next octets, or of what is left at the end. */
function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  octets: Uint8Array | undefined,
  where: () => string,
): string {
  try {
    return octets ? decoder.decode(octets, { stream: true }) : decoder.decode();
  } catch (error) {
    throw new EdocError('edxml.encoding', { place: where(), cause: error });
  }
}

function opened(tag: SaxesTagNS, start: { line: number; column: number }): Building {
  const place = `${start.line}:${start.column}`;
  const attributes = Object.values(tag.attributes);
  for (const { value } of attributes) {
    if (value.length > limits.textCharacters)
      limit('characters in one attribute', limits.textCharacters, place);
    requireFewMarks(value, place);
  }
  return {
    name: tag.local,
    namespace: tag.uri,
    tag: tag.name,
    attributes: attributes
      .filter((attribute) => attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns')
      .map((attribute) => ({ name: attribute.local, namespace: attribute.uri, value: attribute.value })),
    children: [],
    text: '',
    line: start.line,
    column: start.column,
  };
}

/** Here, so that nobody behind composes a text (NFC) for minutes. */
function requireFewMarks(text: string, place: string): void {
  if (heapsMarks(text)) limit('combining marks in a row', limits.combiningMarks, place);
}

function limit(name: string, most: number, place: string): never {
  throw new EdocError('edxml.limit', { place, detail: { name, most } });
}

/** saxes prefixes its messages with the position, which we give in `place`. */
function reasonOf(error: Error): string {
  return error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}
