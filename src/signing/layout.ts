/**
 * Where the parts of a sealed file stand: the signed element, the Signature in it, and what is around them.
 * `spec/signature.md`, section 4, point 2.
 */
import { EdocError } from '../errors.js';
import { declaration, formOf, type SealedKind } from './kinds.js';
import { type FoundElement, type KnownElement, readMarkup } from './markup.js';

export interface Layout {
  readonly before: Buffer;
  /** The signed element before and after the Signature. */
  readonly head: Buffer;
  readonly signature: Buffer;
  readonly tail: Buffer;
  readonly after: Buffer;
  /** The value of the signed element's Id, empty for kinds that are signed as a whole. */
  readonly id: string;
}

const signatureName = 'ds:Signature';

/**
 * @param octets a file whose first line is the declaration.
 * @param text the same, one character for each octet (Latin-1).
 * @param known a Signature in it whose markup need not be read.
 * @throws EdocError `seal.markup`, `seal.missing`, `seal.repeated`, `seal.place`, `seal.limit`.
 */
export function layOut(
  octets: Buffer,
  kind: SealedKind,
  text: string = octets.toString('latin1'),
  known?: KnownElement,
): Layout {
  const form = formOf(kind);
  const wanted = (name: string) => name === kind.element || isSignature(name);
  const { found, ids } = readMarkup(text, declaration.length, wanted, known);
  const element = theOnly(found, kind.element, (name) => name === kind.element);
  const signature = theOnly(found, signatureName, isSignature);
  if (new Set(ids).size !== ids.length) throw new EdocError('seal.repeated', { detail: { element: 'Id' } });

  if (element.start !== form.before.length || !text.startsWith(form.before)) misplaced(kind.element);
  if (!text.startsWith(form.start, element.start)) misplaced(kind.element);
  if (signature.name !== signatureName || signature.path.join() !== form.path.join())
    misplaced(signatureName);
  const parentEnd = `</${form.path.at(-1)}>`;
  if (!text.startsWith(parentEnd, signature.end)) misplaced(signatureName);
  return {
    before: octets.subarray(0, element.start),
    head: octets.subarray(element.start, signature.start),
    signature: octets.subarray(signature.start, signature.end),
    tail: octets.subarray(signature.end, element.end),
    after: octets.subarray(element.end),
    id: form.byId ? idOf(text, element.start, form.start) : '',
  };
}

function theOnly(
  found: readonly FoundElement[],
  element: string,
  is: (name: string) => boolean,
): FoundElement {
  const [one, ...others] = found.filter(({ name }) => is(name));
  if (!one) throw new EdocError('seal.missing', { detail: { element } });
  if (others.length > 0) throw new EdocError('seal.repeated', { detail: { element } });
  return one;
}

/** The start tag's constant beginning goes into the Id's value, which ends at the next quote. */
function idOf(text: string, element: number, start: string): string {
  const value = element + start.lastIndexOf('"') + 1;
  return text.slice(value, text.indexOf('"', element + start.length));
}

function misplaced(element: string): never {
  throw new EdocError('seal.place', { detail: { element } });
}

/** By its local name, whatever the prefix. */
function isSignature(name: string): boolean {
  return name.endsWith('Signature') && name.slice(name.indexOf(':') + 1) === 'Signature';
}
