/**
 * Writes elements as exclusive C14N 1.0 writes them, so that the octets in the file are the octets that are signed
 * (`spec/signature.md`, section 1). The caller declares each namespace on the element that first uses it and gives
 * attributes in canonical order; text is normalised to NFC here, so that no unnormalised text can be sealed.
 */
import { signaturePlace, type WriteElement } from './element.js';
import { isPlain } from './plain.js';

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function canonical(root: WriteElement): string {
  const parts: string[] = [];
  write(root, parts, () => {});
  return parts.join('');
}

/** The octets before and after the place of `ds:Signature`. The root holds that place exactly once. */
export function canonicalAround(root: WriteElement): { head: string; tail: string } {
  const parts: string[] = [];
  let place = -1;
  write(root, parts, () => {
    if (place !== -1) throw new Error('an element has two places for its signature');
    place = parts.length;
  });
  if (place === -1) throw new Error('an element has no place for its signature');
  return { head: parts.slice(0, place).join(''), tail: parts.slice(place).join('') };
}

function write(node: WriteElement, parts: string[], atPlace: () => void): void {
  let start = `<${node.tag}`;
  for (const [name, value] of node.attributes) start += ` ${name}="${attributeText(value)}"`;
  parts.push(`${start}>`);
  if (typeof node.content === 'string') {
    parts.push(elementText(node.content));
  } else {
    for (const child of node.content) {
      if (child === signaturePlace) atPlace();
      else write(child, parts, atPlace);
    }
  }
  parts.push(`</${node.tag}>`);
}

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const inAttribute: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
};

/** Line ends become line feeds, as an XML reader would make them. */
function normal(text: string): string {
  if (isPlain(text)) return text;
  const composed = text.normalize('NFC');
  return composed.includes('\r') ? composed.replace(/\r\n?/g, '\n') : composed;
}

export function elementText(text: string): string {
  const line = normal(text);
  return !/[&<>]/.test(line) ? line : line.replace(/[&<>]/g, (character) => inText[character] ?? character);
}

export function attributeText(text: string): string {
  return normal(text).replace(/[&<"\t\n]/g, (character) => inAttribute[character] ?? character);
}
