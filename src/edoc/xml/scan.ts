/**
 * Reads what `canonical.ts` wrote, several times faster than an XML parser. It relies on the one form (`spec/signature.md`,
 * section 1) and proves nothing: whoever calls it MUST write anew what was read and compare the octets. Equal octets mean
 * that the reading was right, since the writer never makes the same octets of two different messages.
 */
import { limits } from '../limits.js';
import type { ReadElement } from './element.js';

interface Building extends ReadElement {
  readonly children: Building[];
  readonly attributes: ReadElement['attributes'];
  text: string;
}

const attributeList = /((?: [^\s<>="]+="[^<"]*")+)>/y;
const attributePart = / ([^\s<>="]+)="([^<"]*)"/g;
const [space, quote, slash, less, equals, greater] = [0x20, 0x22, 0x2f, 0x3c, 0x3d, 0x3e];

/** The element, or undefined where the text is certainly not in the one form or passes a limit. Names are as written. */
export function scanCanonical(text: string): ReadElement | undefined {
  const open: Building[] = [];
  let current: Building | undefined;
  let root: Building | undefined;
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) !== less) return undefined;
    let tagEnd: number;
    if (text.charCodeAt(at + 1) === slash) {
      if (!current || !text.startsWith(current.tag, at + 2)) return undefined;
      tagEnd = at + 2 + current.tag.length;
      open.pop();
      current = open[open.length - 1];
    } else {
      elements += 1;
      if ((root && !current) || elements > limits.elements || open.length >= limits.elementDepth)
        return undefined;
      const end = endOfName(text, at + 1);
      const list = text.charCodeAt(end) === space ? attributesAt(text, end) : '';
      if (list === undefined || end === at + 1) return undefined;
      tagEnd = end + list.length;
      const element = building(text.slice(at + 1, end), list, at);
      current?.children.push(element);
      root ??= element;
      open.push(element);
      current = element;
    }
    if (text.charCodeAt(tagEnd) !== greater) return undefined;
    const next = text.indexOf('<', tagEnd + 1);
    at = next === -1 ? text.length : next;
    if (at > tagEnd + 1 && !addText(current, text.slice(tagEnd + 1, at))) return undefined;
  }
  return open.length === 0 ? root : undefined;
}

/** Where the first character stands that no name has, at the latest behind the text. */
function endOfName(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code > space; code = text.charCodeAt(at)) {
    if (code === greater || code === slash || code === less || code === equals || code === quote) break;
    at += 1;
  }
  return at;
}

/** All attributes of a start tag, each with the space before it. */
function attributesAt(text: string, start: number): string | undefined {
  attributeList.lastIndex = start;
  return attributeList.exec(text)?.[1];
}

function addText(element: Building | undefined, text: string): boolean {
  const meant = unescaped(text);
  if (!element || meant.length > limits.textCharacters) return false;
  element.text += meant;
  return true;
}

const none: ReadElement['attributes'] = [];

function building(tag: string, attributes: string, start: number): Building {
  const colon = tag.indexOf(':');
  return {
    name: colon === -1 ? tag : tag.slice(colon + 1),
    namespace: '',
    tag,
    attributes: attributes === '' ? none : attributesIn(attributes),
    children: [],
    text: '',
    line: 1,
    column: start + 1,
  };
}

function attributesIn(text: string): ReadElement['attributes'] {
  const attributes = [];
  for (const [, name = '', value = ''] of text.matchAll(attributePart)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) {
      attributes.push({ name, namespace: '', value: unescaped(value) });
    }
  }
  return attributes;
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
};

export function unescaped(text: string): string {
  return text.includes('&')
    ? text.replace(/&[^;]{1,5};/g, (reference) => characters[reference] ?? reference)
    : text;
}
