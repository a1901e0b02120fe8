/**
 * The two shapes of an XML element in this folder: one that was read, with its place in the file, and one that is to
 * be written, in the order in which it is to be written.
 */

/** An element as it was read. `text` is its own character data, in order, without children and indentation behind them. */
export interface ReadElement {
  readonly name: string;
  readonly namespace: string;
  /** The name with its prefix, as written; what error messages show. */
  readonly tag: string;
  readonly attributes: readonly ReadAttribute[];
  readonly children: readonly ReadElement[];
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface ReadAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** An element to be written; namespace declarations are attributes like others and come first. */
export interface WriteElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly content: string | readonly (WriteElement | typeof signaturePlace)[];
}

/** Stands among an element's children where `ds:Signature` belongs. */
export const signaturePlace = Symbol('the place of ds:Signature');

export function element(
  tag: string,
  content: WriteElement['content'],
  attributes: WriteElement['attributes'] = [],
): WriteElement {
  return { tag, attributes, content };
}

/** The element with that text, or nothing where the value is absent: `...optional('DueDate', dueDate)`. */
export function optional(tag: string, value: string | number | boolean | undefined): WriteElement[] {
  return value === undefined ? [] : [element(tag, String(value))];
}
