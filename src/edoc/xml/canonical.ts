/**
 * Writes elements as exclusive C14N 1.0 writes them, so that the octets in the file are the octets that are signed
 * (`spec/signature.md`, section 1). The caller declares each namespace on the element that first uses it and gives
 * attributes in canonical order; text is normalised to NFC here, so that no unnormalised text can be sealed.
 */
import { signaturePlace, type WriteElement } from './element.js';
import { isBare, isPlain } from './plain.js';

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function canonical(root: WriteElement): string {
  const written: Written = { text: '' };
  write(root, written);
  return written.text;
}

/** The octets before and after the place of `ds:Signature`. The root holds that place exactly once. */
export function canonicalAround(root: WriteElement): { head: string; tail: string } {
  const written: Written = { text: '' };
  write(root, written);
  const { head, text } = written;
  if (head === undefined) throw new Error('an element has no place for its signature');
  return { head, tail: text };
}

interface Written {
  /** What stands before the place of the signature, once that was passed. */
  head?: string;
  text: string;
}

function write(node: WriteElement, written: Written): void {
  written.text += `<${node.tag}`;
  for (const [name, value] of node.attributes) written.text += ` ${name}="${attributeText(value)}"`;
  written.text += '>';
  if (typeof node.content === 'string') {
    written.text += elementText(node.content);
  } else {
    for (const child of node.content) {
      if (child === signaturePlace) passPlace(written);
      else write(child, written);
    }
  }
  written.text += `</${node.tag}>`;
}

function passPlace(written: Written): void {
  if (written.head !== undefined) throw new Error('an element has two places for its signature');
  written.head = written.text;
  written.text = '';
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
  if (isBare(text)) return text;
  return normal(text).replace(/[&<>]/g, (character) => inText[character] ?? character);
}

export function attributeText(text: string): string {
  return normal(text).replace(/[&<"\t\n]/g, (character) => inAttribute[character] ?? character);
}
