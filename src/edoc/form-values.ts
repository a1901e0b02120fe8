/** Takes values out of an element of a file of the axis, or refuses with the code of that file's form. */
import { type FormCode, formError } from './one-form.js';
import { type OrganId, parseOrganId } from './organ-id.js';
import type { ReadElement } from './xml/element.js';

export class FormValues {
  readonly #element: ReadElement;
  readonly #code: FormCode;
  readonly #path: string;

  constructor(element: ReadElement, code: FormCode, path: string = element.tag) {
    this.#element = element;
    this.#code = code;
    this.#path = path;
  }

  fail(name: string, reason: string): never {
    throw formError(this.#code, `${this.#path}/${name}`, reason);
  }

  /** The text of the child element. */
  text(name: string): string {
    return this.#element.children.find((child) => child.tag === name)?.text ?? this.fail(name, 'missing');
  }

  child(name: string): FormValues {
    return this.children(name)[0] ?? this.fail(name, 'missing');
  }

  children(name: string): FormValues[] {
    return this.#element.children
      .filter((child) => child.tag === name)
      .map((child, index) => new FormValues(child, this.#code, `${this.#path}/${name}[${index + 1}]`));
  }

  optional(name: string): string | undefined {
    return this.#element.attributes.find((attribute) => attribute.name === name)?.value;
  }

  attribute(name: string): string {
    return this.optional(name) ?? this.fail(`@${name}`, 'missing');
  }

  /** The value of the attribute or element, read by `parse`; undefined means that it has not the form named. */
  parsed<T>(name: string, text: string, parse: (text: string) => T | undefined, wanted: string): T {
    return parse(text) ?? this.fail(name, `not ${wanted}`);
  }

  organ(name: string, text: string): OrganId {
    return this.parsed(name, text, parseOrganId, 'an agency code');
  }

  number(name: string, text: string): number {
    return this.parsed(name, text, fromDecimal, 'a number');
  }
}

/** A whole number from 0, without leading zeros, that JavaScript holds exactly. */
export function fromDecimal(text: string): number | undefined {
  const value = Number(text);
  return /^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export function isSha256Hex(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
