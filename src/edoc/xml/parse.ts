/**
 * Reads well-formed, namespace-correct XML into a tree of {@link ReadElement}, with limits. A document type is refused,
 * so there are no entities beyond the five of XML itself, nothing external is ever fetched, and nothing expands.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { EdocError } from '../../errors.js';
import { limits } from '../limits.js';
import type { ReadElement } from './element.js';

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

/**
 * @throws EdocError `edxml.not-well-formed` with line and column, `edxml.encoding`, `edxml.doctype`, `edxml.limit`.
 */
export function parseXml(bytes: Uint8Array): ReadElement {
  const text = decode(bytes);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Building[] = [];
  let root: Building | undefined;
  let elements = 0;
  let start = { line: 1, column: 1 };

  const where = () => `${parser.line}:${parser.column + 1}`;
  parser.on('error', (error) => {
    throw new EdocError('edxml.not-well-formed', { place: where(), detail: { reason: reasonOf(error) } });
  });
  parser.on('doctype', () => {
    throw new EdocError('edxml.doctype', { place: where() });
  });
  parser.on('opentagstart', () => {
    start = { line: parser.line, column: parser.column + 1 };
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > limits.elements) limit('elements', limits.elements, where());
    if (open.length >= limits.elementDepth) limit('depth', limits.elementDepth, where());
    const building = opened(tag, start);
    const parent = open.at(-1);
    if (parent) parent.children.push(building);
    else root = building;
    open.push(building);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (piece: string) => {
    const current = open.at(-1);
    if (current) current.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (!root) throw new EdocError('edxml.not-well-formed', { place: where(), detail: { reason: 'no element' } });
  return root;
}

function opened(tag: SaxesTagNS, start: { line: number; column: number }): Building {
  const attributes = Object.values(tag.attributes);
  if (attributes.length > limits.attributes) limit('attributes', limits.attributes, `${start.line}:${start.column}`);
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

function decode(bytes: Uint8Array): string {
  if (bytes.length > limits.messageBytes) limit('octets', limits.messageBytes, '1:1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EdocError('edxml.encoding', { place: '1:1' });
  }
}

function limit(name: string, most: number, place: string): never {
  throw new EdocError('edxml.limit', { place, detail: { name, most } });
}

/** saxes prefixes its messages with the position, which we give in `place`. */
function reasonOf(error: Error): string {
  return error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}
